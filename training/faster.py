"""A bundle in, the same weights in a graph that runs faster out; and how much faster, against a plain export of them.

In:  a bundle (by default the one that ships); for figures the shared folder.
Out: with `--out` a bundle with attention fused (onnxruntime's MultiHeadAttention, a kernel that never writes the matrix of weights);
     processor time a window of it, of the bundle as it is, and of a plain dynamic int8 export.
Not here: training; replacing the bundle that ships, which asks for a look at its figures first:

    python -m training.faster --out /tmp/faster
    SAYSO_MODEL=/tmp/faster python -m bench --shared ../shared --only polnear-dev

The fused graph has no mask, since the reader never pads: a window runs by itself.  Activations are quantised by what a run
holds, so that answers differ a little where roundings differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic

from sayso.reader.tagger import OUTPUTS, SLOWER_IN_ONE
from sayso.settings import SHIPPED

HEADS = 12  # of the encoder, as in network.py, which needs torch
ROUNDS, RUNS = 11, 3


def fused(model: Any) -> Any:
    """The model with the attention of every layer as one node."""
    graph = model.graph
    for softmax in [node for node in graph.node if node.op_type == "Softmax"]:
        layer = softmax.input[0].split("/")[1]
        inputs = [f"/{layer}/{part}/Add_output_0" for part in ("query", "key", "value")]
        output = f"/{layer}/Reshape_3_output_0"
        last = next(node for node in graph.node if output in node.output)
        last.output[0] = output + "_before"
        attention = helper.make_node(
            "MultiHeadAttention", inputs, [output], domain="com.microsoft", num_heads=HEADS, name=f"/{layer}/attention"
        )
        graph.node.insert(list(graph.node).index(last), attention)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return _pruned(model)


def in_floats(model: Any) -> Any:
    """The model with every matrix as floats: what a plain export is made of."""
    graph = model.graph
    held = {one.name: one for one in graph.initializer}
    users: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    made = {name: node for node in graph.node for name in node.output}
    for node in [node for node in graph.node if node.op_type == "MatMulInteger"]:
        quantised, weight, _, zero = node.input
        source = made[quantised].input[0]
        cast = users[node.output[0]][0]
        product = users[cast.output[0]][0]
        scales = made[next(name for name in product.input if name != cast.output[0])]
        scale = next(name for name in scales.input if name in held)
        numbers = numpy_helper.to_array(held[weight]).astype(np.float32) - numpy_helper.to_array(held[zero]).astype(np.float32)
        floats = f"{weight}_floats"
        graph.initializer.append(numpy_helper.from_array(numbers * numpy_helper.to_array(held[scale]).astype(np.float32), floats))
        output = product.output[0]
        product.output[0] = output + "_before"
        graph.node.insert(list(graph.node).index(product), helper.make_node("MatMul", [source, floats], [output], name=f"{output}/floats"))
    return _pruned(model)


def _pruned(model: Any) -> Any:
    """The model without what no output needs."""
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    wanted, kept = [one.name for one in graph.output], set()
    while wanted:
        node = made.get(wanted.pop())
        if node is not None and id(node) not in kept:
            kept.add(id(node))
            wanted += node.input
    nodes = [node for node in graph.node if id(node) in kept]
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    weights = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(weights)
    return model


def bundle(source: Path, folder: Path) -> None:
    """Write the fused bundle: the card is the source's but for the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(fused(onnx.load(source / "model.onnx")), folder / "model.onnx")
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
    card = json.loads((source / "card.json").read_text(encoding="utf-8"))
    card["files"]["model.onnx"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def times(source: Path, work: Path) -> dict[tuple[str, int], float]:
    """Median processor milliseconds of a window, by graph and length; the graphs take turns, so that the machine's mood is everybody's."""
    onnx.save(in_floats(onnx.load(source / "model.onnx")), work / "floats.onnx")
    quantize_dynamic(work / "floats.onnx", work / "plain.onnx", weight_type=QuantType.QInt8)
    bundle(source, work / "fused")
    sessions = {
        "plain export": _session(work / "plain.onnx", []),
        "as it is, defaults": _session(source / "model.onnx", []),
        "as it is, as it is run": _session(source / "model.onnx", SLOWER_IN_ONE),
        "attention fused": _session(work / "fused/model.onnx", SLOWER_IN_ONE),
    }
    chance = np.random.default_rng(0)
    out = {}
    for length in (256, 128):
        window = {
            name: chance.integers(low, high, (1, length)) for name, low, high in (("ids", 999, 30_000), ("case", 0, 5), ("marks", 0, 4))
        }
        taken: dict[str, list[float]] = {name: [] for name in sessions}
        for _ in range(ROUNDS):
            for name, session in sessions.items():
                begun = time.process_time()
                for _ in range(RUNS):
                    session.run(OUTPUTS, window)
                taken[name].append(1000 * (time.process_time() - begun) / RUNS)
        out |= {(name, length): sorted(found)[ROUNDS // 2] for name, found in taken.items()}
    return out


def _session(path: Path, disabled: list[str]) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=disabled)


def main() -> None:
    """Write the bundle, or tell the times."""
    parser = argparse.ArgumentParser(prog="python -m training.faster", description=__doc__)
    parser.add_argument("--bundle", type=Path, default=SHIPPED)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.out is not None:
        bundle(options.bundle, options.out)
        return
    with tempfile.TemporaryDirectory() as work:
        found = times(options.bundle, Path(work))
    for (name, length), taken in found.items():
        print(
            f"{name:26} {length} pieces {taken:7.1f} ms of processor time, {found['plain export', length] / taken:.2f} x the plain export"
        )


if __name__ == "__main__":
    main()
