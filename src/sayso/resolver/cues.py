"""Words that signal speech or thought, by what is done with them.

In:  nothing; these are tables, with the reason beside each where it is not plain.
Out: `act_of_word`: the act that a word of a cue stands for, in any of its forms; sets of words that deny.
Not here: what a whole cue and its content amount to (acts.py).

Every verb and noun that occurs three times or more in the cues of PolNeAR's training part was put into a
class by the definitions of the annotation guide, and what newspapers use beside them was added.  A word in
no table is no word of speech: to sign, to pass and to release are deeds ("other").
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sayso.schema import Act

# Verbs in their base form.
_VERBS: Final[dict[Act, str]] = {
    "accuse": "accuse allege blame charge indict incriminate implicate impugn fault",
    "deny": ("deny dispute refute rebut repudiate contradict disavow disclaim debunk gainsay controvert disprove negate recant retract"),
    "admit": "admit confess concede fess",
    "apologise": "apologise apologize repent",
    "promise": ("promise pledge vow swear guarantee threaten commit undertake propose offer volunteer"),
    "demand": (
        "demand urge request order instruct command implore beg beseech plead advise recommend encourage exhort advocate "
        " entreat petition push lobby direct require summon appeal counsel admonish bid clamour clamor importune"
    ),
    "ask": "ask question press wonder inquire enquire query interrogate quiz probe",
    "think": (
        "think believe hope want wish fear expect feel know understand consider regard view love like dislike hate support oppose prefer"
        " worry doubt suspect assume presume realise realize recognise recognize plan intend aim mean desire dream long crave"
        " anticipate imagine envision envisage foresee judge reckon suppose trust distrust mistrust sense appreciate"
        " disagree favour favor enjoy loathe despise detest resent envy admire respect care perceive see deem ponder"
        " contemplate mull await relish bristle fret seem appear rejoice comprehend remember interpret"
        " learn sympathise sympathize embrace cherish value covet dread conceive"
    ),
    "decline": "decline demur stonewall",
    "assert": (
        "say tell add write state note announce argue claim insist maintain assert contend declare report reveal explain suggest indicate"
        " acknowledge describe warn stress emphasise emphasize point reiterate repeat echo reply respond answer continue remark comment observe"
        " testify affirm reaffirm confirm avow aver attest assure remind inform notify brief estimate predict forecast project"
        " find show cite quote mention discuss talk speak address call name label dub brand term describe characterise characterize portray"
        " depict paint liken compare criticise criticize condemn denounce decry slam blast attack assail lambast lambaste rip pan rail"
        " deride mock ridicule taunt scoff scold chide rebuke reprimand berate castigate lash excoriate eviscerate censure deplore lament bemoan bewail"
        " complain grumble gripe moan protest object vent rage fume praise laud compliment hail applaud commend congratulate thank tout extol endorse"
        " champion promote defend justify vouch boast brag crow gloat joke quip jest crack tease kid muse opine posit postulate theorise theorize"
        " speculate guess imply hint intimate insinuate signal tweet retweet post blog email text message type scribble"
        " publish read recite recount recall relate narrate retell detail outline lay specify clarify elaborate expound"
        " expand summarise summarize recap disclose divulge expose leak unveil highlight underscore underline play downplay minimise minimize"
        " proclaim pronounce preach lecture shout yell scream cry chant cheer roar bellow bark snap growl whisper murmur mutter mumble sob"
        " sing utter voice vocalise vocalize express convey communicate articulate present submit put agree concur conclude"
        " summarize rule determine rate rank document chronicle record list catalogue enumerate identify pinpoint single reference"
        " refer allude invoke raise broach float air share confide reminisce greet interject interrupt chime pipe retort riposte counter"
        " swipe jab challenge grill caution alert forewarn prophesy vent warn welcome reassure pronounce"
        " sum tell reflect certify verify specify remonstrate rap skewer savage trash bash slap dismiss reject brush shrug laugh scorn"
        " spell state insist comment stipulate posit attribute credit ascribe trace frame spin pitch plug hype"
        " herald trumpet celebrate eulogise eulogize second rebuff disparage belittle denigrate insult slander defame malign besmirch smear"
        " vilify demonise demonize pillory harangue heckle boo jeer hector cajole babble ramble gush enthuse marvel rave swoon chat converse debate"
        " deliberate confer consult negotiate sound weigh elaborate tape broadcast air relay repeat restate rephrase paraphrase translate"
        " theorize pontificate orate sermonise sermonize intone drawl snarl sneer smirk sigh grin nod beam concur chorus"
    ),
}
# Nouns in the singular.
_NOUNS: Final[dict[Act, str]] = {
    "accuse": "accusation allegation accuser lawsuit indictment suit",
    "deny": "denial rebuttal refutation repudiation disavowal retraction",
    "admit": "admission confession concession guilty",
    "apologise": "apology apologies remorse sorry apologetic regret",
    "promise": "promise pledge vow threat commitment oath guarantee offer",
    "demand": "demand plea request appeal advice recommendation order summons ultimatum petition exhortation instruction",
    "ask": "question query enquiry inquiry",
    "think": (
        "belief hope fear view opinion expectation desire wish support opposition supporter opponent proponent fan enthusiasm"
        " worry concern doubt suspicion confidence faith trust hatred love anger frustration outlook plan intention intent assumption presumption"
        " preference interest fondness obsession disdain contempt passion attitude mindset anxiety optimism pessimism"
        " conviction hunch understanding thinking notion eagerness reluctance willingness inclination impression perception skepticism scepticism"
        " misgiving reservation dismay disapproval approval"
        " afraid confident sure certain convinced worried concerned hopeful optimistic pessimistic eager keen determined ready reluctant willing"
        " unsure uncertain doubtful sceptical skeptical wary fearful anxious nervous glad happy sad angry upset furious frustrated disappointed"
        " proud surprised shocked outraged thrilled pleased aware unaware obvious presumably hopefully inclined poised set dismayed alarmed"
        " unhappy excited passionate interested enamored enamoured comfortable uncomfortable persuaded"
    ),
    "assert": (
        "statement remark comment claim assertion argument contention suggestion description announcement declaration report speech tweet post"
        " message letter email memo note interview criticism critique praise rhetoric rebuke attack condemnation complaint warning prediction"
        " forecast estimate estimation projection finding conclusion testimony account version narrative explanation implication acknowledgment"
        " acknowledgement recognition reference quote quotation word line story article column editorial endorsement tribute joke boast insult"
        " reply response answer retort revelation disclosure confirmation affirmation observation theory hypothesis speculation rumour rumor"
        " chant slogan mantra case theme thesis gospel sermon lecture talk missive expose ruling verdict review survey poll study data"
        " evidence assessment analysis depiction portrayal characterization characterisation assurance insistence pronouncement according"
        " critical adamant outspoken vocal unapologetic complimentary"
    ),
}
_IRREGULAR: Final[dict[str, str]] = {
    "say": "said", "tell": "told", "write": "wrote written", "swear": "swore sworn", "think": "thought", "feel": "felt", "know": "knew known",
    "understand": "understood", "mean": "meant", "see": "saw seen", "find": "found", "show": "shown", "speak": "spoke spoken",
    "read": "read", "lay": "laid", "put": "put", "sing": "sang sung", "bring": "brought", "hit": "hit", "pay": "paid", "spell": "spelt",
    "forecast": "forecast", "plead": "pled", "beseech": "besought", "foresee": "foresaw foreseen", "undertake": "undertook undertaken",
    "cast": "cast", "spin": "spun", "sell": "sold", "bid": "bade", "broadcast": "broadcast", "retell": "retold", "dream": "dreamt",
}  # fmt: skip
_DOUBLING: Final = frozenset(
    "plan beg admit commit rip jab slam rap quip pan sob crow plug rebut chat nod pin slap snap spin grin bid dub blog tip shrug put hit"
    " brag kid refer confer demur swat knit regret".split()
) - {"crow"}

# What an act is worth against another in one cue: of two, the first in the text counts, unless it only carries the other.
SPEECH: Final = "assert"


def forms(verb: str) -> frozenset[str]:
    """The forms of an English verb: base, third person, past, participles."""
    last, stem = verb[-1], verb
    if last == "y" and verb[-2] not in "aeou":
        third, past, present = verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    else:
        third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        if last == "e":
            past, present = verb + "d", (verb if verb.endswith(("ee", "oe")) else verb[:-1]) + "ing"
        else:
            stem = verb + last if verb in _DOUBLING else verb
            past, present = stem + "ed", stem + "ing"
    return frozenset((verb, third, past, present, *_IRREGULAR.get(verb, "").split()))


@lru_cache(maxsize=1)
def _words() -> dict[str, Act]:
    found: dict[str, Act] = {}
    order: tuple[Act, ...] = ("accuse", "deny", "admit", "apologise", "promise", "demand", "ask", "decline", "think", "assert")
    for act in order:
        for verb in _VERBS.get(act, "").split():
            for form in forms(verb):
                found.setdefault(form, act)
        for noun in _NOUNS.get(act, "").split():
            found.setdefault(noun, act)
            found.setdefault(noun + ("es" if noun.endswith(("s", "x")) else "s"), act)
            if noun.endswith("y"):
                found.setdefault(noun[:-1] + "ies", act)
    return found


def act_of_word(word: str) -> Act | None:
    """The act that a lower-case word of a cue stands for, None where it is no word of speech or thought."""
    return _words().get(word)
