"""A stream of samples in, its words out; what was heard so far is kept, so that a long transcription goes on where it stopped.

In:  blocks of samples in order, a transcriber, a file to keep pieces in.
Out: the words, with times from the start; progress as it goes.
Not here: decoding the file, the Document.

The file has a line for each piece: where it begins and ends, its words.  A stream is always cut at the same places
(cutting.py), so a piece that is there is not heard again.  The last line says that all is there.  A half-written line is
a piece not yet heard.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sayso.transcribers import RATE, Transcriber, Word
from sayso.transcribers.cutting import pieces

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

VERSION = 3  # of the cutting and of these files
Progress = Callable[[int], None]  # milliseconds heard so far


def key_of(transcriber: Transcriber) -> str:
    """What a transcript is kept under, beside the digest of the recording: another model or setting hears anew."""
    return sha256(f"{VERSION}\n{transcriber.name}\n{transcriber.model}\n{transcriber.settings}".encode()).hexdigest()[:16]


def file_of(folder: Path, digest: str, transcriber: Transcriber) -> Path:
    """Where the transcript of a recording is kept."""
    return folder / "transcripts" / f"{digest[:40]}-{key_of(transcriber)}.jsonl"


def whole(file: Path) -> tuple[tuple[Word, ...], dict[str, Any]] | None:
    """The words and the facts of a transcript that is kept whole; None where it is not."""
    rows = _rows(file)
    if not rows or "facts" not in rows[-1]:
        return None
    return tuple(Word(*word) for row in rows[:-1] for word in row["words"]), rows[-1]["facts"]


def heard(
    blocks: Iterable[Samples], transcriber: Transcriber, file: Path | None = None, progress: Progress | None = None
) -> tuple[Word, ...]:
    """The words in a stream of samples.

    Args:
        blocks: the samples.
        transcriber: who hears.
        file: where pieces are kept; None keeps nothing.
        progress: told how far it is, after each piece.

    Raises:
        OSError: the file cannot be written.
        SaysoError: the stream breaks off; what was heard is kept.
    """
    before = {row["from"]: row for row in _rows(file) if "from" in row} if file is not None else {}
    out: list[Word] = []
    with _appending(file, before) as stream:
        for start, samples in pieces(blocks):
            row = before.get(start)
            if row is None or row["to"] != start + len(samples):
                offset = start * 1000 // RATE
                words = [(one.text, one.start_ms + offset, one.end_ms + offset) for one in transcriber.words(samples)]
                row = {"from": start, "to": start + len(samples), "words": words}
                if stream is not None:
                    stream.write(json.dumps(row) + "\n")
                    stream.flush()
            out += [Word(*one) for one in row["words"]]
            if progress is not None:
                progress((start + len(samples)) * 1000 // RATE)
    return tuple(out)


def close(file: Path, facts: Mapping[str, Any]) -> None:
    """Says in the file that all is there."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"facts": dict(facts)}) + "\n")


def _rows(file: Path | None) -> list[dict[str, Any]]:
    """The lines that are whole, up to the first that is not."""
    out: list[dict[str, Any]] = []
    try:
        lines = file.read_text(encoding="utf-8").split("\n") if file is not None else []
    except (OSError, ValueError):
        return []
    for line in lines:
        try:
            row = json.loads(line)
            if "facts" not in row:
                _ = [Word(str(text), int(start), int(end)) for text, start, end in row["words"]], int(row["from"]), int(row["to"])
        except (ValueError, TypeError, KeyError):
            break
        out.append(row)
    return out


@contextmanager
def _appending(file: Path | None, before: Mapping[int, Any]) -> Iterator[IO[str] | None]:
    """The file, with nothing in it but the pieces that are whole."""
    if file is None:
        yield None
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        for at in sorted(before):
            stream.write(json.dumps(before[at]) + "\n")
        stream.flush()
        yield stream
