"""The planned sessions as a calendar (RFC 5545). Days of rest are not listed.

In: the contract's answer. Out: an iCalendar file: one for oneself with what to do (`to_ics`), or one that a calendar
fetches again and again and that says nothing but when and how long (`to_feed`): it may pass through others' servers.
An event keeps its UID from one to the next, so a calendar renews what it has instead of doubling it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from turnout.record import Fact, SetDone, moment_of, order_of
from turnout.terms import LIMBS, RecordError
from turnout.track import State

PRODUCT = "-//Turnout//Planned sessions//EN"
USUAL_MINUTES = 30
"""How long an event lasts where no session says it [min]; only a calendar's block, nothing is prescribed by it."""

LATER = "What is in it follows from how the sessions before it went."
USUAL_SESSIONS = 8
"""So many of the last sessions tell the usual time of day, of which at least half lie near it."""
NEAR_MINUTES = 90
FETCH_AGAIN = timedelta(hours=6)
MORNING_ALARM = timedelta(hours=9)
"""When an all-day session is announced [h after midnight]."""


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
    days = _days(answer)
    if not days:
        raise RecordError(f"no session is planned, so there is nothing for a calendar: {_reason(answer)}")
    calendar = _calendar("Turnout")
    for day in days:
        calendar.add_component(_event(answer, owner, day, stamp, at))
    return bytes(calendar.to_ical())


def _days(answer: dict[str, Any]) -> list[date]:
    return [date.fromisoformat(entry["on"]) for entry in answer["schedule"] if entry["kind"] == "session"]


def _calendar(name: str) -> Any:
    calendar: Any = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def to_feed(
    answer: dict[str, Any], owner: str, *, stamp: datetime, at: time | None, usual: int | None, name: str = "Turnout"
) -> bytes:
    """The calendar to subscribe to. It says nothing about health; with nothing planned it is empty, not an error.

    Args:
        answer: the contract's answer, with its schedule.
        owner: as for `to_ics`; both give the same UIDs.
        stamp: when it is made (with a time zone).
        at: the time of day, on the clock of wherever the person is; None for all-day events.
        usual: how long a session usually takes [min], where the session itself does not say.
        name: the calendar's.
    """
    calendar = _calendar(name)
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", FETCH_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    session: dict[str, Any] = answer["session"] or {}
    days = _days(answer)
    for day in days:
        minutes = session.get("minutes") if session.get("on") == day.isoformat() else usual
        event = _bare_event(owner, day, stamp, at, minutes)
        event.add("summary", f"Turnout session, {minutes} minutes" if minutes else "Turnout session")
        event.add_component(_alarm(at))
        calendar.add_component(event)
    if not days:  # a calendar without any component is not a valid one
        calendar.add_component(_utc())
    return bytes(calendar.to_ical())


def _alarm(at: time | None) -> Any:
    alarm: Any = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Turnout session")
    alarm.add("trigger", timedelta() if at is not None else MORNING_ALARM)
    return alarm


def _utc() -> Any:
    zone: Any = Timezone()
    zone.add("tzid", "Etc/UTC")
    standard: Any = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def usual_time(state: State) -> time | None:
    """The time of day at which sessions were begun lately, to the quarter of an hour; None where there is none."""
    begun: list[int] = []
    for training in state.days[-USUAL_SESSIONS:]:
        first = training.works[0].sets[0] if training.works and training.works[0].sets else None
        minute = _minute(first) if first is not None else None
        if minute is not None:
            begun.append(minute)
    if len(begun) < 2:
        return None
    middle = median(begun)
    if sum(abs(minute - middle) <= NEAR_MINUTES for minute in begun) * 2 < len(begun):
        return None
    quarter = min(95, round(middle / 15))
    return time(quarter // 4, quarter % 4 * 15)


def _minute(done: SetDone) -> int | None:
    """Minutes since midnight where the person was; None for a bare date."""
    if not moment_of(done.at).timed:
        return None
    when = datetime.fromisoformat(done.at)
    return when.hour * 60 + when.minute


def usual_minutes(state: State) -> int | None:
    """How long the last sessions took [min]."""
    told = [training.minutes for training in state.days[-USUAL_SESSIONS:] if training.minutes]
    return round(median(told)) if told else state.profile.get("minutes")


def _reason(answer: dict[str, Any]) -> str:
    if answer["stop"]:
        return answer["stop"]["say"]
    if answer["ask"]:
        return f"{len(answer['ask'])} red-flag questions are still to be answered"
    return "nothing is offered on these days"


def _event(answer: dict[str, Any], owner: str, day: date, stamp: datetime, at: time | None) -> Any:
    session: dict[str, Any] = answer["session"] or {}
    known = session.get("on") == day.isoformat()
    event = _bare_event(owner, day, stamp, at, session.get("minutes"))
    event.add("summary", f"Hip session, {session['minutes']} min" if known else "Hip session")
    event.add("description", _words(session) if known else LATER)
    return event


def _bare_event(owner: str, day: date, stamp: datetime, at: time | None, minutes: int | None) -> Any:
    """When, and nothing else."""
    event: Any = Event()
    digest = hashlib.sha256(f"{owner}/{day.isoformat()}".encode()).hexdigest()[:32]
    event.add("uid", f"session-{day.isoformat()}-{digest}@turnout")
    event.add("dtstamp", stamp)
    event.add("transp", "TRANSPARENT" if at is None else "OPAQUE")
    if at is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        begin = datetime.combine(day, at)
        event.add("dtstart", begin)
        event.add("dtend", begin + timedelta(minutes=minutes or USUAL_MINUTES))
    return event


def _words(session: dict[str, Any]) -> str:
    lines = [_line(item) for item in session["items"]]
    return "\n".join([*lines, "Open Turnout before you begin: the morning after the last session counts."])


def _line(item: dict[str, Any]) -> str:
    count = f"{item['reps']}" if item["reps"] is not None else f"{item['seconds']} s"
    side = f", {item['side']}" if item["side"] in LIMBS else ""
    return f"{item['name']} ({item['level_name']}){side}: {item['sets']} x {count}"
