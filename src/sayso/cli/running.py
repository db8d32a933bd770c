"""The command for archives: run.

In:  the arguments of `sayso run`.
Out: a folder of tables; how far it is, how fast and how long yet on standard error; the sums on standard output.
Not here: any work.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.ledger import StoreOption
from sayso.cli.output import tell

if TYPE_CHECKING:
    from sayso.scale.watching import Progress

TOLD_EVERY = 60.0  # seconds, where standard error is no terminal


def register(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(run)


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="WARC, JSON Lines, CSV, Parquet, RSS, any document; folders of them; addresses (s3://...)."),
    ],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder or address for the tables; a run ended there goes on.")],
    workers: Annotated[int, typer.Option("--workers", min=0, metavar="N", help="Processes that read; 0 for one a core.")] = 0,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="Which column of a table holds text, html, title, url, outlet, published."),
    ] = None,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
    ray: Annotated[str | None, typer.Option("--ray", metavar="ADDRESS", help="Read on a Ray cluster; local starts one here.")] = None,
    store: StoreOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read an archive into Parquet tables; a run that was ended in any way goes on when it is given again."""
    import json

    from sayso import scale, settings

    columns = dict(one.partition("=")[::2] for one in column or ())
    shown = _Shown(quiet)
    summary = scale.run(
        inputs,
        out,
        maker=settings.WORKERS,
        workers=workers,
        columns=columns,
        any_language=any_language,
        ray=ray,
        progress=shown.progress,
        notice=shown.notice,
    )
    shown.clear()
    typer.echo(json.dumps(summary, indent=1, ensure_ascii=True))
    if store is not None:
        _keep(store, out)
    if summary["failures"] or not summary["documents"]:
        raise typer.Exit(1)


def _keep(store: str, out: str) -> None:
    """One process, this one, loads the store."""
    from sayso import pipeline, scale, settings

    with settings.store(store, create=True) as kept_in:
        kept = pipeline.keep(kept_in, scale.readings_in(out), settings.pipeline().origin, at_once=50)
        new = sum(one.new for one in kept)
        tell(f"{new:,} new entries in {kept_in.name}.")


class _Shown:
    """Progress as a line that is drawn over at a terminal, else as a line a minute."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._width = 0
        self._last = time.monotonic()

    def progress(self, now: Progress) -> None:
        if self._quiet:
            return
        line = f"{now.records:,} records, {now.failures:,} failed, {now.statements:,} statements; {now.rate:.1f} a second"
        if now.size:
            line += f", {100 * now.done / now.size:.0f} %"
        if now.left is not None:
            line += f", {_span(now.left)} left"
        if self._terminal:
            self.clear()
            sys.stderr.write(line)
            sys.stderr.flush()
            self._width = len(line)
        elif time.monotonic() - self._last > TOLD_EVERY:
            self._last = time.monotonic()
            tell(line)

    def notice(self, line: str) -> None:
        self.clear()
        tell(line)

    def clear(self) -> None:
        """Take away what was drawn."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            self._width = 0


def _span(seconds: float) -> str:
    """A stretch of time in words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"
