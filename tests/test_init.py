from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso import errors


def names(items) -> list[str]:
    return [one.document.name if isinstance(one, sayso.Reading) else f"failed: {one.code}" for one in items]


@pytest.fixture
def folder(fake_pipeline, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"“{name},” she said.", encoding="utf-8")
    return tmp_path


def test_a_str_is_text_even_where_a_file_has_that_name(folder):
    assert sayso.read("a.txt").document.text == "a.txt"


def test_a_path_is_a_file(folder):
    reading = sayso.read(Path("a.txt"))
    assert reading.document.name == "a.txt"
    assert reading[0].text == "“a.txt,”"


def test_a_path_is_a_file_even_one_named_like_standard_input(folder):
    (folder / "-").write_text("“From a file,” she said.", encoding="utf-8")
    assert sayso.read(Path("-"))[0].text == "“From a file,”"
    assert names(sayso.read_batch(Path("-"))) == ["-"]


def test_a_document_is_read_as_it_is(folder, make):
    one = make.document("“No.”")
    assert sayso.read(one).document is one


def test_a_folder_is_refused_with_what_to_do(folder):
    with pytest.raises(errors.InputError, match="read_batch") as refused:
        sayso.read(folder)
    assert refused.value.about == folder


@pytest.mark.parametrize(
    ("content", "kind"), [(None, errors.UnreadableInput), (b"  \n", errors.EmptyDocument), (b"%PDF-1.7\n\x00\x01", errors.UnknownFormat)]
)
def test_a_file_that_cannot_be_read_raises_its_own_error(folder, content, kind):
    if content is not None:
        (folder / "c.txt").write_bytes(content)
    with pytest.raises(kind) as refused:
        sayso.read(Path("c.txt"))
    assert "c.txt" in str(refused.value)
    assert refused.value.code == kind.code


def test_text_without_words_raises(folder):
    with pytest.raises(errors.EmptyDocument):
        sayso.read("  ")


def test_a_batch_keeps_its_order_and_failures_their_places(folder):
    found = sayso.read_batch([Path("b.txt"), "“Text.”", Path("missing.txt"), "", folder])
    assert names(found) == ["b.txt", "text", "failed: unreadable", "failed: empty", "a.txt", "b.txt"]


def test_a_batch_takes_one_item_and_what_documents_yields(folder):
    assert names(sayso.read_batch(folder)) == ["a.txt", "b.txt"]
    assert names(sayso.read_batch("“One text, not its letters.”")) == ["text"]
    assert names(sayso.read_batch(sayso.documents(folder))) == ["a.txt", "b.txt"]


def test_a_batch_is_read_as_it_is_asked_for(folder):
    def endless():
        while True:
            yield "“Again.”"

    found = sayso.read_batch(endless())
    assert [len(next(found)) for _ in range(3)] == [1, 1, 1]


def test_version_is_that_of_the_package():
    assert sayso.__version__.count(".") == 2
