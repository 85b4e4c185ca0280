"""The programme: a plan of one's own in one tap, or one of those that a source gives; and how much of a circuit."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.knowledge.schema import Programme
from turnout.planning.available import AT_HAND
from turnout.track import COMPOSED
from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.intake import first_missing
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.routes.choices import SIDES
from turnout.web.routes.start import step_values
from turnout.web.words import EQUIPMENT

router = APIRouter(include_in_schema=False)

MODES = {
    "split": "Half of it on one day, half on the next",
    "full": "All of it in one go",
    "choose": "Only the moves I choose",
}


def programme_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows: each programme with its evidence, who it is not for, and what the person lacks for it."""
    profile = me.state.profile
    has = None if profile.get("equipment") is None else set(profile["equipment"]) | AT_HAND
    conditions = {id for id, _ in me.state.conditions}
    rows: list[dict[str, Any]] = []
    for programme in me.k.programmes.values():
        against = [me.k.conditions[id].name for id in programme.excludes if id in conditions]
        lacks = [] if has is None else [EQUIPMENT[e] for e in programme.equipment if e not in has]
        rows.append({"programme": programme, "against": against, "lacks": lacks})
    rows.sort(key=lambda row: (bool(row["against"]), len(row["lacks"])))
    now = me.state.programme
    return {
        **step_values(me, "programme", form),
        "rows": rows,
        "composed": COMPOSED,
        "now": now.programme if now else "",
        "affected": (now.affected if now else None) or "",
        "lasts": programme_weeks,
    }


def programme_weeks(programme: Programme) -> str:
    """How long a programme takes at the least."""
    last = programme.phases[-1].weeks
    end = last.end if last.end is not None else last.start
    return f"at least {end:g} weeks" if end else ""


@router.get("/start/programme")
@with_me
def programme(request: Request, me: Me) -> Response:
    """The programmes, or a plan of one's own."""
    return render(request, "programme.html", programme_values(me))


@router.post("/start/programme")
@with_me
def keep_programme(request: Request, me: Me, form: TheForm) -> Response:
    """Takes up a programme."""
    was_missing = first_missing(me) is not None
    id = form.choice("programme", [*me.k.programmes, COMPOSED], "Please choose a programme, or the plan of your own.")
    affected = form.choice("affected", SIDES)
    if id is not None and id != COMPOSED:
        entry = me.k.programmes[id]
        conditions = {condition for condition, _ in me.state.conditions}
        if conditions & set(entry.excludes):
            names = ", ".join(me.k.conditions[c].name for c in entry.excludes if c in conditions)
            form.wrong["programme"] = f"{entry.name} is not for you: {names}."
        elif entry.affected == "needed" and affected is None:
            form.wrong[f"affected-{id}"] = f"{entry.name} needs to know the affected side."
        affected = None if entry.affected == "none" else affected
    if form.wrong:
        return render(request, "programme.html", programme_values(me, form), status=422)
    me.add({"kind": "programme", "programme": id, "affected": affected})
    return go("/start" if was_missing or first_missing(me) is not None else "/plan")


# -- how much of a circuit -----------------------------------------------------------------------------------------


def circuit_values(me: Me, form: Form | None = None) -> dict[str, Any] | None:
    """How a programme that can be split, done whole or chosen from is done now; None for the others."""
    entry, now = me.plan.programme, me.state.programme
    if entry is None or now is None or entry.split is None:
        return None
    moves = [me.k.exercises[id] for id in (*entry.split.first, *entry.split.second)]
    return {
        "modes": [(mode, says) for mode, says in MODES.items() if mode in entry.modes],
        "mode": now.mode or "split",
        "moves": [(move.id, move.name) for move in moves],
        "chosen": now.chosen or (),
        "form": form or Form(),
    }


def circuit_fact(me: Me, form: Form) -> dict[str, Any] | None:
    """The programme, done as chosen; None where the form lacks something, which is noted in it."""
    values, now = circuit_values(me), me.state.programme
    if values is None or now is None:
        return None
    mode = form.choice("mode", [mode for mode, _ in values["modes"]], "Please choose how to do the circuit.")
    chosen = form.many("chosen", [id for id, _ in values["moves"]]) if mode == "choose" else None
    if chosen == []:
        form.wrong["chosen"] = "Please choose at least one move."
    if form.wrong:
        return None
    kept = {"programme": now.programme, "affected": now.affected}
    return {"kind": "programme", **kept, "mode": mode, "chosen": chosen}
