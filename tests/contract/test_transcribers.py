"""What every row of TRANSCRIBERS promises: the same samples give the same words, in order, with times inside the piece."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from sayso.errors import SettingsError
from sayso.transcribers import DEFAULT, RATE, TRANSCRIBERS, moonshine

sys.path.insert(0, str(Path(__file__).parents[1] / "transcribers"))


@pytest.fixture(scope="module", params=tuple(TRANSCRIBERS.built_in))
def who(request, tmp_path_factory):
    if request.param == "moonshine" and moonshine.installed() is None:
        pytest.skip("the moonshine extra has no wheel for this machine")
    if request.param != "whisper":
        return TRANSCRIBERS[request.param](None)
    import tiny_whisper

    return TRANSCRIBERS[request.param](tiny_whisper.make(tmp_path_factory.mktemp("model") / "tiny"))


def test_it_says_who_it_is(who):
    assert who.name in TRANSCRIBERS
    assert "sha256:" in who.model
    assert who.settings
    assert "\n" not in who.settings + who.caution


@pytest.mark.parametrize("seconds", [0.05, 1.0, 12.0])
def test_its_words_are_in_order_and_inside(who, seconds):
    rng = np.random.default_rng(1)
    samples = (rng.normal(0, 2500, int(seconds * RATE)) * np.sin(np.arange(int(seconds * RATE)) / 3000)).astype(np.int16)
    words = who.words(samples)
    assert words == who.words(samples)
    last = 0
    for one in words:
        assert one.text.strip() == one.text != ""
        assert last <= one.start_ms <= one.end_ms <= seconds * 1000 + 20
        last = one.start_ms


def test_silence_is_no_error(who):
    assert isinstance(who.words(np.zeros(2 * RATE, np.int16)), tuple)


def test_the_default_needs_no_model_and_takes_none():
    assert DEFAULT in TRANSCRIBERS
    with pytest.raises(SettingsError, match="wheel"):
        TRANSCRIBERS[DEFAULT](Path("model"))
