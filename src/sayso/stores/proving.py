"""A store in, proof that nothing in it was changed, or the first entry that was, out.

In:  a Store; a checkpoint of it that was kept elsewhere, where there is one.
Out: `verify(...)`: what was found wrong, in the order of the ledger, and what the proof is worth.
Not here: making checkpoints (ledger/tree.py), mending: a damaged ledger is left as it is.

What a digest proves: an entry is what it was when it was written, in its place.  What the heads prove: the entries are
all there, in their order.  What only a checkpoint kept elsewhere proves: nobody wrote another history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, text

from sayso.ledger import Draft, digest_of
from sayso.ledger.tree import Checkpoint, Tree
from sayso.ledger.view import View, view_digest
from sayso.schema import Entry
from sayso.stores.loading import entry_of, entry_rows, fields_of
from sayso.stores.sql import Store
from sayso.stores.tables import heads

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
    proof = Proof()
    with store.asking() as connection:
        promised = {row.size: row for row in connection.execute(select(heads).order_by(heads.c.size))}
        if connection.dialect.name == "sqlite":
            for row in connection.execute(text("PRAGMA integrity_check(10)")):
                if row[0] != "ok":
                    proof.faults.append((0, f"the file is damaged: {row[0]}"))
    tree, last = Tree(), max(promised, default=0)
    held = View()
    for place, entry, wrong in _read(store):
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
        if tree.size in promised and tree.root != promised[tree.size].root and proof.whole:
            _fault(proof, _since(promised, tree.size), f"an entry between here and {tree.size} was rewritten: the root is another")
        if checkpoint is not None and tree.size == checkpoint.size and tree.root != checkpoint.root:
            _fault(proof, 1 if proof.whole else proof.faults[0][0], f"the first {tree.size} entries are not those of the checkpoint")
        if view and proof.whole:
            try:
                held.take(entry)
            except (KeyError, TypeError, AttributeError):
                _fault(proof, place, "it makes no sense after the entries before it")
    proof.entries, proof.root = tree.size, tree.root.hex()
    if tree.size != last:
        what = "entries at the end are missing" if tree.size < last else "entries at the end were never promised"
        _fault(proof, min(tree.size, last) + 1, what)
    if checkpoint is not None:
        proof.anchored = checkpoint.size
        if checkpoint.size > tree.size:
            _fault(proof, tree.size + 1, f"the checkpoint covers {checkpoint.size} entries, and there are {tree.size}")
    if view and proof.whole and view_digest(held.statements()) != view_digest(store.statements()):
        proof.faults.append((0, "the tables that are searched do not say what the ledger says; `sayso rebuild` makes them anew"))
    proof.faults.sort()
    return proof


def _read(store: Store) -> Iterator[tuple[int, Entry | None, str | None]]:
    """Each entry at its place, and what is wrong with it."""
    after = -(2**31)
    while True:
        with store.asking() as connection:
            from sayso.stores.tables import entries

            rows = list(connection.execute(entry_rows().where(entries.c.seq > after).limit(1_000)))
        if not rows:
            return
        for row in rows:
            after = row.seq
            try:
                entry = entry_of(row)
            except (ValueError, TypeError, AttributeError):
                yield row.seq, None, "its row cannot be read"
                continue
            wrong = None
            if entry.payload is not None:
                draft = Draft(**{key: value for key, value in fields_of(entry).items() if key in Draft.__dataclass_fields__})
                try:
                    if digest_of(draft, entry.seq, entry.at, entry.salt) != entry.digest:
                        wrong = "it is not what it was when it was written"
                except ValueError:
                    wrong = "its row cannot be read"
            yield row.seq, entry, wrong


def _since(promised: Mapping[int, object], size: int) -> int:
    """The first entry after the promise before this one."""
    return max((one for one in promised if one < size), default=0) + 1


def _fault(proof: Proof, place: int, what: str) -> None:
    if len(proof.faults) < MOST_FAULTS:
        proof.faults.append((place, what))
