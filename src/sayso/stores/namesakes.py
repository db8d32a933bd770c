"""The people of a store in, pairs of them that may be one out: suggestions, never a judgement.

In:  a Store; pairs that somebody told apart already.
Out: `alike(...)`: pairs with the reason in words, those that would change most first.
Not here: joining (ledger.merge); asking somebody (desk/).

Only names are compared, and only names that could be written of one person: the same surname with initials or middle
names, one letter off, a surname alone that one full name has; of an organization its initials, or its name without
"Ltd".  What two namesakes have in common is no reason to join them, so every pair is for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from sqlalchemy import func, select

from sayso.stores.sql import Store
from sayso.stores.tables import people, statements

CROWDED = 40  # names in one group: of more, the surname says nothing
LEGAL = frozenset("the inc ltd llc plc co corp company limited incorporated corporation group holdings".split())
TITLES = frozenset("mr mrs ms miss dr prof professor sir dame lord lady judge justice senator sen rep president".split())
LETTERS_FOR_A_SLIP = 5  # in shorter names one other letter makes another name


class Somebody(NamedTuple):
    """Somebody of the store: id, name, kind, how much they said."""

    id: str
    name: str
    kind: str
    statements: int


class Pair(NamedTuple):
    """Two who may be one, the one with more statements first, and why."""

    first: Somebody
    second: Somebody
    why: str


def alike(store: Store, apart: Collection[frozenset[str]] = ()) -> list[Pair]:
    """Pairs of people or organizations that may be one.

    Args:
        store: whose people.
        apart: pairs of ids that are known to be two.

    Returns:
        The pairs, the one first whose lesser half said most.
    """
    asked = select(people.c.key, people.c.name, people.c.kind, func.count(statements.c.id).label("number"))
    asked = asked.outerjoin(statements, (statements.c.person == people.c.id) & (statements.c.current == 1))
    asked = asked.where(people.c.into.is_(None), people.c.kind.in_(("person", "organization"))).group_by(people.c.id)
    with store.asking() as connection:
        everybody = [Somebody(*row) for row in connection.execute(asked)]
    found: dict[frozenset[str], Pair] = {}
    for one, other, why in (*_persons([each for each in everybody if each.kind == "person"]), *_organizations(everybody)):
        both = frozenset((one.id, other.id))
        if both not in apart and both not in found and one.id != other.id:
            more, less = sorted((one, other), key=lambda each: (-each.statements, -len(each.name), each.name))
            found[both] = Pair(more, less, why)
    return sorted(found.values(), key=lambda pair: (-pair.second.statements, -pair.first.statements, pair.first.name, pair.second.name))


def _tokens(name: str, without: frozenset[str]) -> tuple[str, ...]:
    parts = name.casefold().replace(".", " ").replace(",", " ").split()
    return tuple(part for part in parts if part not in without)


def _persons(everybody: Iterable[Somebody]) -> Iterator[tuple[Somebody, Somebody, str]]:
    by_last: dict[str, list[tuple[Somebody, tuple[str, ...]]]] = defaultdict(list)
    by_first: dict[str, list[tuple[Somebody, tuple[str, ...]]]] = defaultdict(list)
    for one in everybody:
        tokens = _tokens(one.name, TITLES)
        if tokens:
            by_last[tokens[-1]].append((one, tokens))
            if len(tokens) > 1:
                by_first[tokens[0]].append((one, tokens))
    for last, group in by_last.items():
        full = [(one, tokens) for one, tokens in group if len(tokens) > 1]
        if len({tokens for _, tokens in full}) == 1:
            for one, tokens in group:
                if len(tokens) == 1 and one.statements:
                    yield full[0][0], one, f"one full name alone has the surname {last.title()}"
        for (one, first), (other, second) in combinations(full, 2) if len(full) <= CROWDED else ():
            why = _same_surname(first[:-1], second[:-1])
            if why:
                yield one, other, why
    for group in by_first.values():
        for (one, first), (other, second) in combinations(group, 2) if len(group) <= CROWDED else ():
            if first[1:-1] == second[1:-1] and first[-1] != second[-1] and _slip(first[-1], second[-1]):
                yield one, other, "the surnames differ in one letter"


def _same_surname(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Why two with the same surname may be one; "" where their given names tell them apart."""
    short, long = sorted((one, other), key=len)
    if one == other:
        return "the names differ in a title or a dot"
    if short[0] == long[0] and set(short) <= set(long):
        return "one has a middle name more"
    fits = all(any(each == full or (len(each) == 1 and full.startswith(each)) for full in long) for each in short)
    turned = all(any(each == full or (len(each) == 1 and full.startswith(each)) for full in short) for each in long)
    if short[0][0] == long[0][0] and (fits or (turned and len(short) == len(long))):
        return "one is written with an initial"
    if len(one) == len(other) and one[1:] == other[1:] and _slip(one[0], other[0]):
        return "the first names differ in one letter"
    return ""


def _slip(one: str, other: str) -> bool:
    """Whether two words differ in one letter that is more likely a slip than another name."""
    return min(len(one), len(other)) >= LETTERS_FOR_A_SLIP and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _organizations(everybody: Iterable[Somebody]) -> Iterator[tuple[Somebody, Somebody, str]]:
    plain: dict[tuple[str, ...], list[Somebody]] = defaultdict(list)
    initials: dict[str, list[Somebody]] = defaultdict(list)
    for one in everybody:
        tokens = _tokens(one.name, LEGAL) if one.kind == "organization" else ()
        if tokens:
            plain[tokens].append(one)
            if len(tokens) > 2:
                initials["".join(token[0] for token in tokens if token not in ("of", "and", "for"))].append(one)
    for tokens, group in plain.items():
        for one, other in combinations(group[:CROWDED], 2):
            yield one, other, "the names differ in “the” or in the legal form"
        for other in initials.get(tokens[0], ()) if len(tokens) == 1 and len(tokens[0]) > 2 else ():
            for one in group:
                yield other, one, f"{one.name} may be its initials"
