"""The pipeline with the model that ships: order, company, language, and spans that lie in the text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import settings as wiring
from sayso.errors import NotEnglish
from sayso.ingest import from_text
from sayso.pipeline import Pipeline
from sayso.reading import Reading
from sayso.schema import Document, Failure

GERMAN = (
    "Die Bürgermeisterin sagte am Montag, die Mühle werde nicht verkauft. „Wir haben nie darüber gesprochen“, erklärte sie vor "
    "dem Rat. Der Bauherr widersprach ihr und kündigte an, vor Gericht zu gehen, sobald die Unterlagen vorliegen. "
)
ENGLISH = "“We never sold it,” Ana Cho said. Bo Lind denied that he had met her, and she told the council that he was lying.\n"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return wiring.pipeline()


def test_an_article_in_another_language_is_not_read_unless_forced(pipeline: Pipeline) -> None:
    document = from_text(GERMAN * 3, "muehle.txt")
    assert document.language == "de"
    with pytest.raises(NotEnglish, match=r"another language \(de\).*--any-language"):
        pipeline.read(document)
    assert isinstance(pipeline.read(document, any_language=True), Reading)
    (one,) = pipeline.read_batch([document])
    assert isinstance(one, Failure) and one.code == "not-english"


def test_a_text_of_more_words_than_can_be_read_is_refused(pipeline: Pipeline) -> None:
    (one,) = pipeline.read_batch([from_text("“a” " * 120_000, "marks.txt")])
    assert isinstance(one, Failure) and one.code == "too-large" and "Split it" in one.message


def test_a_batch_keeps_its_order_and_its_failures(pipeline: Pipeline) -> None:
    lost = Failure(locator="b.txt", stage="ingest", code="empty", message="b.txt is empty.")
    items: list[Document | Failure] = [from_text(ENGLISH, "a.txt"), lost, from_text(ENGLISH * 3, "c.txt")] * 30
    found = list(pipeline.read_batch(items))
    assert [one.document.name if isinstance(one, Reading) else one.locator for one in found] == ["a.txt", "b.txt", "c.txt"] * 30


def test_a_document_is_read_the_same_alone_and_in_company(pipeline: Pipeline) -> None:
    documents = [from_text(ENGLISH * n, f"{n}.txt") for n in (1, 40, 3)]
    for document, together in zip(documents, pipeline.read_batch(documents), strict=True):
        assert pipeline.read(document) == together


def test_a_long_text_is_read_in_parts_without_loss(pipeline: Pipeline) -> None:
    one = len(pipeline.read(from_text(ENGLISH)).quotations)
    many = pipeline.read(from_text("".join(f"On day {n}: {ENGLISH}" for n in range(1200))))  # a block that repeats is an aside
    assert len(many.document.text) > 120_000
    assert len(many.quotations) >= 0.9 * 1200 * one


def test_one_line_of_many_quotations_is_read(pipeline: Pipeline) -> None:
    reading = pipeline.read(from_text("“It is fine,” she said. " * 2000))
    assert len(reading.quotations) > 1500


WORDS = st.sampled_from(
    ["Ana Cho", "said", "that", "“", "”", "'", '"', "‘", "’", ",", ".", ":", "\n", "\n\n", "denied", "the mill", "she", "told", "Bo",
     "\u202e", "\ud83d\ude00", "\0", "…", "[sic]", "»", "—", "according to", "  ", "É", "\u0301"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS | st.text(max_size=12), min_size=1, max_size=60))
def test_every_span_lies_in_the_text_and_its_words_are_the_texts(pipeline: Pipeline, words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip("\0 \t\r\n\x0b\x0c"):
        return
    try:
        document = from_text(text)
    except Exception as error:
        assert getattr(error, "code", None) == "empty"
        return
    record = pipeline.read(document, any_language=True).to_dict()
    known = {e["id"] for e in record["entities"]}
    for one in record["attributions"]:
        for start, end in (*one["source"], *one["cue"], *one["content"]):
            assert 0 <= start < end <= len(document.text)
        assert one["text"] == " […] ".join(document.text[start:end] for start, end in one["content"])
        assert one["speaker"] is None or one["speaker"]["entity"] in known
