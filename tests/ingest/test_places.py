"""Where a verdict says to look: the second of a timed transcript, the page of a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from file_samples import pdf

import sayso

VTT = (
    b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Stone>It was a hard year for us all.\n\n"
    b"00:00:04.000 --> 00:00:09.000\nWe <00:00:05.000>tried <00:00:06.500>everything <00:00:07.000>that <00:00:08.000>helps.\n"
)
TURNS = b"Ada Stone  00:12\nIt was a hard year for us all.\n\nBen Hale  01:20\nWe tried everything that helps.\n"


def row(path: Path, data: bytes, words: str) -> dict[str, Any]:
    path.write_bytes(data)
    return sayso.check(words, path).to_rows()[0]


@pytest.mark.parametrize("name", ["hearing.vtt", "hearing.bin"])
def test_the_second_of_captions_as_fine_as_they_have_it(tmp_path: Path, name: str) -> None:
    found = row(tmp_path / name, VTT, "tried everything that helps")
    assert (found["outcome"], found["start_ms"], found["end_ms"], found["page"]) == ("verbatim", 5000, 9000, None)
    assert found["speaker"] == "Ada Stone"


def test_the_second_of_a_transcript_with_headings(tmp_path: Path) -> None:
    found = row(tmp_path / "a.txt", TURNS, "We tried everything that helps.")
    assert (found["outcome"], found["start_ms"], found["speaker"]) == ("verbatim", 80_000, "Ben Hale")


def test_times_outlast_the_cache(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_bytes(VTT)
    for _ in range(2):
        report = sayso.check("tried everything that helps", tmp_path / "a.vtt", cache=tmp_path / "cache")
        assert report.to_rows()[0]["start_ms"] == 5000


def test_the_page_of_a_pdf(tmp_path: Path) -> None:
    found = row(
        tmp_path / "a.pdf", pdf("It was a hard year for us all.", "We tried everything that helps."), "We tried everything that helps."
    )
    assert (found["outcome"], found["page"], found["start_ms"]) == ("verbatim", 2, None)
