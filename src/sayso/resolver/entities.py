"""Who they are: names of one someone put together, namesakes kept apart, and what the text says of each.

In:  a Scene, the reader's mentions.
Out: `Cast`: `Who`s in order of the text; `who_named(span)`: the Who whose name stands in a span; `described(...)`: new ones.
Not here: pronouns and descriptions (speakers.py).

Persons are joined by first and last name (nicknames and initials count, Jr. and Sr. part); a surname or a first name alone
goes to the one person who bears it, or, where several do, to the one whom title and nearness tell.  Bodies are joined by
their words, by their letters (IMF), and by their last words ("the Times") where one longer name ends so.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.resolver.lexicon import (
    BODIES,
    BODY_NAMES,
    HE,
    HE_TITLES,
    NICKNAMES,
    PARTICLES,
    PEOPLE,
    SHE,
    SHE_TITLES,
    SIDES,
    STATES,
    SUFFIXES,
    forename_share,
    same_role,
    singular,
)
from sayso.resolver.mentions import Name, Scene, headline_words, is_acronym, name_at
from sayso.schema import Entity, EntityKind, Mention, Span

SEX_OF_ROLE = {
    **dict.fromkeys(
        "man boy gentleman father son brother husband uncle nephew grandfather grandson widower actor businessman".split(), -2.5
    ),
    **dict.fromkeys("woman girl lady mother daughter sister wife aunt niece grandmother granddaughter widow actress".split(), 2.5),
    **dict.fromkeys(HE_TITLES, -3.0),
    **dict.fromkeys(SHE_TITLES, 3.0),
}
APPOSITION = 160  # characters behind a name in which its apposition is looked for
_NICKS: dict[str, list[int]] = defaultdict(list)
for _number, _group in enumerate(NICKNAMES):
    for _one in _group:
        _NICKS[_one].append(_number)
_APPOSED = re.compile(
    r",\s+(?=(?:an?|the|his|her|their|its|who\s+(?:is|was))\s|[a-z])|\s+\((?=[RDI]-|[A-Z][a-z.]+\))|,\s+(?=[A-Z]\w+\s+of\s|[RDI]-)"
)


Votes = defaultdict[str, float]  # kind of entity -> how strongly the reader takes something for it


def _votes() -> Votes:
    return defaultdict(float)


@dataclass(slots=True, eq=False)
class Who:
    """Someone or something mentioned in a text, as far as it is known so far."""

    kind: EntityKind
    name: str
    key: tuple[str, ...]
    mentions: dict[Span, None] = field(default_factory=dict)  # in the order in which they were found
    aliases: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)  # nouns, each in one form for all its forms
    marks: set[str] = field(default_factory=set)  # other words said of them in one phrase with the name
    female: float = 0.0  # log odds that "she" is right
    plural: bool = False
    members: tuple[Who, ...] = ()
    named: int = 0  # how often the text names them
    votes: Votes = field(default_factory=_votes)  # what the reader takes them for

    @property
    def place(self) -> bool:
        """Whether the reader takes them for a place rather than a body."""
        return self.votes["place"] > self.votes["organization"]

    @property
    def first(self) -> int:
        """Where they are mentioned first."""
        return min((span.start for span in self.mentions), default=0)


_DEED = re.compile(
    r"\w{2,30}ed|shot|hit|met|saw|told|beat|left|led|held|made|took|gave|found|sent|brought|caught|sought|fought|struck|sues|says"
)
_NAMING = frozenset("named called nicknamed dubbed".split())


def entity_of(who: Who, name: str) -> Entity:
    """A Who as an Entity with this id."""
    aliases = tuple(alias for alias, _ in sorted(who.aliases.items(), key=lambda item: (-item[1], item[0])) if alias != who.name)
    return Entity(id=name, kind=who.kind, name=who.name, aliases=aliases, mentions=tuple(sorted(who.mentions)))


class Cast:
    """Everybody in a text. Names are put together at once; who only a description tells of is added on the way."""

    def __init__(self, scene: Scene, mentions: Sequence[Mention]) -> None:
        self.scene = scene
        self.whos: list[Who] = []
        self.of_name: dict[int, Who] = {}  # start of a name -> whose it is
        self.namesakes: dict[int, list[Who]] = {}  # start of a surname -> who may bear it, where several do
        self._labels = _Labels(mentions)
        self._described: dict[tuple[EntityKind, str], Who] = {}
        self._surnames: dict[str, list[Who]] = defaultdict(list)
        self._forenames: dict[str, list[Who]] = defaultdict(list)
        self._bodies: dict[tuple[str, ...], Who] = {}
        self._joined: set[int] = set()  # who has become part of another
        self._titled: Counter[int] = Counter()
        self._full: Counter[int] = Counter()  # how often the text gives a full name: who keeps it is not meant by the surname
        self._put_together()
        self.whos = [who for who in self.whos if id(who) not in self._joined]
        self._headlines()
        self._appositions()
        for who in self.whos:
            self._finish(who)
        self._fuller()
        self._said_of()
        self.names = sorted(scene.names, key=lambda n: n.span.start)
        self._starts = [name.span.start for name in self.names]

    def label(self, span: Span) -> str | None:
        """What the reader takes a phrase for: person, organization, abstract ..."""
        return self._labels.of(span)

    def names_in(self, span: Span) -> list[Name]:
        """The names that lie in a span."""
        found = self.names[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
        return [name for name in found if name.span.end <= span.end]

    def who_of(self, name: Name) -> Who | None:
        """Whose name it is."""
        return self.of_name.get(name.span.start)

    def body(self, *key: str) -> Who | None:
        """The body with a name of these words, in lower case."""
        return self._bodies.get(key)

    def described(self, kind: EntityKind, name: str, span: Span, *, plural: bool = False) -> Who:
        """The Who of a description: one for all phrases that say the same."""
        name = " ".join(name.split())
        key = (kind, name.casefold())
        who = self._described.get(key)
        if who is None:
            who = self._described[key] = Who(kind, name, tuple(name.casefold().split()), plural=plural)
            self.whos.append(who)
        who.mentions[span] = None
        return who

    def together(self, members: Sequence[Who], name: str, span: Span) -> Who:
        """The Who of several, joined by "and"."""
        who = self.described("group", name, span, plural=True)
        who.members = tuple(members)
        return who

    def keeps(self, who: Who) -> float:
        """How much a text keeps to somebody's full name: then a surname alone rather means a namesake."""
        return 0.9 * math.log1p(max(0, self._full[id(who)] - 1))

    def give_to(self, name: Name, who: Who) -> None:
        """A surname that stood for one namesake, given to another."""
        held = self.of_name[name.span.start]
        if held is not who:
            held.mentions.pop(name.span, None)
            who.mentions[name.span] = None
            held.named -= 1
            who.named += 1
            self.of_name[name.span.start] = who

    # -- names put together ----------------------------------------------------------------------

    def _put_together(self) -> None:
        scene = self.scene
        people, bodies, single = [], [], []
        votes: dict[tuple[str, ...], Votes] = defaultdict(_votes)
        for name in scene.names:
            for kind, weight in name.votes:
                votes[name.key][kind] += weight
        for name in scene.names:
            if _apposed_person(scene, name):
                votes[name.key]["person"] += 2.0
        for name in scene.names:  # a full name that the reader overlooked is what its surname is taken for
            if len(name.key) > 1 and not votes[name.key] and (alone := votes.get((name.key[-1],))) is not None:
                votes[name.key]["person"] += 0.5 * alone["person"]
        forenames = {name.key[0] for name in scene.names if len(_core(name.key)) > 1 and _is_person(name, votes[name.key])}
        surnames = {_core(name.key)[-1] for name in scene.names if len(_core(name.key)) > 1 and _is_person(name, votes[name.key])}
        for name in scene.names:
            core = _core(name.key)
            if len(core) > 1 and not _all_particles(core) and _is_person(name, votes[name.key]):
                people.append(name)
            elif len(core) == 1 or _all_particles(core):
                known = core[-1] in surnames or core[-1] in forenames
                if name.titled or known or _is_person(name, votes[name.key]):
                    single.append(name)
                else:
                    bodies.append(name)
            else:
                bodies.append(name)
        for name in people:
            self._add_person(name)
        for who in self.whos:  # what a first name tells, before surnames are given to one of several
            who.female += _lean(who.key)
        for name in bodies:
            self._add_body(name, votes[name.key])
        self._letters()
        self._partial()
        for key in [key for key in self._bodies if key[-1] in ("program", "programme") and key[:-1] in self._bodies]:
            self._join(self._bodies[key], self._bodies[key[:-1]])
            self._bodies[key[:-1]] = self._bodies[key]
        for key, who in list(self._bodies.items()):
            whole = (*key[:-1], "campaign")
            if key[-1] in ("team", "camp") and whole in self._bodies and self._bodies[whole] is not who:
                self._join(self._bodies[whole], who)
                self._bodies[key] = self._bodies[whole]
        self._add_singles(single, votes)

    def _add_person(self, name: Name) -> None:
        core = _core(name.key)
        suffix = next((word for word in name.key if word in SUFFIXES), "")
        for who in self._surnames[core[-1]][:50]:
            if _same_person(_core(who.key), core, next((w for w in who.key if w in SUFFIXES), ""), suffix):
                break
        else:
            who = Who("person", "", name.key)
            self.whos.append(who)
            self._surnames[core[-1]].append(who)
            if len(core) > 2 and core[-2] in PARTICLES:
                self._surnames[" ".join(core[-2:])].append(who)
            self._forenames[core[0]].append(who)
        if len(name.key) > len(who.key):
            who.key = name.key
        self._full[id(who)] += 1
        self._give(who, name)

    def _add_singles(self, names: list[Name], votes: dict[tuple[str, ...], Votes]) -> None:
        last_seen: dict[int, int] = {}
        self._titled = Counter()
        for name in names:  # a title that tells the sex tells namesakes apart first
            if name.sex and not self._fitting(name, self._surnames.get(name.key[-1], [])) and name.key[-1] in self._surnames:
                who = Who("person", "", name.key, female=3.0 if name.sex == "f" else -3.0)
                self.whos.append(who)
                self._surnames[name.key[-1]].append(who)
            if name.sex:
                for who in self._fitting(name, self._surnames.get(name.key[-1], [])):
                    self._titled[id(who)] += 1
        order = sorted((*[n for n in self.scene.names if n.span.start in self.of_name], *names), key=lambda n: n.span.start)
        wanted = {name.span.start for name in names}
        for name in order:
            if name.span.start not in wanted:
                last_seen[id(self.of_name[name.span.start])] = name.span.start
                continue
            word = name.key[-1]
            chosen = self._bearer(name, self._surnames.get(" ".join(name.key)) or self._surnames.get(word, []), last_seen)
            if chosen is None and not (name.titled and name.sex):
                chosen = self._bearer(name, self._forenames.get(word, []), last_seen)
            if chosen is None:
                body = self._bodies.get(name.key)
                if body is not None and not name.titled:
                    chosen = body
                elif name.titled or _is_person(name, votes[name.key]):
                    chosen = Who("person", "", name.key)
                    self.whos.append(chosen)
                    self._surnames[word].append(chosen)
                else:
                    self._add_body(name, votes[name.key])
                    continue
            several = self._fitting(name, self._surnames.get(" ".join(name.key)) or self._surnames.get(word, []))
            if len(several) > 1 and chosen in several:
                self.namesakes[name.span.start] = several
            self._give(chosen, name)
            last_seen[id(chosen)] = name.span.start

    def _fitting(self, name: Name, among: Sequence[Who]) -> list[Who]:
        return [who for who in among[:20] if not (name.sex and who.female * (1 if name.sex == "f" else -1) < -1.0)]

    def _bearer(self, name: Name, among: Sequence[Who], last_seen: dict[int, int]) -> Who | None:
        """The one of several namesakes whom a surname means."""
        fit = self._fitting(name, among)
        if len(fit) < 2:
            return fit[0] if fit else None
        scene, counts = self.scene, self._titled
        roles = {same_role(word) for word in name.before if word in PEOPLE}

        def weight(who: Who) -> float:
            seen = last_seen.get(id(who))
            near = 0.0 if seen is None else 2.5 * math.exp(-(scene.sentence(name.span.start) - scene.sentence(seen)) / 3)
            sex = 0.5 * who.female * (0 if not name.sex else 1 if name.sex == "f" else -1)
            often = math.log1p(max(who.named, counts[id(who)])) - self.keeps(who)
            return near + often + 2.0 * bool(roles & who.roles) + sex

        return max(fit, key=weight)

    def _add_body(self, name: Name, votes: Votes) -> None:
        who = self._bodies.get(name.key)
        if who is None:
            kind: EntityKind = "organization"
            if _is_document(name, votes):
                kind = "document"
            who = Who(kind, "", name.key)
            self.whos.append(who)
            self._bodies[name.key] = who
        self._give(who, name)

    def _letters(self) -> None:
        """Bodies named by their letters joined to the names that have them."""
        initials: dict[str, tuple[str, ...]] = {}
        for key, who in self._bodies.items():
            if len(key) > 1 and who.kind != "person":
                large = "".join(word[0] for word in key if word not in ("of", "the", "and", "for", "to", "in", "on", "&"))
                for letters in (large, "".join(word[0] for word in key), large.removesuffix("s")):
                    if len(letters) > 1:
                        initials.setdefault(letters, key)
        for key in [key for key, who in self._bodies.items() if len(key) == 1 and is_acronym(who.aliases.most_common(1)[0][0])]:
            whole = initials.get(key[0])
            if whole is None:
                whole = self._in_brackets(self._bodies[key])
            if whole is not None and whole != key:
                self._join(self._bodies[whole], self._bodies[key])
                self._bodies[key] = self._bodies[whole]

    def _in_brackets(self, who: Who) -> tuple[str, ...] | None:
        """The body behind whose name letters stand in brackets: "Harbour Workers' League (HAWL)"."""
        text, first = self.scene.text, next(iter(who.mentions))
        if text[first.start - 1 : first.start] != "(" or text[first.end : first.end + 1] != ")":
            return None
        here = bisect_left(self.scene.names, first.start, key=lambda n: n.span.start) - 1
        if here >= 0 and self.scene.names[here].span.end >= first.start - 3 and len(self.scene.names[here].key) > 1:
            key = self.scene.names[here].key
            return key if key in self._bodies else None
        return None

    def _partial(self) -> None:
        """Bodies named by their last words, or by their first: "the Times", "Vandermeer"."""
        ends: dict[tuple[str, ...], dict[tuple[str, ...], None]] = defaultdict(dict)  # in the text's order, whatever Python hashes
        for key, who in self._bodies.items():
            if who.kind == "organization" and not is_acronym(key[0]):
                for cut in range(1, min(len(key), 6)):
                    ends[key[cut:]][key] = None
                    if len(key) - cut > 1 or key[-1] in BODY_NAMES:
                        ends[key[:-cut]][key] = None
        for key in sorted(self._bodies, key=len):
            who = self._bodies[key]
            longer = [one for one in ends.get(key, ()) if self._bodies[one] is not who]
            if not longer or who.kind != "organization":
                continue
            if len(key) == 1 and (key[0] not in BODY_NAMES) and not all(one[0] == key[0] and one[-1] in _CORPORATE for one in longer):
                continue
            before = [one for one in longer if self._bodies[one].first < who.first] or longer
            if before is longer and len({id(self._bodies[one]) for one in longer}) > 1:
                continue  # "the United States", and further down two bodies that begin so: it is short for neither
            whole = max(before, key=lambda one: next(iter(self._bodies[one].mentions)).start if self._bodies[one].first < who.first else -1)
            self._join(self._bodies[whole], who)
            self._bodies[key] = self._bodies[whole]

    def _join(self, one: Who, other: Who) -> None:
        if one is other:
            return
        one.mentions |= other.mentions
        one.aliases.update(other.aliases)
        one.named += other.named
        for kind, weight in other.votes.items():
            one.votes[kind] += weight
        one.roles |= other.roles
        one.marks |= other.marks
        for span in other.mentions:
            self.of_name[span.start] = one
        self._joined.add(id(other))

    def _give(self, who: Who, name: Name) -> None:
        who.mentions[name.span] = None
        who.aliases[" ".join(name.span.of(self.scene.text).split())] += 1
        who.named += 1
        for kind, weight in name.votes:
            who.votes[kind] += weight
        self.of_name[name.span.start] = who
        if who.kind == "person":
            self._describe(who, name.before)
            if name.sex:
                who.female += 3.0 if name.sex == "f" else -3.0

    def _describe(self, who: Who, words: Sequence[str]) -> None:
        """What is said of someone right before the name; "A policeman shot Finn Hale" calls nobody Hale a policeman."""
        done = max((at for at, word in enumerate(words) if _DEED.fullmatch(word) and word not in _NAMING), default=-1)
        for word in words[done + 1 :]:
            if singular(word) in PEOPLE or word in PEOPLE:
                who.roles.add(same_role(word))
                who.female += SEX_OF_ROLE.get(singular(word), 0.0) if word not in HE_TITLES | SHE_TITLES else 0.0
            who.marks.add(SIDES.get(word, word))

    # -- what else is said of them ---------------------------------------------------------------

    def _headlines(self) -> None:
        """Known names in lines where every word has a capital."""
        by_first: dict[str, list[tuple[tuple[str, ...], Who]]] = defaultdict(list)
        for who in self.whos:
            for alias in who.aliases:
                key = tuple(word.casefold().replace(".", "") for word in alias.split())
                by_first[key[0]].append((key, who))
        for options in by_first.values():
            options.sort(key=lambda option: (-len(option[0]), -option[1].named))
        found = []
        for words in headline_words(self.scene):
            at = 0
            lowers = [word.lower.replace(".", "") for word in words]
            while at < len(words):
                for key, who in by_first.get(lowers[at], ())[:20]:
                    if tuple(lowers[at : at + len(key)]) == key and words[at].capital:
                        name = name_at(self.scene, words[at : at + len(key)])
                        found.append(name)
                        self._give(who, name)
                        at += len(key)
                        break
                else:
                    at += 1
        self.scene.names = sorted((*self.scene.names, *found), key=lambda n: n.span.start)

    def _appositions(self) -> None:
        """What stands behind a name between commas or in brackets: "Ana Cho, the mayor of Wendlebury,", "(D-N.C.)"."""
        scene, text = self.scene, self.scene.text
        for name in scene.names:
            who = self.of_name.get(name.span.start)
            if who is None or (opened := _APPOSED.match(text, name.span.end, name.span.end + APPOSITION)) is None:
                continue
            stop = re.compile(r"[,;:)\n“\"]|\.\s").search(text, opened.end(), min(len(text), opened.end() + APPOSITION))
            said = scene.words_in(opened.end(), stop.start() if stop else opened.end() + APPOSITION)
            words = [w.lower for w in said if not w.possessive]
            if text[opened.end() : opened.end() + 2] in ("R-", "D-", "I-"):
                party, _, state = "".join(w for w in words).partition("-")
                who.marks |= {SIDES.get(party, party), *_state(state)}
            elif any(singular(word) in PEOPLE for word in words[:8]) or who.kind != "person":
                for number, word in enumerate(words[:14]):
                    if word in ("who", "which", "that", "said", "says"):
                        break
                    if singular(word) in PEOPLE and number < 8 and who.kind == "person":
                        who.roles.add(same_role(word))
                        who.female += SEX_OF_ROLE.get(singular(word), 0.0)
                    elif word in BODIES and who.kind != "person":
                        who.roles.add(word)
                    who.marks.add(SIDES.get(word, word))

    def _fuller(self) -> None:
        """A full name that the text gives only within a body's: "Ronald Reagan Library" tells Reagan's first name."""
        whole = {key[1]: who for key, who in self._bodies.items() if len(key) > 2 and forename_share(key[0]) is not None}
        for who in self.whos:
            if who.kind == "person" and len(who.key) == 1 and who.key[0] in whole:
                said = next((alias for alias in whole[who.key[0]].aliases if len(alias.split()) > 2), "")
                if said:
                    who.name = " ".join(said.split()[:2])

    def _said_of(self) -> None:
        """What "he" and "she" tell of the persons named in their sentence, or in the one before where none is."""
        scene = self.scene
        there: dict[int, list[Who]] = defaultdict(list)
        for name in scene.names:
            who = self.of_name.get(name.span.start)
            if who is not None and who.kind == "person" and len(there[scene.sentence(name.span.start)]) < 8:
                there[scene.sentence(name.span.start)].append(who)
        tally: dict[int, float] = defaultdict(float)
        by_id: dict[int, Who] = {}
        for span, word in scene.pronouns:
            if (word not in HE and word not in SHE) or scene.between_marks(span.start):
                continue
            sentence = scene.sentence(span.start)
            near = there.get(sentence) or there.get(sentence - 1, [])
            if not near:
                continue
            sign = 1.0 if word in SHE else -1.0
            weights = {id(who): math.exp(max(-6.0, min(6.0, sign * who.female))) for who in near}
            total = sum(weights.values())
            by_id.update((id(who), who) for who in near)
            for key, weight in weights.items():
                tally[key] += sign * weight / total
        for key, value in tally.items():
            who = by_id[key]
            who.female = max(-5.0, min(5.0, who.female + max(-4.0, min(4.0, 1.2 * value))))

    def _finish(self, who: Who) -> None:
        who.mentions = dict.fromkeys(sorted(who.mentions))
        if who.kind == "person":
            best = max(
                who.aliases,
                key=lambda alias: (len(_core(_key(alias))), len(_key(alias)), not alias.isupper(), len(alias), who.aliases[alias]),
            )
            who.name = best
            if len(_key(best)) == 1 and who.female == 0.0:
                who.female = 0.5 * _lean(_key(best))
            who.female = max(-5.0, min(5.0, who.female))
        elif who.aliases:
            who.name = max(
                who.aliases,
                key=lambda alias: (len(alias.split()), not alias.isupper() or is_acronym(alias), len(alias), who.aliases[alias]),
            )
            last = _key(who.name)[-1]
            who.roles.add(singular(last))
            who.marks |= set(_key(who.name))


_CORPORATE = frozenset(
    "inc corp ltd llc plc co homes group industries holdings airlines motors systems partners bank industries international".split()
)


def _key(alias: str) -> tuple[str, ...]:
    return tuple(word.casefold().replace(".", "").strip("“”\"‘’'()") for word in alias.split())


def _lean(key: tuple[str, ...]) -> float:
    """Log odds that a bearer of a first name is a woman."""
    share = forename_share(key[0])
    return 0.0 if share is None else math.log((share + 0.01) / (1.01 - share))


def _core(key: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name without Jr., Sr., III."""
    end = len(key)
    while end > 1 and key[end - 1] in SUFFIXES:
        end -= 1
    return key[:end]


def _all_particles(core: tuple[str, ...]) -> bool:
    return len(core) > 1 and all(word in PARTICLES for word in core[:-1])


def _same_person(one: tuple[str, ...], other: tuple[str, ...], suffix: str, other_suffix: str) -> bool:
    """Whether two full names with the same surname are one person's."""
    if one[-1] != other[-1] or (suffix and other_suffix and suffix != other_suffix):
        return False
    if bool(suffix) != bool(other_suffix) and one == other:
        return False  # "Donald Trump" and "Donald Trump Jr." in one text
    first, second = one[0], other[0]
    if first == second:
        middle = [w for w in one[1:-1] if len(w) > 1 and w not in PARTICLES]
        others = [w for w in other[1:-1] if len(w) > 1 and w not in PARTICLES]
        return not middle or not others or middle == others
    if set(_NICKS.get(first, ())) & set(_NICKS.get(second, ())):
        return True
    short, long = sorted((first, second), key=len)
    return len(short) == 1 and long.startswith(short)


def _is_person(name: Name, votes: Votes) -> bool:
    core = _core(name.key)
    if core[-1] in ("campaign", "administration", "team", "camp", "government") or is_acronym(name.words[-1]):
        return False
    person = votes["person"]
    other = votes["organization"] + votes["place"] + 0.7 * votes["abstract"] + votes["time"] + votes["event"] + votes["object"]
    if len(core) > 1:
        if name.titled:
            return not (core[-1] in BODY_NAMES and other > person)
        if core[-1] in BODY_NAMES and forename_share(core[0]) is None:
            return person > 2 * other + 0.5
        if any(word in ("of", "for", "and", "the", "&", "to") for word in core):
            return False
        bonus = 0.6 if forename_share(core[0]) is not None else 0.0
        initial = (
            1.5
            if any(len(word) == 1 for word in core[1:-1])
            or (len(name.words[0]) > 1 and "." in name.words[0] and not is_acronym(name.words[0]))
            else 0.0
        )
        return person + bonus + initial > other + (0.6 if core[-1] in BODY_NAMES else 0.0) and person + bonus + initial > 0.0
    return person > other or (name.titled and other == 0.0)


def _apposed_person(scene: Scene, name: Name) -> bool:
    """Whether an apposition behind a name says that it is a person's: "Maro Cyril, the director of"."""
    opened = _APPOSED.match(scene.text, name.span.end, name.span.end + 40)
    if (
        opened is None
        or not 2 <= len(name.words) <= 4
        or name.key[-1] in BODY_NAMES
        or any(w in ("of", "for", "and", "the") for w in name.words)
    ):
        return False
    words = [word.lower for word in scene.words_in(opened.end(), opened.end() + 60)]
    return (
        bool(words)
        and words[0] in ("a", "an", "the", "who", "its", "his", "her")
        and (words[0] == "who" or any(w in PEOPLE for w in words[1:6]))
    )


def _is_document(name: Name, votes: Votes) -> bool:
    return votes["abstract"] + votes["object"] + votes["event"] > votes["organization"] + votes["place"] + votes["person"] and (
        name.key[-1] not in BODY_NAMES and not is_acronym(name.words[-1])
    )


def _state(word: str) -> set[str]:
    bare = word.strip(".").casefold()
    full = STATES.get(bare) or STATES.get(bare.replace(".", "")) or bare
    return {
        full,
        *(
            {"south"}
            if bare.startswith("s.")
            else {"north"}
            if bare.startswith(("n.c", "n.d"))
            else {"new"}
            if bare.startswith("n.")
            else set()
        ),
    }


class _Labels:
    """What the reader takes nominal phrases for."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = [one for one in mentions if one.kind == "nominal"]
        self.starts = [one.span.start for one in self.mentions]

    def of(self, span: Span) -> str | None:
        last = bisect_right(self.starts, span.end)
        first = bisect_left(self.starts, span.start - 6)
        best, label = 0.0, None
        for one in self.mentions[first : min(last, first + 32)]:
            shared = min(one.span.end, span.end) - max(one.span.start, span.start)
            if shared > 0 and one.score * shared / (max(one.span.end, span.end) - min(one.span.start, span.start)) > best:
                best = one.score * shared / (max(one.span.end, span.end) - min(one.span.start, span.start))
                label = one.entity_kind
        return label if best >= 0.2 else None
