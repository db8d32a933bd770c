"""The Reading: everything that was read in one document, and its faces.

In:  the nouns of schema.py, as the pipeline made them.
Out: the ledger record of the contract as a dict or JSON and back, flat rows and tables of them, and
     what a terminal and a notebook show.
Not here: how any of it was found.

What a person is shown is the document's own text, never markup, and never rewritten: a character
that would steer the terminal or turn the order of the words is shown by name (`visible`), and what
is left out of long words is marked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from sayso import rows
from sayso.errors import InputError, MissingExtra
from sayso.schema import (
    Act,
    Attribution,
    Basis,
    Document,
    Entity,
    Medium,
    Origin,
    Quotation,
    QuotationKind,
    Reason,
    Role,
    Span,
    Spans,
    Step,
)

if TYPE_CHECKING:
    import pandas
    import pyarrow
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.table import Table
    from rich.text import Text

Part = Literal["source", "cue", "content"]

SHOWN = 200  # quotations in a notebook's page; more of them slow the browser down
TEXT_SHOWN = 60_000  # characters of article in a notebook's page, for the same reason
WIDEST = 100  # columns of running text; longer lines are hard to follow
WORDS_SHOWN = 160  # characters of a quotation in a table, two or three lines of its column
# A score in words: from which score on each is said.  Round figures until scores are calibrated.
SURENESS = ((0.9, "very sure"), (0.7, "fairly sure"), (0.5, "unsure"), (0.0, "doubtful"))
# Speakers in turn.  Each colour has a contrast of 3 or more on white and on black (a test computes it); since no
# eight colours are distinct to every eye, every quotation also bears the number of its row.
COLOURS = ("#2f7fd1", "#c2570c", "#00906c", "#b8609a", "#8a7d00", "#7a6fd0", "#0d8fa8", "#8f6a52")
# How the kinds look where there is no colour, too.
STYLES: Mapping[QuotationKind, str] = {"direct": "bold", "mixed": "bold underline", "indirect": "underline", "event": "italic"}

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def visible(text: str) -> str:
    """The text with every control, bidi control and lone surrogate shown by a picture or by its number.

    Line feeds and tabs stay; everything else stays as it is.
    """

    def shown(found: re.Match[str]) -> str:
        code = ord(found.group())
        if code < 0x20:
            return chr(0x2400 + code)  # the control pictures: ESC is ␛
        return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"

    return _UNSEEN.sub(shown, text)


def sureness(score: float) -> str:
    """A score in words."""
    return next(said for least, said in SURENESS if score >= least or least == 0.0)


@dataclass(frozen=True, slots=True)
class Saying:
    """One quotation together with whose words it reports: what iterating a Reading yields."""

    document: Document
    quotation: Quotation
    attribution: Attribution
    entity: Entity | None
    role: Role | None
    known: Mapping[str, Entity] = field(default_factory=dict, repr=False, compare=False)
    """The document's entities by their ids."""

    @property
    def id(self) -> str:
        """Id of the quotation in its record."""
        return self.quotation.id

    @property
    def kind(self) -> QuotationKind:
        """Direct, mixed, indirect or event."""
        return self.quotation.kind

    @property
    def text(self) -> str:
        """The words of the content, " […] " between two spans; "" for an event."""
        return rows.words(self.document.text, self.quotation.content)

    @property
    def speaker(self) -> str | None:
        """Name of whoever is said to have said it; None where nobody can be named."""
        return None if self.entity is None else self.entity.name

    @property
    def basis(self) -> Basis | None:
        """How the speaker is known."""
        return self.attribution.basis

    @property
    def source(self) -> str:
        """The document's own words for who speaks; "" where it has none."""
        return rows.words(self.document.text, self.quotation.source)

    @property
    def cue(self) -> str:
        """The words that signal speech; "" where there are none."""
        return rows.words(self.document.text, self.quotation.cue)

    @property
    def content(self) -> Spans:
        """Where the words stand in the document's text."""
        return self.quotation.content

    @property
    def act(self) -> Act | None:
        """What is done by saying it."""
        return self.attribution.act

    @property
    def negated(self) -> bool:
        """Whether the saying itself is said not to have taken place."""
        return self.attribution.negated

    @property
    def medium(self) -> str | None:
        """The document's own words for what carried it."""
        return None if self.attribution.medium is None else self.attribution.medium.of(self.document.text)

    @property
    def addressees(self) -> tuple[str, ...]:
        """Names of those it was said to."""
        return self._names(self.attribution.addressees)

    @property
    def via(self) -> tuple[str, ...]:
        """Names of those who obtained or relayed it."""
        return self._names(self.attribution.via)

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of those whom an accusation accuses."""
        return self._names(self.attribution.targets)

    @property
    def hedges(self) -> tuple[str, ...]:
        """The document's words of doubt about the saying."""
        return tuple(span.of(self.document.text) for span in self.attribution.hedges)

    def _names(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.known[one].name for one in ids)

    @property
    def score(self) -> float:
        """Confidence that the content is what someone is said to have said."""
        return self.quotation.score

    @property
    def speaker_score(self) -> float | None:
        """Confidence that the speaker is right."""
        return self.attribution.speaker_score

    @property
    def who(self) -> str:
        """The speaker; else the source's words in brackets; else "not stated"."""
        return self.speaker or (f"[{self.source}]" if self.source else "not stated")

    def __str__(self) -> str:
        said = f": {_line(self.text)}" if self.text else f", no words given (cue: {_line(self.cue)})" if self.cue else ", no words given"
        return f"{_line(self.who)} ({self.kind}){said}"


CHAIN = 4  # mentions before a quotation that an explanation lists


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one quotation has the speaker it has: what `Reading.explain` returns. `str()` of it is plain text."""

    saying: Saying
    reason: Reason
    carried: Saying | None

    @property
    def chain(self) -> Spans:
        """Mentions of the speaker up to the quotation's own: where they are named first, then the nearest before it."""
        entity, at = self.saying.entity, self.saying.attribution.mention
        if entity is None:
            return ()
        start = at.start if at is not None else self.saying.quotation.spans[0].start
        before = [span for span in entity.mentions if span.start <= start]
        return tuple(before) if len(before) <= CHAIN else (before[0], *before[1 - CHAIN :])

    def to_dict(self) -> dict[str, Any]:
        """The same as data; spans with their words."""
        text = self.saying.document.text

        def said(span: Span) -> dict[str, Any]:
            return {"span": list(span), "text": _line(span.of(text))}

        return {
            "id": self.saying.id,
            "speaker": self.saying.speaker,
            "basis": self.saying.basis,
            "speaker_score": self.saying.speaker_score,
            "score": self.saying.score,
            "source": [said(span) for span in self.saying.quotation.source],
            "cue": [said(span) for span in self.saying.quotation.cue],
            "why": self.reason.why,
            "antecedent": None if self.reason.antecedent is None else said(self.reason.antecedent),
            "carried_from": self.reason.carried_from,
            "mentions": [said(span) for span in self.chain],
            "others": [{"name": one.name, "score": one.score, **said(one.mention)} for one in self.reason.others],
        }

    def __str__(self) -> str:
        text, saying = self.saying.document.text, self.saying
        place = saying.quotation.spans[0].start if saying.quotation.spans else 0
        lines = [
            f"{saying.id}, line {text.count(chr(10), 0, place) + 1}: {_line(saying.text) or _line(saying.cue)}",
            f"speaker   {_line(saying.speaker) if saying.speaker else 'nobody named'}"
            + (f" ({saying.basis}, {saying.speaker_score:.2f})" if saying.speaker_score is not None else ""),
            f"source    {_line(saying.source) or 'none'}",
            f"cue       {_line(saying.cue) or 'none'}",
            f"why       {self.reason.why}",
        ]
        if self.reason.antecedent is not None:
            lines.append(
                f"answered  by {_line(self.reason.antecedent.of(text))} [{self.reason.antecedent.start}:{self.reason.antecedent.end}]"
            )
        if self.carried is not None:
            lines.append(f"carried   from {self.carried.id}: {_line(self.carried.text)}")
        chain = " < ".join(f"{_line(span.of(text))} [{span.start}:{span.end}]" for span in reversed(self.chain))
        if chain:
            lines.append(f"mentions  {chain}")
        lines += [f"{'instead' if not number else '':9} {_line(one.name)} {one.score:.2f}" for number, one in enumerate(self.reason.others)]
        lines.append(f"score     {saying.score:.2f} that this is what someone is said to have said ({sureness(saying.score)})")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reading:
    """What was read in one document; `attributions` has one row a quotation, in the same order.

    A Reading is a sequence of `Saying`s: `len(reading)`, `reading[0].speaker`, `for saying in reading`.
    """

    document: Document
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...]
    origin: Origin
    media: tuple[Medium, ...] = ()
    steps: tuple[Step, ...] = ()
    reasons: tuple[Reason, ...] = field(default=(), compare=False)  # why each speaker; not in the record, so not in one read back

    def __post_init__(self) -> None:
        if [one.id for one in self.quotations] != [one.quotation_id for one in self.attributions]:
            raise ValueError("a Reading needs one attribution a quotation, in the same order")

    def __len__(self) -> int:
        return len(self.quotations)

    def __bool__(self) -> bool:
        return True  # a document without quotations was read all the same

    def __iter__(self) -> Iterator[Saying]:
        known = {entity.id: entity for entity in self.entities}
        role = rows.role_at(self.document.segments)
        for quotation, row in zip(self.quotations, self.attributions, strict=True):
            entity = None if row.entity_id is None else known[row.entity_id]
            yield Saying(self.document, quotation, row, entity, role(quotation.spans[0].start) if quotation.spans else None, known)

    def __getitem__(self, at: int) -> Saying:
        return tuple(self)[at]

    def by(self, name: str) -> tuple[Saying, ...]:
        """What those said in whose name or alias these words stand: "Cho" finds Ana Cho, "Ana Cho" does not find Cho."""
        wanted = f" {' '.join(name.casefold().split())} "
        ids = {one.id for one in self.entities if any(wanted in f" {known.casefold()} " for known in (one.name, *one.aliases))}
        return tuple(saying for saying in self if saying.entity is not None and saying.entity.id in ids)

    def at_least(self, score: float) -> Reading:
        """The same without the quotations whose score is lower, and without the entities that then nothing names."""
        kept = [(one, row) for one, row in zip(self.quotations, self.attributions, strict=True) if one.score >= score]
        if len(kept) == len(self.quotations):
            return self
        rows_ = [row for _, row in kept]
        named = {name for row in rows_ for name in (row.entity_id, *row.addressees, *row.via, *row.targets)}
        named |= {name for one in self.media for name in (*one.by, *one.to, *one.via)}
        named |= {name for one in self.steps for name in (*one.by, *one.against)}
        ids = {row.quotation_id for row in rows_}
        return replace(
            self,
            quotations=tuple(one for one, _ in kept),
            attributions=tuple(rows_),
            entities=tuple(one for one in self.entities if one.id in named),
            reasons=tuple(one for one in self.reasons if one.quotation_id in ids),
        )

    def explain(self, quotation_id: str) -> Explanation:
        """Why a quotation has the speaker it has.

        Raises:
            InputError: there is no such quotation here, or the reading was read back from a record, which keeps no reasons.
        """
        saying = next((one for one in self if one.id == quotation_id), None)
        if saying is None:
            ids = [one.id for one in self.quotations]
            has = f"it has {ids[0]} to {ids[-1]}" if len(ids) > 1 else f"it has {ids[0]}" if ids else "it has none"
            raise InputError(f"There is no quotation {quotation_id} in {self.document.name}; {has}.", about=quotation_id)
        reason = next((one for one in self.reasons if one.quotation_id == quotation_id), None)
        if reason is None:
            raise InputError(f"A record keeps no reasons. Read {self.document.name} anew and explain that.", about=quotation_id)
        carried = next((one for one in self if one.id == reason.carried_from), None)
        return Explanation(saying, reason, carried)

    # -- data ------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The ledger record of the contract, every field present."""
        return rows.record(
            document=self.document,
            quotations=self.quotations,
            attributions=self.attributions,
            entities=self.entities,
            origin=self.origin,
            media=self.media,
            steps=self.steps,
        )

    def to_json(self) -> str:
        """The ledger record as one line of JSON."""
        return rows.json_line(self.to_dict())

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], *, text: str) -> Reading:
        """The Reading of a ledger record, given the text it was read from.

        Raises:
            InputError: another schema, or a text of another length.
        """
        return cls(**rows.parts(record, text))

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat dict a quotation, the document's name in each; spans are dicts of `start` and `end`."""

        def flat(row: dict[str, Any]) -> dict[str, Any]:
            speaker = row["speaker"] or {"name": None, "kind": None, "basis": None}
            return {
                "document_id": self.document.id,
                "document": self.document.name,
                "id": row["id"],
                "kind": row["kind"],
                "speaker": speaker["name"],
                "speaker_kind": speaker["kind"],
                "basis": speaker["basis"],
                "text": row["text"],
                **{part: [{"start": start, "end": end} for start, end in row[part]] for part in ("source", "cue", "content")},
                **{part: [one["name"] for one in row[part]] for part in ("addressees", "via", "targets")},
                "medium": row["medium"] and row["medium"]["text"],
                "act": row["act"],
                "negated": row["negated"],
                "said_at": row["said_at"] and row["said_at"]["value"],
                "from": row["from"],
                "score": row["score"],
                "speaker_score": row["speaker_score"],
            }

        return [flat(row) for row in self.to_dict()["attributions"]]

    def to_arrow(self) -> pyarrow.Table:
        """A table of `to_rows`, with the same columns and types for every Reading.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        try:
            import pyarrow as pa
        except ModuleNotFoundError as missing:
            raise _tables_missing("pyarrow") from missing
        spans = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
        special: dict[str, Any] = dict.fromkeys(("source", "cue", "content"), spans)
        special |= dict.fromkeys(("addressees", "via", "targets"), pa.list_(pa.string()))
        special |= {"negated": pa.bool_(), "score": pa.float64(), "speaker_score": pa.float64()}
        schema = pa.schema([(column, special.get(column, pa.string())) for column in COLUMNS])
        return pa.Table.from_pylist(self.to_rows(), schema=schema)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of `to_rows`.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as missing:
            raise _tables_missing("pandas") from missing
        return pd.DataFrame(self.to_rows(), columns=list(COLUMNS))

    # -- faces -----------------------------------------------------------------------------------

    def __repr__(self) -> str:
        return f"<Reading of {visible(self.document.name)}: {self._sum()}>"

    def __str__(self) -> str:
        head = f"{_line(self.document.name)}: {self._sum()}"
        sayings = [f"{number}. {saying}" for number, saying in enumerate(self, 1)]
        return "\n".join([head, *sayings, *(f"- {_line(self.step_in_words(one))}" for one in self.steps)])

    def _repr_html_(self) -> str:
        sayings = tuple(self)[:SHOWN]
        colours = self._colours()
        body, seen = [], 0
        for block in _blocks(self.document, sayings):
            if seen >= TEXT_SHOWN:
                body.append("<p><em>The rest of the text is not shown here.</em></p>")
                break
            seen += sum(len(run.text) for run in block.runs)
            body.append(_html_block(block, sayings, colours))
        table = "".join(
            "<tr style='vertical-align:top'>"
            f"<td>{number}</td><td style='text-align:left'>{html.escape(_line(saying.who))}</td><td>{saying.kind}</td>"
            f"<td style='text-align:left'>{html.escape(_said(saying))}{_html_told(saying)}</td><td>{sureness(saying.score)}</td></tr>"
            for number, saying in enumerate(sayings, 1)
        )
        steps = "".join(f"<li>{html.escape(_line(self.step_in_words(one)))}</li>" for one in self.steps[:SHOWN])
        steps = f"<p>Steps</p><ul>{steps}</ul>" if steps else ""
        more = f"<p><em>{SHOWN} of {len(self)} quotations are shown.</em></p>" if len(self) > SHOWN else ""
        return (
            "<div style='color:currentColor;max-width:48em;line-height:1.5'>"
            f"<p><strong>{html.escape(_line(self.document.name))}</strong>: {self._sum()}</p>{''.join(body)}"
            "<table style='color:currentColor'><thead><tr><th>no.</th><th>who</th><th>kind</th><th>words</th><th>score</th></tr></thead>"
            f"<tbody>{table}</tbody></table>{more}{steps}</div>"
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        from rich.constrain import Constrain
        from rich.rule import Rule
        from rich.text import Text

        styled = console.is_terminal and not console.is_dumb_terminal
        sayings, colours = tuple(self), self._colours()
        yield Rule(Text(f"{_line(self.document.name)}: {self._sum()}"), align="left", style="dim")
        for block in _blocks(self.document, sayings):
            yield Text()
            yield Constrain(_text_block(block, sayings, colours, styled), WIDEST)
        yield Text()
        if sayings:
            yield Constrain(_legend(styled), WIDEST)
            yield _table(sayings, colours, options.max_width)
        else:
            yield Text("No quotations found.")
        if self.steps:
            yield Text("Steps", style="bold")
            for step in self.steps:
                yield Constrain(Text("  " + _line(self.step_in_words(step))), WIDEST)
            yield Text()

    def step_in_words(self, step: Step) -> str:
        """A step as a line: "lawsuit: Ada Stone against Daily Ferry, libel, 2,500,000 USD, 2024-03 (planned)"."""
        names = {one.id: one.name for one in self.entities}
        by, against = (" and ".join(names.get(one, one) for one in ids) for ids in (step.by, step.against))
        amount = f"{step.amount:,.0f} {step.currency or ''}".strip() if step.amount is not None else None
        parties = f"{by} against {against}" if by and against else by or f"against {against}"
        if step.kind == "comment_request":
            parties = f"{by or 'somebody'} asked {against}" if against else by
        facts = [parties, step.claim, amount, step.forum, step.date.value if step.date is not None else None]
        told = f"{step.kind.replace('_', ' ')}: {', '.join(one for one in facts if one)}"
        return told if step.status == "done" else f"{told} ({step.status})"

    def _sum(self) -> str:
        speakers = len({row.entity_id for row in self.attributions if row.entity_id is not None})
        return f"{_count(len(self), 'quotation')}, {_count(speakers, 'speaker')} named"

    def _colours(self) -> dict[str, str]:
        """A colour for each speaker, in the order in which they first speak."""
        order = dict.fromkeys(row.entity_id for row in self.attributions if row.entity_id is not None)
        return {entity_id: COLOURS[number % len(COLOURS)] for number, entity_id in enumerate(order)}


COLUMNS = (
    "document_id", "document", "id", "kind", "speaker", "speaker_kind", "basis", "text", "source", "cue", "content",
    "addressees", "via", "targets", "medium", "act", "negated", "said_at", "from", "score", "speaker_score",
)  # fmt: skip


# -- the text in blocks and runs, for both faces -------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """Words under the same marks: (which saying, which part of it), outermost first; `opens` and `closes` are sayings."""

    text: str
    marks: tuple[tuple[int, Part], ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    role: Role | None
    runs: tuple[_Run, ...]


def _blocks(document: Document, sayings: Iterable[Saying]) -> Iterator[_Block]:
    """The whole text in order, a block a segment; asides that follow each other are folded into one block that says why."""
    marks: list[tuple[Span, int, Part]] = []
    for number, saying in enumerate(sayings):
        marks += [(span, number, "source") for span in saying.quotation.source]
        marks += [(span, number, "content" if saying.kind == "event" else "cue") for span in saying.quotation.cue]
        marks += [(span, number, "content") for span in saying.quotation.content]
    marks.sort(key=lambda mark: (mark[0].start, -mark[0].end))
    folded: list[tuple[str, int]] = []
    near: list[tuple[Span, int, Part]] = []
    at = 0
    for span, role, reason in _stretches(document):
        if role == "aside":
            folded.append((reason or "aside", len(span.of(document.text).split())))
            continue
        if folded:
            yield _folded(folded)
            folded = []
        while at < len(marks) and marks[at][0].start < span.end:
            near.append(marks[at])
            at += 1
        near = [mark for mark in near if mark[0].end > span.start]
        yield _Block(role, tuple(_runs(document.text, span, near)))
    if folded:
        yield _folded(folded)


def _stretches(document: Document) -> Iterator[tuple[Span, Role | None, str | None]]:
    """Segments, and what lies between them unless it is blank, without blank ends."""
    at = 0
    for segment in (*document.segments, None):
        start = len(document.text) if segment is None else segment.span.start
        between = _stripped(document.text, Span(at, start))
        if between.start < between.end:
            yield between, None, None
        if segment is not None:
            inside = _stripped(document.text, segment.span)
            if inside.start < inside.end:
                yield inside, segment.role, segment.reason
            at = max(at, segment.span.end)


def _stripped(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _folded(asides: list[tuple[str, int]]) -> _Block:
    reasons = ", ".join(dict.fromkeys(reason for reason, _ in asides))
    return _Block("aside", (_Run(f"[{reasons}, {_count(sum(number for _, number in asides), 'word')}, not read]"),))


def _runs(text: str, span: Span, marks: list[tuple[Span, int, Part]]) -> Iterator[_Run]:
    """A stretch of text cut where marks begin and end; `marks` are those over it, by their start."""
    cuts = sorted({span.start, span.end, *(at for mark, _, _ in marks for at in mark if span.start < at < span.end)})
    over: list[tuple[Span, int, Part]] = []
    at = 0
    for start, end in pairwise(cuts):
        while at < len(marks) and marks[at][0].start <= start:
            over.append(marks[at])
            at += 1
        over = [mark for mark in over if mark[0].end > start]
        contents = [(mark, number) for mark, number, part in over if part == "content"]
        yield _Run(
            text[start:end],
            tuple((number, part) for _, number, part in over),
            opens=tuple(number for mark, number in contents if max(mark.start, span.start) == start),
            closes=tuple(number for mark, number in reversed(contents) if min(mark.end, span.end) == end),
        )


# -- terminal ------------------------------------------------------------------------------------


def _text_block(block: _Block, sayings: tuple[Saying, ...], colours: Mapping[str, str], styled: bool) -> Text:
    """A block for the terminal; without styles, brackets show where a quotation begins and ends."""
    from rich.text import Text

    style = {"headline": "bold", "byline": "dim", "date": "dim", "aside": "dim italic", "caption": "italic"}.get(block.role or "", "")
    out = Text("caption: " if block.role == "caption" else "", style=style)
    for run in block.runs:
        for number in run.opens:
            out.append(str(number + 1).translate(_RAISED) if styled else f"⟦{number + 1} ")
        looks = []
        for number, part in run.marks:
            if part != "cue":
                looks += [STYLES[sayings[number].kind]] if part == "content" else []
                looks += [colours.get(sayings[number].attribution.entity_id or "", "")]
        out.append(visible(run.text), style=" ".join(look for look in looks if look) or None)
        if not styled:
            out.append("⟧" * len(run.closes))
    return out


def _legend(styled: bool) -> Text:
    from rich.text import Text

    if not styled:
        return Text("⟦1 …⟧ quotation number 1, for which see the table")
    out = Text()
    for kind, style in STYLES.items():
        out.append(kind if kind != "event" else "event (no words given)", style=style)
        out.append(", ")
    return out.append("the colour is the speaker's, the number is the row's")


def _table(sayings: tuple[Saying, ...], colours: Mapping[str, str], width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("no.", justify="right", no_wrap=True)
    table.add_column("who", min_width=10, max_width=max(10, width // 5), overflow="fold")
    table.add_column("kind", no_wrap=True)
    table.add_column("words", ratio=1, overflow="fold")
    table.add_column("score", no_wrap=True)
    for number, saying in enumerate(sayings, 1):
        colour = colours.get(saying.attribution.entity_id or "", "")
        style = colour if saying.speaker else "dim"
        words = Text(_said(saying))
        told = circumstances_in_words(saying)
        if told:
            words.append(f"\n{told}", style="dim")
        table.add_row(str(number), Text(_line(saying.who), style=style), saying.kind, words, sureness(saying.score))
    return table


DOES: Mapping[Act, str] = {
    "accuse": "accuses", "deny": "denies", "admit": "admits", "apologise": "apologises", "promise": "promises", "demand": "demands",
    "ask": "asks", "think": "thinks", "decline": "declines to comment",
}  # fmt: skip


def circumstances_in_words(saying: Saying) -> str:
    """In which circumstances something was said, on one line: "denies, to Radio Nova, in a letter"; "" where nothing is known."""
    act = DOES.get(saying.act) if saying.act else None
    if saying.negated:
        act = f"not: {act}" if act else "not said"
    elif act and saying.targets:
        act = f"{act} {', '.join(saying.targets)}"
    medium = saying.medium or ""
    parts = [
        act,
        f"to {', '.join(saying.addressees)}" if saying.addressees else None,
        medium or None,
        f"via {', '.join(saying.via)}" if saying.via and not all(name in medium for name in saying.via) else None,
        ", ".join(saying.hedges) or None,
        saying.attribution.said_at.span.of(saying.document.text) if saying.attribution.said_at is not None else None,
    ]
    return _line(", ".join(part for part in parts if part))


def _said(saying: Saying) -> str:
    """What a table says of the words: them, shortened in the middle where they are long, on one line."""
    if saying.kind == "event":
        return f"(no words given; cue: {_line(saying.cue)})" if saying.cue else "(no words given)"
    said = _line(saying.text)
    if len(said) <= WORDS_SHOWN:
        return said
    half = (WORDS_SHOWN - len(rows.LEFT_OUT)) // 2
    return said[:half].rsplit(" ", 1)[0] + rows.LEFT_OUT + said[-half:].split(" ", 1)[-1]


# -- notebook ------------------------------------------------------------------------------------


def _html_block(block: _Block, sayings: tuple[Saying, ...], colours: Mapping[str, str]) -> str:
    tag = "h4" if block.role == "headline" else "p"
    css = {"aside": "opacity:.65;font-style:italic", "byline": "opacity:.75", "date": "opacity:.75", "caption": "font-style:italic"}
    return (
        f"<{tag} style='{css.get(block.role or '', '')};white-space:pre-line'>{'caption: ' if block.role == 'caption' else ''}"
        f"{''.join(_html_run(run, sayings, colours) for run in block.runs)}</{tag}>"
    )


def _html_run(run: _Run, sayings: tuple[Saying, ...], colours: Mapping[str, str]) -> str:
    out = html.escape(visible(run.text))
    contents = [number for number, part in run.marks if part == "content"]
    if contents:
        saying = sayings[contents[-1]]
        line = {"direct": "2px solid", "mixed": "2px dashed", "indirect": "2px dotted", "event": "1px solid"}[saying.kind]
        colour = colours.get(saying.attribution.entity_id or "", "currentColor")
        title = html.escape(f"{_line(saying.who)}, {saying.kind}, {sureness(saying.score)}", quote=True)
        out = f"<mark style='background:none;color:inherit;border-bottom:{line} {colour}' title='{title}'>{out}</mark>"
    return "".join(f"<sup>{number + 1}</sup>" for number in run.opens) + out


def _html_told(saying: Saying) -> str:
    told = circumstances_in_words(saying)
    return f"<br><small style='opacity:.75'>{html.escape(told)}</small>" if told else ""


# -- small things --------------------------------------------------------------------------------


def _line(text: str) -> str:
    """The text made visible, on one line."""
    return visible(" ".join(re.split(r"[ \t\n]+", text)))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _tables_missing(package: str) -> MissingExtra:
    return MissingExtra(f"{package} is not installed: pip install 'sayso[tables]'", about=package)
