"""Nothing is lost on the way in, out, or through a backup: facts of all kinds, whatever else they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.made_up import contents
from turnout.record import fact_json, new_id, read_lines, write_record
from turnout.store import Store, open_store, restore

_SHARED = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_SHARED
@given(st.data())
def test_export_gives_what_import_took_byte_for_byte(store: Store, data: st.DataObject) -> None:
    person = new_id()  # a person of its own for each example: the store is the same one
    given_objects: list[dict[str, Any]] = data.draw(st.lists(contents(person), min_size=1, max_size=8))
    lines = "".join(json.dumps(content) + "\n" for content in given_objects)
    taken = read_lines(lines.encode())
    assert {outcome.status for outcome in store.add(taken, person=person)} == {"stored"}
    kept = store.facts(person)
    assert kept == taken
    assert write_record(kept) == write_record(taken)
    assert [fact_json(fact) for fact in kept] == [fact_json(fact) for fact in taken] == given_objects
    again = read_lines(write_record(kept).encode())
    assert {outcome.status for outcome in store.add(again, person=person)} == {"duplicate"}
    assert store.check() == ()


@settings(_SHARED, max_examples=20)
@given(st.data())
def test_a_backup_gives_what_it_took_byte_for_byte(store: Store, tmp_path_factory: Any, data: st.DataObject) -> None:
    person = new_id()
    taken = read_lines("\n".join(json.dumps(c) for c in data.draw(st.lists(contents(person), min_size=1))).encode())
    store.add(taken, person=person)
    folder: Path = tmp_path_factory.mktemp("backup")
    store.backup(folder / "backup")
    restore(folder / "backup", str(folder / "restored.db"))
    with open_store(str(folder / "restored.db")) as restored:
        assert write_record(restored.facts(person)) == write_record(taken)
        assert restored.check() == ()
