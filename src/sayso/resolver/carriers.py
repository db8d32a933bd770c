"""What carried the words: in which interview, message, statement, broadcast, post; and these as things.

In:  a quotation's Frame; for the things, the text of a document and where its words were carried.
Out: `medium_of(...)`: the span of the medium; `kind_of_carrier(...)`: recording, message, document, broadcast, post, event.
Not here: who the parties are (parties.py), when (dates.py).

A bare place is no medium, a verb alone ("tweeted") is none either, and a document that itself speaks has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.resolver.frames import (
    DETERMINERS,
    GAP,
    MONTHS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
    Frame,
    Token,
    noun_phrase,
    span_of,
)
from sayso.resolver.frames import tokens as words_of
from sayso.schema import MediumKind, Quotation, Span


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
_PLATFORMS: Final = frozenset(
    "twitter facebook instagram tiktok youtube reddit snapchat linkedin telegram weibo threads bluesky mastodon tumblr periscope parler gab truth social"
    " myspace pinterest twitch discord whatsapp substack medium wechat x vk".split()
)
_STATIONS: Final = frozenset(
    "cnn cnbc msnbc nbc abc cbs pbs npr bbc itv itn sky fox c-span cspan hbo espn cbc ctv al-jazeera bloomberg newsmax oann rt ntv rte lbc tmz"
    " univision telemundo showtime netflix mtv vh1 usa newsnation wbur wnyc wamu".split()
)
_STATION_WORDS: Final = frozenset("news radio tv television channel network show program programme today hour podcast fm broadcasting podcasts live tonight".split())
# What "on" may carry words with; a report "on the book" is about it.
_ON: Final = frozenset(
    "show shows program programme podcast podcasts call calls radio television tv website site page account blog feed tape video camera phone air broadcast channel series"
    " episode platform platforms app livestream media stage network thread timeline newscast recording recordings stump floor".split()
)
_ON_BARE: Final = frozenset("twitter facebook instagram air camera television tv radio tape video stage".split())
_AT: Final = frozenset(word for word, kind in NOUNS.items() if kind == "event") | {"trial", "court"}
_WITH: Final = frozenset({"interview", "interviews", "conversation", "conversations", "call", "exchange", "meeting", "discussion", "session", "podcast", "appearance", "q&a"})
_BY: Final = frozenset("email e-mail phone telephone text letter fax message whatsapp telegram post satellite video".split())
_PREPOSITIONS: Final = frozenset("in on at during via through by over with inside within to".split())
_GIVES: Final = frozenset(
    "issue issued issues issuing release released releases releasing send sent sends sending write wrote writes writing written post posted posts posting publish published"
    " publishes publishing deliver delivered delivers delivering give gave gives giving file filed files filing record recorded records leave left leaves put ran runs run read tweeted"
    " submit submitted circulate circulated made make making".split()
)
_CARRIED: Final = frozenset("obtained seen reviewed released posted published sent heard shared provided leaked aired broadcast recorded viewed acquired".split())
_GIVEN: Final = frozenset(
    "statement statements letter letters email emails e-mail e-mails speech speeches memo message messages note notes interview interviews report column essay op-ed editorial"
    " feature article release post posts tweet tweets video address sermon lecture lawsuit complaint affidavit testimony remarks voicemail endorsement missive text texts".split()
)
_CUE_NOUNS: Final = frozenset("report statement letter email memo message missive tweet post speech remarks essay book column testimony interview lawsuit complaint".split())
_TO_COME: Final = frozenset("upcoming next future coming forthcoming planned".split())
_ACTED: Final = frozenset("sent gave issued wrote released published delivered said told made filed left posted who which".split())
_OTHER_SENSE: Final = frozenset({"text", "note", "will", "order", "plan", "story", "page", "site", "paper", "visit", "stop", "stops", "march", "decision", "hall", "series", "stage"})


def kind_of_carrier(words: Sequence[str]) -> MediumKind | None:
    """What kind of carrier some words name, by the last that names one."""
    joined = " ".join(words)
    if any(one in joined for one in ("voice note", "voice memo", "voice message", "audio message", "audio note", "phone message", "answering machine", "video message")):
        return "recording"
    if any(one in joined for one in ("court papers", "press release", "court document")):
        return "document"
    if any(one in joined for one in ("social media", "video post", "facebook page", "facebook live", "instagram live", "instagram story", "instagram stories", "truth social")):
        return "post"
    if any(one in joined for one in ("news conference", "press conference", "conference call", "phone call", "town hall", "phone interview", "radio interview", "television interview")):
        return "event"
    for word in reversed(words):
        if word in NOUNS:
            return NOUNS[word]
        if word in _PLATFORMS:
            return "post"
        if word in _STATIONS or word in _STATION_WORDS:
            return "broadcast"
        if word in ("phone", "telephone"):
            return "event"
        if word in ("media",):
            return "post"
    return None


def medium_of(frame: Frame, cue: Sequence[int], source: Sequence[int], speaks: bool) -> Span | None:
    """The span of the medium that a quotation's sentence names; None where it names none.

    Args:
        frame: the sentence.
        cue: indices of the cue's tokens.
        source: those of the source's.
        speaks: whether the source is itself a carrier of words ("the letter says").
    """
    if speaks:
        return None
    anchor = cue[-1] if cue else source[-1] if source else 0
    found = candidates(frame.tokens, frame.text, frozenset(source), anchor)
    if not found:
        return _noun_cue(frame, cue, source)
    return min(found, key=lambda one: one[0])[1]


_CLAUSE: Final = re.compile(r"\b(?:is|was|are|were|will|would|has|had|have|should|can|could|may|might|that)\b|n[’']t\b")
_CLEAR: Final = frozenset(
    "interview interviews statement speech rally email e-mail letter tweet tweets website debate briefing conference hearing show podcast broadcast twitter facebook instagram"
    " stop memo remarks testimony message".split()
)


def medium_at_end(text: str, quotation: Quotation) -> Span | None:
    """The medium at the end of a content that is no clause: "noted [the rule in an interview]", "apologised for [it on Twitter last week]"."""
    if quotation.kind == "direct" or not quotation.content:
        return None
    last = quotation.content[-1]
    if last.end - last.start > 300 or _CLAUSE.search(text, last.start, last.end):
        return None
    inside = words_of(text, *last)
    for _, span in candidates(inside, text, frozenset(), 0):
        after = [token.word for token in inside if token.start >= span.end]
        head = words_of(text, *span)[-1].word
        if all(word in TIME_WORDS or word in MONTHS or word == "." for word in after) and (head in _CLEAR or any(token.word in _CLEAR for token in words_of(text, *span))):
            return span
    return None


def _noun_cue(frame: Frame, cue: Sequence[int], source: Sequence[int]) -> Span | None:
    """The cue itself, where it is a carrier of words: "her earlier letter", "the agency [report stated]"."""
    words = [frame.tokens[at].word for at in cue]
    if not cue or not source or (words[0] not in _CUE_NOUNS and (len(words) < 2 or words[1] not in _CUE_NOUNS or len(words) > 2)):
        return None
    last = cue[0] if words[0] in _CUE_NOUNS else cue[1]
    if source[-1] + 1 != cue[0]:
        return None
    return span_of(frame.tokens, source[0], last + 1)


def candidates(tokens: Sequence[Token], text: str, source: frozenset[int], anchor: int) -> list[tuple[int, Span]]:
    """Media that a sentence names, each with how far it stands from a token."""
    out: list[tuple[int, Span]] = []
    at = 0
    while at < len(tokens):
        before = _antecedent(tokens, text, at)
        if before is not None and at < anchor and anchor - at < 8:
            out.append((0, before))
        reach = _phrase(tokens, text, at, source) if at not in source else 0
        if reach:
            distance = at - anchor if at >= anchor else anchor - at + (0 if at == 0 else 2)
            first = at + 1 if tokens[at].word in _GIVES and tokens[at].word not in _PREPOSITIONS else at
            out.append((distance, span_of(tokens, first, reach)))
            at = reach
        else:
            at += 1
    return out


def carrier_start(text: str, tokens: Sequence[Token], at: int) -> int:
    """Where the phrase begins that ends with the carrier at a token: its adjectives, its owner, its article."""
    first = at
    owned = False
    while first > 0 and at - first < 7 and _modifies(text, tokens, first - 1, owned):
        first -= 1
        owned = owned or tokens[first].word.endswith(("'s", "s'"))
        if tokens[first].word in DETERMINERS:
            break
    return first


def _modifies(text: str, tokens: Sequence[Token], at: int, owned: bool) -> bool:
    """Whether a word may stand before a carrier in its phrase; before an owner only more of his name does."""
    word = tokens[at].word
    if word == GAP or not word[0].isalnum() or word in PREPOSITIONS or word in PRONOUNS - POSSESSIVES:
        return False
    if owned:
        return text[tokens[at].start].isupper() or word in DETERMINERS
    return not word.endswith(("ed", "ing")) or word in ("leaked", "recorded", "televised", "alleged", "purported", "unsigned", "recording")


def _antecedent(tokens: Sequence[Token], text: str, at: int) -> Span | None:
    """The carrier that "in which" at a token refers back to: "Lively's message, [in which] she said"."""
    if at + 1 >= len(tokens) or tokens[at].word not in ("in", "on", "during") or tokens[at + 1].word != "which":
        return None
    last = at - 1
    if last >= 0 and tokens[last].word == ",":
        last -= 1
    if last < 0:
        return None
    if tokens[last].word == GAP:
        inside = words_of(text, max(tokens[last].start, tokens[last].end - 120), tokens[last].end)
        if not inside or inside[-1].word not in NOUNS:
            return None
        return span_of(inside, carrier_start(text, inside, len(inside) - 1), len(inside))
    return span_of(tokens, carrier_start(text, tokens, last), last + 1) if tokens[last].word in NOUNS else None


def _phrase(tokens: Sequence[Token], text: str, at: int, source: frozenset[int]) -> int:
    """Where the phrase of a medium that begins at a token ends; 0 where none does."""
    word = tokens[at].word
    if word in _PREPOSITIONS and at + 1 < len(tokens):
        return _after_preposition(tokens, text, at, source)
    if word in _GIVES and at + 2 < len(tokens) and (tokens[at + 1].word in DETERMINERS or text[tokens[at + 1].start].islower()):
        end = _head(tokens, text, at + 1, source)
        if end and tokens[end - 1].word in _GIVEN and not any(token.word in _TO_COME for token in tokens[at:end]):
            return end
    return 0


def _after_preposition(tokens: Sequence[Token], text: str, at: int, source: frozenset[int]) -> int:
    preposition, first = tokens[at].word, at + 1
    following = tokens[first].word
    if preposition == "to":
        return 0
    if preposition == "by":
        return first + 1 if following in _BY else 0
    if preposition == "on":
        title = _title(tokens, text, first)
        if title:
            return title
    head = _head(tokens, text, first, source)
    if not head:
        return 0
    noun = tokens[head - 1].word
    phrase = [token.word for token in tokens[first:head]]
    proper = text[tokens[head - 1].start].isupper()
    if noun not in NOUNS and noun not in _PLATFORMS and noun not in _STATIONS and noun not in _STATION_WORDS and noun not in ("media", "phone", "telephone", "website", "account"):
        return 0
    bare = following not in DETERMINERS and not following.endswith(("'s", "s'")) and head == first + 1 and noun in NOUNS
    if preposition == "on":
        if noun in _PLATFORMS or noun in _STATIONS or (noun in _STATION_WORDS and proper):
            return _extended(tokens, text, head, source) if proper or noun in ("twitter", "facebook") else 0
        if noun not in _ON:
            return 0
        return _extended(tokens, text, head, source)
    if preposition == "at" and noun not in _AT:
        return 0
    if preposition == "over":
        return head if noun in ("phone", "telephone", "email", "radio", "twitter", "text") else 0
    if preposition == "with":
        return 0
    if preposition == "through" and noun in NOUNS and NOUNS[noun] in ("event",):
        return 0
    if preposition in ("in", "during", "via", "through", "within", "inside"):
        if noun in _PLATFORMS | _STATIONS and not (preposition == "via" and proper):
            return 0
        if bare and noun in _OTHER_SENSE | {"order", "brief", "address", "paper", "report", "talks", "call", "film", "television", "radio", "testimony", "media"} and noun not in ("testimony", "remarks"):
            return 0
        if noun in ("stop", "stops") and "campaign" not in phrase and "whistle" not in phrase:
            return 0
        if noun == "hall" and "town" not in phrase:
            return 0
        if noun in ("media", "network", "channel") and preposition == "in":
            return 0
        if preposition == "in" and noun in ("order", "plan", "ruling", "will", "series", "visit", "march", "trial", "protest", "protests", "demonstration"):
            return 0
    return _extended(tokens, text, head, source)


def _head(tokens: Sequence[Token], text: str, first: int, source: frozenset[int]) -> int:
    """Behind the head noun of the phrase that begins at a token, where that noun is a carrier; 0 where it is none."""
    end = first
    best = 0
    while end < len(tokens) and end - first < 12 and end not in source:
        word = tokens[end].word
        if word in ("“", '"', "”", "'", "‘", "’") and end > first:
            if best:
                break
            end += 1
            continue
        if (word in _ACTED and end > first and tokens[end - 1].word not in DETERMINERS) or word in _TO_COME:
            break
        if word == GAP or not (word[0].isalnum() or word[0] == "$") or word in PREPOSITIONS or word in PRONOUNS:
            break
        carrier = word in NOUNS or word in _PLATFORMS or word in _STATIONS or word in _STATION_WORDS or word in ("media", "phone", "telephone", "account")
        if best and not carrier:
            break
        if carrier:
            best = end + 1
        end += 1
    return best


def _title(tokens: Sequence[Token], text: str, first: int) -> int:
    """Behind a programme's title in quotation marks: on “Meet the Press”, on CNN's “State of the Union”; 0 where there is none."""
    at = first
    while at < len(tokens) and at - first < 6 and tokens[at].word not in ("“", '"', "''", "‘"):
        word = tokens[at].word
        if not word[0].isalnum() or word in PREPOSITIONS or not (text[tokens[at].start].isupper() or word in DETERMINERS or word in NOUNS):
            return 0
        at += 1
    if at >= len(tokens) or tokens[at].word not in ("“", '"', "‘") or (at == first and not text[tokens[at].end : tokens[at].end + 1].isupper()):
        return 0
    for end in range(at + 1, min(len(tokens), at + 12)):
        if tokens[end].word in ("”", '"', "’"):
            return end + 1
        if tokens[end].word == GAP:
            return 0
    return 0


def _extended(tokens: Sequence[Token], text: str, end: int, source: frozenset[int]) -> int:
    """A medium's phrase with what belongs to its noun: with whom, on which programme, of what, who obtained it."""
    for _ in range(3):
        if end + 1 >= len(tokens):
            break
        word = tokens[end].word
        noun = tokens[end - 1].word
        reach = 0
        if word == "with" and noun in _WITH:
            reach = noun_phrase(tokens, text, end + 1, stops=source)
        elif word in ("of", "for", "about") and tokens[end + 1].word != GAP and word == "of":
            reach = noun_phrase(tokens, text, end + 1, stops=source, longest=7)
        elif word == "on":
            reach = _title(tokens, text, end + 1)
            if not reach and (text[tokens[end + 1].start].isupper() and tokens[end + 1].word not in TIME_WORDS and tokens[end + 1].word not in MONTHS):
                following = noun_phrase(tokens, text, end + 1, stops=source, longest=5)
                reach = following if following and kind_of_carrier([token.word for token in tokens[end + 1 : following]]) in ("broadcast", "post") else 0
        elif word == "at" and text[tokens[end + 1].start].isupper() or word == "at" and tokens[end + 1].word == "the":
            reach = noun_phrase(tokens, text, end + 1, stops=source, longest=7)
        elif word in _CARRIED and tokens[end + 1].word == "by":
            reach = noun_phrase(tokens, text, end + 2, stops=source, longest=5)
        if not reach or reach <= end + 1:
            break
        end = reach
    return end
