"""Pages with known article bodies: how well the article is told from the rest of the page.

In:  the shared folder with data/articles (120 pages, ground-truth.json).
Out: precision, recall and F1 of four-word shingles, averaged over pages, on two roads: the page's HTML,
     and its visible text flattened as a scraper does it.
Not here: training (training/asides.py), which takes its scoring and its flattening from here.

The weights that ship were learned on these same pages, so what this prints for the flattened road is a
check that nothing broke, not a measure of quality; `python -m training.asides folds` measures that.
"""

from __future__ import annotations

import gzip
import hashlib
import html.parser
import json
import re
from collections import Counter
from pathlib import Path

from sayso.errors import InputError
from sayso.ingest import from_bytes, from_text
from sayso.schema import Document

BODY = ("paragraph", "headline", "turn")
RUN = 4  # words in a shingle
BLOCK_TAGS = frozenset(
    "address article aside blockquote body br button dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li"
    " main nav ol option p pre section select table td th title tr ul".split()
)
UNSEEN_TAGS = frozenset("script style noscript template svg head iframe object canvas".split())


def articles(shared: Path, folder: Path) -> tuple[str, dict[str, float]]:
    """The corpus's digest, and precision, recall and F1 of both roads; nothing is written to the folder."""
    home = shared / "data" / "articles"
    known = (home / "ground-truth.json").read_bytes()
    scores: dict[str, list[tuple[float, float, float]]] = {"html": [], "flattened": []}
    for key, truth in sorted(json.loads(known).items()):
        packed = (home / "html" / f"{key}.html.gz").read_bytes()
        scores["html"].append(score_of(truth["articleBody"], _document(packed, key)))
        scores["flattened"].append(score_of(truth["articleBody"], from_text(flattened(packed), key)))
    figures = {
        f"{road} {name}": round(sum(row[at] for row in rows) / len(rows), 3)
        for road, rows in scores.items()
        for at, name in enumerate(("precision", "recall", "f1"))
    }
    return hashlib.sha256(known).hexdigest()[:16], figures


def _document(packed: bytes, key: str) -> Document | None:
    try:
        return from_bytes(packed, f"{key}.html.gz")
    except InputError:
        return None


def score_of(body: str, document: Document | None) -> tuple[float, float, float]:
    """Precision, recall and F1 of what a Document takes for its body; a page that failed scores nothing."""
    if document is None:
        return 0.0, 0.0, 0.0
    return f1(body, "\n".join(segment.span.of(document.text) for segment in document.with_role("paragraph", "headline", "turn")))


def f1(body: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the found text's shingles against the body's."""
    want, have = shingles(body), shingles(found)
    both = (want & have).total()
    precision, recall = both / max(1, have.total()), both / max(1, want.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"\w+", text.casefold())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words, counted; a shorter text is one run."""
    words = words_of(text)
    return Counter(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)) if len(words) >= RUN else Counter([tuple(words)])


def flattened(packed: bytes) -> str:
    """The visible text of a gzip'd page, every block of it on lines of its own."""
    page = _Flattener()
    page.feed(gzip.decompress(packed).decode("utf-8", "replace"))
    return re.sub(r" *\n[ \n]*", "\n\n", "".join(page.out)).strip() + "\n"


class _Flattener(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN_TAGS
        if tag in BLOCK_TAGS:
            self.out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in UNSEEN_TAGS))
        if tag in BLOCK_TAGS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.out.append(re.sub(r"\s+", " ", data))
