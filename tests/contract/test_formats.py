"""What every row of FORMATS promises; a new format is proved by adding a sample here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ingest import FORMATS, from_bytes
from sayso.schema import Document

SAMPLES = {
    "html": b"<!doctype html><html lang='en'><head><title>Mill to close</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Mill to close</h1>"
    + b"<p>The mill by the river will close in May, its owner told the workers on Monday, after two years of losses.</p>" * 1
    + b"<p>\xe2\x80\x9cWe tried everything we could think of,\xe2\x80\x9d said Ada Stone, who bought the mill from her uncle in 2009 and employs sixty people.</p>"
    b"<p>The union said it had not been told before the meeting, and that it would ask the council for help with training and with rent.</p>"
    b"</article><footer>Imprint</footer></body></html>",
    "text": "Mill to close\n\nThe mill will close in May, its owner said.\n\n“We tried everything,” said Ada Stone.\n".encode(),
}


def test_every_format_has_a_sample():
    assert set(FORMATS) >= set(SAMPLES)
    assert set(FORMATS.built_in) >= set(SAMPLES)  # the others: tests/ingest/test_file_formats.py


def check(document: Document) -> None:
    end = 0
    for segment in document.segments:
        start, stop = segment.span
        assert end <= start < stop <= len(document.text)
        assert not document.text[end:start].strip()
        assert (segment.reason is not None) == (segment.role == "aside")
        end = stop
    assert not document.text[end:].strip()


@pytest.mark.parametrize("name", SAMPLES)
def test_its_own_sample_is_recognised_and_parsed(name):
    data = SAMPLES[name]
    scores = {row: FORMATS[row].sniff(data) for row in FORMATS}
    assert max(scores, key=scores.__getitem__) == name
    document = FORMATS[name].parse(data, "mill")
    check(document)
    assert FORMATS[name].name == name
    assert document.name == "mill"
    assert document.id == "doc-" + document.bytes_digest[:20]
    assert document.title == "Mill to close"
    assert "“We tried everything" in document.text


@pytest.mark.parametrize("name", SAMPLES)
def test_parsing_is_repeatable(name):
    assert FORMATS[name].parse(SAMPLES[name], "a") == FORMATS[name].parse(SAMPLES[name], "a")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(64), b"%PDF-1.7 ...", bytes(range(256)) * 8], ids=["png", "pdf", "noise"])
def test_no_format_claims_what_is_no_text(name, data):
    assert FORMATS[name].sniff(data) == 0


@settings(deadline=None)  # the machine may be busy, and detection loads tables once
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_give_a_document_or_an_input_error(data):
    try:
        document = from_bytes(data, "x")
    except InputError as error:
        assert error.code
        assert str(error).endswith(".")
    else:
        check(document)
