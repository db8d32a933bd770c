"""Drafts in, entries and all that follows from them in the tables out, in one transaction.

In:  a connection that holds the lock for writing.
Out: `Writing`: looks up what is in force, appends drafts, or entries of another ledger as they are.
Not here: what is drafted (ledger/), what a view is (ledger/view.py, which these tables mirror).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sayso import rows
from sayso.errors import InputError, StoreError
from sayso.ledger import Draft, known_as, person_id, person_in, place_of, sealed, storable
from sayso.ledger.tree import Tree
from sayso.ledger.view import corrected, named_in
from sayso.schema import Entry
from sayso.stores.loading import AT_ONCE, entries_by_number, entry_of, entry_rows, fields_of, head, insert_many, statement_key
from sayso.stores.printings import Printings
from sayso.stores.tables import documents, entries, failures, heads, partings, people, said_of, statements, verdicts
from sayso.stores.words import indexed

_READ = update(documents).where(documents.c.key == bindparam("b_key")).values(reading=bindparam("b_reading"))
_READ_AFTER_ALL = failures.delete().where(failures.c.locator == bindparam("b_locator"))


@dataclass(slots=True)
class Writing:
    """A transaction that appends."""

    connection: Connection
    printings: Printings
    tree: Tree = field(init=False)
    at: str = field(init=False)
    _people: int = field(init=False)
    _known: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # person's id -> number, name as compared, kind
    _called: dict[tuple[str, str, str], str] = field(default_factory=dict)  # name, kind, document -> person's id

    def __post_init__(self) -> None:
        self.tree = head(self.connection)
        self.at = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
        self._people = int(self.connection.execute(select(func.max(people.c.id))).scalar() or 0)

    def in_force(self, keys: Sequence[str]) -> dict[str, dict[str, Entry]]:
        """For each of some documents, the entries in force about it and its statements, by `place_of` them."""
        out: dict[str, dict[str, Entry]] = {key: {} for key in keys}
        homes: dict[int, str] = {}
        places: dict[int, str] = {}  # place in the ledger -> document
        for at in range(0, len(keys), AT_ONCE):
            for row in self.connection.execute(select(documents).where(documents.c.key.in_(keys[at : at + AT_ONCE]))):
                homes[row.id] = row.key
                places |= dict.fromkeys((one for one in (row.entry, row.reading) if one is not None), row.key)
        numbers = sorted(homes)
        for at in range(0, len(numbers), AT_ONCE):
            asked = select(statements.c.document, statements.c.entry, statements.c.correction)
            for row in self.connection.execute(asked.where(statements.c.document.in_(numbers[at : at + AT_ONCE]))):
                places |= dict.fromkeys((one for one in (row.entry, row.correction) if one is not None), homes[row.document])
        for number, entry in entries_by_number(self.connection, sorted(places)).items():
            out[places[number]][place_of(entry.kind, entry.subject)] = entry
        return out

    def last(self, kind: str, subject: str) -> Entry | None:
        """The last entry of a kind about a subject."""
        asked = entry_rows().where(entries.c.subject == subject, entries.c.kind == kind).order_by(None).order_by(entries.c.seq.desc())
        row = self.connection.execute(asked.limit(1)).one_or_none()
        return None if row is None else entry_of(row)

    def verdicts(self, subjects: Sequence[str]) -> dict[str, list[Entry]]:
        """The verdicts in force on some statements."""
        out: dict[str, list[Entry]] = {one: [] for one in subjects}
        for at in range(0, len(subjects), AT_ONCE):
            asked = select(verdicts.c.entry, statements.c.key).join(statements, verdicts.c.statement == statements.c.id)
            held = {row.entry: row.key for row in self.connection.execute(asked.where(statements.c.key.in_(subjects[at : at + AT_ONCE])))}
            for number, entry in entries_by_number(self.connection, sorted(held)).items():
                out[held[number]].append(entry)
        return out

    def statement(self, asked: str) -> str:
        """The id of the statement that a person means.

        Raises:
            InputError: there is none, or there are several.
        """
        return statement_key(self.connection, asked)

    def last_judgement(self, person: str) -> Entry | None:
        """The last merge or split of a person that is still in force."""
        number = self.connection.execute(select(people.c.merge).where(people.c.key == person)).scalar()
        return None if number is None else entries_by_number(self.connection, [number])[number]

    def rebuild(self) -> int:
        """Make all that follows from the entries anew; how many entries there are."""
        self.printings.forget()
        for table in (said_of, verdicts, failures, partings):
            self.connection.execute(table.delete())
        if self.connection.dialect.name == "sqlite":
            self.connection.exec_driver_sql("INSERT INTO words(words) VALUES ('delete-all')")
        else:
            self.connection.exec_driver_sql("DELETE FROM words")
        for table in (statements, people, documents):
            self.connection.execute(table.delete())
        self._people = 0
        after = 0
        while True:
            asked = entry_rows().where(entries.c.seq > after).limit(AT_ONCE)
            chunk = [entry_of(row) for row in self.connection.execute(asked)]
            if not chunk:
                return after
            self._follow(chunk)
            after = chunk[-1].seq

    def append(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Append some drafts, in order."""
        out: list[Entry] = []
        payloads: list[bytes | None] = []
        for draft in drafts:
            payloads.append(payload := rows.canonical(draft.payload))
            out.append(sealed(draft, self.tree.size + 1 + len(out), self.at, payload=payload))
        self._take(out, payloads)
        return out

    def take(self, entry: Entry) -> None:
        """Append an entry as it is.

        Raises:
            InputError: it does not fit at the ledger's end, or is not what its digest says.
        """
        draft = Draft(**{key: value for key, value in fields_of(entry).items() if key in Draft.__dataclass_fields__})
        if entry.seq != self.tree.size + 1 or (entry.payload is not None and sealed(draft, entry.seq, entry.at, entry.salt) != entry):
            raise InputError(f"Entry {entry.seq} is not what it was when it was written. Nothing was kept.", about=entry.id)
        self._take([entry], [None if entry.payload is None else rows.canonical(entry.payload)])

    def _take(self, new: Sequence[Entry], payloads: Sequence[bytes | None]) -> None:
        if not new:
            return
        places = self._places({one.supersedes for one in new if one.supersedes is not None}, new)
        before, lines = self.tree.size, []
        for entry, payload in zip(new, payloads, strict=True):
            self.tree.add(bytes.fromhex(entry.digest))
            lines.append(
                {
                    "seq": entry.seq,
                    "kind": entry.kind,
                    "subject": entry.subject,
                    "supersedes": None if entry.supersedes is None else places[entry.supersedes],
                    "payload": None if payload is None else payload.decode(),
                    "by": entry.by,
                    "why": entry.why,
                    "at": entry.at,
                    "salt": bytes.fromhex(entry.salt),
                    "digest": bytes.fromhex(entry.digest),
                }
            )
        insert_many(self.connection, entries, lines)
        head = {"size": self.tree.size, "root": self.tree.root, "peaks": self.tree.packed(), "at": new[-1].at, "before": before}
        self.connection.execute(heads.insert(), head)
        self._follow(new)

    # -- what follows ------------------------------------------------------------------------------

    def _places(self, ids: set[str], new: Sequence[Entry]) -> dict[str, int]:
        """The places of entries in the ledger; each is about a subject of the new ones."""
        if not ids:
            return {}
        subjects = sorted({one.subject for one in new if one.supersedes is not None})
        found = {one.id: one.seq for one in new}
        for at in range(0, len(subjects), AT_ONCE):
            asked = select(entries.c.seq, entries.c.digest).where(entries.c.subject.in_(subjects[at : at + AT_ONCE]))
            found |= {"en-" + row.digest.hex()[:20]: row.seq for row in self.connection.execute(asked)}
        if missing := ids - found.keys():
            raise StoreError(f"No entry {min(missing)} is there to be superseded. Nothing was kept.", about=min(missing))
        return found

    def _follow(self, new: Sequence[Entry]) -> None:
        """Bring the current view up to date with some entries: those that readings make together, the others one by one."""
        for read, group in groupby(new, key=lambda entry: entry.kind in ("document", "reading", "statement", "withdrawal")):
            if read:
                self._read(list(group))
                continue
            for entry in group:
                if entry.kind in ("merge", "split"):
                    self._judged(entry)
                elif entry.kind == "correction":
                    self._said([entry])
                elif entry.kind == "verdict":
                    self._checked(entry)
                elif entry.kind == "failure":
                    self._upsert(failures, ["locator"], {"locator": entry.subject, "entry": entry.seq})

    def _read(self, new: Sequence[Entry]) -> None:
        self._documents([one for one in new if one.kind == "document"])
        if read := [{"b_key": one.subject, "b_reading": one.seq} for one in new if one.kind == "reading"]:
            self.connection.execute(_READ, read)
        said: dict[str, Entry] = {}
        for one in new:
            if one.kind in ("statement", "withdrawal"):
                if one.subject in said:  # what is said of it later must find it there
                    self._said(list(said.values()))
                    said = {}
                said[one.subject] = one
        if said:
            self._said(list(said.values()))

    def _documents(self, new: Sequence[Entry]) -> None:
        lines = []
        for entry in new:
            about: Mapping[str, Any] = (entry.payload or {}).get("document") or dict.fromkeys(("title", "outlet", "url", "published"))
            line: dict[str, Any] = {key: storable(about[key]) if about[key] else None for key in ("title", "outlet", "url", "published")}
            line |= {"name": storable(about.get("name", "(erased)")), "kind": about.get("kind", "article")}
            lines.append(line | {"id": entry.seq, "key": entry.subject, "entry": entry.seq})
        if lines:
            self._upsert(documents, ["key"], lines, keep=("id",))
            self.connection.execute(_READ_AFTER_ALL, [{"b_locator": line["name"]} for line in lines])

    def _checked(self, entry: Entry) -> None:
        payload = entry.payload or {}
        number = self.connection.execute(select(statements.c.id).where(statements.c.key == entry.subject)).scalar()
        if number is None:
            raise StoreError(f"There is no statement {entry.subject} that was checked. Nothing was kept.", about=entry.subject)
        if entry.supersedes is not None:
            asked = entry_rows().where(entries.c.subject == entry.subject, entries.c.kind == "verdict")
            gone = [old.seq for old in map(entry_of, self.connection.execute(asked)) if old.id == entry.supersedes]
            self.connection.execute(verdicts.delete().where(verdicts.c.entry.in_(gone)))
        row = {"statement": number, "evidence": storable(payload["evidence"] or ""), "outcome": payload["outcome"], "entry": entry.seq}
        self._upsert(verdicts, ["statement", "evidence"], row)

    def _said(self, said: Sequence[Entry]) -> None:
        """Rows of statements: new ones, read anew, withdrawn, corrected."""
        keys = sorted({one.subject for one in said})
        held: dict[str, Row[Any]] = {}
        for at in range(0, len(keys), AT_ONCE):
            asked = select(statements).where(statements.c.key.in_(keys[at : at + AT_ONCE]))
            held |= {row.key: row for row in self.connection.execute(asked)}
        in_force: dict[str, tuple[Entry, Entry | None]] = {}
        if held:
            numbers = [one for row in held.values() for one in (row.entry, row.correction) if one is not None]
            old = entries_by_number(self.connection, numbers)
            in_force = {key: (old[row.entry], old.get(row.correction)) for key, row in held.items()}
        for entry in said:
            before, over = in_force.get(entry.subject, (None, None))
            if entry.kind == "correction":
                if before is None:
                    raise StoreError(f"There is no statement {entry.subject} to correct. Nothing was kept.", about=entry.subject)
                in_force[entry.subject] = before, entry
            else:
                _same_home(before, entry)
                in_force[entry.subject] = entry, over
        homes = self._homes({str((one.payload or {}).get("document")) for one, _ in in_force.values()})
        wanted = [
            (name, kind, str((before.payload or {}).get("document")))
            for before, over in in_force.values()
            for one in (before, over)
            if one is not None
            for name, kind in named_in(one.payload or {})
        ]
        self._meet(wanted, homes)
        lines, links = [], []
        for key, (entry, over) in in_force.items():
            number = held[key].id if key in held else entry.seq
            line, mentioned = self._line(key, number, entry, over, homes)
            lines.append(line)
            if entry.kind == "statement":
                links += mentioned
        fresh = [line for line in lines if line["key"] not in held]
        if fresh:
            by_number = {entry.seq: entry for entry, _ in in_force.values()}
            payloads = {line["id"]: by_number[line["entry"]].payload or {} for line in fresh}
            canonical = self.printings.canonical_of(payloads)
            for line in fresh:
                line["canonical"] = canonical[line["id"]]
            insert_many(self.connection, statements, fresh)
            self.printings.keep()
            self._index(payloads)
        if held:
            again = [{f"b_{name}": value for name, value in line.items()} for line in lines if line["key"] in held]
            changed: dict[str, Any] = {name: bindparam(f"b_{name}") for name in ("entry", "correction", "current", "person", "kind", "act")}
            self.connection.execute(update(statements).where(statements.c.key == bindparam("b_key")).values(changed), again)
            self.connection.execute(said_of.delete().where(said_of.c.statement.in_([row.id for row in held.values()])))
        if links:
            self._upsert(said_of, ["person", "statement", "part"], links)

    def _line(
        self, key: str, number: int, entry: Entry, over: Entry | None, homes: Mapping[str, Row[Any]]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """A statement's row, and the rows of those it is told to, came through or accuses."""
        row = corrected(entry, over)
        payload = row if row is not None else entry.payload or {}
        document = payload["document"]
        speaker = payload.get("speaker")
        person = None
        if speaker:
            person = self._number(speaker["person"]) if speaker.get("person") else self._person(speaker["name"], speaker["kind"], document)
        line = {
            "id": number,
            "key": key,
            "document": homes[document].id,
            "entry": entry.seq,
            "correction": None if over is None else over.seq,
            "current": int(row is not None),
            "person": person,
            "kind": payload.get("kind", "event"),
            "act": payload.get("act"),
            "published": homes[document].published,
            "canonical": number,
        }
        links = {
            (self._person(name, kind, document), part) for part in ("addressees", "via", "targets") for name, kind in payload.get(part, ())
        }
        return line, [{"person": one, "statement": number, "part": part} for one, part in sorted(links)]

    def _homes(self, keys: set[str]) -> dict[str, Row[Any]]:
        asked = select(documents.c.id, documents.c.key, documents.c.published).where(documents.c.key.in_(sorted(keys)))
        found: dict[str, Row[Any]] = {row.key: row for row in self.connection.execute(asked).all()}  # type: ignore[misc]
        if missing := keys - found.keys():
            raise StoreError(f"There is no document {min(missing)} in the ledger. Nothing was kept.", about=min(missing))
        return found

    def _index(self, payloads: Mapping[int, Mapping[str, Any]]) -> None:
        """Make the words of new statements searchable."""
        said = [(number, indexed(payload.get("text", ""))) for number, payload in payloads.items()]
        if self.connection.dialect.name == "sqlite":
            rows_of_words = [{"id": number, "text": " ".join(words)} for number, words in said]
            self.connection.execute(text("INSERT INTO words(rowid, text) VALUES (:id, :text)"), rows_of_words)
            return
        rows_of_words = [{"id": number, "text": " ".join(f"'{word}':{at}" for at, word in enumerate(words, 1))} for number, words in said]
        self.connection.execute(text("INSERT INTO words(statement, text) VALUES (:id, CAST(:text AS tsvector))"), rows_of_words)

    # -- people ------------------------------------------------------------------------------------

    def _meet(self, wanted: Sequence[tuple[str, str, str]], homes: Mapping[str, Row[Any]]) -> None:
        """Know the number of everybody who goes by (name, kind, document), and give one to whoever is new."""
        names = {key for name, kind, document in wanted for key in (person_in(name, kind, document), person_id(name, kind, document))}
        unknown = sorted(names - self._known.keys())
        for at in range(0, len(unknown), AT_ONCE):
            asked = select(people.c.key, people.c.id, people.c.known_as, people.c.kind).where(people.c.key.in_(unknown[at : at + AT_ONCE]))
            self._known |= {row.key: (row.id, row.known_as, row.kind) for row in self.connection.execute(asked)}
        parted = set()
        if homes:
            asked = (
                select(people.c.key, documents.c.key)
                .join_from(partings, people, partings.c.person == people.c.id)
                .join(documents, partings.c.document == documents.c.id)
                .where(documents.c.key.in_(sorted(homes)))
            )
            parted = {tuple(row) for row in self.connection.execute(asked)}
        fresh = []
        for name, kind, document in wanted:
            key = person_in(name, kind, document)
            if (key, document) in parted:
                key = person_id(name, kind, document)
            self._called[name, kind, document] = key
            if key not in self._known:
                self._people += 1
                self._known[key] = self._people, known_as(name), kind
                fresh.append({"id": self._people, "key": key, "name": storable(name), "kind": kind, "known_as": known_as(name)})
            if self._known[key][1:] != (known_as(name), kind):
                raise StoreError(f"Two people have the id {key}; the second was not kept. Please report this.", about=key)
        if fresh:
            self.connection.execute(people.insert(), fresh)

    def _person(self, name: str, kind: str, document: str) -> int:
        return self._known[self._called[name, kind, document]][0]

    def _number(self, person: str) -> int:
        number = self.connection.execute(select(people.c.id).where(people.c.key == person)).scalar()
        if number is None:
            raise InputError(f"There is no person {person}. `sayso people` shows their ids.", about=person)
        return int(number)

    def _judged(self, entry: Entry) -> None:
        """A merge or a split: who is known as whom, and in a document that was parted, whose words are whose."""
        payload = entry.payload or {}
        number = self._number(entry.subject)
        if entry.kind == "split" and payload.get("document") is not None:
            home = self._homes({payload["document"]})[payload["document"]]
            self._upsert(partings, ["person", "document"], {"person": number, "document": home.id})
            held = self.connection.execute(select(statements).where(statements.c.document == home.id)).all()
            numbers = [one for row in held for one in (row.entry, row.correction) if one is not None]
            found = entries_by_number(self.connection, numbers)
            self._called.clear()
            self._said([found[row.entry] for row in held])
            return
        self.connection.execute(update(people).where(people.c.id == number).values(merge=entry.seq))
        judged = self.connection.execute(select(people.c.id, people.c.key, people.c.merge).where(people.c.merge.is_not(None))).all()
        found = entries_by_number(self.connection, [row.merge for row in judged])
        who = {row.key: row.id for row in judged}
        into = {row.id: (found[row.merge].payload or {}).get("into") for row in judged}
        raw = {one: None if key is None else who.get(key) or self._number(key) for one, key in into.items()}
        for one in raw:
            end, seen = one, {one}
            while (further := raw.get(end)) is not None and further not in seen:
                end = further
                seen.add(end)
            self.connection.execute(update(people).where(people.c.id == one).values(into=None if end == one else end))

    def _upsert(self, table: Any, keys: Sequence[str], lines: Any, keep: Sequence[str] = ()) -> None:
        """Insert rows, or bring those that are there up to date."""
        insert = insert_sqlite if self.connection.dialect.name == "sqlite" else insert_postgresql
        line = insert(table)
        names = (lines[0] if isinstance(lines, list) else lines).keys()
        changed = {name: line.excluded[name] for name in names if name not in (*keys, *keep)}
        done = line.on_conflict_do_update(index_elements=list(keys), set_=changed) if changed else line.on_conflict_do_nothing()
        self.connection.execute(done, lines)


def _same_home(before: Entry | None, entry: Entry) -> None:
    """Refuse a statement whose id another document's has."""
    if before is not None and (before.payload or {}).get("document") != (entry.payload or {}).get("document"):
        raise StoreError(f"Two statements have the id {entry.subject}; the second was not kept. Please report this.", about=entry.subject)
