"""The sentences of tests/cases/steps, what they tell of, and how what was found is counted against it.

Run: `python -m tests.steps.step_cases tuned` prints every sentence that is not right.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from sayso.ingest import from_bytes
from sayso.reading import Reading
from sayso.schema import Step
from sayso.settings import pipeline

CASES = Path(__file__).parents[1] / "cases" / "steps"
PUBLISHED = "2026-05-13"


@dataclass(frozen=True)
class Wanted:
    """One step of a sentence as it is labelled; parties are sets of names, None of the facts is asked where it is not given."""

    kind: str
    by: frozenset[str]
    against: frozenset[str]
    facts: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def status(self) -> str:
        return self.facts.get("status", "done")


@dataclass(frozen=True)
class Case:
    """A sentence and its steps."""

    text: str
    steps: tuple[Wanted, ...]


@lru_cache(maxsize=2)
def cases(name: str) -> tuple[Case, ...]:
    """The sentences of a file."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_case(line) for line in lines if line and not line.startswith("#"))


def _case(line: str) -> Case:
    text, _, labels = line.partition(" => ")
    return Case(text, () if labels.strip() == "-" else tuple(_wanted(one) for one in labels.split(";;")))


def _wanted(label: str) -> Wanted:
    kind, by, against, *rest = (*(part.strip() for part in label.split("|")), "", "")
    facts = dict(re.findall(r"(\w+)=(.*?)(?=\s+\w+=|$)", rest[0])) if rest else {}
    return Wanted(kind, _names(by), _names(against), facts)


def _names(listed: str) -> frozenset[str]:
    return frozenset(one.strip() for one in listed.split(",") if one.strip())


@lru_cache(maxsize=4)
def readings(name: str) -> tuple[Reading, ...]:
    """What is read in each sentence, alone."""
    documents = (replace(from_bytes(one.text.encode(), f"{n}.txt"), published_at=PUBLISHED) for n, one in enumerate(cases(name)))
    return tuple(one for one in pipeline().read_batch(documents, any_language=True) if isinstance(one, Reading))


def told(step: Step, reading: Reading) -> Wanted:
    """A step that was found, in the form of the labels."""
    names = {one.id: one.name for one in reading.entities}
    facts: dict[str, str] = {"status": step.status}
    if step.claim:
        facts["claim"] = step.claim
    if step.amount is not None:
        facts["amount"] = f"{step.amount:g}" if step.amount % 1 else f"{step.amount:.0f}"
        facts["amount"] += step.currency or ""
    if step.forum:
        facts["forum"] = step.forum
    if step.date is not None:
        facts["date"] = step.date.value
    by, against = (frozenset(names[one] for one in ids) for ids in (step.by, step.against))
    return Wanted(step.kind, by, against, facts)


def same(one: Wanted, other: Wanted) -> bool:
    """Whether kind and parties agree."""
    return (one.kind, _folded(one.by), _folded(one.against)) == (other.kind, _folded(other.by), _folded(other.against))


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(re.sub(r"^(?:the|a|an) ", "", name.casefold().replace("’", "'")) for name in names)


@dataclass
class Score:
    """Counts over a file: steps found, wanted, right; and of the right ones each fact that is labelled, and right."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    facts: dict[str, list[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)

    def share(self, fact: str) -> float:
        right, all_of = self.facts.get(fact, [0, 0])
        return right / max(1, all_of)


def score(name: str) -> Score:
    """How a file is read."""
    out = Score()
    for case, reading in zip(cases(name), readings(name), strict=True):
        found = [told(one, reading) for one in reading.steps]
        out.found, out.wanted = out.found + len(found), out.wanted + len(case.steps)
        left = list(found)
        faults = []
        for wanted in case.steps:
            match = next((one for one in left if same(one, wanted)), None)
            if match is None:
                faults.append(f"missed {_shown(wanted)}")
                continue
            left.remove(match)
            out.right += 1
            for fact, value in {"status": wanted.status, **wanted.facts}.items():
                counts = out.facts.setdefault(fact, [0, 0])
                counts[1] += 1
                counts[0] += match.facts.get(fact) == value
                if match.facts.get(fact) != value:
                    faults.append(f"{fact} {match.facts.get(fact)!r}, not {value!r}")
        faults += [f"too much {_shown(one)}" for one in left]
        if faults:
            out.wrong.append(f"{case.text}\n    " + "\n    ".join(faults))
    return out


def _shown(one: Wanted) -> str:
    return f"{one.kind} | {', '.join(sorted(one.by))} | {', '.join(sorted(one.against))}"


def lines(name: str, *, sentences: bool) -> Iterator[str]:
    """The figures of a file, and with `sentences` what is wrong."""
    found = score(name)
    if sentences:
        yield from found.wrong
    yield f"kind and parties: precision {found.precision:.3f}, recall {found.recall:.3f} ({found.right} of {found.wanted}, {found.found} found)"
    for fact in sorted(found.facts):
        yield f"{fact}: {found.share(fact):.3f} of {found.facts[fact][1]}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines(sys.argv[1], sentences=sys.argv[1] == "tuned"))
