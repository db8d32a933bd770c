"""Readings in, entries out: what the ledger takes down of a document, of a person's correction, of a verdict.

In:  a `Reading`, or what a person decided, and what the ledger holds so far about the same subjects.
Out: `Draft`s, entries to be; `sealed(...)`, which gives a draft its place, its time, its salt and its digest.
Not here: where entries are kept (stores/), what follows from them (view.py), what proves them whole (tree.py).

Of a document the ledger takes down its text, what was read in it (segments, entities, media, steps, and which of its
people are those of other documents: a judgement, dated and with its reason), and each statement in an entry of its own.
Reading the same document again drafts nothing; reading it with another model drafts what is new and withdraws what is
no longer found.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sayso import rows
from sayso.errors import StoreError
from sayso.ledger.variants import overlap, where_of
from sayso.reading import Reading
from sayso.schema import GRAVEST_FIRST, Document, Entity, EntityKind, Entry, EntryKind, Failure, QuotationKind, Spans, Timing

SAME_NAME = "same full name"  # the reason of the judgements that sayso itself makes
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_OF_VERDICT = (
    "id",
    "outcome",
    "severity",
    "evidence",
    "spans",
    "start_ms",
    "end_ms",
    "page",
    "speaker",
    "edits",
    "context",
    "reason",
    "policy",
)
_EMPTY: tuple[object, ...] = (None, False, [], {}, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be."""

    kind: EntryKind
    subject: str
    payload: Mapping[str, Any]
    by: str
    why: str | None = None
    supersedes: str | None = None


def sealed(draft: Draft, seq: int, at: str, salt: str | None = None, payload: bytes | None = None) -> Entry:
    """The entry of a draft at its place in the ledger; `at` is UTC, to the second, `payload` its canonical JSON where it is at hand."""
    salt = secrets.token_hex(16) if salt is None else salt
    digest = digest_of(draft, seq, at, salt, payload)
    return Entry(
        seq=seq,
        id="en-" + digest[:20],
        kind=draft.kind,
        subject=draft.subject,
        supersedes=draft.supersedes,
        payload=draft.payload,
        by=draft.by,
        why=draft.why,
        at=at,
        salt=salt,
        digest=digest,
    )


def digest_of(draft: Draft | Entry, seq: int, at: str, salt: str, payload: bytes | None = None) -> str:
    """The sha256, in hex, of the salted canonical row; `payload` is its payload as it is stored, where that is at hand."""
    payload = rows.canonical(draft.payload) if payload is None else payload
    first = rows.canonical([seq, draft.kind, draft.subject, draft.supersedes])[:-1]
    last = rows.canonical([draft.by, draft.why, at])[1:]
    return sha256(b"".join((bytes.fromhex(salt), first, b",", payload, b",", last))).hexdigest()


# -- what a reading says -------------------------------------------------------------------------


def drafts_of(reading: Reading, current: Mapping[str, Entry]) -> Iterator[Draft]:
    """What a reading adds to the ledger: nothing where the ledger holds it all.

    Args:
        reading: what was read.
        current: the entries in force about this document and its statements, by `place_of` them.

    Raises:
        StoreError: another document, or other words, have the same id.
    """
    by, document = reader_of(reading), reading.document
    record = reading.to_dict()
    rest = {key: record[key] for key in ("segments", "entities", "media", "steps", "origin")}
    wanted: list[tuple[EntryKind, str, dict[str, Any], str | None]] = [
        ("document", document.id, {"document": record["document"], "text": document.text} | _times(document), None),
        ("reading", document.id, rest | {"joins": _joins(reading.entities)}, SAME_NAME),
    ]
    decided = [one for one in current.values() if one.kind == "correction"]
    corrected = {one.subject for one in decided}
    statements = dict(_statements(record, document.id))
    theirs = [where_of(current[place_of("statement", subject)].payload or {}) for subject in corrected - statements.keys()]
    statements = {subject: payload for subject, payload in statements.items() if not any(overlap(where_of(payload), one) for one in theirs)}
    wanted += [("statement", subject, payload, None) for subject, payload in statements.items()]
    for kind, subject, payload, why in wanted:
        before = current.get(place_of(kind, subject))
        if before is not None:
            _same(before, payload)
        if before is None or before.kind != kind or before.payload != payload:
            if kind == "document" and before is not None and before.payload is not None:
                continue  # the same bytes under another name: the first name stays
            yield Draft(kind=kind, subject=subject, payload=payload, by=by, why=why, supersedes=None if before is None else before.id)
    for before in current.values():
        if before.kind == "statement" and before.subject not in statements and before.subject not in corrected:
            yield Draft(kind="withdrawal", subject=before.subject, payload={"document": document.id}, by=by, supersedes=before.id)


def place_of(kind: EntryKind, subject: str) -> str:
    """What an entry takes its place among: a withdrawal takes a statement's, a split takes a merge's."""
    return f"{ {'withdrawal': 'statement', 'split': 'merge'}.get(kind, kind) } {subject}"


def reader_of(reading: Reading) -> str:
    """Which version of sayso read it, with which model."""
    origin = reading.origin
    return f"sayso {origin.version}" + (f", {origin.model_digest.split(' sha256:')[0]}" if origin.model_digest else "")


def correction(statement: str, changes: Mapping[str, Any], by: str, why: str | None, before: Entry | None) -> Draft:
    """The draft of what a person says of a statement: what was corrected before stays corrected.

    Args:
        statement: its id.
        changes: of "speaker" ({"name", "kind"} and where it is known "person", or None), "act", "negated", "kind",
            "quotation" (False where it is none) and "note".
        by: the person's name.
        why: the reason.
        before: the correction in force.
    """
    changes = {key: value | {"basis": "human"} if key == "speaker" and value else value for key, value in changes.items()}
    payload = {**(before.payload or {} if before is not None else {}), **changes}
    return Draft(
        kind="correction",
        subject=statement,
        payload=payload,
        by=storable(f"person: {by}"),
        why=None if why is None else storable(why),
        supersedes=None if before is None else before.id,
    )


def reworded(document: str, words: Sequence[tuple[int, str, str]], by: str, why: str | None, before: Entry | None) -> Draft:
    """The draft of what a person says was said in a recording, where a machine heard something else.

    Args:
        document: the recording's id.
        words: number, what the machine heard, what was said instead ("" for nothing): all that is corrected from now on.
        by: the person's name.
        why: the reason.
        before: what was corrected before.
    """
    return Draft(
        kind="transcript",
        subject=document,
        payload={"words": [list(one) for one in sorted(words)]},
        by=storable(f"person: {by}"),
        why=None if why is None else storable(why),
        supersedes=None if before is None else before.id,
    )


def _times(document: Document) -> dict[str, Any]:
    """When each word of a recording was said: it cannot be told from the text, and hearing it again takes minutes."""
    return {"timings": [list(one) for one in document.timings]} if document.kind == "recording" else {}


def taken_back(correction: Entry, earlier: Entry | None, by: str) -> Draft:
    """The draft that takes a correction back: what held before it holds again.

    Args:
        correction: the one in force.
        earlier: the one that it took the place of, if there was one.
        by: the person's name.
    """
    return Draft(
        kind="correction",
        subject=correction.subject,
        payload=dict(earlier.payload or {}) if earlier is not None else {},
        by=storable(f"person: {by}"),
        why=f"takes {correction.id} back",
        supersedes=correction.id,
    )


def marked(document: Document, content: Spans, kind: QuotationKind, by: str, why: str | None) -> Draft:
    """The draft of a statement that a person saw in a document and no model did.

    A correction of it must follow, so that it stands whatever a model reads later.

    Args:
        document: where its words stand.
        content: and where in it.
        kind: of the quotation.
        by: the person's name.
        why: the reason.
    """
    where = [list(span) for span in content]
    payload: dict[str, Any] = {"kind": kind, "content": where, "text": rows.words(document.text, content), "score": 1.0}
    role = rows.role_at(document.segments)(content[0].start)
    payload |= {"document": document.id} | ({"from": role} if role is not None else {})
    subject, _ = rows.identify("st-", [document.id, where])
    return Draft(
        kind="statement",
        subject=subject,
        payload=payload,
        by=storable(f"person: {by}"),
        why=None if why is None else storable(why),
    )


def merge(person: str, into: str, by: str, why: str | None, before: Entry | None) -> Draft:
    """The draft of a judgement that two are one: `person` is known as `into` from now on."""
    return Draft(
        kind="merge",
        subject=person,
        payload={"into": into},
        by=storable(f"person: {by}"),
        why=why,
        supersedes=None if before is None else before.id,
    )


def split(person: str, document: str | None, by: str, why: str | None, before: Entry | None) -> Draft:
    """The draft of a judgement that one is two: in `document` it is another; without one, it is no longer who it was merged into."""
    return Draft(
        kind="split",
        subject=person,
        payload={"document": document},
        by=storable(f"person: {by}"),
        why=why,
        supersedes=None if before is None else before.id,
    )


def failed(failure: Failure, by: str) -> Draft:
    """The draft of a document that could not be read."""
    payload = {"stage": failure.stage, "code": failure.code, "message": failure.message}
    return Draft(kind="failure", subject=storable(failure.locator), payload=payload, by=by)


def checked(
    statement: str,
    parts: Sequence[Mapping[str, Any]],
    looked_at: Sequence[str],
    by: str,
    before: Sequence[Entry],
    resting: Mapping[str, Mapping[str, str | None]] | None = None,
) -> Draft | None:
    """The draft of a verdict on a statement; None where the ledger holds it.

    It takes the place of the verdict on the same evidence, else of one that had found nothing.

    Args:
        statement: its id.
        parts: rows of the contract, one for each stretch between marks; the gravest gives the outcome.
        looked_at: the names of all evidence.
        by: which sayso checked.
        before: the verdicts on it that are in force.
        resting: of the recordings among the evidence, by their names: "document", the recording's id, and "words", the id of
            the entry that last corrected what was heard in it.
    """
    gravest = min(parts, key=lambda part: GRAVEST_FIRST.index(part["outcome"]))
    payload: dict[str, Any] = {"evidence": gravest["evidence"], "outcome": gravest["outcome"], "reason": gravest["reason"]}
    payload |= {"looked_at": sorted(looked_at), "parts": [{key: part[key] for key in _OF_VERDICT} for part in parts]}
    if resting:
        payload["recordings"] = {name: dict(one) for name, one in resting.items()}
    held = {(one.payload or {}).get("evidence"): one for one in before}
    last = held.get(payload["evidence"]) or held.get(None)
    if last is None and payload["evidence"] is None:
        last = next((one for name, one in held.items() if name in looked_at), None)
    if last is not None and last.payload == payload:
        return None
    return Draft(kind="verdict", subject=statement, payload=payload, by=by, supersedes=None if last is None else last.id)


def statement_ids(reading: Reading) -> dict[str, str]:
    """The id of each quotation's statement, by the quotation's own."""
    record = reading.to_dict()
    return {row["id"]: subject for row, (subject, _) in zip(record["attributions"], _statements(record, reading.document.id), strict=True)}


def reading_of(document: Entry, read: Entry, statements: Sequence[Entry]) -> Reading:
    """The Reading that a document's entries hold; quotations are numbered in their order.

    Raises:
        StoreError: its words were erased.
    """
    if document.payload is None or read.payload is None:
        raise StoreError(f"The words of {document.subject} were erased.", about=document.subject)
    record: dict[str, Any] = {"schema": rows.SCHEMA, **document.payload, **read.payload, "entities": list(read.payload["entities"])}
    text = record.pop("text")
    timings = record.pop("timings", ())
    ids = {(one["name"], one["kind"]): one["id"] for one in record["entities"]}

    def entity(name: str, kind: str) -> dict[str, str]:
        if (name, kind) not in ids:
            ids[name, kind] = f"e{len(ids) + 1}"
            record["entities"].append({"id": ids[name, kind], "name": name, "kind": kind, "aliases": [], "mentions": []})
        return {"entity": ids[name, kind], "name": name}

    held = [one.payload for one in statements if one.payload is not None]
    held.sort(key=lambda one: min([*one.get("source", []), *one.get("cue", []), *one.get("content", [])]))
    record["attributions"] = [_attribution(one, number, entity) for number, one in enumerate(held, 1)]
    reading = Reading.from_dict(record, text=text)
    if not timings:
        return reading
    return replace(reading, document=replace(reading.document, timings=tuple(Timing(*one) for one in timings)))


def _same(before: Entry, payload: Mapping[str, Any]) -> None:
    """Refuse a thing that has another's id."""
    held = before.payload
    if held is None:
        return
    if before.kind == "document":
        same = held["document"]["sha256"] == payload["document"]["sha256"]
    else:
        same = before.kind != "statement" or (held["document"], held.get("content")) == (payload["document"], payload.get("content"))
    if not same:
        raise StoreError(f"Two things have the id {before.subject}; the second was not kept. Please report this.", about=before.subject)


def _statements(record: Mapping[str, Any], document: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The id and payload of each statement; what is empty is left out of the payload."""
    kinds = {one["id"]: one["kind"] for one in record["entities"]}
    seen: dict[str, int] = {}
    for row in record["attributions"]:
        payload = {key: value for key, value in row.items() if key != "id" and value not in _EMPTY}
        for part in ("addressees", "via", "targets"):
            if part in payload:
                payload[part] = [[one["name"], kinds[one["entity"]]] for one in payload[part]]
        if "speaker" in payload:
            payload["speaker"] = {key: value for key, value in payload["speaker"].items() if key != "entity"}
        payload["document"] = document
        where = [document, row["content"]] if row["content"] else [document, row["source"], row["cue"]]
        subject, _ = rows.identify("st-", where)
        seen[subject] = seen.get(subject, 0) + 1
        if seen[subject] > 1:  # two are said to have said the same words
            subject, _ = rows.identify("st-", [*where, seen[subject]])
        yield subject, payload


def _attribution(payload: Mapping[str, Any], number: int, entity: Any) -> dict[str, Any]:
    """The record's attribution of a statement's payload."""
    row = dict.fromkeys(("speaker", "medium", "act", "said_at", "from", "speaker_score"))
    row |= {part: [] for part in ("source", "cue", "content", "hedges")} | {"negated": False, "text": ""}
    row |= {key: value for key, value in payload.items() if key != "document"} | {"id": f"q{number}"}
    for part in ("addressees", "via", "targets"):
        row[part] = [entity(name, kind) for name, kind in payload.get(part, [])]
    speaker = payload.get("speaker")
    if speaker is not None:
        row["speaker"] = entity(speaker["name"], speaker["kind"]) | {"kind": speaker["kind"], "basis": speaker["basis"]}
    return row


# -- people --------------------------------------------------------------------------------------


def storable(words: str) -> str:
    """Words as every database holds them: a NUL and a lone surrogate become U+FFFD (payloads hold them as JSON's escapes)."""
    return _UNSTORABLE.sub("\ufffd", words)


@lru_cache(1 << 14)
def known_as(name: str) -> str:
    """A name as it is compared: case, accents' forms, dots and blanks make no difference."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", storable(name)).casefold().replace(".", " ")).strip()


@lru_cache(1 << 14)
def person_id(name: str, kind: EntityKind | str, document: str | None = None) -> str:
    """The id of whoever goes by a name: everywhere, or in one document only."""
    return rows.identify("pe-", [kind, known_as(name), document] if document else [kind, known_as(name)])[0]


def is_full(name: str, kind: EntityKind | str) -> bool:
    """Whether the same name in two documents suggests the same person: a full name, or an organization's."""
    return (kind == "person" and len(name.split()) > 1) or kind == "organization"


def person_in(name: str, kind: EntityKind | str, document: str) -> str:
    """The id of whoever goes by a name in a document, before anybody's judgement."""
    return person_id(name, kind, None if is_full(name, kind) else document)


def _joins(entities: Sequence[Entity]) -> list[list[str]]:
    """[name, kind, person's id] of each entity that is joined with those of other documents."""
    return sorted([one.name, one.kind, person_id(one.name, one.kind)] for one in entities if is_full(one.name, one.kind))
