"""What happens next to one exercise on one side: new, keep, raise, lower, or withhold.

In: the works of an exercise on a side, folded by `turnout.progress.steps`, and the dose aimed at. Out: a `Proposal`.
One dimension moves at a time: sets, then repetitions, then the rung (rule 4). Pain never leads up (rule 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from turnout.criteria import adds_up, dose_met, settled
from turnout.knowledge import Knowledge
from turnout.progress.steps import ItemState, is_hurt, set_back, state_of
from turnout.terms import Action, Limb, Why
from turnout.track import State, Work

Unit = Literal["reps", "seconds"]


@dataclass(frozen=True, slots=True)
class Target:
    """The dose aimed at: ``sets`` of ``low``..``high`` repetitions or seconds, and how rungs are climbed."""

    sets: int
    low: float
    high: float
    unit: Unit
    step: float
    start_sets: int
    advance: Literal["met", "top-twice", "none"]
    per_week: float
    source: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done next with one exercise on one side."""

    rung: int
    sets: int
    count: float
    action: Action
    why: tuple[Why, ...]
    held: ItemState | None = None

    def kept(self, why: Why) -> Proposal:
        """The same exercise without the rise, because of ``why``."""
        if self.held is None:
            return self
        s = self.held
        return replace(self, rung=s.rung, sets=s.sets, count=s.count, action="keep", why=(why, *self.why[1:]))


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why an exercise is not offered now."""

    why: tuple[Why, ...]


def propose(
    works: Sequence[Work],
    state: State,
    k: Knowledge,
    target: Target,
    on: date,
    *,
    first: int,
    top: int,
    limbs: tuple[Limb, ...],
    new_why: tuple[Why, ...] = (),
    lifted: bool = False,
) -> Proposal | Stopped:
    """What to do next.

    Args:
        works: the exercise's training days on this side, oldest first.
        state: the person's state.
        k: thresholds.
        target: the dose aimed at.
        on: the day planned for.
        first: the rung a new item starts on.
        top: the highest rung within reach (programme, equipment, conditions).
        limbs: the limbs it loads.
        new_why: the reasons shown for a new item.
        lifted: a clinician prescribed it after it was withheld.
    """
    item = state_of(works, state, k)
    if item is None or item.last is None:
        sets = min(target.start_sets, target.sets)
        return Proposal(min(first, top), sets, target.low, "new", new_why)
    return after(item, works, state, k, target, on, top=top, limbs=limbs, lifted=lifted)


def after(
    item: ItemState,
    works: Sequence[Work],
    state: State,
    k: Knowledge,
    target: Target,
    on: date,
    *,
    top: int,
    limbs: tuple[Limb, ...],
    lifted: bool = False,
) -> Proposal | Stopped:
    """What to do next, where it is known how the exercise stands after its last training day.

    Args:
        item: how it stands; otherwise as `propose`.
    """
    last = works[-1]
    if item.withheld is not None and not lifted:
        return _return(item, last, state, k, on, limbs, target)
    if adds_up(last, k) and item.sets > target.sets and item.count < target.high:
        item = replace(item, sets=target.sets, count=min(target.high, item.sets * item.count // target.sets))
    due = _clip(item, target, top)
    if last.unit != target.unit:  # repetitions and seconds never convert
        due = replace(due, count=target.low)
    days = (on - last.day).days
    if days >= k.rule["gap-days"]:
        back = set_back(due)
        why = _why("gap", f"{days} days since this was last done: one rung and one set back", {"days": days}, "design")
        return _as(back, item, (why,))
    lowered = _lowered(item, last, k)
    if lowered:
        return _as(due, _before(item, last), lowered)
    if last.unit != target.unit:
        says = f"last counted in {last.unit}, now in {target.unit}: from the low end"
        why = _why("unit", says, {"was": last.unit, "now": target.unit}, target.source)
        return Proposal(due.rung, due.sets, target.low, "keep", (why,))
    holds = _holds(last, item, k)
    if holds:
        return _as(due, due, holds)
    return _raised(due, item, works, k, target, top)


def _clip(item: ItemState, target: Target, top: int) -> ItemState:
    """Never beyond the target: a programme may ask for less than was done."""
    if item.rung <= top and item.sets <= target.sets and item.count <= target.high:
        return item
    return replace(item, rung=min(item.rung, top), sets=min(item.sets, target.sets), count=min(item.count, target.high))


def _before(item: ItemState, last: Work) -> ItemState:
    """What the last day's work was, to tell lower from keep."""
    counts = last.counts(last.main_rung)
    return replace(item, rung=last.main_rung, sets=max(item.sets, len(counts)), count=max(item.count, min(counts)))


def _as(due: ItemState, before: ItemState, why: tuple[Why, ...]) -> Proposal:
    """A proposal whose action says how it compares with before."""
    now, then = (due.rung, due.sets, due.count), (before.rung, before.sets, before.count)
    lower = any(a < b for a, b in zip(now, then, strict=True))
    return Proposal(due.rung, due.sets, due.count, "lower" if lower else "keep", why)


def _why(criterion: str, says: str, values: dict[str, Any], source: str) -> Why:
    return Why(criterion, says, source, values)


def _return(
    item: ItemState, last: Work, state: State, k: Knowledge, on: date, limbs: tuple[Limb, ...], target: Target
) -> Proposal | Stopped:
    """Withheld for pain; back on the lowest rung after two weeks once the side is told to be settled."""
    days = (on - item.withheld).days if item.withheld else 0
    values = {"pain": last.pain, "symptoms": list(last.symptoms), "days": days}
    told = [state.told_now.get(limb) for limb in limbs]
    calm = all(
        t is not None and item.withheld is not None and t[0] > item.withheld and t[1] <= k.rule["pain-progress"]
        for t in told
    )
    if calm and days >= k.rule["return-days"]:
        why = _why("return-after-pain", "settled again: back on the lowest rung with one set", values, "design")
        count = min(item.count, target.high) if last.unit == target.unit else target.low
        return Proposal(0, 1, count, "lower", (why,))
    twice = "twice in a row" if item.hurts >= 2 else "on the easiest level"
    says = f"it hurt {twice}: left out for now; please see someone about it"
    return Stopped((_why("withheld-for-pain", says, values, "design"),))


def _lowered(item: ItemState, last: Work, k: Knowledge) -> tuple[Why, ...]:
    """The reasons the last day took something away."""
    whys: list[Why] = []
    if is_hurt(last, k.rule):
        if last.symptoms:
            says = f"{' and '.join(last.symptoms)} last time: one rung down"
        else:
            says = f"pain {last.pain:g} of 10 last time, above {k.rule['pain-stop']:g}: one rung down"
        whys.append(_why("pain-above-5", says, {"pain": last.pain, "symptoms": list(last.symptoms)}, "thomee-1997"))
    if item.cut:
        taken = {"set": "one set fewer", "count": "a quarter less", "rung": "one rung down"}[item.cut]
        mornings = {limb: m.pain for limb, m in last.on.mornings.items() if limb in last.loads}
        baseline = {limb: pain for limb, pain in last.on.baseline.items() if limb in mornings}
        says = f"the morning after was worse: {taken}"
        whys.append(_why("next-day-rise", says, {"morning": mornings, "baseline": baseline}, "design"))
    return tuple(whys)


def _holds(last: Work, item: ItemState, k: Knowledge) -> tuple[Why, ...]:
    """The first reason to stay where we are, or none."""
    pain = last.pain
    if pain is not None and pain > k.rule["pain-progress"]:
        return (_why("pain-3-to-5", f"pain {pain:g} of 10: hold", {"pain": pain}, "thomee-1997"),)
    if not last.pain_known:
        return (_why("pain-unknown", "pain was not told: hold", {}, "design"),)
    if last.clean is not True:
        says = "it was not clean yet: hold" if last.clean is False else "whether it was clean was not told: hold"
        return (_why("form", says, {"clean": last.clean}, "design"),)
    if settled(last, k) is None:
        return (_why("next-day-unknown", "the morning after was not told: hold", {}, "design"),)
    counts = last.counts(item.rung)
    if adds_up(last, k):
        met = sum(c for c in counts if c >= k.rule["stretch-hold-min"]) >= item.sets * item.count
    else:
        met = len([c for c in counts if c >= item.count]) >= item.sets
    if not met:
        wants = f"{item.sets}x{item.count:g}"
        return (_why("dose", f"{wants} not reached yet: hold", {"done": counts, "wants": wants}, "design"),)
    return ()


def _raised(due: ItemState, item: ItemState, works: Sequence[Work], k: Knowledge, target: Target, top: int) -> Proposal:
    """The dose was met: the next step, in one dimension."""
    last = works[-1]
    values = {"done": last.counts(), "pain": last.pain, "effort": last.effort}
    if due.rung < item.rung:  # who did more sets or repetitions than are asked for has met them
        return _as(due, item, (_why("programme-dose", "as much as the programme asks", values, target.source),))
    met = f"{item.sets}x{item.count:g} met"
    if due.sets < target.sets:
        up = replace(due, sets=due.sets + 1)
        return _up(up, due, f"{met}: one set more", values)
    if due.count < target.high:
        up = replace(due, count=min(target.high, due.count + target.step))
        return _up(up, due, f"{met}: {up.count - due.count:g} {target.unit} more", values)
    held = _not_yet(due, works, k, target, top)
    if held is not None:
        return _as(due, due, (held,))
    up = replace(due, rung=due.rung + 1, count=target.low)
    return _up(up, due, f"{met}: the next rung", values, target.source)


def _up(up: ItemState, due: ItemState, says: str, values: dict[str, Any], source: str = "design") -> Proposal:
    return Proposal(up.rung, up.sets, up.count, "raise", (_why("dose-met", says, values, source),), held=due)


def _at_top(work: Work, k: Knowledge, target: Target, rung: int) -> bool:
    met = dose_met(work, k, target.sets, target.high, rung, unit=target.unit)
    return met is True and work.main_rung == rung


def _not_yet(due: ItemState, works: Sequence[Work], k: Knowledge, target: Target, top: int) -> Why | None:
    """Why the rung is not climbed although the dose is met, or None when it is."""
    if target.advance == "none":
        return _why("top-of-dose", "the full dose: this one stays as it is", {}, target.source)
    if due.rung >= top:
        return _why("top-of-ladder", "the full dose on the last rung within reach", {"rung": due.rung}, target.source)
    if target.advance == "met":
        return None
    needed = int(k.rule["sessions-at-top"])
    recent = works[-needed:]
    at_top = [_at_top(w, k, target, due.rung) for w in recent]
    if len(recent) < needed or not all(at_top):
        values = {"sessions": sum(at_top), "wants": needed}
        return _why("sessions-at-top", "the top of the range once: once more before the next rung", values, "design")
    efforts = [w.effort for w in recent]
    if any(e is None or e > k.rule["effort-ready"] for e in efforts):
        says = f"effort must be {k.rule['effort-ready']:g} of 10 or less twice before the next rung"
        return _why("effort", says, {"effort": efforts}, "design")
    return None
