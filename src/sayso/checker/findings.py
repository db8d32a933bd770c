"""Verdicts on many quotations as plain facts: sums, where to look, the work left.

In:  quotations, their verdicts, the evidence that was consulted, the house style.
Out: `Findings`, what every face of a report is made from.
Not here: checking; files, tables and pages (report.py, table.py, page.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sayso import rows
from sayso.checker import Quoted
from sayso.checker.listening import Recording
from sayso.checker.policy import Policy
from sayso.checker.shelf import Note
from sayso.schema import GRAVEST_FIRST, Alignment, Document, Failure, Origin, Outcome, Span, Verdict

# A letter and a shape beside each outcome, so that nothing hangs on colour.
LETTERS: Mapping[Outcome, str] = {
    "verbatim": "V", "cleaned": "C", "abridged": "B", "spliced": "S", "altered": "A", "misattributed": "M", "absent": "0", "unchecked": "?",
}  # fmt: skip
MARKS = {"pass": "✓", "note": "•", "flag": "✗"}
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
class Findings:
    """A sequence of `Entry`s; `texts` holds the text of each piece of evidence that some verdict cites.

    `recordings` are those that some verdict cites, by their name; `players` says for quotations what their player plays.
    """

    entries: tuple[Entry, ...]
    evidence: tuple[Note, ...]
    texts: Mapping[str, str]
    policy: Policy
    origin: Origin
    document: Document | None = None
    failures: tuple[Failure, ...] = ()
    gone: tuple[str, ...] = ()
    recordings: Mapping[str, Recording] = field(default_factory=dict)
    players: Mapping[str, str] = field(default_factory=dict)

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

    def sums(self) -> dict[str, int]:
        """How many quotations have which outcome, the gravest first."""
        count = Counter(one.verdict.outcome for one in self.entries if one.counts)
        return {outcome: count[outcome] for outcome in GRAVEST_FIRST if count[outcome]}

    def work(self) -> list[dict[str, str]]:
        """The work left: quotations that nothing bears out or that were not looked at, and what to ask for."""
        out = []
        for one in self.entries:
            if not one.counts or one.verdict.outcome not in ("absent", "unchecked"):
                continue
            ask = one.ask_for or (f"where {one.quoted.speaker} said it" if one.quoted.speaker else "who said it, and where")
            out.append({"id": one.quoted.id, "quote": one.words, "why": one.verdict.reason, "ask_for": ask})
        return out

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


def where(found_in: Findings, verdict: Verdict) -> str:
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
        parts.append(f"line {found_in.texts[found.evidence_id].count(chr(10), 0, found.spans[0].start) + 1:,}")
    if found.speaker:
        parts.append(found.speaker)
    return ", ".join(parts)


def passage_of(verdict: Verdict, recordings: Container[str]) -> Alignment | None:
    """The passage of a verdict, or of those weighed with it, that can be played; None where none can."""
    found = (*([verdict.alignment] if verdict.alignment is not None else ()), *verdict.others)
    return next((one for one in found if one.evidence_id in recordings and one.start_ms is not None and one.end_ms is not None), None)


def clock(milliseconds: int) -> str:
    """A time as people read it: 4:12, 1:04:12."""
    seconds = milliseconds // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


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
