"""Backups hold everything, restore into either database, and are never trusted unseen."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.made_up import a_fact, pains
from turnout.record import KINDS
from turnout.store import Restored, Store, open_store, restore
from turnout.store.schema import facts, persons
from turnout.terms import StoreError


def filled(store: Store) -> None:
    store.add([a_fact(kind, note="Zoë 🦵\n") for kind in KINDS], person="me")
    store.add(pains(30, person="anna"), person="anna")
    store.add(pains(5), person="me")


def rows(store: Store) -> list[tuple[Any, ...]]:
    """Everything that is stored, but for the running numbers."""
    with store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
        people = connection.execute(sa.select(persons).order_by(persons.c.id)).all()
        stored = connection.execute(sa.select(facts).order_by(facts.c.seq)).all()
    return [tuple(row) for row in people] + [tuple(row)[1:] for row in stored]


def test_a_backup_restores_into_either_database(store: Store, target: str, tmp_path: Path) -> None:
    filled(store)
    path = tmp_path / "backup"
    store.backup(path)
    assert restore(path, target) == Restored(persons=2, facts=35 + len(KINDS))
    with open_store(target) as restored:
        assert rows(restored) == rows(store)
        assert restored.check() == ()
        assert restored.add([a_fact()], person="me")[0].status == "stored"


def test_an_empty_database_can_be_backed_up(store: Store, target: str, tmp_path: Path) -> None:
    store.backup(tmp_path / "backup")
    assert restore(tmp_path / "backup", target) == Restored(persons=0, facts=0)


def test_a_backup_is_one_file_that_only_its_owner_reads(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    store.backup(folder / "backup")
    assert [path.name for path in folder.iterdir()] == ["backup"]
    assert (folder / "backup").stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_others_write(store: Store, url: str, tmp_path: Path) -> None:
    filled(store)
    with open_store(url) as other:
        connection = other._engine.connect()  # pyright: ignore[reportPrivateUsage]
        connection.execute(sa.text("INSERT INTO persons VALUES ('unfinished', '2026-01-05 00:00:00')"))
        store.backup(tmp_path / "backup")
        connection.close()
    restore(tmp_path / "backup", str(tmp_path / "restored.db"))
    with open_store(str(tmp_path / "restored.db")) as restored:
        assert restored.persons() == ["anna", "me"]


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_text("precious")
    with pytest.raises(StoreError, match=r"exists already; a backup never overwrites"):
        store.backup(path)
    assert path.read_text() == "precious"
    with pytest.raises(StoreError, match=r"the folder .* does not exist"):
        store.backup(tmp_path / "nowhere" / "backup")


def test_a_database_with_a_record_is_not_restored_into(store: Store, target: str, tmp_path: Path) -> None:
    filled(store)
    store.backup(tmp_path / "backup")
    with open_store(target) as other:
        other.add([a_fact(person="ben")], person="ben")
        before = rows(other)
        with pytest.raises(StoreError, match="holds a record already; restore into an empty one"):
            restore(tmp_path / "backup", target)
        assert rows(other) == before


def test_a_cut_or_altered_backup_restores_nothing(store: Store, tmp_path: Path) -> None:
    filled(store)
    path = tmp_path / "backup"
    store.backup(path)
    whole = path.read_bytes()
    at = whole.index(b"number 17")
    header_end = whole.index(b"\n") + 1
    damaged = [
        whole[: len(whole) // 2],
        whole[:-2],
        whole[: at + 7] + b"9" + whole[at + 8 :],
        whole[: at - 60] + b"\0" * 40 + whole[at - 20 :],
        whole[:header_end],
        b"",
        b"x",
    ]
    for number, data in enumerate(damaged):
        path.write_bytes(data)
        target = tmp_path / f"target-{number}.db"
        with pytest.raises(StoreError, match=r"damaged|not a backup|not a database"):
            restore(path, str(target))
        assert not target.exists() or open_store(str(target)).count() == 0
    path.write_bytes(whole)
    assert restore(path, str(tmp_path / "target.db")).persons == 2


def test_a_dump_with_a_line_taken_out_restores_nothing(tmp_path: Path, postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        filled(store)
        store.backup(tmp_path / "backup")
    lines = (tmp_path / "backup").read_text().splitlines(keepends=True)
    assert json.loads(lines[0])["turnout"] == "dump"
    assert [json.loads(line)["fact"]["kind"] for line in lines[3:5]] == ["profile", "preference"]
    for line in (1, 4, len(lines) - 1):
        (tmp_path / "cut").write_text("".join(lines[:line] + lines[line + 1 :]))
        with pytest.raises(StoreError, match="is damaged, nothing was restored"):
            restore(tmp_path / "cut", str(tmp_path / "target.db"))
    (tmp_path / "newer").write_text(lines[0].replace('"version":2', '"version":3') + "".join(lines[1:]))
    with pytest.raises(StoreError, match="written by a newer Turnout"):
        restore(tmp_path / "newer", str(tmp_path / "target.db"))


def test_a_backup_of_a_newer_version_restores_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.backup(tmp_path / "backup")
    connection = sqlite3.connect(tmp_path / "backup", isolation_level=None)
    connection.execute("UPDATE turnout_schema SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=rf"{tmp_path / 'backup'} was written by a newer Turnout"):
        restore(tmp_path / "backup", str(tmp_path / "target.db"))
    assert not (tmp_path / "target.db").exists()


def test_a_copy_of_the_database_file_restores_too(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store)
    sqlite_store.close()
    assert restore(tmp_path / "turnout.db", str(tmp_path / "copy.db")).persons == 2


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        restore(tmp_path / "missing", str(tmp_path / "target.db"))
    (tmp_path / "record.jsonl").write_text('{"kind":"pain","at":"2026-01-05","now":3}\n')
    with pytest.raises(StoreError, match="is not a backup of Turnout"):
        restore(tmp_path / "record.jsonl", str(tmp_path / "target.db"))
    with pytest.raises(StoreError):
        restore(tmp_path, str(tmp_path / "target.db"))
    assert not (tmp_path / "target.db").exists()
