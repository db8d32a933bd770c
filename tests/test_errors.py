"""Errors by their codes, as a Failure or another process tells of them."""

from __future__ import annotations

import pytest

from sayso import errors


@pytest.mark.parametrize("kind", [one for one in vars(errors).values() if isinstance(one, type)], ids=lambda kind: kind.__name__)
def test_a_code_gives_its_class_back(kind):
    found = errors.error_of(kind.code, "What happened.", "a.txt")
    assert type(found) is kind
    assert (str(found), found.about) == ("What happened.", "a.txt")


def test_a_code_that_no_class_has_is_an_error_all_the_same():
    assert type(errors.error_of("of a later version", "What happened.")) is errors.SaysoError
