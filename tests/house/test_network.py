"""Nothing touches the network: a whole run works with every socket blocked, and asks the kernel for none."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sayso import cli

MILL = Path(__file__).parents[2] / "examples" / "mill.txt"


@pytest.fixture
def no_network(monkeypatch):
    def refused(*arguments, **options):
        raise AssertionError("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setattr("socket.SocketType", refused, raising=False)


def read_mill(monkeypatch, capsys, *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", ["sayso", "read", str(MILL), *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    return capsys.readouterr().out


def test_a_run_needs_no_network_but_for_the_model(no_network, fake_pipeline, monkeypatch, capsys):
    assert "“as good as settled”" in read_mill(monkeypatch, capsys)


def test_a_whole_run_with_the_shipped_model_needs_no_network(no_network, monkeypatch, capsys):
    assert '"schema": "sayso-ledger/1"' in read_mill(monkeypatch, capsys, "--format", "jsonl")


def test_the_runtime_of_the_model_is_told_not_to_report():
    """onnxruntime looks up its maker's host from the moment it is imported, unless this was set before."""
    code = "import sayso.reader.tagger, os, sys; print('onnxruntime' in sys.modules, os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.split() == ["False", "1"]


@pytest.mark.parametrize("name", ["mill.txt", "mill.html"])
def test_a_whole_run_asks_the_kernel_for_no_internet_socket_and_writes_no_file(tmp_path, name):
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-o", str(tmp_path / "no"), "true"], capture_output=True).returncode:
        pytest.skip("strace is absent or not allowed here")
    log = tmp_path / "calls"
    watch = [strace, "-f", "-qq", "-e", "trace=%network,open,openat,creat,mkdir,mkdirat", "-o", str(log)]
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    subprocess.run(
        [*watch, sys.executable, "-m", "sayso", "read", str(MILL.with_name(name))], capture_output=True, check=True, env=environment
    )
    calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(calls) > 100
    assert [call for call in calls if "AF_INET" in call] == []
    assert [call for call in calls if re.search(r"O_CREAT|O_WRONLY|O_RDWR|creat\(|mkdir", call) and "/dev/" not in call] == []
