"""A PDF's bytes in, the text of its pages out.

In:  a PDF whose pages hold text.
Out: a Document whose text is what PDFium extracts, page after page, a blank line between two; each paragraph names its page.
Not here: pictures of text (no recognition is done); order of columns beyond PDFium's own.

Nothing is taken out: running heads and page numbers stay where PDFium finds them, and a word cut by a hyphen at a line's
end stays cut (PDFium marks that cut with U+0002 or U+FFFE, which becomes "-" here).
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import EmptyDocument, MissingExtra, TooLarge, UnreadableInput
from sayso.ingest.decoding import digest_of, document_id, text_rule
from sayso.schema import Document, Segment, Span

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000


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
        text: list[str] = []
        segments: list[Segment] = []
        length = 0
        try:
            if len(pdf) > MOST_PAGES:
                raise TooLarge(f"{name} has over {MOST_PAGES} pages. Split it and read the parts.", about=name)
            for number in range(len(pdf)):
                page = pdf[number]
                held = page.get_textpage()
                words = text_rule(held.get_text_range().replace("\x02", "-").replace("\ufffe", "-")).strip()
                held.close()
                page.close()
                if not words:
                    continue
                segments.append(Segment(span=Span(length, length + len(words)), role="paragraph", page=number + 1))
                text += [words, "\n\n"]
                length += len(words) + 2
                if length > MOST_CHARACTERS:
                    raise TooLarge(f"{name} holds over {MOST_CHARACTERS} characters. Split it and read the parts.", about=name)
        except pypdfium2.PdfiumError as error:
            raise UnreadableInput(f"{name} is a damaged PDF ({str(error)[:100]}). Fetch or copy it again.", about=name) from error
        finally:
            pdf.close()
        if not segments:
            raise EmptyDocument(f"{name} has no text in it. Pictures of text are not read; run text recognition first.", about=name)
        digest = digest_of(data)
        whole = "".join(text).rstrip("\n")
        return Document(id=document_id(digest), name=name, kind="filing", text=whole, segments=tuple(segments), bytes_digest=digest)


PDF = PortableDocument()
