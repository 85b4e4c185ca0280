"""What a clinician ordered: another dose or level, an exercise left out, or one in the place of another.

In: the wants of the programme or the findings, the prescriptions in force. Out: the wants with the prescribed in their
place, why something is left out, and how far from the prescribed dose the rules that never bend still keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise
from turnout.planning.wants import STEPS, Want, default_target, loads_of, sides_of
from turnout.progress import Proposal
from turnout.record import Prescription
from turnout.terms import Side, Why, limbs
from turnout.track import State, Work

if TYPE_CHECKING:
    from turnout.planning.available import Reach

Order = tuple[int, date, Prescription]
"""A prescription in force: its place in the record, the day it was told, and the fact."""
HURT = ("pain-above-5", "next-day-rise", "pain-3-to-5", "withheld-for-pain", "return-after-pain")


def with_prescriptions(wants: list[Want], state: State, k: Knowledge) -> list[Want]:
    """A clinician's dose and level take the place of the programme's; what was not wanted is added."""
    by_key = {(w.exercise.id, w.side): w for w in wants}
    for (id, side), (seq, told, fact) in sorted(state.prescriptions.items()):
        entry = k.exercises.get(id)
        if entry is None:
            continue
        base = by_key.get((id, side))
        if fact.leave_out:
            by_key[(id, side)] = base or _as_it_comes(entry, side, k)
            continue
        seat = base or next((w for w in by_key.values() if _takes_place(fact, side, w.exercise.id, w.side, k)), None)
        by_key[(id, side)] = _prescribed(base, seat, entry, side, (seq, told, fact), k)
        for gone in _replaced(fact, side, k):
            by_key.setdefault((gone[0].id, gone[1]), _as_it_comes(*gone, k))
    return list(by_key.values())


def _as_it_comes(entry: Exercise, side: Side, k: Knowledge) -> Want:
    """An exercise that only a prescription speaks of, before that."""
    last = len(k.ladders[entry.id]) - 1
    return Want(entry, side, loads_of(entry, side), default_target(entry, k), 0, last, entry.role, -1, ())


def _prescribed(want: Want | None, seat: Want | None, entry: Exercise, side: Side, order: Order, k: Knowledge) -> Want:
    """The want with the prescribed dose and level; ``seat``: whose place and part of the session it takes."""
    seq, told, fact = order
    base = want or _as_it_comes(entry, side, k)
    target = base.target
    count = fact.reps if fact.reps is not None else fact.seconds
    if count is not None:
        unit = "reps" if fact.reps is not None else "seconds"
        step = target.step if unit == target.unit else STEPS[unit]
        target = replace(target, low=float(count), high=float(count), unit=unit, step=step)
    if fact.sets is not None:
        target = replace(target, sets=fact.sets, start_sets=fact.sets)
    target = replace(target, advance="met", source="clinician")
    top, first = base.top, base.first
    if fact.level is not None:
        first = top = k.rung_of[(entry.id, fact.level)]
    values: dict[str, Any] = {"by": fact.by, "on": day_of(fact, told).isoformat()}
    values |= {"sets": fact.sets, "reps": fact.reps, "seconds": fact.seconds, "level": fact.level}
    why = Why("prescription", _says(fact, told, want, k), "clinician", values)
    order_in, role = (seat.order, seat.role) if seat else (-1, entry.role)
    loads = loads_of(entry, side)
    return Want(entry, side, loads, target, first, top, role, order_in, (why,), 1, None, None, fact, seq)


def day_of(fact: Prescription, told: date) -> date:
    """The day a clinician prescribed it; where that was not told, the day it was entered."""
    return date.fromisoformat(fact.prescribed_on) if fact.prescribed_on else told


def signature(fact: Prescription, told: date) -> str:
    """``Dr Hill on 3 November``."""
    day = day_of(fact, told)
    year = f" {day.year}" if day.year != told.year else ""
    return f"{fact.by} on {day.day} {day:%B}{year}"


def _says(fact: Prescription, told: date, want: Want | None, k: Knowledge) -> str:
    """``prescribed by Dr Hill on 3 November: 2x12 instead of 3x15``."""
    says = f"prescribed by {signature(fact, told)}"
    parts: list[str] = []
    dose, was = dose_words(fact), _dose_of(want)
    if dose:
        parts.append(f"{dose} instead of {was}" if was and was != dose else dose)
    if fact.level is not None:
        parts.append(f"level {k.ladders[k.aliases.get(fact.exercise, fact.exercise)][_rung(fact, k)].name.lower()}")
    if fact.instead_of is not None:
        parts.append(f"in the place of {_name(fact.instead_of, k)}")
    return f"{says}: {', '.join(parts)}" if parts else says


def _rung(fact: Prescription, k: Knowledge) -> int:
    return k.rung_of[(k.aliases.get(fact.exercise, fact.exercise), fact.level or "")]


def _name(id: str, k: Knowledge) -> str:
    entry = k.exercises.get(k.aliases.get(id, id))
    return entry.name.lower() if entry else id


def dose_words(fact: Prescription) -> str:
    """``2x12``, ``2x30 s``, ``2 sets``, ``12 reps``; empty where no dose was prescribed."""
    count = f"{fact.reps} reps" if fact.reps is not None else f"{fact.seconds:g} s" if fact.seconds is not None else ""
    if fact.sets is None:
        return count
    return f"{fact.sets}x{count.removesuffix(' reps')}" if count else f"{fact.sets} set{'s' if fact.sets > 1 else ''}"


def _dose_of(want: Want | None) -> str:
    """What was aimed at without the prescription."""
    if want is None:
        return ""
    target, tail = want.target, " s" if want.target.unit == "seconds" else ""
    high = f"-{target.high:g}" if target.high > target.low else ""
    return f"{target.sets}x{target.low:g}{high}{tail}"


# -- left out ------------------------------------------------------------------------------------------------------


def left_out(state: State, entry: Exercise, side: Side, k: Knowledge) -> Why | None:
    """Why a clinician wants an exercise left out on a side, or None. Of two orders that differ the later one counts."""
    own = state.prescriptions.get((entry.id, side))
    if own is not None and own[2].leave_out:
        return _left_out("left out by", own, {})
    orders = ((order, id) for (id, one), order in state.prescriptions.items()
              if _takes_place(order[2], one, entry.id, side, k) and (own is None or own[0] < order[0]))  # fmt: skip
    last = max(orders, key=lambda pair: (pair[0][0], pair[1]), default=None)
    if last is None:
        return None
    return _left_out(f"{k.exercises[last[1]].name} takes its place, prescribed by", last[0], {"instead": last[1]})


def _left_out(says: str, order: Order, values: dict[str, Any]) -> Why:
    _, told, fact = order
    values = {"by": fact.by, "on": day_of(fact, told).isoformat(), **values}
    return Why("ruled-out", f"{says} {signature(fact, told)}", "clinician", values)


def _takes_place(fact: Prescription, side: Side, id: str, other: Side, k: Knowledge) -> bool:
    """Whether a prescription on a side takes the place of an exercise on a side."""
    if fact.leave_out or fact.instead_of is None or k.aliases.get(fact.instead_of, fact.instead_of) != id:
        return False
    return not set(limbs(side)).isdisjoint(limbs(other))


def _replaced(fact: Prescription, side: Side, k: Knowledge) -> Iterator[tuple[Exercise, Side]]:
    """What it takes the place of, side by side."""
    entry = k.exercises.get(k.aliases.get(fact.instead_of, fact.instead_of)) if fact.instead_of else None
    if entry is not None:
        for one in sides_of(entry):
            if _takes_place(fact, side, entry.id, one, k):
                yield entry, one


def gone(state: State) -> tuple[int, ...]:
    """The orders that leave out or replace something, for whoever remembers a plan that rests on them."""
    return tuple(sorted(seq for seq, _, fact in state.prescriptions.values() if fact.leave_out or fact.instead_of))


# -- not yet as prescribed -----------------------------------------------------------------------------------------


def lifts(want: Want, works: list[Work], state: State) -> bool:
    """Whether the prescription came after the exercise was last done."""
    given = state.prescriptions.get((want.exercise.id, want.side))
    return want.prescribed is not None and given is not None and bool(works) and given[1] > works[-1].day


def with_reasons(want: Want, found: Proposal, limits: Reach, top: int) -> Proposal:
    """A proposal with why it is wanted; where something keeps it below what was prescribed, it says so.

    Args:
        want: what is wanted.
        found: what is to be done next.
        limits: what is within reach.
        top: the highest rung within reach.
    """
    whys = found.why if found.action == "new" else (*found.why, *want.why)
    fact = want.prescribed
    if fact is None:
        return replace(found, why=whys)
    if fact.level is not None and top < want.top:
        problem = limits.rung_problem(want, want.top)
        whys = (*whys, problem) if problem is not None else whys
    return replace(found, why=(*whys, *_short_of(fact, want, found, top)))


def _short_of(fact: Prescription, want: Want, found: Proposal, top: int) -> tuple[Why, ...]:
    """That pain, or one step at a time, comes before what was prescribed."""
    target = want.target
    low_rung = fact.level is not None and found.rung < min(top, want.top)
    low_sets = fact.sets is not None and found.sets < target.sets
    low_count = (fact.reps is not None or fact.seconds is not None) and found.count < target.high
    if not (low_rung or low_sets or low_count):
        return ()
    hurt = any(why.criterion in HURT for why in found.why)
    step = "one step a session on the way to what was prescribed"
    says = "pain comes first: less than was prescribed" if hurt else step
    return (Why("prescription-limit", says, "design", {"by": fact.by}),)
