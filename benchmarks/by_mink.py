"""Inverse kinematics by mink, on the very wishes that `turnout.body.ik.solve` is given.

In: `Wishes`. Out: a posture. mink's own parts do what they can: `PostureTask` (hinges), `FrameTask` (the pelvis),
`ComTask`, `EqualityConstraintTask` as a constraint (the couplings of knee and back), `ConfigurationLimit` (the ends of
the joints). What it has no part for, a point of the skin kept in its place or beside another and a guard against the
floor, is a `Task` of ours.
"""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import Coordinates
from turnout.body.engine import Array
from turnout.body.ik import ENOUGH, GUARD, STEPS, Wishes
from turnout.body.skin import SkinPoint

mink: Any = import_module("mink")
SMALL, LM = 1e-6, 1.0
"""Damping of everything, and of a task by its own error (Levenberg): without the latter mink leaps past targets that
are far away or out of reach, and does not come to rest (tried 0, 0.01 and 1)."""
MOST = 4 * STEPS


class PointTask(mink.Task):  # pyright: ignore[reportUntypedBaseClass]
    """A point of the skin in a place of the world, or beside another point."""

    def __init__(self, point: SkinPoint, to: SkinPoint | None, target: Array, cost: Array) -> None:
        mink.Task.__init__(self, cost=cost, gain=1.0, lm_damping=LM)
        self.point, self.to, self.target = point, to, target

    def _where(self, configuration: Any) -> tuple[Array, Array]:
        where, slope = engine.point_at(configuration.model, configuration.data, self.point.body, self.point.local)
        if self.to is not None:
            beside, other = engine.point_at(configuration.model, configuration.data, self.to.body, self.to.local)
            return where - beside, slope - other
        return where, slope

    def compute_error(self, configuration: Any) -> Array:
        return self._where(configuration)[0] - self.target

    def compute_jacobian(self, configuration: Any) -> Array:
        return self._where(configuration)[1]


class GuardTask(PointTask):
    """Pushes a point that has sunk into the floor up again."""

    def __init__(self, point: SkinPoint) -> None:
        super().__init__(point, None, np.zeros(3), np.array([GUARD]))

    def compute_error(self, configuration: Any) -> Array:
        return np.minimum(super().compute_error(configuration)[2:], 0.0)

    def compute_jacobian(self, configuration: Any) -> Array:
        sunk = super().compute_error(configuration)[2] < 0
        return super().compute_jacobian(configuration)[2:] * float(sunk)


def tasks_of(frame: Coordinates, wishes: Wishes) -> list[Any]:
    """The wishes as mink's tasks."""
    model = frame.model
    cost = np.zeros(model.nv)
    cost[frame.speed] = wishes.angle_weights
    hinges = mink.PostureTask(model, cost=cost, lm_damping=LM)
    hinges.set_target(frame.posture(np.concatenate([wishes.place, [1, 0, 0, 0]]), wishes.angles))
    pelvis = mink.FrameTask(
        str(model.body(1).name),
        "body",
        position_cost=wishes.place_weights,
        orientation_cost=wishes.turn_weight,
        lm_damping=LM,
    )
    turn = mink.SO3.from_matrix(wishes.turn)
    pelvis.set_target(mink.SE3.from_rotation_and_translation(turn, wishes.place))
    tasks: list[Any] = [hinges, pelvis]
    for pin, target, weight in zip(wishes.pins, wishes.targets, wishes.pin_weights, strict=True):
        if weight.any():
            tasks.append(PointTask(pin.point, pin.to, target, weight))
    if wishes.centre_weight:
        centre = mink.ComTask(cost=[wishes.centre_weight, wishes.centre_weight, 0.0])
        centre.set_target(np.array([*wishes.centre, 0.0]))
        tasks.append(centre)
    return [*tasks, *(GuardTask(guard) for guard in wishes.guards)]


def without_follower_limits(frame: Coordinates) -> Any:
    """A copy of the model in which joints that merely follow have no ends of their own, as in ours."""
    model = copy.copy(frame.model)
    free = {*frame.joints}
    for number in range(1, int(model.njnt)):
        if str(model.joint(number).name) not in free:
            model.jnt_limited[number] = 0
    return model


def solve(frame: Coordinates, model: Any, wishes: Wishes, start: Array) -> tuple[Array, int]:
    """The posture mink comes to, and in how many steps; ``model`` is that of `without_follower_limits`."""
    configuration = mink.Configuration(model, q=start.copy())
    tasks = tasks_of(frame, wishes)
    couplings = mink.EqualityConstraintTask(model, cost=1.0)
    limits = [mink.ConfigurationLimit(model)]
    for number in range(MOST):
        step = mink.solve_ik(configuration, tasks, 1.0, "daqp", damping=SMALL, limits=limits, constraints=[couplings])
        longest = float(np.abs(step).max())
        configuration.integrate_inplace(step * min(1.0, 0.5 / max(longest, 1e-12)), 1.0)
        if longest < ENOUGH:
            return configuration.q.copy(), number + 1
    return configuration.q.copy(), MOST
