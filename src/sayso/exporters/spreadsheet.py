"""Statements as CSV that a spreadsheet can open without running what a document says.

In:  Holdings.
Out: RFC 4180 in UTF-8 with a byte order mark (without one a spreadsheet garbles quotation marks), every cell quoted.
Not here: reading it back, but for `original(cell)`, which takes the apostrophe away again.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; so does one that begins with an
apostrophe itself, so that a cell that begins with one always lost nothing but the first of them.  Lists are JSON; a NUL
and a lone surrogate, which no spreadsheet holds, become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.lines import row_of
from sayso.ledger import storable
from sayso.schema import Statement

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
COLUMNS = tuple(Statement.__dataclass_fields__)
# What begins a formula, in ASCII and full width, at the very start or after blanks and controls that an import may drop.
_FORMULA = re.compile("[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]*['=+\\-@＝＋－＠|%]|[\x00-\x1f]")


def harmless(text: str) -> str:
    """A cell's text so that no spreadsheet takes it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def original(text: str) -> str:
    """The text of which `harmless` made a cell."""
    return text.removeprefix("'")


def cell(value: Any) -> str:
    """A value as a cell's harmless text; lists are JSON."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool):
        value = "true" if value else "false"
    return harmless(storable(str(value)))


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    stream.write(BYTE_ORDER_MARK)
    writer.writerow(COLUMNS)
    number = 0
    for one in holdings.statements():
        writer.writerow([cell(value) for value in row_of(one).values()])
        number += 1
        stream.write(lines.getvalue().encode("utf-8"))
        lines.seek(0)
        lines.truncate()
    stream.write(lines.getvalue().encode("utf-8"))
    return number


CSV = Exporter("statements as a table for spreadsheets", _write)
