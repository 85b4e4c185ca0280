"""The pack: what the server ships for the days a phone may be offline, every decision in it already taken.

In: today's `Plan` and the facts it rests on. Out: JSON. It stands on the record up to today's first set: what was done
of today's session travels beside it as facts, and the browser walks through those as through its own. For every history
the browser may tell, what it offers from the pack is no more than the server would offer (a property test).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from turnout.assess import question
from turnout.coach.ahead import (
    Ahead,
    gate_ahead,
    lasts_until,
    lasts_while,
    limits_on,
    rises_until,
    rises_while,
    sessions_ahead,
)
from turnout.coach.branches import Branches
from turnout.coach.says import SAYS, WHY
from turnout.coach.session import SessionItem, last_plyometric
from turnout.planning import Plan, PlanItem, make_plan
from turnout.planning.available import Reach
from turnout.planning.wants import Want
from turnout.record import Fact, Screen, effective, fact_json, moment_of
from turnout.terms import LIMBS
from turnout.track import ItemKey, State, Track
from turnout.track.state import FlagAnswer

DAYS = 14
"""For so many days, today included, a pack offers sessions."""
WALKED = ("set", "skip", "session", "offered", "pain", "next-day", "screen")
"""The kinds of fact that a phone adds by itself."""
RULES = (
    "pain-stop", "pain-progress", "next-day-rise", "settled-without-baseline", "pain-rise-rescreen", "gap-days",
    "rescreen-days", "plyometric-gap-days",
)  # fmt: skip


def make_pack(plan: Plan, facts: Sequence[Fact], made_at: str) -> dict[str, Any]:
    """The pack of a day.

    Args:
        plan: the plan of that day.
        facts: the facts it was made from; those of later days are left aside.
        made_at: when it is made, as ISO 8601.
    """
    base, as_of, since = stand(plan, facts)
    known = answered(base)
    until = plan.on + timedelta(days=DAYS - 1)
    ahead = sessions_ahead(known, until)
    return {
        "version": 1,
        "made_at": made_at,
        "knowledge": plan.k.version,
        "from": plan.on.isoformat(),
        "until": until.isoformat(),
        "as_of": as_of,
        **_screen(base, cleared=plan.screening.stop is None),
        **_told(base.state),
        "rules": {id.replace("-", "_"): plan.k.rule[id] for id in RULES},
        "pace": _pace(known),
        "composed": known.phase is None,
        "rises_while": rises_while(known),
        "gate": gate_ahead(known, until),
        "sessions": [_session(one) for one in ahead],
        "items": _items(known, ahead, until),
        "facts": [_without_person(fact) for fact in since],
        "why": WHY,
        "says": SAYS,
    }


def stand(plan: Plan, facts: Sequence[Fact]) -> tuple[Plan, str, list[Fact]]:
    """What the sessions stand on: the plan before today's session was begun.

    Returns:
        The plan, when the last fact was told that it rests on, and what was told since that a phone tells by itself.
    """
    told = [fact for fact in effective(list(facts)) if moment_of(fact.at).day <= plan.on]
    begun = plan.on in plan.state.offered or plan.state.last_training == plan.on
    today = [n for n, f in enumerate(told) if f.kind in ("offered", "set") and moment_of(f.at).day == plan.on]
    first = min(today, default=len(told))
    as_of = told[first - 1].at if first else ""
    if not begun:
        return plan, as_of, []
    before = [fact for n, fact in enumerate(told) if n < first or fact.kind not in WALKED]
    base = make_plan(Track(plan.k, before).state, plan.k, plan.on)
    return base, as_of, [fact for fact in told[first:] if fact.kind in WALKED]


def _without_person(fact: Fact) -> dict[str, Any]:
    return {key: value for key, value in fact_json(fact).items() if key not in ("person", "by")}


def answered(plan: Plan) -> Plan:
    """The plan as it would be once every open red-flag question had been answered with no today."""
    if not plan.screening.ask or plan.screening.stop is not None:
        return plan
    state, on = plan.state, plan.on
    flags = {id: _answered(state.flags.get(id), on, state.seq + 1) for id in plan.k.red_flags}
    screens = [*state.screens, (on, Screen(at=on.isoformat(), answers=dict.fromkeys(flags, False)))]
    return make_plan(replace(state, flags=flags, screens=screens, memo={}), plan.k, on)


def _answered(before: FlagAnswer | None, on: date, seq: int) -> FlagAnswer:
    yes = before is not None and before.yes
    return FlagAnswer(yes, on, seq, before.cleared_by if before else None)


# -- what is known of the person -----------------------------------------------------------------------------------


def _screen(plan: Plan, *, cleared: bool) -> dict[str, Any]:
    """The stop, the questions, and when each was last answered; ``None``: to be asked."""
    state, k = plan.state, plan.k
    open_now = set(plan.screening.ask)
    flags = [
        {
            "id": flag.id,
            "name": flag.name,
            "asks": question(flag, state),
            "says": flag.says,
            "urgency": flag.urgency,
            "answered": None if flag.id in open_now or flag.id not in state.flags else _iso(state.flags[flag.id].day),
        }
        for flag in k.red_flags.values()
    ]
    stop = plan.screening.stop
    asked = [
        day for day, one in state.screens if one.anything_new is not None or set(k.red_flags) <= one.answers.keys()
    ]
    asked_before = any(id in state.flags for id in plan.screening.ask)
    last = {state.flags[id].day for id in k.red_flags if id in state.flags}
    if len(last) == 1 and set(k.red_flags) <= state.flags.keys():  # answered page by page on one day
        asked = sorted([*asked, *last])
    return {
        "stop": stop.as_json() if stop and not (cleared and stop.flags) else None,
        "flags": flags,
        "ask_why": plan.screening.ask_why if asked_before else "",
        "asked_new": _iso(asked[-1]) if asked else None,
        "stale_before": _iso(state.stale_before),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _told(state: State) -> dict[str, Any]:
    """The pain last told, and the last session with its mornings."""
    last = state.days[-1] if state.days else None
    return {
        "told": {
            name: {limb: {"day": told[limb][0].isoformat(), "pain": told[limb][1]} if limb in told else None
                   for limb in LIMBS}
            for name, told in (("now", state.told_now), ("pain", state.pain_now))
        },
        "last": None
        if last is None
        else {
            "day": last.day.isoformat(),
            "loads": sorted({limb for work in last.works for limb in work.loads}),
            "baseline": last.baseline,
            "worse_before": sorted(last.worse_before),
            "mornings": {limb: last.mornings[limb].pain if limb in last.mornings else None for limb in LIMBS},
        },
    }  # fmt: skip


def _pace(plan: Plan) -> dict[str, Any]:
    """How far apart sessions are, and jumps."""
    return {
        "per_week": plan.per_week,
        "gap_days": plan.gap_days,
        "days": [day.day.isoformat() for day in plan.state.days[-8:]],
        "jumped": _iso(last_plyometric(plan)),
    }


# -- sessions and items --------------------------------------------------------------------------------------------


def name_of(key: ItemKey) -> str:
    """An item's key in the pack."""
    return f"{key[0]}/{key[1]}"


def _key(item: PlanItem) -> ItemKey:
    return item.want.exercise.id, item.want.side


def _session(ahead: Ahead) -> dict[str, Any]:
    items = [name_of(_key(s.item)) for s in ahead.session.items]
    return {"on": ahead.session.on.isoformat(), "gap": ahead.gap, "items": items}


@dataclass(frozen=True)
class _Ways:
    """What every item's part of the pack is made with."""

    plan: Plan
    limits: Reach
    first: dict[ItemKey, SessionItem]
    rises: dict[ItemKey, date]
    changes: Callable[[Want], date | None]


def _items(plan: Plan, ahead: list[Ahead], until: date) -> dict[str, Any]:
    """Every item that any of the sessions has."""
    if not ahead:
        return {}
    first = {_key(s.item): s for s in ahead[0].session.items}
    rises = rises_until(plan, ahead[0].session, until)
    ways = _Ways(plan, limits_on(plan, plan.on), first, rises, lasts_until(plan, until))
    wanted = {_key(s.item) for one in ahead for s in one.session.items}
    by_key = {_key(item): item for item in plan.items}
    return {name_of(key): _item(item, ways) for key, item in by_key.items() if key in wanted}


def _item(item: PlanItem, ways: _Ways) -> dict[str, Any]:
    want, plan = item.want, ways.plan
    entry = want.exercise
    key = _key(item)
    branches = Branches(item, ways.limits, stands_in=_has_stand_in(plan, entry.id))
    offered = ways.first.get(key)
    root = branches.root(offered.proposal if offered else None, plan.on)
    change = ways.changes(want)
    works = plan.state.works.get(key, [])
    return {
        "exercise": entry.id,
        "name": entry.name,
        "side": want.side,
        "sides": entry.sides,
        "loads": list(want.loads),
        "role": want.role,
        "bouts": want.bouts,
        "rest_s": entry.rest.rest_s,
        "unit": want.target.unit,
        "jump": entry.kind == "plyometric",
        "per_week": want.target.per_week,
        "done": [work.day.isoformat() for work in works[-8:]],
        "changes": _iso(change),
        "while": lasts_while(plan, want),
        "returns": bool(branches.stood and branches.stood.withheld),
        "action": offered.proposal.action if offered else "keep",
        "why": [why.as_json() for why in offered.proposal.why] if offered else [],
        "because": [why.as_json() for why in want.why],
        "rises_until": _iso(ways.rises.get(key)),
        "root": root,
        **branches.as_json(),
    }


def _has_stand_in(plan: Plan, exercise: str) -> bool:
    """Whether another exercise of the phase takes its place once it hurts."""
    return plan.phase is not None and any(item.fallback_for == exercise for item in plan.phase.phase.items)
