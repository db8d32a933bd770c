"""An evidence bag: what was read, what was found in it, and the proofs, in a folder that another person can check again.

In:  Holdings.
Out: a BagIt 1.0 bag (RFC 8493) with `data/documents/` (each document's text), `documents.jsonl` (which file is which),
     `records.jsonl`, `statements.jsonl`, `verdicts.jsonl`, `entries.jsonl` (the ledger's entries about all these, with
     their salts) and `report.html`.
Not here: checking a bag (bag_check.py).

File names are made of ids only where these are harmless everywhere, else of their hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from sayso.exporters import Exporter, Holdings
from sayso.exporters.ids import plain
from sayso.exporters.lines import entry_row, row_of
from sayso.reading import visible
from sayso.rows import json_line
from sayso.schema import Entry, Statement

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SCHEMA = "sayso-bag/1"
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_filed(text: str) -> str:
    """A text as its file holds it: a lone surrogate, which UTF-8 cannot hold, is U+FFFD, so that no position moves."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(slots=True)
class _File:
    """A file of the bag that is hashed as it is written."""

    stream: BinaryIO
    hash: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def put(self, words: str) -> None:
        data = words.encode("utf-8")
        self.stream.write(data)
        self.hash.update(data)
        self.size += len(data)

    def line(self, row: object) -> None:
        self.put(json_line(row) + "\n")


@dataclass(slots=True)
class _Bag:
    """A bag that grows: its folder, and what its manifests will say."""

    folder: Path
    payload: dict[str, tuple[str, int]] = field(default_factory=dict)  # path -> sha256, bytes
    open: dict[str, _File] = field(default_factory=dict)

    def file(self, path: str) -> _File:
        """A file that stays open."""
        if path not in self.open:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            self.open[path] = _File(target.open("xb"))
        return self.open[path]

    def close(self, path: str) -> None:
        one = self.open.pop(path)
        one.stream.close()
        self.payload[path] = one.hash.hexdigest(), one.size

    def seal(self, counts: dict[str, int]) -> None:
        """Write the tag files."""
        for path in list(self.open):
            self.close(path)
        total = sum(size for _, size in self.payload.values())
        told = ", ".join(f"{number} {what}" for what, number in counts.items())
        info = {
            "Bag-Software-Agent": f"sayso {version('sayso')}",
            "Bagging-Date": datetime.now(UTC).date().isoformat(),
            "External-Description": f"Statements and their evidence: {told}. Check with: sayso verify-bag",
            "Payload-Oxum": f"{total}.{len(self.payload)}",
            "Sayso-Bag": SCHEMA,
        }
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()),
            "manifest-sha256.txt": "".join(f"{digest}  {path}\n" for path, (digest, _) in sorted(self.payload.items())),
        }
        tags["tagmanifest-sha256.txt"] = "".join(
            f"{hashlib.sha256(text.encode()).hexdigest()}  {path}\n" for path, text in sorted(tags.items())
        )
        for path, text in tags.items():
            (self.folder / path).write_bytes(text.encode("utf-8"))


def _fill(holdings: Holdings, folder: Path) -> int:
    bag = _Bag(folder)
    counts = dict.fromkeys(("documents", "statements", "verdicts", "entries"), 0)
    lines = {name: bag.file(f"data/{name}.jsonl") for name in (*counts, "records")}
    report = bag.file("data/report.html")
    report.put(_HEAD)

    def note(name: str, row: object) -> None:
        lines[name].line(row)
        counts[name] += 1

    for document in holdings.documents():
        reading, statements = holdings.held(document)
        text = as_filed(reading.document.text)
        path = f"data/documents/{plain(document)}.txt"
        bag.file(path).put(text)
        bag.close(path)
        lines["records"].line(reading.to_dict())
        row = {"id": document, "file": path, "sha256": bag.payload[path][0], "length": len(text)}
        note(
            "documents", {**row, "name": reading.document.name, "bytes_sha256": reading.document.bytes_digest, "url": reading.document.url}
        )
        for entry in holdings.history(document):
            note("entries", entry_row(entry))
        report.put(f"<h2>{_shown(reading.document.name)}</h2>\n<p class=id>{_shown(document)}</p>\n")
        for one in statements:
            note("statements", row_of(one))
            history = list(holdings.history(one.id))
            for entry in history:
                note("entries", entry_row(entry))
            verdicts = list(_verdicts(history))
            for verdict in verdicts:
                note("verdicts", {"statement": one.id, "entry": verdict.id, "at": verdict.at, "by": verdict.by, **(verdict.payload or {})})
            report.put(_told(one, verdicts))
    report.put(_TAIL)
    bag.seal(counts)
    return counts["statements"]


def _verdicts(history: list[Entry]) -> Iterator[Entry]:
    """The verdicts in force: those that no later one takes the place of."""
    gone = {one.supersedes for one in history}
    return (one for one in history if one.kind == "verdict" and one.payload is not None and one.id not in gone)


# -- the report ----------------------------------------------------------------------------------

_HEAD = (
    "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Statements and their evidence</title>\n"
    "<style>body{font:1rem/1.5 serif;max-width:44rem;margin:2rem auto;padding:0 1rem}blockquote{margin:.3rem 0 .3rem 1rem;"
    "white-space:pre-line}.id{color:#666;font-size:.8rem;overflow-wrap:anywhere}</style>\n"
    "<h1>Statements and their evidence</h1>\n"
    "<p>Who is said to have said what, where, as sayso read it. The files beside this page hold the same for machines; the texts are in "
    "<code>documents</code>. <code>sayso verify-bag</code> checks that nothing was changed, and that every quotation stands in its text. "
    "A verdict says whether the evidence that was looked at bears the words out; no verdict means that nobody looked.</p>\n"
)
_TAIL = "</html>\n"


def _shown(text: str) -> str:
    return escape(visible(text))


def _told(one: Statement, verdicts: list[Entry]) -> str:
    who = _shown(one.speaker or (f"[{one.source}]" if one.source else "not stated"))
    how = ", ".join(part for part in (one.kind, one.act, "said not to have been said" if one.negated else None) if part)
    words = f"<blockquote>{_shown(one.text)}</blockquote>" if one.text else f"<p>No words given. Cue: {_shown(one.cue)}</p>"
    told = []
    for verdict in verdicts:
        payload = verdict.payload or {}
        outcome, evidence, reason = (payload.get(name) for name in ("outcome", "evidence", "reason"))
        looked = f"(evidence: {_shown(str(evidence or 'none'))})"
        told.append(f"<p>Verdict: <strong>{_shown(str(outcome))}</strong> {looked}. {_shown(str(reason or ''))}</p>")
    note = f"<p>Note: {_shown(one.note)}</p>" if one.note else ""
    return f"<h3>{who}</h3>\n<p>{how}</p>\n{words}\n{''.join(told)}{note}<p class=id>{_shown(one.id)}; last word: {_shown(one.by)}</p>\n"


BAG = Exporter("an evidence bag (BagIt) that another person can check", _fill, folder=True)
