"""From a noun phrase to the entity that it is: one that is known, or a new one by the name said there.

In:  a text, its mentions, the entities that are known.
Out: `Register.entity_of(span)`: the id of an entity, None where a pronoun stands for nobody known.
Not here: who the speakers are (resolver/__init__.py, entities.py), which phrases matter (parties.py, carriers.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from sayso.resolver.carriers import NOUNS
from sayso.resolver.frames import PRONOUNS, plain
from sayso.schema import Entity, EntityKind, Mention, Span

_NAME: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.&’'-]{0,60}(?:\s(?:(?:de|del|della|der|den|di|da|du|la|le|van|von|bin|al|of|the|for|and|&)\s){0,2}[^\W\d_a-zß-öø-ÿ][\w.&’'-]{0,60}){0,8}")
_TITLE: Final = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|reverend|president|vice-president|vice|chancellor|premier|prime|minister|secretary|senator|sen|representative"
    r"|rep|congressman|congresswoman|governor|gov|mayor|judge|justice|attorney|general|gen|col|colonel|capt|captain|sheriff|chief|king|queen|prince|princess|pope|bishop|archbishop"
    r"|cardinal|ambassador|chairman|chairwoman|speaker|democratic|republican|conservative|labour|former|then|ex|the|nominee|candidate)\.?\s+)+",
    re.IGNORECASE,
)
_ORGANIZATION: Final = re.compile(
    r"\b(?:news|post|times|press|journal|network|tv|radio|inc|corp|ltd|llc|company|university|college|department|ministry|agency|commission|committee|council|board|bureau|office|party"
    r"|association|federation|union|institute|foundation|church|bank|house|senate|congress|parliament|court|government|administration|campaign|police|club|group|magazine|guardian|media"
    r"|independent|observer|telegraph|mirror|sun|herald|tribune|gazette|chronicle|globe|ledger|star|standard|today|broadcasting|review|weekly|daily)\b",
    re.IGNORECASE,
)
_POSSESSIVE: Final = re.compile(r"[’']s?$")
_ARTICLE: Final = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_MENTION_KINDS: Final[dict[str, EntityKind]] = {"person": "person", "organization": "organization", "place": "organization"}
_OWN: Final = frozenset("me us my our".split())


class Register:
    """The entities of one document; new ones are added as phrases need them.

    Args:
        text: the document's text.
        mentions: its mentions, in order.
        entities: those that are known; their mentions say which words they are.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], entities: Sequence[Entity]) -> None:
        self._text = text
        self._mentions = mentions
        self.entities = list(entities)
        self._ids = {one.id for one in entities}
        self._places: dict[Span, str] = {}
        self._ends: dict[int, tuple[int, str]] = {}
        self._names: dict[str, str] = {}
        self._surnames: dict[str, str | None] = {}
        self._full = _full_names(text, mentions)
        for one in entities:
            self._add(one)

    def _add(self, one: Entity) -> None:
        for span in one.mentions:
            self._places.setdefault(span, one.id)
            known = self._ends.get(span.end)
            if known is None or known[0] < span.start:
                self._ends[span.end] = (span.start, one.id)
        for name in (one.name, *one.aliases):
            self._names.setdefault(_key(name), one.id)
        if one.kind == "person" and " " in one.name:
            last = _key(one.name).rsplit(" ", 1)[-1]
            self._surnames[last] = one.id if last not in self._surnames else None  # two of one surname: neither

    def entity_of(self, span: Span) -> str | None:
        """The entity of a noun phrase; None for a pronoun that stands for nobody known."""
        if span in self._places:
            return self._places[span]
        words = " ".join(span.of(self._text).split())
        word = plain(words)
        if word in _OWN:
            return self._named("author", "anonymous", span)
        if word in PRONOUNS:
            return None
        start, known = self._ends.get(span.end, (0, None))
        if known is not None and start >= span.start:
            return known
        return self._named(*self._name_of(words, span), span)

    def known(self, span: Span) -> str | None:
        """The entity of a phrase where it is known already, or is a name; None else."""
        before = len(self.entities)
        found = self.entity_of(span)
        if len(self.entities) > before and self.entities[-1].kind not in ("person", "organization"):
            gone = self.entities.pop()
            self._forget(gone)
            return None
        return found

    def _forget(self, one: Entity) -> None:
        self._ids.discard(one.id)
        for span in one.mentions:
            self._places.pop(span, None)
            self._ends.pop(span.end, None)
        self._names.pop(_key(one.name), None)

    def _named(self, name: str, kind: EntityKind, span: Span) -> str:
        key = _key(name)
        found = self._names.get(key) or (self._surnames.get(key) if kind == "person" else None)
        if found is not None:
            return found
        number = len(self.entities) + 1
        while f"e{number}" in self._ids:
            number += 1
        one = Entity(id=f"e{number}", kind=kind, name=name, mentions=(span,))
        self.entities.append(one)
        self._ids.add(one.id)
        self._add(one)
        return one.id

    def _name_of(self, words: str, span: Span) -> tuple[str, EntityKind]:
        """The bare name that a phrase says, or the phrase itself without its article, and what kind of entity it is."""
        bare = _POSSESSIVE.sub("", words)
        names = list(_NAME.finditer(bare))
        if names and names[-1].end() == len(bare) and (len(names) == 1 or names[-1].start() > 0):
            before = bare[: names[-1].start()]
            if not re.search(r"\b(?:of|at|in|for|from|to|and|with)\s*$", before):
                name = _TITLE.sub("", names[-1].group(), count=1) if _TITLE.match(names[-1].group()) and " " in names[-1].group() else names[-1].group()
                kind = self._kind(span, name)
                if kind == "person" and " " not in name:
                    name = self._full.get(_key(name)) or name
                return name or bare, kind
        name = _ARTICLE.sub("", bare)
        head = plain(name.split(" of ")[0].split(" at ")[0]).split()[-1:]
        if head and NOUNS.get(head[0]) in ("document", "message", "recording", "post", "broadcast"):
            return name, "document"
        if names and _ORGANIZATION.search(name) and name[0].isupper():
            return name, "organization"
        if head and (head[0] in ("government", "administration", "police", "company", "agency", "newspaper", "network", "board", "council", "ministry")):
            return name, "organization"
        plural = bool(head) and (head[0].endswith("s") and not head[0].endswith(("ss", "us", "is")) or head[0] in ("people", "men", "women", "children", "media", "press", "crowd", "audience"))
        return name, "group" if plural else "anonymous"

    def _kind(self, span: Span, name: str) -> EntityKind:
        """Person or organization, by the mention that lies over a name, else by its words."""
        near = self._mentions[bisect_left(self._mentions, span.start - 100, key=_start) : bisect_left(self._mentions, span.end, key=_start)]
        over = [one for one in near if one.span.end > span.start and one.kind == "name" and one.entity_kind in _MENTION_KINDS]
        if _ORGANIZATION.search(name) or name.isupper():
            return "organization"
        if over:
            nearest = min(over, key=lambda one: abs(one.span.start - span.start) + abs(one.span.end - span.end))
            return _MENTION_KINDS[nearest.entity_kind]
        return "person" if " " in name else "organization"


def _full_names(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """For each surname, the first full name of a person that ends with it."""
    out: dict[str, str] = {}
    for one in mentions:
        if one.kind == "name" and one.entity_kind == "person" and one.span.end - one.span.start < 60:
            words = _POSSESSIVE.sub("", one.span.of(text))
            words = _TITLE.sub("", words, count=1) if _TITLE.match(words) else words
            if 1 < len(words.split()) < 5 and all(word[0].isupper() for word in words.split()):
                out.setdefault(_key(words).rsplit(" ", 1)[-1], " ".join(words.split()))
    return out


def _key(name: str) -> str:
    return " ".join(_POSSESSIVE.sub("", _ARTICLE.sub("", plain(name))).split())


def _start(mention: Mention) -> int:
    return mention.span.start
