"""A recording that waits in a job in, its transcript and its sound kept out; a draft that is to be held against it in, verdicts out.

In:  work of the store's jobs: the bytes of a recording, or a draft and the id of a recording.
Out: `is_recording(...)`, `hear(...)`, `listen(...)`, for the process in the background; `queue_listening(...)`.
Not here: hearing itself (transcribers), checking (checker/), what a page shows (recording_views.py).

A recording is transcribed piece by piece, and each piece is kept: a process that is killed, or a job that is cancelled and
tried again, goes on where it stopped.  The transcript is kept in the ledger, then the sound, then the item is done.
"""

from __future__ import annotations

import base64
import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sayso import ingest, pipeline, settings
from sayso.checker.page import facts
from sayso.checker.policy import SHIPPED, policy_of
from sayso.desk import wording
from sayso.errors import InputError, SaysoError, SettingsError, StoreError
from sayso.ingest.decoding import document_id
from sayso.ingest.sound import HEAD, RATE, Sound, SoundFacts, container_of, digest_and_head
from sayso.reading import Reading
from sayso.recordings import Transcript
from sayso.schema import Document, Origin
from sayso.stores import jobs, sounds
from sayso.stores.sql import Store
from sayso.transcribers.document import document_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sayso.pipeline import Pipeline

PEAKS = 1_200  # of a waveform: as many as a wide page has places for
AROUND_WORDS = 4
GONE = "The sound of this recording was let go of. Add the file again to check against it."
RENEWED_EVERY = 40.0  # seconds; a third of a lease


class _Cancelled(Exception):
    """Nobody wants it any more."""


def is_recording(work: jobs.Work) -> bool:
    """Whether an item is a recording; what somebody says is a text is one."""
    told = work.options.get("as_text") or work.options.get("format")
    return not told and container_of(work.data[:HEAD]) is not None


@contextlib.contextmanager
def _held(store: Store, work: jobs.Work) -> Iterator[None]:
    """Keep others from taking an item that takes long."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(RENEWED_EVERY):
            with contextlib.suppress(StoreError):
                jobs.renew(store, work)

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _going_on(store: Store, work: jobs.Work, told: Mapping[str, Any]) -> None:
    try:
        wanted = jobs.renew(store, work, told)
    except StoreError:
        return  # another writes; the next piece asks again
    if not wanted:
        raise _Cancelled


# -- a recording ---------------------------------------------------------------------------------


def hear(store: Store, work: jobs.Work) -> None:
    """Transcribe a recording, keep its transcript and its sound, and say what became of it."""
    try:
        with _held(store, work):
            state, document = _heard(store, work)
    except _Cancelled:
        jobs.settle(store, work, "cancelled")
    except SaysoError as error:
        jobs.settle(store, work, "failed", code=error.code, message=str(error))
    except MemoryError:
        why = f"{work.name} asks for more memory than this machine has. Cut it into parts."
        jobs.settle(store, work, "failed", code="too-large", message=why)
    else:
        jobs.settle(store, work, state, document=document, kind="recording")


def _heard(store: Store, work: jobs.Work) -> tuple[jobs.ItemState, str]:
    digest, _ = digest_and_head(work.data, work.name)
    key = document_id(digest)
    known = any(entry.kind == "document" for entry in store.history(key))
    there = sounds.sound_of(store, key)
    if known and there is not None and there.size:
        return "known", key

    def progress(done: int, total: int | None) -> None:
        _going_on(store, work, {f"heard {work.number}": [done, total]})

    who = settings.transcriber()
    _going_on(store, work, {f"heard {work.number}": [0, None]})
    # one that breaks off is taken as far as it goes, and says so on its page
    found = settings.transcript(work.data, who, settings.cache_folder(), progress, incomplete=True, name=work.name)
    about = {"facts": asdict(found.facts), "transcriber": found.transcriber, "peaks": peaks_of(work.data, work.name, found.facts)}
    if not known:
        origin = found.document.origin or Origin(stage="transcribe", version=version("sayso"))
        reading = Reading(document=found.document, quotations=(), attributions=(), entities=(), origin=origin)
        list(pipeline.keep(store, [reading], origin))
    sounds.keep_sound(store, key, work.name, work.data, about)
    return "known" if known else "done", key


def peaks_of(data: bytes, name: str, about: SoundFacts) -> str:
    """How loud a recording is at `PEAKS` places, each a byte, in base64.

    Raises:
        InputError: it cannot be decoded.
    """
    import numpy as np

    wide = max(1, about.duration_ms * RATE // 1000 // PEAKS)
    out = np.zeros(PEAKS + 2, dtype=np.int32)
    at = 0
    with Sound(data, name, incomplete=True) as sound:
        for block in sound:
            places = np.minimum((np.arange(at, at + len(block)) // wide), PEAKS + 1)
            np.maximum.at(out, places, np.abs(block.astype(np.int32)))
            at += len(block)
    out = out[: max(1, min(PEAKS, -(-at // wide)))]
    loudest = max(1, int(out.max()))
    return base64.b64encode((out * 255 // loudest).astype(np.uint8).tobytes()).decode("ascii")


def transcript_of(document: Document, said: Sequence[wording.Said], about: Mapping[str, Any]) -> Transcript:
    """The transcript of a recording with the corrections of people, as it can be listened with."""
    words = wording.corrected(said)
    origin = document.origin or Origin(stage="transcribe", version=version("sayso"))
    speaker = next((one.speaker for one in document.segments if one.speaker), None)
    whole = document_of(
        words,
        id=document.id,
        name=document.name,
        digest=document.bytes_digest,
        origin=origin,
        created=document.published_at,
        speaker=speaker,
    )
    return Transcript(words, SoundFacts(**about["facts"]), whole, dict(about["transcriber"]))


# -- a draft that is held against it -------------------------------------------------------------


def queue_listening(store: Store, recording: str, draft: tuple[str, bytes] | None, document: str | None, policy: str, *, keep: bool) -> str:
    """Have a draft, or a document of the store, held against a recording in the background; the job's id.

    Args:
        store: where the recording is.
        recording: its id.
        draft: name and bytes; None where a document of the store is checked.
        document: that document's id.
        policy: the house style's name.
        keep: whether statements and verdicts are kept in the ledger; those on a document of the store always are.

    Raises:
        InputError: the draft cannot be read, or there is no such document.
        SettingsError: there is nothing to check, or no such house style, or the sound was let go.
    """
    if policy not in SHIPPED:
        raise SettingsError(f"There is no house style {policy[:80]!r}. Choose one of {', '.join(SHIPPED)}.", about=policy)
    sound = sounds.sound_of(store, recording)
    if sound is None or not sound.size:
        raise SettingsError(GONE, about=recording)
    if document:
        title, item = store.reading(document).document.name, ("", b"")
    elif draft is not None and draft[1].strip():
        title, item = ingest.from_bytes(draft[1], draft[0]).name, draft
    else:
        raise SettingsError("There is nothing to check: paste a draft or choose a file.")
    options = {"recording": recording, "document": document or None, "policy": policy, "keep": keep or bool(document)}
    return jobs.queue(store, "listen", title, [item], options)


def listen(store: Store, reads: Callable[[], Pipeline], work: jobs.Work) -> None:
    """Hold a draft against a recording, and keep what was found with the job's papers."""
    try:
        with _held(store, work):
            told = _listened(store, reads, work)
    except SaysoError as error:
        jobs.settle(store, work, "failed", code=error.code, message=str(error))
    except (RecursionError, MemoryError) as error:
        why = f"{work.name} asks for more than this machine gives ({type(error).__name__}). It may be hostile; leave it out."
        jobs.settle(store, work, "failed", code="unreadable", message=why)
    else:
        jobs.set_options(store, work.job, told)
        jobs.settle(store, work, "held", kind="recording")


def _near(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A passage with only some words of what is around it: the whole transcript stands beside it."""
    out = []
    for number, (words, look) in enumerate(pieces):
        if look == "around" and len(parts := words.split()) > AROUND_WORDS:
            words = "… " + " ".join(parts[-AROUND_WORDS:]) + " " if number == 0 else " " + " ".join(parts[:AROUND_WORDS]) + " …"
        out.append((words, look))
    return out


def _listened(store: Store, reads: Callable[[], Pipeline], work: jobs.Work) -> dict[str, Any]:
    recording, chosen = str(work.options["recording"]), work.options.get("document")
    reading = store.reading(chosen) if chosen else reads().read(ingest.from_bytes(work.data, work.name), any_language=True)
    document, last = store.reading(recording).document, sounds.last_wording(store, recording)
    sound = sounds.sound_of(store, recording)
    if sound is None or not sound.size:
        raise InputError(GONE, about=recording)
    said = wording.said_in(document, last)

    def data() -> bytes:
        return b"".join(sounds.stretch(store, sound, 0, sound.size))

    shelf = settings.recording(transcript_of(document, said, sound.about), data)
    report = pipeline.checked(reading, shelf, policy_of(str(work.options["policy"])), settings.checking())
    times = {row["id"]: (row["start_ms"], row["end_ms"]) for row in report.to_rows()}
    rows = [{**row, "start_ms": times[row["id"]][0], "end_ms": times[row["id"]][1]} for row in facts(report)["rows"]]
    for row in rows:
        row["spoken"] = _near(row["spoken"])
    words = None if last is None else last.id
    if work.options.get("keep"):
        if not chosen:
            list(pipeline.keep(store, [reading], reading.origin))
        pipeline.keep_verdicts(store, reading, report, {document.name: {"document": recording, "words": words}})
    rows.sort(key=lambda row: (row["start_ms"] is None, row["start_ms"] or 0))
    of = reading.document.id if work.options.get("keep") else None
    return {"rows": rows, "words": words, "sum": report.sum_line(), "vtt": report.to_vtt(), "at": jobs.now(), "of": of}
