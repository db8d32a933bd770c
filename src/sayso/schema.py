"""Every noun of sayso, as frozen dataclasses: read this file first.

A `Document` comes in, `Quotation`s and `Mention`s are read in it, `Attribution`s say whose words
they report, and a `Reading` (reading.py) carries it all out.  Standard library only; nothing here
computes more than a slice.

Offsets are half-open and count Unicode code points of `Document.text`: `span.of(text)` are the
words.  Times are integer milliseconds (`_ms`), datetimes are UTC (`_at`), collections are tuples,
`score`s are a model's confidence in [0, 1].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

Role = Literal["headline", "byline", "date", "paragraph", "caption", "aside", "turn"]
DocumentKind = Literal["article", "transcript", "recording", "chat", "filing"]
MentionKind = Literal["name", "nominal", "pronoun"]
QuotationKind = Literal["direct", "mixed", "indirect", "event"]
EntityKind = Literal["person", "organization", "group", "document", "anonymous"]
Basis = Literal["named", "coreference", "carried-over", "inferred", "human"]
Act = Literal["assert", "accuse", "deny", "admit", "apologise", "promise", "demand", "ask", "think", "decline", "other"]
MediumKind = Literal["recording", "message", "document", "broadcast", "post", "event"]
Precision = Literal["day", "month", "year", "range", "time"]
StepKind = Literal[
    "lawsuit", "countersuit", "complaint", "charge", "arrest", "plea", "ruling", "settlement",
    "appeal", "dismissal", "comment_request", "comment_declined", "no_response",
]  # fmt: skip
StepStatus = Literal["done", "planned", "reported", "denied"]
Outcome = Literal["verbatim", "cleaned", "abridged", "spliced", "altered", "misattributed", "absent", "unchecked"]
GRAVEST_FIRST: tuple[Outcome, ...] = ("absent", "misattributed", "altered", "spliced", "unchecked", "abridged", "cleaned", "verbatim")
Severity = Literal["none", "minor", "material"]
EditType = Literal[
    "filler", "repeat", "false start", "function word", "contraction", "number style", "spelling", "grammar",
    "marked omission", "bracketed insertion", "omission", "reorder", "insertion", "hedge lost", "negation", "number",
    "name", "tense", "modal", "content", "inaudible",
]  # fmt: skip
ContextKind = Literal["negation", "question", "condition", "reported speech", "bracketed name", "set aside"]
Standing = Literal["pass", "note", "flag"]
LineKind = Literal["allegation", "answer", "step"]
State = Literal["admitted", "apologised", "denied", "answered", "declined", "silent", "asked", "unanswered"]
EntryKind = Literal["document", "reading", "statement", "withdrawal", "correction", "merge", "split", "verdict", "failure", "transcript"]


class Span(NamedTuple):
    """Half-open range of code points in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row came from: which stage of which version, with which model and settings, or which person."""

    stage: str
    version: str
    model_digest: str | None = None
    settings_digest: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a document that plays one role; `reason` says why an aside was set aside, `page` counts from 1."""

    span: Span
    role: Role
    reason: str | None = None
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None


class Timing(NamedTuple):
    """When a stretch of a document's text was said: words where their times are known, else whole captions."""

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Any ingested text: an article, a transcript, a chat, a filing, or what a recording says.

    `text` is the decoded file itself where the file is plain text, so offsets are the file's; nothing
    is deleted from it.  `segments` are in order and do not overlap, and so are `timings`, the finest times that
    are known.  `bytes_digest` is the full sha256 of the bytes that came in.
    """

    id: str
    name: str
    kind: DocumentKind
    text: str
    segments: tuple[Segment, ...]
    bytes_digest: str
    timings: tuple[Timing, ...] = ()
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_at: str | None = None  # as precisely as the document says it: YYYY, YYYY-MM, YYYY-MM-DD or a UTC datetime
    retrieved_at: datetime | None = None
    origin: Origin | None = None

    def with_role(self, *roles: Role) -> tuple[Segment, ...]:
        """The segments that play one of these roles."""
        return tuple(segment for segment in self.segments if segment.role in roles)


class Place(NamedTuple):
    """A stretch of a recording in which words like the wanted ones were heard; `score` in [0, 1]."""

    score: float
    start_ms: int
    end_ms: int


class Fit(NamedTuple):
    """How well one word fits the sound of its place.

    Attributes:
        word: as it was asked for.
        start_ms, end_ms: where it was fitted.
        gain: by how much it fits better than freely chosen sounds, in natural logarithms a hundredth of a second.
        chosen: what a decoder took there that was free to take something else: the word, another, "" or a bare sound.
    """

    word: str
    start_ms: int
    end_ms: int
    gain: float
    chosen: str


class Hearing(NamedTuple):
    """How well words fit a stretch of a recording, word by word.

    Attributes:
        fits: one a word.
        start_ms, end_ms: where they were fitted.
        score: of the whole stretch, to compare with that of other words fitted to the same stretch.
        added: negations that a decoder heard between them that was free to.
    """

    fits: tuple[Fit, ...]
    start_ms: int
    end_ms: int
    score: float = 0.0
    added: tuple[str, ...] = ()


Timed = tuple[str, int, int]  # a word, when it starts and ends in milliseconds


class SoundProbe(Protocol):
    """Asks a recording how well words fit what is heard in it."""

    name: str

    def find(self, words: Sequence[str], most: int = 4) -> tuple[Place, ...]:
        """Where words like these were heard, the likeliest first."""
        ...

    def hear(self, words: Sequence[str], start_ms: int, end_ms: int, *, free: bool = True) -> Hearing | None:
        """How well words fit the sound of a place; None where they cannot be fitted at all.

        Without `free` nothing is chosen and `chosen` stays "": enough to compare scores.
        """
        ...

    def again(self, start_ms: int, end_ms: int) -> tuple[tuple[Timed, ...], ...]:
        """What is heard in and around a place by others than the transcript's ear: of each all words."""
        ...

    def apart(self, one: str, other: str) -> float:
        """How far two words sound apart: 0 the same, 1 nothing alike."""
        ...

    def length(self, word: str) -> int:
        """How many sounds a word has."""
        ...

    def knows(self, word: str) -> bool:
        """Whether it is known how the word is said; of another its sound is guessed by its spelling."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that point to someone or something."""

    span: Span
    kind: MentionKind
    entity_kind: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One source-cue-content group; quotation marks belong to the content's spans.

    An event is a quotation without content ("apologised to her").  An interrupted quotation, or one
    that runs over paragraphs, has several content spans.
    """

    id: str
    document_id: str
    kind: QuotationKind
    source: Spans
    cue: Spans
    content: Spans
    score: float

    @property
    def spans(self) -> Spans:
        """All its spans, in order of the text."""
        return tuple(sorted((*self.source, *self.cue, *self.content)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The someone that mentions point to."""

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    mentions: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A point or stretch of time as a text gives it: `value` is ISO 8601, as long as `precision` allows."""

    span: Span
    value: str
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Whose words a quotation reports, and in which circumstances; `entity_id` is None where nobody can be named."""

    quotation_id: str
    entity_id: str | None = None
    mention: Span | None = None
    basis: Basis | None = None
    addressees: tuple[str, ...] = ()  # entity ids
    medium: Span | None = None
    via: tuple[str, ...] = ()  # entity ids
    act: Act | None = None
    targets: tuple[str, ...] = ()  # entity ids
    hedges: Spans = ()
    negated: bool = False
    said_at: When | None = None
    speaker_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who might have been meant instead, how well they fit, and where they stand in the text."""

    name: str
    score: float
    mention: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a quotation has the speaker it has, or none; kept beside a reading, no part of its record.

    `antecedent` is the mention that a pronoun or a description was answered with, `carried_from` the quotation whose speaker
    was carried over, `others` are the runners-up, the best first.
    """

    quotation_id: str
    why: str
    antecedent: Span | None = None
    carried_from: str | None = None
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A thing that carried words, and what the text says of it; `by`, `to` and `via` are entity ids."""

    span: Span
    kind: MediumKind
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    duration_ms: int | None = None
    at: When | None = None
    hedges: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A legal or procedural step; `by` and `against` are entity ids."""

    kind: StepKind
    span: Span
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    claim: str | None = None
    amount: float | None = None
    currency: str | None = None
    forum: str | None = None
    date: When | None = None
    status: StepStatus = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A document that could not be read: data, so that a batch goes on. `code` has a page in the docs."""

    locator: str
    stage: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One difference between print and evidence, with both sides' places; an empty span is where words were put in or left out.

    `printed` counts in the text that prints the quotation, `spoken` in the evidence.
    """

    type: EditType
    printed: Span
    spoken: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands just outside the marks, in the evidence, and changes the sense of what stands inside; or that it is set aside there."""

    kind: ContextKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Where a piece of evidence agrees with a printed quotation, and each way in which it does not.

    `spans` are the passage: one span, or several where print leaves out what lies between.  `speaker` is whoever
    the evidence says spoke there.
    """

    entry_id: str
    evidence_id: str
    outcome: Outcome
    severity: Severity
    spans: Spans
    edits: tuple[Edit, ...] = ()
    context: tuple[Context, ...] = ()
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a house style says of a verdict: its name and version, pass, note or flag, and why."""

    name: str
    version: int
    standing: Standing
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from the evidence for one printed quotation.

    `unchecked` (not looked, or nothing to look in) is never `absent` (looked, and not there).  `alignment` is the
    passage that decided; `others` are further passages that were weighed, the weightiest first.
    """

    entry_id: str
    evidence_id: str | None
    outcome: Outcome
    severity: Severity
    reason: str
    alignment: Alignment | None = None
    others: tuple[Alignment, ...] = ()
    policy: Ruling | None = None
    origin: Origin | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger, written once: what is newly said of `subject`, by whom, when and why.

    `payload` is what is said, as JSON can hold it; None where it was erased.  `supersedes` is the id of the entry
    about the same subject that this one takes the place of.  `digest` is the sha256 of the salted canonical row, in
    hex, and the leaf of the ledger's tree; the id is its first 20 digits.  `by` is a version of sayso, or "person: NAME".
    """

    seq: int  # 1, 2, 3 ... without a gap
    id: str
    kind: EntryKind
    subject: str  # the id of a document, statement or person, or a failure's locator
    supersedes: str | None
    payload: Mapping[str, Any] | None
    by: str
    why: str | None
    at: str  # UTC, to the second
    salt: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who is said to have said what, where: one row of the current view, readable without its document.

    Names of people are those they are known by across documents; `speaker_id` and the like are ids of people.
    `canonical_id` is the statement that first printed the same words, its own id where none did.  `by` says who
    last had a hand in it: a version of sayso, or a person.
    """

    id: str
    entry_id: str
    canonical_id: str
    document_id: str
    document: str
    outlet: str | None
    url: str | None
    published: str | None
    kind: QuotationKind
    text: str
    source: str
    cue: str
    speaker_id: str | None
    speaker: str | None
    speaker_kind: EntityKind | None
    basis: Basis | None
    addressees: tuple[str, ...]
    medium: str | None
    via: tuple[str, ...]
    act: Act | None
    targets: tuple[str, ...]
    negated: bool
    hedges: tuple[str, ...]
    said_at: str | None
    role: Role | None
    score: float
    speaker_score: float | None
    note: str | None
    by: str
    source_spans: Spans
    cue_spans: Spans
    content_spans: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a dispute; the id is the ledger's, so that it is the same in every document."""

    id: str
    name: str
    kind: EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a dispute: something alleged, answered or done, in the words of the document that tells it.

    `by` and `against` are ids of parties; whoever spoke for a party (a lawyer, a spokeswoman) is named in `through`.
    `told` is where the document tells it and `text` the words there; `content` is what was said, () where a step was
    taken.  `date` is the day of the deed where the document gives one (`dated` "told"), else the document's own
    ("published").
    """

    id: str  # the statement's; "sp-" and 20 hex digits for a step, "hl-" for a headline that tells an allegation again
    kind: LineKind
    what: Act | StepKind
    by: tuple[str, ...]
    against: tuple[str, ...]
    through: str | None
    document_id: str
    document: str
    outlet: str | None
    url: str | None
    published: str | None
    told: Span
    text: str
    content: Spans
    date: str | None
    precision: Precision | None
    dated: Literal["told", "published"] | None
    status: StepStatus | None = None
    claim: str | None = None
    amount: float | None = None
    currency: str | None = None
    forum: str | None = None
    hedged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One allegation, however often and in whatever words it is told, and what came of it.

    `against` are all whom its allegations name; () where none names anybody.  `state` is the furthest that any of
    `against` went: "asked" where only a request for comment is told of, "unanswered" where nothing is.
    """

    id: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    allegations: tuple[Line, ...]
    answers: tuple[Line, ...]
    steps: tuple[Line, ...]
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReply:
    """Somebody accused in a document that records neither an answer nor a request for one; `allegations` are ids of lines."""

    party: str
    document_id: str
    document: str
    allegations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened, and every line that tells of it, the one to show first; `threads` are ids."""

    date: str | None
    precision: Precision | None
    lines: tuple[Line, ...]
    threads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Who alleges what against whom, what was answered, what was filed, what is unanswered.

    Attributes:
        asked: ids of the parties that were asked for; () for everybody.
        documents: how many documents were looked through.
        parties: everybody that a line names.
        threads: one an allegation, the oldest first.
        others: answers and steps that belong to no thread.
        no_reply: the right of reply: who is accused where without a word of theirs.
        timeline: each allegation, answer and step once a day, the oldest first, what has no date last.
        failures: what could not be read.
    """

    asked: tuple[str, ...]
    documents: int
    parties: tuple[Party, ...]
    threads: tuple[Thread, ...]
    others: tuple[Line, ...]
    no_reply: tuple[NoReply, ...]
    timeline: tuple[Moment, ...]
    failures: tuple[Failure, ...] = ()
