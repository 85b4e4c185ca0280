"""Moment arms by hand: a straight line between two bones, three rotations, a cross product. It knows nothing of the
model.

In: two points from the centre of the right hip [cm] and hip angles [deg]. Out: moment arms [mm] about the flexion
axis of the pelvis, the floating adduction axis and the long axis of the thigh; + = flexion, adduction, internal
rotation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def turn(axis: int, degrees: float) -> Array:
    """A rotation about x, y or z (3, 3)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    out = np.eye(3)
    out[i, i] = out[j, j] = c
    out[j, i], out[i, j] = s, -s
    return out


def line_arms(
    pelvis: Sequence[float], thigh: Sequence[float], flexion: float = 0, adduction: float = 0, rotation: float = 0
) -> Array:
    """Moment arms of a pull from ``thigh`` towards ``pelvis`` [mm], (3,)."""
    flexed = turn(2, flexion)
    drawn = flexed @ turn(0, adduction)
    at = drawn @ turn(1, rotation) @ np.asarray(thigh, dtype=np.float64)
    pull = np.asarray(pelvis, dtype=np.float64) - at
    torque = np.cross(at, pull / np.linalg.norm(pull))
    return 10 * np.array([torque @ turn(2, 0)[:, 2], torque @ flexed[:, 0], torque @ drawn[:, 1]])
