"""The pages of the desk that list, find and add; the article's and the check's are in reading_pages.py.

In:  requests of a browser.
Out: `listing(desk, pages)`, the routes.
Not here: any work; what an article or a check shows.

Every form works without a script: it is posted, and answered with a redirect.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from sayso.desk import deeds, handing, views
from sayso.desk.answering import Pages
from sayso.desk.api import job_row
from sayso.desk.forms import file_name, form_of
from sayso.desk.guard import cookie_line
from sayso.desk.holding import Desk
from sayso.desk.searches import FILTERS, LATE_SECONDS, PAGE, query_of, saved, sentence, suggested
from sayso.errors import InputError, SettingsError
from sayso.ingest.decoding import digest_of, document_id
from sayso.schema import Act, QuotationKind
from sayso.stores import answers, jobs

EXAMPLE = "the-harrow-mill.txt"
Asked = Annotated[str, Query(max_length=deeds.LONGEST)]
FORMS = {  # what somebody who adds a document may say that it is; the rest is always told by its bytes
    "text": "an article, plain text",
    "html": "a web page (HTML)",
    "markdown": "Markdown",
    "transcript": "a transcript, by its speakers' turns",
    "chat": "a chat export",
    "vtt": "captions (WebVTT)",
    "srt": "captions (SRT)",
    "eml": "an e-mail",
}


def see(where: str) -> RedirectResponse:
    """Go there next."""
    return RedirectResponse(where, status_code=303)


def sent(file: handing.File) -> Response:
    """A file as a download."""
    headers = {"content-disposition": f'attachment; filename="{file.name}"'}
    return StreamingResponse(file.pieces, media_type=file.kind, headers=headers)


def example() -> bytes:
    """The article that ships with sayso."""
    return files("sayso.desk").joinpath("example", EXAMPLE).read_bytes()


@cache
def example_id() -> str:
    """The id that the example has in every store."""
    return document_id(digest_of(example()))


def listing(desk: Desk, pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    store = desk.store

    @router.get("/")
    def home(request: Request) -> Response:
        return pages(request, "home.html", {**views.home(desk), "saved": saved(desk)})

    # -- adding ----------------------------------------------------------------------------------

    @router.get("/add")
    def add_form(request: Request) -> Response:
        return pages(request, "add.html", {"jobs": jobs.jobs_in(store, "read", 8), "formats": FORMS})

    @router.post("/add")
    async def add(request: Request) -> Response:
        form = await form_of(request)
        items = form.files()
        if (text := form.words("text")) and text.strip():
            name = file_name(form["name"] or _title(text))
            items.append((name if "." in name[-6:] else f"{name}.txt", text.encode("utf-8", "surrogatepass")))
        as_it = form["format"] or None
        key = await run_in_threadpool(deeds.add, desk, items, any_language=form["any_language"] == "on", form=as_it)
        return see(f"/jobs/{key}")

    @router.post("/example")
    async def add_example(request: Request) -> Response:
        form, by, document = await form_of(request), _who(request, desk), example_id()
        if form["away"] == "yes":
            await run_in_threadpool(deeds.put_away, desk, document, by)
            return see(f"/documents/{document}")
        if await run_in_threadpool(deeds.bring_back, desk, document, by):
            return see(f"/documents/{document}")
        key = await run_in_threadpool(deeds.add, desk, [(EXAMPLE, example())])
        return see(f"/jobs/{key}")

    @router.get("/jobs")
    def all_jobs(request: Request) -> Response:
        return pages(request, "jobs.html", {"jobs": jobs.jobs_in(store, "read", 100)})

    @router.get("/jobs/{key}")
    def one_job(request: Request, key: str) -> Response:
        with views.there():
            one = jobs.job(store, key)
        if one.left:
            desk.wake()
        if request.headers.get("hx-request"):
            return pages.part(request, "_job.html", {"job": one})
        if one.total == 1 and one.items[0].document and not one.left and request.query_params.get("then") != "stay":
            return see(f"/documents/{one.items[0].document}")
        return pages(request, "job.html", {"job": one})

    @router.post("/jobs/{key}/cancel")
    def cancel(key: str) -> Response:
        with views.there():
            jobs.cancel(store, key)
        return see(f"/jobs/{key}?then=stay")

    @router.post("/jobs/{key}/retry")
    async def retry(request: Request, key: str) -> Response:
        form = await form_of(request)
        numbers = [int(form["item"])] if form["item"].isdecimal() and len(form["item"]) < 9 else None

        def again() -> None:
            with views.there():
                jobs.retry(store, key, numbers, as_text=form["as_text"] == "on")

        await run_in_threadpool(again)
        desk.wake()
        return see(f"/jobs/{key}?then=stay")

    # -- lists -----------------------------------------------------------------------------------

    @router.get("/documents")
    def documents(request: Request, name: Asked = "", limit: Annotated[int, Query(ge=1, le=5_000)] = 100, export: Asked = "") -> Response:
        rows = answers.documents_in(store, name or None, 1_000_000 if export else limit)
        if export:
            return sent(handing.table_as(rows, export, "documents"))
        return pages(request, "documents.html", {"documents": rows, "name": name, "limit": limit})

    @router.get("/people")
    def people(request: Request, name: Asked = "", limit: Annotated[int, Query(ge=1, le=5_000)] = 100, export: Asked = "") -> Response:
        try:
            rows = answers.people(store, name or None, 1_000_000 if export else limit)
        except InputError:
            rows = []
        if export:
            return sent(handing.table_as(rows, export, "people"))
        return pages(request, "people.html", {"people": rows, "name": name, "limit": limit, "alike": len(suggested(desk, LATE_SECONDS))})

    @router.get("/people/{key}")
    def person(request: Request, key: str) -> Response:
        return pages(request, "person.html", {"about": views.person(desk, key)})

    @router.post("/people/{key}/join")
    async def join(request: Request, key: str) -> Response:
        form = await form_of(request)
        await run_in_threadpool(deeds.join, desk, key, form["into"], _who(request, desk), form["why"] or None)
        with views.there():
            into = await run_in_threadpool(answers.person, store, form["into"], 1)
        return see(f"/people/{into['id']}")

    @router.post("/people/{key}/part")
    async def part(request: Request, key: str) -> Response:
        form = await form_of(request)
        await run_in_threadpool(deeds.part, desk, form["person"] or key, _who(request, desk), form["why"] or None)
        return see(f"/people/{form['person'] or key}")

    # -- finding ---------------------------------------------------------------------------------

    @router.get("/search")
    def search(request: Request, page: Annotated[int, Query(ge=1, le=1_000)] = 1, export: Asked = "") -> Response:
        asked = {name: request.query_params.get(name, "").strip()[: deeds.LONGEST] for name in FILTERS}
        asked["order"] = request.query_params.get("order", "")
        once = request.query_params.get("once") == "on"
        query = query_of(asked, once, page)
        if export:
            return sent(handing.statements_as(desk, query, export))
        problem = ""
        try:
            found = answers.search(store, query)
        except InputError as error:
            found, problem = answers.Found(hits=(), total=0, complete=True), str(error)

        def link(**changes: str) -> str:
            kept = {**asked, "once": "on" if once else "", **changes}
            return "/search?" + urlencode({name: value for name, value in kept.items() if value}, errors="replace")

        without = _without(desk, asked, once) if not found.total and not problem else []
        facts = {
            "found": found,
            "asked": asked,
            "once": once,
            "page_number": page,
            "pages_in_all": (found.total + PAGE - 1) // PAGE,
            "link": link,
            "problem": problem,
            "without": without,
            "acts": get_args(Act),
            "kinds": get_args(QuotationKind),
            "formats": {name: title for name, (title, _, _) in handing.FORMATS.items()},
            "sentence": sentence(asked, once),
            "savable": not problem and any(asked[name] for name in FILTERS),
            "saved": saved(desk),
        }
        return pages(request, "search.html", facts, keys="search")

    @router.get("/jobs/{key}/export")
    def export_job(key: str, form: Asked = "csv") -> Response:
        with views.there():
            row = job_row(jobs.job(store, key))
        return sent(handing.table_as(row["items"], form, "job"))

    # -- coming and going ------------------------------------------------------------------------

    @router.get("/login")
    def login_form(request: Request) -> Response:
        if desk.door.let_in(request.state.cookie):
            return see("/")
        return pages(request, "login.html", {"problem": ""})

    @router.post("/login")
    async def login(request: Request) -> Response:
        form = await form_of(request)
        address = request.client.host if request.client else ""
        right = await run_in_threadpool(desk.door.bears, form["token"], address)
        if right:
            response = see("/")
            cookie = desk.door.new_session(let_in=True)
            if form["who"]:
                desk.door.visitors[cookie] = form["who"][:100]
            response.headers["set-cookie"] = cookie_line(desk.door, cookie, secure=request.url.scheme == "https")
            return response
        problem = "This is not the desk's token." if right is not None else "Too many wrong tokens. Wait five minutes."
        return pages(request, "login.html", {"problem": problem}, status=401 if right is not None else 429)

    @router.post("/logout")
    def logout(request: Request) -> Response:
        response = see("/login")
        cookie = desk.door.new_session(let_in=False)
        response.headers["set-cookie"] = cookie_line(desk.door, cookie, secure=request.url.scheme == "https")
        return response

    return router


def _who(request: Request, desk: Desk) -> str:
    """Who decides: the name that was given at the login, else the desk's own."""
    return desk.door.visitors.get(request.state.cookie, desk.by)


def _title(text: str) -> str:
    """A name for a text that was pasted: its first words."""
    first = next((line for line in text.splitlines() if line.strip()), "pasted text")
    return " ".join(first.split())[:60].strip(" .") or "pasted text"


def _without(desk: Desk, asked: dict[str, str], once: bool) -> list[tuple[str, int]]:
    """Where nothing was found: how much would be without each of the filters."""
    given = [name for name in FILTERS if asked[name]]
    out = []
    for name in given if len(given) > 1 else ():
        try:
            number = answers.search(desk.store, query_of({**asked, name: ""}, once, 1)).total
        except (InputError, SettingsError):
            continue
        if number:
            out.append((name, number))
    return out
