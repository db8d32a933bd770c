"""A desk that runs in a process of its own, for tests."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BOOT = "from sayso.cli import main; main()"


class Running:
    """A desk that runs."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, method: str, where: str, body: object = None) -> tuple[int, object]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, where, content, {"content-type": "application/json"})
            answer = connection.getresponse()
            data = answer.read()
            return answer.status, json.loads(data) if "json" in answer.getheader("content-type", "") else data.decode()
        finally:
            connection.close()


@contextmanager
def running(tmp_path: Path, *options: str) -> Iterator[Running]:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "SAYSO_CACHE": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", BOOT, "desk", "--no-open", "--port", "0", "--store", str(tmp_path / "desk.db"), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
    try:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", line)[1])
        threading.Thread(target=process.stderr.read, daemon=True).start()
        one = Running(process, port)
        until(lambda: reached(one))
        yield one
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
        process.stderr.close()


def reached(one: Running) -> bool:
    try:
        return one.ask("GET", "/api/v1/jobs")[0] == 200
    except OSError:
        return False


def until(true, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
