"""Who does what is told: full names at the head of a content, and whether each is a person's."""

from __future__ import annotations

import pytest

from sayso.disputes.deeds import did, doer_in, full_name, is_doer, kind_of

DOERS = [
    ("that her former agent, Paul Crewe, forged her signature", "Paul Crewe"),
    ("“Vince Maddern pinned me to the wall,”", "Vince Maddern"),
    ("conductor Desmond Vale had pushed her", "Desmond Vale"),
    ("that the Coastline Trust had sacked him", "Coastline Trust"),
    ("that Mr Paul Crewe stole it", "Paul Crewe"),
    ("Roy Tasker, who runs the yard, took it", "Roy Tasker"),
    ("Paul Crewe was born in Hull", None),  # no deed
    ("Paul Crewe’s agent stole it", None),  # somebody else did
    ("when Paul Crewe took office, rents rose", None),  # not what is told
    ("In May Roy Tasker took the train", None),
    ("He took it", None),
    ("the yard was closed", None),
    ("", None),
]


@pytest.mark.parametrize(("content", "name"), DOERS)
def test_the_full_name_of_who_did_it(content, name):
    found = doer_in(content)
    assert (found and found.of(content)) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Paul Crewe", "person"), ("Coastline Trust", "organization"), ("Jones & Sons", "organization"), ("House of Lund", "organization"),
     ("Lakeland Dairies", "organization")],
)  # fmt: skip
def test_a_name_is_a_persons_or_a_bodys(name, kind):
    assert kind_of(name) == kind


def test_names_do_not_run_over_a_full_stop_or_a_possessive():
    assert full_name("in Hull. Ana Cho", 0, 4) is None
    text = "Ana Cho’s Orchard House"
    assert full_name(text, 0, 1).of(text) == "Ana Cho"


def test_who_is_named_later_is_no_doer():
    content = "that nobody but the keeper had ever asked for anything, and that Lund"
    assert not is_doer(content, content.index("Lund"))
    assert is_doer("Lund took it", 0)
    assert did("the keeper took it", 10) and not did("the keeper is old", 10)
