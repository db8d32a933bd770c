"""WARC files: pages with their charset and encodings, broken records told of, the next one found."""

from __future__ import annotations

import gzip
import io

import pytest

from sayso.ingest import warc
from sayso.ingest.bulk import records
from sayso.ingest.records import Record, Skipped, name_of
from sayso.schema import Failure
from tests.scale.broken_archive import response as record

PAGE = b"<html><body><p>The mill will close in May, its owner told the workers on Monday, after two years of losses.</p></body></html>"


def read(data: bytes, name: str = "a.warc.gz") -> list[Record | Failure | Skipped]:
    return list(records(io.BytesIO(data), name))


@pytest.fixture(params=[True, False], ids=["gzip", "plain"])
def three(request) -> list[bytes]:
    return [record(PAGE + b"%d" % n * 500, packed=request.param, number=n) for n in range(3)]


def test_pages_come_with_their_address_time_and_number(three):
    found = read(b"".join(three))
    assert [one.locator for one in found] == ["a.warc.gz#1", "a.warc.gz#2", "a.warc.gz#3"]
    assert found[1].data == PAGE + b"1" * 500
    assert (found[1].url, found[1].retrieved_at) == ("http://news.example/1", "2024-05-01T00:00:00+00:00")
    document = found[1].document()
    assert document.url == "http://news.example/1"
    assert document.outlet == "news.example"
    assert document.retrieved_at.year == 2024
    assert document.bytes_digest == found[1].digest


def test_one_flipped_bit_costs_one_record(three):
    for at in range(0, len(three[1]), 37):
        broken = bytearray(three[1])
        broken[at] ^= 4
        found = read(three[0] + bytes(broken) + three[2])
        pages = [one for one in found if isinstance(one, Record)]
        assert pages[0].data == PAGE + b"0" * 500
        assert pages[-1].data == PAGE + b"2" * 500
        assert all(one.data in (PAGE + b"0" * 500, PAGE + b"1" * 500, PAGE + b"2" * 500) for one in pages)


def test_an_archive_may_end_anywhere(three):
    whole = b"".join(three)
    for end in range(1, len(whole), 41):
        found = read(whole[:end])
        assert found
        assert not any(isinstance(one, Skipped) for one in found)
        assert sum(isinstance(one, Failure) for one in found) <= 1


def test_what_lies_between_records_is_one_failure(three):
    found = read(three[0] + b"garbage\r\n" * 50 + three[1] + three[2])
    assert [type(one) for one in found] == [Record, Failure, Record, Record]
    assert found[-1].data.startswith(PAGE)


def test_an_archive_that_is_packed_as_a_whole():
    whole = gzip.compress(b"".join(record(PAGE + b"%d" % n * 9000, packed=False, number=n) for n in range(40)))
    found = read(whole)
    assert len(found) == 40
    assert all(isinstance(one, Record) for one in found)


def test_chunks_encodings_and_charsets():
    chunked = record(b"5\r\n<p>He\r\n3\r\nllo\r\n0\r\n\r\n", ("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
    packed = record(gzip.compress(PAGE), ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    unpacked = record(PAGE, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    latin = record(PAGE.replace(b"mill", b"caf\xe9"), ("Content-Type", "text/html; charset=ISO-8859-1"))
    found = read(chunked + packed + unpacked + latin)
    assert [one.data for one in found[:3]] == [b"<p>Hello", PAGE, PAGE]
    assert "The café will close" in found[3].document().text


def test_what_is_no_page_is_skipped_and_counted_by_its_reason():
    image = record(b"\x89PNG", ("Content-Type", "image/png"))
    moved = record(b"", ("Location", "/"), status="301 Moved")
    info = gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    assert [one.reason for one in read(info + image + moved)] == ["no response", "no HTML", "another answer than a page"]


def test_bombs_are_too_large():
    inside = record(gzip.compress(bytes(30_000_000)), ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    outside = record(b"<p>" + bytes(30_000_000))
    found = read(inside + outside + record(PAGE))
    assert [getattr(one, "code", "read") for one in found] == ["too-large", "too-large", "read"]


def test_a_page_that_was_cut_off_when_it_was_fetched_is_a_failure():
    block = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Truncated: length\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
    (found,) = read(block)
    assert found.code == "unreadable"
    assert "cut off" in found.message


def test_what_begins_an_archive():
    assert warc.is_warc(record(PAGE))
    assert warc.is_warc(record(PAGE, packed=False))
    assert not warc.is_warc(gzip.compress(PAGE))
    assert not warc.is_warc(b"\x1f\x8b\x08 no gzip")
    assert name_of("/a/b/c.warc.gz#7") == "c.warc.gz#7"
    assert name_of("s3://x/y.html") == "y.html"
