"""The morning after: how each hip is, 0 to 10, one tap each."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me

router = APIRouter(include_in_schema=False)


def open_morning(me: Me) -> dict[str, Any] | None:
    """The question about the morning after, while it is open."""
    return next((q for q in me.answer["questions"] if q["id"] == "next-day"), None)


def morning_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    question = open_morning(me)
    before = me.state.days[-1].baseline if question is not None and me.state.days else {}
    return {"question": question, "day": me.today, "before": before, "form": form or Form()}


@router.get("/morning")
@with_me
def morning(request: Request, me: Me) -> Response:
    """The question, or that there is none."""
    return render(request, "morning.html", morning_values(me))


@router.post("/morning")
@with_me
def answer(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps one answer for each side asked about."""
    question = open_morning(me)
    if question is None:
        return go("/")
    told = morning_facts(form, question["sides"], missing="Please choose a number from 0 to 10.")
    if form.wrong:
        return render(request, "morning.html", morning_values(me, form), status=422)
    me.add(*told)
    return go("/")


def morning_facts(form: Form, sides: list[str], *, missing: str | None) -> list[dict[str, Any]]:
    """The answers as facts; `both fine` is 0 on each side."""
    if "fine" in form.fields:
        return [{"kind": "next-day", "side": side, "pain": 0} for side in sides]
    told = [(side, form.whole(f"morning-{side}", 0, 10, missing)) for side in sides]
    return [{"kind": "next-day", "side": side, "pain": pain} for side, pain in told if pain is not None]
