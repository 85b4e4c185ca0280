"""Steps of the intake with something to choose from: conditions, equipment, what one cannot do, goals, programme."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.planning.available import AT_HAND
from turnout.terms import Side
from turnout.track import COMPOSED
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go
from turnout.web.routes.start import first_missing, step_values
from turnout.web.words import EQUIPMENT, capital

router = APIRouter(include_in_schema=False)

SIDES = ("left", "right", "both")
CANNOT = (
    "kneel", "prone", "supine", "side-lying", "floor", "single-leg-load", "weight-on-arms", "jump",
)  # fmt: skip
ASKED = {id: capital(says) for id, says in EQUIPMENT.items() if id not in AT_HAND}
"""What every home is taken to have is not asked."""
GOALS = {
    "walk": "Walk without trouble",
    "sit": "Sit in peace",
    "run": "Run",
    "lift": "Lift",
    "squat": "Squat deeper",
    "dance": "Dance",
    "jump": "Jump",
}
MINUTES = (10, 15, 20, 30, 45)


# -- conditions ----------------------------------------------------------------------------------------------------


def condition_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    told = dict(me.state.conditions.keys())
    return {**step_values(me, "conditions", form), "conditions": list(me.k.conditions.values()), "told": told}


@router.get("/start/conditions")
def conditions(request: Request, desk: TheDesk) -> Response:
    """What a clinician has told the person."""
    with desk.person() as me:
        return render(request, "conditions.html", condition_values(me))


@router.post("/start/conditions")
def keep_conditions(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps what is new and ends what no longer holds."""
    with desk.person() as me:
        chosen = form.many("condition", list(me.k.conditions))
        if chosen and "none" in form.fields:
            form.wrong["condition"] = "You ticked a condition. Save it, or take the tick away first."
        wanted: dict[tuple[str, Side | None], dict[str, Any]] = {}
        for id in chosen:
            entry = me.k.conditions[id]
            side: Any = None
            if entry.sided:
                side = form.choice(f"side-{id}", SIDES, f"{entry.name}: please say on which side.")
            wanted[(id, side)] = {"kind": "condition", "condition": id, "side": side}
        if form.wrong:
            return render(request, "conditions.html", condition_values(me, form), status=422)
        had = me.state.conditions
        ended = [
            {"kind": "condition", "condition": id, "side": side, "ended": True}
            for id, side in had
            if (id, side) not in wanted
        ]
        fresh = [fact for key, fact in wanted.items() if key not in had]
        if ended or fresh:
            me.add(*ended, *fresh)
        return go("/start/home" if me.state.profile.get("equipment") is None else "/start")


# -- what there is, and what for -----------------------------------------------------------------------------------


def home_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    cannot = {id: capital(me.k.demands[id].says) for id in CANNOT}
    return {**step_values(me, "home", form), "equipment": ASKED, "cannot_items": list(cannot.items())}


@router.get("/start/home")
def home(request: Request, desk: TheDesk) -> Response:
    """Equipment, and what the person cannot do."""
    with desk.person() as me:
        return render(request, "home.html", home_values(me))


@router.post("/start/home")
def keep_home(desk: TheDesk, form: TheForm) -> Response:
    """Keeps both lists; an empty one is an answer too."""
    with desk.person() as me:
        told = {"equipment": form.many("equipment", list(ASKED)), "cannot": form.many("cannot", CANNOT)}
        for field, asked in (
            ("equipment", ASKED),
            ("cannot", CANNOT),
        ):  # what was told elsewhere, and is not asked here
            told[field] += [id for id in me.state.profile.get(field) or () if id not in asked]
        me.add({"kind": "profile", **told})
        return go("/start")


def goal_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    own = me.state.profile.get("minutes")
    minutes = [(n, str(n)) for n in sorted({*MINUTES, *([own] if own else [])})]
    days = [(n, str(n)) for n in range(1, 8)]
    return {**step_values(me, "goals", form), "goals": GOALS, "minute_items": minutes, "day_items": days}


@router.get("/start/goals")
def goals(request: Request, desk: TheDesk) -> Response:
    """What for, how long, how often."""
    with desk.person() as me:
        return render(request, "goals.html", goal_values(me))


@router.post("/start/goals")
def keep_goals(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps goals, minutes and days a week."""
    with desk.person() as me:
        told: dict[str, Any] = {
            "goals": form.many("goals", list(GOALS)),
            "minutes": form.whole("minutes", 3, 180, "Please choose how many minutes you have."),
            "days_per_week": form.whole("days", 1, 7, "Please choose how many days a week."),
        }
        if form.wrong:
            return render(request, "goals.html", goal_values(me, form), status=422)
        others = [goal for goal in me.state.profile.get("goals") or () if goal not in GOALS]
        me.add({"kind": "profile", **told, "goals": [*told["goals"], *others]})
        return go("/start")


# -- the programme -------------------------------------------------------------------------------------------------


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


def programme_weeks(programme: Any) -> str:
    """How long a programme takes at the least."""
    last = programme.phases[-1].weeks
    end = last.end if last.end is not None else last.start
    return f"at least {end:g} weeks" if end else ""


@router.get("/start/programme")
def programme(request: Request, desk: TheDesk) -> Response:
    """The programmes, or a plan of one's own."""
    with desk.person() as me:
        return render(request, "programme.html", programme_values(me))


@router.post("/start/programme")
def keep_programme(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Takes up a programme."""
    with desk.person() as me:
        was_missing = first_missing(me) is not None
        ids = [*me.k.programmes, COMPOSED]
        id = form.choice("programme", ids, "Please choose a programme, or the plan of your own.")
        affected = form.choice("affected", SIDES)
        if id is not None and id != COMPOSED:
            entry = me.k.programmes[id]
            conditions = {condition for condition, _ in me.state.conditions}
            if conditions & set(entry.excludes):
                names = ", ".join(me.k.conditions[c].name for c in entry.excludes if c in conditions)
                form.wrong["programme"] = f"{entry.name} is not for you: {names}."
            elif entry.affected == "needed" and affected is None:
                form.wrong["affected"] = f"{entry.name} needs to know the affected side."
            affected = None if entry.affected == "none" else affected
        if form.wrong:
            return render(request, "programme.html", programme_values(me, form), status=422)
        me.add({"kind": "programme", "programme": id, "affected": affected})
        return go("/start" if was_missing else "/plan")
