"""The portable dump: JSON Lines that any program can read.

    {"turnout":"dump","version":2,"schema":"0002","written":"2026-01-05T18:02:00+00:00"}
    {"person":"me","created":"2026-01-05T18:02:00+00:00"}                                   one a person
    {"received":"2026-01-05T18:02:00+00:00","fact":{...}}                                   one a fact, as they came
    {"account":{"id":"...","name":"Ann","person":"me","hash":"...",...}}                    one an account
    {"claimed":"me"}                                                    one a person who has or had an account
    {"end":true,"persons":1,"facts":1,"accounts":1,"claimed":1,"sha256":"..."}              of all lines before

Version 1 knew no accounts; such a dump is read all the same.

The last line shows that the file is whole; a cut or altered one is refused before anything is restored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import sqlalchemy as sa

from turnout.store.content import columns_of, object_of, spelled
from turnout.store.schema import HEAD, accounts, claimed, facts, persons
from turnout.terms import StoreError

VERSION = 2
_TABLES = {1: ("persons", "facts"), 2: ("persons", "facts", "accounts", "claimed")}
"""What a dump of each version counts."""
_AT_ONCE = 1000


def write(connection: sa.Connection, file: BinaryIO, now: datetime) -> None:
    """Writes everything that the connection sees.

    Args:
        connection: within one transaction, so that all lines are of one moment.
        file: a new file.
        now: the time for the header.
    """
    digest = hashlib.sha256()

    def line(text: str) -> None:
        data = text.encode() + b"\n"
        digest.update(data)
        file.write(data)

    line(_json({"turnout": "dump", "version": VERSION, "schema": HEAD, "written": now.isoformat()}))
    counts = dict.fromkeys(_TABLES[VERSION], 0)
    for name, created in connection.execute(sa.select(persons.c.id, persons.c.created).order_by(persons.c.created)):
        line(_json({"person": name, "created": created.isoformat()}))
        counts["persons"] += 1
    query = sa.select(facts.c.received, facts.c.content).order_by(facts.c.seq)
    for received, content in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        line(f'{{"received":"{received.isoformat()}","fact":{content}}}')
        counts["facts"] += 1
    for row in connection.execute(sa.select(accounts).order_by(accounts.c.created)).mappings():
        line(_json({"account": {**row, "created": row["created"].isoformat()}}))
        counts["accounts"] += 1
    for person in connection.execute(sa.select(claimed.c.person)).scalars():
        line(_json({"claimed": person}))
        counts["claimed"] += 1
    file.write(_json({"end": True, **counts, "sha256": digest.hexdigest()}).encode() + b"\n")


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def verify(path: Path) -> None:
    """Reads a dump from the first line to the last.

    Raises:
        StoreError: it is no dump, of a newer version, cut short or altered; with the line.
    """
    with path.open("rb") as file:
        counts = dict.fromkeys(_TABLES[_header(path, file.readline())], 0)
    for table, _ in rows(path):
        counts[table] = counts.get(table, 0) + 1
    end, digest = _end(path)
    if end != {"end": True, **counts, "sha256": digest}:
        raise _damaged(path, "its last line does not agree with the lines before; it was cut short or altered")


def rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a dump: the table's name and the columns, persons before facts, accounts last.

    Raises:
        StoreError: a line that is none of a dump's, with its number.
    """
    with path.open("rb") as file:
        _header(path, file.readline())
        for number, data in enumerate(file, 2):
            try:
                content = object_of(data.decode())
                if "end" in content:
                    return
                yield _row(content, data)
            except (ValueError, KeyError, TypeError, RecursionError):
                raise _damaged(path, f"line {number} is none of a dump's") from None
    raise _damaged(path, "its end is missing")


def _row(content: dict[str, Any], data: bytes) -> tuple[str, dict[str, Any]]:
    if "person" in content:
        return "persons", {"id": str(content["person"]), "created": datetime.fromisoformat(content["created"])}
    if "account" in content:
        account = {name: content["account"][name] for name in accounts.c.keys()}  # noqa: SIM118 - not a mapping
        return "accounts", {**account, "created": datetime.fromisoformat(account["created"])}
    if "claimed" in content:
        return "claimed", {"person": str(content["claimed"])}
    fact = cast("dict[str, Any]", content["fact"])
    text = spelled(fact)
    if not data.rstrip(b"\r\n").endswith(b'"fact":' + text.encode() + b"}"):
        raise ValueError("the fact is spelled in another way than it was stored")
    return "facts", {**columns_of(fact, text), "received": datetime.fromisoformat(content["received"])}


def _header(path: Path, data: bytes) -> int:
    """The version of a dump."""
    try:
        header = object_of(data.decode())
    except ValueError:
        header = {}
    if header.get("turnout") != "dump":
        raise StoreError(f"{path} is not a backup of Turnout")
    version = header.get("version")
    if not isinstance(version, int) or version not in _TABLES:
        raise StoreError(
            f"the backup {path} was written by a newer Turnout (version {version}, this program knows up to "
            f"{VERSION}); update Turnout"
        )
    return version


def _end(path: Path) -> tuple[dict[str, Any], str]:
    """The last line, and the digest of all lines before it."""
    digest = hashlib.sha256()
    last = b""
    with path.open("rb") as file:
        for data in file:
            digest.update(last)
            last = data
    try:
        return object_of(last.decode()), digest.hexdigest()
    except ValueError:
        return {}, digest.hexdigest()


def _damaged(path: Path, reason: str) -> StoreError:
    return StoreError(f"the backup {path} is damaged, nothing was restored: {reason}")
