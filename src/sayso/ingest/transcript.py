"""A plain-text transcript in which turns are headed by a name and a time in, the same text in turns out.

In:  text as Otter, Rev, Trint, Descript and Zoom's chat export it.
Out: a Document whose text is the file itself: turns with speakers and times, the headings as bylines.
Not here: captions (captions.py); transcripts with "SPEAKER:" labels and no times, which plain text holds as it is.

Headings that are known, each at the beginning of a line: "Ana Cho  00:12", "Ana Cho (00:12):", "[00:00:12] Ana Cho: words",
"00:00:12 Ana Cho: words", "00:12:04 From Ana Cho to Everyone: words".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.errors import EmptyDocument, UnreadableInput
from sayso.ingest.decoding import decode, digest_of, document_id, looks_binary
from sayso.schema import Document, Segment, Span

LEAST = 2  # headings that make a text a transcript
SAMPLE = 40_000  # bytes looked at to tell
_CLOCK = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,]\d{1,3})?"
_WHO = r"[^\W\d_][^\n:()\[\]]{0,60}?"
_ALONE = re.compile(rf"(?m)^[ \t]*(?P<who>{_WHO})[ \t]*(?::[ \t]|[ \t(\[]){_CLOCK}[)\]]?:?[ \t]*$")
_INLINE = re.compile(rf"(?m)^[ \t]*(?P<who>{_WHO})[ \t]*[\[(]{_CLOCK}[\])][:]?[ \t]+(?=\S)")
_OF_DAY = re.compile(rf"(?m)^[ \t]*\[(?P<who>{_WHO})\][ \t]+{_CLOCK}[ \t]*$")  # Zoom: the hour of the day, no time in a recording
_BEFORE = re.compile(
    rf"(?m)^[ \t]*[\[(]?{_CLOCK}[\])]?[ \t]*(?:[-–—][ \t]*)?(?:From[ \t]+)?"
    rf"(?P<who>{_WHO})(?:[ \t]+[Tt]o[ \t]+[^\n:]{{1,40}})?:[ \t]*(?=\S|$)"
)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Plain text whose turns are headed by a name and a time."""

    name: str = "transcript"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """Likely where several lines are such headings."""
        if b":" not in data[:SAMPLE] or looks_binary(data):
            return 0.0
        try:
            head = decode(data[:SAMPLE])
        except UnreadableInput:
            return 0.0
        return 0.5 if len(_headings(head)) >= LEAST else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The transcript in this text.

        Raises:
            EmptyDocument: there is nothing in it but blanks.
            UnreadableInput: no encoding fits.
        """
        text = decode(data)
        if not text.strip():
            raise EmptyDocument(f"{name} holds nothing but blanks. Check that the file was written whole.", about=name)
        segments: list[Segment] = []
        headings = _headings(text)
        first = headings[0].start() if headings else len(text)
        head = _trimmed(text, 0, first)
        if head is not None:
            segments.append(Segment(span=head, role="headline" if "\n" not in head.of(text) else "paragraph"))
        for number, found in enumerate(headings):
            ends = headings[number + 1].start() if number + 1 < len(headings) else len(text)
            since = None if found.re is _OF_DAY else _ms(found)
            until = _ms(headings[number + 1]) if number + 1 < len(headings) else None
            who = " ".join(found["who"].split()).strip(" -–—")
            heading = _trimmed(text, found.start(), found.end())
            said = _trimmed(text, found.end(), ends)
            if heading is not None:
                segments.append(Segment(span=heading, role="byline"))
            if said is not None:
                later = since is not None and until is not None and until >= since
                segments.append(Segment(span=said, role="turn", speaker=who, start_ms=since, end_ms=until if later else None))
        digest = digest_of(data)
        return Document(
            id=document_id(digest), name=name, kind="transcript", text=text, segments=tuple(segments), bytes_digest=digest,
            title=segments[0].span.of(text) if segments and segments[0].role == "headline" else None,
        )  # fmt: skip


def _headings(text: str) -> list[re.Match[str]]:
    """The headings, in order; where two kinds claim a line, the one with the time first."""
    found = {one.start(): one for pattern in (_INLINE, _OF_DAY, _ALONE, _BEFORE) for one in pattern.finditer(text)}
    return [found[start] for start in sorted(found) if int(found[start]["m"]) < 60 and int(found[start]["s"]) < 60]


def _ms(found: re.Match[str]) -> int:
    return ((int(found["h"] or 0) * 60 + int(found["m"])) * 60 + int(found["s"])) * 1000


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


TRANSCRIPT = Transcript()
