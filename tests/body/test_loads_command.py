"""``turnout body loads`` as a person and a program use it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from turnout.cli.guard import run

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def turnout(capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(("body", "loads", *arguments, "--jobs", "1"))
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def test_json_answers_the_contract(turnout: Command) -> None:
    code, out, err = turnout("side-lying-er", "--json")
    lines = json.loads(out)
    assert (code, err) == (0, "")
    assert {line["exercise"] for line in lines} == {"side-lying-er"}
    assert {line["limb"] for line in lines} == {"working", "other"}
    for line in lines:
        assert 0 <= line["mean"] <= line["peak"] <= 1
        assert line["solved"] and line["reserve_nm"] < 2 and line["residual_share"] < 0.05
        assert "why" not in line


def test_one_level_and_several_bodies(turnout: Command) -> None:
    code, out, _ = turnout("clamshell", "--level", "no-band", "--mass", "60,80", "--json")
    lines = json.loads(out)
    assert code == 0
    assert {line["level"] for line in lines} == {"no-band"}
    assert {line["mass_kg"] for line in lines} == {60, 80}


def test_a_test_has_no_level(turnout: Command) -> None:
    code, out, _ = turnout("prone-er", "--json")
    assert code == 0
    assert {line["level"] for line in json.loads(out)} == {""}


def test_for_people_there_is_a_table_and_what_was_left_over(turnout: Command) -> None:
    code, out, _ = turnout("clamshell", "--level", "no-band")
    assert code == 0
    assert "obturator_internus" in out and "Hip flexion at the peak" in out
    assert "Left over: " in out and "1 of 1 solved." in out


def test_what_is_not_solved_says_so(turnout: Command) -> None:
    code, out, _ = turnout("side-lying-abduction-er", "--level", "band-gold", "--mass", "45", "--height", "190")
    assert code == 0
    assert "Not solved" in out and "the muscles are too weak for the working hip" in " ".join(out.split())
    assert "0 of 1 solved." in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("clam",), "EXERCISE: there is no motion 'clam'; there are "),
        ((), "EXERCISE: name one exercise, or give --all"),
        (("clamshell", "--all"), "EXERCISE: name one exercise, or give --all"),
        (("clamshell", "--level", "band-pink"), "--level: clamshell has no level 'band-pink'; choose no-band"),
        (("--all", "--level", "no-band"), "--level: a level belongs to one exercise; name it"),
        (("clamshell", "--write"), "--write: loads.csv holds all exercises for 75 kg and 170 cm"),
        (("--all", "--write", "--mass", "60"), "--write: loads.csv holds all exercises for 75 kg and 170 cm"),
        (("clamshell", "--mass", "5"), "mass_kg: 5 kg is not a body the model can be scaled to"),
        (("clamshell", "--height", "300"), "height_cm: 300 cm is not a body"),
        (("clamshell", "--mass", "heavy"), "--mass: 'heavy' is not a number, nor several such as 55,75,95"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(turnout: Command, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = turnout(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"turnout: {says}")
    assert err.count("\n") == 1


def test_no_processes_are_refused() -> None:
    assert run(("body", "loads", "clamshell", "--jobs", "0")) == 2
