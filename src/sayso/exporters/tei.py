"""Documents as TEI P5, what is said in them marked: `<said who="#...">`.

In:  Holdings.
Out: one teiCorpus with a TEI for each document: its whole text, each of its segments a block, each stretch of a
     quotation a `said` that points to its speaker in the `standOff`.
Not here: other views of a document.

The characters inside `body` are the document's text, none more and none less, but for those that XML forbids, which are
U+FFFD one for one.  A quotation that runs over blocks, or is interrupted, is several elements tied by `next` and `prev`;
one that crosses another is cut where that one ends.  A statement without words is a `seg` over its cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from sayso.exporters import Exporter, Holdings
from sayso.exporters.ids import plain
from sayso.reading import Reading
from sayso.schema import Segment, Span, Statement

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def _text(words: str) -> str:
    """Words as XML; a carriage return would else be read as a line feed."""
    return escape(_FORBIDDEN.sub("\ufffd", words), {"\r": "&#13;"})


def _attribute(words: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", words), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def _words(words: str) -> str:
    """Words for an attribute that takes no blanks at its ends and no runs of them."""
    return _attribute(" ".join(words.split()))


def _header(title: str, reading: Reading | None) -> str:
    source = "<p>Kept by sayso.</p>"
    if reading is not None:
        one = reading.document
        parts = [f"<title>{_text(one.title or one.name)}</title>"]
        parts += [f"<author>{_text(author)}</author>" for author in one.authors]
        parts += [f"<publisher>{_text(one.outlet)}</publisher>"] if one.outlet else []
        if one.published_at:
            day = _DATE.match(one.published_at)
            parts.append(f"<date{f' when={chr(34)}{day.group()}{chr(34)}' if day else ''}>{_text(one.published_at)}</date>")
        parts += [f'<idno type="url">{_text(one.url)}</idno>'] if one.url else []
        parts += [f'<idno type="sayso">{_text(one.id)}</idno>', f'<idno type="sha256">{_text(one.bytes_digest)}</idno>']
        source = f"<bibl>{''.join(parts)}</bibl>"
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{_text(title)}</title></titleStmt>"
        "<publicationStmt><p>Exported by sayso; the rights are those of the source.</p></publicationStmt>"
        f"<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>"
    )


# -- people --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _People:
    """The people of one document, by the ids that XML knows them under."""

    prefix: str
    kinds: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)  # person's id or name -> xml:id
    rows: list[tuple[str, str, str, str | None]] = field(default_factory=list)  # xml:id, kind, name, person's id

    def pointer(self, name: str, person: str | None = None, kind: str | None = None) -> str:
        """`#` and the xml:id of somebody, who is listed from now on."""
        key = person or self.ids.get("name " + name) or "name " + name
        if key not in self.ids:
            self.ids[key] = f"{self.prefix}.p{len(self.rows) + 1}"
            self.ids.setdefault("name " + name, key)
            self.rows.append((self.ids[key], kind or self.kinds.get(name, "person"), name, person))
        return "#" + self.ids[key]

    def stand_off(self, acts: Sequence[str]) -> str:
        """The lists of whoever is pointed to, and of the acts."""
        out = {"person": "", "organization": "", "document": ""}
        for key, kind, name, person in self.rows:
            number = f'<idno type="sayso">{_text(person)}</idno>' if person else ""
            label = f"xml:id={_attribute(key)}"
            if kind == "organization":
                out["organization"] += f"<org {label}><orgName>{_text(name)}</orgName>{number}</org>"
            elif kind == "document":
                out["document"] += f"<bibl {label}><title>{_text(name)}</title>{number}</bibl>"
            elif kind == "group":
                out["person"] += f"<personGrp {label}><persName>{_text(name)}</persName>{number}</personGrp>"
            else:
                role = ' role="anonymous"' if kind == "anonymous" else ""
                out["person"] += f"<person {label}{role}><persName>{_text(name)}</persName>{number}</person>"
        lists = "".join(
            f"<{tag}>{out[kind]}</{tag}>"
            for kind, tag in (("person", "listPerson"), ("organization", "listOrg"), ("document", "listBibl"))
            if out[kind]
        )
        if acts:
            told = "".join(f'<interp xml:id="{self.prefix}.{act}">{act}</interp>' for act in acts)
            lists += f'<interpGrp type="act">{told}</interpGrp>'
        return f"<standOff>{lists}</standOff>" if lists else ""


# -- the text ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a statement inside one block, in which it crosses nothing."""

    span: Span
    number: int  # of the statement


def _blocks(text: str, segments: Sequence[Segment]) -> Iterator[tuple[Span, Segment | None]]:
    """The whole text in order: segments, and what lies between them."""
    at = 0
    for segment in segments:
        if at < segment.span.start:
            yield Span(at, segment.span.start), None
        if max(at, segment.span.start) < segment.span.end:
            yield Span(max(at, segment.span.start), segment.span.end), segment
            at = segment.span.end
    if at < len(text):
        yield Span(at, len(text)), None


def _nested(block: Span, wanted: Sequence[tuple[Span, int]]) -> list[_Piece]:
    """The spans inside a block, cut so that any two are apart or one inside the other; outer ones first.

    Args:
        block: the block.
        wanted: spans that may reach beyond it, with their statements' numbers.
    """
    left = []
    for span, number in wanted:
        start, end = max(span.start, block.start), min(span.end, block.end)
        if start < end:
            left.append((start, -end, number))
    heapify(left)
    out: list[_Piece] = []
    open_ends: list[int] = []
    while left:
        start, end, number = heappop(left)
        end = -end
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and end > open_ends[-1]:
            heappush(left, (open_ends[-1], -end, number))
            end = open_ends[-1]
        open_ends.append(end)
        out.append(_Piece(Span(start, end), number))
    return out


def _open(one: Statement, key: str, before: str | None, after: str | None, people: _People) -> tuple[str, str]:
    """The tags around a piece of a statement."""
    parts = [f"xml:id={_attribute(key)}"]
    if before:
        parts.append(f"prev={_attribute('#' + before)}")
    if after:
        parts.append(f"next={_attribute('#' + after)}")
    if one.act:
        parts.append(f'ana="#{people.prefix}.{one.act}"')
    who = None if one.speaker is None else people.pointer(one.speaker, one.speaker_id, one.speaker_kind)
    if not one.content_spans:
        parts.append('type="event"')
        if one.negated:
            parts.append('subtype="negated"')
        parts += [f'corresp="{who}"'] if who else []
        return f"<seg {' '.join(parts)}>", "</seg>"
    if who:
        parts.append(f'who="{who}"')
    if one.addressees:
        parts.append(f'toWhom="{" ".join(people.pointer(name) for name in one.addressees)}"')
    parts.append(f'direct="{"true" if one.kind == "direct" else "unknown" if one.kind == "mixed" else "false"}"')
    if one.negated:
        parts.append('rend="negated"')
    return f"<said {' '.join(parts)}>", "</said>"


def _marked(text: str, block: Span, pieces: Sequence[_Piece], tags: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The text of a block with the tags of its pieces in it."""
    at = block.start
    closing: list[tuple[int, str]] = []
    for piece, (opened, closed) in zip(pieces, tags, strict=True):
        while closing and closing[-1][0] <= piece.span.start:
            end, tag = closing.pop()
            yield _text(text[at:end]) + tag
            at = end
        yield _text(text[at : piece.span.start]) + opened
        at = piece.span.start
        closing.append((piece.span.end, closed))
    while closing:
        end, tag = closing.pop()
        yield _text(text[at:end]) + tag
        at = end
    yield _text(text[at : block.end])


def _tei(number: int, reading: Reading, statements: Sequence[Statement]) -> Iterator[str]:
    document, text = reading.document, reading.document.text
    people = _People(f"d{number}", {one.name: one.kind for one in reading.entities})
    wanted = sorted(
        (span, place)
        for place, one in enumerate(statements)
        for span in (one.content_spans or one.cue_spans or one.source_spans)
        if span.start < span.end
    )
    blocks: list[tuple[Span, Segment | None, list[_Piece]]] = []
    near: list[tuple[Span, int]] = []
    at = 0
    for block, segment in _blocks(text, document.segments):
        while at < len(wanted) and wanted[at][0].start < block.end:
            near.append(wanted[at])
            at += 1
        blocks.append((block, segment, _nested(block, near)))
        near = [pair for pair in near if pair[0].end > block.end]
    chains: dict[int, list[str]] = {}
    for _, _, pieces in blocks:
        for piece in pieces:
            chain = chains.setdefault(piece.number, [])
            key = plain(statements[piece.number].id)
            chain.append(key if not chain else f"{key}.{len(chain) + 1}")
    body: list[str] = []
    seen: dict[int, int] = {}
    for block, segment, pieces in blocks:
        tags = []
        for piece in pieces:
            chain, place = chains[piece.number], seen.get(piece.number, 0)
            seen[piece.number] = place + 1
            before = chain[place - 1] if place else None
            after = chain[place + 1] if place + 1 < len(chain) else None
            tags.append(_open(statements[piece.number], chain[place], before, after, people))
        inside = "".join(_marked(text, block, pieces, tags))
        if segment is None and not pieces and not text[block.start : block.end].strip(" \t\n\r"):
            body.append(inside)  # blanks between blocks
        elif segment is not None and segment.role == "paragraph":
            body.append(f"<p>{inside}</p>")
        else:
            kind = f' type="{segment.role}"' if segment is not None else ""
            note = (
                f" n={_words(segment.reason or segment.speaker or '')}"
                if segment is not None and (segment.reason or segment.speaker)
                else ""
            )
            body.append(f"<ab{kind}{note}>{inside}</ab>")
    acts = sorted({one.act for place, one in enumerate(statements) if one.act and place in chains})
    yield f"<TEI n={_words(document.id)}>{_header(document.title or document.name, reading)}"
    yield people.stand_off(acts)
    yield (
        "<text><body>"
        + ("".join(body) if any(one.startswith("<") for one in body) else f"<ab>{''.join(body)}</ab>")
        + "</body></text></TEI>\n"
    )


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    def put(words: str) -> None:
        stream.write(words.encode("utf-8"))

    put(f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{_NAMESPACE}">{_header("Statements kept by sayso", None)}\n')
    number = 0
    for number, document in enumerate(holdings.documents(), 1):
        for part in _tei(number, *holdings.held(document)):
            put(part)
    if not number:
        put(f"<TEI>{_header('Nothing was kept', None)}<text><body><ab/></body></text></TEI>\n")
    put("</teiCorpus>\n")
    return number


TEI = Exporter("documents as TEI P5, with <said who>", _write)
