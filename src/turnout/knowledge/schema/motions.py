"""The shape of ``motions/*.yaml``: how a body goes through one repetition of an exercise or a test.

A motion is written for the right side: ``working`` is the right limb, ``other`` the left; for the left side it is
mirrored. Angles are in degrees with the signs of `docs/conventions.md`; lengths in metres for a body of 170 cm.
An amount is a number or a sum over parameters (``depth_deg / 2 + 5``); a ``~`` before it means *about*: the body may
leave it to keep its balance and its contacts. A joint that is not named stays about where the posture has it, and a
phase says only what changes from the phase before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from turnout.knowledge.schema.amounts import Amount
from turnout.knowledge.schema.base import Slug, Strict

PostureName = Literal[
    "standing", "supine", "prone", "side-lying", "quadruped", "plank", "side-plank", "seated-chair", "seated-table",
    "seated-floor", "half-kneeling",
]  # fmt: skip
LimbJoint = Literal[
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle", "subtalar_angle", "mtp_angle",
    "arm_flexion", "arm_adduction", "arm_rotation", "elbow_flexion", "forearm_rotation", "wrist_flexion",
]  # fmt: skip
Bend = Literal["flexion", "bending", "rotation"]
"""Of back or neck: + forward, + to the working side, + turning to the working side."""
Tilt = Literal["tilt", "list", "turn"]
"""Of the pelvis from its start: + forward, + sinking on the working side, + turning to the working side."""
FurnitureKind = Literal["chair", "table", "bench", "step", "wall", "cushion", "anchor", "rail"]
PartName = Literal[
    "foot", "heel", "ball", "ball_inner", "toes", "heel_back", "ankle_in", "ankle_out", "shin", "calf", "knee",
    "kneecap", "knee_in", "knee_out", "thigh_front", "thigh_back", "thigh_low", "hip_side", "hip_front", "pelvis_side",
    "sit", "buttock", "shoulder", "blade", "elbow", "forearm", "hand", "hand_back", "fist", "palm", "fingers",
    "temple", "arm_in", "ankle_front", "thigh_back_low", "toe_top", "toe_tip", "toe_little", "blade_top",
]  # fmt: skip
MiddleName = Literal["sacrum", "chest", "head_back", "forehead"]


def _a_point(text: str) -> str:
    """``working.heel``, ``other.hand``, ``both.foot``, ``chest``."""
    side, _, part = text.rpartition(".")
    parts, middle = PartName.__args__, MiddleName.__args__
    if (side in ("working", "other", "both") and part in parts) or (not side and part in middle):
        return text
    raise ValueError(f"there is no point {text!r}; say working, other or both and a part (working.heel), or {middle}")


Point = Annotated[str, AfterValidator(_a_point)]


class Offset(Strict):
    """How far from where it was at the start [m]: ahead, out to the working side, up."""

    ahead: Amount = 0.0
    aside: Amount = 0.0
    up: Amount = 0.0


class Contact(Strict):
    """A point of the body that rests on something, or on another point of the body.

    ``offset``: from the other point of the body, along the axes its bone has when standing (a hand held before the
    chest). ``slides``: it keeps its height but may move along. ``light``: it touches and carries no weight.
    ``only``: the phases in which it holds; all, where none is named.
    """

    point: Point
    against: str = "floor"
    offset: Offset = Offset()
    slides: bool = False
    light: bool = False
    only: tuple[str, ...] = ()


class Furniture(Strict):
    """A thing that stands under or beside a point of the body at the start (or at another phase).

    ``size``: ahead, aside, and height [m]. ``side``: on which side of the point a wall stands.
    """

    kind: FurnitureKind
    name: str = ""
    by: Point
    phase: str = "start"
    side: Literal["ahead", "behind", "working", "other"] = "ahead"
    size: tuple[Amount, Amount, Amount] | None = None
    offset: Offset = Offset()

    @property
    def id(self) -> str:
        return self.name or self.kind


class Phase(Strict):
    """A pose on the way. ``at``: 0 the start, 0.5 the turning point, 1 the start again.

    ``share``: how much of the weight the working side has, 0 to 1; half, where both sides carry and none is told.
    ``turn``: how far a foot is turned outward about its heel from how it stood at the start [deg].
    ``over``: the resting part that has the weight here, where others only touch (all of them have it by default);
    ``anywhere``: the pose says itself where between them it is.
    ``seconds``: how long the way here from the phase before takes whatever the tempo (in the first phase: the way back
    to it): a step is quick at every tempo; the rest of the half is the slower.
    """

    name: Slug
    at: Annotated[float, Field(ge=0, lt=1)] | None = None
    working: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    other: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    both: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    trunk: dict[Bend, Amount] = Field(default_factory=dict[Bend, Amount])
    neck: dict[Bend, Amount] = Field(default_factory=dict[Bend, Amount])
    pelvis: dict[Tilt, Amount] = Field(default_factory=dict[Tilt, Amount])
    move: dict[Point, Offset] = Field(default_factory=dict[Point, Offset])
    share: Amount | None = None
    turn: dict[Point, Amount] = Field(default_factory=dict[Point, Amount])
    over: Point | Literal["anywhere"] | None = None
    seconds: Annotated[float, Field(gt=0)] | None = None
    rest: bool = True


class Band(Strict):
    """An elastic: a loop ``around`` a pair of points, or stretched from a point to an anchor or another point.

    ``stretched``: how much longer than at rest it is where it is slackest (0.1 = a tenth).
    """

    around: Literal["knees", "ankles", "feet"] | None = None
    start: Point | None = None
    to: str | None = None
    stretched: Amount = 0.1

    @model_validator(mode="after")
    def _one_way(self) -> Band:
        if (self.around is None) == (self.start is None) or (self.start is None) != (self.to is None):
            raise ValueError("a band goes around knees, ankles or feet, or from a start to something")
        return self


class Strap(Strict):
    """Something that does not stretch, from a point to a piece of furniture (its top) or to another point."""

    start: Point
    to: str


class Prop(Strict):
    """A thing that goes with a point of the body and is seen, but holds nothing by itself.

    A ``hand`` is a helper's, laid on the point, its forearm coming from ``reach``; a ``slider`` lies under the point, a
    ``weight`` across it. ``only``: the phases in which it is there; all, where none is named.
    """

    kind: Literal["hand", "slider", "weight"]
    at: Point
    reach: Offset = Offset(up=0.25)
    only: tuple[str, ...] = ()


class Thrown(Strict):
    """A ball leaves the hands in one phase, meets a wall and is caught in another."""

    leaves: Slug
    caught: Slug
    wall: str = "wall"


class Held(Strict):
    """A weight in the hands; its mass is the level's load. A level without a load has none.

    ``by``: one in each hand, one in both, or one in the hand of one side. ``how`` it is held: ``hanging`` from the
    fist; ``upright``, by its upper end, in both hands; ``at-chest``, upright between the palms; ``between`` the palms
    (a ball); ``in-line`` with the arms (a bell that swings). ``thrown``: the phases between which it is in the air, and
    the wall it comes back from.
    """

    thing: Literal["dumbbell", "kettlebell", "ball"]
    by: Literal["each-hand", "both-hands", "working-hand", "other-hand"] = "each-hand"
    how: Literal["hanging", "upright", "at-chest", "between", "in-line"] = "hanging"
    thrown: Thrown | None = None


class Flight(Strict):
    """The body leaves the ground in one phase and comes down in another.

    ``rise_m``: how far the centre of mass climbs after the feet have left; 0 means that they do not leave. How long the
    push, the flight and the giving way after it take follows from this, by gravity; the tempo has the rest.
    """

    leaves: Slug
    lands: Slug
    rise_m: Amount


class Also(Strict):
    """What a level changes: where its parameters are these, this is laid over the motion."""

    when: dict[str, float | str]
    posture: PostureName | None = None
    phases: dict[str, Phase] = Field(default_factory=dict[str, Phase])
    contacts: tuple[Contact, ...] = ()
    lifted: tuple[Point, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    band: Band | None = None
    props: tuple[Prop, ...] = ()


class Motion(Strict):
    """``motions/*.yaml``: the motion of the exercise or measure of the same id.

    ``lies_on``: the side that lies below, or kneels.
    ``lifted``: contacts of the posture that this motion does without. ``balance``: whether the centre of mass must be
    over the support ``always``, only ``at-rest`` (steps and jumps) or ``never`` (lying); the posture's own by default.
    ``travels``: where the body is when the repetition comes round again, from where it was [m]: a walk. ``counts``: how
    many repetitions it shows; a walk that alternates shows one of each leg. ``flight``: a jump.
    ``held``: a weight in the hands.
    ``light_band``: a second band, of the lightest colour at every level. ``straps``: what ties without giving.
    ``not_yet``: levels of the exercise that move otherwise than this motion can say, and so are not shown.
    """

    id: Slug
    posture: PostureName
    lies_on: Literal["working", "other"] = "other"
    note: str = ""
    still: Literal["pelvis"] | None = None
    balance: Literal["always", "at-rest", "never"] | None = None
    not_yet: tuple[Slug, ...] = ()
    parameters: dict[str, float | str] = Field(default_factory=dict[str, float | str])
    furniture: tuple[Furniture, ...] = ()
    contacts: tuple[Contact, ...] = ()
    lifted: tuple[Point, ...] = ()
    phases: tuple[Phase, ...] = Field(min_length=1)
    travels: Offset = Offset()
    counts: Literal[1, 2] = 1
    flight: Flight | None = None
    held: Held | None = None
    band: Band | None = None
    light_band: Band | None = None
    straps: tuple[Strap, ...] = ()
    props: tuple[Prop, ...] = ()
    also: tuple[Also, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Motion:
        names = [phase.name for phase in self.phases]
        if len(set(names)) < len(names):
            raise ValueError("two phases have the same name")
        for also in self.also:
            for name in also.phases:
                if name not in names:
                    raise ValueError(f"also: there is no phase {name!r}; there are {', '.join(names)}")
        for name in self._spoken():
            if name not in names:
                raise ValueError(f"there is no phase {name!r}; there are {', '.join(names)}")
        times = when(self.phases)
        if times[0] != 0 or any(b <= a for a, b in pairwise(times)):
            raise ValueError("phases stand in the order of 'at', and the first is at 0")
        return self

    def _spoken(self) -> Iterator[str]:
        """The phases that a flight, a throw or a thing on the body speaks of."""
        for prop in (*self.props, *(prop for also in self.also for prop in also.props)):
            yield from prop.only
        if self.flight:
            yield from (self.flight.leaves, self.flight.lands)
        if self.held and self.held.thrown:
            yield from (self.held.thrown.leaves, self.held.thrown.caught)


def when(phases: tuple[Phase, ...]) -> list[float]:
    """Where the phases stand in the repetition, 0 to 1: the first at 0, the last at 0.5, unless they say so."""
    out: list[float] = []
    for number, phase in enumerate(phases):
        given = 0.0 if number == 0 else 0.5 if number == len(phases) - 1 else None
        place = phase.at if phase.at is not None else given
        if place is None:
            raise ValueError(f"the phase {phase.name!r} must say where it stands: 'at', from 0 to 1")
        out.append(place)
    return out
