"""What a quotation's score means: raw scores of the shipped reader made into probabilities, on articles it was not trained on.

In:  PolNeAR dev without the 28 articles of `eval/gold/dev` (on which the error of calibration is then measured); the model that ships.
     Folds of PolNeAR train would give more, but the reader has seen all of train, and is over-sure there.
Out: `calibration` in the model's card: weights of a logistic regression on the raw score's log odds and a few plain facts.
Run: `python -m training.calibration --shared ../shared`, after every training; CPU only, half a minute.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from sayso import settings
from sayso.ingest import documents
from sayso.reader.calibration import FACTS, facts
from sayso.schema import Failure, Quotation, Span
from training import corpora


def examples(shared: Path) -> Iterator[tuple[str, list[tuple[Quotation, bool, bool]]]]:
    """By article: its quotations as the reader finds them, whether each is a true one, and whether it is set apart by the scorer."""
    held = {json.loads(path.read_text(encoding="utf-8"))["doc"] for path in (shared / "eval/gold/dev").glob("[0-9][0-9].json")}
    reader = settings.pipeline().reader
    for example in corpora.polnear(shared / "data/polnear/dev"):
        if example.name in held:
            continue
        document = next(documents(shared / "data/polnear/dev/text" / f"{example.name}.txt"))
        if isinstance(document, Failure) or document.text != example.text:
            continue
        found = reader.read(document).quotations
        yield example.name, list(_matched(example, found))


def _matched(example: corpora.Example, found: tuple[Quotation, ...]) -> Iterator[tuple[Quotation, bool, bool]]:
    """Found attributions as `eval/score.py` counts them: each gold one takes the one whose content shares most with its own."""
    text = example.text
    content = [_letters(text, quotation.content) for quotation in found]
    cues = [_letters(text, quotation.cue) for quotation in found]
    pairs = []
    for number, gold in enumerate(example.attributions or ()):
        wanted = _letters(text, gold.content)
        for at in range(len(found)):
            shared = _shared(wanted, content[at]) if wanted else _shared(_letters(text, gold.cue), cues[at])
            if shared >= 0.5:
                pairs.append((shared, number, at))
    taken: set[int] = set()
    right: set[int] = set()
    for _, number, at in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if number not in taken and at not in right:
            taken.add(number)
            right.add(at)
    for at, quotation in enumerate(found):
        inner = bool(content[at]) and any(other != at and content[at] < content[other] for other in range(len(found)))
        yield quotation, at in right, at not in right and (not content[at] or inner)


def _letters(text: str, spans: tuple[tuple[int, int], ...] | tuple[Span, ...]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def _shared(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def main() -> None:
    """Fit, tell the error by five folds of articles, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    articles = list(examples(parser.parse_args().shared))
    rows = [
        (number % 5, facts(quotation), right) for number, (_, some) in enumerate(articles) for quotation, right, apart in some if not apart
    ]
    fold = np.array([row[0] for row in rows])
    inputs = np.array([row[1] for row in rows])
    right = np.array([row[2] for row in rows])
    told = np.zeros(len(rows))
    for k in range(5):
        model = LogisticRegression(C=1.0).fit(inputs[fold != k], right[fold != k])
        told[fold == k] = model.predict_proba(inputs[fold == k])[:, 1]
    print(f"{len(articles)} articles, {len(rows)} quotations, {right.mean():.3f} true; error by folds {_error(told, right):.3f}")
    model = LogisticRegression(C=1.0).fit(inputs, right)
    weights = dict(zip(FACTS, (round(float(w), 4) for w in model.coef_[0]), strict=True))
    path = settings.SHIPPED / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["calibration"] = {
        "weights": weights,
        "intercept": round(float(model.intercept_[0]), 4),
        "on": f"PolNeAR dev without the articles of gold/dev: {len(articles)} articles, {len(rows)} quotations",
        "expected error by folds": round(_error(told, right), 4),
    }
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(card["calibration"])


def _error(told: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    order = np.argsort(told, kind="stable")
    size = max(1, len(order) // bins)
    return float(
        sum(abs(told[part].sum() - right[part].sum()) for part in (order[i : i + size] for i in range(0, len(order), size))) / len(order)
    )


if __name__ == "__main__":
    main()
