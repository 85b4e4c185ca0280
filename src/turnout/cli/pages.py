"""``turnout serve`` and ``turnout demo``: the app, on this machine's own address unless told otherwise."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from turnout.cli.output import Database, put_lines

Host = Annotated[
    str,
    typer.Option("--host", metavar="H", help="The address to listen at; 0.0.0.0 lets every device near this one in."),
]
Here = Annotated[str, typer.Option("--host", metavar="H", help="An address of this machine only (loopback).")]
Port = Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535, help="The port; 0 for any free one.")]
Asking = Annotated[bool, typer.Option("--accounts", help="Ask for a name and a password on this machine too.")]
Https = Annotated[bool, typer.Option("--https", help="Speak https, with a certificate that Turnout makes.")]
Certificate = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help="Speak https with this certificate (PEM).")
]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key (PEM).")]
Behind = Annotated[bool, typer.Option("--behind-proxy", help="A reverse proxy before Turnout speaks https.")]
Public = Annotated[
    str | None, typer.Option("--public-url", metavar="URL", help="The address that the proxy is reached at.")
]
From = Annotated[
    list[str] | None,
    typer.Option("--proxy-from", metavar="ADDRESS", help="Where the proxy asks from; this machine by default."),
]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME", help="A further host name to answer to; may be repeated.")
]
AuthorityPort = Annotated[
    int | None,
    typer.Option("--authority-port", metavar="P", min=0, max=65535, help="With --https: where phones get the "
                 "certificate they are to trust; the port after the app's by default."),
]  # fmt: skip
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000


def serve(
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    db: Database = None,
    accounts: Asking = False,
    https: Https = False,
    certificate: Certificate = None,
    key: Key = None,
    behind_proxy: Behind = False,
    public_url: Public = None,
    proxy_from: From = None,
    name: Names = None,
    authority_port: AuthorityPort = None,
) -> None:
    """Open the app at an address of this machine. Ctrl+C ends it.

    At the usual address only this machine reaches it, and nobody is asked for a password. Anywhere else it wants both
    an account ('turnout people add NAME') and https.
    """
    from turnout.cli.reach import Options, checked, refuse_nobody
    from turnout.cli.running import listening, run, second_listener
    from turnout.store import open_store

    names, proxies = tuple(name or ()), tuple(proxy_from or ())
    options = checked(
        Options(host, accounts, https, certificate, key, behind_proxy, public_url, proxies, names),
    )
    with ExitStack() as stack:
        listener = stack.enter_context(listening(host, port))
        store = stack.enter_context(open_store(db))
        refuse_nobody(options, store.accounts.any(), db)
        own = https and certificate is None
        second = stack.enter_context(second_listener(host, listener, authority_port)) if own else None
        put_lines([f"Your record is in {store.shown}."])
        run(store, options, listener, second)


def demo(host: Here = DEFAULT_HOST, port: Port = DEFAULT_PORT) -> None:
    """Show the app with a made-up person and ten weeks of history, in a database of its own that is then deleted."""
    from datetime import date

    from turnout.cli.made_up import SEED, made_up_person
    from turnout.cli.reach import Options, refuse_others
    from turnout.cli.running import listening, run
    from turnout.knowledge import load_knowledge
    from turnout.store import open_store

    refuse_others(host)
    with listening(host, port) as listener, tempfile.TemporaryDirectory(prefix="turnout-demo-") as folder:
        facts = made_up_person(load_knowledge(), SEED, date.today())
        with open_store(str(Path(folder) / "made-up-person.db")) as store:
            store.add(facts, person=facts[0].person)
            put_lines([f"A made-up person with {len(facts)} made-up facts. Nothing of yours is read or changed."])
            run(store, Options(host), listener, made_up=True)
