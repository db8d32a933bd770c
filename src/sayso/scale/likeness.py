"""Texts in, which was there before out: the same bytes, or nearly the same words.

In:  documents in their order: digests of their bytes, sketches of their words.
Out: for each the first one that it repeats, and how like it is.
Not here: what is done with one that repeats another (publishing.py).

A sketch is 64 least hashes of the runs of five words (MinHash, Broder 1997), 16 bits of each: the share of places in which two
sketches agree estimates the share of runs that two texts have in common.  Sketches that may agree are found by eight bands of
eight; they lie in a database on the disk, so that memory does not grow with the archive.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

RUN = 5  # words
PLACES = 64
BANDS = 8
LEAST_WORDS = 60  # of a text that can be called like another
ALIKE = 0.8  # of the places in which two sketches must agree; two articles of one story share well under half of their runs

_WORD = re.compile(r"\w+")
_CHANCE = np.random.default_rng(20_250_203)
_FACTORS = _CHANCE.integers(1, 1 << 63, PLACES, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _CHANCE.integers(0, 1 << 63, PLACES, dtype=np.uint64)
_PRIMES = np.array([0x9E3779B97F4A7C15 * (2 * n + 1) & (1 << 64) - 1 for n in range(RUN)], dtype=np.uint64)


def sketch_of(text: str) -> bytes | None:
    """The sketch of a text, 128 bytes; None where it is too short to be told from others."""
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST_WORDS:
        return None
    codes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64) + np.uint64(1)
    count = len(codes) - RUN + 1
    runs = np.zeros(count, dtype=np.uint64)
    for n in range(RUN):
        runs ^= codes[n : n + count] * _PRIMES[n]
    runs = np.unique(_mixed(runs))
    least = np.empty(PLACES, dtype=np.uint64)
    for n in range(PLACES):
        least[n] = _mixed(runs * _FACTORS[n] + _SHIFTS[n]).min()
    return (least & np.uint64(0xFFFF)).astype("<u2").tobytes()


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    numbers = (numbers ^ (numbers >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return numbers ^ (numbers >> np.uint64(29))


def agreeing(one: bytes, other: bytes) -> float:
    """The share of places in which two sketches agree."""
    return float((np.frombuffer(one, "<u2") == np.frombuffer(other, "<u2")).mean())


class Seen:
    """What has been there before; a context manager. It is made anew by whoever goes on with a run."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # SQLite's own temporary file, gone when closed
        self._base.execute("pragma cache_size = -16000")  # 16 MB, whatever the archive
        self._base.execute("pragma journal_mode = off")
        self._base.execute("create table digests (digest blob primary key, locator text, failed text) without rowid")
        self._base.execute("create table sketches (number integer primary key, locator text, sketch blob)")
        self._base.execute("create table bands (band integer, number integer, primary key (band, number)) without rowid")
        self._base.execute("begin")

    def __enter__(self) -> Seen:
        return self

    def __exit__(self, *exception: object) -> None:
        self._base.close()

    def bytes_of(self, digest: str) -> tuple[str, str | None] | None:
        """The locator of the first record with these bytes and, where that one failed, its code; None where there is none."""
        found = self._base.execute("select locator, failed from digests where digest = ?", (bytes.fromhex(digest)[:16],)).fetchone()
        return None if found is None else (found[0], found[1])

    def add_bytes(self, digest: str, locator: str, failed: str | None) -> None:
        """Take down the first record with some bytes."""
        self._base.execute("insert or ignore into digests values (?, ?, ?)", (bytes.fromhex(digest)[:16], locator, failed))

    def like(self, sketch: bytes) -> tuple[str, float] | None:
        """The first document whose words are nearly these, and how like it is; None where there is none."""
        bands = _bands(sketch)
        asked = "select distinct s.number, s.locator, s.sketch from bands b join sketches s using (number) where b.band in "
        asked += f"({','.join('?' * BANDS)})"
        for _, locator, other in sorted(self._base.execute(asked, bands)):
            alike = agreeing(sketch, other)
            if alike >= ALIKE:
                return locator, alike
        return None

    def add_words(self, sketch: bytes, locator: str) -> None:
        """Take down a document that is like none before."""
        number = self._base.execute("insert into sketches (locator, sketch) values (?, ?)", (locator, sketch)).lastrowid
        self._base.executemany("insert or ignore into bands values (?, ?)", [(band, number) for band in _bands(sketch)])


def _bands(sketch: bytes) -> list[int]:
    width = len(sketch) // BANDS
    return [
        int.from_bytes(blake2b(bytes([n]) + sketch[n * width : (n + 1) * width], digest_size=8).digest(), "little", signed=True)
        for n in range(BANDS)
    ]
