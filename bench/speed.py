"""Articles a second, memory, cold start, and the share of the time that is the encoder's own.

In:  the shared folder (PolNeAR dev, about 750 words an article).
Out: {figure: value}.  Rates depend on the machine; the ratio to the bare encoder, in one run, does not.
Not here: quality.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.quality import Figures, digest
from sayso.ingest import documents
from sayso.reader import lines
from sayso.reader.tagger import OUTPUTS, load
from sayso.schema import Document
from sayso.settings import model_folder, pipeline

BATCH, PIECES = 8, 256  # of the bare encoder: full windows
_MEASURED = """
import json, resource, sys, time
begun = time.monotonic()
from pathlib import Path
import sayso
count = sum(1 for _ in sayso.read_batch([Path(sys.argv[1])]))
print(json.dumps([count, time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def speed(shared: Path, work: Path) -> tuple[str, Figures]:
    """All of PolNeAR dev in one warm process, then in a process of its own, then one article from nothing."""
    texts = shared / "data/polnear/dev/text"
    articles = [one for one in documents(texts) if isinstance(one, Document)]
    chain = pipeline()
    list(chain.read_batch(articles[:8]))
    begun = time.perf_counter()
    count = sum(1 for _ in chain.read_batch(articles))
    taken = time.perf_counter() - begun

    tagger = load(model_folder())
    pieces = sum(len(ids) for one in articles for ids in tagger.windows(one.text, lines(one)).ids)
    batch = {name: np.full((BATCH, PIECES), 1, dtype=np.int64) for name in ("ids", "case", "marks")}
    batch["ids"] += 2000
    session = tagger.session
    session.run(OUTPUTS, batch)
    begun = time.perf_counter()
    rounds = 12
    for _ in range(rounds):
        session.run(OUTPUTS, batch)
    bare = (time.perf_counter() - begun) / (rounds * BATCH * PIECES) * pieces

    measured = subprocess.run([sys.executable, "-c", _MEASURED, str(texts)], check=True, capture_output=True, text=True)
    _, _, megabytes = json.loads(measured.stdout)
    return digest(texts.glob("*.txt")), {
        "articles a second": round(count / taken, 2),
        "share of the bare encoder": round(bare / taken, 3),
        "at most: peak memory, MB": round(megabytes, 1),
        "at most: one article from a cold start, s": round(cold(next(iter(sorted(texts.glob("*.txt"))))), 2),
    }


def cold(article: Path, rounds: int = 5) -> float:
    """Median seconds of `sayso read ARTICLE` in a new process."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            begun = time.perf_counter()
            out = str(Path(folder) / "one.jsonl")
            subprocess.run([sys.executable, "-m", "sayso", "read", str(article), "--format", "jsonl", "-o", out, "--quiet"], check=True)
            taken.append(time.perf_counter() - begun)
    return sorted(taken)[rounds // 2]
