"""The command of the desk: the ledger in a browser.

In:  the arguments of `sayso desk`.
Out: a server on this machine, and its address on standard error.
Not here: any page.
"""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.ledger import StoreOption, user_name
from sayso.cli.output import tell


def register(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command("desk")(serve_desk)


def serve_desk(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; any other than this machine's own asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="The port; 0 for one that is free.")] = 8471,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A host name that the desk goes by; may be repeated.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who corrects here; else the user's name on this machine.")] = None,
    new_token: Annotated[bool, typer.Option("--new-token", help="Make a new token, print it once, keep its hash, and leave.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    store: StoreOption = None,
) -> None:
    """Open the ledger in a browser: read, correct, check, search, on this machine alone."""
    import socket

    from sayso import settings
    from sayso.errors import MissingExtra, SettingsError

    try:
        import uvicorn

        from sayso.desk import desk_app
        from sayso.desk.guard import Door, is_loopback
        from sayso.desk.holding import Desk
        from sayso.desk.runner import Runner
        from sayso.desk.tokens import hashed
        from sayso.desk.tokens import new_token as a_token
    except ModuleNotFoundError as missing:
        raise MissingExtra("The desk needs its extra: pip install 'sayso[desk]'", about=missing.name) from missing
    if new_token:
        token = a_token()
        settings.keep_desk_token(hashed(token))
        typer.echo(token)
        tell("This is the desk's token. It is shown once; only its hash is kept.")
        return
    token_hash = None
    if not is_loopback(host):
        token_hash = settings.desk_token()
        if token_hash is None:
            raise SettingsError("A desk that others can reach asks for a token. Make one first: sayso desk --new-token", about=host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"The desk cannot listen on {host}, port {port} ({error.strerror}). Name another with --port.", about=port
        ) from error
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    with settings.store(store, create=True) as kept_in:
        desk = Desk(
            store=kept_in,
            pipeline=settings.pipeline,
            door=Door(host=host, port=port, names=tuple(name or ()), token_hash=token_hash),
            by=by or user_name(),
            model=settings.model_name(),
            runner=Runner(settings.locator_of(kept_in)),
        )
        app = desk_app(desk)
        tell(f"The desk is open at http://{shown}:{port}/  (Ctrl-C closes it). Store: {kept_in.name}")
        if not no_open:
            import threading
            import webbrowser

            threading.Timer(0.8, webbrowser.open, [f"http://{shown}:{port}/"]).start()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False,
            ws="none", h11_max_incomplete_event_size=65_536, timeout_keep_alive=75, limit_concurrency=400,
        )  # fmt: skip
        _without_pauses()
        uvicorn.Server(config).run(sockets=[listening])


def _without_pauses() -> None:
    """What was loaded until now is never garbage: Python need not go through it, which stops all answers for 50 ms at a time."""
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
