"""What a person decides in, entries of the ledger out.

In:  the `Desk`, a statement or a person, what is decided, by whom.
Out: `correct(...)`, `accept(...)`, `take_back(...)`, `mark(...)`, `move_end(...)`, `put_away(...)`, `bring_back(...)`,
     `join(...)`, `part(...)`, `add(...)`.
Not here: forms and pages; what an entry says (ledger/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

from sayso import ledger
from sayso.desk.anchoring import anchored
from sayso.desk.holding import Desk
from sayso.desk.views import card, held, there
from sayso.errors import InputError, SettingsError
from sayso.ingest import FORMATS
from sayso.ledger.view import corrected
from sayso.schema import Act, EntityKind, Entry, QuotationKind, Span
from sayso.stores import answers, jobs
from sayso.stores.writing import Writing

PUT_AWAY = "the example was put away"  # the reason of what puts it away, and what bringing it back takes back
_OPENING, _CLOSING = r"[“‘\"'(\[]", r"[,.;:!?…)]"
_BEFORE = re.compile(rf"{_OPENING}+$|(?:(?<={_OPENING})|(?<!\S))(?!{_OPENING})\S+\s*$")
_FIRST = re.compile(rf"{_OPENING}+(?=\S)|\S+\s*")
_AFTER = re.compile(rf"{_CLOSING}+(?=\s|$)|\s*\S+?(?={_CLOSING}*(?:\s|$))")
_LAST = re.compile(rf"(?<=\S){_CLOSING}+$|\s*\S+$")
LONGEST = 2_000  # characters of a name, a note, a reason
MOVED = "an end of it was moved: "  # begins the reason of a correction; the id of the statement that it was before follows


def correct(desk: Desk, key: str, changes: dict[str, Any], by: str, why: str | None = None) -> Entry:
    """Correct a statement.

    Args:
        desk: where it is kept.
        key: its id.
        changes: of "speaker" (a name, a person's id, or None for nobody), "speaker_kind", "act", "negated", "kind",
            "quotation" and "note".
        by: who decides.
        why: the reason.

    Raises:
        SettingsError: nothing is changed, or to something that does not exist.
        NotThere: there is no such statement.
        StoreError: it could not be kept.
    """
    kind = changes.pop("speaker_kind", None) or "person"
    _one_of("act", changes.get("act"), get_args(Act))
    _one_of("kind", changes.get("kind"), get_args(QuotationKind))
    _one_of("speaker_kind", kind, get_args(EntityKind))
    for name in ("speaker", "note"):
        if isinstance(changes.get(name), str) and len(changes[name]) > LONGEST:
            raise SettingsError(f"The {name} has more than {LONGEST:,} characters. Shorten it.")
    if "speaker" in changes and changes["speaker"] is not None:
        changes["speaker"] = _speaker(desk, str(changes["speaker"]), kind)
    if not changes:
        raise SettingsError("Nothing was changed: change the speaker, the act or the note, then save.")
    with desk.store.writing() as writing:
        with there():
            key = writing.statement(key)
        return writing.append([ledger.correction(key, changes, by, why, writing.last("correction", key))])[0]


def accept(desk: Desk, key: str, by: str) -> Entry:
    """Keep that a statement is right as it is: a quotation, and by whoever is named; no later model says otherwise.

    Raises:
        SettingsError: it is no statement any more.
        NotThere: there never was such a statement.
        StoreError: it could not be kept.
    """
    one = card(desk, key)["statement"]
    if one is None:
        raise SettingsError("It is no statement any more; say that it is one first.", about=key)
    changes: dict[str, Any] = {"quotation": True}
    if one.speaker_id:
        changes["speaker"] = one.speaker_id
    return correct(desk, key, changes, by, "looked at and found right")


def take_back(desk: Desk, key: str, by: str) -> Entry:
    """Take the last correction of a statement back.

    Raises:
        SettingsError: there is none.
        NotThere: there is no such statement.
        StoreError: it could not be kept.
    """
    with desk.store.writing() as writing:
        with there():
            key = writing.statement(key)
        last = writing.last("correction", key)
        if last is None:
            raise SettingsError("There is no correction to take back.", about=key)
        if (last.why or "").startswith(MOVED):
            return _moved_back(desk, writing, key, (last.why or "")[len(MOVED) :], last, by)
        return writing.append([ledger.taken_back(last, _before(desk, last), by)])[0]


def _before(desk: Desk, last: Entry) -> Entry | None:
    """The correction that another took the place of."""
    return next((one for one in desk.store.history(last.subject) if one.id == last.supersedes), None)


def _moved_back(desk: Desk, writing: Writing, key: str, before: str, last: Entry, by: str) -> Entry:
    """What was a statement before an end of it was moved is one again, and what it became is none."""
    other = writing.last("correction", before)
    drafts = [ledger.correction(key, {"quotation": False}, by, f"takes {last.id} back", last)]
    if other is None or (other.payload or {}).get("quotation") is not False:
        raise SettingsError("What it was before stands already. Say that this one is no quotation.", about=key)
    return writing.append([*drafts, ledger.taken_back(other, _before(desk, other), by)])[-1]


def move_end(desk: Desk, key: str, which: Literal["start", "end"], by: str, *, outward: bool) -> str:
    """Move an end of a quotation by a word; the id of what it is then, for a statement is where its words are.

    Args:
        desk: where it is kept.
        key: its id.
        which: the end.
        by: who decides.
        outward: whether a word more is in it, or a word less.

    Raises:
        SettingsError: it has no words, or there is no word that way.
        NotThere: there is no such statement.
        StoreError: it could not be kept.
    """
    facts = card(desk, key)
    one, document = facts["statement"], facts["document"]
    if one is None or not one.content_spans:
        raise SettingsError("It has no words of its own whose ends could be moved.", about=key)
    spans = list(one.content_spans)
    at = 0 if which == "start" else -1
    spans[at] = _moved(document.text, spans[at], which, outward=outward)
    home = [each.span for each in document.segments if each.span.start <= one.content_spans[at].start < each.span.end]
    if home and not (home[0].start <= spans[at].start and spans[at].end <= home[0].end):
        raise SettingsError("The paragraph ends there. Select the words and mark them anew (m).", about=key)
    with desk.store.writing() as writing:
        entry = writing.in_force([document.id])[document.id].get(ledger.place_of("statement", key))
        correction = writing.last("correction", key)
        payload = None if entry is None else corrected(entry, correction)
        if payload is None:
            raise SettingsError("It is no statement any more.", about=key)
        draft = ledger.marked(document, tuple(spans), one.kind, by, None)
        draft = replace(draft, payload={**payload, **{name: draft.payload[name] for name in ("content", "text")}})
        there_already = writing.in_force([document.id])[document.id].get(ledger.place_of("statement", draft.subject))
        now = writing.last("correction", draft.subject)
        if there_already is not None and corrected(there_already, now) is not None:
            raise SettingsError("Those words are a statement already. Choose it, or say that one of the two is no quotation.", about=key)
        carried = {**(now.payload or {} if now is not None else {}), **(correction.payload or {} if correction is not None else {})}
        changes = {**carried, "quotation": True}
        drafts = [] if there_already is not None else [draft]
        drafts.append(ledger.correction(draft.subject, changes, by, MOVED + key, now))
        drafts.append(ledger.correction(key, {"quotation": False}, by, f"an end was moved: it is {draft.subject} now", correction))
        writing.append(drafts)
    return draft.subject


def _moved(text: str, span: Span, which: Literal["start", "end"], *, outward: bool) -> Span:
    """A stretch of text with one end moved by a word, or by the marks that stand at it: the way out is the way back."""
    if which == "start":
        word = _BEFORE.search(text, max(0, span.start - LONGEST), span.start) if outward else _FIRST.match(text, span.start, span.end)
        by = 0 if word is None else -len(word[0]) if outward else len(word[0])
        moved = Span(span.start + by, span.end)
    else:
        word = _AFTER.match(text, span.end, span.end + LONGEST) if outward else _LAST.search(text, span.start, span.end)
        by = 0 if word is None else len(word[0]) if outward else -len(word[0])
        moved = Span(span.start, span.end + by)
    if word is None or moved.start >= moved.end:
        raise SettingsError("There is no word to move that end by.")
    return moved


def mark(
    desk: Desk,
    document: str,
    exact: str,
    prefix: str,
    suffix: str,
    by: str,
    *,
    speaker: str | None = None,
    kind: str | None = None,
    why: str | None = None,
) -> str:
    """Make a statement of words that no model saw; its id.

    Args:
        desk: where it is kept.
        document: the document's id.
        exact: the words, as the browser has them.
        prefix: what stands before them.
        suffix: what stands after them.
        by: who decides.
        speaker: whose words they are; None where nobody can be named.
        kind: of the quotation; None for direct where marks stand around it, else indirect.
        why: the reason.

    Raises:
        InputError: the words are not there, or in several places, or are a statement already.
        NotThere: there is no such document.
        StoreError: it could not be kept.
    """
    one = held(desk, document).document
    span = anchored(one.text, exact, prefix, suffix)
    _one_of("kind", kind, tuple(name for name in get_args(QuotationKind) if name != "event"))
    if kind is None:
        kind = "direct" if one.text[span.start] in "“\"‘«„'" else "indirect"
    draft = ledger.marked(one, (span,), kind, by, why)  # type: ignore[arg-type]
    changes: dict[str, Any] = {"quotation": True}
    changes["speaker"] = _speaker(desk, speaker, "person") if speaker else None
    with desk.store.writing() as writing:
        there_already = writing.in_force([document])[document]
        before = there_already.get(ledger.place_of("statement", draft.subject))
        correction = writing.last("correction", draft.subject)
        standing = before is not None and before.kind == "statement"
        if standing and (correction is None or (correction.payload or {}).get("quotation") is not False):
            raise InputError("These words are a statement already. Choose it and correct it.", about=draft.subject)
        drafts = [] if before is not None else [draft]
        writing.append([*drafts, ledger.correction(draft.subject, changes, by, why, correction)])
    return draft.subject


def found_words(desk: Desk, document: str, exact: str, prefix: str, suffix: str) -> tuple[Span, str]:
    """Where words that were selected stand in a document, and what they are there.

    Raises:
        InputError: they are not there, or in several places.
        NotThere: there is no such document.
    """
    text = held(desk, document).document.text
    span = anchored(text, exact, prefix, suffix)
    return span, " ".join(span.of(text).split())


def put_away(desk: Desk, document: str, by: str) -> int:
    """Say of every statement of a document that it is none, so that no search and no person shows them; how many.

    The ledger forgets nothing: the document is still listed, and `bring_back` takes it all back.

    Raises:
        NotThere: there is no such document.
        StoreError: it could not be kept.
    """
    keys = [one.id for one in held(desk, document).statements]
    with desk.store.writing() as writing:
        writing.append([ledger.correction(key, {"quotation": False}, by, PUT_AWAY, writing.last("correction", key)) for key in keys])
    return len(keys)


def bring_back(desk: Desk, document: str, by: str) -> int:
    """Take back that a document was put away; how many statements there are again.

    Raises:
        StoreError: it could not be kept.
    """
    with desk.store.writing() as writing:
        there_ = writing.in_force([document])[document].values()
        away = [one for one in there_ if one.kind == "correction" and one.why == PUT_AWAY]
        writing.append([ledger.taken_back(one, _before(desk, one), by) for one in away])
    return len(away)


def join(desk: Desk, person: str, into: str, by: str, why: str | None = None) -> tuple[str, str]:
    """Two people are one from now on; the names of both.

    Raises:
        NotThere: there is nobody of that name.
        SettingsError: they are one already.
        StoreError: it could not be kept.
    """
    with there():
        one, other = answers.person(desk.store, person, 1), answers.person(desk.store, into, 1)
    if one["id"] == other["id"]:
        raise SettingsError(f"{one['name']} is {other['name']} already.", about=one["id"])
    with desk.store.writing() as writing:
        writing.append([ledger.merge(one["id"], other["id"], by, why, writing.last_judgement(one["id"]))])
    return one["name"], other["name"]


def part(desk: Desk, person: str, by: str, why: str | None = None) -> None:
    """Somebody is no longer whoever they were merged into.

    Raises:
        SettingsError: they were not merged.
        StoreError: it could not be kept.
    """
    with desk.store.writing() as writing:
        before = writing.last_judgement(person)
        if before is None or before.kind != "merge":
            raise SettingsError("They were not joined with anybody.", about=person)
        writing.append([ledger.split(person, None, by, why, before)])


def add(desk: Desk, items: Sequence[tuple[str, bytes]], *, any_language: bool = False, form: str | None = None) -> str:
    """Have some documents read in the background; the job's id.

    Args:
        desk: whose store they are kept in.
        items: name and bytes of each.
        any_language: read them even where they are not in English.
        form: the format that they are in; None to tell it by their bytes.

    Raises:
        SettingsError: there are none, or there is no such format.
        StoreError: they could not be kept.
    """
    if not items:
        raise SettingsError("There is nothing to read: paste a text or choose a file.")
    title = items[0][0] if len(items) == 1 else f"{items[0][0]} and {len(items) - 1} more"
    if form is not None:
        _one_of("format", form, tuple(FORMATS))
    options: dict[str, Any] = ({"any_language": True} if any_language else {}) | ({"format": form} if form else {})
    key = jobs.queue(desk.store, "read", title, items, options)
    desk.wake()
    return key


def _speaker(desk: Desk, name: str, kind: str) -> dict[str, Any]:
    """The speaker that a person names: somebody of the store by their id, else a name."""
    name = " ".join(name.split())
    if not name:
        raise SettingsError("Give the speaker's name, or say that nobody can be named.")
    if not name.startswith("pe-"):
        return {"name": name, "kind": kind}
    with there():
        known = answers.person(desk.store, name, 1)
    return {"name": known["name"], "kind": known["kind"], "person": known["id"]}


def _one_of(what: str, value: object, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise SettingsError(f"The {what} is one of {', '.join(known)}; not {str(value)[:80]!r}.", about=value)
