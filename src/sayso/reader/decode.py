"""What the encoder's answers mean: scores in, linked quotations and mentions out.

In:  a text, its `Windows`, the encoder's `Scores` for each of its words, the `Rules` that were
     learned with the encoder (tag transitions, biases).
Out: `Group`s (source, cue and content spans that belong together, with a score) and `Mention`s.
Not here: the network, ids, documents.  Numpy and the standard library only: testable by hand-made
     scores.

Three steps: the best tag sequence of every paragraph (Viterbi over a linear-chain CRF, with its
marginals as confidence), its runs as spans, and spans joined by the links between them.  A
quotation that is left open at a paragraph's end goes on where the next paragraph opens anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.reader.marks import Quoted
from sayso.reader.windows import Windows
from sayso.schema import Mention, MentionKind, QuotationKind, Span, Spans

Floats = npt.NDArray[np.float32]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
PAIRS = (("cue", "source"), ("cue", "content"), ("content", "source"))
MENTION_KINDS: tuple[MentionKind, ...] = ("name", "nominal", "pronoun")
ENTITY_KINDS = ("person", "organization", "place", "time", "event", "object", "abstract", "other")
DISTANCES = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 64)  # edges of the buckets of distances in words

LINKED = 0.5  # a link holds from here: the scores are trained as probabilities
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
    """A run of one tag: first and last word, and the least marginal probability among its words."""

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


def best_tags(paragraphs: Sequence[Floats], rules: Rules) -> list[tuple[npt.NDArray[np.int64], Floats]]:
    """The best tag of every word and the marginal probability that it is right, a pair a paragraph.

    paragraphs: emission scores, each (words, 7), none empty.  Many are decoded side by side: the
    loop runs over word positions, not over words.
    """
    out: list[tuple[npt.NDArray[np.int64], Floats]] = [None] * len(paragraphs)  # type: ignore[list-item]
    order = sorted(range(len(paragraphs)), key=lambda i: len(paragraphs[i]))
    for start in range(0, len(order), 64):  # of like length, so that little is padding
        chosen = order[start : start + 64]
        for i, found in zip(chosen, _best_tags([paragraphs[i] for i in chosen], rules), strict=True):
            out[i] = found
    return out


def _best_tags(paragraphs: list[Floats], rules: Rules) -> list[tuple[npt.NDArray[np.int64], Floats]]:
    lengths = np.array([len(p) for p in paragraphs])
    count, longest, tags = len(paragraphs), int(lengths.max()), len(TAGS)
    scores = np.zeros((longest, count, tags), dtype=np.float32)
    for i, p in enumerate(paragraphs):
        scores[: len(p), i] = p
    final = lengths - 1
    rows = np.arange(count)

    # Viterbi (the best path) and, beside it, the forward sums; what lies beyond a paragraph's end is never read.
    best = rules.begin + scores[0]
    back = np.zeros((longest, count, tags), dtype=np.int8)
    bests = np.empty_like(scores)
    bests[0] = best
    likely = np.exp(scores - scores.max(axis=2, keepdims=True))
    step = np.exp(rules.move)
    forward = np.empty_like(scores)
    forward[0] = _normalised(np.exp(rules.begin) * likely[0])
    for t in range(1, longest):
        paths = best[:, :, None] + rules.move
        back[t] = paths.argmax(axis=1)
        best = paths.max(axis=1) + scores[t]
        bests[t] = best
        forward[t] = _normalised((forward[t - 1] @ step) * likely[t])
    path = np.zeros((longest, count), dtype=np.int64)
    backward = np.empty_like(scores)
    ending = np.exp(rules.end)
    after = np.broadcast_to(ending, (count, tags))
    at = np.zeros(count, dtype=np.int64)
    for t in range(longest - 1, -1, -1):
        last, inside = t == final, t < final
        at = np.where(last, (bests[t] + rules.end).argmax(axis=1), at)
        path[t] = at
        backward[t] = np.where(inside[:, None], after, ending)
        after = _normalised((backward[t] * likely[t]) @ step.T)
        at = np.where(inside | last, back[t, rows, at], at)
    marginals = forward * backward
    marginals /= marginals.sum(axis=2, keepdims=True)
    sure = np.take_along_axis(marginals, path[:, :, None], axis=2)[:, :, 0]
    return [(path[:n, i], sure[:n, i]) for i, n in enumerate(lengths)]


def _normalised(x: Floats) -> Floats:
    return x / x.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def runs(tags: npt.NDArray[np.int64], sure: Floats, offset: int = 0) -> list[Piece]:
    """The spans that a tag sequence spells; `offset` is added to the word indices."""
    out = []
    begins = np.flatnonzero(tags % 2 == 1)  # B tags stand at odd places of TAGS, each I after its B
    for first in begins.tolist():
        inside = tags[first] + 1
        last = first
        while last + 1 < len(tags) and tags[last + 1] == inside:
            last += 1
        out.append(Piece(TAGS[tags[first]][2:], first + offset, last + offset, float(sure[first : last + 1].min())))
    return out


def join(pieces: Sequence[Piece], windows: Windows, links: Floats, rules: Rules, stretches: Sequence[Quoted]) -> list[Group]:
    """Pieces of one text joined into quotations, in order of the text.

    A content goes to the cue that its link score prefers.  A cue takes one content, or two where it
    interrupts them ("Yes," she said. "No."), and one source; a content without a cue takes a source
    of its own, or goes on from the paragraph before.  What then stands alone, a cue or a source, is
    no quotation; a content is.
    """
    sources, cues, contents = ([p for p in pieces if p.role == role] for role in ("source", "cue", "content"))
    cue_source = _link(0, cues, sources, links, rules) * _near(cues, sources, windows)
    cue_content = _link(1, cues, contents, links, rules) * (_near(cues, contents, windows) | _announced(cues, contents, windows))
    content_source = _link(2, contents, sources, links, rules) * _near(contents, sources, windows)

    chosen: list[list[int]] = [[] for _ in cues]
    owner: dict[int, int] = {}
    for flat in np.argsort(-cue_content, axis=None, kind="stable").tolist():
        q, c = divmod(flat, len(contents))
        if cue_content[q, c] < LINKED:
            break
        before = contents[c].first < cues[q].first
        if c not in owner and all((contents[other].first < cues[q].first) != before for other in chosen[q]):
            owner[c] = q
            chosen[q].append(c)

    taken = {c: [c] for c in range(len(contents)) if c not in owner}  # contents without a cue, by the first of them
    for c in range(1, len(contents)):  # a quotation over paragraphs: its cue may stand in any of them
        if not _goes_on(contents[c - 1], contents[c], windows, stretches):
            continue
        if c in taken:
            home = chosen[owner[c - 1]] if c - 1 in owner else next(group for group in taken.values() if c - 1 in group)
            home.extend(taken.pop(c))
            if c - 1 in owner:
                owner[c] = owner[c - 1]
        elif c - 1 not in owner:
            first = next(key for key, group in taken.items() if c - 1 in group)
            for other in taken.pop(first):
                chosen[owner[c]].append(other)
                owner[other] = owner[c]

    groups = []
    for q, own in enumerate(chosen):
        source = [int(cue_source[q].argmax())] if sources and cue_source[q].max() >= LINKED else []
        if own or source:
            groups.append(_group([cues[q]], [contents[c] for c in own], [sources[s] for s in source], windows))
    for own in taken.values():
        best = content_source[own].max(axis=0) if sources else np.zeros(0, dtype=np.float32)
        source = [int(best.argmax())] if sources and best.max() >= LINKED else []
        groups.append(_group([], [contents[c] for c in own], [sources[s] for s in source], windows))
    return sorted(groups, key=lambda g: min((*g.source, *g.cue, *g.content)))


def _group(cues: list[Piece], contents: list[Piece], sources: list[Piece], windows: Windows) -> Group:
    def spans(pieces: list[Piece]) -> Spans:
        return tuple(sorted(Span(int(windows.words[p.first, 0]), int(windows.words[p.last, 1])) for p in pieces))

    return Group(spans(sources), spans(cues), spans(contents), score=min(p.score for p in contents or cues))


def _link(pair: int, left: list[Piece], right: list[Piece], links: Floats, rules: Rules) -> Floats:
    """Probability that two pieces belong together. Shape: (left, right)."""
    if not left or not right:
        return np.zeros((len(left), len(right)), dtype=np.float32)
    a, b = (links[[p.first for p in side], pair, k] + links[[p.last for p in side], pair, k] for k, side in ((0, left), (1, right)))
    apart = np.array([p.first for p in right])[None, :] - np.array([p.first for p in left])[:, None]
    scores = a @ b.T / np.sqrt(a.shape[1]) + rules.link_bias[pair][np.searchsorted(DISTANCES, apart)]
    return (1 / (1 + np.exp(-scores))).astype(np.float32)  # type: ignore[no-any-return]


def _near(left: list[Piece], right: list[Piece], windows: Windows) -> npt.NDArray[np.bool_]:
    """Whether two pieces stand in one paragraph, as 99 in 100 do that belong together. Shape: (left, right)."""
    return _paragraphs(left, windows)[:, None] == _paragraphs(right, windows)[None, :]  # type: ignore[no-any-return]


def _announced(cues: list[Piece], contents: list[Piece], windows: Windows) -> npt.NDArray[np.bool_]:
    """Whether a cue ends its paragraph and the content is the next one: 'She wrote:'. Shape: (cues, contents)."""
    home = _paragraphs(cues, windows)
    last = np.searchsorted(windows.paragraph, home, side="right") - 1
    ends = last - np.array([q.last for q in cues], dtype=np.int64) <= ANNOUNCED
    return ends[:, None] & (_paragraphs(contents, windows)[None, :] == home[:, None] + 1)  # type: ignore[no-any-return]


def _paragraphs(pieces: list[Piece], windows: Windows) -> npt.NDArray[np.int64]:
    return windows.paragraph[np.array([p.first for p in pieces], dtype=np.int64)]


def _goes_on(before: Piece, after: Piece, windows: Windows, stretches: Sequence[Quoted]) -> bool:
    """Whether a quotation runs over a paragraph's end: left open there, opened anew at the start of the next one."""
    paragraph = windows.paragraph
    if after.first != before.last + 1 or paragraph[after.first] != paragraph[before.last] + 1:
        return False
    end, start = int(windows.words[before.last, 1]), int(windows.words[after.first, 0])
    left_open = any(not s.closed and s.start < end <= s.end for s in stretches)
    return left_open and any(s.start == start for s in stretches)


def kind_of(content: Spans, text: str, stretches: Sequence[Quoted]) -> QuotationKind:
    """Direct where all words of the content stand between quotation marks, mixed where some do."""
    if not content:
        return "event"
    inside = outside = 0
    for start, end in content:
        letters = sum(c.isalnum() for c in text[start:end])
        marked = sum(c.isalnum() for s in stretches if s.start < end and start < s.end for c in text[max(start, s.start) : min(end, s.end)])
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
