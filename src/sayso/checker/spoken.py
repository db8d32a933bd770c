"""A printed quotation in, its words as they would be said out: small letters, numbers written out, nothing that is not spoken.

In:  a text and the spans of it that are printed as somebody's words.
Out: `Spoken` words with their place in print, in runs (`runs_of`) that are cut where print says that words are gone or put in.
Not here: how words sound (transcribers), how well they fit (listening.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.checker.lexicon import TITLES
from sayso.checker.tokens import WORD, printed_tokens
from sayso.checker.words import plain
from sayso.english.numbers import said_number
from sayso.schema import Span

_SIGNS = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "%": "percent", "&": "and"}
_FRACTIONS = {"1/2": "half", "½": "half", "1/4": "a quarter", "¼": "a quarter", "3/4": "three quarters", "¾": "three quarters",
              "1/3": "a third", "⅓": "a third", "2/3": "two thirds", "⅔": "two thirds"}  # fmt: skip


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
    runs = [said_in(text, one) for one in stretches]
    return [one for one in runs if one]


def said_in(text: str, stretch: Span) -> list[Spoken]:
    """The words of a stretch as they would be said."""
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
