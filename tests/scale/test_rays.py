"""Actors of Ray Data give what processes of one machine give, byte for byte, whoever is killed on the way."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.scale.conftest import article, left_by, write_lines
from tests.scale.scale_fake import DEADLY, FATAL

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SAYSO_RAY_KILLS", "1"))  # each takes half a minute or more

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")


def begun(inputs: Path, out: Path, pids: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.scale.scale_fake", str(inputs), str(out), "2", "local"]
    environment = os.environ | {"SAYSO_FAKE_PIDS": str(pids)}
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)


def let_run(inputs: Path, out: Path, pids: Path) -> None:
    process = begun(inputs, out, pids)
    process.communicate(timeout=300)
    assert process.returncode == 0


def test_two_actors_give_the_same_ledger_as_one_machine(archive, undisturbed, tmp_path):
    let_run(archive, tmp_path / "out", tmp_path / "pids")
    assert left_by(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_actor_changes_nothing(archive, undisturbed, tmp_path, seed):
    chance, killed, out, pids = random.Random(seed), 0, tmp_path / "out", tmp_path / "pids"
    process = begun(archive, out, pids)
    for _ in process.stdout:
        if killed < 3 and chance.random() < 0.4:
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                os.kill(int(chance.choice(pids.read_text().split()[-2:])), signal.SIGKILL)
                killed += 1
    process.stdout.close()
    process.wait(timeout=300)
    assert process.returncode == 0
    assert killed
    assert left_by(out) == undisturbed


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_driver_goes_on_where_it_was(archive, undisturbed, tmp_path, seed):
    chance, out, pids = random.Random(50 + seed), tmp_path / "out", tmp_path / "pids"
    process = begun(archive, out, pids)
    for _ in range(chance.randint(0, 20)):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    let_run(archive, out, pids)
    assert left_by(out) == undisturbed


def test_a_document_that_kills_its_actor_is_one_failure(tmp_path):
    chance = random.Random(2)
    texts = [article(chance, n) for n in range(60)]
    texts[17] += DEADLY
    texts[40] += FATAL
    write_lines(tmp_path / "a.jsonl", texts)
    let_run(tmp_path / "a.jsonl", tmp_path / "out", tmp_path / "pids")
    with duckdb.connect() as base:
        rows = base.execute(f"select locator from '{tmp_path}/out/failures/*.parquet' order by locator").fetchall()
        (count,) = base.execute(f"select count(*) from '{tmp_path}/out/documents/*.parquet'").fetchone()
    assert [row[0].rpartition("#")[2] for row in rows] == ["18", "41"]
    assert count == 58


def test_ray_reports_to_nobody_and_shows_no_dashboard(archive, tmp_path):
    """What is asked of Ray, seen from inside the run."""
    code = (
        "import sys; sys.path.insert(0, 'tests/scale')\n"
        "import ray, os\n"
        "from sayso import scale\n"
        "init, seen = ray.init, {}\n"
        "def asked(**options):\n"
        "    seen.update(options)\n"
        "    return init(**options)\n"
        "ray.init = asked\n"
        f"scale.run([{str(archive / 'table-0.jsonl')!r}], {str(tmp_path / 'out')!r}, maker='scale_fake:made', workers=1, ray='local')\n"
        "assert seen['include_dashboard'] is False, seen\n"
        "from ray._common.usage import usage_lib\n"
        "assert os.environ['RAY_USAGE_STATS_ENABLED'] == '0' and not usage_lib.usage_stats_enabled()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
