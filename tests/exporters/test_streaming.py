"""Exports of many statements take no more memory than those of few."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sayso.exporters import EXPORTERS, parquet
from sayso.schema import Span, Statement

ONE = Statement(
    id="st-0", entry_id="en-0", canonical_id="st-0", document_id="doc-0", document="a.txt", outlet="The Star", url=None, published="2025-02-03",
    kind="direct", text="“The mill will close in May.”", source="Ana Cho", cue="said", speaker_id="pe-0000", speaker="Ana Cho", speaker_kind="person",
    basis="named", addressees=("Colm Baird",), medium=None, via=(), act="assert", targets=(), negated=False, hedges=(), said_at=None, role="paragraph",
    score=0.9, speaker_score=0.8, note=None, by="sayso 0.1.0", source_spans=(Span(40, 47),), cue_spans=(Span(48, 52),), content_spans=(Span(0, 29),),
)  # fmt: skip


class Many:
    """So many statements of one document and one speaker, made as they are asked for."""

    def __init__(self, number: int) -> None:
        self.number = number

    def statements(self) -> Iterator[Statement]:
        return (replace(ONE, id=f"st-{number:020}") for number in range(self.number))


class Nowhere(io.RawIOBase):
    """A stream that keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        return len(data)


def peak(name: str, number: int) -> int:
    tracemalloc.start()
    assert EXPORTERS[name].write(Many(number), Nowhere()) >= number
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet", "schema-org", "followthemoney"])
def test_memory_does_not_grow_with_the_statements(name, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS", 500)
    peak(name, 10)  # what is loaded once
    few, many = peak(name, 1_000), peak(name, 8_000)
    assert many < few + 500_000
