"""What one document tells of a dispute: who alleges what against whom, who answers, which steps were taken.

In:  a `Reading`, and who is who across documents.
Out: `told_in(...)`: Told, with its Lines in order of the text, the telling words of each, and whom it names.
Not here: which allegations are one (threads.py).

What a lawyer or a spokeswoman says is said for whom she speaks for, and what a lawsuit says for whoever filed it; whoever
said it is named in the line.  All that anybody says is taken down: what is an allegation is settled over all documents.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal, TypedDict

from sayso import rows
from sayso.disputes.deeds import doer_in, full_name, kind_of
from sayso.disputes.roles import head_of, introduced
from sayso.disputes.sameness import alleged
from sayso.english.words import plain, sentences
from sayso.ledger import statement_ids
from sayso.ledger.view import Who
from sayso.reading import Reading, Saying
from sayso.schema import Act, Document, Line, LineKind, Party, Precision, Span, Step, StepKind, When

ANSWERS: Final[frozenset[Act]] = frozenset({"deny", "admit", "apologise", "decline"})
SUES: Final[frozenset[StepKind]] = frozenset({"lawsuit", "countersuit", "complaint"})
REFUSES: Final[frozenset[StepKind]] = frozenset({"comment_declined", "no_response"})
_FAR: Final = 80  # characters between a source and the rest beyond which a line begins without it
_LONGEST: Final = 600  # characters of a line's words; of what is longer, the content alone is shown
_AHEAD: Final = 90  # characters behind a source in which its apposition is looked for
_HEAD: Final = 20  # characters of a content in which its subject begins
_BACK: Final = 500  # characters before a pronoun in which whom it means is looked for
_SPEAKS_FOR: Final = (
    r"(?:lawyers?|attorneys?|solicitors?|barristers?|counsel|legal\s+teams?|spokes(?:man|men|woman|women|person|people|persons)"
    r"|representatives?|reps?|publicists?|agents?|press\s+offic(?:e|ers?)|senior\s+counsel|silks?)"
)
_OF_NAME: Final = re.compile(rf"['’]s?\s+(?:(?:\w+\s+){{0,2}}{_SPEAKS_FOR}|instructions|behalf)\b")
_FOR_NAME: Final = re.compile(
    rf"\b(?:{_SPEAKS_FOR}\s+(?:who\s+(?:represents?|speaks?\s+for)|for|of|representing|to)|(?:speaking|acting|lodged|filed|sent)\s+(?:for|on\s+behalf\s+of)"
    r"|(?:hired|engaged|retained|commissioned|instructed)\s+by)\s+(?:(?:the|mr|mrs|ms|dr)\.?\s+)*"
)
_BORNE: Final = re.compile(
    r"\b(?:allegation|accusation|claim|complaint|charge)s?\s{1,3}(?:(?:made|levell?ed|brought|raised)\s{1,3})?(?:by|from)\s{1,3}"
)
_ALLEGATION: Final = re.compile(r"\b(?:[\w’']{1,40}['’]s?\s{1,3})?(?:allegation|accusation|claim|complaint|charge)s?\b")
_FACES: Final = re.compile(r"\s{1,3}(?:(?:has|is|had|was)\s{1,3})?(?:fac(?:es|ed|ing)|den(?:ies|ied))\b")
_SUGGESTED: Final = re.compile(
    r"\b(?:suggestion|assertion|contention|insistence|charge)s?\s{1,3}(?:by|from)\s{1,3}"
)  # which may accuse or not
_HERS: Final = re.compile(
    r"['’]s?\s{1,3}(?:\w+\s{1,3})?(?:allegation|accusation|claim|complaint|charge)s?\s{0,3}(?:that\s{1,3})?$"
)  # "Cho's claim that"
_DESCRIBES: Final = re.compile(r"(?:[A-Z][a-z-]*(?:an|ish|ese|ic)\s)?(?:[a-z][a-z-]*\s){1,4}")  # "for [thriller writer] Gordon Pike"
_OF_SOMEBODY: Final = re.compile(rf"\b(his|her|their|its)\s+(?:\w+\s+){{0,2}}{_SPEAKS_FOR}\b")
_NO_MORE: Final = re.compile(r"\b(?:former|ex|then|one-time|onetime|longtime|old)\b")  # who spoke for somebody once speaks for himself
_REPRESENTS: Final = re.compile(r"^,?\s*(?:who\s+)?(?:represents?|representing|acts?\s+for|acting\s+for)\s+")
_OWN: Final = re.compile(r"(his|her|their|its)\s")
_SUSPECTS: Final = re.compile(r"\b(?:believ|suspect|suspicion|convinced)")  # what is thought and may be an allegation all the same
_SUBJECT: Final = re.compile(r"\W*(?:that\s+)?(he|she|they|it)\b")
_MALE, _FEMALE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
_AT_HEAD: Final = re.compile(r"[A-Z][\w’'-]*(?:\s[a-z][\w’'-]*)*")  # "Coach" where a headline begins is no name
_PRONOUNS: Final = _MALE | _FEMALE | {"they", "it", "who"}
_COUNTED: Final = re.compile(
    r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Several|Some|Many|Both|Dozens|Hundreds|Other)\s+(?:of\s+)?[a-z]"
)
_LONGEST_NAME: Final = 80  # characters
_NAMES: Final = frozenset({"person", "organization", "group"})


@dataclass(slots=True)
class Told:
    """A document's lines; `words` are the telling words of each, by the line's id."""

    document: Document
    lines: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)  # what else somebody says; it may turn out to be an allegation
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)  # whom the document names, by id
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)  # other names they bear in it
    meant: dict[str, str] = field(default_factory=dict)  # a line's id -> whom its "he" or "she" means, if not who speaks
    strangers: dict[str, str] = field(default_factory=dict)  # a line's id -> who does what it tells, of whom the reader makes nobody
    roles: dict[str, frozenset[str]] = field(default_factory=dict)  # what each party is said to be where it is named, by its id
    described: dict[str, str] = field(default_factory=dict)  # a line's id -> its source's words, where they name nobody


def nameless(one: Party) -> bool:
    """Whether somebody is called by what he is, not by a name: "a former purser", "the company"."""
    return one.kind == "anonymous" or one.name[:1].islower() or (one.kind == "group" and _COUNTED.match(one.name) is not None)


def told_in(reading: Reading, who: Who) -> Told:
    """What a document tells of disputes."""
    return _Teller(reading, who).told()


class _Teller:
    """One document, and who is named where in it."""

    def __init__(self, reading: Reading, who: Who) -> None:
        self.reading, self.text, self.who = reading, reading.document.text, who
        self.out = Told(reading.document)
        self.party: dict[str, str] = {}  # entity's id -> party's
        for one in reading.entities:
            key = who.of(one.name, one.kind, reading.document.id)
            self.party[one.id] = key
            self.out.parties.setdefault(key, Party(id=key, name=who.name(key), kind=one.kind))
            self.out.aliases[key] = self.out.aliases.get(key, frozenset()) | {one.name, *one.aliases}
        places = sorted((span, one.id) for one in reading.entities for span in one.mentions)
        self.places, self.starts = places, [span.start for span, _ in places]
        self.kinds = {one.id: one.kind for one in reading.entities}
        for span, entity in places:
            key = self.party[entity]
            if self.text[span.start].isupper() and not nameless(self.out.parties[key]):
                words = introduced(self.text, span.start, span.end)
                if words:
                    self.out.roles[key] = self.out.roles.get(key, frozenset()) | words
        self.sexes = {one.id: _sex(self.text, one.mentions) for one in reading.entities}
        self.names = frozenset(
            word for one in reading.entities if one.kind != "anonymous" for name in (one.name, *one.aliases) for word in plain(name).split()
        )
        self.speaks_for: dict[str, str] = {}  # entity's id -> that of whom it speaks for
        self.filed = next((step.by for step in reading.steps if step.kind in SUES and step.by), ())

    def told(self) -> Told:
        ids = statement_ids(self.reading)
        lines: list[Line] = []
        for saying in self.reading:
            line = self._said(saying, ids[saying.id])
            if line is not None:
                (lines if saying.act == "accuse" or saying.act in ANSWERS else self.out.remarks).append(line)
                denied = self._denied(saying, line)
                lines += [denied] if denied is not None else []
                around = "" if line.content else line.text  # of an act without a content, the words round it
                self.out.words[line.id] = alleged(" ".join([*(span.of(self.text) for span in line.content), around]), self.names)
        declined = [line for line in lines if line.what == "decline"]
        for step in self.reading.steps:
            line = self._step(step)
            told_twice = step.kind in REFUSES and any(_meets(line.told, one.told) and set(line.by) & set(one.by) for one in declined)
            if not told_twice and line.id not in self.out.words:
                lines.append(line)
                self.out.words[line.id] = alleged(" ".join([line.claim or "", line.text]), self.names)
        self.out.lines = sorted(lines, key=lambda line: (line.told, line.id))
        return self.out

    # -- what is said ----------------------------------------------------------------------------

    def _said(self, saying: Saying, key: str) -> Line | None:
        """What is said, an allegation unless it is an answer; None for what is said not to be said, or by nobody."""
        act = saying.act
        if saying.negated or act is None:
            return None
        bearer = self._bearer(saying) if act not in ANSWERS else None
        if bearer is not None:
            act = "accuse"
        elif act != "accuse" and act not in ANSWERS:
            voiced = act == "assert" or (act == "think" and _SUSPECTS.search(plain(saying.cue)) is not None)
            if not voiced:
                return None
            act = "assert"
        entity = saying.attribution.entity_id
        principal = self._principal(saying)
        if bearer is None and entity is None and saying.content:
            begin = saying.content[0].start
            bearer = self._borne(Span(max(0, begin - _AHEAD), begin), _SUGGESTED, None)
        if bearer is not None:
            principal = bearer
        by = [principal] if principal is not None else [entity] if entity is not None else self._source_named(saying)
        against = [one for one in saying.attribution.targets if one not in by]
        if act not in ANSWERS and not against:
            meant = self._turned_to(saying, [*by, *([entity] if entity else [])])
            if meant is not None:
                self.out.meant[key] = self.party[meant]
            self._met(saying, key)
        through = saying.speaker if principal not in (None, entity, bearer) else None
        described = self._described(saying, by) if principal is None else None
        if described is not None:
            words, speaks_for = described
            self.out.described[key] = words
            through = saying.speaker if speaks_for else None
        told = self._told(saying)
        if act == "assert" and not saying.content:  # of what was read no words are known: all that the sentence says
            told = Span(*sentence_at(self.text, told.start, told.end))
            if told.end - told.start > _LONGEST or any(
                _meets(one, told) for other in self.reading if other.id != saying.id for one in other.content
            ):
                return None
        return self._line(
            key,
            "answer" if act in ANSWERS else "allegation",
            act,
            by,
            against,
            told,
            saying.attribution.said_at,
            through=through,
            content=saying.content,
            hedged=bool(saying.attribution.hedges),
        )

    def _told(self, saying: Saying) -> Span:
        """From the first to the last of a quotation's words, without a source that stands far off; of what is long, its content."""
        quotation, content = saying.quotation, saying.content
        spans = [*quotation.cue, *content] or list(quotation.spans)
        start, end = min(spans).start, max(span.end for span in spans)
        for span in quotation.source:
            if (span.start < start and start - span.end <= _FAR) or (span.end > end and span.start - end <= _FAR):
                start, end = min(start, span.start), max(end, span.end)
        whole = Span(start, end)
        if content and (end - start > _LONGEST or "\n" in whole.of(self.text)):
            return Span(content[0].start, content[-1].end)
        return whole

    def _source_named(self, saying: Saying) -> list[str]:
        """Who speaks, where the source is a full name of which the reader makes nobody: "[Kestrel Nine], a publisher, alleges"."""
        for span in saying.quotation.source:
            name = full_name(self.text, span.start, span.end)
            if name is not None and (
                name.start == span.start or _DESCRIBES.fullmatch(self.text, span.start, name.start) or name.start - span.start == 4
            ):
                stranger = self._stranger(name)
                return [stranger] if stranger is not None else []
        return []

    def _described(self, saying: Saying, by: Sequence[str]) -> tuple[str, bool] | None:
        """How a source says without a name who speaks ("the former purser"), or for whom ("a lawyer for the club"), and which."""
        if not saying.quotation.source:
            return None
        words = saying.quotation.source[0].of(self.text)
        lower = plain(words)
        if len(lower) != len(words):
            return None
        spoken, owner = _FOR_NAME.search(lower), _OF_NAME.search(lower)
        if spoken is not None or owner is not None:
            before = lower[: spoken.start()] if spoken is not None else lower
            if _NO_MORE.search(before):
                return None
            return (words[spoken.end() :] if spoken is not None else words[: owner.start() if owner is not None else 0]), True
        name = saying.speaker or ""
        if not all(nameless(self.out.parties[self.party[one]]) for one in by) and not (_AT_HEAD.fullmatch(name) and head_of(name)):
            return None
        return (saying.speaker if lower in _PRONOUNS and saying.speaker is not None else words), False

    def _bearer(self, saying: Saying) -> str | None:
        """Who makes an allegation that somebody else tells of: "Police look into claims by [Cho] that ..."."""
        if not saying.content or not saying.quotation.cue:
            return None
        begin = saying.content[0].start
        return self._borne(Span(max(0, begin - _AHEAD), begin), _BORNE, saying.attribution.entity_id)

    def _borne(self, area: Span, words: re.Pattern[str], but: str | None) -> str | None:
        """Who is named in a stretch as who makes an allegation: "claims by the widow [Ana Cho]"."""
        before = plain(area.of(self.text))
        found = next(reversed(list(words.finditer(before))), None)
        if found is None or len(before) != area.end - area.start:
            return None
        begin = area.start + found.end()
        for span, one in self._within(Span(begin, area.end)):
            between = self.text[begin : span.start]
            if one != but and (not between or _DESCRIBES.fullmatch(between)):
                return one
        name = full_name(self.text, begin, area.end)
        if name is None or not (name.start == begin or _DESCRIBES.fullmatch(self.text, begin, name.start)):
            return None
        return self._stranger(name)

    def _denied(self, saying: Saying, line: Line) -> Line | None:
        """The allegation inside its own denial: "denied [claims by Cho that he had taken it]"; None where nobody is named."""
        if line.what != "deny" or not saying.content or not saying.quotation.cue or not line.by:
            return None
        begin = saying.content[0].start
        area = Span(min(begin, saying.quotation.cue[0].start), begin)
        bearer = self._borne(area, _BORNE, None)
        if bearer is None and (found := _HERS.search(plain(area.of(self.text)))) is not None:
            at = area.start + found.start()
            bearer = next((one for span, one in self._within(area) if span.end == at), None)
        if bearer is None or self.party[bearer] in line.by:
            return None
        key = rows.identify("al-", [self.reading.document.id, saying.id])[0]
        noun = _ALLEGATION.search(plain(area.of(self.text)))
        told = Span(area.start + (noun.start() if noun is not None else 0), saying.content[-1].end)
        self.out.words[key] = alleged(" ".join(span.of(self.text) for span in saying.content), self.names)
        return replace(
            line, id=key, kind="allegation", what="accuse", by=(self.party[bearer],), against=line.by, through=None, told=told,
            text=told.of(self.text),
        )  # fmt: skip

    def _principal(self, saying: Saying) -> str | None:
        """The entity for whom somebody speaks, or whose lawsuit it is; None where he speaks for himself."""
        entity = saying.attribution.entity_id
        if entity in self.speaks_for:
            return self.speaks_for[entity]
        if not saying.quotation.source:
            return None
        source = saying.quotation.source[0]
        if (
            entity is None
            or self.kinds[entity] == "document"
            or re.search(r"\b(?:law)?suit|complaint|filing|court\s+papers\b", plain(source.of(self.text)))
        ):
            inside = [one for _, one in self._within(source) if self.kinds[one] in _NAMES and one != entity]
            found = inside[0] if inside else None
            lower = plain(source.of(self.text))
            filed = re.search(r"\b(?:law)?suit|complaint|filing|claim\b", lower)
            owner = _OWN.match(lower)
            if found is None and owner is not None and entity is not None:
                found = self._meant(owner.group(1), source.start, {entity})
            return found or (self.filed[0] if filed and self.filed else None)
        found = self._spoken_for(source, entity, saying.content[0] if saying.content else None)
        if found is not None:
            self.speaks_for[entity] = found
        return found

    def _spoken_for(self, source: Span, entity: str, said: Span | None = None) -> str | None:
        """Whom a source's lawyer or spokeswoman speaks for: "a lawyer for Cho", "Cho's lawyer, Bo Lund,", "Bo Lund, her lawyer,"."""
        behind = self.text[source.end : source.end + _AHEAD]
        apposed = re.match(r",[^.;:\n“”\"]{0,80}", behind)
        area = Span(source.start, source.end + (apposed.end() if apposed else 0))
        lower = plain(area.of(self.text))
        if _NO_MORE.search(lower):
            return None
        found = _FOR_NAME.search(lower) or _REPRESENTS.search(lower[source.end - source.start :])
        if found is not None:
            at = area.start + found.end() + (0 if found.re is _FOR_NAME else source.end - source.start)
            named = next(
                (
                    one
                    for span, one in self._within(Span(at, min(len(self.text), at + 60)))
                    if one != entity and (span.start <= at + 4 or _DESCRIBES.fullmatch(self.text[at : span.start]))
                ),
                None,
            )
            if named is not None:
                return named
        for span, one in self._within(area):
            if one != entity and _OF_NAME.match(plain(self.text[span.end : span.end + 60])):
                return one
        own = re.search(rf"['’]s?\s+(?:\w+\s+){{0,2}}{_SPEAKS_FOR}\b", lower)
        if own is not None:
            inside = [one for span, one in self._within(area) if one != entity and span.start < area.start + own.start()]
            if inside:
                return inside[-1]
        owner = _OF_SOMEBODY.search(lower)
        if owner is None:
            return None
        return self._meant(owner.group(1), area.start + owner.start(), {entity}) or (None if said is None else self._subject(said))

    def _subject(self, said: Span) -> str | None:
        """The person whom a content begins with: "Her lawyer said [Cho] had seen it"."""
        return next((one for span, one in self._within(said) if span.start - said.start < _HEAD and self.kinds[one] == "person"), None)

    def _turned_to(self, saying: Saying, not_these: Sequence[str]) -> str | None:
        """Whom the subject "he", "she" or "they" at the head of a content means, where that is not who speaks."""
        for span in saying.content[:1]:
            found = _SUBJECT.match(plain(span.of(self.text)))
            if found is None:
                return None
            speaker = self.sexes.get(saying.attribution.entity_id or "")
            if found.group(1) != "it" and saying.kind != "direct" and speaker in (None, found.group(1)):
                return None  # "Pike says he was never paid": he is Pike
            if found.group(1) == "it" and saying.act != "accuse":
                return None  # it rains
            return self._facing(span.start) or self._meant(found.group(1), span.start, set(not_these))
        return None

    def _facing(self, at: int) -> str | None:
        """Who faces what is alleged behind it in a sentence: "[Lund Ltd] faces claims that it ..."."""
        start, _ = sentence_at(self.text, at, at)
        name = full_name(self.text, start, start + 1)
        if name is None or _FACES.match(self.text, name.end) is None:
            return None
        return next((one for span, one in self._within(name)), None) or self._stranger(name)

    def _met(self, saying: Saying, key: str) -> None:
        """Take down who does what is said, named in full, where the reader makes nobody of the name."""
        for span in saying.content[:1]:
            found = doer_in(span.of(self.text))
            if found is not None:
                stranger = self._stranger(Span(span.start + found.start, span.start + found.end))
                if stranger is not None:
                    self.out.strangers[key] = self.party[stranger]

    def _stranger(self, span: Span) -> str | None:
        """An id for a full name that is nobody's so far; None where it is somebody's."""
        if any(_meets(span, other) for other, _ in self._within(Span(max(0, span.start - _LONGEST_NAME), span.end))):
            return None
        name = " ".join(span.of(self.text).split())
        kind = kind_of(name)
        key = self.who.of(name, kind, self.reading.document.id)
        self.out.parties.setdefault(key, Party(id=key, name=self.who.name(key), kind=kind))
        self.party[name] = key
        return name

    def _meant(self, pronoun: str, at: int, not_these: set[str]) -> str | None:
        """Whom a pronoun means that is none of these: the last one named before it that it fits."""
        wanted = "he" if pronoun in _MALE else "she" if pronoun in _FEMALE else None
        unsure: str | None = None
        for here in range(bisect_left(self.starts, at) - 1, -1, -1):
            span, one = self.places[here]
            if at - span.start > _BACK:
                break
            if one in not_these or self.kinds[one] not in _NAMES:
                continue
            if wanted is not None and (self.kinds[one] != "person" or self.sexes[one] not in (None, wanted)):
                continue
            if pronoun in ("it", "its", "they", "them", "their") and self.kinds[one] == "person":
                continue
            if wanted is None or self.sexes[one] == wanted:
                return one
            unsure = unsure or one
        return unsure

    # -- what is done ----------------------------------------------------------------------------

    def _step(self, step: Step) -> Line:
        by, against = step.by, step.against
        if step.kind in REFUSES and not by:
            by, against = against, ()
        spoken = [self.speaks_for.get(one, one) for one in by] if step.kind in REFUSES else list(by)
        if step.kind in REFUSES:
            for at, one in enumerate(spoken):
                named = next((span for span, other in self._within(step.span) if other == one), None)
                principal = self._spoken_for(named, one) if named is not None else None
                spoken[at] = principal or one
        key, _ = rows.identify("sp-", [self.reading.document.id, step.kind, list(step.span)])
        line = self._line(key, "step", step.kind, spoken, [one for one in against if one not in spoken], step.span, step.date)
        return _with(line, step)

    def _line(
        self,
        key: str,
        kind: LineKind,
        what: Act | StepKind,
        by: Sequence[str],
        against: Sequence[str],
        told: Span,
        when: When | None,
        *,
        through: str | None = None,
        content: tuple[Span, ...] = (),
        hedged: bool = False,
    ) -> Line:
        document = self.reading.document
        if when is not None and when.value.startswith("T"):
            when = None  # a time of an unknown day
        return Line(
            id=key,
            kind=kind,
            what=what,
            by=tuple(dict.fromkeys(self.party[one] for one in by)),
            against=tuple(dict.fromkeys(self.party[one] for one in against)),
            through=through,
            document_id=document.id,
            document=document.title or document.name,
            outlet=document.outlet,
            url=document.url,
            published=document.published_at,
            told=told,
            text=told.of(self.text),
            content=content,
            date=when.value if when is not None else document.published_at,
            precision=when.precision if when is not None else None if document.published_at is None else _precision(document.published_at),
            dated="told" if when is not None else None if document.published_at is None else "published",
            hedged=hedged,
        )

    def _within(self, span: Span) -> Iterator[tuple[Span, str]]:
        """The mentions that begin in a stretch, in order."""
        for at in range(bisect_left(self.starts, span.start), bisect_right(self.starts, span.end - 1)):
            yield self.places[at]


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """From where the sentence of one place begins to where that of another, in the same line, ends."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    found = _sentences(text[low : high if high >= 0 else len(text)])
    begins = max((one for one, _ in found if low + one <= start), default=0)
    ends = min((one for _, one in found if low + one >= end), default=end - low)
    return low + begins, low + ends


@lru_cache(1 << 10)
def _sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    return tuple((found[0].start, found[-1].end) for found in sentences(paragraph, 0, len(paragraph)) if found)


def _with(line: Line, step: Step) -> Line:
    """A step's line with what only steps have."""
    return replace(line, status=step.status, claim=step.claim, amount=step.amount, currency=step.currency, forum=step.forum)


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _sex(text: str, mentions: Sequence[Span]) -> str | None:
    """Whether most of the pronouns that mean somebody are "he" or "she"; None where none tells."""
    words = [plain(span.of(text)) for span in mentions if span.end - span.start < 8]
    titles = [plain(text[max(0, span.start - 4) : span.start]).strip(" .") for span in mentions]
    male = sum(word in _MALE for word in words) + 2 * titles.count("mr")
    female = sum(word in _FEMALE for word in words) + 2 * (titles.count("ms") + titles.count("mrs"))
    return None if male == female else "he" if male > female else "she"


class Dated(TypedDict):
    """What a Line has of when."""

    date: str | None
    precision: Precision | None
    dated: Literal["told", "published"] | None


def when_published(document: Document) -> Dated:
    """When a document says what it says, where it gives no day of its own."""
    day = document.published_at
    return {"date": day, "precision": None if day is None else _precision(day), "dated": None if day is None else "published"}


def _precision(published: str) -> Precision:
    """How precisely a document's date is known: "2024", "2024-12", else to the day."""
    return "year" if len(published) == 4 else "month" if len(published) == 7 else "day"
