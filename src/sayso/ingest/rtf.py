"""RTF in, its text out.

In:  Rich Text Format, as word processors save it.
Out: a Document whose text is the words once all changes are accepted; footnotes come at the end, as asides.
Not here: the other word processors' files (office.py).

striprtf turns control words into text and knows nothing of tracked changes: what is deleted or hidden is taken out before, and a
raised figure set apart: 10⁶ is not 106.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sayso.errors import MissingExtra
from sayso.ingest.decoding import digest_of
from sayso.ingest.pieces import RAISED
from sayso.ingest.text import document_of
from sayso.schema import Document, Segment

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+|\\", re.DOTALL
)
_GONE = ("deleted", "v")  # a tracked deletion; hidden text
_NOTES = ("footnote", "endnote")
_MOVES = ("par", "line", "tab", "u")  # control words that stand for characters


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

        def plain(rtf: str) -> str:
            return str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]

        shown, notes = _shown(data.decode("latin-1"))
        return _with_notes(plain(shown), notes, plain, name, digest_of(data))


def _with_notes(text: str, notes: list[str], plain: Callable[[str], str], name: str, digest: str) -> Document:
    body = text.rstrip()
    said = [words for note in notes if (words := " ".join(plain(note).split()))]
    document = document_of("\n\n".join([body, *said]) if said else text, name, digest)
    if not said:
        return document
    end = len(body)
    kept = [replace(one, reason="footnote", role="aside") if one.span.start >= end else one for one in document.segments]
    return replace(document, segments=tuple[Segment, ...](kept))


def _shown(rtf: str) -> tuple[str, list[str]]:
    """The file without what is deleted or hidden, and its notes, each a small file of its own."""
    head = re.match(r"\{\\rtf1?(?:\\(?:ansi|mac|pc|pca|ansicpg\d{1,5}|deff\d{1,5}|uc\d))*", rtf)
    prefix = head.group() if head else r"{\rtf1\ansi"
    out: list[str] = []
    notes: list[list[str]] = []
    into = out
    stack: list[tuple[frozenset[str], list[str]]] = []
    gone: frozenset[str] = frozenset()
    raised = False
    at = 0
    while at < len(rtf):
        found = _TOKEN.match(rtf, at)
        if found is None:
            break
        at = found.end()
        word, brace = found["word"], found["brace"]
        if brace == "{":
            stack.append((gone, into))
        elif word == "bin":
            at += max(0, int(found["number"] or 0))
            continue
        elif word in _GONE:
            gone = gone - {word} if found["number"] == "0" else gone | {word}
            continue
        elif word == "plain":
            gone, raised = frozenset(), False
        elif word == "super":
            raised = found["number"] != "0"
        elif raised and word is None and brace is None:
            raised = False
            if RAISED.match(found.group()) and not gone:
                into.append("{ }")
        elif word in _NOTES and into is out:
            notes.append([prefix, " "])
            into = notes[-1]
            continue
        if not (gone and brace is None and (word is None or word in _MOVES)):
            into.append(found.group())
        if brace == "}" or word == "nosupersub":
            raised = False
        if brace == "}" and stack:
            was = into
            gone, into = stack.pop()
            if was is not into:  # the note's own closing brace closes its small file
                into.append("}")
    return "".join(out), ["".join(note) for note in notes]


RTF = RichText()
