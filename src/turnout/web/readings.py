"""From what was typed into a measure's page to readings.

In: a form, a measure. Out: facts, one a side. Trials whose middle counts are kept as `trials`; where the best
counts they are kept as `attempts`, since a reader of `trials` would take their median.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, Literal

from turnout.knowledge.schema import Measure
from turnout.terms import Limb, listed
from turnout.web.forms import Form
from turnout.web.words import METHODS, num, with_unit

Asks = Literal["trials", "ticks", "options", "labels", "number"]
LABELS = 3
"""A person's own activities."""


def asks(measure: Measure) -> Asks:
    """What its page asks for: numbers, things to tick and add up, one of several answers, own activities."""
    if measure.options:
        return "ticks" if measure.trials.keep == "total" else "options"
    if measure.id == "activity-rating":
        return "labels"
    return "trials" if measure.trials.count > 1 else "number"


def reading_facts(form: Form, measure: Measure, allowed: Sequence[Limb]) -> list[dict[str, Any]]:
    """The readings, one a side; problems are noted in the form."""
    kind = asks(measure)
    if kind == "labels":
        return _labelled(form, measure)
    if not allowed:
        form.wrong["form"] = "This measure is left out for you; the reason stands below."
        return []
    sides: list[str] = list(allowed) if measure.sides == "each" else ["both"]
    told: dict[str, dict[str, Any]] = {}
    for side in sides:
        value = {"trials": _trials, "number": _trials, "ticks": _ticks, "options": _option}[kind](form, measure, side)
        if value is not None:
            told[side] = value
    if not told:
        return []
    method = None
    if measure.methods:
        method = form.choice("method", measure.methods, "Please say what you measured with.")
    helper = form.choice("helper", ("alone", "helper"))
    if helper is None and _differs(measure):
        form.wrong.setdefault("helper", "Please say whether somebody measured you; the error differs.")
    common = {
        "kind": "reading",
        "measure": measure.id,
        "unit": measure.unit,
        "method": method,
        "helper": None if helper is None else helper == "helper",
    }
    return [{**common, "side": None if side == "both" else side, **value} for side, value in told.items()]


def _differs(measure: Measure) -> bool:
    """Whether the error depends on who measures."""
    return any(error.who != "any" for error in measure.error)


def _trials(form: Form, measure: Measure, side: str) -> dict[str, Any] | None:
    low, high = measure.bounds.low, measure.bounds.high
    names = [f"{side}-{n}" for n in range(1, measure.trials.count + 1)]
    told = [form.number(name, low, high) for name in names]
    numbers = [value for value in told if value is not None]
    if any(name in form.wrong for name in names) or not numbers:
        return None
    whole = measure.unit in ("reps", "score")
    if whole and not all(value.is_integer() for value in numbers):
        form.wrong[names[0]] = "Please give whole numbers."
        return None
    if len(numbers) == 1:
        return {"value": numbers[0]}
    if measure.trials.keep == "best":
        return {"value": (max if measure.better != "lower" else min)(numbers), "attempts": numbers}
    return {"value": median(numbers), "trials": numbers}


def _ticks(form: Form, measure: Measure, side: str) -> dict[str, Any] | None:
    if form.choice(f"{side}-done", ("yes",)) is None:
        if f"{side}-tick" in form.fields:
            form.wrong[f"{side}-done"] = f"Please say that the {side} side was judged."
        return None
    ticked = form.many(f"{side}-tick", [str(n) for n in range(len(measure.options))])
    points = sum(measure.options[int(n)].value for n in ticked)
    return {"value": points, "ticked": [measure.options[int(n)].says for n in ticked]}


def _option(form: Form, measure: Measure, side: str) -> dict[str, Any] | None:
    value = form.choice(f"{side}-option", [f"{option.value:g}" for option in measure.options])
    return None if value is None else {"value": float(value)}


def _labelled(form: Form, measure: Measure) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = []
    for n in range(1, LABELS + 1):
        label = form.text(f"label-{n}", most=120)
        value = form.whole(f"value-{n}", int(measure.bounds.low), int(measure.bounds.high))
        if label is None and value is not None:
            form.wrong[f"label-{n}"] = "Please name the activity."
        elif label is not None and value is None:
            form.wrong.setdefault(f"value-{n}", f"Please give a number from 0 to 10 for {label}.")
        elif label is not None:
            facts.append(
                {"kind": "reading", "measure": measure.id, "unit": measure.unit, "value": value, "label": label}
            )
    return facts


def reading_words(reading: Any) -> str:
    """``28° (27, 28 and 30: the middle one counts), with the phone, alone``."""
    says = with_unit(reading.value, reading.unit)
    if reading.trials:
        says += f" ({listed([num(t) for t in reading.trials], 'and')}: the middle one counts)"
    if reading.method:
        says += f", {METHODS[reading.method]}"
    if reading.helper is not None:
        says += ", with a helper" if reading.helper else ", alone"
    return says
