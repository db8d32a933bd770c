"""One of many: a page, a text or a file out of a large input, on its way to become a Document.

In:  bytes and what an archive, a table or a feed says about them.
Out: `Record`, `Skipped`, failures; the Document of a record.
Not here: where records come from (bulk.py and the readers beside it).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from sayso.errors import InputError, UnreadableInput
from sayso.ingest import MAX_BYTES, from_bytes, from_page, from_text
from sayso.ingest.decoding import REPLACEMENT, digest_of, document_id, text_rule
from sayso.schema import Document, Failure

MOST_BYTES = MAX_BYTES  # of one record, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document to be, not parsed yet; cheap to make, and small enough to be sent to another process.

    Attributes:
        locator: the input's own, "#" and the record's number in it; for a file by itself its own.
        name: what the Document will be called.
        kind: a page of HTML, a plain text in UTF-8, or a file in any format.
        data: its bytes, at most `MOST_BYTES`.
        charset: what HTTP said of a page's encoding.
        url, title, outlet, published_at, retrieved_at: what the input says of it; times as ISO 8601.
    """

    locator: str
    name: str
    kind: Literal["page", "text", "file"]
    data: bytes
    charset: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    retrieved_at: str | None = None

    @property
    def digest(self) -> str:
        """The sha256 of its bytes, in hex."""
        return digest_of(self.data)

    def document(self) -> Document:
        """The Document of it; what the input says about it counts before what the page says.

        Raises:
            InputError: it cannot be read; the sentence says why.
        """
        if self.kind == "page":
            one = from_page(self.data, self.name, self.charset)
        elif self.kind == "text":
            one = from_text(self.data.decode("utf-8", "replace"), self.name)
        else:
            one = from_bytes(self.data, self.name)
        digest = self.digest
        return replace(
            one,
            id=document_id(digest),
            bytes_digest=digest,
            url=_words(self.url) or one.url,
            title=_words(self.title) or one.title,
            outlet=_words(self.outlet) or one.outlet or _host(self.url),
            published_at=_words(self.published_at) or one.published_at,
            retrieved_at=_time(self.retrieved_at),
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of an input that holds no document, and why; it is counted, and is no failure."""

    locator: str
    reason: str


def broken(locator: str, what: str, kind: type[InputError] = UnreadableInput) -> Failure:
    """The failure of a record that cannot be had; `what` goes on after its name."""
    return Failure(locator=locator, stage="ingest", code=kind.code, message=f"{locator} {what}. It was left out.")


def name_of(locator: str) -> str:
    """A locator without its folders."""
    path, mark, number = locator.rpartition("#")
    return (path or number).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] + (mark + number if path else "")


def _words(said: str | None) -> str | None:
    return None if said is None else " ".join(text_rule(said).replace(REPLACEMENT, " ").split()) or None


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _time(said: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        return None
