"""Disputes made by hand: documents that tell of them, line by line, without a model."""

from __future__ import annotations

from itertools import count

from sayso.disputes import dispute_of
from sayso.disputes.sameness import alleged
from sayso.disputes.telling import Told
from sayso.ledger import person_in
from sayso.reading import Reading
from sayso.schema import Attribution, Dispute, Document, Entity, Line, Origin, Party, Quotation, Segment, Span, Step

ORIGIN = Origin(stage="read", version="0.1.0", model_digest="fake 1.0 sha256:00", settings_digest="00")
_NUMBER = count(1)


def party(name: str, kind: str = "person", document: str = "") -> Party:
    return Party(id=person_in(name, kind, document), name=name, kind=kind)  # type: ignore[arg-type]


def told(key: str, *lines: tuple[str, str, str, str, str], published: str = "2025-03-04") -> Told:
    """A document of lines (kind, what, by, against, words); parties are apart by semicolons, one that begins small is anonymous."""
    document = Document(id=key, name=f"{key}.txt", kind="article", text="", segments=(), bytes_digest="", published_at=published)
    out = Told(document)
    for number, (kind, what, by, against, words) in enumerate(lines):
        ids = []
        for names in (by, against):
            held = [party(name, "person" if name[:1].isupper() else "anonymous", key) for name in filter(None, names.split(";"))]
            out.parties |= {one.id: one for one in held}
            out.aliases |= {one.id: frozenset({one.name}) for one in held}
            ids.append(tuple(one.id for one in held))
        line = Line(
            id=f"{key}-{number}", kind=kind, what=what, by=ids[0], against=ids[1], through=None, document_id=key, document=document.name,
            outlet=None, url=None, published=published, told=Span(number * 100, number * 100 + 50), text=words, content=(), date=published,
            precision="day", dated="published",
        )  # fmt: skip
        out.lines.append(line)
        out.words[line.id] = alleged(words, {word.lower() for one in out.parties.values() for word in one.name.split()})
    return out


def article(text: str, *said: tuple[str, str, str, str, str], steps: tuple[tuple[str, str, str, str], ...] = (), name: str = "") -> Reading:
    """A Reading of a text in which (source, cue, content, act, targets) are said, and (words, kind, by, against) done."""
    number = next(_NUMBER)
    document = Document(
        id=f"doc-{number:020x}", name=name or f"{number}.txt", kind="article", text=text, bytes_digest=f"{number:064x}",
        segments=(Segment(span=Span(0, len(text)), role="paragraph"),), published_at="2025-03-04",
    )  # fmt: skip
    names: dict[str, Entity] = {}

    def who(words: str) -> tuple[str, ...]:
        ids = []
        for one in filter(None, words.split(";")):
            at = text.find(one)
            entity = Entity(
                id=f"e{len(names) + 1}", name=one, kind="person", aliases=(), mentions=(Span(at, at + len(one)),) if at >= 0 else ()
            )
            ids.append(names.setdefault(one, entity).id)
        return tuple(ids)

    def place(words: str, after: int = 0) -> tuple[Span, ...]:
        at = text.find(words, after)
        at = at if at >= 0 else text.index(words)  # “...,” she said
        return (Span(at, at + len(words)),) if words else ()

    quotations, attributions = [], []
    for at, (source, cue, content, act, targets) in enumerate(said, 1):
        start = text.index(source)
        quotations.append(
            Quotation(
                id=f"q{at}", document_id=document.id, kind="indirect" if content else "event", source=place(source), cue=place(cue, start),
                content=place(content, start), score=0.9,
            )
        )  # fmt: skip
        attributions.append(
            Attribution(quotation_id=f"q{at}", entity_id=(who(source) or (None,))[0], basis="named", act=act, targets=who(targets))  # type: ignore[arg-type]
        )
    taken = tuple(
        Step(kind=kind, by=who(by), against=who(against), span=place(words)[0])  # type: ignore[arg-type]
        for words, kind, by, against in steps
    )
    return Reading(
        document=document, quotations=tuple(quotations), attributions=tuple(attributions), entities=tuple(names.values()), steps=taken,
        origin=ORIGIN,
    )  # fmt: skip


def small() -> Dispute:
    """A dispute with something in every part, and words that would do harm."""
    one = article(
        "Petra Kallio accused Aldo Marchetti of skimming wages. Aldo Marchetti denied it. Aldo Marchetti sued Petra Kallio for libel. "
        "Petra Kallio alleged <script>alert(1)</script> that Ida Brandt had lied.",
        ("Petra Kallio", "accused", "Aldo Marchetti of skimming wages", "accuse", "Aldo Marchetti"),
        ("Aldo Marchetti", "denied", "it", "deny", ""),
        ("Petra Kallio", "alleged", "<script>alert(1)</script> that Ida Brandt had lied", "accuse", "Ida Brandt"),
        steps=(("Aldo Marchetti sued Petra Kallio for libel", "lawsuit", "Aldo Marchetti", "Petra Kallio"),),
        name="=cmd|'/c calc'!A1 <img src=x>.txt",
    )
    return dispute_of([one])
