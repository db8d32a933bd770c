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
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from sayso.disputes.answering import answer_of, calls_false, concedes, of_himself
from sayso.disputes.deeds import (
    A_BODY,
    A_PERSON,
    A_ROLE,
    OWN_NAME,
    PUBLIC,
    SUBJECT_WITHIN,
    described_did,
    did,
    done_by,
    he_did,
    headed_by,
    is_doer,
)
from sayso.disputes.headlines import headed
from sayso.disputes.parties import Names
from sayso.disputes.roles import Roles
from sayso.disputes.sameness import VAGUE, Vocabulary, Weights, alleged
from sayso.disputes.telling import REFUSES, SUES, Told, nameless, sentence_at
from sayso.english.words import plain
from sayso.schema import Act, Line, Span

Alleges = Callable[[Sequence[str]], Sequence[float]]  # of texts, how surely each says that somebody did wrong
PART: Final = "#"  # behind the id of the second part of a line, until the threads are made
_TWO: Final = re.compile(
    r"\baccus(?:es|ed|ing)\s+[^,;.“”]{2,60}(?:,[^,;.“”]{2,80},)?\s+of\s+[^;.]{3,120}?(?P<and>\s+and\s+)(?:[A-Z][^,;.“”]{1,50}|the\s+[\w-]+(?:\s+[\w-]+)?)(?:,[^,;.“”]{2,80},)?\s+of\s+\w+ing\b"
)
_BY: Final = re.compile(r"\b(?:accused|blamed|charged)\b[^.;]{0,160}?\bby\s+")
_AGENT: Final = 45  # characters behind "by" in which the accuser is named: "by mill president Bo Lund"
_STOPS: Final = re.compile(r"[,;:.“”\"](?:\s|$)|\b(?:who|after|when|because|while|during)\b")
_WHERE: Final = re.compile(
    r"\b(?:in|near|at|from|outside|to|for|with|into|on)\s+(?:the\s+)?$"
)  # "a mill in the Poconos", "lied to Customs"
_TOLD_OF: Final = re.compile(r"\b(?:allegation|accusation|claim|charge|complaint)s?\b|\baccus")
_SHARED: Final = 0.3  # of the weight of what is said: share that the accuser's allegations have, where it names the accused
_SHARED_UNNAMED: Final = 0.5  # the same where it names nobody
_SHARED_ANONYMOUS: Final = 0.4  # the same of a speaker without a name
_WORDS_SHARED: Final = 2  # words that he shares at least, where both name no common wrong
_SAME_WRONG: Final = 0.2  # what it is worth to him that both name the same wrong
_TITLE: Final = 12  # characters of a title before a name
_CLAIMS: Final = re.compile(
    r"\b(?:claim|alleg|contend|charg|complain|testif|accus|assert|maintain|insist|recount|describ|suggestion)\w*\b|\baccording\s+to\b"
    r"|\b(?:tribunal|court|jury|judge|panel|inquiry|hearing|commission|committee|police|investigators|lawsuit|suit|complaint|affidavit|deposition|grievance|dossier|statement)\b"
)
_OUTRIGHT: Final = re.compile(
    r"\b(?:tribunal|court|jury|judge|panel|inquiry|hearing|commission|committee|police|investigators|affidavit|deposition|suggestion)\b"
)
_CLAIMS_FIRST: Final = re.compile(r"\b(?:claim|alleg|contend|complain|testif|accus|maintain|insist)\w*\b|\b(?:law)?suit\b|\bcomplaint\b")
_SAID_OF: Final = re.compile(r"\b(?:said|says|wrote|writes|complained|recalled|remarked|told\s+[^.;“”\n]{1,60}?)\s+(?:of|about)\s+")
_OF_WITHIN: Final = 60  # characters behind a line in which "said of Lund" ends
_DENIES: Final = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial)|reject|dismiss|disput|refut|rebut|contradict)\w*")
_PRAISES: Final = re.compile(
    r"\b(?:great|good|best|brilliant|wonderful|kind|honest|decent|fine|love[ds]?|admire[ds]?|respect(?:s|ed)?|friend|proud|thank(?:s|ful)?|grateful|hero|genius|talent(?:ed)?|superb|nice|hope[ds]?|wish(?:es|ed)?"
    r"|sorry|welcome[ds]?|right|win|won|happy|glad)\b"
)
_NOBODY: Final = re.compile(r"\W*(?:that\s+)?(?:nobody|no\s+one)\b")
_FIGURES: Final = re.compile(
    r"\b(?:data|figures|statistics|numbers|surveys?|polls?|study|studies|records|research)$"
)  # which accuse nobody
_DENIES_OF: Final = 0.15  # share of the weight of a denial's words that the allegations against whoever gives it have
_SURELY: Final = 0.15  # how sure the model must be that words allege, where they name no wrong; most of what news tells has less than 0.05
_OF_WRONG_AT_LEAST: Final = 0.03  # below it no words allege, though they name a wrong
_AT_LEAST: Final = 0.05  # the same of words that name none
_HALF_SURELY: Final = 0.08  # the same, where they name one
_QUITE_SURELY: Final = 0.35  # the same, where they name nobody and the speaker accuses but one in the document
_CLEARLY: Final = 0.15  # by how much more words are of the allegations against one than of those against another
_FAR_OFTENER: Final = 4  # times
_MADE: Final = re.compile(
    r"\b(?:made|makes|making|repeat(?:s|ed|ing)|rais(?:es|ed|ing)|levell?(?:s|ed|ing)?|brought|aired|pressed|filed|lodged|set\s+out)\s{1,3}(?:the|her|his|their|its|these|those|similar|a|an|new|further)"
    r"\s{1,3}(?:\w{1,30}\s{1,3})?(?:allegation|accusation|claim|charge|complaint|grievance)s?\s{1,3}(?:about|against|of)\b"
)
_NOT_OF: Final = re.compile(  # before a name: spoken to, or where something is
    r"\b(?:tell|told|tells|telling|ask(?:s|ed)?|to|with|in|near|at|from|outside|by|for)\s{1,3}(?:(?:the|mr|ms|mrs|dr|reporter|journalist)\.?\s{1,3})*$",
    re.IGNORECASE,
)
_INTRODUCES: Final = re.compile(r"(?:(?!(?:of|in|at|to|for|by|from|with|on|as)\b)[\w’'-]+\s){0,4}")  # "the thriller writer [Lund]"
_WORD_OF_NAME: Final = r"(?:[A-Z][\w.’'-]{0,40}|of|and|the|for|de|van|&)"
_ENDS_SO: Final = re.compile(rf"{_WORD_OF_NAME}(?:\s{_WORD_OF_NAME}){{0,9}}(?:,.*|\s+who\b.*|\s*)", re.DOTALL)  # and not "[Lund] directors"
_NEAR_LINES: Final = 2  # line feeds between an allegation and an answer right behind it, less one
_SHORT: Final = 20  # characters of a content that answers nothing
_NEAR_BY: Final = 300  # characters between them
_HIMSELF: Final = re.compile(r"(?:that\s+)?(?:he|she)\b")
_SOMEBODY: Final = re.compile(r"\W*(?:that\s+)?(?:the|her|his|its|their|he|she|they)\b")  # it is of somebody who is described
_ROUNDS: Final = 3  # each adds to the words that the next looks for; in the first only who is named is accused


def settled(told: Sequence[Told], alleges: Alleges | None = None) -> list[Told]:
    """The documents, with who accuses whom; `alleges` is asked about words that name no wrong."""
    asked = _Asked(alleges)
    names = Names(told)
    roles = Roles((each.document.id, each.roles) for each in told)
    told = [_named(each, names, roles) for each in told]
    out = [replace(each, lines=[_sided(part, each, names) for line in each.lines for part in _parts(line, each, names)]) for each in told]
    for number in range(_ROUNDS):
        out = _promoted(out, names, roles, asked, by_name=not number)
        names = Names(out)  # who was nobody before may be accused now
    feuds = _Feuds(out, names, roles, asked)
    return [headed(each, feuds.inside[each.document.id], feuds.words, feuds.weights, names, roles) for each in out]


def _named(told: Told, names: Names, roles: Roles) -> Told:
    """A document in which what is said by "the former purser", or for her, is said by whoever is named or introduced so in it."""
    if not told.described:
        return told
    people = {one for one in told.parties if not _anonymous(told, one)}
    people |= {one for _, one in names.found(told.document.id, told.document.text)}

    def line(one: Line) -> Line:
        words = told.described.get(one.id)
        if words is None:
            return one
        called = {
            key for at, key in names.found(told.document.id, words) if _INTRODUCES.fullmatch(words[:at]) and _ENDS_SO.fullmatch(words[at:])
        }
        meant = next(iter(called)) if len(called) == 1 else roles.meant(words, told.document.id, people)
        if meant is None or meant in one.against or meant in one.by:
            return replace(one, through=None)  # whoever he speaks for, he is the one who speaks
        told.parties.setdefault(meant, names.parties[meant])
        return replace(one, by=(meant,))

    return replace(told, lines=[line(one) for one in told.lines], remarks=[line(one) for one in told.remarks])


def _parts(line: Line, told: Told, names: Names) -> list[Line]:
    """An accusation of two, each of his own: "accuses Lund of bullying" and "the company of failing to pay her"."""
    found = _TWO.search(line.text) if line.what == "accuse" else None
    if found is None:
        return [line]
    second = names.found(told.document.id, line.text[found.end("and") :])[:1]
    if not line.text.startswith("the ", found.end("and")) and not (second and second[0][0] < _TITLE):
        return [line]  # whoever it is, nobody knows him
    cut = line.told.start + found.start("and")
    parts = [Span(line.told.start, cut), Span(line.told.start + found.end("and"), line.told.end)]
    out = []
    for number, told_in in enumerate(parts):
        text = told_in.of(" " * line.told.start + line.text)
        content = tuple(Span(max(one.start, told_in.start), min(one.end, told_in.end)) for one in line.content)
        content = tuple(one for one in content if one.start < one.end)
        key = line.id + PART * number
        told.words[key] = alleged(text) & told.words[line.id] if number else told.words[line.id]
        out.append(replace(line, id=key, told=told_in, text=text, content=content, against=() if number else line.against[:1]))
    told.words[line.id] = alleged(out[0].text) & told.words[line.id]
    return out


def _sided(line: Line, told: Told, names: Names) -> Line:
    """An allegation with the accuser that a passive names, and the accused that its words name."""
    if line.kind != "allegation":
        return line
    here = names.found(told.document.id, line.text)
    agent = _BY.search(line.text)
    if agent is not None:
        accuser = next(
            (one for at, one in here if agent.end() <= at <= agent.end() + _AGENT and not _STOPS.search(line.text, agent.end(), at)), None
        )
        if accuser is not None and accuser not in line.by:
            accused = tuple(one for one in (*line.against, *line.by, *(one for at, one in here if at < agent.start())) if one != accuser)
            named = tuple(one for one in dict.fromkeys(accused) if one in told.parties and not nameless(told.parties[one]))
            line = replace(line, by=(accuser,), against=named[:1] or accused[:1])
    stranger = told.strangers.get(line.id)
    if not line.against and line.what == "accuse" and stranger is not None and stranger not in line.by:
        return replace(line, against=(stranger,))
    if not line.against:
        line = replace(line, against=_accused(line, told, here))
    return line


def _accused(line: Line, told: Told, here: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Whom an allegation's words name or mean, but not who makes it."""
    begins = line.content[0].start - line.told.start if line.content else 0
    others = [(at, one) for at, one in here if one not in line.by and not _WHERE.search(line.text[max(0, at - 14) : at])]
    inside = [one for at, one in others if at >= begins]
    meant = told.meant.get(line.id)
    if meant is not None and meant not in line.by:
        return (meant,)
    return tuple(inside[:1]) or tuple(one for _, one in others[:1])


class _Asked:
    """Whether words allege, as a model sees it; each text is asked about once."""

    def __init__(self, alleges: Alleges | None) -> None:
        self.alleges = alleges
        self.told: dict[str, float] = {}

    def of(self, line: Line) -> float:
        """How surely a line says that somebody did wrong, in [0, 1]; 0 where there is nobody to ask."""
        if self.alleges is None:
            return 0.0
        text = " ".join(line.text.split())
        if text not in self.told:
            (self.told[text],) = self.alleges([text])
        return self.told[text]


class _Feuds:
    """Who accuses whom, in which words and in which documents, as far as it is known."""

    def __init__(self, told: Sequence[Told], names: Names, roles: Roles, asked: _Asked, *, by_name: bool = False) -> None:
        self.names, self.roles, self.asked = names, roles, asked
        self.by_name = by_name  # only who is named in the words is looked for
        self.weights = Weights(each.words[line.id] for each in told for line in each.lines if line.kind == "allegation")
        self.words: dict[tuple[str, str], Vocabulary] = defaultdict(Vocabulary)
        self.foes: dict[str, dict[str, None]] = defaultdict(dict)
        self.inside: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)  # document -> the feuds it tells of
        self.accused: set[str] = set()
        self.called = {key: one.name for each in told for key, one in each.parties.items()}
        self.people = {key for each in told for key, one in each.parties.items() if one.kind == "person"}
        for each in told:
            for line in each.lines:
                for pair in self._of(line, each):
                    self.words[pair].add(each.words[line.id] if line.kind == "allegation" else alleged(line.claim or ""))
                    self.foes[pair[0]][pair[1]] = None
                    self.accused.add(pair[1])
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
            return () if self.by_name else self._alleged_by_somebody(line, told)
        return self._alleged_by_name(line, told) or (self._alleged_by_somebody(line, told) if line.id in told.described else ())

    def _alleged_by_name(self, line: Line, told: Told) -> tuple[str, ...]:
        """The same of somebody with a name."""
        foes = [one for by in line.by for one in self.foes.get(by, ())]
        words = told.words[line.id]
        of_wrong = any(word.startswith("=") for word in words)
        if not foes:
            return self._first(line, told)
        foes = list(dict.fromkeys(foes))
        if not of_wrong and _PRAISES.search(plain(_content(line))) and not self._may(line, _SURELY):
            return ()
        of = self._said_of(line, told, foes)
        if of is not None and not _PRAISES.search(plain(_content(line))):
            return (of,) if of in foes or of_wrong or self.asked.of(line) >= _SURELY else ()
        words_of = _inside(line) if line.id in told.described else line.text  # not by what describes the speaker
        begin = line.content[0].start - line.told.start if line.content and words_of is line.text else 0
        here = [
            one
            for at, one in self._found(line, told, words_of, foes)
            if one not in line.by and not (at < begin and _WHERE.search(words_of[max(0, at - 14) : at]))
        ]
        named = [one for one in here if one in foes]
        others = {one for _, one in self._found(line, told, _inside(line), foes)} & set(here)
        if others and not named:  # of somebody else: a new feud where it says that he did wrong
            other = self._doer(line, told)
            return (other,) if other is not None and other not in line.by and (of_wrong or self.asked.of(line) >= _SURELY) else ()
        stranger = told.strangers.get(line.id)
        if not named and stranger is not None and stranger not in foes:  # of somebody else of whom the reader makes nobody
            return self._first(line, told)
        if not named:
            beside = self._beside(line, told, foes)
            if beside is not None:
                return (beside,)
        elif _MADE.search(plain(line.text)):  # "made the claim about Lund in a podcast"
            return tuple(named[:1])
        if not named and self.by_name:
            return ()
        meant = named or self._meant(line, told, foes)
        scored = [(self._shared(words, line.by, one), -at, one) for at, one in enumerate(dict.fromkeys([*meant, *foes]))]
        shared, _, best = max(scored)
        if meant and best not in meant:
            shared, _, best = max(one for one in scored if one[2] in meant)
        if meant and self._tells(line, told, best, shared, of_wrong, names=best in named or not named):
            return (best,)
        if not meant and not others and not self._answering(line, told) and not _SOMEBODY.match(plain(_content(line))):
            here = [one for one in foes if any(pair[1] == one and pair[0] in line.by for pair in self.inside[told.document.id])]
            if len(here) == 1 and self.asked.of(line) >= _QUITE_SURELY:
                return (here[0],)
        return ()

    def _found(self, line: Line, told: Told, words: str, foes: Sequence[str]) -> list[tuple[int, str]]:
        """Where some words name a party; a name of two is that of the one whom the speaker accuses, the likelier by the words where both are.

        Who speaks is not looked for so: of two of one name, the other may be meant by the reader.
        """
        out = []
        inside = words if words != line.text else _inside(line)
        begin = words.find(inside) if inside in words else 0
        stranger = told.strangers.get(line.id)
        longer = "" if stranger is None else told.parties[stranger].name
        start = words.find(longer) if longer else -1  # "Lund" of "Nan Lund" is not Bo Lund
        for at, ids in self.names.all(told.document.id, words):
            if start < at < start + len(longer):
                continue
            if len(ids) > 1 and (not begin <= at < begin + len(inside) or ids & set(line.by)):
                continue
            meant = [one for one in foes if one in ids] if len(ids) > 1 else list(ids)
            best = meant[0] if len(meant) == 1 else self._likeliest(line, told, meant) if meant else None
            if best is not None:
                out.append((at, best))
        return out

    def _likeliest(self, line: Line, told: Told, meant: Sequence[str]) -> str | None:
        """Of several whom the speaker accuses, the one whose allegations the words are of, or who is accused far more often."""
        if len(meant) < 2:
            return meant[0] if meant else None
        scored = sorted(((self._shared(told.words[line.id], line.by, one), one) for one in meant), reverse=True)
        if scored[0][0] >= scored[1][0] + _CLEARLY:
            return scored[0][1]
        often = sorted(((sum(self.words[by, one].size for by in line.by if (by, one) in self.words), one) for one in meant), reverse=True)
        return often[0][1] if often[0][0] >= _FAR_OFTENER * often[1][0] else None

    def _beside(self, line: Line, told: Told, foes: Sequence[str]) -> str | None:
        """The foe that the sentence names beside what was read of it: "[Harbour “has been robbing me,”] Cho wrote", where the words allege."""
        text = told.document.text
        start, end = sentence_at(text, line.told.start, max(line.told.start + 1, line.content[-1].end if line.content else line.told.end))
        found = [
            (start + at, one)
            for at, one in self._found(line, told, text[start:end], foes)
            if one in foes
            and not line.told.start <= start + at < line.told.end
            and not _NOT_OF.search(text[max(start, start + at - 40) : start + at])
        ]
        if not found or len({one for _, one in found}) > 1:
            return None
        one = found[0][1]
        words = told.words[line.id]
        of_wrong = any(word.startswith("=") and word not in VAGUE for word in words)
        shared = self._shared(words, line.by, one)
        if of_wrong and (shared >= _SHARED or self.asked.of(line) >= _HALF_SURELY):
            return one
        return one if (len(words) > 1 and shared >= _SHARED) or self.asked.of(line) >= _SURELY else None

    def _first(self, line: Line, told: Told) -> tuple[str, ...]:
        """Whom somebody accuses of whom no accusation is known: his words claim that somebody did wrong."""
        wrongs = {word for word in told.words[line.id] if word.startswith("=")} - VAGUE
        doer = told.strangers.get(line.id) or self._doer(line, told)
        if doer is not None:
            whole = _to_its_end(line, told)
            claims = _claims(whole, _CLAIMS_FIRST)
            alleges = (wrongs and claims) or ((claims or _claims(whole, _OUTRIGHT)) and self.asked.of(line) >= _SURELY)
            return (doer,) if alleges and doer not in line.by and not _anonymous(told, doer) else ()
        if not wrongs or not _claims(line, _CLAIMS_FIRST) or self.names.found(told.document.id, _content(line)):
            return ()
        other = self._described(line, told)
        return (other,) if other is not None and other not in line.by and not _anonymous(told, other) else ()

    def _described(self, line: Line, told: Told) -> str | None:
        """The only one accused by anybody whom the document names and "the company" that did it can mean."""
        content = plain(_content(line))
        if not described_did(content):
            return None
        found = A_BODY.search(content) or A_PERSON.search(content)
        accused = dict.fromkeys(one for foes in self.foes.values() for one in foes if one in told.parties and one not in line.by)
        meant = [one for one in accused if found is not None and self._called(one, " ".join(found.group().split()[1:]))]
        return meant[0] if len(meant) == 1 else None

    def _said_of(self, line: Line, told: Told, foes: Sequence[str]) -> str | None:
        """Whom words are said of: "he took it," Cho said of Lund; of "the company" where it can mean but one foe."""
        if not line.content or line.content[-1].end > line.told.end:
            return None
        text = told.document.text
        begin = line.content[0].start
        area = text[begin : line.told.end + _OF_WITHIN].partition("\n")[0]
        found = next((one for one in _SAID_OF.finditer(area) if begin + one.start() >= line.content[0].end), None)
        if found is None:
            return None
        behind = area[found.end() : found.end() + _OF_WITHIN]
        named = [one for at, one in self.names.found(told.document.id, behind) if one not in line.by]
        if named:
            return named[0]
        described = re.match(r"(?:the|her|his|their|its)\s+(?:[\w-]+\s+){0,2}", plain(behind))
        body = (A_BODY.match(plain(behind)) or A_PERSON.match(plain(behind))) if described is not None else None
        meant = [one for one in dict.fromkeys(foes) if body is not None and self._called(one, " ".join(body.group().split()[1:]))]
        return self._likeliest(line, told, meant)

    def answers(self, line: Line, told: Told) -> Act | None:
        """What the accused does by saying something of what is alleged against him; None where he does not answer it."""
        if not line.content or line.id in told.meant or not any(pair[1] in line.by for pair in self.inside[told.document.id]):
            return None
        before = [
            one
            for one in told.lines
            if one.kind == "allegation"
            and set(one.against) & set(line.by)
            and not set(one.by) & set(line.by)
            and one.told.start < line.told.start
        ]
        if not before or any(_holds(one, line) for one in told.lines):
            return None
        between = told.document.text[max(one.told.end for one in before) : line.told.start]
        act = answer_of(
            _content(line),
            _outside(line),
            same=self._of_the_same(line, told),
            near=between.strip().count("\n") < _NEAR_LINES and len(between) < _NEAR_BY,
        )
        accuses_too = any(pair[0] in line.by for pair in self.inside[told.document.id])  # what he says may be of whom he accuses
        short = sum(one.end - one.start for one in line.content) < _SHORT
        return None if act == "assert" and (short or (accuses_too and not of_himself(_content(line)))) else act

    def told_by_foe(self, line: Line, told: Told) -> bool:
        """Whether a remark stands inside what somebody tells who accuses its speaker: "he called me greedy," says she."""
        return bool(self.accused & set(line.by)) and any(
            _holds(one, line) and any(by in self.foes.get(teller, ()) for teller in one.by for by in line.by)
            for one in (*told.lines, *told.remarks)
        )

    def turned_round(self, line: Line, told: Told) -> Line:
        """What was read as a denial and says of a foe that what he tells is false: an allegation, "[Lund's figures are bogus], Cho says"."""
        if line.what != "deny" or not line.content or _DENIES.search(plain(_outside(line))) or _TOLD_OF.search(plain(line.text)):
            return line
        if not calls_false(_content(line)) or of_himself(_content(line)):
            return line
        foes = [one for by in line.by for one in self.foes.get(by, ())]
        named = [one for _, one in self.names.found(told.document.id, _inside(line)) if one in foes]
        return replace(line, kind="allegation", what="accuse", against=tuple(named[:1])) if named else line

    def _of_the_same(self, line: Line, told: Told) -> bool:
        """Whether the words are of what is alleged in the document against whoever speaks."""
        words = told.words[line.id]
        return any(
            self.words[pair].holds(words, self.weights) >= _DENIES_OF or words & self.words[pair].families().keys()
            for pair in self.inside[told.document.id]
            if pair[1] in line.by
        )

    def _answering(self, line: Line, told: Told) -> bool:
        """Whether whoever speaks is accused in the document: what he says of nobody by name may be his answer."""
        return any(pair[1] in line.by for pair in self.inside[told.document.id])

    def _tells(self, line: Line, told: Told, foe: str, shared: float, of_wrong: bool, *, names: bool) -> bool:
        """Whether what is said of a foe is an allegation: a wrong he did, his accuser's words again, or a deed that is claimed."""
        does = self._does(line, told, foe)
        if of_wrong and (does or any(one == foe for _, one in self.names.found(told.document.id, line.text))):
            return self._may(line, _OF_WRONG_AT_LEAST)
        if not self._may(line, _AT_LEAST):
            return False
        if shared >= _SHARED and len(told.words[line.id]) > 1:
            return True
        if self._is_within(line, told, foe) and (names or not self._answering(line, told)) and self.asked.of(line) >= _SURELY:
            return True
        return does and (
            any(foe in self.foes.get(by, ()) for by in line.by)  # an old quarrel: a deed of his is held against him
            or _claims(line)
            or any(pair[1] == foe and pair[0] in line.by for pair in self.inside[told.document.id])
        )

    def _may(self, line: Line, least: float) -> bool:
        """Whether the model does not rule out that a line alleges; without one nothing is ruled out."""
        return self.asked.alleges is None or self.asked.of(line) >= least

    def _is_within(self, line: Line, told: Told, foe: str) -> bool:
        """Whether what is said names a foe, or means him without a name; not where he is named beside it only ("told the Post")."""
        if foe in [one for _, one in self.names.found(told.document.id, _inside(line))]:
            return True
        beside = [at for at, one in self.names.found(told.document.id, line.text) if one == foe]
        return not beside or any(_NOT_OF.search(line.text[max(0, at - 40) : at]) is None for at in beside)

    def with_foe(self, line: Line, told: Told) -> Line:
        """A line of "the company" with the only one who can be meant: of those accused in the document, or by whoever alleges."""
        if line.kind == "answer" or line.what in REFUSES:
            return self._with_answerer(line, told)
        if line.kind != "allegation" or not all(_anonymous(told, one) for one in line.against):
            return line
        foes = [one for by in line.by for one in self.foes.get(by, ())]
        called = " ".join(plain(told.parties[one].name) for one in line.against)
        if line.id.endswith(PART):
            called = " ".join(plain(line.text).split()[1:3])
        if called:
            foes = [one for one in foes if self._called(one, called)]
        here = [one for one in foes if any(pair[1] == one and pair[0] in line.by for pair in self.inside[told.document.id])]
        only = list(dict.fromkeys(here or foes))
        return replace(line, against=tuple(only)) if len(only) == 1 and (called or len(self.foes.get(line.by[0], ())) == 1) else line

    def _with_answerer(self, line: Line, told: Told) -> Line:
        if not line.by or not all(_anonymous(told, one) for one in line.by):
            return line
        called = " ".join(plain(told.parties[one].name) for one in line.by)
        accused = dict.fromkeys(pair[1] for pair in self.inside[told.document.id])
        meant = [one for one in accused if self._called(one, called)]
        return replace(line, by=tuple(meant), through=line.through or told.parties[line.by[0]].name) if len(meant) == 1 else line

    def _called(self, one: str, words: str) -> bool:
        """Whether somebody may be meant by "the company", "the director": a body of the state is no company."""
        if one not in self.people and alleged(words) & alleged(self.called.get(one, "")):
            return True
        if one in self.people:
            return A_PERSON.search(f"the {words}") is not None
        public = PUBLIC.search(plain(self.called.get(one, ""))) is not None
        return A_BODY.search(f"the {words}") is not None and public == (PUBLIC.search(words) is not None)

    def _alleged_by_somebody(self, line: Line, told: Told) -> tuple[str, ...]:
        """The same of somebody without a name, "a former purser": his words are those of an allegation in the same document."""
        words = told.words[line.id]
        if _NOBODY.match(plain(_content(line))) or any(
            _FIGURES.search(plain(told.parties[one].name)) for one in line.by if one in told.parties
        ):
            return ()
        accused = {pair[1] for pair in self.inside[told.document.id]}
        meant = {one for _, one in self.names.found(told.document.id, _inside(line))}
        if len(meant) == 1 and meant <= accused and self.asked.of(line) >= _SURELY:
            return tuple(meant)
        scored = []
        named = [pair for pair in self.words if pair[0] in told.parties and pair[1] in told.parties]
        for at, pair in enumerate(dict.fromkeys([*self.inside[told.document.id], *named])):
            if pair[0] not in line.by and not all(_anonymous(told, one) for one in line.by):
                continue
            kin = (words & self.words[pair].families().keys()) - VAGUE
            if not kin and len(words & self.words[pair].counted.keys()) < _WORDS_SHARED:
                continue
            scored.append((self.words[pair].holds(words, self.weights) + (_SAME_WRONG if kin else 0.0), -at, pair))
        best = max(scored, default=None)
        return (best[2][1],) if best is not None and best[0] >= _SHARED_ANONYMOUS and len(words) > 1 else ()

    def _shared(self, words: frozenset[str], by: Sequence[str], against: str) -> float:
        return max((self.words[one, against].holds(words, self.weights) for one in by if (one, against) in self.words), default=0.0)

    def _meant(self, line: Line, told: Told, foes: Sequence[str]) -> list[str]:
        """The foes that a remark means by its "he" or "she", or describes where only one can be meant: of the document's before others."""
        meant = told.meant.get(line.id)
        if meant is not None and meant in foes:
            return [meant]
        here = [one for one in foes if any(pair[1] == one and pair[0] in line.by for pair in self.inside[told.document.id])]
        for among in (here, foes) if here and len(here) < len(foes) else (foes,):
            described = self._described_foe(line, told, among)
            if described is not None:
                return [described]
        own = plain(_content(line))
        if A_BODY.search(own) or _HIMSELF.match(own) or not (A_PERSON.search(own) or A_ROLE.search(own)):
            return []  # "Pike said he was there": he is Pike, and whom else he means told.meant says
        person = self._likeliest(line, told, [one for one in here or foes if one in self.people])
        return [person] if person is not None else []

    def _described_foe(self, line: Line, told: Told, among: Sequence[str]) -> str | None:
        """The foe whom a content describes: as he is introduced, by a body's own name ("the dairy"), or as a body may be called."""
        headline = _headline(line, told)
        role = self.roles.within(_content(line), told.document.id, among, bare=headline)
        if role is not None:
            return role[0]
        bodies = [one for one in among if one not in self.people]
        lower = plain(line.text)
        headed = headed_by(plain(_content(line))) if headline else None
        if headed is not None:
            if A_ROLE.search(f"the {headed}"):
                return self._likeliest(line, told, [one for one in among if one in self.people])
            lower = f"the {headed}"
        last = OWN_NAME.search(plain(_content(line))) or OWN_NAME.search(lower)
        own_name = [one for one in bodies if last is not None and self._called(one, last[1])]
        if len(own_name) == 1 and own_name[0] in told.parties:
            return own_name[0]
        described = A_BODY.search(lower)
        if described is None:
            return None
        called = [one for one in bodies if described.group() == "they" or self._called(one, described.group())]
        return self._likeliest(line, told, called)

    def _does(self, line: Line, told: Told, foe: str) -> bool:
        """Whether the words say that the foe did something: he is the subject of a deed that is past."""
        content = plain(_content(line))
        if told.meant.get(line.id) == foe and he_did(content):
            return True
        if _headline(line, told) and headed_by(content) is not None:
            return True
        role = self.roles.within(content, told.document.id, [foe], bare=_headline(line, told))
        if role is not None and role[1] < SUBJECT_WITHIN and did(content, role[1]):
            return True
        if self._doer(line, told) == foe or self._doer(_to_its_end(line, told), told) == foe or described_did(content):
            return True
        return any(one == foe and done_by(content, at) for at, one in self.names.found(told.document.id, _content(line)))

    def _doer(self, line: Line, told: Told) -> str | None:
        """Whoever is named as the subject of a past deed at the head of a content."""
        content = _content(line)
        return next((one for at, one in self.names.found(told.document.id, content)[:1] if is_doer(content, at)), None)


def _claims(line: Line, words: re.Pattern[str] = _CLAIMS) -> bool:
    """Whether a line's own words claim rather than say."""
    return words.search(plain(_outside(line))) is not None


def _outside(line: Line) -> str:
    """A line's words without its content."""
    if not line.content:
        return line.text
    return line.text[: max(0, line.content[0].start - line.told.start)] + " " + line.text[line.content[-1].end - line.told.start :]


def _headline(line: Line, told: Told) -> bool:
    """Whether a line stands in the first line of its document."""
    first = told.document.text.find("\n")
    return first > 0 and line.told.end <= first


def _to_its_end(line: Line, told: Told) -> Line:
    """A line with the rest of its sentence: "[Lund, according to Cho], demanded a payoff"."""
    if not line.content:
        return line
    end = sentence_at(told.document.text, line.told.start, line.told.end)[1]
    return replace(line, told=Span(line.told.start, end), text=told.document.text[line.told.start : end])


def _content(line: Line) -> str:
    """A line's words from its content on."""
    return line.text[max(0, line.content[0].start - line.told.start if line.content else 0) :]


def _inside(line: Line) -> str:
    """A line's content alone, without who says it where."""
    start = line.told.start
    return " … ".join(line.text[max(0, one.start - start) : max(0, one.end - start)] for one in line.content) if line.content else line.text


def _holds(one: Line, other: Line) -> bool:
    """Whether a line is told inside what another says."""
    return one.id != other.id and any(span.start <= other.told.start and other.told.end <= span.end for span in one.content)


def _told_already(line: Line, told: Told) -> bool:
    """Whether a remark's words are part of an allegation or an answer of the same speaker."""
    return any(
        one.kind != "step" and set(one.by) & set(line.by) and one.told.start < line.told.end and line.told.start < one.told.end
        for one in told.lines
    )


def _anonymous(told: Told, one: str) -> bool:
    return one in told.parties and nameless(told.parties[one])


def _promoted(told: Sequence[Told], names: Names, roles: Roles, asked: _Asked, *, by_name: bool) -> list[Told]:
    """The documents with what is said of whom somebody accuses among the allegations."""
    feuds = _Feuds(told, names, roles, asked, by_name=by_name)
    out = []
    for each in told:
        said: dict[str, tuple[str, ...]] = {}
        answered: dict[str, Act] = {}
        for line in each.remarks:
            if _told_already(line, each):
                continue
            act = feuds.answers(line, each)
            own = act in (None, "assert") and not concedes(_outside(line)) and not feuds.told_by_foe(line, each)
            accused = feuds.alleges(line, each) if own else ()  # "I never touched it" accuses nobody
            if accused:
                said[line.id] = accused
            elif act is not None:
                answered[line.id] = act
        new = [replace(line, against=said[line.id]) for line in each.remarks if line.id in said]
        new += [replace(line, kind="answer", what=answered[line.id]) for line in each.remarks if line.id in answered]
        kept = {line.id for line in new}
        left = [line for line in each.remarks if line.id not in kept]
        held = [feuds.with_foe(feuds.turned_round(line, each), each) for line in each.lines]
        out.append(_known(replace(each, lines=sorted([*held, *new], key=lambda line: (line.told, line.id)), remarks=left)))
    return out


def _known(told: Told) -> Told:
    """A document in which whoever is accused is found by his name."""
    aliases = dict(told.aliases)
    for line in told.lines:
        for one in line.against:
            if one == told.strangers.get(line.id):
                aliases[one] = aliases.get(one, frozenset()) | {told.parties[one].name}
    return replace(told, aliases=aliases)
