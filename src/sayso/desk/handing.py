"""A list of the desk in, a file of it out.

In:  a question, a format's name.
Out: `statements_as(...)`, `table_as(...)`: the bytes, their type, a name for the file.
Not here: the formats of statements (exporters/).
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.desk.answering import plain
from sayso.desk.holding import Desk
from sayso.errors import SettingsError
from sayso.exporters import EXPORTERS
from sayso.exporters.spreadsheet import harmless
from sayso.ledger import storable
from sayso.reading import Reading
from sayso.schema import Entry, Statement
from sayso.stores import answers
from sayso.stores.answers import WEIGHED, Query
from sayso.stores.chosen import Chosen

# format -> what people call it, the ending of its file, its type
FORMATS: Mapping[str, tuple[str, str, str]] = {
    "csv": ("Spreadsheet (CSV)", "csv", "text/csv; charset=utf-8"),
    "jsonl": ("JSON Lines", "jsonl", "application/x-ndjson"),
    "parquet": ("Parquet", "parquet", "application/vnd.apache.parquet"),
    "records": ("Ledger records", "jsonl", "application/x-ndjson"),
    "annotations": ("Web Annotations", "jsonl", "application/x-ndjson"),
    "schema-org": ("schema.org", "jsonl", "application/x-ndjson"),
    "followthemoney": ("FollowTheMoney", "jsonl", "application/x-ndjson"),
    "tei": ("TEI", "xml", "application/xml"),
    "corrections": ("Corrections, to train on", "jsonl", "application/x-ndjson"),
    "ledger": ("The whole ledger", "jsonl", "application/x-ndjson"),
    "bag": ("Evidence bag", "zip", "application/zip"),
}
BY_WORDS = ("csv", "jsonl")  # formats of what was found by words
SPOOLED = 32_000_000  # bytes held in memory; more of them go to a file without a name


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed on, in pieces."""

    pieces: Iterator[bytes]
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """Statements at hand, as exporters that write one row a statement ask for them."""

    found: Sequence[Statement]

    def statements(self) -> Iterator[Statement]:
        return iter(self.found)

    def documents(self) -> Iterator[str]:
        return iter(dict.fromkeys(one.document_id for one in self.found))

    def held(self, document: str, /) -> tuple[Reading, tuple[Statement, ...]]:
        raise NotImplementedError(document)

    def entries(self) -> Iterator[Entry]:
        raise NotImplementedError

    def history(self, subject: str, /) -> Iterable[Entry]:
        raise NotImplementedError(subject)

    def corrected(self) -> Iterator[tuple[str, str]]:
        raise NotImplementedError


def statements_as(desk: Desk, query: Query, form: str) -> File:
    """The statements that answer a question, as a file.

    Raises:
        SettingsError: there is no such format, or it does not go with the question.
        MissingExtra: the format needs a package that is not installed.
    """
    if form not in FORMATS:
        raise SettingsError(f"There is no format {form[:80]!r}. Choose one of {', '.join(FORMATS)}.", about=form)
    exporter = EXPORTERS[form]
    title, ending, kind = FORMATS[form]
    query = replace(query, limit=Query().limit, offset=0, order=None)
    if query.words or query.once:
        if form not in BY_WORDS:
            raise SettingsError(f"{title} cannot be made of what was found by words. Take CSV or JSON Lines.", about=form)
        found = answers.search(desk.store, replace(query, limit=WEIGHED))
        holdings: Any = _Listed([hit.statement for hit in found.hits])
    else:
        if exporter.whole and query != Query():
            raise SettingsError(f"{title} holds everything: take the filters away.", about=form)
        holdings = Chosen(desk.store, query)
    stream = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  (closed when its last piece is sent)
    if exporter.folder:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "bag"
            folder.mkdir()
            exporter.write(holdings, folder)
            packed = shutil.make_archive(str(Path(place) / "packed"), "zip", folder)
            with Path(packed).open("rb") as source:
                shutil.copyfileobj(source, stream)
    else:
        exporter.write(holdings, stream)
    stream.seek(0)
    return File(_pieces(stream), kind, f"sayso-{form}.{ending}")


def table_as(rows: Sequence[Any], form: str, name: str) -> File:
    """Rows of facts as a file: CSV or JSON Lines.

    Raises:
        SettingsError: there is no such format.
    """
    plain_rows = [plain(row) for row in rows]
    if form == "jsonl":
        data = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in plain_rows).encode()
        return File(iter([data]), FORMATS["jsonl"][2], f"sayso-{name}.jsonl")
    if form != "csv":
        raise SettingsError(f"There is no format {form[:80]!r} for this list. Choose csv or jsonl.", about=form)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(list(plain_rows[0]) if plain_rows else ["id"])
    for row in plain_rows:
        writer.writerow(["" if value is None else harmless(storable(str(value))) for value in row.values()])
    return File(iter([b"\xef\xbb\xbf" + lines.getvalue().encode()]), FORMATS["csv"][2], f"sayso-{name}.csv")


def _pieces(stream: Any) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(1 << 18):
            yield piece
