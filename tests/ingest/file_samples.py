"""Files of every kind, made here: the builders, and a sample a format in which somebody says "We tried everything."."""

import io
import json
import zipfile
from email.message import EmailMessage

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
T = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in files.items():
            held.writestr(name, data)
    return out.getvalue()


def docx(body):
    return zipped({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def odt(body):
    content = (
        f'<office:document-content xmlns:office="{T}office:1.0" xmlns:text="{T}text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(*pages):
    """A PDF of pages, each some words, or its lines as (x, y, words)."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        lines = [(72, 700, page)] if isinstance(page, str) else page
        shown = [(x, y, words.replace("(", r"\(").replace(")", r"\)")) for x, y, words in lines]
        stream = "\n".join(f"BT /F1 12 Tf {x} {y} Td ({words}) Tj ET" for x, y, words in shown)
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R>>"
        objects.append(page)
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out = b"%PDF-1.4\n"
    at = []
    for number, one in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{one:010d} 00000 n \n".encode() for one in at)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def mail():
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "Ada Stone <ada@example.org>", "desk@example.org", "Mon, 4 May 2026 10:00:00 +0000"
    message["Subject"] = "The mill"
    message.set_content("We tried everything.\n\nThe mill closes in May.\n")
    message.add_attachment(b"abc", maintype="application", subtype="octet-stream", filename="plan.bin")
    return message.as_bytes()


CHAT = (
    "12/05/2026, 10:02 - Messages are end-to-end encrypted.\n12/05/2026, 10:03 - Ada Stone: We tried everything.\nAll of it.\n"
    "12/05/2026, 10:04 - Ben: This message was deleted\n12/05/2026, 10:05 - Ben: PTT-1.opus (file attached)\n"
)
SAMPLES = {
    "vtt": b"WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada Stone>We <00:00:02.000>tried everything.\n\n"
    b"00:00:03.000 --> 00:00:05.000\n<v Ben Hale>Who did?\n",
    "srt": b"1\n00:00:01,000 --> 00:00:03,000\nWe tried everything.\n\n2\n00:00:09,000 --> 00:00:10,000\nThe mill closes.\n",
    "whisper": json.dumps(
        {
            "segments": [
                {"start": 1.0, "end": 3.0, "text": "We tried everything.", "speaker": "A",
                 "words": [{"word": "We", "start": 1.0, "end": 1.2}, {"word": "tried"}, {"word": "everything.", "start": 2.0, "end": 3.0}]}
            ]
        }
    ).encode(),
    "transcript": b"Ada Stone  00:12\nWe tried everything.\n\nBen Hale  00:20\nWho did?\n",
    "chat": CHAT.encode(),
    "docx": docx(
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Mill to close</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>tried everything.</w:t></w:r></w:ins></w:p>"
    ),
    "odt": odt("<text:h>Mill to close</text:h><text:p>We <text:span>tried</text:span> everything.</text:p>"),
    "rtf": rb"{\rtf1\ansi Mill to close\par\par We tried everything.\par}",
    "eml": mail(),
    "markdown": b"---\ntitle: The mill\n---\n\n# Mill to close\n\nWe *tried* [everything](https://example.org/a).\n",
    "pdf": pdf("We tried everything.", "The mill closes."),
}  # fmt: skip


def check(document):
    """The contract of every format: segments in order that cover all but blanks, times that never run back."""
    end = 0
    for one in document.segments:
        assert end <= one.span.start < one.span.end <= len(document.text)
        assert not document.text[end : one.span.start].strip()
        assert (one.reason is not None) == (one.role == "aside")
        end = one.span.end
    assert not document.text[end:].strip()
    last = end = 0
    for one in document.timings:
        assert end <= one.start < one.end <= len(document.text)
        assert last <= one.start_ms <= one.end_ms
        end, last = one.end, one.start_ms
