"""Evidence and drafts of every kind: what becomes what, and what hostile bytes become."""

import pytest
from file_samples import CHAT, SAMPLES, check, zipped

from sayso.errors import InputError, TooLarge, UnreadableInput
from sayso.ingest import FORMATS, from_bytes


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_known_by_its_bytes_whatever_its_name(name):
    scores = {row: FORMATS[row].sniff(SAMPLES[name]) for row in FORMATS}
    assert max(scores, key=scores.__getitem__) == name
    document = from_bytes(SAMPLES[name], "draft.html")
    check(document)
    assert "We tried everything." in " ".join(document.text.split())
    assert document == from_bytes(SAMPLES[name], "draft.html")


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_broken_gives_a_document_or_a_named_error(name):
    data = SAMPLES[name]
    broken = [data[: len(data) * tenth // 10] for tenth in range(10)]
    broken += [data[:20] + bytes(range(256)) * 4, data[:20] + b"\x00" * 50 + data[20:], data + b"a" * 300_000]
    if name in ("vtt", "srt", "whisper", "transcript", "chat"):
        broken += [data.decode().replace("everything", "évérything").encode("latin-1"), data.decode().encode("utf-16")]
    for one in broken:
        try:
            check(from_bytes(one, f"x.{name}"))
        except InputError as error:
            assert str(error).endswith(".")


def test_voices_and_times_of_captions():
    document = from_bytes(SAMPLES["vtt"], "a.vtt")
    assert [(one.speaker, one.start_ms) for one in document.segments] == [("Ada Stone", 1000), ("Ben Hale", 3000)]
    assert [one.start_ms for one in document.timings] == [1000, 2000, 3000]


def test_rolling_captions_are_taken_once():
    lines = ["we tried", "everything we", "could think", "of in May"]
    text = "WEBVTT\n\n"
    for number, (before, now) in enumerate(zip(["", *lines], lines)):
        text += f"00:00:0{number}.000 --> 00:00:0{number + 1}.000\n{before or ' '}\n{now}\n\n"
    assert from_bytes(text.encode(), "a").text.split() == "we tried everything we could think of in May".split()


def test_a_chat_names_senders_and_lists_attachments():
    for data in (SAMPLES["chat"], zipped({"_chat.txt": CHAT, "PTT-1.opus": "x"})):
        document = from_bytes(data, "chat")
        assert document.kind == "chat"
        turns = [(one.speaker, one.span.of(document.text)) for one in document.segments if one.role == "turn"]
        assert turns == [("Ada Stone", "We tried everything.\nAll of it.")]
        assert {one.reason for one in document.segments if one.role == "aside"} == {"written by the app", "deleted message", "attachment"}


def test_word_keeps_insertions_and_drops_deletions():
    document = from_bytes(SAMPLES["docx"], "a.docx")
    assert (document.title, document.text) == ("Mill to close", "Mill to close\n\nWe tried everything.")


def test_a_pdf_keeps_its_pages():
    assert [one.page for one in from_bytes(SAMPLES["pdf"], "a.pdf").segments] == [1, 2]


def test_a_mail_lists_what_is_attached():
    document = from_bytes(SAMPLES["eml"], "a.eml")
    assert [one.role for one in document.segments] == ["headline", "byline", "date", "paragraph", "paragraph", "aside"]


def test_hostile_zips_are_refused_by_name():
    with pytest.raises(TooLarge):
        from_bytes(zipped({"word/document.xml": b" " * 19_000_000}), "bomb.docx")
    with pytest.raises(UnreadableInput):
        from_bytes(zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities.docx")
