"""Text in, its blocks out: the stretches that can each play one role.

In:  a document's text.
Out: spans in order that do not overlap and together hold every character that is not blank.
Not here: which role a block plays (asides.py).

A block is a line.  Lines of a hard-wrapped paragraph are one block.
"""

from __future__ import annotations

import re

from sayso.schema import Span

WRAP_WIDTHS = (50, 90)  # in characters: what editors and mail programs wrap at
WRAP_SHARE = 0.8  # share of a paragraph's lines, the last left out, that must be of such a width

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’»)\]]*|[.!?…]?[”»])(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|Jr|Sr|No|vs|Inc|Co|Ltd|Corp|a\.m|p\.m)|\b[A-Z])\.$"
)


def blocks_of(text: str) -> list[Span]:
    """The blocks of a text, without the blanks around them."""
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        lines = [trimmed(text, paragraph.start() + line.start(), paragraph.start() + line.end()) for line in _LINE.finditer(paragraph[0])]
        lines = [line for line in lines if line.end > line.start]
        if _is_wrapped(text, lines):
            spans.append(Span(lines[0].start, lines[-1].end))
        else:
            spans.extend(lines)
    return spans


def sentences_of(text: str, block: Span) -> list[Span]:
    """The sentences of a block, roughly: cut after a full stop, a question or an exclamation mark, or a closing quotation mark."""
    spans: list[Span] = []
    start = block.start
    for end in _SENTENCE_END.finditer(text, block.start, block.end):
        if _ABBREVIATION.search(text, max(start, end.end() - 8), end.end()):
            continue
        piece = trimmed(text, start, end.end())
        if piece.end > piece.start:
            spans.append(piece)
        start = end.end()
    last = trimmed(text, start, block.end)
    if last.end > last.start:
        spans.append(last)
    return spans


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether these lines are one paragraph that was broken at a fixed width."""
    if len(lines) < 2:
        return False
    full = lines[:-1]
    low, high = WRAP_WIDTHS
    fitting = sum(low <= line.end - line.start <= high for line in full)
    ending = sum(text[line.end - 1] in '.!?”"' for line in full)
    widest = max(line.end - line.start for line in full)
    return fitting >= WRAP_SHARE * len(full) and ending <= 0.5 * len(full) and lines[-1].end - lines[-1].start <= widest + 10


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without the blanks around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
