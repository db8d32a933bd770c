"""What the ledger says in, whether the tables that are searched say the same out.

In:  a connection; the entries, one by one, which make up what is expected.
Out: `Expected`, every row that should be there; `disagreements(...)`, the first thing of each table that is otherwise;
     `broken(...)`, what the database itself finds wrong, and refusals to rewrite the ledger that are gone.
Not here: the ledger's own proof (proving.py).

The rows are worked out from the entries alone (by ledger/view.py), not by the code that wrote them.  People and
statements have numbers inside a store, which depend on what was kept together: rows are compared by ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, func, select, text, union_all

from sayso.ledger import known_as, person_id, person_in, place_of, storable
from sayso.ledger.view import View, corrected, named_in
from sayso.schema import Entry
from sayso.stores.loading import AT_ONCE
from sayso.stores.tables import (
    FULL_TEXT,
    REFUSALS,
    documents,
    failures,
    partings,
    people,
    recent_sketches,
    said_of,
    sketches,
    statements,
    verdicts,
)
from sayso.stores.words import indexed

_Rows = dict[Any, Any]


@dataclass(slots=True)
class Expected:
    """The view after some entries, and what else of them the tables hold."""

    view: View = field(default_factory=View)
    first: dict[str, int] = field(default_factory=dict)  # place -> its first entry
    judged: dict[str, int] = field(default_factory=dict)  # person's id -> the merge or split in force
    failed: dict[str, int] = field(default_factory=dict)  # locator -> entry
    found: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  # statement, evidence -> outcome, entry
    checks: dict[str, tuple[str, str]] = field(default_factory=dict)  # id of a verdict's entry -> statement, evidence
    homes: dict[str, list[str]] = field(default_factory=dict)  # document -> its statements
    said: dict[int, str] = field(default_factory=dict)  # number of a statement -> its words

    def take(self, entry: Entry) -> None:
        """Take one more entry into account."""
        self.view.take(entry)
        place = place_of(entry.kind, entry.subject)
        payload = entry.payload or {}
        if self.first.setdefault(place, entry.seq) == entry.seq and entry.kind == "statement":
            self.homes.setdefault(payload["document"], []).append(entry.subject)
            self.said[entry.seq] = payload.get("text", "")
        if entry.kind == "document":
            self.failed.pop(storable(payload["document"]["name"]), None)
        elif entry.kind == "failure":
            self.failed[entry.subject] = entry.seq
        elif entry.kind == "verdict":
            checked = entry.subject, storable(payload["evidence"] or "")
            if (gone := self.checks.pop(entry.supersedes or "", None)) is not None:
                self.found.pop(gone, None)
            self.found[checked] = payload["outcome"], entry.seq
            self.checks[entry.id] = checked
        elif entry.kind == "merge" or (entry.kind == "split" and payload.get("document") is None):
            self.judged[entry.subject] = entry.seq
        elif entry.kind == "split":
            self._meet_again(payload["document"])

    def _meet_again(self, document: str) -> None:
        """Somebody is another in this document: whoever is named in it is looked at again."""
        for subject in self.homes.get(document, ()):
            for kind in ("statement", "correction"):
                held = self.view.held.get(f"{kind} {subject}")
                for name, of in named_in((held.payload if held is not None else None) or {}):
                    self.view.people.of(name, of, document)

    # -- rows ------------------------------------------------------------------------------------

    def documents(self) -> _Rows:
        """By id: (number, name, kind, title, outlet, url, published, entry, reading)."""
        out: _Rows = {}
        for place, entry in self.view.held.items():
            if place.startswith("document "):
                about = (entry.payload or {})["document"]
                read = self.view.held.get(f"reading {entry.subject}")
                row = [storable(about[key]) if about[key] else None for key in ("title", "outlet", "url", "published")]
                last = None if read is None else read.seq
                out[entry.subject] = (self.first[place], storable(about["name"]), about["kind"], *row, entry.seq, last)
        return out

    def people(self) -> _Rows:
        """By id: (name, kind, the name as compared, the judgement in force, whoever it was merged into)."""
        known = self.view.people
        into = {person: known.settled(person) for person in self.judged}
        return {
            person: (name, kind, known_as(name), self.judged.get(person), None if into.get(person) == person else into.get(person))
            for person, (name, kind) in known.names.items()
        }

    def statements(self) -> Iterator[tuple[str, Any, list[tuple[str, str, str]]]]:
        """id, (number, document, entry, correction, current, person, kind, act, published, canonical), (person, id, part) of its links."""
        published = {key: row[6] for key, row in self.documents().items()}
        for place, entry in self.view.held.items():
            if not place.startswith("statement "):
                continue
            over = self.view.held.get(f"correction {entry.subject}")
            row = corrected(entry, over)
            payload = (entry.payload or {}) if row is None else row
            home, speaker = payload["document"], payload.get("speaker")
            person = speaker and (speaker.get("person") or self._person(speaker["name"], speaker["kind"], home))
            links = [
                (self._person(name, kind, home), entry.subject, part)
                for part in ("addressees", "via", "targets")
                for name, kind in payload.get(part, ())
            ]
            values = (
                self.first[place], home, entry.seq, None if over is None else over.seq, int(row is not None), person or None,
                payload.get("kind", "event"), payload.get("act"), published[home], self.view.variants.canonical(entry.subject),
            )  # fmt: skip
            yield entry.subject, values, links if entry.kind == "statement" else []

    def words(self) -> Iterator[tuple[int, list[str]]]:
        """Number and words of each statement."""
        for number, said in self.said.items():
            yield number, indexed(said)

    def _person(self, name: str, kind: str, document: str) -> str:
        person = person_in(name, kind, document)
        return person_id(name, kind, document) if (person, document) in self.view.people.parted else person


def broken(connection: Connection) -> Iterator[str]:
    """What the database finds wrong with itself, and which refusals to rewrite the ledger are gone."""
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA integrity_check(10)")):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"
        for row in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(10):
            yield f"the file is damaged: a row of {row[0]} names one of {row[2]} that is not there"
        there = set(connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars())
        gone = len(set(REFUSALS["sqlite"]) - there)
    else:
        asked = text("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%\\_written\\_once' AND tgenabled IN ('O', 'A')")
        gone = 2 - int(connection.execute(asked).scalar() or 0)
    if gone > 0:
        yield "the triggers that refuse to rewrite the ledger are gone or changed: somebody opened it to rewriting"


def disagreements(connection: Connection, expected: Expected) -> Iterator[str]:
    """For each table that is searched, the first thing in it that is not as the ledger says."""
    number, person = statements.alias("about"), people.alias("who")
    other, home = statements.alias("first"), documents.alias("home")
    links: set[tuple[str, str, str]] = set()

    def told() -> _Rows:
        out = {}
        for key, values, linked in expected.statements():
            out[key] = values
            links.update(linked)
        return out

    d, p, s = documents.c, people.c, statements.c
    of_documents = select(d.key, d.id, d.name, d.kind, d.title, d.outlet, d.url, d.published, d.entry, d.reading)
    of_people = select(p.key, p.name, p.kind, p.known_as, p.merge, person.c.key, p.into).outerjoin(person, p.into == person.c.id)
    of_statements = (
        select(s.key, s.id, home.c.key, s.entry, s.correction, s.current, person.c.key, s.kind, s.act, s.published, other.c.key, s.person)
        .outerjoin(home, s.document == home.c.id)
        .outerjoin(person, s.person == person.c.id)
        .outerjoin(other, s.canonical == other.c.id)
    )
    of_links = (
        select(person.c.key, number.c.key, said_of.c.part)
        .select_from(said_of)
        .outerjoin(person, said_of.c.person == person.c.id)
        .outerjoin(number, said_of.c.statement == number.c.id)
    )
    all_sketches = union_all(select(sketches), select(recent_sketches)).subquery()
    of_sketches = select(all_sketches.c.hash, number.c.key).outerjoin(number, all_sketches.c.statement == number.c.id)
    of_verdicts = select(number.c.key, verdicts.c.evidence, verdicts.c.outcome, verdicts.c.entry).outerjoin(
        number, verdicts.c.statement == number.c.id
    )
    of_partings = (
        select(person.c.key, home.c.key)
        .select_from(partings)
        .outerjoin(person, partings.c.person == person.c.id)
        .outerjoin(home, partings.c.document == home.c.id)
    )

    def rows(asked: Any) -> Iterator[tuple[Any, ...]]:
        return (tuple(row) for row in connection.execute(asked))

    checks: tuple[tuple[str, Iterator[tuple[Any, Any]], Any], ...] = (
        ("documents", ((row[0], row[1:]) for row in rows(of_documents)), expected.documents),
        ("people", ((row[0], _joined(row[1:])) for row in rows(of_people)), expected.people),
        ("statements", ((row[0], _joined(row[1:])) for row in rows(of_statements)), told),
        ("said_of", ((row, None) for row in rows(of_links)), lambda: dict.fromkeys(links)),
        ("sketches", ((row, None) for row in rows(of_sketches)), lambda: _sketches(expected)),
        ("verdicts", ((row[:2], row[2:]) for row in rows(of_verdicts)), lambda: dict(expected.found)),
        ("failures", iter(rows(select(failures.c.locator, failures.c.entry))), lambda: dict(expected.failed)),
        ("partings", ((row, None) for row in rows(of_partings)), lambda: dict.fromkeys(expected.view.people.parted)),
    )
    for table, there, wanted in checks:
        if (wrong := _otherwise(there, wanted())) is not None:
            yield f"the table {table} does not say what the ledger says ({wrong})"
    least, most, count = connection.execute(select(func.min(p.id), func.max(p.id), func.count())).one()
    if count and (least, most) != (1, count):
        yield "the people are not numbered as they were"
    if not (_same_words_sqlite if connection.dialect.name == "sqlite" else _same_words_postgresql)(connection, expected):
        yield "the index of words does not say what the ledger says"


_LOST = object()


def _joined(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without its last number, which must have found whom it names."""
    named = row[4] if len(row) == 6 else row[5]
    return row[:-1] if (row[-1] is None) == (named is None) else (_LOST,)


def _otherwise(there: Iterator[tuple[Any, Any]], wanted: _Rows) -> str | None:
    """The key of a row that is not as it should be, is too many, or is missing."""
    for key, values in there:
        if wanted.pop(key, _LOST) != values:
            return str(key if isinstance(key, str) else ", ".join(map(str, key)))
    return None if not wanted else f"missing: {next(iter(wanted))}"


def _sketches(expected: Expected) -> _Rows:
    return {(each, one): None for each, kept in expected.view.variants.by_hash.items() for one in kept}


def _same_words_sqlite(connection: Connection, expected: Expected) -> bool:
    """Whether the index of words is that of another made anew beside it."""
    beside = "temp.expected_words"
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {beside}")
    connection.exec_driver_sql(FULL_TEXT["sqlite"][0].replace("TABLE words ", f"TABLE {beside} "))
    connection.exec_driver_sql("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_there USING fts5vocab('main', 'words', 'instance')")
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_expected USING fts5vocab('temp', 'expected_words', 'instance')"
    )
    try:
        insert = text(f"INSERT INTO {beside}(rowid, text) VALUES (:id, :text)")
        for chunk in _chunks(expected.words()):
            connection.execute(insert, [{"id": number, "text": " ".join(words)} for number, words in chunk])
        return all(
            one == other
            for asked in (
                ("SELECT term, doc, col, offset FROM temp.words_there", "SELECT term, doc, col, offset FROM temp.words_expected"),
                ("SELECT id, sz FROM main.words_docsize ORDER BY id", "SELECT id, sz FROM temp.expected_words_docsize ORDER BY id"),
                ("SELECT k, v FROM main.words_config ORDER BY k", "SELECT k, v FROM temp.expected_words_config ORDER BY k"),
                ("SELECT block FROM main.words_data WHERE id = 1", "SELECT block FROM temp.expected_words_data WHERE id = 1"),
            )
            for one, other in zip_longest(*(map(tuple, connection.execute(text(each))) for each in asked))
        )
    finally:
        for table in ("words_there", "words_expected", "expected_words"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")


def _same_words_postgresql(connection: Connection, expected: Expected) -> bool:
    same = text(
        "SELECT count(*) FROM unnest(CAST(:ids AS integer[]), CAST(:texts AS text[])) AS wanted(id, held)"
        " JOIN words ON words.statement = wanted.id AND words.text = CAST(wanted.held AS tsvector)"
    )
    number = 0
    for chunk in _chunks(expected.words()):
        texts = [" ".join(f"'{word}':{at}" for at, word in enumerate(words, 1)) for _, words in chunk]
        number += len(chunk)
        if connection.execute(same, {"ids": [one for one, _ in chunk], "texts": texts}).scalar() != len(chunk):
            return False
    return connection.execute(text("SELECT count(*) FROM words")).scalar() == number


def _chunks(rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    chunk: list[tuple[int, list[str]]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
