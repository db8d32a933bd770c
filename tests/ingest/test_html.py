from __future__ import annotations

import socket

import pytest

from sayso.errors import EmptyDocument, UnreadableInput
from sayso.ingest.html import HTML, MAX_ATTRIBUTES
from sayso.schema import Document

BODY = (
    "The ferry to the outer islands will stop in November, the company that runs it told the council on Monday evening.",
    "“We have carried empty seats for six winters,” said Ines Falk, who manages the line, “and no subsidy was ever paid.”",
    "The mayor of the largest island, Odd Berg, called the decision a breach of the contract that was signed in 2019.",
    "He said the council would ask a court to keep the boats running until a new company has been found for the route.",
    "About four hundred people live on the islands, and the school there depends on teachers who come over every morning.",
)
SECOND_PART = (
    "The company answered on Tuesday that the contract allowed it to leave after any year in which it had lost money.",
    "A spokeswoman for the county said that talks with a second operator had begun, and that nobody would be left without a boat.",
)


def page(article: str, head: str = "", around: str = "") -> bytes:
    return (
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><title>Ferry to stop in November - Harbour Post</title>"
        "<meta property='og:title' content='Ferry to stop in November'><meta property='og:site_name' content='Harbour Post'>"
        "<meta name='author' content='Ada Stone'><meta property='article:published_time' content='2025-03-04T08:00:00+00:00'>"
        f"<link rel='canonical' href='https://harbour.example/ferry'>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport and leisure in the whole of the county</a></li></ul></nav>"
        f"<main><article><h1>Ferry to stop in November</h1>{article}</article></main>{around}"
        "<aside><h3>Most read</h3><a href='/x'>Ten gardens you have to see this spring, chosen by our readers</a></aside>"
        "<footer>All rights reserved. Harbour Post Ltd, a company of the harbour.</footer></body></html>"
    ).encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def words_with(document: Document, role: str) -> list[str]:
    return [one.span.of(document.text) for one in document.segments if one.role == role]


def test_an_article_with_its_headline_byline_date_and_caption() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>The ferry in 2019. <span>Photo: Bo Reed</span></figcaption></figure>"
    top = "<div class='byline'>By <a rel='author'>Ada Stone</a></div><time datetime='2025-03-04'>4 March 2025</time>"
    document = HTML.parse(page(top + paragraphs(*BODY[:2]) + figure + paragraphs(*BODY[2:])), "ferry.html")
    assert words_with(document, "headline") == ["Ferry to stop in November"]
    assert words_with(document, "byline") == ["By Ada Stone"]
    assert words_with(document, "date") == ["4 March 2025"]
    assert words_with(document, "paragraph") == list(BODY)
    assert words_with(document, "caption") == ["The ferry in 2019. Photo: Bo Reed"]
    assert [one.role for one in document.segments] == ["headline", "byline", "date", *["paragraph"] * 2, "caption", *["paragraph"] * 3]


def test_blocks_stand_apart_by_a_blank_line() -> None:
    document = HTML.parse(page(paragraphs(*BODY)), "ferry.html")
    assert document.text == "\n\n".join(["Ferry to stop in November", *BODY])


def test_what_the_page_states_about_itself() -> None:
    document = HTML.parse(page(paragraphs(*BODY)), "ferry.html")
    assert document.title == "Ferry to stop in November"
    assert document.outlet == "Harbour Post"
    assert document.url == "https://harbour.example/ferry"
    assert document.authors == ("Ada Stone",)
    assert document.published_at == "2025-03-04"
    assert document.language == "en"


def test_the_rest_of_the_page_is_left_out() -> None:
    text = HTML.parse(page(paragraphs(*BODY)), "ferry.html").text
    for words in ("Sport and leisure", "Most read", "Ten gardens", "All rights reserved"):
        assert words not in text


def test_an_appeal_among_the_paragraphs_is_an_aside() -> None:
    appeal = "Your support keeps our newsroom going. Donate now, and help us to tell the stories that matter to you."
    document = HTML.parse(page(paragraphs(*BODY[:2], appeal, *BODY[2:])), "ferry.html")
    assert appeal not in words_with(document, "paragraph")
    assert words_with(document, "paragraph") == list(BODY)
    assert {one.reason for one in document.segments if one.role == "aside"} <= {"donation appeal"}


def test_an_article_in_two_elements_of_one_class_is_whole() -> None:
    parts = f"<div class='part'>{paragraphs(*BODY)}</div><div class='ad-slot'>Advertisement</div><div class='part'>{paragraphs(*SECOND_PART)}</div>"
    document = HTML.parse(page(f"<div class='grid'>{parts}</div>"), "ferry.html")
    assert words_with(document, "paragraph") == [*BODY, *SECOND_PART]


def test_a_teaser_with_the_same_words_is_not_read_twice() -> None:
    teaser = f"<div class='teasers'><p>{BODY[0]}</p></div>"
    document = HTML.parse(page(paragraphs(*BODY), around=teaser), "ferry.html")
    assert document.text.count(BODY[0]) == 1


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("about 10<sup>6</sup> litres", "about 10 6 litres"),
        ("was safe<sup><a href='#n1'>[1]</a></sup> in May", "was safe [1] in May"),
        ("on the 1<sup>st</sup> of May", "on the 1st of May"),
        ("of CO<sub>2</sub> a day", "of CO2 a day"),
    ],
)
def test_a_raised_figure_belongs_to_no_word(markup: str, text: str) -> None:
    found = HTML.parse(page(paragraphs(f"The pump moved, said the engineer Ines Falk, {markup}, and nobody asked why.", *BODY)), "a.html")
    assert text in found.text


def test_scripts_styles_and_hidden_parts_are_not_text() -> None:
    inside = "<script>var said = 'never';</script><style>p { color: red }</style><p hidden>Not to be seen by anybody at all.</p>"
    text = HTML.parse(page(inside + paragraphs(*BODY)), "ferry.html").text
    assert "never" not in text
    assert "color" not in text
    assert "Not to be seen" not in text


def test_quotation_marks_come_through_each_declared_encoding() -> None:
    for encoding in ("utf-8", "windows-1252", "utf-16"):
        data = page(paragraphs(*BODY)).decode().replace("charset='utf-8'", f"charset='{encoding}'").encode(encoding)
        assert HTML.sniff(data) > 0.5
        assert BODY[1] in HTML.parse(data, "ferry.html").text


def test_a_page_without_an_article_is_read_as_text() -> None:
    document = HTML.parse(b"<html><body><p>Closed today.</p><p>Back on Monday.</p></body></html>", "note.html")
    assert document.text == "Closed today.\n\nBack on Monday."


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>x",
        b"\n <!-- saved --><html><body>x",
        b"<?xml version='1.0'?><html>",
        b"\xef\xbb\xbf<html>",
        b"<div><p>x</p></div>",
    ],
)
def test_pages_are_known_by_their_beginning(data: bytes) -> None:
    assert HTML.sniff(data) > 0.5


@pytest.mark.parametrize("data", [b"Plain words about <html> and <body>.", b"<3 said the mayor.", b'{"a": "<p>"}', b""])
def test_text_that_mentions_markup_is_no_page(data: bytes) -> None:
    assert HTML.sniff(data) == 0


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html><head><title>Only a title</title></head><body> </body></html>"])
def test_a_page_that_shows_no_text_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        HTML.parse(data, "x.html")


def test_a_tag_with_thousands_of_attributes_is_refused() -> None:
    bomb = "<html><body><p " + " ".join(f"a{number}=1" for number in range(MAX_ATTRIBUTES + 1)) + ">x</p></body></html>"
    with pytest.raises(UnreadableInput):
        HTML.parse(bomb.encode(), "bomb.html")


def test_a_long_attribute_is_no_bomb() -> None:
    data = page(f"<div data-state='{'a=1 ' * 5000}'>{paragraphs(*BODY)}</div>")
    assert words_with(HTML.parse(data, "ferry.html"), "paragraph") == list(BODY)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    HTML.parse(page(paragraphs(*BODY)), "ferry.html")  # what importing the parsers does is tests/house's business

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    links = "<base href='https://harbour.example/'><link rel='stylesheet' href='https://harbour.example/a.css'><img src='//harbour.example/p.png'>"
    HTML.parse(page(links + paragraphs(*BODY), head="<meta http-equiv='refresh' content='0;url=https://harbour.example/'>"), "ferry.html")
