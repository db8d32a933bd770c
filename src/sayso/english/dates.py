"""When something was said or sent: dates, weekdays and durations as news text writes them.

In:  a text, stretches of it, the day on which it was published.
Out: `whens(...)`: the times that a stretch names, with their ISO 8601 value and how precise it is; `duration_ms(...)`; `clock(...)`.
Not here: which time belongs to which saying (circumstances.py).

A small grammar of our own: ready-made finders take "May said" for a date and "$400m" for metres.  What hangs on
the day of publication ("on Monday", "last week") is left out where that day is not known.  A weekday is the
last such day on or before publication.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sayso.schema import Precision, Span, When

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.?(?=\s+\d))"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:19|20)\d\d"
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "ninety": 90}
_NUMBER = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|ninety)"
_WHEN: Final = re.compile(
    rf"\b(?:(?P<iso>{_YEAR}-\d\d-\d\d)(?!\d)"
    rf"|(?:between|from)\s+(?P<since>{_YEAR})\s+(?:and|to)\s+(?P<until>{_YEAR})"
    rf"|(?:between|from)\s+(?P<month7>{_MONTH})(?:\s+(?P<since7>{_YEAR}))?\s+(?:and|to)\s+(?P<month8>{_MONTH}),?\s+(?P<until8>{_YEAR})"
    rf"|(?P<month1>{_MONTH})\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year1>{_YEAR}))?(?![\d%])"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})(?:,?\s+(?P<year2>{_YEAR}))?"
    rf"|(?P<month3>{_MONTH}),?\s+(?:of\s+)?(?P<year3>{_YEAR})"
    rf"|(?P<lastday>(?:last|this\s+past|this)\s+)?(?P<weekday>{_DAY})(?:\s+(?:morning|afternoon|evening|night))?"
    r"|(?P<today>earlier\s+today|today|tonight|this\s+(?:morning|afternoon|evening))|(?P<yesterday>yesterday|last\s+night|overnight)"
    r"|(?:(?:earlier|later)\s+)?(?P<which>this|last|this\s+past|the\s+past)\s+(?P<unit>week|month|year|weekend)"
    rf"|(?P<count>{_NUMBER})\s+(?P<ago>day|week|month|year)s?\s+(?:ago|earlier)"
    rf"|(?<=[Ii]n\s)(?:(?:early|late|mid)[-\s])?(?P<month4>{_MONTH})(?![\w-])"
    rf"|(?<=(?:his|her|its|our|the|ast)\s)(?P<month5>{_MONTH})\b(?!\s+(?-i:[A-Z]))|(?<=\ba\s)(?P<month6>{_MONTH})\b(?!\s+(?-i:[A-Z]))"
    rf"|(?<=[Ii]n\s)(?:(?:early|late|mid)[-\s]|the\s+(?:spring|summer|autumn|fall|winter)\s+of\s+)?(?P<year4>{_YEAR})\b(?![-–%])|(?<=(?:his|her|its|our|the)\s)(?P<year5>{_YEAR})\b(?=\s+[a-z])|(?<=\ba\s)(?P<year6>{_YEAR})\b(?=\s+[a-zA-Z]))\b",
    re.IGNORECASE,
)
# What before a time makes it another's: "since Monday", "by the end of March".
_BOUND: Final = re.compile(
    r"\b(?:since|until|till|before|after|by|from|than|between|following|ahead\s+of|starting|beginning|through|for|next|every|each|the\s+end\s+of|of)\s+(?:the\s+|early\s+|late\s+)?$",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(
    rf"\b(?P<number>\d{{1,3}}(?:\.\d)?|{_NUMBER})[\s-](?P<unit>second|minute|hour)s?\b(?!\s+(?:ago|later|before|after|earlier))",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<=\bat\s)(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>a\.?m\b\.?|p\.?m\b\.?)|(?<=\bat\s)(?P<word>midnight|noon|midday)\b",
    re.IGNORECASE,
)


def published_on(value: str | None) -> date | None:
    """The day of a document's `published_at`, None where it names no day."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", value or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def whens(text: str, span: Span, published_at: str | None) -> Iterator[When]:
    """The times that a stretch names and that can be given a value.

    Args:
        text: the document's text.
        span: where to look; no more than a sentence or two.
        published_at: when the document was published, as `Document` has it.
    """
    day = published_on(published_at)
    for found in _WHEN.finditer(text, span.start, span.end):
        if _BOUND.search(text, max(span.start, found.start() - 24), found.start()):
            continue
        if any((found[f"month{number}"] or "M")[0].islower() for number in range(1, 9)):
            continue  # "may", "march", "august" are no months
        value = _value(found, day)
        if value is not None:
            yield When(span=Span(*found.span()), value=value[0], precision=value[1])


def _value(found: re.Match[str], day: date | None) -> tuple[str, Precision] | None:
    """The ISO value of what was found, with its precision."""
    if found["iso"]:
        return _day(*map(int, found["iso"].split("-")))
    if found["until"] or found["until8"]:
        return _from_to(found)
    month = found["month1"] or found["month2"]
    if month:
        number, of_month, year = _month(month), int(found["day1"] or found["day2"]), found["year1"] or found["year2"]
        if year:
            return _day(int(year), number, of_month)
        if day is None:
            return None
        this_year = _day(day.year, number, of_month)
        return this_year if this_year is None or this_year[0] <= day.isoformat() else _day(day.year - 1, number, of_month)
    if found["month3"]:
        return f"{found['year3']}-{_month(found['month3']):02}", "month"
    year = found["year4"] or found["year5"] or found["year6"]
    if year:
        return year, "year"
    return None if day is None else _relative(found, day)


def _from_to(found: re.Match[str]) -> tuple[str, Precision] | None:
    """A stretch with two ends: "between 2019 and 2021", "from March to May 2024"."""
    if found["until"]:
        since, until = found["since"], found["until"]
    else:
        first, last, year = _month(found["month7"]), _month(found["month8"]), int(found["until8"])
        since = f"{found['since7'] or (year if first <= last else year - 1)}-{first:02}"
        until = f"{year}-{last:02}"
    return (f"{since}/{until}", "range") if since < until else None


def _relative(found: re.Match[str], day: date) -> tuple[str, Precision] | None:
    """The value of a time that hangs on the day of publication."""
    if found["weekday"]:
        back = (day.weekday() - list(calendar.day_name).index(found["weekday"].capitalize())) % 7
        if back == 0 and (found["lastday"] or "").strip().lower() in ("last", "this past"):
            back = 7
        return (day - timedelta(days=back)).isoformat(), "day"
    if found["today"]:
        return day.isoformat(), "day"
    if found["yesterday"]:
        return (day - timedelta(days=1)).isoformat(), "day"
    if found["unit"]:
        return _unit(" ".join(found["which"].lower().split()), found["unit"].lower(), day)
    if found["ago"]:
        word = found["count"].lower()
        count, unit = int(word) if word.isdigit() else _NUMBERS[word], found["ago"].lower()
        if unit == "day":
            return (day - timedelta(days=count)).isoformat(), "day"
        if unit == "week":
            return _week(day - timedelta(weeks=count))
        if unit == "year":
            return f"{day.year - count:04}", "year"
        months = day.year * 12 + day.month - 1 - count
        return f"{months // 12:04}-{months % 12 + 1:02}", "month"
    month = found["month4"] or found["month5"] or found["month6"]
    if month:
        number = _month(month)
        return f"{day.year if number <= day.month else day.year - 1:04}-{number:02}", "month"
    return None


def _unit(which: str, unit: str, day: date) -> tuple[str, Precision]:
    """This or the last week, month, year, weekend."""
    last = which == "last"
    if unit == "year":
        return f"{day.year - last:04}", "year"
    if unit == "month":
        months = day.year * 12 + day.month - 1 - last
        return f"{months // 12:04}-{months % 12 + 1:02}", "month"
    if unit == "weekend":
        saturday = day - timedelta(days=(day.weekday() - 5) % 7)
        if last and day.weekday() >= 5:
            saturday -= timedelta(days=7)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", "range"
    if which in ("this past", "the past"):
        return f"{(day - timedelta(days=7)).isoformat()}/{day.isoformat()}", "range"
    if last:
        return _week(day - timedelta(days=7))
    monday = day - timedelta(days=day.weekday())
    return (f"{monday.isoformat()}/{day.isoformat()}", "range") if monday < day else (day.isoformat(), "day")


def _week(day: date) -> tuple[str, Precision]:
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "range"


def _day(year: int, month: int, day: int) -> tuple[str, Precision] | None:
    try:
        return date(year, month, day).isoformat(), "day"
    except ValueError:
        return None


def _month(word: str) -> int:
    return [name[:3].lower() for name in calendar.month_name].index(word[:3].lower())


def duration_ms(text: str, span: Span) -> int | None:
    """How long something in a stretch lasts, in milliseconds ("almost seven minutes", "a 12-minute clip"); None where nothing is said."""
    found = _LENGTH.search(text, span.start, span.end)
    if found is None:
        return None
    word = found["number"].lower()
    number = float(word) if word[0].isdigit() else float(_NUMBERS[word])
    return round(number * {"second": 1_000, "minute": 60_000, "hour": 3_600_000}[found["unit"].lower()])


def clock(text: str, span: Span) -> When | None:
    """The time of day in a stretch, as "T02:00"; None where there is none."""
    found = _CLOCK.search(text, span.start, span.end)
    if found is None:
        return None
    if found["word"]:
        return When(span=Span(*found.span()), value="T00:00" if found["word"].lower() == "midnight" else "T12:00", precision="time")
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    return When(span=Span(*found.span()), value=f"T{hour:02}:{minute:02}", precision="time")
