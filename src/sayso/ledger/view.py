"""Entries in, the current view out: who is said to have said what, as it stands after all corrections.

In:  entries, in the order of the ledger.
Out: `View`: the statements in force and the people they are about; `view_digest(...)`, one hash of it.
Not here: where entries are kept, searching.

The view is a pure function of the entries: a store keeps the same in tables, so that it can be searched, and can be
held against this.  What a person decided stands, whatever a model reads later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from sayso import rows
from sayso.ledger import person_id, person_in, place_of, storable
from sayso.ledger.variants import Variants, has_variants
from sayso.schema import Entry, Span, Spans, Statement


class Who(Protocol):
    """Who is who: what a statement needs to know of people."""

    def of(self, name: str, kind: str, document: str, /) -> str:
        """The id of whoever goes by a name in a document."""

    def settled(self, person: str, /) -> str:
        """The id of whoever somebody is known as, after all merges."""

    def name(self, person: str, /) -> str:
        """The name somebody is known by."""


CORRECTABLE = ("speaker", "act", "negated", "kind", "quotation", "note")


@dataclass(slots=True)
class People:
    """Who is who across documents: what judgements join and part."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # person's id -> name, kind
    merged: dict[str, str | None] = field(default_factory=dict)  # person's id -> the one it was merged into
    parted: set[tuple[str, str]] = field(default_factory=set)  # person's id, document in which it is another

    def of(self, name: str, kind: str, document: str) -> str:
        """The id of whoever goes by this name in a document."""
        person = person_in(name, kind, document)
        if (person, document) in self.parted:
            person = person_id(name, kind, document)
        self.names.setdefault(person, (storable(name), kind))
        return self.settled(person)

    def settled(self, person: str) -> str:
        """The person that one was merged into, itself where it was not."""
        seen = {person}
        while (into := self.merged.get(person)) is not None and into not in seen:
            person = into
            seen.add(person)
        return person

    def name(self, person: str) -> str:
        """The name somebody is known by."""
        return self.names[person][0]

    def judge(self, entry: Entry) -> None:
        """Take a merge or a split into account."""
        payload = entry.payload or {}
        if entry.kind == "merge":
            self.merged[entry.subject] = payload["into"]
        elif payload.get("document") is None:
            self.merged[entry.subject] = None
        else:
            self.parted.add((entry.subject, payload["document"]))


def corrected(entry: Entry, correction: Entry | None) -> dict[str, Any] | None:
    """A statement's payload with a person's correction over it; None where it is none any more."""
    over = dict(correction.payload or {}) if correction is not None else {}
    if over.get("quotation") is False or entry.payload is None:
        return None
    if entry.kind == "withdrawal":
        return None
    payload = dict(entry.payload) | {key: over[key] for key in ("act", "negated", "kind", "note") if key in over}
    if "speaker" in over:
        payload["speaker"] = over["speaker"]
        payload.pop("speaker_score", None)
    return payload


def statement_of(
    entry: Entry,
    correction: Entry | None,
    document: Mapping[str, Any],
    text: str,
    who: Who,
    canonical_id: str,
) -> Statement | None:
    """The statement that an entry and its correction make; None where it is none any more.

    Args:
        entry: the statement's entry.
        correction: the person's correction in force, if there is one.
        document: the document as a record has it.
        text: the document's text.
        who: who is who.
        canonical_id: the statement that first printed the same words.
    """
    row = corrected(entry, correction)
    if row is None:
        return None
    home = row["document"]

    def names(part: str) -> tuple[str, ...]:
        return tuple(who.name(who.of(name, kind, home)) for name, kind in row.get(part, ()))

    speaker = row.get("speaker")
    person = None
    if speaker is not None:
        person = who.settled(speaker["person"]) if speaker.get("person") else who.of(speaker["name"], speaker["kind"], home)
    last = correction or entry
    return Statement(
        id=entry.subject,
        entry_id=last.id,
        canonical_id=canonical_id,
        document_id=home,
        document=document["name"],
        outlet=document["outlet"],
        url=document["url"],
        published=document["published"],
        kind=row["kind"],
        text=row.get("text", ""),
        source=rows.words(text, _spans(row, "source")),
        cue=rows.words(text, _spans(row, "cue")),
        speaker_id=person,
        speaker=None if person is None else who.name(person),
        speaker_kind=None if speaker is None else speaker["kind"],
        basis=None if speaker is None else speaker["basis"],
        addressees=names("addressees"),
        medium=row["medium"]["text"] if "medium" in row else None,
        via=names("via"),
        act=row.get("act"),
        targets=names("targets"),
        negated=row.get("negated", False),
        hedges=tuple(span.of(text) for span in _spans(row, "hedges")),
        said_at=row["said_at"]["value"] if "said_at" in row else None,
        role=row.get("from"),
        score=row["score"],
        speaker_score=row.get("speaker_score"),
        note=row.get("note"),
        by=last.by,
        source_spans=_spans(row, "source"),
        cue_spans=_spans(row, "cue"),
        content_spans=_spans(row, "content"),
    )


def named_in(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and kind of everybody that a statement's or a correction's payload names, the speaker first."""
    speaker = payload.get("speaker")
    if speaker:
        yield speaker["name"], speaker["kind"]
    for part in ("addressees", "via", "targets"):
        yield from ((name, kind) for name, kind in payload.get(part, ()))


@dataclass(slots=True)
class View:
    """What is in force after some entries, kept in memory: the measure that a store's tables are held against."""

    held: dict[str, Entry] = field(default_factory=dict)  # place -> the entry in force
    people: People = field(default_factory=People)
    variants: Variants = field(default_factory=Variants)

    def take(self, entry: Entry) -> None:
        """Take one more entry into account."""
        if entry.kind in ("merge", "split"):
            self.people.judge(entry)
        self.held[place_of(entry.kind, entry.subject)] = entry
        if entry.kind in ("statement", "correction") and entry.payload is not None:
            home = self.held[place_of("statement", entry.subject)].payload or {}
            for name, kind in named_in(entry.payload):
                self.people.of(name, kind, home["document"])
            if has_variants(entry.payload):
                self.variants.add(entry.subject, entry.payload)

    @classmethod
    def after(cls, entries: Iterable[Entry]) -> View:
        """The view after some entries, in their order."""
        view = cls()
        for entry in entries:
            view.take(entry)
        return view

    def statements(self) -> Iterator[Statement]:
        """The statements in force, in the order in which they were first kept."""
        for place, entry in self.held.items():
            if not place.startswith("statement "):
                continue
            document = self.held[f"document {(entry.payload or {}).get('document')}"].payload
            if document is None:
                continue
            one = statement_of(
                entry,
                self.held.get(f"correction {entry.subject}"),
                document["document"],
                document["text"],
                self.people,
                self.variants.canonical(entry.subject),
            )
            if one is not None:
                yield one


def view_digest(statements: Iterable[Statement]) -> str:
    """The sha256, in hex, of a view: of its statements by their ids, without the ids of entries, which are salted."""
    whole = sha256()
    for one in sorted(statements, key=lambda one: one.id):
        whole.update(rows.canonical({key: value for key, value in asdict(one).items() if key != "entry_id"}) + b"\n")
    return whole.hexdigest()


def _spans(row: Mapping[str, Any], part: str) -> Spans:
    return tuple(Span(*pair) for pair in row.get(part, ()))
