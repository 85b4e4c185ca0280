"""Our moment arms against the published ones: signs, errors, flips.

In: a `Body` and `Published`. Out: one row for each muscle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnout.body.arms import UNDECIDED_MM, Flip, flips, moment_arms
from turnout.body.model import HIP_AXES, Body
from validation.published import SETS, Published

Array = NDArray[np.float64]
FLEXION_DEG = (0.0, 20.0, 45.0, 60.0, 90.0)
"""The angles of Delp 1999."""
NEAR_FLIP_DEG = 5.0
"""How far outside the published spread a flip may lie and still count as inside: the spread is given to about that."""


@dataclass(frozen=True)
class Row:
    """One muscle.

    Attributes:
        neutral: ours at 0: flexion, adduction, internal rotation [mm].
        rotation: ours over `FLEXION_DEG` [mm].
        published: rotation by data set over `FLEXION_DEG` [mm].
        neutral_rmse: by data set, over the three axes at 0 [mm].
        rotation_rmse: by data set, over `FLEXION_DEG` [mm].
        independent: the sets our points do not come from.
        signs: ``right``, ``undecided`` or ``wrong``, for each axis at 0 and for rotation at 90.
    """

    muscle: str
    neutral: Array
    rotation: Array
    published: dict[str, Array]
    neutral_rmse: dict[str, float]
    rotation_rmse: dict[str, float]
    independent: tuple[str, ...]
    signs: dict[str, str]


@dataclass(frozen=True)
class FlipRow:
    """Where one muscle turns round, ours and the published spread."""

    muscle: str
    ours: Flip
    spread: tuple[float, float] | None
    verdict: str


def compare_arms(body: Body, known: Published) -> list[Row]:
    """Every muscle that a published line stands for."""
    by_axis = {axis: moment_arms(body, axis, FLEXION_DEG) for axis in HIP_AXES}
    return [_row(muscle, {axis: arms[muscle] for axis, arms in by_axis.items()}, known) for muscle in known.compare]


def _row(muscle: str, ours: dict[str, Array], known: Published) -> Row:
    neutral = np.array([ours[axis][0] for axis in HIP_AXES])
    rotation = ours["hip_rotation"]
    lines: dict[str, Array] = {}
    for name in SETS:
        arms = [known.arms(name, muscle, flexion) for flexion in FLEXION_DEG]
        found = [values for values in arms if values is not None]
        if found:
            lines[name] = np.array(found)
    return Row(
        muscle=muscle,
        neutral=neutral,
        rotation=rotation,
        published={name: values[:, 2] for name, values in lines.items()},
        neutral_rmse={name: _rms(neutral - values[0]) for name, values in lines.items()},
        rotation_rmse={name: _rms(rotation - values[:, 2]) for name, values in lines.items()},
        independent=known.independent(muscle),
        signs=_signs(neutral, rotation, lines),
    )


def _signs(neutral: Array, rotation: Array, lines: dict[str, Array]) -> dict[str, str]:
    out = {
        axis: sign_of(float(neutral[index]), [float(values[0, index]) for values in lines.values()])
        for index, axis in enumerate(HIP_AXES)
    }
    out["hip_rotation at 90"] = sign_of(float(rotation[-1]), [float(values[-1, 2]) for values in lines.values()])
    return out


def sign_of(ours: float, theirs: list[float]) -> str:
    """``undecided`` where the sets disagree or anybody's lever is near nought; else ``right`` or ``wrong``."""
    if abs(ours) < UNDECIDED_MM or any(abs(value) < UNDECIDED_MM for value in theirs):
        return "undecided"
    if len({value > 0 for value in theirs}) > 1:
        return "undecided"
    return "right" if (ours > 0) == (theirs[0] > 0) else "wrong"


def compare_flips(body: Body, known: Published) -> list[FlipRow]:
    """Every muscle whose flip is published, or published not to be."""
    found = flips(body, tuple(known.flips))
    return [FlipRow(name, found[name], spread, _verdict(found[name], spread)) for name, spread in known.flips.items()]


def _verdict(ours: Flip, spread: tuple[float, float] | None) -> str:
    """A lever that fades to nearly nought where others turn round agrees with them within what can be told."""
    if spread is None:
        return "as published: never" if ours.neutral is None else "turns, published never"
    angle = ours.fades if ours.neutral is None else ours.neutral
    if angle is None:
        return "never, published lines do"
    inside = spread[0] - NEAR_FLIP_DEG <= angle <= spread[1] + NEAR_FLIP_DEG
    return ("inside" if inside else "outside") + ("" if ours.neutral is not None else ", fades")


def _rms(difference: Array) -> float:
    return float(np.sqrt(np.mean(difference**2)))
