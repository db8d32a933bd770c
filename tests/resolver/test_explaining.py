"""Why a speaker: explanations, and readings with a least score; with the model that ships."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import sayso
from sayso import cli
from sayso.errors import InputError
from sayso.reading import Reading

TEXT = (
    "Mayor Ana Cho said on Monday that the old mill would not be sold.\n\n"
    "“We never sold it,” she said. “It was never for sale.”\n\n"
    "Leonard Osei, a builder from Hull, denied that he had paid for it."
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return sayso.read(TEXT)


def test_an_explanation_tells_the_chain_and_the_answer(reading: Reading) -> None:
    one = next(saying for saying in reading if saying.source == "she")
    told = reading.explain(one.id)
    assert told.saying.speaker == "Ana Cho" and told.reason.why == "she"
    assert told.reason.antecedent is not None and told.reason.antecedent.of(TEXT) == "Ana Cho"
    assert [span.of(TEXT) for span in told.chain] == ["Ana Cho", "she"]
    for words in ("speaker   Ana Cho (coreference", "answered  by Ana Cho [6:13]", "mentions  she", "cue       said"):
        assert words in str(told)
    assert told.to_dict()["mentions"][0] == {"span": [6, 13], "text": "Ana Cho"}


def test_every_quotation_has_a_reason(reading: Reading) -> None:
    assert [one.quotation_id for one in reading.reasons] == [one.id for one in reading.quotations]
    assert all(str(reading.explain(one.id)) for one in reading)


def test_what_cannot_be_explained_says_why(reading: Reading) -> None:
    with pytest.raises(InputError, match=r"There is no quotation q99 in .*; it has q1 to"):
        reading.explain("q99")
    again = Reading.from_dict(reading.to_dict(), text=TEXT)
    assert again.to_dict() == reading.to_dict()  # reasons are no part of a record
    with pytest.raises(InputError, match="A record keeps no reasons"):
        again.explain("q1")


def test_a_least_score_leaves_out_what_is_less_sure(reading: Reading) -> None:
    scores = sorted(one.score for one in reading)
    assert len(reading.at_least(0.0)) == len(reading) and reading.at_least(0.0) is reading
    kept = reading.at_least(scores[1])
    assert [one.id for one in kept] == [one.id for one in reading if one.score >= scores[1]]
    named = {name for row in kept.attributions for name in (row.entity_id, *row.addressees, *row.via, *row.targets)}
    assert {one.id for one in kept.entities} <= named | {name for one in kept.media for name in (*one.by, *one.to, *one.via)}
    assert len(reading.at_least(1.0)) == 0
    assert sayso.read(TEXT, min_score=scores[1]) == kept


def test_the_command(tmp_path) -> None:
    file = tmp_path / "mill.txt"
    file.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(cli.app, ["explain", str(file), "q1"])
    assert told.exit_code == 0 and "speaker   Ana Cho (named" in told.stdout
    data = json.loads(CliRunner().invoke(cli.app, ["explain", str(file), "q1", "--json"]).stdout)
    assert data["speaker"] == "Ana Cho" and data["source"][0]["text"] == "Mayor Ana Cho"
    few = CliRunner().invoke(cli.app, ["read", str(file), "--format", "jsonl", "--min-score", "1.0"])
    assert few.exit_code == 0 and json.loads(few.stdout)["attributions"] == []
