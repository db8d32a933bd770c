"""The things that carried words, each once, with what the text says of them; circumstances as entities."""

import sayso
from sayso.resolver import resolve, speakers_of
from sayso.resolver.circumstances import with_circumstances
from sayso.schema import Attribution, Entity, Medium


def read(one) -> tuple[dict[str, str], tuple[Attribution, ...], tuple[Medium, ...]]:
    """Names of entities, attributions and media of a marked document."""
    speakers = speakers_of(one.document, one.quotations, ())
    entities, attributions = resolve(one.document, one.quotations, (), speakers)
    known: tuple[Entity, ...]
    known, attributions, media = with_circumstances(one.document, one.quotations, entities, attributions, speakers.whose)
    return {each.id: each.name for each in known}, attributions, media


VOICE = (
    "Ana Cho thanks the board in a leaked voice note allegedly sent in May.\n"
    "The audio message, which lasts for almost four minutes, was obtained by the Daily Ledger and was sent at 3am.\n"
    "{q1|“The roof is gone,”} {s1|Ana Cho} {c1|said} in the voice note.\n"
    "{s2|Leonard Osei} {c2|wrote} in an email to Radio Nova {q2|that the roof was sound}."
)


def test_a_name_is_not_cut_where_the_look_ahead_ends(marked) -> None:
    one = marked(VOICE.replace("obtained by the Daily Ledger and was sent at 3am", "sent at 3am and was obtained by the Daily Ledger"))
    names, _, media = read(one)
    assert [names[each] for each in media[0].via] == ["Daily Ledger"]


def test_a_thing_named_three_times_is_one(marked) -> None:
    one = marked(VOICE)
    names, attributions, media = read(one)
    assert [one.words(each.span) for each in media] == ["a leaked voice note", "an email"]
    note, email = media
    assert (note.kind, email.kind) == ("recording", "message")
    assert [names[each] for each in note.by] == ["Ana Cho"] and [names[each] for each in note.via] == ["Daily Ledger"]
    assert note.duration_ms == 240_000 and one.all_words(note.hedges) == ["allegedly"]
    assert [names[each] for each in email.by] == ["Leonard Osei"] and [names[each] for each in email.to] == ["Radio Nova"]
    assert [names[each] for each in attributions[0].via] == ["Daily Ledger"]  # whoever obtained the note relayed what is said in it


def test_a_message_goes_on_to_whoever_has_it_where_its_words_say_you(marked) -> None:
    names, attributions, _ = read(
        marked(
            "In a voice note to Leonard Osei, {s1|Ana Cho} {c1|said} {q1|it rained}.\n"
            "{q2|“You saw it,”} {s2|Ana Cho} {c2|said}.\n{q3|“It was wet,”} {s3|Ana Cho} {c3|said}."
        )
    )
    assert [[names[each] for each in row.addressees] for row in attributions] == [["Leonard Osei"], ["Leonard Osei"], []]


def test_whoever_answers_a_letter_had_it(marked) -> None:
    names, attributions, media = read(
        marked("Leonard Osei met Ana Cho. Osei replied to Cho’s letter, in which {s|Cho} {c|said} {q|that it rained}.")
    )
    heard = [names[each] for each in media[0].to]
    assert heard == ["Leonard Osei"] == [names[each] for each in attributions[0].addressees]


def test_when_a_thing_was_sent(marked) -> None:
    _, _, (letter,) = read(marked("{s|Ana Cho} {c|said} in a letter sent on Monday {q|that it rained}."))
    assert letter.at is not None and letter.at.value == "2025-01-27"
    _, _, (note,) = read(marked("In a note sent at 2am, {s|Ana Cho} {c|said} {q|it rained}."))
    assert note.at is not None and (note.at.value, note.at.precision) == ("T02:00", "time")


def test_an_owner_makes_a_thing_of_its_own(marked) -> None:
    one = marked("{q1|“No,”} {s1|Ana Cho} {c1|wrote} in a letter. In Leonard Osei’s letter, {s2|Osei} {c2|said} {q2|yes}.")
    names, _, media = read(one)
    assert [[names[each] for each in thing.by] for thing in media] == [["Ana Cho"], ["Leonard Osei"]]


def test_what_is_quoted_is_no_thing_and_neither_is_an_abstract_message(marked) -> None:
    assert read(marked("{q|“She read the letter sent to me,”} {s|Ana Cho} {c|said}."))[2] == ()
    assert read(marked("The message of the campaign is clear, {s|Ana Cho} {c|said}, {q|and it rained}."))[2] == ()


def test_nobody_hears_or_accuses_himself(marked) -> None:
    names, attributions, _ = read(marked("{s|Ana Cho} {c|told} Ana Cho {q|that it rained}."))
    assert attributions[0].addressees == () and "Ana Cho" in names.values()


def test_a_question_and_its_answer_are_said_to_each_other(marked) -> None:
    names, attributions, _ = read(marked("{q1|“Is it wet?”} {s1|Ana Cho} {c1|asked}.\n{q2|“Very,”} {s2|Leonard Osei} {c2|said}."))
    assert [[names[each] for each in row.addressees] for row in attributions] == [["Leonard Osei"], ["Ana Cho"]]


def test_all_of_it_through_the_pipeline() -> None:
    text = (
        "“We never sold the mill,” Ana Cho told Radio Nova in an interview on 3 May 2024. "
        "Leonard Osei accused Cho of lying in a letter obtained by the Daily Ledger."
    )
    reading = sayso.read(text)
    denial = next(saying for saying in reading if saying.kind == "direct")
    assert denial.act == "deny" and denial.medium == "in an interview" and denial.addressees == ("Radio Nova",)
    assert denial.attribution.said_at is not None and denial.attribution.said_at.value == "2024-05-03"
    accusation = next(saying for saying in reading if saying.act == "accuse")
    assert accusation.targets == ("Ana Cho",) and accusation.speaker == "Leonard Osei"
    for thing in reading.media:
        assert thing.span.of(text)
