"""Findings + needs + what the person has -> `Plan`: every exercise in reach with its dose, what is withheld, and why.

In: `State`, the knowledge and a day. Out: `Plan`. Safety comes before the programme's criteria, and those before what
the person has (rules of precedence). Nothing is put on a day here; `turnout.coach` does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from turnout.assess import Findings, Screening, findings, plateau, precautions, screening, withheld_by
from turnout.criteria import judge
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Measure, Programme
from turnout.planning.available import AT_HAND, Reach, reach
from turnout.planning.compose import Candidate, choose, gives, need_weights
from turnout.planning.prescribed import gone, lifts, with_prescriptions, with_reasons
from turnout.planning.time import adherence, exercise_minutes, frequency
from turnout.planning.wants import Want, default_target, from_programme, loads_of, sides_of
from turnout.planning.worked import serves, works
from turnout.progress import PhaseNow, Proposal, Stopped, Target, phase_now, propose, setting_for
from turnout.terms import Limb, Side, Verdict, Why
from turnout.track import COMPOSED, State


@dataclass(frozen=True)
class PlanItem:
    """An exercise on a side with what is to be done next, before it is put on a day."""

    want: Want
    proposal: Proposal
    last: date | None
    done_within_7: tuple[date, ...]


@dataclass(frozen=True)
class Withheld:
    """An exercise or measure that is not offered, and why."""

    id: str
    side: Side
    why: tuple[Why, ...]

    def as_json(self, what: str = "exercise") -> dict[str, Any]:
        return {what: self.id, "side": self.side, "why": [why.as_json() for why in self.why]}


@dataclass(frozen=True)
class Plan:
    """The answer for a person on a day, short of the session itself."""

    on: date
    state: State
    k: Knowledge
    screening: Screening
    found: Findings
    programme: Programme | None
    programme_id: str
    phase: PhaseNow | None
    items: tuple[PlanItem, ...]
    withheld: tuple[Withheld, ...]
    verdicts: tuple[Verdict, ...]
    per_week: float
    gap_days: int
    asks_frequency: bool
    adherence: float | None

    @property
    def blocked(self) -> bool:
        """Whether nothing may be offered: a stop, or red flags still unknown."""
        return self.screening.stop is not None or bool(self.screening.ask)


def make_plan(state: State, k: Knowledge, on: date) -> Plan:
    """Plans for a day.

    Args:
        state: folded from the facts up to that day.
        k: the knowledge.
        on: the local day.
    """
    programme_id = _programme_id(state, k)
    programme = k.programmes.get(programme_id)
    phase = phase_now(state, k, programme, on) if programme else None
    screen = screening(state, k, on, phase.waiting_since if phase else None)
    found = findings(state, k, on)
    per_week, gap_days, asks = frequency(state, programme)
    share = adherence(state, on, per_week)
    _plateau(found, state, k, on, share)
    _not_for(found, state, k, programme)
    limits = reach(state, k, found, precautions(state, k))
    items: list[PlanItem] = []
    withheld: list[Withheld] = []
    if screen.stop is None and not screen.ask:
        wants = _wants(state, k, on, programme, phase, limits)
        items, withheld = _settle(wants, limits, on)
    verdicts = _verdicts(state, k, on, programme, phase)
    return Plan(
        on, state, k, screen, found, programme, programme_id, phase, tuple(items), tuple(withheld), verdicts,
        per_week, gap_days, asks, share,
    )  # fmt: skip


def _programme_id(state: State, k: Knowledge) -> str:
    if state.programme is None:
        return COMPOSED
    return k.aliases.get(state.programme.programme, state.programme.programme)


def _plateau(found: Findings, state: State, k: Knowledge, on: date, share: float | None) -> None:
    flat = plateau(state, k, on, share)
    if flat is not None and all(f.id != flat[0] for f in found.found):
        found.add(flat[0], "both", share, "%", flat[1])


def _not_for(found: Findings, state: State, k: Knowledge, programme: Programme | None) -> None:
    """A programme that is not meant for someone's condition says so; what the condition withholds stays withheld."""
    if programme is None or any(f.id == "programme-not-for" for f in found.found):
        return
    for name in dict.fromkeys(p.entry.name for p in precautions(state, k) if p.entry.id in programme.excludes):
        says = f"{programme.name} is not meant for: {name}. Talk it over with a clinician, or choose another programme"
        found.add("programme-not-for", "both", None, "", says, programme.evidence.source)


def _wants(
    state: State, k: Knowledge, on: date, programme: Programme | None, phase: PhaseNow | None, limits: Reach
) -> list[Want]:
    if programme is None or phase is None:
        wants = _composed(state, k, on, limits)
    else:
        setting = setting_for(state, k, on, phase.since)
        wants = list(from_programme(phase.phase.items, setting, programme.name))
    return [_with_loads(want, k) for want in with_prescriptions(wants, state, k)]


def _with_loads(want: Want, k: Knowledge) -> Want:
    """A want whose reasons say what works; those of a composed plan say it already."""
    if any("muscles" in why.values for why in want.why):
        return want
    key = ("works", want.exercise.id, want.first)
    cached: tuple[Why, ...] | None = k.memo.get(key)
    if cached is None:
        cached = k.memo[key] = works(want.exercise, _gives(want.exercise, k), want.first, k)
    return replace(want, why=(*want.why, *cached)) if cached else want


# -- the composed plan ---------------------------------------------------------------------------------------------


def _composed(state: State, k: Knowledge, on: date, limits: Reach) -> list[Want]:
    """The `individual` programme, composed anew only when something it rests on has changed."""
    rests_on = _signature(state, on, limits)
    known: tuple[Any, list[Want]] | None = state.memo.get("composed")
    if known is None or known[0] != rests_on:
        known = state.memo["composed"] = (rests_on, _compose(state, k, on, limits))
    return known[1]


def _signature(state: State, on: date, limits: Reach) -> tuple[Any, ...]:
    """Everything the composed plan rests on."""
    profile = state.profile
    return (
        sorted((need, sorted(limbs)) for need, limbs in limits.found.needs.items()),
        sorted((limb, sorted(ways)) for limb, ways in limits.found.caps.items()),
        profile.get("goals"),
        profile.get("minutes"),
        limits.equipment,
        limits.cannot,
        [(p.entry.id, p.limbs) for p in limits.in_force],
        limits.sore,
        state.dislikes,
        gone(state),
        [(key, _often(len(works)), (on - works[-1].day).days <= RECENT_DAYS) for key, works in state.works.items()],
        [limits.used_rungs(key) for key in state.works],
    )


def _often(times: int) -> int:
    """As far as `_ready_for` tells numbers apart."""
    return max((n for n in (1, 6, 8) if times >= n), default=0)


def _compose(state: State, k: Knowledge, on: date, limits: Reach) -> list[Want]:
    """The best small set for the needs, each exercise saying which it serves."""
    weights = need_weights(limits.found, state)
    wants: dict[str, list[Want]] = {}
    candidates: list[Candidate] = []
    for entry in k.exercises.values():
        served = {need: share for need, share in _gives(entry, k).items() if need in weights}
        if not served or entry.role == "warm-up" or not _ready_for(entry, state, k):
            continue
        own = [want for side in sides_of(entry) if _allowed(want := _whole_ladder(entry, side, limits), limits)]
        if not own:
            continue
        wants[entry.id] = own
        sets = max(want.target.sets for want in own)
        minutes = exercise_minutes(entry, k, sets, own[0].target.low, own[0].target.unit, len(own))
        family = entry.family
        stretch = entry.kind == "stretch"
        gains = tuple(sorted(served.items()))
        candidates.append(Candidate(entry.id, family, minutes, gains, _bonus(entry, state, on), stretch))
    chosen = choose(weights, candidates, state.profile.get("minutes"))
    out: list[Want] = []
    by_weight = sorted(
        chosen, key=lambda id: (-max(weights[n] for n in _gives(k.exercises[id], k) if n in weights), id)
    )
    for order, id in enumerate(by_weight):
        why = serves(k.exercises[id], _gives(k.exercises[id], k), weights, limits.found, k)
        out.extend(replace(want, order=order, why=(why,)) for want in wants[id])
    return out


def _gives(entry: Exercise, k: Knowledge) -> dict[str, float]:
    cached: dict[str, float] | None = k.memo.get(("gives", entry.id))
    if cached is None:
        cached = k.memo[("gives", entry.id)] = gives(entry, k)
    return cached


def _whole_ladder(entry: Exercise, side: Side, limits: Reach) -> Want:
    k, loads = limits.k, loads_of(entry, side)
    target = default_target(entry, k)
    if entry.kind == "stretch" and any(limb in short_limbs(entry, limits) for limb in loads):
        target = for_deficit(target, k)
    return Want(entry, side, loads, target, 0, limits.told_top(entry), entry.role, 0, ())


def short_limbs(entry: Exercise, limits: Reach) -> set[Limb]:
    """The limbs whose range is short in a direction that a stretch gains."""
    needs = [need.id for need in limits.k.needs.values() if set(need.gains) & set(entry.gains)]
    return {limb for need in needs for limb in limits.found.needs.get(need, ())}


def for_deficit(target: Target, k: Knowledge) -> Target:
    """The dose of a stretch where range is short; one whose source holds it longer keeps its own."""
    hold = k.rule["stretch-deficit-hold"]
    if target.unit != "seconds" or target.low > hold:
        return target
    sets, days = int(k.rule["stretch-deficit-sets"]), k.rule["stretch-deficit-days"]
    return replace(target, sets=sets, low=hold, high=hold, per_week=days)


def _allowed(want: Want, limits: Reach) -> bool:
    easiest = limits.k.ladders[want.exercise.id][0]
    if limits.equipment is None and not AT_HAND.issuperset((*want.exercise.equipment, *easiest.equipment)):
        return False  # equipment that was never told is not assumed
    return limits.withheld(want) is None and not isinstance(limits.bounds(want), Why)


def _ready_for(entry: Exercise, state: State, k: Knowledge) -> bool:
    """An exercise with easier ones before it comes in only after one of those has been done for a while."""
    if entry.kind == "plyometric" and not _done_often(entry.easier, state, 8):
        return False
    easier = easier_than(entry, k)
    return not easier or _done_often((entry.id,), state, 1) or _done_often(easier, state, 6)


def easier_than(entry: Exercise, k: Knowledge) -> tuple[str, ...]:
    """The exercises that come before this one, by either end of the easier-harder edges."""
    cached: tuple[str, ...] | None = k.memo.get(("easier", entry.id))
    if cached is None:
        before = {*entry.easier, *(e.id for e in k.exercises.values() if entry.id in e.harder)}
        cached = k.memo[("easier", entry.id)] = tuple(sorted(before))
    return cached


def _done_often(ids: Sequence[str], state: State, times: int) -> bool:
    return any(len(state.works.get((id, side), ())) >= times for id in ids for side in ("left", "right", "both"))


def _bonus(entry: Exercise, state: State, on: date) -> float:
    """What is under way is kept, unless something serves clearly better."""
    works = [w for side in ("left", "right", "both") for w in state.works.get((entry.id, side), ())[-1:]]
    return 0.05 if any((on - work.day).days <= RECENT_DAYS for work in works) else 0.0


# -- proposals -----------------------------------------------------------------------------------------------------


def _settle(wants: list[Want], limits: Reach, on: date) -> tuple[list[PlanItem], list[Withheld]]:
    """Turns wants into items with a dose, or into reasons."""
    items: list[PlanItem] = []
    withheld: list[Withheld] = []
    for want in [w for w in wants if w.fallback_for is None]:
        _settle_one(want, limits, on, items, withheld)
    for want in [w for w in wants if w.fallback_for is not None]:
        _stand_in(want, limits, on, items, withheld)
    return items, withheld


def _stand_in(want: Want, limits: Reach, on: date, items: list[PlanItem], withheld: list[Withheld]) -> None:
    """An easier exercise takes the place of the one that hurts or cannot be done; it is never added to it."""
    mains = [i for i in items if i.want.exercise.id == want.fallback_for and i.want.side == want.side]
    hurt = [i for i in mains if any(why.criterion == "pain-above-5" for why in i.proposal.why)]
    if mains and not hurt:
        name = limits.k.exercises[want.fallback_for or ""].name
        why = Why("fallback", f"stands in where {name} hurts or is too hard", want.target.source, {})
        withheld.append(Withheld(want.exercise.id, want.side, (why,)))
        return
    before = len(items)
    _settle_one(want, limits, on, items, withheld)
    if len(items) > before:
        for main in hurt:
            items[:] = [i for i in items if i is not main]
            says = f"it hurt last time: {want.exercise.name} stands in for it"
            why = Why("fallback", says, want.target.source, {})
            withheld.append(Withheld(main.want.exercise.id, main.want.side, (why, *main.proposal.why[:1])))


def _settle_one(want: Want, limits: Reach, on: date, items: list[PlanItem], withheld: list[Withheld]) -> None:
    result = _proposal(want, limits, on)
    if isinstance(result, Proposal):
        works = limits.state.works.get((want.exercise.id, want.side), [])
        recent = tuple(w.day for w in works[-8:] if (on - w.day).days < 7)
        items.append(PlanItem(want, result, works[-1].day if works else None, recent))
    else:
        withheld.append(Withheld(want.exercise.id, want.side, result))


def _proposal(want: Want, limits: Reach, on: date) -> Proposal | tuple[Why, ...]:
    state, k = limits.state, limits.k
    reason = limits.withheld(want)
    if reason is not None:
        return (reason,)
    works = state.works.get((want.exercise.id, want.side), [])
    bounds = limits.bounds(want)
    if isinstance(bounds, Why):
        return (bounds,)
    first, top = bounds
    lifted = lifts(want, works, state)
    found = propose(
        works, state, k, want.target, on, first=first, top=top, limbs=want.loads, new_why=want.why, lifted=lifted
    )
    if isinstance(found, Stopped):
        return found.why
    problem = limits.rung_problem(want, found.rung)
    if problem is not None:  # lowered to a rung that is out of reach: a harder one is no way out
        return (problem, *found.why)
    return with_reasons(want, found, limits, top)


# -- verdicts and measures -----------------------------------------------------------------------------------------


def _verdicts(
    state: State, k: Knowledge, on: date, programme: Programme | None, phase: PhaseNow | None
) -> tuple[Verdict, ...]:
    if programme is None or phase is None:
        return ()
    setting = setting_for(state, k, on, phase.since)
    ids = dict.fromkeys(item.when for item in phase.phase.items if item.when)
    others = [judge(k.criteria[id], setting) for id in ids]
    return (*((phase.gate,) if phase.gate else ()), *others)


def measures_for(plan: Plan) -> tuple[list[tuple[Measure, tuple[Limb, ...]]], list[Withheld]]:
    """The measures to take, and those that a precaution withholds. None at all while a stop or a question stands."""
    if plan.blocked:
        return [], []
    ids = plan.programme.measures if plan.programme else DEFAULT_MEASURES
    in_force = precautions(plan.state, plan.k)
    offered: list[tuple[Measure, tuple[Limb, ...]]] = []
    withheld: list[Withheld] = []
    for id in ids:
        measure = plan.k.measures[id]
        allowed: list[Limb] = []
        for limb in ("left", "right"):
            why = measure_withheld(measure, limb, plan, in_force)
            if why is None:
                allowed.append(limb)
            else:
                withheld.append(Withheld(id, limb, (why,)))
        if allowed:
            offered.append((measure, tuple(allowed)))
    return offered, withheld


def measure_withheld(measure: Measure, limb: Limb, plan: Plan, in_force: Any = None) -> Why | None:
    """Why a measure is withheld on a side, or None."""
    if in_force is None:
        in_force = precautions(plan.state, plan.k)
    across: Limb = "right" if limb == "left" else "left"
    why = withheld_by(in_force, measure.id, measure.demands, (limb,), plan.k)
    if why is None and measure.other_demands:
        why = withheld_by(in_force, "", measure.other_demands, (across,), plan.k)
    if why is None:
        hits = sorted(set(plan.state.profile.get("cannot") or ()) & {*measure.demands, measure.position})
        if hits:
            why = Why("cannot", f"you said you cannot: {', '.join(hits)}", "person", {"cannot": hits})
    return why


RECENT_DAYS = 28
"""An exercise done within these days is under way (design)."""

DEFAULT_MEASURES = ("prone-er", "prone-ir", "er-strength-reps", "lateral-step-down", "pain-now")
"""What a composed plan is measured by."""
