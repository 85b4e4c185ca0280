"""Whether a database is sound: its own check, its guards, and every column against the fact it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from turnout.store.content import columns_of, facts_of, object_of
from turnout.store.engine import reading
from turnout.store.schema import TRIGGERS, erasing, facts, persons
from turnout.terms import StoreError

ENOUGH = 20
"""Problems named at most: a damaged disk would name thousands."""
_AT_ONCE = 1000


def problems(engine: sa.Engine) -> tuple[str, ...]:
    """The first problems of a database, one sentence each; empty when it is sound."""
    with reading(engine) as connection:
        found: list[str] = []
        for problem in _all(connection):
            found.append(problem)
            if len(found) == ENOUGH:
                break
        return tuple(found)


def _all(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        yield from _sqlite_itself(connection)
        names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        names = sa.text(
            "SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT tgisinternal "
            "AND tgenabled IN ('O', 'A') AND nspname = current_schema()"
        )
    there = set(connection.execute(names).scalars())
    yield from (f"the guard {name} is missing" for name in TRIGGERS if name not in there)
    if connection.execute(sa.select(erasing)).first():
        yield "the table erasing is not empty, so facts of somebody can be deleted"
    yield from _orphans(connection)
    yield from _rows(connection)


def _sqlite_itself(connection: sa.Connection) -> Iterator[str]:
    for pragma in ("integrity_check", "foreign_key_check"):
        for row in connection.exec_driver_sql(f"PRAGMA {pragma}"):
            if row[0] != "ok":
                yield f"SQLite's {pragma} says: {str(row[0]).splitlines()[0]}"


def _orphans(connection: sa.Connection) -> Iterator[str]:
    lost = sa.select(sa.func.count()).where(facts.c.person.not_in(sa.select(persons.c.id)))
    count = connection.execute(lost).scalar_one()
    if count:
        yield f"{count} facts belong to nobody"


def _rows(connection: sa.Connection) -> Iterator[str]:
    query = sa.select(facts).order_by(facts.c.seq).execution_options(yield_per=_AT_ONCE)
    with connection.execute(query) as result:
        for rows in result.mappings().partitions():
            wrong = [(row["seq"], problem) for row in rows if (problem := _row(row))]
            yield from (f"fact number {seq}: {problem}" for seq, problem in wrong)
            if not wrong:
                yield from _readable(rows)


def _row(row: sa.RowMapping) -> str:
    try:
        expected: dict[str, Any] = columns_of(object_of(row["content"]), row["content"])
    except (ValueError, KeyError, RecursionError):
        return "its content is no fact"
    differing = [name for name, value in expected.items() if row[name] != value]
    return f"its column {differing[0]} does not agree with its content" if differing else ""


def _readable(rows: Any) -> Iterator[str]:
    """Whether the record's reader takes them, first at once and then, where it does not, one by one."""
    try:
        by_person: dict[str, list[str]] = {}
        for row in rows:
            by_person.setdefault(row["person"], []).append(row["content"])
        for texts in by_person.values():
            facts_of(texts, "")
    except StoreError:
        for row in rows:
            try:
                facts_of([row["content"]], "")
            except StoreError:
                yield f"fact number {row['seq']}: this program cannot read its content"
