"""What a database says, in one clear sentence.

In: an exception of SQLAlchemy, sqlite3, psycopg or the system. Out: a `StoreError` without values of a person.
Sources: SQLite result codes (sqlite.org/rescode.html); PostgreSQL error codes, appendix A of its manual.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from turnout.terms import StoreError

_LOCKED = "the database {shown} is locked by another program; try again when it has finished"
_FULL = "the disk of the database {shown} is full; nothing was stored"
_READ_ONLY = "the database {shown} is read-only; nothing can be stored in it"
_DAMAGED = "the database {shown} is damaged; restore a backup"
_FOREIGN = "{shown} is not a database of Turnout"
_NO_OPENING = "the database {shown} cannot be opened; its folder may be missing, or not writable by this user"
_IO = "the disk of the database {shown} does not take or give data (is it full?); nothing was stored"

_SQLITE = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _FOREIGN,
    "SQLITE_CANTOPEN": _NO_OPENING,
    "SQLITE_IOERR": _IO,
}
"""By primary result code: ``SQLITE_IOERR_WRITE`` is a ``SQLITE_IOERR``."""

_GONE = "the connection to {shown} was lost; send the same facts again, those already stored are not doubled"
_POSTGRES = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": "this user may not do that in the database {shown}; ask for the right to create and write tables",
    "53300": "the database {shown} has too many connections; try again later",
    "57P01": _GONE,
    "57P02": _GONE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "58030": _IO,
}
"""By SQLSTATE."""


@contextmanager
def clear_errors(shown: str) -> Generator[None]:
    """Turns whatever a database or the system raises inside into a `StoreError`.

    Args:
        shown: the database's name in messages.

    Raises:
        StoreError: with one sentence.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_sentence(error.orig or error, shown, lost=error.connection_invalidated)) from None
    except PoolTimeoutError:
        raise StoreError(f"the database {shown} is too busy; try again later") from None
    except sqlite3.Error as error:
        raise StoreError(_sentence(error, shown)) from None
    except OSError as error:
        raise StoreError(f"{error.filename or shown}: {error.strerror or error}") from None


def _sentence(error: BaseException, shown: str, *, lost: bool = False) -> str:
    name = primary_code(error)
    if name in _SQLITE:
        return _SQLITE[name].format(shown=shown)
    state = getattr(error, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state].format(shown=shown)
    if lost:
        return _GONE.format(shown=shown)
    first = (str(error).strip().splitlines() or ["no reason given"])[0]
    if state is None and not name:
        return f"the database {shown} cannot be reached: {first.split('FATAL:')[-1].strip()}"
    return f"the database {shown} refuses: {first}"


def primary_code(error: BaseException) -> str:
    """The primary SQLite result code of an error, such as ``SQLITE_BUSY``; empty where it is none of SQLite's."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
