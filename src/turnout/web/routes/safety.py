"""The red-flag questions: first of all, in groups, most urgent first. Each is answered; none is taken for granted."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.knowledge.schema import RedFlag
from turnout.terms import URGENCIES
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go

router = APIRouter(include_in_schema=False)

TITLES = {
    "now": "First, what would need help at once",
    "same-day": "What should be seen today",
    "two-weeks": "What a doctor should look at soon",
    "before-starting": "What to clear before you begin",
}


def open_group(me: Me) -> tuple[str, list[RedFlag]] | None:
    """The most urgent group with questions still to be answered."""
    ask = set(me.answer["ask"])
    for urgency in URGENCIES:
        flags = [flag for flag in me.k.red_flags.values() if flag.urgency == urgency and flag.id in ask]
        if flags:
            return urgency, flags
    return None


def safety_values(me: Me, form: Form | None = None) -> dict[str, Any] | None:
    """What the page shows; None when nothing is left to ask."""
    group = open_group(me)
    if group is None:
        return None
    urgency, flags = group
    ask = set(me.answer["ask"])
    groups = [u for u in URGENCIES if any(f.urgency == u for f in me.k.red_flags.values())]
    left = {flag.urgency for flag in me.k.red_flags.values() if flag.id in ask}
    return {
        "urgency": urgency,
        "flags": flags,
        "title": TITLES[urgency],
        "why": me.answer["ask_why"] if me.state.screens else "",
        "groups": [(u, u not in left) for u in groups],
        "form": form or Form(),
    }


@router.get("/start/safety")
def questions(request: Request, desk: TheDesk) -> Response:
    """The next group of questions."""
    with desk.person() as me:
        if me.answer["stop"]:
            return go("/stop")
        values = safety_values(me)
        return go("/start") if values is None else render(request, "safety.html", values)


@router.post("/start/safety")
def answers(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps the answers of a group. A yes counts at once, even while other answers are missing."""
    with desk.person() as me:
        group = open_group(me)
        if group is None:
            return go("/start")
        urgency, flags = group
        if form.text("group") != urgency:  # answered in another window meanwhile
            return go("/start/safety")
        told: dict[str, bool] = {}
        for flag in flags:
            answer = form.yes(flag.id)
            if answer is not None:
                told[flag.id] = answer
        yes = [id for id, answer in told.items() if answer]
        if "none" in form.fields:
            if yes:
                form.wrong["none"] = "You answered yes to a question. Save your answers, or change that one first."
            else:
                told = {flag.id: False for flag in flags}
        elif not yes:
            for flag in flags:
                if flag.id not in told:
                    form.wrong[flag.id] = f"{flag.name}: please answer yes or no."
        if form.wrong:
            return render(request, "safety.html", safety_values(me, form), status=422)
        me.add({"kind": "screen", "answers": told})
        return go("/stop" if yes else "/start/safety")
