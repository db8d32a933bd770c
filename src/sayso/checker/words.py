"""A word as it is compared, and when two stand for the same word.

In:  what tokens.py and numerals.py find out about a word.
Out: `Token`.
Not here: where words begin and end (tokens.py), numbers (numerals.py), what a difference means (edits.py).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from sayso.checker.lexicon import EXPLETIVES

# Inside a word, and no part of it: combining accents, soft hyphens, joiners, marks of direction.
UNSEEN = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{UNSEEN}]")
# With its endings and no more: "assistant" and "title" are none.
_EXPLETIVE = re.compile(
    rf"(?:{'|'.join(EXPLETIVES)})(?:e?s|e?d|t?ed|ing?|ers?|t?y|tier|tiest|heads?|faces?|holes?|wits?|wads?|storm|show)?"
)


class Token(NamedTuple):
    """A word, or a piece of one, as it is compared.

    Attributes:
        key: what is compared.
        start, end: the whole word in the text, of which this may be a piece.
        piece, pieces: which piece of how many.
        form: "" for the plain form; else how else it is written ("c" contracted, "a" a number said with "a").
        may_be: further keys it equals.
        first: it opens a sentence.
        after: the marks between it and the next word, blanks and all.
        capital: its word is written with a capital.
        turn: number of the turn it was said in, -1 where there are none.
    """

    key: str
    start: int
    end: int
    piece: int = 0
    pieces: int = 1
    form: str = ""
    may_be: frozenset[str] = frozenset()
    first: bool = False
    after: str = ""
    capital: bool = False
    turn: int = -1

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self.key.startswith("#")

    def equals(self, other: Token) -> bool:
        """Whether the two stand for the same word."""
        return (
            self.key == other.key
            or self.key in other.may_be
            or other.key in self.may_be
            or (self.key.startswith("*") and hides(self.key, other.key))
            or (other.key.startswith("*") and hides(other.key, self.key))
        )


def hides(mask: str, word: str) -> bool:
    """Whether a masked word ("*f*ed") may hide this one: an expletive with that beginning and that end."""
    _, head, tail = mask.split("*")
    return word.startswith(head) and word.endswith(tail) and _EXPLETIVE.fullmatch(word) is not None


def plain(word: str) -> str:
    """A word without its accents and without what cannot be seen."""
    return "".join(one for one in unicodedata.normalize("NFKD", _UNSEEN.sub("", word)) if not unicodedata.combining(one))
