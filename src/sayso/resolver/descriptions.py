"""Who a noun phrase means: a name in it, several joined, or somebody whom the text has described so.

In:  a Trail; `owner`, which says who "his" and "her" mean.
Out: `Descriptions.choice(...)` of a `Phrase`.
Not here: pronouns (pronouns.py), how phrases are taken apart (phrases.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sayso.resolver.entities import Cast, Who
from sayso.resolver.lexicon import BODIES, PLURALS, POSSESSIVES, SIDES, SMALL, WIDER, is_plural, same_role, singular
from sayso.resolver.mentions import Scene, without_article
from sayso.resolver.phrases import Phrase, kind_of, phrase_at
from sayso.resolver.pronouns import SEX_OF_NOUN
from sayso.resolver.trail import NOBODY, Choice, Place, Trail
from sayso.schema import EntityKind, Span

_KIN: Final = frozenset(
    "daughter son wife husband mother father sister brother lawyer attorney spokesman spokeswoman agent manager neighbour neighbor".split()
)
_ANY_BODY: Final = frozenset("group organization organisation agency company firm body institution website site outlet".split())
_ANY_PERSON: Final = frozenset("man woman actor actress star singer candidate nominee politician billionaire businessman".split())
_PLACES: Final = frozenset("city town village county state country nation".split())
_ANY_DOCUMENT: Final = frozenset("document report article piece story".split())
_LEFT_OUT: Final = frozenset("the a an this that these those his her its their my".split())


@dataclass(slots=True)
class Descriptions:
    """The noun phrases of one text."""

    cast: Cast
    scene: Scene
    trail: Trail
    owner: Callable[[Span, bool], Choice]  # where "his" or "her" stands, whether it is "her"

    def choice(self, phrase: Phrase) -> Choice:
        """Who a phrase means, and why; it is no pronoun."""
        if phrase.form == "joined":
            return self._joined(phrase)
        if phrase.form == "name" or phrase.rest is not None:
            named = self._named(phrase)
            if named is not None:
                return named
        return self._description(phrase)

    def _named(self, phrase: Phrase) -> Choice | None:
        """The name at the head of a phrase, or of its apposition."""
        text = self.scene.text
        inside = self.cast.names_in(Span(phrase.head.start, phrase.head.end))
        if phrase.form == "name":
            words = self.scene.words_in(*phrase.head)
            here = [name for name in inside if any(w.lower == phrase.noun and name.span.start <= w.start < name.span.end for w in words)]
            name = here[-1] if here else None
            if name is None:
                name = (
                    next((n for n in self.cast.names if n.span.start <= phrase.head.start < n.span.end), None) if not inside else inside[-1]
                )
        else:
            if phrase.rest is None or text[phrase.rest.start : phrase.rest.start + 1] != ",":
                return None
            apposed = [n for n in self.cast.names_in(phrase.rest)[:2] if self._only_titles(Span(phrase.rest.start, n.span.start), n.before)]
            introduced = phrase.determiner in ("the", "a", "an", "another", "one")
            role = introduced or phrase.determiner in POSSESSIVES or phrase.owner is not None
            name = apposed[0] if apposed and role else None
            if name is None:  # "The program, called EB-5,"
                called = re.compile(r",\s+(?:called|named|known as|dubbed)\s+").match(text, phrase.rest.start, phrase.rest.end)
                inner = self.cast.names_in(Span(called.end(), phrase.rest.end)) if called else []
                name = inner[0] if inner else None
        if name is None:
            return None
        who = self.cast.who_of(name)
        if who is None:
            return None
        if who.kind != "person" and phrase.form == "name" and name.span.end < phrase.head.end and is_plural(phrase.noun) and not name.votes:
            return None
        whole = " ".join(name.span.of(text).split()).casefold() == who.name.casefold()
        return Choice(
            who,
            name.span,
            "named" if whole else "coreference",
            0.97 if whole else 0.93,
            "the source says the name" if whole else "a part of the name",
        )

    def _only_titles(self, span: Span, before: tuple[str, ...]) -> bool:
        words = self.scene.words_in(*span)
        return len(words) <= 5 and all(word.lower in before or word.capital for word in words)

    def fits(self, phrase: Phrase, who: Who) -> bool:
        """Whether the text itself gives someone the part that a description names: "the officer" is who is called an officer."""
        if who.kind == "person":
            return _plays(singular(phrase.noun), who.roles) > 0
        inside = self.cast.names_in(phrase.head)
        return (
            not inside
            or phrase.noun in who.name.casefold()
            or any(self.cast.who_of(name) is who or name.span.of(self.scene.text) in who.name for name in inside)
        )

    def _joined(self, phrase: Phrase) -> Choice:
        """Several: the names of each, joined."""
        names: list[str] = []
        members: list[Who] = []
        single = True
        for part in phrase.parts:
            inner = phrase_at(self.scene, part)
            choice = self._named(inner) if inner.form == "name" else None
            if choice is None and inner.form == "description" and inner.definite and not inner.plural and not names:
                choice = self._pointed_at(inner, kind_of(inner, self.cast.label(inner.head)))
            if choice is not None and choice.who is not None:
                names.append(choice.who.name)
                members.append(choice.who)
                single = single and choice.basis == "named"
            else:
                span = inner.head if inner.form == "description" else part
                names.append(_bare(self.scene.text, span) if not members else without_article(self.scene.text, span).of(self.scene.text))
        if not members:
            whole = Span(phrase.parts[0].start, phrase.parts[-1].end)
            name = _bare(self.scene.text, whole)
            return Choice(self.cast.described("group", name, whole, plural=True), whole, "named", 0.8, "the source describes them")
        last = ", ".join(names[:-2]) + ", " if len(names) > 2 else ""
        name = last + " and ".join(names[-2:])
        who = self.cast.together(members, name, phrase.head)
        return Choice(who, phrase.head, "named" if single else "coreference", 0.85, "several joined")

    def _description(self, phrase: Phrase) -> Choice:
        """A noun phrase without a name: somebody mentioned before, or whoever the words describe."""
        if phrase.noun in SMALL and phrase.noun not in PLURALS and not (phrase.noun == "one" and phrase.determiner):
            return NOBODY
        label = self.cast.label(phrase.head)
        kind = kind_of(phrase, label)
        found = self._pointed_at(phrase, kind)
        if found is not None:
            return found
        name = _bare(self.scene.text, phrase.head)
        if phrase.determiner in ("his", "her") and phrase.noun in ("campaign", "administration", "team") and not phrase.modifiers:
            return self._campaign(phrase)
        if phrase.determiner in POSSESSIVES and kind in ("anonymous", "group"):
            name = self._owned(phrase, name)
        if not name:
            return NOBODY
        plain = phrase.determiner not in POSSESSIVES
        who = self.cast.described(kind, name, phrase.head, plural=kind == "group")
        if kind == "anonymous":
            noun = singular(phrase.noun)
            who.roles.add(same_role(noun))
            who.marks |= set(phrase.modifiers)
            if noun in SEX_OF_NOUN:
                who.female = 3.0 if SEX_OF_NOUN[noun] else -3.0
        return Choice(who, phrase.head, "named" if plain else "coreference", 0.6 if phrase.definite else 0.8, "the source describes them")

    def _campaign(self, phrase: Phrase) -> Choice:
        """Her campaign is the Cho campaign, where it is plain who she is."""
        owner = self.owner(Span(phrase.head.start, phrase.head.start + 3), phrase.determiner == "her")
        if owner.who is None or owner.score < 0.4 or owner.who.kind != "person":
            return Choice(
                self.cast.described("organization", phrase.noun, phrase.head), phrase.head, "named", 0.5, "the source describes them"
            )
        surname = owner.who.name.split()[-1]
        who = self.cast.body(surname.casefold(), phrase.noun) or self.cast.described(
            "organization", f"{surname} {phrase.noun}", phrase.head
        )
        return Choice(who, phrase.head, "coreference", owner.score, "belongs to " + owner.who.name, owner.antecedent, None, owner.runners)

    def _owned(self, phrase: Phrase, name: str) -> str:
        """Her daughter is Ana Cho's daughter, where it is plain who she is."""
        if phrase.determiner not in ("his", "her") or singular(phrase.noun) not in _KIN:
            return name
        owner = self.owner(Span(phrase.head.start, phrase.head.start + 3), phrase.determiner == "her")
        return f"{owner.who.name}’s {name}" if owner.who is not None and owner.score > 0.5 and owner.who.kind == "person" else name

    def _pointed_at(self, phrase: Phrase, kind: EntityKind) -> Choice | None:
        noun = singular(phrase.noun)
        bare = not phrase.determiner and self.trail.opens(phrase.head.start) and self._title_line(phrase.head.start)
        if not phrase.definite and not bare and not phrase.owner:
            return self._worded(phrase) if kind == "organization" else None
        places = self.trail.behind(phrase.head.start)
        fits: dict[int, tuple[Who, float]] = {}
        if phrase.plural or noun in ("both", "pair", "couple", "duo"):
            for place in places:
                if place.who.plural and place.who.kind == "group":
                    words = set(place.who.key)
                    same = phrase.noun in words or noun in words or any(singular(w) == noun for w in words)
                    joint = len(place.who.members) == 2 and noun in ("both", "pair", "couple", "duo", "two")
                    roles = place.who.members and any(_plays(noun, m.roles) for m in place.who.members)
                    if same or joint or roles:
                        fits[id(place.who)] = (place.who, 2.0)
            return self._named_by(phrase, fits, places, 0.75)
        if kind == "anonymous":
            wanted = {SIDES.get(word, word) for word in phrase.modifiers}
            for place in places:
                who = place.who
                if who.kind not in ("person", "anonymous") or who.plural or id(who) in fits:
                    continue
                fit = _plays(noun, who.roles)
                other = phrase.determiner in ("the", "that", "this") and (phrase.modifiers or noun in _ANY_PERSON)
                if not fit and other and who.kind == "person" and (place.speaks or place.leads or who.named > 1):
                    fit = -0.6 if who.roles else -0.1  # another word for whoever is spoken of
                if noun in ("man", "woman", "lady") and (who.female > 1) == (noun != "man") and who.kind == "anonymous":
                    fit = max(fit, 0.7)
                if not fit:
                    continue
                known = len(wanted & who.marks)
                strange = len([w for w in wanted - who.marks if w not in ("former", "longtime", "veteran", "upset", "young", "old")])
                sex = SEX_OF_NOUN.get(noun)
                wrong = sex is not None and ((who.female > 1.5 and not sex) or (who.female < -1.5 and sex))
                if not wrong:
                    fits[id(who)] = (who, 2.0 * fit + 0.8 * known - 0.5 * strange)
            if any(who.roles and _plays(noun, who.roles) for who, _ in fits.values()):
                fits = {key: one for key, one in fits.items() if _plays(noun, one[0].roles)}
            found = self._named_by(phrase, fits, places, 0.45)
            if found is None and not fits:
                found = self._ahead(phrase, noun, wanted)
            return found
        if kind == "organization":
            for place in places:
                who = place.who
                if who.kind != "organization" or id(who) in fits:
                    continue
                fit = (
                    1.0
                    if noun in who.roles or noun in who.key
                    else 0.5
                    if noun in _ANY_BODY and not who.place and (place.speaks or who.votes["organization"])
                    else (0.8 if who.named > 2 else 0.2)
                    if who.place and noun in _PLACES
                    else 0.0
                )
                if fit:
                    wanted = set(phrase.modifiers)
                    fits[id(who)] = (who, 2.0 * fit + 0.5 * len(wanted & (who.marks | set(who.key))) + 0.4 * place.speaks)
            found = self._named_by(phrase, fits, places, 0.4)
            return found if found is not None else self._worded(phrase)
        if kind == "document":
            for place in places:
                who = place.who
                if who.kind == "document" and id(who) not in fits and (noun in who.key or (noun in _ANY_DOCUMENT and place.speaks)):
                    fits[id(who)] = (who, 2.5 if noun in who.key else 1.0)
            return self._named_by(phrase, fits, places, 0.5)
        return None

    def _worded(self, phrase: Phrase) -> Choice | None:
        """A body whose name is made of the phrase's words, wherever it stands: "the flight attendants' union"."""
        words = {singular(word.lower) for word in self.scene.words_in(*phrase.head)}
        for who in self.cast.whos[:300]:
            if who.kind == "organization" and len(who.key) > 2:
                own = {singular(word) for word in who.key if word not in ("of", "for", "the", "and")} - {singular(w) for w in BODIES}
                if len(own) > 1 and own <= words:
                    who.roles.add(singular(phrase.noun))
                    return Choice(who, phrase.head, "coreference", 0.6, "its name is in the description")
        return None

    def _named_by(self, phrase: Phrase, fits: dict[int, tuple[Who, float]], places: list[Place], least: float) -> Choice | None:
        if not fits:
            return None
        choice = self.trail.weighed(phrase.head.start, fits, places, 0.8)
        if choice.who is None or choice.score < least:
            return None
        return Choice(
            choice.who,
            phrase.head,
            "coreference",
            choice.score,
            "described by what the text says of them",
            choice.antecedent,
            None,
            choice.runners,
        )

    def _title_line(self, at: int) -> bool:
        number = self.scene.paragraph(at)
        return number < 2 or self.scene.capitalised[number]

    def _ahead(self, phrase: Phrase, noun: str, wanted: set[str]) -> Choice | None:
        """A headline's description of whoever the article then names."""
        if not self._title_line(phrase.head.start):
            return None
        fit = [who for who in self.cast.whos[:300] if who.kind == "person" and _plays(noun, who.roles)]
        if not fit:
            return None
        best = max(fit, key=lambda who: (len(wanted & who.marks), who.named))
        if len(fit) > 1 and best.named < 2 * sorted(who.named for who in fit)[-2]:
            return None
        return Choice(best, phrase.head, "coreference", 0.6, "a headline's word for whom the article names")


def _plays(noun: str, roles: set[str]) -> float:
    """How well a noun fits the roles that the text gives someone."""
    role = same_role(noun)
    if role in roles:
        return 1.0
    wider = WIDER.get(noun)
    return 0.6 if wider is not None and wider & roles else 0.0


def _bare(text: str, span: Span) -> str:
    """A phrase as a name: without article, demonstrative or possessive pronoun before it and a possessive behind it."""
    words = span.of(text).split()
    while len(words) > 1 and words[0].casefold() in _LEFT_OUT:
        words = words[1:]
    said = " ".join(words).strip(" ,.;:")
    return said[:-2] if said.endswith(("’s", "'s")) else said
