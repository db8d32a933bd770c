"""Closed lists of English words, and where its sentences begin: what the rules of mending.py go by.

In:  a text and its paragraphs (half-open spans).
Out: `sentences_in(...)`, and the lists.
Not here: any rule.  A list belongs here only where it is closed: nobody coins a new subordinator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

OBJECTS = frozenset("him her them me us".split())  # pronouns that are no subject
PREPOSITIONS = frozenset("to by from of with for".split())  # after which such a pronoun may still be the one who speaks

# What runs on into a clause with a speaker of its own: a clause of time that no comma sets off, or one with "whether".  Other
# conjunctions (though, because, while ...) begin the writer's own remark as often as not.
RUNS_ON = re.compile(r"\s{1,4}(?:after|before|once|until|unless)\s{1,4}|,?\s{1,4}(?:regardless of )?whether\s{1,4}", re.IGNORECASE)

# An abbreviation before a full stop that does not end its sentence.
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Rev|Hon|No|vs)|(?:^|[\s.(])[A-Z])$")
_STOP = re.compile(r"[.!?…][”’\"')\]]{0,3}\s{1,4}(?=[“‘\"'(\[]{0,2}[A-Z0-9])")


def sentences_in(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of some paragraphs, in order; each ends before the blank that parts it from the next."""
    found = []
    for start, end in paragraphs:
        for stop in _STOP.finditer(text, start, end):
            if text[stop.start()] == "." and _ABBREVIATED.search(text, max(start, stop.start() - 6), stop.start()):
                continue
            found.append((start, stop.end() - (len(stop.group()) - len(stop.group().rstrip()))))
            start = stop.end()
        if start < end:
            found.append((start, end))
    return found
