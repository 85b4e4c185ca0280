"""Charts as numbers for inline SVG: places in percent, so that no style and no script is needed.

In: `Series` of a measure, pain told. Out: `Trend` and `Band`, drawn by the templates. The numbers also stand in tables.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Measure
from turnout.track import State
from turnout.track.trends import Change, Point, Series, change_of, series_of
from turnout.web.words import METHODS, capital, num, short_day, with_unit


@dataclass(frozen=True)
class Dot:
    """A point: place and error bar in percent from the left and from the top."""

    x: float
    y: float
    top: float
    bottom: float
    changed: bool


@dataclass(frozen=True)
class Trend:
    """A line over time."""

    label: str
    dots: tuple[Dot, ...]
    grid: tuple[tuple[float, str], ...]
    first: str
    last: str
    says: str

    @property
    def has_error(self) -> bool:
        return any(dot.top != dot.bottom for dot in self.dots)


@dataclass(frozen=True)
class Band:
    """One value on its scale, with the error, the last time and what is usual, in percent."""

    label: str
    value: float
    error: tuple[float, float] | None
    before: float | None
    norm: tuple[float, float] | None
    shown: str
    ticks: tuple[tuple[float, str], ...]
    says: str


@dataclass(frozen=True)
class Told:
    """A series in words, chart and table."""

    series: Series
    name: str
    side: str
    method: str
    trend: Trend | None
    says: str
    rows: tuple[tuple[str, str, str], ...]


def told(state: State, k: Knowledge, measure_id: str) -> list[Told]:
    """Everything that is known of one measure, every chart on the same scale so that sides can be compared."""
    every = series_of(state, k, measure_id)
    points = [point for series in every for point in series.points]
    low = min((p.value - (p.mdc or 0) for p in points), default=0)
    high = max((p.value + (p.mdc or 0) for p in points), default=0)
    return [_told(series, k, low, high) for series in every]


def _told(series: Series, k: Knowledge, low: float, high: float) -> Told:
    measure = k.measures[series.measure]
    change = change_of(series, k)
    label = f"{measure.name}, {series.side}"
    rows = tuple(
        (short_day(p.day), with_unit(p.value, series.unit), f"± {with_unit(p.mdc, series.unit)}" if p.mdc else "–")
        for p in series.points
    )
    says = change_words(series, change)
    drawn = trend(
        series.points, label, series.unit, says, changed=change is not None and change.real, low=low, high=high
    )
    side = {"left": "Left", "right": "Right"}.get(series.side, "")
    return Told(series, measure.name, side, method_words(series.method), drawn, says, rows)


def method_words(method: str) -> str:
    """``phone``; for a labelled series its label."""
    name, _, label = method.partition(":")
    return label or METHODS.get(name, "")


def change_words(series: Series, change: Change | None) -> str:
    """What became of a measure since the first time, in one sentence that claims no more than the error allows."""
    now = with_unit(series.points[-1].value, series.unit)
    if change is None:
        return f"{now}, measured once: there is nothing to compare it with yet."
    by = f"{'+' if change.by > 0 else ''}{with_unit(change.by, series.unit)}"
    if change.mdc is None:
        return f"{now} ({by} since the first time). The error of this way of measuring is not known."
    if not change.real:
        mdc = with_unit(change.mdc, series.unit)
        if abs(change.by) <= change.mdc:
            return f"{now} ({by} since the first time): within the error of {mdc}, so no change."
        return f"{now} ({by} since the first time): beyond the error of {mdc}; seen on a second day, it counts."
    way = {True: "better", False: "worse", None: "different"}[change.better]
    return f"{now}: {way} by {with_unit(abs(change.by), series.unit)}, beyond the error on two days."


def trend(
    points: Sequence[Point], label: str, unit: str, says: str, *, low: float, high: float, changed: bool = False
) -> Trend | None:
    """A line through at least two points."""
    if len(points) < 2:
        return None
    points = points[-60:]
    bottom, top, step = scale(low, high)
    days = (points[-1].day - points[0].day).days or 1

    def y(value: float) -> float:
        return round(100 * (top - max(bottom, min(top, value))) / (top - bottom), 2)

    dots = tuple(
        Dot(
            round(100 * (p.day - points[0].day).days / days, 2),
            y(p.value),
            y(p.value + (p.mdc or 0)),
            y(p.value - (p.mdc or 0)),
            changed and p is points[-1],
        )
        for p in points
    )
    count = round((top - bottom) / step)
    grid = tuple((y(bottom + n * step), with_unit(bottom + n * step, unit).split(" ")[0]) for n in range(count + 1))
    listed = ", ".join(num(p.value) for p in points[-12:])
    today = points[-1].day
    return Trend(label, dots, grid, short_day(points[0].day, today), short_day(today), f"{label}: {listed}. {says}")


def scale(low: float, high: float) -> tuple[float, float, float]:
    """Round ends and a step that make two to five parts."""
    if high <= low:
        high = low + 1
    rough = (high - low) / 3
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def band(measure: Measure, series: Series, norm: tuple[float, float] | None, side: str) -> Band:
    """The last value of a series on the measure's own scale."""
    point = series.points[-1]
    values = [point.value, *(norm or ())]
    low = 0.0 if min(values) - (point.mdc or 0) >= 0 else measure.bounds.low
    most = max(*values, point.value + (point.mdc or 0), 1)
    high = min(measure.bounds.high, scale(low, most)[1])

    def x(value: float) -> float:
        return round(100 * (max(low, min(high, value)) - low) / (high - low), 2)

    before = series.points[-2].value if len(series.points) > 1 else None
    error = (x(point.value - point.mdc), x(point.value + point.mdc)) if point.mdc else None
    unit = series.unit
    says = [f"{capital(side)}: {with_unit(point.value, unit)}"]
    if point.mdc:
        says.append(f"error plus or minus {with_unit(point.mdc, unit)}")
    if before is not None:
        says.append(f"last time {with_unit(before, unit)}")
    if norm is not None:
        says.append(f"usual range {num(norm[0])} to {with_unit(norm[1], unit)}")
    ticks = tuple((x(v), with_unit(v, unit).split(" ")[0]) for v in (low, (low + high) / 2, high))
    return Band(
        side,
        x(point.value),
        error,
        None if before is None else x(before),
        None if norm is None else (x(norm[0]), x(norm[1])),
        with_unit(point.value, unit),
        ticks,
        ". ".join(says) + ".",
    )


def pain_points(told: Sequence[tuple[date, float]]) -> list[Point]:
    """The worst pain told on each day."""
    by_day: dict[date, float] = {}
    for day, pain in told:
        by_day[day] = max(pain, by_day.get(day, 0.0))
    return [Point(day, pain, None, "") for day, pain in sorted(by_day.items())]
