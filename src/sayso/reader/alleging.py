"""Whether words allege: short texts in, how surely each says that somebody did wrong.

In:  the encoder that reads everything (a Tagger), and the head in its card, made by training/alleging.py.
Out: `Alleging`: asked with texts, it answers a probability for each.
Not here: who is accused, and what is done with the answer (disputes/accusing.py).

The head is a logistic regression on the encoder's own answers, pooled over the text: no second model, no second file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sayso.errors import ModelError
from sayso.reader.decode import Floats
from sayso.reader.tagger import Tagger

LONGEST = 400  # characters of a text that are looked at: a sentence or two


@dataclass(frozen=True)
class Alleging:
    """The head over its encoder. `weights` has one number for each of `Tagger.pooled`."""

    tagger: Tagger
    weights: Floats
    intercept: float

    @classmethod
    def of_card(cls, tagger: Tagger) -> Self | None:
        """The head that a bundle's card has; None where it has none.

        Raises:
            ModelError: it does not fit the encoder.
        """
        found = tagger.card.get("alleging")
        if found is None:
            return None
        try:
            head = cls(tagger, np.array(found["weights"], dtype=np.float32), float(found["intercept"]))
            head(["A word."])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"The head “alleging” in the card of {tagger.name} does not fit its encoder: {error}."
                " Make it anew: python -m training.alleging",
                about=tagger.name,
            ) from error
        return head

    def __call__(self, texts: Sequence[str]) -> list[float]:
        """How surely each text says that somebody did wrong, in [0, 1]."""
        return [self._sure(text[:LONGEST]) for text in texts]

    def _sure(self, text: str) -> float:
        vector = self.tagger.pooled(text)
        return 0.0 if vector is None else 1.0 / (1.0 + float(np.exp(-(vector @ self.weights + self.intercept))))
