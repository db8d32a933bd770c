"""A network and its lessons in, the network taught out.

In:  a Network, `Lessons` on a device, how long and how fast to learn (`Course`).
Out: the same network with the averaged weights of the way (Polyak and Juditsky 1992, exponential),
     which are worth more on dev than any single step.
Not here: the losses (losses.py), the order of the courses (__main__.py), what ships (bundle.py).

Three ways to be taught: `on_gold` from annotated texts, `on_teachers` from what other networks read
in texts without labels, `on_hidden` by guessing hidden word pieces (masked-LM training, Devlin et al.
2019; on texts of the domain, Gururangan et al. 2020).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.lessons import Lessons
from training.losses import WEIGHTS, Batch, gold_loss, taught_loss, teach
from training.network import VOCABULARY, Network

HEADS = ("case", "state", "tags", "links", "mentions", "kinds", "move", "begin", "end", "link_bias", "mention_bias")
GUESSING = ("guess_dense", "guess_norm", "guess_bias")
MOVES = ("move", "begin", "end")
AVERAGE = 0.995  # at most; younger averages forget faster
BLIND = 0.1  # share of windows whose case or mark features are hidden, so that neither is trusted blindly
HIDDEN_SHARE = 0.2  # of pieces to guess
SHORT = 96  # pieces: windows of at most so many are learned together
MASK, FIRST_WORD = 103, 999  # of BERT's vocabulary: [MASK], and the first id that is no reserved one
FIELDS = ("ids", "case", "marks", "position", "words", "starts", "tags", "spans", "mentions", "named")


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast: `epochs` over the texts or `seconds`, whichever ends first; `rate` of the encoder, `heads` of the heads."""

    name: str
    epochs: float
    batch: int
    rate: float
    heads: float
    seconds: float = float("inf")
    warm: float = 0.06
    frozen: tuple[str, ...] = ()
    seed: int = 20261126


class Pupils:
    """Lessons on a device, ready to be drawn."""

    def __init__(self, lessons: Lessons, halved: Sequence[bool], device: str) -> None:
        self.lessons, self.halved, self.device = lessons, list(halved), device
        self.pieces = (lessons.ids != 0).sum(1)
        self.columns = {name: torch.from_numpy(getattr(lessons, name)).to(device) for name in FIELDS}

    def batch(self, rows: np.ndarray) -> Batch:
        """Some windows, their integers widened for indexing, padded only as far as the longest of them needs."""
        at = torch.from_numpy(rows).to(self.device)
        words = int(self.lessons.words[rows].max())
        size = dict.fromkeys(("position", "starts", "tags"), words) | dict.fromkeys(("ids", "case", "marks"), int(self.pieces[rows].max()))
        taken = {name: column[at, : size[name]] if name in size else column[at] for name, column in self.columns.items()}
        return Batch(**{name: x if x.dtype == torch.bool else x.long() for name, x in taken.items()})

    def epoch(self, size: int, chance: np.random.Generator) -> list[np.ndarray]:
        """Rows of the batches of one pass, short windows with short ones; the last short batch is left out."""
        rows = self.lessons.epoch(self.halved, chance)
        rows = rows[np.argsort(self.pieces[rows] > SHORT, kind="stable")]
        batches = [rows[i : i + size] for i in range(0, len(rows) - size + 1, size)] or [rows]
        chance.shuffle(batches)
        return batches


def fit(
    network: Network,
    course: Course,
    epoch: Callable[[np.random.Generator], list[np.ndarray]],
    lesson: Callable[[np.ndarray], dict[str, Tensor]],
    log: Path,
) -> Network:
    """Teach a network in place; it ends with the averaged weights, ready to answer.

    lesson: rows of a batch -> its losses.  The rate rises over the course's first part and falls to zero by its end.
    """
    torch.manual_seed(course.seed)
    chance = np.random.default_rng(course.seed)
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        top = name.split(".")[0]
        parameter.requires_grad_(top not in course.frozen)
        if parameter.requires_grad:
            groups.setdefault((top in HEADS or top in GUESSING, parameter.dim() > 1), []).append(parameter)
    peaks = [course.heads if head else course.rate for head, _ in groups]
    optimiser = torch.optim.AdamW(
        [{"params": p, "lr": 0.0, "weight_decay": 0.01 if matrix else 0.0} for (_, matrix), p in groups.items()],
        fused=next(network.parameters()).is_cuda,
    )
    learned = [p for p in network.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in learned]

    def batches() -> Iterator[np.ndarray]:
        while True:
            yield from epoch(chance)

    total = max(1, round(course.epochs * len(epoch(np.random.default_rng(0)))))
    begun, windows = time.monotonic(), 0
    sums: dict[str, Tensor] = {}
    network.train()
    for step, rows in enumerate(batches(), 1):
        # Where time is what ends the course, the clock drives the schedule.
        done = max((step - 1) / total, (time.monotonic() - begun) / course.seconds)
        if done >= 1:
            break
        factor = min(done / course.warm, 1.0, (1 - done) / (1 - course.warm)) if course.warm else 1 - done
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * max(factor, 0.01)
        losses = lesson(rows)
        optimiser.zero_grad(set_to_none=True)
        torch.stack([WEIGHTS.get(k, 1.0) * v for k, v in losses.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0, foreach=True)
        optimiser.step()
        windows += len(rows)
        with torch.no_grad():
            torch._foreach_lerp_(average, learned, 1 - min(AVERAGE, step / (step + 10)))
            for k, v in losses.items():
                sums[k] = sums.get(k, 0) + v.detach()
        if step % 50 == 0 or step == total:
            _note(
                log,
                course,
                step,
                total,
                windows / (time.monotonic() - begun),
                {k: v.item() / ((step - 1) % 50 + 1) for k, v in sums.items()},
            )
            sums = {}
        if step >= total:
            break
    with torch.no_grad():
        torch._foreach_copy_(learned, average)
    return network.eval()


def _note(log: Path, course: Course, step: int, total: int, rate: float, losses: dict[str, float]) -> None:
    row = {"course": course.name, "step": step, "of": total, "windows/s": round(rate), **{k: round(v, 4) for k, v in losses.items()}}
    with log.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")


def on_gold(network: Network, gold: Pupils, course: Course, log: Path) -> Network:
    """Taught by what people annotated."""
    return fit(network, course, lambda c: gold.epoch(course.batch, c), lambda rows: gold_loss(network, gold.batch(rows), BLIND), log)


def on_teachers(network: Network, teachers: Sequence[Network], news: Pupils, course: Course, log: Path) -> Network:
    """Taught by the mean of what teachers read in the same texts, while hidden features and dropout make it harder for the student.

    The teachers see each text as it is printed, the student in other marks where the draw says so; the two
    forms have the same words, and where a mark's piece differs in length the form as printed serves both.
    """
    twins = _twins(news.lessons)

    def lesson(rows: np.ndarray) -> dict[str, Tensor]:
        taught = teach(teachers, news.batch(np.where(twins[rows] >= 0, twins[rows], rows)))
        return taught_loss(network, news.batch(rows), taught, BLIND)

    return fit(network, course, lambda c: news.epoch(course.batch, c), lesson, log)


def _twins(lessons: Lessons) -> np.ndarray:
    """For each window in other marks the same window as printed, -1 where there is none with the same words."""
    twins = np.full(len(lessons), -1)
    begins = {(int(t), int(f)): i for i, (t, f) in reversed(list(enumerate(zip(lessons.text, lessons.form, strict=True))))}
    for i, (text, form) in enumerate(zip(lessons.text.tolist(), lessons.form.tolist(), strict=True)):
        if form % 2:
            other = begins[text, form - 1] + i - begins[text, form]
            same = lessons.text[other] == text and lessons.form[other] == form - 1
            if same and lessons.words[other] == lessons.words[i] and (lessons.starts[other] == lessons.starts[i]).all():
                twins[i] = other
    return twins


def on_hidden(network: Network, news: Pupils, course: Course, log: Path) -> Network:
    """Taught to guess hidden pieces: of a fifth of them 8 in 10 are hidden, 1 changed, 1 left as it is."""

    def lesson(rows: np.ndarray) -> dict[str, Tensor]:
        batch = news.batch(rows)
        draw = torch.rand(batch.ids.shape, device=batch.ids.device)
        chosen = (draw < HIDDEN_SHARE) & (batch.ids >= FIRST_WORD)
        ids = batch.ids.masked_fill(chosen & (draw < 0.8 * HIDDEN_SHARE), MASK)
        swapped = chosen & (draw >= 0.9 * HIDDEN_SHARE)
        ids = torch.where(swapped, torch.randint_like(ids, FIRST_WORD, VOCABULARY), ids)
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            x = network.encoded(ids, batch.case, batch.marks)
            scores = network.guess(x[chosen])
        return {"guess": F.cross_entropy(scores.float(), batch.ids[chosen])}

    return fit(network, course, lambda c: news.epoch(course.batch, c), lesson, log)
