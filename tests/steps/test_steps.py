"""Steps: the sentences of ours, hostile ones, and what every step promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from step_cases import cases, score

import sayso
from sayso.ingest import from_bytes, from_text
from sayso.schema import Span
from sayso.steps import steps_of
from sayso.steps.money import sums

# What is reached on the sentences that were not looked at, and on those that were; see docs/explanation/steps.md.
FLOORS = {"held-out": (0.96, 0.92), "held-out-later": (0.89, 0.83), "tuned": (0.99, 0.99)}


@pytest.mark.parametrize("name", FLOORS)
def test_kind_and_parties_are_as_right_as_is_pinned(name: str) -> None:
    found, (precision, recall) = score(name), FLOORS[name]
    assert found.precision >= precision and found.recall >= recall, "\n".join(found.wrong) if name == "tuned" else ""
    for fact in ("amount", "date", "status"):
        assert found.share(fact) >= 0.97, fact


def test_there_are_as_many_sentences_as_were_asked_for() -> None:
    assert sum(len(cases(name)) for name in FLOORS) >= 150


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$400m", 400_000_000, "USD"),
        ("£2.5 million", 2_500_000, "GBP"),
        ("250 million dollars", 250_000_000, "USD"),
        ("half a million pounds", 500_000, "GBP"),
        ("€3bn", 3_000_000_000, "EUR"),
        ("US$1,250,000", 1_250_000, "USD"),
        ("A$40k", 40_000, "AUD"),
        ("a $9-million claim", 9_000_000, "USD"),
        ("two million euros", 2_000_000, "EUR"),
        ("£12.50", 12.5, "GBP"),
    ],
)
def test_sums_of_money(text: str, amount: float, currency: str) -> None:
    (found,) = sums(text, 0, len(text))
    assert (found.amount, found.currency) == (amount, currency)
    assert found.span.of(text) in text


@pytest.mark.parametrize("text", ["400 metres", "a pound of flesh", "May said", "$", "£m", "the 1,000 guinea"])
def test_no_sums_of_money(text: str) -> None:
    assert not list(sums(text, 0, len(text)))


def test_what_is_set_aside_holds_no_step() -> None:
    document = from_text("Ada Stone sued the Daily Ferry.", "x")
    aside = replace(document, segments=(replace(document.segments[0], role="aside", reason="advertisement"),))
    assert steps_of(document, lambda span: "e1" if span.of(document.text) == "Ada Stone" else "e2")
    assert not steps_of(aside, lambda span: "e1")


def test_who_is_not_known_gives_no_step() -> None:
    document = from_text("Ada Stone sued the Daily Ferry.", "x")
    assert not steps_of(document, lambda span: None)


def test_a_step_in_a_record_survives_the_way_there_and_back() -> None:
    text = "Ada Stone sued the Daily Ferry for libel in March 2024.\n\nIt asks for $2.5m.\n\nThe Daily Ferry declined to comment."
    reading = sayso.read(from_bytes(text.encode(), "x.txt"))
    record = reading.to_dict()
    assert [one["kind"] for one in record["steps"]] == ["lawsuit", "comment_declined"]
    first = record["steps"][0]
    assert first["by"][0]["name"] == "Ada Stone" and first["against"][0]["name"] == "Daily Ferry"
    assert (first["claim"], first["date"]["value"], first["status"]) == ("libel", "2024-03", "done")
    assert text[first["span"][0] : first["span"][1]] == "Ada Stone sued the Daily Ferry for libel in March 2024"
    assert sayso.Reading.from_dict(record, text=text).steps == reading.steps


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            "Ada Stone sued the Daily Ferry for $2m , and who has not charged with fraud by police settled lawsuit against said she would "
            "comment declined to respond neither nor appealed dismissed out threw . ; “ ” court guilty found was in a".split()
        ),
        max_size=40,
    )
)
def test_any_words_give_steps_that_are_slices_in_order(words: list[str]) -> None:
    document = from_text(" ".join(["The", *words]), "x")
    for one in steps_of(document, lambda span: span.of(document.text)):
        assert isinstance(one.span, Span)
        assert 0 <= one.span.start < one.span.end <= len(document.text)
        assert one.by or one.against
        assert not set(one.by) & set(one.against)
        assert one.claim is None or one.claim in document.text
        assert one.forum is None or one.forum in document.text


def test_a_party_keeps_its_whole_number() -> None:
    reading = sayso.read("Some 1,800 protesters were arrested in Oslo.", any_language=True)
    assert [reading.step_in_words(one) for one in reading.steps] == ["arrest: against Some 1,800 protesters"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A policeman shot Finn Hale, a sailor, in Oslo. Hale was unarmed. The officer was charged with murder.",
            "charge: against officer, murder",
        ),
        ("The policeman Finn Hale left. Ada Stone stayed. The officer was charged with murder.", "charge: against Finn Hale, murder"),
    ],
)
def test_a_victim_is_not_charged_with_what_an_officer_did(text: str, told: str) -> None:
    reading = sayso.read(text)
    assert [reading.step_in_words(one) for one in reading.steps] == [told]


def test_a_sentence_too_long_to_be_one_is_left() -> None:
    document = from_text("Ada Stone sued the Daily Ferry and " * 4_000, "x")
    assert not steps_of(document, lambda span: span.of(document.text))


def test_steps_are_told_in_words_at_the_terminal_and_in_a_notebook() -> None:
    text = "Ada Stone sued the Daily Ferry for libel in March 2024, asking for $2.5m. She said she would also sue Finn Hale."
    reading = sayso.read(from_bytes(text.encode(), "x.txt"))
    told = [reading.step_in_words(one) for one in reading.steps]
    assert told == [
        "lawsuit: Ada Stone against Daily Ferry, libel, 2,500,000 USD, 2024-03",
        "lawsuit: Ada Stone against Finn Hale (planned)",
    ]
    assert all(line in str(reading) and line in reading._repr_html_() for line in told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Gazette put the claims to Vale on Monday. He did not answer.", ["comment_request", "no_response"]),
        ("The Gazette put the claims to Vale on Monday. He had not answered his own door for years.", ["comment_request"]),
        ("Vale sang on Monday. He did not answer.", []),
        ("Calls to Mr Vale about the concert went to voicemail.", ["no_response"]),
        ("An email to Vale with questions about the signature went unanswered.", ["no_response"]),
        ("Messages left at the offices of Vale were not returned.", ["no_response"]),
        ("Vale had not replied to our questions by Monday.", ["no_response"]),
        ("Vale did not answer the question in the exam.", []),
        ("A request for a meeting with Vale went unanswered.", []),
        ("The teacher put a question to Vale about rivers.", []),
    ],
)
def test_silence_is_told_in_many_ways(text: str, told: list[str]) -> None:
    found = steps_of(from_text(text, "n.txt"), lambda span: f"e{span.start}")
    assert [one.kind for one in found] == told


def test_it_that_did_not_answer_is_whoever_was_asked() -> None:
    text = "The Gazette put the claims to Vale Foods. It did not answer."
    _, silence = steps_of(from_text(text, "n.txt"), lambda span: None if span.of(text) == "It" else span.of(text))
    assert (silence.kind, silence.by) == ("no_response", ("Vale Foods",))
