"""Quotation marks: which of a text's marks open, which close, and what stands between them.

In:  a text and the paragraphs (half-open spans) in which a mark may find its partner.
Out: `quoted(...)`, the spans that stand between marks (the marks included), and
     `mark_states(...)`, the same facts as one small integer a character.
Not here: who is quoted, or whether what is quoted was said at all (a title, a scare quote).

Curly, straight, angled and British single marks are told apart from apostrophes by
their neighbours.  A mark without a partner never reaches beyond its paragraph, so one
stray mark cannot swallow the rest of a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

OUTSIDE, OPENING, INSIDE, CLOSING = range(4)
SINGLE_REACH = 3000  # code points: a single mark without a partner within so many is an apostrophe

MARKS = "“”„‟\"«»″'‘’‚‛"
_DOUBLE = re.compile('[“”„‟"«»″]')
_ANY = re.compile(f"[{MARKS}]")
# Words that start with an apostrophe and are no opening mark: 'em, 'tis, '90s ...
_ELIDED = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)
_STRAIGHT = re.compile('"')
_STRAIGHT_CLOSE = re.compile('["“”]')
_SINGLE_CLOSE = re.compile(r"(?<=\S)['’](?!\w)")
_SINGLE_OPEN = re.compile("‘|(?<![^\\s(—–-])'")
_OPENS_DOUBLE = "“„‟«"
_CLOSES_DOUBLE = "”»″"


class Quoted(NamedTuple):
    """A stretch between quotation marks, marks included; `closed` is False where the partner is missing."""

    start: int
    end: int
    closed: bool


def quoted(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[Quoted, ...]:
    """Outermost stretches between quotation marks, in order.

    A mark that opens and is not closed runs to the end of its paragraph (`closed=False`), as
    printers do when the next paragraph opens with a mark again.
    """
    return tuple(found for start, end in paragraphs for found in _in_paragraph(text, start, end))


def mark_states(text: str, stretches: Iterable[Quoted]) -> npt.NDArray[np.uint8]:
    """OUTSIDE, OPENING, INSIDE or CLOSING for each character. Shape: (len(text),)."""
    states = np.zeros(len(text), dtype=np.uint8)
    for start, end, closed in stretches:
        states[start:end] = INSIDE
        states[start] = OPENING
        if closed:
            states[end - 1] = CLOSING
    return states


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quoted]:
    at = start
    singles: list[int] | None = None  # where a single mark could close, sought when the first could open
    while (mark := _ANY.search(text, at, end)) is not None:
        opened = mark.start()
        if _DOUBLE.match(mark.group()):
            close = _double_close(text, opened, end)
        elif _single_opens(text, opened, end):
            singles = [m.start() for m in _SINGLE_CLOSE.finditer(text, opened, end)] if singles is None else singles
            close = _single_close(text, opened, singles)
        else:
            close = None
        if close is None:  # an apostrophe, or a stray closing mark
            at = opened + 1
        elif close == end:
            yield Quoted(opened, end, closed=False)
            return
        else:
            yield Quoted(opened, close + 1, closed=True)
            at = close + 1


def _double_close(text: str, opened: int, end: int) -> int | None:
    """Where the double mark at `opened` closes; `end` if nowhere; None if it does not open."""
    mark = text[opened]
    if mark in _CLOSES_DOUBLE:
        return None
    if mark in _OPENS_DOUBLE:
        for other in _DOUBLE.finditer(text, opened + 1, end):
            if other.group() in _OPENS_DOUBLE:  # opened anew before it closed: the first was stray
                return None
            if other.group() != "»" or mark == "«":  # » alone is a bullet
                return other.start()
        return end
    if text[opened - 1 : opened].isdigit() and text[opened + 1 : opened + 2].isspace():  # inches
        return None
    close = _STRAIGHT_CLOSE.search(text, opened + 1, end)  # straight marks take turns
    if close is not None and close.group() == "“":  # another quotation inside this one
        close = _STRAIGHT.search(text, close.end(), end)
    if close is not None:
        return close.start()
    return end if _starts_word(text, opened, end) else None  # a straight mark alone opens only where it looks so


def _single_opens(text: str, at: int, end: int) -> bool:
    return text[at] != "’" and _starts_word(text, at, end) and not _ELIDED.match(text, at + 1)


def _single_close(text: str, opened: int, singles: list[int]) -> int | None:
    """Where the single mark at `opened` closes, or None where it has no partner and is an apostrophe."""
    fallback = None
    for i in range(bisect_left(singles, opened + 2), len(singles)):
        at = singles[i]
        if at > opened + SINGLE_REACH:
            break
        if text[at - 1] in ',.?!…;:)]”"—–':
            return at
        if fallback is None:
            fallback = at
        # The plural possessive ("the workers' union") looks the same as a close: prefer one after punctuation,
        # but not one that belongs to a later quotation.
        if _SINGLE_OPEN.search(text, fallback + 1, at):
            break
    return fallback


def _starts_word(text: str, at: int, end: int) -> bool:
    before = text[at - 1 : at] if at else ""
    return (not before or (not before.isalnum() and before not in ".,!?’'")) and at + 1 < end and not text[at + 1].isspace()
