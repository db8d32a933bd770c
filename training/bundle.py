"""A checkpoint in, the shipped bundle out: int8 ONNX, tokenizer, card.

In:  a trained Network, the base encoder's folder, the figures measured on dev.
Out: a folder that `sayso.reader.tagger.load` takes: model.onnx (25 MB at most), tokenizer.json,
     card.json with licences, figures and digests.
Not here: training, measuring.

The word embedding is kept in 4 bits with a scale for every 64 columns: a network that was taught with
its embedding already on that grid (`train.py`) loses nothing by it.  The matrix products are quantised
by onnxruntime (int8, dynamic, a scale for every output channel), and the attention is folded (`faster.py`), which changes no answer.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sayso.reader.tagger import FORMAT
from training.faster import folded
from training.network import Network, allowed, coarse

LIMIT = 25 * 2**20
INPUTS = ("ids", "case", "marks")
OUTPUTS = ("tags", "links", "mentions", "kinds", "hidden")


class PackedEmbedding(nn.Module):
    """An embedding kept in 4 bits: two numbers a byte, a scale for every 64 columns (`coarse`)."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        numbers, scale = coarse(weight)
        shifted = (numbers + 8).to(torch.uint8)
        self.register_buffer("pairs", shifted[:, 0::2] * 16 + shifted[:, 1::2])
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids (batch, pieces) -> vectors (batch, pieces, 384)."""
        pairs = self.pairs[ids].to(torch.float32)
        high = torch.floor(pairs / 16)
        numbers = torch.stack((high, pairs - 16 * high), dim=-1) - 8
        scale = self.scale[ids]
        batch, pieces, groups = scale.shape
        return (numbers.reshape(batch, pieces, groups, -1) * scale[..., None]).reshape(batch, pieces, -1)


def export(network: Network, path: Path, int8: bool = True) -> None:
    """Write the network as ONNX, in int8 or in fp32 (to compare)."""
    network = network.eval()
    words = network.word
    if int8:
        network.word = PackedEmbedding(words.weight)  # type: ignore[assignment]
    sample = tuple(torch.randint(1, high, (2, 16)) for high in (1000, 4, 3))
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain = Path(folder) / "plain.onnx"
        dynamic = {name: {0: "batch", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)}
        torch.onnx.export(
            network,
            sample,
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=dynamic,
            opset_version=17,
            dynamo=False,
        )
        network.word = words
        if not int8:
            shutil.copy(plain, path)
            return
        quantize_dynamic(
            plain,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True},
        )
        onnx.save(folded(onnx.load(path)), path)
    onnx.checker.check_model(str(path))


def bundle(network: Network, base: Path, folder: Path, card: dict[str, Any], int8: bool = True) -> None:
    """Write the bundle; `card` holds what a person should know (data, licences, figures), digests and rules are added."""
    folder.mkdir(parents=True, exist_ok=True)
    export(network, folder / "model.onnx", int8)
    if int8 and (size := (folder / "model.onnx").stat().st_size) > LIMIT:
        raise ValueError(f"the model has {size} bytes, more than {LIMIT}")
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")
    move, begin = allowed(network.move, network.begin)
    rules = {"move": move, "begin": begin, "end": network.end, "link_bias": network.link_bias, "mention_bias": network.mention_bias}
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    whole = {"format": FORMAT, **card, "files": files, "rules": {k: _rounded(v) for k, v in rules.items()}}
    (folder / "card.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(values: Tensor) -> list[Any]:
    return json.loads(json.dumps(values.detach().tolist()), parse_float=lambda x: round(float(x), 5))  # type: ignore[no-any-return]
