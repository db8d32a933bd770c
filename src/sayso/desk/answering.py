"""Things of ours in, answers out: JSON that any text survives, pages made by templates, errors in words.

In:  plain data, a template's name and facts, an exception.
Out: `Json`, `Pages`, `answer_errors(app)`.
Not here: routes.

Everything that stands in a page was escaped by the template engine and made visible first (`sayso.reading.visible`):
articles are hostile input.
"""

from __future__ import annotations

import hashlib
import logging
import re
import traceback
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from sayso import rows
from sayso.desk.forms import Refused
from sayso.desk.holding import Desk
from sayso.desk.keys import keys_of
from sayso.desk.views import NotThere, told
from sayso.errors import (
    InputError,
    MissingExtra,
    ModelError,
    SaysoError,
    SettingsError,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreReadOnly,
    TooLarge,
)
from sayso.reading import visible

_STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (NotThere, 404),
    (Refused, 403),
    (TooLarge, 413),
    (InputError, 422),
    (SettingsError, 422),
    (MissingExtra, 501),
    (StoreBusy, 503),
    (StoreReadOnly, 503),
    (StoreFull, 507),
    (StoreError, 500),
    (ModelError, 500),
)
_IMPORTED = re.compile(rb'(from ")\./([\w.]+\.js)(")')
_log = logging.getLogger("sayso.desk")


def plain(thing: Any) -> Any:
    """A thing as plain data."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    return thing


class Json(JSONResponse):
    """JSON in which no character steers anything."""

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return rows.json_line(plain(content)).encode("utf-8")


@cache
def served(name: str) -> bytes:
    """A static file as it is served: what a script imports goes by its stamped name.

    A page that loads a script by one name and imports it by another runs it twice, and each key does everything twice.
    """
    data = files("sayso.desk").joinpath("static", *name.split("/")).read_bytes()
    if not name.endswith(".js") or "/" in name:
        return data
    return _IMPORTED.sub(lambda found: found[1] + stamp(found[2].decode()).encode() + found[3], data)


@cache
def stamp(name: str) -> str:
    """The name of a static file with a part of its digest, so that a browser may keep it for ever."""
    return f"/static/{name}?v={hashlib.sha256(served(name)).hexdigest()[:12]}"


def _shown(value: Any) -> Any:
    return visible(value) if type(value) is str else "" if value is None else value


class Pages:
    """The templates."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.environment = Environment(
            loader=PackageLoader("sayso.desk", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {"stamp": stamp, "told": told, "count": counted}
        self.environment.filters |= {"date": day, "line": one_line, "time": minute}

    def __call__(self, request: Request, name: str, facts: dict[str, Any] | None = None, *, status: int = 200, keys: str = "") -> Response:
        """A page.

        Args:
            request: what asked for it.
            name: the template's.
            facts: what it shows.
            status: of the answer.
            keys: which page's keys are its.
        """
        shown = keys_of(keys)
        common = {
            "csrf": request.state.csrf,
            "path": request.url.path,
            "footer": self._footer(),
            "keys": shown,
            "key_map": {key.key: key.does for key in shown},
            "page": keys,
            "theme": theme if (theme := request.cookies.get("sayso-theme", "")) in ("light", "dark") else "",
            "asks": self.desk.door.token_hash is not None,
        }
        html = self.environment.get_template(name).render({**common, **(facts or {})})
        return HTMLResponse(html.encode("utf-8", "replace"), status)

    def part(
        self, request: Request, name: str, facts: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        """A part of a page, for the script to put in its place."""
        html = self.environment.get_template(name).render({"csrf": request.state.csrf, **facts})
        return HTMLResponse(html.encode("utf-8", "replace"), status, headers=headers)

    def _footer(self) -> dict[str, Any]:
        try:
            return self.desk.footer()
        except SaysoError:
            return {"documents": 0, "statements": 0, "model": self.desk.model, "left": 0}


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    plural = what[:-1] + "ies" if what.endswith("y") else what + "s"
    return f"1 {what}" if number == 1 else f"{number:,} {plural}"


def day(value: str | None) -> str:
    """A date without its time."""
    return (value or "")[:10]


def minute(value: str | None) -> str:
    """A time to the minute, for people."""
    return (value or "")[:16].replace("T", " ")


def one_line(value: str | None, most: int = 240) -> str:
    """Words on one line, cut where they are long."""
    words = " ".join((value or "").split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def status_of(error: SaysoError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def answer_errors(app: FastAPI, pages: Pages) -> None:
    """Have every error answered in words: as JSON, as a part of a page, or as a page."""

    def answer(request: Request, status: int, code: str, message: str) -> Response:
        if request.url.path.startswith("/api/"):
            return Json({"code": code, "message": message}, status)
        facts = {"message": message, "code": code, "status": status}
        if request.headers.get("hx-request"):
            return pages.part(request, "_error.html", facts, status=status)
        return pages(request, "error.html", facts, status=status)

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, SaysoError)
        if status_of(error) >= 500:
            _log.error("%s [%s]", error, error.code)
        return answer(request, status_of(error), error.code, str(error))

    async def wrong(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0] if error.errors() else {"loc": (), "msg": "it makes no sense"}
        where = " ".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
        return answer(request, 422, "input", f"What was asked cannot be understood: {where} ({first['msg']}).")

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = {404: "There is no such page.", 405: "This address takes no such request."}.get(error.status_code, str(error.detail))
        response = answer(request, error.status_code, "input", said)
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    async def unknown(request: Request, error: Exception) -> Response:
        frames = traceback.extract_tb(error.__traceback__)[-6:]  # where, but never what a document says
        where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
        _log.error("%s at %s", type(error).__name__, where)
        return answer(request, 500, "error", "Something went wrong here that should not. Nothing of yours was lost; please report it.")

    app.add_exception_handler(SaysoError, ours)
    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)
