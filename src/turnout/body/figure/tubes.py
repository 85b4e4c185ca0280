"""Muscles as bodies: a tube along each path, thick where the belly is; broad muscles as strips side by side.

In: paths and radii. Out: a `Mesh` of every strip, and whose it is. The volume of a muscle stays: shorter is thicker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.mesh import Faces, Mesh
from turnout.body.figure.muscles import Strand, belly
from turnout.body.figure.places import even, lengths_of

RINGS, SIDES = 20, 10
SPREAD = 0.85
"""How far strips lie apart, over their thickness."""
THICKER = (0.8, 1.35)
"""How much thinner or thicker a muscle may become."""


@dataclass(frozen=True)
class Tubes:
    """All strips of all muscles, each of the same number of vertices.

    Attributes:
        vertices: (strips, rings * sides, 3) [m].
        owner: number of each strip's muscle, (strips,).
    """

    vertices: Array
    owner: NDArray[np.int64]


def faces_of_tube() -> Faces:
    """Of one strip; its ends are open: they lie in bone."""
    ring, side = np.meshgrid(np.arange(RINGS - 1), np.arange(SIDES), indexing="ij")
    a, b = ring * SIDES + side, ring * SIDES + (side + 1) % SIDES
    quads = np.stack([a, b, b + SIDES, a + SIDES], axis=-1).reshape(-1, 4)
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def tubes_of(strands: tuple[Strand, ...], paths: Array, usual: Array) -> Tubes:
    """The strips in one posture.

    Args:
        strands: the muscles.
        paths: (muscles, points, 3) [m].
        usual: length of each path in standing [m], for which the radii are.
    """
    lines = np.array([_smooth(even(path, RINGS)) for path in paths])
    lengths = lengths_of(lines)
    swell = np.clip(np.sqrt(usual / np.maximum(lengths, 1e-6)), *THICKER)
    vertices: list[Array] = []
    owner: list[int] = []
    for n, strand in enumerate(strands):
        beside = _beside(strand, n, strands)
        towards = lines[beside] - lines[n] if beside is not None else None
        for strip in range(strand.strips):
            across = 0.0 if strand.strips == 1 else 2 * strip / (strand.strips - 1) - 1
            vertices.append(_tube(lines[n], strand, across, float(swell[n]), towards))
            owner.append(n)
    return Tubes(np.array(vertices), np.array(owner))


def _smooth(line: Array) -> Array:
    """Corners taken off."""
    out = line.copy()
    out[1:-1] = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
    return out


def _beside(strand: Strand, number: int, strands: tuple[Strand, ...]) -> int | None:
    """A part of the same muscle: strips lie towards it."""
    family = strand.name.rpartition("_")[0]
    for n, other in enumerate(strands):
        if n != number and other.side == strand.side and family and other.name.rpartition("_")[0] == family:
            return n
    return None


def _tube(line: Array, strand: Strand, across: float, swell: float, towards: Array | None) -> Array:
    """Vertices of one strip, (rings * sides, 3)."""
    along = np.linspace(0, 1, RINGS)
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    first = _across(tangent, towards)
    second = np.cross(tangent, first)
    thick = strand.radius_m / np.sqrt(strand.strips) * swell
    radius = thick * belly(along)
    fan = across * thick * (strand.strips - 1) * SPREAD * (1 - 0.55 * along) * (0.45 + 0.55 * belly(along))
    angles = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    ring = np.cos(angles)[None, :, None] * first[:, None] + np.sin(angles)[None, :, None] * second[:, None]
    out = (line + fan[:, None] * first)[:, None] + radius[:, None, None] * ring
    return out.reshape(-1, 3)


def _across(tangent: Array, towards: Array | None) -> Array:
    """A direction square to the path at each ring that turns as little as can be, (rings, 3)."""
    out = np.empty_like(tangent)
    axis = np.eye(3)[int(np.abs(tangent[0]).argmin())]
    for n, along in enumerate(tangent):
        wanted = axis if towards is None else towards[n]
        square = wanted - along * float(wanted @ along)
        size = float(np.linalg.norm(square))
        if size < 1e-6:
            square = axis - along * float(axis @ along)
            size = max(float(np.linalg.norm(square)), 1e-9)
        axis = out[n] = square / size
    return out


def rope(line: Array, radius: float, *, closed: bool = False, sides: int = 10) -> Mesh:
    """A round line through points (n, 3) [m], in one piece. A closed one has no end, others have flat ends."""
    ends = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0) if closed else np.gradient(line, axis=0)
    tangent = ends / np.maximum(np.linalg.norm(ends, axis=1, keepdims=True), 1e-9)
    first = _across(tangent, line - line.mean(axis=0) if closed else None)
    second = np.cross(tangent, first)
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angles)[None, :, None] * first[:, None] + np.sin(angles)[None, :, None] * second[:, None]
    vertices = (line[:, None] + radius * ring).reshape(-1, 3)
    here = np.arange(len(line) if closed else len(line) - 1)[:, None] * sides
    there = (here + sides) % len(vertices)
    side, beside = np.arange(sides), (np.arange(sides) + 1) % sides
    a, b, c, d = ((x + y).ravel() for x, y in ((here, side), (here, beside), (there, side), (there, beside)))
    faces = np.vstack([np.stack([a, b, d], axis=-1), np.stack([a, d, c], axis=-1)])
    if closed:
        return Mesh(vertices, faces)
    last, caps = len(vertices) - sides, np.arange(2) + len(vertices)
    start = np.stack([np.full(sides, caps[0]), beside, side], axis=-1)
    end = np.stack([np.full(sides, caps[1]), last + side, last + beside], axis=-1)
    return Mesh(np.vstack([vertices, line[[0, -1]]]), np.vstack([faces, start, end]))
