"""Words that were selected in a browser are found where they stand, whatever it did to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.desk.anchoring import anchored
from sayso.errors import InputError
from sayso.reading import visible

TEXTS = (
    "🦊🦊 “We saw 👩‍👩‍👧 them,” Ana Cho said.\n\n“We saw 👩‍👩‍👧 them,” said Ola 🦊.",
    "قالت آنا تشو: «لم نبع الطاحونة قط»، ثم غادرت.\n\nوقال آخر: «لم نبع الطاحونة قط».",
    "She said: \u202e“evil”\u202c and “good”.\nShe said: “good” again.",
    "“One\nline,” she said.  “Two   lines,” he said.\n\n\n“One\nline,” they said.",
    "e\u0301t\u00e9 “cafe\u0301”, she said; “café”, he said.",
)


def as_the_browser_sends_it(text: str, start: int, end: int) -> tuple[str, str, str]:
    shown = visible(text[start:end]), visible(text[:start])[-120:], visible(text[end:])[:120]
    return tuple(part.replace("\n", "\r\n") for part in shown)  # type: ignore[return-value]


@pytest.mark.parametrize("text", TEXTS)
def test_every_quotation_of_a_difficult_text_is_found_again(text):
    import re

    found = [match.span() for match in re.finditer(r"“[^”]*”|«[^»]*»", text)]
    assert found
    for start, end in found:
        span = anchored(text, *as_the_browser_sends_it(text, start, end))
        assert (span.start, span.end) == (start, end)


words = st.text(st.sampled_from("ab 🦊é\u202e\n“”,.א"), min_size=1, max_size=60)


@given(text=words, data=st.data())
def test_any_stretch_is_found_in_its_place_or_said_to_be_in_several(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].split():
        return
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    try:
        span = anchored(text, *as_the_browser_sends_it(text, start, end))
    except InputError as error:
        assert "times" in str(error)
        return
    assert (span.start, span.end) == (start, end)


def test_what_is_not_there_or_nowhere_is_said_so():
    with pytest.raises(InputError, match="do not stand in the text"):
        anchored("Ana Cho said so.", "Lena Ortiz")
    with pytest.raises(InputError, match="No words"):
        anchored("Ana Cho said so.", " \n ")
    with pytest.raises(InputError, match="2 times"):
        anchored("so, so", "so")


def test_what_stands_around_tells_two_places_apart():
    text = "Cho said no. Osei said no. Baird said no."
    for name in ("Cho", "Osei", "Baird"):
        start = text.index("no", text.index(name))
        assert anchored(text, "no", f"{name} said ", ".").start == start
