"""Who does what to whom around a verb, as far as the words of a sentence show it.

In:  a sentence's tokens and where its verb stands.
Out: `Clause`: where the subject and the verb's group begin, whether it is passive, and how sure the step is (`status`); `Told`: a step.
Not here: which verbs matter (verbs.py), whom a phrase means (the resolver).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sayso.english.words import Token, noun_phrase
from sayso.schema import Span, StepKind, StepStatus
from sayso.steps.parties import joined, named

BE: Final = frozenset("is are was were be been being am".split())
_FINITE: Final = frozenset("is are was were has have had having".split())
_AUX: Final = BE | frozenset("has have had having do does did will would shall should can could may might must to".split())
_ADVERBS: Final = frozenset(
    "since also now then later already again just still even ever recently formally immediately subsequently eventually successfully"
    " yesterday today jointly separately first twice once both all each yet officially promptly quickly reportedly allegedly".split()
)
_PLANS: Final = frozenset(
    "plan plans planned planning intend intends intended intending threaten threatens threatened threatening vow vows vowed vowing"
    "  consider considers considered considering expect expects expected prepare prepares preparing prepared want wants"
    " wanted promise promises"
    "  promised going set ready due hopes hope hoped seek seeks sought seeking pledge pledged pledges try tries"
    " tried trying".split()
)
_AGREES: Final = frozenset("agree agrees agreed agreeing decide decides decided chose chosen moved proceeded continued began begun".split())
_WILL: Final = frozenset("likely unlikely will would shall may might could can should 'll wo ca".split())
_NOT: Final = frozenset("not never n't cannot neither nor no".split())
_DENIES: Final = frozenset("deny denies denied denying".split())
_REPORTED: Final = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_SAYING: Final = frozenset("said reported believed understood alleged thought rumoured rumored".split())
_STOPS: Final = frozenset(', ; : ( ) – — - “ ” " and but or then while after before when because that'.split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The surroundings of a verb: its subjects' spans, whether it is passive, and how sure it is that it was done."""

    subjects: tuple[Span, ...]
    passive: bool
    status: StepStatus
    begin: int  # the first token of subject or verb group


@dataclass(frozen=True, slots=True)
class Told:
    """A step as phrases: the parties' spans, what it is for, and where in the sentence it stands."""

    kind: StepKind
    by: tuple[Span, ...]
    against: tuple[Span, ...]
    status: StepStatus
    first: int
    last: int
    claim: Span | None = None
    nominal: bool = False  # "in a $400m lawsuit": a step only where no verb of the sentence says it


def clause(found: Sequence[Token], text: str, at: int) -> Clause:
    """The clause of the verb at a token."""
    words = [token.word for token in found]
    low = at
    group: list[str] = []
    while low > 0 and (_of_group(words[low - 1])):
        low -= 1
        group.append(words[low])
    status = _status(words, group, at, low)
    participle = words[at].endswith(("ed", "ught", "en", "own", "ung", "found"))
    passive = participle and any(word in BE for word in group) and words[at - 1] not in ("to",)
    if status == "reported" and words[low - 1] in _SAYING:  # "is reported to have sued"
        low -= 1
        while low > 0 and words[low - 1] in BE:
            low -= 1
    subjects, begin = _subjects(found, text, low)
    if {"none", "no", "nobody"} & set(words[max(0, begin - 2) : begin + 1]):
        status = "denied"
    elif "to" in group and not any(word in _AGREES or word in _PLANS or word in _FINITE for word in group):
        subjects = []  # "the power to sue", "a motion to dismiss": nobody does it
    elif status == "done" and {"if", "whether", "unless", "were"} & set(words[max(0, begin - 3) : begin]):
        status = "planned"
    return Clause(tuple(subjects), passive, status, begin)


def _of_group(word: str) -> bool:
    return (
        word in _AUX or word in _ADVERBS or word in _PLANS or word in _AGREES or word in _WILL or word in _NOT or word in _DENIES
        or word in _REPORTED or word.endswith(("n't", "ly"))
    )  # fmt: skip


def _status(words: Sequence[str], group: Sequence[str], at: int, low: int) -> StepStatus:
    if any(word in _NOT or word.endswith("n't") or word in _DENIES for word in group):
        return "denied"
    lead = list(words[max(0, low - 5) : low])
    if _DENIES & set(lead) and not {"and", ",", "but"} & set(lead[max(at for at, word in enumerate(lead) if word in _DENIES) :]):
        return "denied"
    if any(word in _WILL or word in _PLANS for word in group) or list(group) == ["be"]:
        return "planned"
    if any(word in _REPORTED for word in group) or words[:2] == ["according", "to"] or "according" in words[at + 1 :]:
        return "reported"
    said = [place for place, word in enumerate(group) if word == "to"]
    return "reported" if said and words[low - 1] in _SAYING else "done"


def _subjects(found: Sequence[Token], text: str, low: int) -> tuple[list[Span], int]:
    """The noun phrases that a verb group follows; over an apposition, a relative pronoun or an "and", the clause's own."""
    words = [token.word for token in found]
    end = low
    if end and words[end - 1] in ("who", "which", "that"):
        end -= 1
        if end and words[end - 1] == ",":
            end -= 1
        return _ending(found, text, end)
    if end and words[end - 1] in ("and", "but", "then", ",", ")", "–", "—"):
        opened = _opening(found, text, end)
        if opened[0]:
            return opened
    return _ending(found, text, end)


def _ending(found: Sequence[Token], text: str, end: int) -> tuple[list[Span], int]:
    """The phrases that end before a token."""
    if end > 0 and found[end - 1].word in ("himself", "herself", "itself", "themselves"):
        end -= 1
    first, before = max(0, end - 14), frozenset((end,))
    for start in range(first, end):
        if start > 0 and found[start - 1].word not in _STOPS and not _lead(found, start):
            continue
        stop = noun_phrase(found, text, start, stops=before)
        while stop > start and stop < end and found[stop].word in ("of", "for", "to", "with", "at", "from", "in"):
            more = noun_phrase(found, text, stop + 1, stops=before)
            if more <= stop + 1:
                break
            stop = more
        while start < stop < end and found[stop].word == "and" and named(found, text, stop + 1):
            stop = noun_phrase(found, text, stop + 1, stops=before)
        if stop == end:
            return joined(found, text, start, end), start
    for start in range(first, end):
        if noun_phrase(found, text, start, stops=before) == end and (
            start == 0 or found[start - 1].word not in ("of", "for", "to", "with", "by")
        ):
            return joined(found, text, start, end), start
    return [], end


def _lead(found: Sequence[Token], start: int) -> bool:
    return found[start - 1].word in ("said", "says", "neither", "whether", "if")


def _opening(found: Sequence[Token], text: str, end: int) -> tuple[list[Span], int]:
    """The phrase with which the sentence begins, behind a leading phrase such as "In May, "."""
    start = 0
    if found and found[0].word in (
        "in",
        "on",
        "at",
        "after",
        "last",
        "earlier",
        "later",
        "this",
        "yesterday",
        "meanwhile",
        "however",
        "but",
        "and",
        "so",
    ):
        comma = next((at for at in range(min(end, 12)) if found[at].word == ","), None)
        start = 0 if comma is None else comma + 1
    stop = noun_phrase(found, text, start, stops=frozenset((end,)))
    return (joined(found, text, start, stop), start) if start < stop <= end else ([], end)
