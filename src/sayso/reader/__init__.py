"""Document in, quotations and mentions out.

In:  Documents and a loaded `Tagger`.
Out: `Found`: the quotations (source, cue, content, kind, score) and the mentions of each Document.
Not here: whose words they are (resolver), where the bytes came from (ingest).

What is set aside is not read: no quotation can begin, end or run through an aside, a byline or a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sayso.reader.decode import Group, Piece, Rules, Scores, best_tags, find_mentions, join, kind_of, runs
from sayso.reader.marks import quoted
from sayso.reader.windows import Windows
from sayso.schema import Document, Mention, Quotation, Role

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
READ_ROLES: tuple[Role, ...] = ("headline", "paragraph", "caption", "turn")


class Scorer(Protocol):
    """What a Reader needs of a tagger; tests bring one without a network."""

    @property
    def rules(self) -> Rules:
        """What was learned beside the network."""

    def windows(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Windows:
        """A text, cut."""

    def scores(self, texts: Sequence[Windows]) -> list[Scores]:
        """The answers for each text's words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in one document."""

    quotations: tuple[Quotation, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads documents with one tagger."""

    tagger: Scorer

    def read(self, document: Document) -> Found:
        """The quotations and mentions of one document."""
        return self.read_batch([document])[0]

    def read_batch(self, documents: Sequence[Document]) -> tuple[Found, ...]:
        """The same for many, in one pass of the encoder and in their order."""
        paragraphs = [lines(document) for document in documents]
        windows = [self.tagger.windows(d.text, p) for d, p in zip(documents, paragraphs, strict=True)]
        scores = self.tagger.scores(windows)
        bounds = [np.flatnonzero(np.diff(w.paragraph, prepend=-1)) if len(w.paragraph) else np.zeros(0, dtype=np.int64) for w in windows]
        emissions = [part for s, b in zip(scores, bounds, strict=True) if len(b) for part in np.split(s.tags, b[1:])]
        tagged = iter(best_tags(emissions, self.tagger.rules))
        out = []
        for document, spans, w, s, b in zip(documents, paragraphs, windows, scores, bounds, strict=True):
            pieces = [piece for offset in b.tolist() for piece in runs(*next(tagged), offset=offset)]
            out.append(self._found(document, spans, w, s, pieces))
        return tuple(out)

    def _found(
        self, document: Document, paragraphs: Sequence[tuple[int, int]], windows: Windows, scores: Scores, pieces: list[Piece]
    ) -> Found:
        stretches = quoted(document.text, paragraphs)
        groups = join(pieces, windows, scores.links, self.tagger.rules, stretches)

        def quotation(number: int, group: Group) -> Quotation:
            return Quotation(
                id=f"q{number}",
                document_id=document.id,
                kind=kind_of(group.content, document.text, stretches),
                source=group.source,
                cue=group.cue,
                content=group.content,
                score=round(group.score, 4),
            )

        quotations = tuple(quotation(number, group) for number, group in enumerate(groups, 1))
        return Found(quotations=quotations, mentions=find_mentions(windows, scores, self.tagger.rules))


def lines(document: Document) -> list[tuple[int, int]]:
    """The paragraphs of a document that are read: its segments that are not set aside, cut at line ends, blank lines left out."""
    found = []
    for segment in document.with_role(*READ_ROLES):
        for line in _LINE.finditer(document.text, segment.span.start, segment.span.end):
            found.append(line.span())
    return found
