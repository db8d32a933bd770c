"""A chat's zip in, the voice notes that came along with it out, each with who sent it and when.

In:  WhatsApp's export "with media", as a file.
Out: the chat's text; `VoiceNote`s in the order of the chat, whose bytes are read when they are asked for, and never
     unpacked to the disk.
Not here: the messages (chat.py), decoding (sound.py).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import InputError, TooLarge, UnreadableInput
from sayso.ingest.archive import MOST_FILES
from sayso.ingest.chat import attachments, exported
from sayso.ingest.decoding import decode
from sayso.ingest.sound import HEAD, container_of

LARGEST = 100_000_000  # bytes of one note: ten hours of WhatsApp's own
LARGEST_TEXT = 20_000_000
MOST_RATIO = 30  # sound hardly packs; a bomb does
_CHUNK = 1 << 18
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?:[- _T]([0-2]\d)-([0-5]\d)-([0-5]\d))?(?!\d)")


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """A recording in a chat's zip.

    Attributes:
        zip: the file.
        member: its name in the zip.
        sender: who sent it, None where the chat does not name it.
        stamp: date and time as the chat has them, "" where it does not name the note.
        made: date, or date and time of the sender's clock, as the note's own name has it: YYYY-MM-DD, or with THH:MM:SS.
    """

    zip: Path
    member: str
    sender: str | None
    stamp: str
    made: str | None

    @property
    def name(self) -> str:
        """The note's own name."""
        return self.member.rsplit("/", 1)[-1]

    def data(self) -> bytes:
        """The note's bytes.

        Raises:
            UnreadableInput: the zip is broken or encrypted.
            TooLarge: the note is over the limit, or packed as sound never is.
        """
        try:
            with zipfile.ZipFile(self.zip) as held:
                return _member(held, self.member, LARGEST, MOST_RATIO, str(self.zip))
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableInput(
                f"{self.zip} is a damaged zip file ({str(error)[:100]}). Fetch or copy it again.", about=self.member
            ) from error


def chat_in(path: Path) -> bytes | None:
    """The text of a chat's zip, whatever lies beside it and however large; None where the file is no such zip, or broken."""
    try:
        with zipfile.ZipFile(path) as held:
            names = held.namelist()
            chat = exported(names) if len(names) <= MOST_FILES else None
            return None if chat is None else _member(held, chat, LARGEST_TEXT, 300, str(path))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, InputError):
        return None


def notes_in(path: Path) -> tuple[VoiceNote, ...]:
    """The voice notes in a chat's zip, in the order of its messages; () where the file is no such zip, or broken."""
    try:
        if not path.is_file():
            return ()
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return ()
        with zipfile.ZipFile(path) as held:
            names = held.namelist()
            chat = exported(names) if len(names) <= MOST_FILES else None
            if chat is None:
                return ()
            text = decode(_member(held, chat, LARGEST_TEXT, 300, str(path)))
            sent = {file: (who, stamp, number) for number, (file, who, stamp) in enumerate(attachments(text))}
            found = []
            for name in names:
                with held.open(name) as stream_in:
                    head = b"" if held.getinfo(name).flag_bits & 1 else stream_in.read(HEAD)
                if container_of(head) is not None:
                    who, stamp, number = sent.get(name.rsplit("/", 1)[-1], (None, "", len(sent)))
                    found.append((number, name, VoiceNote(path, name, who, stamp, _made(name))))
        return tuple(one for *_, one in sorted(found, key=lambda each: each[:2]))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, InputError):
        return ()  # `documents` says what is wrong with the file


def _member(held: zipfile.ZipFile, name: str, most: int, ratio: int, shown: str) -> bytes:
    about = held.getinfo(name)
    out = bytearray()
    with held.open(about) as stream:
        while piece := stream.read(_CHUNK):
            out += piece
            if len(out) > most or len(out) > ratio * max(about.compress_size, 1) + 4 * _CHUNK:
                raise TooLarge(f"{shown}: {name} unpacks to more than it may. It may be hostile; leave it out.", about=name)
    return bytes(out)


def _made(name: str) -> str | None:
    found = _IN_NAME.search(name.rsplit("/", 1)[-1])
    if found is None:
        return None
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day}T{found[4]}:{found[5]}:{found[6]}" if found[4] else day
