"""What opens the next phase, part by part, in words.

In: a criterion's test and the values of its verdict, which stand in the same order. Out: `Leaf`s: what is asked, what
is known, met or not. An unknown part says how it becomes known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Test
from turnout.report.words import num, with_unit
from turnout.terms import LIMBS


@dataclass(frozen=True)
class Leaf:
    """One part of a gate."""

    asks: str
    known: str
    met: bool | None
    link: str = ""


LEAVES = (
    "dose_met", "sets_done", "reading", "change", "symmetry", "score", "pain", "next_day", "days_since",
    "weeks_active", "sessions_done", "answered",
)  # fmt: skip


def leaves(test: Test, values: Mapping[str, Any], k: Knowledge) -> Iterator[Leaf]:
    """Every leaf of a test with its value."""
    told = iter(values.values())
    for name, leaf, negated in _walk(test, negated=False):
        value = next(told, None)
        if not isinstance(value, dict):
            return
        yield _leaf(name, leaf, cast("dict[str, Any]", value), k, negated=negated)


def _walk(test: Test, *, negated: bool) -> Iterator[tuple[str, Any, bool]]:
    for part in (*(test.all or ()), *(test.any or ())):
        yield from _walk(part, negated=negated)
    if test.not_ is not None:
        yield from _walk(test.not_, negated=not negated)
    for name in LEAVES:
        leaf = getattr(test, name)
        if leaf is not None:
            yield name, leaf, negated


def _leaf(name: str, leaf: Any, value: dict[str, Any], k: Knowledge, *, negated: bool) -> Leaf:
    asks, known, link = WORDS[name](leaf, value, k)
    met = value.get("met")
    if negated:
        asks, met = f"Not: {asks}", None if met is None else not met
    return Leaf(asks, known, met, link)


def _sessions_of(leaf: Any, k: Knowledge, rule: str = "gate-sessions") -> int:
    """How many sessions a leaf wants: its own number, else the rule's."""
    return leaf.sessions or int(k.rule[rule])


def _dose(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    sessions = _sessions_of(leaf, k)
    level = k.ladders[leaf.exercise][k.rung_of[(leaf.exercise, leaf.level)]].name if leaf.level else ""
    count = num(leaf.reps) if leaf.reps is not None else f"{num(leaf.seconds)} s"
    running = "" if sessions == 1 else f" in {sessions} sessions running"
    asks = f"{k.exercises[leaf.exercise].name}{f', {level.lower()}' if level else ''}: {leaf.sets} × {count}{running}"
    return asks, f"{min(value.get('sessions_met', 0), sessions)} of {sessions} so far", f"/library/{leaf.exercise}"


def _sets(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    asks = f"{k.exercises[leaf.exercise].name}: at least {leaf.at_least} sets"
    return asks, f"{value.get('sets', 0)} so far", f"/library/{leaf.exercise}"


def _by_side(value: dict[str, Any], unit: str) -> str:
    parts = [f"{side} {with_unit(value[side], unit)}" for side in (*LIMBS, "both") if value.get(side) is not None]
    return ", ".join(parts)


def _reading(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    measure = k.measures[leaf.measure]
    bounds = [
        f"at least {with_unit(leaf.at_least, measure.unit)}" if leaf.at_least is not None else "",
        f"at most {with_unit(leaf.at_most, measure.unit)}" if leaf.at_most is not None else "",
    ]
    within = f", not older than {leaf.days} days" if leaf.days is not None else ""
    asks = f"{measure.name}: {' and '.join(b for b in bounds if b)}{within}"
    return asks, _by_side(value, measure.unit) or "Not measured lately", f"/measure/{leaf.measure}"


def _change(leaf: Any, _: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    return f"{k.measures[leaf.measure].name}: a change beyond the error on two days", "", f"/measure/{leaf.measure}"


def _symmetry(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    asks = f"{k.measures[leaf.measure].name}: at least {num(leaf.at_least)}% of the other side"
    percent = value.get("percent")
    return (
        asks,
        f"{num(percent)}% now" if percent is not None else "Not measured on both sides lately",
        (f"/measure/{leaf.measure}"),
    )


def _pain(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    when = f"in the sets of the last {_sessions_of(leaf, k)} sessions" if leaf.when == "sets" else "now"
    worst = ", ".join(f"{side} {num(value[side])}" for side in LIMBS if value.get(side) is not None)
    return f"Pain at most {num(leaf.at_most)} of 10 {when}", f"Worst: {worst}" if worst else "Not told yet", ""


def _morning(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    known = {True: "They were", False: "One was worse", None: "Not all were told yet"}[value.get("met")]
    return f"The mornings after the last {_sessions_of(leaf, k)} sessions settled", known, ""


def _days(leaf: Any, value: dict[str, Any], _: Knowledge) -> tuple[str, str, str]:
    days = value.get("days")
    what = "this phase" if leaf.since == "phase" else "the programme"
    return f"At least {leaf.at_least} days since {what} began", f"{num(days)} so far", ""


def _weeks(leaf: Any, value: dict[str, Any], k: Knowledge) -> tuple[str, str, str]:
    asks = f"At least {leaf.at_least} weeks with {_sessions_of(leaf, k, 'week-sessions')} sessions or more"
    return asks, f"{num(value.get('weeks'))} so far", ""


def _sessions(leaf: Any, value: dict[str, Any], _: Knowledge) -> tuple[str, str, str]:
    return f"At least {leaf.at_least} sessions in this phase", f"{num(value.get('sessions'))} so far", ""


def _answered(_leaf: Any, value: dict[str, Any], _: Knowledge) -> tuple[str, str, str]:
    return "The safety questions answered, none of them yes", f"{num(value.get('flags'))} questions", "/start"


WORDS = {
    "dose_met": _dose,
    "sets_done": _sets,
    "reading": _reading,
    "score": _reading,
    "change": _change,
    "symmetry": _symmetry,
    "pain": _pain,
    "next_day": _morning,
    "days_since": _days,
    "weeks_active": _weeks,
    "sessions_done": _sessions,
    "answered": _answered,
}
