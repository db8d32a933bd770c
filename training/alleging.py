"""The head that tells whether words allege: lessons of ours and news in, a logistic regression in the model's card out.

In:  `allegations/`: what is alleged and what is not, a line each, in our own words; PolNeAR train and AllSides news, of which what
     their articles say without a word for a wrong is taken for no allegation, and what the reader takes for an accusation for one;
     the shipped model.
Out: `alleging` in the model's card: the weights over `Tagger.pooled`.
Run: `python -m training.alleging --shared ../shared`, after every training; CPU only, two minutes.
Not here: who asks (sayso/disputes/accusing.py).

A line of the lessons is the bare content. {B} is whoever is accused, {C} a body; a frame ("…, she told the hearing.") is drawn
for it, for the head is asked with whole lines of the news.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from sayso import settings
from sayso.disputes.telling import told_in
from sayso.ingest import documents, from_text
from sayso.ledger.view import People
from sayso.reading import Reading
from sayso.schema import Failure

LESSONS = Path(__file__).with_name("allegations")
SEED, FRAMES, ARTICLES = 7, 3, 260  # frames drawn for each line; articles of PolNeAR train, and as many of AllSides, that are read
LONGEST = 6000  # characters of an article of AllSides
PLAIN, PLAIN_WORTH = 4000, 2.0  # lines of news that allege nothing, and what one counts: of them there are most
STRICTNESS = 0.0003  # of the regression (C): 1,152 weights from some 10,000 lines
NAMES = (
    "Novak Ferraro Lindgren Obuya Castell Pryce Haddad Mokoena Tanaka Whelan Bauer Ruiz Kovacs Amsel Dunmore Egede Fairley Gant"
    " Ibsen Jarvis Keane Lomax Marsh Nwosu Orme Petrov Quayle Rossi Sato Thorne Ulrich Voss Webb Yates Zeller"
).split()
FORENAMES = "Anna Peter Maria David Olga Samir Grace Tom Lucia Henry Ines Karl Nadia Paul Ruth Victor Wen Yusuf Clara Ben".split()
DESCRIBED = (
    "the manager,the mayor,the coach,her boss,his former partner,the director,the owner,her uncle,the chairman"
    ",the captain,the head teacher,his landlord"
).split(",")
BODIES = (
    "Harwick Foods,the company,the council,Delmar Shipping,the club,St Anne’s School,the Ostrava Group,the hospital"
    ",Brandt & Sons,the firm,the ministry,Lakeside Homes,the university,the union,Meridian Bank,the agency,the factory,they"
).split(",")
SPEAKERS = ("a former employee", "the widow", "she", "he", "a neighbour", "the former treasurer")
SAID = (
    "said,told the court,told reporters,told the paper,claims,alleges,wrote in a letter,insists,recalled,told police"
    ",said in a statement,says"
).split(",")
QUOTED = ("“{}” {} {}.", '"{}" {} {}.', "‘{}’ {} {}.")


def lessons(chance: random.Random) -> Iterator[tuple[str, bool, int]]:
    """Lines as news prints them, whether each alleges, and the number of the lesson that it is of."""
    number = 0
    for path in sorted(LESSONS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line:
                number += 1
                for _ in range(FRAMES):
                    yield framed(line, chance), path.name.startswith("alleged"), number


def framed(content: str, chance: random.Random) -> str:
    """A content with names in it, and with who says it; at times without."""
    surname = chance.choice(NAMES)
    whole = f"{chance.choice(FORENAMES)} {surname}"
    accused = chance.choice(
        (surname, surname, whole, whole, f"{chance.choice(('Mr', 'Ms', 'Dr', 'Mr.'))} {surname}", chance.choice(DESCRIBED), "he", "she")
    )
    body = chance.choice(BODIES)
    possessive = {"he": "his", "she": "her", "they": "their"}
    for mark, name, again in (("B", accused, "she" if accused == "she" else "he"), ("C", body, "they" if body == "they" else "it")):
        content = content.replace(f"{{{mark}}}'s", possessive.get(name, f"{name}’s")).replace(f"{{{mark}}}", name, 1)
        content = content.replace(f"{{{mark}}}", again)
    speaker = chance.choice(
        (*SPEAKERS, *chance.sample(NAMES, 6), *(f"{chance.choice(FORENAMES)} {one}" for one in chance.sample(NAMES, 4)))
    )
    said = chance.choice(SAID)
    drawn = 0.0 if re.search(r"\b(?:I|me|my|we|us|our)\b", content) else chance.random()
    if drawn < 0.3:
        line = chance.choice(QUOTED).format(f"{content[0].upper()}{content[1:]},", speaker, said)
    elif drawn < 0.5:
        line = f"{speaker} {said} that {content}."
    elif drawn < 0.65:
        line = f"according to {speaker}, {content}."
    elif drawn < 0.85:
        line = f"{content}, {speaker} {said}."
    else:
        line = f"{content}."
    return line[0].upper() + line[1:]


def news(shared: Path, chance: random.Random) -> tuple[list[str], list[str]]:
    """Lines of PolNeAR train and AllSides: what is said without a word for a wrong, and what the reader takes for an accusation."""
    paths = sorted((shared / "data/polnear/train/text").glob("*.txt"))
    texts = [one for path in chance.sample(paths, ARTICLES) for one in documents(path) if not isinstance(one, Failure)]
    with gzip.open(shared / "data/news/allsides.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts += [from_text(json.loads(line)["text"][:LONGEST], "news") for line in chance.sample(list(lines), ARTICLES)]
    plain: set[str] = set()
    accusing: set[str] = set()
    for reading in settings.pipeline().read_batch(texts):
        if isinstance(reading, Reading):
            told = told_in(reading, People())
            for line in (*told.remarks, *told.lines):
                text = " ".join(line.text.split())
                if line.what == "accuse":
                    accusing.add(text)
                elif line.what == "assert" and not any(word.startswith("=") for word in told.words[line.id]):
                    plain.add(text)
    return chance.sample(sorted(plain), min(PLAIN, len(plain))), sorted(accusing)


def main() -> None:
    """Fit, tell how well by five folds of lessons, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    tagger = settings.pipeline().reader.tagger  # type: ignore[attr-defined]
    chance = random.Random(SEED)
    taught = list(lessons(chance))
    plain, accusing = news(shared, chance)
    rows = [(text, alleges, 1.0, number) for text, alleges, number in taught]
    rows += [(text, False, PLAIN_WORTH, at) for at, text in enumerate(plain)] + [(text, True, 1.0, at) for at, text in enumerate(accusing)]
    inputs = np.array([tagger.pooled(text) for text, *_ in rows])
    right, worth = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    fold, ours = np.array([row[3] % 5 for row in rows]), np.arange(len(rows)) < len(taught)
    told = np.zeros(len(rows))
    for k in range(5):
        weights, intercept = fitted(inputs[fold != k], right[fold != k], worth[fold != k])
        told[fold == k] = inputs[fold == k] @ weights + intercept
    by_folds = {
        "of our lessons": round(float(roc_auc_score(right[ours], told[ours])), 3),
        "of all": round(float(roc_auc_score(right, told)), 3),
    }
    weights, intercept = fitted(inputs, right, worth)
    path = settings.SHIPPED / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["alleging"] = {
        "on": f"{len(taught)} lines of our own lessons, {len(plain)} + {len(accusing)} of PolNeAR train and AllSides news",
        "area under the curve by folds": by_folds,
        "intercept": round(intercept, 4),
        "weights": [round(float(one), 4) for one in weights],
    }
    written = json.dumps(card, indent=1, ensure_ascii=False)
    written = re.sub(r'(?<="weights": )\[[^\]]+\]', lambda found: " ".join(found.group().split()), written)  # side by side
    path.write_text(written + "\n", encoding="utf-8")
    print(card["alleging"]["on"], by_folds)


def fitted(inputs: np.ndarray, right: np.ndarray, worth: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and intercept over the inputs as they are."""
    scaler = StandardScaler().fit(inputs)
    model = LogisticRegression(C=STRICTNESS, max_iter=3000).fit(scaler.transform(inputs), right, sample_weight=worth)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


if __name__ == "__main__":
    main()
