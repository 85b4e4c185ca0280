"""How strong the hip is: the linear programme, the bands of people, and how it grows."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from turnout.body import Body, Person, load_body, muscles_of, strength
from turnout.body.maximal import DIRECTIONS, solve
from turnout.body.model import AXES
from validation.published import Band, published


@pytest.mark.parametrize("band", published().bands, ids=lambda band: f"{band.direction} at {band.flexion_deg:g}")
def test_strength_lies_in_the_band_of_people(body: Body, band: Band) -> None:
    found = strength(body, [band.flexion_deg])
    assert band.low <= found.per_kg(band.direction, band.flexion_deg) <= band.high


def test_both_rotations_keep_their_strength_when_seated(body: Body) -> None:
    found = strength(body, [0, 90])
    assert found.per_kg("ir", 90) >= found.per_kg("ir", 0)
    assert found.per_kg("er", 90) >= 0.8 * found.per_kg("er", 0)


@pytest.mark.parametrize("name", DIRECTIONS)
@pytest.mark.parametrize("flexion", [0.0, 60.0, 90.0])
def test_the_answer_keeps_to_its_limits_and_its_balance(body: Body, name: str, flexion: float) -> None:
    way = DIRECTIONS[name]
    geometry = body.geometry({"hip_flexion": flexion, "knee_angle": way.knee_deg})
    active, _ = muscles_of(body).forces(geometry.lengths)
    torque, activation = solve(geometry.arms[0], active[0], way)
    by_axis = (geometry.arms[0] * (active[0] * activation)[:, None]).sum(axis=0)
    assert activation.min() >= -1e-9 and activation.max() <= 1 + 1e-9
    assert way.sign * by_axis[AXES.index(way.axis)] == pytest.approx(torque, abs=1e-4)
    for axis, value in zip(AXES, by_axis, strict=True):
        if axis != way.axis and axis not in way.carried:
            assert value == pytest.approx(0, abs=1e-4)


def test_nothing_random_is_stronger_than_the_answer(body: Body) -> None:
    """Activations found without the programme: random ones, projected onto the balance."""
    way = DIRECTIONS["abduction"]
    geometry = body.geometry({"knee_angle": way.knee_deg})
    active, _ = muscles_of(body).forces(geometry.lengths)
    best, _ = solve(geometry.arms[0], active[0], way)
    torque = geometry.arms[0] * active[0][:, None]
    others = torque[:, [0, 2, 3]]
    random = np.random.default_rng(1).uniform(0, 1, (2000, len(torque)))
    balanced: NDArray[np.float64] = random - random @ others @ np.asarray(np.linalg.pinv(others), dtype=np.float64)
    allowed = balanced[(balanced >= 0).all(axis=1) & (balanced <= 1).all(axis=1)]
    assert len(allowed) > 5
    assert (way.sign * allowed @ torque[:, 1]).max() < best


def test_one_muscle_alone_gives_its_force_times_its_lever() -> None:
    arms = np.array([[0.0, 0.0, -0.03, 0.0]])
    torque, activation = solve(arms, np.array([500.0]), DIRECTIONS["er"])
    assert torque == pytest.approx(15.0)
    assert activation.tolist() == [1.0]


def test_a_pull_that_nothing_balances_is_not_used() -> None:
    arms = np.array([[0.0, 0.05, -0.03, 0.0]])
    torque, activation = solve(arms, np.array([500.0]), DIRECTIONS["er"])
    assert torque == pytest.approx(0.0, abs=1e-6)
    assert activation.tolist() == pytest.approx([0.0])


def test_full_balance_is_never_stronger_than_a_strapped_thigh(body: Body) -> None:
    strapped, balanced = strength(body, [0, 45, 90]), strength(body, [0, 45, 90], carried=False)
    for name in DIRECTIONS:
        for with_straps, without in zip(strapped.torque_nm[name], balanced.torque_nm[name], strict=True):
            assert without <= with_straps + 1e-6


def test_strength_goes_with_the_muscle_volume_of_the_leg(body: Body) -> None:
    person = Person(mass_kg=60, height_cm=160)
    ours, theirs = strength(body, [45]), strength(load_body(person), [45])
    ratio = person.leg_muscle_cm3 / body.person.leg_muscle_cm3
    for name, torque in theirs.torque_nm.items():
        assert torque[0] == pytest.approx(ratio * ours.torque_nm[name][0], rel=1e-6)
