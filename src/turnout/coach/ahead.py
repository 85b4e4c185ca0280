"""The sessions of the next days if each is done as offered, and for how long what they rest on lasts.

In: a plan. Out: sessions in order with the days between them; per item until when and while what it may be offered; the
first day on which the phase's gate could open. Nothing rises after the first session, and nothing new comes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from turnout.assess import Findings, findings, precautions
from turnout.coach.session import Session, SessionItem, session_for
from turnout.criteria import is_met
from turnout.criteria.judge import Setting, active_weeks
from turnout.knowledge.schema import Test
from turnout.planning import Plan, PlanItem, make_plan
from turnout.planning.available import Reach, reach
from turnout.planning.wants import Want, from_programme
from turnout.progress import Proposal, setting_for
from turnout.terms import LIMBS, Limb
from turnout.track import ItemKey, State, TrainingDay, Work
from turnout.track.state import Morning

RISES = ("new", "raise")
RISES_FOR = 3
"""A session put off by more days than this is held as it was: what rises then is the server's to say (design)."""
Dose = tuple[int, int, float]
"""Rung, sets, repetitions or seconds."""


@dataclass(frozen=True)
class Ahead:
    """A session to come, and the days since the one before it."""

    session: Session
    gap: int


def sessions_ahead(plan: Plan, until: date) -> list[Ahead]:
    """The next sessions up to a day, each done on its day as offered, followed by a settled morning."""
    out: list[Ahead] = []
    while plan.on <= until:
        session, _ = session_for(plan)
        if session is None or session.on > until:
            break
        out.append(Ahead(session, (session.on - out[-1].session.on).days if out else 0))
        plan = _done(plan, session)
    return out


def _done(plan: Plan, session: Session) -> Plan:
    """The plan once a session was done: its items done on that day, nothing rising, nothing new."""
    done = {_key(s): s.proposal for s in session.items}
    day = TrainingDay(session.on, dict.fromkeys(LIMBS), frozenset())
    day.works.extend(Work(key, day, LIMBS) for key in done)
    items = [kept for item in plan.items if (kept := _kept(item, session.on, done)) is not None]
    state = replace(plan.state, days=[*plan.state.days[-8:], day])
    return replace(plan, on=session.on + timedelta(days=1), state=state, items=tuple(items))


def _kept(item: PlanItem, on: date, done: dict[ItemKey, Proposal]) -> PlanItem | None:
    """An item as it comes again; None for a new one that was not begun."""
    now = done.get(_item_key(item))
    if now is None:
        return None if item.proposal.action == "new" else replace(item, proposal=_held(item.proposal))
    return replace(item, last=on, done_within_7=(*item.done_within_7, on), proposal=replace(now, action="keep"))


def _held(proposal: Proposal) -> Proposal:
    if proposal.action != "raise" or proposal.held is None:
        return proposal
    s = proposal.held
    return replace(proposal, rung=s.rung, sets=s.sets, count=s.count, action="keep")


def rises_until(plan: Plan, first: Session, until: date) -> dict[ItemKey, date]:
    """Until when each rise or new item of the next session would still be one, were the session put off.

    Another day may have more that is due, or that rises no longer: then others may take the few places for rises. So
    may what rises once an open morning is told to be settled; only what rises either way is a rise here. What stands in
    for another move rises today only, as that one may be back by then.
    """
    rising = {_key(s): _dose(s) for s in first.items if s.proposal.action in RISES}
    if not rising or _may_swap_halves(plan):
        return {}
    most = min(until, first.on + timedelta(days=RISES_FOR)) if plan.state.days else until
    last = dict.fromkeys(rising, most)
    for state in (plan.state, *_settled_ways(plan.state)):
        days = _rising(plan, state, {key: rising[key] for key in last}, first.on, most)
        last = {key: min(last[key], day) for key, day in days.items()}
    stand_ins = [_key(s) for s in first.items if s.item.want.fallback_for is not None]
    return last | {key: min(last[key], plan.on) for key in stand_ins if key in last}


def _rising(plan: Plan, state: State, rising: dict[ItemKey, Dose], first: date, most: date) -> dict[ItemKey, date]:
    """The last day up to which each of these doses is what the server would give, from a state."""
    last: dict[ItemKey, date] = {}
    for day in _days(first, most):
        session, _ = session_for(make_plan(state, plan.k, day))
        same = {} if session is None or session.on != day else {_key(s): _dose(s) for s in session.items}
        rising = {key: dose for key, dose in rising.items() if same.get(key) == dose}
        if not rising:
            break
        last.update(dict.fromkeys(rising, day))
    return last


def _may_swap_halves(plan: Plan) -> bool:
    """Whether pain told today may bring back an exercise that decides which half of a split programme is up."""
    split = plan.programme is not None and plan.programme.split is not None
    return split and any(why.criterion == "withheld-for-pain" for one in plan.withheld for why in one.why)


def _settled_ways(state: State) -> Iterator[State]:
    """The state once open mornings were told as settled, of one side and of both."""
    if not state.days:
        return
    last = state.days[-1]
    loaded = {limb for work in last.works for limb in work.loads}
    still_open: list[Limb] = [limb for limb in LIMBS if limb in loaded and limb not in last.mornings]
    ways: set[tuple[Limb, ...]] = {tuple(still_open)}
    ways.update((limb,) for limb in still_open)
    for told in sorted(ways - {()}):
        yield _settled(state, told)


def _settled(state: State, told: tuple[Limb, ...]) -> State:
    """The state with these mornings told as free of pain."""
    last = state.days[-1]
    day = replace(last, mornings=last.mornings | {limb: Morning(0, last.day + timedelta(days=1)) for limb in told})
    day.works = [replace(work, on=day, met={}, known=None) for work in last.works]
    works = {**state.works, **{work.key: [*state.works[work.key][:-1], work] for work in day.works}}
    memo = {key: known for key, known in state.memo.items() if key[0] != "gate"}  # gates look at mornings
    return replace(state, days=[*state.days[:-1], day], works=works, memo=memo)


def _item_key(item: PlanItem) -> ItemKey:
    return item.want.exercise.id, item.want.side


def _key(s: SessionItem) -> ItemKey:
    return s.item.want.exercise.id, s.side


def _dose(s: SessionItem) -> Dose:
    return s.proposal.rung, s.proposal.sets, s.proposal.count


# -- how long an item lasts ----------------------------------------------------------------------------------------


def limits_on(plan: Plan, on: date) -> Reach:
    """What limits the person's choice on a day, if nothing is told until then."""
    found = plan.found if on == plan.on else findings(plan.state, plan.k, on)
    return reach(plan.state, plan.k, found, precautions(plan.state, plan.k))


def lasts_until(plan: Plan, until: date) -> Callable[[Want], date | None]:
    """For a want, the first day on which what it rests on changes by time alone; None where none does.

    Readings grow old, and people a year older; both can take away from what is asked for.
    """
    limits = {day: limits_on(plan, day) for day in (plan.on, until)}
    same = _needs(limits[plan.on].found) == _needs(limits[until].found)
    asked = {day: _asked(plan, day, limits[day]) for day in limits}

    def first_change(want: Want) -> date | None:
        key = (want.exercise.id, want.side)
        if asked[plan.on].get(key) == asked[until].get(key) and (same or not _rests_on_needs(plan, want)):
            return None
        for day in _days(plan.on + timedelta(days=1), until):
            then = limits_on(plan, day)
            moved = _asked(plan, day, then).get(key) != asked[plan.on].get(key)
            if moved or (_rests_on_needs(plan, want) and _needs(then.found) != _needs(limits[plan.on].found)):
                return day
        return until

    return first_change


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _needs(found: Findings) -> dict[str, list[str]]:
    return {need: sorted(limbs) for need, limbs in found.needs.items() if limbs}


def _rests_on_needs(plan: Plan, want: Want) -> bool:
    """Whether the dose was made from what the measurements show to be short."""
    return plan.phase is None and want.exercise.kind == "stretch"


def _asked(plan: Plan, on: date, limits: Reach) -> dict[Any, Any]:
    """What the running phase asks for on a day, before any prescription: target, rungs, and whether it is in reach."""
    if plan.programme is None or plan.phase is None:
        return {}
    setting = setting_for(plan.state, plan.k, on, plan.phase.since)
    wants = from_programme(plan.phase.phase.items, setting, plan.programme.name)
    return {(w.exercise.id, w.side): (w.target, w.first, w.top, limits.withheld(w) is None) for w in wants}


# -- while what it may be offered ----------------------------------------------------------------------------------


def lasts_while(plan: Plan, want: Want) -> list[dict[str, Any]]:
    """What must stay true, as far as it can be told offline, for the criterion that opened an item to stay met."""
    if want.verdict is None:
        return []
    since = plan.phase.since if plan.phase else None
    setting = replace(setting_for(plan.state, plan.k, plan.on, since), item=want.side)
    return list(_lasting(plan.k.criteria[want.verdict.criterion].test, setting))


def _lasting(test: Test, setting: Setting) -> Iterator[dict[str, Any]]:
    if test.all is not None:
        for part in test.all:
            yield from _lasting(part, setting)
    elif test.any is not None:
        for part in [part for part in test.any if is_met(part, setting)][:1]:
            yield from _lasting(part, setting)
    elif test.not_ is not None:
        yield from _lasting_not(test.not_, setting)
    elif test.pain is not None:
        kind = "pain-at-most" if test.pain.when == "now" else "sets-at-most"
        yield {"kind": kind, "limbs": list(setting.sides(test.pain.who)), "than": test.pain.at_most}
    elif test.next_day is not None:
        yield {"kind": "mornings-settled", "limbs": list(setting.sides(test.next_day.who)), "than": 0}
    elif test.dose_met is not None:
        yield {"kind": "mornings-not-worse", "limbs": list(LIMBS), "than": 0}


def _lasting_not(test: Test, setting: Setting) -> Iterator[dict[str, Any]]:
    if test.pain is not None and test.pain.when == "now":
        yield {"kind": "pain-above", "limbs": list(setting.sides(test.pain.who)), "than": test.pain.at_most}
    else:
        yield {"kind": "nothing-told", "limbs": list(LIMBS), "than": 0}


def rises_while(plan: Plan) -> list[dict[str, Any]]:
    """What must stay as it is told, for the same exercises to be open that share the few places for rises."""
    if plan.phase is None:
        return []
    setting = setting_for(plan.state, plan.k, plan.on, plan.phase.since)
    tests = [plan.k.criteria[item.when].test for item in plan.phase.phase.items if item.when]
    out: list[dict[str, Any]] = []
    for leaf in (leaf for test in tests for leaf in _pain_now(test)):
        if leaf.pain is not None:
            kind = "pain-at-most" if is_met(leaf, setting) else "pain-above"
            one = {"kind": kind, "limbs": list(setting.sides(leaf.pain.who)), "than": leaf.pain.at_most}
            out += [one] if one not in out else []
    return out


def _pain_now(test: Test) -> Iterator[Test]:
    """The parts of a test that look at the pain last told."""
    for part in (*(test.all or ()), *(test.any or ()), *((test.not_,) if test.not_ else ())):
        yield from _pain_now(part)
    if test.pain is not None and test.pain.when == "now":
        yield test


# -- the gate ------------------------------------------------------------------------------------------------------


def gate_ahead(plan: Plan, until: date) -> dict[str, Any] | None:
    """The first day on which the next phase could open, however well all goes; None where none could by ``until``."""
    if plan.phase is None or plan.phase.gate is None or plan.phase.phase.gate is None:
        return None
    test = plan.k.criteria[plan.phase.phase.gate].test
    for day in _days(plan.on, until):
        if _possible(test, replace(setting_for(plan.state, plan.k, day, plan.phase.since), before_work=True), plan.on):
            return {"from": day.isoformat(), "by_pain": _looks_at_pain(test)}
    return None


def _possible(test: Test, then: Setting, today: date) -> bool:
    """Whether a test could be met on a day, whatever is done and told from today on without new measurements."""
    if test.all is not None:
        return all(_possible(part, then, today) for part in test.all)
    if test.any is not None:
        return any(_possible(part, then, today) for part in test.any)
    trained: Sequence[date] = [*(d.day for d in then.state.days), *_days(today, then.worked_by)]
    since = then.phase_since
    if test.weeks_active is not None and since is not None:
        sessions = test.weeks_active.sessions or int(then.k.rule["week-sessions"])
        return active_weeks(trained, since, then.worked_by, sessions) >= test.weeks_active.at_least
    if test.sessions_done is not None and since is not None:
        return sum(since <= day <= then.worked_by for day in set(trained)) >= test.sessions_done.at_least
    measured = (test.reading, test.score, test.change, test.symmetry, test.days_since)
    return is_met(test, then) if any(leaf is not None for leaf in measured) else True


def _looks_at_pain(test: Test) -> bool:
    if test.all or test.any:
        return any(_looks_at_pain(part) for part in (*(test.all or ()), *(test.any or ())))
    return test.not_ is not None or (test.pain is not None and test.pain.when == "now")
