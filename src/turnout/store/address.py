"""Where the database is: a path or a URL in, an `Address` out, or one sentence saying what would be valid.

A path or ``sqlite:///PATH`` is a SQLite file; ``postgresql://USER@HOST/DATABASE`` is PostgreSQL. Nothing given means
the environment's ``TURNOUT_DB``, and without that ``turnout.db`` in the platform's data folder.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import platformdirs
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from turnout.terms import StoreError

VARIABLE = "TURNOUT_DB"
_CHOICES = "give a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"
_POSTGRES = {"postgresql", "postgres", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}


@dataclass(frozen=True, slots=True)
class Address:
    """A database that can be opened.

    Attributes:
        url: what SQLAlchemy opens.
        shown: the name put in messages; never a password.
        path: the file, absolute; None for PostgreSQL.
        ours: the folder is the platform's data folder and may be made.
    """

    url: sa.URL
    shown: str
    path: Path | None
    ours: bool = False


def address_of(given: str | None) -> Address:
    """Reads a path or a URL.

    Raises:
        StoreError: the text is no address of a database, or a driver for it is not installed.
    """
    if given is None:
        given = os.environ.get(VARIABLE) or None
    if given is None:
        return _file(Path(platformdirs.user_data_dir("turnout", appauthor=False)) / "turnout.db", ours=True)
    if not given.strip() or "\0" in given:
        raise StoreError(f"the database has no name; {_CHOICES}")
    if "://" not in given:
        if given == ":memory:":
            raise _in_memory()
        return _file(Path(given).expanduser())
    return _from_url(given)


def _file(path: Path, *, ours: bool = False) -> Address:
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the link that the user chose
    return Address(sa.URL.create("sqlite", database=str(path)), str(path), path, ours)


def _in_memory() -> StoreError:
    return StoreError("a database in memory keeps nothing; give a path, or sqlite:///PATH")


def _from_url(given: str) -> Address:
    scheme = given.split("://", 1)[0].lower()
    if scheme not in _POSTGRES | _SQLITE:
        raise StoreError(f"a database of the kind {scheme!r} is not known; {_CHOICES}")
    try:
        url = sa.make_url(given)
    except (ArgumentError, ValueError):
        raise StoreError(f"the database URL cannot be read; {_CHOICES}") from None
    if scheme in _POSTGRES:
        return _postgres(url)
    if url.host or url.username or url.query:
        raise StoreError("a SQLite URL has three slashes and a path, nothing else: sqlite:///PATH")
    if not url.database or url.database == ":memory:":
        raise _in_memory()
    return _file(Path(url.database).expanduser())


def _postgres(url: sa.URL) -> Address:
    if find_spec("psycopg") is None:
        raise StoreError("PostgreSQL needs its driver; install it with: pip install 'turnout[postgres]'")
    if not url.database:
        raise StoreError("the URL names no database; use postgresql://USER@HOST/DATABASE")
    plain = sa.URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database
    ).render_as_string()
    return Address(url.set(drivername="postgresql+psycopg"), plain, None)


def ready_file(address: Address, *, create: bool) -> None:
    """Makes sure the SQLite file is there, private to its owner, and may be written.

    Raises:
        StoreError: it is missing and may not be made, it is read-only, or its folder does not allow it.
    """
    path = address.path
    if path is None:
        return
    try:
        if path.exists():
            _writable(path)
        else:
            _new_file(path, create=create, ours=address.ours)
    except OSError as error:
        raise StoreError(f"the database {path} cannot be opened: {error.strerror or error}") from None


def _writable(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give the path of the database file in it")
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise StoreError(f"{path} is not a file; give the path of a database file")
    # A file that its owner marked read-only is left alone even by root, whom the system would let write.
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not _may(path, os.W_OK):
        raise StoreError(f"the database {path} is read-only; nothing can be stored in it")
    if not _may(path, os.R_OK):
        raise StoreError(f"the database {path} may not be read by this user")


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _new_file(path: Path, *, create: bool, ours: bool) -> None:
    if not create:
        raise StoreError(f"there is no database at {path}")
    folder = path.parent
    if ours:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not folder.is_dir():
        raise StoreError(f"the folder {folder} does not exist; make it first, or give another path")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return  # another process was quicker; the database is one and the same
    except PermissionError:
        raise StoreError(f"the folder {folder} may not be written by this user") from None
