"""Large inputs in, their documents-to-be out, one after another, in little memory.

In:  a file as a seekable stream of bytes: a web archive (WARC), a table (JSON Lines, CSV, Parquet), a feed, or one document in
     any format.
Out: `Record`s in the file's order; a `Failure` for each part that is broken, a `Skipped` for each that holds no document.
Not here: parsing a record (`Record.document`), which takes a hundred times as long and is done elsewhere, side by side.

What a file is, its first bytes say; only CSV, which looks like any text, is known by its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from sayso.errors import SettingsError, TooLarge, UnknownFormat
from sayso.ingest import columns as tables
from sayso.ingest import feeds, warc
from sayso.ingest.records import MOST_BYTES, Record, Skipped, broken, name_of
from sayso.schema import Failure

__all__ = ["FIELDS", "Record", "Skipped", "chosen_columns", "is_many", "records"]

FIELDS = tuple(tables.FIELDS)
_HEAD = 1 << 16
_CSV = (".csv", ".tsv")
_LINES = (".jsonl", ".ndjson", ".jsonlines")
_MANY = (*_CSV, *_LINES, ".parquet", ".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".rss", ".atom")


def records(stream: BinaryIO, locator: str, columns: Mapping[str, str] | None = None) -> Iterator[Record | Failure | Skipped]:
    """What is in a file, in its order; nothing is raised for bad content.

    Args:
        stream: the file, open at its beginning; it must be seekable.
        locator: what the file is called; a record's locator adds "#" and its number in the file, from 1.
        columns: for tables, which column holds what: any of `FIELDS` -> the column's name. Common names are known.

    Raises:
        SettingsError: a table has no such column, or none that is known to hold texts.
        MissingExtra: archives and Parquet need `pip install 'sayso[scale]'`.
        OSError: the file cannot be read.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    name = locator.casefold()
    if warc.is_warc(head):
        yield from warc.pages_in(stream, locator)
    elif unread := warc.unread(head):
        yield broken(locator, unread, UnknownFormat)
    elif head.startswith(b"PAR1"):
        yield from tables.parquet_rows(stream, locator, columns or {})
    elif name.endswith(_CSV):
        yield from tables.csv_rows(stream, locator, columns or {})
    elif name.endswith(_LINES) or _is_lines(head):
        yield from tables.json_rows(stream, locator, columns or {})
    elif feeds.is_feed(head):
        yield from feeds.entries_in(stream.read(MOST_BYTES + 1), locator)
    elif name.endswith((".warc", ".warc.gz")):  # broken from its first byte on
        yield from warc.pages_in(stream, locator)
    else:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            yield broken(locator, f"is over {MOST_BYTES // 1_000_000} MB", TooLarge)
        else:
            yield Record(locator=locator, name=name_of(locator), kind="file", data=data)


def is_many(name: str) -> bool:
    """Whether a file of this name likely holds many documents."""
    return name.casefold().endswith(_MANY)


def chosen_columns(pairs: Mapping[str, str]) -> dict[str, str]:
    """The columns a person names, checked.

    Raises:
        SettingsError: a field that there is not.
    """
    for field in pairs:
        if field not in FIELDS:
            raise SettingsError(f"There is no field {field!r} to be given a column. Fields: {', '.join(FIELDS)}.", about=field)
    return dict(pairs)


def _is_lines(head: bytes) -> bool:
    """Whether the first line is a JSON object that holds a text, or the first two are objects; a captions file is one object."""
    lines = [line for line in head.split(b"\n", 3)[:2] if line.strip()]
    if not lines or not lines[0].lstrip().startswith(b"{"):
        return False
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    common = {*tables.FIELDS["text"], *tables.FIELDS["html"]}
    if len(lines) > 1:
        return isinstance(first, dict) and lines[1].lstrip().startswith(b"{")
    return isinstance(first, dict) and "segments" not in first and bool(common & {str(key).casefold() for key in first})
