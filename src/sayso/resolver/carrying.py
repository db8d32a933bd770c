"""Whose words a quotation without a source reports: carried over from the one before, or said by whoever stands beside the cue.

In:  the quotations, the choices made for those that have a source, the Trail; `pronoun` and `answer`, which resolve.
Out: `Carrying.fill(choices)`: a Choice for each quotation that has none yet.
Not here: sources (speakers.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.resolver.entities import Cast
from sayso.resolver.lexicon import BODIES
from sayso.resolver.mentions import Scene
from sayso.resolver.trail import NOBODY, Choice, Trail
from sayso.schema import Basis, Quotation, Span

NEAR: Final = 400  # characters between a quotation and the one it carries on
_BETWEEN: Final = frozenset("also then later again still never even just has have had".split())
_AFTER: Final = frozenset("of for with by from to at in on against about under over than like and or".split())


@dataclass(slots=True)
class Carrying:
    """The quotations of one text that have no source."""

    cast: Cast
    scene: Scene
    trail: Trail
    quotations: Sequence[Quotation]
    sources: Sequence[tuple[int, str]]  # where sources begin, in order, with their quotation's id
    choices: dict[str, Choice]
    pronoun: Callable[[Span, str, Quotation], Choice]
    answer: Callable[[Span], Choice]
    around: Callable[[Quotation], str | None]  # the quotation in whose content one stands
    phrase_start: Callable[[int, int], int | None]

    def fill(self) -> None:
        """Choose for each quotation that has no choice yet."""
        order = sorted(self.quotations, key=lambda q: q.spans[0].start if q.spans else 0)
        previous: Quotation | None = None
        for quotation in order:
            if quotation.id not in self.choices:
                self.choices[quotation.id] = self._carried(quotation, previous)
            if self.around(quotation) is not None:
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
            return Choice(
                held.who, None, "carried-over", 0.75 * held.score, "a paragraph of its own behind a quotation", carried=previous.id
            )
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
            here = bisect_left(self.sources, (start, ""))
            if here == len(self.sources) or self.scene.sentence(self.sources[here][0]) != sentence:
                return NOBODY
            held = self.choices.get(self.sources[here][1], NOBODY)
            why = "the subject of its sentence"
            return Choice(held.who, None, "inferred", 0.8 * held.score, why, carried=self.sources[here][1]) if held.who else NOBODY
        words = self.scene.words_in(first, start)
        here = bisect_left(self.trail.starts, first)
        place = self.trail.places[here] if here < len(self.trail.places) and self.trail.places[here].start < start else None
        opening = next((w for w in words[:4] if w.lower in ("he", "she", "they", "it")), None)
        if opening is not None and (place is None or opening.start <= place.start):
            choice = self.pronoun(Span(opening.start, opening.end), opening.lower, quotation)
            if choice.who is not None:
                return Choice(
                    choice.who,
                    choice.mention,
                    "coreference",
                    0.8 * choice.score,
                    "the subject of its sentence",
                    choice.antecedent,
                    None,
                    choice.runners,
                )
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
            choice = self.pronoun(Span(before.start, before.end), before.lower, quotation)
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
                start = self.phrase_start(before.end, line)
                if start is not None and start < before.end:
                    choice = self.answer(Span(start, before.end))
        if choice is None or choice.who is None or choice.score < 0.4:
            return None
        return Choice(
            choice.who,
            choice.mention,
            choice.basis,
            0.9 * choice.score,
            choice.why + ", beside the cue",
            choice.antecedent,
            None,
            choice.runners,
        )


def _passive(words: Sequence[str]) -> bool:
    """Whether a cue says that something is done to somebody: "was accused of", "is believed"."""
    if words[0] in ("is", "was", "are", "were", "be", "been", "being", "to", "the", "a", "an") or words[0] in _AFTER:
        return not any(word.endswith("ing") for word in words[1:3]) or words[0] in ("to", "the", "a", "an")
    return words[0] in ("has", "have", "had") and "been" in words and not any(word.endswith("ing") for word in words)
