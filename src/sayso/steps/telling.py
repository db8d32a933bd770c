"""A sentence's words in, the legal and procedural steps that it tells of out, as phrases.

In:  the tokens of one sentence.
Out: `told_in(...)`: each step as `Told`: its kind, the spans of its parties, its claim, where it stands.
Not here: whom a phrase means, sums, days and forums (__init__.py); clauses (clauses.py); the verbs (verbs.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.english.words import Token, noun_phrase, span_of
from sayso.schema import Span, StepKind, StepStatus
from sayso.steps.clauses import BE, Clause, clause, joined, phrases
from sayso.steps.verbs import ACTION, ASKS, BENCH, CASES, CRIMES, FILES, JUDGED, LEGAL, NOUNS, REPLIES, REQUESTS, VERBS

_ARTICLES: Final = frozenset("a an the his her their its another".split())


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


# -- what a sentence tells -------------------------------------------------------------------------


def told_in(found: Sequence[Token], text: str) -> Iterator[Told]:
    """The steps that a sentence tells of, in order of their verbs."""
    words = [token.word for token in found]
    for at, word in enumerate(words):
        kind = VERBS.get(word)
        if word == "charges" and any(one in ("faces", "facing", "faced") for one in words[max(0, at - 4) : at]):
            yield from _faces(found, text, words, at)
        elif word in NOUNS and at > 0 and words[at - 1] in _ARTICLES:
            yield from _noun(NOUNS[word], found, text, words, at)
        elif kind is not None:
            yield from _verb(kind, found, text, words, at)
        elif word in NOUNS or (word in ACTION and at > 0 and words[at - 1] in LEGAL):
            yield from _noun(NOUNS.get(word, "lawsuit"), found, text, words, at)
        elif word == "court" and at > 1 and words[at - 1] == "to":
            yield from _to_court(found, text, words, at)
        elif word == "settlement":
            yield from _reached(found, text, words, at)
        elif word == "guilty":
            yield from _found_guilty(found, text, words, at)
        elif word == "plea":
            yield from _faces(found, text, words, at)
        elif word == "comment":
            yield from _comment(found, text, words, at)
        elif word in REPLIES:
            yield from _reply(found, text, words, at)
        elif word == "reached" and words[max(0, at - 3) : at].count("be"):
            yield from _not_reached(found, text, words, at)


_GERUND_OF: Final = frozenset(
    "deny denies denied denying consider considers considered considering of not never since now also currently still".split()
)
_ALSO_NOUNS: Final = frozenset("arrest charge charges sentence rule rules order orders convict convicts drop drops toss settle".split())
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
    about = clause(found, text, at)
    target, end = phrases(found, text, at + 1)
    by = about.subjects
    if about.passive and words[at] == "convicted" and target and text[target[0].start].islower() and found[end - 1].word.endswith("s"):
        return  # "were convicted criminals"
    if about.passive:
        agent, _ = _agent(found, text, at + 1)
        target, by = list(about.subjects), tuple(agent)
        end = at + 1
    if kind in ("lawsuit", "countersuit"):
        if not target and not (words[at + 1 : at + 2] and words[at + 1] in ("over", "for", "in", ".", ",")):
            return
        claim = _claim(found, text, end, ("for",))
        yield Told(kind, tuple(by), tuple(target), about.status, about.begin, max(at + 1, end), claim)
        if not about.passive:
            yield from _as_well(kind, found, text, words, end, tuple(by), about.status)
    elif kind == "charge":
        yield from _charge(found, text, words, at, about, target, tuple(by), end)
    elif kind == "arrest":
        if target:
            claim = (
                _claim(found, text, end, ("of", "for")) if "suspicion" in words[end : end + 3] or "for" in words[end : end + 2] else None
            )
            if claim is None and "suspicion" in words[end : end + 3]:
                claim = _claim(found, text, words.index("suspicion", end) + 1, ("of",))
            if about.passive or by:
                yield Told(kind, tuple(by), tuple(target), about.status, about.begin, max(at + 1, end), claim)
    elif kind == "plea":
        if "guilty" in words[at + 1 : at + 3] or "contest" in words[at + 1 : at + 3]:
            last = next(place for place in range(at + 1, at + 4) if words[place] in ("guilty", "contest"))
            yield Told(kind, tuple(by), (), about.status, about.begin, last + 1, _claim(found, text, last + 1, ("to",)))
    elif kind == "ruling":
        yield from _ruling(found, text, words, at, about, target, tuple(by), end)
    elif kind == "settlement":
        yield from _settled(found, text, words, at, about, end)
    elif kind == "appeal":
        rest = words[at + 1 : at + 6]
        if rest[:1] == ["court"] or (words[at] in ("appeal", "appeals") and not (at > 0 and words[at - 1] in _BEFORE_VERB)):
            return  # "the appeals court", "his populist appeal"
        judged = any(word in JUDGED for word in rest) and (not rest or rest[0] not in ("for", "to"))
        alone = not rest or rest[0] in (".", ",", "on", "against", "last", "and")
        if (judged or alone) and not about.passive and by:
            yield Told(kind, tuple(by), (), about.status, about.begin, at + 1)
    elif kind == "dismissal":
        yield from _dismissed(found, text, words, at, about, end)


def _agent(found: Sequence[Token], text: str, start: int) -> tuple[list[Span], int]:
    """Whoever "by" names behind a passive."""
    for at in range(start, min(start + 14, len(found) - 1)):
        if found[at].word in (";", ":", "who", "which", "that", "and"):
            break
        if found[at].word == "by":
            return phrases(found, text, at + 1)
    return [], start


_NO_CLAIM: Final = frozenset("comment response pounds dollars euros million billion".split())


def _claim(found: Sequence[Token], text: str, start: int, behind: tuple[str, ...]) -> Span | None:
    """What a step is for: the phrase behind "for", "with", "of" or "to", if it is no sum and nobody."""
    for at in range(start, min(start + 2, len(found) - 1)):
        if found[at].word in behind:
            end = noun_phrase(found, text, at + 1)
            while end < len(found) - 1 and end > at + 1 and found[end].word == "of" and noun_phrase(found, text, end + 1) > end + 1:
                end = noun_phrase(found, text, end + 1)
            inside = found[at + 1 : end]
            named = end > at + 1 and text[found[at + 1].start].isupper()
            if inside and not named and not any(token.word[0] in "$£€0123456789" or token.word in _NO_CLAIM for token in inside):
                return span_of(found, at + 1, end)
    return None


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
    crime = any(word in CRIMES for word in near)
    if not indicts and not ("with" in words[at + 1 : end + 2] and crime):
        return
    if not target or (not about.passive and not by):
        return
    claim = _claim(found, text, end, ("with",)) or (_claim(found, text, end, ("on",)) if indicts and crime else None)
    yield Told("charge", by, tuple(target), about.status, about.begin, max(at + 1, end), claim)


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
        yield Told("ruling", by, tuple(target), about.status, about.begin, max(at + 1, end), _claim(found, text, end, ("of",)))


def _settled(found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, end: int) -> Iterator[Told]:
    """A settlement: "settled with X", "settled the case", "agreed to pay X ... to settle the lawsuit"."""
    rest = words[at + 1 : at + 9]
    with_whom: list[Span] = []
    last = at + 1
    for place in range(at + 1, min(at + 9, len(words) - 1)):
        if words[place] == "with":
            with_whom, last = phrases(found, text, place + 1)
            break
    of_law = any(word in CASES or word in ("claim", "claims", "dispute") for word in rest) or "court" in rest
    named = [one for one in with_whom if text[one.start].isupper() or found[last - 1].word in ("him", "her", "them")]
    if not of_law and not named:
        return
    subjects, begin = about.subjects, about.begin
    status = about.status
    pay = next((place for place in range(at - 1, -1, -1) if words[place] == "pay"), None)
    if words[at - 1 : at] == ["to"] and pay is not None:
        before = clause(found, text, pay)
        subjects, begin = before.subjects, before.begin
        status = "denied" if before.status == "denied" else "done" if "agreed" in words[max(0, pay - 3) : pay] else before.status
        with_whom, _ = phrases(found, text, pay + 1)
    if subjects:
        yield Told("settlement", tuple(subjects), tuple(with_whom), status, begin, max(last, at + 1))


def _reached(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    verb = next(
        (place for place in range(at - 1, max(-1, at - 6), -1) if words[place] in ("reached", "reach", "reaches", "agreed", "signed")), None
    )
    if verb is None:
        return
    about = clause(found, text, verb)
    with_whom, end = phrases(found, text, at + 2) if words[at + 1 : at + 2] == ["with"] else ([], at + 1)
    status = "done" if words[verb] == "agreed" and about.status == "planned" else about.status
    if about.subjects:
        yield Told("settlement", about.subjects, tuple(with_whom), status, about.begin, max(end, at + 1))


def _dismissed(found: Sequence[Token], text: str, words: list[str], at: int, about: Clause, end: int) -> Iterator[Told]:
    """A case thrown out or dropped; `against` is whose case, or who was charged."""
    out = 1 if words[at].startswith(("thr", "toss")) else 0
    if out and "out" not in words[at + 1 : at + 2] and not words[at].startswith("toss"):
        return
    if about.passive:
        case = about.subjects
        first = about.begin
        agent, last = _agent(found, text, at + 1)
        by: tuple[Span, ...] = tuple(agent)
    else:
        case_list, last = phrases(found, text, at + 1 + (1 if words[at + 1 : at + 2] == ["out"] else 0))
        case, first, by = tuple(case_list), about.begin, about.subjects
    if not case or not any(word in CASES for span in case for word in text[span.start : span.end].casefold().replace("’", "'").split()):
        return
    whose = list(_whose(text, case))
    if not whose:
        whole = range(first, min(len(words), max(last, at) + 6))
        place = next((n for n in whole if words[n] == "against"), None)
        whose = phrases(found, text, place + 1)[0] if place is not None else []
    yield Told("dismissal", by, tuple(whose), about.status, first, max(last, at + 1))


def _whose(text: str, case: Sequence[Span]) -> Iterator[Span]:
    """Whose case it is: "Ada Stone" of "Ada Stone's lawsuit"."""
    for span in case:
        words = span.of(text)
        for mark in ("'s ", "’s "):
            if mark in words:
                yield Span(span.start, span.start + words.index(mark))
                return


_PARTS: Final = frozenset(", and by against over of for about from to that".split())


def _noun(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A case that a noun names: "filed a lawsuit against X", "a lawsuit filed by X", "in a $400m lawsuit"."""
    behind = next((place for place in range(at - 1, max(-1, at - 9), -1) if words[place] in FILES), None)
    ahead = at + 1 if words[at + 1 : at + 2] and words[at + 1] in ("filed", "brought", "lodged", "launched", "made") else None
    if kind == "complaint" and behind is None and ahead is None and not any(words[at + 1 : at + 6].count(word) for word in ("was", "from")):
        return
    against = _against(found, text, words, at + 1)
    if behind is not None and not any(words[place] in _PARTS for place in range(behind + 1, at)):
        about = clause(found, text, behind)
        if about.passive or not about.subjects:
            return
        if words[behind] in ("take", "takes", "took", "taken", "taking", "make", "makes", "made") and kind not in ("lawsuit", "complaint"):
            return
        yield Told(kind, about.subjects, tuple(against), about.status, about.begin, at + 1, _claim(found, text, at + 1, ("for",)))
    elif ahead is not None and "by" in words[ahead : ahead + 2]:
        agent, end = _agent(found, text, ahead)
        yield Told(kind, tuple(agent), tuple(against), "done", max(0, at - 2), max(end, ahead + 1))
    elif passive := next((n for n in range(at + 1, min(at + 9, len(words))) if words[n] in FILES and words[n - 1] in BE), None):
        agent, end = _agent(found, text, passive + 1)
        yield Told(kind, tuple(agent), tuple(against), clause(found, text, passive).status, max(0, at - 1), max(end, passive + 1))
    elif (
        kind == "complaint"
        and words[at + 1 : at + 2] == ["from"]
        and {"received", "receives", "got", "upheld"} & set(words[max(0, at - 5) : at])
    ):
        agent, end = phrases(found, text, at + 2)
        yield Told(kind, tuple(agent), tuple(against), "done", max(0, at - 1), max(end, at + 1))
    elif kind in ("lawsuit", "countersuit"):
        yield from _nominal(kind, found, text, words, at, against)


def _against(found: Sequence[Token], text: str, words: list[str], start: int) -> list[Span]:
    for at in range(start, min(start + 10, len(words) - 1)):
        if words[at] == "against":
            return phrases(found, text, at + 1)[0]
        if words[at] in (",", ";", ":"):
            break
    return []


def _nominal(kind: StepKind, found: Sequence[Token], text: str, words: list[str], at: int, against: list[Span]) -> Iterator[Told]:
    """A case in passing: "X accused Y of fraud in a $9m lawsuit": whoever the sentence is about brings it."""
    low = at
    while low > 0 and words[low - 1] not in ("in", ",", "and", "the") and at - low < 8:
        low -= 1
    if low == 0 or words[low - 1] != "in" or words[low] not in ("a", "an", "his", "her", "their", "its"):
        return
    verb = next((n for n, word in enumerate(words) if word.startswith(("accus", "alleg", "claim", "seek"))), None)
    if verb is None:
        return
    about = clause(found, text, verb)
    accused = against or (phrases(found, text, verb + 1)[0] if words[verb].startswith("accus") else [])
    if about.subjects and accused:
        first = min(about.begin, low - 1)
        yield Told(kind, about.subjects, tuple(accused), "done", first, max(at + 1, verb + 1), nominal=True)


def _to_court(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    verb = next((n for n in range(at - 2, max(-1, at - 9), -1) if words[n] in ("take", "takes", "took", "taken", "taking")), None)
    if verb is not None:
        about = clause(found, text, verb)
        target = joined(found, text, verb + 1, at - 1) if verb + 1 < at - 1 else []
        if about.subjects and target:
            yield Told("lawsuit", about.subjects, tuple(target), about.status, about.begin, at + 1)


def _found_guilty(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    verb = next((n for n in range(at - 1, max(-1, at - 4), -1) if words[n] == "found"), None)
    if verb is None:
        return
    about = clause(found, text, verb)
    if about.passive:
        agent, _ = _agent(found, text, at + 1)
        yield Told("ruling", tuple(agent), about.subjects, about.status, about.begin, at + 1, _claim(found, text, at + 1, ("of",)))


def _faces(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    if words[at] == "charges" and any(word in ("faces", "facing", "faced") for word in words[max(0, at - 4) : at]):
        verb = next(n for n in range(at - 1, -1, -1) if words[n] in ("faces", "facing", "faced"))
        if any(word in CRIMES for word in words[verb : at + 6]):
            about = clause(found, text, verb)
            yield Told("charge", (), about.subjects, about.status, about.begin, at + 1, _claim(found, text, at + 1, ("of",)))
    elif words[at] == "plea" and {"guilty", "contest"} & set(words[max(0, at - 3) : at + 5]):
        entered = next((n for n in range(at - 1, max(-1, at - 5), -1) if words[n] in ("entered", "enters", "enter")), None)
        if entered is not None:
            about = clause(found, text, entered)
            yield Told("plea", about.subjects, (), about.status, about.begin, at + 1)


# -- requests for comment --------------------------------------------------------------------------


def _comment(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    low = max(0, at - 4)
    before = words[low:at]
    verb = next(
        (n for n in range(at - 1, low - 1, -1) if words[n] in ("declined", "declines", "declining", "refused", "refuses", "refusing")), None
    )
    if verb is not None and ("to" in before or verb == at - 1):
        about = clause(found, text, verb)
        if about.subjects:
            yield Told("comment_declined", about.subjects, (), "done", about.begin, at + 1)
        return
    if before[-2:] == ["would", "not"] or before[-1:] == ["wouldn't"] or before[-2:] == ["had", "no"] or before[-2:] == ["has", "no"]:
        about = clause(found, text, at if before[-1] != "no" else at - 2)
        if about.subjects:
            yield Told("comment_declined", about.subjects, (), "done", about.begin, at + 1)
        return
    if before[-1:] == ["for"] or before[-2:] in (["for", "a"], ["for", "further"]):
        yield from _asked(found, text, words, at)


_SPEAKS_FOR: Final = re.compile(
    r"(?i)(?:the\s+|a\s+)?(?:representatives?|spokes\w+|lawyers?|attorneys?|teams?|publicists?|agents?)\s+(?:of|for)\s+(?=\S)"
)


def _behind(text: str, span: Span) -> Span:
    """Whom representatives stand for: "representatives of Ada Stone" are asked on her behalf."""
    found = _SPEAKS_FOR.match(text, span.start, span.end)
    return Span(found.end(), span.end) if found is not None else span


def _asked(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A request: "has contacted X and Y for comment", "was approached for comment"."""
    for verb in range(at - 2, max(-1, at - 24), -1):
        reach = words[verb] in ("reached", "reach", "reaching") and words[verb + 1 : verb + 3] == ["out", "to"]
        if words[verb] in ASKS or reach:
            about = clause(found, text, verb)
            if about.passive:
                yield Told("comment_request", tuple(_agent(found, text, verb + 1)[0]), about.subjects, about.status, about.begin, at + 1)
                return
            first = verb + 3 if reach else verb + 1
            target, end = phrases(found, text, first)
            target = [_behind(text, one) for one in target]
            if (
                target
                and end < at
                and words[end] in ("for", "of")
                and words[end + 1 : end + 2] != ["comment"]
                and any(
                    word in text[target[-1].start : target[-1].end].casefold()
                    for word in ("represent", "spokes", "lawyer", "team", "publicist")
                )
            ):
                target, end = phrases(found, text, end + 1)
            if about.subjects and target:
                yield Told("comment_request", about.subjects, tuple(target), about.status, about.begin, at + 1)
            return
        if words[verb] in (".", ";"):
            return


def _reply(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    about = clause(found, text, at)
    neither = bool(about.subjects) and about.begin > 0 and words[about.begin - 1] == "neither"
    neither = neither or (about.begin < len(words) and words[about.begin] == "neither")
    if about.status != "denied" and not neither:
        return
    rest = words[at + 1 : at + 9]
    if words[at].startswith("return"):
        if not any(word in ("call", "calls", "message", "messages", "email", "emails") for word in rest[:4]):
            return
    elif not any(word in REQUESTS for word in rest) or {"can", "can't", "could", "couldn't", "cannot"} & set(words[max(0, at - 4) : at]):
        return
    if about.subjects:
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)


def _not_reached(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    about = clause(found, text, at)
    sought = not words[at + 1 : at + 2] or words[at + 1] in (".", "for", "by", "at", "on", "immediately")
    if sought and about.subjects and any(word in ("not", "n't", "couldn't") for word in words[max(0, at - 4) : at]):
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)
