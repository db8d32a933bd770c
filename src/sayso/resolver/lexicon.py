"""Words that tell who is meant: titles, roles, bodies, documents, determiners, and whose name is a woman's or a man's.

In:  nothing; these are tables of English words, and `forenames.txt` (made by training/forenames.py).
Out: frozen sets and small functions over them: `forename_share`, `singular`, `is_plural`.
Not here: what they prove in a text (mentions.py, entities.py). A word here is evidence, never the answer.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS: Final = _words(
    "mr mrs ms miss mx dr sir dame lord lady rev reverend father sister brother rabbi imam madam prof professor mister"
)
HE_TITLES: Final = _words("mr sir lord king prince duke father congressman councilman chairman brother mister baron earl emperor")
SHE_TITLES: Final = _words(
    "mrs ms miss dame lady queen princess duchess sister madam congresswoman councilwoman chairwoman baroness empress"
)
# Nouns for one person, in the singular; before a name they are a title, after it an apposition, alone a description.
PEOPLE: Final = _words(
    """
    president vice-president chancellor premier minister secretary undersecretary senator sen representative rep congressman
    congresswoman lawmaker legislator governor gov mayor councillor councilor councilman councilwoman alderman commissioner judge
    justice attorney lawyer solicitor barrister prosecutor sheriff chief captain capt sergeant sgt lieutenant lt colonel col general
    gen admiral major officer detective constable superintendent inspector king queen prince princess duke duchess pope bishop
    archbishop cardinal ambassador chairman chairwoman chairperson chair director coach speaker leader whip member delegate
    nominee candidate contender hopeful challenger rival opponent incumbent spokesman spokeswoman spokesperson aide adviser advisor
    strategist consultant analyst expert economist scientist researcher scholar historian professor lecturer teacher principal
    superintendent dean student pupil graduate doctor physician surgeon nurse psychologist psychiatrist pediatrician
    dermatologist epidemiologist virologist biologist chemist physicist astronomer engineer architect designer artist painter sculptor
    photographer filmmaker writer author novelist poet playwright journalist reporter correspondent columnist editor publisher anchor
    moderator host presenter broadcaster commentator critic blogger activist advocate campaigner organizer organiser volunteer
    protester demonstrator supporter donor voter resident neighbor neighbour tenant landlord owner founder co-founder entrepreneur
    businessman businesswoman executive ceo cfo coo cto manager boss head deputy assistant associate fellow partner investor banker trader broker
    developer builder farmer fisherman miner worker driver pilot sailor soldier veteran marine firefighter policeman policewoman cop
    trooper guard agent investigator witness suspect defendant plaintiff victim survivor accuser killer gunman inmate prisoner
    convict actor actress star co-star singer musician rapper composer conductor dancer comedian producer screenwriter celebrity model
    player striker goalkeeper captain batsman bowler pitcher quarterback athlete champion runner boxer golfer swimmer trainer umpire
    referee man woman boy girl gentleman lady guy person individual child kid baby toddler teenager adult mother father mom dad mum
    parent son daughter brother sister husband wife spouse widow widower fiancé fiancée girlfriend boyfriend lover friend colleague
    uncle aunt nephew niece cousin grandfather grandmother grandson granddaughter stepfather stepmother
    official envoy diplomat negotiator mediator insider source whistleblower staffer intern clerk treasurer regulator auditor
    accountant technician mechanic plumber electrician carpenter chef cook waiter waitress bartender barber priest pastor minister vicar
    preacher monk nun missionary theologian philosopher republican democrat conservative liberal libertarian socialist tory independent
    billionaire millionaire tycoon mogul magnate dictator emperor strongman politician statesman newcomer immigrant refugee migrant
    citizen native heir heiress character narrator caller customer client patient passenger commuter tourist visitor fan
    viewer reader follower user employee employer recruiter solicitor trustee chairman secretary-general first lady prime widow
    administrator coordinator cochair co-chair co-chairman interpreter translator librarian curator archivist planner trustee
    surrogate running-mate frontrunner front-runner runner-up harbourmaster harbormaster headteacher headmaster headmistress
    bookkeeper shopkeeper baker butcher hairdresser gardener caretaker ranger lifeguard paramedic midwife pharmacist dentist vet
    """
)
# Short forms of titles, and words that say the same role: a description may use any of them.
SAME_ROLE: Final[dict[str, str]] = {
    word: head
    for head, words in {
        "senator": "sen senator", "congressman": "rep representative congressman congresswoman", "governor": "gov governor",
        "general": "gen general", "professor": "prof professor", "doctor": "dr doctor physician surgeon",
        "reverend": "rev reverend pastor minister preacher", "lawyer": "lawyer attorney solicitor barrister",
        "nominee": "nominee candidate contender hopeful", "spokesman": "spokesman spokeswoman spokesperson", "adviser": "adviser advisor",
        "chairman": "chairman chairwoman chair chairperson", "actor": "actor actress star", "councillor": "councillor councilor councilman councilwoman",
        "captain": "capt captain", "lieutenant": "lt lieutenant", "colonel": "col colonel", "sergeant": "sgt sergeant",
        "policeman": "policeman policewoman officer cop constable", "neighbour": "neighbor neighbour", "organiser": "organizer organiser",
        "filmmaker": "filmmaker director", "businessman": "businessman businesswoman entrepreneur tycoon mogul magnate billionaire",
    }.items()
    for word in words.split()
}  # fmt: skip
# A word that names a wider class than the title does.
WIDER: Final[dict[str, frozenset[str]]] = {
    "lawmaker": _words("senator congressman legislator member"),
    "politician": _words("senator congressman governor president nominee mayor minister councillor"),
    "legislator": _words("senator congressman"),
    "official": _words("spokesman secretary director commissioner minister mayor"),
    "executive": _words("ceo president chairman"),
    "leader": _words("president chairman minister premier chancellor"),
    "academic": _words("professor researcher scholar lecturer"),
    "expert": _words("professor researcher economist analyst"),
    "economist": _words("professor"),
    "judge": _words("justice"),
    "minister": _words("premier"),
}
# Nouns for a body that speaks as one.
BODIES: Final = _words(
    """
    group organization organisation agency campaign company firm corporation union department ministry committee commission council
    board bureau office party government administration court fund bank association federation alliance coalition institute institution
    foundation center centre university college school academy church team club league network station channel newspaper paper
    magazine journal outlet publication website site service authority force army navy police senate congress house parliament
    legislature cabinet panel think-tank charity nonprofit society trust hospital clinic studio label publisher broadcaster regulator
    airline manufacturer retailer chain supplier developer utility insurer startup start-up conglomerate watchdog lobby chamber conference
    embassy consulate mission kremlin pentagon treasury county city town village state country nation kingdom republic caucus camp desk
    exchange syndicate cooperative collective movement faction militia band orchestra museum library theatre theater program programme
    """
)
# Words that, at the end of a capitalised name, make it a body's.
BODY_NAMES: Final = BODIES | _words(
    """
    inc corp ltd llc plc co times post news press tribune herald observer gazette guardian telegraph journal chronicle sentinel mail
    express star sun mirror independent ledger broadcasting radio television tv pictures media entertainment studios records
    homes mills holdings partners industries systems technologies motors airlines airways energy oil gas bankers services
    investigations operations affairs nations states house senate yard street review reporter weekly today tonight foundation union
    brothers & associates enterprises international project initiative centers centres schools teachers workers attendants prisons enforcement
    convention prize award awards medal conference summit festival day week month games cup act amendment bill plan museum park stadium
    bridge tower hall island river lake mountain valley bay beach road avenue square airport prison jail
    """
)
DOCUMENTS: Final = _words(
    """
    report study survey poll analysis review research paper article story piece column editorial op-ed essay letter memo memorandum
    email e-mail message text tweet post statement transcript document lawsuit suit complaint filing indictment affidavit petition
    brief motion ruling verdict opinion order judgment law bill act amendment constitution treaty agreement contract resolution
    book memoir novel biography film movie documentary video clip recording tape footage song play show series episode programme
    broadcast podcast ad advertisement commercial leaflet poster banner sign headline caption note diary blog website dossier
    file record form return data statistic figure number evidence finding result projection forecast estimate index rule policy
    guideline manual handbook directive regulation platform manifesto plan proposal budget newsletter release bulletin announcement
    posting debate speech testimony interview record dispatch census audit investigation inquiry probe experiment exit-poll
    """
)
PLURALS: Final[dict[str, str]] = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "police": "police", "media": "medium", "data": "data",
    "congressmen": "congressman", "congresswomen": "congresswoman", "spokesmen": "spokesman", "policemen": "policeman", "wives": "wife",
    "fishermen": "fisherman", "businessmen": "businessman", "gunmen": "gunman", "analyses": "analysis", "others": "other", "some": "some",
    "many": "many", "few": "few", "several": "several", "most": "most", "both": "both", "everyone": "everyone", "everybody": "everybody",
    "folks": "folk", "folk": "folk", "public": "public", "media-": "medium", "staff": "staff", "crowd": "crowd", "family": "family",
    "couple": "couple", "pair": "pair", "duo": "duo", "trio": "trio", "thousands": "thousand", "hundreds": "hundred", "dozens": "dozen",
    "millennials": "millennial", "youth": "youth", "poor": "poor", "rich": "rich", "elite": "elite", "majority": "majority",
    "audience": "audience", "half": "half", "rest": "rest", "none": "none", "those": "those", "all": "all", "labor": "labor",
    "community": "community", "anyone": "anyone", "anybody": "anybody", "nobody": "nobody", "no-one": "nobody", "generation": "generation",
}  # fmt: skip
ARTICLES: Final = _words("the a an")
DEMONSTRATIVES: Final = _words("this that these those")
POSSESSIVES: Final[dict[str, str]] = {"his": "m", "her": "f", "its": "n", "their": "p", "my": "i", "our": "w", "your": "y"}
HE: Final = _words("he him his himself")
SHE: Final = _words("she her hers herself")
THEY: Final = _words("they them their theirs themselves")
IT: Final = _words("it its itself")
ME: Final = _words("i me my mine myself")
WE: Final = _words("we us our ours ourselves")
RELATIVES: Final = _words("who whom whose which that")
PRONOUNS: Final = HE | SHE | THEY | IT | ME | WE
# What ends the head of a noun phrase.
PREPOSITIONS: Final = _words(
    "of in on at to for from with by about against under over near inside outside within without between among across around after before"
    " during since through behind beyond like including such as who whom whose which that where when both not"
)
# Capitalised only because a sentence begins with them, or because it is a headline.
SMALL: Final = _words(
    """
    the a an and or but nor so yet for if then else when where while as at by in on of off to up out from with without into onto upon over
    under above below after before since until till during through between among against about around near than beyond that this these those
    there here it its he she they we i you him her them us me my your his our their who whom whose which what why how not no yes all any
    some many most much more few several each every both either neither other another such own same only just also even still already
    again once twice now today yesterday tomorrow tonight later earlier soon never always often sometimes perhaps maybe however although
    though because whether unless despite meanwhile moreover furthermore instead otherwise additionally nevertheless nonetheless indeed
    finally recently currently previously according asked said is are was were be been being has have had do does did can could will
    would shall should may might must let get got well look ok oh okay hello please thanks sorry one two three four five six seven eight
    nine ten hundred thousand million billion first second third last next late early former ex current acting then interim new old
    photo image video file watch read listen see click share updated update breaking exclusive via plus per vs like unlike
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november
    december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun spring summer autumn winter christmas easter
    getting calling speaking asked given based using having making taking going coming including regarding concerning following
    """
)
MONTHS_THAT_NAME: Final = _words("april may june august march sun")
SUFFIXES: Final = _words("jr sr ii iii iv jnr snr")
PARTICLES: Final = _words("de del della der den di da dos du la le van von bin ibn al el abu af ter ten bint ben st san")
# A party or a nation before a name says something of the person, and is no part of the name.
SIDES: Final[dict[str, str]] = {
    "gop": "republican", "republican": "republican", "democratic": "democrat", "democrat": "democrat", "conservative": "conservative",
    "labour": "labour", "labor": "labor", "tory": "conservative", "liberal": "liberal", "libertarian": "libertarian", "green": "green",
    "independent": "independent", "r": "republican", "d": "democrat", "republicans": "republican", "democrats": "democrat",
}  # fmt: skip
STATES: Final[dict[str, str]] = {
    short: full
    for pair in """ala=alabama ariz=arizona ark=arkansas calif=california colo=colorado conn=connecticut del=delaware fla=florida ga=georgia
    ill=illinois ind=indiana kan=kansas kans=kansas ky=kentucky la=louisiana md=maryland mass=massachusetts mich=michigan minn=minnesota
    miss=mississippi mo=missouri mont=montana neb=nebraska nev=nevada okla=oklahoma ore=oregon pa=pennsylvania tenn=tennessee tex=texas
    vt=vermont va=virginia wash=washington wis=wisconsin wyo=wyoming n.h=hampshire n.j=jersey n.m=mexico n.y=york n.c=carolina n.d=dakota
    s.c=carolina s.d=dakota r.i=island w.va=virginia in=indiana""".split()
    for short, full in [pair.split("=")]
}
NICKNAMES: Final = tuple(
    frozenset(line.split("/"))
    for line in """bill/william/will/billy/willie bob/robert/rob/bobby/robbie dick/richard/rick/rich/ricky jim/james/jimmy/jamie joe/joseph/joey
    mike/michael/mick/mickey tom/thomas/tommy tim/timothy dan/daniel/danny dave/david steve/steven/stephen/stevie chris/christopher/christine
    matt/matthew ted/theodore/edward/ed/eddie/teddy tony/anthony/antony nick/nicholas greg/gregory jeff/jeffrey/geoffrey ken/kenneth/kenny
    ron/ronald/ronnie don/donald/donnie chuck/charles/charlie larry/lawrence/laurence jerry/gerald/jerome harry/harold/henry hank/henry
    sam/samuel/samantha ben/benjamin andy/andrew/drew pat/patrick/patricia liz/elizabeth/beth/betty/eliza kate/katherine/kathy/catherine/katie/kathleen
    sue/susan/suzanne meg/megan/margaret/maggie/peggy jen/jennifer/jenny deb/deborah/debbie barb/barbara bernie/bernard mitch/mitchell phil/philip
    pete/peter ray/raymond walt/walter fred/frederick alex/alexander/alexandra/alexandria al/albert/alan/alfred gene/eugene vince/vincent
    jon/jonathan/john/jack josh/joshua zach/zachary nate/nathan/nathaniel doug/douglas russ/russell stan/stanley abby/abigail becky/rebecca
    cathy/catherine cindy/cynthia ellie/eleanor fran/frances gabby/gabrielle jackie/jacqueline judy/judith mandy/amanda mindy/melinda nancy/ann
    penny/penelope sandy/sandra tina/christina vicky/victoria wendy/gwendolyn""".split()
    for line in [line]
)


@lru_cache(maxsize=1)
def _forenames() -> dict[str, float]:
    table = {}
    for line in files("sayso.resolver").joinpath("forenames.txt").read_text(encoding="utf-8").splitlines():
        share, *names = line.split(" ")
        table.update(dict.fromkeys(names, int(share) / 100))
    return table


def forename_share(word: str) -> float | None:
    """Of 1 bearer of this first name, how much is a woman; None where it is no first name that we know."""
    found = _forenames().get(word)
    return found if found is not None or "-" not in word else _forenames().get(word.partition("-")[0])


def singular(word: str) -> str:
    """A noun in lower case, in the singular; unknown forms by rule."""
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Whether a noun in lower case stands for several."""
    return (word in PLURALS and word != "data") or (singular(word) != word)


def same_role(one: str) -> str:
    """The role a noun or title stands for, one word for all its forms."""
    word = singular(one)
    return SAME_ROLE.get(word, word)
