"""How connections are made and how transactions begin, for either database.

SQLite: write-ahead log, full synchronisation (a commit that returned is on the disk), foreign keys, overwritten
deletions, and writers that queue from their first statement (``BEGIN IMMEDIATE``), so none fails half-way.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event

from turnout.store.address import Address
from turnout.store.errors import primary_code
from turnout.terms import StoreError

_BEGIN = "turnout_begin"
CONNECT_S = 10
"""How long a PostgreSQL server may take to answer [s]."""


def make_engine(address: Address, *, busy_s: float) -> sa.Engine:
    """An engine that has not connected yet.

    Args:
        address: the database.
        busy_s: how long to wait for a lock that somebody else holds [s].
    """
    if address.path is not None:
        engine = sa.create_engine(address.url, hide_parameters=True, connect_args={"timeout": busy_s})
        event.listen(engine, "connect", _sqlite_connects)
        event.listen(engine, "begin", _sqlite_begins)
        return engine
    connect: dict[str, Any] = {"connect_timeout": CONNECT_S, "application_name": "turnout"}
    defaults = {key: value for key, value in connect.items() if key not in address.url.query}
    engine = sa.create_engine(address.url, hide_parameters=True, pool_pre_ping=True, connect_args=defaults)
    wait_ms = max(1, round(busy_s * 1000))

    def connects(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {wait_ms}")
        connection.execute("SET synchronous_commit = on")
        connection.execute("SET client_encoding = 'UTF8'")
        connection.autocommit = False

    event.listen(engine, "connect", connects)
    return engine


def _sqlite_connects(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own; see _sqlite_begins
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}").close()


def _sqlite_begins(connection: sa.Connection) -> None:
    kind = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


@contextmanager
def reading(engine: sa.Engine) -> Generator[sa.Connection]:
    """A connection that sees one state of the database, whatever others write meanwhile."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ"}
    with engine.connect() as bare:
        yield bare.execution_options(**options)


@contextmanager
def writing(engine: sa.Engine) -> Generator[sa.Connection]:
    """One transaction: all of it is stored when this ends, or nothing."""
    with engine.connect() as bare:
        connection = bare.execution_options(**{_BEGIN: "IMMEDIATE"})
        with connection.begin():
            yield connection


@contextmanager
def sqlite_driver(engine: sa.Engine) -> Generator[sqlite3.Connection]:
    """The driver's own connection, outside any transaction: for pragmas, VACUUM and the backup."""
    pooled = engine.raw_connection()
    try:
        yield cast("sqlite3.Connection", pooled.driver_connection)
    finally:
        pooled.close()


def use_wal(engine: sa.Engine, *, busy_s: float) -> None:
    """Switches a SQLite file to the write-ahead log, once and for all.

    SQLite does not wait for locks while it switches, so two processes that start at once are made to wait here.
    """
    give_up = time.monotonic() + busy_s
    with sqlite_driver(engine) as connection:
        while True:
            try:
                if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    connection.execute("PRAGMA journal_mode = WAL").fetchone()
                return
            except sqlite3.OperationalError as error:
                if primary_code(error) != "SQLITE_BUSY" or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)


def refuse_read_only(engine: sa.Engine, shown: str) -> None:
    """Asks for the write lock of a SQLite file and gives it back: the only way to learn that nothing can be stored.

    Raises:
        StoreError: the file cannot be written. A lock held by somebody else is no reason: they are writing to it.
    """
    with sqlite_driver(engine) as connection:
        wait_ms = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute("PRAGMA busy_timeout = 0").close()
        try:
            connection.execute("BEGIN IMMEDIATE").close()
            connection.execute("ROLLBACK").close()
        except sqlite3.OperationalError as error:
            if primary_code(error) == "SQLITE_READONLY":
                raise StoreError(f"the database {shown} is read-only; nothing can be stored in it") from None
            if primary_code(error) != "SQLITE_BUSY":
                raise
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(wait_ms)}").close()
