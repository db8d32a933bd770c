"""The sound itself is asked: where could these words be, and how well do they fit what is heard there?

In:  a recording's samples, the words that a transcriber heard in it, the words of a quotation.
Out: places; of a place a `Hearing`: each word with its times, how much better it fits than freely chosen sounds do, and
     what a decoder chose there that was free to hear something else.
Not here: what follows for the quotation (checker/listening.py).

Any words can be forced on any sound.  So nothing here rests on a forced fit alone: its score is set against that of a loop
over all phones on the same frames (the "goodness of pronunciation" of Witt and Young 2000), and a second decoding may take,
for each word, one that sounds nearly like it, or any row of phones, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sayso.schema import Fit, Hearing, Place, Timed
from sayso.transcribers import RATE, Transcriber, Word
from sayso.transcribers.again import other_hearings
from sayso.transcribers.cutting import cleaned, pieces
from sayso.transcribers.ear import EXTRA, FRAME, PADDING, Said, hushed, is_word, lexicon, listener, plain, spoken_of
from sayso.transcribers.phones import numbers, places
from sayso.transcribers.sphinx import FRAME_MS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

MARGIN_MS = 700  # heard on both sides of a place: it may be found half a second off
AROUND_MS = 4_000  # on both sides of that, to tell the noise
SHIFT = 1 << 10  # pocketsphinx keeps its scores in natural logarithms divided by this
HOPELESS = -2.5  # gain of a word that is not there
AGAIN = 5 * RATE, 12 * RATE  # samples of a piece that is heard again, at least and at most


class SphinxProbe:
    """Listens with pocketsphinx's acoustic model.

    Args:
        samples: gives the recording's samples when they are first needed.
        words: what a transcriber heard, in order, with times from the start of the recording.
        hears: that transcriber, to hear places again; None for pocketsphinx.
    """

    name = "pocketsphinx"

    def __init__(self, samples: Callable[[], Samples], words: Sequence[Word], hears: Transcriber | None = None) -> None:
        self._give, self._hears = samples, hears
        self._samples: Samples | None = None
        self._words = tuple(words)
        self._loops: dict[tuple[int, int], npt.NDArray[np.float64]] = {}
        self._pieces: list[tuple[int, int]] | None = None
        self._again: dict[tuple[int, int], tuple[tuple[Word, ...], ...]] = {}
        self._row: tuple[Any, list[int], list[int]] | None = None

    @property
    def samples(self) -> Samples:
        """The recording's samples."""
        if self._samples is None:
            self._samples = self._give()
        return self._samples

    def apart(self, one: str, other: str) -> float:
        """How far two words sound apart: 0 the same, 1 nothing alike."""
        return lexicon().apart(one, other)

    def length(self, word: str) -> int:
        """How many sounds a word has, said the shortest way."""
        return min(map(len, lexicon().ways(word)))

    def knows(self, word: str) -> bool:
        """Whether it is known how the word is said; of another its sound is guessed by its spelling."""
        return lexicon().knows(word)

    def find(self, words: Sequence[str], most: int = 4) -> tuple[Place, ...]:
        """Where words like these were heard, the likeliest first."""
        row, starts, ends = self._sounds()
        wanted = [one for word in words for one in numbers(lexicon().ways(word)[0])]
        return tuple(
            Place(1.0 - cost, starts[low], ends[max(low, high - 1)])
            for low, high, cost in ((low, high, cost) for cost, low, high in places(wanted, row, most))
            if low < len(starts)
        )

    def hear(self, words: Sequence[str], start_ms: int, end_ms: int, *, free: bool = True) -> Hearing | None:
        """How well words fit the sound of a place; None where they cannot be fitted at all."""
        start_ms, end_ms = max(0, start_ms), min(end_ms, len(self.samples) * 1000 // RATE)
        clip, first_ms = self._clip(start_ms - MARGIN_MS, end_ms + MARGIN_MS)
        if len(clip) < 20 * FRAME or not words:
            return None
        ear = listener()
        fitted = ear.run(clip, ear.chain(words))
        if fitted is None:
            return None
        length = len(clip) // FRAME + 8
        forced, loose = _spread(fitted, length), self._loose(start_ms, end_ms, clip, length)
        said = [one for one in fitted if is_word(one[0])]
        if len(said) != len(words):
            return None
        gains = [float((forced[low : high + 1] - loose[low : high + 1]).sum()) * SHIFT / (high - low + 1) for _, low, high, _ in said]
        # where hardly a word fits, there is nothing to choose
        chosen = (ear.run(clip, ear.open(words)) or []) if free and 2 * sum(one > HOPELESS for one in gains) >= len(gains) else []
        score = sum(one[3] for one in fitted) * SHIFT
        fits = []
        for word, (_, low, high, _), gain in zip(words, said, gains, strict=True):
            over = [
                (min(high, h) - max(low, s) + 1, plain(name))
                for name, s, h, _ in chosen
                if min(high, h) >= max(low, s) and name[0] not in "<["
            ]
            took = max(over, default=(0, ""))[1]
            fits.append(Fit(word, max(0, first_ms + low * FRAME_MS), max(0, first_ms + (high + 1) * FRAME_MS), round(gain, 3), took))
        added = tuple(plain(name) for name, *_ in chosen if plain(name) in EXTRA and plain(name) not in words)
        return Hearing(tuple(fits), fits[0].start_ms, fits[-1].end_ms, round(score, 1), added)

    def again(self, start_ms: int, end_ms: int) -> tuple[tuple[Timed, ...], ...]:
        """What is heard in and around a place by others than the transcript's: of each all words.

        They hear a whole piece, not the place alone: a word that its neighbours are cut from is often taken for another.
        """
        low, high = start_ms * RATE // 1000, end_ms * RATE // 1000
        if self._pieces is None:
            self._pieces = [(start, start + len(one)) for start, one in pieces([self.samples], *AGAIN)]
        out: list[list[Timed]] = []
        for start, end in self._pieces:
            if start >= high or end <= low:
                continue
            if (start, end) not in self._again:
                self._again[start, end] = other_hearings(self.samples[start:end], self._hears)
            first_ms = start * 1000 // RATE
            heard = [[(one.text, one.start_ms + first_ms, one.end_ms + first_ms) for one in words] for words in self._again[start, end]]
            out = [[*before, *more] for before, more in zip(out or [[]] * len(heard), heard, strict=True)]
        return tuple(map(tuple, out))

    def _loose(self, start_ms: int, end_ms: int, clip: Samples, length: int) -> npt.NDArray[np.float64]:
        """The score of each frame of a clip where any phones may stand; the last few clips' are kept."""
        key = start_ms, end_ms
        if key not in self._loops:
            if len(self._loops) >= 16:
                self._loops.pop(next(iter(self._loops)))
            self._loops[key] = _spread(listener().run(clip, listener().loop()) or [], length)
        return self._loops[key]

    def _clip(self, start_ms: int, end_ms: int) -> tuple[Samples, int]:
        """A stretch of samples with its noise taken down, hush around it, and when it starts."""
        per_ms = RATE // 1000
        whole = self.samples
        low, high = max(0, start_ms * per_ms), min(len(whole), end_ms * per_ms)
        wide = max(0, low - AROUND_MS * per_ms), min(len(whole), high + AROUND_MS * per_ms)
        clean = cleaned(whole[wide[0] : wide[1]])[low - wide[0] : high - wide[0]]
        return hushed(clean), (low - PADDING) // per_ms

    def _sounds(self) -> tuple[Any, list[int], list[int]]:
        """The phones of all words that were heard, and when each begins and ends."""
        if self._row is None:
            import numpy as np

            row: list[int] = []
            starts: list[int] = []
            ends: list[int] = []
            for word in self._words:
                sounds = [sound for one in spoken_of(word.text) or ["a"] for sound in numbers(lexicon().ways(one)[0])]
                long = word.end_ms - word.start_ms
                row += sounds
                starts += [word.start_ms + long * at // len(sounds) for at in range(len(sounds))]
                ends += [word.start_ms + long * (at + 1) // len(sounds) for at in range(len(sounds))]
            self._row = np.array(row, np.int64), starts, ends
        return self._row


def _spread(said: Sequence[Said], length: int) -> npt.NDArray[np.float64]:
    """The score of each frame: a word's is spread evenly over it."""
    import numpy as np

    out = np.zeros(length)
    for _, low, high, score in said:
        out[low : high + 1] = score / (high - low + 1)
    return out
