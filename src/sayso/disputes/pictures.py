"""A Dispute in, two pictures as numbers out: where each mark of the timeline stands, and of the graph of who accuses whom.

In:  a Dispute.
Out: `timeline(...)`: marks, bands, ties and ticks in a plane of pixels; `graph(...)`: nodes on a circle and arrows between.
Not here: words, colours, SVG (the templates draw).

The timeline has a lane above for one side, one below for the other, and the legal steps between.  What is known to the
month or the year is a band as long as that, never a day; what has no date but that of the document stands on that day
with a bar to its left: it was then or before.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sayso import rows
from sayso.schema import Dispute, Line, LineKind, Moment, Party

Zoom = Literal["years", "months", "days"]
Lane = Literal["above", "between", "below"]
ZOOMS: Final[dict[Zoom, float]] = {"years": 0.0, "months": 2.4, "days": 26.0}  # pixels a day, at least
WIDTH: Final = 960.0  # of a picture that needs no scrolling
_MARGIN: Final = 40.0
_WIDEST: Final = 40_000.0
_STEP: Final = 22.0  # pixels between two marks
_UNDATED: Final = 70.0  # width of the place for what has no date
_MOST: Final = 12  # parties in the graph; the table has all


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment's place: x, y in pixels; `start` and `end` are those of its band; `number` is that of its row in the table."""

    number: int
    moment: Moment
    kind: LineKind
    lane: Lane
    x: float
    y: float
    start: float
    end: float
    open: bool  # an allegation that has no answer
    by_then: bool  # dated by its document only
    done: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture; `ticks` are x and what is written there, `ties` join an allegation and its answer (x, y, x, y)."""

    zoom: Zoom
    width: float
    height: float
    middle: float
    marks: tuple[Mark, ...]
    ties: tuple[tuple[float, float, float, float], ...]
    ticks: tuple[tuple[float, str], ...]


def timeline(dispute: Dispute, zoom: Zoom) -> Timeline | None:
    """The marks at one zoom; None where there is nothing, or where it would be wider than anybody scrolls."""
    found = [(number, one, rows.days_of(one.date)) for number, one in enumerate(dispute.timeline, 1)]
    dated = [stretch for _, _, stretch in found if stretch is not None]
    if not dated:
        return None
    first, last = min(start for start, _ in dated), max(end for _, end in dated)
    undated = _UNDATED if len(dated) < len(found) else 0.0
    days = (last - first).days + 1
    a_day = max((WIDTH - 2 * _MARGIN - undated) / days, ZOOMS[zoom])
    width = days * a_day + 2 * _MARGIN + undated
    if width > _WIDEST or (zoom != "years" and a_day > ZOOMS[zoom]):
        return None  # the zoom before shows as much

    def at(day: date) -> float:
        return _MARGIN + (day - first).days * a_day

    upper = _upper(dispute)
    open_ = {line.id for one in dispute.threads if one.state in ("unanswered", "asked", "silent") for line in one.allegations}
    placed: list[tuple[int, Moment, Lane, float, float, float, int]] = []
    taken: dict[Lane, list[float]] = {"above": [], "between": [], "below": []}  # how far each level of a lane is filled
    for number, one, stretch in found:
        start, end = (width - undated, width - _MARGIN / 2) if stretch is None else (at(stretch[0]), at(stretch[1] + timedelta(1)))
        x = (start + end) / 2
        lane = _lane(one.lines[0], upper)
        levels = taken[lane]
        level = next((at for at, full in enumerate(levels) if full + _STEP <= x), len(levels))
        levels[level : level + 1] = [x]
        placed.append((number, one, lane, x, start, end, level))
    above, between = (max(1, len(taken[lane])) for lane in ("above", "between"))
    middle = _STEP * (above + 1) + _STEP * between / 2
    marks = []
    for number, one, lane, x, start, end, level in placed:
        line = one.lines[0]
        half = _STEP * between / 2
        y = {
            "above": middle - half - _STEP * (level + 0.75),
            "between": middle - half + _STEP * (level + 0.5),
            "below": middle + half + _STEP * (level + 0.75),
        }[lane]
        hollow = line.kind == "allegation" and any(each.id in open_ for each in one.lines)
        band = one.precision in ("month", "year", "range")
        marks.append(
            Mark(
                number=number, moment=one, kind=line.kind, lane=lane, x=x, y=y, start=start if band else x, end=end if band else x,
                open=hollow, by_then=line.dated == "published", done=line.status in (None, "done"),
            )
        )  # fmt: skip
    height = middle + _STEP * between / 2 + _STEP * (max(1, len(taken["below"])) + 1) + 18
    ticks = tuple(_ticks(first, last, a_day, at)) + (((width - undated / 2, "undated"),) if undated else ())
    return Timeline(zoom, round(width, 1), round(height, 1), round(middle, 1), tuple(marks), tuple(_ties(dispute, marks)), ticks)


def _upper(dispute: Dispute) -> str | None:
    """Whose lane is above: the first asked for, else whoever has most lines."""
    if dispute.asked:
        return dispute.asked[0]
    often = Counter(one for moment in dispute.timeline for line in moment.lines if line.kind != "step" for one in line.by)
    return min(often, key=lambda one: (-often[one], one), default=None)


def sides(dispute: Dispute) -> tuple[str, str]:
    """What is written at the lanes above and below."""
    known = {one.id: one.name for one in dispute.parties}
    upper = _upper(dispute)
    lower = dispute.asked[1] if len(dispute.asked) == 2 else None
    return known.get(upper or "", ""), known.get(lower or "", "everybody else")


def _lane(line: Line, upper: str | None) -> Lane:
    if line.kind == "step":
        return "between"
    return "above" if upper in line.by else "below"


def _ticks(first: date, last: date, a_day: float, at: object) -> Iterator[tuple[float, str]]:
    """Where the axis has a word: each day, month, quarter or year, as there is room."""
    place = at  # a function of a day
    assert callable(place)
    if a_day >= ZOOMS["days"]:
        for number in range((last - first).days + 1):
            day = first + timedelta(number)
            yield place(day), f"{day.day} {day:%b} {day.year}" if number == 0 or day.day == 1 else str(day.day)
        return
    room = 64.0
    every = next((each for each in (1, 3, 6, 12, 24, 60, 120, 240) if each * 30 * a_day >= room), 600)
    year, month = first.year, 1
    while (year, month) <= (last.year, last.month):
        day = date(year, month, 1)
        if day >= first or (day.year, day.month) == (first.year, first.month):
            yield place(max(day, first)), str(year) if every >= 12 else f"{day:%b} {year}"
        month += every
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        if year > 9999:
            return


def _ties(dispute: Dispute, marks: Sequence[Mark]) -> Iterator[tuple[float, float, float, float]]:
    """From the first telling of an allegation to each answer to it."""
    where = {line.id: mark for mark in marks for line in mark.moment.lines}
    for thread in dispute.threads:
        start = where[thread.allegations[0].id]
        for end in {where[line.id].number: where[line.id] for line in thread.answers}.values():
            yield start.x, start.y, end.x, end.y


@dataclass(frozen=True, slots=True)
class Node:
    """A party's place."""

    party: Party
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One accuses or sues another; x and y of both ends and of what is written on it."""

    by: Party
    against: Party
    accuses: int  # allegations
    sues: int  # lawsuits, countersuits and complaints
    path: tuple[float, float, float, float]
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Graph:
    """Who accuses and sues whom; `arrows` has those without a place, too."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    drawn: tuple[Arrow, ...]


def graph(dispute: Dispute) -> Graph:
    """Parties on a circle, without the anonymous where others have a name.

    Each arrow counts allegations (threads) and suits (moments), not how often they were printed.
    """
    known = {one.id: one for one in dispute.parties}
    accuses: Counter[tuple[str, str]] = Counter((by, to) for one in dispute.threads for by in one.by for to in one.against if by != to)
    sues: Counter[tuple[str, str]] = Counter()
    for moment in dispute.timeline:
        line = moment.lines[0]
        if line.what in ("lawsuit", "countersuit", "complaint") and line.status in (None, "done"):
            sues.update((by, to) for by in line.by for to in line.against)
    weight: Counter[str] = Counter()
    for (by, to), often in (accuses + sues).items():
        weight[by] += often
        weight[to] += often
    named = [one for one in weight if known[one].kind != "anonymous"] or list(weight)
    ordered = sorted(named, key=lambda one: (-weight[one], known[one].name))
    shown = ordered[:_MOST]
    radius_x, radius_y = (260.0, 0.0) if len(shown) == 2 else (250.0, 40.0 + 14.0 * len(shown))
    width, height = 960.0, 2 * radius_y + 110
    nodes = {}
    for number, one in enumerate(shown):
        angle = math.pi + 2 * math.pi * number / len(shown)
        x, y = width / 2 + radius_x * math.cos(angle), height / 2 + radius_y * math.sin(angle)
        anchor: Literal["start", "middle", "end"] = "end" if x < width / 2 - 20 else "start" if x > width / 2 + 20 else "middle"
        nodes[one] = Node(known[one], round(x, 1), round(y, 1), anchor)
    arrows = []
    for by, to in sorted(accuses.keys() | sues.keys(), key=lambda pair: (-(accuses[pair] + sues[pair]), pair)):
        path, label = _bent(nodes[by], nodes[to]) if by in nodes and to in nodes else ((0.0, 0.0, 0.0, 0.0), (0.0, 0.0))
        arrows.append(Arrow(known[by], known[to], accuses[by, to], sues[by, to], path, label))
    drawn = tuple(one for one in arrows if one.by.id in nodes and one.against.id in nodes)
    return Graph(width, round(height, 1), tuple(nodes.values()), tuple(arrows), drawn)


def _bent(start: Node, end: Node) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    """An arrow a little to the right of the straight way, so that the one back has its own, and where its words go."""
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    aside, gap = 9.0, 14.0
    x1, y1 = start.x + ux * gap - uy * aside, start.y + uy * gap + ux * aside
    x2, y2 = end.x - ux * gap - uy * aside, end.y - uy * gap + ux * aside
    third = (x1 + (x2 - x1) * 0.4 - uy * 12, y1 + (y2 - y1) * 0.4 + ux * 12 + 4)
    return (round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1)), (round(third[0], 1), round(third[1], 1))
