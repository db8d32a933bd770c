"""A printed quotation and a recording in, out what is heard of it: the verdict that the sound itself bears.

In:  `Quoted`; a `Recording`: the words that a machine heard in it, and a `SoundProbe` that asks the sound.
Out: a `Verdict`: heard (verbatim, cleaned, abridged), heard differently (altered), cannot tell (unchecked, with the time to
     listen at), not in the sound (absent).
Not here: how the sound is asked (transcribers/probe.py), evidence that is text (checker/__init__.py).

A machine that hears is a witness that errs.  So a word counts as heard only where two ways of hearing agree: it fits the sound
as well as freely chosen sounds do, and of those who hear the place (the transcript's ear, and others) at least one has it there,
and next to none has a word that sounds nearly like it.  That a decoder which was free to take such a word took this one is not
enough: it took "herd" for "hurt".  And a word counts as not heard only where it fits far worse, and nobody has it.  All between
is "listen".  Numbers here were set on six clips of read speech and on made voices; bench/speech.py prints what they do.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from sayso.checker import GRAVITY, Quoted
from sayso.checker.context import contexts
from sayso.checker.lexicon import BARE, MODALS, NEGATIONS, SOUNDS, TITLES, is_content
from sayso.checker.speakers import same_person
from sayso.checker.spoken import Spoken, runs_of, said_in
from sayso.checker.tokens import tokens_in
from sayso.schema import (
    Alignment,
    Context,
    Document,
    Edit,
    Fit,
    Hearing,
    Outcome,
    Place,
    Severity,
    SoundProbe,
    Span,
    Timed,
    Timing,
    Verdict,
)

CLEAR = -0.6  # a word's gain (schema.Fit) from which on it fits: nine of ten words that were said have more
CLEAR_TOLD = -2.0  # the same for a word that those who hear the place again have there, too, which no word set in its place ever had
ENOUGH = 2  # of those who hear a place that must have a word
OVER_ONE = 3  # of them to one who hears a word that sounds nearly like it
SHORT = 3  # sounds: of a word with no more, none may hear a word that sounds nearly like it
SURE = 1.5  # unless it fits as well as this
FAR = -2.0  # a gain below which a word does not fit: of content words that were said none had less, of others nine of ten
FAR_SMALL = -4.0  # the same for small words, which are said so fast that they fit badly
PRESENT = -1.5  # a word's gain that speaks for its place
LOCATED = 0.6  # share of words that must speak for a place
NOT_THERE = 0.34  # and below which nothing does
ALIKE = 0.34  # of two words' sounds apart: below it nobody can tell them apart who only half hears
WORSE = -6.0  # a gain below this says no more than this
PLACES = 4  # looked at for one run
FEWEST = 3  # words that can be told from chance
WIDER_MS = 1_500  # further on each side is looked at where the first or the last word does not fit: a speaker may have stopped there
MOST_APART_MS = 120_000  # from one run of an abridged quotation to the next
LIKENESS = 2.0  # of a word's mean gain, by which a place whose words sound wholly like the printed ones outranks one where none does
RIVAL = 0.05  # more of likeness that the transcript has elsewhere, from which on a place may be the wrong one
WIDER_BETTER = 0.2  # of the mean gain of a word that a wider place must bring
SMALL_LONG_MS = 300  # a small word that is not clear may hide another word if it takes longer than this
SMALL_FAR = -3.0  # or fits worse than this
NEGATED_BETTER = 12.0  # natural logarithms by which a stretch must fit better with a negation in it
NEAR_WORDS = 4  # before a passage, in which a negation or a condition is looked for
LONGEST = 60  # words of a run that are fitted at once: half a minute
State = Literal["heard", "unclear", "other"]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as evidence: what a machine heard in it, and who can ask the sound.

    Attributes:
        document: the transcript; its kind is "recording".
        name: what it is shown under.
        probe: asks the sound.
        speaker: who made it, where its chat says so.
        path: its file; None where it is in another.
        clip: gives a stretch of it, from and to which millisecond, as a small Ogg file.
    """

    document: Document
    name: str
    probe: SoundProbe
    speaker: str | None = None
    path: Path | None = None
    clip: Callable[[int, int], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """One word of a quotation: how it fits, what the transcript has there, what follows."""

    word: Spoken
    fit: Fit
    transcript: str
    there: Span | None
    state: State
    hides: bool = False  # most of those who hear the place have a word there that is not small, and not printed nearby


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words at its best place."""

    words: tuple[Heard, ...]
    hearing: Hearing
    share: float
    place: tuple[int, int]  # that was listened to
    missing: str = ""  # a negation that the sound has and print lacks
    doubt: str = ""  # what may be there that print lacks
    tidied: tuple[str, ...] = ()  # small words that print leaves out

    @property
    def score(self) -> float:
        return sum(max(WORSE, min(0.0, one.fit.gain)) for one in self.words) / len(self.words)


def listened(quoted: Quoted, recording: Recording) -> Verdict:
    """The verdict of one recording on one quotation."""
    runs = runs_of(quoted.text, quoted.spans)
    words = [one for run in runs for one in run]
    if len(words) < FEWEST or not any(is_content(one.text) for one in words):
        return _nowhere(quoted, recording, "unchecked", "too short to be told from chance in the sound")
    found: list[_Run] = []
    for run in _parts(runs):
        after = found[-1].hearing.end_ms if found else None
        best = _best(run, recording, after)
        if best is None:
            continue
        found.append(best)
    share = sum(one.share * len(one.words) for one in found) / sum(len(run) for run in runs)
    if share < NOT_THERE:
        return _nowhere(quoted, recording, "absent", "not heard in the recording, as far as the machine hears it")
    if share < LOCATED:
        near = max(found, key=lambda one: one.share)
        near_by = _alignment(quoted, recording, [near], "unchecked", "none", ())
        verdict = _nowhere(quoted, recording, "unchecked", f"perhaps at {_clock(near.hearing.start_ms)}: listen there")
        return replace(verdict, evidence_id=recording.name, alignment=near_by)
    return _judged(quoted, recording, runs, found)


def weighed(said: Verdict, heard: Sequence[Verdict], prepared: Container[str] = ()) -> Verdict:
    """One verdict of what the texts say and what is heard in recordings.

    A recording outranks a text; but where both have the passage, the graver outcome stands, unless the text was only
    prepared; and what no machine is sure of gives way to a text that a person wrote down.

    Args:
        said: the texts' verdict.
        heard: the recordings' verdicts.
        prepared: names of texts that were written to be spoken.
    """
    best = min(heard, key=lambda one: _RANK[one.outcome] + (10 if one.alignment is None else 0))
    if best.alignment is None:
        if said.alignment is not None or said.outcome == "misattributed" or best.outcome != "absent":
            return said if said.reason != "no evidence" else best
        number = len(heard)
        recordings = "the recording" if number == 1 else f"the {number} recordings"
        if said.reason == "no evidence":
            return replace(best, reason=f"not heard in {recordings}, as far as the machine hears it")
        return said if said.outcome == "unchecked" else replace(said, reason=f"{said.reason}, nor heard in {recordings}")
    if said.alignment is None:
        return replace(best, others=(*best.others, *said.others))
    if best.outcome == "unchecked":
        return replace(said, others=(best.alignment, *said.others))
    if GRAVITY[said.outcome] > GRAVITY[best.outcome] and said.evidence_id not in prepared:
        return replace(said, reason=f"{said.reason}; but {best.reason}", others=(best.alignment, *said.others))
    return replace(best, others=(*best.others, said.alignment, *said.others))


_RANK: dict[Outcome, int] = {
    "verbatim": 0, "cleaned": 1, "abridged": 2, "spliced": 3, "altered": 3, "misattributed": 4, "unchecked": 5, "absent": 6,
}  # fmt: skip


def _parts(runs: Sequence[Sequence[Spoken]]) -> list[Sequence[Spoken]]:
    """Runs that are long enough to be found, none too long to be fitted."""
    out: list[Sequence[Spoken]] = []
    for run in runs:
        for at in range(0, len(run), LONGEST):
            part = run[at : at + LONGEST]
            if len(part) >= FEWEST or len(runs) == 1:
                out.append(part)
    return out


def _best(run: Sequence[Spoken], recording: Recording, after: int | None) -> _Run | None:
    """A run at the place where it fits best."""
    said = [one.text for one in run]
    best: _Run | None = None
    best_rank, likeness = (False, -1e9), 0.0
    found: list[Place] = []
    for place in recording.probe.find(said, PLACES):
        if after is not None and not after - 500 <= place.start_ms <= after + MOST_APART_MS:
            continue
        found.append(place)
        one = _run(run, recording, (place.start_ms, place.end_ms), free=False)
        if one is None:
            continue
        rank = one.share >= LOCATED, one.score + LIKENESS * place.score
        if rank > best_rank:
            best, best_rank, likeness = one, rank, place.score
        if one.share == 1.0 and one.score > CLEAR:
            break
    if best is None:
        return None
    edges = best.words[0].fit.gain, best.words[-1].fit.gain
    if min(edges) < PRESENT:
        start, end = best.place
        wider = _run(run, recording, (start - WIDER_MS * (edges[0] < PRESENT), end + WIDER_MS * (edges[1] < PRESENT)), free=False)
        best = wider if wider is not None and wider.score > best.score + WIDER_BETTER else best
    # only here is it worth while to let the decoder choose, and to have the place heard again
    chosen = _run(run, recording, (best.hearing.start_ms, best.hearing.end_ms)) or best
    if chosen.score < best.score - WIDER_BETTER:  # what lies around its words made it fit
        chosen = _run(run, recording, best.place) or best
    if chosen.share >= LOCATED:
        start, end = chosen.hearing.start_ms, chosen.hearing.end_ms
        elsewhere = max((one.score for one in found if one.start_ms >= end or one.end_ms <= start), default=0.0)
        chosen = _heard_again(chosen, recording, surely_here=elsewhere <= likeness + RIVAL)
    return _more(chosen, recording)


def _heard_again(run: _Run, recording: Recording, *, surely_here: bool) -> _Run:
    """The run as all have it who hear its place; `surely_here`: the transcript has words like these nowhere else."""
    printed, hearing = [one.word.text for one in run.words], run.hearing
    told = recording.probe.again(hearing.start_ms, hearing.end_ms)
    others = [[(said.text, start, end) for text, start, end in one for said in said_in(text, Span(0, len(text)))] for one in told]
    low, high = hearing.start_ms - WIDER_MS, hearing.end_ms + WIDER_MS
    around = [[word for word, start, end in one if low <= (start + end) // 2 < high] for one in [_timed(recording.document), *others]]
    words = [_heard(one.word, one.fit, recording, others, printed) for one in run.words]
    for at, (one, follows) in enumerate(pairwise(printed)):
        if words[at].state == "heard" and _swallowed(one, follows):
            words[at] = replace(words[at], state="unclear")
    for at in _in_order(printed, around) if surely_here else range(len(words)):
        if words[at].state == "other":
            words[at] = replace(words[at], state="unclear")
    return replace(run, words=tuple(words), doubt=_between(printed, hearing, others, around))


def _timed(document: Document) -> list[Timed]:
    """The words of a transcript as they are said, with their times."""
    return [(word, one.start_ms, one.end_ms) for one in document.timings for word in _words_at(document, one)]


def _in_order(printed: Sequence[str], heard: Sequence[Sequence[str]]) -> set[int]:
    """Which printed words those who hear the place have among the others in their order, wherever they fit best."""
    votes: Counter[int] = Counter()
    for one in heard:
        for block in difflib.SequenceMatcher(None, printed, one, autojunk=False).get_matching_blocks():
            votes.update(range(block.a, block.a + block.size))
    return {at for at, number in votes.items() if number >= ENOUGH}


def _between(printed: Sequence[str], hearing: Hearing, others: Sequence[Sequence[Timed]], heard: Sequence[Sequence[str]]) -> str:
    """A word that those who hear the place have between printed ones: a fit stretches its words, or a pause, over it, or begins after it.

    Args:
        printed: the words of the run.
        hearing: how they fit.
        others: what each of those who hear the place again has, with times.
        heard: what each has there and somewhat around, the transcript first.
    """
    votes: Counter[tuple[int, str]] = Counter()
    gaps = [(at, one.end_ms, other.start_ms) for at, (one, other) in enumerate(pairwise(hearing.fits), 1)]
    for one in others:
        for text, start, end in one:
            votes.update((at, text) for at, low, high in gaps if 2 * (min(end, high) - max(start, low)) > end - start and text not in BARE)
    for words in heard:
        for what, at, _, low, high in difflib.SequenceMatcher(None, printed, words, autojunk=False).get_opcodes():
            if what == "insert" and 0 < at < len(printed):
                votes.update((at, word) for word in set(words[low:high]) if word not in BARE and word not in SOUNDS)
    sure = [(-number, at, word) for (at, word), number in votes.items() if number >= ENOUGH or _negates(word)]
    return min(sure)[2] if sure else ""


def _run(run: Sequence[Spoken], recording: Recording, place: tuple[int, int], *, free: bool = True) -> _Run | None:
    """A run at a place; None where it cannot be fitted there."""
    hearing = recording.probe.hear([one.text for one in run], *place, free=free)
    if hearing is None:
        return None
    words = tuple(_heard(word, fit, recording) for word, fit in zip(run, hearing.fits, strict=True))
    return _Run(words, hearing, sum(one.fit.gain >= PRESENT for one in words) / len(words), place)


def _heard(word: Spoken, fit: Fit, recording: Recording, others: Sequence[Sequence[Timed]] = (), near: Container[str] = ()) -> Heard:
    probe, document = recording.probe, recording.document
    there, has = _transcript_at(document, fit)
    told = [has, *(" ".join(text for text, start, end in one if _together(start, end, fit)) for one in others)]
    agree = sum(_same(word.text, one) for one in told)
    # who hears another word that sounds nearly like it says that this one may be wrong; who hears anything else is lost
    against = sum(not _same(word.text, one) and any(probe.apart(word.text, part) <= ALIKE for part in one.split()) for one in told)
    chosen = fit.chosen == word.text
    content = is_content(word.text)
    grave = word.text in NEGATIONS or word.number
    sure = agree >= OVER_ONE * against and (not against or fit.gain >= SURE or probe.length(word.text) > SHORT)
    sure = sure and not any(_other_form(word.text, part) for one in told if not _same(word.text, one) for part in one.split())
    state: State = "unclear"
    if agree and agree + chosen >= ENOUGH and sure and fit.gain >= (CLEAR if grave else CLEAR_TOLD):
        # what turns the sense round must be in the transcript itself
        state = "heard" if not grave or _same(word.text, has) else "unclear"
    elif fit.gain <= (FAR if content else FAR_SMALL) and not agree and not chosen and probe.knows(word.text):
        # where most hear nothing, the fit may stand on a pause, or on noise
        most_hear = 2 * sum(map(bool, told)) > len(told)
        state = "other" if most_hear and all(probe.apart(word.text, one) > ALIKE for one in told if one) else "unclear"
    large = sum(not _same(word.text, one) and any(part not in BARE and part not in near for part in one.split()) for one in told)
    hides = 2 * large > len(told)
    return Heard(word, fit, has, there, state, hides)


def _other_form(one: str, other: str) -> bool:
    """Whether two words differ by an ending alone, which is said fast and makes many of one, or then of now: “asked” and “ask”."""
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and long in (short + "s", short + "es", short + "d", short + "ed")


def _swallowed(word: str, follows: str) -> bool:
    """Whether no ear can tell that a word has its ending, since the next begins with the same sound: "engines stopped", "asked to"."""
    ending = "s" if word.endswith("s") and not word.endswith(("ss", "us", "is")) else "d" if word.endswith("ed") else ""
    return bool(ending) and len(word) > 3 and follows[:1] in {"s": "sz", "d": "td"}[ending] and not follows.startswith("th")


def _same(word: str, has: str) -> bool:
    """Whether the transcript's words are this one: by letters, or as one of several that fell on its time."""
    parts = [TITLES.get(one, one) for one in has.split()]
    return word in parts or "".join(parts) == word.replace("'", "")


def _transcript_at(document: Document, fit: Fit) -> tuple[Span | None, str]:
    """What the transcript has at the time of a word: all words of which the better half lies in it, or in which it lies."""
    found = []
    for one in document.timings:
        if _together(one.start_ms, one.end_ms, fit):
            found.append(one)
        elif one.start_ms > fit.end_ms:
            break
    if not found:
        return None, ""
    return Span(found[0].start, found[-1].end), " ".join(word for one in found for word in _words_at(document, one))


def _words_at(document: Document, one: Timing) -> list[str]:
    """The words as they are said that the transcript writes as one: "$400", "ill-disposed,"."""
    return [word.text for word in said_in(document.text, Span(one.start, one.end))]


def _together(start_ms: int, end_ms: int, fit: Fit) -> bool:
    """Whether the better half of a stretch lies in that of a word, or the other way round."""
    both = min(end_ms, fit.end_ms) - max(start_ms, fit.start_ms)
    return both > 0 and 2 * both >= min(end_ms - start_ms, fit.end_ms - fit.start_ms)


def _more(run: _Run, recording: Recording) -> _Run:
    """The run, and what the sound has that print lacks: a negation, other words, small words."""
    document, printed = recording.document, [one.word.text for one in run.words]
    heard = [
        (one, word)
        for one in document.timings
        if run.hearing.start_ms <= (one.start_ms + one.end_ms) // 2 < run.hearing.end_ms
        for word in _words_at(document, one)
    ]
    negative = [word for _, word in heard if _negates(word)]
    if len(negative) > sum(map(_negates, printed)):
        for word in dict.fromkeys(negative):
            better = max((_with(word, at, run, recording) for at in range(1, len(printed))), default=-1e9)
            if better >= NEGATED_BETTER:
                return replace(run, missing=word)
            if better > -NEGATED_BETTER:
                return replace(run, doubt=word)
    surplus: list[str] = []
    for one, word in heard:
        over = [two for two in run.words if min(one.end_ms, two.fit.end_ms) > max(one.start_ms, two.fit.start_ms)]
        if word in SOUNDS or any(_same(two.word.text, word) for two in over):
            continue
        # a word of the transcript that no printed one stands for: those on its time stand for others, or do not fit
        if all(_same(two.word.text, two.transcript) or two.state != "heard" for two in over):
            surplus.append(word)
    doubt = run.doubt or next((one for one in surplus if one not in BARE), "")
    return replace(run, doubt=doubt, tidied=tuple(one for one in surplus if one in BARE))


def _with(word: str, at: int, run: _Run, recording: Recording) -> float:
    """By how much the stretch fits better with a negation before the word of that number, or joined to the one before it."""
    printed = [one.word.text for one in run.words]
    if word.endswith("n't"):
        stem = word.removesuffix("n't")
        if printed[at - 1] not in (stem, "can" if stem == "ca" else "will" if stem == "wo" else stem):
            return -1e9
        changed = [*printed[: at - 1], word, *printed[at:]]
    else:
        changed = [*printed[:at], word, *printed[at:]]
    other = recording.probe.hear(changed, *run.place, free=False)
    return -1e9 if other is None else other.score - run.hearing.score


def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _judged(quoted: Quoted, recording: Recording, runs: Sequence[Sequence[Spoken]], found: Sequence[_Run]) -> Verdict:
    words = [one for run in found for one in run.words]
    at = _clock(found[0].hearing.start_ms)
    others = [one for one in words if one.state == "other" and is_content(one.word.text)]
    unclear = [one for one in words if one.state != "heard" and not _small(one)]
    missing = next((one for one in found if one.missing), None)
    doubt = next((one.doubt for one in found if one.doubt), "")
    firm = sum(one.state == "heard" for one in words if is_content(one.word.text))
    content = sum(is_content(one.word.text) for one in words)
    edits: list[Edit] = []
    outcome: Outcome
    severity: Severity = "none"
    if missing is not None:
        outcome, severity = "altered", "material"
        reason = f"negation changed: “{missing.missing}” is heard at {at}, and not printed"
        edits.append(_edit_of_missing(missing, recording))
    elif others and firm >= (content - len(others)) / 2 and len(others) <= max(1, content // 2):
        outcome = "altered"
        edits = [_edit(one, recording) for one in others]
        severity = "material" if any(one.type in ("negation", "number") for one in edits) else "minor"
        one = others[0]
        heard = f", the machine hears “{one.transcript}”" if one.transcript else ""
        reason = f"prints “{one.word.printed.of(quoted.text)}”, which is not what is heard at {_clock(one.fit.start_ms)}{heard}"
    elif unclear or doubt or sum(map(len, runs)) > len(words):
        outcome = "unchecked"
        if unclear:
            shown = ", ".join(f"“{one.word.printed.of(quoted.text)}”" for one in unclear[:3])
            more = "" if len(unclear) <= 3 else f" and {len(unclear) - 3} more"
            reason = f"heard at {at}, but the machine is not sure of {shown}{more}: listen"
            edits = [_edit(one, recording, "inaudible") for one in unclear]
        elif doubt:
            reason = f"heard at {at}, but there may be a “{doubt}” in it that is not printed: listen"
        else:
            reason = f"heard at {at} in part: listen"
    elif len(found) > 1:
        outcome, reason = "abridged", f"heard at {at}, in {len(found)} parts with something between"
    elif any(one.state != "heard" for one in words) or any(run.tidied for run in found):
        small = [one.word.text for one in words if one.state != "heard"] + [one for run in found for one in run.tidied]
        outcome, reason = "cleaned", f"heard at {at}; of small words these are not clear: {', '.join(dict.fromkeys(small))}"
    else:
        outcome, reason = "verbatim", f"heard at {at}: every word fits the sound and is what a machine hears there"
    speaker = recording.speaker
    same = same_person(quoted.speaker, speaker) if quoted.speaker and speaker else None
    if same is False and outcome in ("verbatim", "cleaned", "abridged", "altered"):
        outcome, severity, reason = "misattributed", "material", f"said by {speaker}, not by {quoted.speaker}; {reason}"
    elif quoted.speaker and same is None:
        reason += f" ({'the recording is by ' + speaker if speaker else 'the recording does not say who speaks'})"
    return Verdict(
        entry_id=quoted.id,
        evidence_id=recording.name,
        outcome=outcome,
        severity=severity,
        reason=reason,
        alignment=_alignment(quoted, recording, found, outcome, severity, tuple(edits)),
    )


def _small(one: Heard) -> bool:
    """Whether a word is so small that it may be unclear, and hides no other."""
    if one.word.text not in BARE or one.fit.end_ms - one.fit.start_ms > SMALL_LONG_MS:
        return False
    return one.fit.gain >= (CLEAR if one.hides else SMALL_FAR)


def _edit(one: Heard, recording: Recording, kind: Literal["inaudible"] | None = None) -> Edit:
    there = one.there or _nearest(recording.document, one.fit.start_ms)
    word = one.word
    grave = word.text in NEGATIONS or any(map(_negates, one.transcript.split()))
    return Edit(
        type=kind or ("number" if word.number else "negation" if grave else "modal" if word.text in MODALS else "content"),
        printed=word.printed,
        spoken=there,
    )


def _edit_of_missing(run: _Run, recording: Recording) -> Edit:
    document = recording.document
    spans = [
        Span(one.start, one.end)
        for one in document.timings
        if run.hearing.start_ms <= one.start_ms < run.hearing.end_ms and run.missing in _words_at(document, one)
    ]
    before = run.words[0].word.printed.end
    for one in run.words:
        if spans and (one.there is None or one.there.end <= spans[0].start):
            before = one.word.printed.end
    return Edit(type="negation", printed=Span(before, before), spoken=spans[0] if spans else _nearest(document, run.hearing.start_ms))


def _alignment(
    quoted: Quoted, recording: Recording, found: Sequence[_Run], outcome: Outcome, severity: Severity, edits: tuple[Edit, ...]
) -> Alignment:
    return Alignment(
        entry_id=quoted.id,
        evidence_id=recording.name,
        outcome=outcome,
        severity=severity,
        spans=tuple(_passage(recording.document, one.hearing) for one in found),
        edits=tuple(sorted(edits, key=lambda one: (one.printed, one.spoken))),
        context=_around(quoted, recording.document, found),
        speaker=recording.speaker,
        start_ms=found[0].hearing.start_ms,
        end_ms=max(one.hearing.end_ms for one in found),
    )


def _around(quoted: Quoted, document: Document, found: Sequence[_Run]) -> tuple[Context, ...]:
    """What the machine hears just outside the marks that changes the sense of what stands inside."""
    spans = [_passage(document, one.hearing) for one in found]
    start, end = spans[0].start, spans[-1].end
    low = max((one.span.start for one in document.segments if one.span.start <= start), default=0)
    high = min((one.span.end for one in document.segments if one.span.end >= end), default=len(document.text))
    tokens = tokens_in(document.text, low, max(high, end))
    inside = [number for number, one in enumerate(tokens) if one.start < end and one.end > start]
    if not inside:
        return ()
    printed = quoted.text[quoted.spans[0].start : quoted.spans[-1].end]
    # speech has no full stops: only what stands right beside the passage can be told to belong to it
    near = tokens[max(0, inside[0] - NEAR_WORDS) : inside[-1] + 1]
    return contexts(near, min(NEAR_WORDS, inside[0]), len(near) - 1, printed)


def _passage(document: Document, hearing: Hearing) -> Span:
    """The words of the transcript in a stretch of time."""
    inside = [one for one in document.timings if one.start_ms < hearing.end_ms and one.end_ms > hearing.start_ms]
    if not inside:
        return _nearest(document, hearing.start_ms)
    return Span(inside[0].start, inside[-1].end)


def _nearest(document: Document, time_ms: int) -> Span:
    """An empty span where a time falls in the transcript."""
    at = next((one.start for one in document.timings if one.end_ms >= time_ms), len(document.text))
    return Span(at, at)


def _nowhere(quoted: Quoted, recording: Recording, outcome: Outcome, reason: str) -> Verdict:
    return Verdict(
        entry_id=quoted.id,
        evidence_id=None,
        outcome=outcome,
        severity="material" if outcome == "absent" else "none",
        reason=reason,
    )


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
