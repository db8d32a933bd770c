from __future__ import annotations

import pytest

from sayso.ingest.stamps import date_in, date_line_end, is_byline, is_caption, is_date_line


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2025-03-04", "2025-03-04"),
        ("date 2025-03-04", "2025-03-04"),
        ("Published: 4 March 2025 14:03 GMT", "2025-03-04"),
        ("Updated 3:12 PM ET, Tue March 4, 2025", "2025-03-04"),
        ("Tuesday, March 4th, 2025 at 9:15 a.m.", "2025-03-04"),
        ("Mar. 4, 2025", "2025-03-04"),
        ("2025-03-04T09:15:00Z", "2025-03-04"),
        ("04/03/2025", None),
        ("4.3.2025", None),
        ("3 hours ago", None),
        ("2025-13-40", None),
    ],
)
def test_date_lines(line: str, value: str | None) -> None:
    assert is_date_line(line)
    assert date_in(line) == value


@pytest.mark.parametrize(
    "line",
    [
        "On 4 March 2025 the council voted to close the bridge.",
        "March 2025 was the wettest month in the county since records began, the office said.",
        "Four days ago he denied it.",
        "May said nothing.",
        "",
    ],
)
def test_sentences_are_no_date_lines(line: str) -> None:
    assert not is_date_line(line)


def test_how_far_a_date_line_reaches() -> None:
    line = "Posted 4 March 2025 The council voted to close the bridge."
    assert line[: date_line_end(line)].rstrip() == "Posted 4 March 2025"
    assert date_line_end("The council voted.") == 0


@pytest.mark.parametrize(
    "line",
    ["By Ada Stone", "By Ada Stone and Bo Reed", "BY ADA STONE", "Written by Ada Stone, Chief Reporter", "Author: Jean-Luc de Vries"],
)
def test_bylines(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", ["By Monday the water had reached the school, and nobody could leave.", "By the river.", "Ada Stone", ""])
def test_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "The bridge on Friday. (Photo by Bo Reed)",
        "The bridge in 2019 ( Getty Images )",
        "Photo: Bo Reed",
        "FILE - The bridge over the Wye in 2019.",
        "open image in gallery The bridge over the Wye",
        "The mayor at the bridge (Bo Reed/AP Photo)",
        "Pictured: the second pier",
    ],
)
def test_captions(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The mayor said the photograph had been taken in 2019, and that nobody had asked him.",
        "“It is not my image,” she said.",
        "He works for the wire.",
        "",
    ],
)
def test_no_captions(line: str) -> None:
    assert not is_caption(line)
