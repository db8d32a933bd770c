"""Bytes of a format whose parser is not ours in, a Document out, from a process that can be killed.

In:  the name of a row of `FORMATS`, the bytes of one document, its name.
Out: the Document, or an InputError: refused, over a limit of time or memory, crashed.
Not here: which format the bytes are in, and which formats need this (ingest/__init__.py).

Parsers of markup are large, partly in C, and can be held for minutes by a page made for it; no time-out
inside their own process stops them.  So they run in one other process, which is kept for the next document,
ended when it is over a limit, and renewed after `DOCUMENTS` of them.

It is a plain subprocess with a pipe either way.  `multiprocessing` would run the caller's `__main__` a
second time, start a third process, and unpickle what comes back; but a process that has parsed a hostile page
may send anything.  So the answer is JSON, which can only become plain data, and every field is checked
before a Document is made of it; its id and its digest are never taken from the answer.

Where the system has them (Linux in full, macOS in part, Windows none), limits of the kernel hold inside the
process.  The clock of the parent holds on every system.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal, cast, get_args

from sayso.errors import EmptyDocument, InputError, MissingExtra, SaysoError, TooLarge, UnknownFormat, UnreadableInput
from sayso.ingest.decoding import digest_of, document_id, text_rule
from sayso.ingest.formats import FORMATS
from sayso.schema import Document, DocumentKind, Role, Segment, Span, Timing

WALL_SECONDS = 20.0  # the parent's clock, well below the 30 s that a batch may wait for one page, so that a busy machine keeps that too
CPU_SECONDS = 12  # the kernel's, well below that: what runs hot is stopped first, a page that waits for a busy machine is not
MEMORY_BYTES = 1 << 30  # of address space; parsers at rest take 0.25 GiB of it, honest pages under 0.4
OPEN_FILES = 32  # a parser opens none, importing one opens a few in turn
DOCUMENTS = 500  # after which the process is renewed, so that what parsers leak does not add up
RETRY_SECONDS = 5.0  # a used process that fails sooner is blamed, not the page, and the page tried once more in a new one
ANSWER_BYTES = 150_000_000  # several times what may come in; a longer answer is a lie or a bomb
MESSAGE_CHARACTERS = 400  # of a reason that comes from the process

_REQUEST = struct.Struct("!II")  # bytes of the JSON head, bytes of the document
_ANSWER = struct.Struct("!I")
_BOOT = (
    "import json, sys; boot = json.loads(sys.stdin.buffer.readline()); sys.path[:] = boot['path']; "
    "from sayso.ingest.worker import serve; serve(boot['limits'])"
)
KEPT_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # what Python may need to start; no secrets
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile")
_CODES: dict[str, type[SaysoError]] = {
    one.code: one for one in (InputError, UnknownFormat, UnreadableInput, EmptyDocument, TooLarge, MissingExtra)
}
_OUT_OF_MEMORY = "memory"
_ROLES, _KINDS = frozenset(get_args(Role)), frozenset(get_args(DocumentKind))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost, and how long a process is kept."""

    wall_seconds: float = WALL_SECONDS
    cpu_seconds: int = CPU_SECONDS
    memory_bytes: int = MEMORY_BYTES
    documents: int = DOCUMENTS


class Worker:
    """One process, started when the first document comes; a context manager, safe to share between threads.

    Attributes:
        limits: what a document may cost.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: _Process | None = None
        _WORKERS.add(self)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        process = self._process
        return None if process is None else process.popen.pid

    def parse(self, format_name: str, data: bytes, name: str) -> Document:
        """The Document that `FORMATS[format_name]` finds in these bytes.

        Args:
            format_name: a row of `FORMATS`.
            data: the bytes of one document, unpacked.
            name: its name, which becomes the document's.

        Raises:
            TooLarge: it takes more time or memory than the limits allow.
            UnreadableInput: the parser refuses it, crashes over it, or answers nonsense.
            EmptyDocument, UnknownFormat, MissingExtra: as the format says.
            InputError: no process can be started.
        """
        with self._lock:
            try:
                return self._parse(format_name, data, name)
            except InputError:
                raise
            except BaseException:  # Ctrl-C above all: the process is in the middle of something that nobody waits for
                self._end()
                raise

    def close(self) -> None:
        """Ends the process; the next document would start a new one."""
        with self._lock:
            self._end()

    def _parse(self, format_name: str, data: bytes, name: str) -> Document:
        while True:
            process = self._running()
            used, begun = process.served > 0, time.monotonic()
            try:
                return _document(process.ask({"format": format_name, "name": name}, data, self.limits.wall_seconds), data, name)
            except _Failed as failed:
                self._end()
                if not used or failed.how == "clock" or time.monotonic() - begun > RETRY_SECONDS:
                    raise failed.blame(name, self.limits) from None

    def _running(self) -> _Process:
        process = self._process
        if process is not None and (process.served >= self.limits.documents or process.popen.poll() is not None):
            self._end()
        if self._process is None:
            self._process = _Process(self.limits)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _forget(self) -> None:
        """In a forked child: the process belongs to the parent; only the copies of its pipes are closed."""
        process, self._process = self._process, None
        self._lock = threading.Lock()
        if process is not None:
            process.let_go()


class _Failed(Exception):
    """The process gave no answer that can be used."""

    def __init__(self, how: Literal["clock", "computing", "memory", "crash", "nonsense"]) -> None:
        super().__init__(how)
        self.how = how

    def blame(self, name: str, limits: Limits) -> InputError:
        """What that means for the document of this name."""
        advice = "It may be hostile; leave it out, or save it as plain text."
        costs = {
            "clock": f"{limits.wall_seconds:g} seconds",
            "computing": f"{limits.cpu_seconds} seconds of computing",
            "memory": f"{limits.memory_bytes >> 20} MB of memory",
        }
        if self.how in costs:
            return TooLarge(f"{name} takes more than {costs[self.how]} to parse. {advice}", about=name)
        what = "crashed over it" if self.how == "crash" else "answered nonsense"
        return UnreadableInput(f"{name} cannot be parsed: the parser {what}. {advice}", about=name)


class _Process:
    """A running process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self.served = 0
        windows = sys.platform == "win32"
        try:
            self.popen = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor or None,
                env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
                start_new_session=not windows,  # a Ctrl-C in the terminal is the parent's to handle
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except (OSError, ValueError) as error:
            raise InputError(f"The process that parses documents cannot be started ({error}). Check sys.executable.") from error
        self._end = weakref.finalize(self, _kill, self.popen)
        boot = {"path": [str(Path(one).absolute()) for one in sys.path], "limits": asdict(limits)}
        with contextlib.suppress(OSError):  # a process that has already died is noticed when it is asked
            self._into.write(json.dumps(boot).encode() + b"\n")

    @property
    def _into(self) -> IO[bytes]:
        return cast(IO[bytes], self.popen.stdin)

    def ask(self, head: Mapping[str, str], data: bytes, seconds: float) -> dict[str, Any]:
        """The process's answer.

        Raises:
            _Failed: there is none, or none that can be used.
        """
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self.popen.kill()

        self.served += 1
        clock = threading.Timer(seconds, expire)
        clock.daemon = True
        clock.start()
        try:
            reply = self._exchange(json.dumps(head).encode(), data)
        finally:
            clock.cancel()
            clock.join()  # from here on it kills nothing
        if expired.is_set():
            raise _Failed("clock")
        if reply is None:
            with contextlib.suppress(subprocess.TimeoutExpired):  # one that closed its pipe and goes on is out of its mind
                hot = self.popen.wait(timeout=1.0) == -getattr(signal, "SIGXCPU", 0) != 0
                raise _Failed("computing" if hot else "crash")
            raise _Failed("crash")
        try:
            answer = json.loads(reply)
        except (ValueError, RecursionError):
            raise _Failed("nonsense") from None
        if not isinstance(answer, dict):
            raise _Failed("nonsense")
        return answer

    def _exchange(self, head: bytes, data: bytes) -> bytes | None:
        """Request out, reply in; None where the pipe ends or the reply is too long."""
        source = cast(IO[bytes], self.popen.stdout)
        try:
            self._into.write(_REQUEST.pack(len(head), len(data)) + head)
            self._into.write(data)
            self._into.flush()
            start = source.read(_ANSWER.size)
            if len(start) < _ANSWER.size:
                return None
            (length,) = _ANSWER.unpack(start)
            reply = source.read(length) if length <= ANSWER_BYTES else b""
        except OSError:
            return None
        return reply if len(reply) == length else None

    def end(self) -> None:
        """Kills the process and waits for it, so that no zombie is left."""
        self._end()

    def let_go(self) -> None:
        """Closes this process's copies of the pipes and forgets the rest."""
        self._end.detach()
        self.popen.returncode = 0
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe is not None:
                os.close(pipe.fileno())
                with contextlib.suppress(OSError):
                    pipe.close()


def _kill(popen: subprocess.Popen[bytes]) -> None:
    popen.kill()
    for pipe in (popen.stdin, popen.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was still to be written has no reader any more
                pipe.close()
    popen.wait()


_WORKERS: weakref.WeakSet[Worker] = weakref.WeakSet()


def _forget_all() -> None:
    for worker in list(_WORKERS):
        worker._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
_SHARED = Worker()


def parse(format_name: str, data: bytes, name: str) -> Document:
    """What `Worker.parse` gives, from the one process that this program shares; it ends with the program."""
    return _SHARED.parse(format_name, data, name)


def close() -> None:
    """Ends that process; whoever reads on starts a new one."""
    _SHARED.close()


def _document(answer: Mapping[str, Any], data: bytes, name: str) -> Document:
    """The Document of an answer that is not to be trusted.

    Raises:
        SaysoError: the format refused the bytes; of the kind that it raised.
        _Failed: a field is missing, or is not what it has to be.
    """
    if "error" in answer:
        if answer["error"] == _OUT_OF_MEMORY:
            raise _Failed("memory")
        kind = _CODES.get(str(answer["error"]), UnreadableInput)
        raise kind(text_rule(str(answer.get("message")))[:MESSAGE_CHARACTERS], about=name)
    try:
        text = answer["text"]
        if not isinstance(text, str) or text_rule(text) != text or answer["kind"] not in _KINDS:
            raise _Failed("nonsense")
        digest = digest_of(data)
        return Document(
            id=document_id(digest),
            name=name,
            kind=answer["kind"],
            text=text,
            segments=_segments(answer["segments"], len(text)),
            bytes_digest=digest,
            title=_words(answer["title"]),
            outlet=_words(answer["outlet"]),
            url=_words(answer["url"]),
            authors=tuple(author for one in answer["authors"] if (author := _words(one)) is not None),
            timings=_timings(answer["timings"], len(text)),
            language=_words(answer["language"]),
            published_at=_words(answer["published_at"]),
        )
    except (KeyError, TypeError, ValueError):
        raise _Failed("nonsense") from None


def _segments(rows: list[list[Any]], length: int) -> tuple[Segment, ...]:
    out, done = [], 0
    for start, end, role, reason, speaker, start_ms, end_ms, page in rows:
        if type(start) is not int or type(end) is not int or not done <= start <= end <= length or role not in _ROLES:
            raise _Failed("nonsense")
        if any(one is not None and (type(one) is not int or one < 0) for one in (start_ms, end_ms, page)):
            raise _Failed("nonsense")
        done = end
        out.append(
            Segment(
                span=Span(start, end),
                role=role,
                reason=_words(reason),
                speaker=_words(speaker),
                start_ms=start_ms,
                end_ms=end_ms,
                page=page,
            )
        )
    return tuple(out)


def _timings(rows: list[list[Any]], length: int) -> tuple[Timing, ...]:
    out, done, since = [], 0, 0
    for row in rows:
        if len(row) != 4 or any(type(one) is not int for one in row):
            raise _Failed("nonsense")
        timing = Timing(*row)
        if not done <= timing.start <= timing.end <= length or not since <= timing.start_ms <= timing.end_ms:
            raise _Failed("nonsense")
        done, since = timing.end, timing.start_ms
        out.append(timing)
    return tuple(out)


def _words(thing: object) -> str | None:
    if thing is None:
        return None
    if not isinstance(thing, str):
        raise _Failed("nonsense")
    return text_rule(thing)


# -- inside the process ------------------------------------------------------------------------------


def serve(limits: Mapping[str, Any]) -> None:
    """Answers requests on standard input until it ends; runs in the worker's process only."""
    source = sys.stdin.buffer
    sink = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)  # what a parser prints must not end up among the answers
    os.close(null)
    sys.stdin = sys.stdout = cast(Any, None)
    give_time = limited(limits)
    sys.addaudithook(refuse)
    while len(start := source.read(_REQUEST.size)) == _REQUEST.size:
        head_length, length = _REQUEST.unpack(start)
        head = json.loads(source.read(head_length))
        data = source.read(length)
        if len(data) < length:
            return
        give_time(True)
        answer = _answer(head["format"], data, head["name"])
        reply = json.dumps(answer).encode()
        sink.write(_ANSWER.pack(len(reply)) + reply)
        sink.flush()
        give_time(False)
        del data, reply
        if answer.get("error") == _OUT_OF_MEMORY:
            return


@cache
def _format(name: str) -> Any:
    return FORMATS[name]


def _answer(format_name: str, data: bytes, name: str) -> dict[str, Any]:
    try:
        document = _format(format_name).parse(data, name)
        return {
            "kind": document.kind,
            "text": document.text,
            "segments": [[*one.span, one.role, one.reason, one.speaker, one.start_ms, one.end_ms, one.page] for one in document.segments],
            "timings": document.timings,
            "title": document.title,
            "outlet": document.outlet,
            "url": document.url,
            "authors": document.authors,
            "language": document.language,
            "published_at": document.published_at,
        }
    except MemoryError:
        return {"error": _OUT_OF_MEMORY}
    except SaysoError as error:
        return {"error": error.code, "message": str(error)}
    except Exception as error:  # whatever a parser raises is an answer too
        reason = f"{type(error).__name__}: {error}"[:120]
        return {"error": UnreadableInput.code, "message": f"{name} cannot be parsed ({reason}). Save it as plain text and try again."}


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """A hook that Python calls before it opens a socket or starts a program: a parser needs neither."""
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"{event} is not for parsers")


def limited(limits: Mapping[str, Any]) -> Callable[[bool], None]:
    """Binds this process by the kernel's limits; returns what gives it time for one document (True), or ends that (False)."""
    if sys.platform == "win32":
        return lambda begins: None
    import resource

    for name, value in (
        ("RLIMIT_AS", limits["memory_bytes"]),
        ("RLIMIT_CORE", 0),  # a dump would hold the document
        ("RLIMIT_FSIZE", 0),  # no file is written; a pipe is none
        ("RLIMIT_NOFILE", OPEN_FILES),
        ("RLIMIT_NPROC", 0),  # no process is started (root is not bound by this one)
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # not every system has or obeys each
            resource.setrlimit(getattr(resource, name), (value, value))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)

    def give_time(begins: bool) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + int(limits["cpu_seconds"])
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        # Without a parent nobody's clock runs but this one, whose signal ends even a parser stuck in C.
        signal.setitimer(signal.ITIMER_REAL, limits["wall_seconds"] + 1.0 if begins else 0.0)

    return give_time
