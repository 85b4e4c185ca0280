"""Readings over a period: from the first to the latest, and whether that is more than the error of measuring.

In: `State`, the knowledge, a period. Out: `Line`s, one for each measure, side and method. Methods are never mixed. The
error is the least real change (MDC) of that way of measuring: a difference within it is never called a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from turnout.assess.findings import band_of
from turnout.knowledge import Knowledge
from turnout.report.words import METHODS, num, with_unit
from turnout.terms import Side
from turnout.track import State
from turnout.track.trends import Change, Point, Series, change_of, series_of

ROTATION = ("prone-er", "prone-ir", "seated-er", "seated-ir")
"""Comes first: it is what the app is about."""
SHORT = {"prone-er": "ER, prone", "prone-ir": "IR, prone", "seated-er": "ER, seated", "seated-ir": "IR, seated"}
"""A clinician's names of the four."""
UNSAID = ("overall-change",)
"""Measures that are a change themselves: to compare two of them says nothing."""


@dataclass(frozen=True)
class Line:
    """One measure on one side by one method, over the period.

    Attributes:
        points: one a day, oldest first.
        mdc: the error that counts for the change from first to latest; None where it is not known.
        change: None with fewer than two days.
        says: the change in words that claim no more than the error allows.
        band: the name of the range the latest value lies in, in words; empty where the measure has none.
    """

    measure: str
    name: str
    short: str
    kind: str
    side: Side
    method: str
    unit: str
    points: tuple[Point, ...]
    mdc: float | None
    change: Change | None
    says: str
    band: str

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def real(self) -> bool:
        """Whether the change is beyond the error, on two days."""
        return self.change is not None and self.change.real


def lines(state: State, k: Knowledge, since: date | None, until: date) -> list[Line]:
    """Every measure read in the period, rotation first; empty where nothing was read."""
    ids = [*(id for id in ROTATION if id in state.readings), *sorted(set(state.readings) - set(ROTATION))]
    return [line for id in ids if id in k.measures for line in _of_measure(state, k, id, since, until)]


def _of_measure(state: State, k: Knowledge, id: str, since: date | None, until: date) -> Iterator[Line]:
    for series in series_of(state, k, id, until):
        inside = tuple(p for p in series.points if (since is None or p.day >= since) and p.day <= until)
        if inside:
            yield line_of(series if len(inside) == len(series.points) else replace(series, points=inside), k)


def line_of(series: Series, k: Knowledge) -> Line:
    """A series in words."""
    measure = k.measures[series.measure]
    change = None if series.measure in UNSAID else change_of(series, k)
    latest = series.points[-1]
    band = band_of(measure, latest.value)
    return Line(
        series.measure,
        measure.name,
        SHORT.get(series.measure, measure.name),
        measure.kind,
        series.side,
        method_words(series.method),
        series.unit,
        series.points,
        change.mdc if change else series.points[0].mdc,
        change,
        change_words(series, change),
        band.says if band else "",
    )


def method_words(method: str) -> str:
    """``phone``; for a labelled series its label."""
    name, _, label = method.partition(":")
    return label or METHODS.get(name, "")


def change_words(series: Series, change: Change | None) -> str:
    """What became of a measure since the first time, in one sentence that claims no more than the error allows."""
    now = with_unit(series.points[-1].value, series.unit)
    if change is None:
        if len(series.points) > 1:
            return f"{now}, told {len(series.points)} times."
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


def verdict_words(line: Line) -> str:
    """The change for a narrow column: ``+14°, beyond ±12°``, ``+6°, within ±12°: no change``."""
    change = line.change
    if change is None:
        return "read once" if len(line.points) == 1 else "–"
    degree = "°" if line.unit == "deg" else ""
    by = f"{'+' if change.by > 0 else ''}{num(change.by)}{degree}"
    if change.mdc is None:
        return f"{by}, error not known"
    mdc = f"±{num(change.mdc)}{degree}"
    if change.real:
        way = {True: "better", False: "worse", None: "different"}[change.better]
        return f"{by}, beyond {mdc}: {way}"
    if abs(change.by) <= change.mdc:
        return f"{by}, within {mdc}: no change"
    return f"{by}, beyond {mdc} once: not yet sure"
