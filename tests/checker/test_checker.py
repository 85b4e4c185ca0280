"""The checker stands alone, and sees what it is meant to see on records small enough to judge by hand."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.checker.history import History
from tests.checker.reading import in_force
from tests.checker.same import mirrored
from tests.checker.stops import unknown_flags
from tests.checker.tally import Json

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.name)
def test_the_checker_imports_nothing_of_turnout(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not any(name.split(".")[0] == "turnout" for name in names), f"line {getattr(node, 'lineno', 0)}"


def fact(n: int, kind: str, at: str, **content: Any) -> Json:
    return {"id": f"{n:08x}-0000-7000-8000-000000000000", "kind": kind, "at": at, **content}


def known(**exercises: str) -> Json:
    return {
        "red_flags": {"cold-pale-leg": "now"},
        "exercises": {id: {"sides": sides, "levels": ["easy", "hard"]} for id, sides in exercises.items()},
    }


def test_a_corrected_correction_counts_alone() -> None:
    wrong = fact(1, "pain", "2026-01-05", now=3)
    first = fact(2, "correction", "2026-01-06", replaces=wrong["id"], fact={"kind": "pain", "now": 4})
    again = fact(3, "correction", "2026-01-07", replaces=first["id"], fact={"kind": "pain", "now": 5})
    assert [told["now"] for told in in_force([again, wrong, first])] == [5]


def test_a_withdrawn_fact_is_gone() -> None:
    wrong = fact(1, "pain", "2026-01-05", now=3)
    assert in_force([wrong, fact(2, "correction", "2026-01-06", replaces=wrong["id"])]) == []


def test_mirrored_twice_is_the_same() -> None:
    told = {"side": "left", "says": "the right side, not the lefthand one", "pain": {"left": 1, "right": 2}}
    assert mirrored(mirrored(told)) == told
    assert mirrored(told)["pain"] == {"right": 1, "left": 2}


@pytest.mark.parametrize(("by", "lifted"), [("clinic", True), ("me", False), ("self", False), (" ", False)])
def test_only_a_named_clearance_lifts_a_flag(by: str, lifted: bool) -> None:
    screen = fact(1, "screen", "2026-01-05", answers={"cold-pale-leg": True})
    history = History(known(), [screen, fact(2, "clearance", "2026-01-06", flag="cold-pale-leg", by=by)])
    assert history.flags["cold-pale-leg"].cleared is lifted


@pytest.mark.parametrize(("day", "unknown"), [("2026-02-01", set[str]()), ("2026-02-02", {"cold-pale-leg"})])
def test_an_answer_counts_for_less_than_28_days(day: str, unknown: set[str]) -> None:
    history = History(known(), [fact(1, "screen", "2026-01-05", answers={"cold-pale-leg": False})])
    assert unknown_flags(history, date.fromisoformat(day)) == unknown


@pytest.mark.parametrize(("morning", "worse"), [(3, False), (4, True)])
def test_a_rise_of_two_is_a_worse_morning(morning: float, worse: bool) -> None:
    facts = [
        fact(1, "pain", "2026-01-05", side="left", now=2),
        fact(2, "set", "2026-01-05T18:00:00+01:00", exercise="lunge", side="left", level="easy", reps=5, pain=1),
        fact(3, "next-day", "2026-01-06", side="left", pain=morning),
    ]
    assert History(known(lunge="each"), facts).works[("lunge", "left")][0].worse is worse
