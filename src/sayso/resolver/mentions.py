"""Who is mentioned where: names with their titles cut off, pronouns, and the text's paragraphs, sentences and marks.

In:  a Document and what the reader took for mentions (its kinds are votes; its spans are often too long, and are not used).
Out: `Scene`: `names` and `pronouns` in order of the text, `sentence(at)`, `paragraph(at)`, `between_marks(at)`.
Not here: which mentions are one someone (entities.py), what a noun phrase says (phrases.py).

Names are runs of capitalised words.  A title, role, party or nation before a name is cut off and kept beside it; "of", "for"
and "and" join a run only where a body's name goes on ("Bank of England").  In headlines that capitalise every word no run is a
name: only names known from elsewhere are found there (entities.py asks `headline_words`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.resolver.lexicon import (
    ARTICLES,
    BODY_NAMES,
    HE_TITLES,
    HONORIFICS,
    PARTICLES,
    PEOPLE,
    PRONOUNS,
    SHE_TITLES,
    SIDES,
    SMALL,
    STATES,
    SUFFIXES,
    forename_share,
    singular,
)
from sayso.schema import Document, Mention, Role, Span

READ_ROLES: Final[tuple[Role, ...]] = ("headline", "paragraph", "caption", "turn")
_WORD = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W\d_])|\w+(?:[’'&-]\w+)*|(?<=\s)&(?=\s)")
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_STOP = re.compile(r"[.!?…][”\"’')\]]{0,3}\s")
_DOTTED = frozenset(
    "mr mrs ms dr sen rep gov jr sr st gen lt col sgt capt prof rev hon supt adm maj messrs no vs inc corp ltd co dept".split()
) | {one for one in STATES if "." not in one}
_QUOTED = re.compile(r"“[^“”\n]{1,4000}[”\n]?|\"[^\"\n]{1,4000}[\"\n]?|''[^\n]{1,4000}?''|(?<!\w)‘[^‘’\n]{1,400}’(?!\w)")
_NICK_OPEN = re.compile(r"\s[“\"‘'(]")
_NICK_CLOSE = re.compile(r"[”\"’')]\s")
_OPENERS = frozenset(
    """department ministry bank university association center centre centers centres board bureau institute council house court office
    school church city state republic federation alliance league committee society coalition conference academy union institutes
    chamber museum library campaign fund foundation commission agency college college hospital group museum party brotherhood daughters
    sons friends citizens people""".split()
)
_JOINTS = frozenset("of for on to and & the in".split())
_OWN_HEADS = frozenset(
    "campaign administration team camp organization organisation foundation presidency transition government program programme".split()
)
_CONTRACTED = frozenset("m s re ve ll d t".split())
_NEW = frozenset(
    "york yorker yorkers jersey hampshire mexico orleans zealand england delhi haven brunswick caledonia guinea deal world".split()
)
_PARTY = re.compile(r"[RDI]-\w+")
REACH = 400  # characters: a reader's mention has 16 words at most, so none that begins earlier reaches a name


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: without a possessive's ending, which is told apart."""

    start: int
    end: int
    text: str
    possessive: bool
    stops: int  # where the gap to the next word begins: behind an abbreviation's dot
    lower: str  # in lower case, without dots, without what is contracted to it ("I’m")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: `span` is the bare name, `words` its words, `before` the words before it in lower case.

    `votes` are the reader's kinds with their weights; `sex` is "m" or "f" where a title tells it.
    """

    span: Span
    words: tuple[str, ...]
    before: tuple[str, ...]
    titled: bool
    sex: str | None
    votes: tuple[tuple[str, float], ...]
    quoted: bool
    initial: bool  # at the beginning of a sentence

    @property
    def key(self) -> tuple[str, ...]:
        """Its words as they are compared: lower case, no dots."""
        return tuple(word.casefold().replace(".", "") for word in self.words)


@dataclass(slots=True)
class Scene:
    """A text as the resolver looks at it; all lists are in order of the text."""

    text: str
    lines: list[tuple[int, int]] = field(default_factory=list)
    capitalised: list[bool] = field(default_factory=list)  # whether the line is a headline with capitals throughout
    starts: list[int] = field(default_factory=list)  # of sentences
    words: list[Word] = field(default_factory=list)
    word_starts: list[int] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    pronouns: list[tuple[Span, str]] = field(default_factory=list)
    marked: list[tuple[int, int]] = field(default_factory=list)

    def sentence(self, at: int) -> int:
        """Number of the sentence at a place."""
        return bisect_right(self.starts, at) - 1

    def paragraph(self, at: int) -> int:
        """Number of the line at a place."""
        return bisect_right(self.lines, (at, 1 << 60)) - 1

    def between_marks(self, at: int) -> bool:
        """Whether a place is between quotation marks."""
        here = bisect_right(self.marked, (at, 1 << 60)) - 1
        return here >= 0 and at < self.marked[here][1]

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that begin in a stretch."""
        return self.words[bisect_left(self.word_starts, start) : bisect_left(self.word_starts, end)]

    def word_before(self, at: int) -> Word | None:
        """The last word that ends at or before a place."""
        here = bisect_left(self.word_starts, at) - 1
        return self.words[here] if here >= 0 else None


def scene_of(document: Document, mentions: Sequence[Mention]) -> Scene:
    """The Scene of a document; mentions in order of the text."""
    text = document.text
    scene = Scene(text)
    for segment in document.with_role(*READ_ROLES):
        scene.lines += [line.span() for line in _LINE.finditer(text, *segment.span)]
    votes = _Votes(mentions)
    scene.marked = [found.span() for start, end in scene.lines for found in _QUOTED.finditer(text, start, end)]
    for start, end in scene.lines:
        words = list(_words(text, start, end))
        starts = [start, *(stop.end() for stop in _STOP.finditer(text, start, end) if not _abbreviation(text, stop.start()))]
        scene.starts += starts
        scene.words += words
        headline = len(starts) == 1 and _capitalised(words)
        scene.capitalised.append(headline)
        for word in words:
            if word.lower in PRONOUNS:
                scene.pronouns.append((Span(word.start, word.end), word.lower))
        if not headline:
            scene.names += _names(scene, words, votes, set(starts))
    # A word that has a capital only where sentences begin, and that the reader takes for nothing, is no name.
    inner = {word for name in scene.names if not name.initial or name.votes or len(name.words) > 1 for word in name.words}
    scene.names = [n for n in scene.names if not n.initial or len(n.words) > 1 or n.titled or n.words[0] in inner]
    scene.word_starts = [word.start for word in scene.words]
    return scene


def headline_words(scene: Scene) -> Iterator[list[Word]]:
    """The words of each line in which every word has a capital."""
    for (start, end), headline in zip(scene.lines, scene.capitalised, strict=True):
        if headline:
            yield scene.words_in(start, end)


def name_at(scene: Scene, words: Sequence[Word], votes: tuple[tuple[str, float], ...] = ()) -> Name:
    """A Name made of words that are known to be one."""
    first = words[0]
    return Name(
        Span(first.start, words[-1].end), tuple(w.text for w in words), (), False, None, votes, scene.between_marks(first.start), False
    )


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    for found in _WORD.finditer(text, start, end):
        word, first, last = found.group(), found.start(), found.end()
        possessive = False
        if len(word) > 2 and word[-2] in "’'" and word[-1] in "sS":
            word, last, possessive = word[:-2], last - 2, True
        elif word[-1] in "sS" and text[last : last + 2] in ("’ ", "' ") and word[0].isupper():
            possessive = True
        stops = last
        if not possessive and text[last : last + 1] == "." and word.casefold() in _DOTTED:
            stops = last + 1
        lower = word.casefold().rstrip(".")
        if "’" in lower or "'" in lower:
            head, _, tail = lower.replace("’", "'").partition("'")
            lower = head if tail in _CONTRACTED else lower
        yield Word(first, last, word, possessive, stops, lower)


def _abbreviation(text: str, dot: int) -> bool:
    """Whether a full stop ends an abbreviation or an initial, not a sentence."""
    if text[dot] != ".":
        return False
    start = dot
    while start > 0 and dot - start < 12 and (text[start - 1].isalpha() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot]
    return (len(word) == 1 and word.isupper()) or "." in word or word.casefold() in _DOTTED


def _capitalised(words: Sequence[Word]) -> bool:
    """Whether a line is set as a headline: a capital on nearly every longer word."""
    long = [word for word in words if len(word.text) > 3]
    return len(long) >= 3 and len(words) <= 30 and sum(word.capital for word in long) >= 0.75 * len(long)


class _Votes:
    """What the reader takes stretches of the text for."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = [one for one in mentions if one.kind == "name"]
        self.starts = [one.span.start for one in self.mentions]

    def body_end(self, start: int) -> int | None:
        """Where the reader's name of a body ends that begins here."""
        for one in self.mentions[bisect_left(self.starts, start - 4) : bisect_left(self.starts, start + 1)]:
            if one.entity_kind == "organization" and one.span.end > start:
                return one.span.end
        return None

    def of(self, span: Span) -> tuple[tuple[str, float], ...]:
        first = bisect_left(self.starts, span.start - REACH)
        last = bisect_left(self.starts, span.end)
        found: dict[str, float] = {}
        for one in self.mentions[max(first, last - 64) : last]:
            shared = min(one.span.end, span.end) - max(one.span.start, span.start)
            if shared > 0:
                whole = max(one.span.end, span.end) - min(one.span.start, span.start)
                if shared >= 0.5 * whole:
                    found[one.entity_kind] = found.get(one.entity_kind, 0.0) + one.score * shared / whole
        return tuple(found.items())


def _names(scene: Scene, words: Sequence[Word], votes: _Votes, starts: set[int]) -> Iterator[Name]:
    at = 0
    spelled = _spelled(scene.text, words)
    while at < len(words):
        word = words[at]
        if at in spelled:
            run = words[at : spelled[at] + 1]
            span = Span(run[0].start, run[-1].end)
            kind = votes.of(span) or (("organization", 1.0),)
            yield Name(span, tuple(w.text for w in run), (), False, None, kind, scene.between_marks(span.start), word.start in starts)
            at = spelled[at] + 1
            continue
        if not word.capital or not _names_something(scene.text, words, at):
            at += 1
            continue
        end = _run(scene.text, words, at)
        end = _body(scene.text, words, at, end, votes)
        yield from _split(scene, words, at, end, votes, starts)
        at = end + 1


def _spelled(text: str, words: Sequence[Word]) -> dict[int, int]:
    """Names whose letters stand in brackets behind them, first to last word: "Union of Harbour Workers (UHW)"."""
    found = {}
    for number, word in enumerate(words):
        if number < 2 or not is_acronym(word.text) or text[word.start - 1 : word.start] != "(" or text[word.end : word.end + 1] != ")":
            continue
        letters = list(word.text.replace(".", "").casefold())
        at = number - 1
        while at >= 0 and letters and number - at <= 14:
            if words[at].lower[:1] == letters[-1] and (words[at].capital or words[at].lower not in SMALL):
                letters.pop()
            elif words[at].capital and words[at].lower not in SMALL:
                break
            if letters:
                at -= 1
        if not letters and words[at].capital and words[at].lower not in ("the", "a"):
            found[at] = number - 1
    return found


def _names_something(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word with a capital may begin a name."""
    word = words[at]
    if word.lower == "new":
        return at + 1 < len(words) and words[at + 1].lower in _NEW
    if word.lower in PRONOUNS or _PARTY.fullmatch(word.text):
        return False
    return word.lower not in SMALL or _titled_next(text, words, at)


def _titled_next(text: str, words: Sequence[Word], at: int) -> bool:
    """A capitalised small word that is a surname all the same: "Mr. May"."""
    return at > 0 and words[at - 1].lower in HONORIFICS and text[words[at - 1].stops : words[at].start].isspace()


def _joined(text: str, one: Word, other: Word) -> bool:
    gap = text[one.stops : other.start]
    return not one.possessive and 0 < len(gap) <= 2 and gap.isspace()


def _run(text: str, words: Sequence[Word], at: int) -> int:
    """Index of the last word of the run of capitalised words that begins here."""
    end = at
    while end + 1 < len(words) and end - at < 12:
        here, there = words[end], words[end + 1]
        if _joined(text, here, there):
            if there.capital and (there.lower not in SMALL or forename_share(here.lower) is not None):
                end += 1
                continue
            skip = end + 1
            while skip < len(words) and skip - end <= 2 and words[skip].text in PARTICLES and _joined(text, words[skip - 1], words[skip]):
                skip += 1
            if skip > end + 1 and skip < len(words) and words[skip].capital and _joined(text, words[skip - 1], words[skip]):
                end = skip
                continue
        elif (
            end + 2 < len(words)
            and not here.possessive
            and there.capital
            and words[end + 2].capital
            and _NICK_OPEN.fullmatch(text, here.stops, there.start)
            and _NICK_CLOSE.fullmatch(text, there.end, words[end + 2].start)
            and words[end + 2].lower not in SMALL
        ):
            end += 2
            continue
        elif there.lower in SUFFIXES and text[here.stops : there.start] == ", ":
            end += 1
            continue
        break
    return end


def _body(text: str, words: Sequence[Word], at: int, end: int, votes: _Votes) -> int:
    """The run's end where the name of a body goes on: "Bank of England", "Securities and Exchange Commission"."""
    if any(word.lower in _OPENERS for word in words[at : end + 1]):
        known = votes.body_end(words[at].start)
        while known is not None and end + 1 < len(words) and words[end + 1].end <= known and _joined(text, words[end], words[end + 1]):
            end += 1
        while not words[end].capital:
            end -= 1
    while end + 2 < len(words) and end - at < 14:
        skip = end + 1
        while skip < len(words) and skip - end <= 2 and words[skip].text in _JOINTS and _joined(text, words[skip - 1], words[skip]):
            skip += 1
        if skip == end + 1 or skip >= len(words) or not words[skip].capital or not _joined(text, words[skip - 1], words[skip]):
            return end
        if words[skip].lower in SMALL:
            return end
        further = _run(text, words, skip)
        joint = words[end + 1].text
        if joint == "to" and skip > end + 2:
            return end  # "reported Lund Ltd to the Board" is two names, "the Committee to Protect Bees" one
        opener = any(word.lower in _OPENERS for word in words[at : end + 1]) and words[at].lower not in PEOPLE
        span = Span(words[at].start, words[further].end)
        known = any(kind == "organization" for kind, _ in votes.of(span))
        closed = words[further].lower in BODY_NAMES and not any(forename_share(w.lower) is not None for w in words[at : end + 1])
        if joint == "&" and skip == end + 2 and not (end > at and further > skip):  # "Lund & Cho": nobody else's two names are joined so
            end = further
            continue
        if joint == "and":
            single = (
                end == at
                and further > skip
                and closed
                and not any(kind == "person" for kind, _ in votes.of(Span(words[at].start, words[at].end)))
            )
            if not (known and (closed or opener)) and not single:
                return end
        elif not (opener or known):
            return end
        end = further
    return end


def _split(scene: Scene, words: Sequence[Word], at: int, end: int, votes: _Votes, starts: set[int]) -> Iterator[Name]:
    """The name in a run, without the titles before it; nothing where a run is only titles."""
    text = scene.text
    run = list(words[at : end + 1])
    first = 0
    lowers = [word.lower for word in run]
    core = len(run)
    while core > 1 and lowers[core - 1] in SUFFIXES:
        core -= 1
    for k in range(core - 1):
        titleish = lowers[k] in HONORIFICS or singular(lowers[k]) in PEOPLE
        if (
            titleish
            and not (core - k == 2 and k == 0 and lowers[k] in ("dean", "earl", "guy", "native"))
            and (k == 0 or forename_share(lowers[k - 1]) is None or lowers[k - 1] in PEOPLE or k < core - 2)
        ):
            first = k + 1
    rest = lowers[first:core]
    if first and (rest[-1] in BODY_NAMES or rest[0] in _JOINTS) and forename_share(rest[0]) is None:
        first = 0  # "Senate Democrats Fund" is a body, no titled person
    elif first and rest[-1] in PEOPLE and len(rest) > 1 and forename_share(rest[0]) is None:
        first = 0
    if not first and len(run) > 1 and (lowers[0] in SIDES or _nation(lowers[0])) and forename_share(lowers[1]) is not None:
        first = 1
    title = list(run[:first])
    run = run[first:]
    lowers = lowers[first:]
    if not run or (len(run) == 1 and not title and (lowers[0] in PEOPLE or lowers[0] in HONORIFICS) and _plain(words, at, lowers[0])):
        return
    before, lower_title = _before(text, words, at, first)
    following = words[end + 1] if end + 1 < len(words) else None
    if following is not None and following.text in _OWN_HEADS and _joined(text, run[-1], following) and not title:
        run.append(following)
    span = Span(run[0].start, run[-1].stops if run[-1].lower in SUFFIXES else run[-1].end)
    sex = next((sex for word in (*[w.lower for w in title], *before[-1:]) for sex in (_sex(word),) if sex), None)
    yield Name(
        span,
        tuple(text[w.start : w.stops if w.lower in SUFFIXES else w.end] for w in run),
        (*before, *(word.lower for word in title)),
        bool(title) or lower_title,
        sex,
        votes.of(span) or votes.of(Span(words[at].start, span.end)),
        scene.between_marks(span.start),
        words[at].start in starts,
    )


def _plain(words: Sequence[Word], at: int, lower: str) -> bool:
    """Whether a title that stands alone is no surname: nothing before it makes it one."""
    return at == 0 or words[at - 1].lower not in HONORIFICS


def _nation(word: str) -> bool:
    return word.endswith(("ish", "ese", "ican", "ian", "ean")) and forename_share(word) is None


def _sex(word: str) -> str | None:
    return "m" if word in HE_TITLES else "f" if word in SHE_TITLES else None


def _before(text: str, words: Sequence[Word], at: int, first: int) -> tuple[tuple[str, ...], bool]:
    """The words before a run in the same phrase, as far back as they may describe it, and whether a role stands right before it."""
    found: list[str] = []
    here = at
    while here > 0 and at - here < 6:
        word = words[here - 1]
        gap = text[word.stops : words[here].start]
        if word.possessive or len(gap) > 2 or not gap.isspace() or (word.lower in SMALL and word.lower not in ("vice", "former")):
            break
        found.append(word.lower)
        here -= 1
    found.reverse()
    role = bool(found) and not first and found[-1] in PEOPLE
    return tuple(found), role


def is_acronym(word: str) -> bool:
    """Whether a word is letters for words: IMF, I.R.S."""
    bare = word.replace(".", "")
    return 2 <= len(bare) <= 6 and bare.isupper() and bare.isalpha()


def without_article(text: str, span: Span) -> Span:
    """A phrase without a leading article."""
    found = re.compile(r"\w+\s+").match(text, span.start, span.end)
    if found is not None and found.group().strip().casefold() in ARTICLES:
        return Span(found.end(), span.end)
    return span
