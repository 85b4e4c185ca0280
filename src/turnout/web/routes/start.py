"""Start: the intake, step by step. Each step is kept as soon as it is answered; one can come back to any of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.terms import LIMBS
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go

router = APIRouter(include_in_schema=False)

STEPS = ("safety", "you", "conditions", "home", "goals", "programme", "pain")
SEXES = {"f": "Female", "m": "Male", "x": "Neither, or rather not say"}
SITES = ("groin", "front of the hip", "side of the hip", "buttock", "thigh")


def first_missing(me: Me) -> str | None:
    """The first step of the intake not answered yet."""
    profile = me.state.profile
    if me.answer["ask"]:
        return "safety"
    if profile.get("born") is None or profile.get("sex") is None:
        return "you"
    if profile.get("equipment") is None:
        return "conditions"
    if profile.get("minutes") is None:
        return "goals"
    if me.state.programme is None:
        return "programme"
    return None if len(me.state.pain_now) == len(LIMBS) else "pain"


def step_values(me: Me, step: str, form: Form | None = None) -> dict[str, Any]:
    """What every step shows."""
    return {
        "step": step,
        "steps": STEPS,
        "at": STEPS.index(step),
        "profile": me.state.profile,
        "form": form or Form(),
        "again": first_missing(me) is None,
    }


@router.get("/start")
def start(request: Request, desk: TheDesk) -> Response:
    """On to the first step not answered; when all are, what was told, each with a way to change it."""
    with desk.person() as me:
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
        }
        return render(request, "start.html", values)


@router.get("/start/you")
def you(request: Request, desk: TheDesk) -> Response:
    """Who the person is."""
    with desk.person() as me:
        return render(request, "you.html", {**step_values(me, "you"), "sexes": SEXES})


@router.post("/start/you")
def keep_you(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps who the person is."""
    with desk.person() as me:
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


@router.get("/start/pain")
def pain(request: Request, desk: TheDesk) -> Response:
    """Pain now."""
    with desk.person() as me:
        return render(request, "pain.html", {**step_values(me, "pain"), "sites": SITES})


@router.post("/start/pain")
def keep_pain(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps pain now, per side."""
    with desk.person() as me:
        first = first_missing(me) is not None
        told = pain_facts(form)
        if form.wrong:
            return render(request, "pain.html", {**step_values(me, "pain", form), "sites": SITES}, status=422)
        me.add(*told)
        return go("/start/ready" if first else "/")


def pain_facts(form: Form) -> list[dict[str, Any]]:
    """Pain now on each side as facts, with where it is and the worst of the last days where told."""
    facts: list[dict[str, Any]] = []
    for side in LIMBS:
        now = form.whole(f"pain-{side}", 0, 10, f"Please choose a number for the {side} side.")
        site = form.choice(f"site-{side}", SITES)
        facts.append({"kind": "pain", "side": side, "now": now, "site": site})
    return facts


@router.get("/start/ready")
def ready(request: Request, desk: TheDesk) -> Response:
    """The intake is done: measure now, or later."""
    with desk.person() as me:
        offered = [me.k.measures[m["measure"]] for m in me.answer["measures"]["offered"]]
        ranges = [measure for measure in offered if measure.kind == "range"] or offered
        return render(
            request, "ready.html", {"ranges": ranges[:2], "blocked": bool(me.answer["ask"] or me.answer["stop"])}
        )
