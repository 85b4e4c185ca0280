"""Accounts, sign-ins and attempts: the same in either database, and in backups."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.store.made_up import a_fact, pains
from turnout.store import Account, AccountError, Store, open_store, passwords, restore
from turnout.store.attempts import of_address, of_name
from turnout.store.schema import VERSION_TABLE, accounts, sign_ins
from turnout.terms import StoreError

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GOOD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little; the parameters are part of each hash."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()  # pyright: ignore[reportPrivateUsage]


def add(store: Store, name: str, **options: Any) -> Account:
    return store.accounts.add(name, GOOD, NOW, **options)


def rows(store: Store, table: sa.Table) -> list[Any]:
    with store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
        return [tuple(row) for row in connection.execute(sa.select(table))]


def test_the_first_account_opens_what_was_recorded_before_and_the_next_a_record_of_its_own(store: Store) -> None:
    ann, bob = add(store, "Ann"), add(store, "Bob")
    assert ann.person == "me"
    assert len(bob.person) == 16 and bob.person not in ("me", "Bob")
    assert [account.name for account in store.accounts.every()] == ["Ann", "Bob"]


def test_a_record_is_never_handed_to_the_next_comer(store: Store) -> None:
    store.accounts.remove(add(store, "Ann"))
    assert add(store, "Bob").person != "me"
    assert add(store, "Ann", person="me").person == "me"  # by name only


@pytest.mark.parametrize("name", ["Ann", "ANN", " ann ", "Ａｎｎ"])
def test_a_name_is_given_once_however_it_is_spelled(store: Store, name: str) -> None:
    add(store, "Ann")
    with pytest.raises(AccountError, match=r"is called .* here already"):
        add(store, name)


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\nb", "a\0b", "\x1b[2J"])
def test_a_name_that_cannot_be_read_is_refused(store: Store, name: str) -> None:
    with pytest.raises(AccountError, match="1 to 64 characters"):
        add(store, name)
    assert not store.accounts.any()


def test_a_person_has_one_account(store: Store) -> None:
    add(store, "Ann")
    with pytest.raises(AccountError, match="has an account already"):
        add(store, "Bob", person="me")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 10"),
        ("x" * 1001, "at most 1000"),
        ("Margarethe", "must not be the name"),
        (" margarethe ", "must not be the name"),
        ("ababababab", "over and over"),
        ("a line\nbreak in it", "control"),
    ],
)
def test_a_weak_password_is_refused(store: Store, password: str, says: str) -> None:
    with pytest.raises(AccountError, match=says):
        store.accounts.add("Margarethe", password, NOW)
    assert not store.accounts.any()


def test_only_the_right_password_opens_an_account(store: Store) -> None:
    ann = add(store, "Ann")
    assert store.accounts.verified("ANN", GOOD) == ann
    for name, password in (("Ann", GOOD + "x"), ("Ann", ""), ("Bob", GOOD), ("", ""), ("Ann", "x" * 9999)):
        assert store.accounts.verified(name, password) is None


def test_a_password_is_the_same_however_a_keyboard_composes_it(store: Store) -> None:
    store.accounts.add("Ann", "caf\u00e9 au lait", NOW)
    assert store.accounts.verified("Ann", "cafe\u0301 au lait")


def test_an_unknown_name_costs_one_hash_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "Ann")
    seen: list[str | None] = []
    honest = passwords.fits

    def watched(hash: str | None, password: str) -> bool:
        seen.append(hash)
        return honest(hash, password)

    monkeypatch.setattr(passwords, "fits", watched)
    store.accounts.verified("Nobody", GOOD)
    store.accounts.verified("Ann", "wrong password")
    assert len(seen) == 2 and seen[0] is None and seen[1] is not None
    assert passwords._nobodys().startswith("$argon2id$")  # pyright: ignore[reportPrivateUsage]


def test_a_hash_of_weaker_parameters_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "Ann")
    before = rows(store, accounts)
    store.accounts.verified("Ann", "wrong password")
    assert rows(store, accounts) == before
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert store.accounts.verified("Ann", GOOD)
    assert "t=2" in str(rows(store, accounts)) and "t=1" in str(before)
    assert store.accounts.verified("Ann", GOOD)


def test_the_default_parameters_are_those_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    hash = passwords.hashed(GOOD)
    assert hash.startswith("$argon2id$") and not PasswordHasher().check_needs_rehash(hash)


def test_no_secret_is_stored(store: Store) -> None:
    ann = add(store, "Ann")
    token, calendar = store.accounts.sign_in(ann, NOW), store.accounts.new_calendar(ann)
    kept = str(rows(store, accounts)) + str(rows(store, sign_ins))
    assert not [secret for secret in (GOOD, token, calendar) if secret in kept]
    assert len(token) >= 43 and token != store.accounts.sign_in(ann, NOW)


def test_a_sign_in_slides_and_ends(store: Store) -> None:
    token = store.accounts.sign_in(add(store, "Ann"), NOW)
    day = timedelta(days=1)
    assert store.accounts.signed_in(token, NOW + 29 * day)
    assert store.accounts.signed_in(token, NOW + 58 * day)
    assert store.accounts.signed_in(token, NOW + 88 * day) is None
    assert store.accounts.signed_in("", NOW) is None
    assert store.accounts.signed_in("\ud800", NOW) is None


def test_a_sign_in_ends_after_a_year_however_often_it_is_used(store: Store) -> None:
    token = store.accounts.sign_in(add(store, "Ann"), NOW)
    for days in range(20, 365, 20):
        assert store.accounts.signed_in(token, NOW + timedelta(days=days))
    assert store.accounts.signed_in(token, NOW + timedelta(days=365)) is None


def test_not_every_request_writes(store: Store) -> None:
    token = store.accounts.sign_in(add(store, "Ann"), NOW)
    before = rows(store, sign_ins)
    store.accounts.signed_in(token, NOW + timedelta(minutes=59))
    assert rows(store, sign_ins) == before
    store.accounts.signed_in(token, NOW + timedelta(minutes=61))
    assert rows(store, sign_ins) != before


def test_old_sign_ins_are_cleared_away(store: Store) -> None:
    ann = add(store, "Ann")
    store.accounts.sign_in(ann, NOW)
    store.accounts.sign_in(ann, NOW + timedelta(days=31))
    assert len(rows(store, sign_ins)) == 1


@pytest.mark.parametrize("act", ["sign_out", "everywhere", "password", "remove"])
def test_signing_out_a_new_password_and_removing_end_sign_ins(store: Store, act: str) -> None:
    ann, bob = add(store, "Ann"), add(store, "Bob")
    token, others = store.accounts.sign_in(ann, NOW), store.accounts.sign_in(bob, NOW)
    if act == "sign_out":
        store.accounts.sign_out(token)
    elif act == "everywhere":
        store.accounts.sign_out_everywhere(ann)
    elif act == "password":
        store.accounts.set_password(ann, "another long password")
    else:
        store.accounts.remove(ann)
    assert store.accounts.signed_in(token, NOW) is None
    assert store.accounts.signed_in(others, NOW)


def test_removing_an_account_keeps_the_record(store: Store) -> None:
    store.add(pains(3), person="me")
    store.accounts.remove(add(store, "Ann"))
    assert store.count("me") == 3
    assert store.check() == ()
    assert not store.accounts.any()


def test_erasing_a_record_keeps_the_account(store: Store) -> None:
    ann = add(store, "Ann")
    store.add(pains(3), person="me")
    store.erase("me")
    assert store.accounts.verified("Ann", GOOD) == ann


def test_who_is_not_there_is_said_with_who_is(store: Store) -> None:
    with pytest.raises(AccountError, match="no account yet"):
        store.accounts.named("Ann")
    add(store, "Bob")
    with pytest.raises(AccountError, match="nobody is called 'Ann' here; there is Bob"):
        store.accounts.named("Ann")


# -- tries -----------------------------------------------------------------------------------------------------------


def test_tries_wait_longer_and_longer_and_are_forgotten_after_a_day(store: Store) -> None:
    name = of_name("ann")
    assert [store.attempts.begin([name], NOW) for _ in range(7)] == [0, 0, 0, 0, 0, 1, 1]
    later = NOW + timedelta(seconds=1)
    assert [store.attempts.begin([name], later) for _ in range(2)] == [0, 2]
    assert store.attempts.begin([name], NOW + timedelta(days=1, seconds=1)) == 0
    assert store.attempts.begin([name], NOW + timedelta(days=1, seconds=1)) == 0


def test_the_wait_has_an_end() -> None:
    assert of_name("ann").wait_s(10_000) == 300
    assert of_address("192.0.2.1").wait_s(10_000) == 900


def test_a_house_is_one_address() -> None:
    assert of_address("2001:db8:1:2::1") == of_address("2001:db8:1:2:ffff::9")
    assert of_address("2001:db8:1:2::1") != of_address("2001:db8:1:3::1")
    assert of_address("::ffff:192.0.2.1") == of_address("192.0.2.1") != of_address("192.0.2.2")
    assert of_address("fe80::1%eth0") == of_address("fe80::2")
    assert of_address("") != of_address("testclient")


def test_tries_at_once_are_counted_one_by_one(store: Store) -> None:
    allowed: list[int] = []
    name = of_name("ann")

    def attempt() -> None:
        allowed.append(store.attempts.begin([name], NOW))

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [0] * 5 + [1] * 15


# -- backups and older databases -------------------------------------------------------------------------------------


def test_a_backup_brings_accounts_back_but_signs_nobody_in(store: Store, target: str, tmp_path: Path) -> None:
    store.add([a_fact()], person="me")
    ann, bob = add(store, "Ann"), add(store, "Zoë 🦵")
    token = store.accounts.sign_in(ann, NOW)
    calendar = store.accounts.new_calendar(bob)
    store.attempts.begin([of_name("ann")], NOW)
    store.accounts.remove(add(store, "Gone", person="gone"))
    store.backup(tmp_path / "backup")
    assert restore(tmp_path / "backup", target).accounts == 2
    with open_store(target) as restored:
        assert restored.accounts.every() == [ann, bob]
        assert restored.accounts.verified("ann", GOOD) == ann
        assert restored.accounts.of_calendar(calendar) == bob
        assert restored.accounts.signed_in(token, NOW) is None
        assert add(restored, "New").person not in ("me", "gone")
        assert restored.check() == ()
        with pytest.raises(StoreError, match="already; restore into an empty one"):
            restore(tmp_path / "backup", target)


def test_accounts_alone_are_not_overwritten_by_a_backup(store: Store, target: str, tmp_path: Path) -> None:
    store.backup(tmp_path / "backup")
    with open_store(target) as other:
        add(other, "Ann")
    with pytest.raises(StoreError, match="has or had accounts already"):
        restore(tmp_path / "backup", target)


def test_a_changed_account_in_a_backup_is_noticed(sqlite_store: Store, tmp_path: Path) -> None:
    add(sqlite_store, "Ann")
    sqlite_store.backup(tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup", isolation_level=None)) as connection:
        connection.execute("UPDATE accounts SET person = 'other'")
    with pytest.raises(StoreError, match="does not agree with its seal"):
        restore(tmp_path / "backup", str(tmp_path / "target.db"))


def test_a_database_from_before_accounts_is_brought_up_to_date(sqlite_url: str, tmp_path: Path) -> None:
    with open_store(sqlite_url) as store:
        store.add(pains(3), person="me")
    undo_accounts(Path(sqlite_url))
    with open_store(sqlite_url) as store:
        assert store.count("me") == 3
        assert add(store, "Ann").person == "me"
        assert store.check() == ()


def test_a_backup_from_before_accounts_restores(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.add(pains(3), person="me")
    sqlite_store.backup(tmp_path / "backup")
    undo_accounts(tmp_path / "backup")
    assert restore(tmp_path / "backup", str(tmp_path / "target.db")).facts == 3


@pytest.mark.postgres
def test_a_dump_from_before_accounts_restores(postgres_url: str, tmp_path: Path) -> None:
    import hashlib
    import json

    with open_store(postgres_url) as store:
        store.add(pains(3), person="me")
        store.backup(tmp_path / "backup")
    *lines, _ = (tmp_path / "backup").read_text().splitlines(keepends=True)
    lines[0] = lines[0].replace('"version":2', '"version":1')
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    end = json.dumps({"end": True, "persons": 1, "facts": 3, "sha256": digest}) + "\n"
    (tmp_path / "old").write_text("".join(lines) + end)
    assert restore(tmp_path / "old", str(tmp_path / "target.db")).facts == 3


def undo_accounts(path: Path) -> None:
    """A SQLite file as it was before there were accounts; its seal fits, for it never had them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("sign_ins", "attempts", "claimed", "accounts"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0001'")
