"""What a score means: a reader's raw score made into the probability that the quotation is a true one.

In:  a Quotation as the reader scored it, the weights in the model's card.
Out: `Curve.of(quotation)`: the probability; `facts`: what the weights weigh.
Not here: how the weights were found (training/calibration.py), what they are worth (docs/explanation/resolving.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sayso.schema import Quotation

FACTS: Final = ("score", "direct", "mixed", "event", "no source", "no cue")
_EDGE: Final = 1e-4  # raw scores nearer than this to 0 or 1 are not told apart


def facts(quotation: Quotation) -> tuple[float, ...]:
    """What is weighed, in the order of `FACTS`: the raw score's log odds, the kind, what the quotation lacks."""
    raw = min(1 - _EDGE, max(_EDGE, quotation.score))
    return (
        math.log(raw / (1 - raw)),
        float(quotation.kind == "direct"),
        float(quotation.kind == "mixed"),
        float(quotation.kind == "event"),
        float(not quotation.source),
        float(not quotation.cue),
    )


@dataclass(frozen=True, slots=True)
class Curve:
    """Weights of `FACTS`, and what is added to their sum; without weights a score is left as it is."""

    weights: tuple[float, ...] = ()
    intercept: float = 0.0

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Curve:
        """The curve in a model's card; one that changes nothing where the card has none."""
        found = card.get("calibration")
        return cls(tuple(float(found["weights"][name]) for name in FACTS), float(found["intercept"])) if found else cls()

    def of(self, quotation: Quotation) -> float:
        """The probability that it is a true quotation."""
        if not self.weights:
            return quotation.score
        total = self.intercept + sum(w * x for w, x in zip(self.weights, facts(quotation), strict=True))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)
