"""The desk: the ledger in a browser, on this machine.

In:  a store, what reads, who may call (`holding.Desk`).
Out: `desk_app(desk)`, an ASGI app: pages for people, the same as JSON for programs.
Not here: any work of the stages; the command line (cli/desk.py).

guard.py stands before everything and decides what is answered; pages.py, reading_pages.py, keeping_pages.py and
dispute_pages.py have the pages, api.py the JSON; views.py says what a page shows, searches.py what is asked and kept,
deeds.py does what a person decides, checks.py checks drafts, runner.py works off what is to be read, in a process of
its own.  Pages load nothing but what the desk itself serves, and nothing is fetched from the network, whatever a
document says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from sayso.desk.holding import Desk


def desk_app(desk: Desk) -> ASGIApp:
    """The app of a desk, behind its guard.

    Raises:
        MissingExtra: the desk's packages are not installed.
    """
    from sayso.errors import MissingExtra

    try:
        from sayso.desk.building import bare_app
        from sayso.desk.guard import Guard
    except ModuleNotFoundError as missing:
        raise MissingExtra("The desk needs its extra: pip install 'sayso[desk]'", about=missing.name) from missing
    return Guard(bare_app(desk), desk.door)
