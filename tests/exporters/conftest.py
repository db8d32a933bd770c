"""A store with something of everything in it, for all exporters."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from sayso.ledger import Draft, correction
from sayso.pipeline import keep
from sayso.reading import Reading
from sayso.schema import Attribution, Entity, Origin, Quotation, Segment, Span
from sayso.stores import open_store
from sayso.stores.chosen import Chosen
from sayso.stores.sql import Store

ORIGIN = Origin(stage="read", version="test", model_digest="by hand 1", settings_digest="0")

# Words that mean something to a spreadsheet, a terminal, a parser of XML, HTML or JSON, a file system or a line reader.
HOSTILE = (
    '=HYPERLINK("https://example.org";"x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", " =1+1", "＝1+1", "'=1+1", "'plain", "%0A", "|calc",
    "a\x00b", "a\x0b\x1bb\x7f", "a\ud800b", "\udc00", "\ufffe\uffff", "\u202eevil\u202c", "\u2066x\u2069", "\u2028\u2029\x85", "two\r\nlines\n", "\ufeffx",
    "<b>&amp;]]>--><script>alert(1)</script>", '"quoted", ; and \\ "', "../../etc/passwd", "CON", "{{7*7}}", "😀 e\u0301", "[](javascript:x)",
)  # fmt: skip


def hostile(make) -> Reading:
    """A Reading in which everything that can be is hostile."""
    text, quotations, attributions, entities = "", [], [], []
    for number, words in enumerate(HOSTILE, 1):
        start = len(text)
        text += words
        content = Span(start, len(text))
        text += " said "
        source = Span(len(text), len(text) + len(words))
        text += words + "\n"
        quotations.append(
            Quotation(
                id=f"q{number}",
                document_id="",
                kind="direct",
                source=(source,),
                cue=(Span(content.end + 1, content.end + 5),),
                content=(content,),
                score=0.5,
            )
        )
        entities.append(Entity(id=f"e{number}", kind="organization", name=words.strip() or "x", mentions=(source,)))
        attributions.append(Attribution(quotation_id=f"q{number}", entity_id=f"e{number}", basis="named", addressees=(f"e{number}",)))
    document = replace(
        make.document(text, name="../=cmd\x00\ud800<x>.html"), id="../../=evil\x00.txt", url="javascript:alert(1)", outlet="=1+1",
        title="<t>\x00&", authors=("a\x00<",), published_at="2025-02-03",
    )  # fmt: skip
    return Reading(
        document=document, quotations=tuple(replace(one, document_id=document.id) for one in quotations), attributions=tuple(attributions),
        entities=tuple(entities), origin=ORIGIN,
    )  # fmt: skip


def tangled(make) -> Reading:
    """A Reading whose quotations cross each other, run over blocks and gaps, and are said by two at once."""
    text = "One two three four.\n\nFive six seven eight.\nnine ten\n\neleven said A. B. Cho"
    document = replace(
        make.document(
            text,
            Segment(span=make.at(text, "One two three four."), role="headline"),
            Segment(span=make.at(text, "Five six seven eight."), role="paragraph"),
            Segment(span=make.at(text, "eleven said A. B. Cho"), role="aside", reason="repeated  block"),
        ),
        url="https://example.org/a?b=1&c=2", outlet="The Star", published_at="2024-12-24T10:00:00Z",
    )  # fmt: skip
    spans = [
        (make.at(text, "two three"), Span(text.index("Five"), text.index("ten"))),
        (Span(text.index("three"), text.index("six")),),
        (Span(text.index("six"), text.index("eight")),),
        (Span(text.index("six"), text.index("eight")),),
        (Span(text.index("ten"), text.index(" said")),),
        (Span(0, len(text)),),
    ]
    cho = Entity(id="e1", kind="person", name="A. B. Cho")
    board = Entity(id="e2", kind="group", name="the board")
    paper = Entity(id="e3", kind="document", name="the filing")
    nobody = Entity(id="e4", kind="anonymous", name="a source")
    who = ["e1", "e2", "e1", "e2", "e3", "e4"]
    return Reading(
        document=document,
        quotations=tuple(
            Quotation(id=f"q{n}", document_id=document.id, kind="mixed", source=(), cue=(), content=tuple(content), score=0.5)
            for n, content in enumerate(spans, 1)
        ),
        attributions=tuple(
            Attribution(quotation_id=f"q{n}", entity_id=one, basis="named", act="deny", addressees=("e2",), negated=n == 1)
            for n, one in enumerate(who, 1)
        ),
        entities=(cho, board, paper, nobody),
        origin=ORIGIN,
    )


def correct(store: Store, key: str, why: str | None = None, **changes: object) -> None:
    """A correction by a person."""
    with store.writing() as writing:
        writing.append([correction(key, changes, "Mina Roe", why, writing.last("correction", key))])


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """What makes an empty store of some name."""
    opened: list[Store] = []

    def make(name: str) -> Store:
        opened.append(open_store(str(tmp_path / name), create=True))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def fill(kept: Store, mill: Reading, make: SimpleNamespace) -> None:
    """Documents, corrections, a quotation that is none, a verdict."""
    list(keep(kept, [mill, hostile(make), tangled(make), make.reading("“Nothing,” she said. “And this is no quotation.”", "“Nothing,”", "“And this is no quotation.”", name="c.txt")], ORIGIN))  # fmt: skip
    by_words = {one.text: one.id for one in kept.statements()}
    correct(kept, by_words["“Nothing,”"], why="she is named above", speaker={"name": "Ana Cho", "kind": "person"}, act="deny")
    correct(kept, by_words["“And this is no quotation.”"], quotation=False)
    correct(kept, by_words["that Osei will sue the Daily Star for £2.5m"], note="=see page 3")
    payload = {"evidence": "hearing <1>.txt", "outcome": "altered", "severity": "material", "reason": "“not” is missing & more"}
    with kept.writing() as writing:
        writing.append([Draft(kind="verdict", subject=by_words["“Nothing,”"], payload=payload, by="sayso test")])


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Path:
    """Where the store is kept that the first test made."""
    return tmp_path_factory.mktemp("once") / "full.db"


@pytest.fixture
def store(new_store, once, tmp_path, mill, make) -> Store:
    """A store with something of everything in it, the test's own."""
    if not once.exists():
        with open_store(str(once), create=True) as kept:
            fill(kept, mill, make)
            kept.backup(str(once.with_name("copy.db")))
    shutil.copy(once.with_name("copy.db"), tmp_path / "full.db")
    return new_store("full.db")


@pytest.fixture
def holdings(store: Store) -> Chosen:
    return Chosen(store)


@pytest.fixture
def nothing(new_store) -> Chosen:
    return Chosen(new_store("empty.db"))
