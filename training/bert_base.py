"""How many times faster the whole of `sayso read` is than the encoder alone of a BERT-base-sized model, in one run.

In:  the shared folder (PolNeAR dev); torch and onnx of the training group, which make the model.
Out: printed: word pieces a second of both, and their ratio.  `python -m training.bert_base --shared ../shared`
Not here: quality; the model has random weights (12 layers of 768, 12 heads, 3,072 inside, 30,522 pieces: Devlin et al. 2019).

Both run in onnxruntime on the same cores: BERT-base in batches of 8 windows of 256 pieces, in fp32 as it is published and in
dynamic int8; sayso does all it does with an article but parsing the file.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sayso.ingest import documents
from sayso.reader import lines
from sayso.reader.tagger import load
from sayso.schema import Document
from sayso.settings import model_folder, pipeline

BATCH, PIECES, ROUNDS = 8, 256, 3


class BertBase(nn.Module):
    """Ids (batch, pieces) -> vectors (batch, pieces, 768)."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(30522, 768), nn.Embedding(512, 768)
        layer = nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 12, enable_nested_tensor=False)

    def forward(self, ids: Tensor) -> Tensor:
        """One pass."""
        return self.layers(self.word(ids) + self.place.weight[:PIECES])  # type: ignore[no-any-return]


def main() -> None:
    """Make the model, time both, print."""
    parser = argparse.ArgumentParser(prog="python -m training.bert_base", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/")
    articles = [one for one in documents(parser.parse_args().shared / "data/polnear/dev/text") if isinstance(one, Document)]
    tagger, chain = load(model_folder()), pipeline()
    pieces = sum(len(ids) for one in articles for ids in tagger.windows(one.text, lines(one)).ids)
    list(chain.read_batch(articles[:8]))
    begun = time.perf_counter()
    count = sum(1 for _ in chain.read_batch(articles))
    ours = pieces / (time.perf_counter() - begun)
    print(f"sayso read: {ours:,.0f} pieces a second ({count} articles)")
    torch.backends.mha.set_fastpath_enabled(False)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
        ids = torch.randint(1000, 30000, (BATCH, PIECES))
        torch.onnx.export(BertBase().eval(), (ids,), str(plain), input_names=["ids"], opset_version=17, dynamo=False)
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
        for name, path in (("fp32", plain), ("int8", small)):
            session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
            batch = {"ids": ids.numpy().astype(np.int64)}
            session.run(None, batch)
            begun = time.perf_counter()
            for _ in range(ROUNDS):
                session.run(None, batch)
            theirs = ROUNDS * BATCH * PIECES / (time.perf_counter() - begun)
            print(f"BERT-base-sized encoder, {name}: {theirs:,.0f} pieces a second; sayso read is {ours / theirs:.1f} times as fast")


if __name__ == "__main__":
    main()
