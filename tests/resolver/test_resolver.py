"""Names in sources: the head's name, or nothing."""

import pytest

from sayso.resolver import resolve
from sayso.schema import Document, Mention, Quotation, Segment, Span


def speaker(source: str, *names: str, kind: str = "person") -> str | None:
    """The name found in a source in which these are mentions of names."""
    text = f"{source} said it was over."
    document = Document(
        id="d", name="d", kind="article", text=text, segments=(Segment(span=Span(0, len(text)), role="paragraph"),), bytes_digest=""
    )
    quotation = Quotation(
        id="q1",
        document_id="d",
        kind="indirect",
        source=(Span(0, len(source)),),
        cue=(Span(len(source) + 1, len(source) + 5),),
        content=(Span(len(source) + 6, len(text)),),
        score=1.0,
    )
    mentions = tuple(Mention(span=Span(text.index(n), text.index(n) + len(n)), kind="name", entity_kind=kind, score=1.0) for n in names)
    entities, (attribution,) = resolve(document, [quotation], mentions)
    if attribution.entity_id is None:
        assert attribution.basis is None and not entities
        return None
    assert attribution.basis == "named" and attribution.mention is not None
    (entity,) = entities
    assert attribution.mention.of(text).split() == entity.name.split()
    return entity.name


@pytest.mark.parametrize(
    ("source", "names", "expected"),
    [
        ("Ana Cho", ["Ana Cho"], "Ana Cho"),
        ("Mayor Ana Cho", ["Mayor Ana Cho"], "Ana Cho"),
        ("Dr. Ana M. Cho, who resigned in May", ["Ana M. Cho, who resigned in May"], "Ana M. Cho"),
        ("Sen. Ana Cho (D-Ohio)", ["Ana Cho (D-Ohio)"], "Ana Cho"),
        ("the former harbour master Leonard Osei", ["Leonard Osei"], "Leonard Osei"),
        ("Her deputy, Colm Baird,", ["Colm Baird"], "Colm Baird"),
        ("its editor, Marguerite de la Dunne", ["Marguerite de la Dunne"], "Marguerite de la Dunne"),
        ("A spokeswoman for Vandermeer Homes", ["Vandermeer Homes"], None),
        ("The mayor of Wendlebury", ["Wendlebury"], None),
        ("the Cho campaign", ["Cho"], None),
        ("Cho’s", ["Cho"], "Cho"),
        ("Cho's lawyer", ["Cho"], None),
        ("Ana Cho and Leonard Osei", ["Ana Cho", "Leonard Osei"], None),
        ("Mayor", ["Mayor"], None),
        ("She", [], None),
        ("two officials", [], None),
    ],
)
def test_the_head_of_a_source(source: str, names: list[str], expected: str | None) -> None:
    assert speaker(source, *names) == expected


def test_kinds_and_repeats() -> None:
    assert speaker("The Harbour Office", "Harbour Office", kind="organization") == "Harbour Office"
    assert speaker("the tide of May", "May", kind="time") is None


def test_one_entity_for_one_name_with_all_its_places() -> None:
    text = "Ana Cho said yes. Ana Cho said no. It said so."
    document = Document(
        id="d", name="d", kind="article", text=text, segments=(Segment(span=Span(0, len(text)), role="paragraph"),), bytes_digest=""
    )
    places = [Span(0, 7), Span(18, 25), Span(35, 37)]
    quotations = [
        Quotation(id=f"q{n}", document_id="d", kind="indirect", source=(span,), cue=(), content=(), score=1.0)
        for n, span in enumerate(places, 1)
    ]
    mentions = [Mention(span=span, kind="name", entity_kind="person", score=1.0) for span in places[:2]]
    entities, attributions = resolve(document, quotations, mentions)
    (entity,) = entities
    assert entity.mentions == tuple(places[:2])
    assert [a.entity_id for a in attributions] == ["e1", "e1", None]
