"""The rows of finished jobs in, the five tables out: partition by partition, in the order of the input.

In:  a place, and the jobs whose rows lie there already, in any order.
Out: `documents/`, `statements/`, `entities/`, `steps/` and `failures/` in it, and `summary.json`, whose sums add up.
Not here: how a job is read (work.py).

Three steps make that a run can be killed at any moment and go on with nothing lost and nothing twice:

1. A job's rows are one file, `state/jobs/NAME`, written whole or not at all.
2. The jobs of a partition, always the same ones, become one Parquet file in each table; a killed run writes the same ones again.
3. `state/parts/NAME.json` says that all five are there; only then are the jobs' files taken away.

Which documents repeat others is found here, where everything passes in the order of the input, so that the answer does not
depend on who was faster.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.scale import tables
from sayso.scale.likeness import Seen
from sayso.scale.places import Place
from sayso.scale.splits import Job
from sayso.scale.tables import TABLES, Table

PART_RECORDS = 2_000  # in one partition, about: some megabytes a file
JOBS, PARTS = "state/jobs", "state/parts"


@dataclass(slots=True)
class Sums:
    """What a run has come to: every record is in `documents` or in `failures`, every document `read` or an exact duplicate."""

    records: int = 0
    documents: int = 0
    failures: int = 0
    read: int = 0
    exact: int = 0
    near: int = 0
    statements: int = 0
    entities: int = 0
    steps: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, Any]:
        """As it stands in summary.json."""
        return {
            "records": self.records,
            "documents": self.documents,
            "read": self.read,
            "duplicates": {"exact": self.exact, "near": self.near},
            "failures": self.failures,
            "failures_by_code": dict(sorted(self.codes.items())),
            "statements": self.statements,
            "entities": self.entities,
            "steps": self.steps,
            "skipped": dict(sorted(self.skipped.items())),
        }

    def add(self, row: Mapping[str, Any]) -> None:
        """Add those of a partition."""
        for name in ("records", "documents", "failures", "read", "statements", "entities", "steps"):
            setattr(self, name, getattr(self, name) + row[name])
        self.exact += row["duplicates"]["exact"]
        self.near += row["duplicates"]["near"]
        self.skipped.update(row["skipped"])
        self.codes.update(row["failures_by_code"])


class Publisher:
    """Publishes jobs in their order; a context manager.

    Attributes:
        sums: of what is published.
        published: the name of the last job that is; "" where none is.
        waiting: names of finished jobs that wait for those before them.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.sums = Sums()
        self.published = ""
        self.seen = Seen()
        self._parts = 0
        self._order: list[tuple[str, int]] = []  # jobs in their order that are not published: name, records
        for folder in (JOBS, PARTS, *TABLES):
            place.tidy(folder)
        for name in place.names(PARTS):
            self._remember(json.loads(place.read(f"{PARTS}/{name}") or b"{}"))
        self.waiting = {name for name in place.names(JOBS) if name > self.published}
        for name in place.names(JOBS):
            if name <= self.published:
                place.remove(f"{JOBS}/{name}")

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *exception: object) -> None:
        self.seen.__exit__(*exception)

    def expect(self, job: Job) -> bool:
        """Take down that this job comes next in the input; whether it is still to be read."""
        if job.name <= self.published:
            return False
        self.expect_named(job.name, len(job.items))
        return job.name not in self.waiting

    def expect_named(self, name: str, records: int) -> None:
        """Take down that the job of this name, with so many records, comes next in the input."""
        self._order.append((name, records))

    def finished(self, name: str) -> None:
        """A job's rows are there; publish what can be."""
        self.waiting.add(name)
        self.publish()

    def publish(self, *, all_of_it: bool = False) -> None:
        """Publish each partition whose jobs are all there; at the end of the input `all_of_it`."""
        while True:
            count = records = 0
            for name, size in self._order:
                if name not in self.waiting:
                    if all_of_it:
                        raise AssertionError(f"job {name} was never finished")
                    return
                count, records = count + 1, records + size
                if records >= PART_RECORDS:
                    break
            if not count or (records < PART_RECORDS and not all_of_it):
                return
            self._write([name for name, _ in self._order[:count]])
            del self._order[:count]

    def summary(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Write summary.json, and give what is in it."""
        whole = {**self.sums.to_dict(), **about, "partitions": self._parts}
        self.place.write("summary.json", json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n")
        return whole

    def _remember(self, part: Mapping[str, Any]) -> None:
        """What a partition that was published before holds."""
        self.sums.add(part["sums"])
        self.published = part["last"]
        self._parts += 1
        for row in self._rows(part["name"], "documents", ["locator", "sha256", "duplicate", "sketch"]):
            if row["duplicate"] != "exact":
                self.seen.add_bytes(row["sha256"], row["locator"], None)
                if row["duplicate"] is None and row["sketch"] is not None:
                    self.seen.add_words(row["sketch"], row["locator"])
        for row in self._rows(part["name"], "failures", ["locator", "sha256", "code"]):
            if row["sha256"] is not None:
                self.seen.add_bytes(row["sha256"], row["locator"], row["code"])

    def _rows(self, name: str, table: Table, columns: list[str]) -> Iterator[dict[str, Any]]:
        data = self.place.read(f"{table}/{name}.parquet")
        if data is not None:
            for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches(columns=columns):
                yield from batch.to_pylist()

    def _write(self, names: list[str]) -> None:
        """One partition of these jobs."""
        sums = Sums()
        gathered: dict[Table, list[Any]] = {name: [] for name in TABLES}
        for name in names:
            data = self.place.read(f"{JOBS}/{name}")
            assert data is not None, name
            found, about = tables.unpacked(data)
            for table, part in self._told_apart(found, sums).items():
                gathered[table].append(part)
            sums.skipped.update(about["skipped"])
        part_name = f"part-{self._parts:06}"
        written: dict[Table, Any] = {}
        for table in TABLES:
            whole = pa.concat_tables(gathered[table]) if gathered[table] else tables.SCHEMAS[table].empty_table()
            written[table] = whole
            sink = io.BytesIO()
            pq.write_table(whole, sink, compression="zstd", row_group_size=10_000)
            self.place.write(f"{table}/{part_name}.parquet", sink.getvalue())
        sums.documents, sums.failures = len(written["documents"]), len(written["failures"])
        sums.records = sums.documents + sums.failures
        sums.read = sums.documents - sums.exact
        sums.statements, sums.entities, sums.steps = (len(written[name]) for name in ("statements", "entities", "steps"))
        sums.codes.update(written["failures"]["code"].to_pylist())
        note = {"name": part_name, "first": names[0], "last": names[-1], "sums": sums.to_dict()}
        self.place.write(f"{PARTS}/{part_name}.json", json.dumps(note).encode())
        self._parts += 1
        self.sums.add(note["sums"])  # type: ignore[arg-type]
        self.published = names[-1]
        for name in names:
            self.waiting.discard(name)
            self.place.remove(f"{JOBS}/{name}")

    def _told_apart(self, found: dict[Table, Any], sums: Sums) -> dict[Table, Any]:
        """A job's tables with what repeats others marked; of the same bytes nothing is kept but that they are the same."""
        documents = found["documents"].select(["locator", "sha256", "sketch", "place", "said"]).to_pylist()
        failures = found["failures"].to_pylist()
        in_order = sorted(
            [*(("documents", n, row) for n, row in enumerate(documents)), *(("failures", n, row) for n, row in enumerate(failures))],
            key=lambda one: one[2]["place"],
        )
        exact: dict[int, str] = {}
        marks: dict[int, tuple[str, str, float]] = {}
        new_documents, new_failures = [], []
        failed_again: dict[int, dict[str, Any]] = {}
        for table, number, row in in_order:
            digest = row["sha256"]
            before = self.seen.bytes_of(digest) if digest else None
            if before is not None and before[0] != row["locator"]:
                first, code = before
                if code is None:
                    exact[(number if table == "documents" else -1 - number)] = first
                    new_documents.append((row["place"], _repeated(row, first)))
                else:
                    again = row | {
                        "stage": "ingest",
                        "code": code,
                        "message": f"{row['locator']} has the same bytes as {first}, which could not be read.",
                    }
                    if table == "documents":
                        exact[number] = first
                        new_failures.append(again)
                    else:
                        failed_again[number] = again
            else:
                if digest:
                    self.seen.add_bytes(digest, row["locator"], row["code"] if table == "failures" else None)
                if table == "documents" and row["sketch"] is not None:
                    like = self.seen.like(row["sketch"])
                    if like is not None:
                        marks[number] = ("near", *like)
                    else:
                        self.seen.add_words(row["sketch"], row["locator"])
        sums.exact += len(new_documents)
        sums.near += len(marks)
        out: dict[Table, Any] = {"statements": found["statements"], "entities": found["entities"], "steps": found["steps"]}
        gone = {documents[n]["locator"] for n in exact if n >= 0}
        if gone:
            for name in out:
                out[name] = out[name].filter(pc.invert(pc.is_in(out[name]["locator"], value_set=pa.array(sorted(gone), pa.string()))))
        out["documents"] = _documents(found["documents"], exact, marks, new_documents)
        kept = [failed_again.get(n, row) for n, row in enumerate(failures) if -1 - n not in exact] + new_failures
        kept.sort(key=lambda row: row["place"])
        out["failures"] = tables.table_of("failures", kept)
        return out


def _repeated(row: Mapping[str, Any], first: str) -> dict[str, Any]:
    """The row of a record whose bytes were there before: only what the input says of it."""
    return {
        "locator": row["locator"],
        "document_id": "doc-" + row["sha256"][:20],
        "sha256": row["sha256"],
        **json.loads(row["said"]),
        "duplicate": "exact",
        "duplicate_of": first,
        "similarity": 1.0,
    }


def _documents(
    table: Any, exact: Mapping[int, str], marks: Mapping[int, tuple[str, str, float]], repeated: list[tuple[int, dict[str, Any]]]
) -> Any:
    """A job's documents with their marks, those that repeat others' bytes as rows of their own, in the order of the job."""
    if marks:
        for at, name in enumerate(("duplicate", "duplicate_of", "similarity")):
            column = [marks[n][at] if n in marks else None for n in range(len(table))]
            number = table.schema.get_field_index(name)
            table = table.set_column(number, table.schema.field(number), pa.array(column, table.schema.field(number).type))
    if not repeated and not exact:
        return table.select(tables.SCHEMAS["documents"].names)
    kept = table.filter(pa.array([n not in exact for n in range(len(table))], pa.bool_()))
    more = tables.table_of("documents", [row | {"place": place} for place, row in repeated], waiting=True)
    whole = pa.concat_tables([kept, more]).sort_by("place")
    return whole.select(tables.SCHEMAS["documents"].names)
