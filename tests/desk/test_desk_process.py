"""The desk as it is run: a process that listens, another that reads; either may be killed, and nothing is lost."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading

import pytest
from desk_running import running, until
from desk_visitor import EXAMPLES, read_once

from sayso import cli, settings
from sayso.desk import runner
from sayso.pipeline import keep
from sayso.stores import jobs
from sayso.stores.proving import verify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the processes are stopped by signals")


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(one) for one in found.split()]


def test_a_job_goes_on_after_its_process_was_killed_and_after_the_desk_was(tmp_path):
    papers = [{"name": f"{n}.txt", "text": f"“Number {n} was a good year,” Ana Cho said on Monday.\n" * 30} for n in range(12)]
    with running(tmp_path) as desk:
        key = desk.ask("POST", "/api/v1/documents", {"documents": papers})[1]["job"]
        until(lambda: desk.ask("GET", f"/api/v1/jobs/{key}")[1]["done"] >= 1)
        for child in children(desk.process.pid):
            os.kill(child, signal.SIGKILL)
        desk.ask("GET", f"/jobs/{key}")  # whoever looks at the job has the process started again
        until(lambda: desk.ask("GET", f"/api/v1/jobs/{key}")[1]["done"] >= 3 or desk.ask("GET", f"/jobs/{key}") is None)
        desk.process.kill()
        desk.process.wait()
    with running(tmp_path) as desk:
        until(lambda: desk.ask("GET", f"/api/v1/jobs/{key}")[1]["left"] == 0)
        job = desk.ask("GET", f"/api/v1/jobs/{key}")[1]
        assert (job["total"], job["failed"]) == (12, 0)
        assert job["done"] + job["set_aside"] == 12
        assert len(desk.ask("GET", "/api/v1/documents?limit=50")[1]) == 12
    with settings.store(str(tmp_path / "desk.db")) as store:
        assert verify(store).whole


def test_no_correction_that_was_answered_is_lost_when_the_desk_is_killed(tmp_path):
    with settings.store(str(tmp_path / "desk.db"), create=True) as store:
        reading = read_once("mill.txt", (EXAMPLES / "mill.txt").read_bytes())
        list(keep(store, [reading], reading.origin))
        ids = [one.id for one in store.statements()]
    answered: dict[str, str] = {}
    for round_ in range(3):
        with running(tmp_path) as desk:

            def correct(desk=desk, round_=round_) -> None:
                for number in range(400):
                    key, note = ids[number % len(ids)], f"note {round_} {number}"
                    try:
                        status, _ = desk.ask("POST", f"/api/v1/statements/{key}/corrections", {"note": note})
                    except (OSError, http.client.HTTPException):
                        return
                    if status == 201:
                        answered[key] = note

            thread = threading.Thread(target=correct)
            before = len(answered)
            thread.start()
            until(lambda before=before, round_=round_: sum(f"note {round_} " in note for note in answered.values()) >= 5 + 3 * round_)
            desk.process.kill()
            desk.process.wait()
            thread.join(30)
    with settings.store(str(tmp_path / "desk.db")) as store:
        assert verify(store).whole
        for key, note in answered.items():
            notes = [(entry.payload or {}).get("note") for entry in store.history(key) if entry.kind == "correction"]
            assert note in notes


def test_the_example_of_a_newsrooms_system_runs(tmp_path):
    with running(tmp_path) as desk:
        example = EXAMPLES / "check_from_a_cms.py"
        run = subprocess.run(
            [sys.executable, str(example), f"http://127.0.0.1:{desk.port}"], capture_output=True, text=True, check=False, timeout=120
        )
    assert run.returncode == 1, run.stderr
    assert "misattributed" in run.stdout


def test_an_owner_that_is_gone_is_known(tmp_path):
    import platform

    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert runner.gone(f"{platform.node()}:{process.pid}:x")
    assert not runner.gone(f"{platform.node()}:{os.getppid()}:x")
    assert not runner.gone(runner.owner_name())
    assert not runner.gone(f"another-machine:{process.pid}:x")
    with settings.store(str(tmp_path / "x.db"), create=True) as store:
        key = jobs.queue(store, "read", "one", [("a.txt", "“So,” Ana Cho said.".encode())])
        assert jobs.take(store, f"{platform.node()}:{process.pid}:x") is not None
        assert jobs.recover(store, runner.gone) == 1
        assert jobs.job(store, key).left == 1


def test_a_desk_for_others_needs_a_token_first(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SAYSO_DESK_TOKEN", raising=False)
    monkeypatch.setattr(sys, "argv", ["sayso", "desk", "--host", "0.0.0.0", "--port", "0", "--no-open"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "--new-token" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["sayso", "desk", "--new-token"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    token = capsys.readouterr().out.strip()
    kept = tmp_path / "sayso" / "desk-token"
    assert token not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    from sayso.desk.tokens import verified

    assert verified(token, settings.desk_token())


def test_a_port_that_is_taken_is_said_so(tmp_path, monkeypatch, capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(sys, "argv", ["sayso", "desk", "--port", str(port), "--no-open", "--store", str(tmp_path / "x.db")])
        with pytest.raises(SystemExit) as left:
            cli.main()
    assert left.value.code == 2
    assert "Name another with --port" in capsys.readouterr().err
