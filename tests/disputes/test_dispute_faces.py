"""What is made of a dispute: the terminal's table, the page and its pictures, and the formats it is handed on in."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dispute_made import article, small
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

from sayso import rows
from sayso.disputes import dispute_of
from sayso.disputes.page import fragment_of, html_of
from sayso.disputes.pictures import ZOOMS, graph, timeline
from sayso.disputes.table import shown
from sayso.disputes.wording import amount
from sayso.exporters import DISPUTES
from sayso.schema import Dispute, Line

STANDARDS = Path(__file__).parents[1] / "exporters" / "standards"


def written(name: str, dispute: Dispute) -> bytes:
    stream = io.BytesIO()
    DISPUTES[name].write(dispute, stream)
    return stream.getvalue()


def printed(dispute: Dispute) -> str:
    console = Console(file=io.StringIO(), width=120)
    for one in shown(dispute):
        console.print(one)
    return console.file.getvalue()


def every_line(dispute: Dispute) -> dict[str, Line]:
    found = [line for one in dispute.threads for line in (*one.allegations, *one.answers, *one.steps)]
    return {line.id: line for line in (*found, *dispute.others)}


# -- the timeline of moments ---------------------------------------------------------------------


def test_every_line_is_in_one_moment():
    dispute = small()
    held = [line.id for one in dispute.timeline for line in one.lines]
    assert sorted(held) == sorted(every_line(dispute))


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-12-05", (date(2024, 12, 5), date(2024, 12, 5))),
        ("2024-12", (date(2024, 12, 1), date(2024, 12, 31))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2019/2021-03", (date(2019, 1, 1), date(2021, 3, 31))),
        ("2024-12-05T10:00", (date(2024, 12, 5), date(2024, 12, 5))),
        ("soon", None),
        ("2024-13", None),
        (None, None),
    ],
)
def test_days_of_a_date_as_long_as_it_is_known(value, days):
    assert rows.days_of(value) == days


@given(st.text(max_size=12))
def test_no_words_break_a_date(value):
    found = rows.days_of(value)
    assert found is None or found[0] <= found[1]


# -- terminal ------------------------------------------------------------------------------------


def test_the_table_tells_all():
    out = printed(small())
    assert "Petra Kallio accuses Aldo Marchetti" in out
    assert "denied" in out and "libel" in out
    assert "No reply recorded" in out and "Ida Brandt" in out


def test_the_table_of_nothing_says_so():
    assert "Nobody alleges" in printed(dispute_of([]))


def test_what_would_steer_a_terminal_is_shown():
    one = article("Ana Cho accused Bo Lund of \x1b[31mfraud.", ("Ana Cho", "accused", "Bo Lund of \x1b[31mfraud", "accuse", "Bo Lund"))
    assert "\x1b" not in printed(dispute_of([one]))


@pytest.mark.parametrize(
    ("sum_", "currency", "told"),
    [
        (400e6, "USD", "$400m"),
        (2.5e6, "GBP", "£2.5m"),
        (1.2e9, "EUR", "€1.2bn"),
        (250000.0, "GBP", "£250,000"),
        (12.5, "SEK", "12.5 SEK"),
        (None, None, ""),
    ],
)
def test_a_sum_as_it_is_read(sum_, currency, told):
    line = next(iter(every_line(small()).values()))
    assert amount(replace(line, amount=sum_, currency=currency)) == told


# -- page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.document_fromstring(html_of(small()))


def test_nothing_from_a_document_is_markup(page):
    assert not page.xpath("//script | //img | //iframe | //*[@onload or @onclick or @onerror]")
    assert "<script>alert(1)</script>" in page.text_content()


def test_the_page_loads_and_runs_nothing(page):
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'") and "script" not in policy
    assert not page.xpath("//@src | //link/@href")
    assert all(one.startswith("#") for one in page.xpath("//a/@href"))


def test_every_link_of_the_page_leads_somewhere(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one.removeprefix("#") for one in page.xpath("//a/@href")} <= set(ids)


def test_every_moment_is_a_mark_and_a_row(page):
    number = len(small().timeline)
    rows_ = page.xpath("//tr[starts-with(@id, 'm')]")
    assert len(rows_) == number
    for picture in page.xpath("//div[contains(@class, 'zoomed')]"):
        assert len(picture.xpath(".//*[contains(concat(' ', @class, ' '), ' mark ')]")) == number


def test_every_filter_of_the_page_has_its_rule(page):
    style = page.xpath("string(//style)")
    for one in page.xpath("//input[@type='checkbox' or @name='party' or @name='outlet']/@id"):
        assert one.endswith("-all") or f"#{one}:" in style


def test_who_does_not_answer_stands_at_the_top(page):
    top = page.xpath("//section[@class='silent']")[0].text_content()
    assert "Ida Brandt" in top and "no answer recorded" in top


def test_the_pages_pictures_have_a_table_each(page):
    assert len(page.xpath("//svg")) == len(page.xpath("//div[@role='group' and @aria-label]"))
    assert page.xpath("//table//th[text()='suits']")


def test_a_fragment_is_the_pages_body_without_its_head():
    out = fragment_of(small())
    assert html.fragment_fromstring(out).get("class") == "dispute"
    assert not re.search(r"(?i)<style|style=|<main|<h1", out)


def test_a_page_of_nothing():
    assert "No allegation was found" in html_of(dispute_of([]))


def test_a_hundred_years_are_no_picture_of_days():
    dispute = small()
    old = replace(dispute.timeline[0], date="1901", precision="year")
    long = replace(dispute, timeline=(old, *dispute.timeline))
    drawn = [timeline(long, zoom) for zoom in ZOOMS]
    assert drawn[0] is not None and drawn[-1] is None


def test_a_month_is_a_band_and_what_has_no_date_stands_aside():
    dispute = small()
    first, second = dispute.timeline[:2]
    made = replace(
        dispute,
        timeline=(replace(first, date="2025-02", precision="month"), replace(second, date=None, precision=None), *dispute.timeline[2:]),
    )
    drawn = timeline(made, "years")
    assert drawn is not None
    assert drawn.marks[0].end > drawn.marks[0].start
    assert drawn.marks[1].x > max(mark.x for mark in drawn.marks if mark.number != 2)
    assert any(word == "undated" for _, word in drawn.ticks)


def test_the_graph_counts_allegations_and_suits_once():
    found = {(one.by.name, one.against.name): (one.accuses, one.sues) for one in graph(small()).arrows}
    assert found == {
        ("Petra Kallio", "Aldo Marchetti"): (1, 0),
        ("Aldo Marchetti", "Petra Kallio"): (0, 1),
        ("Petra Kallio", "Ida Brandt"): (1, 0),
    }


# -- exports -------------------------------------------------------------------------------------


def test_json_is_the_whole_dispute():
    dispute = small()
    out = json.loads(written("json", dispute))
    assert out["schema"] == "sayso-dispute/1"
    assert len(out["threads"]) == len(dispute.threads)
    assert out["threads"][0]["allegations"][0]["text"] == dispute.threads[0].allegations[0].text


def test_rows_are_every_line_once():
    dispute = small()
    out = [json.loads(line) for line in written("jsonl", dispute).splitlines()]
    assert sorted(row["id"] for row in out) == sorted(every_line(dispute))
    assert all(row["threads"] or row["id"] in {one.id for one in dispute.others} for row in out)


def test_a_spreadsheet_runs_no_cell():
    raw = written("csv", small())
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(table) == len(every_line(small()))
    assert {row["document"] for row in table} == {"'=cmd|'/c calc'!A1 <img src=x>.txt"}
    jsonl = json.loads(written("jsonl", small()).splitlines()[0])
    assert list(table[0]) == list(jsonl)


def test_a_calendar_has_each_thing_with_a_date_as_long_as_it_is_known():
    import icalendar

    dispute = small()
    first, second = dispute.timeline[:2]
    made = replace(dispute, timeline=(replace(first, date="2025-02", precision="month"), replace(second, date=None), *dispute.timeline[2:]))
    held = icalendar.Calendar.from_ical(written("icalendar", made))
    events = held.events
    assert len(events) == len(made.timeline) - 1
    assert (events[0].start, events[0].end) == (date(2025, 2, 1), date(2025, 3, 1))
    assert len({str(one["uid"]) for one in events}) == len(events)


def test_cases_are_of_followthemoneys_schemata():
    model = json.loads((STANDARDS / "followthemoney-4.11.2.json").read_text(encoding="utf-8"))["schemata"]
    entities = [json.loads(line) for line in written("followthemoney", small()).splitlines()]
    by_id = {one["id"]: one for one in entities}
    assert len(by_id) == len(entities)
    assert {"CourtCase", "CourtCaseParty", "Event", "Article", "Person"} == {one["schema"] for one in entities}
    before: set[str] = set()
    for one in entities:
        schema = model[one["schema"]]
        assert set(schema["required"]) <= one["properties"].keys() <= schema["properties"].keys()
        for name, values in one["properties"].items():
            kind, wanted = schema["properties"][name]
            if kind == "entity":
                assert all(wanted in model[by_id[value]["schema"]]["is"] and value in before for value in values)
            if kind == "date":
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in values)
        before.add(one["id"])
    roles = {
        (one["properties"]["role"][0], by_id[one["properties"]["party"][0]]["properties"]["name"][0])
        for one in entities
        if one["schema"] == "CourtCaseParty"
    }
    assert roles == {("plaintiff", "Aldo Marchetti"), ("defendant", "Petra Kallio")}
