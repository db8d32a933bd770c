"""Hostile files in, what they did to a process that reads them out: nothing, if all is well.

In:  the corpus of tests/hostile, at full size, written anew.
Out: {figure: value}; every figure but the number of files must be 0.
     `python -m bench.hostile` prints the table of docs/explanation/hostile-input.md.
Not here: the small sizes that every test run reads (tests/hostile).

Each file is read the whole way (`sayso.read_batch`) in one process for all, under strace where there is
one, so that a socket opened by a library in C is seen too.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.quality import Figures, digest
from tests.hostile import hostile_corpus
from tests.hostile.hostile_run import CRASHED, STUCK, Outcome, Watched

SECONDS = 30.0  # for one file
MEGABYTES = 1024.0  # for one process


def hostile(shared: Path, work: Path) -> tuple[str, Figures]:
    """The whole corpus; `shared` is not needed, all files are our own."""
    trace = work / "network" if shutil.which("strace") else None
    with Watched("read", trace) as watched:
        outcomes = list(_outcomes(watched, work))
    return digest([Path(hostile_corpus.__file__)]), figures(outcomes, watched.traced_sockets())


def figures(outcomes: list[Outcome], traced: int) -> Figures:
    """What is asked of them all."""
    return {
        "files": float(len(outcomes)),
        "at most: parent crashes": float(sum(CRASHED in one.what for one in outcomes)),
        "at most: over 30 s": float(sum(one.seconds > SECONDS or STUCK in one.what for one in outcomes)),
        "at most: over 1 GiB": float(sum(max(one.megabytes, one.worker_megabytes) > MEGABYTES for one in outcomes)),
        "at most: sockets opened": float(sum(one.sockets for one in outcomes) + traced),
        "at most: outcomes without a code": float(sum(one.uncoded for one in outcomes)),
    }


def _outcomes(watched: Watched, work: Path, n: int = hostile_corpus.FULL) -> Iterator[Outcome]:
    """Each file is written, read and removed before the next."""
    for name in hostile_corpus.CASES:
        folder = Path(tempfile.mkdtemp(dir=work))
        yield watched.read(hostile_corpus.write(folder, name, n))
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Print every outcome as it comes, the figures, and how often which code was given."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--call", choices=("documents", "read"), default="read", help="only into Documents, or the whole way")
    parser.add_argument("--size", type=int, default=hostile_corpus.FULL, help="how large the attacks are")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        outcomes = []
        with Watched(options.call, work / "network" if shutil.which("strace") else None) as watched:
            for one in _outcomes(watched, work, options.size):
                outcomes.append(one)
                marks = f"{one.seconds:8.2f} s {one.megabytes:8.1f} MB {one.worker_megabytes:8.1f} MB {one.sockets} sockets"
                print(f"{one.name:44} {marks}  {', '.join(one.what)}", flush=True)
        for figure, value in figures(outcomes, watched.traced_sockets()).items():
            print(f"{figure:44} {value:g}")
        for what, count in Counter(one.what for one in outcomes).most_common():
            print(f"{', '.join(what):44} {count}")


if __name__ == "__main__":
    main()
