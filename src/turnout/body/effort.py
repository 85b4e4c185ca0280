"""What a moment costs, and how the price follows the movement: what a jump needs to be made possible.

In: a moment of a movement, as `loads` solves it. Out: the effort of the muscle problem, its slope and curvature over
what is needed, and how what is needed follows posture, speed and acceleration.

The muscle problem is a quadratic programme; between two changes of what presses and what pulls its least effort is a
quadratic function of the right-hand side (the multipliers are the slope: Boyd and Vandenberghe 2004, 5.6). The other
half, inverse dynamics, is followed by finite differences, with the ground's forces going along with the feet.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.optimal import assembled
from turnout.body.touch import Touches

LITTLE = 1e-5
"""Step of the finite differences [rad, m]."""


@dataclass(frozen=True)
class Effort:
    """The least effort of one moment, n coordinates, c contacts.

    Attributes:
        value: half the sum of squares.
        slope: by what is needed, (n,).
        root: a matrix R with R.T @ R the curvature, (n, n).
        contact: pressing and two tangents at every contact [N], (c, 3).
        drive: what ideal torques, reserves and residuals do [N, Nm], (n,).
    """

    value: float
    slope: Array
    root: Array
    contact: Array
    drive: Array


def effort_of(force: Array, needed: Array, touches: Touches, prices: Array) -> Effort:
    """The least effort that balances one moment; arguments as of `optimal.solve`.

    Raises:
        BodyError: the numbers allow no answer (a NaN, say).
    """
    rows, lower, upper, sense, scale = assembled(force, needed, touches, prices)
    unknowns, size = rows.shape[1], len(needed)
    daqp: Any = import_module("daqp")
    found, _, flag, info = daqp.solve(np.eye(unknowns), np.zeros(unknowns), rows, upper, lower, sense, primal_tol=1e-9)
    if flag < 1 or not np.isfinite(found).all():
        raise BodyError(f"the muscle problem has no answer (daqp says {flag})")
    multiplier: Array = info["lam"]
    slipping = size + np.flatnonzero(multiplier[unknowns + size :])
    bound = np.concatenate([np.arange(size), slipping])
    free = rows[bound][:, multiplier[:unknowns] == 0]
    curvature = np.linalg.inv(free @ free.T + 1e-9 * np.eye(len(free)))[:size, :size]
    first, count = force.shape[1], len(touches.names)
    return Effort(
        value=float(found @ found) / 2,
        slope=-multiplier[unknowns : unknowns + size],
        root=np.asarray(np.linalg.cholesky(curvature + 1e-12 * np.eye(size)).T, dtype=np.float64),
        contact=(found / scale)[first : first + 3 * count].reshape(-1, 3),
        drive=(found / scale)[first + 3 * count :],
    )


@dataclass(frozen=True)
class Moment:
    """One frame: positions (nq,), speed and acceleration (nv,), gains (nv, n), and forces on places of bodies."""

    posture: Array
    speed: Array
    acceleration: Array
    gains: Array
    pushes: tuple[tuple[int, Array, Array], ...]


def slopes_of(model: Any, data: Any, moment: Moment, ways: Array) -> tuple[Array, Array, Array]:
    """How needed forces less the ground's follow posture, speed and acceleration along some ways, (n, ways) each.

    Args:
        model: MjModel.
        data: MjData of it; overwritten.
        moment: the frame.
        ways: of the free coordinates, (n, ways).
    """
    along = moment.gains @ ways
    speed, acceleration = moment.speed, moment.acceleration
    engine.place(model, data, moment.posture)
    by_acceleration = engine.inertia(model, data) @ along
    base = engine.asked_for(model, data, speed, acceleration)
    by_speed = [engine.asked_for(model, data, speed + LITTLE * way, acceleration) - base for way in along.T]
    base = base - engine.pushed(model, data, moment.pushes)
    by_posture: list[Array] = []
    for way in along.T:
        engine.place(model, data, engine.moved(model, moment.posture, LITTLE * way))
        after = engine.asked_for(model, data, speed, acceleration) - engine.pushed(model, data, moment.pushes)
        by_posture.append(after - base)
    turned = moment.gains.T
    return turned @ np.array(by_posture).T / LITTLE, turned @ np.array(by_speed).T / LITTLE, turned @ by_acceleration
