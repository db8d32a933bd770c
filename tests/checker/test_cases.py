"""Every case of checker_cases.py: the outcome is one that the gold set's rules allow, and what a verdict says holds in the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from checker_cases import CASES, EVIDENCE, Case

from sayso.schema import Verdict


def _cases() -> list[object]:
    return [
        pytest.param(case, id=case.id, marks=pytest.mark.xfail(reason=case.why_not, strict=True) if case.why_not else ()) for case in CASES
    ]


@pytest.mark.parametrize("case", _cases())
def test_outcome(case: Case, checked: Callable[..., Verdict]) -> None:
    text = EVIDENCE[case.evidence]
    verdict = checked(case.quote, text, speaker=case.speaker)
    assert verdict.outcome in case.outcomes, verdict.reason
    if case.severity:
        assert verdict.severity == case.severity, verdict.reason
    if case.passage:
        assert verdict.alignment is not None
        assert text[verdict.alignment.spans[0].start : verdict.alignment.spans[-1].end] == case.passage


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_spans_are_slices(case: Case, checked: Callable[..., Verdict]) -> None:
    text = EVIDENCE[case.evidence]
    verdict = checked(case.quote, text, speaker=case.speaker)
    assert verdict.reason
    assert verdict.alignment is not None or verdict.outcome in ("absent", "unchecked")
    assert verdict.outcome != "absent" or verdict.alignment is None
    for found in (*([verdict.alignment] if verdict.alignment else []), *verdict.others):
        assert found.spans and all(0 <= span.start < span.end <= len(text) for span in found.spans)
        assert list(found.spans) == sorted(found.spans)
        for edit in found.edits:
            assert 0 <= edit.printed.start <= edit.printed.end <= len(case.quote)
            assert 0 <= edit.spoken.start <= edit.spoken.end <= len(text)
        assert all(one.kind == "bracketed name" or one.span.end <= len(text) for one in found.context)


def test_every_outcome_is_there() -> None:
    count = Counter(outcome for case in CASES for outcome in case.outcomes)
    assert len(CASES) >= 300
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(count[outcome] >= 4 for outcome in "verbatim cleaned abridged spliced altered misattributed absent unchecked".split()), count
