"""Words in, how they sound out; how alike two sound; where sounds like these stand in a long row of sounds.

In:  words as print has them; the CMU Pronouncing Dictionary as pocketsphinx ships it (BSD licence).
Out: rows of phones; distances; places.
Not here: any sound (probe.py).

A word that the dictionary lacks is spelled out by rules of thumb: good enough to look for it, and `Lexicon.knows` says so.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

PHONES = tuple("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split())
_NUMBER = {phone: at for at, phone in enumerate(PHONES)}
_VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
# Phones that a listener, or a recogniser, takes for one another.
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "AA AO AH", "AE EH", "IH IY", "UH UW", "EY EH", "OW AO UH", "ER R", "AW OW", "AH IH", "AH UH", "B P", "D T", "G K", "V F", "Z S",
        "ZH SH", "JH CH", "DH TH D", "M N NG", "L W", "Y IY",
    )
)  # fmt: skip
SAME_SOUND, ANY_VOWEL, OTHER, GAP = 0.4, 0.6, 1.0, 0.7  # the cost of a phone for an alike one, of vowels, of others, of one more or less
# Spelling to sound, the longest first, for words no dictionary has.
_SPELLED = (
    ("tion", "SH AH N"), ("sch", "SH"), ("igh", "AY"), ("ough", "AO"), ("ch", "CH"), ("sh", "SH"), ("th", "TH"), ("ph", "F"),
    ("ng", "NG"), ("ck", "K"), ("qu", "K W"), ("wh", "W"), ("kn", "N"), ("wr", "R"), ("ee", "IY"), ("ea", "IY"), ("oo", "UW"),
    ("ou", "AW"), ("ow", "OW"), ("oi", "OY"), ("oy", "OY"), ("ai", "EY"), ("ay", "EY"), ("au", "AO"), ("aw", "AO"), ("er", "ER"),
    ("ar", "AA R"), ("or", "AO R"), ("ir", "ER"), ("ur", "ER"), ("a", "AE"), ("b", "B"), ("c", "K"), ("d", "D"), ("e", "EH"),
    ("f", "F"), ("g", "G"), ("h", "HH"), ("i", "IH"), ("j", "JH"), ("k", "K"), ("l", "L"), ("m", "M"), ("n", "N"), ("o", "OW"),
    ("p", "P"), ("r", "R"), ("s", "S"), ("t", "T"), ("u", "AH"), ("v", "V"), ("w", "W"), ("x", "K S"), ("y", "IY"), ("z", "Z"),
)  # fmt: skip


class Lexicon:
    """The dictionary: how words sound, and which sound nearly alike."""

    def __init__(self, path: Path) -> None:
        self._ways: dict[str, list[tuple[str, ...]]] = {}
        for line in path.read_text(encoding="utf-8").split("\n"):
            word, _, sounds = line.strip().partition(" ")
            if sounds:
                self._ways.setdefault(re.sub(r"\(\d+\)$", "", word), []).append(tuple(sounds.split()))

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        return word in self._ways

    def ways(self, word: str) -> list[tuple[str, ...]]:
        """How a word is said: each way a row of phones; by its spelling where the dictionary lacks it."""
        found = self._ways.get(word)
        if found is None:
            parts = [one for one in re.split(r"[^a-z']+", word) if one]
            if len(parts) > 1:
                return [tuple(sound for part in parts for sound in self.ways(part)[0])]
            if word.endswith("'s") and word[:-2] in self._ways:
                return [(*one, "Z") for one in self._ways[word[:-2]]]
            if word.endswith("s") and word[:-1] in self._ways:
                return [(*one, "Z") for one in self._ways[word[:-1]]]
            return [_spelled(word)]
        return found

    def apart(self, one: str, other: str) -> float:
        """How far two words (or rows of words) sound apart: 0 the same, 1 nothing alike."""
        return min(
            (distance(left, right) / max(len(left), len(right), 1) for left in self._rows(one) for right in self._rows(other)), default=1.0
        )

    def neighbours(self, word: str, most: int = 24, within: float = 0.34) -> tuple[str, ...]:
        """Words that sound nearly like this one, the nearest first; not those that sound the same."""
        return _neighbours(self, word, most, within)

    def _rows(self, words: str) -> list[tuple[str, ...]]:
        parts = words.split()
        if len(parts) == 1:
            return self.ways(parts[0])[:4]
        return [tuple(sound for part in parts for sound in self.ways(part)[0])]

    def by_length(self) -> dict[int, tuple[list[str], Numbers]]:
        """All words by the number of their phones, and the phones as numbers, a row a word."""
        return _by_length(self)

    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each word with its first way of being said."""
        return [(word, ways[0]) for word, ways in self._ways.items() if word.isalpha() and word.isascii()]


@cache
def _by_length(lexicon: Lexicon) -> dict[int, tuple[list[str], Numbers]]:
    import numpy as np

    groups: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for word, sounds in lexicon.items():
        groups.setdefault(len(sounds), []).append((word, sounds))
    return {
        length: ([word for word, _ in group], np.array([numbers(sounds) for _, sounds in group], np.int64))
        for length, group in groups.items()
        if length
    }


@cache
def _neighbours(lexicon: Lexicon, word: str, most: int, within: float) -> tuple[str, ...]:
    import numpy as np

    cost = costs()
    found: dict[str, float] = {}
    for sounds in lexicon.ways(word)[:3]:
        wanted = numbers(sounds)
        for length in range(max(1, len(wanted) - 2), len(wanted) + 3):
            words, rows = lexicon.by_length().get(length, ([], None))
            if rows is None:
                continue
            before = np.tile(np.arange(length + 1) * GAP, (len(words), 1))
            for at, phone in enumerate(wanted, 1):
                here = np.empty_like(before)
                here[:, 0] = at * GAP
                for column in range(1, length + 1):
                    here[:, column] = np.minimum(
                        np.minimum(before[:, column - 1] + cost[phone, rows[:, column - 1]], before[:, column] + GAP),
                        here[:, column - 1] + GAP,
                    )
                before = here
            share = before[:, -1] / max(length, len(wanted))
            for number in np.flatnonzero(share <= within).tolist():
                other = words[number]
                found[other] = min(found.get(other, 9.0), float(share[number]))
    same = {one for one, share in found.items() if share == 0.0} | {word}
    return tuple(sorted((one for one in found if one not in same), key=lambda one: (found[one], len(one), one))[:most])


def _spelled(word: str) -> tuple[str, ...]:
    out: list[str] = []
    at = 0
    while at < len(word):
        letters, sounds = next(((a, b) for a, b in _SPELLED if word.startswith(a, at)), ("?", ""))
        out += [one for one in sounds.split() if not out or out[-1] != one]
        at += len(letters)
    return tuple(out) or ("AH",)


@cache
def costs() -> npt.NDArray[np.float64]:
    """What it costs to hear one phone for another, a square of all phones."""
    import numpy as np

    out = np.full((len(PHONES), len(PHONES)), OTHER)
    for one in PHONES:
        for other in PHONES:
            if one == other:
                out[_NUMBER[one], _NUMBER[other]] = 0.0
            elif any({one, other} <= group for group in _ALIKE):
                out[_NUMBER[one], _NUMBER[other]] = SAME_SOUND
            elif one in _VOWELS and other in _VOWELS:
                out[_NUMBER[one], _NUMBER[other]] = ANY_VOWEL
    return out


def numbers(sounds: Sequence[str]) -> list[int]:
    """Phones as numbers."""
    return [_NUMBER[one] for one in sounds]


def distance(one: Sequence[str], other: Sequence[str]) -> float:
    """The cost of turning one row of phones into another."""
    cost = costs()
    before = [GAP * at for at in range(len(other) + 1)]
    for row, left in enumerate(one, 1):
        here = [GAP * row]
        for column, right in enumerate(other, 1):
            change = before[column - 1] + float(cost[_NUMBER[left], _NUMBER[right]])
            here.append(min(change, before[column] + GAP, here[-1] + GAP))
        before = here
    return before[-1]


def places(wanted: Sequence[int], row: Numbers, most: int) -> list[tuple[float, int, int]]:
    """Where in a long row of phones some phones stand best, the best first.

    Args:
        wanted: phones, as numbers.
        row: the long row, as numbers.
        most: how many places; they do not overlap by more than half.

    Returns:
        (cost a phone, first, one past the last) each.
    """
    import numpy as np

    if not len(wanted) or not len(row):
        return []
    cost = costs()
    columns = np.arange(len(row) + 1)
    best, begun = np.zeros(len(row) + 1), columns.copy()
    for phone in wanted:
        change, left_out = best[:-1] + cost[phone, row], best + GAP
        here, since = left_out.copy(), begun.copy()
        better = change <= left_out[1:]
        here[1:][better], since[1:][better] = change[better], begun[:-1][better]
        level = here - columns * GAP  # phones more than wanted: the running least of the cost without them
        least = np.minimum.accumulate(level)
        at = np.maximum.accumulate(np.where(level <= least, columns, 0))
        best, begun = least + columns * GAP, since[at]
    out: list[tuple[float, int, int]] = []
    left = best.copy()
    for _ in range(most):
        end = int(np.argmin(left))
        if not np.isfinite(left[end]):
            break
        out.append((float(best[end]) / len(wanted), int(begun[end]), end))
        near = max(2, len(wanted) // 2)
        left[max(0, end - near) : end + near + 1] = np.inf
    return out
