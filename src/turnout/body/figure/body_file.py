"""The file of the body that all movements share: bones, skin and clothes as glTF, and a list of the muscles.

In: the parts of a body. Out: the bytes of a GLB in the standing posture. Bodies of the model are nodes side by side
(a movement gives each its place in the world); each bone hangs on its node, and the skin is bound to all of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.glb import VERTICES, Glb
from turnout.body.figure.mesh import Mesh
from turnout.body.figure.parts import Parts
from turnout.body.figure.skin import Cover

FORMAT = 1
IVORY, SKIN, CLOTH = (0.86, 0.81, 0.71, 1.0), (0.78, 0.62, 0.52, 0.28), (0.30, 0.31, 0.33, 0.35)
COPYRIGHT = (
    "Bones and muscle paths: myo-sim, Apache-2.0, changed by Turnout. Skin: MakeHuman, CC0 1.0. "
    "Made by Turnout, Apache-2.0."
)


def body_bytes(parts: Parts) -> bytes:
    """The GLB; without MakeHuman's data it has bones only."""
    glb, _ = body_of(parts)
    return glb.bytes()


def body_of(parts: Parts, *, exact: bool = False) -> tuple[Glb, dict[str, int]]:
    """The file in the making, and the number of each node."""
    glb = Glb(exact)
    glb.json["asset"]["copyright"] = COPYRIGHT
    glb.json["asset"]["extras"] = {
        "format": FORMAT,
        "skin": bool(parts.covers),
        "muscles": [
            {"name": s.name, "label": s.label, "side": s.side, "group": s.group, "radius_m": round(s.radius_m, 5),
             "strips": s.strips}
            for s in parts.strands
        ],
    }  # fmt: skip
    at, turn = parts.rest
    ivory = glb.material("bone", IVORY)
    numbers: dict[str, int] = {}
    for n, (name, mesh) in enumerate(parts.bones.items()):
        numbers[name] = glb.node(name=name, translation=at[n].round(6).tolist(), rotation=turn[n].round(7).tolist())
        glb.json["nodes"][numbers[name]]["children"] = [_bone(glb, name, mesh, ivory)]
    for cover in parts.covers:
        colour = SKIN if cover.name == "skin" else CLOTH
        _soft(glb, cover, list(numbers.values()), parts.inverses, glb.material(cover.name, colour))
    return glb, numbers


def _bone(glb: Glb, name: str, mesh: Mesh, material: int) -> int:
    attributes, indices, shift, scale = glb.surface(mesh)
    number = glb.mesh(name, attributes, indices, material)
    return glb.node("none", name=f"{name}.mesh", mesh=number, translation=shift.round(7).tolist(), scale=[scale] * 3)


def _soft(glb: Glb, cover: Cover, joints: list[int], inverse: Array, material: int) -> None:
    attributes, indices, shift, scale = glb.surface(cover.mesh)
    grid = np.diag([scale, scale, scale, 1.0])
    grid[:3, 3] = shift
    matrix = (inverse @ grid).transpose(0, 2, 1).reshape(len(joints), 16).astype(np.float32)
    weights = _bytes(cover.weights)
    attributes["JOINTS_0"] = glb.numbers(np.where(weights > 0, cover.joints, 0).astype(np.uint8), target=VERTICES)
    attributes["WEIGHTS_0"] = glb.numbers(weights, target=VERTICES, normalized=True)
    skin: dict[str, Any] = {"name": cover.name, "joints": joints, "inverseBindMatrices": glb.numbers(matrix)}
    mesh = glb.mesh(cover.name, attributes, indices, material)
    glb.node("scene", name=cover.name, mesh=mesh, skin=glb.put("skins", skin))


def _bytes(weights: Array) -> Any:
    """Four shares of 1 as bytes whose sum is 255: what rounding leaves goes to the greatest."""
    out = np.round(weights * 255).astype(np.int64)
    out[np.arange(len(out)), weights.argmax(axis=1)] += 255 - out.sum(axis=1)
    return out.astype(np.uint8)
