"""Files of evidence in, a Checker over them out, with what was made of them kept for the next time.

In:  paths, a function that reads the documents of one file, and the folder to keep things in, if any.
Out: a `Shelf`: the checker, a note on each document, the files that could not be read.
Not here: formats (ingest), where the folder is (settings.py).

What is kept is named by the digest of the file's bytes: a changed file is read anew and the others are not.  Each
document is kept as JSON, its words and the index over all as plain arrays that are mapped, not loaded.  Anything in the
folder may be deleted at any time; what is broken or of another version is made anew.  Files are for their owner alone.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from sayso.checker import Checker, Quoted, Source
from sayso.checker.evidence import Voices, is_article, is_prepared
from sayso.checker.listening import Recording, listened, weighed
from sayso.checker.search import VERSION, Index, Terms, index_of, voiced_terms
from sayso.schema import Document, DocumentKind, Failure, Origin, Segment, Span, Timing, Verdict

Read = Callable[[Path], Iterable[Document | Failure]]
KEPT = 4  # indexes; older ones are removed
OPEN = 256  # documents held in memory at once


@dataclass(frozen=True, slots=True)
class Note:
    """What a report says of a piece of evidence."""

    name: str
    id: str
    digest: str
    kind: DocumentKind
    words: int
    article: bool
    prepared: bool
    recording: str = ""  # what is known of a recording's file, and who transcribed it


@dataclass(frozen=True, slots=True)
class Shelf:
    """Evidence ready to be checked against: texts, and recordings that are listened to."""

    checker: Checker
    notes: tuple[Note, ...]
    failures: tuple[Failure, ...]
    recordings: tuple[Recording, ...] = ()

    def kind_of(self, name: str | None) -> DocumentKind | None:
        """The kind of the evidence of that name."""
        return next((one.kind for one in self.notes if one.name == name), None)

    def check(self, quoted: Quoted) -> Verdict:
        """The verdict on one quotation: of the texts, of the recordings, or of both together."""
        if not self.recordings:
            return self.checker.check(quoted)
        return weighed(self.checker.check(quoted), [listened(quoted, one) for one in self.recordings], self._prepared())

    def nearest(self, quoted: Quoted) -> Verdict:
        """No verdict, but the nearest passage of the texts to read."""
        return self.checker.nearest(quoted)

    def text_of(self, name: str) -> str:
        """The text of the evidence of that name; of a recording, what a machine heard."""
        for one in self.recordings:
            if one.name == name:
                return one.document.text
        return self.checker.text_of(next(number for number, note in enumerate(self.notes) if note.name == name))

    def with_recordings(self, recordings: Sequence[tuple[Recording, str]], failures: Sequence[Failure]) -> Shelf:
        """This shelf and some recordings, each with what is known of its file."""
        notes = tuple(
            Note(one.name, one.document.id, one.document.bytes_digest, "recording", len(one.document.timings), False, False, told)
            for one, told in recordings
        )
        heard = tuple(one for one, _ in recordings)
        return replace(self, notes=self.notes + notes, failures=(*self.failures, *failures), recordings=self.recordings + heard)

    def _prepared(self) -> frozenset[str]:
        return frozenset(one.name for one in self.notes if one.prepared)


def shelf_of(paths: Sequence[tuple[Path, str]], read: Read, folder: Path | None, version: str) -> Shelf:
    """The shelf of some files.

    Args:
        paths: each file, and the name it is shown under.
        read: gives the documents of a file.
        folder: where to keep what was made; None keeps nothing.
        version: of sayso; another version reads every file anew.

    Raises:
        OSError: the folder cannot be written.
    """
    keep = _Kept(folder, version) if folder is not None else None
    notes: list[Note] = []
    failures: list[Failure] = []
    places: list[tuple[str, int]] = []
    made: dict[int, Source] = {}
    terms: list[Callable[[], Terms]] = []
    for path, name in paths:
        digest = _digest(path)
        held = keep.documents(digest, path.name) if keep is not None and digest else None
        if held is None:
            documents = []
            for one in read(path):
                if isinstance(one, Failure):
                    failures.append(one)
                else:
                    documents.append(one)
            sources = [Source.of(one, name if len(documents) == 1 else f"{name}#{one.name}") for one in documents]
            words = [voiced_terms(one.document.text, one.voices) for one in sources]
            if keep is not None and digest and documents:
                keep.put(digest, path.name, sources, words)
            held = [_note(one, len(two)) for one, two in zip(sources, words, strict=True)]
            for number, (each, two) in enumerate(zip(sources, words, strict=True)):
                if keep is None or not digest:
                    made[len(places) + number] = each
                terms.append(lambda two=two: two)  # type: ignore[misc]
        else:
            held = [_renamed(one, name, len(held)) for one in held]
            terms += [lambda digest=digest, file=path.name, number=number: keep.terms(digest, file, number) for number in range(len(held))]  # type: ignore[misc,union-attr]
        notes += held
        places += [(f"{digest}\n{path.name}", number) for number in range(len(held))]
    key = sha256(repr((list(places), VERSION, version)).encode()).hexdigest()[:32]
    index = keep.index(key) if keep is not None else None
    if index is None:
        index = index_of([one() for one in terms])
        if keep is not None:
            keep.put_index(key, index)
    names = [one.name for one in notes]

    @lru_cache(maxsize=OPEN)
    def source(number: int) -> Source:
        if number in made:
            return made[number]
        digest, _, file = places[number][0].partition("\n")
        assert keep is not None
        return keep.source(digest, file, places[number][1], names[number])

    return Shelf(Checker(index, source, len(notes)), tuple(notes), tuple(failures))


def _digest(path: Path) -> str:
    """The sha256 of a regular file, "" where it cannot be read."""
    try:
        if not path.is_file():
            return ""
        digest = sha256()
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()
    except OSError:
        return ""


def _note(source: Source, words: int) -> Note:
    one = source.document
    # a plain text with "SPEAKER:" turns holds speech, whatever its file looks like
    kind: DocumentKind = "transcript" if one.kind == "article" and source.voices.labelled and not is_article(one) else one.kind
    return Note(source.name, one.id, one.bytes_digest, kind, words, is_article(one), is_prepared(one))


def _renamed(note: Note, name: str, number: int) -> Note:
    shown = name if number == 1 else f"{name}#{note.name.rpartition('#')[2]}"
    return Note(shown, note.id, note.digest, note.kind, note.words, note.article, note.prepared)


class _Kept:
    """The folder."""

    def __init__(self, folder: Path, version: str) -> None:
        self._documents = folder / "documents"
        self._indexes = folder / "indexes"
        self._version = f"{version}/{VERSION}"
        for one in (folder, self._documents, self._indexes):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _base(self, digest: str, file: str) -> Path:
        return self._documents / sha256(f"{digest}\n{file}\n{self._version}".encode("utf-8", "surrogateescape")).hexdigest()[:40]

    def documents(self, digest: str, file: str) -> list[Note] | None:
        """The notes on a file's documents, None where they are not kept."""
        try:
            rows = json.loads((self._base(digest, file) / "notes.json").read_text(encoding="utf-8"))
            return [Note(**row) for row in rows]
        except (OSError, ValueError, TypeError):
            return None

    def terms(self, digest: str, file: str, number: int) -> Terms:
        base = self._base(digest, file)
        return Terms(*(np.load(base / f"{number}.{part}.npy", mmap_mode="r") for part in ("starts", "ends", "hashes")))

    def source(self, digest: str, file: str, number: int, name: str) -> Source:
        raw = json.loads((self._base(digest, file) / f"{number}.json").read_text(encoding="utf-8", errors="surrogatepass"))
        voices = Voices(**{key: _tuples(value) for key, value in raw["voices"].items()})
        return Source(_document(raw["document"]), voices, name)

    def put(self, digest: str, file: str, sources: Sequence[Source], words: Sequence[Terms]) -> None:
        base = self._base(digest, file)
        unfinished = base.with_name(f".{base.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        for number, (source, terms) in enumerate(zip(sources, words, strict=True)):
            row = {"document": asdict(source.document), "voices": asdict(source.voices)}
            text = json.dumps(row, ensure_ascii=False, default=_plain)
            _write(unfinished / f"{number}.json", text.encode("utf-8", "surrogatepass"))
            for part in ("starts", "ends", "hashes"):
                _save(unfinished / f"{number}.{part}.npy", getattr(terms, part))
        notes = [asdict(_note(source, len(terms))) for source, terms in zip(sources, words, strict=True)]
        _write(unfinished / "notes.json", json.dumps(notes, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        _take_name(unfinished, base)

    def index(self, key: str) -> Index | None:
        try:
            found = Index(**{part: np.load(self._indexes / key / f"{part}.npy", mmap_mode="r") for part in Index.ARRAYS})
            os.utime(self._indexes / key)
        except (OSError, ValueError):
            return None
        return found

    def put_index(self, key: str, index: Index) -> None:
        unfinished = self._indexes / f".{key}.{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        for part in Index.ARRAYS:
            _save(unfinished / f"{part}.npy", getattr(index, part))
        _take_name(unfinished, self._indexes / key)
        held = sorted((one for one in self._indexes.iterdir() if not one.name.startswith(".")), key=lambda one: one.stat().st_mtime)
        for old in held[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _take_name(unfinished: Path, final: Path) -> None:
    """A folder takes its name only when it is whole; one that is there already is broken or the same."""
    try:
        unfinished.rename(final)
    except OSError:
        shutil.rmtree(final, ignore_errors=True)
        try:
            unfinished.rename(final)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)


def _save(path: Path, array: Any) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        np.save(stream, array)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _document(row: dict[str, Any]) -> Document:
    segments = tuple(Segment(**{**one, "span": Span(*one["span"])}) for one in row["segments"])
    when = row["retrieved_at"]
    return Document(
        **{
            **row,
            "segments": segments,
            "timings": tuple(Timing(*one) for one in row.get("timings", ())),
            "authors": tuple(row["authors"]),
            "retrieved_at": None if when is None else datetime.fromisoformat(when),
            "origin": None if row["origin"] is None else Origin(**row["origin"]),
        }
    )


def shelf_over(documents: Sequence[tuple[Document, str]], failures: Sequence[Failure] = ()) -> Shelf:
    """The shelf of documents at hand, each with the name it is shown under; nothing is kept."""
    sources = [Source.of(one, name) for one, name in documents]
    words = [voiced_terms(one.document.text, one.voices) for one in sources]
    notes = tuple(_note(one, len(two)) for one, two in zip(sources, words, strict=True))
    return Shelf(Checker(index_of(words), sources.__getitem__, len(sources)), notes, tuple(failures))
