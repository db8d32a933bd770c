"""Sentences of our own in the manner of news, none of them of the collection: what the whole path makes of them."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from sayso import settings
from sayso.disputes import dispute_of
from sayso.ingest import from_text
from sayso.reading import Reading
from sayso.schema import Dispute, Line

_NOBODY = "whom it accuses never speaks and is not accused in so many words: the reader makes nobody of him"
_NO_WRONG = "its words name no wrong, and the head is not sure of them"
_SAYS_SO = "what the accused says is neither “denied” nor in words of the allegation"
MISSED: dict[str, str] = {  # the beginning of what is between brackets -> why it is not found
    "“He read my letters before I did,” Greta": _NOBODY,
    "Ude, she said, had a key cut to her offi": "the reader takes Magnus Ude for a body, which has no surname",
    "The mayor, Roy Tasker, promised the cont": _NO_WRONG,
    "Crewe said that she had signed every pag": _SAYS_SO,
    "Through his solicitor, Rudd said that th": _SAYS_SO,
    "A spokeswoman for the school said that t": _SAYS_SO,
}


class Case(NamedTuple):
    """A line of prose.txt; `spans` are places in `text` of what was between brackets."""

    kind: str
    by: str
    against: str
    text: str
    spans: tuple[tuple[int, int], ...]
    looked_at: bool

    @property
    def begins(self) -> str:
        """How what is tested begins."""
        return self.text[slice(*self.spans[-1])][:40]


def cases() -> list[Case]:
    """All of prose.txt."""
    out, looked_at = [], True
    for line in Path(__file__).with_name("prose.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            looked_at = "not" not in line
        elif line and not line.startswith("%"):
            kind, sides, marked = line.split(" | ")
            by, against = sides.split(" > ")
            taken = count()  # brackets taken out so far
            marks = [found.start() - next(taken) for found in re.finditer(r"[\[\]]", marked)]
            spans = tuple(zip(marks[::2], marks[1::2], strict=True))
            out.append(Case(kind, by, against, re.sub(r"[\[\]]", "", marked), spans, looked_at))
    return out


ALL = cases()


@pytest.fixture(scope="module")
def disputes() -> dict[Case, Dispute]:
    """What is made of each text alone."""
    documents = [from_text(one.text + "\n", f"{at}.txt") for at, one in enumerate(ALL)]
    read = settings.pipeline().read_batch(documents)
    return {case: dispute_of([one], alleges=settings.alleges) for case, one in zip(ALL, read, strict=True) if isinstance(one, Reading)}


def met(line: Line, span: tuple[int, int]) -> bool:
    """Whether half of a line at least stands between the brackets."""
    shared = min(line.told.end, span[1]) - max(line.told.start, span[0])
    return shared > 0 and 2 * shared >= min(line.told.end - line.told.start, span[1] - span[0])


def right(case: Case, dispute: Dispute) -> bool:
    """Whether a Dispute has what is expected of it."""
    names = {one.id: one.name for one in dispute.parties}
    inside = [[at for at, one in enumerate(dispute.threads) if any(met(line, span) for line in one.allegations)] for span in case.spans]
    if case.kind == "n":
        return not any(inside)
    of_both = [
        one
        for one in dispute.threads
        if any(names[key] in case.by or case.by in names[key] for key in one.by)
        and any(names[key] in case.against or case.against in names[key] for key in one.against)
    ]
    if case.kind == "r":
        return any(met(line, case.spans[0]) for one in of_both for line in one.answers)
    if not all(any(dispute.threads[at] in of_both for at in found) for found in inside):
        return False
    alike = {at for found in inside for at in found}
    return len(case.spans) == 1 or len(alike) == {"1": 1, "2": 2}[case.kind]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            one,
            id=f"{one.kind} {one.begins}",
            marks=[pytest.mark.xfail(strict=True, reason=why)] if (why := MISSED.get(one.begins)) else [],
        )
        for one in ALL
    ],
)
def test_prose_of_disputes(case: Case, disputes: dict[Case, Dispute]):
    assert right(case, disputes[case])
