"""The names and addresses by which other devices in the same network reach this machine.

In: the operating system's answers; nothing is sent. Out: names, and addresses that are not loopback.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NAME = re.compile(rf"{LABEL.pattern}(\.{LABEL.pattern})*")
PRIVATE: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
        "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
"""The addresses of private networks: what a local authority may vouch for (RFC 1918, 6598, 3927, 4193, 4291)."""
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849): asking which way they lie sends nothing."""
_INTERFACE_ADDRESS = 0x8915
"""Linux's SIOCGIFADDR."""


def machine_names() -> tuple[str, ...]:
    """This machine's name, and the name that other devices find without a name server (mDNS)."""
    label = socket.gethostname().split(".")[0].lower()
    return (f"{label}.local", label) if LABEL.fullmatch(label) and label != "localhost" else ()


def machine_addresses() -> tuple[Address, ...]:
    """This machine's addresses, the one it reaches others by first. Loopback and link-local ones are left out."""
    found = dict.fromkeys(address for address in (*_outward(), *_resolved(), *_interfaces()) if _useful(address))
    return tuple(found)


def private(address: Address) -> bool:
    """Whether an address belongs to a private network."""
    return any(address in network for network in PRIVATE)


def _useful(address: Address) -> bool:
    return not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)


def _outward() -> Iterator[Address]:
    for family, far in _FAR:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            yield _read(probe.getsockname()[0])


def _resolved() -> Iterator[Address]:
    with contextlib.suppress(OSError):
        for *_, where in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM):
            yield _read(str(where[0]))


def _interfaces() -> Iterator[Address]:
    """Each interface's IPv4 address, where the system tells (Linux)."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _, name in socket.if_nameindex():
                with contextlib.suppress(OSError):
                    told = fcntl.ioctl(probe.fileno(), _INTERFACE_ADDRESS, struct.pack("256s", name[:15].encode()))
                    yield IPv4Address(told[20:24])


def _read(text: str) -> Address:
    return ip_address(text.partition("%")[0])


def in_url(address: Address | str) -> str:
    """An address or a name as it stands in a URL and in a Host header."""
    return f"[{address}]" if isinstance(address, IPv6Address) else str(address).lower()
