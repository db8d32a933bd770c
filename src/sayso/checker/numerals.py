"""Numbers as they are said and as they are printed: one key for both.

In:  the raw tokens of a text (tokens.py), in order.
Out: the same with every number as one token, "#400000000" for "$400m" and for "400 million dollars",
     its currency behind it; times and dates likewise.
Not here: whether a changed number matters (it always does).

Only neighbours with nothing but blanks or a hyphen between them are one number: "five, ten" are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from sayso.checker.lexicon import CURRENCIES, MONTHS
from sayso.checker.words import Token

_UNITS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                                           " sixteen seventeen eighteen nineteen".split())}  # fmt: skip
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)} | {"fourty": 40}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_ORDINALS = {word: n for n, word in enumerate("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
                                              " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split())} | {
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_CURRENCY = {"dollars": "dollar", "dollar": "dollar", "pounds": "pound", "pound": "pound", "euros": "euro", "euro": "euro", "yen": "yen"}
_STARTS = frozenset([*_UNITS, *_TENS, *_ORDINALS, "a", "an", "per", "no", "minus"])
_DOUBTFUL_MONTHS = ("may", "march")  # words of their own where they stand in small letters
_GLUE = re.compile(r"[\s‐‑-]*")
MOST_WORDS_OF_A_NUMBER = 12


def merged(raw: list[Token], text: str) -> list[Token]:
    """The tokens with their numbers, money, percentages and times made one."""
    out: list[Token] = []
    at = 0
    while at < len(raw):
        token = raw[at]
        if token.key not in _STARTS and token.key[0] != "#" and token.form != "sym":
            out.append(token)
            at += 1
            continue
        if token.form == "sym" and token.key in CURRENCIES.values() and at + 1 < len(raw) and raw[at + 1].key.startswith("#"):
            number, after = _number(raw, at + 1)
            if number is not None:
                out += [number._replace(first=token.first), token._replace(form="", first=False, after=number.after)]
                at = after + (after < len(raw) and _CURRENCY.get(raw[after].key) == token.key)
                continue
        if token.key == "no" and at + 1 < len(raw) and raw[at + 1].key == "one" and _glued(token) and not raw[at + 1].after.startswith("-"):
            # "no one" is one word: half of it is its contrary
            out.append(token._replace(key="noone", end=raw[at + 1].end, after=raw[at + 1].after))
            at += 2
            continue
        if token.key == "minus" and at + 1 < len(raw) and _glued(token):
            number, after = _number(raw, at + 1)
            if number is not None and number.key[1].isdigit():
                out.append(number._replace(key=f"#-{number.key[1:]}", start=token.start, first=token.first))
                at = after
                continue
        number, after = _number(raw, at)
        if number is not None:
            day, after = _dated(out, number, raw, after)
            out.append(day)
            at = after
            if at < len(raw) and raw[at].key in _CURRENCY and number.key[-1] != "h":
                out.append(raw[at]._replace(key=_CURRENCY[raw[at].key]))
                at += 1
            continue
        if token.key == "per" and at + 1 < len(raw) and raw[at + 1].key == "cent":
            out.append(token._replace(key="percent", end=raw[at + 1].end, after=raw[at + 1].after))
            at += 2
            continue
        if token.key == "no" and token.capital and at + 1 < len(raw) and token.after.startswith(".") and raw[at + 1].key.startswith("#"):
            token = token._replace(key="number")
        out.append(token._replace(form="") if token.form == "sym" else token)
        at += 1
    if any(":" in token.key for token in out):
        return [one for token in out for one in _clock(token)]
    return out


def _dated(out: list[Token], number: Token, raw: list[Token], after: int) -> tuple[Token, int]:
    """A day with its month as one number, however they stand: "October 7th", "7 October", "the 7th of October"; where it ends."""
    value = number.key[1:].removesuffix("th")
    if not value.isdigit() or not 0 < int(value) <= 31:
        return number, after
    if out and _month(out[-1]) and _close(out[-1]):
        month = out.pop()
        return month._replace(key=f"#{month.key}-{value}", end=number.end, after=number.after), after
    place = after
    if place + 1 < len(raw) and raw[place].key == "of" and _close(number) and number.key.endswith("th"):
        place += 1
    if place < len(raw) and _month(raw[place]) and _close(raw[place - 1] if place > after else number):
        return number._replace(key=f"#{raw[place].key}-{value}", end=raw[place].end, after=raw[place].after), place + 1
    return number, after


def _month(token: Token) -> bool:
    return token.key in MONTHS and (token.capital or token.key not in _DOUBTFUL_MONTHS)


def _close(token: Token) -> bool:
    """Whether only blanks, or the point of an abbreviation, stand behind a word."""
    short = token.end - token.start < len(token.key)
    return token.after.strip() in (("", ".") if short else ("",)) and "\n\n" not in token.after


def _clock(token: Token) -> Sequence[Token]:
    """Two numbers for "2:30", one for "2:00"."""
    if ":" not in token.key or not token.key.startswith("#"):
        return (token,)
    hour, _, minute = token.key[1:].partition(":")
    if not minute.strip("0"):
        return (token._replace(key="#" + hour.lstrip("0")),)
    one = token._replace(key="#" + (hour.lstrip("0") or "0"), pieces=2, after="")
    return (one, token._replace(key="#" + minute.lstrip("0"), piece=1, pieces=2, first=False))


def _number(raw: list[Token], at: int) -> tuple[Token | None, int]:
    """The number that begins at a token, and where it ends; None where none does."""
    first = raw[at]
    if first.pieces > 1:
        return None, at
    start = at
    form = ""
    if first.key in ("a", "an"):
        if not (at + 1 < len(raw) and raw[at + 1].key in ("hundred", *_SCALES) and _glued(first)):
            return None, at
        form, at = "a", at + 1
    elif first.key.startswith("#"):
        return _digits(raw, at)
    elif first.key not in _UNITS and first.key not in _TENS and first.key not in _ORDINALS:
        return None, at
    total, group, seen, ordinal = 0, 1 if form else 0, bool(form), False
    last = ""  # kind of the last word: unit, ten, hundred, scale
    end = at
    while end < len(raw) and end - start < MOST_WORDS_OF_A_NUMBER and (end == at or _glued(raw[end - 1])):
        word = raw[end].key
        if word in _UNITS and last not in ("unit",) and not (last == "ten" and not 0 < _UNITS[word] < 10):
            group, last = group + _UNITS[word], "unit"
        elif word in _TENS and last not in ("unit", "ten"):
            group, last = group + _TENS[word], "ten"
        elif word == "hundred" and seen and last in ("unit", ""):
            group, last = max(group, 1) * 100, "hundred"
        elif word in _SCALES and seen and last != "scale":
            total, group, last = total + max(group, 1) * _SCALES[word], 0, "scale"
        elif word in _ORDINALS and (last in ("ten", "hundred", "scale") or not seen):
            group, ordinal, seen, end = group + _ORDINALS[word], True, True, end + 1
            break
        elif (
            word == "and"
            and last in ("hundred", "scale")
            and end + 1 < len(raw)
            and _glued(raw[end])
            and raw[end + 1].key in _UNITS | _TENS
        ):
            end += 1
            continue
        elif (word in _UNITS or word in _TENS) and total == 0 and 10 <= group <= 20 and (_UNITS.get(word, 0) >= 10 or word in _TENS):
            # a year: nineteen ninety (five), twenty sixteen
            group, last = group * 100 + _UNITS.get(word, 0) + _TENS.get(word, 0), "ten" if word in _TENS else "unit"
        else:
            break
        seen = True
        end += 1
    if not seen or end == at:
        return None, start
    value: int | Decimal = total + group
    if not ordinal and not total and not form:
        part, end = _part(raw, end)
        if part:
            value += part
            if end < len(raw) and raw[end].key in _SCALES and _glued(raw[end - 1]):
                value, end = value * _SCALES[raw[end].key], end + 1
            value = Decimal(format(Decimal(value).normalize(), "f"))
    return _made(raw, start, end, f"#{value}{'th' if ordinal else ''}", form), end


def _part(raw: list[Token], at: int) -> tuple[Decimal, int]:
    """What of a number stands behind its whole: "two [and a half] million", "two [point five]"; nothing where there is none."""
    keys = [one.key for one in raw[at : at + 3]]
    glued = [_glued(one) for one in raw[at - 1 : at + 2]]
    if keys == ["and", "a", "half"] and all(glued):
        return Decimal("0.5"), at + 3
    end = at + 1
    digits = ""
    if keys[:1] == ["point"] and glued[0]:
        while end < len(raw) and _UNITS.get(raw[end].key, 10) < 10 and _glued(raw[end - 1]):
            digits += str(_UNITS[raw[end].key])
            end += 1
    return (Decimal(f"0.{digits}"), end) if digits else (Decimal(0), at)


def _digits(raw: list[Token], at: int) -> tuple[Token | None, int]:
    key = raw[at].key
    if key.endswith("th") or ":" in key:
        return _made(raw, at, at + 1, key, ""), at + 1
    plain, _, suffix = key[1:].partition("*")
    value = Decimal(plain) * _SUFFIXES.get(suffix, 1)
    end = at + 1
    while not suffix and end < len(raw) and raw[end].key in ("hundred", *_SCALES) and _glued(raw[end - 1]):
        value *= _SCALES.get(raw[end].key, 100)
        end += 1
    money = at > 0 and raw[at - 1].form == "sym" and raw[at - 1].key in CURRENCIES.values()
    behind = raw[end].key if end < len(raw) else ""
    if "." in plain and behind in ("am", "pm") and _glued(raw[end - 1]):
        return _made(raw, at, end, "#" + plain.replace(".", ":"), ""), end  # "10.30 p.m."
    if "." in plain and end == at + 1 and not suffix and not money and behind not in (*_CURRENCY, "percent", "per"):
        # nothing says that it is an amount: "section 4.20" is not "section 4.2"
        return _made(raw, at, end, f"#{plain if plain[0] != '.' else '0' + plain}", ""), end
    text = format(value.normalize(), "f")
    return _made(raw, at, end, "#" + text, ""), end


def _made(raw: list[Token], start: int, end: int, key: str, form: str) -> Token:
    return raw[start]._replace(key=key, end=raw[end - 1].end, after=raw[end - 1].after, form=form)


def _glued(token: Token) -> bool:
    """Whether nothing but blanks or a hyphen follows."""
    return _GLUE.fullmatch(token.after) is not None and "\n" not in token.after
