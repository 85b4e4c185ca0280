"""The red-flag questions: first of all, by urgency, most urgent first. Each is answered; none is taken for granted.

A yes is kept only after it was confirmed, since from then on only a clinician lifts it. Until it is confirmed the
question stays open: nothing is offered, and it is asked again. A yes never turns into a no by leaving the page.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.assess import question
from turnout.knowledge.schema import RedFlag
from turnout.web.desk import Me
from turnout.web.forms import Form, TheForm
from turnout.web.intake import asked_again, first_missing
from turnout.web.pages import render
from turnout.web.routes._common import go, with_me

router = APIRouter(include_in_schema=False)

PAGES: tuple[tuple[str, ...], ...] = (("now",), ("same-day", "two-weeks"), ("before-starting",))
"""The urgencies asked about on one page. What needs help at once stands alone; its page is never mixed with others."""
TITLES = {
    "now": "First, what would need help at once",
    "same-day": "Next, what should be seen soon",
    "before-starting": "Last, what to clear before you begin",
}
SECTIONS = {
    "now": "Help is needed at once",
    "same-day": "To be seen the same day",
    "two-weeks": "To be seen within two weeks",
    "before-starting": "To be cleared before you begin",
}
Sections = list[tuple[str, list[RedFlag]]]


def open_page(me: Me) -> tuple[str, Sections] | None:
    """The first page with questions still to be answered: its name, and those questions by urgency."""
    ask = set(me.answer["ask"])
    for urgencies in PAGES:
        by_urgency = [(u, [f for f in me.k.red_flags.values() if f.urgency == u and f.id in ask]) for u in urgencies]
        sections = [(u, flags) for u, flags in by_urgency if flags]
        if sections:
            return urgencies[0], sections
    return None


def flags_of(sections: Sections) -> list[RedFlag]:
    """The questions of a page, in order."""
    return [flag for _, flags in sections for flag in flags]


def asks_of(me: Me, flags: list[RedFlag]) -> dict[str, str]:
    """How each question is put to this person."""
    return {flag.id: question(flag, me.state) for flag in flags}


def safety_values(me: Me, form: Form | None = None) -> dict[str, Any] | None:
    """What the page shows; None when nothing is left to ask."""
    page = open_page(me)
    if page is None:
        return None
    name, sections = page
    ask = set(me.answer["ask"])
    open_urgencies = {flag.urgency for flag in me.k.red_flags.values() if flag.id in ask}
    return {
        "page": name,
        "sections": [(SECTIONS[u], flags) for u, flags in sections],
        "asks": asks_of(me, flags_of(sections)),
        "count": len(flags_of(sections)),
        "title": TITLES[name],
        "why": asked_again(me),
        "done": sum(open_urgencies.isdisjoint(urgencies) for urgencies in PAGES),
        "pages": len(PAGES),
        "form": form or Form(),
    }


@router.get("/start/safety")
@with_me
def questions(request: Request, me: Me) -> Response:
    """The next page of questions."""
    if me.answer["stop"]:
        return go("/stop")
    values = safety_values(me)
    return go(after(me)) if values is None else render(request, "safety.html", values)


@router.post("/start/safety")
@with_me
def answers(request: Request, me: Me, form: TheForm) -> Response:
    """Keeps the answers of a page; a yes among them is confirmed first."""
    page = open_page(me)
    if page is None:
        return go(after(me))
    name, sections = page
    if form.text("group") != name:  # answered in another window meanwhile
        return go("/start/safety")
    flags = flags_of(sections)
    told = told_of(form, flags)
    yes = [flag for flag in flags if told.get(flag.id)]
    if "slip" in form.fields:
        for flag in yes:
            form.fields.pop(flag.id)
        return render(request, "safety.html", safety_values(me, form))
    if form.wrong:
        return render(request, "safety.html", safety_values(me, form), status=422)
    if yes and "sure" not in form.fields:
        values = {"page": name, "yes": yes, "told": told, "asks": asks_of(me, yes)}
        return render(request, "sure.html", values)
    me.add({"kind": "screen", "answers": told})
    return go("/stop" if yes else "/start/safety")


def after(me: Me) -> str:
    """Where the questions lead: on in the intake, or back to Today where they were only asked again."""
    return "/start" if first_missing(me) else "/?told=answers"


def told_of(form: Form, flags: list[RedFlag]) -> dict[str, bool]:
    """The answers given. A yes may stand alone; without one every question needs its answer, or the no to all."""
    answered = {flag.id: form.yes(flag.id) for flag in flags}
    told = {id: answer for id, answer in answered.items() if answer is not None}
    yes = any(told.values())
    if "none" in form.fields:
        if yes:
            form.wrong["none"] = "You answered yes to a question. Save your answers, or change that one first."
        return {flag.id: False for flag in flags}
    if not yes:
        for flag in flags:
            if flag.id not in told:
                form.wrong.setdefault(flag.id, f"{flag.name}: please answer yes or no.")
    return told
