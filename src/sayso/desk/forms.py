"""A request's form in, its fields and files out, held in memory alone.

In:  a request.
Out: `form_of(...)`; `proved(...)`, which every route depends on: what changes something bears the visitor's token.
Not here: what is done with a file (ingest).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from sayso.desk.guard import LARGEST_BODY, TOO_OLD, is_form
from sayso.errors import SaysoError, SettingsError, TooLarge
from sayso.ingest import MAX_BYTES
from sayso.ingest.sound import HEAD, container_of

MOST_FILES = 500
MOST_FIELDS = 200
LARGEST_SOUND = 60_000_000  # bytes of a recording: an hour of MP3; a request may have little more
LONGEST_NAME = 200  # characters of a file's name that are kept
CSRF_FIELD = "csrf"


class Refused(SaysoError):
    """A request that bears no token of ours."""

    code = "settings"


class _InMemory(MultiPartParser):
    """What is uploaded is never written to a temporary file."""

    spool_max_size = LARGEST_BODY + 1


@dataclass(slots=True)
class Form:
    """The fields of a form, the last one of each name, and its files in their order."""

    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)  # field, the file's name, its bytes

    def __getitem__(self, name: str) -> str:
        """A field's value without blanks around it, "" where there is none."""
        return self.fields.get(name, "").strip()

    def files(self, *fields: str) -> list[tuple[str, bytes]]:
        """Name and bytes of the files of some fields; of all where none is named."""
        return [(name, data) for field_, name, data in self.uploads if not fields or field_ in fields]

    def words(self, name: str) -> str:
        """A field's value as it is, but for the ends of its lines, which a browser makes CR LF."""
        return self.fields.get(name, "").replace("\r\n", "\n")


async def form_of(request: Request) -> Form:
    """The request's form; empty where it has none.

    Raises:
        SettingsError: it is no form, or has too many parts.
        TooLarge: a file is over the limit of documents.
    """
    held = getattr(request.state, "form", None)
    if isinstance(held, Form):
        return held
    form = Form()
    if is_form(request.headers):
        try:
            if request.headers["content-type"].lower().startswith("multipart/"):
                parser: FormParser | MultiPartParser = _InMemory(
                    request.headers, request.stream(), max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MAX_BYTES
                )
            else:
                parser = FormParser(request.headers, request.stream(), max_fields=MOST_FIELDS, max_part_size=MAX_BYTES)
            given = await parser.parse()
        except MultiPartException as error:
            raise SettingsError(f"The form cannot be read ({error.message}). Send fewer or smaller parts.") from error
        except (ValueError, KeyError, UnicodeError) as error:
            raise SettingsError("The form cannot be read. Reload the page and send it again.") from error
        try:
            for name, value in given.multi_items():
                if isinstance(value, UploadFile):
                    if not value.filename:
                        continue
                    data = await value.read()
                    sound = container_of(data[:HEAD]) is not None
                    if len(data) > (most := LARGEST_SOUND if sound else MAX_BYTES):
                        how = "Convert it to Opus or MP3, or cut it into parts" if sound else "Split it into documents"
                        raise TooLarge(f"{file_name(value.filename)} is over {most // 1_000_000} MB. {how}.")
                    form.uploads.append((name, file_name(value.filename), data))
                else:
                    form.fields[name] = value
        finally:
            await given.close()
    request.state.form = form
    return form


def file_name(given: str) -> str:
    """A file's name without folders, as long as is kept: a name to show, never a path."""
    name = given.replace("\\", "/").rstrip("/").rpartition("/")[2].replace("\x00", "\ufffd")
    return name[:LONGEST_NAME] or "unnamed"


async def proved(request: Request) -> None:
    """Refuse what would change something and bears no token.

    Raises:
        Refused: it does not.
    """
    if getattr(request.state, "proved", False):
        return
    given = (await form_of(request)).fields.get(CSRF_FIELD, "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), str(request.state.csrf).encode()):
        raise Refused(TOO_OLD)
