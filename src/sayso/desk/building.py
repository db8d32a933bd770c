"""The parts of the desk in, one app out.

In:  a `Desk`.
Out: `bare_app(desk)`: routes, errors in words, the few files that pages load.
Not here: who may call (guard.py), any route.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from gzip import compress
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from anyio import to_thread
from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from sayso.desk.answering import Json, Pages, answer_errors, served
from sayso.desk.api import Papers, json_routes
from sayso.desk.dispute_pages import disputing
from sayso.desk.forms import proved
from sayso.desk.holding import Desk
from sayso.desk.keeping_pages import coming_back
from sayso.desk.pages import listing
from sayso.desk.reading_pages import reading
from sayso.desk.recording_pages import recording, recording_json

THREADS = 8  # that answer requests: more of them only wait for each other
# FastAPI hands what it sees to OpenTelemetry, and reports it to wherever a variable of the environment says.
SILENT = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


def bare_app(desk: Desk) -> FastAPI:
    """The app without its guard: what the OpenAPI document is made of."""

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        desk.wake()
        yield
        if desk.runner is not None:
            desk.runner.close()

    app = FastAPI(
        title="sayso desk",
        version=version("sayso"),
        description="The ledger as JSON: the same as the pages of the desk show and do. Nothing is fetched from the network.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # these pages load their scripts from elsewhere
        redoc_url=None,
        lifespan=running,
        dependencies=[Depends(proved)],
        default_response_class=Json,
        redirect_slashes=False,
        telemetry=SILENT,  # type: ignore[arg-type]
    )
    pages = Pages(desk)
    answer_errors(app, pages)
    app.include_router(json_routes(desk))
    app.include_router(recording_json(desk))
    app.include_router(listing(desk, pages))
    app.include_router(reading(desk, pages))
    app.include_router(coming_back(desk, pages))
    app.include_router(disputing(desk, pages))
    app.include_router(recording(desk, pages))
    _static(app)

    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = made()
            whole = Papers.model_json_schema(ref_template="#/components/schemas/{model}")
            schema["components"]["schemas"] |= {**whole.pop("$defs"), "Papers": whole}
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]
    return app


def _static(app: FastAPI) -> None:
    """Serve the few files that pages load, each known beforehand: no path of a request reaches the file system."""
    held: dict[str, tuple[str, bytes, bytes]] = {}
    root = files("sayso.desk").joinpath("static")
    for folder in (root, root.joinpath("vendor")):
        for one in folder.iterdir():
            kind = KINDS.get(one.name.rpartition(".")[2])
            if one.is_file() and kind is not None:
                name = one.name if folder is root else f"vendor/{one.name}"
                data = served(name)
                held[name] = (kind, data, b"" if name.endswith("woff2") else compress(data, 9, mtime=0))

    async def static(request: Request, name: str) -> Response:
        if name not in held:
            return Response("There is no such file.\n", 404, media_type="text/plain; charset=utf-8")
        kind, data, packed = held[name]
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type=kind, headers={**headers, "content-encoding": "gzip"})
        return Response(data, media_type=kind, headers=headers)

    app.add_api_route("/static/{name:path}", static, methods=["GET"], include_in_schema=False)
    app.add_api_route("/favicon.ico", lambda: Response(status_code=204), methods=["GET"], include_in_schema=False)
