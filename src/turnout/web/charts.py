"""One value on its scale, for the page where it is measured; and what became of a measure, in words.

In: a `Series` of a measure. Out: `Band`, drawn by the templates in percent, and `Told`. Charts over time are those of
the report (`turnout.report.plot`).
"""

from __future__ import annotations

from dataclasses import dataclass

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Measure
from turnout.report.plot import scale
from turnout.report.ranges import line_of, method_words
from turnout.track import State
from turnout.track.trends import Series, series_of
from turnout.web.words import capital, num, with_unit

__all__ = ["Band", "Told", "band", "method_words", "told"]


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
    """A series in words."""

    series: Series
    side: str
    method: str
    says: str


def told(state: State, k: Knowledge, measure_id: str) -> list[Told]:
    """Everything that is known of one measure."""
    lines = ((series, line_of(series, k)) for series in series_of(state, k, measure_id))
    return [Told(series, capital(line.side) if line.side != "both" else "", line.method, line.says)
            for series, line in lines]  # fmt: skip


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
