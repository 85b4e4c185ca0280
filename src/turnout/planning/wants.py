"""What a programme, a clinician or the findings want done, per exercise and side.

In: `State`, the knowledge, the phase. Out: `Want`s: an exercise on a side with the dose aimed at and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from turnout.criteria import Setting, judge
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Item, OtherSide
from turnout.progress import Target
from turnout.record import Prescription
from turnout.terms import LIMBS, Limb, Role, Side, Verdict, Why, limbs, other


@dataclass(frozen=True)
class Want:
    """An exercise on a side, as wanted.

    Attributes:
        loads: the limbs it loads.
        first: rung a new item starts on.
        top: highest rung wanted.
        order: place in its programme.
        fallback_for: it is offered only where this exercise cannot be.
        prescribed: it was prescribed by a clinician, on ``prescribed_seq``.
    """

    exercise: Exercise
    side: Side
    loads: tuple[Limb, ...]
    target: Target
    first: int
    top: int
    role: Role
    order: int
    why: tuple[Why, ...]
    bouts: int = 1
    fallback_for: str | None = None
    verdict: Verdict | None = None
    prescribed: Prescription | None = None
    prescribed_seq: int = 0


STEPS: dict[str, float] = {"reps": 2, "seconds": 15}
"""By how much a count grows where a dose does not say (design)."""


def sides_of(entry: Exercise) -> tuple[Side, ...]:
    """The sides an exercise is counted on."""
    return ("both",) if entry.sides == "both" else LIMBS


def loads_of(entry: Exercise, side: Side) -> tuple[Limb, ...]:
    """The limbs an exercise loads on a side."""
    return limbs(side) if entry.sides == "each" else LIMBS


def default_target(entry: Exercise, k: Knowledge) -> Target:
    """The dose Turnout gives where no programme says otherwise."""
    dose = entry.prescribe
    low, high = dose.reps or dose.seconds or (1, 1)
    start = min(dose.start_sets, dose.sets, int(k.rule["new-item-sets"]))
    unit = "reps" if dose.reps else "seconds"
    step = dose.step or STEPS[unit]
    return Target(dose.sets, low, high, unit, step, start, dose.advance, dose.per_week, dose.source)


def from_programme(items: tuple[Item, ...], setting: Setting, name: str) -> Iterator[Want]:
    """What the running phase wants.

    Args:
        items: the phase's items.
        setting: what their criteria are judged in.
        name: the programme's name, for the reason.
    """
    k = setting.k
    asked_of: dict[Side, Setting] = {side: replace(setting, item=side) for side in (*LIMBS, "both")}
    for order, item in enumerate(items):
        entry = k.exercises[item.exercise]
        for side in sides_of(entry):
            own = asked_of[side]
            verdict = judge(k.criteria[item.when], own) if item.when else None
            target, bouts = _item_target(item, entry, side, own)
            says = item.says or item.dose.says or f"part of {name}"
            why = Why("programme", says, item.dose.source, {"programme": name, "per_week": target.per_week})
            yield Want(
                entry,
                side,
                loads_of(entry, side),
                target,
                k.rung_of[(entry.id, item.from_level)] if item.from_level else 0,
                k.rung_of[(entry.id, item.to_level)] if item.to_level else len(k.ladders[entry.id]) - 1,
                item.role or entry.role,
                order,
                (why,),
                bouts,
                item.fallback_for,
                verdict,
            )


def _item_target(item: Item, entry: Exercise, side: Side, setting: Setting) -> tuple[Target, int]:
    dose = item.dose
    low, high = dose.reps or dose.seconds or (1, 1)
    unit = "reps" if dose.reps else "seconds"
    sets, per_week, bouts = dose.sets, dose.per_week, dose.bouts_per_day
    across = setting.affected in LIMBS and entry.sides == "each" and side == other(setting.affected)
    if across and item.other is not None:
        sets = _other_sets(item.other, setting)
        per_week = item.other.per_week or per_week
        bouts = item.other.bouts_per_day or bouts
    few = int(setting.k.rule["new-item-sets"])
    start = min(dose.start_sets or few, sets, few)
    step = dose.step or STEPS[unit]
    return Target(sets, low, high, unit, step, start, item.advance, per_week, dose.source), bouts


def _other_sets(rule: OtherSide, setting: Setting) -> int:
    if rule.sets_if is None or rule.sets_if_criterion is None:
        return rule.sets
    equal = judge(setting.k.criteria[rule.sets_if_criterion], setting).met
    return rule.sets_if if equal is True else rule.sets
