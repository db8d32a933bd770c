"""First names and how often each is a woman's or a man's, from two public lists, as the resolver's compact table.

In:  `data/names` of the shared folder: US Social Security Administration first names 1920-2010 with counts by sex (public
     domain) and the world's common forenames by country (CC0).
Out: `src/sayso/resolver/forenames.txt`: a line a share, `NN name name ...`: in NN of 100 a woman's name; sorted, so the same
     lists always give the same file.
Run: `python -m training.forenames --shared ../shared`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/sayso/resolver/forenames.txt"
LEAST = 2_000  # bearers in the US list: rarer names are as often surnames, places or words
STEP = 10  # shares are told in whole numbers: nothing finer is evidence


def shares(folder: Path) -> dict[str, int]:
    """How many of 100 bearers of a first name are women, in whole numbers."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    text = gzip.decompress((folder / "us-ssa-first-names.csv.gz").read_bytes()).decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        both = counts[row["name"].casefold()]
        both[0] += float(row["female"])
        both[1] += float(row["male"])
    kept = {name: both for name, both in counts.items() if sum(both) >= LEAST}
    world: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    with (folder / "common-forenames-by-country.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = row["Romanized Name"].strip().casefold()
            if name and " " not in name and row["Gender"] in "FM":
                world[name][0 if row["Gender"] == "F" else 1] += 1.0
    for name, both in world.items():
        kept.setdefault(name, both)
    return {name: round(100 * both[0] / sum(both)) for name, both in kept.items()}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    found = shares(parser.parse_args().shared / "data/names")
    lines = [f"{share} {' '.join(sorted(n for n, s in found.items() if s == share))}" for share in sorted(set(found.values()))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(found), "names,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
