"""What grammar and print say against the scores: quotations in, the same ones mended out.

In:  the `Group`s that decode.py joined in one text, its paragraphs and its stretches between marks.
Out: the groups, some with another source or content, some gone.
Not here: words between marks and scores (decode.py); the lists of words (english.py).

The tagger labels each word once, so it cannot give a sentence two contents one inside the other, and
was taught where annotators left these shapes out.  Each rule is a sentence of English grammar or a habit of
printers, named in `RULES`, and takes time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sayso.reader.decode import Group, kind_of
from sayso.reader.english import RUNS_ON, sentences_in
from sayso.reader.marks import MARKS, Quoted
from sayso.schema import Span


@dataclass(frozen=True, slots=True)
class Page:
    """A text and where its sentences and quoted stretches stand."""

    text: str
    sentences: Sequence[tuple[int, int]]
    stretches: Sequence[Quoted]

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that holds a character, or an empty one there."""
        place = bisect_right(self.sentences, at, key=lambda s: s[0]) - 1
        return self.sentences[place] if place >= 0 and at < self.sentences[place][1] else (at, at)


def mend(groups: list[Group], text: str, paragraphs: Sequence[tuple[int, int]], stretches: Sequence[Quoted]) -> list[Group]:
    """The groups of a text, mended; in order of the text."""
    if not groups:
        return groups
    page = Page(text, sentences_in(text, paragraphs), stretches)
    for rule in RULES.values():
        groups = sorted(rule(groups, page), key=begin)
    return groups


def begin(group: Group) -> int:
    """Where a group's first span begins."""
    return min((*group.source, *group.cue, *group.content)).start


def end(group: Group) -> int:
    """Where a group's last span ends."""
    return max(span.end for span in (*group.source, *group.cue, *group.content))


def over_inner(groups: list[Group], page: Page) -> list[Group]:
    """What somebody says does not end where a clause of it says what somebody else said ("... after Cho asked for it")."""
    out = list(groups)
    for at in range(len(out) - 2, -1, -1):
        one, inner = out[at], out[at + 1]
        if not (one.content and one.cue and inner.cue and inner.source):
            continue
        last = max(one.content)
        start = begin(inner)
        if last.end <= start and last.end == end(one) and RUNS_ON.fullmatch(page.text, last.end, start) and not _marked(page, last):
            out[at] = replace(one, content=(*sorted(one.content)[:-1], Span(last.start, end(inner))))
    return out


def subject(groups: list[Group], page: Page) -> list[Group]:
    """A participle has no subject of its own: who adds is who said ("She said no, adding: ...")."""
    out: list[Group] = []
    for one in groups:
        if one.cue and PARTICIPLE.match(page.text, one.cue[0].start):
            start, _ = page.sentence(one.cue[0].start)
            before = next((g for g in reversed(out[-NEAR:]) if g.source and g.cue and start <= g.cue[0].start < one.cue[0].start), None)
            if (
                before is not None
                and all(any(c.start <= s.start and s.end <= c.end for c in before.content) for s in one.source)
                and page.text[max(start, one.cue[0].start - 8) : one.cue[0].start].rstrip().endswith((",", ";", "—", "–", " and", " but"))
            ):
                one = replace(one, source=before.source)
        out.append(one)
    return out


NEAR = 5  # quotations back that a subject is sought
PARTICIPLE = re.compile(r"(?:also |then |later )?(?!according\b)[a-z]{2,20}ing\b")


def set_off(groups: list[Group], page: Page) -> list[Group]:
    """Who says it may stand between commas inside what is said ("The dam, the engineer said, was old")."""
    out = []
    reached = 0  # where the groups before this one end
    for at, one in enumerate(groups):
        if one.source and one.cue and not one.content:
            first, last = begin(one), end(one)
            start, stop = page.sentence(first)
            while stop > start and page.text[stop - 1] in ".!?":
                stop -= 1
            alone = reached <= start and (at + 1 == len(groups) or begin(groups[at + 1]) >= stop)
            left, right = (page.text[start:first].rstrip(), page.text[last:stop].lstrip()) if alone else ("", "")
            if left.endswith(",") and right.startswith(",") and len(right.split()) > 1:
                after = stop - len(right) + 1
                after += len(page.text[after:stop]) - len(page.text[after:stop].lstrip())
                one = replace(one, content=(Span(start, start + len(left) - 1), Span(after, stop)))
        reached = max(reached, end(one))
        out.append(one)
    return out


def relayed(groups: list[Group], page: Page) -> list[Group]:
    """Who is quoted as saying it said it, not who quotes ("The Ledger quoted Cho as saying ...")."""
    out: list[Group] = []
    for one in groups:
        if one.cue and (found := RELAYS.search(page.text, one.cue[0].start, one.cue[-1].end)):
            _, stop = page.sentence(found.start())
            told = AS_SAYING.search(page.text, found.end(), min(stop, found.end() + 120))
            if told is not None:
                one = _relayed(one, page, Span(*found.span()), Span(*told.span()))
        if out and one.cue and out[-1].cue and out[-1].cue[-1].start <= one.cue[0].start < out[-1].cue[-1].end:
            continue  # "saying" as a cue of its own
        out.append(one)
    return out


RELAYS = re.compile(r"\b(?:quot|cit|report)ed\b")
AS_SAYING = re.compile(r"\bas (?:saying|telling|having said|claiming|arguing|warning)\b")
_BE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s{1,3}(?:\w{1,12}\s{1,3})?$")
_BY = re.compile(r"\s{1,3}by\b")


def _relayed(one: Group, page: Page, quoted: Span, told: Span) -> Group:
    text = page.text
    start, _ = page.sentence(quoted.start)
    content = tuple(Span(max(s.start, told.end + 1), s.end) for s in one.content if s.end > told.end + 1)
    if not content:
        return one
    passive = _BE.search(text, max(start, quoted.start - 25), quoted.start)
    if passive is None:
        between = text[quoted.end : told.start]
        speaker = Span(quoted.end + len(between) - len(between.lstrip()), told.start - len(between) + len(between.rstrip()))
        if speaker.start >= speaker.end:
            return one
        return replace(one, source=(speaker,), cue=(Span(one.cue[0].start, quoted.end), told), content=content)
    by = _BY.match(text, quoted.end)
    before = [s for s in (*one.source, *one.content) if s.end <= passive.start() and s.start >= start]
    if not before:
        return one
    cue = Span(min(one.cue[0].start, passive.start()), by.end() if by else quoted.end)
    return replace(
        one, source=(max(before),), cue=(cue, told) if cue.end < told.start - 1 else (Span(cue.start, told.end),), content=content
    )


def repeated(groups: list[Group], page: Page) -> list[Group]:
    """What the page prints twice was said once: a pull-quote is left out where the same words have a speaker elsewhere."""
    said = {_letters(s.of(page.text)) for g in groups if g.cue or g.source for s in g.content}
    kept = []
    for one in groups:
        if not one.cue and not one.source:
            letters = _letters("".join(s.of(page.text) for s in one.content))
            if letters in said:
                continue
            said.add(letters)
        kept.append(one)
    return kept


def _letters(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def unsaid(groups: list[Group], page: Page) -> list[Group]:
    """Words that nobody is said to have said and no mark encloses are the writer's own, unless it is a clause that saying alone governs.

    A colon that nothing is found after says of nobody that they spoke.
    """

    def said(one: Group) -> bool:
        if not one.content:
            return any(c.isalpha() for span in one.cue for c in span.of(page.text))
        start = one.content[0].start
        if one.cue and not one.source and SO_CALLED.search(page.text, max(0, one.cue[0].start - 4), one.cue[0].end):
            return False
        return bool(
            one.cue
            or one.source
            or page.text[start] in OPENING
            or SAID_CLAUSE.match(page.text, start)
            or kind_of(one.content, page.text, page.stretches) != "indirect"
        )

    return [one for one in groups if said(one)]


def stands_alone(groups: list[Group], page: Page) -> list[Group]:
    """A direct sentence of its own is not governed by what its speaker does in the sentence before ("She taught chess for years. “...”").

    A sentence that ends with its verb of saying, or in a colon, may govern it.
    """

    def freed(one: Group) -> Group:
        if not (one.source and one.cue and one.content) or page.text[one.content[0].start] not in MARKS:
            return one
        own, cue = page.sentence(one.content[0].start), one.cue[-1]
        before = page.sentence(cue.start)
        rest = page.text[cue.end : before[1]]
        ended = own[0] >= before[1] and own[0] == one.content[0].start and rest.rstrip().endswith(".")
        return replace(one, cue=()) if ended and len(rest.split()) >= GOES_ON else one

    return [freed(one) for one in groups]


GOES_ON = 5  # words behind a verb that make its sentence one about something else
OPENING = MARKS.replace("»", "")  # alone it is a bullet
SO_CALLED = re.compile(r"\bso[-‑– ]called\Z", re.IGNORECASE)
SAID_CLAUSE = re.compile(r"(?:that|whether|how|why|what)\b")


def _marked(page: Page, span: Span) -> bool:
    return page.text[span.end - 1] in MARKS


RULES: dict[str, Callable[[list[Group], Page], list[Group]]] = {
    "relayed": relayed,
    "set_off": set_off,
    "over_inner": over_inner,
    "subject": subject,
    "repeated": repeated,
    "stands_alone": stands_alone,
    "unsaid": unsaid,
}
