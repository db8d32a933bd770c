"""In which circumstances something was said: the act, to whom, through what, by whose hand, with what doubt, when.

In:  a Document, its Quotations, the entities and attributions that say whose words they are.
Out: `circumstances_of(...)`: a Circumstances of spans for each quotation; `with_circumstances(...)`: the attributions
     with them, the entities that they add, and the things that carried the words.
Not here: whose words they are (resolver/__init__.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sayso.english.dates import whens
from sayso.english.words import GAP, plain
from sayso.resolver.acts import act_of
from sayso.resolver.carriers import kind_of_carrier, medium_at_end, medium_of
from sayso.resolver.entities import Who
from sayso.resolver.frames import REACH, Frame, frame
from sayso.resolver.naming import Register
from sayso.resolver.parties import addressees_of, hedges_of, is_accused, nearest, targets_of, via_of
from sayso.resolver.things import things_of
from sayso.resolver.words import NOUNS
from sayso.schema import Act, Attribution, Document, Entity, Medium, Quotation, Span, Spans, When

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
    accused: bool = False  # the source is whom a passive accuses: nobody says who does


def circumstances_of(document: Document, quotations: Sequence[Quotation]) -> tuple[Circumstances, ...]:
    """The circumstances of each quotation of a document, in their order."""
    text = document.text
    contents = sorted({span for quotation in quotations for span in quotation.content})
    starts = [span.start for span in contents]
    longest = max((span.end - span.start for span in contents), default=0)
    out: list[Circumstances] = []
    for at, quotation in enumerate(quotations):
        around = _near(contents, starts, quotation, longest)
        sentence = frame(text, quotation, around, _holder(around, quotation))
        beside = [*quotations[max(0, at - BESIDE) : at], *quotations[at + 1 : at + 1 + BESIDE]]
        out.append(_of(sentence, quotation, document.published_at, [last for one in beside for last in sentence.within(one.cue)[-1:]]))
    return tuple(_carried(text, quotations, _denied(quotations, out)))


BESIDE: Final = 6  # quotations before and after one that may share its sentence


def _of(sentence: Frame, quotation: Quotation, published_at: str | None, others: Sequence[int]) -> Circumstances:
    """What a quotation's own sentence says."""
    cue, source = sentence.within(quotation.cue), sentence.within(quotation.source)
    others = [at for at in others if at not in cue]
    said = act_of(sentence, quotation)
    speaks = bool(source) and kind_of_carrier([sentence.tokens[at].word for at in source[-1:]]) is not None
    addressees = addressees_of(sentence, quotation, cue, source, others)
    medium = None
    if said.act != "think":  # what is only thought goes through nothing
        medium = medium_of(sentence, cue, source, speaks) or _told_programme(sentence.text, addressees)
        medium = medium or (None if speaks else medium_at_end(sentence.text, quotation))
    return Circumstances(
        act=said.act,
        negated=said.negated,
        addressees=tuple(addressees),
        medium=medium,
        via=tuple(via_of(sentence.tokens, sentence.text, frozenset(source))),
        targets=tuple(targets_of(sentence, quotation, said.act, cue, source)),
        hedges=tuple(hedges_of(sentence, cue, source, others)),
        said_at=_said_at(sentence, cue, source, others, published_at),
        accused=said.act == "accuse" and is_accused(sentence, quotation, cue, source),
    )


def _told_programme(text: str, addressees: Sequence[Span]) -> Span | None:
    """The hearer, where it is a broadcast: "told MSNBC's “Morning Joe”"."""
    if not addressees or " " not in addressees[0].of(text):
        return None
    words = [word.strip(QUOTES).removesuffix("'s") for word in plain(addressees[0].of(text)).split()]
    titled = addressees[0].of(text)[-1] in QUOTES and kind_of_carrier(words) == "broadcast"
    return addressees[0] if titled or NOUNS.get(words[-1]) == "broadcast" else None


def _said_at(sentence: Frame, cue: Sequence[int], source: Sequence[int], others: Sequence[int], published_at: str | None) -> When | None:
    """The time that the sentence gives, outside what is quoted, nearest to the cue and to no other."""
    found = sentence.tokens
    anchor = cue[-1] if cue else source[-1] if source else None
    if anchor is None:
        return None
    best: list[tuple[int, When]] = []
    start = 0
    for at in range(len(found) + 1):
        if at < len(found) and found[at].word != GAP:
            continue
        if at > start:
            for one in whens(sentence.text, Span(found[start].start, found[at - 1].end), published_at):
                place = sentence.index(one.span.start)
                if place not in source and (nearest(place, anchor, others) or place == 0 or place == 1):
                    best.append((abs(place - anchor), one))
        start = at + 1
    return min(best, key=lambda one: one[0])[1] if best else None


QUOTES: Final = "\"'“”‘’"
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


def _denied(quotations: Sequence[Quotation], found: Sequence[Circumstances]) -> list[Circumstances]:
    """What somebody is said to have said inside a denial is negated: "denied that [she had said it]"."""
    denials = sorted(
        span for one, quotation in zip(found, quotations, strict=True) if one.act == "deny" or one.negated for span in quotation.content
    )
    out = []
    for one, quotation in zip(found, quotations, strict=True):
        own = [*quotation.source, *quotation.cue]
        near = bisect_right(denials, (own[0].start, own[0].end)) if own else 0
        inside = any(
            span.start <= each.start and each.end <= span.end for span in denials[max(0, near - NESTED) : near + 1] for each in own[:1]
        )
        out.append(replace(one, negated=True) if inside and quotation.cue else one)
    return out


NESTED: Final = 4  # denials that begin before a quotation and may hold it


def _carried(text: str, quotations: Sequence[Quotation], found: Sequence[Circumstances]) -> list[Circumstances]:
    """Medium and hearer of the saying before, where the same speaker goes on; in a transcript of two, each speaks to the other."""
    turns = _turns(text, quotations)
    out: list[Circumstances] = []
    for at, (quotation, one) in enumerate(zip(quotations, found, strict=True)):
        if at in turns and not one.addressees:
            one = replace(one, addressees=turns[at])
        elif at > 0 and (one.medium is None or not one.addressees):
            same_paragraph = _goes_on(text, quotations[at - 1], quotation)
            before = out[at - 1]
            if same_paragraph is not None:
                one = replace(
                    one, medium=one.medium or (before.medium if same_paragraph else None), addressees=one.addressees or before.addressees
                )
        out.append(one)
    return out


def _goes_on(text: str, before: Quotation, after: Quotation) -> bool | None:
    """Whether the speaker of a quotation goes on with the next: True in the same paragraph, False in the next one, None if not."""
    if not before.spans or not after.spans or (not before.source and not (after.source and after.cue)):
        return None
    end, start = max(span.end for span in before.spans), after.spans[0].start
    if start < before.spans[0].start or start - end > 200:
        return None
    between = text[min(end, start) : max(end, start)]
    if "\n" in between and (between.split("\n", 1)[1].strip() or after.cue or after.source):
        return None
    if after.source and before.source:
        name, other = plain(after.source[0].of(text)), plain(before.source[0].of(text))
        if after.source == before.source:
            return True if after.cue and plain(after.cue[0].of(text)).split()[0].endswith("ing") else None
        if name in _PRONOUN_SOURCE:
            if name in ("i", "we"):
                return None
        elif name.split()[-1:] != other.split()[-1:]:
            return None
    elif after.source and not plain(after.cue[0].of(text)).split()[0].endswith("ing"):
        return None
    if "\n" in between:
        return False
    if (
        not re.search(r"[.!?]", text[end - 2 : start] if end - 2 < start else "") and after.cue
    ):  # in one sentence: only "..., adding that ..."
        return True if plain(after.cue[0].of(text)).split()[0].endswith("ing") else None
    return True


def _turns(text: str, quotations: Sequence[Quotation]) -> dict[int, Spans]:
    """For each turn of a transcript in which only two speak near by, the other's name where he last had a turn, or has the next."""
    turns = [at for at, one in enumerate(quotations) if len(one.source) == 1 and _label(text, one)]
    out: dict[int, Spans] = {}
    for place, at in enumerate(turns):
        near = turns[max(0, place - 3) : place + 4]
        names = {plain(quotations[other].source[0].of(text)) for other in near}
        if len(names) != 2:
            continue
        mine = plain(quotations[at].source[0].of(text))
        order = [*reversed(turns[max(0, place - 3) : place]), *turns[place + 1 : place + 4]]
        other = next(quotations[other].source[0] for other in order if plain(quotations[other].source[0].of(text)) != mine)
        out[at] = (other,)
    return out


def _label(text: str, quotation: Quotation) -> bool:
    """Whether a source is a speaker's label: a name at the beginning of a line, then a colon."""
    source = quotation.source[0]
    line = text[max(0, source.start - 3) : source.start].rsplit("\n", 1)
    begins = source.start == 0 or (len(line) == 2 and not line[1].strip(QUOTES))
    return begins and text[source.end : source.end + 2].lstrip()[:1] == ":"


def with_circumstances(
    document: Document,
    quotations: Sequence[Quotation],
    entities: Sequence[Entity],
    attributions: Sequence[Attribution],
    whose: Callable[[Span], Who | None],
) -> tuple[tuple[Entity, ...], tuple[Attribution, ...], tuple[Medium, ...]]:
    """All entities, the attributions with their circumstances, and the things that carried the words.

    Args:
        document: what was read.
        quotations: what was found in it.
        entities: those that speak.
        attributions: one a quotation, in their order: whose words they are.
        whose: whom a noun phrase means, None where it is doubtful.
    """
    register = Register(entities, whose)
    found = circumstances_of(document, quotations)
    placed = _answered(document.text, quotations, [_placed(register, one, row) for one, row in zip(found, attributions, strict=True)])
    media, carried = things_of(document, quotations, [one.medium for one in found], placed, register)
    rows: list[Attribution] = []
    heard: dict[str, tuple[int, tuple[str, ...]]] = {}  # of speakers whose message or recording is quoted: where last, who had it
    for at, row in enumerate(placed):
        row = _through(document.text, row, carried.get(at))
        before = rows[-1] if rows else None
        same = before is not None and row.entity_id is not None and row.entity_id == before.entity_id
        if before is not None and same and not row.addressees and _goes_on(document.text, quotations[at - 1], quotations[at]) is not None:
            row = replace(row, addressees=before.addressees)
        last, hearers = heard.get(row.entity_id or "", (-GOES_ON, ()))
        if hearers and not row.addressees and at - last < GOES_ON and _says_you(document.text, quotations[at]):
            row = replace(row, addressees=hearers)
        thing = carried.get(at)
        if row.entity_id is not None and row.addressees and (row.addressees == hearers or (thing is not None and thing.kind in SENT)):
            heard[row.entity_id] = at, row.addressees
        rows.append(row)
    return tuple(register.entities), tuple(rows), media


GOES_ON: Final = 4  # quotations within which somebody's message goes on
SENT: Final = ("message", "recording")


def _says_you(text: str, quotation: Quotation) -> bool:
    """Whether the speaker turns to a hearer in words that are quoted."""
    return quotation.kind == "direct" and any(_YOU.search(text, *span) is not None for span in quotation.content)


_YOU: Final = re.compile(r"\b[Yy]ou(?:rs?|rself|rselves)?\b")


def _answered(text: str, quotations: Sequence[Quotation], rows: list[Attribution]) -> list[Attribution]:
    """The rows, with hearers for a question and its answer: each is said to whoever speaks the other."""
    out = list(rows)
    for at in range(1, len(rows)):
        before, after = rows[at - 1], rows[at]
        if before.entity_id is None or after.entity_id is None or before.entity_id == after.entity_id:
            continue
        one, other = quotations[at - 1], quotations[at]
        asked = before.act == "ask" and one.kind == other.kind == "direct"
        replied = bool(other.cue) and plain(other.cue[0].of(text)).startswith(
            ("repli", "responded", "answered", "retorted", "countered", "shot back")
        )
        between = other.spans[0].start - max(span.end for span in one.spans)
        if not (asked or replied) or not -ANSWER_WITHIN <= between <= ANSWER_WITHIN or _holder(one.content, other) is not None:
            continue
        if not after.addressees:
            out[at] = replace(out[at], addressees=(before.entity_id,))
        if asked and not out[at - 1].addressees:
            out[at - 1] = replace(out[at - 1], addressees=(after.entity_id,))
    return out


ANSWER_WITHIN: Final = 80  # characters between a question and what answers it


def _placed(register: Register, one: Circumstances, row: Attribution) -> Attribution:
    """An attribution with its circumstances; nobody is his own hearer or the target of his own accusation."""
    if one.accused and row.entity_id is not None:
        accused = row.entity_id
        row = replace(row, entity_id=None, mention=None, basis=None, speaker_score=None)
        return replace(_placed(register, replace(one, accused=False, targets=()), row), targets=(accused,))
    return replace(
        row,
        act=one.act,
        negated=one.negated,
        addressees=register.all_of(one.addressees, row.entity_id),
        medium=one.medium,
        via=register.all_of(one.via, row.entity_id),
        targets=register.all_of(one.targets, row.entity_id),
        hedges=one.hedges,
        said_at=one.said_at,
    )


def _through(text: str, row: Attribution, medium: Medium | None) -> Attribution:
    """An attribution with what its medium tells: a letter's reader is its hearer, and who obtained it relayed it."""
    if medium is None or row.entity_id is None or (medium.by and row.entity_id not in medium.by):
        return row
    sent = medium.kind in ("message", "recording") or "interview" in plain(medium.span.of(text))
    hearers = tuple(one for one in medium.to if one != row.entity_id) if sent else ()
    return replace(row, addressees=row.addressees or hearers, via=row.via or medium.via)
