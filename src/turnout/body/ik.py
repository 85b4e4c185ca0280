"""Inverse kinematics: the posture that comes nearest to all that is asked of a body at one moment.

In: `Wishes` (angles, the pelvis, points that stay in their place, the centre of mass), each with a weight. Out: a
posture. Damped least squares on MuJoCo's Jacobians (Levenberg 1944, Marquardt 1963), in the free coordinates of
`Coordinates`, so that the couplings of the knee hold exactly; joints stop at their ends (a joint at its end that is
pushed further drops out of the step).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import ROOT, Coordinates
from turnout.body.engine import Array
from turnout.body.skin import SkinPoint

STEPS = 60
LITTLE = 1e-9
"""Stop when a bold step makes the sum of squares smaller by no more than this share of it."""
HEAVIEST = 1e8
"""Most damping: by then a step is no longer than `ENOUGH`."""
ENOUGH = 1e-7
"""Stop when no coordinate moves more than this [m or rad]."""

GUARD = 50.0
"""How firmly a point is kept out of the floor [1/m]."""


@dataclass(frozen=True)
class Pin:
    """A point kept in a place of the world, or beside another point of the body."""

    point: SkinPoint
    to: SkinPoint | None = None


@dataclass
class Wishes:
    """What is asked of a body at one moment.

    Attributes:
        angles, angle_weights: of the free hinges [rad], (joints,).
        place, place_weights: of the pelvis [m], (3,).
        turn, turn_weight: the pelvis's orientation, (3, 3), and how firmly about its own axes (tilt, list, turn).
        pins: points; ``targets`` and ``pin_weights`` are (pins, 3) [m].
        centre, centre_weight: where the centre of mass is to be, seen from above, (2,) [m].
        guards: points that must not sink into the floor.
        weights: what is held, as masses [kg] at points; they count in the centre of mass.
        height, height_weight: of the centre of mass [m], where that matters (in the air).
    """

    angles: Array
    angle_weights: Array
    place: Array
    place_weights: Array
    turn: Array
    turn_weight: float | Array
    pins: tuple[Pin, ...]
    targets: Array
    pin_weights: Array
    centre: Array
    centre_weight: float
    guards: tuple[SkinPoint, ...] = ()
    weights: tuple[tuple[SkinPoint, float], ...] = ()
    height: float = 0.0
    height_weight: float = 0.0


def solve(frame: Coordinates, data: Any, wishes: Wishes, start: Array) -> Array:
    """The posture (nq,) that meets the wishes best.

    Args:
        frame: free coordinates of the model.
        data: MjData of it; overwritten.
        wishes: what is asked.
        start: a posture to begin from, (nq,).
    """
    posture, damping = start, 1e-6
    error, jacobian = linearised(frame, data, wishes, posture)
    cost = float(error @ error)
    for _ in range(STEPS):
        step = _step(frame, posture, error, jacobian, damping)
        tried = frame.moved(posture, step)
        new_error, new_jacobian = linearised(frame, data, wishes, tried)
        new_cost = float(new_error @ new_error)
        if new_cost <= cost + 1e-15:
            gained = cost - new_cost
            posture, error, jacobian, cost = tried, new_error, new_jacobian, new_cost
            damping = max(damping / 4, 1e-9)
            if np.abs(step).max() < ENOUGH or (damping < 1.0 and gained < LITTLE * cost):
                break
        else:
            damping = min(damping * 10, HEAVIEST)
            if np.abs(step).max() < ENOUGH:
                break
    return posture


def _step(frame: Coordinates, posture: Array, error: Array, jacobian: Array, damping: float) -> Array:
    """The damped step; joints at an end that would go beyond it stay."""
    hessian = jacobian.T @ jacobian
    gradient = jacobian.T @ error
    angles = frame.angles(posture)
    free = np.ones(frame.size, dtype=bool)
    step = np.zeros(frame.size)
    for _ in range(3):
        index = np.flatnonzero(free)
        damped = hessian[np.ix_(index, index)] + damping * np.eye(len(index))
        step = np.zeros(frame.size)
        step[index] = np.linalg.solve(damped, gradient[index])
        beyond = ((angles <= frame.low + 1e-9) & (step[ROOT:] < 0)) | (
            (angles >= frame.high - 1e-9) & (step[ROOT:] > 0)
        )
        if not beyond.any():
            break
        free[ROOT:] &= ~beyond
    longest = np.abs(step).max()
    return step * min(1.0, 0.5 / longest) if longest > 0 else step


def linearised(frame: Coordinates, data: Any, wishes: Wishes, posture: Array) -> tuple[Array, Array]:
    """Weighted errors (wanted less actual) and how the actual follows the free coordinates."""
    model = frame.model
    engine.place(model, data, posture)
    gains = frame.gains(posture)
    joints = np.zeros((len(frame.joints), frame.size))
    joints[:, ROOT:] = np.diag(wishes.angle_weights)
    root = np.zeros((6, frame.size))
    root[:3, :3] = np.diag(wishes.place_weights)
    root[3:, 3:ROOT] = np.diag(np.broadcast_to(wishes.turn_weight, 3))
    errors = [
        wishes.angle_weights * (wishes.angles - frame.angles(posture)),
        wishes.place_weights * (wishes.place - posture[:3]),
        wishes.turn_weight * rotation_vector(rotation_of(posture[3:7]).T @ wishes.turn),
    ]
    jacobians = [joints, root]
    for pin, target, weight in zip(wishes.pins, wishes.targets, wishes.pin_weights, strict=True):
        if weight.any():
            where, slope = engine.point_at(model, data, pin.point.body, pin.point.local)
            if pin.to is not None:
                beside, other = engine.point_at(model, data, pin.to.body, pin.to.local)
                where, slope = where - beside, slope - other
            errors.append(weight * (target - where))
            jacobians.append(weight[:, None] * (slope @ gains))
    if wishes.centre_weight or wishes.height_weight:
        where, slope = centre_with(model, data, wishes.weights)
        errors.append(wishes.centre_weight * (wishes.centre - where[:2]))
        errors.append(np.array([wishes.height_weight * (wishes.height - where[2])]))
        jacobians.append(wishes.centre_weight * (slope[:2] @ gains))
        jacobians.append(wishes.height_weight * slope[2:] @ gains)
    for guard in wishes.guards:
        depth = -float(data.xpos[guard.body, 2] + data.xmat[guard.body, 6:] @ guard.local)
        if depth > 0:
            slope = engine.point_at(model, data, guard.body, guard.local)[1]
            errors.append(np.array([GUARD * depth]))
            jacobians.append(GUARD * slope[2:] @ gains)
    return np.concatenate(errors), np.vstack(jacobians)


def centre_with(model: Any, data: Any, weights: tuple[tuple[SkinPoint, float], ...]) -> tuple[Array, Array]:
    """Centre of mass of the body and what it holds, (3,) [m], and its Jacobian (3, nv), in the posture last set."""
    where, slope = engine.centre_of_mass(model, data)
    total = engine.mass(model)
    for point, kg in weights:
        place, way = engine.point_at(model, data, point.body, point.local)
        total += kg
        where, slope = where + (place - where) * kg / total, slope + (way - slope) * kg / total
    return where, slope


def rotation_of(quaternion: Array) -> Array:
    """(3, 3) of a unit quaternion w, x, y, z."""
    w, x, y, z = quaternion / np.linalg.norm(quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def rotation_vector(turn: Array) -> Array:
    """Axis times angle [rad] of a rotation, (3,)."""
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2
    sine, cosine = float(np.linalg.norm(axis)), (float(np.trace(turn)) - 1) / 2
    angle = float(np.arctan2(sine, cosine))
    if sine > 1e-9:
        return axis / sine * angle
    if cosine > 0:
        return axis
    half = np.sqrt(np.maximum(np.diag(turn) + 1, 0) / 2)  # half a turn: the sign of the axis is free
    return half / max(float(np.linalg.norm(half)), 1e-12) * np.pi


def about_axis(axis: Array, degrees: float) -> Array:
    """The rotation about a unit axis, (3, 3)."""
    angle = np.radians(degrees)
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
