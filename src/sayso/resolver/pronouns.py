"""Who a pronoun means: he and she, they, it, I and we, who and which.

In:  a Trail, the reader's mentions, what quotations are there; `answer`, which says whom a noun phrase means.
Out: `Pronouns.choice(...)`.
Not here: noun phrases (descriptions.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.resolver.entities import Cast, Who
from sayso.resolver.lexicon import BODIES, HE, IT, ME, POSSESSIVES, RELATIVES, SHE, THEY, WE, is_plural, singular
from sayso.resolver.mentions import Scene
from sayso.resolver.phrases import phrase_at
from sayso.resolver.trail import NOBODY, Choice, Runner, Trail
from sayso.schema import Mention, Quotation, Span

FLOOR: Final = 0.30  # below this score nobody is named
CONTRARY: Final = -2.2  # log odds: a name's bearer is not called so, unless the text does it elsewhere
AUTHOR: Final = "author"  # the article's own I
_STOPS_PHRASE: Final = frozenset(
    "of for with by from to at in on against about and or but that which who said is was are were has had have as than".split()
)
SEX_OF_NOUN = {
    **dict.fromkeys(
        "man boy gentleman father son brother husband uncle nephew grandfather grandson widower actor congressman chairman spokesman".split(),  # noqa: E501
        False,
    ),
    **dict.fromkeys(
        "woman girl lady mother daughter sister wife aunt niece grandmother granddaughter widow actress congresswoman chairwoman spokeswoman".split(),  # noqa: E501
        True,
    ),
}
del SEX_OF_NOUN["actor"], SEX_OF_NOUN["chairman"], SEX_OF_NOUN["spokesman"]


@dataclass(slots=True)
class _Loose:
    """A noun phrase of the reader's that nobody was made of yet."""

    span: Span
    plural: bool
    label: str


@dataclass(slots=True)
class Pronouns:
    """The pronouns of one text."""

    cast: Cast
    scene: Scene
    trail: Trail
    mentions: Sequence[Mention]
    contents: Sequence[tuple[int, int, str]]  # of quotations, in order: start, end, quotation id
    choices: dict[str, Choice]
    answer: Callable[[Span], Choice]
    _loose: list[_Loose] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loose = [
            _Loose(one.span, is_plural(phrase.noun), one.entity_kind)
            for one in self.mentions
            if one.kind == "nominal" and one.entity_kind in ("person", "organization")
            for phrase in (phrase_at(self.scene, one.span),)
            if phrase.form == "description"
        ]

    def choice(self, span: Span, word: str, quotation: Quotation | None) -> Choice:
        """Who a pronoun means; `word` is it in lower case."""
        if word in RELATIVES:
            return self._relative(span, word)
        if word in HE or word in SHE:
            return self.one(span, word in SHE)
        if word in ME or word in WE:
            return self._self(span, quotation)
        if word in THEY or word == "their":
            return self._several(span)
        if word in IT:
            return self._thing(span)
        return NOBODY

    def _self(self, span: Span, quotation: Quotation | None) -> Choice:
        inside = bisect_right(self.contents, (span.start, 1 << 60, "")) - 1
        while inside >= 0 and span.start - self.contents[inside][0] < 4_000:
            start, end, name = self.contents[inside]
            if start <= span.start < end and (quotation is None or name != quotation.id):
                choice = self.choices.get(name)
                if choice is not None and choice.who is not None:
                    return Choice(choice.who, span, "coreference", 0.85, "speaks of themselves inside a quotation", carried=name)
                return NOBODY
            inside -= 1
        if self.scene.between_marks(span.start):
            return NOBODY
        return Choice(self.cast.described("anonymous", AUTHOR, span), span, "coreference", 0.7, "the article's own voice")

    def one(self, span: Span, she: bool) -> Choice:
        """He or she."""
        fits: dict[int, tuple[Who, float]] = {}
        places = self.trail.behind(span.start)
        for place in places:
            who = place.who
            if who.kind not in ("person", "anonymous") or who.plural or who.name == AUTHOR:
                continue
            lean = who.female if she else -who.female
            if lean < CONTRARY and who.kind == "person":
                continue
            fits[id(who)] = (who, 0.6 * max(-5.0, min(2.0, lean)) + (1.0 if who.kind == "person" else 0.3))
        loose = self._loose_before(span.start, plural=False, label="person", she=she)
        choice = self.trail.weighed(span.start, fits, places)
        if loose is not None and (choice.who is None or choice.score < 0.25):
            return self._of_loose(loose, span)
        if choice.who is None or choice.score < FLOOR:
            return Choice(None, None, None, 0.0, "nobody fits the pronoun well enough", runners=self._as_runners(choice))
        if choice.score > 0.7 and choice.who.kind == "person" and abs(choice.who.female) < 3.5:
            choice.who.female += 0.8 if she else -0.8
        return Choice(choice.who, span, "coreference", choice.score, "she" if she else "he", choice.antecedent, None, choice.runners)

    def _as_runners(self, choice: Choice) -> tuple[Runner, ...]:
        if choice.who is None or choice.antecedent is None:
            return ()
        return (Runner(choice.who.name, round(choice.score, 3), choice.antecedent), *choice.runners)[:3]

    def _loose_before(self, at: int, *, plural: bool, label: str, she: bool | None = None) -> _Loose | None:
        """The nearest description of one person, or of several, in this sentence or the two before it."""
        here = bisect_left(self._loose, at, key=lambda one: one.span.start)
        sentence = self.scene.sentence(at)
        best = None
        for one in self._loose[max(0, here - 12) : here][::-1]:
            if one.span.end > at or one.plural != plural or one.label != label or self.scene.between_marks(one.span.start):
                continue
            apart = sentence - self.scene.sentence(one.span.start)
            if apart > 2:
                break
            noun = singular(phrase_at(self.scene, one.span).noun)
            sex = SEX_OF_NOUN.get(noun)
            if she is not None and sex is not None and sex != she:
                continue
            best = one
            if self.trail.leads(one.span):
                break
        return best

    def _of_loose(self, loose: _Loose, span: Span) -> Choice:
        choice = self.answer(loose.span)
        if choice.who is None:
            return choice
        return Choice(choice.who, span, "coreference", 0.5 * choice.score, "stands for a description", loose.span)

    def _several(self, span: Span) -> Choice:
        """They."""
        places = self.trail.behind(span.start)
        fits = {
            id(p.who): (p.who, 1.5 if p.who.plural else -1.0 if p.who.place else 0.3)
            for p in places
            if p.who.plural or p.who.kind == "group" or is_body(p.who)
        }
        choice = self.trail.weighed(span.start, fits, places, 2.0)
        loose = self._loose_before(span.start, plural=True, label="person")
        if loose is not None:
            apart = self.scene.sentence(span.start) - self.scene.sentence(loose.span.start)
            nearer = choice.antecedent is None or loose.span.start > choice.antecedent.start
            spoke = choice.who is not None and self.trail.spoken and self.trail.spoken[-1][1] is choice.who
            known = choice.who is not None and choice.who.named > 1 and choice.score > 0.6
            if choice.who is None or (nearer and apart <= 1 and not spoke and not known):
                return self._of_loose(loose, span)
        if choice.who is None or choice.score < FLOOR:
            return Choice(None, None, None, 0.0, "nobody fits the pronoun well enough", runners=self._as_runners(choice))
        return Choice(choice.who, span, "coreference", choice.score, "they", choice.antecedent, None, choice.runners)

    def _thing(self, span: Span) -> Choice:
        """It."""
        places = self.trail.behind(span.start)
        fits = {
            id(p.who): (p.who, (1.0 if is_body(p.who) and not p.who.place else -0.8) + 0.5 * p.speaks)
            for p in places
            if p.who.kind in ("organization", "document") and not p.who.plural
        }
        choice = self.trail.weighed(span.start, fits, places, 1.5)
        if choice.who is None or choice.score < FLOOR:
            return Choice(None, None, None, 0.0, "nothing fits the pronoun well enough", runners=self._as_runners(choice))
        return Choice(choice.who, span, "coreference", choice.score, "it", choice.antecedent, None, choice.runners)

    def _relative(self, span: Span, word: str) -> Choice:
        """Who, which, that: the noun phrase right before it."""
        text = self.scene.text
        end = span.start
        while end > 0 and text[end - 1] in " ,\u00a0–—-)":
            end -= 1
            if text[end] == ")":
                opened = text.rfind("(", max(0, end - 60), end)
                end = opened if opened >= 0 else end
        line = self.scene.lines[self.scene.paragraph(span.start)][0]
        start = self.phrase_start(end, line)
        if start is None or start >= end:
            return NOBODY
        inner = phrase_at(self.scene, Span(start, end))
        if word == "who" or word == "whom":
            names = self.cast.names_in(Span(start, end))
            if names and names[-1].span.end >= end - 3:
                who = self.cast.who_of(names[-1])
                if who is not None and who.kind == "person":
                    return Choice(who, span, "coreference", 0.85, "the name before it", names[-1].span)
            if names or inner.form != "description":
                begin = max(line, end - 120, self.scene.starts[self.scene.sentence(span.start)])
                for name in reversed(self.cast.names_in(Span(begin, end))):
                    who = self.cast.who_of(name)
                    if who is not None and who.kind == "person":
                        return Choice(who, span, "coreference", 0.6, "the name before it", name.span)
        else:
            names = self.cast.names_in(Span(start, end))
            who = self.cast.who_of(names[-1]) if names and names[-1].span.end >= end - 3 else None
            if who is not None and who.kind == "organization" and (who.key[-1] in BODIES or who.votes["organization"] > who.votes["place"]):
                return Choice(who, span, "coreference", 0.7, "the name before it", names[-1].span)
        choice = self.answer(Span(start, end))
        if choice.who is None:
            return NOBODY
        return Choice(choice.who, span, "coreference", 0.75 * max(0.5, choice.score), "the phrase before it", Span(start, end))

    def phrase_start(self, end: int, line: int) -> int | None:
        """Where the noun phrase begins that ends here: the reader's mention, else the words back to a stop."""
        best = None
        first = bisect_left(self.mentions, max(line, end - 200), key=lambda m: m.span.start)
        for one in self.mentions[first : first + 80]:
            if one.span.start >= end:
                break
            ends_here = abs(one.span.end - end) <= 2 and one.kind != "pronoun"
            if ends_here and (best is None or one.span.start < best) and not re.search(r"[,;:]\s", one.span.of(self.scene.text)):
                best = one.span.start
        if best is not None:
            return best
        words = self.scene.words_in(max(line, end - 80), end)
        start = None
        for word in reversed(words):
            if start is not None and (word.stops < start and not self.scene.text[word.stops : start].isspace()):
                break
            if word.lower in _STOPS_PHRASE:
                break
            start = word.start
            if word.lower in ("the", "a", "an", "some", "many", "those") or word.lower in POSSESSIVES:
                break
        return start


def is_body(who: Who) -> bool:
    """Whether a name is rather a body's than a word with a capital."""
    return who.kind == "organization" and (bool(who.votes["organization"]) or who.key[-1] in BODIES)
