"""Walls stand where they are said to, straps and bands end where they are held, and weight goes over the foot named."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.engine import centre_of_mass, place
from turnout.body.errors import BodyError
from turnout.body.furniture import AXES, FACING, box_at
from turnout.body.motion import Track
from turnout.body.repertoire import perform, pieces
from turnout.body.scene import band_ends, band_line, end_of, strap_lines
from turnout.body.score import Thing
from turnout.knowledge import load_knowledge
from turnout.terms import Limb


def performed(body: Body, id: str, level: str = "", side: Limb = "right") -> Track:
    found = pieces(load_knowledge(), id, distinct=False)
    return perform(next(piece for piece in found if level in ("", piece.level)), body, side, frames=20)


@pytest.mark.parametrize("side", FACING)
def test_a_wall_faces_the_point_it_stands_by_at_the_distance_said(side: str) -> None:
    away = 0.3
    ahead, aside, _ = AXES @ (FACING[side] * away)
    thickness = {"size": (0.06, 1.9, 0.9)} if side in ("ahead", "behind") else {"size": (1.4, 0.08, 1.9)}
    wall = box_at(
        Thing("wall", "wall", "", "start", offset=(ahead, aside, 0.0), side=side, **thickness), np.zeros(3), 1
    )
    assert wall.face == pytest.approx(float((FACING[side] * away)[wall.across]))
    assert abs(wall.centre[wall.across]) > away


def test_a_wall_on_the_other_side_stands_on_the_left_of_a_working_right_leg_and_changes_with_it(body: Body) -> None:
    right, left = (performed(body, "quadriceps-stretch", side=side) for side in ("right", "left"))
    where = [float(AXES[1] @ track.boxes[0].centre) for track in (right, left)]
    assert where[0] < -0.2
    assert where[1] > 0.2


def test_a_strap_runs_from_the_foot_to_the_hand_and_follows_both(body: Body) -> None:
    track = performed(body, "quadriceps-stretch")
    for frame in (0, 10):
        [(start, end)] = strap_lines(track, frame)
        posture = track.positions[frame]
        assert start == pytest.approx(track.stage.where("ankle_front_r", posture))
        fist = np.mean([track.stage.where(one, posture) for one in end_of(track, "working.fist")], axis=0)
        assert end == pytest.approx(fist)
    assert np.linalg.norm(strap_lines(track, 0)[0][0] - strap_lines(track, 10)[0][0]) > 0.02


def test_a_strap_to_an_anchor_ends_on_its_top(body: Body) -> None:
    track = performed(body, "er-strength-pull")
    anchor = next(box for box in track.boxes if box.id == "anchor")
    [(_, end)] = strap_lines(track, 0)
    assert end == pytest.approx([*anchor.centre[:2], anchor.top])


def test_a_strap_is_on_the_other_leg_when_the_left_one_works(body: Body) -> None:
    assert end_of(performed(body, "er-strength-pull", side="left"), "working.ankle_out") == ("ankle_out_l",)


def test_what_a_strap_cannot_be_tied_to_is_one_sentence(body: Body) -> None:
    with pytest.raises(BodyError, match="no furniture and no point"):
        end_of(performed(body, "er-strength-pull"), "working.ankle_front_of_it")


def test_a_second_light_band_lies_round_the_knees_beside_the_one_that_is_pulled(body: Body) -> None:
    track = performed(body, "banded-pull-through", "band-red")
    light, pulled = track.score.motion.light_band, track.score.band
    assert light is not None
    assert pulled is not None
    assert band_ends(track, light) == (("thigh_low_r",), ("thigh_low_l",))
    both = band_line(track, 0)
    assert len(both) == 2
    assert len(band_line(track, 0, light)) == 1


def test_the_weight_is_over_the_foot_that_is_named_before_the_other_one_leaves_the_floor(body: Body) -> None:
    track = performed(body, "single-leg-stance")

    def off(frame: int) -> float:
        model, data = track.stage.frame.model, track.stage.data
        place(model, data, track.positions[frame])
        sole = np.mean(
            [track.stage.where(one, track.positions[frame]) for one in end_of(track, "working.foot")], axis=0
        )
        return float(abs(AXES[1] @ (centre_of_mass(model, data)[0] - sole)))

    assert off(track.frame_of("start")) > 0.05
    assert off(track.frame_of("over")) < 0.03
