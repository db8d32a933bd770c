"""How commands write: whole files or none, progress and what went wrong on standard error.

In:  what a command has to say.
Out: a stream to write to; lines on standard error.
Not here: any command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

FILE_WIDTH = 100  # columns of a table written to a file


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that the command line names."""
    from sayso.errors import UnreadableInput

    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read ({error.strerror}). Check the path and its permissions.", about=path) from error


@contextmanager
def written(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    target = output.resolve()  # a link is written through, not replaced
    if target.exists() and not target.is_file():
        from sayso.errors import SettingsError

        raise SettingsError(f"{output} is not a regular file. Name a file to write.", about=output)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class Progress:
    """How far a run is, on standard error if that is a terminal."""

    def __init__(self, quiet: bool) -> None:
        self.read = self.failed = 0
        self._told = not quiet and sys.stderr.isatty()
        self._drawn = 0
        self.draw()

    def draw(self) -> None:
        """Say how far it is."""
        self.clear()
        if self._told:
            line = f"reading ... {self._so_far() if self.read + self.failed else ''}"
            sys.stderr.write(line)
            sys.stderr.flush()
            self._drawn = len(line)

    def clear(self) -> None:
        """Take away what was drawn, so that something else can be said."""
        if self._drawn:
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()
            self._drawn = 0

    def sum(self) -> None:
        """Say how it ended."""
        self.clear()
        if not self.read + self.failed:
            tell("There was nothing to read. [empty]")
        elif self._told and self.read + self.failed > 1:
            tell(self._so_far())

    def _so_far(self) -> str:
        return f"{self.read + self.failed} documents: {self.read} read, {self.failed} failed"


class Status:
    """What is being done that takes long, on standard error if that is a terminal: called with a line, it takes the place of the last."""

    def __init__(self, quiet: bool = False) -> None:
        self._told = not quiet and sys.stderr.isatty()
        self._drawn = 0

    def __call__(self, line: str) -> None:
        """Say what is being done."""
        if self._told:
            from sayso.reading import visible

            self.clear()
            shown = visible(line)[:200].replace("\n", " ")
            sys.stderr.write(shown)
            sys.stderr.flush()
            self._drawn = len(shown)

    def clear(self) -> None:
        """Take away what was drawn."""
        if self._drawn:
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()
            self._drawn = 0


def tell(line: str) -> None:
    """One line on standard error; what comes from a file's name or content is made visible."""
    from sayso.reading import visible

    sys.stderr.write("sayso: " + visible(line).replace("\n", "␊") + "\n")
