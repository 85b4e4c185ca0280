"""Reports to look at: of the demo's person, of two years, of a handful of facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from turnout.cli.made_up import SEED, made_up_person
from turnout.coach import plan_json
from turnout.knowledge import Knowledge, load_knowledge
from turnout.planning import make_plan
from turnout.record import Fact, moment_of, read_lines
from turnout.report.summary import Report, summary
from turnout.track import fold

TODAY = date(2026, 3, 16)


@cache
def k() -> Knowledge:
    """The shipped knowledge."""
    return load_knowledge()


@cache
def demo() -> tuple[Fact, ...]:
    """Ten made-up weeks that end the day before `TODAY`."""
    return tuple(made_up_person(k(), SEED, TODAY))


def facts_of(*contents: dict[str, Any]) -> list[Fact]:
    """Facts from their fields."""
    from json import dumps

    return read_lines("\n".join(dumps(content) for content in contents).encode())


def report(facts: Sequence[Fact], on: date | None = None, **options: Any) -> Report:
    """The report of a record, by default on the day of its last fact."""
    day = on or max((moment_of(fact.at).day for fact in facts), default=TODAY)
    plan = make_plan(fold(facts, k(), day), k(), day)
    return summary(plan, plan_json(plan), facts, **options)


def reading(day: int, value: float, *, side: str = "left", method: str = "phone", **more: Any) -> dict[str, Any]:
    """A reading of prone ER so many days after the first of January."""
    at = (date(2026, 1, 1) + timedelta(days=day)).isoformat()
    told = {"kind": "reading", "at": at, "measure": "prone-er", "side": side, "value": value, "unit": "deg"}
    return {**told, "method": method, "helper": False, **more}
