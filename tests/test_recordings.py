"""From a sound file to a verdict: voices that espeak-ng makes, a chat's zip with voice notes, the report with its players."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import sayso
from sayso import cli, settings
from sayso.ingest.sound import Sound, samples_of
from sayso.ingest.voice_notes import notes_in
from sayso.recordings import clip_of
from sayso.transcribers import moonshine

HEARD = "the council never signed the contract for the new harbour bridge"
NOTES = {
    "PTT-20250203-WA0001.opus": ("Ana Cho", "03/02/2025, 10:11", "we paid the doctor forty pounds and heard nothing after that"),
    "PTT-20250203-WA0002.opus": ("Leonard Osei", "03/02/2025, 10:15", HEARD),
    "PTT-20250204-WA0001.opus": ("Ana Cho", "04/02/2025, 09:00", "the engine stopped twice before we reached the northern river"),
}


@pytest.fixture(autouse=True)
def heard_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transcriber that is always there; tests of another name it."""
    monkeypatch.setenv("SAYSO_TRANSCRIBER", "pocketsphinx")


def spoken(folder: Path, text: str, name: str) -> Path:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not here: apt-get install espeak-ng")
    file = folder / f"{name}.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(file), text], check=True, capture_output=True)
    return file


def opus(wav: Path) -> bytes:
    samples = samples_of(Sound(wav))
    return clip_of(samples, 0, len(samples) // 16)


@pytest.fixture(scope="module")
def note(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("note")
    file = folder / "note.ogg"
    file.write_bytes(opus(spoken(folder, HEARD, "a")))
    return file


@pytest.fixture(scope="module")
def chat(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    lines = ["03/02/2025, 10:10 - Messages and calls are end-to-end encrypted.", "03/02/2025, 10:10 - Ana Cho: listen to this please"]
    with zipfile.ZipFile(folder / "chat.zip", "w") as out:
        for name, (who, stamp, text) in NOTES.items():
            out.writestr(name, opus(spoken(folder, text, name)))
            lines.append(f"{stamp} - {who}: \u200e{name} (file attached)")
        out.writestr("IMG-20250203-WA0003.jpg", b"\xff\xd8\xff\xe0 no sound")
        out.writestr("WhatsApp Chat with Ana Cho.txt", "\n".join(lines) + "\n")
    return folder / "chat.zip"


def run(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_a_quotation_is_found_in_the_sound_with_its_times(note):
    (found,) = sayso.check("never signed the contract for the new", note).verdicts
    assert found.outcome in ("verbatim", "cleaned", "unchecked")
    assert found.alignment.evidence_id == str(note)
    assert 300 < found.alignment.start_ms < found.alignment.end_ms <= samples_of(Sound(note)).size // 16


@pytest.mark.parametrize(
    "quote",
    [
        "the council never painted the contract for the new harbour bridge",
        "the council never signed the letter for the new harbour bridge",
        "the council signed the contract for the new harbour bridge",
        "the council never signed the contract for the old harbour bridge",
        "the council never signed the contract for the new harbour window",
    ],
)
@pytest.mark.parametrize("hears", ["pocketsphinx", "moonshine"])
def test_an_altered_quotation_is_not_called_verbatim(note, quote, hears, monkeypatch):
    if hears == "moonshine" and moonshine.installed() is None:
        pytest.skip("the moonshine extra has no wheel for this machine")
    monkeypatch.setenv("SAYSO_TRANSCRIBER", hears)
    (found,) = sayso.check(quote, note).verdicts
    assert found.outcome not in ("verbatim", "cleaned", "abridged")


def test_other_words_are_not_in_the_sound(note):
    (found,) = sayso.check("nobody told our teachers about the summer holiday", note).verdicts
    assert found.outcome in ("absent", "unchecked")
    assert found.outcome != "verbatim"


def test_voice_notes_are_tied_to_who_sent_them_and_when(chat):
    found = notes_in(chat)
    assert [(one.name, one.sender, one.stamp) for one in found] == [(name, who, stamp) for name, (who, stamp, _) in NOTES.items()]
    assert found[0].made == "2025-02-03"


def test_the_quotation_is_found_in_the_right_note_of_a_chat(chat, tmp_path):
    report = sayso.check("never signed the contract for the new harbour bridge", chat, speaker="Leonard Osei", cache=tmp_path)
    (found,) = report.verdicts
    assert found.evidence_id == f"{chat}#PTT-20250203-WA0002.opus"
    assert found.alignment.speaker == "Leonard Osei"
    told = next(one.recording for one in report.evidence if one.name == found.evidence_id)
    assert "sent by Leonard Osei, 03/02/2025, 10:15" in told
    assert "pocketsphinx" in told
    assert len(report.evidence) == 4  # the chat itself, and three notes
    kept = list((tmp_path / "transcripts").iterdir())
    assert len(kept) == 3


def test_the_page_plays_the_passage(note, tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.html"
    arguments = (
        "check",
        "--quote",
        "never signed the contract for the new",
        "-e",
        str(note),
        "--cache",
        str(tmp_path / "c"),
        "--format",
        "html",
        "-o",
        str(page),
    )
    run(monkeypatch, capsys, *arguments)
    source = re.search(r'<audio[^>]* src="([^"]+)"', page.read_text())[1]
    assert source.endswith("note.ogg" + source[source.index("#t=") :])
    assert (tmp_path / source.split("#")[0]).resolve() == note.resolve()
    run(monkeypatch, capsys, *arguments, "--clips")
    html = page.read_text()
    clip = base64.b64decode(re.search(r'src="data:audio/ogg;base64,([^"]+)"', html)[1])
    assert 1.0 < len(samples_of(Sound(clip, "clip"))) / 16_000 < 5.0
    assert "media-src data:;" in html


def test_rows_and_captions_have_the_times(note, tmp_path, monkeypatch, capsys):
    quotes = tmp_path / "quotes.csv"
    quotes.write_text(f"id,quote,evidence\n7,never signed the contract for the new,{note}\n")
    _, out, _ = run(monkeypatch, capsys, "check", "--quotes", str(quotes), "--cache", str(tmp_path / "c"))
    row = json.loads(out)
    assert row["id"] == "7"
    assert 0 < row["start_ms"] < row["end_ms"]
    _, out, _ = run(monkeypatch, capsys, "check", "--quotes", str(quotes), "--cache", str(tmp_path / "c"), "--format", "vtt")
    assert out.startswith("WEBVTT")
    assert re.search(r"00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\nnever signed the contract", out)


def test_a_transcript_is_written_and_kept(note, tmp_path, monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, "transcribe", str(note), "--format", "json", "--cache", str(tmp_path))
    found = json.loads(out)
    assert code == 0
    assert "rough" in err
    assert found["recording"]["codec"] == "opus"
    assert found["transcriber"]["model"].startswith("en-us sha256:")
    monkeypatch.setattr("sayso.recordings.Sound", None)  # the second time nothing is decoded
    assert run(monkeypatch, capsys, "transcribe", str(note), "--format", "json", "--cache", str(tmp_path))[1] == out
    assert run(monkeypatch, capsys, "transcribe", str(note), "--format", "vtt", "--cache", str(tmp_path), "-q")[1:] != out


def test_what_cannot_be_read_is_a_failure_and_the_rest_goes_on(note, tmp_path):
    broken = tmp_path / "broken.ogg"
    broken.write_bytes(note.read_bytes()[:900])
    report = sayso.check("never signed the contract for the new", [broken, note])
    assert [one.locator for one in report.failures] == [str(broken)]
    assert report.verdicts[0].alignment is not None


def test_a_recording_is_no_document_to_read_and_says_what_to_do(note):
    (found,) = sayso.documents(note)
    assert isinstance(found, sayso.Failure)
    assert "sayso transcribe" in found.message


def test_a_backend_that_is_not_there_is_named():
    with pytest.raises(sayso.SaysoError, match="nonsense"):
        settings.transcriber("nonsense")


def test_the_example_note_of_ours_is_heard(monkeypatch):
    root = Path(__file__).parents[1]
    (found,) = sayso.check("nobody asked us before they closed the bridge", root / "examples/recording/note.ogg").verdicts
    assert found.alignment is not None
