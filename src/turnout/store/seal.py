"""A seal on a SQLite backup: SQLite notices a damaged page, but not a changed letter in a text.

In: a connection to the copy. Out: a table ``seal`` with the SHA-256 of every row. A file without a seal is a copy of a
database that somebody made by other means; it may be restored, on SQLite's own word.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

_QUERIES = {
    "persons": "SELECT id, created FROM persons ORDER BY id",
    "facts": "SELECT seq, person, id, kind, at, day, instant, content, received FROM facts ORDER BY seq",
    "accounts": "SELECT id, key, name, person, hash, calendar, created FROM accounts ORDER BY id",
    "claimed": "SELECT person FROM claimed ORDER BY person",
}
"""By table. A backup of before a table came has none, and its seal was made without it."""


def seal(connection: sqlite3.Connection) -> None:
    """Writes the seal. The connection commits by itself."""
    connection.execute("DROP TABLE IF EXISTS seal").close()
    connection.execute("CREATE TABLE seal (sha256 TEXT NOT NULL)").close()
    connection.execute("INSERT INTO seal VALUES (?)", (_digest(connection),)).close()


def broken(connection: sqlite3.Connection) -> bool:
    """Whether there is a seal that does not agree with the rows."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seal'").fetchone() is None:
        return False
    return connection.execute("SELECT sha256 FROM seal").fetchall() != [(_digest(connection),)]


def _digest(connection: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, query in _QUERIES.items():
        for row in connection.execute(query) if table in there else ():
            digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()
