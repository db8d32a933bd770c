"""The pages on which people read and decide: article, statement, variants, check.

In:  requests of a browser.
Out: `reading(desk, pages)`, the routes.
Not here: any work (views.py, deeds.py, checks.py).
"""

from __future__ import annotations

import difflib
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from sayso.checker.policy import SHIPPED
from sayso.desk import checks, deeds, handing, views
from sayso.desk.answering import Pages
from sayso.desk.forms import Form, file_name, form_of
from sayso.desk.holding import Desk
from sayso.desk.pages import Asked, _who, example_id, see, sent
from sayso.errors import SettingsError
from sayso.schema import Statement
from sayso.stores import answers, jobs

Chosen = Annotated[str | None, Query(max_length=80)]
CHANGED = {"HX-Trigger": "sayso:changed"}


def reading(desk: Desk, pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    store = desk.store

    def card(request: Request, key: str, said: str = "", *, changed: bool = False) -> Response:
        facts = {"card": views.card(desk, key), "said": said}
        return pages.part(request, "_card.html", facts, headers=CHANGED if changed else None)

    # -- the article -----------------------------------------------------------------------------

    @router.get("/documents/{key}")
    def article(request: Request, key: str, s: Chosen = None) -> Response:
        facts = views.article(desk, key, s)
        if facts["document"].kind == "recording":
            return see(f"/recordings/{key}")
        facts["formats"] = {name: title for name, (title, _, _) in handing.FORMATS.items() if name not in ("ledger", "corrections", "bag")}
        return pages(request, "article.html", {**facts, "said": "", "example": key == example_id()}, keys="article")

    @router.get("/documents/{key}/text")
    def text(request: Request, key: str) -> Response:
        return pages.part(request, "_text.html", views.article(desk, key))

    @router.post("/documents/{key}/missed")
    async def missed(request: Request, key: str) -> Response:
        form = await form_of(request)
        by, speaker = _who(request, desk), form["speaker"] or None
        words = (form.words("exact"), form.words("prefix"), form.words("suffix"))
        made = await run_in_threadpool(deeds.mark, desk, key, *words, by, speaker=speaker, kind=form["kind"] or None)
        if request.headers.get("hx-request"):
            return await run_in_threadpool(card, request, made, "Marked as a quotation. Say who speaks.", changed=True)
        return see(f"/documents/{key}?s={made}#{made}")

    @router.post("/documents/{key}/words")
    async def words(request: Request, key: str) -> Response:
        form = await form_of(request)
        given = (form.words("exact"), form.words("prefix"), form.words("suffix"))
        _, found = await run_in_threadpool(deeds.found_words, desk, key, *given)
        changes = {"speaker": found, "speaker_kind": form["speaker_kind"] or None}
        await run_in_threadpool(deeds.correct, desk, form["statement"], changes, _who(request, desk), "words selected in the text")
        return await run_in_threadpool(card, request, form["statement"], f"Speaker changed to {found}.", changed=True)

    # -- statements ------------------------------------------------------------------------------

    @router.get("/statements/{key}/card")
    def one_card(request: Request, key: str) -> Response:
        return card(request, key)

    @router.get("/statements/{key}/why")
    def why(request: Request, key: str) -> Response:
        return pages.part(request, "_why.html", views.why(desk, key))

    @router.get("/statements/{key}")
    def statement(request: Request, key: str) -> Response:
        found = views.card(desk, key)
        before, after = "", ""
        one: Statement | None = found["statement"]
        if one is not None:
            spans = one.content_spans or one.cue_spans or one.source_spans
            before, after = views.around(found["document"].text, spans, 220)
        return pages(request, "statement.html", {"card": found, "before": before, "after": after, "said": ""}, keys="article")

    async def changed(request: Request, key: str, said: str) -> Response:
        """What a deed answers: the statement's card to the script that asked for it, else the statement's own page."""
        if request.headers.get("hx-request"):
            return await run_in_threadpool(card, request, key, said, changed=True)
        return see(f"/statements/{key}")

    @router.post("/statements/{key}/correct")
    async def correct(request: Request, key: str) -> Response:
        form = await form_of(request)
        changes, said = await run_in_threadpool(_changes, desk, key, form)
        await run_in_threadpool(deeds.correct, desk, key, changes, _who(request, desk), form["why"] or None)
        return await changed(request, key, said)

    @router.post("/statements/{key}/accept")
    async def accept(request: Request, key: str) -> Response:
        await run_in_threadpool(deeds.accept, desk, key, _who(request, desk))
        return await changed(request, key, "Found right.")

    @router.post("/statements/{key}/end")
    async def end(request: Request, key: str) -> Response:
        form = await form_of(request)
        which, _, way = form["move"].partition(" ")
        if which not in ("start", "end") or way not in ("outward", "inward"):
            raise SettingsError("Say which end is to be moved, and which way.")
        by = _who(request, desk)
        made = await run_in_threadpool(deeds.move_end, desk, key, which, by, outward=way == "outward")  # type: ignore[arg-type]
        when = "earlier" if (which == "start") == (way == "outward") else "later"
        return await changed(request, made, f"{'Begins' if which == 'start' else 'Ends'} one word {when}.")

    @router.post("/statements/{key}/undo")
    async def undo(request: Request, key: str) -> Response:
        done = await run_in_threadpool(deeds.take_back, desk, key, _who(request, desk))
        return await changed(request, done.subject, "Taken back.")

    @router.get("/statements/{key}/variants")
    def variants(request: Request, key: str) -> Response:
        with views.there():
            found = answers.variants(store, key)
        first = found[0][0].text.split() if found else []
        rows = [(one, outcomes, differing(first, one.text.split())) for one, outcomes in found]
        return pages(request, "variants.html", {"rows": rows, "key": key})

    # -- checks ----------------------------------------------------------------------------------

    @router.get("/check")
    def check_form(request: Request, document: Chosen = None) -> Response:
        name = None
        if document:
            name = views.held(desk, document).document.name
        facts = {"checks": jobs.jobs_in(store, "check", 12), "document": document, "name": name, "styles": SHIPPED}
        return pages(request, "check_new.html", facts)

    @router.post("/check")
    async def check(request: Request) -> Response:
        form = await form_of(request)
        evidence, draft = _papers(form)
        key = await run_in_threadpool(checks.begin, desk, draft, form["document"] or None, evidence, form["policy"] or "strict")
        return see(f"/checks/{key}")

    @router.get("/checks/{key}")
    def one_check(request: Request, key: str, policy: Asked = "") -> Response:
        return pages(request, "check.html", checks.page(desk, key, policy or None), keys="check")

    @router.post("/checks/{key}/evidence")
    async def evidence(request: Request, key: str) -> Response:
        form = await form_of(request)
        given, _ = _papers(form)
        await run_in_threadpool(checks.add_evidence, desk, key, given)
        return see(f"/checks/{key}")

    @router.post("/checks/{key}/accept")
    async def accept_as_is(request: Request, key: str) -> Response:
        form = await form_of(request)
        await run_in_threadpool(checks.accept, desk, key, form["quotation"], _who(request, desk), form["why"])
        return see(f"/checks/{key}?policy={quote(form['policy'])}#v-{quote(form['quotation'])}")

    @router.post("/checks/{key}/keep")
    async def keep(request: Request, key: str) -> Response:
        await run_in_threadpool(checks.keep, desk, key)
        reading_kept = await run_in_threadpool(checks.made, desk, key)
        return see(f"/documents/{quote(reading_kept.reading.document.id)}")

    @router.get("/checks/{key}/export")
    def export_check(key: str, form: Asked = "json", policy: Asked = "") -> Response:
        report = checks.made(desk, key, policy or None).report
        if form == "html":
            return sent(handing.File(iter([report.to_html().encode("utf-8", "replace")]), "text/html; charset=utf-8", "sayso-check.html"))
        if form == "csv":
            return sent(handing.table_as(report.to_rows(), "csv", "check"))
        return sent(handing.File(iter([report.to_json().encode()]), "application/json", "sayso-check.json"))

    return router


def _changes(desk: Desk, key: str, form: Form) -> tuple[dict[str, object], str]:
    """What a form changes of a statement, and in words."""
    card = views.card(desk, key)
    one: Statement | None = card["statement"]
    changes: dict[str, object] = {}
    said: list[str] = []
    if form["quotation"] == "no":
        return {"quotation": False}, "It is no quotation any more."
    if form["quotation"] == "yes":
        changes["quotation"] = True
        said.append("it is a quotation again")
    if form["nobody"] == "on":
        changes["speaker"] = None
        said.append("nobody can be named")
    elif form["speaker"] and (one is None or form["speaker"] not in (one.speaker, one.speaker_id)):
        known = {entity.name: entity.kind for entity in card["held"].reading.entities}  # what a known name is of is known, too
        changes |= {"speaker": form["speaker"], "speaker_kind": known.get(form["speaker"]) or form["speaker_kind"] or None}
        voices = {voice.key: voice.name for voice in card["held"].voices}
        said.append(f"speaker changed to {voices.get(form['speaker'], form['speaker'])}")
    if form["act"] and (one is None or form["act"] != one.act):
        changes["act"] = form["act"]
        said.append(f"act changed to {form['act']}")
    if "negated_shown" in form.fields and one is not None and (form["negated"] == "on") != one.negated:
        changes["negated"] = form["negated"] == "on"
        said.append("the saying is denied" if changes["negated"] else "the saying is not denied")
    if "note" in form.fields and form["note"] != ((one.note if one is not None else None) or ""):
        changes["note"] = form["note"]
        said.append("note kept")
    if "speaker_kind" in changes and not changes["speaker_kind"]:
        del changes["speaker_kind"]
    words = ", ".join(said)
    return changes, f"{words[:1].upper()}{words[1:]}."


def _papers(form: Form) -> tuple[list[tuple[str, bytes]], tuple[str, bytes] | None]:
    """Evidence and draft of a form."""
    files = form.files("evidence")
    drafts = form.files("draft_file")
    draft: tuple[str, bytes] | None = drafts[0] if drafts else None
    if form.words("draft").strip():
        draft = (file_name(form["name"] or "draft.txt"), form.words("draft").encode("utf-8", "surrogatepass"))
    if form.words("evidence_text").strip():
        name = file_name(form["evidence_name"] or "pasted evidence.txt")
        files.append((name, form.words("evidence_text").encode("utf-8", "surrogatepass")))
    return files, draft


def differing(first: list[str], words: list[str]) -> list[tuple[str, str]]:
    """The words of a printing as ("equal" | "only here" | "only there", words), held against the first one's."""
    out: list[tuple[str, str]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, first, words, autojunk=False).get_opcodes():
        if what in ("delete", "replace"):
            out.append(("only there", " ".join(first[a:b])))
        if what in ("insert", "replace"):
            out.append(("only here", " ".join(words[c:d])))
        if what == "equal":
            out.append(("equal", " ".join(words[c:d])))
    return out
