"""The `Desk` and a recording in, what its page shows out; and what a person decides there, kept.

In:  a recording's id, words that a person corrects.
Out: `page(...)`, `line(...)`, `checks_of(...)`, `export(...)`; `reword(...)`, `rewrite(...)`, `words_back(...)`.
Not here: hearing and checking (hearing.py), forms and routes (recording_pages.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from sayso import ledger
from sayso.checker.policy import SHIPPED
from sayso.desk import handing, hearing, wording
from sayso.desk.holding import Desk
from sayso.desk.views import NotThere, there
from sayso.errors import SettingsError
from sayso.ingest.sound import SoundFacts
from sayso.reading import visible
from sayso.recordings import told_of
from sayso.schema import Document, Entry
from sayso.stores import jobs, sounds
from sayso.transcribers.document import json_of, text_of, vtt_of

MOST_WORDS = 3_000  # shown at once: twenty minutes of speech
MOST_CHECKS = 20
FORMS = {
    "vtt": ("Captions (WebVTT)", "text/vtt; charset=utf-8"),
    "txt": ("Text with times", "text/plain; charset=utf-8"),
    "json": ("JSON, as Whisper writes it", "application/json"),
}
KINDS = {  # container -> what a browser is told that it is
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "matroska": "video/webm",
    "mov": "audio/mp4",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
}


def document_of(desk: Desk, key: str) -> Document:
    """The transcript of a recording, as a machine heard it.

    Raises:
        NotThere: there is no such recording.
    """
    with there():
        document = desk.remembered(("recording", key), lambda: desk.store.reading(key).document, desk.stamp(key))
    if document.kind != "recording":
        raise NotThere(f"{key} is no recording. Its text is at /documents/{key}.", about=key)
    return document


def clock(milliseconds: int | None) -> str:
    """A time in a recording, for people: 0:07, 12:40, 1:02:03."""
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def page(desk: Desk, key: str, at_ms: int | None = None, part: int = 1) -> dict[str, Any]:
    """What the page of a recording shows.

    Args:
        desk: where it is kept.
        key: its id.
        at_ms: the time that is wanted; its part of the words is shown.
        part: which part of the words, where no time is wanted.

    Raises:
        NotThere: there is no such recording.
    """
    document = document_of(desk, key)
    history = sounds.wordings(desk.store, key)
    said = wording.said_in(document, history[0] if history else None)
    lines = wording.lines_of(document, said)
    parts = _parts(lines)
    if at_ms is not None:
        part = max(1, bisect_right([one[0].words[0].start_ms for one in parts], at_ms))
    part = max(1, min(part, len(parts)))
    sound = sounds.sound_of(desk.store, key)
    facts = sound.about["facts"] if sound is not None else None
    return {
        "document": document,
        "sound": sound,
        "facts": facts,
        "told": told(sound.about) if sound is not None else "",
        "duration_ms": facts["duration_ms"] if facts else (said[-1].end_ms if said else 0),
        "peaks": sound.about["peaks"] if sound is not None else "",
        "lines": parts[part - 1] if parts else [],
        "part": part,
        "parts": [(number, one[0].words[0].start_ms, one[-1].words[-1].end_ms) for number, one in enumerate(parts, 1)],
        "words": len(said),
        "corrected": sum(one.human for one in said),
        "history": history,
        "at_ms": at_ms,
        "checks": checks_of(desk, key, history[0] if history else None),
        "styles": SHIPPED,
        "forms": {name: title for name, (title, _) in FORMS.items()},
        **shared(),
    }


def shared() -> dict[str, Any]:
    """What the templates of a recording need besides."""
    return {"clock": clock, "decided": decided}


def told(about: Mapping[str, Any]) -> str:
    """What is known of a recording's file and of who transcribed it, in a line."""
    return told_of(SoundFacts(**about["facts"]), dict(about["transcriber"]))


def _parts(lines: list[wording.Line]) -> list[list[wording.Line]]:
    """The lines in parts of some thousand words."""
    out: list[list[wording.Line]] = []
    held = 0
    for one in lines:
        if not out or held >= MOST_WORDS:
            out.append([])
            held = 0
        out[-1].append(one)
        held += len(one.words)
    return out


def line(desk: Desk, key: str, number: int) -> wording.Line:
    """One line of a transcript as it stands now.

    Raises:
        NotThere: there is no such recording, or no such line.
    """
    document = document_of(desk, key)
    lines = wording.lines_of(document, wording.said_in(document, sounds.last_wording(desk.store, key)))
    if not 0 <= number < len(lines):
        raise NotThere("There is no such line in this transcript.", about=key)
    return lines[number]


def checks_of(desk: Desk, key: str, wording_now: Entry | None) -> list[dict[str, Any]]:
    """The drafts that were held against a recording, the last first, each with whether it is to be checked again."""
    out = []
    now = None if wording_now is None else wording_now.id
    for one in jobs.jobs_in(desk.store, "listen", 200):
        if one.options["recording"] != key or one.options.get("forgotten"):
            continue
        rows = one.options.get("rows")
        failed = next((item for item in jobs.job(desk.store, one.id).items if item.state == "failed"), None) if one.failed else None
        out.append(
            {
                "id": one.id,
                "title": one.title,
                "at": one.options.get("at") or one.at,
                "left": one.left,
                "cancelled": bool(one.cancelled),
                "failed": failed,
                "rows": rows,
                "sum": one.options.get("sum", ""),
                "document": one.options.get("of"),
                "policy": one.options["policy"],
                "outdated": rows is not None and not one.left and one.options["words"] != now,
            }
        )
    return out[:MOST_CHECKS]


def decided(entry: Entry, before: Entry | None) -> str:
    """What a correction of a transcript says, in words: against the one before it."""
    words = {int(one[0]): one for one in (entry.payload or {}).get("words", ())}
    old = {int(one[0]): one for one in ((before.payload or {}) if before is not None else {}).get("words", ())}
    parts = [
        f"“{one[1]}” is “{one[2]}”" if one[2] else f"“{one[1]}” was not said" for at, one in sorted(words.items()) if old.get(at) != one
    ]
    parts += [f"“{one[1]}” stands again" for at, one in sorted(old.items()) if at not in words]
    shown = "; ".join(parts[:6]) + (f"; and {len(parts) - 6} more" if len(parts) > 6 else "")
    return shown or "nothing is changed"


# -- what a person decides -----------------------------------------------------------------------


def reword(desk: Desk, key: str, changes: Mapping[int, str], by: str, why: str | None = None) -> Entry | None:
    """Keep what was said in the time of some words; None where it stands so already.

    Args:
        desk: where the recording is kept.
        key: its id.
        changes: number of a word -> what was said there, "" for nothing.
        by: who decides.
        why: the reason.

    Raises:
        SettingsError: there is no such word, or it is too long.
        NotThere: there is no such recording.
        StoreError: it could not be kept.
    """
    document = document_of(desk, key)
    if any(not 0 <= number < len(document.timings) for number in changes):
        raise SettingsError("There is no word of that number in this transcript.", about=key)
    if any(len(said) > wording.LONGEST for said in changes.values()):
        raise SettingsError(f"More than {wording.LONGEST} characters were written for the time of one word.", about=key)
    tidy = {number: " ".join(ledger.storable(said).split()) for number, said in changes.items()}
    with desk.store.writing() as writing:
        before = writing.last("transcript", key)
        said = wording.said_in(document, before)
        words = wording.after(said, tidy)
        if words == [(one.number, one.heard, one.said) for one in said if one.human]:
            return None
        return writing.append([ledger.reworded(key, words, by, why, before)])[0]


def rewrite(desk: Desk, key: str, number: int, text: str | None, by: str, why: str | None = None) -> tuple[wording.Line, str]:
    """Keep a line as a person wrote it, or as the machine heard it; the line then, and what was done in words.

    Args:
        desk: where the recording is kept.
        key: its id.
        number: of the line.
        text: as it is to be; None for as the machine heard it.
        by: who decides.
        why: the reason.

    Raises:
        SettingsError: too much was written.
        NotThere: there is no such recording, or no such line.
        StoreError: it could not be kept.
    """
    now = line(desk, key, number)
    changes = {one.number: one.heard for one in now.words} if text is None else wording.rewritten(now, ledger.storable(text))
    entry = reword(desk, key, changes, by, why)
    then = line(desk, key, number)
    return then, "Nothing was changed." if entry is None else "Saved." if text is not None else "As the machine heard it."


def words_back(desk: Desk, key: str, by: str) -> Entry:
    """Take the last correction of a transcript back: what held before it holds again.

    Raises:
        SettingsError: nothing was corrected.
        NotThere: there is no such recording.
        StoreError: it could not be kept.
    """
    document_of(desk, key)
    with desk.store.writing() as writing:
        history = sounds.wordings(desk.store, key)
        if not history:
            raise SettingsError("There is no correction to take back.", about=key)
        earlier = next((one for one in history if one.id == history[0].supersedes), None)
        words = [(int(at), str(heard), str(said)) for at, heard, said in ((earlier.payload or {}) if earlier else {}).get("words", ())]
        return writing.append([ledger.reworded(key, words, by, f"takes {history[0].id} back", history[0])])[0]


# -- files ---------------------------------------------------------------------------------------


def export(desk: Desk, key: str, form: str) -> handing.File:
    """The transcript with its corrections as a file.

    Raises:
        SettingsError: there is no such format.
        NotThere: there is no such recording.
    """
    if form not in FORMS:
        raise SettingsError(f"There is no format {form[:80]!r} of a transcript. Choose one of {', '.join(FORMS)}.", about=form)
    document = document_of(desk, key)
    said = wording.said_in(document, sounds.last_wording(desk.store, key))
    words = wording.corrected(said)
    if form != "json":
        words = tuple(one._replace(text=visible(one.text)) for one in words)
    sound = sounds.sound_of(desk.store, key)
    people = sum(one.human for one in said)
    note = " ".join(visible(document.name).split()) + (f"; {told(sound.about)}" if sound is not None else "")
    note += f"; {people} {'word' if people == 1 else 'words'} corrected by hand" if people else ""
    if form == "vtt":
        content = vtt_of(words, note)
    elif form == "txt":
        content = text_of(words)
    else:
        about: Mapping[str, Any] = sound.about if sound is not None else {"facts": {}, "transcriber": {}}
        content = json_of(words, about["facts"], about["transcriber"])
    return handing.File(iter([content.encode("utf-8", "replace")]), FORMS[form][1], f"sayso-transcript.{form}")


def quotations_vtt(desk: Desk, key: str, check: str) -> handing.File:
    """The quotations of a check as captions over the recording.

    Raises:
        NotThere: there is no such check of this recording, or it is not done.
    """
    with there():
        one = jobs.job(desk.store, check)
    if one.options.get("recording") != key or "vtt" not in one.options:
        raise NotThere("There is no such check of this recording yet.", about=check)
    return handing.File(iter([str(one.options["vtt"]).encode("utf-8", "replace")]), FORMS["vtt"][1], "sayso-quotations.vtt")


def queue_check(desk: Desk, key: str, draft: tuple[str, bytes] | None, document: str | None, policy: str, *, keep: bool) -> str:
    """Have a draft held against a recording in the background; the job's id.

    Raises:
        NotThere: there is no such recording.
        SaysoError: as `hearing.queue_listening` says.
    """
    document_of(desk, key)
    made = hearing.queue_listening(desk.store, key, draft, document, policy, keep=keep)
    desk.wake()
    return made
