"""The JSON API does what the pages do, and its OpenAPI document is what it was."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from desk_visitor import Visitor

from sayso.desk.building import bare_app
from sayso.stores import jobs

SNAPSHOT = Path(__file__).with_name("openapi.json")
EXAMPLES = Path(__file__).parents[2] / "examples"


def program(desk) -> Visitor:
    """A program: it has no cookie."""
    return Visitor(desk)


def test_the_openapi_document_is_what_it_was(desk):
    now = json.loads(json.dumps(bare_app(desk).openapi()))
    now["info"].pop("version")
    if os.environ.get("SAYSO_WRITE_OPENAPI"):
        SNAPSHOT.write_text(json.dumps(now, indent=1, sort_keys=True, ensure_ascii=True) + "\n", encoding="utf-8")
    assert now == json.loads(SNAPSHOT.read_text(encoding="utf-8")), "if this is meant: SAYSO_WRITE_OPENAPI=1 pytest tests/desk"


def test_documents_are_read_in_the_background_and_found(desk):
    client = program(desk).client
    papers = [
        {"name": "mill.txt", "text": (EXAMPLES / "mill.txt").read_text(encoding="utf-8")},
        {"name": "../../draft.txt", "base64": base64.b64encode((EXAMPLES / "check/draft.txt").read_bytes()).decode()},
    ]
    key = client.post("/api/v1/documents", json={"documents": papers}).json()["job"]
    assert client.get(f"/api/v1/jobs/{key}").json()["left"] == 2
    assert program(desk).work() == 2
    job = client.get(f"/api/v1/jobs/{key}").json()
    assert (job["total"], job["done"], job["failed"], job["set_aside"], job["left"], job["state"]) == (2, 2, 0, 0, 0, "done")
    assert [item["name"] for item in job["items"]] == ["mill.txt", "draft.txt"]
    names = {one["name"]: one["id"] for one in client.get("/api/v1/documents").json()}
    assert set(names) == {"mill.txt", "draft.txt"}
    found = client.get("/api/v1/statements", params={"words": "ashamed", "speaker": "Cho"}).json()
    assert found["total"] == 1
    one = found["hits"][0]["statement"]
    held = client.get(f"/api/v1/documents/{names['mill.txt']}").json()
    start, end = one["content_spans"][0]
    assert held["text"][start:end] in one["text"]
    assert one["id"] in held["statements"]
    assert client.get(f"/api/v1/statements/{one['id']}").json()["history"][0]["kind"] == "statement"
    assert client.get(f"/api/v1/statements/{one['id']}/variants").json()[0]["id"] == one["id"]
    assert client.get(f"/api/v1/statements/{one['id']}/why").json()["explanation"]["speaker"] == "Ana Cho"
    assert client.get(f"/api/v1/people/{one['speaker_id']}").json()["name"] == "Ana Cho"
    assert any(each["name"] == "Ana Cho" for each in client.get("/api/v1/people").json())


def test_files_may_be_sent_as_a_form(desk):
    files = [("files", ("a.txt", b"Ana Cho said so.")), ("files", ("b.bin", bytes(range(256))))]
    client = program(desk).client
    key = client.post("/api/v1/documents", files=files, data={"any_language": "true"}).json()["job"]
    program(desk).work()
    job = client.get(f"/api/v1/jobs/{key}").json()
    assert (job["done"], job["failed"]) == (1, 1)
    assert job["items"][1]["code"] == "unknown-format"
    again = client.post(f"/api/v1/jobs/{key}/retry", json={"items": [2], "as_text": True}).json()
    assert again["left"] == 1
    program(desk).work()
    job = client.get(f"/api/v1/jobs/{key}").json()
    assert job["total"] == job["done"] + job["failed"] + job["set_aside"] == 2


def test_a_job_is_cancelled(desk):
    client = program(desk).client
    key = client.post("/api/v1/documents", json={"documents": [{"text": "So."}, {"text": "No."}]}).json()["job"]
    job = client.post(f"/api/v1/jobs/{key}/cancel").json()
    assert (job["state"], job["set_aside"], job["left"]) == ("cancelled", 2, 0)
    assert program(desk).work() == 0


def test_corrections_are_kept_and_taken_back(desk, mill):
    client = program(desk).client
    one = client.get("/api/v1/statements", params={"words": "ashamed"}).json()["hits"][0]["statement"]
    where = f"/api/v1/statements/{one['id']}"
    entry = client.post(f"{where}/corrections", json={"speaker": "Lena Ortiz", "act": "deny", "by": "Ada", "why": "heard it"}).json()
    assert (entry["by"], entry["why"], entry["payload"]["speaker"]["name"]) == ("person: Ada", "heard it", "Lena Ortiz")
    now = client.get(where).json()
    assert (now["speaker"], now["act"], now["basis"]) == ("Lena Ortiz", "deny", "human")
    assert client.post(f"{where}/corrections", json={"speaker": None}).status_code == 201
    assert client.get(where).json()["speaker"] is None
    for expected in ("Lena Ortiz", None):
        client.request("DELETE", f"{where}/corrections/last")
        assert client.get(where).json()["speaker"] == expected
    assert len(client.get(where).json()["history"]) == 5
    assert client.post(f"{where}/corrections", json={}).status_code == 422
    assert client.post(f"{where}/corrections", json={"act": "sing"}).status_code == 422
    assert client.post(f"{where}/corrections", json={"colour": "red"}).status_code == 422


def test_a_missed_quotation_is_marked_and_stays_when_the_document_is_read_anew(desk, mill, kept):
    client = program(desk).client
    given = {"exact": "the roof will not last\nanother  winter", "prefix": "wanted the place, and ", "suffix": ".", "speaker": "Ana Cho"}
    made = client.post(
        f"/api/v1/documents/{mill}/statements", json={**given, "exact": "the district auditor to look", "prefix": "would ask "}
    )
    assert made.status_code == 201
    one = made.json()
    assert (one["text"], one["speaker"], one["kind"], one["by"]) == (
        "the district auditor to look",
        "Ana Cho",
        "indirect",
        "person: Mina Roe",
    )
    kept("mill.txt")
    assert client.get(f"/api/v1/statements/{one['id']}").json()["speaker"] == "Ana Cho"
    again = client.post(f"/api/v1/documents/{mill}/statements", json={"exact": "the district auditor to look"})
    assert again.status_code == 422
    assert "already" in again.json()["message"]
    client.post(f"/api/v1/statements/{one['id']}/corrections", json={"quotation": False})
    assert client.get(f"/api/v1/statements/{one['id']}").status_code == 404
    assert client.post(f"/api/v1/documents/{mill}/statements", json={"exact": "the district auditor to look"}).status_code == 201


def test_a_draft_is_checked_at_once(desk):
    given = {
        "draft": {"name": "draft.txt", "text": (EXAMPLES / "check/draft.txt").read_text(encoding="utf-8")},
        "evidence": [{"name": "hearing.txt", "text": (EXAMPLES / "check/hearing.txt").read_text(encoding="utf-8")}],
    }
    client = program(desk).client
    report = client.post("/api/v1/check", json=given).json()
    assert report["schema"] == "sayso-check/1"
    assert report["sums"]["verbatim"] >= 1
    assert client.get("/api/v1/documents").json() == []
    nothing = client.post("/api/v1/check", json={**given, "evidence": []}).json()
    assert set(nothing["sums"]) == {"unchecked"}
    assert client.post("/api/v1/check", json={}).status_code == 422


@pytest.mark.parametrize(
    ("method", "where", "body", "status"),
    [
        ("GET", "/documents/doc-0", None, 404),
        ("GET", "/documents/mill.txt", None, 404),
        ("GET", "/statements/st-00000000", None, 404),
        ("GET", "/people/nobody%20at%20all", None, 404),
        ("GET", "/jobs/jo-0", None, 404),
        ("POST", "/jobs/jo-0/cancel", None, 404),
        ("GET", "/nothing", None, 404),
        ("PUT", "/documents", None, 405),
        ("POST", "/documents", {"documents": []}, 422),
        ("POST", "/documents", {"documents": [{"name": "a"}]}, 422),
        ("POST", "/documents", {"documents": [{"base64": "%%"}]}, 422),
        ("GET", "/statements?act=sing", None, 422),
        ("GET", "/statements?since=soon", None, 422),
        ("GET", "/statements?limit=0", None, 422),
        ("POST", "/check", {"draft": {"text": ""}}, 422),
    ],
)
def test_what_is_wrong_is_said_in_words(desk, method, where, body, status):
    content = None if body is None else json.dumps(body).encode()
    answer = program(desk).client.request(method, f"/api/v1{where}", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message"}
    assert answer.json()["message"][-1] in ".)"


def test_no_quotation_is_lost_from_a_job_whose_process_was_killed(desk):
    client = program(desk).client
    key = client.post(
        "/api/v1/documents", json={"documents": [{"name": f"{n}.txt", "text": f"“Number {n},” Ana Cho said."} for n in range(3)]}
    )
    key = key.json()["job"]
    taken = jobs.take(desk.store, "here:1:dead")  # and killed
    assert taken is not None
    jobs.recover(desk.store, lambda owner: owner.endswith("dead"))
    assert program(desk).work() == 3
    job = client.get(f"/api/v1/jobs/{key}").json()
    assert (job["total"], job["done"]) == (3, 3)
