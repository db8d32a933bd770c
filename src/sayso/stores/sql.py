"""The ledger in a database, as a whole: who may write in it, and what it holds.

In:  an engine that is set up (engine.py).
Out: `Store`: `writing()`, in which one process at a time looks and appends; entries, statements, histories, readings
     and sums.
Not here: what is written (writing.py), searching (answers.py), verifying (proving.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, func, select

from sayso.errors import InputError
from sayso.ledger.tree import Tree
from sayso.ledger.view import People
from sayso.reading import Reading
from sayso.schema import Entry, Statement
from sayso.stores.engine import not_made, plainly, shown, unfinished
from sayso.stores.loading import AT_ONCE, entries_by_number, entry_of, entry_rows, head, reading_in, statement_key, statements_by_number
from sayso.stores.printings import Printings, Remembered
from sayso.stores.tables import documents, entries, failures, partings, people, statements
from sayso.stores.writing import Writing


@dataclass(slots=True)
class Store:
    """A ledger in a database.  One object serves many threads; a transaction belongs to one."""

    engine: Engine
    url: URL
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def name(self) -> str:
        """The store as it may be shown: a file's path, or a URL without its password."""
        return shown(self.url)

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction in which nobody else writes: all that is appended in it is kept, or nothing.

        Raises:
            StoreError: it could not be kept; the class and the sentence say why.
        """
        with plainly(self.url), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            printings = Printings(connection, self.remembered)
            yield Writing(connection, printings)
        self.remembered.keep(printings)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state of the store."""
        with plainly(self.url), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    # -- the ledger --------------------------------------------------------------------------------

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """All entries, in order, from the one after a place in the ledger on."""
        while True:
            with self.asking() as connection:
                chunk = [entry_of(row) for row in connection.execute(entry_rows().where(entries.c.seq > after).limit(AT_ONCE))]
            if not chunk:
                return
            yield from chunk
            after = chunk[-1].seq

    def head(self) -> Tree:
        """The tree over all entries."""
        with self.asking() as connection:
            return head(connection)

    def replay(self, incoming: Iterable[Entry]) -> int:
        """Append entries of another ledger as they are, to an empty one; how many.

        Raises:
            InputError: this ledger is not empty, or the entries are not whole.
            StoreError: they could not be kept.
        """
        number = 0
        with self.writing() as writing:
            if writing.tree.size:
                raise InputError(f"{self.name} holds a ledger already. Bring this one into an empty store.", about=self.name)
            for entry in incoming:
                writing.take(entry)
                number += 1
        return number

    # -- the current view --------------------------------------------------------------------------

    def statements(self, where: Any = None) -> Iterator[Statement]:
        """The statements in force, in the order in which they were first kept; `where` is a condition on the tables."""
        after = 0
        while True:
            with self.asking() as connection:
                asked = select(statements.c.id).where(statements.c.current == 1, statements.c.id > after).order_by(statements.c.id)
                if where is not None:
                    asked = asked.where(where)
                ids = list(connection.execute(asked.limit(AT_ONCE)).scalars())
                found = statements_by_number(connection, ids)
            if not ids:
                return
            yield from found
            after = ids[-1]

    def statement(self, key: str) -> Statement:
        """One statement in force.

        Raises:
            InputError: there is none of that id, or it is none any more.
        """
        with self.asking() as connection:
            key = statement_key(connection, key)
            number = connection.execute(select(statements.c.id).where(statements.c.key == key)).scalar_one()
            found = statements_by_number(connection, [number])
        if not found:
            raise InputError(f"{key} is no statement any more. `sayso statement` shows why.", about=key)
        return found[0]

    def history(self, key: str) -> list[Entry]:
        """All entries about a subject, the first first."""
        with self.asking() as connection:
            return [entry_of(row) for row in connection.execute(entry_rows().where(entries.c.subject == key))]

    def reading(self, key: str, only: Collection[str] | None = None) -> Reading:
        """The Reading of a document as the current view has it, with the corrections of people.

        Args:
            key: the document's id.
            only: ids of the statements that are wanted; None for all.

        Raises:
            InputError: there is no such document.
            StoreError: its words were erased.
        """
        with self.asking() as connection:
            return reading_in(connection, key, only)

    def who(self) -> People:
        """Who is who across all documents, after all merges and splits."""
        known = People()
        into = people.alias("known_as")
        asked = select(people.c.key, people.c.name, people.c.kind, into.c.key).outerjoin(into, people.c.into == into.c.id)
        apart = select(people.c.key, documents.c.key).join_from(partings, people).join(documents, partings.c.document == documents.c.id)
        with self.asking() as connection:
            for key, name, kind, merged in connection.execute(asked):
                known.names[key] = (name, kind)
                if merged is not None:
                    known.merged[key] = merged
            known.parted = {(row[0], row[1]) for row in connection.execute(apart)}
        return known

    def documents(self) -> Iterator[Mapping[str, Any]]:
        """All documents, in the order in which they were kept."""
        asked = (
            select(documents, func.count(statements.c.id).label("statements"))
            .outerjoin(statements, (statements.c.document == documents.c.id) & (statements.c.current == 1))
            .group_by(*documents.c)
            .order_by(documents.c.id)
        )
        with self.asking() as connection:
            found = connection.execute(asked).mappings().all()
        for row in found:
            yield {"id": row["key"], **{key: row[key] for key in ("name", "kind", "title", "outlet", "url", "published", "statements")}}

    def failures(self) -> list[Entry]:
        """The documents that could not be read, the last attempt at each."""
        with self.asking() as connection:
            numbers = list(connection.execute(select(failures.c.entry).order_by(failures.c.entry)).scalars())
            found = entries_by_number(connection, numbers)
        return [found[number] for number in numbers]

    def status(self) -> dict[str, Any]:
        """How much is kept: entries, documents, statements, utterances, people, failures, corrections; the tree's root."""
        with self.asking() as connection:

            def count(asked: Select[Any]) -> int:
                return int(connection.execute(asked).scalar() or 0)

            in_force = select(func.count()).select_from(statements).where(statements.c.current == 1)
            tree = head(connection)
            return {
                "store": self.name,
                "entries": tree.size,
                "documents": count(select(func.count()).select_from(documents)),
                "statements": count(in_force),
                "utterances": count(select(func.count(statements.c.canonical.distinct())).where(statements.c.current == 1)),
                "people": count(select(func.count()).select_from(people).where(people.c.into.is_(None))),
                "corrections": count(select(func.count()).select_from(statements).where(statements.c.correction.is_not(None))),
                "failures": count(select(func.count()).select_from(failures)),
                "root": tree.root.hex(),
            }

    def backup(self, to: str) -> None:
        """Copy the whole store, while others may write, into a new SQLite file.

        Raises:
            StoreError: it could not be written; nothing is left of it then.
            InputError: this store is no file; use the database's own backup.
        """
        if self.url.get_backend_name() != "sqlite":
            raise InputError("A PostgreSQL store is backed up by its own tools: pg_dump.", about=self.name)
        try:
            with unfinished(Path(to)) as new, plainly(self.url), self.engine.connect() as connection:
                connection.connection.driver_connection.execute("VACUUM INTO ?", (str(new),))  # type: ignore[union-attr]
        except OSError as error:
            raise not_made(Path(to), error) from error
