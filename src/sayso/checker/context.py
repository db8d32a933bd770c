"""The passage's surroundings in, what changes its sense out: "I never said [he lied]", printed as "he lied".

In:  the spoken tokens around a passage, and where in them it begins and ends.
Out: `Context`s: a negation, a question, a condition or reported speech that the quotation marks leave outside.
Not here: anything about the words inside the marks.

Only the passage's own sentence is looked at, and of it the clause that governs the passage; what is found is shown and
flagged, and the outcome stays what the words make it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.checker.edits import sentence_ends
from sayso.checker.words import Token
from sayso.schema import Context, ContextKind, Span

REACH = 14  # words before or after the passage that are looked at

_NOT = frozenset(
    "not never no nobody none neither nor nothing without hardly scarcely cannot deny denied denies denying"
    " refuse refused refuses false untrue"
    " wrong doubt doubted unlikely impossible nonsense myth lie pretend pretended".split()
)
_IF = frozenset("if unless whether suppose supposing provided assuming imagine hypothetically otherwise".split())
_SAY = frozenset(
    "say says said saying tell tells told telling"
    " claim claims claimed claiming argue argues argued think thinks thought believe believes believed"
    " suggest suggests suggested allege alleges alleged insist insists insisted report reported reports write writes wrote tweet tweeted"
    " call calls called ask asks asked hear heard read accuse accuses accused according quote quoting quoted describe described describes"
    " go goes went like".split()
)
_STRICT_SAY = _SAY - frozenset(
    "go goes went like call calls called read ask asks asked hear think thought believe believed believes thinks heard".split()
)
_MYSELF = frozenset("i we".split())
_AUXILIARIES = frozenset(
    "have has had 'd 's will would not never always just also do did does was is are am be been being to can could should must ever often"
    " only".split()
)
_CLAUSE = re.compile(r"[;:—–]|--| - ")
_COMMA = re.compile(r",")
_JOINS = frozenset("but and so because although though while".split())


def contexts(tokens: Sequence[Token], first: int, last: int, printed: str) -> tuple[Context, ...]:
    """What stands just outside the passage `tokens[first : last + 1]` and changes its sense.

    Args:
        tokens: spoken tokens, some before and some after the passage.
        first: number of its first token.
        last: number of its last token.
        printed: the quotation as printed, for its own question mark.
    """
    before = _before(tokens, first)
    after = _after(tokens, last)
    out: list[Context] = []

    def note(kind: ContextKind, low: int, high: int) -> None:
        if all(one.kind != kind for one in out):
            out.append(Context(kind=kind, span=Span(tokens[low].start, tokens[high].end)))

    low = _negation(tokens, before, first)
    if low is not None:
        note("negation", low, first - 1)
    else:
        high = _denied_after(tokens, after)
        if high is not None:
            note("negation", last + 1, high)
    question = _question(tokens, last, after, printed)
    if question is not None:
        note("question", *question)
    condition = _condition(tokens, before, after)
    if condition is not None:
        note("condition", *condition)
    reported = _reported(tokens, before, after, first)
    if reported is not None:
        note("reported speech", *reported)
    return tuple(out)


def cut_contexts(tokens: Sequence[Token], first: int, floor: int) -> tuple[Context, ...]:
    """What stands in a marked cut, just before print goes on, and changes the sense of what it goes on with.

    Args:
        tokens: spoken tokens.
        first: number of the token that print goes on with.
        floor: number of the first token of the cut.
    """
    before = _before(tokens, first, floor)
    out: list[Context] = []
    low = _negation(tokens, before, first)
    if low is not None:
        out.append(Context(kind="negation", span=Span(tokens[low].start, tokens[first - 1].end)))
    reported = _reported(tokens, before, [], first)
    if reported is not None:
        out.append(Context(kind="reported speech", span=Span(tokens[reported[0]].start, tokens[reported[1]].end)))
    condition = _condition(tokens, before, [])
    if condition is None and tokens[floor].key in _IF and not tokens[floor].first:  # "I will go [if you pay me] and sing"
        condition = floor, first - 1
    if condition is not None:
        out.append(Context(kind="condition", span=Span(tokens[condition[0]].start, tokens[condition[1]].end)))
    return tuple(out)


def _before(tokens: Sequence[Token], first: int, floor: int = 0) -> list[int]:
    """Numbers of the tokens before the passage in its sentence and turn, the nearest first."""
    out: list[int] = []
    if tokens[first].first:
        return out
    for number in range(first - 1, max(floor - 1, first - 1 - REACH), -1):
        if tokens[number].turn != tokens[first].turn:
            break
        out.append(number)
        if tokens[number].first:
            break
    return out


def _after(tokens: Sequence[Token], last: int) -> list[int]:
    """Numbers of the tokens behind the passage in its sentence and turn."""
    out: list[int] = []
    if sentence_ends(tokens[last].after):
        return out
    for number in range(last + 1, min(len(tokens), last + 1 + REACH)):
        if tokens[number].first or tokens[number].turn != tokens[last].turn:
            break
        out.append(number)
        if sentence_ends(tokens[number].after):
            break
    return out


def _governing(tokens: Sequence[Token], before: list[int]) -> list[int]:
    """Of the tokens before, those of the clause that the passage hangs on."""
    out: list[int] = []
    for place, number in enumerate(before):
        after = tokens[number].after
        if _CLAUSE.search(after) and place:
            break
        # a comma or a "but" between them begins a clause of its own; "that" and a speaking verb carry over
        if place and _COMMA.search(after) and tokens[number + 1].key not in ("that", "who", "which"):
            break
        if not place and (_COMMA.search(after) or _CLAUSE.search(after)) and tokens[number].key not in _SAY | {"that"}:
            break
        if tokens[number].key in ("but", "because"):
            break
        out.append(number)
    return out


def _negation(tokens: Sequence[Token], before: list[int], first: int) -> int | None:
    governing = _governing(tokens, before)
    for number in governing:
        key = tokens[number].key
        if key not in _NOT:
            continue
        following = tokens[number + 1].key if number + 1 < len(tokens) else ""
        if key in ("not", "no") and following in ("only", "just", "doubt", "question", "longer") and following != "longer":
            continue
        if key in ("lie", "myth", "nonsense", "pretend", "wrong", "false") and not any(
            tokens[n].key in ("that", "to", "say") for n in range(number + 1, first)
        ):
            continue
        return number
    return None


def _denied_after(tokens: Sequence[Token], after: list[int]) -> int | None:
    """A "... is a lie", "... is not true" behind the passage."""
    keys = [tokens[number].key for number in after[:7]]
    for at, key in enumerate(keys):
        if key in ("is", "'s", "was", "are", "were") and at <= 1:
            rest = keys[at + 1 : at + 5]
            if any(
                word in ("lie", "lies", "false", "untrue", "nonsense", "myth", "wrong", "ridiculous", "absurd", "hoax", "rumor")
                for word in rest
            ):
                return after[min(len(keys) - 1, at + 4)]
            if len(rest) > 1 and rest[1] == "not":  # "is simply not true"
                rest = rest[1:]
            if rest[:1] == ["not"] and any(word in ("true", "right", "so", "correct", "what", "the", "case", "how") for word in rest[1:3]):
                return after[min(len(keys) - 1, at + 4)]
    if keys[:1] == ["not"] or keys[:2] in (["i", "never"], ["never"]):
        return after[min(len(keys) - 1, 2)]
    return None


def _question(tokens: Sequence[Token], last: int, after: list[int], printed: str) -> tuple[int, int] | None:
    """The sentence ends in a question mark that print leaves off."""
    if "?" in printed[-12:]:
        return None
    end = after[-1] if after else last
    mark = re.search(r"[.!?]", tokens[end].after)
    return (min(last + 1, end), end) if mark and mark.group() == "?" else None


def _condition(tokens: Sequence[Token], before: list[int], after: list[int]) -> tuple[int, int] | None:
    for number in before:
        if tokens[number].key in _IF:
            if tokens[number].key == "whether" or number == 0 or tokens[number - 1].key not in ("as", "even", "only"):
                return number, before[0]
            if tokens[number - 1].key in ("only",):
                return number - 1, before[0]
    for place, number in enumerate(after):
        if tokens[number].key in ("if", "unless", "provided", "assuming") and not (
            place and tokens[number - 1].key in ("even", "as", "know", "wonder", "see")
        ):
            return after[0], after[-1]
        if tokens[number].key in _JOINS - {"so"} and place:
            break
    return None


def _reported(tokens: Sequence[Token], before: list[int], after: list[int], first: int) -> tuple[int, int] | None:
    """Somebody else's words or thoughts: "they say [he lied]", "[he lied], she told me", "according to her [he lied]"."""
    governing = _governing(tokens, before)
    for place, number in enumerate(governing[:8]):
        key = tokens[number].key
        if key not in _SAY or (key == "like" and not (number and tokens[number - 1].key in ("'s", "is", "was"))):
            continue
        gap = [tokens[n].key for n in range(number + 1, first)]
        if place and "that" not in gap and key not in _STRICT_SAY | {"think", "thinks", "thought", "believe", "believes", "believed"}:
            continue
        if len(gap) > 3 and "that" not in gap and key != "according":
            continue
        who = _subject(tokens, number)
        if who in _MYSELF or (who == "you" and key in ("know", "see")):
            continue
        if who == "let":
            continue
        return max(before[-1], number - 2), first - 1
    for number in before:
        if tokens[number].key == "according" and tokens[before[0]].after.strip() == ",":  # "according to the police, ..."
            return number, before[0]
    keys = [tokens[number].key for number in after[:4]]
    for at, key in enumerate(keys):
        if key in _STRICT_SAY | {"think", "thinks", "believe", "believes"} and key not in ("reports", "report"):
            subjects = keys[:at]
            ahead = tokens[after[0] - 1].after if after else ""
            if "," in ahead and subjects and not _MYSELF & set(subjects) and len(subjects) <= 3:
                return after[0], after[at]
            if key == "according":
                return after[0], after[min(at + 2, len(after) - 1)]
    return None


def _subject(tokens: Sequence[Token], verb: int) -> str:
    """The word that stands before a verb, over its auxiliaries."""
    for number in range(verb - 1, max(-1, verb - 6), -1):
        key = tokens[number].key
        if key in _AUXILIARIES:
            continue
        return key
    return ""
