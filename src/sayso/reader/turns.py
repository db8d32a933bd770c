"""Turns of a transcript: paragraphs that begin with a speaker's label ("DOE: I never went.").

In:  a text and its paragraphs (half-open spans).
Out: `turns_in(...)`, each with the span of its label and the spans of its words; up to two paragraphs without
     a label between two turns go on with the first, unless one stands in brackets (a stage direction).
Not here: who the label stands for (resolver); what is quoted inside a turn (the model finds that).

A label alone proves nothing ("Where: Town Hall"): turns are believed where two stand in a row and the
labels are written in capitals, or one of them is a word that only transcripts use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.schema import Span, Spans

_LABEL = re.compile(r"[\"“]?((?:[^\W\d_a-zß-ÿ][\w.'’-]*)(?: [^\W\d_a-zß-ÿ][\w.'’-]*){0,4}):\s+(?=\S)")
_SPOKEN = frozenset("q a interviewer question answer moderator host reporter interpreter".split())
_FACTS = frozenset(
    "when where what who why how cost time date price location tickets info information contact note update breaking photo video watch read"
    " related more source sources tags photos venue address email phone web website caption summary warning correction editor".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: who speaks, and what."""

    label: Span
    content: Spans


def turns_in(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Turn]:
    """The turns of a text, in order; none where it is no transcript."""
    labels = [_label(text, *paragraph) for paragraph in paragraphs]
    found: list[Turn] = []
    at = 0
    while at < len(labels):
        if labels[at] is None:
            at += 1
            continue
        last = at  # of a run of turns: at most two paragraphs without a label between two with one
        for other in range(at + 1, len(labels)):
            if labels[other] is not None:
                last = other
            elif other - last > 2:
                break
        for first in (at, next((i for i in range(at, last + 1) if _shouted(text, labels[i])), last)):
            run = range(first, last + 1)  # a headline with a colon above the turns is none of them
            if _is_transcript(text, [label for i in run if (label := labels[i]) is not None]):
                found += _turns_of(text, [(paragraphs[i], labels[i]) for i in run])
                break
        at = last + 1
    return found


def _label(text: str, start: int, end: int) -> tuple[Span, int] | None:
    """A paragraph's label and where its words begin."""
    found = _LABEL.match(text, start, end)
    if found is None or found[1].split()[0].casefold() in _FACTS:
        return None
    return Span(*found.span(1)), found.end()


def _is_transcript(text: str, labels: list[tuple[Span, int]]) -> bool:
    spoken = any(label.of(text).casefold() in _SPOKEN for label, _ in labels)
    return len(labels) >= 2 and (spoken or all(_shouted(text, label) for label in labels))


def _shouted(text: str, label: tuple[Span, int] | None) -> bool:
    return label is not None and (name := label[0].of(text)) == name.upper()


def _turns_of(text: str, run: list[tuple[tuple[int, int], tuple[Span, int] | None]]) -> list[Turn]:
    found: list[Turn] = []
    for (start, end), label in run:
        if label is not None:
            found.append(Turn(label[0], (Span(label[1], end),)))
        elif text[start : start + 2].lstrip('"“')[:1] not in ("(", "["):
            found[-1] = Turn(found[-1].label, (*found[-1].content, Span(start, end)))
    return found
