"""The report of who asks, and whatever else is worked out once for a record: kept until a fact is added.

In: `Me`, a period. Out: a `Report`, its PDF, pieces of pages. What is kept hangs on the folded state, so that it goes
when the state does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from fastapi import Request
from markupsafe import Markup

from turnout import __version__
from turnout.coach import plan_json
from turnout.planning import Plan, make_plan
from turnout.report.as_pdf import to_pdf
from turnout.report.summary import Report, summary
from turnout.report.summary import is_made_up as every_made_up
from turnout.track import fold
from turnout.web.desk import Me
from turnout.web.figures import Figures
from turnout.web.forms import Form
from turnout.web.pages import environment

T = TypeVar("T")
PERIODS = {"all": "The whole record", "4": "The last 4 weeks", "12": "The last 12 weeks", "own": "Dates of your own"}
FIRST_DAY = date(1901, 1, 1)
"""No record is older."""
PICTURES_S = 8.0
"""So long a PDF waits for pictures of the moves; what is not made by then is left out."""
MOST_KEPT = 4
"""Reports of so many periods are kept, the last ones asked for."""


@dataclass(frozen=True)
class Asked:
    """The period asked for: ``since`` None is the record's first day."""

    period: str
    since: date | None
    until: date


def asked(form: Form, today: date) -> Asked:
    """The period a form names; a fault is noted in the form and the whole record taken."""
    period = form.choice("period", PERIODS) or "all"
    if period in ("4", "12"):
        return Asked(period, today - timedelta(days=7 * int(period) - 1), today)
    if period == "own":
        since, until = form.day("since"), form.day("until") or today
        if until > today:
            form.wrong["until"] = "Please give a day that is not in the future."
        elif until < FIRST_DAY or (since is not None and since < FIRST_DAY):
            form.wrong["since"] = f"Please give days after {FIRST_DAY.year}."
        elif since is not None and since > until:
            form.wrong["until"] = "Please give a last day that comes after the first."
        if not form.wrong:
            return Asked(period, since, until)
    return Asked("own" if form.wrong else "all", None, today)


def kept(me: Me, key: str, which: object, make: Callable[[], T]) -> T:
    """What ``make`` gives, worked out once for the record as it stands today; few of a kind are kept."""
    memo: dict[Any, Any] = me.state.memo
    stamp = (me.state.seq, me.state.reading_count, len(me.facts), me.today)
    known: tuple[Any, dict[object, Any]] | None = memo.get(("web", key))
    found: dict[object, Any] = known[1] if known is not None and known[0] == stamp else {}
    memo[("web", key)] = (stamp, found)
    if which not in found:
        while len(found) >= MOST_KEPT:
            found.pop(next(iter(found)))
        found[which] = make()
    return cast("T", found[which])


def report_of(me: Me, want: Asked, *, made_up: bool = False, name: str = "") -> Report:
    """The report of a period."""

    def make() -> Report:
        plan, answer = _plan(me, want.until)
        all_made_up = made_up or every_made_up(me.facts)
        return summary(plan, answer, me.facts, since=want.since, name=name, made_up=all_made_up)

    return make() if name else kept(me, "report", want, make)


def _plan(me: Me, until: date) -> tuple[Plan, Mapping[str, Any]]:
    """The plan as it was on the last day of the period."""
    if until == me.today:
        return me.plan, me.answer
    plan = make_plan(fold(me.facts, me.k, until), me.k, until)
    return plan, plan_json(plan)


def pdf_of(me: Me, want: Asked, *, made_up: bool = False, name: str = "") -> bytes:
    """The report as a PDF."""

    def make() -> bytes:
        return to_pdf(report_of(me, want, made_up=made_up, name=name), __version__)

    return make() if name else kept(me, "pdf", want, make)


def drawn_pdf(found: Report, figures: Figures) -> bytes:
    """The report as a PDF with a sheet of the next session's moves, those of which there is a picture in time."""
    moves = [(move.exercise, move.level) for move in found.moves]
    return to_pdf(found, __version__, figures.pictures(moves, PICTURES_S))


def piece(me: Me, template: str, which: object, values: Callable[[], dict[str, Any]]) -> Markup:
    """A part of a page that depends on nothing but the record: set once, until a fact is added."""

    def make() -> Markup:
        return Markup(environment().get_template(template).render(**values()))  # noqa: S704 - autoescaped

    return kept(me, template, which, make)


def is_made_up(request: Request) -> bool:
    """Whether the app shows a made-up person."""
    return bool(getattr(request.app.state, "made_up", False))
