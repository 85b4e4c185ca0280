"""From a motion file to a track: parameters, phases, mirroring, tempo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.blend import blend
from turnout.body.elastic import force_of, pull_of
from turnout.body.engine import place as put
from turnout.body.engine import point_at
from turnout.body.errors import BodyError
from turnout.body.motion import Track, track_of
from turnout.body.repertoire import perform, pieces
from turnout.body.score import score_of
from turnout.body.timing import parts_of
from turnout.knowledge import load_knowledge
from turnout.knowledge.schema import Motion, Tempo
from turnout.knowledge.schema.amounts import names_in, value_of
from turnout.terms import Limb


def motion(**changes: Any) -> Motion:
    plain: dict[str, Any] = {
        "id": "squat",
        "posture": "standing",
        "phases": [
            {"name": "start", "both": {"knee_angle": 5}},
            {"name": "bottom", "both": {"knee_angle": "depth_deg", "hip_flexion": "~depth_deg"}},
        ],
    }
    return Motion.model_validate({**plain, **changes})


def performed(body: Body, id: str, level: int = 0, side: Limb = "right") -> Track:
    return perform(pieces(load_knowledge(), id)[level], body, side, frames=20)


def test_an_amount_is_a_number_or_a_sum_of_parameters() -> None:
    assert value_of(3, {}) == 3
    assert value_of("~ depth_deg / 2 + 5", {"depth_deg": 90}) == 50
    assert names_in("-a * (b + 1)") == {"a", "b"}


@pytest.mark.parametrize("text", ["__import__('os')", "a.b", "a[0]", "2 ** 9", "1 +", "True", ""])
def test_an_amount_is_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|sum"):
        value_of(text, {"a": 1.0})


def test_a_level_gives_the_depth_of_the_squat(body: Body) -> None:
    for depth in (45, 75):
        track = track_of(motion(), {"depth_deg": depth}, None, body, frames=20)
        assert track.angle("knee_angle_r")[track.frame_of("bottom")] == pytest.approx(depth, abs=1)


def test_a_phase_says_only_what_changes() -> None:
    start, bottom = score_of(motion(), {"depth_deg": 60}).poses
    assert start.joints["knee_angle_r"].kind == "exact"
    assert bottom.joints["hip_flexion_l"].kind == "about"
    assert bottom.joints["arm_adduction_l"] == start.joints["arm_adduction_l"]


def test_a_missing_parameter_names_the_field() -> None:
    with pytest.raises(BodyError, match=r"phases\.1\.both\.knee_angle.*depth_deg"):
        score_of(motion(), {})


def test_what_a_level_adds_is_laid_over_the_motion() -> None:
    arms = {"when": {"arms": "ahead"}, "phases": {"start": {"name": "start", "both": {"arm_flexion": 90}}}}
    with_arms = motion(also=[arms])
    assert score_of(with_arms, {"depth_deg": 60, "arms": "ahead"}).poses[0].joints["arm_flexion_r"].degrees == 90
    assert "arm_flexion_r" not in score_of(with_arms, {"depth_deg": 60}).poses[0].joints


def test_the_left_side_is_the_mirror_image(body: Body) -> None:
    right, left = performed(body, "clamshell"), performed(body, "clamshell", side="left")
    assert left.angle("hip_rotation_l") == pytest.approx(right.angle("hip_rotation_r"))
    assert left.angle("trunk_bending") == pytest.approx(-right.angle("trunk_bending"))
    assert left.positions[:, 0] == pytest.approx(-right.positions[:, 0])
    heel = [_where(track, f"heel_{side}") for track, side in ((right, "r"), (left, "l"))]
    assert heel[1] == pytest.approx(heel[0] * [-1, 1, 1], abs=2e-3)


def _where(track: Track, point: str) -> Any:
    stage = track.stage
    put(stage.frame.model, stage.data, track.positions[8])
    found = stage.points[point]
    return point_at(stage.frame.model, stage.data, found.body, found.local)[0]


def test_the_tempo_is_that_of_the_exercise() -> None:
    tempo = Tempo(source="design", up_s=2, hold_s=1, down_s=3)
    assert parts_of(tempo, "up") == (2, 1, 3)
    assert parts_of(tempo, "down") == (3, 1, 2)


def test_between_two_rests_the_way_is_the_smoothest() -> None:
    share = np.linspace(0, 1, 11)
    found = blend(np.array([0.0, 2.0]), np.array([[0.0], [1.0]]), [True, True], 2 * share)[:, 0]
    assert found == pytest.approx(10 * share**3 - 15 * share**4 + 6 * share**5)


def test_a_phase_that_does_not_rest_is_passed_through() -> None:
    times, rows = np.array([0.0, 1.0, 2.0]), np.array([[0.0], [1.0], [3.0]])
    at = np.array([0.99, 1.0, 1.01])
    found = blend(times, rows, [True, False, True], at)[:, 0]
    assert found[1] == pytest.approx(1.0)
    assert found[2] - found[0] > 0.01


def test_the_clamshell_keeps_heels_together_and_the_pelvis_still(body: Body) -> None:
    track = performed(body, "clamshell")
    top = track.frame_of("top")
    assert track.angle("hip_rotation_r")[top] == pytest.approx(-28, abs=1)
    assert track.angle("hip_flexion_r")[0] == pytest.approx(45, abs=1)
    assert np.ptp(track.positions[:, :7], axis=0).max() < 0.01


def test_a_lead_knee_of_the_lunge_bends_to_75_and_stays_behind_the_toes(body: Body) -> None:
    track = performed(body, "forward-lunge")
    bottom = track.frame_of("bottom")
    assert track.angle("knee_angle_r")[bottom] == pytest.approx(75, abs=2)
    knee, toes = (track.stage.where(point, track.positions[bottom]) for point in ("kneecap_r", "toe_tip_r"))
    assert knee[1] > toes[1]  # the body faces -y


def test_the_heel_of_the_step_down_comes_from_step_to_floor(body: Body) -> None:
    track = performed(body, "step-down")
    heights = [float(track.stage.where("heel_l", track.positions[n])[2]) for n in (0, track.frame_of("touch"))]
    assert heights[0] > 0.15
    assert heights[1] == pytest.approx(0.0, abs=0.01)


def test_a_band_pulls_more_the_longer_it_is_and_never_pushes(body: Body) -> None:
    colour = load_knowledge().bands["band-red"]
    force = force_of(colour, np.array([-0.2, 0.0, 0.5, 1.0, 2.0]), strands=1)
    assert force[:2].max() == 0
    assert (np.diff(force[1:]) > 0).all()
    assert force[3] == pytest.approx(colour.force_kg_at_100 * 9.81)
    pull = pull_of(performed(body, "banded-squat"), colour)
    assert pull is not None
    assert pull.elongation.min() == pytest.approx(0.1)
    assert (pull.low < pull.newton).all()
