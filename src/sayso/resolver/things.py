"""The things that carried words, each once, with all that the text says of it.

In:  a Document, its quotations with their circumstances and speakers, the Register of its entities.
Out: `things_of(...)`: a Medium for each recording, message, document, broadcast, post and event that carried words.
Not here: which medium a quotation had (carriers.py).

A definite phrase ("the audio message", "the note") is the thing before it of the same kind; a phrase with an
owner ("her letter") is a thing of its own.  What is quoted is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sayso.english.dates import clock, duration_ms, whens
from sayso.english.words import DETERMINERS, POSSESSIVES, PRONOUNS, Token, noun_phrase, span_of, tokens
from sayso.resolver.carriers import carrier_start, kind_of_carrier
from sayso.resolver.parties import via_of
from sayso.resolver.words import NOUNS
from sayso.schema import Attribution, Document, Medium, MediumKind, Quotation, Span, When

if TYPE_CHECKING:
    from sayso.resolver.naming import Register

_READ: Final = ("headline", "paragraph", "caption", "turn")
# Kinds of which every mention that the text describes is listed; of the others, what some quotation was carried by.
_ALONE: Final = frozenset({"recording", "message", "post"})
_ALONE_NOUNS: Final = frozenset(
    "recording recordings audio tape tapes video voicemail voicemails videotape audiotape message messages email"
    " emails e-mail e-mails letter letters note notes memo memos"
    " memorandum missive telegram text texts tweet tweets post posts blogpost".split()
)
_SENT: Final = frozenset(
    "sent written recorded dated posted leaked mailed emailed left published made taped filmed delivered addressed".split()
)
_ANSWERS: Final = frozenset(
    "answers answered addresses addressed replies replied responds responded acknowledges acknowledged"
    " received receives ignored read".split()
)
_DOUBT: Final = frozenset("allegedly reportedly purportedly supposedly apparently alleged purported supposed".split())
_FAMILY: Final = {"message": 1, "recording": 1}  # a voice note is both


@dataclass(slots=True)
class _Thing:
    span: Span
    kind: MediumKind
    head: str
    owner: str | None
    by: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    duration_ms: int | None = None
    at: When | None = None
    hedges: list[Span] = field(default_factory=list)
    used: bool = False
    """Whether it carried a quotation, or the text says of it who, to whom, when or how long."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that names a carrier, and the sentence it stands in."""

    span: Span
    kind: MediumKind
    head: str
    owner: Span | None
    definite: bool
    sentence: tuple[Token, ...]
    last: int


def things_of(
    document: Document,
    quotations: Sequence[Quotation],
    media: Sequence[Span | None],
    attributions: Sequence[Attribution],
    register: Register,
) -> tuple[tuple[Medium, ...], dict[int, Medium]]:
    """The things that carried words, in order of the text, and which of them each quotation was carried by.

    Args:
        document: what was read.
        quotations: what was found in it.
        media: the span of each quotation's medium.
        attributions: each quotation's speaker and hearers.
        register: the document's entities.
    """
    text = document.text
    found: list[_Thing] = []
    places: list[tuple[Span, _Thing]] = []
    for phrase in _phrases(document, quotations):
        owner = None if phrase.owner is None else register.named(phrase.owner)
        thing = _same(found, phrase, owner)
        if thing is None:
            thing = _Thing(phrase.span, phrase.kind, phrase.head, owner)
            found.append(thing)
        if owner is not None and owner not in thing.by:
            thing.by.append(owner)
        places.append((phrase.span, thing))
        _described(text, document.published_at, phrase, thing, register)
    carried: dict[int, _Thing] = {}
    starts = [span.start for span, _ in places]
    for at, (medium, row) in enumerate(zip(media, attributions, strict=True)):
        thing = _at(places, starts, medium)
        if thing is None:
            continue
        carried[at] = thing
        thing.used = True
        if row.entity_id is not None and not thing.by and not row.negated:
            thing.by.append(row.entity_id)
        thing.to += [one for one in row.addressees if one not in thing.to and one not in thing.by]
    made = {
        id(one): Medium(
            span=one.span, kind=one.kind, by=tuple(one.by), to=tuple(dict.fromkeys(one.to)), via=tuple(one.via),
            duration_ms=one.duration_ms, at=one.at, hedges=tuple(sorted(set(one.hedges))),
        )
        for one in found
        if one.used
    }  # fmt: skip
    return tuple(sorted(made.values(), key=lambda one: one.span)), {at: made[id(one)] for at, one in carried.items()}


def _at(places: Sequence[tuple[Span, _Thing]], starts: Sequence[int], medium: Span | None) -> _Thing | None:
    """The thing that a medium's span names."""
    if medium is None:
        return None
    at = bisect_left(starts, medium.start)
    return places[at][1] if at < len(places) and places[at][0].start < medium.end else None


def _same(found: Sequence[_Thing], phrase: _Phrase, owner: str | None) -> _Thing | None:
    """The thing before that a phrase names again."""
    for thing in reversed(found[-12:]):
        kin = thing.kind == phrase.kind or (thing.kind in _FAMILY and phrase.kind in _FAMILY)
        if phrase.owner is not None:
            if kin and owner is not None and (thing.owner == owner or owner in thing.by) and thing.head == phrase.head:
                return thing
        elif (
            phrase.definite
            and kin
            and (
                thing.head == phrase.head
                or (phrase.head in ("message", "recording", "note", "clip", "tape", "audio", "missive") and thing.kind in _FAMILY)
            )
        ):
            return thing
    return None


def _phrases(document: Document, quotations: Sequence[Quotation]) -> Iterator[_Phrase]:
    """The phrases outside quotation marks that name a carrier, in order."""
    text = document.text
    quoted = sorted({span for one in quotations if one.kind == "direct" for span in one.content})
    place = 0
    for segment in document.segments:
        if segment.role not in _READ:
            continue
        for line in re.finditer(r"[^\n]+", text[segment.span.start : segment.span.end]):
            start, end = segment.span.start + line.start(), min(segment.span.start + line.end(), segment.span.start + line.start() + 20_000)
            at = start
            parts: list[Span] = []
            while place < len(quoted) and quoted[place].end <= start:
                place += 1
            ahead = place
            while ahead < len(quoted) and quoted[ahead].start < end:
                if quoted[ahead].start > at:
                    parts.append(Span(at, quoted[ahead].start))
                at = max(at, quoted[ahead].end)
                ahead += 1
            if at < end:
                parts.append(Span(at, end))
            for part in parts:
                for sentence in _sentences(tokens(text, *part)):
                    yield from _in_sentence(text, sentence)


def _sentences(found: list[Token]) -> Iterator[tuple[Token, ...]]:
    start = 0
    for at, token in enumerate(found):
        if token.word in ".!?" and (at + 1 == len(found) or found[at + 1].start > token.end) and len(found[at - 1].word) > 2:
            yield tuple(found[start : at + 1])
            start = at + 1
    if start < len(found):
        yield tuple(found[start:])


def _in_sentence(text: str, found: tuple[Token, ...]) -> Iterator[_Phrase]:
    at = 0
    while at < len(found):
        if found[at].word not in NOUNS:
            at += 1
            continue
        last = at + 1
        while last < len(found) and found[last].word in NOUNS:
            last += 1
        first = carrier_start(text, found, at)
        words = [token.word for token in found[first:last]]
        owner = next((place for place in range(first, at) if found[place].word.endswith(("'s", "s'"))), None)
        kind = kind_of_carrier(words)
        if kind is not None and words[0] != "editor's" and (owner is not None or words[0] in DETERMINERS or first < at):
            owned = (
                Span(found[first].start, found[owner].end)
                if owner is not None
                else span_of(found, first, first + 1)
                if words[0] in POSSESSIVES
                else None
            )
            yield _Phrase(
                span_of(found, first, last),
                kind,
                found[last - 1].word.removesuffix("s"),
                owned,
                words[0] in ("the", "that", "this"),
                found,
                last,
            )
        at = last


def _described(text: str, published_at: str | None, phrase: _Phrase, thing: _Thing, register: Register) -> None:
    """What a sentence says of the thing it names: by whom, to whom, through whose hands, how long, when, with what doubt."""
    found, last = phrase.sentence, phrase.last
    if phrase.kind not in _ALONE and phrase.kind != "document":
        return
    named = phrase.head in _ALONE_NOUNS or found[last - 1].word in _ALONE_NOUNS
    after = found[last : last + 18]
    behind = next((place for place, token in enumerate(after) if token.word in (".", ";") or token.word in NOUNS), len(after))
    clause = after[:behind]
    stretch = Span(phrase.span.start, clause[-1].end if clause else phrase.span.end)
    told = False
    end = last + len(clause)
    while last < end < len(found) and text[found[end - 1].start].isupper() and text[found[end].start].isupper():
        end += 1  # not in the middle of a name
    for span in via_of(tuple(found[max(0, last - 1) : end]), text):
        one = register.entity_of(span)
        if one is not None and one not in thing.via:
            thing.via.append(one)
            told = True
    for place, token in enumerate(clause[:-1]):
        before = clause[place - 1].word if place else found[last - 1].word
        if token.word in ("to", "from", "by") and (place == 0 or before in _SENT or before == ","):
            end = noun_phrase(found, text, last + place + 1)
            if (
                end > last + place + 1
                and (token.word != "by" or before in _SENT - {"leaked", "published", "posted"})
                and found[last + place + 1].word not in PRONOUNS
            ):
                one = register.entity_of(span_of(found, last + place + 1, end))
                target = thing.to if token.word == "to" else thing.by
                if one is not None and one not in target:
                    target.append(one)
                    told = True
    first = next(at for at, token in enumerate(found) if token.start >= phrase.span.start)
    if first > 0 and found[first - 1].word in ("in", "via", "by", "through"):
        for place in range(max(0, first - 8), first - 1):  # "apologising to Osei in a voice note"
            if found[place].word == "to" and found[place + 1].word not in PRONOUNS and noun_phrase(found, text, place + 1) == first - 1:
                one = register.named(span_of(found, place + 1, first - 1))
                if one is not None and one not in thing.to:
                    thing.to.append(one)
                    told = True
    hearer = _answers(text, found, first)
    one = None if hearer is None or phrase.owner is None else register.named(hearer)
    if one is not None and one not in thing.to and one not in thing.by:
        thing.to.append(one)
        told = True
    length = duration_ms(text, stretch) if phrase.kind == "recording" or named else None
    if length is not None and thing.duration_ms is None:
        thing.duration_ms, told = length, True
    sent = any(token.word in _SENT for token in clause[:8])
    when = next(whens(text, stretch, published_at), None) if sent else None
    time = clock(text, stretch)
    if thing.at is None and (when or time) is not None:
        thing.at, told = when or time, True
    for token in found[max(0, last - 6) : last + 6]:
        if token.word in _DOUBT and (token.start > phrase.span.start - 12):
            thing.hedges.append(Span(token.start, token.end))
            told = True
    thing.used = thing.used or (
        named and phrase.kind in _ALONE and (told or (phrase.owner is not None and register.named(phrase.owner) is not None))
    )


def _answers(text: str, found: Sequence[Token], first: int) -> Span | None:
    """Whoever answers the thing whose phrase begins at a token: "Weber replied to Cho's letter" tells that Weber had it."""
    at = first - 2 if first > 1 and found[first - 1].word == "to" else first - 1
    if at < 1 or found[at].word not in _ANSWERS or not text[found[at - 1].start].isupper():
        return None
    return span_of(found, at - 1, at)
