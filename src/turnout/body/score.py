"""A motion as numbers: parameters put in, a level's changes laid over it, every phase written out in full.

In: a `Motion` and a level's parameters. Out: a `Score`: for each phase what every joint, the pelvis and every moved
point is to do. It is written for the right side and for 170 cm. Nothing here knows MuJoCo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from turnout.body.errors import BodyError
from turnout.body.postures import POSTURES, Posture
from turnout.knowledge.schema.amounts import about, value_of
from turnout.knowledge.schema.motions import (
    Also,
    Band,
    Contact,
    Furniture,
    Motion,
    Offset,
    Phase,
    Prop,
    when,
)

Kind = Literal["exact", "about", "posture"]
SUFFIX = {"working": "_r", "other": "_l"}
SIDES: dict[str, tuple[str, ...]] = {"working": ("_r",), "other": ("_l",), "both": ("_r", "_l")}
TURNED = ("side-lying", "side-plank", "half-kneeling")
"""Postures with a lower side."""
SIZES = {
    "chair": (0.42, 0.44, 0.45), "table": (0.6, 1.4, 0.72), "bench": (0.35, 1.1, 0.43), "step": (0.35, 0.45, 0.20),
    "wall": (0.06, 1.2, 1.9), "cushion": (0.35, 0.45, 0.08), "anchor": (0.03, 0.03, 0.10),
    "rail": (0.9, 0.04, 0.04),
}  # fmt: skip
"""Ahead, aside and height [m] where a motion gives none: ordinary furniture."""


@dataclass(frozen=True)
class Aim:
    """What a joint is to do: degrees, and how firmly."""

    degrees: float
    kind: Kind


@dataclass(frozen=True)
class Pose:
    """A phase written out.

    Attributes:
        at: place in the repetition, 0 to 1.
        joints: by full name (``hip_flexion_r``, ``trunk_bending``).
        pelvis: tilt, list and turn [deg] from the posture, and whether the motion says so.
        moved: point -> ahead, aside, up [m] from where it was at the start.
        rest: whether the body comes to a stop here.
        share: of the weight on the working side, where both sides carry.
        turned: a foot -> how far it is turned outward about its heel [deg].
        over: the resting points that have the weight; all, where none is named.
        seconds: of the way here from the phase before, where they are its own; in the first: of the way back to it.
    """

    name: str
    at: float
    joints: Mapping[str, Aim]
    pelvis: tuple[Aim, Aim, Aim]
    moved: Mapping[str, tuple[float, float, float]]
    rest: bool
    over: tuple[str, ...] = ()
    turned: Mapping[str, float] = field(default_factory=dict[str, float])
    share: float = 0.5
    seconds: float | None = None


@dataclass(frozen=True)
class Thing:
    """A piece of furniture: it stands by a point of the body. Sizes and offset ahead, aside, up [m].

    ``side``: on which side of the point, for a wall.
    """

    id: str
    kind: str
    by: str
    phase: str
    size: tuple[float, float, float]
    offset: tuple[float, float, float]
    side: str = "ahead"


@dataclass(frozen=True)
class Score:
    """Everything one repetition asks for."""

    motion: Motion
    posture: Posture
    parameters: Mapping[str, float | str]
    poses: tuple[Pose, ...]
    contacts: tuple[Contact, ...]
    things: tuple[Thing, ...]
    band: Band | None
    stretched: float
    balance: Literal["always", "at-rest", "never"]
    props: tuple[Prop, ...] = ()
    travels: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rise_m: float = 0.0
    load_kg: float = 0.0

    @property
    def steps(self) -> bool:
        """Whether there are steps with seconds of their own, or a flight: then how feet leave and touch counts."""
        return self.flies is not None or any(pose.seconds for pose in self.poses)

    @property
    def flies(self) -> tuple[int, int] | None:
        """The phases in which the feet leave and touch, where they leave at all."""
        if self.motion.flight is None or self.rise_m <= 0:
            return None
        names = [pose.name for pose in self.poses]
        return names.index(self.motion.flight.leaves), names.index(self.motion.flight.lands)


def score_of(motion: Motion, level: Mapping[str, float | str] | None = None, load_kg: float = 0.0) -> Score:
    """The motion at one level, with a weight in the hands where the motion holds one and the level has it.

    Raises:
        BodyError: an amount cannot be worked out; the field is named.
    """
    parameters = {**motion.parameters, **(level or {})}
    numbers = {key: float(value) for key, value in parameters.items() if isinstance(value, int | float)}
    extras = [also for also in motion.also if all(parameters.get(key) == value for key, value in also.when.items())]
    posture = _posture(motion, extras)
    band = next((also.band for also in reversed(extras) if also.band), motion.band)
    return Score(
        motion=motion,
        posture=posture,
        parameters=parameters,
        poses=tuple(_poses(motion, posture, extras, numbers)),
        contacts=tuple(_contacts(motion, posture, extras, numbers)),
        things=tuple(_thing(item, numbers) for item in _furniture(motion, extras)),
        band=band,
        stretched=_number(band.stretched, numbers, "band.stretched") if band else 0.0,
        balance=motion.balance or ("always" if posture.balance else "never"),
        travels=_offset(motion.travels, numbers, "travels"),
        rise_m=_number(motion.flight.rise_m, numbers, "flight.rise_m") if motion.flight else 0.0,
        load_kg=load_kg if motion.held else 0.0,
        props=(*motion.props, *(prop for also in extras for prop in also.props)),
    )


def _posture(motion: Motion, extras: list[Also]) -> Posture:
    """The posture of the level; turned over where the working side is the one that lies or kneels."""
    name = next((also.posture for also in reversed(extras) if also.posture), motion.posture)
    posture = POSTURES[name]
    if motion.lies_on == "other" or name not in TURNED:
        return posture
    middle = {key: -value if key.endswith(("bending", "rotation")) else value for key, value in posture.middle.items()}
    contacts = tuple(_flipped(contact) for contact in posture.contacts)
    posture = replace(posture, roll=-posture.roll, working=posture.other, other=posture.working)
    return replace(posture, contacts=contacts, middle=middle)


def points(text: str) -> tuple[str, ...]:
    """``both.foot`` -> ``foot_r``, ``foot_l``; a point in the middle is itself."""
    side, _, part = text.rpartition(".")
    return tuple(part + suffix for suffix in SIDES[side]) if side else (part,)


def _flipped(contact: Contact) -> Contact:
    return contact.model_copy(update={"point": _across(contact.point), "against": _across(contact.against)})


def _across(point: str) -> str:
    side, _, part = point.rpartition(".")
    return f"{ {'working': 'other', 'other': 'working'}.get(side, side) }.{part}" if side else part


def _poses(motion: Motion, posture: Posture, extras: list[Also], numbers: dict[str, float]) -> Iterator[Pose]:
    joints = dict(_resting(posture))
    level = Aim(0.0, "posture")
    pelvis = (level, level, level)
    moved: dict[str, tuple[float, float, float]] = {}
    turned: dict[str, float] = {}
    for number, (phase, at) in enumerate(zip(motion.phases, when(motion.phases), strict=True)):
        field = f"phases.{number}"
        said = [(field, phase)]
        said += [(f"also.{motion.also.index(e)}.phases.{phase.name}", e.phases[phase.name]) for e in extras
                 if phase.name in e.phases]  # fmt: skip
        for where, part in said:
            joints = {**joints, **dict(_aims(part, numbers, where))}
            pelvis = _pelvis(part, pelvis, numbers, where)
            moved = {**moved, **dict(_moves(part, numbers, where))}
            turned = {**turned, **dict(_turns(part, numbers, where))}
        yield Pose(
            phase.name, at, dict(joints), pelvis, dict(moved), phase.rest, turned=turned, **_weight(said, numbers)
        )


def _weight(said: list[tuple[str, Phase]], numbers: dict[str, float]) -> dict[str, Any]:
    """Where the weight is, how much of it the working side has, and own seconds: of a phase and what a level adds."""
    out: dict[str, Any] = {}
    for where, part in said:
        if part.over:
            out["over"] = points(part.over)
        if part.share is not None:
            out["share"] = _number(part.share, numbers, f"{where}.share")
        if part.seconds is not None:
            out["seconds"] = part.seconds
    return out


def _resting(posture: Posture) -> Iterator[tuple[str, Aim]]:
    for joint, degrees in posture.middle.items():
        yield joint, Aim(degrees, "posture")
    for angles, suffixes in ((posture.both, ("_r", "_l")), (posture.working, ("_r",)), (posture.other, ("_l",))):
        for joint, degrees in angles.items():
            for suffix in suffixes:
                yield joint + suffix, Aim(degrees, "posture")


def _aims(phase: Phase, numbers: dict[str, float], where: str) -> Iterator[tuple[str, Aim]]:
    for side in ("both", "working", "other"):
        for joint, amount in cast("dict[str, float | str]", getattr(phase, side)).items():
            aim = _aim(amount, numbers, f"{where}.{side}.{joint}")
            for suffix in SIDES[side]:
                yield joint + suffix, aim
    for part in ("trunk", "neck"):
        for bend, amount in cast("dict[str, float | str]", getattr(phase, part)).items():
            yield f"{part}_{bend}", _aim(amount, numbers, f"{where}.{part}.{bend}")


def _aim(amount: float | str, numbers: dict[str, float], where: str) -> Aim:
    return Aim(_number(amount, numbers, where), "about" if about(amount) else "exact")


def _pelvis(phase: Phase, before: tuple[Aim, Aim, Aim], numbers: dict[str, float], where: str) -> tuple[Aim, Aim, Aim]:
    aims = dict(zip(("tilt", "list", "turn"), before, strict=True))
    for name, amount in phase.pelvis.items():
        aims[name] = _aim(amount, numbers, f"{where}.pelvis.{name}")
    return aims["tilt"], aims["list"], aims["turn"]


def _moves(phase: Phase, numbers: dict[str, float], where: str) -> Iterator[tuple[str, tuple[float, float, float]]]:
    for point, offset in phase.move.items():
        for name in points(point):
            mirrored = -1.0 if name.endswith("_l") and point.startswith("both") else 1.0
            ahead, aside, up = _offset(offset, numbers, f"{where}.move.{point}")
            yield name, (ahead, mirrored * aside, up)


def _turns(phase: Phase, numbers: dict[str, float], where: str) -> Iterator[tuple[str, float]]:
    for point, amount in phase.turn.items():
        for name in points(point):
            yield name, _number(amount, numbers, f"{where}.turn.{point}")


def _offset(offset: Offset, numbers: dict[str, float], where: str) -> tuple[float, float, float]:
    return (
        _number(offset.ahead, numbers, f"{where}.ahead"),
        _number(offset.aside, numbers, f"{where}.aside"),
        _number(offset.up, numbers, f"{where}.up"),
    )


def _number(amount: float | str, numbers: dict[str, float], where: str) -> float:
    try:
        return value_of(amount, numbers)
    except ValueError as error:
        raise BodyError(str(error), where) from None


def _contacts(motion: Motion, posture: Posture, extras: list[Also], numbers: dict[str, float]) -> Iterator[Contact]:
    lifted = {*motion.lifted, *(point for also in extras for point in also.lifted)}
    own = [*motion.contacts, *(contact for also in extras for contact in also.contacts)]
    spoken = {point for contact in own for point in points(contact.point)}
    gone = {name for point in lifted for name in points(point)} | spoken
    for contact in posture.contacts:
        for name in points(contact.point):
            if name not in gone:
                side = {"_r": "working.", "_l": "other."}.get(name[-2:], "")
                yield contact.model_copy(update={"point": side + name.removesuffix("_r").removesuffix("_l")})
    for contact in own:
        ahead, aside, up = _offset(contact.offset, numbers, "contacts.offset")
        yield contact.model_copy(update={"offset": Offset(ahead=ahead, aside=aside, up=up)})


def _furniture(motion: Motion, extras: list[Also]) -> Iterator[Furniture]:
    ours = {item.id: item for item in motion.furniture}
    ours |= {item.id: item for also in extras for item in also.furniture}
    yield from ours.values()


def _thing(item: Furniture, numbers: dict[str, float]) -> Thing:
    ahead, aside, height = (
        _number(amount, numbers, f"furniture.{item.id}.size") for amount in item.size or SIZES[item.kind]
    )
    if item.size is None and item.side in SIDES:
        ahead, aside = aside, ahead
    offset = _offset(item.offset, numbers, f"furniture.{item.id}.offset")
    return Thing(item.id, item.kind, points(item.by)[0], item.phase, (ahead, aside, height), offset, item.side)
