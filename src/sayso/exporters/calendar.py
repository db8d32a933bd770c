"""A dispute as an iCalendar file: what was said and done on which day, for the calendar of whoever follows it.

In:  a Dispute.
Out: RFC 5545: one event a moment that has a date, on whole days.
Not here: what has no date, which no calendar can hold.

A month or a year is an event as long as that.  What only its document dates begins with "told:", for it was then or before.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from icalendar import Calendar, Event

from sayso import rows
from sayso.exporters import DisputeExporter
from sayso.exporters.ids import address, urn
from sayso.ledger import storable
from sayso.schema import Dispute, Moment

_LONGEST = 180  # characters of a summary


def calendar_of(dispute: Dispute, made: datetime) -> Calendar:
    """The calendar; `made` is when."""
    known = {one.id: one.name for one in dispute.parties}
    out = Calendar()
    out.add("prodid", "-//sayso//dispute//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", storable(" and ".join(known[one] for one in dispute.asked) or "Dispute"))
    for moment in dispute.timeline:
        days = rows.days_of(moment.date)
        if days is not None:
            out.add_component(_event(moment, days, known, made))
    return out


def _event(moment: Moment, days: tuple[date, date], known: dict[str, str], made: datetime) -> Event:
    line = moment.lines[0]
    by = ", ".join(known[one] for one in line.by) or "somebody"
    against = ", ".join(known[one] for one in line.against)
    what = line.what.replace("_", " ") + (f" ({line.status})" if line.status not in (None, "done") else "")
    told = "" if line.dated == "told" else "told: "
    event = Event()
    event.add("uid", f"{urn(line.id)}@sayso")
    event.add("dtstamp", made)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + timedelta(1))
    event.add("summary", storable(f"{told}{what}: {by}{f', {against}' if against else ''}")[:_LONGEST])
    where = [
        f"{one.outlet or one.document}, {one.published or 'undated'}, characters {one.told.start} to {one.told.end}" for one in moment.lines
    ]
    event.add("description", storable("\n".join([f"“{line.text}”", *dict.fromkeys(where)])))
    event.add("categories", [line.kind])
    event.add("transp", "TRANSPARENT")  # nobody is busy
    url = address(line.url)
    if url is not None:
        event.add("url", url)
    return event


def _write(dispute: Dispute, stream: BinaryIO) -> int:
    made = calendar_of(dispute, datetime.now(UTC).replace(microsecond=0))
    stream.write(made.to_ical())
    return len(made.events)


ICALENDAR = DisputeExporter("events as an iCalendar file", _write)
