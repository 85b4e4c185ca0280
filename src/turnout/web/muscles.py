"""What a muscle does at the hip, by how far the hip is bent, in words and as a strip.

In: `muscles.yaml` through the knowledge. Out: rows for tables, a drawing in percent, the moves that use a muscle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Action, Exercise, Muscle
from turnout.web.words import capital, num, source_name

DOES = {
    "external-rotation": "turns the thigh out",
    "internal-rotation": "turns the thigh in",
    "abduction": "draws the thigh out to the side",
    "adduction": "draws the thigh in to the middle",
    "flexion": "bends the hip",
    "extension": "straightens the hip",
    "none": "neither turns it in nor out",
}
GROUPS = {"deep-rotators": "Deep rotators", "calf": "Calf", "trunk": "Trunk"}
ROTATION = {"external-rotation": "out", "internal-rotation": "in"}
_SOURCE = re.compile(r"\(([a-z0-9-]+)\)")
MOST_DEG = 110.0
MOST_MM = 55.0
"""The ends of the strip's axes: hip bend to the right, the lever of rotation up (out) and down (in)."""


@dataclass(frozen=True)
class Doing:
    """One action over a band of hip flexion."""

    bend: str
    does: str
    arm: str
    source: str
    sure: str


@dataclass(frozen=True)
class Block:
    """A stretch of the strip, in percent: how far the lever reaches at least and at most."""

    x: float
    width: float
    way: str
    least: float
    most: float


@dataclass(frozen=True)
class Strip:
    """How a muscle's turning changes as the hip bends."""

    blocks: tuple[Block, ...]
    flips: tuple[float, float] | None
    ticks: tuple[tuple[float, str], ...]
    says: str


@dataclass(frozen=True)
class MuscleRow:
    """A muscle of an exercise."""

    muscle: Muscle
    main: bool
    doing: tuple[Doing, ...]
    strip: Strip | None
    short: str
    notes: str


def muscle_rows(e: Exercise, k: Knowledge) -> list[MuscleRow]:
    """The muscles that an exercise's sources name, the main ones first."""
    if e.muscles is None:
        return []
    ids = [*((id, True) for id in e.muscles.primary), *((id, False) for id in e.muscles.secondary)]
    return [muscle_row(k.muscles[id], k, main=main) for id, main in ids if id in k.muscles]


def muscle_row(muscle: Muscle, k: Knowledge, *, main: bool = True) -> MuscleRow:
    """All that is shown of a muscle."""
    notes = _SOURCE.sub(
        lambda found: f"({source_name(found[1], k)})" if found[1] in k.sources else found[0], muscle.notes
    )
    return MuscleRow(muscle, main, doing(muscle, k), strip(muscle), short(muscle), notes)


def doing(muscle: Muscle, k: Knowledge) -> tuple[Doing, ...]:
    """A muscle's actions, in the order of the file."""
    out: list[Doing] = []
    for action in muscle.actions:
        does = DOES[action.does] + (
            "" if action.does == "none" or action.strength == "moderate" else f", {action.strength}ly"
        )
        arm = ""
        if action.moment_arm_mm is not None:
            near, far = action.moment_arm_mm
            arm = f"{num(near)} mm" if near == far else f"{num(near)}–{num(far)} mm"
        out.append(Doing(_bend(action), does, arm, action.source, k.sure(action.source, action.sure)))
    return tuple(out)


def _bend(action: Action) -> str:
    low, high = action.flexion_deg
    return "straight" if low == high == 0 else f"{num(low)}°" if low == high else f"{num(low)}–{num(high)}°"


def short(muscle: Muscle) -> str:
    """The turning in one line: ``Turns out when straight, in from 60°``."""
    turns = [(action, ROTATION.get(action.does)) for action in _turning(muscle)]
    told = [(action, way) for action, way in turns if way is not None]
    if not told:
        return "Does not turn the hip."
    parts: list[str] = []
    for action, way in told:
        if not parts or not parts[-1].startswith(way):
            at = "" if action.flexion_deg[0] == 0 else f" from {num(action.flexion_deg[0])}°"
            parts.append(f"{way}{at}")
    flips = muscle.flips_deg
    band = f"; turns round between {num(flips[0])}° and {num(flips[1])}°" if flips else ""
    return f"Turns the thigh {', then '.join(parts)}{band}."


def _turning(muscle: Muscle) -> Iterator[Action]:
    """The bands of rotation, by bend; single angles only where there is no band."""
    rotating = [action for action in muscle.actions if action.does in (*ROTATION, "none")]
    bands = [action for action in rotating if action.flexion_deg[0] < action.flexion_deg[1]]
    yield from sorted(bands or rotating, key=lambda action: action.flexion_deg)


def strip(muscle: Muscle) -> Strip | None:
    """The drawing; None where no lever of rotation is known over a band of hip flexion."""
    blocks: list[Block] = []
    told: list[str] = []
    for action in _turning(muscle):
        low, high = action.flexion_deg
        if low == high or action.moment_arm_mm is None:
            continue
        near, far = action.moment_arm_mm
        way = ROTATION.get(action.does, "none")
        blocks.append(Block(_x(low), _x(high) - _x(low), way, _y(near), _y(far)))
        told.append(f"{_bend(action)} {DOES[action.does]}, lever {num(near)} to {num(far)} mm")
    if not blocks:
        return None
    flips = None if muscle.flips_deg is None else (_x(muscle.flips_deg[0]), _x(muscle.flips_deg[1]))
    ticks = tuple((_x(deg), f"{deg}°") for deg in (0, 30, 60, 90))
    return Strip(tuple(blocks), flips, ticks, f"{muscle.name}, by hip bend: {'; '.join(told)}.")


def _x(deg: float) -> float:
    return round(100 * min(deg, MOST_DEG) / MOST_DEG, 2)


def _y(mm: float) -> float:
    return round(50 * min(mm, MOST_MM) / MOST_MM, 2)


# -- pages of muscles ------------------------------------------------------------------------------------------------


def muscle_values(k: Knowledge, muscle: Muscle) -> dict[str, Any]:
    """What a muscle's page shows."""
    known: dict[str, Any] | None = k.memo.get(("muscle-page", muscle.id))
    if known is None:
        every = [(e, e.muscles) for e in sorted(k.exercises.values(), key=lambda e: e.name.lower()) if e.muscles]
        known = k.memo[("muscle-page", muscle.id)] = {
            "row": muscle_row(muscle, k),
            "group": group_name(muscle.group),
            "main": [e for e, named in every if muscle.id in named.primary],
            "helping": [e for e, named in every if muscle.id in named.secondary],
            "needs": [need for need in k.needs.values() if muscle.id in need.muscles],
        }
    return known


def muscle_groups(k: Knowledge) -> list[tuple[str, list[tuple[Muscle, str]]]]:
    """All muscles by group, with their turning in one line."""
    known: list[tuple[str, list[tuple[Muscle, str]]]] | None = k.memo.get("muscle-groups")
    if known is None:
        groups: dict[str, list[tuple[Muscle, str]]] = {}
        for muscle in k.muscles.values():
            groups.setdefault(group_name(muscle.group), []).append((muscle, short(muscle)))
        known = k.memo["muscle-groups"] = list(groups.items())
    return known


def group_name(group: str) -> str:
    """``Deep rotators``."""
    return GROUPS.get(group, capital(group.replace("-", " ")))
