"""The motions on the floor, the stretches and the tests that go with them do what their texts say."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.engine import Array
from turnout.body.motion import Track
from turnout.body.props import bars
from turnout.body.repertoire import perform, pieces
from turnout.knowledge import load_knowledge
from turnout.terms import Limb


def track_of(body: Body, id: str, level: str = "", side: Limb = "right") -> Track:
    piece = next(p for p in pieces(load_knowledge(), id) if p.level == level)
    return perform(piece, body, side)


def place(track: Track, point: str, phase: str) -> Array:
    return track.stage.where(point, track.positions[track.frame_of(phase)])


def angle(track: Track, joint: str, phase: str) -> float:
    return float(track.angle(joint)[track.frame_of(phase)])


def between(a: Array, b: Array) -> float:
    """The angle between two directions, either way round [deg]."""
    return float(np.degrees(np.arccos(min(1.0, abs(a @ b) / (np.linalg.norm(a) * np.linalg.norm(b))))))


def test_the_clam_opens_at_45_degrees_with_the_feet_together(body: Body) -> None:
    track = track_of(body, "clamshell", "no-band")
    for phase in ("start", "top"):
        assert angle(track, "hip_flexion_r", phase) == pytest.approx(45, abs=2.5)
        gap = place(track, "ankle_in_r", phase) - place(track, "ankle_in_l", phase)
        assert np.linalg.norm(gap) < 0.05
    assert place(track, "knee_in_r", "top")[2] > place(track, "knee_in_r", "start")[2] + 0.08


def test_the_foot_of_the_lower_leg_rises_while_its_knee_stays_down(body: Body) -> None:
    for level in ("floor", "table-edge", "hip-neutral"):
        track = track_of(body, "side-lying-er", level)
        assert place(track, "heel_r", "top")[2] > place(track, "heel_r", "start")[2] + 0.15, level
        assert np.linalg.norm(place(track, "knee_out_r", "top") - place(track, "knee_out_r", "start")) < 0.01, level


def test_over_the_edge_the_foot_starts_below_the_table(body: Body) -> None:
    track = track_of(body, "side-lying-er", "table-edge")
    assert place(track, "heel_r", "start")[2] < track.boxes[0].top - 0.05


def test_the_strap_turns_the_thigh_in_and_the_knee_stays_over_the_hip(body: Body) -> None:
    track = track_of(body, "supine-strap-rotation-stretch", "other-leg-straight")
    assert angle(track, "hip_rotation_r", "turned") > 30
    assert angle(track, "hip_flexion_r", "turned") == pytest.approx(90, abs=2)
    assert angle(track, "knee_angle_r", "turned") == pytest.approx(90, abs=2)
    outward = place(track, "heel_r", "turned")[0] - place(track, "heel_r", "start")[0]
    assert outward < -0.15  # the right is -x


def test_in_the_90_90_the_front_thigh_and_the_rear_shin_run_side_by_side(body: Body) -> None:
    for level in ("raised-seat", "floor", "floor-lean"):
        track = track_of(body, "ninety-ninety-stretch", level)
        thigh = place(track, "knee_out_r", "hold") - place(track, "hip_side_r", "hold")
        shin = place(track, "ankle_in_l", "hold") - place(track, "knee_in_l", "hold")
        assert between(thigh[:2], shin[:2]) < 15, level
        assert angle(track, "knee_angle_r", "hold") == pytest.approx(90, abs=2)
        assert angle(track, "knee_angle_l", "hold") == pytest.approx(90, abs=2)
        assert angle(track, "hip_rotation_r", "hold") < -50 < 50 < angle(track, "hip_rotation_l", "hold")


def test_the_straight_leg_stays_straight_as_it_rises(body: Body) -> None:
    for id, level, phase in (
        ("wall-hamstring-stretch", "floor", "high"),
        ("assisted-leg-raise-stretch", "helper", "raised"),
        ("straight-leg-raise", "", "end"),
    ):
        track = track_of(body, id, level)
        assert np.abs(track.angle("knee_angle_r")).max() < 2, id
        assert angle(track, "hip_flexion_r", phase) == pytest.approx(70, abs=2), id


def test_the_heel_stays_on_the_wall_and_climbs(body: Body) -> None:
    track = track_of(body, "wall-hamstring-stretch", "floor")
    low, high = (place(track, "heel_back_r", phase) for phase in ("start", "high"))
    assert high[1] == pytest.approx(low[1], abs=0.01)
    assert high[2] > low[2] + 0.08


def test_the_knee_goes_across_and_the_pelvis_stays(body: Body) -> None:
    track = track_of(body, "lateral-hip-stretch", "floor")
    assert angle(track, "hip_adduction_r", "across") == pytest.approx(25, abs=2)
    assert angle(track, "hip_flexion_r", "across") == pytest.approx(90, abs=2)


def test_the_hip_flexor_stretch_opens_the_hip_with_the_pelvis_tucked(body: Body) -> None:
    for level in ("standing", "half-kneeling"):
        track = track_of(body, "hip-flexor-stretch", level)
        assert angle(track, "hip_flexion_r", "forward") < angle(track, "hip_flexion_r", "start") - 10, level
        assert angle(track, "hip_flexion_r", "forward") < -12, level
        assert abs(angle(track, "trunk_flexion", "forward")) < 8, level


def test_the_bridge_is_one_line_from_shoulder_to_knee(body: Body) -> None:
    pairs = (("banded-bridge", "no-band"), ("elevated-bridge", "no-band"), ("single-leg-bridge", "bodyweight"))
    for id, level in pairs:
        track = track_of(body, id, level)
        assert angle(track, "hip_flexion_r", "top") == pytest.approx(0, abs=2), id
        assert abs(angle(track, "trunk_flexion", "top")) < 8, id


def test_the_pike_folds_the_hips_over_straight_legs_and_sliding_feet(body: Body) -> None:
    track = track_of(body, "plank-pike", "bodyweight")
    assert np.abs(track.angle("knee_angle_r")).max() < 2
    assert abs(angle(track, "hip_flexion_r", "start")) < 2 and angle(track, "hip_flexion_r", "pike") > 65
    assert [bar.kind for bar in bars(track, 0)] == ["slider", "slider"]
    under = bars(track, track.frame_of("pike"))[0].start[:2] - place(track, "toes_r", "pike")[:2]
    assert np.linalg.norm(under) < 0.01


def test_every_repetition_of_the_march_lifts_each_foot_once(body: Body) -> None:
    track = track_of(body, "banded-marching-bridge", "no-band")
    assert angle(track, "hip_flexion_r", "working-up") == pytest.approx(80, abs=2)
    assert angle(track, "hip_flexion_l", "other-up") == pytest.approx(80, abs=2)


def test_the_weights_lie_on_the_thighs_once_the_knees_have_settled(body: Body) -> None:
    track = track_of(body, "weighted-butterfly-stretch", "weight-1")
    assert not bars(track, track.frame_of("start"))
    laid = bars(track, track.frame_of("sunk"))
    assert [bar.kind for bar in laid] == ["weight", "weight"]
    assert laid[0].start[2] == pytest.approx(laid[0].end[2])


@pytest.mark.parametrize("side", ["right", "left"])
def test_the_helpers_hands_are_at_the_heel_and_above_the_knee(body: Body, side: Limb) -> None:
    track = track_of(body, "assisted-leg-raise-stretch", "helper", side)
    frame = track.frame_of("raised")
    hands = bars(track, frame)[::2]
    for hand, point in zip(hands, ("heel_back", "thigh_low"), strict=True):
        there = track.stage.where(f"{point}_{side[0]}", track.positions[frame])
        assert np.linalg.norm(hand.start - there) < 0.03


def test_hands_are_where_the_words_put_them(body: Body) -> None:
    for id, level, phase, hand, point, within in (
        ("figure-4-stretch", "floor", "drawn", "palm_l", "thigh_back_l", 0.12),
        ("figure-4-stretch", "floor", "drawn", "palm_r", "thigh_back_l", 0.12),
        ("figure-4-stretch", "seated", "drawn", "palm_r", "knee_r", 0.05),
        ("single-leg-bridge", "bodyweight", "top", "palm_l", "knee_l", 0.06),
        ("hip-flexion-range", "", "drawn", "fist_r", "thigh_back_low_r", 0.08),
        ("knee-push-down", "", "pushed", "palm_l", "hip_front_l", 0.02),
        ("clamshell", "no-band", "top", "palm_r", "pelvis_side_r", 0.02),
    ):
        track = track_of(body, id, level)
        gap = np.linalg.norm(place(track, hand, phase) - place(track, point, phase))
        assert gap < within, (id, level, round(float(gap), 3))


def test_prone_the_forehead_rests_on_the_hands(body: Body) -> None:
    for id, level in (("prone-er", ""), ("prone-ir", ""), ("prone-er-lift", "bodyweight")):
        track = track_of(body, id, level)
        gap = place(track, "forehead", "start") - place(track, "hand_back_r", "start")
        assert np.linalg.norm(gap) < 0.01, id


def test_the_foot_falls_inward_for_er_and_outward_for_ir(body: Body) -> None:
    for id, way in (("prone-er", 1.0), ("prone-ir", -1.0)):
        track = track_of(body, id)
        assert way * (place(track, "heel_r", "end")[0] - place(track, "heel_r", "start")[0]) > 0.15, id
