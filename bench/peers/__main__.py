"""All ways over PolNeAR dev, one after another on the same machine, scored by the same scorer.

In:  the shared folder; a folder for the peers' environment, made by environment.sh where there is none.
Out: printed, a line a way: articles a second of processor time and by the clock, megabytes, F1 of spans and of attributions on the
     28 articles of eval/gold/dev (found where the content overlaps by half).
Not here: BERT-base-sized encoders (training/bert_base.py); BookNLP and Citron, which are not in the registries.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.quality import scored

HERE = Path(__file__).parent
_OURS = """
import json, resource, sys, time
from pathlib import Path
import sayso
from sayso.ingest import documents
found = list(documents(Path(sys.argv[1])))
list(sayso.read_batch(found[:2]))
begun, clock = time.process_time(), time.perf_counter()
with open(sys.argv[2], "w", encoding="utf-8") as stream:
    for one in sayso.read_batch(found):
        stream.write(one.to_json() + "\\n")
used, taken = time.process_time() - begun, time.perf_counter() - clock
print(json.dumps([len(found), used, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def main() -> None:
    """Make the environment, run, score, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--environment", type=Path, required=True, help="where the peers are, or shall be")
    options = parser.parse_args()
    python = options.environment / "bin/python"
    if not python.exists():
        subprocess.run([str(HERE / "environment.sh"), str(options.environment)], check=True)
    texts = options.shared / "data/polnear/dev/text"
    with tempfile.TemporaryDirectory() as folder:
        for way in ("sayso", "pattern", "textacy", "syntax"):
            out = Path(folder) / f"{way}.jsonl"
            ours = [sys.executable, "-c", _OURS, str(texts), str(out)]
            command = ours if way == "sayso" else [str(python), str(HERE / "extract.py"), way, str(texts), str(out)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            number, used, taken, memory = json.loads(done.stdout)
            found = scored(options.shared / "eval/score.py", options.shared / "eval/gold/dev", out)
            f1 = " / ".join(f"{found[part]['f1']:.1f}" for part in ("source", "cue", "content", "attribution"))
            rates = f"{number / used:7.2f} articles a processor second, {number / taken:7.2f} by the clock, {memory:5.0f} MB"
            print(f"{way:8} {rates}, F1 source / cue / content / attribution {f1}", flush=True)


if __name__ == "__main__":
    main()
