from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from sayso import reading as faces
from sayso.errors import MissingExtra
from sayso.reading import COLOURS, COLUMNS, Reading, sureness, visible
from sayso.schema import Attribution, Segment, Span

HOSTILE = [
    "“[the actor] lied [sic]”",
    "“[/b] [bold]no[/bold] [link=http://a.example]x[/link]”",
    "“\x1b[31mred\x1b]8;;http://a.example\x07link\x07”",
    "“C1 \x9b31m and NEL \x85”",
    "“abc\u202edef\u2066ghi\u200f”",
    "“line\u2028separator\u2029”",
    "“:smile: 👩‍👩‍👧 全角文字 ｆｕｌｌ”",
    "“<script>alert(1)</script> &amp; ' \"”",
    "“lone \ud800 surrogate”",
    "“nul \x00, bell \x07, backspace \x08\x08\x08, return \r”",
]
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
ANSI = re.compile("\x1b\\[[0-9;]*m")


def printed(one: Reading, *, width: int = 100, terminal: bool = False) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=terminal, color_system="truecolor" if terminal else None).print(one)
    return out.getvalue()


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


# -- a sequence of sayings -----------------------------------------------------------------------


def test_a_reading_is_a_sequence(mill: Reading):
    assert len(mill) == 4
    assert [one.kind for one in mill] == ["direct", "mixed", "event", "indirect"]
    assert mill[0].speaker == "Ana Cho"
    assert mill[-1].speaker == "Radio Nova"
    with pytest.raises(IndexError):
        mill[4]


def test_a_saying_has_its_words_at_hand(mill: Reading):
    first, _, third, _ = mill
    assert first.text == "“I know how this will look,” […] “Nobody else wanted it.”"
    assert (first.source, first.cue, first.basis, first.act, first.role) == ("Ana Cho", "said", "named", "admit", "paragraph")
    assert (first.score, first.speaker_score) == (0.97, 0.9)
    assert [span.of(mill.document.text) for span in first.content] == ["“I know how this will look,”", "“Nobody else wanted it.”"]
    assert (third.text, third.cue, third.speaker) == ("", "apologised", None)


def test_who_is_the_speaker_else_the_source_else_not_stated(mill: Reading, make):
    assert [one.who for one in mill] == ["Ana Cho", "Leonard Osei", "[He]", "Radio Nova"]
    assert make.reading("“No.”", "“No.”")[0].who == "not stated"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Ana Cho", ["q1"]),
        ("ana  CHO", ["q1"]),
        ("Cho", ["q1"]),
        ("osei", ["q2"]),
        ("Radio", ["q4"]),
        ("Ana", ["q1"]),
        ("Dr Cho", []),
        ("se", []),
        ("", []),
        ("Baldoni", []),
    ],
)
def test_by_finds_a_name_an_alias_or_words_of_a_name(mill: Reading, name, ids):
    assert [one.id for one in mill.by(name)] == ids


def test_a_reading_without_quotations_is_still_one(make):
    one = make.reading("Nothing is said here.")
    assert one
    assert list(one) == []
    assert "No quotations found." in printed(one)


def test_attributions_must_match_quotations(mill: Reading):
    with pytest.raises(ValueError, match="same order"):
        replace(mill, attributions=mill.attributions[1:])
    with pytest.raises(ValueError, match="same order"):
        replace(mill, attributions=(Attribution(quotation_id="q9"), *mill.attributions[1:]))


# -- data ----------------------------------------------------------------------------------------


def test_to_json_is_the_record_on_one_line(mill: Reading):
    assert "\n" not in mill.to_json()
    assert json.loads(mill.to_json()) == mill.to_dict()


def test_rows_have_the_columns(mill: Reading):
    assert all(tuple(row) == COLUMNS or set(row) == set(COLUMNS) for row in mill.to_rows())


def test_tables_hold_the_rows(mill: Reading, make):
    frame, table = mill.to_pandas(), mill.to_arrow()
    assert list(frame.columns) == table.column_names == list(COLUMNS)
    assert table.to_pylist() == [{column: row[column] for column in COLUMNS} for row in mill.to_rows()]
    assert frame["speaker"].tolist()[:2] == ["Ana Cho", "Leonard Osei"]
    nothing = make.reading("Nothing is said here.")
    assert nothing.to_arrow().schema == table.schema
    assert list(nothing.to_pandas().columns) == list(COLUMNS)


@pytest.mark.parametrize(("method", "package"), [("to_pandas", "pandas"), ("to_arrow", "pyarrow")])
def test_a_missing_extra_names_the_command(mill: Reading, monkeypatch, method, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'sayso[tables]'")):
        getattr(mill, method)()


# -- visible -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[0m", "a␛[0m"),
        ("\u202ex", "⟨U+202E⟩x"),
        ("\x85\x9b\x7f", "⟨U+0085⟩⟨U+009B⟩␡"),
        ("\u2066\u061c\u2028", "⟨U+2066⟩⟨U+061C⟩⟨U+2028⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("line\nand\ttab", "line\nand\ttab"),
        ("👩‍👩‍👧 全角 é עברית", "👩‍👩‍👧 全角 é עברית"),
    ],
)
def test_visible_shows_what_would_steer(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_visible_leaves_nothing_that_steers_and_changes_nothing_else(text):
    shown = visible(text)
    assert not STEERING.search(shown)
    assert visible(shown) == shown
    if not STEERING.search(text) and not re.search("[\ufff9-\ufffb\U000e0000-\U000e007f]", text):
        assert shown == text


# -- terminal ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("terminal", [False, True])
def test_the_terminal_shows_hostile_text_as_it_is(hostile, terminal, make):
    out = printed(make.reading(f"He said {hostile} again.", hostile, name=f"evil{hostile}.txt"), terminal=terminal)
    plain = ANSI.sub("", out) if terminal else out
    assert not STEERING.search(plain)
    assert letters(visible(hostile)) in letters(plain)
    assert "[the actor]" not in hostile or plain.count("[the actor] lied [sic]") >= 2
    assert "[/b]" not in hostile or plain.count("[/b]") >= 2


@settings(max_examples=50)
@given(text=st.text(min_size=1).filter(str.strip))
def test_any_text_can_be_shown(make, text):
    one = make.reading(text, text)
    assert not STEERING.search(printed(one))
    assert not STEERING.search(one._repr_html_())
    str(one), repr(one), one.to_json()


def test_the_whole_text_is_printed_but_asides_are_folded_with_their_reason(mill: Reading):
    out = printed(mill)
    article = re.sub("⟦[0-9] |⟧", "", out[: out.index("quotation number 1")])
    for segment in mill.document.segments:
        if segment.role != "aside":
            assert letters(segment.span.of(mill.document.text)) in letters(article)
    assert "[subscription box, 5 words, not read]" in out
    assert "Subscribe for" not in out


def test_without_styles_brackets_show_where_quotations_begin_and_end(mill: Reading):
    out = printed(mill)
    assert "⟦1 “I know how this will look,”⟧ Ana Cho said" in out
    assert "⟦3 apologised⟧" in out
    assert "\x1b" not in out


def test_kinds_differ_without_colour(mill: Reading):
    styles = list(faces.STYLES.values())
    assert len(set(styles)) == len(styles) == 4
    out = printed(mill, terminal=True)
    assert re.search("¹\x1b\\[1;38[0-9;]*m“I know", out)
    assert re.search("²\x1b\\[1;4;38[0-9;]*mshe had", out)
    assert re.search("⁴\x1b\\[4;38[0-9;]*mthat Osei", out)


def test_text_between_segments_is_not_lost(make):
    text = "Head\n\nstray words\n\nBody."
    one = make.reading(text)
    one = replace(
        one,
        document=make.document(
            text, Segment(span=make.at(text, "Head"), role="headline"), Segment(span=make.at(text, "Body."), role="paragraph")
        ),
    )
    assert "stray words" in printed(one)
    assert "stray words" in one._repr_html_()


def test_asides_in_a_row_are_one_line(make):
    text = "Menu Home Sport\nGive £4\n\nBody."
    segments = (
        Segment(span=make.at(text, "Menu Home Sport"), role="aside", reason="navigation"),
        Segment(span=make.at(text, "Give £4"), role="aside", reason="donation appeal"),
        Segment(span=make.at(text, "Body."), role="paragraph"),
    )
    one = replace(make.reading(text), document=make.document(text, *segments))
    assert "[navigation, donation appeal, 5 words, not read]" in printed(one)


def test_nested_quotations_are_both_marked(make):
    text = "Smith said Jones told police “he ran”."
    one = make.reading(text, "Jones told police “he ran”", "“he ran”")
    assert "Smith said ⟦1 Jones told police ⟦2 “he ran”⟧⟧." in printed(one)


def test_long_quotations_are_shortened_in_the_middle_only(make):
    words = "“" + " ".join(f"word{n}" for n in range(200)) + "”"
    out = printed(make.reading(f"{words} she said.", words), width=120)
    table = out[out.index("not stated") :]
    assert "“word0 word1" in table
    assert " […] " in re.sub(r"\s+", " ", table)
    assert "word199”" in table


def test_a_score_is_said_in_words():
    assert [sureness(score) for score in (1.0, 0.9, 0.89, 0.7, 0.5, 0.2, 0.0)] == [
        "very sure", "very sure", "fairly sure", "fairly sure", "unsure", "doubtful", "doubtful",
    ]  # fmt: skip


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_can_be_read_on_white_and_on_black(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (light + 0.05) >= 3
    assert (light + 0.05) / 0.05 >= 3


# -- notebook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_notebook_shows_hostile_text_as_it_is(hostile, make):
    out = make.reading(f"He said {hostile} again.", hostile, name=f"{hostile}.txt")._repr_html_()
    assert "<script" not in out
    assert not STEERING.search(out)
    assert html.escape(visible(hostile)) in out


def test_the_notebook_page_is_self_contained_and_takes_the_notebooks_colour(mill: Reading):
    out = mill._repr_html_()
    assert "currentColor" in out
    assert not re.search(r"https?:|src=|url\(|<script|<link|<style", out)


def test_the_notebook_page_is_capped(make):
    quoted = [f"“number {n}.”" for n in range(250)]
    out = make.reading(" ".join(quoted), *quoted)._repr_html_()
    assert out.count("<tr") == 201
    assert "200 of 250 quotations are shown." in out


def test_str_and_repr_are_plain_and_need_nothing(mill: Reading):
    assert repr(mill) == "<Reading of mill.txt: 4 quotations, 3 speakers named>"
    assert str(mill).splitlines()[3] == "3. [He] (event), no words given (cue: apologised)"


def test_faces_are_not_loaded_until_looked_at():
    code = "import sys, sayso.reading; print(any(name in sys.modules for name in ('rich', 'pandas', 'pyarrow', 'numpy')))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_spans_are_where_the_words_are(mill: Reading):
    for one in mill:
        for span in one.quotation.spans:
            assert isinstance(span, Span)
            assert 0 <= span.start < span.end <= len(mill.document.text)
