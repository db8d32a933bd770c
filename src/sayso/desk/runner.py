"""Jobs of a store in, what became of each document out: the process in the background.

In:  a store with jobs in it, a pipeline.
Out: `work_off(...)`, which does what waits; `Runner`, a process that does so for as long as the desk runs.
Not here: what jobs are (stores/jobs.py), what becomes of recordings (hearing.py), pages that show them.

It is a process of its own, so that reading takes no time from pages, and one that dies takes nothing with it: the item
that it held is given back.  What it reads is kept before the item is called done, and keeping twice keeps once, so that
a process killed anywhere loses nothing and doubles nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sayso import ingest, settings
from sayso.desk import hearing
from sayso.errors import SaysoError, StoreError
from sayso.ingest.decoding import decode, text_rule
from sayso.pipeline import Pipeline, keep
from sayso.reading import Reading
from sayso.schema import Failure
from sayso.stores import jobs
from sayso.stores.sql import Store

LOOKS_EVERY = 2.0  # seconds, at the jobs, where nobody wakes it
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.stdin.buffer.readline()); from sayso.desk.runner import serve; serve()"


def owner_name() -> str:
    """Who takes items here: machine, process, and a number, for process numbers come again."""
    return f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"


def gone(owner: str) -> bool:
    """Whether an owner is surely no more: a process of this machine that does not run."""
    machine, _, rest = owner.partition(":")
    number = rest.partition(":")[0]
    if machine != platform.node() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def work_off(store: Store, pipeline: Callable[[], Pipeline], owner: str, stop: Callable[[], bool] = lambda: False) -> int:
    """Do what waits, one document after the other, until nothing does; how many.

    Args:
        store: where the jobs are, and where what is read is kept.
        pipeline: gives what reads; asked when the first document is at hand.
        owner: who does it.
        stop: asked before each document.
    """
    number = 0
    while not stop() and (work := jobs.take(store, owner)) is not None:
        if "recording" in work.options:
            hearing.listen(store, pipeline, work)
        elif hearing.is_recording(work):
            hearing.hear(store, work)
        else:
            _do(store, pipeline(), work)
        number += 1
    return number


def _do(store: Store, pipeline: Pipeline, work: jobs.Work) -> None:
    read = _read(pipeline, work)
    try:
        kept = next(iter(keep(store, [read], pipeline.origin)))
    except StoreError as error:
        jobs.settle(store, work, "failed", code=error.code, message=str(error))
        return
    if isinstance(read, Failure):
        jobs.settle(store, work, "failed", code=read.code, message=read.message)
        return
    document = read.document
    jobs.settle(store, work, "done" if kept.new else "known", document=document.id, kind=document.kind)


def _read(pipeline: Pipeline, work: jobs.Work) -> Reading | Failure:
    try:
        if work.options.get("as_text"):
            document = ingest.from_text(text_rule(decode(work.data)), work.name)
        else:
            document = ingest.from_bytes(work.data, work.name, work.options.get("format"))
        return pipeline.read(document, any_language=bool(work.options.get("any_language")))
    except SaysoError as error:
        return Failure(locator=work.name, stage="ingest", code=error.code, message=str(error))
    except (RecursionError, MemoryError) as error:
        why = f"{work.name} asks for more than this machine gives ({type(error).__name__}). It may be hostile; leave it out."
        return Failure(locator=work.name, stage="ingest", code="unreadable", message=why)


# -- the process ---------------------------------------------------------------------------------


def serve() -> None:
    """Do what waits in the store of SAYSO_STORE until standard input ends."""
    awake = threading.Event()

    def listen() -> None:
        while sys.stdin.buffer.readline():
            awake.set()
        os._exit(0)  # the desk is gone; what was held is given back by the next

    threading.Thread(target=listen, daemon=True).start()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)  # pages first
    owner = owner_name()
    with settings.store(create=True) as store:
        while True:
            awake.clear()
            try:
                jobs.recover(store, gone)
                work_off(store, settings.pipeline, owner)
            except StoreError as error:
                sys.stderr.write(f"sayso: {error} [{error.code}]\n")
            awake.wait(LOOKS_EVERY)


@dataclass(slots=True)
class Runner:
    """The process, kept running while the desk is.

    Attributes:
        locator: the store's.
    """

    locator: str
    _popen: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wake(self) -> None:
        """Make sure that it runs and looks at the jobs at once."""
        with self._lock:
            if self._popen is None or self._popen.poll() is not None:
                if time.monotonic() - self._started < 1.0 and self._popen is not None:
                    return  # it dies as soon as it is started; the next request tries again
                self._start()
            assert self._popen is not None
            assert self._popen.stdin is not None
            with contextlib.suppress(OSError):
                self._popen.stdin.write(b"\n")
                self._popen.stdin.flush()

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return None if self._popen is None or self._popen.poll() is not None else self._popen.pid

    def _start(self) -> None:
        environment = {**os.environ, "SAYSO_STORE": self.locator}  # not an argument: a URL may hold a password
        self._popen = subprocess.Popen([sys.executable, "-c", _BOOT], stdin=subprocess.PIPE, env=environment)
        self._started = time.monotonic()
        assert self._popen.stdin is not None
        self._popen.stdin.write(json.dumps(sys.path).encode() + b"\n")
        self._popen.stdin.flush()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._popen is not None:
                with contextlib.suppress(OSError):
                    if self._popen.stdin is not None:
                        self._popen.stdin.close()
                try:
                    self._popen.wait(5)
                except subprocess.TimeoutExpired:
                    self._popen.kill()
                    self._popen.wait()
                self._popen = None
