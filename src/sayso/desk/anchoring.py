"""Words that a person selected in, where they stand in the document's text out.

In:  the text; the words as the browser has them, and some of what stands before and after (a W3C TextQuoteSelector).
Out: `anchored(...)`, the span; an InputError where the words are not there, or fit more than one place.
Not here: what is done with the span.

A browser counts in UTF-16, changes line ends and runs of blanks, and shows controls by name, so it is never asked to
count: it sends words, and they are looked for here in what it was shown.
"""

from __future__ import annotations

from sayso.errors import InputError
from sayso.reading import visible
from sayso.schema import Span

AROUND = 200  # characters before and after that are compared


def anchored(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span:
    """Where these words stand.

    Args:
        text: the document's text.
        exact: the words, in any spacing.
        prefix: what stands before them.
        suffix: what stands after them.

    Raises:
        InputError: they are not there, or in several places that the rest does not tell apart.
    """
    shown, places = _as_shown(text)
    wanted = " ".join(visible(_lines(exact)).split())
    if not wanted:
        raise InputError("No words were selected. Select some in the text and try again.", about=exact)
    starts = []
    at = shown.find(wanted)
    while at >= 0:
        starts.append(at)
        at = shown.find(wanted, at + 1)
    if not starts:
        raise InputError(
            "These words do not stand in the text. It may have been read anew: reload the page and select them again.", about=exact
        )
    before = _blank(visible(_lines(prefix)))[-AROUND:]
    after = _blank(visible(_lines(suffix)))[:AROUND]
    fits = sorted(
        ((_alike_backwards(shown[:start], before) + _alike(shown[start + len(wanted) :], after), start) for start in starts), reverse=True
    )
    if len(fits) > 1 and fits[0][0] == fits[1][0]:
        raise InputError(f"These words stand in the text {len(fits)} times. Select some more around them.", about=exact)
    start = fits[0][1]
    return Span(places[start], places[start + len(wanted) - 1] + 1)


def _as_shown(text: str) -> tuple[str, list[int]]:
    """The text as a page shows it, every run of blanks as one, and where each of its characters comes from."""
    out: list[str] = []
    places: list[int] = []
    blank = False
    for at, letter in enumerate(text):
        if letter.isspace():
            if not blank:
                out.append(" ")
                places.append(at)
            blank = True
            continue
        blank = False
        for one in letter if letter.isalnum() else visible(letter):
            out.append(one)
            places.append(at)
    return "".join(out), places


def _lines(words: str) -> str:
    """Words with the ends of lines that a document has: forms are sent with CR LF."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _blank(words: str) -> str:
    """Words with every run of blanks as one; one at either end stays, for it says that a word ends there."""
    kept = " ".join(words.split())
    return (" " if words[:1].isspace() else "") + kept + (" " if kept and words[-1:].isspace() else "")


def _alike(one: str, other: str) -> int:
    number = 0
    for a, b in zip(one, other):
        if a != b:
            break
        number += 1
    return number


def _alike_backwards(one: str, other: str) -> int:
    return _alike(one[-AROUND:][::-1], other[::-1])
