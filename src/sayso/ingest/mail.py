"""A saved e-mail in, its message out.

In:  .eml, as mail programs save it.
Out: a Document: the subject as headline, sender and date, then the plain-text part, else the words of the HTML part;
     attachments are listed at the end as asides, and not opened.
Not here: mailboxes; what is quoted from earlier mails stays in the text as it is.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import MIMEPart
from itertools import islice

from sayso.errors import EmptyDocument
from sayso.ingest.decoding import decode, looks_binary
from sayso.ingest.pieces import Piece, document_of_pieces
from sayso.schema import Document, Role

_FIELD = re.compile(
    rb"(?i)(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|reply-to|cc|content-type):[ \t]"
)
MOST_PARTS = 1_000
_WROTE = re.compile(r"(?:On|Am|Le|El|Il|Op) .{4,200}(?:wrote|schrieb.{0,60}|a écrit ?|escribió|ha scritto|schreef):")
_ORIGINAL = re.compile(r"(?i)-{2,12} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original) ?-{2,12}|_{20,80}")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message by RFC 5322 and MIME."""

    name: str = "eml"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Likely where the first lines are three fields of a mail's head, a sender among them."""
        if looks_binary(data):
            return 0.0
        head = data[:8_000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
        fields = [line for line in head if _FIELD.match(line)]
        if not head or not re.match(rb"[A-Za-z][A-Za-z0-9-]{0,60}:", head[0]):
            return 0.0
        return 0.7 if len(fields) >= 3 and any(line[:5].lower() == b"from:" for line in fields) else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The message in this file.

        Raises:
            EmptyDocument: there are no words in it.
        """
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        words = _content(body, name) if body is not None else ""
        fields: tuple[tuple[str, Role], ...] = (("subject", "headline"), ("from", "byline"), ("date", "date"))
        pieces = [Piece(role, " ".join(str(message.get(field) or "").split())) for field, role in fields]
        pieces += _parts(words)
        for part in islice(message.iter_attachments(), MOST_PARTS):
            listed = " ".join(f"{part.get_filename() or 'unnamed'} ({part.get_content_type()})".split())
            pieces.append(Piece("aside", listed, "attachment"))
        document = document_of_pieces(pieces, data, name, kind="filing")
        if not document.with_role("paragraph"):
            raise EmptyDocument(f"{name} has no message in it. Save what is attached and give that.", about=name)
        return document


def _parts(words: str) -> Iterator[Piece]:
    """Paragraphs of a message; what is quoted from an earlier one, and the signature, are asides."""
    role: tuple[Role, str | None] = ("paragraph", None)
    held: list[str] = []
    rest = False  # from a line such as "Original Message" on everything is quoted
    lines = words.split("\n")
    for at, line in enumerate(lines):
        kind: tuple[Role, str | None] = role
        if _ORIGINAL.fullmatch(line.strip()):
            rest = True
        if role[1] == "signature":
            pass
        elif (
            rest or line.startswith(">") or (_WROTE.fullmatch(line.strip()) and any(one.startswith(">") for one in lines[at + 1 : at + 4]))
        ):
            kind = ("aside", "quoted mail")
        elif line.rstrip("\r") in ("-- ", "--"):
            kind = ("aside", "signature")
        elif line.strip():
            kind = ("paragraph", None)
        if held and (kind != role or (not line.strip() and kind[0] == "paragraph")):
            yield Piece(role[0], "\n".join(held), role[1])
            held = []
        role = kind
        held.append(line)
    if held:
        yield Piece(role[0], "\n".join(held), role[1])


def _content(part: MIMEPart, name: str) -> str:
    raw = part.get_payload(decode=True)
    held = raw if isinstance(raw, bytes) else b""
    if not held.strip():
        return ""
    if part.get_content_subtype() == "html":
        from sayso.ingest.html import HTML

        return HTML.parse(held, name).text
    return decode(held, part.get_content_charset())


MAIL = Mail()
