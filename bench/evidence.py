"""The check against a person's labels, and its speed over five million words.

In:  the shared check gold and its transcripts.
Out: {figure: value}.  Outcomes come from the `sayso check` command that ships, scored by the shared scorer.
Not here: changes made on purpose (mutations.py).
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.mutations import mutations
from bench.quality import Figures, digest, scored

WORDS = 5_000_000
QUOTATIONS = 38  # of an article: more than nearly any has


def check(shared: Path, work: Path) -> tuple[str, Figures]:
    """The labelled rows, then the changes made on purpose."""
    folder = shared / "eval/check"
    gold = folder / "dev.jsonl"
    out = work / "verdicts.jsonl"
    listed = work / "quotes.jsonl"
    with listed.open("w", encoding="utf-8") as rows:
        for row in _rows(gold):
            row["evidence"] = str((folder / row["evidence"]).resolve())
            rows.write(json.dumps({name: row[name] for name in ("id", "quote", "speaker", "evidence")}) + "\n")
    command = [sys.executable, "-m", "sayso", "check", "--quotes", str(listed), "--format", "jsonl", "--no-cache", "-o", str(out)]
    if subprocess.run(command, check=False).returncode not in (0, 1):
        raise SystemExit("the check of the labelled rows failed")
    found = scored(shared / "eval/check.py", gold, out)
    figures: Figures = {"accuracy": found["accuracy"], "located": found["located"]}
    for name in ("edits_exact", "actual_speaker"):
        right, _, all_of = found[name].partition("/")
        figures[name] = round(100 * int(right) / int(all_of), 1)
    figures |= {f"at most: {name}": float(found[name]) for name in ("false_verified", "overstated", "false_alarm_on_verbatim")}
    return digest([gold, *sorted((folder / "evidence").glob("*.txt"))]), figures | own_rows() | mutations(shared)


def own_rows() -> Figures:
    """The rows of our own that the tests hold: how many come out as they should, and which are verified falsely."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests/checker"))
    from checker_cases import CASES, EVIDENCE  # type: ignore[import-not-found]
    from texts import checker_over  # type: ignore[import-not-found]

    from sayso.checker import Quoted

    found = [(one, checker_over(EVIDENCE[one.evidence]).check(Quoted.of(one.quote, one.speaker)).outcome) for one in CASES]
    trusted = {"verbatim", "cleaned"}
    return {
        "own rows": round(100 * sum(outcome in one.outcomes for one, outcome in found) / len(found), 1),
        "at most: own rows, false_verified": float(sum(outcome in trusted and not trusted & set(one.outcomes) for one, outcome in found)),
    }


def check_speed(shared: Path, work: Path) -> tuple[str, Figures]:
    """Building an index over five million words of transcripts, and an article's quotations against it, warm."""
    from sayso.checker import Quoted
    from sayso.settings import evidence

    folder = shared / "eval/check"
    texts = sorted((folder / "evidence").glob("*.txt"))
    many = work / "many"
    many.mkdir()
    rng = random.Random(5)
    paragraphs = [one for path in texts for one in path.read_text(encoding="utf-8").split("\n\n") if one.strip()]
    words = 0
    for number in range(10_000):
        if words >= WORDS:
            break
        rng.shuffle(paragraphs)
        size = len(paragraphs) // len(texts)
        for part in range(len(texts)):
            piece = "\n\n".join(paragraphs[part * size : (part + 1) * size])
            words += len(piece.split())
            (many / f"{number:03}-{part:02}.txt").write_text(piece, encoding="utf-8")
            if words >= WORDS:
                break
    begun = time.perf_counter()
    evidence([many], work / "cache")
    built = time.perf_counter() - begun
    rows = [row for row in _rows(folder / "dev.jsonl") if row["kind"] == "pair"][:QUOTATIONS]
    quoted = [Quoted.of(row["quote"], row["speaker"], row["id"]) for row in rows]
    begun = time.perf_counter()
    shelf = evidence([many], work / "cache")
    opened = time.perf_counter() - begun
    shelf.checker.check_batch(quoted)  # the documents cited are read once, as by an earlier article
    begun = time.perf_counter()
    shelf.checker.check_batch(quoted)
    taken = time.perf_counter() - begun
    return digest(texts), {
        "at most: index over 5 million words, s": round(built, 1),
        "at most: opening it again, s": round(opened, 2),
        f"at most: {QUOTATIONS} quotations, warm, s": round(taken, 2),
    }


def _rows(gold: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line]
