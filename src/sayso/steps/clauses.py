"""Who does what to whom around a verb, as far as the words of a sentence show it.

In:  a sentence's tokens and where its verb stands.
Out: `Clause`: where the subject and the verb's group begin, whether it is passive, and how sure the step is (`status`);
     `phrases(...)`: the noun phrases that begin at a word, joined ones apart.
Not here: which verbs matter (verbs.py), whom a phrase means (the resolver).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sayso.english.words import DETERMINERS, PRONOUNS, Token, noun_phrase, span_of
from sayso.schema import Span, StepStatus

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
_BODIES: Final = frozenset(
    "commission administration association company sons partners services service affairs budget department court council agency bureau"
    " board committee authority foundation institute union exchange centre center coalition".split()
)
_STOPS: Final = frozenset(', ; : ( ) – — - “ ” " and but or then while after before when because that'.split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The surroundings of a verb: its subjects' spans, whether it is passive, and how sure it is that it was done."""

    subjects: tuple[Span, ...]
    passive: bool
    status: StepStatus
    begin: int  # the first token of subject or verb group


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
        while start < stop < end and found[stop].word == "and" and _named(found, text, stop + 1):
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


def joined(found: Sequence[Token], text: str, first: int, end: int, *, bounded: bool = True) -> list[Span]:
    """The phrases of a stretch that "and" or a comma joins, apart, where names begin both.

    bounded: a verb ends the stretch; else what follows a name in it may be one.
    """
    out: list[Span] = []
    start = first
    if start < end and found[start].word in ("neither", "both", "either"):
        start += 1
    for at in range(start, end):
        joins = found[at].word in ("and", "&", "or", "nor", ",") and at > start and at + 1 < end
        body = joins and found[end - 1].word in _BODIES and found[at + 1].word != "the"  # "Securities and Exchange Commission"
        if joins and not body and text[found[at - 1].start].isupper() and _named(found, text, at + 1):
            out.append(_cut(found, text, start, at, bounded))
            start = at + 1
    if start < end:
        out.append(_cut(found, text, start, end, bounded))
    return out


def _named(found: Sequence[Token], text: str, at: int) -> bool:
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
            text[found[at].start].isupper() or not found[at].word[0].isalpha() or found[at].word in ("of", "and", "&", "for", "de")
        ):
            at += 1
        if at < end and not found[at - 1].word.endswith(("'s", "s'")):
            while at > first + 1 and found[at - 1].word in ("of", "and", "&", "for"):
                at -= 1
            return span_of(found, first, at)
    return span_of(found, first, end)


def phrases(found: Sequence[Token], text: str, at: int) -> tuple[list[Span], int]:
    """The noun phrases that begin at a token, joined ones apart, and the token after them."""
    end = noun_phrase(found, text, at)
    if end <= at:
        return [], at
    out = joined(found, text, at, end, bounded=False)
    while end + 1 < len(found) and found[end].word in ("and", "or", ","):
        named = _named(found, text, end + 1) and found[end].word != ","
        pronoun = found[end + 1].word in PRONOUNS and found[end].word != ","
        more = noun_phrase(found, text, end + 1) if named or pronoun else end + 1
        if more <= end + 1:
            break
        out += joined(found, text, end + 1, more, bounded=False)
        end = more
    return out, end
