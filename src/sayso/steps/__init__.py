"""A document's text in, its legal and procedural steps out: who sues, charges, asks, answers, settles, with amount, forum and day.

In:  a Document, and whom a noun phrase means (an entity's id, from the resolver).
Out: `steps_of(...)`: Steps in order of the text, each with a span that is a slice of it.
Not here: what a sentence tells (telling.py), money (money.py); which allegation a step answers (disputes).

High precision first: a verb of law without a party that is named gives no step, and words that only look like law ("appealed
for calm", "charged £12") are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sayso.english.dates import whens
from sayso.english.words import Token, noun_phrase, sentences, span_of
from sayso.schema import Document, Role, Span, Step
from sayso.steps.asking import silent
from sayso.steps.clauses import Told
from sayso.steps.money import Sum, sums
from sayso.steps.telling import told_in
from sayso.steps.verbs import ACTION, ASKS, FORUMS, NOUNS, REPLIES, VERBS

READ_ROLES: Final[tuple[Role, ...]] = ("headline", "paragraph", "caption", "turn")
LONGEST: Final = 140  # tokens of a sentence that is looked at
_TRIGGERS: Final = (
    set(VERBS) | set(NOUNS) | ACTION | ASKS | REPLIES
    | set("court injunction comment charges guilty reach reached reaches settlement plea put puts unanswered voicemail response".split())
)  # fmt: skip

EntityOf = Callable[[Span], str | None]


def steps_of(document: Document, entity_of: EntityOf) -> tuple[Step, ...]:
    """The steps that a document tells of.

    Args:
        document: its asides are not looked at.
        entity_of: the id of the entity that a noun phrase means, None where it is doubtful.
    """
    out: list[Step] = []
    for segment in document.segments:
        if segment.role in READ_ROLES:
            asked: tuple[str, ...] = ()  # whom the sentence before tells of having been asked
            for found in sentences(document.text, segment.span.start, segment.span.end):
                new: list[Step] = []
                if len(found) <= LONGEST and any(token.word in _TRIGGERS for token in found):
                    new = list(_steps(document, found, entity_of, asked=asked))
                asked = next((one.against for one in new if one.kind == "comment_request"), ())
                out += new
    return tuple(out)


def _steps(document: Document, found: Sequence[Token], entity_of: EntityOf, *, asked: tuple[str, ...]) -> Iterator[Step]:
    text = document.text
    all_found = list(told_in(found, text)) or (list(silent(found, text)) if asked else [])
    verbal = [one for one in all_found if not one.nominal]
    steps = [*verbal, *(one for one in all_found if one.nominal and not any(_same_kind(one, other) for other in verbal))]
    money = list(sums(text, found[0].start, found[-1].end))
    days = list(whens(text, span_of(found, 0, len(found)), document.published_at))
    steps.sort(key=lambda one: one.first)
    for number, one in enumerate(steps):
        by = _ids(text, one.by, entity_of)
        if not by and asked and one.kind == "no_response" and one.by and one.by[0].of(text).casefold() in ("it", "they", "he", "she"):
            by = asked  # "It did not answer.": whoever was asked
        against = tuple(each for each in _ids(text, one.against, entity_of) if each not in by)
        if not (against if one.kind in ("charge", "arrest", "comment_request") else by or against):
            continue
        until = steps[number + 1].first if number + 1 < len(steps) and steps[number + 1].first > one.last else len(found)
        whole = span_of(found, one.first, until)
        while whole.end > whole.start and not text[whole.end - 1].isalnum() and text[whole.end - 1] not in "%$£€":
            whole = Span(whole.start, whole.end - 1)
        amount = _nearest(money, whole, found[one.last - 1].end)
        if amount is not None and not _costs(found, one, amount):
            amount = None
        day = min(
            (each for each in days if len(steps) == 1 or whole.start <= each.span.start < whole.end),
            key=lambda each: abs(each.span.start - found[one.last - 1].end),
            default=None,
        )
        yield Step(
            kind=one.kind,
            span=whole,
            by=by,
            against=against,
            claim=one.claim.of(text) if one.claim is not None else None,
            amount=amount.amount if amount is not None else None,
            currency=amount.currency if amount is not None else None,
            forum=_forum(found, text, one, until),
            date=day,
            status=one.status,
        )


def _same_kind(one: Told, other: Told) -> bool:
    return {one.kind, other.kind} <= {"lawsuit", "countersuit"}


_NOBODY: Final = frozenset(
    "most some many all others one none few any both each it this that nobody anybody somebody everyone no-one person persons people"
    " someone anyone charged accused convicted arrested".split()
) | {"no one"}
_ANY: Final = frozenset("a an the any no each every".split())


def _somebody(words: str) -> bool:
    listed = words.casefold().split()
    bare = " ".join(listed[1:] if listed[:1] and listed[0] in _ANY else listed)
    return any(letter.isalpha() for letter in bare) and bare not in _NOBODY and listed[-1] not in ("anyone", "anybody", "nobody")


def _ids(text: str, spans: Sequence[Span], entity_of: EntityOf) -> tuple[str, ...]:
    named = (entity_of(span) for span in spans if _somebody(span.of(text)))
    return tuple(dict.fromkeys(one for one in named if one is not None))


def _nearest(money: Sequence[Sum], whole: Span, at: int) -> Sum | None:
    inside = [one for one in money if whole.start <= one.span.start < whole.end]
    return min(inside, key=lambda one: abs(one.span.start - at), default=None)


_ASKED_FOR: Final = frozenset(("lawsuit", "countersuit", "settlement", "ruling"))  # whose sum may stand anywhere in the sentence
_NO_SUM: Final = frozenset(("arrest", "comment_request", "comment_declined", "no_response"))
_OPENS: Final = frozenset("that when because who which after before while but where".split())


def _costs(found: Sequence[Token], one: Told, amount: Sum) -> bool:
    """Whether a sum is what a step is about, not what a clause behind it tells of."""
    if one.kind in _NO_SUM:
        return False
    between = (token.word for token in found[one.last :] if token.start < amount.span.start)
    return one.kind in _ASKED_FOR or not any(word in _OPENS or word.endswith("ing") for word in between)


def _forum(found: Sequence[Token], text: str, one: Told, until: int) -> str | None:
    """The court or agency that the step is brought to."""
    if one.kind in ("comment_request", "comment_declined", "no_response", "arrest"):
        return None
    parties = {span.start for span in (*one.by, *one.against)}
    for at in range(max(one.first, one.last - 1), until - 1):
        if found[at].word in ("in", "at", "with", "to", "before"):
            end = noun_phrase(found, text, at + 1)
            if end > at + 1:
                span = span_of(found, at + 1, end)
                named = [token for token in found[at + 1 : end] if token.word in FORUMS and text[token.start].isupper()]
                if named and span.start not in parties:
                    start = found[at + 2].start if found[at + 1].word in ("the", "a", "an") and end > at + 2 else span.start
                    return text[start : span.end]
    return None
