"""Entries kept and found again: `open_store(locator)` is the way in.

In:  a file's path (SQLite), or the URL of a PostgreSQL database.
Out: a `Store`: the ledger's entries, appended and never changed, and the current view of them, searched.
Not here: what an entry says (ledger/), which store is used where none is named (settings.py).

engine.py sets a database up, tables.py names its tables, sql.py writes and reads them, answers.py finds, proving.py
proves that nothing was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.stores.sql import Store


def open_store(locator: str, *, create: bool = False) -> Store:
    """The store that a path or a URL names.

    Args:
        locator: a file's path, `sqlite:///...` or `postgresql://...`.
        create: make it where there is none.

    Raises:
        StoreError: it cannot be opened; the class and the sentence say why.
        SettingsError: the URL makes no sense.
        MissingExtra: SQLAlchemy, or the database's driver, is not installed.
    """
    from sayso.errors import MissingExtra

    try:
        from sayso.stores.engine import connected, url_of
        from sayso.stores.sql import Store
    except ModuleNotFoundError as missing:
        raise MissingExtra("Keeping statements needs the ledger extra: pip install 'sayso[ledger]'", about=missing.name) from missing
    url = url_of(locator)
    return Store(connected(url, create=create), url)
