"""Steps on the sentences of ours: kind and parties, amounts, days, status.

In:  tests/cases/steps; `shared` is not needed, all sentences are our own.
Out: {figure: value in per cent}; "held-out" was written before the code, "held-out-later"
     after it and before it was mended; neither was looked at.
Not here: false steps in real articles, which were read by eye (docs/explanation/steps.md).
"""

from __future__ import annotations

from pathlib import Path

from bench.quality import Figures, digest
from tests.steps.step_cases import CASES, score


def steps(shared: Path, work: Path) -> tuple[str, Figures]:
    """All three files."""
    figures: Figures = {}
    for name in ("held-out", "held-out-later", "tuned"):
        found = score(name)
        figures |= {f"{name}, precision": round(100 * found.precision, 1), f"{name}, recall": round(100 * found.recall, 1)}
        figures |= {f"{name}, {fact}": round(100 * found.share(fact), 1) for fact in ("amount", "date", "status")}
    return digest(CASES.glob("*.txt")), figures
