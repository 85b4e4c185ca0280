"""GET /export and DELETE /person: the person's own rights."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from turnout.record import write_record
from turnout.web.api.facts import known_name
from turnout.web.api.shapes import PROBLEMS, Erased, Person
from turnout.web.desk import PERSON, TheDesk

router = APIRouter(prefix="/api/v1", tags=["person"])

LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "JSON Lines, one fact a line",
        "content": {"application/x-ndjson": {"example": '{"kind":"pain","at":"2026-01-05","side":"left","now":3}\n'}},
    }
}


@router.get("/export", response_class=Response, responses={**PROBLEMS, **LINES}, summary="The record as a file")
def export(desk: TheDesk, person: Person = PERSON) -> Response:
    """The whole record as JSON Lines. Importing it gives the same record."""
    with desk.person(known_name(person)) as me:
        return Response(write_record(me.facts), media_type="application/x-ndjson")


@router.delete("/person", response_model=Erased, responses=PROBLEMS, summary="Erase a person")
def erase(desk: TheDesk, person: Person = PERSON) -> dict[str, int]:
    """Erases the whole record for good. Nothing is kept; backups made elsewhere are not touched."""
    with desk.person(known_name(person)) as me:
        return {"erased": me.erase()}
