"""Document in, quotations and mentions out.

In:  Documents and a loaded `Tagger`.
Out: `Found`: the quotations (source, cue, content, kind, score) and the mentions of each Document.
Not here: whose words they are (resolver), where the bytes came from (ingest).

What is set aside is not read: no quotation can begin, end or run through an aside, a byline or a date.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sayso.reader.chain import likely_pieces
from sayso.reader.decode import Group, Piece, Rules, Scores, find_mentions, join, kind_of
from sayso.reader.marks import MARKS, Quoted, quoted
from sayso.reader.mending import mend
from sayso.reader.signed import signed_in
from sayso.reader.turns import turns_in
from sayso.reader.windows import Windows
from sayso.schema import Document, Mention, Quotation, Role, Span, Spans

# Words that let a content be read a second time; a miss costs an inner quotation, a false hit a little time.
_SPEAKS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|ask(?:ed|s|ing)?|claim(?:ed|s|ing)?|den(?:ied|ies|ying)|admit(?:ted|s|ting)?"
    r"|accus(?:ed|es|ing)|insist(?:ed|s|ing)?|warn(?:ed|s|ing)?|promis(?:ed|es|ing)|repl(?:ied|ies|ying)|wr(?:ote|ites|iting)"
    r"|believ(?:ed?|es|ing)|th(?:inks?|ought|inking)|fear(?:ed|s|ing)?|hop(?:ed?|es|ing)"
    r"|add(?:ed|s|ing)|argu(?:ed|es|ing)|suggest(?:ed|s|ing)|announc(?:ed|es|ing)|call(?:ed|s|ing)|according to)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
DEPTH = 2  # how often what is quoted is read again: a quotation in a quotation in a quotation
PART = 60_000  # characters read together: about a dozen articles, enough to pack windows well in little memory
LONGEST = 20_000  # characters of a line; a longer one is no paragraph and is read in pieces
PRINTED_SCORE = 0.9  # no model scored it; all 89 turns found in 924 articles of PolNeAR are turns, if only 38 are annotated
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
        paragraphs = [lines(document) for document in documents]
        outer = self._read(documents, paragraphs)
        nested: list[list[Group]] = [[] for _ in documents]
        level = [found.groups for found in outer]
        for _ in range(DEPTH):
            inside = [_quoting(document.text, groups) for document, groups in zip(documents, level, strict=True)]
            if not any(inside):
                break
            inner = self._read(documents, inside)
            level = [
                [group for group in found.groups if group.source and group.cue and group.content and _within_one(group, contents)]
                for found, contents in zip(inner, inside, strict=True)
            ]
            level = [_new(groups, first.groups + own) for groups, first, own in zip(level, outer, nested, strict=True)]
            for own, groups in zip(nested, level, strict=True):
                own += groups
        out = []
        for document, spans, first, second in zip(documents, paragraphs, outer, nested, strict=True):
            stretches = quoted(document.text, spans)
            headlines = [segment.span for segment in document.with_role("headline")]
            said: list[tuple[Span | None, Spans]] = [(turn.label, turn.content) for turn in turns_in(document.text, spans)]
            said += [(one.label, one.content) for one in signed_in(document.text, spans, stretches, headlines)]
            groups = sorted([*_with_printed(first.groups, said), *second], key=lambda g: min((*g.source, *g.cue, *g.content)))
            quotations = tuple(_quotation(document, number, group, stretches) for number, group in enumerate(groups, 1))
            out.append(Found(quotations=quotations, mentions=tuple(first.mentions)))
        return tuple(out)

    def _read(self, documents: Sequence[Document], paragraphs: Sequence[Sequence[tuple[int, int]]]) -> list[_Read]:
        """Some paragraphs of each document, read; long documents in parts, so that memory does not grow with them."""
        found = [_Read([], []) for _ in documents]
        parts = [(at, part) for at, spans in enumerate(paragraphs) for part in _parts(spans)]
        while parts:
            size = 0
            several: list[tuple[int, list[tuple[int, int]]]] = []
            while parts and (not several or size + _length(parts[0][1]) <= PART):
                size += _length(parts[0][1])
                several.append(parts.pop(0))
            self._read_parts(documents, several, found)
        return found

    def _read_parts(self, documents: Sequence[Document], parts: list[tuple[int, list[tuple[int, int]]]], found: list[_Read]) -> None:
        rules = self.tagger.rules
        windows = [self.tagger.windows(documents[at].text, spans) for at, spans in parts]
        scores = self.tagger.scores(windows)
        bounds = [np.flatnonzero(np.diff(w.paragraph, prepend=-1)) for w in windows]
        emissions = [part for s, b in zip(scores, bounds, strict=True) if len(b) for part in np.split(s.tags, b[1:])]
        tagged = iter(likely_pieces(emissions, rules))
        for (at, spans), w, s, b in zip(parts, windows, scores, bounds, strict=True):
            pieces = [Piece(p.role, p.first + offset, p.last + offset, p.score) for offset in b.tolist() for p in next(tagged)]
            text, stretches = documents[at].text, quoted(documents[at].text, spans)
            found[at].groups.extend(mend(join(pieces, w, s.links, rules, stretches, text), text, spans, stretches))
            found[at].mentions.extend(find_mentions(w, s, rules))


@dataclass(frozen=True, slots=True)
class _Read:
    groups: list[Group]
    mentions: list[Mention]


def _length(spans: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)


def _parts(spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Paragraphs in runs of `PART` characters at most; no quotation runs over the end of one."""
    part: list[tuple[int, int]] = []
    size = 0
    for start, end in spans:
        if part and size + end - start > PART:
            yield part
            part, size = [], 0
        part.append((start, end))
        size += end - start
    if part:
        yield part


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


def _with_printed(groups: list[Group], found: Sequence[tuple[Span | None, Spans]]) -> list[Group]:
    """The groups with what print attributes; of what the model read in it only whole quotations inside its words are kept."""
    if not found:
        return groups
    words = sorted(span for _, content in found for span in content)
    whole = sorted((min(label.start, content[0].start), max(label.end, content[0].end)) for label, content in found if label is not None)
    kept = []
    for group in groups:
        spans = (*group.source, *group.cue, *group.content)
        outside = not any(_inside(span, whole) or _inside(span, words) for span in spans)
        if outside or (group.source and group.cue and group.content and _within_one(group, words)):
            kept.append(group)
    return kept + [Group(source=(label,) if label else (), cue=(), content=content, score=PRINTED_SCORE) for label, content in found]


def _inside(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a span begins in one of some stretches, which are in order and apart."""
    at = bisect_right(stretches, span.start, key=lambda s: s[0]) - 1
    return at >= 0 and span.start < stretches[at][1]


def _quoting(text: str, groups: Sequence[Group]) -> list[tuple[int, int]]:
    """The contents, without their outer marks, in which someone seems to be quoted; in order and apart.

    One that another begins in is read up to there: what begins there is read by itself.
    """
    found = []
    contents = sorted({(s.start, -s.end) for group in groups for s in group.content})
    for at, (start, end) in enumerate(contents):
        end = min(-end, contents[at + 1][0]) if at + 1 < len(contents) else -end
        while start < end and text[start] in MARKS:
            start += 1
        while end > start and text[end - 1] in MARKS:
            end -= 1
        if start < end and _SPEAKS.search(text, start, end):
            found.append((start, end))
    return found


def _new(groups: list[Group], known: Sequence[Group]) -> list[Group]:
    """The groups none of whose cues is one of a group that is known: what a clause holds may be read with it and again alone."""
    cues = sorted({span for group in known for span in group.cue})
    return [group for group in groups if not any(_overlaps(span, cues) for span in group.cue)]


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of some others, which are in order and apart."""
    at = bisect_left(others, span.end, key=lambda other: other.start) - 1
    return at >= 0 and others[at].end > span.start


def _within_one(group: Group, contents: Sequence[tuple[int, int]]) -> bool:
    """Whether all spans of a group lie in one content; the contents are in order and apart."""
    spans = (*group.source, *group.cue, *group.content)
    at = bisect_right(contents, min(spans)[0], key=lambda c: c[0]) - 1
    return at >= 0 and max(span.end for span in spans) <= contents[at][1]


def lines(document: Document) -> list[tuple[int, int]]:
    """The paragraphs of a document that are read: its segments that are not set aside, cut at line ends, blank lines left out."""
    found = []
    for segment in document.with_role(*READ_ROLES):
        for line in _LINE.finditer(document.text, segment.span.start, segment.span.end):
            start, end = line.span()
            while end - start > LONGEST:
                space = document.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
                middle = space if space > 0 else start + LONGEST
                found.append((start, middle))
                start = middle
            found.append((start, end))
    return found
