"""Made-up articles with the threads that were planted in them, 300 about 20 disputes and 269 about 18 later ones; how a Dispute is scored.

In:  the paragraphs of planted_texts/, written by us (people, bodies, cases and all); a fixed seed.
Out: `articles(half)`: 150 articles, of the later halves 179 and 90, with every planted allegation, answer and step in its place;
     `score(...)`; `disputes(...)` for `python -m bench`.
Not here: reading. The files named held-out are not looked at by whoever works on sayso.disputes. The later halves were written by
others than the first, who knew none of the rules.

A paragraph is one wording; an article draws from those not used yet, so that few are printed twice. Whoever is named
first in an article gets a full name and an introduction, and after that what the outlet's style calls him. The
notation is told at the top of planted_texts/tuned-1.txt.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from bench.quality import Figures
from sayso.ingest import from_text
from sayso.schema import Dispute, Document, Line

Half = Literal["tuned", "held-out", "tuned-later", "held-out-later"]
TEXTS: Final = Path(__file__).with_name("planted_texts")
SEED: Final = 20261128
ARTICLES: Final = (14, 15, 16, 15, 13, 17, 15, 14, 16, 15)  # of each dispute of a half
APART: Final = (2, 24)  # days between two articles
ANSWERS: Final = frozenset({"deny", "admit", "apologise", "decline"})
REFUSES: Final = frozenset({"no_response", "comment_declined"})  # steps that a Thread has among its answers


@dataclass(frozen=True, slots=True)
class Item:
    """Something that an article tells of; `spans` are the whole telling sentences, `by` is "" where nobody is named."""

    kind: Literal["allegation", "answer", "step"]
    what: str
    thread: tuple[str, ...]
    by: str
    against: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """An article and what was planted in it; its title is the first line of its text."""

    text: str
    title: str
    published_at: str
    dispute: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well threads found agree with those planted; shares in [0, 1].

    Attributes:
        purity: of the allegation lines that a planted item was found for, the share that belong to the planted thread that
            is the commonest in their thread found.
        coverage: of planted allegations, the share that are in the thread found that holds the most of their planted
            thread (tellings of it alone before those of several); what was not read counts as missed.
        answers_precision: of answer lines in a thread found, the share that are planted and answer that thread.
        answers_recall: of planted answers, each counted once a thread that it answers, the share that stand in it.
        allegations: lines of allegations in threads.
        false: those of them that stand where nothing was planted.
        read: of planted allegations, the share that any line was found for; coverage cannot be much above it.
    """

    purity: float
    coverage: float
    answers_precision: float
    answers_recall: float
    allegations: int
    false: int
    read: float


# -- what is written down ------------------------------------------------------------------------


@dataclass(slots=True)
class _Person:
    name: str
    sex: str  # m, f, or o for a body
    intros: list[str]
    later: list[str]


@dataclass(slots=True)
class _Paragraph:
    kind: str  # a, r, s, b, d, n, h: allegation, answer, step, background, distractor, no dispute, headline
    text: str
    thread: str  # under whose heading it stands, "" for none
    since: int  # the phases of the dispute in which it can be printed
    until: int
    leads: bool = False  # only as the first paragraph

    def fits(self, phase: int) -> bool:
        return self.since <= phase <= self.until


@dataclass(slots=True)
class _Story:
    """One dispute as written down."""

    id: str
    country: str
    start: date
    place: str
    phases: int = 1
    people: dict[str, _Person] = field(default_factory=dict)
    threads: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)  # keys of accuser and accused
    paragraphs: list[_Paragraph] = field(default_factory=list)


_LINE: Final = re.compile(r"([a-z])(\d?)(-\d)? (.+)")
_STARTS: Final = re.compile(r"(?:^|^[A-Z ,.]+ — |[.!?][”’\"']? |[“‘\"])$")  # a sentence starts behind it
_SHORT: Final = {"-": "a", "~": "r", "$": "s"}
_WHOLE: Final = re.compile(r"\[([^\]|]*\|)?([^\]]+)\]")


def _stories(half: Half) -> list[_Story]:
    """The disputes of a half, in the order of its files."""
    out: list[_Story] = []
    for path in sorted(TEXTS.glob(f"{half}-[0-9].txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                _take(line.strip(), out)
            except (ValueError, IndexError, KeyError, AttributeError) as error:
                raise ValueError(f"{path.name}:{number}: {error}: {line[:60]}") from error
    return out


def _take(line: str, out: list[_Story]) -> None:
    """One line of a file, into the last story or a new one."""
    if not line or line.startswith("%"):
        return
    mark, rest = line[0], line[1:].strip()
    if mark == "#":
        key, country, start, place = (part.strip() for part in rest.split("|"))
        out.append(_Story(key, country, date.fromisoformat(start), place))
        return
    story = out[-1]
    if mark == "@":
        key, name, sex, intros, later = (part.strip() for part in rest.split("|"))
        story.people[key] = _Person(name, sex, [one.strip() for one in intros.split(";") if one.strip()], later.split("/") if later else [])
    elif mark == "!":
        key, by, against = re.match(r"(\S+) (\S+) > (.+)", rest).groups()  # type: ignore[union-attr]
        assert by in story.people and all(one in story.people for one in against.split("+"))
        story.threads[key] = (by, tuple(against.split("+")))
    else:
        thread = next(reversed(story.threads), "")
        line = _SHORT.get(mark, mark) + line[1:]
        kind, since, until, text = _LINE.fullmatch(line).groups()  # type: ignore[union-attr]
        one = _Paragraph(kind, text.removeprefix("^ "), thread, int(since or 1), int(until[1:]) if until else 9, text.startswith("^ "))
        assert not set(_named(text)) - set(story.people), set(_named(text)) - set(story.people)
        story.paragraphs.append(one)
        story.phases = max(story.phases, one.since)


def _named(text: str) -> list[str]:
    return re.findall(r"\{(\w+)[.!]?\}", text)


class _Tag(NamedTuple):
    threads: tuple[str, ...]
    what: str
    by: str | None
    against: tuple[str, ...] | None


def _tags(written: str | None, thread: str) -> list[_Tag]:
    """What stands before the bar of a bracket: `threads:what@by>against`, several joined by `&`."""
    out = []
    for part in (written or "|")[:-1].split("&"):
        at = part.strip()
        before, colon, rest = at.partition(":")
        threads = tuple(before.split("+")) if colon else (thread,)
        what, _, parties = (rest if colon else at).partition("@")
        by, _, against = parties.partition(">")
        out.append(_Tag(threads, what or "accuse", by or None, tuple(against.split("+")) if against else None))
    return out


def _allegations(one: _Paragraph) -> set[str]:
    """The threads whose allegation a paragraph tells."""
    found = (tag for bracket in _WHOLE.finditer(one.text) for tag in _tags(bracket[1], one.thread))
    return {thread for tag in found if tag.what == "accuse" for thread in tag.threads}


def _all_told(one: _Paragraph) -> list[_Tag]:
    return [tag for bracket in _WHOLE.finditer(one.text) for tag in _tags(bracket[1], one.thread)]


# -- articles ------------------------------------------------------------------------------------


class _Style(NamedTuple):
    """How an outlet prints: its quotation marks, and what stands before the surname."""

    marks: Literal["curly", "straight", "single"]
    titles: dict[str, str]


_STYLES: Final[dict[str, tuple[_Style, ...]]] = {
    "uk": (
        _Style("curly", {}),
        _Style("curly", {"m": "Mr ", "f": "Ms "}),
        _Style("single", {"m": "Mr ", "f": "Ms "}),
        _Style("straight", {}),
    ),
    "us": (_Style("curly", {}), _Style("straight", {}), _Style("curly", {"m": "Mr. ", "f": "Ms. "}), _Style("curly", {})),
}
_BYLINES: Final = (
    "By Nora Quill", "By Tobias Farr and Ines Malloy", "Petra Lund, business correspondent", "By Staff Reporter", "By Callum Oyelaran",
    "By Our Courts Correspondent", "By June Abernathy",
)  # fmt: skip


def articles(half: Half, seed: int = SEED) -> tuple[Planted, ...]:
    """The articles of a half, each dispute's in the order of their days; the same seed makes the same articles."""
    out: list[Planted] = []
    for number, story in enumerate(_stories(half)):
        out += _Newsroom(story, ARTICLES[number % len(ARTICLES)], random.Random(f"{seed} {story.id}")).articles()
    return tuple(out)


def document_of(planted: Planted) -> Document:
    """The Document that is read, and by whose id a Dispute's lines are known again."""
    return replace(
        from_text(planted.text, f"{planted.dispute}-{planted.published_at}.txt"), title=planted.title, published_at=planted.published_at
    )


class _Newsroom:
    """What is printed of one dispute."""

    def __init__(self, story: _Story, number: int, chance: random.Random) -> None:
        self.story, self.number, self.chance = story, number, chance
        self.used: Counter[int] = Counter()  # how often each paragraph was printed
        self.told: Counter[str] = Counter()  # in how many articles each thread was told

    def articles(self) -> list[Planted]:
        day, out = self.story.start, []
        quiet = set(self.chance.sample(range(2, self.number), 2))
        texts: set[str] = set()
        for at in range(self.number):
            phase = 1 + at * self.story.phases // self.number
            while True:
                one = self._quiet(day) if at in quiet else self._article(day, phase)
                if one.text not in texts:
                    break
            texts.add(one.text)
            out.append(one)
            day += timedelta(days=self.chance.randint(*APART))
        return out

    def _draw(self, paragraphs: Iterable[_Paragraph], number: int) -> list[_Paragraph]:
        """Those printed least so far."""
        ranked = sorted(paragraphs, key=lambda one: (self.used[id(one)], self.chance.random()))[:number]
        self.used.update(id(one) for one in ranked)
        return ranked

    def _of(self, kind: str, phase: int) -> list[_Paragraph]:
        return [one for one in self.story.paragraphs if one.kind == kind and one.fits(phase)]

    def _quiet(self, day: date) -> Planted:
        """An article without a dispute."""
        body = self._draw(self._of("n", 9), self.chance.randint(2, 3))
        headline = next(one for one in body[0].text.split(" || ", 1))
        body = [replace(one, text=one.text.split(" || ", 1)[1]) for one in body] + self._draw(self._of("d", 1), self.chance.randint(0, 1))
        return self._printed(day, _Paragraph("h", headline, "", 1, 9), body)

    def _article(self, day: date, phase: int) -> Planted:
        chance = self.chance
        can_tell = self._of("a", phase)
        inside = [one for one in can_tell if not one.leads]
        open_threads = sorted({thread for one in inside for thread in _allegations(one)})
        ranked = sorted(open_threads, key=lambda one: self.told[one] + 2.5 * chance.random())
        focus = ranked[: chance.choice((1, 2, 2, 2, 3, 3, 4))]
        body: list[_Paragraph] = []
        for thread in focus:
            body += self._draw((one for one in inside if _allegations(one) == {thread}), chance.choice((1, 1, 1, 2)))
        if chance.random() < 0.45:
            body += self._draw((one for one in inside if len(_allegations(one)) > 1 and _allegations(one) <= {*focus, *ranked[:4]}), 1)
        steps = self._draw(self._of("s", phase), chance.choice((0, 1, 1, 2)) if phase > 1 else chance.choice((0, 0, 1)))
        leads = [one for one in can_tell if one.leads and _allegations(one) <= set(focus)]
        if steps and phase > 1 and chance.random() < 0.4:  # the step is the news
            lead = steps.pop(0)
        elif leads and chance.random() < 0.5:
            lead = self._draw(leads, 1)[0]
        else:
            lead = body.pop(0)
        told = {thread for one in (lead, *body, *steps) for thread in _allegations(one)}
        self.told.update(told)
        accused = {one for thread in told for one in self.story.threads[thread][1]}
        answers = self._draw((one for one in self._of("r", phase) if self._answers(one, told, accused)), chance.choice((0, 1, 1, 2, 2, 3)))
        colour = self._draw(self._of("b", phase), chance.choice((1, 1, 2, 2, 3))) + self._draw(
            self._of("d", phase), chance.choice((0, 1, 1, 2))
        )
        order = [lead, *self._mixed(body, answers, [*steps, *colour])]
        fitting = [one for one in self._of("h", phase) if _allegations(one) <= told and self._answers(one, told, accused)]
        news = {thread for tag in _all_told(lead) for thread in tag.threads}
        of_lead = [one for one in fitting if {thread for tag in _all_told(one) for thread in tag.threads} & news]
        plain = [one for one in fitting if not _all_told(one)]
        return self._printed(day, self._draw(of_lead if of_lead and chance.random() < 0.7 else plain, 1)[0], order)

    def _answers(self, one: _Paragraph, told: set[str], accused: set[str]) -> bool:
        """Whether what a paragraph answers is told in the article."""
        for tag in _all_told(one):
            if tag.threads == ("*",) and tag.by not in accused:
                return False
            if tag.threads != ("*",) and tag.what != "accuse" and one.kind in "rh" and not set(tag.threads) <= told:
                return False
        return True

    def _mixed(self, body: list[_Paragraph], answers: list[_Paragraph], colour: list[_Paragraph]) -> list[_Paragraph]:
        """Allegations, then answers somewhere behind what they answer, and the rest anywhere."""
        out = list(body)
        for one in answers:
            threads = {thread for tag in _all_told(one) for thread in tag.threads}
            last = max((at for at, two in enumerate(out) if _allegations(two) & threads), default=len(out) - 1)
            out.insert(self.chance.randint(last + 1, len(out)), one)
        for one in colour:
            out.insert(self.chance.randint(0, len(out)), one)
        return out

    def _printed(self, day: date, headline: _Paragraph, body: Sequence[_Paragraph]) -> Planted:
        chance = self.chance
        style = chance.choice(_STYLES[self.story.country])
        page = _Page(self.story, style, chance, day)
        title = page.add(headline, headline=True)
        if chance.random() < 0.3:
            page.line(chance.choice(_BYLINES))
        for at, one in enumerate(body):
            start = f"{self.story.place.upper()} — " if not at and chance.random() < 0.2 else ""
            page.add(one, start)
        return Planted(page.text + "\n", title, day.isoformat(), self.story.id, page.items(self.story))


class _Page:
    """The text of an article as it grows, and what was told where."""

    def __init__(self, story: _Story, style: _Style, chance: random.Random, day: date) -> None:
        self.story, self.style, self.chance, self.day = story, style, chance, day
        self.text = ""
        self.named: set[str] = set()
        self.tags: list[tuple[_Tag, tuple[int, int]]] = []

    def line(self, words: str) -> None:
        self.text += ("\n\n" if self.text else "") + words

    def add(self, one: _Paragraph, start: str = "", *, headline: bool = False) -> str:
        """A paragraph; its text as printed."""
        began = len(self.text) + (2 if self.text else 0)
        self.line(start)
        at = 0
        for bracket in _WHOLE.finditer(one.text):
            self._print(one.text[at : bracket.start()], headline)
            begin = len(self.text)
            self._print(bracket[2], headline)
            self.tags += [(tag, (begin, len(self.text))) for tag in _tags(bracket[1], one.thread)]
            at = bracket.end()
        self._print(one.text[at:], headline)
        return self.text[began:]

    def _print(self, words: str, headline: bool) -> None:
        at = 0
        for found in re.finditer(r"\{(\w+)([.!]?)\}", words):
            self.text += self._marked(words[at : found.start()])
            after = words[found.end() :]
            name = self._called(found[1], found[2], after, headline)
            if _STARTS.search(self.text.rpartition("\n")[2]):
                name = name[0].upper() + name[1:]
            self.text += self._marked(name)
            at = found.end()
            if name.endswith(",") and words[at : at + 1] in (",", ".", ";"):
                self.text = self.text[:-1]
        self.text += self._marked(words[at:])

    def _marked(self, words: str) -> str:
        if self.style.marks == "straight":
            return re.sub("[‘’]", "'", re.sub("[“”]", '"', words))
        return words.replace("“", "‘").replace("”", "’") if self.style.marks == "single" else words

    def _called(self, key: str, how: str, after: str, headline: bool) -> str:
        """What somebody is called here: in full and introduced where named for the first time."""
        person = self.story.people[key]
        first = key not in self.named
        if headline or (how == "." and not first):
            return person.later[0] if person.later else person.name.split()[-1]
        self.named.add(key)
        if first or how == "!":
            intros = [one for one in person.intros if not one.startswith("{}") or after.startswith(" ")]
            if how or not intros or self.chance.random() < 0.15:
                return person.name
            return self.chance.choice(intros).replace("{}", person.name)
        if person.later:
            return self.chance.choice(person.later)
        return self.style.titles.get(person.sex, "") + person.name.split()[-1]

    def items(self, story: _Story) -> tuple[Item, ...]:
        """What was told, names and threads filled in."""
        told = {thread for tag, _ in self.tags if tag.what == "accuse" for thread in tag.threads}
        return tuple(sorted((self._item(story, tag, span, told) for tag, span in self.tags), key=lambda one: one.spans))

    def _item(self, story: _Story, tag: _Tag, span: tuple[int, int], told: set[str]) -> Item:
        threads = tag.threads
        if threads == ("*",):
            threads = tuple(sorted(one for one in told if tag.by in story.threads[one][1]))
        accuser, accused = story.threads[threads[0]]
        kind: Literal["allegation", "answer", "step"] = (
            "allegation" if tag.what == "accuse" else "answer" if tag.what in ANSWERS else "step"
        )
        if tag.what == "accuse":
            by, against = accuser, accused
        elif kind == "answer" or tag.what in REFUSES:
            by, against = accused[0], () if tag.what in REFUSES else (accuser,)
        elif tag.what in ("comment_request", "charge", "arrest"):
            by, against = "-", accused
        elif tag.what in ("ruling", "dismissal"):
            by, against = "-", ()
        else:
            by, against = accuser, accused
        if tag.what == "accuse" and len({story.threads[one][0] for one in threads}) > 1:
            by = "-"  # told of two accusers at once
        by, against = tag.by or by, tag.against or against
        if tag.what == "comment_request" and tag.by:
            by, against = "-", (tag.by,)
        names = story.people
        prefix = f"{story.id}/"
        return Item(
            kind=kind,
            what=tag.what,
            thread=tuple(prefix + one for one in threads),
            by="" if by == "-" else names[by].name,
            against=tuple(names[one].name for one in against if one != "-"),
            spans=(span,),
        )


# -- scoring -------------------------------------------------------------------------------------

_Key = tuple[str, int]  # a document's id, and which of its items


def score(dispute: Dispute, planted: Iterable[Planted]) -> Score:
    """How well the threads found agree with those planted.

    A line belongs to the item of its document that it overlaps the most, an allegation's line to an allegation where it
    can. What tells of two planted threads at once is right in either.
    """
    items: dict[str, list[Item]] = {document_of(one).id: list(one.items) for one in planted}
    lines = matched = pure = false = 0
    holds: list[set[_Key]] = []  # the planted allegations of each thread found
    commonest: list[str | None] = []
    for thread in dispute.threads:
        keys = [_item_of(line, items, "allegation") for line in thread.allegations]
        read = [key for key in keys if key is not None]
        counts = Counter(one for key in read for one in items[key[0]][key[1]].thread)
        lines, matched, false = lines + len(keys), matched + len(read), false + len(keys) - len(read)
        pure += max(counts.values(), default=0)
        commonest.append(min(counts, key=lambda one: (-counts[one], one)) if counts else None)
        holds.append({key for key in read if items[key[0]][key[1]].kind == "allegation"})
    planted_in: dict[str, set[_Key]] = defaultdict(set)
    answers: set[tuple[_Key, str]] = set()
    for document, told in items.items():
        for at, item in enumerate(told):
            if item.kind == "allegation":
                for one in item.thread:
                    planted_in[one].add((document, at))
            elif item.kind == "answer" or item.what in REFUSES:
                answers |= {((document, at), one) for one in item.thread}
    alone = {one: {key for key in keys if len(items[key[0]][key[1]].thread) == 1} for one, keys in planted_in.items()}
    best = {one: max(holds, key=lambda held: (len(held & alone[one]), len(held & keys)), default=set()) for one, keys in planted_in.items()}
    covered = sum(any(key in best[other] for other in items[key[0]][key[1]].thread) for keys in planted_in.values() for key in keys)
    everything = max(1, sum(map(len, planted_in.values())))
    given, right, reached = 0, 0, set()
    for thread, home in zip(dispute.threads, commonest, strict=True):
        for line in thread.answers:
            given += 1
            key = _item_of(line, items, "answer")
            if key is not None and home is not None and (key, home) in answers:
                right += 1
                reached.add((key, home))
    return Score(
        purity=pure / matched if matched else 0.0,
        coverage=covered / everything,
        answers_precision=right / given if given else 0.0,
        answers_recall=len(reached) / max(1, len(answers)),
        allegations=lines,
        false=false,
        read=sum(len(keys & set().union(*holds)) for keys in planted_in.values()) / everything,
    )


def _item_of(line: Line, items: dict[str, list[Item]], kind: str) -> _Key | None:
    """The item that a line tells of; None where nothing is planted there."""
    best: tuple[bool, int, int] = (False, 0, 0)
    for at, item in enumerate(items.get(line.document_id, ())):
        overlap = sum(max(0, min(line.told.end, end) - max(line.told.start, start)) for start, end in item.spans)
        same = item.kind == kind or (kind == "answer" and item.what in REFUSES)
        if overlap:
            best = max(best, (same, overlap, -at))
    return (line.document_id, -best[2]) if best[1] else None


def disputes(shared: Path, work: Path) -> tuple[str, Figures]:
    """All halves, read and laid out; nothing of `shared` is looked at."""
    from sayso.disputes import dispute_of
    from sayso.reading import Reading
    from sayso.settings import alleges, pipeline

    figures: Figures = {}
    made = sha256()
    first: tuple[list[Planted], list[Reading]] = ([], [])  # all 300 as one
    for half in get_args(Half):
        planted = articles(half)
        made.update(repr(planted).encode())
        read = [one for one in pipeline().read_batch(map(document_of, planted)) if isinstance(one, Reading)]
        if not half.endswith("-later"):
            first[0].extend(planted)
            first[1].extend(read)
        found = score(dispute_of(read, alleges=alleges), planted)
        figures |= {
            f"{half}, purity": round(100 * found.purity, 1),
            f"{half}, coverage": round(100 * found.coverage, 1),
            f"{half}, answers precision": round(100 * found.answers_precision, 1),
            f"{half}, answers recall": round(100 * found.answers_recall, 1),
            f"{half}, allegations read": round(100 * found.read, 1),
            f"at most: {half}, false allegations, %": round(100 * found.false / max(1, found.allegations), 1),
        }
    found = score(dispute_of(first[1], alleges=alleges), first[0])
    figures |= {"all 300, purity": round(100 * found.purity, 1), "all 300, coverage": round(100 * found.coverage, 1)}
    return made.hexdigest()[:16], figures
