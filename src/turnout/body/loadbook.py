"""From solved repetitions to the lines of ``loads.csv``, and what each was computed from.

In: knowledge, a person, ids. Out: `PieceLoads`, plain values that go between processes, and the file's text. Levels
that move alike (a stronger band) share their movement and are only solved anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from turnout.body import (
    carried,
    course,
    dynamics,
    engine,
    feasible,
    hill,
    keeping,
    leap,
    loads,
    motion,
    muscles,
    optimal,
    pacing,
    poise,
    stage,
    touch,
)
from turnout.body.build import BUILD, MODEL
from turnout.body.data import Anatomy, load_anatomy
from turnout.body.elastic import ELONGATION, SHARE
from turnout.body.errors import BodyError
from turnout.body.loads import LEGS, Loads, Prepared, level_of, loaded, prepared
from turnout.body.model import Body
from turnout.body.motion import FRAMES
from turnout.body.muscles import muscles_of
from turnout.body.person import MODEL_HEIGHT_CM, MODEL_MASS_KG, Person
from turnout.body.postures import POSTURES
from turnout.body.repertoire import Piece, perform, pieces
from turnout.body.skin import SPOTS
from turnout.knowledge import Knowledge
from turnout.knowledge.loads import written
from turnout.knowledge.schema.loads import LEAST, Computed, MuscleLoad

REVISION = 2
"""Raised when the code computes otherwise from the same inputs: the file is then stale."""
CONSTANTS = {
    carried: ("SMOOTH_S", "RESTS", "OUTSIDE"),
    course: ("STAGES", "MOTOR_NM", "STEADY_N", "GAIN", "SPACING", "SUDDEN", "SMOOTH_S2", "EVEN", "IDLE"),
    dynamics: ("FAST_G", "G"),
    feasible: ("MARGIN_S", "LEAST", "CLOSE", "PASSES"),
    hill: ("HEIGHT", "CENTRE", "WIDTH", "GROWTH", "D1", "D2", "D3", "D4", "PASSIVE_SHAPE", "PASSIVE_STRAIN"),
    keeping: ("HOLD", "PATH", "EXACT", "END", "LOOKS", "TRUNK", "CALM", "SHY", "SOLE"),
    leap: ("LEAST_M", "PUSH", "GIVE", "LEANS", "SLOWEST"),
    loads: ("RESERVE_NM", "RESIDUAL", "RESIDUAL_FAST", "CENTRE_SHARE", "FASTEST"),
    muscles: ("CADAVER", "EVERYDAY", "LONGEST", "TWO_JOINTS", "TWO_JOINT_RANGE", "LEAST_TENDON", "SHORTEST_STANDING"),
    motion: ("AIR", "CARRIED", "CLOSE", "RAISED"),
    optimal: ("PRESS_N", "RUB_N", "RESERVE", "DRIVES"),
    pacing: ("JUMP_S", "SLOW_S", "HELD_S", "GROWS"),
    poise: (
        "ROUNDS",
        "HOPEFUL",
        "HOPE",
        "MARGIN_M",
        "ENOUGH_M",
        "FARTHEST_M",
        "CARRIES",
        "PRESSES",
        "PART",
        "CALMER",
        "MOST_M",
    ),
    stage: ("FIRM", "HOLD", "BALANCE", "TURN", "LOOSE", "STRAIGHT", "STILL", "HEEL"),
    touch: ("NEAR_M", "FAR_M", "EDGE_M", "DEEPEST_M", "PREFERRED_M", "FRICTION", "SLIDER_FRICTION", "ROUND"),
}
"""Numbers in the code on which the loads depend."""


@dataclass(frozen=True)
class PieceLoads:
    """One exercise at one level for one person: what the file holds of it.

    Attributes:
        lines: muscles of both limbs whose peak is at least `LEAST`, whether solved or not.
    """

    exercise: str
    level: str
    mass_kg: float
    height_cm: float
    told: Computed
    lines: tuple[MuscleLoad, ...]


def exercises_in_motion(k: Knowledge) -> list[str]:
    """Exercises that have a motion, in order."""
    return [id for id in k.exercises if id in k.motions]


def every_level(k: Knowledge, id: str, body: Body) -> Iterator[PieceLoads]:
    """All levels of an exercise (or the one of a test), solved for one person.

    Raises:
        BodyError: there is no motion of this name.
    """
    shared: dict[str, Prepared] = {}
    parameters = muscles_of(body)
    for piece in pieces(k, id, distinct=False):
        moves = moving(piece)
        try:
            if moves not in shared:
                shared[moves] = prepared(perform(piece, body), body, parameters)
            yield in_lines(loaded(piece, shared[moves], k, body), body, k)
        except BodyError as error:
            yield _impossible(piece, body, k, error)


def unchanged(k: Knowledge, anatomy: Anatomy) -> dict[str, list[PieceLoads]]:
    """Exercises that ``loads.csv`` has at every level as computed from today's inputs, as it has them."""
    table, person = k.load_table, standard()
    out: dict[str, list[PieceLoads]] = {}
    for id in exercises_in_motion(k):
        found: list[PieceLoads] = []
        for piece in pieces(k, id, distinct=False):
            told = table.computed.get((id, piece.level))
            if told is None or told.digest != digest_of(piece, k, anatomy):
                break
            lines = tuple(table.of_level(id, piece.level))
            found.append(PieceLoads(id, piece.level, person.mass_kg, person.height_cm, told, lines))
        else:
            out[id] = found
    return out


def in_order(k: Knowledge, found: Iterable[PieceLoads]) -> list[PieceLoads]:
    """In the order of the exercises and their ladders."""
    places = {id: n for n, id in enumerate(k.exercises)}
    return sorted(found, key=lambda one: (places[one.exercise], k.rung_of[one.exercise, one.level]))


def moving(piece: Piece) -> str:
    """What the movement of a piece depends on beside its motion, as text."""
    tempo = piece.tempo.model_dump() if piece.tempo else None
    return json.dumps([piece.parameters, tempo, piece.begins, piece.load_kg, piece.banded], sort_keys=True)


def _impossible(piece: Piece, body: Body, k: Knowledge, error: BodyError) -> PieceLoads:
    told = Computed(digest_of(piece, k, body.anatomy), False, 0.0, 0.0, f"the motion cannot be worked out: {error}")
    return PieceLoads(piece.motion.id, piece.level, body.person.mass_kg, body.person.height_cm, told, ())


def in_lines(solved: Loads, body: Body, k: Knowledge) -> PieceLoads:
    """A solved piece as the lines of the file."""
    piece = solved.piece
    told = Computed(
        digest_of(piece, k, body.anatomy), solved.fast, solved.reserve_nm, solved.residual_share, solved.why
    )
    lines = tuple(line for limb in LEGS for line in _lines(solved, limb))
    return PieceLoads(piece.motion.id, piece.level, body.person.mass_kg, body.person.height_cm, told, lines)


def _lines(solved: Loads, limb: loads.LegName) -> Iterator[MuscleLoad]:
    activation, flexion = solved.activation[limb], solved.flexion(limb)
    span = np.diff(solved.track.time)
    each = np.zeros(len(flexion))
    each[:-1] += span / 2
    each[1:] += span / 2
    means = each @ activation / each.sum()
    peaks = activation.max(0)
    for n in sorted(range(len(solved.muscles)), key=lambda n: solved.muscles[n]):
        if peaks[n] >= LEAST:
            worked = each * activation[:, n]
            yield MuscleLoad(
                solved.piece.motion.id, solved.piece.level, limb, solved.muscles[n], float(peaks[n]), float(means[n]),
                float(flexion[activation[:, n].argmax()]), float(worked @ flexion / worked.sum()),
            )  # fmt: skip


def digest_of(piece: Piece, k: Knowledge, anatomy: Anatomy) -> str:
    """A short name for everything the loads of a piece are computed from."""
    level = level_of(piece, k)
    inputs = {
        "model": model_digest(anatomy),
        "motion": piece.motion.model_dump(mode="json"),
        "moves": moving(piece),
        "load": dict(level.load) if level else {},
        "bands": {id: colour.force_kg_at_100 for id, colour in k.bands.items()},
    }
    return _digest(inputs)


def model_digest(anatomy: Anatomy) -> str:
    """A short name for the model: anatomy, size, constants of the code."""
    constants = {f"{module.__name__}.{name}": getattr(module, name) for module, names in CONSTANTS.items()
                 for name in names}  # fmt: skip
    return _digest(
        {
            "made": [REVISION, MODEL, BUILD, FRAMES, anatomy.version],
            "constants": constants,
            "bands": [ELONGATION, SHARE],
            "skin": {name: asdict(spot) for name, spot in SPOTS.items()},
            "postures": {name: repr(posture) for name, posture in POSTURES.items()},
        }
    )


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def provenance(anatomy: Anatomy | None = None) -> list[str]:
    """What the top of the file says."""
    data = anatomy or load_anatomy()
    mujoco, myo_sim = engine.versions()
    return [
        "Computed by `turnout body loads --all --write`; do not edit by hand.",
        "Peak and mean activation (0..1) of the leg's muscles over one repetition, by static optimisation: the least",
        "sum of squared activations that balances the body (turnout/body/optimal.py says how).",
        f"Person: {MODEL_MASS_KG:g} kg, {MODEL_HEIGHT_CM:g} cm. Model: {model_digest(data)}, anatomy {data.version}.",
        f"Muscles: rigid tendons, curves of De Groote 2016, {data.specific_tension_n_cm2:g} N/cm2.",
        f"Last computed with MuJoCo {mujoco}, myo-sim {myo_sim}. Flexion is that of the limb's hip.",
        "Below, each piece: exercise, level, digest of its inputs, still or fast, greatest reserve [Nm], residual at",
        "the pelvis (share of body weight, or of the greatest force from outside), and whether it counts as solved.",
    ]


def standard() -> Person:
    """The person the file is computed for."""
    return Person(MODEL_MASS_KG, MODEL_HEIGHT_CM)


def text_of(found: Iterable[PieceLoads], anatomy: Anatomy | None = None) -> str:
    """The text of ``loads.csv``: every piece is told of, those that are solved have lines."""
    pieces_found = list(found)
    computed = {(one.exercise, one.level): one.told for one in pieces_found}
    lines = (line for one in pieces_found if one.told.solved for line in one.lines)
    return written(provenance(anatomy), computed, lines)
