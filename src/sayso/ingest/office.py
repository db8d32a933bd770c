"""A word processor's file in, its paragraphs out.

In:  DOCX (Word, Google Docs) or ODT (LibreOffice).
Out: a Document whose text is the paragraphs in their order, a blank line between two; headings are headlines.
Not here: RTF (rtf.py), PDF (pdf.py).

What stands is what a reader of the file sees once all changes are accepted: insertions stay, deletions go.  Footnotes
come at the end, as asides; comments are left out.  A raised figure stands apart: 10⁶ is not 106.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from sayso.errors import EmptyDocument, UnreadableInput
from sayso.ingest.archive import member, names_in
from sayso.ingest.pieces import RAISED, Piece, document_of_pieces
from sayso.schema import Document, Role

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TERMS = "{http://purl.org/dc/terms/}"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
MOST_SPACES = 1_000  # that one mark of ODT stands for

Paragraph = tuple[Role, str | None, str]  # role, reason, words


@dataclass(frozen=True, slots=True)
class WordFile:
    """Office Open XML, as Word writes it."""

    name: str = "docx"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Sure where a zip holds Word's main part."""
        return 0.95 if data.startswith(b"PK\x03\x04") and "word/document.xml" in names_in(data) else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in this file.

        Raises:
            UnreadableInput: it is broken, encrypted or hostile.
            EmptyDocument: there are no words in it.
            TooLarge: it unpacks to more than it may.
        """
        names = set(names_in(data))
        body = _xml(member(data, "word/document.xml", name), name)
        paragraphs = list(_word_paragraphs(body))
        for part, reason in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            if part in names:
                notes = _xml(member(data, part, name), name)
                paragraphs += [("aside", reason, words) for _, _, words in _word_paragraphs(notes)]
        modified = None
        if "docProps/core.xml" in names:
            about = _xml(member(data, "docProps/core.xml", name), name)
            modified = about.findtext(f"{_TERMS}modified")
        return _document(paragraphs, data, name, modified)


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """OpenDocument text, as LibreOffice writes it."""

    name: str = "odt"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Sure where a zip says so in its first file, as the standard asks, or holds a content.xml beside a mimetype."""
        if not data.startswith(b"PK\x03\x04"):
            return 0.0
        if _ODT in data[30:120]:
            return 0.95
        return 0.7 if {"mimetype", "content.xml"} <= set(names_in(data)) else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in this file.

        Raises:
            UnreadableInput: it is broken, encrypted or hostile.
            EmptyDocument: there are no words in it.
            TooLarge: it unpacks to more than it may.
        """
        whole = _xml(member(data, "content.xml", name), name)
        body = whole.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise UnreadableInput(f"{name} is an OpenDocument file, and no text. Save it as text and try again.", about=name)
        notes: list[Paragraph] = []
        names = names_in(data)
        raised = _raising(whole)
        if "styles.xml" in names:
            raised |= _raising(_xml(member(data, "styles.xml", name), name))
        paragraphs = [*_open_paragraphs(body, notes, raised), *notes]
        modified = None
        if "meta.xml" in names:
            about = _xml(member(data, "meta.xml", name), name)
            modified = about.findtext(f".//{_DC}date")
        return _document(paragraphs, data, name, modified)


def _xml(data: bytes, name: str) -> Any:
    """The root of some XML that may be hostile: no entities, no network, no giants."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"{name} is damaged ({str(error)[:100]}). Open it and save it anew.", about=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableInput(f"{name} declares entities, which no word processor does. It may be hostile; leave it out.", about=name)
    return root


# -- Word ----------------------------------------------------------------------------------------


def _word_paragraphs(root: Any) -> Iterator[Paragraph]:
    for paragraph in root.iter(f"{_W}p"):
        if any(parent.tag in (f"{_W}p", f"{_MC}Fallback") for parent in paragraph.iterancestors()):
            continue  # inside a text box of another: read with it
        words = "".join(_word_runs(paragraph))
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        named = (style.get(f"{_W}val") or "").casefold() if style is not None else ""
        yield "headline" if named.startswith(("heading", "title", "berschrift", "überschrift", "titre")) else "paragraph", None, words


def _word_runs(paragraph: Any) -> Iterator[str]:
    hidden = 0
    for event, one in etree.iterwalk(paragraph, events=("start", "end")):
        gone = one.tag in (f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr")
        if event == "end":
            hidden -= gone
            continue
        hidden += gone
        if hidden or gone:
            continue
        if one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag == f"{_W}r":
            align = one.find(f"{_W}rPr/{_W}vertAlign")
            if align is not None and align.get(f"{_W}val") == "superscript" and RAISED.match(one.findtext(f"{_W}t") or ""):
                yield " "
        elif one.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif one.tag in (f"{_W}br", f"{_W}cr") or (one.tag == f"{_W}p" and one is not paragraph):
            yield "\n"
        elif one.tag == f"{_W}noBreakHyphen":
            yield "\u2011"


# -- OpenDocument --------------------------------------------------------------------------------


def _raising(root: Any) -> set[str]:
    """The names of the styles that raise what they are put on."""
    out = set()
    for one in root.iter(f"{_STYLE}style"):
        position = one.find(f"{_STYLE}text-properties")
        if position is not None and re.match(r"super|[1-9]", position.get(f"{_STYLE}text-position") or ""):
            out.add(one.get(f"{_STYLE}name") or "")
    return out


def _open_paragraphs(root: Any, notes: list[Paragraph], raised: set[str]) -> Iterator[Paragraph]:
    for one in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        inside = {parent.tag for parent in one.iterancestors()}
        if inside & {f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation"}:
            continue
        yield "headline" if one.tag == f"{_TEXT}h" else "paragraph", None, "".join(_open_runs(one, notes, raised))


def _open_runs(element: Any, notes: list[Paragraph], raised: set[str]) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        if one.tag == f"{_TEXT}s":
            count = one.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, MOST_SPACES)
        elif one.tag == f"{_TEXT}tab":
            yield "\t"
        elif one.tag == f"{_TEXT}line-break":
            yield "\n"
        elif one.tag == f"{_TEXT}note":
            body = one.find(f"{_TEXT}note-body")
            if body is not None:
                notes.extend(("aside", "footnote", words) for _, _, words in _open_paragraphs(body, [], raised))
        elif isinstance(one.tag, str) and one.tag != f"{_OFFICE}annotation":
            if one.get(f"{_TEXT}style-name") in raised and RAISED.match(next(one.itertext(), "")):
                yield " "
            yield from _open_runs(one, notes, raised)
        yield one.tail or ""


# -- both ----------------------------------------------------------------------------------------


def _document(paragraphs: list[Paragraph], data: bytes, name: str, modified: str | None) -> Document:
    dated = modified[:10] if modified and len(modified) >= 10 and modified[:4].isdecimal() else None
    document = document_of_pieces([Piece(role, words, reason) for role, reason, words in paragraphs], data, name, published=dated)
    if not document.segments:
        raise EmptyDocument(f"{name} has no words in it. Pictures of text are not read; save the text itself.", about=name)
    return document


DOCX = WordFile()
ODT = OpenDocument()
