"""``turnout plan``: the contract's JSON for programs, and for people what matters first at the top."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import turnout as package
from tests.cli.conftest import ROOT, Command, intake

EXAMPLES = sorted((ROOT / "examples").glob("*.jsonl"))
Write = Callable[..., Path]


def test_json_is_the_answer_of_the_library(turnout: Command, record: Path) -> None:
    said = turnout("plan", record, "--on", "2026-01-10", "--json")
    assert said.code == 0 and said.err == ""
    assert said.json == package.plan(record, on="2026-01-10")


def test_people_read_findings_then_the_gate_then_the_session_then_the_days(turnout: Command, record: Path) -> None:
    said = turnout("plan", record, "--on", "2026-01-10")
    order = ["Findings", "Gate to the next phase: not met", "Session on", "Clamshell", "Sessions:"]
    places = [said.out.index(words) for words in order]
    assert places == sorted(places)
    assert all(column in said.out for column in ("Exercise", "Level", "Side", "Dose", "Rest", "Now", "Why"))
    assert "3 x 15" in said.out and "weeks active" in said.out


def test_a_stop_is_the_first_thing_said_and_nothing_is_offered(turnout: Command, write: Write) -> None:
    flag = {"kind": "screen", "at": "2026-01-06", "answers": {"cannot-bear-weight": True}}
    said = turnout("plan", write(*intake(), flag), "--on", "2026-01-06")
    assert said.code == 0
    assert "STOP: Get help now" in said.out[:200]
    assert "Session on" not in said.out


def test_unknown_red_flags_are_asked_first_in_plain_words(turnout: Command, write: Write) -> None:
    said = turnout("plan", write(intake()[0]), "--on", "2026-01-06")
    assert said.out.lstrip().startswith("To be answered before anything is offered")
    assert "Do you feel feverish" in said.out
    assert "Session on" not in said.out


def test_every_reason_is_shown_with_its_source(turnout: Command, record: Path) -> None:
    answer = turnout("plan", record, "--on", "2026-01-10", "--json").json
    said = " ".join(turnout("plan", record, "--on", "2026-01-10").out.split())
    for item in answer["session"]["items"]:
        for reason in item["why"]:
            assert f"[{reason['source']}]" in said


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_shown(turnout: Command, example: Path) -> None:
    said = turnout("plan", example)
    assert said.code == 0 and said.out


def test_text_of_a_record_is_never_read_as_markup(turnout: Command, write: Write) -> None:
    reading = {"kind": "reading", "at": "2026-01-06", "measure": "activity-rating", "side": "left", "value": 4,
               "unit": "score", "label": "[bold]run[/bold] :smile: [/]"}  # fmt: skip
    assert turnout("plan", write(*intake(), reading), "--on", "2026-01-06").code == 0


def test_one_of_several_people_is_named(turnout: Command, refused: Command, write: Write) -> None:
    two = write(*intake(), *({**fact, "person": "ann"} for fact in intake()))
    assert "name one of ann, me" in refused("plan", two, "--on", "2026-01-06").err
    assert "there is no person 'bob'" in refused("plan", two, "--on", "2026-01-06", "--person", "bob").err
    assert turnout("plan", two, "--on", "2026-01-06", "--person", "ann").code == 0


def test_an_export_can_be_planned_from(turnout: Command, record: Path, tmp_path: Path) -> None:
    out = tmp_path / "export.json"
    turnout("export", "json", record, "-o", out)
    answers = [turnout("plan", path, "--on", "2026-01-10", "--json").json for path in (record, out)]
    assert answers[0] == answers[1]
