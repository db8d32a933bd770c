"""The encoder with its heads, in torch, and what it is taught.

In:  padded windows (ids, letter case, quotation-mark state).
Out: `Network.forward`: a score for every tag of every piece, and the vectors from which links and
     mentions are scored by dot products (so that one encoder pass serves every later question).
     `loss(...)`: the sum of the four lessons: tags (a linear-chain CRF a paragraph, Lafferty et al.
     2001), links, mention spans, entity kinds.
Not here: corpora, optimisation, export.

The encoder is BERT's (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.reader.decode import DISTANCES, ENTITY_KINDS, MENTION_KINDS, PAIRS, TAGS
from sayso.reader.windows import CASES, STATES

HIDDEN, HEADS, LAYERS, INNER, PIECES_MAX, VOCABULARY = 384, 12, 6, 1536, 512, 30522
RANK = 32  # of the dot products that score links and mentions
MENTION_WORDS = 16  # longer mentions are not sought
FORBIDDEN = -10_000.0


class Layer(nn.Module):
    """One transformer layer, post-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm_attention, self.norm_output = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Vectors (batch, pieces, 384), mask added to the attention's logits -> (batch, pieces, 384)."""
        batch, length, _ = x.shape
        split = lambda y: y.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)  # noqa: E731
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            weights = (q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + mask).softmax(-1)
            attended = weights @ v
        else:
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.norm_attention(x + self.dropout(self.out(attended.transpose(1, 2).reshape(batch, length, HIDDEN))))
        return self.norm_output(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Network(nn.Module):
    """Encoder and heads.

    forward: ids, case, marks, each (batch, pieces) int64 -> tags (batch, pieces, 7),
    links (batch, pieces, 3 pairs * 2 sides * RANK), mentions (batch, pieces, 3 kinds * 2 ends * RANK),
    kinds (batch, pieces, 2 ends * 8), hidden (batch, pieces, 384).
    """

    def __init__(self) -> None:
        super().__init__()
        self.word, self.place, self.segment = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(PIECES_MAX, HIDDEN), nn.Embedding(2, HIDDEN)
        self.case, self.state = nn.Embedding(CASES, HIDDEN), nn.Embedding(STATES, HIDDEN)
        self.norm, self.dropout = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.links = nn.Linear(HIDDEN, len(PAIRS) * 2 * RANK)
        self.mentions = nn.Linear(HIDDEN, len(MENTION_KINDS) * 2 * RANK)
        self.kinds = nn.Linear(HIDDEN, 2 * len(ENTITY_KINDS))
        self.move = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begin, self.end = nn.Parameter(torch.zeros(len(TAGS))), nn.Parameter(torch.zeros(len(TAGS)))
        self.link_bias = nn.Parameter(torch.full((len(PAIRS), len(DISTANCES) + 1), -1.0))
        self.mention_bias = nn.Parameter(torch.full((len(MENTION_KINDS), MENTION_WORDS), -3.0))
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.state.weight)

    def forward(self, ids: Tensor, case: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """The scores and vectors that the class's docstring lists."""
        mask = ((ids == 0).to(torch.float32) * FORBIDDEN)[:, None, None, :]
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.place(places) + self.segment.weight[0] + self.case(case) + self.state(marks)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.dropout(x)
        return self.tags(x), self.links(x), self.mentions(x), self.kinds(x), x


def pretrained(weights: Path) -> Network:
    """A Network whose encoder holds the weights of all-MiniLM-L6-v2."""
    network = Network()
    rename = {
        "embeddings.word_embeddings": "word",
        "embeddings.position_embeddings": "place",
        "embeddings.token_type_embeddings": "segment",
        "embeddings.LayerNorm": "norm",
        "encoder.layer.": "layers.",
        "attention.self.": "",
        "attention.output.dense": "out",
        "attention.output.LayerNorm": "norm_attention",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "norm_output",
    }
    state = network.state_dict()
    for name, value in load_file(weights).items():
        for old, new in rename.items():
            name = name.replace(old, new)
        if name in state:
            state[name] = value
    network.load_state_dict(state)
    return network


def allowed(move: Tensor, begin: Tensor) -> tuple[Tensor, Tensor]:
    """Transition and start scores with what BIO forbids made impossible: I-x follows only B-x or I-x."""
    ban, ban_start = torch.zeros_like(move), torch.zeros_like(begin)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            ban_start[j] = FORBIDDEN
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    ban[i, j] = FORBIDDEN
    return move + ban, begin + ban_start


def crf_loss(network: Network, emissions: Tensor, tags: Tensor, lengths: Tensor, whole: Tensor) -> Tensor:
    """Negative log-likelihood of the gold tags, one a sequence.

    emissions (sequences, longest, 7) float32; tags (sequences, longest); lengths (sequences,);
    whole (sequences,): False for the rest of a paragraph that was cut, which may begin inside a span.
    """
    move, strict = allowed(network.move, network.begin)
    begin = torch.where(whole[:, None], strict, network.begin)
    longest = emissions.shape[1]
    alive = torch.arange(longest)[None, :] < lengths[:, None]
    picked = emissions.gather(2, tags[..., None]).squeeze(2)
    moves = move[tags[:, :-1], tags[:, 1:]]
    last = tags.gather(1, (lengths - 1)[:, None]).squeeze(1)
    gold = begin.gather(1, tags[:, :1]).squeeze(1) + (picked * alive).sum(1) + (moves * alive[:, 1:]).sum(1) + network.end[last]
    alpha = begin + emissions[:, 0]
    for t in range(1, longest):
        following = torch.logsumexp(alpha[:, :, None] + move[None], dim=1) + emissions[:, t]
        alpha = torch.where(alive[:, t, None], following, alpha)
    return torch.logsumexp(alpha + network.end, dim=1) - gold


@dataclass(slots=True)
class Lesson:
    """One window with its gold; word indices count within the window.

    position: where each word's answer stands among the pieces; paragraph: of each word; whole:
    whether the window begins with a paragraph's beginning.  tags: (words,) or None; spans: (role,
    first word, last word, group); mentions: (first, last, mention kind, entity kind).
    """

    ids: Tensor
    case: Tensor
    marks: Tensor
    position: Tensor
    paragraph: Tensor
    whole: bool
    tags: Tensor | None
    spans: list[tuple[str, int, int, int]] | None
    mentions: list[tuple[int, int, int, int]] | None


def bucket(distance: int) -> int:
    """Index of the bucket that holds a signed distance in words."""
    return sum(distance > edge for edge in DISTANCES)


def loss(network: Network, lessons: list[Lesson], bf16: bool = True) -> dict[str, Tensor]:
    """The four lessons of a batch, each a scalar."""
    pad = lambda name: nn.utils.rnn.pad_sequence([getattr(x, name) for x in lessons], batch_first=True)  # noqa: E731
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        tags, links, mentions, kinds, _ = network(pad("ids"), pad("case"), pad("marks"))
    out = {}
    sequences: list[Tensor] = []
    golds: list[Tensor] = []
    whole: list[bool] = []
    for b, lesson in enumerate(lessons):
        if lesson.tags is None:
            continue
        scores = tags[b, lesson.position].float()
        _, sizes = torch.unique_consecutive(lesson.paragraph, return_counts=True)
        sequences += scores.split(sizes.tolist())
        golds += lesson.tags.split(sizes.tolist())
        whole += [lesson.whole] + [True] * (len(sizes) - 1)
    if sequences:
        lengths = torch.tensor([len(x) for x in sequences])
        nll = crf_loss(
            network,
            nn.utils.rnn.pad_sequence(sequences, batch_first=True),
            nn.utils.rnn.pad_sequence(golds, batch_first=True),
            lengths,
            torch.tensor(whole),
        )
        out["tags"] = nll.sum() / lengths.sum()
    linked = [
        x
        for b, lesson in enumerate(lessons)
        if lesson.spans
        for x in _link_losses(network, links[b, lesson.position].float(), lesson.spans)
    ]
    if linked:
        out["links"] = torch.cat(linked).mean()
    named = [
        _mention_losses(network, mentions[b, x.position].float(), kinds[b, x.position].float(), x.mentions)
        for b, x in enumerate(lessons)
        if x.mentions
    ]
    if named:
        words = sum(len(x.position) for x in lessons if x.mentions)
        out["mentions"] = torch.stack([a for a, _ in named]).sum() / words
        out["kinds"] = torch.cat([k for _, k in named]).mean()
    return out


def _link_losses(network: Network, vectors: Tensor, spans: list[tuple[str, int, int, int]]) -> list[Tensor]:
    vectors = vectors.view(len(vectors), len(PAIRS), 2, RANK)
    out = []
    for p, (left_role, right_role) in enumerate(PAIRS):
        left, right = ([s for s in spans if s[0] == role] for role in (left_role, right_role))
        if not left or not right:
            continue
        a, b = (vectors[[s[1] for s in side], p, k] + vectors[[s[2] for s in side], p, k] for k, side in ((0, left), (1, right)))
        places = torch.tensor([[bucket(r[1] - s[1]) for r in right] for s in left])
        same = torch.tensor([[float(r[3] == s[3]) for r in right] for s in left])
        scores = a @ b.T / math.sqrt(RANK) + network.link_bias[p][places]
        out.append(F.binary_cross_entropy_with_logits(scores, same, reduction="none").flatten())
    return out


def _mention_losses(network: Network, vectors: Tensor, kinds: Tensor, gold: list[tuple[int, int, int, int]]) -> tuple[Tensor, Tensor]:
    n = len(vectors)
    vectors = vectors.view(n, len(MENTION_KINDS), 2, RANK)
    width = torch.arange(MENTION_WORDS)
    ends = torch.arange(n)[:, None] + width
    exists = ends < n
    scores = (
        torch.einsum("nkr,nwkr->nwk", vectors[:, :, 0], vectors[ends.clamp(max=n - 1), :, 1]) / math.sqrt(RANK) + network.mention_bias.T
    )
    want = torch.zeros(n, MENTION_WORDS, len(MENTION_KINDS))
    gold = [g for g in gold if g[1] - g[0] < MENTION_WORDS]
    for first, last, kind, _ in gold:
        want[first, last - first, kind] = 1.0
    span_loss = F.binary_cross_entropy_with_logits(scores, want, reduction="none")[exists].sum()
    kinds = kinds.view(n, 2, len(ENTITY_KINDS))
    logits = kinds[[g[0] for g in gold], 0] + kinds[[g[1] for g in gold], 1]
    return span_loss, F.cross_entropy(logits, torch.tensor([g[3] for g in gold], dtype=torch.long), reduction="none")
