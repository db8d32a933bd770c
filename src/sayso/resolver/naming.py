"""From a noun phrase to the id of the entity that it means: one that speaks already, or one that joins them.

In:  the entities that speak, and `whose`, which says whom a noun phrase means.
Out: `Register.entity_of(span)`: an id, None where the phrase leaves it open; `Register.entities`: all of them.
Not here: whom a phrase means (speakers.py), which phrases matter (parties.py, things.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sayso.resolver.entities import Who, entity_of
from sayso.schema import Entity, Span


class Register:
    """The entities of one document.

    Args:
        entities: those that speak.
        whose: whom a noun phrase means, None where it is doubtful (`Speakers.whose`).
    """

    def __init__(self, entities: Sequence[Entity], whose: Callable[[Span], Who | None]) -> None:
        self.entities = list(entities)
        self._whose = whose
        self._ids = {(one.kind, one.name): one.id for one in entities}
        self._known: dict[Span, str | None] = {}

    def entity_of(self, span: Span) -> str | None:
        """The entity that a noun phrase means."""
        if span not in self._known:
            who = self._whose(span)
            self._known[span] = None if who is None else self._id(who)
        return self._known[span]

    def named(self, span: Span) -> str | None:
        """The same where it is a person or an organization."""
        who = self._whose(span)
        return self.entity_of(span) if who is not None and who.kind in ("person", "organization") else None

    def all_of(self, spans: Iterable[Span], but: str | None = None) -> tuple[str, ...]:
        """The entities of some phrases, each once, without one of them, and without documents, which neither hear nor do wrong."""
        live = []
        for span in spans:
            who = self._whose(span)
            if who is not None and who.kind != "document":
                live.append(self.entity_of(span))
        return tuple(one for one in dict.fromkeys(live) if one is not None and one != but)

    def _id(self, who: Who) -> str:
        key = (who.kind, who.name)
        if key not in self._ids:
            self._ids[key] = f"e{len(self.entities) + 1}"
            self.entities.append(entity_of(who, self._ids[key]))
        return self._ids[key]
