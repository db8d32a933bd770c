"""What the accused says to it, where it is not put as a denial: “the drawings were my own”, “that is a matter for my solicitor”.

In:  a remark of somebody who is accused in the document, and whether it is of the same thing.
Out: `answer_of(...)`: the act of the answer, "assert" where it only answers, None where it is none.
Not here: who is accused (accusing.py), which allegation it answers (threads.py), what the reader takes for a denial (resolver).
"""

from __future__ import annotations

import re
from typing import Final

from sayso.english.words import plain
from sayso.schema import Act

# "There was no bribe", "no list was ever changed", "it had never sent anybody": in the mouth of the accused a denial, where it is of the same.
_NOT_SO: Final = re.compile(
    r"\W{0,9}(?:that\s{1,3})?(?:there\s+(?:was|were|is|had\s+been)\s+(?:never\s+(?:any|an?)|no)\b|no(?:body|\s+one)\b|(?:no|none\s+of(?:\s+the)?)\s+[\w’'-]{1,40}(?:\s{1,3}[\w’'-]{1,40}){0,3}?\s{1,3}(?:was|were|had|has)\b"
    r"|(?:[\w.’'-]{1,40}\s{1,3}){1,4}?(?:(?:had|has|have|did|was|were)\s+(?:never|not|nothing)\b|(?:had|has|have|did|was|were)n['’]t\b|never\s{1,3}\w{1,40}(?:ed|t|d)\b|(?:had\s{1,3})?(?:took|taken|stole|stolen|did|done)\s+nothing\b"
    r"|(?:had\s{1,3}|has\s{1,3})?\w{1,40}(?:ed|en)\s{1,3}(?:nobody|nothing|no\s+one)\b))"
)
_NOT_I: Final = re.compile(  # what whoever speaks did not do: "he had stolen nothing", "we never touched it"
    r"\W{0,9}(?:that\s{1,3})?(?:i|we|he|she|it|they)(?:\s{1,3}(?:(?:had|has|have|did|was|were)\s{1,3}(?:never|not)\b(?!\s{1,3}(?:want|know|think|expect|decided|seen?|sure|believe|read|intend|plan))|(?:had|has|have|did)n['’]t\b(?!\s{1,3}(?:want|know|think|expect|decided|seen?|believe|read|intend|plan))"
    r"|never\s{1,3}\w{1,40}(?:ed|t|d)\b|(?:had\s{1,3})?(?:took|taken|stole|stolen|did|done)\s+nothing\b))"
)
# "It had paid every cent", "the lists were accurate": the other way round, in words of the allegation.
_IN_ORDER: Final = re.compile(
    r"\b(?:(?:had|has|have|were|was|is|are)\s{1,3}(?:\w{1,30}\s{1,3}){0,3}?(?:settled|accurate|approved|audited|lawful|legal|legitimate|cleared|genuine|consensual|voluntary|paid)"
    r"|in\s{1,3}(?:full|line\s{1,3}with)|on\s{1,3}(?:time|schedule)|by\s{1,3}the\s{1,3}book|within\s{1,3}the\s{1,3}(?:law|rules)|an\s{1,3}accident|under\s{1,3}the\s{1,3}terms)\b"
)
_CONCEDES: Final = re.compile(
    r"\b(?:acknowledge[sd]?|concede[sd]?|admit(?:s|ted)?|accept(?:s|ed)?(?:\s{1,3}that)?|allow(?:s|ed)\s{1,3}that|agree[sd]?\s{1,3}that|confirm(?:s|ed)?|owned\s{1,3}up)\b"
)
_SORRY: Final = re.compile(
    r"\b(?:(?:we|i|he|she|it)\s{1,3}(?:say|said|am|are|was|were|is)\s{1,3}(?:“|\"|‘|')?(?:\w{1,20}\s{1,3}){0,2}sorry|say\s{1,3}sorry|sorry\s{1,3}to|let\s[^.;]{1,60}\sdown)\b"
)
_NO_COMMENT: Final = re.compile(
    r"\b(?:comment\s{1,3}on|not\s{1,3}(?:be\s{1,3}right\s{1,3}|going\s{1,3})?to\s{1,3}(?:comment|discuss|dignify)|(?:a\s{1,3})?matter\s{1,3}for\s{1,3}(?:my|his|her|their|its|the)\s{1,3}(?:solicitor|lawyer|court|judge)s?"
    r"|(?:would|will|could|can|does|do)\s{1,3}not\s{1,3}(?:comment|discuss)|no\s{1,3}comment|keep\s{1,3}(?:my|his|her|their)\s{1,3}answers)\b|\b(?:my|his|her|their)\s{1,3}own\s{1,3}affair\b"
)
_REJECTS: Final = re.compile(  # "called the theory desperate", "the suggestion of forgery was absurd"
    r"\b(?:call(?:s|ed)|describe[sd]?|dismiss(?:es|ed)?|labell?ed|branded)\s{1,3}(?:the|her|his|their|its|that|it|them|any)\b[^.;]{0,60}"
    r"|\b(?:allegation|accusation|claim|charge|suggestion|theory|story|complaint|idea)s?\b[^.;“”]{0,40}\s(?:was|were|is|are)\s"
)
_FALSE: Final = re.compile(
    r"\b(?:absurd|bogus|fake|sham|nonsense|false|untrue|lies?|laughable|baseless|ridiculous|preposterous|fantasy|fiction|fabricat\w+|desperate|invent\w+|unfounded|malicious|hurtful|fanciful|rubbish|smear|groundless|fairy\s{1,3}tale|without\s{1,3}merit)\b"
)
_UNDECIDED: Final = re.compile(  # what was not thought, or has not been seen yet, denies nothing
    r"\W*(?:that\s)?(?:\w+\s){1,4}?(?:had|has|have|did|was|is|are)(?:\s(?:not|never)|n['’]t)\s(?:yet\s)?(?:want|know|think|expect|decided?|seen?|sure|believe|read|intend|plan|heard?|received?)\b"
)
_OF_HIMSELF: Final = re.compile(r"\W*(?:that\s)?(?:he|she|it|they|we|i|his|her|its|their|our|my|having)\b")
_REPLIES: Final = re.compile(r"\b(?:repl(?:y|ies|ied)|respon[ds]|answer|retort|counter|insist|maintain|rebut|asked\b|defend)")
_MUST: Final = re.compile(
    r"\W*(?:that\s)?(?:he|she|it|they)\s(?:needs?|has|have|had|ought|is\s{1,3}going)\s{1,3}to\b"
)  # what others want of him
_NO_TRUTH: Final = re.compile(r"\bno(?:t\s{1,3}a\s{1,3}word\s{1,3}of)?\s{1,3}truth\b|\bnever\s{1,3}(?:happened|took\s{1,3}place)\b")


def concedes(around: str) -> bool:
    """Whether the words around a content say that it is conceded: no allegation of whoever says it."""
    return _CONCEDES.search(plain(around)) is not None


def calls_false(content: str) -> bool:
    """Whether words call something false, "fiction" or "bogus"."""
    return _FALSE.search(plain(content)) is not None


def of_himself(content: str) -> bool:
    """Whether a content begins with whoever says it: "I ride every one to win", "that his figures had been checked"."""
    return _OF_HIMSELF.match(plain(content)) is not None


def answer_of(content: str, around: str, *, same: bool, near: bool) -> Act | None:
    """What an accused does by saying something; None where it is no answer.

    Args:
        content: what is said.
        around: the words around it that tell how it is said, "conceded in a letter that".
        same: whether its words are of what is alleged against whoever speaks.
        near: whether it is told right behind an allegation against whoever speaks.
    """
    said, told = plain(content), plain(around)
    if _SORRY.search(said):
        return "apologise"
    if _NO_COMMENT.search(said):
        return "decline"
    if _CONCEDES.search(told):
        return "admit" if same or (near and _OF_HIMSELF.match(said)) else None
    if _NO_TRUTH.search(said) or (_REJECTS.search(f"{told} {said}") and _FALSE.search(said)):
        return "deny"
    if _NOT_I.match(said):
        return "deny"
    if (same or (near and not _UNDECIDED.match(said))) and (_NOT_SO.match(said) or _IN_ORDER.search(said)):
        return "deny"
    if _MUST.match(said):
        return None
    return "assert" if same or (near and _REPLIES.search(told)) else None
