"""What of a store is handed on: everything, or the statements that answer a question.

In:  a Store; a `Query` without words.
Out: `Chosen`, with the methods that exporters ask for (`sayso.exporters.Holdings`).
Not here: ranking and pages (answers.py), writing any format (exporters/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from sayso.errors import SettingsError
from sayso.reading import Reading
from sayso.schema import Entry, Statement
from sayso.stores.answers import Query, conditions
from sayso.stores.loading import AT_ONCE, reading_in, statements_by_number
from sayso.stores.sql import Store
from sayso.stores.tables import documents, statements


@dataclass(frozen=True, slots=True)
class Chosen:
    """The statements of a store that answer a question, their documents, and the ledger behind them.

    Documents whose words were erased are left out.  Each method sees the store as it is when it is asked.
    """

    store: Store
    query: Query = field(default_factory=Query)

    def __post_init__(self) -> None:
        if self.query.words:
            raise SettingsError("What is handed on is not chosen by words.", about=self.query.words)

    @property
    def all(self) -> bool:
        """Whether nothing was chosen."""
        return self.query == Query()

    def statements(self) -> Iterator[Statement]:
        """The chosen statements, in the order in which they were first kept, however many they are."""
        return self._statements(self.query)

    def documents(self) -> Iterator[str]:
        """The ids of the documents in which they stand, in the order in which these were kept; of all where nothing was chosen."""
        after = 0
        while True:
            with self.store.asking() as connection:
                asked = select(documents.c.id, documents.c.key).where(documents.c.id > after, documents.c.reading.is_not(None))
                if not self.all:
                    held = select(statements.c.document).join(documents, statements.c.document == documents.c.id)
                    asked = asked.where(documents.c.id.in_(held.where(statements.c.current == 1, *conditions(connection, self.query))))
                rows = connection.execute(asked.order_by(documents.c.id).limit(AT_ONCE)).all()
            if not rows:
                return
            for row in rows:
                if not self._erased(row.key):
                    yield row.key
            after = rows[-1].id

    def held(self, document: str) -> tuple[Reading, tuple[Statement, ...]]:
        """The chosen statements of a document, and the Reading that has them for its quotations, in the same order."""
        query = replace(self.query, document=document)
        found: list[Statement] = []
        known: dict[int, Entry] = {}  # each is read once, for the statements and for the reading
        with self.store.asking() as connection:
            after = 0
            while ids := _next(connection, query, after):
                found += statements_by_number(connection, ids, known)
                after = ids[-1]
            reading = reading_in(connection, document, {one.id for one in found}, known)
        found.sort(key=lambda one: min((*one.source_spans, *one.cue_spans, *one.content_spans)))  # as the reading sorts them
        return reading, tuple(found)

    def entries(self) -> Iterator[Entry]:
        """All entries of the ledger."""
        return self.store.entries()

    def history(self, subject: str) -> Iterable[Entry]:
        """All entries about a document or a statement."""
        return self.store.history(subject)

    def corrected(self) -> Iterator[tuple[str, str]]:
        """Each statement that a person corrected, after its document, in the order of documents."""
        with self.store.asking() as connection:
            asked = select(documents.c.key, statements.c.key).join(documents, statements.c.document == documents.c.id)
            asked = asked.where(statements.c.correction.is_not(None)).order_by(documents.c.id, statements.c.id)
            rows = connection.execute(asked).all()
        return ((row[0], row[1]) for row in rows if not self._erased(row[0]))

    def _statements(self, query: Query) -> Iterator[Statement]:
        after = 0
        while True:
            with self.store.asking() as connection:
                ids = _next(connection, query, after)
                found = statements_by_number(connection, ids)
            if not ids:
                return
            yield from found
            after = ids[-1]

    def _erased(self, document: str) -> bool:
        kept = [one for one in self.store.history(document) if one.kind == "document"]
        return not kept or kept[-1].payload is None


def _next(connection: Connection, query: Query, after: int) -> list[int]:
    """The numbers of the next statements that answer a question."""
    asked = select(statements.c.id).join(documents, statements.c.document == documents.c.id)
    asked = asked.where(statements.c.current == 1, statements.c.id > after, *conditions(connection, query))
    return list(connection.execute(asked.order_by(statements.c.id).limit(AT_ONCE)).scalars())
