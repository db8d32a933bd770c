"""Where things are wired together: which model is loaded, the pipeline made of it, evidence made ready.

In:  the environment: `SAYSO_MODEL` (a folder with a model of your own), `SAYSO_CACHE` (where evidence is kept ready),
     `SAYSO_STORE` (where statements are kept), `SAYSO_TRANSCRIBER` and `SAYSO_WHISPER` (who transcribes, with which model),
     `SAYSO_DESK_TOKEN` (the hash of the token that a desk asks others for).
Out: `pipeline()`, ready to read; `evidence(...)`, ready to be checked against; `store(...)`, ready to keep; the folders
     these are in, the key that signs checkpoints, and the desk's token.
Not here: any stage's work.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import MissingExtra, SaysoError, StoreError
from sayso.pipeline import Pipeline
from sayso.reader import READ_ROLES, Reader
from sayso.reader.alleging import Alleging
from sayso.reader.calibration import Curve
from sayso.reader.tagger import load
from sayso.schema import Document, Failure, Origin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sayso.checker import Quoted
    from sayso.checker.shelf import Shelf
    from sayso.recordings import Progress, Transcript
    from sayso.stores.sql import Store
    from sayso.transcribers import Transcriber

SHIPPED = Path(__file__).parent / "models" / "reader-en"


def model_folder() -> Path:
    """The folder of the model that is used: `SAYSO_MODEL` where it is set, else the one that ships."""
    return Path(os.environ["SAYSO_MODEL"]) if os.environ.get("SAYSO_MODEL") else SHIPPED


def pipeline() -> Pipeline:
    """The pipeline with the model of these settings, loaded once.

    Raises:
        ModelError: the model is missing, altered or does not fit.
    """
    return _pipeline(model_folder())


WORKERS = f"{__name__}:pipeline_of_worker"  # how a worker of `sayso.scale`, in another process, comes to its pipeline


def pipeline_of_worker(threads: int) -> Pipeline:
    """The same pipeline for a worker that shares the machine with others.

    Args:
        threads: windows that it reads side by side.

    Raises:
        ModelError: the model is missing, altered or does not fit.
    """
    return _pipeline(model_folder(), threads)


@lru_cache(maxsize=2)
def _pipeline(folder: Path, threads: int = 0) -> Pipeline:
    tagger = load(folder, threads)
    settings = hashlib.sha256(repr(READ_ROLES).encode()).hexdigest()
    return Pipeline(
        reader=Reader(tagger),
        origin=Origin(
            stage="read", version=version("sayso"), model_digest=f"{tagger.name} sha256:{tagger.digest}", settings_digest=settings
        ),
        curve=Curve.of_card(tagger.card),
        alleging=Alleging.of_card(tagger),
    )


def alleges(texts: Sequence[str]) -> list[float]:
    """How surely each text says that somebody did wrong, in [0, 1]; 0 for all where the model has no head for it.

    The model is loaded when it is first asked.

    Raises:
        ModelError: the model is missing, altered or does not fit.
    """
    head = pipeline().alleging
    return [0.0] * len(texts) if head is None else head(texts)


# -- the store -----------------------------------------------------------------------------------


def data_folder() -> Path:
    """Where the user's data is kept: the ledger, and the key that signs its checkpoints."""
    if os.environ.get("XDG_DATA_HOME"):
        return Path(os.environ["XDG_DATA_HOME"]) / "sayso"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "sayso"
    return Path.home() / ("Library/Application Support" if sys.platform == "darwin" else ".local/share") / "sayso"


def store(locator: str | None = None, *, create: bool = False) -> Store:
    """The store that is named, else the one of `SAYSO_STORE`, else a file in the user's data folder.

    Args:
        locator: a file's path, or a URL.
        create: make it where there is none.

    Raises:
        StoreError: it cannot be opened.
        SettingsError: the URL makes no sense.
        MissingExtra: what a store needs is not installed.
    """
    from sayso.stores import open_store

    return open_store(locator or os.environ.get("SAYSO_STORE") or str(data_folder() / "ledger.db"), create=create)


def signing_key() -> Ed25519PrivateKey:
    """The key that signs this machine's checkpoints; made when it is first needed, readable by its owner only.

    Raises:
        StoreError: it cannot be read or written.
        MissingExtra: signatures need the ledger extra.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ModuleNotFoundError as missing:
        raise MissingExtra("Signatures need the ledger extra: pip install 'sayso[ledger]'", about="cryptography") from missing
    path = data_folder() / "checkpoints.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            key = Ed25519PrivateKey.generate()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(key.private_bytes_raw().hex().encode())
            path.with_suffix(".pub").write_text(key.public_key().public_bytes_raw().hex() + "\n", encoding="ascii")
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError) as error:
        raise StoreError(f"The key in {path} cannot be used ({error}). Move it away to make a new one.", about=str(path)) from error


def public_key(path: Path | None = None) -> bytes:
    """The public key (32 bytes) in a file, else that of this machine's checkpoints.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = path or data_folder() / "checkpoints.pub"
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(key) != 32:
            raise ValueError("it has not 32 bytes")
        return key
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} holds no public key ({error}). Give the right one with --key.", about=str(path)) from error


def machine() -> str:
    """This machine's name, as checkpoints bear it."""
    import platform

    return re.sub(r"[^\w.-]", "-", platform.node() or "unnamed")


# -- the desk ------------------------------------------------------------------------------------


def model_name() -> str:
    """The name and version of the model that reads; "" where its card cannot be read."""
    import json

    try:
        card = json.loads((model_folder() / "card.json").read_text(encoding="utf-8"))
        return f"{card['name']} {card['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def locator_of(store: Store) -> str:
    """What another process opens the same store by; it may hold a password, so it is not to be shown."""
    if store.url.get_backend_name() == "sqlite":
        return str(store.url.database)
    return store.url.set(drivername="postgresql").render_as_string(hide_password=False)


def desk_token() -> str | None:
    """The hash of the desk's token: `SAYSO_DESK_TOKEN`, else what was kept in the user's data folder; None where there is none."""
    if os.environ.get("SAYSO_DESK_TOKEN"):
        return os.environ["SAYSO_DESK_TOKEN"]
    try:
        return (data_folder() / "desk-token").read_text(encoding="ascii").strip() or None
    except (OSError, ValueError):
        return None


def keep_desk_token(hashed: str) -> None:
    """Keep the hash of the desk's token, readable by its owner only, in the place of the one before.

    Raises:
        StoreError: it cannot be written.
    """
    path = data_folder() / "desk-token"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
            stream.write(hashed + "\n")
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}). Give the hash in SAYSO_DESK_TOKEN.", about=str(path)) from error


# -- evidence ------------------------------------------------------------------------------------


def checking() -> Origin:
    """Where verdicts come from: this version of sayso."""
    return Origin(stage="check", version=version("sayso"))


def cache_folder() -> Path:
    """Where evidence is kept ready: `SAYSO_CACHE`, else a folder of the user's cache."""
    if os.environ.get("SAYSO_CACHE"):
        return Path(os.environ["SAYSO_CACHE"])
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "sayso"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "sayso" / "cache"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "sayso"


def transcriber(name: str | None = None, model: Path | None = None) -> Transcriber:
    """Who transcribes recordings: the backend of that name, else of `SAYSO_TRANSCRIBER`, else the best that is installed.

    Moonshine where its extra is installed, else pocketsphinx.

    Args:
        name: a row of `TRANSCRIBERS`.
        model: the folder of its model; whisper takes `SAYSO_WHISPER` else.

    Raises:
        SettingsError: there is no such backend, or it needs a model.
        ModelError: the model is no model.
        MissingExtra: the backend is not installed.
    """
    from sayso.transcribers import BETTER, DEFAULT, TRANSCRIBERS
    from sayso.transcribers.moonshine import installed

    chosen = name or os.environ.get("SAYSO_TRANSCRIBER") or (BETTER if installed() else DEFAULT)
    if model is None and chosen == "whisper" and os.environ.get("SAYSO_WHISPER"):
        model = Path(os.environ["SAYSO_WHISPER"])
    opened = TRANSCRIBERS[chosen]
    try:
        return opened(model)
    except MissingExtra:
        raise
    except ModuleNotFoundError as missing:
        extra = TRANSCRIBERS.extras.get(chosen, chosen)
        raise MissingExtra(f"{chosen!r} needs the {extra} extra: pip install 'sayso[{extra}]'", about=chosen) from missing


def transcript(
    what: Path | bytes,
    who: Transcriber,
    folder: Path | None = None,
    progress: Progress | None = None,
    *,
    incomplete: bool = False,
    name: str | None = None,
) -> Transcript:
    """The transcript of a recording.

    Args:
        what: the recording, or the bytes of one.
        who: transcribes it.
        folder: where to keep it, and to go on from what is there; None keeps nothing.
        progress: told how far it is.
        incomplete: take a recording that breaks off for as long as it goes.
        name: what it is called, where it is bytes.

    Raises:
        InputError: it cannot be read.
        StoreError: the folder cannot be written.
        MissingExtra: recordings need the sound extra.
    """
    from sayso.recordings import transcribed

    try:
        return transcribed(what, who, version("sayso"), name=name, folder=folder, progress=progress, incomplete=incomplete)
    except OSError as error:
        raise _unwritable(error, folder) from error


def recording(transcript: Transcript, data: Callable[[], bytes]) -> Shelf:
    """The shelf of one recording, whose bytes are asked for when it is listened to.

    Args:
        transcript: what was heard in it, with the corrections of people.
        data: gives its bytes.
    """
    from sayso.checker.shelf import shelf_over
    from sayso.recordings import recording_of, told_of

    try:
        hears = transcriber(transcript.transcriber.get("name"))
    except SaysoError:
        hears = None  # who transcribed it is not here any more
    heard = recording_of(transcript, data, transcript.document.name, hears=hears)
    return shelf_over([]).with_recordings([(heard, told_of(transcript.facts, transcript.transcriber))], [])


def evidence(
    paths: Sequence[Path | str], folder: Path | None = None, *, backend: str | None = None, tell: Callable[[str], None] | None = None
) -> Shelf:
    """The evidence in some files and folders, ready to be checked against.

    Args:
        paths: files, and folders for all in them.
        folder: where to keep what is made of them for the next time; None keeps nothing.
        backend: who transcribes recordings; None for what `transcriber` says.
        tell: told what takes long.

    Raises:
        StoreError: the folder cannot be written.
    """
    from sayso import ingest

    files: list[tuple[Path, str]] = []
    for path in map(Path, paths):
        files += [(one, str(one)) for one in ingest.files_in(path)] if path.is_dir() else [(path, str(path))]
    return _shelf(list(dict.fromkeys(files)), folder, folder, backend, tell)


def _shelf(
    files: Sequence[tuple[Path, str]],
    folder: Path | None,
    transcripts: Path | None,
    backend: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Shelf:
    """The shelf of some files: recordings, and voice notes of chats, are transcribed and can be listened to."""
    from sayso.checker.shelf import shelf_of
    from sayso.ingest.sound import is_sound
    from sayso.ingest.voice_notes import notes_in

    sound = [one for one in files if is_sound(one[0])]
    notes = [(note, name) for path, name in files for note in notes_in(path)]
    try:
        shelf = shelf_of([one for one in files if one not in sound], _documents, folder, version("sayso"))
        if not sound and not notes:
            return shelf
        from sayso.recordings import made_ready

        found, failures = made_ready(sound, notes, lambda: transcriber(backend), version("sayso"), transcripts, tell)
        return shelf.with_recordings(found, failures)
    except OSError as error:
        raise _unwritable(error, folder) from error


def _unwritable(error: OSError, folder: Path | None) -> StoreError:
    return StoreError(
        f"{error.filename or folder} cannot be written ({error.strerror}). Name another folder with --cache, or none with --no-cache.",
        about=str(folder),
    )


def evidence_at_hand(items: Sequence[str | Path | Document]) -> Shelf:
    """Evidence of which some is at hand (texts, Documents), ready to be checked against; nothing is kept.

    A text is named "text 1", "text 2" ... in the order given.
    """
    from sayso import ingest
    from sayso.checker.shelf import shelf_over
    from sayso.ingest.sound import is_sound
    from sayso.ingest.voice_notes import notes_in

    found: list[tuple[Document, str]] = []
    failures: list[Failure] = []
    heard: list[tuple[Path, str]] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, Path):
            for file in ingest.files_in(item) if item.is_dir() else [item]:
                if is_sound(file) or notes_in(file):
                    heard.append((file, str(file)))
                if is_sound(file):
                    continue
                for one in _documents(file):
                    if isinstance(one, Failure):
                        failures.append(one)
                    else:
                        found.append((one, str(file)))
        elif isinstance(item, str):
            found.append((ingest.from_text(item, f"text {number}"), f"text {number}"))
        else:
            found.append((item, item.name))
    shelf = shelf_over(found, failures)
    if not heard:
        return shelf
    from sayso.recordings import made_ready

    sound = [one for one in heard if is_sound(one[0])]
    notes = [(note, name) for path, name in heard for note in notes_in(path)]
    recordings, more = made_ready(sound, notes, transcriber, version("sayso"), None, None)
    return shelf.with_recordings(recordings, more)


def _documents(path: Path) -> Iterator[Document | Failure]:
    """The documents of a file of evidence; of plain text nothing is set aside, for what is said may stand anywhere in it."""
    from sayso import ingest

    whole = ingest.whole_text(path)
    if whole is not None:
        yield whole
    else:
        yield from ingest.documents(path)


def listed(
    data: bytes,
    name: str,
    base: Path,
    given: Sequence[Path | str],
    folder: Path | None,
    *,
    backend: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[tuple[Quoted, Shelf, dict[str, object]]]:
    """The rows of a list of quotations, each with its evidence made ready; paths are relative to `base`, the list's folder.

    Args:
        data: the list's bytes.
        name: its name, for errors.
        base: the folder that relative paths start from.
        given: evidence for rows that name none.
        folder: where to keep what is made of the evidence.
        backend: who transcribes recordings.
        tell: told what takes long.

    Raises:
        InputError: the list cannot be read.
    """
    from sayso.checker import Quoted
    from sayso.checker.quotes import rows_of

    shelves: dict[tuple[str, ...], Shelf] = {}
    out: list[tuple[Quoted, Shelf, dict[str, object]]] = []
    for row in rows_of(data, name):
        wanted = row.evidence or tuple(map(str, given))
        if wanted not in shelves:
            shelves[wanted] = _named(wanted, base if row.evidence else Path(), folder, backend, tell)
        out.append((Quoted.of(row.quote, row.speaker, row.id), shelves[wanted], row.other))
    return out


def _named(paths: tuple[str, ...], base: Path, folder: Path | None, backend: str | None, tell: Callable[[str], None] | None) -> Shelf:
    """The evidence of some paths, shown under the names the list gives."""
    from sayso import ingest

    files: list[tuple[Path, str]] = []
    for path in paths:
        found = base / path
        files += [(one, str(one)) for one in ingest.files_in(found)] if found.is_dir() else [(found, path)]
    # a document of its own a row is quickly indexed; what is kept is kept for many documents at once
    return _shelf(files, folder if len(files) > 1 else None, folder, backend, tell)
