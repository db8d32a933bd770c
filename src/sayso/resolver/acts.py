"""What is done by saying it: accused, denied, admitted, asked ..., and whether it was said at all.

In:  a quotation's Frame, its cue, the words of its content.
Out: `act_of(...)`: one of the eleven acts of the annotation guide, and whether the saying is negated.
Not here: who, to whom, where (circumstances.py); the words themselves (cues.py).

The cue decides where its word is plain ("denied", "urged").  Where it only says that something was said
("said", "told", a colon), the content is asked, with patterns that leave out what is doubtful.  A saying
that did not take place ("did not say") is no assertion: its act is "other", and it is negated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sayso.resolver.cues import act_of_word
from sayso.resolver.frames import GAP, Frame, Token, plain
from sayso.schema import Act, Quotation

LOOKED_AT: Final = 400  # characters at each end of a content in which its act is looked for

_NEGATORS: Final = frozenset("not never no neither nor hardly scarcely barely without cannot rarely seldom nowhere nobody none no-one nothing".split())
_NOT_SAYING: Final = frozenset("stopped stops short refrain refrained refrains refraining avoid avoided avoids avoiding fail failed fails failing"
                               " yet instead rather far unable".split())  # fmt: skip
# What turns a negation round: "not only said", "could not help saying", "did not hesitate to say", "never tired of saying".
_ROUND: Final = frozenset("only just merely simply help resist hesitate tire tired tires stop stopped stops afraid shy surprisingly long".split())
_COMMENT: Final = frozenset(
    "comment comments say answer answers respond reply discuss elaborate speak talk confirm specify identify name explain tell interviewed quoted".split()
)
_REFUSES: Final = frozenset("refuse refused refuses refusing refusal".split())
_CLAIMS: Final = re.compile(
    r"\b(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|reports?|rumou?rs?|assertions?|arguments?|criticisms?"
    r"|insinuations?|characteri[sz]ations?|complaints?|speculation|theory|theories|stor(?:y|ies)|involvement|wrongdoing|any|that|it|them|this|as)\b"
)
_PEOPLE_FIRST: Final = re.compile(r"[“\"'‘]?\s*(?:that\s+)?")

# -- what contents say -----------------------------------------------------------------------------

# Each pattern is made twice: for direct speech, where the speaker is "I" or "we", and for reported speech, where it is "he", "she",
# "they", and "it" of an organization.
_ADVERB = (
    r"(?:(?:so|very|truly|really|deeply|sincerely|terribly|profoundly|extremely|genuinely|also|just|still|categorically|absolutely|ever|actually"
    r"|simply|clearly|definitely|certainly|personally|unreservedly|again|wholeheartedly)\s+){0,2}"
)
_FALSE = (
    r"(?:not\s+true|untrue|false|baseless|unfounded|groundless|without\s+(?:any\s+)?(?:merit|foundation|basis)|meritless|fabricat(?:ed|ions?)|made[\s-]up"
    r"|invented|a\s+(?:complete\s+|total\s+|pure\s+|outright\s+)?(?:lie|fabrication|fiction|smear)|lies|nonsense|fiction|rubbish|bogus"
    r"|(?:100\s+percent|simply|flat|completely|totally)\s+wrong|no\s+truth|fake\s+news|preposterous|ludicrous|defamatory)"
)
# "I did not know", "he had not seen it yet", "we are not happy" tell of a mind or a time; they reject nothing.
_MIND = (
    r"(?:know|think|want|expect|believe|remember|recall|understand|need|care|see|like|mean|hear|wish|hope|feel|realise|realize|yet|only|just|even"
    r"|afford|wait|say|sure|surprised|happy|going|able|ready|afraid|worried|alone|here|interested|certain|aware|convinced|optimistic|confident"
    r"|concerned|trying|ashamed|far|perfect|decided|made\s+up|had\s+time|forget|stop|give|let|met\s+a)\b"
)
_HAVE = r"(?:'d|'ve)?\s+(?:had\s+|have\s+|has\s+)?"


class _Patterns:
    """What a speaker says of himself, in one person or the other."""

    def __init__(self, who: str, begins: str, has: str) -> None:
        self.sorry = re.compile(
            rf"\b{who}(?:\s+(?:am|was|is|are|were|feel|felt)|'m|'re|'s)\s+{_ADVERB}[“\"'‘]?{_ADVERB}sorry\b(?!,?\s+but\b|\s+(?:for|about)\s+(?:your|his|her|their)\s+loss)"
            rf"|\b{who}\s+(?:(?:want|wish|wanted|wished|need|needed|have|had)\s+to\s+|would\s+like\s+to\s+|must\s+|do\s+)?{_ADVERB}(?:apologi[sz]e|apologi[sz]ed|regrets?|regretted)\b"
            r"|\bmy\s+(?:sincere\s+|deepest\s+|sincerest\s+|humble\s+)?apolog(?:y|ies)\b|^\W*(?:so |very |deeply )?sorry\b(?!,?\s+but\b|\s+to\b)"
        )
        self.admits = re.compile(
            rf"\b{who}{_HAVE}(?:was|were|been|got\s+it|am)\s+(?:so\s+|completely\s+)?wrong\b"
            rf"|\b{who}{_HAVE}(?:made|make)\s+(?:a\s+|an\s+|some\s+|many\s+|several\s+)?(?:\w+\s+)?(?:mistakes?|errors?|misjudge?ments?)\b"
            rf"|\b{who}{_HAVE}(?:f\*+ed|fucked|screwed|messed)\s+up\b|\b{who}(?:,\s+for\s+sure,)?{_HAVE}(?:fell|fallen)\s+short\b"
            rf"|\b(?:it\s+(?:was|is)|that\s+(?:was|is)|that's|it's)\s+(?:all\s+|entirely\s+)?(?:{has})\s+(?:own\s+)?(?:fault|mistake|failure)\b|\ba\s+fail\s+on\s+my\s+part\b"
            rf"|\b{who}{_HAVE}(?:failed|let\s+(?:you|her|him|them|people|everyone)\s+down|lied|stolen|cheated|misled)\b|\b{who}\s+should(?:n't|\s+not)\s+have\b"
            rf"|\b{who}\s+(?:take|takes|took|accept|accepts|accepted)\s+(?:full\s+|sole\s+)?(?:responsibility|blame)\b|\b{who}\s+should\s+have\s+(?:known|done|acted|told|checked)\b"
            rf"|\b{who}(?:'m|'re|\s+am|\s+is|\s+was|\s+are|\s+were)\s+[“\"'‘]?(?:not\s+perfect|far\s+from\s+perfect|guilty)\b|\bpleads?\s+guilty\b"
        )
        self.rejects = re.compile(
            rf"^\W*(?:that\s+)?(?:no,\s+|yes,\s+|well,\s+|look,\s+|honestly,\s+|to\s+be\s+clear,\s+)?{begins}(?:\s+(?:simply|also|certainly|personally|himself|herself|themselves))?"
            rf"(?:\s+(?:did|had|has|have|was|were|am|is)(?:\s+(?:absolutely|certainly|definitely))?\s+not|\s+(?:did|had|has|have|was|were|is)n't|'m\s+not|'ve\s+not)\s+(?!{_MIND})"
            rf"|^\W*(?:that\s+)?(?:no,\s+)?{begins}(?:\s+(?:had|have|has)|'ve|'d)?\s+never\s+(?!{_MIND}|been\s+(?:so|more|happier|prouder|better)\b|will\b|would\b)"
            rf"|^\W*(?:that\s+)?(?:no,\s+)?{begins}(?:\s+(?:had|has|have|did|do|does|was|were|am|is)(?:\s+not|n't)|'m\s+not|'ve\s+not)\W*$"
            rf"|\b{who}\s+(?:\w+ly\s+)?(?:deny|denies|denied|reject|rejects|rejected|dispute|disputes|disputed|refute|refutes|refuted|contest|contests|contested)\b"
            rf"|\b{who}\s+(?:did|do|does|have\s+done|had\s+done|has\s+done)\s+nothing\s+(?:wrong|illegal|improper|inappropriate|of\s+the\s+(?:kind|sort))\b"
            rf"|\b{who}\s+(?:had|has|have)\s+(?:no\s+(?:part|role|involvement|hand|knowledge)|nothing\s+to\s+do)\b|\b{who}(?:'m|'re|\s+am|\s+is|\s+was|\s+are|\s+were)\s+innocent\b"
        )
        self.will = re.compile(
            rf"^\W*(?:that\s+)?(?:and\s+|but\s+|if\s+[^,]{{1,80}},\s+|as\s+(?:a|an|your)\s+[^,]{{1,60}},\s+)?{begins}"
            r"(?:\s+(?:will|would|shall|(?:is|was|am|are|were)\s+going\s+to)|'ll|'m\s+going\s+to|'re\s+going\s+to)\s+"
            r"(?:also\s+|soon\s+|now\s+|immediately\s+|always\s+|never\s+|not\s+|continue\s+to\s+|personally\s+|then\s+|instead\s+){0,2}"
            r"(?!(?:have|see|like|need|seem|probably|consider|love|prefer|want|think|know|hope|expect|rather|say|tell|call|argue|guess|try|also|not|never|always"
            r"|remember|look|feel|find|miss|welcome|be\s+(?:a|an|the|very|so|more|too|hard|easy|good|great|wrong|fair|difficult|like|nice|able|happy|surprised|better|tough"
            r"|interesting|no))\b)\w"
        )


_DIRECT: Final = _Patterns(r"(?:i|we)", r"(?:i|we)", "my|our")
_REPORTED: Final = _Patterns(r"(?:he|she|they)", r"(?:he|she|they)", "his|her|their")
_REPORTED_BY_BODY: Final = _Patterns(r"(?:it|they)", r"(?:it|they)", "its|their")
_DENIES: Final = re.compile(
    rf"(?<!\w\sthat\s)(?<!which\s)\b(?:is|was|are|were|be|been|'s)\s+(?:(?!mostly|partly|largely)\w+ly\s+|all\s+|just\s+){{0,2}}[“\"'‘]?(?:(?!mostly|partly|largely)\w+ly\s+)?{_FALSE}(?![\w-])"
    rf"|^\W*(?:(?:absolutely|completely|totally|utterly|entirely|categorically|patently|simply|all|it's|it\s+is|that's|that\s+is)\s+)?{_FALSE}\b"
    r"|\bthere\s+(?:is|was)\s+(?:absolutely\s+)?no\s+(?:truth|basis|merit|substance)\b|\b(?:never|not)\s+happened\b|\bdid(?:\s+not|n't)\s+happen\b"
    r"|\b(?:don't|do\s+not|doesn't|does\s+not|didn't|did\s+not)\s+hold\s+(?:weight|water|up)\b|\bnothing\s+of\s+the\s+(?:sort|kind)\b|\bnot\s+guilty\b"
    r"|\bfurther\s+from\s+the\s+truth\b|^\W*(?:at\s+no\s+(?:time|point|stage)|under\s+no\s+circumstances|in\s+no\s+way|on\s+no\s+occasion)\b|\bit\s+(?:wasn't|was\s+not|isn't)\s+(?:me|us|him|her|them)\b"
    r"|(?<!\w\sthat\s)(?<!which\s)\b(?:isn't|is\s+not|wasn't|was\s+not|aren't|are\s+not|weren't|were\s+not)\s+(?:\w+ly\s+)?(?:true|correct|accurate|so|the\s+case|what\s+happened)\b"
    r"|\band\s+(?:\w+ly\s+)?den(?:ies|ied|y)\b|\bno\s+idea\s+what\s+(?:\w+\s+){1,3}talking\s+about\b"
    r"|\b(?:reports?|claims?|allegations?|stor(?:y|ies)|accusations?|suggestions?|rumou?rs?|charges?)\b.{0,80}\b(?:was|were|is|are)\s+(?:\w+ly\s+)?(?:wrong|mistaken|inaccurate|incorrect)\b"
    r"|^\W*(?:no|of\s+course\s+not|absolutely\s+not|certainly\s+not|not\s+at\s+all|never|not\s+so)\s*[.,!”\"’']*$"
)
_ANY_NOT: Final = re.compile(r"\b(?:not|never|no|nothing|none|nobody)\b|n't\b")
_NOT_PAST: Final = re.compile(r"\b(?:would|will|should|could|can)\s+(?:not|never)\b|\b(?:won't|wouldn't|can't|cannot|shouldn't|couldn't)\b")
_VOWS: Final = re.compile(
    r"\b(?:i|we)\s+(?:(?:hereby|solemnly)\s+)?(?:promise|pledge|vow|swear|guarantee|commit\s+to|(?:am|are|remain)\s+committed\s+to)\b"
)
_IMPERATIVE: Final = re.compile(
    r"^[\s“\"'‘]*(?:please|let's|let\s+us|let\s+\w+\s+(?:and\s+\w+\s+)?\w+|don't|do\s+not|stop|give|go|get|come|vote|stay|keep|leave|make|show|release|resign|call|bring|end"
    r"|free|save|join|wait|send|hands\s+up)\b(?!\s+(?:is|was|are|were|it|to)\b)"
)
_SHOULD: Final = re.compile(
    r"(?<!\bwhy )(?<!\bthat )(?<!\bwhat )(?<!\bhow )(?<!\blike )(?<!\bas )(?<!\bwhether )(?<!\bif )"
    r"\b(?!(?:i|we|he|she|it|one|what|which|where|how|why|who|whether|if|when|that|really|also|there|this)\b)[\w’'.]{1,40}[”\"’)]?\s+"
    r"(?:(?:should|must|ought\s+to)\s+(?!have\b|be\s+(?:a|the|able|noted|said)\b)|(?<!\byou )(?<!\bthey )(?:needs\s+to|has\s+to|has\s+got\s+to)\s+)\w"
)
_DEED = (
    r"(?:li(?:ed|es|ar|ars)|lying|frauds?|fraudsters?|cheat(?:ed|s|ing|ers?)?|st(?:ole|olen|ealing|eals)|corrupt(?:ed)?|crooked|crooks?|a\s+criminal|criminals"
    r"|violat(?:ed|es|ing)|abus(?:ed|es|ing)|harass(?:ed|es|ing)|assault(?:ed|s|ing)|rap(?:ed|es|ists?)|molest(?:ed|ing)|brib(?:ed|es|ing)|cover(?:ed|ing)?[\s-]up"
    r"|conspir(?:ed|ing)|collud(?:ed|ing)|misled|mislead(?:s|ing)|deceiv(?:ed|es|ing)|defraud(?:ed|ing)?|embezzl(?:ed|ing)|launder(?:ed|ing)|rigg(?:ed|ing)|betray(?:ed|s|ing)"
    r"|blackmail(?:ed|ing)|extort(?:ed|ing)|smear(?:ed|ing)|sabotag(?:ed|ing)|murder(?:ed|er|ing)|tortured|scam(?:med|ming)|plagiari[sz](?:ed|ing)|perjured|obstruct(?:ed|ing)"
    r"|retaliat(?:ed|ing)|silenc(?:ed|ing)|intimidat(?:ed|ing)|threaten(?:ed|ing)|swindl(?:ed|ing)|loot(?:ed|ing)|meddl(?:ed|ing)|interfer(?:ed|ing)|broke\s+the\s+law|hid(?:den|ing)?"
    r"|perpetrated|(?:tried|trying|attempted|attempting|sought|plotted|plotting|designed|conspired)\s+to\s+(?:destroy|silence|intimidate|pressure|rig|hide|cover|steal|bury|ruin|smear"
    r"|deceive|mislead|interfere|influence|undermine|sabotage|suppress|bully|block|frame|cheat|trick))"
)
# An identifiable party, then the deed: in the original's capitals.
WRONGS: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Yy]ou|[Ii]t|[A-Z][\w’'.-]{1,40}|government|administration|company|police|officers?|department|campaign|bank|firm|developers?|officials?"
    r"|prosecutors?|president|mayor|council|board|agency|media|press|church|university|party)"
    r"(?:\s+(?:has|have|had|was|were|is|are|did|allegedly|repeatedly|deliberately|knowingly|falsely|systematically|been|being|a|an|total|disgusting|the|ones?|who|engaged|in|massive|designed)"
    rf"|[’'](?:s|re|ve|d)){{0,5}}\s+[‘“\"']?{_DEED}\b"
)
PASSIVE_WRONG: Final = re.compile(rf"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?{_DEED}\s+by\s+[A-Zt]")
_BARE_NO: Final = re.compile(r"^\W*no\s+comment\b|\b(?:had|has|have)\s+no\s+(?:further\s+|immediate\s+)?comment\b")
_NO_COMMENT: Final = re.compile(
    r"\b(?:would|could|can|will|do|does|did)(?:\s+not|n't)\s+(?:be\s+)?(?:comment(?:ing)?|discuss(?:ing)?|respond(?:ing)?\s+to|answer(?:ing)?|speculate)\b"
    r"|\b(?:can't|cannot|won't)\s+(?:comment|discuss|answer)\b|\b(?:declin|refus)(?:ed|es|ing)\s+to\s+(?:comment|discuss|answer)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """An act and whether the saying is negated; `head` is the frame's index of the word that decides, -1 where none does."""

    act: Act
    negated: bool
    head: int = -1


def act_of(frame: Frame, quotation: Quotation) -> Said:
    """The act of a quotation."""
    text = frame.text
    original = _content(text, quotation)
    content = plain(original)
    cue = frame.within(quotation.cue)
    head, act = _head(frame.tokens, cue)
    words = [frame.tokens[at].word for at in cue]
    negated = _negated(frame, quotation, cue, head) or (head >= 0 and frame.tokens[head].word in _REFUSES) or _governed(frame, quotation)
    declined = _declined(frame.tokens, cue, content, negated)
    if declined:
        return Said("decline", False, head)
    if _idiom(frame.tokens, cue, content):
        return Said("deny", False, head)
    if act is None and words == ["against"] and re.search(r"\b(?:case|lawsuit|suit|charges?|complaint|allegations?|accusations?)\b", plain(" ".join(span.of(text) for span in quotation.source))):
        act = "accuse"
    elif act is None:
        act = _unknown(words, content, quotation)
    elif head >= 0:
        act = _refined(frame.tokens, cue, head, act, content, quotation)
    if act == "assert" and _reported(content) is not None:
        act = _reported(content) or act
    if act == "assert" and not negated and quotation.kind != "event" and _denying(frame, cue):
        act = "deny"
    if act == "assert":
        source = plain(" ".join(span.of(text) for span in quotation.source))
        act = "other" if negated else _by_content(content, original, quotation, source, words)
    return Said(act, negated, head)


def _content(text: str, quotation: Quotation) -> str:
    """The content's words, of long ones both ends."""
    whole = " ".join(span.of(text) if span.end - span.start <= 2 * LOOKED_AT else text[span.start : span.start + LOOKED_AT] + " … " + text[span.end - LOOKED_AT : span.end] for span in quotation.content[:4])
    return " ".join(whole.split())


def _head(found: Sequence[Token], cue: Sequence[int]) -> tuple[int, Act | None]:
    """The word of a cue that decides: the first that is more than saying, else the first that says."""
    says = -1
    aloud = any(found[at].word.startswith(("express", "voice", "voicing")) for at in cue)
    for at in cue:
        word = found[at].word.removesuffix("'s")
        act: Act | None = act_of_word(word)
        if word.startswith("call") and at + 1 < len(found) and found[at + 1].word in ("for", "on", "upon"):
            act = "demand"
        if word in _REFUSES:
            return at, "other"
        if act is None or (act == "think" and aloud) or (says >= 0 and act == "ask" and found[at].word.startswith("question")):
            continue
        if act != "assert":
            return at, act
        if says < 0:
            says = at
    return says, "assert" if says >= 0 else None


def _negated(frame: Frame, quotation: Quotation, cue: Sequence[int], head: int) -> bool:
    """Whether the saying itself is said not to have taken place."""
    if not cue:
        return False
    last = head if head >= 0 else cue[-1]
    source = set(frame.within(quotation.source))
    first = max(0, last - 9)
    negative = False
    for at in range(first, last):
        word = frame.tokens[at].word
        if at in source:
            if word in ("nobody", "none", "no-one") or (word == "no" and at == min(source)) or (word == "neither" and at == min(source)):
                negative = True
            continue
        if word in (",", ";", ":", GAP, ".", "and", "but", "who", "which", "that", "“", "”", "(", ")", "–", "—") and not (word in ("and", ",") and at in cue):
            negative = False
        elif negative and word in _NOT_SAYING and word[:4] in ("stop", "refr", "avoi", "fail"):
            negative = False
        elif word in _NEGATORS or word.endswith("n't") or word in _NOT_SAYING:
            negative = not (word == "far" and frame.tokens[at + 1].word != "from")
        elif word in _ROUND and negative:
            negative = False
    if not negative and any(frame.tokens[at].word == "no" and any(token.word in _NOUNS_OF_SPEECH for token in frame.tokens[at + 1 : at + 4]) for at in cue):
        return True
    return negative


_NOUNS_OF_SPEECH: Final = frozenset(
    "admission statement statements word comment promise promises apology denial confirmation claim suggestion suggestions mention explanation indication hint reason answer confession".split()
)
_LINKS: Final = frozenset(("that", "whether", "if", "ever", "having", "reports", "claims", "suggestions", "rumours", "rumors", "allegations"))
_NO_DOUBT: Final = frozenset("doubt secret wonder surprise question mistake accident coincidence until only just merely simply surprising surprised because".split())
_DENYING: Final = frozenset("denying rejecting dismissing refuting disputing rebutting repudiating".split())


def _governed(frame: Frame, quotation: Quotation) -> bool:
    """Whether the saying stands under a denial: "denied that he said", "there is no evidence that he said", "contrary to reports that he said"."""
    own = frame.within(quotation.source + quotation.cue) or [frame.index(span.start) for span in quotation.content[:1]]
    if not own:
        return False
    linked = False
    for at in range(min(own) - 1, max(-1, min(own) - 13), -1):
        word = frame.tokens[at].word
        if word in (",", ";", ":", ".", "(", ")", "–", "—", "“", "”", '"', "but", "and", "who", "which", "because", "after", "when", "while", "although", "though", GAP):
            return False
        if word in _LINKS or word in _NOUNS_OF_SPEECH:
            linked = True
        elif word in _NO_DOUBT:
            return False
        elif linked and (word in _NEGATORS or word.endswith("n't") or word in ("contrary", "false", "untrue", "wrongly", "falsely", "mistakenly", "erroneously") or act_of_word(word) == "deny"):
            return True
        elif linked and word in _NOT_SAYING - {"yet", "instead", "rather", "far"} or at == min(own) - 1 and act_of_word(word) == "deny" and word.endswith(("ied", "ies")):
            return True
    return False


def _denying(frame: Frame, cue: Sequence[int]) -> bool:
    """Whether a participle beside the cue denies: "Denying the claims, Cho said ...", "said in a statement rejecting the report"."""
    return bool(cue) and any(token.word in _DENYING for token in frame.tokens[max(0, cue[0] - 12) : cue[-1] + 8])


_REJECTING: Final = re.compile(
    r"\b(?:scoff(?:ed|s|ing)?|laugh(?:ed|s|ing)?|shrug(?:ged|s|ging)?|pour(?:ed|s|ing)?\s+(?:cold\s+water|scorn)|distanc(?:ed|es|ing)|(?:hit|hits|hitting|push(?:ed|es|ing)?|fir(?:ed|es|ing)|fought)\s+back"
    r"|t(?:ook|akes?|aking)\s+issue|sh(?:ot|oots?|ooting)\s+down|knock(?:ed|s|ing)?\s+(?:down|back)|rubbish(?:ed|es|ing)?|slap(?:ped|s|ping)?\s+down|brush(?:ed|es|ing)?\s+(?:off|aside)"
    r"|withdr(?:ew|aws?|awn|awing)|retract(?:ed|s|ing)?|(?:took|takes?|taken)\s+back|bristl(?:ed|es|ing)|hotly\s+contest\w*|contest(?:ed|s|ing)?)\b"
)
_CLAIM_NOUNS: Final = re.compile(r"\b(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|reports?|rumou?rs?|assertions?|insinuations?|speculation|criticisms?|remarks?)\b")


def _idiom(found: Sequence[Token], cue: Sequence[int], content: str) -> bool:
    """Whether a cue rejects a claim in other words: "poured cold water on reports", "took issue with the claim"."""
    if not cue:
        return False
    near = " ".join(token.word for token in found[cue[0] : cue[-1] + 8] if token.word != GAP)
    words = " ".join(found[at].word for at in cue)
    return bool(_REJECTING.search(words) and _CLAIM_NOUNS.search(f"{near} {content[:60]}"))


_TO_HAVE: Final = re.compile(r"\bto\s+have\s+(?:\w+ly\s+)?(\w{3,20})\b")


def _reported(content: str) -> Act | None:
    """The act of what somebody is said to have said: "is reported [to have denied it]"."""
    found = _TO_HAVE.search(content, 0, 60)
    act = act_of_word(found.group(1)) if found is not None else None
    return act if act not in ("assert", "think", "other") else None


def _declined(found: Sequence[Token], cue: Sequence[int], content: str, negated: bool) -> bool:
    """Whether the cue says that someone would not comment, answer or respond."""
    words = [found[at].word for at in cue]
    if not words:
        return False
    following = [token.word for token in found[cue[-1] + 1 : cue[-1] + 4] if token.word != GAP] + content.split()[:4]
    run = words + following
    text = " ".join(words)
    for at, word in enumerate(words):
        if word in ("decline", "declined", "declines", "declining"):
            return True
        if word in _REFUSES:
            rest = [one.strip("“”\"'.,") for one in run[at + 1 : at + 5]]
            if any(one in _COMMENT for one in rest[:3] if one not in ("be",)) or "to be interviewed" in " ".join(rest):
                return True
    if re.search(r"\b(?:neither|not|n't)\b.{0,20}\bconfirm(?:ed|s|ing)?\s+(?:n?or)\s+(?:den)", " ".join(run)):
        return True
    if re.search(r"\bno (?:further |immediate )?(?:comment|response|reply|answer)\b", text):
        return True
    if re.search(r"\b(?:silent|silence|mum|tight-lipped|drawn)\b", text) and (negated or "drawn" not in words):
        return True
    if negated and re.search(r"\b(?:respond|reply|answer|comment|return)(?:ed|s|ing)?\b", text) and not re.search(r"\bto say\b", text):
        return True
    return bool(negated and re.search(r"\b(?:would|will)\b(?: \w+)? not\b.{0,15}\b(?:say|discuss|elaborate|specify|comment|disclose|identify|speculate)\b|\b(?:wouldn't|won't)\b.{0,15}\b(?:say|discuss|elaborate|specify|comment|disclose|identify|speculate)\b", text))


_SPOKEN = re.compile(r"[“”\"‘«]")
_CLAUSE = re.compile(r"^\W*(?:that|whether|if|how|why)\b")


def _unknown(words: Sequence[str], content: str, quotation: Quotation) -> Act:
    """The act where the cue holds no word of speech: none at all, a mark, "according to", or a deed."""
    meaning = [word for word in words if word[:1].isalnum()]
    if not meaning or quotation.kind == "direct" or _CLAUSE.match(content):
        return "assert"
    return "other"


def _refined(found: Sequence[Token], cue: Sequence[int], head: int, act: Act, content: str, quotation: Quotation) -> Act:
    """The act of a known word, by what stands with it."""
    word = found[head].word
    after = [token.word for token in found[head + 1 : head + 7]]
    after = after[: after.index(GAP)] if GAP in after else after
    next_word = after[0] if after else ""
    start = content.split()[:3]
    begins = start[0].strip("“\"'‘") if start else ""
    asks = begins in ("whether", "if", "how", "why", "what", "who", "when", "where", "which") or content.endswith(("?", "?\"", "?”", "?'", "?’"))
    if word.startswith("call") and (next_word in ("for", "on", "upon") or begins in ("for", "on", "upon")):
        return "demand"
    if word.startswith(("call", "label", "dub", "brand", "term", "describ")) and re.search(rf"{_FALSE}\W*$|^\W*{_FALSE}", content) and "hoax" not in content:
        return "deny"
    if word.startswith(("ask", "press")) and act in ("ask", "assert"):
        if asks or next_word in ("about", "whether", "if", "how", "why", "what", "on", "by"):
            return "ask"
        passive = head > 0 and found[head - 1].word in ("be", "been", "was", "were", "being")
        asked_to = not passive and re.match(r"\W*(?:[\w'’-]+\s+){1,5}to\s+\w", content) is not None and not re.search(r"\b(?:how|what|why|whether|if|who)\b", content[:60])
        return "demand" if begins in ("to", "for") or asked_to or (begins == "that" and not passive) or next_word == "for" or (next_word != "of" and "to" in after[:4]) else "ask"
    if word.startswith("question"):
        before = found[head - 1].word if head > 0 else ""
        noun = word in ("question", "questions") and before in ("has", "have", "had", "a", "an", "the", "with", "of", "his", "her", "their", "few", "some", "two", "more", "many", "raised", "raise", "raises")
        return "ask" if asks or noun else "assert"
    if act == "demand" and asks and word.startswith(("request", "demand")):
        return "ask"
    if word.startswith(("tell", "told", "warn", "remind")) and begins == "to" or (word.startswith("tell") or word == "told") and re.match(r"^\W*\w+ to \w", content) and begins in ("them", "him", "her", "people", "reporters", "me", "us"):
        return "demand"
    if word.startswith(("reject", "dismiss", "brush")):
        near = " ".join([*after, *(found[at].word for at in cue), *content.split()[:10]])
        return "deny" if _CLAIMS.search(near) else "other" if word.startswith("reject") else "assert"
    if word.startswith(("rule", "ruling")) and next_word == "out" or (word.startswith(("rule", "ruling")) and any(found[at].word == "out" for at in cue)):
        return "deny"
    if word.startswith("charg") and act == "accuse" and next_word in ("that",) :
        return "accuse"
    if word in ("plead", "pleads", "pleaded", "pleading", "pled"):
        near = " ".join([*after[:2], *start])
        return "deny" if "not guilty" in near else "admit" if "guilty" in near else "demand"
    if word.startswith("offer") and begins != "to" and next_word != "to":
        later = next((act_of_word(found[at].word) for at in cue if at > head and act_of_word(found[at].word) not in (None, "assert")), None)
        return later or "assert"
    if word.startswith(("saw", "see", "know", "known")) and word in ("saw", "seen", "known") and (next_word == "as" or not _CLAUSE.match(content)):
        return "other" if word == "known" else "think"
    if word.startswith("propos") and not (begins in ("to", "that") or (begins.endswith("ing") and begins != "nothing") or next_word in ("to", "that") or next_word.endswith("ing")):
        return "assert"
    if word.startswith("continu") and quotation.kind != "direct" and sum(1 for at in cue if act_of_word(found[at].word)) == 1 and "to" in after[:1] + [found[at].word for at in cue if at > head][:1]:
        return "other"
    if word.startswith("acknowledg"):
        return "assert"
    return act


def _by_content(content: str, original: str, quotation: Quotation, source: str, words: Sequence[str]) -> Act:
    """The act of words that are only said to be said."""
    if not content:
        return "assert"
    if quotation.kind == "direct" or content[0] in "“\"'‘" or content.startswith(("i ", "we ", "i'", "my ")):
        patterns = _DIRECT
    else:
        patterns = _REPORTED_BY_BODY if _BODY.search(source) or _THING.match(source) else _REPORTED
    insists = any(word.startswith(("insist", "maintain", "protest", "assert", "swear", "swore", "testif")) for word in words)
    if _BARE_NO.search(content) or (_NO_COMMENT.search(content) and len(content) < 200):
        return "decline"
    if patterns.sorry.search(content):
        return "apologise"
    if patterns.admits.search(content):
        return "admit"
    if _DENIES.search(content) or (patterns.rejects.search(content) and " yet" not in content[:80]):
        return "deny"
    if insists and _ANY_NOT.search(content[:50]) and not _NOT_PAST.search(content[:80]):
        return "deny"
    if _asks(content):
        return "ask"
    if WRONGS.search(original) or PASSIVE_WRONG.search(original):
        return "accuse"
    if _VOWS.search(content) or patterns.will.search(content):
        return "promise"
    if _IMPERATIVE.search(content) or _SHOULD.search(content):
        return "demand"
    return "assert"


_BODY: Final = re.compile(
    r"\b(?:it|company|agency|commission|office|government|ministry|department|bank|party|campaign|group|council|board|committee|court|university|union|firm|club|federation"
    r"|team|administration|police|organi[sz]ation|association|institute|[a-z](?:\.[a-z]){1,4})\b"
)


# "the airline", "its owner": a class of thing unless it ends as words for people do.
_THING: Final = re.compile(
    r"(?:the|its|their)\s+(?:[\w-]+\s+){0,2}(?!\w*(?:er|or|ist|man|woman|men|women|ian|ant|ent|ee|boy|girl|king|queen|prince|princess|bishop|pope|mp|coach|duke|judge|chief|bride|wife|mother"
    r"|father|sister|brother|son|daughter|friend|star|host|aide|people|police|s)$)[\w-]+$"
)


def _asks(content: str) -> bool:
    """Whether most of a content's sentences, or its last, are questions."""
    marks = re.findall(r"[.!?…](?=[\s”\"'’)]|$)", content)
    return bool(marks) and (marks[-1] == "?" or 2 * marks.count("?") > len(marks))
