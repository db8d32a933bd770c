from __future__ import annotations

import json
import re
import typing

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import rows, schema
from sayso.errors import InputError
from sayso.reading import Reading
from sayso.schema import Origin, Segment, Span

SCHEMA = rows.ledger_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_canonical_sorts_keys_leaves_no_spaces_and_is_utf8():
    assert rows.canonical({"b": [1, 2.5], "a": "é“"}) == '{"a":"é“","b":[1,2.5]}'.encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_canonical_refuses_what_json_has_no_word_for(number):
    with pytest.raises(ValueError, match="JSON"):
        rows.canonical({"score": number})


@given(JSON)
def test_both_json_texts_say_the_thing_itself(thing):
    assert json.loads(rows.canonical(thing)) == thing
    assert json.loads(rows.json_line(thing)) == thing


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Cs", "Lu"])))
def test_a_json_line_is_one_line_without_steering_characters(text):
    def pair(found):
        return found.group().encode("utf-16", "surrogatepass").decode("utf-16")

    line = rows.json_line([text])
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\x1b\x7f\x85\x9b\u202e\u2066\u200f\u2028\ud800")
    assert json.loads(line) == [re.sub("[\ud800-\udbff][\udc00-\udfff]", pair, text)]  # two halves in a row are one character in JSON


def test_identify_is_the_prefix_and_twenty_digits_of_the_digest():
    first, digest = rows.identify("st-", {"a": 1, "b": 2})
    assert first == "st-" + digest[:20]
    assert len(digest) == 64
    assert rows.identify("st-", {"b": 2, "a": 1}) == (first, digest)
    assert rows.identify("st-", {"a": 1, "b": 3})[0] != first


def test_the_schema_is_a_schema_and_strict():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["$defs"]["attribution"]["properties"]["medium"]["anyOf"][0]]
    for one in (each for each in objects if each.get("type") == "object"):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
        assert one["description"]
        assert all("description" in each or "$ref" in each for each in one["properties"].values())


@pytest.mark.parametrize(
    ("where", "field", "literal", "nullable"),
    [
        ("document", "kind", schema.DocumentKind, False),
        ("entity", "kind", schema.EntityKind, False),
        ("speaker", "kind", schema.EntityKind, False),
        ("speaker", "basis", schema.Basis, False),
        ("attribution", "kind", schema.QuotationKind, False),
        ("attribution", "act", schema.Act, True),
        ("medium", "kind", schema.MediumKind, False),
        ("step", "kind", schema.StepKind, False),
        ("step", "status", schema.StepStatus, False),
        ("when", "precision", schema.Precision, False),
    ],
)
def test_the_schema_allows_the_words_of_the_code(where, field, literal, nullable):
    allowed = SCHEMA["$defs"][where]["properties"][field]["enum"]
    assert allowed == [*typing.get_args(literal), *([None] if nullable else [])]


def test_a_record_fits_the_schema_and_has_every_field(mill: Reading):
    record = mill.to_dict()
    VALIDATOR.validate(record)
    assert list(record) == SCHEMA["required"]
    assert list(record["attributions"][0]) == SCHEMA["$defs"]["attribution"]["required"]


@pytest.mark.parametrize("spoil", ["missing", "more", "null kind", "text of an event", "score"])
def test_the_schema_refuses(mill: Reading, spoil):
    record = mill.to_dict()
    row = record["attributions"][2]
    match spoil:
        case "missing":
            del row["hedges"]
        case "more":
            row["quote"] = ""
        case "null kind":
            row["kind"] = None
        case "text of an event":
            row["text"] = "sorry"
        case "score":
            row["score"] = 1.01
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(record)


def test_the_words_of_a_record_are_those_of_the_text(mill: Reading):
    text, record = mill.document.text, mill.to_dict()
    for row in record["attributions"]:
        assert row["text"] == " […] ".join(text[start:end] for start, end in row["content"])
    for row in record["media"]:
        assert row["text"] == text[slice(*row["span"])]


def test_names_are_filled_in_and_an_unknown_speaker_is_null(mill: Reading):
    first, second, third, _ = mill.to_dict()["attributions"]
    assert first["speaker"] == {"entity": "e1", "name": "Ana Cho", "kind": "person", "basis": "named"}
    assert first["via"] == [{"entity": "e3", "name": "Radio Nova"}]
    assert second["targets"] == [{"entity": "e1", "name": "Ana Cho"}]
    assert third["speaker"] is None
    assert third["addressees"] == [{"entity": "e1", "name": "Ana Cho"}]


def test_from_is_the_role_of_the_segment_in_which_it_begins():
    role = rows.role_at([Segment(span=Span(2, 5), role="headline"), Segment(span=Span(7, 9), role="aside", reason="navigation")])
    assert [role(at) for at in range(10)] == [None, None, "headline", "headline", "headline", None, None, "aside", "aside", None]


def test_a_record_and_its_text_give_the_reading_back(mill: Reading):
    record = mill.to_dict()
    again = Reading.from_dict(json.loads(json.dumps(record)), text=mill.document.text)
    assert again.to_dict() == record
    assert again.quotations == mill.quotations
    assert again.steps == mill.steps
    assert again.media == mill.media


def test_times_and_pages_of_segments_are_in_the_record_and_come_back(make):
    turn = Segment(span=Span(0, 9), role="turn", speaker="Ana Cho", start_ms=1000, end_ms=2500, page=4)
    one = make.document("We tried.", turn)
    record = rows.record(document=one, quotations=(), attributions=(), entities=(), origin=Origin(stage="read", version="1"))
    VALIDATOR.validate(record)
    assert rows.parts(record, one.text)["document"].segments == (turn,)
    for key in ("start_ms", "end_ms", "page"):  # as records of version 0.1 may lack them
        del record["segments"][0][key]
    assert rows.parts(record, one.text)["document"].segments[0].page is None


def test_parts_refuses_another_schema_and_another_text(mill: Reading):
    record = mill.to_dict()
    with pytest.raises(InputError, match="sayso-ledger/2"):
        rows.parts({**record, "schema": "sayso-ledger/2"}, mill.document.text)
    with pytest.raises(InputError, match="characters when it was read"):
        rows.parts(record, mill.document.text + " ")
