from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ingest.blocks import blocks_of, sentences_of, trimmed
from sayso.schema import Span

WRAPPED = (
    "The bridge over the Wye was closed to lorries on Friday after a crack\n"
    "was found in the second pier, the county said. Divers will look at it\n"
    "on Monday.\n"
)


def words(text: str) -> list[str]:
    return [block.of(text) for block in blocks_of(text)]


def test_a_line_is_a_block() -> None:
    assert words("One.\nTwo.\n\n  Three. \n\n\n") == ["One.", "Two.", "Three."]


def test_the_lines_of_a_wrapped_paragraph_are_one_block() -> None:
    assert words(WRAPPED + "\n" + WRAPPED) == [WRAPPED.strip()] * 2


def test_lines_that_end_as_sentences_are_not_wrapped() -> None:
    lines = [
        "The bridge over the Wye was closed to lorries on Friday evening.",
        "A crack had been found in the second pier, the county said.",
        "End.",
    ]
    assert words("\n".join(lines)) == lines


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\n"])
def test_blanks_have_no_blocks(text: str) -> None:
    assert blocks_of(text) == []


def test_sentences_end_at_stops_and_closing_quotation_marks() -> None:
    text = "Dr. Ames said no. “Why now?” she asked. “Because it leaks.” Nobody laughed at 5 p.m. on the pier"
    found = [one.of(text) for one in sentences_of(text, Span(0, len(text)))]
    assert found == ["Dr. Ames said no.", "“Why now?”", "she asked.", "“Because it leaks.”", "Nobody laughed at 5 p.m. on the pier"]


def test_trimmed() -> None:
    assert trimmed("  a b ", 0, 6) == Span(2, 5)
    assert trimmed("   ", 0, 3) == Span(3, 3)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .!?”“\n\t\u00a0\u2028é"), max_size=300))
def test_blocks_and_sentences_hold_all_that_is_not_blank(text: str) -> None:
    end = 0
    for block in blocks_of(text):
        assert end <= block.start < block.end <= len(text)
        assert not text[end : block.start].strip()
        assert block.of(text) == block.of(text).strip()
        at = block.start
        for sentence in sentences_of(text, block):
            assert not text[at : sentence.start].strip()
            at = sentence.end
        assert at == block.end
        end = block.end
    assert not text[end:].strip()
