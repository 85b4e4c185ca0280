"""The equations of motion against hand calculations, finite differences, and laws of mechanics."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from turnout.body import Body, Person, engine, load_body, muscles_of
from turnout.body.coordinates import ROOT
from turnout.body.dynamics import Moments, derivative, moments_of
from turnout.body.engine import Array, G
from turnout.body.loads import Prepared, answers_of, loads_of, prepared
from turnout.body.motion import Track, track_of
from turnout.body.outside import Outside
from turnout.body.repertoire import Piece, perform, pieces
from turnout.body.touch import shares, touches_of
from turnout.knowledge import load_knowledge
from turnout.knowledge.schema import Motion


@lru_cache(maxsize=1)
def someone() -> Body:
    return load_body(Person())


def piece_of(id: str, level: str | None = None) -> Piece:
    found = pieces(load_knowledge(), id, distinct=False)
    return found[0] if level is None else next(piece for piece in found if piece.level == level)


@lru_cache(maxsize=8)
def ready(id: str) -> Prepared:
    return prepared(perform(piece_of(id), someone()), someone())


def row(moments: Moments, joint: str) -> int:
    return ROOT + moments.frame.index[joint]


def weighed(motion: dict[str, object], frames: int = 8) -> tuple[Track, Moments]:
    """A made-up motion as a row of still postures."""
    made = Motion.model_validate({"id": "made-up", **motion})
    track = track_of(made, {}, None, someone(), frames=frames)
    return track, moments_of(track, someone(), fast=False)


def below(track: Track, frame: int, root: str) -> tuple[float, Array]:
    """Mass [kg] and centre of mass [m] of a body and everything that hangs on it."""
    model = track.stage.frame.model
    data = engine.make_data(model)
    engine.place(model, data, track.positions[frame])
    names = engine.body_names(model)
    hung = {names.index(root)}
    for n in range(len(names)):
        if int(model.body_parentid[n]) in hung:
            hung.add(n)
    masses = np.array([model.body_mass[n] for n in sorted(hung)])
    return float(masses.sum()), masses @ data.xipos[sorted(hung)] / masses.sum()


def test_a_leg_raised_sideways_weighs_on_the_hip_by_mass_times_lever() -> None:
    track, moments = weighed(
        {"posture": "side-lying", "phases": [{"name": "start", "working": {"hip_adduction": -30, "knee_angle": 0}}]}
    )
    mass, centre = below(track, 0, "femur_r")
    hip = moments.origin[0, engine.body_names(track.stage.frame.model).index("femur_r")]
    assert mass == pytest.approx(75 * (0.100 + 0.0465 + 0.0145), rel=1e-6)
    turn = np.cross(centre - hip, [0.0, 0.0, -mass * G])
    joint = moments.frame.model.joint("hip_adduction_r")
    axis = moments.turn[0, int(joint.bodyid[0])] @ joint.axis
    assert moments.needed[0, row(moments, "hip_adduction_r")] == pytest.approx(-float(turn @ axis), abs=0.01)
    assert moments.needed[0, row(moments, "hip_adduction_r")] < -20


def test_a_shank_held_level_weighs_on_the_knee_by_mass_times_lever() -> None:
    track, moments = weighed(
        {
            "posture": "seated-table",
            "furniture": [{"kind": "table", "by": "working.sit"}],
            "phases": [{"name": "start", "working": {"knee_angle": 0}}],
        }
    )
    mass, centre = below(track, 0, "tibia_r")
    assert mass == pytest.approx(75 * (0.0465 + 0.0145), abs=0.03)  # the kneecap hangs on the thigh
    knee = moments.origin[0, engine.body_names(track.stage.frame.model).index("tibia_r")]
    lever = float(np.linalg.norm((centre - knee)[:2]))
    asked = -moments.needed[0, row(moments, "knee_angle_r")]
    assert asked == pytest.approx(mass * G * lever, rel=0.08)  # the model's knee turns and glides, ours here only turns
    assert 9 < asked < 16


def test_standing_the_ground_carries_body_weight_and_no_more() -> None:
    loads = loads_of(piece_of("banded-squat"), someone(), load_knowledge())
    if not loads.fast:
        assert loads.ground[:, 2] == pytest.approx(75 * G, rel=1e-3)
    assert loads.ground[:, 2].mean() == pytest.approx(75 * G, rel=0.02)
    assert np.abs(loads.ground[:, 0]).max() < 3
    assert loads.solved


def test_the_pelvis_needs_the_weight_of_the_body_in_any_still_posture() -> None:
    moments = ready("clamshell").moments
    assert moments.needed[:, :3] == pytest.approx(np.tile([0.0, 0.0, 75 * G], (len(moments.needed), 1)), abs=1e-6)


def test_in_motion_the_ground_gives_what_the_centre_of_mass_asks_for() -> None:
    prepared_squat = prepared(perform(piece_of("banded-squat"), someone()), someone(), fast=True)
    moments = prepared_squat.moments
    newton = 75 * (moments.centre_acceleration + np.array([0.0, 0.0, G]))
    assert np.abs(moments.needed[:, :3] - newton).max() < 10


def test_muscles_pull_on_coordinates_as_their_lengths_change_with_them() -> None:
    track, moments = ready("clamshell").track, ready("clamshell").moments
    frame, step = moments.frame, 1e-5
    tendons = moments.lengths.shape[1]
    for joint in ("hip_flexion_r", "hip_rotation_r", "hip_adduction_l", "knee_angle_r"):
        change = np.zeros(frame.size)
        change[row(moments, joint)] = step
        found: list[Array] = []
        for sign in (1.0, -1.0):
            posture = frame.moved(track.positions[5], sign * change)
            found.append(moments_at(posture, track))
        slope = (found[0] - found[1]) / (2 * step)
        assert len(slope) == tendons
        assert moments.pulls[5, row(moments, joint)] == pytest.approx(-slope, abs=2e-5)


def moments_at(posture: Array, track: Track) -> Array:
    """Muscle lengths in one posture."""
    alone = replace(track, positions=np.tile(posture, (len(track.time), 1)))
    return moments_of(alone, someone(), fast=False).lengths[0]


def test_a_contact_acts_on_coordinates_as_its_place_moves_with_them() -> None:
    track, moments = ready("banded-squat").track, ready("banded-squat").moments
    touches = touches_of(track, moments)[10]
    n = next(n for n, name in enumerate(touches.names) if name == "heel_r")
    frame, spot, step = moments.frame, track.stage.points["heel_r"], 1e-6
    data = engine.make_data(frame.model)
    for joint in ("hip_flexion_r", "knee_angle_r", "ankle_angle_r", "hip_rotation_r"):
        change = np.zeros(frame.size)
        change[row(moments, joint)] = step
        places: list[Array] = []
        for sign in (1.0, -1.0):
            engine.place(frame.model, data, frame.moved(track.positions[10], sign * change))
            places.append(engine.point_at(frame.model, data, spot.body, spot.local)[0])
        slope = (places[0] - places[1]) / (2 * step)
        assert touches.axes[n] @ slope == pytest.approx(touches.act[n, :, row(moments, joint)], abs=1e-6)


def test_a_loop_pulls_both_knees_alike_and_leaves_the_body_where_it_is() -> None:
    alone = ready("banded-squat")
    outside = Outside(alone.track, alone.moments)
    outside.bands(load_knowledge().bands["band-green"])
    assert np.abs(outside.total[:, :3]).max() < 1e-9
    adduction = outside.total[:, row(alone.moments, "hip_adduction_r")]
    assert adduction.min() > 0.5  # it draws the knees together
    assert adduction == pytest.approx(outside.total[:, row(alone.moments, "hip_adduction_l")], rel=0.02)


def test_a_weight_in_the_hands_presses_on_the_ground() -> None:
    k = load_knowledge()
    without, heavy = (loads_of(piece_of("dumbbell-sumo-squat", level), someone(), k)
                      for level in ("bodyweight", "dumbbell-10"))  # fmt: skip
    pressed = [np.trapezoid(one.ground[:, 2], one.track.time) / one.track.time[-1] for one in (without, heavy)]
    more = float(pressed[1] - pressed[0])
    assert more == pytest.approx(10 * G, rel=0.05)


def test_what_is_found_balances_every_coordinate() -> None:
    alone = ready("clamshell")
    outside = Outside(alone.track, alone.moments)
    outside.bands(load_knowledge().bands["band-red"])
    for n, answer in enumerate(answers_of(alone, outside.total)):
        tension = alone.active[n] * answer.activation + alone.passive[n]
        contact = np.einsum("cin,ci->n", alone.touches[n].act, answer.contact)
        total = alone.moments.pulls[n] @ tension + contact + answer.drive + outside.total[n]
        assert total == pytest.approx(alone.moments.needed[n], abs=1e-6)
        friction, rubbing = alone.touches[n].friction, np.abs(answer.contact[:, 1:]).max(1)
        assert (rubbing <= friction * answer.contact[:, 0] + 1e-6)[np.isfinite(friction)].all()
        assert (answer.contact[~alone.touches[n].pulls, 0] >= -1e-9).all()


def test_left_and_right_are_mirror_images() -> None:
    k = load_knowledge()
    right, left = (loads_of(piece_of("clamshell", "band-red"), someone(), k, side) for side in ("right", "left"))
    for limb in ("working", "other"):
        assert right.activation[limb] == pytest.approx(left.activation[limb], abs=2e-3)
    assert right.flexion("working") == pytest.approx(left.flexion("working"), abs=1e-6)


def test_gravity_asks_for_twice_as_much_of_a_body_twice_as_heavy() -> None:
    motion = Motion.model_validate(
        {"id": "made-up", "posture": "prone", "phases": [{"name": "start", "working": {"hip_flexion": -10}}]}
    )
    found: list[Array] = []
    for mass in (50, 100):
        body = load_body(Person(mass_kg=mass))
        track = track_of(motion, {}, None, body, frames=8)
        found.append(moments_of(track, body, fast=False).needed)
    assert found[1] == pytest.approx(2 * found[0], abs=1e-6)


def test_a_heavier_band_never_spares_the_muscles() -> None:
    k, alone = load_knowledge(), ready("clamshell")
    efforts: list[float] = []
    for colour in ("band-yellow", "band-green", "band-black"):
        outside = Outside(alone.track, alone.moments)
        outside.bands(k.bands[colour])
        efforts.append(float(np.square([a.activation for a in answers_of(alone, outside.total)]).sum()))
    assert efforts == sorted(efforts) and efforts[2] > 1.2 * efforts[0]


def test_a_fast_fibre_that_shortens_gives_less() -> None:
    track = perform(piece_of("banded-squat"), someone())
    slow, quick = (prepared(track, someone(), muscles_of(someone()), fast) for fast in (False, True))
    shortens = quick.moments.speeds < -0.02
    assert shortens.any()
    assert (quick.active[shortens] < slow.active[shortens]).all()


def test_the_derivative_of_a_turning_wheel_is_exact_and_a_walker_goes_on() -> None:
    time = np.linspace(0.0, 2.0, 61)
    rows = np.stack([np.sin(2 * np.pi * time), 0.4 * time + np.cos(np.pi * time)], axis=1)
    first, second = derivative(time, rows, 1), derivative(time, rows, 2)
    assert first[:, 0] == pytest.approx(2 * math.pi * np.cos(2 * np.pi * time), abs=1e-4)
    assert first[:, 1] == pytest.approx(0.4 - math.pi * np.sin(np.pi * time), abs=1e-4)
    assert second[:, 0] == pytest.approx(-((2 * math.pi) ** 2) * np.sin(2 * np.pi * time), abs=0.02)


def test_a_contact_fades_with_its_distance() -> None:
    gaps = np.array([-0.2, -0.03, 0.0, 0.01, 0.0175, 0.025, 0.3])
    assert shares(gaps) == pytest.approx([0.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0])
