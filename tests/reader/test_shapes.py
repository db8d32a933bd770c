"""The 24 shapes of news quotation that are known to be hard, each read by the model that ships.

In:  tests/cases/shapes/NN-slug.txt, passages of our own with their attributions marked in line, and
     tests/cases/shapes-held-out, more of them, written before the rules of mending were.
Out: one test a passage, and the number of shapes that pass in full.  Those that fail are listed in
     `KNOWN` with a reason, as strict expected failures: the list can only change knowingly.

The notation: groups are numbered within a passage, and a brace says what a stretch is of which group.

    {s1:Ana Cho} {c1:said} {d1:“I will,”} ...     s source, c cue; content is d direct, m mixed or i indirect
    {s1 s2:He} {e1:apologised}, {c2:adding:} ...  one stretch for two groups; e: the cue of an event, which has no content
    {i1:that {s2:Jo} {c2:said} {i2:no}}           one attribution inside another's content
    {s1?:Ana Cho}, {d2?:“Up”}                     may be found or not; a whole group, where it stands at its content or event
    {s1:{n1:Ana Cho}, who bakes,} ...             the source may be found in full or as its name only

Passages stand between lines `---`, their paragraphs between blank lines; a line that begins with # is
a comment (the reason why the passage is hard), and a line `@blocks` lets the file's passages pass
through block recognition.  A brace of the text itself is written \\{ or \\}.

`python -m tests.reader.test_shapes [NUMBER ...]` prints, for each shape, what was marked and what was
found, and the lines for `KNOWN`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from sayso.ingest import from_text
from sayso.schema import Document, Quotation, QuotationKind, Segment, Span, Spans

CASES = Path(__file__).parents[1] / "cases" / "shapes"
HELD_OUT = CASES.with_name("shapes-held-out")  # written before the rules of mending were
SHAPES = 24
MIN_PASSAGES = 4

# (shape, passage): why it fails
KNOWN: dict[tuple[int, int], str] = {
    (9, 4): "missed [indirect] the driver | admitted | falling asleep",
    (14, 1): "missed [direct] the farmer | said | “The roof went first,",
    (23, 5): "missed [indirect] Dr. Amin | said | the bone was old",
}
KNOWN_HELD_OUT: dict[tuple[int, int], str] = {
    (9, 3): "missed, two deep in what the radio reported: a nurse | had told | ..., the surgeon | denied | ...",
    (14, 1): "a mark that is never closed takes in the next paragraph's quotation",
    (23, 2): "missed a belief after a semicolon: he | believes | it is a fake",
}
PASSING = 21  # shapes that pass in full; rises with every shape that leaves KNOWN

SOURCE_IOU = 0.5  # of letters and digits: a title or a comma more or less is no other source
TRIM = " \t\r\n\"'“”‘’.,;:()[]…–—-―«»"  # as shared/eval/score.py, and angled marks

_KINDS: dict[str, QuotationKind] = {"d": "direct", "m": "mixed", "i": "indirect", "e": "event"}
_HEAD = re.compile(r"\{([scdmien]\d+\??(?: [scdmien]\d+\??)*):")
_LABEL = re.compile(r"([scdmien])(\d+)(\??)")


class BadNotation(ValueError):
    """A passage that cannot be understood; the sentence says where."""


@dataclass(frozen=True)
class Gold:
    """One attribution as it is marked; `may` holds the roles (s, c, or q for all of it) that may be missing.

    name: the part of the source that is right as well where it is found alone.
    """

    number: int
    kind: QuotationKind
    source: Spans
    cue: Spans
    content: Spans
    name: Spans
    may: frozenset[str]


@dataclass(frozen=True)
class Passage:
    """A passage of one shape."""

    shape: int
    slug: str
    number: int
    text: str
    golds: tuple[Gold, ...]
    blocks: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.shape, self.number

    def __str__(self) -> str:
        return f"{self.slug}-{self.number}"


# The notation


def parse(marked: str) -> tuple[str, tuple[Gold, ...]]:
    """The text of a marked passage and its attributions in the order of their numbers."""
    text: list[str] = []
    open_braces: list[tuple[list[tuple[str, int, bool]], int]] = []
    spans: dict[int, list[tuple[str, bool, Span]]] = {}
    at = 0
    while at < len(marked):
        here = marked[at]
        if here == "\\" and marked[at + 1 : at + 2] in ("{", "}"):
            text.append(marked[at + 1])
            at += 2
        elif here == "{":
            head = _HEAD.match(marked, at)
            if head is None:
                raise BadNotation(f"no role and number after the brace: {marked[at : at + 30]!r}")
            labels = [(role, int(number), bool(may)) for role, number, may in _LABEL.findall(head[1])]
            open_braces.append((labels, len(text)))
            at = head.end()
        elif here == "}":
            if not open_braces:
                raise BadNotation(f"a brace closes that was not opened: {marked[max(0, at - 30) : at + 1]!r}")
            labels, start = open_braces.pop()
            words = "".join(text[start:])
            if not words.strip() or words != words.strip() or "\n" in words:
                raise BadNotation(f"a stretch that is empty, begins or ends with a blank, or runs over a line end: {words!r}")
            for role, number, may in labels:
                spans.setdefault(number, []).append((role, may, Span(start, len(text))))
            at += 1
        else:
            text.append(here)
            at += 1
    if open_braces:
        raise BadNotation(f"a brace is not closed: {marked[-30:]!r}")
    if sorted(spans) != list(range(1, len(spans) + 1)):
        raise BadNotation(f"groups are not numbered from 1: {sorted(spans)}")
    return "".join(text), tuple(_gold(number, spans[number]) for number in sorted(spans))


def _gold(number: int, spans: list[tuple[str, bool, Span]]) -> Gold:
    kinds = {role for role, _, _ in spans if role in _KINDS}
    if len(kinds) != 1:
        raise BadNotation(f"group {number} must have content of one kind, or be an event: {sorted(kinds)}")
    kind = _KINDS[kinds.pop()]
    may = set()
    for name, roles in (("s", "s"), ("c", "c"), ("q", "dmie")):
        marks = {optional for role, optional, _ in spans if role in roles}
        if len(marks) > 1:
            raise BadNotation(f"group {number} has a stretch with a question mark and one of the same role without")
        if True in marks:
            may.add(name)

    def of(roles: str) -> Spans:
        return tuple(sorted(span for role, _, span in spans if role in roles))

    if kind == "event" and of("c"):
        raise BadNotation(f"group {number} is an event: its cue is marked e, not c")
    if any(not any(s.start <= n.start and n.end <= s.end for s in of("s")) for n in of("n")):
        raise BadNotation(f"group {number} has a name outside its source")
    return Gold(number, kind, source=of("s"), cue=of("ce"), content=of("dmi"), name=of("n"), may=frozenset(may))


def passages_in(slug: str, written: str) -> list[Passage]:
    """The passages of one file."""
    found = []
    lines = [line.rstrip() for line in written.split("\n") if not line.startswith("#")]
    blocks = "@blocks" in lines
    for number, part in enumerate("\n".join(line for line in lines if line != "@blocks").split("\n---\n"), 1):
        try:
            text, golds = parse(part.strip("\n"))
        except BadNotation as error:
            raise BadNotation(f"{slug}, passage {number}: {error}") from error
        if not text:
            raise BadNotation(f"{slug}, passage {number} is empty")
        found.append(Passage(int(slug.split("-")[0]), slug, number, text, golds, blocks))
    return found


def all_passages(folder: Path = CASES) -> list[Passage]:
    """The passages of all shapes in a folder."""
    return [one for file in sorted(folder.glob("*.txt")) for one in passages_in(file.stem, file.read_text(encoding="utf-8"))]


# Marked against found


def document_of(passage: Passage) -> Document:
    """The passage as the reader gets it: one paragraph segment over all of it, or cut into blocks."""
    if passage.blocks:
        return from_text(passage.text, name=str(passage))
    digest = sha256(passage.text.encode()).hexdigest()
    whole = Segment(span=Span(0, len(passage.text)), role="paragraph")
    return Document(
        id="doc-" + digest[:20], name=str(passage), kind="article", text=passage.text, segments=(whole,), bytes_digest=digest
    )  # fmt: skip


def read(passages: Sequence[Passage]) -> list[tuple[Quotation, ...]]:
    """What the model of the settings finds in each."""
    from sayso.settings import pipeline

    return [found.quotations for found in pipeline().reader.read_batch([document_of(one) for one in passages])]


def pieces(text: str, spans: Iterable[Span]) -> frozenset[Span]:
    """Stretches of one line each, trimmed at both ends; those with nothing but marks between them are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        between = text[joined[-1].end : span.start] if joined else "\n"
        if "\n" not in between and not between.strip(TRIM):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    out = set()
    for start, end in joined:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            left = len(line[0]) - len(line[0].lstrip(TRIM))
            words = line[0].strip(TRIM)
            if words:
                out.add(Span(start + line.start() + left, start + line.start() + left + len(words)))
    return frozenset(out)


def letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Where the letters and digits of these spans stand."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def iou(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def faults(passage: Passage, quotations: Sequence[Quotation]) -> list[str]:
    """What is wrong with a reading of this passage, a sentence a fault; empty where it is right."""
    text, left, out = passage.text, list(quotations), []
    for gold in sorted(passage.golds, key=lambda one: "q" in one.may):  # the ones that must be found choose first
        fitting = [one for one in left if _same_content(text, gold, one)]
        if not fitting:
            if "q" not in gold.may:
                near = max(
                    quotations,
                    key=lambda one: iou(letters(text, gold.content or gold.cue), letters(text, one.content or one.cue)),
                    default=None,
                )
                close = near is not None and letters(text, gold.content or gold.cue) & letters(text, near.content or near.cue)
                out.append(f"missed {_words(text, gold)}" + (f"\n    nearest {_words(text, near)}" if near and close else ""))
            continue
        wrong, best = min(((_differences(text, gold, one), one) for one in fitting), key=lambda pair: len(pair[0]))
        left.remove(best)
        if wrong and "q" not in gold.may:
            out.append(f"wrong {' and '.join(wrong)} of {_words(text, gold)}\n      found {_words(text, best)}")
    for one in left:
        content = letters(text, one.content)
        if content and not any(content < letters(text, other.content) for other in quotations):
            out.append(f"left over {_words(text, one)}")
    return out


def _same_content(text: str, gold: Gold, one: Quotation) -> bool:
    if not gold.content:
        return not one.content and bool(letters(text, gold.cue) & letters(text, one.cue))
    if "q" in gold.may:  # where it is open whether there is an attribution, its extent is open too
        return iou(letters(text, gold.content), letters(text, one.content)) >= SOURCE_IOU
    return pieces(text, gold.content) == pieces(text, one.content)


def _differences(text: str, gold: Gold, one: Quotation) -> list[str]:
    wrong = []
    got = letters(text, one.source)
    near = max(iou(letters(text, spans), got) for spans in (gold.source, gold.name or gold.source))
    if near < SOURCE_IOU and (got or "s" not in gold.may):
        wrong.append("source")
    want, got = letters(text, gold.cue), letters(text, one.cue)  # a colon or a dash as a cue is neither right nor wrong
    if not want & got and (got if not want else got or "c" not in gold.may):
        wrong.append("cue")
    if one.kind != gold.kind:
        wrong.append("kind")
    return wrong


def _words(text: str, one: Gold | Quotation) -> str:
    source, cue, content = (" … ".join(span.of(text) for span in spans) or "-" for spans in (one.source, one.cue, one.content))
    return f"[{one.kind}] {source} | {cue} | {content}"


# Tests

PASSAGES = all_passages()
UNSEEN = all_passages(HELD_OUT)


def _param(passage: Passage, known: dict[tuple[int, int], str]) -> object:
    reason = known.get(passage.key)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(passage, id=str(passage), marks=marks)


@pytest.fixture(scope="module")
def readings() -> dict[tuple[int, int], tuple[Quotation, ...]]:
    """All passages, read in one go."""
    return dict(zip((one.key for one in PASSAGES), read(PASSAGES), strict=True))


@pytest.fixture(scope="module")
def unseen_readings() -> dict[tuple[int, int], tuple[Quotation, ...]]:
    """The same of the held-out ones."""
    return dict(zip((one.key for one in UNSEEN), read(UNSEEN), strict=True))


@pytest.mark.parametrize("passage", [_param(one, KNOWN) for one in PASSAGES])
def test_passage_is_read_as_marked(passage: Passage, readings: dict[tuple[int, int], tuple[Quotation, ...]]) -> None:
    found = faults(passage, readings[passage.key])
    assert not found, "\n".join(("", passage.text, "", *found))


@pytest.mark.parametrize("passage", [_param(one, KNOWN_HELD_OUT) for one in UNSEEN])
def test_held_out_passage_is_read_as_marked(passage: Passage, unseen_readings: dict[tuple[int, int], tuple[Quotation, ...]]) -> None:
    found = faults(passage, unseen_readings[passage.key])
    assert not found, "\n".join(("", passage.text, "", *found))


def test_no_words_are_the_cue_of_two_quotations(
    readings: dict[tuple[int, int], tuple[Quotation, ...]], unseen_readings: dict[tuple[int, int], tuple[Quotation, ...]]
) -> None:
    for found in (*readings.values(), *unseen_readings.values()):
        cues = sorted(span for one in found for span in one.cue)
        assert all(before.end <= after.start for before, after in pairwise(cues))


def test_as_many_shapes_pass_in_full_as_are_pinned(readings: dict[tuple[int, int], tuple[Quotation, ...]]) -> None:
    failing = {one.shape for one in PASSAGES if faults(one, readings[one.key])}
    assert SHAPES - len(failing) == PASSING, f"shapes that fail: {sorted(failing)}"


def test_every_shape_has_its_passages_and_every_known_failure_is_one_of_them() -> None:
    counts = [sum(one.shape == shape for one in PASSAGES) for shape in range(1, SHAPES + 1)]
    assert min(counts) >= MIN_PASSAGES and sum(counts) == len(PASSAGES)
    assert len({one.slug for one in PASSAGES}) == SHAPES
    assert {one.shape for one in UNSEEN} == set(range(1, SHAPES + 1))
    assert KNOWN.keys() <= {one.key for one in PASSAGES} and KNOWN_HELD_OUT.keys() <= {one.key for one in UNSEEN}
    assert all(KNOWN.values()) and all(KNOWN_HELD_OUT.values())


def as_marked(passage: Passage) -> list[Quotation]:
    """The quotations of a reader that does everything right."""
    return [
        Quotation(
            id=f"q{gold.number}", document_id="doc-0", kind=gold.kind, source=gold.source, cue=gold.cue, content=gold.content, score=1.0
        )
        for gold in passage.golds
    ]  # fmt: skip


@pytest.mark.parametrize("passage", [pytest.param(one, id=str(one)) for one in (*PASSAGES, *UNSEEN)])
def test_what_is_marked_is_right_and_what_must_be_found_is_missed(passage: Passage) -> None:
    right = as_marked(passage)
    assert faults(passage, right) == []
    needed = [gold for gold in passage.golds if "q" not in gold.may]
    assert len(faults(passage, [])) == len(needed)
    assert {gold.kind for gold in passage.golds} <= set(get_args(QuotationKind))


def test_notation_is_read() -> None:
    text, (first, second) = parse("{s1:Ana Cho} {c1:said} {m1:that {s2?:Jo} \\{sic\\} was “in”}, {c2?:she} {m1:added}. {i2?:No}.")
    assert text == "Ana Cho said that Jo {sic} was “in”, she added. No."
    assert [span.of(text) for span in first.source] == ["Ana Cho"]
    assert [span.of(text) for span in first.content] == ["that Jo {sic} was “in”", "added"]
    assert first.kind == "mixed"
    assert first.may == set()
    assert [span.of(text) for span in (*second.source, *second.cue, *second.content)] == ["Jo", "she", "No"]
    assert second.kind == "indirect"
    assert second.may == {"s", "c", "q"}


def test_one_stretch_may_be_of_two_groups_and_an_event_has_no_content() -> None:
    text, (first, second) = parse("{s1 s2:He} {e1:apologised}, {c2:adding:} {d2:“Sorry.”}")
    assert first.source == second.source == (Span(0, 2),)
    assert (first.kind, first.content, [span.of(text) for span in first.cue]) == ("event", (), ["apologised"])


@pytest.mark.parametrize(
    "marked",
    [
        "{Ana Cho} said",  # no label
        "{x1:Ana}",  # no such role
        "{s:Ana} {c1:said} {i1:no}",  # no number
        "{s1:Ana {c1:said} {i1:no}",  # not closed
        "Ana} {c1:said} {i1:no}",  # not opened
        "{s1:} {c1:said} {i1:no}",  # nothing in it
        "{s1:Ana }{c1:said} {i1:no}",  # a blank at its end
        "{s1:Ana} {c1:said} {i1:no\n\nyes}",  # over paragraphs: a brace each
        "{s1:Ana} {c1:said}",  # no content, and no event
        "{s1:Ana} {c1:said} {i1:no} {d1:“yes”}",  # two kinds
        "{s1:Ana} {e1:wept}, {c1:saying}",  # an event with a cue of its own
        "{s2:Ana} {c2:said} {i2:no}",  # not from 1
        "{i1:no}, {s1:she} {c1:said}, {i1?:yes}",  # half optional
        "{s1:She}, {n1:Jo}, {c1:said} {i1:no}",  # a name outside the source
    ],
)
def test_bad_notation_is_refused(marked: str) -> None:
    with pytest.raises(BadNotation):
        parse(marked)


def test_files_are_cut_into_passages() -> None:
    first, second = passages_in("07-some-shape", "# why\n@blocks\n\n{i1:A}, {s1:she} {c1:said}.\n\nB.\n---\n# why\nC\n")
    assert (first.shape, first.number, first.text, first.blocks) == (7, 1, "A, she said.\n\nB.", True)
    assert (second.number, second.text, second.golds, str(second)) == (2, "C", (), "07-some-shape-2")
    with pytest.raises(BadNotation, match="passage 2"):
        passages_in("07-some-shape", "A\n---\n{B}\n")
    with pytest.raises(BadNotation, match="empty"):
        passages_in("07-some-shape", "A\n---\n# nothing\n")


SAID = passages_in("01-one", "{s1:Ana {n1:Cho}, a baker,} {c1:said} {d1:“The oven is out.”} {d1:“Again.”} It was “noon”.")[0]


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"content": ("The oven is out.”", "Again")}, True),  # marks and stops at the ends say nothing
        ({"content": ("“The oven is out.” “Again.”",)}, True),  # nor does the gap between two of its stretches
        ({"content": ("“The oven is out.”",)}, False),
        ({"content": ("oven is out.” “Again",)}, False),
        ({"source": ("Cho, a baker",)}, True),
        ({"source": ("Cho",)}, True),
        ({"source": ("Ana",)}, False),
        ({"source": ()}, False),
        ({"cue": ("baker, said",)}, True),
        ({"cue": ()}, False),
        ({"kind": "mixed"}, False),
    ],
)
def test_what_makes_a_reading_right(change: dict[str, object], right: bool) -> None:
    at = {key: tuple(_at(SAID.text, words) for words in value) if isinstance(value, tuple) else value for key, value in change.items()}
    one = replace(as_marked(SAID)[0], **at)  # type: ignore[arg-type]
    assert (faults(SAID, [one]) == []) == right


def test_what_is_left_over_is_a_fault_unless_it_is_an_event_or_stands_inside_another() -> None:
    right = as_marked(SAID)
    event = replace(right[0], id="q2", kind="event", source=(), cue=(_at(SAID.text, "was"),), content=())
    inner = replace(right[0], id="q3", kind="indirect", source=(), cue=(), content=(_at(SAID.text, "oven"),))
    scare = replace(right[0], id="q4", source=(), cue=(), content=(_at(SAID.text, "“noon”"),))
    assert faults(SAID, [event, *right, inner]) == []
    assert faults(SAID, [*right, scare]) == ["left over [direct] - | - | “noon”"]
    assert len(faults(SAID, [scare])) == 2
    assert len(faults(SAID, [*right, *right])) == 1  # found twice


def test_what_may_be_missing_may_be_there_but_not_be_something_else() -> None:
    (passage,) = passages_in("01-one", "{s1?:Jo} cooks. {d1:“I do.”} Her {c2:song} {d2?:“Pan”} is old.")
    first, second = as_marked(passage)
    song = (_at(passage.text, "song"),)
    assert faults(passage, [replace(first, source=())]) == []
    assert faults(passage, [first, replace(second, cue=())]) == []
    assert len(faults(passage, [replace(first, source=song)])) == 1
    assert len(faults(passage, [replace(first, cue=song)])) == 1


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


# The report


def report(shapes: Iterable[int] = ()) -> None:
    """Prints for each shape what passes and what does not, with what was marked and what was found."""
    chosen = [one for one in PASSAGES if not shapes or one.shape in shapes]
    results = [(one, faults(one, found), found) for one, found in zip(chosen, read(chosen), strict=True)]
    lines, full = [], 0
    for slug in dict.fromkeys(one.slug for one in chosen):
        own = [result for result in results if result[0].slug == slug]
        passed = sum(not wrong for _, wrong, _ in own)
        full += passed == len(own)
        lines.append(f"\n== {slug}: {passed} of {len(own)}")
        for passage, wrong, found in own:
            lines.append(f"{'FAIL' if wrong else 'ok'}{' (known)' if passage.key in KNOWN else ''} {passage}")
            if wrong:
                lines += [f"  text   {line}" for line in passage.text.split("\n") if line]
                lines += [
                    f"  marked {_words(passage.text, gold)}{' (may be missing)' if 'q' in gold.may else ''}" for gold in passage.golds
                ]
                lines += [f"  found  {_words(passage.text, one)} ({one.score:.2f})" for one in found]
                lines += [f"  -> {line}" for line in wrong]
    failing = [(passage, wrong) for passage, wrong, _ in results if wrong]
    lines.append(f"\n{len(chosen) - len(failing)} of {len(chosen)} passages, {full} shapes in full. For KNOWN:")
    lines += [f"    {passage.key}: {wrong[0].splitlines()[0]!r}," for passage, wrong in failing]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    report({int(number) for number in sys.argv[1:]})
