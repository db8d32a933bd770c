"""Recordings as bytes, kept beside their transcripts so that people can listen; what people corrected in a transcript.

In:  a Store; the bytes of a recording, what is known of them.
Out: `keep_sound(...)`, `sound_of(...)`, `stretch(...)`, `let_go(...)`; `last_wording(...)`, `outdated(...)`.
Not here: decoding, hearing (ingest/sound.py, transcribers), the transcript itself, which is in the ledger.

The ledger is for ever, a sound need not be: it is kept with the working papers, in pieces, and can be let go of while the
transcript and the verdicts stay.  It goes by its document's id; no name that anybody gave it reaches a file system.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from sayso.schema import Entry
from sayso.stores import jobs
from sayso.stores.loading import entry_of, entry_rows
from sayso.stores.sql import Store
from sayso.stores.tables import entries, job_items
from sayso.stores.tables import jobs as job_rows

PIECE = 1 << 20  # bytes: what is read at once to answer for a stretch of it


@dataclass(frozen=True, slots=True)
class KeptSound:
    """A recording that was heard here.

    Attributes:
        key: of its papers.
        size: bytes; 0 where they were let go.
        about: what was taken down of it: "facts", "transcriber", "peaks".
    """

    key: str
    size: int
    about: Mapping[str, Any]


def keep_sound(store: Store, document: str, name: str, data: bytes, about: Mapping[str, Any]) -> None:
    """Keep the bytes of a recording, if they are not there.

    Args:
        store: where to.
        document: the id of its transcript.
        name: the file's name, to show.
        data: its bytes.
        about: what else is to be known of it, as JSON can hold it.

    Raises:
        StoreError: they could not be kept.
    """
    there = sound_of(store, document)
    if there is None or not there.size:
        pieces = [(name, data[at : at + PIECE]) for at in range(0, len(data), PIECE)]
        jobs.queue(store, "sound", document, pieces, {**about, "size": len(data)}, held=True)


def sound_of(store: Store, document: str) -> KeptSound | None:
    """The sound of a recording; None where there never was one."""
    kept = select(job_items.c.job).where(job_items.c.job == job_rows.c.id, job_items.c.data.is_not(None)).exists()
    asked = select(job_rows.c.key, job_rows.c.options, kept.label("there")).where(job_rows.c.kind == "sound", job_rows.c.title == document)
    with store.asking() as connection:
        row = connection.execute(asked.order_by(job_rows.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    about = json.loads(row.options)
    return KeptSound(key=row.key, size=int(about["size"]) if row.there else 0, about=about)


def stretch(store: Store, sound: KeptSound, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a sound from one place to another, in pieces; fewer where it is let go meanwhile."""
    asked = select(job_items.c.data).join(job_rows, job_items.c.job == job_rows.c.id).where(job_rows.c.key == sound.key)
    while start < min(end, sound.size):
        number, within = divmod(start, PIECE)
        with store.asking() as connection:
            data = connection.execute(asked.where(job_items.c.number == number + 1)).scalar()
        piece = bytes(data or b"")[within : within + end - start]
        if not piece:
            return
        yield piece
        start += len(piece)


def let_go(store: Store, document: str) -> bool:
    """Let go of the bytes of a recording; whether there were any.

    Raises:
        StoreError: the store cannot be written.
    """
    papers = select(job_rows.c.id).where(job_rows.c.kind == "sound", job_rows.c.title == document)
    with store.writing() as writing:
        mine = job_items.c.job.in_(papers) & job_items.c.data.is_not(None)
        return bool(writing.connection.execute(update(job_items).where(mine).values(data=None)).rowcount)


# -- what people corrected -----------------------------------------------------------------------


def wordings(store: Store, document: str) -> list[Entry]:
    """All that people corrected in a transcript, the last first."""
    asked = entry_rows().where(entries.c.subject == document, entries.c.kind == "transcript")
    with store.asking() as connection:
        return [entry_of(row) for row in connection.execute(asked)][::-1]


def last_wording(store: Store, document: str) -> Entry | None:
    """What is corrected in a transcript; None where nothing ever was."""
    return next(iter(wordings(store, document)), None)


def outdated(store: Store, verdicts: Iterable[Entry]) -> frozenset[str]:
    """The names of recordings whose transcripts were corrected after these verdicts rested on them: to be checked again."""
    found = set()
    for entry in verdicts:
        for name, one in ((entry.payload or {}).get("recordings") or {}).items():
            last = last_wording(store, one["document"])
            if (None if last is None else last.id) != one["words"]:
                found.add(name)
    return frozenset(found)
