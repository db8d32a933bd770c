"""What a printed page becomes: paragraphs over line and page ends, running heads and numbers as asides."""

import pytest
from file_samples import pdf

import sayso
from sayso.errors import UnreadableInput
from sayso.ingest import from_bytes
from sayso.schema import Document


def set_lines(*words: str, top: int = 700, left: int = 72) -> list[tuple[int, int, str]]:
    return [(left, top - 14 * at, line) for at, line in enumerate(words)]


def roles(document: Document) -> list[tuple[str, str, int | None]]:
    return [
        (one.role if one.reason is None else one.reason, document.text[one.span.start : one.span.end], one.page)
        for one in document.segments
    ]


FULL = "The council met for the third time this week, and it heard the owner of the mill say"


def test_lines_are_joined_into_paragraphs():
    document = from_bytes(
        pdf([*set_lines(FULL, "that nothing could be done.", FULL, "that all was lost.")]),
        "a.pdf",
    )
    assert [words for _, words, _ in roles(document)] == [f"{FULL} that nothing could be done.", f"{FULL} that all was lost."]


def test_a_gap_and_an_indent_begin_a_paragraph():
    page = [
        *set_lines(FULL, FULL),
        *set_lines(FULL, FULL, top=650),
        (92, 622, "He then left the room, and nobody who was there"),
        (72, 608, FULL + "."),
    ]
    found = [words for _, words, _ in roles(from_bytes(pdf(page), "a.pdf"))]
    assert found[0] == f"{FULL} {FULL}"
    assert len(found) == 2  # the sentence before the indented line has no end: it goes on
    page[-3] = (72, 636, FULL + ".")
    assert len(roles(from_bytes(pdf(page), "a.pdf"))) == 3


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("he was remark-", "able at it", "he was remarkable at it"),
        ("it is a well-", "known mill", "it is a well-known mill"),
        ("talks with the Anglo-", "French side", "talks with the Anglo-French side"),
        ("the mill-", "owner said; a mill-owner lies", "the mill-owner said; a mill-owner lies"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_put_together(first, second, joined):
    assert from_bytes(pdf(set_lines(first, second)), "a.pdf").text == joined


def running(number: int, *words: str) -> list[tuple[int, int, str]]:
    return [(72, 760, "Stone v. River Trust"), *set_lines(*words), (300, 40, f"Page {number} of 3")]


def test_running_heads_and_page_numbers_are_set_aside_and_a_quotation_goes_on_over_the_page():
    document = from_bytes(
        pdf(
            running(1, FULL, '"We tried everything that anybody in this valley'),
            running(2, 'could think of," said Ada Stone.'),
            running(3, "She sat down."),
        ),
        "a.pdf",
    )
    assert '"We tried everything that anybody in this valley could think of," said Ada Stone.' in document.text
    found = roles(document)
    assert [words for role, words, _ in found if role == "running head"] == ["Stone v. River Trust"] * 3
    assert [words for role, words, _ in found if role == "page number"] == [f"Page {n} of 3" for n in (1, 2, 3)]
    said = [(words, page) for role, words, page in found if role == "paragraph"]
    assert said[-3:] == [
        (f'{FULL} "We tried everything that anybody in this valley', 1),
        ('could think of," said Ada Stone.', 2),
        ("She sat down.", 3),
    ]


def test_a_number_alone_that_is_no_page_number_stays():
    document = from_bytes(pdf(set_lines("How many were there?", "412", "were there, and no more.")), "a.pdf")
    assert all(role == "paragraph" for role, _, _ in roles(document))
    assert "412" in document.text


def test_numbers_down_the_margin_are_set_aside():
    words = [
        "Q. Did you see the letter?",
        "A. I saw it on the third of May, when the clerk",
        "of the mill brought it to me, and I read it at",
        "once and put it away.",
        "Q. Who else was there?",
        "A. Nobody else was in the room at that",
        "time.",
        "Q. Are you sure of that?",
        "A. As sure as I can be.",
        "Q. Thank you.",
    ]
    page = [spot for at, line in enumerate(words) for spot in ((60, 700 - 24 * at, str(at + 1)), (100, 700 - 24 * at, line))]
    document = from_bytes(pdf(page), "a.pdf")
    assert "when the clerk of the mill brought it to me, and I read it at once and put it away." in document.text
    assert ("line numbers", "1 2 3 4 5 6 7 8 9 10", 1) in roles(document)


def test_two_columns_are_read_one_after_the_other():
    left = set_lines("The mill by the river will close", "in May, its owner said at last.", left=72)
    right = set_lines("The union will ask the council", "for help with rent.", left=330)
    text = from_bytes(pdf([*left, *right]), "a.pdf").text
    assert "will close in May, its owner said at last." in text
    assert "ask the council for help with rent." in text


def test_an_encrypted_file_says_so():
    data = pdf("We tried everything.").replace(
        b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")/P -4>>/ID[(a)(a)]"
    )
    with pytest.raises(UnreadableInput, match="encrypted"):
        from_bytes(data, "a.pdf")


def test_a_quotation_that_runs_over_two_pages_is_checked_as_one(tmp_path):
    evidence = tmp_path / "hearing.pdf"
    evidence.write_bytes(
        pdf(
            running(1, FULL, "that this is the worst year in"),
            running(2, "the history of the valley, and that she will not stay."),
            running(3, "She sat down."),
        )
    )
    report = sayso.check("this is the worst year in the history of the valley", evidence)
    (verdict,) = report.to_rows()
    assert verdict["outcome"] == "verbatim"
    assert verdict["page"] == 1
