"""The app with accounts, over https, as ``turnout serve --https`` runs it; and browsers that are signed in.

In: a folder. Out: `Served` with accounts on, a client that trusts the local authority, and more such clients.
"""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from unittest.mock import patch

import httpx
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.serialization import Encoding

from tests.web.serving import BEGIN, Clock, Served, serve
from turnout.cli.authority import load_or_make, server_file
from turnout.store import Account, passwords
from turnout.web.served import Served as How

PASSWORD = "correct horse battery staple"
COOKIE = "__Host-turnout"
WITH_ACCOUNTS = How(accounts=True, https=True)


def certificates(folder: Path, now: datetime | None = None) -> tuple[Path, Path]:
    """A server's key and certificate for loopback, and the certificate of the authority that vouches for it."""
    now = now or datetime.now(UTC)
    authority = load_or_make(folder, ["localhost"], now)
    addresses = [ip_address("127.0.0.1"), ip_address("::1")]
    server = server_file(folder, authority, ["localhost"], addresses, now)
    certificate = folder / "authority.crt"
    certificate.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    return server, certificate


@contextmanager
def secure(
    folder: Path, *, how: How = WITH_ACCOUNTS, clock: Clock | None = None, name: str = "record.db"
) -> Generator[Served]:
    """A running app with accounts, and nobody in it yet. Hashes cost little here; each says its own parameters."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with (
        patch.object(passwords, "_hasher", quick),
        serve(folder, how=how, clock=clock, name=name, tls=certificates(folder / "tls")) as app,
    ):
        app.client.headers["Origin"] = app.address
        yield app


def account(app: Served, name: str, *, person: str | None = None) -> Account:
    """Somebody who may sign in."""
    return app.store.accounts.add(name, PASSWORD, BEGIN, person=person)


@contextmanager
def browser(app: Served, who: Account | None = None, *, follow: bool = False) -> Generator[httpx.Client]:
    """A browser of its own, whose writing requests come from our own pages; signed in where somebody is named."""
    trust = ssl.create_default_context(cafile=str(app.folder / "tls" / "authority.crt"))
    headers = {"Origin": app.address}
    with httpx.Client(
        base_url=app.address, verify=trust, headers=headers, follow_redirects=follow, timeout=30
    ) as client:
        if who is not None:
            client.cookies.set(COOKIE, app.store.accounts.sign_in(who, app.clock()), domain="127.0.0.1")
        yield client
