"""Whatever befalls a process that keeps documents, nothing that it told of is lost, nothing is doubled, nothing is half there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from disk_made import may_watch
from store_writer import EACH, SAID, acknowledged

from sayso.errors import StoreError
from sayso.stores import open_store
from sayso.stores.engine import plainly, sqlite_module, url_of
from sayso.stores.proving import verify

KILLS = int(os.environ.get("SAYSO_KILLS", "60"))  # the nightly run sets 300
EVERY_CALL = "SAYSO_EVERY_CALL" in os.environ  # else each of the first dozen, and then every few
WRITER = str(Path(__file__).with_name("store_writer.py"))
HARM = ("lost", "doubled", "half", "not whole", "not opened", "not completed")
strace = pytest.mark.skipif(not may_watch(), reason="strace is not installed (Debian: apt-get install strace), or may not watch here")


def writer(*arguments: str, before: tuple[str, ...] = (), **named: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*before, sys.executable, WRITER, *arguments], capture_output=True, text=True, check=False, **named)  # type: ignore[call-overload,no-any-return]


def killed(times: int, locators: list[str], kind: str = "whole") -> Counter[str]:
    done = writer("kills", "600", kind, str(times), "11", *locators)
    assert done.returncode == 0, done.stderr
    found = Counter(json.loads(done.stdout))
    # no harm in n trials: with 95 % confidence it comes in less than 1 - 0.05 ** (1 / n) of all
    sys.stdout.write(f"{kind}: {dict(found)}; 95 % bound {1 - 0.05 ** (1 / found['kills']):.1%}\n")
    return found


def harm(found: Counter[str]) -> dict[str, int]:
    return {each: found[each] for each in HARM if found[each]}


# -- killed --------------------------------------------------------------------------------------


def test_kills_lose_nothing(new_locator: Callable[[], str]) -> None:
    found = killed(KILLS, [new_locator() for _ in range(-(-KILLS // 10))])
    assert found["kills"] == KILLS
    assert found["in the midst"] >= KILLS // 6
    assert harm(found) == {}


def test_a_broken_store_is_found_out(tmp_path: Path) -> None:
    """The positive control: a document kept in two transactions is found half there."""
    assert killed(20, [str(tmp_path / "store.db")] * 2, "broken")["half"] > 0


def steps(last: int = 400) -> list[int]:
    return list(range(1, last)) if EVERY_CALL else [*range(1, 10), *range(10, last, 25)]


@strace
@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("pwrite64", "signal=KILL"),
        ("fsync", "signal=KILL"),
        ("pwrite64", "error=EIO"),
        ("fsync", "error=EIO"),
        ("pwrite64", "error=ENOSPC"),
    ],
)
def test_a_fault_at_each_call_loses_nothing(tmp_path: Path, call: str, fault: str) -> None:
    """Every call of a new store's first documents is made to fail in turn; another run then completes what was begun."""
    count, done = 0, False
    for number in steps():
        folder = tmp_path / str(number)
        folder.mkdir()
        store, acks = str(folder / "store.db"), folder / "acks"
        inject = ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        out = writer("add", store, str(acks), "0", "2", before=inject)
        if out.returncode == 0:
            done = True  # there are no more such calls, or the one that failed did not matter
            if len(acknowledged(acks)) == 2 and number > 40:
                break
        elif "KILL" not in fault:
            assert out.returncode == 2, out.stderr
            assert out.stdout.startswith("store"), out.stdout
        count += 1
        told = acknowledged(acks)
        again = writer("add", store, str(acks), "0", "2")
        assert again.returncode == 0, (number, again.stdout, again.stderr)
        with open_store(store) as kept:
            held = {one["name"]: one["statements"] for one in kept.documents()}
            assert held == {"0.txt": SAID, "1.txt": SAID}, (number, told)
            assert kept.head().size == 2 * EACH
            assert verify(kept).whole
        assert [each.name for each in folder.iterdir() if "unfinished" in each.name and "signal" not in fault] == []
        shutil.rmtree(folder)
    assert count >= 8
    assert done


@strace
@pytest.mark.parametrize("call", ["sendto", "recvfrom"])
def test_a_client_killed_at_each_call_loses_nothing(postgresql_locator: Callable[[], str], tmp_path: Path, call: str) -> None:
    store, acks = postgresql_locator(), tmp_path / "acks"
    assert writer("add", store, str(acks), "0", "1").returncode == 0
    for number in [*range(1, 40, 3)] if EVERY_CALL else [2, 5, 9, 14, 20, 26, 31, 37]:
        inject = ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}")
        assert writer("add", store, str(acks), str(number), "2", before=inject).returncode in (-9, 137, 0)
        assert writer("add", store, str(acks), str(number), "2").returncode == 0
        with open_store(store) as kept:
            held = {Path(one["name"]).stem: one["statements"] for one in kept.documents()}
            assert set(acknowledged(acks)) <= held.keys()
            assert set(held.values()) == {SAID}
            assert kept.head().size == EACH * len(held)
    with open_store(store) as kept:
        assert verify(kept).whole


# -- in each other's way -------------------------------------------------------------------------


def test_two_that_add_at_once(locator: str, tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, WRITER, "add", locator, str(tmp_path / f"acks{n}"), str(first), "30"], stdout=subprocess.PIPE, text=True
        )
        for n, first in enumerate((0, 20))
    ]
    for one in both:
        out, _ = one.communicate(timeout=120)
        assert (one.returncode, out) == (0, "")
    with open_store(locator) as store:
        held = {int(Path(one["name"]).stem): one["statements"] for one in store.documents()}
        assert held == dict.fromkeys(range(50), SAID)
        assert store.head().size == EACH * 50
        assert verify(store).whole


def test_a_store_that_somebody_else_writes_in_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.stores.engine.WAIT_MS", 50)
    path = str(tmp_path / "store.db")
    with (
        open_store(path, create=True) as one,
        open_store(path) as other,
        one.writing(),
        pytest.raises(StoreError) as refused,
        other.writing(),
    ):
        pass
    assert refused.value.code == "store-busy"


# -- no room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [150_000, 300_000, 600_000])
def test_a_disk_without_room(tmp_path: Path, room: int) -> None:
    """No file may grow beyond some size, as in a folder with a quota: clear words, and what was told of is there."""
    store, acks = str(tmp_path / "store.db"), tmp_path / "acks"
    out = writer("add", store, str(acks), "0", "400", f"room{room}")
    assert out.returncode == 2, out.stderr
    assert out.stdout.startswith(("store-full: ", "store: ")), out.stdout
    told = acknowledged(acks)
    if told:
        with open_store(store) as kept:
            assert {Path(one["name"]).stem for one in kept.documents()} >= set(told)
            assert verify(kept).whole
    assert writer("add", store, str(acks), "0", "40").returncode == 0
    with open_store(store) as kept:
        assert {int(Path(one["name"]).stem) for one in kept.documents()} >= set(range(40))
        assert verify(kept).whole


def written(tmp_path: Path, documents: int) -> int:
    """How often a run writes to the disk that makes a store and keeps so many documents in it."""
    trace = tmp_path / f"{documents}.trace"
    before = ("strace", "-qq", "-o", str(trace), "-e", "trace=pwrite64")
    assert writer("add", str(tmp_path / f"{documents}.db"), str(tmp_path / "acks"), "0", str(documents), before=before).returncode == 0
    return len(trace.read_text().splitlines())


@strace
def test_a_disk_that_is_full_from_some_call_on(tmp_path: Path) -> None:
    (tmp_path / "counted").mkdir()
    made, kept_all = (written(tmp_path / "counted", documents) for documents in (0, 9))
    assert kept_all - made > 100
    for number in (1, made // 2, (made + kept_all) // 2, kept_all - (kept_all - made) // 10):
        store, acks = str(tmp_path / f"{number}.db"), tmp_path / f"acks{number}"
        inject = ("strace", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", f"inject=pwrite64:error=ENOSPC:when={number}+")
        out = writer("add", store, str(acks), "0", "9", before=inject)
        assert out.returncode == 2, out.stderr
        assert out.stdout.startswith("store-full: "), out.stdout
        assert bool(acknowledged(acks)) == (number > made)
        assert writer("add", store, str(acks), "0", "9").returncode == 0
        with open_store(store) as kept:
            assert len(list(kept.documents())) == 9
            assert verify(kept).whole


# -- files that are no store, or none that may be written ----------------------------------------


def as_nobody(call: Callable[[], str]) -> str:
    """What a call answers in a process that may not do everything: the tests may be run by root."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(theirs, call().encode())
        finally:
            os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)
    with os.fdopen(ours, "rb") as answer:
        return answer.read().decode()


def opened_and_written(path: str) -> str:
    try:
        with open_store(path) as store, store.writing() as writing:
            writing.rebuild()
    except StoreError as error:
        return f"{error.code}: {error}"
    return "written"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    assert writer("add", str(path), str(tmp_path / "acks"), "0", "3").returncode == 0
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    return path


def test_a_file_that_may_not_be_written(filled: Path) -> None:
    filled.chmod(0o444)
    assert as_nobody(lambda: opened_and_written(str(filled))).startswith("store-read-only: ")


def test_a_file_that_may_not_be_read(filled: Path) -> None:
    filled.chmod(0o000)
    assert as_nobody(lambda: opened_and_written(str(filled))).startswith("store-read-only: ")


def test_a_folder_in_which_nothing_may_be_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    def made() -> str:
        try:
            open_store(str(tmp_path / "store.db"), create=True).close()
        except StoreError as error:
            return error.code
        return "made"

    assert as_nobody(made) == "store-read-only"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda held: b"",
        lambda held: held[: len(held) // 3],
        lambda held: os.urandom(len(held)),
        lambda held: b"%PDF-1.7\n" + held[9:],
        lambda held: held[:16] + b"\xff" * 84 + held[100:],
        lambda held: held[:4096] + b"\xff" * 4096 + held[8192:],
        lambda held: b"hello\n",
    ],
)
def test_a_damaged_file_is_named_and_left_as_it_is(filled: Path, spoil: Callable[[bytes], bytes]) -> None:
    spoilt = spoil(filled.read_bytes())
    filled.write_bytes(spoilt)
    for create in (False, True):
        with pytest.raises(StoreError) as refused, open_store(str(filled), create=create) as store:
            proof = verify(store)
            assert not proof.whole
            raise StoreError(f"{filled}: {proof.faults[0][1]}")
        assert str(filled) in str(refused.value)
    assert filled.read_bytes() == spoilt


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = sqlite_module().connect(path)
    connection.execute("CREATE TABLE notes (words TEXT)")
    connection.close()
    for create in (False, True):
        with pytest.raises(StoreError, match="other tables") as refused:
            open_store(str(path), create=create)
        assert refused.value.code == "store-damaged"


def test_a_newer_store_is_refused(locator: str) -> None:
    with open_store(locator, create=True) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9001'")
    for create in (False, True):
        with pytest.raises(StoreError, match="Upgrade sayso") as refused:
            open_store(locator, create=create)
        assert refused.value.code == "store-newer"


def test_the_password_of_a_url_is_never_told() -> None:
    url = url_of("postgresql://somebody:s3cret@127.0.0.1:1/nowhere")
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://somebody:s3cret@127.0.0.1:1/nowhere")
    assert "s3cret" not in str(refused.value)
    with pytest.raises(StoreError) as refused, plainly(url):
        raise sqlite_module().OperationalError("database is locked")
    assert "s3cret" not in str(refused.value)
