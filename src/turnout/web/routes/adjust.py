"""Adjust: what a clinician prescribed, named and dated, and what the person would rather have or not.

In: forms. Out: `prescription`, `preference` and `programme` facts. What is entered here is held to the rules that never
bend: a stop, pain, a condition and one step at a time come before it, and the page and the reasons say so.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.knowledge.schema import Exercise
from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.orders import in_force, order_fact, what_became
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.routes.programme import circuit_fact, circuit_values
from turnout.web.words import KINDS, POSITIONS, capital

router = APIRouter(include_in_schema=False)

WISHES = ("supine", "prone", "side-lying", "quadruped", "floor-sitting", "standing", "plank")
"""Positions one may rather not take. Sitting stays: nearly everything else rests on it."""


def by_kind(me: Me) -> list[tuple[str, list[Exercise]]]:
    """Every exercise, those of the plan first, then by kind."""
    mine = {item.want.exercise.id for item in me.plan.items} | {one.id for one in me.plan.withheld}
    entries = sorted(me.k.exercises.values(), key=lambda entry: entry.name)
    others = [entry for entry in entries if entry.id not in mine]
    kinds = dict.fromkeys(entry.kind for entry in others)
    first = ("In your plan", [entry for entry in entries if entry.id in mine])
    rest = ((KINDS[kind], [entry for entry in others if entry.kind == kind]) for kind in kinds)
    return [(title, some) for title, some in (first, *rest) if some]


def adjust_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    dislikes = me.state.dislikes
    return {
        "orders": [(order, what_became(order, me)) for order in in_force(me)],
        "exercises": by_kind(me),
        "positions": [(id, capital(POSITIONS[id])) for id in WISHES],
        "disliked_positions": [id for id in WISHES if id in dislikes],
        "disliked": sorted((e for e in me.k.exercises.values() if e.id in dislikes), key=lambda e: e.name),
        "circuit": circuit_values(me, form),
        "blocked": bool(me.answer["stop"] or me.answer["ask"]),
        "form": form or Form(),
    }


@router.get("/adjust")
@with_me
def adjust(request: Request, me: Me, exercise: str = "") -> Response:
    """What is in force, and where to change it."""
    if exercise in me.k.exercises:
        return go(f"/adjust/{exercise}")
    return render(request, "adjust.html", adjust_values(me))


@router.post("/adjust/positions")
@with_me
def keep_positions(me: Me, form: TheForm) -> Response:
    """Keeps the positions one would rather not take; exercises stay as they were told."""
    others = [id for id in sorted(me.state.dislikes) if id not in WISHES]
    me.add({"kind": "preference", "dislikes": [*form.many("position", WISHES), *others]})
    return go("/adjust")


@router.post("/adjust/circuit")
@with_me
def keep_circuit(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps how much of a circuit is done at a time."""
    fact = circuit_fact(me, form)
    if form.wrong:
        return render(request, "adjust.html", adjust_values(me, form), status=422)
    if fact is not None:
        me.add(fact)
    return go("/adjust")


@router.post("/adjust/end")
@with_me
def end(me: Me, form: TheForm) -> Response:
    """Ends what was prescribed on one side."""
    for order in in_force(me):
        if form.text("order") == order.id:
            fact = order.fact
            me.add({"kind": "prescription", "exercise": order.exercise.id, "side": order.side, "by": fact.by,
                    "ended": True})  # fmt: skip
    return go("/adjust")


# -- one exercise --------------------------------------------------------------------------------------------------


def entry_of(me: Me, exercise: str) -> Exercise:
    """An exercise by its id.

    Raises:
        HTTPException: 404, there is none.
    """
    entry = me.k.exercises.get(me.k.aliases.get(exercise, exercise))
    if entry is None:
        raise HTTPException(404, "There is no such exercise.")
    return entry


def one_values(me: Me, entry: Exercise, form: Form | None = None) -> dict[str, Any]:
    """What the page of one exercise shows."""
    dose = entry.prescribe
    return {
        "entry": entry,
        "dose": dose,
        "ladder": me.k.ladders[entry.id],
        "unit": "reps" if dose.reps else "seconds",
        "others": [(title, [e for e in some if e.id != entry.id]) for title, some in by_kind(me)],
        "disliked": entry.id in me.state.dislikes,
        "today": me.today,
        "form": form or Form(),
    }


@router.get("/adjust/{exercise}")
@with_me
def one(request: Request, me: Me, exercise: str) -> Response:
    """What can be adjusted about an exercise."""
    return render(request, "adjust_one.html", one_values(me, entry_of(me, exercise)))


@router.post("/adjust/{exercise}")
@with_me
def prescribe(request: Request, me: Me, exercise: str, form: TheForm) -> Response:
    """Keeps what a clinician prescribed."""
    entry = entry_of(me, exercise)
    fact = order_fact(me, entry, form)
    if form.wrong:
        return render(request, "adjust_one.html", one_values(me, entry, form), status=422)
    me.add(fact)
    return go("/adjust")


@router.post("/adjust/{exercise}/wish")
@with_me
def wish(me: Me, exercise: str, form: TheForm) -> Response:
    """Keeps whether one would rather not do an exercise."""
    id = entry_of(me, exercise).id
    kept = {one for one in me.state.dislikes if one != id}
    me.add({"kind": "preference", "dislikes": sorted(kept | {id} if form.text("wish") == "not" else kept)})
    return go("/adjust")
