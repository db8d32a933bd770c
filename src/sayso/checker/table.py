"""A Report in, what a terminal shows out: flagged first, the words that decided it, where to look, the work left.

In:  a Report.
Out: rich renderables.
Not here: any judgement; files (a table in a file is the same without colour).

Nothing from a draft or from evidence is read as markup: all of it goes through `Text` and is made visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.checker.findings import LETTERS, MARKS, Entry, Findings, where
from sayso.reading import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.text import Text

STYLES = {
    "verbatim": "green", "cleaned": "green", "abridged": "cyan", "spliced": "bold magenta", "altered": "bold red",
    "misattributed": "bold red", "absent": "bold red", "unchecked": "yellow",
}  # fmt: skip
SHOWN_WORDS = 220  # characters of a quotation in the table
SHOWN_EDITS = 6
OPENING = tuple("“\"‘'«„")  # a quotation that begins so brings its own marks
OUTSIDE = {"bracketed name": "the evidence does not name", "set aside": "what the evidence sets aside:"}
RANK = {"flag": 0, "note": 1, "pass": 2}


def renderables(report: Findings, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
    """The report, from the sums on top to the work left."""
    from rich import box
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    name = report.document.name if report.document is not None else "quotations"
    yield Rule(Text(_line(name)), align="left", style="dim")
    yield Text(_line(report.sum_line()), style="bold")
    yield Text(_line(f"{report.inspected()}; house style {report.policy.name} {report.policy.version}: {_standings(report)}"), style="dim")
    checked = [one for one in report if one.counts]
    checked.sort(key=lambda one: RANK[_standing(one)])  # stable: flagged first, else in the draft's order
    if checked:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("", no_wrap=True)
        table.add_column("no.", no_wrap=True)
        table.add_column("outcome", no_wrap=True)
        table.add_column("who", min_width=8, max_width=max(10, options.max_width // 6), overflow="fold")
        table.add_column("printed, and what the evidence has", ratio=1, overflow="fold")
        for one in checked:
            standing = _standing(one)
            outcome = Text(f"{LETTERS[one.verdict.outcome]} {one.verdict.outcome}", style=STYLES[one.verdict.outcome])
            if one.since and one.since != "same":
                outcome.append(f"\n{_line(one.since)}", style="dim")
            table.add_row(
                Text(MARKS[standing], style={"flag": "bold red", "note": "yellow", "pass": "green"}[standing]),
                Text(_line(one.quoted.id)),
                outcome,
                Text(_line(one.quoted.speaker or "not stated"), style="" if one.quoted.speaker else "dim"),
                _words(report, one),
            )
        yield table
    else:
        yield Text("No quotations to check.")
    yield from _indirect(report)
    yield from _left(report)


def _standing(one: Entry) -> str:
    return one.verdict.policy.standing if one.verdict.policy is not None else "note"


def _standings(report: Findings) -> str:
    counted = [_standing(one) for one in report if one.counts]
    return ", ".join(f"{counted.count(key)} {word}" for key, word in (("flag", "flagged"), ("note", "noted"), ("pass", "passed")))


def _words(report: Findings, one: Entry) -> Text:
    """The quotation, then one line a difference, then where to look."""
    from rich.text import Text

    verdict = one.verdict
    out = Text()
    differing = [edit.printed for edit in verdict.alignment.edits] if verdict.alignment else []
    shown = 0
    for span in one.quoted.spans:
        at = span.start
        if shown:
            out.append(" […] ", style="dim")
        for mark in [each for each in sorted(differing) if span.start <= each.start < each.end <= span.end]:
            if mark.start < at:
                continue
            out.append(_inline(one.quoted.text[at : mark.start]))
            out.append(_inline(one.quoted.text[mark.start : mark.end]), style="bold underline")
            at = mark.end
        out.append(_inline(one.quoted.text[at : span.end]))
        shown += 1
    if len(out) > SHOWN_WORDS:
        out.truncate(SHOWN_WORDS, overflow="ellipsis")
    if verdict.alignment is not None and verdict.outcome != "verbatim":
        text = report.texts[verdict.alignment.evidence_id]
        edits = verdict.alignment.edits
        for edit in edits[:SHOWN_EDITS]:
            printed, spoken = _short(edit.printed.of(one.quoted.text)), _short(edit.spoken.of(text))
            out.append(f"\n  {edit.type}: ", style="dim")
            out.append(f"“{printed}”" if printed else "(nothing)", style="underline")
            if edit.type != "inaudible" or _bare(printed) != _bare(spoken):  # else the transcript has it, and another hearing has not
                out.append(" for ", style="dim")
                out.append(f"“{spoken}”" if spoken else "(nothing)", style="bold")
        if len(edits) > SHOWN_EDITS:
            out.append(f"\n  and {len(edits) - SHOWN_EDITS} more", style="dim")
    edits_say_it = verdict.outcome in ("cleaned", "altered") and verdict.alignment is not None and len(verdict.alignment.edits) == 1
    if (verdict.outcome != "verbatim" and not edits_say_it) or verdict.alignment is None:
        out.append(f"\n  {_line(verdict.reason)}", style=STYLES[verdict.outcome])
    if verdict.alignment is not None:
        text = report.texts[verdict.alignment.evidence_id]
        for each in verdict.alignment.context:
            said = each.span.of(one.quoted.text if each.kind == "bracketed name" else text)
            out.append(f"\n  {OUTSIDE.get(each.kind, f'just outside the marks, {each.kind}:')} “{_short(said)}”", style="bold yellow")
    look = where(report, verdict)
    if look:
        out.append(f"\n  {'nearest: ' if verdict.alignment is None else ''}{_line(look)}", style="dim")
    return out


def _indirect(report: Findings) -> Iterator[RenderableType]:
    from rich.text import Text

    found = [one for one in report if not one.counts]
    if not found:
        return
    yield Text("Indirect speech gets no verdict. The nearest passages to read:", style="bold")
    for one in found:
        out = Text(f"  {_line(one.quoted.id)} {_short(one.words)}")
        look = where(report, one.verdict)
        out.append(f"  ->  {_line(look)}" if look else "  ->  nothing near", style="dim")
        yield out
    yield Text()


def _left(report: Findings) -> Iterator[RenderableType]:
    from rich.text import Text

    work = report.work()
    if work:
        yield Text("Work left:", style="bold")
        for one in work:
            out = Text(f"  {_line(one['id'])} {_marked(one['quote'])}: {_line(one['why'])}")
            out.append(f"; ask for {_line(one['ask_for'])}", style="bold")
            yield out
    for quote in report.gone:
        yield Text(f"  gone from the draft: {_marked(quote)}", style="dim")
    for failure in report.failures:
        yield Text(f"  not read: {_line(failure.message)}", style="bold red")


def _inline(text: str) -> str:
    """Made visible on one line, blanks at the ends kept as one."""
    head, tail = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and text.strip() else "")
    return head + _line(text) + tail


def _short(text: str) -> str:
    words = _line(text)
    return words if len(words) <= 90 else f"{words[:42].rsplit(' ', 1)[0]} […] {words[-42:].split(' ', 1)[-1]}"


def _bare(words: str) -> str:
    return words.casefold().strip(".,;:!?")


def _marked(quote: str) -> str:
    """In its own quotation marks where it has them, else in ours."""
    words = _short(quote)
    return words if words[:1] in OPENING else f"“{words}”"


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
