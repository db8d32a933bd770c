"""Statements out to others: one file for each format, and back in from those who come with theirs.

In:  `Holdings`: the statements, documents and entries that are to be handed on, each asked for as it is written.
Out: `EXPORTERS`, name -> `Exporter`, which writes them to a stream of bytes, or into a folder; `DISPUTES`, the same for
     a Dispute.
Not here: the store that holds them, files that take their names when they are whole (the command line).

Nothing is held in memory but one document at a time, and the ids of people and documents where a format must name each
of them once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sayso.plugins import Family
from sayso.reading import Reading
from sayso.schema import Dispute, Entry, Statement


class Holdings(Protocol):
    """What is handed on; each method can be asked again, and begins again."""

    def statements(self) -> Iterator[Statement]:
        """The statements in force."""

    def documents(self) -> Iterator[str]:
        """The ids of the documents that they stand in; of all documents where none was chosen."""

    def held(self, document: str, /) -> tuple[Reading, tuple[Statement, ...]]:
        """The statements of a document, and the Reading that has them for its quotations, in the same order."""

    def entries(self) -> Iterator[Entry]:
        """All entries of the ledger."""

    def history(self, subject: str, /) -> Iterable[Entry]:
        """All entries about a document or a statement."""

    def corrected(self) -> Iterator[tuple[str, str]]:
        """Each statement that a person corrected, after its document, in the order of documents."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format.

    Attributes:
        what: what comes out, in a few words.
        write: writes the holdings to a stream of bytes, or into an empty folder; how many things were written.
        folder: whether it is a folder.
        whole: whether it makes sense of a whole ledger only, so that nothing can be chosen.
    """

    what: str
    write: Callable[[Holdings, Any], int]
    folder: bool = False
    whole: bool = False


EXPORTERS: Family[Exporter] = Family(
    "sayso.exporters",
    {
        "jsonl": "sayso.exporters.lines:STATEMENTS",
        "csv": "sayso.exporters.spreadsheet:CSV",
        "parquet": "sayso.exporters.parquet:PARQUET",
        "records": "sayso.exporters.records:RECORDS",
        "corrections": "sayso.exporters.records:CORRECTIONS",
        "annotations": "sayso.exporters.annotations:ANNOTATIONS",
        "schema-org": "sayso.exporters.schema_org:QUOTATIONS",
        "followthemoney": "sayso.exporters.ftm:FOLLOW_THE_MONEY",
        "tei": "sayso.exporters.tei:TEI",
        "ledger": "sayso.exporters.lines:LEDGER",
        "bag": "sayso.exporters.bag:BAG",
    },
    extras={"parquet": "tables"},
)


@dataclass(frozen=True, slots=True)
class DisputeExporter:
    """One format of a dispute: what comes out, in a few words, and how it is written; how many things were."""

    what: str
    write: Callable[[Dispute, Any], int]


DISPUTES: Family[DisputeExporter] = Family(
    "sayso.dispute_exporters",
    {
        "json": "sayso.exporters.disputes:JSON",
        "jsonl": "sayso.exporters.disputes:JSONL",
        "csv": "sayso.exporters.disputes:CSV",
        "icalendar": "sayso.exporters.calendar:ICALENDAR",
        "followthemoney": "sayso.exporters.cases:FOLLOW_THE_MONEY",
    },
    extras={"icalendar": "calendar"},
)
