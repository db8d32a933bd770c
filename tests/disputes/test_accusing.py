"""What is an allegation though its document does not say so: nouns that bear it, names beside it, headlines, deeds told to their end."""

from __future__ import annotations

import pytest
from dispute_made import article

from sayso.disputes import dispute_of
from sayso.reading import Reading
from sayso.schema import Dispute

ACCUSED = ("Ana Cho", "accused", "Bo Lund of stealing the harvest fund", "accuse", "Bo Lund")
BEGIN = "Ana Cho accused Bo Lund of stealing the harvest fund. "


def lines(found: Dispute) -> list[tuple[str, str, str]]:
    """Each allegation with its two sides."""
    names = {one.id: one.name for one in found.parties}
    return [
        (names[line.by[0]] if line.by else "", names[line.against[0]] if line.against else "", line.text)
        for each in found.threads
        for line in each.allegations
    ]


def told_of(reading: Reading, alleges: float = 0.06) -> list[tuple[str, str, str]]:
    return lines(dispute_of([reading], alleges=lambda texts: [alleges for _ in texts]))


def test_who_bears_a_claim_makes_it():
    text = "Police are looking into claims by Ana Cho that Bo Lund forged a signature. She spoke on Tuesday."
    said = ("Police", "are looking into claims", "that Bo Lund forged a signature", "assert", "Bo Lund")
    found = told_of(article(text, said, ("Ana Cho", "spoke", "", "other", "")))
    assert [(by, against) for by, against, _ in found] == [("Ana Cho", "Bo Lund")]


@pytest.mark.parametrize("before", ["Bo Lund", "The keeper of the fund, Bo Lund,"])
def test_a_foe_named_beside_what_was_read_is_whom_it_is_of(before):
    found = told_of(article(f"{BEGIN}{before} “has been robbing us for years,” Ms Cho wrote.", ACCUSED, ("Ms Cho", "wrote", "“has been robbing us for years,”", "assert", "")))  # fmt: skip
    assert [(by, against) for by, against, _ in found] == [("Ana Cho", "Bo Lund")] * 2


def test_a_foe_who_is_only_spoken_to_is_not():
    said = ("Ms Cho", "told", "“The fund is what it is,”", "assert", "")
    assert len(told_of(article(f"{BEGIN}“The fund is what it is,” Ms Cho told Bo Lund.", ACCUSED, said))) == 1


def test_who_made_the_claim_about_somebody_accuses_him():
    said = ("Ms Cho", "made", "the claim about Bo Lund", "assert", "")
    found = told_of(article(f"{BEGIN}Ms Cho made the claim about Bo Lund in a letter.", ACCUSED, said))
    assert [against for _, against, _ in found] == ["Bo Lund"] * 2


def test_a_sentence_whose_words_were_not_told_apart_is_looked_at_whole():
    found = told_of(article(f"{BEGIN}Ms Cho tells anyone that Bo Lund robbed the widows.", ACCUSED, ("Ms Cho", "tells", "", "assert", "")))
    assert ("Ana Cho", "Bo Lund", "Ms Cho tells anyone that Bo Lund robbed the widows.") in found


def test_a_deed_is_told_to_the_end_of_its_sentence():
    text = f"{BEGIN}Mr Lund, according to Ms Cho, left a bag on the desk."
    assert len(told_of(article(text, ACCUSED, ("Ms Cho", "according to", "Mr Lund", "assert", "")))) == 2


def test_being_born_is_no_deed():
    found = told_of(
        article(f"{BEGIN}Mr Lund was born in Visby, Ms Cho said.", ACCUSED, ("Ms Cho", "said", "Mr Lund was born in Visby", "assert", ""))
    )
    assert len(found) == 1


HEADED = [
    ("Keeper ‘stole the harvest fund’", True),
    ("Harvest fund stolen, neighbour says", True),
    ("Keeper denies he ‘stole the harvest fund’", False),
    ("Harvest fund meets on Friday", False),
    ("Choir ‘sang all night’ at fair", False),
]


@pytest.mark.parametrize(("headline", "taken"), HEADED)
def test_a_headline_that_quotes_an_allegation_of_its_article_is_one(headline, taken):
    found = told_of(article(f"{headline}\n\n{BEGIN}", ACCUSED))
    assert (("Ana Cho", "Bo Lund", headline) in found) is taken


def test_an_apology_to_the_accuser_answers_her():
    apology = ("Mr Lund", "apologised to", "Ana Cho for a hard year", "apologise", "")
    found = dispute_of([article(f"{BEGIN}Mr Lund apologised to Ana Cho for a hard year.", ACCUSED, apology)])
    assert [one.state for one in found.threads] == ["apologised"]


@pytest.mark.parametrize(("words", "state"), [("that he had stolen nothing", "denied"), ("that he had not decided yet", "unanswered")])
def test_what_the_accused_did_not_do_denies(words, state):
    found = dispute_of([article(f"{BEGIN}Mr Lund said {words}.", ACCUSED, ("Mr Lund", "said", words, "assert", ""))])
    assert [one.state for one in found.threads] == [state]


@pytest.mark.parametrize(
    ("content", "alleges", "found"),
    [("that Nan Ode had taken the barn", 0.5, True), ("that Nan Ode had taken the barn", 0.0, False), ("that Nan Ode is tall", 0.5, False)],
)
def test_whoever_is_accused_by_a_full_name_need_not_speak(content, alleges, found):
    said = ("Ana Cho", "claimed", content, "assert", "")
    sides = [(by, against) for by, against, _ in told_of(article(f"Ana Cho claimed {content}.", said), alleges)]
    assert sides == ([("Ana Cho", "Nan Ode")] if found else [])


def test_a_full_name_that_nobody_knows_is_not_the_one_of_its_surname():
    said = ("Ms Cho", "said", "Nan Lund had robbed the widows", "assert", "")
    found = told_of(article(f"{BEGIN}Nan Lund had robbed the widows, Ms Cho said.", ACCUSED, said), 0.5)
    assert ("Ana Cho", "Bo Lund", "Nan Lund had robbed the widows, Ms Cho said") not in found


def test_it_is_who_faces_the_claims():
    said = ("Ana Cho", "allegations", "that it watered down the milk", "accuse", "")
    found = told_of(article("Fairfield Dairies faces allegations from Ana Cho that it watered down the milk.", said))
    assert [(by, against) for by, against, _ in found] == [("Ana Cho", "Fairfield Dairies")]


@pytest.mark.parametrize(
    ("headline", "by"),
    [
        ("Treasurer says keeper took harvest fund", "Ana Cho"),
        ("Treasurer: keeper took harvest fund", "Ana Cho"),
        ("Keeper says harvest fund was low", ""),
    ],
)
def test_a_headline_says_by_roles_who_accuses_whom(headline, by):
    text = f"{headline}\n\nAna Cho, a former treasurer, accused Bo Lund, the keeper, of stealing the harvest fund. "
    accused = ("Ana Cho", "accused", "Bo Lund, the keeper, of stealing the harvest fund", "accuse", "Bo Lund")
    found = [who for who, _, words in told_of(article(text, accused)) if words == headline]
    assert found == ([by] if by else [])


@pytest.mark.parametrize(("alleges", "taken"), [(0.01, False), (0.06, True)])
def test_what_the_model_rules_out_is_no_allegation(alleges, taken):
    said = ("Ms Cho", "said", "Mr Lund left a bag on the desk", "assert", "")
    found = told_of(article(f"{BEGIN}Mr Lund left a bag on the desk, Ms Cho said.", ACCUSED, said), alleges)
    assert (len(found) == 2) is taken


def test_praise_is_no_allegation():
    said = ("Ms Cho", "said", "Mr Lund had a rare talent for it", "assert", "")
    assert len(told_of(article(f"{BEGIN}Mr Lund had a rare talent for it, Ms Cho said.", ACCUSED, said))) == 1
