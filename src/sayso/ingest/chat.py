"""An exported chat in, its messages as turns out.

In:  WhatsApp's export, a .txt file or the .zip that holds one, from Android or iOS, in any date order.
Out: a Document whose text is the exported file itself: a turn a message, with its sender; what the app wrote (members
     who joined, deleted and edited marks, attachments) is an aside that says what it is.
Not here: what is in attachments; they are listed, not opened.

A time of day without seconds, in a zone nobody states, is no time in a recording: it stays in the text, above its message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.errors import UnreadableInput
from sayso.ingest.archive import member, names_in
from sayso.ingest.decoding import decode, digest_of, document_id, looks_binary
from sayso.schema import Document, Segment, Span

LEAST = 2  # heads of messages that make a text a chat
SAMPLE = 20_000  # bytes
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\. ?\d{1,2}\. ?\d{2,4})"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\xa0]?[AaPp]\.?[ \u202f\xa0]?[Mm]\.?)?"
_MARKS = "[\u200e\u200f\u202a-\u202e]{0,4}"
_HEAD = re.compile(
    rf"(?m)^{_MARKS}(?:\[{_DATE},?[ \u202f\xa0]{{1,2}}{_TIME}\][ \t]+"
    rf"|{_DATE},?[ \u202f\xa0]{{1,2}}{_TIME}[ \u202f\xa0][-–][ \t]+)"
    rf"{_MARKS}(?:(?P<who>[^\n:]{{1,80}}?):(?:[ \t]|$))?"
)
_DELETED = re.compile(
    r"(?i)\W{0,4}(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|ce message a été supprimé"
    r"|se eliminó este mensaje|eliminaste este mensaje|questo messaggio è stato eliminato|hai eliminato questo messaggio"
    r"|mensagem apagada|você apagou esta mensagem|essa mensagem foi apagada|dit bericht is verwijderd"
    r"|je hebt dit bericht verwijderd)\W{0,4}"
)
_ATTACHED = re.compile(
    r"(?i)[\u200e\u200f]{0,2}(?:<attached: [^>\n]{1,200}>|<media omitted>|<medien ausgeschlossen>|<médias omis>|<multimedia omitido>"
    r"|<media omessi>|<mídia oculta>|<media weggelaten>"
    r"|[^\n]{1,200} \(file attached\)"
    r"|[^\n]{1,200} \((?:datei angehängt|fichier joint|archivo adjunto|file allegato|arquivo anexado|bestand bijgevoegd)\)"
    r"|(?:image|video|audio|sticker|gif|document|voice message|contact card) omitted)"
)
_APP = re.compile(  # what the app writes in a line that looks like somebody's message
    r"(?i)(?:.{0,80} )?(?:changed (?:the|this|their) (?:subject|group|description|icon|settings|phone number)|created (?:the )?group|"
    r"messages (?:and calls )?are end-to-end encrypted|your security code with|hat den betreff"
    r"|a modifié le sujet|cambió el asunto)\b.{0,300}",
    re.DOTALL,
)
_EDITED = re.compile(
    r"(?i)[\u200e\u200f \t]{0,3}<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié|se editó este mensaje"
    r"|questo messaggio è stato modificato|mensagem editada|dit bericht is bewerkt)>[ \t]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Chat:
    """WhatsApp's export of a chat."""

    name: str = "chat"
    isolated: bool = False

    def sniff(self, data: bytes) -> float:
        """Sure where the first line is the head of a message and others are; likely where a zip holds one such text."""
        if data.startswith(b"PK\x03\x04"):
            return 0.9 if exported(names_in(data)) is not None else 0.0
        if looks_binary(data):
            return 0.0
        try:
            head = decode(data[:SAMPLE])
        except UnreadableInput:
            return 0.0
        first = next((line for line in head.split("\n") if line.strip()), "")
        return 0.8 if _HEAD.match(first) and sum(1 for _ in _HEAD.finditer(head)) >= LEAST else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The chat in this file.

        Raises:
            UnreadableInput: the zip is broken or hostile, or no encoding fits.
            TooLarge: the zip holds more than it may.
        """
        inside = data
        if data.startswith(b"PK\x03\x04"):
            wanted = exported(names_in(data))
            if wanted is None:
                raise UnreadableInput(f"{name} holds no exported chat. Unpack it and give the file that is meant.", about=name)
            inside = member(data, wanted, name)
        text = decode(inside)
        heads = list(_HEAD.finditer(text))
        segments: list[Segment] = []
        first = heads[0].start() if heads else len(text)
        _add(segments, text, 0, first, "before the first message")
        for number, found in enumerate(heads):
            ends = heads[number + 1].start() if number + 1 < len(heads) else len(text)
            after = text[found.end() : ends].strip()
            if found["who"] is None or _APP.fullmatch(found["who"]) or (after.startswith("\u200e") and _APP.fullmatch(after[1:])):
                _add(segments, text, found.start(), ends, "written by the app")
                continue
            segments.append(Segment(span=Span(found.start(), _before(text, found.start(), found.end())), role="byline"))
            _message(segments, text, found.end(), ends, " ".join(found["who"].strip("\u200e\u200f\u202a\u202c~ ").split()))
        digest = digest_of(data)
        return Document(id=document_id(digest), name=name, kind="chat", text=text, segments=tuple(segments), bytes_digest=digest)


def _message(segments: list[Segment], text: str, start: int, end: int, who: str) -> None:
    """A message: what was written, what was attached, whether it was deleted or edited."""
    span = _trimmed(text, start, end)
    if span is None:
        return
    words = span.of(text)
    if _DELETED.fullmatch(words):
        segments.append(Segment(span=span, role="aside", reason="deleted message"))
        return
    edited = _EDITED.search(words, max(0, len(words) - 60))
    last = span.start + edited.start() if edited else span.end
    attached = _ATTACHED.match(words)
    if attached is not None:
        segments.append(Segment(span=Span(span.start, span.start + attached.end()), role="aside", reason="attachment"))
    said = _trimmed(text, span.start + (attached.end() if attached else 0), last)
    if said is not None:
        segments.append(Segment(span=said, role="turn", speaker=who))
    if edited is not None:
        _add(segments, text, last, span.end, "edited message")


def exported(names: list[str]) -> str | None:
    """The one exported chat among the files of a zip."""
    found = [one for one in names if re.fullmatch(r"(?i)(?:[^/\\]{1,80}/)?(?:_chat|WhatsApp[^/\\]{0,120})\.txt", one)]
    return found[0] if len(found) == 1 else None


_FILE = re.compile(
    r"(?i)[\u200e\u200f]{0,2}(?:<attached: (?P<ios>[^>\n]{1,200})>|(?P<android>[^\n]{1,200}?) \((?:file attached|datei angehängt"
    r"|fichier joint|archivo adjunto|file allegato|arquivo anexado|bestand bijgevoegd)\))"
)


def attachments(text: str) -> list[tuple[str, str, str]]:
    """The files that a chat's messages name, in their order: name, who sent it, date and time as the chat has them."""
    out = []
    for found in _HEAD.finditer(text):
        attached = _FILE.match(text[found.end() : found.end() + 260].lstrip()) if found["who"] else None
        if attached is not None:
            stamp = found.group()[: found.start("who") - found.start()].strip(" \t-–[]:\u200e\u200f\u202a")
            who = " ".join(found["who"].strip("\u200e\u200f\u202a\u202c~ ").split())
            out.append(((attached["ios"] or attached["android"]).strip(), who, stamp))
    return out


def _add(segments: list[Segment], text: str, start: int, end: int, reason: str) -> None:
    span = _trimmed(text, start, end)
    if span is not None:
        segments.append(Segment(span=span, role="aside", reason=reason))


def _before(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


CHAT = Chat()
