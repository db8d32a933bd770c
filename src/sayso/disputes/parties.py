"""Who is one party, over all documents; where a text names one; whom somebody means who asks for a party by name.

In:  what each document tells (`Told`).
Out: `joined(...)`, the same with one id for each party; `Names`, which finds parties in words; `asked_for(...)`, ids for the
     names that were asked for.
Not here: who is who within a document (resolver), people's judgements about it (ledger).

The ledger joins full names.  For a dispute that is not enough: one document has "Mayor Bo Lund", the next no more than
"Lund".  A surname alone is the one party of that surname, if there is but one; "Ferry boss Bo Lund" is "Bo Lund"; the
"Harbour Trust" is "the Harbour Trust", "Harbour" where one body alone begins so, "HT" where one alone has these initials;
"Bo Lund and Ana Cho" are two.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from sayso.disputes.deeds import kind_of
from sayso.disputes.roles import is_role
from sayso.disputes.telling import Told, nameless
from sayso.english.words import MONTHS, TIME_WORDS, plain
from sayso.errors import InputError
from sayso.ledger import known_as
from sayso.schema import Line, Party

_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_NO_NAME: Final = frozenset(
    "the a an mr mrs ms miss dr sir dame lord lady prof professor cllr councillor sen senator rep gov governor judge justice captain"
    " capt sgt rev".split()
)
_MOST_WORDS: Final = 7  # of a name
_OF_WHAT_KIND: Final = re.compile(r"(?:an|ic|ese|ish|al)$")  # "Republican", "National": short for nobody
_LINKS: Final = frozenset("of by for that to from with against and".split())  # "allies of Bo Lund" are not he
_SMALL: Final = frozenset("of and the for in on de la".split())
_TIMES: Final = TIME_WORDS | frozenset(MONTHS)  # "Lund Thursday"
Key = tuple[str, ...]


def joined(told: Sequence[Told]) -> list[Told]:
    """The documents with one id for each party."""
    often: Counter[str] = Counter(one for each in told for line in each.lines for one in (*line.by, *line.against))
    parties = {key: one for each in told for key, one in each.parties.items() if not nameless(one)}
    strangers = {one for each in told for one in each.strangers.values()} - {one for each in told for one in each.aliases}
    into = _same(parties, often, strangers)
    split = _split(parties, into)
    company = _Company(told, into, parties, strangers)
    return [_renamed(each, ChainMap(company.meant_in(each), into), split, parties) for each in told]


class _Company:
    """Who stands beside whom, over all documents: whom one of them means by a name of one word that several bear, or that ends a body's.

    "Lund", where two are called Lund, is the one whom other documents name together with those of this one; "the Guild" is the Pilots
    Guild that the document names.
    """

    def __init__(self, told: Sequence[Told], into: dict[str, str], parties: Mapping[str, Party], strangers: Collection[str]) -> None:
        self.into, self.parties = into, parties
        self.keys = {one: key_of(party.name) for one, party in parties.items()}
        self.beside: dict[str, set[str]] = defaultdict(set)  # of each with a name of several words, the others with one
        for each in told:
            full = {into.get(one, one) for one in each.parties if one in parties and one not in strangers and len(self.keys[one]) > 1}
            for one in full:
                self.beside[one] |= full - {one}
        self.surnames: dict[str, list[str]] = defaultdict(list)
        for one in self.beside:
            if parties[one].kind == "person":
                self.surnames[self.keys[one][-1]].append(one)

    def meant_in(self, told: Told) -> dict[str, str]:
        """The ids of a document's names of one word that are somebody's who is known by more."""
        known = [one for one in told.parties if one in self.parties]
        short = [one for one in known if one not in self.into and len(self.keys[one]) == 1]
        full = {self.into.get(one, one) for one in known} - set(short)
        out = {}
        for one in short:
            word = self.keys[one][0]
            if self.parties[one].kind == "person":
                scored = sorted(((len(self.beside[each] & full), each) for each in self.surnames.get(word, ())), reverse=True)
                if scored and scored[0][0] > (scored[1][0] if len(scored) > 1 else 0):
                    out[one] = scored[0][1]
            elif not word.endswith("s"):  # "Republicans" are more than the House's
                ends = [each for each in full if len(self.keys[each]) > 1 and self.keys[each][-1] == word]
                if len(ends) == 1:
                    out[one] = ends[0]
        return out


def _same(parties: Mapping[str, Party], often: Mapping[str, int], strangers: Collection[str]) -> dict[str, str]:
    """The ids of parties that are another, with that other's; of strangers it is not known whether they are people or bodies."""
    into: dict[str, str] = {}
    order = sorted(parties, key=lambda key: (key in strangers, -often.get(key, 0), key))
    keys = {one: key_of(parties[one].name) for one in order}
    named: dict[Key, list[str]] = defaultdict(list)
    for one in order:
        named[keys[one]].append(one)
    borne = {key[-1] for key, ids in named.items() if len(key) > 1 and parties[ids[0]].kind == "person"}  # as surnames
    for key, alike in named.items():  # one name, once taken for a person and once for a body
        body = next((one for one in alike if parties[one].kind == "organization"), None)
        if len(key) > 1:
            into.update((one, alike[0]) for one in alike[1:])
        elif body is not None and key and key[0] not in borne:
            into.update((one, body) for one in alike if one != body)
    people = {
        key: into.get(ids[0], ids[0])
        for key, ids in named.items()
        if len(key) > 1 and parties[ids[0]].kind == "person" and ids[0] not in strangers
    }
    for key, ids in list(named.items()):  # "Ferry boss Bo Lund"
        one = ids[0]
        if parties[one].kind != "person" and kind_of(parties[one].name) != "person":
            continue
        shorter = next((people[key[cut:]] for cut in range(1, len(key) - 1) if key[cut:] in people and not _LINKS & set(key[:cut])), None)
        if shorter is None and len(key) > 2 and is_role(key[0]) and key[1:] in named:  # "Juror Bo Lund", whatever he was taken for
            shorter = named[key[1:]][0]
        if shorter is not None and into.get(shorter, shorter) != one:
            into[one] = into.get(shorter, shorter)
    surnames: dict[str, set[str]] = defaultdict(set)
    for key, one in people.items():
        surnames[key[-1]].add(into.get(one, one))
    bodies = {key: ids[0] for key, ids in named.items() if key and any(parties[one].kind != "person" or one in strangers for one in ids)}
    begins: dict[Key, set[str]] = defaultdict(set)
    initials: dict[str, set[str]] = defaultdict(set)
    for key, one in bodies.items():
        for cut in range(1, len(key)):
            if key[cut - 1] not in _SMALL:
                begins[key[:cut]].add(one)
        initials["".join(word[0] for word in key if word not in _SMALL)].add(one)
    for key, ids in named.items():
        for one in ids:
            if one in into or not key:
                continue
            surname = surnames[key[0]] if parties[one].kind == "person" and len(key) == 1 else set()
            if len(surname) == 1:
                into[one] = next(iter(surname))
            elif parties[one].kind != "person" or (len(key) == 1 and not surname) or one in strangers:
                longer = begins[key] - {one}
                longer = {each for each in longer if often.get(each)} if len(longer) > 1 else longer
                longer = longer or (initials[key[0]] - {one} if len(key) == 1 and parties[one].name.isupper() else set())
                if len(longer) == 1:
                    into[one] = next(iter(longer))
    return {one: _end(one, into) for one in into}


def _end(one: str, into: Mapping[str, str]) -> str:
    seen = {one}
    while one in into and into[one] not in seen:
        one = into[one]
        seen.add(one)
    return one


def _split(parties: Mapping[str, Party], into: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Parties that are several: the ids of each, where all are known."""
    known = {key_of(one.name): into.get(key, key) for key, one in parties.items() if one.kind != "group"}
    out = {}
    for key, one in parties.items():
        if one.kind == "group":
            parts = [known.get(key_of(part)) for part in re.split(r", (?:and )?| and ", " ".join(one.name.split()))]
            if len(parts) > 1 and all(parts):
                out[key] = tuple(part for part in parts if part is not None)
    return out


def _renamed(told: Told, into: Mapping[str, str], split: Mapping[str, tuple[str, ...]], parties: Mapping[str, Party]) -> Told:
    """A document with the ids of joined parties."""

    def ids(keys: Iterable[str]) -> tuple[str, ...]:
        parts = [part for key in keys for part in split.get(key, (key,))]
        return tuple(dict.fromkeys(into.get(key, key) for key in parts))

    def line(one: Line) -> Line:
        by = ids(one.by)
        return replace(one, by=by, against=tuple(key for key in ids(one.against) if key not in by))

    held: dict[str, Party] = {}
    roles: dict[str, frozenset[str]] = {}
    aliases: dict[str, frozenset[str]] = {}
    for key, one in told.parties.items():
        for end in ids((key,)):
            held[end] = parties.get(end, one)
            if key in told.roles:
                roles[end] = roles.get(end, frozenset()) | told.roles[key]
            aliases[end] = aliases.get(end, frozenset()) | (frozenset() if key in split else told.aliases.get(key, frozenset()))
    return replace(
        told,
        lines=[line(one) for one in told.lines],
        remarks=[line(one) for one in told.remarks],
        parties=held,
        aliases=aliases,
        roles=roles,
        meant={key: into.get(one, one) for key, one in told.meant.items()},
        strangers={key: into.get(one, one) for key, one in told.strangers.items()},
    )


def key_of(name: str) -> Key:
    """The words of a name as they are compared, without titles and possessives."""
    words = [found.group().removesuffix("'s").replace(".", "") for found in _WORD.finditer(plain(known_as(name)))]
    return tuple(word for word in words if word not in _NO_NAME) or tuple(words)


class Names:
    """The names of all who take part, found in words."""

    def __init__(self, told: Sequence[Told]) -> None:
        takes_part = {one for each in told for line in each.lines for one in (*line.by, *line.against)}
        self.parties = parties = {
            key: one
            for each in told
            for key, one in each.parties.items()
            if not nameless(one) and (key in each.aliases or key in takes_part)  # of others no more is known than a name
        }
        self._every: dict[Key, set[str]] = defaultdict(set)
        for one in takes_part & parties.keys():
            key = key_of(parties[one].name)
            self._every[key].add(one)
            if parties[one].kind == "person" and len(key) > 1:
                self._every[key[-1:]].add(one)
        longer: dict[Key, set[str]] = defaultdict(set)  # "Alder Street" of the Alder Street Ballet, also where no document names it in full
        known = {key_of(one.name): key for key, one in parties.items()}
        for key, one in known.items():
            for cut in range(2, len(key)):
                if parties[one].kind != "person" and key[cut - 1] not in _SMALL:
                    longer[key[:cut]].add(one)
        self._every.update({key: ids for key, ids in longer.items() if key not in known and len(ids) == 1 and ids <= takes_part})
        self._here: dict[str, dict[Key, set[str]]] = {}
        for each in told:
            here: dict[Key, set[str]] = defaultdict(set)
            for one, names in each.aliases.items():
                if one in parties:
                    for name in names:
                        here[key_of(name)].add(one)
                    if parties[one].kind == "person":
                        here[key_of(parties[one].name)[-1:]].add(one)
            short: dict[Key, set[str]] = defaultdict(set)  # "Harbour" of the Harbour Trust, "Bo" of Bo Lund, where one alone begins so
            for one in each.aliases.keys() & takes_part & parties.keys():
                key = key_of(parties[one].name)
                for cut in range(1, len(key) if parties[one].kind != "person" else min(2, len(key))):
                    if key[cut - 1] not in _SMALL and not _OF_WHAT_KIND.search(key[cut - 1]):
                        short[key[:cut]].add(one)
            here.update({key: ids for key, ids in short.items() if key not in here and len(ids) == 1})
            self._here[each.document.id] = here

    def found(self, document: str, words: str) -> list[tuple[int, str]]:
        """Where some words name a party: its place and id, in order; a name of two is nobody's."""
        return [(at, next(iter(ids))) for at, ids in self.all(document, words) if len(ids) == 1]

    def all(self, document: str, words: str) -> list[tuple[int, set[str]]]:
        """Where some words name parties: the place of a name, and the ids of all who bear it, in order."""
        places = list(_WORD.finditer(words))
        lower = [plain(known_as(found.group())).removesuffix("'s").replace(".", "") for found in places]
        here = self._here.get(document, {})
        out = []
        at = 0
        while at < len(places):
            step = 1
            if words[places[at].start()].isupper():
                for size in range(min(_MOST_WORDS, len(places) - at), 0, -1):
                    key = tuple(lower[at : at + size])
                    ids = here.get(key) or self._every.get(key) or set()
                    if ids:
                        person = any(self.parties[one].kind == "person" for one in ids if one in self.parties)
                        if size > 1 or not (_goes_on(words, places, at) or (person and _went_before(words, places, at))):
                            out.append((places[at].start(), ids))
                        step = size
                        break
            at += step
        return out


def _goes_on(words: str, places: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a name of one word is the beginning of a longer one that is not known: "Lund" of "Lund Hotels"."""
    if at + 1 >= len(places):
        return False
    here, behind = places[at], places[at + 1]
    return (
        words[here.end() : behind.start()] == " "
        and behind.group()[:1].isupper()
        and not behind.group().isupper()
        and not here.group().endswith(("'s", "’s"))
        and plain(behind.group()) not in _TIMES
    )


def _went_before(words: str, places: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a name of one word is the end of a longer one that is not known: "Lund" of "Ana Lund", not of "Mayor Lund"."""
    if at == 0:
        return False
    before, here = places[at - 1], places[at]
    word = plain(before.group())
    begins = before.start() == 0 or words[: before.start()].rstrip()[-1:] in tuple('.!?:“”"‘\n')  # any word has a capital there
    return (
        words[before.end() : here.start()] == " "
        and before.group()[:1].isupper()
        and not begins
        and word not in _NO_NAME
        and word not in _TIMES
        and not before.group().endswith(("'s", "’s"))
        and not is_role(word)
        and not before.group().isupper()
    )


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
            if key in lines and not nameless(one):
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
    return " ".join(key_of(name))
