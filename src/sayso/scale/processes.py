"""Jobs in, their names out as their rows are safe: done by processes of this machine, any of which may die.

In:  jobs, how many processes, where rows go, what makes a Pipeline.
Out: an `Answer` a job, in the order in which they are done.
Not here: which jobs there are (splits.py), what becomes of the rows (publishing.py).

Each process is a plain subprocess with a pipe either way and a thread of ours that waits for it; no lock is shared, so one that
is killed holds up no other.  It gets two jobs at a time: while one is read, the next one's pages are parsed.  A job whose
process died is done again, record by record, and a record over which a process dies twice is a failure.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

from sayso.errors import SaysoError, StoreError, error_of
from sayso.ingest import worker
from sayso.ingest.bulk import Record
from sayso.scale.places import Place
from sayso.scale.publishing import JOBS
from sayso.scale.splits import Job
from sayso.scale.work import Reads, died, document_of, done

AHEAD = 2  # jobs that one process has at a time
STUCK_SECONDS = 600.0  # without a word, after which a process is ended: parsers are stopped after 20 s, and told of one by one
STARTS = 3  # a process that dies so often before any has begun will not start the next time either
DEATHS = 12  # in a row of processes that did nothing: the machine is out of memory, or somebody ends them
_LENGTH = struct.Struct("!I")
_BOOT = (
    "import json, sys; boot = json.loads(sys.stdin.buffer.readline()); sys.path[:] = boot['path']; "
    "from sayso.scale.processes import serve; serve(boot)"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A job whose rows are safe, and how many of what it holds."""

    job: str
    records: int
    failures: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every worker is told when it starts.

    Attributes:
        maker: "module:function" that gives the Pipeline, called with the number of threads.
        out: the place where rows go.
        any_language: read what is not in English, too.
        threads: of each worker.
    """

    maker: str
    out: str
    any_language: bool = False
    threads: int = 1


class Processes:
    """Workers of this machine; a context manager.

    Attributes:
        by: which version and model read, once a worker has started.
        deaths: how many workers died.
    """

    def __init__(self, task: Task, workers: int, notice: Callable[[str], None]) -> None:
        self.by: dict[str, Any] | None = None
        self.deaths = 0
        self._task, self._notice = task, notice
        self._wanted: queue.Queue[Job | None] = queue.Queue(maxsize=workers)
        self._answers: queue.Queue[Answer | BaseException] = queue.Queue()
        self._open = 0
        self._stopped = threading.Event()
        self._running: dict[int, _Process] = {}
        self._started = threading.Event()
        self._threads = [threading.Thread(target=self._serve, args=(number,), daemon=True) for number in range(workers)]
        for one in self._threads:
            one.start()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *exception: object) -> None:
        if exception[0] is None:
            for _ in self._threads:
                self._wanted.put(None)
            for thread in self._threads:
                thread.join(timeout=10)
        self._stopped.set()
        for one in list(self._running.values()):
            one.end()
        with contextlib.suppress(queue.Empty):
            while True:
                self._wanted.get_nowait()
        for _ in self._threads:
            with contextlib.suppress(queue.Full):
                self._wanted.put_nowait(None)
        for thread in self._threads:
            thread.join(timeout=10)

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that run."""
        return [one.popen.pid for one in list(self._running.values())]

    def submit(self, job: Job) -> Iterator[Answer]:
        """Hand a job over as soon as a worker can take it; what was done meanwhile."""
        self._open += 1
        while True:
            with contextlib.suppress(queue.Full):
                self._wanted.put(job, timeout=0.05)
                break
            yield from self.ready()
        yield from self.ready()

    def ready(self) -> Iterator[Answer]:
        """What is done by now."""
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._taken(self._answers.get_nowait())

    def rest(self, tick: Callable[[], None]) -> Iterator[Answer]:
        """What is still to be done, as it is done; `tick` is called while nothing is."""
        while self._open:
            try:
                yield self._taken(self._answers.get(timeout=1.0))
            except queue.Empty:
                tick()

    def wait_for_start(self) -> None:
        """Wait until a worker has loaded its model.

        Raises:
            SaysoError: none can.
        """
        while not self._started.wait(0.1):
            if not self._answers.empty():
                list(self.ready())

    def _taken(self, answer: Answer | BaseException) -> Answer:
        if isinstance(answer, BaseException):
            raise answer
        self._open -= 1
        return answer

    def _serve(self, number: int) -> None:
        try:
            self._serve_jobs(number)
        except BaseException as error:  # it is raised where somebody can do something about it
            self._answers.put(error)

    def _serve_jobs(self, number: int) -> None:
        held: deque[tuple[Job, bool]] = deque()  # jobs that this worker has, and whether one by one
        blamed: Counter[tuple[str, int]] = Counter()
        starts = 0
        ended = False
        process: _Process | None = None
        while not self._stopped.is_set():
            if process is None:
                process = _Process(self._task)
                self._running[number] = process
                word = process.hear()
                if word is None or "error" in word:
                    starts += 1
                    process.end()
                    process = None
                    if word is not None:
                        raise _error(word)
                    if starts >= (DEATHS if self._started.is_set() else STARTS):
                        raise StoreError("The processes that read cannot be started: they end at once. Check the memory that is free.")
                    continue
                self.by = word["by"]
                self._started.set()
                for job, alone in held:
                    process.ask(job, alone)
            while not ended and len(held) < AHEAD:
                try:
                    job_or_end = self._wanted.get(block=not held)
                except queue.Empty:
                    break
                if job_or_end is None:
                    ended = True
                    break
                held.append((job_or_end, False))
                process.ask(job_or_end, False)
            if not held:
                break
            at = -1
            while (word := process.hear()) is not None and "job" not in word:
                at = word.get("at", at)
                if "error" in word:
                    raise _error(word)
            if word is not None:
                starts = 0
                held.popleft()
                self._answers.put(Answer(word["job"], word["records"], word["failures"], word["statements"]))
                continue
            if self._stopped.is_set():
                break
            process.end()
            process = None
            self.deaths += 1
            job, alone = held.popleft()
            if alone and at >= 0:
                blamed[job.name, at] += 1
                item = job.items[at]
                if blamed[job.name, at] >= 2 and isinstance(item, Record):
                    job = replace(job, items=(*job.items[:at], died(item), *job.items[at + 1 :]))
            held.appendleft((job, True))
            starts += 0 if alone and at >= 0 else 1
            if starts >= DEATHS:
                raise StoreError("The processes that read die again and again. Check the memory that is free, then run it again.")
            where = job.items[0].locator if job.items else job.name
            self._notice(f"A process that reads died and was started anew; what it had in hand is read again ({where} ...).")
        if process is not None:
            process.end(gently=not self._stopped.is_set())
        self._running.pop(number, None)


def _error(word: dict[str, Any]) -> SaysoError:
    return error_of(word["error"], str(word["message"]), word.get("about"))


class _Process:
    """One worker and its pipes."""

    def __init__(self, task: Task) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",  # a Ctrl-C in the terminal is ours to handle
        )
        self._into = cast(IO[bytes], self.popen.stdin)
        boot: dict[str, Any] = {"path": [str(Path(one).absolute()) for one in sys.path], "maker": task.maker, "out": task.out}
        boot |= {"any_language": task.any_language, "threads": task.threads}
        with contextlib.suppress(OSError):
            self._into.write(json.dumps(boot).encode() + b"\n")
            self._into.flush()

    def ask(self, job: Job, alone: bool) -> None:
        """Send a job; one that has died is noticed when it is heard."""
        data = pickle.dumps((job, alone), protocol=pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError, ValueError):
            self._into.write(_LENGTH.pack(len(data)) + data)
            self._into.flush()

    def hear(self) -> dict[str, Any] | None:
        """Its next word; None where it has died, or was silent for too long and was ended."""
        source = cast(IO[bytes], self.popen.stdout)
        clock = threading.Timer(STUCK_SECONDS, self.popen.kill)
        clock.daemon = True
        clock.start()
        try:
            head = source.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                return None
            data = source.read(_LENGTH.unpack(head)[0])
            return cast(dict[str, Any], json.loads(data))
        except (OSError, ValueError):
            return None
        finally:
            clock.cancel()

    def end(self, *, gently: bool = False) -> None:
        """Kill it and wait for it; `gently`: first let it end by itself, with the parser that it started."""
        if gently:
            with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
                self._into.close()
                self.popen.wait(timeout=5)
        self.popen.kill()
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()
        self.popen.wait()


# -- inside the process ------------------------------------------------------------------------------


def made(maker: str, threads: int) -> Reads:
    """The Pipeline that a maker ("module:function") gives."""
    module, _, name = maker.partition(":")
    return cast(Reads, getattr(import_module(module), name)(threads))


def serve(boot: dict[str, Any]) -> None:
    """Do jobs from standard input until it ends; runs in a worker's process only."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.close(null)
    lock = threading.Lock()

    def say(word: dict[str, Any]) -> None:
        data = json.dumps(word).encode()
        with lock:
            sink.write(_LENGTH.pack(len(data)) + data)
            sink.flush()

    try:
        pipeline, place = made(boot["maker"], boot["threads"]), Place(boot["out"])
        say({"by": {"version": pipeline.origin.version, "model": pipeline.origin.model_digest}})
        parsed: queue.Queue[Any] = queue.Queue(maxsize=1)
        threading.Thread(target=_parse, args=(source, parsed, say), daemon=True).start()
        while True:
            job, alone, documents = parsed.get()
            tell = (lambda at: say({"at": at})) if alone else None
            data = done(job, documents, pipeline, any_language=boot["any_language"], tell=tell)
            place.write(f"{JOBS}/{job.name}", data)
            from sayso.scale.tables import about_in

            say(about_in(data))
            del job, documents, data
    except SaysoError as error:
        with contextlib.suppress(OSError):
            say({"error": error.code, "message": str(error)})
    except Exception as error:
        with contextlib.suppress(OSError):
            say({"error": "error", "message": f"A process that reads broke ({type(error).__name__}: {error}). Please report this."})
    finally:  # whatever its threads wait for: nobody listens any more
        worker.close()
        os._exit(1)


def _parse(source: IO[bytes], parsed: queue.Queue[Any], say: Callable[[dict[str, Any]], None]) -> None:
    """Parse what comes next, ahead of the reading; when nobody sends any more, this process has no reason to be."""
    try:
        while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
            job, alone = pickle.loads(source.read(_LENGTH.unpack(head)[0]))
            documents = []
            if not alone:
                for item in job.items:
                    documents.append(document_of(item))
                    say({"parsed": len(documents)})
            parsed.put((job, alone, documents))
    finally:
        worker.close()
        os._exit(0)
