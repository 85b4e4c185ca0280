"""The planned sessions as a calendar (RFC 5545). Days of rest are not listed.

In: the contract's answer. Out: an iCalendar file. An event keeps its UID from one export to the next, so a calendar
that takes in a newer file renews what it has instead of doubling it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from turnout.record import Fact, order_of
from turnout.terms import LIMBS, RecordError

PRODUCT = "-//Turnout//Planned sessions//EN"
USUAL_MINUTES = 30
"""How long an event lasts where no session says it [min]; only a calendar's block, nothing is prescribed by it."""

LATER = "What is in it follows from how the sessions before it went."


def owner_of(facts: Iterable[Fact]) -> str:
    """A name for a record that stays while facts are added to its end: its first fact."""
    first = min(facts, key=order_of, default=None)
    return "" if first is None else f"{first.person}/{first.id}"


def to_ics(answer: dict[str, Any], owner: str, *, stamp: datetime, at: time | None = None) -> bytes:
    """The calendar.

    Args:
        answer: the contract's answer, with its schedule.
        owner: from `owner_of`; two records never share a UID.
        stamp: when the file is written (with a time zone).
        at: the time of day, on the clock of wherever the person is; None for all-day events.

    Raises:
        RecordError: nothing is planned, so there is nothing to put into a calendar.
    """
    days = [date.fromisoformat(entry["on"]) for entry in answer["schedule"] if entry["kind"] == "session"]
    if not days:
        raise RecordError(f"no session is planned, so there is nothing for a calendar: {_reason(answer)}")
    calendar: Any = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Turnout")
    for day in days:
        calendar.add_component(_event(answer, owner, day, stamp, at))
    return bytes(calendar.to_ical())


def _reason(answer: dict[str, Any]) -> str:
    if answer["stop"]:
        return answer["stop"]["say"]
    if answer["ask"]:
        return f"{len(answer['ask'])} red-flag questions are still to be answered"
    return "nothing is offered on these days"


def _event(answer: dict[str, Any], owner: str, day: date, stamp: datetime, at: time | None) -> Any:
    session: dict[str, Any] = answer["session"] or {}
    known = session.get("on") == day.isoformat()
    event: Any = Event()
    digest = hashlib.sha256(f"{owner}/{day.isoformat()}".encode()).hexdigest()[:32]
    event.add("uid", f"session-{day.isoformat()}-{digest}@turnout")
    event.add("dtstamp", stamp)
    event.add("summary", f"Hip session, {session['minutes']} min" if known else "Hip session")
    event.add(
        "description", _words(session) if known else "What is in it follows from how the sessions before it went."
    )
    event.add("transp", "TRANSPARENT" if at is None else "OPAQUE")
    if at is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        begin = datetime.combine(day, at)
        event.add("dtstart", begin)
        event.add("dtend", begin + timedelta(minutes=session.get("minutes") or USUAL_MINUTES))
    return event


def _words(session: dict[str, Any]) -> str:
    lines = [_line(item) for item in session["items"]]
    return "\n".join([*lines, "Open Turnout before you begin: the morning after the last session counts."])


def _line(item: dict[str, Any]) -> str:
    count = f"{item['reps']}" if item["reps"] is not None else f"{item['seconds']} s"
    side = f", {item['side']}" if item["side"] in LIMBS else ""
    return f"{item['name']} ({item['level_name']}){side}: {item['sets']} x {count}"
