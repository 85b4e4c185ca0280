"""Where bones and muscles are in a posture, in the axes of glTF.

In: a model and a posture. Out: place and rotation of each body, and points along each muscle's path, wrapping included.

The model's axes are x to the left, y behind, z up (it looks along -y). glTF's are y up, and a figure looks along +z: so
(x, y, z) of the model is (x, z, -y) here, and the body's right is at -x.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array

TO_GLTF = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
"""Turns the model's world into that of glTF."""
TURN = np.array([np.sqrt(0.5), -np.sqrt(0.5), 0.0, 0.0])
"""The same as a quaternion (w, x, y, z)."""
ARC_POINTS = 6
"""Into how many points a piece is cut that bends round a surface."""


def gltf(points: Array) -> Array:
    """Points of the model's world in the axes of glTF, (..., 3)."""
    return points @ TO_GLTF.T


class Places:
    """A working space in which postures are taken up."""

    def __init__(self, model: Any, nodes: Sequence[str]) -> None:
        self.model = model
        self.data = engine.make_data(model)
        self.nodes = tuple(nodes)
        names = engine.body_names(model)
        self._bodies = [names.index(name) for name in nodes]

    def take(self, posture: Array) -> None:
        """Takes a posture up: the methods below speak of it."""
        engine.place(self.model, self.data, posture)
        engine.mujoco().mj_tendon(self.model, self.data)

    def bodies(self) -> tuple[Array, Array]:
        """Places (n, 3) [m] and unit quaternions (n, 4; x, y, z, w) of the nodes, in the axes of glTF."""
        place = gltf(self.data.xpos[self._bodies])
        quaternion = self.data.xquat[self._bodies]
        turned = _product(TURN, quaternion)
        return place, turned[:, [1, 2, 3, 0]]

    def path(self, tendon: int, points: int) -> Array:
        """So many points at even distances along a muscle from origin to insertion, (points, 3) [m], glTF axes."""
        return gltf(even(self._corners(tendon), points))

    def _corners(self, tendon: int) -> Array:
        """The path as MuJoCo lays it: its points, and where it bends round a surface points of the bend."""
        first, count = int(self.data.ten_wrapadr[tendon]), int(self.data.ten_wrapnum[tendon])
        places = self.data.wrap_xpos.reshape(-1, 3)[first : first + count]
        owner = self.data.wrap_obj.reshape(-1)[first : first + count]
        out: list[Array] = [places[:1]]
        for n in range(1, count):
            on_surface = owner[n] >= 0 and owner[n] == owner[n - 1]
            out.append(self._arc(int(owner[n]), places[n - 1], places[n]) if on_surface else places[n : n + 1])
        return np.vstack(out)

    def _arc(self, geom: int, start: Array, end: Array) -> Array:
        """Points on a surface after ``start`` up to ``end``: turning evenly round its axis (a cylinder) or centre."""
        turn, centre = self.data.geom_xmat[geom].reshape(3, 3), self.data.geom_xpos[geom]
        a, b = (start - centre) @ turn, (end - centre) @ turn
        share = np.linspace(0.0, 1.0, ARC_POINTS)[1:, None]
        straight = a + (b - a) * share
        flat = np.array([1.0, 1.0, 0.0 if self._is_cylinder(geom) else 1.0])
        size = np.linalg.norm(a * flat) * (1 - share) + np.linalg.norm(b * flat) * share
        out = straight * flat
        out *= size / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return (out + straight * (1 - flat)) @ turn.T + centre

    def _is_cylinder(self, geom: int) -> bool:
        return int(self.model.geom_type[geom]) == int(engine.mujoco().mjtGeom.mjGEOM_CYLINDER)


def even(corners: Array, points: int) -> Array:
    """So many points at even distances along a line through corners, (points, 3)."""
    along = np.zeros(len(corners))
    np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1), out=along[1:])
    wanted = np.linspace(0.0, float(along[-1]), points)
    return np.stack([np.interp(wanted, along, corners[:, k]) for k in range(3)], axis=-1)


def lengths_of(lines: Array) -> Array:
    """Of lines (..., points, 3) [m]."""
    return np.linalg.norm(np.diff(lines, axis=-2), axis=-1).sum(axis=-1)


def _product(a: Array, b: Array) -> Array:
    """Of quaternions (w, x, y, z), the second several."""
    w, x, y, z = a
    p, q, r, s = b.T
    return np.stack(
        [w * p - x * q - y * r - z * s, w * q + x * p + y * s - z * r, w * r - x * s + y * p + z * q,
         w * s + x * r - y * q + z * p],
        axis=-1,
    )  # fmt: skip


def matrices(quaternions: Array) -> Array:
    """Rotation matrices (n, 3, 3) of unit quaternions (n, 4; x, y, z, w)."""
    x, y, z, w = quaternions.T
    return np.stack(
        [
            np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=-1),
            np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=-1),
            np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=-1),
        ],
        axis=-2,
    )
