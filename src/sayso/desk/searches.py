"""A question of a form in, what the store is asked out; searches that are kept, and people who may be one.

In:  the fields of a form; the `Desk`.
Out: `query_of(...)`, `sentence(...)`; `save_search(...)`, `saved(...)`; `suggested(...)`, `side_of(...)`, `tell_apart(...)`.
Not here: searching (stores/answers.py), comparing names (stores/namesakes.py), pages.

A saved search, and that two people were told apart, are working papers: they are kept in the store's jobs, and are no
part of the ledger.  That two are one is a judgement and goes into the ledger, dated and with a name.
"""

from __future__ import annotations

import time
from typing import Any, get_args
from urllib.parse import urlencode

from sayso.desk import views
from sayso.desk.holding import FRESH_SECONDS, Desk
from sayso.errors import InputError, SettingsError
from sayso.schema import Act, QuotationKind
from sayso.stores import answers, jobs
from sayso.stores.namesakes import Pair, alike

PAGE = 25
FILTERS = ("words", "speaker", "about", "act", "kind", "outlet", "since", "until", "document")
LONGEST_NAME = 80
MOST_SAVED = 30
MOST_APART = 5_000
LATE_SECONDS = 3.0  # that the number of pairs above the list of people may be behind


def query_of(asked: dict[str, str], once: bool, page: int) -> answers.Query:
    """The question of a form.

    Raises:
        SettingsError: an act, a kind or an order that does not exist.
    """
    for name, known in (("act", get_args(Act)), ("kind", get_args(QuotationKind)), ("order", get_args(answers.Order))):
        if asked[name] and asked[name] not in known:
            raise SettingsError(f"The {name} is one of {', '.join(known)}; not {asked[name][:80]!r}.", about=asked[name])
    given: dict[str, Any] = {name: value or None for name, value in asked.items() if name != "words"}
    return answers.Query(words=asked["words"], once=once, limit=PAGE, offset=(page - 1) * PAGE, **given)


def sentence(asked: dict[str, str], once: bool) -> str:
    """A question in words."""
    parts = [f"what {asked['speaker'] or 'anybody'} said" + (f" ({asked['act']})" if asked["act"] else "")]
    told = (
        ("about", "to or of {}"),
        ("words", "with the words {}"),
        ("kind", "in {} speech"),
        ("outlet", "in {}"),
        ("since", "since {}"),
        ("until", "until {}"),
    )
    parts += [words.format(asked[name]) for name, words in told if asked[name]]
    return " ".join(parts) + (", each utterance once" if once else "")


# -- saved searches --------------------------------------------------------------------------------


def address_of(asked: dict[str, str], *, once: bool) -> str:
    """The page of a search."""
    return "/search?" + urlencode({**asked, **({"once": "on"} if once else {})}, errors="replace")


def total_of(desk: Desk, asked: dict[str, str], once: bool) -> tuple[int, bool]:
    """How many statements a search finds, and whether that is all."""
    whole = {name: asked.get(name, "") for name in (*FILTERS, "order")}
    try:
        found = answers.search(desk.store, query_of(whole, once, 1))
    except (InputError, SettingsError):
        return 0, False  # whoever it asks for is gone, or has become two
    return found.total, found.complete


def save_search(desk: Desk, name: str, asked: dict[str, str], *, once: bool) -> str:
    """Keep a search under a name; its id.

    Raises:
        SettingsError: nothing is asked for, or there are too many.
    """
    if not any(asked.get(each) for each in FILTERS):
        raise SettingsError("There is nothing to save: search for something first.")
    if len(_all_saved(desk)) >= MOST_SAVED:
        raise SettingsError(f"{MOST_SAVED} searches are saved already. Forget one of them first.")
    whole = {each: asked.get(each, "") for each in (*FILTERS, "order")}
    query_of(whole, once, 1)  # refuses what does not exist
    words = " ".join((name or sentence(whole, once)).split())[:LONGEST_NAME]
    total, _ = total_of(desk, asked, once)
    return jobs.queue(desk.store, "search", words, [], {"asked": asked, "once": once, "seen": total, "looked": jobs.now()}, held=True)


def _all_saved(desk: Desk) -> list[jobs.Job]:
    return [one for one in jobs.jobs_in(desk.store, "search", 1_000) if not one.options.get("forgotten")]


def saved_search(desk: Desk, key: str) -> jobs.Job:
    """A saved search.

    Raises:
        NotThere: there is none of that id.
    """
    with views.there():
        one = jobs.job(desk.store, key)
    if one.kind != "search":
        raise views.NotThere(f"There is no saved search {key}. The page Search shows those there are.", about=key)
    return one


def _lately(desk: Desk, seconds: float) -> int:
    """The version of the ledger some seconds ago: while a job runs it changes with each document, and not every page must follow."""
    return desk.remembered(("version", seconds), desk.version, int(time.monotonic() / seconds))


def saved(desk: Desk) -> list[dict[str, Any]]:
    """The saved searches: id, name, how many there are and how many more than when somebody last looked, and when that was."""
    version = _lately(desk, FRESH_SECONDS)
    out = []
    for one in reversed(_all_saved(desk)):
        asked, once = dict(one.options["asked"]), bool(one.options["once"])

        def counted(asked: dict[str, str] = asked, once: bool = once) -> tuple[int, bool]:
            return total_of(desk, asked, once)

        total, complete = desk.remembered(("saved", one.id), counted, version)
        new = max(0, total - int(one.options["seen"])) if complete else 0
        out.append({"id": one.id, "name": one.title, "total": total, "complete": complete, "new": new, "since": one.options["looked"]})
    return out


# -- people who may be one -------------------------------------------------------------------------


def suggested(desk: Desk, late: float = 0.0) -> list[Pair]:
    """Pairs of people that may be one and that nobody told apart; as they were at most `late` seconds ago."""
    told = jobs.jobs_in(desk.store, "apart", MOST_APART)
    apart = {frozenset(one.options["pair"]) for one in told}
    as_of = (_lately(desk, late) if late else desk.version(), len(told))
    return desk.remembered(("alike", bool(late)), lambda: alike(desk.store, apart), as_of)


def side_of(desk: Desk, key: str) -> dict[str, Any]:
    """What there is to decide by: names, where and when they spoke, three samples."""
    about = answers.person(desk.store, key, 60)
    said = about["said"]
    dates = sorted(one.published[:10] for one in said if one.published)
    return {
        **about,
        "outlets": list(dict.fromkeys(one.outlet for one in said if one.outlet))[:6],
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
        "samples": [one for one in said if one.text][:3],
    }


def tell_apart(desk: Desk, first: str, second: str, by: str) -> None:
    """Keep that two are two, so that it is not suggested again.

    Raises:
        NotThere: there is nobody of that id.
    """
    with views.there():
        one, other = answers.person(desk.store, first, 1), answers.person(desk.store, second, 1)
    pair = {"pair": sorted((one["id"], other["id"])), "by": by}
    jobs.queue(desk.store, "apart", f"{one['name']} is not {other['name']}"[:200], [], pair, held=True)
