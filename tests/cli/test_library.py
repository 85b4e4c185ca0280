"""``turnout library``: every entry in the contract's shape, and every row of the texts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Command
from turnout.cli.library_view import KINDS, details
from turnout.cli.output import put
from turnout.knowledge import load_knowledge
from turnout.report.library import library
from turnout.terms import KnowledgeError

SHAPE: dict[str, type] = {
    "id": str, "name": str, "kind": str, "position": str, "equipment": list, "sides": str, "levels": list,
    "doses": list, "muscles": list, "seed_rows": list,
}  # fmt: skip
ENTRIES = library(load_knowledge())


def test_all_rows_of_the_texts_are_realised(turnout: Command) -> None:
    entries = turnout("library", "--json").json
    rows = {row for entry in entries for row in entry["seed_rows"]}
    assert rows == set(load_knowledge().rows)
    assert len(rows) == 81


def test_every_entry_has_the_shape_of_the_contract() -> None:
    for entry in ENTRIES:
        assert {key: type(entry[key]) for key in SHAPE} == SHAPE, entry["id"]
        assert entry["sides"] in ("each", "both", "direction")
        assert all({"id", "name"} <= level.keys() for level in entry["levels"])
        assert all(dose["source"] for dose in entry["doses"])
        assert all(isinstance(muscle, str) for muscle in entry["muscles"])


def test_every_kind_of_the_contract_is_there_and_no_other() -> None:
    assert {entry["kind"] for entry in ENTRIES} == set(KINDS)


def test_ids_are_unique() -> None:
    assert len({entry["id"] for entry in ENTRIES}) == len(ENTRIES)


def test_the_composed_programme_is_listed_though_it_has_no_file() -> None:
    composed = next(entry for entry in ENTRIES if entry["id"] == "individual")
    assert composed["kind"] == "programme"
    assert "individual" not in load_knowledge().programmes


def test_a_dose_of_one_number_is_a_number_and_a_range_is_two() -> None:
    clamshell = next(entry for entry in ENTRIES if entry["id"] == "clamshell")
    by_row = {dose["row"]: dose for dose in clamshell["doses"]}
    assert by_row["a1_clamshell"]["reps"] == [20, 30]
    assert (by_row["a3_p1_clam"]["sets"], by_row["a3_p1_clam"]["reps"]) == (3, 15)


def test_one_entry_alone_is_a_list_of_one(turnout: Command) -> None:
    assert [entry["id"] for entry in turnout("library", "prone-er", "--json").json] == ["prone-er"]


def test_an_unknown_entry_gives_the_nearest(refused: Command) -> None:
    assert "did you mean 'clamshell'?" in refused("library", "clamshel").err


def test_people_see_a_table_for_each_kind(turnout: Command) -> None:
    said = turnout("library").out
    assert all(title in said for title in KINDS.values())
    assert all(entry["id"] in said for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_every_entry_can_be_read_in_full(entry: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    put(*details(entry))
    said = " ".join(capsys.readouterr().out.split())
    assert entry["name"] in said
    for step in entry.get("steps", ()):
        assert " ".join(step.split()) in said


def test_a_name_that_is_completed_in_the_shell_exists() -> None:
    from turnout.cli.knowledge import entry_ids, programme_ids

    assert entry_ids("clams") == ["clamshell"]
    assert "individual" in programme_ids("")


def test_a_folder_with_a_problem_is_no_library(turnout: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KnowledgeError("the field 'nam' is not known here", "exercises/clamshell.md:3")

    monkeypatch.setattr("turnout.knowledge.load_knowledge", broken)
    said = turnout("library")
    assert (said.code, said.err) == (2, "turnout: exercises/clamshell.md:3: the field 'nam' is not known here\n")
