"""Prescriptions on the pages: what is in force and what became of it, and a new one from a form.

In: the prescriptions of a person's record, the plan's answer, a form. Out: `Order`s in words, a `prescription` fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from turnout.knowledge.schema import Exercise
from turnout.planning.prescribed import dose_words, signature
from turnout.record import Prescription
from turnout.terms import Side, limbs
from turnout.web.desk import Me
from turnout.web.forms import Form
from turnout.web.routes.stop import clinician

WHAT = {
    "dose": "Another dose or level",
    "out": "Leave it out for now",
    "instead": "Put it in the place of another",
}
LACKS = ("equipment", "cannot")
"""Why a prescribed level may be out of reach."""
MOST_SETS, MOST_REPS, MOST_SECONDS = 10, 100, 600
"""The largest dose the form takes. The rungs are those of the exercise's ladder."""


@dataclass(frozen=True)
class Order:
    """A prescription in force, on one side or on both."""

    id: str
    exercise: Exercise
    side: Side
    fact: Prescription
    told: date
    signed: str
    says: str


def in_force(me: Me) -> list[Order]:
    """What is prescribed now, newest first; what was prescribed for both sides at once stands once."""
    found = sorted(me.state.prescriptions.items(), key=lambda pair: (-pair[1][0], pair[0]))
    out: dict[tuple[str, str], Order] = {}
    for (id, side), (_, told, fact) in found:
        if id in me.k.exercises:
            both = (id, fact.id) in out
            name = f"{id}:{'both' if both else side}"
            signed, says = signature(fact, told), _says(fact, me)
            order = Order(name, me.k.exercises[id], "both" if both else side, fact, told, signed, says)
            out[(id, fact.id)] = order
    return list(out.values())


def _says(fact: Prescription, me: Me) -> str:
    """What was prescribed."""
    if fact.leave_out:
        return "left out for now"
    k = me.k
    id = k.aliases.get(fact.exercise, fact.exercise)
    parts = [dose_words(fact)]
    if fact.level is not None:
        parts.append(k.ladders[id][k.rung_of[(id, fact.level)]].name.lower())
    if fact.instead_of is not None:
        parts.append(f"in the place of {k.exercises[k.aliases.get(fact.instead_of, fact.instead_of)].name.lower()}")
    return ", ".join(part for part in parts if part) or "as the plan has it"


def what_became(order: Order, me: Me) -> list[dict[str, Any]]:
    """Why the plan holds back what was prescribed, if it does: the reasons that come before a prescription."""
    session: dict[str, Any] = me.answer["session"] or {"items": []}
    for row in cast("list[dict[str, Any]]", [*session["items"], *me.answer["withheld"]]):
        if row["exercise"] != order.exercise.id or set(limbs(row["side"])).isdisjoint(limbs(order.side)):
            continue
        held = _holding(order, row)
        if held:
            return held
    return []


def _holding(order: Order, row: dict[str, Any]) -> list[dict[str, Any]]:
    """What keeps one side of it from being as prescribed."""
    whys = cast("list[dict[str, Any]]", row["why"])
    if "action" not in row:
        return [] if order.fact.leave_out else whys
    limited = any(why["criterion"] == "prescription-limit" for why in whys)
    return [why for why in whys if why["criterion"] in LACKS or (limited and why["criterion"] != "prescription")]


def order_fact(me: Me, entry: Exercise, form: Form) -> dict[str, Any]:
    """A prescription from its form; what is lacking is noted there."""
    what = form.choice("what", tuple(WHAT), "Please choose what is prescribed.")
    sides = ("both",) if entry.sides == "both" else ("left", "right", "both")
    side = "both" if entry.sides == "both" else form.choice("side", sides, "Please choose a side.")
    name = clinician(form, me)
    day = form.day("on", "Please give the date on which it was prescribed.")
    if day is not None and day > me.today:
        form.wrong["on"] = "This date lies in the future."
    fact: dict[str, Any] = {"kind": "prescription", "exercise": entry.id, "side": side, "by": name}
    fact["prescribed_on"] = day.isoformat() if day else None
    if what == "out":
        return {**fact, "leave_out": True}
    fact |= _dose(me, entry, form)
    if what == "instead":
        others = [id for id in me.k.exercises if id != entry.id]
        fact["instead_of"] = form.choice("instead_of", others, "Please choose the exercise whose place it takes.")
    elif what == "dose":
        if not any(fact.get(part) for part in ("sets", "reps", "seconds", "level")):
            form.wrong.setdefault("sets", "Please give a dose, a level, or both.")
        fact["instead_of"] = _seat(me, entry, side)
    return fact


def _dose(me: Me, entry: Exercise, form: Form) -> dict[str, Any]:
    """Sets, repetitions or seconds, and the level, as far as they were given."""
    counted, most = ("reps", MOST_REPS) if entry.prescribe.reps else ("seconds", MOST_SECONDS)
    return {
        "sets": form.whole("sets", 1, MOST_SETS),
        counted: form.whole(counted, 1, most),
        "level": form.choice("level", [rung.id for rung in me.k.ladders[entry.id]]),
    }


def _seat(me: Me, entry: Exercise, side: str | None) -> str | None:
    """What it takes the place of already: another dose does not bring that back."""
    wanted: Any = side
    for order in in_force(me):
        if order.exercise.id == entry.id and not set(limbs(order.side)).isdisjoint(limbs(wanted)):
            return order.fact.instead_of
    return None
