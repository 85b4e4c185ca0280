"""Moment arms over hip flexion, and where a muscle's rotation turns round.

In: a `Body`. Out: moment arms [mm], and for each muscle a *band* of flexion angles at which its rotation lever passes
through
nought: one angle for each posture of a stated grid of adduction and rotation. One number would pretend to know more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from turnout.body.errors import BodyError
from turnout.body.model import HIP_AXES, Body, place_of
from turnout.terms import listed

Array = NDArray[np.float64]

HIP_LEVER_MM = 0.5
"""Muscles with a smaller lever about all three axes do not belong to the hip."""
UNDECIDED_MM = 5.0
"""Levers this small differ in sign between published data sets: too close to nought to say which way they turn."""
FLEXION_DEG = tuple(float(value) for value in range(0, 121, 5))
ADDUCTION_DEG = (-20.0, -10.0, 0.0, 10.0, 20.0)
ROTATION_DEG = (-30.0, -15.0, 0.0, 15.0, 30.0)
"""The grid of the flip band; adduction and internal rotation are positive."""


@dataclass(frozen=True)
class Flip:
    """Where a muscle's rotation turns round, by hip flexion.

    Attributes:
        neutral: the flexion at which it turns with adduction and rotation at 0 [deg]; None where it does not.
        low: the least over the grid [deg]; None where it turns nowhere.
        high: the greatest over the grid [deg].
        share: of the grid's postures in which it turns between 0 and 120 degrees, 0..1.
        fades: the flexion at which its outward lever falls below `UNDECIDED_MM`, adduction and rotation at 0 [deg].
    """

    neutral: float | None
    low: float | None
    high: float | None
    share: float
    fades: float | None


def hip_muscles(body: Body) -> tuple[str, ...]:
    """Muscles with a lever at the hip."""
    arms = np.abs(body.geometry({"hip_flexion": [0.0, 45.0, 90.0]}).arms[..., : len(HIP_AXES)]).max(axis=(0, 2))
    return tuple(name for name, arm in zip(body.muscles, arms, strict=True) if arm * 1000 > HIP_LEVER_MM)


def moment_arms(body: Body, about: str, flexion_deg: Sequence[float], knee_deg: float = 0.0) -> dict[str, Array]:
    """Moment arms of the hip muscles over flexion, other hip angles at 0.

    Args:
        body: whose.
        about: ``hip_rotation``, ``hip_flexion`` or ``hip_adduction``.
        flexion_deg: hip flexions [deg].
        knee_deg: flexion of the knee [deg].

    Returns:
        By muscle [mm], + = internal rotation, flexion, adduction.

    Raises:
        BodyError: an unknown axis, or an angle the hip cannot take.
    """
    if about not in HIP_AXES:
        raise BodyError(f"there is no axis {about!r}; choose {listed(HIP_AXES)}")
    angles = {"hip_flexion": np.asarray(flexion_deg, dtype=np.float64), "knee_angle": knee_deg}
    geometry = body.geometry(angles)
    return {name: 1000 * geometry.arms_of(name, about) for name in hip_muscles(body)}


def flips(body: Body, muscles: Sequence[str] | None = None) -> dict[str, Flip]:
    """Where the rotation of each muscle turns round, over the stated grid."""
    names = tuple(muscles) if muscles is not None else hip_muscles(body)
    places = [place_of(name, body.muscles) for name in names]
    others = list(product(ADDUCTION_DEG, ROTATION_DEG))
    grid = np.array([(flexion, *other) for other in others for flexion in FLEXION_DEG])
    angles = {axis: grid[:, column] for column, axis in enumerate(HIP_AXES)}
    levers = body.geometry(angles).arms[:, places, HIP_AXES.index("hip_rotation")]
    levers = levers.reshape(len(others), len(FLEXION_DEG), len(names))
    neutral = others.index((0.0, 0.0))
    return {name: _flip(levers[:, :, column], neutral) for column, name in enumerate(names)}


def _flip(levers: Array, neutral: int) -> Flip:
    angles = [crossing(row) for row in levers]
    found = [angle for angle in angles if angle is not None]
    share = len(found) / len(angles)
    fades = crossing(levers[neutral] + UNDECIDED_MM / 1000)
    return Flip(angles[neutral], min(found, default=None), max(found, default=None), share, fades)


def crossing(levers: Array) -> float | None:
    """The first flexion at which a lever over `FLEXION_DEG` passes from outward to inward [deg], by straight
    interpolation."""
    for index in range(len(levers) - 1):
        before, after = levers[index], levers[index + 1]
        if before < 0 <= after:
            share = before / (before - after)
            return float(FLEXION_DEG[index] + share * (FLEXION_DEG[index + 1] - FLEXION_DEG[index]))
    return None
