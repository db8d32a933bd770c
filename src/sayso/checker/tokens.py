"""Text in, canonical tokens out: each keeps its surface, its place and what else it may stand for.

In:  a text and the stretches of it to read; of evidence also what in it nobody spoke (labels, stage directions).
Out: `Token`s to compare, and of a printed quotation the `Mark`s that say "something is left out or put in here".
Not here: which of two texts is right; numbers written in words (numerals.py).

Nothing is normalised in place: a token's `key` is what is compared, its `start` and `end` are the whole
printed word it belongs to ("don't" gives two tokens, do and not, on the same five characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from sayso.checker.lexicon import (
    ALL,
    BE,
    CURRENCIES,
    ENDINGS,
    JOINED,
    MAY_BE,
    MODALS,
    MONTH_SHORT,
    NEGATIONS,
    NOT_JOINED,
    RE,
    SPLIT,
    TITLES,
    WH,
    WRITTEN_OUT,
    spelling,
)
from sayso.checker.numerals import merged
from sayso.checker.words import UNSEEN, Token, plain
from sayso.schema import Span

MarkKind = Literal["ellipsis", "bracket", "break"]

WORD = re.compile(
    r"(?P<abbr>(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?)"
    r"|(?P<mask>(?<!\*)[^\W\d_]+\*+[^\W\d_]*|(?<![^\W_])[b-df-hm-npstwB-DF-HM-NPSTW]-{2,4}(?:[^\W\d_]{1,4})?(?![^\W_]))"
    r"|(?P<frac>(?<![\w/])(?:1/[234]|2/3|3/4)(?![\w/])|[½¼¾⅓⅔](?![^\W_]))"
    r"|(?P<num>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)?|(?<![\w.…])\.\d+)(?P<suf>st|nd|rd|th|k|m|mn|bn|b|tn|am|pm)?(?![^\W_])"
    rf"|(?P<word>[^\W_](?:[^\W_]|[{UNSEEN}])*+(?:['’ʼ][^\W_](?:[^\W_]|[{UNSEEN}])*+)*(?:(?<=in)['’ʼ](?![^\W_]))?)"
    r"|(?P<sym>[$£€¥%&¢₠-⃀]|[<>≤≥≠±~≈](?=\s?[-−–]?[$£€]?\.?\d)|(?<=\d)\+(?![^\W_])"
    r"|(?:(?<=\b[A-D])|(?<=\b[A-D]{2})|(?<=\b[A-D]{3}))\+(?!\w)|(?:(?<=\b[A-D]{2})|(?<=\b[A-D]{3}))[-−](?=[\s.,;)]|$))"
)
# What a printed text uses to say that words are gone or put in.
_MARKS = re.compile(
    r"(?P<gap>\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)|\.{3,4}|\.\s\.\s\.(?:\s\.)?|…\.?)"
    r"|(?P<sic>\[\s*sic\s*\.?\])"
    r"|(?P<bracket>\[[^\[\]]{1,400}\])"
)
_MINUS = re.compile(r"(?<![^\s(])[-−–]$")
# Part of a word changed in brackets ("[W]e", "[un]safe", "is[n't]"): read as the word it makes.
_LETTER = re.compile(r"\[([^\W\d_]{1,12})\](?=[^\W\d_])|(?<=[^\W\d_])\[(n['’ʼ]?t|less)\]")
_FRACTIONS = {
    "1/2": ("half",), "½": ("half",), "1/4": ("quarter",), "¼": ("quarter",), "3/4": ("#3", "quarters"), "¾": ("#3", "quarters"),
    "1/3": ("#3th",), "⅓": ("#3th",), "2/3": ("#2", "thirds"), "⅔": ("#2", "thirds"),
}  # fmt: skip
_SIGNS = {"%": "percent", "&": "and", "¢": "cents", "+": "plus", "-": "minus", "−": "minus"}
_APOSTROPHES = str.maketrans("’ʼ", "''")
_NONE: frozenset[str] = frozenset()
_DID = frozenset({"did"})
SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s|[.!?][\"'”’)\]]*$|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """Between the tokens `at - 1` and `at` of a printed quotation words are gone or put in; `inside` are a bracket's words."""

    kind: MarkKind
    at: int
    span: Span
    inside: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed quotation as tokens and marks."""

    tokens: tuple[Token, ...]
    marks: tuple[Mark, ...]


def printed_tokens(text: str, spans: Sequence[Span]) -> Printed:
    """The tokens and marks of a printed quotation, read in these spans of a text; between two spans stands a break."""
    tokens: list[Token] = []
    marks: list[Mark] = []
    for number, span in enumerate(spans):
        if number and tokens:
            marks.append(Mark("break", len(tokens), Span(spans[number - 1].end, span.start)))
        at = span.start
        letters = {found.start(): found for found in _LETTER.finditer(text, span.start, span.end)}
        for found in _MARKS.finditer(text, span.start, span.end):
            if found.start() in letters:
                continue
            tokens += _printed(text, at, found.start(), letters)
            at = found.end()
            if found["gap"]:
                marks.append(Mark("ellipsis", len(tokens), Span(*found.span())))
            elif found["bracket"]:
                inside = tuple(tokens_in(text, found.start() + 1, found.end() - 1))
                marks.append(Mark("bracket", len(tokens), Span(*found.span()), inside))
        tokens += _printed(text, at, span.end, letters)
    return Printed(tuple(tokens), tuple(marks))


def _printed(text: str, start: int, end: int, letters: dict[int, re.Match[str]]) -> list[Token]:
    """Tokens of a stretch without marks; a letter changed in brackets ("[W]e") is read as that letter."""
    here = [found for at, found in letters.items() if start <= at < end]
    if not here:
        return tokens_in(text, start, end)
    plain = list(text[start:end])
    shift: list[int] = list(range(start, end + 1))
    for found in reversed(here):
        for at in (found.end() - 1, found.start()):
            del plain[at - start], shift[at - start]
    out = []
    for token in tokens_in("".join(plain), 0, len(plain)):
        first = shift[token.start] - (1 if shift[token.start] > start and text[shift[token.start] - 1] == "[" else 0)
        out.append(token._replace(start=first, end=shift[token.end - 1] + 1))
    return out


def tokens_in(text: str, start: int, end: int, noise: Iterable[tuple[int, int]] = (), first: bool = True) -> list[Token]:
    """The tokens of a stretch of text, `noise` left out; `first`: it opens a sentence."""
    found: list[re.Match[str]] = []
    at = start
    for low, high in (*noise, (end, end)):
        if low > at:
            found += WORD.finditer(text, at, min(low, end))
        at = max(at, high)
        if at >= end:
            break
    raw: list[Token] = []
    last = len(found) - 1
    for number, one in enumerate(found):
        after = text[one.end() : found[number + 1].start() if number < last else end]
        raw += _pieces(one, text, first, after)
        first = len(after) > 1 and bool(SENTENCE_END.search(after))
    return merged(raw, text)


def _pieces(found: re.Match[str], text: str, first: bool, after: str) -> list[Token]:
    """The tokens of one match of `WORD`; `after` stands behind the last of them."""
    start, end = found.span()
    kind = found.lastgroup if found.lastgroup != "suf" else "num"
    surface = found.group()
    if kind == "frac":
        keys = _FRACTIONS[surface]
        return [Token(key, start, end, n, len(keys), first=first and not n, after=after) for n, key in enumerate(keys)]
    if kind == "word" and (surface != "US" or _shouted(text, start, end)):
        keys, form = _keys(surface, text[end : end + 1] == ".")
        capital = surface[0].isupper()
        if len(keys) == 1:
            if surface[0].isdigit() and _MINUS.search(text, max(0, start - 2), start):  # "-5C"
                keys, start = (f"-{keys[0]}",), start - 1
            return [Token(keys[0], start, end, 0, 1, form, _NONE, first, after, capital)]
        return _several(keys, start, end, form, first, after, capital)
    capital = surface[0].isupper()
    if kind == "word" or (kind == "abbr" and surface.replace(".", "").casefold() == "us"):
        return _several(("united", "states"), start, end, "c", first, after, True)
    if kind == "abbr":
        return [Token(surface.replace(".", "").casefold(), start, end, first=first, after=after, capital=capital)]
    if kind == "sym":
        key = _SIGNS.get(surface) or CURRENCIES.get(surface, surface)
        sign = Token(key, start, end, first=first, after=after, form="sym")
        if key in CURRENCIES.values() and _MINUS.search(text, max(0, start - 2), start):
            return [Token("minus", start - 1, start, first=first), sign._replace(first=False)]
        return [sign]
    if kind == "mask":
        low = surface.casefold()
        head = low[: next(at for at, sign in enumerate(low) if not sign.isalpha())]
        tail = low[len(low) - next(at for at, sign in enumerate(reversed(low)) if not sign.isalpha()) :]
        return [Token(f"*{head}*{tail if len(surface) > len(head) else ''}", start, end, first=first, after=after, capital=capital)]
    number, suffix = "#" + found["num"].replace(",", ""), found["suf"]
    if suffix in ("am", "pm"):
        number = number.replace(".", ":")  # "10.30am"
    if _MINUS.search(text, max(0, start - 2), start):
        number, start = f"#-{number[1:]}", start - 1
    if suffix in ("am", "pm"):
        return [Token(number, start, found.end("num"), first=first), Token(suffix, found.start("suf"), end, after=after)]
    if suffix in ("st", "nd", "rd", "th"):
        number += "th"
    elif suffix:
        number += "*" + suffix
    return [Token(number, start, end, first=first, after=after)]


def _several(keys: Sequence[str], start: int, end: int, form: str, first: bool, after: str, capital: bool) -> list[Token]:
    """The tokens of a word that stands for several."""
    last = len(keys) - 1
    did = _DID if keys[0] in WH else _NONE
    return [
        Token(
            key,
            start,
            end,
            n,
            last + 1,
            form,
            MAY_BE.get(key, _NONE) | (did if key == "'d" else _NONE),
            first and not n,
            after if n == last else "",
            capital,
        )
        for n, key in enumerate(keys)
    ]


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether "US" stands in a text all in capitals, where it is "us" unless an article goes before."""
    before, behind = text[max(0, start - 30) : start], text[end : end + 30]
    return (before + behind).isupper() and len((before + behind).split()) > 2 and not before.rstrip().endswith("THE")


@lru_cache(maxsize=131072)
def _keys(surface: str, dot: bool) -> tuple[tuple[str, ...], str]:
    """The keys of a word, and the form it is written in."""
    word = surface.translate(_APOSTROPHES).casefold()
    if not word.isascii():
        word = plain(word)
    if surface[0].isupper() and dot and word in TITLES | MONTH_SHORT:
        return (TITLES.get(word) or MONTH_SHORT[word],), ""
    if surface[0].isupper() and word in ("mr", "dr"):
        return (TITLES[word],), ""
    if word in WRITTEN_OUT:
        return WRITTEN_OUT[word], "c"
    if word in SPLIT:
        return SPLIT[word], ""
    if word.endswith("in'"):
        return (spelling(word[:-1] + "g"),), ""
    if "'" in word:
        if word.endswith("n't") and len(word) > 4 and word != "ain't":
            return (word[:-3], "not"), "c"
        for ending, full in ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*_keys(word[: -len(ending)], False)[0], full), "c"
        word = word.replace("'", "") if not word.startswith(("o'", "ain")) else word
    return (spelling(word),), ""


def aligned_compounds(one: list[Token], other: list[Token]) -> tuple[list[Token], list[Token]]:
    """Both, with a word cut where the other writes it as two ("policymaker", "policy maker")."""
    return _cut(one, _joins(other)), _cut(other, _joins(one))


def _joins(tokens: Sequence[Token]) -> dict[str, int]:
    """Two neighbours written together -> where the first ends; not where the text has the one word too, or the two mean something else."""
    whole = {token.key for token in tokens}
    return {
        one.key + two.key: len(one.key)
        for one, two in pairwise(tokens)
        if one.pieces == two.pieces == 1
        and one.key + two.key not in whole
        and not _another_word(one, two)
        and not one.number
        and not two.number
        and one.after.strip() in ("", "-", "‑", "–")
    }


def _another_word(one: Token, two: Token) -> bool:
    """Whether two words mean something else written as one: "may be", "now here", "the rapist", "re-sign"."""
    joined = one.key + two.key
    return (
        bool({one.key, two.key} & (BE | MODALS | NEGATIONS))
        or joined in NEGATIONS
        or (one.key in NOT_JOINED and joined not in JOINED and not (one.key == "un" and one.after.strip()))
        or two.key == "less"
        or (one.key == "re" and two.key in RE)
        or (one.key == "all" and two.key in ALL)
    )


def _cut(tokens: list[Token], joins: dict[str, int]) -> list[Token]:
    if not any(token.key in joins for token in tokens):
        return tokens
    out = []
    for token in tokens:
        at = joins.get(token.key)
        if at is None or token.pieces > 1 or token.number:
            out.append(token)
            continue
        middle = token.start + min(at, token.end - token.start - 1)
        out += [
            token._replace(key=token.key[:at], end=middle, after=""),
            token._replace(key=token.key[at:], start=middle, first=False, capital=False),
        ]
    return out
