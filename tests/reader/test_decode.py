"""The decoder on hand-made scores: no network."""

import itertools

import numpy as np
import pytest

from sayso.reader.decode import DISTANCES, MENTION_KINDS, PAIRS, TAGS, Piece, Rules, Scores, best_tags, find_mentions, join, kind_of, runs
from sayso.reader.marks import quoted
from sayso.reader.windows import Windows
from sayso.schema import Span

RANK = 4


def rules(seed: int | None = None) -> Rules:
    chance = np.random.default_rng(seed)
    noise = (
        (lambda *shape: chance.normal(size=shape).astype(np.float32))
        if seed is not None
        else (lambda *shape: np.zeros(shape, dtype=np.float32))
    )
    move, begin = noise(7, 7), noise(7)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            begin[j] = -10_000
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    move[i, j] = -10_000
    return Rules(
        move, begin, noise(7), np.full((len(PAIRS), len(DISTANCES) + 1), -3.0, dtype=np.float32), np.full((3, 5), -3.0, dtype=np.float32)
    )


def windows_of(text: str) -> Windows:
    """One word for every run of letters or single mark; paragraphs at line ends."""
    import re

    words, paragraph = [], []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        for word in re.finditer(r"\w+|[^\w\s]", line.group()):
            words.append((line.start() + word.start(), line.start() + word.end()))
            paragraph.append(number)
    count = len(words)
    return Windows((), (), (), np.array(words).reshape(-1, 2), np.array(paragraph), np.zeros(count, int), np.arange(count))


def linked(count: int, *links: tuple[str, str, int, int]) -> np.ndarray:
    """Link vectors in which just these pairs of words (first words of one-word pieces) attract each other."""
    vectors = np.zeros((count, len(PAIRS), 2, RANK), dtype=np.float32)
    for axis, (left, right, a, b) in enumerate(links):
        pair = PAIRS.index((left, right))
        vectors[a, pair, 0, axis % RANK] = 3
        vectors[b, pair, 1, axis % RANK] = 3
    return vectors


@pytest.mark.parametrize("seed", range(5))
def test_best_tags_are_the_best_of_all_and_their_marginals_exact(seed: int) -> None:
    chance, known = np.random.default_rng(100 + seed), rules(seed)
    paragraphs = [chance.normal(size=(n, 7)).astype(np.float32) for n in (4, 1, 3, 4)]
    for emissions, (path, sure) in zip(paragraphs, best_tags(paragraphs, known), strict=True):
        every = list(itertools.product(range(7), repeat=len(emissions)))
        scores = np.array(
            [
                known.begin[p[0]]
                + known.end[p[-1]]
                + sum(emissions[i, t] for i, t in enumerate(p))
                + sum(known.move[a, b] for a, b in itertools.pairwise(p))
                for p in every
            ]
        )
        assert tuple(path) == every[int(scores.argmax())]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        for i, tag in enumerate(path):
            expected = sum(c for p, c in zip(every, chances, strict=True) if p[i] == tag)
            assert sure[i] == pytest.approx(expected, abs=1e-4)


def test_many_paragraphs_come_back_in_their_order() -> None:
    chance = np.random.default_rng(7)
    paragraphs = [chance.normal(size=(1 + int(chance.integers(40)), 7)).astype(np.float32) for _ in range(150)]
    together = best_tags(paragraphs, rules(3))
    assert [len(path) for path, _ in together] == [len(p) for p in paragraphs]
    for alone, (path, sure) in zip(paragraphs, together, strict=True):
        ((path_alone, sure_alone),) = best_tags([alone], rules(3))
        assert path.tolist() == path_alone.tolist()
        assert sure == pytest.approx(sure_alone, abs=1e-5)


def test_runs_spell_spans() -> None:
    tags = np.array([TAGS.index(t) for t in ("B-source", "I-source", "B-cue", "O", "B-content", "B-content", "I-content")])
    found = runs(tags, np.array([0.9, 0.8, 0.7, 0.1, 0.6, 0.5, 0.4], dtype=np.float32), offset=10)
    assert [(p.role, p.first, p.last) for p in found] == [("source", 10, 11), ("cue", 12, 12), ("content", 14, 14), ("content", 15, 16)]
    assert [p.score for p in found] == pytest.approx([0.8, 0.7, 0.6, 0.4])


def test_an_interrupted_quotation_is_one_group() -> None:
    text = "“Yes,” Ana said. “No.” Others left."
    windows = windows_of(text)
    pieces = [Piece("content", 0, 3, 0.9), Piece("source", 4, 4, 0.9), Piece("cue", 5, 5, 0.9), Piece("content", 7, 10, 0.6)]
    links = linked(len(windows.words), ("cue", "source", 5, 4), ("cue", "content", 5, 0), ("cue", "content", 5, 7))
    (group,) = join(pieces, windows, links, rules(), quoted(text, [(0, len(text))]))
    assert [Span(*s).of(text) for s in group.content] == ["“Yes,”", "“No.”"]
    assert [s.of(text) for s in (*group.source, *group.cue)] == ["Ana", "said"]
    assert group.score == 0.6


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We saw it fall.\n“We stayed,” Ana said.\n“New,” Bo said."
    windows = windows_of(text)
    spans = [(0, len("“We saw it fall.")), (17, 39), (40, len(text))]
    words = list(range(len(windows.words)))
    first = next(w for w in words if windows.paragraph[w] == 1)
    third = next(w for w in words if windows.paragraph[w] == 2)
    pieces = [
        Piece("content", 0, first - 1, 0.9),
        Piece("content", first, first + 4, 0.9),
        Piece("cue", first + 6, first + 6, 0.9),
        Piece("content", third, third + 3, 0.9),
        Piece("cue", third + 5, third + 5, 0.9),
    ]
    links = linked(len(words), ("cue", "content", first + 6, first), ("cue", "content", third + 5, third))
    groups = join(pieces, windows, links, rules(), quoted(text, spans))
    assert [len(g.content) for g in groups] == [2, 1]


def test_what_nobody_claims_is_no_quotation() -> None:
    windows = windows_of("Ana saw Bo say that")
    pieces = [Piece("source", 0, 0, 0.9), Piece("cue", 3, 3, 0.9)]
    nothing = linked(len(windows.words))
    assert join(pieces, windows, nothing, rules(), ()) == []
    event = join(pieces, windows, linked(len(windows.words), ("cue", "source", 3, 0)), rules(), ())
    assert len(event) == 1 and not event[0].content


@pytest.mark.parametrize(
    ("content", "kind"),
    [("“It is dead,”", "direct"), ("that it was “dead” by now", "mixed"), ("that it was gone", "indirect"), ("", "event")],
)
def test_kinds(content: str, kind: str) -> None:
    text = f"{content} she said"
    spans = (Span(0, len(content)),) if content else ()
    assert kind_of(spans, text, quoted(text, [(0, len(text))])) == kind


def test_mentions_may_nest_and_stay_in_their_paragraph() -> None:
    windows = windows_of("Ana Cho of Hill\nBo")
    n = len(windows.words)
    mentions = np.zeros((n, len(MENTION_KINDS), 2, RANK), dtype=np.float32)
    for axis, (first, last) in enumerate([(0, 1), (0, 3), (3, 4)]):  # the third crosses the line end
        mentions[first, 0, 0, axis], mentions[last, 0, 1, axis] = 4, 4
    scores = Scores(np.zeros((n, 7), np.float32), np.zeros((n, len(PAIRS), 2, RANK), np.float32), mentions, np.zeros((n, 2, 8), np.float32))
    found = find_mentions(windows, scores, rules())
    assert [m.span for m in found] == [(0, 7), (0, 15)]
    assert {m.kind for m in found} == {"name"}
