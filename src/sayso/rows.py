"""The one codec: the nouns of schema.py to the records of the contract and back; ids; canonical JSON.

In:  a Document and what was read in it, or a record; a Verdict.
Out: the record or row as plain dicts and lists, the parts of a record as dataclasses, ids and digests,
     the published JSON Schemas.
Not here: faces for people (reading.py), files, validation (a test checks every record against the Schema).

The names in a record are public: fields may be added, not renamed.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any, cast

from sayso.errors import InputError
from sayso.schema import (
    Alignment,
    Attribution,
    Document,
    Entity,
    Medium,
    Origin,
    Quotation,
    Role,
    Segment,
    Span,
    Spans,
    Step,
    Verdict,
    When,
)

SCHEMA = "sayso-ledger/1"
VERDICT = "sayso-verdict/1"
LEFT_OUT = " […] "  # between the spans of one quotation, wherever its words are shown in a row

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_JSON_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def canonical(thing: object) -> bytes:
    """The one JSON text of a thing: sorted keys, no spaces, UTF-8; a lone surrogate is escaped.

    Raises:
        ValueError: a number is NaN or infinite.
    """
    return _CANONICAL.encode(thing).encode("utf-8", "backslashreplace")


def identify(prefix: str, thing: object) -> tuple[str, str]:
    """The id of a thing, prefix + 20 hex digits, and the full sha256 of its canonical JSON, by which a conflict is noticed."""
    digest = sha256(canonical(thing)).hexdigest()
    return prefix + digest[:20], digest


def json_line(thing: object) -> str:
    """A thing as one line of JSON, keys in their order.

    Characters that would steer a terminal or end a line early (controls, bidi controls, line and
    paragraph separators, lone surrogates) are written as JSON's own escapes, which any parser undoes.
    """
    text = json.dumps(thing, ensure_ascii=False, allow_nan=False)
    return _JSON_ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def ledger_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of a ledger record."""
    text = files("sayso").joinpath("sayso-ledger-1.schema.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))


def verdict_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of a verdict row."""
    text = files("sayso").joinpath("sayso-verdict-1.schema.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))


def days_of(value: str | None) -> tuple[date, date] | None:
    """The first and the last day of an ISO 8601 day, month, year or interval ("2024-12", "2019/2021"); None where it is none."""
    try:
        ends = [_days(part) for part in (value or "").split("/")]
    except ValueError:
        return None
    return min(ends)[0], max(end for _, end in ends)


def _days(value: str) -> tuple[date, date]:
    if len(value) == 4:
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    day = date.fromisoformat(value[:10])
    return day, day


def words(text: str, spans: Iterable[Span]) -> str:
    """The words of these spans as they stand in the text, `LEFT_OUT` between two of them."""
    return LEFT_OUT.join(span.of(text) for span in spans)


def role_at(segments: Sequence[Segment]) -> Callable[[int], Role | None]:
    """A function from a position to the role of the segment it lies in; None between segments."""
    starts = [segment.span.start for segment in segments]

    def role(position: int) -> Role | None:
        at = bisect_right(starts, position) - 1
        return segments[at].role if at >= 0 and position < segments[at].span.end else None

    return role


def record(
    *,
    document: Document,
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    origin: Origin,
    media: Sequence[Medium] = (),
    steps: Sequence[Step] = (),
) -> dict[str, Any]:
    """The ledger record of one document; every field is present, None where unknown.

    Raises:
        KeyError: an id of an entity that is not among `entities`.
    """
    known = {entity.id: entity for entity in entities}
    role = role_at(document.segments)

    def named(ids: Iterable[str]) -> list[dict[str, str]]:
        return [{"entity": one, "name": known[one].name} for one in ids]

    def speaker(row: Attribution) -> dict[str, Any] | None:
        if row.entity_id is None:
            return None
        entity = known[row.entity_id]
        return {"entity": entity.id, "name": entity.name, "kind": entity.kind, "basis": row.basis}

    def attribution(quotation: Quotation, row: Attribution) -> dict[str, Any]:
        return {
            "id": quotation.id,
            "kind": quotation.kind,
            "source": _pairs(quotation.source),
            "cue": _pairs(quotation.cue),
            "content": _pairs(quotation.content),
            "text": words(document.text, quotation.content),
            "speaker": speaker(row),
            "addressees": named(row.addressees),
            "medium": None if row.medium is None else {"span": list(row.medium), "text": row.medium.of(document.text)},
            "via": named(row.via),
            "act": row.act,
            "targets": named(row.targets),
            "negated": row.negated,
            "hedges": _pairs(row.hedges),
            "said_at": _when(row.said_at),
            "from": role(quotation.spans[0].start) if quotation.spans else None,
            "score": quotation.score,
            "speaker_score": row.speaker_score,
        }

    return {
        "schema": SCHEMA,
        "document": {
            "id": document.id,
            "name": document.name,
            "kind": document.kind,
            "title": document.title,
            "outlet": document.outlet,
            "url": document.url,
            "published": document.published_at,
            "language": document.language,
            "sha256": document.bytes_digest,
            "length": len(document.text),
        },
        "segments": [
            {
                "span": list(one.span),
                "role": one.role,
                "reason": one.reason,
                "speaker": one.speaker,
                "start_ms": one.start_ms,
                "end_ms": one.end_ms,
                "page": one.page,
            }
            for one in document.segments
        ],
        "entities": [
            {"id": one.id, "name": one.name, "kind": one.kind, "aliases": list(one.aliases), "mentions": _pairs(one.mentions)}
            for one in entities
        ],
        "attributions": [attribution(quotation, row) for quotation, row in zip(quotations, attributions, strict=True)],
        "media": [
            {
                "span": list(one.span),
                "text": one.span.of(document.text),
                "kind": one.kind,
                "by": named(one.by),
                "to": named(one.to),
                "via": named(one.via),
                "duration_ms": one.duration_ms,
                "at": _when(one.at),
                "hedges": _pairs(one.hedges),
            }
            for one in media
        ],
        "steps": [
            {
                "kind": one.kind,
                "by": named(one.by),
                "against": named(one.against),
                "claim": one.claim,
                "amount": one.amount,
                "currency": one.currency,
                "forum": one.forum,
                "date": _when(one.date),
                "status": one.status,
                "span": list(one.span),
                "from": role(one.span.start),
            }
            for one in steps
        ],
        "origin": {"version": origin.version, "model": origin.model_digest, "settings": origin.settings_digest},
    }


def parts(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The dataclasses that a record was made of, by the names `record(...)` takes them under.

    What a record does not hold stays empty: a document's authors and times, those of its single words, an
    attribution's own mention; in records written before segments had times and pages, these.  `record(**parts(r, text))` is `r` again.

    Args:
        record: a ledger record.
        text: the document's text, which a record leaves out.

    Raises:
        InputError: another schema, or a text of another length.
    """
    if record["schema"] != SCHEMA:
        raise InputError(f"The record is of schema {record['schema']!r}; this sayso reads {SCHEMA!r}.", about=record["schema"])
    one = record["document"]
    if one["length"] != len(text):
        raise InputError(
            f"{one['name']} had {one['length']} characters when it was read, this text has {len(text)}. Give the text it was read from.",
            about=one["name"],
        )
    return {
        "document": Document(
            id=one["id"],
            name=one["name"],
            kind=one["kind"],
            text=text,
            segments=tuple(
                Segment(
                    span=Span(*row["span"]),
                    role=row["role"],
                    reason=row["reason"],
                    speaker=row["speaker"],
                    start_ms=row.get("start_ms"),
                    end_ms=row.get("end_ms"),
                    page=row.get("page"),
                )
                for row in record["segments"]
            ),
            bytes_digest=one["sha256"],
            title=one["title"],
            outlet=one["outlet"],
            url=one["url"],
            published_at=one["published"],
            language=one["language"],
        ),
        "quotations": tuple(_quotation(row, one["id"]) for row in record["attributions"]),
        "attributions": tuple(_attribution(row) for row in record["attributions"]),
        "entities": tuple(
            Entity(id=row["id"], kind=row["kind"], name=row["name"], aliases=tuple(row["aliases"]), mentions=_spans(row["mentions"]))
            for row in record["entities"]
        ),
        "origin": Origin(
            stage="read",
            version=record["origin"]["version"],
            model_digest=record["origin"]["model"],
            settings_digest=record["origin"]["settings"],
        ),
        "media": tuple(
            Medium(
                span=Span(*row["span"]),
                kind=row["kind"],
                by=_ids(row["by"]),
                to=_ids(row["to"]),
                via=_ids(row["via"]),
                duration_ms=row["duration_ms"],
                at=_when_of(row["at"]),
                hedges=_spans(row["hedges"]),
            )
            for row in record["media"]
        ),
        "steps": tuple(
            Step(
                kind=row["kind"],
                span=Span(*row["span"]),
                by=_ids(row["by"]),
                against=_ids(row["against"]),
                claim=row["claim"],
                amount=row["amount"],
                currency=row["currency"],
                forum=row["forum"],
                date=_when_of(row["date"]),
                status=row["status"],
            )
            for row in record["steps"]
        ),
    }


def verdict(one: Verdict, *, quote: str, said_by: str | None, printed: str, evidence: Mapping[str, str]) -> dict[str, Any]:
    """The verdict row of the contract; every field is present, None where unknown.

    Args:
        one: the verdict.
        quote: the quotation's words.
        said_by: who is said to have said it.
        printed: the text in which the printed sides of edits count.
        evidence: the text of each piece of evidence, by its name.
    """
    found = one.alignment
    text = evidence[found.evidence_id] if found is not None else ""
    ruling = one.policy
    return {
        "schema": VERDICT,
        "id": one.entry_id,
        "outcome": one.outcome,
        "severity": one.severity,
        "evidence": one.evidence_id,
        **_passage(found),
        "edits": [
            {
                "printed": _blanks(edit.printed.of(printed)),
                "spoken": _blanks(edit.spoken.of(text)),
                "type": edit.type,
                "printed_span": list(edit.printed),
                "spoken_span": list(edit.spoken),
            }
            for edit in (found.edits if found is not None else ())
        ],
        "context": [
            {
                "kind": each.kind,
                "text": _blanks(each.span.of(printed if each.kind == "bracketed name" else text)),
                "span": list(each.span),
            }
            for each in (found.context if found is not None else ())
        ],
        "reason": one.reason,
        "policy": None
        if ruling is None
        else {"name": ruling.name, "version": ruling.version, "standing": ruling.standing, "why": ruling.why},
        "quote": quote,
        "said_by": said_by,
        "others": [
            {"evidence": each.evidence_id, "outcome": each.outcome, "severity": each.severity, **_passage(each)} for each in one.others
        ],
    }


def _passage(found: Alignment | None) -> dict[str, Any]:
    """Where a passage stands, and who speaks there."""
    if found is None:
        return dict.fromkeys(("start", "end", "start_ms", "end_ms", "page", "speaker")) | {"spans": []}
    return {
        "start": found.spans[0].start,
        "end": found.spans[-1].end,
        "start_ms": found.start_ms,
        "end_ms": found.end_ms,
        "page": found.page,
        "speaker": found.speaker,
        "spans": _pairs(found.spans),
    }


def _blanks(text: str) -> str:
    """The words with every run of blanks as one, as a row shows them; the spans say where they stand."""
    return " ".join(text.split())


def _quotation(row: Mapping[str, Any], document_id: str) -> Quotation:
    return Quotation(
        id=row["id"],
        document_id=document_id,
        kind=row["kind"],
        source=_spans(row["source"]),
        cue=_spans(row["cue"]),
        content=_spans(row["content"]),
        score=row["score"],
    )


def _attribution(row: Mapping[str, Any]) -> Attribution:
    speaker = row["speaker"] or {}
    return Attribution(
        quotation_id=row["id"],
        entity_id=speaker.get("entity"),
        basis=speaker.get("basis"),
        addressees=_ids(row["addressees"]),
        medium=None if row["medium"] is None else Span(*row["medium"]["span"]),
        via=_ids(row["via"]),
        act=row["act"],
        targets=_ids(row["targets"]),
        hedges=_spans(row["hedges"]),
        negated=row["negated"],
        said_at=_when_of(row["said_at"]),
        speaker_score=row["speaker_score"],
    )


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _spans(pairs: Iterable[Sequence[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)


def _ids(named: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(one["entity"] for one in named)


def _when(when: When | None) -> dict[str, Any] | None:
    return None if when is None else {"span": list(when.span), "value": when.value, "precision": when.precision}


def _when_of(row: Mapping[str, Any] | None) -> When | None:
    return None if row is None else When(span=Span(*row["span"]), value=row["value"], precision=row["precision"])
