"""A headline that tells again what an allegation of its article tells: “Coach ‘starved me’, says sculler”.

In:  what a document tells, who accuses whom in it, in which words; who is named and introduced how.
Out: `headed(...)`: the same with its headline among the allegations, where nothing was read of it.
Not here: what is read of a headline (reader), which remarks are allegations (accusing.py).

Headlines leave out the names: who says it is looked for where headlines put it, behind the last comma, before a colon or before
“says”, and whom it accuses in the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sayso import rows
from sayso.disputes.parties import Names
from sayso.disputes.roles import Roles
from sayso.disputes.sameness import VAGUE, Vocabulary, Weights, alleged
from sayso.disputes.telling import Told, when_published
from sayso.english.words import plain
from sayso.schema import Span

_LONGEST: Final = 140  # characters
_SAYS: Final = r"(?:says?|said|tells?|told|claims?|alleges?|insists?)"
_SPEAKER: Final = re.compile(  # "…, ex-star says", "…, claims Lund", "Ex-treasurer: …", "Coach says …"
    rf",\s(?P<before>(?:[\w’'-]+\s){{1,4}}?){_SAYS}\b|,\s{_SAYS}\s(?P<behind>(?:[\w’'-]+\s?){{1,4}})$"
    rf"|^(?P<colon>(?:[\w’'-]+\s){{0,3}}[\w’'-]+):\s|^(?P<first>(?:[\w’'-]+\s){{1,4}}?){_SAYS}\s"
)
_HEARD: Final = re.compile(r",\s(?:[\w’'-]+\s){1,4}hears?\b")
_QUOTES: Final = re.compile(r"[‘“\"'](?:[\w$£€’-][^\s‘’“”\"']*\s+)+[^\s‘’“”\"']+[’”\"']")
_TELLS_ELSE: Final = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|hits?\s+back|sue[sd]?|clear(?:s|ed)|apologi[sz]e[sd]?|admit(?:s|ted)?|sorry|not|never|no|n['’]t"
    r"|disput(?:es|ed)|settles?|judge|fake|false)\b"
)
_LIKE: Final = 0.3  # of the weight of a headline's words: share that the allegations have
_LIKE_SIDES: Final = 0.1  # the same where the headline says who accuses whom
_SAME_WRONG: Final = 0.2  # what it is worth that both name the same wrong
_WORDS: Final = 2  # telling words of a headline at least
Pair = tuple[str, str]  # who accuses whom


def headed(told: Told, pairs: Iterable[Pair], words: Mapping[Pair, Vocabulary], weights: Weights, names: Names, roles: Roles) -> Told:
    """A document with its headline among the allegations, where nothing was read of it and it tells again what one of them tells.

    Args:
        told: the document.
        pairs: who accuses whom in it.
        words: of all allegations of each two.
        weights: how much each word tells.
        names: of all who take part.
        roles: of all parties.
    """
    head = told.document.text.partition("\n")[0].rstrip()
    inside = len(head) < len(told.document.text.rstrip())  # there is an article under it
    if not 0 < len(head) <= _LONGEST or not inside or any(line.told.start < len(head) for line in told.lines):
        return told
    said = _SPEAKER.search(head)
    if (said is None and not _QUOTES.search(head) and not _HEARD.search(head)) or _TELLS_ELSE.search(plain(head)):
        return told
    meant, sided = _sides(head, said, list(pairs), told, names, roles)
    telling = alleged(head)
    own = {pair: Vocabulary() for pair in meant}
    for line in told.lines:
        for pair in own:
            if line.kind == "allegation" and pair[0] in line.by and pair[1] in line.against:
                own[pair].add(told.words[line.id])
    scored = []
    for at, pair in enumerate(own):
        kin = telling & own[pair].families().keys() - VAGUE
        like = max(own[pair].holds(telling, weights), words[pair].holds(telling, weights))
        scored.append((like + (_SAME_WRONG if kin else 0.0), -at, pair))
    if not scored or len(telling) < _WORDS:
        return told
    likeness, _, (by, against) = max(scored)
    like_it = next((line for line in told.lines if line.kind == "allegation" and by in line.by and against in line.against), None)
    if like_it is None or likeness < (_LIKE_SIDES if sided else _LIKE):
        return told
    key = rows.identify("hl-", [told.document.id])[0]
    told.words[key] = telling
    span = Span(0, len(head))
    line = replace(
        like_it, id=key, what="assert", by=(by,), against=(against,), told=span, text=head, content=(span,), through=None, hedged=False,
        **when_published(told.document),
    )  # fmt: skip
    return replace(told, lines=[line, *told.lines])


def _sides(head: str, said: re.Match[str] | None, pairs: list[Pair], told: Told, names: Names, roles: Roles) -> tuple[list[Pair], bool]:
    """Those of the pairs that a headline may mean, and whether it says both who accuses and whom."""
    document = told.document.id
    by = None
    rest = head
    if said is not None:
        speaker = next(part for part in said.groups() if part)
        rest = head[: said.start()] + " " + head[said.end() :]
        accusers = list(dict.fromkeys(pair[0] for pair in pairs))
        named = [one for _, one in names.found(document, speaker) if one in accusers]
        by = named[0] if len(set(named)) == 1 else roles.meant(speaker, document, accusers)
        if by is None and roles.meant(speaker, document, list(told.aliases)) is not None:
            return [], False  # somebody else says it
        pairs = [pair for pair in pairs if by is None or pair[0] == by]
    accused = list(dict.fromkeys(pair[1] for pair in pairs))
    found = [one for _, one in names.found(document, rest) if one in accused]
    described = roles.within(rest.strip(), document, accused, bare=True)
    against = found[0] if found else described[0] if described is not None else None
    pairs = [pair for pair in pairs if against is None or pair[1] == against]
    return pairs, by is not None and against is not None
