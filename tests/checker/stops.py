"""Rule 1: a red flag stops. Nothing is offered while one is yes or not known; only a named clearance lifts a yes."""

from __future__ import annotations

from datetime import date, timedelta

from tests.checker.history import History
from tests.checker.tally import Json, Tally

URGENCY = ("now", "same-day", "two-weeks", "before-starting")


def offered_anything(answer: Json) -> bool:
    """Whether the answer offers an exercise, a test or a session on some day."""
    session = answer["session"]
    return bool((session and session["items"]) or answer["measures"]["offered"] or answer["schedule"])


def unknown_flags(history: History, on: date) -> set[str]:
    """Flags never answered, answered 28 days ago or more, before a break of two weeks, or before something changed."""
    oldest = on - timedelta(days=27)
    breaks = list(history.breaks)
    if history.days and (on - history.days[-1].day).days >= 14:
        breaks.append(history.days[-1].day + timedelta(days=14))
    oldest = max([oldest, *breaks])
    unknown: set[str] = set()
    for id in history.known["red_flags"]:
        flag = history.flags.get(id)
        if flag is None or ((not flag.yes or flag.cleared) and (flag.day < oldest or not flag.fresh)):
            unknown.add(id)
    return unknown


def judge_stops(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 1."""
    on = date.fromisoformat(answer["on"])
    urgency: dict[str, str] = history.known["red_flags"]
    yes = {id for id, flag in history.flags.items() if flag.yes and not flag.cleared}
    young = history.born is not None and on.year - history.born - ((on.month, on.day) < (12, 31)) < 16
    stop = answer["stop"]
    if yes or young:
        quiet = stop is not None and not offered_anything(answer)
        tally.see(1, "nothing is offered at a stop", quiet, on, sorted(yes), stop)
    if yes and stop is not None and not young:
        soonest = min((urgency[id] for id in yes), key=URGENCY.index)
        ok = set(stop["flags"]) == yes and stop["urgency"] == soonest and bool(stop["say"])
        tally.see(1, "the stop says how soon, and why", ok, on, sorted(yes), stop)
    if stop is not None:
        tally.see(1, "a stop rests on a flag", bool(yes) or young, on, stop)
    unknown = unknown_flags(history, on)
    if unknown:
        ok = unknown <= set(answer["ask"]) and not offered_anything(answer)
        tally.see(1, "unknown flags are asked first", ok, on, sorted(unknown), answer["ask"])
    if offered_anything(answer):
        tally.see(1, "what is offered was cleared", not yes and not unknown and not young, on, sorted(yes | unknown))
