"""What the network is taught, as sums over whole batches: no loop over words or windows.

In:  a Network's vectors for a batch of windows, and the batch (`Batch`, lessons.py's rows on the device).
Out: `gold_loss`: against what people annotated.  `taught_loss`: against what teachers answer.
Not here: the network, optimisation.

Tags are a linear-chain CRF a paragraph (Lafferty et al. 2001).  A window is one chain: where a
paragraph begins, the move is "end, then begin".  The sum over all paths is a product of 7 x 7
matrices, taken pairwise (Särkkä and García-Fernández 2021), so that its depth is the logarithm of
the length.  A student of several teachers learns the mean of their marginals (structured
distillation, Wang et al. 2020).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from sayso.reader.decode import DISTANCES, ENTITY_KINDS, MENTION_KINDS, PAIRS, TAGS
from training.lessons import MENTION_WORDS, ROLES, SPANS
from training.network import FORBIDDEN, RANK, Network, allowed

WEIGHTS = {"tags": 1.0, "links": 0.5, "mentions": 0.1, "kinds": 0.1}


@dataclass(slots=True)
class Batch:
    """Windows on the device; the fields are those of `Lessons`."""

    ids: Tensor
    case: Tensor
    marks: Tensor
    position: Tensor
    words: Tensor
    starts: Tensor
    tags: Tensor
    spans: Tensor
    mentions: Tensor
    named: Tensor

    @property
    def alive(self) -> Tensor:
        """Which words are there (batch, words)."""
        return torch.arange(self.position.shape[1], device=self.words.device) < self.words[:, None]


@dataclass(slots=True)
class Answers:
    """A network's answers for the words of a batch, float32.

    tags (b, w, 7), links (b, w, 3, 2, r), mentions (b, w, 3, 2, r), kinds (b, w, 2, 8).
    """

    tags: Tensor
    links: Tensor
    mentions: Tensor
    kinds: Tensor


def answers(network: Network, batch: Batch, blind: float = 0.0) -> Answers:
    """One pass; with `blind`, that share of the windows has its case or its mark features hidden."""
    case, marks = batch.case, batch.marks
    if blind:
        shown = torch.rand(2, len(case), 1, device=case.device) >= blind
        case, marks = case * shown[0], marks * shown[1]
    with torch.autocast(case.device.type, dtype=torch.bfloat16):
        x = network.encoded(batch.ids, case, marks)
        x = x.gather(1, batch.position[..., None].expand(-1, -1, x.shape[-1]))
        tags, links, mentions, kinds = (y.float() for y in network.answers(x))
    b, w = tags.shape[:2]
    return Answers(
        tags,
        links.view(b, w, len(PAIRS), 2, RANK),
        mentions.view(b, w, len(MENTION_KINDS), 2, RANK),
        kinds.view(b, w, 2, len(ENTITY_KINDS)),
    )


def _moves(network: Network, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Scores of moves into each word but the first (b, w - 1, 7, 7), of the first tag (b, 7), of the last (7,)."""
    move, strict = allowed(network.move, network.begin)
    anew = network.end[:, None] + strict[None, :]
    moves = torch.where(batch.starts[:, 1:, None, None], anew, move)
    return moves, torch.where(batch.starts[:, :1], strict, network.begin), network.end


def log_partition(tags: Tensor, network: Network, batch: Batch) -> Tensor:
    """Log of the sum over all tag sequences of a window; (b,)."""
    moves, begin, end = _moves(network, batch)
    still = torch.full((len(TAGS), len(TAGS)), FORBIDDEN, device=tags.device).fill_diagonal_(0.0)
    steps = torch.where(batch.alive[:, 1:, None, None], moves + tags[:, 1:, None, :], still)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat((steps, still.expand(len(steps), 1, -1, -1)), dim=1)
        steps = torch.logsumexp(steps[:, 0::2, :, :, None] + steps[:, 1::2, None, :, :], dim=3)
    return torch.logsumexp(torch.logsumexp((begin + tags[:, 0])[:, :, None] + steps[:, 0], dim=1) + end, dim=1)


def marginals(tags: Tensor, network: Network, batch: Batch) -> Tensor:
    """Probability of every tag of every word (b, w, 7): the gradient of the log partition."""
    with torch.enable_grad():
        scores = tags.detach().requires_grad_()
        (found,) = torch.autograd.grad(log_partition(scores, network, batch).sum(), scores)
    return found.detach()


def _crf(tags: Tensor, network: Network, batch: Batch, gold: Tensor) -> Tensor:
    """Negative log-likelihood of gold tags (b, w), a window."""
    moves, begin, end = _moves(network, batch)
    alive = batch.alive
    gold = gold.clamp(min=0)
    picked = (tags.gather(2, gold[..., None]).squeeze(2) * alive).sum(1)
    into = moves.flatten(2).gather(2, (gold[:, :-1] * len(TAGS) + gold[:, 1:])[..., None]).squeeze(2)
    last = gold.gather(1, batch.words[:, None] - 1).squeeze(1)
    score = picked + begin.gather(1, gold[:, :1]).squeeze(1) + (into * alive[:, 1:]).sum(1) + end[last]
    return log_partition(tags, network, batch) - score


def _link_scores(links: Tensor, network: Network, pair: int, left: Tensor, right: Tensor) -> Tensor:
    """Scores of all pairs of two roles' spans, (b, 24, 2) each -> (b, 24, 24)."""

    def side(spans: Tensor, k: int) -> Tensor:
        vectors = links[:, :, pair, k]
        ends = [vectors.gather(1, spans[..., e, None].clamp(min=0).expand(-1, -1, RANK)) for e in (0, 1)]
        return ends[0] + ends[1]

    apart = right[:, None, :, 0] - left[:, :, None, 0]
    places = torch.bucketize(apart, torch.tensor(DISTANCES, device=apart.device))
    return side(left, 0) @ side(right, 1).transpose(1, 2) / math.sqrt(RANK) + network.link_bias[pair][places]


def _links(found: Answers, network: Network, spans: Tensor, wanted: Sequence[Tensor]) -> Tensor:
    """Mean loss over all pairs of spans that are there; wanted: a (b, 24, 24) a pair, probabilities."""
    total, count = found.links.new_zeros(()), found.links.new_zeros(())
    for p, (left, right) in enumerate(PAIRS):
        a, b = spans[:, ROLES.index(left)], spans[:, ROLES.index(right)]
        there = ((a[:, :, None, 0] >= 0) & (b[:, None, :, 0] >= 0)).float()
        scores = _link_scores(found.links, network, p, a, b)
        total = total + (F.binary_cross_entropy_with_logits(scores, wanted[p], reduction="none") * there).sum()
        count = count + there.sum()
    return total / count.clamp(min=1)


def _mention_scores(found: Answers, network: Network) -> tuple[Tensor, Tensor]:
    """Scores of every first word and width (b, w, widths, 3), and which of them exist without regard to length (w, widths)."""
    w = found.mentions.shape[1]
    ends = torch.arange(w, device=found.mentions.device)[:, None] + torch.arange(MENTION_WORDS, device=found.mentions.device)
    last = found.mentions[:, ends.clamp(max=w - 1), :, 1]
    scores = torch.einsum("bnkr,bnwkr->bnwk", found.mentions[:, :, :, 0], last) / math.sqrt(RANK) + network.mention_bias.T
    return scores, ends


def _mentions(scores: Tensor, ends: Tensor, batch: Batch, wanted: Tensor, chosen: Tensor) -> Tensor:
    """Loss summed over the spans of a word, averaged over the words of the chosen windows."""
    exists = (ends < batch.words[:, None, None]) & chosen[:, None, None]
    losses = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none").sum(-1) * exists
    return losses.sum() / (batch.words * chosen).sum().clamp(min=1)


def gold_loss(network: Network, batch: Batch, blind: float) -> dict[str, Tensor]:
    """The four lessons of a batch, each a scalar; what a corpus does not speak of counts nothing."""
    found = answers(network, batch, blind)
    tagged = batch.tags[:, 0] >= 0
    out = {"tags": (_crf(found.tags, network, batch, batch.tags) * tagged).sum() / (batch.words * tagged).sum().clamp(min=1)}
    groups = [batch.spans[:, r, :, 2] for r in range(len(ROLES))]
    wanted = [(groups[ROLES.index(a)][:, :, None] == groups[ROLES.index(b)][:, None, :]).float() for a, b in PAIRS]
    out["links"] = _links(found, network, batch.spans, wanted)
    scores, ends = _mention_scores(found, network)
    there = batch.mentions[..., 0] >= 0
    row = torch.arange(len(there), device=there.device)[:, None].expand_as(there)
    first, last, kind, entity = batch.mentions.clamp(min=0).unbind(-1)
    flat = torch.zeros_like(scores)
    flat.index_put_((row, first, last - first, kind), there.float(), accumulate=True)
    out["mentions"] = _mentions(scores, ends, batch, flat.clamp(max=1), batch.named)
    logits = found.kinds[row, first, 0] + found.kinds[row, last, 1]
    out["kinds"] = (F.cross_entropy(logits.transpose(1, 2), entity, reduction="none") * there).sum() / there.sum().clamp(min=1)
    return out


@dataclass(slots=True)
class Taught:
    """What teachers answer for a batch, averaged: tags (b, w, 7) probabilities, spans (b, 3, 24, 2), links, mentions, kinds."""

    tags: Tensor
    spans: Tensor
    links: list[Tensor]
    mentions: Tensor
    kinds: Tensor


@torch.no_grad()
def teach(teachers: Sequence[Network], batch: Batch) -> Taught:
    """The mean of several teachers' answers; links between the spans on which their mean decides."""
    found = [answers(teacher, batch) for teacher in teachers]
    tags = torch.stack([marginals(one.tags, teacher, batch) for one, teacher in zip(found, teachers, strict=True)]).mean(0)
    spans = _spans(tags, batch)
    links = [
        torch.stack(
            [
                _link_scores(one.links, teacher, p, spans[:, ROLES.index(a)], spans[:, ROLES.index(b)]).sigmoid()
                for one, teacher in zip(found, teachers, strict=True)
            ]
        ).mean(0)
        for p, (a, b) in enumerate(PAIRS)
    ]
    mentions = torch.stack([_mention_scores(one, teacher)[0].sigmoid() for one, teacher in zip(found, teachers, strict=True)]).mean(0)
    return Taught(tags, spans, links, mentions, torch.stack([one.kinds for one in found]).mean(0))


def _spans(tags: Tensor, batch: Batch) -> Tensor:
    """The runs of the likeliest tags, (b, 3 roles, 24, 2): first and last word, -1 where there are no more."""
    best = tags.argmax(-1) * batch.alive
    b, w = best.shape
    out = torch.full((b, len(ROLES), SPANS + 1, 2), -1, device=best.device, dtype=torch.long)
    rows = torch.arange(b, device=best.device)[:, None].expand(b, w)
    places = torch.arange(w, device=best.device).expand(b, w)
    for r, role in enumerate(ROLES):
        begin_tag = TAGS.index("B-" + role)
        inside = (best == begin_tag) | (best == begin_tag + 1)
        before = F.pad(inside[:, :-1], (1, 0))
        begins = inside & ((best == begin_tag) | ~before | batch.starts)
        closes = inside & (F.pad(begins[:, 1:], (0, 1)) | ~F.pad(inside[:, 1:], (0, 1)))
        rank = (begins.cumsum(1) - 1).clamp(0, SPANS)
        for end, where in ((0, begins), (1, closes)):
            slot = torch.where(where, rank, torch.full_like(rank, SPANS))  # what is no end, and what is too much, falls into the last slot
            out[rows, r, slot, end] = torch.where(where, places, torch.full_like(places, -1))
    return out[:, :, :SPANS]


def taught_loss(network: Network, batch: Batch, taught: Taught, blind: float) -> dict[str, Tensor]:
    """The four lessons against teachers' answers.  Moves are not learned from them, so the student keeps those it came with."""
    found = answers(network, batch, blind)
    expected = (taught.tags * found.tags * batch.alive[..., None]).sum((1, 2))
    out = {"tags": (log_partition(found.tags, network, batch) - expected).sum() / batch.words.sum()}
    out["links"] = _links(found, network, taught.spans, taught.links)
    scores, ends = _mention_scores(found, network)
    out["mentions"] = _mentions(scores, ends, batch, taught.mentions, torch.ones_like(batch.named))
    alive = batch.alive[..., None, None]
    out["kinds"] = 0.1 * (((found.kinds - taught.kinds) ** 2) * alive).sum() / alive.sum().clamp(min=1) / found.kinds.shape[-1]
    return out
