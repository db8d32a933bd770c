"""A news archive in, its statements as tables out: the same Pipeline for millions of documents.

In:  files, folders and addresses: web archives, tables, feeds, documents; where the tables go; how many workers.
Out: a folder of Parquet tables (publishing.py) and a summary whose sums add up; from such a folder, Readings again.
Not here: which model is loaded (whoever calls says what makes the Pipeline).

One process (this one) cuts the input into jobs (splits.py) and publishes what is done (publishing.py); workers do the jobs
(work.py), as processes of this machine (processes.py) or as actors of Ray Data (rays.py).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import SettingsError, StoreBusy, UnreadableInput
from sayso.ingest.bulk import Record, chosen_columns
from sayso.reading import Reading
from sayso.scale.places import File, Place, files_at
from sayso.scale.splits import Job, Repeat, Split, jobs, said_of, splits_of
from sayso.scale.watching import Progress, Watched
from sayso.schema import Failure

if TYPE_CHECKING:
    from sayso.scale.publishing import Publisher

FORMAT = "sayso-run/1"
STATE = "state/run.json"


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    maker: str,
    workers: int = 0,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    ray: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Read all that the inputs hold into tables; what `summary.json` then says.

    A run that was ended in any way goes on when it is called again with the same inputs; files that are new are added.

    Args:
        inputs: files, folders, addresses.
        out: the folder, or address, for the tables; made where there is none.
        maker: "module:function" that makes the Pipeline, called with a number of threads.
        workers: processes that read, or actors; 0 for one a core.
        columns: for tables, which column holds what (see `sayso.ingest.bulk`).
        any_language: read what is not in English as if it were.
        ray: the address of a Ray cluster, "local" for one of this machine; None for processes of this machine.
        progress: is called as jobs are done.
        notice: is told what a person may want to know.

    Raises:
        SettingsError: the folder holds another run, or an input changed since it was begun.
        UnreadableInput: an input is not there.
        StoreError: the tables cannot be written.
        MissingExtra: large runs need `pip install 'sayso[scale]'`, Ray `sayso[ray]`.
        ModelError: the model is missing or altered.
    """
    from sayso.scale.publishing import Publisher

    place = Place(str(out))
    given = chosen_columns(dict(columns or {}))
    tell = notice or (lambda line: None)
    with _alone(place):
        plan = _Plan(place, {"columns": given, "any_language": any_language})
        plan.add(list(chain.from_iterable(files_at(str(one)) for one in inputs)))
        with Publisher(place) as publisher:
            watched = Watched(publisher, plan.size, plan.starts, progress, tell)
            begun = False
            for number, row in enumerate(plan.rounds):
                if row["complete"]:
                    continue
                if not begun:
                    plan.save()
                    begun = True
                pieces = [one for one in splits_of(_files(row), row["first"]) if f"{one.number + 1:06}" > publisher.published]
                if not pieces:
                    pass  # ended after its last partition: only the word that all is done was missing
                elif ray is None:
                    _by_processes(pieces, given, maker, place, workers, any_language, publisher, plan, watched)
                else:
                    from sayso.scale.rays import by_actors

                    by_actors(pieces, given, maker, place, workers, any_language, ray, publisher, plan.made_by, watched)
                publisher.publish(all_of_it=True)
                plan.complete(number)
            return publisher.summary({"inputs": sum(len(one["files"]) for one in plan.rounds), **(plan.by or {})})


def readings_in(out: str | Path) -> Iterator[Reading | Failure]:
    """What a run has published, again as Readings and Failures, in the order of the input; exact duplicates are left out.

    Args:
        out: the folder, or address, of the tables.

    Raises:
        UnreadableInput: there is no run of ours.
    """
    import io

    import pyarrow.parquet as pq

    place = Place(str(out))
    if place.read(STATE) is None:
        raise UnreadableInput(f"{out} holds no run of `sayso run`.", about=str(out))
    for name in place.names("state/parts"):
        part = name.removesuffix(".json") + ".parquet"
        for batch in pq.ParquetFile(io.BytesIO(place.read(f"documents/{part}") or b"")).iter_batches(64, columns=["text", "record"]):
            for row in batch.to_pylist():
                if row["record"] is not None:
                    yield Reading.from_dict(json.loads(row["record"]), text=row["text"])
        columns = ["locator", "stage", "code", "message"]
        for batch in pq.ParquetFile(io.BytesIO(place.read(f"failures/{part}") or b"")).iter_batches(1_000, columns=columns):
            yield from (Failure(**row) for row in batch.to_pylist())


# -- one machine ---------------------------------------------------------------------------------


def _by_processes(
    pieces: Sequence[Split],
    columns: Mapping[str, str],
    maker: str,
    place: Place,
    workers: int,
    any_language: bool,
    publisher: Publisher,
    plan: _Plan,
    watched: Watched,
) -> None:
    from sayso.scale.processes import Processes, Task

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = workers or cores
    task = Task(maker=maker, out=place.locator, any_language=any_language, threads=max(1, cores // workers))
    recent: set[str] = set()  # digests of what is not published yet
    with Processes(task, workers, watched.notice) as processes:
        processes.wait_for_start()
        plan.made_by(processes.by or {})
        for split in pieces:
            for job in jobs(split, columns):
                wanted = publisher.expect(job)
                watched.position[job.name] = job.done + watched.before(split)
                if wanted:
                    watched.take(processes.submit(_once(job, publisher, recent)))
                elif job.name > publisher.published:
                    _once(job, publisher, recent)
                    publisher.publish()
                watched.tick()
        watched.take(processes.rest(watched.tick))


def _once(job: Job, publisher: Publisher, recent: set[str]) -> Job:
    """The job without the bytes of records that were there before."""
    items: list[Record | Failure | Repeat] = []
    for one in job.items:
        if isinstance(one, Record):
            digest = one.digest
            if digest in recent or ((before := publisher.seen.bytes_of(digest)) is not None and before[0] != one.locator):
                one = Repeat(one.locator, digest, said_of(one))
            else:
                recent.add(digest)
        items.append(one)
    if len(recent) > 200_000:  # those of long ago are in `seen`
        recent.clear()
    return replace(job, items=tuple(items))


# -- what a run is, on the disk ------------------------------------------------------------------


class _Plan:
    """The inputs of a run, in rounds: those it was begun with, those that came later."""

    def __init__(self, place: Place, settings: Mapping[str, Any]) -> None:
        self._place = place
        held = place.read(STATE)
        new: dict[str, Any] = {"format": FORMAT, "settings": dict(settings), "by": None, "rounds": []}
        row: dict[str, Any] = new if held is None else json.loads(held)
        if row["format"] != FORMAT:
            raise SettingsError(
                f"{place.locator} holds a run of another sayso ({row['format']}). Name another folder.", about=place.locator
            )
        if row["settings"] != settings and not any(map(place.names, ("state/parts", "state/jobs"))):
            row = new  # it stopped before anything was read, as over a column that is not there
        if row["settings"] != settings:
            raise SettingsError(
                f"{place.locator} was begun with other options ({json.dumps(row['settings'])}). Give the same, or name another folder.",
                about=place.locator,
            )
        self._row = row

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """Each with its files, the number of its first split, and whether it is complete."""
        rounds: list[dict[str, Any]] = self._row["rounds"]
        return rounds

    @property
    def by(self) -> dict[str, Any] | None:
        """The version and model that read."""
        by: dict[str, Any] | None = self._row["by"]
        return by

    @property
    def size(self) -> int:
        """Bytes of the input."""
        return sum(file[1] for one in self.rounds for file in one["files"])

    def starts(self, number: int) -> int:
        """Bytes of the input before a split."""
        if not hasattr(self, "_sizes"):
            self._sizes: dict[int, int] = {}
            at = 0
            for row in self.rounds:
                for one in splits_of(_files(row), row["first"]):
                    self._sizes[one.number] = at
                    at += one.size
        return self._sizes.get(number, 0)

    def add(self, files: Sequence[File]) -> None:
        """Take in what is not there yet.

        Raises:
            SettingsError: a file changed, or one that is not done is gone.
            UnreadableInput: there is nothing to read.
        """
        known = {file[0]: (file[1], file[2]) for one in self.rounds for file in one["files"]}
        new: dict[str, File] = {}
        for one in files:
            if one.locator not in known:
                new.setdefault(one.locator, one)
            elif known[one.locator] != (one.size, one.changed):
                raise SettingsError(
                    f"{one.locator} has changed since {self._place.locator} was begun. Put it back, or name another folder.",
                    about=one.locator,
                )
        there = {one.locator for one in files}
        for row in self.rounds:
            gone = next((file[0] for file in row["files"] if not row["complete"] and file[0] not in there), None)
            if gone is not None:
                raise SettingsError(
                    f"{self._place.locator} is not done with {gone}, which is not among the inputs. Give the same inputs as before.",
                    about=gone,
                )
        if not files and not known:
            raise UnreadableInput("There is no file in what was named. Check the paths.")
        if new:
            first = 0
            for row in self.rounds:
                first = max([row["first"] - 1, *(one.number for one in splits_of(_files(row), row["first"]))]) + 1
            self.rounds.append({"first": first, "complete": False, "files": [[one.locator, one.size, one.changed] for one in new.values()]})

    def made_by(self, by: Mapping[str, Any]) -> None:
        """Take down which version and model read.

        Raises:
            SettingsError: another one began.
        """
        if self._row["by"] is None:
            self._row["by"] = dict(by)
            self.save()
        elif self._row["by"] != dict(by):
            was = self._row["by"]
            raise SettingsError(
                f"{self._place.locator} was begun with sayso {was.get('version')}, {was.get('model')}. Use these, or name another folder.",
                about=self._place.locator,
            )

    def complete(self, number: int) -> None:
        """Take down that all of a round is published."""
        self.rounds[number]["complete"] = True
        self.save()

    def save(self) -> None:
        """Write it down."""
        self._place.write(STATE, json.dumps(self._row).encode())


def _files(row: Mapping[str, Any]) -> list[File]:
    return [File(*one) for one in row["files"]]


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Nobody else runs in this folder; the lock is the kernel's, and gone with this process, however it ends."""
    if place.remote or os.name == "nt":
        yield
        return
    import fcntl

    folder = Path(place.locator, "state")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SettingsError(f"{place.locator} cannot be written ({error.strerror}). Name another folder.", about=place.locator) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreBusy(
                f"Another `sayso run` is at work in {place.locator}. Wait for it, or name another folder.", about=place.locator
            ) from None
        yield
    finally:
        with suppress(OSError):
            os.close(lock)
