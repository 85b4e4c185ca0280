"""An exercise's page as values: doses side by side, the ladder, what it loads, who should not, easier and harder.

In: an exercise, the knowledge. Out: plain values for the template, made once for a knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import ConditionEntry, Dose, Exercise, ItemDose, Measure, Prescribed
from turnout.planning.make import easier_than
from turnout.web.ladder_words import rungs_in_words
from turnout.web.muscles import muscle_rows
from turnout.web.shelf import demands_of, leaves_out
from turnout.web.words import capital, listing, num, sentence, source_name, span

EVIDENCE = {
    "text": "a text for readers",
    "study": "a study",
    "review": "a review or textbook",
    "guideline": "a guideline",
    "maker": "a maker's sheet",
    "design": "our own value",
}
"""What kind of thing a source is."""


@dataclass(frozen=True)
class DoseRow:
    """One line of the comparison."""

    who: str
    to: str
    dose: str
    often: str
    says: str
    evidence: str
    sure: str


@dataclass(frozen=True)
class NotFor:
    """A condition that leaves out the move, or some of its rungs."""

    name: str
    says: str
    rungs: str


def exercise_values(k: Knowledge, e: Exercise) -> dict[str, Any]:
    """What an exercise's page shows."""
    known: dict[str, Any] | None = k.memo.get(("exercise-page", e.id))
    if known is None:
        known = k.memo[("exercise-page", e.id)] = _values(k, e)
    return known


def _values(k: Knowledge, e: Exercise) -> dict[str, Any]:
    harder = list(dict.fromkeys([*e.harder, *(x.id for x in k.exercises.values() if e.id in x.easier)]))
    always, ever = demands_of(e, k)
    return {
        "e": e,
        "words": k.words[e.id],
        "ladder": rungs_in_words(k.ladders[e.id], k),
        "bands": any("band" in level.load for level in k.ladders[e.id]),
        "muscles": muscle_rows(e, k),
        "doses": [_by_source(dose, k) for dose in e.doses],
        "used": _in_programmes(e, k),
        "ours": _ours(e.prescribe, k),
        "loads": [capital(k.demands[id].says) for id in k.demands if id in always],
        "loads_sometimes": [capital(k.demands[id].says) for id in k.demands if id in ever - always],
        "not_for": not_for(e, k),
        "easier": [k.exercises[id] for id in easier_than(e, k)],
        "harder": [k.exercises[id] for id in harder],
        "rows": [k.rows[id] for id in e.rows if id in k.rows],
        "place": k.places.get(("Exercise", e.id), ""),
    }


# -- doses -----------------------------------------------------------------------------------------------------------


def _by_source(dose: Dose, k: Knowledge) -> DoseRow:
    source = k.sources[dose.source]
    return DoseRow(
        who=capital(source_name(dose.source, k)),
        to=f"/texts#{dose.source}" if source.kind == "text" else "",
        dose=_amount(dose),
        often=f"{span(dose.per_week)} times a week" if dose.per_week else "",
        says=sentence(dose.says),
        evidence=capital(EVIDENCE[source.kind]) + (f". {source.about}." if source.about else "."),
        sure=k.sure(dose.source, dose.sure),
    )


def _amount(dose: Dose) -> str:
    """``3 × 15``, ``20–30 repetitions``, ``1 × 30 s``; empty where the source gives none."""
    many, unit = dose.reps, "repetitions"
    if dose.steps is not None:
        many, unit = dose.steps, "steps"
    elif many is None and (dose.seconds or dose.hold_s) is not None:
        many, unit = dose.seconds or dose.hold_s, "s"
    sets = dose.sets or dose.rounds
    if many is None:
        return f"{span(sets)} sets" if sets else ""
    held = f", held {span(dose.hold_s)} s" if dose.hold_s and unit != "s" else ""
    shown = f"{span(many)}{'' if unit == 'repetitions' and sets else f' {unit}'}{held}"
    return f"{span(sets)} × {shown}" if sets else shown


def _in_programmes(e: Exercise, k: Knowledge) -> list[DoseRow]:
    out: list[DoseRow] = []
    for programme in k.programmes.values():
        for phase in programme.phases:
            for item in phase.items:
                if item.exercise == e.id:
                    who = f"{programme.name}, {phase.name.lower()}"
                    out.append(_given(item.dose, k, who, f"/library/{programme.id}"))
    return out


def _ours(given: Prescribed, k: Knowledge) -> DoseRow:
    return _given(given, k, "Turnout, where no programme says otherwise", "")


def _given(dose: ItemDose | Prescribed, k: Knowledge, who: str, to: str) -> DoseRow:
    unit = "" if dose.seconds is None else " s"
    kind = k.sources[dose.source].kind
    by = "" if kind == "design" else f" ({source_name(dose.source, k)})"
    return DoseRow(
        who=who,
        to=to,
        dose=f"{num(dose.sets)} × {span(dose.reps or dose.seconds)}{unit}",
        often=f"{num(dose.per_week)} times a week",
        says=sentence(getattr(dose, "says", "")),
        evidence=f"{capital(EVIDENCE[kind])}{by}.",
        sure=k.sure(dose.source, dose.sure),
    )


# -- who should not --------------------------------------------------------------------------------------------------


def not_for(e: Exercise, k: Knowledge) -> list[NotFor]:
    """The conditions that withhold the move, or some of its rungs."""
    base, ladder = {*e.demands, *e.other_demands}, k.ladders[e.id]
    out: list[NotFor] = []
    for condition in k.conditions.values():
        hit = [
            level.name for level in ladder if leaves_out(condition, e.id, {*base, *level.demands, *level.other_demands})
        ]
        if hit:
            names = [level.name for level in ladder]
            out.append(NotFor(condition.name, _why(condition, demands_of(e, k)[1], k), _which(hit, names)))
    return out


def measure_not_for(measure: Measure, k: Knowledge) -> list[NotFor]:
    """The conditions that withhold a measure."""
    asks = frozenset[str]({*measure.demands, *measure.other_demands})
    return [
        NotFor(condition.name, _why(condition, asks, k), "")
        for condition in k.conditions.values()
        if leaves_out(condition, measure.id, asks)
    ]


def _why(condition: ConditionEntry, asks: frozenset[str], k: Knowledge) -> str:
    why = [k.demands[id].says for id in condition.demands if id in asks]
    return f"Left out: {', '.join(why)}." if why else "Left out."


def _which(hit: list[str], names: list[str]) -> str:
    """Which rungs, in words; empty for all of them."""
    if hit == names:
        return ""
    if len(hit) > 1 and hit == names[-len(hit) :]:
        return f"From “{hit[0]}” upward."
    return f"Only on {listing([f'“{name}”' for name in hit])}."
