"""Made-up readings by the thousand: what stores are measured with.

Words follow Zipf's law over a vocabulary of letters, names are of made-up people, and one statement in twenty is printed
again by another document with a word or two changed.  The same seed makes the same readings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256

from sayso.reading import Reading
from sayso.schema import Act, Attribution, Document, Entity, Origin, Quotation, Segment, Span

STATEMENTS = 20  # a document
VOCABULARY = 40_000
PEOPLE = 20_000
OUTLETS = 300
ACTS: tuple[Act, ...] = ("assert",) * 12 + ("deny", "accuse", "ask", "demand", "promise", "think", "decline", "admit", "apologise")
_LETTERS = ("ba", "co", "di", "fu", "ge", "ha", "ki", "lo", "mu", "ne", "po", "ra", "si", "tu", "ve", "wo", "xi", "za")


def word(number: int) -> str:
    """A made-up word; small numbers make short words."""
    out = ""
    number += 1
    while number:
        number, part = divmod(number, len(_LETTERS))
        out += _LETTERS[part]
    return out


def person(number: int) -> str:
    """A made-up full name."""
    return f"{word(number % 400 + 400).capitalize()} {word(number + 7_000).capitalize()}"


def readings(statements: int, seed: int = 1) -> Iterator[Reading]:
    """Readings that hold this many statements together."""
    chance = random.Random(seed)
    words = [word(number) for number in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    total, cumulative = 0.0, []
    for weight in weights:
        total += weight
        cumulative.append(total)
    earlier: list[tuple[list[str], int]] = []
    origin = Origin(stage="read", version="bench", model_digest="made up", settings_digest=None)
    for number in range(-(-statements // STATEMENTS)):
        yield _reading(number, chance, words, cumulative, earlier, origin)


def _reading(
    number: int, chance: random.Random, words: list[str], cumulative: list[float], earlier: list[tuple[list[str], int]], origin: Origin
) -> Reading:
    text, quotations, attributions = "", [], []
    here = [min(int(chance.paretovariate(0.6)) - 1, PEOPLE - 1) for _ in range(6)]
    entities: dict[int, Entity] = {}
    document = f"doc-{sha256(str(number).encode()).hexdigest()[:20]}"
    for at in range(STATEMENTS):
        who = chance.choice(here)
        if earlier and chance.random() < 0.05:
            said, who = chance.choice(earlier)
            said = list(said)
            said[chance.randrange(len(said))] = chance.choice(words)
        else:
            said = chance.choices(words, cum_weights=cumulative, k=chance.randint(8, 32))
            if chance.random() < 0.02:
                earlier.append((said, who))
        name = person(who)
        content = Span(len(text), len(text) + len(" ".join(said)) + 2)
        text += f"“{' '.join(said)}” "
        cue = Span(len(text), len(text) + 4)
        text += "said "
        source = Span(len(text), len(text) + len(name))
        text += name + ".\n"
        entity = entities.setdefault(who, Entity(id=f"e{len(entities) + 1}", kind="person", name=name, mentions=(source,)))
        quotations.append(
            Quotation(id=f"q{at + 1}", document_id=document, kind="direct", source=(source,), cue=(cue,), content=(content,), score=0.9321)
        )
        attributions.append(
            Attribution(
                quotation_id=f"q{at + 1}", entity_id=entity.id, mention=source, basis="named", act=chance.choice(ACTS), speaker_score=0.9123
            )
        )
    day = number % 3_650
    return Reading(
        document=Document(
            id=document,
            name=f"made-up-{number}.txt",
            kind="article",
            text=text,
            segments=(Segment(span=Span(0, len(text)), role="paragraph"),),
            bytes_digest=sha256(text.encode()).hexdigest(),
            outlet=f"The {word(chance.randrange(OUTLETS)).capitalize()}",
            published_at=f"{2015 + day // 365}-{day % 365 // 31 + 1:02}-{day % 28 + 1:02}",
            language="en",
        ),
        quotations=tuple(quotations),
        attributions=tuple(attributions),
        entities=tuple(entities.values()),
        origin=origin,
    )
