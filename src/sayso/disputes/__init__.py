"""Readings in, a dispute out: allegations, their answers, the legal steps, and what nobody answered.

In:  `Reading`s, and who is who across their documents (sayso.ledger.view.Who).
Out: `dispute_of(...)`: a `Dispute` (schema.py); `moments(...)`: its lines as one timeline.
Not here: reading, keeping, writing it out (exporters/disputes.py) or drawing it (exporters/dispute_page.py).

The way through: telling.py, what each document tells; parties.py, who is one party; threads.py, which allegations are one,
and what answers them (how alike words are: sameness.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.disputes.parties import asked_for, joined
from sayso.disputes.telling import REFUSES, Told, told_in
from sayso.disputes.threads import threads_of
from sayso.ledger.view import People, Who
from sayso.reading import Reading
from sayso.schema import Dispute, Line, NoReply, Thread


def dispute_of(readings: Iterable[Reading], parties: Sequence[str] = (), who: Who | None = None) -> Dispute:
    """Who alleges what against whom, what was answered, what was filed, what is unanswered.

    Args:
        readings: what was read; each is let go when its lines are taken down.
        parties: names of parties.  With one, all that it alleges or is accused of; with more, what is between them, and
            the steps and answers of each of them; with none, everything.
        who: who is who across documents; without it full names are joined and nothing else.

    Raises:
        InputError: nobody is called so, or two are.
    """
    who = who or People()
    told = joined([told_in(one, who) for one in readings])
    asked = asked_for(parties, told)
    threads, others = threads_of(told)
    between = [one for one in threads if _concerns(one, asked)]
    kept = {line.document_id for one in between for line in one.allegations} if asked else None
    rest = [line for line in others if not asked or set(asked) & {*line.by, *line.against}]
    no_reply = [one for each in told if kept is None or each.document.id in kept for one in _silent(each, between)]
    named = {one for thread in between for one in (*thread.by, *thread.against)}
    named |= {
        one for thread in between for line in (*thread.allegations, *thread.answers, *thread.steps) for one in (*line.by, *line.against)
    }
    named |= {one for line in rest for one in (*line.by, *line.against)} | set(asked)
    known = {key: one for each in told for key, one in each.parties.items()}
    return Dispute(
        asked=asked,
        documents=len(told),
        parties=tuple(sorted((known[key] for key in named), key=lambda one: (one.name, one.id))),
        threads=tuple(between),
        others=tuple(rest),
        no_reply=tuple(no_reply),
    )


def _concerns(thread: Thread, asked: Sequence[str]) -> bool:
    """Whether a thread is between those asked for, or of the one asked for."""
    by, against = set(thread.by) & set(asked), set(thread.against) & set(asked)
    if len(asked) < 2:
        return not asked or bool(by or against)
    return bool(by and (against or not thread.against))


def _silent(told: Told, threads: Sequence[Thread]) -> list[NoReply]:
    """Who is accused in a document by name, without an answer in it and without a request for one."""
    heard = {one for line in told.lines if line.kind == "answer" or line.what in REFUSES for one in line.by}
    heard |= {one for line in told.lines if line.what == "comment_request" for one in line.against}
    accused: dict[str, list[str]] = {}
    for thread in threads:
        for line in thread.allegations:
            if line.document_id == told.document.id:
                for one in line.against or thread.against:
                    if one not in heard and one in told.parties and told.parties[one].kind != "anonymous":
                        accused.setdefault(one, []).append(line.id)
    name = told.document.title or told.document.name
    return [NoReply(party=one, document_id=told.document.id, document=name, allegations=tuple(ids)) for one, ids in accused.items()]


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, and every line that tells of it; the first is the one to show."""

    date: str | None
    lines: tuple[Line, ...]
    threads: tuple[str, ...]


def moments(dispute: Dispute) -> tuple[Moment, ...]:
    """The timeline: each allegation, answer and step once a day, the oldest first, what has no date last.

    A step that several documents tell of alike is one moment; so are the tellings of one allegation or one answer with
    the same date.
    """
    found: dict[tuple[object, ...], tuple[list[Line], dict[str, None]]] = {}
    for thread in dispute.threads:
        for line in (*thread.allegations, *thread.answers, *thread.steps):
            lines, ids = found.setdefault(_same(line, thread.id), ([], {}))
            if line not in lines:
                lines.append(line)
            ids[thread.id] = None
    for line in dispute.others:
        found.setdefault(_same(line, ""), ([], {}))[0].append(line)
    out = [Moment(_date(lines), tuple(lines), tuple(ids)) for lines, ids in found.values()]
    return tuple(sorted(out, key=lambda one: (one.date or "9999", one.lines[0].told)))


def _same(line: Line, thread: str) -> tuple[object, ...]:
    """What makes two lines tell of one moment."""
    if line.kind == "step":
        day = line.date if line.dated == "told" or line.what in (*REFUSES, "comment_request") else None
        return (line.kind, line.what, line.by, line.against, line.amount, line.status, day)
    return (line.kind, line.what, line.by, thread if line.kind == "allegation" else line.against, line.date)


def _date(lines: Sequence[Line]) -> str | None:
    """The day that a line gives, else the earliest day on which it was printed."""
    told = [line.date for line in lines if line.date and line.dated == "told"]
    return min(told or [line.date for line in lines if line.date], default=None)
