"""How things are said on the pages: dates, doses, sides, sources, the numbers behind a reason.

In: values of the contract's JSON and of the knowledge. Out: plain British English, as text that templates escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from turnout.knowledge import Knowledge
from turnout.terms import LIMBS

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
EQUIPMENT = {
    "loop-band": "loop band",
    "long-band": "long band",
    "strap": "strap or towel",
    "chair": "chair",
    "table": "table or high seat",
    "step": "step",
    "bench": "bench",
    "wall": "wall",
    "mat": "mat",
    "anchor": "anchor for a band",
    "dumbbell": "dumbbell",
    "kettlebell": "kettlebell",
    "medicine-ball": "medicine ball",
    "weight": "small weight",
    "helper": "a helper",
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
METHODS = {
    "phone": "phone",
    "camera": "camera",
    "goniometer": "goniometer",
    "inclinometer": "inclinometer",
    "tape": "tape measure",
    "estimate": "judged by eye",
}
SYMPTOMS = {
    "pinch": "a pinch in the groin",
    "radiating": "pain running down the leg",
    "numb": "numbness or tingling",
    "giving-way": "the leg gave way",
    "dizzy": "dizziness",
    "knee-pain": "pain in the knee",
}
UNITS = {"deg": "°", "score": "points", "reps": "repetitions", "s": "s", "%": "%"}
URGENCY = {
    "now": "Now",
    "same-day": "Today",
    "two-weeks": "Within two weeks",
    "before-starting": "Before you start",
}
ACTIONS = {"new": "New", "keep": "As last time", "raise": "One step up", "lower": "Eased"}
SOURCES = {"person": "what you told us", "clinician": "your clinician", "computed": "our muscle model"}
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
_DOSE = re.compile(r"(?<=\d)x(?=\d)")
_DEG = re.compile(r"(?<=\d) deg(?:rees)?\b")
_SLUG = re.compile(r"\b(" + "|".join(slug for slug in EQUIPMENT if "-" in slug) + r")\b")
_REPS = re.compile(r"\breps\b")
_WORD = re.compile(r"[^\W\d]+")


def day_of(value: date | str) -> date:
    """A date from a date, a time or their ISO text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def long_day(value: date | str) -> str:
    """``Monday 23 November``."""
    day = day_of(value)
    return f"{day:%A} {day.day} {day:%B}"


def short_day(value: date | str, today: date | None = None) -> str:
    """``23 Nov``, with the year where it is another than today's."""
    day = day_of(value)
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{day.day} {day:%b}{year}"


def relative_day(value: date | str, today: date) -> str:
    """``today``, ``tomorrow``, ``yesterday``, ``on Monday 23 November``."""
    day = day_of(value)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get((day - today).days) or f"on {long_day(day)}"


def num(value: float | None) -> str:
    """A number without a needless ``.0``, with a true minus sign."""
    if value is None:
        return "–"
    return f"{round(float(value), 1):g}".replace("-", "−")


def span(value: Any) -> str:
    """``15`` or ``8–12``; an en dash where nothing is stated."""
    if value is None:
        return "–"
    if isinstance(value, tuple | list):
        low, high = cast("tuple[float, float]", value)
        return num(low) if low == high else f"{num(low)}–{num(high)}"
    return num(value)


def with_unit(value: float | None, unit: str) -> str:
    """``28°``, ``12 kg``, ``3 points``."""
    if value is None:
        return "–"
    word = UNITS.get(unit, unit)
    if unit == "score" and abs(value) == 1:
        word = "point"
    return f"{num(value)}{'' if unit in ('deg', '%') else ' '}{word}"


def sentence(text: str) -> str:
    """A core message as a sentence: a capital, ``2 × 12``, ``28°``, a full stop."""
    text = " ".join(text.split())
    text = _DEG.sub("°", _DOSE.sub(" × ", text))
    text = _REPS.sub("repetitions", _SLUG.sub(lambda found: EQUIPMENT[found[1]], text))
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."


def capital(text: str) -> str:
    """The first letter in upper case."""
    return text[:1].upper() + text[1:]


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
    """``2 up – 1 hold – 3 down``; empty without a tempo."""
    tempo = item.get("tempo")
    if not tempo:
        return ""
    return f"{num(tempo['up_s'])} s up – {num(tempo['hold_s'])} s hold – {num(tempo['down_s'])} s down"


def muscle(id: str) -> str:
    """``gluteus medius, posterior``, as an anatomist's caption says it."""
    parts = id.split("_")
    if parts[0] == "gluteus" and len(parts) > 2:
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return " ".join(parts)


def listing(value: Any) -> str:
    """A list as ``a, b and c``."""
    items = [str(item) for item in value]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def source_name(id: str, k: Knowledge) -> str:
    """A source as it is named in a line: ``Tonley 2010``, ``text A3``, ``our own rule``."""
    if id in SOURCES:
        return SOURCES[id]
    source = k.sources.get(id)
    if source is None:
        return id
    if source.kind == "design":
        return "our own rule"
    if source.kind == "text":
        return f"text {id.upper()}"
    first = _WORD.search(source.cite)
    if source.year is not None and first is not None and source.kind in ("study", "review", "guideline"):
        return f"{first[0]} {source.year}"
    return re.split(r"[.;(]", source.cite)[0].strip()


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
    return SYMPTOMS.get(text, EQUIPMENT.get(text, _DOSE.sub(" × ", text)))
