"""A decoder that follows small graphs of words through a stretch of sound, and what it takes on the best way.

In:  samples, a graph: these words, or for each one that sounds nearly like it, with any phones around them.
Out: `listener()`, whose `run(...)` gives each word with its first and last frame and its score; `placed(...)`, when each of some
     words is said; `lexicon()`, `rivals(...)`.
Not here: what a score is worth (probe.py), transcribing (sphinx.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.english.numbers import said_number
from sayso.transcribers import RATE
from sayso.transcribers.cutting import cleaned
from sayso.transcribers.phones import PHONES, Lexicon
from sayso.transcribers.sphinx import FRAME_MS, decoder, model_files

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

LOOP_ODDS = 0.5  # of one more phone of what lies around a quotation
SKIP_ODDS = 0.05  # that a printed word was not said
OTHER_ODDS = 0.8  # of a word that sounds nearly like the printed one: where both fit the same, the printed one is taken
NEIGHBOURS = 16
EVERYDAY = -140_000  # of the language model's score of a word, in its own logarithms (to 1.0001): one word in a million
EXTRA = ("not", "never", "no")  # small words that print may have dropped, each as likely between two words as a word left out
# A quotation that fits badly for a second is not given up for the loop around it: the score says how badly.
BEAMS = {"beam": 1e-280, "wbeam": 1e-280, "pbeam": 1e-280, "bestpath": False, "compallsen": True}
PAUSES = {"silprob": 1.0, "fillprob": 0.01}  # a speaker may stop between any two words, and a quotation does not show it

FRAME = RATE // 100  # samples
PADDING = 30 * FRAME  # of hush

Said = tuple[str, int, int, float]  # a word, its first and last frame, the logarithm of its score
Graph = list[tuple[int, int, float, str | None]]


class Ear:
    """A decoder that follows small graphs of words; phones are words to it, too."""

    def __init__(self) -> None:
        self._decoder = decoder(lm=None, samprate=16000, cmn="batch", **BEAMS, **PAUSES)
        for number, phone in enumerate(PHONES):
            self._decoder.add_word(sound(phone), phone, number == len(PHONES) - 1)
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
        ear.reinit_feat()  # else what it took for noise in the stretch before is taken off this one
        ear.start_utt()
        ear.process_raw(samples.tobytes(), False, True)
        ear.end_utt()
        if ear.hyp() is None:
            return None
        return [(one.word, one.start_frame, one.end_frame, math.log(max(one.ascore, 1e-300))) for one in ear.seg() if one.word != "(NULL)"]

    def loop(self) -> tuple[int, Graph]:
        """Any phones."""
        return 0, [(0, 0, 1.0, sound(phone)) for phone in PHONES]

    def chain(self, words: Sequence[str]) -> tuple[int, Graph]:
        """These words, and any phones around them."""
        edges: Graph = [(at, at, LOOP_ODDS, sound(phone)) for at in (0, len(words)) for phone in PHONES]
        edges += [(at, at + 1, 1.0, word) for at, word in enumerate(words)]
        return len(words), edges

    def open(self, words: Sequence[str]) -> tuple[int, Graph]:
        """These words, or for each one that sounds nearly like it, or nothing; a negation between; any phones around them."""
        last = 2 * len(words) - 1
        edges: Graph = [(at, at, LOOP_ODDS, sound(phone)) for at in (0, last) for phone in PHONES]
        for number, word in enumerate(words):
            here = 2 * number
            edges += [(here, here + 1, 1.0, word), (here, here + 1, SKIP_ODDS, None)]
            edges += [(here, here + 1, OTHER_ODDS, other) for other in rivals(word)]
            if here + 1 < last:
                edges += [(here + 1, here + 2, 1.0, None), *((here + 1, here + 2, SKIP_ODDS, one) for one in EXTRA)]
        return last, edges


def sound(phone: str) -> str:
    """A phone as a word of its own."""
    return f"+{phone.lower()}"


def is_word(name: str) -> bool:
    """Whether what was taken is a word, not a phone or a pause."""
    return name[0] not in "<[+"


def plain(name: str) -> str:
    """A word without the number of its way of being said."""
    return name.split("(")[0]


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
def listener() -> Ear:
    """The decoder, made once."""
    return Ear()


def hushed(samples: Samples) -> Samples:
    """The samples with hush at both ends, a little noise in it: words at the very edge need something around them."""
    import numpy as np

    hush = np.random.default_rng(0).integers(-4, 5, 2 * PADDING).astype(np.int16)
    return np.concatenate([hush[:PADDING], samples, hush[PADDING:]])


def placed(words: Sequence[str], samples: Samples) -> list[tuple[int, int]]:
    """When words are said that are known to be, in milliseconds: a row of them for each, as `words` has them.

    Args:
        words: as print has them; numbers are said out.
        samples: where they are said, in their order.

    Returns:
        (start, end) each. Where they cannot be fitted at all they share the time by their length.
    """
    said = [spoken_of(one) for one in words]
    flat = [part for one in said for part in one]
    found = listener().run(hushed(cleaned(samples)), listener().chain(flat)) if flat else None
    at = [(low, high) for name, low, high, _ in found or [] if is_word(name)]
    length = len(samples) * 1000 // RATE
    if len(at) != len(flat):
        whole, begun, out = sum(map(len, words)), 0, []
        for one in words:
            out.append((length * begun // whole, length * (begun + len(one)) // whole))
            begun += len(one)
        return out
    out, number, last = [], 0, 0
    for parts in said:
        start = at[number][0] * FRAME_MS - PADDING * 1000 // RATE if parts else last
        end = (at[number + len(parts) - 1][1] + 1) * FRAME_MS - PADDING * 1000 // RATE if parts else last
        number += len(parts)
        start = min(max(last, start), length)
        last = min(max(start, end), length)
        out.append((start, last))
    return out


def spoken_of(text: str) -> list[str]:
    """The words that are said for a printed one: "$400m" has three."""
    out: list[str] = []
    for digits, suffix, letters in _PRINTED.findall(text.casefold().replace("’", "'")):
        out += said_number(digits, suffix).split() if digits else [letters.strip("'")]
    return [one for one in out if one]


_PRINTED = re.compile(r"(\d[\d,]*+(?:[.:]\d++)?)(st|nd|rd|th|k|m|mn|bn|b|tn|am|pm)?(?![a-z])|([a-z']++)")
