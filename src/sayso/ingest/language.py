"""A text in, the language it is written in out: an ISO 639 code, or None where that is not sure.

In:  the text of a document, best without its asides.
Out: the code ("en", "zu"; of three letters where there is none of two), or None for a text that is too short,
     in two languages at once, or in none.
Not here: what follows from it (pipeline.py); what a page declares about itself (html.py).

Most documents are in English and say so in every line: where five English words make up a
fair share of the text, no library is asked.  For the others it is py3langid (BSD-3, 4.6 MB, 139 languages,
no pickle, nothing fetched), which is loaded when the first of them comes: 0.6 s and 75 MB that a newsroom of
English pages never pays.  What it was measured on: docs/explanation/hostile-input.md.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

PIECE = 1_000  # characters looked at in each of three places: beginning, middle and end; more changes no answer
LEAST_LETTERS = 40  # below which nothing is said: of 3,002 headlines, none as short as this is told from a name
SURE = 0.85  # probability of the best language; of 9,006 English headlines and first lines none has a wrong one above 0.84
SURE_ELSEWHERE = 0.5  # the same where most letters are of a script that English is not written in: what competes is a dialect
ENGLISH_WORDS = frozenset(("the", "and", "of", "that", "with"))  # common in no other language that shares their letters
ENGLISH_SHARE = 0.04  # of the words in every piece; the least of 5,138 English articles has 0.051 in all pieces together
ENGLISH_LEAST = 50  # words below which a share says little

_LATIN_END = "\u0370"  # code points below it are Latin letters, or belong to no script
_WORD = re.compile(r"[^\W\d_]+")
_NO_LANGUAGE = "zxx"  # ISO 639's code for what is not language


def language_of(text: str) -> str | None:
    """The language of this text; None where that is not sure."""
    pieces = _pieces(text)
    words = [_WORD.findall(piece.casefold()) for piece in pieces]
    letters = sum(len(word) for piece in words for word in piece)
    if letters < LEAST_LETTERS:
        return None
    if all(_is_english(piece) for piece in words):
        return "en"
    sample = "\n".join(pieces)
    code, probability = _identifier().classify(sample)
    elsewhere = sum(character >= _LATIN_END for character in sample if character.isalpha()) > letters / 2
    return str(code) if probability >= (SURE_ELSEWHERE if elsewhere else SURE) and code != _NO_LANGUAGE else None


def _pieces(text: str) -> list[str]:
    """Three pieces of the text, or all of it; a foreign beginning or end does not decide alone."""
    if len(text) <= 3 * PIECE:
        return [text]
    middle = (len(text) - PIECE) // 2
    return [text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]]


def _is_english(words: list[str]) -> bool:
    return len(words) >= ENGLISH_LEAST and sum(word in ENGLISH_WORDS for word in words) >= ENGLISH_SHARE * len(words)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
