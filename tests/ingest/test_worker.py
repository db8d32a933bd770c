"""The process that parsers of hostile input run in: what it answers, what stops it, what it may not do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.errors import EmptyDocument, InputError, TooLarge, UnreadableInput
from sayso.ingest import worker as module
from sayso.ingest.worker import Limits, Worker
from sayso.schema import Document, Segment, Span, Timing

POSIX = sys.platform != "win32"
LINUX = sys.platform == "linux"
# Formats made for these tests, registered as an outsider's would be: by entry points in a folder on sys.path.
FORMATS = """
import json, os, signal, socket, subprocess, sys, time
from pathlib import Path
from sayso.errors import EmptyDocument
from sayso.schema import Document, Segment, Span, Timing

def document(text="It is a day.", segments=None, **fields):
    segments = (Segment(span=Span(0, len(text)), role="paragraph"),) if segments is None else segments
    return Document(id="doc-lie", name="a lie", kind="article", text=text, segments=segments, bytes_digest="a lie", **fields)

def good(data, name):
    return document(data.decode(), title="Day", authors=("Ana Cho",), published_at="2025-02-03")

def sleeps(data, name):
    time.sleep(60)

def spins(data, name):
    while True: pass

def eats(data, name):
    return document(str(len(bytearray(4 << 30))))

def leaks(data, name, kept=[]):
    kept.append(bytearray(100 << 20))
    return document()

def dies(data, name):
    os._exit(3)

def crashes(data, name):
    os.kill(os.getpid(), signal.SIGSEGV)

def sick(data, name, served=[]):
    served.append(name)
    if len(served) > 1: os._exit(3)
    return document()

def recurses(data, name):
    return recurses(data, name)

def refuses(data, name):
    raise EmptyDocument(f"{name} is empty.\\n\\x1b[31m" + "x" * 10_000)

def fails(data, name):
    raise AttributeError("'NoneType' object has no attribute 'text'")

def prints(data, name):
    print("x" * 100_000, flush=True); os.write(1, b"y" * 100_000); os.write(2, b"z")
    return document()

def garbage(data, name):
    for fd in range(3, 20):
        try: os.write(fd, data)
        except OSError: pass
    time.sleep(60)

def overlaps(data, name):
    return document(segments=(Segment(span=Span(0, 5), role="paragraph"), Segment(span=Span(4, 6), role="aside")))

def outside(data, name):
    return document(segments=(Segment(span=Span(0, 1000), role="paragraph"),))

def role(data, name):
    return document(segments=(Segment(span=Span(0, 5), role="king"),))

def timed(data, name):
    turn = Segment(span=Span(0, 12), role="turn", speaker="Ana Cho", start_ms=5, end_ms=90, page=3)
    return document(segments=(turn,), timings=(Timing(0, 2, 5, 40), Timing(3, 12, 40, 90)))

def early(data, name):
    return document(timings=(Timing(0, 2, 50, 60), Timing(3, 12, 40, 90)))

def beyond(data, name):
    return document(timings=(Timing(0, 200, 50, 60),))

def pageless(data, name):
    return document(segments=(Segment(span=Span(0, 12), role="turn", page=-1),))

def typed(data, name):
    return document(title=7)

def control(data, name):
    return document("a\\x00b")

def surrogate(data, name):
    return document(title="a\\ud800b")

def connects(data, name):
    socket.socket()

def starts(data, name):
    subprocess.run(["true"])

def forks(data, name):
    return document(str(os.fork()))

def writes(data, name):
    Path(data.decode()).write_text("words")

def tells(data, name):
    session = getattr(os, "getsid", int)(0)
    return document(json.dumps({"env": dict(os.environ), "stdin": sys.stdin is None, "cwd": os.getcwd(), "sid": session}))

class Made:
    def __init__(self, call): self.parse = call
    def sniff(self, data): return 0.0

for _name, _thing in list(globals().items()):
    if callable(_thing) and _name not in ("Path", "Made", "document"): globals()["F_" + _name] = Made(_thing)
"""
NAMES = [
    *("good", "sleeps", "spins", "eats", "leaks", "dies", "crashes", "sick", "recurses", "refuses", "fails", "prints", "garbage"),
    *("overlaps", "outside", "role", "typed", "control", "surrogate", "connects", "starts", "forks", "writes", "tells"),
    *("timed", "early", "beyond", "pageless"),
]


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    (folder / "formats_for_tests.py").write_text(FORMATS, encoding="utf-8")
    about = folder / "formats_for_tests-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: formats-for-tests\nVersion: 1\n", encoding="utf-8")
    rows = "".join(f"{name} = formats_for_tests:F_{name}\n" for name in NAMES)
    (about / "entry_points.txt").write_text("[sayso.formats]\n" + rows, encoding="utf-8")
    return folder


@pytest.fixture
def worker(plugins: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.syspath_prepend(plugins)
    with Worker(Limits(wall_seconds=60.0)) as one:
        yield one


def test_a_document_comes_back_with_an_id_of_our_own(worker: Worker) -> None:
    found = worker.parse("good", "“Ja”, sagt sie. 🦜".encode(), "a.html")
    assert found == Document(
        id=found.id,
        name="a.html",
        kind="article",
        text="“Ja”, sagt sie. 🦜",
        segments=(Segment(span=Span(0, 17), role="paragraph"),),
        bytes_digest=found.bytes_digest,
        title="Day",
        authors=("Ana Cho",),
        published_at="2025-02-03",
    )
    assert found.id == "doc-" + found.bytes_digest[:20]
    assert len(found.bytes_digest) == 64


def test_times_and_pages_come_back(worker: Worker) -> None:
    found = worker.parse("timed", b"x", "a.vtt")
    assert found.timings == (Timing(0, 2, 5, 40), Timing(3, 12, 40, 90))
    assert found.segments == (Segment(span=Span(0, 12), role="turn", speaker="Ana Cho", start_ms=5, end_ms=90, page=3),)


def test_no_process_before_the_first_document_one_for_all_and_none_after(worker: Worker) -> None:
    assert worker.pid is None
    worker.parse("good", b"a", "a")
    first = worker.pid
    worker.parse("good", b"b", "b")
    assert worker.pid == first is not None
    worker.close()
    assert worker.pid is None
    assert not _alive(first)


def test_it_is_renewed_after_so_many_documents(worker: Worker) -> None:
    worker.limits = Limits(documents=2)
    pids = []
    for name in "abcd":
        worker.parse("good", name.encode(), name)
        pids.append(worker.pid)
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.parametrize("name", ["sleeps", "spins"])
def test_the_clock_stops_it_and_the_next_document_is_read(worker: Worker, name: str) -> None:
    worker.limits = Limits(wall_seconds=1.0)
    begun = time.monotonic()
    with pytest.raises(TooLarge, match="page takes more than 1 seconds to parse"):
        worker.parse(name, b"x", "page")
    assert time.monotonic() - begun < 20.0
    worker.limits = Limits()
    assert worker.parse("good", b"x", "page").text == "x"


@pytest.mark.skipif(not POSIX, reason="Windows has no CPU limit; the clock stops it there (test above)")
def test_the_kernel_counts_computing_for_each_document_anew(worker: Worker) -> None:
    worker.limits = Limits(wall_seconds=120.0, cpu_seconds=1)
    for _ in range(3):
        worker.parse("good", b"x", "page")
    with pytest.raises(TooLarge, match="1 seconds of computing"):
        worker.parse("spins", b"x", "page")


@pytest.mark.skipif(not LINUX, reason="only Linux keeps a limit of address space")
def test_memory_is_limited_and_a_leak_is_not_blamed_on_a_page(worker: Worker) -> None:
    with pytest.raises(TooLarge, match="1024 MB of memory"):
        worker.parse("eats", b"x", "page")
    for _ in range(15):
        worker.parse("leaks", b"x", "page")


@pytest.mark.parametrize("name", ["dies", "crashes"])
def test_a_crash_is_coded_and_survived(worker: Worker, name: str) -> None:
    with pytest.raises(UnreadableInput, match="page cannot be parsed: the parser crashed over it"):
        worker.parse(name, b"x", "page")
    assert worker.parse("good", b"x", "page").text == "x"


def test_a_page_is_tried_again_where_an_earlier_one_made_the_process_sick(worker: Worker) -> None:
    for _ in range(3):
        worker.parse("sick", b"x", "page")


def test_a_dead_process_is_noticed_before_it_is_asked(worker: Worker) -> None:
    worker.parse("good", b"x", "page")
    os.kill(worker.pid or 0, signal.SIGTERM)
    assert worker.parse("good", b"x", "page").text == "x"


def test_what_the_parser_says_keeps_its_code_and_is_made_harmless(worker: Worker) -> None:
    with pytest.raises(EmptyDocument) as caught:
        worker.parse("refuses", b"x", "page")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) <= module.MESSAGE_CHARACTERS
    with pytest.raises(UnreadableInput, match="AttributeError: 'NoneType' object"):
        worker.parse("fails", b"x", "page")
    with pytest.raises(UnreadableInput, match="RecursionError"):
        worker.parse("recurses", b"x", "page")
    with pytest.raises(UnreadableInput, match="no-such-format"):
        worker.parse("no-such-format", b"x", "page")


def test_what_a_parser_prints_is_no_answer(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert worker.parse("prints", b"x", "page").text == "It is a day."
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["overlaps", "outside", "role", "typed", "control", "early", "beyond", "pageless"])
def test_a_lie_is_refused(worker: Worker, name: str) -> None:
    with pytest.raises(UnreadableInput, match="answered nonsense"):
        worker.parse(name, b"x", "page")


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x04\xff\xfe{}", b"[" * 4],
    ids=["none", "short", "endless", "a list", "no fields", "no UTF-8", "no JSON"],
)
def test_garbage_on_the_pipe_is_refused(worker: Worker, answer: bytes) -> None:
    worker.limits = Limits(wall_seconds=1.5)
    with pytest.raises(InputError):
        worker.parse("garbage", answer, "page")
    worker.limits = Limits()
    assert worker.parse("good", b"x", "page").text == "x"


def test_deep_json_on_the_pipe_is_refused(worker: Worker) -> None:
    deep = b"[" * 200_000
    with pytest.raises(UnreadableInput, match="nonsense"):
        worker.parse("garbage", len(deep).to_bytes(4, "big") + deep, "page")


def test_a_lone_surrogate_does_not_come_through(worker: Worker) -> None:
    assert worker.parse("surrogate", b"x", "page").title == "a�b"


@pytest.mark.parametrize("name", ["connects", "starts", "forks"])
def test_no_socket_and_no_program(worker: Worker, name: str) -> None:
    with pytest.raises(UnreadableInput, match=r"PermissionError|AttributeError"):
        worker.parse(name, b"x", "page")


@pytest.mark.skipif(not POSIX, reason="Windows has no limit on files written")
def test_no_file_is_written(worker: Worker, tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(UnreadableInput, match="OSError"):
        worker.parse("writes", str(target).encode(), "page")
    assert not target.exists() or target.stat().st_size == 0


def test_it_sees_no_secrets_no_input_and_no_terminal(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_TOKEN", "hunter2")
    told = json.loads(worker.parse("tells", b"x", "page").text)
    assert "hunter2" not in json.dumps(told)
    assert not {"API_TOKEN", "HOME", "USER", "PATH"}.intersection(told["env"])
    assert told["stdin"] is True
    assert Path(told["cwd"]) == Path(sys.executable).parents[-1]
    if POSIX:
        assert told["sid"] == worker.pid != os.getsid(0)


def test_threads_take_turns(worker: Worker) -> None:
    texts: list[str] = []

    def read(number: int) -> None:
        texts.extend(worker.parse("good", f"{number}-{turn}".encode() * 5_000, "page").text[:3] for turn in range(5))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts) == sorted(f"{number}-{turn}" for number in range(4) for turn in range(5))


# -- the end of the parent -----------------------------------------------------------------------

SCRIPT = """
import sys; sys.path.insert(0, sys.argv[1])
import os, signal, threading
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background of a shell have it ignored
from sayso.ingest.worker import Limits, Worker
one = Worker(Limits(wall_seconds=60.0, cpu_seconds=2))  # a busy orphan ends by the second
one.parse("good", b"x", "page")
print(one.pid, flush=True)
"""


def test_it_ends_with_a_program_that_forgets_to_close_it(plugins: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(plugins)], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == ""
    assert _gone(int(done.stdout))


@pytest.mark.skipif(not POSIX, reason="Windows has no SIGINT to send to another process")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_it_does_not_outlive_its_parent(plugins: Path, number: str, busy: bool) -> None:
    last = 'one.parse("spins", b"x", "page")' if busy else "signal.pause()"
    command = [sys.executable, "-c", SCRIPT + last, str(plugins)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(getattr(signal, number))
        assert parent.wait(timeout=60) != 0
    assert _gone(pid)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_neither_uses_nor_ends_its_parents_process(plugins: Path) -> None:
    last = """
child = os.fork()
if child == 0:
    assert one.pid is None
    assert one.parse("good", b"y", "page").text == "y"
    one.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
first = one.pid
assert one.parse("good", b"z", "page").text == "z"
assert one.pid == first
"""
    subprocess.run([sys.executable, "-W", "error", "-c", SCRIPT + last, str(plugins)], check=True, timeout=120)


def _alive(pid: int | None) -> bool:
    """Whether the process runs; a zombie that waits for its new parent does not."""
    assert pid is not None
    state = Path(f"/proc/{pid}/stat")
    if state.parent.parent.joinpath("self").exists():
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _gone(pid: int) -> bool:
    until = time.monotonic() + 60.0
    while _alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not _alive(pid)
