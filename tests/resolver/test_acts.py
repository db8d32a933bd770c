"""What is done by saying it, and whether it was said at all."""

import re
from pathlib import Path

import pytest

import sayso
from sayso.resolver import contents
from sayso.resolver.circumstances import circumstances_of
from sayso.resolver.cues import act_of_word, forms

ACTS = [
    ("assert", "{s|Cho} {c|said} {q|the mill had been sold}."),
    ("assert", "{c|According to} {s|the report}, {q|the dam was built in 1962}."),
    ("assert", "{q|“It is a cold morning,”} {s|Cho} {c|noted}."),
    ("assert", "{s|The study} {c|found} {q|that bees prefer blue flowers}."),
    ("assert", "{s|Cho} {c|criticised} {q|the plan}."),
    ("assert", "{s|The party} {c|has expressed doubts about} {q|the bridge}."),
    ("accuse", "{s|Cho} {c|accused} {q|Osei of lying}."),
    ("accuse", "{s|The union} {c|blamed} {q|the company for the fire}."),
    ("accuse", "{s|Prosecutors} {c|charged} {q|two brothers with fraud}."),
    ("accuse", "{s|Cho’s} {c|accusation of} {q|harassment}"),
    ("accuse", "{s|Cho} {c|said} {q|the mayor had lied to the council}."),
    ("accuse", "{q|“Osei is a fraud,”} {s|Cho} {c|said}."),
    ("accuse", "{s|Cho} {c|told} the court {q|that the vote was rigged by the mayor}."),
    ("deny", "{s|Osei} {c|denied} {q|the claim}."),
    ("deny", "{s|Osei} {c|rejected} {q|the accusation}."),
    ("deny", "{s|Osei} {c|said} {q|he had never met her}."),
    ("deny", "{q|“That is simply not true,”} {s|Osei} {c|said}."),
    ("deny", "{s|Osei} {c|said} {q|the claim that he kept the tips was laughable}."),
    ("deny", "{s|Osei} {c|said} {q|her dismissal had “nothing whatever” to do with the letters}."),
    ("deny", "{q|“No invoice was ever altered,”} {s|Osei} {c|said}."),
    ("assert", "{s|Osei} {c|said} {q|the price was laughable}."),
    ("deny", "{s|The driver} {c|pleaded not guilty to} {q|murder}."),
    ("admit", "{s|Osei} {c|admitted} {q|taking the money}."),
    ("admit", "{q|“I made a terrible mistake,”} {s|Osei} {c|said}."),
    ("admit", "{s|Osei} {c|conceded} {q|that the plan had failed}."),
    ("admit", "{s|The clerk} {c|pleaded guilty to} {q|theft}."),
    ("apologise", "{s|Osei} {c|apologised for} {q|the delay}."),
    ("apologise", "{q|“I’m so sorry for what I wrote,”} {s|Osei} {c|said}."),
    ("apologise", "{s|Osei} {c|said} {q|he was deeply sorry}."),
    ("promise", "{s|Cho} {c|vowed} {q|to rebuild the mill}."),
    ("promise", "{s|Cho} {c|said} {q|she would publish the letters}."),
    ("promise", "{q|“We will rebuild the mill,”} {s|Cho} {c|said}."),
    ("promise", "{s|The mayor} {c|threatened} {q|to close the road}."),
    ("demand", "{s|Cho} {c|called for} {q|an inquiry}."),
    ("demand", "{s|Cho} {c|called on} {q|the mayor to resign}."),
    ("demand", "{s|Cho} {c|told} {q|them to leave}."),
    ("demand", "{s|Cho} {c|asked} {q|the council to wait}."),
    ("demand", "{s|Cho} {c|said} {q|the mayor should resign}."),
    ("demand", "{q|“Please go home,”} {s|Cho} {c|said}."),
    ("ask", "{s|Cho} {c|asked} {q|whether the mill was safe}."),
    ("ask", "{q|“Who will pay for this?”} {s|Cho} {c|said}."),
    ("ask", "{s|Cho} {c|wondered} {q|who would pay}."),
    ("ask", "{s|Cho} {c|pressed} him {c|about} {q|the loan}."),
    ("think", "{s|Cho} {c|believes} {q|the mill is haunted}."),
    ("think", "{s|Voters} {c|fear} {q|that taxes will rise}."),
    ("think", "{s|Cho} {c|is confident} {q|of victory}."),
    ("think", "{s|Many residents} {c|oppose} {q|the plan}."),
    ("decline", "{s|Osei} {c|declined to comment on} {q|the lawsuit}."),
    ("decline", "{s|Osei} {c|refused to answer} {q|questions}."),
    ("decline", "{q|“No comment,”} {s|Osei} {c|said}."),
    ("decline", "{s|The agency} {c|would neither confirm nor deny} {q|the report}."),
    ("other", "{s|Congress} {c|passed} {q|the bill}."),
    ("other", "{s|The city} {c|lifted} {q|its curfew}."),
    ("other", "{s|Osei} {c|refused to release} {q|his tax returns}."),
]  # fmt: skip


@pytest.mark.parametrize(("act", "sentence"), ACTS)
def test_each_act(marked, act: str, sentence: str) -> None:
    one = marked(sentence)
    assert circumstances_of(one.document, one.quotations)[0].act == act


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("{s|Cho} {c|did not say} {q|that it rained}.", True),
        ("{s|Cho} {c|never claimed} {q|that it rained}.", True),
        ("{s|Nobody} {c|said} {q|that it rained}.", True),
        ("{s|Cho} {c|has yet to say} {q|who will pay}.", True),
        ("{s|Cho} {c|stopped short of accusing} {q|the mayor}.", True),
        ("Without {c|saying} {q|who would pay}, {s|Cho} left.", True),
        ("{s2|Osei} {c2|denied} that {s|Cho} had {c|said} {q|it rained}.", True),
        ("There is no evidence that {s|Cho} {c|said} {q|it rained}.", True),
        ("It is not true that {s|Cho} {c|said} {q|it rained}.", True),
        ("{s|Cho} {c|not only said} {q|that it rained}.", False),
        ("{s|Cho} {c|never stopped saying} {q|that it rained}.", False),
        ("{s|Cho} {c|could not help saying} {q|that it rained}.", False),
        ("There is no doubt that {s|Cho} {c|said} {q|it rained}.", False),
        ("It was not until Monday that {s|Cho} {c|said} {q|it rained}.", False),
        ("{s|Osei}, who was not there, {c|said} {q|it rained}.", False),
        ("The mill was not sold, {s|Cho} {c|said}, and {q|the roof leaks}.", False),
        ("{s|Cho} did not resign but {c|said} {q|it rained}.", False),
        ("Without notes, {s|Cho} {c|said} {q|it rained}.", False),
    ],
)
def test_a_saying_that_did_not_take_place_is_negated(marked, sentence: str, negated: bool) -> None:
    one = marked(sentence)
    found = circumstances_of(one.document, one.quotations)[0]
    assert found.negated == negated
    assert not negated or found.act != "assert"


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("{s|Osei} {c|said} {q|the accused man had fled}.", "assert"),
        ("{s|Osei} {c|said} {q|he was sorry for your loss}.", "assert"),
        ("{q|“Sorry, but the shop is shut,”} {s|Osei} {c|said}.", "assert"),
        ("{q|“I will be there,”} {s|Osei} {c|wrote}.", "promise"),
        ("{q|“I haven’t seen it yet,”} {s|Osei} {c|said}.", "assert"),
        ("{s|Osei} {c|said} {q|it would rain}.", "assert"),
        ("{s|Osei} {c|said} {q|he should be mayor}.", "assert"),
        ("{s|Osei} {c|said} {q|he did not know the man}.", "assert"),
        ("{s|The checkers} {c|rated} {q|the claim as “mostly false”}.", "assert"),
        ("{s|Osei} {c|questioned} {q|the need for a bridge}.", "assert"),
    ],
)
def test_what_is_doubtful_stays_an_assertion(marked, sentence: str, act: str) -> None:
    one = marked(sentence)
    assert circumstances_of(one.document, one.quotations)[0].act == act


def test_forms_of_verbs() -> None:
    assert {"deny", "denies", "denied", "denying"} <= forms("deny")
    assert {"beg", "begs", "begged", "begging"} <= forms("beg")
    assert {"tell", "tells", "told", "telling"} <= forms("tell")
    assert {"guarantee", "guaranteeing"} <= forms("guarantee")
    assert act_of_word("apologising") == "apologise" and act_of_word("table") is None


DENIALS = (Path(__file__).parent / "denials.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sentence", DENIALS)
def test_a_denial_never_comes_out_as_an_assertion(sentence: str) -> None:
    for saying in sayso.read(sentence, any_language=True):
        assert saying.act != "assert" or saying.attribution.negated, (saying.source, saying.cue, saying.text)


def test_most_denials_are_found() -> None:
    found = sum(len(sayso.read(sentence, any_language=True)) > 0 for sentence in DENIALS)
    assert found >= 0.9 * len(DENIALS)


def test_letters_by_which_a_pattern_is_passed_over_are_in_all_that_it_finds() -> None:
    """A pattern looked for in every text finds no more than one looked for only where its letters stand."""
    folder = Path(__file__).parents[2] / "training" / "allegations"
    lines = [line for file in sorted(folder.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines()]
    lines += [text for _, text in ACTS] + DENIALS
    lines = [re.sub(r"\{[a-z]\||\}", "", line).replace("’", "'") for line in lines]
    people = (contents._DIRECT, contents._REPORTED, contents._REPORTED_BY_BODY)
    sought = [one for patterns in people for one in vars(patterns).values() if isinstance(one, contents._Sought)]
    sought += [one for one in vars(contents).values() if isinstance(one, contents._Sought)] + list(contents._DENIES)
    found = 0
    for one in sought:
        for line in lines:
            for text in (line, line.lower()):
                if one.pattern.search(text):
                    found += 1
                    assert one.within(text), (one.letters, text)
    assert len(sought) == 20 and found > 200
