"""A store in, proof that nothing in it was changed, or the first entry that was, out.

In:  a Store; a checkpoint of it that was kept elsewhere, where there is one.
Out: `verify(...)`: what was found wrong, in the order of the ledger, and what the proof is worth.
Not here: making checkpoints (ledger/tree.py), mending: a damaged ledger is left as it is.

What a digest proves: an entry is what it was when it was written, in its place.  What the heads prove: the entries are
all there, in their order.  What only a checkpoint kept elsewhere proves: nobody wrote another history.  All is read in
one transaction: what others write meanwhile is not seen, and is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from sayso.ledger import digest_of
from sayso.ledger.tree import Checkpoint, Tree
from sayso.schema import Entry
from sayso.stores.agreeing import Expected, broken, disagreements
from sayso.stores.loading import AT_ONCE, entry_of, entry_rows
from sayso.stores.sql import Store
from sayso.stores.tables import entries, heads

PROMISE = (
    "Any change to an entry that a checkpoint you hold elsewhere covers is found by `sayso verify --checkpoint`. Without one,"
    " a cut tail or an older copy of the file is not. Times are this machine's clock. Whoever has the file and the key can"
    " write a new history from the last checkpoint on."
)
MOST_FAULTS = 100


@dataclass(slots=True)
class Proof:
    """What verifying found: faults as (place in the ledger, what is wrong), the first first; empty where all is whole."""

    entries: int = 0
    root: str = ""
    faults: list[tuple[int, str]] = field(default_factory=list)
    anchored: int = 0  # entries that the checkpoint covers

    @property
    def whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def verify(store: Store, checkpoint: Checkpoint | None = None, *, view: bool = True) -> Proof:
    """Read every entry again and hold it against its digest, the tree, the checkpoint and the tables made of it.

    Args:
        store: the store.
        checkpoint: one that was kept elsewhere.
        view: also hold the tables that are searched against what the entries say (takes memory for all statements).

    Raises:
        StoreError: the store cannot be read at all.
    """
    with store.asking() as connection:
        return _verified(connection, checkpoint, view)


def _verified(connection: Connection, checkpoint: Checkpoint | None, view: bool) -> Proof:
    proof = Proof()
    proof.faults += [(0, what) for what in broken(connection)]
    promised = {row.size: row for row in connection.execute(select(heads).order_by(heads.c.size))}
    tree, last = Tree(), max(promised, default=0)
    expected = Expected()
    before = 0
    for place, entry, wrong in _read(connection):
        if wrong is not None:
            _fault(proof, place, wrong)
        if entry is None:
            tree.add(b"")
            continue
        if place != tree.size + 1:
            _fault(proof, tree.size + 1, f"entries {tree.size + 1} to {place - 1} are missing" if place > tree.size + 1 else "out of order")
            while tree.size + 1 < place:
                tree.add(b"")
        tree.add(bytes.fromhex(entry.digest))
        if (head := promised.get(tree.size)) is not None:
            if tree.root != head.root and proof.whole:
                _fault(proof, _since(promised, tree.size), f"an entry between here and {tree.size} was rewritten: the root is another")
            if head.before != before:
                _fault(proof, tree.size, f"the heads of the tree between {before} and here are not those that were written")
            elif head.root == tree.root and (head.peaks != tree.packed() or head.at != entry.at):
                _fault(proof, tree.size, "the head of the tree here is not what it was when it was written")
            before = tree.size
        if checkpoint is not None and tree.size == checkpoint.size and tree.root != checkpoint.root:
            _fault(proof, 1 if proof.whole else proof.faults[0][0], f"the first {tree.size} entries are not those of the checkpoint")
        if view and proof.whole:
            try:
                expected.take(entry)
            except (KeyError, TypeError, AttributeError, ValueError):
                _fault(proof, place, "it makes no sense after the entries before it")
    proof.entries, proof.root = tree.size, tree.root.hex()
    if tree.size != last:
        what = "entries at the end are missing" if tree.size < last else "entries at the end were never promised"
        _fault(proof, min(tree.size, last) + 1, what)
    if checkpoint is not None:
        proof.anchored = checkpoint.size
        if checkpoint.size > tree.size:
            _fault(proof, tree.size + 1, f"the checkpoint covers {checkpoint.size} entries, and there are {tree.size}")
    if any(size < 1 for size in promised):
        _fault(proof, 1, "there is a head of the tree before the first entry")
    if view and proof.whole:
        proof.faults += [(0, f"{what}; `sayso rebuild` makes it anew") for what in disagreements(connection, expected)]
    proof.faults.sort()
    return proof


def _read(connection: Connection) -> Iterator[tuple[int, Entry | None, str | None]]:
    """Each entry at its place, and what is wrong with it."""
    after = -(2**31)
    while True:
        places = list(
            connection.execute(select(entries.c.seq).where(entries.c.seq > after).order_by(entries.c.seq).limit(AT_ONCE)).scalars()
        )
        if not places:
            return
        try:
            rows = connection.execute(entry_rows().where(entries.c.seq.between(places[0], places[-1]))).all()
        except Exception:  # bytes that are no text: which row's?
            rows = [row for place in places if (row := _row(connection, place)) is not None]
        by_place = {row.seq: row for row in rows}
        for place in places:
            yield (place, *_checked(by_place.get(place)))
        after = places[-1]


def _row(connection: Connection, place: int) -> Row[Any] | None:
    """One row; None where it cannot be read."""
    with suppress(Exception):
        return connection.execute(entry_rows().where(entries.c.seq == place)).one_or_none()
    return None


def _checked(row: Row[Any] | None) -> tuple[Entry | None, str | None]:
    """The entry of a row, and what is wrong with it."""
    if row is None:
        return None, "its row cannot be read"
    try:
        entry = entry_of(row)
        if row.payload is None:
            return entry, "its words are missing"
        if row.supersedes is not None and row.superseded is None:
            return entry, "the entry that it supersedes is missing"
        stored = row.payload.encode("utf-8", "surrogatepass")
        same = digest_of(entry, entry.seq, entry.at, entry.salt, stored) == entry.digest
    except (ValueError, TypeError, AttributeError):
        return None, "its row cannot be read"
    return entry, None if same else "it is not what it was when it was written"


def _since(promised: Mapping[int, object], size: int) -> int:
    """The first entry after the promise before this one."""
    return max((one for one in promised if one < size), default=0) + 1


def _fault(proof: Proof, place: int, what: str) -> None:
    if len(proof.faults) < MOST_FAULTS:
        proof.faults.append((place, what))
