"""A document and the statements read in it in, its text as HTML out, every character where it was.

In:  a Document; `Mark`s: stretches of the text and what they are.
Out: `marked_up(...)`, the text of the page: what the browser shows is the document's own text and nothing else, so that
     words that are selected in it can be found again (anchoring.py).
Not here: who is which colour (views.py).

Labels (who speaks, why something is set aside) are attributes, shown by the style sheet: they are no part of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from sayso.reading import visible
from sayso.schema import Document, Segment, Span

BLOCKS = {"headline": "h2", "byline": "p", "date": "p", "paragraph": "p", "caption": "p", "aside": "div", "turn": "p"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is to look like something.

    Attributes:
        spans: where, in order.
        look: its classes.
        id: what it belongs to; None where it is no link.
        rank: the least rank is drawn where several overlap: a quotation inside another, before the other.
        facts: attributes of the first stretch of it.
        every: attributes of every stretch.
    """

    spans: tuple[Span, ...]
    look: str
    id: str | None = None
    rank: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    every: Mapping[str, str] = field(default_factory=dict)


def marked_up(document: Document, marks: Sequence[Mark]) -> Markup:
    """The document's text as HTML."""
    stretches = sorted((span.start, span.end, number) for number, mark in enumerate(marks) for span in mark.spans if span.end > span.start)
    cuts = sorted({at for start, end, _ in stretches for at in (start, end)})
    starts = [start for start, _, _ in stretches]
    begun: set[int] = set()
    out: list[str] = []
    at, taken = 0, 0
    near: list[tuple[int, int, int]] = []  # stretches that reach into the segment at hand
    for segment in _whole(document):
        until = bisect_left(starts, segment.span.end)
        near = [one for one in (*near, *stretches[taken:until]) if one[1] > segment.span.start]
        taken = max(taken, until)
        if segment.span.start > at:
            out.append(_plain(document.text[at : segment.span.start]))
        tag = BLOCKS[segment.role]
        label = f' data-why="{_attribute(_why(segment))}"' if segment.role == "aside" else ""
        out.append(f'<{tag} class="seg {segment.role}" dir="auto"{label}>')
        out.append(_runs(document.text, segment.span, marks, near, cuts, begun))
        out.append(f"</{tag}>")
        at = segment.span.end
    if at < len(document.text):
        out.append(_plain(document.text[at:]))
    return Markup("".join(out))  # every piece was escaped above


def _whole(document: Document) -> Sequence[Segment]:
    """The segments, or all of the text as one where there are none."""
    if document.segments:
        return document.segments
    return (Segment(span=Span(0, len(document.text)), role="turn"),)


def _why(segment: Segment) -> str:
    return f"{(segment.reason or 'set aside').capitalize()}, not read"


def _runs(text: str, span: Span, marks: Sequence[Mark], near: Sequence[tuple[int, int, int]], cuts: Sequence[int], begun: set[int]) -> str:
    """A segment's text, cut where marks begin and end."""
    out: list[str] = []
    inside = cuts[bisect_left(cuts, span.start + 1) : bisect_left(cuts, span.end)]
    at = span.start
    for end in [*inside, span.end]:
        over = [number for first, last, number in near if first <= at and end <= last]
        words = _plain(text[at:end])
        if not over:
            out.append(words)
        else:
            links = [number for number in over if marks[number].id is not None]
            others = [number for number in over if marks[number].id is None]
            for number in others:
                words = _span(marks[number], words)
            if links:
                chosen = min(links, key=lambda number: marks[number].rank)
                deep = " in" if len(links) > 1 else ""
                words = _link(marks[chosen], words, first=chosen not in begun, deep=deep)
                begun.add(chosen)
            out.append(words)
        at = end
    return "".join(out)


def _link(mark: Mark, words: str, *, first: bool, deep: str) -> str:
    facts = {**mark.every, **(mark.facts if first else {"tabindex": "-1"})}
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in facts.items())
    return f'<a class="{mark.look}{deep}" data-s="{_attribute(mark.id or "")}"{attributes}>{words}</a>'


def _span(mark: Mark, words: str) -> str:
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in mark.every.items())
    return f'<span class="{mark.look}"{attributes}>{words}</span>'


def _plain(words: str) -> str:
    return str(escape(visible(words)))


def _attribute(value: str) -> str:
    return str(escape(visible(value)))
