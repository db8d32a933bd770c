"""A feed in, its entries out: RSS 2.0 and 1.0, Atom.

In:  the bytes of one feed.
Out: a `Record` an entry: a page with the entry's own words, its title, address and date.
Not here: fetching what an entry links to.

The parser is expat.  A feed that declares entities of its own is refused, since no feed does, and bombs do.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from xml.parsers import expat

from sayso.errors import EmptyDocument
from sayso.ingest.records import MOST_BYTES, Record, Skipped, broken, name_of
from sayso.schema import Failure

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_BEFORE = {b"<?": b"?>", b"<!--": b"-->"}  # what may stand before the root, and how it ends
_MARK = b"\xef\xbb\xbf"
_ENTRIES = frozenset(("item", "entry"))
_FIELDS = frozenset(("title", "link", "description", "summary", "content", "encoded", "pubDate", "published", "updated", "date"))
_DEEPEST = 50


def is_feed(head: bytes) -> bool:
    """Whether these first bytes of a file begin a feed."""
    rest = head[:4096].lstrip().removeprefix(_MARK).lstrip()
    while begins := next((one for one in _BEFORE if rest.startswith(one)), None):
        _before, end, rest = rest.partition(_BEFORE[begins])
        if not end:
            return False
        rest = rest.lstrip()
    return _ROOT.match(rest) is not None


def entries_in(data: bytes, locator: str) -> Iterator[Record | Failure | Skipped]:
    """The entries of a feed, in its order; where it is broken, those before, and a Failure.

    Args:
        data: the whole feed.
        locator: what it is called; an entry's locator adds "#" and its number, from 1.
    """
    if len(data) > MOST_BYTES:
        yield broken(locator, f"is over {MOST_BYTES // 1_000_000} MB")
        return
    feed = _Feed()
    fault = feed.read(data)
    for number, entry in enumerate(feed.entries, 1):
        place = f"{locator}#{number}"
        body = entry.get("encoded") or entry.get("content") or entry.get("description") or entry.get("summary") or ""
        if not body.strip():
            yield broken(place, "is an entry without words", EmptyDocument)
            continue
        title = " ".join(entry.get("title", "").split())
        shown = html.escape(title)
        words = f"<article><h1>{shown}</h1>\n<div>{body}</div></article>"
        page = f"<!doctype html><html><head><title>{shown}</title></head><body>{words}</body></html>"
        yield Record(
            locator=place,
            name=name_of(place),
            kind="page",
            data=page.encode("utf-8", "replace"),
            charset="utf-8",
            url=entry.get("link", "").strip() or None,
            title=title or None,
            outlet=" ".join(feed.title.split()) or None,
            published_at=_date(entry.get("pubDate") or entry.get("published") or entry.get("date") or entry.get("updated")),
        )
    if fault is not None:
        yield broken(f"{locator}#{len(feed.entries) + 1}", fault)


class _Feed:
    """What the parser has met so far."""

    def __init__(self) -> None:
        self.title = ""
        self.entries: list[dict[str, str]] = []
        self._now: dict[str, str] | None = None
        self._path: list[str] = []
        self._field: str | None = None
        self._pieces: list[str] = []

    def read(self, data: bytes) -> str | None:
        """Read it; words for what is wrong with it."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._pieces_add
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            return f"is no feed that can be parsed from here on ({error})"
        except _Refused as refused:
            return str(refused)
        return None

    def _refuse(self, *declaration: object) -> None:
        raise _Refused("declares entities of its own, which no feed does")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._path.append(tag)
        if len(self._path) > _DEEPEST:
            raise _Refused(f"is nested more than {_DEEPEST} deep")
        if tag in _ENTRIES and self._now is None:
            self._now = {}
        elif self._field is not None:  # Atom's XHTML
            self._pieces.append(f"<{tag}>")
        elif tag in _FIELDS and (self._now is not None or (tag == "title" and len(self._path) <= 3)):
            self._field, self._pieces = tag, []
            if tag == "link" and self._now is not None and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
                self._now.setdefault("link", attributes["href"])

    def _pieces_add(self, text: str) -> None:
        if self._field is not None:
            inside = self._path and self._path[-1] != self._field
            self._pieces.append(html.escape(text, quote=False) if inside else text)

    def _end(self, name: str) -> None:
        tag = self._path.pop()
        if tag in _ENTRIES and self._now is not None and self._field is None:
            self.entries.append(self._now)
            self._now = None
        elif tag == self._field and self._field not in self._path:
            text = "".join(self._pieces)
            if self._now is not None:
                if text.strip():
                    self._now.setdefault(tag, text)
            elif not self.title:
                self.title = text
            self._field = None
        elif self._field is not None:
            self._pieces.append(f"</{tag}>")


class _Refused(ValueError):
    """The feed is built to do harm."""


def _date(said: str | None) -> str | None:
    """The day of a date as feeds write it."""
    if not said:
        return None
    found = re.match(r"\s*(\d{4}-\d{2}-\d{2})", said)
    if found:
        return found[1]
    try:
        return parsedate_to_datetime(said.strip()).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
