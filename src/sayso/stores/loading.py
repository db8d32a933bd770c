"""Rows of a store in, entries and statements out.

In:  a connection, the numbers of rows.
Out: `Entry`s by their places; `Statement`s in force, with the names that people are known by; a document's `Reading`; the
     tree's head.
Not here: which rows are wanted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Row, Select, Table, any_, func, literal, select

from sayso.errors import InputError
from sayso.ledger import person_id, person_in, reading_of
from sayso.ledger.tree import Tree
from sayso.ledger.view import corrected, named_in, statement_of
from sayso.reading import Reading
from sayso.schema import Entry, Statement
from sayso.stores.tables import documents, entries, heads, partings, people, statements

AT_ONCE = 500  # rows asked for by number in one question

_before = entries.alias("superseded")


def entry_rows() -> Select[Any]:
    """The question for entries in their order, each with the digest of the one it supersedes."""
    joined = entries.outerjoin(_before, entries.c.supersedes == _before.c.seq)
    return select(entries, _before.c.digest.label("superseded")).select_from(joined).order_by(entries.c.seq)


def entry_of(row: Row[Any]) -> Entry:
    """The entry of a row."""
    return Entry(
        seq=row.seq,
        id="en-" + row.digest.hex()[:20],
        kind=row.kind,
        subject=row.subject,
        supersedes=None if row.superseded is None else "en-" + row.superseded.hex()[:20],
        payload=None if row.payload is None else json.loads(row.payload),
        by=row.by,
        why=row.why,
        at=row.at,
        salt=row.salt.hex(),
        digest=row.digest.hex(),
    )


def statement_key(connection: Connection, asked: str) -> str:
    """The id of the statement that a person means by it, or by its first eight digits or more.

    Raises:
        InputError: there is none, or there are several.
    """
    if asked.startswith("st-") and len(asked) >= 11:
        means = statements.c.key.startswith(asked, autoescape=True)
        found = list(connection.execute(select(statements.c.key).where(means).limit(2)).scalars())
        if len(found) == 1:
            return str(found[0])
        if found:
            raise InputError(f"More than one statement begins with {asked}. Give more of its id.", about=asked)
    raise InputError(f"There is no statement {asked}. `sayso search` shows their ids.", about=asked)


def among(connection: Connection, column: Any, numbers: Sequence[int]) -> ColumnElement[bool]:
    """The condition that a number is one of many, as one parameter however many they are."""
    if connection.dialect.name == "sqlite":
        return cast(ColumnElement[bool], column.in_(select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value)))
    return cast(ColumnElement[bool], column == any_(literal(list(numbers), ARRAY(BigInteger))))


def insert_many(connection: Connection, table: Table, lines: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows as they are: without what SQLAlchemy does for each, half as long."""
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=list(lines[0]))
    order = compiled.positiontup
    connection.exec_driver_sql(str(compiled), list(map(itemgetter(*order), lines)) if order else list(lines))


def fields_of(entry: Entry) -> dict[str, Any]:
    """An entry's fields by their names."""
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def entries_by_number(connection: Connection, numbers: Sequence[int], known: dict[int, Entry] | None = None) -> dict[int, Entry]:
    """Entries by their places.

    Args:
        connection: the transaction in which they are read.
        numbers: their places.
        known: those that were read in it already; the others are put to them, so that each is read once.
    """
    found: dict[int, Entry] = {} if known is None else known
    missing = [number for number in numbers if number not in found] if found else numbers
    for at in range(0, len(missing), AT_ONCE):
        asked = entry_rows().where(entries.c.seq.in_(missing[at : at + AT_ONCE]))
        for row in connection.execute(asked):
            found[row.seq] = entry_of(row)
    return found


def head(connection: Connection) -> Tree:
    """The tree over all entries."""
    row = connection.execute(select(heads).order_by(heads.c.size.desc()).limit(1)).one_or_none()
    return Tree() if row is None else Tree.unpacked(row.size, row.peaks)


def statements_by_number(connection: Connection, numbers: Sequence[int], known: dict[int, Entry] | None = None) -> list[Statement]:
    """The statements of these numbers that are in force, in the order of the numbers; `known` as for `entries_by_number`."""
    canonical = statements.alias("canonical")
    out: dict[int, Statement] = {}
    for at in range(0, len(numbers), AT_ONCE):
        asked = (
            select(statements, canonical.c.key.label("canonical_key"), documents.c.entry.label("home"))
            .join(canonical, statements.c.canonical == canonical.c.id)
            .join(documents, statements.c.document == documents.c.id)
            .where(statements.c.id.in_(numbers[at : at + AT_ONCE]), statements.c.current == 1)
        )
        found = connection.execute(asked).all()
        wanted = {one for row in found for one in (row.entry, row.correction, row.home) if one is not None}
        held = entries_by_number(connection, sorted(wanted), known)
        who = _who(connection, found, held)
        for row in found:
            home = held[row.home].payload
            if home is None:
                continue
            over = held.get(row.correction)
            one = statement_of(held[row.entry], over, home["document"], home["text"], who, row.canonical_key)
            if one is not None:
                out[row.id] = one
    return [out[number] for number in numbers if number in out]


def reading_in(connection: Connection, key: str, only: Collection[str] | None = None, known: dict[int, Entry] | None = None) -> Reading:
    """The Reading of a document as the current view has it; `known` as for `entries_by_number`.

    Raises:
        InputError: there is no such document.
        StoreError: its words were erased.
    """
    held = connection.execute(select(documents).where(documents.c.key == key)).one_or_none()
    if held is None or held.reading is None:
        raise InputError(f"There is no document {key}. `sayso documents` shows their ids.", about=key)
    asked = select(statements.c.entry, statements.c.correction, statements.c.key).order_by(statements.c.id)
    asked = asked.where(statements.c.document == held.id, statements.c.current == 1)
    pairs = [(row[0], row[1]) for row in connection.execute(asked) if only is None or row[2] in only]
    numbers = [one for one in (held.entry, held.reading, *chain(*pairs)) if one is not None]
    by_number = entries_by_number(connection, numbers, known)
    overlaid = [replace(by_number[one], payload=corrected(by_number[one], None if two is None else by_number[two])) for one, two in pairs]
    return reading_of(by_number[held.entry], by_number[held.reading], overlaid)


@dataclass(slots=True)
class _Who:
    """The people that some statements name."""

    keys: dict[tuple[str, str, str], str]
    final: dict[str, tuple[str, str]]  # person's id -> id and name of whoever it is known as

    def of(self, name: str, kind: str, document: str) -> str:
        return self.final[self.keys[name, kind, document]][0]

    def settled(self, person: str) -> str:
        return self.final[person][0]

    def name(self, person: str) -> str:
        return self.final[person][1]


def _who(connection: Connection, found: Sequence[Row[Any]], held: Mapping[int, Entry]) -> _Who:
    keys: dict[tuple[str, str, str], str] = {}
    known: set[str] = set()
    homes = sorted({row.document for row in found})
    asked = (
        select(people.c.key, documents.c.key)
        .join_from(partings, people, partings.c.person == people.c.id)
        .join(documents, partings.c.document == documents.c.id)
        .where(partings.c.document.in_(homes))
    )
    parted = {tuple(row) for row in connection.execute(asked)}
    for row in found:
        over = held.get(row.correction)
        payload = corrected(held[row.entry], over) or {}
        document = payload["document"]
        for name, kind in named_in(payload):
            key = person_in(name, kind, document)
            keys[name, kind, document] = person_id(name, kind, document) if (key, document) in parted else key
        if (payload.get("speaker") or {}).get("person"):
            known.add(payload["speaker"]["person"])
    known |= set(keys.values())
    into = people.alias("known_as")
    final: dict[str, tuple[str, str]] = {}
    ordered = sorted(known)
    for at in range(0, len(ordered), AT_ONCE):
        chosen = (
            select(people.c.key, people.c.name, into.c.key.label("into_key"), into.c.name.label("into_name"))
            .outerjoin(into, people.c.into == into.c.id)
            .where(people.c.key.in_(ordered[at : at + AT_ONCE]))
        )
        for key, name, into_key, into_name in connection.execute(chosen):
            final[key] = (into_key or key, into_name or name)
            final.setdefault(final[key][0], final[key])
    return _Who(keys, final)
