"""Who may call the desk, and what every answer bears."""

from __future__ import annotations

import pytest
from desk_visitor import Visitor, read_once

from sayso.desk import guard, tokens
from sayso.desk.building import SILENT, bare_app
from sayso.desk.guard import Door
from sayso.pipeline import keep

PAGES = ("/", "/add", "/jobs", "/documents", "/people", "/search", "/check", "/nonsense", "/api/v1/people", "/static/desk.css", "/login")


@pytest.mark.parametrize("where", PAGES)
def test_every_answer_bears_a_policy_that_loads_and_runs_nothing_of_a_page(visitor, where):
    answer = visitor.get(where)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == ("no-store" if not where.startswith("/static") else "public, max-age=31536000, immutable")
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "", "evil.example:8471", "[::ffff:10.0.0.1]"]
)
def test_a_host_header_that_is_not_ours_is_refused(visitor, host):
    answer = visitor.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "<html" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8471", "localhost:8471", "[::1]:8471"])
def test_a_host_header_of_this_machine_is_ours(visitor, host):
    assert visitor.get("/", headers={"host": host}).status_code == 200


def test_two_host_headers_are_refused(visitor):
    assert visitor.get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")]).status_code == 421


CHANGES = (
    "/add",
    "/example",
    "/check",
    "/logout",
    "/jobs/jo-1/cancel",
    "/statements/st-1/correct",
    "/people/pe-1/join",
    "/documents/doc-1/missed",
)


@pytest.mark.parametrize("where", CHANGES)
def test_nothing_is_changed_without_the_visitors_token(visitor, where):
    visitor.get("/")
    for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}):
        answer = visitor.client.post(where, data=data)
        assert answer.status_code == 403
        assert "too old" in answer.text
    assert visitor.client.post(where, headers={"X-CSRF-Token": "0" * 64}).status_code == 403
    assert visitor.client.post(where, content=b"x", headers={"content-type": "text/plain"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_another_sites_requests_change_nothing_even_with_the_token(visitor, headers):
    for where in ("/example", "/api/v1/documents", "/api/v1/check"):
        assert visitor.post(where, headers=headers).status_code == 403
    assert visitor.get("/api/v1/jobs").json() == []


def test_a_browser_must_bear_the_token_at_the_api_too_and_a_script_need_not(desk, visitor):
    paper = {"documents": [{"name": "a.txt", "text": "Ana Cho said so."}]}
    visitor.get("/")  # the cookie makes it a browser
    assert visitor.client.post("/api/v1/documents", json=paper).status_code == 403
    assert Visitor(desk).client.post("/api/v1/documents", json=paper).status_code == 202
    given = {"origin": "http://127.0.0.1:8471", "sec-fetch-site": "same-origin"}
    assert Visitor(desk).client.post("/api/v1/documents", json=paper, headers=given).status_code == 403


def test_our_own_pages_may_change_things(visitor):
    given = {"origin": "http://127.0.0.1:8471", "sec-fetch-site": "same-origin"}
    assert visitor.post("/example", headers=given).status_code == 303
    assert visitor.post("/example", headers={**given, "origin": "null"}).status_code == 303  # what a form sends where no referrer is given
    assert visitor.post("/example", headers={**given, "origin": "http://evil.example"}).status_code == 403


def test_the_cookie_is_for_this_desk_alone(visitor):
    line = visitor.get("/").headers["set-cookie"]
    assert line.startswith("sayso-desk-8471=")
    assert "HttpOnly" in line
    assert "SameSite=Strict" in line
    assert "set-cookie" not in visitor.get("/").headers
    forged = {"cookie": "sayso-desk-8471=" + "0" * 32 + "." + "0" * 64}
    assert "set-cookie" in visitor.get("/add", headers=forged).headers


@pytest.mark.parametrize("where", ["/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"])
def test_pages_that_load_from_elsewhere_are_off(visitor, where):
    assert visitor.get(where).status_code == 404


def test_what_the_framework_sees_is_reported_to_nobody(desk, monkeypatch):
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    app = bare_app(desk)
    told = getattr(app, "_telemetry", SILENT)  # older FastAPIs have none
    assert not any(told[name] for name in SILENT)


TRAVERSAL = (
    "/static/../../settings.py", "/static/%2e%2e/%2e%2e/settings.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd",
    "/static/%00", "/static/desk.css%00.txt", "/documents/..%2f..%2fetc%2fpasswd", "/jobs/..%2f..%2fetc", "/statements/%2e%2e", "/checks/..%5c..%5cboot.ini",
    "/static/....//....//settings.py", "/people/%2fetc%2fpasswd", "/static/\\..\\..\\x",
)  # fmt: skip


@pytest.mark.parametrize("where", TRAVERSAL)
def test_no_path_reaches_the_file_system(visitor, where):
    answer = visitor.get(where)
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
    assert "def " not in answer.text


def test_a_house_style_or_a_format_that_is_a_path_is_refused(visitor, tmp_path):
    file = tmp_path / "style.toml"
    file.write_text('name = "mine"\n')
    given = {"draft": {"text": "“So,” Ana Cho said."}, "policy": str(file)}
    answer = visitor.client.post("/api/v1/check", json=given)
    assert answer.status_code == 422
    assert "no house style" in answer.json()["message"]
    for form in ("../../etc/passwd", "/etc/passwd", "bag/../x"):
        assert visitor.get("/search", params={"export": form}).status_code == 422


def test_a_request_that_is_too_large_is_refused_before_it_is_read(visitor, monkeypatch):
    monkeypatch.setattr(guard, "LARGEST_BODY", 10_000)
    assert visitor.post("/add", {"text": "x" * 20_000}).status_code == 413
    many = (b"x" * 1_000 for _ in range(50))  # without a length
    answer = visitor.client.post(
        "/api/v1/documents", content=many, headers={"content-type": "application/json", "x-csrf-token": visitor.csrf}
    )
    assert answer.status_code == 413


# -- a desk that others can reach ----------------------------------------------------------------

TOKEN = "open sesame, please"


@pytest.fixture(scope="module")
def token_hash():
    return tokens.hashed(TOKEN)


@pytest.fixture
def door(token_hash):
    return Door(host="0.0.0.0", port=8471, names=("desk.newsroom",), token_hash=token_hash)


@pytest.fixture
def stranger(new_desk, door):
    return Visitor(new_desk(door), at="http://desk.newsroom:8471")


@pytest.mark.parametrize("where", ["/", "/add", "/documents", "/search?export=csv", "/people", "/check", "/jobs"])
def test_a_desk_that_others_reach_shows_nothing_without_its_token(stranger, where):
    answer = stranger.get(where)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_its_api_asks_for_the_token(stranger):
    assert stranger.get("/api/v1/documents").status_code == 401
    assert stranger.get("/api/v1/openapi.json").status_code == 401
    assert stranger.get("/api/v1/documents", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert stranger.get("/api/v1/documents", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    paper = {"documents": [{"text": "Ana Cho said so."}]}
    assert stranger.client.post("/api/v1/documents", json=paper, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 202
    assert stranger.client.post("/api/v1/documents", json=paper).status_code == 401


def log_in(visitor: Visitor, token: str, who: str = "Ada Roe"):
    import re

    csrf = re.search(r'name="csrf" value="(\w+)"', visitor.get("/login").text)[1]
    return visitor.client.post("/login", data={"csrf": csrf, "token": token, "who": who})


def test_whoever_has_the_token_is_let_in_and_may_leave(stranger):
    answer = log_in(stranger, TOKEN)
    assert answer.status_code == 303
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert stranger.get("/documents").status_code == 200
    assert stranger.get("/login").status_code == 303
    assert stranger.post("/logout").status_code == 303
    assert stranger.get("/documents").status_code == 303


def test_the_name_of_whoever_logged_in_stands_on_what_they_correct(stranger):
    reading = read_once("note.txt", "“Nobody told us that,” Ana Cho said on Monday.".encode())
    list(keep(stranger.desk.store, [reading], reading.origin))
    log_in(stranger, TOKEN)
    first = next(iter(stranger.desk.store.statements())).id
    assert stranger.post(f"/statements/{first}/correct", {"speaker": "Lena Ortiz"}).status_code == 303
    assert stranger.desk.store.statement(first).by == "person: Ada Roe"


def test_wrong_tokens_are_borne_five_times(stranger):
    for _ in range(tokens.WRONG):
        assert log_in(stranger, "guess").status_code == 401
    assert log_in(stranger, TOKEN).status_code == 429
    assert stranger.get("/api/v1/documents", headers={"authorization": "Bearer guess"}).status_code == 429


def test_the_login_needs_the_forms_token_too(stranger):
    stranger.get("/login")
    assert stranger.client.post("/login", data={"token": TOKEN}).status_code == 403


def test_names_are_ours_only_where_they_were_given_and_addresses_always(stranger):
    assert stranger.get("/login", headers={"host": "evil.example"}).status_code == 421
    assert stranger.get("/login", headers={"host": "192.0.2.7:8471"}).status_code == 200


def test_a_cookie_of_one_start_is_worth_nothing_at_the_next(new_desk, token_hash):
    visitor = Visitor(new_desk(Door(host="0.0.0.0", port=8471, token_hash=token_hash)), at="http://192.0.2.7:8471")
    log_in(visitor, TOKEN)
    again = Visitor(new_desk(Door(host="0.0.0.0", port=8471, token_hash=token_hash)), at="http://192.0.2.7:8471")
    again.client.cookies.update(visitor.client.cookies)
    assert again.get("/documents").status_code == 303


def test_a_token_is_kept_as_a_hash_that_only_it_fits():
    token = tokens.new_token()
    one, other = tokens.hashed(token), tokens.hashed(token)
    assert one != other
    assert token not in one
    assert tokens.verified(token, one)
    assert not tokens.verified(token + "x", one)
    with pytest.raises(tokens.SettingsError):
        tokens.verified(token, "md5$x")
