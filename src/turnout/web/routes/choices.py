"""Steps of the intake with something to choose from: what to leave out, what is at hand, goals and time."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.planning.available import AT_HAND
from turnout.terms import Side
from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.intake import first_missing
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.routes.start import step_values
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


# -- what to leave out ---------------------------------------------------------------------------------------------


def condition_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    return {
        **step_values(me, "conditions", form),
        "conditions": list(me.k.conditions.values()),
        "told": dict(me.state.conditions.keys()),
        "cannot_items": [(id, capital(me.k.demands[id].says)) for id in CANNOT],
    }


@router.get("/start/conditions")
@with_me
def conditions(request: Request, me: Me) -> Response:
    """What a clinician has told the person, and what they cannot do."""
    return render(request, "conditions.html", condition_values(me))


@router.post("/start/conditions")
@with_me
def keep_conditions(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps what is new and ends what no longer holds. Nothing ticked is an answer only when it is said."""
    wanted = wanted_conditions(me, form)
    cannot = form.many("cannot", CANNOT)
    if (wanted or cannot) and "none" in form.fields:
        form.wrong["condition"] = "You ticked something. Save it, or take the tick away first."
    elif not (wanted or cannot or form.wrong or "none" in form.fields):
        form.wrong["condition"] = "Please tick what is so, or say that none of these is."
    if form.wrong:
        return render(request, "conditions.html", condition_values(me, form), status=422)
    had = me.state.conditions
    gone = ({"kind": "condition", "condition": id, "side": s, "ended": True} for id, s in had if (id, s) not in wanted)
    fresh = (fact for key, fact in wanted.items() if key not in had)
    others = [id for id in me.state.profile.get("cannot") or () if id not in CANNOT]
    me.add(*gone, *fresh, {"kind": "profile", "cannot": [*cannot, *others]})
    return go("/start")


def wanted_conditions(me: Me, form: Form) -> dict[tuple[str, Side | None], dict[str, Any]]:
    """The conditions ticked, each with its side."""
    wanted: dict[tuple[str, Side | None], dict[str, Any]] = {}
    for id in form.many("condition", list(me.k.conditions)):
        entry = me.k.conditions[id]
        side: Any = None
        if entry.sided:
            side = form.choice(f"side-{id}", SIDES, f"{entry.name}: please say on which side.")
        wanted[(id, side)] = {"kind": "condition", "condition": id, "side": side}
    return wanted


# -- what there is, and what for -----------------------------------------------------------------------------------


def home_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    return {**step_values(me, "home", form), "equipment": ASKED}


@router.get("/start/home")
@with_me
def home(request: Request, me: Me) -> Response:
    """What is at hand."""
    return render(request, "home.html", home_values(me))


@router.post("/start/home")
@with_me
def keep_home(me: Me, form: TheForm) -> Response:
    """Keeps what is at hand; nothing ticked is an answer too. What is not asked here stays as it was told."""
    others = [id for id in me.state.profile.get("equipment") or () if id not in ASKED]
    me.add({"kind": "profile", "equipment": [*form.many("equipment", list(ASKED)), *others]})
    return go("/start")


def goal_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    own = me.state.profile.get("minutes")
    minutes = [(n, str(n)) for n in sorted({*MINUTES, *([own] if own else [])})]
    days = [(n, str(n)) for n in range(1, 8)]
    return {**step_values(me, "goals", form), "goals": GOALS, "minute_items": minutes, "day_items": days}


@router.get("/start/goals")
@with_me
def goals(request: Request, me: Me) -> Response:
    """What for, how long, how often."""
    return render(request, "goals.html", goal_values(me))


@router.post("/start/goals")
@with_me
def keep_goals(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps goals, minutes and days a week."""
    told: dict[str, Any] = {
        "goals": form.many("goals", list(GOALS)),
        "minutes": form.whole("minutes", 3, 180, "Please choose how many minutes you have."),
        "days_per_week": form.whole("days", 1, 7, "Please choose how many days a week."),
    }
    if form.wrong:
        return render(request, "goals.html", goal_values(me, form), status=422)
    others = [goal for goal in me.state.profile.get("goals") or () if goal not in GOALS]
    me.add({"kind": "profile", **told, "goals": [*told["goals"], *others]})
    return go("/start" if first_missing(me) is not None else "/")
