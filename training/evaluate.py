"""A reader and gold Examples in, exact F1 of source, cue and content out: to choose between models while training.

The published figures come from `bench/`, which scores the command's own output by the shared
scorers; this one compares spans trimmed of white space and brackets, and is quick.
"""

from __future__ import annotations

from pathlib import Path

from sayso.reader import Reader
from sayso.schema import Document, Segment, Span
from training import corpora
from training.corpora import Example

PARTS = ("source", "cue", "content")
_TRIM = " \t\r\n\"'“”‘’.,;:()[]…–—-"


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
