"""Trends: readings of one measure by one method, with their error, and whether they changed beyond it.

In: `State`. Out: `Series` and `Change`. Rule 7: a change within the error is never called one; methods are never mixed.
A change counts when it is seen on a second day too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Measure
from turnout.record import Reading
from turnout.terms import Side
from turnout.track.state import State

OWN = frozenset({"self", "me"})


@dataclass(frozen=True, slots=True)
class Point:
    """One day's value, in the measure's unit, with the MDC of how it was taken (None: no error is known)."""

    day: date
    value: float
    mdc: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """A measure on one side by one method, one point a day."""

    measure: str
    side: Side
    method: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """From the first point to the last; ``real`` when beyond the MDC on the last two days."""

    series: Series
    by: float
    mdc: float | None
    real: bool
    better: bool | None


def trained(reading: Reading) -> bool:
    """Whether a helper or a clinician took the reading."""
    return bool(reading.helper) or (reading.by is not None and reading.by not in OWN)


def error_of(measure: Measure, method: str | None, by_helper: bool) -> tuple[float | None, str]:
    """The MDC of a way of measuring, and its source."""
    who = "helper" if by_helper else "self"
    for error in measure.error:
        if error.who in (who, "any") and (not error.methods or method in error.methods):
            return error.mdc, error.source
    return None, ""


def value_of(reading: Reading, measure: Measure) -> float:
    """What the measure keeps of its trials (the median or the best), or the value where there are none."""
    if not reading.trials:
        return reading.value
    if measure.trials.keep == "best":
        return min(reading.trials) if measure.better == "lower" else max(reading.trials)
    return reading.value if measure.trials.keep == "total" else median(reading.trials)


def series_of(
    state: State, k: Knowledge, measure_id: str, until: date | None = None, *, before_work: bool = False
) -> list[Series]:
    """All series of a measure, by side and method.

    Args:
        state: the person's state. Ranges measured after the day's first set are not in it: only what was taken before
            the warm-up enters a trend.
        k: for units and errors.
        measure_id: the measure.
        until: the last day looked at.
        before_work: leave out what was told on that day after its first set.
    """
    told = state.readings.get(measure_id)
    if not told:
        return []
    whole = until is None or until > told[-1][0] or (until == told[-1][0] and not before_work)
    if not whole:
        return _series(state, k, measure_id, until, before_work=before_work)
    known: tuple[int, list[Series]] | None = state.memo.get(("series", measure_id))
    if known is None or known[0] != len(told):
        known = state.memo[("series", measure_id)] = (len(told), _series(state, k, measure_id, None))
    return known[1]


def _series(
    state: State, k: Knowledge, measure_id: str, until: date | None, *, before_work: bool = False
) -> list[Series]:
    measure = k.measures[measure_id]
    groups: dict[tuple[Side, str], dict[date, list[Reading]]] = {}
    for day, reading in state.readings.get(measure_id, ()):
        if until is not None and (day > until or (before_work and day == until and reading.id in state.after_work)):
            break
        key = (reading.side or "both", f"{reading.method or '-'}{':' + reading.label if reading.label else ''}")
        groups.setdefault(key, {}).setdefault(day, []).append(reading)
    out: list[Series] = []
    for (side, method), by_day in groups.items():
        points: list[Point] = []
        for day, readings in by_day.items():
            errors = [error_of(measure, r.method, trained(r)) for r in readings]
            known = [e for e in errors if e[0] is not None]
            mdc, source = max(known, key=lambda e: e[0] or 0) if len(known) == len(errors) else (None, "")
            points.append(Point(day, median(value_of(r, measure) for r in readings), mdc, source))
        out.append(Series(measure_id, side, method, measure.unit, tuple(points)))
    return sorted(out, key=lambda s: (s.side, s.method))


def change_of(series: Series, k: Knowledge) -> Change | None:
    """What changed since the first reading; None with fewer than two days."""
    if len(series.points) < 2:
        return None
    first, *_, last = series.points
    by = last.value - first.value
    used = [first, *series.points[1:][-2:]]
    mdc = None if any(p.mdc is None for p in used) else max(p.mdc or 0 for p in used)
    real = mdc is not None and len(series.points) > 2 and _beyond(series, first.value, mdc)
    direction = k.measures[series.measure].better
    better = None if not real or direction == "neither" else (by > 0) == (direction == "higher")
    return Change(series, by, mdc, real, better)


def _beyond(series: Series, first: float, mdc: float) -> bool:
    steps = [p.value - first for p in series.points[-2:]]
    return all(step > mdc for step in steps) or all(step < -mdc for step in steps)


def latest(
    state: State, k: Knowledge, measure_id: str, side: Side, until: date | None = None, *, before_work: bool = False
) -> Series | None:
    """The series with the newest reading on a side; on one day the method first by name."""
    mine = [s for s in series_of(state, k, measure_id, until, before_work=before_work) if s.side in (side, "both")]
    return max(mine, key=lambda s: (s.points[-1].day, s.side == side, s.method), default=None)


def pair(
    state: State, k: Knowledge, measure_id: str, until: date | None = None, *, before_work: bool = False
) -> tuple[Series, Series] | None:
    """Left and right by the same method, the method read last on both; None when there is none."""
    by_method: dict[str, dict[Side, Series]] = {}
    for series in series_of(state, k, measure_id, until, before_work=before_work):
        by_method.setdefault(series.method, {})[series.side] = series
    both = [(m["left"], m["right"]) for m in by_method.values() if "left" in m and "right" in m]
    return max(both, key=lambda p: (min(p[0].points[-1].day, p[1].points[-1].day), p[0].method), default=None)
