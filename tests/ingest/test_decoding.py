import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UnreadableInput
from sayso.ingest.decoding import decode, digest_of, document_id, looks_binary, text_rule

SPOKEN = "“We won’t,” she said – it’s “over”.\nThe café’s owner paid £5… — nothing more."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_quotation_marks_survive_every_usual_encoding(encoding):
    assert decode(SPOKEN.encode(encoding)) == SPOKEN


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["It’s fine.", "“No,” he said.", "He said “no”.", "The mayor’s office said nothing."])
def test_a_line_is_enough_to_tell_the_encoding(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_other_scripts_are_detected():
    russian = "Мэр города заявил, что обвинения не имеют под собой оснований. " * 5
    assert decode(russian.encode("cp1251")) == russian


def test_a_huge_file_is_detected_by_its_telling_lines():
    text = "Plain words only here.\n" * 20_000 + "“Late marks count,” she said. It’s so.\n" * 3
    assert decode(text.encode("cp1252")) == text


def test_damaged_utf8_stays_utf8():
    data = ("“Yes,” said Zoë. " * 200).encode() + b"\xff end"
    assert decode(data) == "“Yes,” said Zoë. " * 200 + "\ufffd end"


def test_declared_encoding_counts_only_if_the_bytes_obey():
    assert decode("“Où?”".encode(), "utf-8") == "“Où?”"
    assert decode("ça “va”".encode("cp1252"), "iso-8859-1") == "ça “va”"
    assert decode("“Où?”".encode(), "no-such-encoding") == "“Où?”"
    assert decode("“Où?”".encode(), "ascii") != ""


@pytest.mark.parametrize(
    ("raw", "ruled"),
    [
        ("\ufeffa\r\nb\rc\n", "a\nb\nc\n"),
        ("a\x00b\x1bc\x7fd\x85e", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("a\ufeffb", "a\ufeffb"),
        ("שלום \u202eabc\u202c", "שלום \u202eabc\u202c"),
    ],
)
def test_text_rule(raw, ruled):
    assert text_rule(raw) == ruled


@settings(deadline=None)  # the machine may be busy, and detection loads tables once
@given(st.text(st.characters(exclude_characters="\r")))
def test_nothing_is_deleted(text):
    ruled = text_rule(text)
    kept = text.removeprefix("\ufeff")
    assert len(ruled) == len(kept)
    assert all(new in (old, "\ufffd") for old, new in zip(kept, ruled, strict=True))
    assert text_rule(ruled) == ruled.removeprefix("\ufeff")


@settings(deadline=None)  # the machine may be busy, and detection loads tables once
@given(st.binary(max_size=300))
def test_any_bytes_become_text_or_a_refusal(data):
    try:
        text = decode(data)
    except UnreadableInput:
        return
    text.encode("utf-8")
    assert "\r" not in text
    assert "\x00" not in text


def test_binary_bytes_are_told_from_text():
    assert looks_binary(bytes(range(256)) * 10)
    assert not looks_binary("Une phrase très simple.".encode("utf-16-le"))
    assert not looks_binary(b"One stray\x00byte in a text of some length is no reason to refuse it.")
    assert not looks_binary(b"")


def test_ids_come_from_the_bytes():
    digest = digest_of(b"abc")
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert document_id(digest) == "doc-ba7816bf8f01cfea4141"
