"""How often somebody tried a password of late, and how long they must wait.

In: what is counted (a name, a network address), the time. Out: seconds to wait. A try is counted before the password
is looked at, in one transaction, so a hundred at once count as a hundred. Only hashes of names and addresses are kept,
for a day, whether or not a name exists: the answer gives nothing away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import sqlalchemy as sa

from turnout.store.engine import writing
from turnout.store.errors import clear_errors
from turnout.store.schema import attempts

FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """Something whose tries are counted.

    Attributes:
        key: a hash of what it is.
        free: so many tries cost no waiting; from then on one waits 1 s, 2 s, 4 s, ...
        longest_s: ... up to so long [s].
    """

    key: str
    free: int
    longest_s: int

    def wait_s(self, failures: int) -> int:
        """How long after the last of so many failures the next try is taken [s]."""
        over = failures - self.free
        return 0 if over < 0 else min(self.longest_s, 2 ** min(over, 20))


def of_name(key: str) -> Counted:
    """Tries on one account, from anywhere. Five minutes at most: others cannot lock somebody out for long."""
    return Counted(_hashed("name", key), free=5, longest_s=300)


def of_address(address: str) -> Counted:
    """Tries from one network address, on any account; of IPv6 the first 64 bits, which one house has."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return Counted(_hashed("address", address), free=20, longest_s=900)
    mapped = getattr(ip, "ipv4_mapped", None)
    place = str(mapped or ip) if ip.version == 4 or mapped else str(ip_network((ip, 64), strict=False))
    return Counted(_hashed("address", place), free=20, longest_s=900)


def _hashed(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind} {value}".encode(errors="surrogatepass")).hexdigest()


class Attempts:
    """The tries that a database knows of."""

    def __init__(self, engine: sa.Engine, shown: str) -> None:
        self._engine = engine
        self._shown = shown

    def begin(self, counted: Sequence[Counted], now: datetime) -> int:
        """Counts a try before it is made.

        Returns:
            how long to wait first [s]; 0 when it may be made now. One that must wait is not counted.
        """
        with clear_errors(self._shown), writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE attempts IN SHARE ROW EXCLUSIVE MODE"))
            connection.execute(sa.delete(attempts).where(attempts.c.last <= now - FORGOTTEN))
            known = {one.key: self._known(connection, one) for one in counted}
            waits = [_left(one, known[one.key], now) for one in counted]
            if max(waits) > 0:
                return max(waits)
            for one in counted:
                _count(connection, one, known[one.key], now)
        return 0

    def succeeded(self, account: Counted, *others: Counted) -> None:
        """The try was right: the account's failures are forgotten, and this try is no failure of the others."""
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.delete(attempts).where(attempts.c.key == account.key))
            for one in others:
                mine = sa.and_(attempts.c.key == one.key, attempts.c.failures > 0)
                connection.execute(sa.update(attempts).where(mine).values(failures=attempts.c.failures - 1))

    def _known(self, connection: sa.Connection, one: Counted) -> tuple[int, datetime] | None:
        query = sa.select(attempts.c.failures, attempts.c.last).where(attempts.c.key == one.key)
        row = connection.execute(query).first()
        return (row[0], row[1]) if row else None


def _left(one: Counted, known: tuple[int, datetime] | None, now: datetime) -> int:
    """Whole seconds still to wait."""
    if known is None:
        return 0
    failures, last = known
    left = one.wait_s(failures) - (now - last).total_seconds()
    return max(0, -int(-left // 1))


def _count(connection: sa.Connection, one: Counted, known: tuple[int, datetime] | None, now: datetime) -> None:
    row: dict[str, Any] = {"failures": (known[0] if known else 0) + 1, "last": now}
    if known is None:
        connection.execute(sa.insert(attempts), {"key": one.key, **row})
    else:
        connection.execute(sa.update(attempts).where(attempts.c.key == one.key).values(**row))
