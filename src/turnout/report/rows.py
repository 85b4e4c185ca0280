"""The report's rows in words, the same on the page and on paper.

In: parts of a `Report`. Out: text, not yet escaped, and plain rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from turnout.report.course import Period
from turnout.report.ladders import Ladder
from turnout.report.ranges import Line, verdict_words
from turnout.report.words import listing, short_day, with_unit
from turnout.track.trends import Point

if TYPE_CHECKING:
    from turnout.report.summary import Report, Who

CURRENT_DAYS = 28
"""Exercises not done for longer are named, not listed."""
MOST_MOVES = 3


def who_words(who: Who) -> str:
    """``29 years (born 1996), female, affected side: right``."""
    parts = [
        f"{who.age} years (born {who.born})" if who.age is not None else "age not told",
        who.sex or "sex not told",
        f"{who.height_cm:g} cm" if who.height_cm else "",
        f"{who.mass_kg:g} kg" if who.mass_kg else "",
        f"affected side: {who.affected}" if who.affected else "",
    ]
    return ", ".join(part for part in parts if part)


def about_words(who: Who) -> list[str]:
    """Conditions told, a sentence; nothing where none was."""
    return [f"Told conditions: {'; '.join(who.conditions)}."] if who.conditions else []


def period_words(report: Report) -> str:
    """``14 September to 23 November 2026, the whole record``."""
    since, until = report.period.since, report.period.until
    begin = f"{since.day} {since:%B}{f' {since.year}' if since.year != until.year else ''}"
    return f"{begin} to {until.day} {until:%B %Y}{', the whole record' if report.whole else ''}"


def time_words(minutes: float) -> str:
    """``520 minutes in all.``, ``About 160 hours in all.``"""
    return f"{minutes:.0f} minutes in all." if minutes < 600 else f"About {minutes / 60:.0f} hours in all."


def read_words(point: Point, line: Line, on: date) -> str:
    """``28° on 5 Nov``."""
    return f"{with_unit(point.value, line.unit)} on {short_day(point.day, on)}"


def value_words(line: Line, on: date) -> str:
    """``24 on 23 Sep, 28 repetitions on 11 Nov: +4, within ±5: no change``."""
    if len(line.points) == 1:
        return f"{read_words(line.first, line, on)}, read once"
    first = with_unit(line.first.value, line.unit).split(" ")[0]
    return f"{first} on {short_day(line.first.day, on)}, {read_words(line.latest, line, on)}: {verdict_words(line)}"


def value_rows(lines: Sequence[Line], on: date) -> list[dict[str, str]]:
    """A row for each measure and method, left and right side by side; ``both`` where it has no side."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        joined = ": " if line.kind == "scale" else ", "
        name = f"{line.short}{joined}{line.method}" if line.method else line.short
        row = rows.setdefault((line.measure, line.method), {"name": name, "left": "", "right": "", "both": ""})
        row[line.side] = value_words(line, on)
    return list(rows.values())


def exercise_rows(ladders: Sequence[Ladder], period: Period) -> tuple[list[dict[str, str]], str]:
    """The rows of what is done now, and a sentence that names what was done earlier."""
    now = [one for one in ladders if (period.until - one.last).days <= CURRENT_DAYS]
    rows: list[dict[str, str]] = []
    for one in sorted(now, key=lambda one: (one.name, one.side)):
        row = {
            "name": one.name,
            "side": one.sides_words,
            "level": f"{one.level} ({one.rung} of {one.rungs})" if one.rungs > 1 else one.level,
            "done": one.done,
            "next": one.next or "–",
            "path": path_words(one),
        }
        before = rows[-1] if rows else None
        if before is not None and all(before[key] == row[key] for key in row if key != "side"):
            before["side"] = "both"
        else:
            rows.append(row)
    old = sorted({one.name for one in ladders} - {one.name for one in now})
    return rows, f"Earlier: {listing(old)}." if old else ""


def reason(why: str) -> str:
    """``pain 3`` of ``Pain 3 of 10: hold.``"""
    said = why.partition(":")[0].rstrip(".").partition(" of 10")[0]
    return said[:1].lower() + said[1:]


def path_words(ladder: Ladder) -> str:
    """``no band 14 Sep › yellow band 28 Sep; eased 6 Oct (the morning after was worse)``."""
    moves = ladder.moves[-MOST_MOVES:]
    steps = [f"{'down to ' if not m.up else ''}{m.after.lower()} {short_day(m.day)}" for m in moves]
    said = " › ".join((["…"] if len(ladder.moves) > MOST_MOVES else []) + steps)
    if ladder.eased:
        day, why = ladder.eased[-1]
        times = f"{len(ladder.eased)} times, last " if len(ladder.eased) > 1 else ""
        eased = f"eased {times}{short_day(day)} ({reason(why)})"
        said = f"{said}; {eased}" if said else eased
    return said or "as it was at the start of the period"
