"""The soft surfaces of the figure: a person's skin, and the clothes over trunk and thighs.

In: a skeleton. Out: `Cover`s in the standing posture, bound to the model's bodies; none where MakeHuman's data are not
installed. Where there are clothes there is no skin below.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.fit import NECK_JOINT, Skeleton, body_weights, fitted
from turnout.body.figure.makehuman import Human, human
from turnout.body.figure.mesh import Mesh, cut, thinned

SKIN_FACES, CLOTH_FACES = 11000, 4200
JOINTS = 4
THIGH, SLEEVE = 0.50, 0.30
"""How far the clothes reach down thigh and upper arm, as shares of their length."""
NECKLINE, NECKLINE_M = np.array([0.0, 0.045, 0.035]), 0.105
"""The middle of a round neckline, above the joint of the neck, and its radius [m]."""
FAR = 4.0
"""Metres by which a place that a limb does not carry is away from the edge on that limb."""
UNDER_M = 0.030
"""How far the skin goes on below the edge of the clothes."""


@dataclass(frozen=True)
class Cover:
    """A soft surface.

    Attributes:
        name: skin or clothes.
        mesh: in the standing posture, glTF axes.
        joints: numbers of four nodes for each vertex, (n, 4).
        weights: how far each carries it, (n, 4), rows of sum 1.
    """

    name: str
    mesh: Mesh
    joints: NDArray[np.int64]
    weights: Array


def covers_of(nodes: tuple[str, ...], places: Array, turns: Array, bones: dict[str, Mesh]) -> list[Cover]:
    """Skin and clothes over a skeleton in the standing posture; none without the data.

    Args:
        nodes: names of the bodies.
        places, turns: of them, (n, 3) [m] and unit quaternions (n, 4), glTF axes.
        bones: their meshes.
    """
    person = human()
    if person is None:
        return []
    skeleton = Skeleton(nodes, places, turns, bones)
    weights = body_weights(person, skeleton.nodes)
    field = _clothing(fitted(person.vertices, weights, person, skeleton), weights, skeleton)
    skin = Mesh(person.vertices, person.surfaces["body"])
    tights = Mesh(person.vertices, person.surfaces["helper-tights"])
    return [
        _cover("skin", skin, UNDER_M - field, weights, SKIN_FACES, person, skeleton),
        _cover("clothes", tights, field, weights, CLOTH_FACES, person, skeleton),
    ]


def _near(places: Array, wanted: Array, values: Array, count: int = 3) -> Array:
    """Values at the nearest places, by nearness, (wanted, columns)."""
    tree: Any = import_module("scipy.spatial").cKDTree(places)
    far, which = tree.query(wanted, k=count)
    share = 1 / np.maximum(far, 1e-7)
    share /= share.sum(axis=1, keepdims=True)
    return (values[which] * share[..., None]).sum(axis=1)


def _clothing(vertices: Array, weights: Array, skeleton: Skeleton) -> Array:
    """Metres to the nearest edge of the clothes, positive where they are, (vertices,)."""
    nodes = skeleton.nodes

    def part(*names: str) -> Array:
        return weights[:, [n for n, node in enumerate(nodes) if node.startswith(names)]].sum(axis=1)

    neck = skeleton.turn("torso") @ NECK_JOINT + skeleton.at("torso") + NECKLINE
    away = vertices - neck
    out = np.minimum(np.linalg.norm(away * [1.0, 1.0, 0.8], axis=1) - NECKLINE_M, -away[:, 1])
    limbs = (
        ("femur", "tibia", THIGH, ("tibia", "calcn", "toes")),
        ("humerus", "ulna", SLEEVE, ("ulna", "radius", "hand")),
    )
    for start, end, reach, beyond in limbs:
        for side in ("r", "l"):
            a, b = skeleton.at(f"{start}_{side}"), skeleton.at(f"{end}_{side}")
            length = float(np.linalg.norm(b - a))
            along = (vertices - a) @ (b - a) / length
            carried = part(f"{start}_{side}", *(f"{name}_{side}" for name in beyond))
            out = np.minimum(out, reach * length - along + FAR * np.maximum(0.0, 0.5 - carried))
    return out


def _cover(
    name: str, mesh: Mesh, field: Array, weights: Array, most: int, person: Human, skeleton: Skeleton
) -> Cover:  # fmt: skip
    """The part where a field is positive, thinned as MakeHuman draws it, limbs apart: arm and trunk do not mix."""
    part, between, share = cut(mesh, field)
    carried = weights[between[:, 0]] * (1 - share)[:, None] + weights[between[:, 1]] * share[:, None]
    lighter = thinned(part, most)
    if lighter is not part:
        carried = _near(part.vertices, lighter.vertices, carried)
    placed = Mesh(fitted(lighter.vertices, carried, person, skeleton), lighter.faces)
    joints = np.argsort(-carried, axis=1)[:, :JOINTS]
    held = np.take_along_axis(carried, joints, axis=1)
    joints[held < 1e-3] = 0
    held = np.where(held < 1e-3, 0.0, held)
    return Cover(name, placed, joints, held / held.sum(axis=1, keepdims=True))
