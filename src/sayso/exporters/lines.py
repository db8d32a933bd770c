"""Statements, and the ledger's own entries, as JSON Lines; entries back in.

In:  Holdings; a file of entries.
Out: one JSON object a line; the entries in a file, in their order.
Not here: whether an entry is what its digest says (the store looks when it takes it).

A file of entries begins with its schema's name and ends with the number of entries and the tree's root, so that one
that was cut off, or put together anew, is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO, get_args

from sayso.errors import InputError
from sayso.exporters import Exporter, Holdings
from sayso.ledger.tree import Tree
from sayso.rows import json_line
from sayso.schema import Entry, EntryKind, Statement

ENTRIES = "sayso-entries/1"
_DIGEST = re.compile("[0-9a-f]{64}")
_SALT = re.compile("(?:[0-9a-f]{2}){1,64}")
_TYPES: dict[str, tuple[type, ...]] = {
    "seq": (int,),
    "id": (str,),
    "kind": (str,),
    "subject": (str,),
    "supersedes": (str, type(None)),
    "payload": (dict, type(None)),
    "by": (str,),
    "why": (str, type(None)),
    "at": (str,),
    "salt": (str,),
    "digest": (str,),
}


def write_lines(rows: Iterable[object], stream: BinaryIO) -> int:
    """Write things as JSON Lines; how many."""
    number = 0
    for row in rows:
        stream.write(json_line(row).encode("utf-8") + b"\n")
        number += 1
    return number


def row_of(one: Statement) -> dict[str, Any]:
    """A statement as one flat row: its fields by their names, spans as pairs."""
    return asdict(one)


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as one row: its fields by their names."""
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def entry_of_row(row: object, place: object) -> Entry:
    """The entry of a row.

    Args:
        row: what a line of JSON held.
        place: where it stood, for the error.

    Raises:
        InputError: it is no entry.
    """
    if not isinstance(row, dict) or row.keys() != _TYPES.keys():
        raise InputError(f"{place} is no entry of a ledger. Give a file that `sayso export --format ledger` wrote.", about=place)
    if any(type(row[name]) not in kinds for name, kinds in _TYPES.items()):
        raise InputError(f"{place} is no entry of a ledger: a field is of another type.", about=place)
    if not (_DIGEST.fullmatch(row["digest"]) and _SALT.fullmatch(row["salt"]) and row["kind"] in get_args(EntryKind)):
        raise InputError(f"{place} is no entry of a ledger: its digest, salt or kind is none.", about=place)
    return Entry(**row)


def entries_in(lines: Iterable[bytes], name: str) -> Iterator[Entry]:
    """The entries in a file that the ledger was exported to; what is wrong with it is raised at the latest after the last.

    Raises:
        InputError: it is no such file, it was cut off, or its entries are not those it was written with.
    """
    numbered = enumerate(lines, 1)
    tree = Tree()
    first = _json(next(numbered, (1, b""))[1], f"{name}, line 1")
    if not isinstance(first, dict) or first.get("schema") != ENTRIES:
        raise InputError(f"{name} is no ledger of schema {ENTRIES}. Give a file that `sayso export --format ledger` wrote.", about=name)
    for number, line in numbered:
        row = _json(line, f"{name}, line {number}")
        if isinstance(row, dict) and "entries" in row:
            if row != _end(tree) or next(numbered, None) is not None:
                raise InputError(f"{name} is not whole: its entries are not those it was written with. Nothing was kept.", about=name)
            return
        entry = entry_of_row(row, f"{name}, line {number}")
        yield entry
        tree.add(bytes.fromhex(entry.digest))
    raise InputError(f"{name} was cut off: its last line is missing. Nothing was kept.", about=name)


def _statements(holdings: Holdings, stream: BinaryIO) -> int:
    return write_lines(map(row_of, holdings.statements()), stream)


def _entries(holdings: Holdings, stream: BinaryIO) -> int:
    tree = Tree()

    def told() -> Iterator[dict[str, Any]]:
        yield {"schema": ENTRIES}
        for entry in holdings.entries():
            tree.add(bytes.fromhex(entry.digest))
            yield entry_row(entry)
        yield _end(tree)

    return write_lines(told(), stream) - 2


def _end(tree: Tree) -> dict[str, Any]:
    return {"entries": tree.size, "root": tree.root.hex()}


def _json(line: bytes, place: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}, is no JSON ({error}).", about=place) from error


STATEMENTS = Exporter("statements, one JSON object a line", _statements)
LEDGER = Exporter("every entry of the ledger, from which a store is made again", _entries, whole=True)
