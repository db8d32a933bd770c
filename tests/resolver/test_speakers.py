"""Whose words: a few sentences of ours for every shape of source."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.resolver import resolve, speakers_of
from sayso.schema import Document, Mention, Quotation, Segment, Span


def document_of(text: str, headline: bool = False) -> Document:
    segments = []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        segments.append(Segment(span=Span(*line.span()), role="headline" if headline and number == 0 else "paragraph"))
    return Document(id="d", name="d", kind="article", text=text, segments=tuple(segments), bytes_digest="")


def mentions_of(text: str, people: str = "", bodies: str = "", nominals: str = "") -> tuple[Mention, ...]:
    """Mentions of all places of these words; names are apart by semicolons."""
    found = []
    for words, kind, entity in ((people, "name", "person"), (bodies, "name", "organization"), (nominals, "nominal", "person")):
        for word in filter(None, (one.strip() for one in words.split(";"))):
            for place in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                found.append(Mention(span=Span(*place.span()), kind=kind, entity_kind=entity, score=0.9))
    return tuple(sorted(found, key=lambda one: one.span))


def quotations_of(text: str, *parts: tuple[str, str, str]) -> tuple[Quotation, ...]:
    """Quotations of (source, cue, content), each sought behind the one before; an empty part is none."""
    out, at = [], 0
    for number, words in enumerate(parts, 1):
        spans, ends = [], []
        nearest = min((text.index(word, at) for word in words if word), default=at)
        for word in words:
            if not word:
                spans.append(())
                continue
            place = _near(text, word, nearest, words[2] or words[1])
            spans.append((Span(place, place + len(word)),))
            ends.append(place)
        content = words[2].strip()
        kind = (
            "event"
            if not content
            else "direct"
            if content[0] in '“"' and content[-1] in '”"'
            else "mixed"
            if "“" in content
            else "indirect"
        )
        out.append(Quotation(id=f"q{number}", document_id="d", kind=kind, source=spans[0], cue=spans[1], content=spans[2], score=0.9))
        at = min(ends) + 1
    return tuple(out)


def _near(text: str, word: str, at: int, anchor: str) -> int:
    """The place of a word nearest to the content, at or behind a place."""
    there = text.index(anchor, at)
    places = [
        found.start() for found in re.finditer((r"(?<!\w)" if word[0].isalnum() else "") + re.escape(word), text) if found.start() >= at
    ]
    return min(places, key=lambda place: min(abs(place - there), abs(place - there - len(anchor)), abs(place + len(word) - there)))


MILL = "Mayor Ana Cho sold the mill to Leonard Osei, a builder from Hull. "
# name of the case: text, people, bodies, nominals, [(source, cue, content)], [speaker]
CASES = {
    "surname": (MILL + "Cho said it was fair.", "Ana Cho;Leonard Osei;Cho", "", "", [("Cho", "said", "it was fair")], ["Ana Cho"]),
    "first name": (MILL + "Leonard said it was fair.", "Ana Cho;Leonard Osei;Leonard", "", "", [("Leonard", "said", "it was fair")], ["Leonard Osei"]),
    "title and surname": (MILL + "Mr. Osei said so.", "Ana Cho;Leonard Osei;Osei", "", "", [("Mr. Osei", "said", "so")], ["Leonard Osei"]),
    "possessive": (MILL + "Cho’s claim that it was fair failed.", "Ana Cho;Leonard Osei;Cho", "", "", [("Cho’s", "claim", "that it was fair")], ["Ana Cho"]),
    "named ahead": ("Cho: mill sold\nAna Cho, the mayor, said it was fair.", "Cho;Ana Cho", "", "", [("Cho", ":", "mill sold"), ("Ana Cho, the mayor,", "said", "it was fair")], ["Ana Cho", "Ana Cho"]),
    "initial and suffix": ("Sen. John G. Hill Jr. (D-Ohio) said no. Hill said more.", "John G. Hill Jr.;Hill", "", "", [("Sen. John G. Hill Jr. (D-Ohio)", "said", "no"), ("Hill", "said", "more")], ["John G. Hill Jr.", "John G. Hill Jr."]),
    "middle name": ("Ruth Bader Cole spoke. Ruth Cole said yes.", "Ruth Bader Cole;Ruth Cole", "", "", [("Ruth Cole", "said", "yes")], ["Ruth Bader Cole"]),
    "short form": ("William Hart spoke. Bill Hart said yes.", "William Hart;Bill Hart", "", "", [("Bill Hart", "said", "yes")], ["William Hart"]),
    "particle": ("Marguerite de la Dunne left. De la Dunne said no.", "Marguerite de la Dunne", "", "", [("Marguerite de la Dunne", "said", "no")], ["Marguerite de la Dunne"]),
    "capitals": ("HOLT: Well?\nLester Holt is a host.", "HOLT;Lester Holt", "", "", [("HOLT", ":", "Well?")], ["Lester Holt"]),
    "nickname in marks": ("Ray “Shorty” Cole left. Cole said no.", "Ray “Shorty” Cole;Cole", "", "", [("Cole", "said", "no")], ["Ray “Shorty” Cole"]),
    "couple kept apart": ("Bill Hart and Helen Hart came. Mrs. Hart said yes. Mr. Hart said no.", "Bill Hart;Helen Hart;Hart", "", "", [("Mrs. Hart", "said", "yes"), ("Mr. Hart", "said", "no")], ["Helen Hart", "Bill Hart"]),
    "senior and junior": ("Sam Roy left. Sam Roy Jr. said no.", "Sam Roy;Sam Roy Jr.", "", "", [("Sam Roy Jr.", "said", "no")], ["Sam Roy Jr."]),
    "not the campaign": ("Helen Hart spoke. The Hart campaign said yes.", "Helen Hart;Hart", "", "", [("The Hart campaign", "said", "yes")], ["Hart campaign"]),
    "team is campaign": ("The Hart campaign met. The Hart team said yes.", "Hart", "", "", [("The Hart team", "said", "yes")], ["Hart campaign"]),
    "her campaign": ("Helen Hart spoke. Her campaign said yes.", "Helen Hart", "", "", [("Her campaign", "said", "yes")], ["Hart campaign"]),
    "roles before": ("Harbour Trust press secretary Ana Cho said yes.", "Ana Cho", "Harbour Trust", "", [("Harbour Trust press secretary Ana Cho", "said", "yes")], ["Ana Cho"]),
    "party before": ("Republican nominee Sam Roy said yes.", "Sam Roy", "", "", [("Republican nominee Sam Roy", "said", "yes")], ["Sam Roy"]),
    "owner before": ("CNN’s Ana Cho asked why.", "Ana Cho", "CNN", "", [("CNN’s Ana Cho", "asked", "why")], ["Ana Cho"]),
    "apposition behind": ("Her deputy, Colm Baird, said yes.", "Colm Baird", "", "", [("Her deputy, Colm Baird,", "said", "yes")], ["Colm Baird"]),
    "apposition with and": ("Ana Cho, a builder and former judge, said yes.", "Ana Cho", "", "", [("Ana Cho, a builder and former judge,", "said", "yes")], ["Ana Cho"]),
    "relative clause": ("Councillor Leonard Osei, who lost, said yes.", "Leonard Osei", "", "", [("Councillor Leonard Osei, who lost,", "said", "yes")], ["Leonard Osei"]),
    "of a place": ("Johnnie Wills, of Hull, said yes.", "Johnnie Wills", "", "", [("Johnnie Wills, of Hull,", "said", "yes")], ["Johnnie Wills"]),
    "she": (MILL + "She said it was fair.", "Ana Cho;Leonard Osei", "", "", [("She", "said", "it was fair")], ["Ana Cho"]),
    "he": (MILL + "He said it was fair.", "Ana Cho;Leonard Osei", "", "", [("He", "said", "it was fair")], ["Leonard Osei"]),
    "he goes on": ("Leonard Osei said no. “It is dear,” he said. He added it was old.", "Leonard Osei", "", "", [("Leonard Osei", "said", "no"), ("he", "said", "“It is dear,”"), ("He", "added", "it was old")], ["Leonard Osei"] * 3),
    "speaker before the other": ("Sam Roy said Tom Hill was wrong. He said it twice.", "Sam Roy;Tom Hill", "", "", [("Sam Roy", "said", "Tom Hill was wrong"), ("He", "said", "it twice")], ["Sam Roy", "Sam Roy"]),
    "his": ("Sam Roy spoke. His claim that all is well failed.", "Sam Roy", "", "", [("His", "claim", "that all is well")], ["Sam Roy"]),
    "pronoun tells the sex": ("Robin Vale left early. She said it was late.", "Robin Vale", "", "", [("She", "said", "it was late")], ["Robin Vale"]),
    "not she, who is a Mr.": ("Mr. Tom Hill spoke. She said it was late.", "Tom Hill", "", "", [("She", "said", "it was late")], [None]),
    "whoever was asked does not speak": ("Ana Cho was once asked how it would end.", "Ana Cho", "", "", [("Ana Cho", "asked", "how it would end")], [None]),
    "whoever asks does not answer": ("Asked about it by Tom Hill, the senator said no.", "Tom Hill", "", "", [("the senator", "said", "no")], ["senator"]),
    "nobody fits": ("She said it was fair.", "", "", "", [("She", "said", "it was fair")], [None]),
    "who": ("They spoke to Ana Cho, who said no.", "Ana Cho", "", "", [("who", "said", "no")], ["Ana Cho"]),
    "who, of many": ("He met angry tenants who said no.", "", "", "angry tenants", [("who", "said", "no")], ["angry tenants"]),
    "which": ("He asked the Harbour Office, which said no.", "", "Harbour Office", "", [("which", "said", "no")], ["Harbour Office"]),
    "it": ("The Harbour Office opened. It said no.", "", "Harbour Office", "", [("It", "said", "no")], ["Harbour Office"]),
    "they": ("Two tenants came. They said no.", "", "", "Two tenants", [("They", "said", "no")], ["Two tenants"]),
    "they, of a body": ("The Harbour Office said yes. They said no.", "", "Harbour Office", "", [("The Harbour Office", "said", "yes"), ("They", "said", "no")], ["Harbour Office"] * 2),
    "I inside": ("“I said no,” Ana Cho told them.", "Ana Cho", "", "", [("Ana Cho", "told", "“I said no,”"), ("I", "said", "no")], ["Ana Cho", "Ana Cho"]),
    "article’s I": ("I think the mill is lost.", "", "", "", [("I", "think", "the mill is lost")], ["author"]),
    "the senator": ("Sen. Ana Cho met Tom Hill. The senator said no.", "Ana Cho;Tom Hill", "", "", [("The senator", "said", "no")], ["Ana Cho"]),
    "the mayor": ("Ana Cho, the mayor of Hull, met Tom Hill. The mayor said no.", "Ana Cho;Tom Hill", "", "", [("The mayor", "said", "no")], ["Ana Cho"]),
    "state and title": ("Rep. Ana Cho (D-Calif.) came. The California congresswoman said no.", "Ana Cho", "", "", [("The California congresswoman", "said", "no")], ["Ana Cho"]),
    "the upset actor": ("Vera Lind changed a scene and it led the upset actor to say no.", "Vera Lind", "", "", [("the upset actor", "say", "no")], ["Vera Lind"]),
    "the governor, unknown": ("Ana Cho left. Then the governor said no.", "Ana Cho", "", "", [("the governor", "said", "no")], ["governor"]),
    "an aide": ("A campaign aide said no.", "", "", "A campaign aide", [("A campaign aide", "said", "no")], ["campaign aide"]),
    "spokeswoman for": ("A spokeswoman for Hull Homes said no.", "", "Hull Homes", "", [("A spokeswoman for Hull Homes", "said", "no")], ["spokeswoman for Hull Homes"]),
    "group as written": ("Some young voters said no.", "", "", "", [("Some young voters", "said", "no")], ["Some young voters"]),
    "group cut at comma": ("Critics of the plan, like Ana Cho and Tom Hill, said no.", "Ana Cho;Tom Hill", "", "", [("Critics of the plan, like Ana Cho and Tom Hill,", "said", "no")], ["Critics of the plan"]),
    "many of a party": ("Many Democrats said no.", "", "Democrats", "", [("Many Democrats", "said", "no")], ["Many Democrats"]),
    "his colleagues": ("His fellow doctors said no.", "", "", "", [("His fellow doctors", "said", "no")], ["fellow doctors"]),
    "report": ("A 2014 study by the Harbour Office found no harm.", "", "Harbour Office", "", [("A 2014 study by the Harbour Office", "found", "no harm")], ["2014 study by the Harbour Office"]),
    "the fund": ("The Harbour Relief Fund met. The fund said no.", "", "Harbour Relief Fund", "", [("The fund", "said", "no")], ["Harbour Relief Fund"]),
    "letters": ("The Harbour Relief Fund met. The HRF said no.", "", "Harbour Relief Fund;HRF", "", [("The HRF", "said", "no")], ["Harbour Relief Fund"]),
    "letters with dots": ("The Harbour Relief Fund met. The H.R.F. said no.", "", "Harbour Relief Fund;H.R.F.", "", [("The H.R.F.", "said", "no")], ["Harbour Relief Fund"]),
    "letters in brackets": ("The Union to Mend Our Harbours (UMOH) met. UMOH said no.", "", "UMOH", "", [("UMOH", "said", "no")], ["Union to Mend Our Harbours"]),
    "last word": ("The Hull Bay Times wrote. The Times said no.", "", "Hull Bay Times;Times", "", [("The Times", "said", "no")], ["Hull Bay Times"]),
    "of the bank": ("The Bank of Hull said no.", "", "Bank of Hull", "", [("The Bank of Hull", "said", "no")], ["Bank of Hull"]),
    "two names": ("Ana Cho and Tom Hill said no.", "Ana Cho;Tom Hill", "", "", [("Ana Cho and Tom Hill", "said", "no")], ["Ana Cho and Tom Hill"]),
    "two surnames, then they": ("Ana Cho met Tom Hill. Cho and Hill said no. They said it twice.", "Ana Cho;Tom Hill;Cho;Hill", "", "", [("Cho and Hill", "said", "no"), ("They", "said", "it twice")], ["Ana Cho and Tom Hill"] * 2),
    "senators with states": ("Senators Ana Cho, D-Ohio, and Tom Hill, R-Maine, said no to the plan of that year.", "Ana Cho;Tom Hill", "", "", [("Senators Ana Cho, D-Ohio, and Tom Hill, R-Maine,", "said", "no")], ["Ana Cho and Tom Hill"]),
    "name and others": ("Ana Cho left. Cho and other tenants said no.", "Ana Cho;Cho", "", "", [("Cho and other tenants", "said", "no")], ["Ana Cho and other tenants"]),
    "the pair": ("Ana Cho and Tom Hill said no. The pair said it twice.", "Ana Cho;Tom Hill", "", "", [("Ana Cho and Tom Hill", "said", "no"), ("The pair", "said", "it twice")], ["Ana Cho and Tom Hill"] * 2),
    "adding": ("Ana Cho said no, adding: “Never.”", "Ana Cho", "", "", [("Ana Cho", "said", "no"), ("", "adding", "“Never.”")], ["Ana Cho", "Ana Cho"]),
    "stating, over another": ("Ana Cho said no, whether Tom Hill knew or not, stating: “Never.”", "Ana Cho;Tom Hill", "", "", [("Ana Cho", "said", "no"), ("Tom Hill", "stating", "“Never.”")], ["Ana Cho", "Ana Cho"]),
    "paragraph of its own": ("“It is dear,” Ana Cho said.\n“It is old, too.”", "Ana Cho", "", "", [("Ana Cho", "said", "“It is dear,”"), ("", "", "“It is old, too.”")], ["Ana Cho", "Ana Cho"]),
    "marks far away": ("“It is dear,” Ana Cho said.\nThe rain fell.\nIt fell on.\n“No.”", "Ana Cho", "", "", [("Ana Cho", "said", "“It is dear,”"), ("", "", "“No.”")], ["Ana Cho", None]),
    "passive": ("The plan is expected to fail.", "", "", "", [("", "is expected", "to fail")], [None]),
    "source not linked": ("Ana Cho also said no.", "Ana Cho", "", "", [("", "said", "no")], ["Ana Cho"]),
    "and goes on": ("Ana Cho said no and promised a park.", "Ana Cho", "", "", [("Ana Cho", "said", "no"), ("", "promised", "a park")], ["Ana Cho", "Ana Cho"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_whose_words(case: str) -> None:
    text, people, bodies, nominals, parts, expected = CASES[case]
    document, quotations, mentions = document_of(text), quotations_of(text, *parts), mentions_of(text, people, bodies, nominals)
    entities, rows = resolve(document, quotations, mentions)
    names = {one.id: one.name for one in entities}
    assert [names.get(row.entity_id) for row in rows] == expected
    for row in rows:
        assert (row.entity_id is None) == (row.basis is None) == (row.speaker_score is None)
        assert row.speaker_score is None or 0 <= row.speaker_score <= 1
    for one in entities:
        assert list(one.mentions) == sorted(set(one.mentions)) and all(0 <= s.start < s.end <= len(text) for s in one.mentions)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Ana Cho", "person"), ("The Harbour Office", "organization"), ("some voters", "group"), ("a campaign aide", "anonymous"),
        ("a new report", "document"), ("the lawsuit", "document"), ("two officials", "group"), ("the agency", "organization"),
        ("a woman", "anonymous"), ("experts", "group"),
    ],
)  # fmt: skip
def test_kinds(source: str, kind: str) -> None:
    text = f"{source} said no."
    entities, _ = resolve(document_of(text), quotations_of(text, (source, "said", "no")), mentions_of(text, "Ana Cho", "Harbour Office"))
    assert [one.kind for one in entities] == [kind]


@pytest.mark.parametrize(
    ("case", "bases"),
    [
        ("surname", ["coreference"]),
        ("she", ["coreference"]),
        ("two names", ["named"]),
        ("adding", ["named", "carried-over"]),
        ("passive", [None]),
    ],
)
def test_bases(case: str, bases: list[str | None]) -> None:
    text, people, bodies, nominals, parts, _ = CASES[case]
    _, rows = resolve(document_of(text), quotations_of(text, *parts), mentions_of(text, people, bodies, nominals))
    assert [row.basis for row in rows] == bases


def test_reasons_say_what_was_carried_over_and_who_else_was_meant() -> None:
    text, people, bodies, nominals, parts, _ = CASES["adding"]
    speakers = speakers_of(document_of(text), quotations_of(text, *parts), mentions_of(text, people, bodies, nominals))
    assert [one.carried_from for one in speakers.reasons()] == [None, "q1"]
    text = "Sam Roy met Tom Hill. He said no."
    (reason,) = speakers_of(document_of(text), quotations_of(text, ("He", "said", "no")), mentions_of(text, "Sam Roy;Tom Hill")).reasons()
    assert reason.antecedent is not None and reason.antecedent.of(text) == "Sam Roy"
    assert [one.name for one in reason.others] == ["Tom Hill"]


def test_whose_gives_one_entity_for_all_its_phrases() -> None:
    text = "Sen. Ana Cho met Tom Hill of the Harbour Office. She told the senator no."
    speakers = speakers_of(document_of(text), (), mentions_of(text, "Ana Cho;Tom Hill", "Harbour Office"))
    ana = speakers.whose(Span(0, 12))
    assert ana is not None and ana.name == "Ana Cho"
    she, senator = text.index("She"), text.index("the senator")
    assert speakers.whose(Span(she, she + 3)) is ana and speakers.whose(Span(senator, senator + 11)) is ana


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AaBb .,’'“”\"-()\nHhSs1é", max_size=80), st.data())
def test_any_text_and_spans(text: str, data: st.DataObject) -> None:
    """Nothing raises, and every span lies in the text, whatever the reader brings."""
    if not text.strip():
        return
    place = st.integers(0, len(text) - 1).flatmap(lambda a: st.integers(a + 1, len(text)).map(lambda b: Span(a, b)))
    spans = data.draw(st.lists(place, max_size=4))
    quotations = [
        Quotation(id=f"q{n}", document_id="d", kind="indirect", source=(span,) if n % 2 else (), cue=(span,), content=(span,), score=0.5)
        for n, span in enumerate(spans)
    ]
    mentions = [
        Mention(span=span, kind=("name", "nominal", "pronoun")[n % 3], entity_kind="person", score=0.8)
        for n, span in enumerate(sorted(spans))
    ]
    entities, rows = resolve(document_of(text), quotations, mentions)
    assert len(rows) == len(quotations)
    assert all(0 <= s.start <= s.end <= len(text) for one in entities for s in one.mentions)


@pytest.mark.parametrize(
    "line",
    [
        "Ana Cho {n} and ", "Mr. Hart, ", "the Hart campaign of ", "She said he said they said it said ", "Union of Harbour Workers (UHW) ",
        "Harbour {n} Times and the Times, ", "experts who said that ", "( ( ( ", "A. B. C. D. ", "Cho’s Cho’s ",
    ],
)  # fmt: skip
def test_long_lists_take_time_in_proportion(line: str) -> None:
    """Twice the text takes about twice the time."""

    def taken(count: int) -> float:
        text = "".join(line.replace("{n}", chr(65 + n % 26) + chr(97 + n // 26 % 26)) for n in range(count)) + "said no."
        document, mentions = document_of(text), mentions_of(text, "Hart;Cho")
        step = max(1, len(text) // 400)
        quotations = [
            Quotation(id=f"q{n}", document_id="d", kind="indirect", source=(Span(at, min(len(text), at + 60)),), cue=(), content=(Span(at, at + 1),), score=0.5)
            for n, at in enumerate(range(0, len(text) - 60, step))
        ]  # fmt: skip
        best = 1e9
        for _ in range(2):
            start = time.process_time()
            resolve(document, quotations, mentions)
            best = min(best, time.process_time() - start)
        return best

    small, large = taken(1_000), taken(8_000)
    assert large < 8 * 4 * max(small, 0.02), (small, large)
