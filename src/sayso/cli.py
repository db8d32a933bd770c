"""The command line: arguments in, data on standard output or in a file, the rest on standard error.

In:  the arguments of `sayso`.
Out: tables or JSON Lines; progress, failures and sums on standard error; the exit code of the contract.
Not here: any work. Nothing heavy is imported until a command runs, so that help and completion are instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sayso import cli_handing, cli_ledger

if TYPE_CHECKING:
    from sayso.checker.policy import Policy
    from sayso.checker.report import Report
    from sayso.checker.shelf import Shelf
    from sayso.reading import Reading

app = typer.Typer(
    name="sayso",
    help="On whose say-so? News quotations as an exact, checkable record. Nothing leaves this machine.",
    epilog="Exit codes: 0 all well, 1 something to look at (a file unread, a quotation flagged or unchecked), 2 wrong usage.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich takes four times as long to load
    pretty_exceptions_enable=False,  # they print local variables, which may hold what must not leave the machine
    context_settings={"help_option_names": ["-h", "--help"]},
)

cli_ledger.register(app)
cli_handing.register(app)

FILE_WIDTH = 100  # columns of a table written to a file


class Form(StrEnum):
    """How readings are written."""

    table = "table"
    jsonl = "jsonl"


class Face(StrEnum):
    """How a report is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


def main() -> None:
    """Run the command line and exit: wrong settings and a full disk are one line and code 2, never a traceback."""
    from sayso.errors import SaysoError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except SaysoError as error:
        _tell(f"{error} [{error.code}]")
    except OSError as error:
        _tell(f"{error.filename or 'The output'} cannot be written ({error.strerror}). Nothing was kept. [store]")
    sys.exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sayso {version('sayso')}")
        raise typer.Exit


@app.callback()
def sayso(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """On whose say-so? News quotations as an exact, checkable record. Nothing leaves this machine."""


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders (all in them), or - for standard input.")],
    form: Annotated[Form, typer.Option("--format", help="A table for people, or JSON Lines: one ledger record a document.")] = Form.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no sums; failures are still told.")] = False,
) -> None:
    """Read documents: who is said to have said what."""
    from sayso import ingest, settings
    from sayso.schema import Failure

    pipeline = settings.pipeline()
    progress = _Progress(quiet)
    with _written(output) as stream:
        show = _printer(form, stream, to_file=output is not None)
        for one in pipeline.read_batch(chain.from_iterable(map(ingest.documents, paths)), any_language=any_language):
            progress.clear()
            if isinstance(one, Failure):
                _tell(f"{one.message} [{one.code}]")
                progress.failed += 1
            else:
                show(one)
                progress.read += 1
            progress.draw()
    progress.sum()
    if progress.failed or not progress.read:
        raise typer.Exit(1)


@app.command()
def check(
    draft: Annotated[str | None, typer.Argument(metavar="DRAFT", help="The draft or article to check, or - for standard input.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", "-e", metavar="PATH", help="A transcript, document or chat, or a folder of them; may be repeated."),
    ] = None,
    quote: Annotated[str | None, typer.Option("--quote", metavar="WORDS", help="Check these words instead of a draft.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="With --quote: who is said to have said it.")] = None,
    quotes: Annotated[
        Path | None,
        typer.Option("--quotes", metavar="FILE", help="Check a list (CSV or JSON Lines: id, quote, speaker, evidence) instead of a draft."),
    ] = None,
    policy: Annotated[
        str, typer.Option("--policy", metavar="STYLE", help="House style: strict, spoken, any, or a file of your own.")
    ] = "strict",
    form: Annotated[
        Face | None, typer.Option("--format", help="A table (for a list: JSON Lines), the report as JSON, one verdict a line, or a page.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="REPORT", help="Show what changed since this report, which --format json wrote.")
    ] = None,
    annotations: Annotated[
        Path | None, typer.Option("--annotations", metavar="FILE", help="Write the passages as W3C Web Annotations, too.")
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option("--cache", metavar="FOLDER", help="Keep the evidence's index here; else in SAYSO_CACHE or the user's cache."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep nothing of the evidence.")] = False,
) -> None:
    """Check quotations against evidence: does it bear them out, and if not, which words differ?"""
    from sayso import settings
    from sayso.checker.policy import policy_of
    from sayso.checker.report import report_of
    from sayso.errors import SettingsError

    if sum(one is not None for one in (draft, quote, quotes)) != 1:
        raise SettingsError("Give one thing to check: a draft, --quote WORDS, or --quotes FILE.")
    if speaker is not None and quote is None:
        raise SettingsError("--speaker goes with --quote.")
    style = policy_of(policy)
    earlier = report_of(_bytes(since), str(since)) if since is not None else None
    folder = None if no_cache else cache or settings.cache_folder()
    if quotes is not None:
        report = _checked_list(quotes, evidence or [], style, folder)
    else:
        shelf = settings.evidence(evidence or [], folder if evidence else None)
        report = _checked_quote(quote, speaker, shelf, style) if quote is not None else _checked_draft(draft or "", shelf, style)
    if earlier is not None:
        report = report.since(earlier)
    for failure in report.failures:
        _tell(f"{failure.message} [{failure.code}]")
    face = form or (Face.jsonl if quotes is not None else Face.table)
    with _written(output) as stream:
        _print_report(report, face, stream, to_file=output is not None)
    if annotations is not None:
        with _written(annotations) as stream:
            stream.write(_json(report.to_annotations()))
    if not report.clean:
        raise typer.Exit(1)


def _checked_list(quotes: Path, evidence: list[str], style: Policy, folder: Path | None) -> Report:
    from sayso import pipeline, settings

    rows = settings.listed(_bytes(quotes), str(quotes), quotes.absolute().parent, evidence, folder)
    return pipeline.checked_list(rows, style, settings.checking())


def _checked_quote(quote: str, speaker: str | None, shelf: Shelf, style: Policy) -> Report:
    from sayso import pipeline, settings
    from sayso.checker import Quoted

    return pipeline.checked_list([(Quoted.of(quote, speaker), shelf, {})], style, settings.checking())


def _checked_draft(draft: str, shelf: Shelf, style: Policy) -> Report:
    from sayso import ingest, pipeline, settings
    from sayso.errors import InputError
    from sayso.schema import Failure

    if draft != "-" and Path(draft).is_dir():
        raise InputError(f"{draft} is a folder. Name one draft.", about=draft)
    one = next(ingest.documents(draft))
    if isinstance(one, Failure):
        raise InputError(one.message, about=one.locator)
    chain = settings.pipeline()
    return pipeline.checked(chain.read(one), shelf, style, replace(chain.origin, stage="check"))


def _bytes(path: Path) -> bytes:
    """The bytes of a file that the command line names."""
    from sayso.errors import UnreadableInput

    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read ({error.strerror}). Check the path and its permissions.", about=path) from error


def _print_report(report: Report, face: Face, stream: TextIO, *, to_file: bool) -> None:
    if face is Face.json:
        stream.write(report.to_json())
    elif face is Face.jsonl:
        from sayso.rows import json_line

        stream.writelines(json_line(row) + "\n" for row in report.to_rows())
    elif face is Face.html:
        stream.write(report.to_html())
    else:
        from rich.console import Console

        console = Console(file=stream, width=FILE_WIDTH, force_terminal=False, color_system=None) if to_file else Console(file=stream)
        console.print(report)


def _json(thing: object) -> str:
    import json

    return json.dumps(thing, ensure_ascii=True, indent=1) + "\n"


@app.command()
def models() -> None:
    """Say which model reads: name, version, digest, licence."""
    from sayso import settings
    from sayso.reader import tagger
    from sayso.reading import visible

    folder = settings.model_folder()
    card, _ = tagger.verified(folder)
    typer.echo(
        visible(f"{card['name']} {card['version']}  sha256:{card['files']['model.onnx']}  {card.get('licence', 'no licence stated')}")
    )


def _printer(form: Form, stream: TextIO, *, to_file: bool) -> Callable[[Reading], None]:
    if form is Form.jsonl:

        def line(reading: Reading) -> None:
            stream.write(reading.to_json() + "\n")
            stream.flush()

        return line

    from rich.console import Console

    if to_file:
        return Console(file=stream, width=FILE_WIDTH, force_terminal=False, color_system=None).print
    return Console(file=stream).print


@contextmanager
def _written(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    target = output.resolve()  # a link is written through, not replaced
    if target.exists() and not target.is_file():
        from sayso.errors import SettingsError

        raise SettingsError(f"{output} is not a regular file. Name a file to write.", about=output)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class _Progress:
    """How far a run is, on standard error if that is a terminal."""

    def __init__(self, quiet: bool) -> None:
        self.read = self.failed = 0
        self._told = not quiet and sys.stderr.isatty()
        self._drawn = 0
        self.draw()

    def draw(self) -> None:
        self.clear()
        if self._told:
            line = f"reading ... {self._so_far() if self.read + self.failed else ''}"
            sys.stderr.write(line)
            sys.stderr.flush()
            self._drawn = len(line)

    def clear(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()
            self._drawn = 0

    def sum(self) -> None:
        self.clear()
        if not self.read + self.failed:
            _tell("There was nothing to read. [empty]")
        elif self._told and self.read + self.failed > 1:
            _tell(self._so_far())

    def _so_far(self) -> str:
        return f"{self.read + self.failed} documents: {self.read} read, {self.failed} failed"


def _tell(line: str) -> None:
    """One line on standard error; what comes from a file's name or content is made visible."""
    from sayso.reading import visible

    sys.stderr.write("sayso: " + visible(line).replace("\n", "␊") + "\n")
