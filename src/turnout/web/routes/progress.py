"""Progress: range per side with its error, pain, each exercise's ladder, sessions done; charts, words and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.terms import LIMBS, Side
from turnout.track import Work
from turnout.web.charts import Trend, pain_points, told, trend
from turnout.web.desk import Me, TheDesk
from turnout.web.pages import render
from turnout.web.words import num, short_day, with_unit

router = APIRouter(include_in_schema=False)

FIRST = ("prone-er", "prone-ir", "seated-er", "seated-ir")
"""Rotation comes first."""
RECENT_DAYS = 42
MOST_ROWS = 10


@dataclass(frozen=True)
class Ladder:
    """Where an exercise stands on its ladder, on one side."""

    exercise: str
    name: str
    side: Side
    sides: str
    level: str
    rung: int
    rungs: int
    last: str
    done: str
    next: str


@router.get("/progress")
def progress(request: Request, desk: TheDesk) -> Response:
    """The page."""
    with desk.person() as me:
        ids = [*(id for id in FIRST if id in me.state.readings), *sorted(set(me.state.readings) - set(FIRST))]
        measured = [(me.k.measures[id], told(me.state, me.k, id)) for id in ids if id in me.k.measures]
        values = {
            "measured": measured,
            "pains": [pain for pain in (pain_of(me, limb) for limb in LIMBS) if pain],
            "ladders": ladders(me),
            "adherence": me.answer["adherence"],
            "per_week": me.plan.per_week,
            "findings": me.answer["findings"],
            "sessions": len(me.state.days),
            "days": [(short_day(d.day, me.today), d) for d in reversed(me.state.days[-MOST_ROWS:])],
        }
        return render(request, "progress.html", values)


def pain_of(me: Me, limb: Any) -> dict[str, Any] | None:
    """Pain told on a side, as a chart and in words."""
    points = pain_points(me.state.pains[limb])
    if not points:
        return None
    first, last = points[0], points[-1]
    if len(points) == 1:
        says = f"{num(last.value)} of 10, told once."
    else:
        says = f"{num(last.value)} of 10 now; {num(first.value)} at the first answer, {short_day(first.day, me.today)}."
    chart: Trend | None = trend(points, f"Pain, {limb}", "", says, low=0, high=10)
    rows = [(short_day(p.day, me.today), f"{num(p.value)} of 10") for p in points[-MOST_ROWS:]]
    return {"side": limb, "says": says, "trend": chart, "rows": rows}


def ladders(me: Me) -> list[Ladder]:
    """Each exercise done lately, with its rung, and what comes next."""
    session = me.answer["session"]
    upcoming = {(i["exercise"], i["side"]): i for i in session["items"]} if session else {}
    rows: list[Ladder] = []
    for (id, side), works in sorted(me.state.works.items(), key=lambda pair: pair[0]):
        entry = me.k.exercises.get(id)
        if entry is None or not works or (me.today - works[-1].day).days > RECENT_DAYS:
            continue
        ladder, work = me.k.ladders[id], works[-1]
        item = upcoming.get((id, side))
        rows.append(
            Ladder(
                id,
                entry.name,
                side,
                entry.sides,
                ladder[work.main_rung].name,
                work.main_rung + 1,
                len(ladder),
                short_day(work.day, me.today),
                done_words(work),
                next_words(item, ladder[work.main_rung].id) if item else "",
            )
        )
    return rows


def done_words(work: Work) -> str:
    """``2 × 12``, or the sets one by one where they differ."""
    counts = work.counts()
    unit = "" if work.unit == "reps" else " s"
    if len(set(counts)) == 1:
        return f"{len(counts)} × {num(counts[0])}{unit}"
    return f"{', '.join(num(c) for c in counts)}{unit}"


def next_words(item: dict[str, Any], level: str) -> str:
    """What is due next."""
    count = with_unit(item["seconds"], "s") if item["reps"] is None else num(item["reps"])
    at = "" if item["level"] == level else f", {item['level_name']}"
    return f"{item['sets']} × {count}{at}"
