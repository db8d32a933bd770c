"""A text cut into the windows that the encoder reads, and the words its answers stand for.

In:  a text, the paragraphs to read (half-open spans), a tokenizer.
Out: `Windows`: padded id and feature arrays for the encoder, and for every word its span in
     the text, its paragraph and the place in the windows where the encoder answers for it.
Not here: the network (tagger.py) and what its answers mean (decode.py).

A word is what the tokenizer's pre-tokenizer splits off (letters together, each punctuation
mark alone); the encoder sees word pieces, and a word's answer is read at its first piece.
Two features stand beside the ids because the vocabulary is uncased and a window may begin
inside a quotation: the letter case of the piece, and its state between quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sayso.reader.marks import mark_states, quoted

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PIECES = 254  # word pieces in a window, beside [CLS] and [SEP]
CLS, SEP = 101, 102  # ids in the BERT vocabulary
CASES = 5  # none, lower, Title, UPPER, other
STATES = 4  # quotation-mark states, see marks.py

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Windows:
    """One text, ready for the encoder.

    ids, case, marks: one array a window, shape (pieces + 2,), [CLS] first and [SEP] last.
    words: shape (n, 2), half-open code-point spans in the text, in order.
    paragraph: shape (n,), index of the paragraph a word stands in.
    window, position: shape (n,), where the encoder's answer for a word is to be read.
    """

    ids: tuple[Ints, ...]
    case: tuple[Ints, ...]
    marks: tuple[Ints, ...]
    words: Ints
    paragraph: Ints
    window: Ints
    position: Ints


def cut(text: str, paragraphs: Sequence[tuple[int, int]], tokenizer: Tokenizer, pieces: int = PIECES) -> Windows:
    """Cut the paragraphs of a text into windows of at most `pieces` word pieces.

    Paragraphs are packed whole while they fit; one that is longer than a window is cut after a
    sentence's end where it has one, else between words.
    """
    encoded = tokenizer.encode_batch([text[start:end] for start, end in paragraphs], add_special_tokens=False)
    lengths = [len(one.ids) for one in encoded]
    total = sum(lengths)
    ids = np.fromiter((i for one in encoded for i in one.ids), dtype=np.int64, count=total)
    spans = np.array([offset for one in encoded for offset in one.offsets], dtype=np.int64).reshape(-1, 2)
    inside = np.array([-1 if w is None else w for one in encoded for w in one.word_ids], dtype=np.int64)
    paragraph = np.repeat(np.arange(len(lengths)), lengths)
    spans = spans + np.array([start for start, _ in paragraphs], dtype=np.int64).reshape(-1)[paragraph][:, None]
    starts_word = np.ones(total, dtype=bool)
    starts_word[1:] = (inside[1:] != inside[:-1]) | (paragraph[1:] != paragraph[:-1])
    case = letter_case(text, spans)
    states = mark_states(text, quoted(text, paragraphs))
    marks = states[spans[:, 0]].astype(np.int64) if total else np.zeros(0, dtype=np.int64)

    bounds = _pack(lengths, pieces, starts_word, ends_sentence(text, spans))
    edges = np.array([a for a, _ in bounds] + [total], dtype=np.int64)
    at = np.flatnonzero(starts_word)
    last = np.append(at[1:], total)[: len(at)] - 1
    window = np.searchsorted(edges, at, side="right") - 1
    return Windows(
        ids=tuple(np.concatenate(([CLS], ids[a:b], [SEP])) for a, b in bounds),
        case=tuple(np.pad(case[a:b], 1) for a, b in bounds),
        marks=tuple(np.pad(marks[a:b], 1) for a, b in bounds),
        words=np.stack((spans[at, 0], spans[last, 1]), axis=1),
        paragraph=paragraph[at],
        window=window,
        position=at - edges[window] + 1,
    )


def letter_case(text: str, spans: Ints) -> Ints:
    """0 no letters, 1 lower, 2 Title, 3 UPPER, 4 other, for each span. Shape: (n,)."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kind = _LETTER[np.minimum(points, len(_LETTER) - 1)]
    upper = np.concatenate(([0], np.cumsum(kind == 2)))
    lower = np.concatenate(([0], np.cumsum(kind == 1)))
    start, end = spans[:, 0], spans[:, 1]
    uppers, lowers = upper[end] - upper[start], lower[end] - lower[start]
    capital = kind[start] == 2 if len(points) else np.zeros(0, dtype=bool)
    case = np.full(len(spans), 4, dtype=np.int64)
    case[(uppers == 0) & (lowers == 0)] = 0
    case[(uppers == 0) & (lowers > 0)] = 1
    case[(uppers > 1) & (lowers == 0)] = 3
    case[capital & (uppers == 1)] = 2
    return case


def ends_sentence(text: str, spans: Ints) -> npt.NDArray[np.bool_]:
    """Whether a piece looks like the last of a sentence: where a long paragraph may be cut. Shape: (n,)."""
    found = np.zeros(len(spans), dtype=bool)
    for i in np.flatnonzero(spans[:, 1] - spans[:, 0] == 1):
        found[i] = text[spans[i, 0]] in ".!?"
    # Closing marks belong to the sentence that they close.
    for i in np.flatnonzero(found[:-1]):
        while i + 1 < len(spans) and text[spans[i + 1, 0]] in '”’")]':
            found[i], i = False, i + 1
            found[i] = True
    return found


def _pack(lengths: Sequence[int], pieces: int, starts_word: npt.NDArray[np.bool_], ends: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open piece ranges of the windows: together they cover all pieces once, in order."""
    bounds: list[tuple[int, int]] = []
    begin = at = 0
    for length in lengths:
        stop = at + length
        if stop - begin > pieces and at > begin:
            bounds.append((begin, at))
            begin = at
        while stop - begin > pieces:
            limit = begin + pieces
            sentence = np.flatnonzero(ends[begin + pieces // 2 : limit])
            word = np.flatnonzero(starts_word[begin + 1 : limit + 1])
            middle = begin + pieces // 2 + int(sentence[-1]) + 1 if len(sentence) else begin + 1 + int(word[-1]) if len(word) else limit
            bounds.append((begin, middle))
            begin = middle
        at = stop
    if at > begin:
        bounds.append((begin, at))
    return bounds


def _letters() -> npt.NDArray[np.uint8]:
    """1 for a lower-case letter, 2 for an upper-case one, by code point; the scripts that have case lie below U+3000."""
    return np.array(
        [2 if (c := chr(point)).isupper() or c.istitle() else 1 if c.islower() else 0 for point in range(0x3000)] + [0], dtype=np.uint8
    )


_LETTER = _letters()
