"""Pieces of a structured file in, the Document they make out.

In:  pieces in the order of the file: words, the role they play, the page they stand on.
Out: a Document whose text is the pieces by the text rule, a blank line between two, and whose segments are the pieces.
Not here: finding them (office.py, mail.py, markdown.py, pdf.py); formats whose text is the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.ingest.decoding import digest_of, document_id, text_rule
from sayso.schema import Document, DocumentKind, Role, Segment, Span

PARTED = "\n\n"
RAISED = re.compile(r"\W{0,9}\d")  # how a raised figure begins, a power or a footnote's number: it belongs to no word, and "1st" stays one


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file that plays one role."""

    role: Role
    words: str
    reason: str | None = None
    page: int | None = None
    goes_on: bool = False  # it stands in the line of the piece before it


def document_of_pieces(
    pieces: Iterable[Piece],
    data: bytes,
    name: str,
    *,
    kind: DocumentKind = "article",
    title: str | None = None,
    published: str | None = None,
) -> Document:
    """The Document that these pieces make; without segments where none of them has words.

    The first headline stays one and is the title; further ones divide the text and are paragraphs.

    Args:
        pieces: in the order of the text; those without words are left out.
        data: the bytes of the file.
        name: its name.
        kind: what the document is.
        title: what it is called where it has no headline.
        published: its date, as precisely as the file says it.
    """
    text: list[str] = []
    segments: list[Segment] = []
    length = 0
    headline: str | None = None
    for piece in pieces:
        words = text_rule(piece.words).strip()
        if not words:
            continue
        role = piece.role
        if role == "headline":
            if headline is not None:
                role = "paragraph"
            headline = headline or words
        if text:
            between = " " if piece.goes_on else PARTED
            text.append(between)
            length += len(between)
        segments.append(Segment(span=Span(length, length + len(words)), role=role, reason=piece.reason, page=piece.page))
        text.append(words)
        length += len(words)
    digest = digest_of(data)
    return Document(
        id=document_id(digest),
        name=name,
        kind=kind,
        text="".join(text),
        segments=tuple(segments),
        bytes_digest=digest,
        title=headline or title,
        published_at=published,
    )
