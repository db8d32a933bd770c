"""The generated collection is what it says it is, and its scorer sees a merged thread, a split one and a missing one."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from bench.planted import ANSWERS, REFUSES, Half, Item, Planted, Score, articles, document_of, score
from sayso.schema import Dispute, Line, Span, StepKind, Thread

TUNED, HELD_OUT, TUNED_LATER, HELD_OUT_LATER = (articles(half) for half in get_args(Half))
BOTH = (*TUNED, *HELD_OUT)
LATER = (*TUNED_LATER, *HELD_OUT_LATER)


def threads_told(one: Planted) -> set[str]:
    return {thread for item in one.items if item.kind == "allegation" for thread in item.thread}


# -- the collection ------------------------------------------------------------------------------


def test_there_are_300_articles_about_20_disputes_and_none_is_twice_there():
    assert (len(TUNED), len(HELD_OUT)) == (150, 150)
    assert len({one.dispute for one in TUNED}) == len({one.dispute for one in HELD_OUT}) == 10
    assert not {one.dispute for one in TUNED} & {one.dispute for one in HELD_OUT}
    assert len({one.text for one in BOTH}) == 300
    assert len({document_of(one).id for one in BOTH}) == 300


def test_there_are_269_later_ones_about_18_other_disputes():
    assert (len(TUNED_LATER), len(HELD_OUT_LATER)) == (179, 90)
    disputes = [{one.dispute for one in half} for half in (TUNED, HELD_OUT, TUNED_LATER, HELD_OUT_LATER)]
    assert [len(each) for each in disputes] == [10, 10, 12, 6]
    assert len(set().union(*disputes)) == 38
    assert len({one.text for one in (*BOTH, *LATER)}) == 569


def test_the_same_seed_makes_the_same_articles_and_another_makes_others():
    assert articles("tuned") == TUNED
    assert articles("tuned", seed=1) != TUNED


def test_spans_are_sentences_of_the_text():
    for one in (*BOTH, *LATER):
        assert one.text.startswith(one.title + "\n")
        assert not set("{}[]|^") & set(one.text), one.dispute
        for item in one.items:
            for start, end in item.spans:
                words = one.text[start:end]
                assert 0 <= start < end <= len(one.text)
                assert words == words.strip() and "\n" not in words
                assert start == 0 or one.text[start - 1] in "\n "
                assert words[0] in "“‘\"'" or words[0].isupper() or words[0].isdigit()
                assert end <= len(one.title) or words[-1] in ".”’\"'?!"


def test_items_name_threads_that_exist_and_people_of_the_dispute():
    for half in (TUNED, HELD_OUT, TUNED_LATER, HELD_OUT_LATER):
        exist = set().union(*map(threads_told, half))
        for one in half:
            for item in one.items:
                assert item.thread and set(item.thread) <= exist
                assert all(thread.startswith(f"{one.dispute}/") for thread in item.thread)
                wanted = {"allegation": {"accuse"}, "answer": ANSWERS, "step": set(get_args(StepKind))}[item.kind]
                assert item.what in wanted
                assert item.kind != "allegation" or (item.against and item.by not in item.against)


def test_each_dispute_has_two_to_five_threads_each_told_in_four_articles_and_in_six_wordings():
    threads = Counter(thread for one in BOTH for thread in threads_told(one))
    assert min(threads.values()) >= 4
    disputes = Counter(thread.split("/")[0] for thread in threads)
    assert len(disputes) == 20 and set(disputes.values()) <= {2, 3, 4, 5}
    wordings: dict[str, set[str]] = {}
    for one in BOTH:
        for item in one.items:
            if item.kind == "allegation":
                for thread in item.thread:
                    wordings.setdefault(thread, set()).add(one.text[slice(*item.spans[0])])
    assert min(map(len, wordings.values())) >= 6


def test_days_go_forward_and_some_articles_tell_of_no_dispute():
    for one, after in pairwise(TUNED):
        if one.dispute == after.dispute:
            assert date.fromisoformat(one.published_at) < date.fromisoformat(after.published_at)
    assert Counter(not one.items for one in BOTH)[True] == 40


# -- the scorer ----------------------------------------------------------------------------------


def line_of(one: Planted, number: int, item: Item) -> Line:
    document = document_of(one)
    told = Span(*item.spans[0])
    return Line(
        id=f"{document.id} {number}", kind=item.kind, what=item.what, by=(item.by,), against=item.against, through=None,
        document_id=document.id, document=one.title, outlet=None, url=None, published=one.published_at, told=told, text=told.of(one.text),
        content=(told,), date=one.published_at, precision="day", dated="published",
    )  # fmt: skip


def dispute_of_gold(planted: tuple[Planted, ...]) -> Dispute:
    """A Dispute without a fault: an allegation of two threads stands in the first, an answer in all that it answers."""
    lines: dict[str, tuple[list[Line], list[Line]]] = {}
    for one in planted:
        for number, item in enumerate(one.items):
            if item.kind == "allegation":
                lines.setdefault(item.thread[0], ([], []))[0].append(line_of(one, number, item))
            elif item.kind == "answer" or item.what in REFUSES:
                for thread in item.thread:
                    lines.setdefault(thread, ([], []))[1].append(line_of(one, number, item))
    threads = tuple(
        Thread(id=key, by=(), against=(), allegations=tuple(told), answers=tuple(given), steps=(), state="denied")
        for key, (told, given) in lines.items()
    )
    nothing = {one.name: () for one in fields(Dispute)}
    return Dispute(**(nothing | {"documents": len(planted), "threads": threads}))


@pytest.fixture(scope="module")
def gold() -> Dispute:
    return dispute_of_gold(TUNED)


def scored(gold: Dispute, *threads: Thread) -> Score:
    return score(replace(gold, threads=threads), TUNED)


def test_a_dispute_made_from_the_gold_is_without_fault(gold):
    found = scored(gold, *gold.threads)
    assert (found.purity, found.coverage, found.answers_precision, found.answers_recall, found.read, found.false) == (1, 1, 1, 1, 1, 0)


def test_two_threads_in_one_cost_purity_and_not_coverage(gold):
    one, two, *rest = gold.threads
    merged = replace(one, allegations=one.allegations + two.allegations, answers=())
    found = scored(gold, merged, *rest)
    assert 0.9 < found.purity < 1 and found.coverage == 1


def test_a_thread_in_two_costs_coverage_and_not_purity(gold):
    one, *rest = gold.threads
    parts = replace(one, allegations=one.allegations[::2]), replace(one, allegations=one.allegations[1::2], answers=())
    found = scored(gold, *parts, *rest)
    assert found.purity == 1 and 0.9 < found.coverage < 1


def test_what_was_not_read_counts_as_missed(gold):
    one, *rest = gold.threads
    told = [item.thread for each in TUNED for item in each.items if item.kind == "allegation"]
    missed = sum(len(threads) for threads in told if threads[0] == one.id)  # where the gold has the lines of two threads
    found = scored(gold, *rest)
    assert found.purity == 1 and found.coverage == pytest.approx(1 - missed / sum(map(len, told)))
    assert found.answers_recall < 1 and found.answers_precision == 1


def test_an_answer_in_the_wrong_thread_costs_precision_and_recall(gold):
    one, two, *rest = gold.threads
    found = scored(gold, replace(one, answers=two.answers), replace(two, answers=()), *rest)
    assert found.answers_precision < 1 and found.answers_recall < 1


def test_an_allegation_where_none_was_planted_is_false(gold):
    one, *rest = gold.threads
    quiet = next(each for each in TUNED if not each.items)
    stray = line_of(quiet, 0, Item("allegation", "accuse", one.against, "", (), ((0, 20),)))
    found = scored(gold, replace(one, allegations=(*one.allegations, stray)), *rest)
    assert found.false == 1 and found.purity == 1
    assert found.allegations == sum(len(each.allegations) for each in gold.threads) + 1


def test_a_part_of_the_sentence_is_enough_to_know_a_line_by(gold):
    one, *rest = gold.threads
    cut = tuple(replace(line, told=Span(line.told.start + 3, line.told.end - 3)) for line in one.allegations)
    assert scored(gold, replace(one, allegations=cut), *rest).coverage == 1


def test_nothing_found_is_nothing():
    assert score(dispute_of_gold(()), TUNED) == Score(0.0, 0.0, 0.0, 0.0, 0, 0, 0.0)
