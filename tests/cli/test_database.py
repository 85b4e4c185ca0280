"""``turnout backup``, ``restore``, ``erase``, and databases that cannot be used: one sentence, nothing changes."""

from __future__ import annotations

import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command, assert_one_line, start
from turnout.store import open_store
from turnout.store.schema import VERSION_TABLE


@pytest.fixture
def db(turnout: Command, record: Path, tmp_path: Path) -> Path:
    """A database that holds a record."""
    path = tmp_path / "turnout.db"
    assert turnout("import", record, "--db", path).code == 0
    return path


def count(db: Path) -> int:
    with open_store(str(db)) as store:
        return store.count()


def test_a_backup_is_restored_whole(turnout: Command, refused: Command, db: Path, tmp_path: Path) -> None:
    said = turnout("backup", tmp_path / "backup.db", "--db", db, "--json").json
    assert said["facts"] == count(db)
    done = turnout("restore", tmp_path / "backup.db", "--db", tmp_path / "new.db", "--json").json
    assert (done["persons"], done["facts"]) == (1, count(db))
    assert count(tmp_path / "new.db") == count(db)
    assert "holds a record already" in refused("restore", tmp_path / "backup.db", "--db", db).err


def test_a_backup_never_overwrites(refused: Command, db: Path, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("mine")
    assert "exists already" in refused("backup", tmp_path / "there.db", "--db", db).err
    assert (tmp_path / "there.db").read_text() == "mine"


def test_what_is_no_backup_is_refused(refused: Command, record: Path, tmp_path: Path) -> None:
    assert "is not a backup of Turnout" in refused("restore", record, "--db", tmp_path / "new.db").err


def test_a_database_that_is_not_there_is_not_made_by_looking(refused: Command, tmp_path: Path) -> None:
    for arguments in (["backup", tmp_path / "b.db"], ["erase", "--person", "me", "--yes"]):
        assert "there is no database" in refused(*arguments, "--db", tmp_path / "none.db").err
    assert not (tmp_path / "none.db").exists()


def test_erasing_asks_and_does_nothing_without_an_answer(refused: Command, db: Path) -> None:
    before = count(db)
    assert "give --yes to erase without asking" in refused("erase", "--person", "me", "--db", db).err
    assert count(db) == before


@pytest.mark.parametrize(("answer", "gone"), [("y", True), ("n", False)])
def test_erasing_does_what_was_answered(
    turnout: Command, db: Path, monkeypatch: pytest.MonkeyPatch, answer: str, gone: bool
) -> None:
    def answered(question: str, **_: object) -> bool:
        assert "for good" in question
        return answer == "y"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", answered)
    before = count(db)
    said = turnout("erase", "--person", "me", "--db", db)
    assert said.code == (0 if gone else 130)
    assert count(db) == (0 if gone else before)


def test_erasing_is_complete_and_names_who_is_not_there(turnout: Command, refused: Command, db: Path) -> None:
    assert "there is no person 'ann'" in refused("erase", "--person", "ann", "--db", db, "--yes").err
    before = count(db)
    assert turnout("erase", "--person", "me", "--db", db, "--yes", "--json").json["facts"] == before
    assert count(db) == 0
    assert b"buttock" not in db.read_bytes()


def test_a_read_only_database_is_one_sentence(refused: Command, record: Path, db: Path) -> None:
    before = db.read_bytes()
    db.chmod(0o444)
    assert "is read-only" in refused("import", record, "--db", db).err
    db.chmod(0o600)
    assert db.read_bytes() == before


def test_a_locked_database_is_one_sentence(
    refused: Command, record: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(url: str | None = None, **options: Any) -> Any:
        return open_store(url, busy_s=0.05, **options)

    monkeypatch.setattr("turnout.store.open_store", impatient)
    before = count(db)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "is locked by another program" in refused("erase", "--person", "me", "--yes", "--db", db).err
        assert "is locked by another program" in refused("import", record, "--db", db).err
        other.execute("ROLLBACK")
    assert count(db) == before


def test_a_database_of_a_newer_version_is_one_sentence(refused: Command, record: Path, db: Path) -> None:
    with closing(sqlite3.connect(db)) as other:
        other.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        other.commit()
    before = db.read_bytes()
    for arguments in (["import", record], ["backup", db.with_name("b.db")], ["erase", "--person", "me", "--yes"]):
        assert "was written by a newer Turnout" in refused(*arguments, "--db", db).err
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://host/db", "'mysql' is not known; give a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
        ("sqlite://host/x", "three slashes"),
        (":memory:", "keeps nothing"),
        ("", "has no name"),
        ("/nowhere/at/all/turnout.db", "does not exist"),
        ("/", "is a folder"),
    ],
)
def test_a_wrong_address_is_one_sentence(refused: Command, record: Path, url: str, says: str) -> None:
    assert says in refused("import", record, "--db", url).err


def test_another_programs_file_is_one_sentence(refused: Command, record: Path) -> None:
    text = record.with_name("notes.txt")
    text.write_text("dear diary, " * 100)
    assert "is not a database of Turnout" in refused("import", record, "--db", text).err
    assert text.read_text() == "dear diary, " * 100


def test_a_full_disk_is_one_sentence_and_what_was_stored_stays(record: Path, db: Path) -> None:
    before = count(db)
    lines = [f'{{"kind":"pain","at":"2026-01-09","now":1,"note":"{n} {"x" * 900}"}}' for n in range(400)]
    big = record.with_name("big.jsonl")
    big.write_text("\n".join(lines))

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    process = start("import", big, "--db", db, preexec_fn=small_disk)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert_one_line(err.decode())
    assert b"full" in err and b"nothing was stored" in err
    assert count(db) == before
