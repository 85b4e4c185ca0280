"""Adding facts and reading them again."""

from __future__ import annotations

import math
import threading
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.store.made_up import OF_EVERY_KIND, a_fact, pains
from turnout.record import KINDS, Offered, fact_from, fact_json, new_id, write_record
from turnout.store import Outcome, RecordErasedError, Store, open_store
from turnout.store.schema import facts as facts_table
from turnout.terms import StoreError


def test_facts_come_back_as_they_were_in_the_order_of_arrival(store: Store) -> None:
    facts = [a_fact(kind) for kind in reversed(KINDS)]
    assert store.add(facts, person="me") == [Outcome(fact.id, "stored") for fact in facts]
    assert store.facts("me") == facts
    assert write_record(store.facts("me")) == write_record(facts)
    assert store.count("me") == store.count() == len(KINDS)


def test_the_kinds_made_up_here_are_all_the_kinds() -> None:
    assert set(OF_EVERY_KIND) == set(KINDS)


def test_an_unknown_person_has_no_facts(store: Store) -> None:
    assert store.facts("nobody") == []
    assert store.count("nobody") == 0
    assert store.persons() == []


def test_adding_twice_changes_nothing(store: Store) -> None:
    facts = pains(3)
    store.add(facts, person="me")
    assert [outcome.status for outcome in store.add([*facts, a_fact()], person="me")] == [
        "duplicate", "duplicate", "duplicate", "stored",
    ]  # fmt: skip
    assert store.facts("me")[:3] == facts
    assert store.count("me") == 4


def test_the_same_fact_twice_in_a_batch_is_stored_once(store: Store) -> None:
    fact = a_fact()
    assert [outcome.status for outcome in store.add([fact, fact], person="me")] == ["stored", "duplicate"]
    assert store.facts("me") == [fact]


def test_the_order_of_the_fields_makes_no_other_fact(store: Store) -> None:
    fact = a_fact()
    turned = fact_from(dict(reversed(fact_json(fact).items())))
    assert [outcome.status for outcome in store.add([fact, turned], person="me")] == ["stored", "duplicate"]


@pytest.mark.parametrize("together", [True, False])
def test_one_id_with_different_content_is_refused_and_the_rest_is_stored(store: Store, together: bool) -> None:
    first = a_fact(now=3)
    other = fact_from({**fact_json(first), "now": 4})
    last = a_fact(now=5)
    if together:
        outcomes = store.add([first, other, last], person="me")[1:]
    else:
        store.add([first], person="me")
        outcomes = store.add([other, last], person="me")
    assert [outcome.status for outcome in outcomes] == ["refused", "stored"]
    assert outcomes[0].reason == f"the id {first.id} is taken by a fact with different content"
    assert store.facts("me") == [first, last]


def test_a_fact_of_somebody_else_is_refused(store: Store) -> None:
    [outcome] = store.add([a_fact(person="anna")], person="ben")
    assert (outcome.status, outcome.reason) == ("refused", "the fact belongs to 'anna', not to 'ben'")
    assert store.persons() == []


def test_the_same_id_may_be_used_by_two_people(store: Store) -> None:
    name = new_id()
    for person in ("anna", "ben"):
        assert store.add([a_fact(person=person, id=name)], person=person) == [Outcome(name, "stored")]
    assert store.persons() == ["anna", "ben"]
    assert [store.count("anna"), store.count("ben"), store.count()] == [1, 1, 2]


def test_a_fact_that_names_no_person_is_the_default_persons(store: Store) -> None:
    fact = fact_from({"id": new_id(), "at": "2026-01-05", "kind": "pain", "now": 3})
    assert store.add([fact], person="me")[0].status == "stored"
    assert "person" not in fact_json(store.facts("me")[0])


def test_a_fact_without_an_id_is_refused(store: Store) -> None:
    [outcome] = store.add([fact_from({"at": "2026-01-05", "kind": "pain", "now": 3})], person="me")
    assert (outcome.status, outcome.reason) == ("refused", "the fact has no id; give it one, such as a UUIDv7")


def test_an_offer_without_the_version_of_the_knowledge_is_refused(store: Store) -> None:
    [outcome] = store.add(
        [Offered(id=new_id(), at="2026-01-05", knowledge="", as_sent=msgspec.Raw(b"{}"))], person="me"
    )
    assert (outcome.status, outcome.reason) == (
        "refused",
        "offered: knowledge: the version of the knowledge is missing",
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, "\ud800", {1, 2}, object()])
def test_what_json_cannot_hold_never_enters(store: Store, value: Any) -> None:
    try:
        fact = a_fact(extra=value)
    except Exception:  # the record may refuse it first, in whatever way
        return
    outcomes = store.add([fact, a_fact()], person="me")
    assert [outcome.status for outcome in outcomes] in (["refused", "stored"], ["stored", "stored"])
    if outcomes[0].status == "stored":  # the record wrote it as something that JSON can hold
        assert store.facts("me")[0] == fact
    assert store.check() == ()


@pytest.mark.parametrize("person", ["", "x" * 65, "nul\0", "\ud800"])
def test_a_person_that_no_database_can_hold_is_refused(store: Store, person: str) -> None:
    for call in (store.facts, store.erase, store.count, lambda who: store.add([], person=who)):  # type: ignore[misc]
        with pytest.raises(StoreError, match="1 to 64 characters"):
            call(person)


@pytest.mark.parametrize("person", ["x" * 64, "Zoë", "'; DROP TABLE facts; --", "🦵" * 64, "%s", " me "])
def test_any_name_is_a_person(store: Store, person: str) -> None:
    store.add([a_fact(person=person, note="a\0b\u2028c\r\n")], person=person)
    assert store.persons() == [person]
    assert store.facts(person)[0].note == "a\0b\u2028c\r\n"
    assert store.check() == ()


def test_reading_goes_on_where_it_ended(store: Store) -> None:
    facts = pains(5)
    assert store.facts_since("me", 0) == ([], 0)
    store.add(facts[:2], person="me")
    first, seq = store.facts_since("me", 0)
    store.add([a_fact(person="anna")], person="anna")
    store.add(facts[2:], person="me")
    rest, last = store.facts_since("me", seq)
    assert first + rest == facts
    assert store.facts_since("me", last) == ([], last)


def test_reading_on_after_an_erasure_says_so(store: Store) -> None:
    store.add(pains(2), person="me")
    _, seq = store.facts_since("me", 0)
    store.erase("me")
    with pytest.raises(RecordErasedError):
        store.facts_since("me", seq)
    store.add(pains(9), person="me")
    with pytest.raises(RecordErasedError):
        store.facts_since("me", seq)
    assert len(store.facts_since("me", 0)[0]) == 9


def test_the_time_of_receipt_is_the_clocks(url: str) -> None:
    now = datetime(2026, 1, 5, 18, 2, 3, 456789, tzinfo=UTC)
    with open_store(url, clock=lambda: now) as store:
        store.add([a_fact()], person="me")
        with store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
            assert connection.execute(sa.select(facts_table.c.received)).scalar_one() == now


def test_an_empty_batch_is_nothing(store: Store) -> None:
    assert store.add([], person="me") == []
    assert store.persons() == []


def test_a_large_batch_is_one_batch(store: Store) -> None:
    facts = pains(6000)
    assert {outcome.status for outcome in store.add(facts, person="me")} == {"stored"}
    assert {outcome.status for outcome in store.add(facts, person="me")} == {"duplicate"}
    assert store.facts("me") == facts
    assert store.check() == ()


def test_threads_that_send_the_same_facts_store_them_once(store: Store) -> None:
    facts = pains(60)
    outcomes: list[Outcome] = []
    collecting = threading.Lock()

    def send() -> None:
        for start in range(0, len(facts), 10):
            got = store.add(facts[start : start + 10], person="me")
            with collecting:
                outcomes.extend(got)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.id for outcome in outcomes if outcome.status == "stored") == sorted(f.id for f in facts)
    assert len(outcomes) == 4 * len(facts)
    assert store.count("me") == len(facts)


def test_nobody_reading_on_misses_a_fact_while_others_write(store: Store) -> None:
    batches = [pains(7) for _ in range(12)]
    seen: list[str] = []

    def send(mine: list[Any]) -> None:
        for batch in mine:
            store.add(batch, person="me")

    threads = [threading.Thread(target=send, args=(batches[i::3],)) for i in range(3)]
    for thread in threads:
        thread.start()
    seq = 0
    while any(thread.is_alive() for thread in threads):
        new, seq = store.facts_since("me", seq)
        seen += [fact.id for fact in new]
    new, seq = store.facts_since("me", seq)
    seen += [fact.id for fact in new]
    assert seen == [fact.id for fact in store.facts("me")]
    assert len(seen) == 84
