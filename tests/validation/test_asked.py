"""Joint torques agree with another program and with hand calculations; the file for that program is whole."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from turnout.body import Body
from validation.asked import compare_asked, mirrored, slopes
from validation.exchange import skeleton_of
from validation.osim import euler, osim
from validation.peer import lean_model, lump
from validation.statics import G, Leg, one_leg, weight_about

STRAIGHT = Leg(*(np.array(place) for place in ((0.0, 0, 1), (0.0, 0, 0.6), (0.0, 0, 0.2), (0.0, -0.2, 0.2))))
LEVEL = Leg(*(np.array(place) for place in ((0.0, 0, 1), (0.4, 0, 1), (0.8, 0, 1), (0.9, 0, 1))))
AHEAD = np.array([0.0, -1.0, 0.0])


def test_inverse_dynamics_agrees_with_opensim_in_every_pose(body: Body) -> None:
    rows = compare_asked(body).poses
    assert len(rows) >= 8
    for row in rows:
        assert row.gap < 0.01, row.name
        assert row.largest > 30


def test_the_same_question_has_the_same_answer_in_opensim(body: Body) -> None:
    asked = compare_asked(body)
    assert asked.levers < 1
    assert asked.activation < 0.03
    assert asked.peak > 0.2


def test_hand_calculations_agree_within_a_tenth(body: Body) -> None:
    for row in compare_asked(body).hand:
        assert row.by_model == pytest.approx(row.by_hand, rel=0.1), row.says


def test_a_hanging_leg_asks_for_nothing() -> None:
    assert weight_about(70, STRAIGHT, STRAIGHT.hip, AHEAD, ("thigh", "shin")) == pytest.approx(0)


def test_a_level_leg_by_hand() -> None:
    """Thigh 0.1 of 70 kg at 0.433 * 0.4 m, shin 0.0465 at 0.4 + 0.433 * 0.4 m: 7 * .1732 + 3.255 * .5732 = 3.078."""
    found = weight_about(70, LEVEL, LEVEL.hip, AHEAD, ("thigh", "shin"))
    assert abs(found) == pytest.approx(3.0782 * G, rel=1e-3)


def test_a_body_straight_above_its_hip_asks_for_nothing() -> None:
    """The whole is over the foot, the leg upright below the hip: so is the rest."""
    assert one_leg(70, STRAIGHT, np.array([0.0, 0.0, 1.0]), np.array([0.0, -1.0, 0.0])) == pytest.approx(0)


def test_levers_are_slopes_of_lengths_and_the_left_is_the_right(body: Body) -> None:
    assert slopes(body) < 1e-3
    assert mirrored(body) < 1e-9


def test_the_melted_skeleton_weighs_what_the_body_weighs(body: Body) -> None:
    free, lean = skeleton_of(body.engine_model), skeleton_of(body.engine_model, lump)
    for skeleton in (free, lean):
        assert sum(segment.mass for segment in skeleton.segments) == pytest.approx(body.person.mass_kg)
        assert len(skeleton.paths) == 92
    assert len(lean.segments) < len(free.segments)


def test_angles_of_a_rotation_give_it_back() -> None:
    x, y, z = 0.3, -0.7, 1.1
    a = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    b = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    c = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    assert euler(a @ b @ c) == pytest.approx([x, y, z])


def test_the_file_for_opensim_is_whole(body: Body) -> None:
    lean = ElementTree.fromstring(lean_model(body))
    assert len(lean.findall(".//DeGrooteFregly2016Muscle")) == 92
    assert not [one for one in lean.iter("Body") if "patella" in str(one.get("name"))]
    assert len(lean.findall(".//MovingPathPoint")) >= 8
    free = ElementTree.fromstring(osim(skeleton_of(body.engine_model)))
    assert len(free.findall(".//Coordinate")) == body.engine_model.nv
