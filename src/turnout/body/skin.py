"""Points on the skin that rest on things: heel, knee, hand, sitting bone...

In: the model's bones. Out: points, each in the frame of its bone. A point is the outermost place of a bone in some
direction (as the body stands), and a layer of flesh over it. Directions: ahead, out (away from the middle), up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array

AHEAD, UP = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0])
OUT = {"r": np.array([-1.0, 0.0, 0.0]), "l": np.array([1.0, 0.0, 0.0])}
"""World axes of a body that stands as the model does at rest."""
WHOLE = (0.0, 1.0)


@dataclass(frozen=True)
class Spot:
    """Where to look for a point.

    Attributes:
        bone: the body; side points add their side's suffix.
        towards: direction (ahead, out, up).
        flesh_m: thickness of flesh and skin over the bone; our estimates for an adult of ordinary build.
        ahead, out, up: the part of the bone to look at, as shares of its extent.
    """

    bone: str
    towards: tuple[float, float, float]
    flesh_m: float
    ahead: tuple[float, float] = WHOLE
    out: tuple[float, float] = WHOLE
    up: tuple[float, float] = WHOLE


FRONT, BACK, OUTER, INNER = (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)
UPWARD, DOWN = (0, 0, 1), (0, 0, -1)
SPOTS: dict[str, Spot] = {
    "heel": Spot("calcn", DOWN, 0.012, ahead=(0.0, 0.25)),
    "ball_inner": Spot("calcn", DOWN, 0.012, ahead=(0.85, 1.0), out=(0.0, 0.4)),
    "ball_outer": Spot("calcn", DOWN, 0.012, ahead=(0.65, 0.95), out=(0.7, 1.0)),
    "toes": Spot("toes", DOWN, 0.010, ahead=(0.75, 1.0), out=(0.0, 0.6)),
    "toe_tip": Spot("toes", FRONT, 0.006),
    "toe_top": Spot("toes", UPWARD, 0.004),
    "toe_little": Spot("toes", OUTER, 0.006),
    "toe_root": Spot("toes", DOWN, 0.004, ahead=(0.0, 0.3)),
    "toe_root_back": Spot("toes", BACK, 0.004),
    "toe_inner": Spot("toes", INNER, 0.006),
    "toe_small": Spot("toes", DOWN, 0.006, ahead=(0.3, 0.8), out=(0.6, 1.0)),
    "heel_back": Spot("calcn", BACK, 0.008),
    "ankle_in": Spot("tibia", INNER, 0.010, up=(0.0, 0.12)),
    "ankle_out": Spot("tibia", OUTER, 0.010, up=(0.0, 0.12)),
    "shin": Spot("tibia", FRONT, 0.012, up=(0.4, 0.55)),
    "ankle_front": Spot("tibia", FRONT, 0.010, up=(0.05, 0.15)),
    "calf": Spot("tibia", BACK, 0.050, up=(0.6, 0.75)),
    "knee": Spot("tibia", FRONT, 0.022, up=(0.86, 0.96)),
    "kneecap": Spot("patella", FRONT, 0.018),
    "knee_in": Spot("femur", INNER, 0.018, up=(0.0, 0.1)),
    "knee_out": Spot("femur", OUTER, 0.018, up=(0.0, 0.1)),
    "thigh_front": Spot("femur", FRONT, 0.065, up=(0.4, 0.6)),
    "thigh_back": Spot("femur", BACK, 0.060, up=(0.4, 0.6)),
    "thigh_low": Spot("femur", FRONT, 0.035, up=(0.15, 0.25)),
    "thigh_back_low": Spot("femur", BACK, 0.045, up=(0.2, 0.3)),
    "hip_side": Spot("femur", OUTER, 0.035, up=(0.8, 1.0)),
    "hip_front": Spot("pelvis", FRONT, 0.020, out=(0.65, 1.0), up=(0.55, 0.9)),
    "pelvis_side": Spot("pelvis", OUTER, 0.044),
    "sit": Spot("pelvis", DOWN, 0.020, out=(0.5, 1.0)),
    "buttock": Spot("pelvis", BACK, 0.035, out=(0.5, 1.0)),
    "shoulder": Spot("torso", OUTER, 0.035, up=(0.7, 1.0)),
    "blade": Spot("torso", BACK, 0.020, out=(0.65, 0.85), up=(0.5, 0.85)),
    "blade_top": Spot("torso", BACK, 0.025, out=(0.6, 0.85), up=(0.86, 0.94)),
    "temple": Spot("head", OUTER, 0.010, up=(0.4, 0.8)),
    "arm_in": Spot("humerus", INNER, 0.035, up=(0.2, 0.4)),
    "elbow": Spot("ulna", BACK, 0.010, up=(0.85, 1.0)),
    "epicondyle_in": Spot("humerus", INNER, 0.010, up=(0.0, 0.12)),
    "epicondyle_out": Spot("humerus", OUTER, 0.010, up=(0.0, 0.12)),
    "wrist": Spot("ulna", BACK, 0.010, up=(0.0, 0.12)),
    "palm_heel": Spot("hand", INNER, 0.015, up=(0.75, 0.95)),
    "palm_index": Spot("hand", INNER, 0.010, ahead=(0.45, 1.0), up=(0.0, 0.6)),
    "palm_little": Spot("hand", INNER, 0.010, ahead=(0.0, 0.35), up=(0.0, 0.35)),
    "fingers": Spot("hand", DOWN, 0.008),
    "hand_back": Spot("hand", OUTER, 0.010, up=(0.5, 0.8)),
    "fist": Spot("hand", INNER, 0.030, up=(0.5, 0.7)),
    "palm": Spot("hand", INNER, 0.010, up=(0.5, 0.7)),
}
MIDDLE: dict[str, Spot] = {
    "sacrum": Spot("sacrum", BACK, 0.030),
    "chest": Spot("torso", FRONT, 0.030, up=(0.3, 0.6)),
    "head_back": Spot("head", BACK, 0.012),
    "forehead": Spot("head", FRONT, 0.008, up=(0.6, 0.85)),
}
"""In the middle of the body."""
GROUPS = {
    "foot": ("heel", "ball_inner", "ball_outer"),
    "ball": ("ball_inner", "ball_outer"),
    "forearm": ("elbow", "wrist"),
    "hand": ("palm_heel", "palm_index"),
}
"""Parts that rest with more than one point."""


def elementary(name: str) -> tuple[str, ...]:
    """The points a part rests with: ``foot_r`` -> heel_r, ball_inner_r, ball_outer_r."""
    if name[-2:] in ("_r", "_l"):
        return tuple(part + name[-2:] for part in GROUPS.get(name[:-2], (name[:-2],)))
    return (name,)


@dataclass(frozen=True)
class SkinPoint:
    """A point in the frame of a body of the model: its index, and the place in it, (3,) [m]."""

    body: int
    local: Array


def skin_points(model: Any, scale: float) -> dict[str, SkinPoint]:
    """Every point, by name: side points end in ``_r`` or ``_l``."""
    data = engine.make_data(model)
    engine.place(model, data, model.qpos0)
    bones: dict[str, list[Array]] = {}
    for shape in engine.shapes(model):
        turn, origin = data.geom_xmat[shape.index].reshape(3, 3), data.geom_xpos[shape.index]
        bones.setdefault(shape.body, []).append(shape.vertices @ turn.T + origin)
    clouds = {bone: np.vstack(parts) for bone, parts in bones.items()}
    found: dict[str, SkinPoint] = {}
    for side in OUT:
        for name, spot in SPOTS.items():
            body = spot.bone if spot.bone in clouds else f"{spot.bone}_{side}"
            found[f"{name}_{side}"] = _point(model, data, clouds[body], body, spot, side, scale)
    for name, spot in MIDDLE.items():
        found[name] = _point(model, data, clouds[spot.bone], spot.bone, spot, "r", scale)
    return found


def _point(model: Any, data: Any, cloud: Array, body: str, spot: Spot, side: str, scale: float) -> SkinPoint:
    axes = np.stack([AHEAD, OUT[side], UP])
    placed = cloud @ axes.T
    low, high = placed.min(0), placed.max(0)
    share = (placed - low) / np.maximum(high - low, 1e-9)
    bounds = np.array([spot.ahead, spot.out, spot.up])
    inside = placed[((share >= bounds[:, 0]) & (share <= bounds[:, 1])).all(1)]
    towards = np.array(spot.towards, dtype=np.float64)
    reach = inside @ towards
    outermost = inside[reach > reach.max() - 0.004 * scale]
    middle = outermost.mean(0)
    middle += towards * (reach.max() - middle @ towards + spot.flesh_m * scale)
    if spot in MIDDLE.values() and spot.towards != OUTER:
        middle[1] = 0.0
    index = int(model.body(body).id)
    local = data.xmat[index].reshape(3, 3).T @ (middle @ axes - data.xpos[index])
    return SkinPoint(index, local)
