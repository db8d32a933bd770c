"""A Report in, one HTML page out that needs nothing else: it opens offline, loads nothing, runs nothing, and prints.

In:  a Report.
Out: the page, a fragment of it for a notebook, or its `facts` for the pages of the desk.
Not here: any judgement.

Everything from a draft or from evidence is escaped by the template engine and made visible first; the page carries a
policy that lets a browser load and run nothing at all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sayso.checker.findings import LETTERS, MARKS, Entry, Findings, pieces, where
from sayso.reading import visible
from sayso.schema import Alignment, Span

if TYPE_CHECKING:
    from jinja2 import Template

AROUND = 160  # characters of evidence shown on both sides of a passage
LONGEST = 900  # characters of a passage shown whole; of a longer one the ends are
GAP = " […] "
RANK = {"flag": 0, "note": 1, "pass": 2}
Pieces = list[tuple[str, str]]  # (words, class)


def html_of(report: Findings) -> str:
    """The whole page."""
    return _template("report.html").render(**facts(report))


def fragment_of(report: Findings) -> str:
    """The report's body, for a notebook."""
    return _template("fragment.html").render(**facts(report))


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("sayso.checker", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)


def facts(report: Findings) -> dict[str, Any]:
    """What a page says of a report, for the template engine: words made visible, not yet escaped; those flagged first."""
    entries = sorted((one for one in report if one.counts), key=lambda one: RANK[_standing(one)])
    return {
        "title": _line(report.document.name if report.document is not None else "Quotations"),
        "sum": report.sum_line(),
        "inspected": report.inspected(),
        "policy": report.policy,
        "version": report.origin.version,
        "draft": report.document,
        "rows": [_row(report, one) for one in entries],
        "indirect": [
            {
                "id": _line(one.quoted.id),
                "words": _line(one.words),
                "where": _line(where(report, one.verdict)),
                "spoken": _spoken(report, one),
            }
            for one in report
            if not one.counts
        ],
        "work": [{key: _line(value) for key, value in one.items()} for one in report.work()],
        "gone": [_line(one) for one in report.gone],
        "failures": [_line(one.message) for one in report.failures],
        "evidence": [
            {
                "name": _line(one.name),
                "digest": one.digest,
                "kind": one.kind,
                "words": f"{one.words:,}",
                "prepared": one.prepared,
                "article": one.article,
                "recording": _line(one.recording),
            }
            for one in report.evidence
        ],
        "heard": any(one.recording for one in report.evidence),
        "media": "data:" if any(one.startswith("data:") for one in report.players.values()) else "'self' file:",
        "players": bool(report.players),
        "standings": {key: sum(_standing(one) == key for one in entries) for key in ("flag", "note", "pass")},
    }


def _standing(one: Entry) -> str:
    return one.verdict.policy.standing if one.verdict.policy is not None else "note"


def _row(report: Findings, one: Entry) -> dict[str, Any]:
    verdict = one.verdict
    standing = _standing(one)
    edits = []
    context = []
    if verdict.alignment is not None:
        text = report.texts[verdict.alignment.evidence_id]
        for edit in verdict.alignment.edits:
            printed, spoken = _short(edit.printed.of(one.quoted.text)), _short(edit.spoken.of(text))
            edits.append({"type": edit.type, "printed": printed, "spoken": spoken})
        context = [
            {"kind": each.kind, "text": _short(each.span.of(one.quoted.text if each.kind == "bracketed name" else text))}
            for each in verdict.alignment.context
        ]
    return {
        "id": _line(one.quoted.id),
        "outcome": verdict.outcome,
        "letter": LETTERS[verdict.outcome],
        "severity": verdict.severity,
        "standing": standing,
        "mark": MARKS[standing],
        "why": verdict.policy.why if verdict.policy is not None else "",
        "who": _line(one.quoted.speaker or "not stated"),
        "since": _line(one.since),
        "printed": _printed(one),
        "spoken": _spoken(report, one),
        "nearest": verdict.alignment is None,
        "where": _line(where(report, verdict)),
        "player": report.players.get(one.quoted.id, ""),
        "reason": _line(verdict.reason),
        "edits": edits,
        "context": context,
        "others": [f"{_line(other.evidence_id)}: {other.outcome}, {other.speaker or 'speaker not stated'}" for other in verdict.others]
        if verdict.alignment is not None
        else [],
    }


def _printed(one: Entry) -> Pieces:
    """The quotation, differing words marked."""
    edits = [edit.printed for edit in one.verdict.alignment.edits] if one.verdict.alignment is not None else []
    out: Pieces = []
    for number, span in enumerate(one.quoted.spans):
        if number:
            out.append((GAP, "gap"))
        out += [(_inline(words), "differs" if differs else "") for words, differs in pieces(one.quoted.text, span, edits)]
    return out


def _spoken(report: Findings, one: Entry) -> Pieces:
    """The passage with its surroundings, differing words and what stands just outside marked."""
    found: Alignment | None = one.verdict.alignment or (one.verdict.others[0] if one.verdict.others else None)
    if found is None:
        return []
    text = report.texts[found.evidence_id]
    whole = Span(found.spans[0].start, found.spans[-1].end)
    outside = [each.span for each in found.context if each.kind not in ("bracketed name", "set aside")]
    before, after = _around(text, whole)
    out: Pieces = [("…" if before.start else "", "around")]
    out += [(_inline(words), "outside" if hit else "around") for words, hit in pieces(text, before, outside)]
    inside = [(_inline(words), "differs" if hit else "said") for words, hit in pieces(text, whole, [edit.spoken for edit in found.edits])]
    out += _cut(inside)
    out += [(_inline(words), "outside" if hit else "around") for words, hit in pieces(text, after, outside)]
    out.append(("…" if after.end < len(text) else "", "around"))
    return [each for each in out if each[0]]


def _around(text: str, whole: Span) -> tuple[Span, Span]:
    """What is shown before and after a passage, cut between words."""
    start, end = max(0, whole.start - AROUND), min(len(text), whole.end + AROUND)
    while 0 < start < whole.start and not text[start - 1].isspace():
        start += 1
    while whole.end < end < len(text) and not text[end].isspace():
        end -= 1
    return Span(start, whole.start), Span(whole.end, end)


def _cut(inside: Pieces) -> Pieces:
    """A long passage with the middle of its long pieces left out."""
    if sum(len(words) for words, _ in inside) <= LONGEST:
        return inside
    out: Pieces = []
    for words, look in inside:
        if len(words) > 400:
            out += [(words[:190].rsplit(" ", 1)[0], look), (GAP, "gap"), (words[-190:].split(" ", 1)[-1], look)]
        else:
            out.append((words, look))
    return out


def _inline(text: str) -> str:
    shown = visible(text)
    return " ".join(shown.split("\n")) if "\n" in shown else shown


def _short(text: str) -> str:
    words = _line(text)
    return words if len(words) <= 140 else f"{words[:66].rsplit(' ', 1)[0]}{GAP}{words[-66:].split(' ', 1)[-1]}"


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
