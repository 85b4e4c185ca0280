"""What clinicians ordered and what safety did: prescriptions, yes to a red flag, clearances, each with its day.

In: facts, the state, the knowledge, a period. Out: `Order`s and `Event`s in order of time.
Corrected facts are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from turnout.knowledge import Knowledge
from turnout.planning.prescribed import day_of, dose_words
from turnout.record import Clearance, Correction, Fact, Prescription, Screen, effective, moment_of
from turnout.report.course import Period
from turnout.report.words import DOSE
from turnout.track import State

KEPT = (Clearance, Correction, Prescription, Screen)


@dataclass(frozen=True)
class Order:
    """A clinician's order. ``stands``: it is in force on the last day of the period."""

    day: date
    by: str
    says: str
    note: str
    stands: bool


@dataclass(frozen=True)
class Event:
    """A stop or its clearance."""

    day: date
    says: str
    stop: bool


def orders_of(facts: Iterable[Fact], state: State, k: Knowledge, period: Period) -> Iterator[Order]:
    """Prescriptions of the period, and older ones that still stand."""
    standing = {fact.id for _, _, fact in state.prescriptions.values()}
    for fact in of_kind(facts, KEPT, period.until):
        if isinstance(fact, Prescription):
            day = day_of(fact, moment_of(fact.at).day)
            stands = fact.id in standing
            if stands or period.holds(day):
                yield Order(day, fact.by, order_words(fact, k), fact.note or "", stands)


def order_words(fact: Prescription, k: Knowledge) -> str:
    """``Step-down, left: 2 × 8, with a hand``."""
    id = k.aliases.get(fact.exercise, fact.exercise)
    entry = k.exercises.get(id)
    what = f"{entry.name if entry else id}{f', {fact.side}' if fact.side in ('left', 'right') else ''}"
    if fact.ended:
        return f"{what}: the order is taken back"
    if fact.leave_out:
        return f"{what}: left out"
    parts = [DOSE.sub(" × ", dose_words(fact))]
    if fact.level is not None and (id, fact.level) in k.rung_of:
        parts.append(k.ladders[id][k.rung_of[(id, fact.level)]].name.lower())
    if fact.instead_of is not None:
        other = k.exercises.get(k.aliases.get(fact.instead_of, fact.instead_of))
        parts.append(f"instead of {other.name.lower() if other else fact.instead_of}")
    told = ", ".join(part for part in parts if part)
    return f"{what}: {told}" if told else what


def events_of(facts: Iterable[Fact], k: Knowledge, period: Period) -> Iterator[Event]:
    """Each yes to a red flag, and each clearance, of the period."""
    for fact in of_kind(facts, KEPT, period.until):
        day = moment_of(fact.at).day
        if not period.holds(day):
            continue
        if isinstance(fact, Screen):
            for id, yes in fact.answers.items():
                if yes:
                    yield Event(day, f"Stop: {_flag(id, k)}", stop=True)
            if fact.anything_new:
                yield Event(day, "Something new was reported; the safety questions were asked again", stop=True)
        elif isinstance(fact, Clearance):
            yield Event(day, f"Cleared by {fact.by}: {_flag(fact.flag, k)}", stop=False)


def _flag(id: str, k: Knowledge) -> str:
    flag = k.red_flags.get(k.aliases.get(id, id))
    return flag.name if flag else id


def of_kind(facts: Iterable[Fact], kinds: tuple[type, ...], until: date) -> list[Fact]:
    """The few facts meant, up to a day, corrections carried out; corrections must be among the kinds."""
    few: list[Fact] = [fact for fact in facts if isinstance(fact, kinds) and moment_of(fact.at).day <= until]
    return effective(few)
