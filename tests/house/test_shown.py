"""What the pages show is run: their commands in order and their Python, each page in a folder of its own, offline.

A `console` block is commands, each behind `$ `, and below a command lines that it prints: each must be printed as it stands, in
this order, but for blanks; `...` stands for anything.  Names that a page makes up (`draft.txt`) are files laid out here.
"""

from __future__ import annotations

import gzip
import html
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer.main

from sayso import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GUIDES = [ROOT / "README.md", DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
PAGES = [*GUIDES, ROOT / "CONTRIBUTING.md", DOCS / "index.md", *sorted((DOCS / "explanation").glob("*.md"))]
WIDTH = "100"  # columns of the terminal that the pages show

READ_ONLY = {  # commands that are only held against the command line's options, and why
    r"^sayso desk": "a server that does not end; tests/desk starts it",
    r"--ray|s3://": "needs a cluster; tests/scale/test_rays.py has one",
    r"--backend whisper": "needs a model that is not ours to ship; tests/transcribers",
    r"note\.ogg .*--format": "each hears the recording anew, 15 s; the first one on the page is run, tests/test_recordings.py has the rest",
}
NOT_OURS = {  # and commands of others
    r"^make ": "test_every_make_target_that_a_page_names_exists",
    r"^pip install ": "test_every_extra_that_a_page_names_exists",
    r"^\. \.venv/bin/activate$": "the environment that these tests run in",
    r"^\.venv/bin/python docs/generate_reference\.py$": "test_a_reference_page_is_what_the_code_says",
}

ARTICLE = "“We never sold the mill,” Ana Cho told the council on Monday. Leonard Osei said that he had seen the letter."


def fenced(page: Path, *languages: str) -> Iterator[str]:
    """The blocks of a page in these languages."""
    for language, block in re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8")):
        if language in languages:
            yield block


class Shown(NamedTuple):
    """A command as a page shows it, and the lines that it is to print."""

    command: str
    prints: tuple[str, ...]


def shown(page: Path) -> Iterator[Shown]:
    for block in fenced(page, "console"):
        for command, rest in re.findall(r"(?m)^\$ (.+)\n((?:(?!\$ ).*\n)*)", block):
            yield Shown(command.strip(), tuple(line for line in rest.splitlines() if line.strip()))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with our examples and the files whose names the pages make up; home, store and caches lie beside it."""
    here = tmp_path / "here"
    shutil.copytree(ROOT / "examples", here / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    examples = here / "examples"
    for name, like in {
        "article.txt": "mill.txt", "page.html": "mill.html", "articles/mill.txt": "mill.txt", "folder/mill.txt": "mill.txt",
        "more/mill.txt": "mill.txt", "draft.txt": "check/draft.txt", "hearing.txt": "check/hearing.txt", "memo.txt": "check/hearing.txt",
        "transcripts/radio.vtt": "check/radio.vtt", "note.ogg": "recording/note.ogg", "interview.m4a": "recording/note.ogg",
    }.items():  # fmt: skip
        (here / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(examples / like, here / name)
    (here / "archive.jsonl").write_text(f'{{"body": "{ARTICLE}", "link": "https://news.example/a"}}\n', encoding="utf-8")
    (here / "list.csv").write_text("id,quote,speaker,evidence\n1,it had passed its inspection,Okafor,hearing.txt\n", encoding="utf-8")
    _office(here / "draft.docx", (examples / "check" / "draft.txt").read_text(encoding="utf-8"))
    with zipfile.ZipFile(here / "chat.zip", "w") as chat:
        chat.writestr(
            "_chat.txt", "[12/05/2026, 10:00:01] Per Lindqvist: We will not blame the crew\n[12/05/2026, 10:00:09] Ana Cho: Good.\n"
        )
    shutil.copyfile(here / "list.csv", here / "quotes.csv")
    shutil.copyfile(here / "chat.zip", here / "WhatsApp Chat with Ana Cho.zip")
    (here / "found.json").write_text('{"quotes": []}', encoding="utf-8")
    (here / "cc-news").mkdir()
    page = f"<html><body><h1>Mill</h1><p>{ARTICLE}</p></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/b\r\nWARC-Date: 2025-02-03T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    (here / "cc-news" / "1.warc.gz").write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    for name in list(os.environ):
        if name.startswith(("SAYSO_", "XDG_")) or name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", WIDTH)
    monkeypatch.chdir(here)
    return here


def _office(path: Path, text: str) -> None:
    """The least that is a DOCX with this text."""
    lines = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.splitlines() if line.strip())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{lines}</w:body></w:document>")


def words_of(command: str) -> list[list[str]]:
    """A command line as the shell takes it apart: the words of each command between pipes, names with stars filled in."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    stages: list[list[str]] = [[]]
    for word in lexer:
        if word == "|":
            stages.append([])
        else:
            stages[-1] += (sorted(map(str, Path().glob(word))) if word.endswith((".gz", "/*")) else []) or [word]
    return stages


def reason_in(table: dict[str, str], command: str) -> str | None:
    return next((why for pattern, why in table.items() if re.search(pattern, command)), None)


@pytest.fixture
def did(folder, monkeypatch, capsys):
    """Runs one command line: what it printed, and with which code its sayso ended."""

    def doing(command: str) -> tuple[str, int]:
        told, piped, code = "", b"", 0
        for stage in words_of(command):
            if stage[0] == "sayso":
                monkeypatch.setattr(sys, "argv", stage)
                monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
                with pytest.raises(SystemExit) as left:
                    cli.main()
                code = int(left.value.code or 0)
                out, err = capsys.readouterr()
                piped, told = out.encode(), told + err
            elif stage[0] == "curl":
                piped = ARTICLE.encode()  # nothing is fetched here
            elif stage[0] != "jq" or shutil.which("jq"):
                piped = subprocess.run(stage, input=piped, capture_output=True, check=True, timeout=60).stdout
        return piped.decode() + told, code

    return doing


def misses(printed: str, lines: tuple[str, ...]) -> str | None:
    """The first of these lines that is not printed behind the one before it."""
    rest = iter([" ".join(line.split()) for line in printed.splitlines()])
    for line in lines:
        pattern = ".*".join(re.escape(" ".join(part.split())) for part in line.strip().split("..."))
        pattern = pattern.replace(r"\ .*", ".*").replace(r".*\ ", ".*")
        if not any(re.fullmatch(pattern, one) for one in rest):
            return line
    return None


@pytest.mark.parametrize("page", [page for page in PAGES if any(fenced(page, "console"))], ids=named)
def test_the_commands_on_this_page_do_what_it_shows(page, did):
    for command, lines in shown(page):
        if reason_in(NOT_OURS, command) or reason_in(READ_ONLY, command):
            continue
        printed, code = did(command)
        assert code == 0 or (code == 1 and "sayso check" in command), f"$ {command}\nended with {code}\n{printed}"
        missing = misses(printed, lines)
        assert missing is None, f"$ {command}\ndoes not print (any more)\n{missing}\nbut\n{printed}"


@pytest.mark.parametrize("page", [page for page in PAGES if any(fenced(page, "python"))], ids=named)
def test_the_python_on_this_page_runs(page, folder):
    code = "\n".join(fenced(page, "python"))
    assert "import sayso" in code or "from sayso" in code
    exec(compile(code, str(page), "exec"), {"__name__": page.stem})


# -- what is not run is held against what there is -----------------------------------------------

GROUP = typer.main.get_command(cli.app)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_line_of_a_page_is_one_that_sayso_takes(page):
    lines = [command for command, _ in shown(page)]
    lines += [line for block in fenced(page, "text", "sh") for line in block.splitlines() if line.startswith("sayso ") and ": " not in line]
    for line in lines:
        for stage in words_of(line.partition("||")[0]):
            if stage[0] == "sayso":
                name, *rest = stage[1:]
                assert name in GROUP.commands, line
                GROUP.commands[name].make_context(name, rest)  # raises what the command line would say
            else:
                assert stage[0] in ("curl", "jq", "mkdir", "cp", "sed") or reason_in(NOT_OURS, line), line


@pytest.mark.parametrize("page", [*PAGES, DOCS / "glossary.md", *sorted((DOCS / "reference").glob("*.md"))], ids=named)
def test_a_command_in_running_text_has_its_options(page):
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))
    for inline in re.findall(r"`sayso ([^`]+)`", text):
        name, *rest = inline.split()
        command = GROUP if name.startswith("-") else GROUP.commands.get(name)
        assert command is not None, inline
        options = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
        asked = {word.partition("=")[0] for word in (name, *rest) if re.match(r"--?[a-z]", word)}
        assert asked <= options, inline


def test_every_command_is_shown_by_a_guide():
    told = " ".join(page.read_text(encoding="utf-8") for page in GUIDES[1:])
    assert [name for name in GROUP.commands if not re.search(rf"(?m)(`|^\$ |^)sayso {name}\b(?!-)", told)] == []


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for page in PAGES:
        there = set(re.findall(r"(?:`|\$ )make ([a-z]+)", page.read_text(encoding="utf-8")))
        assert there <= targets, page


def test_every_extra_that_a_page_names_exists():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for page in PAGES:
        for found in re.findall(r"(?:sayso|\.)\[([a-z,]+)\]", page.read_text(encoding="utf-8")):
            assert set(found.split(",")) <= set(extras), page


def test_what_is_not_run_is_still_shown_somewhere():
    commands = [command for page in PAGES for command, _ in shown(page)]
    for pattern in (*READ_ONLY, *NOT_OURS):
        assert any(re.search(pattern, command) for command in commands), pattern
