"""What a muscle does at the hip, by how far the hip is bent, in words.

In: `muscles.yaml` through the knowledge. Out: rows for a table.
"""

from __future__ import annotations

from dataclasses import dataclass

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Muscle
from turnout.web.words import num

DOES = {
    "external-rotation": "turns the thigh out",
    "internal-rotation": "turns the thigh in",
    "abduction": "draws the thigh out to the side",
    "adduction": "draws the thigh in to the middle",
    "flexion": "bends the hip",
    "extension": "straightens the hip",
    "none": "neither turns it in nor out",
}


@dataclass(frozen=True)
class Doing:
    """One action over a band of hip flexion."""

    bend: str
    does: str
    arm: str
    source: str
    sure: str


@dataclass(frozen=True)
class MuscleRow:
    """A muscle of an exercise."""

    muscle: Muscle
    main: bool
    doing: tuple[Doing, ...]


def muscle_rows(e: Exercise, k: Knowledge) -> list[MuscleRow]:
    """The muscles that an exercise's sources name, the main ones first."""
    if e.muscles is None:
        return []
    ids = [*((id, True) for id in e.muscles.primary), *((id, False) for id in e.muscles.secondary)]
    return [MuscleRow(k.muscles[id], main, doing(k.muscles[id], k)) for id, main in ids if id in k.muscles]


def doing(muscle: Muscle, k: Knowledge) -> tuple[Doing, ...]:
    """A muscle's actions, in the order of the file."""
    out: list[Doing] = []
    for action in muscle.actions:
        low, high = action.flexion_deg
        bend = "straight" if low == high == 0 else f"{num(low)}°" if low == high else f"{num(low)}–{num(high)}°"
        does = DOES[action.does] + (
            "" if action.does == "none" or action.strength == "moderate" else f", {action.strength}ly"
        )
        arm = ""
        if action.moment_arm_mm is not None:
            near, far = action.moment_arm_mm
            arm = f"{num(near)} mm" if near == far else f"{num(near)}–{num(far)} mm"
        out.append(Doing(bend, does, arm, action.source, k.sure(action.source, action.sure)))
    return tuple(out)
