"""Accounts: who may sign in, and to whose record that leads.

In: names, passwords, secrets of cookies, the time. Out: an `Account` or nothing. A password is kept as an Argon2 hash,
a device's secret as its SHA-256: what is stored opens nothing. Everything is asked of the database every time, so more
workers, a restart and a sign-out elsewhere make no difference.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from turnout.store import passwords
from turnout.store.engine import reading, writing
from turnout.store.errors import clear_errors
from turnout.store.schema import accounts, claimed, sign_ins
from turnout.terms import TurnoutError, listed

FIRST_PERSON = "me"
"""Whose record the first account opens: what was recorded before there were accounts."""
LONGEST_NAME = 64
SLIDING = timedelta(days=30)
"""A device that was not used for so long is signed out."""
LONGEST = timedelta(days=365)
"""So long after signing in, a device is signed out in any case."""
SEEN_EVERY = timedelta(hours=1)
"""How exactly it is noted when a device was used last: not every request writes."""


class AccountError(TurnoutError):
    """A name or a password that cannot be taken, or an account that is not there."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Attributes:
        id: random; names the account where its name must not stand.
        name: as typed by whoever made it.
        person: whose record it opens.
    """

    id: str
    name: str
    person: str
    created: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """A device that is signed in."""

    account: Account
    token: str
    created: datetime
    seen: datetime
    expires: datetime


_COLUMNS = (accounts.c.id, accounts.c.name, accounts.c.person, accounts.c.created)


class Accounts:
    """The accounts of a database. Every method raises `StoreError` when the database cannot do what was asked."""

    def __init__(self, engine: sa.Engine, shown: str) -> None:
        self._engine = engine
        self._shown = shown

    # -- who there is ------------------------------------------------------------------------------------------

    def every(self) -> list[Account]:
        """All accounts, the oldest first."""
        with clear_errors(self._shown), reading(self._engine) as connection:
            rows = connection.execute(sa.select(*_COLUMNS).order_by(accounts.c.created, accounts.c.key))
            return [Account(*row) for row in rows]

    def any(self) -> bool:
        """Whether there is one."""
        with clear_errors(self._shown), reading(self._engine) as connection:
            return connection.execute(sa.select(accounts.c.id).limit(1)).first() is not None

    def named(self, name: str) -> Account:
        """The account with a name.

        Raises:
            AccountError: there is none.
        """
        known = self.every()
        for account in known:
            if key_of(account.name) == key_of(name):
                return account
        there = f"; there is {listed([a.name for a in known], 'and')}" if known else "; there is no account yet"
        raise AccountError(f"nobody is called {name!r} here{there}")

    def add(self, name: str, password: str, now: datetime, *, person: str | None = None) -> Account:
        """Makes an account.

        Args:
            name: how the person signs in; compared without regard to case.
            password: as typed.
            now: the time.
            person: whose record it opens; by default that of this machine for the first account ever, else a new one.

        Raises:
            AccountError: the name or the password cannot be taken, or the person has an account.
        """
        name = _name(name)
        refused = passwords.refusal(password, name)
        if refused:
            raise AccountError(refused)
        if person is not None and not (0 < len(person) <= LONGEST_NAME and person.isprintable()):
            raise AccountError(f"a person's id has 1 to {LONGEST_NAME} characters that can be read", "--person")
        hash = passwords.hashed(password)
        with clear_errors(self._shown), writing(self._engine) as connection:
            self._one_at_a_time(connection)
            person = person or _free_person(connection)
            _refuse_taken(connection, name, person)
            account = Account(secrets.token_hex(16), name, person, now)
            row = {"id": account.id, "key": key_of(name), "name": name, "person": person, "hash": hash}
            connection.execute(sa.insert(accounts), {**row, "created": now})
            if connection.execute(sa.select(claimed).where(claimed.c.person == person)).first() is None:
                connection.execute(sa.insert(claimed), {"person": person})
        return account

    def set_password(self, account: Account, password: str) -> None:
        """Another password; every device is signed out.

        Raises:
            AccountError: the password cannot be taken.
        """
        refused = passwords.refusal(password, account.name)
        if refused:
            raise AccountError(refused)
        hash = passwords.hashed(password)
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.update(accounts).where(accounts.c.id == account.id).values(hash=hash))
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.account == account.id))

    def remove(self, account: Account) -> None:
        """Removes an account and signs its devices out. The person's facts stay."""
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.account == account.id))
            connection.execute(sa.delete(accounts).where(accounts.c.id == account.id))

    def _one_at_a_time(self, connection: sa.Connection) -> None:
        """SQLite has one writer at a time anyway."""
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE"))

    # -- signing in and out ------------------------------------------------------------------------------------

    def verified(self, name: str, password: str) -> Account | None:
        """The account that a name and a password open. A wrong name takes as long as a wrong password."""
        query = sa.select(accounts.c.hash, *_COLUMNS).where(accounts.c.key == key_of(name))
        with clear_errors(self._shown), reading(self._engine) as connection:
            row = connection.execute(query).first()
        hash = row[0] if row else None
        if not passwords.fits(hash, password) or row is None:
            return None
        account = Account(*row[1:])
        if passwords.outdated(row[0]):
            fresh = passwords.hashed(password)
            change = sa.update(accounts).where(accounts.c.id == account.id, accounts.c.hash == row[0])
            with clear_errors(self._shown), writing(self._engine) as connection:
                connection.execute(change.values(hash=fresh))
        return account

    def sign_in(self, account: Account, now: datetime) -> str:
        """Signs a device in.

        Returns:
            the secret for its cookie, 256 random bits; it is kept nowhere else.
        """
        token = secrets.token_urlsafe(32)
        row: dict[str, Any] = {"token": _digest(token), "account": account.id, "created": now, "seen": now}
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.expires <= now))
            connection.execute(sa.insert(sign_ins), {**row, "expires": now + SLIDING})
        return token

    def signed_in(self, token: str, now: datetime) -> SignIn | None:
        """The sign-in behind a cookie's secret, while it lasts. Using it makes it last longer."""
        columns = (sign_ins.c.token, sign_ins.c.created, sign_ins.c.seen, sign_ins.c.expires)
        query = sa.select(*_COLUMNS, *columns).join(sign_ins, sign_ins.c.account == accounts.c.id)
        with clear_errors(self._shown), reading(self._engine) as connection:
            row = connection.execute(query.where(sign_ins.c.token == _digest(token))).first()
        if row is None:
            return None
        found = SignIn(Account(*row[:4]), *row[4:])
        if now >= found.expires:
            return None
        if now - found.seen >= SEEN_EVERY:
            until = min(now + SLIDING, found.created + LONGEST)
            change = sa.update(sign_ins).where(sign_ins.c.token == found.token)
            with clear_errors(self._shown), writing(self._engine) as connection:
                connection.execute(change.values(seen=now, expires=until))
        return found

    def devices(self, account: Account, now: datetime) -> int:
        """How many devices are signed in."""
        query = sa.select(sa.func.count()).select_from(sign_ins)
        with clear_errors(self._shown), reading(self._engine) as connection:
            alive = query.where(sign_ins.c.account == account.id, sign_ins.c.expires > now)
            return int(connection.execute(alive).scalar_one())

    def sign_out(self, token: str) -> None:
        """Signs the device with this secret out."""
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.token == _digest(token)))

    def sign_out_everywhere(self, account: Account) -> None:
        """Signs every device of an account out."""
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.account == account.id))

    # -- a calendar's address ----------------------------------------------------------------------------------

    def new_calendar(self, account: Account) -> str:
        """A new secret for the address of the person's calendar; an older one opens nothing any more."""
        token = secrets.token_urlsafe(32)
        self._set_calendar(account, _digest(token))
        return token

    def end_calendar(self, account: Account) -> None:
        """No calendar's address opens anything any more."""
        self._set_calendar(account, None)

    def has_calendar(self, account: Account) -> bool:
        """Whether there is an address; the address itself is shown only when it is made."""
        query = sa.select(accounts.c.calendar).where(accounts.c.id == account.id)
        with clear_errors(self._shown), reading(self._engine) as connection:
            return connection.execute(query).scalar() is not None

    def _set_calendar(self, account: Account, digest: str | None) -> None:
        with clear_errors(self._shown), writing(self._engine) as connection:
            connection.execute(sa.update(accounts).where(accounts.c.id == account.id).values(calendar=digest))

    def of_calendar(self, token: str) -> Account | None:
        """The account behind a calendar's secret."""
        with clear_errors(self._shown), reading(self._engine) as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(accounts.c.calendar == _digest(token))).first()
        return Account(*row) if row else None


def key_of(name: str) -> str:
    """A name as it is compared: composed alike, without regard to case or space around it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def _digest(token: str) -> str:
    """A secret has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _name(name: str) -> str:
    """A name that can be taken, trimmed."""
    name = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountError(f"a name has 1 to {LONGEST_NAME} characters that can be read")
    return name


def _free_person(connection: sa.Connection) -> str:
    """The machine's own person while nobody ever had them; else an id that says nothing."""
    taken = connection.execute(sa.select(claimed.c.person).limit(1)).first()
    return FIRST_PERSON if taken is None else secrets.token_hex(8)


def _refuse_taken(connection: sa.Connection, name: str, person: str) -> None:
    if connection.execute(sa.select(accounts.c.id).where(accounts.c.key == key_of(name))).first():
        raise AccountError(f"somebody is called {name} here already; choose another name")
    if connection.execute(sa.select(accounts.c.id).where(accounts.c.person == person)).first():
        raise AccountError(f"the person {person} has an account already", "--person")
