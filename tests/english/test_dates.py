"""Times that news text names, and what they are worth."""

import pytest

from sayso.english.dates import clock, duration_ms, published_on, whens
from sayso.schema import Span

PUBLISHED = "2025-01-28"  # a Tuesday


def found(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """The words, value and precision of each time in a text."""
    return [(one.span.of(text), one.value, one.precision) for one in whens(text, Span(0, len(text)), published)]


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("on Monday", "2025-01-27", "day"),
        ("on Tuesday", "2025-01-28", "day"),
        ("last Tuesday", "2025-01-21", "day"),
        ("Saturday night", "2025-01-25", "day"),
        ("yesterday", "2025-01-27", "day"),
        ("last night", "2025-01-27", "day"),
        ("earlier today", "2025-01-28", "day"),
        ("three days ago", "2025-01-25", "day"),
        ("on 2024-11-30", "2024-11-30", "day"),
        ("on Sept. 27", "2024-09-27", "day"),
        ("on January 5", "2025-01-05", "day"),
        ("on 27 September 2016", "2016-09-27", "day"),
        ("on the 3rd of May 2016", "2016-05-03", "day"),
        ("on May 3, 2016", "2016-05-03", "day"),
        ("in December 2024", "2024-12", "month"),
        ("in late October", "2024-10", "month"),
        ("in a June report", "2024-06", "month"),
        ("last month", "2024-12", "month"),
        ("two months ago", "2024-11", "month"),
        ("this year", "2025", "year"),
        ("last year", "2024", "year"),
        ("in 2013", "2013", "year"),
        ("in a 2014 interview", "2014", "year"),
        ("two years ago", "2023", "year"),
        ("last week", "2025-01-20/2025-01-26", "range"),
        ("this week", "2025-01-27/2025-01-28", "range"),
        ("this weekend", "2025-01-25/2025-01-26", "range"),
        ("two weeks ago", "2025-01-13/2025-01-19", "range"),
        ("between 2019 and 2021", "2019/2021", "range"),
        ("from March to May 2024", "2024-03/2024-05", "range"),
        ("between November and February 2024", "2023-11/2024-02", "range"),
        ("from May 2019 to June 2020", "2019-05/2020-06", "range"),
        ("in early 2024", "2024", "year"),
        ("in the spring of 2023", "2023", "year"),
    ],
)
def test_values(text: str, value: str, precision: str) -> None:
    assert [(one[1], one[2]) for one in found(text)] == [(value, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "since Monday", "by the end of March", "before 2014", "May said so", "he may 3 times", "they march 5 miles", "next week", "every Monday",
        "$2014 a month", "in 20145", "room 2014", "on 31 February 2024", "until last week", "the 1990s", "for three days",
    ],
)  # fmt: skip
def test_no_time_is_made_up(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("published", [None, "2025", "2025-01", "not a date", "2025-13-40"])
def test_without_a_day_of_publication_only_what_needs_none(published: str | None) -> None:
    assert found("on Monday, last week, in August, on Sept. 27", published) == []
    assert [one[1] for one in found("in December 2024", published)] == ["2024-12"]
    assert published_on(published) is None


def test_a_datetime_of_publication_will_do() -> None:
    assert found("on Monday", "2025-01-28T06:00:00Z") == [("Monday", "2025-01-27", "day")]


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("lasts for almost seven minutes", 420_000), ("a 12-minute recording", 720_000), ("a 90-second clip", 90_000), ("an hour long", 3_600_000),
        ("1.5 hours", 5_400_000), ("seven minutes ago", None), ("seven miles", None), ("two minutes later", None),
    ],
)  # fmt: skip
def test_durations(text: str, milliseconds: int | None) -> None:
    assert duration_ms(text, Span(0, len(text))) == milliseconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sent at 2am", "T02:00"), ("at 11:30 p.m. on", "T23:30"), ("at noon", "T12:00"), ("at midnight", "T00:00"), ("at 12.15am", "T00:15"),
        ("at 2", None), ("at 25pm", None), ("2am", None),
    ],
)  # fmt: skip
def test_times_of_day(text: str, value: str | None) -> None:
    one = clock(text, Span(0, len(text)))
    assert (one and one.value) == value
    assert one is None or one.precision == "time"
