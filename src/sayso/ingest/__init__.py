"""Bytes in, Documents out.

In:  a locator (a file, a folder, "-" for standard input), bytes, or text.
Out: Documents whose segments say what is the article and what is not; from a locator also
     Failures, because a bad file is data and the batch goes on.
Not here: anything from the network; who is quoted in a document (reader, resolver).

A format (formats.py) is chosen by what the bytes are, never by the file's suffix.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from sayso.errors import EmptyDocument, InputError, SaysoError, TooLarge, UnknownFormat, UnreadableInput
from sayso.ingest.decoding import digest_of, document_id
from sayso.ingest.formats import FORMATS, Format
from sayso.ingest.language import language_of
from sayso.ingest.sound import HEAD, container_of
from sayso.schema import Document, Failure

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "Format",
    "documents",
    "files_in",
    "from_bytes",
    "from_page",
    "from_text",
    "whole_text",
    "whole_text_of",
]

MAX_BYTES = 20_000_000  # a page or a book is under 5 MB; this much is cut into blocks in half a minute, and memory is finite
MAX_UNPACKED_RATIO = 200  # HTML packs to about 1:10, with much markup 1:50; a bomb goes to 1:1000
STDIN_NAME = "stdin"

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Word files, and of encrypted new ones
_CHUNK = 1 << 20


def documents(locator: Path | str, *, stdin: BinaryIO | None = None) -> Iterator[Document | Failure]:
    """Yields what is in a file, in every file of a folder (recursive, sorted, hidden ones left out), or in "-".

    Args:
        locator: a path, or "-" for the bytes of standard input.
        stdin: what "-" reads instead of the process's standard input.

    Yields:
        A Document, or a Failure with the code of the error; nothing is raised for bad content.
    """
    if str(locator) == "-":
        yield _read("-", STDIN_NAME, stdin if stdin is not None else sys.stdin.buffer)
        return
    path = Path(locator)
    if path.is_dir():
        for file in files_in(path):
            yield _read_file(file)
    else:
        yield _read_file(path)


def from_bytes(data: bytes, name: str, form: str | None = None) -> Document:
    """The Document in these bytes; gzip'd ones are unpacked first, within `MAX_BYTES` and `MAX_UNPACKED_RATIO`.

    Args:
        data: the bytes of one file.
        name: its name, which becomes the document's; folders are left off.
        form: the format that somebody says they are in (one of `FORMATS`); None to tell it by what they are.

    Raises:
        UnknownFormat, UnreadableInput, EmptyDocument, TooLarge: the sentence says what to do.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    plain = _unpacked(data, name) if data.startswith(_GZIP) else data
    if not plain.strip(b" \t\r\n\f\v\x00"):
        raise EmptyDocument(f"{name} is empty. Check that the file was written whole.", about=name)
    best, likely = 0.0, form or ""
    for row in () if form else FORMATS:
        score = float(FORMATS[row].sniff(plain))
        if score > best:
            best, likely = score, row
    if not likely:
        if plain.startswith(_COMPOUND):
            raise UnknownFormat(
                f"{name} is a Word file of before 2007, or is locked with a password. Save it as .docx without a password.", about=name
            )
        raise UnknownFormat(
            f"{name} is in no format that sayso reads ({', '.join(FORMATS)}). Convert it to one of these and try again.", about=name
        )
    part = FORMATS[likely]
    if part.isolated:
        from sayso.ingest import worker

        document = worker.parse(likely, plain, _file_name(name))
    else:
        document = part.parse(plain, _file_name(name))
    if plain is not data:
        digest = digest_of(data)
        document = replace(document, id=document_id(digest), bytes_digest=digest)
    return _with_language(document)


def from_page(data: bytes, name: str, charset: str | None = None) -> Document:
    """The Document of a page of HTML as the web sent it.

    Args:
        data: its bytes, unpacked.
        name: what the Document is called.
        charset: the encoding that HTTP states, which counts before what the page says of itself; it is left out of account
            where the bytes do not obey it.

    Raises:
        UnreadableInput, EmptyDocument, TooLarge: the sentence says what to do.
    """
    from sayso.ingest import worker
    from sayso.ingest.decoding import obeyed

    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if not data.strip(b" \t\r\n\f\v\x00"):
        raise EmptyDocument(f"{name} is empty. Check that the page was fetched whole.", about=name)
    text = obeyed(data, charset)
    plain = data if text is None else b"\xef\xbb\xbf" + text.encode("utf-8", "replace")  # nothing else is believed after this mark
    document = worker.parse("html", plain, _file_name(name))
    digest = digest_of(data)
    return _with_language(replace(document, id=document_id(digest), bytes_digest=digest))


def from_text(text: str, name: str = "text") -> Document:
    """The Document of a text at hand; it is plain text even where it looks like markup.

    Raises:
        EmptyDocument: there is nothing in it but blanks.
        TooLarge: it is over `MAX_BYTES`.
    """
    from sayso.ingest.text import document_of

    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return _with_language(document_of(text, name, digest_of(data)))


def whole_text(path: Path) -> Document | None:
    """The Document of a file that is plain text, with no part of it set aside; None where another format knows its bytes better.

    For evidence: what somebody said may stand anywhere in it, and telling an article from its page takes time.
    """
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return None  # `documents` says what is wrong
    return whole_text_of(data, path.name)


def whole_text_of(data: bytes, name: str) -> Document | None:
    """The same of bytes at hand."""
    from sayso.ingest.decoding import decode, text_rule

    try:
        scores = {row: float(FORMATS[row].sniff(data)) for row in FORMATS} if data.strip() and len(data) <= MAX_BYTES else {}
        if not scores or max(scores, key=lambda row: scores[row]) != "text" or not scores["text"]:
            return None
        text = text_rule(decode(data))
    except (ValueError, InputError):
        return None  # `from_bytes` says what is wrong
    digest = digest_of(data)
    return Document(id=document_id(digest), name=_file_name(name), kind="article", text=text, segments=(), bytes_digest=digest)


def _with_language(document: Document) -> Document:
    """The document with the language that its text shows; what a page declares counts only where it says English."""
    body = [segment.span.of(document.text) for segment in document.segments if segment.role != "aside"]
    declared = document.language if document.language == "en" else None
    return replace(document, language=language_of("\n".join(body)) or declared)


def _read_file(path: Path) -> Document | Failure:
    """One regular file; a pipe or a device would block or never end, and is refused."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableInput(f"{path} is neither a file nor a folder. Name a regular file.", about=str(path))
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            if container_of(head) is not None:
                raise UnknownFormat(
                    f"{path} is a recording. Write down what is said in it with: sayso transcribe {path}; or check"
                    f" quotations against it with: sayso check DRAFT --evidence {path}",
                    about=str(path),
                )
            if head.startswith(_ZIP) and path.stat().st_size > MAX_BYTES:
                chat = _large_chat(path)
                if chat is not None:
                    return chat
            return _read(str(path), path.name, stream)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"{path} cannot be read ({reason}). Check the path and its permissions."
        return Failure(locator=str(path), stage="ingest", code=UnreadableInput.code, message=message)
    except InputError as error:
        return _failure(str(path), error)


def _large_chat(path: Path) -> Document | None:
    """The chat in a zip that its videos and pictures make large; None where there is none."""
    from sayso.ingest.voice_notes import chat_in

    text = chat_in(path)
    if text is None:
        return None
    document = from_bytes(text, path.name, "chat")
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return replace(document, id=document_id(digest), bytes_digest=digest)


def _read(locator: str, name: str, stream: BinaryIO) -> Document | Failure:
    try:
        data = stream.read(MAX_BYTES + 1)
        return from_bytes(data, name)
    except SaysoError as error:
        return _failure(locator, error)
    except (RecursionError, MemoryError) as error:
        reason = type(error).__name__
        message = f"{locator} asks for more than this machine gives ({reason}). It may be hostile; leave it out or simplify it."
        return Failure(locator=locator, stage="ingest", code=UnreadableInput.code, message=message)


def _failure(locator: str, error: SaysoError) -> Failure:
    return Failure(locator=locator, stage="ingest", code=error.code, message=str(error))


def files_in(folder: Path) -> Iterator[Path]:
    """Every file below, a folder's own before those of its subfolders; a folder reached twice, as by a looping link, is read once."""
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        found = Path(root).stat()
        here = (found.st_dev, found.st_ino)
        if here in seen:
            folders.clear()
            continue
        seen.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if not name.startswith("."))


def _unpacked(data: bytes, name: str) -> bytes:
    """What a gzip file holds, read no further than the limits allow."""
    allowed = min(MAX_BYTES, MAX_UNPACKED_RATIO * len(data) + _CHUNK)
    out = bytearray()
    rest = data
    try:
        while rest.startswith(_GZIP):  # a gzip file may have several members
            unpack = zlib.decompressobj(wbits=31)
            while not unpack.eof:
                piece = unpack.decompress(rest, _CHUNK)
                if not piece and not unpack.unconsumed_tail and not unpack.eof:
                    raise UnreadableInput(f"{name} is a gzip file that breaks off. Fetch or copy it again.", about=name)
                out += piece
                rest = unpack.unconsumed_tail
                if len(out) > allowed:
                    raise _too_large(name)
            rest = unpack.unused_data
    except zlib.error as error:
        raise UnreadableInput(f"{name} is a damaged gzip file ({error}). Fetch or copy it again.", about=name) from error
    return bytes(out)


def _too_large(name: str) -> TooLarge:
    return TooLarge(f"{name} is over {MAX_BYTES // 1_000_000} MB. Split it into documents and read those.", about=name)


def _file_name(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or name
