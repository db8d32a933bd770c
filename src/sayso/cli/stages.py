"""The commands of the stages: read, explain, check, and which model reads.

In:  the arguments of `sayso read`, `explain`, `check` and `models`.
Out: tables, JSON Lines, a report or a page; the exit code of the contract.
Not here: any work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sayso.cli.hearing import BackendOption
from sayso.cli.ledger import StoreOption, count
from sayso.cli.output import FILE_WIDTH, Progress, Status, bytes_of, tell, written

if TYPE_CHECKING:
    from sayso.checker.policy import Policy
    from sayso.checker.report import Report
    from sayso.checker.shelf import Shelf
    from sayso.reading import Reading


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
    vtt = "vtt"


def register(app: typer.Typer) -> None:
    """Give the command line these commands."""
    for command in (read, explain, check, models):
        app.command()(command)


def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders (all in them), or - for standard input.")],
    form: Annotated[Form, typer.Option("--format", help="A table for people, or JSON Lines: one ledger record a document.")] = Form.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0.0, max=1.0, metavar="SCORE", help="Leave out quotations less sure than this (0 to 1).")
    ] = 0.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no sums; failures are still told.")] = False,
) -> None:
    """Read documents: who is said to have said what."""
    from sayso import ingest, settings
    from sayso.schema import Failure

    pipeline = settings.pipeline()
    progress = Progress(quiet)
    with written(output) as stream:
        show = _printer(form, stream, to_file=output is not None)
        for one in pipeline.read_batch(chain.from_iterable(map(ingest.documents, paths)), any_language=any_language, min_score=min_score):
            progress.clear()
            if isinstance(one, Failure):
                tell(f"{one.message} [{one.code}]")
                progress.failed += 1
            else:
                show(one)
                progress.read += 1
            progress.draw()
    progress.sum()
    if progress.failed or not progress.read:
        raise typer.Exit(1)


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for standard input.")],
    quotation: Annotated[str, typer.Argument(metavar="ID", help="Which quotation: its id in the record (q1, q2 ...).")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
) -> None:
    """Explain a speaker: the mentions, the cue, what was carried over from where, who else might have been meant."""
    import json

    from sayso import ingest, settings
    from sayso.errors import InputError, error_of
    from sayso.reading import visible
    from sayso.schema import Failure

    if file != "-" and Path(file).is_dir():
        raise InputError(f"{file} is a folder. Name one document.", about=file)
    one = next(ingest.documents(file))
    if isinstance(one, Failure):
        raise error_of(one.code, one.message, one.locator)
    found = settings.pipeline().read(one, any_language=any_language).explain(quotation)
    typer.echo(json.dumps(found.to_dict(), ensure_ascii=True, indent=1) if as_json else visible(str(found)))


def check(
    draft: Annotated[str | None, typer.Argument(metavar="DRAFT", help="The draft or article to check, or - for standard input.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", "-e", metavar="PATH", help="A transcript, document, chat or recording, or a folder of them; may be repeated."
        ),
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
        Face | None,
        typer.Option(
            "--format",
            help="A table (for a list: JSON Lines), the report as JSON, one verdict a line, a page, or captions of the passages.",
        ),
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
    backend: BackendOption = None,
    clips: Annotated[bool, typer.Option("--clips", help="With --format html: put the sound of each passage into the page itself.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the draft's statements and the verdicts on them in the store.")] = False,
    store: StoreOption = None,
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
    if (keep and draft is None) or (store is not None and not keep):
        raise SettingsError("--keep goes with a draft, and --store with --keep.")
    if clips and form is not Face.html:
        raise SettingsError("--clips goes with --format html.")
    style = policy_of(policy)
    status = Status()
    earlier = report_of(bytes_of(since), str(since)) if since is not None else None
    folder = None if no_cache else cache or settings.cache_folder()
    if quotes is not None:
        report = _checked_list(quotes, evidence or [], style, folder, backend, status)
    else:
        shelf = settings.evidence(evidence or [], folder if evidence else None, backend=backend, tell=status)
        if quote is not None:
            report = _checked_quote(quote, speaker, shelf, style)
        else:
            reading, report = _checked_draft(draft or "", shelf, style)
            if keep:
                _keep(store, reading, report)
    status.clear()
    if earlier is not None:
        report = report.since(earlier)
    if form is Face.html:
        report = report.with_players(embedded=clips, beside=output.resolve().parent if output is not None else Path.cwd())
    for failure in report.failures:
        tell(f"{failure.message} [{failure.code}]")
    face = form or (Face.jsonl if quotes is not None else Face.table)
    with written(output) as stream:
        _print_report(report, face, stream, to_file=output is not None)
    if annotations is not None:
        with written(annotations) as stream:
            stream.write(_json(report.to_annotations()))
    if not report.clean:
        raise typer.Exit(1)


def _checked_list(quotes: Path, evidence: list[str], style: Policy, folder: Path | None, backend: str | None, status: Status) -> Report:
    from sayso import pipeline, settings

    rows = settings.listed(bytes_of(quotes), str(quotes), quotes.absolute().parent, evidence, folder, backend=backend, tell=status)
    return pipeline.checked_list(rows, style, settings.checking())


def _checked_quote(quote: str, speaker: str | None, shelf: Shelf, style: Policy) -> Report:
    from sayso import pipeline, settings
    from sayso.checker import Quoted

    return pipeline.checked_list([(Quoted.of(quote, speaker), shelf, {})], style, settings.checking())


def _checked_draft(draft: str, shelf: Shelf, style: Policy) -> tuple[Reading, Report]:
    from sayso import ingest, pipeline, settings
    from sayso.errors import InputError, error_of
    from sayso.schema import Failure

    if draft != "-" and Path(draft).is_dir():
        raise InputError(f"{draft} is a folder. Name one draft.", about=draft)
    one = next(ingest.documents(draft))
    if isinstance(one, Failure):
        raise error_of(one.code, one.message, one.locator)
    chain = settings.pipeline()
    reading = chain.read(one)
    return reading, pipeline.checked(reading, shelf, style, replace(chain.origin, stage="check"))


def _keep(store: str | None, reading: Reading, report: Report) -> None:
    from sayso import pipeline, settings

    with settings.store(store, create=True) as kept_in:
        list(pipeline.keep(kept_in, [reading], reading.origin))
        new = pipeline.keep_verdicts(kept_in, reading, report)
        tell(f"{count(new, 'new verdict')} in {kept_in.name}.")


def _print_report(report: Report, face: Face, stream: TextIO, *, to_file: bool) -> None:
    if face is Face.json:
        stream.write(report.to_json())
    elif face is Face.jsonl:
        from sayso.rows import json_line

        stream.writelines(json_line(row) + "\n" for row in report.to_rows())
    elif face is Face.html:
        stream.write(report.to_html())
    elif face is Face.vtt:
        stream.write(report.to_vtt())
    else:
        from rich.console import Console

        console = Console(file=stream, width=FILE_WIDTH, force_terminal=False, color_system=None) if to_file else Console(file=stream)
        console.print(report)


def _json(thing: object) -> str:
    import json

    return json.dumps(thing, ensure_ascii=True, indent=1) + "\n"


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
