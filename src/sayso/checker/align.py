"""Two rows of tokens in, their alignment out: which printed word stands for which spoken one, and what has no partner.

In:  the tokens and marks of a printed quotation, the tokens of one or several stretches of evidence in order.
Out: `Step`s in the order of the text, each a pair, a printed word alone or a spoken word alone, and a score.
Not here: what a difference means (edits.py, judge.py).

Affine gaps with typed costs (Gotoh, J. Mol. Biol. 162, 1982), all of the quotation against any part of the evidence.
To open a gap costs once, each word in it according to its kind; where print marks an omission a gap costs next to
nothing, and where another turn begins it costs more.  Whole numbers throughout, so that equal ways stay equal; of
equal ways the one with the later gap is taken, which leaves the first of two like sentences matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sayso.checker.lexicon import _FAMILY, FUNCTION, NEGATIONS, SOUNDS, same_lemma
from sayso.checker.tokens import Mark
from sayso.checker.words import Token

Ints = npt.NDArray[np.int32]

# What a matched word earns, and what a difference costs.  Only their order matters much: a content word outweighs two
# function words, one wrong word is cheaper than to leave the place, a marked gap is cheaper than any change.
CONTENT, LITTLE, SOUND, NUMBER = 300, 150, 60, 360
RELATED = -20  # two forms of one word
OTHER_LITTLE = -120  # a function word for a function word
OTHER_CONTENT = -170
OTHER_KIND = -330  # a content word for a function word
ADDED_OPEN, ADDED_CONTENT, ADDED_LITTLE = 150, 150, 90
DROPPED_OPEN, DROPPED_CONTENT, DROPPED_LITTLE, DROPPED_SOUND = 110, 30, 16, 4
MARKED_OPEN, MARKED_WORD = 60, 1
BRACKET_OPEN, BRACKET_WORD = 20, 45
BREAK_OPEN, BREAK_WORD = 60, 6
TURN = 160  # another turn begins
JUMP = 240  # another stretch begins: many words lie between
_FAR = -(10**8)


@dataclass(frozen=True, slots=True)
class Step:
    """One column of an alignment: numbers of a printed and a spoken token, None where a side has none; `mark` of the quotation here."""

    printed: int | None
    spoken: int | None
    same: bool = False
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """An alignment: its steps, its score and the most that score could be."""

    steps: tuple[Step, ...]
    score: int
    most: int


def weight(token: Token) -> int:
    """What a token counts when it is found."""
    return _weight(token.key)


@lru_cache(maxsize=131072)
def _weight(key: str) -> int:
    if key.startswith("#"):
        return NUMBER
    if key in SOUNDS:
        return SOUND
    return LITTLE if key in FUNCTION and key not in NEGATIONS else CONTENT


@lru_cache(maxsize=65536)
def _related(one: str, other: str) -> bool:
    return same_lemma(one, other)


def scores(printed: Sequence[Token], spoken: Sequence[Token]) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """What it earns to set each printed token against each spoken one, and which are equal."""
    numbers: dict[str, int] = {}
    left = np.array([numbers.setdefault(one.key, len(numbers)) for one in printed], np.int32)
    right = np.array([numbers.setdefault(one.key, len(numbers)) for one in spoken], np.int32)
    equal = left[:, None] == right[None, :]
    for row, one in enumerate(printed):
        if one.may_be or one.key.startswith("*"):
            equal[row] |= np.fromiter((one.equals(other) for other in spoken), bool, len(spoken))
    for column, other in enumerate(spoken):
        if other.may_be or other.key.startswith("*"):
            equal[:, column] |= np.fromiter((other.equals(one) for one in printed), bool, len(printed))
    worth = np.array([weight(one) for one in printed], np.int32)
    small_left = worth == LITTLE
    small_right = np.array([weight(one) == LITTLE for one in spoken], bool)
    out = np.where(small_left[:, None] == small_right[None, :], np.where(small_left[:, None], OTHER_LITTLE, OTHER_CONTENT), OTHER_KIND)
    heads: dict[str, list[int]] = {}
    families: dict[int, list[int]] = {}
    for column, other in enumerate(spoken):
        heads.setdefault(other.key[:3], []).append(column)
        if other.key in _FAMILY:
            families.setdefault(_FAMILY[other.key], []).append(column)
    for row, one in enumerate(printed):
        for column in (*heads.get(one.key[:3], ()), *families.get(_FAMILY.get(one.key, -1), ())):
            if not equal[row, column] and _related(one.key, spoken[column].key):
                out[row, column] = RELATED
        if one.number:
            out[row] = [RELATED if other.number else OTHER_KIND for other in spoken]
    return np.where(equal, worth[:, None], out).astype(np.int32), equal


def fitted(printed: Sequence[Token], marks: Sequence[Mark], spoken: Sequence[Token], jumps: Sequence[int] = ()) -> Aligned:
    """The best alignment of all printed tokens with any part of the spoken ones.

    Args:
        printed: the quotation's tokens, at least one.
        marks: its marks.
        spoken: tokens of the evidence.
        jumps: numbers of the spoken tokens before which words were left out of `spoken`.
    """
    rows, columns = len(printed), len(spoken)
    earned, equal = scores(printed, spoken)
    dropped = np.array(
        [DROPPED_SOUND if one.key in SOUNDS else DROPPED_LITTLE if weight(one) == LITTLE else DROPPED_CONTENT for one in spoken], np.int64
    )
    extra = np.zeros(columns, np.int64)
    for column in range(1, columns):
        if spoken[column].turn != spoken[column - 1].turn:
            extra[column] += TURN
    for column in jumps:
        extra[column] += JUMP
    plain = np.concatenate([[0], np.cumsum(dropped + extra)])
    ways = {
        None: (DROPPED_OPEN, plain),
        "ellipsis": (MARKED_OPEN, np.concatenate([[0], np.cumsum(MARKED_WORD + extra // 8)])),
        "bracket": (BRACKET_OPEN, np.concatenate([[0], np.cumsum(BRACKET_WORD + extra)])),
        "break": (BREAK_OPEN, np.concatenate([[0], np.cumsum(BREAK_WORD + extra // 4)])),
    }
    rank = {"bracket": 0, "break": 1, "ellipsis": 2}
    at_mark: dict[int, int] = {}
    for number, mark in enumerate(marks):
        if mark.at not in at_mark or rank[mark.kind] > rank[marks[at_mark[mark.at]].kind]:
            at_mark[mark.at] = number

    costs_of = [ADDED_LITTLE if weight(one) in (LITTLE, SOUND) else ADDED_CONTENT for one in printed]
    best = np.zeros((rows + 1, columns + 1), np.int32)
    before = np.zeros((rows + 1, columns + 1), np.int32)  # best without a spoken word alone at its end
    added = np.full((rows + 1, columns + 1), _FAR, np.int32)
    gapped = np.full((rows + 1, columns + 1), _FAR, np.int32)
    for row in range(1, rows + 1):
        cost = costs_of[row - 1]
        added[row] = np.maximum(best[row - 1] - ADDED_OPEN, added[row - 1]) - cost
        before[row] = added[row]
        before[row, 1:] = np.maximum(best[row - 1, :-1] + earned[row - 1], before[row, 1:])
        if row < rows:
            opening, costs = ways[marks[at_mark[row]].kind if row in at_mark else None]
            reach = np.maximum.accumulate(before[row] + costs)
            gapped[row, 1:] = reach[:-1] - opening - costs[1:]
            best[row] = np.maximum(before[row], gapped[row])
        else:
            best[row] = before[row]
    end = int(np.argmax(best[rows]))
    steps: list[Step] = []
    row, column = rows, end
    in_added = False
    while row > 0:
        if not in_added and row < rows and best[row, column] == gapped[row, column]:
            opening, costs = ways[marks[at_mark[row]].kind if row in at_mark else None]
            wanted = gapped[row, column] + opening + costs[column]
            start = int(np.flatnonzero((before[row] + costs)[:column] == wanted)[-1])
            steps += [Step(None, one, mark=at_mark.get(row)) for one in range(column - 1, start - 1, -1)]
            column = start
            # what follows backwards is `before`
            if before[row, column] == added[row, column]:
                in_added = True
            else:
                steps.append(Step(row - 1, column - 1, bool(equal[row - 1, column - 1])))
                row, column = row - 1, column - 1
            continue
        if in_added or best[row, column] == added[row, column]:
            cost = costs_of[row - 1]
            steps.append(Step(row - 1, None))
            in_added = bool(added[row, column] == added[row - 1, column] - cost) and added[row - 1, column] > _FAR // 2
            if in_added and best[row - 1, column] - ADDED_OPEN - cost == added[row, column]:
                in_added = False
            row -= 1
            continue
        steps.append(Step(row - 1, column - 1, bool(equal[row - 1, column - 1])))
        row, column = row - 1, column - 1
    return Aligned(tuple(reversed(steps)), int(best[rows, end]), sum(map(weight, printed)))
