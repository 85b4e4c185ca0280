"""The shape of ``motions/*.yaml``: how a body goes through one repetition of an exercise or a test.

A motion is written for the right side: ``working`` is the right limb, ``other`` the left; for the left side it is
mirrored. Angles are in degrees with the signs of `docs/conventions.md`; lengths in metres for a body of 170 cm.
An amount is a number or a sum over parameters (``depth_deg / 2 + 5``); a ``~`` before it means *about*: the body may
leave it to keep its balance and its contacts. A joint that is not named stays about where the posture has it, and a
phase says only what changes from the phase before it.
"""

from __future__ import annotations

import ast
import math
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

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
FurnitureKind = Literal["chair", "table", "bench", "step", "wall", "cushion", "anchor"]
PartName = Literal[
    "foot", "heel", "ball", "ball_inner", "toes", "heel_back", "ankle_in", "ankle_out", "shin", "calf", "knee",
    "kneecap", "knee_in", "knee_out", "thigh_front", "thigh_back", "thigh_low", "hip_side", "hip_front", "pelvis_side",
    "sit", "buttock", "shoulder", "blade", "elbow", "forearm", "hand", "hand_back", "fist",
]  # fmt: skip
MiddleName = Literal["sacrum", "chest", "head_back", "forehead", "temple"]
Held = Literal["each-hand", "both-hands", "one-hand"]
POWERS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def names_in(text: str) -> set[str]:
    """The parameters an amount speaks of.

    Raises:
        ValueError: it is not a sum of numbers and parameters.
    """
    found: set[str] = set()
    for node in ast.walk(_parsed(text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
    return found


def value_of(amount: float | str, parameters: dict[str, float]) -> float:
    """What an amount comes to.

    Raises:
        ValueError: it is no sum, speaks of a parameter that is not there, or is no finite number.
    """
    if isinstance(amount, float | int):
        return float(amount)
    value = _value(_parsed(amount).body, parameters)
    if not math.isfinite(value):
        raise ValueError(f"{amount!r} is not a finite number")
    return value


def about(amount: float | str) -> bool:
    """Whether the body may leave it to keep balance and contacts."""
    return isinstance(amount, str) and amount.lstrip().startswith("~")


def _parsed(text: str) -> ast.Expression:
    try:
        return ast.parse(text.strip().removeprefix("~").strip(), mode="eval")
    except (SyntaxError, ValueError):
        raise ValueError(f"{text!r} is neither a number nor a sum of parameters") from None


def _value(node: ast.expr, parameters: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in parameters:
            return parameters[name]
        case ast.Name(id=name):
            raise ValueError(f"there is no parameter {name!r}; give it under 'parameters' or in the level")
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, parameters)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, POWERS):
            return _joined(_value(left, parameters), op, _value(right, parameters))
        case _:
            pass
    raise ValueError("an amount is a number or a sum of parameters, with + - * / and brackets")


def _joined(a: float, op: ast.operator, b: float) -> float:
    if isinstance(op, ast.Add):
        return a + b
    if isinstance(op, ast.Sub):
        return a - b
    if isinstance(op, ast.Mult):
        return a * b
    if not b:
        raise ValueError("an amount must not divide by zero")
    return a / b


def _sound(amount: float | str) -> float | str:
    if isinstance(amount, str):
        tree = _parsed(amount)
        _value(tree.body, dict.fromkeys(names_in(amount), 1.0))
    elif not math.isfinite(amount):
        raise ValueError("must be a finite number")
    return amount


Amount = Annotated[float | str, AfterValidator(_sound)]


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

    ``slides``: it keeps its height but may move along. ``light``: it touches and carries no weight.
    ``only``: the phases in which it holds; all, where none is named.
    """

    point: Point
    against: str = "floor"
    slides: bool = False
    light: bool = False
    only: tuple[str, ...] = ()


class Furniture(Strict):
    """A thing that stands under or beside a point of the body at the start (or at another phase).

    ``size``: ahead, aside, and height [m].
    """

    kind: FurnitureKind
    name: str = ""
    by: Point
    phase: str = "start"
    size: tuple[Amount, Amount, Amount] | None = None
    offset: Offset = Offset()

    @property
    def id(self) -> str:
        return self.name or self.kind


class Phase(Strict):
    """A pose on the way. ``at``: 0 the start, 0.5 the turning point, 1 the start again."""

    name: Slug
    at: Annotated[float, Field(ge=0, lt=1)] | None = None
    working: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    other: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    both: dict[LimbJoint, Amount] = Field(default_factory=dict[LimbJoint, Amount])
    trunk: dict[Bend, Amount] = Field(default_factory=dict[Bend, Amount])
    neck: dict[Bend, Amount] = Field(default_factory=dict[Bend, Amount])
    pelvis: dict[Tilt, Amount] = Field(default_factory=dict[Tilt, Amount])
    move: dict[Point, Offset] = Field(default_factory=dict[Point, Offset])
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


class Also(Strict):
    """What a level changes: where its parameters are these, this is laid over the motion."""

    when: dict[str, float | str]
    phases: dict[str, Phase] = Field(default_factory=dict[str, Phase])
    contacts: tuple[Contact, ...] = ()
    lifted: tuple[Point, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    band: Band | None = None


class Motion(Strict):
    """``motions/*.yaml``: the motion of the exercise or measure of the same id.

    ``lifted``: contacts of the posture that this motion does without. ``balance``: whether the centre of mass must be
    over the support ``always``, only ``at-rest`` (steps and jumps) or ``never`` (lying); the posture's own by default.
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
    held: Held | None = None
    band: Band | None = None
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
        times = when(self.phases)
        if times[0] != 0 or any(b <= a for a, b in pairwise(times)):
            raise ValueError("phases stand in the order of 'at', and the first is at 0")
        return self


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
