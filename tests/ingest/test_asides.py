from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ingest.asides import segments_of

APPEAL = (
    "Your support helps us to stay independent. Donate today From the town hall to the harbour, our reporters are there when it matters. "
    "Good reporting costs money, and the Wye Herald puts nothing behind a paywall, because we believe that journalism is for everyone. Read more"
)
BODY = "The bridge over the Wye was closed to lorries on Friday after a crack was found in the second pier, the county said."
SAID = "“We should have looked sooner,” said Ada Stone, who is responsible for bridges and roads in the county."


def roles(text: str) -> list[tuple[str, str | None, str]]:
    return [(one.role, one.reason, one.span.of(text)) for one in segments_of(text)]


def test_a_plain_article() -> None:
    assert roles(f"Bridge closed to lorries\n\nBy Bo Reed\n\n4 March 2025\n\n{BODY}\n\n{SAID}\n") == [
        ("headline", None, "Bridge closed to lorries"),
        ("byline", None, "By Bo Reed"),
        ("date", None, "4 March 2025"),
        ("paragraph", None, BODY),
        ("paragraph", None, SAID),
    ]


def test_a_line_that_holds_a_date_and_an_appeal_is_cut() -> None:
    assert roles(f"2025-03-04 {APPEAL}\n\n{BODY}\n\n{SAID}") == [
        ("date", None, "2025-03-04"),
        ("aside", "donation appeal", APPEAL),
        ("paragraph", None, BODY),
        ("paragraph", None, SAID),
    ]


def test_a_line_that_holds_an_appeal_and_the_article_is_cut() -> None:
    appeal = "Your support helps us to tell the story. Donate today to keep our newsroom open."
    article = f"{BODY} {SAID} {BODY} {SAID}"
    assert roles(f"{appeal} {article}") == [("aside", "donation appeal", appeal), ("paragraph", None, article)]


def test_an_advertisement_said_twice_is_set_aside_twice() -> None:
    advertisement = "Watch all the games free for 7 days New customers only. £7.99/mo. after free trial. Cancel anytime"
    found = roles(f"{BODY}\n\n{advertisement}\n\n{SAID}\n\n{advertisement}\n")
    assert [(role, reason) for role, reason, _ in found] == [
        ("paragraph", None),
        ("aside", "advertisement"),
        ("paragraph", None),
        ("aside", "advertisement"),
    ]


def test_a_paragraph_said_twice_is_set_aside_the_second_time() -> None:
    assert [one[:2] for one in roles(f"{BODY}\n\n{SAID}\n\n{BODY}")] == [
        ("paragraph", None),
        ("paragraph", None),
        ("aside", "repeated block"),
    ]


def test_a_short_answer_may_be_said_twice() -> None:
    assert {one[0] for one in roles(f"{BODY}\n\n“No comment.”\n\n{SAID}\n\n“No comment.”")} == {"paragraph"}


@pytest.mark.parametrize(
    "text",
    [
        "“Your donation allows us to keep the boat at sea. Donate today,” the captain told a crowd of four hundred people on the pier.",
        "The senator’s fund-raisers wrote to voters: “Chip in $5 now. We rely on people like you. Make a donation before midnight.”",
        "The company said that new customers get the service free for one month, and that it will then cost £9.99 a month.",
        "He will sue the paper for libel, and has asked for $400m.",
    ],
)
def test_an_article_may_quote_or_report_an_appeal(text: str) -> None:
    assert [one[0] for one in roles(f"{BODY}\n\n{text}\n\n{SAID}")] == ["paragraph"] * 3


@pytest.mark.parametrize(
    ("title", "is_headline"),
    [
        ("Bridge closed to lorries", True),
        ("Bridge Over the Wye Closed to Lorries, County Says.", True),
        ("The bridge was closed on Friday.", False),
        ("“Never again,” says Stone", True),
    ],
)
def test_headlines(title: str, is_headline: bool) -> None:
    assert (roles(f"{title}\n\n{BODY}\n\n{SAID}")[0][0] == "headline") == is_headline


def test_one_line_is_a_paragraph() -> None:
    assert roles("Bridge closed to lorries") == [("paragraph", None, "Bridge closed to lorries")]


PIECES = st.sampled_from(
    [
        BODY,
        SAID,
        APPEAL,
        "4 March 2025",
        "By Bo Reed",
        "Advertisement",
        "Read more",
        "Photo: Bo Reed",
        "“",
        "Donate now. Subscribe now.",
        "x",
        "…",
        " ",
        "\n",
        "\n\n",
        "\u2028",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=40).map("\n".join), st.text(max_size=200)))
def test_segments_are_in_order_and_hold_all_that_is_not_blank(text: str) -> None:
    end = 0
    for segment in segments_of(text):
        assert end <= segment.span.start < segment.span.end <= len(text)
        assert not text[end : segment.span.start].strip()
        assert segment.span.of(text).strip() == segment.span.of(text)
        assert (segment.reason is not None) == (segment.role == "aside")
        end = segment.span.end
    assert not text[end:].strip()
