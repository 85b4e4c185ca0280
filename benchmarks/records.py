"""Records to measure on: two years and more of one made-up person, by the simulation."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from turnout.knowledge import HOME, load_knowledge
from turnout.record import Fact, moment_of, read_lines, write_record
from turnout.simulate.run import Person


@cache
def years(count: float, programme: str = "starter-rotation") -> tuple[list[Fact], bytes, date]:
    """A record of so many years: facts, the file's bytes, and the day after its last fact."""
    person = Person(load_knowledge(HOME), programme, 11, 0, trace=False)
    person.body.adheres, person.body.answers, person.body.irritable = 1.0, 1.0, 0.1
    facts = person.live(round(52 * count)).facts
    return facts, write_record(facts).encode(), moment_of(facts[-1].at).day + timedelta(days=1)


EXAMPLE = Path(__file__).parent.parent / "examples" / "two-years.jsonl"
_DAY = re.compile(rb'(?<=")\d{4}-\d{2}-\d{2}(?=["T])')


def example_ending(day: date) -> list[Fact]:
    """The two years' example, every date in it moved so that its last fact falls on ``day``."""
    data = EXAMPLE.read_bytes()
    by = day - max(moment_of(fact.at).day for fact in read_lines(data, name="two-years"))
    moved = _DAY.sub(lambda found: (date.fromisoformat(found[0].decode()) + by).isoformat().encode(), data)
    return read_lines(moved, name="two-years")
