"""The error tree: every way in which sayso says no.

    SaysoError
    +-- InputError            the input cannot be read
    |   +-- UnknownFormat     no format of ours fits these bytes
    |   +-- UnreadableInput   a file that is missing, broken, or not what it says it is
    |   +-- EmptyDocument     nothing in it to read
    |   +-- TooLarge          over a limit that protects the machine
    |   +-- NotEnglish        written in another language, and not forced
    +-- ModelError            a model file is missing, altered or does not fit
    +-- StoreError            the store cannot be read or written
    |   +-- StoreBusy         another process is writing in it
    |   +-- StoreFull         no room is left
    |   +-- StoreReadOnly     nothing may be written there
    |   +-- StoreDamaged      it is broken, or no store of ours
    |   +-- StoreNewer        a newer sayso made it
    +-- SettingsError         a setting makes no sense
    +-- MissingExtra          an optional part is not installed (also an ImportError)

Each class has a `code` with a page in the docs (docs/reference/errors.md), carries what it is
`about`, and its sentence says what happened and what to do.  A document that fails inside a
batch is a `Failure` (schema.py), not an exception.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Root of all errors that sayso raises on purpose."""

    code = "error"

    def __init__(self, message: str, *, about: object = None) -> None:
        super().__init__(message)
        self.about = about


class InputError(SaysoError):
    """The input cannot be read."""

    code = "input"


class UnknownFormat(InputError):
    """No format of ours fits these bytes."""

    code = "unknown-format"


class UnreadableInput(InputError):
    """A file that is missing, broken, or not what it says it is."""

    code = "unreadable"


class EmptyDocument(InputError):
    """Nothing in it to read."""

    code = "empty"


class TooLarge(InputError):
    """Over a limit that protects the machine."""

    code = "too-large"


class NotEnglish(InputError):
    """Written in another language, and not forced."""

    code = "not-english"


class ModelError(SaysoError):
    """A model file is missing, altered or does not fit."""

    code = "model"


class StoreError(SaysoError):
    """The store cannot be read or written."""

    code = "store"


class StoreBusy(StoreError):
    """Another process is writing in the store."""

    code = "store-busy"


class StoreFull(StoreError):
    """No room is left for the store."""

    code = "store-full"


class StoreReadOnly(StoreError):
    """Nothing may be written where the store is."""

    code = "store-read-only"


class StoreDamaged(StoreError):
    """The store is broken, or what is there is no store of ours."""

    code = "store-damaged"


class StoreNewer(StoreError):
    """A newer sayso made the store."""

    code = "store-newer"


class SettingsError(SaysoError):
    """A setting makes no sense."""

    code = "settings"


class MissingExtra(SaysoError, ImportError):
    """An optional part is not installed; the sentence names the command that installs it."""

    code = "missing-extra"


def error_of(code: str, message: str, about: object = None) -> SaysoError:
    """The error with a code, as a Failure or another process tells of it; a plain SaysoError where no class has the code."""
    kinds = [SaysoError]
    for kind in kinds:  # grows while it is walked
        if kind.code == code:
            return kind(message, about=about)
        kinds += kind.__subclasses__()
    return SaysoError(message, about=about)
