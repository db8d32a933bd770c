"""Answers of a store in, what a terminal shows out.

In:  what answers.py, proving.py and a Store's own questions answer.
Out: rich renderables.
Not here: asking; files.

Nothing from a document is read as markup: all of it goes through `Text` and is made visible.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.reading import visible
from sayso.schema import Entry, Statement
from sayso.stores.answers import Found

BAR = 24  # columns of the longest bar
_WORD = re.compile(r"\s+")


def found(answer: Found, offset: int) -> Iterator[RenderableType]:
    """A page of answers, and how all of them divide."""
    if not answer.hits:
        yield Text("Nothing was found.")
        return
    table = _table("no.", "who", "words")
    for number, hit in enumerate(answer.hits, offset + 1):
        one = hit.statement
        words = Text(hit.snippet)
        for span in hit.marks:
            words.stylize("bold yellow", *span)
        table.add_row(str(number), who(one), Text("\n").join([_visible(words), _where(one)]))
    yield table
    more = "" if answer.complete else " or more; of common words the newest are shown"
    yield Text(f"{offset + 1} to {offset + len(answer.hits)} of {answer.total}{more}", style="dim")
    for name, counts in answer.facets.items():
        if len(counts) > 1:
            shown = ", ".join(f"{_line(value)} {number}" for value, number in counts[:6])
            yield Text(f"{name}: {shown}", style="dim")


def who(one: Statement) -> Text:
    """Whose words, in which act where it is more than an assertion, to whom, through what."""
    out = _text(one.speaker or "not stated", "bold" if one.speaker else "dim")
    acts: list[str] = [] if one.act is None or one.act == "assert" else [str(one.act)]
    acts += ["not said"] if one.negated else []
    acts += [f"to {name}" for name in one.addressees[:2]] + [f"via {name}" for name in one.via[:2]]
    if acts:
        out.append("\n" + _line(", ".join(acts)), style="dim")
    return out


def listed(rows: Sequence[Mapping[str, Any]], *columns: str) -> RenderableType:
    """Rows as a table of some columns."""
    table = _table(*columns)
    for row in rows:
        table.add_row(*(_text("" if row[column] is None else str(row[column])) for column in columns))
    return table


def person(about: Mapping[str, Any]) -> Iterator[RenderableType]:
    """One person: how much they said, when, in which acts; their newest statements; what was said of them."""
    yield _text(f"{about['name']}, {about['kind']}, {_count(about['statements'], 'statement')}  {about['id']}", "bold")
    others = [name for name in about["names"] if name != about["name"]]
    if others:
        yield _text(f"also known as {', '.join(others)}", "dim")
    months = [(month or "undated", number) for month, number in about["by_month"]][-24:]
    most = max((number for _, number in months), default=1)
    for month, number in months:
        yield Text(f"{month:>8} {'█' * max(1, round(BAR * number / most))} {number}")
    acts = ", ".join(f"{act or 'not told apart'} {number}" for act, number in about["by_act"])
    if acts:
        yield _text(f"acts: {acts}", "dim")
    for title, statements in (("said", about["said"]), ("was told, accused or named as a go-between in", about["said_of"])):
        if statements:
            yield Text(f"\n{title}", style="bold")
            table = _table("words") if title == "said" else _table("who", "words")
            for one in statements:
                words = Text("\n").join([_text(_short(one)), _where(one)])
                table.add_row(*([] if title == "said" else [who(one)]), words)
            yield table


def statement(one: Statement, history: Sequence[Entry], printings: int) -> Iterator[RenderableType]:
    """Everything known of a statement, and who said what of it when."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    rows: list[tuple[str, str | None]] = [
        ("id", one.id),
        ("who", f"{one.speaker or 'not stated'}" + (f" ({one.speaker_kind}, {one.basis})" if one.speaker else "")),
        ("kind, act", ", ".join(filter(None, (one.kind, one.act, "not said" if one.negated else None)))),
        ("words", one.text or None),
        ("source, cue", " | ".join(filter(None, (one.source, one.cue)))),
        ("to", ", ".join(one.addressees)),
        ("medium", one.medium),
        ("via", ", ".join(one.via)),
        ("accused", ", ".join(one.targets)),
        ("hedges", ", ".join(one.hedges)),
        ("said on", one.said_at),
        ("document", " ".join(filter(None, (one.document, one.outlet, one.published, one.document_id)))),
        ("score", f"{one.score:.2f}" + ("" if one.speaker_score is None else f", of the speaker {one.speaker_score:.2f}")),
        ("note", one.note),
        ("printed", f"{_count(printings, 'time')}" + ("" if one.canonical_id == one.id else f", first as {one.canonical_id}")),
    ]
    for name, value in rows:
        if value:
            table.add_row(name, _text(value))
    yield table
    yield Text("\nhistory", style="bold")
    for entry in history:
        said = _decided(entry)
        why = f" ({entry.why})" if entry.why else ""
        yield _text(f"{entry.at}  {entry.kind}{said}, by {entry.by}{why}  {entry.id}")


def _decided(entry: Entry) -> str:
    payload = entry.payload or {}
    if entry.kind in ("statement", "withdrawal"):
        return ""
    if entry.kind != "verdict":
        return " " + json.dumps(payload, ensure_ascii=False)
    at: Mapping[str, Any] = next((one for one in payload.get("parts", ()) if one["outcome"] == payload["outcome"]), {})
    where = f", page {at['page']}" if at.get("page") else f", {at['start_ms'] / 1000:.0f} s" if at.get("start_ms") is not None else ""
    evidence = (
        f" against {payload['evidence']}{where}" if payload["evidence"] else f" in {_count(len(payload.get('looked_at', ())), 'document')}"
    )
    return f" {payload['outcome']}{evidence}" + (f": {payload['reason']}" if payload.get("reason") else "")


def variants(printings: Sequence[tuple[Statement, Mapping[str, str]]]) -> Iterator[RenderableType]:
    """How each document prints an utterance, the earliest first, with the words that differ from it marked."""
    table = _table("who", "printed", "checked")
    first = printings[0][0].text.split()
    for one, outcomes in printings:
        checked = "\n".join(": ".join(filter(None, (outcome, evidence))) for evidence, outcome in outcomes.items()) or "not checked"
        table.add_row(who(one), Text("\n").join([_differing(first, one.text.split()), _where(one)]), _text(checked))
    yield table
    yield Text("{+words+} that differ from the first printing; [-words-] that it has and this one has not", style="dim")


def _differing(first: Sequence[str], words: Sequence[str]) -> Text:
    out = Text()
    for what, a, b, c, d in difflib.SequenceMatcher(None, first, words, autojunk=False).get_opcodes():
        if what in ("delete", "replace"):
            out.append(f"[-{_line(' '.join(first[a:b]))}-] ", style="strike dim")
        if what != "delete":
            shown = _line(" ".join(words[c:d]))
            out.append(f"{shown} " if what == "equal" else f"{{+{shown}+}} ", style="" if what == "equal" else "bold red")
    return out


def _where(one: Statement) -> Text:
    """The document that prints it, and the statement's id."""
    return _text(", ".join(filter(None, (one.outlet, one.document, one.published))) + f"  {one.id}", "dim")


def _short(one: Statement) -> str:
    said = one.text or f"({one.cue})"
    return said if len(said) <= 160 else said[:159].rsplit(" ", 1)[0] + " …"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    wide = {"words", "printed", "name", "message"}
    for column in columns:
        number = column in ("no.", "statements", "said_of")
        table.add_column(
            column.replace("_", " "),
            ratio=1 if column in wide else None,
            overflow="fold",
            justify="right" if number else "left",
            no_wrap=column in ("id", "date", "no."),
            min_width=8 if column == "who" else None,
            max_width=22 if column == "who" else None,
        )
    return table


def _line(text: str) -> str:
    return visible(" ".join(_WORD.split(text.strip())))


def _text(text: str, style: str = "") -> Text:
    return Text(_line(text), style=style)


def _visible(text: Text) -> Text:
    """The text with what would steer the terminal shown by name, where there is such a thing (its marks are lost then)."""
    plain = text.plain
    shown = visible(plain).replace("\n", " ")
    return text if shown == plain else Text(shown)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"
