"""Speech in, words out, by pocketsphinx: the default, whose English model is in its wheel, so that nothing is fetched.

In:  samples of up to half a minute.
Out: words with times.
Not here: whether a quotation is heard in them (probe.py uses the same model for that).

It is rough: on twelve clips of read speech its words were 27 % wrong, so they serve to find a place and to compare, and are
never taken for what was said.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import SettingsError
from sayso.transcribers import Transcriber, Word
from sayso.transcribers.cutting import cleaned

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

FRAME_MS = 10
# One pass over a tree of words, with a bound on what is kept open: on noisy speech that found more words than two passes, in half the time.
SETTINGS = {"samprate": 16000, "cmn": "batch", "fwdflat": False, "maxhmmpf": 6000}
_VARIANT = re.compile(r"\(\d+\)$")


def model_files() -> tuple[Path, Path, Path]:
    """The folder of the acoustic model, the language model, the dictionary."""
    from pocketsphinx import get_model_path

    base = Path(get_model_path("en-us"))
    return base / "en-us", base / "en-us.lm.bin", base / "cmudict-en-us.dict"


@cache
def model_digest() -> str:
    """The sha256 over all files of the model, in the order of their names."""
    digest = sha256()
    acoustic, language, words = model_files()
    for path in (*sorted(acoustic.iterdir()), language, words):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def decoder(**settings: Any) -> Any:
    """A decoder with the model of the wheel; it says nothing on standard error."""
    from pocketsphinx import Decoder

    return Decoder(loglevel="FATAL", **settings)


class Sphinx:
    """pocketsphinx with the English model of its wheel."""

    name = "pocketsphinx"
    caution = "rough: about every fourth word is wrong. It finds places; what was said must be heard there. A better one: --backend whisper"

    def __init__(self, **other: float) -> None:
        from importlib.metadata import version

        self.model = f"en-us sha256:{model_digest()}"
        self.settings = f"pocketsphinx {version('pocketsphinx')}, " + ", ".join(
            f"{key}={value}" for key, value in sorted((SETTINGS | other).items())
        )
        self._decoder = decoder(**SETTINGS | other)

    def words(self, samples: Samples) -> tuple[Word, ...]:
        """The words of a piece; what it takes for breath and noise is left out."""
        return self.words_as_they_are(cleaned(samples))

    def words_as_they_are(self, samples: Samples) -> tuple[Word, ...]:
        """The words of a piece whose noise nobody takes down any more."""
        self._decoder.reinit_feat()  # a piece is heard the same whatever came before it
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), False, True)
        self._decoder.end_utt()
        if self._decoder.hyp() is None:
            return ()
        return tuple(
            Word(_VARIANT.sub("", one.word), one.start_frame * FRAME_MS, (one.end_frame + 1) * FRAME_MS)
            for one in self._decoder.seg()
            if one.word[0] not in "<["
        )


def opened(model: Path | None) -> Transcriber:
    """The transcriber; it has one model, and takes no other.

    Raises:
        SettingsError: a model is named.
    """
    if model is not None:
        raise SettingsError("pocketsphinx has its model in its wheel and takes no other. Leave --model out, or name --backend whisper.")
    return Sphinx()
