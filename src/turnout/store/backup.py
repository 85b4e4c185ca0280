"""Backups: everything into one new file, and back into an empty database of either kind.

In: an open database and a path that does not exist yet. Out: a SQLite file (of SQLite), or a dump (of PostgreSQL, see
`turnout.store.dump`). A backup appears under its name only when it is whole. Restoring checks it first. Accounts are in
it, with the hashes of their passwords; who is signed in is not, so restoring signs nobody in again.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from turnout.store import dump
from turnout.store.address import Address, address_of
from turnout.store.check import problems
from turnout.store.engine import make_engine, reading, sqlite_driver, writing
from turnout.store.errors import clear_errors
from turnout.store.migrate import prepare
from turnout.store.schema import accounts, attempts, claimed, facts, persons, sign_ins
from turnout.store.seal import broken, seal
from turnout.terms import StoreError

_SQLITE_MAGIC = b"SQLite format 3\0"
_BUSY_S = 5.0
_AT_ONCE = 1000
_TABLES = {"persons": persons, "facts": facts, "accounts": accounts, "claimed": claimed}


@dataclass(frozen=True, slots=True)
class Restored:
    """How much a backup held."""

    persons: int
    facts: int
    accounts: int = 0


def write(engine: sa.Engine, address: Address, path: Path, now: datetime) -> None:
    """Backs a database up into a new file.

    Args:
        engine: the database.
        address: where it is.
        path: the file to be made.
        now: the time written into a dump's header.

    Raises:
        StoreError: the file exists or cannot be written; then there is none.
    """
    if os.path.lexists(path):
        raise StoreError(f"{path} exists already; a backup never overwrites, give another path")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; make it first, or give another path")
    with clear_errors(address.shown), _whole_or_nothing(path) as partial:
        if address.path is not None:
            with sqlite_driver(engine) as source:
                _copy_sqlite(source, partial, sealed=True)
        else:
            with reading(engine) as connection, partial.open("wb") as file:
                dump.write(connection, file, now)


@contextmanager
def _whole_or_nothing(path: Path) -> Generator[Path]:
    """A file beside the wanted one that gets its name at the end, unless that name was taken meanwhile."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        _synchronise(partial)
        _give_name(partial, path)
        _synchronise(path.parent)
    except FileExistsError:
        raise StoreError(f"{path} exists already; a backup never overwrites, give another path") from None
    except sqlite3.Error as error:
        raise StoreError(f"the backup {path} cannot be written: {error}") from None
    except OSError as error:
        raise StoreError(f"the backup {path} cannot be written: {error.strerror or error}") from None
    finally:
        partial.unlink(missing_ok=True)


def _give_name(partial: Path, path: Path) -> None:
    """Gives a file its name without overwriting; a disk that knows no links (FAT) gets a look before the move."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError from None
        partial.rename(path)


def _synchronise(path: Path) -> None:
    """Asks the system to put a file, or the names in a folder, on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_sqlite(source: sqlite3.Connection, path: Path, *, sealed: bool) -> None:
    source.execute("BEGIN").close()
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a locked database fails here, not never
        with closing(sqlite3.connect(path)) as target:
            source.backup(target)
    finally:
        source.execute("ROLLBACK").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = DELETE").close()  # one file, without a log beside it
        if sealed:
            target.execute("PRAGMA secure_delete = ON").close()
            for table in (sign_ins, attempts):
                target.execute(f"DELETE FROM {table.name}").close()  # noqa: S608 - the names are ours
            seal(target)


def restore(path: Path | str, url: str | None = None) -> Restored:
    """Reads a backup of either kind into an empty database, all of it or nothing.

    Args:
        path: a file that `turnout.store.Store.backup` wrote.
        url: the database, as for `turnout.store.open_store`; made where it is missing.

    Raises:
        StoreError: the backup is missing, damaged or of a newer version, or the database holds somebody already.
    """
    path = Path(path)
    with clear_errors(str(path)):
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
        if start == _SQLITE_MAGIC:
            with tempfile.TemporaryDirectory(prefix="turnout-") as folder, _checked_copy(path, Path(folder)) as source:
                return _load(url, lambda: _sqlite_rows(source))
        dump.verify(path)
        return _load(url, lambda: dump.rows(path))


@contextmanager
def _checked_copy(path: Path, folder: Path) -> Generator[sa.Engine]:
    """A copy of a SQLite backup, brought up to date and found sound. The backup itself is not touched."""
    copy = folder / "backup.db"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as source:
        if broken(source):
            raise StoreError(f"the backup {path} is damaged, nothing was restored: it does not agree with its seal")
        _copy_sqlite(source, copy, sealed=False)
    address = address_of(str(copy))
    engine = make_engine(Address(address.url, str(path), address.path), busy_s=_BUSY_S)
    try:
        prepare(engine, Address(address.url, str(path), address.path), create=False, busy_s=_BUSY_S)
        found = problems(engine)
        if found:
            raise StoreError(f"the backup {path} is damaged, nothing was restored: {found[0]}")
        yield engine
    finally:
        engine.dispose()


Rows = Iterator[tuple[str, dict[str, Any]]]
"""Pairs of a table's name and a row: every person first, then the facts in the order of arrival, then the accounts."""


def _sqlite_rows(engine: sa.Engine) -> Rows:
    with reading(engine) as connection:
        for row in connection.execute(sa.select(persons).order_by(persons.c.created)).mappings():
            yield "persons", dict(row)
        query = sa.select(facts).order_by(facts.c.seq).execution_options(yield_per=_AT_ONCE)
        for row in connection.execute(query).mappings():
            yield "facts", {name: value for name, value in row.items() if name != "seq"}
        for table in (accounts, claimed):
            for row in connection.execute(sa.select(table)).mappings():
                yield table.name, dict(row)


def _load(url: str | None, rows: Callable[[], Rows]) -> Restored:
    address = address_of(url)
    engine = make_engine(address, busy_s=_BUSY_S)
    try:
        with clear_errors(address.shown):
            prepare(engine, address, create=True, busy_s=_BUSY_S)
            with writing(engine) as connection:
                return _insert(connection, address, rows())
    finally:
        engine.dispose()


def _insert(connection: sa.Connection, address: Address, rows: Rows) -> Restored:
    if address.path is None:
        connection.execute(sa.text("LOCK TABLE persons IN SHARE ROW EXCLUSIVE MODE"))
    if connection.execute(sa.select(persons.c.id).limit(1)).first():
        raise StoreError(f"the database {address.shown} holds a record already; restore into an empty one")
    if connection.execute(sa.select(claimed.c.person).limit(1)).first():
        raise StoreError(f"the database {address.shown} has or had accounts already; restore into an empty one")
    counts = dict.fromkeys(_TABLES, 0)
    waiting: list[dict[str, Any]] = []
    table = "persons"
    for name, row in rows:
        if waiting and (name != table or len(waiting) == _AT_ONCE):
            connection.execute(sa.insert(_TABLES[table]), waiting)
            waiting = []
        table = name
        waiting.append(row)
        counts[name] += 1
    if waiting:
        connection.execute(sa.insert(_TABLES[table]), waiting)
    return Restored(counts["persons"], counts["facts"], counts["accounts"])
