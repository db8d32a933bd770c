"""A broken archive is read to its end: good pages are there, broken records are failures, and memory stays what it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scale import broken_archive

ROOT = Path(__file__).parents[2]
PEAK_MB = 500  # of the process that cuts the archive: one record of 20 MB, unpacked, in a few copies, over what Python and Arrow take
RUN = (
    "import sys, json, re; from pathlib import Path; sys.path.insert(0, 'tests/scale')\n"
    "from sayso import scale\n"
    "made = scale.run([sys.argv[1]], sys.argv[2], maker='scale_fake:made', workers=2, any_language=True)\n"
    "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())  # ru_maxrss has that of the process it came from\n"
    "print(json.dumps([made, int(peak[1]) / 1024]))\n"
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="how much memory was taken is asked of Linux")
def test_a_broken_archive_is_read_to_its_end_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(broken_archive, "KINDS", tuple(kind for kind in broken_archive.KINDS if kind != "long line"))
    counts = broken_archive.write(tmp_path / "broken.warc.gz", 0.5)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "broken.warc.gz"), str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    summary, peak = json.loads(done.stdout)
    sound = sum(counts[kind] for kind in ("good", "chunked", "said to be gzip", "latin"))
    assert sound <= summary["documents"]
    failing = ("flipped", "cut", "body bomb", "member bomb", "too long", "no length", "bad chunks", "attributes", "header bomb", "empty")
    assert summary["failures"] >= sum(counts[kind] for kind in failing)
    assert summary["failures_by_code"].keys() <= {"unreadable", "too-large", "empty", "unknown-format"}
    assert summary["skipped"] == {"no HTML": counts["image"], "another answer than a page": counts["moved"]}
    assert peak < PEAK_MB
