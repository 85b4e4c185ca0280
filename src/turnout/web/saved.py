"""What the page of a measure says right after something was saved: what is still open, and which test comes next.

In: the person, the measure. Out: `Saved`, or None where nothing of it was told today, as after a reload on another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from turnout.knowledge.schema import Measure
from turnout.planning import measures_for
from turnout.record import Reading, moment_of
from turnout.terms import LIMBS, Limb
from turnout.web.desk import Me

ON_OTHER_PAGES = ("pain-now", "pain-worst")
"""Measures that are asked elsewhere, before every session."""
FRESH = timedelta(days=7)
"""A test taken within these days is not due again (design)."""


@dataclass(frozen=True)
class Saved:
    """What to say after saving.

    Attributes:
        open_sides: sides that may be measured and were not today.
        next: the first test that the plan asks for and that was not taken lately.
        late: it was taken after exercise, so that it stays out of the trend.
    """

    open_sides: tuple[Limb, ...]
    next: Measure | None
    late: bool


def saved_now(me: Me, measure: Measure) -> Saved | None:
    """What to say of what was saved of a measure today."""
    lately = _taken_lately(me)
    today = {side for day, id, side in lately if day == me.today and id == measure.id}
    if not today:
        return None
    offered, _ = measures_for(me.plan)
    asked = next((sides for one, sides in offered if one.id == measure.id), LIMBS)
    sides: tuple[Limb, ...] = asked if measure.sides == "each" else ()
    missing: list[Limb] = [limb for limb in sides if today.isdisjoint((limb, None, "both"))]
    taken = {*(id for _, id, _ in lately), *ON_OTHER_PAGES}
    due = next((one for one, _ in offered if one.id not in taken), None)
    kept = any(day == me.today for day, _ in me.state.readings.get(measure.id, ()))
    return Saved(tuple(missing), due, not kept)


def _taken_lately(me: Me) -> list[tuple[object, str, str | None]]:
    """Day, measure and side of the readings of the last days."""
    since = me.today - FRESH
    told = ((moment_of(fact.at).day, fact) for fact in me.facts if isinstance(fact, Reading))
    return [(day, me.k.aliases.get(fact.measure, fact.measure), fact.side) for day, fact in told if day > since]
