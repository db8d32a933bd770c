"""Documents in, Readings out: the only module that knows the order of the stages.

In:  Documents (or Failures, which pass through), a Reader, the digests that rows name.
Out: a `Reading` a document, in the order of the documents.
Not here: where documents come from, where readings go, which model is loaded (settings.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.errors import InputError, NotEnglish, TooLarge
from sayso.reader import Reader
from sayso.reading import Reading
from sayso.resolver import resolve
from sayso.schema import Document, Failure, Origin

BATCH_CHARACTERS = 60_000  # of text waited for before it is read, about a dozen articles
BATCH_DOCUMENTS = 64
MOST_WORDS = 300_000  # and marks, of one document: about three novels, or half a minute on two cores
_WORD = re.compile(r"\w+|[^\w\s]")
READ_LANGUAGES = ("en", None)  # None: a text too short or too mixed to tell is read


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Read, resolve: the stages in their order."""

    reader: Reader
    origin: Origin

    def read(self, document: Document, *, any_language: bool = False) -> Reading:
        """The Reading of one document.

        Args:
            document: what to read.
            any_language: read it as if it were English where it is not.

        Raises:
            NotEnglish: it is in another language, and `any_language` is not set.
            TooLarge: it has more than `MOST_WORDS` words and marks.
        """
        refusal = _refusal(document, any_language)
        if refusal is not None:
            raise refusal
        return self._read([document])[0]

    def read_batch(self, documents: Iterable[Document | Failure], *, any_language: bool = False) -> Iterator[Reading | Failure]:
        """Readings of many documents, streamed in their order; a Failure passes through in its place.

        A document in another language than English becomes a Failure, unless `any_language` is set, and so
        does one that is too large.
        """
        waiting: list[Document | Failure] = []
        characters = 0
        for one in documents:
            if isinstance(one, Document) and (refusal := _refusal(one, any_language)) is not None:
                one = Failure(locator=one.name, stage="read", code=refusal.code, message=str(refusal))
            waiting.append(one)
            characters += len(one.text) if isinstance(one, Document) else 0
            if characters >= BATCH_CHARACTERS or len(waiting) >= BATCH_DOCUMENTS:
                yield from self._in_place(waiting)
                waiting, characters = [], 0
        yield from self._in_place(waiting)

    def _in_place(self, waiting: list[Document | Failure]) -> Iterator[Reading | Failure]:
        readings = iter(self._read([one for one in waiting if isinstance(one, Document)]))
        for one in waiting:
            yield one if isinstance(one, Failure) else next(readings)

    def _read(self, documents: list[Document]) -> list[Reading]:
        out = []
        for document, found in zip(documents, self.reader.read_batch(documents), strict=True):
            entities, attributions = resolve(document, found.quotations, found.mentions)
            out.append(
                Reading(document=document, quotations=found.quotations, attributions=attributions, entities=entities, origin=self.origin)
            )
        return out


def _refusal(document: Document, any_language: bool) -> InputError | None:
    """Why a document is not read, None where it is."""
    if not any_language and document.language not in READ_LANGUAGES:
        return NotEnglish(
            f"{document.name} is written in another language ({document.language}); sayso reads English. Nothing was read."
            " Read it all the same with --any-language (in Python: any_language=True).",
            about=document.name,
        )
    if len(document.text) > MOST_WORDS and sum(1 for _ in _WORD.finditer(document.text)) > MOST_WORDS:
        return TooLarge(
            f"{document.name} has more than {MOST_WORDS:,} words and marks. Nothing was read. Split it into documents and read those.",
            about=document.name,
        )
    return None
