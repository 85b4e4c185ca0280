"""From the options of ``turnout serve`` to how the app is reached: who may ask, by which names, over what.

In: options, whether anybody has an account, this machine's names and addresses, the time. Out: `Reach`, or one sentence
that says what to type instead. On a loopback address nothing is needed; everywhere else accounts and https are.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from turnout.cli.network import NAME, Address, in_url, private
from turnout.terms import TurnoutError
from turnout.web.served import LOOPBACK, Served

if TYPE_CHECKING:
    from turnout.cli.authority import Authority


class AddressError(TurnoutError):
    """An address that the app cannot be served at."""


@dataclass(frozen=True)
class Options:
    """What was typed."""

    host: str = "127.0.0.1"
    accounts: bool = False
    https: bool = False
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    public_url: str | None = None
    proxy_from: Sequence[str] = ()
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Machine:
    """What this machine is called, and where its files are."""

    names: Sequence[str]
    addresses: Sequence[Address]
    folder: Path


@dataclass(frozen=True)
class Reach:
    """How the app is reached.

    Attributes:
        served: for the app.
        certificate: files for TLS; None where plain http is spoken.
        proxies: whose forwarded headers are believed; empty for nobody's.
        authority: the local authority, where it vouches for the certificate.
        url: to be shown on this machine.
    """

    served: Served
    url: str
    certificate: tuple[Path, Path] | None = None
    proxies: Sequence[str] = field(default=())
    authority: Authority | None = None


def bound(host: str) -> Address:
    """The address to listen at.

    Raises:
        AddressError: it is none.
    """
    try:
        return ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        says = f"{host!r} is not an address; use 127.0.0.1 for this machine only, or 0.0.0.0 for every device near it"
        raise AddressError(says, "--host") from None


def refuse_others(host: str) -> None:
    """Refuses an address that others reach.

    Raises:
        AddressError: it is one.
    """
    try:
        alone = ip_address("127.0.0.1" if host == "localhost" else host).is_loopback
    except ValueError:
        alone = False
    if not alone:
        says = f"a made-up person serves this machine only, not {host!r}; use 127.0.0.1, ::1 or localhost"
        raise AddressError(says, "--host")


def checked(options: Options) -> Options:
    """The options, where they go together; looks at nothing else.

    Raises:
        AddressError: they do not, with what to type instead.
    """
    beyond = not bound(options.host).is_loopback
    if (options.certificate is None) != (options.key is None):
        raise AddressError("--certificate and --key belong together: give both, or neither")
    if options.behind_proxy and (options.https or options.certificate):
        raise AddressError("--behind-proxy leaves https to the proxy; leave --https and --certificate out")
    if options.behind_proxy != bool(options.public_url):
        raise AddressError("--behind-proxy and --public-url https://NAME belong together: give both, or neither")
    if options.proxy_from and not options.behind_proxy:
        raise AddressError("--proxy-from is for --behind-proxy only")
    if beyond and not (options.https or options.certificate or options.behind_proxy):
        says = (
            f"beyond this machine ({options.host}) https is needed; add --https, or --certificate FILE --key FILE, or "
            "--behind-proxy --public-url https://NAME"
        )
        raise AddressError(says, "--host")
    for name in options.names:
        if not NAME.fullmatch(name.lower()):
            raise AddressError(f"{name!r} is not a host name", "--name")
    for proxy in options.proxy_from:
        _network(proxy)
    if options.public_url:
        _public(options.public_url)
    return options


def needs_accounts(options: Options) -> bool:
    """Whether somebody must have an account before the app may start."""
    return options.accounts or options.behind_proxy or not bound(options.host).is_loopback


def refuse_nobody(options: Options, anybody: bool, db: str | None) -> None:
    """Refuses to serve to others where nobody has a password.

    Raises:
        AddressError: with the command to type.
    """
    if needs_accounts(options) and not anybody:
        command = "turnout people add NAME" + (f" --db {db}" if db else "")
        raise AddressError(f"nobody has a password here yet; first type: {command}")


def reach(options: Options, machine: Machine, port: int, authority_port: int | None, now: datetime) -> Reach:
    """How the app is reached.

    Args:
        options: checked.
        machine: its names and addresses.
        port: the one taken.
        authority_port: where the authority's certificate is given out; None without a local authority.
        now: the time.
    """
    if options.behind_proxy:
        return _proxied(options)
    host = bound(options.host)
    own = () if host.is_loopback else _own(machine, host)
    shown = _shown(options, own, host)
    names = [name.lower() for name in options.names]
    if options.certificate and options.key:
        files = (options.certificate, options.key)
        names += _names_in(*files)
        shown = names[0] if names and not host.is_loopback else shown
    else:
        files = None
    https = options.https or files is not None
    url = f"{'https' if https else 'http'}://{shown}:{port}"
    served = Served(
        names=LOOPBACK | {*names, *(in_url(one) for one in own)},
        accounts=needs_accounts(options),
        https=https,
        hsts=files is not None and not host.is_loopback,
        app_url="" if host.is_loopback else url,
    )
    if not https or files:
        return Reach(served, url, files)
    return _vouched(served, url, names, own, machine, authority_port, now)


def _own(machine: Machine, host: Address) -> list[str | Address]:
    """This machine's names, and the addresses that it listens at."""
    if not host.is_unspecified:
        return [*machine.names, host]
    heard: list[Address] = [one for one in machine.addresses if host.version == 6 or one.version == 4]
    heard.sort(key=lambda one: one.version)
    return [*machine.names, *heard]


def _shown(options: Options, own: Sequence[str | Address], host: Address) -> str:
    """The name or address that people type: one that a certificate can be had for, where it can."""
    if host.is_loopback:
        return in_url(host)
    if options.names:
        return options.names[0].lower()
    addresses = [one for one in own if not isinstance(one, str)]
    near = [one for one in addresses if private(one)]
    return in_url(([*near, *(one for one in own if isinstance(one, str)), *addresses, "localhost"])[0])


def _vouched(
    served: Served, url: str, names: Sequence[str], own: Sequence[str | Address], machine: Machine,
    authority_port: int | None, now: datetime,
) -> Reach:  # fmt: skip
    """With a certificate of the local authority."""
    from turnout.cli.authority import load_or_make, server_file, vouches_for

    folder = machine.folder / "authority"
    wanted = [*names, "localhost"]
    called = [one for one in own if isinstance(one, str)]
    addresses = [one for one in own if not isinstance(one, str) and private(one)]
    authority = load_or_make(folder, [*called, *wanted], now)
    known = [name for name in called if vouches_for(authority, name)]  # the machine may be called otherwise meanwhile
    all_names = list(dict.fromkeys([*wanted, *known]))
    loopback = [ip_address("127.0.0.1"), ip_address("::1")]
    file = server_file(folder, authority, all_names, [*addresses, *loopback], now)
    where = f"http://{urlsplit(url).netloc.rpartition(':')[0]}:{authority_port}/authority" if authority_port else ""
    told = replace(served, authority_url=where, fingerprint=authority.fingerprint)
    return Reach(told, url, (file, file), authority=authority)


def _proxied(options: Options) -> Reach:
    public = _public(options.public_url or "")
    name = public.hostname or ""
    names = {(f"[{name}]" if ":" in name else name), *(name.lower() for name in options.names)}
    url = f"https://{public.netloc.lower()}"
    served = Served(names=LOOPBACK | names, accounts=True, https=True, origin=url, app_url=url)
    return Reach(served, url, proxies=tuple(options.proxy_from) or ("127.0.0.1", "::1"))


def _public(url: str) -> SplitResult:
    parts = urlsplit(url)
    try:
        good = parts.scheme == "https" and bool(parts.hostname) and parts.path in ("", "/") and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment or "@" in parts.netloc:
        raise AddressError(f"{url!r} is not an address such as https://turnout.example.org", "--public-url")
    return parts


def _network(text: str) -> None:
    try:
        network = ip_network(text)
    except ValueError:
        raise AddressError(f"{text!r} is not an address or a network such as 172.30.0.0/24", "--proxy-from") from None
    if network.prefixlen == 0:
        raise AddressError("believing every address is believing nobody's; give the proxy's own", "--proxy-from")


def _names_in(certificate: Path, key: Path) -> list[str]:
    """The names that a certificate is for, after a look at whether it can be used at all.

    Raises:
        AddressError: it cannot.
    """
    from cryptography import x509

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    except OSError as error:  # SSLError is one
        says = error.strerror or "they do not belong together, or are no PEM files"
        raise AddressError(f"the certificate and key cannot be used: {says.lower()}", str(certificate)) from None
    except ValueError:
        raise AddressError("the key needs a password, or a file is no PEM", str(key)) from None
    return [name.lower() for name in names.get_values_for_type(x509.DNSName) if not name.startswith("*")]


def _no_password() -> str:
    raise ValueError("a key with a password cannot be used without somebody to ask")
