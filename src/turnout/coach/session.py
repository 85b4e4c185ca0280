"""Plan + a date -> today's session: ordered, per side, weaker side first, in the minutes there are.

In: `Plan`. Out: `Session`, and what was withheld on the way. At most two rises or new items per limb in one session;
what does not fit the minutes comes first next time, and says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.planning import Plan, PlanItem, Withheld
from turnout.planning.time import item_minutes, next_training_day, tempo_json
from turnout.progress import Proposal
from turnout.terms import LIMBS, Limb, Role, Side, Why
from turnout.track import worse_morning

ROLES: tuple[Role, ...] = ("warm-up", "plyometric", "work", "stretch")
"""The order within a session: jumps while fresh, stretches last (at most 60 s of one muscle before jumps)."""


@dataclass(frozen=True)
class SessionItem:
    """One exercise on one side, as it is to be done."""

    item: PlanItem
    proposal: Proposal
    minutes: float

    @property
    def side(self) -> Side:
        return self.item.want.side

    def as_json(self, k: Knowledge) -> dict[str, Any]:
        want, p = self.item.want, self.proposal
        entry = want.exercise
        level = k.ladders[entry.id][p.rung]
        reps = want.target.unit == "reps"
        count = int(p.count) if float(p.count).is_integer() else p.count
        return {
            "exercise": entry.id,
            "name": entry.name,
            "level": level.id,
            "level_name": level.name,
            "side": want.side,
            "sides": entry.sides,
            "role": want.role,
            "sets": p.sets,
            "reps": count if reps else None,
            "seconds": None if reps else count,
            "tempo": tempo_json(entry, level),
            "rest_s": entry.rest.rest_s,
            "load": dict(level.load) or {"kg": 0},
            "bouts": want.bouts,
            "minutes": round(self.minutes, 1),
            "action": p.action,
            "why": [why.as_json() for why in p.why],
        }


@dataclass(frozen=True)
class Session:
    """One session on a day."""

    on: date
    items: tuple[SessionItem, ...]

    @property
    def minutes(self) -> int:
        return math.ceil(sum(item.minutes for item in self.items))

    def as_json(self, k: Knowledge) -> dict[str, Any]:
        return {"on": self.on.isoformat(), "minutes": self.minutes, "items": [item.as_json(k) for item in self.items]}


def session_for(plan: Plan) -> tuple[Session | None, list[Withheld]]:
    """The next session, from the plan's day on.

    Returns:
        The session (None when nothing may be or is offered) and what was left out of it, with reasons.
    """
    if plan.blocked or not plan.items:
        return None, []
    day = next_training_day(plan.state, plan.on, plan.per_week, plan.gap_days)
    for _ in range(14):
        due = [item for item in plan.items if is_due(item, day, plan)]
        if due:
            break
        day += timedelta(days=1)
    else:
        return None, []
    due, rested = _split_half(plan, due, day)
    fill = _Fill(plan, day)
    for group in _groups(due):
        fill.take(group)
    later = [item for item in plan.items if not is_due(item, day, plan)]
    left_out = [*rested, *fill.left_out, *(_not_due(item, day, plan) for item in later)]
    return Session(day, tuple(_ordered(fill.taken, plan))) if fill.taken else None, left_out


def is_due(item: PlanItem, day: date, plan: Plan) -> bool:
    """Whether an exercise is due: its own frequency, and a day between jumps and throws of any kind."""
    per_week = item.want.target.per_week
    if item.want.exercise.kind == "plyometric" and _just_jumped(plan, day):
        return False
    if item.last is None:
        return True
    gap = max(1, math.floor(7 / per_week)) if per_week else 7
    if (day - item.last).days < gap:
        return False
    return sum((day - d).days < 7 for d in item.done_within_7) < max(1, per_week)


def last_plyometric(plan: Plan) -> date | None:
    """The last day with a jump or a throw, whichever it was."""
    for training in reversed(plan.state.days[-8:]):
        kinds = (plan.k.exercises[work.key[0]].kind for work in training.works if work.key[0] in plan.k.exercises)
        if "plyometric" in kinds:
            return training.day
    return None


def _just_jumped(plan: Plan, day: date) -> bool:
    """Whether the last jump or throw, of whichever kind, is too near."""
    jumped = last_plyometric(plan)
    return jumped is not None and (day - jumped).days < plan.k.rule["plyometric-gap-days"]


def _not_due(item: PlanItem, day: date, plan: Plan) -> Withheld:
    per_week = item.want.target.per_week
    if item.want.exercise.kind == "plyometric" and _just_jumped(plan, day):
        apart = plan.k.rule["plyometric-gap-days"]
        why = Why("jumps-apart", f"jumps and throws at least {apart:g} days apart", "design", {"days": apart})
        return Withheld(item.want.exercise.id, item.want.side, (why,))
    says = f"done recently; {per_week:g} times a week is enough"
    why = Why("frequency", says, item.want.target.source, {"last": item.last.isoformat() if item.last else None})
    return Withheld(item.want.exercise.id, item.want.side, (why,))


def _split_half(plan: Plan, due: list[PlanItem], day: date) -> tuple[list[PlanItem], list[Withheld]]:
    """A programme split over two days: the half that rested longer today, the other next time."""
    split = plan.programme.split if plan.programme else None
    chosen = plan.state.programme
    if split is None or (chosen is not None and chosen.mode not in (None, "split")):
        return due, []
    last: dict[str, date] = {i.want.exercise.id: i.last for i in plan.items if i.last is not None}
    halves = (split.first, split.second)
    newest = [max((last[id] for id in half if id in last), default=date.min) for half in halves]
    today = 0 if newest[0] <= newest[1] else 1
    resting = set(halves[1 - today])
    why = Why("split", split.says, split.source, {"rest_days": split.rest_days, "on": day.isoformat()})
    kept = [item for item in due if item.want.exercise.id not in resting]
    out = [Withheld(i.want.exercise.id, i.want.side, (why,)) for i in due if i.want.exercise.id in resting]
    return (kept, out) if kept else (due, [])


def _groups(due: list[PlanItem]) -> list[list[PlanItem]]:
    """Both sides of an exercise together; prescribed first, then what has waited longest."""
    by_id: dict[str, list[PlanItem]] = {}
    for item in due:
        by_id.setdefault(item.want.exercise.id, []).append(item)

    def urgency(group: list[PlanItem]) -> tuple[bool, date, int, str]:
        waited = min(item.last or date.min for item in group)
        prescribed = any(item.want.prescribed for item in group)
        return (not prescribed, waited, min(item.want.order for item in group), group[0].want.exercise.id)

    return sorted(by_id.values(), key=urgency)


class _Fill:
    """Fills a session: minutes, and rises or new items per limb."""

    def __init__(self, plan: Plan, day: date) -> None:
        self.plan = plan
        self.unsettled = _unsettled(plan, day)
        self.budget: float | None = plan.state.profile.get("minutes")
        self.used = 0.0
        self.rises: dict[Limb, int] = dict.fromkeys(LIMBS, 0)
        self.most = int(plan.k.rule["raises-per-limb"])
        self.taken: list[SessionItem] = []
        self.left_out: list[Withheld] = []

    def take(self, group: list[PlanItem]) -> None:
        chosen: list[tuple[PlanItem, Proposal]] = []
        rising: set[Limb] = set()
        for item in group:
            proposal = self._capped(item)
            if proposal is not None:
                chosen.append((item, proposal))
                if proposal.action in ("new", "raise"):
                    rising.update(item.want.loads)
        timed = [SessionItem(item, p, self._minutes(item, p, len(chosen))) for item, p in chosen]
        total = sum(item.minutes for item in timed)
        if self.budget is not None and self.taken and self.used + total > self.budget:
            for item, _ in chosen:
                self._leave(item, "minutes", f"does not fit into {self.budget:g} minutes; first in line next time")
            return
        for limb in rising:  # an exercise counts once per limb, whichever side or direction comes first
            self.rises[limb] += 1
        self.used += total
        self.taken.extend(timed)

    def _minutes(self, item: PlanItem, p: Proposal, sides: int) -> float:
        entry = item.want.exercise
        level = self.plan.k.ladders[entry.id][p.rung]
        return item_minutes(entry, level, p.sets, p.count, item.want.target.unit, sides)

    def _capped(self, item: PlanItem) -> Proposal | None:
        p = item.proposal
        if p.action not in ("new", "raise") or (p.action == "new" and item.want.prescribed is not None):
            return p
        sore: list[Limb] = [limb for limb in item.want.loads if limb in self.unsettled]
        if sore:
            says = f"the {sore[0]} side was worse the morning after: nothing more and nothing new there today"
            why = Why("next-day-rise", says, "design", {"morning": {limb: self.unsettled[limb] for limb in sore}})
            if p.action == "raise":
                return p.kept(why)
            self.left_out.append(Withheld(item.want.exercise.id, item.want.side, (why,)))
            return None
        if all(self.rises[limb] < self.most for limb in item.want.loads):
            return p
        says = f"at most {self.most} rises or new exercises per side in one session"
        if p.action == "new":
            self._leave(item, "one-thing-at-a-time", f"{says}: this one joins next time")
            return None
        return p.kept(Why("one-thing-at-a-time", f"{says}: kept as it is today", "design", {"most": self.most}))

    def _leave(self, item: PlanItem, criterion: str, says: str) -> None:
        why = Why(
            criterion, says, "design", {"minutes": self.budget} if criterion == "minutes" else {"most": self.most}
        )
        self.left_out.append(Withheld(item.want.exercise.id, item.want.side, (why,)))


def _unsettled(plan: Plan, day: date) -> dict[Limb, float]:
    """Limbs whose last morning was worse, with what was told; a week later it no longer counts."""
    days = plan.state.days
    if not days or (day - days[-1].day).days >= 7:
        return {}
    last = days[-1]
    return {limb: last.mornings[limb].pain for limb in LIMBS if worse_morning(last, limb, plan.k.rule)}


def _ordered(taken: list[SessionItem], plan: Plan) -> list[SessionItem]:
    """Warm-up, jumps, work, stretch; the programme's order within each; the weaker side first."""
    first = weaker_side(plan)

    def key(s: SessionItem) -> tuple[int, int, str, bool]:
        want = s.item.want
        return (ROLES.index(want.role), want.order, want.exercise.id, want.side != first)

    return sorted(taken, key=key)


def weaker_side(plan: Plan) -> Limb:
    """The side to begin with: the weaker one, else the affected one, else the left."""
    if plan.found.weaker is not None:
        return plan.found.weaker
    affected = plan.state.programme.affected if plan.state.programme else None
    return affected if affected in LIMBS else "left"  # type: ignore[return-value]
