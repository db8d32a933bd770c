"""`kill -9` at random moments: of the run itself, and of its workers; afterwards nothing is lost and nothing is there twice."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.scale.conftest import left_by

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SAYSO_KILLS", "5"))


def begun(archive: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.scale.scale_fake", str(archive), str(out), "2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def let_run(archive: Path, out: Path) -> None:
    process = begun(archive, out)
    process.communicate(timeout=120)
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_run_that_is_killed_goes_on_as_if_it_had_not_been(archive, undisturbed, tmp_path, seed):
    chance, out = random.Random(seed), tmp_path / "out"
    for _ in range(chance.randint(1, 3)):
        process = begun(archive, out)
        for _ in range(chance.randint(0, 12)):
            if not process.stdout.readline():
                break
        os.kill(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()
    let_run(archive, out)
    assert left_by(out) == undisturbed
    assert [one for one in (out / "state" / "jobs").iterdir() if not one.name.startswith(".")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_worker_that_is_killed_is_replaced_and_its_work_done_again(archive, undisturbed, tmp_path, seed):
    chance, out = random.Random(100 + seed), tmp_path / "out"
    process = begun(archive, out)
    killed: set[str] = set()
    for line in process.stdout:
        # Only who has done a job since it began: what its forerunner died over is done then. A record over which workers die
        # again and again is a failure, as it should be, and on a busy machine chance alone would make one.
        workers = [one for one in line.partition("|")[2].split() if one not in killed]
        if workers and len(killed) < 5 and chance.random() < 0.4:
            one = chance.choice(workers)
            killed.add(one)
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(one), signal.SIGKILL)
    process.stdout.close()
    process.wait(timeout=120)
    assert process.returncode == 0
    assert killed
    assert left_by(out) == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
@pytest.mark.parametrize("after", ["documents", "failures", "state/parts"])
def test_a_run_that_ends_in_the_middle_of_a_partition_writes_it_again(archive, undisturbed, tmp_path, after, monkeypatch):
    """Ended after each step of publishing."""
    from sayso import scale
    from sayso.scale.places import Place

    out = tmp_path / "out"
    write = Place.write

    def dies(self, name, data):
        write(self, name, data)
        if name.startswith(after):
            raise KeyboardInterrupt

    monkeypatch.setattr(Place, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        scale.run([archive], out, maker="scale_fake:made", workers=2)
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    scale.run([archive], out, maker="scale_fake:made", workers=2)
    assert left_by(out) == undisturbed
    assert json.loads((out / "summary.json").read_text())["records"] == 3 * 301 + 41


def test_a_run_that_ended_after_its_last_partition_adds_nothing(archive, undisturbed, tmp_path):
    from sayso import scale

    out = tmp_path / "out"
    scale.run([archive], out, maker="scale_fake:made", workers=2)
    held = json.loads((out / "state" / "run.json").read_text())
    held["rounds"][0]["complete"] = False
    (out / "state" / "run.json").write_text(json.dumps(held))
    scale.run([archive], out, maker="scale_fake:made", workers=2)
    assert left_by(out) == undisturbed


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="which process began which is asked of Linux's /proc")
def test_workers_end_when_their_run_is_killed(archive, tmp_path):
    process = begun(archive, tmp_path / "out")
    for _ in range(6):
        _, *workers = process.stdout.readline().partition("|")[0].split()
    os.kill(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    assert workers
    until = time.monotonic() + 60
    while time.monotonic() < until and any(_runs(pid) for pid in workers):
        os.sched_yield()
    assert not any(_runs(pid) for pid in workers)


def _runs(pid: str) -> bool:
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "\nState:\tZ" not in said
