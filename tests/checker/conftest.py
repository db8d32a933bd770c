from __future__ import annotations

from collections.abc import Callable

import pytest
from texts import checker_over

from sayso.checker import Quoted
from sayso.schema import Verdict


@pytest.fixture
def checked() -> Callable[..., Verdict]:
    """The verdict on words against texts."""

    def check(words: str, *texts: str, speaker: str | None = None) -> Verdict:
        return checker_over(*texts).check(Quoted.of(words, speaker))

    return check
