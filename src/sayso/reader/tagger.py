"""The model bundle and its session: windows in, scores out.

In:  a folder with `card.json`, `model.onnx` and `tokenizer.json` (the bundle), and texts cut into
     windows by its tokenizer.
Out: `Scores` for every word of every text, from one encoder pass over all of them.
Not here: what the scores mean (decode.py).  Piece indices do not leave this file and windows.py.

A bundle is loaded by the digests in its card and refused when one byte differs; a model that keeps
weights in other files is refused too (CVE-2022-25882 and after): a digest says nothing of those.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.errors import ModelError
from sayso.reader.decode import ENTITY_KINDS, MENTION_KINDS, PAIRS, TAGS, Floats, Rules, Scores
from sayso.reader.windows import Windows, cut

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

OUTPUTS = ["tags", "links", "mentions", "kinds"]
ELSEWHERE = b"\n\x08location"  # in ONNX's protobuf, the key under which a tensor names the file that holds it
# What onnxruntime does in one step and takes longer over than over the two (1.32, AVX-512: 13 % of the encoder's time, not 4 %).
SLOWER_IN_ONE = ["SkipLayerNormFusion"]
# A MatMulInteger of 32 x 32 weights that are all 127, as ONNX, packed; its sums are the largest that 8 bits by 8 bits can have.
_LARGEST_SUMS = (
    b"c-rIO5Mr>p#K9%O#hA#&ST4j^sl@A>SmIln<C#~Inx0xD#F(zt!@;4zp&-EQ#8~dtz)?R6M!_f;u^>tiSXKz}aB*=k39)f8a4~TxBmspg!9r{>Atx3t1_40;2%ZYe"
)
FORMAT = "sayso-reader/1"  # of the bundle; another one is refused


@dataclass(frozen=True)
class Tagger:
    """A loaded bundle. `card` is its card as it stands in the file; `digest` the model file's sha256."""

    card: dict[str, Any]
    tokenizer: Tokenizer
    session: InferenceSession
    rules: Rules
    threads: int

    @property
    def digest(self) -> str:
        """Full sha256 of the model file."""
        return str(self.card["files"]["model.onnx"])

    @property
    def name(self) -> str:
        """Name and version, as rows name their model."""
        return f"{self.card['name']} {self.card['version']}"

    def windows(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Windows:
        """The paragraphs (half-open spans) of a text, cut for this model."""
        return cut(text, paragraphs, self.tokenizer)

    def scores(self, texts: Sequence[Windows]) -> list[Scores]:
        """The encoder's answers for the words of each text, in the order given.

        Every window is a run of its own, on one core, and the windows of all texts share the cores.  That
        is faster than batches over several cores, needs no padding, and makes a text's answers the same
        in any company: int8 activations are scaled by what a run holds.
        """
        jobs = [(text, w) for text in texts for w in range(len(text.ids))]
        if self.threads > 1 and len(jobs) > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                answers = iter(list(pool.map(self._run, jobs)))
        else:
            answers = map(self._run, jobs)
        return [self._of_text(text, [next(answers) for _ in text.ids]) for text in texts]

    def pooled(self, text: str) -> Floats | None:
        """What the encoder makes of a short text, in one vector: the mean, the greatest and the first of its pieces' vectors.

        Of a text that takes several windows, the first alone; of one without a word, None.
        """
        cut_up = self.windows(text, [(0, len(text))])
        if not cut_up.ids:
            return None
        asked = {"ids": cut_up.ids[0][None], "case": cut_up.case[0][None], "marks": cut_up.marks[0][None]}
        hidden: Floats = self.session.run(["hidden"], asked)[0][0]
        return np.concatenate([hidden[1:-1].mean(0), hidden[1:-1].max(0), hidden[0]])

    def _run(self, job: tuple[Windows, int]) -> list[Floats]:
        text, w = job
        found = self.session.run(OUTPUTS, {"ids": text.ids[w][None], "case": text.case[w][None], "marks": text.marks[w][None]})
        return [output[0] for output in found]

    @staticmethod
    def _of_text(text: Windows, outputs: list[list[Floats]]) -> Scores:
        if not outputs:
            return Scores(*(np.zeros((0, *shape), dtype=np.float32) for shape in _shapes(1)))
        starts = np.concatenate(([0], np.cumsum([len(ids) for ids in text.ids])))
        at = starts[text.window] + text.position
        tags, links, mentions, kinds = (np.concatenate([window[k] for window in outputs])[at] for k in range(4))
        n, rank = len(at), links.shape[1] // (2 * len(PAIRS))
        return Scores(*(x.reshape(n, *shape) for x, shape in zip((tags, links, mentions, kinds), _shapes(rank), strict=True)))


def _shapes(rank: int) -> tuple[tuple[int, ...], ...]:
    return (len(TAGS),), (len(PAIRS), 2, rank), (len(MENTION_KINDS), 2, rank), (2, len(ENTITY_KINDS))


def load(folder: Path, threads: int = 0) -> Tagger:
    """A bundle, checked and ready.

    Args:
        folder: holds card.json, model.onnx and tokenizer.json.
        threads: windows that are read side by side; 0 takes all cores that this process may use.

    Raises:
        ModelError: a file is missing, differs from the card's digest, or does not fit this version.
    """
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    card, files = verified(folder)
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # windows have many lengths: a plan of the memory for each gains nothing and takes 2 % of a run
    # AVX2 without VNNI saturates else; where sums are whole anyway, this would only take twice as long
    options.add_session_config_entry("session.x64quantprecision", "0" if sums_are_whole() else "1")
    try:
        session = InferenceSession(files["model.onnx"], options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_IN_ONE)
        tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode("utf-8"))
        rules = Rules(**{name: np.array(card["rules"][name], dtype=np.float32) for name in Rules.__slots__})
    except Exception as error:  # the runtime raises its own kinds
        raise ModelError(f"The model in {folder} does not load: {error}. Reinstall sayso, or name another model.", about=folder) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(card=card, tokenizer=tokenizer, session=session, rules=rules, threads=threads or cores())


@cache
def sums_are_whole() -> bool:
    """Whether this processor adds up 8-bit products in full (VNNI and its kin), or stops at what 16 bits can hold.

    It is asked to do it, by the runtime that will: what a processor is called, systems say in different ways.
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 3
    session = InferenceSession(zlib.decompress(base64.b85decode(_LARGEST_SUMS)), options, providers=["CPUExecutionProvider"])
    found = [session.run(None, {"a": np.full((rows, 32), 255, dtype=np.uint8)})[0] for rows in (1, 4, 64)]
    return all((sums == 32 * 255 * 127).all() for sums in found)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def verified(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A bundle's card, and the bytes of its files as far as they are what the card says.

    Raises:
        ModelError: no card, another format, a file missing or altered, weights in other files.
    """
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        wanted = dict(card["files"])
        form = card["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"There is no readable model card in {folder}. Reinstall sayso, or name another model.", about=folder) from error
    if form != FORMAT:
        raise ModelError(f"The model in {folder} has the format {form!r}; this sayso reads {FORMAT!r}.", about=folder)
    files = {}
    for name in ("model.onnx", "tokenizer.json"):
        path = folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error.strerror}. Reinstall sayso, or name another model.", about=path) from error
        if hashlib.sha256(data).hexdigest() != wanted.get(name):
            raise ModelError(
                f"{path} is not the file its card describes: its sha256 differs. Nothing was loaded. Reinstall sayso.", about=path
            )
        files[name] = data
    if ELSEWHERE in files["model.onnx"]:
        raise ModelError(f"The model in {folder} keeps weights in other files. Nothing was loaded. Export it as one file.", about=folder)
    return card, files
