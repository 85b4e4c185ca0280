"""Databases that cannot be written: one clear sentence each, and nothing that was stored changes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.store.child import start
from tests.store.made_up import a_fact, pains
from turnout.store import Store, open_store
from turnout.terms import StoreError

NOBODY = 65534


@contextmanager
def refused(says: str) -> Generator[None]:
    """One sentence, and no trace of what went on inside."""
    with pytest.raises(StoreError, match=says) as caught:
        yield
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


@contextmanager
def as_nobody() -> Generator[None]:
    """As a user without special rights: root may write where nobody else may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the system reaches."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


def with_facts(path: Path, number: int = 3) -> bytes:
    """A database file with facts, closed; its bytes."""
    with open_store(str(path)) as store:
        store.add(pains(number), person="me")
    return path.read_bytes()


def test_a_file_marked_read_only_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "turnout.db"
    before = with_facts(path)
    path.chmod(0o444)
    with refused("is read-only; nothing can be stored in it"):
        open_store(str(path))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["turnout.db"]


def test_a_file_that_the_user_may_not_write_or_read_is_refused(open_folder: Path) -> None:
    path = open_folder / "turnout.db"
    before = with_facts(path)
    for mode, says in ((0o444, "read-only"), (0o600, "read-only|may not be read"), (0o222, "may not be read")):
        if mode == 0o600 and os.geteuid() != 0:
            continue  # it is this user's own
        path.chmod(mode)
        with as_nobody(), refused(says):
            open_store(str(path))
    path.chmod(0o600)
    assert path.read_bytes() == before


def test_a_folder_that_the_user_may_not_write_is_refused(open_folder: Path) -> None:
    path = open_folder / "turnout.db"
    before = with_facts(path)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    with as_nobody(), refused("may not be written by this user"):
        open_store(str(open_folder / "new.db"))
    with as_nobody(), refused("cannot be opened; its folder may be missing, or not writable|is read-only"):
        open_store(str(path))
    assert path.read_bytes() == before


@pytest.mark.postgres
def test_a_server_that_only_reads_is_told(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        store.add(pains(3), person="me")
    name = sa.make_url(postgres_url).database
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())
    with open_store(postgres_url) as store:
        with refused("is read-only; nothing can be stored in it"):
            store.add([a_fact()], person="me")
        assert store.count() == 3


def test_a_locked_database_is_told_and_usable_afterwards(url: str) -> None:
    with open_store(url, busy_s=0.05) as store:
        store.add(pains(3), person="me")
        with locked(url):
            with refused("is locked by another program; try again"):
                store.add([a_fact()], person="me")
            with refused("is locked by another program|was erased, but|is locked"):
                store.erase("me")
        assert store.count("me") == 3
        assert store.add([a_fact()], person="me")[0].status == "stored"


@contextmanager
def locked(url: str) -> Generator[None]:
    """Somebody else writes and does not finish."""
    if "://" in url:
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE facts IN SHARE ROW EXCLUSIVE MODE")
            yield
            other.rollback()
    else:
        with closing(sqlite3.connect(url, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


def test_a_database_that_another_program_keeps_for_itself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "turnout.db"
    with_facts(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with refused("is locked by another program; try again"):
            open_store(str(path), busy_s=0.05)
        with open_store_elsewhere(tmp_path) as unrelated:
            assert unrelated.count() == 0
    with open_store(str(path)) as store:
        assert store.count() == 3


def open_store_elsewhere(folder: Path) -> Store:
    return open_store(str(folder / "another.db"))


@contextmanager
def small_disk(size_kb: int) -> Generator[Path | None]:
    """A disk of so many kilobytes, where this user may make one."""
    with tempfile.TemporaryDirectory() as name:
        options = ["-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", name]
        mounted = os.geteuid() == 0 and subprocess.run(["mount", *options], capture_output=True).returncode == 0
        try:
            yield Path(name) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", name], check=True)


def fill(store: Store) -> int:
    """Adds batches until the store refuses; how many facts it acknowledged."""
    stored = 0
    with refused("the disk of the database .* is full; nothing was stored"):
        while stored < 100_000:
            stored += len(store.add(pains(50), person="me"))
    return stored


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with small_disk(600) as disk:
        path = str((disk or tmp_path) / "turnout.db")
        with open_store(path) as store:
            if disk is None:
                limit_pages(store, 100)
            stored = fill(store)
            assert stored > 0
            assert store.count() == stored
            assert store.check() == ()
        with open_store(path) as store:
            assert store.count() == stored


def limit_pages(store: Store, pages: int) -> None:
    """Lets SQLite say that the disk is full when the file has so many pages."""
    store.close()

    def connects(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    sa.event.listen(store._engine, "connect", connects)  # type: ignore[attr-defined]


def test_a_file_that_may_not_grow_keeps_what_was_acknowledged(sqlite_url: str) -> None:
    out, said = start("fill", sqlite_url, 300_000).communicate()
    assert said == ""
    stored, error = out.splitlines()
    assert "is full" in error or "(is it full?); nothing was stored" in error
    with open_store(sqlite_url) as store:
        assert store.count() == int(stored) > 0
        assert store.check() == ()


def test_a_disk_too_small_for_a_backup_leaves_none(sqlite_store: Store) -> None:
    sqlite_store.add(pains(3000), person="me")
    with small_disk(100) as disk:
        if disk is None:
            disk = Path("/dev/shm/nowhere")
        with refused(r"the backup .* cannot be written|the folder .* does not exist"):
            sqlite_store.backup(disk / "backup")
        assert not disk.exists() or list(disk.iterdir()) == []
    assert sqlite_store.count() == 3000


@pytest.mark.postgres
def test_a_servers_full_disk_is_told(postgres_url: str) -> None:
    with open_store(postgres_url) as store, psycopg.connect(postgres_url, autocommit=True) as admin:
        store.add(pains(3), person="me")
        admin.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        admin.execute("CREATE TRIGGER full_disk BEFORE INSERT ON facts EXECUTE FUNCTION full_disk()")
        with refused("the disk of the database .* is full; nothing was stored"):
            store.add([a_fact()], person="me")
        assert store.count() == 3


@pytest.mark.postgres
def test_a_connection_that_was_cut_is_made_anew(postgres_url: str) -> None:
    with open_store(postgres_url) as store, psycopg.connect(postgres_url, autocommit=True) as admin:
        store.add(pains(3), person="me")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert store.count() == 3


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "turnout.db"
    whole = bytearray(with_facts(path, 2000))
    page = 4096
    for start_at in range(2 * page, len(whole) - page, page):
        whole[start_at : start_at + 200] = b"\xff" * 200
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="is damaged; restore a backup") as caught, open_store(str(path)) as store:
        assert store.check() != ()
        store.facts("me")
    assert "\n" not in str(caught.value)
