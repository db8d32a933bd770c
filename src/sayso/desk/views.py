"""A question of a page in, what it shows out: plain facts, which templates and tests read alike.

In:  the `Desk`, ids and names.
Out: `article(...)`, `card(...)`, `why(...)`, `home(...)`, `person(...)`; `told(...)`, an entry of a history in words.
Not here: HTML but for the marked text and the pictures; changing anything (deeds.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from sayso.desk import charts
from sayso.desk.holding import Desk
from sayso.desk.texts import Mark, marked_up
from sayso.errors import InputError
from sayso.reading import Reading, sureness
from sayso.schema import Document, Entry, Span, Statement
from sayso.stores import answers
from sayso.stores.answers import Query
from sayso.stores.chosen import Chosen
from sayso.stores.sounds import outdated

COLOURS = 8
LETTERS = {
    "verbatim": "V", "cleaned": "C", "abridged": "B", "spliced": "S", "altered": "A", "misattributed": "M", "absent": "0", "unchecked": "?",
}  # fmt: skip
ACTS = ("accuse", "deny", "admit", "apologise", "promise", "demand", "ask", "decline", "think", "assert", "other")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class NotThere(InputError):
    """What a page is asked for does not exist."""

    code = "input"


@contextmanager
def there() -> Iterator[None]:
    """Whatever is asked for in here and is not found, does not exist.

    Raises:
        NotThere: it does not.
    """
    try:
        yield
    except NotThere:
        raise
    except InputError as error:
        raise NotThere(str(error), about=error.about) from error


@dataclass(slots=True)
class Voice:
    """Somebody who speaks in a document: how much, and in which colour."""

    key: str
    name: str
    look: str
    words: int = 0
    direct: int = 0
    statements: int = 0

    @property
    def initials(self) -> str:
        """Two letters, for whoever does not see the colour."""
        parts = [part for part in _WORD.findall(self.name) if part[:1].isalpha()]
        return (parts[0][:1] + parts[-1][:1] if len(parts) > 1 else self.name[:2]).upper() or "?"


@dataclass(slots=True)
class Held:
    """A document as the store holds it, with its statements in the order of its text, and who speaks how much."""

    reading: Reading
    statements: tuple[Statement, ...]
    outcomes: Mapping[str, Sequence[tuple[str, str]]]
    voices: list[Voice]
    words: int
    voice_of: dict[str, Voice] = field(default_factory=dict)

    @property
    def document(self) -> Document:
        """The document."""
        return self.reading.document


def count_words(text: str) -> int:
    """How many words there are."""
    return sum(1 for _ in _WORD.finditer(text))


def voice_key(one: Statement) -> str:
    """What a statement's speaker is told from others by; "" where nobody is named."""
    return one.speaker_id or ""


def held(desk: Desk, key: str, stamp: int | None = None) -> Held:
    """A document with its statements; `stamp` is the document's, where that is known.

    Raises:
        NotThere: there is none of that id.
        StoreError: its words were erased.
    """
    stamp = desk.stamp(key) if stamp is None else stamp
    return desk.remembered(("held", key), lambda: _held(desk, key), stamp)


def _held(desk: Desk, key: str) -> Held:
    if not key.startswith("doc-"):
        raise NotThere(f"There is no document {key}. The list of documents shows what there is.", about=key)
    with there():
        reading, statements = Chosen(desk.store, Query(document=key)).held(key)
    voices: dict[str, Voice] = {}
    for one in statements:
        name = one.speaker or (f"[{one.source}]" if one.source else "not stated")
        voice = voices.setdefault(voice_key(one) or name, Voice(voice_key(one), name, ""))
        number = count_words(one.text)
        voice.words += number
        voice.direct += number if one.kind == "direct" else 0
        voice.statements += 1
    ordered = sorted(voices.values(), key=lambda one: (not one.key, -one.words, -one.statements, one.name))
    for place, voice in enumerate(ordered):
        voice.look = f"s{place + 1}" if voice.key and place < COLOURS else "s9" if voice.key else "s0"
    outcomes = answers.outcomes_in(desk.store, key)
    found = Held(reading, statements, outcomes, ordered, count_words(reading.document.text))
    for one in statements:
        found.voice_of[one.id] = voices[voice_key(one) or one.speaker or (f"[{one.source}]" if one.source else "not stated")]
    return found


# -- the article ---------------------------------------------------------------------------------


def article(desk: Desk, key: str, chosen: str | None = None) -> dict[str, Any]:
    """What the page of a document shows.

    Args:
        desk: where it is kept.
        key: the document's id.
        chosen: the statement whose card is open.

    Raises:
        NotThere: there is no such document.
    """
    stamp = desk.stamp(key)
    one = held(desk, key, stamp)
    return {
        "document": one.document,
        "held": one,
        "text": desk.remembered(("text", key), lambda: text_of(one), stamp),
        "share": share(one),
        "titled": any(segment.role == "headline" for segment in one.document.segments[:3]),
        "unchecked": sum(unchecked(one, each) for each in one.statements),
        "kinds": [(kind, number) for kind, number in Counter(each.kind for each in one.statements).most_common()],
        "card": card(desk, chosen, one) if chosen is not None else None,
    }


def share(one: Held) -> Markup:
    """Who speaks in how much of the text, as one bar."""
    parts = [(voice.name, voice.look, voice.words) for voice in one.voices if voice.words]
    return charts.share_bar(parts, "words") if parts else Markup("")


def text_of(one: Held) -> Markup:
    """The text, every statement a link to its card, coloured by whoever speaks."""
    marks: list[Mark] = []
    for number, each in enumerate(one.statements, 1):
        voice = one.voice_of[each.id]
        spans = each.content_spans or each.cue_spans or each.source_spans
        look = f"q {voice.look} {each.kind}" + (" denied" if each.negated else "") + (" human" if each.by.startswith("person:") else "")
        spoken = f"{voice.name}, {each.kind}" + (f", {each.act}" if each.act else "") + (", denied" if each.negated else "")
        outcome = best_outcome(one.outcomes.get(each.id, ()))
        look += "" if unchecked(one, each) else " judged"
        facts = {
            "id": each.id,
            "href": f"?s={each.id}#{each.id}",
            "aria-description": spoken,
            "data-w": voice.initials,
            "data-n": str(number),
        }
        if outcome is not None:
            facts["data-o"] = LETTERS[outcome]
        size = sum(end - start for start, end in spans)
        marks.append(Mark(spans, look, each.id, size, facts))
        if each.content_spans:
            marks += [Mark((span,), "cue", every={"data-of": each.id}) for span in each.cue_spans]
        marks += [Mark((span,), "src", every={"data-of": each.id}) for span in each.source_spans if each.content_spans or each.cue_spans]
    return marked_up(one.document, marks)


def unchecked(one: Held, each: Statement) -> bool:
    """Whether neither a person nor any evidence has said anything of a statement."""
    return not each.by.startswith("person:") and best_outcome(one.outcomes.get(each.id, ())) in (None, "unchecked")


def best_outcome(outcomes: Sequence[tuple[str, str]]) -> str | None:
    """The outcome to show of several: the best that some evidence bears out, for any evidence will do."""
    order = tuple(LETTERS)
    return min((outcome for _, outcome in outcomes), key=order.index, default=None)


def card(desk: Desk, key: str, known: Held | None = None) -> dict[str, Any]:
    """What the card of a statement shows.

    Raises:
        NotThere: there is no such statement, and never was.
    """
    history = statement_history(desk, key)
    document = next(((entry.payload or {}).get("document") for entry in history if entry.kind == "statement"), None)
    one = known if known is not None else held(desk, str(document))
    found = next((each for each in one.statements if each.id == key), None)
    facts: dict[str, Any] = {
        "id": key,
        "document": one.document,
        "history": history,
        "statement": found,
        "held": one,
        "voice": None,
        "corrections": 0,
    }
    if found is None:
        first = next((entry for entry in reversed(history) if entry.kind == "statement" and entry.payload), None)
        facts |= {"old": (first.payload or {}) if first is not None else {}, "gone": history[-1]}
        return facts
    place = one.statements.index(found)
    facts |= {
        "number": place + 1,
        "voice": one.voice_of[key],
        "sure": sureness(found.score),
        "sure_speaker": None if found.speaker_score is None else sureness(found.speaker_score),
        "verdicts": one.outcomes.get(key, ()),
        "outdated": _outdated(desk, history),
        "printings": answers.printings_of(desk.store, key),
        "people": known_people(one),
        "corrections": sum(entry.kind == "correction" for entry in history),
        "acts": ACTS,
        "before": one.statements[place - 1].id if place else None,
        "after": one.statements[place + 1].id if place + 1 < len(one.statements) else None,
    }
    return facts


def _outdated(desk: Desk, history: Sequence[Entry]) -> frozenset[str]:
    """Recordings whose transcripts were corrected after a verdict in force rested on them."""
    gone = {entry.supersedes for entry in history}
    return outdated(desk.store, [entry for entry in history if entry.kind == "verdict" and entry.id not in gone])


def known_people(one: Held) -> list[str]:
    """Names to choose a speaker from: whoever speaks in this document, then whoever is named in it."""
    names = [voice.name for voice in one.voices if voice.key]
    names += [entity.name for entity in one.reading.entities if entity.kind in ("person", "organization", "group")]
    return list(dict.fromkeys(names))[:60]


def statement_history(desk: Desk, key: str) -> list[Entry]:
    """All entries about a statement.

    Raises:
        NotThere: there never was such a statement.
    """
    history = desk.store.history(key) if key.startswith("st-") else []
    if not history:
        raise NotThere(f"There is no statement {key}, and there never was. The search shows what there is.", about=key)
    return history


def told(entry: Entry) -> str:
    """What an entry of a statement's history says, in words."""
    payload = entry.payload
    if payload is None:
        return "its words were erased"
    if entry.kind == "statement":
        return "was read" if not entry.by.startswith("person:") else "was marked"
    if entry.kind == "withdrawal":
        return "was no longer found when the document was read anew"
    if entry.kind == "verdict":
        against = f" against {payload['evidence']}" if payload.get("evidence") else ""
        return f"checked{against}: {payload['outcome']}"
    if not payload:
        return "all corrections taken back"
    parts = []
    for name, value in payload.items():
        if name == "speaker":
            parts.append(f"speaker: {value['name']}" if value else "speaker: nobody can be named")
        elif name == "quotation":
            parts.append("it is a quotation" if value else "it is no quotation")
        elif name == "negated":
            parts.append("the saying is denied" if value else "the saying is not denied")
        else:
            parts.append(f"{name}: {value}")
    return "corrected: " + "; ".join(parts)


# -- why -----------------------------------------------------------------------------------------


def why(desk: Desk, key: str) -> dict[str, Any]:
    """Why a statement has the speaker it has: the document is read anew, for the store keeps no reasons.

    Raises:
        NotThere: there is no such statement.
    """
    about = card(desk, key)
    one: Statement | None = about["statement"]
    if one is None:
        raise NotThere(f"{key} is no statement any more. Its history shows why.", about=key)
    document = about["document"]
    if one.basis == "human":
        return {"statement": one, "decided": one.by, "explanation": None}
    fresh: Reading = desk.remembered(("fresh", document.id), lambda: desk.pipeline().read(document, any_language=True))
    same = next((each for each in fresh if _same(each.quotation, one)), None)
    return {"statement": one, "decided": None, "explanation": None if same is None else fresh.explain(same.id).to_dict()}


def _same(quotation: Any, one: Statement) -> bool:
    if quotation.content or one.content_spans:
        return bool(quotation.content == one.content_spans)
    return bool((quotation.source, quotation.cue) == (one.source_spans, one.cue_spans))


# -- people --------------------------------------------------------------------------------------


def person(desk: Desk, name: str) -> dict[str, Any]:
    """What the page of a person shows.

    Raises:
        NotThere: there is nobody of that name, or there are several.
    """
    with there():
        about = answers.person(desk.store, name, 100)
    by_month: dict[str, Counter[str]] = {}
    for month, act, number in answers.months_of(desk.store, about["id"]):
        by_month.setdefault(month, Counter())[act or "other"] += number
    looks = {act: f"act-{act}" for act in ACTS if any(act in counts for counts in by_month.values())}
    total = sum(number for _, number in about["by_act"])
    several: dict[str, list[Statement]] = {}
    for one in about["said"]:
        several.setdefault(one.canonical_id, []).append(one)
    return {
        **about,
        "chart": charts.months(by_month, looks),
        "looks": looks,
        "months": sorted(by_month.items()),
        "dated": sum(sum(counts.values()) for counts in by_month.values()),
        "acts_chart": charts.bars([(act or "other", number, f"act-{act or 'other'}") for act, number in about["by_act"]], "statements"),
        "total": total,
        "variants": [group for group in several.values() if len({one.text for one in group}) > 1],
    }


# -- the first page ------------------------------------------------------------------------------


def home(desk: Desk) -> dict[str, Any]:
    """What the first page shows: what was added last, what was said last, what could not be read."""
    return desk.remembered("home", lambda: _home(desk), desk.version())


def _home(desk: Desk) -> dict[str, Any]:
    return {
        "documents": answers.documents_in(desk.store, limit=8),
        "statements": answers.last_kept(desk.store, 6),
        "people": [one for one in answers.people(desk.store, limit=24) if one["kind"] in ("person", "organization")][:8],
        "failures": desk.store.failures()[-5:],
    }


def around(text: str, spans: Sequence[Span], wide: int = 90) -> tuple[str, str]:
    """What stands before and after a stretch of text, in whole words, to be shown beside it."""
    start, end = spans[0].start, spans[-1].end
    before, after = text[max(0, start - wide) : start], text[end : end + wide]
    if start > wide:
        before = "… " + before.partition(" ")[2]
    if end + wide < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after
