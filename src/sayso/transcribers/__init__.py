"""Samples of speech in, timed words out.

In:  samples, 16,000 a second, one channel, 16 bits (ingest/sound.py makes them of any recording).
Out: `Word`s with times; `TRANSCRIBERS`, the table of those who hear them.
Not here: files (ingest), the Document that the words become (document.py), whether a quotation is heard (probe.py).

A transcriber is one file beside this one plus one row in `TRANSCRIBERS`, or an entry point of another package;
`tests/contract/test_transcribers.py` says what each must keep.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sayso.plugins import Family

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

__all__ = ["BETTER", "DEFAULT", "RATE", "TRANSCRIBERS", "Transcriber", "Word"]

RATE = 16_000  # samples a second
DEFAULT = "pocketsphinx"
BETTER = "moonshine"  # taken instead where its extra is installed


class Word(NamedTuple):
    """A word that was heard, and when, in milliseconds from the start of the samples."""

    text: str
    start_ms: int
    end_ms: int


class Transcriber(Protocol):
    """Who turns speech into words.

    Attributes:
        name: as in `TRANSCRIBERS`.
        model: the model's name and the sha256 of its files.
        settings: what of the decoder's settings changes the words, as one line.
        caution: how far its words can be relied on, a sentence for people.
    """

    name: str
    model: str
    settings: str
    caution: str

    def words(self, samples: Samples) -> tuple[Word, ...]:
        """The words in up to half a minute of speech, in order; the same samples give the same words."""
        ...


TRANSCRIBERS: Family[Callable[[Path | None], Transcriber]] = Family(
    group="sayso.transcribers",
    built_in={
        "pocketsphinx": "sayso.transcribers.sphinx:opened",
        "moonshine": "sayso.transcribers.moonshine:opened",
        "whisper": "sayso.transcribers.whisper:opened",
    },
    extras={"pocketsphinx": "sound", "moonshine": "moonshine", "whisper": "whisper"},
)
