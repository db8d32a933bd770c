"""What the desk's tests need: a desk on a new store, and a visitor with a cookie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_visitor import EXAMPLES, Visitor, read_once

from sayso import settings
from sayso.desk.guard import Door
from sayso.desk.holding import Desk
from sayso.pipeline import keep


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Any]:
    """Make a desk on a new store, behind some door."""
    opened = []

    def make(door: Door | None = None, pipeline: Any = settings.pipeline) -> Desk:
        store = settings.store(str(tmp_path / f"desk{len(opened)}.db"), create=True)
        opened.append(store)
        return Desk(store=store, pipeline=pipeline, door=door or Door(port=8471), by="Mina Roe", model="reader-en")

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def desk(new_desk: Any) -> Desk:
    return new_desk()  # type: ignore[no-any-return]


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    return Visitor(desk)


@pytest.fixture
def kept(desk: Desk) -> Any:
    """Keep documents in the desk's store: `kept("name.txt", data)` gives the document's id."""

    def put(name: str, data: bytes | None = None) -> str:
        reading = read_once(name, (EXAMPLES / name).read_bytes() if data is None else data)
        list(keep(desk.store, [reading], reading.origin))
        return reading.document.id

    return put


@pytest.fixture
def mill(kept: Any) -> str:
    """The id of the example article, kept."""
    return kept("mill.txt")  # type: ignore[no-any-return]
