"""The Hill-type muscle: how much force a fibre gives at a length and a speed.

Curves of De Groote and others 2016 (doi 10.1007/s10439-016-1591-9), with the constants as refined in OpenSim's
``DeGrooteFregly2016Muscle`` (there the force-velocity curve passes exactly through 0 and 1).

The tendon is rigid. Then force is linear in activation, which the muscle problem needs, and the fibre's length follows
from the posture alone. Millard 2013 (doi 10.1115/1.4023390) finds it exact enough where the tendon is short, as at the
hip; muscles with long tendons over hip and knee get longer fibres instead (`turnout.body.muscles`), and the passive
curve is softer than published (`PASSIVE_STRAIN`). The fibre keeps its thickness: its width across the line of pull is
constant.

Everything works on arrays; lengths are in units of the best fibre length, forces in units of the greatest isometric
force.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Active force-length, three bells: height, centre, width, and how the width grows with length.
HEIGHT = (0.8150671134243542, 0.433004984392647, 0.1)
CENTRE = (1.055033428970575, 0.716775413397760, 1.0)
WIDTH = (0.162384573599574, -0.029947116970696, 0.353553390593274)
GROWTH = (0.063303448465465, 0.200356847296188, 0.0)

# Force-velocity, shortening negative; -1 is the greatest speed.
D1, D2, D3, D4 = -0.3211346127989808, -8.149, -0.374, 0.8825327733249912

PASSIVE_SHAPE = 4.0
"""k_PE of the paper [-]."""
PASSIVE_STRAIN = 1.0
"""Strain at which the passive force reaches the greatest isometric force [-]. The paper has 0.6; ours is softer
(design): with rigid tendons 0.6 gives vastus lateralis 900 N in a deep squat."""


def active_force_length(length: ArrayLike) -> Array:
    """Force of a fully active fibre, by its length.

    Args:
        length: fibre length over best length [-], any shape.

    Returns:
        Force over greatest isometric force [-], the same shape; 0..1.
    """
    l = np.asarray(length, dtype=np.float64)  # noqa: E741 - the paper's letter
    force = np.zeros_like(l)
    for height, centre, width, growth in zip(HEIGHT, CENTRE, WIDTH, GROWTH, strict=True):
        spread = np.maximum(np.abs(width + growth * l), 1e-6)
        force += height * np.exp(-0.5 * ((l - centre) / spread) ** 2)
    return force


def passive_force_length(length: ArrayLike) -> Array:
    """Force of a resting fibre, by its length: none up to the best length, then rising.

    Args:
        length: fibre length over best length [-], any shape.

    Returns:
        Force over greatest isometric force [-], the same shape.
    """
    stretch = np.maximum(np.asarray(length, dtype=np.float64) - 1.0, 0.0)
    return np.expm1(PASSIVE_SHAPE * stretch / PASSIVE_STRAIN) / np.expm1(PASSIVE_SHAPE)


def force_velocity(velocity: ArrayLike) -> Array:
    """Force by speed.

    Args:
        velocity: lengthening speed over the greatest shortening speed [-]; shortening is negative.

    Returns:
        Multiplier of the active force [-]: 1 at rest, 0 at -1.
    """
    v = np.asarray(velocity, dtype=np.float64)
    return D1 * np.arcsinh(D2 * v + D3) + D4


def fibre_length(path: Array, slack: Array, width: Array) -> tuple[Array, Array]:
    """Fibre length and the cosine of pennation, with a rigid tendon.

    Args:
        path: length of the whole muscle from bone to bone [m], (..., muscles).
        slack: length of the tendon [m], (muscles,).
        width: thickness of the fibre bundle across the line of pull [m], (muscles,).

    Returns:
        Fibre length [m] and cosine of pennation [-], both (..., muscles). Where the tendon would hang slack the fibre
        has the length of its width and gives no force along the line.
    """
    along = np.maximum(path - slack, 0.0)
    length = np.maximum(np.hypot(along, width), 1e-6)
    return length, along / length
