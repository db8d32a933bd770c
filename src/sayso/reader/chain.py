"""The spans that the encoder's tag scores make likely: sources, cues and contents, not yet joined.

In:  emission scores (words, 7 tags) of paragraphs, and the `Rules` with the scores of tag transitions.
Out: `Piece`s: for each paragraph the spans whose own probability is at least `LIKELY`, none overlapping.
Not here: which piece belongs to which (decode.py).

The tags are a linear-chain CRF (Lafferty et al. 2001).  Not its best path is taken but the spans that
are likely each by itself, over all paths: what is counted in the end is spans that are exactly right, and for F1
it pays to answer from about half of the F1 that is reached (Lipton, Elkan and Naryanaswamy 2014).
A span's probability is exact: the chance that it begins here, goes on word by word, and ends there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.reader.decode import TAGS, Floats, Piece, Rules

LIKELY = 0.33  # of a span; 0.31 to 0.36 give the same on PolNeAR dev within 0.3
PADDED = 50_000  # words, with padding, whose scores are summed side by side
ROLES = ("source", "cue", "content")
NEVER = 1e-30

Doubles = npt.NDArray[np.float64]


def likely_pieces(paragraphs: Sequence[Floats], rules: Rules) -> list[list[Piece]]:
    """The likely spans of each paragraph, in order; their words are counted from the paragraph's first.

    paragraphs: emission scores, each (words, 7), none empty.  Many are summed side by side: the loop runs
    over word positions, not over words.
    """
    out: list[list[Piece]] = [[] for _ in paragraphs]
    order = sorted(range(len(paragraphs)), key=lambda i: len(paragraphs[i]))
    start = 0
    while start < len(order):  # of like length, so that little is padding
        side_by_side = max(1, min(64, PADDED // len(paragraphs[order[min(start + 63, len(order) - 1)]])))
        chosen = order[start : start + side_by_side]
        start += side_by_side
        marginals, going_on = _chances([paragraphs[i] for i in chosen], rules)
        ends = np.cumsum([len(paragraphs[i]) for i in chosen])
        for piece in _chosen(_candidates(marginals, going_on), marginals):
            place = int(np.searchsorted(ends, piece.first, side="right"))
            offset = int(ends[place - 1]) if place else 0
            out[chosen[place]].append(Piece(piece.role, piece.first - offset, piece.last - offset, piece.score))
    return out


def _chances(paragraphs: list[Floats], rules: Rules) -> tuple[Floats, Floats]:
    """Of all words, one paragraph after another: how likely each tag is (n, 7), and that the next word goes on with
    the span of a role if this one is its first or an inner one (n, 2, 3 roles).
    """  # fmt: skip
    lengths = np.array([len(p) for p in paragraphs])
    count, longest, tags = len(paragraphs), int(lengths.max()), len(TAGS)
    scores = np.zeros((longest, count, tags), dtype=np.float32)
    for i, p in enumerate(paragraphs):
        scores[: len(p), i] = p
    final = lengths - 1
    likely = np.exp(scores - scores.max(axis=2, keepdims=True))
    step, ending = np.exp(rules.move), np.exp(rules.end)
    forward = np.empty_like(scores)  # what lies beyond a paragraph's end is never read
    forward[0] = _normalised(np.exp(rules.begin) * likely[0])
    for t in range(1, longest):
        forward[t] = _normalised((forward[t - 1] @ step) * likely[t])
    backward = np.empty_like(scores)
    after = np.broadcast_to(ending, (count, tags))
    for t in range(longest - 1, -1, -1):
        backward[t] = np.where((t < final)[:, None], after, ending)
        after = _normalised((backward[t] * likely[t]) @ step.T)
    marginals = forward * backward
    marginals /= marginals.sum(axis=2, keepdims=True)
    going_on = np.zeros((longest, count, 2, len(ROLES)), dtype=np.float32)
    coming = backward[1:] * likely[1:]
    all_ways = coming @ step.T
    for role in range(len(ROLES)):
        for inner in range(2):
            tag = 1 + 2 * role + inner
            going_on[:-1, :, inner, role] = step[tag, 2 + 2 * role] * coming[:, :, 2 + 2 * role] / np.maximum(all_ways[:, :, tag], NEVER)
    going_on[final, np.arange(count)] = 0
    rows = np.concatenate([np.arange(n) * count + i for i, n in enumerate(lengths)])
    return marginals.reshape(-1, tags)[rows], going_on.reshape(-1, 2, len(ROLES))[rows]


def _normalised(x: Floats) -> Floats:
    return x / x.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def _candidates(marginals: Floats, going_on: Floats) -> list[tuple[float, int, int, int]]:
    """All spans that are at least `LIKELY`: chance, role, first and last word."""
    found = []
    for role in range(len(ROLES)):
        begins = marginals[:, 1 + 2 * role].astype(np.float64)
        first = np.flatnonzero(begins >= LIKELY)
        on = going_on[:, :, role].astype(np.float64)
        alone = begins[first] * (1 - on[first, 0])
        found += [(float(p), role, int(s), int(s)) for s, p in zip(first, alone, strict=True) if p >= LIKELY]
        # The chance that a span which began at s is still going on at t, and what is lost on the way, as sums of logarithms.
        logs = np.concatenate(([0.0], np.cumsum(np.log(np.maximum(on[:, 1], NEVER)))))
        inside = begins[first] * on[first, 0]
        first, inside = first[inside >= LIKELY], inside[inside >= LIKELY]
        stop = np.searchsorted(-logs, -(logs[first + 1] + np.log(LIKELY / inside)), side="right")  # the first t that is too unlikely
        counts = np.maximum(stop - first - 1, 0)
        which = np.repeat(np.arange(len(first)), counts)
        last = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which] + 1
        last = np.minimum(last, len(marginals) - 1)
        chance = inside[which] * np.exp(logs[last] - logs[first[which] + 1]) * (1 - on[last, 1])
        good = np.flatnonzero(chance >= LIKELY)
        found += [(float(chance[i]), role, int(first[which[i]]), int(last[i])) for i in good]
    return found


def _chosen(candidates: list[tuple[float, int, int, int]], marginals: Floats) -> list[Piece]:
    """The likeliest of those that overlap, in order; a piece's score is the least marginal among its words."""
    taken = bytearray(len(marginals))
    out = []
    for _, role, first, last in sorted(candidates, key=lambda c: (-c[0], c[2])):
        if 1 in taken[first : last + 1]:
            continue
        taken[first : last + 1] = b"\x01" * (last + 1 - first)
        inner = marginals[first + 1 : last + 1, 2 + 2 * role]
        score = min(float(marginals[first, 1 + 2 * role]), float(inner.min()) if len(inner) else 1.0)
        out.append(Piece(ROLES[role], first, last, score))
    return sorted(out, key=lambda p: p.first)
