"""Each rule of mending on quotations given by hand: what it mends, and what it leaves alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sayso.reader.decode import Group
from sayso.reader.english import sentences_in
from sayso.reader.marks import quoted
from sayso.reader.mending import RULES, Page, mend
from sayso.schema import Span, Spans

Words = tuple[str, str, str]  # source, cue and content; stretches of one are parted by " … "


def spans(text: str, words: str, start: int = 0) -> Spans:
    found = []
    for part in words.split(" … ") if words else []:
        at = text.index(part, start)
        found.append(Span(at, at + len(part)))
    return tuple(found)


def lines_of(text: str) -> list[tuple[int, int]]:
    out, start = [], 0
    for line in text.split("\n"):
        if line:
            out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def mended(text: str, given: list[Words], *rules: str) -> list[Words]:
    """What the rules (all, where none is named) make of some quotations, in words again."""
    groups = [Group(spans(text, source), spans(text, cue), spans(text, content), 0.9) for source, cue, content in given]
    paragraphs = lines_of(text)
    stretches = quoted(text, paragraphs)
    if not rules:
        groups = mend(groups, text, paragraphs, stretches)
    for rule in rules:
        groups = RULES[rule](groups, Page(text, sentences_in(text, paragraphs), stretches))
    return [
        (" … ".join(s.of(text) for s in g.source), " … ".join(s.of(text) for s in g.cue), " … ".join(s.of(text) for s in g.content))
        for g in groups
    ]


@pytest.mark.parametrize(
    ("text", "given", "content"),
    [
        (
            "The council said it moved the market after Cho asked for more room.",
            [("The council", "said", "it moved the market"), ("Cho", "asked for", "more room")],
            "it moved the market after Cho asked for more room",
        ),
        (
            "Cho said they would wait, whether or not Osei claimed it was late.",  # the second speaker does not follow at once
            [("Cho", "said", "they would wait"), ("Osei", "claimed", "it was late")],
            "they would wait",
        ),
        (
            "Cho said they would wait, because Osei claimed it was late.",  # as often as not the writer's own reason
            [("Cho", "said", "they would wait"), ("Osei", "claimed", "it was late")],
            "they would wait",
        ),
        (
            "Cho said “they would wait” until Osei claimed it was late.",  # what is between marks ends at its mark
            [("Cho", "said", "“they would wait”"), ("Osei", "claimed", "it was late")],
            "“they would wait”",
        ),
        (
            "They would wait, Cho said before Osei claimed it was late.",  # the content does not end its quotation
            [("Cho", "said", "They would wait"), ("Osei", "claimed", "it was late")],
            "They would wait",
        ),
    ],
)
def test_over_inner(text: str, given: list[Words], content: str) -> None:
    first, second = mended(text, given, "over_inner")
    assert first == (*given[0][:2], content)
    assert second == given[1]


def test_over_inner_reaches_over_one_clause_in_another() -> None:
    text = "Cho said he left before Osei warned he would sue unless Lind confirmed the sum."
    given = [("Cho", "said", "he left"), ("Osei", "warned", "he would sue"), ("Lind", "confirmed", "the sum")]
    assert [content for _, _, content in mended(text, given, "over_inner")] == [
        "he left before Osei warned he would sue unless Lind confirmed the sum",
        "he would sue unless Lind confirmed the sum",
        "the sum",
    ]


@pytest.mark.parametrize(
    ("text", "given", "source"),
    [
        (
            "Osei said the road was open, adding: “Drive slowly.”",
            [("Osei", "said", "the road was open"), ("", "adding:", "“Drive slowly.”")],
            "Osei",
        ),
        (
            "Osei said the mayor was late, adding: “Drive slowly.”",  # a source from inside what was said
            [("Osei", "said", "the mayor was late"), ("the mayor", "adding:", "“Drive slowly.”")],
            "Osei",
        ),
        (
            "Osei said the road was open. Adding to it, Lind, saying: “Drive slowly.”",  # another sentence
            [("Osei", "said", "the road was open"), ("Lind", "saying:", "“Drive slowly.”")],
            "Lind",
        ),
        (
            "Osei said the road was open, according to Lind, “by noon”.",  # no participle of Osei's
            [("Osei", "said", "the road was open"), ("Lind", "according to", "“by noon”")],
            "Lind",
        ),
    ],
)
def test_subject(text: str, given: list[Words], source: str) -> None:
    assert mended(text, given, "subject") == [given[0], (source, *given[1][1:])]


@pytest.mark.parametrize(
    ("text", "given", "content"),
    [
        ("It rained. The dam, the engineer said, was old.", ("the engineer", "said", ""), "The dam … was old"),
        ("The dam, as the engineer told us all, was old.", ("the engineer", "told", ""), ""),  # a clause, not set off alone
        ("It was what the engineer said.", ("the engineer", "said", ""), ""),
        ("The dam, the engineer said, broke.", ("the engineer", "said", ""), "The dam … broke"),
        ("The dam, the engineer said, was old.", ("the engineer", "said", "The dam"), "The dam"),
    ],
)
def test_set_off(text: str, given: Words, content: str) -> None:
    assert mended(text, [given], "set_off") == [(given[0], given[1], content)]


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (
            "The Morning Post quoted Lind as saying the well was dry.",
            ("The Morning Post", "quoted", "Lind as saying the well was dry"),
            ("Lind", "quoted … as saying", "the well was dry"),
        ),
        (
            "Lind was quoted by the Post as saying the well was dry.",
            ("Lind", "was quoted by", "the Post as saying the well was dry"),
            ("Lind", "was quoted by … as saying", "the well was dry"),
        ),
        (
            "Lind was quoted as saying the well was dry.",
            ("Lind", "quoted", "as saying the well was dry"),
            ("Lind", "was quoted as saying", "the well was dry"),
        ),
        (
            "The Post quoted Lind. It was seen as saying little.",  # another sentence
            ("The Post", "quoted", "Lind"),
            ("The Post", "quoted", "Lind"),
        ),
    ],
)
def test_relayed(text: str, given: Words, expected: Words) -> None:
    assert mended(text, [given], "relayed") == [expected]


def test_relayed_takes_saying_as_a_cue_of_its_own_away() -> None:
    text = "The Post quoted Lind as saying the well was dry."
    given = [("The Post", "quoted", "Lind as saying the well was dry"), ("Lind", "saying", "the well was dry")]
    assert mended(text, given, "relayed") == [("Lind", "quoted … as saying", "the well was dry")]


def test_repeated_and_unsaid_drop_what_nobody_said() -> None:
    text = "“The bees came back.”\nLind said: “The bees came back.” “So did we.”\nIt was a good year.\nThat it was."
    pull = Group((), (), (Span(0, 21),), 0.9)
    at = text.index("Lind")
    said = Group((Span(at, at + 4),), (Span(at + 5, at + 10),), spans(text, "“The bees came back.”", at), 0.9)
    own = Group((), (), spans(text, "It was a good year."), 0.9)
    lone = Group((), (), spans(text, "“So did we.”"), 0.9)
    paragraphs = lines_of(text)
    assert mend([pull, said, lone, own], text, paragraphs, quoted(text, paragraphs)) == [said, lone]
    assert mend([pull, lone, own], text, paragraphs, quoted(text, paragraphs)) == [pull, lone]


def test_a_colon_alone_is_no_event() -> None:
    text = "Lind: rain.\nLind wept."
    assert mended(text, [("Lind", ":", ""), ("Lind", "wept", "")], "unsaid") == [("Lind", "wept", "")]


def test_mending_keeps_order_and_lets_nothing_be_read_in_nothing() -> None:
    assert mend([], "Nothing.", [(0, 8)], ()) == []
    text = "Cho said no before Osei asked for more. Lind said it rained."
    given = [("Cho", "said", "no"), ("Osei", "asked for", "more"), ("Lind", "", "it rained")]
    assert [cue for _, cue, _ in mended(text, given)] == ["said", "asked for", ""]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("“It rained.” Dr. Lind of St. Anne left.", ["“It rained.”", "Dr. Lind of St. Anne left."]),
        ("J. Lind left at 5 p.m. and wept.", ["J. Lind left at 5 p.m. and wept."]),
        ("Did it? (It did.) 40 came", ["Did it?", "(It did.)", "40 came"]),
        ("One\nTwo. Three", ["One", "Two.", "Three"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    found = sentences_in(text, lines_of(text))
    assert [text[start:end].strip() for start, end in found] == sentences
    assert all(first[1] <= second[0] for first, second in pairwise(found))
