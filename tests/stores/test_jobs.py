"""Jobs: what is asked for is done, failed or set aside, and the sums add up whoever dies meanwhile."""

from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.stores import jobs
from sayso.stores.sql import Store


def queued(store: Store, *names: str) -> str:
    return jobs.queue(store, "read", "three papers", [(name, name.encode()) for name in names], {"any_language": True})


def adds_up(one: jobs.Job) -> bool:
    return one.total == one.done + one.failed + one.set_aside + one.left


def test_a_job_is_worked_off_in_its_order_and_its_sums_add_up(store: Store) -> None:
    key = queued(store, "a.txt", "b.txt", "c.txt")
    assert jobs.job(store, key).state == "waiting"
    seen = []
    for state in ("done", "known", "failed"):
        work = jobs.take(store, "here:1:x")
        assert work is not None
        assert work.options == {"any_language": True}
        seen.append((work.name, work.data))
        assert jobs.job(store, key).state == "running"
        jobs.settle(store, work, state, document="doc-1", code="unreadable" if state == "failed" else None, message="It is cut short.")
        assert adds_up(jobs.job(store, key))
    assert seen == [("a.txt", b"a.txt"), ("b.txt", b"b.txt"), ("c.txt", b"c.txt")]
    assert jobs.take(store, "here:1:x") is None
    one = jobs.job(store, key)
    assert (one.total, one.done, one.failed, one.set_aside, one.left, one.state) == (3, 1, 1, 1, 0, "done")
    assert [item.kept for item in one.items] == [False, False, True]  # bytes that are kept as a document are let go
    assert jobs.jobs_in(store)[0].counts == one.counts


def test_a_cancelled_job_keeps_what_is_done_and_can_go_on(store: Store) -> None:
    key = queued(store, "a.txt", "b.txt", "c.txt")
    work = jobs.take(store, "here:1:x")
    assert jobs.cancel(store, key) == 2
    jobs.settle(store, work, "done", document="doc-1")
    one = jobs.job(store, key)
    assert (one.state, one.done, one.set_aside, one.left) == ("cancelled", 1, 2, 0)
    assert jobs.take(store, "here:1:x") is None
    assert jobs.retry(store, key) == 2
    assert jobs.job(store, key).left == 2
    assert jobs.take(store, "here:1:x").name == "b.txt"


def test_what_a_dead_owner_held_is_done_by_the_next_and_what_kills_three_times_fails(store: Store) -> None:
    key = queued(store, "bomb.pdf", "b.txt")
    for _ in range(jobs.MOST_TRIES):
        assert jobs.take(store, "here:1:x").name == "bomb.pdf"
        assert jobs.recover(store, lambda owner: owner == "elsewhere:1:x") == 0
        assert jobs.recover(store, lambda owner: owner == "here:1:x") == 1
    assert jobs.take(store, "here:2:y").name == "b.txt"
    one = jobs.job(store, key)
    assert (one.failed, one.left) == (1, 1)
    assert "3 times" in one.items[0].message
    assert adds_up(one)


def test_a_lease_that_ran_out_is_taken_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    queued(store, "a.txt")
    assert jobs.take(store, "here:1:x") is not None
    assert jobs.take(store, "there:1:y") is None
    monkeypatch.setattr(jobs, "LEASE_SECONDS", -1)
    queued(store, "b.txt")
    assert jobs.take(store, "here:1:x").name == "b.txt"
    assert jobs.take(store, "there:1:y").name == "b.txt"


def test_failures_are_retried_one_by_one_or_as_plain_text(store: Store) -> None:
    key = queued(store, "a.bin", "b.bin")
    for _ in range(2):
        jobs.settle(store, jobs.take(store, "here:1:x"), "failed", code="unknown-format", message="No format.")
    assert jobs.retry(store, key, [2], as_text=True) == 1
    work = jobs.take(store, "here:1:x")
    assert (work.name, work.options["as_text"]) == ("b.bin", True)
    assert jobs.job(store, key).failed == 1


def test_papers_are_held_and_not_worked_off(store: Store) -> None:
    key = jobs.queue(store, "check", "draft", [("draft.txt", b"one")], held=True)
    jobs.add_items(store, key, [("tape.vtt", b"two")], held=True)
    jobs.set_options(store, key, {"policy": "spoken"})
    assert jobs.take(store, "here:1:x") is None
    assert jobs.papers(store, key) == [("draft.txt", b"one"), ("tape.vtt", b"two")]
    assert jobs.job(store, key).options == {"policy": "spoken"}
    assert jobs.unfinished(store) == 0


def test_a_job_that_is_not_there_is_said_so(store: Store) -> None:
    for ask in (lambda: jobs.job(store, "jo-0"), lambda: jobs.cancel(store, "jo-0"), lambda: jobs.add_items(store, "jo-0", [])):
        with pytest.raises(InputError, match="no job jo-0"):
            ask()
