"""What stands just outside the marks and turns their sense: 40 cases that must be flagged, and some that must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.schema import Verdict

# (evidence, quotation, kind): the quotation is word-perfect, and what stands beside it changes its sense
TURNED = """
I never said he lied about the money. | he lied about the money | negation
It would be wrong to say that we knew about the leak. | we knew about the leak | negation
I don't believe that the company will recover from this. | the company will recover from this | negation
Nobody is saying the school should close this year. | the school should close this year | negation
It is not true that the mayor took a bribe. | the mayor took a bribe | negation
I deny that I ever met him in the hotel. | I ever met him in the hotel | negation
There is no evidence that she poisoned the well. | she poisoned the well | negation
I doubt that they will pay us back. | they will pay us back | negation
I'm not saying the doctors were careless. | the doctors were careless | negation
It's a lie that I sold the land to my cousin. | I sold the land to my cousin | negation
He never told me that the brakes had failed. | the brakes had failed | negation
That the workers were warned in time is simply not true. | the workers were warned in time | negation
The idea that we hid the report is nonsense. | we hid the report | negation
I refuse to accept that our town is finished. | our town is finished | negation
You will not hear me say that the war is lost. | the war is lost | negation
Hardly anyone believes the bridge will be safe again. | the bridge will be safe again | negation
It is false that I asked for a payment. | I asked for a payment | negation
Am I the one who signed the order for the raid? | I the one who signed the order for the raid | question
Did the council hide the figures from the public? | the council hide the figures from the public | question
Do you think the minister should resign over this? | the minister should resign over this | question
Is it possible that the pilots fell asleep? | the pilots fell asleep | question
So the owners knew about the gas for a year? | the owners knew about the gas for a year | question
Who says that farmers don't care about rivers? | farmers don't care about rivers | question
If the vote fails, I will step down in the morning. | I will step down in the morning | condition
I will sell the house if the bank calls the loan. | I will sell the house | condition
Unless they pay, we are going to stop the deliveries. | we are going to stop the deliveries | condition
We would leave the union only if the members asked us to. | We would leave the union | condition
If it turns out that he stole the files, he goes to jail. | he stole the files | condition
Suppose the dam breaks in the middle of the night. | the dam breaks in the middle of the night | condition
I can't tell you whether the patient was given the drug. | the patient was given the drug | condition
They say I set fire to the barn. | I set fire to the barn | reported speech
My opponents claim that I want to close the hospital. | I want to close the hospital | reported speech
She told me that the accounts were forged. | the accounts were forged | reported speech
According to the police, the driver had been drinking. | the driver had been drinking | reported speech
Some people think the old harbour was a slum. | the old harbour was a slum | reported speech
The teacher was a coward, he told me. | The teacher was a coward | reported speech
The papers wrote that I had left my wife. | I had left my wife | reported speech
The prosecutor alleges that we moved the money abroad. | we moved the money abroad | reported speech
The story goes that my father burned the letters. | my father burned the letters | reported speech
He keeps saying that women cannot lead a regiment. | women cannot lead a regiment | reported speech
"""
UNTURNED = """
I told them that the bridge was unsafe. | the bridge was unsafe
We said we would pay, and we will pay by Friday. | we will pay by Friday
It did not rain. The harvest was the best in ten years. | The harvest was the best in ten years.
I don't like it, but the court has decided the matter. | the court has decided the matter
He isn't here, and the meeting starts at noon. | the meeting starts at noon
Not only did he come, he brought his whole family. | he brought his whole family
What did he do? He gave the money back to the school. | He gave the money back to the school.
I know that the river will flood again. | the river will flood again
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(" | ")) for line in table.strip().split("\n")]


BEFORE, AFTER = "We met in the hall that evening.", "After that everybody went home by train."
TURNED_ROWS = _rows(TURNED)


def _kinds(verdict: Verdict) -> list[str]:
    assert verdict.alignment is not None, verdict.reason
    assert verdict.outcome == "verbatim", verdict.reason
    return [one.kind for one in verdict.alignment.context]


@pytest.mark.parametrize(("evidence", "quote", "kind"), TURNED_ROWS, ids=[row[1][:30] for row in TURNED_ROWS])
def test_what_turns_the_sense_is_shown(evidence: str, quote: str, kind: str, checked: Callable[..., Verdict]) -> None:
    assert _kinds(checked(quote, f"{BEFORE} {evidence} {AFTER}"))


@pytest.mark.parametrize(("evidence", "quote"), _rows(UNTURNED), ids=[row[1][:30] for row in _rows(UNTURNED)])
def test_what_does_not_is_not(evidence: str, quote: str, checked: Callable[..., Verdict]) -> None:
    assert _kinds(checked(quote, f"{BEFORE} {evidence} {AFTER}")) == []


def test_the_kind_is_the_one_meant(checked: Callable[..., Verdict]) -> None:
    right = sum(kind in _kinds(checked(quote, f"{BEFORE} {evidence} {AFTER}")) for evidence, quote, kind in TURNED_ROWS)
    assert len(TURNED_ROWS) == 40
    assert right >= 39


def test_what_stands_outside_is_a_slice(checked: Callable[..., Verdict]) -> None:
    text = "I never said he lied about the money."
    verdict = checked("he lied about the money", text)
    assert verdict.alignment is not None
    (only,) = verdict.alignment.context
    assert only.span.of(text) == "never said"


def test_a_question_printed_as_one_is_none(checked: Callable[..., Verdict]) -> None:
    assert _kinds(checked("Did the council hide the figures?", "Well. Did the council hide the figures?")) == []


@pytest.mark.parametrize(
    ("quote", "kind"),
    [("We did ... sell the farm to him", "negation"), ("We will go there ... and we will sing", "condition")],
)
def test_what_an_ellipsis_hides(quote: str, kind: str, checked: Callable[..., Verdict]) -> None:
    verdict = checked(quote, "We did not sell the farm to him. We will go there if you pay us and we will sing.")
    assert verdict.outcome == "abridged" and verdict.severity == "material"
    assert verdict.alignment is not None and kind in [one.kind for one in verdict.alignment.context]
