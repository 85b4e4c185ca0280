"""What a posture asks of the joints: our equations against OpenSim's, against hand calculations, and against
themselves (finite differences, left and right, heavier and taller people).

In: a `Body` and the answers kept in opensim_answers.json. Out: `Asked`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from turnout.body import Person, engine, load_body, muscles_of
from turnout.body.build import tendon_of
from turnout.body.coordinates import ROOT, Coordinates, coordinates_of
from turnout.body.engine import Array
from turnout.body.model import AXES, HIP_AXES, Body
from turnout.body.optimal import solve
from turnout.body.touch import Touches
from validation.statics import Leg, one_leg, weight_about

KEPT = Path(__file__).parent / "opensim_answers.json"
LEG = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle", "subtalar_angle", "mtp_angle")
KNEECAP = ("rectus_femoris", "vastus_intermedius", "vastus_lateralis", "vastus_medialis")
"""Their kneecap is written for OpenSim as moving points, as its own models do; so their levers at the knee differ."""


@dataclass(frozen=True)
class PoseRow:
    """One pose: the largest torque OpenSim gives, and the largest difference from ours [Nm]."""

    name: str
    largest: float
    gap: float


@dataclass(frozen=True)
class HandRow:
    """One case: by hand and by the model [Nm], and what it shows."""

    says: str
    by_hand: float
    by_model: float


@dataclass(frozen=True)
class Asked:
    """Everything found.

    Attributes:
        opensim: its version.
        poses: inverse dynamics.
        levers: the largest difference of a lever on our own paths and wraps [mm]; ``kneecap``: of those over the knee.
        pairs: activations of a lift by OpenSim and by us, over all muscles of a leg and some frames, (n, 2).
        hand: hand calculations.
        slope_mm: levers against finite differences of length [mm].
        mirror_mm: left against right [mm].
        heavier: torque at twice the mass over torque; ``taller``: at a tenth more height, same mass.
    """

    opensim: str
    poses: tuple[PoseRow, ...]
    levers: float
    kneecap: float
    pairs: Array
    hand: tuple[HandRow, ...]
    slope_mm: float
    mirror_mm: float
    heavier: float
    taller: float

    @property
    def activation(self) -> float:
        """The largest difference of an activation."""
        return float(np.abs(self.pairs[:, 0] - self.pairs[:, 1]).max())

    @property
    def peak(self) -> float:
        """The greatest activation, by OpenSim."""
        return float(self.pairs[:, 0].max())


def compare_asked(body: Body) -> Asked:
    kept: dict[str, Any] = json.loads(KEPT.read_text("utf-8"))
    levers, kneecap = _levers(body, kept["levers"])
    heavier, taller = _sizes(body)
    return Asked(
        opensim=kept["opensim"].split("-")[0],
        poses=tuple(_pose(body, pose) for pose in kept["poses"]),
        levers=levers,
        kneecap=kneecap,
        pairs=_lift(body, kept["lift"]),
        hand=by_hand(body),
        slope_mm=slopes(body),
        mirror_mm=mirrored(body),
        heavier=heavier,
        taller=taller,
    )


def asked_for(body: Body, posture: Array, speed: Array | None = None, acceleration: Array | None = None) -> Array:
    """Generalised forces of a posture, (nv,) [N, Nm]; held still unless said otherwise."""
    model = body.engine_model
    data = engine.make_data(model)
    engine.place(model, data, posture)
    none = np.zeros(model.nv)
    return engine.asked_for(
        model, data, none if speed is None else speed, none if acceleration is None else acceleration
    )


def _pose(body: Body, pose: dict[str, Any]) -> PoseRow:
    model = body.engine_model
    moves = [np.concatenate([np.zeros(ROOT), pose[key]]) if key in pose else None for key in ("speed", "acceleration")]
    ours = asked_for(body, np.array(pose["posture"]), *moves)
    hinges = {name: value for name, value in pose["torque"].items() if not name.startswith("root_")}
    gaps = [abs(value - float(ours[engine.places(model, name)[1]])) for name, value in hinges.items()]
    return PoseRow(pose["name"], max(abs(value) for value in hinges.values()), max(gaps))


def _arms(body: Body, posture: Array) -> Array:
    """Moment arms of the right leg at `AXES`, (muscles, axes) [m], with the couplings of the knee."""
    frame = coordinates_of(body.engine_model)
    angles = np.degrees(frame.angles(posture))
    return body.geometry({joint: angles[frame.index[f"{joint}_r"]] for joint in LEG}).arms[0]


def _levers(body: Body, kept: dict[str, Any]) -> tuple[float, float]:
    worst, kneecap = 0.0, 0.0
    for posture, rows in zip(kept["postures"], kept["mm"], strict=True):
        arms = _arms(body, np.array(posture))
        for n, name in enumerate(body.muscles):
            gap = np.abs(1000 * arms[n] - np.array(rows[tendon_of(body.anatomy, name, "r")]))
            if name in KNEECAP:
                kneecap = max(kneecap, float(gap[-1]))
                gap = gap[: len(HIP_AXES)]
            worst = max(worst, float(gap.max()))
    return worst, kneecap


def _lift(body: Body, kept: dict[str, Any]) -> Array:
    """OpenSim's activations of the lifted leg beside those of our solver on the same question, (n, 2).

    The same question: greatest forces that do not change with length, no contact, reserves of the same price.
    """
    force = muscles_of(body).force
    pairs: list[Array] = []
    for posture, theirs in zip(kept["postures"], kept["activation"], strict=True):
        pulls, needed = _right_leg(body, np.array(posture))
        ours = solve(pulls * force, needed, no_touches(len(needed)), np.ones(len(needed))).activation
        peer = np.array([theirs[tendon_of(body.anatomy, name, "r")] for name in body.muscles])
        pairs.append(np.stack([peer, ours], axis=1))
    return np.vstack(pairs)


def no_touches(size: int) -> Touches:
    """Nothing to lean on."""
    empty: dict[str, Any] = {field.name: np.zeros(0) for field in fields(Touches)}
    empty |= {"names": (), "act": np.zeros((0, 3, size)), "axes": np.zeros((0, 3, 3))}
    return Touches(**empty)


def _right_leg(body: Body, posture: Array) -> tuple[Array, Array]:
    """What one newton of each muscle does to the right leg's joints, and what these ask for."""
    model = body.engine_model
    frame = coordinates_of(model)
    rows = [ROOT + frame.index[f"{joint}_r"] for joint in LEG]
    gains = frame.gains(posture)[:, rows]
    _, jacobian = engine.tendons_at(model, engine.make_data(model), posture)
    names = engine.tendon_names(model)
    tendons = [names.index(tendon_of(body.anatomy, name, "r")) for name in body.muscles]
    return -(jacobian[tendons] @ gains).T, gains.T @ asked_for(body, posture)


# -- hand calculations -------------------------------------------------------------------------------------------------


def by_hand(body: Body) -> tuple[HandRow, ...]:
    """Static cases that fit on an envelope."""
    return (
        _sideways(body),
        _seated(body),
        _standing(body),
    )


def _posture(body: Body, turn: tuple[Array, float], **angles: float) -> tuple[Coordinates, Array]:
    """The pelvis at 1 m, turned by degrees about an axis; angles [deg] of joints by full name, others at rest."""
    frame = coordinates_of(body.engine_model)
    half = np.radians(turn[1]) / 2
    root = np.concatenate([[0.0, 0.0, 1.0], [np.cos(half)], np.sin(half) * turn[0]])
    radians = np.clip(np.zeros(len(frame.joints)), frame.low, frame.high)
    for name, degrees in angles.items():
        radians[frame.index[name]] = np.radians(degrees)
    return frame, frame.posture(root, radians)


def _leg(body: Body, posture: Array) -> Leg:
    model = body.engine_model
    data = engine.make_data(model)
    engine.place(model, data, posture)
    place = {name: np.array(data.xpos[model.body(f"{name}_r").id]) for name in ("femur", "tibia", "talus", "toes")}
    return Leg(place["femur"], place["tibia"], place["talus"], place["toes"])


def _about(body: Body, posture: Array, joint: str) -> tuple[float, Array]:
    """What a free joint asks for [Nm], and its axis in the world."""
    model = body.engine_model
    frame = coordinates_of(model)
    row = ROOT + frame.index[joint]
    asked = float(frame.gains(posture)[:, row] @ asked_for(body, posture))
    data = engine.make_data(model)
    engine.place(model, data, posture)
    number = model.joint(joint).id
    return asked, np.array(data.xaxis[number])


def _sideways(body: Body) -> HandRow:
    """Lying on the left side, the right leg level."""
    forward = np.array([0.0, -1.0, 0.0])
    _, posture = _posture(body, (forward, -90.0), hip_adduction_r=0.0)
    asked, axis = _about(body, posture, "hip_adduction_r")
    hand = weight_about(
        body.person.mass_kg, _leg(body, posture), _leg(body, posture).hip, axis, ("thigh", "shin", "foot")
    )
    return HandRow("lying on the side, the straight upper leg held level: abduction at the hip", -hand, -asked)


def _seated(body: Body) -> HandRow:
    """Seated, the shin held out level."""
    _, posture = _posture(body, (np.array([1.0, 0.0, 0.0]), 0.0), hip_flexion_r=90.0, knee_angle_r=0.0)
    asked, axis = _about(body, posture, "knee_angle_r")
    leg = _leg(body, posture)
    hand = weight_about(body.person.mass_kg, leg, leg.knee, axis, ("shin", "foot"))
    return HandRow("seated, the shin held out level: extension at the knee", -hand, -asked)


def _standing(body: Body) -> HandRow:
    """Standing on the right leg, the body's centre of mass brought over the middle of its foot."""
    model = body.engine_model
    data = engine.make_data(model)
    posture = _over_the_foot(body)
    engine.place(model, data, posture)
    centre = engine.mass_centre(data)
    asked, axis = _about(body, posture, "hip_adduction_r")
    foot = model.body("calcn_r").id
    under = np.array([*centre[:2], float(data.xpos[foot][2])])
    frame = coordinates_of(model)
    push = frame.gains(posture).T @ (
        engine.jacobian_at(model, data, under, foot).T @ [0.0, 0.0, 9.81 * body.person.mass_kg]
    )
    with_floor = asked - float(push[ROOT + frame.index["hip_adduction_r"]])
    hand = one_leg(body.person.mass_kg, _leg(body, posture), centre, axis)
    return HandRow("standing on one leg, the pelvis level: abduction at the hip", -hand, -with_floor)


def _over_the_foot(body: Body) -> Array:
    """The right leg slanted until the centre of mass is over the foot, the pelvis level (bisection)."""
    low, high = 0.0, 20.0
    model = body.engine_model
    data = engine.make_data(model)
    posture = np.zeros(0)
    for _ in range(40):
        slant = (low + high) / 2
        _, posture = _posture(
            body, (np.array([1.0, 0.0, 0.0]), 0.0), hip_adduction_r=slant, hip_flexion_l=30.0, knee_angle_l=60.0
        )
        engine.place(model, data, posture)
        foot = np.array(data.xpos[model.body("calcn_r").id])
        if engine.mass_centre(data)[0] > foot[0]:  # the right is at -x: the foot is still too far out
            low = slant
        else:
            high = slant
    return posture


# -- against itself ----------------------------------------------------------------------------------------------------


def slopes(body: Body, seed: int = 2, count: int = 12) -> float:
    """Levers against finite differences of length, over chance postures [mm]."""
    chance = np.random.default_rng(seed)
    step = 0.01
    angles = {"hip_flexion": chance.uniform(0, 100, count), "hip_adduction": chance.uniform(-25, 15, count),
              "hip_rotation": chance.uniform(-35, 35, count), "knee_angle": chance.uniform(10, 100, count)}  # fmt: skip
    arms = body.geometry(angles).arms
    worst = 0.0
    for n, axis in enumerate(AXES):
        ahead = body.geometry({**angles, axis: angles[axis] + step}).lengths
        behind = body.geometry({**angles, axis: angles[axis] - step}).lengths
        slope = -(ahead - behind) / (2 * np.radians(step))
        worst = max(worst, float(np.abs(1000 * (slope - arms[..., n])).max()))
    return worst


def mirrored(body: Body) -> float:
    """Levers of the left leg against those of the right [mm]."""
    angles = {
        "hip_flexion": np.array([0.0, 40.0, 80.0]),
        "hip_rotation": 15.0,
        "hip_adduction": -10.0,
        "knee_angle": 45.0,
    }
    left, right = body.geometry(angles, "left").arms, body.geometry(angles, "right").arms
    return float(1000 * np.abs(left - right).max())


def _sizes(body: Body) -> tuple[float, float]:
    """Torque of the leg held level: at twice the mass, and at a tenth more height."""
    who = body.person
    own = _sideways(body).by_model
    heavier = load_body(Person(2 * who.mass_kg, who.height_cm))
    taller = load_body(Person(who.mass_kg, 1.1 * who.height_cm))
    return _sideways(heavier).by_model / own, _sideways(taller).by_model / own
