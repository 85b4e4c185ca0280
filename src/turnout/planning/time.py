"""Time: how long an exercise takes, how often sessions come, and how many of them were done.

In: doses, tempo, rest; a person's days. Out: minutes, sessions a week, percent. Units: minutes and days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Level, Programme
from turnout.track import State

STEP_S = 1.5
"""One step of a walk [s] (design)."""
REP_S = 3.5
"""One repetition where no tempo is given [s] (design)."""


def rep_seconds(entry: Exercise, level: Level) -> float:
    """One repetition [s]."""
    tempo = level.tempo or entry.tempo
    if tempo is not None:
        return max(1.0, tempo.up_s + tempo.hold_s + tempo.down_s)
    return STEP_S if entry.kind == "walk" else REP_S


def tempo_json(entry: Exercise, level: Level) -> dict[str, Any] | None:
    """The tempo of one repetition, as the contract has it; ``first`` where it is known which way it sets out."""
    tempo = level.tempo or entry.tempo
    if tempo is None:
        return None
    told = {"up_s": tempo.up_s, "hold_s": tempo.hold_s, "down_s": tempo.down_s}
    return told if entry.begins is None else {**told, "first": entry.begins}


def item_minutes(entry: Exercise, level: Level, sets: int, count: float, unit: str, sides: int = 1) -> float:
    """One exercise on one of its sides: getting into place, the sets, and the rests between them [min].

    Where both sides are done they take turns, set by set, so that one rests while the other works.
    """
    work = count if unit == "seconds" else count * rep_seconds(entry, level)
    rest = entry.rest.rest_s if sides == 1 else max(0.0, entry.rest.rest_s - work) / 2
    return (entry.rest.setup_s + sets * work + (sets - 1) * rest) / 60


def exercise_minutes(entry: Exercise, k: Knowledge, sets: int, count: float, unit: str, sides: int) -> float:
    """An exercise on all its sides [min]."""
    return round(sides * item_minutes(entry, k.ladders[entry.id][0], sets, count, unit, sides), 2)


def frequency(state: State, programme: Programme | None) -> tuple[float, int, bool]:
    """(sessions a week, least days between two, whether to ask which frequency counts).

    A programme that wants more days than the person has gets them only after asking.
    """
    own = state.profile.get("days_per_week")
    if programme is None:
        sessions = float(own or 3)
        return sessions, 2 if sessions <= 3 else 1, False
    wanted, gap = programme.frequency.sessions, programme.frequency.gap_days
    if own is None or own >= wanted or state.frequency == "programme":
        return wanted, gap, False
    return float(own), gap, state.frequency is None


def next_training_day(state: State, on: date, per_week: float, gap_days: int) -> date:
    """The first day from ``on`` that keeps the gap and the sessions a week."""
    days = [d.day for d in state.days[-8:]]
    day = on
    while not _fits(days, day, per_week, gap_days):
        day += timedelta(days=1)
    return day


def _fits(days: list[date], day: date, per_week: float, gap_days: int) -> bool:
    if days and (day - days[-1]).days < max(1, gap_days):
        return False
    return sum((day - d).days < 7 for d in days if d < day) < max(1, per_week)


def calendar(state: State, first: date, per_week: float, gap_days: int, span: int = 14) -> list[date]:
    """Training days from ``first`` (itself one) within ``span`` days, if each is done, spread evenly over the week."""
    days = [*(d.day for d in state.days[-8:]), first]
    out = [first]
    for n in range(1, span):
        day = first + timedelta(days=n)
        if n >= int(len(out) * 7 / max(1, per_week)) and _fits(days, day, per_week, gap_days):
            out.append(day)
            days.append(day)
    return out


def adherence(state: State, on: date, per_week: float, span: int = 28) -> float | None:
    """Sessions done of those planned in the last four weeks [%], at most 100; None before the first week is over."""
    if not state.days:
        return None
    begun = state.programme_since or state.days[0].day
    days = min(span, (on - begun).days)
    if days < 7:
        return None
    done = sum((on - d.day).days <= days for d in state.days[-40:])
    return min(100.0, 100 * done / max(1.0, per_week * days / 7))
