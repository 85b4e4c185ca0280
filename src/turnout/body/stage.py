"""The body on its stage: the posture at the start, where each resting point is, and where the furniture stands.

In: a `Score` and a person's model. Out: a `Stage` for which any phase, or any moment between two, can be solved.
World axes are MuJoCo's: the body at rest faces -y, its right is -x, z is up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import Coordinates, coordinates_of
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.ik import Pin, Wishes, about_axis, rotation_of, rotation_vector, solve
from turnout.body.score import Pose, Score, Thing, points
from turnout.body.skin import GROUPS, SkinPoint, skin_points
from turnout.terms import listed

if TYPE_CHECKING:
    from turnout.body.model import Body

AXES = np.array([[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Rows: ahead, aside (right), up in the world."""
FIRM = {"exact": 10.0, "about": 0.3, "posture": 0.2}
"""How firmly an angle is kept [1/rad], beside `HOLD` [1/m] for a contact."""
HOLD = 100.0
BALANCE = 12.0
TURN = {"exact": 20.0, "about": 1.0, "posture": 1.0}
LOOSE = 0.25
"""How firmly a pelvis that the legs carry keeps its turn."""
BENDS = {"flexion": 2.0, "bending": 8.0, "rotation": 8.0}
STRAIGHT = {f"{part}_{bend}": firm for part in ("trunk", "neck") for bend, firm in BENDS.items()}
"""How firmly back and neck keep to the posture where the motion says nothing of them [1/rad]."""
STILL = 60.0
HEEL = 2.0
"""A heel counts as often as both balls, so that the weight is over the middle of the foot."""


@dataclass(frozen=True)
class Box:
    """A piece of furniture in the world: its middle and half sizes along the axes x, y, z [m]."""

    id: str
    kind: str
    centre: Array
    half: Array

    @property
    def top(self) -> float:
        return float(self.centre[2] + self.half[2])


@dataclass(frozen=True)
class Held:
    """One resting or guided point.

    Attributes:
        name: of the point; ``said``: as the motion calls it.
        on: what it rests on: floor, a piece of furniture, another point, or "" (guided through the air).
        active: for each phase, whether it holds.
        slides: it keeps its height only.
        light: it carries no weight.
    """

    name: str
    said: str
    on: str
    active: tuple[bool, ...]
    slides: bool
    light: bool
    pin: Pin


@dataclass
class Stage:
    """A score set for one body; see `set_stage`."""

    score: Score
    body: Body
    frame: Coordinates
    data: Any
    points: dict[str, SkinPoint]
    scale: float
    holds: tuple[Held, ...]
    at_start: Array = field(default_factory=lambda: np.zeros((0, 3)))
    boxes: dict[str, Box] = field(default_factory=dict[str, Box])
    first: Array = field(default_factory=lambda: np.zeros(0))

    def where(self, name: str, posture: Array) -> Array:
        """A point of the skin in a posture, (3,) [m]."""
        engine.place(self.frame.model, self.data, posture)
        point = self.points[name]
        return engine.point_at(self.frame.model, self.data, point.body, point.local)[0]

    def target(self, hold: int, pose: Pose) -> Array:
        """Where a point is to be in a phase, (3,) [m]."""
        held = self.holds[hold]
        if held.pin.to is not None:
            return np.zeros(3)
        return self.at_start[hold] + self.scale * np.array(self.offset(held.name, pose)) @ AXES

    @staticmethod
    def offset(name: str, pose: Pose) -> tuple[float, float, float]:
        """Ahead, aside and up of a point, or of the part it belongs to."""
        for part, offset in pose.moved.items():
            if name in (part, *_elementary(part)):
                return offset
        return (0.0, 0.0, 0.0)

    def supports(self, number: int) -> list[int]:
        """The points that carry weight in a phase."""
        return [n for n, held in enumerate(self.holds) if self._carries(held, number)]

    def _carries(self, held: Held, number: int) -> bool:
        grounded = held.on in ("floor", *self.boxes) and self.boxes.get(held.on, _FLOOR).kind != "wall"
        lifted = self.offset(held.name, self.score.poses[number])[2] > 0.0
        return held.active[number] and grounded and not held.light and not lifted

    def centre(self, number: int) -> Array:
        """Over which place the weight is to be in a phase: halfway between the feet that carry it, (2,) [m]."""
        carried = [n for n in self.supports(number) if not self.holds[n].name.startswith("palm")]
        if not carried:
            return np.zeros(2)
        pose = self.score.poses[number]
        feet: list[Array] = []
        for side in ("_r", "_l"):
            own = [n for n in carried if self.holds[n].name.endswith(side)]
            if own:
                weights = np.array([HEEL if self.holds[n].name.startswith("heel") else 1.0 for n in own])
                places = np.array([self.target(n, pose)[:2] for n in own])
                feet.append(weights @ places / weights.sum())
        return np.mean(feet, axis=0)

    def wishes(self, number: int) -> Wishes:
        """What a phase asks for."""
        pose = self.score.poses[number]
        angles, weights = self._angles(pose)
        tilt, sag, turn = pose.pelvis
        firm = min((TURN[aim.kind] for aim in pose.pelvis), default=1.0)
        if any(aim.kind == "exact" for aim in pose.pelvis):
            firm = TURN["exact"]
        elif not self.score.posture.firm:
            firm = LOOSE
        pelvis = posture_turn(self.score.posture.pitch, self.score.posture.roll) @ own_turn(
            tilt.degrees, sag.degrees, turn.degrees
        )
        still = self.score.motion.still is not None and len(self.first) > 0
        weighed = self.score.balance != "never"
        place = self.first[:3] if len(self.first) else self._place()
        return Wishes(
            angles=angles,
            angle_weights=weights,
            place=place,
            place_weights=np.full(3, STILL if still else 0.05) if len(self.first) else np.array([1.0, 1.0, 0.05]),
            turn=_turn_of(self.first) if still else pelvis,
            turn_weight=STILL if still else firm,
            pins=tuple(held.pin for held in self.holds),
            targets=np.array([self.target(n, pose) for n in range(len(self.holds))]).reshape(-1, 3),
            pin_weights=np.array([self._weight(n, number) for n in range(len(self.holds))]).reshape(-1, 3),
            centre=self.centre(number) if len(self.first) else np.zeros(2),
            guards=self.guards(),
            centre_weight=BALANCE if weighed and len(self.first) and self.supports(number) else 0.0,
        )

    def guards(self) -> tuple[SkinPoint, ...]:
        """Every point of the skin that does not rest on something anyway."""
        resting = {held.name for held in self.holds} | {"kneecap_r", "kneecap_l"}  # a bent knee rests below it
        return tuple(point for name, point in self.points.items() if name not in resting)

    def _angles(self, pose: Pose) -> tuple[Array, Array]:
        angles = np.zeros(len(self.frame.joints))
        weights = np.array([STRAIGHT.get(name, FIRM["posture"]) for name in self.frame.joints])
        for name, aim in pose.joints.items():
            n = self.frame.index[name]
            angles[n] = np.radians(aim.degrees) * self.frame.shares[n]
            if aim.kind != "posture":
                weights[n] = FIRM[aim.kind] / self.frame.shares[n]
        return angles, weights

    def _weight(self, hold: int, number: int) -> Array:
        held = self.holds[hold]
        if not held.active[number]:
            return np.zeros(3)
        if held.on == "wall" or self.boxes.get(held.on, _FLOOR).kind == "wall":
            return HOLD * np.array([0.0, 1.0, 0.0])
        level = 1.0 if len(self.first) or held.pin.to is not None else 0.0
        return HOLD * np.array([0.0, 0.0, 1.0]) if held.slides else HOLD * np.array([level, level, 1.0])

    def _place(self) -> Array:
        return np.array([0.0, 0.0, self.score.posture.height * self.scale])


_FLOOR = Box("floor", "floor", np.zeros(3), np.zeros(3))


def posture_turn(pitch: float, roll: float) -> Array:
    """The pelvis's orientation in a posture, (3, 3)."""
    return about_axis(np.array([1.0, 0.0, 0.0]), pitch) @ about_axis(np.array([0.0, -1.0, 0.0]), roll)


def own_turn(tilt: float, sag: float, turn: float) -> Array:
    """A turn about the pelvis's own axes: forward, sinking on the working side, turning to it; (3, 3)."""
    return (
        about_axis(np.array([0.0, 0.0, -1.0]), turn)
        @ about_axis(np.array([0.0, -1.0, 0.0]), sag)
        @ about_axis(np.array([1.0, 0.0, 0.0]), tilt)
    )


def _turn_of(posture: Array) -> Array:
    return rotation_of(posture[3:7])


def set_stage(score: Score, body: Body) -> Stage:
    """Solves the start, notes where the resting points are, and puts the furniture there.

    Raises:
        BodyError: a contact or a piece of furniture names something that is not there.
    """
    model = body.engine_model
    scale = body.person.length_scale
    skin = skin_points(model, scale)
    frame = coordinates_of(model)
    stage = Stage(score, body, frame, engine.make_data(model), skin, scale, _holds(score, skin))
    heights = {thing.id: thing.size[2] + thing.offset[2] for thing in score.things}
    stage.at_start = np.array([[0.0, 0.0, heights.get(held.on, 0.0)] for held in stage.holds]).reshape(-1, 3)
    stage.first = _first(stage)
    return stage


def _first(stage: Stage) -> Array:
    rest = stage.frame.model.qpos0
    wishes = stage.wishes(0)
    walls = {thing.id for thing in stage.score.things if thing.kind == "wall"}
    for n, held in enumerate(stage.holds):
        if held.on in walls:  # they are put where the body is, just below
            wishes.pin_weights[n] = 0.0
    root = np.concatenate([wishes.place, _quaternion(wishes.turn)])
    begun = stage.frame.posture(root, np.clip(wishes.angles, stage.frame.low, stage.frame.high))
    posture = solve(stage.frame, stage.data, wishes, begun if np.isfinite(begun).all() else rest)
    for n, held in enumerate(stage.holds):
        if held.pin.to is None:
            found = stage.where(held.name, posture)
            stage.at_start[n, :2] = found[:2]
            if not held.on:
                stage.at_start[n, 2] = found[2]
    stage.first = posture
    _furnish(stage, posture)
    for n, held in enumerate(stage.holds):
        box = stage.boxes.get(held.on)
        if box is not None and box.kind == "wall":
            stage.at_start[n, 1] = box.centre[1] + box.half[1]
    settled = replace(stage.wishes(0), place_weights=np.full(3, 0.05))
    return solve(stage.frame, stage.data, settled, posture)


def _furnish(stage: Stage, posture: Array) -> None:
    at: dict[str, Array] = {"start": posture}
    for thing in stage.score.things:
        if thing.phase not in at:
            names = [pose.name for pose in stage.score.poses]
            if thing.phase not in names and thing.phase != "start":
                raise BodyError(f"there is no phase {thing.phase!r}; there are {listed(names)}", "furniture")
            at[thing.phase] = solve(stage.frame, stage.data, stage.wishes(names.index(thing.phase)), posture)
        stage.boxes[thing.id] = _box(thing, stage.where(_elementary(thing.by)[0], at[thing.phase]), stage.scale)


def _box(thing: Thing, point: Array, scale: float) -> Box:
    ahead, aside, height = thing.size
    place = point + scale * (np.array(thing.offset) * [1, 1, 0]) @ AXES
    if thing.kind == "wall":
        place = place + AXES[0] * ahead / 2
    low = thing.offset[2]
    return Box(
        thing.id,
        thing.kind,
        np.array([place[0], place[1], low + height / 2]),
        np.array([aside / 2, ahead / 2, height / 2]),
    )


def _elementary(name: str) -> tuple[str, ...]:
    """The points a part rests with: ``foot_r`` -> heel_r, ball_inner_r, ball_outer_r."""
    if name[-2:] in ("_r", "_l"):
        return tuple(part + name[-2:] for part in GROUPS.get(name[:-2], (name[:-2],)))
    return (name,)


def _holds(score: Score, skin: dict[str, SkinPoint]) -> tuple[Held, ...]:
    names = [pose.name for pose in score.poses]
    found: dict[str, Held] = {}
    things = {"floor", *(thing.id for thing in score.things)}
    for contact in score.contacts:
        for phase in contact.only:
            if phase not in names:
                raise BodyError(f"there is no phase {phase!r}; there are {listed(names)}", "contacts")
        active = tuple(not contact.only or name in contact.only for name in names)
        for part in points(contact.point):
            for name in _elementary(part):
                to = None if contact.against in things else _beside(contact.against, part, skin)
                found[name] = Held(
                    name, contact.point, contact.against, active, contact.slides, contact.light, Pin(skin[name], to)
                )
    for number, pose in enumerate(score.poses):
        for part in pose.moved:
            for name in _elementary(part):
                if name not in found:
                    later = tuple(n >= number for n in range(len(names)))
                    found[name] = Held(name, part, "", later, False, True, Pin(skin[name]))
    return tuple(found.values())


def _beside(on: str, part: str, skin: dict[str, SkinPoint]) -> SkinPoint:
    side, _, name = on.rpartition(".")
    if side == "both":
        name += part[-2:]
    elif side:
        name = points(on)[0]
    name = _elementary(name)[0]
    if name not in skin:
        raise BodyError(f"there is nothing called {on!r} to rest on: no furniture and no point of the body", "contacts")
    return skin[name]


def _quaternion(turn: Array) -> Array:
    """w, x, y, z of a rotation."""
    vector = rotation_vector(turn)
    angle = float(np.linalg.norm(vector))
    if angle < 1e-9:
        return np.array([1.0, 0.0, 0.0, 0.0])
    return np.concatenate([[np.cos(angle / 2)], np.sin(angle / 2) * vector / angle])
