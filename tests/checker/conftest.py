from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from sayso.checker import Checker, Quoted, Source
from sayso.schema import Document, Verdict


@lru_cache(maxsize=64)
def checker_over(*texts: str) -> Checker:
    """A checker over texts, each read as a transcript."""
    return Checker.over([Source.of(document(text, f"text{number}.txt")) for number, text in enumerate(texts)])


def document(text: str, name: str = "hearing.txt", kind: str = "transcript") -> Document:
    return Document(id=name, name=name, kind=kind, text=text, segments=(), bytes_digest="")  # type: ignore[arg-type]


@pytest.fixture
def checked() -> Callable[..., Verdict]:
    """The verdict on words against texts."""

    def check(words: str, *texts: str, speaker: str | None = None) -> Verdict:
        return checker_over(*texts).check(Quoted.of(words, speaker))

    return check
