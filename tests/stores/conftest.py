"""A store of each kind: a SQLite file, and a PostgreSQL of our own where Debian's packages are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.stores import open_store
from sayso.stores.sql import Store


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside else None


def _as_whom() -> list[str]:
    """PostgreSQL does not run as root: as whom it is run, then."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server that was started for these tests, up to the database's name."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    whom = _as_whom()
    with tempfile.TemporaryDirectory(prefix="sayso-pg-") as folder:
        Path(folder).chmod(0o777)
        data = f"{folder}/data"
        run = {"check": True, "capture_output": True}
        subprocess.run([*whom, str(programs / "initdb"), "-D", data, "-k", "-A", "trust", "-U", "sayso", "-E", "UTF8", "--locale=C"], **run)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        start = [*whom, str(programs / "pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield f"postgresql://sayso@/{{}}?host={folder}"
        finally:
            subprocess.run([*whom, str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"], **run)


_numbers = iter(range(10**6))


@pytest.fixture
def postgresql_locator(postgresql: str) -> Callable[[], str]:
    """Make a new database, and say where it is."""
    import psycopg

    def make() -> str:
        name = f"store{next(_numbers)}"
        with psycopg.connect(postgresql.format("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgresql.format(name)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def new_locator(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Say where another new store may be made, each time."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store{next(_numbers)}.db")
    return request.getfixturevalue("postgresql_locator")  # type: ignore[no-any-return]


@pytest.fixture
def locator(new_locator: Callable[[], str]) -> str:
    """Where a new store may be made."""
    return new_locator()


@pytest.fixture
def store(locator: str) -> Iterator[Store]:
    with open_store(locator, create=True) as opened:
        yield opened
