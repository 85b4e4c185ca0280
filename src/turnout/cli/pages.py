"""``turnout serve`` and ``turnout demo``: the app on this machine's own address."""

from __future__ import annotations

import socket
import tempfile
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.cli.output import Database, put_lines
from turnout.terms import TurnoutError

if TYPE_CHECKING:
    from turnout.store import Store

Host = Annotated[str, typer.Option("--host", metavar="H", help="An address of this machine only (loopback).")]
Port = Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535, help="The port; 0 for any free one.")]
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
WEEKS_BACK_ENDS = 1
"""The made-up history ends so many days before today: the morning after is then asked for."""


class AddressError(TurnoutError):
    """An address that the app cannot be served at."""


def serve(host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT, db: Database = None) -> None:
    """Open the app at an address of this machine. Ctrl+C ends it."""
    from turnout.store import open_store

    with _listening(host, port) as listener, open_store(db) as store:
        put_lines([f"Your record is in {store.shown}."])
        _run(store, listener)


def demo(host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT) -> None:
    """Show the app with a made-up person and ten weeks of history, in a database of its own that is then deleted."""
    from datetime import date

    from turnout.cli.made_up import SEED, made_up_person
    from turnout.knowledge import load_knowledge
    from turnout.store import open_store

    with _listening(host, port) as listener, tempfile.TemporaryDirectory(prefix="turnout-demo-") as folder:
        facts = made_up_person(load_knowledge(), SEED, date.today())
        with open_store(str(Path(folder) / "made-up-person.db")) as store:
            store.add(facts, person=facts[0].person)
            put_lines([f"A made-up person with {len(facts)} made-up facts. Nothing of yours is read or changed."])
            _run(store, listener, made_up=True)


def _listening(host: str, port: int) -> socket.socket:
    """A socket on a loopback address, taken before anything else happens.

    Raises:
        AddressError: the host is not this machine alone, or the port is taken.
    """
    name = "127.0.0.1" if host == "localhost" else host
    try:
        address = ip_address(name)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        says = f"this version serves this machine only, not {host!r}; use 127.0.0.1, ::1 or localhost"
        raise AddressError(says, "--host")
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that no answer waits (Nagle)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((name, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        says = f"port {port} of {host} cannot be used: {(error.strerror or str(error)).lower()}; give another --port"
        raise AddressError(says) from None
    return listener


def _run(store: Store, listener: socket.socket, *, made_up: bool = False) -> None:
    """Serves until Ctrl+C."""
    import uvicorn

    from turnout.web.app import create_app

    app = create_app(store)
    app.state.made_up = made_up
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    put_lines([f"Turnout{' (made-up person)' if made_up else ''}: http://{shown}:{port}  -  Ctrl+C ends it."])
    _flush()
    config: Any = uvicorn.Config(app, log_level="warning")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return


def _flush() -> None:
    import sys

    sys.stdout.flush()
