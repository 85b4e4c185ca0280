"""What one training day does to an exercise on one side: the fold behind every next dose.

In: the works of an exercise on a side (`turnout.track.Work`). Out: an `ItemState`. Pain above 5, a symptom or a worse
morning take something away here (rule 2); nothing is ever raised here: a raise counts once it has been done.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from turnout.knowledge import Knowledge
from turnout.track import State, Work, worse_morning


@dataclass(frozen=True, slots=True)
class ItemState:
    """Where an exercise on a side stands after its last training day.

    Attributes:
        rung: ladder place due next, as lowered by pain but never raised beyond what was done.
        sets, count: volume due next.
        unit: what ``count`` is: repetitions or seconds. The two never convert.
        hurts: training days in a row that ended in pain above 5 or a symptom.
        withheld: the day since which it is withheld, or None.
        cut: how the last morning lowered it: "", "set", "count" or "rung".
    """

    rung: int
    sets: int
    count: float
    unit: str
    hurts: int = 0
    withheld: date | None = None
    cut: str = ""
    last: date | None = None


def is_hurt(work: Work, rule: dict[str, float]) -> bool:
    """Whether the day ended this exercise: pain above 5, or a symptom."""
    pain = work.pain
    return bool(work.symptoms) or (pain is not None and pain > rule["pain-stop"])


def hurting_rungs(work: Work, rule: dict[str, float]) -> list[int]:
    """The rungs of the sets that hurt above 5 or brought a symptom."""
    told = zip((*work.sets, *work.later), (*work.rungs, *work.later_rungs), strict=True)
    return [rung for s, rung in told if s.symptoms or (s.pain is not None and s.pain > rule["pain-stop"])]


def step(state: ItemState | None, work: Work, k: Knowledge, asked: tuple[int, float] | None = None) -> ItemState:
    """One training day on: the volume remembered, the rung as done, then what pain and the morning take away.

    Args:
        state: before the day; None for the first.
        work: the day's sets.
        k: for the thresholds.
        asked: sets and count that had been offered for that day at this rung, so that a short set is a hold, not a cut.
    """
    rule = k.rule
    rung = work.main_rung
    counts = work.counts(rung)
    sets, count = len(counts), max(1.0, min(counts))
    if asked is not None:
        sets, count = _at_least(sets, count, *asked)
    elif state is not None and state.withheld is None and (state.rung, state.unit) == (rung, work.unit):
        gap = state.last is not None and (work.day - state.last).days >= rule["gap-days"]
        before = set_back(state) if gap else state
        if before.rung == rung:
            sets, count = _at_least(sets, count, before.sets, before.count)
    hurts = 0 if state is None else state.hurts
    withheld = None
    if is_hurt(work, rule):
        hurts += 1
        rung = min(rung, *hurting_rungs(work, rule))
        withheld = work.day if rung == 0 or hurts >= 2 else None
        rung = max(0, rung - 1)
    else:
        hurts = 0
    after = ItemState(rung, sets, count, work.unit, hurts, withheld, "", work.day)
    if withheld is not None:  # should it come back on the same rung, by prescription, then with no more than was done
        after = _as_done(after, work)
    return _after_morning(after, work, rule)


def _at_least(sets: int, count: float, due_sets: int, due: float) -> tuple[int, float]:
    """The volume done, where it was no less than due in either; else what was due."""
    return (sets, count) if sets >= due_sets and count >= due else (due_sets, due)


def _after_morning(state: ItemState, work: Work, rule: dict[str, float]) -> ItemState:
    """A worse morning: one set fewer (at least 25 %); the second running, one rung down."""
    worse = [limb for limb in work.loads if worse_morning(work.on, limb, rule)]
    if not worse:
        return state
    if any(limb in work.on.worse_before for limb in worse) and state.rung > 0:
        return replace(state, rung=state.rung - 1, cut="rung")
    return cut_volume(_as_done(state, work), rule["cut-share"])


def _as_done(state: ItemState, work: Work) -> ItemState:
    """No more than what was really done: less of what was asked could still be more than that."""
    counts = work.counts(state.rung)
    if not counts:
        return state
    mean = max(1.0, math.floor(sum(counts) / len(counts)))
    return replace(state, sets=min(state.sets, len(counts)), count=min(state.count, mean))


def cut_volume(state: ItemState, share: float) -> ItemState:
    """One set fewer and at least ``share`` percent; a single set loses repetitions instead."""
    if state.sets > 1:
        fewer = max(1, math.ceil(state.sets * share / 100))
        return replace(state, sets=max(1, state.sets - fewer), cut="set")
    if state.count <= 1 and state.rung > 0:
        return replace(state, rung=state.rung - 1, cut="rung")
    return replace(state, count=max(1.0, math.floor(state.count * (1 - share / 100))), cut="count")


def set_back(state: ItemState) -> ItemState:
    """One rung and one set back, after a gap."""
    return replace(state, rung=max(0, state.rung - 1), sets=max(1, state.sets - 1))


def state_of(works: Sequence[Work], state: State, k: Knowledge) -> ItemState | None:
    """The fold of `step` over an exercise's training days on a side.

    Days of which nothing told later can change the morning are remembered between calls.
    """
    if not works:
        return None
    memo_key = ("item", works[0].key)
    done, item = state.memo.get(memo_key) or (_fresh_start(works, k), None)
    for n, work in enumerate(works[done:], done + 1):
        item = step(item, work, k, _asked(work, state))
        closed = work.on.closed
        if closed is not None and state.last_day is not None and state.last_day >= closed:
            state.memo[memo_key] = (n, item)
    return item


def _fresh_start(works: Sequence[Work], k: Knowledge) -> int:
    """The last day whose outcome owes nothing to the days before it: a rung up from one that did not hurt."""
    for n in range(len(works) - 1, 0, -1):
        if works[n].main_rung > works[n - 1].main_rung and not is_hurt(works[n - 1], k.rule):
            return n
    return 0


def _asked(work: Work, state: State) -> tuple[int, float] | None:
    """What was offered that day for this exercise and side, where it was the rung that was done."""
    offered = state.offered.get(work.day)
    if offered is None:
        return None
    key = ("asked", offered.id)
    items: dict[Any, dict[str, Any]] | None = state.memo.get(key)
    if items is None:
        items = state.memo[key] = _by_key(offered.session.get("items"))
    told = items.get(work.key)
    if told is None or {s.level for s in work.sets} != {told.get("level")}:
        return None
    sets, count = told.get("sets"), told.get(work.unit)
    if isinstance(sets, int) and isinstance(count, int | float) and sets > 0 and count > 0:
        return sets, float(count)
    return None


def _by_key(items: object) -> dict[Any, dict[str, Any]]:
    """An offered session's items by exercise and side; what is not one is left aside, as records may hold anything."""
    found: dict[Any, dict[str, Any]] = {}
    for item in cast("list[Any]", items) if isinstance(items, list) else ():
        if isinstance(item, dict):
            told = cast("dict[str, Any]", item)
            key = (told.get("exercise"), told.get("side"))
            if all(isinstance(part, str) for part in key):
                found.setdefault(key, told)
    return found
