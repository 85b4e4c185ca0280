"""Brings a database up to date before anything else touches it, or refuses it unchanged.

The migrations are files of this package (``migrations/``) and need no ``alembic.ini``. They run in one transaction
under a lock, so any number of processes may open a fresh database at once: one builds it, the others find it built.
"""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa

from turnout.store.address import Address, ready_file
from turnout.store.engine import reading, refuse_read_only, use_wal, writing
from turnout.store.schema import HEAD, METADATA, VERSION_TABLE
from turnout.terms import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_KEY = 0x7475726E6F7574
"""The key of PostgreSQL's advisory lock: "turnout" in ASCII."""

_one_at_a_time = threading.Lock()
"""Alembic keeps the running migration in a module, so threads take turns."""


def prepare(engine: sa.Engine, address: Address, *, create: bool, busy_s: float) -> None:
    """Makes the database ready for use: there, ours, not newer than this program, and migrated.

    Args:
        engine: an engine of the database.
        address: where it is.
        create: whether a missing or empty database may be set up.
        busy_s: how long to wait for somebody else's lock [s].

    Raises:
        StoreError: it is missing, newer, read-only or somebody else's; it is left as it was.
    """
    ready_file(address, create=create)
    with reading(engine) as connection:
        if address.path is None:
            _refuse_encoding(connection, address)
        revision = _revision(connection, address)
    if revision is None and not create:
        raise StoreError(f"{address.shown} holds no database of Turnout yet")
    if revision not in (HEAD, None):
        _refuse_unknown(revision, address)
    if address.path is not None:
        refuse_read_only(engine, address.shown)
        use_wal(engine, busy_s=busy_s)
    if revision != HEAD:
        _upgrade(engine, address)


def _refuse_encoding(connection: sa.Connection, address: Address) -> None:
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"the database {address.shown} keeps text as {encoding}, which cannot hold every fact; "
            "create one with ENCODING 'UTF8' TEMPLATE template0"
        )


def _revision(connection: sa.Connection, address: Address) -> str | None:
    """The migration the database is at; None for an empty one."""
    tables = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        names = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608
        if names:
            return str(names[0])
    foreign = tables - {VERSION_TABLE} if address.path is not None else tables & set(METADATA.tables)
    if foreign:
        raise StoreError(f"{address.shown} holds tables of another program; give a database of its own to Turnout")
    return None


def _refuse_unknown(revision: str | None, address: Address) -> None:
    from alembic.script import ScriptDirectory

    known = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    if revision not in known:
        raise StoreError(
            f"the database {address.shown} was written by a newer Turnout (its schema is {revision}, this program "
            f"knows up to {HEAD}); update Turnout, or give another database"
        )


def _upgrade(engine: sa.Engine, address: Address) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with _one_at_a_time, writing(engine) as connection:
        if address.path is None:
            connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if _revision(connection, address) == HEAD:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
