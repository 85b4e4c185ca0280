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
from turnout.body.furniture import AXES, FACING, FLOOR, Box, box_at
from turnout.body.ik import Pin, Wishes, about_axis, rotation_of, rotation_vector, solve
from turnout.body.score import Pose, Score, points
from turnout.body.skin import SkinPoint, elementary, skin_points
from turnout.body.weights import hung
from turnout.terms import listed

if TYPE_CHECKING:
    from turnout.body.model import Body
    from turnout.knowledge.schema.motions import Contact

FIRM = {"exact": 10.0, "about": 0.3, "posture": 0.2}
"""How firmly an angle is kept [1/rad], beside `HOLD` [1/m] for a contact."""
HOLD = 100.0
BALANCE = 12.0
TURN = 20.0
"""How firmly the pelvis keeps a turn about one of its axes that the motion gives exactly [1/rad]."""
FOOT = ("heel", "ball_inner", "ball_outer", "toes")
LOOSE = 0.25
"""How firmly a pelvis that the legs carry keeps its turn."""
BENDS = {"flexion": 2.0, "bending": 8.0, "rotation": 8.0}
STRAIGHT = {f"{part}_{bend}": firm for part in ("trunk", "neck") for bend, firm in BENDS.items()}
"""How firmly back and neck keep to the posture where the motion says nothing of them [1/rad]."""
STILL = 60.0
HEEL = 2.0
"""A heel counts as often as both balls, so that the weight is over the middle of the foot."""


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
    weights: tuple[tuple[SkinPoint, float], ...] = ()

    @property
    def travel(self) -> Array:
        """Where the body is when the repetition comes round again, from where it was, (3,) [m]."""
        return self.scale * np.array(self.score.travels) @ AXES

    @property
    def grounded(self) -> Any:
        """Which of the resting points rest on floor or furniture, not on the body, (holds,)."""
        return np.array([held.pin.to is None and bool(held.on) for held in self.holds], dtype=bool)

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
        there = self._turned(hold, pose) if pose.turned else self.at_start[hold]
        return there + self.scale * np.array(self.offset(held.name, pose)) @ AXES

    def _turned(self, hold: int, pose: Pose) -> Array:
        """Where a point of a foot was at the start, had the foot been turned about its heel then."""
        name = self.holds[hold].name
        for foot, degrees in pose.turned.items():
            heels = [n for n, held in enumerate(self.holds) if held.name == f"heel{foot[-2:]}"]
            if name[-2:] == foot[-2:] and name.rpartition("_")[0] in FOOT and heels:
                heel = self.at_start[heels[0]]
                turn = about_axis(np.array([0.0, 0.0, -1.0]), degrees if foot.endswith("_r") else -degrees)
                return heel + turn @ (self.at_start[hold] - heel)
        return self.at_start[hold]

    @staticmethod
    def offset(name: str, pose: Pose) -> tuple[float, float, float]:
        """Ahead, aside and up of a point, or of the part it belongs to."""
        for part, offset in pose.moved.items():
            if name in (part, *elementary(part)):
                return offset
        return (0.0, 0.0, 0.0)

    def supports(self, number: int) -> list[int]:
        """The points that carry weight in a phase (the one after the last is the first again)."""
        return [n for n, held in enumerate(self.holds) if self._carries(held, number % len(self.score.poses))]

    def supports_between(self, a: int, b: int) -> list[int]:
        """The points that carry weight on the way from one phase to another: none in the air."""
        return [] if self.in_air(a, b) else sorted(set(self.supports(a)) & set(self.supports(b)))

    def in_air(self, a: int, b: int) -> bool:
        """Whether the feet have left the ground on the way from one phase to another."""
        flies = self.score.flies
        return flies is not None and flies[0] <= a < flies[1] and flies[0] < b <= flies[1]

    def held_between(self, a: Wishes, b: Wishes, flying: bool) -> tuple[Array, tuple[SkinPoint, ...]]:
        """How firmly points are held on the way from one phase to another, and those kept out of the floor."""
        weights = np.minimum(a.pin_weights, b.pin_weights)
        if flying:
            weights = np.where(self.grounded[:, None], 0.0, weights)
        return weights, self.guards(weights)

    def _carries(self, held: Held, number: int) -> bool:
        grounded = held.on in ("floor", *self.boxes) and self.boxes.get(held.on, FLOOR).kind != "wall"
        lifted = self.offset(held.name, self.score.poses[number])[2] > 0.0
        return held.active[number] and grounded and not held.light and not lifted

    def centre(self, number: int) -> Array:
        """Over which place the weight is to be in a phase: halfway between the feet that carry it, (2,) [m]."""
        carried = [n for n in self.supports(number) if not self.holds[n].name.startswith("palm")]
        pose = self.score.poses[number]
        over = {name for part in pose.over for name in elementary(part)}
        carried = [n for n in carried if not over or self.holds[n].name in over]
        if not carried:
            return np.zeros(2)
        feet: list[Array] = []
        for side in ("_r", "_l"):
            own = [n for n in carried if self.holds[n].name.endswith(side)]
            if own:
                weights = np.array([HEEL if self.holds[n].name.startswith("heel") else 1.0 for n in own])
                places = np.array([self.target(n, pose)[:2] for n in own])
                feet.append(weights @ places / weights.sum())
        return pose.share * feet[0] + (1 - pose.share) * feet[1] if len(feet) == 2 else feet[0]

    def wishes(self, number: int) -> Wishes:
        """What a phase asks for; the one after the last is the first again, where the body has come to."""
        if number == len(self.score.poses):
            return self._moved_on(self.wishes(0))
        pose = self.score.poses[number]
        angles, weights = self._angles(pose)
        tilt, sag, turn = pose.pelvis
        loose = 1.0 if self.score.posture.firm else LOOSE
        firm = np.array([TURN if aim.kind == "exact" else loose for aim in pose.pelvis])
        pelvis = posture_turn(self.score.posture.pitch, self.score.posture.roll) @ own_turn(
            tilt.degrees, sag.degrees, turn.degrees
        )
        still = self.score.motion.still is not None and len(self.first) > 0
        weighed = self.score.balance != "never" and pose.over != ("anywhere",)
        place = self.first[:3] if len(self.first) else self._place()
        pins = np.array([self._weight(n, number) for n in range(len(self.holds))]).reshape(-1, 3)
        return Wishes(
            angles=angles,
            angle_weights=weights,
            place=place,
            place_weights=np.full(3, STILL if still else 0.05) if len(self.first) else np.array([1.0, 1.0, 0.05]),
            turn=_turn_of(self.first) if still else pelvis,
            turn_weight=STILL if still else firm,
            pins=tuple(held.pin for held in self.holds),
            targets=np.array([self.target(n, pose) for n in range(len(self.holds))]).reshape(-1, 3),
            pin_weights=pins,
            centre=self.centre(number) if len(self.first) else np.zeros(2),
            guards=self.guards(pins),
            centre_weight=BALANCE if weighed and len(self.first) and self.supports(number) else 0.0,
            weights=self.weights,
        )

    def _moved_on(self, wishes: Wishes) -> Wishes:
        free = np.array([held.pin.to is None for held in self.holds], dtype=np.float64)
        return replace(
            wishes,
            place=wishes.place + self.travel,
            centre=wishes.centre + self.travel[:2],
            targets=wishes.targets + free[:, None] * self.travel,
        )

    def guards(self, held_with: Array) -> tuple[SkinPoint, ...]:
        """Every point of the skin that does not rest on something anyway; ``held_with``: (holds, 3)."""
        resting = {held.name for held, weight in zip(self.holds, held_with, strict=True) if weight.any()}
        resting |= {"kneecap_r", "kneecap_l"}  # a bent knee rests below it
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
        wall = self.boxes.get(held.on, FLOOR)
        if wall.kind == "wall" and held.slides:
            return HOLD * np.abs(FACING[wall.side])
        level = 1.0 if len(self.first) or held.pin.to is not None else 0.0
        return HOLD * np.array([0.0, 0.0, 1.0]) if held.slides else HOLD * np.array([level, level, 1.0])

    def _place(self) -> Array:
        return np.array([0.0, 0.0, self.score.posture.height * self.scale])


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
    stage = Stage(score, body, frame, engine.make_data(model), skin, scale, _holds(score, skin, scale))
    heights = {thing.id: thing.size[2] + thing.offset[2] for thing in score.things}
    stage.weights = hung(score, skin, scale)
    stage.at_start = np.array([[0.0, 0.0, heights.get(held.on, 0.0)] for held in stage.holds]).reshape(-1, 3)
    stage.first = _first(stage)
    return stage


def _first(stage: Stage) -> Array:
    rest = stage.frame.model.qpos0
    wishes = stage.wishes(0)
    walls = {thing.id for thing in stage.score.things if thing.kind == "wall"}
    for n, held in enumerate(stage.holds):
        if held.on in walls or not held.on:  # they are put where the body is, just below
            wishes.pin_weights[n] = 0.0
    root = np.concatenate([wishes.place, _quaternion(wishes.turn)])
    begun = stage.frame.posture(root, np.clip(wishes.angles, stage.frame.low, stage.frame.high))
    posture = solve(stage.frame, stage.data, wishes, begun if np.isfinite(begun).all() else rest)
    for n, held in enumerate(stage.holds):
        if held.pin.to is None:
            found = stage.where(held.name, posture)
            stage.at_start[n, :2] = found[:2]
            if not held.on or held.on in walls:
                stage.at_start[n, 2] = found[2]
    stage.first = posture
    _furnish(stage, posture)
    for n, held in enumerate(stage.holds):
        box = stage.boxes.get(held.on)
        if box is not None and box.kind == "wall":
            stage.at_start[n, box.across] = box.face
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
        stage.boxes[thing.id] = box_at(thing, stage.where(elementary(thing.by)[0], at[thing.phase]), stage.scale)


def _holds(score: Score, skin: dict[str, SkinPoint], scale: float) -> tuple[Held, ...]:
    names = [pose.name for pose in score.poses]
    found: dict[str, Held] = {}
    things = {"floor", *(thing.id for thing in score.things)}
    for contact in score.contacts:
        for phase in contact.only:
            if phase not in names:
                raise BodyError(f"there is no phase {phase!r}; there are {listed(names)}", "contacts")
        active = tuple(not contact.only or name in contact.only for name in names)
        for part in points(contact.point):
            for name in elementary(part):
                to = None if contact.against in things else _beside(contact, part, skin, scale)
                found[name] = Held(
                    name, contact.point, contact.against, active, contact.slides, contact.light, Pin(skin[name], to)
                )
    for number, pose in enumerate(score.poses):
        for part in pose.moved:
            for name in elementary(part):
                if name not in found:
                    later = tuple(n >= number for n in range(len(names)))
                    found[name] = Held(name, part, "", later, False, True, Pin(skin[name]))
    return tuple(found.values())


def _beside(contact: Contact, part: str, skin: dict[str, SkinPoint], scale: float) -> SkinPoint:
    """The place on a bone that a point is to meet."""
    on, offset = contact.against, contact.offset
    side, _, name = on.rpartition(".")
    if side == "both":
        name += part[-2:]
    elif side:
        name = points(on)[0]
    name = elementary(name)[0]
    if name not in skin:
        raise BodyError(f"there is nothing called {on!r} to rest on: no furniture and no point of the body", "contacts")
    mirrored = -1.0 if contact.point.startswith("both.") and part.endswith("_l") else 1.0
    away = np.array([float(offset.ahead), float(offset.up), mirrored * float(offset.aside)])  # as bones have their axes
    return SkinPoint(skin[name].body, skin[name].local + scale * away)


def _quaternion(turn: Array) -> Array:
    """w, x, y, z of a rotation."""
    vector = rotation_vector(turn)
    angle = float(np.linalg.norm(vector))
    if angle < 1e-9:
        return np.array([1.0, 0.0, 0.0, 0.0])
    return np.concatenate([[np.cos(angle / 2)], np.sin(angle / 2) * vector / angle])
