"""Words from samples: cut at pauses, kept, gone on with, written as others read them; how words sound."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sayso import ingest
from sayso.errors import ModelError, SettingsError
from sayso.schema import Origin
from sayso.transcribers import RATE, Word, keeping
from sayso.transcribers.cutting import LONGEST, SHORTEST, pieces, quietest, without_noise
from sayso.transcribers.document import document_of, json_of, lines, text_of, vtt_of

ORIGIN = Origin(stage="transcribe", version="0", model_digest="fake sha256:00", settings_digest="00")
WORDS = (*(Word(text, 400 * at, 400 * at + 350) for at, text in enumerate("we never saw the letter".split())), Word("again", 9_000, 9_400))


def loud(seconds: float, *hushes: float) -> np.ndarray:
    """Noise with silence at some seconds."""
    out = np.random.default_rng(0).normal(0, 3000, int(seconds * RATE)).astype(np.int16)
    for at in hushes:
        out[int(at * RATE) - 2400 : int(at * RATE) + 2400] = 0
    return out


class Counting:
    """Hears one word a piece, and counts how often it is asked."""

    name, model, settings, caution = "fake", "fake sha256:00", "none", "made up"

    def __init__(self) -> None:
        self.asked = 0

    def words(self, samples):
        self.asked += 1
        return (Word(f"word{len(samples)}", 10, 900),)


def blocks(samples, size=7_000):
    return (samples[at : at + size] for at in range(0, len(samples), size))


def test_a_stream_is_cut_where_it_is_quiet_and_nothing_is_lost():
    samples = loud(50, 13.0, 29.0)
    cut = list(pieces(blocks(samples)))
    assert [start for start, _ in cut] == [0, *(np.cumsum([len(piece) for _, piece in cut])[:-1])]
    assert np.array_equal(np.concatenate([piece for _, piece in cut]), samples)
    assert abs(cut[1][0] / RATE - 13.0) < 0.1
    assert abs(cut[2][0] / RATE - 29.0) < 0.1
    assert all(SHORTEST <= len(piece) <= LONGEST for _, piece in cut[:-1])


def test_the_same_stream_is_cut_alike_whatever_its_blocks():
    samples = loud(45, 14.0)
    one, other = ([start for start, _ in pieces(blocks(samples, size))] for size in (500, 90_000))
    assert one == other
    assert SHORTEST + quietest(samples[SHORTEST:LONGEST]) == one[1]


def test_noise_is_taken_down_and_speech_stays():
    at = np.arange(3 * RATE)
    speech = (6000 * np.sin(at / 8) * (np.sin(at / 4000) > 0)).astype(np.float64)
    noise = np.random.default_rng(0).normal(0, 300, len(at))
    clean = without_noise((speech + noise).astype(np.int16)).astype(float)
    pause, voiced = speech == 0, speech != 0
    assert clean[pause].std() < 0.75 * noise[pause].std()
    assert 0.8 < clean[voiced].std() / speech[voiced].std() < 1.1
    assert len(without_noise(np.zeros(100, np.int16))) == 100


def test_a_transcription_goes_on_where_it_stopped(tmp_path):
    samples, file = loud(70, 13.0, 29.0, 43.0), tmp_path / "t" / "a.jsonl"
    whole = keeping.heard(blocks(samples), Counting())
    first = Counting()

    def breaking():
        for number, block in enumerate(blocks(samples)):
            if number == 90:
                raise RuntimeError("the machine stops")
            yield block

    with pytest.raises(RuntimeError):
        keeping.heard(breaking(), first, file)
    assert first.asked == 2
    assert keeping.whole(file) is None
    with file.open("a") as stream:
        stream.write('{"from": 1, "wor')  # a line half written
    second, told = Counting(), []
    assert keeping.heard(blocks(samples), second, file, told.append) == whole
    assert second.asked == len(told) - 2
    assert told[-1] == 70_000
    keeping.close(file, {"name": "a"})
    assert keeping.whole(file) == (whole, {"name": "a"})
    assert oct(file.stat().st_mode)[-3:] == "600"


def test_another_model_has_another_transcript(tmp_path):
    one, other = Counting(), Counting()
    other.model = "fake sha256:01"
    assert keeping.file_of(tmp_path, "ab" * 32, one) != keeping.file_of(tmp_path, "ab" * 32, other)


def test_words_become_a_document_with_a_time_each():
    found = document_of(WORDS, id="doc-1", name="a.ogg", digest="0" * 64, origin=ORIGIN, speaker="Ana Cho", created="2025-02-01")
    assert found.text == "we never saw the letter\nagain"
    assert [found.text[one.start : one.end] for one in found.timings] == [one.text for one in WORDS]
    assert [(one.speaker, one.start_ms, one.end_ms) for one in found.segments] == [("Ana Cho", 0, 1950), ("Ana Cho", 9000, 9400)]
    assert found.kind == "recording"
    assert found.published_at == "2025-02-01"
    assert document_of((), id="doc-1", name="a", digest="0", origin=ORIGIN).text == ""


def test_what_is_written_is_read_again_with_its_times():
    for data in (vtt_of(WORDS, "a note --> with an arrow"), json_of(WORDS, {"codec": "opus"}, {"name": "fake"})):
        found = ingest.from_bytes(data.encode(), "a")
        assert "never saw the letter" in found.text
        assert found.kind == "transcript"
    assert [one[2] for one in ingest.from_bytes(json_of(WORDS, {}, {}).encode(), "a").timings][:3] == [0, 400, 800]
    assert json.loads(json_of(WORDS, {"codec": "opus"}, {}))["recording"] == {"codec": "opus"}
    assert text_of(WORDS) == "[00:00:00] we never saw the letter\n[00:00:09] again\n"
    assert len(lines(WORDS * 20, 12)) >= 10


# -- how words sound -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sounds():
    from sayso.transcribers.ear import lexicon

    return lexicon()


def test_words_that_sound_alike_are_near(sounds):
    assert sounds.apart("their", "there") == 0.0
    assert sounds.apart("can", "can't") < 0.34 > sounds.apart("fifteen", "fifty")
    assert sounds.apart("letter", "garden") > 0.5
    assert "heard" in sounds.neighbours("hurt")
    assert "hurt" not in sounds.neighbours("hurt")


def test_a_word_without_an_entry_is_spelled_out(sounds):
    assert not sounds.knows("zorblax")
    assert sounds.ways("zorblax")[0][0] == "Z"
    assert sounds.ways("cold-hearted")[0] == (*sounds.ways("cold")[0], *sounds.ways("hearted")[0])
    assert sounds.ways("'")


def test_a_place_is_found_by_its_sounds(sounds):
    from sayso.transcribers.phones import numbers, places

    row = [one for word in "the council never signed the contract for the bridge".split() for one in numbers(sounds.ways(word)[0])]
    wanted = [one for word in "signed the contact".split() for one in numbers(sounds.ways(word)[0])]
    (cost, low, high), *_ = places(wanted, np.array(row), 3)
    assert cost < 0.15
    assert row[low : low + 3] == wanted[:3]
    assert high > low
    assert places([], np.array(row), 3) == places(wanted, np.array([], np.int64), 3) == []


# -- a model of the user's -----------------------------------------------------------------------------


def test_whisper_needs_a_folder_with_a_model(tmp_path):
    from sayso.transcribers.whisper import opened

    with pytest.raises(SettingsError, match="--model"):
        opened(None)
    with pytest.raises(ModelError, match=r"model\.bin"):
        opened(tmp_path)


def test_a_broken_whisper_model_is_a_model_error(tmp_path):
    import tiny_whisper

    from sayso.transcribers.whisper import opened

    folder = tiny_whisper.make(tmp_path / "tiny")
    (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:500])
    with pytest.raises(ModelError, match="cannot be loaded"):
        opened(folder)


def test_a_piece_is_heard_the_same_whatever_was_heard_before_it():
    from sayso.transcribers.ear import listener
    from sayso.transcribers.sphinx import Sphinx

    one, other = loud(3, 1.5), loud(2, 0.5)[::-1].copy()
    ear, ears = listener(), Sphinx()
    before = ear.run(one, ear.loop()), ears.words(one)
    ear.run(other, ear.loop())
    ears.words(other)
    assert (ear.run(one, ear.loop()), ears.words(one)) == before
