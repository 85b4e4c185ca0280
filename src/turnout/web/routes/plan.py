"""Plan: the phases, what opens the next one and what is known of it, what is left out and why, the two weeks ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.report.gates import Leaf, leaves
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import TheForm
from turnout.web.pages import render
from turnout.web.routes._common import go
from turnout.web.together import groups, left_out

router = APIRouter(include_in_schema=False)


def gate_leaves(me: Me, verdict: dict[str, Any]) -> list[Leaf]:
    """A verdict's parts, each in words, with its own answer."""
    criterion = me.k.criteria.get(verdict["criterion"])
    return list(leaves(criterion.test, verdict["values"], me.k)) if criterion else []


@dataclass(frozen=True)
class Day:
    """A day of the fortnight."""

    on: date
    kind: str


def weeks_of(schedule: Sequence[dict[str, Any]]) -> list[list[Day | None]]:
    """The days ahead as rows of a calendar, Monday to Sunday; None before the first and after the last."""
    days = [Day(date.fromisoformat(entry["on"]), entry["kind"]) for entry in schedule]
    if not days:
        return []
    padded = [*[None] * days[0].on.weekday(), *days]
    padded += [None] * (-len(padded) % 7)
    return [padded[n : n + 7] for n in range(0, len(padded), 7)]


@router.get("/plan")
def plan(request: Request, desk: TheDesk, move: str = "") -> Response:
    """The page; of the next session's moves one is shown, the first by default."""
    with desk.person() as me:
        answer = me.answer
        together = groups(answer["session"]["items"]) if answer["session"] else []
        gates = [(verdict, gate_leaves(me, verdict)) for verdict in answer["verdicts"]]
        values = {
            "answer": answer,
            "groups": together,
            "shown": next((n for n in range(1, len(together) + 1) if str(n) == move), 1),
            "programme": me.plan.programme,
            "phase": answer["phase"],
            "gates": gates,
            "withheld": left_out(answer["withheld"], me.k),
            "weeks": weeks_of(answer["schedule"]),
            "first_session": next((day["on"] for day in answer["schedule"] if day["kind"] == "session"), None),
            "frequency": next((q for q in answer["questions"] if q["id"] == "frequency"), None),
            "profile": me.state.profile,
            "today": me.today,
            "chosen": me.state.programme is not None,
        }
        return render(request, "plan.html", values)


@router.post("/plan/frequency")
def frequency(desk: TheDesk, form: TheForm) -> Response:
    """Whose frequency counts, where a programme wants more days than there are."""
    with desk.person() as me:
        answer = form.choice("frequency", ("programme", "mine"))
        if answer is not None:
            me.add({"kind": "preference", "frequency": answer})
        return go("/plan")
