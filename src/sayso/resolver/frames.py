"""The sentence around a quotation, as words with their places, without what is quoted.

In:  a text, a quotation, the spans of its neighbours.
Out: `frame(...)`: a Frame.
Not here: words and noun phrases (english/words.py); what the words mean (acts.py, carriers.py).

Contents are left out, so that what is quoted never speaks about the quoting; a gap stands where one was.
Everything is bounded by `REACH`, so a text without a full stop costs no more than one with many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sayso.english.words import GAP, MARKS, Token, ends, tokens
from sayso.schema import Quotation, Span

REACH: Final = 700  # characters of a paragraph looked at on each side of a quotation's own words


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


def _sentence_start(text: str, found: Sequence[Token], position: int) -> int:
    at = bisect_left(found, position, key=lambda token: token.start)
    while at > 0 and not ends(text, found, at - 1):
        at -= 1
    while at < len(found) and text[found[at].start] in MARKS and found[at].word != GAP and found[at].start < position:
        at += 1
    return at


def _sentence_stop(text: str, found: Sequence[Token], position: int) -> int:
    at = bisect_left(found, position, key=lambda token: token.end)  # the token that ends the quotation's own words, or follows them
    if at < len(found) and found[at].end == position and ends(text, found, at):
        return at + 1
    while at < len(found) and not ends(text, found, at):
        at += 1
    at = min(len(found), at + 1)
    while at < len(found) and text[found[at].start] in MARKS and found[at].start == found[at - 1].end and found[at].word != GAP:
        at += 1
    return at
