"""Today's session: the question before it, its items one by one, a set at a time, and its end."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.terms import LIMBS, RecordError
from turnout.web.desk import Me, TheDesk
from turnout.web.following import Following, Step, due_today, following, minutes_since, offered_fact
from turnout.web.forms import Form, TheForm
from turnout.web.logging_sets import REASONS, clean_facts, set_fact
from turnout.web.pages import render
from turnout.web.routes._common import go
from turnout.web.routes.morning import morning_facts, open_morning
from turnout.web.together import groups
from turnout.web.words import SYMPTOMS, capital, side_of

router = APIRouter(include_in_schema=False)


def elsewhere(me: Me) -> str | None:
    """Where to go first: a stop, or questions still open."""
    if me.answer["stop"]:
        return "/stop"
    return "/start" if me.answer["ask"] else None


# -- before --------------------------------------------------------------------------------------------------------


def before_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page before a session shows."""
    return {"morning": open_morning(me), "session": me.answer["session"], "form": form or Form(), "day": me.today}


@router.get("/session")
def session(request: Request, desk: TheDesk) -> Response:
    """The session as offered today; before that, what must be asked first."""
    with desk.person() as me:
        first = elsewhere(me)
        if first is not None:
            return go(first)
        followed = following(me)
        if followed is None:
            return render(request, "before.html", before_values(me)) if due_today(me) else go("/")
        return render(request, "session.html", session_values(me, followed))


def session_values(me: Me, followed: Following) -> dict[str, Any]:
    """What the overview shows."""
    return {
        "followed": followed,
        "groups": groups([step.item for step in followed.steps], followed.steps),
        "day": me.today,
        "minutes": minutes_since(followed.at, me.now),
        "form": Form(),
    }


@router.post("/session/begin")
def begin(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keeps the answers before the session, then offers it, once a day."""
    with desk.person() as me:
        first = elsewhere(me)
        if first is not None:
            return go(first)
        if following(me) is not None or not due_today(me):
            return go("/session")
        new = form.yes("new", "Please say whether there is anything new.")
        facts: list[dict[str, Any]] = []
        question = open_morning(me)
        if question is not None:
            facts += morning_facts(form, question["sides"], missing=None)
        for side in LIMBS:
            now = form.whole(f"pain-{side}", 0, 10, f"Please choose a number for the {side} side.")
            facts.append({"kind": "pain", "side": side, "now": now})
        if form.wrong:
            return render(request, "before.html", before_values(me, form), status=422)
        facts.append({"kind": "screen", "anything_new": new})
        me.add(*facts)
        first = elsewhere(me)
        if first is not None:
            return go(first)
        if due_today(me):
            me.store([me.fact(offered_fact(me))])  # refused where another window was quicker: its offer counts
        return go("/session" if following(me) is not None else "/")


# -- one item ------------------------------------------------------------------------------------------------------


def step_of(me: Me, number: int) -> tuple[Following, Step] | None:
    """An item of today's session; None where no session was offered today."""
    followed = following(me)
    if followed is None:
        return None
    for step in followed.steps:
        if step.number == number:
            return followed, step
    raise HTTPException(404, "Today's session has no such item.")


def item_values(me: Me, followed: Following, step: Step, form: Form | None = None) -> dict[str, Any]:
    """What an item's page shows."""
    entry = me.k.exercises[step.item["exercise"]]
    level = me.k.ladders[entry.id][me.k.rung_of[(entry.id, step.item["level"])]]
    upcoming = followed.after(step.number)
    weighs = {*entry.equipment, *level.equipment} & {"dumbbell", "kettlebell", "medicine-ball", "weight"}
    return {
        "followed": followed,
        "step": step,
        "item": step.item,
        "entry": entry,
        "level": level,
        "words": me.k.words[entry.id],
        "upcoming": upcoming if upcoming and upcoming.number != step.number else None,
        "symptom_items": [(id, capital(says)) for id, says in SYMPTOMS.items()],
        "skip_items": list(REASONS.items()),
        "limit": me.k.rule["pain-stop"],
        "weighs": bool(weighs),
        "form": form or Form(),
    }


@router.get("/session/{number}")
def item(request: Request, desk: TheDesk, number: int) -> Response:
    """One item: how to, and where to log the next set."""
    with desk.person() as me:
        first = elsewhere(me)
        if first is not None:
            return go(first)
        found = step_of(me, number)
        if found is None:
            return go("/session")
        return render(request, "item.html", item_values(me, *found))


@router.post("/session/{number}/set")
def keep_set(request: Request, desk: TheDesk, number: int, form: TheForm) -> Response:
    """Keeps a set. Pain above 5 or a symptom ends the exercise on this side; the page says so and moves on."""
    with desk.person() as me:
        first = elsewhere(me)
        if first is not None:
            return go(first)
        found = step_of(me, number)
        if found is None:
            return go("/session")
        followed, step = found
        if step.status != "open" and not (step.status == "done" and "more" in form.fields):
            return go(f"/session/{number}")
        if form.text("set") != str(step.next_set):  # sent twice, or from another window
            return go(f"/session/{number}")
        fact = set_fact(form, step, me)
        if form.wrong:
            return render(request, "item.html", item_values(me, followed, step, form), status=422)
        me.add(fact, *clean_facts(fact, step))
        return go(_onward(me, number))


def _onward(me: Me, number: int) -> str:
    """Where a logged set leads: the next set, or the page that says how the item ended."""
    return elsewhere(me) or f"/session/{number}"


@router.post("/session/{number}/skip")
def skip(request: Request, desk: TheDesk, number: int, form: TheForm) -> Response:
    """Leaves an item out, with a reason."""
    with desk.person() as me:
        found = step_of(me, number)
        if found is None:
            return go("/session")
        followed, step = found
        if step.status != "open":
            return go("/session")
        reason = form.choice("reason", tuple(REASONS), "Please choose a reason.")
        if form.wrong:
            return render(request, "item.html", item_values(me, followed, step, form), status=422)
        me.add({"kind": "skip", "exercise": step.item["exercise"], "side": step.item["side"], "reason": reason})
        return go(_next_page(me, number))


@router.post("/session/{number}/undo")
def undo(desk: TheDesk, number: int) -> Response:
    """Takes back the last set, where it was a slip. The set stays in the record; a correction withdraws it."""
    with desk.person() as me:
        found = step_of(me, number)
        if found is None or not found[1].sets:
            return go("/session")
        last = found[1].sets[-1]
        if last.symptoms:
            raise RecordError("a set with a symptom stays; tell a clinician if it was a slip")
        me.add({"kind": "correction", "replaces": last.id, "note": "taken back: a slip"})
        return go(f"/session/{number}")


def _next_page(me: Me, number: int) -> str:
    followed = following(me)
    upcoming = followed.after(number) if followed else None
    return f"/session/{upcoming.number}" if upcoming else "/session"


@router.post("/session/finish")
def finish(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Ends the session."""
    with desk.person() as me:
        followed = following(me)
        if followed is None:
            return go("/session")
        minutes = form.whole("minutes", 0, 600)
        if form.wrong:
            return render(request, "session.html", {**session_values(me, followed), "form": form}, status=422)
        done = all(step.status != "open" for step in followed.steps)
        left = [
            f"{step.item['name']}, {side_of(step.item).lower()}" for step in followed.steps if step.status == "open"
        ]
        me.add(
            {
                "kind": "session",
                "done": True,
                "minutes": minutes,
                "note": None if done else capital("not done: " + "; ".join(left))[:4000],
            }
        )
        return go("/")
