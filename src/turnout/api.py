"""The way in from Python: a record in, the answer out.

In: a path to a record file, or facts as dicts. Out: the contract's JSON as plain dicts and lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from turnout.coach import answer_from
from turnout.knowledge import HOME, Knowledge, load_knowledge
from turnout.record import Fact, in_bulk, read_lines, read_record
from turnout.terms import RecordError
from turnout.track import admit

Record = str | Path | Iterable[Mapping[str, Any]]


def read(record: Record, *, latest: datetime | None = None, knowledge: Knowledge | None = None) -> list[Fact]:
    """Reads a record and checks that it speaks of things Turnout knows.

    Args:
        record: a path, or facts as mappings.
        latest: facts more than 24 h after this are refused.
        knowledge: what is known; the shipped knowledge by default.

    Raises:
        RecordError: one sentence, with file and line.
    """
    k = knowledge or load_knowledge(HOME)
    if isinstance(record, str | Path):
        name = str(record)
        facts = read_record(Path(record), latest=latest)
    else:
        name = "record"
        facts = read_lines(b"\n".join(msgspec.json.encode(dict(fact)) for fact in record), latest=latest)
    for number, fact in enumerate(facts, 1):
        try:
            admit(fact, k)
        except RecordError as error:
            raise RecordError(error.message, f"{name}:{_line(name, record, fact, number)}") from None
    return facts


def _line(name: str, record: Record, fact: Fact, number: int) -> int:
    """The line a fact stands on, found again by its own text (blank lines and doubles shift the count)."""
    raw: bytes | None = fact.__dict__.get("raw")
    if isinstance(record, str | Path) and raw is not None:
        for line, text in enumerate(Path(name).read_bytes().split(b"\n"), 1):
            if text == raw:
                return line
    return number


def plan(
    record: Record, on: date | str | None = None, *, knowledge: Knowledge | None = None, person: str | None = None
) -> dict[str, Any]:
    """What to do next, with reasons.

    Args:
        record: a path to a record file (JSON Lines), or facts as mappings.
        on: the local day; facts of later days are left out, so any past day can be replayed. Today by default.
        knowledge: what is known; the shipped knowledge by default.
        person: whose facts, where the record holds several people's; the only one by default.

    Returns:
        The contract's JSON: stop, ask, findings, phase, session, withheld, schedule, verdicts.

    Raises:
        TurnoutError: one sentence.
    """
    k = knowledge or load_knowledge(HOME)
    day = _day(on)
    latest = max(datetime.now(UTC), datetime.combine(day, time.max, UTC))
    with in_bulk():
        facts = read(record, latest=latest, knowledge=k)
        return answer_from(of_one_person(facts, person), k, day)


def _day(on: date | str | None) -> date:
    if on is None:
        return datetime.now().astimezone().date()
    if isinstance(on, str):
        try:
            return date.fromisoformat(on)
        except ValueError:
            raise RecordError(f"{on!r} is not a date such as 2026-01-12", "on") from None
    return on


def of_one_person(facts: list[Fact], person: str | None = None) -> list[Fact]:
    """The facts of one person.

    Raises:
        RecordError: several people and none named, or nobody of that name.
    """
    people = sorted({fact.person for fact in facts})
    if person is None:
        if len(people) > 1:
            raise RecordError(f"the record holds {len(people)} people; name one of {', '.join(people)}", "person")
        return facts
    if facts and person not in people:
        raise RecordError(f"there is no person {person!r} in the record; it has {', '.join(people)}", "person")
    return [fact for fact in facts if fact.person == person]
