"""Records to measure on: two years and more of one made-up person, by the simulation."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from turnout.knowledge import HOME, load_knowledge
from turnout.record import Fact, moment_of, write_record
from turnout.simulate.run import Person


@cache
def years(count: float, programme: str = "starter-rotation") -> tuple[list[Fact], bytes, date]:
    """A record of so many years: facts, the file's bytes, and the day after its last fact."""
    person = Person(load_knowledge(HOME), programme, 11, 0, trace=False)
    person.body.adheres, person.body.answers, person.body.irritable = 1.0, 1.0, 0.1
    facts = person.live(round(52 * count)).facts
    return facts, write_record(facts).encode(), moment_of(facts[-1].at).day + timedelta(days=1)
