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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sayso import rows
from sayso.disputes.accusing import PART
from sayso.disputes.sameness import ALIKE, VAGUE, Vocabulary, Weights, kinds_of
from sayso.disputes.telling import REFUSES, SUES, Told, nameless
from sayso.english.words import plain
from sayso.schema import Line, State, Thread

_LOOKED_AT: Final = 60  # wordings of a thread that a new one is held against, the commonest
_OFTEN: Final = 0.25  # share of a thread's allegations with targets that must name one, or he is none of the thread's
_NEAR: Final = 0.2  # how alike what stands in one document must be where one side is named
_SAME_WRONG: Final = 0.2  # what it is worth, beside their words, that two threads of the same sides name the same wrong
_NO_WRONG: Final = 0.05  # and that one of them names none
_ANSWERS: Final = 0.34  # how alike an answer must be to an allegation that it is given to by its words
_RIGHT_BEHIND: Final = 120  # characters between an allegation and what is admitted right behind it
_CALLED_FALSE: Final = frozenset(
    {"=lie", "=forge", "=defame"}
)  # "fabricated", "lies": what a denial calls an allegation, not what it is of
_ALL: Final = re.compile(
    r"\b(?:all|any|both|every|each|these|those|such|the|her|his|their)\s+(?:of\s+)?(?:(?:the|her|his|their|these|\w+['’]s?)\s+)?(?:\w+\s+)?"
    r"(?:allegations|accusations|claims|charges|complaints)\b|\bwrongdoing\b|\bnothing\s+wrong\b|\bimpropriety\b"
)
_ONE: Final = re.compile(r"\b(?:allegation|accusation|claim|charge|complaint|suggestion|lawsuit|suit)s?\b")
_ALSO: Final = re.compile(r"\b(?:also|separately)\s+(?:\w+ly\s+)?(?:accus|alleg|claim|charg|complain)\w*|\bseparately,")
_ALSO_WITHIN: Final = 30  # characters before an accusation and of it in which "also" stands
_RANK: Final[Mapping[str, State]] = {
    "admit": "admitted",
    "apologise": "apologised",
    "deny": "denied",
    "assert": "answered",
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
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    known: tuple[str, ...] | None = None  # its targets, once it is made

    def take(self, line: Line, words: frozenset[str]) -> None:
        """Take in one more allegation."""
        self.lines.append(line)
        self.against.update(line.against)
        if words:
            self.wordings[words] += 1
            self.vocabulary.add(words)

    def fits(self, other: _Thread) -> bool:
        """Whether both are against the same."""
        return bool(self.against.keys() & other.against.keys())

    def targets(self) -> tuple[str, ...]:
        """Whom its allegations name, but for slips: the commonest first."""
        if self.known is not None:
            return self.known
        named = sum(1 for line in self.lines if line.against)
        return tuple(one for one, often in self.against.most_common() if often >= _OFTEN * named)


def threads_of(told: Sequence[Told]) -> tuple[list[Thread], list[Line]]:
    """The threads, the oldest first, and the answers and steps that belong to none."""
    words = {key: one for each in told for key, one in each.words.items()}
    order = {line.id: at for at, line in enumerate(line for each in told for line in each.lines)}
    grouping = _Grouping(told, words, order)
    threads = grouping.threads_of()
    for one in threads:
        one.known = one.targets()
    home = {line.id: one for one in threads for line in one.lines}
    others: list[Line] = []
    for each in told:
        for line in each.lines:
            if line.kind == "answer" or line.what in REFUSES:
                meant = _answered(line, each, threads, home, grouping)
            elif line.kind == "step":
                meant = _stepped(line, each, threads, home, grouping)
            else:
                continue
            for one in meant:
                (one.answers if line.kind == "answer" or line.what in REFUSES else one.steps)[line.id] = line
            if not meant:
                others.append(line)
    return [
        _made(one, order, grouping.anonymous)
        for one in sorted(threads, key=lambda one: min((_when(line), order[line.id]) for line in one.lines))
    ], others


# -- allegations ---------------------------------------------------------------------------------


class _Grouping:
    """Allegations as threads: first those whose sides are both named, then the others by what they say and where."""

    def __init__(self, told: Sequence[Told], words: Mapping[str, frozenset[str]], order: Mapping[str, int]) -> None:
        self.words, self.order = words, order
        self.lines = [line for each in told for line in each.lines if line.kind == "allegation"]
        self.weights = Weights(words[line.id] for line in self.lines)
        self.texts = {each.document.id: each.document.text for each in told}
        self.anonymous = {key for each in told for key, one in each.parties.items() if nameless(one)}
        self.threads: list[_Thread] = []
        self.of_party: dict[str, list[_Thread]] = defaultdict(list)
        self.here: dict[str, list[tuple[int, _Thread]]] = defaultdict(list)  # document -> places of its threads

    def threads_of(self) -> list[_Thread]:
        """All allegations as threads."""
        whole = [line for line in self.lines if self._named(line.by) and self._named(line.against)]
        for line in sorted(whole, key=lambda line: (-len(self.words[line.id]), self.order[line.id])):
            found = self._likest(line, [one for one in self._of(line.by) if one.against.keys() & set(line.against)])
            self._put(line, found[1] if found is not None and found[0] >= ALIKE else None)
        self._merge()
        known = {line.id for line in whole}
        for line in sorted((line for line in self.lines if line.id not in known), key=lambda line: self._poverty(line)):
            self._put(line, self._home(line))
        self._merge()  # what began without a name may have got one
        return self.threads

    def _named(self, ids: Sequence[str]) -> bool:
        return bool(ids) and not self.anonymous & set(ids)

    def _poverty(self, line: Line) -> tuple[bool, bool, int, int]:
        """Those first that say most of whom they are about."""
        return (not self._named(line.by), not self._named(line.against), -len(self.words[line.id]), self.order[line.id])

    def _of(self, ids: Iterable[str]) -> list[_Thread]:
        return list({id(one): one for key in ids for one in self.of_party[key]}.values())

    def _put(self, line: Line, thread: _Thread | None) -> None:
        if thread is None:
            thread = _Thread(line.by)
            self.threads.append(thread)
        elif not self._named(thread.by) and self._named(line.by):
            thread.by = line.by
        thread.take(line, self.words[line.id])
        for one in line.by or ("",):
            if thread not in self.of_party[one]:
                self.of_party[one].append(thread)
        self.here[line.document_id].append((self.order[line.id], thread))

    def _likest(self, line: Line, threads: Sequence[_Thread]) -> tuple[float, _Thread] | None:
        """The thread whose words are most like a line's, and how like; of several the first."""
        words = self.words[line.id]
        scored = [(self.alike(words, one), -at, one) for at, one in enumerate(threads)]
        best = max(scored, key=lambda one: one[:2], default=None)
        return None if best is None else (best[0], best[2])

    def alike(self, words: frozenset[str], thread: _Thread) -> float:
        """How like some words are to a thread: to its likest wording, or to all of them together."""
        nearest = max((self.weights.alike(words, one) for one, _ in thread.wordings.most_common(_LOOKED_AT)), default=0.0)
        return max(nearest, thread.vocabulary.holds(words, self.weights) if thread.vocabulary.size > 1 else 0.0)

    def _merge(self) -> None:
        """Threads of the same two sides are one, unless each names a wrong that the other does not."""
        for small in sorted(self.threads, key=lambda one: len(one.lines)):
            as_large = [one for one in self._of(small.by) if one is not small and len(one.lines) >= max(1, len(small.lines))]
            rivals = [one for one in as_large if small.fits(one)]
            scored = [(self._kinship(small, one), len(one.lines), -at, one) for at, one in enumerate(rivals)]
            best = max(scored, key=lambda one: one[:3], default=None)
            if best is not None and best[0] > 0:
                self._join(best[3], small)
        self.threads = [one for one in self.threads if one.lines]
        for key, held in self.of_party.items():
            self.of_party[key] = [one for one in held if one.lines]

    def _kinship(self, small: _Thread, other: _Thread) -> float:
        """How much two threads of the same sides belong together; 0 where they are two."""
        shared = max((self.alike(words, other) for words in small.wordings), default=0.0)
        mine, theirs = small.vocabulary.families().keys(), other.vocabulary.families().keys()
        kinds, other_kinds = kinds_of(self._accused_of(small)), kinds_of(self._accused_of(other))
        if shared < ALIKE and ((kinds and other_kinds and not kinds & other_kinds) or self._told_as_two(small, other)):
            return 0.0
        return shared + (_SAME_WRONG if mine & theirs else _NO_WRONG)

    def _told_as_two(self, one: _Thread, other: _Thread) -> bool:
        """Whether a document tells of both as of two: "She has also accused Lund of ..."."""
        accusing = [[line for line in each.lines if line.what == "accuse"] for each in (one, other)]
        for mine, theirs in (accusing, accusing[::-1]):
            documents = {line.document_id: line.told.start for line in theirs}
            for line in mine:
                before = documents.get(line.document_id)
                if before is not None and before < line.told.start and _ALSO.search(plain(self._around(line))):
                    return True
        return False

    def _around(self, line: Line) -> str:
        """A line with what stands right before it."""
        return self.texts[line.document_id][max(0, line.told.start - _ALSO_WITHIN) : line.told.start] + line.text[:_ALSO_WITHIN]

    def _accused_of(self, thread: _Thread) -> set[str]:
        """The wrongs that its accusations name; what is only said of somebody, "revenge", may be no more than a way to put it."""
        return {word for line in thread.lines if line.what == "accuse" for word in self.words[line.id] if word.startswith("=")}

    def _join(self, into: _Thread, small: _Thread) -> None:
        for line in small.lines:
            into.take(line, self.words[line.id])
            self.here[line.document_id] = [(at, into if one is small else one) for at, one in self.here[line.document_id]]
        into.by = tuple(dict.fromkeys((*into.by, *small.by))) if set(into.by) != set(small.by) else into.by
        small.lines = []

    def _home(self, line: Line) -> _Thread | None:
        """The thread of an allegation of which not both sides are named; None where it is one of its own."""
        by, against = self._named(line.by), self._named(line.against)
        fitting = [
            one
            for one in (self._of(line.by) if by else self.threads)
            if (not against or not one.against or set(line.against) & one.against.keys()) and not set(line.against) & set(one.by)
        ]
        if line.id.endswith(PART):  # its first part is of another
            fitting = [one for one in fitting if all(each.id != line.id.rstrip(PART) for each in one.lines)]
        near = {id(one): at for at, one in self.here[line.document_id]}
        inside = [one for one in fitting if id(one) in near]
        best = self._likest(line, inside)
        if best is not None and self.words[line.id] and best[0] >= (_NEAR if by or against else ALIKE):
            return best[1]
        kin = [one for one in inside if (self.words[line.id] & one.vocabulary.families().keys()) - VAGUE]
        if kin and not (by and against):  # the only one of the same wrong in the document, else the likest of them
            alike = self._likest(line, kin)
            return None if alike is None else alike[1]
        if not self.words[line.id] and inside:  # "she repeated the accusation": the one before
            return min(inside, key=lambda one: (near[id(one)] > self.order[line.id], abs(near[id(one)] - self.order[line.id])))
        far = self._likest(line, fitting) if by or against else None
        if far is not None and far[0] >= ALIKE:
            return far[1]
        if len(inside) == 1 and (by or against):
            return inside[0]
        return fitting[0] if len(fitting) == 1 and by else None


# -- answers and steps ---------------------------------------------------------------------------


def _answered(
    line: Line,
    told: Told,
    threads: Sequence[_Thread],
    home: Mapping[str, _Thread],
    grouping: _Grouping,
) -> list[_Thread]:
    """The threads that an answer answers."""
    mine = [one for one in threads if set(line.by) & set(one.targets())]
    said = plain(line.text)
    named = {key for key, names in told.aliases.items() if any(_named_in(plain(name), said) for name in names)} - set(line.by)
    if line.what in ("deny", "admit", "apologise"):
        mine = [one for one in mine if named & set(one.by)] or mine  # "denies bullying Tolland" answers Tolland
        wrongs = kinds_of(grouping.words[line.id] - _CALLED_FALSE)
        mine = [one for one in mine if not wrongs or not (kinds := kinds_of(one.vocabulary.families())) or wrongs & kinds]
    inside = [home[one.id] for one in told.lines if one.kind == "allegation" and home[one.id] in mine]
    near = list({id(one): one for one in inside}.values())
    scored = sorted(
        ((grouping.alike(grouping.words[line.id], one), -at, one) for at, one in enumerate(near or mine)),
        key=lambda one: one[:2],
        reverse=True,
    )
    by_words = [one for score, _, one in scored if score >= _ANSWERS and score >= 0.6 * scored[0][0]]
    if not near:  # only what it says itself can tell which allegation it means
        meant = [one for one in mine if named & set(one.by)]
        same = [one for one in meant if grouping.words[line.id] & one.vocabulary.families().keys()]
        meant = [max(same, key=lambda one: len(one.lines))] if same and len(meant) > 1 else meant
        if len(meant) == 1 and line.what in ("deny", "admit", "apologise"):
            return by_words or meant  # "Lund apologised to Cho": there is but one thing between them
        return by_words or (meant if line.what == "deny" and _ONE.search(said) else [])
    if line.what in ("admit", "apologise"):
        told_to = [one for one in near if named & set(one.by)]  # "apologised to Cho for the culture"
        return by_words or told_to or (near if _ONE.search(said) else []) or _right_before(line, told, home, near)
    accusers = [one for one in near if set(line.against) & set(one.by)]
    if line.what in ("decline", *REFUSES) or _ALL.search(said):
        return accusers or near
    if by_words:
        return by_words
    before = [one for one in told.lines if one.kind == "allegation" and one.told.start < line.told.start and home[one.id] in near]
    return [home[before[-1].id]] if before and (_ONE.search(said) or line.what == "assert") else accusers or near


def _right_before(line: Line, told: Told, home: Mapping[str, _Thread], near: Sequence[_Thread]) -> list[_Thread]:
    """The thread of the allegation that stands right before a line, in the same paragraph or at the end of the one before."""
    before = [one for one in told.lines if one.kind == "allegation" and one.told.end <= line.told.start and home[one.id] in near]
    last = max(before, key=lambda one: one.told.end, default=None)
    if last is None:
        return []
    between = told.document.text[last.told.end : line.told.start]
    return [home[last.id]] if len(between) < _RIGHT_BEHIND and between.strip().count("\n") == 0 else []


def _named_in(name: str, words: str) -> bool:
    """Whether some words hold a name as a word of its own."""
    return name in words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _stepped(
    line: Line,
    told: Told,
    threads: Sequence[_Thread],
    home: Mapping[str, _Thread],
    grouping: _Grouping,
) -> list[_Thread]:
    """The threads that a step belongs to: both sides are its sides; of several, the one whose words it shares."""
    if line.what == "comment_request":
        inside = {id(home[one.id]): home[one.id] for one in told.lines if one.kind == "allegation"}
        return [one for one in inside.values() if set(line.against) & set(one.targets())]
    sides = set(line.by) | set(line.against)
    fitting = [one for one in threads if sides & set(one.by) and sides & set(one.targets())]
    if line.what in SUES and line.claim and len(fitting) > 1:
        alike = [one for one in fitting if grouping.alike(grouping.words[line.id], one) >= ALIKE]
        return alike or fitting
    return fitting


# -- what comes out ------------------------------------------------------------------------------


def _made(one: _Thread, order: Mapping[str, int], anonymous: Collection[str]) -> Thread:
    lines = tuple(replace(line, id=line.id.rstrip(PART)) for line in _sorted(one.lines, order))
    against = tuple(each for each in one.targets() if each not in anonymous) or one.targets()
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
