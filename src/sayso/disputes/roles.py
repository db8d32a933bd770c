"""Whom a text means by what he is: “the former treasurer”, “her trainer”, “Sculler” in a headline.

In:  how each document introduces those it names (`introduced(...)`, taken down by telling.py), over all documents.
Out: `Roles`: `meant(...)`, the only one of some parties whom a description can mean; `within(...)`, those whom words describe.
Not here: bodies and people of whom no role is told, “the company” (accusing.py).

News introduces whom it names: “trainer Bo Lund”, “Ana Cho, a former purser who ...”.  The words of an introduction are
roles of its bearer; a description means whoever has its last noun for a role, if one alone has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sayso.disputes.deeds import BODIES, KIN, PERSONS
from sayso.english.words import plain

_AHEAD: Final = 90  # characters behind a name in which it is introduced
_BACK: Final = 40  # characters before it
_BEFORE: Final = re.compile(r"([^\W\d_][\w’'-]{0,40}) {1,3}$")
_BEHIND: Final = re.compile(
    r",\s+(?:(?:aged\s+)?\d{1,3},\s+)?(?:now\s+)?(?:a|an|the|one\s+of\s+the|[Hh]er|[Hh]is|[Ii]ts|[Tt]heir|[A-Z][\w’'-]+['’]s?)\s+([^,.;:()“”\"\n]{3,80})"
)
_ENDS: Final = re.compile(r"\b(?:who|which|that|whose|of|for|in|at|from|on|with|by|to|and|since|until|when|where|against|behind|as|near)\b")
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_NO_ROLE: Final = frozenset(
    "the a an her his its their my our this that said told by of to for with from against and or but as in on at when while after"
    " before if former ex retired late young old new then long-time longtime onetime one-time senior junior own was are were has"
    " had have been be being into off mr mrs ms dr sir not only even like than about over who whom which whose what because back"
    " met took let gave sent hit beat saw left made paid neither either other another under later whether fewer however never"
    " prominent recent current different important amendment statement document argument agreement settlement moment event letter"
    " matter number paper order best first last named around next one man woman person people mother father jury court official".split()
)
_SPEAKS_FOR: Final = frozenset(  # who speaks for somebody else is not who is introduced so
    "lawyer attorney solicitor barrister counsel spokesman spokeswoman spokesperson representative publicist agent".split()
)
_IS_ONE: Final = re.compile(
    rf"\w{{2,}}(?:er|or|ist|ian|ant|ent|man|woman|ess|ee|ete|maid)|executive|detective|operative|body|jockey|groom|lass|head|{KIN}|{PERSONS}|{BODIES}"
)  # by its ending or as listed
_ANY: Final = re.compile(r"\W*(?:an?|another|one)\s")
_A_BODY: Final = re.compile(BODIES)
_FIRST: Final = re.compile(r"^\W{0,2}[\w’'-]+(?:\s[\w’'-]+){0,2}")
_DETERMINER: Final = re.compile(r"\b(?:the|her|his|their|its|my|our)\s+((?:[\w’'-]+\s+){0,3}[\w-]+)")


def introduced(text: str, start: int, end: int) -> frozenset[str]:
    """The nouns that say what somebody is where his name stands in a text."""
    before = _BEFORE.search(text[max(0, start - _BACK) : start])
    found = [before[1]] if before is not None else []
    behind = _BEHIND.match(text, end, min(len(text), end + _AHEAD))
    if behind is not None:
        found += [word for word in _ENDS.split(behind[1])[0].split()[-1:] if word.islower()]
    return frozenset(noun for word in found if (noun := _one(word)) and is_role(noun))


def is_role(noun: str) -> bool:
    """Whether a word may be what one person or body is."""
    return noun not in _NO_ROLE and _IS_ONE.fullmatch(noun) is not None


def _one(word: str) -> str:
    """A word as roles are compared: in lower case, without a possessive and what only says that it is past."""
    return re.sub(r"^(?:ex|former)-", "", plain(word).removesuffix("'s").rstrip("'"))


class Roles:
    """The roles of all parties; those of one document go before those of others."""

    def __init__(self, told: Iterable[tuple[str, Mapping[str, frozenset[str]]]]) -> None:
        """Take (a document's id, the role words of each of its parties)."""
        self._every: dict[str, set[str]] = defaultdict(set)
        self._here: dict[str, Mapping[str, frozenset[str]]] = {}
        for document, roles in told:
            self._here[document] = roles
            for one, words in roles.items():
                self._every[one] |= words

    def bears(self, one: str, noun: str, document: str) -> bool:
        """Whether somebody is introduced as a noun says, in a document or in any."""
        return noun in self._here.get(document, {}).get(one, ()) or noun in self._every.get(one, ())

    def meant(self, words: str, document: str, among: Collection[str]) -> str | None:
        """The only one of some parties whom a description like "the former treasurer" can mean."""
        noun = head_of(words)
        if noun is None or (_ANY.match(plain(words)) and _A_BODY.fullmatch(noun)):  # "a watchdog group" may be any
            return None
        here = [one for one in among if noun in self._here.get(document, {}).get(one, ())]
        bearers = here or [one for one in among if noun in self._every.get(one, ())]
        return bearers[0] if len(bearers) == 1 else None

    def within(self, words: str, document: str, among: Collection[str], *, bare: bool = False) -> tuple[str, int] | None:
        """The only one of some parties whom a description in some words can mean, the first that is plain, and where its noun ends.

        With `bare`, words of a headline: its first three may be such a noun.
        """
        lower = plain(words)
        phrases = [found.span(1) for found in _DETERMINER.finditer(lower)]
        if bare:
            phrases = [(0, found.end()) for found in _FIRST.finditer(lower)] + phrases
        for start, end in phrases:
            for found in _WORD.finditer(lower, start, end):
                bearers = [one for one in among if self.bears(one, _one(found.group()), document)]
                if len(bearers) == 1:
                    return bearers[0], found.end()
        return None


def head_of(words: str) -> str | None:
    """The last noun of a description before what is said of it: "treasurer" of "the former treasurer of the club"."""
    lower = re.sub(r"^\W*(?:(?:the|a|an|her|his|its|their)\s+)?", "", plain(words))
    head = _ENDS.split(lower.partition(",")[0])[0].split()
    noun = _one(head[-1]) if head else ""
    return noun if is_role(noun) and noun not in _SPEAKS_FOR else None
