"""Real quotations printed again with an editor's changes: does the ledger join the printings, and only those?

In:  the quotations of PolNeAR's dev documents, as sayso reads them; a fixed seed.
Out: {figure: value}: recall and precision of pairs of printings that are joined, in per cent.
Not here: how fast (keeping.py).

Each of 300 quotations is printed a second time, in another document, as other outlets print it: cut at its head or tail,
with words left out between dots, with a name in brackets, with a word or two changed, with other marks; a third of them
with two such changes.  The speaker is the same, is called by the surname alone, or is not stated.  Real quotations that
are joined even without planted ones are not counted, for nobody has judged them (the few there are, looked at by eye, were
one utterance each, as two outlets had it); those that stand inside one another, or inside a third, are one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.quality import Figures, digest, ledger
from sayso.ledger.variants import Variants, has_variants, overlap, where_of, words_of

SEED, NUMBER = 20251126, 300
_WORDS = ("however", "also", "again", "today", "perhaps", "they", "what", "great", "people", "new")


def variants(shared: Path, work: Path) -> tuple[str, Figures]:
    """Pairs that are joined, against pairs that were planted."""
    texts = shared / "data/polnear/dev/text"
    printed = _printed(ledger(texts, work / "variants.jsonl"))
    chance = random.Random(SEED)
    joined, alone = Variants(), Variants()
    for number, payload in enumerate(printed):
        joined.add(f"real {number}", payload)
        alone.add(f"real {number}", payload)
    planted: dict[str, int] = {}
    for number in chance.sample(range(len(printed)), len(printed)):
        if len(planted) == NUMBER:
            break
        words = words_of(printed[number])
        for _ in range(2 if chance.random() < 1 / 3 else 1):
            words = chance.choice(CHANGES)(words, chance)
        payload = printed[number] | {
            "text": f"“{' '.join(words)}”",
            "document": f"again {number}",
            "speaker": _called(printed[number], chance),
        }
        if has_variants(payload):
            planted[f"again {number}"] = number
            joined.add(f"again {number}", payload)
    groups: dict[str, list[str]] = {}
    for key in joined.printed:
        groups.setdefault(joined.canonical(key), []).append(key)
    home = {**{f"real {number}": number for number in range(len(printed))}, **planted}
    utterance = _utterances(printed, alone)
    right = wrong = 0
    for members in groups.values():
        for one, other in combinations(members, 2):
            if home[one] == home[other]:
                right += 1
            elif one in planted or other in planted:
                wrong += utterance[home[one]] != utterance[home[other]]
    return digest(texts.glob("*.txt")), {
        "planted printings": float(len(planted)),
        "pairs joined, recall": round(100 * right / len(planted), 1),
        "pairs joined, precision": round(100 * right / max(1, right + wrong), 1),
    }


def _utterances(printed: list[dict[str, Any]], alone: Variants) -> list[int]:
    """For each real quotation the number of its utterance: those joined without planted ones, and those inside one another."""
    above = list(range(len(printed)))

    def top(number: int) -> int:
        while above[number] != number:
            number = above[number]
        return number

    first: dict[str, int] = {}
    for number in range(len(printed)):
        above[top(number)] = top(first.setdefault(alone.canonical(f"real {number}"), number))
    places = [where_of(one) for one in printed]
    for one, other in combinations(range(len(printed)), 2):
        if overlap(places[one], places[other]):
            above[top(one)] = top(other)
    return [top(number) for number in range(len(printed))]


def _printed(records: Path) -> list[dict[str, Any]]:
    """The direct and mixed quotations that sayso reads in the documents, as payloads of a ledger."""
    out = []
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for one in record["attributions"]:
            payload = one | {"document": record["document"]["id"]}
            if has_variants(payload):
                out.append(payload)
    return out


def _called(payload: dict[str, Any], chance: random.Random) -> dict[str, str] | None:
    """The speaker as another outlet has it."""
    speaker: dict[str, str] | None = payload.get("speaker")
    if speaker is None or chance.random() < 0.2:
        return None
    return speaker | {"name": speaker["name"].split()[-1]} if chance.random() < 0.3 else speaker


def _headless(words: list[str], chance: random.Random) -> list[str]:
    return words[chance.randint(1, max(1, len(words) // 2)) :]


def _tailless(words: list[str], chance: random.Random) -> list[str]:
    return words[: -chance.randint(1, max(1, len(words) // 2))]


def _dotted(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(1, max(2, len(words) - 2))
    return [*words[:at], "…", *words[at + chance.randint(1, max(1, len(words) // 3)) :]]


def _bracketed(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], "[the governor]", *words[at + 1 :]]


def _changed(words: list[str], chance: random.Random) -> list[str]:
    words = list(words)
    for _ in range(chance.randint(1, max(1, len(words) // 10))):
        words[chance.randrange(len(words))] = chance.choice(_WORDS)
    return words


def _inserted(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], chance.choice(_WORDS), *words[at:]]


def _marked(words: list[str], _chance: random.Random) -> list[str]:
    return [word.replace("’", "'").replace("—", "--").rstrip(",") for word in words]


CHANGES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    _headless, _tailless, _dotted, _bracketed, _changed, _inserted, _marked,
)  # fmt: skip
