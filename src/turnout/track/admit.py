"""Whether a fact speaks of things the knowledge knows: its exercise, level, measure, programme, flag or condition.

In: a fact. Out: nothing, or a `RecordError` whose sentence names the nearest valid choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from turnout.knowledge import Knowledge
from turnout.record import (
    Clearance,
    Condition,
    Fact,
    Prescription,
    ProgrammeChoice,
    Reading,
    Screen,
    SetDone,
    Skip,
)
from turnout.record.facts import Correction, replacement
from turnout.terms import RecordError

COMPOSED = "individual"
"""The programme that is put together from the findings; it has no file."""


def admit(fact: Fact, k: Knowledge) -> None:
    """Refuses a fact that names what does not exist.

    Raises:
        RecordError: one sentence, naming the field and the nearest valid choice.
    """
    if isinstance(fact, SetDone) and (fact.exercise, fact.level) in k.rung_of:
        return  # most facts are sets, and most of these name what there is
    if isinstance(fact, SetDone | Prescription | Skip):
        id = _known(fact.kind, "exercise", fact.exercise, k.exercises, k)
        level = None if isinstance(fact, Skip) else fact.level
        if level is not None and (id, level) not in k.rung_of:
            levels = ", ".join(rung.id for rung in k.ladders[id])
            raise RecordError(f"{fact.kind}: level: {id} has no level {level!r}; it has {levels}")
        if isinstance(fact, Prescription) and fact.instead_of is not None:
            _known(fact.kind, "exercise", fact.instead_of, k.exercises, k)
    elif isinstance(fact, Reading):
        _reading(fact, k)
    elif isinstance(fact, ProgrammeChoice):
        _known(fact.kind, "programme", fact.programme, [*k.programmes, COMPOSED], k)
        for one in fact.chosen or ():
            _known(fact.kind, "exercise", one, k.exercises, k)
    elif isinstance(fact, Condition):
        _known(fact.kind, "condition", fact.condition, k.conditions, k)
    elif isinstance(fact, Clearance):
        _known(fact.kind, "flag", fact.flag, k.red_flags, k)
    elif isinstance(fact, Screen):
        for flag in fact.answers:
            _known(fact.kind, "answers", flag, k.red_flags, k)
    elif isinstance(fact, Correction):
        put = replacement(fact)
        if put is not None:
            admit(put, k)


def _reading(fact: Reading, k: Knowledge) -> None:
    id = _known(fact.kind, "measure", fact.measure, k.measures, k)
    measure = k.measures[id]
    if fact.unit != measure.unit:
        raise RecordError(f"reading: unit: {id} is told in {measure.unit}, not {fact.unit}")
    for value in (fact.value, *(fact.trials or ())):
        if not measure.bounds.low <= value <= measure.bounds.high:
            raise RecordError(
                f"reading: value: {value:g} {fact.unit} is not possible for {id}; "
                f"it lies between {measure.bounds.low:g} and {measure.bounds.high:g}"
            )


def _known(kind: str, field: str, id: str, known: Iterable[str], k: Knowledge) -> str:
    id = k.aliases.get(id, id)
    pool = list(known)
    if id in pool:
        return id
    near = get_close_matches(id, pool, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise RecordError(f"{kind}: {field}: there is no {field} {id!r}{hint}")
