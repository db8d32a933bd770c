"""A web archive in, what the web answered out, record by record; what is broken is told of, and the next record found.

In:  the bytes of a WARC file, plain or gzip'd, as a seekable stream.
Out: pages as `Record`s, a `Failure` for each record that is broken, a `Skipped` for each that holds no page.
Not here: who is quoted on a page; ARC files and WARC in zstd, of which only is told that they are not read.

The file is cut into records here: a gzip'd one at its members, whose checksums zlib proves, a plain one by the lengths that its
records state, and where a length is wrong, at the next line that begins a record.  One record is held in memory at a time, and no
more than `MOST_BYTES` of it.  What a record says (headers, HTTP, chunks, content encodings) is read by FastWARC.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from sayso.errors import MissingExtra, TooLarge, UnreadableInput
from sayso.ingest.records import MOST_BYTES, Record, Skipped, broken, name_of
from sayso.schema import Failure

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_CHUNK = 1 << 16
_HEAD = 1 << 16  # bytes in which a record's own header must end
_GZIP = b"\x1f\x8b\x08"
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame; the frame that holds an archive's dictionary
_ARC = b"filedesc://"
_BEGIN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$")
_DIGEST = re.compile(rb"(?im)^warc-block-digest[ \t]*:[ \t]*sha1:([A-Z2-7]{32})[ \t]*\r?$")
_PAGES = ("text/html", "application/xhtml+xml")
_MARK = b"\xef\xbb\xbf"


def is_warc(head: bytes) -> bool:
    """Whether a file begins as a web archive does; `head` are its first bytes, at least 64 KB where it has them."""
    return _BEGIN.match(_unpacked(head)) is not None


def unread(head: bytes) -> str | None:
    """Words for an archive of a kind that is not read (zstd, ARC), to go on after its name; None for any other file."""
    if head.startswith(_ZSTD):
        return "is packed with zstd, which is not read: unpack it (zstd -d) and give it again"
    if _unpacked(head).startswith(_ARC):
        return "is an ARC file, which is not read: turn it into WARC (warcio recompress) and give it again"
    return None


def _unpacked(head: bytes) -> bytes:
    """The first bytes of a file, out of gzip where they are in it; none where that is broken."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def pages_in(stream: BinaryIO, locator: str) -> Iterator[Record | Failure | Skipped]:
    """What is in an archive, in its order; a record's locator is the file's, "#" and the record's number, from 1.

    Args:
        stream: the file, open at its beginning; it must be seekable.
        locator: what the file is called.

    Raises:
        MissingExtra: archives need `pip install 'sayso[scale]'`.
        OSError: the file cannot be read.
    """
    try:
        import fastwarc  # noqa: F401
    except ModuleNotFoundError as missing:
        raise MissingExtra("Web archives need the scale extra: pip install 'sayso[scale]'", about="fastwarc") from missing
    for number, block in enumerate(_blocks(stream), 1):
        place = f"{locator}#{number}"
        if isinstance(block, str):
            yield broken(place, block, TooLarge if block is _LARGE else UnreadableInput)
        else:
            yield _said(block, place)


_LARGE = f"is over {MOST_BYTES // 1_000_000} MB, or unpacks to more"
_CUT_OFF = "breaks off"
_DAMAGED = "is damaged"


def _blocks(stream: BinaryIO) -> Iterator[bytes | str]:
    """The bytes of each record, its header first; words for what is wrong with one that cannot be had."""
    head = stream.read(len(_GZIP))
    stream.seek(0)
    if not head.startswith(_GZIP):
        yield from _plain_blocks(_Window(stream.read))
        return
    members = _Members(stream)
    first = members.next(whole=False)
    if isinstance(first, bytes) and _several(first):  # gzip'd as one file, not record by record
        stream.seek(0)
        yield from _plain_blocks(_Window(_Unpacked(stream).read))
        return
    stream.seek(0)
    members = _Members(stream)
    while (block := members.next()) is not None:
        yield block


def _several(block: bytes) -> bool:
    """Whether more than one record begins here."""
    found = _end_of(block)
    return found is not None and _BEGIN.match(block[found:].lstrip(b"\r\n")) is not None


def _end_of(block: bytes) -> int | None:
    """Where the first record of these bytes ends, by its own word."""
    close = re.search(rb"\r?\n\r?\n", block[:_HEAD])
    length = _LENGTH.search(block[: close.start()]) if close else None
    return close.end() + int(length[1]) if close and length else None


class _Members:
    """The members of a gzip'd archive, each a record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""  # read and not used yet
        self._at = 0  # where it begins in the file

    def next(self, *, whole: bool = True) -> bytes | str | None:
        """The next one, words for what is wrong with it, None at the end; not `whole`: what unpacks first of it will do."""
        if not self._fill():
            return None
        begun = self._at
        if not self._held.startswith(_GZIP):
            self._find(begun)
            return _DAMAGED
        unpack = zlib.decompressobj(wbits=31)
        out = bytearray()
        rest = self._held
        try:
            while True:
                while rest and not unpack.eof:
                    out += unpack.decompress(rest, MOST_BYTES + _HEAD + 1 - len(out))
                    if not whole and len(out) > max(_HEAD, min(_end_of(bytes(out[:_HEAD])) or 0, MOST_BYTES) + 64):
                        return bytes(out)
                    if len(out) > MOST_BYTES + _HEAD:
                        self._find(begun + len(_GZIP))
                        return _LARGE
                    rest = unpack.unconsumed_tail
                if unpack.eof:
                    break
                rest = self._stream.read(_CHUNK)
                self._at += len(self._held)
                self._held = rest
                if not rest:
                    if self._find(begun + len(_GZIP)):
                        return _DAMAGED
                    return _CUT_OFF
        except zlib.error:
            self._find(begun + len(_GZIP))
            return _DAMAGED
        self._at += len(self._held) - len(unpack.unused_data)
        self._held = unpack.unused_data
        return bytes(out)

    def _fill(self) -> bool:
        """Whether there is more; zeros that pad a file are no more."""
        while True:
            zeros = len(self._held) - len(self._held.lstrip(b"\0"))
            self._at += zeros
            self._held = self._held[zeros:]
            if len(self._held) >= len(_GZIP):
                return True
            more = self._stream.read(_CHUNK)
            if not more:
                return bool(self._held)
            self._held += more

    def _find(self, at: int) -> bool:
        """Go to where the next member begins that is a record; whether there is one."""
        self._stream.seek(at)
        self._at, self._held = at, b""
        while True:
            more = self._stream.read(_CHUNK)
            if not more:
                self._at, self._held = self._at + len(self._held), b""
                return False
            self._held += more
            found = self._held.find(_GZIP)
            while found >= 0:
                if len(self._held) - found < _CHUNK:
                    self._held += self._stream.read(_CHUNK)
                if is_warc(self._held[found : found + _CHUNK]):
                    self._at, self._held = self._at + found, self._held[found:]
                    return True
                found = self._held.find(_GZIP, found + 1)
            kept = len(_GZIP) - 1
            self._at, self._held = self._at + len(self._held) - kept, self._held[-kept:]


class _Unpacked:
    """The bytes of a gzip file as far as they can be had: where it is damaged they end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpack = zlib.decompressobj(wbits=31)
        self._rest = b""

    def read(self, size: int) -> bytes:
        while True:
            if self._unpack.eof:
                rest = self._unpack.unused_data or self._stream.read(_CHUNK)
                if not rest.startswith(_GZIP):
                    return b""
                self._unpack, self._rest = zlib.decompressobj(wbits=31), rest
            rest = self._rest or self._stream.read(_CHUNK)
            if not rest:
                return b""
            try:
                out = self._unpack.decompress(rest, size)
            except zlib.error:
                return b""
            self._rest = self._unpack.unconsumed_tail
            if out:
                return out


class _Window:
    """A stretch of a long run of bytes that moves on."""

    def __init__(self, read: Any) -> None:
        self._read = read
        self.held = bytearray()
        self.ended = False

    def fill(self, size: int) -> bool:
        """Whether so many bytes are held, after reading on."""
        while len(self.held) < size and not self.ended:
            more = self._read(max(_CHUNK, min(size - len(self.held), 1 << 20)))
            self.ended = not more
            self.held += more
        return len(self.held) >= size

    def drop(self, size: int) -> None:
        """Let go of so many bytes, and read past those that are not held."""
        while size > len(self.held) and not self.ended:
            size -= len(self.held)
            self.held.clear()
            self.fill(1)
        del self.held[:size]


def _plain_blocks(window: _Window) -> Iterator[bytes | str]:
    while True:
        window.fill(_HEAD)
        blanks = len(window.held) - len(window.held.lstrip(b"\r\n\0"))
        if blanks:
            window.drop(blanks)
            if window.held or not window.ended:
                continue
        if not window.held:
            return
        end = _end_of(bytes(window.held[:_HEAD])) if _BEGIN.match(window.held) else None
        if end is None:
            _seek(window)
            yield _DAMAGED
        elif end > MOST_BYTES + _HEAD:
            _seek(window)
            yield _LARGE
        elif not window.fill(end):
            yield _DAMAGED if _seek(window) else _CUT_OFF
        elif _is_whole(window, end):
            yield _taken(window, end)
        else:  # its length is not what it says
            _seek(window)
            yield _DAMAGED


def _is_whole(window: _Window, end: int) -> bool:
    """Whether a record ends where it says: its digest proves it, or a blank line and what begins a record, or nothing, come next."""
    block = bytes(window.held[:end])
    if _DIGEST.search(block[:_HEAD]) is not None and _proven(block):
        return True
    window.fill(end + 32)
    after = bytes(window.held[end : end + 32])
    return not after.strip(b"\r\n\0") or (after.startswith((b"\r\n\r\n", b"\n\n")) and _BEGIN.match(after.lstrip(b"\r\n")) is not None)


def _taken(window: _Window, end: int) -> bytes:
    block = bytes(window.held[:end])
    window.drop(end)
    return block


def _seek(window: _Window) -> bool:
    """Go to the next line that begins a record, past where the window begins; whether there is one."""
    window.drop(1)
    while True:
        window.fill(_CHUNK)
        found = _BEGIN.search(window.held)
        while found is not None:
            if found.start() == 0 or window.held[found.start() - 1] == 10:
                window.drop(found.start())
                return True
            found = _BEGIN.search(window.held, found.start() + 1)
        if window.ended:
            window.held.clear()
            return False
        window.drop(max(1, len(window.held) - 16))


def _said(block: bytes, place: str) -> Record | Failure | Skipped:
    """What one record says."""
    from fastwarc.warc import ArchiveIterator

    end = _end_of(block)
    if end is None:
        return broken(place, _DAMAGED)
    if end > len(block):
        return broken(place, _CUT_OFF)
    if not _proven(block[:end]):
        return broken(place, "is not what its own digest says")
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(block), parse_http=False)), None)
        return broken(place, _DAMAGED) if record is None else _page(record, block, place)
    except MissingExtra:
        raise
    except Exception as error:  # a third party's parser on anybody's bytes
        return broken(place, f"cannot be read ({str(error)[:80]})")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust's panics are
            raise
        return broken(place, "broke the parser")


def _proven(block: bytes) -> bool:
    """Whether the record's content has the digest that its header states; True where it states none that we know."""
    close = re.search(rb"\r?\n\r?\n", block[:_HEAD])
    stated = _DIGEST.search(block[: close.start()]) if close else None
    if close is None or stated is None:
        return True
    try:
        return hashlib.sha1(block[close.end() :], usedforsecurity=False).digest() == base64.b32decode(stated[1])
    except (binascii.Error, ValueError):
        return False


def _marked_up(body: bytes) -> bool:
    """Whether the first thing in these bytes is a tag."""
    return body[:_HEAD].lstrip().removeprefix(_MARK).lstrip().startswith(b"<")


def _page(record: WarcRecord, block: bytes, place: str) -> Record | Failure | Skipped:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return Skipped(place, "no response")
    if record.headers.get("WARC-Truncated"):
        return broken(place, "was cut off when it was fetched")
    url = record.headers.get("WARC-Target-URI")
    url = url.strip("<> ") if url else None
    when = record.record_date
    record.parse_http(auto_decode="none")
    if record.record_type == WarcRecordType.resource:
        status: int | None = 200
        charset: str | None = None
        kind = (record.headers.get("Content-Type") or "").split(";")[0].strip().casefold()
    elif record.http_headers is None:
        return Skipped(place, "no page of the web")
    else:
        kind = (record.http_content_type or "").strip().casefold()
        status, charset = record.http_headers.status_code, record.http_charset
    if status != 200:
        return Skipped(place, "another answer than a page")
    if kind and kind not in _PAGES:
        return Skipped(place, "no HTML")
    raw = record.reader.read(MOST_BYTES + 1)
    try:
        body = raw
        for again in ArchiveIterator(io.BytesIO(block), parse_http=True, auto_decode="all"):
            body = again.reader.read(MOST_BYTES + 1)
            break
    except OSError:
        if not _marked_up(raw):
            raise
        body = raw  # it says that it is packed, and is not
    if len(body) > MOST_BYTES:
        return broken(place, _LARGE, TooLarge)
    if not kind and not _marked_up(body):
        return Skipped(place, "no HTML")
    return Record(
        locator=place,
        name=name_of(place),
        kind="page",
        data=body,
        charset=charset,
        url=url,
        outlet=None,
        retrieved_at=None if when is None else when.isoformat(),
    )
