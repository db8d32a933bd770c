"""What Citron, the BBC's quotation extractor, found in a document, as a Reading.

In:  Citron's JSON (`{"quotes": [{"cue": ..., "sources": [...], "contents": [...], "coreferences": [...]}], "source": ...}`),
     and the document in which it was found.
Out: a Reading whose origin says Citron.
Not here: reading the file, and the document (the command line asks ingest).

Citron resolves a pronoun by putting the name it stands for in `sources`, and the pronoun itself in `coreferences`: here the
pronoun is the source and the name the speaker.  Citron does not say what a speaker is; each is taken for a person, and
somebody with no capital letter, or a pronoun that was not resolved, for nobody who can be named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sayso.errors import InputError
from sayso.reading import Reading
from sayso.schema import Attribution, Basis, Document, Entity, Origin, Quotation, QuotationKind, Span, Spans

_PRONOUNS = frozenset("he she it they we i you who him her them us me his hers its their theirs our ours this that these those".split())
_OPENING, _CLOSING = "\"“„«‘'", "\"”“»’'"
_MARK = re.compile('["“”„«»]')


def text_of(data: bytes, name: str) -> str | None:
    """The document's text where Citron's file holds it (the form for training does), else None.

    Raises:
        InputError: it is no JSON object.
    """
    text = _object(data, name).get("text")
    return text if isinstance(text, str) else None


def reading_of(data: bytes, name: str, document: Document, version: str) -> Reading:
    """What Citron found in a document.

    Args:
        data: Citron's file.
        name: its name, for errors.
        document: the document with the text that Citron was given.
        version: of sayso, which brings it in.

    Raises:
        InputError: it is no file of Citron's, or was found in another text.
    """
    held = _object(data, name)
    quotes = held.get("quotes")
    if not isinstance(quotes, list):
        raise InputError(f"{name} is no file of Citron's: it has no list of quotes.", about=name)
    people: dict[str, Entity] = {}
    quotations, attributions = [], []
    for number, quote in enumerate(quotes, 1):
        place = f"{name}, quote {number}"
        if not isinstance(quote, dict):
            raise InputError(f"{place}, is no object.", about=name)
        cue, content = _spans(quote.get("cue"), place, document), _spans(quote.get("contents"), place, document)
        named, said = _spans(quote.get("sources"), place, document), _spans(quote.get("coreferences"), place, document)
        entity = _speaker(named, document.text, people)
        basis: Basis = "coreference" if said else "named"
        key = f"q{number}"
        quotations.append(
            Quotation(
                id=key,
                document_id=document.id,
                kind=_kind(content, document.text),
                source=said or named,
                cue=cue,
                content=content,
                score=_score(quote.get("confidence"), place),
            )
        )
        attributions.append(Attribution(quotation_id=key, entity_id=entity, basis=None if entity is None else basis))
    source = held.get("source")
    model = " ".join(str(one) for one in source.values()) if isinstance(source, dict) else "of unknown version"
    return Reading(
        document=document,
        quotations=tuple(quotations),
        attributions=tuple(attributions),
        entities=tuple(people.values()),
        origin=Origin(stage="citron", version=version, model_digest=f"Citron {model}"),
    )


def _object(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is no JSON ({error}).", about=name) from error
    if not isinstance(held, dict):
        raise InputError(f"{name} is no file of Citron's: it holds no object.", about=name)
    return held


def _spans(held: object, place: str, document: Document) -> Spans:
    """Spans in order, each held against the words that Citron saw there."""
    out = []
    listed: list[object] = held if isinstance(held, list) else [] if held is None else [held]
    for one in listed:
        told: dict[str, Any] = one if isinstance(one, dict) else {}
        start, end = told.get("start"), told.get("end")
        if type(start) is not int or type(end) is not int:
            raise InputError(f"{place}: a span has no start and end.", about=place)
        span = Span(start, end)
        if not 0 <= start < end <= len(document.text) or told.get("text", span.of(document.text)) != span.of(document.text):
            where = f"{place}: {start} to {end} of {document.name}"
            raise InputError(f"{where} are not the words that Citron saw there. Give the text as Citron was given it.", about=place)
        out.append(span)
    return tuple(sorted(set(out)))


def _speaker(named: Spans, text: str, people: dict[str, Entity]) -> str | None:
    """The id of whoever is named, who is known from now on; None where nobody is."""
    names = [" ".join(span.of(text).split()) for span in named]
    names = [name for name in names if any(letter.isupper() for letter in name) and name.casefold() not in _PRONOUNS]
    if not names:
        return None
    name = ", ".join(dict.fromkeys(names))
    mentions = named if len(named) == 1 else ()
    if name in people:
        known = people[name]
        mentions = tuple(sorted({*known.mentions, *mentions}))
    key = people[name].id if name in people else f"e{len(people) + 1}"
    people[name] = Entity(id=key, kind="person" if len(names) == 1 else "group", name=name, mentions=mentions)
    return key


def _kind(content: Spans, text: str) -> QuotationKind:
    """Direct where marks stand around every stretch, mixed where some stand inside, else indirect."""
    if not content:
        return "event"
    said = [span.of(text).strip() for span in content]
    if all(one[:1] in _OPENING and one.rstrip(".,;:!?")[-1:] in _CLOSING for one in said if one):
        return "direct"
    return "mixed" if any(_MARK.search(one) for one in said) else "indirect"


def _score(confidence: object, place: str) -> float:
    """Citron writes its confidence as text; where people annotated there is none."""
    if confidence is None:
        return 1.0
    try:
        score = float(confidence)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise InputError(f"{place}: {confidence!r} is no confidence.", about=place) from error
    return min(1.0, max(0.0, score)) if score == score else 0.0
