"""The body: a person's skeleton with muscles, and where every muscle runs in any posture.

    >>> body = load_body(Person(mass_kg=75))
    >>> geometry = body.geometry({"hip_flexion": [0, 45, 90]})
    >>> geometry.arms_of("piriformis", "hip_rotation")      # [m], + = internal rotation

In: a `Person` and postures in degrees (flexion, adduction, internal rotation positive, on either side). Out: lengths
and moment arms as arrays, first axis the postures, second the muscles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from turnout.body import engine
from turnout.body.build import tendon_of
from turnout.body.cache import compiled
from turnout.body.data import Anatomy, load_anatomy
from turnout.body.errors import BodyError
from turnout.body.person import Person
from turnout.body.scale import fit
from turnout.terms import Limb, listed

Array = NDArray[np.float64]
Axis = Literal["hip_flexion", "hip_adduction", "hip_rotation", "knee_angle"]
AXES: tuple[Axis, ...] = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")
"""Axes about which moment arms are given: + is flexion, adduction, internal rotation, knee flexion."""
HIP_AXES = AXES[:3]
JOINTS = (*AXES, "ankle_angle", "subtalar_angle", "mtp_angle")
"""Joints of one leg that a posture may name; those left out are at 0."""
SUFFIX = {"right": "r", "left": "l"}
SLACK_DEG = 1e-6


@dataclass(frozen=True)
class Geometry:
    """Where the muscles of one leg run, in n postures.

    Attributes:
        muscles: names, in the order of the second axis.
        axes: names, in the order of the third axis of ``arms``.
        lengths: from bone to bone along the path [m], (n, muscles).
        arms: moment arms [m], (n, muscles, axes): the torque about the axis of a pull of 1 N.
    """

    muscles: tuple[str, ...]
    axes: tuple[str, ...]
    lengths: Array
    arms: Array

    def arms_of(self, muscle: str, axis: str) -> Array:
        """Moment arms of one muscle about one axis [m], (n,)."""
        return self.arms[:, place_of(muscle, self.muscles), self.axes.index(axis)]


@dataclass(frozen=True)
class Body:
    """One person's skeleton and muscles. It holds a working space of its own: not for several threads at once.

    Attributes:
        person: whose.
        anatomy: the data it was made from.
        muscles: names of the muscles of one leg; both legs have the same.
        engine_model: the MuJoCo model, for those who need all of it.
    """

    person: Person
    anatomy: Anatomy
    muscles: tuple[str, ...]
    engine_model: Any = field(repr=False)
    _data: Any = field(repr=False)
    _legs: dict[Limb, _Leg] = field(repr=False)

    def geometry(self, angles: Mapping[str, ArrayLike], side: Limb = "right") -> Geometry:
        """Lengths and moment arms of one leg's muscles.

        Args:
            angles: joint names and angles [deg]: numbers, or arrays that broadcast together.
            side: which leg.

        Raises:
            BodyError: an unknown joint, a NaN, or an angle the joint cannot take.
        """
        leg = self._legs[side]
        postures = self._postures(angles, side)
        lengths = np.empty((len(postures), len(self.muscles)))
        arms = np.empty((len(postures), len(self.muscles), len(AXES)))
        for row, posture in enumerate(postures):
            position, gains = leg.position(self.engine_model.qpos0, np.radians(posture))
            length, jacobian = engine.tendons_at(self.engine_model, self._data, position)
            lengths[row] = length[leg.tendons]
            arms[row] = -(jacobian[leg.tendons] @ gains)
        return Geometry(self.muscles, AXES, lengths, arms)

    def _postures(self, angles: Mapping[str, ArrayLike], side: Limb) -> Array:
        """(n, joints) [deg], checked."""
        for name in angles:
            if name not in JOINTS:
                raise BodyError(f"there is no joint {name!r}; choose {listed(JOINTS)}")
        columns = [np.atleast_1d(np.asarray(angles.get(name, 0.0), dtype=np.float64)) for name in JOINTS]
        try:
            postures = np.stack(np.broadcast_arrays(*columns), axis=-1).reshape(-1, len(JOINTS))
        except ValueError:
            raise BodyError("the angles of the joints do not go together: give each one number, or as many") from None
        for column, name in enumerate(JOINTS):
            self._check(name, postures[:, column], side)
        return postures

    def _check(self, joint: str, values: Array, side: Limb) -> None:
        if not np.isfinite(values).all():
            raise BodyError("every angle must be a number", joint)
        low, high = (math.degrees(v) for v in engine.joint_range(self.engine_model, f"{joint}_{SUFFIX[side]}"))
        outside = values[(values < low - SLACK_DEG) | (values > high + SLACK_DEG)]
        if outside.size:
            raise BodyError(f"{outside[0]:g} degrees is outside what the joint can do, {low:.0f} to {high:.0f}", joint)


@dataclass(frozen=True)
class _Leg:
    """Where one leg's joints and muscles sit in the MuJoCo model.

    Attributes:
        joints: position and velocity place of each of `JOINTS`.
        followers: joints that follow one of them: leader's index, position and velocity place, five coefficients.
        tendons: index of each muscle's path.
    """

    joints: list[tuple[int, int]]
    followers: list[tuple[int, int, int, Array]]
    tendons: list[int]
    speeds: int

    def position(self, rest: Array, angles: Array) -> tuple[Array, Array]:
        """Generalised positions, and how every velocity follows the `AXES` (nv, axes)."""
        position = rest.copy()
        gains = np.zeros((self.speeds, len(AXES)))
        for index, (place, speed) in enumerate(self.joints):
            position[place] = angles[index]
            if index < len(AXES):
                gains[speed, index] = 1.0
        for leader, place, speed, c in self.followers:
            x = angles[leader] - rest[self.joints[leader][0]]
            position[place] = rest[place] + c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])))
            if leader < len(AXES):
                gains[speed, leader] = c[1] + x * (2 * c[2] + x * (3 * c[3] + x * 4 * c[4]))
        return position, gains


def load_body(person: Person | None = None, anatomy: Anatomy | None = None) -> Body:
    """The model of a person; one of ordinary size by default.

    Raises:
        BodyError: the extra is not installed, or the data are at odds with the model.
    """
    who = person or Person()
    data = anatomy or load_anatomy()
    model = fit(compiled(data), data, who)
    muscles = tuple(dict.fromkeys((*data.names.values(), *data.paths.added)))
    legs: dict[Limb, _Leg] = {side: _leg(model, data, muscles, side) for side in ("right", "left")}
    return Body(who, data, muscles, model, engine.make_data(model), legs)


def _leg(model: Any, anatomy: Anatomy, muscles: tuple[str, ...], side: Limb) -> _Leg:
    suffix = SUFFIX[side]
    names = [f"{joint}_{suffix}" for joint in JOINTS]
    followers: list[tuple[int, int, int, Array]] = []
    for follower, leader, coefficients in engine.couplings(model):
        if leader in names:
            place, speed = engine.places(model, follower)
            followers.append((names.index(leader), place, speed, coefficients))
    tendons = engine.tendon_names(model)
    return _Leg(
        joints=[engine.places(model, name) for name in names],
        followers=followers,
        tendons=[tendons.index(tendon_of(anatomy, muscle, suffix)) for muscle in muscles],
        speeds=int(model.nv),
    )


def place_of(muscle: str, muscles: tuple[str, ...]) -> int:
    """The index of a muscle.

    Raises:
        BodyError: there is none of that name.
    """
    if muscle not in muscles:
        raise BodyError(f"the model has no muscle {muscle!r}; it has {listed(sorted(muscles), last='and')}")
    return muscles.index(muscle)
