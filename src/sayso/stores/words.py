"""Words in, words as the index holds them out: the same for every kind of database.

In:  a quotation's text; what a person looks for.
Out: `indexed(...)`, its words without case, accents and marks; `terms_of(...)`, the terms of a question; `snippet(...)`.
Not here: the index itself (tables.py), asking it (answers.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from sayso.errors import InputError
from sayso.schema import Span

SNIPPET = 160  # characters
LONGEST = 200  # characters of a word; what is longer is no word that anybody looks for
MOST = 16_000  # words of one quotation, as many places as PostgreSQL counts
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


class Term(NamedTuple):
    """A word, or several that stand together; `open` where any ending will do."""

    words: tuple[str, ...]
    open: bool = False


def plain(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    return "".join(one for one in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(one))


def indexed(text: str) -> list[str]:
    """The words of a text, in order."""
    return [plain(word)[:LONGEST] for word in _WORD.findall(text)][:MOST]


def terms_of(asked: str) -> list[Term]:
    """The terms of a question.

    Raises:
        InputError: there is no word in it.
    """
    out = []
    for found in _TERM.finditer(asked):
        words = indexed(found[1] if found[1] is not None else found[2])
        if words:
            out.append(Term(tuple(words), found[1] is None and found[2].endswith("*")))
    if asked.strip() and not out:
        raise InputError(f"There is no word in {asked!r} to look for.", about=asked)
    return out


def snippet(text: str, terms: Sequence[Term]) -> tuple[str, tuple[Span, ...]]:
    """A stretch of a quotation around the first word looked for, and where such words stand in it."""
    whole = {word for term in terms for word in (term.words[:-1] if term.open else term.words)}
    begun = tuple(term.words[-1] for term in terms if term.open)

    def hit(word: str) -> bool:
        word = plain(word)
        return word in whole or (bool(begun) and word.startswith(begun))

    at = next((one.start() for one in _WORD.finditer(text) if hit(one.group())), 0)
    start = 0 if at < SNIPPET // 2 else text.rfind(" ", 0, at - SNIPPET // 4) + 1
    end = len(text) if len(text) <= start + SNIPPET else max(text.rfind(" ", start, start + SNIPPET), start + 1)
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return shown, tuple(Span(*one.span()) for one in _WORD.finditer(shown) if hit(one.group()))
