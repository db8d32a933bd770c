"""What several tests need: hand-made Readings, and a pipeline that needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

import pytest

from sayso.reading import Reading
from sayso.schema import Attribution, Document, Entity, Failure, Medium, Origin, Quotation, Segment, Span, Step, When

ORIGIN = Origin(stage="read", version="0.1.0", model_digest="fake 1.0 sha256:00", settings_digest="00")

MILL = (
    "Mayor denies fraud\n\n"
    "2025-02-03 Subscribe for £4 a month.\n\n"
    "“I know how this will look,” Ana Cho said in a voice message on 1 February. “Nobody else wanted it.”\n\n"
    "Leonard Osei said she had allegedly been “spoken to”. He apologised to her. "
    "Radio Nova reported that Osei will sue the Daily Star for £2.5m.\n"
)


def document(text: str, *segments: Segment, name: str = "mill.txt") -> Document:
    """A Document of this text; one paragraph where no segments are given."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id="doc-" + digest[:20],
        name=name,
        kind="article",
        text=text,
        segments=segments or (Segment(span=Span(0, len(text)), role="paragraph"),),
        bytes_digest=digest,
    )


def reading(text: str, *quoted: str, name: str = "mill.txt") -> Reading:
    """A Reading in which each of these stretches is a direct quotation of nobody known."""
    one = document(text, name=name)
    quotations = tuple(
        Quotation(id=f"q{n}", document_id=one.id, kind="direct", source=(), cue=(), content=(at(text, words),), score=0.95)
        for n, words in enumerate(quoted, 1)
    )
    attributions = tuple(Attribution(quotation_id=each.id) for each in quotations)
    return Reading(document=one, quotations=quotations, attributions=attributions, entities=(), origin=ORIGIN)


def at(text: str, words: str, after: str = "") -> Span:
    """Where these words stand, the first time after those."""
    start = text.index(words, text.index(after))
    return Span(start, start + len(words))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """What makes things by hand: `make.document`, `make.reading`, `make.at`."""
    return SimpleNamespace(document=document, reading=reading, at=at)


@pytest.fixture
def mill() -> Reading:
    """A Reading with something in every field of the contract."""

    def here(words: str, after: str = "") -> Span:
        return at(MILL, words, after)

    one = document(
        MILL,
        Segment(span=here("Mayor denies fraud"), role="headline"),
        Segment(span=here("2025-02-03"), role="date"),
        Segment(span=here("Subscribe for £4 a month."), role="aside", reason="subscription box"),
        Segment(span=Span(here("“I know").start, here("wanted it.”").end), role="paragraph"),
        Segment(span=Span(here("Leonard").start, len(MILL)), role="paragraph"),
    )

    def quotation(number: int, kind: str, source: str, cue: str, *content: str) -> Quotation:
        spans = tuple(here(words) for words in content)
        return Quotation(
            id=f"q{number}",
            document_id=one.id,
            kind=kind,  # type: ignore[arg-type]
            source=(here(source),) if source else (),
            cue=(here(cue, source),) if cue else (),
            content=spans,
            score=(0.97, 0.8, 0.55, 0.31)[number - 1],
        )

    said_at = When(span=here("1 February"), value="2025-02-01", precision="day")
    message = here("in a voice message")
    return Reading(
        document=one,
        quotations=(
            quotation(1, "direct", "Ana Cho", "said", "“I know how this will look,”", "“Nobody else wanted it.”"),
            quotation(2, "mixed", "Leonard Osei", "said", "she had allegedly been “spoken to”"),
            quotation(3, "event", "He", "apologised"),
            quotation(4, "indirect", "Radio Nova", "reported", "that Osei will sue the Daily Star for £2.5m"),
        ),
        attributions=(
            Attribution(
                quotation_id="q1",
                entity_id="e1",
                mention=here("Ana Cho"),
                basis="named",
                medium=message,
                via=("e3",),
                act="admit",
                said_at=said_at,
                speaker_score=0.9,
            ),
            Attribution(quotation_id="q2", entity_id="e2", basis="named", act="accuse", targets=("e1",), hedges=(here("allegedly"),)),
            Attribution(quotation_id="q3", act="apologise", addressees=("e1",), negated=True),
            Attribution(quotation_id="q4", entity_id="e3", basis="named"),
        ),
        entities=(
            Entity(id="e1", kind="person", name="Ana Cho", aliases=("Cho",), mentions=(here("Ana Cho"),)),
            Entity(id="e2", kind="person", name="Leonard Osei", mentions=(here("Leonard Osei"), here("Osei", "that"))),
            Entity(id="e3", kind="organization", name="Radio Nova", mentions=(here("Radio Nova"),)),
            Entity(id="e4", kind="organization", name="Daily Star", mentions=(here("Daily Star"),)),
        ),
        origin=ORIGIN,
        media=(Medium(span=message, kind="recording", by=("e1",), via=("e3",), duration_ms=240_000, at=said_at),),
        steps=(
            Step(
                kind="lawsuit",
                span=here("Osei will sue the Daily Star for £2.5m"),
                by=("e2",),
                against=("e4",),
                claim="libel",
                amount=2_500_000,
                currency="GBP",
                status="planned",
            ),
        ),
    )


class FakePipeline:
    """A pipeline for which what stands in quotation marks is a quotation."""

    def read(self, one: Document, *, any_language: bool = False, min_score: float = 0.0) -> Reading:
        quoted = [Span(*found.span()) for found in re.finditer("“[^”]*”", one.text)]
        quotations = tuple(
            Quotation(id=f"q{n}", document_id=one.id, kind="direct", source=(), cue=(), content=(span,), score=0.9)
            for n, span in enumerate(quoted, 1)
        )
        attributions = tuple(Attribution(quotation_id=each.id) for each in quotations)
        return Reading(document=one, quotations=quotations, attributions=attributions, entities=(), origin=ORIGIN)

    def read_batch(
        self, documents: Iterable[Document | Failure], *, any_language: bool = False, min_score: float = 0.0
    ) -> Iterator[Reading | Failure]:
        for one in documents:
            yield one if isinstance(one, Failure) else self.read(one)


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    """The fake in place of the shipped model, for whatever asks `sayso.settings` for a pipeline."""
    import sayso.settings

    one = FakePipeline()
    monkeypatch.setattr(sayso.settings, "pipeline", lambda: one)
    return one
