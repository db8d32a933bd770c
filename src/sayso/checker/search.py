"""Where in the evidence could it be: an index over many documents, and the stretches of them that share words with a quotation.

In:  documents with their voices; the words of a quotation.
Out: `Index`, made once and kept as plain arrays; `Index.candidates`, stretches ordered by how much they share.
Not here: word-by-word comparison (align.py); where an index is kept (settings.py).

The index holds a 32-bit hash of every pair of neighbouring spoken words.  A hash that two pairs share costs a
useless look at a stretch, never a verdict: the text itself is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sayso.checker.evidence import Voices
from sayso.checker.lexicon import ENDINGS, SOUNDS, SPLIT, WRITTEN_OUT, spelling
from sayso.checker.words import UNSEEN, plain

VERSION = 4  # of the arrays; another number makes an old index unreadable, and it is made anew

COMMON = 4000  # a pair that stands in more places than this tells too little, unless all pairs do
MOST_HITS = 60_000  # places looked at for one quotation
MOST_STRETCHES = 12  # candidates handed on
LEAST_SHARE = 0.5  # of the best stretch's share: below it a stretch is not looked at
WHOLE_SHARE, NEARLY_WHOLE = 0.95, 0.5
NEAR = 60  # words: the least length of a stretch
MARGIN = 12  # words on both sides of a stretch

_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{UNSEEN}])*+(?:['’ʼ][^\W_](?:[^\W_]|[{UNSEEN}])*+)*")

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Terms:
    """The spoken words of one document: where each begins and ends, and its hash."""

    starts: Words
    ends: Words
    hashes: Words

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one document: words `low` to `high` of it, and the share of the quotation's pairs that stand in it."""

    document: int
    low: int
    high: int
    share: float


_known: dict[str, tuple[int, ...]] = {}


def _hashes(word: str) -> tuple[int, ...]:
    """The hashes of a word's pieces; few and small, so that print and speech meet in spite of their styles."""
    found = _known.get(word)
    if found is None:
        low = word.casefold().replace("’", "'").replace("ʼ", "'")
        found = tuple(crc32(piece.encode()) for piece in _split(low if low.isascii() else plain(low)))
        if len(_known) < 500_000:
            _known[word] = found
    return found


def _split(word: str) -> tuple[str, ...]:
    if word in SOUNDS:
        return ()
    if word in WRITTEN_OUT or word in SPLIT:
        return WRITTEN_OUT.get(word) or SPLIT[word]
    if word.endswith("n't") and len(word) > 4:
        return word[:-3], "not"
    if "'" in word:
        for ending, full in ENDINGS.items():
            if word.endswith(ending):
                return (*_split(word[: -len(ending)]), *((full,) if full.isalpha() else ()))
        word = word.replace("'", "")
    return (spelling(word),)


def terms_of(text: str, noise: Sequence[tuple[int, int]] = ()) -> Terms:
    """The words of a text, `noise` left out."""
    starts: list[int] = []
    ends: list[int] = []
    hashes: list[int] = []
    for found in _WORD.finditer(text):
        pieces = _hashes(found.group())
        for piece in pieces:
            starts.append(found.start())
            ends.append(found.end())
            hashes.append(piece)
    out = Terms(np.array(starts, np.uint32), np.array(ends, np.uint32), np.array(hashes, np.uint32))
    if noise and len(out):
        lows = np.array([low for low, _ in noise], np.int64)
        highs = np.array([high for _, high in noise], np.int64)
        at = np.searchsorted(lows, out.starts.astype(np.int64), side="right") - 1
        spoken = (at < 0) | (out.starts >= highs[np.maximum(at, 0)])
        out = Terms(out.starts[spoken], out.ends[spoken], out.hashes[spoken])
    return out


def _pairs(hashes: Words) -> Words:
    first = hashes[:-1].astype(np.uint64) * np.uint64(0x9E3779B1)
    mixed = (first ^ (hashes[1:].astype(np.uint64) << np.uint64(7))) & np.uint64(0xFFFFFFFF)
    return mixed.astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Index:
    """Pairs of neighbouring words, sorted, with the places they stand at, over all documents one after the other.

    Attributes:
        offsets: number of the first word of each document, and at the end the number of words.
        starts, ends: where each word stands in its document's text.
        pairs, places: the sorted hashes, and the word each begins at.
        vocabulary: the sorted hashes of all single words.
    """

    offsets: Ints
    starts: Words
    ends: Words
    pairs: Words
    places: Words
    vocabulary: Words

    ARRAYS = ("offsets", "starts", "ends", "pairs", "places", "vocabulary")

    @property
    def words(self) -> int:
        """How many spoken words are indexed."""
        return int(self.offsets[-1])

    def knows(self, text: str) -> bool:
        """Whether every word of a text stands somewhere in the evidence."""
        wanted = terms_of(text).hashes
        at = np.searchsorted(self.vocabulary, wanted)
        return bool(len(wanted)) and bool(
            np.all((at < len(self.vocabulary)) & (self.vocabulary[np.minimum(at, len(self.vocabulary) - 1)] == wanted))
        )

    def candidates(self, texts: Sequence[str]) -> list[tuple[Stretch, ...]]:
        """Places where a quotation may stand, the likeliest first: stretches of one document in its order.

        Args:
            texts: the quotation's words, cut where a mark says that something is left out.
        """
        hashes = [terms_of(text).hashes for text in texts]
        pairs = np.concatenate([_pairs(one) for one in hashes if len(one) > 1] or [np.empty(0, np.uint32)])
        length = sum(map(len, hashes))
        if not len(pairs) or not len(self.pairs):
            return []
        low = np.searchsorted(self.pairs, pairs, side="left")
        count = np.searchsorted(self.pairs, pairs, side="right") - low
        weight = np.where(count > 0, 1.0 / (1.0 + np.log2(np.maximum(count, 1))), 0.0) + 0.05
        order = np.argsort(count, kind="stable")
        taken: list[int] = []
        total = 0
        for number in order.tolist():
            if not count[number] or (taken and (count[number] > COMMON or total > MOST_HITS)):
                continue
            taken.append(number)
            total += int(count[number])
        if not taken:
            return []
        at = np.concatenate([self.places[low[n] : low[n] + min(count[n], MOST_HITS)] for n in taken]).astype(np.int64)
        which = np.repeat(np.array(taken), [min(int(count[n]), MOST_HITS) for n in taken])
        size = max(NEAR, 2 * length)
        return self._clusters(at, which, weight, size, float(weight.sum()), length)

    def _clusters(
        self, at: Ints, which: Ints, weight: npt.NDArray[np.float64], size: int, whole: float, length: int
    ) -> list[tuple[Stretch, ...]]:
        """The places hit, gathered into stretches: by buckets of `size` words, two neighbours together."""
        kinds = len(weight)
        keys = np.unique((at // size) * kinds + which)
        bucket, kind = keys // kinds, keys % kinds
        numbers, inverse = np.unique(bucket, return_inverse=True)
        single = np.bincount(inverse, weights=weight[kind], minlength=len(numbers))
        both = single.copy()
        follows = np.flatnonzero(np.diff(numbers) == 1)
        both[follows] += single[follows + 1]
        documents = np.searchsorted(self.offsets, at, side="right") - 1
        out: list[tuple[Stretch, ...]] = []
        used: set[int] = set()
        for best in np.argsort(-both, kind="stable").tolist():
            if len(out) >= MOST_STRETCHES or (out and both[best] < LEAST_SHARE * both.max()):
                break
            first = int(numbers[best])
            if first in used:
                continue
            inside = (at >= first * size) & (at < (first + 2) * size)
            for document in np.unique(documents[inside]).tolist():
                here = inside & (documents == document)
                group = [self._stretch(document, at[here], which[here], weight, whole, length)]
                covered = set(which[here].tolist())
                group += self._elsewhere(document, at, which, documents, weight, size, whole, length, covered, group[0])
                out.append(tuple(sorted(group, key=lambda one: one.low)))
            used |= {first - 1, first, first + 1}
        out.sort(key=lambda group: -sum(one.share for one in group))
        best_share = out[0][0].share if out and len(out[0]) == 1 else 0.0
        if best_share >= WHOLE_SHARE:  # the words are there: what has far fewer of them need not be looked at
            out = [group for group in out if sum(one.share for one in group) >= NEARLY_WHOLE * best_share]
        return out

    def _stretch(self, document: int, at: Ints, which: Ints, weight: npt.NDArray[np.float64], whole: float, length: int) -> Stretch:
        base = int(self.offsets[document])
        kinds = np.unique(which)
        share = float(weight[kinds].sum()) / whole
        telling = weight[which] >= np.median(weight[kinds])  # common pairs stand everywhere and would only widen the stretch
        at, which = at[telling], which[telling]
        # a hit of pair n at word p says that the quotation would begin near p - n
        low = int((at - which).min()) - MARGIN - length // 4
        high = int((at - which).max()) + length + MARGIN + length // 4
        # the hits themselves bound it where common pairs would widen it without reason
        low = max(low, int(at.min()) - length - MARGIN, base)
        high = min(high, int(at.max()) + length + MARGIN, int(self.offsets[document + 1]))
        return Stretch(document, low - base, high - base, share)

    def _elsewhere(
        self,
        document: int,
        at: Ints,
        which: Ints,
        documents: Ints,
        weight: npt.NDArray[np.float64],
        size: int,
        whole: float,
        length: int,
        covered: set[int],
        first: Stretch,
    ) -> list[Stretch]:
        """Further stretches of the same document for the pairs that the first does not hold, the nearest first."""
        out: list[Stretch] = []
        base = int(self.offsets[document])
        for _ in range(3):
            missing = np.array([n for n in range(len(weight)) if n not in covered])
            if len(missing) < 2:
                break
            mine = (documents == document) & np.isin(which, missing)
            if not mine.any():
                break
            p, n = at[mine], which[mine]
            keys = np.unique((p // size) * len(weight) + n)
            bucket, kind = keys // len(weight), keys % len(weight)
            numbers, inverse = np.unique(bucket, return_inverse=True)
            held = np.bincount(inverse, minlength=len(numbers))
            score = np.bincount(inverse, weights=weight[kind], minlength=len(numbers))
            away = np.abs(numbers * size - base - first.low) / max(size, 1)
            score = score * (1.0 - np.minimum(0.3, 0.02 * np.log2(1.0 + away)))
            best = int(np.argmax(score))
            if held[best] < 2:
                break
            here = (p >= numbers[best] * size) & (p < (numbers[best] + 1) * size)
            out.append(self._stretch(document, p[here], n[here], weight, whole, length))
            covered |= set(n[here].tolist())
        return out


def index_of(terms: Sequence[Terms]) -> Index:
    """The index over the words of some documents, in their order."""
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in terms])]).astype(np.int64)
    empty = np.empty(0, np.uint32)
    hashes = np.concatenate([one.hashes for one in terms] or [empty])
    pairs = _pairs(hashes) if len(hashes) > 1 else empty
    if len(pairs):
        pairs = pairs.copy()
        inner = offsets[1:-1][(offsets[1:-1] > 0) & (offsets[1:-1] <= len(pairs))]
        keep = np.ones(len(pairs), bool)
        keep[inner - 1] = False  # no pair reaches over from one document into the next
        places = np.flatnonzero(keep).astype(np.uint32)
        pairs = pairs[keep]
        order = np.argsort(pairs, kind="stable")
        pairs, places = pairs[order], places[order]
    else:
        places = empty
    return Index(
        offsets=offsets,
        starts=np.concatenate([one.starts for one in terms] or [empty]),
        ends=np.concatenate([one.ends for one in terms] or [empty]),
        pairs=pairs,
        places=places,
        vocabulary=np.unique(hashes),
    )


def voiced_terms(text: str, voices: Voices) -> Terms:
    """The spoken words of a document."""
    return terms_of(text, voices.noise)


def overlaps(one: Sequence[int], other: Sequence[int]) -> float:
    """Share of neighbouring pairs of the first that the second holds too; 0.0 where there are none."""
    wanted = set(pairwise(one))
    return len(wanted & set(pairwise(other))) / len(wanted) if wanted else 0.0
