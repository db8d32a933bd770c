"""The likely spans against every path that a short paragraph has."""

import itertools

import numpy as np
import pytest
from hand_made_scores import rules

from sayso.reader.chain import LIKELY, ROLES, likely_pieces
from sayso.reader.decode import TAGS, Floats, Rules


def by_hand(emissions: Floats, known: Rules) -> tuple[dict[tuple[str, int, int], float], np.ndarray]:
    """The chance of each span and of each tag (n, 7), summed over all paths."""
    n = len(emissions)
    every = np.array(list(itertools.product(range(7), repeat=n)))
    scores = known.begin[every[:, 0]] + known.end[every[:, -1]] + emissions[np.arange(n), every].sum(axis=1)
    scores = scores + known.move[every[:, :-1], every[:, 1:]].sum(axis=1)
    chances = np.exp(scores.astype(np.float64) - scores.max())
    chances /= chances.sum()
    tags = np.stack([[chances[every[:, i] == tag].sum() for tag in range(7)] for i in range(n)])
    spans = {}
    for role, first in itertools.product(ROLES, range(n)):
        begun = TAGS.index(f"B-{role}")
        for last in range(first, n):
            held = (every[:, first] == begun) & (every[:, first + 1 : last + 1] == begun + 1).all(axis=1)
            if last + 1 < n:
                held &= every[:, last + 1] != begun + 1
            spans[role, first, last] = float(chances[held].sum())
    return spans, tags


@pytest.mark.parametrize("seed", range(12))
def test_pieces_are_the_likeliest_spans_over_all_paths_and_none_overlap(seed: int) -> None:
    chance, known = np.random.default_rng(100 + seed), rules(seed)
    paragraphs = [(3 * chance.normal(size=(n, 7))).astype(np.float32) for n in (5, 1, 3, 5, 4)]
    for emissions, found in zip(paragraphs, likely_pieces(paragraphs, known), strict=True):
        spans, tags = by_hand(emissions, known)
        expected: list[tuple[str, int, int]] = []
        for (role, first, last), likely in sorted(spans.items(), key=lambda item: -item[1]):
            if likely >= LIKELY and not any(first <= other[2] and last >= other[1] for other in expected):
                expected.append((role, first, last))
        assert [(p.role, p.first, p.last) for p in found] == sorted(expected, key=lambda p: p[1])
        for piece in found:
            begun = TAGS.index(f"B-{piece.role}")
            least = min([tags[piece.first, begun], *tags[piece.first + 1 : piece.last + 1, begun + 1]])
            assert piece.score == pytest.approx(least, abs=1e-4)


def test_the_random_paragraphs_hold_spans_of_every_role_and_of_several_words() -> None:
    found = [
        piece
        for seed in range(12)
        for pieces in likely_pieces([(3 * np.random.default_rng(100 + seed).normal(size=(5, 7))).astype(np.float32)], rules(seed))
        for piece in pieces
    ]
    assert {piece.role for piece in found} == set(ROLES)
    assert any(piece.last > piece.first + 1 for piece in found)


def test_a_span_whose_end_is_open_is_taken_where_it_is_likely_enough_and_not_otherwise() -> None:
    emissions = np.full((4, 7), -9, dtype=np.float32)
    emissions[:, 0] = 0
    emissions[1, [1, 0]] = 9, 0  # a source begins, and goes on for a word with the chance given below
    for going_on, last in ((0.2, 1), (0.8, 2)):
        emissions[2, [0, 2]] = np.log(1 - going_on), np.log(going_on)
        ((piece,),) = likely_pieces([emissions], rules())
        assert (piece.role, piece.first, piece.last) == ("source", 1, last)
    emissions[1, [0, 1, 3]], emissions[2, [0, 2]] = np.log([0.5, 0.25, 0.25]), (0, -9)  # no span has the chance that is asked
    assert likely_pieces([emissions], rules()) == [[]]


def test_many_paragraphs_come_back_in_their_order() -> None:
    chance = np.random.default_rng(7)
    paragraphs = [(2 * chance.normal(size=(1 + int(chance.integers(40)), 7))).astype(np.float32) for _ in range(150)]
    together = likely_pieces(paragraphs, rules(3))
    assert len(together) == 150 and sum(map(len, together)) > 100
    for paragraph, found in zip(paragraphs, together, strict=True):
        (alone,) = likely_pieces([paragraph], rules(3))
        assert [(p.role, p.first, p.last) for p in found] == [(p.role, p.first, p.last) for p in alone]
        assert [p.score for p in found] == pytest.approx([p.score for p in alone], abs=1e-5)


def test_nothing_is_found_in_nothing() -> None:
    assert likely_pieces([], rules()) == []
