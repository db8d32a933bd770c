"""How a store holds up with a million statements: to add, to search, to show a person, to hold on the disk.

In:  made-up readings (statements.py); no shared data is looked at.
Out: {figure: value}: statements added a second, milliseconds at the 95th percentile, bytes a statement.

A question is one to three words, common and rare alike (their ranks are drawn evenly on a logarithmic scale), one in three
with a condition.  Nothing is warmed but by the questions before.  The rate leaves out the making of the readings.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from bench.quality import Figures
from bench.statements import ACTS, VOCABULARY, person, readings, word
from sayso import pipeline
from sayso.reading import Reading
from sayso.schema import Origin
from sayso.stores import answers, open_store

NUMBER, AT_ONCE, QUESTIONS, PAGES, SEED = 1_000_000, 50, 400, 200, 7


def keeping(shared: Path, work: Path, number: int = NUMBER) -> tuple[str, Figures]:
    """Add a million statements, then ask."""
    file = work / "keeping.db"
    making = 0.0
    speakers: list[str] = []  # of one document in ten: the much quoted stand there often

    def timed() -> Iterator[Reading]:
        nonlocal making
        source = readings(number)
        while True:
            began = perf_counter()
            one = next(source, None)
            making += perf_counter() - began
            if one is None:
                return
            if len(speakers) < PAGES * 100 and one.document.name.endswith("7.txt"):
                speakers.extend(entity.name for entity in one.entities)
            yield one

    origin = Origin(stage="read", version="bench", model_digest="made up", settings_digest=None)
    began = perf_counter()
    with open_store(str(file), create=True) as store:
        for _ in pipeline.keep(store, timed(), origin, at_once=AT_ONCE):
            pass
        took = perf_counter() - began - making
        size = sum(one.stat().st_size for one in work.glob("keeping.db*"))
        chance = random.Random(SEED)
        asked = [_question(chance) for _ in range(QUESTIONS)]
        people = chance.sample(speakers, min(PAGES, len(speakers)))
        searching = _p95([lambda one=one: answers.search(store, one) for one in asked])  # type: ignore[misc]
        turning = _p95([lambda one=one: answers.person(store, one) for one in people])  # type: ignore[misc]
    made = sha256(f"{number} {SEED} {QUESTIONS} {PAGES}".encode()).hexdigest()[:16]
    return made, {
        "statements added a second": round(number / took),
        "at most: bytes a statement": round(size / number),
        "at most: search p95, ms": round(searching),
        "at most: person page p95, ms": round(turning),
    }


def _question(chance: random.Random) -> answers.Query:
    words = " ".join(word(int(VOCABULARY ** chance.random())) for _ in range(chance.choice((1, 1, 2, 2, 3))))
    condition = chance.randrange(9)
    if condition == 0:
        return answers.Query(words=words, speaker=person(chance.randrange(40)))
    if condition == 1:
        return answers.Query(words=words, act=chance.choice(ACTS))
    if condition == 2:
        return answers.Query(words=words, since=str(chance.randint(2016, 2023)))
    return answers.Query(words=words)


def _p95(calls: list[Callable[[], object]]) -> float:
    times = []
    for call in calls:
        began = perf_counter()
        call()
        times.append(1000 * (perf_counter() - began))
    return sorted(times)[int(0.95 * len(times))]
