"""Quotations in, which of them are the same utterance out, however each document prints it.

In:  the words of direct and mixed quotations, and who is said to have said them.
Out: `sketch(words)`, a few numbers that two printings of the same words are likely to share; `alike(...)`, whether they
     are the same utterance; `Variants`, which gives each its canonical id, in memory.
Not here: where sketches are kept for millions (stores/).

A sketch holds the least hashes of a quotation's runs of three words (Broder's bottom-k sketch): two printings that
share a part of their runs share at least one of them.  What they share is then compared word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import nsmallest
from typing import Any

LEAST_WORDS = 5  # shorter quotations are said by many
RUN = 3  # words
KEPT = 8  # hashes of a sketch
LEAST_SHARED = 5  # words that two printings have in common; fewer are a turn of phrase
SHARED = 0.6  # of the longer printing's words, in order, in the shorter one's
WITHIN = 0.85  # of the shorter printing's words, where one printing cuts what another has in full
LEAST_WITHIN = 6  # words of such a shorter printing
OTHERS_SHARED = 0.9  # of the words, where the speakers have different names
MOST_ALIKE = 64  # statements kept under one hash
COMPARED = 12  # earlier statements that one is compared with
Where = tuple[str | None, tuple[tuple[int, int], ...]]  # a document's id, stretches of its text
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BETWEEN = re.compile(r"“([^“”]+)”?|\"([^\"]+)\"?|(?<!\w)‘([^‘]+)(?:’(?!\w))?")
_INSERTED = re.compile(r"[\[(][^\[\]()]{0,80}[\])]")


def has_variants(payload: Mapping[str, Any]) -> bool:
    """Whether other documents may print the same utterance: words between marks, and enough of them."""
    return comparable(payload) is not None


def words_of(payload: Mapping[str, Any]) -> list[str]:
    """The words of a quotation as they are compared: of a mixed one those between marks, without what an editor put in."""
    text = payload.get("text", "")
    if payload.get("kind") == "mixed":
        text = " ".join(found[1] or found[2] or found[3] for found in _BETWEEN.finditer(text)) or text
    return _WORD.findall(_INSERTED.sub(" ", text.casefold().replace("’", "'")))


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The least hashes, of 32 bits each, of the runs of words."""
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    hashes = sorted([blake2b(run.encode("utf-8", "replace"), digest_size=4).digest() for run in runs])
    return tuple(int.from_bytes(each) for each in hashes[:KEPT])


class Printed:
    """A quotation as it is compared: its words, its speaker's name where that is a person's, where it stands."""

    __slots__ = ("name", "where", "words")

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self.where = where_of(payload)
        self.words = tuple(words_of(payload))  # a tuple of words costs Python's collector of garbage nothing
        speaker = payload.get("speaker")
        self.name: str | None = speaker["name"] if speaker and speaker["kind"] == "person" else None


def comparable(payload: Mapping[str, Any]) -> Printed | None:
    """A statement as it is compared, where `has_variants` holds."""
    if payload.get("kind") not in ("direct", "mixed") or "content" not in payload:
        return None
    one = Printed(payload)
    return one if len(one.words) >= LEAST_WORDS else None


def alike(one: Printed, other: Printed) -> bool:
    """Whether two printings are the same utterance: their words agree in order, and the speakers' names do not part them.

    Words that stand inside another's content are no printing of their own.
    """
    least, most = sorted((len(one.words), len(other.words)))
    if not least or overlap(one.where, other.where):
        return False
    shared = _shared(one.words, other.words)
    if shared < LEAST_SHARED:
        return False
    if one.name and other.name and not _may_be_one(one.name, other.name):
        return least >= LEAST_WITHIN and shared / most >= OTHERS_SHARED
    return shared / most >= SHARED or (least >= LEAST_WITHIN and shared / least >= WITHIN)


def where_of(payload: Mapping[str, Any]) -> Where:
    """Where a statement's words stand."""
    return payload.get("document"), tuple((start, end) for start, end in payload.get("content", ()))


def overlap(one: Where, other: Where) -> bool:
    """Whether two statements are of the same words of one document: more than half of the shorter content is in both."""
    if one[0] != other[0]:
        return False
    both = sum(max(0, min(end, last) - max(start, first)) for start, end in one[1] for first, last in other[1])
    return 2 * both > min(sum(end - start for start, end in where) for where in (one[1], other[1]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two printings have in common, in the same order."""
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(one, other))


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one person's: they share a word, as a surname."""
    return bool(set(name.casefold().replace(".", "").split()) & set(other.casefold().replace(".", "").split()))


@dataclass(slots=True)
class Variants:
    """Which statements print the same utterance; the canonical one is the first that was kept."""

    printed: dict[str, Printed] = field(default_factory=dict)
    by_hash: dict[int, list[str]] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)

    def add(self, statement: str, payload: Mapping[str, Any]) -> None:
        """Take a statement in, once."""
        if statement in self.printed:
            return
        this = Printed(payload)
        hashes = sketch(this.words)
        near = candidates([self.by_hash.get(each, ()) for each in hashes])
        self.printed[statement] = this
        self.order[statement] = len(self.order)
        for each in hashes:
            if len(bucket := self.by_hash.setdefault(each, [])) < MOST_ALIKE:
                bucket.append(statement)
        for other in near:
            if alike(this, self.printed[other]):
                one, two = self.canonical(statement), self.canonical(other)
                if one != two:
                    first, second = sorted((one, two), key=self.order.__getitem__)
                    self.above[second] = first

    def canonical(self, statement: str) -> str:
        """The id of the statement that first printed the same words."""
        while statement in self.above:
            statement = self.above[statement]
        return statement


def candidates(lists: Iterable[Sequence[Any]]) -> list[Any]:
    """Those worth comparing: who share hashes that few share, the first kept first among equals; at most `COMPARED`.

    Args:
        lists: for each hash of a sketch, the statements kept under it, in the order in which they were kept.
    """
    shared: dict[Any, float] = {}
    for one in sorted(lists, key=len):
        if len(shared) >= COMPARED:
            break  # what is left are turns of phrase
        for each in one:
            shared[each] = shared.get(each, 0.0) + 1.0 / len(one)
    return nsmallest(COMPARED, shared, key=lambda each: -shared[each])
