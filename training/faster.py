"""A bundle in, the same weights in a graph that runs faster out; and how much faster, against a plain export of them.

In:  a bundle (by default the one that ships); for figures a machine that does nothing else.
Out: `folded`, by which `bundle.py` ends an export: attention in onnxruntime's QAttention, the same answers to the last bit;
     `unfolded`, the way back, and `in_floats`, what a plain export is made of; processor time a window of each.
     With `--out` a bundle, folded.
Not here: training; replacing the bundle that ships, which asks for a look at its figures first:

    python -m training.faster --out /tmp/faster
    SAYSO_MODEL=/tmp/faster python -m bench --shared ../shared --only polnear-dev

QAttention takes the numbers that were quantised once for query, key and value, and the weights and scales as they are, so
that its sums are the same whole numbers; it needs no mask, since the reader never pads (a window runs by itself).
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

HEADS, WIDE = 12, 32  # of the encoder, and columns of a head; as in network.py, which needs torch
PARTS = 3  # of a layer's heads, one after another: four heads' weights of a window, 1 MB, stay in a core's own cache, twelve do not
SIDES = ("query", "key", "value")
MICROSOFT = "com.microsoft"
ROUNDS, RUNS = 11, 3


def folded(model: Any) -> Any:
    """The model with query, key, value and attention of every layer in `PARTS` nodes.  It has no mask any more."""
    graph = model.graph
    held = {one.name: one for one in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    for softmax in [node for node in graph.node if node.op_type == "Softmax"]:
        layer = softmax.input[0].split("/")[1]
        sides = []
        for side in SIDES:
            add = made[f"/{layer}/{side}/Add_output_0"]
            product = made[add.input[1]]
            whole, scales = made[made[product.input[0]].input[0]], made[product.input[1]]
            quantised, weight, zero, _ = whole.input
            sides.append([numpy_helper.to_array(held[name]) for name in (weight, scales.input[1], add.input[0])])
        nodes, outputs = [], []
        for part in range(PARTS):
            name = f"/{layer}/attention_{part}"
            columns = slice(part * HEADS * WIDE // PARTS, (part + 1) * HEADS * WIDE // PARTS)
            for kind, arrays in zip(("weight", "scale", "bias"), zip(*sides, strict=True), strict=True):
                graph.initializer.append(
                    numpy_helper.from_array(np.concatenate([one[..., columns] for one in arrays], axis=-1), f"{name}/{kind}")
                )
            # a zero of its own: where the runtime widens sums it rewrites it, and stumbles over a shared one
            graph.initializer.append(numpy_helper.from_array(np.zeros(3 * HEADS * WIDE // PARTS, dtype=np.int8), f"{name}/zero"))
            inputs = [quantised, f"{name}/weight", f"{name}/bias", scales.input[0], f"{name}/scale", "", zero, f"{name}/zero"]
            outputs.append(f"{name}/output")
            nodes.append(helper.make_node("QAttention", inputs, outputs[-1:], domain=MICROSOFT, num_heads=HEADS // PARTS, name=name))
        nodes.append(helper.make_node("Concat", outputs, [f"/{layer}/Reshape_3_output_0"], axis=-1, name=f"/{layer}/attention"))
        _instead(graph, f"/{layer}/Reshape_3_output_0", nodes)
    if all(one.domain != MICROSOFT for one in model.opset_import):
        model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    return _pruned(model)


def unfolded(model: Any) -> Any:
    """The way back: a folded model with matrix products, mask and softmax as nodes, as torch and a dynamic quantisation write them."""
    graph = model.graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    parts: dict[str, list[Any]] = {}
    for node in graph.node:
        if node.op_type == "QAttention":
            parts.setdefault(node.name.split("/")[1], []).append(node)
    for name, numbers in {
        "/pad": np.array(0), "/axis": np.array(1), "/first": np.array([0]), "/heads": np.array([HEADS, WIDE]),
        "/width": np.array([HEADS * WIDE]), "/around": np.array([1, 2]),
    }.items():  # fmt: skip
        graph.initializer.append(numpy_helper.from_array(numbers.astype(np.int64), name))
    for name, value in (("/hidden", -10_000.0), ("/root", WIDE**0.5)):
        graph.initializer.append(numpy_helper.from_array(np.array(value, dtype=np.float32), name))
    make = helper.make_node
    mask = [
        make("Equal", ["ids", "/pad"], ["/padded"]),
        make("Cast", ["/padded"], ["/padded_floats"], to=1),
        make("Mul", ["/padded_floats", "/hidden"], ["/mask_flat"]),
        make("Unsqueeze", ["/mask_flat", "/around"], ["/mask"]),
    ]
    for at, node in enumerate(mask):
        graph.node.insert(at, node)
    for layer, attentions in parts.items():
        quantised, _, _, scale, _, _, zero, _ = attentions[0].input
        start = f"/{layer}/"
        nodes = [
            make("Shape", [quantised], [start + "shape"]),
            make("Gather", [start + "shape", "/pad"], [start + "batch"]),
            make("Gather", [start + "shape", "/axis"], [start + "pieces"]),
            make("Unsqueeze", [start + "batch", "/first"], [start + "batch_1"]),
            make("Unsqueeze", [start + "pieces", "/first"], [start + "pieces_1"]),
            make("Concat", [start + "batch_1", start + "pieces_1", "/heads"], [start + "apart"], axis=0),
            make("Concat", [start + "batch_1", start + "pieces_1", "/width"], [start + "together"], axis=0),
        ]
        for k, side in enumerate(SIDES):
            name = start + side
            for kind in ("weight", "scale", "bias"):
                arrays = [np.split(held[f"{node.name}/{kind}"], 3, axis=-1)[k] for node in attentions]
                graph.initializer.append(numpy_helper.from_array(np.concatenate(arrays, axis=-1), f"{name}/{kind}"))
            graph.initializer.append(numpy_helper.from_array(np.zeros(HEADS * WIDE, dtype=np.int8), f"{name}/zero"))
            nodes += [
                make("Mul", [scale, name + "/scale"], [name + "/scales"]),
                make("MatMulInteger", [quantised, name + "/weight", zero, name + "/zero"], [name + "/whole"]),
                make("Cast", [name + "/whole"], [name + "/cast"], to=1),
                make("Mul", [name + "/cast", name + "/scales"], [name + "/product"]),
                make("Add", [name + "/bias", name + "/product"], [name + "/Add_output_0"]),
                make("Reshape", [name + "/Add_output_0", start + "apart"], [name + "/apart"]),
                make("Transpose", [name + "/apart"], [name + "/turned"], perm=[0, 2, 3, 1] if side == "key" else [0, 2, 1, 3]),
            ]
        nodes += [
            make("MatMul", [start + "query/turned", start + "key/turned"], [start + "logits"]),
            make("Div", [start + "logits", "/root"], [start + "scaled"]),
            make("Add", [start + "scaled", "/mask"], [start + "masked"]),
            make("Softmax", [start + "masked"], [start + "weights"], axis=-1),
            make("MatMul", [start + "weights", start + "value/turned"], [start + "attended"]),
            make("Transpose", [start + "attended"], [start + "back"], perm=[0, 2, 1, 3]),
            make("Reshape", [start + "back", start + "together"], [start + "Reshape_3_output_0"]),
        ]
        _instead(graph, start + "Reshape_3_output_0", nodes)
    return _pruned(model)


def _instead(graph: Any, output: str, nodes: list[Any]) -> None:
    """Put nodes where one made `output`; the last of them makes it now."""
    last = next(node for node in graph.node if output in node.output)
    last.output[0] = output + "_before"
    at = list(graph.node).index(last)
    for node in reversed(nodes):
        graph.node.insert(at, node)


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
    """Write the bundle, folded if it was not: the card is the source's but for the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    model = onnx.load(source / "model.onnx")
    onnx.save(model if any(node.op_type == "QAttention" for node in model.graph.node) else folded(model), folder / "model.onnx")
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
    card = json.loads((source / "card.json").read_text(encoding="utf-8"))
    card["files"]["model.onnx"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def times(source: Path, work: Path) -> dict[tuple[str, int], float]:
    """Median processor milliseconds of a window, by graph and length; the graphs take turns, so that the machine's mood is everybody's."""
    onnx.save(unfolded(onnx.load(source / "model.onnx")), work / "unfolded.onnx")
    onnx.save(in_floats(onnx.load(work / "unfolded.onnx")), work / "floats.onnx")
    quantize_dynamic(work / "floats.onnx", work / "plain.onnx", weight_type=QuantType.QInt8)
    sessions = {
        "plain export": _session(work / "plain.onnx", []),
        "unfolded, defaults": _session(work / "unfolded.onnx", []),
        "unfolded, its norms apart": _session(work / "unfolded.onnx", SLOWER_IN_ONE),
        "folded, its norms apart": _session(source / "model.onnx", SLOWER_IN_ONE),
        "the same as it is run": _session(source / "model.onnx", SLOWER_IN_ONE, pattern=False),
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


def _session(path: Path, disabled: list[str], pattern: bool = True) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = pattern
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
