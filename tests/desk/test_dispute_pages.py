"""The desk's page of a dispute."""

from __future__ import annotations

import json

import pytest
from lxml import html

from sayso.desk import dispute_pages
from sayso.desk.holding import Desk

NAMES = ("1-accusation.txt", "2-lawsuit.txt", "3-answer.txt")


@pytest.fixture
def told(kept):
    for name in NAMES:
        kept(f"dispute/{name}")


def test_without_anybody_asked_for_it_shows_who_accuses_whom(visitor, told):
    page = html.fromstring(visitor.page("/disputes"))
    links = {one.text_content(): one.get("href") for one in page.xpath("//a[@data-open]")}
    assert {"Petra Kallio", "Aldo Marchetti"} <= links.keys()
    assert "Petra Kallio accuses Aldo Marchetti" in visitor.page(links["Petra Kallio"])


def test_the_dispute_is_set_out_under_the_desks_policy(visitor, told):
    answer = visitor.get("/disputes?party=Kallio&party=Marchetti")
    assert answer.status_code == 200
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    page = html.fromstring(answer.text)
    assert not page.xpath("//style | //@style")
    assert page.xpath("//div[@class='dispute']//svg") and "Timeline" in page.text_content()
    sheet = page.xpath("//link[starts-with(@href, '/disputes.css')]/@href")
    css = visitor.get(sheet[0])
    assert css.headers["content-type"].startswith("text/css") and ".dispute" in css.text and "{%" not in css.text
    opened = [one for one in page.xpath("//div[@class='dispute']//a/@href") if one.startswith("/documents/")]
    assert len(opened) > 10 and all(visitor.get(one.partition("#")[0]).status_code == 200 for one in opened[:6])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", "\ufeff"), ("json", "{"), ("jsonl", "{"), ("icalendar", "BEGIN:VCALENDAR"), ("followthemoney", "{")]
)
def test_every_format_is_handed_on(visitor, told, form, begins):
    answer = visitor.get(f"/disputes?party=Kallio&party=Marchetti&export={form}")
    assert answer.status_code == 200 and answer.text.startswith(begins)
    assert "attachment" in answer.headers["content-disposition"]


def test_what_people_correct_changes_it(visitor, told, desk: Desk):
    rows = [json.loads(line) for line in visitor.get("/disputes?party=Marchetti&export=jsonl").text.splitlines()]
    one = next(row for row in rows if row["what"] == "accuse" and row["by"] == ["Aldo Marchetti"])
    assert visitor.post(f"/statements/{one['id']}/correct", {"quotation": "no", "act": "assert", "why": "a slip"}).status_code == 303
    after = [json.loads(line) for line in visitor.get("/disputes?party=Marchetti&export=jsonl").text.splitlines()]
    assert not [row for row in after if row["id"] == one["id"] and row["what"] == "accuse"]


def test_what_goes_wrong_is_said(visitor, told, monkeypatch):
    answer = visitor.get("/disputes?party=Petra+Callio")
    assert answer.status_code == 404 and "Did you mean Petra Kallio?" in answer.text
    assert visitor.get("/disputes?export=xls").status_code in (400, 422)
    monkeypatch.setattr(dispute_pages, "MOST_DOCUMENTS", 2)
    assert "sayso dispute --party NAME" in visitor.page("/disputes")


def test_an_empty_desk_says_where_to_begin(visitor):
    assert "Nobody accuses anybody" in visitor.page("/disputes")


def test_a_hostile_name_is_words(visitor, kept):
    kept("x.txt", b"Ana Cho accused Bo Lund of fraud. <img src=x onerror=alert(1)> Bo Lund denied it.")
    page = html.fromstring(visitor.page("/disputes?party=Cho"))
    assert not page.xpath("//img[@src='x'] | //*[@onerror]")
    assert visitor.get("/disputes?party=%3Cscript%3Ealert(1)%3C/script%3E").text.count("<script>alert") == 0
