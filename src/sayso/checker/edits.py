"""An alignment in, its differences out: each with a type, both sides' places and what it does to the quotation.

In:  printed and spoken tokens, the steps that align them, both texts.
Out: `Difference`s in the order of print.
Not here: the outcome (judge.py).

What excuses a difference is a closed list (the README's "cleaned"): fillers, repeats, false starts, contractions, bare
function words, agreement repaired.  Whatever is on no list is a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from sayso.checker.align import Step
from sayso.checker.lexicon import (
    AMOUNTS,
    BARE,
    BARE_VERB_AFTER,
    BE,
    DO,
    DOUBLES,
    FUNCTION,
    HAVE,
    HEDGE_PHRASES,
    HEDGES,
    MODALS,
    MONTHS,
    NEGATIONS,
    NO_FILLER_BEFORE,
    NO_FILLER_BEHIND,
    OF_AFTER,
    PASTS,
    PAUSE_PHRASES,
    PAUSE_WORDS,
    PHRASAL,
    PREPOSITIONS,
    SAME_PAST,
    SOUNDS,
    TIMES,
    TO_AFTER,
    UNITS,
    contrary,
    is_content,
    opposed,
    same_lemma,
)
from sayso.checker.tokens import Mark
from sayso.checker.words import Token
from sayso.schema import EditType, Span

Effect = Literal["none", "clean", "mark", "splice", "change", "unknown"]

_SET_OFF = re.compile(r"[,;:—–.?!…]|--| - ")
_BROKEN = re.compile(r"--|—|–| - |-\s|…|\.\.\.")
_PHONETIC = re.compile(r"^\s*([(\[]\s*(?:ph|phonetic|sp)\.?\s*[)\]])", re.IGNORECASE)
_INAUDIBLE = re.compile(r"(?i)[(\[][^()\[\]]{0,60}(?:inaudible|unintelligible|indiscernible|audio gap)[^()\[\]]{0,60}[)\]]")
_STRONG = frozenset("very really so much many more far never no too extremely totally absolutely always".split())
_THIRD = frozenset("he she it this that everybody everyone nobody somebody someone anybody anyone who one".split())
_PRONOUNS = frozenset("i me you he him she her it we us they them this that these those there".split())
_ALL = frozenset("all anything everything anyone everyone anybody everybody anywhere everywhere".split())
_MANY = frozenset("we they you these those people i".split())
LONGEST_STUMBLE = 12  # words of a stumble that print may drop
MOVED_FAR = 40  # characters over which a function word may have moved
MOST_WAYS = 500  # of taking repeats out that are tried
LONGEST_RESTART = 5  # words of a start given up that print may drop
MOST_BARE = 3  # bare function words dropped or supplied in one place; more of them is a rewriting
EDGE = 3  # printed words at an end that match nothing better than by chance are words put in


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        type: what kind it is.
        printed, spoken: its place on both sides, whole words; empty where that side has nothing.
        effect: what it does: none, clean (tidied), mark (left out with a mark), splice (left out without), change, unknown.
        grave: a negation, number or name: it changes the sense whatever else is there.
        lost: content words left out without a mark.
        crosses: the words left out run over another's turn.
        words: spoken words left out.
    """

    type: EditType
    printed: Span
    spoken: Span
    effect: Effect
    grave: bool = False
    lost: int = 0
    crosses: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of an alignment: tokens, texts, marks, and for each turn number who speaks."""

    printed: Sequence[Token]
    spoken: Sequence[Token]
    marks: Sequence[Mark]
    printed_text: str
    spoken_text: str
    printed_end: int


def tidied(steps: Sequence[Step], sides: Sides) -> tuple[Step, ...]:
    """The steps with their ends set right: printed words at an end that meet the evidence only by chance are words put in."""
    out = list(steps)
    for backwards in (False, True):
        if backwards:
            out.reverse()
        worth, printed, cut, number = 0.0, 0, 0, 0
        run = 0
        for number, step in enumerate(out):
            run = run + 1 if step.same else 0
            if run >= 2 and (run >= 3 or is_content(sides.printed[step.printed].key)):  # type: ignore[index]
                number = number - run + 1
                break
            printed += step.printed is not None
            worth += 1 if step.same else -1
        head = out[:number]
        printed = sum(step.printed is not None for step in head)
        matched = sum(step.same for step in head)
        if printed >= EDGE and matched * 2 < len(head) - matched + 1:
            cut = number
        if cut:
            out = [Step(step.printed, None) for step in head if step.printed is not None] + out[cut:]
        if backwards:
            out.reverse()
    while out and out[0].printed is None:
        out.pop(0)
    while out and out[-1].printed is None:
        out.pop()
    return tuple(out)


def differences(steps: Sequence[Step], sides: Sides) -> list[Difference]:
    """The differences of an alignment, in the order of print."""
    moved = _moves(steps, sides)
    out: list[Difference] = []
    used: set[int] = {step.mark for step in steps if step.mark is not None}
    at = 0
    while at < len(steps):
        move = next((one for one in moved if one[0] == at), None)
        if move is not None:
            out.append(_difference("reorder", steps, *move, sides, effect="splice"))
            at = move[1]
            continue
        if _clean(steps[at], sides):
            at += 1
            continue
        end = at + 1
        while (
            end < len(steps)
            and not _clean(steps[end], sides)
            and steps[end].mark == steps[at].mark
            and not any(one[0] == end for one in moved)
        ):
            end += 1
        out += _classified(steps, at, end, sides)
        at = end
    for number, mark in enumerate(sides.marks):
        if mark.kind == "bracket" and number not in used and len(mark.inside) > 0:
            out.append(_bracket(mark, None, sides, steps))
    out += _bridged(steps, sides)
    return _moved_words(sorted(out, key=lambda one: (one.printed, one.spoken)), sides)


def _bridged(steps: Sequence[Step], sides: Sides) -> Iterator[Difference]:
    """Places where print goes straight on and the evidence has words that were not understood."""
    marked = {mark.at for mark in sides.marks}
    for one, other in pairwise(steps):
        if not (one.same and other.same) or one.spoken is None or other.spoken != one.spoken + 1 or other.printed in marked:
            continue
        gap = _INAUDIBLE.search(sides.spoken[one.spoken].after)
        if gap is not None:
            start = sides.spoken[one.spoken].end
            at = sides.printed[other.printed].start  # type: ignore[index]
            yield Difference("inaudible", Span(at, at), Span(start + gap.start(), start + gap.end()), "unknown", False, 0, False, 0)


def _moved_words(found: list[Difference], sides: Sides) -> list[Difference]:
    """A function word left out here and put in near by is a word moved ("the only", "only the")."""
    out = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        if one.type != "function word" or other.type != "function word" or other.spoken.start - one.spoken.end > MOVED_FAR:
            continue
        given, taken = (one, other) if one.printed.end > one.printed.start else (other, one)
        put, gone = sides.printed_text[given.printed.start : given.printed.end], sides.spoken_text[taken.spoken.start : taken.spoken.end]
        if put.casefold() == gone.casefold():
            out[at], out[at + 1] = (replace(each, type="reorder", effect="splice") for each in (one, other))
    return out


def _clean(step: Step, sides: Sides) -> bool:
    """Whether a step is the same word in the same form."""
    if not step.same:
        return False
    printed, spoken = sides.printed[step.printed], sides.spoken[step.spoken]  # type: ignore[index]
    return printed.form == spoken.form and (printed.key[0] == "*") == (spoken.key[0] == "*")


def _moves(steps: Sequence[Step], sides: Sides) -> list[tuple[int, int]]:
    """Stretches in which printed words stand in another order than the spoken ones: (first step, one past the last)."""
    added, dropped = _runs(steps, printed=True), _runs(steps, printed=False)
    out: list[tuple[int, int]] = []
    for low, high in added:
        words = [sides.printed[steps[n].printed].key for n in range(low, high)]  # type: ignore[index]
        if not any(map(is_content, words)) and len(words) < 3:
            continue
        for start, end in dropped:
            spoken = [sides.spoken[steps[n].spoken].key for n in range(start, end)]  # type: ignore[index]
            where = next((n for n in range(len(spoken) - len(words) + 1) if spoken[n : n + len(words)] == words), None)
            if where is None or max(low - end, start - high) > 12:
                continue
            whole = len(spoken) - len(words) <= 2
            first = min(low, start if whole else start + where)
            last = max(high, end if whole else start + where + len(words))
            if all(last <= one or other <= first for one, other in out):
                out.append((first, last))
            break
    return sorted(out)


def _runs(steps: Sequence[Step], *, printed: bool) -> list[tuple[int, int]]:
    out, at = [], 0
    while at < len(steps):
        step = steps[at]
        if (step.spoken is None) if printed else (step.printed is None and step.mark is None):
            end = at
            while end < len(steps) and (
                (steps[end].spoken is None) if printed else (steps[end].printed is None and steps[end].mark is None)
            ):
                end += 1
            out.append((at, end))
            at = end
        else:
            at += 1
    return out


def _whole(steps: Sequence[Step], low: int, high: int, sides: Sides) -> tuple[int, int]:
    """The stretch widened until it cuts no word in two."""
    while low > 0 and _split(steps, low, sides):
        low -= 1
    while high < len(steps) and _split(steps, high, sides):
        high += 1
    return low, high


def _split(steps: Sequence[Step], at: int, sides: Sides) -> bool:
    """Whether a word's pieces stand on both sides of a step's beginning."""
    one, other = steps[at - 1], steps[at]
    for tokens, left, right in ((sides.printed, one.printed, other.printed), (sides.spoken, one.spoken, other.spoken)):
        if left is not None and right is not None and tokens[left].pieces > 1 and tokens[left].start == tokens[right].start:
            return True
    return False


def _places(steps: Sequence[Step], low: int, high: int, sides: Sides) -> tuple[Span, Span]:
    """Where a stretch of steps stands, on both sides."""
    printed = [sides.printed[step.printed] for step in steps[low:high] if step.printed is not None]
    spoken = [sides.spoken[step.spoken] for step in steps[low:high] if step.spoken is not None]
    if printed:
        left = Span(min(one.start for one in printed), max(one.end for one in printed))
    else:
        before = next((sides.printed[step.printed].end for step in reversed(steps[:low]) if step.printed is not None), None)
        after = next((sides.printed[step.printed].start for step in steps[high:] if step.printed is not None), sides.printed_end)
        place = before if before is not None else after
        left = Span(place, place)
    if spoken:
        right = Span(min(one.start for one in spoken), max(one.end for one in spoken))
    else:
        prior = next((sides.spoken[step.spoken].end for step in reversed(steps[:low]) if step.spoken is not None), None)
        place = (
            prior if prior is not None else next((sides.spoken[step.spoken].start for step in steps[high:] if step.spoken is not None), 0)
        )
        right = Span(place, place)
    return left, right


def _difference(
    kind: EditType, steps: Sequence[Step], low: int, high: int, sides: Sides, *, effect: Effect, grave: bool = False
) -> Difference:
    low, high = _whole(steps, low, high, sides)
    printed, spoken = _places(steps, low, high, sides)
    alone = [sides.spoken[step.spoken] for step in steps[low:high] if step.printed is None and step.spoken is not None]
    lost = sum(is_content(one.key) for one in alone) if effect in ("splice", "change") and kind in ("omission", "content", "name") else 0
    turns = {sides.spoken[step.spoken].turn for step in steps[max(low - 1, 0) : high + 1] if step.spoken is not None}
    return Difference(kind, printed, spoken, effect, grave, lost, len(turns) > 1 and bool(alone), len(alone))


def _classified(steps: Sequence[Step], low: int, high: int, sides: Sides) -> list[Difference]:
    """The difference in a stretch of steps that are not clean."""
    group = steps[low:high]
    if all(step.same for step in group):
        return [_form(steps, low, high, sides)]
    for cut in (
        low + next(number for number, step in enumerate(group) if not step.same),
        high - next(number for number, step in enumerate(reversed(group)) if not step.same),
    ):  # "that they've", "they have": a word left out, and beside it one in another form
        if low < cut < high and not _split(steps, cut, sides):
            return [*_classified(steps, low, cut, sides), *_classified(steps, cut, high, sides)]
    mark = sides.marks[group[0].mark] if group[0].mark is not None else None
    if mark is not None:
        return _at_mark(mark, steps, low, high, sides)
    printed = [sides.printed[step.printed] for step in group if step.printed is not None and not step.same]
    spoken = [sides.spoken[step.spoken] for step in group if step.spoken is not None and not step.same]
    if not spoken:
        return [_supplied(printed, steps, low, high, sides)]
    if not printed:
        return [_left_out(spoken, steps, low, high, sides)]
    return [_replaced(printed, spoken, steps, low, high, sides)]


def _form(steps: Sequence[Step], low: int, high: int, sides: Sides) -> Difference:
    """The same words in another form: contracted or written out, a number with "a", masked letters."""
    pairs = [(sides.printed[step.printed], sides.spoken[step.spoken]) for step in steps[low:high]]  # type: ignore[index]
    if any("a" in (one.form, other.form) for one, other in pairs):
        # take the currency in: "a trillion dollars", "$1 trillion"
        if high < len(steps) and steps[high].same and sides.printed[steps[high].printed].key in ("dollar", "pound", "euro"):  # type: ignore[index]
            high += 1
        return _difference("number style", steps, low, high, sides, effect="none")
    if any("*" in (one.key[0], other.key[0]) for one, other in pairs):
        return _difference("spelling", steps, low, high, sides, effect="clean")
    return _difference("contraction", steps, low, high, sides, effect="clean")


def _at_mark(mark: Mark, steps: Sequence[Step], low: int, high: int, sides: Sides) -> list[Difference]:
    if mark.kind == "bracket":
        tokens = [sides.spoken[step.spoken] for step in steps[low:high]]  # type: ignore[index]
        if [one.key for one in tokens] == [one.key for one in mark.inside]:
            return []
        return [_bracket(mark, (low, high), sides, steps)]
    found = _difference("marked omission", steps, low, high, sides, effect="mark")
    if mark.kind == "break":
        tokens = [sides.spoken[step.spoken] for step in steps[low:high]]  # type: ignore[index]
        goes_on = next((sides.spoken[step.spoken] for step in steps[high:] if step.spoken is not None), None)
        inside = goes_on is not None and not goes_on.first
        says = any(one.key not in BARE | SOUNDS for one in tokens)
        if inside and _negated([one.key for one in tokens]):
            return [_difference("negation", steps, low, high, sides, effect="change", grave=True)]
        if found.crosses or (says and inside):  # inside a sentence nothing excuses a cut
            return [_difference("omission", steps, low, high, sides, effect="splice")]
        if not says:
            return [_difference("function word", steps, low, high, sides, effect="clean")]
        return [Difference("omission", Span(mark.span.start, mark.span.start), found.spoken, "mark", words=found.words)]
    low, high = _whole(steps, low, high, sides)
    place = _places(steps, low, high, sides)[1]
    words = max(found.words, len(sides.spoken_text[place.start : place.end].split()))  # what lies between two stretches counts too
    return [Difference("marked omission", mark.span, place, "mark", False, 0, found.crosses, words)]


def _bracket(mark: Mark, place: tuple[int, int] | None, sides: Sides, steps: Sequence[Step]) -> Difference:
    """A bracketed insertion: harmless where it replaces nothing, unless it turns the sense by itself."""
    turns_sense = any(one.key in NEGATIONS or one.number for one in mark.inside)
    if place is None:
        at = next((number for number, step in enumerate(steps) if step.printed is not None and step.printed >= mark.at), len(steps))
        spoken = _places(steps, at, at, sides)[1]
        stood = None if turns_sense else _stood_in_for(mark, sides, steps)
        if stood is None and not turns_sense and sides.printed_text[max(0, mark.span.start - 1) : mark.span.start].isalpha():
            return Difference("bracketed insertion", mark.span, spoken, "mark", words=1)  # "promise[d]": a word in another form
        if stood is not None:
            return Difference("bracketed insertion", mark.span, Span(stood.start, stood.end), "mark", words=1)
        return Difference("bracketed insertion", mark.span, spoken, "change" if turns_sense else "none", turns_sense)
    low, high = _whole(steps, *place, sides)
    tokens = [sides.spoken[step.spoken] for step in steps[low:high] if step.spoken is not None]
    negated = any(one.key in NEGATIONS for one in tokens if one.key != "no") != any(
        one.key in NEGATIONS for one in mark.inside if one.key != "no"
    )
    numbers = {one.key for one in tokens if one.number}
    wrong = bool(numbers) and numbers != {one.key for one in mark.inside if one.number}
    wrong = wrong or any(opposed(one.key, other.key) for one in tokens for other in mark.inside)
    spoken = _places(steps, low, high, sides)[1]
    return Difference(
        "bracketed insertion", mark.span, spoken, "change" if negated or wrong else "mark", negated or wrong, words=len(tokens)
    )


def _stood_in_for(mark: Mark, sides: Sides, steps: Sequence[Step]) -> Token | None:
    """The pronoun that a bracket at an end of the quotation replaces: "[The trust] should have ..." for "We should have ..."."""
    places = [step.spoken for step in steps if step.spoken is not None]
    if not places:
        return None
    if mark.at == 0:
        here, at = sides.spoken[places[0]], places[0] - 1
        whole = not here.first
    elif mark.at == len(sides.printed):
        here, at = sides.spoken[places[-1]], places[-1] + 1
        whole = not sentence_ends(here.after)
    else:
        return None
    if not whole or not 0 <= at < len(sides.spoken):
        return None
    near = sides.spoken[at]
    return near if near.key in _PRONOUNS and near.pieces == 1 and near.turn == here.turn else None


def _supplied(printed: list[Token], steps: Sequence[Step], low: int, high: int, sides: Sides) -> Difference:
    """Words that print has and the evidence has not."""

    def found(kind: EditType, effect: Effect = "change", grave: bool = False) -> Difference:
        return _difference(kind, steps, low, high, sides, effect=effect, grave=grave)

    keys = [one.key for one in printed]
    before = next((sides.spoken[step.spoken] for step in reversed(steps[:low]) if step.spoken is not None), None)
    if before is not None and _INAUDIBLE.search(before.after):
        return found("inaudible", "unknown")
    if _negated(keys):
        return found("negation", grave=True)
    if any(one.number for one in printed):
        return found("number", grave=True)
    if {"am", "pm"} & set(keys):
        return found("number", grave=True)
    after = next((sides.spoken[step.spoken] for step in steps[high:] if step.spoken is not None), None)
    if keys == ["to"] and before is not None and after is not None and before.number and after.number and before.after in ("-", "–"):
        return found("number style", "none")  # "3-4", "three to four"
    behind = next((sides.printed[step.printed] for step in steps[high:] if step.printed is not None), None)
    if _idle(keys, before, after, behind) and not (keys == ["and"] and _one_name(before, after, sides)):
        return found("function word", "clean")
    after = next((sides.printed[step.printed] for step in steps[high:] if step.printed is not None), None)
    if len(keys) == 1 and keys[0] in ("is", "are", "am") and after is not None and after.key == "going":
        return found("grammar", "clean")
    if any(_named(one) for one in printed):
        return found("name", grave=True)
    if all(key in MODALS | HAVE | BE | DO | {"going", "to"} for key in keys):
        return found("modal" if any(key in MODALS for key in keys) else "tense")
    return found("insertion")


def _left_out(spoken: list[Token], steps: Sequence[Step], low: int, high: int, sides: Sides) -> Difference:
    """Words that the evidence has and print has not, without a mark."""

    def found(kind: EditType, effect: Effect = "change", grave: bool = False) -> Difference:
        return _difference(kind, steps, low, high, sides, effect=effect, grave=grave)

    first = steps[low].spoken
    last = steps[high - 1].spoken
    assert first is not None and last is not None
    tokens = sides.spoken
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    rest = _without_fillers(tokens, first, last + 1)
    crosses = len({tokens[n].turn for n in range(max(first - 1, 0), min(last + 2, len(tokens)))}) > 1
    if not rest:
        return found("filler", "clean")
    keys = [one.key for one in spoken]
    bare_rest = [one.key for one in rest]
    content = sum(map(is_content, bare_rest))
    if keys == ["to"] and before is not None and after is not None and before.number and after.number and _range(steps, low, sides):
        return found("number style", "none")  # "three to four", "3-4"
    twice = _twice(tokens, first, last + 1, rest)
    if twice:
        return found(twice, grave=twice in ("number", "negation"))
    if not crosses and _stumbles(tokens, first, last + 1, rest):
        if all(key in _STRONG for key in keys):
            return found("content")
        # a sentence said twice is emphasis, not a stumble
        if content >= 2 and (after is None or any(one.first for one in tokens[first + 1 : last + 2])):
            return found("omission", "splice")
        return found("repeat", "clean")
    whole_sentence = _holds_sentence(tokens, first, last + 1)
    if not crosses and not whole_sentence and any(_given_up(tokens, *place) for place in _shifts(tokens, first, last + 1)):
        return found("false start", "clean")
    printed = next((sides.printed[step.printed] for step in reversed(steps[:low]) if step.printed is not None), None)
    told_apart = printed is not None and bool(printed.after.strip())  # "Tom Adeyemi, Chen Li"
    merged = bare_rest == ["and"] and not told_apart and _one_name(before, after, sides)
    if _idle(bare_rest, before, after, after) and not whole_sentence and not merged:
        return found("function word", "clean")
    if len(rest) == 2 and rest[0].key in ("that", "who", "which") and rest[1].key in ("is", "are", "'s"):
        return found("grammar", "clean")
    if _hedge(bare_rest) and content <= 2:
        return found("hedge lost")
    if _negated(bare_rest) and (content < 2 or len(rest) <= 3):
        return found("negation", grave=True)
    if content >= 2 or (whole_sentence and len(rest) >= 2) or crosses:
        return found("omission", "splice")
    if any(one.number for one in rest):
        return found("number", grave=True)
    if content:
        return found("name" if any(_named(one) for one in rest) else "content")
    if all(key in MODALS | HAVE | BE | DO | BARE | {"'d", "'s"} for key in bare_rest):
        return found("modal" if any(key in MODALS for key in bare_rest) else "tense")
    return found("content")


def _one_name(before: Token | None, after: Token | None, sides: Sides) -> bool:
    """Whether two words that nothing but "and" parts are names that make one without it: "Mary and Ann Lee"."""
    if before is None or after is None or sides.spoken_text[before.start : after.end].isupper():
        return False
    return (
        before.capital
        and after.capital
        and not after.first
        and is_content(before.key)
        and is_content(after.key)
        and not before.after.strip()
    )


def _range(steps: Sequence[Step], low: int, sides: Sides) -> bool:
    """Whether a hyphen stands in print before the step: "3-4"."""
    printed = next((sides.printed[step.printed] for step in reversed(steps[:low]) if step.printed is not None), None)
    return printed is not None and printed.after in ("-", "–")


def _twice(tokens: Sequence[Token], first: int, end: int, rest: Sequence[Token]) -> EditType | None:
    """What the loss of a word is that stands twice with nothing between and means something both times: "he had had enough"."""
    if len(rest) != 1 or not (rest[0].number or rest[0].key in DOUBLES | NEGATIONS):
        return None
    for one, other in ((first - 1, end - 1), (first, end)):
        if one >= 0 and other < len(tokens) and tokens[one].key == tokens[other].key and not tokens[other - 1].after.strip():
            if rest[0].number or rest[0].key in NEGATIONS:
                return "number" if rest[0].number else "negation"
            return "content" if rest[0].key == "her" else "tense"
    return None


def _idle(keys: Sequence[str], before: Token | None, after: Token | None, behind: Token | None) -> bool:
    """Whether words between these two are bare function words that change nothing there; `behind` is what print goes on with."""
    if len(keys) > MOST_BARE or not all(key in BARE for key in keys):
        return False
    prior, next_key = before.key if before is not None else "", after.key if after is not None else ""
    next_key = behind.key if behind is not None else next_key
    if keys[-1] in ("a", "the") and next_key in ("few", "little"):
        return False
    if keys[-1] == "the" and (next_key in ("only", "most", "least") or (prior, next_key) == ("of", "question")):
        return False
    if keys[0] == "but" and before is not None and (not before.after.strip() or next_key in ("because", "for", "not")):
        return False  # "no choice but to go", "all but two"; set off by a comma it only joins
    if not all(_spare(key, before, behind) for key in keys if key in PREPOSITIONS):
        return False
    if before is not None and after is not None and before.number and after.number:
        return False
    if keys[-1] == "so" and before is not None and not before.after.strip() and not after_clause(next_key):  # "so good", "so much"
        return False
    return (prior, keys[0]) not in PHRASAL


def _spare(key: str, before: Token | None, behind: Token | None) -> bool:
    """Whether a preposition may be there or not: where a clause or a time begins."""
    prior, following = before.key if before is not None else "", behind.key if behind is not None else ""
    opens = before is None or bool(before.after.strip()) or prior in ("and", "or", "but")
    timely = following in TIMES | MONTHS or following[1:].partition("-")[0] in MONTHS or re.fullmatch(r"#(?:1[5-9]|20)\d\d", following)
    if (before is not None and before.number) or (following.startswith("#") and not timely):
        return False
    if key == "of":
        return prior in OF_AFTER
    return opens or (bool(timely) and key in ("in", "on", "at")) or (key == "to" and prior in TO_AFTER)


def after_clause(key: str) -> bool:
    """Whether a word after "so" says that "so" joins clauses there and does not mean "so much"."""
    return key in FUNCTION and key not in ("many", "much", "very", "not")


def _replaced(printed: list[Token], spoken: list[Token], steps: Sequence[Step], low: int, high: int, sides: Sides) -> Difference:
    """Words printed in the place of others."""

    def found(kind: EditType, effect: Effect = "change", grave: bool = False) -> Difference:
        return _difference(kind, steps, low, high, sides, effect=effect, grave=grave)

    rest = [one for one in spoken if one.key not in SOUNDS] or spoken
    left, right = [one.key for one in printed], [one.key for one in rest]
    if len(left) == len(right) == 1:
        one, other = printed[0], rest[0]
        here = next((n for n in range(low, high) if not steps[n].same), low)
        before = next((sides.spoken[step.spoken].key for step in reversed(steps[:here]) if step.spoken is not None), "")
        if {one.key, other.key} == {"a", "an"}:
            return found("grammar", "clean")
        if agreed(one.key, other.key, before) and not _governed(sides.spoken, steps[here].spoken, before):
            return found("grammar", "clean")
        if (
            "o'clock" in (one.key, other.key)
            and {one.key, other.key} & {"am", "pm"}
            and not _other_half(one, sides.spoken, steps[here].spoken)
        ):
            return found("number style", "clean")
        heard = _PHONETIC.match(other.after)
        if heard and _alike(one.key, other.key):
            made = found("spelling", "clean")
            return Difference(made.type, made.printed, Span(made.spoken.start, other.end + heard.end(1)), made.effect)
    turned = any(contrary(one, other) for one in left for other in right)
    if (_negated(left) != _negated(right)) != turned:
        return found("negation", grave=True)
    if any(one.number or one.key in AMOUNTS for one in (*printed, *rest)):
        return found("number", grave=True)
    if all(key in BARE for key in left) and len(left) <= MOST_BARE and sum(map(is_content, right)) >= 2:
        return found("omission", "splice")
    if any(opposed(one, other) for one in left for other in right) or (set(left) & UNITS and set(right) & UNITS):
        return found("content", grave=True)
    if any(key in HEDGES for key in right) and not any(key in HEDGES for key in left):
        return found("hedge lost")
    if len(left) == len(right) == 1 and same_lemma(left[0], right[0]):
        verb = any(key in PASTS or key.endswith(("ed", "ing")) for key in (left[0], right[0]))
        return found("tense" if verb else "content")
    if any(_named(one) for one in (*printed, *rest)):
        return found("name", grave=True)
    if any(key in MODALS for key in (*left, *right)):
        return found("modal")
    if all(key in HAVE | BE | DO | {"'s", "'d"} for key in (*left, *right)):
        return found("tense")
    made = found("content")
    surplus = sum(map(is_content, right)) - sum(map(is_content, left))
    return Difference(made.type, made.printed, made.spoken, made.effect, lost=max(0, surplus) if surplus >= 3 else 0, crosses=made.crosses,
                      words=made.words)  # fmt: skip


def _governed(tokens: Sequence[Token], verb: int | None, subject: str) -> bool:
    """Whether something before the subject takes its verb without an ending: "did she know", "we demand that he resign"."""
    if verb is None:
        return False
    for number in range(verb - 2, max(-1, verb - 6), -1):
        if tokens[number + 1].first:
            return False
        if tokens[number].key in DO | MODALS | {"'d"} | BARE_VERB_AFTER:
            return True
        if tokens[number].key not in ("that", "not", "and", *_THIRD):
            return False
    return False


def _other_half(printed: Token, tokens: Sequence[Token], at: int | None) -> bool:
    """Whether the evidence goes on with the other half of the day: "ten o'clock at night" for "10 a.m."."""
    behind = {one.key for one in tokens[at + 1 : at + 4]} if at is not None else set()
    return bool(behind & ({"night", "evening", "afternoon", "tonight", "midday"} if printed.key == "am" else {"morning", "dawn"}))


def agreed(printed: str, spoken: str, subject: str) -> bool:
    """Whether print only makes a verb agree with its subject ("it remind us")."""
    singular, plural = {"is", "'s", "was", "has", "does"}, {"are", "were", "have", "do"}
    pairs = {("is", "are"), ("'s", "are"), ("was", "were"), ("has", "have"), ("does", "do")}
    if subject == "there":
        return (printed, spoken) in pairs or (spoken, printed) in pairs
    if subject in _THIRD:
        if spoken in plural:
            return (printed, spoken) in pairs
        # after "this" and "that" it may as well be a noun: "this nation", "this nations"
        return subject not in ("this", "that", "one") and printed in (spoken + "s", spoken + "es") and spoken not in PASTS | SAME_PAST
    if subject in _MANY and spoken in singular:
        return (spoken, printed) in pairs
    return False


def _without_fillers(tokens: Sequence[Token], first: int, end: int) -> list[Token]:
    """The tokens of a stretch without those that only fill a pause."""
    marked = any(_SET_OFF.search(one.after) for one in tokens[max(0, first - 15) : end + 15])
    out, at = [], first
    while at < end:
        here = tokens[at]
        phrase = next((one for one in PAUSE_PHRASES if tuple(two.key for two in tokens[at : at + len(one)]) == one), None)
        size = len(phrase) if phrase else 1
        if at + size <= end and (
            here.key in SOUNDS
            or ((phrase or here.key in PAUSE_WORDS) and _set_off(tokens, at, at + size))
            or (
                phrase
                and not marked
                and not (at + size < len(tokens) and tokens[at + size].key in NO_FILLER_BEHIND)
                and not (at and tokens[at - 1].key in NO_FILLER_BEFORE)
            )
        ):
            at += size
            continue
        out.append(here)
        at += 1
    return out


def _set_off(tokens: Sequence[Token], first: int, end: int) -> bool:
    before = first == 0 or tokens[first].first or bool(_SET_OFF.search(tokens[first - 1].after)) or tokens[first - 1].key in SOUNDS
    return before and bool(_SET_OFF.search(tokens[end - 1].after))


def _stumbles(tokens: Sequence[Token], first: int, end: int, rest: Sequence[Token]) -> bool:
    """Whether what is left of the words, fillers aside, only repeats: taken out copy by copy nothing of them remains."""
    if len(rest) > LONGEST_STUMBLE:
        return False
    size = max(len(rest), 1)
    head = [one.key for one in tokens[max(0, first - size) : first] if one.key not in SOUNDS and one.turn == tokens[first].turn]
    tail = [one.key for one in tokens[end : end + size] if one.key not in SOUNDS and one.turn == tokens[first].turn]
    wanted, ways = (*head, *tail), [(*head, *(one.key for one in rest), *tail)]
    seen: set[tuple[str, ...]] = set()
    while ways:
        here = ways.pop()
        for length in range(1, len(here) // 2 + 1):
            if len(here) - length < len(wanted):
                break
            for at in range(len(here) - 2 * length + 1):
                if here[at : at + length] == here[at + length : at + 2 * length]:
                    made = here[:at] + here[at + length :]
                    if made == wanted:
                        return True
                    if made not in seen and len(seen) < MOST_WAYS:
                        seen.add(made)
                        ways.append(made)
    return False


def _shifts(tokens: Sequence[Token], first: int, end: int) -> list[tuple[int, int]]:
    """The places that may as well be left out: "a b [c a b] d" is "a [b c a] b d" is "[a b c] a b d"."""
    out = [(first, end)]
    while first > 0 and tokens[first - 1].key == tokens[end - 1].key and tokens[first - 1].turn == tokens[first].turn:
        first, end = first - 1, end - 1
        out.append((first, end))
    first, end = out[0]
    while end < len(tokens) and tokens[first].key == tokens[end].key and tokens[end].turn == tokens[first].turn:
        first, end = first + 1, end + 1
        out.append((first, end))
    return out


def _given_up(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words are a start that the speaker gave up, as the transcript's marks show."""
    rest = _without_fillers(tokens, first, end)
    if end - first > LONGEST_RESTART or not _BROKEN.search(tokens[end - 1].after) or end >= len(tokens):
        return False
    if any(one.key in NEGATIONS or one.number or _named(one) for one in rest):
        return False
    ahead = [one.key for one in tokens[end : end + 2 * LONGEST_RESTART]]  # of a start that is made again nothing is lost
    return all(one.key in ahead or any(key.startswith(one.key) for key in ahead) for one in rest if is_content(one.key))


def _holds_sentence(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a stretch holds a whole sentence that says something."""
    opened: int | None = None
    for number in range(first, end + 1):
        opens = number == len(tokens) or tokens[number].first
        if not opens:
            continue
        if opened is not None and number > opened:
            said = [one.key for one in tokens[opened:number] if one.key not in SOUNDS | PAUSE_WORDS]
            if len(said) >= 2 and not all(key in BARE for key in said):
                return True
        opened = number
    return False


def _hedge(keys: list[str]) -> bool:
    joined = tuple(keys)
    return any(key in HEDGES for key in keys) or any(
        joined[n : n + len(phrase)] == phrase for phrase in HEDGE_PHRASES for n in range(len(joined) - len(phrase) + 1)
    )


def _negated(keys: Sequence[str]) -> bool:
    return any(key in NEGATIONS for key in keys)


def _named(token: Token) -> bool:
    """Whether a word is written as a name: with a capital, and not because a sentence opens."""
    return token.capital and not token.first and token.key != "i" and is_content(token.key)


def _alike(one: str, other: str) -> bool:
    """Whether two spellings may be of one name heard: the same beginning and about the same length.

    Asked only where the transcript itself says that it spells by ear.
    """
    return one[:3] == other[:3] and abs(len(one) - len(other)) <= 3


def sentence_ends(after: str) -> bool:
    """Whether the marks behind a word end a sentence."""
    return bool(re.search(r"[.!?]|\n\s*\n", after))
