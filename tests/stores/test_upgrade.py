"""A store of each earlier version, with documents in it, is brought up to date: nothing is lost, and it goes on."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select, text
from store_made import add, fill, reading

from sayso.ledger import correction
from sayso.stores import open_store
from sayso.stores.engine import VERSION, VERSIONS
from sayso.stores.proving import verify
from sayso.stores.sql import Store
from sayso.stores.tables import metadata

# What takes each version's tables back to those of the one before.
BACK = {
    "0004": {
        "sqlite": ("DROP TABLE job_items", "DROP TABLE jobs"),
    },
    "0003": {
        "sqlite": (
            "INSERT INTO sketches SELECT * FROM recent_sketches",
            "DROP TABLE recent_sketches",
            "DROP INDEX statements_person",
            "CREATE INDEX statements_person ON statements (person, published)",
        ),
    },
    "0002": {
        "sqlite": ('ALTER TABLE heads DROP COLUMN "before"',),
    },
}
BACK = {version: {**ways, "postgresql": ways["sqlite"]} for version, ways in BACK.items()}


def taken_back(store: Store, version: str) -> None:
    with store.engine.begin() as connection:
        for later in reversed(VERSIONS[VERSIONS.index(version) + 1 :]):
            for line in BACK[later][connection.dialect.name]:
                connection.exec_driver_sql(line)
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def held(store: Store) -> dict[str, str]:
    """Everything in the tables, hashed; the two tables of sketches as one."""
    out = {}
    with store.engine.connect() as connection:
        for name, table in metadata.tables.items():
            out[name] = sorted(map(repr, connection.execute(select(table))))
    out["sketches"] = sorted(out.pop("recent_sketches") + out["sketches"])
    return {name: hashlib.sha256("\n".join(rows).encode()).hexdigest() for name, rows in out.items()}


def indexes(store: Store) -> set[str]:
    """The definitions of all indexes of the ledger's tables."""
    from sqlalchemy import inspect

    asked = inspect(store.engine)
    return {f"{table} {index['name']} {index['column_names']}" for table in metadata.tables for index in asked.get_indexes(table)}


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_an_earlier_store_is_brought_up_to_date_with_all_that_is_in_it(locator: str, version: str) -> None:
    with open_store(locator, create=True) as store:
        fill(store)
        before, made = held(store), indexes(store)
        taken_back(store, version)
    with open_store(locator) as store:
        assert held(store) == before
        assert indexes(store) == made
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == VERSION
        assert verify(store).whole
        later = reading("later.txt", ("Ana Cho", "The ferry will not sail again before the pier has been mended"))
        assert [add(store, later), add(store, later)] == [[3], [0]]
        first = next(iter(store.statements())).id
        with store.writing() as writing:
            writing.append([correction(first, {"note": "seen"}, "Mina Roe", None, writing.last("correction", first))])
        assert verify(store).whole
        view = held(store)
        with store.writing() as writing:
            writing.rebuild()
        assert held(store) == view


def test_every_version_but_the_first_has_a_way_back_in_this_test() -> None:
    assert set(BACK) == set(VERSIONS[1:])
