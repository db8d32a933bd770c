"""Windows cover every word of every paragraph once, in order."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.reader.windows import CLS, PIECES, SEP, cut, letter_case
from sayso.settings import SHIPPED


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    loaded = Tokenizer.from_file(str(Path(SHIPPED) / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def lines(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def test_short_paragraphs_share_a_window(tokenizer: Tokenizer) -> None:
    text = "Ana Cho said it was over.\n\nBo left."
    windows = cut(text, lines(text), tokenizer)
    assert len(windows.ids) == 1
    assert windows.ids[0][0] == CLS and windows.ids[0][-1] == SEP
    assert [text[a:b] for a, b in windows.words] == ["Ana", "Cho", "said", "it", "was", "over", ".", "Bo", "left", "."]
    assert windows.paragraph.tolist() == [0] * 7 + [1] * 3


def test_a_word_of_several_pieces_is_read_at_its_first(tokenizer: Tokenizer) -> None:
    text = "Krzyzanowskiana spoke"
    windows = cut(text, lines(text), tokenizer)
    assert [text[a:b] for a, b in windows.words] == ["Krzyzanowskiana", "spoke"]
    assert windows.position[0] == 1 and windows.position[1] > 2


def test_a_long_paragraph_is_cut_after_a_sentence(tokenizer: Tokenizer) -> None:
    text = " ".join(f"The miller said number {n} was ground by noon." for n in range(200))
    windows = cut(text, [(0, len(text))], tokenizer)
    assert len(windows.ids) > 1
    assert max(map(len, windows.ids)) <= PIECES + 2
    for w in range(1, len(windows.ids)):
        first = windows.words[np.flatnonzero(windows.window == w)[0]]
        assert text[first[0] : first[1]] == "The"


def test_nothing_to_read(tokenizer: Tokenizer) -> None:
    windows = cut("", [], tokenizer)
    assert windows.ids == () and windows.words.shape == (0, 2)


def test_letter_case_by_span() -> None:
    text = "the Mill NATO iPhone 42 É"
    spans = np.array([m.span() for m in re.finditer(r"\S+", text)])
    assert letter_case(text, spans).tolist() == [1, 2, 3, 4, 0, 2]


def test_marks_are_seen_across_a_cut(tokenizer: Tokenizer) -> None:
    """Words deep inside a long quotation know that they stand between marks, in whichever window they fall."""
    text = "“" + "We ground it all night long. " * 80 + "That is all,” she said."
    windows = cut(text, [(0, len(text))], tokenizer)
    assert len(windows.ids) > 1
    assert windows.marks[1][1] == 2 and windows.marks[-1][-2] == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_every_word_once_and_inside_its_paragraph(text: str) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    tokenizer = _cached()
    paragraphs = lines(text)
    windows = cut(text, paragraphs, tokenizer, pieces=12)
    assert all(len(ids) <= 14 for ids in windows.ids)
    at = 0
    for (start, end), paragraph in zip(windows.words.tolist(), windows.paragraph.tolist(), strict=True):
        assert at <= start < end
        assert paragraphs[paragraph][0] <= start and end <= paragraphs[paragraph][1]
        at = end
    for w, p in zip(windows.window.tolist(), windows.position.tolist(), strict=True):
        assert 0 < p < len(windows.ids[w]) - 1


def _cached() -> Tokenizer:
    if not hasattr(_cached, "tokenizer"):
        loaded = Tokenizer.from_file(str(Path(SHIPPED) / "tokenizer.json"))
        loaded.no_truncation()
        loaded.no_padding()
        _cached.tokenizer = loaded  # type: ignore[attr-defined]
    return _cached.tokenizer  # type: ignore[attr-defined,no-any-return]
