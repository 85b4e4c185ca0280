"""The planned sessions as a calendar to subscribe to, and a page that says how.

In: nothing but who asks, or the secret in the address. Out: an iCalendar file without a word about health.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.report.as_ics import owner_of, to_feed, usual_minutes, usual_time
from turnout.web.desk import CalendarDesk, Me, Seat, TheDesk, account_of
from turnout.web.pages import render
from turnout.web.reporting import is_made_up, kept
from turnout.web.routes._common import go
from turnout.web.routes.phone import served_of

router = APIRouter(include_in_schema=False)

NAME, MADE_UP = "Turnout", "Turnout (made-up person)"


def feed(request: Request, me: Me) -> Response:
    """The calendar of one person."""
    name = MADE_UP if is_made_up(request) else NAME

    def make() -> bytes:
        state = me.state
        return to_feed(
            me.answer,
            owner_of(me.facts),
            stamp=me.now,
            at=usual_time(state),
            usual=usual_minutes(state),
            name=name,
        )

    return Response(kept(me, "calendar", name, make), media_type="text/calendar; charset=utf-8")


@router.get("/calendar.ics")
def own(request: Request, desk: TheDesk) -> Response:
    """The calendar of who asks."""
    with desk.person() as me:
        return feed(request, me)


@router.get("/calendar/{token}.ics")
def secret(request: Request, desk: CalendarDesk) -> Response:
    """The calendar behind a secret address, for calendars that cannot sign in."""
    with desk.person() as me:
        return feed(request, me)


@router.get("/calendar")
def page(request: Request, desk: TheDesk) -> Response:
    """How to subscribe."""
    return _page(request, desk, "" if desk.desk.accounts else "/calendar.ics")


@router.post("/calendar/new")
def new(request: Request, desk: TheDesk) -> Response:
    """A new secret address, shown this once; an older one opens nothing any more."""
    account = account_of(request)
    if account is None:
        return go("/calendar")
    return _page(request, desk, f"/calendar/{desk.store.accounts.new_calendar(account)}.ics")


@router.post("/calendar/end")
def end(request: Request, desk: TheDesk) -> Response:
    """No address opens the calendar any more."""
    account = account_of(request)
    if account is not None:
        desk.store.accounts.end_calendar(account)
    return go("/calendar")


def _page(request: Request, desk: Seat, path: str) -> Response:
    account, served = account_of(request), served_of(request)
    base = (served.app_url or str(request.base_url)).rstrip("/")
    with desk.person() as me:
        values = {
            "sessions": sum(day["kind"] == "session" for day in me.answer["schedule"]),
            "time": usual_time(me.state),
            "http": f"{base}{path}" if path else "",
            "webcal": f"webcal://{base.partition('://')[2]}{path}" if path else "",
            "alone": not desk.desk.accounts,
            "stands": account is not None and desk.store.accounts.has_calendar(account),
        }
    return render(request, "calendar.html", values)
