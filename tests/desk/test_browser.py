"""The desk in a real browser: the main journey by mouse and by keys, axe on every page, nothing that leaves the machine.

Needs node, Debian's chromium, and `npm ci` in tests/desk/browser; where one is absent, the test says so and is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from desk_running import running

HERE = Path(__file__).parent / "browser"
EXAMPLES = Path(__file__).parents[2] / "examples"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    if shutil.which("node") is None or CHROMIUM is None:
        pytest.skip("node or chromium is absent: apt-get install chromium nodejs")
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the browser tests' packages are absent: npm ci --prefix tests/desk/browser")
    folder = tmp_path_factory.mktemp("browser")
    pictures = Path(os.environ.get("SAYSO_PICTURES") or folder)
    pictures.mkdir(parents=True, exist_ok=True)
    with running(folder) as desk:
        command = ["node", "journey.mjs", f"http://127.0.0.1:{desk.port}", str(pictures), str(EXAMPLES)]
        run = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, timeout=900, check=False, env={**os.environ, "CHROMIUM": CHROMIUM}
        )
    assert run.returncode == 0, run.stderr[-3000:] + run.stdout[-1000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def of(findings, kind):
    return [one for one in findings if one["kind"] == kind]


def test_every_step_of_the_journey_works_by_mouse_and_by_keys(findings):
    steps = of(findings, "step")
    assert [one for one in steps if not one["good"]] == []
    assert len(steps) >= 35


def test_nothing_leaves_the_machine(findings):
    assert of(findings, "left") == []


def test_no_script_fails_and_nothing_breaks_the_policy(findings):
    assert of(findings, "script") == []
    assert of(findings, "broken") == []
    assert [one for one in of(findings, "console") if "404" not in one["message"]] == []


def test_axe_finds_nothing_on_any_page_light_or_dark_wide_or_on_a_phone(findings):
    looked = of(findings, "axe")
    assert len(looked) == 18 * 4
    assert [one for one in looked if one["violations"]] == []
    assert min(one["passes"] for one in looked) >= 15


def test_no_page_is_wider_than_a_phone(findings):
    assert of(findings, "wide") == []


def test_a_first_visit_is_light_and_quickly_painted(findings):
    visits = of(findings, "paint")
    assert len(visits) == 3
    assert max(one["bytes"] for one in visits) <= 250_000
    assert min(one["largest"] for one in visits) <= 1_200
