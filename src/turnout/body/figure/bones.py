"""The bones as the figure shows them: one mesh for each body of the model, in the frame of that body.

In: a body's model. Out: meshes by body name. Fine meshes (ribs, hands, feet) are thinned, coarse ones (pelvis,
femur) made smoother. What is no bone is left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.figure.mesh import Mesh, finer, joined, pieces, thinned, welded

COARSE = ("pelvis", "femur_r", "femur_l")
"""Bodies whose bones are so coarse that each triangle would be seen: every one becomes four."""
MOST_FACES = {"torso": 9000, "head": 2600, "neck": 900, "hand": 1500, "calcn": 800, "toes": 800, "lumbar": 300}
"""Faces of one body, by the beginning of its name."""
OTHERS_FACES = 2000
RIBS, RIB_FACES = "ribcage", (60, 5000)
"""In the mesh of the ribs an emblem lies on the breastbone: a part that is one rib, or the breastbone with its gristle,
has so many faces, and any other is left out."""


def node_names(model: Any) -> tuple[str, ...]:
    """Bodies that carry a bone, in the order of the model."""
    carrying = {shape.body for shape in engine.shapes(model)}
    return tuple(name for name in engine.body_names(model) if name in carrying)


def bones_of(model: Any) -> dict[str, Mesh]:
    """Each body's bones as one mesh."""
    parts: dict[str, list[Mesh]] = {}
    for shape in engine.shapes(model):
        vertices = shape.vertices @ _turn(model, shape.index).T + model.geom_pos[shape.index]
        mesh = welded(vertices, np.asarray(shape.faces, dtype=np.int64))
        if RIBS in str(model.mesh(int(model.geom_dataid[shape.index])).name):
            mesh = joined([part for part in pieces(mesh) if RIB_FACES[0] <= len(part.faces) <= RIB_FACES[1]])
        parts.setdefault(shape.body, []).append(finer(mesh) if shape.body in COARSE else mesh)
    return {name: _lighter(name, parts[name]) for name in node_names(model)}


def _lighter(name: str, meshes: list[Mesh]) -> Mesh:
    most = next((count for start, count in MOST_FACES.items() if name.startswith(start)), OTHERS_FACES)
    whole = sum(len(mesh.faces) for mesh in meshes)
    return joined([thinned(mesh, max(60, most * len(mesh.faces) // whole)) for mesh in meshes])


def _turn(model: Any, geom: int) -> Array:
    """The rotation of a geom in its body, (3, 3)."""
    out = np.zeros(9)
    engine.mujoco().mju_quat2Mat(out, model.geom_quat[geom])
    return out.reshape(3, 3)
