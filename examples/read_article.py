"""Read the example article and print who is said to have said what.

Run it from anywhere: python examples/read_article.py
"""

# ruff: noqa: T201
from pathlib import Path

import sayso


def main() -> None:
    """Print one line a quotation, then what one of the speakers said."""
    reading = sayso.read(Path(__file__).parent / "mill.txt")
    for number, saying in enumerate(reading, 1):
        print(number, saying.kind, "|", saying.who, "|", saying.text or saying.cue)
    print()
    print("Cho said:")
    for saying in reading.by("Cho"):
        print("  ", saying.text)


if __name__ == "__main__":
    main()
