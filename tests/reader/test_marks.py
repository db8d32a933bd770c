"""Quotation marks in the dress of many newsrooms; all sentences are ours."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.marks import CLOSING, INSIDE, OPENING, mark_states, quoted


def found(text: str) -> list[str]:
    stretches = quoted(text, [m.span() for m in re.finditer(r"[^\n]+", text)])
    return [text[s.start : s.end] + ("" if s.closed else "<open>") for s in stretches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Fine,” she said.", ["“Fine,”"]),
        ('He said "no" and "maybe".', ['"no"', '"maybe"']),
        ("'I don't \"do\" rain,' he said. Then 'no'.", ["'I don't \"do\" rain,'", "'no'"]),
        ("‘It’s the dogs’ bowl,’ he said", ["‘It’s the dogs’ bowl,’"]),
        ("The millers’ guild said ‘no’ and the boys' club 'maybe'.", ["‘no’", "'maybe'"]),
        ("“She told me ‘go home’ twice,” he said.", ["“She told me ‘go home’ twice,”"]),
        ("« Enough », said no one, «really».", ["« Enough »", "«really»"]),
        ("» Read the rest", []),
        ('a 6" nail and an 8" one', []),
        ("rock 'n' roll in the '90s, get 'em", []),
        ("“Left open until the end", ["“Left open until the end<open>"]),
        ("“First part.\n“Second part,” she said.", ["“First part.<open>", "“Second part,”"]),
        ("A stray ” mark and then “good” words", ["“good”"]),
        ("“stray then “good” and “fine”.", ["“good”", "“fine”"]),
        ("He said 'no", []),
        ("", []),
    ],
)
def test_stretches(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_one_stray_mark_costs_one_paragraph_at_most() -> None:
    text = 'It was 5" long and "bent.\nShe said "yes" to it.'
    assert '"yes"' in found(text)


@given(st.text(alphabet="ab ,.\n“”‘’\"'«»", max_size=80))
def test_stretches_lie_in_their_paragraphs_and_do_not_overlap(text: str) -> None:
    paragraphs = [m.span() for m in re.finditer(r"[^\n]+", text)]
    stretches = quoted(text, paragraphs)
    at = 0
    for stretch in stretches:
        assert at <= stretch.start < stretch.end
        assert any(a <= stretch.start and stretch.end <= b for a, b in paragraphs)
        at = stretch.end
    states = mark_states(text, stretches)
    assert len(states) == len(text)
    assert int(np.sum(states == OPENING)) == len(stretches)
    assert int(np.sum(states == CLOSING)) <= len(stretches)
    assert set(states.tolist()) <= {0, OPENING, INSIDE, CLOSING}
