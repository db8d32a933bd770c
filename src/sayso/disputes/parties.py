"""Who is one party, over all documents, and whom somebody means who asks for a party by name.

In:  what each document tells (`Told`).
Out: `joined(...)`, the same with one id for each party; `asked_for(...)`, ids for the names that were asked for.
Not here: who is who within a document (resolver), people's judgements about it (ledger).

The ledger joins full names.  For a dispute that is not enough: one document has "Mayor Bo Lund", the next no more than
"Lund".  A surname alone is the one party of that surname, if there is but one; "the Harbour Trust" is the "Harbour Trust".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from sayso.disputes.telling import Told
from sayso.errors import InputError
from sayso.ledger import known_as
from sayso.schema import Line, Party


def joined(told: Sequence[Told]) -> list[Told]:
    """The documents with one id for each party."""
    often: Counter[str] = Counter(one for each in told for line in each.lines for one in (*line.by, *line.against))
    parties = {key: one for each in told for key, one in each.parties.items() if key in often}
    into: dict[str, str] = {}
    named: dict[str, list[str]] = defaultdict(list)
    for key in sorted(parties, key=lambda key: (-often[key], key)):
        named[_bare(parties[key].name)].append(key)
    for name, keys in named.items():
        if " " in name or len({parties[key].kind for key in keys}) > 1:  # a full name, or one that was once taken for another kind
            whole = [key for key in keys if parties[key].kind != "anonymous"]
            into.update((key, whole[0]) for key in whole[1:] if " " in name or parties[key].kind == parties[whole[0]].kind)
    surnames: dict[str, set[str]] = defaultdict(set)
    for key, one in parties.items():
        words = _bare(one.name).split()
        if one.kind == "person" and len(words) > 1:
            surnames[words[-1]].add(into.get(key, key))
    for key, one in parties.items():
        name = _bare(one.name)
        if one.kind == "person" and " " not in name and len(surnames[name]) == 1:
            into[key] = next(iter(surnames[name]))
    return [_renamed(each, into, parties) for each in told]


def _renamed(told: Told, into: Mapping[str, str], parties: Mapping[str, Party]) -> Told:
    """A document with the ids of joined parties."""

    def ids(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(into.get(key, key) for key in keys))

    def line(one: Line) -> Line:
        by = ids(one.by)
        return replace(one, by=by, against=tuple(key for key in ids(one.against) if key not in by))

    held = {into.get(key, key): parties.get(into.get(key, key), one) for key, one in told.parties.items()}
    aliases: dict[str, frozenset[str]] = {}
    for key, names in told.aliases.items():
        aliases[into.get(key, key)] = aliases.get(into.get(key, key), frozenset()) | names
    return Told(told.document, [line(one) for one in told.lines], told.words, held, aliases)


def asked_for(names: Sequence[str], told: Sequence[Told]) -> tuple[str, ...]:
    """The ids of the parties of these names.

    Raises:
        InputError: nobody in any line bears such a name, or two do; the sentence says who does.
    """
    lines = {one for each in told for line in each.lines for one in (*line.by, *line.against)}
    known: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for each in told:
        for key, one in each.parties.items():
            if key in lines and one.kind != "anonymous":
                shown[key] = one.name
                for name in (one.name, *each.aliases.get(key, ())):
                    known[_bare(name)].add(key)
    return tuple(dict.fromkeys(_asked(name, known, shown) for name in names))


def _asked(name: str, known: Mapping[str, set[str]], shown: Mapping[str, str]) -> str:
    wanted = _bare(name)
    full = {key for key, one in shown.items() if _bare(one) == wanted}
    found = full or known.get(wanted, set())
    if not found:
        found = {key for key, one in shown.items() if _bare(one).split()[-1:] == [wanted]}
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise InputError(f"“{name}” may be {', '.join(sorted(shown[key] for key in found))}. Give the full name.", about=name)
    near = get_close_matches(name, sorted(set(shown.values())))
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    raise InputError(f"Nobody called “{name}” alleges, answers or takes a step in these documents.{meant}", about=name)


def _bare(name: str) -> str:
    return known_as(name).removeprefix("the ")
