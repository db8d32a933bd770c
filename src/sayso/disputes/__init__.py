"""Readings in, a dispute out: allegations, their answers, the legal steps, and what nobody answered.

In:  `Reading`s (and Failures), and who is who across their documents (sayso.ledger.view.Who).
Out: `dispute_of(...)`: a `Dispute` (schema.py).
Not here: reading, keeping, handing it on in other formats (exporters/disputes.py).

The way through: telling.py, what each document tells; parties.py, who is one party; accusing.py, who accuses whom where a
document alone does not say (by what is done: deeds.py; by what he is: roles.py; in its headline: headlines.py), and what the
accused answers (answering.py); threads.py, which allegations are one, and what answers each (how alike words are: sameness.py);
then table.py for a terminal and page.py for a browser (its pictures: pictures.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.disputes.accusing import Alleges, settled
from sayso.disputes.parties import asked_for, joined
from sayso.disputes.telling import REFUSES, SUES, Told, nameless, told_in
from sayso.disputes.threads import threads_of
from sayso.ledger.view import People, Who
from sayso.reading import Reading
from sayso.schema import Dispute, Failure, Line, Moment, NoReply, Thread


def dispute_of(
    read: Iterable[Reading | Failure], parties: Sequence[str] = (), who: Who | None = None, alleges: Alleges | None = None
) -> Dispute:
    """Who alleges what against whom, what was answered, what was filed, what is unanswered.

    Args:
        read: what was read; each Reading is let go when its lines are taken down, Failures are handed through.
        parties: names of parties.  With one, all that it alleges or is accused of; with more, what is between them, and
            the steps and answers of each of them; with none, everything.
        who: who is who across documents; without it full names are joined and nothing else.

        alleges: tells of texts how surely each says that somebody did wrong, in [0, 1]; without it only their words decide.

    Raises:
        InputError: nobody is called so, or two are.
    """
    who = who or People()
    each_told: list[Told] = []
    failures: list[Failure] = []
    for one in read:
        if isinstance(one, Failure):
            failures.append(one)
        else:
            each_told.append(told_in(one, who))
    told = settled(joined(each_told), alleges)
    asked = asked_for(parties, told)
    threads, others = threads_of(told)
    between = [one for one in threads if _concerns(one, asked)]
    kept = {line.document_id for one in between for line in one.allegations} if asked else None
    rest = [line for line in others if not asked or set(asked) & {*line.by, *line.against}]
    accused = _accused(between)
    no_reply = [one for each in told if kept is None or each.document.id in kept for one in _silent(each, accused[each.document.id])]
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
        timeline=_timeline(between, rest),
        failures=tuple(failures),
    )


def _concerns(thread: Thread, asked: Sequence[str]) -> bool:
    """Whether a thread is between those asked for, or of the one asked for."""
    by, against = set(thread.by) & set(asked), set(thread.against) & set(asked)
    if len(asked) < 2:
        return not asked or bool(by or against)
    return bool(by and (against or not thread.against))


def _accused(threads: Sequence[Thread]) -> defaultdict[str, list[tuple[str, str]]]:
    """Who is accused in each document: the ids of a party and of the allegation."""
    out: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for thread in threads:
        for line in thread.allegations:
            if line.what == "accuse":  # what is no more than said of somebody asks for no reply yet
                out[line.document_id] += [(one, line.id) for one in line.against or thread.against]
    return out


def _silent(told: Told, accused: Sequence[tuple[str, str]]) -> list[NoReply]:
    """Who is accused in a document by name, without an answer, a suit or an accusation of his own, and without being asked."""
    heard = {one for line in told.lines if line.kind == "answer" or line.what in REFUSES or line.what in SUES for one in line.by}
    heard |= {one for line in told.lines if line.what == "accuse" and line.against for one in line.by}  # who accuses in turn has his say
    heard |= {one for line in told.lines if line.what == "comment_request" for one in line.against}
    silent: dict[str, list[str]] = {}
    for one, allegation in accused:
        if one not in heard and one in told.parties and not nameless(told.parties[one]):
            silent.setdefault(one, []).append(allegation)
    name = told.document.title or told.document.name
    return [NoReply(party=one, document_id=told.document.id, document=name, allegations=tuple(ids)) for one, ids in silent.items()]


def _timeline(threads: Sequence[Thread], others: Sequence[Line]) -> tuple[Moment, ...]:
    """The lines as moments.

    A step that several documents tell of alike is one moment; so are the tellings of one allegation or one answer with
    the same date.
    """
    found: dict[tuple[object, ...], tuple[dict[str, Line], dict[str, None]]] = {}
    for thread in threads:
        for line in (*thread.allegations, *thread.answers, *thread.steps):
            lines, ids = found.setdefault(_same(line, thread.id), ({}, {}))
            lines[line.id] = line
            ids[thread.id] = None
    for line in others:
        found.setdefault(_same(line, ""), ({}, {}))[0][line.id] = line
    out = []
    for lines, ids in found.values():
        first = min(lines.values(), key=lambda line: (line.dated != "told", line.date or "9999"))
        out.append(
            Moment(
                date=first.date,
                precision=first.precision,
                lines=(first, *(line for line in lines.values() if line is not first)),
                threads=tuple(ids),
            )
        )
    return tuple(sorted(out, key=lambda one: (one.date or "9999", one.lines[0].told)))


def _same(line: Line, thread: str) -> tuple[object, ...]:
    """What makes two lines tell of one moment."""
    if line.kind == "step":
        day = line.date if line.dated == "told" or line.what in (*REFUSES, "comment_request") else None
        return (line.kind, "sues" if line.what in SUES else line.what, line.by, line.against, line.amount, line.status, day)
    return (line.kind, line.what, line.by, thread if line.kind == "allegation" else line.against, line.date)
