"""What is remembered between transactions changes no answer: full buckets, printed words, the small table of sketches."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from store_made import ORIGIN, reading

from sayso import pipeline
from sayso.ledger import variants as alike
from sayso.stores import open_store, printings, table
from sayso.stores.answers import variants
from sayso.stores.proving import verify
from sayso.stores.sql import Store
from sayso.stores.tables import recent_sketches, sketches, statements

WORDS = "The harbour will be closed until the {} crane has been inspected by the county"
MANY = [
    *(reading(f"crane{n}.txt", ("Ana Cho", WORDS.format("old")), published=f"2025-02-{n + 1:02}") for n in range(9)),
    *(reading(f"mast{n}.txt", ("Colm Baird", f"The mast of boat {n} was sold to nobody whom we in this office know of"),
              published="2025-03-01") for n in range(6)),
    *(reading(f"crane-again{n}.txt", ("Ana Cho", WORDS.format("older")), published=f"2025-04-{n + 1:02}") for n in range(4)),
]  # fmt: skip


def added(path: str, at_once: int, patch: pytest.MonkeyPatch | None = None, most: int = 0) -> Store:
    if patch is not None:
        patch.setattr(alike, "MOST_ALIKE", most)
        patch.setattr(printings, "MOST_ALIKE", most)
        patch.setattr(printings, "MOVED_AT", 20)
    store = open_store(path, create=True)
    for _ in pipeline.keep(store, MANY, ORIGIN, at_once=at_once):
        pass
    return store


def canonical(store: Store) -> list[Any]:
    with store.engine.connect() as connection:
        return sorted(map(tuple, connection.execute(select(statements.c.key, statements.c.canonical))))


@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_full_buckets_are_remembered_and_answer_as_the_tables_do(tmp_path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    with added(str(tmp_path / "few.db"), at_once, monkeypatch, 3) as store:
        assert store.remembered.full
        assert all(len(bucket) >= 3 for bucket in store.remembered.full.values())
        with store.engine.connect() as connection:
            for each, bucket in store.remembered.full.items():
                found = [
                    number
                    for table in (sketches, recent_sketches)
                    for number in connection.execute(select(table.c.statement).where(table.c.hash == each)).scalars()
                ]
                assert sorted(found) == sorted(bucket)
            moved = connection.execute(select(func.count()).select_from(sketches)).scalar_one()
            assert moved or at_once == 100
        assert verify(store).whole
        first = next(one for one in store.statements() if one.document == "crane0.txt")
        assert len(variants(store, first.id)) == 13
        before = canonical(store)
        with store.writing() as writing:
            writing.rebuild()
        assert canonical(store) == before
        assert verify(store).whole


def test_a_store_opened_anew_for_each_document_answers_alike(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    with added(str(tmp_path / "one.db"), 1, monkeypatch, 3) as store:
        remembering = [row[1] for row in canonical(store)]
    for one in MANY:
        with open_store(str(tmp_path / "two.db"), create=True) as store:
            for _ in pipeline.keep(store, [one], ORIGIN):
                pass
    with open_store(str(tmp_path / "two.db")) as store:
        assert [row[1] for row in canonical(store)] == remembering


def test_nothing_of_a_broken_transaction_is_remembered(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    with added(str(tmp_path / "store.db"), 4, monkeypatch, 3) as store:
        full, printed, recent = dict(store.remembered.full), dict(store.remembered.printed), store.remembered.recent
        more = reading("crane-more.txt", ("Ana Cho", WORDS.format("oldest")))
        with pytest.raises(RuntimeError, match="power"), store.writing() as writing:
            from sayso.ledger import drafts_of

            writing.append(list(drafts_of(more, writing.in_force([more.document.id])[more.document.id])))
            raise RuntimeError("power")
        assert (store.remembered.full, store.remembered.printed, store.remembered.recent) == (full, printed, recent)
        for _ in pipeline.keep(store, [more], ORIGIN):
            pass
        assert verify(store).whole


def test_where_there_is_no_colour_words_that_differ_are_marked_and_none_is_shown_as_printed():
    shown = table._differing("We never sold the mill".split(), "We sold the old mill".split()).plain
    assert shown == "We [-never-] sold the {+old+} mill "
