"""To whom, through what, by whose hand, against whom, with what doubt, when."""

import time

import pytest

from sayso.resolver.circumstances import circumstances_of
from sayso.schema import Document, Quotation, Segment, Span


@pytest.mark.parametrize(
    ("sentence", "hearer"),
    [
        ("{s|Cho} {c|told} Radio Nova {q|that it rained}.", "Radio Nova"),
        ("{q|“It rained,”} {s|Cho} {c|told} The Daily Ledger on Monday.", "The Daily Ledger"),
        ("{q|“It rained,”} {s|Cho} {c|told} reporters.", "reporters"),
        ("{q|“It rained,”} {s|Cho} {c|told} the crowd, waving her hat.", "the crowd"),
        ("{q|“It rained,”} {s|Cho} {c|told} Leonard Osei of Radio Nova last week.", "Leonard Osei"),
        ("{q|“It rained,”} {s|Cho} {c|said} to supporters in Leeds.", "supporters"),
        ("{q|“It rained,”} {s|Cho} {c|wrote} in an email to Mr. Osei.", "Mr. Osei"),
        ("{q|“It rained,”} {s|Cho} {c|said} in an interview with Radio Nova.", "Radio Nova"),
        ("{s|Cho} {c|urged} {q|parents to wait}.", "parents"),
        ("{s|Cho} {c|called on} the council {q|to wait}.", "the council"),
        ("{s|Cho} {c|called on} {q|the council to wait}.", "the council"),
        ("{s|Cho} {c|warned} her deputy {q|that the roof would fall}.", "her deputy"),
        ("Speaking to students at Hill College, {s|Cho} {c|said} {q|it rained}.", "students at Hill College"),
        ("Asked by Osei about the roof, {s|Cho} {c|said} {q|it leaked}.", "Osei"),
        ("{s|Cho} {c|apologised} to the victims.", "the victims"),
        ("{s|Cho} was once {c|asked} {q|why it rained}.", "Cho"),
        ("Cho {c|was told} by {s|the mayor} {q|that it rained}.", "Cho"),
        ("{s|Parents} sent a letter to the board {c|urging} them {q|to wait}.", "the board"),
        ("{s|Cho} {c|responded} to a teacher by {c|saying} {q|it rained}.", "a teacher"),
        ('{s|Cho} {c|tells} MSNBC\'s "Morning Joe" {q|that it rained}.', 'MSNBC\'s "Morning Joe"'),
    ],
)
def test_hearers(marked, sentence: str, hearer: str) -> None:
    one = marked(sentence)
    assert one.all_words(circumstances_of(one.document, one.quotations)[0].addressees) == [hearer]


@pytest.mark.parametrize(
    "sentence",
    [
        "{s|Cho} {c|said} {q|it rained}.",
        "{c|According to} {s|Cho}, {q|it rained}.",
        "{s|Cho} {c|agreed} to say {q|that it rained}.",
        "{s|Cho} {c|plans} {q|to warn people}.",
        "Back to work after a week, {s|Cho} {c|said} {q|it rained}.",
        "{s|Cho} {c|responded} to the criticism by {c|saying} {q|it rained}.",
        "Due to the storm, {s|Cho} {c|said}, {q|the fair was off}.",
        "{s|Cho} {c|questioned} {q|the cost of the bridge}.",
        "{s|Cho} {c|said} {q|she gave it to Osei}.",
        "From May to June, {s|Cho} {c|said}, {q|it rained}.",
        "{s|Cho} {c|addressed} {q|the problem}.",
        "{s|Cho} {c|pointed} to {q|the hole in the roof}.",
        "{s|Cho} {c|said} this week {q|that it rained}.",
        "After meeting with Osei, {s|Cho} {c|said} {q|it rained}.",
        "{s|Cho} {c|asked} {q|whether it rained}.",
    ],
)
def test_no_hearer_is_made_up(marked, sentence: str) -> None:
    one = marked(sentence)
    assert circumstances_of(one.document, one.quotations)[0].addressees == ()


def test_in_a_transcript_of_two_each_speaks_to_the_other(marked) -> None:
    one = marked("{s1|CHO}{c1|:} {q1|Is it wet?}\n{s2|OSEI}{c2|:} {q2|It is.}\n{s3|CHO}{c3|:} {q3|Very?}")
    found = circumstances_of(one.document, one.quotations)
    assert [one.all_words(each.addressees) for each in found] == [["OSEI"], ["CHO"], ["OSEI"]]


def test_in_a_transcript_of_three_nobody_is_sure_to_be_meant(marked) -> None:
    one = marked("{s1|CHO}{c1|:} {q1|Is it wet?}\n{s2|OSEI}{c2|:} {q2|It is.}\n{s3|LUND}{c3|:} {q3|Very.}")
    assert all(each.addressees == () for each in circumstances_of(one.document, one.quotations))


@pytest.mark.parametrize(
    ("sentence", "medium"),
    [
        ("{q|“It rained,”} {s|Cho} {c|said} in a statement.", "in a statement"),
        ("{q|“It rained,”} {s|Cho} {c|said} in a statement on Monday.", "in a statement"),
        ("{q|“It rained,”} {s|Cho} {c|wrote} on Twitter.", "on Twitter"),
        ("In an interview with Radio Nova, {s|Cho} {c|said} {q|it rained}.", "In an interview with Radio Nova"),
        ("{q|“It rained,”} {s|Cho} {c|said} in the voice note obtained by Radio Nova.", "in the voice note obtained by Radio Nova"),
        ("{q|“It rained,”} {s|Cho} {c|said} on CNN's “State of the Union.”", "on CNN's “State of the Union.”"),
        ("{q|“It rained,”} {s|Cho} {c|said} on “Meet the Press”.", "on “Meet the Press”"),
        ("During a rally in Leeds, {s|Cho} {c|said} {q|it rained}.", "During a rally"),
        ("At a news conference on Tuesday, {s|Cho} {c|said} {q|it rained}.", "At a news conference"),
        ("{q|“It rained,”} {s|Cho} {c|said} by email.", "by email"),
        ("{q|“It rained,”} {s|Cho} {c|said} over the phone.", "over the phone"),
        ("{s|Cho} sent a letter to the board {c|saying} {q|that it rained}.", "a letter"),
        ("In a 2013 memo, {s|the agency} {c|suggested} {q|that it rained}.", "In a 2013 memo"),
        ("{q|“It rained,”} {s|Cho} {c|said} in a Facebook post.", "in a Facebook post"),
        ("{q|“It rained,”} {s|Cho} {c|said} at the Harbour Foundation gala dinner in Hull.", "at the Harbour Foundation gala dinner"),
        ("{s2|Osei} {c2|read} {q2|Lively’s message}, in which {s|she} {c|said} {q|it rained}.", "Lively’s message"),
        ("{s|Cho} {c|noted} {q|the rule in an interview last week}.", "in an interview"),
        ("{s|His} {c|earlier letter} {q|that it rained}", "His earlier letter"),
        ("{q|“It rained,”} {s|Cho} {c|said} on the podcast.", "on the podcast"),
        ("{q|“It rained,”} {s|Cho} {c|said} in court papers filed on Friday.", "in court papers"),
    ],
)
def test_media(marked, sentence: str, medium: str) -> None:
    one = marked(sentence)
    assert one.words(circumstances_of(one.document, one.quotations)[0].medium) == medium


@pytest.mark.parametrize(
    "sentence",
    [
        "{s|Cho} {c|tweeted} {q|that it rained}.",
        "{q|“It rained,”} {s|Cho} {c|said} in Leeds.",
        "{q|“It rained,”} {s|Cho} {c|said} on Monday.",
        "{s|The letter} {c|says} {q|that it rained}.",
        "{s|Cho} {c|said} in May {q|that it rained}.",
        "In order to finish, {s|Cho} {c|said}, {q|it must not rain}.",
        "On the other hand, {s|Cho} {c|said}, {q|it rained}.",
        "At the time, {s|Cho} {c|said} {q|it rained}.",
        "In the case of the bridge, {s|Cho} {c|said}, {q|rain is bad}.",
        "{s|Cho} {c|said} {q|it rained on the book}.",
        "{s|Cho} {c|believes} during debates {q|that it rains}.",
        "In the upcoming debate, {s|Cho} {c|said}, {q|it will rain}.",
        "{s|A man in the video} {c|said} {q|it rained}.",
        "At first, {s|Cho} {c|said} {q|it rained}.",
        "{s|Cho} {c|reported} {q|that it rained on Twitter’s offices}.",
    ],
)
def test_no_medium_is_made_up(marked, sentence: str) -> None:
    one = marked(sentence)
    assert one.words(circumstances_of(one.document, one.quotations)[0].medium) is None


def test_a_medium_is_carried_in_its_paragraph_with_its_speaker_only(marked) -> None:
    one = marked(
        "In a letter, {s1|Cho} {c1|said} {q1|it rained}. {q2|“It was wet,”} {s2|she} {c2|wrote}. {s3|Osei} {c3|said} {q3|it was dry}.\n"
        "{q4|“It was,”} {s4|he} {c4|said}."
    )
    found = circumstances_of(one.document, one.quotations)
    assert [one.words(each.medium) for each in found] == ["In a letter", "In a letter", None, None]


@pytest.mark.parametrize(
    ("sentence", "via"),
    [
        ("{q|“It rained,”} {s|Cho} {c|said} in the voice note obtained by TMZ.", ["TMZ"]),
        ("In messages first reported by The Daily Ledger, {s|Cho} {c|said} {q|it rained}.", ["The Daily Ledger"]),
        ("In an email seen by Radio Nova, {s|Cho} {c|said} {q|it rained}.", ["Radio Nova"]),
        ("In court papers reviewed by the Ledger, {s|Cho} {c|said} {q|it rained}.", ["the Ledger"]),
        ("In a video shared with CNN, {s|Cho} {c|said} {q|it rained}.", ["CNN"]),
        ("In texts leaked to the Ledger, {s|Cho} {c|said} {q|it rained}.", ["the Ledger"]),
        ("In a clip published by Radio Nova, {s|Cho} {c|said} {q|it rained}.", ["Radio Nova"]),
        ("{s|Cho} {c|said} through her lawyer {q|that it rained}.", ["her lawyer"]),
        ("{s|Cho} {c|said} through a spokeswoman {q|that it rained}.", ["a spokeswoman"]),
        ("{s|Cho} {c|said} via Reuters {q|that it rained}.", ["Reuters"]),
        ("In a memo obtained by the Ledger and Radio Nova, {s|Cho} {c|said} {q|it rained}.", ["the Ledger", "Radio Nova"]),
        ("In a tape broadcast by Radio Nova, {s|Cho} {c|said} {q|it rained}.", ["Radio Nova"]),
        ("In a letter released by the ministry, {s|Cho} {c|said} {q|it rained}.", ["the ministry"]),
        ("In a note provided to the Ledger, {s|Cho} {c|said} {q|it rained}.", ["the Ledger"]),
        ("{q|“It rained,”} {s|Cho} {c|said} in remarks quoted by the Ledger.", ["the Ledger"]),
        ("{s|Cho} {c|said} {q|it rained}.", []),
        ("{s|Cho} {c|told} Radio Nova {q|it rained}.", []),
        ("{q|“It rained,”} {s|Cho} {c|said} by email.", []),
        ("{s|Cho} walked through the park and {c|said} {q|it rained}.", []),
        ("Surrounded by fans, {s|Cho} {c|said} {q|it rained}.", []),
        ("{s|Cho} {c|said} by Monday {q|it had rained}.", []),
    ],
)
def test_who_obtained_or_relayed_it(marked, sentence: str, via: list[str]) -> None:
    one = marked(sentence)
    assert one.all_words(circumstances_of(one.document, one.quotations)[0].via) == via


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("{q|Hill College rewrote the answers}, {s|Cho} {c|alleges}.", ["Hill College"]),
        ("{q|Leonard Osei was lied to}, {s|Cho} {c|alleges}.", []),
        ("{q|Leonard Osei had been warned twice}, {s|Cho} {c|alleged}.", []),
        ("{q|Children stood in the rain}, {s|Cho} {c|alleged}.", []),
        ("{s|Cho} {c|accused} Osei of {q|lying}.", ["Osei"]),
        ("{s|Cho} {c|accused} {q|Osei of lying}.", ["Osei"]),
        ("{s|Cho} {c|accused} {q|her and her husband of lying}.", ["her", "her husband"]),
        ("{s|Cho} {c|accused} {q|Osei and his lawyer of fraud}.", ["Osei", "his lawyer"]),
        ("{s|Cho} {c|accused} {q|Osei and the mayor of lying}.", ["Osei", "the mayor"]),
        ("{s|Cho} {c|blamed} {q|the company for the fire}.", ["the company"]),
        ("{s|Cho} {c|blamed} {q|the fire} on Osei.", ["Osei"]),
        ("{s|Prosecutors} {c|charged} {q|two brothers with fraud}.", ["two brothers"]),
        ("{q|Mr. Osei} {c|was accused of} {q|fraud}.", ["Mr. Osei"]),
        ("{s|Cho’s} {c|allegations against} {q|the mayor}", ["the mayor"]),
        ("{s|Cho} {c|alleged} {q|that the mayor had lied}.", ["the mayor"]),
        ("{s|Cho} {c|said} {q|Leonard Osei lied to the court}.", ["Leonard Osei"]),
        ("{s|Cho} {c|said} {q|the vote was rigged by the mayor}.", ["the mayor"]),
        ("{q|“Osei is a fraud,”} {s|Cho} {c|said}.", ["Osei"]),
        ("{s|Cho} {c|said} {q|it rained}.", []),
        ("{s|Cho} {c|criticised} {q|Osei}.", []),
        ("{s|Cho} {c|denied} {q|that Osei had lied}.", []),
    ],
)
def test_whom_it_accuses(marked, sentence: str, targets: list[str]) -> None:
    one = marked(sentence)
    assert one.all_words(circumstances_of(one.document, one.quotations)[0].targets) == targets


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("{s|The wharf manager} {c|accused of} {q|skimming wages}.", True),
        ("{s|Lund} {c|was accused of} {q|lying to the council}.", True),
        ("{s|Lund} has been {c|accused} of {q|lying}.", True),
        ("{s|Cho} has {c|accused} {q|Lund of lying}.", False),
        ("{s|Cho} {c|accused} Lund of {q|lying}.", False),
        ("Lund, whom {s|she} {c|accused of} {q|theft}, resigned.", False),
        ("Lund was {c|accused of} {q|lying} by {s|Cho}.", False),
    ],
)
def test_a_passive_names_the_accused_and_nobody_who_accuses(marked, sentence: str, accused: bool) -> None:
    one = marked(sentence)
    assert circumstances_of(one.document, one.quotations)[0].accused is accused


@pytest.mark.parametrize(
    ("sentence", "hedges"),
    [
        ("{s|Cho} {c|allegedly said} {q|that it rained}.", ["allegedly"]),
        ("{s|Cho} reportedly {c|told} Osei {q|that it rained}.", ["reportedly"]),
        ("{s|Cho} {c|is believed to have said} {q|that it rained}.", ["is believed to"]),
        ("{s|Cho} {c|is said to have promised} {q|a new roof}.", ["is said to"]),
        ("{s|Cho} {c|apologised} in a voice note allegedly sent in May.", ["allegedly"]),
        ("{s|Cho} {c|appears to believe} {q|that it rained}.", ["appears"]),
        ("{s|Cho} {c|seemed to accuse} {q|Osei of lying}.", ["seemed"]),
        ("Apparently, {s|Cho} {c|said} {q|it rained}.", ["Apparently"]),
        ("{s|Cho} {c|was thought to fear} {q|the rain}.", ["was thought to"]),
        ("{s|Cho} {c|purportedly wrote} {q|that it rained}.", ["purportedly"]),
        ("{s|Cho} {c|claims to have said} {q|that it rained}.", ["claims to have"]),
        ("{s|Cho} {c|supposedly said} {q|that it rained}.", ["supposedly"]),
        ("In an alleged email, {s|Cho} {c|said} {q|it rained}.", ["alleged"]),
        ("{s|Cho} {c|is understood to oppose} {q|the plan}.", ["is understood to"]),
        ("{s|Cho} {c|was rumoured to want} {q|a new roof}.", ["was rumoured to"]),
        ("{s|Cho} {c|said} {q|it allegedly rained}.", []),
        ("{s|Cho} {c|claimed} {q|that it rained}.", []),
        ("{s|Cho} {c|alleged} {q|that it rained}.", []),
        ("{s|Cho}, who appeared in court, {c|said} {q|it rained}.", []),
        ("{s|Cho} {c|believed} {q|that it rained}.", []),
        ("{s|Cho} {c|said} {q|it rained}. Osei reportedly left.", []),
        ("The show that appeared in May was good, {s|Cho} {c|said}, and {q|it rained}.", []),
    ],
)
def test_hedges_outside_the_content(marked, sentence: str, hedges: list[str]) -> None:
    one = marked(sentence)
    assert one.all_words(circumstances_of(one.document, one.quotations)[0].hedges) == hedges


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("{q|“It rained,”} {s|Cho} {c|said} on Monday.", "2025-01-27"),
        ("In December 2024, {s|Cho} {c|said} {q|it rained}.", "2024-12"),
        ("{s|Cho} {c|said} last week {q|that it rained}.", "2025-01-20/2025-01-26"),
        ("{s|Cho} {c|said} earlier this month {q|that it rained}.", "2025-01"),
        ("In a 2014 interview, {s|Cho} {c|said} {q|it rained}.", "2014"),
        ("{s|Cho} {c|said} yesterday {q|that it rained}.", "2025-01-27"),
        ("On 1 February 2024 {s|Cho} {c|said} {q|it rained}.", "2024-02-01"),
        ("{q|“It rained,”} {s|Cho} {c|said} in August.", "2024-08"),
        ("{s|Cho} {c|said} {q|that it rained on Monday}.", None),
        ("{s|Cho} {c|said} {q|it rained}.", None),
        ("{s|Cho}, mayor since 2014, {c|said} {q|it rained}.", None),
        ("{q|“It rained,”} {s|Cho} {c|said} before Monday.", None),
        ("{q|“It rained,”} {s|Ms. May} {c|said}.", None),
        ("{s|Cho} {c|said} {q|it rained}. On Monday Osei left.", None),
        ("{s|Cho} {c|said} {q|it will rain} by the end of March.", None),
    ],
)
def test_when_it_was_said(marked, sentence: str, value: str | None) -> None:
    one = marked(sentence)
    found = circumstances_of(one.document, one.quotations)[0].said_at
    assert (found and found.value) == value


def test_days_are_not_known_where_the_day_of_publication_is_not(marked) -> None:
    one = marked("{q|“It rained,”} {s|Cho} {c|said} on Monday.", published=None)
    assert circumstances_of(one.document, one.quotations)[0].said_at is None


def test_what_stands_in_another_sentence_is_not_taken(marked) -> None:
    one = marked("In a statement, {s1|Osei} {c1|said} {q1|it was dry}. {s2|Cho} {c2|said} {q2|it rained}. On Monday he told reporters.")
    found = circumstances_of(one.document, one.quotations)[1]
    assert (found.medium, found.said_at, found.addressees) == (None, None, ())


@pytest.mark.parametrize("unit", ["told ", "in a statement ", "to ", "said to have ", "on Monday ", "“", "no evidence that ", "by "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(times: int) -> float:
        text = ("Cho said it rained, " + unit * 40) * times
        starts = [at for at in range(0, len(text), len(text) // times) if text.startswith("Cho", at)]
        document = Document(
            id="d", name="d", kind="article", text=text, segments=(Segment(span=Span(0, len(text)), role="paragraph"),), bytes_digest=""
        )
        quotations = [
            Quotation(
                id=f"q{at}", document_id="d", kind="indirect", source=(Span(at, at + 3),), cue=(Span(at + 4, at + 8),),
                content=(Span(at + 9, at + 18),), score=1.0,
            )
            for at in starts
        ]  # fmt: skip
        begin = time.perf_counter()
        assert len(circumstances_of(document, quotations)) == len(quotations)
        return time.perf_counter() - begin

    seconds(5)
    few, many = max(seconds(20), 0.005), seconds(160)
    assert many < 30 * few
