"""In which circumstances something was said: the act, to whom, through what, by whose hand, with what doubt, when.

In:  a Document, its Quotations, the entities and attributions that say whose words they are.
Out: `circumstances(...)`: a Circumstances of spans for each quotation; `with_circumstances(...)`: the attributions
     with them, the entities that they add, and the things that carried the words.
Not here: whose words they are (resolver/__init__.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sayso.resolver.acts import act_of
from sayso.resolver.carriers import kind_of_carrier, medium_of
from sayso.resolver.frames import GAP, REACH, Frame, frame, plain
from sayso.resolver.parties import addressees_of, hedges_of, targets_of, via_of
from sayso.schema import Act, Document, Quotation, Span, Spans, When

_PRONOUN_SOURCE: Final = frozenset("he she they it i we who".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the text says of one saying, as spans; `addressees`, `via` and `targets` are noun phrases."""

    act: Act
    negated: bool = False
    addressees: Spans = ()
    medium: Span | None = None
    via: Spans = ()
    targets: Spans = ()
    hedges: Spans = ()
    said_at: When | None = None


def circumstances(document: Document, quotations: Sequence[Quotation]) -> tuple[Circumstances, ...]:
    """The circumstances of each quotation of a document, in their order."""
    text = document.text
    contents = sorted({span for quotation in quotations for span in quotation.content})
    starts = [span.start for span in contents]
    longest = max((span.end - span.start for span in contents), default=0)
    out: list[Circumstances] = []
    for quotation in quotations:
        around = _near(contents, starts, quotation, longest)
        sentence = frame(text, quotation, around, _holder(around, quotation))
        out.append(_of(sentence, quotation))
    return tuple(_carried(text, quotations, out))


def _of(sentence: Frame, quotation: Quotation) -> Circumstances:
    cue, source = sentence.within(quotation.cue), sentence.within(quotation.source)
    said = act_of(sentence, quotation)
    speaks = bool(source) and kind_of_carrier([sentence.tokens[at].word for at in source[-1:]]) is not None
    return Circumstances(
        act=said.act,
        negated=said.negated,
        addressees=tuple(addressees_of(sentence, quotation, cue, source)),
        medium=medium_of(sentence, cue, source, speaks),
        via=tuple(via_of(sentence.tokens, sentence.text, frozenset(source))),
        targets=tuple(targets_of(sentence, quotation, said.act, cue, source)),
        hedges=tuple(hedges_of(sentence, cue, source)),
    )


MOST_NEAR: Final = 60  # contents near a quotation that are looked at


def _near(contents: Sequence[Span], starts: Sequence[int], quotation: Quotation, longest: int) -> list[Span]:
    """The contents that may touch a quotation's sentence."""
    core = quotation.source + quotation.cue or quotation.content[:1]
    if not core:
        return []
    low, high = min(core).start - REACH, max(span.end for span in core) + REACH
    first, last = bisect_left(starts, low - min(longest, 20 * REACH)), bisect_right(starts, high)
    middle = bisect_left(starts, min(core).start)
    return [span for span in contents[max(first, middle - MOST_NEAR) : min(last, middle + MOST_NEAR)] if span.end > low]


def _holder(around: Sequence[Span], quotation: Quotation) -> Span | None:
    """The smallest content that holds all of a quotation's own words."""
    spans = quotation.spans
    if not spans:
        return None
    low, high = spans[0].start, max(span.end for span in spans)
    holding = [span for span in around if span.start <= low and high <= span.end and span not in quotation.content]
    return min(holding, key=lambda span: span.end - span.start, default=None)


def _carried(text: str, quotations: Sequence[Quotation], found: Sequence[Circumstances]) -> list[Circumstances]:
    """Medium and hearer of the saying before, where the same speaker goes on in the same paragraph."""
    out: list[Circumstances] = []
    for at, (quotation, one) in enumerate(zip(quotations, found, strict=True)):
        if at > 0 and out and (one.medium is None or not one.addressees) and _goes_on(text, quotations[at - 1], quotation):
            before = out[at - 1]
            one = replace(one, medium=one.medium or before.medium, addressees=one.addressees or before.addressees)
        out.append(one)
    return out


def _goes_on(text: str, before: Quotation, after: Quotation) -> bool:
    """Whether a quotation continues the one before: same paragraph, near by, and no other source."""
    if not before.spans or not after.spans:
        return False
    end, start = max(span.end for span in before.spans), after.spans[0].start
    if start - end > 200 or start < before.spans[0].start or "\n" in text[min(end, start) : max(end, start)]:
        return False
    if not after.source:
        return True
    name, other = plain(after.source[0].of(text)), plain(before.source[0].of(text)) if before.source else ""
    return bool(name) and (name in _PRONOUN_SOURCE and name not in ("i", "we") or name.split()[-1] == other.split()[-1] if other else False)
