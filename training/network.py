"""The encoder with its heads, in torch.

In:  padded windows (ids, letter case, quotation-mark state).
Out: `Network.forward`: a score for every tag of every piece, and the vectors from which links and
     mentions are scored by dot products (so that one encoder pass serves every later question).
     `Network.guess`: the hidden pieces' scores over the vocabulary, for masked-LM training.
Not here: losses (losses.py), corpora, optimisation, export.

The encoder is BERT's (Devlin et al. 2019) in the width of MiniLM (Wang et al. 2020), of any depth:
`grown` stacks copies of its layers (Gong et al. 2019) or leaves some out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.reader.decode import DISTANCES, ENTITY_KINDS, MENTION_KINDS, PAIRS, TAGS
from sayso.reader.windows import CASES, STATES
from training.lessons import MENTION_WORDS

HIDDEN, HEADS, LAYERS, INNER, PIECES_MAX, VOCABULARY = 384, 12, 6, 1536, 512, 30522
GROUP = 64  # columns that share a scale in a coarse matrix
RANK = 32  # of the dot products that score links and mentions
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

    def __init__(self, depth: int = LAYERS) -> None:
        super().__init__()
        self.word, self.place, self.segment = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(PIECES_MAX, HIDDEN), nn.Embedding(2, HIDDEN)
        self.case, self.state = nn.Embedding(CASES, HIDDEN), nn.Embedding(STATES, HIDDEN)
        self.norm, self.dropout = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(depth))
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.links = nn.Linear(HIDDEN, len(PAIRS) * 2 * RANK)
        self.mentions = nn.Linear(HIDDEN, len(MENTION_KINDS) * 2 * RANK)
        self.kinds = nn.Linear(HIDDEN, 2 * len(ENTITY_KINDS))
        self.move = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begin, self.end = nn.Parameter(torch.zeros(len(TAGS))), nn.Parameter(torch.zeros(len(TAGS)))
        self.link_bias = nn.Parameter(torch.full((len(PAIRS), len(DISTANCES) + 1), -1.0))
        self.mention_bias = nn.Parameter(torch.full((len(MENTION_KINDS), MENTION_WORDS), -3.0))
        self.guess_dense, self.guess_norm = nn.Linear(HIDDEN, HIDDEN), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.guess_bias = nn.Parameter(torch.zeros(VOCABULARY))
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.state.weight)

    def encoded(self, ids: Tensor, case: Tensor, marks: Tensor) -> Tensor:
        """Windows, each (batch, pieces) int64 -> vectors (batch, pieces, 384)."""
        mask = ((ids == 0).to(torch.float32) * FORBIDDEN)[:, None, None, :]
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.place(places) + self.segment.weight[0] + self.case(case) + self.state(marks)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return self.dropout(x)

    def answers(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Vectors (..., 384) -> tags, links, mentions, kinds, as `forward` gives them."""
        return self.tags(x), self.links(x), self.mentions(x), self.kinds(x)

    def forward(self, ids: Tensor, case: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """The scores and vectors that the class's docstring lists."""
        x = self.encoded(ids, case, marks)
        return (*self.answers(x), x)

    def guess(self, x: Tensor) -> Tensor:
        """Vectors of hidden pieces (n, 384) -> scores over the vocabulary (n, 30522), by the word embedding itself."""
        return F.linear(self.guess_norm(F.gelu(self.guess_dense(x))), self.word.weight, self.guess_bias)


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


def grown(network: Network, order: Sequence[int]) -> Network:
    """A network whose layers are copies of the given ones' (0 is the first), all else the same."""
    other = Network(len(order))
    state = {name: value for name, value in network.state_dict().items() if not name.startswith("layers.")}
    for new, old in enumerate(order):
        for name, value in network.layers[old].state_dict().items():
            state[f"layers.{new}.{name}"] = value
    other.load_state_dict(state)
    return other


def coarse(weight: Tensor) -> tuple[Tensor, Tensor]:
    """A matrix in 4 bits: numbers -7 to 7 of the same shape, and a scale for every `GROUP` columns (rows, columns / GROUP).

    Of a few scales, each a share of the one that loses no outlier, a group takes the one with the least squared error.
    """
    grouped = weight.detach().float().view(len(weight), -1, GROUP)
    top = grouped.abs().amax(2, keepdim=True).clamp(min=1e-8) / 7
    best, least = top.clone(), torch.full_like(top, math.inf)
    for share in (1.0, 0.92, 0.84, 0.76, 0.68):
        scale = top * share
        error = ((grouped / scale).round().clamp(-7, 7) * scale - grouped).square().sum(2, keepdim=True)
        best, least = torch.where(error < least, scale, best), torch.minimum(error, least)
    return (grouped / best).round().clamp(-7, 7).view_as(weight), best.squeeze(2)


def from_coarse(numbers: Tensor, scale: Tensor) -> Tensor:
    """The matrix that `coarse` stands for."""
    return (numbers.view(len(numbers), -1, GROUP) * scale[..., None]).view_as(numbers)


def allowed(move: Tensor, begin: Tensor) -> tuple[Tensor, Tensor]:
    """Transition and start scores with what BIO forbids made impossible: I-x follows only B-x or I-x."""
    return move + _BAN.to(move.device), begin + _BAN_START.to(begin.device)


_INSIDE = [tag.startswith("I-") for tag in TAGS]
_BAN_START = torch.tensor([FORBIDDEN * inside for inside in _INSIDE])
_BAN = torch.tensor(
    [[FORBIDDEN * (inside and before[2:] != tag[2:]) for tag, inside in zip(TAGS, _INSIDE, strict=True)] for before in TAGS]
)
