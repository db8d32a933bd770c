"""Recordings made ready: a file becomes a transcript, a transcript and its sound become evidence, a stretch becomes a clip.

In:  recordings (files, or voice notes in a chat's zip), a transcriber, the folder where transcripts are kept.
Out: `Transcript`s; `Recording`s that the checker can listen to; clips as small Ogg files.
Not here: any stage's work; which transcriber and which folder (settings.py).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.checker.listening import Recording
from sayso.errors import MissingExtra, SaysoError
from sayso.ingest.decoding import document_id
from sayso.ingest.sound import RATE, Sound, SoundFacts, digest_and_head, samples_of
from sayso.ingest.voice_notes import VoiceNote
from sayso.schema import Document, Failure
from sayso.transcribers import Transcriber, Word
from sayso.transcribers import keeping as kept
from sayso.transcribers.document import document_of, origin_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

Progress = Callable[[int, int | None], None]  # milliseconds heard, and of how many, where the file says it
AROUND_MS = 300  # on both sides of a clip: words cut at the very edge sound wrong
CLIP_RATE, CLIP_BITS = 48_000, 24_000  # Opus; 3 kB a second


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in a recording, and what is known of its file."""

    words: tuple[Word, ...]
    facts: SoundFacts
    document: Document
    transcriber: dict[str, str] = field(default_factory=dict)


def transcribed(
    what: Path | bytes,
    transcriber: Transcriber,
    version: str,
    *,
    name: str | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    incomplete: bool = False,
    speaker: str | None = None,
    made: str | None = None,
) -> Transcript:
    """The transcript of a recording; one that is kept whole is not made again, one that is begun goes on.

    Args:
        what: the file, or the bytes of one.
        transcriber: who hears.
        version: of sayso.
        name: what it is called; a file has a name of its own.
        folder: where transcripts are kept; None keeps nothing.
        progress: told how far it is.
        incomplete: take a file that breaks off for as long as it goes.
        speaker: who speaks, where a chat says who sent it.
        made: when, where the file does not say it.

    Raises:
        InputError: the recording cannot be read; the class and the sentence say why.
        MissingExtra: decoding needs the sound extra.
        OSError: the folder cannot be written.
    """
    shown = name or (what.name if isinstance(what, Path) else "recording")
    digest, _ = digest_and_head(what, shown)
    file = kept.file_of(folder, digest, transcriber) if folder is not None else None
    found = kept.whole(file) if file is not None else None
    if found is not None and (incomplete or not found[1].get("broken_off")):
        words, facts = found[0], SoundFacts(**{**found[1], "name": shown})
    else:
        with Sound(what, shown, incomplete=incomplete) as sound:
            total = sound.facts.stated_ms
            told = None if progress is None else lambda done: progress(done, total)
            words = kept.heard(sound, transcriber, file, told)
            facts = sound.facts
        if file is not None:
            kept.close(file, asdict(facts))
    document = document_of(
        words, id=document_id(digest), name=shown, digest=digest, origin=origin_of(transcriber, version),
        created=facts.created or made, speaker=speaker,
    )  # fmt: skip
    return Transcript(words, facts, document, {one: getattr(transcriber, one) for one in ("name", "model", "settings", "caution")})


def recording_of(
    transcript: Transcript, what: Path | Callable[[], bytes], name: str, speaker: str | None = None, hears: Transcriber | None = None
) -> Recording:
    """A recording that the checker can listen to; its samples are decoded when they are first asked for.

    Args:
        transcript: what was heard in it.
        what: the file, or what gives its bytes.
        name: what it is shown under.
        speaker: who made it.
        hears: who transcribed it, to hear places again; None for pocketsphinx.
    """
    from sayso.transcribers.probe import SphinxProbe

    def samples() -> Samples:
        given = what if isinstance(what, Path) else what()
        return samples_of(Sound(given, transcript.facts.name, incomplete=True))

    probe = SphinxProbe(samples, transcript.words, hears)
    return Recording(
        transcript.document, name, probe, speaker, what if isinstance(what, Path) else None,
        lambda start_ms, end_ms: clip_of(probe.samples, start_ms, end_ms),
    )  # fmt: skip


def made_ready(
    files: Sequence[tuple[Path, str]],
    notes: Sequence[tuple[VoiceNote, str]],
    transcriber: Callable[[], Transcriber],
    version: str,
    folder: Path | None,
    tell: Callable[[str], None] | None,
) -> tuple[list[tuple[Recording, str]], list[Failure]]:
    """Recordings that the checker can listen to, each with what is known of its file; and those that cannot be read.

    Args:
        files: recordings, each with the name it is shown under.
        notes: voice notes of chats, each with the name that its zip is shown under.
        transcriber: gives who transcribes; asked for once, where there is something to transcribe.
        version: of sayso.
        folder: where transcripts are kept; None keeps nothing.
        tell: told what takes long.
    """
    found: list[tuple[Recording, str]] = []
    failures: list[Failure] = []
    try:
        who = transcriber()
    except MissingExtra as missing:
        names = [shown for _, shown in files] + [f"{shown}#{note.name}" for note, shown in notes]
        return [], [Failure(locator=one, stage="transcribe", code=missing.code, message=f"{one}: {missing}") for one in names]

    def one(what: Path | VoiceNote, shown: str) -> None:
        note = what if isinstance(what, VoiceNote) else None
        source = what.data() if isinstance(what, VoiceNote) else what
        told = None if tell is None else lambda done, total: tell(f"transcribing {shown} ... {_clock(done)}{_of(total)}")
        transcript = transcribed(
            source, who, version, name=what.name, folder=folder, progress=told,
            speaker=None if note is None else note.sender, made=None if note is None else note.made,
        )  # fmt: skip
        more = "" if note is None else f"sent by {note.sender or 'nobody the chat names'}{f', {note.stamp}' if note.stamp else ''}"
        sender = None if note is None else note.sender
        heard = recording_of(transcript, what if isinstance(what, Path) else what.data, shown, sender, who)
        found.append((heard, told_of(transcript.facts, transcript.transcriber, more)))

    each: list[tuple[Path | VoiceNote, str]] = [*files, *((note, f"{shown}#{note.name}") for note, shown in notes)]
    for what, shown in each:
        try:
            one(what, shown)
        except SaysoError as error:
            failures.append(Failure(locator=shown, stage="transcribe", code=error.code, message=str(error)))
    return found, failures


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _of(total: int | None) -> str:
    return "" if total is None else f" of {_clock(total)}"


def told_of(facts: SoundFacts, transcriber: dict[str, str], more: str = "") -> str:
    """The facts of a recording in a line, for people."""
    seconds = facts.duration_ms // 1000
    parts = [
        f"{seconds // 60}:{seconds % 60:02} long",
        f"{facts.codec} in {facts.container}",
        f"{facts.rate:,} Hz, {'mono' if facts.channels == 1 else 'stereo' if facts.channels == 2 else f'{facts.channels} channels'}",
    ]
    if facts.created:
        parts.append(f"made {facts.created} as the file says")
    if facts.broken_off:
        parts.append("it breaks off there")
    if more:
        parts.append(more)
    parts.append(f"transcribed by {transcriber['name']} ({transcriber['caution']})")
    return "; ".join(parts)


def clip_of(samples: Samples, start_ms: int, end_ms: int) -> bytes:
    """A stretch of a recording as an Ogg file with Opus in it, a third of a second more on both sides.

    Raises:
        MissingExtra: encoding needs the sound extra.
    """
    try:
        import av
    except ModuleNotFoundError as missing:
        raise MissingExtra("Recordings need the sound extra: pip install 'sayso[sound]'", about="av") from missing
    per_ms = RATE // 1000
    stretch = samples[max(0, (start_ms - AROUND_MS) * per_ms) : (end_ms + AROUND_MS) * per_ms]
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=CLIP_RATE)
        stream.layout = "mono"
        stream.bit_rate = CLIP_BITS
        frame = av.AudioFrame.from_ndarray(stretch[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(format="s16", layout="mono", rate=CLIP_RATE)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            for packet in stream.encode(piece):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return out.getvalue()
