"""Criterion x state -> `Verdict`: met, not met or unknown, with the values and the source.

In: a `Criterion` of the knowledge, a `State`, and a `Setting` (day, phase, affected side). Out: a `Verdict`.
The vocabulary is closed (``knowledge.schema.Test``); unknown is never met (rule 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from turnout.criteria.doses import all_of, dose_met
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import (
    Answered,
    Change,
    Criterion,
    DaysSince,
    DoseMet,
    NextDayTest,
    PainTest,
    ReadingTest,
    SessionsDone,
    SetsDone,
    Symmetry,
    Test,
    WeeksActive,
)
from turnout.terms import LIMBS, Limb, Side, Verdict, limbs, other
from turnout.track import State, TrainingDay, Work, worse_morning
from turnout.track.trends import change_of, latest, pair

Answer = tuple[bool | None, dict[str, Any]]


@dataclass(frozen=True)
class Setting:
    """What a criterion is judged in.

    Attributes:
        on: facts of later days are not looked at.
        before_work: look at what was known before the day's first set, so that the answer for a day stays the same
            whatever is done or told later that day (phase gates).
        affected: the affected side; None or ``both`` means each side counts.
        item: the side being asked about, for ``who: item``.
    """

    state: State
    k: Knowledge
    on: date
    phase_since: date | None = None
    programme_since: date | None = None
    before_work: bool = False
    affected: Side | None = None
    item: Side | None = None

    @property
    def worked_by(self) -> date:
        """The last day whose work counts."""
        return self.on - timedelta(days=1) if self.before_work else self.on

    def sessions(self, wanted: int | None) -> int:
        """How many sessions running a leaf wants: its own number, else what every gate wants."""
        return wanted or int(self.k.rule["gate-sessions"])

    def sides(self, who: str) -> tuple[Limb, ...]:
        """The limbs a leaf looks at."""
        if who == "item":
            return limbs(self.item)
        if who in ("affected", "other") and self.affected in LIMBS:
            return (self.affected if who == "affected" else other(self.affected),)  # type: ignore[arg-type,return-value]
        return LIMBS


def judge(criterion: Criterion, setting: Setting) -> Verdict:
    """Judges one criterion."""
    met, values = evaluate(criterion.test, setting)
    return Verdict(criterion.id, met, criterion.says, criterion.source, values)


def evaluate(test: Test, setting: Setting) -> Answer:
    """Judges a test: all, any and not combine in three values, where unknown stays unknown."""
    if test.all is not None:
        return _combine(test.all, setting, decisive=False)
    if test.any is not None:
        return _combine(test.any, setting, decisive=True)
    if test.not_ is not None:
        met, values = evaluate(test.not_, setting)
        return (None if met is None else not met), values
    for name, leaf in LEAVES.items():
        value = getattr(test, name)
        if value is not None:
            met, values = leaf(value, setting)
            return met, {name: {"met": met, **values}}
    raise AssertionError("a test has exactly one predicate")


def is_met(test: Test, setting: Setting) -> bool:
    """Whether a test is met, without the values: stops at the first part that decides."""
    if test.all is not None:
        return all(is_met(part, setting) for part in test.all)
    if test.any is not None:
        return any(is_met(part, setting) for part in test.any)
    return evaluate(test, setting)[0] is True


def _combine(tests: Sequence[Test], setting: Setting, *, decisive: bool) -> Answer:
    answers = [evaluate(test, setting) for test in tests]
    values: dict[str, Any] = {}
    for _, told in answers:
        for name, value in told.items():
            key, n = name, 2
            while key in values:
                key, n = f"{name}-{n}", n + 1
            values[key] = value
    mets = [met for met, _ in answers]
    if decisive in mets:
        return decisive, values
    return (None if None in mets else not decisive), values


# -- doses ---------------------------------------------------------------------------------------------------------


def _works(setting: Setting, exercise: str, who: str, since: date | None = None) -> list[list[Work]]:
    """The works of an exercise between two days, one list for each side asked for."""
    entry = setting.k.exercises[exercise]
    sides: tuple[Side, ...] = ("both",) if entry.sides == "both" else setting.sides(who)
    if entry.sides == "direction":
        sides = LIMBS
    first, last = since or date.min, setting.worked_by
    return [[w for w in setting.state.works.get((exercise, side), ()) if first <= w.on.day <= last] for side in sides]


def _met(work: Work, setting: Setting, sets: int, count: float, rung: int, unit: str) -> bool | None:
    """`dose_met`, remembered once nothing told later can change it."""
    closed, last = work.on.closed, setting.state.last_day
    if closed is None or last is None or min(last, setting.on) < closed:
        return dose_met(work, setting.k, sets, count, rung, setting.on, unit=unit)
    key = (sets, count, rung, unit)
    if key not in work.met:
        work.met[key] = dose_met(work, setting.k, sets, count, rung, unit=unit)
    return work.met[key]


def _dose_met(leaf: DoseMet, setting: Setting) -> Answer:
    k = setting.k
    rung = k.rung_of[(leaf.exercise, leaf.level)] if leaf.level else 0
    unit = "reps" if leaf.reps is not None else "seconds"
    count = leaf.reps if leaf.reps is not None else leaf.seconds or 0
    sessions = setting.sessions(leaf.sessions)
    answers: list[bool | None] = []
    runs: list[int] = []
    for works in _works(setting, leaf.exercise, leaf.who, setting.phase_since):
        met = [_met(w, setting, leaf.sets, count, rung, unit) for w in works]
        best, answer = _run(met, sessions)
        runs.append(best)
        answers.append(answer)
    return all_of(answers), {
        "exercise": leaf.exercise,
        "level": leaf.level,
        "wants": f"{leaf.sets}x{count:g} in {sessions} running",
        "sessions_met": min(runs) if runs else 0,
    }


def _run(met: Sequence[bool | None], wanted: int) -> tuple[int, bool | None]:
    """The longest run of met sessions; whether it is long enough, or could be if the unknown were met."""
    best = maybe = here = could = 0
    for answer in met:
        here = here + 1 if answer is True else 0
        could = could + 1 if answer is not False else 0
        best, maybe = max(best, here), max(maybe, could)
    return best, True if best >= wanted else (None if maybe >= wanted else False)


def _sets_done(leaf: SetsDone, setting: Setting) -> Answer:
    first = setting.on - timedelta(days=leaf.days) if leaf.days is not None else None
    done = [
        sum(len(w.sets) for w in works if first is None or w.day >= first)
        for works in _works(setting, leaf.exercise, leaf.who)
    ]
    return min(done, default=0) >= leaf.at_least, {"exercise": leaf.exercise, "sets": min(done, default=0)}


# -- readings ------------------------------------------------------------------------------------------------------


def _reading(leaf: ReadingTest, setting: Setting) -> Answer:
    measure = setting.k.measures[leaf.measure]
    sides: tuple[Side, ...] = ("both",) if measure.sides == "both" else setting.sides(leaf.who)
    answers: list[bool | None] = []
    values: dict[str, Any] = {"measure": leaf.measure, "unit": measure.unit}
    for side in sides:
        series = latest(setting.state, setting.k, leaf.measure, side, setting.on, before_work=setting.before_work)
        point = series.points[-1] if series else None
        if point is None or (leaf.days is not None and (setting.on - point.day).days > leaf.days):
            answers.append(None)
            continue
        values[side] = point.value
        low_ok = leaf.at_least is None or point.value >= leaf.at_least
        high_ok = leaf.at_most is None or point.value <= leaf.at_most
        answers.append(low_ok and high_ok)
    return all_of(answers), values


def _change(leaf: Change, setting: Setting) -> Answer:
    answers: list[bool | None] = []
    for side in setting.sides(leaf.who):
        series = latest(setting.state, setting.k, leaf.measure, side, setting.on, before_work=setting.before_work)
        change = change_of(series, setting.k) if series else None
        if change is None:
            answers.append(None)
        else:
            wanted = {"better": change.better is True, "worse": change.better is False, "any": True}
            answers.append(change.real and wanted[leaf.direction])
    return all_of(answers), {"measure": leaf.measure}


def _symmetry(leaf: Symmetry, setting: Setting) -> Answer:
    found = pair(setting.state, setting.k, leaf.measure, setting.on, before_work=setting.before_work)
    values: dict[str, Any] = {"measure": leaf.measure}
    if found is None:
        return None, values
    points = [series.points[-1] for series in found]
    if leaf.days is not None and any((setting.on - point.day).days > leaf.days for point in points):
        return None, values
    left, right = (point.value for point in points)
    if setting.affected in LIMBS:
        mine, across = (left, right) if setting.affected == "left" else (right, left)
    else:
        mine, across = min(left, right), max(left, right)
    if across <= 0:
        return None, values
    share = 100 * mine / across
    return share >= leaf.at_least, {**values, "percent": round(share, 1)}


# -- pain and mornings ---------------------------------------------------------------------------------------------


def _loaded(setting: Setting, limb: Limb, sessions: int) -> list[TrainingDay]:
    """The last training days that loaded a limb, oldest first."""
    found: list[TrainingDay] = []
    last = setting.worked_by
    for day in reversed(setting.state.days):
        if day.day <= last and any(limb in w.loads for w in day.works):
            found.append(day)
            if len(found) == sessions:
                break
    return found[::-1]


def _pain(leaf: PainTest, setting: Setting) -> Answer:
    answers: list[bool | None] = []
    values: dict[str, Any] = {"at_most": leaf.at_most}
    sessions = setting.sessions(leaf.sessions)
    for limb in setting.sides(leaf.who):
        if leaf.when == "now":
            told = [pain for day, pain in setting.state.pains[limb] if day <= setting.on]
            answers.append(told[-1] <= leaf.at_most if told else None)
            values[limb] = told[-1] if told else None
            continue
        loaded = _loaded(setting, limb, sessions)
        works = [w for d in loaded for w in d.works if limb in w.loads]
        worst = max((pain for w in works if (pain := w.pain_of(limb)) is not None), default=None)
        values[limb] = worst
        if worst is not None and worst > leaf.at_most:
            answers.append(False)
        else:
            enough = len(loaded) >= sessions and all(w.pain_known for w in works)
            answers.append(True if enough else None)
    return all_of(answers), values


def _next_day(leaf: NextDayTest, setting: Setting) -> Answer:
    answers: list[bool | None] = []
    sessions = setting.sessions(leaf.sessions)
    for limb in setting.sides(leaf.who):
        loaded = _loaded(setting, limb, sessions)
        mornings: list[bool | None] = []
        for day in loaded:
            worse = worse_morning(day, limb, setting.k.rule, setting.on)
            mornings.append(None if worse is None else not worse)
        answers.append(all_of(mornings) if len(loaded) >= sessions else (False if False in mornings else None))
    return all_of(answers), {"sessions": sessions}


# -- time ----------------------------------------------------------------------------------------------------------


def _days_since(leaf: DaysSince, setting: Setting) -> Answer:
    since = setting.phase_since if leaf.since == "phase" else setting.programme_since
    if since is None:
        return None, {"days": None}
    days = (setting.on - since).days
    return days >= leaf.at_least, {"days": days}


def active_weeks(days: Iterable[date], since: date, on: date, sessions: int) -> int:
    """Weeks of seven days from ``since`` that hold at least this many training days."""
    weeks: dict[int, int] = {}
    for day in days:
        if since <= day <= on:
            week = (day - since).days // 7
            weeks[week] = weeks.get(week, 0) + 1
    return sum(count >= sessions for count in weeks.values())


def _weeks_active(leaf: WeeksActive, setting: Setting) -> Answer:
    if setting.phase_since is None:
        return None, {"weeks": None}
    days = (d.day for d in setting.state.days)
    sessions = leaf.sessions or int(setting.k.rule["week-sessions"])
    weeks = active_weeks(days, setting.phase_since, setting.worked_by, sessions)
    return weeks >= leaf.at_least, {"weeks": weeks}


def _sessions_done(leaf: SessionsDone, setting: Setting) -> Answer:
    if setting.phase_since is None:
        return None, {"sessions": None}
    done = sum(setting.phase_since <= d.day <= setting.worked_by for d in setting.state.days)
    return done >= leaf.at_least, {"sessions": done}


def _answered(leaf: Answered, setting: Setting) -> Answer:
    answers: list[bool | None] = []
    for flag in setting.k.red_flags:
        answer = setting.state.flags.get(flag)
        if answer is None or (leaf.within_days is not None and (setting.on - answer.day).days > leaf.within_days):
            answers.append(None)
        else:
            answers.append(not answer.yes or answer.cleared_by is not None)
    return all_of(answers), {"flags": len(answers)}


LEAVES: dict[str, Callable[[Any, Setting], Answer]] = {
    "dose_met": _dose_met,
    "sets_done": _sets_done,
    "reading": _reading,
    "score": _reading,
    "change": _change,
    "symmetry": _symmetry,
    "pain": _pain,
    "next_day": _next_day,
    "days_since": _days_since,
    "weeks_active": _weeks_active,
    "sessions_done": _sessions_done,
    "answered": _answered,
}
"""The closed vocabulary, beside ``all``, ``any`` and ``not``."""
