"""A stream of samples in, pieces of it out, cut where it is quietest; and one piece with its steady noise taken down.

In:  blocks of samples, of any length, in order.
Out: pieces of `SHORTEST` to `LONGEST` seconds, or as is asked, with the place of their first sample; the same stream gives the same pieces.
Not here: words.

A recogniser takes half a minute at once at best; a cut inside a word would lose it, so each is made at the quietest fifth of
a second of the last half of a piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sayso.transcribers import RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

SHORTEST, LONGEST = 10 * RATE, 20 * RATE  # samples
HUSH = RATE // 5  # samples that are quiet together where a cut may be

WINDOW, STEP = 512, 128  # samples of a frame of the noise filter, and from one to the next
NOISE_SHARE = 15  # of a piece, in per cent, taken for pauses: speech has more
OVER = 3.0  # times the pauses' power taken off: noise is at times louder than on average
CLEAR_DB = 15.0  # by which loud frames stand above pauses where noise is left as it is: taking it down costs words, too
LEFT = 0.02  # share of the power left where all is taken off; silence would sound like a stop consonant


def pieces(blocks: Iterable[Samples], shortest: int = SHORTEST, longest: int = LONGEST) -> Iterator[tuple[int, Samples]]:
    """The pieces of a stream, each with the number of its first sample."""
    import numpy as np

    held = np.empty(0, np.int16)
    start = 0
    for block in blocks:
        held = np.concatenate([held, block]) if len(held) else block
        while len(held) >= longest:
            at = shortest + quietest(held[shortest:longest])
            yield start, held[:at]
            start, held = start + at, held[at:]
    if len(held):
        yield start, held


def quietest(samples: Samples) -> int:
    """Where to cut: the middle of the quietest `HUSH`."""
    import numpy as np

    power = samples.astype(np.float64) ** 2
    sums = np.concatenate([[0.0], np.cumsum(power)])
    return int(np.argmin(sums[HUSH:] - sums[:-HUSH])) + HUSH // 2


def cleaned(samples: Samples) -> Samples:
    """The samples with steady noise taken down where there is so much of it that speech gains by that."""
    import numpy as np

    if len(samples) < 4 * WINDOW:
        return samples
    power = (np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), WINDOW)[::STEP] ** 2).mean(axis=1)
    power = power[power > 0.5]  # digital silence says nothing of noise
    if not len(power) or np.percentile(power, 90) > 10 ** (CLEAR_DB / 10) * np.percentile(power, NOISE_SHARE):
        return samples
    return without_noise(samples)


def without_noise(samples: Samples) -> Samples:
    """The samples with steady noise taken down by spectral subtraction (Boll 1979); clean speech stays as it is, nearly."""
    import numpy as np

    if len(samples) < 4 * WINDOW:
        return samples
    window = np.hanning(WINDOW)
    padded = np.pad(samples.astype(np.float64), (WINDOW, WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::STEP] * window
    spectrum = np.fft.rfft(frames)
    power = np.abs(spectrum) ** 2
    noise = np.percentile(power, NOISE_SHARE, axis=0)
    gain = np.sqrt(np.maximum(1.0 - OVER * noise / np.maximum(power, 1e-9), LEFT))
    gain[1:-1] = (gain[:-2] + gain[1:-1] + gain[2:]) / 3.0  # musical tones come of gains that jump
    clean = np.fft.irfft(spectrum * gain) * window
    out, weight = np.zeros(len(padded) + WINDOW), np.zeros(len(padded) + WINDOW)
    for number, frame in enumerate(clean):
        at = number * STEP
        out[at : at + WINDOW] += frame
        weight[at : at + WINDOW] += window * window
    whole = (out / np.maximum(weight, 1e-3))[WINDOW : WINDOW + len(samples)]
    return np.clip(whole, -32768, 32767).astype(np.int16)
