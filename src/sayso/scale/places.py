"""Where inputs are and results go: a folder of this machine, or any place that Arrow reaches (s3://, gs://, hdfs:// ...).

In:  a path or an address.
Out: files listed, opened, written whole or not at all, removed.
Not here: what is in them.

A local file is written beside its place, synced, and renamed; an object store shows an object only when it is whole.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from sayso import ingest
from sayso.errors import MissingExtra, SettingsError, StoreError, UnreadableInput

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the input: what it is called, how long it is, and when it was last changed (0 where that is not told)."""

    locator: str
    size: int
    changed: int


def shown(locator: str) -> str:
    """A locator as rows and messages may show it: an address without its options, which may hold keys."""
    return locator.partition("?")[0] if _ADDRESS.match(locator) else locator


class Place:
    """A folder, here or elsewhere.

    Attributes:
        locator: what it is called.
    """

    def __init__(self, locator: str) -> None:
        self.locator = locator.rstrip("/") if _ADDRESS.match(locator) else str(Path(locator).absolute())
        self.remote = bool(_ADDRESS.match(locator))
        self._files: Any = None
        self._root = self.locator
        if self.remote:
            self._files, self._root = _reached(self.locator)

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, whole or not at all; the name may have folders in it.

        Raises:
            StoreError: it cannot be written.
        """
        try:
            if self.remote:
                with self._files.open_output_stream(f"{self._root}/{name}") as stream:
                    stream.write(data)
                return
            target = Path(self._root, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
            try:
                with unfinished.open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                unfinished.replace(target)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                f"{shown(self.locator)}/{name} cannot be written ({reason}). Run it again when it can.", about=self.locator
            ) from error

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            if self.remote:
                with self._files.open_input_stream(f"{self._root}/{name}") as stream:
                    return cast(bytes, stream.read())
            return Path(self._root, name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        """The names of the finished files in a folder, sorted."""
        if self.remote:
            from pyarrow.fs import FileSelector, FileType

            found = self._files.get_file_info(FileSelector(f"{self._root}/{folder}", allow_not_found=True))
            return sorted(one.base_name for one in found if one.type == FileType.File)
        where = Path(self._root, folder)
        return sorted(one.name for one in where.iterdir() if not one.name.startswith(".")) if where.is_dir() else []

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if self.remote:
            with suppress(FileNotFoundError):
                self._files.delete_file(f"{self._root}/{name}")
        else:
            Path(self._root, name).unlink(missing_ok=True)

    def tidy(self, folder: str) -> None:
        """Take away what a killed process left half written in a folder."""
        where = Path(self._root, folder)
        if not self.remote and where.is_dir():
            for one in where.glob(".*.unfinished"):
                one.unlink(missing_ok=True)


def files_at(locator: str) -> Iterator[File]:
    """The file of this name, or every file of this folder, in the order of their names.

    Raises:
        UnreadableInput: there is nothing of that name.
    """
    try:
        if _ADDRESS.match(locator):
            yield from _files_there(locator)
            return
        path = Path(locator)
        for one in ingest.files_in(path) if path.is_dir() else [path]:
            found = one.stat()
            yield File(str(one), found.st_size, int(found.st_mtime))
    except OSError as error:
        raise UnreadableInput(
            f"{shown(locator)} cannot be read ({error.strerror or error}). Check it and its permissions.", about=locator
        ) from error


def opened(locator: str) -> BinaryIO:
    """A file, open for reading from anywhere in it.

    Raises:
        OSError: it cannot be.
    """
    if not _ADDRESS.match(locator):
        path = Path(locator)
        if path.exists() and not path.is_file():
            raise OSError(f"{locator} is no regular file")
        return path.open("rb")
    files, path_there = _reached(locator)
    return io.BufferedReader(files.open_input_file(path_there), 1 << 20)  # Arrow's own has no lines


def _files_there(locator: str) -> Iterator[File]:
    from pyarrow.fs import FileSelector, FileType

    files, path = _reached(locator)
    scheme = locator.split("://")[0]
    about = files.get_file_info(path)
    found = files.get_file_info(FileSelector(path, recursive=True)) if about.type == FileType.Directory else [about]
    if about.type == FileType.NotFound:
        raise FileNotFoundError(2, "there is nothing", locator)
    query = f"?{locator.split('?', 1)[1]}" if "?" in locator else ""
    for one in sorted(found, key=lambda one: one.path):
        if one.type == FileType.File and not one.base_name.startswith("."):
            changed = one.mtime_ns or 0
            yield File(f"{scheme}://{one.path}{query}", one.size, changed // 10**9)


def _with_endpoint(locator: str) -> str:
    """An address of S3 with the server of `AWS_ENDPOINT_URL`, the variable that other programs obey; Arrow does not ask for it."""
    server = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if not server or not locator.startswith("s3://") or "endpoint_override=" in locator:
        return locator
    scheme, _, host = server.rpartition("://")
    return f"{locator}{'&' if '?' in locator else '?'}scheme={scheme or 'https'}&endpoint_override={host.rstrip('/')}"


def _reached(locator: str) -> tuple[Any, str]:
    """Arrow's file system of an address, and the path in it; what Arrow does not know, fsspec is asked for."""
    try:
        import pyarrow as pa
        from pyarrow import fs
    except ModuleNotFoundError as missing:
        raise MissingExtra("Addresses need the scale extra: pip install 'sayso[scale]'", about="pyarrow") from missing
    try:
        files, path = fs.FileSystem.from_uri(_with_endpoint(locator))
        return files, path.rstrip("/")
    except (pa.ArrowInvalid, ValueError) as error:
        with suppress(ModuleNotFoundError):
            import fsspec

            with suppress(ValueError, ImportError):
                there, path = fsspec.core.url_to_fs(locator)
                return fs.PyFileSystem(fs.FSSpecHandler(there)), path.rstrip("/")
        raise SettingsError(f"{shown(locator)} is an address that nothing here can reach ({str(error)[:120]}).", about=locator) from error
