"""An English text's words and marks with their places, where its sentences end, and its noun phrases, without a model.

In:  a text and a stretch of it.
Out: `tokens(...)`, `ends(...)`, `sentences(...)`, `noun_phrase(...)`.
Not here: dates (dates.py); what any of it means (resolver, steps).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sayso.schema import Span

GAP: Final = "…quoted…"  # the word of a token that stands for a content

_TOKEN = re.compile(r"\w[\w.]{0,30}\.(?=\w)\w?\.?|[^\W_](?:[\w&]|[’'.,-](?=\w)){0,60}|\$?\d[\d,.]{0,20}|[^\w\s]")
_END = frozenset(".!?")
MARKS = "\"'“”‘’„«»"
_SHORT = frozenset(
    "mr mrs ms dr prof rev hon st sen rep gov gen col lt capt sgt maj adm cmdr jr sr vs etc inc ltd co corp no vol dept est"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa"
    " tenn tex va vt wash wis wyo"
    " u.s u.k u.n e.u d.c a.m p.m i.e e.g n.y n.j n.c s.c n.h n.m r.i w.va n.d s.d".split()
)


class Token(NamedTuple):
    """A word or mark and where it stands; `word` is in lower case, with straight apostrophes."""

    start: int
    end: int
    word: str


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of a stretch."""
    return [Token(found.start(), found.end(), plain(found.group())) for found in _TOKEN.finditer(text, start, end)]


def plain(words: str) -> str:
    """Lower case, straight apostrophes."""
    return words.replace("’", "'").replace("‘", "'").casefold()


def ends(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends with this token."""
    token = found[at]
    if token.word == GAP:
        said = text[token.start : token.end].rstrip(MARKS + " )")
        following = found[at + 1] if at + 1 < len(found) else None
        return said[-1:] in _END and (following is None or following.word == GAP or not text[following.start].islower())
    if token.word not in _END:
        return False
    if token.word != ".":
        return True
    before = found[at - 1] if at > 0 else None
    if (
        before is not None
        and before.end == token.start
        and (before.word in _SHORT or (len(before.word) == 1 and before.word.isalnum()) or before.word[-2:-1] == ".")
    ):
        return False
    following = found[at + 1] if at + 1 < len(found) else None
    return following is None or following.word == GAP or not text[following.start].islower()


def sentences(text: str, start: int, end: int) -> Iterator[list[Token]]:
    """The sentences of a stretch, as words and marks; closing marks belong to the sentence that they close."""
    found = tokens(text, start, end)
    first = 0
    for at in range(len(found)):
        if at + 1 < len(found):
            if text[found[at + 1].start] in MARKS and found[at + 1].start == found[at].end:
                continue  # a mark that closes belongs to this sentence
            closes = at > first and text[found[at].start] in MARKS
            if not ends(text, found, at) and not (closes and ends(text, found, at - 1)):
                continue
        yield found[first : at + 1]
        first = at + 1


# -- noun phrases ----------------------------------------------------------------------------------

DETERMINERS: Final = frozenset(
    "the a an his her its their our my your this that these those some several many few two three another each every all both".split()
)
_COUNTS: Final = frozenset("two three few several many".split())
_BEFORE_COUNTS: Final = frozenset("the these those his her its their our my your a".split())
POSSESSIVES: Final = frozenset("his her its their our my your".split())
PREPOSITIONS: Final = frozenset(
    "in on at of to for from with by about against during after before since until till over under into onto"
    " through via as than like near between"
    " among amid around across without within despite following regarding concerning per out off up down while"
    " because if though although when"
    " where whether that which who whom whose what how why so but nor yet or and not then also".split()
)
PRONOUNS: Final = frozenset("he she they it i we you him them us me who whom himself herself themselves".split())
WEEKDAYS: Final = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS: Final = tuple("january february march april may june july august september october november december".split())
_VERBAL: Final = frozenset(
    "is are was were be been being am has have had do does did will would shall should can could may might must"
    " isn't wasn't didn't hasn't hadn't"
    " said says say told tells wrote writes added adds asked asks called calls claimed claims denied denies accused accuses".split()
)
TIME_WORDS: Final = frozenset(WEEKDAYS) | frozenset(
    "yesterday today tonight tomorrow ago earlier later recently last next again afterwards afterward now once previously week month"
    " year weekend morning afternoon evening night late early then there this directly separately privately publicly bluntly"
    " exclusively instead first ever".split()
)


def noun_phrase(found: Sequence[Token], text: str, at: int, *, stops: frozenset[int] = frozenset(), longest: int = 12) -> int:
    """Where the noun phrase that begins at a token ends (an index, exclusive); `at` itself where none begins there.

    It ends before a mark, a preposition, a verb of the commonest, a gap, or a token of `stops`; "of" is gone over
    where it binds two nouns, and so are "and" between names, and a possessive.
    """
    if at >= len(found) or at in stops or not (nominal(found[at]) or _per(found, text, at)):
        return at
    if _stands_for(found, text, at) or (found[at].word == "her" and (at + 1 == len(found) or not nominal(found[at + 1]))):
        return at + 1
    end = at
    while end < len(found) and end - at < longest and end not in stops:
        word = found[end].word
        if (
            word == "."
            and end > at
            and found[end - 1].end == found[end].start
            and (found[end - 1].word in _SHORT or len(found[end - 1].word) == 1)
        ):
            end += 1
            continue
        if not nominal(found[end]) and not _per(found, text, end):
            joins = word in ("of", "and", "&") and end + 1 < len(found) and end > at and end + 1 not in stops
            if word == "of" and joins and nominal(found[end + 1]) and found[end + 1].word not in PRONOUNS and not _doing(found, end + 1):
                if _person(found, text, at, end):
                    break
                end += 1
                continue
            if (
                joins
                and word != "of"
                and text[found[end - 1].start].isupper()
                and text[found[end + 1].start].isupper()
                and found[end + 1].word not in TIME_WORDS
            ):
                end += 1
                continue
            break
        if end > at and word.endswith("ing") and word not in _NAMES_IN_ING and text[found[end].start].islower() and _doing(found, end):
            break
        counted = word in _COUNTS and found[end - 1].word in _BEFORE_COUNTS  # "the two officers"
        new = word in DETERMINERS and not counted and found[end - 1].word not in ("of", "and", "all", "both")
        if end > at and (new or _stands_for(found, text, end)):
            break
        end += 1
    while end - 1 > at and (
        found[end - 1].word in TIME_WORDS
        or found[end - 1].word in ("of", "and", "&", "a", "the")
        or (found[end - 1].word.endswith("ly") and text[found[end - 1].start].islower())
    ):
        end -= 1
    return end if found[at:end] and not all(token.word in DETERMINERS or token.word in TIME_WORDS for token in found[at:end]) else at


def _stands_for(found: Sequence[Token], text: str, at: int) -> bool:
    """Whether a word is a pronoun; "US" is none."""
    return found[at].word in PRONOUNS and text[found[at].start : found[at].end] != "US"


def _per(found: Sequence[Token], text: str, at: int) -> bool:
    """Whether a word is the name Per: "Per Hale", not "per head"."""
    return found[at].word == "per" and text[found[at].start] == "P" and at + 1 < len(found) and text[found[at + 1].start].isupper()


_NAMES_IN_ING: Final = frozenset(
    "meeting hearing briefing filing recording building wedding painting king morning evening spring ring thing"
    " something anything nothing everything being sibling ruling offering"
    " gathering writing housing clothing funding spending training mining banking shipping ceiling string wing".split()
)


def _doing(found: Sequence[Token], at: int) -> bool:
    """Whether a word is what somebody does ("of lying", "of taking a bribe"), no noun ("of fracking industry leaders")."""
    following = found[at + 1] if at + 1 < len(found) else None
    return found[at].word.endswith("ing") and (
        following is None or not nominal(following) or following.word in DETERMINERS or following.word in PRONOUNS
    )


_BODIES: Final = re.compile(
    r"(?:universit|department|house|bank|secretar|church|ministr|board|institut|college|council|chamber|city|associat|bureau|office|school|union|court|republic|state|league)"
)


def _person(found: Sequence[Token], text: str, first: int, last: int) -> bool:
    """Whether a name of two words or more is a person's, as far as a name shows it: "Bill O'Reilly" of Fox News."""
    return (
        last - first >= 2
        and all(text[found[at].start].isupper() or found[at].word == "." for at in range(last - 2, last))
        and not any(_BODIES.match(token.word) for token in found[first:last])
    )


def nominal(token: Token) -> bool:
    """Whether a word may stand in a noun phrase."""
    word = token.word
    return word != GAP and (word[0].isalnum() or word[0] == "$") and word not in PREPOSITIONS and word not in _VERBAL


def span_of(found: Sequence[Token], first: int, last: int) -> Span:
    """The stretch of text from one token to another, exclusive."""
    return Span(found[first].start, found[last - 1].end)
