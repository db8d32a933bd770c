"""Rich Text Format in, its paragraphs out.

In:  RTF, as old word processors and TextEdit write it.
Out: a Document whose text is the words striprtf finds, with its segments as in plain text.
Not here: styles; deleted text that was tracked stays, since striprtf does not tell it apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import MissingExtra
from sayso.ingest.decoding import digest_of
from sayso.ingest.text import document_of
from sayso.schema import Document


@dataclass(frozen=True, slots=True)
class RichText:
    """RTF, read by striprtf."""

    name: str = "rtf"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Sure where the file begins with its signature."""
        return 0.95 if data.startswith(b"{\\rtf") else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in this file.

        Raises:
            EmptyDocument: there is nothing in it but blanks.
            MissingExtra: striprtf is not installed.
        """
        try:
            from striprtf.striprtf import rtf_to_text
        except ImportError as missing:
            raise MissingExtra("Reading RTF needs the documents extra: pip install 'sayso[documents]'", about="striprtf") from missing
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
        return document_of(text, name, digest_of(data))


RTF = RichText()
