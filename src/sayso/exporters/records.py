"""Documents as ledger records, one a line; and what people corrected, as data to train on.

In:  Holdings.
Out: the records of the contract (`sayso-ledger/1`), each with the statements that were chosen; training rows of a
     document's text, its record with the corrections in it, and what people said of it.
Not here: what a record holds (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.lines import write_lines

TRAINING = "sayso-training/1"


def _records(holdings: Holdings, stream: BinaryIO) -> int:
    return write_lines((holdings.held(document)[0].to_dict() for document in holdings.documents()), stream)


def _corrections(holdings: Holdings, stream: BinaryIO) -> int:
    return write_lines(_trained(holdings), stream)


def _trained(holdings: Holdings) -> Iterator[dict[str, Any]]:
    for document, pairs in groupby(holdings.corrected(), key=lambda pair: pair[0]):
        reading, statements = holdings.held(document)
        numbers = {one.id: quotation.id for one, quotation in zip(statements, reading.quotations, strict=True)}
        corrected: list[dict[str, Any]] = []
        rejected: list[dict[str, Any]] = []
        for _, statement in pairs:
            entries = list(holdings.history(statement))
            last = next(one for one in reversed(entries) if one.kind == "correction")
            changes = dict(last.payload or {})
            told = {"statement": statement, "changes": changes, "by": last.by, "why": last.why, "at": last.at}
            if statement in numbers:
                corrected.append({"id": numbers[statement], **told})
                continue
            read = next((one.payload for one in entries if one.kind == "statement" and one.payload), {})
            if read and changes.get("quotation") is False:
                rejected.append({**{part: read.get(part, []) for part in ("source", "cue", "content")}, **told})
        if corrected or rejected:
            yield {
                "schema": TRAINING,
                "text": reading.document.text,
                "record": reading.to_dict(),
                "corrected": corrected,
                "rejected": rejected,
            }


RECORDS = Exporter("ledger records, one document a line", _records)
CORRECTIONS = Exporter("what people corrected, as data to train on", _corrections, whole=True)
