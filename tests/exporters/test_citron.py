"""Citron's files: what they hold comes in, what does not fit the text is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.exporters.citron import reading_of, text_of

TEXT = "“The lock was rusty,” Ana Cho said. She added that it would be replaced. Boats “will wait”, said Colm Baird and Mina Roe."


def span(words: str, text: bool = True) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **({"text": words} if text else {})}


def quote(cue: str, sources: list[str], contents: list[str], coreferences: list[str] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "sources": [span(one) for one in sources],
        "coreferences": [span(one) for one in coreferences or []],
        "cue": span(cue),
        "contents": [span(one) for one in contents],
        **more,
    }


FOUND = {
    "quotes": [
        quote("said", ["Ana Cho"], ["“The lock was rusty,”"], confidence="0.8125"),
        quote("added", ["Ana Cho"], ["that it would be replaced"], ["She"], confidence="1.0000"),
        quote("said Colm"[:4], ["Colm Baird", "Mina Roe"], ["Boats “will wait”"]),
        quote("added", ["She"], ["that it would be replaced"]),
    ],
    "source": {"application": "citron-extractor", "model:": "2021-11-15"},
}


def read(found: Any, make, text: str = TEXT):
    return reading_of(json.dumps(found).encode(), "found.json", make.document(text, name="lock.txt"), "0.1.0")


def test_what_citron_found_becomes_a_reading(make):
    one = read(FOUND, make)
    assert [(row.kind, row.text, row.speaker, row.source, row.cue, row.basis, row.score) for row in one] == [
        ("direct", "“The lock was rusty,”", "Ana Cho", "Ana Cho", "said", "named", 0.8125),
        ("indirect", "that it would be replaced", "Ana Cho", "She", "added", "coreference", 1.0),
        ("mixed", "Boats “will wait”", "Colm Baird, Mina Roe", "Colm Baird […] Mina Roe", "said", "named", 1.0),
        ("indirect", "that it would be replaced", None, "She", "added", None, 1.0),
    ]
    assert one.origin.stage == "citron"
    assert one.origin.model_digest == "Citron citron-extractor 2021-11-15"
    assert [(entity.kind, entity.name) for entity in one.entities] == [("person", "Ana Cho"), ("group", "Colm Baird, Mina Roe")]


def test_the_form_for_training_holds_its_text(make):
    data = json.dumps({"text": TEXT, "quotes": [], "coreference_groups": None}).encode()
    assert text_of(data, "x") == TEXT
    assert text_of(json.dumps(FOUND).encode(), "x") is None
    assert len(reading_of(data, "x", make.document(TEXT), "0.1.0")) == 0


@pytest.mark.parametrize(
    "found",
    [
        [],
        {},
        {"quotes": {}},
        {"quotes": [[]]},
        {"quotes": [{"cue": {}}]},
        {"quotes": [{"cue": {"start": 0, "end": 10**6}}]},
        {"quotes": [{"cue": {"start": -2, "end": 2}}]},
        {"quotes": [{"cue": {"start": 3, "end": 3}}]},
        {"quotes": [{"cue": {"start": "0", "end": 2}}]},
        {"quotes": [{"cue": {"start": 0, "end": 2, "text": "no"}}]},
        {"quotes": [{"cue": [3]}]},
        {"quotes": [{"cue": {"start": 0, "end": 2}, "confidence": []}]},
        {"quotes": [{"cue": {"start": 0, "end": 2}, "confidence": "high"}]},
    ],
)
def test_what_does_not_fit_is_refused(found, make):
    with pytest.raises(InputError):
        read(found, make)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_refused(data, make):
    with pytest.raises(InputError):
        reading_of(data, "x", make.document(TEXT), "0.1.0")


def test_another_text_is_refused(make):
    with pytest.raises(InputError, match="not the words that Citron saw there"):
        read(FOUND, make, text=" " + TEXT)


@pytest.mark.parametrize("confidence", ["nan", "inf", "-1", "7"])
def test_a_score_stays_between_nothing_and_one(make, confidence):
    one = read({"quotes": [quote("said", ["Ana Cho"], ["“The lock was rusty,”"], confidence=confidence)]}, make)
    assert 0 <= one[0].score <= 1
