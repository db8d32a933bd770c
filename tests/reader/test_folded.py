"""The graph that ships against the plain one of the same weights: no answer differs by a bit."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnxruntime import InferenceSession, SessionOptions

from sayso.reader.tagger import OUTPUTS, SLOWER_IN_ONE
from sayso.settings import SHIPPED
from training.faster import folded, unfolded

LENGTHS = (3, 31, 128, 256)


def shipped() -> Any:
    return onnx.load(SHIPPED / "model.onnx")


def session(model: Any, widened: str) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", widened)
    return InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_IN_ONE)


def windows() -> list[dict[str, Any]]:
    chance = np.random.default_rng(1)
    features = (("ids", 999, 30_000), ("case", 0, 5), ("marks", 0, 4))
    return [{name: chance.integers(low, high, (1, length)) for name, low, high in features} for length in LENGTHS]


@pytest.mark.parametrize("widened", ["0", "1"])
def test_folded_and_plain_answer_the_same_to_the_last_bit(widened: str) -> None:
    """Where sums of eight bits are whole, and where the runtime is told to widen them (processors without VNNI)."""
    plain = unfolded(shipped())
    assert not any(node.op_type == "QAttention" for node in plain.graph.node)
    ours, theirs = session(shipped(), widened), session(plain, widened)
    for window in windows():
        for found, wanted in zip(ours.run(OUTPUTS, window), theirs.run(OUTPUTS, window), strict=True):
            assert np.array_equal(found, wanted)


def test_what_ships_is_folded_and_folding_what_was_unfolded_gives_its_weights_back() -> None:
    model, again = shipped(), folded(unfolded(shipped()))
    assert sum(node.op_type == "QAttention" for node in model.graph.node) == 27
    assert not any(node.op_type == "Softmax" for node in again.graph.node)
    weights = {one.name: onnx.numpy_helper.to_array(one) for one in again.graph.initializer}
    for one in model.graph.initializer:
        assert np.array_equal(onnx.numpy_helper.to_array(one), weights[one.name])
