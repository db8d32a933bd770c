"""Verdicts in, a report out: rows and JSON for machines, a table and a page for people, and what is left to do.

In:  quotations, their verdicts, the evidence that was consulted, the house style.
Out: `Report` and its faces; W3C Web Annotations; what changed since an earlier report.
Not here: checking; the page's looks (page.py).

The same input and the same version give the same bytes: a report holds no clock and no random id.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sayso import rows
from sayso.checker.findings import Entry, Findings, passage_of
from sayso.errors import InputError
from sayso.reading import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

SCHEMA = "sayso-check/1"
LIKE = 0.6  # share of words that makes an edited quotation the same one as before


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report(Findings):
    """Verdicts on the quotations of a draft or a list.

    A Report is a sequence of `Entry`s.  `texts` holds the text of each piece of evidence that some verdict cites.
    """

    # -- data ------------------------------------------------------------------------------------

    def to_rows(self) -> list[dict[str, Any]]:
        """The verdict rows of the contract, a list's other columns behind; one that bears a verdict's name gets "given_" before it."""
        out = []
        for one in self.entries:
            row = rows.verdict(one.verdict, quote=one.words, said_by=one.quoted.speaker, printed=one.quoted.text, evidence=self.texts)
            out.append({**row, **{f"given_{key}" if key in row else key: value for key, value in one.other.items()}})
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
                | ({"recording": one.recording} if one.recording else {})
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

    def with_players(self, *, embedded: bool, beside: Path) -> Report:
        """This report with a player for each quotation whose passage is in a recording.

        Args:
            embedded: put the sound of each passage into the page; else the page names the recording's file, which must stay.
            beside: the folder that the page will lie in, from which it names the file; a voice note in a zip has none.

        Raises:
            InputError: a recording cannot be read any more.
        """
        players: dict[str, str] = {}
        for one in self.entries:
            passage = passage_of(one.verdict, self.recordings)
            if passage is None or passage.start_ms is None or passage.end_ms is None:
                continue
            recording = self.recordings[passage.evidence_id]
            if embedded:
                clip = recording.clip(passage.start_ms, passage.end_ms) if recording.clip is not None else None
                if clip is not None:
                    players[one.quoted.id] = f"data:audio/ogg;base64,{b64encode(clip).decode()}"
            elif recording.path is not None:
                file = os.path.relpath(recording.path.resolve(), beside)
                times = f"#t={passage.start_ms / 1000:.3f},{passage.end_ms / 1000:.3f}"
                players[one.quoted.id] = quote(file.replace(os.sep, "/")) + times
        return replace(self, players=players)

    def to_vtt(self) -> str:
        """The quotations as WebVTT captions on the time of their passages: for evidence that has times."""
        cues = []
        for one in self.entries:
            verdict = one.verdict
            found = verdict.alignment or (verdict.others[0] if verdict.others else None)
            if found is None or found.start_ms is None or found.end_ms is None:
                continue
            words = visible(" ".join(one.words.split())).replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")
            who = f"<v {_voice(one.quoted.speaker)}>" if one.quoted.speaker and _voice(one.quoted.speaker) else ""
            head = f"{one.quoted.id} {verdict.outcome} {found.evidence_id}".replace("-->", "->")
            cues.append((found.start_ms, max(found.end_ms, found.start_ms + 1), visible(" ".join(head.split())), who + words))
        lines = ["WEBVTT", ""]
        for start, end, head, words in sorted(cues):
            lines += [head, f"{_stamp(start)} --> {_stamp(end)}", words, ""]
        return "\n".join(lines)

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


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _voice(name: str) -> str:
    """A name as a WebVTT voice tag may have it."""
    return "".join(one for one in visible(" ".join(name.split())) if one not in "<>&").strip()


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
