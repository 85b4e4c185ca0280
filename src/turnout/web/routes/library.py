"""Library: every exercise, measure and programme, complete in words; found by search and by filters."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise
from turnout.planning.make import easier_than
from turnout.web.desk import TheDesk
from turnout.web.muscles import muscle_rows
from turnout.web.pages import render
from turnout.web.words import EQUIPMENT, KINDS, POSITIONS
from turnout.web.words import muscle as muscle_name

router = APIRouter(include_in_schema=False)

MOST_QUERY = 100
MEASURES = {
    "range": "range",
    "strength": "strength",
    "control": "control",
    "observation": "observation",
    "scale": "scale",
}


def index(k: Knowledge) -> list[dict[str, Any]]:
    """Every entry with what it is found by, made once."""
    known: list[dict[str, Any]] | None = k.memo.get("library-index")
    if known is not None:
        return known
    rows: list[dict[str, Any]] = []
    for e in k.exercises.values():
        things = {*e.equipment, *(x for level in k.ladders[e.id] for x in level.equipment)}
        muscles = [*e.muscles.primary, *e.muscles.secondary] if e.muscles else []
        count = len(k.ladders[e.id])
        about = f"{count} level{'' if count == 1 else 's'}"
        rows.append(_row(e, e.kind, e.position, things, set(muscles), e.also, k.words[e.id].summary, about))
    rows.extend(
        _row(m, "measure", m.position, set(m.equipment), set(), m.also, m.what, MEASURES[m.kind])
        for m in k.measures.values()
    )
    for p in k.programmes.values():
        phases = len(p.phases)
        about = f"{phases} phase{'' if phases == 1 else 's'}"
        rows.append(_row(p, "programme", "", set(p.equipment), set(), (), p.summary, about))
    rows.sort(key=lambda row: row["name"].lower())
    k.memo["library-index"] = rows
    return rows


def _row(
    entry: Any, kind: str, position: str, things: set[str], muscles: set[str], also: tuple[str, ...], says: str,
    about: str,
) -> dict[str, Any]:  # fmt: skip
    names = [m.replace("_", " ") for m in muscles]
    text = " ".join([entry.id, entry.name, *also, says, *names, *entry.rows]).lower()
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": kind,
        "position": position,
        "equipment": things,
        "muscles": muscles,
        "also": also,
        "says": says,
        "about": about,
        "text": text,
    }


def found(k: Knowledge, q: str, kind: str, position: str, equipment: str, muscle: str) -> list[dict[str, Any]]:
    """The entries that fit. ``equipment: none`` finds what needs nothing."""
    needles = q.lower().split()
    return [
        row
        for row in index(k)
        if all(word in row["text"] for word in needles)
        and (not kind or row["kind"] == kind)
        and (not position or row["position"] == position)
        and (not equipment or (equipment in row["equipment"] if equipment != "none" else not row["equipment"]))
        and (not muscle or muscle in row["muscles"])
    ]


@router.get("/library")
def library(
    request: Request, desk: TheDesk, q: str = "", kind: str = "", position: str = "", equipment: str = "",
    muscle: str = "",
) -> Response:  # fmt: skip
    """The list."""
    k = desk.k
    q = q[:MOST_QUERY]
    rows = found(k, q, kind, position, equipment, muscle)
    things = sorted({thing for row in index(k) for thing in row["equipment"]})
    muscles = sorted({muscle for row in index(k) for muscle in row["muscles"]})
    values = {
        "rows": rows,
        "all": len(index(k)),
        "q": q,
        "chosen": {"kind": kind, "position": position, "equipment": equipment, "muscle": muscle},
        "kinds": KINDS,
        "positions": {p: says for p, says in POSITIONS.items() if any(row["position"] == p for row in index(k))},
        "equipment_items": [("none", "nothing"), *((thing, EQUIPMENT[thing]) for thing in things)],
        "muscle_items": [(id, muscle_name(id)) for id in muscles],
    }
    return render(request, "library.html", values)


@router.get("/library/{id}")
def entry(request: Request, desk: TheDesk, id: str) -> Response:
    """One entry in full."""
    k = desk.k
    id = k.aliases.get(id, id)
    if id in k.exercises:
        return render(request, "exercise.html", exercise_values(k, k.exercises[id]))
    if id in k.measures:
        measure = k.measures[id]
        return render(request, "measure_entry.html", {"e": measure, "place": k.places.get(("Measure", id), "")})
    if id in k.programmes:
        programme = k.programmes[id]
        return render(request, "programme_entry.html", {"e": programme, "place": k.places.get(("Programme", id), "")})
    raise HTTPException(404, "The library has no such entry.")


def exercise_values(k: Knowledge, e: Exercise) -> dict[str, Any]:
    """What an exercise's page shows."""
    harder = list(dict.fromkeys([*e.harder, *(x.id for x in k.exercises.values() if e.id in x.easier)]))
    used = [
        (p, phase, item.dose)
        for p in k.programmes.values()
        for phase in p.phases
        for item in phase.items
        if item.exercise == e.id
    ]
    return {
        "e": e,
        "words": k.words[e.id],
        "ladder": k.ladders[e.id],
        "muscles": muscle_rows(e, k),
        "easier": [k.exercises[id] for id in easier_than(e, k)],
        "harder": [k.exercises[id] for id in harder],
        "used": used,
        "rows": [k.rows[id] for id in e.rows if id in k.rows],
        "place": k.places.get(("Exercise", e.id), ""),
    }
