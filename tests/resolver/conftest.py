"""What the resolver's tests share: quotations marked in their sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sayso.schema import Document, Quotation, QuotationKind, Segment, Span

_MARK = re.compile(r"\{([scq])(\d?)\|([^{}]*)\}")


@dataclass(frozen=True)
class Marked:
    """A document and its quotations, in the order of their numbers."""

    document: Document
    quotations: tuple[Quotation, ...]

    def words(self, span: Span | None) -> str | None:
        """The words of a span."""
        return None if span is None else span.of(self.document.text)

    def all_words(self, spans: tuple[Span, ...]) -> list[str]:
        """The words of several."""
        return [span.of(self.document.text) for span in spans]


@pytest.fixture(scope="session")
def marked() -> Callable[..., Marked]:
    """`marked("{s|Cho} {c|said} {q|it rained}.")`: source, cue and content in braces; a number tells quotations apart."""

    def build(sentence: str, published: str | None = "2025-01-28") -> Marked:
        text, at = "", 0
        parts: dict[str, dict[str, list[Span]]] = {}
        for found in _MARK.finditer(sentence):
            text += sentence[at : found.start()]
            start = len(text)
            text += found[3]
            parts.setdefault(found[2] or "1", {}).setdefault(found[1], []).append(Span(start, len(text)))
            at = found.end()
        text += sentence[at:]
        segments, start = [], 0
        for line in text.split("\n"):
            if line.strip():
                segments.append(Segment(span=Span(start, start + len(line)), role="paragraph"))
            start += len(line) + 1
        document = Document(id="d", name="d", kind="article", text=text, segments=tuple(segments), bytes_digest="", published_at=published)
        quotations = []
        for number, spans in sorted(parts.items()):
            content = tuple(spans.get("q", ()))
            said = " ".join(span.of(text) for span in content)
            kind: QuotationKind = (
                "event" if not content else "direct" if re.match('[“"]', said) else "mixed" if re.search('[“"]', said) else "indirect"
            )
            quotations.append(
                Quotation(
                    id=f"q{number}", document_id="d", kind=kind, source=tuple(spans.get("s", ())), cue=tuple(spans.get("c", ())),
                    content=content, score=1.0,
                )
            )  # fmt: skip
        return Marked(document, tuple(quotations))

    return build
