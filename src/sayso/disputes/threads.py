"""Allegations in, threads out: those that are the same in other words together, with their answers and steps.

In:  what each document tells, parties joined.
Out: `threads_of(...)`: the threads, and the answers and steps that belong to none.
Not here: how alike words are (sameness.py).

Two allegations are one where the same party makes them, they name no different targets, and their telling words are alike.
An allegation without words of its own ("she repeated the accusation") is the one before it.  An answer goes to the
allegations against whoever gives it in the same document: to the one whose words it shares, to all of them where it speaks
of "the allegations" or of none in particular; from elsewhere only by its own words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso import rows
from sayso.disputes.sameness import ALIKE, Weights
from sayso.disputes.telling import REFUSES, SUES, Told
from sayso.english.words import plain
from sayso.schema import Line, State, Thread

_LOOKED_AT: Final = 60  # wordings of a thread that a new one is held against, the commonest
_OFTEN: Final = 0.25  # share of a thread's allegations with targets that must name one, or he is none of the thread's
_ANSWERS: Final = 0.34  # how alike an answer must be to an allegation that it is given to by its words
_ALL: Final = re.compile(
    r"\b(?:all|any|both|every|each|these|those|such|the|her|his|their)\s+(?:of\s+)?(?:(?:the|her|his|their|these|\w+['’]s?)\s+)?(?:\w+\s+)?"
    r"(?:allegations|accusations|claims|charges|complaints)\b|\bwrongdoing\b|\bnothing\s+wrong\b|\bimpropriety\b"
)
_ONE: Final = re.compile(r"\b(?:allegation|accusation|claim|charge|complaint|suggestion|lawsuit|suit)s?\b")
_RANK: Final[Mapping[str, State]] = {
    "admit": "admitted",
    "apologise": "apologised",
    "deny": "denied",
    "decline": "declined",
    "comment_declined": "declined",
    "no_response": "silent",
    "comment_request": "asked",
}


@dataclass(slots=True)
class _Thread:
    """A thread in the making."""

    by: tuple[str, ...]
    against: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    wordings: Counter[frozenset[str]] = field(default_factory=Counter)
    answers: dict[str, Line] = field(default_factory=dict)
    steps: dict[str, Line] = field(default_factory=dict)

    def targets(self) -> tuple[str, ...]:
        """Whom its allegations name, but for slips: the commonest first."""
        named = sum(1 for line in self.lines if line.against)
        return tuple(one for one, often in self.against.most_common() if often >= _OFTEN * named)


def threads_of(told: Sequence[Told]) -> tuple[list[Thread], list[Line]]:
    """The threads, the oldest first, and the answers and steps that belong to none."""
    words = {key: one for each in told for key, one in each.words.items()}
    order = {line.id: at for at, line in enumerate(line for each in told for line in each.lines)}
    allegations = [line for each in told for line in each.lines if line.kind == "allegation"]
    weights = Weights(words[line.id] for line in allegations)
    threads = _grouped(allegations, words, weights, order)
    home = {line.id: one for one in threads for line in one.lines}
    others: list[Line] = []
    for each in told:
        for line in each.lines:
            if line.kind == "answer" or line.what in REFUSES:
                meant = _answered(line, each, threads, home, words, weights)
            elif line.kind == "step":
                meant = _stepped(line, each, threads, home, words, weights)
            else:
                continue
            for one in meant:
                (one.answers if line.kind == "answer" or line.what in REFUSES else one.steps)[line.id] = line
            if not meant:
                others.append(line)
    return [_made(one, order) for one in sorted(threads, key=lambda one: min((_when(line), order[line.id]) for line in one.lines))], others


# -- allegations ---------------------------------------------------------------------------------


def _grouped(allegations: Sequence[Line], words: Mapping[str, frozenset[str]], weights: Weights, order: Mapping[str, int]) -> list[_Thread]:
    """Allegations as threads: those first whose words and targets tell most."""
    threads: list[_Thread] = []
    of_party: dict[str, list[_Thread]] = defaultdict(list)
    here: dict[tuple[str, str], list[tuple[int, _Thread]]] = defaultdict(list)  # document, accuser -> places of its threads
    waiting: list[Line] = []

    def put(line: Line, thread: _Thread | None) -> None:
        if thread is None:
            thread = _Thread(line.by)
            threads.append(thread)
            for one in line.by or ("",):
                of_party[one].append(thread)
        thread.lines.append(line)
        thread.against.update(line.against)
        if words[line.id]:
            thread.wordings[words[line.id]] += 1
        for one in line.by or ("",):
            here[line.document_id, one].append((order[line.id], thread))

    def candidates(line: Line) -> Iterator[_Thread]:
        seen: set[int] = set()
        for one in [thread for key in line.by for thread in of_party[key]] if line.by else threads:
            if id(one) not in seen and (not line.against or not one.against or set(line.against) & set(one.against)):
                seen.add(id(one))
                yield one

    for line in sorted(allegations, key=lambda line: (not line.by, not line.against, -len(words[line.id]), order[line.id])):
        if not words[line.id]:
            waiting.append(line)
            continue
        scored = [(_alike(words[line.id], one, weights), -at, one) for at, one in enumerate(candidates(line))]
        best = max(scored, key=lambda one: one[:2], default=None)
        put(line, best[2] if best is not None and best[0] >= ALIKE else None)
    for line in sorted(waiting, key=lambda line: order[line.id]):
        fitting = {id(one) for one in candidates(line)}
        before = [pair for key in line.by or ("",) for pair in here[line.document_id, key] if id(pair[1]) in fitting]
        near = max((pair for pair in before if pair[0] < order[line.id]), key=lambda pair: pair[0], default=None)
        near = near or min(before, key=lambda pair: pair[0], default=None)
        left = list(candidates(line))
        put(line, near[1] if near is not None else left[0] if len(left) == 1 and line.by else None)
    return threads


def _alike(words: frozenset[str], thread: _Thread, weights: Weights) -> float:
    """How alike some words are to the likest wording of a thread."""
    return max((weights.alike(words, one) for one, _ in thread.wordings.most_common(_LOOKED_AT)), default=0.0)


# -- answers and steps ---------------------------------------------------------------------------


def _answered(
    line: Line,
    told: Told,
    threads: Sequence[_Thread],
    home: Mapping[str, _Thread],
    words: Mapping[str, frozenset[str]],
    weights: Weights,
) -> list[_Thread]:
    """The threads that an answer answers."""
    mine = [one for one in threads if set(line.by) & set(one.targets())]
    inside = [home[one.id] for one in told.lines if one.kind == "allegation" and home[one.id] in mine]
    near = list({id(one): one for one in inside}.values())
    said = plain(line.text)
    scored = sorted(
        ((_alike(words[line.id], one, weights), -at, one) for at, one in enumerate(near or mine)), key=lambda one: one[:2], reverse=True
    )
    by_words = [one for score, _, one in scored if score >= _ANSWERS and score >= 0.6 * scored[0][0]]
    if not near:  # only what it says itself can tell which allegation it means
        named = {key for key, names in told.aliases.items() if any(plain(name) in said for name in names)} - set(line.by)
        meant = [one for one in mine if named & set(one.by)]
        return by_words or (meant if line.what == "deny" and _ONE.search(said) else [])
    if line.what in ("admit", "apologise"):
        return by_words or (near if _ONE.search(said) else [])
    accusers = [one for one in near if set(line.against) & set(one.by)]
    if line.what in ("decline", *REFUSES) or _ALL.search(said):
        return accusers or near
    if by_words:
        return by_words
    before = [one for one in told.lines if one.kind == "allegation" and one.told.start < line.told.start and home[one.id] in near]
    return [home[before[-1].id]] if before and _ONE.search(said) else accusers or near


def _stepped(
    line: Line,
    told: Told,
    threads: Sequence[_Thread],
    home: Mapping[str, _Thread],
    words: Mapping[str, frozenset[str]],
    weights: Weights,
) -> list[_Thread]:
    """The threads that a step belongs to: both sides are its sides; of several, the one whose words it shares."""
    if line.what == "comment_request":
        inside = {id(home[one.id]): home[one.id] for one in told.lines if one.kind == "allegation"}
        return [one for one in inside.values() if set(line.against) & set(one.targets())]
    sides = set(line.by) | set(line.against)
    fitting = [one for one in threads if sides & set(one.by) and sides & set(one.targets())]
    if line.what in SUES and line.claim and len(fitting) > 1:
        alike = [one for one in fitting if _alike(words[line.id], one, weights) >= ALIKE]
        return alike or fitting
    return fitting


# -- what comes out ------------------------------------------------------------------------------


def _made(one: _Thread, order: Mapping[str, int]) -> Thread:
    lines = _sorted(one.lines, order)
    against = one.targets()
    replies = [line.what for line in one.answers.values()] + [line.what for line in one.steps.values() if line.what == "comment_request"]
    found = [state for what, state in _RANK.items() if what in replies]
    return Thread(
        id=rows.identify("th-", [lines[0].id])[0],
        by=one.by,
        against=against,
        allegations=lines,
        answers=_sorted(one.answers.values(), order),
        steps=_sorted(one.steps.values(), order),
        state=found[0] if found else "unanswered",
    )


def _sorted(lines: Iterable[Line], order: Mapping[str, int]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (_when(line), order[line.id])))


def _when(line: Line) -> str:
    """A key that sorts by time; what has none comes last."""
    return line.date or line.published or "9999"
