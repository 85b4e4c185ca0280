"""GET /library: everything Turnout knows how to do, measure and follow."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException

from turnout.knowledge import Knowledge
from turnout.report.library import library
from turnout.web.api.shapes import PROBLEMS, Entry, Library
from turnout.web.desk import TheDesk

router = APIRouter(prefix="/api/v1", tags=["library"])

MISSING = {404: {**PROBLEMS[422], "description": "No such entry"}}


def entries(k: Knowledge) -> list[dict[str, Any]]:
    """All entries, made once."""
    known: list[dict[str, Any]] | None = k.memo.get("library-json")
    if known is None:
        known = k.memo["library-json"] = library(k)
    return known


@router.get("/library", response_model=Library, responses=PROBLEMS, summary="All entries")
def every(desk: TheDesk) -> dict[str, Any]:
    """Exercises, measures, programmes, red flags and precautions."""
    return {"entries": entries(desk.k)}


@router.get("/library/{id}", response_model=Entry, responses={**PROBLEMS, **MISSING}, summary="One entry")
def one(desk: TheDesk, id: str) -> dict[str, Any]:
    """One entry in full. A former id finds today's entry."""
    id = desk.k.aliases.get(id, id)
    for entry in entries(desk.k):
        if entry["id"] == id:
            return entry
    raise HTTPException(404, "The library has no such entry.")
