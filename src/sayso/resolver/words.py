"""Words that carriers of words, hearers, relays, hedges and accused are known by.

In:  nothing; these are tables, with the reason beside each where it is not plain.
Out: sets and patterns of lower-case words.
Not here: verbs of speech by their act (cues.py), what follows from any of it (carriers.py, parties.py).
"""

from __future__ import annotations

import re
from typing import Final

from sayso.schema import MediumKind


def _kinds(tables: dict[MediumKind, str]) -> dict[str, MediumKind]:
    return {word: kind for kind, words in tables.items() for word in words.split()}


# Head nouns, singular and plural where both are used.
NOUNS: Final = _kinds({
    "recording": "recording recordings audio tape tapes video videos clip clips footage voicemail voicemails videotape audiotape dictaphone",
    "message": (
        "message messages text texts email emails e-mail e-mails letter letters note notes memo memos memorandum missive telegram telegrams cable cables fax"
        " postcard dm dms whatsapp chat chats sms correspondence"
    ),
    "document": (
        "statement statements release report reports book memoir memoirs autobiography biography affidavit affidavits complaint filing filings lawsuit suit countersuit"
        " papers documents document indictment declaration op-ed op-eds essay essays article articles column columns editorial editorials paper study dossier manifesto"
        " transcript transcripts brief briefs petition resolution profile feature story piece magazine newspaper newsletter website site page ad advertisement"
        " diary diaries journal questionnaire submission application motion ruling opinion order verdict judgment decision review pamphlet leaflet brochure"
        " communique communiqué expose exposé analysis survey obituary will testimonial plan proposal endorsement"
    ),
    "broadcast": "podcast podcasts show shows program programme broadcast broadcasts radio television tv channel series episode episodes newscast livestream documentary film segment telecast monologue ads",
    "post": "tweet tweets post posts thread blog blogs blogpost posting postings retweet feed caption hashtag story-post tweetstorm",
    "event": (
        "interview interviews speech speeches conference briefing briefings rally rallies debate debates hearing hearings testimony meeting meetings conversation conversations"
        " call calls hall panel convention forum forums event events remarks address appearance appearances ceremony summit dinner gala luncheon breakfast stop stops"
        " lecture sermon deposition trial session discussion discussions gathering keynote eulogy toast townhall vigil press-conference presser q&a exchange"
        " fundraiser reception march protest demonstration commencement inauguration seminar workshop visit webinar teleconference presentation talk talks"
    ),
})  # fmt: skip
PLATFORMS: Final = frozenset(
    "twitter facebook instagram tiktok youtube reddit snapchat linkedin telegram weibo threads bluesky mastodon tumblr periscope parler gab truth social"
    " myspace pinterest twitch discord whatsapp substack medium wechat x vk".split()
)
STATIONS: Final = frozenset(
    "cnn cnbc msnbc nbc abc cbs pbs npr bbc itv itn sky fox c-span cspan hbo espn cbc ctv al-jazeera bloomberg newsmax oann rt ntv rte lbc tmz"
    " univision telemundo showtime netflix mtv vh1 usa newsnation wbur wnyc wamu".split()
)
STATION_WORDS: Final = frozenset(
    "news radio tv television channel network show program programme today hour podcast fm broadcasting podcasts live tonight".split()
)
# What "on" may carry words with; a report "on the book" is about it.
ON: Final = frozenset(
    "show shows program programme podcast podcasts call calls radio television tv website site page account blog feed tape video camera phone air broadcast channel series"
    " episode platform platforms app livestream media stage network thread timeline newscast recording recordings stump floor".split()
)
AT: Final = frozenset(word for word, kind in NOUNS.items() if kind == "event") | {"trial", "court"}
CONVERSES: Final = frozenset(
    {
        "interview",
        "interviews",
        "conversation",
        "conversations",
        "call",
        "exchange",
        "meeting",
        "discussion",
        "session",
        "podcast",
        "appearance",
        "q&a",
    }
)
BY: Final = frozenset("email e-mail phone telephone text letter fax message whatsapp telegram post satellite video".split())
BEFORE_CARRIERS: Final = frozenset("in on at during via through by over with inside within to".split())
GIVES: Final = frozenset(
    "issue issued issues issuing release released releases releasing send sent sends sending write wrote writes writing written post posted posts posting publish published"
    " publishes publishing deliver delivered delivers delivering give gave gives giving file filed files filing record recorded records leave left leaves put ran runs run read tweeted"
    " submit submitted circulate circulated made make making".split()
)
CARRIED: Final = frozenset(
    "obtained seen reviewed released posted published sent heard shared provided leaked aired broadcast recorded viewed acquired".split()
)
GIVEN: Final = frozenset(
    "statement statements letter letters email emails e-mail e-mails speech speeches memo message messages note notes interview interviews report column essay op-ed editorial"
    " feature article release post posts tweet tweets video address sermon lecture lawsuit complaint affidavit testimony remarks voicemail endorsement missive text texts".split()
)
CUE_NOUNS: Final = frozenset(
    "report statement letter email memo message missive tweet post speech remarks essay book column testimony interview lawsuit complaint".split()
)
TO_COME: Final = frozenset("upcoming next future coming forthcoming planned".split())
ACTED: Final = frozenset("sent gave issued wrote released published delivered said told made filed left posted who which".split())
OTHER_SENSE: Final = frozenset(
    {
        "text",
        "note",
        "will",
        "order",
        "plan",
        "story",
        "page",
        "site",
        "paper",
        "visit",
        "stop",
        "stops",
        "march",
        "decision",
        "hall",
        "series",
        "stage",
    }
)
CLEAR: Final = frozenset(
    "interview interviews statement speech rally email e-mail letter tweet tweets website debate briefing conference hearing show podcast broadcast twitter facebook instagram"
    " stop memo remarks testimony message".split()
)

# -- people --------------------------------------------------------------------------------------

# Verbs whose object is whom it is said to.
TO_OBJECT: Final = frozenset(
    "tell tells told telling urge urges urged urging remind reminds reminded reminding assure assures assured assuring inform informs informed informing"
    " warn warns warned warning advise advises advised advising ask asks asked asking beg begs begged begging implore implores implored imploring order orders ordered"
    " ordering instruct instructs instructed instructing persuade persuades persuaded encourage encourages encouraged encouraging promise promises promised"
    " notify notifies notified thank thanks thanked thanking congratulate congratulates congratulated scold scolds scolded press presses pressed pressing"
    " email emails emailed emailing text texts texted texting message messaged brief briefs briefed briefing address addressed addressing counsel counsels counseled"
    " counselled reassure reassures reassured reassuring confront confronted question questioned quiz quizzed grill grilled direct directed exhort exhorted"
    " challenge challenged petition petitioned lobby lobbied phone phoned cable cabled telegraph summon lecture lectured".split()
)
# Of these the object may as well be a thing: "questioned the changes", "addressed the problem".
WEAK: Final = frozenset(
    "question questioned challenge challenged address addressed addressing direct directed order orders ordered ordering press pressed pressing promise promises promised"
    " advise ask asks asked asking beg encourage encourages encouraged encouraging confront confronted grill cable cabled text texts email emails message lobby".split()
)
CALLS: Final = frozenset("call calls called calling prevail prevails prevailed".split())
# What a noun after a bare "to" must be to be a hearer: "to supporters", not "to warn".
PEOPLE: Final = re.compile(
    r"(?:\w{2,30}(?:ers|ors|ists|ians|men|women|ants|ents|ees|ives)|people|police|media|press|congress|parliament|fans|aides|friends|parents|allies|crowds?|staff|troops|family|audiences?"
    r"|colleagues|members|officials|voters|citizens|kids|children|guests|relatives|delegates|dignitaries|luminaries|millions|thousands|hundreds|dozens|diplomats|journalists|guards|nurses|couples|families|companies|customers|users|neighbou?rs|activists)"
)
TALKS: Final = frozenset(
    "respond responds responded responding say says said saying speak speaks spoke speaking spoken talk talks talked talking write writes wrote writing written complain complains complained confess confesses confessed"
    " admit admits admitted explain explains explained boast boasted brag bragged add added announce announced apologise apologises apologised apologising apologize apologizes"
    " apologized apologizing whisper whispered shout shouted mutter muttered lie lied swear swore send sends sent sending deliver delivered delivering read present presented email"
    " letter message messages letters emails memo note speech address remarks statement testimony testify testified reply replied replies confide confided reveal revealed report reported"
    " suggest suggested repeat repeated insist insisted express expressed expressing describe described promise promised preach preached pledge pledged vow vowed offer offered"
    " pitch pitched apology apologies appeal appealed appealing plea pleaded comment comments interview text texted voicemail question questions posed case issue issued tweet tweeted"
    " phone call response answer recommendation recommended proposed propose submit submitted told leak leaked advice warning invitation presentation lecture".split()
)
BE: Final = frozenset("was were been being be is are".split())
PERSON: Final = re.compile(
    r"(?:\w{2,30}(?:er|or|ist|ian|man|woman|men|women|ers|ors|ists|ians)|mother|father|mom|dad|boy|girl|fan|fans|student|students|widow|people|police|judge|critic|critics|him|her|them|us|me)"
)
BODY: Final = frozenset(
    "crowd board committee panel court jury audience gathering group parliament commission convention council agency company union class congregation nation public world"
    " team government administration party network newspaper paper magazine station channel show programme program podcast country inquiry tribunal assembly senate house cabinet"
    " ministry department office club church school university bank firm chairman chairwoman wife husband son daughter sister brother friend king queen prince princess pope bishop"
    " child coach boss chief congressman congresswoman outlet website agent counsel host co-host mp".split()
)
TALKS_WITH: Final = frozenset(
    "interview interviews conversation conversations exchange discussion spoke speaking speak talk talked talking talks interviewed session sit-down".split()
)
# Right behind these, whatever follows "to" hears.
SPEAKS_TO: Final = frozenset(
    "said says saying apologised apologises apologising apologized apologizes apologizing complained complains confessed whispered shouted lied swore confided boasted bragged"
    " preached muttered explained wrote writes".split()
)
ASKED_BY: Final = frozenset("asked pressed questioned interviewed challenged quizzed grilled confronted interrupted".split())
NOT_HEARERS: Final = frozenset(
    "contrary comment comments question questions criticism allegations allegation claims claim reports report request requests remark remarks statement attack attacks suggestion idea concern concerns"
    " fact point issue case end extent story stories work power office court life death account accounts effect matter claims truth news way".split()
)
RELAYED: Final = frozenset(
    "obtained seen reviewed published reported released leaked posted aired broadcast viewed verified received heard relayed acquired uncovered shared provided cited quoted carried"
    " revealed circulated disclosed unearthed".split()
)
GIVEN_TO: Final = frozenset("leaked given provided sent shared forwarded released passed handed made supplied".split())
SPOKESMEN: Final = re.compile(
    r"(?:spokes(?:man|woman|person|people)|lawyers?|attorneys?|representatives?|publicists?|solicitors?|agents?|aides?|counsel|intermediar(?:y|ies)|translators?|interpreters?|rep)"
)
HEDGE_WORDS: Final = frozenset(
    "allegedly reportedly purportedly supposedly apparently seemingly ostensibly presumably alleged purported supposed reputedly".split()
)
HEDGES: Final = re.compile(
    r"\b(?:is|are|was|were|has\s+been|have\s+been|had\s+been|be|being)\s+(?:widely\s+|now\s+|also\s+)?(?:said|believed|thought|understood|rumou?red|alleged|reported|reputed|presumed|claimed)(?:\s+to\b|(?=\s*$))"
    r"|\b(?:is|are|was|were)\s+(?:widely\s+)?(?:believed|thought|rumou?red)\b"
    r"|\bclaim(?:s|ed|ing)?\s+to\s+have\b|\bit\s+(?:is|was)\s+(?:alleged|rumou?red|believed|thought|understood)\b",
    re.IGNORECASE,
)
SEEMS: Final = re.compile(r"\b(?:appear|appears|appeared|seem|seems|seemed)\b", re.IGNORECASE)  # where it is in the cue, or right before it
ACCUSES: Final = frozenset(
    "accuse accuses accused accusing blame blames blamed blaming charge charges charged charging indict indicts indicted sue sues sued suing fault faulted".split()
)
AGAINST: Final = frozenset(
    "allegation allegations accusation accusations charge charges claim claims complaint complaints lawsuit suit case allege alleged alleges alleging filed indictment".split()
)
