"""A URL in, a database that is set up as a ledger needs it out.

In:  the URL of a store: a file's path, `sqlite:///...` or `postgresql://...`.
Out: `connected(url)`, an engine whose connections have been asked for every setting and have answered with it, and whose
     tables are those of this version; `plainly(...)`, which says a database's errors in words.
Not here: what is written (sql.py), the tables (tables.py).

SQLite: every transaction waits for the disk; write-ahead logging (`synchronous=FULL`) only where the library has the fix
of its WAL-reset fault (3.51.3, and 3.50.7 and 3.44.6 in their lines), else a rollback journal (`synchronous=EXTRA`, for
with FULL a power cut may bring a deleted journal back, and it would take back what was kept).  A transaction that writes
takes its lock at once, so that two that read before they write cannot deadlock.  A new file is made under another name
and takes its own when it is whole: a store's file is never empty, so an empty one is a store that was lost.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sayso.errors import MissingExtra, SettingsError, StoreBusy, StoreDamaged, StoreError, StoreFull, StoreNewer, StoreReadOnly

WAIT_MS = 30_000  # for another process that writes
VERSIONS = ("0001", "0002", "0003", "0004")  # of the tables, by their migrations
VERSION = VERSIONS[-1]
ADVISORY = 0x73617973  # PostgreSQL's lock for writing in the ledger
_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
SYNCHRONOUS = {"wal": 2, "delete": 3}  # FULL and EXTRA: what a kept statement needs to outlive a power cut
_SETTINGS = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "cache_size": -65_536,  # KiB: what a million statements' indexes need to be written without being read again
    "wal_autocheckpoint": 16_384,  # pages: the same page is written back once, not once a transaction
}  # as they are read back


def url_of(locator: str) -> URL:
    """The URL of a store that a person names, by its URL or by its file's path.

    Raises:
        SettingsError: it is neither.
    """
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+]{1,40}://", locator):
        return URL.create("sqlite", database=str(Path(locator).expanduser().absolute()))
    try:
        url = make_url(locator)
    except ArgumentError as error:
        raise SettingsError("The store's URL cannot be read. Give a file, or postgresql://USER@HOST/DATABASE.", about=None) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    raise SettingsError(f"A store is a SQLite file or a PostgreSQL database, not {url.get_backend_name()!r}.", about=None)


def connected(url: URL, *, create: bool) -> Engine:
    """An engine on a store whose tables are those of this version.

    Args:
        url: the store's.
        create: make it where there is none, and bring an older one up to date.

    Raises:
        StoreError: it cannot be opened, is damaged, is newer, or (without `create`) is not there.
        MissingExtra: its driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        _found_or_made(Path(str(url.database)), create)
        engine = _sqlite(url)
    else:
        engine = _postgresql(url)
    try:
        with plainly(url):
            version = _version(engine, shown(url))
            if version is None and (not create or url.get_backend_name() == "sqlite"):
                raise StoreError(f"There is no store in {shown(url)}. `sayso add` makes one.", about=shown(url))
            if version != VERSION:
                _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(url: URL) -> str:
    """A store's name as it may be shown: a file's path, or the URL without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def plainly(url: URL) -> Iterator[None]:
    """Say a database's errors in words."""
    try:
        yield
    except DBAPIError as error:
        raise _said(str(error.orig), shown(url), getattr(error.orig, "sqlstate", None)) from error
    except Exception as error:
        if not isinstance(error, (sqlite3.Error, sqlite_module().Error)):
            raise
        raise _said(str(error), shown(url), None) from error


def _said(words: str, store: str, state: str | None) -> StoreError:
    low = words.lower()
    if "locked" in low or "busy" in low or state in ("55P03", "40001", "40P01"):
        return StoreBusy(f"{store} is being written by another process. Nothing was kept of this; run it again.", about=store)
    if "full" in low or "no space" in low or state == "53100":
        return StoreFull(f"No room is left for {store}. What was kept so far is safe; make room and run it again.", about=store)
    if "readonly" in low or "read-only" in low or state == "25006":
        return StoreReadOnly(f"{store} may not be written. Nothing was kept of this; check its permissions.", about=store)
    if "unable to open" in low:
        return StoreReadOnly(f"{store} cannot be opened. Check its permissions, and those of its folder.", about=store)
    if "malformed" in low or "not a database" in low or "corrupt" in low or "unsupported file format" in low:
        return StoreDamaged(f"{store} is damaged or no store of sayso's ({words}). It was left as it is; restore a backup.", about=store)
    return StoreError(f"{store} could not be used ({' '.join(words.split())[:300]}). What was kept so far is safe.", about=store)


# -- SQLite --------------------------------------------------------------------------------------


def sqlite_module() -> ModuleType:
    """The newer of Python's own SQLite and the one that the ledger extra brings."""
    with suppress(ImportError):
        brought = import_module("pysqlite3.dbapi2")
        if brought.sqlite_version_info > sqlite3.sqlite_version_info:
            return brought
    return sqlite3


def may_log_ahead(version: tuple[int, ...]) -> bool:
    """Whether this version of SQLite has the fix of the WAL-reset fault."""
    return version >= _FIXED[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in _FIXED[1:])


def _found_or_made(path: Path, create: bool) -> None:
    """Make sure that there is a file that may be a store.

    Raises:
        StoreError: there is none and none is to be made, or what is there is no store.
    """
    try:
        if not path.exists():
            if not create:
                raise StoreError(f"There is no store in {path}. `sayso add` makes one.", about=str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        if not path.is_file():
            raise StoreDamaged(f"{path} is not a file, so it is no store. Name another place with --store.", about=str(path))
        if not path.stat().st_size:
            raise StoreDamaged(f"{path} is empty, so it is no store. Restore a backup, or delete it to begin anew.", about=str(path))
    except OSError as error:
        raise not_made(path, error) from error


def not_made(path: Path, error: OSError) -> StoreError:
    """Why a file cannot be made or opened, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(f"No room is left for {path}, and it was not made. Make room and run it again.", about=str(path))
    if error.errno == errno.EIO:
        return StoreError(f"{path} was not made: its disk does not take what is written ({error.strerror}).", about=str(path))
    return StoreReadOnly(f"{path} cannot be made or opened ({error.strerror}). Name another place.", about=str(path))


def _make(path: Path) -> None:
    """Make a new store, readable by its owner only; where another process made one meanwhile, that one stays."""
    with suppress(FileExistsError), unfinished(path) as new:
        url = URL.create("sqlite", database=str(new))
        engine = _sqlite(url)
        try:
            with plainly(URL.create("sqlite", database=str(path))):
                _migrate(engine)
                with engine.connect() as connection:  # SQLite keeps to itself what goes wrong when a file is closed
                    connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        finally:
            engine.dispose()


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """An empty file beside a place, to be filled; it takes the place's name when it is whole.

    Raises:
        OSError: it cannot be made, or the name was taken meanwhile.
        StoreError: a part of it is still in a log beside it.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield new
        if any(beside.exists() and beside.stat().st_size for beside in map(new.with_name, (f"{new.name}-wal", f"{new.name}-journal"))):
            raise StoreError(f"{path} was not made: its disk does not take what is written.", about=str(path))
        _settled(new)
        try:
            os.link(new, path)
        except OSError:  # the name is taken, or the file system has no links
            if path.exists():
                raise
            new.rename(path)
        _settled(path.parent)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + end).unlink(missing_ok=True)


def _settled(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows does it by itself, and lets nobody ask
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    module = sqlite_module()
    engine = create_engine(url, module=module, connect_args={"timeout": WAIT_MS / 1000, "check_same_thread": False})
    journal = "wal" if may_log_ahead(module.sqlite_version_info) else "delete"

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        with plainly(url):
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != journal:
                mode = cursor.execute(f"PRAGMA journal_mode={journal}").fetchone()[0]
            cursor.execute("PRAGMA fullfsync=1")
            settings = {"synchronous": SYNCHRONOUS.get(mode, 3), **_SETTINGS}
            for name, value in settings.items():
                cursor.execute(f"PRAGMA {name}={value}")
            for name, value in settings.items():
                found = cursor.execute(f"PRAGMA {name}").fetchone()
                if found is not None and found[0] != value:
                    raise StoreError(f"{path} cannot be kept safely: SQLite does not take {name}={value}.", about=str(path))
            cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


# -- PostgreSQL ----------------------------------------------------------------------------------


def _postgresql(url: URL) -> Engine:
    try:
        engine = create_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise MissingExtra("PostgreSQL needs the postgresql extra: pip install 'sayso[postgresql]'", about="psycopg") from missing

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {WAIT_MS}")
            cursor.execute("SET idle_in_transaction_session_timeout = 600000")
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                if cursor.fetchone()[0] == "off":
                    raise StoreError(f"{shown(url)} would lose statements in a power cut: its {name} is off. Turn it on.", about=shown(url))
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY})")

    return engine


# -- versions of the tables ----------------------------------------------------------------------


def _version(engine: Engine, store: str) -> str | None:
    """The version of a store's tables; None where there are none.

    Raises:
        StoreError: the tables are another program's, or of a version that is not known.
    """
    from sqlalchemy import inspect

    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        if not names:
            return None
        if "alembic_version" not in names or "entries" not in names:
            raise StoreDamaged(f"{store} holds other tables, and no store of sayso's. Name another one.", about=store)
        found = list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    if len(found) == 1 and found[0] in VERSIONS:
        return str(found[0])
    if len(found) == 1 and found[0] > VERSION:
        raise StoreNewer(f"{store} was made by a newer sayso (its tables are of version {found[0]}). Upgrade sayso.", about=store)
    raise StoreDamaged(f"{store} does not say which version its tables are of. It was left as it is; restore a backup.", about=store)


def _migrate(engine: Engine) -> None:
    """Bring the tables up to this version, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, VERSION)
