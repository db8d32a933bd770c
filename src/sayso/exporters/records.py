"""Documents as ledger records, one a line; and what people corrected, as data to train on.

In:  Holdings.
Out: the records of the contract (`sayso-ledger/1`), each with the statements that were chosen; training rows of a
     document's text, its record with the corrections in it, and what people said of it.
Not here: what a record holds (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.lines import write_lines
from sayso.reading import Reading
from sayso.schema import Quotation, Spans, Statement

TRAINING = "sayso-training/1"
_Place = tuple[Spans, Spans, Spans]


def record_of(reading: Reading, statements: tuple[Statement, ...]) -> dict[str, Any]:
    """The ledger record of a document, with those of its quotations that are among the statements."""
    if len(statements) < len(reading):
        kept = {_place(one) for one in statements}
        pairs = [pair for pair in zip(reading.quotations, reading.attributions, strict=True) if _place_of(pair[0]) in kept]
        reading = replace(reading, quotations=tuple(one for one, _ in pairs), attributions=tuple(one for _, one in pairs))
    return reading.to_dict()


def _place(one: Statement) -> _Place:
    return one.source_spans, one.cue_spans, one.content_spans


def _place_of(one: Quotation) -> _Place:
    return one.source, one.cue, one.content


def _records(holdings: Holdings, stream: BinaryIO) -> int:
    return write_lines((record_of(*holdings.held(document)) for document in holdings.documents()), stream)


def _corrections(holdings: Holdings, stream: BinaryIO) -> int:
    return write_lines(_trained(holdings), stream)


def _trained(holdings: Holdings) -> Iterator[dict[str, Any]]:
    for document, pairs in groupby(holdings.corrected(), key=lambda pair: pair[0]):
        reading, statements = holdings.held(document)
        known = {one.id: one for one in statements}
        numbers = {_place_of(quotation): quotation.id for quotation in reading.quotations}
        corrected: list[dict[str, Any]] = []
        rejected: list[dict[str, Any]] = []
        for _, statement in pairs:
            entries = list(holdings.history(statement))
            last = next(one for one in reversed(entries) if one.kind == "correction")
            changes = dict(last.payload or {})
            told = {"statement": statement, "changes": changes, "by": last.by, "why": last.why, "at": last.at}
            if statement in known:
                corrected.append({"id": numbers.get(_place(known[statement])), **told})
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
