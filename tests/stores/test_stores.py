"""The contract of a store, on each kind of database: nothing is lost, doubled or rewritten, and what was kept is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_made import ORIGIN, add, fill, reading

import sayso
from bench.statements import readings
from sayso import ingest, pipeline, settings
from sayso.checker.policy import policy_of
from sayso.checker.report import Report
from sayso.errors import InputError, StoreError
from sayso.ledger import correction, merge, split
from sayso.ledger.view import View, view_digest
from sayso.reading import Reading
from sayso.schema import Failure, Span
from sayso.stores import open_store
from sayso.stores.answers import Query, documents_in, people, person, search, variants
from sayso.stores.proving import verify
from sayso.stores.sql import Store


def same_as_its_ledger(store: Store) -> bool:
    """Whether the tables say what the entries say."""
    return view_digest(View.after(store.entries()).statements()) == view_digest(store.statements())


BRIDGE = reading("bridge.txt", ("Ana Cho", "The bridge was closed because nobody had inspected it since the flood"), published="2025-02-03")


def correct(store: Store, key: str, by: str = "Mina Roe", why: str | None = None, **changes: object) -> None:
    with store.writing() as writing:
        writing.append([correction(key, changes, by, why, writing.last("correction", key))])


# -- keeping -------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    made = list(readings(60))
    add(store, *made)
    assert [store.reading(one.document.id).to_dict() for one in made] == [one.to_dict() for one in made]
    assert store.status()["statements"] == 60
    assert same_as_its_ledger(store)


def test_a_real_reading_comes_back_as_it_was(store: Store) -> None:
    read = sayso.read("“We never sold it,” Ana Cho told Radio Nova.\n\nShe added that the mill would stay open, “whatever they say”.")
    add(store, read)
    assert store.reading(read.document.id).to_json() == read.to_json()


@pytest.mark.parametrize("at_once", [1, 7])
def test_the_same_again_adds_nothing(store: Store, at_once: int) -> None:
    made = [*readings(60), BRIDGE, BRIDGE]
    add(store, *made, at_once=at_once)
    root = store.head().root
    assert add(store, *made, at_once=at_once) == [0] * len(made)
    assert store.head().root == root


def test_documents_kept_at_once_are_kept_alike(locator: str, tmp_path) -> None:
    with open_store(locator, create=True) as one, open_store(str(tmp_path / "other.db"), create=True) as other:
        add(one, *readings(200), at_once=1)
        add(other, *readings(200), at_once=50)
        assert view_digest(one.statements()) == view_digest(other.statements())


def test_the_same_bytes_under_another_name_keep_the_first(store: Store) -> None:
    add(store, BRIDGE)
    assert add(store, replace(BRIDGE, document=replace(BRIDGE.document, name="copy.txt"))) == [0]
    assert [one["name"] for one in store.documents()] == ["bridge.txt"]


def test_another_model_supersedes_adds_and_withdraws(store: Store) -> None:
    first = reading("mill.txt", ("Ana Cho", "We never sold the mill"), ("Colm Baird", "The lease ends in May this year"))
    add(store, first)
    kept = {one.text: one.id for one in store.statements()}
    newer = replace(
        first,
        quotations=(replace(first.quotations[0], score=0.5),),
        attributions=first.attributions[:1],
        origin=replace(ORIGIN, model_digest="by hand 2"),
    )
    assert add(store, newer) == [3]  # the reading, the first statement anew, the second withdrawn
    now = list(store.statements())
    assert [(one.id, one.score, one.by) for one in now] == [(kept["“We never sold the mill”"], 0.5, "sayso test, by hand 2")]
    assert [entry.kind for entry in store.history(kept["“The lease ends in May this year”"])] == ["statement", "withdrawal"]
    assert add(store, first) == [3]  # and back
    assert {one.text: one.id for one in store.statements()} == kept
    assert same_as_its_ledger(store)
    assert verify(store).whole


def test_two_things_of_one_id_are_refused(store: Store) -> None:
    add(store, BRIDGE)
    with pytest.raises(StoreError, match="Two things have the id"):
        add(store, replace(BRIDGE, document=replace(BRIDGE.document, bytes_digest="another")))
    assert store.status()["documents"] == 1


def test_every_conflict_of_short_ids_raises(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ids of 8 bits, two statements soon share one: none may vanish."""
    from sayso import rows

    whole = rows.identify
    monkeypatch.setattr(rows, "identify", lambda prefix, thing: (prefix + whole(prefix, thing)[0][-2:], whole(prefix, thing)[1]))
    raised = kept = 0
    for one in readings(1_200):
        try:
            add(store, one)
            kept += 1
        except StoreError:
            raised += 1
    assert raised
    assert store.status()["statements"] == kept * 20


def test_failures_are_kept_until_the_document_is_read(store: Store) -> None:
    failure = Failure(locator="bridge.txt", stage="ingest", code="unreadable", message="It is broken.")
    assert add(store, failure) == [1]
    assert add(store, failure) == [0]
    assert [one.subject for one in store.failures()] == ["bridge.txt"]
    add(store, BRIDGE)
    assert store.failures() == []
    assert store.status()["failures"] == 0


def test_nothing_of_a_broken_transaction_is_kept(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as writing:
        from sayso.ledger import drafts_of

        writing.append(drafts_of(BRIDGE, {}))
        raise ZeroDivisionError
    assert store.status()["entries"] == 0


@pytest.mark.parametrize("table", ["entries", "heads"])
@pytest.mark.parametrize("what", ["UPDATE {} SET at = 'now'", "DELETE FROM {}"])
def test_the_ledger_refuses_to_be_rewritten(store: Store, table: str, what: str) -> None:
    add(store, BRIDGE)
    with pytest.raises(StoreError, match="written once"), store.writing() as writing:
        writing.connection.exec_driver_sql(what.format(table))


def test_hostile_words_are_kept_and_found(store: Store) -> None:
    words = "a\x00b \ud800 ‮evil‬ ' \" ; DROP TABLE entries -- \U0001f4a3 ﬁne"
    one = reading("hostile\ud800.txt", ("Ana Cho", words))
    add(store, one)
    assert [each.text for each in store.statements()] == [f"“{words}”"]
    assert search(store, Query(words="evil drop")).total == 1
    assert same_as_its_ledger(store)
    assert verify(store).whole


# -- corrections ---------------------------------------------------------------------------------


def test_a_correction_stands_whatever_a_model_reads_later(store: Store) -> None:
    add(store, BRIDGE)
    (one,) = store.statements()
    correct(store, one.id, speaker={"name": "Lena Ortiz", "kind": "person"}, why="she said it, I was there")
    correct(store, one.id, act="accuse", note="checked twice")
    (now,) = store.statements()
    assert (now.speaker, now.basis, now.act, now.note, now.by) == ("Lena Ortiz", "human", "accuse", "checked twice", "person: Mina Roe")
    other_model = replace(BRIDGE.origin, model_digest="by hand 2")
    add(store, replace(BRIDGE, attributions=(replace(BRIDGE.attributions[0], act="deny"),), origin=other_model))
    (now,) = store.statements()
    assert (now.speaker, now.act) == ("Lena Ortiz", "accuse")
    add(store, replace(BRIDGE, quotations=(), attributions=(), origin=replace(other_model, model_digest="by hand 3")))
    assert [each.speaker for each in store.statements()] == ["Lena Ortiz"]
    assert [(entry.kind, entry.why) for entry in store.history(one.id) if entry.kind == "correction"] == [
        ("correction", "she said it, I was there"), ("correction", None),
    ]  # fmt: skip
    assert same_as_its_ledger(store)


def test_words_a_person_decided_on_are_not_found_anew_beside(store: Store) -> None:
    add(store, BRIDGE)
    (one,) = store.statements()
    correct(store, one.id, quotation=False)
    assert list(store.statements()) == []
    content = BRIDGE.quotations[0].content[0]
    longer = replace(BRIDGE.quotations[0], content=(Span(content.start, content.end + 1),))
    add(store, replace(BRIDGE, quotations=(longer,)))
    assert list(store.statements()) == []
    correct(store, one.id, quotation=True)
    assert len(list(store.statements())) == 1
    assert same_as_its_ledger(store)


def test_people_are_merged_and_parted(store: Store) -> None:
    add(
        store,
        reading("a.txt", ("Ana Cho", "The first of all things that she said")),
        reading("b.txt", ("Ana R. Cho", "The second thing, which came much later")),
        reading("c.txt", ("Ana Cho", "A third thing that another woman said")),
    )
    ids = {one["name"]: one["id"] for one in people(store)}
    assert person(store, ids["Ana Cho"])["statements"] == 2
    with store.writing() as writing:
        writing.append([merge(ids["Ana R. Cho"], ids["Ana Cho"], "Mina Roe", "same office", None)])
    assert person(store, "Ana Cho")["statements"] == 3
    assert {one.speaker for one in store.statements()} == {"Ana Cho"}
    assert search(store, Query(speaker="Ana R")).total == 3
    assert same_as_its_ledger(store)
    with store.writing() as writing:
        writing.append([split(ids["Ana Cho"], "doc-c.txt", "Mina Roe", "a namesake", None)])
    assert sorted((one["name"], one["statements"]) for one in people(store)) == [("Ana Cho", 1), ("Ana Cho", 2)]
    assert same_as_its_ledger(store)
    with store.writing() as writing:
        last = writing.last("merge", ids["Ana R. Cho"])
        writing.append([split(ids["Ana R. Cho"], None, "Mina Roe", "not the same after all", last)])
    assert sorted((one["name"], one["statements"]) for one in people(store)) == [("Ana Cho", 1), ("Ana Cho", 1), ("Ana R. Cho", 1)]
    assert same_as_its_ledger(store)
    assert verify(store).whole


def test_a_rebuild_makes_the_same_tables(store: Store) -> None:
    fill(store)
    before = view_digest(store.statements())
    assert verify(store).faults == []
    with store.writing() as writing:
        assert writing.rebuild() == store.head().size
    assert verify(store).faults == []
    assert view_digest(store.statements()) == before


# -- finding -------------------------------------------------------------------------------------

PAPERS = (
    reading("a.txt", ("Ana Cho", "We never sold the old mill"), ("Colm Baird", "The mill was sold in March"), published="2024-11-02",
            outlet="The Ledger"),
    reading("b.txt", ("Ana Cho", "I apologise for the café"), published="2024-12", outlet="Radio Nova", act="apologise"),
    reading("c.txt", ("Li Wei", "Mills are not for sale here"), published="2025-01-15", outlet="The Ledger"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        (Query(words="mill"), ["“The mill was sold in March”", "“We never sold the old mill”"]),
        (Query(words="mill*"), ["“Mills are not for sale here”", "“The mill was sold in March”", "“We never sold the old mill”"]),
        (Query(words='"old mill"'), ["“We never sold the old mill”"]),
        (Query(words="SOLD mill", speaker="baird"), ["“The mill was sold in March”"]),
        (Query(speaker="cho", act="apologise"), ["“I apologise for the café”"]),
        (Query(since="2024-12"), ["“I apologise for the café”", "“Mills are not for sale here”"]),
        (Query(until="2024-12"), ["“I apologise for the café”", "“The mill was sold in March”", "“We never sold the old mill”"]),
        (Query(outlet="ledger", since="2025"), ["“Mills are not for sale here”"]),
        (Query(document="b.txt"), ["“I apologise for the café”"]),
        (Query(words="nowhere"), []),
    ],
)
def test_search_finds_what_is_asked_for(store: Store, query: Query, texts: list[str]) -> None:
    add(store, *PAPERS)
    found = search(store, query)
    assert sorted(hit.statement.text for hit in found.hits) == texts
    assert (found.total, found.complete) == (len(texts), True)


def test_facets_and_pages_and_marks(store: Store) -> None:
    add(store, *PAPERS)
    found = search(store, Query(words="mill", limit=1))
    assert (len(found.hits), found.total) == (1, 2)
    assert found.facets["speaker"] == (("Ana Cho", 1), ("Colm Baird", 1))
    assert found.facets["outlet"] == (("The Ledger", 2),)
    second = search(store, Query(words="mill", limit=1, offset=1))
    assert {one.hits[0].statement.id for one in (found, second)} == {hit.statement.id for hit in search(store, Query(words="mill")).hits}
    (hit,) = found.hits
    assert [span.of(hit.snippet) for span in hit.marks] == ["mill"]


@pytest.mark.parametrize("query", [Query(words="“”"), Query(since="last year"), Query(speaker="Nobody Here")])
def test_a_question_that_makes_no_sense_is_refused(store: Store, query: Query) -> None:
    add(store, BRIDGE)
    with pytest.raises(InputError):
        search(store, query)


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NOT", "NEAR(a b)", "text:x", "*", "(", "a OR b", "-x", "^a", "{a} : b", "'", "\x00", "a:*"]
)
def test_words_are_words_and_no_language(store: Store, words: str) -> None:
    add(store, BRIDGE)
    try:
        search(store, Query(words=words))
    except InputError:
        assert not any(one.isalnum() for one in words)


def test_whose_name_is_meant_is_asked_where_it_is_not_clear(store: Store) -> None:
    add(store, reading("a.txt", ("Ana Cho", "One thing that was said here")), reading("b.txt", ("Lee Cho", "Another thing was said there")))
    with pytest.raises(InputError, match="2 people may be"):
        person(store, "Cho")
    assert person(store, "lee cho")["name"] == "Lee Cho"


# -- variants ------------------------------------------------------------------------------------


def test_the_same_words_in_several_documents_are_one_utterance(store: Store) -> None:
    add(
        store,
        reading("late.txt", ("Cho", "The bridge was closed because nobody inspected it since the flood"), published="2025-02-05"),
        BRIDGE,
        reading("cut.txt", ("Ana Cho", "Nobody had inspected it since the flood"), published="2025-02-09"),
        reading("other.txt", ("Ana Cho", "The bridge will open again when it has been inspected"), published="2025-02-04"),
        reading("namesake.txt", ("Colm Baird", "The bridge was closed because of a flood that nobody saw"), published="2025-02-04"),
    )
    (bridge,) = (one for one in store.statements() if one.document == "bridge.txt")
    assert [one.document for one, _ in variants(store, bridge.id)] == ["bridge.txt", "late.txt", "cut.txt"]
    assert store.status()["utterances"] == 3
    assert search(store, Query(words="flood", once=True)).total == 2
    assert same_as_its_ledger(store)


def checked_against(draft: Reading, *evidence: tuple[str, str]) -> Report:
    """A check of a draft against texts, each under a name."""
    shelf = settings.evidence_at_hand([replace(ingest.from_text(text, name), name=name) for name, text in evidence])
    return pipeline.checked(draft, shelf, policy_of("strict"), replace(ORIGIN, stage="check"))


def test_verdicts_are_kept_and_the_last_check_of_the_same_evidence_stands(store: Store) -> None:
    changed = ("hearing.txt", "ANA CHO: The bridge was not closed because somebody had inspected it since the flood.")
    true = ("hearing.txt", "ANA CHO: The bridge was closed because nobody had inspected it since the flood.")
    add(store, BRIDGE)
    (one,) = store.statements()

    def standing() -> dict[str, str]:
        return variants(store, one.id)[0][1]

    assert pipeline.keep_verdicts(store, BRIDGE, checked_against(BRIDGE, ("weather.txt", "It rained all day in the hills."))) == 1
    assert standing() == {"": "absent"}
    assert pipeline.keep_verdicts(store, BRIDGE, checked_against(BRIDGE, changed)) == 1
    assert standing() == {"hearing.txt": "altered"}  # what had found nothing stands no more
    assert pipeline.keep_verdicts(store, BRIDGE, checked_against(BRIDGE, changed)) == 0
    assert pipeline.keep_verdicts(store, BRIDGE, checked_against(BRIDGE, true)) == 1
    assert standing() == {"hearing.txt": "verbatim"}
    assert [(entry.payload or {})["outcome"] for entry in store.history(one.id) if entry.kind == "verdict"] == [
        "absent",
        "altered",
        "verbatim",
    ]
    with store.writing() as writing:
        writing.rebuild()
    assert standing() == {"hearing.txt": "verbatim"}
    assert verify(store).faults == []


def test_no_verdict_is_kept_on_what_a_person_says_is_no_quotation_of_the_draft(store: Store) -> None:
    report = checked_against(BRIDGE, ("weather.txt", "It rained all day in the hills."))
    add(store, reading("other.txt", ("Ana Cho", "It is all over now and we go home")))
    assert pipeline.keep_verdicts(store, BRIDGE, report) == 0  # the draft's statements are not in this store


def test_the_documents_of_a_store_are_listed(store: Store) -> None:
    add(store, BRIDGE, reading("song.txt", ("Leonard Osei", "We sang until the lamps went out"), outlet="The Harbour Bell"))
    assert [(row["name"], row["outlet"], row["statements"]) for row in documents_in(store)] == [
        ("song.txt", "The Harbour Bell", 1), ("bridge.txt", None, 1),
    ]  # fmt: skip
    assert [row["name"] for row in documents_in(store, "harbour")] == ["song.txt"]
    assert [row["id"] for row in documents_in(store, BRIDGE.document.id)] == [BRIDGE.document.id]
    assert documents_in(store, "100%") == [] == documents_in(store, limit=0)


def test_from_python_in_three_lines(tmp_path: Path) -> None:
    with sayso.open_store(tmp_path / "ledger.db", create=True) as store:
        assert sayso.keep(store, BRIDGE) > 0 and sayso.keep(store, [BRIDGE]) == 0
        assert [hit.statement.speaker for hit in search(store, Query(words="inspected")).hits] == ["Ana Cho"]
