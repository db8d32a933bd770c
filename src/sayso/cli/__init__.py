"""The command line: arguments in, data on standard output or in a file, the rest on standard error.

In:  the arguments of `sayso`.
Out: tables or JSON Lines; progress, failures and sums on standard error; the exit code of the contract.
Not here: any work. Nothing heavy is imported until a command runs, so that help and completion are instant.

stages.py has the commands that read and check, hearing.py the one that transcribes, disputes.py the one that sets a dispute out,
ledger.py those that keep, find and correct, handing.py those that hand on and bring in, running.py the one for archives,
desk.py opens the ledger in a browser; output.py is how all of them write.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sayso.cli import desk, disputes, handing, hearing, ledger, running, stages
from sayso.cli.output import tell

app = typer.Typer(
    name="sayso",
    help="On whose say-so? News quotations as an exact, checkable record. Nothing leaves this machine.",
    epilog="Exit codes: 0 all well, 1 something to look at (a file unread, a quotation flagged or unchecked), 2 wrong usage.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich takes four times as long to load
    pretty_exceptions_enable=False,  # they print local variables, which may hold what must not leave the machine
    context_settings={"help_option_names": ["-h", "--help"]},
)
stages.register(app)
hearing.register(app)
disputes.register(app)
ledger.register(app)
handing.register(app)
running.register(app)
desk.register(app)


def main() -> None:
    """Run the command line and exit: wrong settings and a full disk are one line and code 2, never a traceback."""
    from sayso.errors import SaysoError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except SaysoError as error:
        tell(f"{error} [{error.code}]")
    except OSError as error:
        tell(f"{error.filename or 'The output'} cannot be written ({error.strerror}). Nothing was kept. [store]")
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
