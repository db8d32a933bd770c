"""The papers of a check in, its report and what a page shows of it out.

In:  the `Desk`; a draft, or a document of the store; evidence as bytes.
Out: `begin(...)`, `add_evidence(...)`, `made(...)`, `accept(...)`, `page(...)`, `keep(...)`, `checked_at_once(...)`.
Not here: checking itself (checker/, pipeline.py).

A check's papers are kept in the store, like those of a job, so that a check is still there tomorrow; its report is made
anew from them, and remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from sayso import ingest, pipeline, settings
from sayso.checker.findings import Entry
from sayso.checker.page import facts
from sayso.checker.policy import SHIPPED, policy_of
from sayso.checker.report import Report
from sayso.checker.shelf import Shelf, shelf_over
from sayso.desk.holding import Desk
from sayso.desk.texts import Mark, marked_up
from sayso.desk.views import LETTERS, there
from sayso.errors import InputError, SaysoError, SettingsError
from sayso.ingest.sound import HEAD, container_of
from sayso.reading import Reading
from sayso.schema import Document, Failure, Segment, Span
from sayso.stores import jobs

ACCEPTED = "accepted "  # begins the name of the option that says so of a quotation
LONGEST_WHY = 500
LONGEST = 60_000  # characters of evidence shown whole; of more, what is around the passages
AROUND = 1_500


def begin(desk: Desk, draft: tuple[str, bytes] | None, document: str | None, evidence: Sequence[tuple[str, bytes]], policy: str) -> str:
    """Take the papers of a check down; its id.

    Args:
        desk: where to.
        draft: name and bytes; None where a document of the store is checked.
        document: that document's id.
        evidence: name and bytes of each piece.
        policy: the house style's name.

    Raises:
        InputError: the draft cannot be read.
        SettingsError: there is none, or no such house style.
    """
    style(policy)
    if document:
        with there():
            title = desk.store.reading(document).document.name
    elif draft is not None and draft[1].strip():
        title = ingest.from_bytes(draft[1], draft[0]).name
    else:
        raise SettingsError("There is nothing to check: paste a draft, choose a file, or open a document and check that.")
    items = [draft] if draft is not None and not document else []
    options = {"policy": policy, "document": document or None, "before": None}
    return jobs.queue(desk.store, "check", title, [*items, *evidence], options, held=True)


def add_evidence(desk: Desk, key: str, evidence: Sequence[tuple[str, bytes]]) -> None:
    """Put more evidence to a check.

    Raises:
        NotThere: there is no such check.
        SettingsError: there is no evidence.
    """
    if not evidence:
        raise SettingsError("There is no evidence in it: choose a transcript, a chat or a document.")
    check = _check(desk, key)
    jobs.set_options(desk.store, key, {"before": len(check.items)})
    jobs.add_items(desk.store, key, evidence, held=True)


def style(name: str) -> Any:
    """The house style of that name; a path is none.

    Raises:
        SettingsError: there is none.
    """
    if name not in SHIPPED:
        raise SettingsError(f"There is no house style {name[:80]!r}. Choose one of {', '.join(SHIPPED)}.", about=name)
    return policy_of(name)


@dataclass(frozen=True, slots=True)
class Made:
    """A check that was made."""

    reading: Reading
    report: Report
    shelf: Shelf
    policy: str


def made(desk: Desk, key: str, policy: str | None = None) -> Made:
    """A check's report, by its own house style or by another.

    Raises:
        NotThere: there is no such check.
        InputError: the draft cannot be read.
    """
    check = _check(desk, key)
    name = policy or str(check.options.get("policy", "strict"))
    style(name)
    papers = jobs.papers(desk.store, key)
    now = _made(desk, check, papers, name)
    before = check.options.get("before")
    if isinstance(before, int) and 0 < before < len(papers) + 1:
        earlier = _made(desk, check, papers[:before], name)
        return Made(now.reading, now.report.since(earlier.report.to_dict()), now.shelf, name)
    return now


def _check(desk: Desk, key: str) -> jobs.Job:
    with there():
        found = jobs.job(desk.store, key)
    if found.kind != "check":
        raise InputError(f"There is no check {key}. The list of checks shows what there is.", about=key)
    return found


def _made(desk: Desk, check: jobs.Job, papers: Sequence[tuple[str, bytes]], policy: str) -> Made:
    document = check.options.get("document")
    version = desk.stamp(document) if document else 0

    def read() -> Reading:
        if document:
            with there():
                return desk.store.reading(document)
        return desk.pipeline().read(ingest.from_bytes(papers[0][1], papers[0][0]))

    reading = desk.remembered(("draft", check.id), read, version)
    evidence = papers if document else papers[1:]
    shelf = desk.remembered(("shelf", check.id, len(evidence)), lambda: shelf_of_bytes(evidence))
    origin = settings.checking()
    report = desk.remembered(
        ("report", check.id, len(evidence), policy), lambda: pipeline.checked(reading, shelf, style(policy), origin), version
    )
    return Made(reading, report, shelf, policy)


def shelf_of_bytes(evidence: Sequence[tuple[str, bytes]]) -> Shelf:
    """Evidence ready to be checked against; what cannot be read is a Failure on the shelf."""
    found: list[tuple[Document, str]] = []
    failures: list[Failure] = []
    names: dict[str, int] = {}
    for name, data in evidence:
        names[name] = names.get(name, 0) + 1
        shown = name if names[name] == 1 else f"{name} ({names[name]})"
        if container_of(data[:HEAD]) is not None:
            why = f"{shown} is a recording. Add it to the desk, and check the draft on its page: there the sound itself is asked."
            failures.append(Failure(locator=shown, stage="ingest", code="unknown-format", message=why))
            continue
        try:
            found.append((ingest.whole_text_of(data, name) or ingest.from_bytes(data, name), shown))
        except SaysoError as error:
            failures.append(Failure(locator=shown, stage="ingest", code=error.code, message=str(error)))
        except (RecursionError, MemoryError):
            failures.append(Failure(locator=shown, stage="ingest", code="unreadable", message=f"{shown} may be hostile. Leave it out."))
    return shelf_over(found, failures)


def checked_at_once(
    desk: Desk, draft: tuple[str, bytes] | None, document: str | None, evidence: Sequence[tuple[str, bytes]], policy: str
) -> Report:
    """The report on a draft, of which nothing is kept.

    Raises:
        InputError: the draft cannot be read.
        SettingsError: there is none, or no such house style.
    """
    rules = style(policy)
    if document:
        with there():
            reading = desk.store.reading(document)
    elif draft is not None:
        reading = desk.pipeline().read(ingest.from_bytes(draft[1], draft[0]))
    else:
        raise SettingsError("There is nothing to check: give a draft, or the id of a document.")
    return pipeline.checked(reading, shelf_of_bytes(evidence), rules, settings.checking())


def accept(desk: Desk, key: str, quoted: str, by: str, why: str) -> None:
    """Keep with a check's papers that a flagged quotation is printed as it is, by whom and why; without a reason, take it back.

    Raises:
        NotThere: there is no such check.
        SettingsError: there is no such quotation in it.
    """
    one = made(desk, key)
    if quoted not in {entry.quoted.id for entry in one.report}:
        raise SettingsError("There is no such quotation in this check.", about=quoted)
    held = {"by": by, "why": why[:LONGEST_WHY], "at": jobs.now(), "words": digest_of_words(one, quoted)} if why else None
    jobs.set_options(desk.store, key, {ACCEPTED + quoted: held})  # a key of its own, so that two people overwrite nothing


def digest_of_words(one: Made, quoted: str) -> str:
    """What a quotation that was accepted is known by: the same words and the same outcome; with another it must be looked at again."""
    entry = next(entry for entry in one.report if entry.quoted.id == quoted)
    words = " ".join(span.of(one.reading.document.text) for span in entry.quoted.spans)
    return sha256(f"{entry.verdict.outcome} {entry.verdict.evidence_id} {words}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def flagged(one: Made, policy: str) -> int:
    """How many quotations another house style flags: what was found is the same, only what it means differs."""
    rules = style(policy)
    kinds = [(entry.verdict, one.shelf.kind_of(entry.verdict.evidence_id)) for entry in one.report if entry.counts]
    return sum(rules.ruling(verdict, kind).standing == "flag" for verdict, kind in kinds)


def keep(desk: Desk, key: str) -> int:
    """Keep the draft's statements and the verdicts on them in the ledger; how many verdicts are new.

    Raises:
        NotThere: there is no such check.
        StoreError: they could not be kept.
    """
    one = made(desk, key)
    list(pipeline.keep(desk.store, [one.reading], one.reading.origin))
    return pipeline.keep_verdicts(desk.store, one.reading, one.report)


# -- what the page shows -------------------------------------------------------------------------


def page(desk: Desk, key: str, policy: str | None = None) -> dict[str, Any]:
    """What the page of a check shows.

    Raises:
        NotThere: there is no such check.
        InputError: the draft cannot be read.
    """
    one = made(desk, key, policy)
    check = _check(desk, key)
    by_id = {entry.quoted.id: entry for entry in one.report if entry.counts}
    rows = sorted(facts(one.report)["rows"], key=lambda row: by_id[row["id"]].quoted.spans[0].start if row["id"] in by_id else 0)
    counted = [entry for entry in one.report if entry.counts]
    for row in rows:
        held = check.options.get(ACCEPTED + row["id"])
        row["accepted"] = held if held and held["words"] == digest_of_words(one, row["id"]) else None
    return {
        "check": check,
        "policy": one.policy,
        "styles": {name: policy_of(name) for name in SHIPPED},
        "flagged": {name: flagged(one, name) for name in SHIPPED},
        "report": facts(one.report),
        "rows": rows,
        "letters": LETTERS,
        "draft": draft_text(one.reading, counted),
        "evidence": [evidence_text(one, note.name, counted) for note in one.report.evidence],
        "notes": one.report.evidence,
        "failures": one.report.failures,
        "changed": [row for row in rows if row["since"] and row["since"] != "same"],
        "sums": one.report.sums(),
        "inspected": one.report.inspected(),
        "kept": _is_kept(desk, one.reading.document.id),
    }


def _is_kept(desk: Desk, document: str) -> bool:
    return any(entry.kind == "document" for entry in desk.store.history(document))


def draft_text(reading: Reading, counted: Sequence[Entry]) -> Markup:
    """The draft, every quotation a link to its verdict, by its letter and its standing."""
    marks = []
    for entry in counted:
        verdict = entry.verdict
        standing = verdict.policy.standing if verdict.policy is not None else "note"
        size = sum(span.end - span.start for span in entry.quoted.spans)
        first = {"id": f"d-{entry.quoted.id}", "href": f"#v-{entry.quoted.id}", "data-o": LETTERS[verdict.outcome]}
        first["aria-description"] = f"{verdict.outcome}, {standing}"
        marks.append(Mark(entry.quoted.spans, f"v {standing}", entry.quoted.id, size, first))
        if verdict.alignment is not None:
            differing = tuple(edit.printed for edit in verdict.alignment.edits if edit.printed.end > edit.printed.start)
            if differing:
                marks.append(Mark(differing, "differs"))
    return marked_up(reading.document, marks)


def evidence_text(one: Made, name: str, counted: Sequence[Entry]) -> Mapping[str, Any]:
    """A piece of evidence with the passages in it; of a long one, what is around them."""
    number = next(at for at, note in enumerate(one.shelf.notes) if note.name == name)
    text = one.shelf.checker.text_of(number)
    marks, passages = [], []
    for entry in counted:
        found = entry.verdict.alignment or (entry.verdict.others[0] if entry.verdict.others else None)
        if found is None or found.evidence_id != name:
            continue
        size = sum(span.end - span.start for span in found.spans)
        look = "v " + ("near" if entry.verdict.alignment is None else entry.verdict.policy.standing if entry.verdict.policy else "note")
        first = {"id": f"e-{entry.quoted.id}", "href": f"#v-{entry.quoted.id}", "data-o": LETTERS[entry.verdict.outcome]}
        first["aria-description"] = f"passage of {entry.quoted.id}"
        marks.append(Mark(found.spans, look, entry.quoted.id, size, first))
        differing = tuple(edit.spoken for edit in found.edits if edit.spoken.end > edit.spoken.start)
        if differing:
            marks.append(Mark(differing, "differs"))
        outside = tuple(each.span for each in found.context if each.kind not in ("bracketed name", "set aside"))
        if outside:
            marks.append(Mark(outside, "outside"))
        passages.append(Span(found.spans[0].start, found.spans[-1].end))
    shown = [Span(0, len(text))] if len(text) <= LONGEST else _around(text, passages)
    segments = tuple(Segment(span=span, role="turn") for span in shown)
    whole = Document(id="", name=name, kind="transcript", text=text, segments=segments, bytes_digest="")
    cut = len(text) > LONGEST
    return {"name": name, "text": _only(whole, marks) if cut else marked_up(whole, marks), "cut": cut, "note": one.shelf.notes[number]}


def _around(text: str, passages: Sequence[Span]) -> list[Span]:
    """Stretches around some passages, those that meet as one."""
    out: list[Span] = []
    for one in sorted(passages) or [Span(0, 0)]:
        start, end = max(0, one.start - AROUND), min(len(text), one.end + AROUND)
        if out and start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Span(start, end))
    return out


def _only(document: Document, marks: Sequence[Mark]) -> Markup:
    """The segments of a document without what lies between them."""
    parts = []
    for segment in document.segments:
        low, high = segment.span
        text = document.text[low:high]
        inside = [replace(mark, spans=_within(mark.spans, segment.span)) for mark in marks]
        piece = Document(id="", name="", kind="transcript", text=text, segments=(), bytes_digest="")
        parts.append(marked_up(piece, [mark for mark in inside if mark.spans]))
    return Markup('<p class="cut">…</p>').join(parts)


def _within(spans: Sequence[Span], part: Span) -> tuple[Span, ...]:
    """What of some spans lies in a part of the text, counted from its start."""
    low, high = part
    return tuple(Span(max(one.start, low) - low, min(one.end, high) - low) for one in spans if one.start < high and one.end > low)
