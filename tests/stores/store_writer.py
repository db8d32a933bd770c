"""A program that keeps documents in a store, is killed at it again and again, and says what was left: see test_faults.py.

    store_writer.py kills SECONDS BROKEN KILLS SEED LOCATOR...   kill `sayso add` KILLS times, over some new stores
    store_writer.py add LOCATOR ACKS FIRST COUNT [SETTINGS]      keep made-up documents, tell each in the file ACKS

It loads everything once and forks: a process that is killed is a whole `sayso add`, and costs no time to start.  The
pipeline is a made-up one, for which what stands between marks is a quotation, and so is the reader of files.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sayso import ledger, pipeline
from sayso.errors import StoreError
from sayso.reading import Reading
from sayso.schema import Attribution, Document, Origin, Quotation, Span
from sayso.stores import open_store
from sayso.stores.proving import verify
from sayso.stores.sql import Store

BATCH = 12  # documents that one `sayso add` is to keep
SAID = 3  # statements of a document
EACH = 2 + SAID  # entries of a document
KILLS_A_STORE = 10
ORIGIN = Origin(stage="read", version="test", model_digest="made up", settings_digest="0")


class Marks:
    """A pipeline for which what stands between marks is a quotation."""

    origin = ORIGIN

    def read_batch(self, documents: Iterable[Any], **_: object) -> Iterator[Any]:
        for one in documents:
            yield read(one) if isinstance(one, Document) else one


def read(one: Document) -> Reading:
    spans = [Span(*found.span()) for found in re.finditer("“[^”]*”", one.text)]
    quotations = tuple(
        Quotation(id=f"q{n}", document_id=one.id, kind="direct", source=(), cue=(), content=(span,), score=0.9)
        for n, span in enumerate(spans, 1)
    )
    attributions = tuple(Attribution(quotation_id=each.id) for each in quotations)
    return Reading(document=one, quotations=quotations, attributions=attributions, entities=(), origin=ORIGIN)


def texts_in(folder: str) -> Iterator[Document]:
    """The texts of a folder, read in this process: there is nothing hostile in them."""
    from sayso.ingest import from_text

    for path in sorted(Path(folder).iterdir()):
        yield from_text(path.read_text(encoding="utf-8"), path.name)


def text_of(number: int) -> str:
    """A made-up document: no two are alike."""
    return "\n".join(
        f"“The {word} of boat {number} was sold to nobody we know of,” she said.\n" for word in ("keel", "mast", "sail")[:SAID]
    )


def made_up(first: int, count: int) -> Iterator[Reading]:
    """Some made-up documents, read."""
    from sayso.ingest import from_text

    for number in range(first, first + count):
        yield read(from_text(text_of(number), f"{number}.txt"))


def acknowledged(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def telling(acks: Path) -> None:
    """Have `pipeline.keep` write down the name of each document when it says that it is kept."""
    file = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    keep = pipeline.keep

    def told(*arguments: Any, **named: Any) -> Iterator[Any]:
        for kept in keep(*arguments, **named):
            os.write(file, f"{Path(kept.read.document.name).stem}\n".encode())
            yield kept

    pipeline.keep = told


def in_two_steps(store: Store, waiting: list[Reading], origin: Origin) -> list[pipeline.Kept]:
    """The positive control: a writer that keeps a document and what is said in it in two transactions."""
    out = []
    for one in waiting:
        with store.writing() as writing:
            new = list(ledger.drafts_of(one, writing.in_force([one.document.id])[one.document.id]))
            writing.append(new[:2])
        with store.writing() as writing:
            writing.append(new[2:])
        out.append(pipeline.Kept(one, len(new)))
    return out


def sayso_add(locator: str, folder: Path, acks: Path, broken: bool) -> int:
    """A process that runs `sayso add`; its id."""
    child = os.fork()
    if child:
        return child
    try:
        from sayso import cli, ingest, settings

        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        settings.pipeline, ingest.documents = Marks, texts_in
        telling(acks)
        if broken:
            pipeline._kept = in_two_steps
        sys.argv = ["sayso", "add", "--quiet", "--store", locator, str(folder)]
        cli.main()
    except SystemExit as left:
        os._exit(int(left.code or 0))
    except BaseException:
        traceback.print_exc()
    os._exit(99)


def wait_for(chance: random.Random, acks: Path, took: float) -> None:
    """Until any moment of a run, or in half of all trials until one soon after a document was told of."""
    until = time.monotonic() + chance.random() * took
    number = chance.randrange(BATCH)
    if chance.random() < 0.5:
        while len(acknowledged(acks)) < number and time.monotonic() < until + 2:
            time.sleep(0.001)
        until = time.monotonic() + chance.random() * 0.02
    time.sleep(max(0.0, until - time.monotonic()))


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def left_in(locator: str, told: list[str], found: Counter[str]) -> None:
    """What is in the store after a kill, held against what was told."""
    try:
        store = open_store(locator)
    except StoreError as error:
        if "There is no store" not in str(error):
            found["not opened"] += 1
        found["lost"] += len(told)
        return
    with store:
        found["not whole"] += not verify(store).whole
        held = {Path(one["name"]).stem: one["statements"] for one in store.documents()}
        found["lost"] += len(set(told) - held.keys())
        found["half"] += sum(number != SAID for number in held.values())
        found["half"] += store.head().size != EACH * len(held)


def kills(number: int, seed: int, broken: bool, locators: list[str], seconds: float) -> Counter[str]:
    """Kill it some times; what was found, by kinds of harm."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    until = time.monotonic() + seconds
    took = 0.4
    for trial in range(number):
        if time.monotonic() > until:
            break
        locator = locators[trial // KILLS_A_STORE % len(locators)]
        folder = Path(tempfile.mkdtemp(prefix="sayso-kill-"))
        numbers = range(trial * BATCH, (trial + 1) * BATCH)
        for each in numbers:
            (folder / f"{each}.txt").write_text(text_of(each), encoding="utf-8")
        acks = Path(f"{folder}.acks")
        child = sayso_add(locator, folder, acks, broken)
        wait_for(chance, acks, took)
        os.kill(child, signal.SIGKILL)
        found["kills"] += 1
        told = acknowledged(acks)
        found["in the midst"] += ended(child) == -signal.SIGKILL and 0 < len(told) < BATCH
        left_in(locator, told, found)
        started = time.monotonic()
        if ended(sayso_add(locator, folder, acks, False)):
            found["not completed"] += 1
        took = 0.7 * took + 0.3 * min(1.0, time.monotonic() - started)
        with open_store(locator) as store:
            here = [one for one in store.documents() if int(Path(one["name"]).stem) in numbers]
            found["lost"] += BATCH - len(here)
            found["doubled"] += sum(one["statements"] != SAID for one in here)
            if not broken:
                found["doubled"] += store.head().size != EACH * BATCH * (trial % KILLS_A_STORE + 1)
        shutil.rmtree(folder)
        acks.unlink()
    return found


def add(locator: str, acks: Path, first: int, count: int, settings: str) -> None:
    """Keep some made-up documents, with SQLite set as asked."""
    from sayso.stores import engine

    if settings in ("full", "normal", "journal"):
        engine._SETTINGS["wal_autocheckpoint"] = 60  # so that even few documents are moved out of the log
    if settings == "normal":
        engine.SYNCHRONOUS["wal"] = 1
    if settings == "journal":
        engine.may_log_ahead = lambda _: False
    telling(acks)
    documents = list(made_up(first, count))
    if settings.startswith("room"):  # bytes that no file may be larger than
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(settings[4:]),) * 2)
    with open_store(locator, create=True) as store:
        for _ in pipeline.keep(store, documents, ORIGIN):
            pass


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "kills":
        with tempfile.TemporaryDirectory() as folder:  # whatever is loaded is loaded before the first fork
            from sayso import cli, ingest, settings  # noqa: F401

            open_store(f"{folder}/another.db", create=True).close()
        sys.stdout.write(json.dumps(kills(int(rest[2]), int(rest[3]), rest[1] == "broken", rest[4:], float(rest[0]))) + "\n")
    else:
        try:
            add(rest[0], Path(rest[1]), int(rest[2]), int(rest[3]), "".join(rest[4:]))
        except StoreError as error:
            sys.stdout.write(f"{error.code}: {error}\n")
            sys.exit(2)
