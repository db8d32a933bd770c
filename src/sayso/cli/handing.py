"""The commands that hand statements on: export, import, verify-bag.

In:  the arguments of `sayso export`, `sayso import` and `sayso verify-bag`.
Out: a file, a folder or a stream in one of the formats; entries in a store; what is wrong with a bag.
Not here: any work.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.ledger import StoreOption, count, one_of
from sayso.cli.output import bytes_of, tell, written

if TYPE_CHECKING:
    from sayso.stores.sql import Store


class Whence(StrEnum):
    """What is brought in."""

    ledger = "ledger"
    citron = "citron"


def register(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("export")(export)
    app.command("import")(bring)
    app.command("verify-bag")(verify_bag)


def export(
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="jsonl, csv, parquet, records, annotations, schema-org, followthemoney, tei, ledger, corrections or bag.",
        ),
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file (a bag: a new folder), whole or not at all.")
    ] = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="What people corrected, as data to train on; the same as --format corrections.")
    ] = False,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Whose words: a name, a part of it, or an id.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="Told to, accusing or by way of somebody.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assert, accuse, deny, admit, apologise, promise, demand, ask ...")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="direct, mixed, indirect or event.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="The outlet, or a part of its name.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published then or later: 2024, 2024-12 ...")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published then or before.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NAME", help="In this document, by its name or id.")] = None,
    store: StoreOption = None,
) -> None:
    """Hand statements on: all, or some, in a format that other tools read."""
    from typing import get_args

    from sayso import schema, settings
    from sayso.errors import SettingsError
    from sayso.exporters import EXPORTERS
    from sayso.stores.answers import Query
    from sayso.stores.chosen import Chosen

    exporter = EXPORTERS["corrections" if corrections else form]
    one_of("--act", act, get_args(schema.Act))
    one_of("--kind", kind, get_args(schema.QuotationKind))
    query = Query(
        speaker=speaker,
        about=about,
        act=act,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        outlet=outlet,
        since=since,
        until=until,
        document=document,
    )
    if exporter.whole and query != Query():
        raise SettingsError("This format holds a whole ledger: leave --speaker, --act and their like away.", about=form)
    with settings.store(store) as kept_in:
        holdings = Chosen(kept_in, query)
        if exporter.folder:
            if output is None:
                raise SettingsError("This format is a folder: name a new one with -o.", about=form)
            with _folder(output) as folder:
                number = exporter.write(holdings, folder)
        else:
            with written(output) as stream:
                stream.flush()
                number = exporter.write(holdings, stream.buffer)
                stream.buffer.flush()
    if output is not None:
        tell(f"{output}: {exporter.what}, {number:,} written.")


def bring(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `sayso export --format ledger` wrote, or Citron's JSON.")],
    whence: Annotated[Whence, typer.Option("--from", help="A ledger of sayso's, or what Citron found in one document.")] = Whence.ledger,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="With --from citron: the document's text, as Citron was given it.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Bring a ledger into an empty store, or Citron's quotations into any; nothing is kept unless all is."""
    from sayso import settings
    from sayso.errors import SettingsError

    if (text is not None) and whence is not Whence.citron:
        raise SettingsError("--text goes with --from citron.")
    with settings.store(store, create=True) as kept_in:
        if whence is Whence.citron:
            _from_citron(kept_in, file, text)
            return
        number = _from_ledger(kept_in, file)
        typer.echo(f"{count(number, 'entry')} in {kept_in.name}. Root {kept_in.head().root.hex()}")


def _from_ledger(store: Store, file: Path) -> int:
    from sayso.errors import InputError, UnreadableInput
    from sayso.exporters.lines import entries_in

    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream:
            return store.replay(entries_in(stream, str(file)))
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read ({error.strerror}). Check the path and its permissions.", about=file) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:  # digests that fit over something that makes no sense
        raise InputError(
            f"{file} makes no sense as a ledger: an entry does not hold what its kind holds. Nothing was kept.", about=file
        ) from error


def _from_citron(store: Store, file: Path, text: Path | None) -> None:
    from importlib.metadata import version

    from sayso import ingest, pipeline
    from sayso.errors import InputError
    from sayso.exporters import citron
    from sayso.schema import Failure

    data = bytes_of(file)
    held = None if text is not None else citron.text_of(data, str(file))
    if text is not None:
        one = ingest.whole_text(text) or next(ingest.documents(text), None)
        if one is None or text.is_dir():
            raise InputError(f"{text} is a folder. Name one document.", about=text)
    elif held is not None:
        one = ingest.from_text(held, file.name)
    else:
        raise InputError(f"{file} does not hold the document's text. Give it with --text FILE.", about=file)
    if isinstance(one, Failure):
        raise InputError(one.message, about=one.locator)
    reading = citron.reading_of(data, str(file), one, version("sayso"))
    for kept in pipeline.keep(store, [reading], reading.origin):
        again = "" if kept.new else " (held already)"
        typer.echo(f"{count(len(reading), 'quotation')} of {one.name} in {store.name}{again}.")


def verify_bag(
    bag: Annotated[Path, typer.Argument(metavar="BAG", help="The folder that `sayso export --format bag` wrote.")],
) -> None:
    """Check an evidence bag: nothing was changed, and every quotation stands in its document."""
    from sayso.exporters.bag_check import checked
    from sayso.reading import visible

    found = checked(bag)
    counts = (("document", found.documents), ("statement", found.statements), ("verdict", found.verdicts), ("entry", found.entries))
    sums = ", ".join(count(number, what) for what, number in counts)
    if found.whole:
        typer.echo(visible(f"{bag}: whole. {sums}."))
        tell("Whole means: as it was when the bag was made, and true to its documents. Who made it, the bag cannot prove.")
        return
    typer.echo(visible(f"{bag}: NOT whole. {found.faults[0]}."))
    for fault in found.faults[1:20]:
        typer.echo(visible(f"  {fault}"))
    raise typer.Exit(1)


@contextmanager
def _folder(output: Path) -> Iterator[Path]:
    """A new folder that takes its name only when it is whole."""
    from sayso.errors import SettingsError

    target = output.absolute()
    if target.exists() or target.is_symlink():
        raise SettingsError(f"{output} exists. Name a new folder.", about=output)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    unfinished.mkdir()
    try:
        yield unfinished
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
