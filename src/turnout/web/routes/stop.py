"""The stop: how soon to see someone, why, and how a clinician's clearance is entered. Nothing else is offered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go

router = APIRouter(include_in_schema=False)

HEADINGS = {
    "now": "Please get help now",
    "same-day": "Please see a clinician today",
    "two-weeks": "Please see a doctor within two weeks",
    "before-starting": "Please ask a clinician before you start",
}
OLD_STORY = "before-starting"
"""These questions are about the past: a go-ahead given before the question was answered here counts too."""


def stop_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    stop = me.answer["stop"]
    flags = [me.k.red_flags[id] for id in stop["flags"]]
    return {
        "stop": stop,
        "flags": flags,
        "heading": HEADINGS[stop["urgency"]],
        "today": me.today,
        "answered": {flag.id: me.state.flags[flag.id].day for flag in flags},
        "form": form or Form(),
    }


@router.get("/stop")
def stop(request: Request, desk: TheDesk) -> Response:
    """The stop page, while there is a stop."""
    with desk.person() as me:
        if me.answer["stop"] is None:
            return go("/")
        return render(request, "stop.html", stop_values(me))


@router.post("/stop/clearance")
def clear(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps a named, dated clearance for each flag ticked."""
    with desk.person() as me:
        if me.answer["stop"] is None:
            return go("/")
        flags: list[str] = me.answer["stop"]["flags"]
        chosen = form.many("flag", flags)
        if not chosen:
            form.wrong["flag"] = "Please tick what was cleared."
        name = form.text("by", most=120)
        if name is None:
            form.wrong.setdefault("by", "Please give the name of the clinician.")
        day = form.day("on", "Please give the date of the clearance.")
        if day is not None:
            early = [id for id in chosen if _too_early(me, id, day.isoformat())]
            if day > me.today:
                form.wrong["on"] = "This date lies in the future."
            elif early:
                form.wrong["on"] = "The clearance must have been given on or after the day of your answer."
        if form.wrong or day is None:
            return render(request, "stop.html", stop_values(me, form), status=422)
        me.add(*({"kind": "clearance", "flag": id, "by": name, "cleared_on": day.isoformat()} for id in chosen))
        return go("/")


def _too_early(me: Me, flag: str, day: str) -> bool:
    """Whether a clearance is older than the answer it is to lift."""
    return me.k.red_flags[flag].urgency != OLD_STORY and day < me.state.flags[flag].day.isoformat()
