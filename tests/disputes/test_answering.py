"""What the accused says to it: denials, admissions, apologies and refusals in other words, and what only answers."""

from __future__ import annotations

import pytest
from dispute_made import article

from sayso.disputes import dispute_of
from sayso.disputes.answering import answer_of, calls_false, concedes, of_himself

ANSWERS = [  # content, words around it, of the same thing, right behind it -> act
    ("we let them down, and for that we are truly sorry", "the yard said", False, False, "apologise"),
    ("it would not be right to comment on live matters", "the firm said", False, False, "decline"),
    ("that was a matter for her solicitor", "Cho said", False, False, "decline"),
    ("that some reports had been coded wrong", "Lund conceded", True, False, "admit"),
    ("that he had borrowed it", "Lund accepted that", False, True, "admit"),
    ("that the weather was fine", "Lund conceded", False, True, None),  # of something else
    ("there was not a word of truth in it", "Cho told the panel", False, False, "deny"),
    ("the theory was absurd", "Lund called", False, False, "deny"),
    ("I never touched it", "Cho said", False, False, "deny"),
    ("nobody was ever asked to go hungry", "Lund said", True, False, "deny"),
    ("that he had not decided yet", "Lund said", False, True, None),
    ("the drawings were his own", "Lund said", True, False, "assert"),
    ("the drawings were his own", "Lund replied", False, True, "assert"),
    ("the drawings were his own", "Lund said", False, True, None),
    ("she needs to explain it", "Cho said", True, True, None),  # what others want of her
    ("the fair opens on Monday", "Lund said", False, False, None),
]


@pytest.mark.parametrize(("content", "around", "same", "near", "act"), ANSWERS)
def test_what_an_accused_does_by_saying_it(content, around, same, near, act):
    assert answer_of(content, around, same=same, near=near) == act


def test_small_questions_about_words():
    assert concedes("Lund acknowledged") and not concedes("Lund said")
    assert calls_false("the figures are bogus") and not calls_false("the figures are late")
    assert of_himself("that his figures had been checked") and not of_himself("the figures had been checked")


ACCUSED = ("Ana Cho", "accused", "Bo Lund of stealing the harvest fund", "accuse", "Bo Lund")
BEGIN = "Ana Cho accused Bo Lund of stealing the harvest fund. "


def test_an_answer_that_neither_denies_nor_admits_is_told_as_one():
    said = ("Mr Lund", "replied", "that the harvest fund was his own", "assert", "")
    (thread,) = dispute_of([article(f"{BEGIN}Mr Lund replied that the harvest fund was his own.", ACCUSED, said)]).threads
    assert (thread.state, [one.what for one in thread.answers]) == ("answered", ["assert"])


def test_the_claim_inside_a_denial_is_an_allegation_of_whoever_makes_it():
    denied = ("Bo Lund", "denied claims by Ana Cho", "that he had stolen the harvest fund", "deny", "")
    found = dispute_of([article("Bo Lund denied claims by Ana Cho that he had stolen the harvest fund.", denied)])
    names = {one.id: one.name for one in found.parties}
    (thread,) = found.threads
    assert [names[one] for one in (*thread.by, *thread.against)] == ["Ana Cho", "Bo Lund"]
    assert thread.state == "denied"
    assert [line.text for line in thread.allegations] == ["claims by Ana Cho that he had stolen the harvest fund"]


def test_who_is_called_a_liar_by_his_foe_has_not_denied_anything():
    said = ("Ms Cho", "said", "The accounts that Bo Lund kept were bogus", "deny", "")
    found = dispute_of([article(f"{BEGIN}The accounts that Bo Lund kept were bogus, Ms Cho said.", ACCUSED, said)])
    assert [line.kind for each in found.threads for line in (*each.allegations, *each.answers)] == ["allegation"] * 2


def test_what_is_told_inside_a_foes_words_is_no_allegation_of_his():
    outer = ("Ms Cho", "said", "“Bo Lund told me I stole the barn,”", "assert", "")
    inner = ("Bo Lund", "told", "I stole the barn", "assert", "")
    found = dispute_of(
        [article(f"{BEGIN}“Bo Lund told me I stole the barn,” Ms Cho said.", ACCUSED, outer, inner)],
        alleges=lambda texts: [0.9] * len(texts),
    )
    names = {one.id: one.name for one in found.parties}
    assert {names[line.by[0]] for each in found.threads for line in each.allegations} == {"Ana Cho"}
