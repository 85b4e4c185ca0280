"""From what was typed about a set to facts.

In: a form, an item of the session. Out: the `set` fact, and, once the last set is judged, what corrects the sets before
it: whether an exercise was clean is asked once, after its last set, and holds for all of them.
"""

from __future__ import annotations

from typing import Any

from turnout.planning.wants import loads_of
from turnout.record import fact_json
from turnout.web.desk import Me
from turnout.web.following import Step
from turnout.web.forms import Form
from turnout.web.words import SYMPTOMS

REASONS = {
    "no-time": "No time today",
    "no-equipment": "I do not have what it needs",
    "too-hard": "Too hard",
    "not-sure-how": "Not sure how to do it",
    "it-hurts": "It hurts already before I start",
    "rather-not": "I would rather not",
}
FELT_SIDES = {"left": "Left", "right": "Right", "both": "Both"}
CLEAN = {"yes": True, "no": False, "unsure": None}


def set_fact(form: Form, step: Step, me: Me) -> dict[str, Any]:
    """The next set of an item; problems are noted in the form."""
    item = step.item
    counted = "reps" if item["reps"] is not None else "seconds"
    word = "repetitions" if counted == "reps" else "seconds"
    most = 1000 if counted == "reps" else 3600
    count = form.whole(counted, 0, most, f"Please say how many {word} you did.")
    pain = form.whole("pain", 0, 10, "Please choose the worst pain in this set, 0 for none.")
    effort = form.whole("effort", 0, 10, "Please choose how hard it was.")
    symptoms = form.many("symptom", tuple(SYMPTOMS))
    ends = bool(symptoms) or (pain is not None and pain > me.k.rule["pain-stop"])
    clean = form.choice(
        "clean", tuple(CLEAN), "Please say whether it was clean." if step.last_set and not ends else None
    )
    felt_side = _felt_side(form, step, me)
    kg = form.number("kg", 0, 300)
    load = dict(item.get("load") or {})
    if kg is not None:
        load = {"kg": kg}
    return {
        "kind": "set",
        "exercise": item["exercise"],
        "level": item["level"],
        "side": item["side"],
        counted: count,
        "load": load or None,
        "pain": pain,
        "symptoms": symptoms,
        "felt_side": felt_side if pain or symptoms else None,
        "effort": effort,
        "clean": CLEAN.get(clean or "unsure"),
        "seen_by": "self",
    }


def two_sided(item: dict[str, Any], me: Me) -> bool:
    """Whether an item loads both legs, so that it has to be told on which side it hurt."""
    return len(loads_of(me.k.exercises[item["exercise"]], item["side"])) > 1


def _felt_side(form: Form, step: Step, me: Me) -> str | None:
    """Where it was felt, where both legs work; not said, it counts for both."""
    return form.choice("felt_side", tuple(FELT_SIDES)) if two_sided(step.item, me) else None


def bout_facts(form: Form, step: Step, me: Me) -> list[dict[str, Any]]:
    """A further bout of an item, as asked: its sets, each with what the worst of them felt like."""
    item = step.item
    counted = "reps" if item["reps"] is not None else "seconds"
    pain = form.whole("pain", 0, 10, "Please choose the worst pain this time, 0 for none.")
    symptoms = form.many("symptom", tuple(SYMPTOMS))
    told = {"kind": "set", "exercise": item["exercise"], "level": item["level"], "side": item["side"]}
    felt_side = _felt_side(form, step, me) if pain or symptoms else None
    told |= {counted: item[counted], "load": item.get("load"), "pain": pain, "symptoms": symptoms}
    told |= {"felt_side": felt_side}
    return [{**told, "bout": step.next_bout, "seen_by": "self"} for _ in range(item["sets"])]


def clean_facts(fact: dict[str, Any], step: Step) -> list[dict[str, Any]]:
    """Carries a yes to `was it clean?` back to the sets it was also about."""
    if fact["clean"] is not True or not step.last_set:
        return []
    return [
        {"kind": "correction", "replaces": one.id, "fact": {**_content(one), "clean": True}}
        for one in step.sets
        if one.clean is None
    ]


def _content(fact: Any) -> dict[str, Any]:
    return {key: value for key, value in fact_json(fact).items() if key not in ("id", "person")}
