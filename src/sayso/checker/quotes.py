"""A list of quotations in, its rows out: JSON Lines or CSV with id, quote, speaker, evidence.

In:  the bytes of a list.
Out: `Row`s; every other column is carried through.
Not here: reading the evidence a row names, or checking anything.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sayso.errors import InputError, TooLarge, UnreadableInput

LARGEST = 100_000_000  # bytes of a list
_NAMES = ("id", "quote", "speaker", "evidence")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: a quotation, who is said to have said it, the files of evidence, and what else the row holds."""

    id: str
    quote: str
    speaker: str | None
    evidence: tuple[str, ...]
    other: dict[str, Any] = field(default_factory=dict)


def rows_of(data: bytes, name: str) -> list[Row]:
    """The rows of a list.

    Args:
        data: its bytes, UTF-8 with or without a BOM.
        name: its name, for errors; ".csv" and ".tsv" are read as tables, the rest as JSON Lines unless the first line is a header.

    Raises:
        InputError: it cannot be read; the sentence names the row.
    """
    if len(data) > LARGEST:
        raise TooLarge(f"{name} is over {LARGEST // 1_000_000} MB. Split the list and check its parts.", about=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{name} is not UTF-8 (byte {error.start}). Save the list as UTF-8.", about=name) from error
    start = text.lstrip()[:1]
    made = list(_lines(text, name) if start in "{[" and start else _table(text, name))
    if not made:
        raise InputError(f"{name} holds no rows. Give one quotation a row: id, quote, speaker, evidence.", about=name)
    return made


def _lines(text: str, name: str) -> Iterator[Row]:
    # only a line feed ends a line of JSON Lines: a quotation may hold U+2028
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(f"{name}, line {number}, is not JSON ({type(error).__name__}). Correct the line.", about=name) from error
        if not isinstance(raw, dict):
            raise UnreadableInput(f"{name}, line {number}, is not an object with id, quote, speaker, evidence.", about=name)
        yield _row(raw, number, name)


def _table(text: str, name: str) -> Iterator[Row]:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, restkey="")
    try:
        columns = [(one or "").strip().casefold() for one in reader.fieldnames or ()]
        if "quote" not in columns:
            raise InputError(
                f"{name} has no column 'quote'. Its first line must name the columns: id, quote, speaker, evidence.", about=name
            )
        reader.fieldnames = [low if low in _NAMES else (one or "") for low, one in zip(columns, reader.fieldnames or (), strict=True)]
        for number, raw in enumerate(reader, 1):
            extra = raw.pop("", None)
            if extra:
                raise UnreadableInput(
                    f"{name}, row {number}, has more fields than the first line has names. Quote what holds a {mark!r}.", about=name
                )
            yield _row(dict(raw), number, name)
    except csv.Error as error:
        raise UnreadableInput(f"{name} is not a table that can be read ({error}). Save it as CSV again.", about=name) from error


def _row(raw: dict[str, Any], number: int, name: str) -> Row:
    quote, speaker, evidence = raw.get("quote"), raw.get("speaker"), raw.get("evidence")
    if not isinstance(quote, str):
        raise UnreadableInput(f"{name}, row {number}, has no text under 'quote'. Correct the row.", about=name)
    if evidence is None or evidence == "":
        paths: tuple[str, ...] = ()
    elif isinstance(evidence, str):
        paths = tuple(one.strip() for one in evidence.split(";") if one.strip())
    elif isinstance(evidence, list) and all(isinstance(one, str) for one in evidence):
        paths = tuple(evidence)
    else:
        raise UnreadableInput(f"{name}, row {number}: 'evidence' must be a path, or several. Correct the row.", about=name)
    given = raw.get("id")
    return Row(
        id=str(given) if given not in (None, "") else str(number),
        quote=quote,
        speaker=speaker if isinstance(speaker, str) and speaker.strip() else None,
        evidence=paths,
        other={key: value for key, value in raw.items() if key not in _NAMES},
    )
