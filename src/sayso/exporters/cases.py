"""A dispute as FollowTheMoney entities, which Aleph and its kin load.

In:  a Dispute.
Out: JSON Lines: each document (Article) and each party once, before the first thing that needs it; each lawsuit, countersuit
     and complaint that was filed as a CourtCase with its parties (CourtCaseParty); everything else as an Event.
Not here: statements (ftm.py).

Somebody who is anonymous is no entity.  Who alleges is the organizer of an Event; whoever else takes part is involved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso import rows
from sayso.exporters import DisputeExporter
from sayso.exporters.ftm import SCHEMATA, article, entity
from sayso.exporters.ids import plain
from sayso.exporters.lines import write_lines
from sayso.schema import Dispute, Moment

_FILED = {"lawsuit": ("plaintiff", "defendant"), "countersuit": ("plaintiff", "defendant"), "complaint": ("complainant", "respondent")}


def entities_of(dispute: Dispute) -> Iterator[dict[str, Any]]:
    """The entities, each after those it names."""
    known: set[str] = set()
    names = {one.id: one.name for one in dispute.parties}
    kinds = {one.id: one.kind for one in dispute.parties}
    for moment in dispute.timeline:
        line = moment.lines[0]
        for each in moment.lines:
            if each.document_id not in known:
                known.add(each.document_id)
                yield article(each.document_id, each.document, each.outlet, each.url, each.published)
        for one in (*line.by, *line.against):
            if one not in known and kinds[one] in SCHEMATA:
                known.add(one)
                yield entity(one, SCHEMATA[kinds[one]], name=names[one])
        by, against = ([one for one in ids if kinds[one] in SCHEMATA] for ids in (line.by, line.against))
        if line.what in _FILED and line.status in (None, "done"):
            yield from _case(moment, by, against, names)
        else:
            yield _event(moment, by, against, names)


def _case(moment: Moment, by: list[str], against: list[str], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    line = moment.lines[0]
    sides = " against ".join(filter(None, (", ".join(names[one] for one in ids) for ids in (line.by, line.against))))
    sum_ = None if line.amount is None else f"{line.amount:.2f} {line.currency or ''}".strip()
    yield entity(
        line.id,
        "CourtCase",
        name=f"{line.what}: {sides}" if sides else line.what,
        type=line.what,
        category=line.claim,
        court=line.forum,
        fileDate=line.date if line.dated == "told" and line.precision in ("day", "month", "year") else None,
        description=line.text,
        notes=sum_,
        summary=None if line.dated == "told" or line.published is None else f"filed by {line.published[:10]}",
    )
    for role, ids in zip(_FILED[line.what], (by, against), strict=True):
        for one in ids:
            key, _ = rows.identify("cp-", [line.id, one, role])
            yield entity(key, "CourtCaseParty", party=plain(one), case=plain(line.id), role=role)


def _event(moment: Moment, by: list[str], against: list[str], names: dict[str, str]) -> dict[str, Any]:
    line = moment.lines[0]
    who = ", ".join(names[one] for one in line.by) or "Somebody"
    return entity(
        line.id,
        "Event",
        name=f"{who}: {line.what.replace('_', ' ')}",
        date=line.date if line.precision in ("day", "month", "year") else None,
        summary=None if line.dated == "told" else "The date is the document’s.",
        description=line.text,
        keywords=(line.kind, line.what, line.status),
        organizer=plain(by[0]) if by else None,
        involved=tuple(plain(one) for one in (*by[1:], *against)),
        proof=tuple(dict.fromkeys(plain(one.document_id) for one in moment.lines)),
        namesMentioned=tuple(names[one] for one in (*line.by, *line.against)),
        publisher=line.outlet,
    )


def _write(dispute: Dispute, stream: BinaryIO) -> int:
    return write_lines(entities_of(dispute), stream)


FOLLOW_THE_MONEY = DisputeExporter("FollowTheMoney entities", _write)
