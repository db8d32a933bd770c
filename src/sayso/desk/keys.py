"""The keys of the desk: one table, which the pages' help and the script that obeys them both read.

In:  nothing.
Out: `KEYS`, and `keys_of(page)`.
Not here: what is done (static/desk.js).

Keys of one letter never fire in a field, and can be turned off.
"""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """A key, what it does (a name that the script knows), in words ("" for one of a row), and on which pages ("" for all)."""

    key: str
    does: str
    words: str
    page: str = ""


KEYS = (
    Key("/", "search", "search"),
    Key("?", "help", "these keys"),
    Key("j", "next", "next in the list, next statement"),
    Key("k", "previous", "the one before"),
    Key("Enter", "open", "open it"),
    Key("Escape", "back", "close, back"),
    Key("y", "copy-link", "copy the link"),
    Key("g h", "go:/", "go to the first page"),
    Key("g a", "go:/add", "go to Add"),
    Key("g c", "go:/check", "go to Check"),
    Key("g s", "go:/search", "go to Search"),
    Key("g p", "go:/people", "go to People"),
    Key("g d", "go:/documents", "go to Documents"),
    Key("g r", "go:/disputes", "go to Disputes"),
    Key("g j", "go:/jobs", "go to Jobs"),
    Key("c", "correct", "correct the speaker, the act, the note", "article"),
    Key("1", "give:0", "give it to the first speaker above the text (2 to the second ... 9)", "article"),
    *(Key(str(number), f"give:{number - 1}", "", "article") for number in range(2, 10)),
    Key("v", "accept", "it is right as it is: keep that, and go to the next", "article"),
    Key("f", "only-unchecked", "show only what nobody has looked at", "article"),
    Key("x", "not-a-quotation", "it is no quotation", "article"),
    Key("[", "end:start outward", "begin one word earlier ({ one later)", "article"),
    Key("{", "end:start inward", "", "article"),
    Key("]", "end:end outward", "end one word later (} one earlier)", "article"),
    Key("}", "end:end inward", "", "article"),
    Key("m", "missed", "mark the selected words as a quotation that was missed", "article"),
    Key("w", "these-words", "take the selected words as the speaker", "article"),
    Key("e", "explain", "why this speaker", "article"),
    Key("h", "history", "its history", "article"),
    Key("u", "undo", "take the last correction back", "article"),
    Key("Y", "copy-quotation", "copy words, speaker, document and link", "article"),
    Key("Space", "play", "play, stop", "recording"),
    Key("Shift+Space", "play-quotation", "play the chosen quotation, two seconds more on either side", "recording"),
    Key("ArrowLeft", "to:-3", "3 seconds back (with Shift 10)", "recording"),
    Key("Shift+ArrowLeft", "to:-10", "", "recording"),
    Key("ArrowRight", "to:3", "3 seconds on (with Shift 10)", "recording"),
    Key("Shift+ArrowRight", "to:10", "", "recording"),
    Key(",", "speed:-0.25", "slower", "recording"),
    Key(".", "speed:0.25", "faster", "recording"),
    Key("L", "loop", "over and over: the quotation, else all of it", "recording"),
    Key("c", "correct", "correct the line that is played or chosen", "recording"),
    Key("q", "copy-selected", "copy the selected words with the recording, the time and a link", "recording"),
    Key("u", "undo", "take the last correction back", "recording"),
    Key("n", "next-flagged", "next one that is flagged", "check"),
    Key("p", "previous-flagged", "the flagged one before", "check"),
    Key("s", "same", "they are one", "alike"),
    Key("d", "different", "they are two", "alike"),
    Key("n", "next", "not sure: the next pair", "alike"),
    Key("u", "undo", "take the last joining back", "alike"),
    Key("a", "accept-as-is", "print it as it is, and say why", "check"),
    Key("l", "list-only", "verdicts alone, or beside draft and evidence", "check"),
    Key("t", "copy-evidence", "copy the words of the evidence", "check"),
)


def keys_of(page: str) -> list[Key]:
    """The keys of a page, its own first."""
    return [key for key in KEYS if page and key.page == page] + [key for key in KEYS if not key.page]
