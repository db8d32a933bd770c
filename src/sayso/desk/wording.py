"""A transcript and what people corrected in it in, the words as they stand out; a line as a person wrote it in, its corrections out.

In:  a Document with a time for each word; the ledger's last entry of what was corrected in it.
Out: `said_in(...)`, `corrected(...)`, `lines_of(...)`, `rewritten(...)`.
Not here: keeping (recordings come through hearing.py), pages.

Times never move: a correction is of what was said in the time of a word that a machine heard.  Several words may have been
said in it, or none.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.errors import SettingsError
from sayso.schema import Document, Entry, Span
from sayso.transcribers import Word

LONGEST = 200  # characters of what was said in the time of one word
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a transcript: what a machine heard, what was said as far as is known, when."""

    number: int
    start_ms: int
    end_ms: int
    heard: str
    said: str

    @property
    def human(self) -> bool:
        """Whether a person said so."""
        return self.said != self.heard


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a transcript: the machine's, so that a correction moves no line."""

    number: int
    words: tuple[Said, ...]

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return " ".join(one.said for one in self.words if one.said)

    @property
    def human(self) -> bool:
        """Whether a person corrected any of it."""
        return any(one.human for one in self.words)


def said_in(document: Document, wording: Entry | None) -> tuple[Said, ...]:
    """The words of a recording, with the corrections of people."""
    changed = {int(number): str(said) for number, _, said in ((wording.payload or {}) if wording is not None else {}).get("words", ())}
    out = []
    for number, one in enumerate(document.timings):
        heard = Span(one.start, one.end).of(document.text)
        out.append(Said(number, one.start_ms, one.end_ms, heard, changed.get(number, heard)))
    return tuple(out)


def lines_of(document: Document, words: Sequence[Said]) -> list[Line]:
    """The words in the lines that the machine heard."""
    out: list[Line] = []
    at = 0
    for segment in document.segments:
        mine = []
        while at < len(words) and document.timings[at].start < segment.span.end:
            mine.append(words[at])
            at += 1
        if mine:
            out.append(Line(len(out), tuple(mine)))
    return out


def corrected(words: Sequence[Said]) -> tuple[Word, ...]:
    """The words as others take them: what was said in the time of one word shares it by length."""
    out: list[Word] = []
    for one in words:
        parts = one.said.split()
        whole = sum(map(len, parts))
        begun = 0
        for part in parts:
            start = one.start_ms + (one.end_ms - one.start_ms) * begun // whole
            begun += len(part)
            out.append(Word(part, start, one.start_ms + (one.end_ms - one.start_ms) * begun // whole))
    return tuple(out)


def rewritten(line: Line, text: str) -> dict[int, str]:
    """What a person who wrote a line anew says was said in the time of each of its words.

    Words that stand as they stood stay where they are; those between share the times between.

    Args:
        line: as the machine heard it, with earlier corrections.
        text: as it is to be.

    Raises:
        SettingsError: it is too long, or too much falls on the time of one word.
    """
    if len(text) > LONGEST_LINE:
        raise SettingsError(f"The line has more than {LONGEST_LINE:,} characters. Shorten it.")
    slots = [(one.number, part) for one in line.words for part in (one.said.split() or [""])]
    new = text.split()
    out: dict[int, list[str]] = {one.number: [] for one in line.words}
    old = [part for _, part in slots]
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            for (number, _), word in zip(slots[a:b], new[c:d], strict=True):
                out[number].append(word)
        elif what == "insert":
            out[slots[max(0, a - 1)][0]] += new[c:d]
        elif what == "replace":
            for place, word in enumerate(new[c:d]):
                out[slots[a + place * (b - a) // (d - c)][0]].append(word)
    said = {number: " ".join(parts) for number, parts in out.items()}
    if any(len(one) > LONGEST for one in said.values()):
        raise SettingsError("Too much was written for the time of one word. Correct the words where they were said.")
    return said


def after(words: Sequence[Said], changes: Mapping[int, str]) -> list[tuple[int, str, str]]:
    """All that is corrected of a transcript once some words are changed: number, heard, said."""
    out = []
    for one in words:
        said = changes.get(one.number, one.said)
        if said != one.heard:
            out.append((one.number, one.heard, said))
    return out
