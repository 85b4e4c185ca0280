"""Which phase of a programme a person is in. Time alone never opens a phase; neither do criteria without their time.

In: `State` and a day. Out: `PhaseNow`, with the gate's verdict. A gate opens on the first day on which its criterion is
met and every red flag has been answered since; days are replayed in order, so the answer does not depend on when it
was asked.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta

from turnout.criteria import Setting, is_met, judge
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Phase, Programme, Test
from turnout.terms import Side, Verdict
from turnout.track import State


@dataclass(frozen=True)
class PhaseNow:
    """The phase on a day.

    Attributes:
        since: the day it opened.
        week: weeks since then, from 1.
        programme_week: weeks since the programme began, from 1.
        gate: the verdict of the criterion that opens the next phase; None on the last.
        waiting_since: the day the gate's criterion was met while the red flags are not yet answered again.
    """

    programme: Programme
    phase: Phase
    since: date
    week: int
    programme_week: int
    gate: Verdict | None
    waiting_since: date | None


def affected_side(state: State) -> Side | None:
    """The side the programme was taken up for."""
    return state.programme.affected if state.programme else None


def setting_for(state: State, k: Knowledge, on: date, phase_since: date | None) -> Setting:
    """What criteria of the running programme are judged in."""
    return Setting(state, k, on, phase_since, state.programme_since, affected=affected_side(state))


def _at_gate(state: State, k: Knowledge, on: date, phase_since: date) -> Setting:
    """A gate looks at what was known before the day's first set: what is done or told later never moves it back."""
    return replace(setting_for(state, k, on, phase_since), before_work=True)


def phase_now(state: State, k: Knowledge, programme: Programme, on: date) -> PhaseNow:
    """Replays the gates up to ``on``."""
    begun = state.programme_since or on
    since, number = begun, 0
    while True:
        phase = programme.phases[number]
        if phase.gate is None or number + 1 >= len(programme.phases):
            return _now(programme, phase, since, begun, on, None, None)
        met_on = _first_met(state, k, phase.gate, since, on)
        if met_on is None:
            verdict = judge(k.criteria[phase.gate], _at_gate(state, k, on, since))
            return _now(programme, phase, since, begun, on, verdict, None)
        opened = _screened_since(state, k, met_on, on)
        if opened is None:
            verdict = judge(k.criteria[phase.gate], _at_gate(state, k, met_on, since))
            return _now(programme, phase, since, begun, on, verdict, met_on)
        since, number = opened, number + 1


def _now(
    programme: Programme, phase: Phase, since: date, begun: date, on: date, gate: Verdict | None, waiting: date | None
) -> PhaseNow:
    week, programme_week = (max(0, (on - day).days) // 7 + 1 for day in (since, begun))
    return PhaseNow(programme, phase, since, week, programme_week, gate, waiting)


def _first_met(state: State, k: Knowledge, gate: str, since: date, on: date) -> date | None:
    """The first day on which the gate's criterion was met. Days before the last fact are remembered."""
    key = ("gate", gate, since, affected_side(state))
    checked, met = state.memo.get(key, (since - timedelta(days=1), None))
    if met is not None and met <= on:
        return met
    test = k.criteria[gate].test
    parts = test.all or (test,)
    revised = any(m.before for day in state.days if day.day >= since for m in day.mornings.values())
    lasting = tuple(part for part in parts if _lasts(part, revised))
    passing = tuple(part for part in parts if not _lasts(part, revised))
    now = _at_gate(state, k, on, since)
    if not all(is_met(part, now) for part in lasting):  # then they were not met on any day before either
        if state.last_day is not None:
            state.memo[key] = (max(checked, min(on, state.last_day) - timedelta(days=1)), None)
        return None
    earliest = since + timedelta(days=_least_days(k, gate))
    days = _days_of_note(state, max(earliest, checked + timedelta(days=1)), on)

    def lasting_met(day: date) -> bool:
        then = _at_gate(state, k, day, since)
        return all(is_met(part, then) for part in lasting)

    for day in days[bisect_left(days, True, key=lasting_met) :]:
        if all(is_met(part, _at_gate(state, k, day, since)) for part in passing):
            if state.last_day is not None and day < state.last_day:
                state.memo[key] = (day, day)
            return day
        if state.last_day is not None and day < state.last_day:
            checked = max(checked, day)
    state.memo[key] = (checked, None)
    return None


def _lasts(part: Test, revised: bool) -> bool:
    """Whether a test, once met, stays met as days go by.

    A dose does not where a morning was ``revised``: told again, and worse. What opened before then stays open.
    """
    if part.all or part.any:
        return all(_lasts(inner, revised) for inner in (*(part.all or ()), *(part.any or ())))
    done = part.sets_done is not None and part.sets_done.days is None
    dose = part.dose_met is not None and not revised
    return done or dose or any(leaf is not None for leaf in (part.days_since, part.weeks_active, part.sessions_done))


def _least_days(k: Knowledge, gate: str) -> int:
    """Days that must pass in any case, so that earlier ones need not be judged."""
    test = k.criteria[gate].test
    leaves = test.all or (test,)
    days = [leaf.days_since.at_least for leaf in leaves if leaf.days_since and leaf.days_since.since == "phase"]
    return max(days, default=0)


def _days_of_note(state: State, first: date, on: date) -> list[date]:
    """Days on which something was told that a gate could look at, and ``on`` itself."""
    days = {on}
    for training in reversed(state.days):
        if training.day < first - timedelta(days=31):
            break
        days.add(training.day)
        days.update(day for m in training.mornings.values() for day in m.days_told())
    for told in state.readings.values():
        days.update(day for day, _ in told)
    for pains in state.pains.values():
        days.update(day for day, _ in pains[-200:])
    days.update(day for day, _ in state.screens)
    return sorted(day for day in days if first <= day <= on)


def _screened_since(state: State, k: Knowledge, met_on: date, on: date) -> date | None:
    """The first day by which every red flag had been answered (or cleared) on or after ``met_on``."""
    told: list[tuple[date, set[str]]] = [
        *((day, {k.aliases.get(f, f) for f in screen.answers}) for day, screen in state.screens),
        *((day, {flag}) for day, flag in state.clearances),
    ]
    missing = set(k.red_flags)
    for day, flags in sorted(told, key=lambda pair: pair[0]):
        if met_on <= day <= on:
            missing -= flags
            if not missing:
                return day
    return None
