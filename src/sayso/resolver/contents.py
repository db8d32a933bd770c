"""What is done in words that are only said to be said: the content's own denial, apology, promise, demand, question, accusation.

In:  the words of a content, plain and as they stand, and of its source and cue.
Out: `act_of_content(...)`: its act, "assert" where none is plain.
Not here: cues that name the act themselves (acts.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.schema import Act, Quotation

LOOKED_AT: Final = 400  # characters at each end of a content in which its act is looked for

# Each pattern is made twice: for direct speech, where the speaker is "I" or "we", and for reported speech, where it is "he", "she",
# "they", and "it" of an organization.
_ADVERB = (
    r"(?:(?:so|very|truly|really|deeply|sincerely|terribly|profoundly|extremely|genuinely|also|just|still|categorically|absolutely|ever|actually"
    r"|simply|clearly|definitely|certainly|personally|unreservedly|again|wholeheartedly)\s+){0,2}"
)
FALSE = (
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


_CLAIMED = (
    r"(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|insinuations?|stor(?:y|ies)|rumou?rs?|theor(?:y|ies))"
)
# What only a claim is called by whoever rejects it; of anything else these words say no more than what is thought of it.
_SCORNED = (
    r"(?:laughable|absurd|ridiculous|risible|grotesque|outlandish|outrageous|scurrilous|far-fetched|fanciful|malicious|vexatious|reckless|spurious|ludicrous"
    r"|an?\s+(?:pure\s+|complete\s+|total\s+)?(?:fairy[\s-]tale|fantasy|joke|smear|invention|figment|hoax|witch[\s-]hunt))"
)


class _Sought:
    """A pattern, and letters of which every match of it has some: where a text has none of them, it is not looked through."""

    def __init__(self, letters: str, pattern: str) -> None:
        self.letters, self.pattern = tuple(letters.split()), re.compile(pattern)

    def within(self, text: str) -> bool:
        """Whether the pattern is found in a text."""
        return any(map(text.__contains__, self.letters)) and self.pattern.search(text) is not None


class _Patterns:
    """What a speaker says of himself, in one person or the other."""

    def __init__(self, who: str, begins: str, has: str) -> None:
        self.sorry = _Sought(
            "sorry apolog regret",
            rf"\b{who}(?:\s+(?:am|was|is|are|were|feel|felt)|'m|'re|'s)\s+{_ADVERB}[“\"'‘]?{_ADVERB}sorry\b(?!,?\s+but\b|\s+(?:for|about)\s+(?:your|his|her|their)\s+loss)"
            rf"|\b{who}\s+(?:(?:want|wish|wanted|wished|need|needed|have|had)\s+to\s+|would\s+like\s+to\s+|must\s+|do\s+)?{_ADVERB}(?:apologi[sz]e|apologi[sz]ed|regrets?|regretted)\b"
            r"|\bmy\s+(?:sincere\s+|deepest\s+|sincerest\s+|humble\s+)?apolog(?:y|ies)\b|^\W*(?:so |very |deeply )?sorry\b(?!,?\s+but\b|\s+to\b)",
        )
        self.admits = _Sought(
            "wrong mistake error judg *ed fucked screwed messed short fault fail down lied stolen cheated misled should responsib blame"
            " perfect guilty",
            rf"\b{who}{_HAVE}(?:was|were|been|got\s+it|am)\s+(?:so\s+|completely\s+)?wrong\b"
            rf"|\b{who}{_HAVE}(?:made|make)\s+(?:a\s+|an\s+|some\s+|many\s+|several\s+)?(?:\w+\s+)?(?:mistakes?|errors?|misjudge?ments?)\b"
            rf"|\b{who}{_HAVE}(?:f\*+ed|fucked|screwed|messed)\s+up\b|\b{who}(?:,\s+for\s+sure,)?{_HAVE}(?:fell|fallen)\s+short\b"
            rf"|\b(?:it\s+(?:was|is)|that\s+(?:was|is)|that's|it's)\s+(?:all\s+|entirely\s+)?(?:{has})\s+(?:own\s+)?(?:fault|mistake|failure)\b|\ba\s+fail\s+on\s+my\s+part\b"
            rf"|\b{who}{_HAVE}(?:failed|let\s+(?:you|her|him|them|people|everyone)\s+down|lied|stolen|cheated|misled)\b(?!\s+(?:nothing|nobody|no\b))|\b{who}\s+should(?:n't|\s+not)\s+have\b"
            rf"|\b{who}\s+(?:take|takes|took|accept|accepts|accepted)\s+(?:full\s+|sole\s+)?(?:responsibility|blame)\b|\b{who}\s+should\s+have\s+(?:known|done|acted|told|checked)\b"
            rf"|\b{who}(?:'m|'re|\s+am|\s+is|\s+was|\s+are|\s+were)\s+[“\"'‘]?(?:not\s+perfect|far\s+from\s+perfect|guilty)\b|\bpleads?\s+guilty\b",
        )
        self.rejects_at_once = re.compile(
            rf"^\W*(?:that\s+)?(?:no,\s+|yes,\s+|well,\s+|look,\s+|honestly,\s+|to\s+be\s+clear,\s+)?{begins}(?:\s+(?:simply|also|certainly|personally|himself|herself|themselves))?"
            rf"(?:\s+(?:did|had|has|have|was|were|am|is)(?:\s+(?:absolutely|certainly|definitely))?\s+not|\s+(?:did|had|has|have|was|were|is)n't|'m\s+not|'ve\s+not)\s+(?!{_MIND})"
            rf"|^\W*(?:that\s+)?(?:no,\s+)?{begins}(?:\s+(?:had|have|has)|'ve|'d)?\s+never\s+(?!{_MIND}|been\s+(?:so|more|happier|prouder|better)\b|will\b|would\b)"
            rf"|^\W*(?:that\s+)?(?:no,\s+)?{begins}(?:\s+(?:had|has|have|did|do|does|was|were|am|is)(?:\s+not|n't)|'m\s+not|'ve\s+not)\W*$"
        )
        self.rejects = _Sought(
            "deni deny reject disput refut contest nothing part role involvement hand knowledge innocent",
            rf"\b{who}\s+(?:\w+ly\s+)?(?:deny|denies|denied|reject|rejects|rejected|dispute|disputes|disputed|refute|refutes|refuted|contest|contests|contested)\b"
            rf"|\b{who}\s+(?:did|do|does|have\s+done|had\s+done|has\s+done)\s+nothing\s+(?:wrong|illegal|improper|inappropriate|of\s+the\s+(?:kind|sort))\b"
            rf"|\b{who}\s+(?:had|has|have)\s+(?:no\s+(?:part|role|involvement|hand|knowledge)|nothing\s+to\s+do)\b|\b{who}(?:'m|'re|\s+am|\s+is|\s+was|\s+are|\s+were)\s+innocent\b",
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
_DENIES_AT_ONCE: Final = re.compile(
    rf"^\W*(?:(?:absolutely|completely|totally|utterly|entirely|categorically|patently|simply|all|it's|it\s+is|that's|that\s+is)\s+)?{FALSE}\b"
    r"|^\W*(?:at\s+no\s+(?:time|point|stage)|under\s+no\s+circumstances|in\s+no\s+way|on\s+no\s+occasion)\b"
    r"|^\W*(?:(?:his|her|their|its|the|an?)\s+|[\w.-]{1,40}['’]s?\s+)?denials?\s+(?:that|of)\b"
    r"|^\W*(?:he|she|they|i|we)\s+(?:has|had|have)\s+(?:absolutely\s+)?no\s+(?:recollection|memory|knowledge)\s+of\b"
    rf"|^\W*(?:(?:the|his|her|their|its|these|those|such|this|that|[\w.-]{{1,40}}['’]s?)\s+){{1,2}}(?:\w+\s+)?{_CLAIMED}\s+(?:as\s+)?[“\"'‘]?(?:\w+ly\s+)?{_SCORNED}\b"
    r"|^\W*(?:i|we)\s+(?:don't|do\s+not)\s+(?:steal|cheat|bully|hit|bribe|harass|grope|threaten|copy|plagiari[sz]e|fake|discriminate|launder|poison|pollute|spy)\b"
    r"|^\W*no\s+\w+(?:\s+\w+)?\s+(?:was|were)\s+ever\s+\w+(?:ed|en|wn|ken|id|t)\b"
    r"|^\W*(?:no|of\s+course\s+not|absolutely\s+not|certainly\s+not|not\s+at\s+all|never|not\s+so)\s*[.,!”\"’']*$"
)
_DENIES: Final = (
    _Sought(
        "n't not never",
        r"\b(?:never|not)\s+happened\b"
        r"|\bdid(?:\s+not|n't)\s+happen\b"
        r"|\b(?:don't|do\s+not|doesn't|does\s+not|didn't|did\s+not)\s+hold\s+(?:weight|water|up)\b"
        r"|\bnot\s+guilty\b"
        r"|\bit\s+(?:wasn't|was\s+not|isn't)\s+(?:me|us|him|her|them)\b"
        r"|\b(?<!\w\sthat\s)(?<!which\s)(?:isn't|is\s+not|wasn't|was\s+not|aren't|are\s+not|weren't|were\s+not)\s+(?:\w+ly\s+)?(?:true|correct|accurate|so|the\s+case|what\s+happened)\b",
    ),
    _Sought(
        "true false baseless unfounded groundless merit foundation basis fabricat made invented lie fiction smear nonsense rubbish bogus wrong truth fake preposterous"
        " ludicrous defamatory",
        rf"\b(?<!\w\sthat\s)(?<!which\s)(?:is|was|are|were|be|been|'s)\s+(?:(?!mostly|partly|largely)\w+ly\s+|all\s+|just\s+){{0,2}}[“\"'‘]?(?:(?!mostly|partly|largely)\w+ly\s+)?{FALSE}(?![\w-])",
    ),
    _Sought(
        "truth basis merit substance nothing denie deny idea",
        r"\bthere\s+(?:is|was)\s+(?:absolutely\s+)?no\s+(?:truth|basis|merit|substance)\b"
        r"|\bnothing\s+of\s+the\s+(?:sort|kind)\b"
        r"|\bfurther\s+from\s+the\s+truth\b"
        r"|\band\s+(?:\w+ly\s+)?den(?:ies|ied|y)\b"
        r"|\bno\s+idea\s+what\s+(?:\w+\s+){1,3}talking\s+about\b"
        r"|\bnothing\s+(?:whatever|whatsoever|at\s+all)[”\"'’]?\s+to\s+do\s+with\b",
    ),
    _Sought(
        "wrong mistaken accurate incorrect",
        r"\b(?:reports?|claims?|allegations?|stor(?:y|ies)|accusations?|suggestions?|rumou?rs?|charges?)\b.{0,80}\b(?:was|were|is|are)\s+(?:\w+ly\s+)?(?:wrong|mistaken|inaccurate|incorrect)\b",
    ),
    _Sought(
        "laughable absurd ridiculous risible grotesque outlandish outrageous scurrilous far-fetched fanciful malicious vexatious reckless spurious ludicrous"
        " fairy fantasy joke smear invention figment hoax witch",
        rf"\b{_CLAIMED}\b(?![^.]*\b(?:not|n't|never)\b).{{0,80}}\b(?:is|are|was|were)\s+(?:\w+ly\s+)?[“\"'‘]?(?:\w+ly\s+)?{_SCORNED}\b",
    ),
    _Sought(
        "there",
        rf"\bthere\s+(?:is|was)\s+[“\"'‘]?no\s+(?:\w+\s+){{1,2}}?(?:whatsoever|whatever|at\s+all)?[”\"'’]?\s*(?:behind|to|in|for)\s+(?:the|his|her|their|these|those|any)\s+(?:\w+\s+)?{_CLAIMED}\b",
    ),
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
_SHOULD: Final = _Sought(
    "should must ought needs has",
    r"\b(?=[\w’'.])(?!(?:i|we|he|she|it|one|what|which|where|how|why|who|whether|if|when|that|really|also|there|this)\b)"
    r"(?<!\bwhy )(?<!\bthat )(?<!\bwhat )(?<!\bhow )(?<!\blike )(?<!\bas )(?<!\bwhether )(?<!\bif )[\w’'.]{1,40}[”\"’)]?\s+"
    r"(?:(?:should|must|ought\s+to)\s+(?!have\b|be\s+(?:a|the|able|noted|said)\b)|(?<!\byou )(?<!\bthey )(?:needs\s+to|has\s+to|has\s+got\s+to)\s+)\w",
)
_DEED = (
    r"(?:li(?:ed|es|ar|ars)|lying|frauds?|fraudsters?|cheat(?:ed|s|ing|ers?)?|st(?:ole|olen|ealing|eals)|corrupt(?:ed)?|crooked|crooks?|a\s+criminal|criminals"
    r"|violat(?:ed|es|ing)|abus(?:ed|es|ing)|harass(?:ed|es|ing)|assault(?:ed|s|ing)|rap(?:ed|es|ists?)|molest(?:ed|ing)|brib(?:ed|es|ing)|cover(?:ed|ing)?[\s-]up"
    r"|conspir(?:ed|ing)|collud(?:ed|ing)|misled|mislead(?:s|ing)|deceiv(?:ed|es|ing)|defraud(?:ed|ing)?|embezzl(?:ed|ing)|launder(?:ed|ing)|rigg(?:ed|ing)|betray(?:ed|s|ing)"
    r"|blackmail(?:ed|ing)|extort(?:ed|ing)|smear(?:ed|ing)|sabotag(?:ed|ing)|murder(?:ed|er|ing)|tortured|scam(?:med|ming)|plagiari[sz](?:ed|ing)|perjured|obstruct(?:ed|ing)"
    r"|retaliat(?:ed|ing)|silenc(?:ed|ing)|intimidat(?:ed|ing)|threaten(?:ed|ing)|swindl(?:ed|ing)|loot(?:ed|ing)|meddl(?:ed|ing)|interfer(?:ed|ing)|broke\s+the\s+law|hid(?:den|ing)?"
    r"|perpetrated|(?:tried|trying|attempted|attempting|sought|plotted|plotting|designed|conspired)\s+to\s+(?:destroy|silence|intimidate|pressure|rig|hide|cover|steal|bury|ruin|smear"
    r"|deceive|mislead|interfere|influence|undermine|sabotage|suppress|bully|block|frame|cheat|trick)"
    r"|(?:took|taken|taking|pocket(?:ed|ing)|skim(?:med|ming)|siphon(?:ed|ing)(?:\s+off)?|divert(?:ed|ing)|kept\s+back|keeping\s+back|withheld|withholding|misus(?:ed|ing)"
    r"|misspen[dt](?:ing)?|help(?:ed|ing)\s+(?:himself|herself|themselves)\s+to)\s+(?:[\w’'£$€,.-]+\s+){0,5}(?:money|moneys|funds?|cash|wages|pay|salar(?:y|ies)|bribes?|kickbacks?|payoffs?|tips)"
    r"|misappropriat(?:ed|ing)|pilfer(?:ed|ing)|plunder(?:ed|ing)|falsif(?:ied|ying)|fabricat(?:ed|ing)|doctored|doctoring\s+(?:the|his|her|their|its)|backdat(?:ed|ing)|tamper(?:ed|ing)"
    r"|forg(?:ed|ing)\s+(?:[\w’'-]+\s+){0,3}(?:signatures?|papers|documents?|letters?|certificates?|records|receipts|invoices?|wills?|passports?)"
    r"|(?:inflat|overstat|understat|pad)(?:ed|d?ed|ing|ding)\s+(?:[\w’'-]+\s+){0,3}(?:invoices?|bills?|figures?|expenses|costs|prices|accounts|grades|numbers|hours|claims)|overcharg(?:ed|ing)|overbill(?:ed|ing)"
    r"|bull(?:ied|ying)|grop(?:ed|ing)|humiliat(?:ed|ing)|torment(?:ed|ing)|belittl(?:ed|ing)|punch(?:ed|ing)|slapp(?:ed|ing)|spied\s+on|spying\s+on|stalk(?:ed|ing)|hack(?:ed|ing)\s+(?:in)?to"
    r"|dump(?:ed|ing)\s+(?:[\w’'-]+\s+){0,3}(?:waste|chemicals|sewage|oil|sludge|rubble|acid|effluent|slurry)|pollut(?:ed|ing)|poison(?:ed|ing)|discriminat(?:ed|ing)|plagiari[sz](?:ed|ing)"
    r"|(?:fail|refus)(?:ed|ing)\s+to\s+pay|cheat(?:ed|ing)\s+(?:on|out)|exploited|neglect(?:ed|ing)\s+(?:his|her|their|its|the)|ignor(?:ed|ing)\s+(?:[\w’'-]+\s+){0,3}(?:warnings?|complaints?))"
)
# An identifiable party, then the deed: in the original's capitals.
WRONGS: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Yy]ou|[Ii]t|(?!We\b|I\b)[A-Z][\w’'.-]{1,40}|government|administration|company|police|officers?|department|campaign|bank|firm|developers?|officials?"
    r"|prosecutors?|president|mayor|council|board|agency|media|press|church|university|party|manager|director|owner|landlord|coach|teacher|head|minister|chairman|chairwoman|chief|charity|school|hospital)"
    r"(?:\s+(?:has|have|had|was|were|is|are|did|allegedly|repeatedly|deliberately|knowingly|falsely|systematically|been|being|a|an|total|disgusting|the|ones?|who|engaged|in|massive|designed)"
    rf"|[’'](?:s|re|ve|d)){{0,5}}\s+[‘“\"']?{_DEED}\b"
)
PASSIVE_WRONG: Final = re.compile(rf"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?{_DEED}\s+by\s+[A-Zt]")
# Of every deed some of these letters.
_DEEDS = (
    "lied lies liar lying fraud cheat stole steal corrupt crook criminal violat abus harass assault rape rapis molest brib cover conspir collud misled mislead"
    " deceiv embezzl launder rigg betray blackmail extort smear sabotag murder tortured scam plagiari perjured obstruct retaliat silenc intimidat threaten swindl loot"
    " meddl interfer broke hid perpetrated tried trying attempt sought plott designed money fund cash wage pay salar kickback tips misappropriat pilfer plunder"
    " falsif fabricat doctor backdat tamper forg inflat overstat understat pad overcharg overbill bullied bullying grop humiliat torment belittl punch slapp spied"
    " spying stalk hack dump pollut poison discriminat exploited neglect ignor"
)
_ACCUSES: Final = _Sought(_DEEDS, WRONGS.pattern)
_PASSIVELY_ACCUSES: Final = _Sought("by", PASSIVE_WRONG.pattern)
_BARE_NO: Final = _Sought("comment", r"^\W*no\s+comment\b|\b(?:had|has|have)\s+no\s+(?:further\s+|immediate\s+)?comment\b")
_NO_COMMENT: Final = _Sought(
    "comment discuss respond answer speculate",
    r"\b(?:would|could|can|will|do|does|did)(?:\s+not|n't)\s+(?:be\s+)?(?:comment(?:ing)?|discuss(?:ing)?|respond(?:ing)?\s+to|answer(?:ing)?|speculate)\b"
    r"|\b(?:can't|cannot|won't)\s+(?:comment|discuss|answer)\b|\b(?:declin|refus)(?:ed|es|ing)\s+to\s+(?:comment|discuss|answer)\b",
)


_INNOCENT: Final = re.compile(
    r"^\W*(?:(?:his|her|their|its|my|our)\s+(?:own\s+|total\s+|complete\s+)?innocence|(?:he|she|they|it)\s+(?:is|are|was|were)\s+innocent)\b"
)


def act_of_content(content: str, original: str, quotation: Quotation, source: str, words: Sequence[str]) -> Act:
    """The act of words that are only said to be said."""
    if not content:
        return "assert"
    if quotation.kind == "direct" or content[0] in "“\"'‘" or content.startswith(("i ", "we ", "i'", "my ")):
        patterns = _DIRECT
    else:
        patterns = _REPORTED_BY_BODY if _BODY.search(source) or _THING.match(source) else _REPORTED
    insists = any(word.startswith(("insist", "maintain", "protest", "assert", "swear", "swore", "testif")) for word in words)
    if _BARE_NO.within(content) or (len(content) < 200 and _NO_COMMENT.within(content)):
        return "decline"
    if patterns.sorry.within(content):
        return "apologise"
    if patterns.admits.within(content):
        return "admit"
    if _DENIES_AT_ONCE.match(content) or any(one.within(content) for one in _DENIES):
        return "deny"
    if " yet" not in content[:80] and (patterns.rejects_at_once.match(content) or patterns.rejects.within(content)):
        return "deny"
    if insists and _INNOCENT.search(content):
        return "deny"
    if insists and _ANY_NOT.search(content[:50]) and not _NOT_PAST.search(content[:80]):
        return "deny"
    if _asks(content):
        return "ask"
    if _ACCUSES.within(original) or _PASSIVELY_ACCUSES.within(original):
        return "accuse"
    if _VOWS.search(content) or patterns.will.match(content):
        return "promise"
    if _IMPERATIVE.match(content) or _SHOULD.within(content):
        return "demand"
    return "assert"


_BODY: Final = re.compile(
    r"\b(?:it|company|agency|commission|office|government|ministry|department|bank|party|campaign|group|council|board|committee|court|university|union|firm|club|federation"
    r"|developers?|publisher|trust|hospital|charity|school|college|mill|plant|factory|chain|airline|operator|retailer|supplier|contractor|manufacturer|network|station|studio|start-up|startup"
    r"|landlord|restaurant|theatre|theater|museum|ballet|church|diocese|authority|regulator|foundation|newspaper|paper|magazine|broadcaster"
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
