"""150 power cuts lose nothing that was told to be kept; with a disk that is not waited for they do, so the cuts are real."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from disk_made import left_after, may_watch, recorded
from store_writer import EACH, ORIGIN, SAID, made_up

from sayso import pipeline
from sayso.errors import StoreError
from sayso.stores import open_store
from sayso.stores.engine import may_log_ahead, sqlite_module
from sayso.stores.proving import verify

CUTS = int(os.environ.get("SAYSO_POWER_CUTS", "150"))
DOCUMENTS = 24
WRITER = str(Path(__file__).with_name("store_writer.py"))


def cut(settings: str, folder: Path, times: int = CUTS) -> Counter[str]:
    """Keep some documents, and cut the power at random moments of it: what is found afterwards, by kinds of harm."""
    disk = folder / "disk"
    disk.mkdir()
    acks = folder / "acks"
    calls = recorded(disk, acks, sys.executable, WRITER, "add", str(disk / "store.db"), str(acks), "0", str(DOCUMENTS), settings)
    assert [rest[0] for what, *rest in calls if what == "told"] == [str(number) for number in range(DOCUMENTS)]
    begun = next(at for at, call in enumerate(calls) if call[0] == "told")
    found: Counter[str] = Counter()
    for seed in range(times):
        chance = random.Random(seed)
        at = chance.randint(0 if seed % 10 == 0 else begun, len(calls))
        left = folder / f"cut{seed}"
        left.mkdir()
        told = left_after(calls[:at], chance, left)
        found["cuts"] += 1
        found["told"] += len(told)
        try:
            with open_store(str(left / "store.db"), create=not told) as store:
                held = {Path(one["name"]).stem: one["statements"] for one in store.documents()}
                found["lost"] += len(set(told) - held.keys())
                found["half"] += sum(number != SAID for number in held.values()) + (store.head().size != EACH * len(held))
                found["not whole"] += not verify(store).whole
                if seed % 10 == 0:
                    for _ in pipeline.keep(store, made_up(0, DOCUMENTS), ORIGIN):
                        pass
                    found["not completed"] += store.head().size != EACH * DOCUMENTS or not verify(store).whole
        except StoreError:
            found["not opened"] += 1
            found["lost"] += len(told)
        shutil.rmtree(left)
    sys.stdout.write(f"{settings}: {dict(found)}\n")
    return found


HARM = ("lost", "half", "not whole", "not opened", "not completed")
needs_strace = pytest.mark.skipif(not may_watch(), reason="strace is not installed (Debian: apt-get install strace), or may not watch here")
logs_ahead = may_log_ahead(sqlite_module().sqlite_version_info)


@needs_strace
@pytest.mark.parametrize("settings", ["full", "journal"] if logs_ahead else ["journal"])
def test_a_power_cut_loses_nothing_that_was_told(tmp_path: Path, settings: str) -> None:
    found = cut(settings, tmp_path)
    assert found["cuts"] == CUTS and found["told"] > CUTS
    assert {each: found[each] for each in HARM} == dict.fromkeys(HARM, 0)


@needs_strace
@pytest.mark.skipif(not logs_ahead, reason="this SQLite is not trusted to log ahead")
def test_the_cuts_are_real(tmp_path: Path) -> None:
    """The positive control: with synchronous=NORMAL, what was told is not yet on the disk."""
    assert cut("normal", tmp_path, CUTS // 5)["lost"] > CUTS // 50
