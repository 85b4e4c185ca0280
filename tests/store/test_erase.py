"""Erasing a person is complete: the rows, and the bytes in the files."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.store.made_up import a_fact, pains
from turnout.store import Store, open_store
from turnout.terms import StoreError

SECRET = "a very private remark that must not stay"
WHO = "somebody-to-be-forgotten"


def filled(store: Store) -> None:
    """A person with short and long secrets, and another one."""
    store.add(pains(50, person="anna"), person="anna")
    store.add([a_fact(person=WHO, note=f"{SECRET} {i}" * (1 + i % 50)) for i in range(300)], person=WHO)
    store.add(pains(50, person="anna"), person="anna")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_an_erased_person_is_gone_and_nobody_else(store: Store) -> None:
    filled(store)
    others = store.facts("anna")
    assert store.erase(WHO) == 300
    assert store.persons() == ["anna"]
    assert store.facts(WHO) == []
    assert store.facts("anna") == others
    assert store.check() == ()


def test_erasing_somebody_unknown_changes_nothing(store: Store) -> None:
    filled(store)
    assert store.erase("nobody") == 0
    assert store.count() == 400


def test_an_erased_person_may_begin_anew_with_the_same_facts(store: Store) -> None:
    facts = pains(3)
    store.add(facts, person="me")
    store.erase("me")
    assert {outcome.status for outcome in store.add(facts, person="me")} == {"stored"}
    assert store.facts("me") == facts


def test_no_bytes_of_an_erased_person_stay_in_the_files(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store)
    assert SECRET.encode() in bytes_of(tmp_path)
    sqlite_store.erase(WHO)
    for text in (SECRET, WHO):
        assert text.encode() not in bytes_of(tmp_path)
    sqlite_store.close()
    for text in (SECRET, WHO):
        assert text.encode() not in bytes_of(tmp_path)


def test_bytes_that_a_reader_keeps_from_being_overwritten_are_reported(sqlite_url: str, tmp_path: Path) -> None:
    with open_store(sqlite_url, busy_s=0.05) as store:
        filled(store)
        reader = store._engine.connect()  # pyright: ignore[reportPrivateUsage]
        reader.exec_driver_sql("SELECT count(*) FROM facts").fetchall()
        with pytest.raises(
            StoreError, match=r"was erased, but old bytes may linger .* \(another program is reading it\)"
        ):
            store.erase(WHO)
        reader.close()
        assert store.count(WHO) == 0
        assert store.erase(WHO) == 0
        assert SECRET.encode() not in bytes_of(tmp_path)


@pytest.mark.postgres
def test_no_bytes_of_an_erased_person_stay_in_the_tables(postgres_url: str) -> None:
    files = """
        SELECT string_agg(pg_read_binary_file(pg_relation_filepath(c.oid)), ''::bytea) FROM pg_class c
        WHERE relkind IN ('r', 'i', 't') AND pg_relation_filepath(c.oid) IS NOT NULL
    """
    with open_store(postgres_url) as store, psycopg.connect(postgres_url, autocommit=True) as admin:
        filled(store)
        admin.execute("ANALYZE")
        admin.execute("CHECKPOINT")
        [before] = admin.execute(files).fetchone() or [b""]
        store.erase(WHO)
        admin.execute("CHECKPOINT")
        [after] = admin.execute(files).fetchone() or [b""]
        for text in (SECRET, WHO):
            assert text.encode() in before
            assert text.encode() not in after
