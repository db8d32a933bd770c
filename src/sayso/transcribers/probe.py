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

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.schema import Fit, Hearing, Place, Timed
from sayso.transcribers import RATE, Word
from sayso.transcribers.again import WAYS, other_hearings
from sayso.transcribers.cutting import cleaned, pieces
from sayso.transcribers.phones import PHONES, Lexicon, numbers, places
from sayso.transcribers.sphinx import FRAME_MS, decoder, model_files

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

MARGIN_MS = 700  # heard on both sides of a place: it may be found half a second off
AROUND_MS = 4_000  # on both sides of that, to tell the noise
FRAME = RATE // 100  # samples
PADDING = 30 * FRAME  # of hush
SHIFT = 1 << 10  # pocketsphinx keeps its scores in natural logarithms divided by this
LOOP_ODDS = 0.5  # of one more phone of what lies around a quotation
SKIP_ODDS = 0.05  # that a printed word was not said
OTHER_ODDS = 0.8  # of a word that sounds nearly like the printed one: where both fit the same, the printed one is taken
NEIGHBOURS = 16
HOPELESS = -2.5  # gain of a word that is not there
EVERYDAY = -140_000  # of the language model's score of a word, in its own logarithms (to 1.0001): one word in a million
EXTRA = ("not", "never", "no")  # small words that print may have dropped, each as likely between two words as a word left out
# A quotation that fits badly for a second is not given up for the loop around it: the score says how badly.
BEAMS = {"beam": 1e-280, "wbeam": 1e-280, "pbeam": 1e-280, "bestpath": False, "compallsen": True}
PAUSES = {"silprob": 1.0, "fillprob": 0.01}  # a speaker may stop between any two words, and a quotation does not show it
AGAIN = 5 * RATE, 12 * RATE  # samples of a piece that is heard again, at least and at most


class SphinxProbe:
    """Listens with pocketsphinx's acoustic model.

    Args:
        samples: gives the recording's samples when they are first needed.
        words: what a transcriber heard, in order, with times from the start of the recording.
    """

    name = "pocketsphinx"

    def __init__(self, samples: Callable[[], Samples], words: Sequence[Word]) -> None:
        self._give = samples
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
        ear = _ear()
        fitted = ear.run(clip, ear.chain(words))
        if fitted is None:
            return None
        length = len(clip) // FRAME + 8
        forced, loose = _spread(fitted, length), self._loose(start_ms, end_ms, clip, length)
        said = [one for one in fitted if _is_word(one[0])]
        if len(said) != len(words):
            return None
        gains = [float((forced[low : high + 1] - loose[low : high + 1]).sum()) * SHIFT / (high - low + 1) for _, low, high, _ in said]
        # where hardly a word fits, there is nothing to choose
        chosen = (ear.run(clip, ear.open(words)) or []) if free and 2 * sum(one > HOPELESS for one in gains) >= len(gains) else []
        score = sum(one[3] for one in fitted) * SHIFT
        fits = []
        for word, (_, low, high, _), gain in zip(words, said, gains, strict=True):
            over = [
                (min(high, h) - max(low, s) + 1, _plain(name))
                for name, s, h, _ in chosen
                if min(high, h) >= max(low, s) and name[0] not in "<["
            ]
            took = max(over, default=(0, ""))[1]
            fits.append(Fit(word, max(0, first_ms + low * FRAME_MS), max(0, first_ms + (high + 1) * FRAME_MS), round(gain, 3), took))
        added = tuple(_plain(name) for name, *_ in chosen if _plain(name) in EXTRA and _plain(name) not in words)
        return Hearing(tuple(fits), fits[0].start_ms, fits[-1].end_ms, round(score, 1), added)

    def again(self, start_ms: int, end_ms: int) -> tuple[tuple[Timed, ...], ...]:
        """What is heard in and around a place by others than the transcript's: of each all words, in small letters.

        They hear a whole piece, not the place alone: a word that its neighbours are cut from is often taken for another.
        """
        low, high = start_ms * RATE // 1000, end_ms * RATE // 1000
        if self._pieces is None:
            self._pieces = [(start, start + len(one)) for start, one in pieces([self.samples], *AGAIN)]
        out: list[list[Timed]] = [[] for _ in WAYS]
        for start, end in self._pieces:
            if start >= high or end <= low:
                continue
            if (start, end) not in self._again:
                self._again[start, end] = other_hearings(self.samples[start:end])
            first_ms = start * 1000 // RATE
            for words, mine in zip(self._again[start, end], out, strict=True):
                mine += [(one.text.casefold(), one.start_ms + first_ms, one.end_ms + first_ms) for one in words]
        return tuple(map(tuple, out))

    def _loose(self, start_ms: int, end_ms: int, clip: Samples, length: int) -> npt.NDArray[np.float64]:
        """The score of each frame of a clip where any phones may stand; the last few clips' are kept."""
        key = start_ms, end_ms
        if key not in self._loops:
            if len(self._loops) >= 16:
                self._loops.pop(next(iter(self._loops)))
            self._loops[key] = _spread(_ear().run(clip, _ear().loop()) or [], length)
        return self._loops[key]

    def _clip(self, start_ms: int, end_ms: int) -> tuple[Samples, int]:
        """A stretch of samples with its noise taken down, hush around it, and when it starts."""
        import numpy as np

        per_ms = RATE // 1000
        whole = self.samples
        low, high = max(0, start_ms * per_ms), min(len(whole), end_ms * per_ms)
        wide = max(0, low - AROUND_MS * per_ms), min(len(whole), high + AROUND_MS * per_ms)
        clean = cleaned(whole[wide[0] : wide[1]])[low - wide[0] : high - wide[0]]
        # hush at both ends, with a little noise in it: words at the very edge need something around them
        hush = np.random.default_rng(0).integers(-4, 5, 2 * PADDING).astype(np.int16)
        return np.concatenate([hush[:PADDING], clean, hush[PADDING:]]), (low - PADDING) // per_ms

    def _sounds(self) -> tuple[Any, list[int], list[int]]:
        """The phones of all words that were heard, and when each begins and ends."""
        if self._row is None:
            import numpy as np

            row: list[int] = []
            starts: list[int] = []
            ends: list[int] = []
            for word in self._words:
                sounds = numbers(lexicon().ways(word.text.casefold())[0])
                long = word.end_ms - word.start_ms
                row += sounds
                starts += [word.start_ms + long * at // len(sounds) for at in range(len(sounds))]
                ends += [word.start_ms + long * (at + 1) // len(sounds) for at in range(len(sounds))]
            self._row = np.array(row, np.int64), starts, ends
        return self._row


Said = tuple[str, int, int, float]  # a word, its first and last frame, the logarithm of its score
Graph = list[tuple[int, int, float, str | None]]


class _Ear:
    """A decoder that follows small graphs of words; phones are words to it, too."""

    def __init__(self) -> None:
        self._decoder = decoder(lm=None, samprate=16000, cmn="batch", **BEAMS, **PAUSES)
        for number, phone in enumerate(PHONES):
            self._decoder.add_word(_sound(phone), phone, number == len(PHONES) - 1)
        self._number = 0

    def run(self, samples: Samples, graph: tuple[int, Graph]) -> list[Said] | None:
        """What it hears on the best way through a graph; None where there is none."""
        ear = self._decoder
        last, edges = graph
        self._number += 1
        name = f"g{self._number % 2}"
        new = {word for *_, word in edges if word is not None and ear.lookup_word(word) is None}
        for number, word in enumerate(sorted(new)):
            ear.add_word(word, " ".join(lexicon().ways(word)[0]), number == len(new) - 1)
        ear.add_fsg(name, ear.create_fsg(name, 0, last, [one[: 3 if one[3] is None else 4] for one in edges]))
        ear.activate_search(name)
        ear.start_utt()
        ear.process_raw(samples.tobytes(), False, True)
        ear.end_utt()
        if ear.hyp() is None:
            return None
        return [(one.word, one.start_frame, one.end_frame, math.log(max(one.ascore, 1e-300))) for one in ear.seg() if one.word != "(NULL)"]

    def loop(self) -> tuple[int, Graph]:
        """Any phones."""
        return 0, [(0, 0, 1.0, _sound(phone)) for phone in PHONES]

    def chain(self, words: Sequence[str]) -> tuple[int, Graph]:
        """These words, and any phones around them."""
        edges: Graph = [(at, at, LOOP_ODDS, _sound(phone)) for at in (0, len(words)) for phone in PHONES]
        edges += [(at, at + 1, 1.0, word) for at, word in enumerate(words)]
        return len(words), edges

    def open(self, words: Sequence[str]) -> tuple[int, Graph]:
        """These words, or for each one that sounds nearly like it, or nothing; a negation between; any phones around them."""
        last = 2 * len(words) - 1
        edges: Graph = [(at, at, LOOP_ODDS, _sound(phone)) for at in (0, last) for phone in PHONES]
        for number, word in enumerate(words):
            here = 2 * number
            edges += [(here, here + 1, 1.0, word), (here, here + 1, SKIP_ODDS, None)]
            edges += [(here, here + 1, OTHER_ODDS, other) for other in rivals(word)]
            if here + 1 < last:
                edges += [(here + 1, here + 2, 1.0, None), *((here + 1, here + 2, SKIP_ODDS, one) for one in EXTRA)]
        return last, edges


def _sound(phone: str) -> str:
    return f"+{phone.lower()}"


def _is_word(name: str) -> bool:
    return name[0] not in "<[+"


def _plain(name: str) -> str:
    return name.split("(")[0]


def _spread(said: Sequence[Said], length: int) -> npt.NDArray[np.float64]:
    """The score of each frame: a word's is spread evenly over it."""
    import numpy as np

    out = np.zeros(length)
    for _, low, high, score in said:
        out[low : high + 1] = score / (high - low + 1)
    return out


@cache
def lexicon() -> Lexicon:
    """The dictionary, read once."""
    return Lexicon(model_files()[2])


@cache
def rivals(word: str) -> tuple[str, ...]:
    """Words of everyday language that sound nearly like this one, the nearest first."""
    return tuple(one for one in lexicon().neighbours(word, 200) if _language().prob([one]) > EVERYDAY)[:NEIGHBOURS]


@cache
def _language() -> Any:
    """The language model, which knows how often words are used."""
    return decoder(lm=str(model_files()[1])).get_lm()


@cache
def _ear() -> _Ear:
    return _Ear()
