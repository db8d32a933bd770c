"""Sums of money in news text: "$400m", "£2.5 million", "250 million dollars", "half a million pounds".

In:  a text and a stretch of it.
Out: `sums(...)`: each Sum with its span, its amount as a plain number and its currency by ISO 4217.
Not here: what a sum is for (steps/__init__.py).

A small grammar of our own: ready-made finders read "$400m" as 400, or as metres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sayso.schema import Span

_SIGNS: Final = {"$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "£": "GBP",
                 "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW"}  # fmt: skip
_NAMES: Final = {"dollar": "USD", "pound": "GBP", "euro": "EUR", "yen": "JPY", "rupee": "INR", "franc": "CHF", "peso": "MXN"}
_TIMES: Final = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
}
_WORDS: Final = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
                 "nine": 9.0, "ten": 10.0, "half a": 0.5, "a quarter of a": 0.25}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
_SIGNED: Final = re.compile(
    rf"(?<![\w$£€])(?P<sign>(?:US|AU|CA|NZ|HK|A|C)?\$|[£€¥₹₩])\s?(?P<number>{_NUMBER})"
    r"(?:[\s-]?(?P<times>thousand|million|billion|trillion|mln|mn|bn|[kmb])(?![\w]))?",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    rf"\b(?P<number>{_NUMBER}|half a|a quarter of a|a|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?:[\s-](?P<times>thousand|million|billion|trillion))?[\s-](?:US\s)?(?P<name>dollar|pound|euro|yen|rupee|franc|peso)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money and where it stands."""

    span: Span
    amount: float
    currency: str


def sums(text: str, start: int, end: int) -> Iterator[Sum]:
    """The sums in a stretch, in order."""
    found = []
    for pattern in (_SIGNED, _NAMED):
        for one in pattern.finditer(text, start, end):
            number = one["number"].casefold()
            value = _WORDS[number] if number in _WORDS else float(number.replace(",", ""))
            times = (one["times"] or "").casefold()
            currency = _SIGNS[one["sign"].upper()] if pattern is _SIGNED else _NAMES[one["name"].casefold()]
            if pattern is _NAMED and number in ("a", "one") and not times:
                continue  # "a pound of flesh"
            found.append(Sum(Span(*one.span()), round(value * _TIMES.get(times, 1.0), 2), currency))
    yield from sorted(found, key=lambda one: one.span)
