"""Plain text in, its segments out: what each stretch is, and why it is no part of the article.

In:  a document's text.
Out: segments in order that do not overlap and hold every character that is not blank.
Not here: markup (html.py), who speaks (reader).

Three kinds of evidence are weighed, in this order: what a block says of itself (phrases.py,
stamps.py), that it says it twice, and how it looks among its neighbours (furniture.py).
docs/explanation/blocks.md tells how well that works.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.ingest import furniture
from sayso.ingest.blocks import blocks_of, sentences_of, trimmed
from sayso.ingest.phrases import CLEAR, is_report, outside_quotes, signs_in, whole_reason
from sayso.ingest.stamps import date_line_end, is_byline, is_caption, is_date_line
from sayso.schema import Role, Segment, Span

HEADLINE_WORDS = 30
RUN_GAP = 3  # sentences without a sign that an appeal may hold between two with one
RUN_WEIGHT = 2 * CLEAR  # signs that set several sentences aside; one clear sign may be an article's own words
SHORT_WORDS = 40  # a block of this many words is set aside for one clear sign if it has no quotation
LEFT_OVER = 0.35  # a rest of a block this small goes with the run that takes the others
REPEAT_WORDS = 5  # shorter blocks may be said twice ("No comment.")

_QUOTE_MARKS = frozenset('“”"«»')

FURNITURE = "page furniture"  # the reason where only the look of a block speaks against it
UNLIKELY = 0.3  # a block with a lower score is no article; best F1 of 0.3, 0.4 and 0.5 on sites left out of training
PAGE_BLOCKS = 10  # shorter texts are no whole pages: there the rules decide alone
MOST_BLOCKS = 5_000  # nor are longer ones, and scoring them would take seconds and much memory
PAGE_SHARE = 0.3  # of the blocks of 19 pages in 20 more than half are unlikely, of clean articles hardly any
SHORT_BLOCK = 60  # characters; 119 of 120 pages have PAGE_SHARE of such blocks, one clean article in 12: the others need no scores

Scores = Callable[[str, Sequence[Span]], Iterable[float]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A block, or a piece of one, with its role so far."""

    span: Span
    role: Role = "paragraph"
    reason: str | None = None


def segments_of(text: str, scores: Scores = furniture.scores_of) -> tuple[Segment, ...]:
    """The segments of a plain text; `scores` says how likely each block is a part of the article."""
    blocks = blocks_of(text)
    strange = _furniture_in(text, blocks, scores)
    parts: list[_Part] = []
    for number, block in enumerate(blocks):
        found = _parts_of(text, block)
        if number in strange:
            found = [replace(part, role="aside", reason=FURNITURE) if part.role == "paragraph" else part for part in found]
        parts.extend(found)
    parts = _with_repeats(text, parts)
    parts = _with_headline(text, parts)
    return tuple(Segment(span=part.span, role=part.role, reason=part.reason) for part in parts)


def _furniture_in(text: str, blocks: Sequence[Span], scores: Scores) -> set[int]:
    """The numbers of the blocks that are hardly article, in a text that looks like a whole page; else none."""
    short = sum(block.end - block.start < SHORT_BLOCK for block in blocks)
    if not PAGE_BLOCKS <= len(blocks) <= MOST_BLOCKS or short < PAGE_SHARE * len(blocks):
        return set()
    strange = {number for number, score in enumerate(scores(text, blocks)) if score < UNLIKELY}
    return strange if PAGE_SHARE * len(blocks) <= len(strange) < len(blocks) else set()


def asides_in(text: str, paragraph: Segment) -> tuple[Segment, ...]:
    """A paragraph that markup says is article, cut where its own words say otherwise."""
    words = paragraph.span.of(text)
    if (reason := whole_reason(words)) is not None:
        return (Segment(span=paragraph.span, role="aside", reason=reason),)
    return tuple(Segment(span=part.span, role=part.role, reason=part.reason) for part in _runs_in(text, paragraph.span))


def _parts_of(text: str, block: Span) -> list[_Part]:
    """One block, cut where it holds two things."""
    words = block.of(text)
    if is_date_line(words):
        return [_Part(block, "date")]
    if is_byline(words):
        return [_Part(block, "byline")]
    if (reason := whole_reason(words)) is not None:
        return [_Part(block, "aside", reason)]
    if is_caption(words):
        return [_Part(block, "caption")]
    end = date_line_end(words)
    rest = trimmed(text, block.start + end, block.end)
    if end and text[rest.start].isupper() and text[block.start + end].isspace():
        return [_Part(trimmed(text, block.start, block.start + end), "date"), *_parts_of(text, rest)]
    return _runs_in(text, block)


def _runs_in(text: str, block: Span) -> list[_Part]:
    """A block cut into what appeals, advertises or notifies, and what does not."""
    sentences = sentences_of(text, block)
    plain = outside_quotes(block.of(text))  # of the whole block: a quotation may hold several sentences
    said = [plain[sentence.start - block.start : sentence.end - block.start] for sentence in sentences]
    signs = [{} if is_report(words) else signs_in(words) for words in said]
    marked = [number for number, found in enumerate(signs) if found]
    parts: list[_Part] = []
    done = 0
    while marked:
        run = [marked.pop(0)]
        while marked and marked[0] - run[-1] <= RUN_GAP + 1:
            run.append(marked.pop(0))
        weights: Counter[str] = Counter()
        for number in run:
            weights.update(signs[number])
        first, last = run[0], run[-1]
        if not _is_aside(text, block, sum(weights.values()), max(weights.values())):
            continue
        if sentences[first].start - sentences[done].start <= LEFT_OVER * (sentences[last].end - sentences[first].start):
            first = done
        if block.end - sentences[last].end <= LEFT_OVER * (sentences[last].end - sentences[first].start):
            last = len(sentences) - 1
            marked = []
        if first > done:
            parts.append(_Part(Span(sentences[done].start, sentences[first - 1].end)))
        parts.append(_Part(Span(sentences[first].start, sentences[last].end), "aside", weights.most_common(1)[0][0]))
        done = last + 1
    if done < len(sentences):
        parts.append(_Part(Span(sentences[done].start, block.end)))
    return parts


def _is_aside(text: str, block: Span, weight: float, strongest: float) -> bool:
    if weight >= RUN_WEIGHT and strongest >= CLEAR:
        return True
    words = block.of(text)
    return strongest >= CLEAR and len(words.split()) <= SHORT_WORDS and not _QUOTE_MARKS.intersection(words)


def _with_repeats(text: str, parts: list[_Part]) -> list[_Part]:
    """Sets a paragraph aside that repeats, word for word, one before it."""
    seen: set[str] = set()
    out = []
    for part in parts:
        words = part.span.of(text).casefold().split()
        key = " ".join(words)
        if part.role == "paragraph" and len(words) >= REPEAT_WORDS and key in seen:
            part = replace(part, role="aside", reason="repeated block")
        if part.role != "aside":
            seen.add(key)
        out.append(part)
    return out


def _with_headline(text: str, parts: list[_Part]) -> list[_Part]:
    """Makes the article's first paragraph its headline if it looks like one and others follow."""
    body = [number for number, part in enumerate(parts) if part.role == "paragraph"]
    if len(body) >= 2 and _is_title(parts[body[0]].span.of(text)):
        parts[body[0]] = replace(parts[body[0]], role="headline")
    return parts


def _is_title(block: str) -> bool:
    """Whether a block is short and either no sentence or written in capitals as titles are."""
    words = block.split()
    if not 2 <= len(words) <= HEADLINE_WORDS:
        return False
    long = [word for word in words if len(word) >= 4 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    return not block.endswith((".", ":", ",", ";", '"', "”")) or capitals >= 0.7 * len(long) > 1
