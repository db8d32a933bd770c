"""Captions and timed transcripts in, a transcript whose words have times out.

In:  WebVTT, SubRip (SRT), or the JSON of Whisper, WhisperX and whisper.cpp.
Out: a Document of what is said: one turn a segment, with its speaker and times, and `timings` as fine as the file has them.
Not here: sound (transcribers), transcripts that are plain text (transcript.py).

Captions are cut at the width of a screen; here the captions of one turn stand in one line, and another speaker, or a
silence of `SILENCE_MS`, begins the next.  Rolling captions, as YouTube writes them, repeat each line in the caption after
it: where most of a file's captions do so, a line is taken once.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sayso.errors import EmptyDocument, UnreadableInput
from sayso.ingest.decoding import decode, digest_of, document_id, looks_binary, text_rule
from sayso.schema import Document, Segment, Span, Timing

SILENCE_MS = 4_000
LONGEST_MS = 10 * 24 * 3_600_000  # a time beyond ten days is no time in a recording
ROLLING_SHARE = 0.3  # of the captions with two lines, which repeat the line before
_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"[ \t]*{_CLOCK}[ \t]+-->[ \t]+{_CLOCK}(?:[ \t].*)?")
_INLINE = re.compile(r"<(?:(\d{1,4}):)?(\d{1,2}):(\d{2})\.(\d{3})>")
_VOICE = re.compile(r"<v(?:\.[^ >]{0,80})?[ \t]+([^>\n]{1,120})>")
_TAG = re.compile(r"<[^<>\n]{0,120}>")
_PLACE = re.compile(r"\{\\[^{}\n]{1,40}\}")  # of SubStation Alpha, which SRT files borrow: {\an8}
_LABEL = re.compile(r"(?:>>+[ \t]*)?([^\W\d_a-zß-ÿ][\w.'’-]*(?:[ \t][^\W\d_][\w.'’-]*){0,4}):[ \t]+(?=\S)")
_CHEVRONS = re.compile(r"(?:&gt;|>){2,3}[ \t]*")
_DASH = re.compile(r"[ \t]*[-–—][ \t]?(?=\S)")  # each line of a caption begins so where two people speak


@dataclass(slots=True)
class Said:
    """A caption: its lines, each of timed pieces, and its speaker."""

    start_ms: int
    end_ms: int
    pieces: list[tuple[str, int, int]] = field(default_factory=list)  # words, from, to
    speaker: str | None = None
    new_turn: bool = False


@dataclass(frozen=True, slots=True)
class WebVTT:
    """Captions for the web, as browsers, Zoom, Teams and YouTube write them."""

    name: str = "vtt"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """Sure where the file begins with its signature."""
        head = data[:64].removeprefix(b"\xef\xbb\xbf")
        return 1.0 if head.startswith(b"WEBVTT") and head[6:7] in (b"", b" ", b"\t", b"\n", b"\r") else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The transcript in these captions.

        Raises:
            EmptyDocument: nobody says a word in them.
        """
        return _document(_captions(decode(data)), data, name)


@dataclass(frozen=True, slots=True)
class SubRip:
    """Captions as players have them: a number, two times, lines."""

    name: str = "srt"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """Sure where the first lines are a number and two times."""
        head = data[:400]
        if b"-->" not in head or looks_binary(data):
            return 0.0
        try:
            lines = [line for line in decode(head).split("\n") if line.strip()]
        except UnreadableInput:
            return 0.0
        timed = [_TIMES.fullmatch(line) is not None for line in lines[:2]]
        return 0.9 if timed[:1] == [True] or (timed[1:] == [True] and lines[0].strip().isdecimal()) else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The transcript in these captions.

        Raises:
            EmptyDocument: nobody says a word in them.
        """
        return _document(_captions(decode(data)), data, name)


@dataclass(frozen=True, slots=True)
class WhisperJSON:
    """What speech recognition writes: Whisper, WhisperX (with speakers and words), whisper.cpp."""

    name: str = "whisper"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """Sure where it is a JSON object that names segments with times."""
        head = data[:4_000].removeprefix(b"\xef\xbb\xbf").lstrip()
        if head[:1] != b"{":
            return 0.0
        timed = (b'"start"' in data[:20_000] and b'"segments"' in data) or (b'"transcription"' in data and b'"offsets"' in data[:20_000])
        return 0.9 if timed else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The transcript in this JSON.

        Raises:
            UnreadableInput: it is broken, or its segments are not what they should be.
            EmptyDocument: nobody says a word in it.
        """
        try:
            whole = json.loads(decode(data))
            captions = list(_recognised(whole))
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError, OverflowError) as error:
            reason = f"{type(error).__name__}: {error}"[:120]
            raise UnreadableInput(
                f"{name} looks like a transcript in JSON and cannot be read as one ({reason}). Export it again, or as VTT or SRT.",
                about=name,
            ) from error
        return _document(captions, data, name)


# -- captions ------------------------------------------------------------------------------------


def _captions(text: str) -> list[Said]:
    """The captions of VTT or SRT; what has no times (a header, notes, styles) is left out."""
    blocks: list[tuple[int, int, list[str]]] = []
    times: tuple[int, int] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        found = _TIMES.fullmatch(line) if "-->" in line else None
        if found is not None:
            if times is not None:  # a blank line was lost
                blocks.append((*times, lines[:-1] if lines and lines[-1].strip().isdecimal() else lines))
            clocks = found.groups()
            times, lines = (_ms(clocks[:4]), _ms(clocks[4:])), []
        elif times is not None and line.strip():
            lines.append(line)
        elif times is not None:
            blocks.append((*times, lines))
            times = None
    two = [block for block in blocks if len(block[2]) > 1]
    shown = [[_plain(line) for line in block[2]] for block in blocks]
    repeats = sum(len(now) > 1 and bool(before) and now[0] == before[-1] for before, now in pairwise(shown))
    rolling = bool(two) and repeats >= ROLLING_SHARE * len(two)
    out: list[Said] = []
    last: str | None = None
    for (start, end, raw), plain in zip(blocks, shown):
        kept = raw
        if rolling:
            kept = [line for line, words in zip(raw, plain) if words and words != last]
            if plain and plain[-1]:
                last = plain[-1]
        if kept and start <= end <= LONGEST_MS:
            out += _voices(kept, start, end)
    return out


def _voices(lines: list[str], start: int, end: int) -> Iterator[Said]:
    """One caption, cut where another voice begins."""
    said = Said(start, end)
    shown = [line for line in lines if _plain(line)]
    mark = _DASH if len(shown) > 1 and all(_DASH.match(_plain(line)) for line in shown) else _CHEVRONS
    for line in lines:
        if mark.match(line):
            if said.pieces:
                yield said
            said = Said(start, end, new_turn=True)
            line = mark.sub("", line, count=1)
        cuts = [*_VOICE.finditer(line)]
        bounds = [0, *(one.start() for one in cuts), len(line)]
        for number, (low, high) in enumerate(pairwise(bounds)):
            part = line[low:high]
            if number:
                name = " ".join(html.unescape(cuts[number - 1][1]).split())
                if said.pieces:
                    yield said
                said = Said(start, end, speaker=name, new_turn=said.speaker != name)
            label = _LABEL.match(_plain(part)) if said.speaker is None and not said.pieces else None
            if label is not None and label[1].casefold() not in _NO_NAMES:
                said.speaker, said.new_turn = label[1], True
                part = part[part.index(":") + 1 :] if ":" in part else part
            said.pieces += _pieces(part, start, end)
    if said.pieces:
        yield said


_NO_NAMES = frozenset("note warning update correction question answer q a".split())


def _pieces(line: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """A line cut at its inline times, without tags."""
    cuts = list(_INLINE.finditer(line))
    if not cuts:
        words = _plain(line)
        return [(words, start, end)] if words else []
    out = []
    bounds = [0, *(one.end() for one in cuts)]
    ends = [*(one.start() for one in cuts), len(line)]
    at = [start, *(_ms(cut.groups()) for cut in cuts), end]
    for low, high, begins, stops in zip(bounds, ends, at, at[1:]):
        words = _plain(line[low:high])
        if words:
            out.append((words, min(begins, end), max(begins, min(stops, end))))
    return out


def _plain(line: str) -> str:
    return " ".join(text_rule(html.unescape(_TAG.sub("", _PLACE.sub("", line)))).split())


def _ms(clock: Sequence[str | None]) -> int:
    hours, minutes, seconds = (int(one or 0) for one in clock[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((clock[3] or "0").ljust(3, "0"))


# -- speech recognition --------------------------------------------------------------------------


def _recognised(whole: dict[str, Any]) -> Iterator[Said]:
    if "transcription" in whole:  # whisper.cpp
        for one in whole["transcription"]:
            said = Said(int(one["offsets"]["from"]), int(one["offsets"]["to"]), speaker=_name(one.get("speaker")))
            said.pieces = [(words, said.start_ms, said.end_ms)] if (words := _plain(str(one["text"]))) else []
            yield said
        return
    for one in whole["segments"]:
        start, end = _seconds(one["start"]), _seconds(one["end"])
        spoken: list[dict[str, Any]] = one.get("words") or []
        if not spoken:
            said = Said(start, end, speaker=_name(one.get("speaker")))
            said.pieces = [(text, start, end)] if (text := _plain(str(one["text"]))) else []
            yield said
            continue
        said = Said(start, end, speaker=_name(spoken[0].get("speaker") or one.get("speaker")))
        last = start
        for word in spoken:
            speaker = _name(word.get("speaker") or one.get("speaker"))
            begins = _seconds(word["start"]) if word.get("start") is not None else last  # WhisperX gives numbers no times
            last = max(begins, _seconds(word["end"]) if word.get("end") is not None else begins)
            if speaker != said.speaker and said.pieces:
                yield said
                said = Said(begins, end, speaker=speaker)
            text = _plain(str(word.get("word", word.get("text", ""))))
            if text:
                said.pieces.append((text, begins, last))
        yield said


def _seconds(value: Any) -> int:
    ms = round(float(value) * 1000)
    if not 0 <= ms <= LONGEST_MS:
        raise ValueError(f"a time of {value} seconds")
    return ms


def _name(value: Any) -> str | None:
    return " ".join(text_rule(str(value)).split()) or None if value is not None else None


# -- turns ---------------------------------------------------------------------------------------


def _document(captions: list[Said], data: bytes, name: str) -> Document:
    """The transcript of some captions: a line a turn."""
    text: list[str] = []
    length = 0
    segments: list[Segment] = []
    timings: list[Timing] = []
    turn: tuple[int, int, str | None] | None = None  # where it began, when, who
    end_ms = 0

    def close() -> None:
        nonlocal turn, length
        if turn is not None:
            begin, since, who = turn
            segments.append(Segment(span=Span(begin, length), role="turn", speaker=who, start_ms=since, end_ms=max(since, end_ms)))
            text.append("\n\n")
            length += 2
            turn = None

    for said in captions:
        if not said.pieces:
            continue
        goes_on = turn is not None and not said.new_turn and (said.speaker is None or said.speaker == turn[2])
        if not goes_on or said.start_ms - end_ms > SILENCE_MS:
            carried = turn[2] if turn is not None and said.speaker is None and not said.new_turn else said.speaker
            close()
            turn = (length, said.start_ms, carried)
        for words, begins, ends in said.pieces:
            if turn is not None and length > turn[0]:
                text.append(" ")
                length += 1
            begins = max(begins, timings[-1].start_ms if timings else 0)
            timings.append(Timing(length, length + len(words), begins, max(begins, ends)))
            text.append(words)
            length += len(words)
        end_ms = max(end_ms, said.pieces[-1][2])
    close()
    if not segments:
        raise EmptyDocument(f"{name} has no words in it. Check that the recording was transcribed.", about=name)
    digest = digest_of(data)
    return Document(
        id=document_id(digest),
        name=name,
        kind="transcript",
        text="".join(text).rstrip("\n"),
        segments=tuple(segments),
        bytes_digest=digest,
        timings=tuple(timings),
    )


VTT = WebVTT()
SRT = SubRip()
WHISPER = WhisperJSON()
