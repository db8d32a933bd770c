"""Word processors, mail and chats in the shapes that real ones have: what counts as words, and what is set aside."""

import hashlib
import random
import zipfile
from email.message import EmailMessage

import pytest
from file_samples import SAMPLES, check, docx, zipped

import sayso
from sayso.errors import InputError, SaysoError
from sayso.ingest import from_bytes
from sayso.schema import Document


def said(document: Document) -> list[tuple[str, str]]:
    return [(one.reason or one.speaker or one.role, one.span.of(document.text)) for one in document.segments]


# -- RTF and Word ----------------------------------------------------------------------------------


def rtf(body: str) -> Document:
    return from_bytes(rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}" + body.encode("latin-1") + b"}", "a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"We {\deleted never }tried everything.", "We tried everything."),
        (r"We \deleted never \deleted0 tried everything.", "We tried everything."),
        (r"We {\v secretly }tried everything.", "We tried everything."),
        (r"We {\deleted\'e9t\u233?e }tried everything.", "We tried everything."),
        (r"We {\deleted never\plain , they said, }tried.", "We , they said, tried."),
        (r"Caf\'e9 \{open\} \u8220?now\u8221?", "Café {open} “now”"),
    ],
)
def test_rtf_leaves_out_what_is_deleted_or_hidden(body, text):
    assert rtf(body).text.strip() == text


def test_footnotes_of_rtf_are_asides_at_the_end():
    document = rtf(r"We tried everything.{\footnote {\super 1} So the minutes have it.} All of it.\par")
    assert document.text.startswith("We tried everything. All of it.")
    assert said(document)[-1] == ("footnote", "1 So the minutes have it.")


def test_endnotes_of_word_are_asides():
    whole = docx("<w:p><w:r><w:t>We tried everything.</w:t></w:r></w:p>")
    import io
    import zipfile

    body = zipfile.ZipFile(io.BytesIO(whole)).read("word/document.xml").decode()
    note = (
        body.replace("We tried everything.", "So the minutes have it.")
        .replace("document>", "endnotes>")
        .replace("w:document ", "w:endnotes ")
    )
    document = from_bytes(zipped({"word/document.xml": body, "word/endnotes.xml": note}), "a.docx")
    assert ("endnote", "So the minutes have it.") in said(document)


def test_an_encrypted_word_file_is_refused_in_words():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
    with pytest.raises(SaysoError) as refused:
        from_bytes(data, "a.docx")
    assert "password" in str(refused.value)


# -- mail ------------------------------------------------------------------------------------------


def message(body: str) -> Document:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"], mail["Subject"] = (
        "ada@example.org",
        "b@example.org",
        "Mon, 4 May 2026 10:00:00 +0000",
        "The mill",
    )
    mail.set_content(body)
    return from_bytes(mail.as_bytes(), "a.eml")


def test_what_a_mail_quotes_and_its_signature_are_set_aside():
    document = message(
        "We will close.\n\nIn May.\n\nOn Mon, 4 May 2026, Ben Hale <ben@example.org> wrote:\n> You said it would stay open.\n>\n> Did you not?\n\n"
        "I did not.\n\n-- \nAda Stone\nStone Mills\n"
    )
    found = said(document)
    assert [words for role, words in found if role == "paragraph"] == ["We will close.", "In May.", "I did not."]
    assert "You said it would stay open." in next(words for role, words in found if role == "quoted mail")
    assert found[-1] == ("signature", "-- \nAda Stone\nStone Mills")


def test_everything_below_an_original_message_is_quoted():
    document = message("No.\n\n-----Original Message-----\nFrom: Ben\nSubject: The mill\n\nWill you sell?\n")
    assert [words for role, words in said(document) if role == "paragraph"] == ["No."]


def test_words_that_the_evidence_sets_aside_are_said_to_be():
    document = message("We will close in May.\n\n> The mill will stay open for ever and a day.\n")
    (row,) = sayso.check("The mill will stay open for ever and a day.", document).to_rows()
    assert [one["kind"] for one in row["context"]] == ["set aside"]
    assert row["policy"]["standing"] == "note"
    (plain,) = sayso.check("We will close in May.", document).to_rows()
    assert not plain["context"]


# -- chats -----------------------------------------------------------------------------------------

CHATS = {
    "day first": "12/05/2026, 10:02 - Ada: We tried everything.\n13/05/2026, 10:03 - Ben: Did we?\n",
    "month first, with a narrow space": "5/12/26, 10:02\u202fAM - Ada: We tried everything.\n5/13/26, 10:03\u202fPM - Ben: Did we?\n",
    "year first": "2026-05-12, 10:02 a.m. - Ada: We tried everything.\n2026-05-13, 10:03 p.m. - Ben: Did we?\n",
    "points": "12.05.26, 10:02 - Ada: We tried everything.\n13.05.26, 10:03 - Ben: Did we?\n",
    "iOS": "[12/05/2026, 10:02:11] Ada: We tried everything.\n\u200e[13/05/2026, 10:03:00] Ben: Did we?\n",
    "iOS, 12 hours": "[5/12/26, 10:02:11\u202fAM] ~\u202fAda: We tried everything.\n[5/13/26, 10:03:00\u202fPM] Ben: Did we?\n",
    "Spanish": "12/5/26, 10:02 a.\xa0m. - Ada: We tried everything.\n13/5/26, 10:03 p.\xa0m. - Ben: Did we?\n",
    "Arabic digits": "١٢/٠٥/٢٠٢٦, ١٠:٠٢ - Ada: We tried everything.\n١٣/٠٥/٢٠٢٦, ١٠:٠٣ - Ben: Did we?\n",
}


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS)
def test_dates_of_every_locale_begin_a_message(chat):
    turns = [pair for pair in said(from_bytes(chat.encode(), "a.txt")) if pair[0] in ("Ada", "Ben")]
    assert turns == [("Ada", "We tried everything."), ("Ben", "Did we?")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ada: This message was deleted", "deleted message"),
        ("Ada: Mensagem apagada", "deleted message"),
        ("Ada: <Media omitted>", "attachment"),
        ("Ada: PTT-20260512-WA0001.opus (file attached)", "attachment"),
        ("Ada: PTT-20260512-WA0001.opus (archivo adjunto)", "attachment"),
        ("Ada: \u200e<attached: 00000012-AUDIO-2026-05-12-10-02-11.opus>", "attachment"),
        ("Ada changed the subject to “The mill: a plan”", "written by the app"),
        ("Messages and calls are end-to-end encrypted.", "written by the app"),
        ("The mill: \u200eMessages and calls are end-to-end encrypted.", "written by the app"),
    ],
)
def test_what_nobody_wrote_is_an_aside(line, reason):
    chat = f"12/05/2026, 10:02 - {line}\n12/05/2026, 10:03 - Ben: Did we?\n"
    found = [one.reason for one in from_bytes(chat.encode(), "a.txt").segments if one.reason]
    assert found == [reason]


def test_an_edited_message_keeps_its_words_and_says_so():
    chat = (
        "12/05/2026, 10:02 - Ada: We tried.\nAll of it. <This message was edited>\n12/05/2026, 10:03 - Ben: Did we? 12/05 was a Tuesday\n"
    )
    assert said(from_bytes(chat.encode(), "a.txt"))[1:3] == [
        ("Ada", "We tried.\nAll of it."),
        ("edited message", "<This message was edited>"),
    ]


# -- transcripts and captions ----------------------------------------------------------------------

TRANSCRIPTS = {
    "Otter": "Keywords\nmill, river\n\nAda Stone  0:12\nWe tried everything.\n\nBen Hale  0:20\nWho did?\n",
    "Rev": "Ada Stone (00:12):\nWe tried everything.\n\nBen Hale (00:20):\nWho did?\n",
    "Rev, time after the colon": "Ada Stone: 00:12\nWe tried everything.\n\nBen Hale: 00:20\nWho did?\n",
    "Trint": "[00:00:12] Ada Stone: We tried everything.\n[00:00:20] Ben Hale: Who did?\n",
    "Trint, time in brackets after the name": "Ada Stone [00:00:12] We tried everything.\n\nBen Hale [00:00:20] Who did?\n",
    "Zoom captions": "WEBVTT\n\n1\n00:00:12.000 --> 00:00:15.000\nAda Stone: We tried everything.\n\n2\n00:00:20.000 --> 00:00:22.000\nBen Hale: Who did?\n",
    "Teams": "Ada Stone   0:12\nWe tried everything.\nBen Hale   0:20\nWho did?\n",
}


@pytest.mark.parametrize("text", TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_headings_of_transcripts_name_who_speaks_and_when(text):
    (row,) = sayso.check("We tried everything.", from_bytes(text.encode(), "a.txt"), speaker="Ada Stone").to_rows()
    assert (row["outcome"], row["speaker"], row["start_ms"]) == ("verbatim", "Ada Stone", 12_000)
    (other,) = sayso.check("We tried everything.", from_bytes(text.encode(), "a.txt"), speaker="Ben Hale").to_rows()
    assert other["outcome"] == "misattributed"


def test_the_hour_of_the_day_is_no_time_in_a_recording():
    text = "[Ada Stone] 10:02:11\nWe tried everything.\n\n[Ben Hale] 10:02:20\nWho did?\n"
    (row,) = sayso.check("We tried everything.", from_bytes(text.encode(), "a.txt"), speaker="Ada Stone").to_rows()
    assert (row["outcome"], row["speaker"], row["start_ms"]) == ("verbatim", "Ada Stone", None)


def test_a_deposition_is_no_article():
    text = "BY MR. HALE:\nQ. Did you try?\nA. We tried everything.\nQ. Who did?\nTHE WITNESS: I did.\nMR. STONE: Objection.\nA. Yes.\n"
    (row,) = sayso.check("We tried everything.", from_bytes(text.encode(), "a.txt")).to_rows()
    assert (row["outcome"], row["speaker"]) == ("verbatim", "A")


@pytest.mark.parametrize("stage", ["[laughter]", "(Applause.)", "(CROSSTALK)", "[inaudible 00:00:14]"])
def test_stage_directions_are_not_spoken(stage):
    text = f"ADA STONE: We tried {stage} everything.\nBEN HALE: Who did?\nADA STONE: I did.\n"
    (row,) = sayso.check("We tried everything.", from_bytes(text.encode(), "a.txt"), speaker="Ada Stone").to_rows()
    assert row["outcome"] == ("unchecked" if "inaudible" in stage else "verbatim")


def test_a_text_without_turns_is_not_forced_into_turns():
    document = from_bytes(b"We tried everything.\nNote: this is no transcript.\nIt was hard.\n", "a.txt")
    (row,) = sayso.check("We tried everything.", document).to_rows()
    assert (row["outcome"], row["speaker"]) == ("verbatim", None)


def test_dashes_part_two_voices_of_a_caption_and_places_are_no_words():
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\n{\\an8}<i>We tried</i> everything.\n\n2\n00:00:09,000 --> 00:00:10,000\n- Who did?\n- I did.\n"
    )
    document = from_bytes(text.encode(), "a.srt")
    assert [one.span.of(document.text) for one in document.with_role("turn")] == ["We tried everything.", "Who did?", "I did."]


def test_who_repeats_a_line_in_captions_that_do_not_roll_is_kept():
    cues = ["No. No.", "No. No.", "We tried.", "It was late.", "She left."]
    text = "WEBVTT\n\n" + "\n\n".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{words}" for n, words in enumerate(cues, 1)) + "\n"
    assert from_bytes(text.encode(), "a.vtt").text.count("No. No.") == 2


# -- any file --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_with_changed_bytes_is_a_document_or_a_coded_error(name):
    whole, chance = SAMPLES[name], random.Random(name)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[at] = chance.randrange(256)
            elif kind == 1:
                del data[at : at + chance.randrange(1, 40)]
            else:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            if not data:
                data = bytearray(b"x")
        try:
            document = from_bytes(bytes(data), "a")
        except InputError as error:
            assert error.code
        else:
            check(document)


def test_a_chat_is_read_however_large_the_videos_beside_it_are(tmp_path, monkeypatch):
    import sayso.ingest

    monkeypatch.setattr(sayso.ingest, "MAX_BYTES", 20_000)
    lines = [f"03/02/2025, 10:{minute:02} - Ana Cho: nobody asked us before they closed the bridge" for minute in range(10, 16)]
    file = tmp_path / "chat.zip"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("WhatsApp Chat with Ana Cho.txt", "\n".join(lines))
        out.writestr("VID-20250203-WA0009.mp4", bytes(range(256)) * 200)
    (found,) = sayso.ingest.documents(file)
    assert (found.kind, found.name) == ("chat", "chat.zip")
    assert found.bytes_digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "nobody asked us" in found.text
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("VID-20250203-WA0009.mp4", bytes(range(256)) * 200)
    (found,) = sayso.ingest.documents(file)
    assert found.code == "too-large"
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(30_000))
    (found,) = sayso.ingest.documents(tmp_path / "broken.zip")
    assert found.code == "too-large"


@pytest.mark.parametrize("made", ["docx", "odt", "odt by percent", "rtf", "rtf in a group"])
def test_a_raised_figure_stands_apart_and_an_ordinal_does_not(made):
    word = (
        '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r></w:p>'
    )
    if made == "docx":
        document = from_bytes(docx(word.format("We lost 10", "6") + word.format("on the 1", "st")), "a.docx")
    elif made.startswith("odt"):
        position = "super 58%" if made == "odt" else "33% 58%"
        names = "urn:oasis:names:tc:opendocument:xmlns"
        text = "<text:p>{}<text:span text:style-name='T1'>{}</text:span></text:p>"
        content = (
            f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" xmlns:style="{names}:style:1.0">'
            f'<office:automatic-styles><style:style style:name="T1"><style:text-properties style:text-position="{position}"/></style:style>'
            f"</office:automatic-styles><office:body><office:text>{text.format('We lost 10', '6')}{text.format('on the 1', 'st')}</office:text>"
            "</office:body></office:document-content>"
        )
        document = from_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "a.odt")
    else:
        raised = r"\super {}\nosupersub " if made == "rtf" else r"{{\fs16\super {}}}"
        document = rtf("We lost 10" + raised.format("6") + r"\par on the 1" + raised.format("st"))
    assert document.text.split() == "We lost 10 6 on the 1st".split()
    (found,) = sayso.check("We lost 106", document).verdicts
    assert found.outcome not in ("verbatim", "cleaned")
