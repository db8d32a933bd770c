"""A Dispute in, what a terminal shows out.

In:  a Dispute.
Out: `shown(...)`: rich renderables: the threads, what belongs to none, whose reply is not recorded, the timeline.
Not here: any finding; the page (page.py).

Nothing from a document is read as markup: all of it goes through `Text` and is made visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.disputes.wording import STATES, day, line_of, names, said, sums
from sayso.schema import Dispute, Line, Moment, Thread

_LONGEST = 220  # characters of a line's words


def shown(dispute: Dispute) -> Iterator[RenderableType]:
    """The whole dispute, thread by thread."""
    known = {one.id: one.name for one in dispute.parties}
    yield Text(sums(dispute), style="bold")
    if not dispute.threads and not dispute.others:
        yield Text("Nobody alleges, answers or takes a legal step in what was looked through.", style="dim")
        return
    for number, thread in enumerate(dispute.threads, 1):
        yield Text()
        yield _head(number, thread, known)
        yield _lines([*thread.allegations, *thread.answers, *thread.steps], known)
    if dispute.others:
        yield Text("\nAnswers and steps that belong to no allegation found", style="bold")
        yield _lines(dispute.others, known)
    if dispute.no_reply:
        yield Text("\nNo reply recorded: accused by name, with neither an answer nor a request for comment in the document", style="bold")
        for one in dispute.no_reply:
            many = len(one.allegations)
            yield _text(f"  {known[one.party]}, in {one.document} ({many} allegation{'' if many == 1 else 's'})")
    yield Text("\nTimeline", style="bold")
    yield _timeline(dispute, known)


def _head(number: int, thread: Thread, known: Mapping[str, str]) -> Text:
    """Who against whom, and what came of it."""
    out = _text(f"{number}  {names(thread.by, known) or 'somebody'} accuses {names(thread.against, known) or 'nobody by name'}", "bold")
    out.append("  ")
    open_ = thread.state in ("unanswered", "silent", "asked")
    out.append(STATES[thread.state], style="bold red" if open_ else "bold green")
    return out


def _lines(lines: list[Line] | tuple[Line, ...], known: Mapping[str, str]) -> Table:
    table = _table("date", "what", "who and in which words")
    for line in lines:
        words = _text(line_of(line, known), "")
        words.append("\n")
        words.append_text(_text(_short(line.text), "italic"))
        words.append("\n")
        words.append_text(_text(_where(line), "dim"))
        table.add_row(_date(line), Text(said(line)), words)
    return table


def _timeline(dispute: Dispute, known: Mapping[str, str]) -> Table:
    table = _table("date", "what", "who", "thread", "told in")
    numbers = {thread.id: str(number) for number, thread in enumerate(dispute.threads, 1)}
    for moment in dispute.timeline:
        line = moment.lines[0]
        threads = " ".join(numbers[one] for one in moment.threads)
        table.add_row(_date(line), Text(said(line)), _text(line_of(line, known)), Text(threads), Text(_often(moment)))
    return table


def _often(moment: Moment) -> str:
    many = len({line.document_id for line in moment.lines})
    return f"{many} document{'' if many == 1 else 's'}"


def _date(line: Line) -> Text:
    """The date; in brackets where it is only that of the document."""
    return Text(day(line), style="" if line.dated == "told" else "dim")


def _where(line: Line) -> str:
    parts = [line.outlet, line.document, line.published, f"characters {line.told.start} to {line.told.end}"]
    return ", ".join(part for part in parts if part) + f"  {line.id}"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        wide = column in ("who", "who and in which words")
        table.add_column(column, ratio=1 if wide else None, overflow="fold", no_wrap=column == "date")
    return table


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _text(text: str, style: str = "") -> Text:
    from sayso.reading import visible

    return Text(visible(" ".join(text.split())), style=style)
