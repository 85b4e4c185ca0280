"""Movements that ground, gravity and muscles can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import pytest

from turnout.body import Body, engine
from turnout.body.checks import faults
from turnout.body.dynamics import Moments, moments_of, movement
from turnout.body.effort import Moment, effort_of, slopes_of
from turnout.body.engine import Array
from turnout.body.feasible import made_possible, stretches_of
from turnout.body.loads import Loads, loads_of, prepared
from turnout.body.motion import Track, mirrored, track_of
from turnout.body.optimal import prices_of
from turnout.body.pacing import graded
from turnout.body.repertoire import Piece, perform, pieces
from turnout.knowledge import load_knowledge
from turnout.terms import Limb

Performed = Callable[..., Track]
Solved = Callable[[str, str], Loads]
JUMPS = [
    ("two-leg-jump", "submaximal"),
    ("two-leg-jump", "maximal"),
    ("jump-single-leg-landing", "submaximal"),
    ("sprinter-lunge", "low-hop"),
    ("banded-jump-squat", "band-black"),
]


def piece_of(id: str, level: str) -> Piece:
    return next(piece for piece in pieces(load_knowledge(), id, distinct=False) if piece.level == level)


def wanted(id: str, level: str, body: Body) -> Track:
    """The repetition as the motion wants it to look."""
    piece = piece_of(id, level)
    return track_of(piece.motion, piece.parameters, piece.tempo, body, "right", piece.begins)


@pytest.fixture(scope="module")
def performed(body: Body) -> Performed:
    """Repetitions, each worked out once."""

    @cache
    def made(id: str, level: str, side: Limb = "right") -> Track:
        return perform(piece_of(id, level), body, side)

    return made


@pytest.fixture(scope="module")
def solved(body: Body) -> Solved:
    """Loads, each solved once."""

    @cache
    def made(id: str, level: str) -> Loads:
        return loads_of(piece_of(id, level), body, load_knowledge())

    return made


def spins(track: Track) -> Array:
    """Angular momentum about the centre of mass in the frames in the air, (frames, 3) [kg m2/s]."""
    model, data = track.stage.frame.model, track.stage.data
    speeds = movement(track.stage.frame, track.time, track.positions)[0]
    out: list[Array] = []
    for frame in (int(number) for number in np.flatnonzero(track.airborne)):
        engine.place(model, data, track.positions[frame])
        matrix = np.zeros((3, model.nv))
        engine.mujoco().mj_angmomMat(model, data, matrix, 0)
        out.append(matrix @ speeds[frame])
    return np.array(out)


@pytest.mark.parametrize(("id", "level"), JUMPS)
def test_nothing_turns_the_body_in_the_air(id: str, level: str, performed: Performed, body: Body) -> None:
    kept, before = (
        np.ptp(spins(performed(id, level)), axis=0).max(),
        np.ptp(spins(wanted(id, level, body)), axis=0).max(),
    )
    assert kept < 0.5
    assert before > 5 * kept


@pytest.mark.parametrize(("id", "level"), JUMPS)
def test_a_jump_is_what_ground_and_muscles_can_do(id: str, level: str, solved: Solved) -> None:
    loads = solved(id, level)
    assert loads.fast
    assert loads.solved, loads.why
    assert faults(loads.track) == []


@pytest.mark.parametrize(("id", "level"), JUMPS)
def test_the_ground_pushes_only_where_feet_are_and_never_pulls(id: str, level: str, solved: Solved) -> None:
    loads = solved(id, level)
    in_air: Array = loads.ground[np.flatnonzero(loads.track.airborne)]
    assert not in_air.any()
    assert loads.ground[:, 2].min() >= 0.0


def test_the_push_fades_as_the_feet_leave_and_grows_as_they_touch(solved: Solved) -> None:
    loads = solved("two-leg-jump", "maximal")
    track, weight = loads.track, 75 * engine.G
    at = {phase: float(loads.ground[track.frame_of(phase), 2]) / weight for phase in ("leave", "touch")}
    assert at["leave"] < 0.6
    assert at["touch"] < 0.6
    assert 2.0 < loads.ground[:, 2].max() / weight < 5.0


def test_all_effort_rises_higher_than_half_of_it(performed: Performed) -> None:
    def top(level: str) -> float:
        track = performed("two-leg-jump", level)
        model, data = track.stage.frame.model, track.stage.data
        heights: list[float] = []
        for posture in track.positions:
            engine.place(model, data, posture)
            heights.append(float(engine.mass_centre(data)[2]))
        return max(heights)

    assert top("maximal") - top("submaximal") == pytest.approx(0.13, abs=0.02)


@pytest.mark.parametrize("level", ["submaximal", "maximal"])
def test_a_landing_bends_the_knees_to_a_right_angle_over_the_feet(level: str, performed: Performed) -> None:
    track = performed("two-leg-jump", level)
    assert track.angle("knee_angle_r")[track.frame_of("stand")] == pytest.approx(90, abs=2)
    for frame in range(track.frame_of("touch"), track.frame_of("stand") + 1):
        knee, toes, heel = (track.stage.where(f"{name}_r", track.positions[frame]) for name in ("knee", "toes", "heel"))
        assert knee[0] < (toes[0] + heel[0]) / 2 + 0.03  # the right is at -x: not falling in


def test_the_toes_leave_last_and_touch_first(performed: Performed) -> None:
    track = performed("two-leg-jump", "submaximal")
    for phase in ("leave", "touch"):
        posture = track.positions[track.frame_of(phase)]
        assert track.stage.where("heel_r", posture)[2] > 0.02
        assert track.stage.where("toes_r", posture)[2] < 0.005


def test_a_landing_on_one_leg_leaves_the_other_foot_without_load(body: Body, performed: Performed) -> None:
    track = performed("jump-single-leg-landing", "submaximal")
    ready = prepared(track, body)
    for frame in range(track.frame_of("touch"), track.frame_of("stand") + 1):
        names = [name for name in ready.touches[frame].names if " on " not in name]
        assert names
        assert all(name.endswith("_r") for name in names)


def test_the_other_side_is_its_mirror_image(performed: Performed) -> None:
    right, left = (performed("sprinter-lunge", "low-hop", side) for side in ("right", "left"))
    assert mirrored(left.stage, left.positions) == pytest.approx(right.positions, abs=1e-4)
    assert left.working == "left"


def test_what_can_be_done_stays_as_it_is(body: Body) -> None:
    track = wanted("banded-squat", "depth-45", body)
    assert made_possible(track, body).positions == pytest.approx(track.positions, abs=0)


def one_moment(body: Body) -> tuple[Track, Moments, int]:
    track = wanted("two-leg-jump", "submaximal", body)
    return track, moments_of(track, body), track.frame_of("leave") - 2


def test_the_slope_of_the_effort_foretells_the_effort(body: Body) -> None:
    track, moments, frame = one_moment(body)
    ready = prepared(track, body)
    force = moments.pulls[frame] * ready.active[frame]
    prices = prices_of(moments.frame.joints)
    way = np.cos(np.arange(moments.frame.size, dtype=np.float64))

    def effort(step: float) -> float:
        return effort_of(force, moments.needed[frame] + step * way, ready.touches[frame], prices).value

    slope = float(effort_of(force, moments.needed[frame], ready.touches[frame], prices).slope @ way)
    assert (effort(1e-3) - effort(-1e-3)) / 2e-3 == pytest.approx(slope, rel=1e-4)


def test_needed_forces_follow_speed_and_acceleration_as_foretold(body: Body) -> None:
    track, moments, frame = one_moment(body)
    model, data = moments.frame.model, engine.make_data(moments.frame.model)
    gains, size = moments.gains[frame], moments.frame.size
    at = Moment(track.positions[frame], moments.speed[frame], moments.acceleration[frame], gains, ())
    _, by_speed, by_acceleration = slopes_of(model, data, at, np.eye(size))
    way = np.cos(np.arange(size, dtype=np.float64))
    engine.place(model, data, at.posture)
    base = engine.asked_for(model, data, at.speed, at.acceleration)
    pushed = engine.asked_for(model, data, at.speed, at.acceleration + gains @ way)
    assert by_acceleration @ way == pytest.approx(gains.T @ (pushed - base), rel=1e-6, abs=1e-6)
    hurried = engine.asked_for(model, data, at.speed + 1e-4 * gains @ way, at.acceleration)
    assert by_speed @ way == pytest.approx(gains.T @ (hurried - base) / 1e-4, rel=1e-2, abs=0.1)


def test_frames_stand_close_in_a_jump_and_no_step_is_much_longer_than_its_neighbour() -> None:
    times, ats = (0.0, 1.0, 1.3, 1.5, 1.7, 2.0, 4.0, 5.0), (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.5, 1.0)
    moments = graded(times, ats, (1, 5), 60)
    steps = np.diff(moments)
    assert len(moments) == 61
    assert {1.0, 1.3, 1.5, 1.7, 2.0} <= {round(float(moment), 9) for moment in moments}
    assert steps[(moments[:-1] >= 1.0) & (moments[1:] <= 2.0)].max() < 0.04
    assert max(*(steps[1:] / steps[:-1]), *(steps[:-1] / steps[1:])) < 1.5


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ([], []),
        ([30], [(24, 36)]),
        ([1], [(55, 7)]),
        (range(60), [(0, 59)]),
        (range(4, 60), [(0, 59)]),
    ],
)
def test_stretches_go_round_and_none_is_lost(wrong: Iterable[int], found: list[tuple[int, int]]) -> None:
    marked = np.isin(np.arange(60), list(wrong))
    stretches = stretches_of(np.linspace(0.0, 4.0, 61), marked)
    assert [(int(frames[0]), int(frames[-1])) for frames, _ in stretches] == found
