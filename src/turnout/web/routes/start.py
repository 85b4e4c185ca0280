"""Start: the intake, step by step. Each step is kept as soon as it is answered; one can come back to any of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.terms import LIMBS
from turnout.web.desk import Me
from turnout.web.following import due_today
from turnout.web.forms import Form, TheForm
from turnout.web.intake import STEPS, elsewhere, first_missing, open_later
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me

router = APIRouter(include_in_schema=False)

SEXES = {"f": "Female", "m": "Male", "x": "Neither, or rather not say"}
SITES = ("groin", "front of the hip", "side of the hip", "buttock", "thigh")


def step_values(me: Me, step: str, form: Form | None = None) -> dict[str, Any]:
    """What every step shows."""
    return {
        "step": step,
        "steps": STEPS,
        "at": STEPS.index(step) if step in STEPS else STEPS.index("pain"),
        "profile": me.state.profile,
        "form": form or Form(),
        "again": first_missing(me) is None,
    }


@router.get("/start")
@with_me
def start(request: Request, me: Me) -> Response:
    """On to the first step not answered; when all are, what was told, each with a way to change it."""
    if me.answer["stop"]:
        return go("/stop")
    missing = first_missing(me)
    if missing is not None:
        return go(f"/start/{missing}")
    conditions = [(me.k.conditions[c.condition].name, c.side) for c in me.state.conditions.values()]
    values = {
        "profile": me.state.profile,
        "conditions": conditions,
        "sexes": SEXES,
        "programme": me.plan.programme,
        "affected": me.state.programme.affected if me.state.programme else None,
        "pain": me.state.told_now,
        "later": open_later(me),
    }
    return render(request, "start.html", values)


@router.get("/start/you")
@with_me
def you(request: Request, me: Me) -> Response:
    """Who the person is."""
    return render(request, "you.html", {**step_values(me, "you"), "sexes": SEXES})


@router.post("/start/you")
@with_me
def keep_you(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps who the person is."""
    told = {
        "born": form.whole("born", 1900, me.today.year, "Please give the year you were born, such as 1992."),
        "sex": form.choice("sex", tuple(SEXES), "Please choose one; it decides which usual values fit you."),
        "mass_kg": form.number("mass_kg", 20, 400),
        "height_cm": form.number("height_cm", 80, 260),
    }
    if form.wrong:
        return render(request, "you.html", {**step_values(me, "you", form), "sexes": SEXES}, status=422)
    me.add({"kind": "profile", **told})
    return go("/start")


def pain_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page about pain shows."""
    first = elsewhere(me) is None and me.state.last_training is None and not me.state.reading_count
    return {**step_values(me, "pain", form), "sites": SITES, "measure_first": first}


@router.get("/start/pain")
@with_me
def pain(request: Request, me: Me) -> Response:
    """Pain now."""
    return render(request, "pain.html", pain_values(me))


@router.post("/start/pain")
@with_me
def keep_pain(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps pain now, per side; after the intake the first session follows, or the measurements where wished."""
    first = first_missing(me) is not None
    told = no_pain(form) if "nothing" in form.fields else pain_facts(form)
    if form.wrong:
        return render(request, "pain.html", pain_values(me, form), status=422)
    me.add(*told)
    if not first:
        return go("/")
    if first_missing(me) is not None:
        return go("/start")
    if "measure" in form.fields:
        return go("/start/ready")
    return go("/play" if elsewhere(me) is None and due_today(me) else "/")


def no_pain(form: Form) -> list[dict[str, Any]]:
    """No pain on either side, said in one tap; not where a number beside it says otherwise."""
    for side in LIMBS:
        if form.text(f"pain-{side}") not in (None, "0"):
            form.wrong[f"pain-{side}"] = f"You gave a number for the {side} side. Save it, or choose 0 there."
    return [{"kind": "pain", "side": side, "now": 0} for side in LIMBS]


def pain_facts(form: Form, *, some: bool = False) -> list[dict[str, Any]]:
    """Pain now on each side as facts, with where it is and the worst of the last days where told.

    Args:
        form: what was sent.
        some: one side alone is an answer too.
    """
    facts: list[dict[str, Any]] = []
    for side in LIMBS:
        now = form.whole(f"pain-{side}", 0, 10, None if some else f"Please choose a number for the {side} side.")
        site = form.choice(f"site-{side}", SITES)
        worst = form.whole(f"worst-{side}", 0, 10)
        if now is None and (site is not None or worst is not None):
            form.wrong.setdefault(f"pain-{side}", f"Please choose a number for pain now on the {side} side.")
        if now is not None and worst is not None and worst < now:
            form.wrong[f"worst-{side}"] = f"The worst on the {side} side cannot be less than the pain now."
        if now is not None:
            facts.append({"kind": "pain", "side": side, "now": now, "site": site, "worst": worst})
    if some and not facts and not form.wrong:
        form.wrong["pain-left"] = "Please choose a number for the side that hurts."
    return facts


@router.get("/start/ready")
@with_me
def ready(request: Request, me: Me) -> Response:
    """The intake is done: measure now, or begin."""
    offered = [me.k.measures[m["measure"]] for m in me.answer["measures"]["offered"]]
    ranges = [measure for measure in offered if measure.kind == "range"] or offered
    return render(request, "ready.html", {"ranges": ranges[:2], "blocked": elsewhere(me) is not None})
