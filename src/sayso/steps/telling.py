"""A sentence's words in, the legal and procedural steps that it tells of out, as phrases.

In:  the tokens of one sentence.
Out: `told_in(...)`: each step as `Told`: its kind, the spans of its parties, its claim, where it stands.
Not here: whom a phrase means, sums, days and forums (__init__.py); clauses (clauses.py); cases (cases.py); the verbs (verbs.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sayso.english.words import DETERMINERS, PRONOUNS, Token
from sayso.schema import Span, StepKind, StepStatus
from sayso.steps.asking import comment, not_reached, put_to, reply, unanswered
from sayso.steps.cases import dismissed, injunction, noun, reached, settled, to_court
from sayso.steps.clauses import BE, Clause, Told, clause
from sayso.steps.parties import agent, claim, doing, object_at, phrases
from sayso.steps.verbs import ACTION, BENCH, CASES, CRIMES, DEEDS, JUDGED, LEGAL, NOUNS, REPLIES, VERBS

_ARTICLES: Final = frozenset("a an the his her their its another".split())


def told_in(found: Sequence[Token], text: str) -> Iterator[Told]:
    """The steps that a sentence tells of, in order of their verbs."""
    words = [token.word for token in found]
    asks = "?" in words[-2:]
    for at, word in enumerate(words):
        kind = VERBS.get(word) if not asks and text[found[at].start : found[at].end] != "Sue" else None
        if "\xad" in text[max(0, found[at].start - 1) : found[at].end + 1]:
            kind = None  # the end of a word that may be parted: "is-sue"
        if word == "charges" and any(one in ("faces", "facing", "faced") for one in words[max(0, at - 4) : at]):
            yield from _faces(found, text, words, at)
        elif word in NOUNS and at > 0 and words[at - 1] in _ARTICLES:
            yield from noun(NOUNS[word], found, text, words, at)
        elif kind is not None:
            yield from _verb(kind, found, text, words, at)
        elif word in NOUNS or (word in ACTION and at > 0 and words[at - 1] in LEGAL):
            yield from noun(NOUNS.get(word, "lawsuit"), found, text, words, at)
        elif word == "court" and at > 1 and words[at - 1] == "to":
            yield from to_court(found, text, words, at)
        elif word == "injunction":
            yield from injunction(found, text, words, at)
        elif word == "settlement":
            yield from reached(found, text, words, at)
        elif word == "guilty":
            yield from _found_guilty(found, text, words, at)
        elif word == "plea":
            yield from _faces(found, text, words, at)
        elif word == "comment":
            yield from comment(found, text, words, at)
        elif word in ("put", "puts"):
            yield from put_to(found, text, words, at)
        elif word in ("to", "for", "at") and at > 0:
            yield from unanswered(found, text, words, at)
        elif word in REPLIES:
            yield from reply(found, text, words, at)
        elif word == "reached" and words[max(0, at - 3) : at].count("be"):
            yield from not_reached(found, text, words, at)


_GERUND_OF: Final = frozenset(
    "deny denies denied denying consider considers considered considering of not never since now also currently still".split()
)
_ALSO_NOUNS: Final = frozenset(
    "arrest arrests charge charges sentence rule rules order orders convict convicts drop drops toss settle".split()
)


def _describes(found: Sequence[Token], text: str, target: Sequence[Span]) -> bool:
    """Whether a participle describes what follows it: a noun without article, number or name."""
    first = next((token for token in found if target and token.start == target[0].start), None)
    return first is not None and text[first.start].islower() and first.word not in DETERMINERS and first.word not in PRONOUNS


_PROCESSES: Final = frozenset("attack decline growth progress spread attention fall development".split())  # arrested without police
_BASE: Final = frozenset("sue countersue indict plead convict acquit sentence settle appeal dismiss drop throw".split())
_BEFORE_VERB: Final = frozenset(
    "to will would not n't may might could can should shall did didn't won't immediately formally also never".split()
)


def _verb(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    if words[at].endswith("ing") and not (at > 0 and (words[at - 1] in BE or words[at - 1] in _GERUND_OF)):
        return  # "include indicting the hackers", "suing states"
    if words[at + 1 : at + 2] and words[at + 1] in ("himself", "herself", "itself", "themselves"):
        return  # "has indicted himself with his words"
    if words[at] in _ALSO_NOUNS and not (at > 0 and words[at - 1] in _BEFORE_VERB):
        return  # "Walker's arrest citation"
    if words[at] in _BASE and at > 0 and words[at - 1] in (",", "and", "or"):
        return  # "they could find more, indict others and ..."
    if words[at].endswith("ing") and words[at - 1] == "of" and not clause(found, text, at).subjects:
        return  # "his history of suing journalists"
    if words[at - 1 : at] and words[at - 1] in ("get", "gets", "getting", "got"):
        return
    about = clause(found, text, at)
    if not about.real or (about.subjects and about.subjects[0].of(text).casefold() == "you"):
        return
    start = object_at(found, at + 1)
    target, end = ([], start) if start < len(found) and doing(found, start) else phrases(found, text, start)
    by = about.subjects
    if about.passive and words[at] == "convicted" and target and text[target[0].start].islower() and found[end - 1].word.endswith("s"):
        return  # "were convicted criminals"
    if not about.passive and words[at] in ("indicted", "convicted") and _describes(found, text, target):
        return  # "require indicted chairmen to step aside"
    if about.passive:
        whom, _ = agent(found, text, at + 1)
        target, by = list(about.subjects), tuple(whom)
        end = start
    if kind in ("lawsuit", "countersuit"):
        if not target and start == at + 1 and not (words[at + 1 : at + 2] and words[at + 1] in ("over", "for", "in", "and", ".", ",")):
            return
        what = claim(found, text, end, ("for",))
        yield Told(kind, tuple(by), tuple(target), about.status, about.begin, max(at + 1, end), what)
        if not about.passive:
            yield from _as_well(kind, found, text, words, end, tuple(by), about.status)
    elif kind == "charge":
        yield from _charge(found, text, words, at, about, target, tuple(by), end)
    elif kind == "arrest":
        if target and target[0].of(text).rpartition(" ")[2].casefold() not in _PROCESSES:
            what = claim(found, text, end, ("of", "for")) if "suspicion" in words[end : end + 3] or "for" in words[end : end + 2] else None
            if what is None and "suspicion" in words[end : end + 3]:
                what = claim(found, text, words.index("suspicion", end) + 1, ("of",))
            if about.passive or by:
                yield Told(kind, tuple(by), tuple(target), about.status, about.begin, max(at + 1, end), what)
    elif kind == "plea":
        if {"guilty", "contest"} & set(words[at + 1 : at + 4]):
            last = next(place for place in range(at + 1, at + 5) if words[place] in ("guilty", "contest"))
            yield Told(kind, tuple(by), (), about.status, about.begin, last + 1, claim(found, text, last + 1, ("to",)))
    elif kind == "ruling":
        yield from _ruling(found, text, words, at, about, target, tuple(by), end)
    elif kind == "settlement":
        yield from settled(found, text, words, at, about, end)
    elif kind == "appeal":
        rest = words[at + 1 : at + 6]
        if rest[:1] == ["court"] or (words[at] in ("appeal", "appeals") and not (at > 0 and words[at - 1] in _BEFORE_VERB)):
            return  # "the appeals court", "his populist appeal"
        judged = any(word in JUDGED for word in rest) and (not rest or rest[0] not in ("for", "to"))
        alone = not rest or rest[0] in (".", ",", "on", "against", "last", "and")
        if (judged or alone) and not about.passive and by:
            yield Told(kind, tuple(by), (), about.status, about.begin, at + 1)
    elif kind == "dismissal":
        yield from dismissed(found, text, words, at, about, end)


def _as_well(
    kind: StepKind, found: Sequence[Token], text: str, words: list[str], start: int, by: tuple[Span, ...], status: StepStatus
) -> Iterator[Told]:
    """... as well as Lively herself: a step of its own against whoever is added."""
    for at in range(start, len(words) - 3):
        if words[at : at + 3] == ["as", "well", "as"] or words[at : at + 2] == ["along", "with"]:
            first = at + 3 if words[at] == "as" else at + 2
            target, end = phrases(found, text, first)
            target = [one for one in target if text[one.start].isupper()]
            if target:
                yield Told(kind, by, tuple(target), status, at, max(end, first + 1))
            return


def _charge(
    found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, target: list[Span], by: tuple[Span, ...], end: int
) -> Iterator[Told]:
    indicts = words[at].startswith("indict")
    near = words[at + 1 : end + 10]
    crime = any(word in CRIMES or word in DEEDS for word in near) or (about.status == "denied" and "anything" in near[:3])
    if not indicts and not ("with" in words[at + 1 : end + 2] and crime):
        return
    duty = about.passive and found[end].word == "with" and doing(found, end + 1) if end + 1 < len(found) else False
    if duty and words[at - 1] in ("is", "are") and words[end + 1] not in DEEDS:
        return  # "inspectors are charged with reporting on corruption"
    if not target or (not about.passive and (not by or words[at - 1] in CASES or text[by[0].start : by[0].end].split()[-1] in CASES)):
        return  # "the indictment does not charge Ada Stone"
    what = claim(found, text, end, ("with",)) or (claim(found, text, end, ("on",)) if indicts and crime else None)
    yield Told("charge", by, tuple(target), about.status, about.begin, max(at + 1, end), what)


def _ruling(
    found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, target: list[Span], by: tuple[Span, ...], end: int
) -> Iterator[Told]:
    word = words[at]
    bench = any(each.casefold() in BENCH for span in by for each in text[span.start : span.end].split())
    if word in ("rule", "rules", "ruled"):
        if bench and not about.passive:
            against: list[Span] = []
            if words[at + 1 : at + 2] == ["against"]:
                against, end = phrases(found, text, at + 2)
            yield Told("ruling", by, tuple(against), about.status, about.begin, max(at + 1, end))
    elif word in ("order", "orders", "ordered"):
        pays = "pay" in words[end : end + 2] or "pay" in words[at + 1 : at + 3]
        if pays and target and (bench or (about.passive and (not by or bench))):
            yield Told("ruling", by, tuple(target), about.status, about.begin, max(at + 1, end))
    elif word.startswith("sentence"):
        if target and "to" in words[at + 1 : end + 2] and (about.passive or bench):
            yield Told("ruling", by, tuple(target), about.status, about.begin, max(at + 1, end))
    elif target and (about.passive or bench):
        yield Told("ruling", by, tuple(target), about.status, about.begin, max(at + 1, end), claim(found, text, end, ("of",)))


def _found_guilty(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    verb = next((n for n in range(at - 1, max(-1, at - 4), -1) if words[n] == "found"), None)
    if verb is None:
        return
    about = clause(found, text, verb)
    if about.passive and about.real:
        whom, _ = agent(found, text, at + 1)
        yield Told("ruling", tuple(whom), about.subjects, about.status, about.begin, at + 1, claim(found, text, at + 1, ("of",)))


def _faces(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    if words[at] == "charges" and any(word in ("faces", "facing", "faced") for word in words[max(0, at - 4) : at]):
        verb = next(n for n in range(at - 1, -1, -1) if words[n] in ("faces", "facing", "faced"))
        if any(word in CRIMES for word in words[verb : at + 6]):
            about = clause(found, text, verb)
            if about.real:
                yield Told("charge", (), about.subjects, about.status, about.begin, at + 1, claim(found, text, at + 1, ("of",)))
    elif words[at] == "plea" and {"guilty", "contest"} & set(words[max(0, at - 3) : at + 5]):
        entered = next((n for n in range(at - 1, max(-1, at - 5), -1) if words[n] in ("entered", "enters", "enter")), None)
        if entered is not None:
            about = clause(found, text, entered)
            yield Told("plea", about.subjects, (), about.status, about.begin, at + 1)
