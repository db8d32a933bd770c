"""The desk's page of a dispute: two parties in, what they allege, answer and file out; without any, who accuses whom most.

In:  requests of a browser.
Out: `disputing(desk, pages)`, the routes.
Not here: what a dispute is, how it is drawn (sayso.disputes).
"""

from __future__ import annotations

import hashlib
import io
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from sayso import pipeline, settings
from sayso.desk import deeds
from sayso.desk.answering import Pages
from sayso.desk.handing import File
from sayso.desk.holding import Desk
from sayso.desk.pages import sent
from sayso.disputes.page import fragment_of, style, title_of
from sayso.disputes.pictures import graph
from sayso.disputes.telling import nameless
from sayso.errors import InputError, SettingsError
from sayso.exporters import DISPUTES
from sayso.schema import Dispute, Line

MOST_DOCUMENTS = 3_000  # that a page looks through while somebody waits, about ten seconds of them
MOST_PAIRS = 20
# format -> what people call it, the ending of its file, its type
FORMATS = {
    "csv": ("Spreadsheet (CSV)", "csv", "text/csv; charset=utf-8"),
    "jsonl": ("JSON Lines", "jsonl", "application/x-ndjson"),
    "json": ("JSON", "json", "application/json"),
    "icalendar": ("Calendar", "ics", "text/calendar; charset=utf-8"),
    "followthemoney": ("FollowTheMoney", "jsonl", "application/x-ndjson"),
}
Names = Annotated[list[str] | None, Query(max_length=8)]


def disputing(desk: Desk, pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    def found(parties: tuple[str, ...]) -> Dispute:
        return desk.remembered(("dispute", parties), lambda: pipeline.disputed(desk.store, parties, settings.alleges), desk.version())

    @router.get("/disputes")
    def disputes(request: Request, party: Names = None, export: Annotated[str, Query(max_length=40)] = "") -> Response:
        parties = tuple(filter(None, (one.strip()[: deeds.LONGEST] for one in party or ())))
        held = int(desk.footer()["documents"])
        facts: dict[str, Any] = {"parties": parties, "title": "", "body": "", "pairs": [], "wrong": "", "documents": held, "style": sheet()}
        if held > MOST_DOCUMENTS:
            words = f"{held:,} documents are more than this page looks through while you wait."
            facts["wrong"] = f"{words} At the command line: sayso dispute --party NAME --format html -o dispute.html"
            return pages(request, "disputes.html", facts)
        try:
            dispute = found(parties)
        except InputError as error:
            return pages(request, "disputes.html", facts | {"wrong": str(error), "pairs": _pairs(found(()))}, status=404)
        if export:
            return sent(_file(dispute, export))
        facts["pairs"] = [] if parties else _pairs(dispute)
        if parties:
            facts |= {"title": title_of(dispute), "body": Markup(fragment_of(dispute, _opened)), "exports": _exports(parties)}
        return pages(request, "disputes.html", facts)

    @router.get("/disputes.css")
    def disputes_style() -> Response:
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(style(), media_type="text/css; charset=utf-8", headers=headers)

    return router


def _opened(line: Line) -> str:
    """Where a line's sentence is opened: a statement in its document, of a step the document."""
    there = f"/documents/{quote(line.document_id, safe='')}"
    return there if line.id.startswith(("sp-", "hl-")) else f"{there}?s={quote(line.id, safe='')}#{quote(line.id, safe='')}"


def sheet() -> str:
    """Where the style sheet is, with a part of its digest, so that a browser may keep it for ever."""
    return f"/disputes.css?v={hashlib.sha256(style().encode()).hexdigest()[:12]}"


def _exports(parties: tuple[str, ...]) -> list[tuple[str, str]]:
    asked = [("party", one) for one in parties]
    return [(f"/disputes?{urlencode([*asked, ('export', form)])}", title) for form, (title, _, _) in FORMATS.items()]


def _pairs(dispute: Dispute) -> list[dict[str, Any]]:
    """Who accuses or sues whom, the most first."""
    arrows = [one for one in graph(dispute).arrows if not nameless(one.by) and not nameless(one.against)]
    return [
        {
            "by": one.by.name,
            "against": one.against.name,
            "accuses": one.accuses,
            "sues": one.sues,
            "where": "/disputes?" + urlencode([("party", one.by.name), ("party", one.against.name)]),
        }
        for one in arrows[:MOST_PAIRS]
    ]


def _file(dispute: Dispute, form: str) -> File:
    if form not in FORMATS:
        raise SettingsError(f"There is no format {form[:80]!r}. Choose one of {', '.join(FORMATS)}.", about=form)
    stream = io.BytesIO()
    DISPUTES[form].write(dispute, stream)
    _, ending, kind = FORMATS[form]
    return File(iter([stream.getvalue()]), kind, f"sayso-dispute.{ending}")
