"""Quotations and mentions in, attributions out: whose words each quotation reports, as far as the text makes it plain.

In:  a Document, its Quotations, its Mentions.
Out: `resolve(...)`: the entities that are spoken for, and one Attribution a quotation.
Not here: what was read (reader), in which act or to whom (circumstances).

Three steps: the text's names (mentions.py) are put together into someones (entities.py), and the sources are answered by them
(speakers.py).  Other stages ask `Speakers.whose(span)` for whoever a noun phrase means: a `Who`, or None where it is doubtful;
`ids[id(who)]` is its entity id once `resolve` numbers them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolver.entities import Cast, Who, entity_of
from sayso.resolver.mentions import scene_of
from sayso.resolver.pronouns import FLOOR
from sayso.resolver.speakers import Speakers
from sayso.resolver.sureness import sureness_of
from sayso.schema import Attribution, Document, Entity, Mention, Quotation

__all__ = ["resolve", "speakers_of"]


def speakers_of(document: Document, quotations: Sequence[Quotation], mentions: Sequence[Mention]) -> Speakers:
    """Whose words each quotation reports, with reasons and runners-up; mentions in order of the text."""
    scene = scene_of(document, mentions)
    return Speakers(Cast(scene, mentions), scene, quotations, mentions)


def resolve(
    document: Document, quotations: Sequence[Quotation], mentions: Sequence[Mention], speakers: Speakers | None = None
) -> tuple[tuple[Entity, ...], tuple[Attribution, ...]]:
    """The entities that speak, in order of the text, and whose words each quotation reports; mentions are in order."""
    speakers = speakers or speakers_of(document, quotations, mentions)
    used: dict[int, Who] = {}
    for quotation in quotations:
        choice = speakers.choices[quotation.id]
        if choice.who is not None and choice.score >= FLOOR:
            used.setdefault(id(choice.who), choice.who)
    order = sorted(used.values(), key=lambda who: who.first)
    ids = {id(who): f"e{number}" for number, who in enumerate(order, 1)}
    entities = tuple(entity_of(who, ids[id(who)]) for who in order)
    return entities, tuple(_attribution(quotation, speakers, ids) for quotation in quotations)


def _attribution(quotation: Quotation, speakers: Speakers, ids: dict[int, str]) -> Attribution:
    choice = speakers.choices[quotation.id]
    if choice.who is None or choice.score < FLOOR:
        return Attribution(quotation_id=quotation.id)
    return Attribution(
        quotation_id=quotation.id,
        entity_id=ids[id(choice.who)],
        mention=choice.mention,
        basis=choice.basis,
        speaker_score=round(sureness_of(choice), 4),
    )
