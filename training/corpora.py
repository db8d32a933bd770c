"""Corpora in, Examples out: a text with its gold spans, in code points.

In:  the folders described in the shared data's README (PolNeAR, RiQuA, GUM).
Out: `Example`s; `redressed` makes one in other quotation marks, `alone` some of its paragraphs without the others.
Not here: windows, tensors, losses.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sayso.reader.decode import ENTITY_KINDS

Span = tuple[int, int]

# Genres of GUM whose texts are public domain, CC BY or CC BY-SA (data/README.md); the others are NC and stay out.
GUM_OPEN = ("news", "interview", "speech", "academic", "textbook", "vlog", "court", "bio", "voyage")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source-cue-content group; each part a tuple of spans, possibly empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what its annotators say of it. `None` where a corpus does not speak of a thing."""

    name: str
    corpus: str
    text: str
    attributions: tuple[Attribution, ...] | None = None
    tags: tuple[tuple[int, int, str], ...] | None = None  # flat source/cue/content spans where links are unknown
    mentions: tuple[tuple[int, int, str, str], ...] | None = None  # start, end, mention kind, entity kind
    siblings: tuple[Example, ...] = field(default=())  # the same text by other annotators

    @property
    def paragraphs(self) -> list[Span]:
        """Its lines that are not blank."""
        return [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", self.text)]


def polnear(folder: Path) -> list[Example]:
    """PolNeAR's brat files. A text with several annotators is one Example whose siblings hold the other readings."""
    readings: dict[str, list[Example]] = collections.defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        source = folder / "text" / f"{name}.txt"
        if not source.exists():
            continue
        text = source.read_text(encoding="utf-8")
        parts: dict[str, tuple[Span, ...]] = {}
        groups: list[dict[str, list[Span]]] = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if line.startswith("T") and len(fields) >= 2:
                spans = re.findall(r"(\d+) (\d+)", fields[1])
                parts[fields[0]] = tuple((int(a), int(b)) for a, b in spans)
            elif line.startswith("E") and len(fields) >= 2:
                group: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
                for role, key in (pair.split(":", 1) for pair in fields[1].split()):
                    role = re.sub(r"\d+$", "", role).lower()
                    if role in group:
                        group[role] += parts.get(key, ())
                groups.append(group)
        attributions = tuple(
            Attribution(*(tuple(sorted(s for span in g[role] for s in pieces(text, span))) for role in ("source", "cue", "content")))
            for g in groups
        )
        readings[name].append(Example(name, "polnear", text, attributions=attributions))
    return [replace(first, siblings=tuple(rest)) for first, *rest in readings.values()]


def pieces(text: str, span: Span) -> Iterator[Span]:
    """A span cut at line ends, white space trimmed: an annotation never reaches over a paragraph."""
    for m in re.finditer(r"[^\n]+", text[span[0] : span[1]]):
        start, end = span[0] + m.start(), span[0] + m.end()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


def riqua(path: Path) -> list[Example]:
    """RiQuA in CofeNet's form: tokens and BIO labels; marks are given back their curly shape."""
    marks = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "`": "‘"}
    out = []
    for number, line in enumerate(path.open(encoding="utf-8")):
        row = json.loads(line)
        text, spans, opened = "", [], None
        for token, label in [*zip(row["tokens"], row["labels"], strict=True), ("", "O")]:
            token = marks.get(token, token)
            glued = re.fullmatch(r"[,.;:!?)”’]|n't|'(s|re|ve|ll|d|m)", token) or text.endswith(("“", "(", "‘"))
            end = len(text)
            text += token if glued or not text else " " + token
            if opened is not None and label != "I-" + opened[1]:
                spans.append((opened[0], end, opened[1]))
                opened = None
            if label.startswith("B-"):
                opened = (len(text) - len(token), label[2:])
        out.append(Example(f"riqua-{number}", "riqua", text.rstrip(), tags=tuple(spans)))
    return out


def gum(folder: Path, genres: tuple[str, ...] = GUM_OPEN, attributed: bool = False) -> list[Example]:
    """GUM's entity mentions over its text, a paragraph a line; with `attributed` also its view of attribution."""
    paths = [path for path in sorted(folder.glob("GUM_*.conllu.gz")) if path.name.split("_")[1] in genres]
    return [_gum_document(path, attributed) for path in paths]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    speech: str
    sentence: int


def _gum_document(path: Path, attributed: bool) -> Example:
    text, glue, sentence = "", True, 0
    words: list[_Word] = []
    units: list[tuple[int, str]] = []  # first word and relation of each discourse unit
    opened: list[tuple[str, str, int, int]] = []  # group, entity type, first word, head's place in the mention
    mentions: list[tuple[int, int, str, str]] = []
    glued_until, glue_after = 0, True
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                text, glue = text.rstrip() + ("\n" if text else ""), True
            elif line.startswith("# sent_id"):
                glued_until, sentence = 0, sentence + 1
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 10 or not re.fullmatch(r"\d+(-\d+)?", fields[0]):
                continue
            misc = dict(pair.partition("=")[::2] for pair in fields[9].split("|"))
            ends_glued = misc.get("SpaceAfter") == "No"
            if "-" in fields[0]:  # a contraction: its parts follow, written together
                glued_until, glue_after = int(fields[0].split("-")[1]), ends_glued
                continue
            text += "" if glue else " "
            words.append(_Word(len(text), len(text) + len(fields[1]), fields[4], sentence))
            text += fields[1]
            number = int(fields[0])
            glue = True if number < glued_until else glue_after if number == glued_until else ends_glued
            if "Discourse" in misc:
                units.append((len(words) - 1, misc["Discourse"]))
            for bracket in re.findall(r"\([^()]*|[^()]*\)|\)", misc.get("Entity", "")):
                if bracket.startswith("("):
                    group, etype, _, _, _, minspan = bracket[1:].split("-")[:6]
                    opened.append((group, etype, len(words) - 1, int(minspan.split(",")[0]) - 1))
                    continue
                closing = bracket[:-1] or opened[-1][0]
                found = next((o for o in reversed(opened) if o[0] == closing), None)
                if found is not None:
                    opened.remove(found)
                    mentions.append(_gum_mention(found, words))
    attributions = _gum_attributions(text, words, units) if attributed else None
    return Example(path.stem.removesuffix(".conllu"), "gum", text, attributions, mentions=tuple(sorted(set(mentions))))


def _gum_mention(opened: tuple[str, str, int, int], words: list[_Word]) -> tuple[int, int, str, str]:
    _, etype, first, head = opened
    speech = words[min(first + head, len(words) - 1)].speech
    kind = "pronoun" if speech.startswith(("PRP", "WP", "EX")) else "name" if speech.startswith("NNP") else "nominal"
    return words[first].start, words[-1].end, kind, etype if etype in ENTITY_KINDS else "other"


def _gum_attributions(text: str, words: list[_Word], units: list[tuple[int, str]]) -> tuple[Attribution, ...]:
    """GUM's attribution relations (eRST): a unit that holds source and cue, hung on the unit that holds the content.

    Source and cue are the tokens that its signals name (atsrc, indwd, indph; counted through the document
    from 1); the content is the other unit with all that hangs on it in its sentence.
    """
    reach = dict(zip((first for first, _ in units), [*(first for first, _ in units[1:]), len(words)], strict=True))
    parsed: dict[int, tuple[int, int, str, int]] = {}  # id -> first word, word after the last, relation with signals, parent
    for first, relation in units:
        m = re.match(r"([\w-]+):(\d+)(?:->(\d+))?", relation)
        if m:
            parsed[int(m[2])] = (first, reach[first], relation, int(m[3] or 0))
    below: dict[int, list[int]] = collections.defaultdict(list)
    for unit, (_, _, _, parent) in parsed.items():
        below[parent].append(unit)

    def under(unit: int, but: int) -> Iterator[int]:
        yield unit
        for child in below[unit]:
            if child != but:
                yield from under(child, but)

    def spans(chosen: set[int]) -> tuple[Span, ...]:
        out: list[Span] = []
        for w in sorted(chosen):
            if w - 1 in chosen and out:
                out[-1] = (out[-1][0], words[w].end)
            else:
                out.append((words[w].start, words[w].end))
        return tuple(piece for span in out for piece in pieces(text, span))

    found = []
    for unit, (first, after, relation, parent) in parsed.items():
        if not relation.startswith("attribution") or parent not in parsed:
            continue
        named = {
            kind: {n - 1 for m in re.finditer(kind + r"-(\d+(?:[-,]\d+)*)", relation) for n in _numbers(m[1])}
            for kind in ("atsrc", "indwd", "indph")
        }
        cue = {w for w in named["indwd"] | named["indph"] if first <= w < after}
        home = words[parsed[parent][0]].sentence
        content = {w for u in under(parent, unit) for w in range(*parsed[u][:2]) if words[w].sentence == home} - set(range(first, after))
        source = {w for w in named["atsrc"] if w < len(words)} - cue
        if cue and content:
            found.append(Attribution(spans(source), spans(cue), spans(content)))
    return tuple(found)


def _numbers(listed: str) -> Iterator[int]:
    """3-5,8 -> 3, 4, 5, 8."""
    for part in listed.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def news(path: Path) -> list[Example]:
    """Unlabelled news articles, each cut after 1,200 words at the next line end."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    out = []
    for row in rows:
        long = re.match(r"(?:\S+\s+){1200}[^\n]*", row["text"])
        out.append(Example(f"news-{row['id']}", "news", long.group() if long else row["text"]))
    return out


def redressed(example: Example, chance: random.Random) -> Example:
    """The same text in other quotation marks, replaced one for one so that every span still holds.

    Straight for curly, British single for double (inner marks the other way), or double angled ones,
    because a newsroom's marks say nothing of who speaks.
    """
    draw = chance.random()
    if draw < 0.47:
        table = str.maketrans("“”‘’", "\"\"''")
    elif draw < 0.73:
        table = str.maketrans("“”", "‘’")
    elif draw < 0.93:
        table = str.maketrans("“”‘’", "''\"'")
    else:
        table = str.maketrans("“”", "«»")
    return replace(example, text=example.text.translate(table))


def alone(example: Example, share: float, chance: random.Random) -> Iterator[Example]:
    """Some paragraphs of a text, each a text of its own of one to three: what is read is not always an article.

    share: of the paragraphs, how many begin such a text. Of an attribution what lies inside is kept.
    """
    paragraphs = example.paragraphs
    for first in range(len(paragraphs)):
        if chance.random() >= share:
            continue
        last = min(first + chance.choice((0, 0, 0, 1, 2)), len(paragraphs) - 1)
        start, end = paragraphs[first][0], paragraphs[last][1]

        def inside(spans: tuple[Span, ...], start: int = start, end: int = end) -> tuple[Span, ...]:
            return tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)

        def cut(one: Example, start: int = start, end: int = end) -> Example:
            parts = [Attribution(inside(a.source), inside(a.cue), inside(a.content)) for a in one.attributions or ()]
            return Example(
                f"{one.name}-{start}",
                one.corpus,
                one.text[start:end],
                None if one.attributions is None else tuple(a for a in parts if a.source or a.cue or a.content),
                None if one.tags is None else tuple((a - start, b - start, role) for a, b, role in one.tags if start <= a and b <= end),
                None if one.mentions is None else tuple((a - start, b - start, *k) for a, b, *k in one.mentions if start <= a and b <= end),
            )

        yield replace(cut(example), siblings=tuple(cut(other) for other in example.siblings))
