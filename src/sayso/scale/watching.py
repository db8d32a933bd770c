"""Jobs that are done in, how far a run is out, and the publisher told.

In:  answers as jobs are done; where each job stands in the input.
Out: `Progress`: how much, how fast, how long yet; a word where nothing has been done for minutes.
Not here: how any of it is shown (the command line).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.scale.splits import Split

if TYPE_CHECKING:
    from sayso.scale.processes import Answer
    from sayso.scale.publishing import Publisher

QUIET_SECONDS = 180.0  # without anything done, after which it is told


@dataclass(slots=True)
class Progress:
    """How far a run is: what has been done in all, and how fast since it was started this time.

    Attributes:
        records, failures, statements: done so far, those of earlier starts among them.
        done, size: bytes of the input that are behind, and in all.
        seconds: since this start.
        rate: records a second since this start.
        left: seconds that the rest will take; None as long as that cannot be told.
    """

    records: int = 0
    failures: int = 0
    statements: int = 0
    done: int = 0
    size: int = 0
    seconds: float = 0.0
    rate: float = 0.0
    left: float | None = None


class Watched:
    """What is told of a run while it goes on, and to the publisher."""

    def __init__(
        self,
        publisher: Publisher,
        size: int,
        starts: Callable[[int], int],
        progress: Callable[[Progress], None] | None,
        notice: Callable[[str], None],
    ) -> None:
        self.notice = notice
        self.position: dict[str, int] = {}
        self._publisher, self._progress = publisher, progress
        self._begun = self._last = self._told = time.monotonic()
        self._here = 0
        self._far = 0
        self._from: int | None = None
        sums = publisher.sums
        self.now = Progress(sums.records, sums.failures, sums.statements, size=size)
        self._starts = starts

    def before(self, split: Split) -> int:
        """Bytes of the input before a split."""
        return self._starts(split.number)

    def take(self, answers: Iterator[Answer]) -> None:
        """Publish what is done, and say how far it is."""
        for one in answers:
            self._last = time.monotonic()
            self._publisher.finished(one.job)
            self._here += one.records
            now = self.now
            now.records, now.failures, now.statements = (
                now.records + one.records,
                now.failures + one.failures,
                now.statements + one.statements,
            )
            at = self.position.pop(one.job, 0)
            if self._from is None:
                self._from = at
            self._far = max(self._far, at)
            now.done, now.seconds = self._far, self._last - self._begun
            now.rate = self._here / now.seconds if now.seconds else 0.0
            gone = self._far - self._from
            now.left = (now.size - self._far) * now.seconds / gone if gone > 0 else None
            if self._progress is not None:
                self._progress(now)

    def tick(self) -> None:
        """Say so where nothing has been done for minutes."""
        now = time.monotonic()
        if now - max(self._last, self._told) > QUIET_SECONDS:
            self._told = now
            self.notice(f"Nothing has been done for {(now - self._last) / 60:.0f} minutes. A job is worked on, or a worker hangs.")
