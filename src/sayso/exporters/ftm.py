"""Statements as FollowTheMoney entities, which Aleph and its kin load.

In:  Holdings.
Out: JSON Lines: each document (Article) and each speaker (Person, Organization, LegalEntity) once, before the first
     statement that needs it; each statement as an Event with its words, its speaker as `involved` and its document as
     `proof`.
Not here: matching with other data sets.

Somebody who is anonymous is no entity: two anonymous sources of one name need not be one.  Whoever a statement is told to,
came through or accuses is among the names it mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.ids import address, plain
from sayso.exporters.lines import write_lines
from sayso.ledger import storable
from sayso.schema import Statement

SCHEMATA = {"person": "Person", "organization": "Organization", "group": "LegalEntity"}
_LONGEST_NAME = 120  # characters


def entities_of(one: Statement, known: set[str]) -> Iterator[dict[str, Any]]:
    """The entities of a statement: its document and speaker unless they are known, then itself.

    Args:
        one: the statement.
        known: the ids that were written before; those written now are added.
    """
    if one.document_id not in known:
        known.add(one.document_id)
        yield article(one.document_id, one.document, one.outlet, one.url, one.published)
    speaker = one.speaker_id if one.speaker_kind in SCHEMATA else None
    if speaker is not None and speaker not in known:
        known.add(speaker)
        yield entity(speaker, SCHEMATA[str(one.speaker_kind)], name=one.speaker)
    who = one.speaker or one.source or "Somebody"
    what = one.act or "say"
    verb = f"said not to {what}" if one.negated else what
    named = (one.speaker if one.speaker_kind == "document" else None, *one.addressees, *one.via, *one.targets)
    yield entity(
        one.id,
        "Event",
        name=f"{who[:_LONGEST_NAME]}: {verb} ({one.kind})",
        date=one.said_at or one.published,
        description=one.text,
        summary=f"{one.source} {one.cue}".strip(),
        notes=one.note,
        keywords=(one.kind, one.act, "negated" if one.negated else None),
        involved=speaker and plain(speaker),
        proof=plain(one.document_id),
        namesMentioned=named,
        publisher=one.outlet,
        recordId=one.entry_id,
    )


def article(key: str, name: str, outlet: str | None, url: str | None, published: str | None) -> dict[str, Any]:
    """A document."""
    return entity(key, "Article", fileName=name, title=name, publisher=outlet, sourceUrl=address(url), publishedAt=published)


def entity(key: str, schema: str, **properties: str | tuple[str | None, ...] | None) -> dict[str, Any]:
    """An entity of a schema, with the properties that have a value."""
    held = {}
    for name, values in properties.items():
        told = [storable(one) for one in (values if isinstance(values, tuple) else (values,)) if one and one.strip()]
        if told:
            held[name] = list(dict.fromkeys(told))
    return {"id": plain(key), "schema": schema, "properties": held}


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    known: set[str] = set()
    return write_lines((entity for one in holdings.statements() for entity in entities_of(one, known)), stream)


FOLLOW_THE_MONEY = Exporter("FollowTheMoney entities", _write)
