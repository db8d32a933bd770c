"""A Markdown file in, its words out.

In:  text with Markdown's marks, as writers of drafts use them (CommonMark, with tables).
Out: a Document whose text is what a reader of the file sees: headings, paragraphs, block quotes, items of lists, rows of
     tables, the text of links, without the marks; code, pictures, footnotes and front matter are asides.
Not here: ~~struck out~~, which stays as written: whether it counts is for people to say; where in the file a word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.errors import EmptyDocument, TooLarge, UnreadableInput
from sayso.ingest.decoding import decode, looks_binary
from sayso.ingest.pieces import Piece, document_of_pieces
from sayso.ingest.stamps import date_in
from sayso.schema import Document, Role

if TYPE_CHECKING:
    from markdown_it.token import Token

SAMPLE = 20_000  # bytes looked at to tell
DEEPEST = 60  # blocks inside one another; nobody writes six, and the parser would leave out what is deeper
_HEADING = re.compile(
    r"#{1,6}[ \t]+[^\s#][^\n]{0,400}\n[ \t]*(?:\n|$)"
)  # "# one" and a blank line: lines of remarks in a script follow each other
_SIGNS = (
    re.compile(r"(?m)^#{1,6}[ \t]+[^\s#]"),
    re.compile(r"(?m)^```"),
    re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?://|mailto:|/|#)[^\s()]{0,300}\)"),
    re.compile(r"(?<![*\w])\*\*[^\s*][^*\n]{0,200}\*\*(?![*\w])"),
    re.compile(r"(?m)^>[ \t]\S"),
    re.compile(r"!\[[^\[\]\n]{0,200}\]\([^\s()]{1,300}\)"),
)
LEAST_SIGNS = 2  # of different kinds, that make Markdown of a text without a heading at its top; a block quote alone is any mail
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*\n")
_FRONT_LINE = re.compile(r"[a-z][\w-]{0,40}[ \t]?[:=]|[ \t]+\S|- \S|[#\[\]{}]")
_KNOWN = re.compile(r"(?m)^(?:title|date|layout|author|authors|tags|slug|categories|description|draft|lang|permalink)[ \t]?[:=]")
_FIELD = re.compile(r"(?m)^(title|date)[ \t]{0,4}[:=][ \t]{0,4}([^\n]{1,300})$")
_NOTE_MARK = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]:[ \t]?")
MOST_FRONT = 20_000  # characters of front matter


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown, parsed by markdown-it-py."""

    name: str = "markdown"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """Likely where front matter or a heading with # stands at the top, or several kinds of marks are there."""
        if looks_binary(data) or data.lstrip()[:1] in (b"<", b"{"):
            return 0.0
        try:
            head = decode(data[:SAMPLE])
        except UnreadableInput:
            return 0.0
        front = _front_end(head)
        if front or _HEADING.match(head[front:].lstrip("\n") + "\n"):
            return 0.4
        return 0.4 if sum(sign.search(head) is not None for sign in _SIGNS) >= LEAST_SIGNS else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in this file.

        Raises:
            EmptyDocument: there are no words in it but asides.
            TooLarge: its blocks are nested deeper than `DEEPEST`.
            UnreadableInput: no encoding fits.
        """
        from markdown_it import MarkdownIt

        text = decode(data)
        front = _front_end(text)
        fields = {found[1]: found[2].strip(" \t\"'") for found in _FIELD.finditer(text, 0, front)}
        tokens = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST}).enable("table").parse(text[front:])
        if any(token.level >= DEEPEST for token in tokens):
            raise TooLarge(f"{name} nests blocks more than {DEEPEST} deep. It may be hostile; leave it out.", about=name)
        pieces = [Piece("aside", text[:front], "front matter"), *_pieces(tokens)]
        document = document_of_pieces(pieces, data, name, title=fields.get("title"), published=date_in(fields.get("date", "")))
        if all(one.role == "aside" for one in document.segments):
            raise EmptyDocument(f"{name} has no words in it but code and marks. Check that it is the file you mean.", about=name)
        return document


def _front_end(text: str) -> int:
    """Where front matter ends; 0 without."""
    found = _FRONT.match(text)
    if found is None:
        return 0
    end = text.find("\n" + text[:3], found.end() - 1, MOST_FRONT)
    line = text.find("\n", end + 1)
    if end < 0 or text[end + 4 : line if line >= 0 else len(text)].strip():
        return 0
    inside = text[found.end() : end]
    # a transcript may begin with a rule, too: words that somebody said are not to be set aside
    if not _KNOWN.search(inside) or not all(_FRONT_LINE.match(one) for one in inside.split("\n") if one.strip()):
        return 0
    return line + 1 if line >= 0 else len(text)


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The blocks, in order."""
    role: Role = "paragraph"
    number = ""  # of an item, as written: "1986. A good year" is a list to Markdown
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            role = "headline"
        elif token.type == "heading_close":
            role = "paragraph"
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Piece("paragraph", "\t".join(row))
            row = None
        elif token.type in ("fence", "code_block"):
            yield Piece("aside", token.content, "code")
        elif token.type == "html_block":
            yield Piece("paragraph", _unmarked(token.content))
        elif token.type == "inline":
            parts = list(_inline(token.children or ()))
            if row is not None:
                row.append(" ".join(" ".join(words.split()) for _, words in parts))
                continue
            note = _NOTE.match(token.content)
            if note is not None:
                parts = [("footnote", words.removeprefix(":")) for _, words in parts]
            if number and parts:
                parts[0] = (parts[0][0], number + parts[0][1])
            number = ""
            yield from (Piece("aside" if reason else role, words, reason, goes_on=at > 0) for at, (reason, words) in enumerate(parts))


def _inline(tokens: Sequence[Token]) -> Iterator[tuple[str | None, str]]:
    """What stands in a block: its words, and the texts of pictures among them, which are asides."""
    words: list[str] = []
    skipped = 0
    for at, token in enumerate(tokens):
        if skipped:
            skipped -= 1
        elif token.type == "link_open" and _is_note(tokens[at : at + 3]):
            skipped = 2
        elif token.type == "text":
            words.append(_NOTE_MARK.sub("", token.content))
        elif token.type == "code_inline":
            words.append(token.content)
        elif token.type == "softbreak":
            words.append(" ")
        elif token.type == "hardbreak":
            words.append("\n")
        elif token.type == "image":
            if "".join(words).strip():
                yield None, "".join(words)
            words = []
            yield "picture", "".join(part for _, part in _inline(token.children or ()))
    if "".join(words).strip():
        yield None, "".join(words)


def _is_note(tokens: Sequence[Token]) -> bool:
    """Whether this is a reference to a footnote that Markdown takes for a link."""
    return len(tokens) == 3 and tokens[1].type == "text" and tokens[1].content.startswith("^") and tokens[2].type == "link_close"


def _unmarked(markup: str) -> str:
    """The words of a block of HTML, without tags, remarks, scripts and styles."""
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return markup
    etree.strip_elements(root, etree.Comment, "script", "style", with_tail=False)
    return " ".join(str(root.text_content()).split())


MARKDOWN = Markdown()
