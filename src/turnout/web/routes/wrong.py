"""Something is wrong: pain that is new or worse, something else that is new, or a slip of the finger.

In: what the person says. Out: facts about pain, or all red flags open again; then the stop, the questions, or Today
with what has changed by it. Nothing here is kept before it is said outright.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web.desk import Me
from turnout.web.following import following
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.routes.start import SITES, pain_facts
from turnout.web.words import listing, num, side_of

router = APIRouter(include_in_schema=False)


def wrong_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page shows."""
    followed = following(me)
    back = "/session" if followed is not None and not followed.finished and followed.next else "/"
    return {"sites": SITES, "back": back, "form": form or Form()}


@router.get("/wrong")
@with_me
def wrong(request: Request, me: Me) -> Response:
    """The page, open at any time; where a stop stands, that comes first."""
    return go("/stop") if me.answer["stop"] else render(request, "wrong.html", wrong_values(me))


@router.post("/wrong/pain")
@with_me
def pain(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps pain that is new or worse, on one side or both."""
    told = pain_facts(form, some=True)
    if form.wrong:
        return render(request, "wrong.html", wrong_values(me, form), status=422)
    me.add(*told)
    return onward(me)


@router.post("/wrong/new")
@with_me
def new(me: Me) -> Response:
    """Something else is new: every red flag is asked again before anything goes on."""
    if not me.answer["stop"]:
        me.add({"kind": "screen", "anything_new": True})
    return onward(me)


def onward(me: Me) -> Response:
    """Where something told leads: the stop, the open questions, or Today, which says what has changed."""
    if me.answer["stop"]:
        return go("/stop")
    return go("/start/safety" if me.answer["ask"] else "/?told=pain")


def changed(me: Me) -> list[str]:
    """What the pain told today means for today, in sentences."""
    limit, hold = me.k.rule["pain-stop"], me.k.rule["pain-progress"]
    out: list[str] = []
    for limb, (day, pain) in me.state.told_now.items():
        if day == me.today and pain > limit:
            out.append(f"Pain {num(pain)} of 10 on the {limb}: nothing loads this side today.")
        elif day == me.today and pain > hold:
            out.append(f"Pain {num(pain)} of 10 on the {limb}: go on only as far as it stays there or falls.")
        elif day == me.today:
            out.append(f"Pain {num(pain)} of 10 on the {limb}: noted.")
    followed = following(me)
    gone = [step.item for step in followed.steps if step.status == "withheld"] if followed else []
    if gone:
        names = (f"{item['name']}, {side_of(item).lower()}" for item in gone)
        out.append(f"Left out of today’s session now: {listing(names)}.")
    return out
