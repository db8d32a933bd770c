"""What a noun phrase says: a name, a pronoun, a description, several of them joined, or something owned.

In:  a Scene and a span of its text.
Out: `phrase_at(...)`: a `Phrase`: its form, its head (the phrase up to its apposition), head noun, number, determiner, owner.
Not here: who is meant (entities.py, speakers.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final, Literal

from sayso.resolver.lexicon import (
    ARTICLES,
    BODIES,
    DEMONSTRATIVES,
    DOCUMENTS,
    PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    is_plural,
    singular,
)
from sayso.resolver.mentions import Name, Scene, Word
from sayso.schema import EntityKind, Span

Form = Literal["name", "pronoun", "description", "joined", "empty"]

_EDGE = " \t\n\r\u00a0,;:.“”\"‘’'()[]–—―-"
# What ends a noun phrase before its apposition.
_BREAK: Final = re.compile(r",(?!(?<=\d,)\d{3}\b)|\(|;|\s[–—―-]+\s|[–—―]|\s(?:who|whom|whose|which)\b", re.IGNORECASE)
_AND: Final = re.compile(r",?\s{1,4}and\s{1,4}|,?\s{1,4}as\s{1,4}well\s{1,4}as\s{1,4}|,?\s{1,4}&\s{1,4}", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"(?:according to|as|by|from|for|to|of|said|says|added|adds|even|when|while|both(?=\s+\w+\s+and))\s+",
    re.IGNORECASE,
)
MOST_JOINED: Final = 24  # "and"s of one phrase that are looked at
_QUANTITIES: Final = frozenset(
    "some many most several few all both two three four five six seven eight nine ten dozens hundreds thousands other others more fewer"
    " any no every each certain various numerous countless one another either neither half nearly about".split()
)
# A word in -ed or -ing after a noun begins what is said of it: "a report released last year".
_PARTICIPLE: Final = re.compile(
    r"[a-z]{3,}(?:ed|ing)|led|run|held|made|written|known|seen|shown|based|sent|paid|set|given|taken|born|available|due|responsible"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `head` is it up to its apposition, `noun` the head's noun in lower case."""

    span: Span
    head: Span
    form: Form
    noun: str
    determiner: str  # "" where there is none; a possessive pronoun, an article, "this", a quantity
    modifiers: tuple[str, ...]  # the words of the head but its noun and determiner, in lower case
    plural: bool
    owner: Span | None  # "Lively" in "Lively's lawyer"
    parts: tuple[Span, ...] = ()  # of joined phrases
    rest: Span | None = None  # what follows the head: apposition, relative clause

    @property
    def definite(self) -> bool:
        """Whether it points back: "the senator", "that agency", "her lawyer"."""
        return self.determiner == "the" or self.determiner in DEMONSTRATIVES or self.determiner in POSSESSIVES


def trimmed(text: str, span: Span) -> Span:
    """A span without marks and spaces at its ends; a dot that ends an abbreviation stays."""
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not (text[end - 1] == "." and _dotted(text, start, end)):
        end -= 1
    return Span(start, end)


def _dotted(text: str, start: int, end: int) -> bool:
    word = text[max(start, end - 12) : end].split()[-1:] or [""]
    return word[0].casefold() in ("jr.", "sr.", "inc.", "corp.", "co.", "ltd.") or word[0].count(".") > 1


def phrase_at(scene: Scene, span: Span) -> Phrase:
    """The Phrase in a span of the text."""
    text = scene.text
    whole = trimmed(text, span)
    while (lead := _LEADS.match(text, whole.start, whole.end)) and lead.end() < whole.end:
        whole = trimmed(text, Span(lead.end(), whole.end))
    words = scene.words_in(*whole)
    if not words:
        return Phrase(whole, whole, "empty", "", "", (), False, None)
    only = words[-1] if len(words) <= 4 else None
    if only is not None and only.lower in RELATIVES and (len(words) == 1 or words[-2].lower == "of" or only.lower != "that"):
        return Phrase(whole, whole, "pronoun", only.lower, " ".join(w.lower for w in words[:-1]), (), len(words) > 1, None)
    if words[0].lower in PRONOUNS and (len(words) == 1 or words[0].lower not in POSSESSIVES):
        return Phrase(whole, whole, "pronoun", words[0].lower, "", (), words[0].lower in ("they", "we", "them", "us"), None)
    if len(words) == 1 and words[0].lower in POSSESSIVES:
        return Phrase(whole, whole, "pronoun", words[0].lower, "", (), False, None)
    head, rest = _head(text, whole)
    inside = scene.words_in(*head)
    if not inside:
        head, rest, inside = whole, None, words
    parts = _parts(scene, whole, head)
    if parts:
        return Phrase(whole, Span(parts[0].start, parts[-1].end), "joined", "", "", (), True, None, parts=parts)
    return replace(_described(scene, whole, head, inside), rest=rest)


def _head(text: str, whole: Span) -> tuple[Span, Span | None]:
    found = _BREAK.search(text, whole.start, whole.end)
    while found is not None and found.group() == "," and re.compile(r",\s+(?:Jr|Sr|II|III)\b").match(text, found.start(), whole.end):
        found = _BREAK.search(text, found.end(), whole.end)
    if found is None or found.start() == whole.start:
        return whole, None
    return trimmed(text, Span(whole.start, found.start())), Span(found.start(), whole.end)


def _parts(scene: Scene, whole: Span, head: Span) -> tuple[Span, ...]:
    """The phrases that "and" joins, where they are several speakers and not one name or one description."""
    text = scene.text
    pieces = []
    start = whole.start
    for one in islice(_AND.finditer(text, whole.start, whole.end), MOST_JOINED):
        if not _cuts_names(scene, one.start(), one.end()) or not _speaks(scene, one.end(), whole.end):
            continue
        if one.start() >= head.end:  # behind a comma: only names go on, what else follows is said of the first
            before, after = _named_head(scene, Span(start, one.start())), _named_head(scene, Span(one.end(), whole.end))
            if not (before and after):
                continue
        elif not _even(scene, Span(start, one.start()), Span(one.end(), whole.end)):
            continue
        pieces.append(Span(start, one.start()))
        start = one.end()
    if not pieces:
        return ()
    pieces.append(Span(start, whole.end))
    out: list[Span] = []
    for number, piece in enumerate(pieces):
        listed = _listed(scene, piece) if number == 0 and len(pieces) == 2 else [piece]
        out += [_head(text, trimmed(text, one))[0] for one in listed]
    return tuple(out)


def _named_head(scene: Scene, piece: Span) -> bool:
    """Whether a phrase's head ends in a name, with titles before it at most."""
    whole = trimmed(scene.text, piece)
    head, _ = _head(scene.text, whole)
    words = scene.words_in(*head)
    found = _names(scene, head)
    if not words or not found or found[-1].span.end < words[-1].end:
        return False
    return all(word.capital or singular(word.lower) in PEOPLE for word in words if word.start < found[-1].span.start)


def _even(scene: Scene, before: Span, after: Span) -> bool:
    """Whether "and" joins two speakers, not two names in the description of one ("a study by Harvard and the University")."""
    first, second = scene.words_in(*before), scene.words_in(*_head(scene.text, trimmed(scene.text, after))[0])
    if not first or not second:
        return False
    named = [name for name in _names(scene, before) if name.span.end >= first[-1].end]
    start = named[-1].span.start if named else before.end
    if any(word.lower in _INNER and word.start < start for word in first):
        return False
    kin = first[0].lower in POSSESSIVES and not named
    return not (kin and second[0].lower not in ARTICLES and second[0].lower not in POSSESSIVES and _named_head(scene, after))


_INNER = PREPOSITIONS - {"both", "not", "like"}


def _listed(scene: Scene, piece: Span) -> list[Span]:
    """A list before "and": "Cho, Osei". Each must be a name of its own, else it is one phrase with its apposition."""
    cuts = [found.start() for found in re.finditer(r",", piece.of(scene.text))]
    if not cuts:
        return [piece]
    bounds = [piece.start, *(piece.start + cut for cut in cuts), piece.end]
    spans = [trimmed(scene.text, Span(a, b)) for a, b in pairwise(bounds)]
    spans = [one for one in spans if one.start < one.end]
    named = [any(one.start <= n.span.start and n.span.end == one.end for n in _names(scene, one)) for one in spans]
    return spans if spans and all(named) else [piece]


def _names(scene: Scene, span: Span) -> list[Name]:
    first = bisect_left(scene.names, span.start, key=lambda n: n.span.start)
    last = bisect_left(scene.names, span.end, key=lambda n: n.span.start)
    return list(scene.names[first:last])


def _cuts_names(scene: Scene, start: int, end: int) -> bool:
    """Whether an "and" stands outside every name."""
    here = bisect_left(scene.names, start, key=lambda n: n.span.start) - 1
    return here < 0 or scene.names[here].span.end <= start


def _speaks(scene: Scene, start: int, end: int) -> bool:
    """Whether what follows "and" is a noun phrase for someone."""
    words = scene.words_in(start, end)
    return bool(words) and (
        words[0].capital
        or words[0].lower in ARTICLES
        or words[0].lower in POSSESSIVES
        or words[0].lower in _QUANTITIES
        or any(singular(word.lower) in PEOPLE or singular(word.lower) in BODIES for word in words[:4])
    )


def _described(scene: Scene, whole: Span, head: Span, words: list[Word]) -> Phrase:
    determiner = words[0].lower if words[0].lower in ARTICLES | DEMONSTRATIVES | set(POSSESSIVES) | _QUANTITIES else ""
    if len(words) > 1 and words[0].lower in ARTICLES and words[1].lower in _QUANTITIES and words[1].lower not in ("other", "more"):
        determiner = words[0].lower
    owner = None
    core = words[1:] if determiner and len(words) > 1 else words
    for number, word in enumerate(core[:-1]):
        if word.possessive and number < 6:
            owner = Span(core[0].start, word.end)
            core = core[number + 1 :]
            break
        if word.lower in PREPOSITIONS:
            break
    end = len(core)
    for number, word in enumerate(core):
        if number and (
            word.lower in PREPOSITIONS or (not word.capital and number and _PARTICIPLE.fullmatch(word.lower) and _noun(core[number - 1]))
        ):
            end = number
            break
    top = core[:end] or core
    noun = top[-1]
    name = _name_ends(scene, noun)
    plural = not name and is_plural(noun.lower)
    counted = determiner in _QUANTITIES and is_plural(noun.lower)
    form: Form = "name" if name and not counted else "description"
    plural = plural or counted
    return Phrase(whole, head, form, noun.lower, determiner, tuple(w.lower for w in top[:-1]), plural, owner)


def _noun(word: Word) -> bool:
    low = singular(word.lower)
    return low in PEOPLE or low in BODIES or low in DOCUMENTS or word.capital or is_plural(word.lower)


def _name_ends(scene: Scene, word: Word) -> bool:
    """Whether a name ends with this word."""
    here = bisect_right(scene.names, word.start, key=lambda n: n.span.start) - 1
    return here >= 0 and scene.names[here].span.start <= word.start < scene.names[here].span.end


def kind_of(phrase: Phrase, label: str | None) -> EntityKind:
    """The kind of whoever a description means; `label` is the reader's word for it, where it has one."""
    noun = singular(phrase.noun)
    if noun in DOCUMENTS and not (noun in PEOPLE or noun in BODIES):
        return "document"
    if phrase.plural or phrase.determiner in _QUANTITIES - {"one", "another"}:
        return "document" if label in ("abstract", "object", "event") and noun not in PEOPLE else "group"
    if noun in PEOPLE or noun.endswith(("man", "woman")):
        return "anonymous"
    if noun in BODIES:
        return "organization"
    if label in ("organization", "place"):
        return "organization"
    if label == "person":
        return "anonymous"
    return "document"
