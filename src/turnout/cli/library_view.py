"""The library for people: a table a kind, or one entry in full.

In: entries as `turnout.report.library` gives them. Out: things that rich prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from turnout.cli.output import table

KINDS = {
    "strength": "Strength",
    "stretch": "Stretches",
    "warm-up": "Warm-up",
    "plyometric": "Jumps and throws",
    "walk": "Walks",
    "measure": "Measures",
    "programme": "Programmes",
    "red-flag": "Red flags",
    "precaution": "Precautions",
}
LISTS = {
    "steps": "How to",
    "cues": "Cues",
    "avoid": "Avoid",
    "stop": "Stop",
    "helper": "With a helper",
    "tells": "It tells",
    "cannot_tell": "It cannot tell",
    "not_for": "Not for",
    "adapts": "Adapts",
}
TEXTS = ("summary", "what", "posture", "who_for", "completes", "asks", "says", "why", "urgency", "ours", "notes")
DOSE = (("sets", "{} x"), ("reps", "{}"), ("seconds", "{} s"), ("steps", "{} steps"), ("rounds", "{} rounds"))


def overview(entries: list[dict[str, Any]]) -> Iterator[Any]:
    """A table for each kind."""
    for kind, title in KINDS.items():
        chosen = [entry for entry in entries if entry["kind"] == kind]
        yield table(
            f"{title} ({len(chosen)})", ("Id", "Name", "Needs", "Rungs", "Rows"), map(_row, chosen), wide=("Name",)
        )
    yield "'turnout library ID' tells all about one; --json gives everything to programs."


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    rungs = str(len(entry["levels"]) or "")
    return entry["id"], entry["name"], ", ".join(entry["equipment"]), rungs, str(len(entry["seed_rows"]) or "")


def details(entry: dict[str, Any]) -> Iterator[Any]:
    """One entry in full."""
    yield f"{entry['name']} ({entry['id']}, {KINDS[entry['kind']].lower()})"
    facts = {
        "Position": entry["position"],
        "Sides": entry["sides"],
        "Equipment": ", ".join(entry["equipment"]),
        "Also called": ", ".join(entry.get("also", ())),
        "Muscles": ", ".join(name.replace("_", " ") for name in entry["muscles"]),
        "Unit": entry.get("unit", ""),
        "Easier": ", ".join(entry.get("easier", ())),
        "Harder": ", ".join(entry.get("harder", ())),
        "Rows of the texts": ", ".join(entry["seed_rows"]),
    }
    yield table("", ("", ""), [(name, value) for name, value in facts.items() if value], wide=("",))
    yield from (f"{_unwrapped(entry[key])}\n" for key in TEXTS if entry.get(key))
    yield from _ladder(entry)
    yield from _doses(entry)
    for key, title in LISTS.items():
        if entry.get(key):
            yield "\n".join([title, *(f"  {n}. {says}" for n, says in enumerate(entry[key], 1)), ""])
    if entry.get("decisions"):
        yield "\n".join(["Decided", *(f"  {d['id']}: {d['says']}" for d in entry["decisions"])])


def _unwrapped(text: str) -> str:
    """Each paragraph on one line, to be broken as wide as the terminal is."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _ladder(entry: dict[str, Any]) -> Iterator[Any]:
    if entry["levels"]:
        rows = [(level["id"], level["name"], ", ".join(level["equipment"]), level["says"]) for level in entry["levels"]]
        yield table("Ladder, easiest first", ("Level", "Name", "Needs", "How"), rows, wide=("How",))


def _doses(entry: dict[str, Any]) -> Iterator[Any]:
    if entry["doses"]:
        rows = [(_of(dose), dose_words(dose), dose["source"], dose.get("says", "")) for dose in entry["doses"]]
        yield table("Doses", ("Of", "Dose", "Source", "Says"), rows, wide=("Says",))


def _of(dose: dict[str, Any]) -> str:
    return dose.get("row") or f"{dose.get('phase', '')} {dose.get('exercise', '')}".strip()


def dose_words(dose: dict[str, Any]) -> str:
    """``3 x 12-15``, ``2 x 30 s``; empty where the source gives no number."""
    return " ".join(form.format(_span(dose[key])) for key, form in DOSE if key in dose)


def _span(value: Any) -> str:
    """A number, or ``8-12``."""
    ends = cast("list[float]", value) if isinstance(value, list) else [value]
    return "-".join(f"{end:g}" for end in ends)
