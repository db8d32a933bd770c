"""Every hostile file, at a small size, and every pattern of ours: nothing crashes, stalls, swells or calls out."""

from __future__ import annotations

import ast
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile_corpus import CASES, FILES, write
from hostile_run import CRASHED, READ, Outcome, Watched

import sayso
from sayso.schema import Failure

SMALL = 1_000  # a hundredth of the bench's size: what takes quadratic time there takes 1/10,000 here, and is found by the bench
SECONDS, MEGABYTES = 30.0, 1024.0
# What must come of some of them; all others may be read or refused, as long as the refusal has a code.
EXPECTED = {
    "0-bytes.txt": "empty",
    "0-bytes.html": "empty",
    "blanks.txt": "empty",
    "nul-only.txt": "empty",
    "utf-8-bom-only.txt": "empty",
    "gzip-of-nothing.gz": "empty",
    "gzip-cut.gz": "unreadable",
    "gzip-wrong-checksum.gz": "unreadable",
    "zip-named-text.txt": "unknown-format",
    "zip-named-page.html": "unknown-format",
    "pdf-named-text.txt": "empty",
    "png-named-page.html": "unknown-format",
    "elf-named-text.txt": "unknown-format",
    "place-missing.txt": "unreadable",
    "place-link-to-itself.txt": "unreadable",
    "cp1252.txt": READ,
    "mac-roman.txt": READ,
    "utf-16-le-no-bom.txt": READ,
    "utf-16-be-bom.txt": READ,
    "nesting-unclosed.html": READ,
    "external-everything.html": READ,
    "gzip-honest.txt.gz": READ,
    "gzip-honest-page.html.gz": READ,
    "right-to-left.txt": READ,
    "emoji.txt": READ,
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What came of each, all in one process, one after another."""
    folder = tmp_path_factory.mktemp("hostile")
    with Watched("documents") as watched:
        return {name: watched.read(write(folder, name, SMALL)) for name in CASES}


def test_there_are_at_least_150_each_named_once(outcomes: dict[str, Outcome]) -> None:
    assert len(outcomes) == len(CASES) >= 150


def test_none_crashes_stalls_swells_or_calls_out_and_all_are_coded(outcomes: dict[str, Outcome]) -> None:
    wrong = {
        name: one
        for name, one in outcomes.items()
        if one.uncoded or one.seconds > SECONDS or max(one.megabytes, one.worker_megabytes) > MEGABYTES or one.sockets
    }
    assert wrong == {}


def test_what_must_be_read_is_read_and_what_must_be_refused_is_refused(outcomes: dict[str, Outcome]) -> None:
    wanted = {name: (what,) for name, what in EXPECTED.items()}
    assert {name: outcomes[name].what for name in wanted} == wanted


@pytest.mark.parametrize("name", ["gzip-bomb-of-nul.gz", "over-50-mb.txt", "attributes-in-one-tag.html"])
def test_the_largest_are_refused_at_full_size(tmp_path: Path, name: str) -> None:
    with Watched("documents") as watched:
        found = watched.read(write(tmp_path, name))
    assert set(found.what) <= {"too-large", "unreadable"}
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


def test_the_bytes_are_the_same_every_time() -> None:
    assert all(make(50) == make(50) for make in FILES.values())


def test_a_folder_of_all_of_them_is_read_to_its_end(tmp_path: Path, fake_pipeline: object) -> None:
    names = list(FILES)[::5]
    for name in names:
        write(tmp_path, name, 50)
    (tmp_path / "zz-honest.txt").write_text("“It is fine,” she said.", encoding="utf-8")
    found = list(sayso.read_batch([tmp_path]))
    assert len(found) == len(names) + 1
    last = found[-1]
    assert not isinstance(last, Failure)
    assert last[0].text == "“It is fine,”"


# -- the watch itself is watched -------------------------------------------------------------------


def test_a_crash_a_socket_and_a_missing_code_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, socket, sayso\n"
        "def documents(path):\n"
        "    if path.name == 'crash': os.abort()\n"
        "    if path.name == 'socket': socket.socket().close()\n"
        "    if path.name == 'memory': bytearray(b'x') * (1 << 28)\n"
        "    raise ValueError\n"
        "sayso.documents = documents\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
    with Watched("documents") as watched:
        found = {name: watched.read(tmp_path / name) for name in ("crash", "socket", "memory")}
    assert found["crash"].what == (CRASHED,)
    assert found["crash"].uncoded
    assert found["socket"].sockets == 1
    assert found["socket"].what == ("raised ValueError",)
    assert found["socket"].uncoded
    if sys.platform == "linux":
        assert found["memory"].megabytes > 256 > found["socket"].megabytes


def test_text_starts_no_process_and_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object, **named: object) -> None:
        raise AssertionError("not for plain text")

    monkeypatch.setattr(socket.socket, "__init__", never)
    monkeypatch.setattr("subprocess.Popen.__init__", never)
    (found,) = sayso.documents(write(tmp_path, "cp1252.txt", SMALL))
    assert not isinstance(found, Failure)


# -- patterns --------------------------------------------------------------------------------------

SOURCE = Path(sayso.__file__).parent
LENGTH = 10_000
RATIO = 3.0  # time at twice the length over time at once: 2 where it is linear, 4 where it is quadratic
FLOOR_SECONDS = 0.05  # of computing, below which a time says nothing; ten thousand characters in less are no attack
# What a caller hands to these at most, because it cuts or refuses what is longer: name -> characters.
BOUNDED = {
    "sayso.desk.deeds._BEFORE": 2_000,
    "sayso.desk.deeds._AFTER": 2_000,
    "sayso.ingest.phrases._WHOLE_PATTERNS": 320,
    "sayso.ingest.phrases._SIGN_PATTERNS": 2_000,
    "sayso.ingest.stamps._BYLINE": 160,
    "sayso.ingest.stamps._CREDIT_END": 600,
    "sayso.ingest.stamps._CAPTION_START": 600,
}
# How patterns in tables are used, which no name tells: table -> method.
IN_TABLES = {"sayso.ingest.phrases._WHOLE_PATTERNS": "fullmatch", "sayso.ingest.phrases._SIGN_PATTERNS": "search"}
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


class Use(NamedTuple):
    """A pattern of ours, how our code calls it, and how many characters it is given at most."""

    pattern: re.Pattern[str]
    methods: tuple[str, ...]
    limit: int


def _uses() -> Iterator[tuple[str, Use]]:
    """Every compiled pattern that a module of ours holds, in a name or in a table, and every one it writes out in a call."""
    for file in sorted(SOURCE.rglob("*.py")):
        name = ".".join(("sayso", *file.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        if name == "sayso.__main__" or "migrations" in file.parts:  # Alembic runs those itself, on nobody's text
            continue
        source = file.read_text(encoding="utf-8")
        for where, thing in vars(import_module(name)).items():
            called = tuple(dict.fromkeys(re.findall(rf"\b{where}\.({'|'.join(METHODS)})\(", source)))
            for number, pattern in enumerate(_compiled(thing)):
                home = f"{name}.{where}"
                methods = (IN_TABLES[home],) if home in IN_TABLES else called or ("finditer", "fullmatch")
                yield f"{home}[{number}]", Use(_as_text(pattern), methods, BOUNDED.get(home, 2 * LENGTH))
        for node in ast.walk(ast.parse(source)):
            if (found := _written_out(node)) is not None:
                yield f"{name}:{node.lineno}", found  # type: ignore[attr-defined]


def _compiled(thing: object) -> Iterator[re.Pattern[str]]:
    if isinstance(thing, re.Pattern):
        yield thing
    elif isinstance(thing, (dict, list, tuple)):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from _compiled(each)


def _written_out(node: ast.AST) -> Use | None:
    """The use in a call like `re.search("a+", text)`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
        return None
    if node.func.value.id != "re" or node.func.attr not in METHODS or not isinstance(node.args[0], ast.Constant):
        return None
    return Use(_as_text(re.compile(node.args[0].value)), (node.func.attr,), 2 * LENGTH)


def _as_text(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """A pattern of bytes as one of text, so that one test does for both."""
    if isinstance(pattern.pattern, bytes):
        return re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.ASCII)
    return pattern


def _food(pattern: re.Pattern[str]) -> list[str]:
    """Units to repeat: each mark that a pattern mentions, some of its letters, its words, and what its classes stand for."""
    source = pattern.pattern
    characters = {c for c in source if not c.isalnum()} | set("a0 A\n\t.é-\"“'<(") | set(re.findall(r"[a-zA-Z0-9]", source)[:6])
    words = [word + " " for word in dict.fromkeys(re.findall(r"[A-Za-z]{3,}", source))]
    return sorted(characters) + words[:12]


def _seconds(use: Use, text: str) -> float:
    """Computing time of one pass, the best of three, or of the first that is below the floor."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for method in use.methods:
            if method in ("sub", "subn"):
                use.pattern.sub("", text)
            elif method == "finditer":
                sum(1 for _ in use.pattern.finditer(text))
            else:
                getattr(use.pattern, method)(text)
        best = min(best, time.process_time() - begun)
        if best < FLOOR_SECONDS:
            break
    return best


USES = dict(_uses())


def test_patterns_are_found() -> None:
    assert len(USES) >= 50
    assert USES["sayso.ingest.decoding._CONTROL[0]"].methods == ("sub",)
    assert {home.partition("[")[0] for home in USES} >= {*BOUNDED, *IN_TABLES}


@pytest.mark.parametrize("where", USES)
def test_no_pattern_takes_more_than_linear_time(where: str) -> None:
    use = USES[where]
    slow = {}
    for unit in _food(use.pattern):
        text = (unit * (use.limit // len(unit) + 1))[: use.limit]
        twice = _seconds(use, text + "\x00")
        if twice > FLOOR_SECONDS and twice > RATIO * _seconds(use, text[: use.limit // 2] + "\x00"):
            slow[unit] = twice
    assert slow == {}


def test_a_slow_pattern_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(USES, "slow", Use(re.compile("a*a*b"), ("search",), 800))  # cubic: eight times for twice, clear in any noise
    with pytest.raises(AssertionError):
        test_no_pattern_takes_more_than_linear_time("slow")
