"""Who accuses whom where a document alone does not say; and what is said, not "alleged", that is an allegation all the same.

In:  what each document tells, parties joined.
Out: `settled(...)`: the same, with accusers and accused filled in from the names in the words, and with what somebody says
     of whom he accuses among the allegations.
Not here: which allegations are one (threads.py).

News does not repeat "accuses".  Once it is known that Kallio accuses Lund of skimming wages, "He took it out of the
envelopes," Kallio said of Lund, is an allegation, too: somebody says something of whom he accuses, and its words name a
wrong or are those of his allegations.  Nothing that is said of anybody else is ever taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sayso.disputes.parties import Names
from sayso.disputes.sameness import Vocabulary, Weights, alleged
from sayso.disputes.telling import SUES, Told
from sayso.english.words import plain
from sayso.schema import Line

_BY: Final = re.compile(r"\b(?:accused|blamed|charged)\b[^.;]{0,160}?\bby\s+")
_TOLD_OF: Final = re.compile(r"\b(?:allegation|accusation|claim|charge|complaint)s?\b|\baccus")
_SHARED: Final = 0.3  # of the weight of what is said: share that the accuser's allegations have, where it names the accused
_SHARED_UNNAMED: Final = 0.5  # the same where it names nobody
_SHARED_ANONYMOUS: Final = 0.4  # the same of a speaker without a name
_SUBJECT_WITHIN: Final = 40  # characters of a content in which its subject stands
# "[Lund], who runs the yard, had": a past deed, none that is only wished for, and none that is to somebody's credit.
_PAST: Final = (
    r"(?:(?:also|then|later|once|often|repeatedly|deliberately|knowingly|even|simply|never|always|twice|just|again)\s+){0,2}"
    r"(?!(?:denied|apologi[sz]ed|resigned|agreed|promised|helped|offered|thanked|died|retired|joined|welcomed|praised|said|added|declined|refused\s+to\s+comment)\b)"
    r"(?:had|has|have|was|were|did|\w+ed|took|made|gave|told|kept|put|got|let|left|lost|paid|sold|sent|set|spent|stole|threw|wrote|went|came|hid|hit|held|cut|bought|broke|brought|built"
    r"|drove|fed|flung|froze|began|became|chose|drew|drank|fell|felt|found|fought|grew|laid|met|read|rode|rose|spoke|spread|stuck|swept|swung|taught|wore|won|bit|bled|blew|bound|caught|crept|dealt|dug|hung|hurt|quit|slid|slung|split|sought|strung|withdrew|slapped|forgot|knew|led|lied|ran|sat|saw|shook|shot|shut|spat|stood|struck|swore|tore|used|withheld|would\s+(?:not\s+)?\w+|[a-z]+(?<!s)s\s+(?:her|him|them|his|their|the|its))\b"
)
_DID: Final = re.compile(rf"[\w.’'-]+(?:\s+[\w.’'-]+){{0,5}}?(?:\s*,[^,.;“”]{{1,90}},|,)?\s+[“\"‘']?{_PAST}")
_CLAIMS: Final = re.compile(
    r"\b(?:claim|alleg|contend|charg|complain|testif|accus|assert|maintain|insist|recount|describ)\w*\b|\baccording\s+to\b"
    r"|\b(?:tribunal|court|jury|judge|panel|inquiry|hearing|commission|committee|police|investigators|lawsuit|suit|complaint|affidavit|deposition|grievance|dossier|statement)\b"
)
_HE_DID: Final = re.compile(rf"\W*(?:that\s+)?(?:he|she|they)\s+[“\"‘']?{_PAST}")
_BODIES: Final = (
    r"company|firm|club|council|trust|hospital|infirmary|university|college|school|publisher|house|bank|charity|agency|department|regulator|station|paper|newspaper|operator|mill|plant"
    r"|factory|studio|church|government|ministry|union|team|employer|employers|landlord|developer|contractor|airline|restaurant|chain|start-up|startup|theatre|theater|ballet|museum|board"
)
_PERSONS: Final = (
    r"boss|manager|director|chief|chairman|chairwoman|president|mayor|councillor|minister|senator|governor|professor|teacher|head|coach|trainer|surgeon|doctor|nurse|owner|founder|co-founder"
    r"|partner|executive|editor|author|novelist|writer|actor|actress|singer|chef|landlord|landlady|agent|broker|lawyer|judge|priest|bishop|officer|sheriff|captain|producer|choreographer|colleague"
    r"|husband|wife|brother|sister|father|mother|son|daughter"
)
_A_BODY: Final = re.compile(rf"\b(?:the|her|his|their|its|my|our)\s+(?:[\w-]+\s+){{0,2}}(?:{_BODIES})\b|\bthey\b")
_A_PERSON: Final = re.compile(rf"\b(?:the|her|his|their|its|my|our)\s+(?:[\w-]+\s+){{0,2}}(?:{_PERSONS})\b|^\W*(?:he|she)\b")
_DESCRIBED_DID: Final = re.compile(
    rf"\W*(?:that\s+)?(?:the|her|his|their|its|my|our)\s+(?:\w+\s+){{0,2}}(?:{_BODIES}|{_PERSONS})\s+[“\"‘']?{_PAST}"
)
_ROUNDS: Final = 2  # each adds to the words that the next looks for


def settled(told: Sequence[Told]) -> list[Told]:
    """The documents, with who accuses whom."""
    names = Names(told)
    out = [replace(each, lines=[_sided(line, each, names) for line in each.lines]) for each in told]
    for _ in range(_ROUNDS):
        out = _promoted(out, names)
    return out


def _sided(line: Line, told: Told, names: Names) -> Line:
    """An allegation with the accuser that a passive names, and the accused that its words name."""
    if line.kind != "allegation":
        return line
    here = names.found(told.document.id, line.text)
    agent = _BY.search(line.text)
    if agent is not None:
        accuser = next((one for at, one in here if agent.end() <= at <= agent.end() + 12), None)
        if accuser is not None and accuser not in line.by:
            accused = tuple(one for one in (*line.against, *line.by, *(one for at, one in here if at < agent.start())) if one != accuser)
            named = tuple(one for one in dict.fromkeys(accused) if told.parties.get(one) and told.parties[one].kind != "anonymous")
            line = replace(line, by=(accuser,), against=named[:1] or accused[:1])
    if not line.against:
        line = replace(line, against=_accused(line, told, here))
    return line


def _accused(line: Line, told: Told, here: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Whom an allegation's words name or mean, but not who makes it."""
    begins = line.content[0].start - line.told.start if line.content else 0
    others = [(at, one) for at, one in here if one not in line.by]
    inside = [one for at, one in others if at >= begins]
    meant = told.meant.get(line.id)
    if meant is not None and meant not in line.by:
        return (meant,)
    return tuple(inside[:1]) or tuple(one for _, one in others[:1])


class _Feuds:
    """Who accuses whom, in which words and in which documents, as far as it is known."""

    def __init__(self, told: Sequence[Told], names: Names) -> None:
        self.names = names
        self.weights = Weights(each.words[line.id] for each in told for line in each.lines if line.kind == "allegation")
        self.words: dict[tuple[str, str], Vocabulary] = defaultdict(Vocabulary)
        self.foes: dict[str, dict[str, None]] = defaultdict(dict)
        self.inside: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)  # document -> the feuds it tells of
        self.people = {key for each in told for key, one in each.parties.items() if one.kind == "person"}
        for each in told:
            for line in each.lines:
                for pair in self._of(line, each):
                    self.words[pair].add(each.words[line.id] if line.kind == "allegation" else alleged(line.claim or ""))
                    self.foes[pair[0]][pair[1]] = None
                    self.inside[each.document.id][pair] = None

    def _of(self, line: Line, told: Told) -> list[tuple[str, str]]:
        """Who accuses whom, as a line has it: an allegation, or a denial of somebody's allegations."""
        if line.kind == "allegation" or (line.what in SUES and line.status != "denied"):
            named = [one for one in (*line.by, *line.against) if not _anonymous(told, one)]
            return [(by, to) for by in line.by for to in line.against if by in named and to in named]
        if line.what == "deny" and _TOLD_OF.search(plain(line.text)):
            return [(one, by) for _, one in self.names.found(told.document.id, line.text) for by in line.by if one != by]
        return []

    def alleges(self, line: Line, told: Told) -> tuple[str, ...]:
        """Whom a remark accuses; () where it is no allegation."""
        if not line.by:
            return ()
        if all(_anonymous(told, one) for one in line.by):
            return self._alleged_by_somebody(line, told)
        foes = [one for by in line.by for one in self.foes.get(by, ())]
        if not foes:
            return ()
        words = told.words[line.id]
        of_wrong = any(word.startswith("=") for word in words)
        here = [one for _, one in self.names.found(told.document.id, line.text) if one not in line.by]
        named = [one for one in here if one in foes]
        if here and not named:  # of somebody else: a new feud where it says that he did wrong
            other = self._doer(line, told)
            return (other,) if of_wrong and other is not None and other not in line.by else ()
        meant = named or self._meant(line, told, foes)
        scored = [(self._shared(words, line.by, one), -at, one) for at, one in enumerate(dict.fromkeys([*meant, *foes]))]
        shared, _, best = max(scored)
        if meant and best not in meant and (named or shared < _SHARED):
            shared, _, best = max(one for one in scored if one[2] in meant)
        if meant and self._tells(line, told, best, shared, of_wrong):
            return (best,)
        return ()

    def _tells(self, line: Line, told: Told, foe: str, shared: float, of_wrong: bool) -> bool:
        """Whether what is said of a foe is an allegation: a wrong he did, his accuser's words again, or a deed that is claimed."""
        does = self._does(line, told, foe)
        if of_wrong and (does or any(one == foe for _, one in self.names.found(told.document.id, line.text))):
            return True
        if shared >= _SHARED and len(told.words[line.id]) > 1:
            return True
        return does and (_claims(line) or any(pair[1] == foe and pair[0] in line.by for pair in self.inside[told.document.id]))

    def with_foe(self, line: Line, told: Told) -> Line:
        """An allegation against "the company" or against nobody, with the only one that its maker accuses who can be meant."""
        if line.kind != "allegation" or not all(_anonymous(told, one) for one in line.against):
            return line
        foes = [one for by in line.by for one in self.foes.get(by, ())]
        called = " ".join(plain(told.parties[one].name) for one in line.against)
        if called:
            foes = [one for one in foes if (_A_BODY if one not in self.people else _A_PERSON).search(f"the {called}")]
        here = [one for one in foes if any(pair[1] == one and pair[0] in line.by for pair in self.inside[told.document.id])]
        only = list(dict.fromkeys(here or foes))
        return replace(line, against=tuple(only)) if len(only) == 1 and (called or len(self.foes.get(line.by[0], ())) == 1) else line

    def _alleged_by_somebody(self, line: Line, told: Told) -> tuple[str, ...]:
        """The same of somebody without a name, "a former purser": his words are those of an allegation in the same document."""
        words = told.words[line.id]
        scored = [(self.words[pair].holds(words, self.weights), -at, pair) for at, pair in enumerate(self.inside[told.document.id])]
        best = max(scored, default=None)
        return (best[2][1],) if best is not None and best[0] >= _SHARED_ANONYMOUS and len(words) > 1 else ()

    def _shared(self, words: frozenset[str], by: Sequence[str], against: str) -> float:
        return max((self.words[one, against].holds(words, self.weights) for one in by if (one, against) in self.words), default=0.0)

    def _meant(self, line: Line, told: Told, foes: Sequence[str]) -> list[str]:
        """The foes that a remark means by its "he" or "she", or describes where only one can be meant."""
        meant = told.meant.get(line.id)
        if meant is not None and meant in foes:
            return [meant]
        here = [one for one in foes if any(pair[1] == one and pair[0] in line.by for pair in self.inside[told.document.id])] or foes
        people, bodies = [one for one in here if one in self.people], [one for one in here if one not in self.people]
        lower = plain(line.text)
        if len(bodies) == 1 and _A_BODY.search(lower):
            return bodies
        return people if len(people) == 1 and _A_PERSON.search(lower) else []

    def _does(self, line: Line, told: Told, foe: str) -> bool:
        """Whether the words say that the foe did something: he is the subject of a deed that is past."""
        content = plain(_content(line))
        if told.meant.get(line.id) == foe and _HE_DID.match(content):
            return True
        return self._doer(line, told) == foe or _DESCRIBED_DID.match(content) is not None

    def _doer(self, line: Line, told: Told) -> str | None:
        """Whoever is named as the subject of a past deed at the head of a content."""
        content = _content(line)
        for at, one in self.names.found(told.document.id, content)[:1]:
            if at < _SUBJECT_WITHIN and _DID.match(content, at) is not None:
                return one
        return None


def _claims(line: Line) -> bool:
    """Whether a line's own words claim rather than say."""
    outside = line.text
    if line.content:
        outside = line.text[: max(0, line.content[0].start - line.told.start)] + " " + line.text[line.content[-1].end - line.told.start :]
    return _CLAIMS.search(plain(outside)) is not None


def _content(line: Line) -> str:
    """A line's words from its content on."""
    return line.text[max(0, line.content[0].start - line.told.start if line.content else 0) :]


def _told_already(line: Line, told: Told) -> bool:
    """Whether a remark's words are part of an allegation or an answer of the same speaker."""
    return any(
        one.kind != "step" and set(one.by) & set(line.by) and one.told.start < line.told.end and line.told.start < one.told.end
        for one in told.lines
    )


def _anonymous(told: Told, one: str) -> bool:
    return one in told.parties and told.parties[one].kind == "anonymous"


def _promoted(told: Sequence[Told], names: Names) -> list[Told]:
    """The documents with what is said of whom somebody accuses among the allegations."""
    feuds = _Feuds(told, names)
    out = []
    for each in told:
        said = {line.id: () if _told_already(line, each) else feuds.alleges(line, each) for line in each.remarks}
        new = [replace(line, against=said[line.id]) for line in each.remarks if said[line.id]]
        left = [line for line in each.remarks if not said[line.id]]
        held = [feuds.with_foe(line, each) for line in each.lines]
        out.append(replace(each, lines=sorted([*held, *new], key=lambda line: (line.told, line.id)), remarks=left))
    return out
