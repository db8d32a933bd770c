"""The learned part of telling an article from the page around it, and where it must keep its hands off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sayso.ingest import from_text, furniture
from sayso.ingest.asides import FURNITURE, MOST_BLOCKS, PAGE_BLOCKS, segments_of
from sayso.ingest.blocks import blocks_of
from sayso.schema import Span

BODY = [
    "The council voted on Tuesday night to close the swimming pool in the old town, which has lost money for a decade.",
    "“Nobody on this council wanted to do it,” said Mayor Anna Reyes, who had promised voters two years ago to keep it open.",
    "The vote was seven to two, after a debate of three hours in which more than forty residents asked to be heard.",
    "Swimmers said they would go to court. Their club, founded in 1921, has used the building since it was opened by the governor.",
    "The roof alone would cost four million dollars to repair, according to a report that the city published in March.",
    "“A pool is not a luxury,” said Tom Abara, a teacher, who has taken his classes there every week for twenty years.",
    "The building will stay open until the end of the school year. What happens to the land has not been decided.",
]
ABOVE = ["Skip to content", "News", "Sport", "Weather", "Opinion", "Obituaries", "Jobs", "Classifieds", "Subscribe", "Log in", "Search"]
BELOW = [
    "Share", "Most read", "Ten gardens to visit this spring", "School board names new head",
    "Storm warning for the coast", "Five things to do",
    "About us", "Contact", "Terms of use", "Privacy policy", "All rights reserved.",
]  # fmt: skip
PAGE = "\n\n".join([*ABOVE, "Council votes to close old town pool", *BODY, *BELOW])


def test_a_page_keeps_its_article_and_loses_its_furniture() -> None:
    document = from_text(PAGE)
    aside = "\n".join(one.span.of(document.text) for one in document.segments if one.role == "aside")
    assert not [paragraph for paragraph in BODY if paragraph in aside]
    assert sum(line in aside.split("\n") for line in ABOVE + BELOW) >= 0.7 * len(ABOVE + BELOW)
    assert all(one.reason for one in document.segments if one.role == "aside")


def test_a_reason_that_a_rule_gives_is_kept() -> None:
    reasons = {one.span.of(PAGE): one.reason for one in segments_of(PAGE)}
    assert reasons["All rights reserved."] == "copyright notice"
    assert FURNITURE in reasons.values()


@pytest.mark.parametrize("many", range(1, len(BODY) + 1))
def test_an_article_alone_stays_whole(many: int) -> None:
    assert not [one for one in segments_of("\n\n".join(BODY[:many])) if one.role == "aside"]


def test_an_article_of_many_paragraphs_stays_whole() -> None:
    text = "\n\n".join(f"{paragraph} That was part {number} of it." for number in range(4) for paragraph in BODY)
    assert not [one for one in segments_of(text) if one.role == "aside"]


def test_a_text_is_never_set_aside_whole_for_its_looks() -> None:
    text = "\n\n".join(f"Item {number} of the list" for number in range(3 * PAGE_BLOCKS))
    assert [one for one in segments_of(text, lambda text, blocks: [0.0] * len(blocks)) if one.role != "aside"]


def test_a_few_unlikely_blocks_among_many_are_left_alone() -> None:
    text = "\n\n".join(BODY * 2)
    first = segments_of(text, lambda text, blocks: [0.0] + [1.0] * (len(blocks) - 1))[0]
    assert first.role != "aside"


def test_a_text_of_very_many_lines_is_not_scored() -> None:
    def scores(text: str, blocks: Sequence[Span]) -> list[float]:
        raise AssertionError("scored")

    assert segments_of("\n\n".join(f"Item {number}" for number in range(MOST_BLOCKS + 1)), scores)


def test_one_score_a_block() -> None:
    for text in ("", "One line.", PAGE, "日本語の記事。\n\n" * 20, "\ud83d\ude00 … « »\n" * 12):
        blocks = blocks_of(text)
        scores = furniture.scores_of(text, blocks)
        assert len(scores) == len(blocks)
        assert np.all((scores >= 0) & (scores <= 1))


def test_the_same_text_scores_the_same() -> None:
    blocks = blocks_of(PAGE)
    assert np.array_equal(furniture.scores_of(PAGE, blocks), furniture.scores_of(PAGE, blocks))


def test_the_weights_are_small() -> None:
    assert Path(furniture.__file__).with_name("furniture.json").stat().st_size < 300_000
