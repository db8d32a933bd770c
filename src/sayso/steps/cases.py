"""Steps that a case tells of: a lawsuit that is filed, settled or thrown out.

In:  the tokens of a sentence and where the word that names the case, or the verb that ends it, stands.
Out: each step as `Told`.
Not here: verbs that name their step themselves, "sued" (telling.py); requests for comment (asking.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sayso.english.words import Token
from sayso.schema import Span, StepKind, StepStatus
from sayso.steps.clauses import BE, Clause, Told, clause
from sayso.steps.parties import agent, claim, doing, joined, phrases
from sayso.steps.verbs import ACTION, BENCH, CASES, FILES

_FOES: Final = frozenset(
    "government company family city state county department agency paper newspaper plaintiff plaintiffs regulator regulators union victims"
    " workers prosecutors".split()
)


def settled(found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, end: int) -> Iterator[Told]:
    """A settlement: "settled with X", "settled the case", "agreed to pay X ... to settle the lawsuit"."""
    rest = words[at + 1 : at + 9]
    with_whom: list[Span] = []
    last = at + 1
    for place in range(at + 1, min(at + 9, len(words) - 1)):
        if words[place] == "with":
            with_whom, last = phrases(found, text, place + 1)
            break
    foes = [one for one in with_whom if one.of(text).rpartition(" ")[2].casefold() in _FOES]
    of_law = any(word in CASES or word in ("claim", "claims", "dispute") for word in rest) or "court" in rest
    named = [one for one in with_whom if text[one.start].isupper() or found[last - 1].word in ("him", "her", "them")]
    if not of_law and not named and not foes:
        return
    subjects, begin = about.subjects, about.begin
    status = about.status
    real = about.real
    pay = next((place for place in range(at - 1, -1, -1) if words[place] == "pay"), None)
    if words[at - 1 : at] == ["to"] and pay is not None:
        before = clause(found, text, pay)
        subjects, begin, real = before.subjects, before.begin, before.real
        status = "denied" if before.status == "denied" else "done" if "agreed" in words[max(0, pay - 3) : pay] else before.status
        with_whom, _ = phrases(found, text, pay + 1)
    if subjects and real:
        yield Told("settlement", tuple(subjects), tuple(with_whom), status, begin, max(last, at + 1))


def reached(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A settlement that a noun names: "reached a settlement with X"."""
    verb = next(
        (place for place in range(at - 1, max(-1, at - 6), -1) if words[place] in ("reached", "reach", "reaches", "agreed", "signed")), None
    )
    if verb is None:
        return
    about = clause(found, text, verb)
    with_whom, end = phrases(found, text, at + 2) if words[at + 1 : at + 2] == ["with"] else ([], at + 1)
    status = "done" if words[verb] == "agreed" and about.status == "planned" else about.status
    if about.subjects and about.real:
        yield Told("settlement", about.subjects, tuple(with_whom), status, about.begin, max(end, at + 1))


def dismissed(found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, end: int) -> Iterator[Told]:
    """A case thrown out or dropped; `against` is whose case, or who was charged."""
    out = 1 if words[at].startswith(("thr", "toss")) else 0
    if out and "out" not in words[at + 1 : at + 2] and not words[at].startswith("toss"):
        return
    if about.passive:
        case = about.subjects
        first = about.begin
        whom, last = agent(found, text, at + 1)
        by: tuple[Span, ...] = tuple(whom)
    else:
        case_list, last = phrases(found, text, at + 1 + (1 if words[at + 1 : at + 2] == ["out"] else 0))
        case, first, by = tuple(case_list), about.begin, about.subjects
        if words[at].startswith("dismiss") and not _judges(text, by, words[at + 1 : last + 2]):
            return  # "dismissed the complaints as nonsense"
    if not case or not any(word in CASES for span in case for word in text[span.start : span.end].casefold().replace("’", "'").split()):
        return
    whose = list(_whose(text, case))
    if not whose:
        whole = range(first, min(len(words), max(last, at) + 6))
        place = next((n for n in whole if words[n] == "against"), None)
        whose = phrases(found, text, place + 1)[0] if place is not None else []
    yield Told("dismissal", by, tuple(whose), about.status, first, max(last, at + 1))


def _judges(text: str, by: Sequence[Span], rest: Sequence[str]) -> bool:
    """Whether who dismisses something is a court, or what they dismiss is a case and nothing that is called something else."""
    if any(word.casefold() in BENCH for span in by for word in span.of(text).split()):
        return True
    return bool({"case", "lawsuit", "suit", "indictment"} & set(rest)) and "as" not in rest


def _whose(text: str, case: Sequence[Span]) -> Iterator[Span]:
    """Whose case it is: "Ada Stone" of "Ada Stone's lawsuit"."""
    for span in case:
        words = span.of(text)
        for mark in ("'s ", "’s "):
            if mark in words:
                yield Span(span.start, span.start + words.index(mark))
                return


_PARTS: Final = frozenset(
    ", and by against over of for about from to that as in down up off out after before with when while who which than them it".split()
)
_TAKES: Final = frozenset("take takes took taken taking".split())
_MAKES: Final = frozenset("make makes made".split())
_NO_DEEDS: Final = frozenset("sweeping pending existing ongoing wide-ranging groundbreaking".split())


def noun(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A case that a noun names: "filed a lawsuit against X", "a lawsuit filed by X", "in a $400m lawsuit"."""
    behind = next((place for place in range(at - 1, max(-1, at - 9), -1) if words[place] in FILES), None)
    ahead = at + 1 if words[at + 1 : at + 2] and words[at + 1] in ("filed", "brought", "lodged", "launched", "made") else None
    if kind == "complaint" and behind is None and ahead is None and not any(words[at + 1 : at + 6].count(word) for word in ("was", "from")):
        return
    against = _against(found, text, words, at + 1)
    if kind in ("lawsuit", "countersuit") and behind is None:
        met = list(_met(kind, found, text, words, at, against))
        yield from met
        if met:
            return
    if behind is not None and not any(_parts(words[place]) for place in range(behind + 1, at)):
        about = clause(found, text, behind)
        if about.passive or not about.subjects or not about.real:
            return
        if (words[behind] in _TAKES and words[at] not in ACTION) or (words[behind] in _MAKES and kind != "complaint"):
            return
        yield Told(kind, about.subjects, tuple(against), about.status, about.begin, at + 1, claim(found, text, at + 1, ("for",)))
    elif ahead is not None and "by" in words[ahead : ahead + 3]:
        whom, end = agent(found, text, ahead)
        yield Told(kind, tuple(whom), tuple(against), "done", max(0, at - 2), max(end, ahead + 1))
    elif passive := next((n for n in range(at + 1, min(at + 9, len(words))) if words[n] in FILES and words[n - 1] in BE), None):
        whom, end = agent(found, text, passive + 1)
        yield Told(kind, tuple(whom), tuple(against), clause(found, text, passive).status, max(0, at - 1), max(end, passive + 1))
    elif (
        kind == "complaint"
        and words[at + 1 : at + 2] == ["from"]
        and {"received", "receives", "got", "upheld"} & set(words[max(0, at - 5) : at])
    ):
        whom, end = phrases(found, text, at + 2)
        yield Told(kind, tuple(whom), tuple(against), "done", max(0, at - 1), max(end, at + 1))
    elif kind in ("lawsuit", "countersuit"):
        yield from _nominal(kind, found, text, words, at, against)


_THREATENS: Final = frozenset("threaten threatens threatened threatening plans planning considering mulling weighing".split())


def _met(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int, against: list[Span]) -> Iterator[Told]:
    """A case that nobody files in so many words: "threatened legal action", "was hit with a lawsuit", "the lawsuit that X filed"."""
    for place in range(at - 1, max(-1, at - 7), -1):
        word = words[place]
        hit = word == "with" and place and words[place - 1] in ("hit", "slapped")
        if word in _THREATENS or word in ("faces", "faced", "facing") or hit:
            about = clause(found, text, place - 1 if hit else place)
            if not about.subjects or not about.real:
                return
            if word in _THREATENS:
                status: StepStatus = "denied" if about.status == "denied" else "planned"
                yield Told(kind, about.subjects, tuple(against), status, about.begin, at + 1)
            elif about.status == "done":
                whom, end = agent(found, text, at + 1)
                yield Told(kind, tuple(whom), about.subjects, "done", about.begin, max(at + 1, end))
            return
        if _parts(word):
            break
    if words[at + 1 : at + 2] == ["by"] and at + 2 < len(found) and not doing(found, at + 2):
        whom, end = phrases(found, text, at + 2)
        yield Told(kind, tuple(whom), tuple(against), "done", max(0, at - 1), max(at + 1, end))
        return
    start = at + 2 if words[at + 1 : at + 2] in (["that"], ["which"]) else at + 1
    whom, end = phrases(found, text, start)
    end += end < len(words) and words[end] in ("has", "had")
    if whom and end < len(words) and words[end] in ("filed", "brought", "launched"):
        yield Told(kind, tuple(whom), tuple(_against(found, text, words, end)), "done", max(0, at - 1), end + 1)


def _parts(word: str) -> bool:
    """Whether a word between a verb and a case parts them: "took them down after receiving complaints"."""
    return word in _PARTS or (word.endswith("ing") and word not in _NO_DEEDS)


def _against(found: Sequence[Token], text: str, words: list[str], start: int) -> list[Span]:
    for at in range(start, min(start + 10, len(words) - 1)):
        if words[at] == "against":
            return phrases(found, text, at + 1)[0]
        if words[at] in (",", ";", ":"):
            break
    return []


def _nominal(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int, against: list[Span]) -> Iterator[Told]:
    """A case in passing: "X accused Y of fraud in a $9m lawsuit": whoever the sentence is about brings it."""
    low = at
    while low > 0 and words[low - 1] not in ("in", ",", "and", "the") and at - low < 8:
        low -= 1
    if low == 0 or words[low - 1] != "in" or words[low] not in ("a", "an", "his", "her", "their", "its"):
        return
    verb = next((n for n, word in enumerate(words) if word.startswith(("accus", "alleg", "claim", "seek"))), None)
    if verb is None:
        return
    about = clause(found, text, verb)
    accused = against or (phrases(found, text, verb + 1)[0] if words[verb].startswith("accus") else [])
    if about.subjects and accused:
        first = min(about.begin, low - 1)
        yield Told(kind, about.subjects, tuple(accused), "done", first, max(at + 1, verb + 1), nominal=True)


def injunction(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A ruling: "granted an injunction against X"."""
    verb = next((n for n in range(at - 1, max(-1, at - 6), -1) if words[n] in ("granted", "grants", "issued", "issues", "imposed")), None)
    if verb is not None and not any(_parts(words[n]) for n in range(verb + 1, at)):
        about = clause(found, text, verb)
        if about.real and not about.passive and any(one.casefold() in BENCH for span in about.subjects for one in span.of(text).split()):
            yield Told("ruling", about.subjects, tuple(_against(found, text, words, at + 1)), about.status, about.begin, at + 1)


def to_court(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A lawsuit: "took X to court"."""
    verb = next((n for n in range(at - 2, max(-1, at - 9), -1) if words[n] in ("take", "takes", "took", "taken", "taking")), None)
    if verb is not None:
        about = clause(found, text, verb)
        target = joined(found, text, verb + 1, at - 1) if verb + 1 < at - 1 else []
        if about.subjects and target and about.real:
            yield Told("lawsuit", about.subjects, tuple(target), about.status, about.begin, at + 1)
