"""How things are said, on paper as on the pages: dates, numbers with their units, sentences, sources.

In: values of the record and of the knowledge. Out: plain British English, not yet escaped for any format.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, cast

from turnout.knowledge import Knowledge

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
SOURCES = {"person": "what you told us", "clinician": "your clinician", "computed": "our muscle model"}
DOSE = re.compile(r"(?<=\d)x(?=\d)")
"""The x of a dose such as 2x12."""
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
    text = _DEG.sub("°", DOSE.sub(" × ", text))
    text = _REPS.sub("repetitions", _SLUG.sub(lambda found: EQUIPMENT[found[1]], text))
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."


def capital(text: str) -> str:
    """The first letter in upper case."""
    return text[:1].upper() + text[1:]


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
