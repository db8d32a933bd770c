"""Who does what to whom around a verb, as far as the words of a sentence show it.

In:  a sentence's tokens and where its verb stands.
Out: `Clause`: where the subject and the verb's group begin, whether it is passive, how sure the step is (`status`), and whether it is
     said to happen at all (`real`); `Told`: a step as phrases.
Not here: where a verb's subject stands (subjects.py), which verbs matter (verbs.py), whom a phrase means (the resolver).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sayso.english.words import DETERMINERS, Token
from sayso.schema import Span, StepKind, StepStatus
from sayso.steps.subjects import subjects_of

BE: Final = frozenset("is are was were be been being am".split())
_FINITE: Final = frozenset("is are was were has have had having".split())
_AUX: Final = BE | frozenset("has have had having do does did will would shall should can could may might must to".split())
_ADVERBS: Final = frozenset(
    "since also now then later already again just still even ever recently formally immediately subsequently eventually successfully"
    " yesterday today jointly separately first twice once both all each yet officially promptly quickly reportedly allegedly often"
    " sometimes always seldom".split()
)
_PLANS: Final = frozenset(
    "plan plans planned planning intend intends intended intending threaten threatens threatened threatening vow vows vowed vowing"
    " consider considers considered considering expect expects expected prepare prepares preparing prepared want wants"
    " wanted promise promises promised going set ready due hopes hope hoped seek seeks sought seeking pledge pledged pledges try tries"
    " tried trying".split()
)
_AGREES: Final = frozenset("agree agrees agreed agreeing decide decides decided chose chosen moved proceeded continued began begun".split())
_WILL: Final = frozenset("likely unlikely will would shall may might could can should 'll wo ca".split())
_NOT: Final = frozenset("not never n't cannot neither nor no".split())
_DENIES: Final = frozenset("deny denies denied denying".split())
_REPORTED: Final = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_SAYING: Final = frozenset("said reported believed understood alleged thought rumoured rumored".split())
# What makes of a step something that only might be, or that happens in general.
_IFS: Final = frozenset("if whether unless were should assume assumed suppose imagine".split())
_ABLE: Final = frozenset("can could should cannot can't couldn't shouldn't ca".split())
_MUST: Final = frozenset("may might must".split())
_EVERY: Final = frozenset("every each any them those anyone people".split())
_COUNTS: Final = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands one".split())
_OFTEN: Final = frozenset("often rarely seldom usually sometimes typically always generally routinely frequently commonly normally".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The surroundings of a verb: its subjects' spans, whether it is passive, and how sure it is that it was done."""

    subjects: tuple[Span, ...]
    passive: bool
    status: StepStatus
    begin: int  # the first token of subject or verb group
    real: bool = True  # not "if", "could", "allowed to": somebody is said to do it, to plan it or not to do it


@dataclass(frozen=True, slots=True)
class Told:
    """A step as phrases: the parties' spans, what it is for, and where in the sentence it stands."""

    kind: StepKind
    by: tuple[Span, ...]
    against: tuple[Span, ...]
    status: StepStatus
    first: int
    last: int
    claim: Span | None = None
    nominal: bool = False  # "in a $400m lawsuit": a step only where no verb of the sentence says it


def clause(found: Sequence[Token], text: str, at: int) -> Clause:
    """The clause of the verb at a token."""
    words = [token.word for token in found]
    low = at
    group: list[str] = []
    while low > 0 and (_of_group(words[low - 1])):
        low -= 1
        group.append(words[low])
    status = _status(words, group, at, low)
    participle = words[at].endswith(("ed", "ught", "en", "own", "ung", "found"))
    passive = participle and any(word in BE for word in group) and words[at - 1] not in ("to",)
    if status == "reported" and words[low - 1] in _SAYING:  # "is reported to have sued"
        low -= 1
        while low > 0 and words[low - 1] in BE:
            low -= 1
    subjects, begin = subjects_of(found, text, low)
    real = not _idle(group, passive, begun=bool(subjects)) and not _general(found, text, group, at, begin, low)
    real = real and not _any_who(found, text, begin, low)
    if {"none", "no", "nobody", "neither"} & set(words[max(0, begin - 2) : begin + 1]):
        status = "denied"
    elif "to" in group and not any(word in _AGREES or word in _PLANS or word in _FINITE for word in group):
        subjects, real = [], False  # "the power to sue", "a motion to dismiss": nobody does it
    before = set(words[max(0, begin - 3) : begin])
    perhaps = bool(_IFS & before) or (status == "planned" and begin > 0 and words[begin - 1] == "or")
    if {"if", "whether", "unless"} & before or (perhaps and status != "denied"):
        real = False
    return Clause(tuple(subjects), passive, status, begin, real)


def _idle(group: Sequence[str], passive: bool, *, begun: bool) -> bool:
    """Whether a verb's group says only that something can be: "could be charged", "being sued", "rarely indicted"."""
    if any(word in _ABLE or word in _OFTEN for word in group) or (passive and any(word in _MUST for word in group)):
        return True
    if {"yet", "to"} <= set(group) or {"would", "have"} <= set(group):
        return True  # "has yet to rule", "would have convicted"
    if passive and "being" in group and not any(word in _FINITE for word in group):
        return True
    return passive and not begun


def _general(found: Sequence[Token], text: str, group: Sequence[str], at: int, begin: int, low: int) -> bool:
    """Whether it is said of people in general: "criminals are convicted all the time"."""
    if not group or not set(group) & {"is", "are"} or set(group) & {"being", "to"} or found[at].word == "charged":
        return False
    first = found[begin]
    bare = text[first.start].islower() or (begin == 0 and low == 1)
    return bare and first.word not in DETERMINERS and first.word.endswith("s") and found[low - 1].word.endswith("s")


def _any_who(found: Sequence[Token], text: str, begin: int, low: int) -> bool:
    """Whether "who" tells which people in general are meant: "defendants who have pleaded guilty", "every smuggler who is arrested"."""
    if low < 2 or found[low - 1].word not in ("who", "that") or found[low - 2].word in (",", ")") or begin >= low:
        return False
    first = found[begin].word
    return first in _EVERY or (text[found[begin].start].islower() and first.isalpha() and first not in DETERMINERS | _COUNTS)


def _of_group(word: str) -> bool:
    return (
        word in _AUX or word in _ADVERBS or word in _PLANS or word in _AGREES or word in _WILL or word in _NOT or word in _DENIES
        or word in _REPORTED or word.endswith(("n't", "ly"))
    )  # fmt: skip


def _status(words: Sequence[str], group: Sequence[str], at: int, low: int) -> StepStatus:
    if any(word in _NOT or word.endswith("n't") or word in _DENIES for word in group):
        return "denied"
    lead = list(words[max(0, low - 5) : low])
    if _DENIES & set(lead) and not {"and", ",", "but"} & set(lead[max(at for at, word in enumerate(lead) if word in _DENIES) :]):
        return "denied"
    bound = any(group[n] == "to" and group[n + 1] in BE for n in range(len(group) - 1))  # "is to launch"
    if bound or any(word in _WILL or word in _PLANS for word in group) or list(group) == ["be"]:
        return "planned"
    if any(word in _REPORTED for word in group) or words[:2] == ["according", "to"] or "according" in words[at + 1 :]:
        return "reported"
    said = [place for place, word in enumerate(group) if word == "to"]
    return "reported" if said and words[low - 1] in _SAYING else "done"
