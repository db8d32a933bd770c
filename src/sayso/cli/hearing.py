"""The command that transcribes: a recording in, its words with times out.

In:  the arguments of `sayso transcribe`.
Out: WebVTT, JSON as Whisper writes it, or lines with times; progress on standard error.
Not here: any work; checking against a recording (stages.py).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.output import Status, tell, written

BackendOption = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="NAME",
        help="Who transcribes recordings: pocketsphinx (rough), moonshine (taken where it is installed) or whisper.",
    ),
]


class Shape(StrEnum):
    """How a transcript is written."""

    vtt = "vtt"
    json = "json"
    txt = "txt"


def register(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(transcribe)


def transcribe(
    recording: Annotated[Path, typer.Argument(metavar="PATH", help="A recording: ogg, opus, m4a, mp3, wav, flac, webm, or a video.")],
    shape: Annotated[Shape, typer.Option("--format", help="Captions, JSON as Whisper writes it, or lines with times.")] = Shape.txt,
    backend: BackendOption = None,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="FOLDER", help="With whisper: the folder with its model; else SAYSO_WHISPER.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="Take a recording that breaks off for as long as it goes.")] = False,
    cache: Annotated[
        Path | None, typer.Option("--cache", metavar="FOLDER", help="Keep the transcript here, to go on from; else as sayso check does.")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no word of caution.")] = False,
) -> None:
    """Transcribe a recording: its words, and when each was said. A machine hears them, and errs."""
    from dataclasses import asdict

    from sayso import settings
    from sayso.transcribers.document import json_of, text_of, vtt_of

    status = Status(quiet)
    who = settings.transcriber(backend, model)

    def progress(done: int, total: int | None) -> None:
        of = "" if total is None else f" of {total // 60_000}:{total // 1000 % 60:02}"
        status(f"transcribing ... {done // 60_000}:{done // 1000 % 60:02}{of}")

    folder = None if no_cache else cache or settings.cache_folder()
    found = settings.transcript(recording, who, folder, progress, incomplete=incomplete)
    status.clear()
    if not quiet:
        tell(f"{who.name} is {who.caution}.")
    with written(output) as stream:
        if shape is Shape.json:
            stream.write(json_of(found.words, asdict(found.facts), found.transcriber))
        elif shape is Shape.vtt:
            stream.write(
                vtt_of(found.words, f"made by sayso transcribe with {who.name}, which is {who.caution}; sha256 {found.facts.digest}")
            )
        else:
            stream.write(text_of(found.words))
    if not found.words:
        tell(f"No word was heard in {recording}. [empty]")
        raise typer.Exit(1)
