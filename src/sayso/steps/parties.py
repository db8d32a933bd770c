"""The noun phrases around a step: joined ones apart, whoever "by" names, and what it is for.

In:  a sentence's tokens and where to look.
Out: `phrases(...)` and `joined(...)`: phrases, each a span; `agent(...)`; `claim(...)`.
Not here: where a noun phrase ends (english/words.py), the clause's own subject (clauses.py), whom a phrase means (the resolver).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.english.words import DETERMINERS, POSSESSIVES, PRONOUNS, TIME_WORDS, WEEKDAYS, Token, noun_phrase, span_of
from sayso.schema import Span
from sayso.steps.verbs import CRIMES

_BODIES: Final = frozenset(
    "commission administration association company sons partners services service affairs budget department court council agency bureau"
    " board committee authority foundation institute union exchange centre center coalition".split()
)


def joined(found: Sequence[Token], text: str, first: int, end: int, *, bounded: bool = True) -> list[Span]:
    """The phrases of a stretch that "and" or a comma joins, apart, where names begin both.

    bounded: a verb ends the stretch; else what follows a name in it may be one.
    """
    out: list[Span] = []
    start = first
    if start < end and found[start].word in ("neither", "both", "either"):
        start += 1
    for at in range(start, end):
        if not (found[at].word in ("and", "or", "nor", ",") and start < at < end - 1) or _one(found, text, start, at, end, bounded):
            continue
        his = found[at].word != "," and found[at + 1].word in POSSESSIVES
        capital = text[found[at - 1].start].isupper() or (bounded and text[found[at + 1].start].isupper() and found[at].word == "and")
        if his or (capital and named(found, text, at + 1)):
            out.append(_cut(found, text, start, at, bounded))
            start = at + 1
    if start < end:
        out.append(_cut(found, text, start, end, bounded))
    return out


def _one(found: Sequence[Token], text: str, start: int, at: int, end: int, bounded: bool) -> bool:
    """Whether "and" stands inside of one party: "Securities and Exchange Commission", "the Oslo and Ghent offices"."""
    short = at - start - (found[start].word == "the") <= 2
    if short and found[end - 1].word in _BODIES and found[at + 1].word != "the":
        return True
    place = next((n for n in range(start + 1, at) if found[n].word in ("for", "at", "from", "of")), None)
    if (
        place is not None
        and found[place].word == "for"
        and (at + 2 == end or found[at + 2].word in ("in", "of"))
        and found[place - 1].word.endswith("s")
    ):
        return text[found[place - 1].start].isupper()  # "Citizens for Rivers and Lakes"
    if bounded and place is not None and found[place].word != "of" and found[place - 1].word in _SPEAKERS:
        return True  # "officials at the Daily Ferry and the Ledger"
    last = found[end - 1].word
    return (
        bounded
        and at == start + 1
        and text[found[end - 1].start].islower()
        and last.endswith("s")
        and found[at + 1].word not in POSSESSIVES
    )


_SPEAKERS: Final = frozenset(
    "officials lawyers attorneys representatives spokespeople spokesmen spokeswomen spokespersons spokesman spokeswoman members".split()
)
_NAME_PARTS: Final = frozenset("al el bin ibn von van de la du da der".split())


def _of_name(text: str, token: Token) -> bool:
    """Whether a word is of a name: "Hale", "al-Asiri"."""
    return text[token.start].isupper() or (any(letter.isupper() for letter in text[token.start : token.end]) and "-" in token.word)


def named(found: Sequence[Token], text: str, at: int) -> bool:
    """Whether a name begins at a token, behind its article if it has one."""
    at += found[at].word == "the"
    return at < len(found) and text[found[at].start].isupper()


def _cut(found: Sequence[Token], text: str, first: int, end: int, bounded: bool) -> Span:
    """A phrase that begins with a name, without the small words that follow it: "Finn Hale seeks" names Finn Hale.

    One that ends with a name of two words or more is that name: "gallery Finn Hale".
    """
    tail = end
    while tail > first and text[found[tail - 1].start].isupper():
        tail -= 1
    if first < tail <= end - 2 and found[first].word not in DETERMINERS and not text[found[first].start].isupper():
        return span_of(found, tail, end)
    if bounded or found[first].word in DETERMINERS:
        return span_of(found, first, end)  # "the Hale campaign" is no Hale
    at = first + (found[first].word in ("judge", "justice"))
    if at < end and text[found[at].start].isupper():
        while at < end and (
            _of_name(text, found[at])
            or not found[at].word[0].isalpha()
            or found[at].word in ("of", "and", "&", "for")
            or found[at].word in _NAME_PARTS
        ):
            at += 1
        if at < end and not found[at - 1].word.endswith(("'s", "s'")):
            while at > first + 1 and found[at - 1].word in ("of", "and", "&", "for"):
                at -= 1
            return span_of(found, first, at)
    return span_of(found, first, end)


_VERBS: Final = frozenset("argues alleges claims seeks asks accuses says filed brought launched lodged sued".split())


def phrases(found: Sequence[Token], text: str, at: int) -> tuple[list[Span], int]:
    """The noun phrases that begin at a token, joined ones apart, and the token after them."""
    end = noun_phrase(found, text, at, stops=frozenset(n for n in range(at + 1, min(at + 12, len(found))) if found[n].word in _VERBS))
    if end <= at:
        return [], at
    last = end
    while last - 1 > at and text[found[last - 1].start].islower() and found[last - 1].word.endswith("ed"):
        last -= 1  # "the last man charged"
    if found[last - 1].word == "times":
        last = next((n for n in range(at + 1, last) if found[n].word[0].isdigit()), last)  # "the agency 13 different times"
    out = joined(found, text, at, last, bounded=False)
    while end + 1 < len(found) and found[end].word in ("and", "or", ","):
        name = named(found, text, end + 1) and found[end].word != ","
        pronoun = found[end + 1].word in PRONOUNS and found[end].word != ","
        more = noun_phrase(found, text, end + 1) if name or pronoun else end + 1
        if more <= end + 1:
            break
        out += joined(found, text, end + 1, more, bounded=False)
        end = more
    return out, end


_ENDS: Final = frozenset("; : , who which that and after before when while because but although is are was were has had".split())


_DONE: Final = frozenset("brought filed led made conducted committed carried run ordered caused posted written published launched".split())


def agent(found: Sequence[Token], text: str, start: int) -> tuple[list[Span], int]:
    """Whoever "by" names behind a passive."""
    for at in range(start, min(start + 14, len(found) - 1)):
        if found[at].word in _ENDS or (at > start and found[at].word in _DONE and found[at + 1].word in ("by", "against", "in", "on")):
            break  # "in a case brought against him by"
        if found[at].word == "by":
            return phrases(found, text, at + 1)
    return [], start


_NO_CLAIM: Final = frozenset("comment response pounds dollars euros million billion".split())


def claim(found: Sequence[Token], text: str, start: int, behind: tuple[str, ...]) -> Span | None:
    """What a step is for: the phrase behind "for", "with", "of" or "to", if it is no sum and nobody."""
    for at in range(start, min(start + 2, len(found) - 1)):
        if found[at].word in behind:
            if doing(found, at + 1):
                return _deed(found, text, at + 1)
            end = noun_phrase(found, text, at + 1)
            while end < len(found) - 1 and end > at + 1 and found[end].word == "of" and noun_phrase(found, text, end + 1) > end + 1:
                end = noun_phrase(found, text, end + 1)
            end += end < len(found) and end > at + 1 and found[end].word in CRIMES and found[end].word.endswith("ing")  # "careless driving"
            while end - 2 > at and text[found[end - 1].start].islower() and found[end - 1].word.endswith(("ed", "ly")):
                end -= 1  # "any crime related to"
            inside = found[at + 1 : end]
            named = end > at + 1 and text[found[at + 1].start].isupper()
            if inside and not named and not any(token.word[0] in "$£€0123456789" or token.word in _NO_CLAIM for token in inside):
                return span_of(found, at + 1, end)
    return None


def doing(found: Sequence[Token], at: int) -> bool:
    """Whether what begins at a token is what somebody did: "lying to the court", "allegedly running a shop"."""
    at += at + 1 < len(found) and found[at].word.endswith("ly")
    return found[at].word.endswith("ing") and found[at].word not in CRIMES


def _deed(found: Sequence[Token], text: str, at: int) -> Span | None:
    """A deed with its object, without an adverb before it; None where no object follows."""
    start = at + found[at].word.endswith("ly")
    end = start + 1
    if end < len(found) and found[end].word == "to":
        end += 1
        if end < len(found) and text[found[end].start].islower() and found[end].word not in DETERMINERS:
            end += 1  # "failing to report a felony"
    last = noun_phrase(found, text, end)
    while last > end and last + 1 < len(found) and found[last].word == "of" and noun_phrase(found, text, last + 1) > last + 1:
        last = noun_phrase(found, text, last + 1)
    return span_of(found, start, last) if last > end else None


def object_at(found: Sequence[Token], at: int) -> int:
    """Where a verb's object begins, behind a time or a measure: "sued this week", "charged Tuesday with", "arrested at least"."""
    if at + 1 < len(found) and (found[at].word, found[at + 1].word) in (("at", "least"), ("more", "than"), ("up", "to")):
        return at + 2
    if at < len(found) and found[at].word in ("last", "this", "next", "earlier") and at + 1 < len(found):
        return at + 2 if found[at + 1].word in TIME_WORDS else at
    return at + 1 if at < len(found) and found[at].word in WEEKDAYS else at
