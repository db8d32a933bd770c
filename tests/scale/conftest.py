"""What tests of scale need: an archive to read, and what a run left as something to compare."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WORDS = (
    "the of and a to in that it was for on are as with they be at one have this from by had not but what all were when we there can an your"
    " which their said if do will each about how up out them then she many some so these would other into has more two like him see time"
    " could no make than first been its who now people my made over did down only way find use may water long little very after words"
    " called just where most know mill river council bridge town road school bank court tax vote plan work week year money house"
).split()


def article(chance: random.Random, number: int) -> str:
    """A text in words that are English, with one quotation in it."""
    words = " ".join(chance.choice(WORDS) for _ in range(120))
    return f"Mill {number} to close\n\nThe owner and the town of the mill said that {words}.\n\n“We tried everything {number},” said Ana Cho of the mill.\n"


def write_lines(path: Path, texts: list[str]) -> None:
    path.write_text("".join(json.dumps({"text": text, "url": f"https://x.example/{path.stem}/{n}"}) + "\n" for n, text in enumerate(texts)))


@pytest.fixture(autouse=True)
def the_fake_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tables of 300 articles each, with repeats and a broken line, and forty small files."""
    folder = tmp_path_factory.mktemp("archive")
    chance = random.Random(7)
    for table in range(3):
        texts = [article(chance, 1000 * table + n) for n in range(300)]
        texts[50] = texts[10]
        texts[60] = texts[11] + "\nMore to follow from the town.\n"
        write_lines(folder / f"table-{table}.jsonl", texts)
        with (folder / f"table-{table}.jsonl").open("a") as stream:
            stream.write("{broken\n")
    for n in range(40):
        (folder / f"story-{n:02}.txt").write_text(article(chance, 9000 + n))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    return folder


def left_by(out: Path) -> dict[str, str]:
    """Each file that a run published -> the digest of its bytes."""
    found = [*out.glob("*/*.parquet"), out / "summary.json"]
    return {str(one.relative_to(out)): hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(found)}


def files_of(out: Path) -> Iterator[Path]:
    yield from (one for one in out.rglob("*") if one.is_file())


@pytest.fixture(scope="session")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a run that nobody disturbs leaves."""
    from sayso import scale

    sys.path.insert(0, str(Path(__file__).parent))
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    scale.run([archive], out, maker="scale_fake:made", workers=2)
    return left_by(out)
