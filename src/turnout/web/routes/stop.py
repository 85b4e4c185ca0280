"""The stop: how soon to see someone, why, and how a clinician's clearance is entered. Nothing else is offered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.track.fold import NOBODY
from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.words import HEADINGS

router = APIRouter(include_in_schema=False)

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
@with_me
def stop(request: Request, me: Me) -> Response:
    """The stop page, while there is a stop."""
    return go("/") if me.answer["stop"] is None else render(request, "stop.html", stop_values(me))


@router.post("/stop/clearance")
@with_me
def clear(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps a named, dated clearance for each flag ticked."""
    if me.answer["stop"] is None:
        return go("/")
    chosen = form.many("flag", me.answer["stop"]["flags"])
    if not chosen:
        form.wrong["flag"] = "Please tick what was cleared."
    name = clinician(form, me)
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


def clinician(form: Form, me: Me) -> str | None:
    """The name under which a clinician signs; nobody signs for themselves."""
    name = form.text("by", most=120)
    if name is None:
        form.wrong.setdefault("by", "Please give the name of the clinician.")
    elif name.lower() in (*NOBODY, me.person.lower()):
        form.wrong["by"] = "Please give the clinician’s own name; nobody signs for themselves."
    return name


def _too_early(me: Me, flag: str, day: str) -> bool:
    """Whether a clearance is older than the answer it is to lift."""
    return me.k.red_flags[flag].urgency != OLD_STORY and day < me.state.flags[flag].day.isoformat()
