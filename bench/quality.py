"""Corpora in, figures out: each corpus is read by the `sayso` command and scored by the shared scorers.

In:  the shared folder (data and scorers).
Out: {figure: value}, higher is better unless its name says "at most".
Not here: floors (__main__.py), speed (speed.py).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Figures = dict[str, float]


def ledger(inputs: Path, out: Path) -> Path:
    """Read a file or folder with the command that ships; returns the JSON Lines file."""
    subprocess.run([sys.executable, "-m", "sayso", "read", str(inputs), "--format", "jsonl", "-o", str(out), "--quiet"], check=True)
    return out


def scored(script: Path, *arguments: Path) -> dict[str, Any]:
    """What a shared scorer prints as JSON."""
    done = subprocess.run([sys.executable, str(script), *map(str, arguments), "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def digest(paths: Iterable[Path]) -> str:
    """First 16 hex digits of the sha256 over some files' names and bytes: which corpus a floor was measured on."""
    sha = hashlib.sha256()
    for path in sorted(paths):
        sha.update(path.name.encode() + b"\0" + path.read_bytes())
    return sha.hexdigest()[:16]


def polnear(shared: Path, work: Path) -> tuple[str, Figures]:
    """PolNeAR dev by CofeNet's protocol and by our own scorer."""
    texts, gold = shared / "data/polnear/dev/text", shared / "data/polnear/cofenet_valid.jsonl"
    out = ledger(texts, work / "polnear.jsonl")
    cofenet = scored(shared / "eval/cofenet.py", texts, gold, out)
    ours = scored(shared / "eval/score.py", shared / "eval/gold/dev", out)
    figures = {f"cofenet exact {part} F1": cofenet[f"exact_{part}"]["f1"] for part in ("source", "cue", "content")}
    figures["attribution F1"] = ours["attribution"]["f1"]
    figures["who said what F1"] = ours["who_said_what"]["f1"]
    figures |= {"act accuracy": ours["act_accuracy"], "act macro F1": ours["act_macro_f1"]}
    figures |= {f"{name} F1": ours[name]["f1"] for name in ("medium", "addressee", "target")}
    figures["speaker accuracy, all"] = ours["speaker_accuracy"]["all"]
    figures["speaker accuracy, source says the name"] = ours["speaker_accuracy"]["explicit"]
    figures["speaker accuracy, resolved"] = ours["speaker_accuracy"]["resolved"]
    figures["at most: direct quotations of named persons without a speaker"] = ours["unknown_direct"]
    figures["at most: ece of score"] = ours["ece"]
    figures["at most: spans outside the input"] = float(_outside(texts, out))
    return digest([gold, *texts.glob("*.txt")]), figures


def _outside(texts: Path, out: Path) -> int:
    """Spans whose words are not the record's words, or that do not lie in the file."""
    wrong = 0
    for line in out.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = (texts / record["document"]["name"]).read_text(encoding="utf-8")
        for one in record["attributions"]:
            spans = [*one["source"], *one["cue"], *one["content"]]
            wrong += sum(not 0 <= start < end <= len(text) for start, end in spans)
            wrong += one["text"] != " […] ".join(text[start:end] for start, end in one["content"])
    return wrong


def riqua(shared: Path, work: Path) -> tuple[str, Figures]:
    """RiQuA valid: fiction of the 19th century, its tokens joined by spaces, a file a passage."""
    gold = shared / "data/riqua/valid.jsonl"
    texts, numbered = work / "riqua", work / "riqua.gold.jsonl"
    texts.mkdir(exist_ok=True)
    with numbered.open("w", encoding="utf-8") as rows:
        for number, line in enumerate(gold.open(encoding="utf-8")):
            row = json.loads(line)
            row["id"] = f"passage-{number:03}"
            text = " ".join(row["tokens"]).replace("``", "“").replace("''", "”")
            (texts / f"{row['id']}.txt").write_text(text, encoding="utf-8")
            rows.write(json.dumps(row) + "\n")
    cofenet = scored(shared / "eval/cofenet.py", texts, numbered, ledger(texts, work / "riqua.jsonl"))
    return digest([gold]), {f"cofenet exact {part} F1": cofenet[f"exact_{part}"]["f1"] for part in ("source", "cue", "content")}


def seed(shared: Path, work: Path) -> tuple[str, Figures]:
    """The seed article against its gold, as far as reading and speakers go."""
    article, gold = shared / "seed/article.txt", shared / "seed/article.gold.json"
    found = scored(shared / "eval/seed.py", article, gold, ledger(article, work / "seed.jsonl"))
    figures: Figures = {name: float(found[name][0]) for name in ("blocks", "attributions", "direct", "speakers", "steps")}
    costs = ("quoted_from_asides", "unmatched", "aside_excess", "role_overlaps", "steps_extra")
    figures |= {f"at most: {name}": float(found[name]) for name in costs}
    return digest([article, gold]), figures
