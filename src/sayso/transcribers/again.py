"""A piece of a recording in, what each of several hearings of it has out: witnesses beside the transcript.

In:  samples of a piece, a few seconds long.
Out: `other_hearings(...)`: the words of each hearing, with their times: of the other noise, slower, faster, and for the default
     transcriber with more weight on what is usual.
Not here: which piece, and what agreement is worth (probe.py, checker/listening.py).

They are one model with other settings, so they do not err apart as two people would.  But where its ear is not sure it is swayed
by what is usual, by noise, by how fast somebody speaks; and where that is changed a little it then hears another word.
Several hearings that vote word by word are known as ROVER (Fiscus 1997); here each vote against a word counts for more than one for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sayso.transcribers import Transcriber, Word
from sayso.transcribers.cutting import cleaned, without_noise
from sayso.transcribers.sphinx import Sphinx

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

USUAL = 9.0  # weight of what is usual; the transcript's is 6.5
SLOWER, FASTER = 0.93, 1.07


def other_hearings(samples: Samples, hears: Transcriber | None = None) -> tuple[tuple[Word, ...], ...]:
    """The words of a piece as others have them than the transcript's ear.

    Args:
        samples: the piece.
        hears: who heard the transcript; None for pocketsphinx, which is asked in two ways more.
    """
    clean = cleaned(samples)
    other = without_noise(samples) if clean is samples else samples  # the transcript's ear had the one
    if hears is None or hears.name == Sphinx.name:
        plain, usual = _ear(None), _ear(USUAL)
        hear = plain.words_as_they_are
        out = [usual.words_as_they_are(clean), usual.words_as_they_are(other)]
    else:
        hear, out = hears.words, []
    out.append(hear(other))
    for speed in (SLOWER, FASTER):
        words = hear(_at_speed(clean, speed))
        out.append(tuple(Word(one.text, round(one.start_ms * speed), round(one.end_ms * speed)) for one in words))
    return tuple(out)


def _at_speed(samples: Samples, speed: float) -> Samples:
    """The samples said so many times as fast."""
    import numpy as np

    slow: Samples = np.interp(np.arange(0, len(samples) - 1, speed), np.arange(len(samples)), samples).astype(np.int16)
    return slow


@cache
def _ear(usual: float | None) -> Sphinx:
    return Sphinx() if usual is None else Sphinx(lw=usual)
