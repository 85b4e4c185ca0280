"""The database itself refuses to change or delete a fact, whoever asks."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.store.made_up import pains
from turnout.record import write_record
from turnout.store import Store
from turnout.store.engine import writing

FORBIDDEN = [
    "UPDATE facts SET content = '{}'",
    "UPDATE facts SET received = received",
    "UPDATE facts SET seq = seq + 100",
    "UPDATE persons SET id = 'somebody'",
    "DELETE FROM facts",
    "DELETE FROM facts WHERE kind = 'pain'",
    "DELETE FROM persons",
]
OF_SQLITE = [
    "INSERT OR REPLACE INTO facts SELECT * FROM facts",
    "REPLACE INTO facts SELECT seq, person, id, 'set', at, day, instant, '{}', received FROM facts",
    "REPLACE INTO facts SELECT NULL, person, id, 'set', at, day, instant, '{}', received FROM facts",
    "UPDATE OR REPLACE facts SET id = 'x'",
    "INSERT INTO facts SELECT seq, person, id, 'set', at, day, instant, '{}', received FROM facts WHERE true "
    "ON CONFLICT (person, id) DO UPDATE SET content = '{}'",
]
OF_POSTGRES = ["TRUNCATE facts", "TRUNCATE persons CASCADE", "TRUNCATE facts, persons, erasing"]


def execute(store: Store, *statements: str) -> None:
    """Runs statements behind the store's back, in one transaction."""
    with writing(store._engine) as connection:  # pyright: ignore[reportPrivateUsage]
        for statement in statements:
            connection.execute(sa.text(statement))


def is_sqlite(store: Store) -> bool:
    return store._engine.dialect.name == "sqlite"  # pyright: ignore[reportPrivateUsage]


def test_no_statement_changes_or_deletes_a_fact(store: Store) -> None:
    store.add(pains(3), person="me")
    before = write_record(store.facts("me"))
    for statement in FORBIDDEN + (OF_SQLITE if is_sqlite(store) else OF_POSTGRES):
        with pytest.raises(sa.exc.DBAPIError, match="is never"):  # type: ignore[attr-defined]
            execute(store, statement)
        assert write_record(store.facts("me")) == before, statement
    assert store.persons() == ["me"]
    assert store.check() == ()


def test_a_permission_to_erase_one_person_opens_nobody_elses_record(store: Store) -> None:
    store.add(pains(2), person="me")
    store.add(pains(2, person="anna"), person="anna")
    with pytest.raises(sa.exc.DBAPIError, match="is never"):  # type: ignore[attr-defined]
        execute(store, "INSERT INTO erasing VALUES ('anna')", "DELETE FROM facts")
    assert [store.count("me"), store.count("anna")] == [2, 2]


def test_facts_of_nobody_are_refused(store: Store) -> None:
    columns = "person, id, kind, at, day, instant, content, received"
    values = "'nobody', 'x', 'pain', '2026-01-05', '2026-01-05', 0, '{}', '2026-01-05 00:00:00'"
    with pytest.raises(sa.exc.IntegrityError):  # type: ignore[attr-defined]
        execute(store, f"INSERT INTO facts ({columns}) VALUES ({values})")
    assert store.count() == 0


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("INSERT INTO erasing VALUES ('me')", "the table erasing is not empty"),
        ("DROP TRIGGER facts_are_not_changed {on}", "the guard facts_are_not_changed is missing"),
    ],
)
def test_the_check_notices_open_doors(store: Store, statement: str, problem: str) -> None:
    execute(store, statement.format(on="" if is_sqlite(store) else "ON facts"))
    assert [found for found in store.check() if problem in found]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content", "'{}'"),
        ("content", "'x'"),
        ("day", "'2020-01-01'"),
        ("kind", "'set'"),
        ("instant", "1"),
        ("id", "'x'"),
    ],
)
def test_the_check_notices_a_row_that_was_tampered_with(store: Store, column: str, value: str) -> None:
    store.add(pains(3), person="me")
    drop = "DROP TRIGGER facts_are_not_changed" + ("" if is_sqlite(store) else " ON facts")
    execute(store, drop, f"UPDATE facts SET {column} = {value} WHERE seq = 2")
    assert [found for found in store.check() if found.startswith("fact number 2: ")]
