"""Jumps by gravity, walks that travel, weights in the hands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.engine import G, body_names, centre_of_mass, place
from turnout.body.errors import BodyError
from turnout.body.leap import leap_of
from turnout.body.motion import Track, track_of
from turnout.body.repertoire import Piece, pieces
from turnout.body.timing import Fast, parts_of, timetable
from turnout.body.weights import flown, held_things
from turnout.knowledge import load_knowledge
from turnout.knowledge.schema import Motion, Tempo
from turnout.terms import Limb

Perform = Callable[..., Track]


def piece_of(id: str, level: str) -> Piece:
    return next(piece for piece in pieces(load_knowledge(), id, distinct=False) if piece.level == level)


@pytest.fixture(scope="module")
def moved(body: Body) -> Perform:
    """Tracks, each worked out once."""

    @cache
    def made(id: str, level: str, side: Limb = "right") -> Track:
        piece = piece_of(id, level)
        return track_of(piece.motion, piece.parameters, piece.tempo, body, side, piece.begins, 30, piece.load_kg)

    return made


def height(track: Track, frame: int) -> float:
    model, data = track.stage.frame.model, track.stage.data
    place(model, data, track.positions[frame])
    return float(centre_of_mass(model, data)[0][2])


def test_a_leap_joins_ground_and_air_in_place_and_speed() -> None:
    leap = leap_of(np.array([0.0, 0.1, 0.6]), 1.0, 0.95, np.array([0.1, 0.1, 0.7]), 0.3)
    push, flight, _ = leap.seconds
    for moment in (push, push + flight):
        before, at, after = (leap.at(moment + step) for step in (-1e-5, 0.0, 1e-5))
        assert before == pytest.approx(at, abs=1e-4)
        assert (after - at) / 1e-5 == pytest.approx((at - before) / 1e-5, abs=1e-2)
    assert max(leap.at(t)[2] for t in np.linspace(0, sum(leap.seconds), 2000)) == pytest.approx(1.3, abs=1e-3)
    assert leap.speeds[0, 2] == pytest.approx(np.sqrt(2 * G * 0.3))


def test_a_leap_from_the_height_of_take_off_is_refused() -> None:
    with pytest.raises(BodyError, match="lower"):
        leap_of(np.array([0.0, 0.0, 1.0]), 1.0, 1.0, np.array([0.0, 0.0, 0.6]), 0.3)


def test_a_tempo_too_short_for_the_jump_is_told_with_both_times() -> None:
    with pytest.raises(BodyError, match=r"gives 0\.5 s for a jump that takes at least 1\.30 s"):
        timetable([0.0, 0.2, 0.3, 0.4, 0.5], (0.5, 0.0, 1.0), Fast(1, (0.3, 0.4, 0.3)))


def test_a_jump_leaves_the_tempo_its_length_and_gets_half_of_the_frames() -> None:
    table = timetable([0.0, 0.2, 0.3, 0.4, 0.5], (2.0, 1.0, 1.0), Fast(1, (0.3, 0.4, 0.3)))
    assert table.times == pytest.approx((0.0, 1.0, 1.3, 1.7, 2.0, 3.0, 4.0))
    moments = table.moments(60)
    assert len(moments) == 61
    assert ((moments >= 1.0) & (moments <= 2.0)).sum() >= 30
    assert {1.3, 1.7} <= {round(float(moment), 9) for moment in moments}


def test_without_a_jump_the_phases_share_the_tempo() -> None:
    table = timetable([0.0, 0.25, 0.5], (2.0, 1.0, 3.0))
    assert table.phase(np.array([0.0, 1.0, 2.0, 2.5, 4.5, 6.0])) == pytest.approx([0, 0.25, 0.5, 0.5, 0.75, 1])


def test_in_the_air_the_centre_of_mass_falls_freely_and_no_foot_carries(moved: Perform) -> None:
    track = moved("two-leg-jump", "maximal")
    flying = np.flatnonzero(track.airborne)
    assert len(flying) > 4
    span = list(range(int(flying[0]) - 1, int(flying[-1]) + 2))
    heights = np.array([height(track, frame) for frame in span])
    fall = np.polyfit(track.time[span], heights, 2)[0]
    assert fall == pytest.approx(-G / 2, rel=0.01)
    assert heights.max() - heights[0] == pytest.approx(0.25, abs=0.01)
    assert all(not track.carried(int(frame)) for frame in flying)
    assert track.carried(0)


def test_a_landing_on_one_leg_ends_over_that_foot(moved: Perform) -> None:
    track = moved("jump-single-leg-landing", "submaximal")
    stand = track.frame_of("stand")
    assert {track.stage.holds[n].name[-2:] for n in track.carried(stand)} == {"_r"}
    assert track.angle("knee_angle_r")[stand] == pytest.approx(90, abs=2)
    assert track.stage.where("heel_l", track.positions[stand])[2] > 0.05


def test_a_lunge_without_a_hop_never_leaves_the_floor(moved: Perform) -> None:
    assert not moved("sprinter-lunge", "bodyweight").airborne.any()
    assert moved("sprinter-lunge", "full-hop").airborne.any()


@pytest.mark.parametrize(("side", "across"), [("right", -1.0), ("left", 1.0)])
def test_a_side_step_ends_where_it_travels_to(side: Limb, across: float, moved: Perform) -> None:
    track = moved("lateral-band-walk", "no-band", side)
    assert track.travel == pytest.approx([across * 0.24, 0.0, 0.0], abs=1e-6)
    assert track.positions[-1, :3] - track.positions[0, :3] == pytest.approx(track.travel, abs=2e-3)
    assert track.positions[-1, 7:] == pytest.approx(track.positions[0, 7:], abs=2e-2)


def test_the_foot_that_stands_does_not_slide_while_the_other_steps(moved: Perform) -> None:
    track = moved("lateral-band-walk", "no-band")
    wide = track.frame_of("wide")
    places = np.array([track.stage.where("heel_l", track.positions[n]) for n in range(wide + 1)])
    assert np.ptp(places, axis=0).max() < 0.01


def test_an_alternating_walk_takes_the_time_of_two_steps(moved: Perform) -> None:
    tempo = Tempo(source="design", up_s=1, hold_s=0, down_s=1)
    assert parts_of(tempo, "up", 2) == (2, 0, 2)
    assert moved("monster-walk", "no-band").time[-1] == pytest.approx(4.0)


def test_two_dumbbells_hang_each_in_its_fist(moved: Perform) -> None:
    track = moved("bulgarian-split-squat", "dumbbell-6")
    things = held_things(track, 0)
    assert [thing.mass_kg for thing in things] == [6.0, 6.0]
    assert {thing.grips[0][0] for thing in things} == {"hand_r", "hand_l"}
    for thing in things:
        fist = track.stage.where(f"fist_{thing.grips[0][0][-1]}", track.positions[0])
        assert thing.centre == pytest.approx(fist)


def test_a_level_without_a_weight_holds_none(moved: Perform) -> None:
    assert held_things(moved("bulgarian-split-squat", "bodyweight"), 0) == []


def test_two_hands_share_a_bell_that_hangs_in_line_with_the_arms(moved: Perform) -> None:
    track = moved("kettlebell-swing", "kettlebell-12")
    (bell,) = held_things(track, 0)
    assert [kg for _, _, kg in bell.grips] == [6.0, 6.0]
    assert bell.axis[1] < -0.8  # straight ahead at the top


def test_the_weight_in_the_hand_of_the_other_side_changes_hands_with_the_side(moved: Perform) -> None:
    for side, hand in (("right", "hand_l"), ("left", "hand_r")):
        (thing,) = held_things(moved("single-leg-deadlift", "dumbbell-10", side), 0)
        assert thing.grips[0][0] == hand
        assert hand in body_names(moved("single-leg-deadlift", "dumbbell-10", side).stage.frame.model)


def test_a_thrown_ball_meets_the_wall_and_no_hand_has_it_meanwhile(moved: Perform) -> None:
    track = moved("rotational-ball-throw", "ball-2")
    leaves, caught = track.frame_of("throw"), track.frame_of("catch")
    (held,) = held_things(track, leaves)
    (away,) = held_things(track, (leaves + caught) // 2)
    assert len(held.grips) == 2
    assert away.grips == ()
    assert away.centre[1] < held.centre[1]


def test_a_ball_comes_back_from_the_wall_by_gravity() -> None:
    begin, end = np.array([0.0, -0.6, 1.2]), np.array([0.1, -0.6, 1.1])
    places = [flown(begin, end, -1.0, np.array([0.0, t, 0.4])) for t in (0.0, 0.1, 0.2, 0.4)]
    assert places[0] == pytest.approx(begin)
    assert places[2][1] == pytest.approx(-1.0)
    assert places[3] == pytest.approx(end)
    assert places[1][2] > 1.2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"flight": {"leaves": "up", "lands": "end", "rise_m": 0.2}}, "there is no phase 'up'"),
        ({"flight": {"leaves": "end", "lands": "end", "rise_m": float("nan")}}, "finite"),
        ({"held": {"thing": "ball", "thrown": {"leaves": "gone", "caught": "end"}}}, "there is no phase 'gone'"),
        ({"held": {"thing": "anvil"}}, "dumbbell"),
        ({"travels": {"aside": "far("}}, "neither a number nor a sum"),
    ],
)
def test_a_motion_that_speaks_of_what_is_not_there_is_refused(change: dict[str, object], says: str) -> None:
    plain = {"id": "bad", "posture": "standing", "phases": [{"name": "start"}, {"name": "end"}]}
    with pytest.raises(ValueError, match=re.escape(says)):
        Motion.model_validate({**plain, **change})


def test_a_flight_without_a_push_names_its_field(body: Body) -> None:
    phases = [{"name": "start"}, {"name": "up", "at": 0.2, "rest": False}, {"name": "down", "at": 0.4, "rest": False},
              {"name": "end"}]  # fmt: skip
    flight = {"leaves": "up", "lands": "down", "rise_m": 0.2}
    motion = Motion.model_validate({"id": "bad", "posture": "standing", "phases": phases, "flight": flight})
    with pytest.raises(BodyError, match=r"^flight: .*lower"):
        track_of(motion, {}, None, body, frames=16)


def test_a_throw_without_a_wall_names_its_field(moved: Perform, body: Body) -> None:
    piece = piece_of("rotational-ball-throw", "ball-2")
    motion = piece.motion.model_copy(update={"furniture": ()})
    track = track_of(motion, piece.parameters, piece.tempo, body, frames=16, load_kg=2.0)
    with pytest.raises(BodyError, match=r"held\.thrown\.wall"):
        held_things(track, (track.frame_of("throw") + track.frame_of("catch")) // 2)
