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
    "comment comments say answer answers respond reply discuss elaborate speak talk confirm specify identify name explain provide disclose give"
    " be return acknowledge address tell detail reveal offer take clarify interviewed quoted".split()
)
_REFUSES: Final = frozenset("refuse refused refuses refusing refusal".split())
_CLAIMS: Final = re.compile(
    r"\b(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|reports?|rumou?rs?|assertions?|arguments?|criticisms?"
    r"|insinuations?|characteri[sz]ations?|complaints?|speculation|theory|theories|stor(?:y|ies)|involvement|wrongdoing|any|that|it|them|this|as)\b"
)
_PEOPLE_FIRST: Final = re.compile(r"[“\"'‘]?\s*(?:that\s+)?")

# -- what contents say -----------------------------------------------------------------------------

_SELF = r"(?:i|we|he|she|they)"
_ADVERB = r"(?:(?:so|very|truly|really|deeply|sincerely|terribly|profoundly|extremely|awfully|genuinely|also|just|already|still|categorically|absolutely|ever|actually|simply|clearly|definitely|certainly|personally|unreservedly|again|wholeheartedly)\s+){0,2}"
_SORRY: Final = re.compile(
    rf"\b{_SELF}(?:\s+(?:am|was|is|are|were|feel|felt)|'m|'re|'s)\s+{_ADVERB}sorry\b(?!,?\s+but\b|\s+(?:for|about)\s+(?:your|his|her|their)\s+loss)"
    rf"|\b(?:i|we)\s+(?:(?:want|wish|need|have)\s+to\s+|would\s+like\s+to\s+|must\s+|do\s+|'d\s+like\s+to\s+){{0,1}}{_ADVERB}apologi[sz]e\b"
    r"|\bmy\s+(?:sincere\s+|deepest\s+|sincerest\s+|humble\s+)?apolog(?:y|ies)\b|^\W*(?:so |very |deeply )?sorry\b(?!,?\s+but\b|\s+to\b)"
    rf"|\b(?:he|she|they)\s+{_ADVERB}(?:apologi[sz]ed?|apologi[sz]es|regret(?:s|ted))\b"
)
_ADMITS: Final = re.compile(
    r"\b(?:i|we|he|she|they)(?:'d|'ve)?\s+(?:had\s+|have\s+|has\s+)?(?:was|were|been|got\s+it|am)\s+(?:so\s+|completely\s+)?wrong\b"
    r"|\b(?:i|we|he|she|they)(?:'d|'ve)?\s+(?:had\s+|have\s+|has\s+)?(?:made|make)\s+(?:a\s+|an\s+|some\s+|many\s+|several\s+)?(?:\w+\s+)?(?:mistakes?|errors?|misjudge?ments?)\b"
    r"|\b(?:i|we|he|she|they)\s+(?:deeply\s+|really\s+)?regret(?:ted|s)?\b|\b(?:i|we)\s+(?:f\*+ed|fucked|screwed|messed)\s+up\b"
    r"|\b(?:it\s+(?:was|is)|that\s+(?:was|is)|that's|it's)\s+(?:all\s+|entirely\s+)?(?:my|our|his|her|their)\s+(?:own\s+)?(?:fault|mistake|failure)\b"
    r"|\b(?:i|we|he|she|they)(?:,\s+for\s+sure,)?\s+(?:fell|had\s+fallen|have\s+fallen)\s+short\b|\bshould(?:n't|\s+not)\s+have\s+(?:done|said|written|taken)\b"
    r"|\b(?:i|we|he|she|they)(?:'d|'ve)?\s+(?:had\s+|have\s+)?(?:failed|let\s+(?:you|her|him|them|people|everyone)\s+down)\b"
    r"|\b(?:i|we|he|she|they)\s+(?:take|takes|took|accept|accepts|accepted)\s+(?:full\s+|sole\s+)?(?:responsibility|blame)\b"
    r"|\b(?:i'm|i\s+am|he\s+is|he\s+was|she\s+is|she\s+was)\s+(?:not\s+perfect|[“\"]?far\s+from\s+perfect|guilty)\b|\bpleads?\s+guilty\b"
    r"|\bcould(?:\s+and\s+should)?\s+have\s+done\s+(?:more|better)\b|\bshould\s+have\s+(?:known|done|acted|told|checked)\b"
)
_FALSE = r"(?:not\s+true|untrue|false|baseless|unfounded|groundless|without\s+(?:any\s+)?(?:merit|foundation|basis)|meritless|fabricat(?:ed|ions?)|made\s+up|made-up|invented|a\s+(?:complete\s+|total\s+|pure\s+|outright\s+)?(?:lie|fabrication|fiction|hoax|smear)|lies|nonsense|fiction|rubbish|bogus|100\s+percent\s+wrong|simply\s+wrong|inaccurate|incorrect|no\s+truth|fake\s+news|preposterous|ludicrous|defamatory|wrong)"
_DENIES: Final = re.compile(
    rf"\b(?:is|was|are|were|be|been|as|'s|claims?|allegations?|accusations?|story|reports?|charges?)\s+(?:\w+ly\s+|all\s+|just\s+|both\s+|completely\s+and\s+utterly\s+){{0,2}}[“\"'‘]?(?:\w+ly\s+)?{_FALSE}\b"
    rf"|^\W*(?:absolutely|completely|totally|utterly|entirely|categorically|patently|simply|all|it's|it\s+is|that's|that\s+is|not)?\s*{_FALSE}\b"
    r"|\bthere\s+(?:is|was)\s+(?:absolutely\s+)?no\s+(?:truth|basis|merit|substance|evidence)\b|\b(?:did|done|do)\s+nothing\s+(?:wrong|illegal|improper|inappropriate|of\s+the\s+(?:kind|sort))\b"
    r"|\b(?:don't|do\s+not|doesn't|does\s+not|didn't|did\s+not)\s+hold\s+(?:weight|water|up)\b|\b(?:never|not)\s+happened\b|\bdid\s*n[o']t\s+happen\b|\b(?:had|has|have)\s+no\s+(?:part|role|involvement|hand|knowledge)\b"
    r"|\bnothing\s+to\s+do\s+with\b|\bnothing\s+of\s+the\s+(?:sort|kind)\b|\b(?:is|am|was|'m|be)\s+innocent\b|\bnot\s+guilty\b|^\W*(?:no|of\s+course\s+not|absolutely\s+not|certainly\s+not|not\s+at\s+all|never|not\s+true)\s*[.,!”\"]*$"
)
_NOT_KNOWING = r"(?:know|think|want|expect|believe|remember|recall|understand|need|care|see|like|mean|hear|wish|hope|feel|realise|realize|yet|only|just|even|afford|wait|say|sure|surprised|happy|going|able|ready|afraid|worried|alone|here|interested|certain|aware|convinced|optimistic|confident|concerned|trying|ashamed|far|perfect)"
_SELF_NOT: Final = re.compile(
    rf"^\W*(?:that\s+)?(?:no,\s+|yes,\s+|well,\s+|look,\s+|honestly,\s+|to\s+be\s+clear,\s+)?{_SELF}"
    r"(?:\s+(?:simply|also|certainly|personally|himself|herself|themselves|had|have|has))?\s*"
    rf"(?:(?:\s(?:did|had|has|have|was|were|am|is|are)\s+not|\s(?:did|had|has|have|was|were|is|are)n't|'m\s+not|'ve\s+not|'s\s+not|'re\s+not)\s+(?!{_NOT_KNOWING}\b)"
    rf"|(?:'ve|'d)?\s+never\s+(?!{_NOT_KNOWING}\b|been\s+(?:so|more|happier|prouder|better)\b|met\s+a|seen\b|heard\b|forget\b|will\b|would\b|stop\b|give\b|let\b))"
)
_ANY_NOT: Final = re.compile(r"\b(?:not|never|no|nothing|none|nobody)\b|n't\b")
_WILL: Final = re.compile(
    rf"^\W*(?:that\s+)?(?:and\s+|but\s+|if\s+[^,]{{1,80}},\s+|as\s+(?:a|an|your)\s+[^,]{{1,60}},\s+)?(?:i|we|he|she|they|it)(?:\s+(?:will|would|shall|is\s+going\s+to|was\s+going\s+to|are\s+going\s+to|am\s+going\s+to|were\s+going\s+to)|'ll|'d|'m\s+going\s+to|'re\s+going\s+to)\s+"
    r"(?:also\s+|soon\s+|now\s+|immediately\s+|always\s+|never\s+|not\s+|continue\s+to\s+|personally\s+|then\s+|instead\s+){0,2}"
    r"(?!have\b|see\b|like\b|need\b|seem\b|probably\b|consider\b|love\b|prefer\b|want\b|think\b|know\b|hope\b|expect\b|rather\b|say\b|call\b|argue\b|guess\b|be\s+(?:a|an|the|very|so|more|too|hard|easy|good|great|wrong|fair|difficult|like|nice|able|happy|surprised|better|tough|interesting|no)\b|also\b|not\b|never\b|always\b)\w"
)
_VOWS: Final = re.compile(r"\b(?:i|we)\s+(?:promise|pledge|vow|swear|guarantee|commit\s+to|am\s+committed\s+to|are\s+committed\s+to|remain\s+committed\s+to)\b")
_IMPERATIVE: Final = re.compile(
    r"^[\s“\"'‘]*(?:please|let's|let\s+us|let|don't|do\s+not|stop|give|go|get|come|vote|stay|keep|leave|take|make|put|tell|show|release|resign|think|remember|ask|call|bring|end|free|save|join|wait|send|hands\s+up)\b(?!\s+(?:is|was|are|were|it|to)\b)"
)
_SHOULD: Final = re.compile(
    r"\b(?!(?:i|we|what|which|where|how|why|who|whether|if|when|that)\b)(?:\w+|[”\"’)])\s+(?:should|must|ought\s+to|needs?\s+to|has\s+to|has\s+got\s+to|have\s+got\s+to)\s+(?!have\b)(?:not\s+|also\s+|now\s+|immediately\s+|be\s+)?\w"
)
_WRONG: Final = re.compile(
    r"\b(?:lied|lying|liars?|frauds?|fraudulent\w*|cheat(?:ed|s|ing)?|st(?:ole|olen|ealing|eals)|corrupt(?:ion|ed)?|crooked|criminals?|crimes?|illegal(?:ly)?|unlawful(?:ly)?"
    r"|violat(?:ed|es|ing|ions?)|abus(?:ed|es|ing|ive)|harass(?:ed|es|ing|ment)?|assault(?:ed|s|ing)?|rap(?:ed|es|ist|ists)|molest(?:ed|ing)|brib(?:ed|es|ing|ery)"
    r"|cover(?:ed|ing)?[\s-]up|conspir(?:ed|ing|acy)|collu(?:ded|ding|sion)|misled|misleading(?:ly)?|deceiv(?:ed|es|ing)|deceptive|defraud(?:ed|ing)?|embezzl(?:ed|ing|ement)"
    r"|launder(?:ed|ing)|rigg(?:ed|ing)|betray(?:ed|al|s|ing)|blackmail(?:ed|ing)?|extort(?:ed|ing|ion)|smear(?:ed|ing)?|sabotag(?:ed|ing)|murder(?:ed|er|s|ing)?|torture[ds]?|racketeering"
    r"|scam(?:med|s)?|plagiari[sz](?:ed|ing|m)|perjur(?:ed|y)|obstruct(?:ed|ing)|retaliat(?:ed|ing|ion)|silenc(?:ed|ing)|intimidat(?:ed|ing)|threaten(?:ed|ing)|swindl(?:ed|ing)|loot(?:ed|ing)|meddl(?:ed|ing)|interfer(?:ed|ing))\b"
)
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
    content = _content(text, quotation)
    cue = frame.within(quotation.cue)
    head, act = _head(frame.tokens, cue)
    words = [frame.tokens[at].word for at in cue]
    negated = _negated(frame, quotation, cue, head)
    declined = _declined(frame.tokens, cue, content, negated)
    if declined:
        return Said("decline", False, head)
    if act is None:
        act = _unknown(words, content, quotation)
    elif head >= 0:
        act = _refined(frame.tokens, cue, head, act, content)
    if act == "assert":
        act = "other" if negated else _by_content(content, quotation.kind, words)
    return Said(act, negated, head)


def _content(text: str, quotation: Quotation) -> str:
    """The content's words, of long ones both ends, plain."""
    whole = " ".join(span.of(text) if span.end - span.start <= 2 * LOOKED_AT else text[span.start : span.start + LOOKED_AT] + " … " + text[span.end - LOOKED_AT : span.end] for span in quotation.content[:4])
    return " ".join(plain(whole).split())


def _head(found: Sequence[Token], cue: Sequence[int]) -> tuple[int, Act | None]:
    """The word of a cue that decides: the first that is more than saying, else the first that says."""
    says = -1
    for at in cue:
        act = act_of_word(found[at].word.removesuffix("'s"))
        if act is None:
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
        elif word in _NEGATORS or word.endswith("n't") or word in _NOT_SAYING:
            negative = not (word == "far" and frame.tokens[at + 1].word != "from")
        elif word in _ROUND and negative:
            negative = False
    return negative


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


def _refined(found: Sequence[Token], cue: Sequence[int], head: int, act: Act, content: str) -> Act:
    """The act of a known word, by what stands with it."""
    word = found[head].word
    after = [token.word for token in found[head + 1 : head + 7] if token.word != GAP]
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
        return "demand" if begins == "to" or begins == "for" or begins == "that" or next_word == "for" or word.startswith("press") or "to" in after[:4] else "ask"
    if word.startswith("question"):
        return "ask" if asks or word in ("question", "questions") else "assert"
    if act == "demand" and asks and word.startswith(("request", "demand")):
        return "ask"
    if word.startswith(("tell", "told", "warn", "remind")) and begins == "to" or (word.startswith("tell") or word == "told") and re.match(r"^\W*\w+ to \w", content) and begins in ("them", "him", "her", "people", "reporters", "me", "us"):
        return "demand"
    if word.startswith(("reject", "dismiss", "brush", "rebuff", "scoff", "laugh", "shrug", "downplay")):
        near = " ".join([*after, *content.split()[:10]])
        return "deny" if word.startswith(("reject", "dismiss", "brush")) and _CLAIMS.search(near) else "assert" if not word.startswith("reject") else "other"
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
    if word.startswith("acknowledg"):
        return "assert"
    return act


def _by_content(content: str, kind: str, words: Sequence[str]) -> Act:
    """The act of words that are only said to be said."""
    if not content:
        return "assert"
    insists = any(word.startswith(("insist", "maintain", "protest")) for word in words)
    if _BARE_NO.search(content) or (_NO_COMMENT.search(content) and len(content) < 200):
        return "decline"
    if _SORRY.search(content):
        return "apologise"
    if _ADMITS.search(content):
        return "admit"
    if _DENIES.search(content) or _SELF_NOT.search(content) or (insists and _ANY_NOT.search(content[:80])):
        return "deny"
    if _asks(content):
        return "ask"
    if _WRONG.search(content):
        return "accuse"
    if _VOWS.search(content) or _WILL.search(content):
        return "promise"
    if _IMPERATIVE.search(content) or _SHOULD.search(content):
        return "demand"
    return "assert"


def _asks(content: str) -> bool:
    """Whether most of a content's sentences, or its last, are questions."""
    marks = re.findall(r"[.!?…](?=[\s”\"'’)]|$)", content)
    return bool(marks) and (marks[-1] == "?" or 2 * marks.count("?") > len(marks))
