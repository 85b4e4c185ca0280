"""From where a motion is looked at: so that the working hip is large and near, the movement seen from its side, and the
whole of it fits.

In: where bones are in every frame (glTF axes). Out: a `View`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array

FIELD_DEG = 28.0
"""Vertical field of view."""
ASPECT = 4 / 3
MARGIN = 1.07
AZIMUTHS = tuple(float(a) for a in range(-180, 180, 15))
ELEVATIONS = (6.0, 16.0, 28.0)
LEVEL_COST = 0.004
"""What a degree of looking down costs, over the gain of a distance shorter by a share of 1."""
NEAR_GAIN, MOVES_GAIN, FACE_GAIN = 0.30, 0.55, 0.15
ALONG_FREE, ALONG_COST = 0.45, 2.5
"""A body is not looked at from its feet: how far along the trunk the eye may look (cosine), and what more costs."""


@dataclass(frozen=True)
class View:
    """A camera.

    Attributes:
        target: what is in the middle, (3,) [m].
        distance: of the eye from it [m].
        azimuth_deg: 0 from where the standing body looks to, 90 from its right.
        elevation_deg: from above.
    """

    target: Array
    distance: float
    azimuth_deg: float
    elevation_deg: float


def axes_of(azimuth_deg: float, elevation_deg: float) -> Array:
    """Rows: right, up, and towards the eye, (3, 3), glTF axes."""
    a, e = np.radians(azimuth_deg), np.radians(elevation_deg)
    towards = np.array([-np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = np.array([np.cos(a), 0.0, np.sin(a)])
    return np.stack([right, np.cross(towards, right), towards])


def fitted(points: Array, azimuth_deg: float, elevation_deg: float, aspect: float = ASPECT) -> View:
    """The nearest camera in a direction that sees all points, (n, 3)."""
    axes = axes_of(azimuth_deg, elevation_deg)
    tangent = np.tan(np.radians(FIELD_DEG / 2)) * np.array([aspect, 1.0]) / MARGIN
    seen = points @ axes.T
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    distance = 1.0
    for _ in range(4):  # perspective: the middle of the picture is not the middle of the extent
        placed = seen - middle
        distance = float((placed[:, 2:] + np.abs(placed[:, :2]) / tangent).max())
        slope = placed[:, :2] / (distance - placed[:, 2:])
        middle[:2] += (slope.min(axis=0) + slope.max(axis=0)) / 2 * distance
    return View(middle @ axes, distance, azimuth_deg, elevation_deg)


def view_of(points: Array, hip: Array, trunk: Array, moving: Array) -> View:
    """The best of many directions.

    Args:
        points: everything that must fit, (n, 3) [m].
        hip: the working hip, and the middle of the pelvis, (2, 3) [m].
        trunk: where the chest looks to, and up along the trunk, (2, 3).
        moving: places of the moving bones, (frames, bones, 3) [m].
    """
    found = [(_worth(view, hip, trunk, moving), n, view) for n, view in enumerate(_views(points))]
    return max(found)[2]


def _views(points: Array) -> list[View]:
    return [fitted(points, azimuth, elevation) for elevation in ELEVATIONS for azimuth in AZIMUTHS]


def _worth(view: View, hip: Array, trunk: Array, moving: Array) -> float:
    axes = axes_of(view.azimuth_deg, view.elevation_deg)
    across = hip[0] - hip[1]
    near = float(across @ axes[2]) / max(float(np.linalg.norm(across)), 1e-9)
    spread = np.ptp(moving, axis=0)
    seen = np.ptp(moving @ axes[:2].T, axis=0)
    share = float(np.linalg.norm(seen, axis=-1).sum() / max(float(np.linalg.norm(spread, axis=-1).sum()), 1e-9))
    shown = min(near, 0.8) * NEAR_GAIN + share * MOVES_GAIN + float(trunk[0] @ axes[2]) * FACE_GAIN
    shown -= max(0.0, abs(float(trunk[1] @ axes[2])) - ALONG_FREE) * ALONG_COST
    return shown - float(np.log(view.distance)) - LEVEL_COST * abs(view.elevation_deg - ELEVATIONS[1])
