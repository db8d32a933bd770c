import gzip
import io
import os
import subprocess
import sys

import pytest

import sayso.ingest as ingest
from sayso.errors import EmptyDocument, InputError, TooLarge, UnknownFormat, UnreadableInput
from sayso.ingest import documents, from_bytes, from_text
from sayso.schema import Document, Failure

ARTICLE = "Mill to close\n\nThe mill will close in May, its owner said.\n\n“We tried everything,” said Ada Stone.\n"


def test_a_file_becomes_a_document(tmp_path):
    file = tmp_path / "mill.txt"
    file.write_text(ARTICLE)
    (document,) = documents(file)
    assert isinstance(document, Document)
    assert document.name == "mill.txt"
    assert document.text == ARTICLE
    assert [one.role for one in document.segments] == ["headline", "paragraph", "paragraph"]
    assert document.title == "Mill to close"
    assert document.id == "doc-" + document.bytes_digest[:20]


def test_a_folder_is_read_whole_sorted_and_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "deep/c.txt", ".git/d.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(ARTICLE + name)
    assert [one.name for one in documents(tmp_path)] == ["a.txt", "b.txt", "c.txt"]


def test_a_looping_link_ends(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    assert [one.name for one in documents(tmp_path)] == ["a.txt"]


def test_bad_files_are_failures_and_the_batch_goes_on(tmp_path):
    (tmp_path / "1.txt").write_bytes(b"")
    (tmp_path / "2.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "3.txt.gz").write_bytes(gzip.compress(ARTICLE.encode())[:-20])
    (tmp_path / "4.txt").write_text(ARTICLE)
    (tmp_path / "5.txt").symlink_to(tmp_path / "nowhere")
    found = list(documents(tmp_path))
    assert [one.code if isinstance(one, Failure) else "ok" for one in found] == [
        "empty",
        "unknown-format",
        "unreadable",
        "ok",
        "unreadable",
    ]
    assert all(one.stage == "ingest" and one.message for one in found if isinstance(one, Failure))


def test_a_missing_path_is_a_failure(tmp_path):
    (failure,) = documents(tmp_path / "no.txt")
    assert isinstance(failure, Failure)
    assert failure.code == UnreadableInput.code
    assert failure.locator.endswith("no.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (failure,) = documents(tmp_path / "pipe")
    assert isinstance(failure, Failure)


def test_a_path_with_a_nul_is_a_failure():
    (failure,) = documents("a\0b")
    assert isinstance(failure, Failure)


def test_standard_input():
    (document,) = documents("-", stdin=io.BytesIO(ARTICLE.encode()))
    assert isinstance(document, Document)
    assert document.text == ARTICLE


def test_gzip_is_unpacked_and_the_digest_is_that_of_the_file():
    packed = gzip.compress(ARTICLE.encode()) + gzip.compress(b"\nMore.\n")
    document = from_bytes(packed, "mill.txt.gz")
    assert document.text == ARTICLE + "\nMore.\n"
    assert document.bytes_digest != from_bytes(ARTICLE.encode(), "mill.txt").bytes_digest


def test_a_gzip_bomb_is_refused():
    with pytest.raises(TooLarge):
        from_bytes(gzip.compress(bytes(30_000_000)), "bomb.gz")


def test_over_the_limit_is_too_large_and_read_no_further(monkeypatch):
    monkeypatch.setattr(ingest, "MAX_BYTES", 1000)
    stream = io.BytesIO(b"word " * 10_000)
    (failure,) = documents("-", stdin=stream)
    assert isinstance(failure, Failure)
    assert failure.code == TooLarge.code
    assert stream.tell() == 1001
    with pytest.raises(TooLarge):
        from_text("word " * 1000)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\x00\x00\x00\x00", b"\xef\xbb\xbf  \n", "\ufeff \n".encode("utf-16")])
def test_nothing_but_blanks_is_empty(data):
    with pytest.raises(EmptyDocument):
        from_bytes(data, "x")


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(50), b"GIF89a" + bytes(30), bytes(range(256)) * 4],
    ids=["zip", "jpeg", "gif", "noise"],
)
def test_what_is_no_text_has_an_unknown_format(data):
    with pytest.raises(UnknownFormat) as error:
        from_bytes(data, "thing.txt")
    assert "thing.txt" in str(error.value)


def test_text_at_hand_is_text_even_if_it_looks_like_markup():
    document = from_text("<p>Not a page.</p>")
    assert document.text == "<p>Not a page.</p>"
    assert document.name == "text"


def test_text_rule_applies_to_text_at_hand():
    assert from_text("a\r\nb\x00\ud800c").text == "a\nb\ufffd\ufffdc"


def test_right_to_left_text_keeps_its_offsets():
    text = "אמר ראש העיר: „לא אתפטר“.\n\nقال العمدة: «لن أستقيل».\n"
    document = from_text(text)
    assert document.text == text
    assert [one.span.of(text) for one in document.segments] == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("name", ["/srv/news/mill.txt", "C:\\news\\mill.txt", "mill.txt"])
def test_names_carry_no_folder(name):
    assert from_bytes(ARTICLE.encode(), name).name == "mill.txt"


@pytest.mark.parametrize("error", [UnknownFormat, UnreadableInput, EmptyDocument, TooLarge])
def test_all_errors_are_input_errors(error):
    assert issubclass(error, InputError)


def test_importing_ingest_loads_no_parser():
    code = "import sys, sayso.ingest; print([m for m in ('trafilatura', 'lxml', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
