"""Moment arms: against finite differences, by hand, left against right; and the bands of the flips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnout.body import Body, BodyError, flips, hip_muscles, moment_arms
from turnout.body.arms import FLEXION_DEG, crossing
from turnout.body.model import AXES
from validation.lines import line_arms

STEP_DEG = 0.01
POSTURES = st.fixed_dictionaries(
    {
        "hip_flexion": st.floats(-10, 105),
        "hip_adduction": st.floats(-25, 20),
        "hip_rotation": st.floats(-40, 35),
        "knee_angle": st.floats(5, 110),
    }
)


@settings(max_examples=40, deadline=None)
@given(POSTURES, st.sampled_from(AXES))
def test_a_moment_arm_is_the_loss_of_length_with_angle(body: Body, posture: dict[str, float], axis: str) -> None:
    arms = body.geometry(posture).arms[0, :, AXES.index(axis)]  # type: ignore[arg-type]
    there, back = ({**posture, axis: posture[axis] + sign * STEP_DEG} for sign in (1, -1))
    lost = body.geometry(back).lengths[0] - body.geometry(there).lengths[0]
    slope = lost / np.radians(2 * STEP_DEG)
    settled = np.abs(_second(body, posture, axis)) < 1e-3  # a path that just meets its wrap has a kink, and no slope
    np.testing.assert_allclose(arms[settled], slope[settled], atol=2e-5)
    assert settled.mean() > 0.9


def _second(body: Body, posture: dict[str, float], axis: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much the lever differs on either side [m]."""
    there, back = ({**posture, axis: posture[axis] + sign * STEP_DEG} for sign in (1, -1))
    index = AXES.index(axis)  # type: ignore[arg-type]
    return body.geometry(there).arms[0, :, index] - body.geometry(back).arms[0, :, index]


@pytest.mark.parametrize("posture", [(0, 0, 0), (45, -10, 20), (90, 15, -30), (110, 0, 0)])
@pytest.mark.parametrize("muscle", ["obturator_internus", "quadratus_femoris", "gemellus_superior", "pectineus"])
def test_an_added_muscle_has_the_lever_worked_out_by_hand(
    body: Body, muscle: str, posture: tuple[float, float, float]
) -> None:
    points = body.anatomy.paths.added[muscle].points
    last = [point for point in points if point.bone == "pelvis"][-1]  # the via point at the notch, not the origin
    first = next(point for point in points if point.bone == "femur")
    angles: dict[str, float] = dict(zip(AXES, posture, strict=False))
    ours = body.geometry(angles).arms[0, body.muscles.index(muscle), :3]
    np.testing.assert_allclose(1000 * ours, line_arms(last.cm, first.cm, *posture), atol=1e-3)


def test_the_obturator_internus_by_hand_in_the_anatomical_position(body: Body) -> None:
    """The notch lies at (-53, -11, -18) mm, the trochanter at (-6, -5, 47). Pull: (-47, -6, -65) over 80.4 mm. About
    the long axis, z times pull x less x times pull z: (47 * -47 - -6 * -65) / 80.4 = -32.3 mm. It turns out."""
    assert moment_arms(body, "hip_rotation", [0])["obturator_internus"][0] == pytest.approx(-32.3, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(POSTURES)
def test_left_and_right_are_mirror_images(body: Body, posture: dict[str, float]) -> None:
    right, left = body.geometry(posture, "right"), body.geometry(posture, "left")
    np.testing.assert_allclose(left.lengths, right.lengths, atol=1e-6)
    np.testing.assert_allclose(left.arms, right.arms, atol=1e-6)


def test_many_postures_at_once_are_the_same_as_one_by_one(body: Body) -> None:
    flexion = np.linspace(0, 100, 7)
    together = body.geometry({"hip_flexion": flexion, "knee_angle": 60})
    for row, angle in enumerate(flexion):
        alone = body.geometry({"hip_flexion": float(angle), "knee_angle": 60})
        np.testing.assert_array_equal(together.arms[row], alone.arms[0])


def test_no_path_jumps_as_the_hip_bends(body: Body) -> None:
    geometry = body.geometry({"hip_flexion": np.arange(-10, 111, 1.0), "knee_angle": 30})
    steps = np.abs(np.diff(geometry.lengths, axis=0))
    assert steps.max() < np.radians(1.0) * 0.115, "a lever above 115 mm, or a jump"


def test_the_gluteus_maximus_never_runs_through_the_joint(body: Body) -> None:
    levers = moment_arms(body, "hip_flexion", np.arange(0, 111, 5).tolist())
    for part in ("superior", "middle", "inferior"):
        assert levers[f"gluteus_maximus_{part}"].max() < -30


def test_all_six_deep_rotators_turn_the_straight_thigh_out(body: Body) -> None:
    arms = moment_arms(body, "hip_rotation", [0])
    six = (
        "piriformis",
        "obturator_internus",
        "obturator_externus",
        "gemellus_superior",
        "gemellus_inferior",
        "quadratus_femoris",
    )
    assert all(arms[muscle][0] < -3 for muscle in six)


def test_muscles_of_the_calf_have_no_lever_at_the_hip(body: Body) -> None:
    assert not {"soleus", "gastrocnemius_medial", "vastus_lateralis"} & set(hip_muscles(body))


def test_a_flip_is_a_band_around_the_neutral_angle(body: Body) -> None:
    flip = flips(body, ["piriformis"])["piriformis"]
    assert flip.low is not None and flip.neutral is not None and flip.high is not None
    assert flip.low < flip.neutral < flip.high
    assert flip.high - flip.low > 20
    assert flip.share == 1


@pytest.mark.parametrize("muscle", ["quadratus_femoris", "obturator_externus"])
def test_some_rotators_never_turn_round(body: Body, muscle: str) -> None:
    flip = flips(body, [muscle])[muscle]
    assert (flip.neutral, flip.low, flip.high, flip.share) == (None, None, None, 0)


@pytest.mark.parametrize(("at", "expected"), [(0.0, None), (31.0, 31.0), (200.0, None)])
def test_a_crossing_lies_where_the_line_is_nought(at: float, expected: float | None) -> None:
    levers = np.array([angle - at for angle in FLEXION_DEG])
    found = crossing(levers)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("angles", "says"),
    [
        ({"hip_twist": 10}, "there is no joint 'hip_twist'; choose hip_flexion"),
        ({"hip_flexion": float("nan")}, "hip_flexion: every angle must be a number"),
        ({"hip_flexion": 170}, "hip_flexion: 170 degrees is outside what the joint can do, -30 to 120"),
        ({"hip_rotation": [0, -71]}, "hip_rotation: -71 degrees is outside what the joint can do, -70 to 60"),
        ({"hip_flexion": [0, 1, 2], "knee_angle": [0, 1]}, "the angles of the joints do not go together"),
    ],
)
def test_a_posture_that_cannot_be_is_refused_in_one_sentence(body: Body, angles: dict[str, float], says: str) -> None:
    with pytest.raises(BodyError) as refused:
        body.geometry(angles)
    assert str(refused.value).startswith(says)


def test_an_unknown_axis_or_muscle_names_the_valid_ones(body: Body) -> None:
    with pytest.raises(BodyError, match="choose hip_flexion, hip_adduction or hip_rotation"):
        moment_arms(body, "knee_angle", [0])
    with pytest.raises(BodyError, match="no muscle 'biceps'; it has adductor_brevis"):
        flips(body, ["biceps"])
