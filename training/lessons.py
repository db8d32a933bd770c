"""Examples in, dense arrays out: what one training step needs, for every window of every text.

In:  Examples (corpora.py), the tokenizer.
Out: `Lessons`: arrays with one row a window, padded to one size, so that a step is a few indexings
     and all losses are sums over whole batches.
Not here: the network, the losses.

A text has several forms: each annotator's reading of it, and one more of each in other quotation
marks (`corpora.redressed`).  `Lessons.epoch` draws one form of every text.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.reader.decode import ENTITY_KINDS, MENTION_KINDS, TAGS
from sayso.reader.windows import PIECES, Windows, cut
from training.corpora import Example, redressed

LENGTH, WORDS = PIECES + 2, PIECES  # of a padded window
SPANS, MENTIONS = 24, 200  # of one role, and of mentions, in a window; what is more is dropped (of PolNeAR's windows 1 in 3,000)
MENTION_WORDS = 16  # longer mentions are not sought
RANKED = ("content", "source", "cue")  # which tag a word takes that two parts claim (CofeNet's order)
ROLES = ("source", "cue", "content")
OTHER_DRESS = 0.3  # share of texts that are read in other quotation marks
HALVED = ("riqua",)  # corpora of which an epoch sees half
CHUNK = 40  # texts a process prepares at a time


@dataclass(slots=True)
class Lessons:
    """n windows. Word indices count within the window; -1 is padding, or what a corpus does not speak of.

    ids, case, marks: (n, 256), for the encoder.  position: (n, 254), the piece at which each word is answered.
    words: (n,), how many there are.  starts: (n, 254), whether a word begins a paragraph.
    tags: (n, 254).  spans: (n, 3 roles, 24, 3), first word, last word, group.
    mentions: (n, 200, 4), first word, last word, mention kind, entity kind; `named`: (n,), whether they were annotated.
    text, form: (n,), which text and which form of it a window belongs to.
    """

    ids: np.ndarray
    case: np.ndarray
    marks: np.ndarray
    position: np.ndarray
    words: np.ndarray
    starts: np.ndarray
    tags: np.ndarray
    spans: np.ndarray
    mentions: np.ndarray
    named: np.ndarray
    text: np.ndarray
    form: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def epoch(self, halved: Sequence[bool], chance: np.random.Generator) -> np.ndarray:
        """Shuffled rows: one form of every text, the even forms (as printed) more often than the odd ones (other marks)."""
        readings = np.zeros(len(halved), dtype=np.int64)
        np.maximum.at(readings, self.text, self.form // 2 + 1)
        drawn = 2 * (chance.random(len(halved)) * readings).astype(np.int64) + (chance.random(len(halved)) < OTHER_DRESS)
        drawn[np.asarray(halved) & (chance.random(len(halved)) < 0.5)] = -1
        rows = np.flatnonzero(drawn[self.text] == self.form)
        chance.shuffle(rows)
        return rows


def lessons(examples: Sequence[Example], tokenizer: Path, seed: int, workers: int = 1) -> Lessons:
    """The windows of all forms of all examples; example i is text i."""
    chunks = [(start, examples[start : start + CHUNK]) for start in range(0, len(examples), CHUNK)]
    work = partial(_chunk, tokenizer=str(tokenizer), seed=seed)
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            parts = list(pool.map(work, chunks))
    else:
        parts = [work(chunk) for chunk in chunks]
    return Lessons(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Lessons)))


def _chunk(numbered: tuple[int, Sequence[Example]], tokenizer: str, seed: int) -> Lessons:
    start, examples = numbered
    loaded = Tokenizer.from_file(tokenizer)
    loaded.no_truncation()
    loaded.no_padding()
    rows: list[tuple[np.ndarray, ...]] = []
    for number, example in enumerate(examples, start):
        chance = random.Random(seed * 1_000_003 + number)
        for reading, one in enumerate((example, *example.siblings)):
            for form, dressed in enumerate((one, redressed(one, chance))):
                rows += [(*row, np.int64(number), np.int64(2 * reading + form)) for row in _windows(dressed, loaded)]
    return Lessons(*(np.stack(column) for column in zip(*rows, strict=True)))


def _windows(example: Example, tokenizer: Tokenizer) -> list[tuple[np.ndarray, ...]]:
    windows = cut(example.text, example.paragraphs, tokenizer)
    tags = _tags(example, windows)
    groups = [(role, span, g) for g, a in enumerate(example.attributions or ()) for role in ROLES for span in getattr(a, role)]
    rows = []
    for w in range(len(windows.ids)):
        inside = np.flatnonzero(windows.window == w)
        n = len(inside)
        if not n:
            continue
        words = windows.words[inside]
        pieces = [np.pad(x[w], (0, LENGTH - len(x[w]))) for x in (windows.ids, windows.case, windows.marks)]
        paragraph = windows.paragraph[inside]
        starts = np.zeros(WORDS, dtype=bool)
        starts[:n] = np.diff(paragraph, prepend=-1) != 0
        starts[0] = bool(inside[0] == 0 or windows.paragraph[inside[0] - 1] != paragraph[0])
        spans = np.full((len(ROLES), SPANS, 3), -1, dtype=np.int16)
        for r, role in enumerate(ROLES):
            found = [(*at, g) for name, span, g in groups if name == role and (at := _words(words, span)) is not None]
            spans[r, : len(found[:SPANS])] = np.array(found[:SPANS]).reshape(-1, 3)
        mentions = np.full((MENTIONS, 4), -1, dtype=np.int16)
        named = [
            (*at, MENTION_KINDS.index(kind), ENTITY_KINDS.index(entity))
            for a, b, kind, entity in example.mentions or ()
            if (at := _words(words, (a, b))) is not None and at[1] - at[0] < MENTION_WORDS
        ][:MENTIONS]
        mentions[: len(named)] = np.array(named).reshape(-1, 4)
        padded = np.full(WORDS, -1, dtype=np.int8)
        if tags is not None:
            padded[:n] = tags[inside]
        position = np.zeros(WORDS, dtype=np.int16)
        position[:n] = windows.position[inside]
        rows.append(
            (
                pieces[0].astype(np.int32),
                pieces[1].astype(np.uint8),
                pieces[2].astype(np.uint8),
                position,
                np.int16(n),
                starts,
                padded,
                spans,
                mentions,
                np.bool_(example.mentions is not None),
            )
        )
    return rows


def _words(words: np.ndarray, span: tuple[int, int]) -> tuple[int, int] | None:
    """First and last word of a span, None where it does not lie in these words whole."""
    first = int(np.searchsorted(words[:, 1], span[0], side="right"))
    last = int(np.searchsorted(words[:, 0], span[1], side="left")) - 1
    if first > last or first >= len(words) or span[0] < words[0, 0] or span[1] > words[-1, 1]:
        return None
    return first, last


def _tags(example: Example, windows: Windows) -> np.ndarray | None:
    if example.tags is None and example.attributions is None:
        return None
    flat = [(a, b, role) for a, b, role in example.tags or ()]
    flat += [(*span, role) for one in example.attributions or () for role in RANKED for span in getattr(one, role)]
    out = np.zeros(len(windows.words), dtype=np.int64)
    # The weaker role first, the longer span first: what is written later stands.
    for a, b, role in sorted(flat, key=lambda s: (-RANKED.index(s[2]), s[0] - s[1])):
        first = int(np.searchsorted(windows.words[:, 1], a, side="right"))
        last = int(np.searchsorted(windows.words[:, 0], b, side="left"))
        if last > first:
            out[first:last] = TAGS.index("I-" + role)
            out[first] = TAGS.index("B-" + role)
    # An I whose B was overwritten begins anew, as does one that opens a paragraph.
    for i in range(len(out)):
        tag = TAGS[out[i]]
        fresh = i == 0 or windows.paragraph[i] != windows.paragraph[i - 1] or TAGS[out[i - 1]][2:] != tag[2:]
        if tag.startswith("I-") and fresh:
            out[i] -= 1
    return out
