"""Library: every exercise, measure, programme and muscle, complete in words; found by search and by filters."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from turnout.knowledge import Knowledge
from turnout.web import shelf
from turnout.web.desk import TheDesk
from turnout.web.exercise_page import exercise_values, measure_not_for
from turnout.web.figures import levels_of
from turnout.web.muscles import muscle_groups, muscle_values
from turnout.web.pages import render

router = APIRouter(include_in_schema=False)

Several = Annotated[list[str], Query(max_length=100)]


@router.get("/library")
def library(
    request: Request, desk: TheDesk, q: str = "", kind: str = "", position: str = "", equipment: str = "",
    muscle: str = "", side: str = "", hurts: Several = [], condition: Several = [],  # noqa: B006 - FastAPI copies it
) -> Response:  # fmt: skip
    """The list, or what a search finds of it. Values that are not known find nothing, as they should."""
    k = desk.k
    query = shelf.Query(
        q=" ".join(q[: shelf.MOST_QUERY].split()),
        kind=kind,
        position=position,
        equipment=equipment,
        muscle=muscle,
        side=side,
        hurts=tuple(id for id in k.demands if id in hurts),
        condition=tuple(id for id in k.conditions if id in condition),
    )
    return render(request, "library.html", library_values(k, query))


def library_values(k: Knowledge, query: shelf.Query) -> dict[str, Any]:
    """What the list shows. What everybody sees first is made once."""
    found = None if query.any else k.memo.get("library-all")
    if found is None:
        found = shelf.search(k, query)
        if not query.any:
            k.memo["library-all"] = found
    return {
        "query": query,
        "found": found,
        "all": len(shelf.shelf(k)),
        "hurts": shelf.hurts(k),
        "left_out": [*(k.demands[id].says for id in query.hurts), *(k.conditions[id].name for id in query.condition)],
        "conditions": list(k.conditions.values()),
    }


@router.get("/library/muscles")
def muscles(request: Request, desk: TheDesk) -> Response:
    """Every muscle, by group."""
    return render(request, "muscles.html", {"groups": muscle_groups(desk.k)})


@router.get("/library/muscles/{id}")
def muscle(request: Request, desk: TheDesk, id: str) -> Response:
    """One muscle: what it does as the hip bends, and the moves that use it."""
    if id not in desk.k.muscles:
        raise HTTPException(404, "The library has no such muscle.")
    return render(request, "muscle.html", muscle_values(desk.k, desk.k.muscles[id]))


@router.get("/library/{id}")
def entry(request: Request, desk: TheDesk, id: str, level: str = "") -> Response:
    """One entry in full; an exercise's figure at one of its levels, the first by default."""
    k = desk.k
    id = k.aliases.get(id, id)
    if id in k.exercises:
        shown = [rung for rung in k.ladders[id] if rung.id in levels_of(k, id)]
        known = next((rung.id for rung in shown if rung.id == level), shown[0].id if shown else "")
        values = {**exercise_values(k, k.exercises[id]), "rungs": shown, "shown": known}
        return render(request, "exercise.html", values)
    if id in k.measures:
        measure = k.measures[id]
        values = {"e": measure, "not_for": measure_not_for(measure, k), "place": k.places.get(("Measure", id), "")}
        return render(request, "measure_entry.html", values)
    if id in k.programmes:
        programme = k.programmes[id]
        return render(request, "programme_entry.html", {"e": programme, "place": k.places.get(("Programme", id), "")})
    raise HTTPException(404, "The library has no such entry.")
