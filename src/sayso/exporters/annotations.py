"""Statements as W3C Web Annotations: who is said to have said the words that a selector finds.

In:  Holdings.
Out: one AnnotationCollection in JSON-LD (Web Annotation Data Model, 2017), an annotation a line.
Not here: verdicts as annotations (checker/report.py).

Each stretch of a quotation is a target in the text that sayso read, found by its words with what stands before and
after, and by its position, which counts code points of that text.  Where the document has an address, the page is a
target, too, in which only the words are looked for: its markup was never counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.ids import address, urn
from sayso.rows import json_line
from sayso.schema import Span, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after, as annotation tools take


def annotation_of(one: Statement, text: str) -> dict[str, Any]:
    """The annotation of a statement in its document's text."""
    body: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": _said(one)}]
    if one.speaker_id is not None and not one.negated:
        body.append({"type": "SpecificResource", "purpose": "identifying", "source": urn(one.speaker_id)})
    tags = [one.kind, *([one.act] if one.act else []), *(["negated"] if one.negated else [])]
    body += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    if one.note:
        body.append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": one.note})
    page = address(one.url)
    targets: list[dict[str, Any]] = []
    for span in one.content_spans or one.cue_spans or one.source_spans:
        quoted = _quoted(span, text)
        position: dict[str, Any] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        targets.append({"type": "SpecificResource", "source": urn(one.document_id), "selector": [quoted, position]})
        if page is not None:
            targets.append({"type": "SpecificResource", "source": page, "selector": quoted})
    return {
        "@context": CONTEXT,
        "id": urn(one.id),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": "sayso"},
        "body": body,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _said(one: Statement) -> str:
    who = one.speaker or (f"[{one.source}]" if one.source else "not stated")
    how = f"{one.kind}, {one.act}" if one.act else one.kind
    return f"{who} ({how}{', said not to have been said' if one.negated else ''})"


def _quoted(span: Span, text: str) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }


def write_items(head: str, items: Iterator[dict[str, Any]], stream: BinaryIO) -> int:
    """Write one JSON object whose last member is a list, an item a line, up to the list's end; how many items.

    Args:
        head: the object's beginning, up to the list's bracket.
        items: what the list holds.
        stream: where to.
    """
    stream.write(head.encode("utf-8"))
    number = 0
    for item in items:
        stream.write((",\n" if number else "\n").encode() + json_line(item).encode("utf-8"))
        number += 1
    return number


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    def items() -> Iterator[dict[str, Any]]:
        for document in holdings.documents():
            reading, statements = holdings.held(document)
            for one in statements:
                yield annotation_of(one, reading.document.text)

    head = f'{{"@context": "{CONTEXT}", "id": "urn:sayso:statements", "type": "AnnotationCollection", "label": "Statements kept by sayso", '
    number = write_items(head + '"first": {"type": "AnnotationPage", "startIndex": 0, "items": [', items(), stream)
    stream.write(f'\n]}}, "total": {number}}}\n'.encode())
    return number


ANNOTATIONS = Exporter("W3C Web Annotations in JSON-LD", _write)
