"""Recordings: every container gives the same samples, facts are kept, what is broken or locked is refused with a sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys

import numpy as np
import pytest
from sound_samples import KINDS, encoded, tone, wav

from sayso.errors import EmptyDocument, InputError, TooLarge, UnknownFormat, UnreadableInput
from sayso.ingest.sound import RATE, Sound, container_of, is_sound, samples_of
from sayso.ingest.worker import Limits

SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 5004 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nhttp://127.0.0.1:9/a.aac\n"


def is_the_tone(samples: np.ndarray, seconds: float) -> None:
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4].astype(float)
    peak = np.fft.rfftfreq(len(middle), 1 / RATE)[np.argmax(np.abs(np.fft.rfft(middle)))]
    assert abs(peak - 220) < 3
    assert abs(len(samples) / RATE - seconds) < 0.15


@pytest.mark.parametrize("name", KINDS)
def test_every_container_gives_its_samples_whatever_its_name(name, tmp_path):
    file = tmp_path / "renamed.txt"
    file.write_bytes(encoded(tone(2.0), name))
    assert is_sound(file)
    sound = Sound(file)
    is_the_tone(samples_of(sound), 2.0)
    assert abs(sound.facts.duration_ms - 2000) < 150
    assert sound.facts.codec
    assert len(sound.facts.digest) == 64
    assert not sound.facts.broken_off


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (44_100, 2), (48_000, 2), (11_025, 1)])
def test_other_rates_and_stereo_become_one_channel_of_16_kilohertz(rate, channels):
    sound = Sound(wav(tone(1.5, rate), rate, channels), "call.wav")
    is_the_tone(samples_of(sound), 1.5)
    assert (sound.facts.rate, sound.facts.channels) == (rate, channels)


def test_when_it_was_made_is_kept_as_the_file_says_it(tmp_path):
    file = tmp_path / "a.m4a"
    file.write_bytes(encoded(tone(1.0), "note.m4a", creation_time="2025-02-01T10:11:12.000000Z"))
    with Sound(file) as sound:
        assert sound.facts.created == "2025-02-01T10:11:12.000000Z"


@pytest.mark.parametrize("name", ["note.m4a", "note.flac", "note.opus", "note.webm"])
def test_a_file_that_breaks_off_is_refused_or_taken_as_far_as_it_goes(name, tmp_path):
    data = encoded(tone(8.0), name)
    file = tmp_path / name
    file.write_bytes(data[: int(0.6 * len(data))])
    with pytest.raises(UnreadableInput) as refused:
        samples_of(Sound(file))
    assert name in str(refused.value)
    if name == "note.m4a":  # its table of contents stands at the end, and is gone
        return
    assert "--incomplete" in str(refused.value)
    sound = Sound(file, incomplete=True)
    part = samples_of(sound)
    assert 1.0 < len(part) / RATE < 7.5
    assert sound.facts.broken_off


def test_a_wav_file_shorter_than_it_says_breaks_off():
    data = wav(tone(3.0))
    with pytest.raises(UnreadableInput, match="--incomplete"):
        samples_of(Sound(data[: len(data) // 2], "cut.wav"))


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\x24\0\0\0WAVE", b"OggS" + bytes(60), b"fLaC" + bytes(100), b"ID3" + bytes(200), b"\x1a\x45\xdf\xa3" + bytes(50)]
)
def test_what_is_empty_or_only_begins_like_sound_is_a_coded_error(data):
    with pytest.raises(InputError):
        samples_of(Sound(data, "odd"))


@pytest.mark.parametrize("data", [SDP, PLAYLIST, b"Ana Cho said so.\n", b"%PDF-1.7 ...", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_sound_is_not_even_started(data, monkeypatch, tmp_path):
    def refused(*arguments, **options):
        raise AssertionError("a process was started")

    monkeypatch.setattr("sayso.ingest.sound.subprocess.Popen", refused)
    file = tmp_path / "voice.ogg"
    file.write_bytes(data)
    assert not is_sound(file)
    with pytest.raises(UnknownFormat):
        Sound(file)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here: apt-get install strace")
@pytest.mark.parametrize("text", [SDP, PLAYLIST], ids=["sdp", "playlist"])
def test_the_decoder_opens_no_network_port_for_a_text_that_names_one(text, tmp_path):
    file = tmp_path / "voice.ogg"
    file.write_bytes(b"ID3\x04\0\0\0\0\0\0" + text)  # past the look at the first bytes
    code = "import sys; from sayso.ingest.sound_worker import decode; decode({'wall_seconds': 20, 'cpu_seconds': 12, 'memory_bytes': 1 << 30, 'documents': 1}, 'x')"
    with file.open("rb") as stream:
        done = subprocess.run(
            ["strace", "-f", "-e", "trace=socket,bind,connect", "-o", str(tmp_path / "calls"), sys.executable, "-c", code],
            stdin=stream, capture_output=True, timeout=60,
        )  # fmt: skip
    calls = (tmp_path / "calls").read_text() if (tmp_path / "calls").exists() else ""
    if "exited with 0" not in calls:
        pytest.skip("strace may not watch here")
    assert done.stdout[:1] == b"E"
    assert "AF_INET" not in calls


def test_a_file_that_its_seller_locked_is_refused(tmp_path):
    data = bytearray(encoded(tone(1.0), "note.m4a"))
    at = data.index(b"mp4a", data.index(b"stsd"))
    data[at : at + 4] = b"drms"
    with pytest.raises(UnreadableInput, match="DRM"):
        samples_of(Sound(bytes(data), "song.m4p"))


def test_a_picture_without_sound_says_so():
    import io

    import av

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    with pytest.raises(EmptyDocument, match="no sound"):
        samples_of(Sound(out.getvalue(), "film.mp4"))


def test_a_decoder_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr("sayso.ingest.sound._BOOT", "import time; time.sleep(60)")
    with pytest.raises(TooLarge, match="too long"):
        Sound(wav(tone(1.0)), "slow.wav", limits=Limits(wall_seconds=-1.5))


def test_a_decoder_that_dies_or_lies_is_an_error(monkeypatch):
    for boot in (
        "",
        "print('x' * 40)",
        "import sys; sys.stdout.write('F\\0\\0\\0\\x02{}')",
        "import sys; sys.stdout.write('E\\0\\0\\0\\x02[]')",
    ):
        monkeypatch.setattr("sayso.ingest.sound._BOOT", boot)
        with pytest.raises(UnreadableInput):
            Sound(wav(tone(1.0)), "odd.wav")


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    for path in (tmp_path / "gone.ogg", tmp_path):
        assert not is_sound(path)
        with pytest.raises(UnreadableInput):
            Sound(path)


def test_a_long_recording_streams_in_blocks():
    with Sound(wav(tone(60.0)), "long.wav") as sound:
        blocks = [len(block) for block in sound]
    assert max(blocks) <= 5 * RATE
    assert sum(blocks) == 60 * RATE


def test_containers_are_told_by_their_first_bytes():
    assert container_of(wav(tone(0.1))[:64]) == "wav"
    assert container_of(b"RIFF\0\0\0\0AVI LIST") is None
    assert container_of(b"\xff\xfe<\0h\0t\0") is None  # a text in UTF-16 begins so
    assert container_of(b"\xff\xfb\x90\x64") == "mp3"
    assert container_of(b"") is None
