"""Today's session: the questions before it, its items one by one, a set at a time, and its end."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.terms import LIMBS, RecordError
from turnout.web.desk import Me
from turnout.web.following import Following, Step, due_today, following, minutes_since, offered_fact
from turnout.web.forms import Form, TheForm
from turnout.web.intake import elsewhere, flags_told_today, pain_untold
from turnout.web.logging_sets import FELT_SIDES, REASONS, bout_facts, clean_facts, set_fact, two_sided
from turnout.web.pages import render
from turnout.web.routes._common import go, guarded
from turnout.web.routes.morning import morning_facts, open_morning
from turnout.web.together import groups
from turnout.web.words import SYMPTOMS, capital, side_of

router = APIRouter(include_in_schema=False)


# -- before --------------------------------------------------------------------------------------------------------


def before_values(me: Me, form: Form | None = None) -> dict[str, Any]:
    """What the page before a session shows: nothing is asked again that was told today."""
    return {
        "morning": open_morning(me),
        "asks_new": not flags_told_today(me),
        "asks_pain": pain_untold(me),
        "session": me.answer["session"],
        "form": form or Form(),
        "day": me.today,
    }


@router.get("/session")
@guarded
def session(request: Request, me: Me) -> Response:
    """The session as offered today; before that, what must be asked first."""
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
@guarded
def begin(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps the answers before the session, then offers it, once a day."""
    if following(me) is not None or not due_today(me):
        return go("/session")
    facts = facts_before(me, form)
    if form.wrong:
        return render(request, "before.html", before_values(me, form), status=422)
    if facts:
        me.add(*facts)
    first = elsewhere(me)
    if first is not None:
        return go(first)
    if due_today(me):
        me.store([me.fact(offered_fact(me))])  # refused where another window was quicker: its offer counts
    return go("/session" if following(me) is not None else "/")


def facts_before(me: Me, form: Form) -> list[dict[str, Any]]:
    """The answers before a session. What was told today need not be told again, and may be."""
    facts: list[dict[str, Any]] = []
    question = open_morning(me)
    if question is not None:
        facts += morning_facts(form, question["sides"], missing=None)
    untold = pain_untold(me)
    for side in LIMBS:
        missing = f"Please choose a number for the {side} side." if side in untold else None
        now = form.whole(f"pain-{side}", 0, 10, missing)
        if now is not None:
            facts.append({"kind": "pain", "side": side, "now": now})
    new = form.yes("new", None if flags_told_today(me) else "Please say whether there is anything new.")
    if new is not None:
        facts.append({"kind": "screen", "anything_new": new})
    return facts


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
        "felt_items": list(FELT_SIDES.items()) if two_sided(step.item, me) else [],
        "limit": me.k.rule["pain-stop"],
        "weighs": bool(weighs),
        "form": form or Form(),
    }


@router.get("/session/{number}")
@guarded
def item(request: Request, me: Me, number: int) -> Response:
    """One item: how to, and where to log the next set."""
    found = step_of(me, number)
    return go("/session") if found is None else render(request, "item.html", item_values(me, *found))


@router.post("/session/{number}/set")
@guarded
def keep_set(request: Request, me: Me, number: int, form: TheForm) -> Response:
    """Keeps a set. Pain above 5 or a symptom ends the exercise on this side; the page says so and moves on."""
    found = step_of(me, number)
    if found is None:
        return go("/session")
    followed, step = found
    if step.status != "open" or form.text("set") != str(step.next_set):  # sent twice, or from another window
        return go(f"/session/{number}")
    fact = set_fact(form, step, me)
    if form.wrong:
        return render(request, "item.html", item_values(me, followed, step, form), status=422)
    me.add(fact, *clean_facts(fact, step))
    return go(elsewhere(me) or f"/session/{number}")


@router.post("/session/{number}/again")
@guarded
def once_more(request: Request, me: Me, number: int, form: TheForm) -> Response:
    """Keeps a further bout of what is asked for several times a day: no more volume, no second session."""
    found = step_of(me, number)
    if found is None:
        return go("/session")
    followed, step = found
    if step.status != "done" or step.next_bout is None or form.text("bout") != str(step.next_bout):
        return go(f"/session/{number}")
    facts = bout_facts(form, step, me)
    if form.wrong:
        return render(request, "item.html", item_values(me, followed, step, form), status=422)
    me.add(*facts)
    return go(elsewhere(me) or f"/session/{number}")


@router.post("/session/{number}/skip")
@guarded
def skip(request: Request, me: Me, number: int, form: TheForm) -> Response:
    """Leaves an item out, with a reason."""
    found = step_of(me, number)
    if found is None or found[1].status != "open":
        return go("/session")
    followed, step = found
    reason = form.choice("reason", tuple(REASONS), "Please choose a reason.")
    if form.wrong:
        return render(request, "item.html", item_values(me, followed, step, form), status=422)
    me.add({"kind": "skip", "exercise": step.item["exercise"], "side": step.item["side"], "reason": reason})
    after = following(me)
    upcoming = after.after(number) if after else None
    return go(f"/session/{upcoming.number}" if upcoming else "/session")


@router.post("/session/{number}/undo")
@guarded
def undo(me: Me, number: int) -> Response:
    """Takes back the last set, where it was a slip. The set stays in the record; a correction withdraws it."""
    found = step_of(me, number)
    if found is None or not found[1].sets:
        return go("/session")
    last = (found[1].later or found[1].sets)[-1]
    if last.symptoms:
        raise RecordError("a set with a symptom stays; tell a clinician if it was a slip")
    me.add({"kind": "correction", "replaces": last.id, "note": "taken back: a slip"})
    return go(f"/session/{number}")


@router.post("/session/finish")
@guarded
def finish(request: Request, me: Me, form: TheForm) -> Response:
    """Ends the session."""
    followed = following(me)
    if followed is None:
        return go("/session")
    minutes = form.whole("minutes", 0, 600)
    if form.wrong:
        return render(request, "session.html", {**session_values(me, followed), "form": form}, status=422)
    left = [f"{step.item['name']}, {side_of(step.item).lower()}" for step in followed.steps if step.status == "open"]
    note = capital("not done: " + "; ".join(left))[:4000] if left else None
    me.add({"kind": "session", "done": True, "minutes": minutes, "note": note})
    return go("/")
