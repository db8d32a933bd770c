"""Whether words say that somebody did something: the shapes in which news puts a deed.

In:  the content of a statement.
Out: `is_doer(...)`, whether whoever is named at a place did something; `doer_in(...)`, the full name of a doer at its head; the
     same of whom is only described ("the company"), and in passives; patterns for such descriptions.
Not here: who is who (parties.py), whether a deed is held against anybody (accusing.py).
"""

from __future__ import annotations

import re
from typing import Final

from sayso.english.words import DETERMINERS, MONTHS, PRONOUNS, TIME_WORDS, plain
from sayso.schema import EntityKind, Span

SUBJECT_WITHIN: Final = 40  # characters of a content in which its subject stands
# "[Lund], who runs the yard, had": a past deed, none that is only wished for, and none that is to somebody's credit.
_PAST: Final = (
    r"(?:(?:also|then|later|once|often|repeatedly|deliberately|knowingly|even|simply|never|always|twice|just|again)\s+){0,2}"
    r"(?!(?:was\s+(?:born|raised|educated|elected|married)|denied|apologi[sz]ed|resigned|agreed|promised|helped|offered|thanked|died|retired|joined|welcomed|praised|said|added|declined|refused\s+to\s+comment)\b)"
    r"(?:had|has|have|was|were|did|\w+ed|took|made|gave|told|kept|put|got|let|left|lost|paid|sold|sent|set|spent|stole|threw|wrote|went|came|hid|hit|held|cut|bought|broke|brought|built"
    r"|drove|fed|flung|froze|began|became|chose|drew|drank|fell|felt|found|fought|grew|laid|met|read|rode|rose|spoke|spread|stuck|swept|swung|taught|wore|won|bit|bled|blew|bound|caught|crept|dealt|dug|hung|hurt|quit|slid|slung|split|sought|strung|withdrew|slapped|forgot|knew|led|lied|ran|sat|saw|shook|shot|shut|spat|stood|struck|swore|tore|used|withheld|would\s+(?:not\s+)?\w+|[a-z]+(?<!s)s\s+(?:her|him|them|his|their|the|its))\b"
)
_DID: Final = re.compile(rf"[\w.’'-]+(?:\s+[\w.’'-]+){{0,5}}?(?:\s*,[^,.;“”]{{1,90}},|,)?\s+[“\"‘']?{_PAST}")
_FOLLOWS: Final = re.compile(rf"(?:\s*,[^,.;“”]{{1,90}},|,)?\s+[“\"‘']?{_PAST}")
_ATTRIBUTIVE: Final = re.compile(
    r"\w\s+(?:that|which|who|whom|remarks|comments|reports\s+that)\s+$"
)  # "the plan that [Lund] made" is not about a deed of his
_NEW_CLAUSE: Final = re.compile(r"(?:,|;|\bthat|,\s+and)\s+(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?$")  # a subject begins behind it
_NAMED_DID: Final = re.compile(rf"(?:(?:[A-Z][\w.-]*|of|the|and|&)\s+){{1,5}}{_PAST}")
_POSSESSIVE: Final = re.compile(r"(?:[A-Z][\w.-]*\s+){0,2}[A-Z][\w.-]*['’]s\b")
_HE_DID: Final = re.compile(rf"\W*(?:that\s+)?(?:he|she|they)\s+[“\"‘']?{_PAST}")
BODIES: Final = (
    r"company|firm|club|council|trust|hospital|infirmary|university|college|school|publisher|house|bank|charity|agency|department|regulator|station|paper|newspaper|operator|mill|plant"
    r"|factory|studio|church|government|ministry|union|team|employer|employers|landlord|developer|contractor|airline|restaurant|chain|start-up|startup|theatre|theater|ballet|museum|board"
    r"|academy|association|bakery|brewery|broadcaster|business|carrier|choir|clinic|diocese|farm|federation|foundation|gallery|giant|group|hotel|institute|insurer|lab|laboratory"
    r"|league|lender|magazine|maker|manufacturer|mine|network|orchestra|platform|prison|refinery|resort|shipyard|shop|society|store|supermarket|supplier|utility|winery|zoo|festival|guild|preschool|nursery|stable|yard|syndicate|parish|vineyard|circus|band|studio|distillery|dairy|ranch|home|lodge"
)
PERSONS: Final = (
    r"boss|manager|director|chief|chairman|chairwoman|president|mayor|councillor|minister|senator|governor|professor|teacher|head|coach|trainer|surgeon|doctor|nurse|owner|founder|co-founder"
    r"|partner|executive|editor|author|novelist|writer|actor|actress|singer|chef|landlord|landlady|agent|broker|lawyer|judge|priest|bishop|officer|sheriff|captain|producer|choreographer|colleague"
    r"|abbot|accountant|adviser|aide|architect|artist|banker|billionaire|candidate|clerk|co-worker|commander|composer|conductor|cook|curator|dancer|dealer|dean|deputy|designer|detective"
    r"|driver|engineer|farmer|guard|headmaster|host|inspector|journalist|keeper|lawmaker|leader|neighbou?r|painter|pastor|pilot|player|poet|presenter|principal|programmer|rabbi|ranger"
    r"|reporter|rider|rival|scientist|sculptor|secretary|sergeant|star|student|trader|treasurer|tycoon|vicar|waiter|waitress|warden|worker"
)
KIN: Final = r"husband|wife|brother|sister|father|mother|son|daughter|stepson|stepdaughter|stepmother|stepfather|uncle|aunt|niece|nephew|cousin|widow|widower|heir"
OWN_NAME: Final = re.compile(r"(?:^|[“\"‘'(]|\bthat\s|\bsa(?:id|ys)\s)\W{0,4}the\s+([a-z-]{3,30})\s+\w")  # "the dairy" of Lakeland Dairies
PUBLIC: Final = re.compile(
    r"\b(?:council|agency|department|regulator|government|ministry|board|commission|authority|inspectorate|bureau|police|office|service)\b"
)
A_BODY: Final = re.compile(rf"\b(?:the|her|his|their|its|my|our)\s+(?:[\w-]+\s+){{0,2}}(?:{BODIES})\b|\bthey\b")
A_PERSON: Final = re.compile(rf"\b(?:the|her|his|their|its|my|our)\s+(?:[\w-]+\s+){{0,2}}(?:{PERSONS})\b|^\W*(?:he|she)\b")
A_ROLE: Final = re.compile(rf"\b(?:the|her|his|their|its|my|our)\s+(?:[\w-]+\s+){{0,2}}(?:{PERSONS})\b")
_DESCRIBED_DID: Final = re.compile(
    rf"\W*(?:that\s+)?(?:the|her|his|their|its|my|our)\s+(?:\w+\s+){{0,2}}(?:{BODIES}|{PERSONS})(?:\s*,[^,.;“”]{{1,60}},)?\s+[“\"‘']?{_PAST}"
)
_HEADED_DID: Final = re.compile(
    rf"\W{{0,9}}(?:[\w-]{{1,40}}\s{{1,3}}){{0,2}}?(?P<who>{BODIES}|{PERSONS})\s+[“\"‘']?{_PAST}"
)  # in a headline
_BEFORE: Final = 90  # characters before a name in which a passive stands
_DONE_BY: Final = re.compile(  # "was picked on by [Lund]", "left in the cold by ferry boss [Lund]"
    r"\b(?:was|were|been|being|got|had)\s[\w’' -]{2,60}?\b(?:by|at\s+the\s+hands\s+of)\s+(?:(?:the\s+)?(?:[a-z][\w-]*\s+){1,3}|(?:mr|ms|mrs|dr)\.?\s+)?$"
)

_WORD: Final = r"(?:(?:[A-Z]\.){1,3}|[A-Z](?:[\w-]|[’'](?!s\b)){0,40})"
_NAME: Final = re.compile(rf"(?:[Tt]he\s)?{_WORD}(?:\s(?:(?:of|for|and|de|del|da|van|von|der|bin|al|la|&)\s(?:the\s)?)?{_WORD}){{1,5}}")
_OWN: Final = r"(?:[Tt]he|[Hh]er|[Hh]is|[Tt]heir|[Ii]ts|[Mm]y|[Oo]ur)\s{1,3}"
_BEFORE_NAME: Final = re.compile(  # "that", "her former agent,", "conductor"
    rf"\W{{0,3}}(?:[Tt]hat\s{{1,3}})?(?:{_OWN}(?:[\w-]{{1,30}}\s{{1,3}}){{0,4}}[\w-]{{1,30}},\s{{1,3}}"
    rf"|(?:{_OWN})?(?:[A-Z]?[a-z][\w-]{{0,30}}\s{{1,3}}){{0,4}})"
)
_TITLE: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Cllr|Councillor)\.?\s")
_JOINS: Final = frozenset(
    "but and or so yet if when where while after before because since until although though as in on at by for from with under over during"
    " to of about against not no nobody nothing who what which why how even only just then now also according despite".split()
)
_NO_NAME: Final = (
    DETERMINERS | PRONOUNS | TIME_WORDS | frozenset(MONTHS) | _JOINS | frozenset("everyone everybody someone somebody there here".split())
)
_HEAD: Final = 120  # characters of a content in which a full name that is its subject begins
_A_BODY_NAME: Final = re.compile(
    rf"\b(?:(?:{BODIES})s?|inc|ltd|plc|committee|commission|court|senate|congress|party|campaign|administration|states|kingdom|nations|times|post|news|journal|democrats|republicans|army|airlines|motors|llc|corp|group|partners|brothers|sons|[a-z]+(?:ies|ings|ics))\b|&|\b(?:of|for|and)\b"
)


def is_doer(content: str, at: int) -> bool:
    """Whether whoever is named at a place of a content is the subject of a past deed."""
    return (
        (at < SUBJECT_WITHIN or (_NEW_CLAUSE.search(content[:at]) is not None and _NAMED_DID.match(content, at) is not None))
        and _ATTRIBUTIVE.search(plain(content[:at])) is None
        and _DID.match(content, at) is not None
        and not _POSSESSIVE.match(content, at)
    )


def did(content: str, at: int) -> bool:
    """Whether a past deed follows a noun that ends at a place of a content, in lower case."""
    return _FOLLOWS.match(content, at) is not None


def he_did(content: str) -> bool:
    """Whether a content, in lower case, tells what "he" or "she" did."""
    return _HE_DID.match(content) is not None


def described_did(content: str) -> bool:
    """Whether a content, in lower case, tells what somebody did who is only described: "the company sold it"."""
    return _DESCRIBED_DID.match(content) is not None


def headed_by(content: str) -> str | None:
    """What a headline, in lower case, calls somebody whose deed it tells: "coach" of "Coach hid the list"."""
    found = _HEADED_DID.match(content)
    return None if found is None else found["who"]


def done_by(content: str, at: int) -> bool:
    """Whether a content, in lower case, tells what was done by whoever is named at a place."""
    return _DONE_BY.search(content[max(0, at - _BEFORE) : at]) is not None


def doer_in(content: str) -> Span | None:
    """The full name at the head of a content that is the subject of a past deed; None where there is none."""
    found = full_name(content, 0, _HEAD)
    if found is None or not _BEFORE_NAME.fullmatch(content, 0, found.start):
        return None
    before = plain(content[: found.start]).split()
    if set(before) & _JOINS or _POSSESSIVE.match(content, found.start):
        return None
    return found if _DID.match(content, found.start) is not None else None


def full_name(text: str, start: int, end: int) -> Span | None:
    """The first name of two words or more that begins in a stretch, without a title before it."""
    for found in _NAME.finditer(text, start, min(len(text), end + _HEAD)):
        if found.start() >= end:
            return None
        begin = found.start()
        title = _TITLE.match(text, begin)
        begin = title.end() if title is not None else begin
        words = text[begin : found.end()].split()
        if len(words) > 1 and plain(words[0]) == "the" and len(words) > 2:
            return Span(begin + len(words[0]) + 1, found.end())
        if len(words) > 1 and plain(words[0]) not in _NO_NAME:
            return Span(begin, found.end())
    return None


def kind_of(name: str) -> EntityKind:
    """Whether a full name is a person's or a body's, by its words."""
    lower = plain(name)
    return "organization" if _A_BODY_NAME.search(lower) or len(name.split()) > 3 else "person"
