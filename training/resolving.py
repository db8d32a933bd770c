"""How well pronouns and descriptions are resolved on texts that nobody tuned on, and what a speaker score means.

In:  GUM's coreference (the genres without an NC licence) and GAP's pronouns, of the shared folder; the model that ships.
Out: printed: by kind of mention, how many are answered, how many of the answers are right; with `--fit`, the curves from raw
     scores to probabilities in `src/sayso/resolver/sureness.json` (isotonic, fitted on both, told by their folds).
Run: `python -m training.resolving --shared ../shared [--fit]`.  CPU only; two minutes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import pickle
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso import settings
from sayso.resolver import speakers_of
from sayso.schema import Document, Mention, Segment, Span

OPEN = ("news", "interview", "speech", "academic", "textbook", "vlog", "court", "bio", "voyage")
OUT = Path(__file__).parents[1] / "src/sayso/resolver/sureness.json"


@dataclass(frozen=True, slots=True)
class Chained:
    """A text and its mentions, each with the number of what it means."""

    name: str
    text: str
    mentions: tuple[tuple[int, int, str, str, str], ...]  # start, end, group, part of speech of the head, type


def gum(folder: Path) -> Iterator[Chained]:
    """GUM's documents of the open genres."""
    for path in sorted(folder.glob("GUM_*.conllu.gz")):
        if path.name.split("_")[1] in OPEN:
            yield _chained(path)


def _chained(path: Path) -> Chained:
    text, glue = "", True
    starts: list[int] = []
    speech: list[str] = []
    opened: list[tuple[str, int, int, str]] = []
    found: list[tuple[int, int, str, str, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                text, glue = text.rstrip() + ("\n" if text else ""), True
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 10 or not fields[0].isdigit():
                continue
            misc = dict(pair.partition("=")[::2] for pair in fields[9].split("|"))
            text += "" if glue else " "
            starts.append(len(text))
            speech.append(fields[4])
            text += fields[1]
            glue = misc.get("SpaceAfter") == "No"
            for bracket in re.findall(r"\([^()]*|[^()]*\)|\)", misc.get("Entity", "")):
                if bracket.startswith("("):
                    parts = bracket[1:].split("-")
                    head = int(parts[5].split(",")[0]) - 1 if len(parts) > 5 and parts[5][:1].isdigit() else 0
                    opened.append((parts[0], len(starts) - 1, head, parts[1] if len(parts) > 1 else ""))
                    continue
                closing = bracket[:-1] or opened[-1][0]
                one = next((o for o in reversed(opened) if o[0] == closing), None)
                if one is not None:
                    opened.remove(one)
                    tag = speech[min(one[1] + one[2], len(speech) - 1)]
                    found.append((starts[one[1]], len(text), one[0], tag, one[3]))
    return Chained(path.stem.removesuffix(".conllu"), text, tuple(sorted(found)))


def gap(folder: Path) -> Iterator[tuple[str, int, str, list[tuple[int, int, bool]]]]:
    """GAP's texts, each with a pronoun and two names, and whether each is meant."""
    for path in sorted(folder.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                names = [
                    (int(row[f"{one}-offset"]), int(row[f"{one}-offset"]) + len(row[one]), row[f"{one}-coref"] == "TRUE") for one in "AB"
                ]
                yield row["Text"], int(row["Pronoun-offset"]), row["Pronoun"], names


def read(texts: list[str], cache: Path | None) -> list[tuple[Document, tuple[Mention, ...]]]:
    """The reader's mentions in many texts; kept in a file if there is one to keep them in."""
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())
    documents = [
        Document(
            id="t", name="t", kind="article", text=text, bytes_digest="", segments=(Segment(span=Span(0, len(text)), role="paragraph"),)
        )
        for text in texts
    ]
    found = []
    reader = settings.pipeline().reader
    for start in range(0, len(documents), 64):
        found += [one.mentions for one in reader.read_batch(documents[start : start + 64])]
    out = list(zip(documents, found, strict=True))
    if cache is not None:
        cache.write_bytes(pickle.dumps(out))
    return out


Answer = tuple[str, float, bool | None]  # kind of mention, raw score, right; None where nobody was named


def of_gum(shared: Path, cache: Path | None) -> Iterator[Answer]:
    """The answers to GUM's pronouns and definite descriptions that point back."""
    chained = list(gum(shared / "data/gum"))
    for one, (document, mentions) in zip(chained, read([c.text for c in chained], cache), strict=True):
        if document.text != one.text:
            continue
        speakers = speakers_of(document, (), mentions)
        groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, group, _, _ in one.mentions:
            groups[group].append((start, end))
        for start, end, group, tag, etype in one.mentions:
            before = [span for span in groups[group] if span[0] < start]
            word = one.text[start:end].casefold()
            if not before or etype not in ("person", "organization", "place"):
                continue
            if tag == "PRP" and word in ("he", "she", "it", "they"):
                kind = word if word in ("it", "they") else "he, she"
            elif tag.startswith("NNP") and " " not in word:
                kind = "part of a name"
            elif tag in ("NN", "NNS") and word.startswith("the "):
                kind = "description"
            else:
                continue
            choice = speakers.choice_of(Span(start, end))
            if choice.who is None or choice.basis == "named":
                yield kind, 0.0, None
                continue
            places = [choice.antecedent] if choice.antecedent is not None else [s for s in choice.who.mentions if s.start < start]
            yield kind, choice.score, any(_meant(place, groups[group]) for place in places)


def _meant(antecedent: Span, spans: list[tuple[int, int]]) -> bool:
    """Whether an antecedent is a mention of the group: the same words, give or take titles and appositions."""
    for start, end in spans:
        shared = min(end, antecedent.end) - max(start, antecedent.start)
        alike = shared >= 0.5 * (max(end, antecedent.end) - min(start, antecedent.start))
        titled = shared == antecedent.end - antecedent.start and antecedent.start - start < 25  # "Mayor [Ana Cho], who resigned"
        if shared > 0 and (alike or titled):
            return True
    return False


def of_gap(shared: Path, cache: Path | None) -> Iterator[Answer]:
    """The answers to GAP's pronouns."""
    rows = list(gap(shared / "data/gap"))
    for (text, at, pronoun, names), (document, mentions) in zip(rows, read([row[0] for row in rows], cache), strict=True):
        if document.text != text:
            continue
        speakers = speakers_of(document, (), mentions)
        choice = speakers.choice_of(Span(at, at + len(pronoun)))
        true = [span for span in names if span[2]]
        if choice.who is None:
            yield "gap", 0.0, None
            continue
        own = choice.who.mentions
        hit = [any(span.start < end and start < span.end for span in own) for start, end, _ in names]
        if true:
            meant = next(i for i, span in enumerate(names) if span[2])
            yield "gap", choice.score, hit[meant] and not (hit[1 - meant] and not names[1 - meant][2])
        else:
            yield "gap", choice.score, not any(hit)


def main() -> None:
    """Measure, and fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="a folder to keep what the reader found in")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    keep = options.cache
    answers = [*of_gum(options.shared, keep and keep / "gum.pkl"), *of_gap(options.shared, keep and keep / "gap.pkl")]
    for kind in dict.fromkeys(one[0] for one in answers):
        those = [one for one in answers if one[0] == kind]
        given = [one for one in those if one[2] is not None]
        right = sum(bool(one[2]) for one in given)
        print(f"{kind:10} {len(those):6} answered {len(given) / len(those):.3f} right {right / max(1, len(given)):.3f}")
        for low in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
            bin_ = [one for one in given if low <= one[1] < low + (0.1 if low < 0.9 else 0.05)]
            if bin_:
                print(f"    {low:.2f} n {len(bin_):5} right {sum(bool(o[2]) for o in bin_) / len(bin_):.3f}")
    if options.fit:
        fit(answers)


def fit(answers: list[Answer]) -> None:
    """By kind of mention, an isotonic curve from raw scores to shares of right answers on GUM, as points; told by five folds."""
    from sklearn.isotonic import IsotonicRegression

    points = [round(0.1 * step, 1) for step in range(11)]
    curves = {}
    for kind in ("he, she", "they", "it", "part of a name", "description"):
        given = [(score, float(right)) for k, score, right in answers if k == kind and right is not None]
        scores, rights = [one[0] for one in given], [one[1] for one in given]
        told = []
        for fold in range(5):
            held = [at for at in range(len(given)) if at * 5 // len(given) == fold]  # in order, so by document
            rest = [at for at in range(len(given)) if at * 5 // len(given) != fold]
            curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(
                [scores[i] for i in rest], [rights[i] for i in rest]
            )
            told += [(float(p), rights[i]) for p, i in zip(curve.predict([scores[i] for i in held]), held, strict=True)]
        curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(scores, rights)
        curves[kind] = [round(float(y), 3) for y in curve.predict(points)]
        told.sort()
        size = max(1, len(told) // 10)
        parts = [told[i : i + size] for i in range(0, len(told), size)]
        error = sum(abs(sum(p for p, _ in part) - sum(r for _, r in part)) for part in parts) / len(told)
        print(f"{kind}: {len(given)} answers, expected calibration error by folds {error:.3f}")
    OUT.write_text(json.dumps(curves, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
