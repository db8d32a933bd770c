"""A dispute out as JSON, JSON Lines and a table for spreadsheets.

In:  a Dispute.
Out: one object with everything; or one row a line of the dispute, readable on its own: who, whom, when, in which words, where.
Not here: calendars (calendar.py), FollowTheMoney (cases.py), the page and the terminal's table (disputes/).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from sayso.exporters import DisputeExporter
from sayso.exporters.lines import write_lines
from sayso.exporters.spreadsheet import BYTE_ORDER_MARK, cell
from sayso.rows import json_line
from sayso.schema import Dispute, Line, Thread

SCHEMA = "sayso-dispute/1"
COLUMNS = tuple(
    "moment date precision dated kind what by against through text threads states claim amount currency forum status hedged"
    " outlet document published url start end document_id id".split()
)


def rows_of(dispute: Dispute) -> Iterator[dict[str, Any]]:
    """One row a line, in order of time; a step or an answer of several threads is one row."""
    threads: dict[str, list[Thread]] = {}
    for thread in dispute.threads:
        for line in (*thread.allegations, *thread.answers, *thread.steps):
            threads.setdefault(line.id, []).append(thread)
    known = {one.id: one.name for one in dispute.parties}
    for number, moment in enumerate(dispute.timeline, 1):
        for line in moment.lines:
            yield {"moment": number, **_row(line, threads.get(line.id, []), known)}


def _row(line: Line, threads: list[Thread], known: dict[str, str]) -> dict[str, Any]:
    return {
        "date": line.date,
        "precision": line.precision,
        "dated": line.dated,
        "kind": line.kind,
        "what": line.what,
        "by": [known[one] for one in line.by],
        "against": [known[one] for one in line.against],
        "through": line.through,
        "text": line.text,
        "threads": [one.id for one in threads],
        "states": [one.state for one in threads],
        "claim": line.claim,
        "amount": line.amount,
        "currency": line.currency,
        "forum": line.forum,
        "status": line.status,
        "hedged": line.hedged,
        "outlet": line.outlet,
        "document": line.document,
        "published": line.published,
        "url": line.url,
        "start": line.told.start,
        "end": line.told.end,
        "document_id": line.document_id,
        "id": line.id,
    }


def _json(dispute: Dispute, stream: BinaryIO) -> int:
    stream.write(json_line({"schema": SCHEMA, **asdict(dispute)}).encode("utf-8") + b"\n")
    return 1


def _lines(dispute: Dispute, stream: BinaryIO) -> int:
    return write_lines(rows_of(dispute), stream)


def _csv(dispute: Dispute, stream: BinaryIO) -> int:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    number = 0
    for row in rows_of(dispute):
        writer.writerow([cell(value) for value in row.values()])
        number += 1
    stream.write(BYTE_ORDER_MARK + text.getvalue().encode("utf-8"))
    return number


JSON = DisputeExporter("the dispute as JSON", _json)
JSONL = DisputeExporter("lines of the dispute as JSON Lines", _lines)
CSV = DisputeExporter("lines of the dispute as a table for spreadsheets", _csv)
