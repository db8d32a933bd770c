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

from sayso.english.words import GAP, Token, plain
from sayso.resolver.contents import FALSE, LOOKED_AT, act_of_content
from sayso.resolver.cues import act_of_word
from sayso.resolver.frames import Frame
from sayso.schema import Act, Quotation

_NEGATORS: Final = frozenset(
    "not never no neither nor hardly scarcely barely without cannot rarely seldom nowhere nobody none no-one nothing".split()
)
_NOT_SAYING: Final = frozenset(
    "stopped stops short refrain refrained refrains refraining avoid avoided avoids avoiding fail failed fails failing yet instead rather"
    " far unable".split()
)
# What turns a negation round: "not only said", "could not help saying", "did not hesitate to say", "never tired of saying".
_ROUND: Final = frozenset(
    "only just merely simply help resist hesitate tire tired tires stop stopped stops afraid shy surprisingly long".split()
)
_COMMENT: Final = frozenset(
    "comment comments say answer answers respond reply discuss elaborate speak talk confirm specify identify name"
    " explain tell interviewed quoted".split()
)
_REFUSES: Final = frozenset("refuse refused refuses refusing refusal".split())
_CLAIMS: Final = re.compile(
    r"\b(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|reports?|rumou?rs?|assertions?|arguments?|criticisms?"
    r"|insinuations?|characteri[sz]ations?|complaints?|speculation|theory|theories|stor(?:y|ies)|involvement|wrongdoing|any|that|it|them|this|as)\b"
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
    original = _content(text, quotation)
    content = plain(original)
    cue = frame.within(quotation.cue)
    head, act = _head(frame.tokens, cue)
    words = [frame.tokens[at].word for at in cue]
    negated = _negated(frame, quotation, cue, head) or (head >= 0 and frame.tokens[head].word in _REFUSES) or _governed(frame, quotation)
    declined = _declined(frame.tokens, cue, content, negated)
    if declined:
        return Said("decline", False, head)
    if _idiom(frame.tokens, cue, content):
        return Said("deny", False, head)
    if (
        act is None
        and words == ["against"]
        and re.search(
            r"\b(?:case|lawsuit|suit|charges?|complaint|allegations?|accusations?)\b",
            plain(" ".join(span.of(text) for span in quotation.source)),
        )
    ) or _pointing(words, content):
        act = "accuse"
    elif act is None:
        act = _unknown(words, content, quotation)
    elif head >= 0:
        act = _refined(frame.tokens, cue, head, act, content, quotation)
    if act == "assert" and _reported(content) is not None:
        act = _reported(content) or act
    if act == "assert" and not negated and quotation.kind != "event" and _denying(frame, cue):
        act = "deny"
    if act == "assert":
        source = plain(" ".join(span.of(text) for span in quotation.source))
        act = "other" if negated else act_of_content(content, original, quotation, source, words)
    return Said(act, negated, head)


def _pointing(words: Sequence[str], content: str) -> bool:
    """Whether a cue and its content are a set phrase for accusing: "pointed the finger at", "levels charges of theft at"."""
    return ("finger" in words and any(word.startswith("point") for word in words)) or (
        any(word.startswith("level") for word in words) and _CHARGES.match(content) is not None
    )


_CHARGES: Final = re.compile(r"(?:charges|accusations|allegations|claims)\b")


def _content(text: str, quotation: Quotation) -> str:
    """The content's words, of long ones both ends."""
    whole = " ".join(
        span.of(text)
        if span.end - span.start <= 2 * LOOKED_AT
        else text[span.start : span.start + LOOKED_AT] + " … " + text[span.end - LOOKED_AT : span.end]
        for span in quotation.content[:4]
    )
    return " ".join(whole.split())


def _head(found: Sequence[Token], cue: Sequence[int]) -> tuple[int, Act | None]:
    """The word of a cue that decides: the first that is more than saying, else the first that says."""
    says = -1
    aloud = any(found[at].word.startswith(("express", "voice", "voicing")) for at in cue)
    for at in cue:
        word = found[at].word.removesuffix("'s")
        act: Act | None = act_of_word(word)
        if word.startswith("call") and at + 1 < len(found) and found[at + 1].word in ("for", "on", "upon"):
            act = "demand"
        if word in _REFUSES:
            return at, "other"
        if act is None or (act == "think" and aloud) or (says >= 0 and act == "ask" and found[at].word.startswith("question")):
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
        if (
            word in (",", ";", ":", GAP, ".", "and", "but", "who", "which", "that", "“", "”", "(", ")", "–", "—")
            and not (word in ("and", ",") and at in cue)
        ) or (negative and word in _NOT_SAYING and word[:4] in ("stop", "refr", "avoi", "fail")):
            negative = False
        elif word in _NEGATORS or word.endswith("n't") or word in _NOT_SAYING:
            negative = not (word == "far" and frame.tokens[at + 1].word != "from")
        elif word in _ROUND and negative:
            negative = False
    if not negative and any(
        frame.tokens[at].word == "no" and any(token.word in _NOUNS_OF_SPEECH for token in frame.tokens[at + 1 : at + 4]) for at in cue
    ):
        return True
    return negative


_NOUNS_OF_SPEECH: Final = frozenset(
    "admission statement statements word comment promise promises apology denial confirmation claim suggestion"
    " suggestions mention explanation indication hint reason answer confession".split()
)
_LINKS: Final = frozenset(
    ("that", "whether", "if", "ever", "having", "reports", "claims", "suggestions", "rumours", "rumors", "allegations")
)
_NO_DOUBT: Final = frozenset(
    "doubt secret wonder surprise question mistake accident coincidence until only just merely simply surprising surprised because".split()
)
_DENYING: Final = frozenset("denying rejecting dismissing refuting disputing rebutting repudiating".split())


def _governed(frame: Frame, quotation: Quotation) -> bool:
    """Whether the saying stands under a denial: "denied that he said", "no evidence that he said", "contrary to reports that he said"."""
    own = frame.within(quotation.source + quotation.cue) or [frame.index(span.start) for span in quotation.content[:1]]
    if not own:
        return False
    linked = frame.tokens[min(own)].word in _NOUNS_OF_SPEECH | _LINKS
    if linked and _REJECTING.search(" ".join(token.word for token in frame.tokens[max(0, min(own) - 5) : min(own)])):
        return True
    for at in range(min(own) - 1, max(-1, min(own) - 13), -1):
        word = frame.tokens[at].word
        if word in (
            ",",
            ";",
            ":",
            ".",
            "(",
            ")",
            "–",
            "—",
            "“",
            "”",
            '"',
            "but",
            "and",
            "who",
            "which",
            "because",
            "after",
            "when",
            "while",
            "although",
            "though",
            GAP,
        ):
            return False
        if word in _LINKS or word in _NOUNS_OF_SPEECH:
            linked = True
        elif word in _NO_DOUBT:
            return False
        elif (
            linked
            and (
                word in _NEGATORS
                or word.endswith("n't")
                or word in ("contrary", "false", "untrue", "wrongly", "falsely", "mistakenly", "erroneously")
                or act_of_word(word) == "deny"
            )
        ) or (
            (linked and word in _NOT_SAYING - {"yet", "instead", "rather", "far"})
            or (at == min(own) - 1 and act_of_word(word) == "deny" and word.endswith(("ied", "ies")))
        ):
            return True
    return False


def _denying(frame: Frame, cue: Sequence[int]) -> bool:
    """Whether a participle beside the cue denies: "Denying the claims, Cho said ...", "said in a statement rejecting the report"."""
    return bool(cue) and any(token.word in _DENYING for token in frame.tokens[max(0, cue[0] - 12) : cue[-1] + 8])


_REJECTING: Final = re.compile(
    r"\b(?:scoff(?:ed|s|ing)?|laugh(?:ed|s|ing)?|shrug(?:ged|s|ging)?|pour(?:ed|s|ing)?\s+(?:cold\s+water|scorn)|distanc(?:ed|es|ing)|(?:hit|hits|hitting|push(?:ed|es|ing)?|fir(?:ed|es|ing)|fought)\s+back"
    r"|t(?:ook|akes?|aking)\s+issue|sh(?:ot|oots?|ooting)\s+down|knock(?:ed|s|ing)?\s+(?:down|back)|rubbish(?:ed|es|ing)?|slap(?:ped|s|ping)?\s+down|brush(?:ed|es|ing)?\s+(?:off|aside)"
    r"|withdr(?:ew|aws?|awn|awing)|retract(?:ed|s|ing)?|(?:took|takes?|taken)\s+back|bristl(?:ed|es|ing)|hotly\s+contest\w*|contest(?:ed|s|ing)?)\b"
)
_INSISTS: Final = re.compile(r"\b(?:maintain|protest|insist|profess|proclaim)(?:s|ed|ing)?\b")
_CLAIM_NOUNS: Final = re.compile(
    r"\b(?:claims?|allegations?|accusations?|charges?|notions?|ideas?|suggestions?|reports?|rumou?rs?|assertions?|insinuations?|speculation|criticisms?|remarks?)\b"
)


def _idiom(found: Sequence[Token], cue: Sequence[int], content: str) -> bool:
    """Whether a cue rejects a claim in other words: "poured cold water on reports", "took issue with the claim"."""
    if not cue:
        return False
    near = " ".join(token.word for token in found[cue[0] : cue[-1] + 8] if token.word != GAP)
    words = " ".join(found[at].word for at in cue)
    if _INSISTS.search(words) and "innocence" in " ".join(token.word for token in found[cue[-1] + 1 : cue[-1] + 5]):
        return True
    return bool(_REJECTING.search(words) and _CLAIM_NOUNS.search(f"{near} {content[:60]}"))


_TO_HAVE: Final = re.compile(r"\bto\s+have\s+(?:\w+ly\s+)?(\w{3,20})\b")


_AS_DOING: Final = re.compile(r"\bas\s+(\w{3,20}ing)\b")


def _reported(content: str) -> Act | None:
    """The act of what somebody is said to have said: "is reported [to have denied it]", "was quoted [as denying it]"."""
    found = _TO_HAVE.search(content, 0, 60) or _AS_DOING.search(content, 0, 60)
    act = act_of_word(found.group(1)) if found is not None else None
    return act if act not in ("assert", "think", "other") else None


_QUESTION_WORD: Final = re.compile(r"\b(?:how|what|why|whether|if|who)\b")
_WOULD_NOT: Final = re.compile(
    r"\b(?:(?:would|will)\b(?: \w+)? not|wouldn't|won't)\b.{0,15}\b(?:say|discuss|elaborate|specify|comment|disclose|identify|speculate)\b"
)
_NEITHER: Final = re.compile(r"\b(?:neither|not|n't)\b.{0,20}\bconfirm(?:ed|s|ing)?\s+n?or\s+den")
_NO_ANSWER: Final = re.compile(r"\bno (?:further |immediate )?(?:comment|response|reply|answer)\b")
_SILENT: Final = re.compile(r"\b(?:silent|silence|mum|tight-lipped|drawn)\b")
_ANSWERS: Final = re.compile(r"\b(?:respond|reply|answer|comment|return)(?:ed|s|ing)?\b")


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
    if _NEITHER.search(" ".join(run)) or _NO_ANSWER.search(text):
        return True
    if _SILENT.search(text) and (negated or "drawn" not in words):
        return True
    if negated and _ANSWERS.search(text) and " to say" not in text:
        return True
    return negated and _WOULD_NOT.search(text) is not None


_CLAUSE = re.compile(r"^\W*(?:that|whether|if|how|why)\b")


def _unknown(words: Sequence[str], content: str, quotation: Quotation) -> Act:
    """The act where the cue holds no word of speech: none at all, a mark, "according to", or a deed."""
    meaning = [word for word in words if word[:1].isalnum()]
    if not meaning or quotation.kind == "direct" or _CLAUSE.match(content):
        return "assert"
    return "other"


def _refined(found: Sequence[Token], cue: Sequence[int], head: int, act: Act, content: str, quotation: Quotation) -> Act:
    """The act of a known word, by what stands with it."""
    word = found[head].word
    after = [token.word for token in found[head + 1 : head + 7]]
    after = after[: after.index(GAP)] if GAP in after else after
    next_word = after[0] if after else ""
    start = content.split()[:3]
    begins = start[0].strip("“\"'‘") if start else ""
    asks = begins in ("whether", "if", "how", "why", "what", "who", "when", "where", "which") or content.endswith(
        ("?", '?"', "?”", "?'", "?’")
    )
    if word.startswith("call") and (next_word in ("for", "on", "upon") or begins in ("for", "on", "upon")):
        return "demand"
    if (
        word.startswith(("call", "label", "dub", "brand", "term", "describ"))
        and re.search(rf"{FALSE}\W*$|^\W*{FALSE}", content)
        and "hoax" not in content
    ):
        return "deny"
    if word.startswith(("ask", "press")) and act in ("ask", "assert"):
        if asks or next_word in ("about", "whether", "if", "how", "why", "what", "on", "by"):
            return "ask"
        passive = head > 0 and found[head - 1].word in ("be", "been", "was", "were", "being")
        asked_to = not passive and "to" in content.split(None, 7)[1:6] and not _QUESTION_WORD.search(content[:60])
        return (
            "demand"
            if begins in ("to", "for")
            or asked_to
            or (begins == "that" and not passive)
            or next_word == "for"
            or (next_word != "of" and "to" in after[:4])
            else "ask"
        )
    if word.startswith("question"):
        before = found[head - 1].word if head > 0 else ""
        noun = word in ("question", "questions") and before in (
            "has",
            "have",
            "had",
            "a",
            "an",
            "the",
            "with",
            "of",
            "his",
            "her",
            "their",
            "few",
            "some",
            "two",
            "more",
            "many",
            "raised",
            "raise",
            "raises",
        )
        return "ask" if asks or noun else "assert"
    if act == "demand" and asks and word.startswith(("request", "demand")):
        return "ask"
    if (word.startswith(("tell", "told", "warn", "remind")) and begins == "to") or (
        (word.startswith("tell") or word == "told")
        and re.match(r"^\W*\w+ to \w", content)
        and begins in ("them", "him", "her", "people", "reporters", "me", "us")
    ):
        return "demand"
    if word.startswith(("reject", "dismiss", "brush")):
        near = " ".join([*after, *(found[at].word for at in cue), *content.split()[:10]])
        return "deny" if _CLAIMS.search(near) else "other" if word.startswith("reject") else "assert"
    if (word.startswith(("rule", "ruling")) and next_word == "out") or (
        word.startswith(("rule", "ruling")) and any(found[at].word == "out" for at in cue)
    ):
        return "deny"
    if word.startswith("charg") and act == "accuse" and next_word in ("that",):
        return "accuse"
    if word in ("plead", "pleads", "pleaded", "pleading", "pled"):
        near = " ".join([*after[:2], *start])
        return "deny" if "not guilty" in near else "admit" if "guilty" in near else "demand"
    if word.startswith("offer") and begins != "to" and next_word != "to":
        later = next((act_of_word(found[at].word) for at in cue if at > head and act_of_word(found[at].word) not in (None, "assert")), None)
        return later or "assert"
    if (
        word.startswith(("saw", "see", "know", "known"))
        and word in ("saw", "seen", "known")
        and (next_word == "as" or not _CLAUSE.match(content))
    ):
        return "other" if word == "known" else "think"
    if word.startswith("propos") and not (
        begins in ("to", "that")
        or (begins.endswith("ing") and begins != "nothing")
        or next_word in ("to", "that")
        or next_word.endswith("ing")
    ):
        return "assert"
    if (
        word.startswith("continu")
        and quotation.kind != "direct"
        and sum(1 for at in cue if act_of_word(found[at].word)) == 1
        and "to" in after[:1] + [found[at].word for at in cue if at > head][:1]
    ):
        return "other"
    if word.startswith("acknowledg"):
        return "assert"
    return act
