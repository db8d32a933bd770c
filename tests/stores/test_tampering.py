"""Whatever is changed in a store behind sayso's back, `sayso verify` finds it: 1,000 random changes, all found."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from store_made import PAPERS, add, fill

from sayso.errors import InputError, StoreError
from sayso.ledger.tree import Checkpoint, opened, signed
from sayso.stores import open_store, printings
from sayso.stores.engine import sqlite_module
from sayso.stores.proving import Proof, verify
from sayso.stores.sql import Store
from sayso.stores.tables import WORKING_PAPERS, metadata

CHANGES = 1_000
LEDGER = ("entries", "heads")
FOLLOWING = tuple(sorted(set(metadata.tables) - {*LEDGER, *WORKING_PAPERS}))
WORDS = ("words_docsize", "words_data")  # of the full-text index
KEYS = {name: [column.name for column in table.primary_key] for name, table in metadata.tables.items()}
STRICT = {name: {column.name: str(column.type) for column in table.columns} for name, table in metadata.tables.items()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A connection to a small store with an entry of every kind and a row in every table, in memory."""
    path = tmp_path_factory.mktemp("tampering") / "store.db"
    with pytest.MonkeyPatch.context() as patch, open_store(str(path), create=True) as store:
        patch.setattr(printings, "MOVED_AT", 20)
        fill(store)
        assert verify(store).whole
    source = sqlite_module().connect(str(path))
    yield source
    source.close()


class Copy:
    """A copy of the store in memory, which can be changed as whoever has the file can."""

    def __init__(self, source: Any) -> None:
        self.db = sqlite_module().connect(":memory:", isolation_level=None, check_same_thread=False)
        source.backup(self.db)
        engine = create_engine("sqlite://", creator=lambda: self.db, poolclass=StaticPool, module=sqlite_module())
        self.store = Store(engine, engine.url)
        self.triggers = self.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()

    def change(self, *lines: tuple[str, tuple[Any, ...]]) -> None:
        """Change it, and cover it up: the triggers that refuse it are put back."""
        for name, _ in self.triggers:
            self.db.execute(f"DROP TRIGGER {name}")
        self.db.execute("PRAGMA foreign_keys = OFF")
        for line, values in lines:
            self.db.execute(line, values)
        for _, line in self.triggers:
            self.db.execute(line)

    def rows(self, table: str) -> list[dict[str, Any]]:
        asked = self.db.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in asked.description]
        return [dict(zip(names, row, strict=True)) for row in asked]


def otherwise(chance: random.Random, value: Any, kind: str, others: list[Any]) -> Any:
    """Another value for a cell, such as its column may hold."""
    if value is None or chance.random() < 0.2:
        others = [one for one in others if one != value]
        if others and chance.random() < 0.7:
            return chance.choice(others)
    if kind == "INTEGER" or kind == "BIGINT":
        return chance.choice([0, 1, -1, 7, 10**6]) if value is None else value + chance.choice([-3, -1, 1, 2, 1000])
    if kind == "BLOB":
        held = bytearray(value or bytes(32))
        if held and chance.random() < 0.8:
            held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
            return bytes(held)
        return bytes(held[:-1]) if chance.random() < 0.5 else bytes(held) + b"\0"
    if value is None or not value:
        return "x"
    at = chance.randrange(len(value))
    return value[:at] + chance.choice(["", "x", " ", "é", value[at] * 2, value[at].swapcase() + "."]) + value[at + 1 :]


def key_of(table: str, row: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    keys = KEYS.get(table, ["id"])
    return " AND ".join(f'"{key}" IS ?' for key in keys), tuple(row[key] for key in keys)


def a_cell(chance: random.Random, copy: Copy, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    rows = copy.rows(table)
    row = chance.choice(rows)
    column = chance.choice(list(row))
    kind = STRICT.get(table, {}).get(column) or ("INTEGER" if isinstance(row[column], int) else "BLOB")
    value = otherwise(chance, row[column], kind, [one[column] for one in rows])
    where, key = key_of(table, row)
    return [(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (value, *key))]


def a_byte(chance: random.Random, copy: Copy, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    """One bit of an entry's words, text or not."""
    row = chance.choice(copy.rows("entries"))
    column = chance.choice(["payload", "payload", "payload", "by", "subject", "at", "why"])
    held = bytearray((row[column] or "x").encode())
    held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return [(f'UPDATE entries SET "{column}" = CAST(? AS TEXT) WHERE seq = ?', (bytes(held), row["seq"]))]


def a_row_less(chance: random.Random, copy: Copy, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    where, key = key_of(table, chance.choice(copy.rows(table)))
    return [(f'DELETE FROM "{table}" WHERE {where}', key)]


def a_row_more(chance: random.Random, copy: Copy, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    """A row like another, with another key, and something in it changed."""
    rows = copy.rows(table)
    row = dict(chance.choice(rows))
    for name in {*KEYS[table], *(["key"] if "key" in row else [])}:
        row[name] = max(one[name] for one in rows) + 1 if isinstance(row[name], int) else row[name] + chance.choice("xyz")
    return [(f'INSERT INTO "{table}" ({", ".join(f"{name!r}" for name in row)}) VALUES ({", ".join("?" * len(row))})', tuple(row.values()))]


def two_rows(chance: random.Random, copy: Copy, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Two rows of the ledger in each other's place; of another table one cell of each."""
    rows = copy.rows(table)
    if len(rows) < 2:
        return []
    one, other = chance.sample(rows, 2)
    keys = KEYS[table]
    names = [name for name in one if name not in keys and name != "key"]
    if not names:
        return []
    if table not in LEDGER:
        names = [chance.choice(names)]
    out = []
    for to, come in ((one, other), (other, one)):
        where, key = key_of(table, to)
        values = tuple(come[name] for name in names)
        out.append((f'UPDATE "{table}" SET {", ".join(f"{name!r} = ?" for name in names)} WHERE {where}', (*values, *key)))
    return out


WAYS = (
    (a_cell, LEDGER, 5), (a_byte, ("entries",), 4), (a_row_less, LEDGER, 2), (a_row_more, LEDGER, 2), (two_rows, LEDGER, 2),
    (a_cell, FOLLOWING, 4), (a_row_less, FOLLOWING, 2), (a_row_more, FOLLOWING, 2), (two_rows, FOLLOWING, 2), (a_cell, WORDS, 1), (a_row_less, WORDS, 1),
)  # fmt: skip


def everything(copy: Copy) -> list[Any]:
    copy.db.text_factory = bytes
    held = [copy.db.execute(f'SELECT * FROM "{table}"').fetchall() for table in (*LEDGER, *FOLLOWING, *WORDS)]
    copy.db.text_factory = str
    return held


def answers_of_words(copy: Copy) -> list[Any]:
    """All that the index of words can answer: which rows each word is found in, and where in them, now and after a merge."""
    out: list[Any] = []
    copy.db.execute("CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'words', 'instance')")
    for _ in range(2):
        there = copy.db.execute("SELECT term, doc, offset FROM temp.instances").fetchall()
        out.append(there)
        for term in sorted({term for term, *_ in there}):
            out.append(copy.db.execute("SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY 1", (f'"{term}"',)).fetchall())
        copy.db.execute("INSERT INTO words(rowid, text) VALUES (1000000, 'merged')")
        copy.db.execute("INSERT INTO words(words) VALUES ('optimize')")
    return out


def test_every_one_of_a_thousand_changes_is_found(whole: Any) -> None:
    chance = random.Random(20250203)
    untouched = everything(Copy(whole))
    missed, made, named, idle = [], Counter(), 0, 0
    answers = answers_of_words(Copy(whole))
    while sum(made.values()) < CHANGES:
        way, tables, _ = chance.choices(WAYS, [weight for *_, weight in WAYS])[0]
        table = chance.choice(tables)
        copy = Copy(whole)
        try:
            lines = way(chance, copy, table)
            copy.change(*lines)
        except sqlite_module().IntegrityError:
            continue  # the tables themselves refuse it
        if everything(copy) == untouched:
            continue  # it was no change
        made[way.__name__, table] += 1
        try:
            proof = verify(copy.store)
            without_effect = proof.whole and table == "words_data" and answers_of_words(copy) == answers
        except StoreError:
            continue  # it cannot be read at all: found
        finally:
            copy.db.close()
        if without_effect:  # FTS5 marks rows that were deleted; nothing reads the mark of one that has words
            idle += 1
            made[way.__name__, table] -= 1  # it changed nothing that anybody can see, and is not found
        elif proof.whole:
            missed.append(lines)
        named += proof.faults[:1] != [] and proof.faults[0][0] > 0
    sys.stdout.write(
        f"{sum(made.values())} changes, {len(missed)} missed, {idle} that changed no answer, {named} with the first bad entry's place: {dict(made)}\n"
    )
    assert missed == []
    assert idle <= CHANGES // 200


@pytest.mark.parametrize("place", [1, 5, 12])
def test_the_first_bad_entry_is_named(whole: Any, place: int) -> None:
    copy = Copy(whole)
    copy.change(*((f"UPDATE entries SET payload = replace(payload, 'a', 'e') WHERE seq = {each}", ()) for each in (place, place + 3)))
    assert verify(copy.store).faults[0] == (place, "it is not what it was when it was written")


def test_bytes_that_are_no_text_are_named(whole: Any) -> None:
    copy = Copy(whole)
    copy.change(("UPDATE entries SET payload = CAST(x'ff7b7d' AS TEXT) WHERE seq = 4", ()))
    assert verify(copy.store).faults[0] == (4, "its row cannot be read")


def test_triggers_that_were_taken_away_are_missed(whole: Any) -> None:
    copy = Copy(whole)
    copy.db.execute("DROP TRIGGER entries_update")
    assert "triggers" in verify(copy.store).faults[0][1]


# -- what only a checkpoint finds ----------------------------------------------------------------


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def checkpoint_of(store: Store) -> Checkpoint:
    tree = store.head()
    return Checkpoint("sayso/test", tree.size, tree.root)


def with_another_end(tmp_path: Any, papers: Any) -> Proof:
    """Verify a store that was written anew, by all the rules, against the checkpoint of the one before."""
    with open_store(str(tmp_path / "one.db"), create=True) as one, open_store(str(tmp_path / "two.db"), create=True) as two:
        add(one, *PAPERS)
        add(two, *papers)
        assert verify(two).whole
        return verify(two, checkpoint_of(one))


@pytest.mark.parametrize("papers", [PAPERS[:-1], PAPERS[::-1], PAPERS[1:], PAPERS])
def test_another_history_is_found_with_a_checkpoint(tmp_path: Any, papers: Any) -> None:
    """Even the same documents in the same order are another history: each entry has its own salt."""
    assert not with_another_end(tmp_path, papers).whole


def test_a_cut_tail_is_found_with_a_checkpoint_and_only_then(whole: Any) -> None:
    copy = Copy(whole)
    held = checkpoint_of(copy.store)
    size = held.size - 2  # two verdicts, in one transaction
    copy.change(
        ("DELETE FROM verdicts", ()), ("DELETE FROM entries WHERE seq > ?", (size,)), ("DELETE FROM heads WHERE size > ?", (size,))
    )  # fmt: skip
    assert verify(copy.store).whole
    assert verify(copy.store, held).faults == [(size + 1, f"the checkpoint covers {held.size} entries, and there are {size}")]


def test_a_ledger_that_grew_since_its_checkpoint_is_whole(tmp_path: Any) -> None:
    with open_store(str(tmp_path / "store.db"), create=True) as store:
        add(store, *PAPERS[:2])
        held = checkpoint_of(store)
        add(store, *PAPERS[2:])
        proof = verify(store, held)
    assert (proof.faults, proof.anchored) == ([], held.size)


def test_no_character_of_a_checkpoint_may_be_changed(key: Ed25519PrivateKey) -> None:
    note = signed(Checkpoint("sayso/test", 23, bytes(range(32))), key)
    public = key.public_key().public_bytes_raw()
    assert opened(note, public) == Checkpoint("sayso/test", 23, bytes(range(32)))
    letters = "ABYZaz019+/=. \n—"
    for at in range(len(note)):
        for new in ("", *(letter for letter in letters if letter != note[at]), note[at] + "A"):
            changed = note[:at] + new + note[at + 1 :]
            if re.sub(r"\n+\Z", "", changed) == note.rstrip("\n"):
                continue  # the end of the last line is no part of it
            with pytest.raises(InputError):
                opened(changed, public)
