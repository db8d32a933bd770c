"""Statements as schema.org's Quotation, for search engines and data sets.

In:  Holdings.
Out: one graph in JSON-LD, a statement a line.
Not here: pages with the graph in them.

`spokenByCharacter` is, in schema.org's words, whom the quotation is attributed to within the work.  A statement without
words is a CommunicateAction.  One that the document says was not said is attributed to nobody, and says so.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.annotations import write_items
from sayso.exporters.ids import address, urn
from sayso.schema import Statement

CONTEXT = "https://schema.org"
_TYPES = {"person": "Person", "organization": "Organization", "group": "Organization", "document": "CreativeWork"}


def node_of(one: Statement) -> dict[str, Any]:
    """The node of a statement; what is not known is left out."""
    speaker = None
    if one.speaker_id is not None and one.speaker_kind in ("person", "organization", "group"):
        speaker = {"@type": _TYPES[one.speaker_kind], "@id": urn(one.speaker_id), "name": one.speaker}
    publisher = {"@type": "Organization", "name": one.outlet} if one.outlet else None
    work = {"@type": "CreativeWork", "@id": urn(one.document_id), "name": one.document}
    work |= _known({"url": address(one.url), "datePublished": one.published, "publisher": publisher})
    node: dict[str, Any] = {"@type": "Quotation" if one.text else "CommunicateAction", "@id": urn(one.id)}
    about = [{"@type": "Thing", "name": name} for name in one.targets] or None
    denied = "The document says that this was not said." if one.negated else None
    if not one.text:
        recipients = [{"@type": "Thing", "name": name} for name in one.addressees] or None
        node |= {"name": f"{one.source} {one.cue}".strip(), "subjectOf": work}
        return node | _known(
            {
                "agent": None if one.negated else speaker,
                "recipient": recipients,
                "about": about,
                "startTime": one.said_at,
                "disambiguatingDescription": denied,
            }
        )
    node |= {"text": one.text, "isPartOf": work}
    return node | _known(
        {
            "spokenByCharacter": None if one.negated else speaker,
            "dateCreated": one.said_at,
            "about": about,
            "genre": f"{one.kind} quotation",
            "keywords": one.act,
            "comment": {"@type": "Comment", "text": one.note} if one.note else None,
            "disambiguatingDescription": denied,
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    number = write_items(f'{{"@context": "{CONTEXT}", "@graph": [', map(node_of, holdings.statements()), stream)
    stream.write(b"\n]}\n")
    return number


QUOTATIONS = Exporter("schema.org Quotation in JSON-LD", _write)
