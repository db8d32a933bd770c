"""Where a sentence ends: behind a full stop, outside or inside the marks, but not behind an initial or an abbreviation."""

from __future__ import annotations

import pytest

from sayso.english.words import sentences

CASES = [
    ("He called it “fiction from start to finish”. The studio declined.", 2),  # the British way
    ("He called it “fiction from start to finish.” The studio declined.", 2),
    ("She met them all (twice). He left.", 2),
    ("J. Lund met A. Cho. They left.", 2),
    ("Dr. Lund met Mr. Cho at 5 p.m. on Monday.", 1),
    ("He left. she stayed.", 1),  # no sentence begins small
]


@pytest.mark.parametrize(("text", "number"), CASES)
def test_sentences_are_told_apart(text, number):
    found = [text[one[0].start : one[-1].end] for one in sentences(text, 0, len(text))]
    assert len(found) == number
    assert " ".join(found) == text
