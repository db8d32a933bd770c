"""The formats that can be ingested: the table, and what its rows offer.

A format is one file beside this one plus one row in `FORMATS`, or an entry point of another package;
`tests/contract/test_formats.py` says what each must keep.
"""

from __future__ import annotations

from typing import Protocol

from sayso.plugins import Family
from sayso.schema import Document


class Format(Protocol):
    """What a row of `FORMATS` points to."""

    name: str
    isolated: bool  # its parser is not ours, so it runs in a process that can be killed (worker.py)

    def sniff(self, data: bytes) -> float:
        """How surely these bytes are of this format, in [0, 1]; must not raise, and must be cheap."""
        ...

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in these bytes; raises an InputError that says what to do."""
        ...


FORMATS: Family[Format] = Family(
    group="sayso.formats",
    built_in={
        "chat": "sayso.ingest.chat:CHAT",
        "docx": "sayso.ingest.office:DOCX",
        "eml": "sayso.ingest.mail:MAIL",
        "html": "sayso.ingest.html:HTML",
        "markdown": "sayso.ingest.markdown:MARKDOWN",
        "odt": "sayso.ingest.office:ODT",
        "pdf": "sayso.ingest.pdf:PDF",
        "rtf": "sayso.ingest.rtf:RTF",
        "srt": "sayso.ingest.captions:SRT",
        "text": "sayso.ingest.text:TEXT",
        "transcript": "sayso.ingest.transcript:TRANSCRIPT",
        "vtt": "sayso.ingest.captions:VTT",
        "whisper": "sayso.ingest.captions:WHISPER",
    },
)
