"""GET /plan: the answer for a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from turnout.web.api.facts import known_name
from turnout.web.api.shapes import PROBLEMS, Person, Plan
from turnout.web.desk import PERSON, TheDesk

router = APIRouter(prefix="/api/v1", tags=["plan"])

FARTHEST = 366
"""A plan is made for so many days ahead at most, and for any day of the past."""


@router.get("/plan", response_model=Plan, responses=PROBLEMS, summary="The plan for a day")
def plan(
    desk: TheDesk,
    on: Annotated[str | None, Query(description="The day; today where left out.", examples=["2026-01-12"])] = None,
    person: Person = PERSON,
) -> dict[str, Any]:
    """What is to be done on a day, and why, from the facts up to that day. The same facts give the same answer."""
    with desk.person(known_name(person)) as me:
        day = me.today if on is None else _day(on)
        if not day.year >= 1900 or (day - me.today).days > FARTHEST:
            raise HTTPException(422, f"on: a day from 1900 to at most {FARTHEST} days ahead is needed.")
        return me.answer_on(day)


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise HTTPException(422, "on: a date such as 2026-01-12 is needed.") from None
