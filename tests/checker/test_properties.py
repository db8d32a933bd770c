"""What must hold for any evidence and any quotation."""

from __future__ import annotations

import random
import re

from checker_cases import EVIDENCE
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import checker_over, document

from sayso.checker import Checker, Quoted, Source

CONTENT = (
    "river council engine teacher harvest bridge minister winter letter garden soldier market doctor village windows planted repaired promised"
    " burned carried quickly silent broken heavy yellow crossed counted finished opened answered travelled"
).split()
LITTLE = "the a we they he of to in and was had for with on".split()
VERBATIM, TRUSTED = "verbatim", ("verbatim", "cleaned")


@st.composite
def sentences(draw: st.DrawFn, least: int = 2) -> list[str]:
    """Sentences of words that no table knows, each with content, none said twice."""
    rng = random.Random(draw(st.integers(0, 10**6)))
    words = rng.sample(CONTENT, len(CONTENT))
    out = []
    for _ in range(rng.randint(least, 4)):
        said = []
        for _ in range(rng.randint(3, 6)):
            said += [words.pop(), rng.choice(LITTLE)]
            if len(words) < 2:
                break
        out.append(" ".join([rng.choice(("We", "They")), *said[:-1]]).strip() + ".")
        if len(words) < 8:
            break
    return out


CHECK = settings(max_examples=60, deadline=None)


@CHECK
@given(sentences())
def test_the_very_words_are_verbatim(said: list[str]) -> None:
    text = " ".join(said)
    verdict = checker_over(text).check(Quoted.of(said[-1]))
    assert verdict.outcome == VERBATIM
    assert verdict.alignment is not None
    span = verdict.alignment.spans[0]
    assert text[span.start : span.end] == said[-1].rstrip(".")


@CHECK
@given(sentences(), st.randoms(use_true_random=False))
def test_case_and_punctuation_change_nothing(said: list[str], rng: random.Random) -> None:
    words = [word.strip(".").upper() if rng.random() < 0.3 else word.strip(".").lower() for word in " ".join(said).split()]
    printed = "".join(word + rng.choice((" ", ", ", " – ", "; ", "  ", "\u00a0", " “", "” ")) for word in words).strip()
    assert checker_over(" ".join(said)).check(Quoted.of(printed)).outcome == VERBATIM


@CHECK
@given(sentences(), st.randoms(use_true_random=False), st.sampled_from(("drop", "put in", "replace", "negate", "swap")))
def test_a_changed_content_word_is_never_trusted(said: list[str], rng: random.Random, how: str) -> None:
    words = " ".join(said).split()
    inner = [at for at, word in enumerate(words) if word.strip(".") in CONTENT and 0 < at < len(words) - 2 and word.strip(".") == word]
    at = rng.choice(inner)
    match how:
        case "drop":
            del words[at]
        case "put in":
            words.insert(at, "zebra")
        case "replace":
            words[at] = "zebra"
        case "negate":
            words.insert(at, rng.choice(("not", "never", "no")))
        case "swap":
            other = rng.choice([each for each in inner if each != at])
            words[at], words[other] = words[other], words[at]
    printed = " ".join(words)
    assert checker_over(" ".join(said)).check(Quoted.of(printed)).outcome not in TRUSTED, printed


@CHECK
@given(st.integers(2, 99_999), st.integers(2, 99_999))
def test_a_changed_number_is_never_trusted(said: int, printed: int) -> None:
    verdict = checker_over(f"The council bought {said:,} windows for the old school.").check(
        Quoted.of(f"The council bought {printed} windows for the old school.")
    )
    assert (verdict.outcome == VERBATIM) == (said == printed)
    assert said == printed or verdict.severity == "material"


@CHECK
@given(st.sampled_from(sorted(EVIDENCE)), st.text(max_size=120), st.text(max_size=300))
def test_no_text_breaks_it(key: str, printed: str, noise: str) -> None:
    for text in (EVIDENCE[key], noise, printed):
        verdict = checker_over(text).check(Quoted.of(printed))
        for found in (verdict.alignment, *verdict.others):
            assert found is None or all(0 <= span.start <= span.end <= len(text) for span in found.spans)
        assert verdict == checker_over(text).check(Quoted.of(printed))


@CHECK
@given(st.permutations(["bridge", "mill", "echo", "speech", "panel"]), st.data())
def test_the_order_of_evidence_does_not_matter(keys: list[str], data: st.DataObject) -> None:
    text = EVIDENCE[data.draw(st.sampled_from(keys))]
    said = [one for one in re.split(r"(?<=[.?!])\s+", text) if len(one.split()) > 5 and ":" not in one]
    quoted = Quoted.of(data.draw(st.sampled_from(said)))
    one, other = (
        Checker.over([Source.of(document(EVIDENCE[key], f"{key}.txt")) for key in order]).check(quoted) for order in (keys, sorted(keys))
    )
    assert (one.outcome, one.evidence_id, one.alignment) == (other.outcome, other.evidence_id, other.alignment)


@CHECK
@given(st.sampled_from(["speech", "caps", "doubled"]), st.data())
def test_any_stretch_of_evidence_is_verbatim(key: str, data: st.DataObject) -> None:
    words = EVIDENCE[key].split()
    at = data.draw(st.integers(0, len(words) - 12))
    printed = " ".join(words[at : at + data.draw(st.integers(12, 60))])
    if printed.count("(") == printed.count(")"):
        assert checker_over(EVIDENCE[key]).check(Quoted.of(printed)).outcome == VERBATIM, printed
