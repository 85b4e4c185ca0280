"""Today: what is due, how long it takes, one button, why now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web import words
from turnout.web.desk import Me
from turnout.web.following import Following, due_today, following
from turnout.web.intake import asked_again, elsewhere, open_later, sore
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me
from turnout.web.routes.morning import morning_values, open_morning
from turnout.web.routes.wrong import changed
from turnout.web.together import Group, groups, left_out

router = APIRouter(include_in_schema=False)

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


WEEKS = 4
"""How far back Today looks, without a word about days left out."""


@router.get("/")
@with_me
def today(request: Request, me: Me, morning: str = "", told: str = "") -> Response:
    """The page of the day."""
    answer = me.answer
    if not me.facts:
        return render(request, "welcome.html")
    if answer["stop"]:
        return go("/stop")
    if morning != "unknown" and open_morning(me):
        return render(request, "morning.html", morning_values(me))
    if elsewhere(me) is not None:
        count = len(answer["ask"])
        return render(request, "ask.html", {"why": asked_again(me), "count": count})
    note = changed(me) if told else []
    return render(request, "today.html", {"day": me.today, "note": note, **today_values(me)})


def hurt(me: Me) -> list[dict[str, Any]]:
    """Moves left out because they hurt: whoever reads no further shall read this."""
    return [one for one in left_out(me.answer["withheld"], me.k) if one["why"][0]["criterion"] == "withheld-for-pain"]


def today_values(me: Me) -> dict[str, Any]:
    """What the page of the day shows, by what kind of day it is."""
    followed = following(me)
    answer = me.answer
    session = answer["session"]
    values: dict[str, Any] = {
        "session": session,
        "followed": followed,
        "frequency": next((q for q in answer["questions"] if q["id"] == "frequency"), None),
        "title": "",
        "why": [],
        "withheld": left_out(answer["withheld"], me.k),
        "groups": groups_of(followed, session),
        "phase": answer["phase"],
        "programme": me.plan.programme,
        "sore": sore_words(me),
        "hurt": hurt(me),
        "marks": marks(me),
        "later": open_later(me)[:1] if followed is None or followed.finished else [],
    }
    if followed is not None and followed.steps:
        if followed.finished or followed.next is None:
            return values | {"kind": "done", "title": "Done for today", "why": done_words(me)}
        open_steps = [step for step in followed.steps if step.status == "open"]
        title = title_of([step.item for step in open_steps], followed.minutes, left=True)
        return values | {"kind": "going", "title": title, "later": []}
    if session is None:
        return values | {"kind": "nothing", "title": "Nothing can be offered today"}
    if not due_today(me):
        return values | {"kind": "rest", "title": "Rest today", "why": rest_words(me)}
    title = title_of(session["items"], session["minutes"])
    return values | {"kind": "due", "title": title, "why": why_now(me), "later": []}


def sore_words(me: Me) -> str:
    """What to say where a side hurts above the limit: no encouragement to train; empty where none does."""
    hurts = [f"{words.num(pain)} of 10 on the {limb}" for limb, pain in sore(me).items()]
    if not hurts:
        return ""
    limit = words.num(me.k.rule["pain-stop"])
    return (
        f"Pain {words.listing(hurts)} is above {limit}: nothing loads that side. Resting altogether is a good choice."
    )


def marks(me: Me) -> dict[str, Any] | None:
    """The sessions of the last four weeks as quiet marks, oldest first; None on a day when a side hurts too much.

    There is no count of days in a row, so nothing can break.
    """
    if not me.state.days or sore(me):
        return None
    trained = {training.day for training in me.state.days[-7 * WEEKS :]}
    days = [me.today - timedelta(days=n) in trained for n in range(7 * WEEKS - 1, -1, -1)]
    count = sum(days)
    return {"days": days, "says": f"{number(count)} session{'' if count == 1 else 's'} in the last four weeks"}


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
