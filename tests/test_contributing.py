"""The worked examples of CONTRIBUTING.md, done as they stand there: an exercise, a test and a gate in text files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import turnout
from turnout.knowledge import HOME, Knowledge, load_folder, load_knowledge
from turnout.report.library import library

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```\w+ (\S+\.\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A fenced block with a file name."""
FILES: dict[str, str] = dict(BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")))
ADDED = [name for name in FILES if "/" in name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the knowledge with the page's files in it."""
    copy = tmp_path_factory.mktemp("contributing") / "knowledge"
    data = [path for path in HOME.rglob("*") if path.suffix in (".md", ".yaml", ".csv")]
    for path in data:
        target = copy / path.relative_to(HOME)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for name in ADDED:
        target = copy / name
        assert not target.exists(), f"{name} is in the knowledge already; the page needs another example"
        target.write_text(FILES[name], "utf-8")
    return copy


@pytest.fixture(scope="module")
def knowledge(folder: Path) -> Knowledge:
    return load_knowledge(folder)


def started(k: Knowledge) -> list[dict[str, Any]]:
    """A screened person with a band, two days into the example programme."""
    return [
        {"kind": "screen", "at": "2026-01-05", "answers": dict.fromkeys(k.red_flags, False)},
        {"kind": "screen", "at": "2026-01-19", "answers": dict.fromkeys(k.red_flags, False)},
        {"kind": "profile", "at": "2026-01-05", "equipment": ["loop-band"]},
        {"kind": "pain", "at": "2026-01-05", "side": "both", "now": 0},
        {"kind": "programme", "at": "2026-01-05", "programme": "wall-start"},
    ]


def pressed(day: int, seconds: float) -> list[dict[str, Any]]:
    """One session of wall presses in January 2026, three holds a side, and the morning after."""
    press = {"kind": "set", "exercise": "wall-press", "level": "hand-support", "pain": 0, "effort": 6, "clean": True}
    at = f"2026-01-{day:02}T18:00:00+00:00"
    sets = [{**press, "at": at, "side": side, "seconds": seconds} for side in ("left", "right") for _ in range(3)]
    return [*sets, {"kind": "next-day", "at": f"2026-01-{day + 1:02}", "side": "both", "pain": 0}]


def held(seconds: float) -> list[dict[str, Any]]:
    """The new measure on each side, before the session."""
    reading = {"kind": "reading", "measure": "wall-press-hold", "unit": "s", "value": seconds}
    return [{**reading, "at": "2026-01-16T08:00:00+00:00", "side": side} for side in ("left", "right")]


def gate_on(day: str, record: list[dict[str, Any]], k: Knowledge) -> tuple[int, bool | None]:
    """The phase's number, and what its gate's verdict is (None where it has no gate)."""
    phase = turnout.plan(record, on=day, knowledge=k)["phase"]
    return phase["number"], phase["gate"][0]["met"] if phase["gate"] else None


def test_the_page_adds_an_exercise_a_test_a_gate_and_a_programme() -> None:
    assert [name.split("/")[0] for name in ADDED] == ["exercises", "measures", "criteria", "programmes"]


def test_the_folder_with_the_files_of_the_page_is_sound(folder: Path) -> None:
    assert load_folder(folder)[1] == []


def test_the_new_entries_stand_in_the_library(knowledge: Knowledge) -> None:
    entries = {entry["id"]: entry for entry in library(knowledge)}
    press = entries["wall-press"]
    assert press["kind"] == "strength"
    assert [level["id"] for level in press["levels"]] == ["hand-support", "no-support"]
    assert press["steps"][0].startswith("Stand sideways")
    assert entries["wall-press-hold"]["kind"] == "measure"
    assert entries["wall-start"]["kind"] == "programme"


def test_a_condition_withholds_the_new_exercise_by_its_demands(knowledge: Knowledge) -> None:
    record = [*started(knowledge), {"kind": "condition", "at": "2026-01-05", "condition": "pregnancy"}]
    answer = turnout.plan(record, on="2026-01-05", knowledge=knowledge)
    reasons = {(w["exercise"], w["side"]): w["why"][0]["criterion"] for w in answer["withheld"]}
    assert reasons[("wall-press", "left")] == "condition-pregnancy"


def test_the_new_gate_is_judged(knowledge: Knowledge) -> None:
    good = [*started(knowledge), *pressed(14, 20), *pressed(16, 20)]
    assert gate_on("2026-01-19", [*good, *held(20)], knowledge) == (2, None)
    assert gate_on("2026-01-19", [*good, *held(19)], knowledge) == (1, False)
    assert gate_on("2026-01-19", good, knowledge) == (1, None)
    assert gate_on("2026-01-18", [*good, *held(20)], knowledge) == (1, False)
    short = [*started(knowledge), *pressed(14, 20), *pressed(16, 19), *held(20)]
    assert gate_on("2026-01-19", short, knowledge) == (1, False)


def test_the_program_of_the_page_runs_and_says_what_the_page_says(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", FILES["judge.py"]]
    done = subprocess.run(command, cwd=folder.parent, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout == "wall-press - wall-start-gate met: False\n"


@pytest.mark.parametrize("name", ADDED)
def test_a_slip_in_a_file_of_the_page_is_told_with_file_and_line(folder: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "knowledge"
    shutil.copytree(folder, copy)
    (copy / name).write_text(FILES[name].replace("source: design", "source: desing", 1), "utf-8")
    problems = load_folder(copy)[1]
    assert [str(problem) for problem in problems]
    assert all(re.match(rf"{re.escape(name)}:\d+: ", str(problem)) for problem in problems)
