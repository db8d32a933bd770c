"""The commands of the ledger: keep, find, correct, prove.

In:  the arguments of `sayso add`, `search`, `correct`, `verify` and their like.
Out: tables or JSON on standard output, the rest on standard error; the exit code of the contract.
Not here: any work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.output import Progress, bytes_of, tell, written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sayso.stores.sql import Store

StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="FILE|URL", help="The store; else SAYSO_STORE, else a file in the user's data folder."),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides this; else the user's name on this machine.")]
WhyOption = Annotated[str | None, typer.Option("--why", metavar="WORDS", help="Why.")]


class Shown(StrEnum):
    """How answers are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


FormOption = Annotated[Shown, typer.Option("--format", help="A table for people, JSON, or one JSON object a line.")]


def register(app: typer.Typer) -> None:
    """Give the command line these commands."""
    finding = (status, search, documents, people, person, statement, variants)
    for command in (add, *finding, correct, merge, split, verify, checkpoint, backup, rebuild):
        app.command()(command)


# -- keeping -------------------------------------------------------------------------------------


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders (all in them), or - for standard input.")],
    store: StoreOption = None,
    any_language: Annotated[bool, typer.Option("--any-language", help="Read what is not in English as if it were.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no sums; failures are still told.")] = False,
) -> None:
    """Read documents and keep what is said in them; what is kept already is not kept twice."""
    from sayso import ingest, pipeline, settings
    from sayso.schema import Failure

    chain_of_stages = settings.pipeline()
    progress = Progress(quiet)
    known = 0
    with settings.store(store, create=True) as kept_in:
        read = chain_of_stages.read_batch(chain.from_iterable(map(ingest.documents, paths)), any_language=any_language)
        for kept in pipeline.keep(kept_in, read, chain_of_stages.origin):
            progress.clear()
            if isinstance(kept.read, Failure):
                tell(f"{kept.read.message} [{kept.read.code}]")
                progress.failed += 1
            else:
                known += not kept.new
                progress.read += 1
            progress.draw()
        progress.sum()
        if not quiet:
            again = f" ({known} of them held already)" if known else ""
            typer.echo(f"{count(progress.read, 'document')} in {kept_in.name}{again}.")
    if progress.failed or not progress.read:
        raise typer.Exit(1)


def status(store: StoreOption = None, form: FormOption = Shown.table) -> None:
    """Say how much is kept: documents, statements, people, failures."""
    from sayso import settings

    with settings.store(store) as kept_in:
        sums = kept_in.status()
        failed = kept_in.failures()
    rows = [{"locator": one.subject, "at": one.at, **(one.payload or {})} for one in failed]
    if form is not Shown.table:
        _json([{**sums, "failed": rows}], form)
        return
    for name, value in sums.items():
        typer.echo(f"{name:<12}{value if isinstance(value, str) else format(value, ',')}")
    if rows:
        from sayso.stores import table

        _show([table.listed(rows, "locator", "code", "message")])


def backup(to: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a new file.")], store: StoreOption = None) -> None:
    """Copy the whole store into a new file, while others may write in it, and verify the copy."""
    from sayso import settings
    from sayso.errors import SettingsError, StoreDamaged
    from sayso.stores.proving import verify as proof_of

    if to.exists():
        raise SettingsError(f"{to} exists. Name a new file.", about=to)
    with settings.store(store) as kept_in:
        kept_in.backup(str(to))
    with settings.store(str(to)) as copy:
        proof = proof_of(copy)
    if not proof.whole:
        raise StoreDamaged(f"The copy is not whole: {proof.faults[0][1]}. The store itself may be damaged: sayso verify", about=to)
    typer.echo(f"{to}: {count(proof.entries, 'entry')}, whole.")


def rebuild(store: StoreOption = None) -> None:
    """Make the tables that are searched anew from the ledger's entries."""
    from sayso import settings

    with settings.store(store) as kept_in, kept_in.writing() as writing:
        typer.echo(f"{count(writing.rebuild(), 'entry')} taken into account.")


# -- finding -------------------------------------------------------------------------------------


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help='Words that must all occur; "in marks" as they stand; word* for any ending.')
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Whose words: a name, a part of it, or an id.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="Told to, accusing or by way of somebody.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assert, accuse, deny, admit, apologise, promise, demand, ask ...")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="direct, mixed, indirect or event.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="The outlet, or a part of its name.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published then or later: 2024, 2024-12 ...")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published then or before.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NAME", help="In this document, by its name or id.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Each utterance once, however many documents print it.")] = False,
    order: Annotated[str | None, typer.Option("--order", help="best, newest or oldest first.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000, help="Answers on a page.")] = 20,
    page: Annotated[int, typer.Option("--page", min=1, help="Which page.")] = 1,
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """Find statements by their words, who said them, how, where and when."""
    from typing import get_args

    from sayso import schema, settings
    from sayso.stores import table
    from sayso.stores.answers import Order, Query
    from sayso.stores.answers import search as answer

    one_of("--act", act, get_args(schema.Act))
    one_of("--kind", kind, get_args(schema.QuotationKind))
    one_of("--order", order, get_args(Order))
    query = Query(
        words=" ".join(f'"{word}"' if " " in word and '"' not in word and len(words or ()) > 1 else word for word in words or ()),
        speaker=speaker,
        about=about,
        act=act,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        outlet=outlet,
        since=since,
        until=until,
        document=document,
        once=once,
        order=order,  # type: ignore[arg-type]
        limit=limit,
        offset=(page - 1) * limit,
    )
    with settings.store(store) as kept_in:
        found = answer(kept_in, query)
    if form is Shown.table:
        _show(table.found(found, query.offset))
    elif form is Shown.jsonl:
        _json([{**asdict(hit.statement), "snippet": hit.snippet, "marks": hit.marks} for hit in found.hits], form)
    else:
        _json([asdict(found)], form)
    if not found.hits:
        raise typer.Exit(1)


def documents(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An id, or a part of a name, title or outlet; else all.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many.")] = 50,
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """List the documents in the store, the last kept first."""
    from sayso import settings
    from sayso.stores import table
    from sayso.stores.answers import documents_in

    with settings.store(store) as kept_in:
        rows = documents_in(kept_in, name, limit)
    if form is Shown.table:
        _show([table.listed(rows, "name", "outlet", "published", "statements", "id")])
    else:
        _json(rows, form)


def people(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A name or a part of it; else all, whoever said most first.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many.")] = 50,
    alike: Annotated[bool, typer.Option("--alike", help="Instead: pairs of names that may be one person's, and why.")] = False,
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """List who is in the store, how much they said and how much was said of them."""
    from sayso import settings
    from sayso.stores import table
    from sayso.stores.answers import people as answer
    from sayso.stores.namesakes import alike as paired

    with settings.store(store) as kept_in:
        if alike:
            part = (name or "").casefold()
            pairs = [one for one in paired(kept_in) if part in one.first.name.casefold() or part in one.second.name.casefold()]
            rows = [
                {"name": one.first.name, "may be": one.second.name, "why": one.why, "id": one.first.id, "other": one.second.id}
                for one in pairs[:limit]
            ]
        else:
            rows = answer(kept_in, name, limit)
    if form is Shown.table and alike:
        _show([table.listed(rows, "name", "may be", "why")])
    elif form is Shown.table:
        _show([table.listed(rows, "name", "kind", "statements", "said_of", "id")])
    else:
        _json(rows, form)


def person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a part of it, or an id.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000, help="Statements shown.")] = 20,
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """Show what one person said, and what was said of them, over time."""
    from sayso import settings
    from sayso.stores import table
    from sayso.stores.answers import person as answer

    with settings.store(store) as kept_in:
        about = answer(kept_in, name, limit)
    if form is Shown.table:
        _show(table.person(about))
    else:
        _json([{**about, **{part: [asdict(one) for one in about[part]] for part in ("said", "said_of")}}], form)


def statement(
    key: Annotated[str, typer.Argument(metavar="ID", help="The statement's id, as search shows it.")],
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """Show everything known of one statement, and its history."""
    from sayso import settings
    from sayso.stores import table
    from sayso.stores.answers import variants as printings

    with settings.store(store) as kept_in:
        one = kept_in.statement(key)
        history, times = kept_in.history(one.id), len(printings(kept_in, one.id))
    if form is Shown.table:
        _show(table.statement(one, history, times))
    else:
        _json([{**asdict(one), "history": [asdict(entry) for entry in history]}], form)


def variants(
    key: Annotated[str, typer.Argument(metavar="ID", help="The statement's id, as search shows it.")],
    store: StoreOption = None,
    form: FormOption = Shown.table,
) -> None:
    """Show how each document prints the same utterance, the earliest first."""
    from sayso import settings
    from sayso.stores import table
    from sayso.stores.answers import variants as answer

    with settings.store(store) as kept_in:
        found = answer(kept_in, key)
    if form is Shown.table:
        _show(table.variants(found))
    else:
        _json([{**asdict(one), "verdicts": outcomes} for one, outcomes in found], form)


# -- correcting ----------------------------------------------------------------------------------


def correct(
    key: Annotated[str, typer.Argument(metavar="ID", help="The statement's id, as search shows it.")],
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Whose words they are: a name or an id.")] = None,
    speaker_kind: Annotated[str, typer.Option("--speaker-kind", help="What a new name is of: person, organization, group ...")] = "person",
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody can be named as the speaker.")] = False,
    act: Annotated[str | None, typer.Option("--act", help="assert, accuse, deny, admit, apologise, promise, demand, ask ...")] = None,
    negated: Annotated[bool | None, typer.Option("--negated/--not-negated", help="Whether the saying itself is denied.")] = None,
    quotation: Annotated[bool | None, typer.Option("--quotation/--not-a-quotation", help="Whether it is a quotation at all.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="WORDS", help="A note to keep with it.")] = None,
    by: ByOption = None,
    why: WhyOption = None,
    store: StoreOption = None,
) -> None:
    """Correct a statement: who, when and why are kept, and no model overrides it."""
    from typing import get_args

    from sayso import ledger, schema, settings
    from sayso.errors import SettingsError

    one_of("--act", act, get_args(schema.Act))
    one_of("--speaker-kind", speaker_kind, get_args(schema.EntityKind))
    changes: dict[str, Any] = {"act": act, "negated": negated, "quotation": quotation, "note": note}
    changes = {name: value for name, value in changes.items() if value is not None}
    if nobody and speaker is not None:
        raise SettingsError("Give --speaker NAME or --nobody, not both.")
    if speaker is not None and not speaker.strip():
        raise SettingsError("The name is empty. Give --speaker NAME, or --nobody where nobody can be named.")
    with settings.store(store) as kept_in:
        if speaker is not None:
            changes["speaker"] = _speaker(kept_in, speaker, speaker_kind)
        elif nobody:
            changes["speaker"] = None
        if not changes:
            raise SettingsError("Say what to correct: --speaker, --nobody, --act, --negated, --not-a-quotation or --note.")
        with kept_in.writing() as writing:
            key = writing.statement(key)
            writing.append([ledger.correction(key, changes, by or user_name(), why, writing.last("correction", key))])
    typer.echo(f"{key}: corrected.")


def merge(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name or an id.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="Whom they are from now on known as: a name or an id.")],
    by: ByOption = None,
    why: WhyOption = None,
    store: StoreOption = None,
) -> None:
    """Join two entries of people that are one; the judgement is dated, and can be taken back with split."""
    from sayso import ledger, settings
    from sayso.errors import SettingsError
    from sayso.stores.answers import person as answer

    with settings.store(store) as kept_in:
        one, other = answer(kept_in, who, 1), answer(kept_in, into, 1)
        if one["id"] == other["id"]:
            raise SettingsError(f"{one['name']} is {other['name']} already.", about=one["id"])
        with kept_in.writing() as writing:
            writing.append([ledger.merge(one["id"], other["id"], by or user_name(), why, writing.last_judgement(one["id"]))])
    typer.echo(f"{one['name']} ({one['id']}) is now known as {other['name']} ({other['id']}).")


def split(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="The id of whoever was merged, or of whoever is another in one document.")],
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="The document in which they are another.")] = None,
    by: ByOption = None,
    why: WhyOption = None,
    store: StoreOption = None,
) -> None:
    """Part two people that are not one: take a merge back, or (with --document) tell a namesake apart."""
    from sayso import ledger, settings

    with settings.store(store) as kept_in, kept_in.writing() as writing:
        before = None if document is not None else writing.last_judgement(who)
        writing.append([ledger.split(who, document, by or user_name(), why, before)])
    typer.echo(f"{who}: parted.")


def _speaker(store: Store, name: str, kind: str) -> dict[str, Any]:
    """The speaker that a person names: somebody of the store by their id, else a name."""
    if not name.startswith("pe-"):
        return {"name": name, "kind": kind}
    from sayso.stores.answers import person as answer

    known = answer(store, name, 1)
    return {"name": known["name"], "kind": known["kind"], "person": known["id"]}


# -- proving -------------------------------------------------------------------------------------


def verify(
    held: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere, to hold the ledger against.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="The public key that the checkpoint was signed with; else this machine's.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The ledger alone, without the tables that are searched.")] = False,
    store: StoreOption = None,
) -> None:
    """Read every entry again and prove that nothing was changed; the first bad entry is named."""
    from sayso import settings
    from sayso.ledger.tree import opened
    from sayso.stores.proving import PROMISE
    from sayso.stores.proving import verify as proof_of

    anchor = None
    if held is not None:
        public = settings.public_key(key)
        anchor = opened(bytes_of(held).decode("utf-8", "replace"), public)
    with settings.store(store) as kept_in:
        proof = proof_of(kept_in, anchor, view=not quick)
        name = kept_in.name
    if proof.whole:
        typer.echo(f"{name}: {count(proof.entries, 'entry')}, whole. Root {proof.root}")
        typer.echo(
            f"Anchored up to entry {proof.anchored} by the checkpoint." if anchor else "Not anchored: no checkpoint was given.", err=True
        )
        typer.echo(PROMISE, err=True)
        return
    place, what = proof.faults[0]
    typer.echo(f"{name}: NOT whole. " + (f"The first bad entry is {place}: {what}." if place else f"{what[:1].upper()}{what[1:]}."))
    for place, what in proof.faults[1:20]:
        typer.echo(f"  entry {place}: {what}" if place else f"  {what}")
    typer.echo("It was left as it is. Restore a backup, and compare it with what is left.", err=True)
    raise typer.Exit(1)


def checkpoint(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    store: StoreOption = None,
) -> None:
    """Sign how large the ledger is and what its root is; keep this elsewhere: on paper, in a mail, on a second disk."""
    from sayso import settings
    from sayso.ledger.tree import Checkpoint, signed

    key = settings.signing_key()
    with settings.store(store) as kept_in:
        tree = kept_in.head()
    note = signed(Checkpoint(f"sayso/{settings.machine()}", tree.size, tree.root), key)
    with written(output) as stream:
        stream.write(note)


# -- showing -------------------------------------------------------------------------------------


def one_of(option: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a value that an option does not know.

    Raises:
        SettingsError: it is none of those known.
    """
    from sayso.errors import SettingsError

    if value is not None and value not in known:
        raise SettingsError(f"{option} is one of {', '.join(known)}; not {value!r}.", about=value)


def user_name() -> str:
    """The user's name on this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _show(parts: Iterable[RenderableType] | Iterator[RenderableType]) -> None:
    from rich.console import Console

    console = Console(file=sys.stdout)
    for part in parts:
        console.print(part)


def _json(rows: Iterable[Any], form: Shown) -> None:
    from sayso.rows import json_line

    if form is Shown.jsonl:
        sys.stdout.writelines(json_line(row) + "\n" for row in rows)
        return
    import json

    held = list(rows)
    sys.stdout.write(json.dumps(held[0] if len(held) == 1 else held, ensure_ascii=True, indent=1) + "\n")


def count(number: int, what: str) -> str:
    """A number of things in words: `1 entry`, `2 entries`."""
    plural = what[:-1] + "ies" if what.endswith("y") else what + "s"
    return f"{number} {what}" if number == 1 else f"{number:,} {plural}"
