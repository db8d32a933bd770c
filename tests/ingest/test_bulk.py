"""Tables and feeds: a record a row or entry, with what the columns say; a broken one is a failure and the next is read."""

from __future__ import annotations

import gzip
import io

import pytest

from sayso.errors import SettingsError
from sayso.ingest.bulk import Record, Skipped, chosen_columns, is_many, records
from sayso.schema import Failure

RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Courier</title>
<item><title>Mill &amp; river</title><link>https://courier.example/1</link><pubDate>Mon, 03 Feb 2025 10:00:00 GMT</pubDate>
<description>short</description><content:encoded><![CDATA[<p>The mill will close in May, its owner said on Monday.</p>]]></content:encoded></item>
<item><title>No words</title></item>
<item><title>Bridge</title><description>The bridge is open again.</description></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><title>Mill</title><link href="https://courier.example/2"/>
<updated>2025-02-03T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It was 3 &lt; 4 <b>then</b>.</p></div></content></entry></feed>"""


def read(data: bytes, name: str, **columns: str) -> list[Record | Failure | Skipped]:
    return list(records(io.BytesIO(data), name, columns))


def test_lines_of_json():
    data = b'{"text": "One.", "link": "https://x.example/1", "date": "2024-05-01", "source": "Courier"}\n\nnonsense\n{"text": "Two."}\n{"text": ""}\n[1]\n'
    found = read(data, "in/a.jsonl")
    assert [type(one) for one in found] == [Record, Failure, Record, Skipped, Failure]
    assert (found[0].url, found[0].published_at, found[0].outlet) == ("https://x.example/1", "2024-05-01", "Courier")
    assert [one.locator for one in found] == [f"in/a.jsonl#{n}" for n in (1, 3, 4, 5, 6)]
    document = found[0].document()
    assert (document.text, document.name, document.published_at) == ("One.", "a.jsonl#1", "2024-05-01")


def test_lines_of_json_are_known_without_their_suffix_and_captions_are_not_taken_for_them():
    assert isinstance(read(b'{"body": "One."}\n{"body": "Two."}\n', "dump")[1], Record)
    assert read(b'{"text": "All of it", "segments": []}', "whisper.json")[0].kind == "file"


def test_named_columns_and_pages_in_a_column():
    (found,) = read(b'{"page_html": "<p>Hi there", "t": "T"}\n', "a.jsonl", html="page_html", title="t")
    assert (found.kind, found.title, found.data) == ("page", "T", b"<p>Hi there")
    with pytest.raises(SettingsError, match="no column 'words'"):
        read(b'{"text": "x"}\n', "a.jsonl", text="words")
    with pytest.raises(SettingsError, match="Fields: text"):
        chosen_columns({"words": "x"})


def test_a_later_row_may_lack_a_column_and_its_words():
    rows = b'{"body": "One.", "link": "https://x.example/1"}\n{"body": "Two."}\n{"id": 3}\n{"body": "Four."}\n'
    found = read(rows, "a.jsonl", text="body", url="link")
    assert [type(one) for one in found] == [Record, Record, Skipped, Record]
    assert [one.url for one in found if isinstance(one, Record)] == ["https://x.example/1", None, None]
    assert [type(one) for one in read(b'{"body": "One."}\n{"id": 2}\n', "b.jsonl")] == [Record, Skipped]


def test_csv_with_semicolons_quotes_and_broken_rows():
    data = '\ufefftitle;body\nMill;"He said ""no"";\nand left."\nBridge;x;y\nRoad;Open.\n'.encode()
    found = read(data, "a.csv")
    assert [type(one) for one in found] == [Record, Failure, Record]
    assert found[0].data.decode() == 'He said "no";\nand left.'
    assert found[2].title == "Road"
    assert isinstance(read(b"text\tid\nOne.\t1\n", "a.tsv")[0], Record)


def test_parquet(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"maintext": ["One.", None, "Two."], "n": [1, 2, 3]}), path)
    found = read(path.read_bytes(), "a.parquet")
    assert [type(one) for one in found] == [Record, Skipped, Record]
    assert found[2].locator == "a.parquet#3"
    (broken,) = read(b"PAR1" + b"x" * 100, "b.parquet")
    assert broken.code == "unreadable"


def test_feeds():
    found = read(RSS, "feed.xml")
    assert [getattr(one, "code", "read") for one in found] == ["read", "empty", "read"]
    assert (found[0].title, found[0].url, found[0].published_at, found[0].outlet) == (
        "Mill & river",
        "https://courier.example/1",
        "2025-02-03",
        "The Courier",
    )
    assert b"will close in May" in found[0].data
    (entry,) = read(ATOM, "a.atom")
    assert entry.url == "https://courier.example/2"
    assert b"<p>It was 3 &lt; 4 <b>then</b>.</p>" in entry.data
    assert entry.published_at == "2025-02-03"


def test_feeds_that_are_broken_or_hostile():
    found = read(RSS[:420], "feed.xml")
    assert isinstance(found[-1], Failure)
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><rss><channel><item><description>&a;</description></item></channel></rss>'
    )
    (refused,) = [one for one in read(bomb, "b.rss") if isinstance(one, Failure)] or read(bomb, "b.rss")
    assert getattr(refused, "code", "file") in ("unreadable", "file")


def test_one_document_is_one_record_and_names_tell_of_many():
    (one,) = read(b"Just a text.", "in/story.txt")
    assert (one.kind, one.locator, one.name) == ("file", "in/story.txt", "story.txt")
    assert is_many("A.WARC.GZ")
    assert not is_many("a.html")


@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (b"\x28\xb5\x2f\xfd" + bytes(40), "a.warc.zst", "zstd -d"),
        (b"\x5d\x2a\x4d\x18" + bytes(40), "a.warc.zst", "zstd -d"),
        (b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 77\n", "a.arc", "warcio recompress"),
        (gzip.compress(b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 77\n"), "a.arc.gz", "warcio recompress"),
    ],
)
def test_archives_that_are_not_read_are_one_failure_that_says_what_to_do(data, name, advice):
    (found,) = read(data, name)
    assert (found.code, found.locator) == ("unknown-format", name) and advice in found.message
    assert is_many(name)
