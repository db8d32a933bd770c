"""Pages with their article bodies in, src/sayso/ingest/furniture.json out: one command.

    python -m training.asides        --shared DIR
    python -m training.asides folds  --shared DIR

In:  DIR/data/articles (html/*.html.gz with ground-truth.json, fundus/*.html.gz with their JSON), and
     texts that are all article: DIR/data/polnear/train/text, DIR/data/news/allsides.jsonl.gz.
     Needs scikit-learn.
Out: without `folds` the weights; with it, what the whole of `segments_of` reaches on sites that were
     left out of training, a quarter of them at a time.
Not here: the features and how trees are read (sayso/ingest/furniture.py).

Words are learned as hashed buckets, every stage on scores that the stage before gave to sites it had
not seen, so that no stage trusts the one before more than it deserves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from bench.articles import BODY, f1, flattened, shingles, words_of
from sayso.ingest import furniture
from sayso.ingest.asides import segments_of
from sayso.ingest.blocks import blocks_of
from sayso.ingest.decoding import text_rule
from sayso.schema import Span

Floats = NDArray[np.float64]
LEXICAL = furniture.OWN.index("lexical")
SEED = 20
EDGE_TREES = {"max_iter": 50, "max_leaf_nodes": 8, "learning_rate": 0.08, "l2_regularization": 5.0, "min_samples_leaf": 10}
TREES = {"max_iter": 90, "max_leaf_nodes": 12, "learning_rate": 0.09, "l2_regularization": 5.0, "min_samples_leaf": 25}
CLEAN = 160  # texts that are all article, of each source
MIXED = 80  # of them, dressed in the furniture of pages
FOLDS = 4
LEXICON_SCALE = 100
KEPT = (*BODY, "byline", "date", "caption")
SHIPPED = Path(__file__).parents[1] / "src" / "sayso" / "ingest" / "furniture.json"


@dataclass
class Page:
    """A text, its blocks, and for each block whether it is article and how much that matters."""

    site: str
    text: str
    body: str | None  # None: all of the text is article
    fundus: bool = False
    spans: list[Span] = field(default_factory=list)
    labels: Floats = field(default_factory=lambda: np.zeros(0))
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    own: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    buckets: list[list[int]] = field(default_factory=list)


def pages_in(articles: Path) -> Iterator[Page]:
    """The pages with known bodies; those whose body is hardly in the flattened text are left out."""
    truth = json.loads((articles / "ground-truth.json").read_text("utf-8"))
    for key, known in sorted(truth.items()):
        yield Page(site_of(known["url"]), flat(articles / "html" / f"{key}.html.gz"), known["articleBody"])
    for meta in sorted((articles / "fundus").glob("*_meta.info")):
        country = meta.name.split("_")[0]
        for name, about in sorted(json.loads(meta.read_text("utf-8")).items()):
            file = meta.parent / f"{country}_{name}"
            expected = meta.parent / f"{country}_{name.split('_')[0]}.json"
            if not (file.exists() and expected.exists()):
                continue
            text = flat(file)
            bodies = [body_of(version) for version in json.loads(expected.read_text("utf-8")).values() if version.get("body")]
            best = max(bodies, key=lambda body: f1(body, text)[1], default="")
            if best and f1(best, text)[1] > 0.6:
                yield Page(site_of(about["url"]), text, best, fundus=True)


def flat(path: Path) -> str:
    """The page's visible text, as a Document would hold it."""
    return text_rule(flattened(path.read_bytes()))


def body_of(version: dict[str, Any]) -> str:
    """The body of a fundus test case as one text."""
    parts = list(version["body"]["summary"])
    for section in version["body"]["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n\n".join(parts)


def site_of(url: str) -> str:
    """The site of an address, without www and what comes after the name."""
    host = urlparse(url).netloc.removeprefix("www.")
    parts = host.split(".")
    keep = 3 if len(parts) > 2 and len(parts[-2]) <= 3 else 2
    return ".".join(parts[-keep:])


def clean_texts(sources: Sequence[Path], limit: int) -> list[str]:
    """Texts that are all article: the .txt files of folders, the "text" of .jsonl.gz files; `limit` of each source."""
    texts: list[str] = []
    for source in sources:
        if source.is_dir():
            found = [file.read_text("utf-8") for file in sorted(source.iterdir())]
        else:
            with gzip.open(source, "rt", encoding="utf-8") as lines:
                found = [json.loads(next(lines))["text"] for _ in range(8 * limit)]
        random.Random(SEED).shuffle(found)
        texts += [text_rule(text) for text in found[:limit] if text.strip()]
    return texts


def mixed(clean: Sequence[str], pages: Sequence[Page], many: int) -> list[Page]:
    """Clean articles dressed in the furniture of the given pages: half of them in all of it, half in a little, as copied text has it."""
    dice = random.Random(SEED)
    out = []
    for number, text in enumerate(dice.sample(list(clean), min(many, len(clean)))):
        page = dice.choice(pages)
        body = [at for at, label in enumerate(page.labels) if label > 0.5]
        if not body:
            continue
        junk = [(span.of(page.text), 0.0) for span in page.spans]
        above, below = junk[: body[0]], junk[body[-1] + 1 :]
        among = [junk[at] for at in range(body[0], body[-1]) if page.labels[at] < 0.2]
        lines = [(line, 1.0) for line in text.split("\n") if line.strip()]
        if number % 2:
            above, below = above[len(above) - dice.choice((0, 0, 1, 2, 5)) :], below[: dice.choice((0, 0, 1, 3, 8))]
            among = among or junk[-3:]
        for line in among[: dice.choice((0, 1, 2, 5))]:
            lines.insert(dice.randrange(len(lines) + 1), line)
        lines = [*above, *lines, *below]
        made = Page(page.site, "\n\n".join(line for line, _ in lines), None)
        prepare(made)
        known = dict(lines)
        made.labels = np.array([known.get(span.of(made.text), 1.0) for span in made.spans])
        made.weights *= 0.5
        out.append(made)
    return out


def prepare(page: Page) -> Page:
    """Fills in blocks, labels, weights and the features that no learning changes."""
    page.spans = blocks_of(page.text)
    counts = np.array([len(words_of(span.of(page.text))) for span in page.spans], dtype=float)
    if page.body is None:
        page.labels = np.ones(len(page.spans))
    else:
        known = set(shingles(page.body))
        lines = {" ".join(words_of(line)) for line in page.body.split("\n")}
        page.labels = np.array([share_in(span.of(page.text), known, lines) for span in page.spans])
    page.weights = (counts + 2) / max(100.0, float(counts[page.labels > 0.5].sum())) * 100 + 0.1
    page.own = furniture.own_features(page.text, page.spans, np.zeros(furniture.BUCKETS))
    page.buckets = [furniture.buckets_of(span.of(page.text)) for span in page.spans]
    return page


def share_in(block: str, known: set[tuple[str, ...]], lines: set[str]) -> float:
    """The share of a block's shingles that are in the body; a short block counts if it is one of its lines."""
    words = words_of(block)
    if len(words) < 4:
        return float(" ".join(words) in lines)
    return sum(tuple(words[at : at + 4]) in known for at in range(len(words) - 3)) / (len(words) - 3)


@dataclass
class Learned:
    """The lexicon and the four sets of trees."""

    lexicon: Floats
    stages: dict[str, HistGradientBoostingClassifier]

    def scores(self, page: Page) -> Floats:
        """What the model says of a page's blocks."""
        context = furniture.with_context(lexical(page, self.lexicon))
        first, start, end = (probability(self.stages[stage], context) for stage in furniture.STAGES[:3])
        return probability(self.stages["second"], furniture.with_scores(context, first, start, end))


def learn(pages: Sequence[Page]) -> Learned:
    """Trains all stages, each on scores that the one before gave to sites it had not seen."""
    folds = folds_of(pages, 4)
    owns = across(pages, folds, fit_lexicon, lexical)
    rows = {id(page): furniture.with_context(own) for page, own in zip(pages, owns, strict=True)}
    stages = {}
    unseen = []
    for stage in furniture.STAGES[:3]:
        fit = partial(fit_trees, rows=rows, stage=stage)
        unseen.append(across(pages, folds, fit, lambda page, trees: probability(trees, rows[id(page)])))
        stages[stage] = fit(pages)
    both = {id(page): furniture.with_scores(rows[id(page)], *said) for page, *said in zip(pages, *unseen, strict=True)}
    stages["second"] = fit_trees(pages, rows=both, stage="second")
    return Learned(fit_lexicon(pages), stages)


def probability(trees: HistGradientBoostingClassifier, rows: Floats) -> Floats:
    """What the trees say of each row."""
    said: Floats = trees.predict_proba(rows)[:, 1]
    return said


def folds_of(pages: Sequence[Page], many: int) -> list[list[int]]:
    """The numbers of the pages, in groups that share no site."""
    sites = sorted({page.site for page in pages})
    random.Random(SEED).shuffle(sites)
    group = {site: number % many for number, site in enumerate(sites)}
    return [[at for at, page in enumerate(pages) if group[page.site] == number] for number in range(many)]


def across(
    pages: Sequence[Page], folds: list[list[int]], fit: Callable[[list[Page]], Any], apply: Callable[[Page, Any], Floats]
) -> list[Floats]:
    """What a model says of each page that was fitted without the page's fold."""
    out: list[Floats] = [np.zeros(0)] * len(pages)
    for fold in folds:
        left_out = set(fold)
        model = fit([page for at, page in enumerate(pages) if at not in left_out])
        for at in fold:
            out[at] = apply(pages[at], model)
    return out


def fit_lexicon(pages: Sequence[Page]) -> Floats:
    """The weight of each bucket of words, in a linear model."""
    buckets = [row for page in pages for row in page.buckets]
    ends = np.cumsum([0] + [len(row) for row in buckets])
    matrix = csr_matrix(
        (np.ones(ends[-1]), np.concatenate([np.array(row, dtype=int) for row in buckets]), ends), shape=(len(buckets), furniture.BUCKETS)
    )
    target, weight = joined(pages)
    model = LogisticRegression(C=0.3, max_iter=200, solver="liblinear").fit(matrix, target, weight)
    return np.round(model.coef_[0] * LEXICON_SCALE) / LEXICON_SCALE


def fit_trees(pages: Sequence[Page], rows: dict[int, Floats], stage: str) -> HistGradientBoostingClassifier:
    """Boosted trees on the given rows of each page; "start" and "end" learn the article's first and last block."""
    target, weight = joined(pages)
    settings = TREES
    if stage in ("start", "end"):
        settings = EDGE_TREES
        target = np.concatenate([edge(page, stage) for page in pages])
        weight = np.ones(len(target))
    return HistGradientBoostingClassifier(**settings, early_stopping=False, random_state=SEED).fit(
        np.concatenate([rows[id(page)] for page in pages]), target, weight
    )


def edge(page: Page, stage: str) -> Floats:
    """1 for the first (or the last) block of the article that has some length, else 0."""
    out = np.zeros(len(page.spans))
    body = [at for at, label in enumerate(page.labels) if label > 0.5 and page.own[at, 0] > 1.5]
    if body:
        out[body[0 if stage == "start" else -1]] = 1.0
    return out


def joined(pages: Sequence[Page]) -> tuple[Floats, Floats]:
    """Targets and weights of all blocks; a block that is half article counts less."""
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    return (labels > 0.5).astype(float), weights * np.abs(2 * labels - 1)


def lexical(page: Page, lexicon: Floats) -> Floats:
    """The page's own features with those that the lexicon gives filled in."""
    own = page.own.copy()
    own[:, LEXICAL] = [furniture.lexical_score(row, lexicon) for row in page.buckets]
    return own


def packed_trees(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """Trees as furniture.json holds them."""
    out: dict[str, Any] = {"roots": [], "feature": [], "threshold": [], "left": [], "right": [], "value": []}
    depth = 0
    for (tree,) in model._predictors:
        base = len(out["feature"])
        out["roots"].append(base)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            out["feature"].append(-1 if leaf else int(node["feature_idx"]))
            out["threshold"].append(0 if leaf else float(f"{node['num_threshold']:.5g}"))
            out["left"].append(0 if leaf else base + int(node["left"]))
            out["right"].append(0 if leaf else base + int(node["right"]))
            out["value"].append(float(f"{node['value']:.4g}") if leaf else 0)
            depth = max(depth, int(node["depth"]))
    return {**out, "base": float(np.ravel(model._baseline_prediction)[0]), "depth": depth}


def packed_model(model: Learned) -> dict[str, Any]:
    """A model as furniture.json holds it."""
    lexicon = np.round(model.lexicon * LEXICON_SCALE).astype(int).tolist()
    return {"lexicon_scale": LEXICON_SCALE, "lexicon": lexicon, **{stage: packed_trees(trees) for stage, trees in model.stages.items()}}


def fitted(pages: Sequence[Page], clean: Sequence[str]) -> Learned:
    """What is learned from pages, from texts that are all article, and from such texts dressed as pages."""
    plain = [prepare(Page(f"clean {number}", text, None)) for number, text in enumerate(clean)]
    return learn([*pages, *mixed(clean, pages, MIXED), *plain])


def folds(pages: Sequence[Page], clean: Sequence[str]) -> None:
    """Prints, fold by fold, precision, recall and F1 on pages whose sites were left out, and what share of unseen articles is set aside."""
    rows: dict[bool, list[tuple[float, float, float]]] = {False: [], True: []}
    for fold in folds_of(pages, FOLDS):
        left_out = set(fold)
        fit = fitted([page for at, page in enumerate(pages) if at not in left_out], clean[::2])
        model = furniture.model_from(json.loads(json.dumps(packed_model(fit))))
        for page in (pages[at] for at in fold):
            rows[page.fundus].append(f1(page.body or "", body_in(page.text, model, BODY)))
        unseen = "".join(clean[1::2])
        kept = sum(len("".join(body_in(text, model, KEPT).split())) for text in clean[1::2])
        print(f"unseen clean articles: {1 - kept / len(''.join(unseen.split())):.2%} set aside")
        for fundus, name in ((False, "html"), (True, "fundus")):
            print(f"{name}, {len(rows[fundus])} pages so far: precision, recall, F1", np.mean(rows[fundus], axis=0).round(3), flush=True)


def body_in(text: str, model: furniture.Model, roles: Sequence[str]) -> str:
    """What `segments_of` gives these roles when the given model scores the blocks."""
    return "\n".join(one.span.of(text) for one in segments_of(text, model.scores) if one.role in roles)


def main() -> None:
    """Trains on all pages and writes the weights, or trains without some and prints what that reaches."""
    parser = argparse.ArgumentParser(prog="python -m training.asides", description=__doc__.split("\n")[0])
    parser.add_argument("verb", nargs="?", choices=("fit", "folds"), default="fit")
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    data = options.shared / "data"
    pages = [prepare(page) for page in pages_in(data / "articles")]
    clean = clean_texts([data / "polnear" / "train" / "text", data / "news" / "allsides.jsonl.gz"], CLEAN)
    if options.verb == "folds":
        folds(pages, clean)
        return
    packed = packed_model(fitted(pages, clean))
    options.out.write_text(json.dumps(packed, separators=(",", ":")) + "\n", "utf-8")
    print(options.out, options.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
