"""Words about words: which are fillers, which carry content, which are two spellings or two forms of one.

In:  nothing; these are tables, with the reason beside each.
Out: sets and maps of lower-case words, and three small functions over them.
Not here: what follows from any of it for a quotation (edits.py, judge.py).

A table that excuses a difference is short on purpose: a word that is missing here is reported, a word
too many would hide a change.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _pairs(pairs: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split("=")) for pair in pairs.split())


def _map(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


# Sounds, never words: their loss is never a loss.
SOUNDS = _set("um uh er erm ah eh hm hmm mm mmm uhm umm uhh huh mhm")
# Words that fill a pause only where the transcript sets them off by marks (edits.py asks); else they mean something.
PAUSE_WORDS = _set("well so now look listen okay ok right like yeah anyway")
PAUSE_PHRASES = (("you", "know"), ("i", "mean"), ("you", "see"))
# Bare function words: dropped or supplied without a change of sense.  Not here: if, or, nor, not, because, without, against,
# for, from, by, with, about (who does what to whom hangs on them), pronouns and all forms of be, have and do.
BARE = _set("a an the that and of to in on at as but so")
# Words that say little alone; what is in no table here is a content word.
FUNCTION = BARE | _set(
    "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our ours"
    " ourselves they them their theirs themselves this these those who whom whose which what there here if or nor because for from by"
    " with about than then when while where into onto upon over under up out off am is are was were be been being have has had having"
    " do does did doing will would shall should can could may might must 's 'd ok oh yes no not just also too very"
    " some any each both either such how why let"
)
NEGATIONS = _set(
    "not no never none nobody nothing neither nor nowhere without hardly scarcely barely rarely seldom cannot ain't noone deny denied denies"
)
# Beginnings that turn a word into its contrary ("safe", "unsafe").
CONTRARY = ("un", "in", "im", "ir", "il", "non", "dis")
OPPOSITES = _pairs(
    "more=less more=fewer most=least before=after up=down first=last all=none always=never true=false left=right win=lose won=lost buy=sell"
    " bought=sold rise=fall rose=fell risen=fallen increase=decrease increased=decreased raise=lower raised=lowered guilty=innocent good=bad"
    " better=worse best=worst high=low higher=lower rich=poor war=peace ally=enemy friend=enemy friends=enemies for=against with=without"
    " east=west eastern=western north=south northern=southern open=closed opened=closed alive=dead hire=fire hired=fired accept=reject"
    " accepted=rejected pass=fail passed=failed yes=no in=out on=off over=under above=below many=few love=hate loved=hated remember=forget"
    " start=end started=ended begin=end began=ended strong=weak stronger=weaker everyone=noone everybody=nobody everything=nothing"
    " everywhere=nowhere legal=illegal support=oppose supported=opposed allow=forbid allowed=forbade maximum=minimum majority=minority"
)
# A share, a multiple, a half of the day: as good as a number.
AMOUNTS = _set(
    "half halves thirds quarter quarters fifths sixths sevenths eighths ninths tenths dozen dozens hundreds thousands millions billions"
    " trillions twice double triple percent percentage am pm dollar pound euro yen cent cents plus minus < > ≤ ≥ ≠ ± ~ ≈"
)
_UNIT_WORDS = (
    "second minute hour day week month year decade century mile kilometer meter foot inch acre hectare ton kilo gram liter gallon degree"
)
UNITS = frozenset(_UNIT_WORDS.split()) | {f"{one}s" for one in _UNIT_WORDS.split()} | {"feet", "inches", "centuries"}
# After these verbs a small word changes who does what: "shot at him", "shot him"; "believe in her", "believe her".
PHRASAL = _pairs(
    "because=of shoot=at shot=at shooting=at fire=at fired=at swing=at swung=at throw=at threw=at kick=at kicked=at grab=at grabbed=at believe=in"
    " believes=in believed=in turn=in turned=in hand=in handed=in call=on called=on run=on turn=on turned=on walk=on act=on acted=on"
    " think=of thought=of hear=of heard=of know=of knew=of known=of knows=of approve=of approved=of dream=of answer=to answered=to"
    " attend=to attended=to admit=to admitted=to agree=to agreed=to used=to have=to has=to had=to serve=as served=as act=as acted=as"
    " treat=as treated=as work=as worked=as working=as regard=as regarded=as after=that before=that since=that until=that till=that"
)
# Places: what stands at the beginning of a clause, or before a time, may go without its preposition; elsewhere who does what to
# whom hangs on it ("we sold to them", "we sold them"; "rose to 5", "rose 5").
PREPOSITIONS = _set("to of in on at as")
OF_AFTER = _set("all both half most some any each either none off outside inside alongside type kind sort couple")
TO_AFTER = _set("help helps helped helping dare dared ought")
TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday last next this that every night noon midnight morning afternoon evening"
)
# Said twice in a row these may both mean something: "he had had enough", "I gave her her money", "what you did did not help".
DOUBLES = _set("had has have did do does her")
# Pasts that look like the present, which no ending tells apart: "he hit me", "he hits me".
SAME_PAST = _set(
    "hit put let set cut shut cost hurt quit spread split bet burst cast shed thrust bid read beat upset rid wed slit spit knit fit"
    " forecast broadcast input"
)
# What makes a verb without its ending right after "he", "she", "it": "did she know", "let it go", "we demand that he resign".
BARE_VERB_AFTER = _set(
    "let lets make makes made help helps helped watch watched saw see sees heard hear hears lest"
    " demand demands demanded insist insists insisted ask asks asked propose proposed suggest suggests suggested recommend recommends"
    " recommended require requires required request requests requested move moved order orders ordered urge urges urged important"
    " essential vital necessary"
)
# Before or behind "you know" it is no filler: "the people you know are here", "if you know him".
NO_FILLER_BEFORE = _set("if do does did what whatever everything anything all than as who when whether not should will would can could let")
NO_FILLER_BEHIND = _set("what that how who why if it is are was were 's has have had will would can could him her them me us")
MODALS = _set("will would shall should can could may might must ought")
BE = _set("am is are was were be been being")
HAVE = _set("have has had having")
DO = _set("do does did")
# Words that limit how much or how surely something is said: losing one widens the claim.
HEDGES = _set(
    "maybe perhaps possibly probably apparently allegedly reportedly supposedly arguably almost nearly about roughly approximately around"
    " some somewhat partly mostly largely generally usually often sometimes seem seems seemed appear appears appeared only"
)
HEDGE_PHRASES = (
    ("i", "think"), ("i", "believe"), ("i", "guess"), ("i", "suppose"), ("i", "feel"), ("i", "hope"), ("i", "would", "say"), ("sort", "of"),
    ("kind", "of"), ("as", "far", "as", "i", "know"), ("in", "my", "opinion"), ("in", "my", "view"), ("it", "seems"),
    ("i", "do", "not", "know"), ("i", "am", "not", "sure"),
)  # fmt: skip
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}  # any other sign of money is its own name
# What a prefix makes of a word that stands by itself is another word: "now here" and "nowhere", "the rapist" and "therapist",
# "in capable hands", "re-sign" and "resign".  Never one for the other, whatever the hyphens say.
NOT_JOINED = _set("in a the no not now im il ir un")
JOINED = _set("into inside indoors indoor instead awhile")  # but these
RE = _set(
    "sign signs signed signing cover covers covered covering form forms formed creation press sort sorted lease leased mark marked dress"
    " present act count counts counted solve serve treat treated move moved"
)
ALL = _set("ready together")
MONTHS = _set("january february march april may june july august september october november december")
MONTH_SHORT = _map(
    "jan=january feb=february mar=march apr=april jun=june jul=july aug=august sep=september sept=september oct=october nov=november"
    " dec=december"
)
# Abbreviated titles, believed only where they are written with a capital.
TITLES = _map(
    "sen=senator gov=governor rep=representative gen=general lt=lieutenant sgt=sergeant col=colonel capt=captain prof=professor dr=doctor"
    " mr=mister pres=president hon=honorable rev=reverend sens=senators reps=representatives"
)
SAME = {
    # one word in two spellings that no rule below makes equal
    **_map(
        "okay=ok whilst=while amongst=among towards=toward afterwards=afterward backwards=backward forwards=forward till=until grey=gray"
        " cheque=check tyre=tire programme=program programmes=programs aluminium=aluminum mum=mom mums=moms jewellery=jewelry"
        " sceptic=skeptic sceptical=skeptical sceptics=skeptics ageing=aging judgement=judgment judgements=judgments learnt=learned"
        " burnt=burned dreamt=dreamed spelt=spelled spilt=spilled draught=draft plough=plow kerb=curb pyjamas=pajamas enquiry=inquiry"
        " enquiries=inquiries defence=defense offence=offense licence=license pretence=pretense practise=practice practised=practiced"
        " tonne=ton moslem=muslim moslems=muslims adviser=advisor advisers=advisors moustache=mustache storey=story omelette=omelet"
        " yoghurt=yogurt cosy=cozy manoeuvre=maneuver manoeuvres=maneuvers tho=though thru=through email=email racquet=racket"
        " gaol=jail jailor=jailer fulfil=fulfill enrol=enroll instalment=installment skilful=skillful wilful=willful travelled=traveled"
        " travelling=traveling traveller=traveler travellers=travelers cancelled=canceled cancelling=canceling labelled=labeled"
        " labelling=labeling modelled=modeled modelling=modeling counsellor=counselor counsellors=counselors signalled=signaled"
        " signalling=signaling fuelled=fueled fuelling=fueling marvellous=marvelous woollen=woolen levelled=leveled dialled=dialed"
        " centre=center centres=centers centred=centered theatre=theater theatres=theaters metre=meter metres=meters litre=liter"
        " litres=liters fibre=fiber calibre=caliber sombre=somber spectre=specter lustre=luster meagre=meager catalogue=catalog"
        " catalogues=catalogs dialogue=dialog dialogues=dialogs analogue=analog paediatric=pediatric anaesthetic=anesthetic"
        " foetus=fetus oestrogen=estrogen leukaemia=leukemia diarrhoea=diarrhea encyclopaedia=encyclopedia mediaeval=medieval"
        " orthopaedic=orthopedic tsar=czar tsars=czars"
    ),
}
_OUR = re.compile(
    "(arb|ard|behavi|cand|clam|col|enam|end?eav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|splend|tum|val|vap|vig|sav)our"
)
_ISE = re.compile(
    "(?:(apolog|author|organ|recogn|real|critic|emphas|summar|capital|central|civil|character|colon|critic|custom|demon|econom|final|general"
    "|hospital|legal|liberal|local|maxim|minim|mobil|modern|neutral|normal|optim|penal|polar|popular|priorit|privat|public|radical|sanit"
    "|scrutin|social|special|stabil|standard|steril|subsid|symbol|sympath|terror|traumat|util|vandal|victim|visual|weapon|global"
    "|national|american|equal|item|jeopard|mesmer|monopol|ostrac|stigmat|energ|fantas|memor|patron|pulver|revital|rival|union|urban)i|(analy|paraly|cataly))s(e|ed|es|er|ers|ing|ation|ations|ational)$"
)
# Forms of speech that print writes out, and the other way round; the pieces stand for the same words.
WRITTEN_OUT: dict[str, tuple[str, ...]] = {
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "hafta": ("have", "to"),
    "kinda": ("kind", "of"),
    "sorta": ("sort", "of"),
    "outta": ("out", "of"),
    "dunno": ("do", "not", "know"),
    "lemme": ("let", "me"),
    "gimme": ("give", "me"),
    "y'all": ("you", "all"),
    "cuz": ("because",),
    "cos": ("because",),
    "coz": ("because",),
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "d'you": ("do", "you"),
    "tv": ("television",),
    "n't": ("not",),
    # as chats write them; those that are words of their own too ("were", "well", "ill", "its") are not here
    **{one: (one[:-2], "not") for one in "dont didnt doesnt isnt wasnt werent havent hasnt hadnt wouldnt couldnt shouldnt arent".split()},
    "wont": ("will", "not"),
    "cant": ("can", "not"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "youre": ("you", "are"),
    "theyre": ("they", "are"),
    "thats": ("that", "'s"),
}
SPLIT: dict[str, tuple[str, ...]] = {"cannot": ("can", "not"), "alright": ("all", "right"), "alot": ("a", "lot")}
ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "'d", "'s": "'s"}
# What an ending may stand for; "'s" may also be the possessive, which equals itself only.
MAY_BE = {"'s": _set("is has us"), "'d": _set("would had")}
WH = _set("what where when why how who")  # after these "'d" may be "did" too ("where'd he go"); "I'd pay" is never "I did pay"
# Masked expletives: first letter to the words it may hide (their stems; endings are compared apart).
EXPLETIVES = ("fuck", "motherfuck", "shit", "bullshit", "horseshit", "cunt", "cock", "dick", "pussy", "bitch", "bastard", "ass", "asshole", "damn",
              "goddamn", "piss", "crap", "whore", "slut", "nigger", "nigga", "tit", "twat", "prick", "hell", "bollock", "wank")  # fmt: skip

_IRREGULAR = """be am is are was were been being|have has had having|do does did done doing|go goes went gone going|come comes came
coming|say says said saying|get gets got gotten getting|make makes made making|take takes took taken taking|see sees saw seen
seeing|know knows knew known knowing|think thinks thought thinking|give gives gave given giving|find finds found finding|tell tells
told telling|become becomes became becoming|leave leaves left leaving|feel feels felt feeling|bring brings brought bringing|begin
begins began begun beginning|keep keeps kept keeping|hold holds held holding|write writes wrote written writing|stand stands stood
standing|hear hears heard hearing|mean means meant meaning|meet meets met meeting|run runs ran running|pay pays paid paying|sit
sits sat sitting|speak speaks spoke spoken speaking|lie lies lay lain lying lied|lead leads led leading|grow grows grew grown
growing|lose loses lost losing|fall falls fell fallen falling|send sends sent sending|build builds built building|understand
understands understood understanding|draw draws drew drawn drawing|break breaks broke broken breaking|spend spends spent
spending|rise rises rose risen rising|drive drives drove driven driving|buy buys bought buying|wear wears wore worn wearing|choose
chooses chose chosen choosing|seek seeks sought seeking|throw throws threw thrown throwing|catch catches caught catching|deal deals
dealt dealing|win wins won winning|forget forgets forgot forgotten forgetting|sell sells sold selling|fight fights fought
fighting|teach teaches taught teaching|eat eats ate eaten eating|sing sings sang sung singing|strike strikes struck striking|hang
hangs hung hanging|shake shakes shook shaken shaking|ride rides rode ridden riding|feed feeds fed feeding|shoot shoots shot
shooting|drink drinks drank drunk drinking|fly flies flew flown flying|steal steals stole stolen stealing|swear swears swore sworn
swearing|bear bears bore borne bearing|beat beats beaten beating|swim swims swam swum|tear tears tore torn tearing|wake wakes woke
woken|freeze freezes froze frozen|hide hides hid hidden hiding|sleep sleeps slept sleeping|show shows showed shown showing|blow blows
blew blown blowing|bind binds bound|breed breeds bred|dig digs dug|flee flees fled fleeing|forbid forbids forbade
forbidden|forgive forgives forgave forgiven|man men|woman women|child children|person people|foot feet|tooth teeth|life lives|wife
wives|i me|he him|she her|we us|they them|good better best|bad worse worst|will would|can could|may might|shall should"""
_FAMILY: dict[str, int] = {}
for _number, _line in enumerate(_IRREGULAR.replace("\n", " ").split("|")):
    for _word in _line.split():
        _FAMILY.setdefault(_word, _number)
PASTS = frozenset(
    word
    for line in _IRREGULAR.replace("\n", " ").split("|")
    for word in line.split()[2:]
    if not word.endswith(("ing", "s"))
)  # fmt: skip


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """One spelling of a lower-case word: American where British differs by rule or table."""
    if word in SAME:
        return SAME[word]
    if "our" in word:
        word = _OUR.sub(r"\1or", word)
    if "is" in word or "ys" in word:
        word = _ISE.sub(lambda found: (found[1] + "i" if found[1] else found[2]) + "z" + found[3], word)
    return word


def is_content(word: str) -> bool:
    """Whether a word carries content of its own."""
    return word not in FUNCTION and word not in SOUNDS


@lru_cache(maxsize=65536)
def _stems(word: str) -> frozenset[str]:
    """What a word may be a form of, by its ending."""
    found = {word}
    if len(word) > 3 and word.endswith("ies"):
        found.add(word[:-3] + "y")
    if len(word) > 3 and word.endswith("ied"):
        found.add(word[:-3] + "y")
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
        if word.endswith("es"):
            found.add(word[:-2])
    for ending in ("ed", "ing", "er", "ers"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            stem = word[: -len(ending)]
            found |= {stem, stem + "e"}
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return frozenset(found)


@lru_cache(maxsize=65536)
def same_lemma(one: str, other: str) -> bool:
    """Whether two different words are forms of one (come, came; law, laws)."""
    if _FAMILY.get(one, -1) == _FAMILY.get(other, -2):
        return True
    return not _stems(one).isdisjoint(_stems(other))


def opposed(one: str, other: str) -> bool:
    """Whether two words are contraries in a table (more, less), or one is the other with a beginning that negates it."""
    return (one, other) in OPPOSITES or (other, one) in OPPOSITES or contrary(one, other)


@lru_cache(maxsize=65536)
def contrary(one: str, other: str) -> bool:
    """Whether one word is the other with a beginning that negates it (safe, unsafe)."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and any(long == start + short for start in CONTRARY)
