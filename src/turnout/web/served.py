"""How the app is reached: under which names, by which scheme, with or without accounts.

In: what the command line was told. Out: `Served`, which the guard and the pages ask. On this machine's own address
there are no accounts and plain http; anything else has both accounts and https.
"""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names under which this machine reaches itself."""


@dataclass(frozen=True)
class Served:
    """How the app is reached.

    Attributes:
        names: the hosts that a request may name, in lower case, without port; IPv6 addresses in brackets.
        accounts: everything but the sign-in page needs an account.
        https: a request by plain http is refused. Behind a proxy it is the proxy who says which it was.
        hsts: browsers are told to come by https only, from now on.
        origin: scheme, name and port of the public address, where a proxy stands before the app.
        app_url: the app's address for other devices; empty where only this machine reaches it.
        authority_url: where other devices get the certificate of the local authority; empty without one.
        fingerprint: SHA-256 of that certificate, as devices show it.
    """

    names: frozenset[str] = LOOPBACK
    accounts: bool = False
    https: bool = False
    hsts: bool = False
    origin: str = ""
    app_url: str = ""
    authority_url: str = ""
    fingerprint: str = ""


THIS_MACHINE = Served()
