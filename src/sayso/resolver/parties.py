"""To whom it was said, who obtained or relayed it, whom it accuses, and where the text marks doubt: as noun phrases.

In:  a quotation's Frame, the places of its source and cue in it, its content.
Out: spans: `addressees_of`, `via_of`, `targets_of`, `hedges_of`.
Not here: which entity a noun phrase is (circumstances.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.english.words import DETERMINERS, GAP, MONTHS, PRONOUNS, TIME_WORDS, Token, noun_phrase, plain, span_of, tokens
from sayso.resolver.contents import LOOKED_AT, PASSIVE_WRONG, WRONGS
from sayso.resolver.frames import Frame
from sayso.resolver.words import (
    ACCUSES,
    AGAINST,
    ASKED_BY,
    BE,
    BODY,
    CALLS,
    GIVEN_TO,
    HEDGE_WORDS,
    HEDGES,
    NOT_HEARERS,
    PEOPLE,
    PERSON,
    RELAYED,
    SEEMS,
    SPEAKS_TO,
    SPOKESMEN,
    TALKS,
    TALKS_WITH,
    TO_OBJECT,
    WEAK,
)
from sayso.schema import Act, Quotation, Span

_NEAR: Final = 15  # tokens between a hedge and the words it is about


def addressees_of(frame: Frame, quotation: Quotation, cue: Sequence[int], source: Sequence[int], others: Sequence[int]) -> list[Span]:
    """The noun phrases of those it was said to, as far as the sentence names them.

    Args:
        frame: the sentence.
        quotation: the quotation.
        cue: indices of its cue's tokens in the sentence.
        source: those of its source.
        others: the last tokens of other cues in the sentence; what stands nearer to one of them is not this quotation's.
    """
    found, text = frame.tokens, frame.text
    stops = frozenset(source)
    out = _objects(found, text, cue, stops, quotation)
    if len(out) == 1 and plain(out[0].of(text)) in ("him", "her", "them"):  # "sent a letter to the board urging them"
        earlier = (_to(found, text, place, stops) for place in range(cue[-1] - 1, max(-1, cue[-1] - 14), -1))
        return [next((span for span in earlier if span is not None), out[0])]
    if out:
        return [span for span in out if plain(span.of(text)) != "you"]
    anchor = cue[-1] if cue else source[-1] if source else 0
    best: list[tuple[int, Span]] = []
    for at in range(len(found) - 1):
        if at in stops:
            continue
        span = _asked(found, text, at, stops, cue)
        if span is None and nearest(at, anchor, others):
            span = _to(found, text, at, stops) or _with(found, text, at, stops)
        if span is not None:
            best.append((abs(at - anchor), span))
    return [min(best, key=lambda one: one[0])[1]] if best else _to_in_content(found, text, quotation, cue)


def nearest(at: int, anchor: int, others: Sequence[int]) -> bool:
    """Whether a token stands no farther from one cue than from any other."""
    return all(abs(at - anchor) <= abs(at - other) for other in others)


def _objects(found: Sequence[Token], text: str, cue: Sequence[int], stops: frozenset[int], quotation: Quotation) -> list[Span]:
    """What stands right behind a cue that takes its hearer as object."""
    for at in cue:
        word = found[at].word
        first = at + 1
        if word in CALLS and first < len(found) and found[first].word in ("on", "upon"):
            first += 1
        elif word not in TO_OBJECT or (word in ("call", "calls")):
            continue
        verb = next((place for place in range(max(0, at - 3), at) if found[place].word in BE), None)
        if verb is not None and word.endswith(("ed", "told")):
            return _passive(found, text, verb)
        while (
            first < len(found)
            and found[first].word.endswith("ly")
            and text[found[first].start].islower()
            and found[first].word not in ("family", "ally")
        ):
            first += 1
        if first >= len(found):
            continue
        if found[first].word == GAP:
            return _in_content(text, quotation, word)
        if found[first].word in ("that", "to", "for", "about", "whether", "if", "of", "how", "why", "what"):
            continue
        end = noun_phrase(found, text, first, stops=stops)
        if word in WEAK and not _hearer(found, text, first, end):
            continue
        if end > first and not _time(found, first, end):
            end = _through_title(found, _with_place(found, text, first, end))
            return [span_of(found, first, end)]
        span = _titled(found, text, first)
        if span is not None:
            return [span]
    return []


def _to_in_content(found: Sequence[Token], text: str, quotation: Quotation, cue: Sequence[int]) -> list[Span]:
    """The hearer at the head of a content: "spoke [to the miners about safety]"."""
    if not cue or found[cue[-1]].word not in TALKS or not quotation.content:
        return []
    content = quotation.content[0]
    inside = tokens(text, content.start, min(content.end, content.start + 200))
    span = _to([found[cue[-1]], *inside], text, 1, frozenset()) if inside and inside[0].word == "to" else None
    return [span] if span is not None else []


def _titled(found: Sequence[Token], text: str, first: int) -> Span | None:
    """A hearer that is a programme's title in marks."""
    if found[first].word in ("“", '"') and first + 2 < len(found):
        for end in range(first + 1, min(len(found), first + 9)):
            if found[end].word in ("”", '"'):
                return Span(found[first].end, found[end].start)
    return None


def _through_title(found: Sequence[Token], end: int) -> int:
    """Behind a programme's title that follows its station: MSNBC's “Morning Joe”."""
    if end < len(found) and found[end - 1].word.endswith("'s") and found[end].word in ("“", '"'):
        return next((place + 1 for place in range(end + 1, min(len(found), end + 8)) if found[place].word in ("”", '"')), end)
    return end


def _in_content(text: str, quotation: Quotation, word: str) -> list[Span]:
    """The hearer at the head of a content: "urged [Republicans to vote]"."""
    content = min((span for span in quotation.content if not quotation.cue or span.start >= quotation.cue[-1].start), default=None)
    if content is None:
        return []
    inside = tokens(text, content.start, min(content.end, content.start + 200))
    if not inside or inside[0].word in ("that", "to", "“", '"', "for", "about", "whether", "if", "not", "against"):
        return []
    end = noun_phrase(inside, text, 0)
    if 0 < end < len(inside) and inside[end].word in ("to", "not", "that", "about", "whether", "of", "if", "why", "how", "what", "who"):
        if word in ("asks", "ask", "asked") and inside[end].word == "of":
            return []
        return [span_of(inside, 0, end)]
    return []


def _with_place(found: Sequence[Token], text: str, first: int, end: int) -> int:
    """A class of people with the institution it belongs to: "students at Drexel University"."""
    if (
        end + 1 < len(found)
        and found[end].word == "at"
        and text[found[end - 1].start].islower()
        and text[found[end + 1].start].isupper()
        and found[end - 1].word.endswith("s")
    ):
        return noun_phrase(found, text, end + 1, longest=4)
    return end


def _time(found: Sequence[Token], first: int, end: int) -> bool:
    return all(token.word in TIME_WORDS or token.word in MONTHS or token.word in DETERMINERS for token in found[first:end])


def _to(found: Sequence[Token], text: str, at: int, stops: frozenset[int]) -> Span | None:
    """A hearer behind "to", where what stands before is speech and what follows is people."""
    if found[at].word != "to" or at + 1 >= len(found):
        return None
    if not any(token.word in TALKS for token in found[max(0, at - 6) : at]) and not (at > 0 and found[at - 1].word == GAP):
        return None
    if at > 0 and found[at - 1].word in ("according", "referring", "related", "due", "thanks", "back", "addition", "want", "wants"):
        return None
    first = at + 1
    word = found[first].word
    if word == GAP or word in TIME_WORDS - {"this"}:
        return None
    end = noun_phrase(found, text, first, stops=stops)
    if end <= first:
        return None
    head = found[end - 1].word
    spoken = at > 0 and found[at - 1].word in SPEAKS_TO and word in DETERMINERS and head not in NOT_HEARERS
    if not (spoken or _hearer(found, text, first, end)) or any(token.word == "from" for token in found[max(0, at - 5) : at]):
        return None
    if (
        at > 0
        and found[at - 1].word.startswith(("respond", "repl", "react", "answer"))
        and not (PERSON.fullmatch(head) or (text[found[end - 1].start].isupper() and not found[end - 1].word.endswith("'s")))
    ):
        return None
    if head in NOT_HEARERS or (word in ("it", "this", "that", "which") and end == first + 1) or head.endswith(("'s", "ing")):
        return None
    return span_of(found, first, _with_place(found, text, first, end))


def _hearer(found: Sequence[Token], text: str, first: int, end: int) -> bool:
    """Whether a noun phrase can hear: a name, a pronoun, people, a body of them."""
    if end <= first:
        return False
    head = found[end - 1].word
    if found[first].word in PRONOUNS:
        return found[first].word not in ("it", "who", "whom")
    if text[found[end - 1].start].isupper():
        return True
    return (
        any(PEOPLE.fullmatch(token.word) or PERSON.fullmatch(token.word) or token.word in BODY for token in found[first:end])
        and head not in NOT_HEARERS
    )


def _with(found: Sequence[Token], text: str, at: int, stops: frozenset[int]) -> Span | None:
    """Whom a conversation was with."""
    if found[at].word != "with" or at == 0 or not any(token.word in TALKS_WITH for token in found[max(0, at - 3) : at]):
        return None
    end = noun_phrase(found, text, at + 1, stops=stops)
    return span_of(found, at + 1, end) if end > at + 1 else None


def _asked(found: Sequence[Token], text: str, at: int, stops: frozenset[int], cue: Sequence[int]) -> Span | None:
    """Who had asked: an answer is said to him."""
    if found[at].word != "by" or at == 0 or found[at - 1].word not in ASKED_BY or at - 1 in cue:
        return None
    end = noun_phrase(found, text, at + 1, stops=stops)
    return span_of(found, at + 1, end) if end > at + 1 else None


def via_of(found: Sequence[Token], text: str, stops: frozenset[int] = frozenset()) -> list[Span]:
    """Who obtained or relayed the words, in a sentence."""
    out: list[Span] = []
    for at in range(1, len(found) - 1):
        word, before = found[at].word, found[at - 1].word
        first = at + 1
        if word == "by" and before in RELAYED:
            pass
        elif word in ("with", "to") and before in GIVEN_TO and not (word == "to" and before in ("released", "made", "sent")):
            if before == "shared" and word == "to":
                continue
            first_end = noun_phrase(found, text, first, stops=stops)
            if first_end <= first or text[found[first_end - 1].start].islower():
                continue
        elif word == "via" and text[found[first].start].isupper():
            pass
        elif word in ("through", "via"):
            end = noun_phrase(found, text, first, stops=stops)
            if end <= first or not any(SPOKESMEN.fullmatch(token.word) for token in found[first:end]):
                continue
        else:
            continue
        if at in stops:
            continue
        end = _one(found, first, noun_phrase(found, text, first, stops=stops))
        if end > first and found[first].word not in PRONOUNS and not _time(found, first, end):
            out.append(span_of(found, first, end))
            while end + 1 < len(found) and found[end].word in ("and", ",") and text[found[end + 1].start].isupper():
                first, end = end + 1, _one(found, end + 1, noun_phrase(found, text, end + 1, stops=stops))
                if end <= first:
                    break
                out.append(span_of(found, first, end))
    return out


def _one(found: Sequence[Token], first: int, end: int) -> int:
    """The end of the first of several joined by "and"."""
    return next((place for place in range(first + 1, end) if found[place].word == "and"), end)


def hedges_of(frame: Frame, cue: Sequence[int], source: Sequence[int], others: Sequence[int]) -> list[Span]:
    """Where the sentence, outside what is quoted, marks doubt near the quotation's own words."""
    found, text = frame.tokens, frame.text
    core = [*cue, *source] or [at for at, token in enumerate(found) if token.word == GAP]
    if not core:
        return []
    anchor = cue[-1] if cue else core[-1]
    low, high = max(0, min(core) - _NEAR), min(len(found), max(core) + _NEAR + 1)
    mine = {at for at in range(low, high) if nearest(at, anchor, others)}
    out = [
        span_of(found, at, at + 1)
        for at in sorted(mine)
        if found[at].word in HEDGE_WORDS
        and not (found[at].word in ("alleged", "supposed") and at > 0 and found[at - 1].word not in DETERMINERS)
    ]
    for pattern, places in ((HEDGES, mine), (SEEMS, {at for at in mine if at in cue or at + 1 in cue or at + 2 in cue})):
        for one in pattern.finditer(text, found[low].start, found[high - 1].end):
            if any(found[at].start == one.start() for at in places):
                out.append(Span(*one.span()))
    return sorted(set(out))


def targets_of(frame: Frame, quotation: Quotation, act: Act, cue: Sequence[int], source: Sequence[int]) -> list[Span]:
    """Whom an accusation accuses, where its words name him."""
    if act != "accuse":
        return []
    found, text = frame.tokens, frame.text
    stops = frozenset(source)
    for at in cue:
        word = found[at].word
        first = at + 1
        if word in ACCUSES:
            verb = next((place for place in range(max(0, at - 3), at) if found[place].word in BE), None)
            if verb is not None and word.endswith("ed"):
                return _passive(found, text, verb)
            if word.startswith("blam") and first + 2 < len(found) and found[first].word == GAP and found[first + 1].word == "on":
                return _several(found, text, first + 2, stops)
            if first < len(found) and found[first].word == GAP:
                return _accused_in_content(text, quotation, found[at].end)
            if first < len(found) and found[first].word == "that":
                return _clause(text, quotation)
            if word.startswith("blam"):
                blamed = next((place + 1 for place in range(first, min(first + 5, len(found))) if found[place].word == "on"), first)
                first = blamed if blamed > first + 1 or found[first].word in PRONOUNS else first
                if first < len(found) and found[first].word == GAP:
                    return _accused_in_content(text, quotation, found[first].start)
            return _several(found, text, first, stops)
        if word in ("finger", "fingers") and first + 1 < len(found) and found[first].word == "at":
            return (
                _accused_in_content(text, quotation, found[first].end)
                if found[first + 1].word == GAP
                else _several(found, text, first + 1, stops)
            )
        if word.startswith("level") and _against(text, quotation, "at"):
            return _against(text, quotation, "at")
        if word in AGAINST or word == "against":
            for place in range(at if word == "against" else at + 1, min(len(found) - 1, at + 8)):
                if found[place].word == "against":
                    if found[place + 1].word == GAP:
                        return _accused_in_content(text, quotation, found[place].end)
                    return _several(found, text, place + 1, stops)
            if _clause(text, quotation):
                return _clause(text, quotation)
            if _against(text, quotation):
                return _against(text, quotation)
    if any(found[at].word.startswith("alleg") for at in cue):
        return _subject(text, quotation) or _opening(text, quotation)
    return _subject(text, quotation)


def is_accused(frame: Frame, quotation: Quotation, cue: Sequence[int], source: Sequence[int]) -> bool:
    """Whether the source is whom a passive accuses, not who accuses: "[Mayor] accused of fraud", "[Lund] was accused of lying"."""
    found = frame.tokens
    for at in cue:
        if found[at].word not in ("accused", "suspected") or not source or source[-1] >= at:
            continue
        behind = found[at + 1] if at + 1 < len(found) else None
        begins = next(
            (span.of(frame.text).lstrip() for span in quotation.content if behind is not None and span.start >= found[at].end), ""
        )
        if behind is None or not (behind.word == "of" or (behind.word == GAP and begins.startswith("of "))):
            continue
        between = [token.word for token in found[source[-1] + 1 : at]]
        active = any(word in ("has", "have", "had", "having", "'ve", "'d") for word in between) and "been" not in between
        asked_of = source[0] > 0 and found[source[0] - 1].word in ("whom", "who", "that", "which")
        return not active and not asked_of and len(between) < 6
    return False


def _several(found: Sequence[Token], text: str, first: int, stops: frozenset[int]) -> list[Span]:
    """A noun phrase, and those joined to it."""
    out = []
    while first < len(found):
        end = noun_phrase(found, text, first, stops=stops)
        if end <= first:
            break
        end = _charge(found, text, first, end)
        out.append(span_of(found, first, end))
        if not (end + 1 < len(found) and (found[end].word == "and" or (found[end].word == "," and text[found[end + 1].start].isupper()))):
            break
        first = end + 1
    return out


def _charge(found: Sequence[Token], text: str, first: int, end: int) -> int:
    """Where the accused end and "of" brings the charge: behind a name, and the last one that no name follows."""
    of = [place for place in range(first + 1, end) if found[place].word == "of" and place + 1 < len(found)]
    named = next((place for place in of if text[found[place - 1].start].isupper()), None)
    return named if named is not None else next((place for place in reversed(of) if text[found[place + 1].start].islower()), end)


def _accused_in_content(text: str, quotation: Quotation, after: int) -> list[Span]:
    content = min((span for span in quotation.content if span.start >= after - 2), default=None)
    if content is None:
        return []
    inside = tokens(text, content.start, min(content.end, content.start + 200))
    if not inside or inside[0].word in ("of", "with", "that", "for"):
        return []
    found = _several(inside, text, 0, frozenset())
    last = next((token for token in inside if found and token.start >= found[-1].end), None)
    return found if last is None or last.word in ("of", "for", "with", "in", ",", "on", ".") else found[:1]


def _passive(found: Sequence[Token], text: str, at: int) -> list[Span]:
    """The subject of a passive whose first verb is a token, in the sentence or at the head of a content before it."""
    start = at
    while start > 0 and found[start - 1].word not in (
        ",",
        ".",
        ";",
        ":",
        GAP,
        "and",
        "but",
        "that",
        "after",
        "when",
        "–",
        "—",
        "“",
        "”",
        '"',
    ):
        start -= 1
    if start > 0 and found[start - 1].word == GAP and start >= at - 2:
        gap = found[start - 1]
        inside = tokens(text, gap.start, min(gap.end, gap.start + 200))
        end = noun_phrase(inside, text, 0)
        return [span_of(inside, 0, end)] if end else []
    end = noun_phrase(found, text, start)
    return [span_of(found, start, end)] if end > start else []


def _clause(text: str, quotation: Quotation) -> list[Span]:
    """The subject of a content that begins with "that": whom an allegation is about."""
    for content in quotation.content[:1]:
        inside = tokens(text, content.start, min(content.end, content.start + 200))
        if len(inside) > 1 and inside[0].word == "that":
            end = _name_end(inside, text, 1, noun_phrase(inside, text, 1))
            return [span_of(inside, 1, end)] if end > 1 and inside[1].word not in ("i", "it", "there", "this") else []
    return []


def _opening(text: str, quotation: Quotation) -> list[Span]:
    """The full name that a content begins with: "[Northgate Academy] rewrote the answers, he alleges"."""
    for content in quotation.content[:1]:
        inside = tokens(text, content.start, min(content.end, content.start + 200))
        end = _name_end(inside, text, 0, noun_phrase(inside, text, 0))
        full = end > 1 and all(text[inside[at].start].isupper() or inside[at].word in _IN_NAMES for at in range(end))
        return [span_of(inside, 0, end)] if full and not _SUFFERED.match(text, inside[end - 1].end) else []
    return []


def _name_end(found: Sequence[Token], text: str, first: int, end: int) -> int:
    """Where a name ends that begins a noun phrase: "[Desmond Vale] threw a stand" is one with a verb nobody knows for one."""
    if end <= first or not text[found[first].start].isupper():
        return end
    last = first + 1
    while last < end and (
        not text[found[last].start].islower()
        or (found[last].word in _IN_NAMES and last + 1 < end and text[found[last + 1].start].isupper())
    ):
        last += 1
    return last


_IN_NAMES: Final = frozenset("of and the for in de la von van der".split())


def _against(text: str, quotation: Quotation, word: str = "against") -> list[Span]:
    """Whom a content is "against": "accusations of [fraud against Lund]"."""
    for content in quotation.content[:1]:
        inside = tokens(text, content.start, min(content.end, content.start + 200))
        at = next((place for place, token in enumerate(inside[:_CHARGE]) if token.word == word), None)
        if at is not None and at + 1 < len(inside):
            return _several(inside, text, at + 1, frozenset())
    return []


_CHARGE: Final = 8  # tokens of a charge before "against"
_SUFFERS: Final = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en)\b")  # "she was harassed": she did nothing

_SUFFERED: Final = re.compile(rf"\s*(?:(?:had|has|have)\s+)?{_SUFFERS.pattern}")


def _subject(text: str, quotation: Quotation) -> list[Span]:
    """Who does the deed in an accusation's content: "said [the mayor lied]", "the vote was rigged by [the mayor]"."""
    for content in quotation.content[:3]:
        end = min(content.end, content.start + 2 * LOOKED_AT)
        agent = PASSIVE_WRONG.search(text, content.start, end)
        if agent is not None:
            inside = tokens(text, agent.end() - 1, end)
            last = noun_phrase(inside, text, 0)
            return [span_of(inside, 0, last)] if last else []
        doer = WRONGS.search(text, content.start, end)
        if doer is not None and not _SUFFERS.search(doer.group()):
            inside = tokens(text, content.start, end)
            last = first = next(at for at, token in enumerate(inside) if token.end > doer.start())
            while (
                first > 0
                and first > last - 4
                and (text[inside[first - 1].start].isupper() or inside[first - 1].word in DETERMINERS)
                and text[inside[last].start].isupper()
            ):
                first -= 1
            if first == last and first > 0 and inside[first - 1].word in DETERMINERS:
                first -= 1
            return [span_of(inside, first, last + 1)]
    return []
