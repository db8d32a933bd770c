"""How quick the desk is: a long article's page, and fifty people who click for two minutes while a job runs.

In:  made-up readings (statements.py) and an article of 3,000 words with 100 quotations; no shared data is looked at.
Out: {figure: value}: milliseconds at the 95th percentile on loopback, errors.

The desk runs in processes of its own, as `sayso desk` starts it.  "anew" means that the ledger has changed since the page
was last asked for, so that nothing of it is remembered.  Whoever clicks waits half a second to a second and a half between
pages, as many as a person who skims.  The job reads thirty articles with the shipped model meanwhile.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from bench.quality import Figures
from bench.statements import readings, word
from sayso import ledger, pipeline
from sayso.reading import Reading
from sayso.schema import Attribution, Document, Entity, Origin, Quotation, Segment, Span
from sayso.stores import open_store

STATEMENTS, PEOPLE, SECONDS, TURNS, SEED = 20_000, 50, 120, 60, 11
WORDS, QUOTATIONS = 3_000, 100
ORIGIN = Origin(stage="read", version="bench", model_digest="made up", settings_digest=None)


def desk(shared: Path, work: Path, seconds: int = SECONDS) -> tuple[str, Figures]:
    """Open a desk on a store of twenty thousand statements, then ask it."""
    file = str(work / "desk.db")
    long = article()
    with open_store(file, create=True) as store:
        for _ in pipeline.keep(store, readings(STATEMENTS), ORIGIN, at_once=50):
            pass
        list(pipeline.keep(store, [long], ORIGIN))
        statements = [one.id for one in store.statements() if one.document_id == long.document.id]
        others = [row["id"] for row in list(store.documents())[:200]]
        people = [entity.name for entity in long.entities]
        with running(work, file) as port:
            page = f"/documents/{long.document.id}?s={statements[50]}"
            anew, again = [], []
            for number in range(TURNS):
                with store.writing() as writing:
                    last = writing.last("correction", statements[0])
                    writing.append([ledger.correction(statements[0], {"note": str(number)}, "bench", None, last)])
                anew.append(asked(port, page)[1])
                again.append(asked(port, page)[1])
            where = [page, "/", "/search?words=river", "/people", "/documents", "/jobs", "/api/v1/statements?limit=20"]
            where += [f"/documents/{one}" for one in others] + [f"/statements/{one}/card" for one in statements]
            where += [f"/people/{quote(one)}" for one in people] + [f"/search?speaker={quote(one)}" for one in people]
            papers = [{"name": f"job{n}.txt", "text": f"{n}. " + article(n).document.text} for n in range(30)]
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("POST", "/api/v1/documents", json.dumps({"documents": papers}), {"content-type": "application/json"})
            assert connection.getresponse().status == 202
            times, errors = clicked(port, where, seconds)
    made = sha256(f"{STATEMENTS} {PEOPLE} {SECONDS} {TURNS} {SEED} {WORDS} {QUOTATIONS}".encode()).hexdigest()[:16]
    return made, {
        "at most: article page anew, p95 ms": p95(anew),
        "at most: article page again, p95 ms": p95(again),
        "at most: fifty people clicking, errors": float(errors),
        "at most: fifty people clicking, p95 ms": p95(times),
        "pages that they saw": float(len(times)),
    }


def article(seed: int = SEED) -> Reading:
    """An article of 3,000 words in which nine people say a hundred things between marks."""
    chance = random.Random(seed)
    speakers = [f"{word(n + 40).capitalize()} {word(n + 90).capitalize()}" for n in range(9)]
    entities = {name: Entity(id=f"e{n}", kind="person", name=name) for n, name in enumerate(speakers, 1)}
    text, quotations, attributions, segments = "", [], [], []
    key = f"doc-long{seed}"
    each = WORDS // QUOTATIONS
    for number in range(1, QUOTATIONS + 1):
        start = len(text)
        name = chance.choice(speakers)
        told = " ".join(word(chance.randrange(3_000)) for _ in range(each - 18)).capitalize() + ". "
        said = "“" + " ".join(word(chance.randrange(3_000)) for _ in range(14)).capitalize() + ",”"
        text += told
        content = Span(len(text), len(text) + len(said))
        text += said + " "
        source = Span(len(text), len(text) + len(name))
        text += name + " "
        cue = Span(len(text), len(text) + 4)
        text += "said."
        segments.append(Segment(span=Span(start, len(text)), role="paragraph"))
        text += "\n\n"
        quotations.append(
            Quotation(id=f"q{number}", document_id=key, kind="direct", source=(source,), cue=(cue,), content=(content,), score=0.9)
        )
        attributions.append(
            Attribution(quotation_id=f"q{number}", entity_id=entities[name].id, basis="named", act="assert", speaker_score=0.9)
        )
    document = Document(
        id=key, name=f"long{seed}.txt", kind="article", text=text, segments=tuple(segments), bytes_digest=key, language="en"
    )
    return Reading(
        document=document,
        quotations=tuple(quotations),
        attributions=tuple(attributions),
        entities=tuple(entities.values()),
        origin=ORIGIN,
    )


@contextmanager
def running(work: Path, file: str) -> Iterator[int]:
    """A desk on a store; its port."""
    command = [sys.executable, "-c", "from sayso.cli import main; main()", "desk", "--no-open", "--port", "0", "--store", file]
    environment = {**os.environ, "XDG_DATA_HOME": str(work / "data")}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline().decode())
        assert found is not None
        port = int(found[1])
        said = process.stderr
        threading.Thread(target=lambda: [sys.stderr.write(line.decode()) for line in said], daemon=True).start()
        for _ in range(200):
            try:
                asked(port, "/")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def asked(port: int, where: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, float]:
    """The status of an answer, and how many milliseconds it took."""
    mine = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    mine.request("GET", where)
    answer = mine.getresponse()
    answer.read()
    took = (time.perf_counter() - began) * 1_000
    if connection is None:
        mine.close()
    return answer.status, took


def clicked(port: int, where: list[str], seconds: int) -> tuple[list[float], int]:
    """How long each page took that fifty people asked for, and how many were not answered."""
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds

    def person(number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        time.sleep(chance.random())
        while time.monotonic() < end:
            page = where[0] if chance.random() < 0.15 else chance.choice(where)
            try:
                status, took = asked(port, page, connection)
                times.append(took)
                if status != 200:
                    errors.append(f"{status} {page}")
            except (OSError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__} {page}")
                connection.close()
            time.sleep(0.5 + chance.random())

    threads = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for wrong in sorted(set(errors))[:10]:
        print(f"desk: {wrong}", file=sys.stderr)
    return times, len(errors)


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return round(sorted(times)[int(len(times) * 0.95)], 1) if times else 0.0
