"""Opening: addresses, the first migration, other versions, other programs, and many at once."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import platformdirs
import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.store.child import start
from tests.store.made_up import a_fact
from tests.support.postgres import database
from turnout.store import Store, open_store
from turnout.store.migrate import MIGRATIONS
from turnout.store.schema import HEAD, METADATA, VERSION_TABLE
from turnout.terms import StoreError


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_the_migrations_build_the_tables_that_the_program_uses(store: Store) -> None:
    with store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_opening_again_finds_what_was_stored(url: str) -> None:
    fact = a_fact()
    with open_store(url) as store:
        store.add([fact], person="me")
    with open_store(url, create=False) as store:
        assert store.facts("me") == [fact]


def test_sqlite_keeps_what_it_acknowledged(sqlite_store: Store) -> None:
    with sqlite_store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1,
    }  # fmt: skip


def test_a_new_file_is_its_owners_only(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.add([a_fact()], person="me")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_default_is_a_file_in_the_platforms_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TURNOUT_DB", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with open_store() as store:
        expected = Path(platformdirs.user_data_dir("turnout", appauthor=False)) / "turnout.db"
        assert Path(store.shown) == expected
        assert expected.exists()
        assert tmp_path in expected.parents


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}", "sqlite+pysqlite:///{path}"])
def test_the_environment_names_the_database_by_path_or_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    path = tmp_path / "with space, % and ?.db" if form == "{path}" else tmp_path / "plain.db"
    monkeypatch.setenv("TURNOUT_DB", form.format(path=path))
    with open_store() as store:
        store.add([a_fact()], person="me")
    assert path.exists()


def test_without_create_a_missing_or_empty_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match=r"there is no database at|holds no database of Turnout yet"):
        open_store(url, create=False)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="holds no database of Turnout yet"):
        open_store(str(tmp_path / "empty.db"), create=False)
    assert (tmp_path / "empty.db").read_bytes() == b""


def test_a_newer_database_is_refused_and_left_as_it_was(url: str, tmp_path: Path) -> None:
    with open_store(url) as store:
        store.add([a_fact()], person="me")
        with store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
            connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StoreError, match=r"was written by a newer Turnout \(its schema is 9999, .*0002\); update"):
        open_store(url)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_database_of_another_program_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="holds tables of another program"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to look at " * 30)
    with pytest.raises(StoreError, match="is not a database of Turnout"):
        open_store(str(path))
    assert path.read_text().startswith("not a database")


@pytest.mark.postgres
def test_tables_of_another_program_in_the_same_server_are_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        with open_store(postgres_url) as store:
            store.add([a_fact()], person="me")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE turnout_schema")
    with pytest.raises(StoreError, match="holds tables of another program"):
        open_store(postgres_url)


@pytest.mark.postgres
def test_a_server_that_cannot_hold_every_letter_is_refused(postgres_server: str) -> None:
    with database(postgres_server, encoding="LATIN1") as url, pytest.raises(StoreError, match="keeps text as LATIN1"):
        open_store(url)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "the database has no name; give a path, sqlite:///PATH or postgresql://"),
        ("a\0b", "the database has no name"),
        (
            "mysql://me@host/db",
            "a database of the kind 'mysql' is not known; give a path, sqlite:///PATH or postgresql",
        ),
        ("postgresql+asyncpg://me@host/db", "a database of the kind 'postgresql\\+asyncpg' is not known"),
        ("http://example.org", "a database of the kind 'http' is not known"),
        ("postgresql://me@host:port/db", "the database URL cannot be read"),
        ("postgresql://me@host", "the URL names no database"),
        (":memory:", "a database in memory keeps nothing"),
        ("sqlite://", "a database in memory keeps nothing"),
        ("sqlite://host/turnout.db", "three slashes"),
        ("sqlite:///turnout.db?mode=ro", "three slashes"),
        ("/nowhere/at/all/turnout.db", "the folder /nowhere/at/all does not exist"),
        ("/dev/null", "is not a file"),
        ("/", "is a folder"),
    ],
)
def test_a_wrong_address_is_told_in_one_sentence(address: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as caught:
        open_store(address)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://me:hush@127.0.0.1:1/db", "cannot be reached: .*refused"),
        ("postgresql://me:hush@nowhere.invalid/db?connect_timeout=3", "cannot be reached"),
    ],
)
def test_a_server_that_does_not_answer_is_told_without_the_password(address: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as caught:
        open_store(address)
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.postgres
def test_a_wrong_password_and_a_missing_database_are_told(postgres_url: str) -> None:
    url = sa.make_url(postgres_url)
    for wrong, says in (
        (url.set(password="wrong-word"), "password authentication failed"),
        (url.set(database="missing"), 'database "missing" does not exist'),
    ):
        with pytest.raises(StoreError, match=says) as caught:
            open_store(wrong.render_as_string(hide_password=False))
        assert "wrong-word" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_processes_that_open_a_fresh_database_at_once_all_succeed(url: str) -> None:
    children = [start("open", url) for _ in range(4)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        assert child.communicate() == ("stored\n", "")
    with open_store(url) as store:
        assert store.count() == 4
        assert store.check() == ()


def test_threads_that_open_a_fresh_database_at_once_all_succeed(url: str) -> None:
    statuses: list[str] = []

    def use() -> None:
        with open_store(url) as store:
            statuses.append(store.add([a_fact()], person="me")[0].status)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == ["stored"] * 4
