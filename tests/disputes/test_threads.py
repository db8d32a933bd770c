"""Which allegations are one, what answers them, which steps belong to them; who is one party over all documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispute_made import article, told

from sayso.disputes import dispute_of
from sayso.disputes.parties import asked_for, joined
from sayso.disputes.threads import threads_of
from sayso.errors import InputError
from sayso.schema import Failure


def shape(*documents) -> list[tuple[list[str], list[str], str]]:
    """Each thread as ids of its allegations, ids of what answers or follows, and its state."""
    threads, _ = threads_of(joined(documents))
    return [([one.id for one in each.allegations], [one.id for one in (*each.answers, *each.steps)], each.state) for each in threads]


def test_one_allegation_in_other_words_is_one_thread():
    found = shape(
        told("a", ("allegation", "accuse", "Petra Kallio", "Aldo Marchetti", "skimming the wages of casual dockers")),
        told("b", ("allegation", "accuse", "Kallio", "Marchetti", "that he had pocketed part of the dockers' pay")),
        told("c", ("allegation", "accuse", "Petra Kallio", "Aldo Marchetti", "bullying a clerk until she resigned")),
    )
    assert [ids for ids, _, _ in found] == [["a-0", "b-0"], ["c-0"]]


def test_two_accusers_are_two_threads_and_so_are_two_accused():
    words = "taking bribes from builders"
    found = shape(
        told("a", ("allegation", "accuse", "Ana Cho", "Bo Lund", words), ("allegation", "accuse", "Ida Holm", "Bo Lund", words)),
        told("b", ("allegation", "accuse", "Ana Cho", "Karl Dahl", words)),
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("what", "words", "state"),
    [
        ("deny", "Lund denied the allegations", "denied"),
        ("admit", "Lund admitted the allegation", "admitted"),
        ("apologise", "Lund apologised for the bribes he took", "apologised"),
        ("decline", "Lund declined to comment", "declined"),
    ],
)
def test_an_answer_goes_to_what_its_giver_is_accused_of(what, words, state):
    found = shape(
        told("a", ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes from builders"), ("answer", what, "Bo Lund", "", words))
    )
    assert found == [(["a-0"], ["a-1"], state)]


def test_an_answer_of_somebody_who_is_not_accused_answers_nothing():
    document = told(
        "a", ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes"), ("answer", "deny", "Karl Dahl", "", "Dahl denied it")
    )
    threads, others = threads_of([document])
    assert threads[0].state == "unanswered"
    assert [one.id for one in others] == ["a-1"]


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("he had never shouted at a nurse on the night ward", ["unanswered", "denied"]),
        ("Lund denies all of the allegations", ["denied", "denied"]),
    ],
)
def test_a_denial_answers_what_it_shares_words_with_or_all(words, states):
    found = shape(
        told(
            "a",
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes from builders"),
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "shouting at the nurses of the night ward"),
            ("answer", "deny", "Bo Lund", "", words),
        )
    )
    assert [state for _, _, state in found] == states


def test_a_suit_between_its_sides_is_a_step_of_the_thread_and_a_request_for_comment_of_whoever_is_asked():
    document = told(
        "a",
        ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes"),
        ("step", "lawsuit", "Bo Lund", "Ana Cho", "Lund sued Cho for libel"),
        ("step", "comment_request", "the Courier", "Bo Lund", "the Courier has asked Lund for comment"),
        ("step", "lawsuit", "Karl Dahl", "Ida Holm", "Dahl sued Holm"),
    )
    threads, others = threads_of([document])
    assert [one.what for one in threads[0].steps] == ["lawsuit", "comment_request"]
    assert threads[0].state == "asked"
    assert [one.by for one in others] != [] and [one.id for one in others] == ["a-3"]


def test_who_repeats_the_accusation_repeats_the_one_before():
    found = shape(
        told(
            "a",
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes from builders"),
            ("allegation", "accuse", "Ana Cho", "", "her allegations"),
        )
    )
    assert [ids for ids, _, _ in found] == [["a-0", "a-1"]]


# -- parties -------------------------------------------------------------------------------------


def test_a_surname_alone_is_the_one_party_of_that_surname():
    a = told("a", ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes"))
    b = told("b", ("allegation", "accuse", "Cho", "Lund", "taking bribes"))
    assert len({one.by for each in joined([a, b]) for one in each.lines}) == 1


def test_a_surname_of_two_is_neither():
    a = told("a", ("allegation", "accuse", "Ana Cho", "Bo Lund", "taking bribes"))
    b = told("b", ("allegation", "accuse", "Ana Cho", "Ida Lund", "taking bribes"))
    c = told("c", ("allegation", "accuse", "Ana Cho", "Lund", "taking bribes"))
    assert len({one.against for each in joined([a, b, c]) for one in each.lines}) == 3


def test_asking_for_somebody_by_any_name_he_bears():
    documents = joined(
        [told("a", ("allegation", "accuse", "Ana Cho", "Bo Lund", "bribes"), ("allegation", "accuse", "Ana Cho", "Ida Lund", "lies"))]
    )
    assert asked_for(["ana cho", "Cho", "Bo Lund"], documents) == asked_for(["Ana Cho", "Bo Lund"], documents)
    with pytest.raises(InputError, match=r"may be Bo Lund, Ida Lund. Give the full name"):
        asked_for(["Lund"], documents)
    with pytest.raises(InputError, match=r"Nobody called “Anna Cho”.*Did you mean Ana Cho"):
        asked_for(["Anna Cho"], documents)


# -- the whole -----------------------------------------------------------------------------------


def accused(text: str = "Ana Cho accused Bo Lund of fraud. "):
    return article(text, ("Ana Cho", "accused", "Bo Lund of fraud", "accuse", "Bo Lund"))


def test_whoever_is_accused_without_a_word_of_his_is_listed():
    dispute = dispute_of([accused()])
    names = {one.id: one.name for one in dispute.parties}
    assert [(names[one.party], len(one.allegations)) for one in dispute.no_reply] == [("Bo Lund", 1)]


def test_whoever_was_asked_or_answered_is_not_listed():
    answered = article(
        "Ana Cho accused Bo Lund of fraud. Bo Lund denied it.",
        ("Ana Cho", "accused", "Bo Lund of fraud", "accuse", "Bo Lund"),
        ("Bo Lund", "denied", "it", "deny", ""),
    )
    asked = article(
        "Ana Cho accused Bo Lund of fraud. The Courier has asked Bo Lund for comment.",
        ("Ana Cho", "accused", "Bo Lund of fraud", "accuse", "Bo Lund"),
        steps=(("The Courier has asked Bo Lund for comment", "comment_request", "The Courier", "Bo Lund"),),
    )
    assert dispute_of([answered]).no_reply == dispute_of([asked]).no_reply == ()


def test_only_what_is_between_the_parties_asked_for_is_set_out():
    other = article("Ida Holm accused Karl Dahl of theft.", ("Ida Holm", "accused", "Karl Dahl of theft", "accuse", "Karl Dahl"))
    read = [accused(), other]
    assert len(dispute_of(read).threads) == 2
    assert len(dispute_of(read, ["Bo Lund"]).threads) == len(dispute_of(read, ["Ana Cho", "Bo Lund"]).threads) == 1
    assert dispute_of(read, ["Ana Cho", "Karl Dahl"]).threads == ()


def test_what_is_told_twice_is_one_moment():
    dispute = dispute_of([accused(), accused("Again: Ana Cho accused Bo Lund of fraud. ")])
    assert [len(one.lines) for one in dispute.timeline] == [2]
    assert len(dispute.threads) == 1


def test_every_line_is_a_slice_of_its_document():
    one = accused()
    for line in dispute_of([one]).threads[0].allegations:
        assert line.told.of(one.document.text) == line.text
        assert all(line.told.start <= span.start <= span.end <= line.told.end for span in line.content)


def test_failures_are_handed_through_and_nothing_is_no_dispute():
    failure = Failure(locator="x.pdf", stage="ingest", code="unreadable", message="x.pdf is cut short.")
    dispute = dispute_of([failure])
    assert (dispute.documents, dispute.failures, dispute.threads, dispute.timeline) == (0, (failure,), (), ())


def test_nobody_is_accused_by_a_saying_that_is_denied():
    from dataclasses import replace

    one = accused()
    one = replace(one, attributions=tuple(replace(row, negated=True) for row in one.attributions))
    assert dispute_of([one]).threads == ()


def test_an_answer_that_names_its_accuser_answers_him_alone():
    words = "bullying on the night boats"
    accusations = [("allegation", "accuse", "Ana Cho", "Bo Lund", words), ("allegation", "accuse", "Ida Holm", "Bo Lund", words)]
    found = shape(told("a", *accusations, ("answer", "deny", "Bo Lund", "", "Lund denies bullying Ida Holm")))
    assert [(ids, state) for ids, _, state in found] == [(["a-0"], "unanswered"), (["a-1"], "denied")]


def test_a_denial_of_another_kind_of_wrong_answers_nothing_here():
    found = shape(
        told(
            "a",
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "groping her on the stairs"),
            ("answer", "deny", "Bo Lund", "", "The claim that Lund stole is grotesque"),
        )
    )
    assert [state for _, _, state in found] == ["unanswered"]


def test_what_an_accuser_says_of_the_accused_is_an_allegation_and_praise_is_none():
    def lines(remark: str) -> int:
        text = f"Ana Cho accused Bo Lund of bullying. “{remark},” Ms Cho said of Lund."
        reading = article(
            text, ("Ana Cho", "accused", "of bullying", "accuse", "Bo Lund"), ("Ms Cho", "said", f"“{remark},”", "assert", "")
        )
        return sum(len(one.allegations) for one in dispute_of([reading]).threads)

    assert lines("The tray flew past my face") == 2
    assert lines("A brilliant man") == 1


QUARREL = "Ana Cho accused Bo Lund of bullying. "
ACCUSED = ("Ana Cho", "accused", "of bullying", "accuse", "Bo Lund")


def lines_of(read, alleges=None) -> list[str]:
    return [line.text for one in dispute_of(read, alleges=alleges).threads for line in one.allegations]


def test_words_that_name_no_wrong_are_an_allegation_where_the_model_is_sure():
    asked: list[str] = []

    def alleges(texts):
        asked.extend(texts)
        return [0.9 if "sports car" in text else 0.1 for text in texts]

    said = ["that Lund is fond of the sports car", "that Lund rows on the lake"]
    read = [article(f"{QUARREL}Ms Cho said {one}.", ACCUSED, ("Ms Cho", "said", one, "assert", "")) for one in said]
    assert len(lines_of(read)) == 2
    assert [line for line in lines_of(read, alleges) if "accused" not in line] == [f"Ms Cho said {said[0]}"]
    assert sorted(asked) == sorted(set(asked)), "each text is asked about once"


def test_the_model_is_not_asked_about_whoever_accuses_nobody():
    def alleges(texts):
        raise AssertionError(texts)

    read = [
        article(QUARREL + "Ida Holm said that Lund is fond of it.", ACCUSED, ("Ida Holm", "said", "that Lund is fond of it", "assert", ""))
    ]
    assert len(lines_of(read, alleges)) == 1


def test_he_said_is_who_speaks_and_not_whom_he_accuses():
    read = article(QUARREL + "She said the nights were long.", ACCUSED, ("She", "said", "the nights were long", "assert", ""))
    first, second = read.attributions
    read = replace(read, attributions=(first, replace(second, entity_id=first.entity_id)))
    assert len(lines_of([read], lambda texts: [0.3] * len(texts))) == 1


def test_only_what_is_put_as_an_accusation_keeps_two_threads_apart():
    sides = ("Ana Cho", "Bo Lund")
    first = told("a", ("allegation", "accuse", *sides, "stealing from the till"))
    wages = ("bullying a clerk until she resigned",)
    assert len(shape(first, told("b", ("allegation", "accuse", *sides, *wages)))) == 2
    assert len(shape(first, told("b", ("allegation", "assert", *sides, *wages)))) == 1


def test_what_names_neither_side_joins_what_is_of_the_same_wrong_in_its_document():
    found = shape(
        told(
            "a",
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "groping her on the stairs"),
            ("allegation", "accuse", "Ida Holm", "Karl Dahl", "forging a deed"),
            ("allegation", "accuse", "ex-clerk", "boss", "harassment at a retreat in the hills"),
        )
    )
    assert [ids for ids, _, _ in found] == [["a-0", "a-2"], ["a-1"]]


@pytest.mark.parametrize(
    ("words", "cue", "what"),
    [
        ("every hour at the mill had been paid in full", "said", "deny"),
        ("the unpaid hours at the mill were an accident", "said", "deny"),
        ("some hours at the mill were not paid", "conceded", "admit"),
        ("the weather was fine", "conceded", None),
        ("the lake is deep", "said", None),
    ],
)
def test_the_accused_denies_or_admits_in_words_of_the_allegation(words, cue, what):
    text = f"Ana Cho accused Bo Lund of not paying hours at the mill. Mr Lund {cue} that {words}."
    read = article(
        text,
        ("Ana Cho", "accused", "of not paying hours at the mill", "accuse", "Bo Lund"),
        ("Mr Lund", cue, f"that {words}", "assert", ""),
    )
    (thread,) = dispute_of([read]).threads
    assert [line.what for line in thread.answers] == ([what] if what else [])


def test_an_accuser_is_named_behind_what_he_is():
    text = "Ana Cho says it rained. Bo Lund was accused of fraud by mill president Ana Cho."
    read = article(
        text, ("Ana Cho", "says", "it rained", "assert", ""), ("", "accused", "of fraud by mill president Ana Cho", "accuse", "Bo Lund")
    )
    denied = article("Bo Lund denied that Ana Cho lied.", ("Bo Lund", "denied", "that Ana Cho lied", "deny", ""))
    accusing = article("Ana Cho accused Bo Lund of fraud.", ("Ana Cho", "accused", "of fraud", "accuse", "Bo Lund"))
    dispute = dispute_of([read, denied, accusing])
    names = {one.id: one.name for one in dispute.parties}
    line = next(line for one in dispute.threads for line in one.allegations if "president" in line.text)
    assert [names[one] for one in line.by] == ["Ana Cho"]


def test_a_short_name_is_the_party_that_alone_begins_so_in_the_document():
    from sayso.disputes.parties import Names

    documents = joined([told("a", ("allegation", "accuse", "Ana Cho", "Harbour Trust;Republican Party", "fraud"))])
    names = Names(documents)
    ids = {one.name: key for each in documents for key, one in each.parties.items()}
    assert names.found("a", "Then Harbour sank it") == [(5, ids["Harbour Trust"])]
    assert names.found("a", "The Republican nomination") == []


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("that she had been left on the quay by ferry boss Lund", 2),
        ("that she had been to the quay with Lund", 1),
        ("that her rival had sunk her boat", 2),
    ],
)
def test_what_was_done_by_the_accused_or_whoever_can_only_be_he_is_a_deed_of_his(words, lines):
    read = article(f"{QUARREL}Ms Cho said {words}.", ACCUSED, ("Ms Cho", "said", words, "assert", ""))
    assert len(lines_of([read])) == lines


def test_some_who_are_counted_have_no_name():
    from sayso.disputes.telling import nameless
    from sayso.schema import Party

    assert nameless(Party(id="a", name="Two sisters", kind="group")) and nameless(Party(id="b", name="a purser", kind="person"))
    assert not nameless(Party(id="c", name="Two Rivers", kind="group")) and not nameless(Party(id="d", name="Many Lund", kind="person"))


def test_a_thread_that_got_its_name_late_is_merged_with_the_others_of_its_sides():
    found = shape(
        told(
            "a",
            ("allegation", "accuse", "Ana Cho", "Bo Lund", "stealing recipes"),
            ("allegation", "accuse", "Ana Cho", "Karl Dahl", "bullying a clerk"),
        ),
        told(
            "b",
            ("allegation", "accuse", "Ana Cho", "", "pinched the soup"),
            ("allegation", "accuse", "chef", "Bo Lund", "pinched the soup"),
        ),
    )
    assert [ids for ids, _, _ in found] == [["a-0", "b-0", "b-1"], ["a-1"]]
