"""``turnout simulate``: counts for programs and for people, the same on one core and on two."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Command

RUN = ("simulate", "hip-cuff", "--people", "2", "--seed", "4")


def test_no_rule_is_broken_and_the_counts_are_told(turnout: Command) -> None:
    said = turnout(*RUN, "--jobs", "1", "--json")
    assert said.code == 0 and said.err == ""
    assert {"people", "violations", "weeks_to_phase", "regressions", "stops"} <= said.json.keys()
    assert (said.json["people"], said.json["violations"]) == (2, 0)


def test_one_core_and_two_give_the_same_bytes(turnout: Command) -> None:
    assert turnout(*RUN, "--jobs", "1", "--json").out == turnout(*RUN, "--jobs", "2", "--json").out


def test_people_read_tables(turnout: Command) -> None:
    said = turnout(*RUN, "--jobs", "1")
    assert "Weeks to phase" in said.out and "No rule was broken." in said.out


def test_a_broken_rule_is_exit_1(turnout: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(programme: str, people: int, seed: int, **_: object) -> dict[str, Any]:
        return {"programme": programme, "people": people, "seed": seed, "violations": 3}

    monkeypatch.setattr("turnout.simulate.run", broken)
    said = turnout(*RUN)
    assert said.code == 1
    assert "Rules were broken 3 times." in said.out


def test_an_unknown_programme_is_one_sentence(refused: Command) -> None:
    assert "there is no programme 'hip-cuf'" in refused("simulate", "hip-cuf", "--people", "1", "--seed", "1").err


def test_no_processes_at_all_are_refused(refused: Command) -> None:
    assert "--jobs" in refused(*RUN, "--jobs", "0").err
