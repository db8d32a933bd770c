"""Scores made by hand, as an encoder would give them: what tests of the decoder need, without a network."""

from __future__ import annotations

import re

import numpy as np

from sayso.reader.decode import DISTANCES, PAIRS, TAGS, Rules
from sayso.reader.windows import Windows

RANK = 4


def rules(seed: int | None = None) -> Rules:
    chance = np.random.default_rng(seed)
    noise = (
        (lambda *shape: chance.normal(size=shape).astype(np.float32))
        if seed is not None
        else (lambda *shape: np.zeros(shape, dtype=np.float32))
    )
    move, begin = noise(7, 7), noise(7)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            begin[j] = -10_000
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    move[i, j] = -10_000
    return Rules(
        move, begin, noise(7), np.full((len(PAIRS), len(DISTANCES) + 1), -3.0, dtype=np.float32), np.full((3, 5), -3.0, dtype=np.float32)
    )


def windows_of(text: str) -> Windows:
    """One word for every run of letters or single mark; paragraphs at line ends."""
    words, paragraph = [], []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        for word in re.finditer(r"\w+|[^\w\s]", line.group()):
            words.append((line.start() + word.start(), line.start() + word.end()))
            paragraph.append(number)
    count = len(words)
    return Windows((), (), (), np.array(words).reshape(-1, 2), np.array(paragraph), np.zeros(count, int), np.arange(count))


def linked(count: int, *links: tuple[str, str, int, int]) -> np.ndarray:
    """Link vectors in which just these pairs of words (first words of one-word pieces) attract each other."""
    vectors = np.zeros((count, len(PAIRS), 2, RANK), dtype=np.float32)
    for axis, (left, right, a, b) in enumerate(links):
        pair = PAIRS.index((left, right))
        vectors[a, pair, 0, axis % RANK] = 3
        vectors[b, pair, 1, axis % RANK] = 3
    return vectors
