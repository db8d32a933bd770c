"""What a speaker's score means: raw scores made into how often such an answer is right.

In:  a Choice; `sureness.json`, made by training/resolving.py on GUM's coreference (the genres without an NC licence).
Out: `sureness_of(choice)`: a probability.
Not here: which answer is given (trail.py), the floor below which none is (pronouns.py).

GUM says who is meant by pronouns, parts of names and descriptions.  What it does not tell of, a name in full or a speaker
carried over, keeps the score that was set for it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from sayso.resolver.trail import Choice

_KINDS: Final = {
    "he": "he, she",
    "she": "he, she",
    "they": "they",
    "it": "it",
    "a part of the name": "part of a name",
    "described by what the text says of them": "description",
}


@lru_cache(maxsize=1)
def _curves() -> dict[str, list[float]]:
    return json.loads(files("sayso.resolver").joinpath("sureness.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def sureness_of(choice: Choice) -> float:
    """How often an answer like this one is right, in [0, 1]."""
    curve = _curves().get(_KINDS.get(choice.why.partition(",")[0], ""))
    if curve is None:
        return choice.score
    steps = [(number / (len(curve) - 1), right) for number, right in enumerate(curve)]
    for (low, first), (high, second) in pairwise(steps):
        if choice.score <= high:
            return first + (second - first) * (choice.score - low) / (high - low)
    return curve[-1]
