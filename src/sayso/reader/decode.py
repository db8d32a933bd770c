"""What the encoder's answers mean: scores in, linked quotations and mentions out.

In:  a text, its `Windows`, the encoder's `Scores` for each of its words, the `Rules` that were
     learned with the encoder (tag transitions, biases).
Out: `Group`s (source, cue and content spans that belong together, with a score) and `Mention`s.
Not here: the network, ids, documents.  Numpy and the standard library only: testable by hand-made
     scores.

The likely spans of every paragraph (chain.py) are joined by the links between them.  A quotation
that is left open at a paragraph's end goes on where the next paragraph opens anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.reader.english import OBJECTS, PREPOSITIONS
from sayso.reader.marks import Quoted
from sayso.reader.windows import Windows
from sayso.schema import Mention, MentionKind, QuotationKind, Span, Spans

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
PAIRS = (("cue", "source"), ("cue", "content"), ("content", "source"))
MENTION_KINDS: tuple[MentionKind, ...] = ("name", "nominal", "pronoun")
ENTITY_KINDS = ("person", "organization", "place", "time", "event", "object", "abstract", "other")
DISTANCES = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 64)  # edges of the buckets of distances in words

LINKED = 0.5  # a link holds from here: the scores are trained as probabilities
SOURCED = 0.2  # a link to a source from here: what somebody said has a source nearly always, in its own sentence
REACH = 254  # words: a link over more than a window was never seen in training
CHUNK = 20_000  # pairs whose scores are computed at a time
ANNOUNCED = 4  # words that may stand between a cue and the end of its paragraph when the next one is its content
MENTIONED = 0.5


@dataclass(frozen=True, slots=True)
class Rules:
    """What was learned beside the encoder.

    move (7, 7), begin (7,), end (7,): scores of tag transitions, starts and ends.
    link_bias (3, 16): by pair of roles and distance bucket; mention_bias (3, widths).
    """

    move: Floats
    begin: Floats
    end: Floats
    link_bias: Floats
    mention_bias: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """The encoder's answers for the n words of one text.

    tags (n, 7); links (n, 3 pairs, 2 sides, rank); mentions (n, 3 kinds, 2 ends, rank);
    kinds (n, 2 ends, 8).
    """

    tags: Floats
    links: Floats
    mentions: Floats
    kinds: Floats


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of one role: first and last word, and the least marginal probability among its words."""

    role: str
    first: int
    last: int
    score: float


@dataclass(slots=True)
class Group:
    """Spans that make one quotation."""

    source: Spans
    cue: Spans
    content: Spans
    score: float


def join(pieces: Sequence[Piece], windows: Windows, links: Floats, rules: Rules, stretches: Sequence[Quoted], text: str) -> list[Group]:
    """Pieces of one text joined into quotations, in order of the text.

    A content goes to the cue that its link score prefers.  A cue takes one content, or two where it
    interrupts them ("Yes," she said. "No."), and one source; a content without a cue takes a source
    of its own, or goes on from the paragraph before.  What then stands alone, a cue or a source, is
    no quotation; a content is.

    text: what the windows were cut from; stretches: what in it stands between marks, in order.
    """
    sources, cues, contents = ([p for p in pieces if p.role == role] for role in ("source", "cue", "content"))
    contents = with_open(contents, windows, stretches)
    to_source = _linked(0, cues, sources, links, rules, windows, least=SOURCED)
    cue_source = _best(less_spoken_to(to_source, cues, sources, windows, text), len(cues))
    content_source = _best(_linked(2, contents, sources, links, rules, windows, least=SOURCED), len(contents))

    chosen: list[list[int]] = [[] for _ in cues]
    owner: dict[int, int] = {}
    left, right, chance = _linked(1, cues, contents, links, rules, windows, announced=announce(cues, windows, text))
    for at in np.argsort(-chance, kind="stable").tolist():
        q, c = int(left[at]), int(right[at])
        before = contents[c].first < cues[q].first
        if c not in owner and all((contents[other].first < cues[q].first) != before for other in chosen[q]):
            owner[c] = q
            chosen[q].append(c)

    runs_on: list[list[int]] = []  # contents that are one quotation over paragraphs
    for c in range(len(contents)):
        if c and _goes_on(contents[c - 1], contents[c], windows, stretches):
            runs_on[-1].append(c)
        else:
            runs_on.append([c])
    alone: list[list[int]] = []  # contents without a cue
    for run in runs_on:  # its cue may stand in any of the paragraphs; a paragraph with a cue of its own begins anew
        held: list[int] = []
        last = -1
        for c in run:
            if c in owner:
                chosen[owner[c]] += held
                held, last = [], owner[c]
            elif last >= 0:
                chosen[last].append(c)
            else:
                held.append(c)
        if held:
            alone.append(held)

    groups = []
    for q, own in enumerate(chosen):
        source = [sources[s] for s in cue_source[q : q + 1] if s >= 0]
        if own or source:
            groups.append(_group([cues[q]], [contents[c] for c in own], source, windows))
    for own in alone:
        source = [sources[s] for s in dict.fromkeys(content_source[c] for c in own) if s >= 0][:1]
        groups.append(_group([], [contents[c] for c in own], source, windows))
    return sorted(groups, key=lambda g: min((*g.source, *g.cue, *g.content)))


def _group(cues: list[Piece], contents: list[Piece], sources: list[Piece], windows: Windows) -> Group:
    def spans(pieces: list[Piece]) -> Spans:
        return tuple(sorted(Span(int(windows.words[p.first, 0]), int(windows.words[p.last, 1])) for p in pieces))

    return Group(spans(sources), spans(cues), spans(contents), score=min(p.score for p in contents or cues))


def _linked(
    pair: int,
    left: list[Piece],
    right: list[Piece],
    links: Floats,
    rules: Rules,
    windows: Windows,
    announced: Bools | None = None,
    least: float = LINKED,
) -> tuple[Indices, Indices, Floats]:
    """Pairs of pieces that belong together with a chance of `least`: places in left and right, and the chance.

    Sought in one paragraph, where 99 in 100 stand, and within `REACH` words; for left pieces that are `announced` also in the
    next paragraph, if they stand near the end of their own ("She wrote:").
    """
    if not left or not right:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    (first, last), (first_right, last_right) = (np.array([(p.first, p.last) for p in side], dtype=np.int64).T for side in (left, right))
    home = windows.paragraph[first]
    begins, stops = (np.searchsorted(windows.paragraph, home, side=side) for side in ("left", "right"))
    if announced is not None:
        stops = np.where(announced & (stops - 1 - last <= ANNOUNCED), np.searchsorted(windows.paragraph, home + 1, side="right"), stops)
    low = np.maximum(np.searchsorted(last_right, first - REACH), np.searchsorted(first_right, begins))
    high = np.minimum(np.searchsorted(first_right, last + REACH, side="right"), np.searchsorted(first_right, stops))
    counts = np.maximum(high - low, 0)
    places = np.repeat(np.arange(len(left)), counts)
    others = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    kept = []
    for start in range(0, len(places), CHUNK):
        one, other = places[start : start + CHUNK], others[start : start + CHUNK]
        a = links[first[one], pair, 0] + links[last[one], pair, 0]
        b = links[first_right[other], pair, 1] + links[last_right[other], pair, 1]
        scores = (a * b).sum(axis=1) / np.sqrt(a.shape[1]) + rules.link_bias[pair][
            np.searchsorted(DISTANCES, first_right[other] - first[one])
        ]
        chance = 1 / (1 + np.exp(-scores))
        good = chance >= least
        kept.append((one[good], other[good], chance[good].astype(np.float32)))
    if not kept:
        return places, others, np.zeros(0, dtype=np.float32)
    found = [np.concatenate(parts) for parts in zip(*kept, strict=True)]
    return found[0], found[1], found[2]


def announce(cues: list[Piece], windows: Windows, text: str) -> Bools:
    """Which cues stand in a paragraph that ends in a colon."""
    ends = np.searchsorted(windows.paragraph, windows.paragraph[[cue.last for cue in cues]], side="right") - 1
    return np.array([text[windows.words[end, 0]] == ":" for end in ends.tolist()], dtype=np.bool_)


def less_spoken_to(
    linked: tuple[Indices, Indices, Floats], cues: list[Piece], sources: list[Piece], windows: Windows, text: str
) -> tuple[Indices, Indices, Floats]:
    """Links to sources less those to the one who is spoken to ("had warned her")."""

    def word(at: int) -> str:
        return text[windows.words[at, 0] : windows.words[at, 1]].casefold()

    told = [
        sources[s].first == sources[s].last == cues[q].last + 1
        and word(sources[s].first) in OBJECTS
        and word(cues[q].last) not in PREPOSITIONS
        for q, s in zip(linked[0].tolist(), linked[1].tolist(), strict=True)
    ]
    kept = ~np.array(told, dtype=np.bool_)
    return linked[0][kept], linked[1][kept], linked[2][kept]


def with_open(contents: list[Piece], windows: Windows, stretches: Sequence[Quoted]) -> list[Piece]:
    """The contents and, where one opens a paragraph, what is left open between marks in the paragraph before, if it is none yet.

    That a mark is not closed and the next paragraph begins with one says that a quotation goes on, whatever the scores say.
    """
    added = []
    starts = {int(windows.words[p.first, 0]): p for p in contents}
    for before, after in pairwise(stretches):
        if before.closed or after.start not in starts:
            continue
        piece = starts[after.start]
        first, last = int(np.searchsorted(windows.words[:, 0], before.start)), piece.first - 1
        if last < first or windows.words[last, 1] > before.end or windows.paragraph[piece.first] != windows.paragraph[last] + 1:
            continue
        if not any(p.first <= last and p.last >= first for p in contents):
            added.append(Piece("content", first, last, piece.score))
    return sorted((*contents, *added), key=lambda p: p.first) if added else contents


def _best(linked: tuple[Indices, Indices, Floats], count: int) -> list[int]:
    """For each of `count` left pieces the right piece that is likeliest, -1 where none is linked."""
    left, right, chance = linked
    best = np.full(count, -1, dtype=np.int64)
    order = np.argsort(chance, kind="stable")  # the likeliest is written last
    best[left[order]] = right[order]
    return [int(b) for b in best]


def _goes_on(before: Piece, after: Piece, windows: Windows, stretches: Sequence[Quoted]) -> bool:
    """Whether a quotation runs over a paragraph's end: left open there, opened anew at the start of the next one."""
    paragraph = windows.paragraph
    if after.first != before.last + 1 or paragraph[after.first] != paragraph[before.last] + 1:
        return False
    end, start = int(windows.words[before.last, 1]), int(windows.words[after.first, 0])
    at = bisect_left(stretches, end, key=lambda s: s.start) - 1
    left_open = at >= 0 and not stretches[at].closed and end <= stretches[at].end
    anew = bisect_left(stretches, start, key=lambda s: s.start)
    return left_open and anew < len(stretches) and stretches[anew].start == start


def kind_of(content: Spans, text: str, stretches: Sequence[Quoted]) -> QuotationKind:
    """Direct where all words of the content stand between quotation marks, mixed where some do; `stretches` in order."""
    if not content:
        return "event"
    inside = outside = 0
    for start, end in content:
        letters = sum(c.isalnum() for c in text[start:end])
        marked = 0
        for at in range(max(0, bisect_right(stretches, start, key=lambda s: s.start) - 1), len(stretches)):
            if stretches[at].start >= end:
                break
            marked += sum(c.isalnum() for c in text[max(start, stretches[at].start) : min(end, stretches[at].end)])
        inside += marked
        outside += letters - marked
    return "indirect" if not inside else "mixed" if outside else "direct"


def find_mentions(windows: Windows, scores: Scores, rules: Rules) -> tuple[Mention, ...]:
    """Every mention, nested ones too, in order of the text."""
    n, width = len(windows.words), rules.mention_bias.shape[1]
    if not n:
        return ()
    rank = scores.mentions.shape[3]
    chances = np.full((len(MENTION_KINDS), n, width), -np.inf, dtype=np.float32)
    for w in range(min(width, n)):
        same = windows.paragraph[: n - w] == windows.paragraph[w:]
        dots = np.einsum("nkr,nkr->kn", scores.mentions[: n - w, :, 0], scores.mentions[w:, :, 1]) / np.sqrt(rank)
        chances[:, : n - w, w] = np.where(same, dots + rules.mention_bias[:, w, None], -np.inf)
    best = chances.max(axis=0)
    first, wide = np.nonzero(best >= np.log(MENTIONED / (1 - MENTIONED)))
    last = first + wide
    kinds = chances[:, first, wide].argmax(axis=0)
    entities = (scores.kinds[first, 0] + scores.kinds[last, 1]).argmax(axis=1)
    sure = 1 / (1 + np.exp(-best[first, wide]))
    return tuple(
        Mention(
            span=Span(int(windows.words[a, 0]), int(windows.words[b, 1])),
            kind=MENTION_KINDS[k],
            entity_kind=ENTITY_KINDS[e],
            score=round(float(s), 4),
        )
        for a, b, k, e, s in zip(first, last, kinds, entities, sure, strict=True)
    )
