"""Where the subject of a verb stands: right before it, before an apposition, or where an earlier verb of the sentence has it.

In:  a sentence's tokens and where a verb's group begins.
Out: `subjects_of(...)`: the subject's noun phrases, joined ones apart, and the token with which they begin.
Not here: the verb's group itself (clauses.py), where a noun phrase ends (english/words.py), whom it means (the resolver).

A noun behind a preposition is no subject ("the men in the shooting were arrested"): where no phrase fits, there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.english.words import DETERMINERS, MONTHS, POSSESSIVES, PRONOUNS, WEEKDAYS, Token, noun_phrase, span_of
from sayso.schema import Span
from sayso.steps.parties import joined, named

_STOPS: Final = frozenset(', ; : ( ) – — - “ ” " and but or then while after before when because that'.split())
_SAYS: Final = frozenset("said says say saying reports reported added neither whether if least than".split())
_LINKS: Final = frozenset("of for to with at from in on around near outside behind inside".split())
_PREPOSITIONS: Final = _LINKS | frozenset("by over about against into through across among between under during without whose".split())
_LEADS: Final = frozenset("in on at after last earlier later this yesterday meanwhile however but and so since by under".split())
_UNITS: Final = frozenset("week month year weekend summer winter spring autumn fall night morning afternoon evening".split())
_DAYS: Final = frozenset((*WEEKDAYS, *MONTHS, "yesterday", "today", "tonight"))
_KNOWS: Final = frozenset(
    "announced announces knew know knows believes believed thought found finds claims claimed alleges alleged learned"
    " confirmed confirms admitted admits denied denies revealed reveals noted notes wrote argued argues ruled insists"
    " insisted recalled acknowledged hear heard which confident sure suggested suggests sees saw where since once until as"
    " though although how why".split()
)
_ADVERBS: Final = frozenset("however meanwhile also even now then recently still yet instead again soon already ago later too".split())
_FINITE: Final = frozenset("is are was were has have had will would did does may might could can should".split())
_STARTS: Final = _STOPS | frozenset("says said".split())
# "the case of X, who was charged": the one who was is X.
_EVENTS: Final = frozenset(
    "case cases release trial arrest death killing shooting murder conviction prosecution pardon extradition testimony story".split()
)
_FAR: Final = 14  # tokens that a subject may be long
_FAR_BACK: Final = 40  # tokens from a verb back to the one before whose subject it shares


def subjects_of(found: Sequence[Token], text: str, low: int) -> tuple[list[Span], int]:
    """The noun phrases that a verb group follows, and the token where they begin (`low` where there are none)."""
    spans, begin = _subjects(found, text, low)
    if begin == 0 and len(found) > 1 and found[0].word.endswith("ing") and found[1].word in DETERMINERS:
        return [], low  # "Facing a trial and having been sued"
    return spans, begin


def _subjects(found: Sequence[Token], text: str, low: int) -> tuple[list[Span], int]:
    words = [token.word for token in found]
    end = _before_time(found, text, low)
    if end and words[end - 1] in ("who", "which", "that"):
        who = words[end - 1] == "who"
        end -= 1
        loose = end > 0 and words[end - 1] in (",", ")")
        if end and words[end - 1] == ",":
            end -= 1
        if end > 3 and words[end - 1] == ")" and words[end - 3] == "(":
            end -= 3  # "Ada Stone (R), who"
        return _relative(found, text, end, loose=loose) if who else _ending(found, text, end)
    if end and words[end - 1] in (",", ")", "–", "—", "-"):
        opened = _before_apposition(found, text, end - 1)
        if opened[0]:
            return opened
    if end and words[end - 1] in ("and", "but", "then", ",", ")", "–", "—"):
        shared = _shared(found, text, end)
        if shared[0]:
            return shared
    return _ending(found, text, end)


def _before_time(found: Sequence[Token], text: str, end: int) -> int:
    """Where a subject ends before a time: "Rick Gates in 2018", "the department on Monday"."""
    at = end
    while at > 1 and (
        found[at - 1].word in _DAYS
        or (found[at - 1].word in _UNITS and found[at - 2].word in ("last", "this"))
        or (found[at - 1].word.isdigit() and (found[at - 2].word in ("in", ",") or found[at - 2].word in MONTHS))
    ):
        at -= 1
        while at > 1 and found[at - 1].word in ("on", "in", "last", "this", "early", "late", "of", "earlier"):
            at -= 1
    if at < end and at > 1 and found[at - 1].word in ("and", "but"):
        return at  # "was extradited and in 2012 was convicted"
    return at if at > 0 and found[at - 1].word not in _STOPS and text[found[at - 1].start].isalnum() else end


def _relative(found: Sequence[Token], text: str, end: int, *, loose: bool) -> tuple[list[Span], int]:
    """Who "who" means: whose case it is where the phrase before it names an event.

    Without a comma (`loose`) no name is meant: "aides to Ada Stone who were convicted" are the aides.
    """
    spans, begin = _ending(found, text, end, relative=True)
    if not loose and begin > 1 and found[begin - 1].word in _LINKS and named(found, text, begin) and text[found[end - 1].start].isupper():
        return _ending(found, text, begin - 1, relative=True)
    for at in range(end - 1, begin, -1):
        if found[at].word in ("of", "against", "by"):
            if at + 1 < end and found[at - 1].word in _EVENTS and named(found, text, at + 1):
                return joined(found, text, at + 1, end), at + 1
            break
    return spans, begin


def _before_apposition(found: Sequence[Token], text: str, close: int) -> tuple[list[Span], int]:
    """The phrase that an apposition between commas follows: "Ada Stone, 41, sued"; the name where the apposition is one."""
    opener = "(" if found[close].word == ")" else found[close].word
    for comma in range(close - 1, max(0, close - _FAR_BACK), -1):
        if found[comma].word == opener and comma:
            spans, begin = _ending(found, text, comma)
            if spans and (begin == 0 or found[begin - 1].word in _STARTS):
                if _names_one(found, text, begin, comma, close):
                    return joined(found, text, comma + 1, close), begin
                return spans, begin
    return [], close + 1


def _names_one(found: Sequence[Token], text: str, begin: int, comma: int, close: int) -> bool:
    """Whether the apposition is the name of whom the phrase tells: "a shopkeeper, Ada Stone,", not "a lawyer for X's chief, Ada Stone,"."""
    inside = comma + 1
    if not named(found, text, inside) or found[inside].word == "the" or any(token.word == "for" for token in found[begin:inside]):
        return False
    told = found[begin].word in DETERMINERS or found[begin].word == "one"
    return told and noun_phrase(found, text, inside, stops=frozenset((close,))) == close


def _shared(found: Sequence[Token], text: str, end: int) -> tuple[list[Span], int]:
    """The subject of the last verb before, that "and", "but" or a comma goes on from; else the phrase that opens the sentence."""
    for start in range(end - 2, max(-1, end - _FAR_BACK), -1):
        if start and found[start].word == "who" and (found[start + 1].word in _FINITE or _past(found, text, start + 1)):
            comma = found[start - 1].word == ","
            return _relative(found, text, start - comma, loose=comma)
        if start and found[start - 1].word not in _STARTS:
            continue
        begins = text[found[start].start].isupper() or found[start].word in DETERMINERS or found[start].word in PRONOUNS
        if not begins or (start and found[start - 1].word == "," and not _after_lead(found, start)):
            continue
        stop = _phrase_end(found, text, start, end - 1)
        if start < stop < end - 1 and (found[stop].word in _FINITE or _past(found, text, stop)):
            return joined(found, text, start, stop), start
        if start and found[start - 1].word == "that":
            return [], end  # what is said to be begins with its own subject
    return _opening(found, text, end)


def _after_lead(found: Sequence[Token], start: int) -> bool:
    """Whether the comma before a token ends what leads into the sentence: "In May, "."""
    return found[0].word in _LEADS and all(token.word != "," for token in found[: start - 1])


def _past(found: Sequence[Token], text: str, at: int) -> bool:
    """Whether a word is a verb in the past, as far as its letters show."""
    return text[found[at].start].islower() and found[at].word.endswith(("ed", "ought")) and found[at].word not in ("red", "bed", "need")


def _opening(found: Sequence[Token], text: str, end: int) -> tuple[list[Span], int]:
    """The phrase with which the sentence begins, behind a leading phrase such as "In May, "."""
    start = 0
    if found and found[0].word in _LEADS:
        comma = next((at for at in range(min(end, 12)) if found[at].word == ","), None)
        start = 0 if comma is None else comma + 1
    stop = noun_phrase(found, text, start, stops=frozenset((end,)))
    if start < stop <= end and not _holds_verb(found, text, start, stop):
        return joined(found, text, start, stop), start
    return [], end


def _phrase_end(found: Sequence[Token], text: str, start: int, end: int) -> int:
    """Where the phrase that begins at a token ends, over prepositions and "and" between names; a verb in the past ends it."""
    stops = frozenset((end, *(at for at in range(start + 1, min(end - 1, start + _FAR)) if _is_verb(found, text, start, at))))
    stop = noun_phrase(found, text, start, stops=stops)
    while start < stop < end:
        if found[stop].word in _LINKS:
            more = noun_phrase(found, text, stop + 1, stops=stops)
            if more <= stop + 1:
                break
        elif found[stop].word in ("and", "nor", "or") and (named(found, text, stop + 1) or found[stop + 1].word in POSSESSIVES):
            more = noun_phrase(found, text, stop + 1, stops=stops)
        else:
            break
        if more <= stop:
            break
        stop = more
    return stop


def _is_verb(found: Sequence[Token], text: str, start: int, at: int) -> bool:
    """Whether a word within a phrase is a verb in the past: "Investigators confiscated 19 pieces", not "the newly elected mayor"."""
    if not _past(found, text, at) or "-" in found[at].word or found[at].word in ("involved", "based", "born", "named"):
        return False
    if at + 1 < len(found) and found[at + 1].word == "to" and found[at].word not in ("related", "opposed", "linked", "tied", "connected"):
        return True
    before = at - 1
    while before > start and found[before].word.endswith("ly"):
        before -= 1
    noun = found[before]
    return noun.word not in DETERMINERS and (text[noun.start].isupper() or noun.word.endswith("s") or noun.word in PRONOUNS)


def _holds_verb(found: Sequence[Token], text: str, start: int, end: int) -> bool:
    return any(_is_verb(found, text, start, at) for at in range(start + 1, end))


def _that(found: Sequence[Token], start: int) -> bool:
    """Whether "that" before a noun points at it behind a preposition: "in that attack"."""
    return start > 1 and found[start - 1].word == "that" and found[start - 2].word in _PREPOSITIONS


def _opens(found: Sequence[Token], text: str, start: int) -> bool:
    """Whether a clause may begin at a token, behind a time, an adverb, a mark or a verb of saying and knowing."""
    before = found[start - 1]
    return (
        before.word in _STOPS or before.word in _SAYS or before.word in _DAYS or before.word in _UNITS or before.word in _KNOWS
        or before.word in _PREPOSITIONS or not before.word.isalpha() or before.word.endswith("ly") or before.word in _ADVERBS
    )  # fmt: skip


def _measured(found: Sequence[Token], start: int) -> bool:
    """Whether what looks like a preposition says how many: "about two dozen"."""
    return found[start - 1].word in ("about", "around", "over", "under") and (
        found[start].word[0].isdigit() or found[start].word in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "a")
    )


def _ending(found: Sequence[Token], text: str, end: int, *, relative: bool = False) -> tuple[list[Span], int]:
    """The phrases that end before a token, and where they begin; before "who" they may stand behind a preposition."""
    if end > 0 and found[end - 1].word in ("himself", "herself", "itself", "themselves"):
        end -= 1
    first = max(0, end - _FAR)
    for start in range(first, end):
        if start > 0 and found[start - 1].word not in _STOPS and found[start - 1].word not in _SAYS:
            continue
        if _that(found, start):
            continue
        if start + 1 == end and _past(found, text, start):
            continue  # "The centre, based in Oslo, helped"
        if not _is_time(found, start) and _phrase_end(found, text, start, end) == end:
            return _whole(found, text, start, end)
    before = frozenset((end,))
    for start in range(first, end):
        if noun_phrase(found, text, start, stops=before) != end or _is_time(found, start) or _holds_verb(found, text, start, end):
            continue
        if _that(found, start):
            break
        if (start + 1 == end and _past(found, text, start)) or (start and not relative and not _opens(found, text, start)):
            continue
        if start and not relative and found[start - 1].word in _PREPOSITIONS and not _measured(found, start):
            break  # and no part of that phrase is the subject either
        if start > 1 and found[start - 1].word == "'" and found[start - 2].end == found[start - 1].start:
            start -= 2  # "Waters' office"
        return joined(found, text, start, end), start
    return [], end


def _is_time(found: Sequence[Token], start: int) -> bool:
    """Whether a phrase begins with a time, or with the end of "at least"."""
    following = found[start + 1].word if start + 1 < len(found) else ""
    if (
        found[start].word == "least"
        or found[start].word in _DAYS
        or (start and found[start].word in _UNITS and found[start - 1].word in ("last", "this"))
    ):
        return True
    return found[start].word in ("last", "this", "next", "earlier") and following in _UNITS


def _whole(found: Sequence[Token], text: str, start: int, end: int) -> tuple[list[Span], int]:
    """A phrase with the names that are listed before it: "Hale, Stone and Moor"."""
    spans = joined(found, text, start, end)
    listed = found[start - 1].word == "and" if start else False
    while start > 1 and (listed or len(spans) > 1):
        stop = start - 1
        if found[stop].word == "and" and found[stop - 1].word == ",":
            stop -= 1
        if found[stop].word not in (",", "and"):
            break
        low = stop
        while low > 0 and text[found[low - 1].start].isupper() and found[low - 1].word not in _DAYS:
            low -= 1
        if low == stop or (low and found[low - 1].word in _PREPOSITIONS):
            break
        if low and found[low - 1].word == "the":
            low -= 1
        spans = [span_of(found, low, stop), *spans]
        start = low
    return spans, start
