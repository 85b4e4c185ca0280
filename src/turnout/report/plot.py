"""Charts as plain geometry: places in percent from the left and from the top, the same for a page and for paper.

In: `Line`s, `Pain`, `Done`, `Ladder`s and the period. Out: `Panel`s, which templates draw as SVG or as curves. What
stands beside a mark is said at the mark. Sides differ in the shape of their points, never in colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from turnout.report.course import Done, Felt, Pain, Period
from turnout.report.ladders import Ladder
from turnout.report.ranges import Line
from turnout.report.words import SYMPTOMS, num, short_day, with_unit

Place = tuple[float, float]
MOST_DOTS = 30
"""More readings than this are a line without dots, but for the first and the last."""
BREAK_DAYS = 21
"""A line is broken where nothing was told for longer than this, in a course told day by day."""
MOST_TICKS = 5
WHOLE = ("score", "reps")
"""Units that are counted: there is nothing between one and the next."""
SCALE = 10.0
"""The pain scale's upper end."""


@dataclass(frozen=True)
class Dot:
    """A point. ``label`` is written beside it; ``says`` is for who asks about it."""

    x: float
    y: float
    label: str = ""
    solid: bool = False
    says: str = ""


@dataclass(frozen=True)
class Tick:
    """A place on an axis, and its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Panel:
    """One small chart.

    Attributes:
        bands: closed outlines, filled faintly: the error of measuring, or the least to the most of each week.
        paths: lines.
        stems: (from the left, top, bottom) of thin columns.
        rules: levels worth a hairline, with their label.
    """

    label: str
    side: str
    says: str
    ys: tuple[Tick, ...]
    xs: tuple[Tick, ...]
    bands: tuple[tuple[Place, ...], ...] = ()
    paths: tuple[tuple[Place, ...], ...] = ()
    stems: tuple[tuple[float, float, float], ...] = ()
    dots: tuple[Dot, ...] = ()
    rules: tuple[Tick, ...] = ()

    @property
    def band_data(self) -> str:
        """The bands as the ``d`` of one SVG path."""
        return " ".join(f"{_path_data(band)}Z" for band in self.bands)

    @property
    def line_data(self) -> str:
        """The lines as the ``d`` of one SVG path."""
        return " ".join(_path_data(path) for path in self.paths)

    @property
    def stem_data(self) -> str:
        """The stems as the ``d`` of one SVG path."""
        return " ".join(f"M{x:g} {bottom:g}V{top:g}" for x, top, bottom in self.stems)


def _path_data(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)


@dataclass(frozen=True)
class Axes:
    """From days and values to places."""

    period: Period
    low: float
    high: float

    def x(self, day: date) -> float:
        span = max(1, self.period.days - 1)
        return round(100 * (day - self.period.since).days / span, 2)

    def y(self, value: float) -> float:
        inside = max(self.low, min(self.high, value))
        return round(100 * (self.high - inside) / (self.high - self.low), 2)


def scale(low: float, high: float) -> tuple[float, float, float]:
    """Round ends and a step that make two to five parts."""
    if high <= low:
        high = low + 1
    rough = (high - low) / 3
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def day_ticks(period: Period) -> tuple[Tick, ...]:
    """A few days, months or years along the time axis, whatever its length."""
    axes = Axes(period, 0, 1)
    if period.days <= 45:
        gap = max(1, math.ceil(period.days / MOST_TICKS))
        days = [period.since + timedelta(days=gap * n) for n in range(math.ceil(period.days / gap))]
        return tuple(Tick(axes.x(day), short_day(day)) for day in days)
    months = list(_months(period))
    gap = next((n for n in (1, 2, 3, 6, 12) if math.ceil(len(months) / n) <= MOST_TICKS + 1), 24)
    kept = [day for day in months if (day.month - 1) % min(gap, 12) == 0 and (gap <= 12 or day.year % 2 == 0)]
    return tuple(Tick(axes.x(day), f"{day:%Y}" if day.month == 1 else f"{day:%b}") for day in kept)


def _months(period: Period) -> Iterable[date]:
    day = period.since.replace(day=1)
    while day <= period.until:
        if day >= period.since:
            yield day
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


# -- range ---------------------------------------------------------------------------------------------------------


def range_panels(lines: Sequence[Line], period: Period) -> list[Panel]:
    """A panel for each line, all of one scale, so that sides and directions can be compared by eye."""
    values = [v for line in lines for p in line.points for v in (p.value, *_error(line))]
    low, high, step = scale(min(values, default=0), max(values, default=1))
    if step < 1 and any(line.unit in WHOLE for line in lines):
        low, high, step = math.floor(low), math.ceil(high), 1.0
    axes = Axes(period, low, high)
    return [_range(line, axes, step) for line in lines]


def _error(line: Line) -> tuple[float, ...]:
    """Where the error around the first reading ends."""
    return () if line.mdc is None else (line.first.value - line.mdc, line.first.value + line.mdc)


def _range(line: Line, axes: Axes, step: float) -> Panel:
    places = tuple((axes.x(p.day), axes.y(p.value)) for p in line.points)
    count = round((axes.high - axes.low) / step)
    ys = tuple(Tick(axes.y(axes.low + n * step), _bare(axes.low + n * step, line.unit)) for n in range(count + 1))
    told = ", ".join(f"{short_day(p.day)} {num(p.value)}" for p in line.points[-12:])
    label = f"{line.name}, {line.side}{f', {line.method}' if line.method else ''}"
    return Panel(
        label,
        line.side,
        f"{label}: {told}. {line.says}",
        ys,
        day_ticks(axes.period),
        bands=_error_band(line, axes),
        paths=(places,) if len(places) > 1 else (),
        dots=tuple(_range_dots(line, places)),
    )


def _bare(value: float, unit: str) -> str:
    return with_unit(value, unit).split(" ")[0]


def _error_band(line: Line, axes: Axes) -> tuple[tuple[Place, ...], ...]:
    """From the first reading on: within it a later reading is no change."""
    if line.mdc is None or len(line.points) < 2:
        return ()
    top, bottom = axes.y(line.first.value + line.mdc), axes.y(line.first.value - line.mdc)
    left = axes.x(line.first.day)
    return (((left, top), (100.0, top), (100.0, bottom), (left, bottom)),)


def _range_dots(line: Line, places: Sequence[Place]) -> Iterable[Dot]:
    last = len(places) - 1
    for n, ((x, y), point) in enumerate(zip(places, line.points, strict=True)):
        if n in (0, last) or last < MOST_DOTS:
            shown = with_unit(point.value, line.unit)
            label = _bare(point.value, line.unit) if n == last else ""
            yield Dot(x, y, label, solid=n == last and line.real, says=f"{short_day(point.day)}: {shown}")


# -- pain ----------------------------------------------------------------------------------------------------------


def pain_panel(pain: Pain, period: Period, stop: float) -> Panel:
    """At rest as a line (by the week with its least and most), the worst in the sets as stems.

    Args:
        pain: of one side.
        period: the days drawn.
        stop: pain above this ends an exercise.
    """
    axes = Axes(period, 0, SCALE)
    runs = list(_runs(pain.rest))
    alone = [run[0] for run in runs[:-1] if len(run) == 1]
    dots = [Dot(axes.x(f.begins), axes.y(f.middle), says=_felt_words(f)) for f in alone]
    dots += [Dot(axes.x(f.begins), axes.y(f.middle), num(f.middle), says=_felt_words(f)) for f in pain.rest[-1:]]
    return Panel(
        f"Pain, {pain.side}",
        pain.side,
        f"Pain, {pain.side}: {pain_words(pain)}",
        tuple(Tick(axes.y(v), num(v)) for v in (0, 5, 10)),
        day_ticks(period),
        bands=tuple(_outline(run, axes) for run in runs if len(run) > 1 and not period.daily),
        paths=tuple(tuple((axes.x(f.begins), axes.y(f.middle)) for f in run) for run in runs if len(run) > 1),
        stems=tuple((axes.x(f.begins), axes.y(f.most), 100.0) for f in pain.sets),
        dots=tuple(dots),
        rules=(Tick(axes.y(stop), f"above {num(stop)} ends an exercise"),),
    )


def _runs(felt: Sequence[Felt]) -> Iterable[list[Felt]]:
    """Stretches without a long silence."""
    run: list[Felt] = []
    for one in felt:
        if run and (one.begins - run[-1].begins).days > BREAK_DAYS:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _outline(run: Sequence[Felt], axes: Axes) -> tuple[Place, ...]:
    top = [(axes.x(f.begins), axes.y(f.most)) for f in run]
    bottom = [(axes.x(f.begins), axes.y(f.least)) for f in reversed(run)]
    return (*top, *bottom)


def _felt_words(felt: Felt) -> str:
    if felt.least == felt.most:
        return f"{short_day(felt.begins)}: {num(felt.middle)} of 10"
    return f"week from {short_day(felt.begins)}: {num(felt.least)} to {num(felt.most)} of 10"


def pain_words(pain: Pain) -> str:
    """The course of one side in a sentence or two."""
    said: list[str] = []
    if pain.ends:
        (first, last), worst = pain.ends, max(f.most for f in pain.rest)
        said.append(f"At rest {num(first)} at first, {num(last)} now, {num(worst)} at the most.")
    if pain.sets:
        said.append(f"In the sets {num(max(f.most for f in pain.sets))} at the most.")
    if pain.symptoms:
        felt: dict[str, date] = {symptom: day for day, _, symptom in pain.symptoms}
        listed = [f"{SYMPTOMS.get(symptom, symptom)} (last {short_day(day)})" for symptom, day in felt.items()]
        said.append(f"Felt in sets: {'; '.join(listed)}.")
    if pain.mornings.due:
        due, told, worse = pain.mornings.due, pain.mornings.told, pain.mornings.worse
        settled = f"{told - worse} of {told} mornings after settled"
        said.append(f"{settled}{f', {due - told} not told' if due > told else ''}.")
    return " ".join(said)


# -- sessions and ladders ------------------------------------------------------------------------------------------


def done_panel(done: Done, period: Period) -> Panel:
    """Sessions of each week as columns, and how many are asked for."""
    top = max(done.per_week, *(week.done for week in done.weeks), 1)
    axes = Axes(period, 0, math.ceil(top))
    width = 100 / len(done.weeks)
    stems = ((round(width * (n + 0.5), 2), axes.y(week.done), 100.0) for n, week in enumerate(done.weeks))
    return Panel(
        "Sessions a week",
        "both",
        f"Sessions a week: {done_words(done)}",
        (Tick(axes.y(0), "0"), Tick(axes.y(math.ceil(top)), num(math.ceil(top)))),
        day_ticks(period),
        stems=tuple(stem for stem, week in zip(stems, done.weeks, strict=True) if week.done),
        rules=(Tick(axes.y(done.per_week), f"{num(done.per_week)} asked"),),
    )


def done_words(done: Done) -> str:
    """``27 of 30 sessions done (90%)``."""
    sessions = f"{done.sessions} {'session' if done.sessions == 1 else 'sessions'} done"
    return f"{sessions} of {done.asked} asked for ({done.percent}%)." if done.asked else f"{sessions}."


def ladder_panel(ladder: Ladder, period: Period) -> Panel:
    """The rungs as a stair over time, on the ladder's full height."""
    axes = Axes(period, 0.5, max(ladder.rungs, 2) + 0.5)
    path: list[Place] = []
    for day, rung in ladder.steps:
        place = (axes.x(day), axes.y(rung))
        if path and path[-1][1] != place[1]:
            path.append((place[0], path[-1][1]))
        path.append(place)
    last = ladder.steps[-1]
    dot = Dot(axes.x(last[0]), axes.y(last[1]), says=f"rung {last[1]} of {ladder.rungs}")
    says = f"{ladder.name}: rung {ladder.steps[0][1]} at first, {last[1]} of {ladder.rungs} now."
    return Panel(ladder.name, ladder.side, says, (), (), paths=(tuple(path),) if len(path) > 1 else (), dots=(dot,))
