"""The report as a PDF: one A4 page where it fits, tagged, its text selectable, its charts drawn as lines; behind it a
sheet with the moves of the next session, where there are pictures of them.

In: a `Report`, perhaps pictures. Out: bytes, the same for the same of both. The layout stands in ``report.typ``; every
word goes to it as data (JSON), so nothing a person wrote is ever read as markup, and so do the pictures. Only the faces
that Typst carries are used; nothing is fetched. Where a name has letters that these faces lack, those of the machine
help out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

import typst

from turnout.report.course import Period
from turnout.report.early import early_words
from turnout.report.plot import Panel, done_panel, done_words, pain_panel, pain_words, range_panels
from turnout.report.ranges import Line, verdict_words
from turnout.report.rows import about_words, exercise_rows, period_words, read_words, time_words, value_rows, who_words
from turnout.report.sheet import Pictures, sheet_of
from turnout.report.summary import Gate, Report
from turnout.report.typeset import typeset
from turnout.report.words import capital, long_day, short_day
from turnout.terms import TurnoutError

SIZES = (9.0, 8.6, 8.2, 7.8)
"""Sizes of the text [pt]: the largest that fits one page, else the largest on the fewest."""
MARK = "Made up: this person does not exist. Nothing here is about anybody."
MOST_DRAWN = 8
MET = {True: "met", False: "not met", None: "not known"}
STANDARD = "ua-1"
"""PDF/UA: tagged for screen readers, with title and language."""
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")


class PdfError(TurnoutError):
    """A report that cannot be set."""


def to_pdf(report: Report, version: str, pictures: Pictures | None = None) -> bytes:
    """The PDF.

    Args:
        report: what it says.
        version: of Turnout, for the last line.
        pictures: of the moves of the next session; without any, there is no sheet of them.

    Raises:
        PdfError: it cannot be set.
    """
    data, made = _fitting(report, version)
    rows, files = sheet_of(report.moves, pictures or {})
    return _set({**data, "sheet": rows}, "pdf", files=files)[0] if rows else made


def to_png(report: Report, version: str, ppi: float = 144, pictures: Pictures | None = None) -> list[bytes]:
    """The same as pictures, a page each, to look at."""
    rows, files = sheet_of(report.moves, pictures or {})
    return _set({**_fitting(report, version)[0], "sheet": rows}, "png", ppi, files)


def _fitting(report: Report, version: str) -> tuple[dict[str, Any], bytes]:
    """The report without its sheet, in the largest size on the fewest pages."""
    made: list[tuple[dict[str, Any], bytes]] = []
    for size in SIZES:
        data = data_of(report, size, version)
        made.append((data, _set(data, "pdf")[0]))
        if pages(made[-1][1]) == 1:
            break
    return min(made, key=lambda one: pages(one[1]))


def pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = _PAGES.search(pdf)
    return int(found[1]) if found else 0


@lru_cache(maxsize=2)
def _faces(system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return files("turnout.report").joinpath("report.typ").read_bytes()


def _set(data: dict[str, Any], format: str, ppi: float | None = None, files: Sequence[bytes] = ()) -> list[bytes]:
    """Sets the page: with Typst's own faces, else with those of the machine too, else without the standard."""
    inputs = {
        "data": json.dumps(seen(data, typeset), ensure_ascii=False),
        "pictures": json.dumps([list(file) for file in files]),
    }
    wrong: Exception | None = None
    for system, standard in ((False, True), (True, True), (True, False)):
        compiler = typst.Compiler(_layout(), font_paths=_faces(system), sys_inputs=inputs)
        options: dict[str, Any] = {"pdf_standards": STANDARD} if standard and format == "pdf" else {}
        try:
            out: Any = compiler.compile(format=format, ppi=ppi, timestamp=0, **options)  # type: ignore[arg-type]
        except typst.TypstError as error:
            wrong = error
            continue
        return cast("list[bytes]", out if isinstance(out, list) else [out])
    raise PdfError("the report cannot be set as a PDF") from wrong


def seen(value: Any, put: Callable[[str], str] = str) -> Any:
    """Text without characters that have no shape, and put as it is to be set; everything else as it is."""
    if isinstance(value, str):
        return put(_UNSEEN.sub(" ", value))
    if isinstance(value, dict):
        return {key: seen(inner, put) for key, inner in cast("dict[str, Any]", value).items()}
    return [seen(inner, put) for inner in cast("list[Any]", value)] if isinstance(value, list | tuple) else value


# -- what the layout is given --------------------------------------------------------------------------------------


def rotation_drawn(report: Report) -> list[Line]:
    """The lines that are drawn: read more than once; the others stand in the table."""
    return [line for line in report.rotation if len(line.points) > 1][:MOST_DRAWN]


def data_of(report: Report, size: float, version: str) -> dict[str, Any]:
    """Every word and place of the page."""
    period = report.period
    drawn = rotation_drawn(report)
    rows, earlier = exercise_rows(report.ladders, period)
    return {
        "size": size,
        "title": "Report on a hip in training",
        "mark": MARK if report.made_up else "",
        "name": report.who.name,
        "who": who_words(report.who),
        "about": about_words(report.who),
        "period": period_words(report),
        "standing": report.standing,
        "footer": f"Turnout {version}, knowledge {report.knowledge}. Computed from the person's own record on "
        f"{_full(report.on)}. Not a diagnosis.",
        "course": _course(report),
        "done": _done(report, period),
        "early": early_words(report.early, report.on),
        "orders": [_order(o, report.on) for o in report.orders],
        "events": [{"day": short_day(e.day, report.on), "says": e.says} for e in report.events],
        "rotation": [
            {"title": _title(line), "says": _said(line, report.on), "panel": _panel(panel)}
            for line, panel in zip(drawn, range_panels(drawn, period), strict=True)
        ],
        "columns": 4 if len(drawn) > 2 else 2,
        "rotation_note": ROTATION_NOTE,
        "lines": value_rows([line for line in report.lines if line not in drawn], report.on),
        "notable": list(report.notable),
        "pain": [
            {"title": capital(one.side), "says": [pain_words(one)], "panel": _panel(drawing)}
            for one, drawing in ((one, pain_panel(one, period, report.pain_stop)) for one in report.pain)
        ],
        "pain_note": PAIN_NOTE_DAILY if period.daily else PAIN_NOTE,
        "exercises": rows,
        "earlier": earlier,
        "withheld": [asdict(one) for one in report.withheld],
        "limits": " ".join(report.limits),
        "sheet": [],
    }  # fmt: skip


ROTATION_NOTE = (
    "Shaded: the first reading and the error around it; within it a later reading is no change. Filled: a change "
    "beyond it, on two days. Circles left, squares right."
)
PAIN_NOTE_DAILY = (
    "Line: at rest, told when asked and on the mornings after. Columns: the worst told in the sets. 0 to 10."
)
PAIN_NOTE = (
    "Line: at rest, the middle of each week; shaded from its least to its most. Columns: the worst told in the sets. "
    "0 to 10."
)


def _full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _panel(panel: Panel) -> dict[str, Any]:
    return asdict(panel)


def _course(report: Report) -> dict[str, Any]:
    course = report.course
    parts: list[str] = []
    if course.number is not None:
        parts.append(f"Phase {course.number} of {course.phases}, {course.phase.lower()}, week {course.week}")
        begun = course.phase_since or report.on
        parts.append(f"since {long_day(begun)}{f' {begun.year}' if begun.year != report.on.year else ''}")
    line = ", ".join(parts)
    grade = f"Evidence: {course.evidence}." if course.evidence else ""
    return {
        "name": course.name,
        "line": f"{line}. {grade}".strip(". ") + "." if line or grade else "",
        "gates": [_gate(gate) for gate in course.gates],
    }


def _gate(gate: Gate) -> dict[str, Any]:
    parts = [{"met": MET[p.met], "asks": p.asks, "known": p.known} for p in gate.parts]
    return {"says": f"What opens the next phase: {MET[gate.met]}" if parts else gate.says, "parts": parts}


def _done(report: Report, period: Period) -> dict[str, Any]:
    done, (asked, did) = report.done, report.sets
    said = [done_words(done)]
    if asked:
        said.append(f"In the sessions begun, {did} of {asked} sets.")
    if done.minutes is not None:
        said.append(time_words(done.minutes))
    panel = _panel(done_panel(done, period)) if len(done.weeks) > 1 else None
    return {"says": " ".join(said), "panel": panel, "stem": min(0.05, 0.6 / len(done.weeks))}


def _order(order: Any, on: date) -> dict[str, str]:
    stands = "" if order.stands else "; no longer in force"
    note = f" “{order.note}”" if order.note else ""
    return {"says": f"{order.says}.{note}", "by": f"{order.by}, {short_day(order.day, on)}{stands}"}


def _title(line: Line) -> str:
    return f"{line.short}, {line.side}" if line.side != "both" else line.short


def _said(line: Line, on: date) -> list[str]:
    """What stands under a chart."""
    how = f" ({line.method})" if line.method else ""
    return [
        f"{read_words(line.first, line, on)}; {read_words(line.latest, line, on)}{how}",
        capital(verdict_words(line)),
    ]
