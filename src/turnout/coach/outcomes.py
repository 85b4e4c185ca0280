"""Where one session leads, whoever does it: a made-up session through the functions that the server plans with.

In: an exercise, the dose aimed at, the highest rung in reach; a dose and what comes of it. Out: the dose due next.
Pain and mornings decide; the person and the side do not, so that what was worked out once is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise
from turnout.planning.wants import loads_of
from turnout.progress import ItemState, Proposal, Target, after, step
from turnout.record import SetDone
from turnout.terms import LIMBS, Limb, Side
from turnout.track import ItemKey, State, TrainingDay, Work
from turnout.track.state import Morning

DAY = date(2000, 1, 3)
"""The day of made-up sessions: only how many days lie between two of them matters."""
WORST, NONE = 10, 0
MOST_KEPT = 2000
"""So many doses aimed at are remembered at once."""

Standing = tuple[int, int, float, int]
"""Rung, sets, repetitions or seconds, and how many sessions in a row have hurt before it."""
Outcome = tuple[int, bool, bool, bool]
"""Sets done; whether it hurt, whether the morning was worse, whether for the second time running."""


class Outcomes:
    """What comes of sessions of one exercise.

    Args:
        k: the knowledge; it keeps what was worked out.
        entry: the exercise.
        target: the dose aimed at.
        top: the highest rung within reach.
    """

    def __init__(self, k: Knowledge, entry: Exercise, target: Target, top: int) -> None:
        self.k, self.entry, self.target, self.top = k, entry, target, top
        side: Side = "both" if entry.sides == "both" else "left"
        self.key: ItemKey = (entry.id, side)
        self.loads = loads_of(entry, side)
        kept: dict[Any, Any] = k.memo.setdefault("outcomes", {})
        if len(kept) > MOST_KEPT:
            kept.clear()
        self._kept: dict[Any, Standing | None] = kept.setdefault((entry.id, target, top), {})

    def after(self, standing: Standing, outcome: Outcome) -> Standing | None:
        """What a session of a dose leads to; None where the exercise is left out after it."""
        asked = (standing, outcome)
        if asked not in self._kept:
            self._kept[asked] = self._after(standing, *outcome)
        return self._kept[asked]

    def _after(self, standing: Standing, sets: int, hurt: bool, worse: bool, again: bool) -> Standing | None:
        rung, asked, count, hurts = standing
        day = TrainingDay(DAY, **morning(self.loads, worse=worse, again=again))
        pains = [*[NONE] * (sets - 1), WORST if hurt else NONE]
        work = Work(self.key, day, self.loads, [self._set(rung, count, pain) for pain in pains], [rung] * sets)
        before = ItemState(rung, asked, count, self.target.unit, hurts)
        item = step(before, work, self.k, (asked, count))
        return self._next(item, work, 2)

    def after_gap(self, standing: Standing) -> Standing | None:
        """What a long pause after it leads to."""
        if (standing, "gap") not in self._kept:
            rung, sets, count, hurts = standing
            day = TrainingDay(DAY, **morning(self.loads, worse=False, again=False))
            work = Work(self.key, day, self.loads, [self._set(rung, count, NONE)], [rung])
            item = ItemState(rung, sets, count, self.target.unit, hurts, last=DAY)
            self._kept[(standing, "gap")] = self._next(item, work, int(self.k.rule["gap-days"]))
        return self._kept[(standing, "gap")]

    def _next(self, item: ItemState, work: Work, days: int) -> Standing | None:
        on = DAY + timedelta(days=days)
        found = after(item, [work], State(), self.k, self.target, on, top=self.top, limbs=self.loads)
        return standing_of(found, item.hurts) if isinstance(found, Proposal) else None

    def _set(self, rung: int, count: float, pain: int) -> SetDone:
        """A made-up set, as asked. Whether it was clean stays unknown, so that nothing is met by it."""
        level, at = self.k.ladders[self.entry.id][rung].id, DAY.isoformat()
        reps = self.target.unit == "reps"
        return SetDone(
            at=at, exercise=self.entry.id, level=level, side=self.key[1], pain=pain,
            reps=int(count) if reps else None, seconds=None if reps else count,
        )  # fmt: skip


def standing_of(found: Proposal, hurts: int) -> Standing:
    """The dose of a proposal without a rise."""
    still = found.held if found.action == "raise" and found.held is not None else found
    return still.rung, still.sets, still.count, hurts


def morning(loads: tuple[Limb, ...], *, worse: bool, again: bool) -> dict[str, Any]:
    """What a training day is told of its morning, and of the one before it."""
    pain = WORST if worse else NONE
    return {
        "baseline": dict.fromkeys(LIMBS, 0.0),
        "mornings": {limb: Morning(pain, DAY) for limb in loads},
        "worse_before": frozenset(loads) if again else frozenset[Limb](),
    }


def with_morning(day: TrainingDay, loads: tuple[Limb, ...], *, again: bool) -> TrainingDay:
    """A day whose morning was worse."""
    return replace(day, **morning(loads, worse=True, again=again))
