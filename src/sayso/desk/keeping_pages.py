"""What people come back to: searches that were saved, with what is new in them, and people who may be one.

In:  requests of a browser.
Out: `coming_back(desk, pages)`, the routes.
Not here: what is kept of them (searches.py); comparing names (stores/namesakes.py).
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from sayso.desk import deeds
from sayso.desk.answering import Pages
from sayso.desk.forms import form_of
from sayso.desk.holding import Desk
from sayso.desk.pages import Asked, _who, see
from sayso.desk.searches import FILTERS, address_of, save_search, saved_search, side_of, suggested, tell_apart, total_of
from sayso.errors import InputError, SettingsError
from sayso.stores import answers, jobs

PAIRS = 5  # on one page: more of them are decided with less care


def coming_back(desk: Desk, pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    # -- saved searches ----------------------------------------------------------------------------

    @router.post("/searches")
    async def save(request: Request) -> Response:
        form = await form_of(request)
        asked = {name: form[name][: deeds.LONGEST] for name in (*FILTERS, "order") if form[name]}
        await run_in_threadpool(save_search, desk, form["name"], asked, once=form["once"] == "on")
        return see(address_of(asked, once=form["once"] == "on"))

    @router.post("/searches/{key}")
    async def open_saved(request: Request, key: str) -> Response:
        form = await form_of(request)
        one = await run_in_threadpool(saved_search, desk, key)
        asked, once = dict(one.options["asked"]), bool(one.options["once"])
        if form["forget"] == "yes":
            await run_in_threadpool(jobs.set_options, desk.store, key, {"forgotten": True})
            return see("/search")
        total, _ = await run_in_threadpool(total_of, desk, asked, once)
        await run_in_threadpool(jobs.set_options, desk.store, key, {"seen": total, "looked": jobs.now()})
        return see(address_of(asked, once=once))

    # -- people who may be one ---------------------------------------------------------------------

    @router.get("/alike")
    def pairs(request: Request, after: Annotated[int, Query(ge=0, le=100_000)] = 0, joined: Asked = "") -> Response:
        found = suggested(desk)
        shown = [
            {"pair": pair, "sides": [side_of(desk, pair.first.id), side_of(desk, pair.second.id)]} for pair in found[after : after + PAIRS]
        ]
        done: dict[str, Any] | None = None
        if joined:
            try:
                done = {"id": joined, "known_as": answers.person(desk.store, joined, 1)["name"]}
            except InputError:
                done = None
        facts = {"pairs": shown, "total": len(found), "after": after, "next": after + PAIRS if len(found) > after + PAIRS else None}
        return pages(request, "alike.html", {**facts, "done": done}, keys="alike")

    @router.post("/alike")
    async def decide(request: Request) -> Response:
        form = await form_of(request)
        first, second = form["first"], form["second"]
        if form["is"] == "same":
            why = form["why"] or "the desk suggested it"
            await run_in_threadpool(deeds.join, desk, second, first, _who(request, desk), why)
            return see("/alike?" + urlencode({"joined": second}))
        if form["is"] == "different":
            await run_in_threadpool(tell_apart, desk, first, second, _who(request, desk))
            return see("/alike")
        raise SettingsError("Say whether they are the same or different.")

    return router
