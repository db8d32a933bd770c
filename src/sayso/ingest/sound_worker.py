"""The process that decodes one recording: the file on standard input in, messages with samples on standard output out.

In:  an opened file as standard input (or bytes by a pipe), limits.
Out: messages, each a letter, a length and a body: F facts (JSON), P samples, Z the end (JSON), E an error (JSON).
Not here: who starts and ends this process, and what of its answers is believed (sound.py).

PyAV gets a file object and a list of demuxers: given a name, or a text that is an SDP or a playlist, ffmpeg opens what stands
in it, network ports too.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sayso.errors import EmptyDocument, MissingExtra, SaysoError, UnreadableInput
from sayso.ingest.worker import limited, refuse

DEMUXERS = "ogg,mov,mp3,wav,flac,matroska,aac"
RATE = 16_000
BLOCK = RATE * 5  # samples of a message
LOCKED = ("drms", "enca", "encv", "p608")  # codec tags of files that their seller has locked
MOST_DAMAGE = 50  # packets in a row that cannot be decoded
PIPED_BYTES = 200_000_000  # of a recording that comes as bytes


def decode(limits: Mapping[str, Any], name: str) -> None:
    """Decodes standard input; runs in a process of its own only."""
    sink = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.close(null)
    source: Any = sys.stdin.buffer

    def send(kind: bytes, body: bytes) -> None:
        give_time(False)  # the reader may take its time: transcribing is slower than decoding
        sink.write(kind + len(body).to_bytes(4, "big") + body)
        sink.flush()
        give_time(True)

    give_time: Callable[[bool], None] = lambda begins: None  # noqa: E731
    try:
        try:
            import av
        except ModuleNotFoundError as missing:
            raise MissingExtra("Recordings need the sound extra: pip install 'sayso[sound]'", about="av") from missing
        if not source.seekable():
            source = io.BytesIO(source.read(PIPED_BYTES))
        give_time = limited(limits)
        sys.addaudithook(refuse)
        give_time(True)
        broken = _breaks_off(source)
        for kind, body in _messages(av, source, name, broken):
            send(kind, body)
    except SaysoError as error:
        send(b"E", json.dumps({"error": error.code, "message": str(error)}).encode())
    except MemoryError:
        send(b"E", json.dumps({"error": "too-large", "message": f"{name} takes too much memory to decode. Leave it out."}).encode())
    except Exception as error:  # whatever a demuxer raises is an answer too
        reason = f"{type(error).__name__}: {getattr(error, 'strerror', None) or error}"[:120]
        message = f"{name} cannot be decoded ({reason}). It is broken or was not copied whole; ask for the file again."
        send(b"E", json.dumps({"error": UnreadableInput.code, "message": message}).encode())


def _messages(av: Any, source: Any, name: str, broken: bool) -> Iterator[tuple[bytes, bytes]]:
    with av.open(source, options={"format_whitelist": DEMUXERS}, metadata_errors="replace") as container:
        stream = next((one for one in container.streams if one.type == "audio"), None)
        if stream is None:
            raise EmptyDocument(f"{name} has no sound in it, only pictures or nothing. Give the recording.", about=name)
        tag = stream.codec_context.codec_tag if stream.codec_context is not None else ""
        if str(tag).casefold() in LOCKED or b"sinf" in _start(source):
            raise UnreadableInput(f"{name} is locked by its seller (DRM). Ask for a recording that is not.", about=name)
        if stream.codec_context is None:
            raise UnreadableInput(f"{name} holds sound in a form that cannot be decoded. Convert it to wav.", about=name)
        stream.codec_context.thread_count = 1
        yield b"F", json.dumps(_facts(container, stream)).encode()
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        held = bytearray()
        for frame in _frames(av, container, stream):
            if frame == "broken":
                broken = True
                continue
            frame.pts = None  # gaps in the time stamps would be filled or cut: the samples are the evidence
            for piece in resampler.resample(frame):
                held += piece.to_ndarray().tobytes()
            while len(held) >= 2 * BLOCK:
                yield b"P", bytes(held[: 2 * BLOCK])
                del held[: 2 * BLOCK]
        for piece in resampler.resample(None):
            held += piece.to_ndarray().tobytes()
        if held:
            yield b"P", bytes(held)
        yield b"Z", json.dumps({"broken": broken}).encode()


def _frames(av: Any, container: Any, stream: Any) -> Iterator[Any]:
    """The frames, and "broken" where the file does not go on as it should."""
    damaged = 0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.error.FFmpegError:
            yield "broken"
            return
        try:
            yield from packet.decode()
            damaged = 0
        except av.error.FFmpegError:
            damaged += 1
            if damaged > MOST_DAMAGE:
                yield "broken"
                return


def _facts(container: Any, stream: Any) -> dict[str, Any]:
    stated = None
    if stream.duration is not None and stream.time_base is not None:
        stated = round(float(stream.duration * stream.time_base) * 1000)
    elif container.duration is not None:
        stated = round(container.duration / 1000)
    tags = {key.casefold(): value for one in (stream.metadata, container.metadata) for key, value in one.items()}
    return {
        "container": container.format.name.split(",")[0],
        "codec": stream.codec_context.name,
        "rate": stream.codec_context.sample_rate or 0,
        "channels": stream.codec_context.channels or 0,
        "stated_ms": stated if stated is not None and 0 <= stated < 10**9 else None,
        "created": tags.get("creation_time") or tags.get("date") or tags.get("creation_date"),
    }


def _start(source: Any) -> bytes:
    """The head of the file, where an mp4 names its seller's lock; the place of reading stays where it was."""
    at = source.tell()
    source.seek(0)
    head = source.read(1 << 16)
    source.seek(at)
    return bytes(head) if head[4:8] == b"ftyp" else b""


def _breaks_off(source: Any) -> bool:
    """Whether the last page of an ogg file, or the data of a wav file, is longer than the file; the reading place is at the start."""
    source.seek(0, os.SEEK_END)
    size = source.tell()
    source.seek(0)
    head = source.read(4)
    out = False
    if head == b"OggS":
        start = max(0, size - 70_000)  # a page has at most 65,307 bytes
        source.seek(start)
        tail = source.read()
        at = tail.rfind(b"OggS")
        if at < 0 or at + 27 > len(tail) or at + 27 + tail[at + 26] > len(tail):
            out = True
        else:
            lacing = tail[at + 27 : at + 27 + tail[at + 26]]
            out = at + 27 + len(lacing) + sum(lacing) > len(tail)
    elif head == b"RIFF":
        source.seek(4)
        stated = int.from_bytes(source.read(4), "little") + 8
        out = stated < 0xFFFF_FF00 and stated > size + 1  # recorders that stream write the largest number there
    source.seek(0)
    return out
