"""A job in, the rows of all its records out: what every worker does, on one machine or on many.

In:  a `Job`, and a Pipeline.
Out: its rows as bytes (tables.py); a document that cannot be read is a row with a code.
Not here: the process that this runs in (processes.py, rays.py).

No document ends a worker: whatever goes wrong over one is its failure, and the job goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from sayso.errors import InputError, UnreadableInput
from sayso.ingest.bulk import Record
from sayso.reading import Reading
from sayso.scale import tables
from sayso.scale.splits import Job, Repeat, said_of
from sayso.scale.tables import Table
from sayso.schema import Document, Failure, Origin


class Reads(Protocol):
    """What a worker needs of a Pipeline."""

    origin: Origin

    def read_batch(self, documents: Any, *, any_language: bool = False) -> Iterator[Reading | Failure]:
        """Readings and Failures, one a document, in their order."""


def document_of(one: Record | Failure | Repeat) -> Document | Failure | None:
    """The document of a record, parsed; a Failure where it cannot be, None for one that need not be."""
    if isinstance(one, Failure):
        return one
    if isinstance(one, Repeat):
        return None
    try:
        return one.document()
    except InputError as error:
        return Failure(locator=one.locator, stage="ingest", code=error.code, message=str(error))
    except (Exception, RecursionError) as error:  # whatever a parser throws, the document is the reason
        return _broke(one.locator, "ingest", error)


def done(
    job: Job,
    documents: Sequence[Document | Failure | None],
    pipeline: Reads,
    *,
    any_language: bool,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """The rows of a job.

    Args:
        job: what to read.
        documents: what `document_of` made of its items; with `tell` they are made here, one by one.
        pipeline: what reads.
        any_language: read what is not in English, too.
        tell: is told the number of each item before it is read, which then is read by itself: so that it is known which of
            them ends the process.
    """
    rows: dict[Table, list[dict[str, Any]]] = {name: [] for name in tables.TABLES}
    found = _together(documents, pipeline, any_language) if tell is None else _one_by_one(job, pipeline, any_language, tell)
    for place, (item, one) in enumerate(zip(job.items, found, strict=True)):
        waiting = {"place": place, "said": json.dumps(said_of(item) if isinstance(item, Record) else getattr(item, "said", {}))}
        if isinstance(item, Repeat) or one is None:
            assert isinstance(item, Repeat)
            rows["documents"].append({"locator": item.locator, "sha256": item.digest} | waiting)
            continue
        if isinstance(one, Reading):
            try:
                size = len(item.data) if isinstance(item, Record) else 0
                for name, new in tables.rows_of(one, item.locator, size).items():
                    rows[name] += [row | waiting for row in new] if name == "documents" else new
                continue
            except Exception as error:  # a reading that makes no row is a failure as any other
                one = _broke(item.locator, "scale", error)
        digest = item.digest if isinstance(item, Record) else None
        rows["failures"].append(tables.failure_row(one, item.locator, digest) | waiting)
    about = {
        "job": job.name,
        "skipped": dict(job.skipped),
        "records": len(job.items),
        "failures": len(rows["failures"]),
        "statements": len(rows["statements"]),
    }
    return tables.packed({name: tables.table_of(name, new, waiting=True) for name, new in rows.items()}, about)


def _together(documents: Sequence[Document | Failure | None], pipeline: Reads, any_language: bool) -> Iterator[Reading | Failure | None]:
    """What was read of each, all in one go; where that fails, each by itself."""
    several = [one for one in documents if one is not None]
    try:
        read = iter(list(pipeline.read_batch(several, any_language=any_language)))
    except Exception:  # one of them is the reason: which, is found by reading them one by one
        read = (_alone(one, pipeline, any_language) for one in several)
    for one in documents:
        yield None if one is None else next(read)


def _one_by_one(job: Job, pipeline: Reads, any_language: bool, tell: Callable[[int], None]) -> Iterator[Reading | Failure | None]:
    for place, item in enumerate(job.items):
        tell(place)
        one = document_of(item)
        yield None if one is None else _alone(one, pipeline, any_language)


def _alone(one: Document | Failure, pipeline: Reads, any_language: bool) -> Reading | Failure:
    if isinstance(one, Failure):
        return one
    try:
        (read,) = pipeline.read_batch([one], any_language=any_language)
        return read
    except Exception as error:
        return _broke(one.name, "read", error)


def _broke(locator: str, stage: str, error: BaseException) -> Failure:
    what = f"{type(error).__name__}: {error}"[:160]
    return Failure(
        locator=locator,
        stage=stage,
        code=UnreadableInput.code,
        message=f"{locator} broke the program that reads it ({what}). It was left out. Please report this.",
    )


def died(record: Record) -> Failure:
    """The failure of a record over which a process died twice."""
    return Failure(
        locator=record.locator,
        stage="read",
        code=UnreadableInput.code,
        message=f"{record.locator} ended the process that read it, twice. It may be hostile; it was left out.",
    )
