"""The record of a text is the same whatever Python's hash seed: nothing that is read hangs on the order of a set."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_READ = """
import sys, sayso
for path in sys.argv[1:]:
    print(sayso.read(open(path, encoding="utf-8").read()).to_json())
"""


def test_a_record_does_not_hang_on_the_hash_seed(tmp_path: Path) -> None:
    # three bodies whose names begin alike, so that the short name must be given to one of them by the text's order alone
    bodies = tmp_path / "bodies.txt"
    bodies.write_text(
        "“The Harbour Union is tired of waiting,” said Ada Brix, who has led the Harbour Union since May.\n\n"
        + "\n\n".join(f"The Harbour Union {one} said on Monday that it was ready." for one in ("Council", "Institute", "Association"))
        + "\n\nThe Harbour Union said it would not wait, and the union said so twice.\n",
        encoding="utf-8",
    )
    texts = [str(bodies), *sorted(map(str, (_ROOT / "examples").glob("*.txt")))]
    seen = set()
    for seed in ("0", "1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", _READ, *texts], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=300
        )
        seen.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(seen) == 1
