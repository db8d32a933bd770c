"""Workers' pipelines for tests: what stands between curly marks is a quotation; some words make a worker die or a reader fail.

`python -m tests.scale.scale_fake INPUT OUT WORKERS [RAY]` runs with it and prints a line for each job that is done: the numbers of the
processes that work, then after a bar of those that have done a job since they began.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.reading import Reading
from sayso.schema import Attribution, Document, Entity, Failure, Origin, Quotation, Span

MAKER = "scale_fake:made"
DEADLY, FATAL = "THE WORKER DIES", "THE READER FAILS"


class FakeReads:
    origin = Origin(stage="read", version="0.1.0", model_digest="fake 1.0 sha256:00", settings_digest="00")

    def read_batch(self, documents: Iterable[Document | Failure], *, any_language: bool = False) -> Iterator[Reading | Failure]:
        for one in documents:
            if isinstance(one, Failure):
                yield one
                continue
            if DEADLY in one.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if FATAL in one.text:
                raise ZeroDivisionError("this text is too much")
            spans = [Span(*found.span()) for found in re.finditer("“[^”]*”", one.text)]
            quotations = tuple(
                Quotation(id=f"q{n}", document_id=one.id, kind="direct", source=(), cue=(), content=(span,), score=0.9)
                for n, span in enumerate(spans, 1)
            )
            yield Reading(
                document=one,
                quotations=quotations,
                attributions=tuple(Attribution(quotation_id=each.id, entity_id="e1", basis="named") for each in quotations),
                entities=(Entity(id="e1", kind="person", name="Ana Cho"),),
                origin=self.origin,
            )


def made(threads: int) -> FakeReads:
    if os.environ.get("SAYSO_FAKE_PIDS"):
        with Path(os.environ["SAYSO_FAKE_PIDS"]).open("a") as stream:
            stream.write(f"{os.getpid()}\n")
    return FakeReads()


def main() -> None:
    from sayso import scale
    from sayso.scale import processes

    pids: list[processes.Processes] = []
    begin = processes.Processes.__init__

    def remembered(self, *arguments):
        begin(self, *arguments)
        pids.append(self)

    hears = processes._Process.hear
    proven: set[int] = set()

    def heard(self):
        word = hears(self)
        if word is not None and "job" in word:
            proven.add(self.popen.pid)
        return word

    processes.Processes.__init__ = remembered
    processes._Process.hear = heard
    inputs, out, workers, *ray = sys.argv[1:]

    def told(now) -> None:
        running = pids[-1].pids if pids else []
        sys.stdout.write(" ".join(map(str, (now.records, *running, "|", *(pid for pid in running if pid in proven)))) + "\n")
        sys.stdout.flush()

    scale.run([inputs], out, maker=MAKER, workers=int(workers), ray=ray[0] if ray else None, progress=told)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
