"""Plain text in, a Document out.

In:  bytes that are text in some encoding, or text.
Out: a Document whose text is the decoded file itself, so that offsets are the file's, and whose
     segments (asides.py) say what each stretch of it is.
Not here: guessing an outlet, an author or a language; marked-up text (html.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import EmptyDocument
from sayso.ingest.asides import segments_of
from sayso.ingest.decoding import decode, digest_of, document_id, looks_binary, text_rule
from sayso.ingest.stamps import date_in
from sayso.schema import Document

_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"fLaC", b"ID3", b"MZ")


@dataclass(frozen=True, slots=True)
class PlainText:
    """Any bytes that are text and nothing more particular."""

    name: str = "text"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """A low score for all text, so that every format that knows its bytes better comes first."""
        return 0.0 if data.startswith(_NOT_TEXT) or looks_binary(data) else 0.1

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in these bytes.

        Raises:
            EmptyDocument: there is nothing in it but blanks.
            UnreadableInput: no encoding fits.
        """
        return document_of(decode(data), name, digest_of(data))


def document_of(text: str, name: str, digest: str) -> Document:
    """The Document of this text, by the text rule; `digest` is that of the bytes it came in.

    Raises:
        EmptyDocument: there is nothing in it but blanks.
    """
    text = text_rule(text)
    if not text.strip():
        raise EmptyDocument(f"{name} holds nothing but blanks. Check that the file was written whole.", about=name)
    segments = segments_of(text)
    headline = next((one.span.of(text) for one in segments if one.role == "headline"), None)
    date = next((one.span.of(text) for one in segments if one.role == "date"), None)
    return Document(
        id=document_id(digest),
        name=name,
        kind="article",
        text=text,
        segments=segments,
        bytes_digest=digest,
        title=headline,
        published_at=date_in(date) if date is not None else None,
    )


TEXT = PlainText()
