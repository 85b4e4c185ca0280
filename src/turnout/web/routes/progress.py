"""Progress: range per side with its error, pain, each exercise's ladder, sessions done; charts, words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.report.course import Period, done_in, pain_in, period_of
from turnout.report.ladders import ladders
from turnout.report.plot import Panel, done_panel, done_words, ladder_panel, pain_panel, pain_words, range_panels
from turnout.report.ranges import ROTATION, Line, lines
from turnout.web.desk import Me, TheDesk
from turnout.web.pages import render
from turnout.web.plain import plain_finding, plain_source
from turnout.web.reporting import piece
from turnout.web.words import short_day

router = APIRouter(include_in_schema=False)

RECENT_DAYS = 42
"""Exercises not done for longer are left out."""
BY_CHART = ("range-", "control-", "change-", "total-arc")
"""Findings that stand in words beside a chart, or follow from two of them by adding up."""
MOST_ROWS = 10
MOST_MOVES = 8


@router.get("/progress")
def progress(request: Request, desk: TheDesk) -> Response:
    """The page."""
    with desk.person() as me:
        body = piece(me, "_progress.html", "all", lambda: body_values(me))
        return render(request, "progress.html", {"body": body})


def body_values(me: Me) -> dict[str, Any]:
    """What the page shows; it changes only with the record."""
    state, k = me.state, me.k
    period = period_of(state, None, me.today)
    done = done_in(state, period, me.plan.per_week)
    climbs = ladders(state, k, period, me.answer["session"])
    return {
        "measured": measured(lines(state, k, None, me.today), period),
        "pains": [(pain, pain_panel(pain, period, k.rule["pain-stop"]), pain_words(pain))
                  for pain in pain_in(state, k, period)],
        "daily": period.daily,
        "ladders": [(one, ladder_panel(one, period), one.moves[:-MOST_MOVES - 1:-1], one.eased[:-MOST_MOVES - 1:-1])
                    for one in climbs if (me.today - one.last).days <= RECENT_DAYS],
        "adherence": me.answer["adherence"],
        "per_week": me.plan.per_week,
        "done": done,
        "done_says": done_words(done),
        "done_panel": done_panel(done, period) if len(done.weeks) > 1 else None,
        "findings": [({**finding, "says": plain_finding(finding)}, plain_source(finding["source"], k))
                     for finding in me.answer["findings"]
                     if not finding["id"].startswith(BY_CHART)],
        "sessions": len(state.days),
        "days": [(short_day(day.day, me.today), day) for day in reversed(state.days[-MOST_ROWS:])],
        "today": me.today,
    }  # fmt: skip


def measured(found: Sequence[Line], period: Period) -> list[tuple[str, str, list[tuple[Line, Panel | None]]]]:
    """(id, name, lines with their charts) of each measure. All rotation has one scale, so that it can be compared."""
    rotation = [line for line in found if line.measure in ROTATION]
    panels = dict(zip(map(id, rotation), range_panels(rotation, period), strict=True))
    by_measure: dict[str, list[Line]] = {line.measure: [] for line in found}
    for line in sorted(found, key=lambda line: (-len(line.points) // 2, line.method, line.side)):
        by_measure[line.measure].append(line)
    out: list[tuple[str, str, list[tuple[Line, Panel | None]]]] = []
    for measure, own in by_measure.items():
        if measure not in ROTATION:
            panels |= dict(zip(map(id, own), range_panels(own, period), strict=True))
        drawn = [(line, panels[id(line)] if len(line.points) > 1 else None) for line in own]
        out.append((measure, own[0].name, drawn))
    return out
