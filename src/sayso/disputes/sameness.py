"""Whether two allegations are one: the words of what is alleged, compared by their stems and by what wrong they name.

In:  the words of an allegation, and the names of those concerned, which tell it apart from nothing.
Out: `alleged(...)`, the set of its telling words; `Weights.alike(...)`, how much two such sets share, in [0, 1]; `Vocabulary`,
     the words of several together.
Not here: who accuses whom (telling.py), which allegations make a thread (threads.py).

Stems are Snowball's (Porter2, M. Porter, snowballstem.org).  Words that name one wrong in many ways, "kickbacks" and
"bribery", are one word here: the families stand in alleged.txt, and none of them names a person or a case.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import snowballstemmer

from sayso.english.words import plain

_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d")
# What any allegation may say without being told apart by it.
_SAYS_NOTHING: Final = frozenset(
    "a an the this that these those some any all both each every no none not never n't such same own other another more most much many few"
    " i me my we us our you your he him his she her hers they them their theirs it its himself herself themselves itself who whom whose which what"
    " and or but nor so yet if as than then though although because while when where after before during since until once again also even only just"
    " of in on at to for from with by about against into onto over under through between among around out up down off within without per via"
    " am is are was were be been being have has had having do does did done doing will would shall should can could may might must"
    " say said says saying tell told tells claim claims claimed claiming allege alleges alleged allegedly alleging allegation allegations accuse"
    " accuses accused accusing accusation accusations charge charges charged complaint complaints suit lawsuit suits court statement interview"
    " mr mrs ms dr sir dame lord lady one two three first last year years month months week weeks day days time times new old former there here"
    " repeatedly deliberately knowingly systematically reportedly now still ever very really many several people man woman someone anyone"
    " get got gets go goes went gone come came make made makes making take takes took taken taking give gave given use used using"
    " january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday".split()
)
ALIKE: Final = 0.42  # weight of the shared words, of that of the lesser set, from which on two allegations are one
VAGUE: Final = frozenset(
    {"=money", "=wage", "=kill"}
)  # wrongs, by their names in alleged.txt, of which news tells much that nobody did wrong
_KIN: Final = 0.7  # what another word of its family is worth to a word: two may bribe in two ways


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The family of each stem, and the kinds of wrong that each family is of."""
    found: dict[str, str] = {}
    kinds: dict[str, frozenset[str]] = {}
    for line in (files(__package__) / "alleged.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            before, _, words = line.partition(":")
            family = f"={words.split()[0]}"
            kinds[family] = frozenset(filter(None, before.split(",")))
            for word in words.split():
                found.setdefault(_stem(word), family)
    return found, kinds


def kinds_of(words: Iterable[str]) -> frozenset[str]:
    """The kinds of wrong that some words name: "money", "deceit" ..."""
    kinds = _lexicon()[1]
    return frozenset(kind for word in words for kind in kinds.get(word, ()))


@cache
def _stemmer() -> snowballstemmer.english_stemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(1 << 14)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def alleged(words: str, leave_out: Collection[str] = ()) -> frozenset[str]:
    """The stems of the telling words, and the families of those that have one ("=bribe").

    Args:
        words: what is alleged, as a document tells it.
        leave_out: words of names, in lower case.
    """
    out = set()
    families = _lexicon()[0]
    for found in _WORD.finditer(plain(words)):
        word = found.group().removesuffix("'s").removesuffix("'")
        if len(word) < 2 or word in _SAYS_NOTHING or word in leave_out or (_NUMBER.search(word) and len(word) < 4):
            continue
        stem = _stem(word)
        out.add(stem)
        if stem in families:
            out.add(families[stem])
    return frozenset(out)


class Weights:
    """How telling each word is among all the allegations there are: what many tell, tells little."""

    def __init__(self, everything: Iterable[frozenset[str]]) -> None:
        counted: Counter[str] = Counter()
        self._size = 0
        for one in everything:
            counted.update(one)
            self._size += 1
        self._counted = counted

    def of(self, word: str) -> float:
        """The weight of one word, above 0; a family has none of its own."""
        return 0.0 if word.startswith("=") else math.log((1 + self._size) / (1 + self._counted[word])) + 1.0

    def shared(self, some: frozenset[str], others: Collection[str]) -> float:
        """How much of some words others have, in [0, 1]: a word of the same family counts for part of it."""
        whole = sum(map(self.of, sorted(some)))
        if not whole:
            return 0.0
        return sum(self.of(word) * self._held(word, others) for word in sorted(some)) / whole

    @staticmethod
    def _held(word: str, others: Collection[str]) -> float:
        if word in others:
            return 1.0
        family = _lexicon()[0].get(word)
        return _KIN if family is not None and family in others else 0.0

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How much two allegations share: the share of the lesser of them that the other has; 0 where one has no telling word."""
        lesser, greater = sorted((one, other), key=lambda words: (sum(map(self.of, sorted(words))), sorted(words)))
        return self.shared(lesser, greater)


class Vocabulary:
    """The words of several allegations together."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self.size = 0

    def add(self, words: frozenset[str]) -> None:
        """Take one more allegation's words in."""
        self.counted.update(words)
        self.size += 1

    def holds(self, words: frozenset[str], weights: Weights) -> float:
        """How much of some words these have, in [0, 1]."""
        return weights.shared(words, self.counted)

    def families(self) -> Counter[str]:
        """The wrongs that are named, by how many allegations name them."""
        return Counter({word: often for word, often in self.counted.items() if word.startswith("=")})
