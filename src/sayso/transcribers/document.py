"""Words that were heard in, the Document of a recording out; and the transcript as files of others have it.

In:  words with times, what is known of the file, who transcribed it.
Out: a Document of kind "recording": a line a breath, `timings` of each word, an origin that names backend, model and settings;
     WebVTT, JSON as Whisper writes it, plain text.
Not here: hearing them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sayso.schema import Document, Origin, Segment, Span, Timing
from sayso.transcribers import Transcriber, Word

PAUSE_MS = 800  # between two words: a new line
LINE_WORDS = 40  # and at the latest after so many words
CAPTION_WORDS = 12
CUE_MS = 1_000


def origin_of(transcriber: Transcriber, version: str) -> Origin:
    """Where the words of a transcriber come from."""
    return Origin(
        stage="transcribe",
        version=version,
        model_digest=f"{transcriber.name} {transcriber.model}",
        settings_digest=sha256(transcriber.settings.encode()).hexdigest(),
    )


def document_of(
    words: Sequence[Word],
    *,
    id: str,
    name: str,
    digest: str,
    origin: Origin,
    created: str | None = None,
    speaker: str | None = None,
) -> Document:
    """The Document that these words make; without text where nothing was heard."""
    text: list[str] = []
    length = 0
    segments: list[Segment] = []
    timings: list[Timing] = []
    for line in lines(words, LINE_WORDS):
        if text:
            text.append("\n")
            length += 1
        start = length
        for number, word in enumerate(line):
            if number:
                text.append(" ")
                length += 1
            timings.append(Timing(length, length + len(word.text), word.start_ms, word.end_ms))
            text.append(word.text)
            length += len(word.text)
        segments.append(Segment(span=Span(start, length), role="turn", speaker=speaker, start_ms=line[0].start_ms, end_ms=line[-1].end_ms))
    return Document(
        id=id, name=name, kind="recording", text="".join(text), segments=tuple(segments), bytes_digest=digest, timings=tuple(timings),
        language="en", published_at=created, origin=origin,
    )  # fmt: skip


def lines(words: Sequence[Word], most: int) -> list[list[Word]]:
    """The words in lines: a pause, or `most` words, ends one."""
    out: list[list[Word]] = []
    for word in words:
        if not out or len(out[-1]) >= most or word.start_ms - out[-1][-1].end_ms >= PAUSE_MS:
            out.append([])
        out[-1].append(word)
    return out


def vtt_of(words: Sequence[Word], note: str) -> str:
    """The words as WebVTT captions; the note says who made them."""
    out = ["WEBVTT", "", f"NOTE {_one_line(note)}", ""]
    for line in lines(words, CAPTION_WORDS):
        text = " ".join(word.text for word in line).replace("&", "&amp;").replace("<", "&lt;")
        out += [f"{stamp(line[0].start_ms)} --> {stamp(max(line[-1].end_ms, line[0].start_ms + 1))}", text, ""]
    return "\n".join(out)


def text_of(words: Sequence[Word]) -> str:
    """The words as lines with a time before each."""
    return "".join(f"[{stamp(line[0].start_ms)[:8]}] {' '.join(word.text for word in line)}\n" for line in lines(words, LINE_WORDS))


def json_of(words: Sequence[Word], facts: Mapping[str, Any], transcriber: Mapping[str, str]) -> str:
    """The words as JSON in the shape of Whisper's, with what is known of the file and of who transcribed it."""
    segments = [
        {
            "id": number,
            "start": line[0].start_ms / 1000,
            "end": line[-1].end_ms / 1000,
            "text": " " + " ".join(word.text for word in line),
            "words": [{"word": f" {word.text}", "start": word.start_ms / 1000, "end": word.end_ms / 1000} for word in line],
        }
        for number, line in enumerate(lines(words, LINE_WORDS))
    ]
    whole = {"text": "".join(one["text"] for one in segments), "language": "en", "segments": segments}  # type: ignore[misc]
    return json.dumps({**whole, "recording": dict(facts), "transcriber": dict(transcriber)}, ensure_ascii=False, indent=1) + "\n"


def stamp(milliseconds: int) -> str:
    """A time as WebVTT writes it."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _one_line(text: str) -> str:
    return " ".join(text.replace("-->", "->").split())
