"""How strong the hip is: the greatest isometric torque in six directions.

In: a `Body` and postures. Out: torque [Nm]. The question is a linear programme: activations of 0..1 that give the
most torque about one axis while the torques about the other hip axes and about the knee are nought. In tests of
rotation the thigh is strapped to the bench, which carries what bends or straightens the hip; `Direction.carried` says
so, and ``carried=False`` asks for full balance. A dynamometer is zeroed with the limb at rest, so passive forces do
not enter. Rotation, flexion and extension are tested with the knee bent to a right angle, abduction and adduction
with a straight knee.

This is the strength of somebody who drives every muscle fully and steers them perfectly: an upper bound for real
people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body.errors import BodyError
from turnout.body.model import AXES, Axis, Body
from turnout.body.muscles import Muscles, muscles_of

Array = NDArray[np.float64]

FLEXION_DEG = (0.0, 30.0, 60.0, 90.0, 110.0)
LEAST_ARM_M = 1e-4


@dataclass(frozen=True, slots=True)
class Direction:
    """A way to push, as it is usually tested.

    Attributes:
        axis: of `AXES`.
        sign: +1 or -1.
        knee_deg: flexion of the knee [deg].
        carried: axes about which the bench and its straps take the torque.
    """

    axis: Axis
    sign: float
    knee_deg: float
    carried: tuple[Axis, ...] = ()


DIRECTIONS = {
    "er": Direction("hip_rotation", -1.0, 90.0, carried=("hip_flexion",)),
    "ir": Direction("hip_rotation", 1.0, 90.0, carried=("hip_flexion",)),
    "flexion": Direction("hip_flexion", 1.0, 90.0),
    "extension": Direction("hip_flexion", -1.0, 90.0),
    "abduction": Direction("hip_adduction", -1.0, 5.0),
    "adduction": Direction("hip_adduction", 1.0, 5.0),
}


@dataclass(frozen=True)
class Strength:
    """Greatest torques over hip flexion.

    Attributes:
        flexion_deg: the hip flexions.
        torque_nm: by direction, one torque for each flexion [Nm].
        mass_kg: the person's, to divide by.
    """

    flexion_deg: tuple[float, ...]
    torque_nm: dict[str, tuple[float, ...]]
    mass_kg: float

    def per_kg(self, direction: str, flexion_deg: float) -> float:
        """Torque over body mass [Nm/kg]."""
        return self.torque_nm[direction][self.flexion_deg.index(flexion_deg)] / self.mass_kg


def strength(body: Body, flexion_deg: Sequence[float] = FLEXION_DEG, *, carried: bool = True) -> Strength:
    """The greatest torque in every direction, other hip angles at 0.

    Args:
        body: whose.
        flexion_deg: hip flexions [deg].
        carried: whether the bench takes what it takes in the usual tests; else every other axis is balanced.

    Raises:
        BodyError: a flexion the hip cannot take.
    """
    muscles = muscles_of(body)
    ways = DIRECTIONS if carried else {name: replace(way, carried=()) for name, way in DIRECTIONS.items()}
    torques = {name: tuple(greatest(body, muscles, way, flexion_deg)) for name, way in ways.items()}
    return Strength(tuple(float(value) for value in flexion_deg), torques, body.person.mass_kg)


def greatest(body: Body, muscles: Muscles, way: Direction, flexion_deg: Sequence[float]) -> list[float]:
    """The greatest torque in one direction at each hip flexion [Nm]."""
    geometry = body.geometry({"hip_flexion": np.asarray(flexion_deg, dtype=np.float64), "knee_angle": way.knee_deg})
    active, _ = muscles.forces(geometry.lengths)
    return [solve(arms, force, way)[0] for arms, force in zip(geometry.arms, active, strict=True)]


def solve(arms: Array, force: Array, way: Direction) -> tuple[float, Array]:
    """The linear programme of one posture.

    Args:
        arms: moment arms [m], (muscles, axes).
        force: greatest active force [N], (muscles,).
        way: the direction.

    Returns:
        The torque [Nm] and the activations, (muscles,).
    """
    axis = AXES.index(way.axis)
    used = np.abs(arms).max(axis=1) > LEAST_ARM_M
    torque = arms[used] * force[used, None]
    others = [index for index, name in enumerate(AXES) if index != axis and name not in way.carried]
    found: Any = import_module("scipy.optimize").linprog(
        -way.sign * torque[:, axis], A_eq=torque[:, others].T, b_eq=np.zeros(len(others)), bounds=(0, 1), method="highs"
    )
    if not found.success:  # nought is always allowed, so this is a fault of numbers
        raise BodyError(f"the greatest torque cannot be found: {found.message}")
    activation = np.zeros(len(force))
    activation[used] = found.x
    return float(-found.fun), activation
