"""Steps: feet that leave and touch without a jolt, seconds of their own, and a body that falls from foot to foot."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body
from turnout.body.blend import stops
from turnout.body.carried import Footing, carried, smoothed
from turnout.body.dynamics import derivative
from turnout.body.engine import Array, G
from turnout.body.loads import loaded, prepared
from turnout.body.motion import Track, led
from turnout.body.poise import balance_of
from turnout.body.repertoire import perform, pieces
from turnout.body.stride import stride
from turnout.body.timing import timetable
from turnout.knowledge import load_knowledge

PARTS = (3.0, 1.0, 3.0)
ATS = [0.0, 0.1, 0.2, 0.5, 0.8]
OWN = [0.4, 0.3, None, None, 0.5]
"""Of the way to each phase, and back to the start."""
SQUARE = Footing(np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]]), np.full(4, 0.05))


@pytest.fixture(scope="module")
def lunge(body: Body) -> Track:
    return perform(next(one for one in pieces(load_knowledge(), "forward-lunge") if one.level == "steady"), body)


def path_of(track: Track, point: str) -> Array:
    return np.array([track.stage.where(point, posture) for posture in track.positions])


def test_a_step_takes_its_own_seconds_at_every_tempo() -> None:
    for slow in (2.0, 3.0, 6.0):
        found = timetable(ATS, (slow, 1.0, slow), None, OWN)
        assert np.diff(found.times)[[0, 1, 5]] == pytest.approx([0.4, 0.3, 0.5])
        assert found.times[-1] == pytest.approx(2 * slow + 1)


def test_a_tempo_that_is_too_quick_hurries_the_steps_and_leaves_time_for_the_rest() -> None:
    found = timetable(ATS, (0.8, 0.0, 0.8), None, OWN)
    assert found.times[-1] == pytest.approx(1.6)
    assert np.diff(found.times).min() > 0.1


def test_frames_stand_closer_in_a_step_and_every_phase_falls_on_one() -> None:
    found = timetable(ATS, PARTS, None, OWN)
    times = found.moments(60)
    assert len(times) == 61
    assert all(np.abs(times - knot).min() < 1e-9 for knot in found.times)
    assert np.diff(times)[0] < np.diff(times[times <= 3]).max() / 2


def test_a_point_stops_where_it_leaves_what_it_rests_on_and_where_it_comes_to_rest() -> None:
    rows = np.array([[0.0, 0, 0], [0, 0, 0], [0.1, 0, 0.2], [0.4, 0, 0], [0.5, 0, 0.1], [0, 0, 0]])
    held = [True, True, False, True, False, True]
    assert stops(rows, [False] * 6, held) == [True, True, False, True, False, True]


def test_a_contact_is_let_go_of_bit_by_bit() -> None:
    held, free = np.full((1, 3), 100.0), np.zeros((1, 3))
    firm = [float(led(held, free, free, share)[0, 0]) for share in np.linspace(0, 1, 21)]
    assert firm[0] == 100
    assert firm[-1] == 0
    assert (np.diff(firm) <= 0).all()
    assert led(free, held, free, 1.0) == pytest.approx(held)


@pytest.mark.parametrize("last", [1.0, 20.0])
def test_uneven_phases_do_not_make_the_way_swing_beyond_them(last: float) -> None:
    times = np.array([0.0, 0.3, 0.6, 0.6 + last])
    table = np.array([[0.0], [0.5], [1.0], [1.2]])
    found = stride(times, table, [True, False, False, True], np.linspace(0, 0.6 + last, 500))[:, 0]
    assert found.min() >= -1e-6
    assert found.max() <= 1.2 + 0.01


def test_the_path_of_the_centre_keeps_the_tipping_point_inside_what_carries() -> None:
    time = np.linspace(0, 4, 81)
    levers = np.full(81, 0.97 / G)
    offset = np.where((time > 1) & (time < 2), 0.2, 0.0)[:, None] * np.array([1.0, 0.0])
    path = carried(time, np.zeros((81, 2)), levers, offset, np.zeros(81, dtype=bool), [SQUARE] * 81)
    tips = path - levers[:, None] * derivative(time, path, 2) + offset
    assert np.abs(tips).max() < 0.051
    assert path[:, 0].min() < -0.05


def test_a_body_that_balances_stays_where_it_is() -> None:
    time = np.linspace(0, 4, 41)
    given = np.tile([0.01, 0.02], (41, 1))
    found = carried(time, given, np.full(41, 0.1), np.zeros((41, 2)), np.zeros(41, dtype=bool), [SQUARE] * 41)
    assert found == pytest.approx(given, abs=1e-6)


def test_heights_lose_their_jolts_and_keep_their_rests() -> None:
    time = np.linspace(0, 4, 81)
    heights: Array = np.where(np.abs(time - 2) < 0.5, 0.8, 0.9)
    still = np.abs(time) < 1e-9
    found = smoothed(time, heights, still)
    assert found[0] == pytest.approx(0.9, abs=1e-3)
    assert np.abs(derivative(time, found[:, None], 2)).max() < np.abs(derivative(time, heights[:, None], 2)).max() / 5


@pytest.mark.parametrize("point", ["heel_r", "ball_inner_r", "heel_l"])
def test_the_speed_of_a_foot_is_nought_as_it_leaves_and_as_it_touches(lunge: Track, point: str) -> None:
    speed = np.linalg.norm(derivative(lunge.time, path_of(lunge, point), 1), axis=1)
    ends = ("lean", "land", "push", "upright") if point.endswith("_r") else ("swing", "gather")
    assert max(speed[lunge.frame_of(phase)] for phase in ends) < 0.15
    if point.endswith("_r"):
        assert speed.max() > 1.0


def test_a_step_balances_in_motion(lunge: Track, body: Body) -> None:
    assert np.abs(balance_of(lunge, body).missing).max() < 0.02


def test_a_lunge_with_its_step_is_solved(lunge: Track, body: Body) -> None:
    k = load_knowledge()
    piece = next(one for one in pieces(k, "forward-lunge") if one.level == "steady")
    found = loaded(piece, prepared(lunge, body), k, body)
    assert found.why == ""
    assert found.fast
    assert found.reserve_nm < 2
