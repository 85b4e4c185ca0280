"""What the page of a measure hands to the phone's inclinometer.

In: a measure that says how the phone measures it, the state, the sides that may be measured. Out: plain values for one
`data-` attribute: sides, bounds, times, short words, the error of the phone by who measures, the last value a side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Measure
from turnout.terms import Limb
from turnout.track import State
from turnout.track.trends import error_of, series_of
from turnout.web.words import short_day


def inclinometer(
    measure: Measure, sides: Sequence[Limb], state: State, k: Knowledge, today: date
) -> dict[str, Any] | None:
    """None where the measure cannot be taken by gravity, or no side is open."""
    phone = measure.phone
    if phone is None or measure.sides != "each" or not sides:
        return None
    return {
        "sides": list(sides),
        "trials": measure.trials.count,
        "bounds": {"low": measure.bounds.low, "high": measure.bounds.high},
        "readyMs": 1000 * phone.ready_s,
        "holdMs": 1000 * phone.hold_s,
        "edge": phone.edge,
        "sign": phone.sign,
        "zero": phone.zero,
        "move": phone.move,
        "back": phone.back,
        "mdc": {"alone": error_of(measure, "phone", False)[0], "helper": error_of(measure, "phone", True)[0]},
        "last": _last(measure, sides, state, k, today),
    }


def _last(measure: Measure, sides: Sequence[Limb], state: State, k: Knowledge, today: date) -> dict[str, Any]:
    """The last value by phone on each side; other methods are another thing."""
    out: dict[str, Any] = {}
    for series in series_of(state, k, measure.id):
        if series.method == "phone" and series.side in sides:
            point = series.points[-1]
            out[series.side] = {"value": point.value, "mdc": point.mdc, "on": short_day(point.day, today)}
    return out
