"""Running the app: the sockets, the servers, and what is said when it starts.

In: an open store and the options of ``turnout serve``. Out: nothing, once Ctrl+C was pressed.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from turnout.cli.network import machine_addresses, machine_names
from turnout.cli.output import put_lines
from turnout.cli.reach import AddressError, Machine, Options, Reach, bound, reach

if TYPE_CHECKING:
    from turnout.store import Store

QUIET: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False, "lifespan": "off"}


def listening(host: str, port: int) -> socket.socket:
    """A socket at an address, taken before anything else happens.

    Raises:
        AddressError: the port is taken, or the address is not this machine's.
    """
    address = bound(host)
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that no answer waits (Nagle)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if family == socket.AF_INET6 and address.is_unspecified:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)  # IPv4 comes in here too
        listener.bind((str(address), port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        says = f"port {port} of {host} cannot be used: {(error.strerror or str(error)).lower()}; give another --port"
        raise AddressError(says) from None
    return listener


def second_listener(host: str, first: socket.socket, port: int | None) -> socket.socket:
    """A socket for the authority's page: at the port asked for, else the next one, else any free one."""
    if port is not None:
        return listening(host, port)
    try:
        return listening(host, first.getsockname()[1] + 1)
    except (AddressError, OverflowError):
        return listening(host, 0)


def this_machine() -> Machine:
    """What this machine is called, and its data folder."""
    folder = Path(platformdirs.user_data_dir("turnout", appauthor=False))
    return Machine(machine_names(), machine_addresses(), folder)


def run(
    store: Store,
    options: Options,
    listener: socket.socket,
    second: socket.socket | None = None,
    *,
    made_up: bool = False,
) -> None:
    """Serves until Ctrl+C.

    Args:
        store: an open database.
        options: checked.
        listener: for the app.
        second: for the local authority's page.
        made_up: the record is of a made-up person, and the pages say so.
    """
    from turnout.web.app import create_app

    port = listener.getsockname()[1]
    there = reach(options, this_machine(), port, second.getsockname()[1] if second else None, datetime.now(UTC))
    app = create_app(store, served=there.served)
    app.state.made_up = made_up
    app.state.figures.warm()
    with _authority_page(there, second), closing(app.state.figures):
        _tell(there, made_up=made_up)
        _serve(app, there, listener)


def _serve(app: Any, there: Reach, listener: socket.socket) -> None:
    import uvicorn

    tls: dict[str, Any] = {}
    if there.certificate:
        tls = {"ssl_certfile": str(there.certificate[0]), "ssl_keyfile": str(there.certificate[1])}
    proxied: dict[str, Any] = {"proxy_headers": bool(there.proxies), "forwarded_allow_ips": list(there.proxies)}
    try:
        uvicorn.Server(uvicorn.Config(app, **{**QUIET, "lifespan": "on"}, **tls, **proxied)).run(sockets=[listener])
    except KeyboardInterrupt:
        return


@contextmanager
def _authority_page(there: Reach, listener: socket.socket | None) -> Generator[None]:
    """The authority's page, by plain http, beside the app."""
    if there.authority is None or listener is None:
        yield
        return
    import uvicorn

    from turnout.web.authority import create_authority_app

    app = create_authority_app(there.authority.der, there.served, there.url)
    server = uvicorn.Server(uvicorn.Config(app, **QUIET, proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _tell(there: Reach, *, made_up: bool) -> None:
    """Says where the app is, and how a phone gets there."""
    put_lines([f"Turnout{' (made-up person)' if made_up else ''}: {there.url}  -  Ctrl+C ends it."])
    served = there.served
    if served.authority_url:
        put_lines([f"Once for each phone or computer: {served.authority_url}"])
        _code(served.authority_url)
        put_lines([f"Compare the fingerprint there (SHA-256): {served.fingerprint}"])
    if served.app_url and there.certificate:
        put_lines([f"Then open the app there: {served.app_url}"])
        _code(served.app_url)
    sys.stdout.flush()


def _code(text: str) -> None:
    """A QR code, where somebody looks and the terminal has the characters."""
    if not sys.stdout.isatty():
        return
    import io

    import segno

    out = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out, compact=True)
    drawn = out.getvalue()
    try:
        drawn.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return
    put_lines(drawn.splitlines())
