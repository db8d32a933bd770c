"""The command that sets a dispute out: allegation, answer, legal step, request for comment.

In:  the arguments of `sayso dispute`.
Out: a table, a page, or one of the formats of exporters/; the exit code of the contract.
Not here: any work.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sayso.cli.ledger import StoreOption
from sayso.cli.output import FILE_WIDTH, Progress, tell, written

if TYPE_CHECKING:
    from sayso.reading import Reading
    from sayso.schema import Dispute, Failure


class Form(StrEnum):
    """How a dispute is written."""

    table = "table"
    html = "html"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    icalendar = "icalendar"
    followthemoney = "followthemoney"


def register(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(dispute)


def dispute(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders (all in them), or - for standard input; none for what is kept in the store."),
    ] = None,
    party: Annotated[
        list[str] | None,
        typer.Option("--party", "-p", metavar="NAME", help="One of the parties; may be repeated. None: everybody."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="A table, a page that prints, or data: JSON, rows, a calendar, FollowTheMoney.")
    ] = Form.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no sums; failures are still told.")] = False,
    store: StoreOption = None,
) -> None:
    """Set a dispute out: who alleges what against whom, what was answered, what was filed, what nobody answered."""
    from sayso import pipeline, settings
    from sayso.disputes import dispute_of
    from sayso.errors import SettingsError
    from sayso.exporters import DISPUTES

    if paths and store is not None:
        raise SettingsError("Give files, or --store, not both.")
    exporter = DISPUTES[form] if form not in (Form.table, Form.html) else None  # what is missing is said before anything is read
    if paths:
        found = dispute_of(_read(paths, any_language, quiet), party or (), alleges=settings.alleges)
    else:
        with settings.store(store) as kept_in:
            found = pipeline.disputed(kept_in, party or (), settings.alleges)
    with written(output) as stream:
        if exporter is not None:
            stream.flush()
            exporter.write(found, stream.buffer)
            stream.buffer.flush()
        elif form is Form.html:
            from sayso.disputes.page import html_of

            stream.write(html_of(found))
        else:
            _table(found, stream, to_file=output is not None)
    if found.failures or not found.documents:
        raise typer.Exit(1)


def _read(paths: list[str], any_language: bool, quiet: bool) -> Iterator[Reading | Failure]:
    """The readings of files, with progress; what fails is told."""
    from sayso import ingest, settings
    from sayso.schema import Failure

    progress = Progress(quiet)
    for one in settings.pipeline().read_batch(chain.from_iterable(map(ingest.documents, paths)), any_language=any_language):
        progress.clear()
        if isinstance(one, Failure):
            tell(f"{one.message} [{one.code}]")
            progress.failed += 1
        else:
            progress.read += 1
        yield one
        progress.draw()
    progress.sum()


def _table(found: Dispute, stream: TextIO, *, to_file: bool) -> None:
    from rich.console import Console

    from sayso.disputes.table import shown

    console = Console(file=stream, width=FILE_WIDTH, force_terminal=False, color_system=None) if to_file else Console(file=stream)
    for one in shown(found):
        console.print(one)
