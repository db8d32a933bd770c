"""Differences in, the outcome out: what they make of a quotation, how grave that is, and the sentence that says why.

In:  the differences of one alignment, and whether neighbouring words come from different turns.
Out: `Judgement`: outcome, severity, reason.
Not here: finding the passage (search.py, align.py), who spoke, what a house style allows (policy.py).

No ratio decides here.  The gravest difference does: a changed negation, number or name; then words left out without a
mark; then any other change; then a marked omission; then tidying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.checker.edits import Difference
from sayso.schema import Context, Outcome, Severity

SPLICED_WORDS = 2  # content words that may not go without a mark; one alone is a changed wording
FAR_OMISSION = 100  # spoken words under one mark, about 40 seconds of speech: the reader cannot know how much is gone
LONG_LOSS = 8  # content words lost without a mark that make a splice material
SHOWN = 60  # characters of a wording in a reason


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of an alignment, its severity, and why."""

    outcome: Outcome
    severity: Severity
    reason: str


def judged(
    differences: Sequence[Difference], printed: str, spoken: str, *, joined: bool = False, hidden: Sequence[Context] = ()
) -> Judgement:
    """What the differences make of a quotation.

    Args:
        differences: all of them.
        printed: the text that their printed sides count in.
        spoken: the text that their spoken sides count in.
        joined: words that stand side by side in print were said in different turns.
        hidden: what the marked omissions hide that changes the sense of the rest.
    """
    effects = {one.effect for one in differences}
    changes = [one for one in differences if one.effect == "change"]
    lost = sum(one.lost for one in differences)
    # several single words left out in different places add up to a splice
    dropped = [one for one in changes if one.printed.start == one.printed.end and one.lost and not one.grave]
    spliced = "splice" in effects or joined or lost >= SPLICED_WORDS
    grave = [one for one in changes if one.grave]

    def says(one: Difference) -> str:
        return _says(one, printed, spoken)

    if grave:
        return Judgement("altered", "material", f"{grave[0].type} changed: {says(grave[0])}")
    if spliced:
        cuts = [one for one in differences if one.effect == "splice"] or dropped
        material = joined or lost >= LONG_LOSS or bool(hidden) or any(one.crosses for one in cuts)
        severity: Severity = "material" if material else "minor"
        if joined and not cuts:
            return Judgement("spliced", severity, "words of different turns stand side by side without a mark")
        if cuts and cuts[0].type == "reorder":
            return Judgement("spliced", severity, f"the order was changed: {says(cuts[0])}")
        if cuts:
            more = f", and in {len(cuts) - 1} more place{'s' if len(cuts) > 2 else ''}" if len(cuts) > 1 else ""
            across = ", across another turn" if any(one.crosses for one in cuts) else ""
            return Judgement("spliced", severity, f"left out without a mark: {says(cuts[0])}{more}{across}")
        return Judgement("spliced", severity, f"left out without a mark: {says(changes[0])}")
    if changes:
        heavy = next((one for one in changes if one.type in ("hedge lost", "modal")), changes[0])
        severity = "material" if heavy.type in ("hedge lost",) or (heavy in dropped) else "minor"
        return Judgement("altered", severity, f"{_NAMES.get(heavy.type, heavy.type + ' changed')}: {says(heavy)}")
    if "unknown" in effects:
        gap = next(one for one in differences if one.effect == "unknown")
        return Judgement("unchecked", "none", f"inaudible there: {says(gap)}")
    if "mark" in effects:
        marked = [one for one in differences if one.effect == "mark"]
        far = [one for one in marked if one.crosses or one.words > FAR_OMISSION]
        words = sum(one.words for one in marked)
        what = f"{words} word{'' if words == 1 else 's'} left out or replaced, with a mark"
        if any(one.type == "omission" for one in marked) and not any(one.type != "omission" for one in marked):
            what = f"{words} word{'' if words == 1 else 's'} left out where the attribution stands"
        if far:
            across = "across another turn" if any(one.crosses for one in far) else "over a long way"
            return Judgement("abridged", "material", f"{what}, {across}")
        if hidden:
            return Judgement("abridged", "material", f"{what}, a {hidden[0].kind} among them")
        return Judgement("abridged", "minor" if words > 20 else "none", what)
    if "clean" in effects:
        kinds = list(dict.fromkeys(one.type for one in differences if one.effect == "clean"))
        return Judgement("cleaned", "none", f"tidied: {', '.join(kinds)}")
    return Judgement("verbatim", "none", "the same words in the same order")


_NAMES = {
    "content": "wording changed",
    "insertion": "words put in",
    "hedge lost": "a hedge lost",
    "modal": "a modal verb changed",
    "tense": "a tense changed",
    "omission": "words left out",
    "bracketed insertion": "a bracket changes the sense",
}


def _says(one: Difference, printed: str, spoken: str) -> str:
    left, right = _short(printed[one.printed.start : one.printed.end]), _short(spoken[one.spoken.start : one.spoken.end])
    if not left:
        return f"“{right}”"
    if not right:
        return f"prints “{left}”, which is not there"
    return f"prints “{left}”, the evidence has “{right}”"


def _short(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= SHOWN:
        return words
    half = SHOWN // 2
    return f"{words[:half].rsplit(' ', 1)[0]} […] {words[-half:].split(' ', 1)[-1]}"
