"""The course of a period: sessions done week by week, pain at rest and in the sets, mornings after.

In: `State` and a period. Out: small frozen tables that pages draw and print. Nothing is averaged over people or sides;
a week says its least and its most, so that a long record stays readable and a bad day is never smoothed away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from turnout.knowledge import Knowledge
from turnout.terms import LIMBS, Limb
from turnout.track import State, worse_morning

DAILY = 98
"""Up to so many days a chart shows each day; beyond, weeks."""
WEEK = 7


@dataclass(frozen=True)
class Period:
    """The days looked at, both ends included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def weeks(self) -> int:
        return max(1, ceil(self.days / WEEK))

    @property
    def daily(self) -> bool:
        """Whether each day can be shown by itself."""
        return self.days <= DAILY


@dataclass(frozen=True)
class Week:
    """Sessions done in seven days, and whether the seven days are whole."""

    begins: date
    done: int
    whole: bool


@dataclass(frozen=True)
class Done:
    """What was asked and what was done.

    Attributes:
        asked: sessions asked for, by today's plan, over the days since the first session of the period; rounded.
        minutes: told, over all sessions; None where none was told.
    """

    weeks: tuple[Week, ...]
    sessions: int
    per_week: float
    asked: int
    minutes: float | None

    @property
    def percent(self) -> int | None:
        return min(100, round(100 * self.sessions / self.asked)) if self.asked else None


@dataclass(frozen=True)
class Felt:
    """Pain told on one day, or over one week: least, the one that stands for it, and most, of so many answers."""

    begins: date
    least: float
    middle: float
    most: float
    answers: int


@dataclass(frozen=True)
class Mornings:
    """The mornings after sessions that loaded a side."""

    due: int
    told: int
    worse: int


@dataclass(frozen=True)
class Pain:
    """The pain of one side over the period, by day or by week.

    Attributes:
        rest: told at rest: when asked, and on the mornings after.
        sets: the worst told in a set of each day.
        ends: the first and the last number told at rest; None where there is none.
        symptoms: (day, exercise id, symptom) of each symptom told in a set, in order.
    """

    side: Limb
    rest: tuple[Felt, ...]
    sets: tuple[Felt, ...]
    mornings: Mornings
    ends: tuple[float, float] | None = None
    symptoms: tuple[tuple[date, str, str], ...] = ()

    @property
    def told(self) -> bool:
        return bool(self.rest or self.sets)

    @property
    def worst(self) -> float | None:
        return max((felt.most for felt in (*self.rest, *self.sets)), default=None)


def period_of(state: State, since: date | None, until: date) -> Period:
    """The period from ``since``, or from the first fact that matters, to ``until``."""
    told = [days[0][0] for days in state.pains.values() if days]
    told += [readings[0][0] for readings in state.readings.values() if readings]
    told += [state.days[0].day] if state.days else []
    told += [state.screens[0][0]] if state.screens else []
    first = min((day for day in told if day <= until), default=until)
    return Period(first if since is None else min(max(since, first), until), until)


def done_in(state: State, period: Period, per_week: float) -> Done:
    """Sessions done, week by week, counted back from the last day."""
    days = [training for training in state.days if period.holds(training.day)]
    counts = [0] * period.weeks
    for training in days:
        counts[(period.until - training.day).days // WEEK] += 1
    weeks: list[Week] = []
    for n, count in enumerate(counts):
        begins = period.until - timedelta(days=WEEK * (n + 1) - 1)
        weeks.append(Week(max(begins, period.since), count, begins >= period.since))
    minutes = [training.minutes for training in days if training.minutes is not None]
    span = (period.until - _begun(state, period)).days
    asked = round(per_week * span / WEEK) if days else 0
    return Done(tuple(reversed(weeks)), len(days), per_week, asked, sum(minutes) if minutes else None)


def _begun(state: State, period: Period) -> date:
    """The day from which sessions were asked for."""
    first = state.programme_since or (state.days[0].day if state.days else period.since)
    return max(first, period.since)


def pain_in(state: State, k: Knowledge, period: Period) -> tuple[Pain, ...]:
    """The pain of both sides; a side of which nothing was told is left out."""
    every = (_pain(state, k, period, limb) for limb in LIMBS)
    return tuple(pain for pain in every if pain.told)


def _pain(state: State, k: Knowledge, period: Period, limb: Limb) -> Pain:
    rest = [(day, pain) for day, pain in state.pains[limb] if period.holds(day)]
    worst: list[tuple[date, float]] = []
    symptoms: list[tuple[date, str, str]] = []
    due = told = worse = 0
    for training in state.days:
        if not period.holds(training.day):
            continue
        own = [work for work in training.works if limb in work.loads]
        pains = [pain for work in own if (pain := work.pain_of(limb)) is not None]
        if pains:
            worst.append((training.day, max(pains)))
        symptoms += [(training.day, work.key[0], symptom) for work in own for symptom in work.symptoms_of(limb)]
        if own and training.day < period.until:
            due += 1
            told += limb in training.mornings
            worse += worse_morning(training, limb, k.rule) is True
    ends = (rest[0][1], rest[-1][1]) if rest else None
    mornings = Mornings(due, told, worse)
    return Pain(limb, binned(rest, period), binned(worst, period), mornings, ends, tuple(symptoms))


def binned(told: Iterable[tuple[date, float]], period: Period) -> tuple[Felt, ...]:
    """Answers by day where the period is short, else by week, counted back from the last day.

    Of one day's answers the last stands for the day, of a week's the middle one; least and most are kept beside it.
    """
    bins: dict[date, list[float]] = {}
    for day, pain in told:
        if period.daily:
            begins = day
        else:
            back = (period.until - day).days // WEEK
            begins = period.until - timedelta(days=WEEK * back + WEEK - 1)
        bins.setdefault(begins, []).append(pain)
    return tuple(
        Felt(day, min(own), own[-1] if period.daily else median(own), max(own), len(own))
        for day, own in sorted(bins.items())
    )
