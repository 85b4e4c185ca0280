"""Every motion at every level, and what the machine says of bad ones."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.checks import beyond, faults, impossible, require_sound
from turnout.body.coordinates import coordinates_of
from turnout.body.engine import make_data, mujoco, place
from turnout.body.errors import BodyError
from turnout.body.ik import Pin, Wishes, about_axis, linearised, rotation_of, rotation_vector
from turnout.body.motion import track_of
from turnout.body.proofs import problems
from turnout.body.repertoire import perform, pieces
from turnout.body.score import score_of
from turnout.body.skin import skin_points
from turnout.knowledge import HOME, load_folder, load_knowledge
from turnout.knowledge.files import read_folder
from turnout.knowledge.load import Loader
from turnout.knowledge.schema import Motion

MOTIONS = sorted(load_knowledge().motions)


@pytest.mark.parametrize("id", MOTIONS)
def test_nothing_is_wrong_with_the_motion(id: str) -> None:
    assert not list(problems(load_knowledge(), [id]))


def bad(**changes: Any) -> Motion:
    plain: dict[str, Any] = {
        "id": "bad",
        "posture": "standing",
        "phases": [{"name": "start"}, {"name": "end", "both": {"knee_angle": 60}}],
    }
    return Motion.model_validate({**plain, **changes})


def said(motion: Motion, body: Body) -> str:
    return " | ".join(fault.says for fault in faults(track_of(motion, {}, None, body, frames=16)))


def test_an_impossible_angle_is_told_with_the_joints_range(body: Body) -> None:
    motion = bad(phases=[{"name": "start", "working": {"hip_rotation": 90}}])
    (fault,) = impossible(score_of(motion), body)
    assert fault.field == ("phases", 0, "working", "hip_rotation")
    assert "-70 to 60" in fault.says


def test_a_contact_that_cannot_be_reached_is_told(body: Body) -> None:
    motion = bad(contacts=[{"point": "working.hand"}])
    assert "cannot be reached" in said(motion, body) or "away from its place" in said(motion, body)


def test_a_pose_that_cannot_balance_is_told(body: Body) -> None:
    straight = {"hip_flexion": 0, "knee_angle": 0, "hip_adduction": 0, "ankle_angle": 25}
    motion = bad(phases=[{"name": "start"}, {"name": "lean", "both": straight, "trunk": {"flexion": 60}}])
    assert "balance" in said(motion, body)


def test_a_pelvis_that_must_be_still_is_held_so(body: Body) -> None:
    track = perform(pieces(load_knowledge(), "fire-hydrant")[0], body, frames=16)
    turned = [rotation_of(track.positions[0, 3:7]).T @ rotation_of(q[3:7]) for q in track.positions]
    assert max(np.degrees(np.linalg.norm(rotation_vector(turn))) for turn in turned) < 0.5


def test_require_sound_raises_one_sentence(body: Body) -> None:
    motion = bad(contacts=[{"point": "working.hand"}])
    with pytest.raises(BodyError, match=r"^bad: "):
        require_sound(track_of(motion, {}, None, body, frames=16))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("    both: {elbow_angle: 20}", "elbow_angle"),
        ("    both: {knee_angle: .nan}", "finite number"),
        ("    both: {knee_angle: depth_deg}", "depth_deg"),
        ("    move: {working.nose: {up: 0.1}}", "working.nose"),
    ],
)
def test_a_bad_motion_file_is_told_with_file_and_line(line: str, says: str, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(HOME, folder)
    (folder / "motions" / "clamshell.yaml").write_text(
        f"id: clamshell\nposture: side-lying\nphases:\n  - name: start\n{line}\n", encoding="utf-8"
    )
    _, found = load_folder(folder)
    assert any(problem.where.startswith("motions/clamshell.yaml:5") and says in problem.says for problem in found)


def test_problems_of_a_motion_name_its_file_and_line() -> None:
    knowledge = Loader(read_folder(HOME)).knowledge
    steep = {"name": "end", "working": {"hip_rotation": -90}}
    knowledge.motions = {"prone-er": bad(id="prone-er", posture="prone", phases=[{"name": "start"}, steep])}
    (problem,) = problems(knowledge)
    assert problem.where.startswith("motions/prone-er.yaml:")
    assert "outside what the joint can do" in problem.says


def test_the_way_the_errors_follow_the_coordinates_is_their_finite_difference(body: Body) -> None:
    frame = coordinates_of(body.engine_model)
    data = make_data(body.engine_model)
    points = skin_points(body.engine_model, 1.0)
    generator = np.random.default_rng(7)
    middle = (frame.low + frame.high) / 2
    root = np.array([0.1, -0.2, 0.9, 0.9, 0.1, -0.3, 0.2]) / np.array(
        [1, 1, 1, *[np.linalg.norm([0.9, 0.1, 0.3, 0.2])] * 4]
    )
    posture = frame.posture(root, middle + 0.2 * (frame.high - frame.low) * generator.uniform(-1, 1, len(middle)))
    pins = (Pin(points["heel_r"]), Pin(points["ankle_in_r"], points["knee_in_l"]), Pin(points["palm_heel_l"]))
    wishes = Wishes(
        angles=middle,
        angle_weights=np.full(len(middle), 0.7),
        place=np.zeros(3),
        place_weights=np.ones(3),
        turn=rotation_of(root[3:7]),
        turn_weight=1.0,
        pins=pins,
        targets=np.zeros((3, 3)),
        pin_weights=np.ones((3, 3)),
        centre=np.zeros(2),
        centre_weight=2.0,
    )
    _, jacobian = linearised(frame, data, wishes, posture)
    for n in range(frame.size):
        step = np.zeros(frame.size)
        step[n] = 1e-6
        ahead, _ = linearised(frame, data, wishes, frame.moved(posture, step))
        back, _ = linearised(frame, data, wishes, frame.moved(posture, -step))
        assert -(ahead - back) / 2e-6 == pytest.approx(jacobian[:, n], abs=2e-5)


def test_followers_stand_exactly_where_their_polynomials_put_them(body: Body) -> None:
    frame = coordinates_of(body.engine_model)
    model = body.engine_model
    posture = frame.posture(model.qpos0[:7], np.clip(np.full(len(frame.joints), 0.6), frame.low, frame.high))
    data = make_data(model)
    place(model, data, posture)
    mujoco().mj_forward(model, data)
    assert np.abs(data.efc_pos[: data.ne]).max() < 1e-9


def test_a_rotation_vector_gives_its_rotation_back() -> None:
    for degrees in (0.0, 30.0, 179.0):
        axis = np.array([0.6, 0.0, -0.8])
        assert rotation_vector(about_axis(axis, degrees)) == pytest.approx(axis * np.radians(degrees), abs=1e-6)


def test_outside_is_measured_from_the_edge_of_the_support() -> None:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0.5]], dtype=np.float64)
    assert beyond(np.array([0.5, 0.5]), square) == pytest.approx(-0.5)
    assert beyond(np.array([1.2, 0.5]), square) == pytest.approx(0.2)
