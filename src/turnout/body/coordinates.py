"""The coordinates a motion is free to choose: where the pelvis is, how it is turned, and every joint that does not
merely follow another.

In: the compiled model. Out: how postures follow from them. Joints that follow (the sliding and rolling of the knee,
the kneecap, the upper joints of the back) are put in their place exactly, by their polynomials, so no solver has to
hold them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.upper import SHARE

ROOT = 6
"""The first coordinates: place of the pelvis [m], and its turn about its own axes [rad]."""
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Coordinates:
    """A model's free coordinates.

    Attributes:
        joints: names of the free hinges, after the root.
        position: place of each among the positions.
        speed: place of each among the degrees of freedom.
        low, high: range [rad].
    """

    model: Any
    joints: tuple[str, ...]
    position: Places
    speed: Places
    low: Array
    high: Array
    _followers: tuple[tuple[int, int, int, Array], ...]

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.joints)}

    @cached_property
    def size(self) -> int:
        return ROOT + len(self.joints)

    @cached_property
    def shares(self) -> Array:
        """What one joint takes of an angle as people say it: a third in the back, else all of it."""
        return np.array([1 / SHARE if name.startswith("trunk") else 1.0 for name in self.joints])

    @cached_property
    def _polynomials(self) -> tuple[Places, Places, Places, Array]:
        places = [np.array([row[n] for row in self._followers], dtype=np.int64) for n in range(3)]
        return places[0], places[1], places[2], np.array([row[3] for row in self._followers])

    def angles(self, posture: Array) -> Array:
        """The free hinges' angles [rad]."""
        return posture[..., self.position]

    def posture(self, root: Array, angles: Array) -> Array:
        """Generalised positions (nq,) of a root (7: place and quaternion) and angles [rad], followers in place."""
        out = self.model.qpos0.copy()
        out[:7] = root
        out[self.position] = angles
        return self._followed(out)

    def moved(self, posture: Array, step: Array) -> Array:
        """A posture changed by a small step in the free coordinates; joints stop at their ends."""
        full = np.zeros(self.model.nv)
        full[:ROOT] = step[:ROOT]
        out = engine.moved(self.model, posture, full)
        out[self.position] = np.clip(posture[self.position] + step[ROOT:], self.low, self.high)
        return self._followed(out)

    def _followed(self, posture: Array) -> Array:
        leader, place, _, c = self._polynomials
        rest = self.model.qpos0
        x = posture[self.position[leader]] - rest[self.position[leader]]
        posture[place] = rest[place] + c[:, 0] + x * (c[:, 1] + x * (c[:, 2] + x * (c[:, 3] + x * c[:, 4])))
        return posture

    def gains(self, posture: Array) -> Array:
        """How every velocity follows the free ones, (nv, size)."""
        out = np.zeros((self.model.nv, self.size))
        out[np.arange(ROOT), np.arange(ROOT)] = 1.0
        out[self.speed, ROOT + np.arange(len(self.joints))] = 1.0
        leader, _, speed, c = self._polynomials
        x = posture[self.position[leader]] - self.model.qpos0[self.position[leader]]
        out[speed, ROOT + leader] = c[:, 1] + x * (2 * c[:, 2] + x * (3 * c[:, 3] + x * 4 * c[:, 4]))
        return out


def coordinates_of(model: Any) -> Coordinates:
    """The free coordinates of a model."""
    couplings = engine.couplings(model)
    following = {follower for follower, _, _ in couplings}
    joints = tuple(name for name in engine.joint_names(model)[1:] if name not in following)
    places = [engine.places(model, name) for name in joints]
    ranges = [engine.joint_range(model, name) for name in joints]
    followers = tuple((joints.index(leader), *engine.places(model, name), c) for name, leader, c in couplings)
    return Coordinates(
        model=model,
        joints=joints,
        position=np.array([place for place, _ in places]),
        speed=np.array([speed for _, speed in places]),
        low=np.array([low for low, _ in ranges]),
        high=np.array([high for _, high in ranges]),
        _followers=followers,
    )
