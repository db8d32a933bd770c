"""A recording in, its samples out: 16,000 a second, one channel, in pieces, and the facts that make it evidence.

In:  a file with sound in it, or the bytes of one: voice notes, m4a, mp3, wav, flac, webm, the sound of a video.
Out: `Sound`: a stream of blocks of samples in bounded memory; `SoundFacts` about the file.
Not here: what is said in it (transcribers); the process that decodes (sound_worker.py).

Nothing of the file is parsed in this process but its first bytes.  The decoder runs in a process of its own that is bound as
the one for documents is (worker.py) and gets the opened file as its standard input: never a name, which a demuxer would open
for itself, over the network too.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from sayso.errors import EmptyDocument, InputError, MissingExtra, SaysoError, TooLarge, UnknownFormat, UnreadableInput
from sayso.ingest.decoding import text_rule
from sayso.ingest.worker import KEPT_ENVIRONMENT, MESSAGE_CHARACTERS, Limits

if TYPE_CHECKING:
    from types import TracebackType

    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

RATE = 16_000  # samples a second, what speech recognisers are made for
HEAD = 64  # bytes that tell a container
LONGEST_HOURS = 24
CUT_SHORT = 0.97  # share of the length a container names, below which the file breaks off; containers round, and pad
CUT_MS = 1_500  # and at least so much is missing
BLOCK_BYTES = 4_000_000  # of a message; a longer one is a lie
_MESSAGE = 5  # bytes: a letter and a length
_ERRORS: dict[str, type[SaysoError]] = {
    one.code: one for one in (InputError, UnknownFormat, UnreadableInput, EmptyDocument, TooLarge, MissingExtra)
}
_BOOT = (
    "import json, sys; boot = json.loads(sys.argv[1]); sys.path[:] = boot['path']; "
    "from sayso.ingest.sound_worker import decode; decode(boot['limits'], boot['name'])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFacts:
    """What a recording's file says of itself, kept as evidence.

    Attributes:
        name: the file's name.
        digest: sha256 of the file's bytes, in hex.
        container, codec: as ffmpeg names them ("ogg", "opus").
        rate: samples a second of the file, which is not that of what is decoded.
        channels: how many.
        stated_ms: the length that the container names, None where it names none.
        duration_ms: the length that was decoded; 0 until it was.
        created: when the file says that it was made, as it says it.
        broken_off: the file ends before the length that it names.
    """

    name: str
    digest: str
    container: str
    codec: str
    rate: int
    channels: int
    stated_ms: int | None
    duration_ms: int = 0
    created: str | None = None
    broken_off: bool = False


def container_of(head: bytes) -> str | None:
    """The kind of container that these first bytes open, None where they are no sound that sayso reads."""
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith((b"RIFF", b"RF64")) and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide") and head[0] < 0x20:  # a length of half a GB is the beginning of a text
        return "mov"
    if head.startswith(b"ID3"):
        return "mp3"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # ADTS: no layer
        return "aac"
    if (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x06 in (2, 4)
        and head[1] & 0x18 != 0x08
        and head[2] >> 4 != 0xF
    ):
        return "mp3"
    return None


def is_sound(path: Path) -> bool:
    """Whether a file's first bytes are those of a recording; its name does not count."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return container_of(stream.read(HEAD)) is not None
    except (OSError, ValueError):
        return False


class Sound:
    """A recording that is being decoded: iterate over it once for its blocks of samples; a context manager.

    Attributes:
        facts: about the file; `duration_ms` and `broken_off` are known at the end.

    Args:
        what: a file, or the bytes of one.
        name: what it is called; of a file its own name.
        incomplete: take a file that breaks off for as long as it goes.
        limits: of memory, and of time for each block of some seconds.

    Raises:
        UnknownFormat: it is no recording that sayso reads.
        UnreadableInput: it is missing, broken, breaks off, or is locked by its seller.
        EmptyDocument: there is no sound in it.
        TooLarge: it is longer than a day, or over a limit of the process.
        MissingExtra: decoding needs the sound extra.
    """

    def __init__(self, what: Path | bytes, name: str | None = None, *, incomplete: bool = False, limits: Limits | None = None) -> None:
        self.name = name or (what.name if isinstance(what, Path) else "recording")
        self._incomplete = incomplete
        self._limits = limits or Limits()
        digest, head = digest_and_head(what, self.name)
        if container_of(head) is None:
            raise UnknownFormat(
                f"{self.name} is no recording that sayso reads (ogg, opus, m4a, mp4, mp3, wav, flac, webm, mkv, aac), whatever its name."
                " Ask for the file as it was recorded, or convert it to wav.",
                about=self.name,
            )
        self._popen = _started(what, self._limits, self.name)
        self._end = weakref.finalize(self, _kill, self._popen)
        try:
            kind, body = self._message()
            if kind != b"F":
                raise self._nonsense()
            self.facts = _facts(json.loads(body), self.name, digest)
        except (ValueError, KeyError, TypeError):
            self._end()
            raise self._nonsense() from None
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Sound:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def __iter__(self) -> Iterator[Samples]:
        import numpy as np

        total = 0
        while True:
            kind, body = self._message()
            if kind == b"P" and len(body) % 2 == 0:
                total += len(body) // 2
                if total > LONGEST_HOURS * 3600 * RATE:
                    self._end()
                    raise TooLarge(f"{self.name} is longer than {LONGEST_HOURS} hours. Cut it into parts.", about=self.name)
                yield np.frombuffer(body, "<i2")
            elif kind == b"Z":
                break
            else:
                raise self._nonsense()
        self._end()
        self._ended(round(total / RATE * 1000), json.loads(body).get("broken"))

    def _ended(self, took_ms: int, broken: object) -> None:
        stated = self.facts.stated_ms
        short = stated is not None and took_ms < CUT_SHORT * stated and stated - took_ms >= CUT_MS
        self.facts = replace(self.facts, duration_ms=took_ms, broken_off=bool(short or broken))
        if not took_ms:
            raise EmptyDocument(f"{self.name} has no sound in it. Check that it was recorded and copied whole.", about=self.name)
        if self.facts.broken_off and not self._incomplete:
            of = f" of {_clock(stated)}" if short and stated is not None else ""
            raise UnreadableInput(
                f"{self.name} ends at {_clock(took_ms)}{of}: it was cut off, or is damaged there. Ask for the file again;"
                " or take it as far as it goes with --incomplete.",
                about=self.name,
            )

    def _message(self) -> tuple[bytes, bytes]:
        """The next message of the process.

        Raises:
            SaysoError: it says why it cannot go on, takes too long, or died.
        """
        source = cast(IO[bytes], self._popen.stdout)
        late = threading.Event()

        def expire() -> None:
            late.set()
            self._popen.kill()

        clock = threading.Timer(self._limits.wall_seconds + 2, expire)
        clock.daemon = True
        clock.start()
        try:
            head = source.read(_MESSAGE)
            length = int.from_bytes(head[1:], "big")
            body = source.read(length) if len(head) == _MESSAGE and length <= BLOCK_BYTES else b""
        finally:
            clock.cancel()
            clock.join()
        if late.is_set():
            self._end()
            raise TooLarge(f"{self.name} takes too long to decode. It may be hostile; leave it out, or convert it to wav.", about=self.name)
        if len(head) < _MESSAGE or len(body) < length:
            self._end()
            raise UnreadableInput(
                f"{self.name} cannot be decoded: the decoder crashed over it or ran out of memory. It may be hostile; leave it out,"
                " or convert it to wav.",
                about=self.name,
            )
        if head[:1] == b"E":
            self._end()
            try:
                told = json.loads(body)
                raise _ERRORS.get(str(told["error"]), UnreadableInput)(
                    text_rule(str(told["message"]))[:MESSAGE_CHARACTERS], about=self.name
                )
            except (ValueError, KeyError, TypeError):
                raise self._nonsense() from None
        return head[:1], body

    def _nonsense(self) -> UnreadableInput:
        return UnreadableInput(f"{self.name} cannot be decoded: the decoder answered nonsense. Leave it out.", about=self.name)


def samples_of(sound: Sound, longest_hours: float = 6.0) -> Samples:
    """All samples of a recording at once: 115 MB an hour.

    Raises:
        TooLarge: it is longer than `longest_hours`.
        SaysoError: as `Sound` says.
    """
    import numpy as np

    held: list[Samples] = []
    total = 0
    with sound:
        for block in sound:
            held.append(block)
            total += len(block)
            if total > longest_hours * 3600 * RATE:
                raise TooLarge(f"{sound.name} is longer than {longest_hours:g} hours. Cut it into parts.", about=sound.name)
    return np.concatenate(held)


def digest_and_head(what: Path | bytes, name: str) -> tuple[str, bytes]:
    """The sha256 of a recording's bytes, in hex, and the first of them.

    Raises:
        UnreadableInput: it cannot be read.
        EmptyDocument: it is empty.
    """
    if isinstance(what, bytes):
        if not what:
            raise EmptyDocument(f"{name} is empty. Check that the file was copied whole.", about=name)
        return sha256(what).hexdigest(), what[:HEAD]
    try:
        if not what.is_file():
            raise UnreadableInput(f"{what} is not a file. Name a recording.", about=str(what))
        digest, head = sha256(), b""
        with what.open("rb") as stream:
            while block := stream.read(1 << 20):
                head = head or block[:HEAD]
                digest.update(block)
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{what} cannot be read ({error}). Check the path and its permissions.", about=str(what)) from error
    if not head:
        raise EmptyDocument(f"{name} is empty. Check that the file was copied whole.", about=name)
    return digest.hexdigest(), head


def _started(what: Path | bytes, limits: Limits, name: str) -> subprocess.Popen[bytes]:
    windows = sys.platform == "win32"
    boot = json.dumps({"path": [str(Path(one).absolute()) for one in sys.path], "limits": asdict(limits), "name": name})
    with contextlib.ExitStack() as stack:
        try:
            given: Any = stack.enter_context(what.open("rb")) if isinstance(what, Path) else subprocess.PIPE
            popen = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, boot],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor or None,
                env={one: os.environ[one] for one in KEPT_ENVIRONMENT if one in os.environ},
                start_new_session=not windows,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except (OSError, ValueError) as error:
            raise InputError(f"The process that decodes sound cannot be started ({error}). Check sys.executable.") from error
    if isinstance(what, bytes):
        threading.Thread(target=_fed, args=(popen, what), daemon=True).start()
    return popen


def _fed(popen: subprocess.Popen[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # the process has ended: that is noticed where it is read
        cast(IO[bytes], popen.stdin).write(data)
    with contextlib.suppress(OSError, ValueError):
        cast(IO[bytes], popen.stdin).close()


def _kill(popen: subprocess.Popen[bytes]) -> None:
    popen.kill()
    popen.wait()
    if popen.stdout is not None:
        popen.stdout.close()


def _facts(told: dict[str, Any], name: str, digest: str) -> SoundFacts:
    """The facts of a process that is not to be trusted."""
    stated, created = told["stated_ms"], told["created"]
    return SoundFacts(
        name=name,
        digest=digest,
        container=text_rule(str(told["container"]))[:40],
        codec=text_rule(str(told["codec"]))[:40],
        rate=int(told["rate"]),
        channels=int(told["channels"]),
        stated_ms=None if stated is None else int(stated),
        created=None if created is None else text_rule(str(created))[:40],
    )


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60:02}:{seconds % 60:02}"
