"""A plan and its session as the JSON of the contract.

In: facts, a state, or a `Plan`. Out: what every page, command and the API tell of a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from turnout.coach.session import Session, session_for
from turnout.knowledge import Knowledge
from turnout.planning import Plan, make_plan, measures_for
from turnout.planning.time import calendar
from turnout.record import Fact, in_bulk
from turnout.terms import LIMBS, Limb, limbs
from turnout.track import State, fold


def answer(state: State, k: Knowledge, on: date) -> dict[str, Any]:
    """The whole answer for a day, as the contract's JSON."""
    return plan_json(make_plan(state, k, on))


def answer_from(facts: list[Fact], k: Knowledge, on: date) -> dict[str, Any]:
    """As `answer`, from facts: those of later local days are left out."""
    with in_bulk():
        return answer(fold(facts, k, on), k, on)


def plan_json(plan: Plan) -> dict[str, Any]:
    """The contract's JSON of a plan."""
    session, left_out = session_for(plan)
    k, phase = plan.k, plan.phase
    offered, measures_withheld = measures_for(plan)
    return {
        "on": plan.on.isoformat(),
        "knowledge": k.version,
        "stop": plan.screening.stop.as_json() if plan.screening.stop else None,
        "ask": list(plan.screening.ask),
        "ask_why": plan.screening.ask_why,
        "findings": [finding.as_json() for finding in plan.found.found],
        "programme": plan.programme_id,
        "phase": None
        if phase is None
        else {
            "id": phase.phase.id,
            "number": phase.phase.number,
            "name": phase.phase.name,
            "since": phase.since.isoformat(),
            "week": phase.week,
            "programme_week": phase.programme_week,
            "gate": [phase.gate.as_json()] if phase.gate else [],
            "waiting": phase.waiting_since.isoformat() if phase.waiting_since else None,
        },
        "session": session.as_json(k) if session else None,
        "withheld": [w.as_json() for w in (*plan.withheld, *left_out)],
        "schedule": schedule(plan, session),
        "verdicts": [verdict.as_json() for verdict in plan.verdicts],
        "measures": {
            "offered": [{"measure": m.id, "sides": list(sides)} for m, sides in offered],
            "withheld": [w.as_json("measure") for w in measures_withheld],
        },
        "questions": questions(plan),
        "adherence": None if plan.adherence is None else round(plan.adherence),
    }


def schedule(plan: Plan, session: Session | None, span: int = 14) -> list[dict[str, Any]]:
    """The next two weeks: sessions and rest days. Empty while nothing may be offered."""
    if session is None:
        return []
    days = set(calendar(plan.state, session.on, plan.per_week, plan.gap_days, span))
    first = plan.on
    return [
        {"on": (day := first + timedelta(days=n)).isoformat(), "kind": "session" if day in days else "rest"}
        for n in range(span)
    ]


def questions(plan: Plan) -> list[dict[str, Any]]:
    """What to ask besides red flags: the morning after, and whose frequency counts."""
    out: list[dict[str, Any]] = []
    state = plan.state
    if state.days and state.days[-1].day < plan.on:
        last = state.days[-1]
        open_sides = sorted({limb for w in last.works for limb in w.loads} - set(last.mornings))
        if open_sides:
            says = "How was the hip the morning after the last session, 0-10?"
            out.append({"id": "next-day", "about": last.day.isoformat(), "sides": open_sides, "says": says})
    if plan.asks_frequency and plan.programme is not None:
        wanted = f"{plan.programme.frequency.sessions:g} days a week"
        says = f"{plan.programme.name} wants {wanted}; you gave {plan.per_week:g}. Which counts?"
        out.append({"id": "frequency", "says": says})
    return out


def limbs_of(item: dict[str, Any]) -> tuple[Limb, ...]:
    """The limbs a session item of the contract loads."""
    return limbs(item["side"]) if item.get("sides", "each") == "each" else LIMBS
