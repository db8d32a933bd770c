"""Words whose speaker the print names: what counts as a label, and what does not."""

from __future__ import annotations

import pytest

from sayso.reader.marks import quoted
from sayso.reader.signed import LONGEST, signed_in
from sayso.schema import Span


def found_in(text: str, headline: str = "") -> list[tuple[str | None, list[str]]]:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    headlines = [Span(0, len(headline))] if headline else []
    signed = signed_in(text, paragraphs, quoted(text, paragraphs), headlines)
    return [(one.label and one.label.of(text), [span.of(text) for span in one.content]) for one in signed]


@pytest.mark.parametrize(
    "label", ["Statement from", "A joint statement by", "Official message from", "An official letter by", "From", "By", "Remarks of"]
)
def test_a_statement_stands_under_its_label(label: str) -> None:
    text = f"{label} Chairwoman Lind:\nThe bridge is open."
    assert found_in(text) == [("Chairwoman Lind", ["The bridge is open."])]


@pytest.mark.parametrize(
    "text",
    [
        "From Chairwoman Lind\nThe bridge is open.",  # a byline
        "From Chairwoman Lind:",  # nothing under it
        "Far from Chairwoman Lind:\nThe bridge is open.",
        "From the look of it:\nThe bridge is open.",  # nobody's name
        "From Lind: a report:\nThe bridge is open.",
        f"From {'Lind ' * (LONGEST // 5)}:\nThe bridge is open.",  # a sentence, not a label
    ],
)
def test_other_lines_are_no_labels(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("dash", ["— ", "–", "-- ", "-"])
def test_a_quotation_stands_above_its_signature(dash: str) -> None:
    assert found_in(f"“We mend nets.”\n{dash}Ann Hill, baker") == [("Ann Hill, baker", ["“We mend nets.”"])]


@pytest.mark.parametrize(
    "text",
    [
        "We mend nets.\n— Ann Hill, baker",  # not between marks
        "“We mend nets,” it says.\n— Ann Hill, baker",  # marks around a part of it
        "“We mend nets.”\n— and so do they",
        "— Ann Hill, baker\n“We mend nets.”",
    ],
)
def test_other_dashes_are_no_signatures(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("headline", "content"),
    [("‘We felt it’: town wakes to a quake", ["‘We felt it’"]), ("Town: ‘We felt it’", None), ("‘We felt it’, says town", None)],
)
def test_a_headline_that_begins_with_a_quotation_and_a_colon_quotes(headline: str, content: list[str] | None) -> None:
    assert found_in(headline, headline) == ([(None, content)] if content else [])
    assert found_in(headline) == []
