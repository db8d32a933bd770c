"""Raw scores made into probabilities."""

import pytest

from sayso.reader.calibration import FACTS, Curve, facts
from sayso.schema import Quotation, Span


def quotation(score: float, kind: str = "direct", source: bool = True) -> Quotation:
    spans = (Span(0, 1),)
    return Quotation(id="q1", document_id="d", kind=kind, source=spans if source else (), cue=spans, content=spans, score=score)


def test_without_weights_a_score_is_left_as_it_is() -> None:
    assert Curve().of(quotation(0.37)) == 0.37
    assert Curve.of_card({}) == Curve()


def test_a_card_s_weights_keep_the_order_of_scores() -> None:
    curve = Curve.of_card({"calibration": {"weights": dict.fromkeys(FACTS, 0.0) | {"score": 0.5}, "intercept": 0.3}})
    told = [curve.of(quotation(score)) for score in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert told == sorted(told) and all(0 < one < 1 for one in told)
    assert told[2] == pytest.approx(0.5744, abs=1e-3)


def test_what_is_weighed() -> None:
    assert len(facts(quotation(0.5))) == len(FACTS)
    assert facts(quotation(0.5, "event", source=False))[1:] == (0.0, 0.0, 1.0, 1.0, 0.0)
