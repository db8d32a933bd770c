"""A number in digits in, as it is said out.

In:  digits with what stands behind them.
Out: `said_number(...)`, `cardinal(...)`: words in small letters.
Not here: numbers written in words (checker/numerals.py).
"""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_SIZES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
LONGEST_NUMBER = 12  # digits; a longer one is no number that is said


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
