"""What every row of EXPORTERS promises, and what each format's own standard asks of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from sayso import rows
from sayso.exporters import EXPORTERS
from sayso.exporters.bag_check import checked
from sayso.exporters.ids import urn
from sayso.exporters.lines import entries_in
from sayso.exporters.spreadsheet import harmless, original
from sayso.ledger import storable
from sayso.ledger.view import view_digest
from sayso.reading import Reading
from sayso.schema import Statement
from sayso.stores.answers import Query
from sayso.stores.chosen import Chosen

STANDARDS = Path(__file__).parent / "standards"
NAMES = list(EXPORTERS.built_in)
STREAMS = [name for name in NAMES if name != "bag"]
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SURROGATE = re.compile("[\ud800-\udfff]")


def written(name: str, holdings: Chosen) -> bytes:
    stream = io.BytesIO()
    EXPORTERS[name].write(holdings, stream)
    return stream.getvalue()


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


# -- what all promise ----------------------------------------------------------------------------


def ids_in(name: str, holdings: Chosen, folder: Path) -> list[str]:
    """The ids of the statements in an export; of those formats that have no ids, the words."""
    if name == "bag":
        EXPORTERS[name].write(holdings, folder)
        return [one["id"] for one in lines((folder / "data/statements.jsonl").read_bytes())]
    data = written(name, holdings)
    if name == "parquet":
        import pyarrow.parquet as pq

        return pq.read_table(io.BytesIO(data)).column("id").to_pylist()
    if name == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    if name == "jsonl":
        return [one["id"] for one in lines(data)]
    if name == "records":
        return [f"{one['document']['id']} {row['text']}" for one in lines(data) for row in one["attributions"]]
    if name == "annotations":
        return [one["id"].removeprefix("urn:sayso:") for one in json.loads(data)["first"]["items"]]
    if name == "schema-org":
        return [one["@id"].removeprefix("urn:sayso:") for one in json.loads(data)["@graph"]]
    if name == "followthemoney":
        return [one["id"] for one in lines(data) if one["schema"] == "Event"]
    if name == "tei":
        found = etree.fromstring(data).iter(f"{TEI}said", f"{TEI}seg")
        return [one.get(XML_ID) for one in found if one.get("prev") is None]
    if name == "ledger":
        gone = {one["subject"] for one in lines(data)[1:-1] if one["kind"] == "correction" and one["payload"].get("quotation") is False}
        return [one["subject"] for one in lines(data)[1:-1] if one["kind"] == "statement" and one["subject"] not in gone]
    raise AssertionError(f"say how statements are found in {name}")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "corrections"])
def test_every_statement_comes_out_once(name, holdings, tmp_path):
    wanted = list(holdings.statements())
    found = ids_in(name, holdings, tmp_path)
    if name == "records":
        assert Counter(found) == Counter(f"{one.document_id} {one.text}" for one in wanted)
    else:
        assert sorted(found) == sorted(one.id for one in wanted)
    assert len(found) > 30


@pytest.mark.parametrize("name", [name for name in NAMES if not EXPORTERS[name].whole])
@pytest.mark.parametrize("query", [Query(speaker="Cho"), Query(kind="event"), Query(since="2024", until="2024"), Query(document="c.txt")])
def test_what_is_chosen_comes_out_and_nothing_else(name, query, store, tmp_path):
    chosen = Chosen(store, query)
    wanted = list(chosen.statements())
    assert wanted
    found = ids_in(name, chosen, tmp_path)
    if name == "records":
        assert Counter(found) == Counter(f"{one.document_id} {one.text}" for one in wanted)
    else:
        assert sorted(found) == sorted(one.id for one in wanted)


def test_choices_are_what_they_say(store):
    assert {one.act for one in Chosen(store, Query(act="deny")).statements()} == {"deny"}
    assert {one.kind for one in Chosen(store, Query(kind="event")).statements()} == {"event"}
    assert {one.speaker for one in Chosen(store, Query(speaker="Cho")).statements()} == {"Ana Cho", "A. B. Cho"}
    assert {one.document for one in Chosen(store, Query(since="2025")).statements()} == {"../=cmd\x00\ud800<x>.html"}
    assert list(Chosen(store, Query(document="c.txt")).documents()) == [one["id"] for one in store.documents()][-1:]


@pytest.mark.parametrize("name", STREAMS)
def test_an_empty_store_makes_an_empty_export(name, nothing, tmp_path):
    assert EXPORTERS[name].write(nothing, io.BytesIO()) == 0
    if name not in ("corrections",):
        assert ids_in(name, nothing, tmp_path) == []


@pytest.mark.parametrize("name", STREAMS)
def test_the_same_store_is_written_the_same_way(name, holdings):
    assert written(name, holdings) == written(name, holdings)


@pytest.mark.parametrize("name", [name for name in STREAMS if name not in ("parquet",)])
def test_what_is_written_is_text_that_steers_nothing(name, holdings):
    text = written(name, holdings).decode("utf-8")
    allowed = "\n\r\t" if name in ("csv", "tei") else "\n"
    steering = {one for one in text if (ord(one) < 0x20 and one not in allowed) or 0xD800 <= ord(one) < 0xE000 or one == "\x00"}
    assert not steering - ({"\x0b", "\x1b"} if name == "csv" else set())
    if name not in ("csv", "tei"):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x7f-\x9f]", text)


# -- JSON Lines and the ledger -------------------------------------------------------------------


def test_json_lines_give_the_statement_back(holdings):
    def again(row: dict[str, Any]) -> dict[str, Any]:
        return json.loads(rows.json_line({name: getattr(row, name) for name in Statement.__dataclass_fields__}))

    assert lines(written("jsonl", holdings)) == [again(one) for one in holdings.statements()]


def test_records_are_of_the_published_schema_and_come_back(holdings):
    for document, one in zip(holdings.documents(), lines(written("records", holdings)), strict=True):
        named = {**one, "document": {**one["document"], "id": one["document"]["id"] if "evil" not in document else "doc-" + "0" * 20}}
        jsonschema.Draft202012Validator(rows.ledger_schema()).validate(named)
        reading, _ = holdings.held(document)
        assert Reading.from_dict(one, text=reading.document.text).to_dict() == reading.to_dict()


def test_a_ledger_goes_out_and_comes_in_again(holdings, store, new_store):
    data = written("ledger", holdings)
    other = new_store("other.db")
    assert other.replay(entries_in(io.BytesIO(data), "ledger.jsonl")) == store.head().size
    assert other.head().root == store.head().root
    assert view_digest(other.statements()) == view_digest(store.statements())
    assert written("ledger", Chosen(other)) == data


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda rows: rows[:-1], "cut off"),
        (lambda rows: [*rows[:3], *rows[4:]], "not what it was|not whole"),
        (lambda rows: [*rows[:-2], rows[-1]], "not whole"),
        (lambda rows: [*rows, rows[-1]], "not whole"),
        (lambda rows: rows[1:], "no ledger of schema"),
        (lambda rows: [rows[0], b"[1]", *rows[1:]], "no entry of a ledger"),
        (lambda rows: [rows[0], b"{", *rows[1:]], "no JSON"),
        (lambda rows: [rows[0], b"[" * 100_000, *rows[1:]], "no JSON"),
        (lambda rows: [rows[0], rows[1].replace(b'"seq": 1', b'"seq": "1"'), *rows[2:]], "another type"),
        (lambda rows: [row.replace(b"Ana Cho", b"Eva Cho") for row in rows], "not what it was"),
        (lambda rows: [rows[0], re.sub(rb'"digest": "[0-9a-f]+"', b'"digest": "zz"', rows[1]), *rows[2:]], "."),
        (lambda rows: [rows[0], re.sub(rb'"salt": "[0-9a-f]+"', b'"salt": "zz"', rows[1]), *rows[2:]], "."),
        (lambda rows: [], "no JSON|no ledger"),
    ],
)
def test_a_ledger_that_is_not_whole_is_refused_and_nothing_kept(spoil, says, holdings, new_store):
    from sayso.errors import InputError

    data = b"\n".join(spoil(written("ledger", holdings).split(b"\n")[:-1])) + b"\n"
    other = new_store("other.db")
    with pytest.raises(InputError, match=says):
        other.replay(entries_in(io.BytesIO(data), "ledger.jsonl"))
    assert other.head().size == 0


def test_corrections_are_training_data(holdings):
    found = {one["record"]["document"]["name"]: one for one in lines(written("corrections", holdings))}
    assert set(found) == {"mill.txt", "c.txt"}
    mine = found["c.txt"]
    assert [row["text"] for row in mine["record"]["attributions"]] == ["“Nothing,”"]
    assert mine["record"]["attributions"][0]["speaker"]["name"] == "Ana Cho"
    assert mine["record"]["attributions"][0]["speaker"]["basis"] == "human"
    (one,) = mine["corrected"]
    assert (one["id"], one["by"], one["why"], one["changes"]["act"]) == ("q1", "person: Mina Roe", "she is named above", "deny")
    (none,) = mine["rejected"]
    (span,) = none["content"]
    assert mine["text"][slice(*span)] == "“And this is no quotation.”"
    assert found["mill.txt"]["rejected"] == []
    for row in found.values():
        jsonschema.Draft202012Validator(rows.ledger_schema()).validate(row["record"])
        Reading.from_dict(row["record"], text=row["text"])


# -- tables --------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_every_cell_can_be_undone(holdings):
    data = written("csv", holdings)
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(table[0]) == tuple(Statement.__dataclass_fields__)
    cells = [cell for row in table for cell in row]
    assert not [cell for cell in cells if re.match("[=+\\-@＝＋－＠\t\r\n\x00|%]", cell.lstrip(" \ufeff\u202e"))]
    for row, one in zip(table[1:], holdings.statements(), strict=True):
        back = dict(zip(table[0], map(original, row), strict=True))
        for name in Statement.__dataclass_fields__:
            value = getattr(one, name)
            if isinstance(value, str):
                assert back[name] == storable(value)
            elif isinstance(value, tuple):
                assert json.loads(back[name]) == json.loads(storable(json.dumps(value, ensure_ascii=False)))
            elif value is None:
                assert back[name] == ""


@pytest.mark.parametrize("cell", ["=1", "'=1", "''", "", "a=1", "  +1", "\u3000=1", "-", "'", "\n", "1", "“=1”", "\u200b@x", "\xa0=2"])
def test_an_apostrophe_in_front_is_all_that_changes(cell):
    out = harmless(cell)
    assert original(out) == cell
    assert out in (cell, "'" + cell)


def test_parquet_is_typed_and_holds_every_field(holdings, monkeypatch):
    import pyarrow.parquet as pq

    from sayso.exporters import parquet

    monkeypatch.setattr(parquet, "ROWS", 7)
    file = pq.ParquetFile(io.BytesIO(written("parquet", holdings)))
    assert file.metadata.num_row_groups > 3  # written as it comes, not gathered
    table = file.read().to_pylist()
    for row, one in zip(table, holdings.statements(), strict=True):
        assert row["text"] == SURROGATE.sub("\ufffd", one.text)
        assert row["content_spans"] == [{"start": start, "end": end} for start, end in one.content_spans]
        assert row["negated"] is one.negated
        assert row["addressees"] == [SURROGATE.sub("\ufffd", name) for name in one.addressees]
        assert row["score"] == one.score


# -- linked data ---------------------------------------------------------------------------------


def test_annotations_keep_the_data_model_and_find_their_words(holdings):
    held = json.loads(written("annotations", holdings))
    jsonschema.Draft202012Validator(json.loads((STANDARDS / "web-annotation.json").read_text(encoding="utf-8"))).validate(held)
    texts = {document: holdings.held(document)[0].document.text for document in holdings.documents()}
    items = held["first"]["items"]
    assert held["total"] == len(items)
    pages = 0
    for one in items:
        for target in one["target"] if isinstance(one["target"], list) else [one["target"]]:
            if not isinstance(target["selector"], list):
                pages += 1
                assert target["source"].startswith("https://example.org")
                continue
            quote, place = target["selector"]
            text = next(text for document, text in texts.items() if target["source"] == urn(document))
            assert text[place["start"] : place["end"]] == quote["exact"]
            assert text[: place["start"]].endswith(quote["prefix"])
            assert text[place["end"] :].startswith(quote["suffix"])
    assert pages


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib meets its own
def test_annotations_are_json_ld(holdings):
    import rdflib

    held = json.loads(written("annotations", holdings).replace(b"\\ud800", b"\\ufffd").replace(b"\\udc00", b"\\ufffd"))
    terms = json.loads((STANDARDS / "anno-terms.json").read_text(encoding="utf-8"))
    held["@context"] = terms
    for one in held["first"]["items"]:
        del one["@context"]
    graph = rdflib.Graph().parse(data=json.dumps(held), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(found) == held["total"]
    for one in found:
        targets = list(graph.objects(one, oa.hasTarget))
        assert targets
        assert all((target, oa.hasSource, None) in graph and (target, oa.hasSelector, None) in graph for target in targets)
        assert (one, oa.motivatedBy, oa.identifying) in graph
    exact = {str(words) for words in graph.objects(None, oa.exact)}
    assert "“I know how this will look,”" in exact


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_quotations_use_schema_orgs_words_only(holdings):
    import rdflib
    from rdflib.namespace import SDO

    held = json.loads(written("schema-org", holdings).replace(b"\\ud800", b"\\ufffd").replace(b"\\udc00", b"\\ufffd"))
    assert held["@context"] == "https://schema.org"
    held["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(held), format="json-ld")
    known = {str(SDO[name]) for name in SDO.__annotations__}
    used = {str(one) for one in graph.predicates() if one != rdflib.RDF.type} | {str(one) for one in graph.objects(None, rdflib.RDF.type)}
    assert used <= known
    assert len(set(graph.subjects(rdflib.RDF.type, SDO.Quotation))) + len(
        set(graph.subjects(rdflib.RDF.type, SDO.CommunicateAction))
    ) == len(held["@graph"])


def test_what_was_not_said_is_attributed_to_nobody(holdings):
    nodes = {one["@id"]: one for one in json.loads(written("schema-org", holdings))["@graph"]}
    denied = [one for one in holdings.statements() if one.negated]
    assert len(denied) == 2
    for one in denied:
        node = nodes[f"urn:sayso:{one.id}"]
        assert not {"spokenByCharacter", "agent", "creator"} & node.keys()
        assert node["disambiguatingDescription"]
    entities = {one["id"]: one for one in lines(written("followthemoney", holdings))}
    assert all("negated" in entities[one.id]["properties"]["keywords"] for one in denied)
    for item in json.loads(written("annotations", holdings))["first"]["items"]:
        if item["id"] in {f"urn:sayso:{one.id}" for one in denied}:
            assert not [body for body in item["body"] if body.get("purpose") == "identifying"]


# -- FollowTheMoney ------------------------------------------------------------------------------


def test_entities_are_of_followthemoneys_schemata(holdings):
    model = json.loads((STANDARDS / "followthemoney-4.11.2.json").read_text(encoding="utf-8"))["schemata"]
    entities = lines(written("followthemoney", holdings))
    by_id = {one["id"]: one for one in entities}
    assert len(by_id) == len(entities)
    before = set()
    for one in entities:
        schema = model[one["schema"]]
        assert set(one) == {"id", "schema", "properties"}
        assert set(schema["required"]) <= one["properties"].keys() <= schema["properties"].keys()
        for name, values in one["properties"].items():
            kind, wanted = schema["properties"][name]
            assert values and all(isinstance(value, str) and value for value in values)
            if kind == "entity":
                assert all(wanted in model[by_id[value]["schema"]]["is"] and value in before for value in values)
            if kind == "date":
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ?)?)?)?", value) for value in values)
            if kind == "url":
                assert all(value.startswith("https://") for value in values)
        before.add(one["id"])


def test_followthemoney_itself_reads_the_entities(holdings):
    followthemoney = pytest.importorskip("followthemoney", reason="it needs a compiler and ICU: pip install --group standards")
    for one in lines(written("followthemoney", holdings)):
        entity = followthemoney.model.get_proxy(one, cleaned=False)
        try:
            entity.schema.validate(one)
        except followthemoney.exc.InvalidData as wrong:
            raise AssertionError(f"{one}: {wrong.errors}") from wrong
        assert set(entity.to_dict()["properties"]) == set(one["properties"])


# -- TEI -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def relax_ng() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(gzip.decompress((STANDARDS / "tei_all-4.3.0.rng.gz").read_bytes())))


def test_tei_is_valid_and_its_body_is_the_text(holdings, nothing, relax_ng):
    relax_ng.assertValid(etree.fromstring(written("tei", nothing)))
    root = etree.fromstring(written("tei", holdings))
    relax_ng.assertValid(root)
    bodies = root.findall(f".//{TEI}body")
    for document, body in zip(holdings.documents(), bodies, strict=True):
        text = holdings.held(document)[0].document.text
        assert "".join(body.itertext()) == re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def test_every_said_is_its_words_and_points_to_its_speaker(holdings):
    root = etree.fromstring(written("tei", holdings))
    by_id = {one.get(XML_ID): one for one in root.iter() if one.get(XML_ID) is not None}
    assert len(by_id) == sum(1 for one in root.iter() if one.get(XML_ID) is not None)
    for one in root.iter():
        for name in ("who", "toWhom", "ana", "prev", "next", "corresp"):
            for pointer in (one.get(name) or "").split():
                assert pointer[0] == "#" and pointer[1:] in by_id
    texts = {document: holdings.held(document)[0].document.text for document in holdings.documents()}
    for one in holdings.statements():
        pieces = [by_id[one.id]]
        while pieces[-1].get("next"):
            assert by_id[pieces[-1].get("next")[1:]].get("prev") == "#" + pieces[-1].get(XML_ID)
            pieces.append(by_id[pieces[-1].get("next")[1:]])
        said = "".join("".join(piece.itertext()) for piece in pieces)
        wanted = "".join(span.of(texts[one.document_id]) for span in (one.content_spans or one.cue_spans))
        wanted = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", wanted)
        assert said.split() == wanted.split() or "".join(said.split()) == "".join(wanted.split())
        who = by_id[(pieces[0].get("who") or pieces[0].get("corresp"))[1:]] if one.speaker else None
        if who is not None:
            assert one.speaker_id in [idno.text for idno in who.iter(f"{TEI}idno")]


# -- the bag -------------------------------------------------------------------------------------


def test_a_bag_is_valid_to_the_standards_own_library_and_to_ours(holdings, nothing, tmp_path):
    import bagit

    for name, held in (("full", holdings), ("empty", nothing)):
        folder = tmp_path / name
        folder.mkdir()
        number = EXPORTERS["bag"].write(held, folder)
        bagit.Bag(str(folder)).validate()
        found = checked(folder)
        assert found.whole, found.faults
        assert found.statements == number == len(list(held.statements()))
    assert (checked(tmp_path / "full").documents, checked(tmp_path / "full").verdicts) == (4, 1)


def test_a_bag_has_harmless_names_and_a_report_that_runs_nothing(holdings, tmp_path):
    tmp_path = tmp_path / "bag"
    tmp_path.mkdir()
    EXPORTERS["bag"].write(holdings, tmp_path)
    for path in tmp_path.rglob("*"):
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9]+)?", path.name), path
    page = (tmp_path / "data/report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "javascript:" not in re.sub(r"&lt;.*", "", page).split("<style>")[0]
    assert "altered" in page and "hearing &lt;1&gt;.txt" in page
    texts = {one["id"]: one for one in lines((tmp_path / "data/documents.jsonl").read_bytes())}
    for document in holdings.documents():
        text = (tmp_path / texts[document]["file"]).read_bytes().decode("utf-8")
        assert text == SURROGATE.sub("\ufffd", holdings.held(document)[0].document.text)
