"""Whose words: each quotation's source resolved, with the reasons and the runners-up.

In:  a Cast, the Scene, the Quotations in their order.
Out: `Speakers.choices`: a `Choice` (who, mention, basis, score, reason, runners-up) a quotation id; `Speakers.whose(span)`: the
     Who that a noun phrase means, for circumstances and targets, `Speakers.surely(span)` for steps; `Speakers.reasons()`.
Not here: how names are put together (entities.py), records (__init__.py).

The text is walked once from its beginning.  Names, pronouns and the noun phrases of sources leave a trail; a pronoun or a
description is answered by whoever on the trail fits best, and joins the trail itself.  What fits badly is left without a
speaker: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.resolver.carrying import Carrying
from sayso.resolver.descriptions import Descriptions
from sayso.resolver.entities import Cast, Who
from sayso.resolver.lexicon import HE, ME, SHE, WE
from sayso.resolver.mentions import Name, Scene
from sayso.resolver.phrases import phrase_at, trimmed
from sayso.resolver.pronouns import FLOOR, Pronouns
from sayso.resolver.trail import NOBODY, Choice, Trail
from sayso.schema import Candidate, Mention, Quotation, Reason, Span

SURE_HE: Final = 0.75  # the same for "he" and "she": of those between, in news, one in three was another
SURE: Final = 0.6  # below this score nobody takes a step or has one taken against them
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|is|are|been|being|be) (?:\w{1,20} )?"
    r"(?:asked|told|informed|reminded|warned|urged|advised|assured|briefed|questioned|notified)$"
)


@dataclass(slots=True)
class Speakers:
    """The walk over one text."""

    cast: Cast
    scene: Scene
    quotations: Sequence[Quotation]
    mentions: Sequence[Mention]
    choices: dict[str, Choice] = field(default_factory=dict)
    trail: Trail = field(init=False)
    _pronouns: Pronouns = field(init=False)
    _descriptions: Descriptions = field(init=False)
    _contents: list[tuple[int, int, str]] = field(default_factory=list)
    _sources: list[tuple[int, str]] = field(default_factory=list)
    _known: dict[Span, Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.trail = Trail(self.cast, self.scene)
        self._sources = sorted((q.source[0].start, q.id) for q in self.quotations if q.source)
        self._contents = sorted((span.start, span.end, q.id) for q in self.quotations for span in q.content)
        self._pronouns = Pronouns(self.cast, self.scene, self.trail, self.mentions, self._contents, self.choices, self.choice_of)
        self._descriptions = Descriptions(self.cast, self.scene, self.trail, self._pronouns.one)
        self._walk()
        Carrying(
            self.cast, self.scene, self.trail, self.quotations, self._sources, self.choices,
            self._pronouns.choice, self.choice_of, self._around, self._pronouns.phrase_start,
        ).fill()  # fmt: skip

    # -- the walk ----------------------------------------------------------------------------------

    def _walk(self) -> None:
        sources: dict[int, list[Quotation]] = {}
        for quotation in self.quotations:
            source = self._source(quotation)
            if quotation.source and quotation.cue and self._hears(quotation.cue[-1], quotation.source[0]):
                self.choices[quotation.id] = NOBODY
            elif source is not None:
                sources.setdefault(source.start, []).append(quotation)
        taken: list[tuple[int, int]] = sorted((s.start, s.end) for q in self.quotations for s in q.source)
        events: list[tuple[int, int, Name | tuple[Span, str] | list[Quotation]]] = [(n.span.start, 1, n) for n in self.cast.names]
        events += [(span.start, 2, (span, word)) for span, word in self.scene.pronouns if word in HE or word in SHE]
        events += [(start, 3, several) for start, several in sources.items()]
        events.sort(key=lambda event: event[:2])
        later: list[Quotation] = []
        for _, _, what in events:
            if isinstance(what, Name):
                self._pass_name(what)
            elif isinstance(what, tuple):
                if not _covered(taken, what[0]) and not self.scene.between_marks(what[0].start):
                    self._pass_pronoun(*what)
            else:
                for quotation in what:
                    source = self._source(quotation)
                    if source is not None and self._first_person(source) and self._around(quotation) is not None:
                        later.append(quotation)
                    elif source is not None:
                        self._decide(quotation, source)
        for quotation in later:
            source = self._source(quotation)
            around = self._around(quotation)
            assert source is not None and around is not None
            speaker = self.choices.get(around)
            who = speaker.who if speaker is not None else None
            self.choices[quotation.id] = (
                Choice(who, source, "coreference", 0.8, "speaks of themselves inside a quotation", carried=around) if who else NOBODY
            )

    def _pass_name(self, name: Name) -> None:
        who = self.cast.who_of(name)
        if who is not None and name.span.start in self.cast.namesakes:
            who = self.trail.namesake(name) or who
        if who is not None and not (self.trail.places and self.trail.places[-1].start == name.span.start):
            self.trail.leave(name.span, who)

    def _pass_pronoun(self, span: Span, word: str) -> None:
        choice = self._pronouns.choice(span, word, None)
        if choice.who is not None and choice.score > 0.5:
            self.trail.leave(span, choice.who)
            choice.who.mentions[span] = None

    def _source(self, quotation: Quotation) -> Span | None:
        """The source's span; none where it stands in another's content and the cue does not ("..., whether Cho knew, adding:")."""
        if not quotation.source:
            return None
        source = Span(quotation.source[0].start, quotation.source[0].end)
        if quotation.cue and (self._goes_on(quotation.cue[0], source, quotation.id) or self._hears(quotation.cue[-1], source)):
            return None
        return source

    def _hears(self, cue: Span, source: Span) -> bool:
        """Whether what was linked as the source is the subject of a passive, who was told or asked: "The mayor was asked why"."""
        between = self.scene.text[source.end : cue.end]
        return source.end <= cue.start and len(between) < 80 and _PASSIVE.search(between) is not None

    def _goes_on(self, cue: Span, source: Span, name: str) -> bool:
        """Whether a participle behind a comma goes on from an earlier quotation in its sentence, over what was linked as its source."""
        text = self.scene.text
        words = cue.of(text).split(None, 1)
        if not words or not words[0].strip(":,").casefold().endswith("ing") or not text[max(0, cue.start - 2) : cue.start].startswith(","):
            return False
        if source.start > cue.start or not text[source.end : cue.start].strip(" ,"):
            return False
        here = bisect_left(self._sources, (source.start, "")) - 1
        while here >= 0 and self.scene.sentence(self._sources[here][0]) == self.scene.sentence(cue.start):
            if self._sources[here][1] != name:
                return True
            here -= 1
        return False

    def _first_person(self, source: Span) -> bool:
        word = trimmed(self.scene.text, source).of(self.scene.text).casefold().split("’")[0].split("'")[0]
        return word in ME or word in WE

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

    def _decide(self, quotation: Quotation, source: Span) -> None:
        choice = self.choice_of(source, quotation)
        self.choices[quotation.id] = choice
        if choice.who is not None:
            at = choice.mention or source
            last = self.trail.places[-1] if self.trail.places else None
            if last is None or last.start != at.start or last.who is not choice.who:
                self.trail.leave(at, choice.who, speaks=True)
            else:
                last.speaks = True
            self.trail.spoken.append((source.start, choice.who, quotation.id))
            if choice.basis == "coreference":
                choice.who.mentions[at] = None

    def reasons(self) -> tuple[Reason, ...]:
        """Why each quotation has the speaker it has, in their order."""
        out = []
        for quotation in self.quotations:
            choice = self.choices[quotation.id]
            others = tuple(Candidate(name=one.name, score=one.score, mention=one.mention) for one in choice.runners)
            out.append(
                Reason(quotation_id=quotation.id, why=choice.why, antecedent=choice.antecedent, carried_from=choice.carried, others=others)
            )
        return tuple(out)

    # -- one noun phrase ---------------------------------------------------------------------------

    def whose(self, span: Span) -> Who | None:
        """Whoever a noun phrase means: a name's bearer, a pronoun's antecedent, else the description itself; None if doubtful."""
        choice = self._known.get(span) or self.choice_of(span)
        self._known[span] = choice
        return choice.who if choice.score >= FLOOR else None

    def surely(self, span: Span) -> Who | None:
        """The same where it is sure enough to say of them that they were charged or sued: a wrong name here wrongs somebody."""
        who, choice = self.whose(span), self._known[span]
        if who is None or choice.score < SURE or choice.basis != "coreference":
            return who if choice.score >= SURE else None
        phrase = phrase_at(self.scene, span)
        if phrase.form == "pronoun":
            he = phrase.noun in HE or phrase.noun in SHE
            return None if he and (choice.score < SURE_HE or who.kind in ("organization", "group")) else who
        if phrase.form != "description" or self._descriptions.fits(phrase, who):
            return who
        return None

    def choice_of(self, source: Span, quotation: Quotation | None = None) -> Choice:
        """Who a noun phrase means, and why; `quotation` is the one whose source it is."""
        phrase = phrase_at(self.scene, source)
        if phrase.form == "empty":
            return NOBODY
        if phrase.form == "pronoun":
            return self._pronouns.choice(phrase.span, phrase.noun, quotation)
        return self._descriptions.choice(phrase)


def _covered(spans: Sequence[tuple[int, int]], span: Span) -> bool:
    """Whether a source holds a pronoun as its first word."""
    here = bisect_right(spans, (span.start, 1 << 60)) - 1
    return here >= 0 and spans[here][0] <= span.start < spans[here][1] and spans[here][1] - spans[here][0] < 12
