"""Examples in, a checkpoint out.

In:  the shared data folder; an output folder for checkpoints and the log.
Out: `checkpoint.pt` after every epoch (network, its running average, optimiser, place in the schedule):
     a run that is stopped goes on from there.
Not here: the network (network.py), what ships (bundle.py).

The average of the weights along the way (Polyak and Juditsky 1992, exponential) is what is kept: it
is worth more on dev than any single step.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.reader.decode import ENTITY_KINDS, MENTION_KINDS, TAGS
from sayso.reader.windows import Windows, cut
from training import corpora
from training.corpora import Example, augmented
from training.network import Lesson, Network, loss

BATCH, RATE, RATE_HEADS, WARM, AVERAGE, SEED = 16, 1.2e-4, 6e-4, 0.06, 0.995, 20261125
WEIGHTS = {"tags": 1.0, "links": 0.5, "mentions": 0.1, "kinds": 0.1}
BLIND = 0.1  # share of windows whose case or mark features are hidden, so that neither is trusted blindly
RANKED = ("content", "source", "cue")  # which tag a word takes that two parts claim (CofeNet's order)


def lessons(example: Example, tokenizer: Tokenizer) -> Iterator[Lesson]:
    """The windows of an example with their gold."""
    windows = cut(example.text, example.paragraphs, tokenizer)
    tags = _tags(example, windows)
    groups = [(role, span, g) for g, a in enumerate(example.attributions or ()) for role in RANKED for span in getattr(a, role)]
    for w in range(len(windows.ids)):
        inside = np.flatnonzero(windows.window == w)
        if not len(inside):
            continue
        words = windows.words[inside]
        spans = None
        if example.attributions is not None:
            spans = [(role, *found, g) for role, span, g in groups if (found := _words(words, span)) is not None]
        mentions = None
        if example.mentions is not None:
            mentions = [
                (*found, MENTION_KINDS.index(kind), ENTITY_KINDS.index(entity))
                for a, b, kind, entity in example.mentions
                if (found := _words(words, (a, b))) is not None
            ]
        yield Lesson(
            *(torch.from_numpy(x[w]) for x in (windows.ids, windows.case, windows.marks)),
            position=torch.from_numpy(windows.position[inside]),
            paragraph=torch.from_numpy(windows.paragraph[inside]),
            whole=bool(inside[0] == 0 or windows.paragraph[inside[0]] != windows.paragraph[inside[0] - 1]),
            tags=None if tags is None else torch.from_numpy(tags[inside]),
            spans=spans,
            mentions=mentions,
        )


def _words(words: np.ndarray, span: tuple[int, int]) -> tuple[int, int] | None:
    """First and last word of a span, None where it does not lie in these words whole."""
    first = int(np.searchsorted(words[:, 1], span[0], side="right"))
    last = int(np.searchsorted(words[:, 0], span[1], side="left")) - 1
    if first > last or first >= len(words) or span[0] < words[0, 0] or span[1] > words[-1, 1]:
        return None
    return first, last


def _tags(example: Example, windows: Windows) -> np.ndarray | None:
    if example.tags is None and example.attributions is None:
        return None
    flat = [(a, b, role) for a, b, role in example.tags or ()]
    flat += [(*span, role) for one in example.attributions or () for role in RANKED for span in getattr(one, role)]
    out = np.zeros(len(windows.words), dtype=np.int64)
    # The weaker role first, the longer span first: what is written later stands.
    for a, b, role in sorted(flat, key=lambda s: (-RANKED.index(s[2]), s[0] - s[1])):
        first = int(np.searchsorted(windows.words[:, 1], a, side="right"))
        last = int(np.searchsorted(windows.words[:, 0], b, side="left"))
        if last > first:
            out[first:last] = TAGS.index("I-" + role)
            out[first] = TAGS.index("B-" + role)
    # An I whose B was overwritten begins anew, as does one that opens a paragraph.
    for i in range(len(out)):
        tag = TAGS[out[i]]
        fresh = i == 0 or windows.paragraph[i] != windows.paragraph[i - 1] or TAGS[out[i - 1]][2:] != tag[2:]
        if tag.startswith("I-") and fresh:
            out[i] -= 1
    return out


def epoch(examples: list[Example], tokenizer: Tokenizer, chance: random.Random) -> list[list[Lesson]]:
    """A fresh pass: one reading of every text, marks redrawn, windows shuffled into batches of like length."""
    taught: list[Lesson] = []
    for example in examples:
        if example.corpus == "riqua" and chance.random() < 0.5:
            continue
        taught += lessons(augmented(chance.choice((example, *example.siblings)), chance), tokenizer)
    for lesson in taught:
        if chance.random() < BLIND:
            lesson.case = torch.zeros_like(lesson.case)
        if chance.random() < BLIND:
            lesson.marks = torch.zeros_like(lesson.marks)
    chance.shuffle(taught)
    batches = [sorted(taught[i : i + 8 * BATCH], key=lambda x: len(x.ids)) for i in range(0, len(taught), 8 * BATCH)]
    cuts = [chunk[i : i + BATCH] for chunk in batches for i in range(0, len(chunk), BATCH)]
    chance.shuffle(cuts)
    return cuts


def train(examples: list[Example], network: Network, base: Path, out: Path, epochs: int) -> Path:
    """Train a network, or go on where a stopped run left off; returns the checkpoint's path."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    heads = ("case", "state", "tags", "links", "mentions", "kinds", "move", "begin", "end", "link_bias", "mention_bias")
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        groups.setdefault((name.split(".")[0] in heads, parameter.dim() > 1), []).append(parameter)
    optimiser = torch.optim.AdamW(
        [{"params": p, "lr": RATE_HEADS if head else RATE, "weight_decay": 0.01 if matrix else 0.0} for (head, matrix), p in groups.items()]
    )
    total = epochs * len(epoch(examples, tokenizer, random.Random(SEED)))
    warm = int(WARM * total)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / warm, max(0.0, (total - s) / (total - warm))) if warm else 1.0
    )
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    path, done, step = out / "checkpoint.pt", 0, 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        average, done, step = state["average"], state["epoch"], state["step"]
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        for number in range(done, epochs):
            network.train()
            begun, pieces, sums = time.monotonic(), 0, {}
            for batch in epoch(examples, tokenizer, random.Random(SEED + number)):
                losses = loss(network, batch)
                optimiser.zero_grad()
                sum(WEIGHTS[k] * v for k, v in losses.items()).backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                step += 1
                pieces += sum(len(x.ids) for x in batch)
                keep = min(AVERAGE, step / (step + 10))
                with torch.no_grad():
                    for k, v in network.state_dict().items():
                        average[k].lerp_(v, 1 - keep)
                for k, v in losses.items():
                    sums.setdefault(k, []).append(v.item())
                if step % 20 == 0:
                    rate = pieces / (time.monotonic() - begun)
                    log.write(
                        json.dumps(
                            {
                                "epoch": number,
                                "step": step,
                                "of": total,
                                "pieces/s": round(rate),
                                **{k: round(float(np.mean(v[-20:])), 4) for k, v in sums.items()},
                            }
                        )
                        + "\n"
                    )
                    log.flush()
            torch.save(
                {
                    "network": network.state_dict(),
                    "average": average,
                    "optimiser": optimiser.state_dict(),
                    "schedule": schedule.state_dict(),
                    "epoch": number + 1,
                    "step": step,
                },
                path.with_suffix(".part"),
            )
            path.with_suffix(".part").replace(path)
    return path


def averaged(path: Path) -> Network:
    """The network of a checkpoint, with the averaged weights, ready to answer."""
    network = Network()
    network.load_state_dict(torch.load(path, weights_only=True)["average"])
    return network.eval()


def load_examples(data: Path) -> list[Example]:
    """What the shipped model is taught: PolNeAR train, RiQuA train, GUM without its NC genres and every 12th of its documents."""
    return [
        *corpora.polnear(data / "polnear" / "train"),
        *corpora.riqua(data / "riqua" / "train.jsonl"),
        *(x for i, x in enumerate(corpora.gum(data / "gum")) if i % 12),
    ]
