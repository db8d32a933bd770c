"""Requests for comment, and how they were answered.

In:  the tokens of a sentence and where "comment", a verb of answering or "reached" stands.
Out: each request, refusal and silence as `Told`; `silent(...)`: the silence that a sentence of its own tells of, behind a request.
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
    elif not (any(word in REQUESTS for word in rest) or _questions(words[at], rest)) or {
        "can",
        "can't",
        "could",
        "couldn't",
        "cannot",
    } & set(words[max(0, at - 4) : at]):
        return
    if about.subjects and about.subjects[0].of(text).casefold() not in ("i", "i've", "i’ve"):
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)


def _questions(verb: str, rest: Sequence[str]) -> bool:
    """Whether questions that were left unanswered are a reporter's: "did not respond to questions", "did not answer our questions"."""
    at = next((n for n, word in enumerate(rest) if word in ("question", "questions")), None)
    return at is not None and (verb.startswith(("respon", "repl")) or bool(_REPORTERS & set(rest[:at])))


_REPORTERS: Final = frozenset("our emailed e-mailed written detailed submitted reporters' newspaper's paper's".split())
_NO_ANSWER: Final = re.compile(
    r"(?:went|gone|remained|left)\s(?:unanswered|unreturned)|went\s(?:straight\s)?to\s(?:voice\s?mail|answerphone)"
    r"|(?:was|were|been|is|are)\s(?:not|n't)\s(?:immediately\s|yet\s)?(?:returned|answered)|(?:drew|got|received|brought|elicited|met\swith)\sno\s(?:reply|response|answer)"
)


def unanswered(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A silence told of what was sent: "Calls to Lund were not returned", "An email to the firm went unanswered"."""
    if not any(word in REQUESTS or word in ("question", "questions") for word in words[max(0, at - 3) : at]) or not _NO_ANSWER.search(
        " ".join(words[at:])
    ):
        return
    if words[at] == "for" and {"request", "requests"} & set(words[max(0, at - 2) : at]):
        return  # "a request for a meeting"
    first = at + 1
    if words[at] == "at" and "of" in words[first : first + 3]:
        first = words.index("of", first) + 1  # "left at the offices of Lund Ltd"
    target, end = phrases(found, text, first)
    if target:
        yield Told("no_response", (_behind(text, target[0]),), (), "done", max(0, at - 2), end)


def put_to(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A request that puts something to somebody: "The Gazette put the claims to Lund"."""
    to = next((n for n in range(at + 1, min(at + 6, len(words))) if words[n] == "to"), None)
    if to is None or not _PUT.fullmatch(" ".join(words[at + 1 : to])):
        return
    about = clause(found, text, at)
    target, end = phrases(found, text, to + 1)
    if about.passive:
        yield Told("comment_request", (), tuple(target), about.status, about.begin, max(at + 1, end))
    elif target and about.subjects:
        yield Told("comment_request", about.subjects, tuple(target), about.status, about.begin, max(at + 1, end))


_PUT: Final = re.compile(
    r"(?:(?:the|these|those|his|her|its|their|all|both|several|a\slist\sof)\s)*(?:claim|allegation|accusation|question|complaint)s?"
)
_SILENT: Final = re.compile(
    r"(?:did|has|had|have|does|do)\s?(?:not|n't)\s(?:yet\s|immediately\s)?(?:answer|answered|reply|replied|respond|responded)(?:\syet)?\s?[.]?"
)
_SILENT_WORDS: Final = 9  # words and marks of such a sentence


def silent(found: Sequence[Token], text: str) -> Iterator[Told]:
    """The silence in a sentence of its own behind a request: "He did not answer."."""
    words = [token.word for token in found]
    verb = next(
        (n for n, word in enumerate(words) if word in ("did", "has", "had", "have", "does", "do", "didn't", "hasn't", "haven't")), None
    )
    if verb is None or verb == 0 or len(words) > _SILENT_WORDS:
        return
    if _SILENT.fullmatch(" ".join(words[verb:]).replace("n't", " n't")):
        subject, end = phrases(found, text, 0)
        if subject and end == verb:
            yield Told("no_response", tuple(subject), (), "done", 0, len(words) - 1)


def not_reached(found: Sequence[Token], text: str, words: list[str], at: int) -> Iterator[Told]:
    """A silence: "could not be reached"."""
    about = clause(found, text, at)
    sought = not words[at + 1 : at + 2] or words[at + 1] in (".", "for", "by", "at", "on", "immediately")
    if sought and about.subjects and any(word in ("not", "n't", "couldn't") for word in words[max(0, at - 4) : at]):
        yield Told("no_response", about.subjects, (), "done", about.begin, at + 1)
