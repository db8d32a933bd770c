"""Speech in, words out, by faster-whisper, from a folder with a model in CTranslate2's form that the user names.

In:  samples of up to half a minute.
Out: words with times.
Not here: fetching a model: a name instead of a folder would be looked up on the network, so it is refused.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingExtra, ModelError, SettingsError
from sayso.transcribers import Transcriber, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

FILES = ("config.json", "model.bin", "tokenizer.json")  # what a folder must have; more in it is hashed, too
SETTINGS: dict[str, Any] = {
    "language": "en",
    "task": "transcribe",
    "beam_size": 5,
    "temperature": 0.0,
    "condition_on_previous_text": False,  # so that a piece is heard the same whatever came before it
    "word_timestamps": True,
    "vad_filter": False,
}


class Whisper:
    """A Whisper model on the processor, in eight-bit numbers."""

    name = "whisper"
    caution = "a model that writes what it takes for likely: it may leave out, smooth or make up words. Listen before you print"

    def __init__(self, folder: Path) -> None:
        missing = [one for one in FILES if not (folder / one).is_file()]
        if missing:
            raise ModelError(
                f"{folder} is no folder with a Whisper model for faster-whisper: it lacks {', '.join(missing)}."
                " Name a folder with config.json, model.bin and tokenizer.json.",
                about=str(folder),
            )
        try:
            from faster_whisper import WhisperModel
        except ModuleNotFoundError as absent:
            raise MissingExtra("'whisper' needs the whisper extra: pip install 'sayso[whisper]'", about="faster-whisper") from absent
        from importlib.metadata import version

        digest = sha256()
        for path in sorted(folder.iterdir()):
            if path.is_file():
                digest.update(f"{path.name}\n".encode())
                with path.open("rb") as stream:
                    while block := stream.read(1 << 20):
                        digest.update(block)
        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"The Whisper model in {folder} cannot be loaded ({error}). Convert it again.", about=str(folder)) from error
        self.model = f"{folder.name} sha256:{digest.hexdigest()}"
        self.settings = f"faster-whisper {version('faster-whisper')}, int8, " + ", ".join(
            f"{key}={SETTINGS[key]}" for key in sorted(SETTINGS)
        )

    def words(self, samples: Samples) -> tuple[Word, ...]:
        """The words of a piece."""
        import numpy as np

        found, _ = self._model.transcribe(samples.astype(np.float32) / 32768.0, **SETTINGS)
        out: list[Word] = []
        last, end = 0, len(samples) * 1000 // 16_000
        for segment in found:
            for one in segment.words or ():
                text = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(one.word.split()))
                if text:
                    start = min(max(last, round(one.start * 1000)), end)
                    last = min(max(start, round(one.end * 1000)), end)
                    out.append(Word(text, start, last))
        return tuple(out)


def opened(model: Path | None) -> Transcriber:
    """The transcriber with the model in a folder.

    Raises:
        SettingsError: no folder is named.
        ModelError: there is no model in it.
        MissingExtra: faster-whisper is not installed.
    """
    if model is None:
        raise SettingsError(
            "whisper needs a model of yours: name its folder with --model FOLDER, or in SAYSO_WHISPER. sayso fetches nothing."
        )
    return Whisper(model)
