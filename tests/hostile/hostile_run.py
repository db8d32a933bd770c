"""Files in, what reading each of them did to a process of its own out.

In:  a path at a time, and which call of the public API reads it: "documents" or "read".
Out: an `Outcome`: what came of it, seconds, peak memory, sockets, and whether the process survived.
Not here: the files (hostile_corpus.py), what is asked of the outcomes (test_hostile.py, bench/hostile.py).

Run as a program, this file is the process that is watched: a path a line in, an outcome a line out.
All files go through one process, one after another, as in a batch, until one kills it.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, cast

PATIENCE = 120.0  # seconds after which the watched process is given up; four times what is allowed
MOST_MEMORY = 8 << 30  # bytes of address space: far above what is allowed, so that a failure is seen and the machine lives
READ = "read"  # the outcome of what was read; all others are codes of errors
CRASHED, STUCK = "crashed", "stuck"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: `what` holds "read", codes, or a word for what must not happen; megabytes as resident."""

    name: str
    what: tuple[str, ...]
    seconds: float = 0.0
    megabytes: float = 0.0
    worker_megabytes: float = 0.0
    sockets: int = 0

    @property
    def uncoded(self) -> bool:
        """Whether anything happened for which there is no code."""
        return not self.what or not set(self.what) <= {READ, *_codes()}


class Watched:
    """A process that reads files, started anew when one has killed it; a context manager.

    Attributes:
        call: "documents" (bytes to Documents) or "read" (the whole way, which needs the model).
        trace: where strace writes the network calls of the process and its children; None for no trace.
    """

    def __init__(self, call: str, trace: Path | None = None) -> None:
        self.call = call
        self.trace = trace
        self._process: subprocess.Popen[str] | None = None
        self._runs = 0

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *exception: object) -> None:
        self._end()

    def read(self, path: Path) -> Outcome:
        """What comes of this file."""
        if self._process is None:
            self._process = self._started()
        process = self._process
        stuck = threading.Event()

        def give_up() -> None:
            stuck.set()
            process.kill()

        clock = threading.Timer(PATIENCE, give_up)
        clock.start()
        try:
            cast(IO[str], process.stdin).write(json.dumps(str(path)) + "\n")
            cast(IO[str], process.stdin).flush()
            line = cast(IO[str], process.stdout).readline()
        except OSError:
            line = ""
        finally:
            clock.cancel()
            clock.join()
        if not line:
            self._end()
            return Outcome(path.name, (STUCK if stuck.is_set() else CRASHED,), seconds=PATIENCE if stuck.is_set() else 0.0)
        row = json.loads(line)
        return Outcome(**{**row, "what": tuple(row["what"])})

    def traced_sockets(self) -> int:
        """Sockets of any family but the local one that the system saw being opened, in this process and its children."""
        if self.trace is None:
            return 0
        text = "".join(file.read_text(errors="replace") for file in self.trace.parent.glob(self.trace.name + ".*"))
        return len(re.findall(r"\bsocket\((?!AF_UNIX)", text))

    def _started(self) -> subprocess.Popen[str]:
        self._runs += 1
        before = (
            []
            if self.trace is None
            else ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", f"{self.trace}.{self._runs}"]
        )
        command = [*before, sys.executable, str(Path(__file__)), self.call]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            cast(IO[str], process.stdin).close()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            cast(IO[str], process.stdout).close()


def _codes() -> frozenset[str]:
    from sayso import errors

    return frozenset(kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.InputError))


# -- the watched process -----------------------------------------------------------------------------


def _watch(call: str) -> None:
    import sayso

    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    opened = [0]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        opened[0] += event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo")

    sys.addaudithook(count)
    answers = sys.stdout
    sys.stdout = sys.stderr  # the library never prints; if it did, that is no answer
    for line in sys.stdin:
        path = Path(json.loads(line))
        _forget_peak("self")
        _forget_peak(_worker())
        before, begun = opened[0], time.monotonic()
        what: set[str] = set()
        try:
            for one in sayso.documents(path) if call == "documents" else sayso.read_batch([path]):
                what.add(_told(one))
            what = what or {"empty"}  # a folder without files
        except Exception as error:
            what.add(f"raised {type(error).__name__}")
        outcome = Outcome(
            path.name,
            tuple(sorted(what)),
            round(time.monotonic() - begun, 2),
            _peak("self"),
            _peak(_worker()),
            opened[0] - before,
        )
        answers.write(json.dumps(asdict(outcome)) + "\n")
        answers.flush()


def _told(one: object) -> str:
    """What a Document, a Reading or a Failure says happened; a word of ours where it contradicts itself."""
    import sayso
    from sayso import reading, schema

    if isinstance(one, schema.Failure):
        one.message.encode("utf-8")
        return one.code
    document = one.document if isinstance(one, reading.Reading) else cast(sayso.Document, one)
    spans = [segment.span for segment in document.segments]
    if isinstance(one, reading.Reading):
        one.to_json().encode("utf-8")
        spans += [span for quotation in one.quotations for span in quotation.spans]
    if any(not 0 <= start < end <= len(document.text) for start, end in spans):
        return "span outside the text"
    document.text.encode("utf-8")
    return READ


def _worker() -> str:
    from sayso.ingest import worker

    return str(worker._SHARED.pid)


def _peak(pid: str) -> float:
    """Peak of resident memory since it was last forgotten, in megabytes; 0 where it cannot be known."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return round(int(found[1]) / 1024, 1) if found else 0.0


def _forget_peak(pid: str) -> None:
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


if __name__ == "__main__":
    _watch(sys.argv[1])
