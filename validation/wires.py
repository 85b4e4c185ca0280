"""The deep rotators against what could be read of them: fine wires, efforts against a fixed resistance, cadavers.

In: a `Body`, kept loads, emg.yaml. Out: `Deep`. Published are orders rather than numbers, so nothing here is a goal.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.maximal import DIRECTIONS, Direction, solve
from turnout.body.model import AXES, Body
from turnout.body.muscles import muscles_of
from validation.activity import Found
from validation.emg import emg, ranks

SHARE = 0.5
"""Efforts are asked for at this share of the greatest torque: at the greatest every muscle is all or nothing."""
BENT_DEG = (0.0, 30.0, 60.0, 90.0)
DEEP = ("piriformis", "obturator_internus", "obturator_externus", "quadratus_femoris")


@dataclass(frozen=True)
class Wire:
    """A movement that drives a muscle most, and its place in the model among those compared (1 is most)."""

    study: str
    muscle: str
    by: str
    most: str
    place: int
    loads: dict[str, float]
    unsolved: tuple[str, ...]


@dataclass(frozen=True)
class Effort:
    """Activation by direction at half of the greatest torque, by flexion of the hip [deg]."""

    study: str
    muscle: str
    hardest: tuple[str, ...]
    ours: dict[float, dict[str, float]]


@dataclass(frozen=True)
class Longer:
    """By how much a muscle is longer than with a straight hip [mm]."""

    study: str
    muscle: str
    theirs: float
    ours: float


@dataclass(frozen=True)
class Stretch:
    """By how much each posture lengthens a muscle [mm], and which does so more in cadavers."""

    study: str
    muscle: str
    theirs: str
    ours: dict[str, float]


@dataclass(frozen=True)
class Deep:
    """Everything about the deep rotators.

    Attributes:
        arms: by muscle, levers about the three axes of the hip [mm] at each of `BENT_DEG`, (angles, 3).
        able: by muscle, its greatest active force over that at its best length, at each of `BENT_DEG`.
    """

    wires: tuple[Wire, ...]
    efforts: tuple[Effort, ...]
    longer: tuple[Longer, ...]
    stretched: tuple[Stretch, ...]
    arms: dict[str, Array]
    able: dict[str, Array]


def compare_deep(body: Body, found: Found) -> Deep:
    """All of it."""
    wires = tuple(_wire(study, said, found) for study, said in emg()["wires"].items())
    efforts = tuple(
        Effort(study, said["muscle"], tuple(said["hardest"]), _efforts(body, said))
        for study, said in emg()["efforts"].items()
    )
    longer = tuple(
        Longer(study, muscle, float(mm), _longer(body, muscle, said["posture"]))
        for study, said in emg()["lengthened"].items()
        for muscle, mm in said["mm"].items()
    )
    stretched = tuple(
        Stretch(study, muscle, most, {name: _longer(body, muscle, how) for name, how in said["postures"].items()})
        for study, said in emg()["stretched"].items()
        for muscle, most in said["longer"].items()
    )
    geometry, muscles = body.geometry({"hip_flexion": np.array(BENT_DEG)}), muscles_of(body)
    able = muscles.forces(geometry.lengths)[0] / muscles.force
    places = {name: body.muscles.index(name) for name in DEEP}
    arms = {name: 1000 * geometry.arms[:, place, :3] for name, place in places.items()}
    return Deep(wires, efforts, longer, stretched, arms, {name: able[:, place] for name, place in places.items()})


def _wire(study: str, said: dict[str, Any], found: Found) -> Wire:
    known = found.values(said["muscle"], said["by"])
    loads = {exercise: known[exercise] for exercise in said["of"] if exercise in known}
    unsolved = tuple(exercise for exercise in said["of"] if exercise not in known)
    order = ranks(-np.array(list(loads.values())))
    place = int(order[list(loads).index(said["most"])]) if said["most"] in loads else 0
    return Wire(study, said["muscle"], said["by"], said["most"], place, loads, unsolved)


def _efforts(body: Body, said: dict[str, Any]) -> dict[float, dict[str, float]]:
    """Activation of one muscle in each direction, with the least sum of squares."""
    place = body.muscles.index(said["muscle"])
    return {
        float(hip): {name: float(shared(body, way, hip)[place]) for name, way in DIRECTIONS.items()}
        for hip in said["hips"]
    }


def shared(body: Body, way: Direction, flexion_deg: float) -> Array:
    """The activations that give half of the greatest torque in one direction, (muscles,)."""
    geometry = body.geometry({"hip_flexion": np.array([flexion_deg]), "knee_angle": way.knee_deg})
    arms, force = geometry.arms[0], muscles_of(body).forces(geometry.lengths)[0][0]
    torque = (arms * force[:, None]).T
    asked = np.zeros(len(AXES))
    asked[AXES.index(way.axis)] = way.sign * SHARE * solve(arms, force, way)[0]
    kept = [index for index, name in enumerate(AXES) if name not in way.carried]
    count = len(force)
    limits = np.concatenate([np.ones(count), asked[kept]]), np.concatenate([np.zeros(count), asked[kept]])
    marks = np.concatenate([np.zeros(count, dtype=np.int32), np.full(len(kept), 5, dtype=np.int32)])
    daqp: Any = import_module("daqp")
    found, _, flag, _ = daqp.solve(
        np.eye(count), np.zeros(count), np.ascontiguousarray(torque[kept]), *limits, marks.astype(np.int32)
    )
    if flag != 1:
        raise ArithmeticError(f"no activations give half the torque of {way} at {flexion_deg:g}")
    return np.asarray(found)


def _longer(body: Body, muscle: str, posture: dict[str, float]) -> float:
    place = body.muscles.index(muscle)
    bent, straight = (body.geometry(angles).lengths[0, place] for angles in (posture, {"hip_flexion": 0.0}))
    return float(1000 * (bent - straight))
