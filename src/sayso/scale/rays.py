"""Splits in, their jobs' rows written by actors of Ray Data: on this machine, or on many.

In:  splits of the input, the address of a cluster, and a place that all machines reach.
Out: nothing of its own: each actor writes its jobs' rows where processes of one machine would, and the run is told.
Not here: what a job is (splits.py), how it is read (work.py), what becomes of the rows (publishing.py).

The inputs are cut into jobs on the cluster, too; the driver only hears which job is done, and publishes.  A run that was killed goes
on by the names of jobs, as on one machine.  Ray's own reports to its makers and its dashboard are switched off.

An actor catches whatever a document does to it.  One that dies all the same is started anew by Ray, which gives it the same job
again: it finds a note that the job was begun, reads it record by record, and takes a record over which it died twice for a
failure.  No block is ever given up (`max_errored_blocks` stays 0): a pool that gives up blocks can wait for ever for an actor that is
dead (ray issue 62746).
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingExtra, SettingsError
from sayso.ingest.bulk import Record
from sayso.scale.places import Place
from sayso.scale.processes import Answer, made
from sayso.scale.publishing import JOBS, Publisher
from sayso.scale.splits import Split, jobs
from sayso.scale.tables import about_in
from sayso.scale.work import died, document_of, done

if TYPE_CHECKING:
    from sayso.scale.watching import Watched

TRIES = "state/tries"
BLOCK_BYTES = 4_000_000  # of jobs that travel together: one or two, so that one large file keeps many actors busy
ACTOR_CORES, CUTTER_CORES = 0.9, 0.1  # so that as many actors as there are cores leave room for what feeds them


def by_actors(
    pieces: Sequence[Split],
    columns: Mapping[str, str],
    maker: str,
    place: Place,
    workers: int,
    any_language: bool,
    address: str,
    publisher: Publisher,
    made_by: Callable[[Mapping[str, Any]], None],
    watched: Watched,
) -> None:
    """Do all jobs of these splits on a Ray cluster, and publish them.

    Args:
        pieces: what to read.
        columns: which column of a table holds what.
        maker: "module:function" that makes the Pipeline.
        place: where the rows go; for a cluster an address that all its machines reach.
        workers: actors; 0 for one a core.
        any_language: read what is not in English, too.
        address: of the cluster; "local" starts one on this machine.
        publisher: publishes what is done.
        made_by: is told which version and model read.
        watched: is told of each job that is done.

    Raises:
        MissingExtra: Ray is not installed.
        SettingsError: the cluster cannot be reached.
    """
    with _connected(address, workers) as (ray, actors):
        context = ray.data.DataContext.get_current()
        context.target_max_block_size = BLOCK_BYTES
        context.enable_progress_bars = False
        rows = ray.data.from_items([{"split": pickle.dumps(one)} for one in pieces], override_num_blocks=len(pieces)).flat_map(
            _Cutter(dict(columns), publisher.published, frozenset(publisher.waiting)), num_cpus=CUTTER_CORES
        )
        told = rows.map(
            _Actor,
            fn_constructor_args=(maker, place.locator, any_language, list(sys.path) if address == "local" else []),
            compute=ray.data.ActorPoolStrategy(size=actors),
            num_cpus=ACTOR_CORES,
        )
        order = _InOrder(pieces, publisher)
        stopped = threading.Event()
        clock = threading.Thread(target=_tick, args=(stopped, watched), daemon=True)
        clock.start()
        try:
            for row in told.iter_rows():
                if row["by"]:
                    made_by(json.loads(row["by"]))
                order.take(row)
                watched.position[row["job"]] = row["done"] + watched.before(pieces[order.at(row["split"])])
                new = row["new"]
                watched.take(iter([Answer(row["job"], row["records"] if new else 0, row["failures"], row["statements"])]))
        finally:
            stopped.set()
            clock.join()


def _tick(stopped: threading.Event, watched: Watched) -> None:
    while not stopped.wait(1.0):
        watched.tick()


@contextmanager
def _connected(address: str, workers: int) -> Iterator[tuple[Any, int]]:
    """Ray, connected, and how many actors there shall be."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # read when Ray is imported
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as missing:
        raise MissingExtra("Ray needs the ray extra: pip install 'sayso[ray]'", about="ray") from missing
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    own: dict[str, Any] = (
        {"num_cpus": max(workers, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)} if address == "local" else {}
    )
    try:
        ray.init(address=address, include_dashboard=False if own else None, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise SettingsError(
            f"There is no Ray cluster at {address} ({str(error)[:160]}). Give its address with --ray.", about=address
        ) from error
    try:
        yield ray, workers or max(1, int(_cores(ray)))
    finally:
        ray.shutdown()


def _cores(ray: Any) -> float:
    return float(ray.cluster_resources().get("CPU", 1))


class _InOrder:
    """Tells the publisher of jobs in the order of the input, in whatever order they are done."""

    def __init__(self, pieces: Sequence[Split], publisher: Publisher) -> None:
        self._publisher = publisher
        self._places = {one.number: at for at, one in enumerate(pieces)}
        self._numbers = [one.number for one in pieces]
        self._held: dict[int, dict[int, dict[str, Any]]] = {}
        self._split = 0
        self._next: int | None = None

    def at(self, split: int) -> int:
        """Where a split of this number is among all."""
        return self._places[split]

    def take(self, row: dict[str, Any]) -> None:
        """A job that is done, or was before."""
        self._held.setdefault(row["split"], {})[row["number"]] = row
        while self._split < len(self._numbers):
            held = self._held.get(self._numbers[self._split], {})
            if self._next is None:
                first = min(held, default=None)
                if first is None or not held[first]["first"]:
                    return
                self._next = first
            row_next = held.pop(self._next, None)
            if row_next is None:
                return
            self._publisher.expect_named(row_next["job"], row_next["size"])
            self._next += 1
            if row_next["last"]:
                self._held.pop(self._numbers[self._split], None)
                self._split, self._next = self._split + 1, None


# -- on the cluster ----------------------------------------------------------------------------------


class _Cutter:
    """A split in, its jobs out, those that are done without their bytes."""

    def __init__(self, columns: dict[str, str], published: str, finished: frozenset[str]) -> None:
        self._columns, self._published, self._finished = columns, published, finished

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        first = True
        for job in jobs(pickle.loads(row["split"]), self._columns):
            if job.name <= self._published:
                continue
            wanted = job.name not in self._finished
            yield {
                "job": job.name,
                "split": job.split,
                "number": job.number,
                "size": len(job.items),
                "first": first,
                "last": job.last,
                "done": job.done,
                "data": pickle.dumps(job) if wanted else b"",
            }
            first = False


class _Actor:
    """Reads jobs; one model load an actor."""

    def __init__(self, maker: str, out: str, any_language: bool, path: list[str]) -> None:
        if path:
            sys.path[:] = path
        self._pipeline, self._place, self._any_language = made(maker, 1), Place(out), any_language

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        data = row.pop("data")
        row |= {"by": "", "records": 0, "failures": 0, "statements": 0, "new": bool(data)}
        if not data:
            return row
        job = pickle.loads(data)
        note = f"{TRIES}/{job.name}"
        tried = json.loads(self._place.read(note) or b"null")
        if tried is None:
            self._place.write(note, json.dumps({"at": -1, "deaths": {}}).encode())
            made_of = done(job, [document_of(one) for one in job.items], self._pipeline, any_language=self._any_language)
        else:
            deaths: dict[str, int] = tried["deaths"]
            if tried["at"] >= 0:
                deaths[str(tried["at"])] = deaths.get(str(tried["at"]), 0) + 1
            items = tuple(died(one) if deaths.get(str(n), 0) >= 2 and isinstance(one, Record) else one for n, one in enumerate(job.items))

            def tell(at: int) -> None:
                self._place.write(note, json.dumps({"at": at, "deaths": deaths}).encode())

            tell(-1)
            made_of = done(replace(job, items=items), [], self._pipeline, any_language=self._any_language, tell=tell)
        self._place.write(f"{JOBS}/{job.name}", made_of)
        self._place.remove(note)
        about = about_in(made_of)
        by = {"version": self._pipeline.origin.version, "model": self._pipeline.origin.model_digest}
        return row | {"by": json.dumps(by), **{key: about[key] for key in ("records", "failures", "statements")}}
