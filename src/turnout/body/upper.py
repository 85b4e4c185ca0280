"""What `myolegs` lacks above the pelvis and a motion needs: a back and a neck that bend, and arms.

In: the spec of the legs. Out: the same with joints of back and neck and with two arms. Nothing here has muscles: arms
and back carry weight and reach the floor. The bones of the arms are those of myo-sim's full body in its rest posture,
thinned out. Axes are those of the trunk, as everywhere: x ahead, y up, z to the right.

Of the lumbar spine's three joints per axis (L5/S1, L3/L4, T12/L1) each takes a third of an angle: two follow the
first. The shoulder is one ball of three hinges in the order of the hip (flexion, adduction, inward rotation); the
shoulder blade stays where it is, so an arm overhead looks stiffer than life.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body import engine
from turnout.body.engine import Array

Faces = NDArray[np.int64]

FULL_BODY = "myofullbody"
TRUNK = "torso"
GRID_M = 0.0035
"""Bones of the arm are thinned to a grid of this width; as shipped one hand has 90,000 faces."""

SPINE = (("lumbar5", (0.0, 0.0, 0.0)), ("lumbar3", (0.0, 0.0, 0.0)), (TRUNK, (-0.016, 0.107, 0.0)))
"""Where the back bends: a body, and the place of the joint in it [m]."""
NECK = ("neck", (-0.03, 0.41, 0.0))
BENDS = {"flexion": (0.0, 0.0, -1.0), "bending": (1.0, 0.0, 0.0), "rotation": (0.0, -1.0, 0.0)}
"""Positive: forward, to the right, turning to the right."""
SPINE_DEG = {"flexion": (-30.0, 70.0), "bending": (-35.0, 35.0), "rotation": (-45.0, 45.0)}
NECK_DEG = {"flexion": (-60.0, 60.0), "bending": (-45.0, 45.0), "rotation": (-80.0, 80.0)}

SHARE = len(SPINE)
"""A joint of the back takes one in so many of the angle."""


@dataclass(frozen=True)
class _Part:
    """One moving part of the right arm.

    Attributes:
        name: of the body, without its side.
        centre: the body of the full model at whose origin it turns.
        bones: bodies of the full model whose bones it has.
        hinges: joint, axis on the right, range [deg].
        rod: length [m], and mass [kg] before the tabled share is applied.
    """

    name: str
    centre: str
    bones: tuple[str, ...]
    hinges: tuple[tuple[str, tuple[float, float, float], tuple[float, float]], ...]
    rod: tuple[float, float]


X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
ARM = (
    _Part(
        "humerus",
        "humerus",
        ("humerus",),
        (
            ("arm_flexion", Z, (-60.0, 180.0)),
            ("arm_adduction", X, (-180.0, 60.0)),
            ("arm_rotation", Y, (-95.0, 95.0)),
        ),
        (0.29, 2.1),
    ),
    _Part("ulna", "ulna", ("ulna",), (("elbow_flexion", Z, (0.0, 150.0)),), (0.25, 0.6)),
    _Part("radius", "radius", ("radius",), (("forearm_rotation", Y, (-90.0, 90.0)),), (0.25, 0.6)),
    _Part("hand", "lunate", (), (("wrist_flexion", X, (-90.0, 80.0)),), (0.1, 0.45)),
)
"""From the shoulder down; each hangs on the one before it. The hand has every bone below the radius."""


def add_upper(spec: Any) -> None:
    """Adds the joints of back and neck, and the arms."""
    for place, (body, centre) in enumerate(SPINE):
        _bend(spec, body, centre, f"trunk{place or ''}", {k: (a / SHARE, b / SHARE) for k, (a, b) in SPINE_DEG.items()})
    for bend in BENDS:
        for follower in range(1, SHARE):
            engine.couple(spec, f"trunk{follower}_{bend}", f"trunk_{bend}")
    _bend(spec, *NECK, "neck", NECK_DEG)
    rest = engine.Rest(engine.compile_spec(engine.load_spec(FULL_BODY)), TRUNK)
    for side, sign in (("r", 1.0), ("l", -1.0)):
        _girdle(spec, rest, side, sign)
        _arm(spec, rest, side, sign)


def _bend(
    spec: Any, body: str, centre: tuple[float, float, float], name: str, ranges: dict[str, tuple[float, float]]
) -> None:
    for bend, axis in BENDS.items():
        engine.add_hinge(spec, body, f"{name}_{bend}", centre, axis, _radians(ranges[bend]))


def _girdle(spec: Any, rest: engine.Rest, side: str, sign: float) -> None:
    vertices, faces = _bones(rest, ("clavicle_r", "scapula_r"), sign)
    engine.add_bone(spec, TRUNK, f"girdle_{side}", vertices, faces)


def _arm(spec: Any, rest: engine.Rest, side: str, sign: float) -> None:
    parent, origin = TRUNK, np.zeros(3)
    mirror = np.array([1.0, 1.0, sign])
    for part in ARM:
        centre = rest.place(f"{part.centre}_r") * mirror
        name = f"{part.name}_{side}"
        engine.add_body(spec, parent, name, centre - origin, *part.rod)
        for joint, axis, degrees in part.hinges:
            flipped = tuple(np.array(axis) * (1.0 if axis == Z else sign))
            engine.add_hinge(spec, name, f"{joint}_{side}", (0.0, 0.0, 0.0), flipped, _radians(degrees))
        bones = tuple(f"{bone}_r" for bone in part.bones) or rest.below("radius_r")
        vertices, faces = _bones(rest, bones, sign)
        engine.add_bone(spec, name, name, vertices - centre, faces)
        parent, origin = name, centre


def _bones(rest: engine.Rest, bodies: tuple[str, ...], sign: float) -> tuple[Array, Faces]:
    """The bones of some bodies as one mesh, on the right (1) or mirrored (-1)."""
    vertices, faces = thinned(*rest.mesh(bodies), GRID_M)
    return vertices * np.array([1.0, 1.0, sign]), faces if sign > 0 else faces[:, ::-1]


def thinned(vertices: Array, faces: Faces, grid: float) -> tuple[Array, Faces]:
    """A mesh with all vertices in one cell of a grid drawn together at their mean.

    Args:
        vertices: (n, 3) [m].
        faces: (m, 3), indices of vertices.
        grid: width of a cell [m].
    """
    cells, owner, count = np.unique(
        np.floor(vertices / grid).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    owner = owner.reshape(-1)
    merged = np.zeros((len(cells), 3))
    np.add.at(merged, owner, vertices)
    corners: Faces = owner[faces]
    a, b, c = corners.T
    return merged / count[:, None], corners[(a != b) & (b != c) & (a != c)]


def _radians(degrees: tuple[float, float]) -> tuple[float, float]:
    return math.radians(degrees[0]), math.radians(degrees[1])
