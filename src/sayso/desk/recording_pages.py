"""The page of a recording: hear it, read along, correct what the machine heard, hold a draft against it.

In:  requests of a browser, or of a program.
Out: `recording(desk, pages)`, the routes of the page; `recording_json(desk)`, the same for programs.
Not here: any work (recording_views.py, hearing.py).

The sound is served from the store, by the id of its document, any stretch of it; its type is what its first bytes say.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from sayso.desk import recording_views, wording
from sayso.desk.answering import Json, Pages
from sayso.desk.api import PROBLEMS, By, Id, Words
from sayso.desk.forms import file_name, form_of
from sayso.desk.holding import Desk
from sayso.desk.pages import Asked, _who, see, sent
from sayso.desk.views import there
from sayso.errors import SettingsError
from sayso.ingest.sound import HEAD, container_of
from sayso.schema import Entry
from sayso.stores import jobs, sounds

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
Number = Annotated[int, Path(ge=0, le=10**6)]


def recording(desk: Desk, pages: Pages) -> APIRouter:
    """The routes of the page."""
    router = APIRouter(include_in_schema=False)
    store = desk.store

    def checks(request: Request, key: str) -> Response:
        facts = {"document": recording_views.document_of(desk, key), **recording_views.shared()}
        facts["checks"] = recording_views.checks_of(desk, key, sounds.last_wording(store, key))
        return pages.part(request, "_listened.html", facts)

    @router.get("/recordings/{key}")
    def one(
        request: Request,
        key: str,
        at: Annotated[int | None, Query(ge=0, le=10**9)] = None,
        part: Annotated[int, Query(ge=1, le=10_000)] = 1,
        said: Asked = "",
    ) -> Response:
        facts = recording_views.page(desk, key, at, part)
        request.state.style_nonce = nonce = secrets.token_urlsafe(16)
        told = {"saved": "Saved.", "back": "Taken back.", "gone": "The sound was let go of."}.get(said, "")
        return pages(request, "recording.html", {**facts, "nonce": nonce, "done": told}, keys="recording")

    @router.get("/recordings/{key}/sound")
    def sound(request: Request, key: str) -> Response:
        recording_views.document_of(desk, key)
        return _stretch(desk, key, request.headers.get("range", ""))

    @router.get("/recordings/{key}/export")
    def export(key: str, form: Asked = "vtt", check: Asked = "") -> Response:
        if check:
            return sent(recording_views.quotations_vtt(desk, key, check))
        return sent(recording_views.export(desk, key, form))

    # -- the words ---------------------------------------------------------------------------------

    @router.post("/recordings/{key}/lines/{number}")
    async def rewrite(request: Request, key: str, number: Number) -> Response:
        form = await form_of(request)
        text = None if form["as_heard"] == "yes" else form.words("words")
        done = await run_in_threadpool(recording_views.rewrite, desk, key, number, text, _who(request, desk), form["why"] or None)
        if request.headers.get("hx-request"):
            document = await run_in_threadpool(recording_views.document_of, desk, key)
            facts = {"line": done[0], "document": document, "done": done[1], **recording_views.shared()}
            return pages.part(request, "_line.html", facts, headers={"HX-Trigger": "sayso:reworded"})
        return see(f"/recordings/{key}?at={done[0].words[0].start_ms}&said=saved#l-{number}")

    @router.post("/recordings/{key}/undo")
    async def undo(request: Request, key: str) -> Response:
        await run_in_threadpool(recording_views.words_back, desk, key, _who(request, desk))
        return see(f"/recordings/{key}?said=back")

    @router.post("/recordings/{key}/forget")
    async def forget(request: Request, key: str) -> Response:
        recording_views.document_of(desk, key)
        await run_in_threadpool(sounds.let_go, store, key)
        return see(f"/recordings/{key}?said=gone")

    # -- drafts held against it ----------------------------------------------------------------------

    @router.get("/recordings/{key}/checks")
    def all_checks(request: Request, key: str) -> Response:
        return checks(request, key)

    @router.post("/recordings/{key}/checks")
    async def check(request: Request, key: str) -> Response:
        form = await form_of(request)
        drafts = form.files("draft_file")
        draft = drafts[0] if drafts else None
        if form.words("draft").strip():
            draft = (file_name(form["name"] or "draft.txt"), form.words("draft").encode("utf-8", "surrogatepass"))
        document, keep = form["document"] or None, form["keep"] == "on"
        policy = form["policy"] or "strict"
        await run_in_threadpool(recording_views.queue_check, desk, key, draft, document, policy, keep=keep)
        return see(f"/recordings/{key}#quotations")

    @router.post("/recordings/{key}/checks/{check}")
    async def again(request: Request, key: str, check: str) -> Response:
        form = await form_of(request)

        def act() -> None:
            with there():
                found = jobs.job(store, check)
            if found.options.get("recording") != key:
                raise SettingsError("That check is not of this recording.", about=check)
            if form["do"] == "again":
                jobs.again(store, check)
            elif form["do"] == "cancel":
                jobs.cancel(store, check)
            elif form["do"] == "forget":
                jobs.cancel(store, check)
                jobs.set_options(store, check, {"forgotten": True})
            else:
                raise SettingsError("Say what is to be done with the check: again, cancel or forget.")
            desk.wake()

        await run_in_threadpool(act)
        return see(f"/recordings/{key}#quotations")

    return router


def _stretch(desk: Desk, key: str, asked: str) -> Response:
    """The sound, or the stretch of it that is asked for."""
    sound = sounds.sound_of(desk.store, key)
    if sound is None or not sound.size:
        return Response("The sound of this recording was let go of.\n", 404, media_type="text/plain; charset=utf-8")
    first = next(sounds.stretch(desk.store, sound, 0, HEAD), b"")
    kind = recording_views.KINDS.get(container_of(first) or "", "application/octet-stream")
    headers = {"accept-ranges": "bytes", "content-disposition": "inline"}
    start, end, status = 0, sound.size, 200
    found = _RANGE.fullmatch(asked.strip())
    if found is not None and (found[1] or found[2]):
        if found[1]:
            start, end = int(found[1]), min(sound.size, int(found[2]) + 1 if found[2] else sound.size)
        else:
            start = max(0, sound.size - int(found[2]))
        if start >= end:
            return Response(status_code=416, headers={"content-range": f"bytes */{sound.size}"})
        status = 206
        headers["content-range"] = f"bytes {start}-{end - 1}/{sound.size}"
    headers["content-length"] = str(end - start)
    return StreamingResponse(sounds.stretch(desk.store, sound, start, end), status, media_type=kind, headers=headers)


# -- for programs --------------------------------------------------------------------------------


class SaidWord(BaseModel):
    """A word of a transcript: what a machine heard, what was said as far as is known, when."""

    number: int
    start_ms: int
    end_ms: int
    heard: str
    said: str


class RecordingRow(BaseModel):
    """A recording: its words, what is known of its file, whether its sound is there, what people corrected, the last first."""

    id: str
    name: str
    sha256: str
    sound: bool
    facts: dict[str, Any] | None
    words: list[SaidWord]
    corrections: list[Entry]


class Reworded(By):
    """What was said in the time of some words, by their numbers: "" for nothing."""

    words: Annotated[
        dict[Annotated[int, Field(ge=0, le=10**6)], Annotated[str, Field(max_length=wording.LONGEST)]], Field(max_length=5_000)
    ]
    why: Words | None = None


def recording_json(desk: Desk) -> APIRouter:
    """The routes for programs."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

    @router.get("/recordings/{key}", response_model=RecordingRow, summary="A recording's words with their times and corrections")
    def one_recording(key: Id) -> Json:
        document = recording_views.document_of(desk, key)
        history = sounds.wordings(desk.store, key)
        sound = sounds.sound_of(desk.store, key)
        words = wording.said_in(document, history[0] if history else None)
        facts = {"id": key, "name": document.name, "sha256": document.bytes_digest, "sound": sound is not None and sound.size > 0}
        facts |= {"facts": sound.about["facts"] if sound is not None else None}
        return Json({**facts, "words": [asdict(one) for one in words], "corrections": [asdict(one) for one in history]})

    @router.post("/recordings/{key}/words", status_code=201, response_model=Entry | None, summary="Correct words of a transcript")
    def reword(key: Id, given: Reworded) -> Json:
        made = recording_views.reword(desk, key, given.words, given.by or desk.by, given.why)
        return Json(None if made is None else asdict(made), 201)

    return router
