"""A recording at the desk: heard in the background, played from the store, its words corrected, drafts held against it."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys

import pytest
from desk_visitor import EXAMPLES, Visitor
from lxml import html
from test_hostile_desk import ATTRIBUTES, ELEMENTS, PAYLOADS, harmless

from sayso import settings
from sayso.desk import hearing, recording_views, wording
from sayso.errors import MissingExtra, SettingsError
from sayso.ingest import from_bytes
from sayso.ingest.sound import container_of
from sayso.schema import Document, Segment, Span, Timing
from sayso.stores import jobs, sounds
from sayso.stores.proving import verify

NOTE = (EXAMPLES / "recording" / "note.ogg").read_bytes()
DRAFT = (EXAMPLES / "recording" / "draft.txt").read_text(encoding="utf-8")
ELEMENTS |= {"audio"}
ATTRIBUTES |= {"title", "controls", "preload"}


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path_factory):
    """One folder of transcripts for all tests here: the note is heard once, by the transcriber that is always there."""
    monkeypatch.setenv("SAYSO_TRANSCRIBER", "pocketsphinx")
    monkeypatch.setenv("SAYSO_CACHE", str(tmp_path_factory.getbasetemp() / "transcripts-of-the-desk"))


@pytest.fixture
def note(visitor) -> str:
    """The id of the example's voice note, added at the desk."""
    return added(visitor)


def added(visitor: Visitor, name: str = "note.ogg", data: bytes = NOTE) -> str:
    where = visitor.post("/add", files=[("files", (name, data))]).headers["location"]
    visitor.work()
    (item,) = visitor.get(f"/api/v1{where}").json()["items"]
    assert item["state"] in ("done", "known"), item
    return str(item["document"])


def words_of(visitor: Visitor, key: str) -> list[dict]:
    return visitor.get(f"/api/v1/recordings/{key}").json()["words"]


def checked(visitor: Visitor, key: str, **fields: str) -> str:
    """The page after a draft was held against the recording."""
    visitor.post(f"/recordings/{key}/checks", {"draft": DRAFT, "name": "draft.txt", **fields})
    visitor.work()
    return visitor.page(f"/recordings/{key}")


def wav(seconds: float, value: int = 0) -> bytes:
    samples = struct.pack("<h", value) * int(16_000 * seconds)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16, b"data", len(samples)
    )
    return head + samples


# -- adding --------------------------------------------------------------------------------------


def test_a_voice_note_becomes_a_page_with_its_words_its_sound_and_its_facts(visitor):
    where = visitor.post("/add", files=[("files", ("note.ogg", NOTE))]).headers["location"]
    visitor.work()
    page = visitor.client.get(where, follow_redirects=True)
    assert page.url.path.startswith("/recordings/")
    tree = html.fromstring(page.text)
    assert tree.xpath("//audio/@controls") != []
    assert tree.xpath("//audio/@src") == [f"{page.url.path}/sound"]
    words = tree.xpath("//span[@class='w']")
    assert len(words) > 40
    starts = [int(one.get("data-t")) for one in words]
    assert starts == sorted(starts)
    assert "opus in ogg" in page.text
    assert len(tree.xpath("//section[@id='player']/@data-peaks")[0]) > 400
    assert "Listen before you print" in page.text
    assert visitor.page("/documents").count("note.ogg") == 1


def test_the_same_file_again_is_known_and_heard_no_second_time(visitor, note, monkeypatch):
    monkeypatch.setattr(settings, "transcript", None)
    assert added(visitor, "other name.ogg") == note


def test_recordings_and_articles_are_added_together_and_the_sum_adds_up(visitor):
    files = [("files", ("note.ogg", NOTE)), ("files", ("a.txt", "“So it is,” Ana Cho said.".encode())), ("files", ("cut.ogg", NOTE[:60]))]
    where = visitor.post("/add", files=files).headers["location"]
    visitor.work()
    job = visitor.get(f"/api/v1{where}").json()
    assert (job["total"], job["done"], job["failed"], job["left"]) == (3, 2, 1, 0)
    assert {item["kind"] for item in job["items"] if item["state"] == "done"} == {"recording", "article"}
    assert "transcribed" in visitor.page(f"{where}?then=stay")


@pytest.mark.parametrize(
    "data", [NOTE[:60], b"OggS" + bytes(500), wav(0.0), b"RIFF\x24\x00\x00\x00WAVEjunk" + bytes(99), b"ID3" + bytes(2_000)]
)
def test_what_is_broken_is_refused_in_words_and_can_be_tried_again(visitor, data):
    where = visitor.post("/add", files=[("files", ("broken.ogg", data))]).headers["location"]
    visitor.work()
    (item,) = visitor.get(f"/api/v1{where}").json()["items"]
    assert item["state"] == "failed"
    assert "broken.ogg" in item["message"]
    assert "Traceback" not in item["message"]
    assert item["kept"]
    assert "not read." in visitor.page(f"{where}?then=stay")


def test_one_that_breaks_off_is_taken_as_far_as_it_goes_and_says_so(visitor):
    page = visitor.page(f"/recordings/{added(visitor, 'cut.wav', wav(60.0)[: 44 + 4 * 32_000])}")
    assert "cut.wav ends at 0:04. What there is was transcribed" in page
    assert "Ask for the whole file again" in page


def test_where_nobody_speaks_the_page_says_so(visitor, monkeypatch):
    monkeypatch.setattr("sayso.transcribers.sphinx.Sphinx.words", lambda *_: ())
    page = visitor.page(f"/recordings/{added(visitor, 'quiet.wav', wav(2.0))}")
    assert "No speech was heard" in page


def test_without_the_extra_the_command_is_named(visitor, monkeypatch):
    def missing(*_: object) -> None:
        raise MissingExtra("Recordings need the sound extra: pip install 'sayso[sound]'", about="av")

    monkeypatch.setattr(settings, "transcriber", missing)
    where = visitor.post("/add", files=[("files", ("new.wav", wav(1.0, 7)))]).headers["location"]
    visitor.work()
    assert "pip install &#39;sayso[sound]&#39;" in visitor.page(f"{where}?then=stay")


def test_progress_is_told_and_a_job_that_is_cancelled_stops_in_the_middle_and_goes_on_later(visitor, desk, monkeypatch):
    where = visitor.post("/add", files=[("files", ("note.ogg", NOTE))]).headers["location"]
    key = where.removeprefix("/jobs/")
    seen = []
    real = settings.transcript

    def slow(what, who, folder, progress, **options):
        progress(9_000, 18_000)
        seen.append(visitor.get(where, headers={"HX-Request": "true"}).text)
        visitor.post(f"{where}/cancel")
        progress(12_000, 18_000)
        raise AssertionError("it goes on")

    monkeypatch.setattr(settings, "transcript", slow)
    visitor.work()
    assert "transcribing: 0:09 of 0:18" in seen[0]
    assert 'value="9000"' in seen[0]
    assert jobs.job(desk.store, key).items[0].state == "cancelled"
    assert visitor.get("/api/v1/documents").json() == []
    monkeypatch.setattr(settings, "transcript", real)
    visitor.post(f"{where}/retry")
    visitor.work()
    assert jobs.job(desk.store, key).items[0].state == "done"


def test_an_item_that_takes_long_is_not_taken_by_another(visitor, desk, monkeypatch):
    visitor.post("/add", files=[("files", ("note.ogg", NOTE))])
    monkeypatch.setattr(jobs, "LEASE_SECONDS", -10)
    first = jobs.take(desk.store, "one")
    monkeypatch.setattr(jobs, "LEASE_SECONDS", 120)
    assert jobs.renew(desk.store, first)
    assert jobs.take(desk.store, "other") is None


def test_a_process_killed_after_the_transcript_was_kept_loses_and_doubles_nothing(visitor, desk, monkeypatch):
    visitor.post("/add", files=[("files", ("note.ogg", NOTE))])
    real = sounds.keep_sound
    monkeypatch.setattr(sounds, "keep_sound", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        visitor.work()
    monkeypatch.setattr(sounds, "keep_sound", real)
    jobs.recover(desk.store, lambda _: True)
    visitor.work()
    (document,) = visitor.get("/api/v1/documents").json()
    assert [entry.kind for entry in desk.store.history(document["id"])] == ["document", "reading"]
    assert visitor.get(f"/recordings/{document['id']}/sound").content == NOTE


def test_a_text_that_begins_like_a_film_is_a_text(visitor):
    assert container_of(b"The wide river, the old mill and a long story of both") is None
    assert container_of(b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat") == "mov"


def test_a_recording_may_be_larger_than_a_document_and_no_larger_than_a_request(visitor, monkeypatch):
    from sayso.desk import forms

    monkeypatch.setattr(forms, "MAX_BYTES", 1_000)
    monkeypatch.setattr(forms, "LARGEST_SOUND", 40_000)
    assert visitor.post("/add", files=[("files", ("short.wav", wav(1.0)))]).status_code == 303
    answer = visitor.post("/add", files=[("files", ("long.wav", wav(2.0)))])
    assert answer.status_code == 413
    assert "long.wav is over" in answer.text
    assert "Opus" in answer.text


# -- playing -------------------------------------------------------------------------------------


def test_any_stretch_of_the_sound_is_served(visitor, note, monkeypatch):
    where = f"/recordings/{note}/sound"
    whole = visitor.get(where)
    assert (whole.status_code, whole.headers["content-type"], whole.headers["accept-ranges"]) == (200, "audio/ogg", "bytes")
    assert whole.content == NOTE
    assert "no-store" in whole.headers["cache-control"]
    size = len(NOTE)
    for asked, start, end in (
        ("bytes=0-", 0, size), ("bytes=0-0", 0, 1), ("bytes=100-1099", 100, 1_100), (f"bytes={size - 5}-{size + 99}", size - 5, size),
        ("bytes=-7", size - 7, size), ("bytes=-99999999", 0, size),
    ):  # fmt: skip
        answer = visitor.get(where, headers={"range": asked})
        assert answer.status_code == 206, asked
        assert answer.content == NOTE[start:end], asked
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in (f"bytes={size}-", "bytes=9-3", "bytes=-0"):
        answer = visitor.get(where, headers={"range": asked})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}"), asked
    for asked in ("bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=" + "9" * 40 + "-"):
        assert visitor.get(where, headers={"range": asked}).content == NOTE, asked


def test_a_stretch_over_several_pieces_is_whole(desk, kept, monkeypatch):
    monkeypatch.setattr(sounds, "PIECE", 10)
    key = kept("mill.txt")
    data = bytes(range(95))
    sounds.keep_sound(desk.store, key, "x.ogg", data, {})
    sounds.keep_sound(desk.store, key, "x.ogg", b"another", {})  # it is there
    sound = sounds.sound_of(desk.store, key)
    assert sound.size == 95
    for start, end in ((0, 95), (9, 11), (10, 20), (33, 77), (94, 95), (0, 0), (90, 400)):
        assert b"".join(sounds.stretch(desk.store, sound, start, end)) == data[start:end]


def test_only_a_recording_of_the_store_is_served_whatever_is_asked(visitor, mill):
    for key in (mill, "..%2f..%2fetc%2fpasswd", "do-0", "%00", "note.ogg", "C:%5Cnote.ogg"):
        for end in ("", "/sound", "/export", "/checks"):
            answer = visitor.get(f"/recordings/{key}{end}")
            assert answer.status_code in (404, 422), (key, end, answer.status_code)
            assert "root:" not in answer.text


def test_the_sound_can_be_let_go_and_the_words_stay(visitor, note, desk):
    page = visitor.post(f"/recordings/{note}/forget")
    page = visitor.page(page.headers["location"])
    assert "let go of" in page
    assert "<audio" not in page
    assert 'class="w"' in page
    assert visitor.get(f"/recordings/{note}/sound").status_code == 404
    assert visitor.post(f"/recordings/{note}/checks", {"draft": DRAFT}).status_code == 422
    with desk.store.asking() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM job_items WHERE data IS NOT NULL").scalar() == 0
    assert added(visitor) == note  # the same file again brings it back
    assert visitor.get(f"/recordings/{note}/sound").content == NOTE


# -- the words -----------------------------------------------------------------------------------


def spoken(*lines: str) -> Document:
    """A transcript in which each word takes 300 ms."""
    text, segments, timings = "\n".join(lines), [], []
    for word in re.finditer(r"\S+", text):
        timings.append(Timing(word.start(), word.end(), len(timings) * 300, len(timings) * 300 + 300))
    at = 0
    for one in lines:
        segments.append(Segment(span=Span(at, at + len(one)), role="turn"))
        at += len(one) + 1
    return Document(
        id="do-1", name="n", kind="recording", text=text, segments=tuple(segments), bytes_digest="0" * 64, timings=tuple(timings)
    )


@pytest.mark.parametrize(
    ("line", "written", "expected"),
    [
        ("we have sea the letter", "we have seen the letter", ["we", "have", "seen", "the", "letter"]),
        ("we have the letter", "we have not seen the letter", ["we", "have not seen", "the", "letter"]),
        ("we have uh the letter", "we have the letter", ["we", "have", "", "the", "letter"]),
        ("we have the letter", "Oh we have the letter", ["Oh we", "have", "the", "letter"]),
        ("i can knot go", "I cannot go", ["I", "cannot", "", "go"]),
        ("we have", "", ["", ""]),
        ("we have", "we have", ["we", "have"]),
        ("a b c d", "x y", ["x", "", "y", ""]),
        ("a b", "w x y z", ["w x", "y z"]),
    ],
)
def test_what_a_person_writes_falls_on_the_times_of_the_words(line, written, expected):
    document = spoken("before it", line)
    words = wording.said_in(document, None)
    changes = wording.rewritten(wording.lines_of(document, words)[1], written)
    assert [changes[number] for number in range(2, len(words))] == expected
    out = wording.corrected(
        [wording.Said(one.number, one.start_ms, one.end_ms, one.heard, changes.get(one.number, one.said)) for one in words]
    )
    assert " ".join(one.text for one in out) == f"before it {' '.join(written.split())}".strip()
    assert all(one.start_ms <= one.end_ms for one in out)
    assert [one.start_ms for one in out] == sorted(one.start_ms for one in out)


def test_a_line_that_was_corrected_is_corrected_again_and_removed_words_can_come_back():
    document = spoken("we have uh the letter")
    words = wording.said_in(document, None)
    first = wording.after(words, wording.rewritten(wording.lines_of(document, words)[0], "we have the letter"))
    assert first == [(2, "uh", "")]
    entry = type("E", (), {"payload": {"words": [list(one) for one in first]}})()
    words = wording.said_in(document, entry)
    (line,) = wording.lines_of(document, words)
    assert line.text == "we have the letter"
    assert wording.after(words, wording.rewritten(line, "we have the uh letter"))[0] == (2, "uh", "")
    with pytest.raises(SettingsError):
        wording.rewritten(line, "x" * 3_000)
    with pytest.raises(SettingsError):
        wording.rewritten(line, "we have the letter " + "and " * 90)


def test_a_correction_is_kept_in_the_ledger_with_its_history_and_taken_back(visitor, note, desk):
    words = words_of(visitor, note)
    line = recording_views.line(desk, note, 0)
    mended = "Hello " + line.text.split(" ", 1)[1]
    part = visitor.part(f"/recordings/{note}/lines/0", {"words": mended, "why": "heard it"})
    assert "Saved." in part.text
    assert f"The machine heard: {line.words[0].heard}" in part.text
    now = words_of(visitor, note)
    assert now[0]["said"] == "Hello"
    assert [(one["start_ms"], one["end_ms"], one["heard"]) for one in now] == [
        (one["start_ms"], one["end_ms"], one["heard"]) for one in words
    ]
    visitor.part(f"/recordings/{note}/lines/0", {"words": mended + " indeed"})
    (last, first) = visitor.get(f"/api/v1/recordings/{note}").json()["corrections"]
    assert (first["kind"], first["by"], first["why"], last["supersedes"]) == ("transcript", "person: Mina Roe", "heard it", first["id"])
    page = visitor.page(f"/recordings/{note}")
    assert "2 corrections" in page
    assert "corrected by hand" in page
    visitor.post(f"/recordings/{note}/undo")
    assert words_of(visitor, note) == now
    assert "3 corrections" in visitor.page(f"/recordings/{note}")
    assert "As the machine heard it." in visitor.part(f"/recordings/{note}/lines/0", {"as_heard": "yes"}).text
    assert words_of(visitor, note) == words
    assert "Nothing was changed." in visitor.part(f"/recordings/{note}/lines/0", {"words": line.text}).text
    assert visitor.post(f"/recordings/{note}/lines/999", {"words": "x"}).status_code == 404


def test_the_ledger_is_whole_after_corrections_and_can_be_replayed(visitor, note, desk, tmp_path):
    checked(visitor, note, keep="on")
    recording_views.reword(desk, note, {0: "Hello", 2: ""}, "Ada")
    recording_views.words_back(desk, note, "Ben")
    assert verify(desk.store).faults == []
    with settings.store(str(tmp_path / "other.db"), create=True) as other:
        other.replay(desk.store.entries())
        assert verify(other).faults == []
        assert other.reading(note).document.timings == desk.store.reading(note).document.timings
        assert sounds.last_wording(other, note) == sounds.last_wording(desk.store, note)


def test_two_people_who_correct_two_lines_lose_nothing(visitor, note, desk):
    recording_views.reword(desk, note, {0: "Hello"}, "Ada")
    recording_views.reword(desk, note, {3: "there"}, "Ben")
    assert [words_of(visitor, note)[at]["said"] for at in (0, 3)] == ["Hello", "there"]


def test_programs_correct_words_too(desk, note):
    client = Visitor(desk).client
    made = client.post(f"/api/v1/recordings/{note}/words", json={"words": {"1": "can't", "2": ""}, "by": "Ada", "why": "clear"}).json()
    assert (made["by"], [one[2] for one in made["payload"]["words"]]) == ("person: Ada", ["can't", ""])
    assert client.post(f"/api/v1/recordings/{note}/words", json={"words": {"1": "can't"}}).json() is None
    assert client.post(f"/api/v1/recordings/{note}/words", json={"words": {"99999": "x"}}).status_code == 422
    assert client.post(f"/api/v1/recordings/{note}/words", json={"words": {"1": "x" * 300}}).status_code == 422
    assert client.post("/api/v1/recordings/do-none/words", json={"words": {"1": "x"}}).status_code == 404


def test_a_correction_survives_a_kill(tmp_path):
    store = tmp_path / "desk.db"
    code = (
        "import os, signal, sys\n"
        "from sayso import settings\nfrom sayso.desk.holding import Desk\nfrom sayso.desk import recording_views, hearing\n"
        "from sayso.stores import jobs\nfrom pathlib import Path\n"
        "s = settings.store(sys.argv[1], create=True)\n"
        "jobs.queue(s, 'read', 'n', [('note.ogg', Path(sys.argv[2]).read_bytes())])\n"
        "w = jobs.take(s, 'a')\nhearing.hear(s, w)\nkey = jobs.job(s, w.job).items[0].document\n"
        "d = Desk(store=s, pipeline=settings.pipeline)\n"
        "for n in range(200):\n    recording_views.reword(d, key, {n % 40: f'word{n}'}, 'Ada')\n    print(key, n, flush=True)\n"
    )
    arguments = [sys.executable, "-c", code, str(store), str(EXAMPLES / "recording" / "note.ogg")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as run:
        for _ in range(25):
            line = run.stdout.readline()
        run.kill()
    key, number = line.split()
    with settings.store(str(store)) as opened:
        history = sounds.wordings(opened, key)
        assert len(history) >= int(number) + 1
        said = {at: word for at, _, word in history[0].payload["words"]}
        assert said[int(number) % 40] == f"word{number}"


# -- drafts held against it ------------------------------------------------------------------------


def test_quotations_are_listed_with_their_outcome_and_time_and_a_link_to_their_clip(visitor, note):
    page = html.fromstring(checked(visitor, note))
    rows = page.xpath("//li[contains(@class, 'verdict')]")
    assert len(rows) == 4
    for row in rows:
        assert row.xpath(".//strong/text()")[0] in ("verbatim", "cleaned", "abridged", "altered", "unchecked", "absent")
    timed = [row for row in rows if row.get("data-from")]
    assert len(timed) >= 3
    for row in timed:
        (link,) = row.xpath(".//a[@data-clip]")
        assert re.fullmatch(rf"/recordings/{note}/sound#t=\d+\.\d\d,\d+\.\d\d", link.get("href"))
        assert re.fullmatch(r"\d+:\d\d", link.text)
    assert [int(row.get("data-from")) for row in timed] == sorted(int(row.get("data-from")) for row in timed)
    words = " ".join(rows[0].text_content().split())
    assert "Nobody asked us" in words
    vtt = visitor.get(page.xpath("//a[contains(@href, 'export?check=')]/@href")[0])
    assert vtt.text.startswith("WEBVTT")
    assert "-->" in vtt.text
    document = from_bytes(vtt.content, "q.vtt")
    assert "Nobody asked us before they closed the bridge" in document.text


def test_verdicts_that_rested_on_words_corrected_since_are_to_be_checked_again(visitor, note, desk):
    page = checked(visitor, note, keep="on")
    assert "To be checked again" not in page
    assert "kept in the ledger" in page
    statement = next(one for one in desk.store.statements() if "closed the bridge" in one.text)
    history = desk.store.history(statement.id)
    assert history[-1].kind == "verdict"
    assert history[-1].payload["recordings"] == {"note.ogg": {"document": note, "words": None}}
    assert "to be checked again" not in visitor.page(f"/statements/{statement.id}")
    wanted = "nobody asked us before they closed the bridge".split()
    heard = [one["heard"] for one in words_of(visitor, note)]
    at = next(number for number in range(len(heard)) if heard[number] in ("nobody", "closed", "asked", "before"))
    recording_views.reword(desk, note, {at + 1: wanted[2]}, "Ada")
    assert "To be checked again" in visitor.page(f"/recordings/{note}")
    card = visitor.get(f"/statements/{statement.id}/card").text
    assert ("to be checked again" in card) == (("note.ogg") in card)
    check = jobs.jobs_in(desk.store, "listen")[0].id
    visitor.post(f"/recordings/{note}/checks/{check}", {"do": "again"})
    assert "listened to" in visitor.page(f"/recordings/{note}")
    visitor.work()
    assert "To be checked again" not in visitor.page(f"/recordings/{note}")
    last = [entry for entry in desk.store.history(statement.id) if entry.kind == "verdict"][-1]
    assert last.payload["recordings"]["note.ogg"]["words"] == sounds.last_wording(desk.store, note).id
    assert "to be checked again" not in visitor.page(f"/statements/{statement.id}")


def test_a_document_of_the_store_is_checked_and_its_verdicts_kept(visitor, note, kept, desk):
    key = kept("draft.txt", DRAFT.encode())
    visitor.post(f"/recordings/{note}/checks", {"document": key})
    visitor.work()
    assert any(entry.kind == "verdict" for one in desk.store.statements() for entry in desk.store.history(one.id))
    assert f'href="/documents/{key}"' in visitor.page(f"/recordings/{note}")


def test_a_check_is_cancelled_taken_off_and_refused_in_words(visitor, note, desk):
    visitor.post(f"/recordings/{note}/checks", {"draft": DRAFT})
    check = jobs.jobs_in(desk.store, "listen")[0].id
    visitor.post(f"/recordings/{note}/checks/{check}", {"do": "cancel"})
    assert "It was cancelled." in visitor.page(f"/recordings/{note}")
    assert visitor.work() == 0
    assert visitor.post(f"/recordings/{note}/checks/{check}", {"do": "what"}).status_code == 422
    assert visitor.post(f"/recordings/{note}/checks/jo-none", {"do": "again"}).status_code == 404
    visitor.post(f"/recordings/{note}/checks/{check}", {"do": "forget"})
    assert "It was cancelled." not in visitor.page(f"/recordings/{note}")
    assert visitor.post(f"/recordings/{note}/checks", {"draft": "  "}).status_code == 422
    assert visitor.post(f"/recordings/{note}/checks", {"draft": DRAFT, "policy": "../strict"}).status_code == 422
    assert visitor.post(f"/recordings/{note}/checks", {"document": "do-none"}).status_code in (404, 422)


def test_a_recording_as_evidence_of_a_check_is_sent_to_its_own_page(visitor):
    where = visitor.post("/check", {"draft": DRAFT}, files=[("evidence", ("note.ogg", NOTE))]).headers["location"]
    assert "note.ogg is a recording. Add it to the desk" in visitor.page(where)


# -- files, parts, hostile words -------------------------------------------------------------------


def test_the_transcript_leaves_as_captions_text_and_json_with_its_corrections(visitor, note, desk):
    recording_views.reword(desk, note, {0: "Hello --> <b>there</b>", 1: ""}, "Ada")
    captions = visitor.get(f"/recordings/{note}/export?form=vtt")
    assert "attachment" in captions.headers["content-disposition"]
    document = from_bytes(captions.content, "n.vtt")
    assert document.text.startswith("Hello")
    assert "corrected by hand" in captions.text.split("\n\n")[1]
    assert visitor.get(f"/recordings/{note}/export?form=txt").text.startswith("[00:00:0")
    whole = json.loads(visitor.get(f"/recordings/{note}/export?form=json").text)
    assert whole["recording"]["digest"] == visitor.get(f"/api/v1/recordings/{note}").json()["sha256"]
    assert visitor.get(f"/recordings/{note}/export?form=exe").status_code == 422


def test_a_long_transcript_is_shown_in_parts_and_a_link_to_a_time_opens_the_right_one(visitor, note, monkeypatch):
    monkeypatch.setattr(recording_views, "MOST_WORDS", 15)
    first = html.fromstring(visitor.page(f"/recordings/{note}"))
    parts = first.xpath("//nav[@aria-label='Parts of the transcript']/a")
    assert len(parts) >= 2
    last = words_of(visitor, note)[-1]
    page = html.fromstring(visitor.page(f"/recordings/{note}?at={last['start_ms']}"))
    assert str(last["start_ms"]) in page.xpath("//*[@data-t]/@data-t")
    assert str(last["start_ms"]) not in first.xpath("//*[@data-t]/@data-t")
    numbers = [
        line.get("id")
        for number in range(1, len(parts) + 1)
        for line in html.fromstring(visitor.page(f"/recordings/{note}?part={number}")).xpath("//li[@data-row and starts-with(@id, 'l-')]")
    ]
    assert numbers == [f"l-{number}" for number in range(len(numbers))]
    assert visitor.get(f"/recordings/{note}?part=999&at=").status_code in (200, 422)
    assert visitor.page(f"/recordings/{note}?at=999999999")


def test_no_payload_in_a_name_a_word_a_reason_or_a_draft_becomes_more_than_words(visitor, desk):
    for number, payload in enumerate(PAYLOADS):
        if number % 6 == 0:
            key = added(visitor, payload.replace("/", "-").replace("\x00", "")[:80] + ".wav", wav(0.5, number + 1))
            harmless(visitor.page(f"/recordings/{key}"), "an empty recording")
    note = added(visitor, "“<b>note</b>” {{ 7*7 }}.ogg")
    count = len(words_of(visitor, note))
    recording_views.reword(
        desk, note, {number % count: payload[:200] for number, payload in enumerate(PAYLOADS)}, "<i>Ada</i>", PAYLOADS[0]
    )
    for number in range(0, 60, 6):
        part = visitor.part(
            f"/recordings/{note}/lines/0", {"words": " ".join(PAYLOADS[number : number + 4])[:190], "why": PAYLOADS[number + 5]}
        )
        assert part.status_code == 200
        harmless(part.text, "a line")
    draft = "\n\n".join(f"“We never saw {payload} in the town at all,” Ana Cho said." for payload in PAYLOADS[::12])
    visitor.post(f"/recordings/{note}/checks", {"draft": draft, "name": PAYLOADS[3]})
    visitor.work()
    page = visitor.page(f"/recordings/{note}")
    assert 'class="listened"' in page
    harmless(page, "the recording")
    harmless(visitor.get(f"/recordings/{note}/checks", headers={"HX-Request": "true"}).text, "its checks")
    for form in ("vtt", "txt", "json"):
        assert visitor.get(f"/recordings/{note}/export?form={form}").status_code == 200
    for payload in PAYLOADS[::7]:
        for query in ("at", "part", "said", "form", "check"):
            assert visitor.get(f"/recordings/{note}", params={query: payload}).status_code in (200, 422)
            assert visitor.get(f"/recordings/{note}/export", params={query: payload}).status_code in (200, 404, 422)


def test_only_this_page_lets_its_library_bring_a_style_sheet_and_by_a_nonce_of_its_own(visitor, note):
    one, other = visitor.get(f"/recordings/{note}"), visitor.get(f"/recordings/{note}")
    policies = [answer.headers["content-security-policy"] for answer in (one, other)]
    nonces = [re.search(r"style-src 'self' 'nonce-([\w-]{16,})'", policy)[1] for policy in policies]
    assert nonces[0] != nonces[1]
    assert f'data-nonce="{nonces[0]}"' in one.text
    for policy in policies:
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert "media-src 'self'" in policy
    assert "nonce" not in visitor.get("/add").headers["content-security-policy"]


def test_the_peaks_are_as_loud_as_the_sound(desk):
    import base64

    facts = settings.transcript(wav(1.0, 900), settings.transcriber(), None, name="x.wav").facts
    peaks = base64.b64decode(hearing.peaks_of(wav(1.0, 900), "x.wav", facts))
    assert 1_000 <= len(peaks) <= hearing.PEAKS
    assert set(peaks) == {255}
