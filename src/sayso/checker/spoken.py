"""A printed quotation in, its words as they would be said out: small letters, numbers written out, nothing that is not spoken.

In:  a text and the spans of it that are printed as somebody's words.
Out: `Spoken` words with their place in print, in runs that are cut where print says that words are gone or put in.
Not here: how words sound (transcribers), how well they fit (listening.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.checker.lexicon import TITLES
from sayso.checker.tokens import WORD, printed_tokens
from sayso.checker.words import plain
from sayso.schema import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_SIGNS = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "%": "percent", "&": "and"}
_FRACTIONS = {"1/2": "half", "½": "half", "1/4": "a quarter", "¼": "a quarter", "3/4": "three quarters", "¾": "three quarters",
              "1/3": "a third", "⅓": "a third", "2/3": "two thirds", "⅔": "two thirds"}  # fmt: skip
_SIZES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
LONGEST_NUMBER = 12  # digits; a longer one is no number that is said


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as it would be said, and its place in print; `number` where print has digits."""

    text: str
    printed: Span
    number: bool = False


def runs_of(text: str, spans: Sequence[Span]) -> list[list[Spoken]]:
    """The words of a printed quotation, in runs that were said without a gap, if they were said."""
    cuts = [mark.span for mark in printed_tokens(text, spans).marks]
    stretches: list[Span] = []
    for span in spans:
        at = span.start
        for cut in sorted(cuts):
            if span.start <= cut.start and cut.end <= span.end:
                stretches.append(Span(at, cut.start))
                at = cut.end
        stretches.append(Span(at, span.end))
    runs = [_words(text, one) for one in stretches]
    return [one for one in runs if one]


def _words(text: str, stretch: Span) -> list[Spoken]:
    out: list[Spoken] = []
    waiting: tuple[str, Span] | None = None  # a currency's name is said behind its number
    for found in WORD.finditer(text, stretch.start, stretch.end):
        span, kind = Span(*found.span()), found.lastgroup
        if found["num"]:
            said = said_number(found["num"], found["suf"] or "")
            out += [Spoken(one, span, True) for one in said.split()]
            if waiting is not None:
                out += [Spoken(waiting[0], waiting[1], True)]
                waiting = None
            continue
        if found["sym"]:
            if found["sym"] in "$£€¥":
                waiting = _SIGNS[found["sym"]], span
            else:
                said = _SIGNS.get(found["sym"], "")
                out += [Spoken(said, span, found["sym"] == "%")] if said else []
            continue
        if found["frac"]:
            out += [Spoken(one, span, True) for one in _FRACTIONS[found["frac"]].split()]
            continue
        surface = plain(found.group()).replace("’", "'").replace("ʼ", "'").casefold()
        if kind == "abbr":
            out += [Spoken(letter, span) for letter in surface if letter.isalpha()]
        elif text[span.end : span.end + 1] == "." and surface in TITLES:
            out.append(Spoken(TITLES[surface], span))
        elif kind == "word" and surface.isascii():
            out.append(Spoken(re.sub(r"[^a-z']", "", surface) or "a", span))
        else:
            letters = re.sub(r"[^a-z']", "", surface)
            if letters:
                out.append(Spoken(letters, span))
    return out


def said_number(digits: str, suffix: str = "") -> str:
    """A number as it is said: "2025" as a year, "1,200", "3.5", "21st"."""
    plain_digits = digits.replace(",", "")
    whole, point, rest = plain_digits.partition(".")
    if ":" in plain_digits:
        hour, _, minute = plain_digits.partition(":")
        return f"{cardinal(int(hour))} {'' if minute == '00' else cardinal(int(minute))}".strip()
    if len(whole) > LONGEST_NUMBER:
        return " ".join(_ONES[int(one)] for one in whole)
    number = int(whole or 0)
    if len(digits) == 4 and not point and not suffix and (1100 <= number <= 1999 or 2010 <= number <= 2099):
        low = number % 100
        tail = "hundred" if not low else f"oh {_ONES[low]}" if low < 10 else cardinal(low)
        return f"{cardinal(number // 100)} {tail}"
    said = cardinal(number) + (" point " + " ".join(_ONES[int(one)] for one in rest) if point and rest else "")
    if suffix in ("st", "nd", "rd", "th"):
        head, _, last = said.rpartition(" ")
        last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
        return f"{head} {last}".strip()
    if suffix in ("am", "pm"):
        return f"{said} {suffix[0]} {suffix[1]}"
    return f"{said} {_SIZES[suffix]}" if suffix in _SIZES else said


def cardinal(number: int) -> str:
    """A whole number in words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred" + (f" {cardinal(number % 100)}" if number % 100 else "")
    size, name = next(one for one in _SCALES if number >= one[0])
    return f"{cardinal(number // size)} {name}" + (f" {cardinal(number % size)}" if number % size else "")
