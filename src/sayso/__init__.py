"""sayso: a news article in, who is said to have said what out, exactly and offline.

    >>> import sayso
    >>> reading = sayso.read("“We never sold it,” Ana Cho said.")
    >>> reading[0].speaker
    'Ana Cho'

A `str` is always text; a `pathlib.Path` is always a file or a folder.  Names are loaded when they
are first used: importing sayso loads no third-party package.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.checker.report import Report
    from sayso.errors import InputError, MissingExtra, SaysoError
    from sayso.ingest import documents
    from sayso.reading import Reading, Saying
    from sayso.scale.watching import Progress
    from sayso.schema import Attribution, Dispute, Document, Entity, Failure, Quotation, Segment, Span, Verdict
    from sayso.stores.sql import Store

    __version__: str

# onnxruntime 1.32 and later report to their maker: merely importing it opens a database in the user's cache and looks up a
# host.  Only this variable, set before that import, prevents it (its own `disable_telemetry_events()` does not).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_HOMES = {
    "sayso.checker.report": ("Report",),
    "sayso.errors": ("InputError", "MissingExtra", "SaysoError"),
    "sayso.ingest": ("documents",),
    "sayso.reading": ("Reading", "Saying"),
    "sayso.schema": ("Attribution", "Dispute", "Document", "Entity", "Failure", "Quotation", "Segment", "Span", "Verdict"),
}

__all__ = [
    "Attribution",
    "Dispute",
    "Document",
    "Entity",
    "Failure",
    "InputError",
    "MissingExtra",
    "Quotation",
    "Reading",
    "Report",
    "Saying",
    "SaysoError",
    "Segment",
    "Span",
    "Verdict",
    "__version__",
    "check",
    "dispute",
    "documents",
    "keep",
    "open_store",
    "read",
    "read_batch",
    "run",
]


def read(what: str | Path | Document, *, any_language: bool = False, min_score: float = 0.0) -> Reading:
    """The Reading of one document.

    Args:
        what: text (a `str`, always), a file (a `Path`), or a Document.
        any_language: read a text that is not in English as if it were.
        min_score: leave out quotations that are less sure than this, in [0, 1].

    Raises:
        InputError: it cannot be read; the class and the sentence say why. A folder holds many: `read_batch` takes it.
        ModelError: the model is missing or altered.
    """
    from sayso import ingest, settings

    if isinstance(what, str):
        return settings.pipeline().read(ingest.from_text(what), any_language=any_language, min_score=min_score)
    if not isinstance(what, Path):
        return settings.pipeline().read(what, any_language=any_language, min_score=min_score)
    from sayso.errors import InputError, error_of
    from sayso.schema import Failure

    if what.is_dir():
        raise InputError(f"{what} is a folder. Read all in it with sayso.read_batch([Path({str(what)!r})]).", about=what)
    found = next(_documents(what))
    if isinstance(found, Failure):
        raise error_of(found.code, found.message, found.locator)
    return settings.pipeline().read(found, any_language=any_language, min_score=min_score)


def read_batch(
    items: Iterable[str | Path | Document | Failure] | str | Path | Document, *, any_language: bool = False, min_score: float = 0.0
) -> Iterator[Reading | Failure]:
    """The Readings of many documents, in their order, as they are read; one that cannot be read is a Failure in its place.

    Args:
        items: texts (`str`), files and folders (`Path`), Documents; also what `documents(...)` yields. One alone will do.
        any_language: read what is not in English as if it were; else it is a Failure.
        min_score: leave out quotations that are less sure than this, in [0, 1].

    Raises:
        ModelError: the model is missing or altered.
    """
    from sayso import ingest, settings
    from sayso.errors import InputError
    from sayso.schema import Document, Failure

    several = [items] if isinstance(items, (str, Path, Document)) else items

    def found() -> Iterator[Document | Failure]:
        for item in several:
            if isinstance(item, Path):
                yield from _documents(item)
            elif isinstance(item, str):
                try:
                    yield ingest.from_text(item)
                except InputError as error:
                    yield Failure(locator="text", stage="ingest", code=error.code, message=str(error))
            else:
                yield item

    return settings.pipeline().read_batch(found(), any_language=any_language, min_score=min_score)


def check(
    what: str | Path | Document | Reading,
    evidence: Iterable[str | Path | Document] | str | Path | Document,
    *,
    speaker: str | None = None,
    policy: str | Path = "strict",
    cache: Path | None = None,
    any_language: bool = False,
) -> Report:
    """The Report on whether evidence bears out what is printed: a verdict a quotation.

    Args:
        what: one quotation's words (a `str`), or a draft: a file (a `Path`), a Document, or a Reading of one.
        evidence: texts (`str`), files and folders (`Path`), Documents; one alone will do.
        speaker: with words: who is said to have said them.
        policy: a house style: "strict", "spoken", "any", or a file of your own (a `Path`).
        cache: a folder in which what is made of evidence files is kept for the next time; None keeps nothing.
        any_language: read a draft that is not in English as if it were.

    Raises:
        InputError: the draft cannot be read. Evidence that cannot be read is among the report's `failures`.
        SettingsError: there is no such policy.
    """
    from sayso import pipeline, settings
    from sayso.checker import Quoted
    from sayso.checker.policy import policy_of
    from sayso.reading import Reading
    from sayso.schema import Document

    style = policy_of(policy)
    several = [evidence] if isinstance(evidence, (str, Path, Document)) else list(evidence)
    if all(isinstance(one, Path) for one in several):
        shelf = settings.evidence([one for one in several if isinstance(one, Path)], cache)
    else:
        shelf = settings.evidence_at_hand(several)
    if isinstance(what, str):
        return pipeline.checked_list([(Quoted.of(what, speaker), shelf, {})], style, settings.checking())
    if isinstance(what, (Path, Document)):
        what = read(what, any_language=any_language)
    assert isinstance(what, Reading)
    return pipeline.checked(what, shelf, style, settings.checking())


def dispute(
    what: Store | Iterable[str | Path | Document | Reading | Failure] | str | Path | Document | Reading,
    parties: Iterable[str] | str = (),
    *,
    any_language: bool = False,
) -> Dispute:
    """Who alleges what against whom, what was answered, what was filed, what is unanswered: the Dispute of some documents.

    `sayso.disputes.page.html_of` makes a page of it, `sayso.exporters.DISPUTES` the other formats.

    Args:
        what: a store; or texts (`str`), files and folders (`Path`), Documents, Readings; one alone will do.
        parties: names of parties. With one, all that it alleges, or is accused of; with more, what is between them; with
            none, everybody.
        any_language: read what is not in English as if it were; else it is among the `failures`.

    Raises:
        InputError: nobody is called so, or two are.
        StoreError: the store cannot be read.
    """
    from sayso import pipeline, settings
    from sayso.disputes import dispute_of
    from sayso.reading import Reading
    from sayso.schema import Document

    names = [parties] if isinstance(parties, str) else list(parties)
    if isinstance(what, (str, Path, Document, Reading)):
        what = [what]
    if not isinstance(what, Iterable):
        return pipeline.disputed(what, names, settings.alleges)

    def found() -> Iterator[Reading | Failure]:
        waiting: list[str | Path | Document | Failure] = []
        for one in what:
            if isinstance(one, Reading):
                yield from read_batch(waiting, any_language=any_language)
                waiting = []
                yield one
            else:
                waiting.append(one)
        yield from read_batch(waiting, any_language=any_language)

    return dispute_of(found(), names, alleges=settings.alleges)


def open_store(locator: str | Path | None = None, *, create: bool = False) -> Store:
    """The store in which statements are kept; use it in a `with` block.

    `keep` adds to it; `sayso.stores.answers` finds what is in it (`search`, `documents_in`, `people`, `person`, `variants`),
    `sayso.stores.proving.verify` proves that nothing was changed.

    Args:
        locator: a file, or `postgresql://...`; None for `SAYSO_STORE`, else a file in the user's data folder.
        create: make it where there is none.

    Raises:
        StoreError: it cannot be opened; the class and the sentence say why.
        MissingExtra: keeping needs `pip install 'sayso[ledger]'`.
    """
    from sayso import settings

    return settings.store(None if locator is None else str(locator), create=create)


def keep(store: Store, read: Iterable[Reading | Failure] | Reading, *, at_once: int = 1) -> int:
    """Keep readings in a store, one transaction each; what is kept already adds nothing.  Returns how many entries are new.

    Args:
        store: where to.
        read: Readings, and Failures to be taken down, such as `read_batch` yields; one Reading alone will do.
        at_once: documents of one transaction: more of them are kept faster, and lost together where the power goes.

    Raises:
        StoreError: they could not be kept; what was kept before is safe.
    """
    from sayso import pipeline, settings
    from sayso.reading import Reading

    readings = [read] if isinstance(read, Reading) else read
    return sum(kept.new for kept in pipeline.keep(store, readings, settings.pipeline().origin, at_once=at_once))


def run(
    inputs: Iterable[str | Path] | str | Path,
    out: str | Path,
    *,
    workers: int = 0,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    ray: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Read an archive into Parquet tables with many processes; returns what its `summary.json` says.

    A run that was ended in any way, even by `kill -9`, goes on when it is called again: nothing is lost, nothing is there twice.
    `sayso.scale.readings_in(out)` gives the Readings again, for `keep`.

    Args:
        inputs: files, folders and addresses, here as `str` too: WARC, JSON Lines, CSV, Parquet, RSS, any document.
        out: the folder or address for the tables `documents`, `statements`, `entities`, `steps`, `failures`.
        workers: processes that read, or actors; 0 for one a core.
        columns: for tables: which column holds "text", "html", "title", "url", "outlet", "published", "retrieved".
        any_language: read what is not in English as if it were; else it is among the failures.
        ray: the address of a Ray cluster, "local" for one on this machine; None for processes of this machine.
        progress: is called with how far it is, as jobs are done.
        notice: is told what a person may want to know, such as that a process died and was started anew.

    Raises:
        SettingsError: the folder holds another run, or an input changed since it was begun.
        UnreadableInput: an input is not there.
        StoreError: the tables cannot be written.
        MissingExtra: it needs `pip install 'sayso[scale]'`, with Ray `sayso[ray]`.
        ModelError: the model is missing or altered.
    """
    from sayso import scale, settings

    several = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    return scale.run(
        several,
        out,
        maker=settings.WORKERS,
        workers=workers,
        columns=columns,
        any_language=any_language,
        ray=ray,
        progress=progress,
        notice=notice,
    )


def _documents(path: Path) -> Iterator[Document | Failure]:
    from sayso import ingest

    return ingest.documents(path.absolute() if str(path) == "-" else path)  # a Path is a file, even one named "-"


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("sayso")
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
