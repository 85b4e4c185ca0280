"""Erasing a person: the one way in which facts are deleted, and the cleaning up after it.

Source for what SQLite leaves behind: sqlite.org/pragma.html#pragma_secure_delete. For PostgreSQL, dead rows stay in the
table until it is rewritten; its archived write-ahead log and backups are in the hands of whoever runs the server.
"""

from __future__ import annotations

import sqlalchemy as sa

from turnout.store.address import Address
from turnout.store.engine import sqlite_driver, writing
from turnout.store.errors import clear_errors
from turnout.store.schema import erasing, facts, persons
from turnout.terms import StoreError


def delete(engine: sa.Engine, person: str) -> int:
    """Deletes a person and their facts, in one transaction.

    Returns:
        how many facts there were.
    """
    with writing(engine) as connection:
        connection.execute(sa.select(persons.c.id).where(persons.c.id == person).with_for_update())
        connection.execute(sa.insert(erasing), {"person": person})
        gone = connection.execute(sa.delete(facts).where(facts.c.person == person)).rowcount
        connection.execute(sa.delete(persons).where(persons.c.id == person))
        connection.execute(sa.delete(erasing))
    return gone


def overwrite(engine: sa.Engine, address: Address) -> None:
    """Rewrites the files, so that the bytes of what was deleted are gone too.

    Raises:
        StoreError: the rows are gone, but their bytes may still be there, because somebody else reads the database.
    """
    try:
        with clear_errors(address.shown):
            clean = _sqlite(engine) if address.path is not None else _postgres(engine)
    except StoreError as error:
        raise _lingering(address, error.message) from None
    if not clean:
        raise _lingering(address, "another program is reading it")


def _lingering(address: Address, reason: str) -> StoreError:
    return StoreError(
        f"the person was erased, but old bytes may linger in the files of {address.shown} ({reason}); "
        "erase the person again when nothing else uses the database"
    )


def _sqlite(engine: sa.Engine) -> bool:
    """Rewrites the file, then empties the write-ahead log; False where a reader keeps it from being emptied."""
    with sqlite_driver(engine) as connection:
        connection.execute("VACUUM").close()
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _postgres(engine: sa.Engine) -> bool:
    with engine.connect() as bare:
        connection = bare.execution_options(isolation_level="AUTOCOMMIT")
        for table in (facts, persons, erasing):
            connection.execute(sa.text(f"VACUUM (FULL) {table.name}"))
    return True
