"""Verdicts in, a report out: rows and JSON for machines, a table and a page for people, and what is left to do.

In:  quotations, their verdicts, the evidence that was consulted, the house style.
Out: `Report` and its faces; W3C Web Annotations; what changed since an earlier report.
Not here: checking; the page's looks (page.py).

The same input and the same version give the same bytes: a report holds no clock and no random id.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from sayso import rows
from sayso.checker import Quoted
from sayso.checker.policy import Policy
from sayso.checker.shelf import Note
from sayso.errors import InputError
from sayso.reading import visible
from sayso.schema import Document, Failure, Origin, Outcome, Span, Verdict

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

SCHEMA = "sayso-check/1"
ORDER: tuple[Outcome, ...] = ("absent", "misattributed", "altered", "spliced", "unchecked", "abridged", "cleaned", "verbatim")
# A letter and a shape beside each outcome, so that nothing hangs on colour.
LETTERS: Mapping[Outcome, str] = {
    "verbatim": "V", "cleaned": "C", "abridged": "B", "spliced": "S", "altered": "A", "misattributed": "M", "absent": "0", "unchecked": "?",
}  # fmt: skip
MARKS = {"pass": "✓", "note": "•", "flag": "✗"}
LIKE = 0.6  # share of words that makes an edited quotation the same one as before
Kind = Literal["direct", "mixed", "indirect", "listed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One quotation of a report: what is printed, its verdict, what the draft says of where it was said, other columns of a list."""

    quoted: Quoted
    verdict: Verdict
    kind: Kind = "direct"
    ask_for: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)
    since: str = ""

    @property
    def words(self) -> str:
        """The quotation as printed."""
        return rows.words(self.quoted.text, self.quoted.spans)

    @property
    def counts(self) -> bool:
        """Whether it is a quotation that gets a verdict; indirect speech only gets a passage to read."""
        return self.kind != "indirect"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """Verdicts on the quotations of a draft or a list.

    A Report is a sequence of `Entry`s.  `texts` holds the text of each piece of evidence that some verdict cites.
    """

    entries: tuple[Entry, ...]
    evidence: tuple[Note, ...]
    texts: Mapping[str, str]
    policy: Policy
    origin: Origin
    document: Document | None = None
    failures: tuple[Failure, ...] = ()
    gone: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __getitem__(self, at: int) -> Entry:
        return self.entries[at]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts, in order."""
        return tuple(one.verdict for one in self.entries)

    @property
    def clean(self) -> bool:
        """Whether nothing is to be looked at: no quotation flagged or unchecked, no file unread."""
        return not self.failures and not any(
            one.counts
            and (one.verdict.outcome == "unchecked" or (one.verdict.policy is not None and one.verdict.policy.standing == "flag"))
            for one in self.entries
        )

    # -- data ------------------------------------------------------------------------------------

    def to_rows(self) -> list[dict[str, Any]]:
        """The verdict rows of the contract, a list's other columns behind."""
        out = []
        for one in self.entries:
            row = rows.verdict(one.verdict, quote=one.words, said_by=one.quoted.speaker, printed=one.quoted.text, evidence=self.texts)
            out.append({**row, **{key: value for key, value in one.other.items() if key not in row}})
        return out

    def to_dict(self) -> dict[str, Any]:
        """The whole report as plain data."""
        document = self.document
        return {
            "schema": SCHEMA,
            "document": None
            if document is None
            else {"id": document.id, "name": document.name, "sha256": document.bytes_digest, "length": len(document.text)},
            "evidence": [
                {"name": one.name, "id": one.id, "sha256": one.digest, "kind": one.kind, "words": one.words, "prepared": one.prepared}
                for one in self.evidence
            ],
            "policy": {
                "name": self.policy.name,
                "version": self.policy.version,
                "title": self.policy.title,
                "sources": list(self.policy.sources),
            },
            "sums": self.sums(),
            "verdicts": [
                {**row, "kind": one.kind, "printed_spans": [list(span) for span in one.quoted.spans], "since": one.since or None}
                for row, one in zip(self.to_rows(), self.entries, strict=True)
            ],
            "work": self.work(),
            "gone": list(self.gone),
            "failures": [{"locator": one.locator, "code": one.code, "message": one.message} for one in self.failures],
            "origin": {"version": self.origin.version, "model": self.origin.model_digest, "settings": self.origin.settings_digest},
        }

    def to_json(self) -> str:
        """The whole report as JSON, indented, with nothing in it that steers a terminal."""
        line = rows.json_line(self.to_dict())
        return json.dumps(json.loads(line), ensure_ascii=True, indent=1) + "\n"

    def sums(self) -> dict[str, int]:
        """How many quotations have which outcome, the gravest first."""
        count = Counter(one.verdict.outcome for one in self.entries if one.counts)
        return {outcome: count[outcome] for outcome in ORDER if count[outcome]}

    def work(self) -> list[dict[str, str]]:
        """The work left: quotations that nothing bears out or that were not looked at, and what to ask for."""
        out = []
        for one in self.entries:
            if not one.counts or one.verdict.outcome not in ("absent", "unchecked"):
                continue
            ask = one.ask_for or (f"where {one.quoted.speaker} said it" if one.quoted.speaker else "who said it, and where")
            out.append({"id": one.quoted.id, "quote": one.words, "why": one.verdict.reason, "ask_for": ask})
        return out

    def since(self, earlier: Mapping[str, Any]) -> Report:
        """This report with what changed since an earlier one, which `to_dict` or `to_json` made.

        Raises:
            InputError: the earlier one is not a report of ours.
        """
        if earlier.get("schema") != SCHEMA or not isinstance(earlier.get("verdicts"), list):
            raise InputError(
                f"The earlier report is not of schema {SCHEMA!r}. Give a file that `sayso check --format json` wrote.", about="since"
            )
        before = [one for one in earlier["verdicts"] if isinstance(one, dict) and isinstance(one.get("quote"), str)]
        free = set(range(len(before)))
        paired: dict[int, int] = {}
        for at, entry in enumerate(self.entries):
            match = next((n for n in sorted(free) if before[n]["quote"].split() == entry.words.split()), None)
            if match is not None:
                paired[at] = match
                free.discard(match)
        for at, entry in enumerate(self.entries):
            if at in paired:
                continue
            likeness = [(SequenceMatcher(None, before[n]["quote"].split(), entry.words.split()).ratio(), -n) for n in free]
            share, number = max(likeness, default=(0.0, 0))
            if share >= LIKE:
                paired[at] = -number
                free.discard(-number)
        entries = []
        for at, entry in enumerate(self.entries):
            if at not in paired:
                said = "new"
            else:
                old = before[paired[at]]
                edited = old["quote"].split() != entry.words.split()
                was = str(old.get("outcome"))
                moved = was != entry.verdict.outcome
                said = f"{'edited, ' if edited else ''}was {was}" if moved else "edited" if edited else "same"
            entries.append(
                Entry(quoted=entry.quoted, verdict=entry.verdict, kind=entry.kind, ask_for=entry.ask_for, other=entry.other, since=said)
            )
        return replace(self, entries=tuple(entries), gone=tuple(before[n]["quote"] for n in sorted(free)))

    def to_annotations(self) -> dict[str, Any]:
        """The passages as W3C Web Annotations: a collection whose targets are found by their words, place and time."""
        items = []
        for row, one in zip(self.to_rows(), self.entries, strict=True):
            if row["evidence"] is None:
                continue
            text = self.texts[row["evidence"]]
            start, end = row["start"], row["end"]
            selectors: list[dict[str, Any]] = [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - 32) : start],
                    "suffix": text[end : end + 32],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ]
            if row["start_ms"] is not None and row["end_ms"] is not None:
                times = f"t={row['start_ms'] / 1000:.3f},{row['end_ms'] / 1000:.3f}"
                selectors.append({"type": "FragmentSelector", "conformsTo": "http://www.w3.org/TR/media-frags/", "value": times})
            note = next((two for two in self.evidence if two.name == row["evidence"]), None)
            items.append(
                {
                    "@context": "http://www.w3.org/ns/anno.jsonld",
                    "id": f"urn:sayso:{rows.identify('v-', [row['quote'], row['evidence'], start, end])[0]}",
                    "type": "Annotation",
                    "motivation": "assessing",
                    "body": [
                        {"type": "TextualBody", "purpose": "tagging", "value": row["outcome"]},
                        {
                            "type": "TextualBody",
                            "purpose": "commenting",
                            "format": "text/plain",
                            "value": f"{row['outcome']}: {row['reason']}",
                        },
                        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": one.words},
                    ],
                    "target": {"source": f"urn:sha256:{note.digest}" if note else row["evidence"], "selector": selectors},
                }
            )
        return {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "AnnotationCollection",
            "label": f"sayso {self.origin.version}: {self.document.name if self.document else 'quotations'} against evidence",
            "total": len(items),
            "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
        }

    # -- faces -----------------------------------------------------------------------------------

    def to_html(self) -> str:
        """One page that needs nothing else: both texts side by side, differing words marked; prints well."""
        from sayso.checker.page import html_of

        return html_of(self)

    def __repr__(self) -> str:
        return f"<Report of {visible(self.document.name) if self.document else 'a list'}: {self.sum_line()}>"

    def __str__(self) -> str:
        return "\n".join(
            [self.sum_line(), *(f"{one.quoted.id} {one.verdict.outcome}: {_line(one.words)} ({_line(one.verdict.reason)})" for one in self)]
        )

    def _repr_html_(self) -> str:
        from sayso.checker.page import fragment_of

        return fragment_of(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        from sayso.checker.table import renderables

        yield from renderables(self, console, options)

    def sum_line(self) -> str:
        """The sums in a line: "9 quotations: 1 altered, 1 unchecked, 7 verbatim"."""
        counted = sum(one.counts for one in self.entries)
        sums = ", ".join(f"{number} {outcome}" for outcome, number in self.sums().items())
        return f"{counted} quotation{'' if counted == 1 else 's'}{': ' + sums if sums else ''}"

    def inspected(self) -> str:
        """How much evidence was looked at."""
        words = sum(one.words for one in self.evidence)
        number = len(self.evidence)
        return f"{words:,} words of evidence in {number:,} document{'' if number == 1 else 's'}" if number else "no evidence"


def report_of(raw: bytes, name: str) -> Mapping[str, Any]:
    """An earlier report as data.

    Raises:
        InputError: it is not JSON.
    """
    try:
        made = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(f"{name} is not JSON. Give a file that `sayso check --format json` wrote.", about=name) from error
    return made if isinstance(made, dict) else {}


def where(report: Report, verdict: Verdict) -> str:
    """Where to look, for people: the evidence, time, page or line, who speaks there."""
    found = verdict.alignment or (verdict.others[0] if verdict.others else None)
    if found is None:
        return ""
    parts = [found.evidence_id]
    if found.start_ms is not None:
        parts.append(clock(found.start_ms))
    if found.page is not None:
        parts.append(f"p. {found.page}")
    if found.start_ms is None and found.page is None:
        parts.append(f"line {report.texts[found.evidence_id].count(chr(10), 0, found.spans[0].start) + 1:,}")
    if found.speaker:
        parts.append(found.speaker)
    return ", ".join(parts)


def clock(milliseconds: int) -> str:
    """A time as people read it: 4:12, 1:04:12."""
    seconds = milliseconds // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def pieces(text: str, span: Span, marks: Sequence[Span]) -> list[tuple[str, bool]]:
    """A stretch of text cut into (words, whether they differ)."""
    out: list[tuple[str, bool]] = []
    at = span.start
    for mark in sorted(marks):
        low, high = max(mark.start, at), min(mark.end, span.end)
        if high <= low:
            continue
        if low > at:
            out.append((text[at:low], False))
        out.append((text[low:high], True))
        at = high
    if at < span.end:
        out.append((text[at : span.end], False))
    return out
