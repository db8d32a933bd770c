"""The decoder on hand-made scores: no network."""

import numpy as np
import pytest
from hand_made_scores import RANK, linked, rules, windows_of

from sayso.reader.decode import MENTION_KINDS, PAIRS, Group, Piece, Scores, find_mentions, join, kind_of
from sayso.reader.marks import quoted
from sayso.schema import Span


def test_an_interrupted_quotation_is_one_group() -> None:
    text = "“Yes,” Ana said. “No.” Others left."
    windows = windows_of(text)
    pieces = [Piece("content", 0, 3, 0.9), Piece("source", 4, 4, 0.9), Piece("cue", 5, 5, 0.9), Piece("content", 7, 10, 0.6)]
    links = linked(len(windows.words), ("cue", "source", 5, 4), ("cue", "content", 5, 0), ("cue", "content", 5, 7))
    (group,) = join(pieces, windows, links, rules(), quoted(text, [(0, len(text))]), text)
    assert [Span(*s).of(text) for s in group.content] == ["“Yes,”", "“No.”"]
    assert [s.of(text) for s in (*group.source, *group.cue)] == ["Ana", "said"]
    assert group.score == 0.6


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We saw it fall.\n“We stayed,” Ana said.\n“New,” Bo said."
    windows = windows_of(text)
    spans = [(0, len("“We saw it fall.")), (17, 39), (40, len(text))]
    words = list(range(len(windows.words)))
    first = next(w for w in words if windows.paragraph[w] == 1)
    third = next(w for w in words if windows.paragraph[w] == 2)
    pieces = [
        Piece("content", 0, first - 1, 0.9),
        Piece("content", first, first + 4, 0.9),
        Piece("cue", first + 6, first + 6, 0.9),
        Piece("content", third, third + 3, 0.9),
        Piece("cue", third + 5, third + 5, 0.9),
    ]
    links = linked(len(words), ("cue", "content", first + 6, first), ("cue", "content", third + 5, third))
    groups = join(pieces, windows, links, rules(), quoted(text, spans), text)
    assert [len(g.content) for g in groups] == [2, 1]


def test_what_nobody_claims_is_no_quotation() -> None:
    text = "Ana saw Bo say that"
    windows = windows_of(text)
    pieces = [Piece("source", 0, 0, 0.9), Piece("cue", 3, 3, 0.9)]
    nothing = linked(len(windows.words))
    assert join(pieces, windows, nothing, rules(), (), text) == []
    event = join(pieces, windows, linked(len(windows.words), ("cue", "source", 3, 0)), rules(), (), text)
    assert len(event) == 1 and not event[0].content


def joined(text: str, pieces: dict[str, str], *links: tuple[str, str, str, str]) -> list[Group]:
    """The groups of pieces given by their words; paragraphs at line ends."""
    windows = windows_of(text)

    def place(words: str) -> tuple[int, int]:
        start = text.index(words)
        inside = [i for i, (a, b) in enumerate(windows.words) if a >= start and b <= start + len(words)]
        return inside[0], inside[-1]

    made = sorted((Piece(role, *place(words), 0.9) for words, role in pieces.items()), key=lambda p: p.first)
    vectors = linked(len(windows.words), *((left, right, place(a)[0], place(b)[0]) for left, right, a, b in links))
    lines = [(start, start + len(line)) for line in text.split("\n") for start in [text.index(line)]]
    return join(made, windows, vectors, rules(), quoted(text, lines), text)


def words_of(text: str, group: Group) -> tuple[str, str, str]:
    source, cue, content = (" … ".join(s.of(text) for s in spans) for spans in (group.source, group.cue, group.content))
    return source, cue, content


def test_what_is_left_open_before_a_reopened_mark_is_quoted_too() -> None:
    text = "Cho spoke. “We saw it fall.\n“We stayed,” Ana said."
    pieces = {"“We stayed,”": "content", "said": "cue", "Ana": "source"}
    (group,) = joined(text, pieces, ("cue", "content", "said", "“We stayed,”"), ("cue", "source", "said", "Ana"))
    assert words_of(text, group) == ("Ana", "said", "“We saw it fall. … “We stayed,”")
    closed = text.replace("fall.", "fall.”")
    (group,) = joined(closed, pieces, ("cue", "content", "said", "“We stayed,”"), ("cue", "source", "said", "Ana"))
    assert words_of(closed, group) == ("Ana", "said", "“We stayed,”")


def test_only_a_colon_announces_the_next_paragraph() -> None:
    pieces = {"wrote": "cue", "The bridge is shut.": "content"}
    link = ("cue", "content", "wrote", "The bridge is shut.")
    announced, told = "Ana wrote:\nThe bridge is shut.", "Ana wrote.\nThe bridge is shut."
    assert [words_of(announced, g) for g in joined(announced, pieces, link)] == [("", "wrote", "The bridge is shut.")]
    assert [words_of(told, g) for g in joined(told, pieces, link)] == [("", "", "The bridge is shut.")]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Ana had warned her that it would rain", "warned", "her"),
        ("Ana was told by him that it would rain", "told by", "him"),
        ("Ana heard that it would rain, warned she", "warned", "she"),
    ],
)
def test_who_is_spoken_to_is_no_source(text: str, cue: str, source: str) -> None:
    pieces = {cue: "cue", source: "source", "it would rain": "content"}
    (group,) = joined(text, pieces, ("cue", "content", cue, "it would rain"), ("cue", "source", cue, source))
    assert words_of(text, group) == (source if cue == "told by" or source == "she" else "", cue, "it would rain")


@pytest.mark.parametrize(
    ("content", "kind"),
    [("“It is dead,”", "direct"), ("that it was “dead” by now", "mixed"), ("that it was gone", "indirect"), ("", "event")],
)
def test_kinds(content: str, kind: str) -> None:
    text = f"{content} she said"
    spans = (Span(0, len(content)),) if content else ()
    assert kind_of(spans, text, quoted(text, [(0, len(text))])) == kind


def test_mentions_may_nest_and_stay_in_their_paragraph() -> None:
    windows = windows_of("Ana Cho of Hill\nBo")
    n = len(windows.words)
    mentions = np.zeros((n, len(MENTION_KINDS), 2, RANK), dtype=np.float32)
    for axis, (first, last) in enumerate([(0, 1), (0, 3), (3, 4)]):  # the third crosses the line end
        mentions[first, 0, 0, axis], mentions[last, 0, 1, axis] = 4, 4
    scores = Scores(np.zeros((n, 7), np.float32), np.zeros((n, len(PAIRS), 2, RANK), np.float32), mentions, np.zeros((n, 2, 8), np.float32))
    found = find_mentions(windows, scores, rules())
    assert [m.span for m in found] == [(0, 7), (0, 15)]
    assert {m.kind for m in found} == {"name"}
