"""Readings and failures in, rows of five tables out; and the rows of a job as one run of bytes.

In:  what was read of a job's records, in their order.
Out: Arrow tables `documents`, `statements`, `entities`, `steps`, `failures`; bytes that hold all five, and back.
Not here: where they are kept, which documents repeat others (publishing.py).

A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sayso.errors import MissingExtra
from sayso.ledger import person_in, statement_ids
from sayso.reading import Reading
from sayso.rows import json_line
from sayso.scale.likeness import sketch_of
from sayso.schema import Document, Failure

try:
    import pyarrow as pa
except ModuleNotFoundError as missing:
    raise MissingExtra("Large runs need the scale extra: pip install 'sayso[scale]'", about="pyarrow") from missing

Table = Literal["documents", "statements", "entities", "steps", "failures"]
TABLES: tuple[Table, ...] = ("documents", "statements", "entities", "steps", "failures")

_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT, _TEXTS, _NUMBER = pa.string(), pa.list_(pa.string()), pa.int64()
_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
_SPANS = pa.list_(_SPAN)
_WHERE: list[tuple[str, Any]] = [("locator", _TEXT), ("document_id", _TEXT)]
SCHEMAS: Mapping[Table, Any] = {
    "documents": pa.schema(
        [
            *_WHERE,
            *((name, _TEXT) for name in ("name", "kind", "title", "outlet", "url", "language", "published", "retrieved")),
            ("sha256", _TEXT),
            *((name, _NUMBER) for name in ("bytes", "length", "statements", "entities", "steps")),
            ("duplicate", _TEXT),  # exact: the same bytes; near: nearly the same words; null: neither
            ("duplicate_of", _TEXT),  # the locator of the first
            ("similarity", pa.float64()),
            ("sketch", pa.binary()),
            ("text", _TEXT),
            ("record", _TEXT),  # the ledger record, as JSON
        ]
    ),
    "statements": pa.schema(
        [
            *_WHERE,
            *(
                (name, _TEXT)
                for name in ("statement_id", "id", "document", "kind", "speaker", "speaker_kind", "person_id", "basis", "text")
            ),
            *((name, _SPANS) for name in ("source", "cue", "content")),
            *((name, _TEXTS) for name in ("addressees", "via", "targets")),
            ("medium", _TEXT),
            ("act", _TEXT),
            ("negated", pa.bool_()),
            ("said_at", _TEXT),
            ("from", _TEXT),
            ("score", pa.float64()),
            ("speaker_score", pa.float64()),
        ]
    ),
    "entities": pa.schema(
        [*_WHERE, *((name, _TEXT) for name in ("id", "name", "kind", "person_id")), ("aliases", _TEXTS), ("mentions", _SPANS)]
    ),
    "steps": pa.schema(
        [
            *_WHERE,
            ("kind", _TEXT),
            ("by", _TEXTS),
            ("against", _TEXTS),
            ("claim", _TEXT),
            ("amount", pa.float64()),
            *((name, _TEXT) for name in ("currency", "forum", "date", "precision", "status", "from", "text")),
            ("span", _SPAN),
        ]
    ),
    "failures": pa.schema([("locator", _TEXT), ("stage", _TEXT), ("code", _TEXT), ("message", _TEXT), ("sha256", _TEXT)]),
}
# Beside them, while a job waits to be published: the place of a document's or failure's record in its job, and what the input said of it.
_WAITING = [("place", _NUMBER), ("said", _TEXT)]


def rows_of(reading: Reading, locator: str, size: int) -> dict[Table, list[dict[str, Any]]]:
    """The rows of one document; `size` is how many bytes it had."""
    document, record = reading.document, reading.to_dict()
    where = {"locator": locator, "document_id": document.id}
    text = document.text
    people = {one.id: person_in(one.name, one.kind, document.id) for one in reading.entities}
    speakers = {row.quotation_id: row.entity_id for row in reading.attributions}
    ids = statement_ids(reading)
    entities = [
        where
        | {"id": one.id, "name": one.name, "kind": one.kind, "person_id": people[one.id], "aliases": list(one.aliases)}
        | {"mentions": [span._asdict() for span in one.mentions]}
        for one in reading.entities
    ]
    statements = [
        where | {"statement_id": ids[row["id"]], "person_id": people.get(speakers[row["id"]] or "")} | row for row in reading.to_rows()
    ]
    steps = [
        where
        | {key: row[key] for key in ("kind", "claim", "amount", "currency", "forum", "status", "from")}
        | {key: [one["name"] for one in row[key]] for key in ("by", "against")}
        | {"date": (row["date"] or {}).get("value"), "precision": (row["date"] or {}).get("precision")}
        | {"text": text[slice(*row["span"])], "span": dict(zip(("start", "end"), row["span"], strict=True))}
        for row in record["steps"]
    ]
    about = record["document"]
    whole = where | {key: about[key] for key in ("name", "kind", "title", "outlet", "url", "language", "published", "sha256", "length")}
    whole |= {
        "retrieved": None if document.retrieved_at is None else document.retrieved_at.isoformat(),
        "bytes": size,
        "statements": len(statements),
        "entities": len(entities),
        "steps": len(steps),
        "sketch": sketch_of(_article(document)),
        "text": text,
        "record": json_line(record),
    }
    return {"documents": [whole], "statements": statements, "entities": entities, "steps": steps, "failures": []}


def failure_row(failure: Failure, locator: str, digest: str | None) -> dict[str, Any]:
    """The row of a record that could not be read."""
    return {"locator": locator, "stage": failure.stage, "code": failure.code, "message": failure.message, "sha256": digest}


def _article(document: Document) -> str:
    """The words of the article, without what is set aside, by which it is told whether it is another's."""
    return "\n".join(one.span.of(document.text) for one in document.segments if one.role != "aside")


def table_of(name: Table, rows: Iterable[Mapping[str, Any]], *, waiting: bool = False) -> Any:
    """The Arrow table of some rows; with the columns of what waits to be published, or without."""
    schema = SCHEMAS[name]
    if waiting and name in ("documents", "failures"):
        schema = pa.schema([*schema, *_WAITING])
    return pa.Table.from_pylist([{key: _storable(row.get(key)) for key in schema.names} for row in rows], schema=schema)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value


def packed(tables: Mapping[Table, Any], about: Mapping[str, Any]) -> bytes:
    """Tables, and what is said about them, as one run of bytes."""
    sink = pa.BufferOutputStream()
    pieces = [_stream(tables[name]) for name in TABLES]
    head = json.dumps({"about": about, "lengths": [len(one) for one in pieces]}).encode()
    sink.write(len(head).to_bytes(8, "little") + head)
    for one in pieces:
        sink.write(one)
    return bytes(sink.getvalue())


def unpacked(data: bytes) -> tuple[dict[Table, Any], dict[str, Any]]:
    """What `packed` was given."""
    length = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + length])
    at = 8 + length
    tables = {}
    for name, size in zip(TABLES, head["lengths"], strict=True):
        tables[name] = pa.ipc.open_stream(pa.py_buffer(memoryview(data)[at : at + size])).read_all()
        at += size
    return tables, head["about"]


def about_in(data: bytes) -> dict[str, Any]:
    """Only what is said about the tables; the beginning of the bytes will do."""
    length = int.from_bytes(data[:8], "little")
    return dict(json.loads(data[8 : 8 + length])["about"])


def _stream(table: Any) -> Any:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return sink.getvalue()
