"""Who was mentioned on the way to a place, and which of some candidates fits best there.

In:  a Cast and its Scene; places as the walk over the text leaves them (speakers.py).
Out: `Trail.leave(...)`, `Trail.weighed(...)`: a `Choice` among candidates, by nearness, place in the sentence, who spoke last.
Not here: who is a candidate for what (pronouns.py, descriptions.py).

The weights are set by hand; what they are worth is measured on GUM and GAP (training/resolving.py).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from sayso.resolver.entities import Cast, Who
from sayso.resolver.lexicon import PEOPLE, same_role
from sayso.resolver.mentions import Name, Scene
from sayso.resolver.words import ASKED_BY
from sayso.schema import Basis, Span

LOOKED_BACK: Final = 60  # places that are weighed for one pronoun
_AFTER: Final = frozenset("of for with by from to at in on against about under over than like and or".split())


@dataclass(frozen=True, slots=True)
class Runner:
    """Somebody who might have been meant, and how well they fit."""

    name: str
    score: float
    mention: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose words a quotation reports, and why."""

    who: Who | None
    mention: Span | None
    basis: Basis | None
    score: float
    why: str
    antecedent: Span | None = None
    carried: str | None = None  # id of the quotation whose speaker was carried over
    runners: tuple[Runner, ...] = ()


NOBODY: Final = Choice(None, None, None, 0.0, "no source")


@dataclass(slots=True)
class Place:
    """Somebody mentioned somewhere."""

    start: int
    end: int
    who: Who
    leads: bool  # first in its sentence
    quoted: bool
    speaks: bool = False
    owns: bool = False
    asks: bool = False  # "Asked by Tom Reed, ...": whoever answers in this sentence is somebody else


@dataclass(slots=True)
class Trail:
    """Places in order of the text, and who spoke where."""

    cast: Cast
    scene: Scene
    places: list[Place] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    spoken: list[tuple[int, Who, str]] = field(default_factory=list)  # where a source stands, who it is, quotation id

    def leave(self, span: Span, who: Who, *, speaks: bool = False) -> None:
        """Leave somebody's mention behind; places are left in order of the text."""
        sentence = self.scene.sentence(span.start)
        first = not self.places or self.scene.sentence(self.places[-1].start) != sentence
        before = self.scene.word_before(span.start)
        owns = self.scene.text[span.end : span.end + 2] in ("’s", "'s") or self.scene.text[span.start : span.end].casefold() in (
            "his",
            "its",
            "their",
        )
        led = first and not (before is not None and before.lower in _AFTER and self.scene.sentence(before.start) == sentence)
        if self.places and span.start < self.places[-1].start:
            return
        opening = self.scene.text[self.scene.starts[sentence] : span.start].split(None, 1) or [""]
        asks = before is not None and before.lower == "by" and opening[0].casefold() in ASKED_BY
        self.places.append(Place(span.start, span.end, who, led and not owns, self.scene.between_marks(span.start), speaks, owns, asks))
        self.starts.append(span.start)

    def namesake(self, name: Name) -> Who | None:
        """Which of several namesakes a surname means: whoever the text speaks of just now."""
        roles = {same_role(word) for word in name.before if word in PEOPLE}
        fits = {}
        for who in self.cast.namesakes[name.span.start]:
            sex = 0.0 if not name.sex else who.female * (1 if name.sex == "f" else -1)
            fits[id(who)] = (who, 1.0 + 0.4 * sex + 2.0 * bool(roles & who.roles) - self.cast.keeps(who))
        choice = self.weighed(name.span.start, fits, self.behind(name.span.start))
        if choice.who is not None:
            self.cast.give_to(name, choice.who)
        return choice.who

    def behind(self, at: int) -> list[Place]:
        """The places of the trail before a point, the nearest first."""
        last = bisect_left(self.starts, at)
        return self.places[max(0, last - LOOKED_BACK) : last][::-1]

    def last_speaker(self, at: int) -> tuple[Who, int] | None:
        """Who spoke last before a place, and how many paragraphs ago."""
        if not self.spoken:
            return None
        start, who, _ = self.spoken[-1]
        return (who, self.scene.paragraph(at) - self.scene.paragraph(start)) if start < at else None

    def weighed(self, at: int, fits: dict[int, tuple[Who, float]], places: list[Place], speaker_bonus: float = 1.2) -> Choice:
        """The best of some candidates by nearness, place in the sentence, and who spoke last."""
        sentence, paragraph = self.scene.sentence(at), self.scene.paragraph(at)
        spoken = self.last_speaker(at)
        here = self.opens(at)
        scores: dict[int, float] = {}
        nearest: dict[int, Place] = {}
        passed = 0
        seen: set[int] = set()
        for place in places:
            key = id(place.who)
            if key not in fits:
                continue
            apart = sentence - self.scene.sentence(place.start)
            if place.asks and apart == 0:
                continue
            value = fits[key][1] - 0.55 * min(apart, 8) - 0.35 * passed
            value += (
                0.9 * place.leads
                + 0.5 * (place.leads and here and apart == 1)
                - 1.2 * (place.quoted and not place.speaks)
                - 0.5 * place.owns
            )
            value += 0.6 * place.speaks - 0.5 * (self.scene.paragraph(place.start) != paragraph)
            if key not in scores or value > scores[key]:
                scores[key] = value
            nearest.setdefault(key, place)
            if key not in seen:
                seen.add(key)
                passed += 1
        for key in scores:
            who = fits[key][0]
            scores[key] += 0.35 * math.log1p(who.named)
            if spoken is not None and spoken[0] is who and spoken[1] <= 2:
                scores[key] += speaker_bonus
        if not scores:
            return NOBODY
        order = sorted(scores, key=lambda key: -scores[key])
        top = max(scores.values())
        total = sum(math.exp(value - top) for value in scores.values())
        shares = {key: math.exp(scores[key] - top) / total for key in order}
        best = order[0]
        sure = shares[best] * _squash(scores[best])
        runners = tuple(
            Runner(fits[key][0].name, round(shares[key] * _squash(scores[key]), 3), Span(nearest[key].start, nearest[key].end))
            for key in order[1:4]
        )
        return Choice(fits[best][0], Span(at, at), "coreference", sure, "", Span(nearest[best].start, nearest[best].end), None, runners)

    def opens(self, at: int) -> bool:
        """Whether a pronoun begins its sentence, or the words before it are only a quotation."""
        before = self.scene.word_before(at)
        return before is None or self.scene.sentence(before.start) != self.scene.sentence(at) or self.scene.between_marks(before.start)

    def leads(self, span: Span) -> bool:
        """Whether a phrase begins its sentence."""
        before = self.scene.word_before(span.start)
        return before is None or self.scene.sentence(before.start) != self.scene.sentence(span.start)


def _squash(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-(value + 1.5)))
