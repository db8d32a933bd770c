"""Printed quotations and evidence in, Verdicts out.

In:  `Quoted`s (what is printed, whose words it is said to be), an index over the evidence and its documents.
Out: a `Verdict` each: outcome, the words that differ, where to look, who said it there, what stands just outside.
Not here: reading a draft, loading evidence, keeping an index (pipeline.py, settings.py); house styles (policy.py).

The order of work: search (where could it be), align (word by word), edits (what differs), judge (what follows).
A similarity never decides; whenever it is unsure it is not verbatim.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sayso.checker.align import Aligned, Step, fitted, weight
from sayso.checker.context import contexts, cut_contexts
from sayso.checker.edits import Difference, Sides, differences, tidied
from sayso.checker.evidence import Voices, is_article, is_prepared, page_at, set_aside, times_at, voices_in
from sayso.checker.judge import Judgement, judged
from sayso.checker.lexicon import NEGATIONS, is_content
from sayso.checker.speakers import asks, same_person
from sayso.checker.tokens import Printed, aligned_compounds, printed_tokens, tokens_in
from sayso.checker.words import Token
from sayso.schema import Alignment, Context, Document, Edit, Outcome, Span, Spans, Verdict

if TYPE_CHECKING:
    from sayso.checker.search import Index, Stretch

__all__ = ["Checker", "Quoted", "Source"]

LOCATED = 0.6  # share of the quotation's weight that must be found in one place, in order; below it the passage is not there
NEAREST = 0.35  # share from which on a place is worth showing as the nearest
OTHERS_WORDS = 0.8  # share from which on another speaker's like words make a misattribution
NEARLY_AS_GOOD = 0.93  # of the best score: among such places the one by the named speaker is taken
LOOKED_AT = 6  # stretches aligned for one quotation
DOCUMENTS = 4  # documents looked into for one quotation
DOCUMENTS_SURE = 2  # the same once one of them has the very words: others are looked at only for a text of the same event
LONGEST = 1000  # words of a quotation that are compared
SAME_EVENT = 0.5  # share of the surroundings that two documents of one event have in common
NEAR_BY = 60  # words before and after a passage in which moved words are looked for
NEARLY_ALL, NEARLY_WHOLE = 0.6, 0.8  # share of moved words that must be found, near by and anywhere in the document
A_PART = 0.25  # share of words that makes a joined quotation a speaker's own in part
CRUMB = 6  # words of a piece between marks that may stand anywhere by chance
REACH = 150  # words more on both sides where a mark cuts off such a piece
FEW_WORDS = 3  # a quotation of fewer words stands anywhere by chance
GRAVITY: dict[Outcome, int] = {
    "verbatim": 0, "cleaned": 1, "abridged": 2, "unchecked": 3, "altered": 4, "spliced": 5, "misattributed": 6, "absent": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is printed as somebody's words: `spans` of `text` (marks and all), and whose words it is said to be, if that is said."""

    id: str
    text: str
    spans: Spans
    speaker: str | None = None

    @classmethod
    def of(cls, words: str, speaker: str | None = None, id: str = "q1") -> Quoted:
        """A quotation given as text."""
        return cls(id, words, (Span(0, len(words)),), speaker or None)


@dataclass(frozen=True, slots=True)
class Source:
    """A document of evidence, who speaks where in it, and the name it is shown under."""

    document: Document
    voices: Voices
    name: str

    @classmethod
    def of(cls, document: Document, name: str | None = None) -> Source:
        """The source that a document makes."""
        return cls(document, voices_in(document), name or document.name)


@dataclass(frozen=True, slots=True)
class _Found:
    """A passage, and what was made of it."""

    source: int
    aligned: Aligned
    coverage: float
    judgement: Judgement
    differences: tuple[Difference, ...]
    context: tuple[Context, ...]
    spans: Spans
    speaker: str | None
    same: bool | None
    around: tuple[str, ...]
    inside_marks: bool

    @property
    def outcome(self) -> Outcome:
        return self.judgement.outcome


class Checker:
    """Checks quotations against one body of evidence.

    Args:
        index: over the words of all sources, in their order.
        source: gives the source of that number, when it is needed.
        number: how many sources there are.
    """

    def __init__(self, index: Index, source: Callable[[int], Source], number: int) -> None:
        self.index = index
        self._source = source
        self.number = number

    @classmethod
    def over(cls, sources: Sequence[Source]) -> Checker:
        """A checker over sources at hand."""
        from sayso.checker.search import index_of, voiced_terms

        index = index_of([voiced_terms(one.document.text, one.voices) for one in sources])
        return cls(index, sources.__getitem__, len(sources))

    def check_batch(self, quoted: Iterable[Quoted]) -> tuple[Verdict, ...]:
        """A verdict each, in order."""
        return tuple(map(self.check, quoted))

    def check(self, quoted: Quoted) -> Verdict:
        """The verdict on one quotation."""
        printed = printed_tokens(quoted.text, quoted.spans)
        if not self.number or not self.index.words:
            return _verdict(quoted, "unchecked", "no evidence")
        if not printed.tokens:
            return _verdict(quoted, "unchecked", "no words to look for")
        if len(printed.tokens) > LONGEST:
            return _verdict(quoted, "unchecked", f"longer than {LONGEST:,} words: check its parts")
        found = self._search(quoted, printed)
        if _too_short(printed):
            words = " ".join(quoted.text[span.start : span.end] for span in quoted.spans)
            if found or self.index.knows(words):
                return _verdict(quoted, "unchecked", "too short to locate", others=self._alignments(quoted, found[:3]))
            return _verdict(quoted, "absent", self._inspected())
        articles = [one for one in found if one.inside_marks]
        proofs = [one for one in found if not one.inside_marks and one.coverage >= LOCATED]
        if not proofs:
            elsewhere = [one for one in articles if one.coverage >= LOCATED]
            if elsewhere:
                alike = any(one.outcome in ("verbatim", "cleaned") for one in elsewhere)
                reason = "printed alike elsewhere" if alike else "printed elsewhere in other words"
                return _verdict(quoted, "unchecked", reason, others=self._alignments(quoted, elsewhere[:3]))
            nearest = self._alignments(quoted, [one for one in found if one.coverage >= NEAREST][:1])
            return _verdict(quoted, "absent", self._inspected(), others=nearest)
        return self._decided(quoted, proofs)

    def nearest(self, quoted: Quoted) -> Verdict:
        """No verdict, but the nearest passage to read: for what is not inside quotation marks."""
        printed = printed_tokens(quoted.text, quoted.spans)
        found = self._search(quoted, printed) if 0 < len(printed.tokens) <= LONGEST and self.number and self.index.words else []
        near = self._alignments(quoted, [one for one in found if one.coverage >= NEAREST][:1])
        return _verdict(quoted, "unchecked", "indirect speech", others=near)

    def text_of(self, number: int) -> str:
        """The text of a source."""
        return self._source(number).document.text

    # -- finding -----------------------------------------------------------------------------------

    def _search(self, quoted: Quoted, printed: Printed) -> list[_Found]:
        """Passages that may be the quotation's, the best first."""
        out: list[_Found] = []
        done: set[int] = set()
        per_source: dict[int, int] = {}
        for group in self.index.candidates(_pieces(quoted, printed))[: 4 * LOOKED_AT]:
            number = group[0].document
            most = DOCUMENTS_SURE if done else DOCUMENTS
            if number in done or (number not in per_source and len(per_source) >= most) or sum(per_source.values()) >= LOOKED_AT:
                continue
            per_source[number] = per_source.get(number, 0) + 1
            found = self._finding(quoted, printed, number, group)
            if found is None:
                continue
            out.append(found)
            if found.outcome in ("verbatim", "cleaned") and found.same is not False:
                done.add(number)
        return sorted(out, key=lambda one: -one.aligned.score)

    def _finding(
        self, quoted: Quoted, printed: Printed, number: int, group: Sequence[Stretch], only_named: Container[str] = ()
    ) -> _Found | None:
        source = self._source(number)
        spoken, jumps = self._tokens(source, number, group, REACH if _has_crumbs(printed) else 0)
        if only_named:  # the same words stand near in two mouths: those of the speaker who is named are looked at alone
            spoken = [one for one in spoken if source.voices.speaker_at(one.start) in only_named]
            jumps = []
        if not spoken:
            return None
        left, right = aligned_compounds(list(printed.tokens), spoken)
        if len(right) != len(spoken):
            jumps = [next(n for n, one in enumerate(right) if one.start >= spoken[jump].start) for jump in jumps]
        marks = _moved(printed, left)
        aligned = fitted(left, marks, right, jumps)
        sides = Sides(left, right, marks, quoted.text, source.document.text, quoted.spans[-1].end)
        steps = tidied(aligned.steps, sides)
        matched = [step for step in steps if step.same]
        if not matched:
            return None
        coverage = sum(weight(left[step.printed]) for step in matched if step.printed is not None) / max(1, aligned.most)
        found = differences(steps, sides)
        spoken_steps = [step.spoken for step in steps if step.spoken is not None]
        first, last = min(spoken_steps), max(spoken_steps)
        found, places, more = self._elsewhere(found, left, right, first, last, number)
        coverage += more / max(1, aligned.most)
        joined = _joined(steps, right, marks)
        cuts = _cuts(steps, right, marks)
        judgement = judged(found, quoted.text, source.document.text, joined=joined, hidden=cuts)
        turn_start = next(right[step.spoken] for step in matched if step.spoken is not None)
        speaker = source.voices.speaker_at(turn_start.start)
        others = {one for one in source.voices.speakers if one}
        same = same_person(quoted.speaker, speaker, others) if quoted.speaker and speaker else None
        if same is None and speaker and asks(speaker) and any(same_person(quoted.speaker or "", one, others) for one in others):
            same = False  # who is named has turns of their own, and this is the one who asks
        if same is False and joined and _shares(quoted.speaker or "", matched, left, right, source.voices) >= A_PART:
            same = True  # part of it is theirs: words of two people joined, not one's given to the other
        if same is False and not only_named:
            named = {one for one in others if same_person(quoted.speaker or "", one, others)}
            own = self._finding(quoted, printed, number, group, named) if named else None
            if (
                own is not None
                and own.aligned.score >= NEARLY_AS_GOOD * aligned.score
                and GRAVITY[own.outcome] <= GRAVITY[judgement.outcome]
            ):
                return own
        if same is False and _read_aloud(right, first, source.document.text):
            same = None
        printed_words = quoted.text[quoted.spans[0].start : quoted.spans[-1].end]
        spans = tuple(sorted([*_spans(steps, right, marks), *places]))
        context = (
            *contexts(right, first, last, printed_words),
            *cuts,
            *_bracketed_names(marks, source),
            *set_aside(source.document, spans),
        )
        return _Found(
            number, aligned, coverage, judgement, tuple(found), context, spans, speaker, same,
            tuple(one.key for one in (*right[:first], *right[last + 1 :])), _printed_there(source, spans),
        )  # fmt: skip

    def _tokens(self, source: Source, number: int, group: Sequence[Stretch], reach: int = 0) -> tuple[list[Token], list[int]]:
        """The spoken tokens of some stretches, `reach` words more on both sides, and before which of them words are left out."""
        whole = int(self.index.offsets[number + 1] - self.index.offsets[number])
        text, voices = source.document.text, source.voices
        base = int(self.index.offsets[number])
        out: list[Token] = []
        jumps: list[int] = []
        reached = 0
        for stretch in group:
            low, high = max(stretch.low - reach, reached, 0), min(stretch.high + reach, whole)
            if high <= low:
                continue
            start, end = int(self.index.starts[base + low]), int(self.index.ends[base + high - 1])
            opens = start == 0 or bool(_opens(text, start, voices))
            tokens = tokens_in(text, start, end, voices.noise_in(start, end), opens)
            if out and low > reached:
                jumps.append(len(out))
            reached = high
            out += tokens
            if out and tokens:
                tail = text[out[-1].end : end + 12]
                out[-1] = out[-1]._replace(after=tail.split("\n\n")[0] if tail.strip() else tail)
        if not voices.starts or not out:
            return out, jumps
        first, last = voices.turn_at(out[0].start), voices.turn_at(out[-1].start)
        if first == last == -1:
            return out, jumps
        turned = [Token(*one[:-1], first if first == last else voices.turn_at(one.start)) for one in out] if out else []
        return turned, jumps

    def _elsewhere(
        self, found: list[Difference], printed: Sequence[Token], spoken: Sequence[Token], first: int, last: int, number: int
    ) -> tuple[list[Difference], list[Span], int]:
        """Words put in that stand elsewhere in the same document: parts moved or joined, not words made up.

        Returns:
            The differences, where those words stand, and what they weigh.
        """
        out, places, more = [], [], 0
        for one in found:
            words = [token for token in printed if one.printed.start <= token.start < one.printed.end]
            if (
                one.effect == "change"
                and one.spoken.start == one.spoken.end
                and len(words) >= FEW_WORDS
                and any(is_content(token.key) for token in words)
            ):
                near = _place_of(words, spoken[max(0, first - NEAR_BY) : first], NEARLY_ALL) or _place_of(
                    words, spoken[last + 1 : last + 1 + NEAR_BY], NEARLY_ALL
                )
                if near is None and len(words) > FEW_WORDS and sum(is_content(token.key) for token in words) >= 2:
                    near = self._far(words, number, Span(spoken[first].start, spoken[last].end))
                if near is not None:
                    place, turn, worth = near
                    one = replace(one, type="reorder", effect="splice", grave=False, crosses=turn != spoken[first].turn)
                    places.append(place)
                    more += worth
            out.append(one)
        return out, places, more

    def _far(self, words: Sequence[Token], number: int, passage: Span) -> tuple[Span, int, int] | None:
        source = self._source(number)
        text = " ".join(word.key for word in words)
        for group in self.index.candidates([text])[:LOOKED_AT]:
            if group[0].document != number:
                continue
            near = _place_of(words, self._tokens(source, number, group[:1])[0], NEARLY_WHOLE)
            if near is not None and not (near[0].start < passage.end and passage.start < near[0].end):
                return near
        return None

    # -- deciding ----------------------------------------------------------------------------------

    def _decided(self, quoted: Quoted, found: list[_Found]) -> Verdict:
        chosen = self._chosen(found)
        others = [one for one in found if one is not chosen and one.source != chosen.source and one.coverage >= LOCATED]
        # a delivered text outranks a prepared one; among equals of one event the graver outcome stands
        for one in others:
            if not _same_event(chosen, one) or one.same is False:
                continue
            rank, other = is_prepared(self._source(chosen.source).document), is_prepared(self._source(one.source).document)
            if (rank and not other) or (rank == other and GRAVITY[one.outcome] > GRAVITY[chosen.outcome] and one.coverage >= OTHERS_WORDS):
                chosen = one
        judgement = chosen.judgement
        rest = [one for one in found if one is not chosen and (one.source != chosen.source or one.same) and one.coverage >= LOCATED][:3]
        if chosen.same is False:
            near = self._alignments(quoted, [chosen, *rest])
            if judgement.outcome in ("verbatim", "cleaned", "abridged") or chosen.coverage >= OTHERS_WORDS:
                wording = "" if judgement.outcome == "verbatim" else f"; wording: {judgement.outcome}, {judgement.reason}"
                return self._verdict_on(
                    quoted, chosen, "misattributed", f"said by {chosen.speaker}, not by {quoted.speaker}{wording}", rest
                )
            return _verdict(quoted, "absent", self._inspected(), others=near)
        reason = judgement.reason
        if quoted.speaker and chosen.same is None and judgement.outcome != "unchecked":
            said = f"the evidence names {chosen.speaker} there" if chosen.speaker else "the evidence does not say who speaks there"
            reason += f" ({said})"
        return self._verdict_on(quoted, chosen, judgement.outcome, reason, rest)

    def _chosen(self, found: list[_Found]) -> _Found:
        """The passage that counts: the best worded, and of nearly equal ones that of the speaker who is named."""
        best = min(found, key=lambda one: (-one.aligned.score, GRAVITY[one.outcome], one.source, one.spans))
        least = best.aligned.score - (1 - NEARLY_AS_GOOD) * abs(best.aligned.score)
        close = [one for one in found if one.aligned.score >= least or (one.same and one.outcome in ("verbatim", "cleaned", "abridged"))]
        return min(
            close,
            key=lambda one: (
                one.same is False,
                GRAVITY[one.outcome] > 2,
                one.same is not True,
                GRAVITY[one.outcome],
                -one.aligned.score,
                one.source,
                one.spans,
            ),
        )

    def _verdict_on(self, quoted: Quoted, chosen: _Found, outcome: Outcome, reason: str, rest: list[_Found]) -> Verdict:
        severity = "material" if outcome == "misattributed" else chosen.judgement.severity
        alignment = self._alignments(quoted, [chosen])[0]
        return Verdict(
            entry_id=quoted.id, evidence_id=alignment.evidence_id, outcome=outcome, severity=severity, reason=reason,
            alignment=alignment, others=self._alignments(quoted, rest),
        )  # fmt: skip

    def _alignments(self, quoted: Quoted, found: Sequence[_Found]) -> tuple[Alignment, ...]:
        return tuple(self._alignment(quoted, one) for one in found)

    def _alignment(self, quoted: Quoted, one: _Found) -> Alignment:
        source = self._source(one.source)
        whole = Span(one.spans[0].start, one.spans[-1].end)
        start_ms, end_ms = times_at(source.document, whole)
        return Alignment(
            entry_id=quoted.id,
            evidence_id=source.name,
            outcome=one.outcome,
            severity=one.judgement.severity,
            spans=one.spans,
            edits=tuple(Edit(type=two.type, printed=two.printed, spoken=two.spoken) for two in one.differences),
            context=one.context,
            speaker=one.speaker,
            start_ms=start_ms,
            end_ms=end_ms,
            page=page_at(source.document, whole),
        )

    def _inspected(self) -> str:
        documents = "1 document" if self.number == 1 else f"{self.number:,} documents"
        return f"not in the {self.index.words:,} words inspected ({documents})"


def _place_of(words: Sequence[Token], spoken: Sequence[Token], least: float) -> tuple[Span, int, int] | None:
    """Where words stand among spoken ones, the turn there and what they weigh; None without all that carries sense, or with too little."""
    if not spoken:
        return None
    aligned = fitted(words, (), spoken)
    pairs = [(step.printed, step.spoken) for step in aligned.steps if step.same and step.printed is not None and step.spoken is not None]
    held = {at for at, _ in pairs}
    if not pairs or any(at not in held for at, word in enumerate(words) if is_content(word.key) or word.number or word.key in NEGATIONS):
        return None
    worth = sum(weight(words[at]) for at, _ in pairs)
    low, high = pairs[0][1], pairs[-1][1]
    if worth < least * aligned.most or high - low >= 2 * len(words):
        return None
    return Span(spoken[low].start, spoken[high].end), spoken[low].turn, worth


def _shares(speaker: str, matched: Sequence[Step], printed: Sequence[Token], spoken: Sequence[Token], voices: Voices) -> float:
    """What share of the words that are found a speaker says."""
    others = {one for one in voices.speakers if one}
    named = {one for one in others if same_person(speaker, one, others)}
    worth = [
        (weight(printed[step.printed]), voices.speaker_at(spoken[step.spoken].start) in named)
        for step in matched
        if step.printed is not None and step.spoken is not None
    ]
    return sum(one for one, own in worth if own) / max(1, sum(one for one, _ in worth))


def _has_crumbs(printed: Printed) -> bool:
    """Whether a mark cuts off a piece so short that the index may find it anywhere."""
    cuts = [0, *(mark.at for mark in printed.marks if mark.kind != "bracket"), len(printed.tokens)]
    return any(0 < high - low <= CRUMB for low, high in pairwise(cuts)) and len(cuts) > 2


def _verdict(quoted: Quoted, outcome: Outcome, reason: str, others: tuple[Alignment, ...] = ()) -> Verdict:
    return Verdict(
        entry_id=quoted.id,
        evidence_id=None,
        outcome=outcome,
        severity="material" if outcome == "absent" else "none",
        reason=reason,
        others=others,
    )


def _pieces(quoted: Quoted, printed: Printed) -> list[str]:
    """The quotation's text, cut where a mark stands."""
    out = []
    for span in quoted.spans:
        at = span.start
        for mark in printed.marks:
            if mark.kind != "break" and span.start <= mark.span.start and mark.span.end <= span.end:
                out.append(quoted.text[at : mark.span.start])
                at = mark.span.end
        out.append(quoted.text[at : span.end])
    return [one.replace("[", "").replace("]", "") for one in out if one.strip()]


def _moved(printed: Printed, left: Sequence[Token]) -> tuple:  # type: ignore[type-arg]
    """The marks, where compounds that were cut moved them."""
    if len(left) == len(printed.tokens):
        return printed.marks
    starts = [one.start for one in left]
    out = []
    for mark in printed.marks:
        at = next((n for n, start in enumerate(starts) if start >= mark.span.start), len(left))
        out.append(replace(mark, at=at))
    return tuple(out)


def _too_short(printed: Printed) -> bool:
    content = sum(is_content(one.key) for one in printed.tokens)
    return len(printed.tokens) < FEW_WORDS or (content == 0 and len(printed.tokens) < 2 * FEW_WORDS)


def _joined(steps: Sequence, spoken: Sequence[Token], marks: Sequence) -> bool:  # type: ignore[type-arg]
    """Whether words of different turns stand side by side in print with no mark and no word between them."""
    last = None
    at_mark = {mark.at for mark in marks}
    for step in steps:
        if step.spoken is None:
            continue
        here = spoken[step.spoken].turn
        if last is not None and here != last and step.printed is not None and step.printed not in at_mark and step.same:
            return True
        last = here
    return False


def _cuts(steps: Sequence, spoken: Sequence[Token], marks: Sequence) -> tuple[Context, ...]:  # type: ignore[type-arg]
    """What the marked cuts inside the passage hide and what changes the sense of what follows them."""
    out: list[Context] = []
    cut: int | None = None
    for step in steps:
        if step.printed is None and step.spoken is not None and step.mark is not None and marks[step.mark].kind != "bracket":
            cut = step.spoken if cut is None else cut
            continue
        if cut is not None and step.spoken is not None:
            out += cut_contexts(spoken, step.spoken, cut)
            cut = None
    return tuple(out)


def _opens(text: str, start: int, voices: Voices) -> bool:
    before = text[max(0, start - 40) : start]
    for low, high in voices.noise_in(max(0, start - 40), start):
        before = before if high < start - 2 else before[: max(0, low - max(0, start - 40))] + "\n\n"
    stripped = before.rstrip(" \t\"“‘'([")
    return not stripped or stripped[-1] in ".!?\n" or "\n\n" in before[len(before.rstrip()) :]


def _spans(steps: Sequence, spoken: Sequence[Token], marks: Sequence) -> Spans:  # type: ignore[type-arg]
    """The passage: one span, or several where a marked omission leaves out what lies between."""
    out: list[Span] = []
    low = high = -1
    for step in steps:
        if step.spoken is None:
            continue
        token = spoken[step.spoken]
        if step.printed is None and step.mark is not None and marks[step.mark].kind == "ellipsis":
            if low >= 0:
                out.append(Span(low, high))
            low = -1
            continue
        low, high = (token.start, token.end) if low < 0 else (min(low, token.start), max(high, token.end))
    if low >= 0:
        out.append(Span(low, high))
    return tuple(out)


_ALOUD = frozenset("quote quoting tweeted tweet wrote writes reads posted statement".split())


def _read_aloud(tokens: Sequence[Token], first: int, text: str) -> bool:
    """Whether the passage is introduced as somebody else's words that the speaker reads out."""
    before = tokens[max(0, first - 6) : first]
    opened = text[max(0, tokens[first].start - 2) : tokens[first].start].strip()[-1:] in ("“", '"')
    return any(one.key in _ALOUD for one in before) and (
        opened or any(one.key in ("quote", "tweeted", "wrote", "tweet") for one in before[-4:])
    )


def _bracketed_names(marks: Sequence, source: Source) -> tuple[Context, ...]:  # type: ignore[type-arg]
    """Brackets that name someone whom the evidence does not name."""
    words: set[str] | None = None
    out = []
    for mark in marks:
        names = [
            one
            for one in mark.inside
            if one.capital and is_content(one.key) and not (one.first and len(mark.inside) > 1 and one.key.islower() is False)
        ]
        if mark.kind != "bracket" or not names:
            continue
        if words is None:
            words = {word.strip(".,;:!?\"'“”‘’()[]-").casefold() for word in source.document.text.split()}
            words |= {word[:-2] for word in words if word.endswith(("'s", "’s"))}
        if any(one.key not in words for one in names):
            out.append(Context(kind="bracketed name", span=mark.span))
    return tuple(out)


def _printed_there(source: Source, spans: Spans) -> bool:
    """Whether the passage is itself printed as a quotation: in an article, or between quotation marks of a text without turns."""
    if is_article(source.document):
        return True
    if source.voices.labelled or source.document.kind != "article":
        return False
    text = source.document.text
    start, end = spans[0].start, spans[-1].end
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 600) : start]
    after = text[end : end + 600].split("\n", 1)[0]
    opened = before.count("“") > before.count("”") or (before.count('"') % 2 == 1)
    return opened and ("”" in after or '"' in after)


def _same_event(one: _Found, other: _Found) -> bool:
    from sayso.checker.search import overlaps

    first, second = [hash(key) for key in one.around], [hash(key) for key in other.around]
    return (
        min(overlaps(first, second), overlaps(second, first)) >= SAME_EVENT or max(overlaps(first, second), overlaps(second, first)) >= 0.8
    )
