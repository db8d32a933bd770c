"""The sentence around a quotation, as words with their places, without what is quoted.

In:  a text, a quotation, the spans of its neighbours.
Out: `frame(...)`: a Frame; `noun_phrase(...)`: the noun phrase that begins at a word.
Not here: what the words mean (acts.py, carriers.py, dates.py).

Contents are left out, so that what is quoted never speaks about the quoting; a gap stands where one was.
Everything is bounded by `REACH`, so a text without a full stop costs no more than one with many.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sayso.schema import Quotation, Span

REACH: Final = 700  # characters of a paragraph looked at on each side of a quotation's own words
GAP: Final = "…quoted…"  # the word of a token that stands for a content

_TOKEN = re.compile(r"\w[\w.]{0,30}\.(?=\w)\w?\.?|[^\W_](?:[\w&]|[’'.,-](?=\w)){0,60}|\$?\d[\d,.]{0,20}|[^\w\s]")
_END = frozenset(".!?")
_MARKS = "\"'“”‘’„«»"
_SHORT = frozenset(
    "mr mrs ms dr prof rev hon st sen rep gov gen col lt capt sgt maj adm cmdr jr sr vs etc inc ltd co corp no vol dept est"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa"
    " tenn tex va vt wash wis wyo"
    " u.s u.k u.n e.u d.c a.m p.m i.e e.g n.y n.j n.c s.c n.h n.m r.i w.va n.d s.d".split()
)


class Token(NamedTuple):
    """A word or mark and where it stands; `word` is in lower case, with straight apostrophes."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentence of a quotation: `tokens` without the contents; `core` the indices [first, last) of cue and source."""

    text: str
    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    """The sentence before, in the same paragraph."""

    def index(self, position: int) -> int:
        """The first token that ends after a position."""
        return bisect_left(self.tokens, position + 1, key=lambda token: token.end)

    def within(self, spans: Sequence[Span]) -> list[int]:
        """Indices of the tokens inside some spans."""
        found = []
        for span in spans:
            at = self.index(span.start)
            while at < len(self.tokens) and self.tokens[at].start < span.end:
                if self.tokens[at].word != GAP:
                    found.append(at)
                at += 1
        return found


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of a stretch."""
    return [Token(found.start(), found.end(), plain(found.group())) for found in _TOKEN.finditer(text, start, end)]


def plain(words: str) -> str:
    """Lower case, straight apostrophes."""
    return words.replace("’", "'").replace("‘", "'").casefold()


def frame(text: str, quotation: Quotation, around: Sequence[Span], within: Span | None = None) -> Frame:
    """The sentence of a quotation.

    Args:
        text: the document's text.
        quotation: the quotation.
        around: contents of this and other quotations near it, in order of the text.
        within: the content that holds the whole quotation, where one does.
    """
    core = quotation.source + quotation.cue or quotation.content[:1]
    if not core:
        return Frame(text, (), ())
    first, last = min(core).start, max(span.end for span in core)
    low, high = _line(text, first, last)
    if within is not None:
        low, high = max(low, within.start), min(high, within.end)
    own = [span for span in quotation.content if low <= span.start < high]
    left, right = min([first, *(span.start for span in own)]), max([last, *(span.end for span in own)])
    right = min(right, high)
    gaps = _gaps(around, core if quotation.source or quotation.cue else (), low, high)
    found: list[Token] = []
    at = low
    for gap in gaps:
        found += tokens(text, at, gap.start)
        found.append(Token(max(gap.start, low), min(gap.end, high), GAP))
        at = gap.end
    found += tokens(text, at, high)
    start = _sentence_start(text, found, left)
    stop = _sentence_stop(text, found, right)
    earlier = _sentence_start(text, found, found[start - 1].start) if start > 0 else 0
    return Frame(text, tuple(found[start:stop]), tuple(found[earlier:start]))


def _line(text: str, first: int, last: int) -> tuple[int, int]:
    """The part of the paragraph within reach of a stretch."""
    low = text.rfind("\n", max(0, first - REACH), first) + 1 or max(0, first - REACH)
    high = text.find("\n", last, last + REACH)
    return low, high if high >= 0 else min(len(text), last + REACH)


def _gaps(around: Sequence[Span], core: Sequence[Span], low: int, high: int) -> list[Span]:
    """The contents in a stretch, merged, without those that hold some of the quotation's own words."""
    out: list[Span] = []
    for span in around:
        if span.end <= low or span.start >= high or any(span.start < own.end and own.start < span.end for own in core):
            continue
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _ends(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends with this token."""
    token = found[at]
    if token.word == GAP:
        said = text[token.start : token.end].rstrip(_MARKS + " )")
        following = found[at + 1] if at + 1 < len(found) else None
        return said[-1:] in _END and (following is None or following.word == GAP or not text[following.start].islower())
    if token.word not in _END:
        return False
    if token.word != ".":
        return True
    before = found[at - 1] if at > 0 else None
    if before is not None and before.end == token.start and (before.word in _SHORT or len(before.word) == 1 or before.word[-2:-1] == "."):
        return False
    following = found[at + 1] if at + 1 < len(found) else None
    return following is None or following.word == GAP or not text[following.start].islower()


def _sentence_start(text: str, found: Sequence[Token], position: int) -> int:
    at = bisect_left(found, position, key=lambda token: token.start)
    while at > 0 and not _ends(text, found, at - 1):
        at -= 1
    while at < len(found) and text[found[at].start] in _MARKS and found[at].word != GAP and found[at].start < position:
        at += 1
    return at


def _sentence_stop(text: str, found: Sequence[Token], position: int) -> int:
    at = bisect_left(found, position, key=lambda token: token.end)  # the token that ends the quotation's own words, or follows them
    if at < len(found) and found[at].end == position and _ends(text, found, at):
        return at + 1
    while at < len(found) and not _ends(text, found, at):
        at += 1
    at = min(len(found), at + 1)
    while at < len(found) and text[found[at].start] in _MARKS and found[at].start == found[at - 1].end and found[at].word != GAP:
        at += 1
    return at


# -- noun phrases ----------------------------------------------------------------------------------

DETERMINERS: Final = frozenset(
    "the a an his her its their our my your this that these those some several many few two three another each every all both".split()
)
POSSESSIVES: Final = frozenset("his her its their our my your".split())
PREPOSITIONS: Final = frozenset(
    "in on at of to for from with by about against during after before since until till over under into onto"
    " through via as than like near between"
    " among amid around across without within despite following regarding concerning per out off up down while"
    " because if though although when"
    " where whether that which who whom whose what how why so but nor yet or and not then also".split()
)
PRONOUNS: Final = frozenset("he she they it i we you him them us me who whom himself herself themselves".split())
WEEKDAYS: Final = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS: Final = tuple("january february march april may june july august september october november december".split())
_VERBAL: Final = frozenset(
    "is are was were be been being am has have had do does did will would shall should can could may might must"
    " isn't wasn't didn't hasn't hadn't"
    " said says say told tells wrote writes added adds asked asks called calls claimed claims denied denies accused accuses".split()
)
TIME_WORDS: Final = frozenset(WEEKDAYS) | frozenset(
    "yesterday today tonight tomorrow ago earlier later recently last next again afterwards afterward now once previously week month"
    " year weekend morning afternoon evening night late early then there this directly separately privately publicly bluntly"
    " exclusively instead first ever".split()
)


def noun_phrase(found: Sequence[Token], text: str, at: int, *, stops: frozenset[int] = frozenset(), longest: int = 12) -> int:
    """Where the noun phrase that begins at a token ends (an index, exclusive); `at` itself where none begins there.

    It ends before a mark, a preposition, a verb of the commonest, a gap, or a token of `stops`; "of" is gone over
    where it binds two nouns, and so are "and" between names, and a possessive.
    """
    if at >= len(found) or not _nominal(found[at]) or at in stops:
        return at
    if found[at].word in PRONOUNS or (found[at].word == "her" and (at + 1 == len(found) or not _nominal(found[at + 1]))):
        return at + 1
    end = at
    while end < len(found) and end - at < longest and end not in stops:
        word = found[end].word
        if (
            word == "."
            and end > at
            and found[end - 1].end == found[end].start
            and (found[end - 1].word in _SHORT or len(found[end - 1].word) == 1)
        ):
            end += 1
            continue
        if not _nominal(found[end]):
            joins = word in ("of", "and", "&") and end + 1 < len(found) and end > at and end + 1 not in stops
            if word == "of" and joins and _nominal(found[end + 1]) and found[end + 1].word not in PRONOUNS and not _doing(found, end + 1):
                if _person(found, text, at, end):
                    break
                end += 1
                continue
            if (
                joins
                and word != "of"
                and text[found[end - 1].start].isupper()
                and text[found[end + 1].start].isupper()
                and found[end + 1].word not in TIME_WORDS
            ):
                end += 1
                continue
            break
        if end > at and word.endswith("ing") and word not in _NAMES_IN_ING and text[found[end].start].islower() and _doing(found, end):
            break
        if end > at and (word in PRONOUNS or (word in DETERMINERS and found[end - 1].word not in ("of", "and", "all", "both"))):
            break
        end += 1
    while end - 1 > at and (
        found[end - 1].word in TIME_WORDS
        or found[end - 1].word in ("of", "and", "&", "a", "the")
        or (found[end - 1].word.endswith("ly") and text[found[end - 1].start].islower())
    ):
        end -= 1
    return end if found[at:end] and not all(token.word in DETERMINERS or token.word in TIME_WORDS for token in found[at:end]) else at


_NAMES_IN_ING: Final = frozenset(
    "meeting hearing briefing filing recording building wedding painting king morning evening spring ring thing"
    " something anything nothing everything being sibling ruling offering"
    " gathering writing housing clothing funding spending training mining banking shipping ceiling string wing".split()
)


def _doing(found: Sequence[Token], at: int) -> bool:
    """Whether a word is what somebody does ("of lying", "of taking a bribe"), no noun ("of fracking industry leaders")."""
    following = found[at + 1] if at + 1 < len(found) else None
    return found[at].word.endswith("ing") and (
        following is None or not _nominal(following) or following.word in DETERMINERS or following.word in PRONOUNS
    )


_BODIES: Final = re.compile(
    r"(?:universit|department|house|bank|secretar|church|ministr|board|institut|college|council|chamber|city|associat|bureau|office|school|union|court|republic|state|league)"
)


def _person(found: Sequence[Token], text: str, first: int, last: int) -> bool:
    """Whether a name of two words or more is a person's, as far as a name shows it: "Bill O'Reilly" of Fox News."""
    return (
        last - first >= 2
        and all(text[found[at].start].isupper() or found[at].word == "." for at in range(last - 2, last))
        and not any(_BODIES.match(token.word) for token in found[first:last])
    )


def _nominal(token: Token) -> bool:
    word = token.word
    return word != GAP and (word[0].isalnum() or word[0] == "$") and word not in PREPOSITIONS and word not in _VERBAL


def span_of(found: Sequence[Token], first: int, last: int) -> Span:
    """The stretch of text from one token to another, exclusive."""
    return Span(found[first].start, found[last - 1].end)
