"""Tables in, a text or a page a row out: JSON Lines, CSV, Parquet, with columns that are named.

In:  the bytes of a table, and which column holds what.
Out: a `Record` a row; a `Failure` for a row that cannot be read; a `Skipped` for one without words.
Not here: which file is a table (bulk.py).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from sayso.errors import MissingExtra, SettingsError, TooLarge
from sayso.ingest.records import MOST_BYTES, Record, Skipped, broken, name_of
from sayso.schema import Failure

FIELDS: Mapping[str, tuple[str, ...]] = {  # what we ask for, and under which names tables commonly have it
    "text": ("text", "body", "content", "article", "maintext", "articlebody", "plain_text"),
    "html": ("html", "raw_html", "page"),
    "title": ("title", "headline"),
    "url": ("url", "link", "source_url", "uri"),
    "outlet": ("outlet", "publisher", "publication", "source", "sitename", "source_domain", "domain"),
    "published": ("published", "published_at", "date_publish", "publication_date", "pubdate", "date"),
    "retrieved": ("retrieved", "retrieved_at", "date_download"),
}
_LINE = MOST_BYTES + (1 << 20)  # of a row with all it holds


def json_rows(stream: BinaryIO, locator: str, columns: Mapping[str, str]) -> Iterator[Record | Failure | Skipped]:
    """A Record for each line that is a JSON object; the first must have the columns asked for, later ones may lack some."""
    known = False
    for number, line in enumerate(_lines(stream), 1):
        place = f"{locator}#{number}"
        if line is None:
            yield broken(place, f"is a line of over {MOST_BYTES // 1_000_000} MB", TooLarge)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("it is no object")
        except (ValueError, RecursionError) as error:
            yield broken(place, f"is no JSON object ({str(error)[:80]})")
            continue
        yield _record(row, place, _chosen(row, columns, locator, may_lack=known))
        known = True


def csv_rows(stream: BinaryIO, locator: str, columns: Mapping[str, str]) -> Iterator[Record | Failure | Skipped]:
    """A Record for each row below the line of names; commas, semicolons or tabs between cells."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    csv.field_size_limit(MOST_BYTES)
    head = text.readline(1 << 20)
    delimiter = max(",;\t", key=head.count)
    names = next(csv.reader([head], delimiter=delimiter), [])
    chosen = _chosen(dict.fromkeys(names), columns, locator)
    rows = csv.reader((line.replace("\0", "\ufffd") for line in text), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        place = f"{locator}#{number}"
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield broken(place, f"is no row of a table ({str(error)[:80]})")
            continue
        if not row:
            number -= 1
            continue
        if len(row) != len(names):
            yield broken(place, f"has {len(row)} cells where the table has {len(names)} columns")
            continue
        yield _record(dict(zip(names, row, strict=True)), place, chosen)
    text.detach()


def parquet_rows(stream: BinaryIO, locator: str, columns: Mapping[str, str]) -> Iterator[Record | Failure | Skipped]:
    """A Record for each row; a row group that cannot be read is one Failure.

    Raises:
        MissingExtra: Parquet needs `pip install 'sayso[scale]'`.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as missing:
        raise MissingExtra("Parquet needs the scale extra: pip install 'sayso[scale]'", about="pyarrow") from missing
    try:
        table = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield broken(locator, f"is a damaged Parquet file ({str(error)[:80]})")
        return
    chosen = _chosen(dict.fromkeys(table.schema_arrow.names), columns, locator)
    wanted = sorted(set(chosen.values()))
    number = 0
    for group in range(table.num_row_groups):
        last = number + table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(64, row_groups=[group], columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _record(row, f"{locator}#{number}", chosen)
        except (pa.ArrowException, OSError, ValueError) as error:
            yield broken(f"{locator}#{number + 1}", f"and the rows after it up to {last} cannot be read ({str(error)[:80]})")
            number = last


def _chosen(row: Iterable[str], columns: Mapping[str, str], locator: str, *, may_lack: bool = False) -> dict[str, str]:
    """Which column holds what: as asked for, else by the common names; what a row may lack is left out.

    Raises:
        SettingsError: the columns asked for are not there, or none holds a text.
    """
    there = {str(name).casefold(): str(name) for name in reversed(list(row))}
    out = {}
    for field, common in FIELDS.items():
        if field in columns:
            if columns[field].casefold() not in there:
                if may_lack:
                    continue
                has = ", ".join(list(there.values())[:12])
                raise SettingsError(f"{locator} has no column {columns[field]!r}. It has: {has}.", about=locator)
            out[field] = there[columns[field].casefold()]
        else:
            found = next((there[name] for name in common if name in there), None)
            if found is not None:
                out[field] = found
    if "text" not in out and "html" not in out and not may_lack:
        has = ", ".join(list(there.values())[:12])
        raise SettingsError(f"{locator} has no column of texts that is known. Name it: --column text=NAME. It has: {has}.", about=locator)
    return out


def _record(row: Mapping[str, Any], place: str, chosen: Mapping[str, str]) -> Record | Failure | Skipped:
    given = {field: _words(row.get(name)) for field, name in chosen.items()}
    text, page = given.get("text"), given.get("html")
    if not (page or text or "").strip():
        return Skipped(place, "a row without words")
    data = (page or text or "").encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        return broken(place, f"is over {MOST_BYTES // 1_000_000} MB", TooLarge)
    return Record(
        locator=place,
        name=name_of(place),
        kind="page" if page else "text",
        data=data,
        charset="utf-8",
        url=given.get("url"),
        title=given.get("title"),
        outlet=given.get("outlet"),
        published_at=given.get("published"),
        retrieved_at=given.get("retrieved"),
    )


def _words(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, which is read past in little memory."""
    while line := stream.readline(_LINE):
        if len(line) == _LINE and not line.endswith(b"\n"):
            while (more := stream.readline(_LINE)) and not more.endswith(b"\n"):
                pass
            yield None
        else:
            yield line
