"""What every page and every route of the desk shares: the store, what reads, who does the work, who may call.

In:  a store, a pipeline when it is first needed.
Out: `Desk`.
Not here: any page.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import func, select

from sayso.desk.guard import Door
from sayso.desk.runner import Runner
from sayso.pipeline import Pipeline
from sayso.stores import jobs
from sayso.stores.answers import how_much
from sayso.stores.sql import Store
from sayso.stores.tables import documents, entries, heads, statements

Thing = TypeVar("Thing")
REMEMBERED = 512  # things that took long to make
MOST_NEW = 5_000  # entries that are looked at one by one
FRESH_SECONDS = 3.0


@dataclass(slots=True)
class Desk:
    """What the desk works with.

    Attributes:
        store: what is kept.
        pipeline: gives what reads; called when it is first needed.
        door: who may call.
        by: who corrects here, where nobody logs in.
        model: what reads, in words.
        runner: the process that works jobs off; None where somebody else does.
    """

    store: Store
    pipeline: Callable[[], Pipeline]
    door: Door = field(default_factory=Door)
    by: str = "unknown"
    model: str = ""
    runner: Runner | None = None
    _seen: int = 0
    _base: int = 0
    _judged: int = 0
    _touched: dict[str, int] = field(default_factory=dict)
    _remembered: OrderedDict[Hashable, tuple[Hashable, Any]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def version(self) -> int:
        """How many entries the ledger has: a page is the same as long as this is."""
        with self.store.asking() as connection:
            return int(connection.execute(select(func.max(heads.c.size))).scalar() or 0)

    def stamp(self, document: str) -> int:
        """The place in the ledger of the last entry that changes how a document is shown: what was made of it is good until then."""
        now = self.version()
        with self._lock:
            if now != self._seen:
                self._look(now)
            return max(self._touched.get(document, self._base), self._judged)

    def _look(self, now: int) -> None:
        """Take down which documents the entries since the last look are about."""
        if self._seen == 0 or not 0 < now - self._seen <= MOST_NEW:
            self._touched, self._base = {}, now
        else:
            about = entries.outerjoin(statements, statements.c.key == entries.c.subject).outerjoin(
                documents, statements.c.document == documents.c.id
            )
            asked = select(entries.c.seq, entries.c.kind, entries.c.subject, documents.c.key).select_from(about)
            with self.store.asking() as connection:
                rows = connection.execute(asked.where(entries.c.seq > self._seen, entries.c.seq <= now)).all()
            for seq, kind, subject, home in rows:
                if kind in ("merge", "split"):
                    self._judged = max(self._judged, seq)
                else:
                    self._touched[home or subject] = seq
        self._seen = now

    def remembered(self, key: Hashable, make: Callable[[], Thing], as_of: Hashable = None) -> Thing:
        """What was made under a key, made now where it was not yet, was forgotten, or was made as of something else.

        Args:
            key: what it is.
            make: makes it.
            as_of: what it is good for: a place in the ledger, a time.  Of a key only the last is held, so that what nobody
                will ask for again fills no memory, through which Python would go each time it looks for garbage.
        """
        with self._lock:
            held = self._remembered.get(key)
            if held is not None and held[0] == as_of:
                self._remembered.move_to_end(key)
                return held[1]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._remembered[key] = (as_of, made)
            self._remembered.move_to_end(key)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return made

    def wake(self) -> None:
        """Have the jobs looked at."""
        if self.runner is not None:
            self.runner.wake()

    def footer(self) -> dict[str, Any]:
        """What stands below every page; how much there is may be some seconds old."""
        now = int(time.monotonic() / FRESH_SECONDS)
        held, said = self.remembered("how much", lambda: how_much(self.store), now)
        left = self.remembered("left", lambda: jobs.unfinished(self.store), int(time.monotonic()))
        return {"documents": held, "statements": said, "model": self.model, "left": left}
