"""What a noun phrase says: a name, a pronoun, a description, several of them joined, or something owned.

In:  a Scene and a span of its text.
Out: `phrase_at(...)`: a `Phrase`: its form, its head (the phrase up to its apposition), head noun, number, determiner, owner.
Not here: who is meant (entities.py, speakers.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
from sayso.resolver.mentions import Scene, Word
from sayso.schema import EntityKind, Span

Form = Literal["name", "pronoun", "description", "joined", "empty"]

_EDGE = " \t\n\r\u00a0,;:.“”\"‘’'()[]–—―-"
# What ends a noun phrase before its apposition.
_BREAK: Final = re.compile(r",|\(|;|\s[–—―-]+\s|[–—―]|\s(?:who|whom|whose|which)\b", re.IGNORECASE)
_AND: Final = re.compile(r",?\s+and\s+|,?\s+as\s+well\s+as\s+|,?\s+&\s+", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"(?:according to|as|by|from|for|to|of|said|says|added|adds|even|when|while|both(?=\s+\w+\s+and)|that|many of(?=\s+whom)|some of(?=\s+whom))\s+",
    re.IGNORECASE,
)
_QUANTITIES: Final = frozenset(
    "some many most several few all both two three four five six seven eight nine ten dozens hundreds thousands other others more fewer any no"
    " every each certain various numerous countless one another either neither half nearly about".split()
)
# A word in -ed or -ing after a noun begins what is said of it: "a report released last year".
_PARTICIPLE: Final = re.compile(r"[a-z]{3,}(?:ed|ing)|led|run|held|made|written|known|seen|shown|based|sent|paid|set|given|taken|born|available|due|responsible")


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
        if lead.group().strip().casefold() in DEMONSTRATIVES and not _clause(text, lead.end(), whole.end):
            break
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


def _clause(text: str, start: int, end: int) -> bool:
    return False


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
    found = list(_AND.finditer(text, whole.start, whole.end))
    if not found:
        return ()
    first = next((one for one in found if _cuts_names(scene, one.start(), one.end())), None)
    if first is None:
        return ()
    pieces = []
    start = whole.start
    for one in found:
        if _cuts_names(scene, one.start(), one.end()) and _speaks(scene, one.end(), whole.end):
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


def _listed(scene: Scene, piece: Span) -> list[Span]:
    """A list before "and": "Cho, Osei". Each must be a name of its own, else it is one phrase with its apposition."""
    cuts = [found.start() for found in re.finditer(r",", piece.of(scene.text))]
    if not cuts:
        return [piece]
    bounds = [piece.start, *(piece.start + cut for cut in cuts), piece.end]
    spans = [trimmed(scene.text, Span(a, b)) for a, b in zip(bounds, bounds[1:])]
    spans = [one for one in spans if one.start < one.end]
    named = [any(one.start <= n.span.start and n.span.end == one.end for n in _names(scene, one)) for one in spans]
    return spans if spans and all(named) else [piece]


def _names(scene: Scene, span: Span) -> list[object]:
    from bisect import bisect_left

    first = bisect_left(scene.names, span.start, key=lambda n: n.span.start)
    last = bisect_left(scene.names, span.end, key=lambda n: n.span.start)
    return list(scene.names[first:last])


def _cuts_names(scene: Scene, start: int, end: int) -> bool:
    """Whether an "and" stands outside every name."""
    from bisect import bisect_left

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
        if number and (word.lower in PREPOSITIONS or (not word.capital and number and _PARTICIPLE.fullmatch(word.lower) and _noun(core[number - 1]))):
            end = number
            break
    top = core[:end] or core
    noun = top[-1]
    name = _name_ends(scene, noun)
    plural = not name and is_plural(noun.lower)
    form: Form = "name" if name else "description"
    return Phrase(whole, head, form, noun.lower, determiner, tuple(w.lower for w in top[:-1]), plural, owner)


def _noun(word: Word) -> bool:
    low = singular(word.lower)
    return low in PEOPLE or low in BODIES or low in DOCUMENTS or word.capital or is_plural(word.lower)


def _name_ends(scene: Scene, word: Word) -> bool:
    """Whether a name ends with this word."""
    from bisect import bisect_right

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
