"""What is a transcript and what only looks like one; all lines are ours."""

import re

import pytest

from sayso.reader.turns import turns_in


def found(text: str) -> list[tuple[str, str]]:
    paragraphs = [m.span() for m in re.finditer(r"[^\n]+", text)]
    return [(turn.label.of(text), " / ".join(span.of(text) for span in turn.content)) for turn in turns_in(text, paragraphs)]


def test_labels_in_capitals_that_follow_each_other() -> None:
    assert found("Before.\nDOE: I never went.\nMR. VALE: Not once?\nDOE: No.\nAfter.") == [
        ("DOE", "I never went."),
        ("MR. VALE", "Not once?"),
        ("DOE", "No."),
    ]


def test_a_paragraph_between_turns_goes_on_and_a_stage_direction_does_not() -> None:
    assert found("DOE: One.\nTwo.\n(Laughter.)\nVALE: Three.")[0] == ("DOE", "One. / Two.")
    assert found("DOE: One.\nTwo.\nVALE: Three.") == [("DOE", "One. / Two."), ("VALE", "Three.")]
    assert found("DOE: One.\n(Laughter.)\nVALE: Three.") == [("DOE", "One."), ("VALE", "Three.")]


def test_a_headline_with_a_colon_above_the_turns_is_none_of_them() -> None:
    assert found('Doe: I Never Went\n"DOE: One.\n"(LAUGHTER.)\n"VALE: Two.') == [("DOE", "One."), ("VALE", "Two.")]
    assert found("Orla Byrne: In May.\nQ: Not in June?") == [("Orla Byrne", "In May."), ("Q", "Not in June?")]


def test_names_in_small_letters_need_a_word_of_transcripts() -> None:
    assert found("Interviewer: When?\nOrla Byrne: In May.") == [("Interviewer", "When?"), ("Orla Byrne", "In May.")]
    assert found("Q: When?\nA: In May.") == [("Q", "When?"), ("A", "In May.")]
    assert found("Starter: Soup.\nMain Course: Pie.") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DOE: Alone.",
        "WHEN: Monday\nWHERE: Town Hall",
        "Tickets: £5\nTime: noon",
        "He said: no.\nShe said: yes.",
        "http://a.b\nhttp://c.d",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert found(text) == []
