"""What the server would give: the most it would offer of an item on a day, over all the facts it then has.

In: an item as a phone offers it, the server's plan. Out: the doses that bound it, or why it would give nothing.
"""

from __future__ import annotations

from typing import Any

from turnout.coach import session_for
from turnout.coach.ahead import limits_on
from turnout.coach.session import is_due
from turnout.knowledge import Knowledge
from turnout.planning import Plan, PlanItem
from turnout.planning.prescribed import lifts
from turnout.planning.wants import Want
from turnout.progress import Proposal, propose
from turnout.terms import Why

Json = dict[str, Any]
Dose = tuple[int, int, float]
NOTHING = Proposal(0, 1, 1.0, "keep", ())
"""Where only how often something is done counts."""


def dose_of(item: Json, k: Knowledge) -> Dose:
    """Rung, sets, count of an item as offered."""
    count = item["reps"] if item["reps"] is not None else item["seconds"]
    return k.rung_of[(item["exercise"], item["level"])], item["sets"], float(count)


def most(item: Json, plan: Plan, wants: dict[str, Want], phase: str) -> list[Dose] | str:
    """The most the server would give of an item today, or why it would give nothing.

    Args:
        item: as the phone offers it.
        plan: the server's own.
        wants: what the pack was made for.
        phase: the phase it was made in.
    """
    key = (item["exercise"], item["side"])
    session, left_out = session_for(plan)
    today = session.items if session is not None and session.on == plan.on else ()
    for s in today:
        if (s.item.want.exercise.id, s.side) == key and phase_of(plan) == phase:
            return _given(s.proposal)
    planned = next((i for i in plan.items if (i.want.exercise.id, i.want.side) == key), None)
    want = wants[f"{key[0]}/{key[1]}"]
    if phase_of(plan) != phase:  # the phone holds at the phase it knows, which the server has left behind
        return _of_want(want, plan)
    if planned is not None:
        return _of_planned(planned, plan, [w for w in left_out if (w.id, w.side) == key])
    withheld = next((w for w in plan.withheld if (w.id, w.side) == key), None)
    if withheld is not None and withheld.why[0].criterion != "fallback":
        return f"withheld: {withheld.why[0].criterion}"
    return _of_want(want, plan)


def phase_of(plan: Plan) -> str:
    """The phase a plan is in; empty where it has none."""
    return plan.phase.phase.id if plan.phase else ""


def _of_planned(planned: PlanItem, plan: Plan, left_out: list[Any]) -> list[Dose] | str:
    """Planned, but not in today's session: only for want of minutes, or because the other half is up."""
    p = planned.proposal
    reasons = {why.criterion for one in left_out for why in one.why}
    if not is_due(planned, plan.on, plan):
        return "not due yet"
    if p.action == "new" and reasons & {"next-day-rise", "one-thing-at-a-time"}:
        return f"new, and left out: {sorted(reasons)}"
    return [_held(p)]


def _given(p: Proposal) -> list[Dose]:
    """The dose; where it climbs a rung, which begins with fewer repetitions, also the one it climbs from."""
    climbs = p.held is not None and p.rung > p.held.rung
    return [(p.rung, p.sets, p.count), *([_held(p)] if climbs else [])]


def _held(p: Proposal) -> Dose:
    still = p.held if p.action == "raise" and p.held is not None else p
    return still.rung, still.sets, still.count


def _of_want(want: Want, plan: Plan) -> list[Dose] | str:
    """No longer chosen: what it would be given, were it."""
    limits = limits_on(plan, plan.on)
    why, bounds = limits.withheld(want), limits.bounds(want)
    if why is not None or isinstance(bounds, Why):
        return f"out of reach: {why or bounds}"
    works = plan.state.works.get((want.exercise.id, want.side), [])
    first, top = bounds
    done = tuple(work.day for work in works[-8:])
    if not is_due(PlanItem(want, NOTHING, done[-1] if done else None, done), plan.on, plan):
        return "not due yet"
    found = propose(
        works, plan.state, plan.k, want.target, plan.on, first=first, top=top, limbs=want.loads, new_why=want.why,
        lifted=lifts(want, works, plan.state),
    )  # fmt: skip
    return [_held(found)] if isinstance(found, Proposal) else f"stopped: {found.why[0].criterion}"


def no_more(given: Dose, than: Dose) -> bool:
    """Whether a dose is no more than another in any way."""
    return all(a <= b for a, b in zip(given, than, strict=True))
