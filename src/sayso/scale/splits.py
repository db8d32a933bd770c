"""Files in, jobs out: pieces of the input that are read by themselves, the same ones each time.

In:  the files of the input, in their order.
Out: `Split`s (a large file, or several small ones) and the `Job`s in each: some dozens of records that are read together and
     whose rows are written together.
Not here: who reads a job (work.py), which are done (publishing.py).

Nothing here depends on time, on the number of workers or on what was done before: the same files give the same jobs with the
same numbers.  That is why a run that was killed can go on: a job whose rows are there is not done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from sayso.ingest.bulk import Record, Skipped, is_many, records
from sayso.ingest.records import broken
from sayso.scale.places import File, opened, shown
from sayso.schema import Failure

JOB_RECORDS = 32  # read together: enough that the encoder seldom waits, and little to do again after a crash
JOB_BYTES = 3_000_000  # of records in one job, beyond which it is closed; a record may be larger by itself
SMALL = 256_000  # bytes below which a file is put together with others


@dataclass(frozen=True, slots=True)
class Split:
    """Some files that are gone through in one go; `number` is its place in the input."""

    number: int
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(one.size for one in self.files)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A record whose bytes were there before, so that it need not be read again; `said` is what the input says of it."""

    locator: str
    digest: str
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """Some records of one split, in order; what could not even be cut out of the input is a Failure in its place.

    Attributes:
        split, number: its place: the split's, and its own in the split, from 0.
        items: what to read.
        last: whether it is the split's last one.
        skipped: for the last one, how many parts of the split hold no document, by the reason.
        done: how many bytes of the split are behind it, about.
    """

    split: int
    number: int
    items: tuple[Record | Failure | Repeat, ...]
    last: bool = False
    skipped: Mapping[str, int] = field(default_factory=dict)
    done: int = 0

    @property
    def name(self) -> str:
        """Its name, in whose order jobs stand."""
        return f"{self.split:06}-{self.number:07}"

    @property
    def size(self) -> int:
        """Bytes of its records."""
        return sum(len(one.data) for one in self.items if isinstance(one, Record))


def splits_of(files: Sequence[File], first: int = 0) -> Iterator[Split]:
    """The input in pieces: a file that is large, or holds many documents, by itself; others by the dozens."""
    waiting: list[File] = []
    number = first
    for one in files:
        alone = one.size > SMALL or is_many(one.locator)
        if waiting and (alone or len(waiting) >= JOB_RECORDS or sum(each.size for each in waiting) + one.size > JOB_BYTES):
            yield Split(number, tuple(waiting))
            number, waiting = number + 1, []
        waiting.append(one)
        if alone:
            yield Split(number, tuple(waiting))
            number, waiting = number + 1, []
    if waiting:
        yield Split(number, tuple(waiting))


def jobs(split: Split, columns: Mapping[str, str]) -> Iterator[Job]:
    """The jobs of a split, in their order; there is always one, and the last one says so.

    Raises:
        SettingsError: a table has none of the columns asked for.
        MissingExtra: a format needs an extra.
    """
    number = 0
    items: list[Record | Failure | Repeat] = []
    size = behind = done = 0
    skipped: Counter[str] = Counter()
    for file in split.files:
        for one in _records(file, columns, place := _Place()):
            if isinstance(one, Skipped):
                skipped[one.reason] += 1
                continue
            length = len(one.data) if isinstance(one, Record) else 0
            if items and (len(items) >= JOB_RECORDS or size + length > JOB_BYTES):
                yield Job(split.number, number, tuple(items), done=done)
                number, items, size = number + 1, [], 0
            items.append(one)
            size += length
            done = behind + min(place.tell(), file.size)
        behind += file.size
    yield Job(split.number, number, tuple(items), last=True, skipped=dict(skipped), done=split.size)


def said_of(one: Record) -> dict[str, object]:
    """What the input says of a record."""
    return {"name": one.name, "url": one.url, "outlet": one.outlet, "published": one.published_at, "bytes": len(one.data)}


class _Place:
    """Where in a file one is."""

    stream: BinaryIO | None = None

    def tell(self) -> int:
        try:
            return self.stream.tell() if self.stream is not None else 0
        except (OSError, ValueError):
            return 0


def _records(file: File, columns: Mapping[str, str], place: _Place) -> Iterator[Record | Failure | Skipped]:
    try:
        with opened(file.locator) as stream:
            place.stream = stream
            yield from records(stream, shown(file.locator), columns)
    except OSError as error:
        yield broken(shown(file.locator), f"cannot be read, or not to its end ({error.strerror or str(error)[:80]})")
    finally:
        place.stream = None
