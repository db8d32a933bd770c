"""A Dispute in, one HTML page out that needs nothing else: it opens offline, loads nothing, runs nothing, and prints.

In:  a Dispute.
Out: `html_of(...)`, the page; `fragment_of(...)` and `style()`, what is in it and how it looks, for a page of somebody else's.
Not here: any finding, any geometry (pictures.py).

What is unanswered stands at the top; the timeline can be zoomed and filtered without a script (the page's own style sheet
does it); everything it shows is in a table below, too.  All from documents is escaped and made visible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sayso.disputes.pictures import ZOOMS, Mark, graph, sides, timeline
from sayso.disputes.telling import nameless
from sayso.disputes.wording import NOT_DONE, STATES, amount, day, line_of, names, said, sums
from sayso.reading import visible
from sayso.schema import Dispute, Line, Moment, Thread

if TYPE_CHECKING:
    from jinja2 import Template

_LONGEST = 420  # characters of a line's words
_FILTERS = 10  # parties and outlets that the timeline can be narrowed to


def html_of(dispute: Dispute) -> str:
    """The whole page."""
    from markupsafe import Markup

    return _template("dispute.html").render(style=Markup(style()), **_facts(dispute))


def fragment_of(dispute: Dispute, link: Callable[[Line], str] | None = None) -> str:
    """What is below the page's heading, without a style of its own; `link` says where a line's sentence can be opened."""
    return _template("fragment.html").render(**_facts(dispute, link))


@lru_cache(maxsize=1)
def style() -> str:
    """The fragment's style sheet, the same for every dispute."""
    return _template("dispute.css").render(zooms=list(ZOOMS), filters=_FILTERS)


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("sayso.disputes", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)


def title_of(dispute: Dispute) -> str:
    """What the page is called: the parties that were asked for."""
    known = {one.id: one.name for one in dispute.parties}
    return _line(" and ".join(known[one] for one in dispute.asked) or "Who accuses whom")


def _facts(dispute: Dispute, link: Callable[[Line], str] | None = None) -> dict[str, Any]:
    known = {one.id: _line(one.name) for one in dispute.parties}
    anonymous = {one.id for one in dispute.parties if nameless(one)}
    numbers = {one.id: number for number, one in enumerate(dispute.threads, 1)}
    rows = {(line.id, line.told): number for number, one in enumerate(dispute.timeline, 1) for line in one.lines}
    often = Counter(one for moment in dispute.timeline for line in moment.lines for one in (*line.by, *line.against))
    parties = {one: number for number, one in enumerate(sorted(often, key=lambda one: (-often[one], known[one])), 1)}
    printed = Counter(outlet for moment in dispute.timeline for outlet in {_outlet(line) for line in moment.lines})
    outlets = {one: number for number, (one, _) in enumerate(sorted(printed.items(), key=lambda pair: (-pair[1], pair[0])), 1)}
    drawn = [one for one in (timeline(dispute, zoom) for zoom in ZOOMS) if one is not None]
    above, below = sides(dispute)

    def classes(moment: Moment) -> str:
        """What the filters know a moment by."""
        who = sorted({parties[one] for line in moment.lines for one in (*line.by, *line.against)})
        where = sorted({outlets[_outlet(line)] for line in moment.lines})
        return " ".join([f"k-{moment.lines[0].kind}", *(f"p-{one}" for one in who), *(f"o-{one}" for one in where)])

    def told(line: Line) -> dict[str, Any]:
        return {
            "id": line.id,
            "link": link(line) if link is not None else "",
            "number": rows[line.id, line.told],
            "what": said(line),
            "kind": line.kind,
            "date": day(line),
            "by_then": line.dated != "told",
            "who": line_of(line, known),
            "not_done": NOT_DONE.get(line.status or "", ""),
            "text": _short(line.text),
            "where": _line(", ".join(part for part in (line.outlet, line.document, line.published) if part)),
            "at": f"{line.told.start}–{line.told.end}",
        }

    return {
        "title": title_of(dispute),
        "sums": sums(dispute),
        "documents": dispute.documents,
        "version": version("sayso"),
        "threads": [_thread(one, numbers[one.id], known, told) for one in dispute.threads],
        "others": [told(line) for line in dispute.others],
        "no_reply": [
            {
                "who": known[one.party],
                "document": _line(one.document),
                "rows": sorted(number for (key, _), number in rows.items() if key in one.allegations),
            }
            for one in dispute.no_reply
        ],
        "timelines": [{"picture": one, "marks": [_mark(mark, known, classes) for mark in one.marks]} for one in drawn],
        "above": _line(above),
        "below": _line(below),
        "moments": [
            {
                "classes": classes(one),
                "threads": [numbers[each] for each in one.threads],
                "documents": len({line.document_id for line in one.lines}),
                **told(one.lines[0]),
            }
            for one in dispute.timeline
        ],
        "graph": graph(dispute),
        "known": known,
        "parties": [(number, known[one]) for one, number in parties.items() if one not in anonymous][:_FILTERS],
        "outlets": [(number, _line(one)) for one, number in outlets.items()][:_FILTERS],
    }


def _thread(one: Thread, number: int, known: dict[str, str], told: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": number,
        "by": names(one.by, known) or "somebody",
        "against": names(one.against, known) or "nobody by name",
        "state": STATES[one.state],
        "open": one.state in ("unanswered", "asked", "silent"),
        "words": _short(max((line.text for line in one.allegations), key=len)),
        "parts": [
            (title, [told(line) for line in lines])
            for title, lines in (("Alleged", one.allegations), ("Answered", one.answers), ("Steps", one.steps))
            if lines
        ],
    }


def _mark(mark: Mark, known: dict[str, str], classes: Any) -> dict[str, Any]:
    line = mark.moment.lines[0]
    title = f"{mark.number}. {day(line)} {said(line)}: {line_of(line, known)}. {_short(line.text)}"
    looks = [mark.lane, "open" if mark.open else "", "" if mark.done else "undone", "by-then" if mark.by_then else ""]
    return {"at": mark, "title": _line(title), "classes": " ".join([classes(mark.moment), *filter(None, looks)]), "amount": amount(line)}


def _outlet(line: Line) -> str:
    return line.outlet or line.document


def _short(text: str) -> str:
    words = _line(text)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
