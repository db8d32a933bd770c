"""The JSON API, under /api/v1: the same as the pages show and do, for programs.

In:  requests of programs on this machine, or with the desk's token.
Out: `json_routes(desk)`.
Not here: any work (deeds.py, checks.py, stores/).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from sayso.desk import checks, deeds, views
from sayso.desk.answering import Json
from sayso.desk.forms import Form, file_name, form_of
from sayso.desk.guard import is_form
from sayso.desk.holding import Desk
from sayso.desk.searches import suggested
from sayso.errors import SettingsError
from sayso.schema import Act, Entry, QuotationKind, Statement
from sayso.stores import answers, jobs
from sayso.stores.answers import Order
from sayso.stores.namesakes import Somebody

MOST = 200
Id = Annotated[str, Path(max_length=200)]
Words = Annotated[str, Field(max_length=deeds.LONGEST)]
Name = Annotated[str | None, Query(max_length=deeds.LONGEST)]
Limit = Annotated[int, Query(ge=1, le=1_000)]
Policy = Annotated[str, Field(max_length=80, description="A house style: strict, spoken or any.")]


class Strict(BaseModel):
    """A body in which nothing stands that is not known."""

    model_config = ConfigDict(extra="forbid")


class Paper(Strict):
    """A document: its name, and its text or its bytes."""

    name: Annotated[str, Field(max_length=1_000)] = "text.txt"
    text: str | None = None
    base64: str | None = None


class Papers(Strict):
    """Documents to be read; `format` says what they all are, where their bytes are not to tell."""

    documents: Annotated[list[Paper], Field(min_length=1, max_length=500)]
    any_language: bool = False
    format: Annotated[str, Field(max_length=100)] | None = None


class CheckOf(Strict):
    """A draft, or the id of a document, and the evidence it is held against."""

    draft: Paper | None = None
    document: Annotated[str | None, Field(max_length=200)] = None
    evidence: Annotated[list[Paper], Field(max_length=200)] = []
    policy: Policy = "strict"


class Correction(Strict):
    """What is corrected; what is left away stays. A speaker of null says that nobody can be named."""

    speaker: Words | None = None
    speaker_kind: Words | None = None
    act: Words | None = None
    negated: bool | None = None
    kind: Words | None = None
    quotation: bool | None = None
    note: Words | None = None
    by: Words | None = None
    why: Words | None = None


class By(Strict):
    """Who decides."""

    by: Words | None = None


class Moved(By):
    """Which end of a quotation is moved by a word, and which way."""

    end: Literal["start", "end"]
    way: Literal["outward", "inward"]


class PairRow(BaseModel):
    """Two who may be one, and why; a suggestion, which only a person makes a judgement."""

    first: Somebody
    second: Somebody
    why: str


class Missed(Strict):
    """Words that are a quotation: as they stand, with some of what stands before and after them."""

    exact: Annotated[str, Field(max_length=100_000)]
    prefix: Words = ""
    suffix: Words = ""
    speaker: Words | None = None
    kind: Words | None = None
    by: Words | None = None
    why: Words | None = None


class Again(Strict):
    """Which items of a job are done again: all that failed where none are named."""

    items: Annotated[list[Annotated[int, Field(ge=1, le=10**6)]] | None, Field(max_length=500)] = None
    as_text: bool = False


class Queued(BaseModel):
    """The id of a job."""

    job: str


class JobRow(BaseModel):
    """A job and its sums: total = done + failed + set aside + left; `items` is empty in a list of jobs."""

    id: str
    kind: str
    title: str
    at: str
    state: Literal["waiting", "running", "cancelled", "done"]
    total: int
    done: int
    failed: int
    set_aside: int
    left: int
    items: list[jobs.Item]


class DocumentRow(BaseModel):
    """A document in a list."""

    id: str
    name: str
    title: str | None
    outlet: str | None
    published: str | None
    statements: int


class DocumentText(BaseModel):
    """A document's text, its ledger record and the ids of its statements, in the order of the text."""

    text: str
    record: dict[str, Any]
    statements: list[str]


class PersonRow(BaseModel):
    """Somebody in a list: how much they said, and how much was said to them, through them or accusing them."""

    id: str
    name: str
    kind: str
    statements: int
    said_of: int


class Why(BaseModel):
    """Why a statement has the speaker it has; `decided_by` where a person said so."""

    decided_by: str | None
    explanation: dict[str, Any] | None


class Problem(BaseModel):
    """What went wrong, and what to do."""

    code: str
    message: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": what}
    for status, what in (
        (400, "The body is no JSON."),
        (401, "The token is missing or wrong."),
        (403, "The request came from another site, or bears no token of ours."),
        (404, "There is no such thing."),
        (413, "It is too large."),
        (421, "The desk does not go by that name."),
        (422, "It cannot be understood; the sentence says why."),
        (429, "Too many wrong tokens."),
        (503, "The store is being written by another process, or may not be written."),
    )
}
FILES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Papers"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "any_language": {"type": "boolean"},
                    },
                    "required": ["files"],
                }
            },
        },
    }
}


def paper(one: Paper) -> tuple[str, bytes]:
    """Name and bytes of a document.

    Raises:
        SettingsError: it has neither text nor bytes, or both.
    """
    name = file_name(one.name)
    if (one.text is None) == (one.base64 is None):
        raise SettingsError(f"{name} needs its text or its bytes in base64, and not both.", about=name)
    if one.text is not None:
        return name, one.text.encode("utf-8", "surrogatepass")
    try:
        return name, base64.b64decode(one.base64 or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SettingsError(f"The bytes of {name} are no base64. Encode them again.", about=name) from error


def job_row(one: jobs.Job) -> dict[str, Any]:
    """A job as plain data, with its sums."""
    sums = {"total": one.total, "done": one.done, "failed": one.failed, "set_aside": one.set_aside, "left": one.left}
    items = [asdict(item) for item in one.items]
    return {"id": one.id, "kind": one.kind, "title": one.title, "at": one.at, "state": one.state, **sums, "items": items}


def json_routes(desk: Desk) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
    store = desk.store

    # -- documents -------------------------------------------------------------------------------

    @router.post("/documents", status_code=202, response_model=Queued, openapi_extra=FILES, summary="Have documents read in the background")
    async def add_documents(request: Request) -> Json:
        if is_form(request.headers):
            form: Form = await form_of(request)
            items, any_language = form.files(), form["any_language"].lower() in ("1", "true", "on", "yes")
            as_it = form["format"] or None
        else:
            papers = await body(request, Papers)
            items, any_language, as_it = [paper(one) for one in papers.documents], papers.any_language, papers.format
        key = await run_in_threadpool(deeds.add, desk, items, any_language=any_language, form=as_it)
        return Json({"job": key}, 202)

    @router.get("/documents", response_model=list[DocumentRow], summary="The documents, the last kept first")
    def list_documents(name: Name = None, limit: Limit = 50) -> Json:
        return Json(answers.documents_in(store, name, limit))

    @router.get(
        "/documents/{key}", response_model=DocumentText, summary="A document's text and its ledger record, with the corrections of people"
    )
    def one_document(key: Id) -> Json:
        one = views.held(desk, key)
        return Json({"text": one.document.text, "record": one.reading.to_dict(), "statements": [row.id for row in one.statements]})

    @router.post(
        "/documents/{key}/statements", status_code=201, response_model=Statement, summary="Make a statement of words that no model saw"
    )
    def mark_missed(key: Id, given: Missed) -> Json:
        made = deeds.mark(
            desk, key, given.exact, given.prefix, given.suffix, given.by or desk.by, speaker=given.speaker, kind=given.kind, why=given.why
        )
        return Json(asdict(store.statement(made)), 201)

    # -- statements ------------------------------------------------------------------------------

    @router.get("/statements", response_model=answers.Found, summary="Find statements by their words, who said them, how, where and when")
    def find_statements(
        words: Annotated[str, Query(max_length=deeds.LONGEST)] = "",
        speaker: Name = None,
        about: Name = None,
        act: Act | None = None,
        kind: QuotationKind | None = None,
        outlet: Name = None,
        since: Name = None,
        until: Name = None,
        document: Name = None,
        once: bool = False,
        order: Order | None = None,
        limit: Limit = 20,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Json:
        query = answers.Query(
            words=words, speaker=speaker, about=about, act=act, kind=kind, outlet=outlet, since=since, until=until,
            document=document, once=once, order=order, limit=limit, offset=offset,
        )  # fmt: skip
        return Json(answers.search(store, query))

    @router.get("/statements/{key}", response_model=dict[str, Any], summary="A statement with its history")
    def one_statement(key: Id) -> Json:
        history = views.statement_history(desk, key)
        with views.there():
            one = store.statement(key)
        return Json({**asdict(one), "history": [asdict(entry) for entry in history]})

    @router.get("/statements/{key}/variants", response_model=list[dict[str, Any]], summary="How each document prints the same utterance")
    def all_variants(key: Id) -> Json:
        with views.there():
            found = answers.variants(store, key)
        return Json([{**asdict(one), "verdicts": outcomes} for one, outcomes in found])

    @router.get("/statements/{key}/why", response_model=Why, summary="Why it has the speaker it has")
    def why(key: Id) -> Json:
        found = views.why(desk, key)
        return Json({"decided_by": found["decided"], "explanation": found["explanation"]})

    @router.post("/statements/{key}/corrections", status_code=201, response_model=Entry, summary="Correct a statement")
    def correct(key: Id, given: Correction) -> Json:
        changes = {name: value for name, value in given.model_dump(exclude_unset=True).items() if name not in ("by", "why")}
        changes = {name: value for name, value in changes.items() if value is not None or name in ("speaker", "note")}
        return Json(asdict(deeds.correct(desk, key, changes, given.by or desk.by, given.why)), 201)

    @router.post("/statements/{key}/accept", status_code=201, response_model=Entry, summary="Keep that a statement is right as it is")
    def accept(key: Id, given: By) -> Json:
        return Json(asdict(deeds.accept(desk, key, given.by or desk.by)), 201)

    @router.post(
        "/statements/{key}/end",
        status_code=201,
        response_model=Statement,
        summary="Move an end of a quotation by a word; its id changes",
    )
    def move_end(key: Id, given: Moved) -> Json:
        made = deeds.move_end(desk, key, given.end, given.by or desk.by, outward=given.way == "outward")
        return Json(asdict(store.statement(made)), 201)

    @router.delete(
        "/statements/{key}/corrections/last", response_model=Entry, summary="Take the last correction back; nothing is lost by it"
    )
    def take_back(key: Id) -> Json:
        return Json(asdict(deeds.take_back(desk, key, desk.by)))

    # -- people ----------------------------------------------------------------------------------

    @router.get("/people", response_model=list[PersonRow], summary="Who is in the store, whoever said most first")
    def list_people(name: Name = None, limit: Limit = 50) -> Json:
        with views.there():
            return Json(answers.people(store, name, limit))

    @router.get("/alike", response_model=list[PairRow], summary="Names that may be one person's, and that nobody told apart")
    def all_alike(limit: Limit = 50) -> Json:
        found = suggested(desk)[:limit]
        return Json([{"first": one.first._asdict(), "second": one.second._asdict(), "why": one.why} for one in found])

    @router.get("/people/{key}", response_model=dict[str, Any], summary="What somebody said, and what was said of them")
    def one_person(key: Id, limit: Limit = 50) -> Json:
        with views.there():
            return Json(answers.person(store, key, limit))

    # -- checks and jobs -------------------------------------------------------------------------

    @router.post("/check", response_model=dict[str, Any], summary="Check a draft against evidence, at once; nothing is kept")
    def check(given: CheckOf) -> Json:
        draft = None if given.draft is None else paper(given.draft)
        report = checks.checked_at_once(desk, draft, given.document, [paper(one) for one in given.evidence], given.policy)
        return Json(report.to_dict())

    @router.get("/jobs", response_model=list[JobRow], summary="The jobs, the last one first")
    def list_jobs(limit: Annotated[int, Query(ge=1, le=MOST)] = 50) -> Json:
        return Json([job_row(one) for one in jobs.jobs_in(store, "read", limit)])

    @router.get("/jobs/{key}", response_model=JobRow, summary="A job and its items: total = done + failed + set aside + left")
    def one_job(key: Id) -> Json:
        with views.there():
            return Json(job_row(jobs.job(store, key)))

    @router.post("/jobs/{key}/cancel", response_model=JobRow, summary="Do nothing more of a job; what is done stays done")
    def cancel(key: Id) -> Json:
        with views.there():
            jobs.cancel(store, key)
            return Json(job_row(jobs.job(store, key)))

    @router.post("/jobs/{key}/retry", response_model=JobRow, summary="Do again what failed or was cancelled")
    def retry(key: Id, given: Again) -> Json:
        with views.there():
            jobs.retry(store, key, given.items, as_text=given.as_text)
        desk.wake()
        return Json(job_row(jobs.job(store, key)))

    return router


async def body(request: Request, kind: type[Papers]) -> Papers:
    """The body of a request that may also be a form.

    Raises:
        SettingsError: it makes no sense.
    """
    from pydantic import ValidationError

    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = " ".join(map(str, first["loc"]))
        raise SettingsError(f"What was asked cannot be understood: {where} ({first['msg']}).") from error
