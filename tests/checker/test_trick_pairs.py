"""Pairs written to trick the checker (trick_pairs.txt), and the same in captions, chats, labels and broken quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from texts import checker_over

import sayso
from sayso.checker import Quoted
from sayso.schema import Span, Verdict

BEFORE, AFTER = "We met in the hall that evening and talked.", "After that everybody went home by train."
TRUSTED = ("verbatim", "cleaned")


def _pairs() -> Iterator[tuple[str, str, str, str]]:
    """Evidence, quotation, the outcome that is right, the one that is given."""
    evidence = ""
    for line in Path(__file__).with_name("trick_pairs.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if "\\u" in line:
            line = line.encode("ascii").decode("unicode_escape")
        if line.startswith("> "):
            evidence = line[2:]
            continue
        outcome, quote = line.split(" | ", 1)
        right, _, given = outcome.partition(" now ")
        yield evidence, quote, right, given or right


PAIRS = list(_pairs())


@pytest.mark.parametrize(("evidence", "quote", "right", "given"), PAIRS, ids=[pair[1][:60] for pair in PAIRS])
def test_outcome_of_a_pair(evidence: str, quote: str, right: str, given: str, checked: Callable[..., Verdict]) -> None:
    text = evidence if evidence.isupper() or evidence[0].islower() else f"{BEFORE} {evidence} {AFTER}"
    verdict = checked(quote, text)
    assert verdict.outcome == given, verdict.reason
    assert right in TRUSTED or given not in TRUSTED


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 350
    assert sum(right != given for _, _, right, given in PAIRS) <= 9


CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:03.000
>> Did you pay the driver for the boat?

00:00:03.000 --> 00:00:05.000
>> I paid the driver in cash.

00:00:05.000 --> 00:00:07.000
>> You never paid the harbour.
"""
DASHES = """1
00:00:01,000 --> 00:00:03,000
- Did you burn the barn down?
- I burned the old barn.

2
00:00:03,000 --> 00:00:05,000
- Nobody saw the smoke.
- The sheriff saw the smoke.
"""
CHAT = """[03/02/2025, 10:15:01] Ana Cho: I did *not* sign the lease for the mill
[03/02/2025, 10:15:40] Bo Lund: you said you would sign the lease
[03/02/2025, 10:16:02] Ana Cho: i never said that and i wont pay the rent
[03/02/2025, 10:18:02] Bo Lund: the roof leaks _every_ day, fix it
"""


@pytest.mark.parametrize(
    ("name", "text", "quote", "speaker", "outcomes"),
    [
        ("said.vtt", CAPTIONS, "I paid the driver in cash. You never paid the harbour.", None, ("spliced",)),
        ("said.vtt", CAPTIONS, "Did you pay the driver for the boat? I paid the driver in cash.", None, ("spliced",)),
        ("said.vtt", CAPTIONS, "I paid the driver in cash.", None, ("verbatim",)),
        ("said.srt", DASHES, "I burned the old barn. Nobody saw the smoke.", None, ("spliced",)),
        ("said.srt", DASHES, "The sheriff saw the smoke.", None, ("verbatim",)),
        ("chat.txt", CHAT, "I did not sign the lease for the mill", "Ana Cho", TRUSTED),
        ("chat.txt", CHAT, "I did sign the lease for the mill", "Ana Cho", ("altered",)),
        ("chat.txt", CHAT, "I never said that and I won't pay the rent", "Ana Cho", TRUSTED),
        ("chat.txt", CHAT, "I never said that and I will pay the rent", "Ana Cho", ("altered",)),
        ("chat.txt", CHAT, "the roof leaks every day, fix it", "Bo Lund", ("verbatim",)),
        ("chat.txt", CHAT, "the roof leaks every day, fix it", "Ana Cho", ("misattributed",)),
    ],
)
def test_pair_in_a_file(name: str, text: str, quote: str, speaker: str | None, outcomes: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (verdict,) = sayso.check(quote, path, speaker=speaker).verdicts
    assert verdict.outcome in outcomes, verdict.reason


LABELS = """MR. VALE: I signed the order for the raid on the mill.

MS. VALE: I burned the letters from the mill before dawn.

JOHN REED JR.: I drove the truck to the harbour that night.

JOHN REED SR.: I warned the sheriff about the truck.
"""


@pytest.mark.parametrize(
    ("quote", "speaker", "outcome"),
    [
        ("I signed the order for the raid on the mill.", "Mr. Vale", "verbatim"),
        ("I signed the order for the raid on the mill.", "Ms. Vale", "misattributed"),
        ("I burned the letters from the mill before dawn.", "Mr Vale", "misattributed"),
        ("I burned the letters from the mill before dawn.", "Mrs Vale", "verbatim"),
        ("I drove the truck to the harbour that night.", "John Reed Sr.", "misattributed"),
        ("I drove the truck to the harbour that night.", "John Reed Jr.", "verbatim"),
        ("I drove the truck to the harbour that night.", "John Reed", "verbatim"),
    ],
)
def test_people_of_one_surname(quote: str, speaker: str, outcome: str, checked: Callable[..., Verdict]) -> None:
    assert checked(quote, LABELS, speaker=speaker).outcome == outcome


SPOKEN = (
    "We could pay the crew by Friday. We did not close the bridge because of the storm. We will go if they pay the rent in full."
    " They might have paid the drivers. That is so. The rest of it is none of my business."
)


@pytest.mark.parametrize(
    ("parts", "outcomes"),
    [
        (("We", "pay the crew by Friday."), ("spliced", "altered")),
        (("We did", "close the bridge because of the storm."), ("altered",)),
        (("We will go", "they pay the rent in full."), ("spliced", "altered")),
        (("They", "paid the drivers."), ("spliced", "altered")),
        (("They might", "have paid the drivers."), ("verbatim",)),
        (("They might have paid the drivers.", "The rest of it is none of my business."), ("abridged",)),
    ],
)
def test_what_goes_where_the_attribution_stands(parts: tuple[str, str], outcomes: tuple[str, ...]) -> None:
    text = "” she said, “".join(parts)
    spans = Span(0, len(parts[0])), Span(len(text) - len(parts[1]), len(text))
    assert checker_over(SPOKEN).check(Quoted("q1", text, spans)).outcome in outcomes
