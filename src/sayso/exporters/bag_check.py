"""An evidence bag in, whether it is whole and says nothing that its documents do not, out.

In:  a folder.
Out: `Checked`: what was found wrong, in sentences; how much was checked.
Not here: making a bag (bag.py).

First the bag as such (RFC 8493): every file is in the manifests and every line of them is a file inside the bag, with
that hash.  Then what it says: every span of every statement is a slice of its document's text, its words are those of the
slices, every entry of the ledger is what its digest says.  A bag proves what it holds, not who made it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from sayso.errors import InputError
from sayso.exporters.bag import SCHEMA, as_filed
from sayso.exporters.lines import entry_of_row
from sayso.ledger import digest_of
from sayso.rows import words
from sayso.schema import Span, Spans

MOST_FAULTS = 100
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+(\S[^\n]*)")
_CHUNK = 1 << 20


@dataclass(slots=True)
class Checked:
    """What checking a bag found."""

    documents: int = 0
    statements: int = 0
    verdicts: int = 0
    entries: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults

    def wrong(self, what: str) -> None:
        """Take down a fault; after a hundred of them no more are."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(what)


def checked(bag: Path) -> Checked:
    """Check a bag.

    Raises:
        InputError: there is no bag there.
    """
    if not (bag / "bagit.txt").is_file():
        raise InputError(f"{bag} is no bag: it has no bagit.txt. Name the folder that `sayso export --format bag` wrote.", about=bag)
    out = Checked()
    _bagged(bag, out)
    if out.whole:  # what a damaged bag says is not worth reading
        _said(bag, out)
    return out


# -- as a bag ------------------------------------------------------------------------------------


def _bagged(bag: Path, out: Checked) -> None:
    declared = _text(bag / "bagit.txt").splitlines()
    if declared[:2] != ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"]:
        out.wrong("bagit.txt declares another version or encoding than BagIt 1.0 in UTF-8")
    there: dict[str, int] = {}
    for path in _files(bag, out):
        there[path] = (bag / path).stat().st_size
    listed = _manifest(bag, "manifest-sha256.txt", out)
    tags = _manifest(bag, "tagmanifest-sha256.txt", out)
    for path in sorted(path for path in listed if not path.startswith("data/")):
        out.wrong(f"manifest-sha256.txt lists {path}, which is not under data/")
    for path in sorted(path for path in there if path.startswith("data/") and path not in listed):
        out.wrong(f"{path} is in no manifest")
    for path in sorted(path for path in there if not path.startswith("data/") and path not in tags and path != "tagmanifest-sha256.txt"):
        out.wrong(f"{path} is in no manifest")
    for path, digest in {**listed, **tags}.items():
        if path not in there:
            out.wrong(f"{path} is missing")
        elif _sha256(bag / path) != digest.lower():
            out.wrong(f"{path} was changed: its hash is another")
    oxum = re.search(r"(?m)^Payload-Oxum: (\d{1,19})\.(\d{1,19})$", _text(bag / "bag-info.txt") if "bag-info.txt" in there else "")
    payload = [size for path, size in there.items() if path.startswith("data/")]
    if oxum and (int(oxum[1]), int(oxum[2])) != (sum(payload), len(payload)):
        out.wrong(f"bag-info.txt promises {oxum[2]} files with {oxum[1]} bytes; there are {len(payload)} with {sum(payload)}")


def _files(bag: Path, out: Checked) -> Iterator[str]:
    """The paths of all files in a bag; a link, or anything else that is no file, is a fault."""
    for folder, folders, files in os.walk(bag, followlinks=False):
        for name in sorted((*folders, *files)):
            path = Path(folder, name)
            shown = path.relative_to(bag).as_posix()
            if path.is_symlink():
                out.wrong(f"{shown} is a link; a bag holds files only")
            elif path.is_file():
                yield shown
            elif not path.is_dir():
                out.wrong(f"{shown} is no file")


def _manifest(bag: Path, name: str, out: Checked) -> dict[str, str]:
    listed: dict[str, str] = {}
    if not (bag / name).is_file():
        out.wrong(f"{name} is missing")
        return listed
    for number, line in enumerate(_text(bag / name).split("\n"), 1):  # nothing else ends a line
        line = line.removesuffix("\r")
        if not line:
            continue
        found = _LINE.fullmatch(line)
        path = re.sub(r"%(0[AaDd]|25)", lambda code: unquote(code.group()), found[2]) if found else ""
        if found is None:
            out.wrong(f"{name}, line {number}, is no hash and path")
        elif not _inside(path):
            out.wrong(f"{name}, line {number}, leads out of the bag: {path}")
        elif path in listed:
            out.wrong(f"{name}, line {number}, lists {path} again")
        else:
            listed[path] = found[1]
    return listed


def _inside(path: str) -> bool:
    """Whether a path of a manifest stays in the bag, on every system."""
    parts = path.split("/")
    return not ("\\" in path or ":" in parts[0] or path.startswith(("/", "~")) or any(part in ("", ".", "..") for part in parts))


# -- what it says --------------------------------------------------------------------------------


def _said(bag: Path, out: Checked) -> None:
    if f"Sayso-Bag: {SCHEMA}" not in (_text(bag / "bag-info.txt") if (bag / "bag-info.txt").is_file() else "").splitlines():
        out.wrong(f"this is a bag, but none of sayso's ({SCHEMA}): what it says was not checked")
        return
    documents: dict[str, Mapping[str, Any]] = {}
    for place, row in _rows(bag, "documents", out):
        documents[str(row.get("id"))] = row
        out.documents += 1
        if not _inside(str(row.get("file"))) or not (bag / str(row.get("file"))).is_file():
            out.wrong(f"{place}: there is no file {row.get('file')}")
            documents.pop(str(row.get("id")))
    entries: set[str] = set()
    for place, row in _rows(bag, "entries", out):
        out.entries += 1
        entries.add(_entry(place, row, out))
    statements: set[str] = set()
    opened: tuple[str, str] = "", ""  # the document read last, for statements come document by document
    for place, row in _rows(bag, "statements", out):
        out.statements += 1
        key, home = str(row.get("id")), str(row.get("document_id"))
        if key in statements:
            out.wrong(f"{place}: {key} is there twice")
        statements.add(key)
        if row.get("entry_id") not in entries:
            out.wrong(f"{place}: the ledger's entry {row.get('entry_id')} is not in the bag")
        if home not in documents:
            out.wrong(f"{place}: its document {home} is not in the bag")
            continue
        if opened[0] != home:
            opened = home, _text(bag / str(documents[home]["file"]))
        _stands(place, row, opened[1], out)
    for place, row in _rows(bag, "verdicts", out):
        out.verdicts += 1
        if row.get("statement") not in statements:
            out.wrong(f"{place}: its statement {row.get('statement')} is not in the bag")
        if row.get("entry") not in entries:
            out.wrong(f"{place}: the ledger's entry {row.get('entry')} is not in the bag")


def _rows(bag: Path, name: str, out: Checked) -> Iterator[tuple[str, Mapping[str, Any]]]:
    path = bag / "data" / f"{name}.jsonl"
    if not path.is_file():
        out.wrong(f"data/{name}.jsonl is missing")
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            place = f"data/{name}.jsonl, line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield place, row
            else:
                out.wrong(f"{place}, is no JSON object")


def _entry(place: str, row: Mapping[str, Any], out: Checked) -> str:
    """The id of an entry, which is held against its digest."""
    try:
        entry = entry_of_row(row, place)
        same = entry.payload is None or digest_of(entry, entry.seq, entry.at, entry.salt) == entry.digest
        if not same or entry.id != "en-" + entry.digest[:20]:
            out.wrong(f"{place}: the entry is not what it was when it was written")
        return entry.id
    except InputError as error:
        out.wrong(str(error))
    except ValueError:
        out.wrong(f"{place}: the entry cannot be hashed")
    return ""


def _stands(place: str, row: Mapping[str, Any], text: str, out: Checked) -> None:
    """Hold a statement's spans and words against its document's text."""
    told: dict[str, Spans] = {}
    for part in ("source", "cue", "content"):
        spans = row.get(f"{part}_spans")
        if not _spans_in(spans, len(text)):
            out.wrong(f"{place}: a span of its {part} is no slice of the document")
            return
        told[part] = tuple(Span(*pair) for pair in cast(Iterable[tuple[int, int]], spans))
    for part, field_name in (("content", "text"), ("source", "source"), ("cue", "cue")):
        said = row.get(field_name)
        if not isinstance(said, str) or as_filed(said) != words(text, told[part]):
            out.wrong(f"{place}: its {field_name} is not what stands in the document")


def _spans_in(spans: object, length: int) -> bool:
    return isinstance(spans, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(type(at) is int for at in pair) and 0 <= pair[0] <= pair[1] <= length
        for pair in spans
    )


def _text(path: Path) -> str:
    """A file's text, its line ends as they are."""
    return path.read_bytes().decode("utf-8", "replace")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
