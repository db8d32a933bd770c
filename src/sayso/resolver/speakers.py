"""Whose words: each quotation's source resolved, with the reasons and the runners-up.

In:  a Cast, the Scene, the Quotations in their order.
Out: `Speakers.of(quotation_id)`: a `Choice` (who, mention, basis, score, reason, runners-up); `Speakers.whose(span)`: the Who
     that a noun phrase means, for circumstances and targets.
Not here: how names are put together (entities.py), records (__init__.py).

The text is walked once from its beginning.  Names, pronouns and the noun phrases of sources leave a trail; a pronoun or a
description is answered by whoever on the trail fits best (weights below), and joins the trail itself.  What fits badly is
left without a speaker: nothing is guessed.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.resolver.entities import Cast, Who
from sayso.resolver.lexicon import (
    BODIES,
    DOCUMENTS,
    HE,
    IT,
    PEOPLE,
    PLURALS,
    POSSESSIVES,
    RELATIVES,
    SHE,
    SIDES,
    SMALL,
    THEY,
    WE,
    WIDER,
    I,
    is_plural,
    same_role,
    singular,
)
from sayso.resolver.mentions import Name, Scene, without_article
from sayso.resolver.phrases import Phrase, kind_of, phrase_at, trimmed
from sayso.schema import Basis, EntityKind, Mention, Quotation, Span

LOOKED_BACK: Final = 60  # places of the trail that are weighed for one pronoun
FLOOR: Final = 0.30  # below this score nobody is named
AUTHOR: Final = "author"  # the article's own I
NEAR: Final = 400  # characters between a quotation and the one it carries on


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
class _Place:
    """Somebody mentioned somewhere."""

    start: int
    end: int
    who: Who
    leads: bool  # first in its sentence
    quoted: bool
    speaks: bool = False
    owns: bool = False


@dataclass(slots=True)
class _Loose:
    """A noun phrase of the reader's that nobody was made of yet."""

    span: Span
    plural: bool
    label: str


@dataclass(slots=True)
class Speakers:
    """The walk over one text."""

    cast: Cast
    scene: Scene
    quotations: Sequence[Quotation]
    mentions: Sequence[Mention]
    choices: dict[str, Choice] = field(default_factory=dict)
    trail: list[_Place] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _loose: list[_Loose] = field(default_factory=list)
    _spoken: list[tuple[int, Who, str]] = field(default_factory=list)  # where a source stands, who it is, quotation id
    _contents: list[tuple[int, int, str]] = field(default_factory=list)
    _known: dict[tuple[int, int], Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._contents = sorted((span.start, span.end, q.id) for q in self.quotations for span in q.content)
        self._loose = [
            _Loose(one.span, is_plural(phrase.noun), one.entity_kind)
            for one in self.mentions
            if one.kind == "nominal" and one.entity_kind in ("person", "organization")
            for phrase in (phrase_at(self.scene, one.span),)
            if phrase.form == "description"
        ]
        self._walk()
        self._sourceless()

    # -- the walk ----------------------------------------------------------------------------------

    def _walk(self) -> None:
        sources: dict[int, list[Quotation]] = {}
        for quotation in self.quotations:
            source = self._source(quotation)
            if source is not None:
                sources.setdefault(source.start, []).append(quotation)
        taken: list[tuple[int, int]] = sorted((s.start, s.end) for q in self.quotations for s in q.source)
        events: list[tuple[int, int, object]] = [(name.span.start, 1, name) for name in self.cast.names]
        events += [(span.start, 2, (span, word)) for span, word in self.scene.pronouns if word in HE or word in SHE]
        events += [(start, 3, several) for start, several in sources.items()]
        events.sort(key=lambda event: event[:2])
        later: list[Quotation] = []
        for _, order, what in events:
            if order == 3:
                for quotation in what:  # type: ignore[attr-defined]
                    source = self._source(quotation)
                    assert source is not None
                    if self._first_person(source) and self._around(quotation) is not None:
                        later.append(quotation)
                        continue
                    self._decide(quotation, source)
            elif order == 1:
                who = self.cast.who_of(what)  # type: ignore[arg-type]
                if who is not None and what.span.start in self.cast.namesakes:  # type: ignore[attr-defined]
                    who = self._namesake(what) or who  # type: ignore[arg-type]
                if who is not None and not (self.trail and self.trail[-1].start == what.span.start):  # type: ignore[attr-defined]
                    self._leave(what.span, who)  # type: ignore[attr-defined]
            else:
                span, word = what  # type: ignore[misc]
                if _covered(taken, span) or self.scene.between_marks(span.start):
                    continue
                choice = self._pronoun(span, word, None)
                if choice.who is not None and choice.score > 0.5:
                    self._leave(span, choice.who)
        for quotation in later:
            source = self._source(quotation)
            around = self._around(quotation)
            assert source is not None and around is not None
            speaker = self.choices.get(around)
            who = speaker.who if speaker is not None else None
            self.choices[quotation.id] = (
                Choice(who, source, "coreference", 0.8, "speaks of themselves inside a quotation", carried=around) if who else NOBODY
            )

    def _namesake(self, name: Name) -> Who | None:
        """Which of several namesakes a surname means: whoever the text speaks of just now."""
        roles = {same_role(word) for word in name.before if word in PEOPLE}
        fits = {}
        for who in self.cast.namesakes[name.span.start]:
            sex = 0.0 if not name.sex else who.female * (1 if name.sex == "f" else -1)
            fits[id(who)] = (who, 1.0 + 0.4 * sex + 2.0 * bool(roles & who.roles) - self.cast.keeps(who))
        choice = self._weighed(name.span.start, fits, self._behind(name.span.start))
        if choice.who is not None:
            self.cast.give_to(name, choice.who)
        return choice.who

    def _source(self, quotation: Quotation) -> Span | None:
        """The source's span; none where it stands in another's content and the cue does not ("..., whether Cho knew, adding:")."""
        if not quotation.source:
            return None
        source = Span(quotation.source[0].start, quotation.source[0].end)
        if quotation.cue and quotation.cue[0].of(self.scene.text).split(None, 1)[0].strip(":").casefold().endswith("ing"):
            here = bisect_right(self._contents, (source.start, 1 << 60, "")) - 1
            if here >= 0 and self._contents[here][2] != quotation.id:
                start, end, _ = self._contents[here]
                if start <= source.start and source.end <= end and not start <= quotation.cue[0].start < end and source.start > start + 20:
                    return None
        return source

    def _first_person(self, source: Span) -> bool:
        word = trimmed(self.scene.text, source).of(self.scene.text).casefold().split("’")[0].split("'")[0]
        return word in I or word in WE

    def _around(self, quotation: Quotation) -> str | None:
        """The quotation in whose content a quotation stands."""
        spans = quotation.spans
        at = spans[0].start
        here = bisect_right(self._contents, (at, 1 << 60, "")) - 1
        while here >= 0 and at - self._contents[here][0] < 4_000:
            start, end, name = self._contents[here]
            if name != quotation.id and start <= at and spans[-1].end <= end:
                return name
            here -= 1
        return None

    def _leave(self, span: Span, who: Who, *, speaks: bool = False) -> None:
        sentence = self.scene.sentence(span.start)
        first = not self.trail or self.scene.sentence(self.trail[-1].start) != sentence
        before = self.scene.word_before(span.start)
        owns = self.scene.text[span.end : span.end + 2] in ("’s", "'s") or self.scene.text[span.start : span.end].casefold() in ("his", "its", "their")
        led = first and not (before is not None and before.lower in _AFTER and self.scene.sentence(before.start) == sentence)
        if self.trail and span.start < self.trail[-1].start:
            return
        self.trail.append(_Place(span.start, span.end, who, led and not owns, self.scene.between_marks(span.start), speaks, owns))
        self._starts.append(span.start)

    def _decide(self, quotation: Quotation, source: Span) -> None:
        choice = self.choice_of(source, quotation)
        self.choices[quotation.id] = choice
        if choice.who is not None:
            at = choice.mention or source
            if not self.trail or self.trail[-1].start != at.start:
                self._leave(at, choice.who, speaks=True)
            else:
                self.trail[-1].speaks = True
            self._spoken.append((source.start, choice.who, quotation.id))
            if choice.basis == "coreference" and at not in choice.who.mentions:
                choice.who.mentions.append(at)

    # -- one noun phrase ---------------------------------------------------------------------------

    def whose(self, span: Span) -> Who | None:
        """Whoever a noun phrase means: a name's bearer, a pronoun's antecedent, else the description itself; None if doubtful."""
        choice = self._known.get(tuple(span)) or self.choice_of(span, None)
        self._known[span.start, span.end] = choice
        return choice.who if choice.score >= FLOOR else None

    def choice_of(self, source: Span, quotation: Quotation | None) -> Choice:
        """Who a noun phrase means, and why."""
        phrase = phrase_at(self.scene, source)
        if phrase.form == "empty":
            return NOBODY
        if phrase.form == "pronoun":
            return self._pronoun(phrase.span, phrase.noun, quotation, phrase)
        if phrase.form == "joined":
            return self._joined(phrase, quotation)
        if phrase.form == "name" or phrase.rest is not None:
            named = self._named(phrase)
            if named is not None:
                return named
        return self._description(phrase, quotation)

    def _named(self, phrase: Phrase) -> Choice | None:
        """The name at the head of a phrase, or of its apposition."""
        text = self.scene.text
        inside = self.cast.names_in(Span(phrase.head.start, phrase.head.end))
        if phrase.form == "name":
            words = self.scene.words_in(*phrase.head)
            here = [name for name in inside if any(w.lower == phrase.noun and name.span.start <= w.start < name.span.end for w in words)]
            name = here[-1] if here else None
            if name is None:
                name = next((n for n in self.cast.names if n.span.start <= phrase.head.start < n.span.end), None) if not inside else inside[-1]
        else:
            if phrase.rest is None or not text[phrase.rest.start : phrase.rest.start + 1] == ",":
                return None
            apposed = [n for n in self.cast.names_in(phrase.rest)[:2] if self._only_titles(Span(phrase.rest.start, n.span.start), n.before)]
            role = phrase.determiner in ("the", "a", "an") or phrase.determiner in POSSESSIVES or phrase.owner is not None
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
        return Choice(who, name.span, "named" if whole else "coreference", 0.97 if whole else 0.93, "the source says the name" if whole else "a part of the name")

    def _only_titles(self, span: Span, before: tuple[str, ...]) -> bool:
        words = self.scene.words_in(*span)
        return len(words) <= 5 and all(word.lower in before or word.capital for word in words)

    def _joined(self, phrase: Phrase, quotation: Quotation | None) -> Choice:
        """Several: the names of each, joined."""
        names, members, sure = [], [], 1.0
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
        return Choice(who, phrase.head, "named" if single else "coreference", 0.85 * sure, "several joined")

    # -- pronouns ----------------------------------------------------------------------------------

    def _pronoun(self, span: Span, word: str, quotation: Quotation | None, phrase: Phrase | None = None) -> Choice:
        if word in RELATIVES:
            return self._relative(span, word, phrase)
        if word in HE or word in SHE:
            return self._one(span, word in SHE)
        if word in I or word in WE:
            return self._self(span, quotation)
        if word in THEY or word == "their":
            return self._several(span)
        if word in IT:
            return self._thing(span)
        return NOBODY

    def _self(self, span: Span, quotation: Quotation | None) -> Choice:
        inside = bisect_right(self._contents, (span.start, 1 << 60, "")) - 1
        while inside >= 0 and span.start - self._contents[inside][0] < 4_000:
            start, end, name = self._contents[inside]
            if start <= span.start < end and (quotation is None or name != quotation.id):
                choice = self.choices.get(name)
                if choice is not None and choice.who is not None:
                    return Choice(choice.who, span, "coreference", 0.85, "speaks of themselves inside a quotation", carried=name)
                return NOBODY
            inside -= 1
        if self.scene.between_marks(span.start):
            return NOBODY
        return Choice(self.cast.described("anonymous", AUTHOR, span), span, "coreference", 0.7, "the article's own voice")

    def _behind(self, at: int) -> list[_Place]:
        """The places of the trail before a point, the nearest first."""
        last = bisect_left(self._starts, at)
        return self.trail[max(0, last - LOOKED_BACK) : last][::-1]

    def _last_speaker(self, at: int) -> tuple[Who, int] | None:
        if not self._spoken:
            return None
        start, who, _ = self._spoken[-1]
        return (who, self.scene.paragraph(at) - self.scene.paragraph(start)) if start < at else None

    def _weighed(self, at: int, fits: dict[int, tuple[Who, float]], places: list[_Place], speaker_bonus: float = 1.2) -> Choice:
        """The best of some candidates by nearness, place in the sentence, and who spoke last."""
        sentence, paragraph = self.scene.sentence(at), self.scene.paragraph(at)
        spoken = self._last_speaker(at)
        here = self._opens(at)
        scores: dict[int, float] = {}
        nearest: dict[int, _Place] = {}
        passed = 0
        seen: set[int] = set()
        for place in places:
            key = id(place.who)
            if key not in fits:
                continue
            apart = sentence - self.scene.sentence(place.start)
            value = fits[key][1] - 0.55 * min(apart, 8) - 0.35 * passed
            value += 0.9 * place.leads + 0.5 * (place.leads and here and apart == 1) - 1.2 * (place.quoted and not place.speaks) - 0.5 * place.owns
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
        runners = tuple(Runner(fits[key][0].name, round(shares[key] * _squash(scores[key]), 3), Span(nearest[key].start, nearest[key].end)) for key in order[1:4])
        return Choice(fits[best][0], Span(at, at), "coreference", sure, "", Span(nearest[best].start, nearest[best].end), None, runners)

    def _opens(self, at: int) -> bool:
        """Whether a pronoun begins its sentence, or the words before it are only a quotation."""
        before = self.scene.word_before(at)
        return before is None or self.scene.sentence(before.start) != self.scene.sentence(at) or self.scene.between_marks(before.start)

    def _one(self, span: Span, she: bool) -> Choice:
        """He or she."""
        fits: dict[int, tuple[Who, float]] = {}
        places = self._behind(span.start)
        for place in places:
            who = place.who
            if who.kind not in ("person", "anonymous") or who.plural or who.name == AUTHOR:
                continue
            lean = who.female if she else -who.female
            if lean < -2.2 and who.kind == "person":
                lean -= 1.0
            fits[id(who)] = (who, 0.6 * max(-5.0, min(2.0, lean)) + (1.0 if who.kind == "person" else 0.3))
        loose = self._loose_before(span.start, plural=False, label="person", she=she)
        choice = self._weighed(span.start, fits, places)
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
            sex = _SEX.get(noun)
            if she is not None and sex is not None and sex != she:
                continue
            best = one
            if self._leads(one.span):
                break
        return best

    def _leads(self, span: Span) -> bool:
        before = self.scene.word_before(span.start)
        return before is None or self.scene.sentence(before.start) != self.scene.sentence(span.start)

    def _of_loose(self, loose: _Loose, span: Span) -> Choice:
        phrase = phrase_at(self.scene, loose.span)
        choice = self._description(phrase, None)
        if choice.who is None:
            return choice
        return Choice(choice.who, span, "coreference", 0.5 * choice.score, "stands for a description", loose.span)

    def _several(self, span: Span) -> Choice:
        """They."""
        places = self._behind(span.start)
        fits = {id(p.who): (p.who, 1.5 if p.who.plural else -1.0 if p.who.place else 0.3) for p in places if p.who.plural or p.who.kind == "group" or _is_body(p.who)}
        choice = self._weighed(span.start, fits, places, 2.0)
        loose = self._loose_before(span.start, plural=True, label="person")
        if loose is not None:
            apart = self.scene.sentence(span.start) - self.scene.sentence(loose.span.start)
            nearer = choice.antecedent is None or loose.span.start > choice.antecedent.start
            spoke = choice.who is not None and self._spoken and self._spoken[-1][1] is choice.who
            if choice.who is None or (nearer and apart <= 1 and not spoke):
                return self._of_loose(loose, span)
        if choice.who is None or choice.score < FLOOR:
            return Choice(None, None, None, 0.0, "nobody fits the pronoun well enough", runners=self._as_runners(choice))
        return Choice(choice.who, span, "coreference", choice.score, "they", choice.antecedent, None, choice.runners)

    def _thing(self, span: Span) -> Choice:
        """It."""
        places = self._behind(span.start)
        fits = {id(p.who): (p.who, (1.0 if _is_body(p.who) and not p.who.place else -0.8) + 0.5 * p.speaks) for p in places if p.who.kind in ("organization", "document") and not p.who.plural}
        choice = self._weighed(span.start, fits, places, 1.5)
        if choice.who is None or choice.score < FLOOR:
            return Choice(None, None, None, 0.0, "nothing fits the pronoun well enough", runners=self._as_runners(choice))
        return Choice(choice.who, span, "coreference", choice.score, "it", choice.antecedent, None, choice.runners)

    def _relative(self, span: Span, word: str, phrase: Phrase | None) -> Choice:
        """Who, which, that: the noun phrase right before it."""
        text = self.scene.text
        end = span.start
        while end > 0 and text[end - 1] in " ,\u00a0–—-)":
            end -= 1
            if text[end] == ")":
                opened = text.rfind("(", max(0, end - 60), end)
                end = opened if opened >= 0 else end
        line = self.scene.lines[self.scene.paragraph(span.start)][0]
        start = self._phrase_start(end, line)
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
        choice = self.choice_of(Span(start, end), None)
        if choice.who is None:
            return NOBODY
        return Choice(choice.who, span, "coreference", 0.75 * max(0.5, choice.score), "the phrase before it", Span(start, end))

    def _phrase_start(self, end: int, line: int) -> int | None:
        """Where the noun phrase begins that ends here: the reader's mention, else the words back to a stop."""
        best = None
        first = bisect_left(self.mentions, max(line, end - 200), key=lambda m: m.span.start)
        for one in self.mentions[first : first + 80]:
            if one.span.start >= end:
                break
            if abs(one.span.end - end) <= 2 and one.kind != "pronoun" and not re.search(r"[,;:]\s", one.span.of(self.scene.text)):
                if best is None or one.span.start < best:
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

    # -- descriptions ------------------------------------------------------------------------------

    def _description(self, phrase: Phrase, quotation: Quotation | None) -> Choice:
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
            if noun in _SEX:
                who.female = 3.0 if _SEX[noun] else -3.0
        return Choice(who, phrase.head, "named" if plain else "coreference", 0.6 if phrase.definite else 0.8, "the source describes them")

    def _campaign(self, phrase: Phrase) -> Choice:
        """"Her campaign" is the Cho campaign, where it is plain who she is."""
        owner = self._one(Span(phrase.head.start, phrase.head.start + 3), phrase.determiner == "her")
        if owner.who is None or owner.score < 0.4 or owner.who.kind != "person":
            return Choice(self.cast.described("organization", phrase.noun, phrase.head), phrase.head, "named", 0.5, "the source describes them")
        surname = owner.who.name.split()[-1]
        key = (surname.casefold(), phrase.noun)
        who = next((who for who in self.cast.whos if who.kind == "organization" and who.key == key), None)
        who = who or self.cast.described("organization", f"{surname} {phrase.noun}", phrase.head)
        return Choice(who, phrase.head, "coreference", owner.score, "belongs to " + owner.who.name, owner.antecedent, None, owner.runners)

    def _owned(self, phrase: Phrase, name: str) -> str:
        """"Her daughter" is Ana Cho's daughter, where it is plain who she is."""
        if phrase.determiner not in ("his", "her") or singular(phrase.noun) not in _KIN:
            return name
        owner = self._one(Span(phrase.head.start, phrase.head.start + 3), phrase.determiner == "her")
        return f"{owner.who.name}’s {name}" if owner.who is not None and owner.score > 0.5 and owner.who.kind == "person" else name

    def _pointed_at(self, phrase: Phrase, kind: EntityKind) -> Choice | None:
        noun = singular(phrase.noun)
        bare = not phrase.determiner and self._opens(phrase.head.start) and self._title_line(phrase.head.start)
        if not phrase.definite and not bare and not phrase.owner:
            return self._worded(phrase) if kind == "organization" else None
        places = self._behind(phrase.head.start)
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
                sex = _SEX.get(noun)
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
                fit = 1.0 if noun in who.roles or noun in who.key else 0.5 if noun in _ANY_BODY and not who.place and (place.speaks or who.votes["organization"]) else (0.8 if who.named > 2 else 0.2) if who.place and noun in _PLACES else 0.0
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
                own = {singular(word) for word in who.key if word not in ("of", "for", "the", "and")} - {singular(w) for w in _HEADS}
                if len(own) > 1 and own <= words:
                    who.roles.add(singular(phrase.noun))
                    return Choice(who, phrase.head, "coreference", 0.6, "its name is in the description")
        return None

    def _named_by(self, phrase: Phrase, fits: dict[int, tuple[Who, float]], places: list[_Place], least: float) -> Choice | None:
        if not fits:
            return None
        choice = self._weighed(phrase.head.start, fits, places, 0.8)
        if choice.who is None or choice.score < least:
            return None
        return Choice(choice.who, phrase.head, "coreference", choice.score, "described by what the text says of them", choice.antecedent, None, choice.runners)

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

    # -- without a source --------------------------------------------------------------------------

    def _sourceless(self) -> None:
        order = sorted(self.quotations, key=lambda q: q.spans[0].start if q.spans else 0)
        previous: Quotation | None = None
        for quotation in order:
            if quotation.id not in self.choices:
                self.choices[quotation.id] = self._carried(quotation, previous)
            if self._around(quotation) is not None:
                continue
            if quotation.content and self.choices[quotation.id].who is not None:
                previous = quotation
            elif quotation.content and quotation.kind in ("direct", "mixed"):
                previous = None

    def _carried(self, quotation: Quotation, previous: Quotation | None) -> Choice:
        text = self.scene.text
        start = quotation.spans[0].start
        opening = self._opening(quotation)
        before = self.scene.word_before(start)
        going_on = opening.endswith("ing") or (before is not None and before.lower in ("and", "but", "or") and bool(quotation.cue))
        if previous is not None and going_on:
            last = max(span.end for span in previous.spans if span.end <= start) if any(s.end <= start for s in previous.spans) else start
            same = self.scene.sentence(start) == self.scene.sentence(previous.spans[-1].start) or (
                "\n" not in text[last:start] and not re.search(r"[.!?]\s", text[last:start])
            )
            if same and start - last < 200:
                held = self.choices[previous.id]
                return Choice(held.who, None, "carried-over", 0.9 * held.score, "goes on from the quotation before", carried=previous.id)
        if opening.endswith("ing"):
            apart = before is None or "," in text[before.stops : start]
            return (None if apart else self._beside_cue(quotation)) or self._leading(quotation, start)
        beside = self._beside_cue(quotation)
        if beside is not None:
            return beside
        if previous is None or quotation.kind != "direct" or quotation.cue:
            return NOBODY
        held = self.choices[previous.id]
        last = max(span.end for span in previous.spans)
        gap = text[last:start] if last <= start else " "
        if previous.kind in ("direct", "mixed") and len(gap) < NEAR and not gap.strip(" \n\t\u00a0.,"):
            return Choice(held.who, None, "carried-over", 0.85 * held.score, "a quotation right behind the one before", carried=previous.id)
        if self._paragraph_of_its_own(quotation) and self._next_line(previous, start):
            return Choice(held.who, None, "carried-over", 0.75 * held.score, "a paragraph of its own behind a quotation", carried=previous.id)
        return NOBODY

    def _opening(self, quotation: Quotation) -> str:
        """The first word of the cue; where there is none, the word before the content, if it is one of speech in -ing."""
        if quotation.cue:
            words = self.scene.words_in(*quotation.cue[0])
            return words[0].lower if words else ""
        if quotation.kind == "indirect":
            words = self.scene.words_in(*quotation.content[0])
            if words and words[0].lower.endswith("ing") and len(words) > 2:
                return words[0].lower
        before = self.scene.word_before(quotation.spans[0].start)
        gap = self.scene.text[before.stops : quotation.spans[0].start] if before is not None else "."
        return before.lower if before is not None and before.lower.endswith("ing") and not gap.strip(" :,") else ""

    def _leading(self, quotation: Quotation, start: int) -> Choice:
        """Whoever leads the sentence of a participle: "They wrote to the board, opposing"; behind it where it opens the sentence."""
        sentence = self.scene.sentence(start)
        first = self.scene.starts[sentence]
        if start - first < 3:
            nearby = [q for q in self.quotations if q.source and q.spans[0].start > start and self.scene.sentence(q.source[0].start) == sentence]
            held = self.choices.get(nearby[0].id, NOBODY) if nearby else NOBODY
            return Choice(held.who, None, "inferred", 0.8 * held.score, "the subject of its sentence", carried=nearby[0].id) if held.who else NOBODY
        words = self.scene.words_in(first, start)
        here = bisect_left(self._starts, first)
        place = self.trail[here] if here < len(self.trail) and self.trail[here].start < start else None
        opening = next((w for w in words[:4] if w.lower in ("he", "she", "they", "it")), None)
        if opening is not None and (place is None or opening.start <= place.start):
            choice = self._pronoun(Span(opening.start, opening.end), opening.lower, quotation)
            if choice.who is not None:
                return Choice(choice.who, choice.mention, "coreference", 0.8 * choice.score, "the subject of its sentence", choice.antecedent, None, choice.runners)
        if place is not None and place.leads and not place.quoted:
            return Choice(place.who, None, "inferred", 0.6, "the subject of its sentence", Span(place.start, place.end))
        return NOBODY

    def _paragraph_of_its_own(self, quotation: Quotation) -> bool:
        start, end = self.scene.lines[self.scene.paragraph(quotation.content[0].start)]
        return start >= quotation.content[0].start - 2 and end <= quotation.content[-1].end + 2

    def _next_line(self, previous: Quotation, start: int) -> bool:
        return self.scene.paragraph(start) - self.scene.paragraph(previous.spans[-1].start) <= 1

    def _beside_cue(self, quotation: Quotation) -> Choice | None:
        """Whoever stands right before the cue, where the reader linked no source; else the sentence's first for "..., saying"."""
        if len(quotation.cue) != 1:
            return None
        text, cue = self.scene.text, quotation.cue[0]
        words = [word.lower for word in self.scene.words_in(*cue)]
        if not words or _passive(words):
            return None
        aside = re.compile(r",\s[^,.;“”\"\n]{1,60},\s*$").search(text, max(0, cue.start - 70), cue.start)
        at = aside.start() if aside is not None else cue.start
        before = self.scene.word_before(at)
        for _ in range(2):  # "he also said"
            if before is not None and (before.lower.endswith("ly") or before.lower in _BETWEEN):
                before = self.scene.word_before(before.start)
        line = self.scene.lines[self.scene.paragraph(cue.start)][0]
        if before is None or before.start < line or before.possessive:
            return None
        if re.search(r"[.;:,“”\"!?]", text[before.stops : at]):
            return None
        choice: Choice | None = None
        if before.lower in ("he", "she", "they", "it", "who", "which"):
            choice = self._pronoun(Span(before.start, before.end), before.lower, quotation)
        else:
            names = self.cast.names_in(Span(max(line, at - 100), at))
            if names and names[-1].span.end >= before.end:
                ahead = self.scene.word_before(names[-1].span.start)
                close = ahead is not None and text[ahead.stops : names[-1].span.start].isspace()
                if ahead is not None and close and ahead.lower in _AFTER and not names[-1].titled:
                    return None
                who = self.cast.who_of(names[-1])
                if who is not None and (who.kind == "person" or who.key[-1] in BODIES or not who.place):
                    basis: Basis = "named" if " ".join(names[-1].span.of(text).split()) == who.name else "coreference"
                    choice = Choice(who, names[-1].span, basis, 0.8, "the name before the cue")
            else:
                start = self._phrase_start(before.end, line)
                if start is not None and start < before.end:
                    choice = self.choice_of(Span(start, before.end), quotation)
        if choice is None or choice.who is None or choice.score < 0.4:
            return None
        return Choice(choice.who, choice.mention, choice.basis, 0.9 * choice.score, choice.why + ", beside the cue", choice.antecedent, None, choice.runners)


def _passive(words: Sequence[str]) -> bool:
    """Whether a cue says that something is done to somebody: "was accused of", "is believed"."""
    if words[0] in ("is", "was", "are", "were", "be", "been", "being", "to", "the", "a", "an") or words[0] in _AFTER:
        return not any(word.endswith("ing") for word in words[1:3]) or words[0] in ("to", "the", "a", "an")
    return words[0] in ("has", "have", "had") and "been" in words and not any(word.endswith("ing") for word in words)


_BETWEEN = frozenset("also then later again still never even just has have had".split())
_AFTER = frozenset("of for with by from to at in on against about under over than like and or".split())
_SEX = {
    **dict.fromkeys("man boy gentleman father son brother husband uncle nephew grandfather grandson widower actor congressman chairman spokesman".split(), False),
    **dict.fromkeys("woman girl lady mother daughter sister wife aunt niece grandmother granddaughter widow actress congresswoman chairwoman spokeswoman".split(), True),
}
del _SEX["actor"], _SEX["chairman"], _SEX["spokesman"]
_KIN = frozenset("daughter son wife husband mother father sister brother lawyer attorney spokesman spokeswoman agent manager neighbour neighbor".split())
_HEADS = BODIES
_ANY_BODY = frozenset("group organization organisation agency company firm body institution website site outlet".split())
_ANY_PERSON = frozenset("man woman actor actress star singer candidate nominee politician billionaire businessman".split())
_PLACES = frozenset("city town village county state country nation".split())
_ANY_DOCUMENT = frozenset("document report article piece story".split())
_STOPS_PHRASE = frozenset("of for with by from to at in on against about and or but that which who said is was are were has had have as than".split())


def _is_body(who: Who) -> bool:
    """Whether a name is rather a body's than a word with a capital."""
    return who.kind == "organization" and (bool(who.votes["organization"]) or who.key[-1] in BODIES)


def _squash(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-(value + 1.5)))


def _plays(noun: str, roles: set[str]) -> float:
    """How well a noun fits the roles that the text gives someone."""
    role = same_role(noun)
    if role in roles:
        return 1.0
    wider = WIDER.get(noun)
    return 0.6 if wider is not None and wider & roles else 0.0


def _covered(spans: Sequence[tuple[int, int]], span: Span) -> bool:
    """Whether a source holds a pronoun as its first word."""
    here = bisect_right(spans, (span.start, 1 << 60)) - 1
    return here >= 0 and spans[here][0] <= span.start < spans[here][1] and spans[here][1] - spans[here][0] < 12


def _bare(text: str, span: Span) -> str:
    """A phrase as a name: without article, demonstrative or possessive pronoun before it and a possessive behind it."""
    words = span.of(text).split()
    while len(words) > 1 and words[0].casefold() in _LEFT_OUT:
        words = words[1:]
    said = " ".join(words).strip(" ,.;:")
    return said[:-2] if said.endswith(("’s", "'s")) else said


_LEFT_OUT = frozenset("the a an this that these those his her its their my".split())
_ = (BODIES, DOCUMENTS, PEOPLE, PLURALS)
