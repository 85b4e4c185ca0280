"""The muscle problem against a slower solver of another kind (Clarabel, an interior-point method), and bad numbers."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnout.body import Body, Person, load_body
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.loads import answers_of, prepared
from turnout.body.optimal import HUGE, assembled, prices_of, solve, spanned
from turnout.body.outside import Outside
from turnout.body.poise import back_inside
from turnout.body.repertoire import perform, pieces
from turnout.body.touch import Touches
from turnout.knowledge import load_knowledge


@lru_cache(maxsize=1)
def someone() -> Body:
    return load_body(Person())


def slow(force: Array, needed: Array, touches: Touches, prices: Array) -> Array:
    """The same programme by Clarabel: activations."""
    clarabel: Any = import_module("clarabel")
    sparse: Any = import_module("scipy.sparse")
    rows, lower, upper, _, scale = assembled(force, needed, touches, prices)
    unknowns, equations = rows.shape[1], len(needed)
    bounded = [n for n in range(unknowns) if upper[n] < HUGE]
    held = [n for n in range(unknowns) if lower[n] > -HUGE]
    eye = np.eye(unknowns)
    matrix = np.vstack([rows, eye[bounded], -eye[held]])
    right = np.concatenate([needed, np.zeros(len(rows) - equations), upper[bounded], -lower[held]])
    settings_ = clarabel.DefaultSettings()
    settings_.verbose = False
    settings_.tol_gap_abs = settings_.tol_gap_rel = settings_.tol_feas = 1e-10
    cones = [clarabel.ZeroConeT(equations), clarabel.NonnegativeConeT(len(right) - equations)]
    problem = clarabel.DefaultSolver(
        sparse.eye(unknowns, format="csc"), np.zeros(unknowns), sparse.csc_matrix(matrix), right, cones, settings_
    )
    found = problem.solve()
    assert "Solved" in str(found.status)
    return (np.array(found.x) / scale)[: force.shape[1]]


@pytest.mark.parametrize("id", ["clamshell", "banded-squat", "banded-bridge", "single-leg-squat", "lateral-band-walk"])
def test_activations_are_those_of_a_slower_solver(id: str) -> None:
    k = load_knowledge()
    alone = prepared(perform(pieces(k, id)[0], someone()), someone())
    outside = Outside(alone.track, alone.moments)
    outside.bands(k.bands["band-green"])
    found = answers_of(alone, outside.total)
    passive = np.einsum("fnm,fm->fn", alone.moments.pulls, alone.passive)
    needed = alone.moments.needed - passive - outside.total
    prices = prices_of(alone.moments.frame.joints)
    for n in range(0, len(found), 10):
        force = alone.moments.pulls[n] * alone.active[n]
        theirs = slow(force, needed[n], alone.touches[n], prices)
        assert found[n].activation == pytest.approx(theirs, abs=1e-3)


def no_touch(size: int) -> Touches:
    none = np.zeros(0, dtype=bool)
    return Touches((), np.zeros((0, 3, size)), np.zeros((0, 3, 3)), np.zeros(0), np.zeros(0), none, none)


def test_one_muscle_one_joint_by_hand() -> None:
    """Two muscles of 100 and 300 Nm hold 40 Nm: a1/a2 = 1/3 and 100 a1 + 300 a2 = 40, so a1 = 0.04, a2 = 0.12."""
    found = solve(np.array([[100.0, 300.0]]), np.array([40.0]), no_touch(1), np.array([1e6]))
    assert found.activation == pytest.approx([0.04, 0.12], abs=1e-4)


def test_what_muscles_cannot_do_is_left_to_the_reserve() -> None:
    found = solve(np.array([[100.0, 300.0]]), np.array([450.0]), no_touch(1), np.array([1.0]))
    assert found.activation == pytest.approx([1.0, 1.0])
    assert found.drive == pytest.approx([50.0])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(8, 20))
def test_any_problem_is_solved_as_the_slower_solver_does(seed: int, size: int, muscles: int) -> None:
    chance = np.random.default_rng(seed)
    force = chance.normal(0, 40, (size, muscles))
    needed = chance.normal(0, 30, size)
    prices = np.full(size, 0.5)
    found = solve(force, needed, no_touch(size), prices)
    assert found.activation == pytest.approx(slow(force, needed, no_touch(size), prices), abs=1e-3)
    assert force @ found.activation + found.drive == pytest.approx(needed, abs=1e-6)


def test_a_nan_is_one_sentence() -> None:
    with pytest.raises(BodyError, match="the muscle problem has no answer"):
        solve(np.array([[np.nan, 1.0]]), np.array([1.0]), no_touch(1), np.array([1.0]))


def test_joints_without_muscles_have_a_drive_and_the_others_a_reserve() -> None:
    joints = ("trunk_flexion", "arm_flexion_r", "hip_flexion_r", "mtp_angle_l", "subtalar_angle_l")
    assert list(spanned(joints)) == [False] * 6 + [False, False, True, False, True]
    prices = prices_of(joints)
    assert prices[8] == prices[0] > 1000 * prices[7]


@settings(max_examples=50, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_tipping_point_is_called_back_to_the_edge_and_no_further(x: float, y: float) -> None:
    feet = np.array([[-0.15, -0.1], [0.15, -0.1], [0.15, 0.12], [-0.15, 0.12]])
    place = np.array([x, y])
    back = back_inside(place, feet)
    assert (np.abs(back) <= [0.15, 0.12]).all()
    assert back_inside(back, feet) == pytest.approx(back, abs=1e-9)
    if abs(x) < 0.1 and -0.05 < y < 0.07:
        assert back == pytest.approx(place)
