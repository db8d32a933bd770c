r"""Bytes in, the text of a document out, by the text rule of the contract.

In:  the bytes of a file, already known not to be gzip'd.
Out: text in which a BOM is dropped, every line ends in "\n", and each control character or lone
     surrogate is replaced one for one by U+FFFD; nothing else is deleted or changed, so that for a
     plain-text file offsets are the file's.  Also a document's id and digest.
Not here: what the text means, or which format it is in.
"""

from __future__ import annotations

import codecs
import re
from hashlib import sha256

from sayso.errors import UnreadableInput

REPLACEMENT = "\ufffd"
SAMPLE_BYTES = 65_536  # what encoding detection looks at; it takes time in proportion, and no more evidence is needed
BINARY_SHARE = 0.02  # share of control bytes above which bytes are not text; prose has none, logs with escapes about 0.01
WESTERN_SHARE = 0.15  # share of letters beyond ASCII above which a text is hardly in a Western European language

_TYPOGRAPHIC = frozenset("“”‘’„‚«»‹›–—…•·£€¥¢©®™°§½¼¾¿¡ºª\xa0")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b")) + b"\x7f"


def text_rule(text: str) -> str:
    r"""The text as a Document holds it: no BOM, "\n" line ends, controls and lone surrogates replaced one for one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(REPLACEMENT, text)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of these bytes, by the text rule.

    A BOM decides; else the declared encoding (as an HTML page states it) if the bytes obey it; else
    UTF-8 if they obey that; else what charset-normalizer finds in a sample.

    Raises:
        UnreadableInput: no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return text_rule(data[len(mark) :].decode(encoding, "replace"))
    for guess in (_wide_encoding(data), _known_encoding(declared), "utf-8"):
        if guess is not None:
            try:
                return text_rule(data.decode(guess))
            except (UnicodeDecodeError, UnicodeError):
                continue
    return text_rule(data.decode(_detected_encoding(data), "replace"))


def obeyed(data: bytes, charset: str | None) -> str | None:
    """The text of these bytes in an encoding that is stated; None where a BOM says otherwise, it is unknown, or they do not obey it."""
    encoding = _known_encoding(charset)
    if encoding is None or any(data.startswith(mark) for mark, _ in _BOMS):
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def looks_binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding, judged by their first `SAMPLE_BYTES`."""
    sample = data[:SAMPLE_BYTES]
    if not sample or any(sample.startswith(mark) for mark, _ in _BOMS) or _wide_encoding(sample) is not None:
        return False
    controls = len(sample) - len(sample.translate(None, _NOT_TEXT_BYTES))
    return controls > BINARY_SHARE * len(sample) and controls > 1


def digest_of(data: bytes) -> str:
    """The full sha256 of these bytes, in hex."""
    return sha256(data).hexdigest()


def document_id(digest: str) -> str:
    """The id of the document whose bytes have this digest."""
    return "doc-" + digest[:20]


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a BOM: in text of Latin letters nearly every second byte is NUL."""
    sample = data[: min(len(data), 4096) & ~1]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if high.count(0) > 0.7 * len(high) and low.count(0) < 0.05 * len(low):
            return encoding
    return None


def _known_encoding(name: str | None) -> str | None:
    """The codec of that name; Latin-1 and ASCII mean cp1252, as in every browser."""
    if name is None:
        return None
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def _detected_encoding(data: bytes) -> str:
    """The encoding that fits the bytes around what is not ASCII."""
    sample = _telling_lines(data)
    damaged = sample.decode("utf-8", "replace")
    broken = damaged.count(REPLACEMENT)
    if sum(character > "\x7f" for character in damaged) > 2 * broken:  # damaged UTF-8, and not another encoding
        return "utf-8"
    for encoding in ("cp1252", "mac_roman"):
        if _reads_well(sample, encoding):
            return encoding
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise UnreadableInput("The bytes fit no text encoding. Save the file as UTF-8 text and try again.", about=len(data))
    return best.encoding


def _reads_well(sample: bytes, encoding: str) -> bool:
    r"""Whether what is not ASCII reads as Western prose: typographic marks, and letters in the case of their word.

    charset-normalizer needs more text than a headline to tell curly quotes from letters (3.5.3 takes
    "It\x92s fine." for Big5), and quotation marks are what this software lives on.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    found = good = letters = 0
    for before, character, after in zip(" " + text, text, text[1:] + " "):
        if character > "\x7f":
            found += 1
            letters += character.isalpha()
            begins_word = character.isupper() and after.islower() and not before.isalpha()
            good += character in _TYPOGRAPHIC or character.islower() or begins_word or (character.isupper() and before.isupper())
    return letters <= WESTERN_SHARE * len(text) and good >= 0.95 * found


def _telling_lines(data: bytes) -> bytes:
    """The lines with bytes that are not ASCII, up to `SAMPLE_BYTES`; for what has no lines, its beginning."""
    if len(data) <= SAMPLE_BYTES:
        return data
    sample = bytearray()
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            sample += line[: SAMPLE_BYTES - len(sample)]
        if len(sample) >= SAMPLE_BYTES:
            break
    return bytes(sample)
