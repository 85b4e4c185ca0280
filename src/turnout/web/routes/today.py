"""Today: what is due, how long it takes, one button, why now."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web import words
from turnout.web.desk import Me, TheDesk
from turnout.web.following import Following, due_today, following
from turnout.web.pages import render
from turnout.web.routes._common import go
from turnout.web.routes.morning import morning_values, open_morning
from turnout.web.together import Group, groups, left_out

router = APIRouter(include_in_schema=False)

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@router.get("/")
def today(request: Request, desk: TheDesk, morning: str = "") -> Response:
    """The page of the day."""
    with desk.person() as me:
        answer = me.answer
        if not me.facts:
            return render(request, "welcome.html")
        if answer["stop"]:
            return go("/stop")
        if morning != "unknown" and open_morning(me):
            return render(request, "morning.html", morning_values(me))
        if answer["ask"]:
            values = {"why": answer["ask_why"], "count": len(answer["ask"]), "known": bool(me.state.screens)}
            return render(request, "ask.html", values)
        return render(request, "today.html", {"day": me.today, **today_values(me)})


def today_values(me: Me) -> dict[str, Any]:
    """What the page of the day shows, by what kind of day it is."""
    followed = following(me)
    answer = me.answer
    session = answer["session"]
    frequency = next((q for q in answer["questions"] if q["id"] == "frequency"), None)
    values: dict[str, Any] = {
        "session": session,
        "followed": followed,
        "frequency": frequency,
        "title": "",
        "why": [],
        "withheld": left_out(answer["withheld"], me.k),
        "groups": groups_of(followed, session),
        "phase": answer["phase"],
        "programme": me.plan.programme,
    }
    if followed is not None and followed.steps:
        if followed.finished or followed.next is None:
            return values | {"kind": "done", "title": "Done for today", "why": done_words(me)}
        open_steps = [step for step in followed.steps if step.status == "open"]
        title = title_of([step.item for step in open_steps], followed.minutes, left=True)
        return values | {"kind": "going", "title": title}
    if session is None:
        return values | {"kind": "nothing", "title": "Nothing can be offered today"}
    if not due_today(me):
        return values | {"kind": "rest", "title": "Rest today", "why": rest_words(me)}
    return values | {"kind": "due", "title": title_of(session["items"], session["minutes"]), "why": why_now(me)}


def groups_of(followed: Following | None, session: dict[str, Any] | None) -> list[Group]:
    """The items of today's session, else of the next one."""
    if followed is not None and followed.steps:
        return groups([step.item for step in followed.steps], followed.steps)
    return groups(session["items"]) if session else []


def title_of(items: list[dict[str, Any]], minutes: int, *, left: bool = False) -> str:
    """``Four moves, 18 minutes``."""
    count = len({item["exercise"] for item in items})
    moves = f"{number(count)} move{'' if count == 1 else 's'}"
    return f"{moves} left" if left else f"{moves}, {minutes} minute{'' if minutes == 1 else 's'}"


def number(count: int) -> str:
    """``Four``, ``23``."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def why_now(me: Me) -> list[str]:
    """Why there is a session today."""
    session, state = me.answer["session"], me.state
    out: list[str] = []
    if state.last_training is None:
        out.append(
            "Your first session. It starts small on purpose, so that the next morning can tell how much is right."
        )
    else:
        days = (me.today - state.last_training).days
        last = words.relative_day(state.last_training, me.today)
        ago = "" if days < 2 else f", {days} days ago"
        out.append(f"Your last session was {last}{ago}; the plan has {words.num(me.plan.per_week)} a week.")
    moved: list[str] = []
    for action, says in (("raise", "goes up a step"), ("lower", "is eased"), ("new", "is new")):
        names = list(dict.fromkeys(i["name"] for i in session["items"] if i["action"] == action))
        if names and not (action == "new" and state.last_training is None):
            verb = says if len(names) == 1 else says.replace("goes", "go").replace("is ", "are ")
            moved.append(f"{words.listing(names)} {verb}")
    if moved:
        out.append("; ".join(moved) + ".")
    return out


def rest_words(me: Me) -> list[str]:
    """Why today is a day of rest."""
    session = me.answer["session"]
    per_week = words.num(me.plan.per_week)
    nearest = words.relative_day(session["on"], me.today)
    last = me.state.last_training
    first = "Rest is the plan: it is when what you did takes effect."
    if last is None:
        return [first, f"The next session is {nearest}."]
    return [
        first,
        f"You trained {words.relative_day(last, me.today)}, and the plan has {per_week} sessions a week. "
        f"The next one is {nearest}.",
    ]


def done_words(me: Me) -> list[str]:
    """What comes after today's session."""
    out = ["Tomorrow morning we ask how each hip is. The answer decides what the next session may be."]
    session = me.answer["session"]
    if session is not None and not due_today(me):
        out.append(f"The next session is {words.relative_day(session['on'], me.today)}.")
    return out
