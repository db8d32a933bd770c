"""Measure everything, print it beside its floor, exit 1 where a floor is missed. See the package's docstring."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench import archive, articles, desk, evidence, keeping, planted, quality, speech, speed, steps, variants

FLOORS = Path(__file__).with_name("floors.json")
CORPORA = {
    "polnear-dev": quality.polnear,
    "riqua-valid": quality.riqua,
    "seed": quality.seed,
    "articles": articles.articles,
    "speed": speed.speed,
    "check": evidence.check,
    "check-speed": evidence.check_speed,
    "variants": variants.variants,
    "steps": steps.steps,
    "disputes": planted.disputes,
    "keeping": keeping.keeping,
    "archive": archive.archive,
    "speech": speech.speech,
    "speech-hour": speech.speech_hour,
    "desk": desk.desk,
}


def main() -> int:
    """Measure, compare, report."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/, eval/ and seed/")
    parser.add_argument("--only", choices=CORPORA, action="append", help="just this corpus; may be repeated")
    parser.add_argument("--update", action="store_true", help="write what was measured as the new floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: a floor may be lowered, and the commit says why")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only or CORPORA:
            digest, figures = CORPORA[name](options.shared, Path(folder))
            pinned = floors.setdefault(name, {"digest": digest, "floors": {}})
            if pinned["digest"] != digest:
                print(f"{name}: the corpus is not the one that its floors were measured on ({digest}, not {pinned['digest']})")
                missed += 1
            for figure, value in figures.items():
                floor = pinned["floors"].get(figure)
                below = floor is not None and worse(figure, value, floor)
                missed += below
                beside = "no floor" if floor is None else f"floor {floor}{'  MISSED' if below else ''}"
                print(f"{name:12} {figure:44} {value:>9} {beside}")
                if options.update and (floor is None or not below or options.allow_regression):
                    pinned["floors"][figure] = value
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 1 if missed else 0


def worse(figure: str, value: float, floor: float) -> bool:
    """Whether a figure is on the wrong side of its floor."""
    return value > floor if figure.startswith("at most") else value < floor


if __name__ == "__main__":
    sys.exit(main())
