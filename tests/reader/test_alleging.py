"""The head that tells whether words allege, over the shipped encoder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso import settings
from sayso.errors import ModelError
from sayso.reader.alleging import Alleging


@pytest.fixture(scope="module")
def tagger():
    return settings.pipeline().reader.tagger


def test_plain_wrongs_are_surer_than_plain_facts(tagger):
    head = Alleging.of_card(tagger)
    wrongs = head(
        [
            "Lund locked the pickers in the barn until they had finished, Ana Cho told the court.",
            "Ms Cho said that Lund had hit her with a chair.",
        ]
    )
    facts = head(["Lund joined the board in the spring, Ana Cho said.", "“The harvest was good this year,” Ms Cho said."])
    assert min(wrongs) > 0.4 > max(facts)


def test_a_text_is_answered_alike_in_any_company(tagger):
    head = Alleging.of_card(tagger)
    one, other = "He kept our passports, she said.", "It rained."
    assert head([one, other]) == [*head([one]), *head([other])]


def test_no_word_alleges_nothing(tagger):
    assert Alleging.of_card(tagger)(["", " \n"]) == [0.0, 0.0]


def test_a_model_without_a_head_has_none(tagger):
    bare = {key: one for key, one in tagger.card.items() if key != "alleging"}
    assert Alleging.of_card(replace(tagger, card=bare)) is None


@pytest.mark.parametrize("head", [{}, {"weights": [1.0], "intercept": 0.0}, {"weights": "none", "intercept": 0.0}])
def test_a_head_that_does_not_fit_is_told(tagger, head):
    with pytest.raises(ModelError, match=r"training\.alleging"):
        Alleging.of_card(replace(tagger, card={**tagger.card, "alleging": head}))


def test_settings_answer_for_the_shipped_model_and_nothing_without_a_head(monkeypatch):
    assert settings.alleges(["He kept our passports and sold them, she said."])[0] > 0.4
    monkeypatch.setattr(settings, "pipeline", lambda: replace(settings._pipeline(settings.SHIPPED), alleging=None))
    assert settings.alleges(["a", "b"]) == [0.0, 0.0]
