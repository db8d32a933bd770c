"""Work that is to be done in the background, kept in the store: it survives the process that does it.

In:  a Store; documents as bytes; what became of each.
Out: `queue(...)`, `job(...)`, `jobs_in(...)`, `cancel(...)`, `retry(...)`, `again(...)` for whoever asks for work;
     `take(...)`, `renew(...)`, `settle(...)`, `recover(...)` for whoever does it.
Not here: the work itself (desk/runner.py).

A job is a list of items; what a job is follows from them, so that its sums always add up: total = done + failed + set
aside + left.  An item that is taken bears its owner and a lease; where the owner dies it is given back, at the third
time it fails, for then it is the item that kills.  Jobs are no part of the ledger: they are working papers, and the
bytes of an item are gone as soon as what was read in them is kept.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, and_, func, or_, select, update

from sayso.errors import InputError
from sayso.ledger import storable
from sayso.stores.engine import plainly
from sayso.stores.sql import Store
from sayso.stores.tables import job_items, jobs

ItemState = Literal["waiting", "running", "done", "known", "failed", "cancelled", "held"]
LEASE_SECONDS = 120  # twice what the slowest document takes; renewed with each
MOST_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document of a job: what it is called, what became of it."""

    number: int
    name: str
    state: ItemState
    document: str | None = None
    kind: str | None = None
    code: str | None = None
    message: str | None = None
    at: str | None = None
    kept: bool = False  # whether its bytes are still there, so that it can be tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A list of items that are to be worked off, and how far that is."""

    id: str
    kind: str
    title: str
    at: str
    options: Mapping[str, Any]
    counts: Mapping[str, int]
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many were read and kept."""
        return self.counts.get("done", 0)

    @property
    def failed(self) -> int:
        """How many could not be read."""
        return self.counts.get("failed", 0)

    @property
    def known(self) -> int:
        """How many were known already."""
        return self.counts.get("known", 0)

    @property
    def cancelled(self) -> int:
        """How many were cancelled."""
        return self.counts.get("cancelled", 0)

    @property
    def set_aside(self) -> int:
        """How many were known already or cancelled."""
        return self.known + self.cancelled

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return self.counts.get("waiting", 0) + self.counts.get("running", 0)

    @property
    def state(self) -> Literal["waiting", "running", "cancelled", "done"]:
        """Where the job stands: "done" when nothing is left, whether or not some of it failed."""
        if self.left:
            return "running" if self.counts.get("running") or self.left < self.total else "waiting"
        return "cancelled" if self.cancelled else "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An item that somebody has taken."""

    job: str
    number: int
    name: str
    data: bytes
    options: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def _writing(store: Store) -> Iterator[Connection]:
    with plainly(store.url), store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def now() -> str:
    """The time as jobs have it: UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


# -- for whoever asks for work -------------------------------------------------------------------


def queue(
    store: Store,
    kind: str,
    title: str,
    items: Sequence[tuple[str, bytes]],
    options: Mapping[str, Any] | None = None,
    *,
    held: bool = False,
) -> str:
    """Take a job down; its id.

    Args:
        store: where to.
        kind: what is to be done: "read", or "listen" where a draft is held against a recording; or whose papers these are, of
            which nothing is worked off: "check", "sound" of a recording (sounds.py), "search" of a saved search, "apart" of two
            people that were told apart.
        title: what people call it.
        items: name and bytes of each document.
        options: what whoever does it needs to know.
        held: the items are only kept, not worked off.

    Raises:
        StoreError: it could not be kept.
    """
    key = "jo-" + secrets.token_hex(10)
    with _writing(store) as connection:
        number = connection.execute(
            jobs.insert().returning(jobs.c.id),
            {"key": key, "kind": kind, "title": storable(title), "options": json.dumps(dict(options or {})), "at": now()},
        ).scalar_one()
        _add(connection, number, 1, items, held)
    return key


def add_items(store: Store, key: str, items: Sequence[tuple[str, bytes]], *, held: bool = False) -> None:
    """Put more documents into a job.

    Raises:
        InputError: there is no such job.
        StoreError: they could not be kept.
    """
    with _writing(store) as connection:
        job = _row(connection, key)
        last = connection.execute(select(func.max(job_items.c.number)).where(job_items.c.job == job.id)).scalar() or 0
        _add(connection, job.id, last + 1, items, held)


def set_options(store: Store, key: str, options: Mapping[str, Any]) -> None:
    """Change what a job is told, the rest staying as it is.

    Raises:
        InputError: there is no such job.
    """
    with _writing(store) as connection:
        _told(connection, _row(connection, key), options)


def jobs_in(store: Store, kind: str | None = None, limit: int = 50) -> list[Job]:
    """The jobs, the last one first, without their items."""
    asked = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if kind is not None:
        asked = asked.where(jobs.c.kind == kind)
    with store.asking() as connection:
        rows = connection.execute(asked).all()
        counts: dict[int, dict[str, int]] = {row.id: {} for row in rows}
        counted = select(job_items.c.job, job_items.c.state, func.count()).where(job_items.c.job.in_(list(counts)))
        for number, state, count in connection.execute(counted.group_by(job_items.c.job, job_items.c.state)):
            counts[number][state] = count
    return [_job(row, counts[row.id]) for row in rows]


def job(store: Store, key: str) -> Job:
    """One job with its items.

    Raises:
        InputError: there is none.
    """
    columns = [column for column in job_items.c if column.name != "data"]
    with store.asking() as connection:
        row = _row(connection, key)
        asked = select(*columns, job_items.c.data.is_not(None).label("kept")).where(job_items.c.job == row.id)
        found = connection.execute(asked.order_by(job_items.c.number)).all()
    counts: dict[str, int] = {}
    items = []
    for each in found:
        counts[each.state] = counts.get(each.state, 0) + 1
        items.append(
            Item(
                number=each.number,
                name=each.name,
                state=each.state,
                document=each.document,
                kind=each.kind,
                code=each.code,
                message=each.message,
                at=each.at,
                kept=bool(each.kept),
            )
        )
    return _job(row, counts, tuple(items))


def unfinished(store: Store) -> int:
    """How many items are still to be done, in all jobs."""
    with store.asking() as connection:
        asked = select(func.count()).select_from(job_items).where(job_items.c.state.in_(("waiting", "running")))
        return int(connection.execute(asked).scalar() or 0)


def papers(store: Store, key: str) -> list[tuple[str, bytes]]:
    """Name and bytes of the items of a job whose bytes are still there.

    Raises:
        InputError: there is no such job.
    """
    with store.asking() as connection:
        row = _row(connection, key)
        asked = select(job_items.c.name, job_items.c.data).where(job_items.c.job == row.id, job_items.c.data.is_not(None))
        return [(one.name, bytes(one.data)) for one in connection.execute(asked.order_by(job_items.c.number))]


def cancel(store: Store, key: str) -> int:
    """Do nothing more of a job; what is done stays done. How many items are left undone; one that is being done asks `renew`.

    Raises:
        InputError: there is no such job.
    """
    with _writing(store) as connection:
        row = _row(connection, key)
        _told(connection, row, {"cancelled": now()})
        mine = and_(job_items.c.job == row.id, job_items.c.state == "waiting")
        return connection.execute(update(job_items).where(mine).values(state="cancelled", at=now())).rowcount


def retry(store: Store, key: str, numbers: Collection[int] | None = None, *, as_text: bool = False) -> int:
    """Do again what failed or was cancelled; how many items.

    Args:
        store: where the job is.
        key: the job's id.
        numbers: of the items; None for all that failed or were cancelled.
        as_text: read them as plain text, whatever they look like.

    Raises:
        InputError: there is no such job.
    """
    with _writing(store) as connection:
        row = _row(connection, key)
        again = and_(job_items.c.job == row.id, job_items.c.state.in_(("failed", "cancelled")), job_items.c.data.is_not(None))
        if numbers is not None:
            again = and_(again, job_items.c.number.in_(sorted(numbers)))
        values: dict[str, Any] = {"state": "waiting", "code": None, "message": None, "tries": 0, "owner": None, "lease": None}
        if as_text:
            values["kind"] = "text"
        if json.loads(row.options).get("cancelled"):
            _told(connection, row, {"cancelled": None})
        return connection.execute(update(job_items).where(again).values(**values)).rowcount


# -- for whoever does it -------------------------------------------------------------------------


def take(store: Store, owner: str) -> Work | None:
    """The next item that is waiting, or whose owner let its lease run out; None where there is none.

    Args:
        store: where jobs are.
        owner: who takes it.
    """
    second = int(time.time())
    free = or_(job_items.c.state == "waiting", and_(job_items.c.state == "running", job_items.c.lease < second))
    asked = select(job_items, jobs.c.key, jobs.c.options).join(jobs, job_items.c.job == jobs.c.id).where(free)
    asked = asked.order_by(job_items.c.job, job_items.c.number).limit(1)
    with store.asking() as connection:
        if connection.execute(asked.with_only_columns(job_items.c.job)).first() is None:
            return None
    with _writing(store) as connection:
        while (row := connection.execute(asked).one_or_none()) is not None:
            this = and_(job_items.c.job == row.job, job_items.c.number == row.number)
            if row.tries >= MOST_TRIES:
                why = f"{row.name} ended the process that read it, {MOST_TRIES} times. It was set aside; leave it out or convert it."
                connection.execute(update(job_items).where(this).values(state="failed", code="unreadable", message=why, at=now()))
                continue
            values = {"state": "running", "owner": owner, "lease": second + LEASE_SECONDS, "tries": row.tries + 1}
            connection.execute(update(job_items).where(this).values(**values))
            options = json.loads(row.options) | ({"as_text": True} if row.kind == "text" else {})
            return Work(job=row.key, number=row.number, name=row.name, data=bytes(row.data or b""), options=options)
    return None


def settle(
    store: Store,
    work: Work,
    state: ItemState,
    *,
    document: str | None = None,
    kind: str | None = None,
    code: str | None = None,
    message: str | None = None,
) -> None:
    """Take down what became of an item; the bytes of one that is kept elsewhere now are let go.

    Raises:
        StoreError: it could not be kept.
    """
    if state not in get_args(ItemState):
        raise ValueError(f"{state!r} is no state of an item")
    values: dict[str, Any] = {"state": state, "document": document, "kind": kind, "code": code, "at": now(), "owner": None, "lease": None}
    values["message"] = None if message is None else storable(message)
    if state in ("done", "known"):
        values["data"] = None
    with _writing(store) as connection:
        row = _row(connection, work.job)
        this = and_(job_items.c.job == row.id, job_items.c.number == work.number)
        connection.execute(update(job_items).where(this).values(**values))


def renew(store: Store, work: Work, told: Mapping[str, Any] | None = None) -> bool:
    """Say that an item is still being done; whether it is still wanted.

    Args:
        store: where the job is.
        work: the item.
        told: what the job is told of it, as for `set_options`.

    Raises:
        StoreError: it could not be kept.
    """
    with _writing(store) as connection:
        row = _row(connection, work.job)
        this = and_(job_items.c.job == row.id, job_items.c.number == work.number, job_items.c.state == "running")
        connection.execute(update(job_items).where(this).values(lease=int(time.time()) + LEASE_SECONDS))
        if told:
            _told(connection, row, told)
        return not json.loads(row.options).get("cancelled")


def again(store: Store, key: str) -> int:
    """Do again what a job did and kept the papers of; how many items.

    Raises:
        InputError: there is no such job.
    """
    with _writing(store) as connection:
        row = _row(connection, key)
        _told(connection, row, {"cancelled": None})
        kept = and_(job_items.c.job == row.id, job_items.c.state.in_(("held", "failed", "cancelled")), job_items.c.data.is_not(None))
        values: dict[str, Any] = {"state": "waiting", "code": None, "message": None, "tries": 0, "owner": None, "lease": None}
        return connection.execute(update(job_items).where(kept).values(**values)).rowcount


def recover(store: Store, gone: Callable[[str], bool]) -> int:
    """Give back the items of owners that are gone, without waiting for their leases; how many.

    Args:
        store: where jobs are.
        gone: whether the owner of that name is surely no more.
    """
    with store.asking() as connection:
        asked = select(job_items.c.owner).where(job_items.c.state == "running").distinct()
        owners = [one for one in connection.execute(asked).scalars() if one is not None and gone(one)]
    if not owners:
        return 0
    with _writing(store) as connection:
        theirs = and_(job_items.c.state == "running", job_items.c.owner.in_(owners))
        return connection.execute(update(job_items).where(theirs).values(state="waiting", owner=None, lease=None)).rowcount


# -- rows ----------------------------------------------------------------------------------------


def _add(connection: Connection, job: int, first: int, items: Sequence[tuple[str, bytes]], held: bool) -> None:
    state = "held" if held else "waiting"
    lines = [
        {"job": job, "number": number, "name": storable(name), "state": state, "data": data, "tries": 0}
        for number, (name, data) in enumerate(items, first)
    ]
    if lines:
        connection.execute(job_items.insert(), lines)


def _told(connection: Connection, row: Any, options: Mapping[str, Any]) -> None:
    held = json.loads(row.options) | dict(options)
    connection.execute(update(jobs).where(jobs.c.id == row.id).values(options=json.dumps(held)))


def _row(connection: Connection, key: str) -> Any:
    row = connection.execute(select(jobs).where(jobs.c.key == key)).one_or_none()
    if row is None:
        raise InputError(f"There is no job {key}. The list of jobs shows their ids.", about=key)
    return row


def _job(row: Any, counts: Mapping[str, int], items: tuple[Item, ...] = ()) -> Job:
    return Job(id=row.key, kind=row.kind, title=row.title, at=row.at, options=json.loads(row.options), counts=dict(counts), items=items)
