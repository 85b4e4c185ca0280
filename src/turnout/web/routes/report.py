"""Report: a page for a clinician, on screen, on paper and as a PDF. The name on it is printed and kept nowhere."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.report.as_pdf import MARK, MET, rotation_drawn
from turnout.report.early import early_words
from turnout.report.plot import done_panel, done_words, pain_panel, pain_words, range_panels
from turnout.report.ranges import verdict_words
from turnout.report.rows import about_words, exercise_rows, period_words, read_words, time_words, value_rows, who_words
from turnout.report.summary import Report
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.reporting import PERIODS, Asked, asked, drawn_pdf, is_made_up, pdf_of, piece, report_of
from turnout.web.routes.figure import figures_of

router = APIRouter(include_in_schema=False)

MOST_NAME = 80


def query_form(request: Request) -> Form:
    """The fields of a form sent by GET."""
    return Form({name: request.query_params.getlist(name) for name in request.query_params})


@router.get("/report")
def report(request: Request, desk: TheDesk) -> Response:
    """The page."""
    form = query_form(request)
    with desk.person() as me:
        want = asked(form, me.today)
        return _page(request, me, form, want)


def _page(request: Request, me: Me, form: Form, want: Asked) -> Response:
    found = report_of(me, want, made_up=is_made_up(request))
    figures = figures_of(request)
    values = {
        "form": form,
        "want": want,
        "periods": PERIODS,
        "report": found,
        "body": piece(me, "_report.html", want, lambda: body_values(found)),
        "today": me.today,
        "most_name": MOST_NAME,
        "drawable": any(figures.smalls(move.exercise, move.level) for move in found.moves),
    }
    return render(request, "report.html", values, status=422 if form.wrong else 200)


def body_values(found: Report) -> dict[str, Any]:
    """What the printed part shows, in words and drawings."""
    drawn = rotation_drawn(found)
    rows, earlier = exercise_rows(found.ladders, found.period)
    return {
        "report": found,
        "mark": MARK if found.made_up else "",
        "who": who_words(found.who),
        "about": about_words(found.who),
        "period": period_words(found),
        "MET": MET,
        "done_says": done_words(found.done),
        "done_panel": done_panel(found.done, found.period) if len(found.done.weeks) > 1 else None,
        "early": early_words(found.early, found.on),
        "time_words": time_words,
        "rotation": list(zip(drawn, range_panels(drawn, found.period), strict=True)),
        "rows": value_rows([line for line in found.lines if line not in drawn], found.on),
        "read_words": read_words,
        "verdict_words": verdict_words,
        "pains": [(one, pain_panel(one, found.period, found.pain_stop), pain_words(one)) for one in found.pain],
        "exercises": rows,
        "earlier": earlier,
    }


@router.get("/report.pdf")
def pdf(request: Request, desk: TheDesk) -> Response:
    """The PDF."""
    return _pdf(request, desk, query_form(request))


@router.post("/report.pdf")
def pdf_with_name(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """The PDF with a name on it: sent by POST, so that the name stands in no address and no log."""
    return _pdf(request, desk, form)


def _pdf(request: Request, desk: TheDesk, form: Form) -> Response:
    name, drawn = form.text("name", most=MOST_NAME) or "", form.text("moves") is not None
    with desk.person() as me:
        want, made_up = asked(form, me.today), is_made_up(request)
        if form.wrong:
            return _page(request, me, form, want)
        found = report_of(me, want, made_up=made_up, name=name) if drawn else None
        data = b"" if drawn else pdf_of(me, want, made_up=made_up, name=name)
    if found is not None:  # pictures may have to be made first: nobody else waits for that
        data = drawn_pdf(found, figures_of(request))
    file = f"turnout-report-{want.until.isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{file}"'}
    return Response(data, media_type="application/pdf", headers=headers)
