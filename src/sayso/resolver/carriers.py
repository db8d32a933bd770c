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

from sayso.english.words import DETERMINERS, GAP, MONTHS, POSSESSIVES, PREPOSITIONS, PRONOUNS, TIME_WORDS, Token, noun_phrase, span_of
from sayso.english.words import tokens as words_of
from sayso.resolver.frames import Frame
from sayso.resolver.words import (
    ACTED,
    AT,
    BEFORE_CARRIERS,
    BY,
    CARRIED,
    CLEAR,
    CONVERSES,
    CUE_NOUNS,
    GIVEN,
    GIVES,
    NOUNS,
    ON,
    OTHER_SENSE,
    PLATFORMS,
    STATION_WORDS,
    STATIONS,
    TO_COME,
)
from sayso.schema import MediumKind, Quotation, Span


def kind_of_carrier(words: Sequence[str]) -> MediumKind | None:
    """What kind of carrier some words name, by the last that names one."""
    joined = " ".join(words)
    if any(
        one in joined
        for one in (
            "voice note",
            "voice memo",
            "voice message",
            "audio message",
            "audio note",
            "phone message",
            "answering machine",
            "video message",
        )
    ):
        return "recording"
    if any(one in joined for one in ("court papers", "press release", "court document")):
        return "document"
    if any(
        one in joined
        for one in (
            "social media",
            "video post",
            "facebook page",
            "facebook live",
            "instagram live",
            "instagram story",
            "instagram stories",
            "truth social",
        )
    ):
        return "post"
    if any(
        one in joined
        for one in (
            "news conference",
            "press conference",
            "conference call",
            "phone call",
            "town hall",
            "phone interview",
            "radio interview",
            "television interview",
        )
    ):
        return "event"
    for word in reversed(words):
        if word in NOUNS:
            return NOUNS[word]
        if word in PLATFORMS:
            return "post"
        if word in STATIONS or word in STATION_WORDS:
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


def medium_at_end(text: str, quotation: Quotation) -> Span | None:
    """The medium at the end of a content that is no clause: "noted [the rule in an interview]"."""
    if quotation.kind == "direct" or not quotation.content:
        return None
    last = quotation.content[-1]
    if last.end - last.start > 300 or _CLAUSE.search(text, last.start, last.end):
        return None
    inside = words_of(text, *last)
    for _, span in candidates(inside, text, frozenset(), 0):
        after = [token.word for token in inside if token.start >= span.end]
        head = words_of(text, *span)[-1].word
        if all(word in TIME_WORDS or word in MONTHS or word == "." for word in after) and (
            head in CLEAR or any(token.word in CLEAR for token in words_of(text, *span))
        ):
            return span
    return None


def _noun_cue(frame: Frame, cue: Sequence[int], source: Sequence[int]) -> Span | None:
    """The cue itself, where it is a carrier of words: "her earlier letter", "the agency [report stated]"."""
    words = [frame.tokens[at].word for at in cue]
    if not cue or not source or (words[0] not in CUE_NOUNS and (len(words) < 2 or words[1] not in CUE_NOUNS or len(words) > 2)):
        return None
    last = cue[0] if words[0] in CUE_NOUNS else cue[1]
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
            first = at + 1 if tokens[at].word in GIVES and tokens[at].word not in BEFORE_CARRIERS else at
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
    if word in BEFORE_CARRIERS and at + 1 < len(tokens):
        return _after_preposition(tokens, text, at, source)
    if word in GIVES and at + 2 < len(tokens) and (tokens[at + 1].word in DETERMINERS or text[tokens[at + 1].start].islower()):
        end = _head(tokens, text, at + 1, source)
        if end and tokens[end - 1].word in GIVEN and not any(token.word in TO_COME for token in tokens[at:end]):
            return end
    return 0


def _after_preposition(tokens: Sequence[Token], text: str, at: int, source: frozenset[int]) -> int:
    preposition, first = tokens[at].word, at + 1
    following = tokens[first].word
    if preposition == "to":
        return 0
    if preposition == "by":
        return first + 1 if following in BY else 0
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
    if (
        noun not in NOUNS
        and noun not in PLATFORMS
        and noun not in STATIONS
        and noun not in STATION_WORDS
        and noun not in ("media", "phone", "telephone", "website", "account")
    ):
        return 0
    bare = following not in DETERMINERS and not following.endswith(("'s", "s'")) and head == first + 1 and noun in NOUNS
    if preposition == "on":
        if noun in PLATFORMS or noun in STATIONS or (noun in STATION_WORDS and proper):
            return _extended(tokens, text, head, source) if proper or noun in ("twitter", "facebook") else 0
        if noun not in ON:
            return 0
        return _extended(tokens, text, head, source)
    if preposition == "at" and noun not in AT:
        return 0
    if preposition == "over":
        return head if noun in ("phone", "telephone", "email", "radio", "twitter", "text") else 0
    if preposition == "with":
        return 0
    if preposition == "through" and noun in NOUNS and NOUNS[noun] in ("event",):
        return 0
    if preposition in ("in", "during", "via", "through", "within", "inside"):
        if noun in PLATFORMS | STATIONS and not (preposition == "via" and proper):
            return 0
        if (
            bare
            and noun
            in OTHER_SENSE
            | {"order", "brief", "address", "paper", "report", "talks", "call", "film", "television", "radio", "testimony", "media"}
            and noun not in ("testimony", "remarks")
        ):
            return 0
        if noun in ("stop", "stops") and "campaign" not in phrase and "whistle" not in phrase:
            return 0
        if noun == "hall" and "town" not in phrase:
            return 0
        if noun in ("media", "network", "channel") and preposition == "in":
            return 0
        if preposition == "in" and noun in (
            "order",
            "plan",
            "ruling",
            "will",
            "series",
            "visit",
            "march",
            "trial",
            "protest",
            "protests",
            "demonstration",
        ):
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
        if (word in ACTED and end > first and tokens[end - 1].word not in DETERMINERS) or word in TO_COME:
            break
        if word == GAP or not (word[0].isalnum() or word[0] == "$") or word in PREPOSITIONS or word in PRONOUNS:
            break
        carrier = (
            word in NOUNS
            or word in PLATFORMS
            or word in STATIONS
            or word in STATION_WORDS
            or word in ("media", "phone", "telephone", "account")
        )
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
    if (
        at >= len(tokens)
        or tokens[at].word not in ("“", '"', "‘")
        or (at == first and not text[tokens[at].end : tokens[at].end + 1].isupper())
    ):
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
        if word == "with" and noun in CONVERSES:
            reach = noun_phrase(tokens, text, end + 1, stops=source)
        elif word in ("of", "for", "about") and tokens[end + 1].word != GAP and word == "of":
            reach = noun_phrase(tokens, text, end + 1, stops=source, longest=7)
        elif word == "on":
            reach = _title(tokens, text, end + 1)
            if not reach and (
                text[tokens[end + 1].start].isupper() and tokens[end + 1].word not in TIME_WORDS and tokens[end + 1].word not in MONTHS
            ):
                following = noun_phrase(tokens, text, end + 1, stops=source, longest=5)
                reach = (
                    following
                    if following and kind_of_carrier([token.word for token in tokens[end + 1 : following]]) in ("broadcast", "post")
                    else 0
                )
        elif (word == "at" and text[tokens[end + 1].start].isupper()) or (word == "at" and tokens[end + 1].word == "the"):
            reach = noun_phrase(tokens, text, end + 1, stops=source, longest=7)
        elif word in CARRIED and tokens[end + 1].word == "by":
            reach = noun_phrase(tokens, text, end + 2, stops=source, longest=5)
        if not reach or reach <= end + 1:
            break
        end = reach
    return end
