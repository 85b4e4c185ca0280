"""``turnout people``: names and passwords, typed twice or read from standard input, never shown."""

from __future__ import annotations

import io
import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command, start
from turnout.store import open_store

GOOD = "correct horse battery staple"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "turnout.db"


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_people_are_added_listed_and_removed(
    turnout: Command, monkeypatch: pytest.MonkeyPatch, record: Path, db: Path
) -> None:
    turnout("import", record, "--db", db)
    given(monkeypatch, GOOD + "\n")
    said = turnout("people", "add", "Ann", "--stdin", "--db", db)
    assert said.code == 0 and "Ann may sign in now" in said.out and "facts" in said.out
    given(monkeypatch, GOOD + " 2\r\n")
    bob = turnout("people", "add", "Bob", "--stdin", "--db", db, "--json").json
    assert bob["person"] not in ("me", "Bob") and bob["facts"] == 0
    listed = turnout("people", "list", "--db", db, "--json").json
    assert [(one["name"], one["devices"]) for one in listed] == [("Ann", 0), ("Bob", 0)]
    assert listed[0]["person"] == "me"
    assert "Ann" in turnout("people", "list", "--db", db).out
    gone = turnout("people", "remove", "ann", "--db", db)
    assert "turnout erase --person me" in gone.out
    with open_store(str(db)) as store:
        assert store.count("me") > 0
        assert [account.name for account in store.accounts.every()] == ["Bob"]
        assert store.accounts.verified("Bob", GOOD + " 2")


def test_a_new_password_replaces_the_old(turnout: Command, monkeypatch: pytest.MonkeyPatch, db: Path) -> None:
    given(monkeypatch, GOOD)
    turnout("people", "add", "Ann", "--stdin", "--db", db)
    given(monkeypatch, "another long password\n")
    assert turnout("people", "password", "ANN", "--stdin", "--db", db).code == 0
    with open_store(str(db)) as store:
        assert store.accounts.verified("Ann", GOOD) is None
        assert store.accounts.verified("Ann", "another long password")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no password on standard input"),
        ("\n", "at least 10"),
        ("short\n", "at least 10"),
        ("Margarethe\n", "name"),
    ],
)
def test_a_bad_password_is_one_line_and_is_not_repeated(
    refused: Command, monkeypatch: pytest.MonkeyPatch, db: Path, text: str, says: str
) -> None:
    given(monkeypatch, text)
    said = refused("people", "add", "Margarethe", "--stdin", "--db", db)
    assert says in said.err
    assert "short" not in said.err
    with open_store(str(db)) as store:
        assert not store.accounts.any()


def test_without_a_terminal_standard_input_must_be_asked_for(
    refused: Command, monkeypatch: pytest.MonkeyPatch, db: Path
) -> None:
    given(monkeypatch, GOOD)
    assert "give --stdin" in refused("people", "add", "Ann", "--db", db).err


@pytest.mark.parametrize("command", ["password", "remove"])
def test_who_is_not_there_is_one_line(
    turnout: Command, refused: Command, monkeypatch: pytest.MonkeyPatch, db: Path, command: str
) -> None:
    assert "there is no database" in refused("people", command, "Ann", "--db", db).err
    given(monkeypatch, GOOD)
    turnout("people", "add", "Bob", "--stdin", "--db", db)
    assert "nobody is called 'Ann' here; there is Bob" in refused("people", command, "Ann", "--db", db).err


def test_a_person_with_an_account_and_a_name_that_is_taken_are_one_line(
    turnout: Command, refused: Command, monkeypatch: pytest.MonkeyPatch, db: Path
) -> None:
    given(monkeypatch, GOOD)
    turnout("people", "add", "Ann", "--stdin", "--db", db)
    for arguments, says in ((["ann"], "is called ann here already"), (["Bob", "--person", "me"], "an account already")):
        given(monkeypatch, GOOD)
        assert says in refused("people", "add", *arguments, "--stdin", "--db", db).err


@pytest.mark.parametrize(("second", "code"), [(GOOD, 0), ("something else", 2)])
def test_on_a_terminal_the_password_is_typed_twice_and_not_shown(db: Path, second: str, code: int) -> None:
    mine, theirs = pty.openpty()
    process = start("people", "add", "Ann", "--db", db, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        shown = read_until(mine, b"Password")
        os.write(mine, GOOD.encode() + b"\n")
        shown += read_until(mine, b"again")
        os.write(mine, second.encode() + b"\n")
        shown += read_until(mine, b"\n", b"\n")
        assert process.wait(60) == code
    finally:
        process.kill()
        os.close(mine)
    assert GOOD.encode() not in shown
    with open_store(str(db)) as store:
        assert store.accounts.any() is (code == 0)


def read_until(terminal: int, *marks: bytes) -> bytes:
    """What a terminal shows until each mark came, one after the other."""
    seen = b""
    end = time.monotonic() + 60
    for mark in marks:
        fresh = b""
        while mark not in fresh and time.monotonic() < end:
            if select.select([terminal], [], [], 0.5)[0]:
                try:
                    fresh += os.read(terminal, 1024)
                except OSError:  # the other end is closed
                    return seen + fresh
        seen += fresh
    return seen
