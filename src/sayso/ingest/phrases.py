"""Words in, why they may be no part of an article out.

In:  the words of one sentence or one block.
Out: the reasons for which it may be set aside, each with how much it says so.
Not here: the decision (asides.py).

Every pattern is a habit of outlets in general; none names an outlet.  What stands inside quotation
marks never counts: an article may quote an appeal.
"""

from __future__ import annotations

import re

CLEAR = 1.0  # weight of a sign that hardly stands in an article's own voice
HINT = 0.5  # weight of a sign that an article may well contain
LONGEST = 2_000  # characters of a sentence that are looked at: longer ones are not prose

_I = re.IGNORECASE
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^«»]*(?:»|$)")

# reason -> patterns that are the whole block (fullmatch, leading and trailing punctuation aside)
_WHOLE: dict[str, str] = {
    "advertisement": (
        r"advertisement|advertising|advert|ads?|sponsored(?: (?:content|links?|by.{0,40}))?|paid (?:content|post|partner content)"
        r"|promoted(?: (?:content|stories|links))?|story continues below(?: (?:this )?advertisement)?|article continues (?:after|below).{0,30}"
        r"|(?:continue reading|scroll|story continues).{0,20}(?:below|after).{0,20}|(?:from|around|elsewhere on) the web"
        r"|this (?:article|post|page|site|story).{0,40}affiliate (?:links?|advertising).{0,120}"
        r"|(?:click here to )?(?:shop|buy|order) (?:it |them )?(?:now|here|today)(?: (?:at|from|on) .{2,30})?"
    ),
    "donation appeal": (
        r"(?:please )?(?:donate|contribute|give)(?: (?:now|today|here|monthly))?|support (?:us|now|our (?:work|journalism|reporting)|independent journalism)"
        r"|make a (?:donation|contribution|gift)|become a (?:supporter|patron|donor)"
    ),
    "subscription box": (
        r"subscribe(?: (?:now|today|here|for free|for .{1,40}|to (?:read|continue|the|our|us).{0,60}))?|(?:already )?(?:a )?subscriber\?.{0,30}"
        r"|(?:sign|log)[ -]?(?:in|on|out)(?: (?:or|and|/) (?:register|sign[ -]?up|subscribe|join))?|register(?: (?:now|for free|here))?"
        r"|create (?:a |an |your )?(?:free )?account|already (?:have an account|a member|a subscriber)\??.{0,30}|start (?:your )?free trial|try (?:it )?(?:for )?free"
        r"|become a member|join (?:us|now|today)|gift (?:this )?article|to read the full (?:story|article)|unlock this article"
    ),
    "newsletter box": (
        r"(?:sign[ -]?up|subscribe|register) (?:here )?(?:to|for) (?:our|the|my|his|her|a|free|daily|weekly|this).{0,90}|sign me up|get (?:our|the) (?:free )?(?:daily |weekly |morning )?newsletters?.{0,60}"
        r"|(?:our |the |daily |weekly |email |free )*newsletters?|(?:enter )?(?:your )?e-?mail(?: address)?|please enter a valid e-?mail.{0,30}"
        r"|(?:want|get|receive) .{0,60}(?:in|to) your inbox.{0,90}|(?:\(?subscribe|listen) .{0,50}(?:podcast|itunes|spotify).{0,60}"
        r"|by (?:signing up|subscribing|clicking).{0,200}"
    ),
    "cookie notice": r"(?:we|this (?:web)?site) uses? cookies.{0,200}|(?:accept|reject|manage|allow)(?: all)? cookies?|cookie (?:policy|settings|preferences|notice)",
    "share row": (
        r"(?:(?:share|tweet|pin|post|print|email|e-mail|save|send|like|copy link|facebook|twitter|linkedin|whatsapp|reddit|pinterest|instagram|telegram|messenger"
        r"|flipboard|bluesky|threads|tumblr|youtube|on|via|to|by|with|this|the|article|story|page|link|friends|icon|x|more|a|an)\b[\s|,/·•:&+()]*){1,18}"
        r"|follow (?:us|me|him|her|them)(?: on .{0,60})?|follow .{3,60} on (?:twitter|facebook|instagram|x|bluesky|threads).{0,90}"
        r"|(?:\d[\d.,k]* )?(?:shares?|likes?|views?|retweets?)"
        r"|(?:find|like|join) us on .{0,40}"
    ),
    "related links": (
        r"(?:read (?:more|also|next|on|this|full (?:story|article))|(?:see|read|watch|listen|learn|show|view|load|find out|discover|click(?: here)? for) (?:also|more|all|less)"
        r"|related(?: (?:stories|articles|posts|content|topics|news|links|coverage|reading))?|more (?:from|on|in|about|stories|news|like|to read).{0,60}|most (?:popular|read|viewed|shared|commented|recent)"
        r"|(?:popular|latest|top|trending|recommended|featured|breaking|editor(?:'|’)?s?)(?: (?:now|news|stories|posts|articles|videos?|picks?|choice|for you|on .{1,40}))?"
        r"|you (?:may|might) (?:also )?(?:like|be interested in|have missed)|don['’]?t miss|up next|what to read next|also (?:read|on .{1,40}|in .{1,30})|in case you missed it|previous|next|prev"
        r"|(?:previous|next|older|newer) (?:article|story|post|page)s?)[: …>»]*"
        r"|\[?(?:related|read more|see also|see more|more|also read|read also|read next|read|watch|watch also|listen|further reading|don['’]t miss)\s?[:|–—»>] ?.{3,200}"
    ),
    "tag list": r"(?:tags?|topics?|filed under|categories|keywords|in this article|more about)\s?:?.{0,40}|(?:tags?|topics?|filed under|categories|keywords|labels)\s?: ?.{0,200}|(?:#\w+[\s,]*){1,20}",
    "comments": (
        r"(?:\d[\d,]* )?(?:comments?|replies|reply|responses?)(?: \(?\d+\)?| (?:on|to) .{3,120})?|(?:add|leave|post|write|view|show|hide|join|see|read)(?: (?:a|all|your|the|\d+|in|on))* (?:comments?|conversation|discussion|reply).{0,40}"
        r"|(?:be the first to )comment.{0,40}|comments (?:are|have been) (?:closed|disabled).{0,60}|report (?:abuse|comment|a typo)|your email address will not be published.{0,60}|cancel reply"
    ),
    "copyright notice": (
        r"(?:copyright|©|\(c\)).{0,300}|.{0,80}all rights reserved.{0,200}|this material may not be (?:published|broadcast|reproduced).{0,200}"
        r"|.{0,90}registered (?:in england|office|company).{0,160}"
    ),
    "navigation": (
        r"(?:skip|jump|back|go|return|scroll) to (?:the )?(?:main )?(?:content|top|navigation|home(?: ?page)?|search|article|menu|main|footer).{0,20}|(?:main |site |toggle |open |close |show |hide )*(?:menu|navigation|search|nav)"
        r"|home(?: ?page)?|search(?: .{0,30})?[:…]?|close|cancel|submit|ok|go|print|contact(?: us)?|about(?: us)?|advertise(?: with us)?|privacy(?: policy| notice| statement)?|terms(?: (?:of|and|&) (?:use|service|conditions))?"
        r"|careers|jobs|help|faqs?|site ?map|rss(?: feeds?)?|feedback|accessibility(?: (?:statement|help))?|corrections|archives?|loading\W*|play(?: video)?|pause|mute|unmute|fullscreen|video|photos?|gallery"
        r"|do not sell.{0,40}|your (?:privacy|california|ad) (?:choices|rights).{0,30}|text size|font size|listen(?: to (?:this )?article)?|\d+ min(?:ute)?s?(?: read)?|(?:est(?:imated)?\.? )?read(?:ing)? time.{0,20}"
    ),
}

# (reason, weight, words without which the pattern cannot fit, pattern): "a b & c" needs a or b, and c.
_SIGNS: tuple[tuple[str, float, str, str], ...] = (
    ("donation appeal", CLEAR, "your & support donation donations contribution contributions gift gifts generosity",
     r"\byour (?:support|donations?|contributions?|gifts?|generosity)\b"),
    ("donation appeal", CLEAR, "support fund back sustain & us our journalism news reporting media",
     r"\b(?:support|fund|back|sustain) (?:us\b|our (?:work|journalism|reporting|newsroom|mission|independen\w+|journalists|team)"
     r"|(?:independent|quality|local|free|nonprofit|public.interest) (?:journalism|news|reporting|media))"),
    ("donation appeal", CLEAR, "donate contribute chip give support & today now here little",
     r"\b(?:donate|contribute|chip in|give)\b.{0,30}(?:\btoday\b|\bnow\b|\bas little as\b)|\bsupport now\b|\bdonate (?:now|today|here)\b"),
    ("donation appeal", CLEAR, "become be make & supporter patron donor contributor donation contribution gift",
     r"\b(?:become|be) an? (?:\w+ )?(?:supporter|patron|donor|contributor)\b|\bmake a (?:\w+ )?(?:donation|contribution|gift)\b"),
    ("donation appeal", CLEAR, "paywall paywalls paid reader",
     r"\b(?:we|our|us)\b.{0,60}\bpaywalls?\b|\bpaid for by (?:those|readers)\b|\breader[- ](?:funded|supported)\b"),
    ("donation appeal", CLEAR, "you your readers & rely relies depend depends like",
     r"\b(?:we|us|our)\b.{0,60}\b(?:rely|relies|depend|depends) on (?:readers|you|people like you|your)\b|\b(?:readers|people) like you\b"),
    ("donation appeal", HINT, "us & allow allows help helps let lets enable enables",
     r"\b(?:allows?|helps?|lets|enables?) us (?:to )?(?:keep|continue|tell|report|send|do|bring|cover|stay|remain|hold)\b"),
    ("donation appeal", HINT, "critical crucial pivotal & we",
     r"\b(?:at|in) (?:such|this) (?:a )?(?:critical|crucial|pivotal) (?:moment|time)\b.{0,80}\bwe\b"),
    ("donation appeal", HINT, "we our & journalism reporting facts truth reporters journalists",
     r"\bwe (?:believe|know)\b.{0,80}\b(?:journalism|reporting|facts|the truth)\b|\bour (?:reporting|journalism|reporters|journalists)\b"),
    ("advertisement", CLEAR, "free trial",
     r"\bfree for (?:\d+|one|two|three|seven|thirty) (?:days?|weeks?|months?)\b|\bfree trial\b|\btry (?:it )?(?:for )?free\b"
     r"|\b\d+[- ](?:day|month|week) (?:free )?trial\b"),
    ("advertisement", CLEAR, "auto renew renews autorenews cancel cancelled canceled commitment",
     r"\b(?:auto[- ]?renews?|renews automatically|cancel (?:at )?any ?time|until cancell?ed|no commitment)\b"),
    ("advertisement", CLEAR, "only apply gamble gambleaware last",
     r"\bnew (?:subscribers?|customers?|members?|users?) only\b|\b(?:terms|t&cs?|conditions|restrictions)(?: and conditions)? apply\b"
     r"|\bgamble ?aware\b|\bwhile (?:stocks?|supplies) last\b"),
    ("advertisement", CLEAR, "shop order buy book apply enrol enroll bet offer off code & now today yours limited get promo promotional",
     r"\b(?:shop|order|buy|book|apply|enrol|enroll|bet) (?:now|today|yours)\b|\blimited[- ]time offer\b|\bget \d+ ?% off\b|\bpromo(?:tional)? code\b"),
    ("advertisement", CLEAR, "commission affiliate sponsored",
     r"\b(?:earn|receive|get) (?:a |an |us )?(?:\w+ )?commission\b|\baffiliate (?:links?|commission|partners?)\b|\bsponsored by\b"),
    ("advertisement", CLEAR, "download & app", r"\bdownload (?:our|the) (?:\w+ )?app\b"),
    ("advertisement", HINT, "mo month yr year week wk", r"[£$€] ?\d+(?:[.,]\d\d)? ?(?:/|per |a ) ?(?:mo\b|month|yr\b|year|week|wk\b)"),
    ("advertisement", HINT, "save up get claim download play 18",
     r"\b(?:save|up to|get) (?:up to )?(?:\d+ ?%|[£$€] ?\d+)|\b(?:get|claim|download|save|play) (?:now|today|yours|here)\b|\b18\+"),
    ("subscription box", CLEAR, "subscribe subscriber subscribers exclusive exclusively",
     r"\bsubscribe (?:now|today|here|for (?:just|only|as|full|unlimited)|to (?:continue|read|keep|unlock|access|get|our))\b"
     r"|\b(?:already|not yet) a subscriber\b|\bsubscribers? only\b|\bonly for subscribers\b|\bexclusive(?:ly)? (?:to|for) (?:our )?(?:subscribers|members)\b"),
    ("subscription box", CLEAR, "unlimited read continue access & access full rest this reading",
     r"\bunlimited (?:digital )?access\b|\bto (?:read|continue|access) (?:the (?:full|rest)|this (?:article|story)|reading)\b"),
    ("subscription box", CLEAR, "account register subscription subscriber subscribe & log login sign signin create register start options offer offers plan plans become",
     r"\b(?:log|sign)[ -]?in\b.{0,40}\b(?:account|register|subscrib\w+|continue)\b|\bcreate (?:a|an|your) (?:free )?account\b|\bregister (?:for free|now)\b"
     r"|\bstart your subscription\b|\bsubscription (?:options|offers?|plans?)\b|\bbecome a (?:\w+ )?subscriber\b"),
    ("subscription box", HINT, "continue keep free full member & reading article articles access become",
     r"\bcontinue reading\b|\bkeep reading\b|\bfree articles?\b|\bfull access to\b|\bbecome a (?:\w+ )?member\b"),
    ("newsletter box", CLEAR, "sign signing signup subscribe",
     r"\bsign(?:ing)?[ -]?up (?:here )?(?:for|to) (?:our|the|my|his|her|a|this|free|daily|weekly|get|receive)\b.{0,80}"
     r"\b(?:newsletters?|e-?mails?|alerts?|inbox|updates)\b|\bsign[ -]?up here\b|\bsubscribe.{0,60}\b(?:newsletters?|podcast)\b|\bsubscribe here\b"),
    ("newsletter box", CLEAR, "inbox email mail mailbox unsubscribe signing subscribing submitting registering",
     r"\b(?:to|in|into) your (?:inbox|e-?mail|mailbox)\b|\benter your e-?mail\b|\bunsubscribe\b|\bby (?:signing up|subscribing|submitting|registering)\b"),
    ("newsletter box", HINT, "newsletter newsletters delivered",
     r"\bnewsletters?\b.{0,60}\b(?:here|e-?mail|sign|subscribe)\b|\bdelivered (?:daily|weekly|straight|directly|to you)\b"),
    ("newsletter box", HINT, "privacy terms & policy notice use service", r"\b(?:our|the) privacy (?:policy|notice)\b|\bterms of (?:use|service)\b"),
    ("cookie notice", CLEAR, "cookies",
     r"\b(?:we|our|site|partners|website) (?:and .{0,30})?uses? cookies\b|\b(?:accept|consent to|allow) (?:all |our |the use of )?cookies\b"),
    ("cookie notice", HINT, "cookie & policy settings preferences", r"\bcookie (?:policy|settings|preferences)\b"),
    ("share row", CLEAR, "like follow find & twitter facebook instagram x bluesky threads us",
     r"\b(?:like|follow|find) us on\b|\bfollow .{3,50} on (?:twitter|facebook|instagram|x|bluesky|threads)\b"),
    ("share row", HINT, "share & this on via with", r"\bshare (?:this|on|via|with)\b"),
    ("comments", CLEAR, "comment conversation discussion comments & leave post join below",
     r"\b(?:leave|post) (?:a |your )?comment\b|\bjoin the (?:conversation|discussion)\b|\bin the comments(?: section)? below\b"),
    ("copyright notice", CLEAR, "rights copyright published reproduced republished redistributed & reserved may copyright",
     r"\ball rights reserved\b|\bcopyright \d{4}\b|\bmay not be (?:published|reproduced|republished|redistributed)\b"),
    ("copyright notice", HINT, "this & originally first & appeared published ran",
     r"\bthis (?:article|story) (?:was )?(?:originally|first) (?:appeared|published|ran)\b"),
)  # fmt: skip

_WHOLE_PATTERNS = {reason: re.compile(pattern, _I) for reason, pattern in _WHOLE.items()}
_SIGN_PATTERNS = tuple(
    (reason, weight, tuple(frozenset(group.split()) for group in needed.split("&")), re.compile(pattern, _I))
    for reason, weight, needed, pattern in _SIGNS
)
_WORD = re.compile(r"\w+")
_REPORTS = re.compile(r"\b(?:said|says|told|asked|wrote|announced|reported|according)\b", _I)
_EDGES = " \t|·•–—-:,.>[]()*_#…'"  # no double quotation marks: what somebody said is no furniture


def outside_quotes(text: str) -> str:
    """The text with what stands inside double quotation marks blanked."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def is_report(text: str) -> bool:
    """Whether a sentence reports what somebody said, as an outlet's own appeals do not."""
    return _REPORTS.search(text) is not None


def whole_reason(text: str) -> str | None:
    """The reason for which a short block is page furniture through and through; None where it is not."""
    if len(text) > 320:
        return None
    words = text.strip(_EDGES)
    if not words:
        return None
    for reason, pattern in _WHOLE_PATTERNS.items():
        if pattern.fullmatch(words):
            return reason
    return None


def signs_in(text: str) -> dict[str, float]:
    """Reason -> the weights, added up, of its different signs outside quotation marks."""
    text = outside_quotes(text[:LONGEST])
    words = set(_WORD.findall(text.lower()))
    found: dict[str, float] = {}
    for reason, weight, needed, pattern in _SIGN_PATTERNS:
        if not any(group.isdisjoint(words) for group in needed) and pattern.search(text):
            found[reason] = found.get(reason, 0.0) + weight
    return found
