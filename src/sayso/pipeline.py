"""Documents in, Readings and Reports out: the only module that knows the order of the stages.

In:  Documents (or Failures, which pass through), a Reader, the digests that rows name; for a check also evidence.
Out: a `Reading` a document, in the order of the documents; a `Report` on a reading's quotations, or on a list of them.
Not here: where documents and evidence come from, where results go, which model is loaded (settings.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sayso.errors import InputError, NotEnglish, TooLarge
from sayso.reader import Found, Reader, marks
from sayso.reader.alleging import Alleging
from sayso.reader.calibration import Curve
from sayso.reading import Reading, Saying
from sayso.resolver import resolve, speakers_of
from sayso.resolver.circumstances import with_circumstances
from sayso.resolver.naming import Register
from sayso.schema import Dispute, Document, Failure, Origin, Span, Verdict
from sayso.steps import steps_of

if TYPE_CHECKING:
    from sayso.checker import Quoted
    from sayso.checker.findings import Entry
    from sayso.checker.policy import Policy
    from sayso.checker.report import Report
    from sayso.checker.shelf import Shelf
    from sayso.disputes.accusing import Alleges
    from sayso.stores.sql import Store

BATCH_CHARACTERS = 60_000  # of text waited for before it is read, about a dozen articles
BATCH_DOCUMENTS = 64
MOST_WORDS = 300_000  # and marks, of one document: about three novels, or half a minute on two cores
_WORD = re.compile(r"\w+|[^\w\s]")
READ_LANGUAGES = ("en", None)  # None: a text too short or too mixed to tell is read


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Read, resolve: the stages in their order."""

    reader: Reader
    origin: Origin
    curve: Curve = field(default_factory=Curve)  # from raw scores to probabilities; the model's card has it
    alleging: Alleging | None = None  # whether words say that somebody did wrong; None where the card has no head for it

    def read(self, document: Document, *, any_language: bool = False, min_score: float = 0.0) -> Reading:
        """The Reading of one document.

        Args:
            document: what to read.
            any_language: read it as if it were English where it is not.
            min_score: leave out quotations that are less sure than this, in [0, 1].

        Raises:
            NotEnglish: it is in another language, and `any_language` is not set.
            TooLarge: it has more than `MOST_WORDS` words and marks.
        """
        refusal = _refusal(document, any_language)
        if refusal is not None:
            raise refusal
        return self._resolved(document, self.reader.read(document)).at_least(min_score)

    def read_batch(
        self, documents: Iterable[Document | Failure], *, any_language: bool = False, min_score: float = 0.0
    ) -> Iterator[Reading | Failure]:
        """Readings of many documents, streamed in their order; a Failure passes through in its place.

        A document in another language than English becomes a Failure, unless `any_language` is set, and so
        does one that is too large.
        """
        # While one batch is resolved, in Python, the next is read, by the model, which leaves Python alone.
        with ThreadPoolExecutor(max_workers=1) as ahead:
            before: tuple[list[Document | Failure], Future[tuple[Found, ...]]] | None = None
            for batch in _batches(documents, any_language):
                found = ahead.submit(self.reader.read_batch, [one for one in batch if isinstance(one, Document)])
                if before is not None:
                    yield from self._in_place(before[0], before[1].result(), min_score)
                before = batch, found
            if before is not None:
                yield from self._in_place(before[0], before[1].result(), min_score)

    def _in_place(self, batch: list[Document | Failure], found: Sequence[Found], min_score: float) -> Iterator[Reading | Failure]:
        read = iter(found)
        for one in batch:
            yield one if isinstance(one, Failure) else self._resolved(one, next(read)).at_least(min_score)

    def _resolved(self, document: Document, found: Found) -> Reading:
        quotations = tuple(replace(one, score=self.curve.of(one)) for one in found.quotations)
        speakers = speakers_of(document, quotations, found.mentions)
        entities, attributions = resolve(document, quotations, found.mentions, speakers)
        entities, attributions, media = with_circumstances(document, quotations, entities, attributions, speakers.whose)
        register = Register(entities, speakers.surely)
        steps = steps_of(document, register.entity_of)
        return Reading(
            document=document,
            quotations=quotations,
            attributions=attributions,
            entities=tuple(register.entities),
            media=media,
            steps=steps,
            origin=self.origin,
            reasons=speakers.reasons(),
        )


def _batches(documents: Iterable[Document | Failure], any_language: bool) -> Iterator[list[Document | Failure]]:
    """Documents by the dozen; one that is not read is a Failure in its place."""
    waiting: list[Document | Failure] = []
    characters = 0
    for one in documents:
        if isinstance(one, Document) and (refusal := _refusal(one, any_language)) is not None:
            one = Failure(locator=one.name, stage="read", code=refusal.code, message=str(refusal))
        waiting.append(one)
        characters += len(one.text) if isinstance(one, Document) else 0
        if characters >= BATCH_CHARACTERS or len(waiting) >= BATCH_DOCUMENTS:
            yield waiting
            waiting, characters = [], 0
    if waiting:
        yield waiting


def _refusal(document: Document, any_language: bool) -> InputError | None:
    """Why a document is not read, None where it is."""
    if not any_language and document.language not in READ_LANGUAGES:
        return NotEnglish(
            f"{document.name} is written in another language ({document.language}); sayso reads English. Nothing was read."
            " Read it all the same with --any-language (in Python: any_language=True).",
            about=document.name,
        )
    if len(document.text) > MOST_WORDS and sum(1 for _ in _WORD.finditer(document.text)) > MOST_WORDS:
        return TooLarge(
            f"{document.name} has more than {MOST_WORDS:,} words and marks. Nothing was read. Split it into documents and read those.",
            about=document.name,
        )
    return None


# -- keeping -------------------------------------------------------------------------------------


def keep(store: Store, read: Iterable[Reading | Failure], origin: Origin, *, at_once: int = 1) -> Iterator[Kept]:
    """Keep readings in a store as they come; each is told of once it is safe on the disk.

    Args:
        store: where to.
        read: Readings, and Failures to be taken down.
        origin: which sayso failed to read what could not be read.
        at_once: documents of one transaction: more of them are kept faster, and lost together where the power goes.

    Raises:
        StoreError: they could not be kept; what was told of before is safe.
    """
    waiting: dict[str, Reading | Failure] = {}
    for one in read:
        key = one.document.id if isinstance(one, Reading) else one.locator
        if len(waiting) >= at_once or key in waiting:  # what is there twice must find itself kept
            yield from _kept(store, list(waiting.values()), origin)
            waiting = {}
        waiting[key] = one
    if waiting:
        yield from _kept(store, list(waiting.values()), origin)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that a store holds: what was read, and how many entries were new."""

    read: Reading | Failure
    new: int


def _kept(store: Store, waiting: Sequence[Reading | Failure], origin: Origin) -> list[Kept]:
    from sayso.ledger import Draft, drafts_of, failed

    out: list[Kept] = []
    drafts: list[Draft] = []
    keys = [one.document.id for one in waiting if isinstance(one, Reading)]
    with store.writing() as writing:
        in_force = writing.in_force(keys)
        for one in waiting:
            if isinstance(one, Failure):
                draft = failed(one, f"sayso {origin.version}")
                last = writing.last("failure", draft.subject)
                new = [] if last is not None and last.payload == draft.payload else [draft]
            else:
                new = list(drafts_of(one, in_force[one.document.id]))
            drafts += new
            out.append(Kept(one, len(new)))
        writing.append(drafts)
    return out


def disputed(store: Store, parties: Sequence[str] = (), alleges: Alleges | None = None) -> Dispute:
    """The dispute that the documents of a store tell of, with what people corrected, merged and split.

    Args:
        store: where they are.
        parties: names of parties; none for everybody.
        alleges: tells of texts how surely each alleges a wrong (`settings.alleges`); without it only their words decide.

    Raises:
        InputError: nobody is called so, or two are.
        StoreError: the store cannot be read.
        ModelError: `alleges` has no model.
    """
    from sayso.disputes import dispute_of
    from sayso.stores.chosen import Chosen

    return dispute_of((store.reading(one) for one in Chosen(store).documents()), parties, store.who(), alleges)


def keep_verdicts(store: Store, reading: Reading, report: Report, resting: Mapping[str, Mapping[str, str | None]] | None = None) -> int:
    """Keep what a check of a draft found, beside the draft's statements; how many verdicts are new.

    Args:
        store: where the reading is kept.
        reading: the draft.
        report: what `checked` made of it.
        resting: of the recordings that were listened to, which words each had, as `ledger.checked` takes it.

    Raises:
        StoreError: they could not be kept; none of them is.
    """
    from sayso.ledger import checked as drafted
    from sayso.ledger import place_of, statement_ids

    ids = statement_ids(reading)
    of = {quoted: subject for saying in reading for quoted in (one.id for one in _quoted(saying)) for subject in (ids[saying.id],)}
    parts: dict[str, list[dict[str, object]]] = {}
    for entry, row in zip(report.entries, report.to_rows(), strict=True):
        if entry.counts and entry.quoted.id in of:  # words that nobody is said to have said are no statement
            parts.setdefault(of[entry.quoted.id], []).append(row)
    looked_at = [note.name for note in report.evidence]
    with store.writing() as writing:
        there = writing.in_force([reading.document.id])[reading.document.id]
        subjects = [one for one in parts if place_of("statement", one) in there]  # a person may have decided otherwise
        before = writing.verdicts(subjects)
        by = f"sayso {report.origin.version}, house style {report.policy.name} {report.policy.version}"
        drafts = [drafted(one, parts[one], looked_at, by, before[one], resting) for one in subjects]
        new = [one for one in drafts if one is not None]
        writing.append(new)
    return len(new)


# -- checking ------------------------------------------------------------------------------------

LEAST_STRAY = 4  # words between marks that nobody is said to have said, from which on they are checked all the same


def checked(reading: Reading, shelf: Shelf, policy: Policy, origin: Origin) -> Report:
    """The Report on the quotations of a draft, in its order; indirect speech gets the nearest passage and no verdict."""
    from sayso.checker.findings import Entry

    entries: list[Entry] = []
    direct = [(one.id, span) for one in reading if one.kind == "direct" for span in one.content]
    for saying in reading:
        if saying.content and all(any(name != saying.id and _inside(one, two) for name, two in direct) for one in saying.content):
            continue  # what somebody is said to have said inside another's quotation is checked with it
        for quoted in _quoted(saying):
            kind = saying.kind if saying.kind != "event" else "indirect"
            verdict = shelf.nearest(quoted) if kind == "indirect" else shelf.check(quoted)
            entries.append(Entry(quoted=quoted, verdict=_ruled(verdict, shelf, policy), kind=kind, ask_for=_ask_for(saying)))
    entries += [Entry(quoted=quoted, verdict=_ruled(shelf.check(quoted), shelf, policy), kind="direct") for quoted in _strays(reading)]
    entries.sort(key=lambda one: one.quoted.spans[0].start)
    return _report(entries, [shelf], policy, origin, reading.document)


def checked_list(rows: Sequence[tuple[Quoted, Shelf, dict[str, object]]], policy: Policy, origin: Origin) -> Report:
    """The Report on a list of quotations, each with the evidence it is checked against and the list's other columns."""
    from sayso.checker.findings import Entry

    entries = []
    for quoted, shelf, other in rows:
        verdict = shelf.check(quoted)
        if verdict.outcome == "unchecked" and not shelf.notes and shelf.failures:
            verdict = replace(verdict, reason=f"no evidence could be read: {shelf.failures[0].message}")
        entries.append(Entry(quoted=quoted, verdict=_ruled(verdict, shelf, policy), kind="listed", other=other))
    shelves = {id(shelf): shelf for _, shelf, _ in rows}
    return _report(entries, list(shelves.values()), policy, origin, None)


def _report(entries: list[Entry], shelves: Sequence[Shelf], policy: Policy, origin: Origin, document: Document | None) -> Report:
    from sayso.checker.report import Report

    notes = {note.name: note for shelf in shelves for note in shelf.notes}
    cited = {
        one.evidence_id
        for entry in entries
        for one in (*([entry.verdict.alignment] if entry.verdict.alignment is not None else ()), *entry.verdict.others)
    }
    texts = {}
    for shelf in shelves:
        for note in shelf.notes:
            if note.name in cited and note.name not in texts:
                texts[note.name] = shelf.text_of(note.name)
    failures = {failure: None for shelf in shelves for failure in shelf.failures}
    return Report(
        entries=tuple(entries),
        evidence=tuple(notes.values()),
        texts=texts,
        policy=policy,
        origin=origin,
        document=document,
        failures=tuple(failures),
        recordings={one.name: one for shelf in shelves for one in shelf.recordings if one.name in cited},
    )


def _ruled(verdict: Verdict, shelf: Shelf, policy: Policy) -> Verdict:
    return replace(verdict, policy=policy.ruling(verdict, shelf.kind_of(verdict.evidence_id)))


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end and one != other


def _quoted(saying: Saying) -> Iterator[Quoted]:
    """What of a saying is checked: all of it, or of a mixed one each stretch between marks."""
    from sayso.checker import Quoted

    text, content = saying.document.text, saying.content
    if not content:
        return
    if saying.kind != "mixed":
        yield Quoted(saying.id, text, content, saying.speaker)
        return
    between = [Span(one.start, one.end) for one in marks.quoted(text, content)]
    for number, span in enumerate(between):
        letter = "" if len(between) == 1 else chr(ord("a") + number) if number < 26 else f".{number + 1}"
        yield Quoted(f"{saying.id}{letter}", text, (span,), saying.speaker)


def _strays(reading: Reading) -> Iterator[Quoted]:
    """Words between marks that no reading of the draft holds: nobody is said to have said them, but they are printed as said."""
    from sayso.checker import Quoted

    document = reading.document
    held = [span for one in reading.quotations for span in one.content]
    body = [segment.span for segment in document.with_role("paragraph", "headline", "caption")]
    number = 0
    for found in marks.quoted(document.text, body):
        span = Span(found.start, found.end)
        if any(one.start < span.end and span.start < one.end for one in held) or len(span.of(document.text).split()) < LEAST_STRAY:
            continue
        number += 1
        yield Quoted(f"m{number}", document.text, (span,), None)


def _ask_for(saying: Saying) -> str:
    """What the draft says of where and when it was said: what to ask for where there is no evidence."""
    text, row = saying.document.text, saying.attribution
    parts = [" ".join(row.medium.of(text).split())] if row.medium is not None else []
    if row.said_at is not None:
        parts.append(" ".join(row.said_at.span.of(text).split()))
    if not parts:
        return ""
    return ", ".join(([saying.speaker] if saying.speaker else []) + parts)
