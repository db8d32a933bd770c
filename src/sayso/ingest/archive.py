"""A zip file's bytes in, one of its files out, within limits; nothing is ever unpacked to the disk.

In:  bytes; the name of a file in them.
Out: the names, or that file's bytes, counted as they are read.
Not here: which of the files is wanted (chat.py, office.py).
"""

from __future__ import annotations

import io
import zipfile
import zlib

from sayso.errors import TooLarge, UnreadableInput

MOST_BYTES = 20_000_000  # of one file, as of any document
MOST_RATIO = 300  # an office file's XML packs to 1:20, a bomb to 1:1000
MOST_FILES = 10_000
_CHUNK = 1 << 18


def names_in(data: bytes) -> list[str]:
    """The names of the files; none where the zip cannot be read, or holds too many."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            names = held.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return []
    return names if len(names) <= MOST_FILES else []


def member(data: bytes, wanted: str, name: str) -> bytes:
    """The bytes of one file.

    Args:
        data: the zip.
        wanted: the file's name in it.
        name: the zip's own, for errors.

    Raises:
        UnreadableInput: it is not there, broken or encrypted.
        TooLarge: it is over `MOST_BYTES`, or packed more than `MOST_RATIO` to one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            about = held.getinfo(wanted)
            if about.flag_bits & 1:
                raise UnreadableInput(f"{name} is encrypted. Save it without a password and try again.", about=name)
            out = bytearray()
            with held.open(about) as stream:
                while piece := stream.read(_CHUNK):
                    out += piece
                    if len(out) > MOST_BYTES or len(out) > MOST_RATIO * max(about.compress_size, 1) + _CHUNK:
                        raise TooLarge(f"{name} unpacks to more than it may. It may be hostile; leave it out.", about=name)
            return bytes(out)
    except KeyError as error:
        raise UnreadableInput(f"{name} lacks {wanted}. It was not copied whole, or is another kind of file.", about=name) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableInput(f"{name} is a damaged zip file ({str(error)[:100]}). Fetch or copy it again.", about=name) from error
