from __future__ import annotations

import pytest

from sayso.ingest.phrases import CLEAR, outside_quotes, signs_in, whole_reason


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("Advertisement", "advertisement"),
        ("ADVERTISEMENT:", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Donate now", "donation appeal"),
        ("Subscribe to continue reading", "subscription box"),
        ("Log in or register", "subscription box"),
        ("Sign up for our morning newsletter", "newsletter box"),
        ("Accept all cookies", "cookie notice"),
        ("Share on Facebook", "share row"),
        ("Facebook | Twitter | Email", "share row"),
        ("Follow Ada Stone on Twitter @adastone.", "share row"),
        ("Read more", "related links"),
        ("RELATED: Council votes to close the bridge", "related links"),
        ("Tags: bridge, council, Wye", "tag list"),
        ("12 comments", "comments"),
        ("Leave a comment", "comments"),
        ("© 2025 Wye Herald. All rights reserved.", "copyright notice"),
        ("Skip to main content", "navigation"),
        ("Privacy Policy", "navigation"),
    ],
)
def test_blocks_that_are_furniture_through_and_through(block: str, reason: str) -> None:
    assert whole_reason(block) == reason


@pytest.mark.parametrize(
    "block",
    [
        "The bridge was closed on Friday.",
        "“Share this with nobody,” the letter said.",
        "He declined to comment on the report.",
        "Campaigns spent more on advertising than on rent.",
        "She said she would donate the money to the school.",
        "Why the bridge had to close",
        "",
        "—",
    ],
)
def test_blocks_of_an_article_are_not(block: str) -> None:
    assert whole_reason(block) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Your support keeps our reporters on the road.", "donation appeal"),
        ("We have no paywall, because news should be for all.", "donation appeal"),
        ("Try it free for 30 days, then £9.99 a month, cancel anytime.", "advertisement"),
        ("If you buy through these links we may earn a commission.", "advertisement"),
        ("Subscribe now for unlimited access.", "subscription box"),
        ("The best of the week, sent to your inbox.", "newsletter box"),
        ("We and our partners use cookies.", "cookie notice"),
        ("This material may not be republished.", "copyright notice"),
    ],
)
def test_clear_signs(sentence: str, reason: str) -> None:
    assert signs_in(sentence)[reason] >= CLEAR


@pytest.mark.parametrize(
    "sentence",
    [
        "“Your support keeps our reporters on the road,” she told the meeting.",
        "The company asked subscribers to pay more each month.",
        "The senator signed the bill, and we will know today whether it helps.",
        "Sales rose by 20% in a year, the company said.",
    ],
)
def test_what_an_article_says_or_quotes_is_no_clear_sign(sentence: str) -> None:
    assert all(weight < CLEAR for weight in signs_in(sentence).values())


@pytest.mark.parametrize("text", ["“Donate now,” he said.", 'He said: "Donate now."', "« Donate now »", "“Donate now, and"])
def test_words_in_quotation_marks_are_blanked_in_place(text: str) -> None:
    blanked = outside_quotes(text)
    assert len(blanked) == len(text)
    assert "Donate" not in blanked
