"""An archive to tables on this machine: how much of the time is the encoder's own, what two workers give over one, memory.

In:  the shared folder: the 120 pages as a WARC, PolNeAR dev as JSON Lines; with `python -m bench.archive --pages 10000` the pages
     and PolNeAR's training texts, varied and repeated.
Out: {figure: value}.

The shares are of processor time, of the run and all its processes, and the bare encoder's is taken in the same minute before and
after: so they hold on a machine that does other things, too.  Two workers are held against the processor time of one, which is
the time it would take on one core.  What starting takes (a model loaded a worker) is taken off everywhere: an archive is longer
than these.  Rates hold for the machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.quality import Figures, digest
from sayso.ingest import from_bytes, from_text
from sayso.reader import lines
from sayso.reader.tagger import OUTPUTS, Tagger, load
from sayso.schema import Document
from sayso.settings import model_folder
from tests.scale.broken_archive import response

EDITIONS = 3  # of the texts, for what several workers give
PIECES, ROUNDS = 256, 24  # of the bare encoder: one full window a run, on one core, as the reader runs it
_WATCHED = """
import glob, json, sys, threading
from pathlib import Path
import sayso
peak, stop = {}, threading.Event()
def watch():
    while not stop.wait(0.3):
        for file in glob.glob("/proc/self/task/*/children"):  # these alone: to look at all processes took a hundredth of the run
            try:
                for one in Path(file).read_text().split():
                    said = dict(line.split(":", 1) for line in Path(f"/proc/{one}/status").read_text().splitlines())
                    peak[one] = max(peak.get(one, 0), int(said["VmHWM"].split()[0]) / 1024)
            except (OSError, KeyError, ValueError):
                pass
watcher = threading.Thread(target=watch)
watcher.start()
summary = sayso.run(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
stop.set()
watcher.join()
print(json.dumps([summary, max(peak.values(), default=0)]))
"""


def archive(shared: Path, work: Path) -> tuple[str, Figures]:
    """Pages and texts through the whole path, and through the encoder alone."""
    tagger = load(model_folder(), 1)
    pages, texts = work / "pages.warc.gz", work / "texts.jsonl"
    page_files = sorted((shared / "data/articles/html").glob("*.html.gz"))
    text_files = sorted((shared / "data/polnear/dev/text").glob("*.txt"))
    pages.write_bytes(b"".join(response(gzip.decompress(one.read_bytes()), number=n) for n, one in enumerate(page_files)))
    texts.write_text("".join(json.dumps({"text": one.read_text(encoding="utf-8")}) + "\n" for one in text_files), encoding="utf-8")
    documents = [from_text(one.read_text(encoding="utf-8")) for one in text_files]
    figures: Figures = {}
    memory = 0.0
    two_words = work / "two.jsonl"
    two_words.write_text('{"text": "Hello there."}\n' * 2, encoding="utf-8")
    _, start, _, _ = _run(two_words, work / "out start", 2)
    for name, file, read in (("text", texts, documents), ("WARC of HTML", pages, list(_parsed(page_files)))):
        pieces = sum(len(ids) for one in read for ids in tagger.windows(one.text, lines(one)).ids)
        before = _bare(tagger)
        _, processor, summary, peak = _run(file, work / f"out {name}", 2)
        each = (before + _bare(tagger)) / 2
        figures[f"{name}: share of the bare encoder"] = round(each * pieces / (processor - start), 3)
        figures[f"{name}: documents a core-hour"] = round(3600 * summary["records"] / (processor - start))
        memory = max(memory, peak)
        assert summary["read"] >= len(read), summary
    longer = work / "longer.jsonl"
    editions = [f"Edition {n}.\n\n{one.text}" for n in range(EDITIONS) for one in documents]
    longer.write_text("".join(json.dumps({"text": one}) + "\n" for one in editions), encoding="utf-8")
    (_, start_one, _, _), (start_two, _, _, _) = (_run(two_words, work / f"out start {n}", n) for n in (1, 2))
    _, one, _, _ = _run(longer, work / "out one", 1)
    two, _, _, _ = _run(longer, work / "out two", 2)
    figures["two workers over one"] = round((one - start_one) / (two - start_two), 2)
    figures["at most: memory a worker, MB"] = round(memory)
    return digest([*page_files, *text_files]), figures


def _parsed(files: list[Path]) -> Iterator[Document]:
    for one in files:
        found = from_bytes(one.read_bytes(), one.name)
        if found.language in ("en", None):
            yield found


def _bare(tagger: Tagger) -> float:
    """Processor seconds that the encoder takes for one word piece."""
    window = {name: np.full((1, PIECES), 1, dtype=np.int64) for name in ("ids", "case", "marks")}
    window["ids"] += 2000
    tagger.session.run(OUTPUTS, window)
    begun = time.process_time()
    for _ in range(ROUNDS):
        tagger.session.run(OUTPUTS, window)
    return (time.process_time() - begun) / (ROUNDS * PIECES)


def _run(file: Path, out: Path, workers: int) -> tuple[float, float, dict[str, int], float]:
    """Seconds, processor seconds, the summary, and the most megabytes that a worker took."""
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([sys.executable, "-c", _WATCHED, str(file), str(out), str(workers)], check=True, capture_output=True, text=True)
    taken = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    summary, peak = json.loads(done.stdout)
    return taken, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, summary, peak


# -- ten thousand pages --------------------------------------------------------------------------


def varied(shared: Path, number: int, seed: int = 5) -> Iterator[bytes]:
    """Pages, and texts of the news as pages, each with other numbers and in another order of paragraphs, so that none repeats one."""
    chance = random.Random(seed)
    pages = [gzip.decompress(one.read_bytes()) for one in sorted((shared / "data/articles/html").glob("*.html.gz"))]
    texts = [one.read_text(encoding="utf-8") for one in sorted((shared / "data/polnear/train/text").glob("*.txt"))]
    for n in range(number):
        if n % 8 == 0:
            yield chance.choice(pages) + b"<!-- %d -->" % n
        else:
            paragraphs = [one for one in chance.choice(texts).splitlines() if one.strip()]
            body = paragraphs[1:]
            chance.shuffle(body)
            shown = "".join(f"<p>{one}</p>" for one in [f"Number {n}.", *body])
            head = f"<title>{paragraphs[0]}</title></head><body><article><h1>{paragraphs[0]}</h1>"
            yield f"<!doctype html><html lang=en><head>{head}{shown}</article></body></html>".encode()


def main() -> None:
    """Read many pages, and say how fast."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.warc.gz"
        with file.open("wb") as stream:
            for n, page in enumerate(varied(options.shared, options.pages)):
                stream.write(response(page, number=n))
        taken, processor, summary, peak = _run(file, Path(folder) / "out", options.workers)
        print(json.dumps(summary))
        rates = f"{options.pages / taken:.2f} a second, {options.pages / processor * 3600:.0f} a core-hour"
        print(f"{rates}, {peak:.0f} MB a worker, {taken:.0f} s")


if __name__ == "__main__":
    main()
