"""The blocks of a text in, how likely each is a part of the article out.

In:  a document's text and its blocks.
Out: a score in [0, 1] a block, from how it looks and from what stands around it.
Not here: rules (asides.py); how the weights in furniture.json were learned (training/asides.py).

Two passes of boosted trees.  The first sees a block, its neighbours and the run of long
paragraphs that is probably the article; the second sees the same and what the first said of the
neighbours.  Words are seen only through hashed buckets, so that nothing of what the model was
trained on can be read from the weights.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.ingest.phrases import signs_in, whole_reason
from sayso.ingest.stamps import date_line_end, is_byline, is_caption
from sayso.schema import Span

Floats = NDArray[np.float64]

BUCKETS = 4096  # of hashed words; more would fit single outlets
WORDS_HASHED = 40  # of a block: its first and last ones tell what it is
LONG_WORDS = 20  # a block this long that ends like a sentence is probably prose
GAP = 6  # short blocks (headings, captions, advertisements) that a run of prose may hold between two long ones
LIKE_REACH = 6  # blocks on either side that a block is compared with
WINDOWS = (1, 2, 4, 8, 16)

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")  # letters of scripts that write words together, or half so
_RUNS = re.compile(r"(.)\1+")
_TERMINAL = re.compile(r"[.!?…。？！][\"'”’»)\]]*$|[”»]$")
_SENTENCES = re.compile(r"[.!?…。？！][\"'”’»)\]]*(?=\s|$)")
_FUNCTION = frozenset(
    "the of and a to in is was it for that on with as at by from be are were has had have his her their its he she they but not which who"
    " this an or been would said will when after there than also into more about de la el que y en los las del un una por con para se no es"
    " o a e do da em os um uma não com di il che le per non si è una sono les des et du est une dans pour qui sur der die und das den von"
    " zu mit auf ist nicht ein eine im dem".split()
)
_PERSON = frozenset("you your yours we our us my me i".split())
_PAST_SAYS = frozenset("said says told added according asked wrote reported".split())
STAGES = ("first", "start", "end", "second")
OWN = (
    "words", "characters", "word_length", "terminal", "colon", "sentences", "commas", "capitals", "shouting", "digits", "function",
    "person", "says", "quotes", "symbols", "lower_start", "whole", "signs", "date", "byline", "caption", "repeats", "lexical", "links",
    "ellipsis", "same_end", "same_start", "same_shape", "shared_words",
)  # fmt: skip


def scores_of(text: str, blocks: Sequence[Span]) -> Floats:
    """How likely each block is a part of the article."""
    return _model().scores(text, blocks)


def own_features(text: str, blocks: Sequence[Span], lexicon: Floats) -> Floats:
    """One row a block, one column a name in `OWN`: how it looks by itself."""
    if not blocks:
        return np.zeros((0, len(OWN)))
    words = [block.of(text) for block in blocks]
    seen: Counter[str] = Counter(block.casefold() for block in words)
    own = np.array([_features(block, seen, lexicon) for block in words], dtype=float)
    return np.concatenate([own, _likeness(words, own)], axis=1)


def buckets_of(text: str) -> list[int]:
    """The hashed words and pairs of words of a block's beginning and end."""
    words = [word.casefold() for word in _WORD.findall(text[:1000])]
    if len(words) > WORDS_HASHED:
        words = [*words[: WORDS_HASHED // 2], "…", *words[-WORDS_HASHED // 2 :]]
    words = ["0" if word.isdigit() else word for word in words]
    pairs = [first + " " + second for first, second in zip(["^", *words], [*words, "$"], strict=True)]
    return [crc32(piece.encode("utf-8", "replace")) % BUCKETS for piece in {*words, *pairs}]


def lexical_score(buckets: Sequence[int], lexicon: Floats) -> float:
    """What a block's words say together; divided so that long blocks do not say it louder."""
    return float(lexicon[buckets].sum()) / (len(buckets) ** 0.5 + 1) if buckets else 0.0


def _features(block: str, seen: Counter[str], lexicon: Floats) -> list[float]:
    words = _WORD.findall(block)
    count = max(1, len(words))
    lowered = [word.lower() for word in words]
    sample = block[:2000]
    signs = signs_in(sample)
    return [
        np.log1p(len(words) + len(_UNSPACED.findall(sample)) / 2),
        np.log1p(len(block)),
        sum(map(len, words)) / count,
        _TERMINAL.search(block[-4:]) is not None,
        block.endswith(":"),
        len(_SENTENCES.findall(sample)),
        sample.count(",") / count,
        sum(word[0].isupper() for word in words) / count,
        sum(word.isupper() and len(word) > 1 for word in words) / count,
        sum(character.isdigit() for character in sample) / max(1, len(sample)),
        sum(word in _FUNCTION for word in lowered) / count,
        sum(word in _PERSON for word in lowered) / count,
        any(word in _PAST_SAYS for word in lowered),
        any(mark in block for mark in '“”"«»'),
        sum(block.count(mark) for mark in "|»›©@#/→•·"),
        block[:1].islower(),
        whole_reason(block) is not None,
        sum(signs.values()),
        date_line_end(block) > 0,
        is_byline(block),
        is_caption(block),
        min(4, seen[block.casefold()] - 1),
        lexical_score(buckets_of(block), lexicon),
        block.count("http") + block.count("www."),
        block.endswith(("…", "...", "[…]", "[...]")),
    ]


def _likeness(blocks: Sequence[str], own: Floats) -> Floats:
    """How much a block is like those around it: in its last word, its first, its shape, and how many of its words the prose has.

    The comments under an article, and the teasers of others, come in blocks of one mould.
    """
    ends, starts, shapes, rare = [], [], [], []
    for block in blocks:
        words = _WORD.findall(block[:1000].casefold()) or [""]
        ends.append(words[-1] + block[-1:])
        starts.append(words[0])
        shapes.append(_shape(block))
        rare.append({word for word in words if len(word) >= 5})
    out = np.zeros((len(blocks), 4))
    for column, keys in enumerate((ends, starts, shapes)):
        for number, key in enumerate(keys):
            around = keys[max(0, number - LIKE_REACH) : number + LIKE_REACH + 1]
            out[number, column] = (around.count(key) - 1) / LIKE_REACH
    words_of_prose: Counter[str] = Counter()
    inside: set[int] = set(np.flatnonzero(_main_run(*_prose(own))[:, 3] == 1.0).tolist())
    for number in sorted(inside):
        words_of_prose.update(rare[number])
    for number, found in enumerate(rare):
        own_share = number in inside
        out[number, 3] = sum(words_of_prose[word] > own_share for word in found) / len(found) if found else -1.0
    return out


def _shape(block: str) -> str:
    """The kinds of the first signs of a block: "Aa0.", each kind once in a row."""
    return _RUNS.sub(
        r"\1",
        "".join("0" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else "_" if c.isspace() else "." for c in block[:24]),
    )


def _prose(own: Floats) -> tuple[Floats, Floats]:
    """The words of each block that is probably prose, and the words of each block."""
    words = np.expm1(own[:, 0])
    return words * own[:, 3] * (words >= LONG_WORDS / 2), words


def with_context(own: Floats) -> Floats:
    """The own features, those of the neighbours, and where the block stands to the longest run of prose."""
    prose, words = _prose(own)
    columns = [own]
    for step in (-3, -2, -1, 1, 2, 3):
        columns.append(_shifted(own[:, [0, 3, 7, 10, 16, 18, 22]], step))
    for window in WINDOWS:
        columns.append(np.stack([_window(prose, window), _window(np.minimum(words, 100), window), _window(own[:, 22], window)], axis=1))
    total = max(1.0, words.sum())
    before = np.cumsum(words) - words
    place = np.stack(
        [
            before / total,
            np.arange(len(own)) / max(1, len(own)),
            np.full(len(own), np.log1p(len(own))),
            np.full(len(own), prose.sum() / total),
            np.full(len(own), np.log1p(total)),
            (np.cumsum(prose) - prose) / max(1.0, prose.sum()),
            np.cumsum(own[:, 16]) - own[:, 16],
            np.cumsum(own[:, 18]) - own[:, 18],
        ],
        axis=1,
    )
    columns += [place, _main_run(prose, words)]
    return np.concatenate(columns, axis=1)


def with_scores(context: Floats, scores: Floats, starts: Floats, ends: Floats) -> Floats:
    """The context and what a first pass said of the block, of those around it, and of where the article starts and ends."""
    log_words = context[:, 0]
    mass = scores * np.expm1(log_words)
    total = max(1.0, mass.sum())
    columns = [scores]
    columns += [_shifted(scores[:, None], step)[:, 0] for step in (-3, -2, -1, 1, 2, 3)]
    for window in WINDOWS:
        columns += [_window(scores, window), _window(mass, window)]
    columns += [
        (np.cumsum(mass) - mass) / total,
        1 - np.cumsum(mass) / total,
        np.full(len(scores), total / max(1.0, np.expm1(log_words).sum())),
    ]
    columns.append(_best_run(mass, np.expm1(log_words)))
    begun, ended = np.cumsum(starts / max(1e-9, starts.sum())), np.cumsum(ends / max(1e-9, ends.sum()))
    open_yet = 1 - ended + ends / max(1e-9, ends.sum())
    columns += [begun, open_yet, begun * open_yet, starts, ends]
    return np.concatenate([context, np.stack(columns, axis=1)], axis=1)


def _shifted(rows: Floats, step: int) -> Floats:
    """What stands `step` blocks further on; -1 beyond the ends."""
    out = np.full_like(rows, -1.0)
    if step < 0:
        out[-step:] = rows[:step]
    elif step < len(rows):
        out[: len(rows) - step] = rows[step:]
    return out


def _window(values: Floats, width: int) -> Floats:
    """The mean over the `width` blocks on either side and the block itself."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - width), np.minimum(len(values), at + width + 1)
    means: Floats = (sums[high] - sums[low]) / (high - low)
    return means


def _main_run(prose: Floats, words: Floats) -> Floats:
    """Distance before and behind the run of prose with most words, that run's share, and the share of the block's own run."""
    long = np.flatnonzero(prose >= LONG_WORDS)
    out = np.zeros((len(prose), 5))
    if not len(long):
        return out
    cuts = np.flatnonzero(np.diff(long) > GAP + 1) + 1
    runs = [(int(part[0]), int(part[-1]), float(prose[part].sum())) for part in np.split(long, cuts)]
    start, end, most = max(runs, key=lambda run: run[2])
    at = np.arange(len(prose))
    out[:, 0] = np.log1p(np.maximum(0, start - at))
    out[:, 1] = np.log1p(np.maximum(0, at - end))
    out[:, 2] = most / max(1.0, prose.sum())
    for first, last, size in runs:
        out[first : last + 1, 3] = size / most
    out[:, 4] = np.log1p(most)
    return out


def _best_run(mass: Floats, words: Floats) -> Floats:
    """Whether the block lies in the stretch that holds most of what is scored as article and least of the rest."""
    gain = 2 * mass - words
    best = run = 0.0
    start = low = high = 0
    for number, value in enumerate(gain):
        if run <= 0:
            run, start = 0.0, number
        run += float(value)
        if run > best:
            best, low, high = run, start, number + 1
    out = np.zeros(len(mass))
    out[low:high] = 1.0
    return out


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees as flat arrays: one row of nodes for all, `roots` where each tree begins."""

    roots: NDArray[np.int64]
    feature: NDArray[np.int64]  # -1 in a leaf
    threshold: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Floats
    base: float
    depth: int

    def __call__(self, rows: Floats) -> Floats:
        """The probability of each row."""
        at = np.repeat(self.roots[:, None], len(rows), axis=1)
        number = np.arange(len(rows))[None, :]
        for _ in range(self.depth):
            feature = self.feature[at]
            inner = feature >= 0
            goes_left = rows[number, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        margin: Floats = self.base + self.value[at].sum(axis=0)
        return 1.0 / (1.0 + np.exp(-margin))


@dataclass(frozen=True, slots=True)
class Model:
    """The weight of each bucket of words, and the four sets of trees."""

    lexicon: Floats
    first: Trees
    start: Trees
    end: Trees
    second: Trees

    def scores(self, text: str, blocks: Sequence[Span]) -> Floats:
        """How likely each block is a part of the article."""
        context = with_context(own_features(text, blocks, self.lexicon))
        return self.second(with_scores(context, self.first(context), self.start(context), self.end(context)))


@cache
def _model() -> Model:
    """The weights that ship with sayso."""
    return model_from(json.loads(files("sayso.ingest").joinpath("furniture.json").read_text("utf-8")))


def model_from(packed: dict[str, Any]) -> Model:
    """A model as furniture.json holds it."""
    return Model(np.array(packed["lexicon"]) / packed["lexicon_scale"], *(_trees_from(packed[stage]) for stage in STAGES))


def _trees_from(packed: dict[str, Any]) -> Trees:
    """Trees as furniture.json holds them."""
    whole = {name: np.array(packed[name], dtype=np.int64) for name in ("roots", "feature", "left", "right")}
    return Trees(
        **whole, threshold=np.array(packed["threshold"]), value=np.array(packed["value"]), base=packed["base"], depth=packed["depth"]
    )
