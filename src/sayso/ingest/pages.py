"""Lines of printed pages in, what they play in the text out.

In:  `Line`s page by page, each with the place where it is printed (points, y upwards).
Out: `pieces(...)`: paragraphs over line and page ends; running heads, page numbers and line numbers as asides.
Not here: getting lines out of a PDF (pdf.py).

Nothing is dropped: what is no part of the text is set aside after the paragraph that it stands in or beside, so that a
sentence goes on over the end of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from sayso.ingest.pieces import Piece

CUT = "\ufffe"  # inside a line: a hyphen at a line's end, which may be the printer's or the word's own
EDGE = 3  # lines at the top and at the bottom of a page in which a running head is looked for
REPEATED = 0.4  # of the pages of a file (two at least) that print a running head in one place
SAME_PLACE = 6.0  # points by which its height may differ
NUMBERED = 0.6  # of the lines of a page that count up, where they are numbered
FEWEST_NUMBERED = 8
LONGEST_COUNT = 70  # the highest number in a margin
WIDE_GAP = 1.45  # times the usual distance of two lines: a new paragraph
INDENT = 8.0  # points
SHORT = 0.88  # of the page's width: a line that ends there before its sentence goes on does not end a paragraph
OWN_HYPHEN = frozenset(
    "all anti co cross ex half high ill low mid multi non off on over post pre pro re self semi so two three well".split()
)

_NUMBER = re.compile(r"(?:page\s+|p\.\s*)?[-–—\s]*(\d{1,4}|[ivxlc]{1,7})[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,2})(?:\s+|$)")
_ENDS = re.compile(r"[.!?:;][\"'”’»)\]]*$")
_TURN = re.compile(r"(?:[QA][.:]?\s|[A-Z][A-Z.'’ -]{1,40}:)")
_CUT = re.compile(rf"(?<!\w)(\w{{1,60}}){CUT}\s{{0,3}}(\w{{1,60}})")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words, the page (from 1), where it begins and ends, its base and its height, in points."""

    words: str
    page: int
    left: float
    right: float
    base: float
    height: float


def pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    """What the lines are, in the order in which the file has them."""
    heads = _running_heads(lines)
    flow: list[Line] = []
    aside: dict[int, list[tuple[str, str]]] = {}  # after so many lines of the flow: reason, words
    for page in _by_page(lines):
        body = [line for line in page if line not in heads]
        for line in page:
            if line in heads:
                aside.setdefault(len(flow), []).append((heads[line], line.words))
        body, counted = _without_counts(body)
        flow += body
        if counted:
            aside.setdefault(len(flow), []).append(("line numbers", counted))
    yield from _paragraphs(flow, aside)


def _by_page(lines: Sequence[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


# -- what is no part of the text -----------------------------------------------------------------


def _running_heads(lines: Sequence[Line]) -> dict[Line, str]:
    """Lines at the edge of a page that stand in one place on many pages, numbers apart; and page numbers that count up."""
    pages = _by_page(lines)
    edges: list[list[Line]] = []
    for page in pages:
        down = sorted(page, key=lambda line: -line.base)
        edges.append(list(dict.fromkeys(down[:EDGE] + down[-EDGE:])))
    least = max(2, REPEATED * len(pages))
    seen: dict[str, list[Line]] = {}
    for edge in edges:
        for line in edge:
            seen.setdefault(re.sub(r"\d+", "#", line.words.casefold()), []).append(line)
    out: dict[Line, str] = {}
    for alike in seen.values():
        for line in alike:
            there = {other.page for other in alike if abs(other.base - line.base) <= SAME_PLACE}
            if len(there) >= least:
                out[line] = "page number" if _NUMBER.fullmatch(line.words) else "running head"
    # A number alone on the first or last line that is the number of the page, give or take where counting began.
    apart = Counter(
        int(found[1]) - line.page for edge in edges for line in edge if (found := _NUMBER.fullmatch(line.words)) and found[1].isdecimal()
    )
    for edge in edges:
        for line in (edge[0], edge[-1]):
            found = _NUMBER.fullmatch(line.words)
            if found and found[1].isdecimal() and (apart[int(found[1]) - line.page] >= 2 or (len(edge) > 1 and int(found[1]) == line.page)):
                out.setdefault(line, "page number")
    return out


def _without_counts(page: list[Line]) -> tuple[list[Line], str]:
    """A page whose lines are numbered down the margin, without the numbers; and the numbers."""
    numbers: list[tuple[int, int, str]] = []  # which line, its number, what is left of it
    due = None
    for at, line in enumerate(page):
        found = _COUNT.match(line.words)
        if found and int(found[1]) <= LONGEST_COUNT and (due is None or int(found[1]) == due):
            numbers.append((at, int(found[1]), line.words[found.end() :].strip()))
            due = int(found[1]) + 1
    if len(numbers) < max(FEWEST_NUMBERED, NUMBERED * min(len(page), 25)):
        return page, ""
    rest = {at: words for at, _, words in numbers}
    kept = [replace(line, words=rest.get(at, line.words)) for at, line in enumerate(page) if rest.get(at, line.words)]
    lefts = [line.left for at, line in enumerate(page) if at not in rest]
    # Without its number a line begins where the unnumbered ones do, or nowhere that is known.
    start = min(lefts, default=0.0)
    kept = [replace(line, left=max(line.left, start)) for line in kept]
    return kept, " ".join(str(number) for _, number, _ in numbers)


# -- paragraphs ----------------------------------------------------------------------------------


def _paragraphs(flow: Sequence[Line], aside: dict[int, list[tuple[str, str]]]) -> Iterator[Piece]:
    own = {found.casefold() for line in flow for found in re.findall(r"(?<!\w)\w{1,60}-\w{1,60}", line.words)}
    whole = {found.casefold() for line in flow for found in re.findall(r"\w+", line.words)}
    shapes = {page[0].page: _Shape.of(page) for page in _by_page(flow)}
    waiting: list[tuple[str, str]] = list(aside.get(0, ()))
    words: list[str] = []
    begun = False  # the paragraph has a piece on an earlier page
    for at, line in enumerate(flow):
        before = flow[at - 1] if at else None
        if before is None or _begins(before, line, shapes):
            if before is not None and words:
                yield Piece("paragraph", _joined(words, own, whole), page=before.page, goes_on=begun)
            words, begun = [], False
            for reason, said in waiting:
                yield Piece("aside", said, reason, page=line.page)
            waiting = []
        elif before.page != line.page and words and not words[-1].endswith(CUT):
            yield Piece("paragraph", _joined(words, own, whole), page=before.page, goes_on=begun)
            words, begun = [], True
        words.append(line.words)
        waiting += aside.get(at + 1, ())
    if words:
        yield Piece("paragraph", _joined(words, own, whole), page=flow[-1].page, goes_on=begun)
    last = flow[-1].page if flow else 1
    for reason, said in waiting:
        yield Piece("aside", said, reason, page=last)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a page is set: where its lines begin and end, and how far apart they stand."""

    left: float
    right: float
    step: float

    @classmethod
    def of(cls, page: Sequence[Line]) -> _Shape:
        steps = [a.base - b.base for a, b in pairwise(page) if 0 < a.base - b.base < 6 * max(a.height, 1)]
        return cls(
            left=Counter(round(line.left) for line in page).most_common(1)[0][0],
            right=max(line.right for line in page),
            step=median(steps) if steps else 0.0,
        )


def _begins(before: Line, line: Line, shapes: dict[int, _Shape]) -> bool:
    """Whether a line begins a paragraph."""
    shape, was = shapes[line.page], shapes[before.page]
    if _TURN.match(line.words):
        return True
    ended = bool(_ENDS.search(before.words))
    if line.page != before.page:
        if line.left > shape.left + INDENT:
            return True
        return ended and (not line.words[:1].islower()) and before.right < was.left + SHORT * (was.right - was.left)
    if shape.step and before.base - line.base > WIDE_GAP * shape.step:
        return True
    if min(before.height, line.height) and max(before.height, line.height) / min(before.height, line.height) > 1.25:
        return True
    if line.left > before.left + INDENT and line.left > shape.left + INDENT and line.base < before.base:
        return ended
    return ended and before.right < was.left + SHORT * (was.right - was.left) and line.base < before.base


def _joined(lines: Sequence[str], own: set[str], whole: set[str]) -> str:
    """The lines as one; a word that a line's end cut is put together, with its hyphen where it is the word's own."""

    def put_together(found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        joined = (first + second).casefold()
        if f"{first}-{second}".casefold() in own:
            return f"{first}-{second}"
        if joined not in whole and (first.casefold() in OWN_HYPHEN or not second[0].islower() or first[-1].isdecimal()):
            return f"{first}-{second}"
        return first + second

    return _CUT.sub(put_together, " ".join(lines)).replace(CUT, "-")
