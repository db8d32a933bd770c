"""Requests for comment, and how they were answered.

In:  the tokens of a sentence and where "comment", a verb of answering or "reached" stands.
Out: each request, refusal and silence as `Told`.
Not here: steps of law (telling.py, cases.py); what was answered, which is a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sayso.english.words import Token
from sayso.schema import Span
from sayso.steps.clauses import Told, clause
from sayso.steps.parties import agent, phrases
from sayso.steps.verbs import ASKS, REQUESTS


def comment(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """What "comment" tells: a refusal, or a request "for comment"."""
    low = max(0, at - 4)
    before = words[low:at]
    verb = next(
        (n for n in range(at - 1, low - 1, -1) if words[n] in ("declined", "declines", "declining", "refused", "refuses", "refusing")), None
    )
    asked_for = {"to", "request", "requests"} & set(before)
    if verb is not None and (asked_for or verb == at - 1):
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


_ASKED: Final = frozenset("asked reached contacted approached".split())
_SAID: Final = frozenset("said says told replied responded referred declined denied wrote called added directed pointed".split())


def _asked(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A request: "has contacted X and Y for comment", "was approached for comment", "asked for comment, X said"."""
    if at == 2 and words[0] in _ASKED and words[1] == "for":
        comma = next((n for n in range(at + 1, min(at + 12, len(words) - 1)) if words[n] == ","), None)
        target, end = phrases(found, text, comma + 1) if comma is not None else ([], at)
        if target and end < len(words) and words[end] in _SAID:
            yield Told("comment_request", (), tuple(target), "done", 0, max(at + 1, end))
        return
    for verb in range(at - 2, max(-1, at - 24), -1):
        reach = words[verb] in ("reached", "reach", "reaching") and words[verb + 1 : verb + 3] == ["out", "to"]
        if words[verb] in ASKS or reach:
            about = clause(found, text, verb)
            if about.passive:
                yield Told("comment_request", tuple(agent(found, text, verb + 1)[0]), about.subjects, about.status, about.begin, at + 1)
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
        if words[verb] in (".", ";", "but"):
            return


def reply(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A silence: "did not respond to requests", "has not returned a call"."""
    about = clause(found, text, at)
    neither = bool(about.subjects) and about.begin > 0 and words[about.begin - 1] == "neither"
    neither = neither or (about.begin < len(words) and words[about.begin] == "neither")
    if about.status != "denied" and not neither:
        return
    rest = words[at + 1 : at + 9]
    if words[at].startswith("return"):
        if not any(word in REQUESTS for word in rest[:4]):
            return
    elif not any(word in REQUESTS for word in rest) or {"can", "can't", "could", "couldn't", "cannot"} & set(words[max(0, at - 4) : at]):
        return
    if about.subjects and about.subjects[0].of(text).casefold() not in ("i", "i've", "i’ve"):
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)


def not_reached(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A silence: "could not be reached"."""
    about = clause(found, text, at)
    sought = not words[at + 1 : at + 2] or words[at + 1] in (".", "for", "by", "at", "on", "immediately")
    if sought and about.subjects and any(word in ("not", "n't", "couldn't") for word in words[max(0, at - 4) : at]):
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)
