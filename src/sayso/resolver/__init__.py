"""Quotations and mentions in, attributions out: whose words, as far as the source says the name itself.

In:  a Document, its Quotations, its Mentions.
Out: `resolve(...)`: the entities named as sources, and one Attribution a quotation.
Not here, yet: pronouns, surnames that stand for a full name, descriptions, addressees, media, acts
     (the Resolve issue).  A source that says no name stays without a speaker; nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.schema import Attribution, Document, Entity, EntityKind, Mention, Quotation, Span

# Words before a name that are no part of it; the field's annotation guide asks for the bare name.
_TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister rabbi imam
    president vice-president chancellor premier minister secretary senator sen representative rep congressman congresswoman
    governor gov mayor councillor councilman councilwoman judge justice attorney sheriff chief captain capt sergeant sgt
    lieutenant lt colonel col general gen admiral major officer detective king queen prince princess pope bishop archbishop
    cardinal ambassador chairman chairwoman director coach former then ex acting deputy the
    """.split()
)
_NAME = re.compile(
    r"(?:[^\W\d_a-zß-öø-ÿ][\w.&’'-]*)"  # a capitalised word
    r"(?:\s+(?:(?:de|del|della|der|den|di|da|du|la|le|van|von|bin|ibn|al|el|of|the|for|and|&)\s+){0,2}[^\W\d_a-zß-öø-ÿ][\w.&’'-]*)*"
)
# What ends a noun phrase before its apposition, and the possessive after which the cue may stand.
_PART = re.compile(r"[^\s,(’'–—-](?:(?!,|\(|\s[–—-]\s|[’']s?(?!\w)).)*(?<![\s,])", re.DOTALL)
# A name after one of these is no head: "a spokeswoman for Hill Mills", "Cho and Osei".
_BEFORE = re.compile(r"\b(?:for|of|at|from|to|in|on|with|by|near|and|or|who|that|which)\b|[’']s\b", re.IGNORECASE)
_OWNS = re.compile(r"[’']s?\s+\w")
MENTION_REACH = 1_000  # code points: a mention has 16 words at most, so none that begins earlier reaches a name
_KINDS: dict[str, EntityKind] = {"person": "person", "organization": "organization", "place": "organization"}


def resolve(
    document: Document, quotations: Sequence[Quotation], mentions: Sequence[Mention]
) -> tuple[tuple[Entity, ...], tuple[Attribution, ...]]:
    """The entities that sources name, in order of the text, and whose words each quotation reports; mentions are in order."""
    found: dict[tuple[str, EntityKind], list[Span]] = {}
    named: list[tuple[str, EntityKind, Span] | None] = []
    for quotation in quotations:
        name = _name_in(document.text, quotation.source, mentions)
        named.append(name)
        if name is not None:
            found.setdefault(name[:2], []).append(name[2])
    ids = {key: f"e{number}" for number, key in enumerate(found, 1)}
    entities = tuple(Entity(id=ids[key], kind=key[1], name=key[0], mentions=tuple(sorted(set(spans)))) for key, spans in found.items())
    attributions = tuple(
        Attribution(quotation_id=quotation.id)
        if name is None
        else Attribution(quotation_id=quotation.id, entity_id=ids[name[:2]], mention=name[2], basis="named")
        for quotation, name in zip(quotations, named, strict=True)
    )
    return entities, attributions


def _name_in(text: str, source: Sequence[Span], mentions: Sequence[Mention]) -> tuple[str, EntityKind, Span] | None:
    """The one name that a source says, its kind and where it stands; None where its head is no name, or is several.

    The head of a noun phrase stands at its end, before appositions and brackets ("Mayor Ana Cho, who
    resigned"), or is the apposition itself ("her deputy, Colm Baird").
    """
    if len(source) != 1:
        return None
    start, end = source[0]
    parts = list(_PART.finditer(text, start, end))
    for part in parts[:2]:  # the phrase itself, then its apposition
        if _OWNS.match(text, part.end(), end):  # "Cho's lawyer" is the lawyer
            return None
        found = list(_NAME.finditer(text, part.start(), part.end()))
        if not found or found[-1].end() != part.end() or _BEFORE.search(text, part.start(), found[-1].start()):
            continue
        name = _without_titles(text, Span(*found[-1].span()))
        near = mentions[bisect_left(mentions, name.start - MENTION_REACH, key=_start) : bisect_left(mentions, name.end, key=_start)]
        known = [m for m in near if m.entity_kind in _KINDS and name.start < m.span.end]
        if name.start < name.end and known:
            nearest = min(known, key=lambda m: abs(m.span.start - name.start) + abs(m.span.end - name.end))
            kind = _KINDS[nearest.entity_kind]
            several = kind == "person" and " and " in name.of(text)
            return None if several else (re.sub(r"\s+", " ", name.of(text)), kind, name)
        return None
    return None


def _start(mention: Mention) -> int:
    return mention.span.start


def _without_titles(text: str, name: Span) -> Span:
    """The name without the titles before it; empty where there is nothing else."""
    start = name.start
    for word in re.finditer(r"\S+\s*", name.of(text)):
        if word.group().strip().rstrip(".").casefold() not in _TITLES:
            break
        start = name.start + word.end()
    return Span(start, name.end)
