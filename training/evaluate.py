"""A reader and gold Examples in, exact F1 of source, cue and content out: to choose between models while training.

The published figures come from `bench/`, which scores the command's own output by the shared
scorers; this one compares spans trimmed of white space and brackets, and is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.reader import Reader
from sayso.reader.decode import ENTITY_KINDS, MENTION_KINDS, PAIRS, Rules, Scores
from sayso.reader.windows import Windows, cut
from sayso.schema import Document, Segment, Span
from training import corpora
from training.corpora import Example
from training.network import RANK, Network, allowed

PARTS = ("source", "cue", "content")
_TRIM = " \t\r\n\"'“”‘’.,;:()[]…–—-"


class Direct:
    """A Scorer that asks a network in torch, on whatever device it is: to measure between courses, before anything is exported."""

    def __init__(self, network: Network, tokenizer: Path) -> None:
        self.network = network.eval()
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        move, begin = allowed(network.move, network.begin)
        learned = (move, begin, network.end, network.link_bias, network.mention_bias)
        self.rules = Rules(*(x.detach().cpu().numpy() for x in learned))

    def windows(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Windows:
        """The paragraphs of a text, cut."""
        return cut(text, paragraphs, self.tokenizer)

    @torch.no_grad()
    def scores(self, texts: Sequence[Windows]) -> list[Scores]:
        """The network's answers for the words of each text."""
        device = self.network.end.device
        shapes = (-1,), (len(PAIRS), 2, RANK), (len(MENTION_KINDS), 2, RANK), (2, len(ENTITY_KINDS))
        out = []
        for text in texts:
            pads = [
                torch.nn.utils.rnn.pad_sequence([torch.from_numpy(x) for x in column], batch_first=True).to(device)
                for column in (text.ids, text.case, text.marks)
            ]
            answers = [x.float().cpu().numpy()[text.window, text.position] for x in self.network(*pads)[:4]]
            out.append(Scores(*(np.ascontiguousarray(x.reshape(len(x), *shape)) for x, shape in zip(answers, shapes, strict=True))))
        return out


def polnear_dev(data: Path) -> list[Example]:
    """The 84 articles of PolNeAR's dev split."""
    return corpora.polnear(data / "polnear" / "dev")


def exact_f1(reader: Reader, examples: list[Example], batch: int = 16) -> dict[str, float]:
    """Exact F1 in per cent over all examples, every reading of a text counting once."""
    counts = {part: [0, 0, 0] for part in PARTS}
    for start in range(0, len(examples), batch):
        chunk = examples[start : start + batch]
        found = reader.read_batch([document(one) for one in chunk])
        for one, result in zip(chunk, found, strict=True):
            for gold in (one, *one.siblings):
                for part in PARTS:
                    wanted = {_trimmed(one.text, s) for a in gold.attributions or () for s in getattr(a, part)}
                    got = {_trimmed(one.text, s) for q in result.quotations for s in getattr(q, part)}
                    for k, number in enumerate((len(wanted & got), len(got), len(wanted))):
                        counts[part][k] += number
    return {part: round(200 * hit / (got + wanted), 1) if got + wanted else 0.0 for part, (hit, got, wanted) in counts.items()}


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def document(example: Example) -> Document:
    """The Document of an example: one paragraph segment over all its text."""
    whole = (Segment(span=Span(0, len(example.text)), role="paragraph"),)
    return Document(id=example.name, name=example.name, kind="article", text=example.text, segments=whole, bytes_digest="")
