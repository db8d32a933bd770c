"""A PDF's bytes in, the text of its pages out.

In:  a PDF whose pages hold text.
Out: a Document whose text is what PDFium extracts, in paragraphs; each names its page, and one that goes on over a page's end
     is two segments in one line.
Not here: what a line plays (pages.py); pictures of text (no recognition is done); order of columns beyond PDFium's own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.errors import EmptyDocument, MissingExtra, TooLarge, UnreadableInput
from sayso.ingest.decoding import text_rule
from sayso.ingest.pages import CUT, Line, pieces
from sayso.ingest.pieces import document_of_pieces
from sayso.schema import Document

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000
_BREAKS = (0x0A, 0x0D)


@dataclass(frozen=True, slots=True)
class PortableDocument:
    """PDF, read by PDFium."""

    name: str = "pdf"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Sure where the file begins with its signature and has an object in it."""
        return 0.95 if data.startswith(b"%PDF-") and b" obj" in data else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in this file.

        Raises:
            UnreadableInput: it is broken or encrypted.
            EmptyDocument: its pages hold no text.
            TooLarge: it has more pages or text than it may.
            MissingExtra: PDFium is not installed.
        """
        try:
            import pypdfium2  # type: ignore[import-untyped]
        except ImportError as missing:
            raise MissingExtra("Reading PDF needs the pdf extra: pip install 'sayso[pdf]'", about="pypdfium2") from missing
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).casefold():
                raise UnreadableInput(f"{name} is encrypted. Save it without a password and try again.", about=name) from error
            raise UnreadableInput(f"{name} is a damaged PDF ({str(error)[:100]}). Fetch or copy it again.", about=name) from error
        try:
            if len(pdf) > MOST_PAGES:
                raise TooLarge(f"{name} has over {MOST_PAGES} pages. Split it and read the parts.", about=name)
            lines: list[Line] = []
            length = 0
            for number in range(len(pdf)):
                found = _lines(pdf[number], number + 1)
                length += sum(len(line.words) for line in found)
                if length > MOST_CHARACTERS:
                    raise TooLarge(f"{name} holds over {MOST_CHARACTERS} characters. Split it and read the parts.", about=name)
                lines += found
        except pypdfium2.PdfiumError as error:
            raise UnreadableInput(f"{name} is a damaged PDF ({str(error)[:100]}). Fetch or copy it again.", about=name) from error
        finally:
            pdf.close()
        document = document_of_pieces(pieces(lines), data, name, kind="filing")
        if not document.segments:
            raise EmptyDocument(f"{name} has no text in it. Pictures of text are not read; run text recognition first.", about=name)
        return document


def _lines(page: Any, number: int) -> list[Line]:
    """The lines of a page as PDFium orders them, with their places."""
    from pypdfium2 import raw

    held = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(held)
        units = [raw.FPDFText_GetUnicode(held, at) for at in range(max(0, count))]
        out: list[Line] = []
        start = 0
        for at in range(len(units) + 1):
            if at < len(units) and units[at] not in _BREAKS:
                continue
            shown = [k for k in range(start, at) if not chr(min(units[k], 0x10FFFF)).isspace()]
            if shown:
                first, last = _box(held, shown[0]), _box(held, shown[-1])
                height = max((_box(held, k)[3] for k in shown[:: max(1, len(shown) // 8)]), default=0.0)
                words = text_rule(_words(units[start:at]))
                out.append(Line(words=words.strip(" \t\n"), page=number, left=first[0], right=last[1], base=first[2], height=height))
            start = at + 1
        return [line for line in out if line.words]
    finally:
        held.close()
        page.close()


def _box(held: Any, at: int) -> tuple[float, float, float, float]:
    """Left, right, base line and size of a character, in points; zeros where PDFium does not know."""
    from pypdfium2 import raw

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    if not raw.FPDFText_GetCharBox(held, at, left, right, bottom, top):
        return 0.0, 0.0, 0.0, 0.0
    raw.FPDFText_GetCharOrigin(held, at, x, y)
    return left.value, right.value, y.value, float(raw.FPDFText_GetFontSize(held, at))


def _words(units: Sequence[int]) -> str:
    """Characters of PDFium, which may be halves of one, as text; the mark of a cut word becomes `CUT`."""
    raw_text = "".join(chr(unit) if unit <= 0x10FFFF else "\ufffd" for unit in units)
    text = raw_text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x02", CUT)


PDF = PortableDocument()
