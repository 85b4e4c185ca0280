"""Furniture, the mat, bands and weights as meshes, for pictures and for files of their own.

In: a movement. Out: meshes in the axes of glTF.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.bands import Extra
from turnout.body.figure.mesh import Mesh, joined, welded
from turnout.body.figure.motion_file import Movement
from turnout.body.figure.tubes import rope
from turnout.body.raster import ball_triangles, box_triangles

MAT_M = (0.33, 0.006)
"""Half the width of a mat and half its thickness."""
HANDLE_M = 0.014
"""Radius of the bar that a hand holds."""
LEG_M, TOP_M = 0.02, 0.025
GONE_M = -9.0


def mesh_of(triangles: Array) -> Mesh:
    """Triangles (n, 3, 3) as a mesh whose flat sides stay flat."""
    return Mesh(triangles.reshape(-1, 3), np.arange(len(triangles) * 3).reshape(-1, 3))


def box_mesh(centre: Array, half: Array) -> Mesh:
    """A box that is seen from outside."""
    triangles = box_triangles(centre, half)
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    inward = (normal * (triangles.mean(axis=1) - centre)).sum(axis=1) < 0
    triangles[inward] = triangles[inward][:, ::-1]
    return mesh_of(triangles)


def furniture_mesh(box: dict[str, Any]) -> Mesh:
    """A seat or a table stands on legs; a step, a wall and a rail's bar are solid."""
    centre, half = np.array(box["centre"]), np.array(box["half"])
    if box["kind"] not in ("chair", "table", "bench"):
        return box_mesh(centre, half)
    up = np.array([0.0, 1.0, 0.0])
    parts = [box_mesh(centre + up * (half[1] - TOP_M), np.array([half[0], TOP_M, half[2]]))]
    for x in (-1, 1):
        for z in (-1, 1):
            corner = centre + np.array([x * (half[0] - LEG_M), 0.0, z * (half[2] - LEG_M)])
            parts.append(box_mesh(corner, np.array([LEG_M, half[1], LEG_M])))
    return joined(parts)


def mat_mesh(movement: Movement) -> Mesh:
    """Under the body as it lies over the whole movement, along its longer side."""
    places = movement.places[..., [0, 2]].reshape(-1, 2)
    low, high = places.min(axis=0), places.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2 + 0.18
    thin = int(half.argmin())
    half[thin] = max(half[thin], MAT_M[0])
    return box_mesh(np.array([middle[0], -MAT_M[1], middle[1]]), np.array([half[0], MAT_M[1], half[1]]))


def things_mesh(movement: Movement, frame: int) -> list[Mesh]:
    """Bands, straps, weights and hands that are there in a frame."""
    shown = [extra for extra in movement.extras if not (extra.points[frame][:, 1] < GONE_M).all()]
    return [part for extra in shown for part in thing_mesh(extra, extra.points[frame])]


def thing_mesh(extra: Extra, points: Array) -> list[Mesh]:
    """One thing: a line, a ball, a bell with its handle, a dumbbell with its heads."""
    if extra.kind == "ball":
        return [_ball(points[0], extra.radius_m)]
    if extra.kind == "kettlebell":
        return [_ball(points[1], extra.radius_m), rope(points, HANDLE_M)]
    if extra.kind == "dumbbell":
        inner = points + 0.3 * (points[::-1] - points)
        heads = [rope(np.array(ends), extra.radius_m) for ends in zip(points, inner, strict=True)]
        return [rope(points, HANDLE_M), *heads]
    return [rope(points, extra.radius_m, closed=extra.closed)]


def _ball(centre: Array, radius: float) -> Mesh:
    return _outward(ball_triangles(centre, radius), centre)


def _outward(triangles: Array, centre: Array) -> Mesh:
    """Triangles whose fronts look away from a middle; smooth."""
    out = triangles.copy()
    normal = np.cross(out[:, 1] - out[:, 0], out[:, 2] - out[:, 0])
    inward = (normal * (out.mean(axis=1) - centre)).sum(axis=1) < 0
    out[inward] = out[inward][:, ::-1]
    return welded(out.reshape(-1, 3), np.arange(len(out) * 3).reshape(-1, 3))
