"""A question in, the statements that answer it out; people, and how several documents print the same utterance.

In:  a Store; a `Query`: words, and what the statements must be like.
Out: `search(...)`: a page of statements, best or newest first, with counts of who, act, kind and outlet; `people(...)`,
     `person(...)`, `months_of(...)`, `documents_in(...)`, `variants(...)`,
     `outcomes_in(...)`, `printings_of(...)`, `how_much(...)`, `last_kept(...)`.
Not here: how answers are shown.

At most `WEIGHED` matches are weighed in one question, so that a word in a million statements is answered as fast as a
rare one: where more match, the newest are taken and the answer says so (`complete` is False).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Select, and_, cast, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from sayso.errors import InputError
from sayso.ledger import known_as
from sayso.schema import Act, QuotationKind, Span, Statement
from sayso.stores.loading import statement_key, statements_by_number
from sayso.stores.sql import Store
from sayso.stores.tables import documents, said_of, statements, verdicts
from sayso.stores.tables import people as people_table
from sayso.stores.words import Term, snippet, terms_of

WEIGHED = 7_000
FEW = 2_000  # statements of a speaker, each of which is looked at where the words are common

Order = Literal["best", "newest", "oldest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; what is None is not asked.

    `words` must all occur in the quotation, in any order; those between double quotation marks as they stand; a `*` at a
    word's end stands for any ending.  `speaker` and `about` are a name, a part of one, or a person's id.  `since` and
    `until` are dates of publication, as long as they are known ("2024-12"); `until` is included.  `once` shows each
    utterance once, however many documents print it.
    """

    words: str = ""
    speaker: str | None = None
    about: str | None = None
    act: Act | None = None
    kind: QuotationKind | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    document: str | None = None
    once: bool = False
    order: Order | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A statement that answers, and where its words stand in a stretch of it that can be shown."""

    statement: Statement
    snippet: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of answers, how many there are, and how they divide: facet -> [(value, number)], the most frequent first."""

    hits: tuple[Hit, ...]
    total: int
    complete: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def search(store: Store, query: Query) -> Found:
    """The statements that answer a question.

    Raises:
        InputError: the question cannot be understood.
        StoreError: the store cannot be read.
    """
    terms = terms_of(query.words)
    with store.asking() as connection:
        chosen = conditions(connection, query)
        rows, complete = _matches(connection, terms, chosen, query)
        if query.once:
            first: dict[int, _Match] = {}
            for row in rows:
                first.setdefault(row.canonical, row)
            rows = list(first.values())
        page = rows[query.offset : query.offset + query.limit]
        found = statements_by_number(connection, [row.id for row in page])
        facets = _facets(connection, rows)
    hits = []
    for one in found:
        shown, marks = snippet(one.text or one.cue, terms)
        hits.append(Hit(statement=one, snippet=shown, marks=marks))
    return Found(hits=tuple(hits), total=len(rows), complete=complete, facets=facets)


# -- matching ------------------------------------------------------------------------------------

_COLUMNS = (statements.c.id, statements.c.person, statements.c.act, statements.c.kind, statements.c.published, statements.c.canonical)


class _Match(NamedTuple):
    """A row that matches, with what divides and orders it."""

    id: int
    person: int | None
    act: str | None
    kind: str
    published: str | None
    canonical: int
    outlet: str | None
    rank: float


def _matches(connection: Connection, terms: Sequence[Term], chosen: list[Any], query: Query) -> tuple[list[_Match], bool]:
    """The rows that match, in the order asked for, and whether they are all."""
    asked: Select[Any] = select(*_COLUMNS, documents.c.outlet).join(documents, statements.c.document == documents.c.id)
    asked = asked.where(statements.c.current == 1, *chosen)
    parameters: dict[str, Any] = {}
    ranked, few = False, None
    if terms and connection.dialect.name == "sqlite":
        asked_for = ('"' + " ".join(term.words) + '"' + "*" * term.open for term in terms)
        parameters["words"] = " AND ".join(asked_for)
        few = _few(connection, chosen) if _common(connection, terms) else None
        if few is not None:
            asked = asked.where(text("EXISTS (SELECT 1 FROM words WHERE words MATCH :words AND words.rowid = statements.id)"))
        else:
            asked = asked.join(text("words"), text("words.rowid = statements.id")).where(text("words MATCH :words"))
            ranked = not _common(connection, terms)
            if ranked:
                asked = asked.add_columns(literal_column("words.rank").label("rank"))
    elif terms:
        asked_for = (" <-> ".join(f"'{word}'" for word in term.words) + ":*" * term.open for term in terms)
        wanted = cast(" & ".join(f"({one})" for one in asked_for), TSQUERY)
        vector: Any = literal_column("words.text")
        asked = asked.join(text("words"), text("words.statement = statements.id")).where(vector.op("@@")(wanted))
        asked = asked.add_columns((-func.ts_rank(vector, wanted)).label("rank"))
        ranked = True
    if not ranked and few is None and terms:  # in the index's own order: no match but those that are taken is looked up
        asked = asked.order_by(text("words.rowid DESC"))
    elif not ranked:
        asked = asked.order_by(statements.c.id.desc() if terms else statements.c.published.desc().nulls_last())
    if not ranked:
        asked = asked.add_columns(literal_column("0.0").label("rank"))
    rows = list(starmap(_Match, connection.execute(asked.limit(WEIGHED + 1), parameters).fetchall()))
    complete = len(rows) <= WEIGHED
    rows = rows[:WEIGHED]
    order = query.order or ("best" if ranked else "newest")
    if order == "best" and ranked:
        rows.sort(key=lambda row: (row.rank, -row.id))
    elif order == "oldest":
        rows.sort(key=lambda row: (row.published or "9999", row.id))
    else:
        rows.sort(key=lambda row: (row.published or "", row.id), reverse=True)
    return rows, complete


def _common(connection: Connection, terms: Sequence[Term]) -> bool:
    """Whether even the rarest word is in so many statements that weighing all of them would take long."""
    words = {word for term in terms for word in (term.words[:-1] if term.open else term.words)}
    if not words:
        return True
    asked = text("SELECT doc FROM vocabulary WHERE term = :term")
    return all((connection.execute(asked, {"term": word}).scalar() or 0) > WEIGHED for word in words)


def _few(connection: Connection, chosen: list[Any]) -> int | None:
    """How many statements meet the conditions, where they are few."""
    if not chosen:
        return None
    asked = select(statements.c.id).join(documents, statements.c.document == documents.c.id).where(statements.c.current == 1, *chosen)
    number = connection.execute(select(func.count()).select_from(asked.limit(FEW + 1).subquery())).scalar() or 0
    return number if number <= FEW else None


def conditions(connection: Connection, query: Query) -> list[Any]:
    """A question's conditions other than its words, on `statements` joined to `documents`."""
    out: list[Any] = []
    if query.speaker is not None:
        out.append(statements.c.person.in_(_numbers(connection, query.speaker)))
    if query.about is not None:
        of = select(said_of.c.statement).where(said_of.c.person.in_(_numbers(connection, query.about)))
        out.append(statements.c.id.in_(of))
    for column, wanted in ((statements.c.act, query.act), (statements.c.kind, query.kind)):
        if wanted is not None:
            out.append(column == wanted)
    if query.outlet is not None:
        out.append(func.lower(documents.c.outlet).contains(query.outlet.lower(), autoescape=True))
    if query.document is not None:
        out.append(or_(documents.c.key == query.document, documents.c.name == query.document))
    for name, date in (("since", query.since), ("until", query.until)):
        if date is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
            raise InputError(f"--{name} is a date, as long as it is known: 2024, 2024-12 or 2024-12-24; not {date!r}.", about=date)
    if query.since is not None:
        out.append(statements.c.published >= query.since)
    if query.until is not None:
        out.append(statements.c.published < query.until + "~")  # "~" comes after every digit and hyphen
    return out


def _numbers(connection: Connection, name: str) -> list[int]:
    """The numbers of all people whom a name, a part of one, or an id may mean, and of those merged into them.

    Raises:
        InputError: there is nobody of that name.
    """
    table = people_table
    means = table.c.key == name if name.startswith("pe-") else table.c.known_as.contains(known_as(name), autoescape=True)
    found = connection.execute(select(table.c.id, table.c.into).where(means).limit(WEIGHED)).all()
    if not found:
        raise InputError(f"Nobody called {name!r} is in the store. `sayso people` lists who is.", about=name)
    ends = {row.into or row.id for row in found}
    return _group(connection, ends)


def _group(connection: Connection, ends: set[int]) -> list[int]:
    """The numbers of some people and of all who were merged into them."""
    merged = connection.execute(select(people_table.c.id).where(people_table.c.into.in_(sorted(ends)))).scalars()
    return sorted(ends | set(merged))


def _facets(connection: Connection, rows: Sequence[_Match]) -> dict[str, tuple[tuple[str, int], ...]]:
    persons = Counter(row.person for row in rows if row.person is not None)
    names = _names(connection, [number for number, _ in persons.most_common(60)])
    speakers: Counter[str] = Counter()
    for number, count in persons.items():
        if number in names:
            speakers[names[number]] += count
    parts = {
        "speaker": speakers,
        "act": Counter(row.act for row in rows if row.act is not None),
        "kind": Counter(row.kind for row in rows),
        "outlet": Counter(row.outlet for row in rows if row.outlet is not None),
    }
    return {name: tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:10]) for name, counts in parts.items()}


def _names(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """The names that people are known by."""
    into = people_table.alias("known")
    asked = (
        select(people_table.c.id, func.coalesce(into.c.name, people_table.c.name).label("name"))
        .outerjoin(into, people_table.c.into == into.c.id)
        .where(people_table.c.id.in_(list(numbers)))
    )
    return {row.id: row.name for row in connection.execute(asked)}


# -- people --------------------------------------------------------------------------------------


def people(store: Store, name: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Who is in the store, whoever said most first: id, name, kind, how much they said and how much was said of them."""
    table = people_table
    end = func.coalesce(table.c.into, table.c.id)
    said = select(end.label("person"), func.count().label("number")).join_from(statements, table, statements.c.person == table.c.id)
    said_by = said.where(statements.c.current == 1).group_by(end).subquery()
    asked = select(table.c.id, table.c.key, table.c.name, table.c.kind, func.coalesce(said_by.c.number, 0).label("statements"))
    asked = asked.outerjoin(said_by, said_by.c.person == table.c.id).where(table.c.into.is_(None))
    with store.asking() as connection:
        if name is not None:
            asked = asked.where(table.c.id.in_(_numbers(connection, name)))
        asked = asked.order_by(func.coalesce(said_by.c.number, 0).desc(), table.c.name).limit(limit)
        found = connection.execute(asked).all()
        groups = {row.id: {row.id} for row in found}
        for row in connection.execute(select(table.c.id, table.c.into).where(table.c.into.in_(list(groups)))):
            groups[row.into].add(row.id)
        members = {member: end for end, group in groups.items() for member in group}
        of: Counter[int] = Counter()
        counted = (
            select(said_of.c.person, func.count().label("number")).where(said_of.c.person.in_(sorted(members))).group_by(said_of.c.person)
        )
        for row in connection.execute(counted.group_by(said_of.c.person)):
            of[members[row.person]] += row.number
    return [{"id": row.key, "name": row.name, "kind": row.kind, "statements": row.statements, "said_of": of[row.id]} for row in found]


def person(store: Store, name: str, limit: int = 50) -> dict[str, Any]:
    """One person: names, how much they said by month and by act, their newest statements, what was said of them.

    Raises:
        InputError: there is nobody of that name, or there are several.
    """
    table = people_table
    with store.asking() as connection:
        numbers = _numbers(connection, name)
        ends = connection.execute(select(table).where(table.c.id.in_(numbers), table.c.into.is_(None))).all()
        exact = [row for row in ends if row.known_as == known_as(name)]
        if len(ends) > 1 and len(exact) == 1:
            ends = exact
        if len(ends) > 1:
            shown = ", ".join(f"{row.name} ({row.key})" for row in sorted(ends, key=lambda row: row.name)[:8])
            raise InputError(f"{len(ends)} people may be {name!r}: {shown}. Give the id of one.", about=name)
        one = ends[0]
        group = _group(connection, {one.id})
        asked = select(table.c.name).where(table.c.id.in_(group)).distinct().order_by(table.c.name)
        names = list(connection.execute(asked).scalars())  # here: other threads take the connection as soon as it is free
        theirs = and_(statements.c.current == 1, statements.c.person.in_(group))
        day = (statements.c.published, statements.c.act)  # as the index has them
        by_month: Counter[str | None] = Counter()
        by_act: Counter[str | None] = Counter()
        for published, act, number in connection.execute(select(*day, func.count()).where(theirs).group_by(*day)):
            by_month[None if published is None else published[:7]] += number
            by_act[act] += number
        last_first = (statements.c.published.desc().nulls_last(), statements.c.id.desc())
        newest = select(statements.c.id).where(theirs).order_by(*last_first).limit(limit)
        said = statements_by_number(connection, list(connection.execute(newest).scalars()))
        told = (
            select(statements.c.id)
            .where(statements.c.current == 1, statements.c.id.in_(select(said_of.c.statement).where(said_of.c.person.in_(group))))
            .order_by(*last_first)
        )
        of = statements_by_number(connection, list(connection.execute(told.limit(limit)).scalars()))
    return {
        "id": one.key,
        "name": one.name,
        "kind": one.kind,
        "names": names,
        "statements": by_month.total(),
        "by_month": sorted(by_month.items(), key=lambda each: each[0] or ""),
        "by_act": sorted(by_act.items(), key=lambda each: (-each[1], each[0] or "")),
        "said": said,
        "said_of": of,
    }


def months_of(store: Store, key: str) -> list[tuple[str, str | None, int]]:
    """How much somebody said in which month in which act, as far as it is dated: (month, act, number).

    Args:
        store: where it is kept.
        key: the person's id.

    Raises:
        InputError: there is nobody of that id.
    """
    with store.asking() as connection:
        group = _numbers(connection, key)
        day = (statements.c.published, statements.c.act)  # as the index has them
        asked = select(*day, func.count()).where(statements.c.current == 1, statements.c.person.in_(group)).group_by(*day)
        counts: Counter[tuple[str, str | None]] = Counter()
        for published, act, number in connection.execute(asked):
            if published is not None:
                counts[published[:7], act] += number
    return [(month, act, number) for (month, act), number in sorted(counts.items(), key=lambda one: (one[0][0], one[0][1] or ""))]


# -- documents -----------------------------------------------------------------------------------


def documents_in(store: Store, name: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The documents of a store, the last kept first: id, name, title, outlet, date of publication, number of statements.

    Args:
        store: where they are.
        name: an id, or a part of a name, title or outlet; None for all.
        limit: how many at most.
    """
    number = func.count(statements.c.id).label("statements")
    shown = (documents.c.key.label("id"), documents.c.name, documents.c.title, documents.c.outlet, documents.c.published)
    asked = select(*shown, number).outerjoin(statements, and_(statements.c.document == documents.c.id, statements.c.current == 1))
    if name is not None:
        within = [func.lower(column).contains(name.lower(), autoescape=True) for column in (shown[1], shown[2], shown[3])]
        asked = asked.where(or_(documents.c.key == name, *within))
    with store.asking() as connection:
        rows = connection.execute(asked.group_by(documents.c.id, *shown).order_by(documents.c.id.desc()).limit(limit))
        return [dict(row._mapping) for row in rows]


# -- variants ------------------------------------------------------------------------------------


def variants(store: Store, key: str) -> list[tuple[Statement, dict[str, str]]]:
    """All printings of a statement's utterance, the earliest first, each with its verdicts: evidence -> outcome.

    Raises:
        InputError: there is no such statement.
    """
    with store.asking() as connection:
        key = statement_key(connection, key)
        canonical = connection.execute(select(statements.c.canonical).where(statements.c.key == key)).scalar_one()
        asked = select(statements.c.id).where(statements.c.canonical == canonical, statements.c.current == 1)
        numbers = list(connection.execute(asked.order_by(statements.c.published.nulls_last(), statements.c.id)).scalars())
        found = statements_by_number(connection, numbers)
        outcomes: dict[int, dict[str, str]] = {number: {} for number in numbers}
        for row in connection.execute(select(verdicts).where(verdicts.c.statement.in_(numbers))):
            outcomes[row.statement][row.evidence] = row.outcome
        keys = {
            row.key: row.id for row in connection.execute(select(statements.c.key, statements.c.id).where(statements.c.id.in_(numbers)))
        }
    return [(one, outcomes[keys[one.id]]) for one in found]


def outcomes_in(store: Store, document: str) -> dict[str, list[tuple[str, str]]]:
    """The verdicts in force on a document's statements: id of the statement -> (evidence, outcome)."""
    asked = (
        select(statements.c.key, verdicts.c.evidence, verdicts.c.outcome)
        .join(statements, verdicts.c.statement == statements.c.id)
        .join(documents, statements.c.document == documents.c.id)
        .where(documents.c.key == document)
        .order_by(statements.c.id, verdicts.c.evidence)
    )
    out: dict[str, list[tuple[str, str]]] = {}
    with store.asking() as connection:
        for key, evidence, outcome in connection.execute(asked):
            out.setdefault(key, []).append((evidence, outcome))
    return out


def printings_of(store: Store, key: str) -> int:
    """How many documents print a statement's utterance, itself among them; 0 where there is no such statement."""
    one = statements.alias("one")
    asked = select(func.count()).select_from(statements).join(one, statements.c.canonical == one.c.canonical)
    with store.asking() as connection:
        return int(connection.execute(asked.where(one.c.key == key, statements.c.current == 1)).scalar() or 0)


def how_much(store: Store) -> tuple[int, int]:
    """How many documents and statements there are."""
    with store.asking() as connection:
        held = select(func.count()).select_from(statements).where(statements.c.current == 1)
        return (
            int(connection.execute(select(func.count()).select_from(documents)).scalar() or 0),
            int(connection.execute(held).scalar() or 0),
        )


def last_kept(store: Store, limit: int) -> list[Statement]:
    """The statements that were kept last, the last one first."""
    asked = select(statements.c.id).where(statements.c.current == 1).order_by(statements.c.id.desc()).limit(limit)
    with store.asking() as connection:
        return statements_by_number(connection, list(connection.execute(asked).scalars()))
