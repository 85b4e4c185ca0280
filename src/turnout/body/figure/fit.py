"""Fitting a person's surface to the skeleton: each segment is turned and stretched from its joints to the model's.

In: a `Human` and a body's standing posture. Out: the vertices in that posture, and the weights by the model's bodies.

A segment is mapped by a rotation (its long axis, and a second direction) with one scale along it and one across;
between segments the maps blend by the skinning weights. So a joint of the skin lies where the model's joint is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.makehuman import Human
from turnout.body.figure.mesh import Mesh
from turnout.body.figure.places import matrices

SIDES = {"l": "l", "r": "r"}
OF_BODY = {
    "pelvis": ("root", "pelvis", "special"),
    "lumbar5": ("spine05",),
    "lumbar3": ("spine04",),
    "torso": ("spine03", "spine02", "spine01", "breast", "clavicle", "shoulder01"),
    "neck": ("neck01", "neck02", "neck03"),
    "femur": ("upperleg01", "upperleg02"),
    "tibia": ("lowerleg01", "lowerleg02"),
    "calcn": ("foot",),
    "toes": ("toe",),
    "humerus": ("upperarm01", "upperarm02"),
    "ulna": ("lowerarm01",),
    "radius": ("lowerarm02",),
    "hand": ("wrist", "metacarpal", "finger"),
}
"""Which of MakeHuman's bones, by the beginning of their names, go with which body. All others are of the head."""
SEGMENT_OF = {
    "lumbar5": "trunk", "lumbar3": "trunk", "torso": "trunk", "ulna": "forearm", "radius": "forearm", "calcn": "foot",
    "toes": "foot",
}  # fmt: skip
"""Bodies that are fitted together as one segment."""
SOLE_M = 0.012
CROWN_M = 0.008
"""Flesh between the bone and the ground, and over the skull."""
BACK_M = 0.015
"""How far back the trunk is moved, so that spines and shoulder blades are below the skin."""
SHOULDER = 1.12
"""How much wider the upper arm is made: hanging, it loses width at the shoulder."""
NECK_JOINT = np.array([-0.03, 0.41, 0.0])
"""Of the model, in the trunk's frame [m]."""


@dataclass(frozen=True)
class Segment:
    """A pair of places in a person, and where they are to be.

    Attributes:
        source, goal: (start, end), each (2, 3) [m].
        source_side, goal_side: a second direction, which stays at its side of the long axis, (3,).
        across: scale across the long axis.
        deep: scale in the direction square to both; None for the same as across.
    """

    source: Array
    goal: Array
    source_side: Array
    goal_side: Array
    across: float
    deep: float | None = None

    @property
    def map(self) -> tuple[Array, Array]:
        """A matrix (3, 3) and a shift (3,)."""
        a, b = _frame(self.source, self.source_side), _frame(self.goal, self.goal_side)
        along = float(np.linalg.norm(self.goal[1] - self.goal[0]) / np.linalg.norm(self.source[1] - self.source[0]))
        deep = self.across if self.deep is None else self.deep
        scales: Array = np.array([along, self.across, deep])
        matrix = b.T @ (scales[:, None] * a)
        return matrix, self.goal[0] - matrix @ self.source[0]


def _unit(vector: Array) -> Array:
    return vector / float(np.linalg.norm(vector))


def _frame(ends: Array, side: Array) -> Array:
    """Rows: along, aside, and square to both."""
    along = _unit(ends[1] - ends[0])
    aside = _unit(side - along * float(side @ along))
    return np.stack([along, aside, np.cross(along, aside)])


@dataclass(frozen=True)
class Skeleton:
    """The model in its standing posture, glTF axes: nodes by name, and bones."""

    nodes: tuple[str, ...]
    places: Array
    turns: Array
    bones: dict[str, Mesh]

    def at(self, node: str) -> Array:
        return self.places[self.nodes.index(node)]

    def turn(self, node: str) -> Array:
        return matrices(self.turns[[self.nodes.index(node)]])[0]

    def cloud(self, *nodes: str) -> Array:
        """Vertices of bones in the world."""
        return np.vstack([self.bones[node].vertices @ self.turn(node).T + self.at(node) for node in nodes])


def body_weights(human: Human, nodes: tuple[str, ...]) -> Array:
    """How far each of the model's bodies carries each vertex, (vertices, nodes)."""
    out = np.zeros((len(human.vertices), len(nodes)))
    for column, bone in enumerate(human.bones):
        out[:, nodes.index(body_of(bone, nodes))] += human.weights[:, column]
    return out


def body_of(bone: str, nodes: tuple[str, ...]) -> str:
    """The body of the model that one of MakeHuman's bones goes with."""
    stem, _, side = bone.partition(".")
    for body, starts in OF_BODY.items():
        if stem.startswith(starts) and not stem.startswith(("special0",)):
            return body if body in nodes else f"{body}_{side.lower()}"
    return "head"


def fitted(vertices: Array, weights: Array, human: Human, skeleton: Skeleton) -> Array:
    """Places of a person (n, 3), carried by the model's bodies (n, nodes), in the model's standing posture [m]."""
    segments = segments_of(human, skeleton)
    out = np.zeros_like(vertices)
    for column, node in enumerate(skeleton.nodes):
        if not weights[:, column].any():
            continue
        stem, _, side = node.partition("_")
        matrix, shift = segments["_".join(part for part in (SEGMENT_OF.get(stem, stem), side) if part)].map
        out += weights[:, [column]] * (vertices @ matrix.T + shift)
    return out


def segments_of(human: Human, skeleton: Skeleton) -> dict[str, Segment]:
    """Every segment by its name."""
    joints = human.joints
    grown = _height(skeleton) / float(np.ptp(human.vertices[human.surfaces["body"]][..., 1]))
    left = np.array([1.0, 0.0, 0.0])
    hips = (joints["l-upper-leg"] + joints["r-upper-leg"]) / 2
    our_hips = (skeleton.at("femur_l") + skeleton.at("femur_r")) / 2
    neck = skeleton.turn("torso") @ NECK_JOINT + skeleton.at("torso")
    low_back = skeleton.at("lumbar5")
    behind = np.array([0.0, 0.0, BACK_M])
    jaw = joints["head"]
    atlas = neck + (jaw - joints["neck"]) * grown
    head = _head(human, skeleton, jaw, atlas, grown)
    out = {
        "pelvis": Segment(
            np.array([hips, joints["spine-4"]]),
            np.array([our_hips, our_hips + (joints["spine-4"] - hips) * grown]) - behind, left, left, grown),
        "trunk": Segment(
            np.array([joints["spine-4"], joints["neck"]]), np.array([low_back, neck]) - behind, left, left, grown),
        "neck": Segment(np.array([joints["neck"], jaw]), np.array([neck, atlas]), left, left, grown),
        "head": head,
    }  # fmt: skip
    for side in SIDES:
        out |= _leg(joints, skeleton, side, grown, human) | _arm(joints, skeleton, side, grown)
    return out


def _head(human: Human, skeleton: Skeleton, joint: Array, atlas: Array, grown: float) -> Segment:
    """From its joint straight up to the crown; as wide and deep as the skull needs, and around it."""
    carried = human.weights[:, [n for n, bone in enumerate(human.bones) if body_of(bone, skeleton.nodes) == "head"]]
    skin = human.vertices[(carried.sum(axis=1) > 0.9) & _in(human)]
    skull = skeleton.cloud("head")
    brain, bone = skin[skin[:, 1] > np.quantile(skin[:, 1], 0.6)], skull[skull[:, 1] > np.quantile(skull[:, 1], 0.5)]
    need = (np.ptp(bone, axis=0) + 2 * CROWN_M) / np.ptp(brain, axis=0)
    up = np.array([0.0, 1.0, 0.0])
    high = (skull[:, 1].max() + CROWN_M - atlas[1]) / (skin[:, 1].max() - joint[1])
    deep = max(grown, float(need[2]))
    back = bone[:, 2].min() - CROWN_M - deep * (brain[:, 2].min() - joint[2])
    foot = np.array([atlas[0], atlas[1], back])
    left = np.array([1.0, 0.0, 0.0])
    return Segment(np.array([joint, joint + up]), np.array([foot, foot + high * up]), left, left,
                   max(grown, float(need[0])), deep)  # fmt: skip


def _in(human: Human) -> NDArray[np.bool_]:
    """Vertices of the body itself, not of its helpers."""
    out = np.zeros(len(human.vertices), dtype=bool)
    out[human.surfaces["body"]] = True
    return out


def _height(skeleton: Skeleton) -> float:
    cloud = skeleton.cloud("head", "calcn_r")
    return float(np.ptp(cloud[:, 1])) + SOLE_M + CROWN_M


def _leg(joints: dict[str, Array], skeleton: Skeleton, side: str, grown: float, human: Human) -> dict[str, Segment]:
    left = np.array([1.0, 0.0, 0.0])
    hip, knee, ankle = (joints[f"{side}-{name}"] for name in ("upper-leg", "knee", "ankle"))
    ours = [skeleton.at(f"{name}_{side}") for name in ("femur", "tibia", "talus")]
    foot = skeleton.cloud(f"calcn_{side}", f"toes_{side}")
    way = float(np.sign(hip[0]))
    skin = human.vertices[human.surfaces["body"].ravel()]
    skin = skin[(skin[:, 0] * way > 0) & (skin[:, 1] < ankle[1])]
    up = np.array([0.0, 1.0, 0.0])
    return {
        f"femur_{side}": Segment(np.array([hip, knee]), np.array(ours[:2]), left, left, grown),
        f"tibia_{side}": Segment(np.array([knee, ankle]), np.array(ours[1:]), left, left, grown),
        f"foot_{side}": Segment(
            _foot(skin, ankle), _foot(foot, ours[2]), up, up,
            (ours[2][1] - foot[:, 1].min() + SOLE_M) / (ankle[1] - skin[:, 1].min()), grown),
    }  # fmt: skip


def _foot(cloud: Array, ankle: Array) -> Array:
    """From the ankle, level with the ground, to as far ahead as the foot goes, (2, 3)."""
    ahead = cloud[cloud[:, 2] > ankle[2] + 0.6 * (cloud[:, 2].max() - ankle[2])]
    tip = np.array([ahead[:, 0].mean(), ankle[1], cloud[:, 2].max()])
    return np.array([ankle, tip])


def _arm(joints: dict[str, Array], skeleton: Skeleton, side: str, grown: float) -> dict[str, Segment]:
    shoulder, elbow, wrist, knuckle, tip, index, little = (
        joints[f"{side}-{name}"]
        for name in ("shoulder", "elbow", "hand", "finger-3-1", "finger-3-4", "finger-2-1", "finger-5-1")
    )
    ours = [skeleton.at(f"{name}_{side}") for name in ("humerus", "ulna", "hand")]
    fingers = skeleton.cloud(f"hand_{side}")
    low = fingers[fingers[:, 1] < fingers[:, 1].min() + 0.02].mean(axis=0)
    bends = np.cross(elbow - shoulder, wrist - elbow)
    hinge = skeleton.turn(f"humerus_{side}")[:, 2]
    back = -skeleton.turn(f"hand_{side}")[:, 0]
    across = little - index
    finger = ours[2] + (low - ours[2]) * _reach(wrist, knuckle, tip)
    return {
        f"humerus_{side}": Segment(np.array([shoulder, elbow]), np.array(ours[:2]), bends, hinge, grown * SHOULDER),
        f"forearm_{side}": Segment(np.array([elbow, wrist]), np.array(ours[1:]), bends, hinge, grown),
        f"hand_{side}": Segment(
            np.array([wrist, (knuckle + tip) / 2]), np.array([ours[2], finger]), across, back, grown
        ),
    }


def _reach(wrist: Array, knuckle: Array, tip: Array) -> float:
    """How far the middle of the long finger is on the way from the wrist to its tip."""
    return float(np.linalg.norm((knuckle + tip) / 2 - wrist) / np.linalg.norm(tip - wrist))
