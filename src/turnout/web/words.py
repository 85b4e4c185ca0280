"""How things are said on the pages: dates, doses, sides, sources, the numbers behind a reason.

In: values of the contract's JSON and of the knowledge. Out: plain British English, as text that templates escape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from turnout.report.words import (
    DOSE,
    EQUIPMENT,
    METHODS,
    SOURCES,
    SYMPTOMS,
    UNITS,
    capital,
    day_of,
    listing,
    long_day,
    num,
    sentence,
    short_day,
    source_name,
    span,
    with_unit,
)
from turnout.terms import LIMBS

__all__ = [
    "ACTIONS",
    "EQUIPMENT",
    "HEADINGS",
    "KINDS",
    "LABELS",
    "METHODS",
    "POSITIONS",
    "SOURCES",
    "SYMPTOMS",
    "UNITS",
    "URGENCY",
    "capital",
    "count_of",
    "day_of",
    "listing",
    "long_day",
    "muscle",
    "num",
    "relative_day",
    "sentence",
    "short_day",
    "side_of",
    "source_name",
    "span",
    "tempo_of",
    "unit_of",
    "values_of",
    "with_unit",
]

POSITIONS = {
    "supine": "on the back",
    "prone": "on the front",
    "side-lying": "on the side",
    "quadruped": "on hands and knees",
    "sitting": "sitting",
    "floor-sitting": "sitting on the floor",
    "standing": "standing",
    "plank": "in a plank",
    "any": "any position",
}
KINDS = {
    "strength": "Strength",
    "stretch": "Stretch",
    "warm-up": "Warm-up",
    "plyometric": "Jump or throw",
    "walk": "Walk",
    "measure": "Measure",
    "programme": "Programme",
}
URGENCY = {
    "now": "Now",
    "same-day": "Today",
    "two-weeks": "Within two weeks",
    "before-starting": "Before you start",
}
HEADINGS = {
    "now": "Please get help now",
    "same-day": "Please see a clinician today",
    "two-weeks": "Please see a doctor within two weeks",
    "before-starting": "Please ask a clinician before you start",
}
ACTIONS = {"new": "New", "keep": "As last time", "raise": "One step up", "lower": "Eased"}
LABELS = {
    "pain": "pain",
    "effort": "effort",
    "done": "done",
    "wants": "asked",
    "days": "days",
    "weeks": "weeks",
    "sessions": "sessions",
    "sessions_met": "sessions met",
    "sets": "sets",
    "reps": "repetitions",
    "seconds": "seconds",
    "percent": "percent",
    "morning": "next morning",
    "baseline": "before the session",
    "lacks": "missing",
    "symptoms": "felt",
    "clean": "clean",
    "per_week": "times a week",
    "left": "left",
    "right": "right",
    "both": "both",
    "at_most": "at most",
    "minutes": "minutes",
    "last": "last done",
    "by": "by",
    "level": "level",
    "rest_days": "days of rest",
    "muscles": "muscles",
}


def relative_day(value: date | str, today: date) -> str:
    """``today``, ``tomorrow``, ``yesterday``, ``on Monday 23 November``."""
    day = day_of(value)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get((day - today).days) or f"on {long_day(day)}"


def side_of(item: Mapping[str, Any]) -> str:
    """``Left side``, ``To the right``, ``Both sides``."""
    side = item.get("side", "both")
    if side not in LIMBS:
        return "Both sides"
    return f"To the {side}" if item.get("sides") == "direction" else f"{capital(side)} side"


def count_of(item: Mapping[str, Any]) -> str:
    """``12 repetitions``, ``30 seconds``."""
    return f"{num(item['reps'] or item['seconds'])} {unit_of(item)}"


def unit_of(item: Mapping[str, Any]) -> str:
    """``repetitions``, ``steps`` or ``seconds``."""
    return "repetitions" if item["reps"] is not None else "seconds"


def tempo_of(item: Mapping[str, Any]) -> str:
    """``2 s up – 1 s hold – 3 s down``; empty without a tempo."""
    tempo = item.get("tempo")
    if not tempo:
        return ""
    return " – ".join(tempo_parts(tempo["up_s"], tempo["hold_s"], tempo["down_s"], tempo.get("first")))


def tempo_parts(up_s: float, hold_s: float, down_s: float, first: str | None) -> tuple[str, str, str]:
    """The three parts of a repetition in the order in which they come."""
    up, down = f"{num(up_s)} s up", f"{num(down_s)} s down"
    before, after = (down, up) if first == "down" else (up, down)
    return before, f"{num(hold_s)} s hold", after


def muscle(id: str) -> str:
    """``gluteus medius, posterior``, as an anatomist's caption says it."""
    parts = id.split("_")
    if parts[0] == "gluteus" and len(parts) > 2:
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return " ".join(parts)


def values_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The numbers behind a reason, labelled; what has no plain label is left to the words."""
    for key, value in values.items():
        label = LABELS.get(key)
        if label is None or value is None or value == [] or value == {}:
            continue
        yield label, _told(key, value)


def _told(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{num(value)} of 10" if key in ("pain", "effort") else num(value)
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value)
        return ", ".join(f"{side} {num(told)}" for side, told in pairs.items() if told is not None) or "not told"
    if isinstance(value, list | tuple):
        return ", ".join(_told("", item) for item in cast("list[Any]", value)) or "–"
    text = str(value)
    if key == "last":
        return short_day(text)
    return SYMPTOMS.get(text, EQUIPMENT.get(text, DOSE.sub(" × ", text)))
