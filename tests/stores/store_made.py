"""A small store with an entry of every kind in it, and the readings it is made of."""

from __future__ import annotations

from dataclasses import replace

from sayso.ledger import Draft, correction, merge, split
from sayso.pipeline import keep
from sayso.reading import Reading
from sayso.schema import Attribution, Document, Entity, Failure, Origin, Quotation, Segment, Span
from sayso.stores.answers import people
from sayso.stores.sql import Store

ORIGIN = Origin(stage="read", version="test", model_digest="by hand 1", settings_digest="0")


def reading(name: str, *said: tuple[str, str], published: str | None = None, outlet: str | None = None, act: str = "assert") -> Reading:
    """A Reading in which each of some speakers says one thing between marks."""
    text, quotations, attributions = "", [], []
    entities: dict[str, Entity] = {}
    key = "doc-" + name.encode("ascii", "ignore").decode()
    for number, (who, words) in enumerate(said, 1):
        content = Span(len(text), len(text) + len(words) + 2)
        text += f"“{words}” "
        cue = Span(len(text), len(text) + 4)
        text += "said "
        source = Span(len(text), len(text) + len(who))
        text += f"{who}.\n"
        entity = entities.setdefault(who, Entity(id=f"e{len(entities) + 1}", kind="person", name=who, mentions=(source,)))
        quotations.append(
            Quotation(id=f"q{number}", document_id=key, kind="direct", source=(source,), cue=(cue,), content=(content,), score=0.9)
        )
        attributions.append(Attribution(quotation_id=f"q{number}", entity_id=entity.id, basis="named", act=act, speaker_score=0.8))
    document = Document(
        id=key, name=name, kind="article", text=text, segments=(Segment(span=Span(0, len(text)), role="paragraph"),),
        bytes_digest=name, published_at=published, outlet=outlet,
    )  # fmt: skip
    return Reading(
        document=document, quotations=tuple(quotations), attributions=tuple(attributions), entities=tuple(entities.values()), origin=ORIGIN
    )


def add(store: Store, *read: Reading | Failure, at_once: int = 1) -> list[int]:
    """Keep some; how many entries each made."""
    return [kept.new for kept in keep(store, read, ORIGIN, at_once=at_once)]


PAPERS = (
    reading("ferry.txt", ("Ana Cho", "The ferry will not sail again before the pier has been mended"), ("Colm Baird", "Nobody told us that"),
            published="2025-02-03", outlet="Radio Nova"),
    reading("ferry-again.txt", ("Ana Cho", "The ferry will not sail again until the pier has been mended"), published="2025-02-04"),
    reading("mill.txt", ("Ana R. Cho", "We never sold the old mill"), ("Lena Ortiz", "She sold it to my brother in March"),
            published="2024-12-01", outlet="The Ledger", act="accuse"),
    reading("school.txt", ("Ana Cho", "I teach there and I have never been near the pier"), ("Li Wei", "Mills are not for sale here")),
    reading("council.txt", ("Colm Baird", "The council knew of the pier a year ago"), ("Ana Cho", "We asked for an inspection twice")),
)  # fmt: skip


def fill(store: Store) -> None:
    """Documents read, read again by another model, corrected, merged, parted, checked; and two that could not be read."""
    told = [
        replace(one, attributions=tuple(replace(each, addressees=("e2",), targets=("e1",)) for each in one.attributions))
        if len(one.entities) > 1
        else one
        for one in PAPERS
    ]
    add(store, *told, at_once=2)
    newer = replace(ORIGIN, model_digest="by hand 2")
    add(store, replace(told[4], quotations=told[4].quotations[:1], attributions=told[4].attributions[:1], origin=newer))
    add(store, *(Failure(locator=f"broken{n}.pdf", stage="ingest", code="unreadable", message="It is cut short.") for n in (1, 2)))
    ids = {one["name"]: one["id"] for one in people(store)}
    first, second, third = [one.id for one in store.statements()][:3]
    with store.writing() as writing:
        lena = {"name": "Lena Ortiz", "kind": "person", "person": ids["Lena Ortiz"]}
        writing.append([correction(second, {"speaker": lena, "note": "I was there"}, "Mina Roe", "heard it", None)])
    with store.writing() as writing:
        writing.append([correction(third, {"act": "promise"}, "Mina Roe", None, None)])
    with store.writing() as writing:
        writing.append(
            [
                merge(ids["Ana R. Cho"], ids["Ana Cho"], "Mina Roe", "same office", None),
                split(ids["Ana Cho"], "doc-school.txt", "Mina Roe", "a namesake", None),
            ]
        )
    with store.writing() as writing:
        found = [{"evidence": "recording.vtt", "outcome": "verbatim"}, {"evidence": "letter.txt", "outcome": "absent"}]
        writing.append(Draft(kind="verdict", subject=first, payload=one, by="sayso test") for one in found)
