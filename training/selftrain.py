"""Texts without labels in, Examples with a teacher's labels out (self-training; Xie et al. 2020, "noisy student").

In:  a loaded teacher, unlabelled Examples.
Out: the same Examples with the quotations and mentions that the teacher reads in them.
Not here: training.

The teacher sees each text twice, cut into windows of two sizes, and its tag scores are averaged: what
it says at a window's edge is its weakest.  The student then sees the texts noised (`corpora.augmented`,
hidden features), which the teacher never did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.reader import Reader
from sayso.reader.decode import Scores
from sayso.reader.tagger import Tagger
from sayso.reader.windows import Windows, cut
from training.corpora import Attribution, Example
from training.evaluate import document

OTHER_PIECES = 170  # of the second look; 254 and 170 put their cuts at different places
BATCH = 16


class TwoLooks:
    """A Scorer that averages the tag scores of two cuts of one text."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger, self.rules = tagger, tagger.rules
        self.others: dict[int, Windows] = {}

    def windows(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Windows:
        """The usual cut; the other one is kept beside it."""
        usual = self.tagger.windows(text, paragraphs)
        self.others[id(usual)] = cut(text, paragraphs, self.tagger.tokenizer, pieces=OTHER_PIECES)
        return usual

    def scores(self, texts: Sequence[Windows]) -> list[Scores]:
        """Links and mentions of the usual cut, tags of both."""
        usual, other = self.tagger.scores(texts), self.tagger.scores([self.others.pop(id(text)) for text in texts])
        return [replace(a, tags=(a.tags + b.tags) / 2) for a, b in zip(usual, other, strict=True)]


def labelled(teacher: Tagger, examples: Sequence[Example]) -> list[Example]:
    """The examples with the teacher's quotations and mentions, in their order."""
    reader, out = Reader(TwoLooks(teacher)), []
    for start in range(0, len(examples), BATCH):
        chunk = examples[start : start + BATCH]
        for example, found in zip(chunk, reader.read_batch([document(one) for one in chunk]), strict=True):
            attributions = tuple(Attribution(q.source, q.cue, q.content) for q in found.quotations)
            mentions = tuple((*m.span, m.kind, m.entity_kind) for m in found.mentions)
            out.append(replace(example, attributions=attributions, mentions=mentions))
    return out
