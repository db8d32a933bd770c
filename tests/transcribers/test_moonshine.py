"""Moonshine: the model that a package carries, read without the package's code; without it, words say what to install."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from sayso import settings
from sayso.errors import MissingExtra, ModelError, SettingsError
from sayso.transcribers import RATE, moonshine

NOTE = Path(__file__).parents[2] / "examples/recording/note.ogg"
here = pytest.mark.skipif(moonshine.installed() is None, reason="the moonshine extra has no wheel for this machine")


def note() -> np.ndarray:
    from sayso.ingest.sound import Sound, samples_of

    return samples_of(Sound(NOTE, NOTE.name))


def test_pieces_are_read_by_their_lengths_in_one_byte_or_two():
    long = b"x" * 300
    data = b"\x00" + b"\x02ab" + bytes([128 + 300 % 128, 300 // 128]) + long + b"\x01c"
    assert moonshine.pieces_of(data) == [b"", b"ab", long, b"c"]


def test_without_the_package_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(moonshine, "PACKAGE", "no_such_package_is_here")
    with pytest.raises(MissingExtra, match=r"sayso\[moonshine\]"):
        moonshine.opened(None)
    monkeypatch.delenv("SAYSO_TRANSCRIBER", raising=False)
    assert settings.transcriber().name == "pocketsphinx"


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="no folder"):
        moonshine.opened(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"encoder_model\.ort"):
        moonshine.opened(tmp_path)
    for name in moonshine.FILES:
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(ModelError, match="Install it again"):
        moonshine.opened(tmp_path).words(np.ones(RATE, np.int16))


@here
def test_it_hears_what_is_said_and_when_and_runs_none_of_the_packages_code():
    who = moonshine.opened(None)
    words = who.words(note()[: 14 * RATE])
    assert "before they closed the bridge" in " ".join(one.text for one in words)
    bridge = next(one for one in words if one.text.startswith("bridge"))
    assert 5_300 < bridge.start_ms < 5_900
    assert not [name for name in sys.modules if name.split(".")[0] == "moonshine_voice"]


@here
def test_it_is_taken_where_it_is_installed_unless_another_is_named(monkeypatch):
    monkeypatch.delenv("SAYSO_TRANSCRIBER", raising=False)
    assert settings.transcriber().name == "moonshine"
    assert settings.transcriber("pocketsphinx").name == "pocketsphinx"
    monkeypatch.setenv("SAYSO_TRANSCRIBER", "pocketsphinx")
    assert settings.transcriber().name == "pocketsphinx"


@here
def test_noise_does_not_make_it_talk_for_ever():
    noise = np.random.default_rng(3).normal(0, 6000, 20 * RATE).astype(np.int16)
    assert len(moonshine.opened(None).words(noise)) < 20 * moonshine.A_SECOND
