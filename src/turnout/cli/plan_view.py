"""The answer for people: stop or questions first, then what was found, the phase and its gate, the session, the rest.

In: the contract's answer. Out: things that rich prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from turnout.cli.output import table
from turnout.knowledge import Knowledge

URGENCY = {
    "now": "Get help now",
    "same-day": "See someone today",
    "two-weeks": "See someone within two weeks",
    "before-starting": "See someone before you start",
}
MET = {True: "met", False: "not met", None: "not known"}


def parts(answer: dict[str, Any], k: Knowledge) -> Iterator[Any]:
    """Everything, in the order in which a person needs it."""
    yield from _stop(answer, k)
    yield from _ask(answer, k)
    yield from _questions(answer)
    yield from _findings(answer)
    yield from _phase(answer, k)
    yield from _session(answer)
    yield from _withheld(answer, k)
    yield from _schedule(answer)


def _panel(title: str, says: str, style: str) -> Any:
    from rich.panel import Panel
    from rich.text import Text

    return Panel(Text(says), title=Text(title), title_align="left", border_style=style)


def _stop(answer: dict[str, Any], k: Knowledge) -> Iterator[Any]:
    stop = answer["stop"]
    if stop is not None:
        names = [f"- {k.red_flags[id].name}" for id in stop["flags"] if id in k.red_flags]
        yield _panel(f"STOP: {URGENCY[stop['urgency']]}", "\n".join([stop["say"], *names]), "red")
        yield "No exercise and no test is offered. Only a clinician's named and dated clearance lifts a red flag."


def _ask(answer: dict[str, Any], k: Knowledge) -> Iterator[Any]:
    asked = answer["ask"]
    if asked:
        rows = [(id, k.red_flags[id].asks) for id in asked]
        why = f" ({answer['ask_why']})" if answer["ask_why"] else ""
        yield table(
            f"To be answered before anything is offered{why}", ("Red flag", "Question"), rows, wide=("Question",)
        )


def _questions(answer: dict[str, Any]) -> Iterator[Any]:
    for question in answer["questions"]:
        sides = f" ({' and '.join(question['sides'])})" if question.get("sides") else ""
        yield f"Question: {question['says']}{sides}"


def _findings(answer: dict[str, Any]) -> Iterator[Any]:
    if answer["findings"]:
        rows = [(found["side"], found["says"], found["source"]) for found in answer["findings"]]
        yield table(
            "Findings", ("Side", "What the measurements say", "Source"), rows, wide=("What the measurements say",)
        )


def _phase(answer: dict[str, Any], k: Knowledge) -> Iterator[Any]:
    id, phase = answer["programme"], answer["phase"]
    programme = k.programmes.get(id)
    if phase is None or programme is None:
        yield f"Programme: {programme.name if programme else 'a plan of your own, put together from the findings'}"
        return
    where = f"phase {phase['number']} of {len(programme.phases)}, {phase['name']}, week {phase['week']}"
    yield f"Programme: {programme.name}; {where} (since {phase['since']})"
    for gate in phase["gate"]:
        rows = [(MET[leaf["met"]], name, _values(leaf)) for name, leaf in _leaves(gate)]
        title = f"Gate to the next phase: {MET[gate['met']]} ({gate['source']})\n{gate['says']}"
        yield table(title, ("", "Criterion", "Values"), rows, wide=("Values",))


def _leaves(gate: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in cast("dict[str, Any]", gate["values"]).items():
        leaf = cast("dict[str, Any]", value) if isinstance(value, dict) else {"is": value}
        yield name.replace("_", " "), {"met": None, **leaf}


def _values(leaf: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in leaf.items() if name != "met")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = cast("dict[str, Any]", value)
        return f"({', '.join(f'{name} {_value(child)}' for name, child in inside.items())})"
    if isinstance(value, float):
        return f"{value:g}"
    return "not known" if value is None else str(value)


def _session(answer: dict[str, Any]) -> Iterator[Any]:
    session = answer["session"]
    if session is None:
        if answer["stop"] is None and not answer["ask"]:
            yield "No session: nothing is due, or nothing is within reach (see below)."
        return
    columns = ("Exercise", "Level", "Side", "Dose", "Rest", "Now", "Why")
    title = f"Session on {_day(session['on'])}, {session['minutes']} minutes"
    yield table(title, columns, map(_item, session["items"]), wide=("Why",))


def _item(item: dict[str, Any]) -> tuple[str, ...]:
    count = f"{item['reps']:g}" if item["reps"] is not None else f"{item['seconds']:g} s"
    bouts = f", {item['bouts']} times a day" if item["bouts"] > 1 else ""
    why = "\n".join(f"{reason['says']} [{reason['source']}]" for reason in item["why"])
    dose = f"{item['sets']} x {count}{bouts}"
    return item["name"], item["level_name"], item["side"], dose, f"{item['rest_s']:g} s", item["action"], why


def _withheld(answer: dict[str, Any], k: Knowledge) -> Iterator[Any]:
    rows: list[tuple[str, str, str]] = []
    for what, kept in (("exercise", answer["withheld"]), ("measure", answer["measures"]["withheld"])):
        known = k.exercises if what == "exercise" else k.measures
        for entry in kept:
            why = "\n".join(f"{reason['says']} [{reason['source']}]" for reason in entry["why"])
            rows.append((known[entry[what]].name if entry[what] in known else entry[what], entry["side"], why))
    if rows:
        yield table("Not offered", ("What", "Side", "Why"), rows, wide=("Why",))


def _schedule(answer: dict[str, Any]) -> Iterator[Any]:
    days = [_day(entry["on"]) for entry in answer["schedule"] if entry["kind"] == "session"]
    if days:
        yield f"Sessions: {', '.join(days)}"
    if answer["adherence"] is not None:
        yield f"Done of what was planned in the last weeks: {answer['adherence']} %"


def _day(text: str) -> str:
    """``Thu 2026-01-15``, whatever language the machine speaks."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return f"{names[date.fromisoformat(text).weekday()]} {text}"
