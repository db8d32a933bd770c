"""What people come back to: saved searches with what is new, people who may be one; deciding word by word in an article."""

from __future__ import annotations

import re

import pytest
from desk_visitor import EXAMPLES, read_once
from lxml import html

from sayso.desk import deeds, views
from sayso.errors import SettingsError
from sayso.pipeline import keep
from sayso.schema import Span

FIRST = "“The pier is safe,” Colm Baird said on Monday."
MORE = "“The pier is not safe at all,” Ana Cho said on Friday."


def quoted(desk, document, words):
    return next(one for one in views.held(desk, document).statements if words in one.text)


# -- saved searches --------------------------------------------------------------------------------


def test_a_saved_search_says_what_is_new_until_it_is_opened(visitor, kept, monkeypatch):
    monkeypatch.setattr("sayso.desk.searches.FRESH_SECONDS", 1e-6)
    kept("first.txt", FIRST.encode())
    assert "Save this search" not in visitor.page("/search")
    assert "Save this search" in visitor.page("/search?words=pier")
    where = visitor.post("/searches", {"words": "pier", "name": "Harbour watch"}).headers["location"]
    assert where == "/search?words=pier"
    page = visitor.page("/")
    assert "Harbour watch" in page
    assert " new</strong>" not in page
    kept("second.txt", MORE.encode())
    assert "<strong>1 new</strong> since" in visitor.page("/")
    key = re.search(r'action="/searches/(jo-\w+)"', visitor.page("/search"))[1]
    assert visitor.post(f"/searches/{key}").headers["location"] == "/search?words=pier"
    assert " new</strong>" not in visitor.page("/")
    visitor.post(f"/searches/{key}", {"forget": "yes"})
    assert "Harbour watch" not in visitor.page("/")


def test_a_search_without_a_name_is_called_what_it_asks_and_hostile_names_are_text(visitor, mill):
    visitor.post("/searches", {"speaker": "Ana Cho", "act": "deny"})
    assert "what Ana Cho said (deny)" in visitor.page("/")
    visitor.post("/searches", {"words": "mill", "name": "<img src=x onerror=alert(1)>"})
    assert "<img" not in visitor.page("/")
    assert "&lt;img src=x" in visitor.page("/")


def test_what_is_no_search_is_not_saved_and_too_many_are_refused(visitor, mill, monkeypatch):
    assert visitor.post("/searches", {"name": "empty"}).status_code == 422
    assert visitor.post("/searches", {"act": "sing"}).status_code == 422
    assert visitor.post("/searches/jo-0").status_code == 404
    monkeypatch.setattr("sayso.desk.searches.MOST_SAVED", 1)
    assert visitor.post("/searches", {"words": "mill"}).status_code == 303
    answer = visitor.post("/searches", {"words": "river"})
    assert answer.status_code == 422
    assert "Forget one of them" in answer.text


def test_a_check_is_not_opened_as_a_saved_search(visitor, mill):
    check = visitor.post("/check", {"document": mill}).headers["location"].rpartition("/")[2]
    assert visitor.post(f"/searches/{check}", {"forget": "yes"}).status_code == 404


# -- people who may be one -------------------------------------------------------------------------


@pytest.fixture
def two(kept):
    kept("a.txt", b'"The dam will hold through the winter," Jonathan Meyer told the council on Monday.')
    kept("b.txt", b'"My report on the dam was kept back," Jonathan B. Meyer told reporters on Friday.')


def test_two_who_may_be_one_are_suggested_with_why_and_joined_and_parted(visitor, desk, two):
    assert "1 pair" in visitor.page("/people")
    page = visitor.page("/alike")
    assert "One has a middle name more." in page
    assert "My report on the dam" in page
    first, second = (re.search(rf'name="{name}" value="(pe-\w+)"', page)[1] for name in ("first", "second"))
    where = visitor.post("/alike", {"first": first, "second": second, "is": "same"}).headers["location"]
    page = visitor.page(where)
    assert "Joined: known as Jonathan" in page
    assert "No two names here" in page
    assert {one.speaker_id for one in desk.store.statements()} == {first}
    visitor.post(f"/people/{second}/part", {"person": second})
    assert {one.speaker_id for one in desk.store.statements()} == {first, second}


def test_two_who_were_told_apart_are_not_suggested_again(visitor, two):
    page = visitor.page("/alike")
    first, second = (re.search(rf'name="{name}" value="(pe-\w+)"', page)[1] for name in ("first", "second"))
    assert visitor.post("/alike", {"first": first, "second": second, "is": "perhaps"}).status_code == 422
    assert visitor.post("/alike", {"first": first, "second": "pe-0", "is": "different"}).status_code == 404
    assert visitor.post("/alike", {"first": first, "second": second, "is": "different"}).status_code == 303
    assert "No two names here" in visitor.page("/alike")
    assert "/alike" not in visitor.page("/people")


# -- in an article ---------------------------------------------------------------------------------


def test_what_is_found_right_stays_and_is_no_longer_among_the_unchecked(visitor, desk, mill):
    one = quoted(desk, mill, "not ashamed")
    page = visitor.page(f"/documents/{mill}")
    before = int(re.search(r'not looked at <span class="faint">(\d+)</span>', page)[1])
    part = visitor.part(f"/statements/{one.id}/accept", {})
    assert part.status_code == 200
    assert "Found right." in part.text
    now = quoted(desk, mill, "not ashamed")
    assert (now.basis, now.speaker, now.by) == ("human", one.speaker, "person: Mina Roe")
    page = visitor.page(f"/documents/{mill}")
    assert int(re.search(r'not looked at <span class="faint">(\d+)</span>', page)[1]) == before - 1
    assert visitor.part(f"/statements/{one.id}/undo", {}).status_code == 200
    assert quoted(desk, mill, "not ashamed").basis == one.basis


@pytest.mark.parametrize(("move", "back"), [("start inward", "start outward"), ("end inward", "end outward")])
def test_an_end_moves_by_a_word_and_back_and_undo_brings_what_was(visitor, desk, mill, move, back):
    text = views.held(desk, mill).document.text
    one = quoted(desk, mill, "not ashamed")
    part = visitor.part(f"/statements/{one.id}/end", {"move": move})
    assert part.status_code == 200, part.text
    moved = quoted(desk, mill, "not ashamed")
    assert moved.id != one.id
    assert (moved.speaker, moved.act, moved.addressees, moved.cue_spans) == (one.speaker, one.act, one.addressees, one.cue_spans)
    shorter, longer = (" ".join(span.of(text) for span in each.content_spans) for each in (moved, one))
    assert shorter != longer
    assert shorter in longer
    assert "No statement any more" in visitor.page(f"/documents/{mill}?s={one.id}")
    assert visitor.part(f"/statements/{moved.id}/end", {"move": back}).status_code == 200
    assert [each.id for each in views.held(desk, mill).statements if each.id in (one.id, moved.id)] == [one.id]
    again = visitor.part(f"/statements/{one.id}/end", {"move": move})
    assert again.status_code == 200
    undone = visitor.part(f"/statements/{moved.id}/undo", {})
    assert undone.status_code == 200, undone.text
    assert f'data-card="{one.id}"' in undone.text
    assert [each.id for each in views.held(desk, mill).statements if each.id in (one.id, moved.id)] == [one.id]


def test_a_moved_end_outlives_another_reading(visitor, desk, mill):
    one = quoted(desk, mill, "not ashamed")
    visitor.part(f"/statements/{one.id}/end", {"move": "end inward"})
    moved = [each.id for each in views.held(desk, mill).statements]
    reading = read_once("mill.txt", (EXAMPLES / "mill.txt").read_bytes())
    list(keep(desk.store, [reading], reading.origin))
    assert [each.id for each in views.held(desk, mill).statements] == moved


@pytest.mark.parametrize("which", ["start", "end"])
@pytest.mark.parametrize("words", ["one two", "two three", "“one two”", "two,” three (four", "x … y", "U.S. did", "it", "👩‍👩‍👧 שלום"])
def test_the_way_in_is_the_way_back(which, words):
    text = f"Before all {words}, after. All."
    at = text.index(words)
    span = was = Span(at, at + len(words))
    seen = []
    while True:
        try:
            span = deeds._moved(text, span, which, outward=False)
        except SettingsError:
            break
        seen.append(span)
    for before in [*reversed(seen[:-1]), was] if seen else []:
        span = deeds._moved(text, span, which, outward=True)
        assert span == before


def test_a_page_runs_each_script_once(visitor, mill):
    page = visitor.page(f"/documents/{mill}")
    names = re.findall(r'src="(/static/[^"]+)" type="module"', page)
    assert len(names) == 2
    imported = {one for name in names for one in re.findall(r'from "([^"]+)"', visitor.get(name).text)}
    assert imported
    assert imported <= set(names)


def test_an_end_does_not_leave_the_paragraph_nor_the_words(visitor, desk, kept):
    document = kept("one.txt", FIRST.encode())
    one = views.held(desk, document).statements[0]
    assert visitor.part(f"/statements/{one.id}/end", {"move": "start outward"}).status_code == 422
    assert visitor.part(f"/statements/{one.id}/end", {"move": "sideways"}).status_code == 422
    for _ in range(len(one.text.split()) - 1):
        one = views.held(desk, document).statements[0]
        deeds.move_end(desk, one.id, "end", "Mina Roe", outward=False)
    one = views.held(desk, document).statements[0]
    with pytest.raises(SettingsError, match="no word"):
        deeds.move_end(desk, one.id, "end", "Mina Roe", outward=False)


def test_ends_are_words_of_the_text_with_emoji_right_to_left_and_crlf(desk, kept):
    document = kept("odd.txt", "“🙂 שלום the pier is safe 👩‍👩‍👧 today,” Colm Baird said on Monday.\r\n\r\nHe left.".encode())
    text = views.held(desk, document).document.text
    one = next(each for each in views.held(desk, document).statements if "pier" in each.text)
    was = one.content_spans[0].of(text)
    made = deeds.move_end(desk, one.id, "end", "Mina Roe", outward=False)
    now = next(each for each in views.held(desk, document).statements if each.id == made).content_spans[0].of(text)
    assert now == re.sub(r"\s*\S+$", "", was)


# -- adding ----------------------------------------------------------------------------------------


def test_what_a_document_is_can_be_said_when_it_is_added(visitor, desk):
    page = visitor.page("/add")
    assert "a transcript, by its speakers" in page
    job = visitor.post("/add", {"text": "# A head\n\n“The pier is safe,” Colm Baird said.", "name": "m.txt", "format": "text"}).headers[
        "location"
    ]
    visitor.work()
    document = visitor.get(f"/api/v1{job}").json()["items"][0]["document"]
    assert desk.store.reading(document).document.text.startswith("# A head")
    job = visitor.post("/add", {"text": "# B head\n\n“The pier is safe,” Colm Baird said.", "name": "n.txt", "format": "markdown"}).headers[
        "location"
    ]
    visitor.work()
    document = visitor.get(f"/api/v1{job}").json()["items"][0]["document"]
    assert desk.store.reading(document).document.text.startswith("B head")
    assert visitor.post("/add", {"text": "x", "format": "../../etc/passwd"}).status_code == 422


def test_the_example_is_put_away_and_brought_back_and_nothing_is_forgotten(visitor, desk):
    visitor.post("/example")
    visitor.work()
    document = visitor.get("/api/v1/documents").json()[0]["id"]
    before = [one.id for one in views.held(desk, document).statements]
    assert "Put the example away" in visitor.page(f"/documents/{document}")
    visitor.post("/example", {"away": "yes"})
    assert list(desk.store.statements()) == []
    assert "the example was put away" in visitor.page(f"/statements/{before[0]}")
    assert "Bring the example back" in visitor.page(f"/documents/{document}")
    visitor.post("/example")
    assert [one.id for one in views.held(desk, document).statements] == before


# -- the check -------------------------------------------------------------------------------------


def test_a_quotation_is_printed_as_it_is_with_a_reason_until_the_outcome_is_another(visitor, mill):
    check = visitor.post(
        "/check", {"document": mill}, files=[("evidence", ("call.txt", b"ANA CHO: I am not ashamed of one single word."))]
    ).headers["location"]
    page = visitor.page(check)
    assert re.search(r"strict: .* \(\d+ flagged\)</option>", page)
    assert "AP Stylebook" in page
    flagged = re.search(r'class="verdict flag" id="v-([^"]+)"', page)[1]
    assert visitor.post(f"{check}/accept", {"quotation": flagged, "why": "<b>heard</b> it", "policy": "strict"}).status_code == 303
    page = visitor.page(check)
    assert "Printed as it is:" in page
    assert "&lt;b&gt;heard&lt;/b&gt; it" in page
    assert "Mina Roe" in page
    assert visitor.post(f"{check}/accept", {"quotation": "q999", "why": "x"}).status_code == 422
    visitor.post(f"{check}/accept", {"quotation": flagged, "why": ""})
    assert "Printed as it is:" not in visitor.page(check)


def test_what_was_accepted_is_asked_again_when_other_evidence_says_otherwise(visitor, mill):
    check = visitor.post(
        "/check", {"document": mill}, files=[("evidence", ("a.txt", b"BEN: Nothing of it at all was said here."))]
    ).headers["location"]
    page = visitor.page(check)
    one = html.fromstring(page).xpath('//article[blockquote[contains(., "not ashamed")]]/@data-id')[0]
    visitor.post(f"{check}/accept", {"quotation": one, "why": "no tape"})
    assert "Printed as it is:" in visitor.page(check)
    tape = b"ANA CHO: I am not ashamed of one single word. I am ashamed of whoever recorded a private call."
    visitor.post(f"{check}/evidence", files=[("evidence", ("call.txt", tape))])
    assert "Printed as it is:" not in visitor.page(check)


def test_each_house_style_says_how_much_it_flags_as_if_it_had_been_chosen(visitor, mill):
    check = visitor.post(
        "/check", {"document": mill}, files=[("evidence", ("call.txt", b"ANA CHO: I am not ashamed of one single word."))]
    ).headers["location"]
    told = dict(re.findall(r'<option value="(\w+)"[^>]*>[^<]*\((\d+) flagged\)', visitor.page(check)))
    assert set(told) == {"strict", "spoken", "any"}
    for name, number in told.items():
        assert f"{number} flagged, " in visitor.page(f"{check}?policy={name}")


# -- the same from a program ------------------------------------------------------------------------


def test_a_program_finds_right_moves_ends_and_asks_who_may_be_one(visitor, desk, mill, two):
    client = visitor.client
    client.cookies.clear()
    one = quoted(desk, mill, "not ashamed")
    entry = client.post(f"/api/v1/statements/{one.id}/accept", json={"by": "Ada"})
    assert (entry.status_code, entry.json()["by"]) == (201, "person: Ada")
    moved = client.post(f"/api/v1/statements/{one.id}/end", json={"end": "end", "way": "inward"})
    assert moved.status_code == 201
    assert moved.json()["id"] != one.id
    assert client.post("/api/v1/statements/st-0/end", json={"end": "end", "way": "inward"}).status_code == 404
    pair = client.get("/api/v1/alike").json()[0]
    assert {pair["first"]["name"], pair["second"]["name"]} == {"Jonathan Meyer", "Jonathan B. Meyer"}
    job = client.post("/api/v1/documents", json={"documents": [{"name": "a", "text": "x"}], "format": "nothing"})
    assert job.status_code == 422


# -- what is remembered ------------------------------------------------------------------------------


def test_of_a_page_only_the_last_is_remembered(visitor, desk, mill):
    one = quoted(desk, mill, "not ashamed")
    visitor.page(f"/documents/{mill}?s={one.id}")
    held = len(desk._remembered)
    for number in range(5):
        deeds.correct(desk, one.id, {"note": str(number)}, "Mina Roe")
        assert f'value="{number}"' in visitor.page(f"/documents/{mill}?s={one.id}")
    assert len(desk._remembered) == held
