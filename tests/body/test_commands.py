"""``turnout body`` as a person and a program use it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from turnout.body import errors
from turnout.cli.guard import run

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def turnout(capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def test_arms_answer_the_contract(turnout: Command) -> None:
    code, out, err = turnout("body", "arms", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["about"] == "hip_rotation"
    assert answer["flexion_deg"] == [float(angle) for angle in range(0, 111, 10)]
    assert {len(values) for values in answer["mm"].values()} == {12}
    flip = answer["flips_deg"]["piriformis"]
    assert flip["low"] < flip["neutral"] < flip["high"]
    assert answer["mm"]["quadratus_femoris"][0] < 0 < answer["mm"]["gluteus_medius_anterior"][0]


def test_arms_about_another_axis_over_other_angles(turnout: Command) -> None:
    code, out, _ = turnout("body", "arms", "--about", "hip_flexion", "--flexion", "0,45.5", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["flexion_deg"] == [0, 45.5]
    assert answer["mm"]["gluteus_maximus_middle"][0] < -30


def test_strength_answers_the_contract(turnout: Command) -> None:
    code, out, _ = turnout("body", "strength", "--mass", "62", "--height", "168", "--flexion", "0:90:45", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["flexion_deg"] == [0, 45, 90]
    keys = {"er_nm", "ir_nm", "flexion_nm", "extension_nm", "abduction_nm", "adduction_nm"}
    assert keys < answer.keys()
    assert all(len(answer[key]) == 3 and min(answer[key]) > 0 for key in keys)


def test_for_people_there_are_tables_and_bands(turnout: Command) -> None:
    code, out, _ = turnout("body", "arms", "--flexion", "0:90:30")
    assert code == 0
    assert "obturator_internus" in out and "Where outward turns to inward" in out and "37° to 79°" in out
    code, out, _ = turnout("body", "strength")
    assert code == 0
    assert "[Nm/kg], 75 kg, 170 cm" in out and "abduction" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("strength", "--mass", "5"), "mass_kg: 5 kg is not a body the model can be scaled to"),
        (("strength", "--height", "300"), "height_cm: 300 cm is not a body"),
        (("strength", "--mass", "nan"), "mass_kg: must be a number"),
        (
            ("strength", "--flexion", "0:200:50"),
            "hip_flexion: 150 degrees is outside what the joint can do, -30 to 120",
        ),
        (("arms", "--about", "knee"), "there is no axis 'knee'; choose hip_flexion, hip_adduction or hip_rotation"),
        (("arms", "--flexion", "0:90"), "--flexion: '0:90' is not FROM:TO:STEP"),
        (("arms", "--flexion", "0:90:0"), "--flexion: '0:90:0' is not FROM:TO:STEP"),
        (("arms", "--flexion", "90:0:10"), "--flexion: '90:0:10' gives no angles"),
        (("arms", "--flexion", "0:90:0.001"), "--flexion: '0:90:0.001' gives no angles, or more than 361"),
        (("arms", "--flexion", "0:nan:1"), "--flexion: "),
    ],
)
def test_bad_input_is_one_line_and_exit_2(turnout: Command, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = turnout("body", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"turnout: {says}")
    assert err.count("\n") == 1


def test_without_the_extra_one_line_says_so(turnout: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "find_spec", lambda _name: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    code, out, err = turnout("body", "arms")
    assert (code, out) == (2, "")
    assert err == "turnout: the muscle model needs mujoco and myo-sim: install Turnout with its extra, turnout[body]\n"
