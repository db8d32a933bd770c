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

from sayso.reader.decode import Group, Rules, Scores, best_tags, find_mentions, join, kind_of, runs
from sayso.reader.marks import MARKS, Quoted, quoted
from sayso.reader.windows import Windows
from sayso.schema import Document, Mention, Quotation, Role

# Words that let a content be read a second time; a miss costs an inner quotation, a false hit a little time.
_SPEAKS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|ask(?:ed|s|ing)?|claim(?:ed|s|ing)?|den(?:ied|ies|ying)|admit(?:ted|s|ting)?"
    r"|accus(?:ed|es|ing)|insist(?:ed|s|ing)?|warn(?:ed|s|ing)?|promis(?:ed|es|ing)|repl(?:ied|ies|ying)|wr(?:ote|ites|iting)"
    r"|add(?:ed|s|ing)|argu(?:ed|es|ing)|suggest(?:ed|s|ing)|announc(?:ed|es|ing)|call(?:ed|s|ing)|according to)\b",
    re.IGNORECASE,
)
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
        """The same for many, in one pass of the encoder over all of them, and in their order.

        What is quoted may itself quote ("Cho said that Osei told her he was leaving"): contents in which
        someone seems to speak are read a second time, each as a text of its own.
        """
        outer = self._read(documents, [lines(document) for document in documents])
        inside = [_quoting(document.text, pass_.groups) for document, pass_ in zip(documents, outer, strict=True)]
        inner = self._read(documents, inside)
        out = []
        for document, first, second, contents in zip(documents, outer, inner, inside, strict=True):
            nested = [group for group in second.groups if group.source and group.cue and group.content and _within_one(group, contents)]
            groups = sorted([*first.groups, *nested], key=lambda g: min((*g.source, *g.cue, *g.content)))
            quotations = tuple(_quotation(document, number, group, first.stretches) for number, group in enumerate(groups, 1))
            out.append(Found(quotations=quotations, mentions=find_mentions(first.windows, first.scores, self.tagger.rules)))
        return tuple(out)

    def _read(self, documents: Sequence[Document], paragraphs: Sequence[Sequence[tuple[int, int]]]) -> list[_Pass]:
        """One pass of the encoder over some paragraphs of each document."""
        rules = self.tagger.rules
        windows = [self.tagger.windows(d.text, p) for d, p in zip(documents, paragraphs, strict=True)]
        scores = self.tagger.scores(windows)
        bounds = [np.flatnonzero(np.diff(w.paragraph, prepend=-1)) for w in windows]
        emissions = [part for s, b in zip(scores, bounds, strict=True) if len(b) for part in np.split(s.tags, b[1:])]
        tagged = iter(best_tags(emissions, rules))
        out = []
        for document, spans, w, s, b in zip(documents, paragraphs, windows, scores, bounds, strict=True):
            pieces = [piece for offset in b.tolist() for piece in runs(*next(tagged), offset=offset)]
            stretches = quoted(document.text, spans)
            out.append(_Pass(join(pieces, w, s.links, rules, stretches), stretches, w, s))
        return out


@dataclass(frozen=True, slots=True)
class _Pass:
    groups: list[Group]
    stretches: tuple[Quoted, ...]
    windows: Windows
    scores: Scores


def _quotation(document: Document, number: int, group: Group, stretches: Sequence[Quoted]) -> Quotation:
    return Quotation(
        id=f"q{number}",
        document_id=document.id,
        kind=kind_of(group.content, document.text, stretches),
        source=group.source,
        cue=group.cue,
        content=group.content,
        score=round(group.score, 4),
    )


def _quoting(text: str, groups: Sequence[Group]) -> list[tuple[int, int]]:
    """The contents, without their outer marks, in which someone seems to be quoted; in order, none twice."""
    found = set()
    for group in groups:
        for start, end in group.content:
            while start < end and text[start] in MARKS:
                start += 1
            while end > start and text[end - 1] in MARKS:
                end -= 1
            if start < end and _SPEAKS.search(text, start, end):
                found.add((start, end))
    return sorted(found)


def _within_one(group: Group, contents: Sequence[tuple[int, int]]) -> bool:
    """Whether all spans of a group lie in one content."""
    spans = (*group.source, *group.cue, *group.content)
    return any(start <= min(spans)[0] and max(s.end for s in spans) <= end for start, end in contents)


def lines(document: Document) -> list[tuple[int, int]]:
    """The paragraphs of a document that are read: its segments that are not set aside, cut at line ends, blank lines left out."""
    found = []
    for segment in document.with_role(*READ_ROLES):
        for line in _LINE.finditer(document.text, segment.span.start, segment.span.end):
            found.append(line.span())
    return found
