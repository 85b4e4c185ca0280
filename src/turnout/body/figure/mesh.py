"""Triangle meshes for the figure: made lighter without breaking, smoother, and with normals.

In: vertices and faces. Out: a `Mesh`. Thinning follows Garland and Heckbert 1997 (quadric error), as the package
fast-simplification does it: unlike a grid it keeps thin parts such as ribs in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array

Faces = NDArray[np.int64]
TINY = 1e-18
"""Area [m2] of faces around a vertex below which no direction is theirs."""


@dataclass(frozen=True)
class Mesh:
    """Vertices (n, 3) [m] and faces (m, 3)."""

    vertices: Array
    faces: Faces

    @property
    def normals(self) -> Array:
        """At the vertices, by the area of the faces around, (n, 3)."""
        return normals_of(self.vertices, self.faces)


def normals_of(vertices: Array, faces: Faces) -> Array:
    """Unit normals at the vertices, (n, 3)."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    out = np.stack(
        [sum(np.bincount(faces[:, k], face[:, axis], len(vertices)) for k in range(3)) for axis in range(3)],
        axis=-1,
    )
    size = np.linalg.norm(out, axis=1, keepdims=True)
    return np.where(size > TINY, out / np.maximum(size, TINY), np.array([0.0, 1.0, 0.0]))


def welded(vertices: Array, faces: Faces, within: float = 1e-5) -> Mesh:
    """One vertex where several lie in one place; faces without an area are left out."""
    _, first, owner = np.unique(np.round(vertices / within), axis=0, return_index=True, return_inverse=True)
    corners: Faces = owner.reshape(-1)[faces]
    a, b, c = corners.T
    return used(Mesh(vertices[first], corners[(a != b) & (b != c) & (a != c)]))


def used(mesh: Mesh) -> Mesh:
    """Without vertices that no face has."""
    keep = np.unique(mesh.faces)
    place = np.zeros(len(mesh.vertices), dtype=np.int64)
    place[keep] = np.arange(len(keep))
    return Mesh(mesh.vertices[keep], place[mesh.faces])


def thinned(mesh: Mesh, faces: int) -> Mesh:
    """At most about so many faces."""
    if len(mesh.faces) <= faces:
        return mesh
    simplify: Any = import_module("fast_simplification").simplify
    vertices, corners = simplify(mesh.vertices, mesh.faces, target_count=faces)
    return used(Mesh(np.asarray(vertices, dtype=np.float64), np.asarray(corners, dtype=np.int64)))


def finer(mesh: Mesh) -> Mesh:
    """Every triangle as four, and smoother: one step of Loop's scheme (Loop 1987) for closed surfaces.

    Edges with one face only (a border) are halved and stay where they are.
    """
    count = len(mesh.vertices)
    edges = np.sort(np.vstack([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]]), axis=1)
    opposite = np.concatenate([mesh.faces[:, 2], mesh.faces[:, 0], mesh.faces[:, 1]])
    unique, edge = np.unique(edges, axis=0, return_inverse=True)
    edge = edge.reshape(-1)
    sides = np.bincount(edge, minlength=len(unique))
    across = np.stack([np.bincount(edge, mesh.vertices[opposite, k], len(unique)) for k in range(3)], axis=-1)
    ends: Array = mesh.vertices[unique].sum(axis=1)
    middle = np.where((sides == 2)[:, None], ends * 0.375 + across * 0.125, ends / 2)
    near = np.zeros((count, 3))
    degree = np.zeros(count)
    border = np.zeros(count, dtype=bool)
    for k in range(2):
        np.add.at(near, unique[:, k], mesh.vertices[unique[:, 1 - k]])
        np.add.at(degree, unique[:, k], 1)
        border[unique[sides != 2, k]] = True
    degree = np.maximum(degree, 1.0)
    beta: Array = np.where(degree == 3, 3 / 16, 3 / (8 * degree))
    moved = mesh.vertices * (1 - degree * beta)[:, None] + near * beta[:, None]
    moved[border] = mesh.vertices[border]
    a, b, c = (count + edge[k * len(mesh.faces) : (k + 1) * len(mesh.faces)] for k in range(3))
    x, y, z = mesh.faces.T
    faces = np.vstack([np.stack(part, axis=-1) for part in ((x, a, c), (a, y, b), (c, b, z), (a, b, c))])
    return Mesh(np.vstack([moved, middle]), faces)


def joined(meshes: list[Mesh]) -> Mesh:
    """Several meshes as one."""
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = [mesh.faces + start for mesh, start in zip(meshes, first, strict=False)]
    return Mesh(np.vstack([mesh.vertices for mesh in meshes]), np.vstack(faces))


def pieces(mesh: Mesh) -> list[Mesh]:
    """The parts of a mesh that hang together."""
    graph: Any = import_module("scipy.sparse")
    walk: Any = import_module("scipy.sparse.csgraph")
    a, b, c = mesh.faces.T
    rows, columns = np.concatenate([a, b]), np.concatenate([b, c])
    links = graph.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(mesh.vertices),) * 2)
    count, label = walk.connected_components(links, directed=False)
    return [used(Mesh(mesh.vertices, mesh.faces[label[a] == n])) for n in range(int(count))]


def cut(mesh: Mesh, field: Array) -> tuple[Mesh, NDArray[np.int64], Array]:
    """The part of a mesh where a field at its vertices is positive, cut cleanly through the triangles.

    Returns:
        The part; and for each of its vertices the two of the mesh it lies between, (n, 2), and the share of the
        second, (n,).
    """
    inside = field[mesh.faces] > 0
    count = inside.sum(axis=1)
    edges: dict[tuple[int, int], int] = {}
    pairs: list[tuple[int, int]] = []

    def crossing(a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in edges:
            edges[key] = len(mesh.vertices) + len(pairs)
            pairs.append(key)
        return edges[key]

    added: list[tuple[int, int, int]] = []
    for face, within in zip(mesh.faces[(count > 0) & (count < 3)], inside[(count > 0) & (count < 3)], strict=True):
        first = int(np.flatnonzero(within == (within.sum() == 1))[0])
        a, b, c = (int(face[(first + k) % 3]) for k in range(3))
        p, q = crossing(a, b), crossing(c, a)
        added += [(a, p, q)] if within.sum() == 1 else [(p, b, c), (p, c, q)]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    share = field[ends[:, 0]] / (field[ends[:, 0]] - field[ends[:, 1]])
    places = mesh.vertices[ends[:, 0]] * (1 - share)[:, None] + mesh.vertices[ends[:, 1]] * share[:, None]
    faces = np.vstack([mesh.faces[count == 3], np.array(added, dtype=np.int64).reshape(-1, 3)])
    keep = np.unique(faces)
    whole = np.arange(len(mesh.vertices))
    between = np.vstack([np.stack([whole, whole], axis=-1), ends])[keep]
    shares = np.concatenate([np.zeros(len(whole)), share])[keep]
    return used(Mesh(np.vstack([mesh.vertices, places]), faces)), between, shares
