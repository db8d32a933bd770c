"""Whom a text means by what it introduced him as; and who speaks for somebody who is only described."""

from __future__ import annotations

import pytest
from dispute_made import article

from sayso.disputes import dispute_of
from sayso.disputes.roles import Roles, head_of, introduced

INTRODUCED = [
    ("the trainer [Bo Lund] said", {"trainer"}),
    ("[Ana Cho], a former purser who sued, said", {"purser"}),
    ("[Ana Cho], 43, the club’s treasurer, said", {"treasurer"}),
    ("Trainer [Bo Lund] said", {"trainer"}),
    ("Cho accuses [Bo Lund] of it", set()),  # a verb is no role
    ("she told [Bo Lund], who left", set()),
    ("a lawyer met [Bo Lund]", set()),
    ("By Staff Reporter\n[Bo Lund] said", set()),  # of another line
]


@pytest.mark.parametrize(("marked", "roles"), INTRODUCED)
def test_nouns_beside_a_name_are_roles(marked, roles):
    start, end = marked.index("["), marked.index("]") - 1
    assert introduced(marked.replace("[", "").replace("]", ""), start, end) == roles


@pytest.mark.parametrize(
    ("words", "noun"),
    [("the former treasurer of the club", "treasurer"), ("Olympic sculler", "sculler"), ("an ex-purser", "purser"), ("a lawyer", None),
     ("the Monday", None), ("", None)],
)  # fmt: skip
def test_the_noun_of_a_description(words, noun):
    assert head_of(words) == noun


def test_a_description_means_the_only_one_introduced_so():
    roles = Roles([("d1", {"cho": frozenset({"purser"}), "lund": frozenset({"trainer"})}), ("d2", {"ode": frozenset({"trainer", "club"})})])
    assert roles.meant("the former purser", "d1", ["cho", "lund"]) == "cho"
    assert roles.meant("the trainer", "d1", ["cho", "lund", "ode"]) == "lund"  # the document's own goes first
    assert roles.meant("the trainer", "d3", ["lund", "ode"]) is None  # two are
    assert roles.meant("a club", "d2", ["ode"]) is None  # any may be meant
    assert roles.within("that her trainer had hidden it", "d1", ["lund"]) == ("lund", 16)
    assert roles.within("Trainer hid it", "d1", ["lund"], bare=True) == ("lund", 7)
    assert roles.within("the weather was fine", "d1", ["lund"]) is None


ACCUSED = ("Ana Cho", "accused", "Bo Lund of stealing the harvest fund", "accuse", "Bo Lund")
TEXT = "Ana Cho, a former treasurer, accused Bo Lund of stealing the harvest fund. "


def sides(text, *said):
    found = dispute_of([article(text, *said)], alleges=lambda texts: [0.9] * len(texts))
    names = {one.id: one.name for one in found.parties}
    return [(names[line.by[0]], names[line.against[0]], line.through) for each in found.threads for line in each.allegations]


def test_what_the_former_treasurer_says_is_said_by_who_was_introduced_so():
    said = ("The former treasurer", "said", "that Bo Lund had sold the barn", "assert", "")
    assert ("Ana Cho", "Bo Lund", None) in sides(f"{TEXT}The former treasurer said that Bo Lund had sold the barn.", ACCUSED, said)


def test_a_lawyer_for_the_former_treasurer_speaks_for_her():
    said = ("a lawyer for the former treasurer", "said", "Bo Lund had sold the barn", "assert", "")
    found = sides(f"{TEXT}Bo Lund had sold the barn, a lawyer for the former treasurer said.", ACCUSED, said)
    assert ("Ana Cho", "Bo Lund", "a lawyer for the former treasurer") in found


def test_somebody_else_described_is_not_she():
    said = ("A baker", "said", "that Bo Lund had sold the barn", "assert", "")
    assert all(
        by == "Ana Cho" and through is None
        for by, _, through in sides(f"{TEXT}A baker said that Bo Lund had sold the barn.", ACCUSED, said)[:1]
    )
