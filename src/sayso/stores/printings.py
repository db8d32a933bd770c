"""New statements in, which earlier ones print the same utterance out, as ledger.variants.Variants finds them.

In:  a connection that holds the lock for writing; the payloads of new statements, by their numbers.
Out: `Printings.canonical_of(...)`: their canonical statements; `keep()` writes down their sketches.
Not here: what is alike (ledger/variants.py).

The hashes of a sketch fall anywhere, so that in one large table each would rewrite a page of its own.  SQLite therefore
takes them in a small table, which is moved into the large one, in the order of the hashes, when `MOVED_AT` rows are in it.
What was looked up is remembered for the transactions that follow (`Remembered`): rows of the ledger never change, nor do
the statements under a hash that has as many as are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any

from sqlalchemy import Connection, func, select, update

from sayso.ledger.variants import MOST_ALIKE, Printed, alike, candidates, comparable, sketch
from sayso.stores.loading import among, insert_many
from sayso.stores.tables import entries, recent_sketches, sketches, statements

MOVED_AT = 800_000  # rows of the small table: some ten megabytes
REMEMBERED = 1 << 15  # statements, and as many hashes


@dataclass(slots=True)
class Remembered:
    """What transactions that were kept looked up in a store; many threads may ask at once."""

    full: dict[int, tuple[int, ...]] = field(default_factory=dict)  # hash -> its statements, as many as are kept
    printed: dict[int, Printed] = field(default_factory=dict)
    recent: int | None = None  # rows of the small table
    _lock: Lock = field(default_factory=Lock)

    def keep(self, found: Printings) -> None:
        """Remember what a transaction found, once it is kept."""
        with self._lock:
            for mine, theirs in ((self.full, found.full), (self.printed, found.printed)):
                mine.update(theirs)  # type: ignore[arg-type]
                for key in list(islice(mine, max(0, len(mine) - REMEMBERED))):
                    mine.pop(key)
            if found.recent is not None:
                self.recent = found.recent

    def clear(self) -> None:
        """Remember nothing."""
        with self._lock:
            self.full.clear()
            self.printed.clear()
            self.recent = None


@dataclass(slots=True)
class Printings:
    """One transaction's look at what was printed before."""

    connection: Connection
    remembered: Remembered
    full: dict[int, tuple[int, ...]] = field(default_factory=dict)
    printed: dict[int, Printed] = field(default_factory=dict)
    recent: int | None = None
    _drawn: list[dict[str, int]] = field(default_factory=list)

    def canonical_of(self, payloads: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
        """Which statement first printed what new ones print; where new ones join older ones, the older ones' rows are changed.

        Args:
            payloads: of each new statement, by its number; none of them is in the tables yet.

        Returns:
            The number of each one's canonical statement: itself where it is the first.
        """
        new = {number: one for number, payload in payloads.items() if (one := comparable(payload)) is not None}
        canonical = {number: number for number in payloads}
        if not new:
            return canonical
        near = self._near({number: sketch(one.words) for number, one in new.items()})
        before = self._before({other for others in near.values() for other in others} - new.keys())
        pairs: list[tuple[int, int]] = []
        for number, others in near.items():
            pairs += [(number, other) for other in others if alike(new[number], new.get(other) or before[other])]
        older = sorted({other for _, other in pairs} - new.keys())
        held = select(statements.c.id, statements.c.canonical).where(among(self.connection, statements.c.id, older))
        canonical |= {row.id: row.canonical for row in self.connection.execute(held)} if older else {}
        above: dict[int, int] = {}

        def top(number: int) -> int:
            while number in above:
                number = above[number]
            return number

        for number, other in pairs:
            least, most = sorted((top(canonical[number]), top(canonical[other])))
            if least != most:
                above[most] = least
        for old in above.keys() - new.keys():
            self.connection.execute(update(statements).where(statements.c.canonical == old).values(canonical=top(old)))
        return {number: top(canonical[number]) for number in payloads}

    def keep(self) -> None:
        """Write down the sketches of the new statements, which are in the tables now."""
        if not self._drawn:
            return
        if self.connection.dialect.name != "sqlite":
            insert_many(self.connection, sketches, self._drawn)
        else:
            if self.recent is None:
                self.recent = self.remembered.recent
            if self.recent is None:
                self.recent = int(self.connection.execute(select(func.count()).select_from(recent_sketches)).scalar_one())
            if self.recent > MOVED_AT:
                self.connection.execute(sketches.insert().from_select(["hash", "statement"], select(recent_sketches)))
                self.connection.execute(recent_sketches.delete())
                self.recent = 0
            insert_many(self.connection, recent_sketches, self._drawn)
            self.recent += len(self._drawn)
        self._drawn = []

    def forget(self) -> None:
        """Delete all sketches."""
        self.connection.execute(sketches.delete())
        self.connection.execute(recent_sketches.delete())
        self.remembered.clear()
        self.full, self.printed, self.recent = {}, {}, 0

    def _near(self, drawn: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
        """The statements to which each new one is to be compared, by their sketches."""
        full: dict[int, tuple[int, ...]] = {}
        buckets: dict[int, list[int]] = {}
        for each in {each for hashes in drawn.values() for each in hashes}:
            known = self.full.get(each) or self.remembered.full.get(each)
            if known is None:
                buckets[each] = []
            else:
                full[each] = known
        asked = list(buckets)
        for table in (sketches, recent_sketches):
            found = select(table.c.hash, table.c.statement).where(among(self.connection, table.c.hash, asked))
            for each, number in self.connection.execute(found.order_by(table.c.hash, table.c.statement)):
                buckets[each].append(number)
        near = {}
        for number, hashes in drawn.items():
            near[number] = candidates([full[each] if each in full else buckets[each] for each in hashes])
            for each in hashes:
                if each not in full and len(buckets[each]) < MOST_ALIKE:
                    buckets[each].append(number)
                    self._drawn.append({"hash": each, "statement": number})
        self.full |= {each: tuple(bucket) for each, bucket in buckets.items() if len(bucket) >= MOST_ALIKE}
        return near

    def _before(self, numbers: set[int]) -> dict[int, Printed]:
        """Statements that are in the tables, as they are compared."""
        out: dict[int, Printed] = {}
        asked = []
        for number in numbers:
            known = self.printed.get(number) or self.remembered.printed.get(number)
            if known is None:
                asked.append(number)
            else:
                out[number] = known
        held = select(entries.c.seq, entries.c.payload).where(among(self.connection, entries.c.seq, sorted(asked)))
        for number, payload in self.connection.execute(held) if asked else ():
            out[number] = self.printed[number] = Printed(json.loads(payload) if payload is not None else {})
        return out
